"""Small changes of the state that a test starts from."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine

from models.engine import transaction
from models.tables import offices


def first_swept(engine: Engine, day: date) -> None:
    """The office has been sweeping since that day."""
    with transaction(engine) as session:
        session.execute(offices.update().values(first_swept_on=day))
