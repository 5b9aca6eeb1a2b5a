"""A folder converted with masking holds nothing clear, also where an earlier run without it left files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx import Document as NewDocument
from stdnum import luhn

from ingest.cli import main

NINE = "500309166"
LAST = NINE[6:] + luhn.calc_check_digit(NINE)
CLEAR = (NINE[:6], LAST, "anna.alm")


def _folder(path: Path) -> Path:
    path.mkdir()
    number = f"{NINE[:6]}-{LAST}"
    (path / f"plan {number} Anna.txt").write_text(
        f"Handlingsplan 2031\n\nÅtgärd: Samtal, se akt {NINE[:6]}-\n{LAST} för mer.\n"
        "Ansvarig: anna.alm @gmail.com\nNär: 2031\n",
        encoding="utf-8",
    )
    document = NewDocument()
    document.core_properties.title = f"Plan {number}"
    document.add_heading(f"1 Samtal {number}")
    table = document.add_table(2, 3)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells],
        ["Åtgärd", "Ansvarig", "När", f"Möte med {NINE[:6]}\u200b{LAST}", "anna.alm@gmail\u00ad.com", "2031"],
        strict=True,
    ):
        cell.text = text
    document.save(str(path / "tabell.docx"))
    return path


def _run(*arguments: str) -> None:
    assert main(list(arguments), standalone_mode=False) == 0


def _leaks(out: Path) -> list[str]:
    files = [p for p in out.rglob("*") if p.is_file()]
    # Four digits inside a digest or a time of day are there by chance.
    alone = {c: re.compile(rf"(?<![0-9a-f.]){re.escape(c)}(?![0-9a-f])".encode()) for c in CLEAR}
    found = [f"{p.name}: {c}" for p in files for c in CLEAR if alone[c].search(p.read_bytes())]
    return found + [str(p) for p in files if any(c in str(p.relative_to(out)) for c in CLEAR)]


def test_no_file_of_the_folder_holds_the_clear_value(tmp_path: Path) -> None:
    source, out = _folder(tmp_path / "in"), tmp_path / "out"
    formats = ["--format", "json", "--format", "csv", "--format", "sqlite", "--format", "xlsx"]
    _run("convert", str(source), "-o", str(out), "--text", "--jobs", "1", *formats)
    _run("report", str(out))
    assert _leaks(out)
    _run("convert", str(source), "-o", str(out), "--text", "--jobs", "1", "--mask-personal-data", *formats)
    assert _leaks(out) == []
    _run("report", str(out))
    assert _leaks(out) == []


def test_what_is_left_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = _folder(tmp_path / "in"), tmp_path / "out"
    _run("convert", str(source), "-o", str(out), "--jobs", "1")
    capsys.readouterr()
    _run("check-personal", str(out))
    listed = capsys.readouterr().out
    assert "identity-number" in listed
    assert "anna.alm@gmail.com" in listed
    _run("convert", str(source), "-o", str(out), "--jobs", "1", "--mask-personal-data")
    capsys.readouterr()
    _run("check-personal", str(out))
    assert capsys.readouterr().out == ""
