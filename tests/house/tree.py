"""The source tree as the house tests see it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("rules", "words", "calendars", "models", "services", "notifications", "reports", "flows", "cli")


def sources() -> list[Path]:
    """Every module of ours, migrations excepted (a migration is a record, not a design)."""
    found = [ROOT / "settings.py"]
    for room in ROOMS:
        found += [path for path in sorted((ROOT / room).rglob("*.py")) if "migrations" not in path.parts]
    return found


@dataclass(frozen=True)
class Function:
    """One function: where it stands and how many lines it has without its docstring."""

    where: str
    lines: int


def functions() -> Iterator[Function]:
    """Every function and method of ours."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield Function(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", _lines(node))


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    has_docstring = ast.get_docstring(node) is not None
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if has_docstring else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - docstring


def imports(path: Path) -> set[str]:
    """The dotted names that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found
