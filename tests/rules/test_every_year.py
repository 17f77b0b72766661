"""Recurrence and working days as properties, in every year from 2004 to 2030: order, coverage, no drift.

The holidays of 2004 to 2026 are known, those of 2027 to 2030 are not; one that knows no year is tried too.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.holidays import national_calendar
from rules.cadences import Slot, Times, slots
from rules.office import Roll, Stage
from rules.plan import Asks, Entry
from rules.recurring import occurrences
from rules.spanning import clamped, month_end
from rules.terms import school_days
from rules.windows import (
    BeforeWindow,
    Cadence,
    DateWindow,
    DayCadence,
    Edge,
    FollowWindow,
    MonthCadence,
    MonthWindow,
    RangeWindow,
    Season,
    TermCadence,
    TermWindow,
    WeekCadence,
    Window,
    YearCadence,
)
from rules.working_days import (
    WorkCalendar,
    add_working_days,
    is_known,
    is_working_day,
    next_working_day,
    previous_working_day,
    roll,
    working_days_after,
)
from tests.rules.cast import desk, entry

FIRST, LAST = 2004, 2030
KNOWN_TO = 2026
UNKNOWN = WorkCalendar(frozenset(), frozenset(), frozenset())
CALENDARS = (national_calendar(), UNKNOWN)

some = settings(max_examples=60)
few = settings(max_examples=25)

years = st.integers(FIRST, LAST)
days = st.dates(date(FIRST, 1, 1), date(LAST, 12, 31))
calendars = st.sampled_from(CALENDARS)
stages = st.sets(st.sampled_from(list(Stage)), min_size=1).map(frozenset)
day_of_month = st.integers(1, 31) | st.integers(-31, -1)


def month_cadence(months: int, from_day: int, to_day: int, *, in_term: bool) -> MonthCadence:
    """A cadence whose days stand in order, as a plan file must have them."""
    if (from_day > 0) == (to_day > 0):
        from_day, to_day = sorted((from_day, to_day))
    return MonthCadence(months, from_day, to_day, in_term)


months = st.builds(month_cadence, st.sampled_from([1, 2, 3, 4, 6]), day_of_month, day_of_month, in_term=st.booleans())
weeks = st.builds(WeekCadence, st.integers(0, 7), st.booleans(), st.booleans())
terms = st.builds(TermCadence, st.integers(0, 6), st.sampled_from(list(Edge)), st.booleans())
cadences: st.SearchStrategy[Cadence] = st.one_of(
    st.builds(DayCadence, st.booleans()), weeks, months, terms, st.just(YearCadence())
)
fixed = st.sampled_from([(1, 1), (2, 28), (2, 29), (4, 30), (5, 1), (6, 1), (10, 1), (12, 4), (12, 31)])
windows: st.SearchStrategy[Window] = st.one_of(
    cadences,
    st.integers(1, 12).map(lambda month: MonthWindow((month,))),
    st.just(MonthWindow((7, 8))),
    st.builds(lambda day, before: DateWindow(*day, before), fixed, st.integers(0, 30)),
    st.builds(lambda day, before: BeforeWindow(*day, before), fixed, st.integers(0, 60)),
    st.tuples(fixed, fixed).map(lambda two: RangeWindow(*min(two), *max(two))),
    st.builds(
        TermWindow,
        st.sampled_from(list(Season)),
        st.sampled_from(list(Edge)),
        st.integers(-20, 0),
        st.integers(0, 20),
        st.just(2),
    ),
)


def times(calendar: WorkCalendar, of: frozenset[Stage]) -> Times:
    """The days of those stages, whose terms nobody has written down."""
    return Times(calendar, (), of, "督导室的词")


def found(cadence: Cadence, calendar: WorkCalendar, of: frozenset[Stage], year: int) -> list[Slot]:
    return list(slots(cadence, times(calendar, of), year))


@some
@given(cadences, calendars, stages, years)
def test_periods_come_in_order_once_each_and_never_overlap(
    cadence: Cadence, calendar: WorkCalendar, of: frozenset[Stage], year: int
) -> None:
    here = found(cadence, calendar, of, year)
    assert all(slot.span.first <= slot.span.last for slot in here)
    assert all(one.span.last < other.span.first for one, other in pairwise(here))
    assert len({slot.period for slot in here}) == len(here)


@some
@given(cadences, calendars, stages, years)
def test_every_period_begins_and_ends_on_a_day_that_is_worked(
    cadence: Cadence, calendar: WorkCalendar, of: frozenset[Stage], year: int
) -> None:
    edges = {edge for slot in found(cadence, calendar, of, year) for edge in (slot.span.first, slot.span.last)}
    assert all(is_working_day(calendar, day) for day in edges)
    if getattr(cadence, "in_term", False):
        assert edges <= {day for near in (year - 1, year, year + 1) for day in school_days(calendar, (), of, near)}


@some
@given(months, calendars, stages, years)
def test_a_monthly_period_stays_in_its_months_and_none_is_left_out(
    cadence: MonthCadence, calendar: WorkCalendar, of: frozenset[Stage], year: int
) -> None:
    here = found(cadence, calendar, of, year)
    blocks = {(slot.span.first.month - 1) // cadence.months for slot in here}
    assert len(blocks) == len(here)
    assert blocks == {(slot.span.last.month - 1) // cadence.months for slot in here}
    if not cadence.in_term:
        assert blocks == set(range(12 // cadence.months))


@some
@given(st.integers(1, 31), calendars, years)
def test_a_day_of_the_month_does_not_drift(day: int, calendar: WorkCalendar, year: int) -> None:
    """From the 31st on it is each month's own last day, never for ever the 28th."""
    for slot in found(MonthCadence(1, day, day), calendar, frozenset(Stage), year):
        wanted = clamped(year, slot.span.first.month, day)
        work = [one for one in month_days(wanted) if is_working_day(calendar, one)]
        nearest = max((one for one in work if one <= wanted), default=work[0])
        assert slot.span.first == slot.span.last == nearest


