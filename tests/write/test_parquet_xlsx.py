from __future__ import annotations

import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
from hypothesis import given, settings

from ingest.plan import Facts, Field, Issue, Plan, Row
from ingest.write import Style
from ingest.write.parquet import read
from ingest.write.parquet import write as write_parquet
from ingest.write.tables import TABLES, records
from ingest.write.xlsx import write as write_xlsx
from strategies import plans


def doubtful(text: str = "Gruppen") -> Plan:
    facts = Facts("0" * 64, "a.docx", "text/plain", None, "Plan", "annat", None, None, (), "sv", ())
    return Plan(facts, (), (Row("r1", None, "table", vem=Field(text, text, 0.5, (), ())),))


@settings(max_examples=25, deadline=None)
@given(plan=plans())
def test_parquet_reads_back_equal(plan: Plan) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_parquet(Path(folder), [plan], Style())
        for table in TABLES:
            assert read(Path(folder), table) == records(plan)[table.name]
        nested = pq.read_table(Path(folder, "parquet", "rows.parquet")).to_pylist()
    for row, line in zip(plan.rows, nested, strict=True):
        assert (
            line["actor_list"] == [a.to_dict() for a in (row.vem.actors or ())] if row.vem else not line["actor_list"]
        )
        times = row.när.times or () if row.när else ()
        assert [t["start"] for t in line["time_list"]] == [t.start for t in times]


def test_parquet_types_do_not_depend_on_the_data(tmp_path: Path) -> None:
    write_parquet(tmp_path, [], Style(ascii_names=True))
    schema = pq.read_schema(tmp_path / "parquet" / "rows.parquet")
    assert str(schema.field("start").type) == "date32[day]"
    assert str(schema.field("atgard").type) == "string"
    assert schema.field("page").nullable


@settings(max_examples=10, deadline=None)
@given(plan=plans())
def test_xlsx_holds_the_records_and_nothing_that_computes(plan: Plan) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (path,) = write_xlsx(Path(folder), [plan], Style())
        book = openpyxl.load_workbook(path)
        with zipfile.ZipFile(path) as archive:
            sheets = b"".join(archive.read(n) for n in archive.namelist() if "worksheets/sheet" in n)
    assert b"<f>" not in sheets
    assert b"<hyperlink" not in sheets
    assert book.sheetnames == [t.name for t in TABLES]
    for table in TABLES:
        found = list(book[table.name].iter_rows(min_row=2, values_only=True))
        lines = records(plan)[table.name]
        assert len(found) == len(lines)
        for got, line in zip(found, lines, strict=True):
            for column, a, b in zip(table.columns, got, line, strict=True):
                if column.type == "date" and a is not None and b is not None:
                    assert str(a)[:10] == str(b)
                elif column.type == "string" and b is not None:
                    # openpyxl normalises line ends; xlsx itself keeps them.
                    assert str(a).replace("\r", "") == str(b).replace("\r", "")
                else:
                    assert a == b


def test_doubtful_fields_are_coloured_and_say_why(tmp_path: Path) -> None:
    plan = replace(doubtful(), issues=(Issue("unknown-actor", "warning", "r1.vem", "Okänd aktör."),))
    (path,) = write_xlsx(tmp_path, [plan], Style())
    sheet = openpyxl.load_workbook(path)["rows"]
    header = [c.value for c in sheet[1]]
    cell = sheet.cell(2, header.index("vem") + 1)
    assert cell.fill.fgColor.rgb == "FFFFE8B3"
    assert "Okänd aktör." in cell.comment.text
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref is not None


def test_formulas_stay_text(tmp_path: Path) -> None:
    (path,) = write_xlsx(tmp_path, [doubtful("=HYPERLINK(1)")], Style())
    sheet = openpyxl.load_workbook(path)["rows"]
    header = [c.value for c in sheet[1]]
    cell = sheet.cell(2, header.index("vem") + 1)
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_the_same_plans_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_xlsx(tmp_path / name, [doubtful()], Style())
        write_parquet(tmp_path / name, [doubtful()], Style())
    for path in (tmp_path / "a").rglob("*.*"):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()
