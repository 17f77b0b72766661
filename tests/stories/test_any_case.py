"""Any case, whatever people do and however often the sweep is missed: what must never happen does not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from models import CLIMBING, RectificationStatus
from models.engine import make_engine, migrate, reading
from models.tables import changes, escalations, extensions, rectifications
from reports.replaying import read_differences
from rules.errors import DudaoError
from rules.office import Role, Rung
from services import closing, drafting, escalating, extending, inspecting, planning, reminding
from tests.asking import ask, do
from tests.builders import COORDINATOR, DIRECTOR, EAST_INSPECTOR, LATE, a_desk, liaison, principal

CHECKS = (Rung(1, 1, (Role.INSPECTOR,)), Rung(2, 2, (Role.DIRECTOR,), "report"))
SCHOOL = (liaison(LATE), principal(LATE))
EVERYBODY = st.sampled_from([*SCHOOL, EAST_INSPECTOR, COORDINATOR, DIRECTOR])
ENGINE = make_engine("sqlite://")
migrate(ENGINE)


class AnyCase(RuleBasedStateMachine):
    """One case of the late school; every act may be tried by everybody on any day."""

    def __init__(self) -> None:
        super().__init__()
        self.desk, self.day = a_desk(check_ladder=CHECKS), date(2026, 3, 2)
        self.seen = ""

    @initialize(severity=st.sampled_from(["ordinary", "serious", "urgent"]), fact=st.uuids())
    def open(self, severity: str, fact: object) -> None:
        do(ENGINE, planning.load, self.day, self.desk)
        said = {"unit": LATE, "severity": severity, "fact": str(fact), "by": EAST_INSPECTOR}
        self.case = do(ENGINE, inspecting.record_finding, self.day, self.desk, **said)

    def attempt(self, service: Any, *args: Any, **said: Any) -> None:
        """A refusal is a normal answer; whatever else is raised is a defect."""
        before = self.row().status
        try:
            do(ENGINE, service, self.day, self.desk, *args, **said)
        except DudaoError:
            assert self.row().status == before

    def row(self) -> Any:
        return ask(ENGINE, select(rectifications).where(rectifications.c.id == self.case))[0]

    @rule(days=st.integers(0, 9), sweeps=st.booleans())
    def pass_days(self, days: int, *, sweeps: bool) -> None:
        self.day += timedelta(days=days)
        if sweeps:
            before = self.row()
            for stage in (reminding.remind, escalating.escalate):
                do(ENGINE, stage, self.day, self.desk)
            after = self.row()
            assert after.status == before.status
            assert before.status in CLIMBING or after.rung == before.rung
            assert self.day > before.due_on or after.rung == before.rung

    @rule(
        what=st.sampled_from([closing.receive, closing.begin, closing.submit, closing.verify, closing.close]),
        by=EVERYBODY,
    )
    def step(self, what: Any, by: str) -> None:
        self.attempt(what, self.case, by=by, why="办理")

    @rule(by=EVERYBODY, later=st.integers(-1, 9))
    def return_(self, by: str, later: int) -> None:
        self.attempt(closing.return_, self.case, by=by, why="不全", due_on=self.day + timedelta(days=later))

    @rule(by=EVERYBODY, is_mended=st.booleans())
    def revisit(self, by: str, *, is_mended: bool) -> None:
        self.attempt(closing.revisit, self.case, by=by, why="已看过", is_mended=is_mended)

    @rule(by=EVERYBODY)
    def issue(self, by: str) -> None:
        self.attempt(drafting.issue_notice, self.case, by=by)

    @rule(by=st.sampled_from([COORDINATOR, *SCHOOL]), really=st.integers(0, 4))
    def withdraw(self, by: str, really: int) -> None:
        if really == 0:
            self.attempt(drafting.withdraw, self.case, by=by, why="有误")

    @rule(by=EVERYBODY, later=st.integers(0, 20))
    def ask_for_time(self, by: str, later: int) -> None:
        self.attempt(extending.ask, self.case, by=by, why="未到货", wanted_on=self.day + timedelta(days=later))

    @rule(by=EVERYBODY, approve=st.booleans())
    def decide_on_time(self, by: str, *, approve: bool) -> None:
        for row in ask(ENGINE, select(extensions.c.id).where(extensions.c.rectification_id == self.case)):
            self.attempt(extending.decide, row.id, by=by, approve=approve, why="研究决定")

    @invariant()
    def what_must_always_be_so(self) -> None:
        if not hasattr(self, "case"):
            return
        row = self.row()
        assert row.status in set(RectificationStatus)
        assert row.extensions <= self.desk.office.policies.extensions_allowed
        with reading(ENGINE) as session:
            assert read_differences(session, self.case) == ()

    def teardown(self) -> None:
        """Never by the school itself; never above a submitted report; each rung once a round."""
        if not hasattr(self, "case"):
            return
        mine = (changes.c.subject == "rectification") & (changes.c.subject_id == self.case)
        steps = ask(ENGINE, select(changes).where(mine).order_by(changes.c.id))
        judged = {"verified", "closed", "returned", "withdrawn"}
        moved = [it for it in steps if it.from_status != it.to_status]  # who asks for an extension moves nothing
        assert not [it for it in moved if it.by in SCHOOL and it.to_status in judged]
        assert not [it for it in steps if "rung" in it.data and it.by == "system" and it.from_status not in CLIMBING]
        climbs = ask(ENGINE, select(escalations).where(escalations.c.rectification_id == self.case))
        keys = [(it.stage, it.round, it.rung) for it in climbs]
        assert len(keys) == len(set(keys))


TestAnyCase = AnyCase.TestCase
TestAnyCase.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
