"""An office's own templates: their names must be ours, and they must be readable to Jinja."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, TemplateSyntaxError

from rules.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = "templates"
LANGUAGES = ("zh", "en")
SUFFIX = ".md.j2"
NAMES = (
    "_sign",
    "_work",
    "alarm",
    "channel_off",
    "check_late",
    "closed",
    "complaint",
    "decided",
    "digest",
    "draft",
    "drawn",
    "due_changed",
    "escalation",
    "extension_asked",
    "extension_decided",
    "handed_over",
    "held",
    "issued",
    "letter",
    "missing_visits",
    "monitored",
    "month_plan",
    "nobody",
    "overdue",
    "plan_changed",
    "rectification",
    "returned",
    "submitted",
    "supervision",
    "visit_today",
    "week_summary",
    "withdrawn",
)
"""The documents that `notifications` has a template for; a test keeps the two lists the same."""


def check_overrides(folder: Path) -> tuple[Problem, ...]:
    """What is wrong with the folder's ``templates/<language>/<kind>.md.j2``; () where there are none."""
    home = folder / FOLDER
    paths = sorted(path for path in home.rglob("*") if path.is_file() and not path.name.startswith("."))
    return tuple(problem for path in paths for problem in _check(path, path.relative_to(folder).as_posix()))


def _check(path: Path, name: str) -> Iterator[Problem]:
    allowed = {f"{FOLDER}/{language}/{kind}{SUFFIX}" for language in LANGUAGES for kind in NAMES}
    if name not in allowed:
        known = "、".join(f"{kind}{SUFFIX}" for kind in NAMES)
        yield Problem(name, "", "template_name", path.name, known, more={"line": "", "key": path.name})
    try:
        Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    except TemplateSyntaxError as error:
        more = {"line": str(error.lineno), "key": path.name}
        yield Problem(name, "", "template_syntax", error.message or "", more=more)
    except UnicodeDecodeError:
        yield Problem(name, "", "not_utf8", more={"line": "1", "key": path.name})
