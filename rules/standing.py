"""Work that no plan lists and every office has: the checks and return visits that follow from a case.

They are entries like those of a plan, so that they are opened, reminded and answered like any other work.
"""

from __future__ import annotations

from rules.plan import Asks, Audience, Class, Doer, Entry, Kind

STANDING_PLAN = "standing"
"""The plan under which their rows stand, so that loading the office's own plan leaves them alone."""

RETURN_VISIT, FIXED_POINT, SPOT_CHECK = "return-visit", "fixed-point-check", "spot-check"
_KINDS = {RETURN_VISIT: Kind.RECTIFICATION_FOLLOWUP, FIXED_POINT: Kind.RANDOM, SPOT_CHECK: Kind.RANDOM}


def standing_entry(entry_id: str, title: str, programme: str, *, unannounced: bool) -> Entry:
    """An inspector's visit to a unit, reminded three working days before and on the day.

    Args:
        entry_id: `RETURN_VISIT`, `FIXED_POINT` or `SPOT_CHECK`.
        title: in the office's language.
        programme: likewise.
        unannounced: whether the unit hears nothing before.
    """
    return Entry(
        id=entry_id,
        covers=(),
        title=title,
        class_=Class.EVENT,
        kind=_KINDS[entry_id],
        programme=programme,
        line=0,
        quote="",
        doer=Doer.INSPECTOR,
        audience=Audience(),
        asks=Asks.SITE_VISIT,
        reminders=(-3, 0),
        unannounced=unannounced,
    )
