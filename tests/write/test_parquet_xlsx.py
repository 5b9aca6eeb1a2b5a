from __future__ import annotations

import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from ingest.errors import OutputError
from ingest.plan import Facts, Field, Issue, Plan, Row
from ingest.write import Style
from ingest.write.parquet import read
from ingest.write.parquet import write as write_parquet
from ingest.write.records import records
from ingest.write.tables import TABLES
from ingest.write.xlsx import LONG_TEXTS, MAX_TEXT
from ingest.write.xlsx import write as write_xlsx
from tests.strategies import plans


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


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("å" * MAX_TEXT, True),
        ("å" * (MAX_TEXT + 1), False),
        ("ord med mellanrum\n" * 5_000, False),
        # Outside the basic plane each character counts twice for Excel.
        ("😀" * (MAX_TEXT // 2), True),
        ("😀" * (MAX_TEXT // 2 + 1), False),
        ("x" + "😀" * 40_000, False),
    ],
)
def test_a_text_that_no_cell_holds_stands_whole_in_a_sheet_of_its_own(text: str, whole: bool, tmp_path: Path) -> None:
    (path,) = write_xlsx(tmp_path, [doubtful("Först"), doubtful(text)], Style())
    book = openpyxl.load_workbook(path)
    header = [c.value for c in book["rows"][1]]
    cell = book["rows"].cell(3, header.index("vem") + 1)
    if whole:
        assert cell.value == text
        assert LONG_TEXTS not in book.sheetnames
        return
    assert len(cell.value.encode("utf-16-le")) // 2 <= MAX_TEXT
    start, _, note = cell.value.rpartition(" […] ")
    assert text.startswith(start)
    assert LONG_TEXTS in note
    assert LONG_TEXTS in cell.comment.text
    lines = list(book[LONG_TEXTS].iter_rows(min_row=2, values_only=True))
    assert {line[:4] for line in lines} == {("rows", "a.docx", 3, "vem")}
    assert [line[4] for line in lines] == list(range(1, len(lines) + 1))
    assert all(len(str(line[5]).encode("utf-16-le")) // 2 <= MAX_TEXT for line in lines)
    assert "".join(str(line[5]) for line in lines) == text


def test_what_cannot_be_written_is_a_typed_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        # Where the library packs its parts; it turns what goes wrong there into an error of its own.
        patch.setattr("xlsxwriter.workbook.Workbook._store_workbook", full)
        with pytest.raises(OutputError, match=r"ingest\.xlsx cannot be written .*No space left"):
            write_xlsx(tmp_path, [doubtful()], Style())
    with monkeypatch.context() as patch:
        patch.setattr("xlsxwriter.workbook.ZipFile", full)
        with pytest.raises(OutputError, match=r"ingest\.xlsx cannot be written .*No space left"):
            write_xlsx(tmp_path, [doubtful()], Style())
    with monkeypatch.context() as patch:
        patch.setattr("ingest.write.xlsx.shutil.copyfileobj", full)
        with pytest.raises(OutputError, match=r"ingest\.xlsx cannot be written .*No space left"):
            write_xlsx(tmp_path, [doubtful()], Style())
    assert list(tmp_path.iterdir()) == [elsewhere]
    assert list(elsewhere.iterdir()) == []


def test_what_xml_cannot_hold_is_left_out_of_cells_and_notes(tmp_path: Path) -> None:
    odd = "Gruppen\x01\uffff\ud800!"
    plan = replace(doubtful(odd), issues=(Issue("unknown-actor", "warning", "r1.vem", f"{odd} is not known"),))
    (path,) = write_xlsx(tmp_path, [plan], Style())
    sheet = openpyxl.load_workbook(path)["rows"]
    cell = sheet.cell(2, [c.value for c in sheet[1]].index("vem") + 1)
    assert cell.value == "Gruppen!"
    assert "Gruppen! is not known" in cell.comment.text