def month_days(day: date) -> list[date]:
    return [day.replace(day=number) for number in range(1, month_end(day.year, day.month).day + 1)]


@few
@given(weeks, calendars, stages, years)
def test_every_week_with_a_day_has_its_period_and_years_join_without_gap_or_double(
    cadence: WeekCadence, calendar: WorkCalendar, of: frozenset[Stage], year: int
) -> None:
    here, after = (found(cadence, calendar, of, one) for one in (year, year + 1))
    both = [slot.span.first.isocalendar()[:2] for slot in (*here, *after)]
    assert both == sorted(set(both))
    assert {iso_year for iso_year, _ in both} <= {year, year + 1}
    if not cadence.in_term:
        every = {
            day.isocalendar()[:2]
            for day in whole(date.fromisocalendar(year, 1, 1), date.fromisocalendar(year + 1, 1, 1))
            if is_working_day(calendar, day)
        }
        assert {week for week in both if week[0] == year} == every
    if cadence.on or cadence.drawn:
        assert all(slot.span.first == slot.span.last for slot in here)


def whole(first: date, before: date) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range((before - first).days)]


@few
@given(st.booleans(), calendars, stages, years)
def test_daily_work_is_every_working_day_and_in_term_every_school_day(
    in_term: bool,  # noqa: FBT001  (drawn by hypothesis)
    calendar: WorkCalendar,
    of: frozenset[Stage],
    year: int,
) -> None:
    here = [slot.span.first for slot in found(DayCadence(in_term), calendar, of, year)]
    work = [day for day in whole(date(year, 1, 1), date(year + 1, 1, 1)) if is_working_day(calendar, day)]
    assert here == (school_days(calendar, (), of, year) if in_term else work)
    assert set(here) <= set(work)


@few
@given(terms, calendars, stages, years)
def test_a_term_has_its_period_every_year(
    cadence: TermCadence, calendar: WorkCalendar, of: frozenset[Stage], year: int
) -> None:
    here = found(cadence, calendar, of, year)
    assert [slot.period for slot in here] == ([f"{year}学年"] if cadence.by_year else [f"{year}春", f"{year}秋"])
    limit = timedelta(weeks=cadence.weeks) if cadence.weeks else timedelta(days=366)
    assert all(slot.span.last - slot.span.first < limit for slot in here)


