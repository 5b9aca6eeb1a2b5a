"""An officer's way as docs/sv/kom-igang.md describes it: convert, open the workbook, put a cell right, take it over."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from ingest.cli import main
from ingest.errors import ExitCode

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: object) -> int:
    return main(["--lang", "sv", *map(str, arguments)], standalone_mode=False)


def test_from_an_archive_to_a_corrected_workbook(
    tmp_path: Path, samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive, out = tmp_path / "arkiv", tmp_path / "ut"
    archive.mkdir()
    for name in ("bjorkeby-tabeller.docx", "ekdalen-flikar.txt", "granvik-skannad.png"):
        shutil.copy(samples / name, archive)
    assert run("convert", archive, "-o", out, "--format", "xlsx", "--jobs", "1") == ExitCode.OK
    said = capsys.readouterr().err
    assert "3 filer, 3 att omvandla" in said
    assert "att titta på" in said
    book = openpyxl.load_workbook(out / "ingest.xlsx")
    sheet = book.worksheets[0]
    assert sheet.title == "Åtgärder"
    column = {c.value: c.column for c in sheet[1]}
    assert sheet.cell(2, column["Sida"]).hyperlink.target.endswith("bjorkeby-tabeller.docx")
    notes = [c.comment.text for line in sheet.iter_rows(min_row=2) for c in line if c.comment]
    assert any("Jämför texten med sidan." in note for note in notes)
    assert not any("probability" in note for note in notes)
    sheet.cell(2, column["Vem"]).value = "Gatukontoret"
    book.save(out / "ingest.xlsx")
    # Nothing is lost while it is not taken over.
    assert run("convert", archive, "-o", out, "--format", "xlsx", "--jobs", "1") == ExitCode.EDITED
    assert "har ändrats för hand" in capsys.readouterr().err
    assert run("correct", out, "--from", out / "ingest.xlsx", "--who", "Anna") == ExitCode.OK
    assert "1 rättelse sparad" in capsys.readouterr().err
    cell = openpyxl.load_workbook(out / "ingest.xlsx").worksheets[0].cell(2, column["Vem"])
    assert cell.value == "Gatukontoret"
    assert "Rättat av Anna" in cell.comment.text


def test_every_picture_of_the_page_is_there() -> None:
    page = (ROOT / "docs" / "sv" / "kom-igang.md").read_text(encoding="utf-8")
    for name in ("arbetsbok.png", "visa.svg", "rapport.png", "slapp-sidan.png", "slapp-sidan-mobil.png"):
        assert f"../pictures/{name}" in page
        assert (ROOT / "docs" / "pictures" / name).stat().st_size > 2000
