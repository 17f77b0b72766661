"""Every kind of message in both languages: the approved texts are read like code."""

from __future__ import annotations

from pathlib import Path

import pytest

from calendars.overrides import NAMES
from notifications import composing
from notifications.composing import (
    KINDS,
    LETTER_BYTES,
    ComposingError,
    compose,
    compose_letter,
    joined_lines,
    template_problems,
)
from notifications.examples import examples
from notifications.robots import WECOM_BYTES
from notifications.shortening import size

FOLDER = Path(__file__).parent
CASES = [(kind, label) for kind in KINDS for label in examples(kind)]


def everything(language: str) -> str:
    parts = []
    for kind, label in CASES:
        said = compose(language, kind, examples(kind)[label])
        parts.append(f"===== {kind}: {label}\n{said.subject}\n\n{said.body}\n")
    return "\n".join(parts)


def test_the_kinds_are_those_of_the_outbox() -> None:
    assert set(KINDS) == {
        *("issued", "digest", "overdue", "rectification", "escalation", "returned", "closed", "submitted"),
        *("due_changed", "withdrawn", "handed_over", "plan_changed", "nobody", "month_plan", "week_summary", "alarm"),
        *("letter", "held", "channel_off"),
        *("draft", "check_late", "extension_asked", "extension_decided", "decided", "monitored", "complaint"),
        *("drawn", "visit_today", "missing_visits", "supervision"),
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_message_reads_as_it_was_approved(language: str) -> None:
    approved = FOLDER / f"messages.{language}.approved.txt"
    received = FOLDER / f"messages.{language}.received.txt"
    said = everything(language)
    if not approved.exists() or approved.read_text(encoding="utf-8") != said:
        received.write_text(said, encoding="utf-8")
        pytest.fail(f"read {received.name}; if every word is right, it becomes {approved.name}")
    received.unlink(missing_ok=True)


@pytest.mark.parametrize(("kind", "label"), CASES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_example_fits_into_a_robots_message(language: str, kind: str, label: str) -> None:
    said = compose(language, kind, examples(kind)[label])
    assert size(f"{said.subject}\n\n{said.body}") <= WECOM_BYTES


@pytest.mark.parametrize("kind", KINDS)
def test_the_subject_is_one_line_that_begins_with_the_office(kind: str) -> None:
    for facts in examples(kind).values():
        assert compose("zh", kind, facts).subject.startswith("【蔡庄镇教育督导室】")


def test_the_proposing_rung_asks_a_named_person_and_says_that_it_only_proposes() -> None:
    said = compose("zh", "escalation", examples("escalation")["propose"])
    assert "建议约谈或通报" in said.subject
    assert "系统不会自动执行" in said.body
    assert "请分管领导决定" in said.body


def test_a_long_list_says_how_many_more_there_are() -> None:
    assert "- 另有28项" in compose("zh", "digest", examples("digest")["forty"]).body


def test_due_today_is_not_called_overdue() -> None:
    """Pitfall 5: the due day itself is in time."""
    facts = examples("digest")["three"]
    today = dict(facts["lines"][1], due_on="2026-03-23", working_days_left=0)
    assert "今天截止" in compose("zh", "digest", {**facts, "lines": [today]}).body
    yesterday = dict(today, due_on="2026-03-22")
    assert "已逾期" in compose("zh", "digest", {**facts, "lines": [yesterday]}).body


def test_a_line_break_in_a_fact_cannot_forge_a_subject() -> None:
    facts = examples("closed")["the school"] | {"unit": "中心小学\nBcc: somebody@else.example"}
    said = compose("zh", "closed", facts)
    assert said.subject.endswith("中心小学 Bcc: somebody@else.example")
    assert "\nBcc" not in said.body


def test_braces_in_a_fact_are_text_and_not_a_template() -> None:
    facts = examples("rectification")["the school"] | {"fact": "缺{{ office }}和{% raw %}\n第二段"}
    assert "缺{{ office }}和{% raw %}\n第二段" in compose("zh", "rectification", facts).body


def test_a_missing_fact_is_an_error_and_no_empty_place() -> None:
    facts = dict(examples("closed")["the school"])
    del facts["by"]
    with pytest.raises(ComposingError, match=r"zh/closed\.md\.j2: UndefinedError: 'by' is undefined"):
        compose("zh", "closed", facts)


def test_an_offices_own_template_goes_first_and_the_rest_stays_ours(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "closed.md.j2").write_text('办结：{{ unit }}\n\n谢谢。\n{% include "_sign.md.j2" %}', "utf-8")
    own = compose("zh", "closed", examples("closed")["the school"], tmp_path)
    assert (own.subject, own.body) == ("办结：中心小学", "谢谢。\n蔡庄镇教育督导室\n2026年3月23日（周一）")
    ours = compose("zh", "nobody", examples("nobody")["the coordinator"], tmp_path)
    assert ours == compose("zh", "nobody", examples("nobody")["the coordinator"])


def test_an_offices_template_cannot_reach_into_python(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "closed.md.j2").write_text("{{ office.__class__.__mro__ }}", "utf-8")
    with pytest.raises(ComposingError, match="SecurityError"):
        compose("zh", "closed", examples("closed")["the school"], tmp_path)


def test_every_broken_template_of_an_office_is_told_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "zh"
    folder.mkdir(parents=True)
    (folder / "closed.md.j2").write_text("{{ unti }}", "utf-8")
    (folder / "digest.md.j2").write_text("{{ lines | lsited(100) }}", "utf-8")
    (folder / "nobody.md.j2").write_text("{{ office }}：{{ about }}", "utf-8")
    found = template_problems("zh", tmp_path / "templates")
    assert [(problem.file, problem.code, problem.value) for problem in found] == [
        ("templates/zh/closed.md.j2", "template_broken", "'unti' is undefined"),
        ("templates/zh/digest.md.j2", "template_broken", "No filter named 'lsited'."),
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_folder_check_knows_the_names_of_our_templates(language: str) -> None:
    folder = Path(composing.__file__).parent / "templates" / language
    assert sorted(path.name.removesuffix(".md.j2") for path in folder.iterdir()) == list(NAMES)


class TestLetters:
    """Everything that one person hears at once."""

    def test_one_message_is_said_as_it_is(self) -> None:
        facts = examples("digest")["three"]
        assert compose_letter("zh", [("digest", facts)]) == compose("zh", "digest", facts)

    def test_several_are_sections_in_their_order_with_one_greeting_and_one_signature(self) -> None:
        kinds = ("overdue", "issued", "closed")
        said = compose_letter("zh", [(kind, next(iter(examples(kind).values()))) for kind in kinds])
        assert said.subject == "【蔡庄镇教育督导室】逾期提醒：2项工作已过截止日期等3件"
        assert said.body.count("您好") == 1
        assert said.body.count("蔡庄镇教育督导室\n2026年") == 1
        assert [said.body.index(f"{number}. ") for number in (1, 2, 3)] == sorted(
            said.body.index(f"{number}. ") for number in (1, 2, 3)
        )
        assert "【蔡庄镇教育督导室】" not in said.body

    def test_lists_of_one_kind_are_one_list_in_which_every_line_stands_once(self) -> None:
        facts = examples("digest")["three"]
        late = {**facts, "day": "2026-03-24", "lines": [facts["lines"][0], {**facts["lines"][1], "title": "别的"}]}
        ((kind, joined),) = joined_lines([("digest", facts), ("digest", late)])
        assert (kind, joined["day"], len(joined["lines"])) == ("digest", "2026-03-24", 4)

    def test_what_is_told_as_overdue_is_not_told_again_as_to_be_done(self) -> None:
        facts = examples("digest")["three"]
        late = {**facts, "lines": facts["lines"][:1]}
        assert [len(said["lines"]) for _, said in joined_lines([("overdue", late), ("digest", facts)])] == [1, 2]
        assert joined_lines([("overdue", facts), ("digest", late)]) == [("overdue", facts)]

    def test_a_letter_says_its_link_once_and_a_message_alone_says_it_above_the_name(self) -> None:
        link = "http://10.0.0.5:4200/v2/deployments"
        two = [(kind, {**next(iter(examples(kind).values())), "link": link}) for kind in ("overdue", "digest")]
        for said in (compose_letter("zh", two), compose_letter("zh", two[:1])):
            assert said.body.count(link) == 1
            assert f"\n办理：{link}\n\n蔡庄镇教育督导室\n" in said.body
        assert "\n办理：" not in compose_letter("zh", [("digest", two[1][1] | {"link": ""})]).body

    def test_a_letter_that_grows_too_long_names_the_rest_by_title(self) -> None:
        facts = examples("issued")["the school works"]
        many = [("issued", {**facts, "title": f"工作{number:02}", "period": f"{number}"}) for number in range(60)]
        said = compose_letter("zh", many)
        assert size(said.body) < LETTER_BYTES + 3000
        assert "工作59" in said.body or "另有" in said.body
        assert said.subject.endswith("等60件")

    def test_in_english_the_same(self) -> None:
        said = compose_letter("en", [(kind, next(iter(examples(kind).values()))) for kind in ("overdue", "closed")])
        assert said.body.count("Dear") == 1
        assert said.subject.endswith("and 1 more")

    def test_a_link_is_shown_where_there_is_one(self) -> None:
        facts = examples("digest")["three"]
        link = "https://office.example/a/1"
        lines = [{**facts["lines"][0], "link": link}, *facts["lines"][1:]]
        assert compose("zh", "digest", {**facts, "lines": lines}).body.count(link) == 1
        assert f"办理：{link}" in compose("zh", "closed", {**examples("closed")["the school"], "link": link}).body
