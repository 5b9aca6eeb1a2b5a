"""What is read of a workbook: what it shows, each cell with its place, and a note for everything that it does not."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.table import Table as SheetTable
from openpyxl.worksheet.worksheet import Worksheet

import ingest
from ingest.classify.fields.vocabulary import load
from ingest.document import Document, Paragraph, Table, words_of
from ingest.errors import FileTooLarge, IngestError
from ingest.options import Limits, Options
from ingest.read.sheets.grid import address, column_letters
from ingest.read.sheets.reader import read
from ingest.source import XLSX, Source

HEADS = ["Orsak", "Åtgärd", "Ansvarig", "När"]
ROW = ["Klotter", "Måla muren", "Parkenheten", "maj 2030"]


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def document(fill: Callable[[Worksheet], object], options: Options | None = None) -> Document:
    book = openpyxl.Workbook()
    fill(book.active)
    return read(Source("plan.xlsx", saved(book)), options or Options())


def tables(found: Document) -> list[Table]:
    return [b for b in found.blocks if isinstance(b, Table)]


def lines(found: Document) -> list[str]:
    return [b.text for b in found.blocks if isinstance(b, Paragraph)]


def notes(found: Document) -> dict[str, str]:
    return {n.code: n.message for n in found.notes}


def plain(s: Worksheet) -> None:
    s.append(HEADS)
    s.append(ROW)


def test_the_type_is_told_by_content() -> None:
    book = openpyxl.Workbook()
    assert Source("plan.bin", saved(book)).media_type == XLSX


def test_lines_above_a_table_are_paragraphs_and_places_are_those_of_the_sheet() -> None:
    book = openpyxl.Workbook()
    s = book.active
    s["B2"] = "Trygghetsplan för Ekby kommun 2030"
    for c, (head, value) in enumerate(zip(HEADS, ROW, strict=True), 2):
        s.cell(4, c, head)
        s.cell(5, c, value)
    plan = ingest.convert(saved(book), name="plan.xlsx")
    (row,) = plan.rows
    assert plan.document.title == "Trygghetsplan för Ekby kommun 2030"
    assert row.åtgärd is not None
    (place,) = row.åtgärd.places
    assert (place.page, place.bbox, place.table, place.row, place.column) == (1, None, 1, 5, 3)


def test_sheets_are_named_by_headings_unless_nobody_named_them() -> None:
    book = openpyxl.Workbook()
    plain(book.active)
    for name in ("Skola", "Blad2", "2031"):
        plain(book.create_sheet(name))
    found = read(Source("plan.xlsx", saved(book)), Options())
    assert [(b.text, b.level) for b in found.blocks if isinstance(b, Paragraph)] == [("Skola", 1), ("2031", 1)]
    assert [t.pages for t in tables(found)] == [(1,), (2,), (3,), (4,)]


def test_merged_cells_span_and_what_they_cover_is_told() -> None:
    def fill(s: Worksheet) -> None:
        plain(s)
        s.append([None, "Klippa häcken", "Parkenheten", "juni 2030"])
        s.merge_cells("A2:A3")

    (table,) = tables(document(fill))
    (cell,) = (c for c in table.cells if c.text == "Klotter")
    assert (cell.row, cell.rowspan, cell.colspan) == (1, 2, 1)


def test_hidden_rows_columns_and_sheets_are_left_out_and_told() -> None:
    book = openpyxl.Workbook()
    s = book.active
    for row in (HEADS, ROW, ["x", "Gammalt", "y", "z"], ROW):
        s.append(row)
    s.row_dimensions[3].hidden = True
    s.column_dimensions["C"].hidden = True
    book.create_sheet("Utkast").sheet_state = "hidden"
    found = read(Source("plan.xlsx", saved(book)), Options())
    (table,) = tables(found)
    assert table.text.split("\n") == ["Orsak\tÅtgärd\tNär", *["Klotter\tMåla muren\tmaj 2030"] * 2]
    assert (table.sheet_rows, table.sheet_columns) == ((1, 2, 4), (1, 2, 4))
    told = [n.message for n in found.notes if n.code == "hidden-text"]
    assert any("rows" in m and m.endswith(": 3") for m in told)
    assert any("columns" in m and m.endswith(": C") for m in told)
    assert "1 hidden sheets are left out." in told


def test_a_merged_text_whose_first_row_is_hidden_is_shown() -> None:
    def fill(s: Worksheet) -> None:
        plain(s)
        s.append([None, "Klippa häcken", "Parkenheten", "juni 2030"])
        s.merge_cells("A2:A3")
        s.row_dimensions[2].hidden = True

    (table,) = tables(document(fill))
    assert table.text.split("\n")[1] == "Klotter\tKlippa häcken\tParkenheten\tjuni 2030"


def test_numbers_and_dates_stand_as_they_are_shown() -> None:
    def fill(s: Worksheet) -> None:
        s.append(["Åtgärd", "Klart", "Kostnad", "Andel"])
        s.append(["Måla", date(2030, 3, 1), 1250.5, 0.25])
        s["B2"].number_format, s["C2"].number_format, s["D2"].number_format = "mmm-yy", '#,##0.00 "kr"', "0%"

    (table,) = tables(document(fill))
    assert table.text.split("\n")[1].replace("\u00a0", " ") == "Måla\tmar-30\t1 250,50 kr\t25%"


def test_formulas_show_what_is_stored_and_else_are_told() -> None:
    def fill(s: Worksheet) -> None:
        plain(s)
        s["E1"], s["E2"] = "Summa", "=1+2"

    found = document(fill)
    assert "E2" in notes(found)["formula-without-value"]
    assert not any("=" in w.raw for w in words_of(found.blocks))


def test_looks_fills_breaks_and_turned_headings() -> None:
    def fill(s: Worksheet) -> None:
        plain(s)
        s["A1"].font, s["A1"].fill = Font(bold=True, size=14), PatternFill("solid", fgColor="FF3366CC")
        s["B1"].alignment = Alignment(textRotation=90)
        s["B2"] = "- Måla muren\n- Klippa häcken"
        struck = TextBlock(InlineFont(strike=True), "gammal ")
        s["C2"] = CellRichText(struck, TextBlock(InlineFont(b=True), "Park"), "enheten")

    found = document(fill)
    (table,) = tables(found)
    cells = {(c.row, c.column): c for c in table.cells}
    assert cells[0, 0].fill == (0.2, 0.4, 0.8)
    assert all(w.bold and w.size == 14 for w in words_of(cells[0, 0].blocks))
    assert cells[0, 1].rotated
    assert [(b.text, b.marker) for b in cells[1, 1].blocks if isinstance(b, Paragraph)] == [
        ("Måla muren", "-"),
        ("Klippa häcken", "-"),
    ]
    assert cells[1, 2].text == "Parkenheten"
    assert notes(found)["struck-out"].endswith("gammal")


def test_comments_are_told() -> None:
    def fill(s: Worksheet) -> None:
        plain(s)
        s["A2"].comment = Comment("stämmer?", "x")

    assert notes(document(fill))["comments"] == "1 comments are left out."


def test_an_empty_row_parts_tables_only_before_new_headings() -> None:
    def fill(s: Worksheet) -> None:
        rows = [HEADS, ROW, [], ROW, [], ["Riskbedömning"], ["Risk", "Värde"], ["Brand", 4], ["Stöld", 6]]
        for row in rows:
            s.append(row)
        for at in ("A1", "B1", "C1", "D1", "A6", "A7", "B7"):
            s[at].font = Font(bold=True)

    found = document(fill)
    first, second = tables(found)
    assert first.sheet_rows == (1, 2, 4)
    assert second.text.split("\n")[0] == "Risk\tVärde"
    assert lines(found) == ["Riskbedömning"]


def test_tables_beside_each_other_and_spaces_inside_one() -> None:
    def fill(s: Worksheet) -> None:
        s.append(["Orsak", "Åtgärd", None, "Ansvarig", None, None, "Telefon", "Namn"])
        for n in range(5):
            s.append([f"o{n}", f"å{n}", None, f"v{n}", None, None, *(("1", "x") if n == 0 else ())])

    first, second = tables(document(fill))
    assert (first.columns, first.sheet_columns) == (3, (1, 2, 4))
    assert second.text.split("\n") == ["Telefon\tNamn", "1\tx"]


def test_a_bold_line_over_rows_spans_the_table() -> None:
    def fill(s: Worksheet) -> None:
        for row in (HEADS, ["Skola"], ROW, ["Torget"], ROW):
            s.append(row)
        for at in ("A1", "B1", "C1", "D1", "A2", "A4"):
            s[at].font = Font(bold=True)

    (table,) = tables(document(fill))
    assert [c.colspan for c in table.cells if c.text in ("Skola", "Torget")] == [4, 4]


def test_the_headings_of_a_sheets_own_table_are_marked() -> None:
    def fill(s: Worksheet) -> None:
        s.append(["Kommun", "Ekby"])
        plain(s)
        s.append(ROW)
        s.add_table(SheetTable(displayName="T", ref="A2:D4"))

    found = document(fill)
    (table,) = tables(found)
    assert (table.header_rows, table.sheet_rows) == (1, (2, 3, 4))
    assert lines(found) == ["Kommun Ekby"]


def test_headers_of_the_print_are_read_without_their_codes() -> None:
    def fill(s: Worksheet) -> None:
        plain(s)
        s.oddHeader.left.text = "Ekby kommun"
        s.oddHeader.left.font = "Arial,Bold"
        s.oddFooter.center.text = "Sida &P av &N"

    found = document(fill)
    assert [(b.role, b.text) for b in found.blocks if isinstance(b, Paragraph)] == [
        ("header", "Ekby kommun"),
        ("footer", "Sida 1 av 1"),
    ]


def test_a_sheet_of_text_is_text() -> None:
    def fill(s: Worksheet) -> None:
        for line in ("Handlingsplan", "Vi ska måla muren.", "- Klippa häcken"):
            s.append([line])

    found = document(fill)
    assert tables(found) == []
    assert lines(found) == ["Handlingsplan", "Vi ska måla muren.", "Klippa häcken"]


def test_an_empty_workbook_says_so() -> None:
    assert "no-text" in notes(document(lambda s: None))


def test_a_million_empty_cells_cost_little() -> None:
    rows = "".join(f'<row r="{r}">' + f'<c r="A{r}" s="0"/>' * 20 + "</row>" for r in range(1, 50_001))
    book = openpyxl.Workbook()
    plain(book.active)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(b"</sheetData>", rows.replace('r="1"', 'r="3"').encode() + b"</sheetData>")
            new.writestr(name, data)
    limits = Limits(unpack_ratio=10_000)
    started = time.perf_counter()
    found = read(Source("plan.xlsx", out.getvalue()), Options(limits=limits))
    assert time.perf_counter() - started < 60
    assert len(tables(found)) == 1


def test_far_cells_and_wide_merges_cost_nothing() -> None:
    def fill(s: Worksheet) -> None:
        plain(s)
        s["XFD1048576"] = "längst bort"
        s.merge_cells("A2:A9000")

    assert lines(document(fill)) == ["längst bort"]


def test_limits_hold() -> None:
    with pytest.raises(FileTooLarge):
        document(plain, Options(limits=Limits(objects=10)))


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_damage_is_an_error(cut: float) -> None:
    book = openpyxl.Workbook()
    plain(book.active)
    data = saved(book)
    with pytest.raises(IngestError):
        ingest.convert(data[: int(len(data) * cut)], name="plan.xlsx")


@given(st.integers(1, 16_384), st.integers(1, 1_048_576))
def test_addresses_come_back(column: int, row: int) -> None:
    assert address(f"{column_letters(column)}{row}") == (row, column)


CELLS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=12).filter(
    lambda t: not t.startswith("=") and "_x" not in t and t.strip()
)


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(st.tuples(st.integers(1, 12), st.integers(1, 8)), CELLS, min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(1, 10), st.integers(1, 6), st.integers(0, 3), st.integers(0, 3)), max_size=3),
)
def test_every_text_that_openpyxl_writes_is_read_once(
    cells: dict[tuple[int, int], str], merges: list[tuple[int, int, int, int]]
) -> None:
    book = openpyxl.Workbook()
    s = book.active
    for (row, column), text in cells.items():
        s.cell(row, column).value = text
        s.cell(row, column).data_type = "s"
    for row, column, down, wide in merges:
        held = {(row + i, column + k) for i in range(down + 1) for k in range(wide + 1)}
        if len(held) > 1 and not any(held & {(r.min_row, r.min_col)} for r in s.merged_cells.ranges):
            s.merge_cells(start_row=row, start_column=column, end_row=row + down, end_column=column + wide)
    shown = [str(c.value) for line in s.iter_rows() for c in line if c.value is not None]
    found = read(Source("plan.xlsx", saved(book)), Options())
    raws = sorted(w.raw for w in words_of(found.blocks))
    marks = sorted(b.marker or "" for b in _paragraphs(found) if b.marker)
    assert sorted([*raws, *marks]) == sorted(w for t in shown for w in t.split())
    for table in tables(found):
        places = [(c.row + i, c.column + k) for c in table.cells for i in range(c.rowspan) for k in range(c.colspan)]
        assert len(places) == len(set(places)) == table.rows * table.columns


def _paragraphs(found: Document) -> list[Paragraph]:
    from ingest.document import paragraphs

    return list(paragraphs(found.blocks))


def test_every_word_of_a_sheet_stands_somewhere() -> None:
    folder = Path(__file__).resolve().parent / "looks" / "first"
    labels = load()
    for path in sorted(folder.glob("*.xlsx")):
        plan = ingest.convert(path)
        source = Source.open(path)
        held = str(plan.to_dict()).replace("\u00a0", " ")
        for word in words_of(read(source, Options()).blocks):
            # Headings of columns, in bold, and labels are printed beside the values that they name, and stand there.
            printed = word.bold or labels.is_front(word.raw)
            assert printed or word.raw.strip("•:|–-") in held, (path.name, word.raw)
