from __future__ import annotations

import tempfile
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import OutputError
from ingest.plan import Actor, Facts, Field, Issue, Place, Plan, Row, Time
from ingest.write import Style
from ingest.write.parquet import read
from ingest.write.parquet import write as write_parquet
from ingest.write.records import records
from ingest.write.row_heights import wrapped_lines
from ingest.write.sheet_columns import OTHER, SHEETS, contract_names
from ingest.write.tables import TABLES, SchemaColumn
from ingest.write.workbook import LONG_TEXTS, MAX_TEXT
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


def _people(book: openpyxl.Workbook, table: str) -> list[dict[str, object]]:
    """A sheet for people as lines by names of the contract."""
    heads, *lines = book[SHEETS[table][0]].iter_rows(values_only=True)
    names = contract_names(table, heads)
    return [{str(n): v for n, v in zip(names, line, strict=True) if v is not None} for line in lines]


def _same(column: SchemaColumn, got: object, wanted: object) -> bool:
    if column.type == "date" and got is not None and wanted is not None:
        return str(got)[:10] == str(wanted)
    if column.type == "string" and wanted is not None:
        # openpyxl normalises line ends; xlsx itself keeps them.
        return str(got).replace("\r", "") == str(wanted).replace("\r", "")
    return got == wanted


@settings(max_examples=10, deadline=None)
@given(plan=plans())
def test_xlsx_holds_the_records_and_nothing_that_computes(plan: Plan) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (path,) = write_xlsx(Path(folder), [plan], Style())
        book = openpyxl.load_workbook(path)
        with zipfile.ZipFile(path) as archive:
            sheets = b"".join(archive.read(n) for n in archive.namelist() if "worksheets/sheet" in n)
            related = b"".join(archive.read(n) for n in archive.namelist() if "worksheets/_rels" in n)
    assert b"<f>" not in sheets
    assert b"External" not in related
    rest = [t for t in TABLES if t.name not in SHEETS]
    assert book.sheetnames == [*(name for name, _ in SHEETS.values()), *(t.name for t in rest)]
    for table in rest:
        found = list(book[table.name].iter_rows(min_row=2, values_only=True))
        lines = records(plan)[table.name]
        assert len(found) == len(lines)
        for got, line in zip(found, lines, strict=True):
            assert all(map(_same, table.columns, got, line))
    for table in TABLES:
        if table.name not in SHEETS:
            continue
        for shown, line in zip(_people(book, table.name), records(plan)[table.name], strict=True):
            for column, value in zip(table.columns, line, strict=True):
                # A document without a title stands under its file's name; columns beyond the five are columns.
                if column.name != "other" and (column.name != "title" or value is not None):
                    assert _same(column, shown.get(column.name), value if value != "" else None), column.name


def test_each_column_beyond_the_five_has_one_of_its_own(tmp_path: Path) -> None:
    def field(text: str) -> Field:
        return Field(text, text, 0.95, (), ())

    rows = (
        Row("r1", None, "table", åtgärd=field("a"), other={"Status": field("klar"), "Start": field("nu")}),
        Row("r2", None, "table", åtgärd=field("b"), other={"Kostnad\nkr": field("10")}),
    )
    (path,) = write_xlsx(tmp_path, [replace(doubtful(), rows=rows)], Style())
    book = openpyxl.load_workbook(path)
    heads = [c.value for c in book["Åtgärder"][1]]
    assert heads[7:13] == ["När", "Status", "Start (i dokumentet)", "Kostnad kr", "Start", "Slut"]
    assert [{k: v for k, v in line.items() if k.startswith(OTHER)} for line in _people(book, "rows")] == [
        {"other:Status": "klar", "other:Start": "nu"},
        {"other:Kostnad kr": "10"},
    ]
    many = tuple(
        Row(f"r{n}", None, "table", åtgärd=field("a"), other={f"Rubrik {n}": field(f"värde {n}")}) for n in range(60)
    )
    (path,) = write_xlsx(tmp_path, [replace(doubtful(), rows=many)], Style())
    lines = _people(openpyxl.load_workbook(path), "rows")
    assert sum("beyond" in line for line in lines) == 60 - 24
    assert lines[59]["beyond"] == "Rubrik 59: värde 59"


