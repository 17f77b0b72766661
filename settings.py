"""Frozen settings of the process and the one clock. Only the doors (`flows`, `cli`) read them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from the environment (``DUDAO_...``) when a door opens, never at import.

    Attributes:
        office: the office folder that this process serves.
        port: where Prefect's server listens.
        listen: on which address of this machine the server listens.
        server: where the server of another machine stands, ``http://10.0.0.5:4200``; None: on this machine.
        pool: the work pool whose workers carry out the runs; None: the runner of ``dudao up`` does.
        database: the office's database instead of the one in ``office.yaml``, for a password that must not stand there.
        prefect_database: ``postgresql://...`` for Prefect's server; None: SQLite beside the office's.
        redis: ``:password@host:port`` of the Redis that carries the messages of several server processes; a Redis that
            only this machine reaches needs no password.
        password: ASCII; when set, the Prefect UI and API ask for it (user ``admin``).
        heartbeat_url: pinged when the audit finds all well (``/fail`` behind it when not); nothing is pinged without.
        key: unseals the channels' addresses; several parted by commas, the first one seals. Without it the office's
            ``var/key`` is used.
        today: a fixed day instead of today's, for rehearsals; the clock is then noon of that day.
    """

    model_config = SettingsConfigDict(env_prefix="DUDAO_", frozen=True)

    office: Path | None = None
    port: int = Field(default=4200, ge=1, le=65535)
    listen: str = "127.0.0.1"
    server: str | None = None
    pool: str | None = None
    database: SecretStr | None = None
    prefect_database: SecretStr | None = None
    redis: SecretStr | None = None
    password: SecretStr | None = None
    heartbeat_url: SecretStr | None = None
    key: SecretStr | None = None
    today: date | None = None


def now() -> datetime:
    """This moment, in UTC."""
    fixed = Settings().today
    return datetime.now(UTC) if fixed is None else datetime(fixed.year, fixed.month, fixed.day, 4, tzinfo=UTC)


def today(time_zone: str) -> date:
    """The local day of an office, by its zone's name."""
    return now().astimezone(ZoneInfo(time_zone)).date()
