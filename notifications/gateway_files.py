"""The shape of a gateway file, and which answers it takes for what."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from notifications.wires import Answer


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Match(_Shape):
    """Which answers: the value at a path (``data.code``) is one of these, or the text contains this."""

    path: str = ""
    equals: tuple[str | int | bool, ...] = ()
    contains: str = ""

    def fits(self, answer: Answer) -> bool:
        """Whether the answer is one of these."""
        if self.contains:
            return self.contains in answer.text
        found = value_at(answer, self.path)
        return found is not None and str(found).lower() in {str(value).lower() for value in self.equals}


class Rest(Match):
    """Answers that mean "too fast"."""

    seconds: int = 60


class Gateway(_Shape):
    """One gateway as its file says."""

    method: Literal["GET", "POST", "PUT"] = "POST"
    url: str = "{{ address }}"
    headers: dict[str, str] = Field(default_factory=dict)
    query: dict[str, str] = Field(default_factory=dict)
    json_body: Any = None
    form: dict[str, str] = Field(default_factory=dict)
    body: str = ""
    env: tuple[str, ...] = ()
    text: str = "{{ subject }}"
    text_bytes: int = 1000
    success: Match
    refused: Match | None = None
    rest: Rest | None = None
    connect_seconds: float = 5.0
    answer_seconds: float = 10.0


def read_gateway(path: Path) -> Gateway:
    """The gateway of a file.

    Raises:
        ValueError: it is none.
        OSError: there is no such file.
    """
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    if isinstance(written, dict) and "json" in written:
        written["json_body"] = written.pop("json")
    return Gateway.model_validate(written)


def value_at(answer: Answer, path: str) -> Any:
    """The value at ``data.code`` of a JSON answer; the whole text where the path is empty; None where there is none."""
    if not path:
        return answer.text.strip()
    try:
        found = answer.json()
    except ValueError:
        return None
    for step in path.split("."):
        if isinstance(found, list) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        elif isinstance(found, dict):
            found = found.get(step)
        else:
            return None
    return found