@some
@given(windows, st.sampled_from(list(Asks)), calendars, years)
def test_an_occurrence_opens_in_its_year_is_due_after_it_opens_and_comes_once_in_three_years(
    window: Window, asks: Asks, calendar: WorkCalendar, year: int
) -> None:
    office = desk(entry("A-1", window=window, asks=asks), calendar=calendar, terms=())
    near = {one: occurrences(office, one) for one in (year - 1, year, year + 1)}
    assert all(one.opens_on.year == opened for opened, ones in near.items() for one in ones)
    assert all(one.opens_on <= one.due_on for one in near[year])
    assert [one.opens_on for one in near[year]] == sorted(one.opens_on for one in near[year])
    periods = Counter(one.period for ones in near.values() for one in ones)
    assert set(periods.values()) <= {1}


@few
@given(windows, years)
def test_dates_are_provisional_where_the_holidays_are_not_known_and_only_there(window: Window, year: int) -> None:
    office = desk(entry("A-1", window=window), calendar=CALENDARS[0], terms=())
    for one in occurrences(office, year):
        assert one.due_provisional or is_known(CALENDARS[0], one.opens_on, one.due_on)
    hangs_on_terms = isinstance(window, TermWindow | TermCadence) or getattr(window, "in_term", False)
    if not hangs_on_terms and FIRST < year < KNOWN_TO:
        assert not any(one.due_provisional for one in occurrences(office, year))


@few
@given(months, st.integers(-20, 20), st.integers(0, 20), calendars, years)
def test_what_follows_comes_once_for_each_that_it_follows(
    cadence: MonthCadence, first: int, length: int, calendar: WorkCalendar, year: int
) -> None:
    office = desk(
        entry("A-1", window=cadence),
        follower(FollowWindow("A-1", first, first + length)),
        calendar=calendar,
        terms=(),
    )
    near = (year - 1, year, year + 1)
    led = {one.period for one in occurrences(office, year) if one.item == "A-1"}
    followed = Counter(one.period for one_year in near for one in occurrences(office, one_year) if one.item == "B-1")
    assert led <= set(followed)
    assert set(followed.values()) <= {1}


def follower(window: FollowWindow) -> Entry:
    return entry("B-1", window=window)


@some
@given(calendars, days, st.integers(1, 60))
def test_working_days_added_are_worked_counted_and_come_back(calendar: WorkCalendar, day: date, count: int) -> None:
    end = add_working_days(calendar, day, count)
    assert is_working_day(calendar, end)
    assert working_days_after(calendar, day, end) == count
    assert add_working_days(calendar, day, count + 1) > end
    start = next_working_day(calendar, day)
    assert add_working_days(calendar, add_working_days(calendar, start, count), -count) == start


@some
@given(calendars, days)
def test_a_deadline_rolls_to_the_nearest_working_day_and_stays_there(calendar: WorkCalendar, day: date) -> None:
    forward, backward = next_working_day(calendar, day), previous_working_day(calendar, day)
    assert backward <= day <= forward
    assert (roll(calendar, day, Roll.FORWARD), roll(calendar, day, Roll.BACKWARD)) == (forward, backward)
    assert next_working_day(calendar, forward) == forward
    assert not any(is_working_day(calendar, one) for one in whole(backward + timedelta(days=1), day))
    assert (forward == backward) == is_working_day(calendar, day)


@few
@given(years)
def test_a_year_has_about_250_working_days_whether_its_holidays_are_known_or_not(year: int) -> None:
    for calendar in CALENDARS:
        count = working_days_after(calendar, date(year - 1, 12, 31), date(year, 12, 31))
        assert 245 <= count <= 262
    assert is_known(CALENDARS[0], date(year, 1, 1), date(year, 12, 31)) == (year <= KNOWN_TO)
