"""Channels and their key from the command line: a test message, a sealed address, a key that changes."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from cli.main import call
from flows.door import open_door
from models.engine import reading, transaction
from models.tables import channels, people
from notifications.sealing import key_file
from tests.cli.conftest import Dudao
from tests.notifications.sinks import http_sink

PERSON = "督导室干事"


def with_channel(office: Path, line: str) -> None:
    """The office has this channel as well."""
    path = office / "office.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(\nchannels:\n)", rf"\1  - {line}\n", text), encoding="utf-8")


def with_cell(office: Path, person: str, channel: str) -> None:
    """The roster says this under 渠道."""
    book = openpyxl.load_workbook(office / "roster.xlsx")
    sheet = book["人员"]
    column = [cell.value for cell in sheet[1]].index("渠道") + 1
    row = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == person)
    sheet.cell(row, column).value = channel
    book.save(office / "roster.xlsx")


def sealed(dudao: Dudao, office: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(address + "\n"))
    said = dudao("channel", "seal", office)
    assert said.code == 0
    return said.out.strip()


def test_a_test_message_prints_what_the_other_side_answers(
    dudao: Dudao, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with http_sink() as sink:
        sink.body = {"errcode": 93000, "errmsg": "invalid webhook url"}
        monkeypatch.setenv("DUDAO_TEST_WAY", sink.address("/send?key=s3cr3t-k3y"))
        with_channel(office, "{name: 企业微信, kind: wecom, url_env: DUDAO_TEST_WAY}")
        said = dudao("channel", "test", office, PERSON, "--json")
        assert (said.code, said.document["ok"], said.document["status"]) == (1, False, "failed")
        assert '"errcode": 93000' in said.document["answer"]
        assert "s3cr3t" not in said.out + said.err
        sink.body = {"errcode": 0, "errmsg": "ok"}
        said = dudao("channel", "test", office, PERSON)
        assert said.code == 0
        assert "测试消息已由“企业微信”送达督导室干事。" in said.out
        assert 'HTTP 200 {"errcode": 0, "errmsg": "ok"}' in said.out


def test_who_is_not_in_the_roster_gets_no_test(dudao: Dudao, office: Path) -> None:
    said = dudao("channel", "test", office, "无名")
    assert (said.code, said.out) == (1, "")
    assert "名册里没有“无名”" in said.err


def test_a_sealed_address_stands_in_the_files_and_a_readable_one_is_refused(
    dudao: Dudao, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with http_sink() as sink:
        sink.body = {"errcode": 0}
        token = sealed(dudao, office, sink.address("/send?key=s3cr3t-k3y"), monkeypatch)
        assert token.startswith("enc:")
        assert "\n" not in token
        with_channel(office, f"{{name: 企业微信, kind: wecom, url: '{token}'}}")
        assert dudao("channel", "test", office, PERSON).code == 0
    with_channel(office, "{name: 又一个, kind: wecom, url: 'https://example.com/send?key=abc'}")
    said = dudao("check", office, "--json")
    assert "address_in_file" in {problem["code"] for problem in said.document["errors"]}


def test_an_address_of_a_persons_own_is_sealed_in_the_roster_and_in_the_database(
    dudao: Dudao, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_channel(office, "{name: 推送加, kind: pushplus, url_env: DUDAO_TEST_WAY}")
    with http_sink() as sink:
        sink.body = {"code": 200}
        token = sealed(dudao, office, sink.address("/send?token=s3cr3t-t0k3n"), monkeypatch)
        with_cell(office, PERSON, f"推送加={token}")
        assert dudao("check", office).code == 0
        assert dudao("channel", "test", office, PERSON).code == 0
        assert next(iter(sink.documents[0].values())).endswith("t0k3n")
    with_cell(office, PERSON, "推送加=https://www.pushplus.plus/send?token=s3cr3t")
    said = dudao("check", office, "--json")
    assert {(problem["code"], problem["value"]) for problem in said.document["errors"]} == {("cell_secret", "***")}
    assert "s3cr3t" not in said.out


def test_the_key_changes_and_every_address_follows(dudao: Dudao, office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token = sealed(dudao, office, "https://example.com/send?token=one", monkeypatch)
    with_channel(office, f"{{name: 推送加, kind: pushplus, url: '{token}'}}")
    with_cell(office, PERSON, f"推送加={token}")
    before = key_file(office).read_text(encoding="utf-8")
    said = dudao("key", "rotate", office)
    assert (said.code, said.out.strip()) == (0, "已换用新密钥，重新加密 2 个地址。")
    after = key_file(office).read_text(encoding="utf-8")
    assert before.strip() not in after
    assert len(after.split()) == 1
    door = open_door(office)
    with reading(door.engine) as session:
        (ways,) = session.scalars(select(people.c.channels).where(people.c.name == PERSON))
    door.engine.dispose()
    assert token not in (office / "office.yaml").read_text(encoding="utf-8") + ways[0]
    assert door.seal().unseal(ways[0].partition("=")[2]) == "https://example.com/send?token=one"
    assert door.seal().unseal(door.desk.office.channels[0].url) == "https://example.com/send?token=one"


def test_a_channel_that_rests_is_listed_and_switched_on(dudao: Dudao, office: Path) -> None:
    door = open_door(office)
    with transaction(door.engine) as session:
        session.execute(
            channels.insert().values(name="files", recent=[], failures=10, error="磁盘已满", off_since=door.now())
        )
    door.engine.dispose()
    (line,) = dudao("channel", "list", office, "--json").document
    assert (line["name"], line["failures"], line["error"]) == ("files", 10, "磁盘已满")
    assert dudao("channel", "on", office, "files").out == "渠道“files”已恢复。\n"
    assert dudao("channel", "on", office, "files").out == "渠道“files”本来就没有暂停。\n"
    assert dudao("channel", "on", office, "飞鸽").code == 1


def test_a_new_key_is_one_line(dudao: Dudao) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}=\n", dudao("key", "new").out)


def test_a_broken_template_and_a_broken_gateway_file_are_found_by_the_check(dudao: Dudao, office: Path) -> None:
    (office / "templates" / "zh").mkdir(parents=True)
    (office / "templates" / "zh" / "digest.md.j2").write_text("{{ lnies }}", encoding="utf-8")
    with_channel(office, "{name: 短信, kind: sms, gateway: sms.yaml}")
    said = dudao("check", office, "--json")
    assert {problem["code"] for problem in said.document["errors"]} == {"template_broken", "file_missing"}


@pytest.mark.parametrize("words", [("outbox", "list"), ("outbox", "release"), ("channel", "test"), ("key", "rotate")])
def test_commands_of_two_words_explain_themselves(words: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert call([*words, "--help"]) == 0
    assert "显示这份说明" in capsys.readouterr().out
