"""What no single key can tell: whether the entries of a plan fit together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from calendars.complaints import named_path
from rules.errors import Problem
from rules.plan import Class, DateWindow, DueBasis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calendars.documents import Document
    from calendars.plan_shapes import EntryShape, PlanShape

NAMED = ("entries",)
"""The list whose items are shown with their id."""


def check_plan(shape: PlanShape, document: Document) -> tuple[Problem, ...]:
    """Every way in which the entries do not fit together, in the order of the file."""
    found = [*_twice(shape, document), *_programmes_twice(shape, document)]
    for index, entry in enumerate(shape.entries):
        say = _Sayer(document, index)
        found += [*_names(shape, entry, say), *_class_fits(entry, say), *_details_fit(entry, say)]
    found += _circles(shape, document)
    return tuple(sorted(found, key=lambda problem: int(problem.more["line"])))


class _Sayer:
    """Makes the problems of one entry."""

    def __init__(self, document: Document, index: int) -> None:
        self._document, self._index = document, index

    def __call__(self, key: str, code: str, value: str = "", allowed: str = "") -> Problem:
        place = ("entries", self._index, key) if key else ("entries", self._index)
        more = {"line": str(self._document.line(place)), "key": key}
        return Problem(self._document.file, named_path(self._document, place, NAMED), code, value, allowed, more=more)


def _twice(shape: PlanShape, document: Document) -> Iterator[Problem]:
    """An id, an inventory id or a title may stand once only."""
    seen: dict[tuple[str, str], str] = {}
    for index, entry in enumerate(shape.entries):
        said = [("id", entry.id), ("title", entry.title), *(("covers", covered) for covered in entry.covers)]
        for key, value in said:
            if (key, value) in seen:
                yield _Sayer(document, index)(key, f"{key}_twice", value, seen[key, value])
            seen.setdefault((key, value), entry.id)


def _programmes_twice(shape: PlanShape, document: Document) -> Iterator[Problem]:
    counted = Counter(programme.name for programme in shape.programmes)
    for index, programme in enumerate(shape.programmes):
        if counted[programme.name] > 1:
            place = ("programmes", index, "name")
            more = {"line": str(document.line(place)), "key": "name"}
            yield Problem(document.file, f"programmes[{index}].name", "programme_twice", programme.name, more=more)


def _names(shape: PlanShape, entry: EntryShape, say: _Sayer) -> Iterator[Problem]:
    """What an entry names must exist."""
    programmes = [programme.name for programme in shape.programmes]
    if entry.programme and entry.programme not in programmes:
        yield say("programme", "no_such_programme", entry.programme, "、".join(programmes))
    ids = {other.id for other in shape.entries}
    for key, named in (("through", entry.through), ("after", entry.after)):
        for other in named:
            if other not in ids or other == entry.id:
                yield say(key, "no_such_entry", other)
    dated = {other.id for other in shape.entries if other.window is not None}
    for other in entry.through:
        if other in ids and other not in dated:
            yield say("through", "through_undated", other)


def _class_fits(entry: EntryShape, say: _Sayer) -> Iterator[Problem]:
    """S says when (a window, other entries, or that it is unscheduled); E, T and P have no window."""
    if entry.class_ is Class.SCHEDULED:
        ways = sum((entry.window is not None, bool(entry.through), entry.unscheduled))
        if ways != 1:
            yield say("", "scheduled_how", str(ways), "window、through、unscheduled")
    elif entry.window is not None:
        yield say("window", "window_of_class", entry.class_.value, "S")
    if entry.through and entry.class_ is not Class.SCHEDULED:
        yield say("through", "through_of_class", entry.class_.value, "S")
    if entry.audience is not None and entry.class_ in {Class.POLICY, Class.TARGET}:
        yield say("audience", "audience_of_class", entry.class_.value, "S、E")
    if (entry.class_ is Class.TARGET) != bool(entry.target):
        yield say("target", "target_of_class", entry.class_.value, "T")
    if not entry.programme and (entry.window is not None or entry.class_ is Class.EVENT):
        yield say("programme", "programme_missing")


def _details_fit(entry: EntryShape, say: _Sayer) -> Iterator[Problem]:
    audience, window = entry.audience, entry.window
    if audience is not None and audience.office and len(audience.model_fields_set) > 1:
        yield say("audience", "office_and_more")
    if audience is not None and audience.draw is not None and not entry.unannounced:
        yield say("unannounced", "draw_announced", "false", "true")
    dated = window is not None and isinstance(window.window(), DateWindow)
    if entry.due.basis is DueBasis.FIXED_DATE and not dated:
        yield say("due", "due_fixed_date", entry.due.basis.value, "{date: 12-04}")
    if entry.due.basis in {DueBasis.WORKING_DAYS, DueBasis.CALENDAR_DAYS} and entry.due.value < 1:
        yield say("due", "due_without_days", str(entry.due.value), "≥ 1")


def _circles(shape: PlanShape, document: Document) -> Iterator[Problem]:
    """An entry that, step by step, comes after itself."""
    before = {entry.id: entry.after for entry in shape.entries}
    for index, entry in enumerate(shape.entries):
        reached, waiting = set[str](), list(entry.after)
        while waiting:
            other = waiting.pop()
            if other not in reached:
                reached.add(other)
                waiting += before.get(other, ())
        if entry.id in reached and entry.id not in entry.after:
            yield _Sayer(document, index)("after", "after_circle", "、".join(entry.after))
