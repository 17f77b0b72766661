"""Whoever changes a draw afterwards is found out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.drawing import RULE, Basis, Candidate, HowMany
from rules.pairing import Inspector
from rules.proving import Drawn, carry_out, digest_of, faults_of
from tests.rules.cast import on

DRAW = carry_out(
    Drawn(
        rule=RULE,
        seed="见证人说的数 20261124",
        about=("P-R:三月抽查", "主任"),
        many=HowMany(Basis.COUNT, 3),
        per_unit=2,
        days=(on("3-9"), on("3-10")),
        units=tuple(Candidate(f"U{n}", "东片" if n % 2 else "西片", "primary", n + 1) for n in range(9)),
        inspectors=tuple(Inspector(f"督学-{n}", (f"U{n}",)) for n in range(5)),
    )
)
DIGEST = digest_of(DRAW)


def test_a_draw_that_nobody_touched_has_no_fault() -> None:
    assert faults_of(DRAW, DIGEST, DIGEST) == ()
    assert len(DRAW.picked) == len(DRAW.visits) == 3


def test_the_order_in_which_the_pool_is_read_back_does_not_matter() -> None:
    again = replace(DRAW, units=DRAW.units[::-1], inspectors=DRAW.inspectors[::-1])
    assert faults_of(again, DIGEST) == ()


@pytest.mark.parametrize(
    "tampered",
    [
        replace(DRAW, units=DRAW.units[1:]),
        replace(DRAW, units=(*DRAW.units, Candidate("U9", "东片", "primary"))),
        replace(DRAW, units=(replace(DRAW.units[0], tickets=14), *DRAW.units[1:])),
        replace(DRAW, seed="另一个数"),
        replace(DRAW, inspectors=DRAW.inspectors[1:]),
        replace(DRAW, picked=DRAW.picked[1:]),
        replace(DRAW, visits=DRAW.visits[1:]),
        replace(DRAW, about=("P-R:三月抽查", "干事")),
    ],
    ids=["unit left out", "unit added", "weight", "seed", "inspector left out", "result", "visit", "who drew"],
)
def test_any_change_is_found_by_the_digest(tampered: Drawn) -> None:
    assert "digest" in faults_of(tampered, DIGEST)


def test_a_forged_result_is_found_even_with_a_digest_made_anew() -> None:
    forged = replace(DRAW, picked=("U0", "U1", "U2"))
    assert faults_of(forged, digest_of(forged)) == ("picked", "visits") or faults_of(forged, digest_of(forged)) == (
        "picked",
    )
    assert "digest" in faults_of(forged, digest_of(forged), DIGEST)


def test_a_draw_of_an_earlier_rule_cannot_be_repeated_and_says_so() -> None:
    assert faults_of(replace(DRAW, rule="1"), DIGEST) == ("rule",)
