"""Names that Prefect keeps: of flows, deployments, artifacts and schedule entries, all derived from the office."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_FULL_WIDTH = str.maketrans({"/": "／", "%": "％", "&": "＆", "<": "＜", ">": "＞"})
JOIN = " · "
"""Between the parts of a run's name and of a pick list's label; what stands before the first one is the key."""


def office_slug(office: str) -> str:
    """Eight ASCII letters and digits that stay the same for an office's name."""
    return hashlib.sha256(unicodedata.normalize("NFC", office).encode()).hexdigest()[:8]


def shown(name: str) -> str:
    """A name that Prefect accepts: the five characters that it refuses become full-width ones."""
    return name.translate(_FULL_WIDTH)


def deployment_name(what: str, office: str) -> str:
    """A deployment's name: what it is and whose, because Prefect's list shows it larger than the flow's."""
    return shown(f"{what}{JOIN}{office}")


def artifact_key(what: str, office: str) -> str:
    """The stable key of one of an office's artifacts: ``board-1a2b3c4d``."""
    return f"{what}-{office_slug(office)}"


def schedule_slug(item: str, act: str, number: int = 1) -> str:
    """The name of one schedule entry: ``p3c-02-1-open``, the second of that act ``p3c-02-1-open-2``."""
    text = f"{item}-{act}-{number}" if number > 1 else f"{item}-{act}"
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def leading(label: str) -> str:
    """The key at the front of a pick list's label, or of what a person typed instead of picking."""
    return label.split(JOIN, 1)[0].strip()


def parts(label: str) -> list[str]:
    """The two parts after the key of a label, which say what it is to a person."""
    return label.split(JOIN)[1:3]


def digest(*values: object) -> str:
    """Sixteen hexadecimal digits that say whether the values are the same; the business key of a form sent twice."""
    return hashlib.sha256("\x1f".join(str(value) for value in values).encode()).hexdigest()[:16]
