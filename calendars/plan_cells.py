"""One entry of a plan as the cells of a row, and back: a cell is read with certainty, or says what is allowed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calendars.audience_words import read_audience, say_audience
from calendars.documents import read_flow
from calendars.handwriting import parts, plain
from calendars.plan_documents import audience_document, due_document, window_document
from calendars.plan_text import flow
from calendars.plan_words import CHOICES
from calendars.time_reading import Doubt, read_time
from calendars.time_words import AT_THE_END, BASES, FIXED, say_due, say_month, say_window
from rules.plan import Asks, Class, Doer, Due, DueBasis

if TYPE_CHECKING:
    from collections.abc import Callable

    from calendars.plan_words import Column
    from rules.plan import Entry

_DUE = re.compile(rf"(\d{{1,3}})个?({'|'.join(BASES)}|自然日)(?:内|之内)?")
_WHOLE = re.compile(r"-?\d{1,6}")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that cannot be read: the word of the catalogue, and what is allowed."""

    code: str
    allowed: str = ""


def entry_cells(entry: Entry, comment: str = "") -> dict[str, str]:
    """The key of each column to the text of its cell; what is as usual is an empty cell.

    Args:
        entry: the row.
        comment: what stands before the entry in the plan file.
    """
    dated = entry.window is not None
    told = dated or entry.class_ is Class.EVENT
    cells = {key: str(getattr(entry, key)) for key in ("id", "title", "programme", "quote", "target", "flag")}
    cells |= {key: str(getattr(entry, key)) for key in ("sensitive", "ladder")}
    cells |= {"class": _word("class", entry.class_), "kind": _word("kind", entry.kind)}
    for key, common in (("doer", Doer.OFFICE), ("asks", Asks.DOCUMENT)):
        cells[key] = _word(key, getattr(entry, key)) if told or getattr(entry, key) is not common else ""
    for key, usual in (("line", 0), ("times", 1), ("reminder_cap", 5)):
        cells[key] = "" if getattr(entry, key) == usual else str(getattr(entry, key))
    cells |= {key: "是" if getattr(entry, key) else "" for key in ("unannounced", "unscheduled")}
    cells |= {key: "、".join(getattr(entry, key)) for key in ("through", "after", "covers")}
    cells["reminders"] = "、".join(str(days) for days in entry.reminders)
    cells["evidence"] = _listed(entry.evidence)
    cells["month"] = say_month(entry.window) if entry.window else ""
    cells["window"] = _time_cell(entry) if entry.window else ""
    cells["due"] = say_due(entry.due) if told or entry.due != Due() else ""
    cells["audience"] = _audience_cell(entry) if told or not entry.audience.office else ""
    return cells | {"comment": comment}


def read_cell(column: Column, text: str) -> Any | Wrong:
    """The value of a plan file's key; `Wrong` where the cell cannot be read.

    Args:
        column: which.
        text: what stands there, not empty.
    """
    return _READERS[column.form](column, text)


def _word(key: str, value: object) -> str:
    return next(word for word, code in CHOICES[key].items() if code == str(value))


def _time_cell(entry: Entry) -> str:
    """The words for a window; the keys of a plan file where the words would not say it exactly."""
    assert entry.window is not None  # noqa: S101  (the one caller asks)
    said = say_window(entry.window)
    when = read_time(said)
    return said if not isinstance(when, Doubt) and when.window == entry.window else flow(window_document(entry.window))


def _audience_cell(entry: Entry) -> str:
    said, keys = say_audience(entry.audience), audience_document(entry.audience)
    return said if read_audience(said) == keys else flow(keys)


def _listed(items: tuple[str, ...]) -> str:
    """One item a line; a single one that has a mark of lists in it, or one with a line end, in brackets."""
    text = "\n".join(items)
    return text if _list(None, text) == list(items) else json.dumps(items, ensure_ascii=False)


def _list(_column: object, text: str) -> Any:
    if text.startswith("["):
        return _written(text, list)
    marks = r"\n" if "\n" in text else "[；;]" if re.search("[；;]", text) else "[、，,]"
    return [item.strip() for item in re.split(marks, text) if item.strip()]


def _written(text: str, kind: type) -> Any:
    """What is written as in a plan file, in brackets; JSON is YAML's safe part of it."""
    value = read_flow(text)
    return value if isinstance(value, kind) else Wrong("cell_brackets")


def _text(_column: Column, text: str) -> Any:
    return text


def _number(_column: Column, text: str) -> Any:
    return int(plain(text)) if _WHOLE.fullmatch(plain(text)) else Wrong("cell_number", "0—999999")


def _numbers(_column: Column, text: str) -> Any:
    items = parts(re.sub("[−–—]", "-", plain(text)))
    return [int(item) for item in items] if all(map(_WHOLE.fullmatch, items)) else Wrong("cell_number", "-3、0、2")


def _ids(_column: Column, text: str) -> Any:
    return list(parts(text))


def _choice(column: Column, text: str) -> Any:
    words = CHOICES[column.key]
    said = "".join(plain(text).split())
    known = {"".join(word.split()): value for word, value in words.items()} | {value: value for value in words.values()}
    known |= {word.split()[-1]: value for word, value in words.items()}
    value = known.get(said)
    if value is None:
        return Wrong("cell_choice", column.allowed)
    return value == "true" if value in {"true", "false"} else value


def _time(_column: Column, text: str) -> Any:
    if text.startswith("{"):
        return _written(text, dict)
    when = read_time(text)
    return Wrong(f"cell_{when.code}", when.allowed) if isinstance(when, Doubt) else window_document(when.window)


def _due(_column: Column, text: str) -> Any:
    said = "".join(plain(text).split())
    if said in {AT_THE_END, FIXED}:
        return due_document(Due(DueBasis.WINDOW_END if said == AT_THE_END else DueBasis.FIXED_DATE))
    counted = _DUE.fullmatch(said)
    if counted is None:
        return Wrong("cell_choice", f"{AT_THE_END}、10个工作日、30个日历日、{FIXED}")
    return due_document(Due(BASES.get(counted[2], DueBasis.CALENDAR_DAYS), int(counted[1])))


def _audience(_column: Column, text: str) -> Any:
    if text.startswith("{"):
        return _written(text, dict)
    keys = read_audience(text)
    return Wrong("cell_audience", "督导室；各学校、幼儿园；学段：小学、初中") if keys is None else keys


_READERS: dict[str, Callable[[Column, str], Any]] = {
    "text": _text,
    "number": _number,
    "numbers": _numbers,
    "choice": _choice,
    "ids": _ids,
    "list": _list,
    "time": _time,
    "due": _due,
    "audience": _audience,
    "month": _time,
}
