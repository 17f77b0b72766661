"""To whom work is done, in the Chinese words of a plan's table: ``学段：小学、初中；抽签：每责任区2所``."""

from __future__ import annotations

import re
from typing import Any

from calendars.handwriting import parts, plain
from calendars.roster_words import KINDS, OWNERSHIPS, STAGES, kind_of, stage_of
from rules.plan import Audience
from rules.units import SCHOOLS, Stage

Keys = dict[str, Any]

OFFICE, EVERYBODY = "督导室", "各学校、幼儿园"
CLAUSES = {
    "类型": "kinds",
    "学段": "stages",
    "办学性质": "ownership",
    "责任区": "zones",
    "标签": "tags",
    "所属": "under",
}
ROTATION, DRAW = "轮流", "抽签"
_CLOSED: dict[str, dict[str, Any]] = {"kinds": KINDS, "stages": STAGES, "ownership": OWNERSHIPS}
_OFFICE_WORDS = frozenset({OFFICE, "本室", "教育督导室", "镇督导室", "县督导室", "市督导室"})
_EVERYBODY = frozenset(
    {EVERYBODY, "各学校(幼儿园)", "各学校(园)", "各校(园)", "各校、园", "各学校和幼儿园", "各校、各园"}
)
_MIDDLE = (Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR)
_TURN = re.compile(r"每(\d{1,2})年一轮(?:,错开(\d{1,2})年)?(?:,只轮(.+))?")
_DRAWN = re.compile(r"每责任区(\d{1,3})所")
_EVERY_WORD = re.compile(r"^(?:各级各类|全部|所有|全[镇县市区校]|辖区内?|各)+")


def say_audience(audience: Audience) -> str:
    """The words; ``read_audience`` gives the same audience back, but for names that hold a mark of the list."""
    if audience.office:
        return OFFICE
    clauses = [
        f"{word}：{'、'.join(_named(key, getattr(audience, key)))}"
        for word, key in CLAUSES.items()
        if getattr(audience, key)
    ]
    if turn := audience.rotation:
        kinds = f"，只轮{'、'.join(_named('kinds', turn.kinds))}" if turn.kinds else ""
        clauses.append(f"{ROTATION}：每{turn.years}年一轮{f'，错开{turn.offset}年' if turn.offset else ''}{kinds}")
    if audience.draw:
        clauses.append(f"{DRAW}：每责任区{audience.draw.per_zone}所")
    return "；".join(clauses) or EVERYBODY


def read_audience(text: str) -> Keys | None:
    """The keys of an audience in a plan file; None where it is not certain who is meant."""
    said = "".join(plain(text).split())
    if said in _OFFICE_WORDS:
        return {"office": True}
    if said in _EVERYBODY:
        return {}
    if ":" not in said:
        return _usual(said)
    keys: Keys = {}
    for clause in filter(None, said.split(";")):
        word, _, listed = clause.partition(":")
        found = _clause(word, listed)
        if found is None or found.keys() & keys.keys():
            return None
        keys |= found
    return keys


def _named(key: str, values: tuple[str, ...]) -> list[str]:
    words = {str(value.value): word for word, value in _CLOSED.get(key, {}).items()}
    return [words.get(value, value) for value in values]


def _clause(word: str, listed: str) -> Keys | None:
    if word == ROTATION:
        return _rotation(listed)
    if word == DRAW:
        drawn = _DRAWN.fullmatch(listed)
        return {"draw": {"per_zone": int(drawn[1])}} if drawn else None
    key = CLAUSES.get(word, "")
    values = _values(key, listed)
    return {key: values} if key and values else None


def _values(key: str, listed: str) -> list[str] | None:
    items = [item for item in re.split("[、,，]", listed) if item]
    if key not in _CLOSED:
        return items
    known = [_CLOSED[key][item].value for item in items if item in _CLOSED[key]]
    return known if len(known) == len(items) else None


def _rotation(listed: str) -> Keys | None:
    turn = _TURN.fullmatch(listed)
    kinds = _values("kinds", turn[3]) if turn and turn[3] else []
    if turn is None or kinds is None:
        return None
    keys: Keys = {"years": int(turn[1])} | ({"offset": int(turn[2])} if turn[2] else {})
    return {"rotation": keys | ({"kinds": kinds} if kinds else {})}


def _usual(said: str) -> Keys | None:
    """``各中小学、幼儿园``, ``民办幼儿园``, ``各乡镇``: a school's word means its stage, another one its kind."""
    words = parts(re.sub("[()和与及以]|及其", "、", _EVERY_WORD.sub("", said)))
    owners = {OWNERSHIPS[word[:2]].value for word in words if word[:2] in OWNERSHIPS}
    bare = [_EVERY_WORD.sub("", word[2:] if word[:2] in OWNERSHIPS else word) for word in words]
    stages = [found for word in bare for found in _stages(word)]
    kinds = [kind.value for word in bare if (kind := kind_of(word)) is not None and kind not in SCHOOLS]
    if not bare or not all(_stages(word) or _is_other(word) for word in bare) or (stages and kinds):
        return None
    if owners and len(words) > 1:
        return None  # 民办幼儿园、小学: whether the primaries are private as well is not said
    found = {"kinds": kinds} if kinds else {"stages": [stage.value for stage in Stage if stage in stages]}
    narrowed = {} if "stages" in found and len(found["stages"]) == len(Stage) else found
    return narrowed | ({"ownership": sorted(owners)} if owners else {})


def _stages(word: str) -> tuple[Stage, ...]:
    if word in {"中小学", "中小学校"}:
        return _MIDDLE
    if word in {"学校", "校", "园"}:
        return ()  # with or without kindergartens?
    stage = stage_of(word)
    return (stage,) if stage else ()


def _is_other(word: str) -> bool:
    kind = kind_of(word)
    return kind is not None and kind not in SCHOOLS
