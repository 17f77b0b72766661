"""Nothing that is committed names a person's machine, a real address or a key."""

from __future__ import annotations

import re
import subprocess

import openpyxl

from tests.house.tree import ROOT


def tracked() -> list[str]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return [name for name in listing.stdout.split("\0") if name]


def test_no_tracked_text_names_a_home_folder_or_an_index() -> None:
    wrong = re.compile(r"/root/|/home/[a-z]|(?:extra-)?index-url=|/simple/")
    for name in tracked():
        path = ROOT / name
        if path.suffix in {".png", ".xlsx"} or name.startswith("tests/house/") or not path.exists():
            continue
        assert wrong.search(path.read_text(encoding="utf-8")) is None, name


def test_the_sample_holds_no_real_phone_or_mail() -> None:
    book = openpyxl.load_workbook(ROOT / "samples" / "caizhuang" / "roster.xlsx", read_only=True)
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert [cell for cell in cells if re.search(r"1[3-9]\d{9}|\d{17}[\dXx]", cell)] == []
    assert [cell for cell in cells if "@" in cell and not cell.endswith((".invalid", ".example"))] == []
