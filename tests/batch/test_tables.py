"""`ingest tables`: every table of any document as files."""

from __future__ import annotations

import csv
import json
import os
import signal
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.platypus import Paragraph as Para
from reportlab.platypus import SimpleDocTemplate, Spacer, Table, TableStyle

from ingest.batch import tables as module
from ingest.batch.engine import Job
from ingest.batch.tables import extract_tables
from ingest.batch.workers.worker import Answer
from ingest.errors import ExitCode, UsageError
from ingest.options import Limits, Options
from tests.read.test_enclosed import pdf

REAL = module.tables_of

ROWS = [["Ort", "2023", "2024"], ["Norrhamn", "12", "15"], ["Ekdalen", "7", "9"], ["Almvik", "31", "28"]]
STYLES = {
    "grid": [("GRID", (0, 0), (-1, -1), 0.5, "black")],
    "rules": [("LINEABOVE", (0, 0), (-1, 0), 1, "black"), ("LINEBELOW", (0, 0), (-1, 0), 0.5, "black")],
    "bare": [],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, style in STYLES.items():
        table = Table(ROWS, colWidths=[120, 80, 80])
        table.setStyle(TableStyle(style))
        text = "Tabellen visar antalet anmälda brott i kommunens tre tätorter under de två senaste åren."
        parts = [Para(text), Spacer(1, 12), table, Spacer(1, 12), Para(text)]
        SimpleDocTemplate(str(tmp_path / f"{name}.pdf"), pagesize=A4, invariant=1).build(parts)
    return tmp_path


@pytest.mark.parametrize("name", sorted(STYLES))
def test_each_table_is_a_csv_and_all_are_one_json(folder: Path, name: str) -> None:
    out = folder / "out"
    said: list[str] = []
    code = extract_tables([str(folder / f"{name}.pdf")], str(out), Options(), said.append)
    assert code == ExitCode.OK
    assert said == [f"{name}.pdf: 1 table"]
    with (out / f"{name}-table-01.csv").open(encoding="utf-8", newline="") as handle:
        assert list(csv.reader(handle)) == ROWS
    (table,) = json.loads((out / f"{name}.json").read_text(encoding="utf-8"))["tables"]
    assert table["page"] == 1
    assert len(table["bbox"]) == 4
    cells = {(c["row"], c["col"]): c["text"] for c in table["cells"] if c["text"]}
    assert cells == {(r, c): t for r, row in enumerate(ROWS) for c, t in enumerate(row)}


def test_the_same_file_gives_the_same_bytes(folder: Path) -> None:
    for out in ("a", "b"):
        extract_tables([str(folder / "rules.pdf")], str(folder / out), Options(), lambda _: None)
    names = sorted(p.name for p in (folder / "a").iterdir())
    assert names == sorted(p.name for p in (folder / "b").iterdir())
    assert all((folder / "a" / n).read_bytes() == (folder / "b" / n).read_bytes() for n in names)


def test_a_bad_file_is_named_and_the_others_are_written(folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    said: list[str] = []
    paths = [str(folder / "broken.pdf"), str(folder / "grid.pdf")]
    assert extract_tables(paths, str(folder / "out"), Options(), said.append) == ExitCode.SOME_FAILED
    assert said[0].startswith("broken.pdf: ")
    assert (folder / "out" / "grid.json").exists()


def test_declared_tables_come_from_the_format(folder: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for row, values in zip(table.rows, [["Åtgärd", "Vem"], ["Ronder", "Polisen"]], strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    document.save(str(folder / "plan.docx"))
    assert extract_tables([str(folder / "plan.docx")], str(folder / "out"), Options(), lambda _: None) == ExitCode.OK
    (found,) = json.loads((folder / "out" / "plan.json").read_text(encoding="utf-8"))["tables"]
    assert found["page"] is None
    assert [c["text"] for c in found["cells"]] == ["Åtgärd", "Vem", "Ronder", "Polisen"]


def test_each_file_has_a_child_that_limits_hold(folder: Path) -> None:
    said: list[str] = []
    tight = Options(limits=Limits(memory_bytes=2**20))
    assert extract_tables([str(folder / "grid.pdf")], str(folder / "out"), tight, said.append) == ExitCode.ALL_FAILED
    assert "memory" in said[0]
    assert not list((folder / "out").iterdir())


def test_a_child_that_dies_costs_one_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.txt").write_text("die")
    monkeypatch.setattr(module, "tables_of", dying)
    said: list[str] = []
    code = extract_tables(
        [str(folder / "a.txt"), str(folder / "grid.pdf")], str(folder / "out"), Options(), said.append
    )
    assert code == ExitCode.SOME_FAILED
    assert any(line.startswith("a.txt: crashed with SIGSEGV") for line in said)
    assert (folder / "out" / "grid-table-01.csv").exists()


def dying(job: Job, options: Options, *, repaired: bool) -> Answer:
    if job.item.name == "a.txt":
        os.kill(os.getpid(), signal.SIGSEGV)
    return REAL(job, options, repaired=repaired)


def test_an_address_as_output_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="local folder"):
        extract_tables([str(folder / "grid.pdf")], "s3://bucket/out", Options(), lambda _: None)


def test_documents_inside_documents_are_read(folder: Path) -> None:
    csv_file = b"Ort;Antal\nNorrhamn;12\nEkdalen;7\n"
    (folder / "brev.pdf").write_bytes(pdf(("grid.pdf", (folder / "grid.pdf").read_bytes()), ("brott.csv", csv_file)))
    said: list[str] = []
    assert extract_tables([str(folder / "brev.pdf")], str(folder / "out"), Options(), said.append) == ExitCode.OK
    assert said == ["brev.pdf: 0 tables", "brev.pdf/brott.csv: 1 table", "brev.pdf/grid.pdf: 1 table"]
    assert {p.name for p in (folder / "out").glob("*.csv")} == {
        "brev-brott-table-01.csv",
        "brev-grid-table-01.csv",
    }


def test_numbers_keep_their_signs_and_formulas_have_none(folder: Path) -> None:
    numbers = ["-12", "-3,5 %", "+4", "+1 %", "-1 200,5", "+1.250"]
    formulas = ["-1+2", "=1", "-A1", "+46 70 1", "@a", "-", "-1 20"]
    lines = "".join(f"Rad {n};{text}\n" for n, text in enumerate([*numbers, *formulas]))
    (folder / "tal.csv").write_text("Post;Värde\n" + lines, encoding="utf-8")
    assert extract_tables([str(folder / "tal.csv")], str(folder / "out"), Options(), lambda _: None) == ExitCode.OK
    with (folder / "out" / "tal-table-01.csv").open(encoding="utf-8", newline="") as handle:
        found = [line[1] for line in csv.reader(handle)][1:]
    assert found == [*numbers, *(f"'{text}" for text in formulas)]
