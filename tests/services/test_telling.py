"""The short way to many liaisons tells the same people the same things as the long one."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.tables import messages, people, units
from rules.desk import Desk
from rules.office import Person, Role, Unit
from services import issuing
from services.opening import Opening
from services.telling import _notes
from tests.asking import MARCH_2, ask, do, loaded
from tests.builders import COORDINATOR, a_desk, a_unit, an_entry, an_occurrence


def a_roster(seed: int) -> tuple[tuple[Unit, ...], tuple[Person, ...]]:
    """Thirty units, some below others, some with two liaisons, some with none."""
    lots = random.Random(seed)  # noqa: S311  (a test that has to be repeatable, no secret)
    schools = [a_unit(f"K{number:02}", f"学校{number:02}“东”") for number in range(30)]
    schools[3:] = [replace(unit, parent=lots.choice(["", "K00", "K01", "K02"])) for unit in schools[3:]]
    found = [Person(COORDINATOR, Role.COORDINATOR)]
    for unit in schools:
        many = range(lots.choice([0, 1, 1, 2]))
        found += [Person(f"联络员-{unit.code}-{number}", Role.LIAISON, unit=unit.code) for number in many]
    return tuple(schools), tuple(found)


@pytest.mark.parametrize("seed", range(4))
def test_both_ways_tell_the_same_people_the_same_things(engine: Engine, seed: int) -> None:
    schools, found = a_roster(seed)
    desk = loaded(engine, a_desk(an_entry(evidence=("照片", 'a"b')), units=schools, people=found))
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk)])
    columns = (messages.c.key, messages.c.kind, messages.c.unit_id, messages.c.urgent, messages.c.status)
    rows = ask(
        engine, select(*columns, messages.c.facts, people.c.name).join(people, people.c.id == messages.c.person_id)
    )
    (opened,) = do(engine, _openings, desk)
    long_way = {note.key: note for note in do(engine, lambda session: _notes(session, *opened))}
    assert {row.key for row in rows} == set(long_way)
    for row in rows:
        note = long_way[row.key]
        assert (row.kind, row.unit_id, row.urgent, row.name) == (note.kind, note.unit_id, False, note.contact.name)
        assert {name: row.facts[name] for name in note.facts} == dict(note.facts)
        assert row.facts["person"] == note.contact.name


def _openings(session: Session, desk: Desk) -> list[tuple[Opening, list[int]]]:
    ids = dict(session.execute(select(units.c.name, units.c.id)).tuples().all())
    opening = issuing._of_plan(session, MARCH_2, desk, an_occurrence(desk), ids)
    assert opening is not None
    return [(opening, list(opening.unit_ids))]
