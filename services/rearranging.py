"""A supervision that is under way is rearranged: another on-site day, another team; who was told hears of it once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import Subject, SupervisionStatus
from models.tables import supervisions
from rules.desk import Desk
from rules.errors import RefusedError
from rules.supervising import Step, next_step
from services import history, people, summoning, supervised, teams
from words import say


def rearrange(  # noqa: PLR0913  (a form with that many fields)
    session: Session,
    day: date,
    desk: Desk,
    supervision_id: int,
    *,
    by: str,
    why: str,
    on_site_on: date | None = None,
    team: Iterable[str] = (),
) -> int:
    """Another on-site day, another team, or both; the supervision's id.

    Raises:
        NotFoundError: no such supervision or person.
        RefusedError: neither a day nor a team, or what `move` and `change_team` refuse.
    """
    names = list(team)
    if on_site_on is None and not names:
        raise RefusedError("refuse.nothing_to_rearrange")
    if names:
        change_team(session, day, desk, supervision_id, team=names, by=by, why=why)
    if on_site_on is not None:
        move(session, day, desk, supervision_id, on_site_on=on_site_on, by=by, why=why)
    return supervision_id


def move(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, supervision_id: int, *, on_site_on: date, by: str, why: str
) -> int:
    """The team is on site on another day, and what is not done yet is dated anew; the supervision's id.

    The team hears of it, and the unit where it has its notice already; the same day again is told nobody.

    Raises:
        NotFoundError: no such supervision or person.
        RefusedError: no reason, the team has been there, a rest day or past day, or too soon for the notice.
    """
    who, case, done = _begin(session, supervision_id, by, why)
    if case.on_site_on == on_site_on:
        return supervision_id
    if Step.ON_SITE in done:
        raise RefusedError("refuse.was_on_site", done=done[Step.ON_SITE])
    if Step.NOTICE not in done:
        teams.check_on_site(desk, day, on_site_on)
    teams.check_visit_day(desk, day, on_site_on)
    _change(session, case, {"on_site_on": on_site_on})
    supervised.date_anew(session, desk, supervised.case_of(session, supervision_id), done)
    said = say(desk.office.language, "act.on_site_moved", old=case.on_site_on, new=on_site_on, why=why.strip())
    _keep(session, day, supervision_id, done, said, who)
    _tell(session, day, desk, supervision_id, "moved", case.team, unit_too=Step.NOTICE in done)
    return supervision_id


def change_team(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, supervision_id: int, *, team: Iterable[str], by: str, why: str
) -> int:
    """Other inspectors carry it out; the supervision's id.

    The new team hears of it, who left it too, and the unit where it has its notice already; the same team again is told
    nobody.

    Raises:
        NotFoundError: no such supervision or person.
        RefusedError: no reason, it is closed, or a team that is too small or not without a conflict.
    """
    who, case, done = _begin(session, supervision_id, by, why)
    names = teams.checked_team(session, desk, team, [case.code])
    if names == list(case.team):
        return supervision_id
    _change(session, case, {"team": names})
    said = say(desk.office.language, "act.team_changed", team="、".join(names), why=why.strip())
    _keep(session, day, supervision_id, done, said, who)
    _tell(session, day, desk, supervision_id, "team_changed", names, unit_too=Step.NOTICE in done)
    left = [name for name in case.team if name not in names]
    _tell(session, day, desk, supervision_id, "team_left", left, unit_too=False)
    return supervision_id


def _begin(session: Session, supervision_id: int, by: str, why: str) -> tuple[str, Any, dict[Step, date]]:
    """Who acts, the open supervision, and its steps that are done."""
    who, case = people.office_person_named(session, by).name, supervised.case_of(session, supervision_id)
    if not why.strip():
        raise RefusedError("refuse.reason")
    if case.status != SupervisionStatus.OPEN:
        raise RefusedError("refuse.supervision_closed", number=case.number)
    rows = supervised.steps_of(session, supervision_id)
    return who, case, {Step(row.step): row.done_on for row in rows if row.done_on}


def _change(session: Session, case: Any, values: dict[str, Any]) -> None:
    """The supervision has these values, unless somebody changed its day or team a moment ago."""
    as_read = (supervisions.c.id == case.id) & (supervisions.c.on_site_on == case.on_site_on)
    open_ = as_read & (supervisions.c.status == SupervisionStatus.OPEN)
    if not session.execute(update(supervisions).where(open_).values(values).returning(supervisions.c.id)).all():
        raise RefusedError("refuse.raced")


def _keep(  # noqa: PLR0913, PLR0917  (what a step is)
    session: Session, day: date, supervision_id: int, done: dict[Step, date], said: str, by: str
) -> None:
    """It stands in the history that it was changed, between two steps."""
    last = [step for step in Step if step in done][-1]
    step = history.Step(supervision_id, str(last), str(last), said, {"next": str(next_step(done) or "")})
    history.append(session, day, Subject.SUPERVISION, [step], by=by)


def _tell(  # noqa: PLR0913, PLR0917  (who is told of what)
    session: Session, day: date, desk: Desk, supervision_id: int, what: str, names: Iterable[str], *, unit_too: bool
) -> None:
    case = supervised.case_of(session, supervision_id)
    turn = history.lengths(session, Subject.SUPERVISION, [supervision_id])[supervision_id]
    days = {row.step: row.done_on or row.due_on for row in supervised.steps_of(session, supervision_id)}
    summoning.tell_changed(session, day, desk, case, f"{what}:{turn}", names=names, days=days, unit_too=unit_too)
