"""A plan goes into a workbook and comes back the same, as a file that people read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.documents import read_document
from calendars.plan_book import write_plan_book
from calendars.plan_cells import Wrong, entry_cells, read_cell
from calendars.plan_documents import entry_document
from calendars.plan_reading import read_plan_book
from calendars.plan_shapes import EntryShape
from calendars.plan_text import read_comments
from calendars.plan_words import COLUMNS, GUIDE, TABLE
from calendars.plans import read_plan, shipped_plan_path, shipped_plans
from rules.plan import (
    Audience,
    BeforeWindow,
    Class,
    DateWindow,
    DayCadence,
    Draw,
    Due,
    DueBasis,
    Edge,
    Entry,
    FollowWindow,
    Kind,
    MonthCadence,
    MonthWindow,
    RangeWindow,
    Rotation,
    Season,
    TermCadence,
    TermWindow,
    WeekCadence,
    YearCadence,
)

PLAN = """\
# 一行说明
title: =1+1
level: township
programmes:
  - {name: 检查, about: '+86 电话'}
entries:
  # 批注一

  # 批注二
  - id: A-1
    title: '@开学检查'
    class: S
    kind: special
    programme: 检查
    quote: '=HYPERLINK("x")'
    flag: -1 不是公式
    window: {month: 3}
    evidence: ['时间表、路线图', '=SUM(A1)']
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "我们的.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", shipped_plans())
def test_a_shipped_plan_comes_back_from_its_workbook_without_loss(tmp_path: Path, name: str) -> None:
    plan = write_plan_book(shipped_plan_path(name), tmp_path / "计划.xlsx")
    book = read_plan_book(tmp_path / "计划.xlsx")
    (tmp_path / f"{book.name}.yaml").write_text(book.text, encoding="utf-8")
    back = read_plan(tmp_path / f"{book.name}.yaml")
    assert replace(back, version="") == replace(plan, version="")
    sources = [read_document(path, "").data["source"] for path in (shipped_plan_path(name), tmp_path / f"{name}.yaml")]
    assert sources[0] == sources[1]


@pytest.mark.parametrize("name", shipped_plans())
def test_the_second_round_changes_no_letter(tmp_path: Path, name: str) -> None:
    texts = []
    source = shipped_plan_path(name)
    for _ in range(2):
        write_plan_book(source, tmp_path / "计划.xlsx")
        texts.append(read_plan_book(tmp_path / "计划.xlsx").text)
        source = tmp_path / f"{name}.yaml"
        source.write_text(texts[-1], encoding="utf-8")
    assert texts[0] == texts[1]


def test_comments_come_back_to_where_they_stood(tmp_path: Path, own: Path) -> None:
    write_plan_book(own, tmp_path / "a.xlsx")
    text = read_plan_book(tmp_path / "a.xlsx").text
    own.write_text(text, encoding="utf-8")
    comments = read_comments(own, read_document(own, own.name))
    assert comments.top == ("一行说明",)
    assert comments.before == {"A-1": ("批注一", "\n", "批注二")}


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path, own: Path) -> None:
    write_plan_book(own, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    risky = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]
    assert len(risky) >= 5
    assert all(cell.quotePrefix for cell in risky)
    assert replace(_read(tmp_path / "a.xlsx", own), version="") == replace(read_plan(own), version="")


def _read(book: Path, own: Path) -> object:
    other = own.parent / "又一份" / own.name
    other.parent.mkdir()
    other.write_text(read_plan_book(book).text, encoding="utf-8")
    return read_plan(other)


