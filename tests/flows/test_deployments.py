"""Every deployment of an office, before any server sees it."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from flows.deployments import BY_HAND, CLOCKWORK, PROGRAMME, Sheet, sheets
from flows.describing import Links
from rules.desk import Desk
from rules.recurring import occurrences

LINKS = Links(UUID(int=1), UUID(int=2))
DAY = date(2026, 3, 2)


def of(sample: Desk, day: date = DAY) -> dict[str, Sheet]:
    return {f"{sheet.flow}/{sheet.name}": sheet for sheet in sheets(sample, day, LINKS)}


def test_every_programme_with_a_date_is_a_flow_of_its_own_name(sample: Desk) -> None:
    programmes = {sheet.flow for sheet in of(sample).values() if sheet.entrypoint == PROGRAMME}
    assert programmes == {each.programme for each in occurrences(sample, 2026)}
    assert {"开学工作检查", "法制宣传月", "年中自评", "年终考核", "均衡发展督查指导"} <= programmes


def test_the_sweeps_and_the_forms_are_there_too(sample: Desk) -> None:
    entrypoints = {sheet.entrypoint for sheet in of(sample).values()}
    assert entrypoints == {PROGRAMME, *CLOCKWORK.values(), *BY_HAND.values()}


def test_a_form_that_is_called_like_a_programme_keeps_its_own_deployment(sample: Desk) -> None:
    assert of(sample)["随机督查/随机督查 · 蔡庄镇教育督导室"].entrypoint == PROGRAMME
    assert of(sample)["随机督查/随机督查（手动） · 蔡庄镇教育督导室"].entrypoint == BY_HAND["draw"]


def test_schedule_entries_have_ascii_slugs_that_are_unique_in_their_deployment(sample: Desk) -> None:
    for sheet in of(sample).values():
        slugs = [timing.slug for timing in sheet.timings]
        assert len(slugs) == len(set(slugs))
        assert all(re.fullmatch(r"[a-z0-9-]+", slug) for slug in slugs)


def test_a_scheduled_run_is_given_what_a_person_could_pick(sample: Desk) -> None:
    for sheet in of(sample).values():
        for timing in sheet.timings:
            assert all(value in sheet.choices[name] for name, value in timing.parameters.items())


def test_sheets_do_not_change_within_a_year_so_that_scheduled_runs_stay(sample: Desk) -> None:
    march, november = of(sample), of(sample, date(2026, 11, 24))
    assert {name: sheet.version for name, sheet in march.items()} == {
        name: sheet.version for name, sheet in november.items()
    }


def test_a_new_year_brings_the_dates_of_the_next(sample: Desk) -> None:
    name = "年终考核/年终考核 · 蔡庄镇教育督导室"
    assert of(sample)[name].version != of(sample, date(2027, 1, 1))[name].version


def test_sweeps_drop_a_second_run_and_forms_let_it_wait(sample: Desk) -> None:
    waits = {sheet.entrypoint: sheet.waits for sheet in of(sample).values()}
    assert not any(waits[entrypoint] for entrypoint in CLOCKWORK.values())
    assert waits[BY_HAND["finding"]]
    assert waits[PROGRAMME]


def test_a_description_has_the_dates_and_the_way_to_the_year_and_the_board(sample: Desk) -> None:
    text = of(sample)["开学工作检查/开学工作检查 · 蔡庄镇教育督导室"].description
    assert "2026春" in text
    assert "2026-02-25" in text
    assert f"/v2/artifacts/artifact/{LINKS.board}" in text
    assert f"/v2/artifacts/artifact/{LINKS.year}" in text


def test_tags_name_the_programme_and_the_office(sample: Desk) -> None:
    assert of(sample)["年中自评/年中自评 · 蔡庄镇教育督导室"].tags == ("年中自评", "蔡庄镇教育督导室")
