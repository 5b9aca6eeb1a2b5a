"""Labels right below a record whose values leave no column."""

from __future__ import annotations

from ingest.document import BBox, Cell, Line, Paragraph, Table
from ingest.layout.forms.below import with_labels_below
from tests.layout.pages import words


def paragraph(text: str, top: float, x0: float = 60) -> Paragraph:
    return Paragraph((Line(tuple(words(text, x0, top)), 1),))


def record(top: float, cause: str, measure: str) -> Table:
    rows = [("Brist:", cause, top), ("Åtgärd:", measure, top + 14)]
    cells = [
        Cell(row, column, (paragraph(text, at, x0),))
        for row, (label, value, at) in enumerate(rows)
        for column, (text, x0) in enumerate(((label, 60), (value, 140)))
    ]
    box = BBox(60, top, 400, top + 26)
    return Table(tuple(cells), 2, 2, method="labels", pages=(1,), boxes=((1, box),))


def test_labels_that_come_below_several_records_are_theirs() -> None:
    blocks = [
        record(100, "Smal vägren.", "Gångbana anläggs."),
        paragraph("Ombesörjes av: Gatukontoret", 128),
        record(200, "Häcken skymmer.", "Häcken klipps."),
        paragraph("Ombesörjes av: Fastighetsägaren", 228),
        paragraph("Underskrifter", 400),
    ]
    found = with_labels_below(blocks)
    assert [b.text.split("\n") if isinstance(b, Table) else b.text for b in found] == [
        ["Brist:\tSmal vägren.", "Åtgärd:\tGångbana anläggs.", "Ombesörjes av:\tGatukontoret"],
        ["Brist:\tHäcken skymmer.", "Åtgärd:\tHäcken klipps.", "Ombesörjes av:\tFastighetsägaren"],
        "Underskrifter",
    ]


def test_a_label_below_one_record_alone_stays_text() -> None:
    blocks = [record(100, "Smal vägren.", "Gångbana anläggs."), paragraph("Obs: planen är preliminär", 128)]
    assert with_labels_below(blocks) == tuple(blocks)
