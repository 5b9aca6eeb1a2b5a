"""Headings above a table's first rule: taken by their look, whatever their words."""

from __future__ import annotations

from ingest.document import BBox, Word
from ingest.layout.tables.below_headings.above import with_heads_above
from ingest.layout.tables.model import FoundCell, FoundTable, MeasuredWord, cell_lines

EDGES = (50.0, 150.0, 250.0)


def tokens(*words: tuple[str, float, float, bool]) -> list[MeasuredWord]:
    """Words with left edge and top in points, and whether they are bold."""
    made = [Word(t, t, bbox=BBox(x, y, x + 5 * len(t), y + 10), size=10, bold=bold) for t, x, y, bold in words]
    return [MeasuredWord(w, i) for i, w in enumerate(made)]


BODY = [("Häck", 50, 120, False), ("maj", 150, 120, False), ("Plank", 50, 140, False), ("juni", 150, 140, False)]


def headings(*above: tuple[str, float, float, bool]) -> list[str]:
    """The first row of a table of two rows with these words above it."""
    all_tokens = tokens(*BODY, *above)
    cells = tuple(
        FoundCell(n // 2, n % 2, BBox(EDGES[n % 2], 118 + 20 * (n // 2), EDGES[n % 2 + 1], 138 + 20 * (n // 2)),
                  cell_lines([token], 1))
        for n, token in enumerate(all_tokens[:4])
    )  # fmt: skip
    table = FoundTable(1, BBox(50, 118, 250, 158), 2, 2, cells, "mixed", 1.0, frozenset(range(4)),
                       row_edges=(118.0, 138.0, 158.0), column_edges=EDGES)  # fmt: skip
    (found,) = with_heads_above(1, [table], all_tokens)
    assert found.rows == len(found.row_edges) - 1
    return [c.text for c in found.cells if c.row == 0]


def test_bold_words_over_each_column_are_its_headings() -> None:
    assert headings(("Blomp", 50, 104, True), ("Zwil", 150, 104, True)) == ["Blomp", "Zwil"]


def test_a_title_over_the_first_column_is_none() -> None:
    assert headings(("Blomp", 50, 104, True)) == ["Häck", "maj"]


def test_a_title_across_the_columns_is_none() -> None:
    assert headings(("Blompornas", 98, 104, True), ("zwilande", 151, 104, True)) == ["Häck", "maj"]


def test_words_that_are_set_like_the_rows_or_far_above_are_none() -> None:
    assert headings(("Blomp", 50, 104, False), ("Zwil", 150, 104, False)) == ["Häck", "maj"]
    assert headings(("Blomp", 50, 60, True), ("Zwil", 150, 60, True)) == ["Häck", "maj"]
