"""What no single key can tell: whether the entries of a plan fit together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from calendars.complaints import named_path, readable
from calendars.plan_shapes import EntryShape
from rules.errors import Problem
from rules.plan import Class, DateWindow, DueBasis, FollowWindow, WeekCadence, YearCadence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calendars.documents import Document, Place

NAMED = ("entries",)
"""The list whose items are shown with their id."""

UNDATED = {"through": "through_undated", "window": "window_undated"}
"""What names another entry and needs it to be dated."""


def check_plan(document: Document) -> tuple[Problem, ...]:
    """Every way in which the readable entries do not fit together.

    An entry that is not readable is told of by its shape; here it still exists, so that nobody is told twice.
    """
    entries = readable(EntryShape, document.data.get("entries"))
    written = _Written(document)
    found = [*_twice(entries, document), *_programmes_twice(document)]
    for index, entry in entries:
        say = _Sayer(document, index)
        found += [*_names(written, entry, say), *_class_fits(entry, say), *_details_fit(entry, say)]
    return (*found, *_circles(entries, document))


Entries = tuple[tuple[int, EntryShape], ...]


class _Written:
    """What stands in the file by name, readable or not."""

    def __init__(self, document: Document) -> None:
        items = _groups(document, "entries")
        self.ids = {str(item.get("id")) for item in items}
        self.dated = {str(item.get("id")) for item in items if item.get("window") is not None}
        self.programmes = [str(item.get("name")) for item in _groups(document, "programmes")]


class _Sayer:
    """Makes the problems of one entry."""

    def __init__(self, document: Document, index: int) -> None:
        self._document, self._index = document, index

    def __call__(self, key: str, code: str, value: str = "", allowed: str = "") -> Problem:
        place: Place = ("entries", self._index, key) if key else ("entries", self._index)
        more = {"line": str(self._document.line(place)), "key": key}
        return Problem(self._document.file, named_path(self._document, place, NAMED), code, value, allowed, more=more)


def _groups(document: Document, key: str) -> list[dict[str, Any]]:
    written = document.data.get(key)
    return [item for item in written if isinstance(item, dict)] if isinstance(written, list) else []


def _twice(entries: Entries, document: Document) -> Iterator[Problem]:
    """An id, an inventory id or a title may stand once only."""
    seen: dict[tuple[str, str], str] = {}
    for index, entry in entries:
        said = [("id", entry.id), ("title", entry.title), *(("covers", covered) for covered in entry.covers)]
        for key, value in said:
            if (key, value) in seen:
                yield _Sayer(document, index)(key, f"{key}_twice", value, seen[key, value])
            seen.setdefault((key, value), entry.id)


def _programmes_twice(document: Document) -> Iterator[Problem]:
    groups = _groups(document, "programmes")
    counted = Counter(str(item.get("name")) for item in groups)
    for index, item in enumerate(groups):
        name = str(item.get("name"))
        if counted[name] > 1:
            more = {"line": str(document.line(("programmes", index, "name"))), "key": "name"}
            yield Problem(document.file, f"programmes[{index}].name", "programme_twice", name, more=more)


def _names(written: _Written, entry: EntryShape, say: _Sayer) -> Iterator[Problem]:
    """What an entry names must exist."""
    if entry.programme and entry.programme not in written.programmes:
        yield say("programme", "no_such_programme", entry.programme, "、".join(written.programmes))
    for key, named in (("through", entry.through), ("after", entry.after), ("window", _followed(entry))):
        for other in named:
            if other not in written.ids or other == entry.id:
                yield say(key, "no_such_entry", other)
            elif key in UNDATED and other not in written.dated:
                yield say(key, UNDATED[key], other)


def _followed(entry: EntryShape) -> tuple[str, ...]:
    """The entry whose close the window counts from."""
    window = entry.window.window() if entry.window else None
    return (window.entry,) if isinstance(window, FollowWindow) else ()


def _class_fits(entry: EntryShape, say: _Sayer) -> Iterator[Problem]:
    """S says when (a window, other entries, or that it is unscheduled); E, T and P have no window."""
    yield from _when_fits(entry, say)
    if entry.audience is not None and entry.class_ in {Class.POLICY, Class.TARGET}:
        yield say("audience", "audience_of_class", entry.class_.value, "S、E")
    if (entry.class_ is Class.TARGET) != bool(entry.target):
        yield say("target", "target_of_class", entry.class_.value, "T")
    if not entry.programme and (entry.window is not None or entry.class_ is Class.EVENT):
        yield say("programme", "programme_missing")


def _when_fits(entry: EntryShape, say: _Sayer) -> Iterator[Problem]:
    if entry.class_ is Class.SCHEDULED:
        ways = sum((entry.window is not None, bool(entry.through), entry.unscheduled))
        is_kept_as_text = not ways and entry.sensitive
        if ways != 1 and not is_kept_as_text and not _is_some_time_in_the_year(entry):
            yield say("", "scheduled_how", str(ways), "window、through、unscheduled")
        return
    if entry.window is not None:
        yield say("window", "window_of_class", entry.class_.value, "S")
    if entry.through:
        yield say("through", "through_of_class", entry.class_.value, "S")


def _is_some_time_in_the_year(entry: EntryShape) -> bool:
    """The source names no month, and until the coordinator names one it is done some time in the year."""
    whole = entry.window is not None and isinstance(entry.window.window(), YearCadence)
    return whole and entry.unscheduled and not entry.through


def _details_fit(entry: EntryShape, say: _Sayer) -> Iterator[Problem]:
    audience, window = entry.audience, entry.window.window() if entry.window else None
    if audience is not None and audience.office and len(audience.model_fields_set) > 1:
        yield say("audience", "office_and_more")
    drawn = isinstance(window, WeekCadence) and window.drawn
    if (drawn or (audience is not None and audience.draw is not None)) and not entry.unannounced:
        yield say("unannounced", "draw_announced", "false", "true")
    if entry.due.basis is DueBasis.FIXED_DATE and not isinstance(window, DateWindow):
        yield say("due", "due_fixed_date", entry.due.basis.value, "{date: 12-04}")
    if entry.due.basis in {DueBasis.WORKING_DAYS, DueBasis.CALENDAR_DAYS} and entry.due.value < 1:
        yield say("due", "due_without_days", str(entry.due.value), "≥ 1")


def _circles(entries: Entries, document: Document) -> Iterator[Problem]:
    """An entry that, step by step, comes after itself."""
    before = {entry.id: (*entry.after, *_followed(entry)) for _, entry in entries}
    for index, entry in entries:
        reached, waiting = set[str](), list(before[entry.id])
        while waiting:
            other = waiting.pop()
            if other not in reached:
                reached.add(other)
                waiting += before.get(other, ())
        if entry.id in reached and entry.id not in before[entry.id]:
            yield _Sayer(document, index)("after", "after_circle", "、".join(before[entry.id]))
