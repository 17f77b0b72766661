"""The environment of the server and its clients: local, quiet, inside the office's folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from flows.environment import environment
from rules.errors import UnavailableError
from settings import Settings

FOLDER = Path("/srv/督导 办公室")


def made(password: str | None = None) -> dict[str, str]:
    secret = None if password is None else SecretStr(password)
    return environment(FOLDER, Settings(port=4300, password=secret))


def test_everything_that_the_server_keeps_is_below_the_office_folder() -> None:
    places = {name: value for name, value in made().items() if value.startswith("/")}
    assert places
    assert all(value.startswith(f"{FOLDER}/var/prefect") for value in places.values())


def test_the_server_listens_on_this_machine_only() -> None:
    assert made()["PREFECT_SERVER_API_HOST"] == "127.0.0.1"
    assert made()["PREFECT_API_URL"] == "http://127.0.0.1:4300/api"
    assert made()["PREFECT_UI_URL"] == "http://127.0.0.1:4300/v2"


def test_nothing_is_measured_and_nothing_goes_through_a_proxy() -> None:
    assert made()["DO_NOT_TRACK"] == "1"
    assert made()["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert "127.0.0.1" in made()["NO_PROXY"].split(",")


def test_runs_are_made_sixty_days_ahead_in_the_only_form_that_prefect_reads() -> None:
    assert made()["PREFECT_SERVER_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME"] == "P60D"


def test_without_a_password_nobody_is_asked_for_one() -> None:
    assert [name for name in made() if "AUTH" in name] == []
    assert [name for name in made("") if "AUTH" in name] == []


def test_a_password_is_asked_by_the_server_and_given_by_the_clients() -> None:
    assert made("s3cret!")["PREFECT_SERVER_API_AUTH_STRING"] == "admin:s3cret!"
    assert made("s3cret!")["PREFECT_API_AUTH_STRING"] == "admin:s3cret!"


@pytest.mark.parametrize("password", ["密码", "pass:word", "line\nbreak"])
def test_a_password_that_prefect_cannot_compare_is_refused(password: str) -> None:
    with pytest.raises(UnavailableError, match=r"up\.password"):
        made(password)


def test_several_machines_share_prefects_database_on_postgresql_through_asyncpg() -> None:
    settings = Settings(prefect_database=SecretStr("postgresql://prefect@db.example/prefect"), listen="10.0.0.5")
    found = environment(FOLDER, settings)
    assert found["PREFECT_SERVER_DATABASE_CONNECTION_URL"] == "postgresql+asyncpg://prefect@db.example/prefect"
    assert found["PREFECT_SERVER_API_HOST"] == "10.0.0.5"


def test_a_worker_on_another_machine_speaks_to_the_server_that_was_named() -> None:
    found = environment(FOLDER, Settings(server="http://10.0.0.5:4200/"))
    assert found["PREFECT_API_URL"] == "http://10.0.0.5:4200/api"
    assert found["PREFECT_UI_URL"] == "http://10.0.0.5:4200/v2"


def test_redis_carries_the_messages_only_where_it_is_named() -> None:
    assert not [name for name in made() if "REDIS" in name or "DOCKET" in name]
    found = environment(FOLDER, Settings(redis=SecretStr(":word@10.0.0.5:6390")))
    assert found["PREFECT_REDIS_MESSAGING_URL"] == "redis://:word@10.0.0.5:6390/0"
    assert found["PREFECT_SERVER_DOCKET_URL"] == "redis://:word@10.0.0.5:6390/1"
