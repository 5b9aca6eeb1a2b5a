"""Tagged PDF: a small tagged file is put together by hand, cell by cell."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from ingest.document import Document, Table
from ingest.layout import arrange
from ingest.layout.tables.tagged import with_tagged
from ingest.options import Options
from ingest.read.pdf.reader import read
from ingest.source import Source

ROWS = [["Orsak", "Mål", "Vem"], ["Mörka vägar", "Ljusa vägar", "Kommunen"], ["Klotter", "", "Fastighetskontoret"]]
XS = [72, 200, 330]


def tagged(rows: Any, *, xs: Any = XS, leading: Any = 12, order: Any = None, spans: Any = None) -> bytes:
    """Cells as text at `xs`, rows `leading` apart; `order` permutes each row's tags against its text."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )
    page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
    table = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Table))
    content: list[Any] = []
    parents: list[Any] = []
    lines: list[Any] = []
    for i, row in enumerate(rows):
        line = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.TR, P=table))
        cells = []
        for j, text in enumerate(row):
            cell = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.TH if i == 0 else Name.TD, P=line))
            span = (spans or {}).get((i, j))
            if span:
                cell.A = Dictionary(O=Name.Table, ColSpan=span)
            if text:
                x, y = xs[order[j] if order else j], 700 - i * leading
                raw = text.encode("cp1252").hex()
                content.append(f"/TD <</MCID {len(parents)}>> BDC BT /F1 9 Tf {x} {y} Td <{raw}> Tj ET EMC")
                cell.K = Array([len(parents)])
                cell.Pg = page.obj
                parents.append(cell)
            cells.append(cell)
        line.K = Array(cells)
        lines.append(line)
    table.K = Array(lines)
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array([table])))
    table.P = document
    root = pdf.make_indirect(
        Dictionary(
            Type=Name.StructTreeRoot,
            K=Array([document]),
            ParentTree=Dictionary(Nums=Array([0, pdf.make_indirect(Array(parents))])),
        )
    )
    document.P = root
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    page.obj.StructParents = 0
    page.obj.Contents = pdf.make_stream("\n".join(content).encode())
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def document(data: bytes) -> Document:
    return read(Source.from_bytes(data, "plan.pdf"), Options(ocr="never"))


def tables(data: bytes) -> list[Table]:
    return [b for b in arrange(document(data), Options()).blocks if isinstance(b, Table)]


def test_cells_and_their_words_come_from_the_structure_tree() -> None:
    page = document(tagged(ROWS)).pages[0]
    assert page.tags is not None
    (table,) = page.tags.tables
    assert (table.rows, table.columns) == (3, 3)
    found = {
        (c.row, c.column): " ".join(page.words[i].raw for group in c.paragraphs for i in group) for c in table.cells
    }
    # A cell without content is no part of the page's tree, but keeps its place.
    assert found == {(i, j): t for i, row in enumerate(ROWS) for j, t in enumerate(row) if t}
    assert [c.header for c in table.cells if c.row == 0] == [True] * 3


def test_spans_move_the_cells_behind_them() -> None:
    page = document(tagged([["Mål", "Vem"], ["Trygghet", "Ljus", "Kommunen"]], xs=XS, spans={(0, 0): 2})).pages[0]
    assert page.tags is not None
    (table,) = page.tags.tables
    assert [(c.column, c.colspan) for c in table.cells if c.row == 0] == [(0, 2), (2, 1)]


def test_a_table_that_nothing_draws_is_believed_to_its_tags() -> None:
    (table,) = tables(tagged(ROWS))
    assert table.confidence >= 0.97
    assert table.text == "\n".join("\t".join(row) for row in ROWS)
    assert table.header_rows == 1


def test_rows_without_space_between_them_stay_apart() -> None:
    rows = [["Orsak", "Mål", "Vem"], ["Lång orsak", "ett", "A"], ["som ser ut att gå vidare", "två", "B"]]
    (table,) = tables(tagged(rows, leading=10))
    assert table.rows == 3
    (alone,) = with_tagged(document(tagged(rows, leading=10)).pages[0], [])
    assert (alone.method, alone.rows, alone.columns) == ("tagged", 3, 3)


@pytest.mark.parametrize("order", [[2, 1, 0], [1, 0, 2]])
def test_tags_in_another_order_than_the_page_are_not_believed(order: Any) -> None:
    assert with_tagged(document(tagged(ROWS, order=order)).pages[0], []) == []


def test_no_word_is_lost_by_tags() -> None:
    from ingest.document import words_of

    data = tagged(ROWS)
    read_words = sorted(w.raw for w in document(data).pages[0].words)
    assert sorted(w.raw for w in words_of(arrange(document(data), Options()).blocks)) == read_words


def test_text_turned_throughout_sets_the_page_upright() -> None:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    canvas.translate(300, 200)
    canvas.rotate(90)
    canvas.drawString(0, 0, "Hela sidan ligger ned på bredden")
    canvas.drawString(0, -14, "och ska läsas så")
    canvas.save()
    page = document(buffer.getvalue()).pages[0]
    assert [w.raw for w in page.words][:3] == ["Hela", "sidan", "ligger"]
    assert (round(page.width), round(page.height)) == (842, 595)
    box = page.words[0].bbox
    assert box is not None
    shown = page.displayed(box)
    # On the page as displayed the first word stands upright beside x = 300, above y = 842 - 200.
    assert 285 < shown.x0 < 295 < 300 < shown.x1 < 305
    assert shown.bottom == pytest.approx(642, abs=1)
    assert shown.height > shown.width