def test_the_sheet_of_actions_is_set_up_for_print_and_reading(tmp_path: Path) -> None:
    long = "En åtgärd som beskrivs med många ord, så att texten bryts över flera rader i sin cell. " * 4
    facts = replace(doubtful().document, issuers=(Actor("Ekdalens kommun", None, "kommun"),))
    when = (Time("1850", date(1850, 1, 1), date(2030, 12, 31), "during", False, None, None),)
    row = Row("r1", None, "table", åtgärd=Field(long, long, 0.99, (), ()), confidence=0.3,
              när=Field("1850", "1850", 0.5, (), (), times=when))  # fmt: skip
    issues = (Issue("no-date-parsed", "warning", "r1.när", "no date could be read from it."),
              Issue("picture-not-read", "warning", "page.2", "a picture on page 2 was not read."))  # fmt: skip
    (path,) = write_xlsx(tmp_path, [replace(doubtful(), document=facts, rows=(row,), issues=issues)], Style())
    book = openpyxl.load_workbook(path)
    sheet = book["Åtgärder"]
    assert book.active == sheet
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.print_title_rows) == (
        "landscape",
        0,
        "$1:$1",
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    heads = [c.value for c in sheet[1]]
    hidden = {n for d in sheet.column_dimensions.values() if d.hidden for n in range(d.min, d.max + 1)}
    shown = [c.value for c in sheet[1] if c.column not in hidden]
    assert shown == ["Dokument", "Kommun eller utgivare", "Avsnitt", "Orsak", "Mål", "Åtgärd", "Vem", "När", "Start",
                     "Slut", "Sida", "Säkerhet", "Titta på"]  # fmt: skip
    cells = dict(zip(heads, sheet[2], strict=True))
    assert sheet.row_dimensions[2].height == wrapped_lines(long, 34) * 15 > 100
    assert (cells["Kommun eller utgivare"].value, cells["Titta på"].value) == ("Ekdalens kommun", "när")
    assert (cells["Start"].value, str(cells["Slut"].value)[:10]) == ("1850-01-01", "2030-12-31")
    assert cells["Säkerhet"].fill.fgColor.rgb == "FFF8CBC2"
    assert "när: Säkerhet 50 %." in cells["Säkerhet"].comment.text
    first = list(book["Titta först på"].iter_rows(min_row=2, values_only=True))
    assert [line[1] for line in first] == ["page.2", "när"]
    assert book["Titta först på"]["G3"].hyperlink.location == "'Åtgärder'!A2"
    english = write_xlsx(tmp_path, [doubtful()], Style(headings="en"))
    assert openpyxl.load_workbook(english[0]).sheetnames[:3] == ["Actions", "Documents", "Look first"]


class Placed(list[Plan]):
    """Plans whose files are known."""

    def __init__(self, plans: list[Plan], address: str | None) -> None:
        super().__init__(plans)
        self.address = address

    def link(self, source: str) -> str | None:
        return self.address


@pytest.mark.parametrize(
    ("kind", "address", "target", "anchor"),
    [
        ("application/pdf", "../arkiv/en plan å.pdf", "..\\arkiv\\en%20plan%20å.pdf", "page=3"),
        ("image/png", "../a/b.png", "..\\a\\b.png", None),
        ("application/pdf", "https://x.se/p.pdf", "https://x.se/p.pdf", "page=3"),
        ("application/pdf", None, None, None),
        ("application/pdf", "x" * 3000, None, None),
    ],
)
def test_the_page_leads_to_the_file_at_that_page(
    kind: str, address: str | None, target: str | None, anchor: str | None, tmp_path: Path
) -> None:
    place = Place(3, None)
    plan = replace(
        doubtful(),
        document=replace(doubtful().document, media_type=kind),
        rows=(Row("r1", None, "table", vem=Field("Gruppen", "Gruppen", 0.5, (place,), ())),),
    )
    (path,) = write_xlsx(tmp_path, Placed([plan], address), Style())
    sheet = openpyxl.load_workbook(path)["Åtgärder"]
    cell = sheet.cell(2, [c.value for c in sheet[1]].index("Sida") + 1)
    assert cell.value == 3
    assert (cell.hyperlink.target, cell.hyperlink.location) == (target, anchor) if target else cell.hyperlink is None


@given(st.text(alphabet="ab \nåw", max_size=200), st.integers(3, 50))
def test_a_row_is_at_least_as_high_as_its_lines(text: str, width: int) -> None:
    lines = wrapped_lines(text, width)
    assert lines >= text.count("\n") + 1
    assert lines >= wrapped_lines(text, width + 10)
    # Never less than the text's length asks for, were all signs narrow.
    assert lines >= len(text.replace("\n", "").replace(" ", "")) * 0.6 // width


def test_doubtful_fields_are_coloured_and_say_why(tmp_path: Path) -> None:
    plan = replace(doubtful(), issues=(Issue("unknown-actor", "warning", "r1.vem", "Okänd aktör."),))
    (path,) = write_xlsx(tmp_path, [plan], Style())
    sheet = openpyxl.load_workbook(path)["Åtgärder"]
    header = [c.value for c in sheet[1]]
    cell = sheet.cell(2, header.index("Vem") + 1)
    assert cell.fill.fgColor.rgb == "FFFFE8B3"
    assert "Okänd aktör." in cell.comment.text
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref is not None


def test_formulas_stay_text(tmp_path: Path) -> None:
    (path,) = write_xlsx(tmp_path, [doubtful("=HYPERLINK(1)")], Style())
    sheet = openpyxl.load_workbook(path)["Åtgärder"]
    header = [c.value for c in sheet[1]]
    cell = sheet.cell(2, header.index("Vem") + 1)
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
    header = [c.value for c in book["Åtgärder"][1]]
    cell = book["Åtgärder"].cell(3, header.index("Vem") + 1)
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
    assert {line[:4] for line in lines} == {("Åtgärder", "a.docx", 3, "Vem")}
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
    sheet = openpyxl.load_workbook(path)["Åtgärder"]
    cell = sheet.cell(2, [c.value for c in sheet[1]].index("Vem") + 1)
    assert cell.value == "Gruppen!"
    assert "Gruppen! is not known" in cell.comment.text
