"""Corrections through whole runs: applied, applied anew, taken over from files, undone; edited files kept."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import openpyxl
import pytest

import ingest
from ingest.batch.commands import convert, status
from ingest.batch.correct import Asked, correct
from ingest.batch.hand_edits import Signature
from ingest.errors import ExitCode, UsageError
from ingest.options import Options
from ingest.plan import Plan
from ingest.write.correction_store import open_store
from ingest.write.plan_json import read_plan

TEXT = """Handlingsplan för Nora kommun 2030

Åtgärd\tVem\tNär
Måla bänkarna i parken\tParkenheten\tmaj 2030
Byta lås på skolan\tFastighetskontoret\tjuni 2030
Ringa runt till föreningar\tFritidsnämnden\thösten 2030
"""
WHO = Signature("Anna", "läst fel")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "nora.txt").write_text(TEXT, encoding="utf-8")
    return folder


def run(archive: Path, *formats: str) -> ExitCode:
    return convert([str(archive)], str(archive.parent / "ut"), Options(), formats=formats or ("json", "csv", "xlsx"))


def plan_of(archive: Path) -> Plan:
    return read_plan(archive.parent / "ut" / "plans" / "nora.txt.json")


def vem(archive: Path) -> list[str]:
    return [r.vem.text if r.vem else "" for r in plan_of(archive).rows]


def edit(path: Path, changes: dict[tuple[int, str], str | None], *, without: int | None = None) -> None:
    """Change cells (line from 2, column) of a CSV file as a person would, and take a line away."""
    lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    for (line, column), text in changes.items():
        lines[line - 1][lines[0].index(column)] = text or ""
    if without is not None:
        del lines[without - 1]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


def test_a_corrected_csv_outlives_every_new_run(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = archive.parent / "ut"
    assert run(archive) == ExitCode.OK
    assert vem(archive)[0] == "Parkenheten"
    rows = out / "tables" / "rows.csv"
    machine = rows.read_bytes()
    edit(rows, {(2, "vem"): "Parkenheten, Skolan", (3, "när"): "juli 2030"}, without=4)
    edited = rows.read_bytes()
    # Until it is taken over, nobody writes over it.
    (archive / "ny.txt").write_text(TEXT.replace("Nora", "Arboga"), encoding="utf-8")
    assert run(archive) == ExitCode.EDITED
    assert "changed by hand" in capsys.readouterr().err
    assert rows.read_bytes() == edited
    assert (out / "plans" / "ny.txt.json").exists()
    (archive / "ny.txt").unlink()
    assert correct(str(out), Asked(WHO, rows)) == ExitCode.OK
    assert vem(archive) == ["Parkenheten, Skolan", "Fastighetskontoret"]
    corrected = {p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file() and ".ingest" not in p.parts}
    # A touched file, converting anew, throwing OUT away: the same bytes.
    os.utime(archive / "nora.txt")
    assert run(archive) == ExitCode.OK
    again = convert([str(archive)], str(out), Options(), formats=("json", "csv", "xlsx"), redo=True, prune=True)
    assert again == ExitCode.OK
    now = {p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file() and ".ingest" not in p.parts}
    assert now.keys() <= corrected.keys()
    assert all(corrected[name] == data for name, data in now.items() if name.parts[0] == "plans")
    # The library does the same.
    book = open_store(archive.parent / "ut.corrections.jsonl").book
    assert ingest.convert(archive / "nora.txt", corrections=book) == ingest.convert(
        archive / "nora.txt", corrections=archive.parent / "ut.corrections.jsonl"
    )
    assert len(ingest.convert(archive / "nora.txt", corrections=book).rows) == 2
    # Undo brings the machine's bytes back.
    ids = tuple(c.id for c in book)
    assert correct(str(out), Asked(WHO, undo=ids)) == ExitCode.OK
    assert rows.read_bytes() == machine
    with pytest.raises(UsageError, match="no correction"):
        correct(str(out), Asked(WHO, undo=("unknown-id",)))


def test_a_workbook_gives_rows_facts_and_additions(archive: Path) -> None:
    out = archive.parent / "ut"
    run(archive)
    book = openpyxl.load_workbook(out / "ingest.xlsx")
    sheet = book["Åtgärder"]
    column = {c.value: c.column for c in sheet[1]}
    sheet.cell(2, column["När"]).value = 2031
    # Put in below the last row: the hidden columns of file and row stay empty.
    for name, text in {"Åtgärd": "Laga staketet", "Vem": "Parkenheten"}.items():
        sheet.cell(5, column[name]).value = text
    sheet.cell(3, column["Dokument"]).value = "fel blad"
    facts = book["Dokument"]
    heads = {c.value: c.column for c in facts[1]}
    facts.cell(2, heads["Titel"]).value = "Noras plan"
    facts.cell(2, heads["Dokumenttyp"]).value = "trams"
    book.save(out / "ingest.xlsx")
    assert correct(str(out), Asked(WHO, out / "ingest.xlsx")) == ExitCode.OK
    plan = plan_of(archive)
    assert [r.åtgärd.text if r.åtgärd else "" for r in plan.rows][-1] == "Laga staketet"
    assert plan.rows[0].när is not None
    assert plan.rows[0].när.text == "2031"
    assert plan.document.title == "Noras plan"
    assert plan.document.kind != "trams"
    # Nothing is left to be taken over.
    assert correct(str(out), Asked(WHO, out / "ingest.xlsx")) == ExitCode.OK
    assert len(open_store(archive.parent / "ut.corrections.jsonl").book) == 3


def test_a_column_beyond_the_five_is_corrected_in_its_own_column(archive: Path) -> None:
    (archive / "nora.txt").write_text(
        "Handlingsplan 2030\n\nÅtgärd\tAnsvarig\tNär\tStatus\nKlippa häckar\tParkenheten\tmaj 2030\tpågår\n"
        "Byta lås\tSkolan\tjuni 2030\tklar\n",
        encoding="utf-8",
    )
    out = archive.parent / "ut"
    run(archive)
    book = openpyxl.load_workbook(out / "ingest.xlsx")
    sheet = book["Åtgärder"]
    column = {c.value: c.column for c in sheet[1]}
    assert [sheet.cell(line, column["Status"]).value for line in (2, 3)] == ["pågår", "klar"]
    sheet.cell(2, column["Status"]).value = "klar"
    sheet.cell(3, column["Status"]).value = None
    book.save(out / "ingest.xlsx")
    assert correct(str(out), Asked(WHO, out / "ingest.xlsx")) == ExitCode.OK
    assert [{k: v.text for k, v in r.other.items()} for r in plan_of(archive).rows] == [{"Status": "klar"}, {}]
    assert correct(str(out), Asked(WHO, out / "ingest.xlsx")) == ExitCode.OK
    assert len(open_store(archive.parent / "ut.corrections.jsonl").book) == 2


def test_a_workbook_of_the_earlier_form_is_still_read(archive: Path) -> None:
    out = archive.parent / "ut"
    run(archive)
    with (out / "tables" / "rows.csv").open(encoding="utf-8-sig", newline="") as handle:
        lines = list(csv.reader(handle))
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "rows"
    for line in lines:
        sheet.append(line)
    sheet.cell(2, lines[0].index("vem") + 1).value = "Skolan"
    book.save(archive.parent / "gammal.xlsx")
    assert correct(str(out), Asked(WHO, archive.parent / "gammal.xlsx")) == ExitCode.OK
    assert vem(archive)[0] == "Skolan"


def test_what_both_sides_changed_is_a_conflict(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = archive.parent / "ut"
    run(archive)
    rows, copy = out / "tables" / "rows.csv", archive.parent / "copy.csv"
    copy.write_bytes(rows.read_bytes())
    edit(copy, {(2, "vem"): "Bo"})
    assert correct(str(out), Asked(Signature("Bo"), copy)) == ExitCode.OK
    # Anna's file was made before Bo's correction; it stands in OUT, edited, when the next run comes.
    assert vem(archive)[0] == "Bo"
    edit(rows, {(2, "vem"): "Anna"})
    copy.write_bytes(rows.read_bytes())
    run(archive)
    edit(copy, {(2, "vem"): "Cecilia"})
    assert correct(str(out), Asked(Signature("Cecilia"), copy)) == ExitCode.EDITED
    assert correct(str(out), Asked(WHO, rows)) == ExitCode.EDITED
    assert "Cecilia has corrected it since" in capsys.readouterr().err
    assert vem(archive)[0] == "Cecilia"
    assert correct(str(out), Asked(WHO, rows, mine=True)) == ExitCode.OK
    assert vem(archive)[0] == "Anna"


def test_a_filtered_file_deletes_nothing_unasked(archive: Path) -> None:
    (archive / "nora.txt").write_text(
        TEXT + "".join(f"Städa gata {n}\tParkenheten\tmaj 2030\n" for n in range(12)), encoding="utf-8"
    )
    out = archive.parent / "ut"
    run(archive)
    rows = out / "tables" / "rows.csv"
    lines = rows.read_text(encoding="utf-8").split("\n")
    rows.write_text("\r\n".join(lines[:3]), encoding="utf-8", newline="")
    with pytest.raises(UsageError, match="rows are gone"):
        correct(str(out), Asked(WHO, rows))
    assert correct(str(out), Asked(WHO, rows, deletions=True)) == ExitCode.OK
    assert len(plan_of(archive).rows) == 2


def test_a_changed_file_keeps_its_corrections_and_a_changed_reading_is_stale(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = archive.parent / "ut"
    run(archive)
    rows = out / "tables" / "rows.csv"
    edit(rows, {(2, "vem"): "Skolan", (3, "vem"): "Polisen"})
    correct(str(out), Asked(WHO, rows))
    changed = TEXT.replace("Byta lås på skolan\tFastighetskontoret", "Byta lås på skolan\tFastighetsbolaget")
    (archive / "nora.txt").write_text(changed, encoding="utf-8")
    run(archive)
    assert vem(archive) == ["Skolan", "Fastighetsbolaget", "Fritidsnämnden"]
    assert [i.target for i in plan_of(archive).issues if i.code == "correction-stale"] == ["r2.vem"]
    capsys.readouterr()
    status(str(out))
    told = capsys.readouterr().out
    assert "stale corrections" in told
    assert "2 corrections hold" in told


def test_a_correction_made_elsewhere_is_applied_without_converting(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = archive.parent / "ut"
    run(archive)
    rows = out / "tables" / "rows.csv"
    edit(rows, {(2, "vem"): "Skolan"})
    correct(str(out), Asked(WHO, rows))
    before = {p.name: p.read_bytes() for p in (out / "plans").iterdir()}
    other = archive.parent / "annan"
    store = archive.parent / "ut.corrections.jsonl"
    convert([str(archive)], str(other), Options(), formats=("json",))
    # The ledger knows which corrections are in a result: no document is converted again.
    monkeypatch.setattr("ingest.batch.workers.local.LocalEngine._sleep", lambda _: pytest.fail("converted again"))
    convert([str(archive)], str(other), Options(), formats=("json",), corrections=str(store))
    assert {p.name: p.read_bytes() for p in (other / "plans").iterdir()} == before


def test_a_torn_line_is_told(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (archive.parent / "ut.corrections.jsonl").write_text('{"schema_ver\n', encoding="utf-8")
    assert run(archive) == ExitCode.OK
    assert "line 1 cannot be read" in capsys.readouterr().err
