"""The text of a time cell made plain, so that a few patterns read it: ``７、八 月份`` is ``7、8月份``."""

from __future__ import annotations

import re

from calendars.handwriting import plain

CHINESE = {sign: number for number, sign in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
_NUMERAL = re.compile("[一二三四五六七八九十两]+")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年度?(?=\d)")
_DOTTED = re.compile(r"(?<![\d月])(\d{1,2})[./](\d{1,2})(?![\d月./])日?")
_WRITTEN_DAY = re.compile(r"(?<!\d)(20\d\d)[-./](\d{1,2})[-./](\d{1,2})(?!\d)日?")
_SIGNS = (
    (re.compile(r"\s+"), ""),
    (re.compile(r"[-—–−~〜至到]+"), "-"),
    (re.compile(r"[,，和与及]"), "、"),
    (re.compile(r"元月"), "1月"),
    (re.compile(r"(?:星期|礼拜)"), "周"),
    (re.compile(r"[。.;；,，、]+$"), ""),
)


def plain_time(text: str) -> tuple[str, tuple[int, ...]]:
    """The text with plain digits, dashes and commas, without the years, and the years that it named."""
    text = plain(text)
    for pattern, sign in _SIGNS:
        text = pattern.sub(sign, text)
    text = _NUMERAL.sub(lambda found: number_of(found[0]), text)
    text = _WRITTEN_DAY.sub(r"\1年\2月\3日", text)
    years = tuple(int(year) for year in _YEAR.findall(text))
    return _DOTTED.sub(r"\1月\2日", _YEAR.sub("", text)), years


def number_of(numeral: str) -> str:
    """``十二`` is ``12``, ``七八`` is ``7、8``; a run that is no number of a month or a day stays as it is."""
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return "、".join(str(CHINESE[sign]) for sign in numeral)
    known = all(len(part) <= 1 and part != "十" for part in (tens, ones))
    return str(CHINESE.get(tens, 1) * 10 + CHINESE.get(ones, 0)) if known else numeral
