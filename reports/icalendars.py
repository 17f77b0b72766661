"""A calendar as an iCalendar file (RFC 5545): only all-day events, so that no time zone is in it.

The same events give the same bytes: every stamp is the day of the occurrence's last change, never the clock.

There is no METHOD, because that makes the file a message between calendars (RFC 5546), which has to name an organiser's
address: these files are subscribed to or imported. There is no VALARM: dudao reminds whoever owes something, once.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar
from icalendar import Event as Entry

from words import has, say

if TYPE_CHECKING:
    from reports.dates import Dates, Event

PRODID = "-//dudao//supervision office//ZH"


def to_ical(language: str, dates: Dates, *, office: str) -> bytes:
    """The calendar, in UTF-8 with lines of at most 75 octets that end in CR LF.

    Args:
        language: ``zh`` or ``en``, of the descriptions.
        dates: what stands in it.
        office: the office's name.
    """
    name = office if dates.name == office else f"{dates.name} · {office}"
    calendar = Calendar()
    calendar.add("PRODID", PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("NAME", name)
    calendar.add("X-WR-CALNAME", name)
    for event in dates.events:
        calendar.add_component(_entry(language, event))
    return bytes(calendar.to_ical())


def _entry(language: str, event: Event) -> Entry:
    stamp = _stamp(event.changed_on)
    status = "CANCELLED" if event.cancelled else "TENTATIVE" if event.provisional else "CONFIRMED"
    entry = Entry()
    entry.add("UID", event.uid)
    entry.add("SEQUENCE", event.sequence)
    entry.add("DTSTAMP", stamp)
    entry.add("CREATED", _stamp(event.planned_on))
    entry.add("LAST-MODIFIED", stamp)
    entry.add("DTSTART", event.opens_on)
    entry.add("DTEND", max(event.due_on, event.opens_on) + timedelta(days=1))
    entry.add("SUMMARY", event.title)
    entry.add("DESCRIPTION", _description(language, event))
    entry.add("CATEGORIES", [event.programme])
    entry.add("STATUS", status)
    entry.add("TRANSP", "TRANSPARENT")
    return entry


def _description(language: str, event: Event) -> str:
    units = "、".join(event.units)
    if event.unit_count > len(event.units):
        units += say(language, "reports.others", count=event.unit_count)
    provisional = say(language, "reports.provisional") if event.provisional else ""
    doer = say(language, f"doer.{event.doer}") if has(language, f"doer.{event.doer}") else event.doer
    return say(
        language,
        "reports.event",
        due=f"{event.due_on}{provisional}",
        doer=doer,
        units=units,
        item=event.item,
        period=event.period,
    )


def _stamp(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
