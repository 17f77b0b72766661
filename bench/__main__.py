"""``python -m bench``: every goal of docs/performance.md measured on this machine, one line each."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Iterator
from contextlib import ExitStack

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bench.course import Course
from bench.databases import KINDS, Databases
from bench.lines import Line

BENCHES = ("opening", "sweeping", "delivering", "working", "working_by_prefect", "memory", "prefect_share")


def main() -> int:
    """0 where every goal that was measured is met, 1 otherwise; with ``--quick`` always 0."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("benches", nargs="*", default=BENCHES)
    parser.add_argument("--quick", action="store_true", help="small sizes, a minute in all")
    parser.add_argument("--on", choices=KINDS, action="append", help="only this database")
    asked = parser.parse_args()
    met = True
    with ExitStack() as stack:
        course = Course(asked.quick, Databases(stack), tuple(asked.on or KINDS))
        for name in asked.benches:
            for line in _shown(name, importlib.import_module(f"bench.{name}").run(course)):
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()
                met = met and (line.ratio is None or line.ratio <= 1)
    return 0 if met or asked.quick else 1


def _shown(name: str, lines: Iterator[Line]) -> Iterator[Line]:
    """The lines, with a bar on the terminal that shows that something goes on between them."""
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=Console(stderr=True),
                  transient=True) as progress:  # fmt: skip
        bar = progress.add_task(name, total=None)
        for done, line in enumerate(lines, 1):
            progress.update(bar, description=f"{name}: {done}")
            yield line


if __name__ == "__main__":
    sys.exit(main())
