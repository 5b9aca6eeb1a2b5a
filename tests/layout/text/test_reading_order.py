"""Inside a part of a page: row by row, a table where its top is."""

from __future__ import annotations

from ingest.document import BBox
from ingest.layout.text.lines import segments
from ingest.layout.text.reading_order import OrderItem, region_of
from tests.layout.pages import words


def test_pieces_of_a_row_are_read_from_left_to_right_and_a_table_at_its_top() -> None:
    text = words("Vem", 60, 100) + words("Polisen", 200, 99.6) + words("Efter tabellen", 60, 300)
    items = [OrderItem(s.box, s) for s in segments(text)]
    found = region_of([*reversed(items), OrderItem(BBox(55.0, 120.0, 400.0, 280.0), index=3)], beside=True)
    read = [i.segment.line(1).text if i.segment else f"tabell {i.index}" for i in found.items]
    assert read == ["Vem", "Polisen", "tabell 3", "Efter tabellen"]
    assert (found.left, found.right, found.column) == (55.0, 400.0, True)


def test_nothing_is_an_empty_region() -> None:
    found = region_of([], beside=False)
    assert (found.items, found.left, found.right, found.column) == ([], 0.0, 0.0, False)
