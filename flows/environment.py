"""The environment of every process that knows Prefect: quiet, local, and kept inside the office's own folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rules.errors import UnavailableError

if TYPE_CHECKING:
    from pathlib import Path

    from settings import Settings

HOST = "127.0.0.1"
HEARTBEAT_SECONDS = 30
HORIZON_DAYS = 60

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_CLI_COLORS": "false",
    "PREFECT_RUNNER_POLL_FREQUENCY": "3",
    "PREFECT_WORKER_QUERY_SECONDS": "3",
    "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "5",
}
"""Nothing is sent to anybody and nothing is chatted on the console; the runs' own lines still reach the pages.

A form that a person sent in is taken up within three seconds; a second one waits five for the first.
"""

SCHEDULER = {
    "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME": f"P{HORIZON_DAYS}D",
    "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_SCHEDULED_TIME": f"P{HORIZON_DAYS + 10}D",
    "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": "200",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": "600",
}
"""Runs stand on the pages two months ahead; old runs and events are cleaned up; late is what waits for ten minutes."""

BATCHES = {
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TRIGGERS_READ_BATCH_SIZE": "100",
}
"""Prefect's SQLite writes in batches, so that two flows at once do not wait for its lock."""


REDIS = {
    "PREFECT_SERVER_EVENTS_MESSAGING_BROKER": "prefect_redis.messaging",
    "PREFECT_SERVER_EVENTS_MESSAGING_CACHE": "prefect_redis.messaging",
    "PREFECT_SERVER_EVENTS_CAUSAL_ORDERING": "prefect_redis.ordering",
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect_redis.lease_storage",
}
"""What Prefect's own Redis package (``prefect-redis``) takes over from the memory of a single server process."""


def server_address(port: int) -> str:
    """Where the server listens."""
    return f"http://{HOST}:{port}"


def server_home(folder: Path) -> Path:
    """Where Prefect's server keeps its database and pages: beside the office's own database."""
    return folder / "var" / "prefect"


def server_of(settings: Settings) -> str:
    """Where the server stands that this process speaks to: on this machine, or the one that was named."""
    return settings.server.rstrip("/") if settings.server else server_address(settings.port)


def client_environment(settings: Settings) -> dict[str, str]:
    """The variables that a client of the server needs, wherever its home is."""
    proxied_not = ",".join(filter(None, (os.environ.get("NO_PROXY"), HOST, "localhost")))
    return {
        **QUIET,
        **_credentials(settings, "PREFECT_API_AUTH_STRING"),
        "PREFECT_API_URL": f"{server_of(settings)}/api",
        "PREFECT_UI_URL": f"{server_of(settings)}/v2",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT_SECONDS),
        "NO_PROXY": proxied_not,
        "no_proxy": proxied_not,
    }


def environment(folder: Path, settings: Settings) -> dict[str, str]:
    """All variables of the server and of every process that it serves, for a server whose home is in `folder`.

    Raises:
        UnavailableError: the password holds characters that Prefect's server cannot compare.
    """
    home = server_home(folder)
    return {
        **client_environment(settings),
        **SCHEDULER,
        **BATCHES,
        **_credentials(settings, "PREFECT_SERVER_API_AUTH_STRING"),
        **_shared(settings),
        "PREFECT_HOME": str(home),
        "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
        "PREFECT_SERVER_API_HOST": settings.listen,
        "PREFECT_SERVER_API_PORT": str(settings.port),
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home / "pages"),
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
    }


def _shared(settings: Settings) -> dict[str, str]:
    """What several machines share: Prefect's database on PostgreSQL, and Redis between its processes."""
    shared: dict[str, str] = {}
    if settings.prefect_database is not None:
        address = settings.prefect_database.get_secret_value()
        scheme, _, rest = address.partition("://")
        driven = f"postgresql+asyncpg://{rest}" if scheme.startswith("postgres") else address
        shared["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = driven
    if settings.redis is not None:
        address = f"redis://{settings.redis.get_secret_value()}"
        shared |= REDIS | {"PREFECT_REDIS_MESSAGING_URL": f"{address}/0", "PREFECT_SERVER_DOCKET_URL": f"{address}/1"}
    return shared


def _credentials(settings: Settings, variable: str) -> dict[str, str]:
    if settings.password is None or not settings.password.get_secret_value():
        return {}
    password = settings.password.get_secret_value()
    if not password.isascii() or not password.isprintable() or ":" in password:
        raise UnavailableError("up.password")
    return {variable: f"admin:{password}"}
