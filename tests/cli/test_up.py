"""`dudao up` as a process: a sentence where it cannot start, all back when a part dies, nothing left at the end."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.applying import answers
from tests.flows.serving import Started, copy_sample, free_port, service, start, until

CHINESE = "密码"


def refused(folder: Path, port: int, said: Path, **more: str) -> str:
    """What a start that cannot succeed says; it ends with 1 and leaves nothing behind."""
    started = start(folder, port, said, **more)
    assert started.process.wait(timeout=120) == 1, started.text
    assert started.children() == {}
    assert "Traceback" not in started.text
    return started.text


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A copy of the sample office in a folder with a space and Chinese characters."""
    return copy_sample(tmp_path)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """A service of this module's own, to be hurt."""
    with service(tmp_path_factory.mktemp("up")) as started:
        yield started


def test_a_broken_plan_ends_with_every_mistake_before_anything_starts(office: Path, tmp_path: Path) -> None:
    text = (office / "office.yaml").read_text(encoding="utf-8")
    (office / "office.yaml").write_text(text.replace("plan: caizhuang-2014", "plan: no-such-plan"), encoding="utf-8")
    assert "no-such-plan" in refused(office, free_port(), tmp_path / "said.txt")
    assert not (office / "var" / "prefect").exists()


def test_a_folder_that_cannot_be_written_to_is_said(office: Path, tmp_path: Path) -> None:
    (office / "var").write_text("a file where the folder should be", encoding="utf-8")
    assert "不能写入" in refused(office, free_port(), tmp_path / "said.txt")


def test_a_port_that_is_taken_is_said_with_what_to_do(office: Path, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refused(office, port, tmp_path / "said.txt")
    assert f"端口 {port} 已经被占用" in said
    assert "DUDAO_PORT=" in said


def test_a_password_that_prefect_cannot_take_is_said(office: Path, tmp_path: Path) -> None:
    assert "DUDAO_PASSWORD" in refused(office, free_port(), tmp_path / "said.txt", DUDAO_PASSWORD=CHINESE)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert "没有" in refused(tmp_path / "没有这个文件夹", free_port(), tmp_path / "said.txt")


@pytest.mark.prefect
def test_a_start_tells_what_to_open_and_shows_progress(running: Started) -> None:
    assert f"http://127.0.0.1:{running.port}/v2/deployments" in running.text
    assert "正在启动 Prefect 服务器" in running.text
    assert answers(running.port)


@pytest.mark.prefect
def test_everything_that_it_keeps_is_in_the_office_s_folder(running: Started) -> None:
    kept = {path.name for path in (running.folder / "var").iterdir()}
    assert {"prefect", "log"} <= kept
    assert (running.folder / "var" / "prefect" / "prefect.db").exists()


@pytest.mark.prefect
def test_a_second_start_on_the_same_folder_says_that_it_runs_already(running: Started, tmp_path: Path) -> None:
    assert "已经在运行" in refused(running.folder, running.port, tmp_path / "said.txt")
    assert "正由另一个进程服务" in refused(running.folder, free_port(), tmp_path / "said.txt")
    assert answers(running.port)


@pytest.mark.prefect
def test_a_runner_that_is_killed_comes_back(running: Started) -> None:
    before = running.child("flows.serve")
    os.kill(before, signal.SIGKILL)
    after = until(lambda: (now := running.child("flows.serve")) != before and now)
    assert after != before
    assert "意外停止" in running.text


@pytest.mark.prefect
def test_a_server_that_is_killed_comes_back_and_the_runner_with_it(running: Started) -> None:
    server, runner = running.child("prefect server start"), running.child("flows.serve")
    os.kill(server, signal.SIGKILL)
    until(lambda: running.child("prefect server start") not in {0, server} and answers(running.port))
    assert until(lambda: (now := running.child("flows.serve")) != runner and now)


@pytest.mark.prefect
def test_a_sigterm_leaves_nothing_running(running: Started) -> None:
    children = running.children()
    assert children
    assert running.stop() == 0
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children))
    assert not answers(running.port)
    assert "已全部停止" in running.text


@pytest.mark.prefect
def test_a_later_start_goes_on_where_it_was(running: Started, tmp_path: Path) -> None:
    again = start(running.folder, running.port, tmp_path / "again.txt")
    try:
        until(lambda: "已就绪" in again.text)
        assert "新增 0" in again.text
        assert "部署新增 0、变更 0、移除 0" in again.text
    finally:
        again.process.send_signal(signal.SIGINT)
        assert again.process.wait(timeout=60) == 0


@pytest.mark.prefect
def test_a_killed_supervisor_takes_everything_with_it(running: Started, tmp_path: Path) -> None:
    again = start(running.folder, running.port, tmp_path / "killed.txt")
    until(lambda: "已就绪" in again.text)
    children = again.children()
    again.process.kill()
    again.process.wait()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children))
