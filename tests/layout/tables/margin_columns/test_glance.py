"""Which columns a document is read by."""

from __future__ import annotations

from ingest.layout.tables.margin_columns.glance import MarginChoice, likeliest
from ingest.layout.tables.model import MeasuredWord, tokens_of
from tests.layout.pages import words


def row(y: float, *texts: tuple[str, float]) -> list[MeasuredWord]:
    return list(tokens_of(tuple(w for text, x in texts for w in words(text, x, y))))


ROWS = [
    row(100, ("Gruppen talade om planken vid ån och om häcken vid skolan som står kvar.", 60)),
    row(112, ("Måla planken.", 60), ("Kim", 360), ("maj", 450)),
    row(124, ("Klippa häcken.", 60), ("Alex", 360), ("juni", 450)),
]


def test_columns_beside_lines_of_the_text_come_first() -> None:
    right, swapped = MarginChoice(0, (60.0, 360.0, 450.0)), MarginChoice(0, (60.0, 200.0))
    assert likeliest([swapped, right], ROWS) == [right]


def test_a_column_beside_no_line_is_none() -> None:
    assert likeliest([MarginChoice(0, (60.0, 360.0, 520.0))], ROWS) == []