def test_the_table_is_made_for_people(tmp_path: Path) -> None:
    write_plan_book(shipped_plan_path("caizhuang-2014"), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book[TABLE]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("D2", "A1:AA84")
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert sheet.print_title_rows == "$1:$1"
    assert sheet["G2"].alignment.wrap_text
    lists = {str(rule.sqref).partition("2")[0] for rule in sheet.data_validations.dataValidation}
    headers = {sheet[f"{letter}1"].value for letter in lists}
    assert headers == {"类别", "工作类型", "牵头人", "办理要求", "不事先通知", "时间待定", "工作项目"}
    assert all(len(rule.formula1) <= 255 for rule in sheet.data_validations.dataValidation)
    told = {str(row[0].value).removesuffix("（必填）") for row in book[GUIDE].iter_rows(min_row=2)}
    assert {column.header for column in COLUMNS} <= told


def months() -> st.SearchStrategy[int]:
    return st.integers(1, 12)


def windows() -> st.SearchStrategy[object]:
    days = st.integers(-60, 60)
    spans = st.tuples(days, days).map(lambda pair: tuple(sorted(pair)))
    month_days = st.integers(1, 28)
    cadence_days = st.sampled_from([(1, 31), (1, 10), (5, 5), (-10, -1), (20, -1), (-3, 31)])
    return st.one_of(
        st.tuples(months(), months()).map(lambda pair: MonthWindow(tuple(range(min(pair), max(pair) + 1)))),
        st.builds(
            lambda season, edge, span, month: TermWindow(season, edge, span[0], span[1], month),
            st.sampled_from(Season), st.sampled_from(Edge), spans, months(),
        ),
        st.builds(DateWindow, months(), month_days, st.integers(0, 40)),
        st.builds(BeforeWindow, months(), month_days, st.integers(0, 300)),
        st.builds(
            lambda month, day, to: RangeWindow(month, min(day, to), month, max(day, to)),
            months(), month_days, month_days,
        ),
        st.builds(lambda span, edge: FollowWindow("B-9", span[0], span[1], edge), spans, st.sampled_from(Edge)),
        st.builds(DayCadence, st.booleans()),
        st.builds(WeekCadence, st.integers(0, 7), in_term=st.booleans()),
        st.builds(lambda in_term: WeekCadence(0, drawn=True, in_term=in_term), st.booleans()),
        st.builds(
            lambda number, pair, in_term: MonthCadence(number, pair[0], pair[1], in_term),
            st.sampled_from([1, 2, 3, 4, 6]), cadence_days, st.booleans(),
        ),
        st.builds(TermCadence, st.integers(0, 20), st.sampled_from(Edge), st.booleans()),
        st.just(YearCadence()),
    )  # fmt: skip


def words() -> st.SearchStrategy[str]:
    return st.text("甲乙、；;，:：\"'=+-@#{}[]1 一（）", min_size=1, max_size=8).map(str.strip).filter(bool)


def audiences() -> st.SearchStrategy[Audience]:
    names = st.lists(words(), max_size=2, unique=True).map(tuple)
    kinds = st.lists(st.sampled_from(["primary", "township", "office"]), max_size=2, unique=True).map(tuple)
    turn = st.none() | st.builds(Rotation, st.integers(1, 5), st.integers(0, 2), kinds)
    draw = st.none() | st.builds(Draw, st.integers(1, 3))
    stages = st.sampled_from([(), ("primary",), ("primary", "junior")])
    return st.just(Audience(office=True)) | st.builds(
        Audience,
        st.just(value=False),
        kinds,
        stages,
        st.sampled_from([(), ("private",)]),
        names,
        names,
        names,
        turn,
        draw,
    )


@settings(max_examples=300, deadline=None)
@given(windows(), audiences(), st.lists(words(), max_size=3).map(tuple), words(), st.sampled_from(DueBasis))
def test_any_entry_comes_back_from_its_cells(
    window: object, audience: Audience, evidence: tuple[str, ...], quote: str, basis: DueBasis
) -> None:
    due = Due(basis, 3) if basis in {DueBasis.WORKING_DAYS, DueBasis.CALENDAR_DAYS} else Due(basis)
    entry = Entry(
        "A-1", ("A-1",), "甲", Class.SCHEDULED, Kind.SPECIAL, "乙", 3, quote,
        window=window, audience=audience, evidence=evidence, due=due, reminders=(-3, 0),  # type: ignore[arg-type]
    )  # fmt: skip
    cells = entry_cells(entry)
    keys = {one.key: read_cell(one, cells[one.key]) for one in COLUMNS if cells[one.key]}
    assert [value for value in keys.values() if isinstance(value, Wrong)] == []
    keys.pop("month", None)
    assert EntryShape.model_validate(keys).entry() == entry
    assert EntryShape.model_validate(entry_document(entry)).entry() == entry
