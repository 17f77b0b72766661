"""Every deployment and every schedule of an office, on one page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flows import describing, timing
from flows.fields import FORMS
from flows.forms import programme_lists, scheduled_parameters
from flows.naming import deployment_name, digest, shown
from flows.timing import Timing
from words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from flows.describing import Links
    from rules.desk import Desk
    from rules.plan import Occurrence, Programme

PROGRAMME = "flows.programmes.programme"
CLOCKWORK = {
    "sweep": "flows.clockwork.daily_sweep",
    "send": "flows.clockwork.send_messages",
    "week": "flows.clockwork.week_summary",
    "month": "flows.clockwork.month_plan",
    "audit": "flows.auditing.audit",
}
FAILED = "flows.auditing.tell_of_run"
"""Started by the server's automations, for every run that failed."""
BY_HAND = {
    "draw": "flows.by_hand.draw_units",
    "finding": "flows.by_hand.record_finding",
    "visit": "flows.field_work.record_visit",
    "supervise": "flows.supervision_forms.supervise",
    "supervision_step": "flows.supervision_forms.supervision_step",
    "rearrange": "flows.supervision_forms.rearrange",
    "case": "flows.by_hand.handle_case",
    "extension": "flows.casework.decide_extension",
    "decide": "flows.casework.decide_measure",
    "monitor": "flows.casework.monitor_unit",
    "complain": "flows.casework.register_complaint",
    "complaint": "flows.casework.handle_complaint",
    "answer": "flows.by_hand.answer_assignment",
    "start": "flows.by_hand.start_event",
    "measure": "flows.by_hand.record_measurement",
    "resend": "flows.outgoing.resend_message",
    "release": "flows.outgoing.release_messages",
    "reload": "flows.by_hand.reload_roster",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One deployment as it should be on the server.

    Args:
        flow: the flow's name, in the office's language.
        name: the deployment's: what it is, and the office.
        entrypoint: the function that runs, as a module path.
        form: whose fields its parameters have.
        waits: whether a second run waits for the first; otherwise it is dropped, because the first does it all.
        timings: when it runs by itself, past dates of the year included.
    """

    flow: str
    name: str
    entrypoint: str
    form: str
    description: str
    tags: tuple[str, ...]
    waits: bool
    timings: tuple[Timing, ...] = ()
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """A digest of all that would have to be deployed anew; pick lists of a form are refreshed without."""
        return digest(*(getattr(self, name) for name in self.__slots__))


def sheets(desk: Desk, day: date, links: Links) -> tuple[Sheet, ...]:
    """All deployments: the plan's programmes that have a date, the sweeps, and the forms for people."""
    dated = timing.planned(desk, day)
    begins = {each.programme for each in dated}
    carried = timing.carried_over(desk, day)
    programmes = tuple(
        _programme(desk, links, each, dated, carried) for each in desk.plan.programmes if each.name in begins
    )
    clockwork = tuple(_clockwork(desk, day, links, key) for key in CLOCKWORK)
    taken = frozenset(sheet.flow for sheet in programmes)
    clockwork += (_teller(desk, links),)
    return programmes + clockwork + tuple(_by_hand(desk, links, key, taken) for key in BY_HAND)


def _programme(
    desk: Desk, links: Links, programme: Programme, planned: Sequence[Occurrence], carried: Sequence[Occurrence]
) -> Sheet:
    dated = [each for each in planned if each.programme == programme.name]
    return Sheet(
        flow=shown(programme.name),
        name=deployment_name(programme.name, desk.office.name),
        entrypoint=PROGRAMME,
        form="programme",
        description=describing.programme(desk, programme, dated, links),
        tags=_tags(desk, programme.name),
        waits=True,
        timings=tuple(_timings(desk, dated, carried)),
        choices=programme_lists(desk.office.language, dated),
    )


def _timings(desk: Desk, dated: Sequence[Occurrence], carried: Sequence[Occurrence]) -> Iterator[Timing]:
    """The schedule entries of a programme, item by item: its openings, then its closings."""
    items: dict[str, list[Occurrence]] = {}
    for each in dated:
        items.setdefault(each.item, []).append(each)
    for item, mine in items.items():
        before = [each for each in carried if each.item == item]
        for act, found in ((timing.OPEN, mine), (timing.SUM_UP, before + mine)):
            parameters = scheduled_parameters(desk.office.language, mine[0], act)
            yield from timing.item_timings(desk, found, act, parameters)


def _clockwork(desk: Desk, day: date, links: Links, key: str) -> Sheet:
    language = desk.office.language
    timings = {
        "sweep": (Timing("daily", cron=timing.SWEPT_DAILY),),
        "send": (Timing("ten-minutes", cron=timing.SENT_EVERY),),
        "week": (Timing("friday", cron=timing.SUMMED_UP_WEEKLY), Timing("monday", cron=timing.SUMMED_UP_LATE)),
        "month": timing.monthly_timings(desk, day),
        "audit": (Timing("daily", cron=timing.AUDITED_DAILY),),
    }[key]
    flow = say(language, f"flows.{key}.name")
    return Sheet(
        flow=flow,
        name=deployment_name(flow, desk.office.name),
        entrypoint=CLOCKWORK[key],
        form=key,
        description=describing.other(desk, key, links),
        tags=_tags(desk, say(language, "flows.tag.clockwork")),
        waits=False,
        timings=timings,
    )


def _teller(desk: Desk, links: Links) -> Sheet:
    """Waits for its turn, because each run that failed is told."""
    language = desk.office.language
    flow = say(language, "flows.failed.name")
    return Sheet(
        flow=flow,
        name=deployment_name(flow, desk.office.name),
        entrypoint=FAILED,
        form="failed",
        description=describing.other(desk, "failed", links),
        tags=_tags(desk, say(language, "flows.tag.clockwork")),
        waits=True,
    )


def _by_hand(desk: Desk, links: Links, key: str, taken: frozenset[str]) -> Sheet:
    language = desk.office.language
    flow = say(language, f"flows.{key}.name")
    what = say(language, "flows.by_hand", flow=flow) if flow in taken else flow
    return Sheet(
        flow=flow,
        name=deployment_name(what, desk.office.name),
        entrypoint=BY_HAND[key],
        form=key,
        description=describing.other(desk, key, links),
        tags=_tags(desk, say(language, "flows.tag.by_hand")),
        waits=key in FORMS,
    )


def _tags(desk: Desk, kind: str) -> tuple[str, ...]:
    return kind, desk.office.name
