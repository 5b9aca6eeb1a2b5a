"""Which columns a heading stands over."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.layout.tables.below_headings.columns import columns_of, part_tight_heads, parted_times, widen_heads
from ingest.layout.tables.gutters import Gutter, Phrase
from ingest.layout.tables.model import tokens_of
from ingest.layout.tables.visual_rows import RowItem, VisualRow
from tests.layout.pages import words

Placed = tuple[int, int, str, float]
"""First column, the one after the last, text, left edge in points."""


def row(*items: Placed, y: float = 100.0) -> VisualRow:
    made = [RowItem(c0, c1, tokens_of(tuple(words(text, x, y)))) for c0, c1, text, x in items]
    return VisualRow(
        y - 8, y + 2, y - 3, 10.0, made,
        columns=frozenset(c for i in made for c in range(i.c0, i.c1)),
        values=frozenset(i.c0 for i in made if i.value and i.c1 - i.c0 == 1),
        spans=any(i.c1 - i.c0 > 1 for i in made),
    )  # fmt: skip


def spans(found: VisualRow) -> list[tuple[int, int, str]]:
    return [(i.c0, i.c1, i.text) for i in found.items]


def piece(text: str) -> Phrase:
    tokens = tokens_of(tuple(words(text, 60, 100)))
    return Phrase(tokens[0].x0, tokens[-1].x1, tokens)


def test_years_or_months_in_a_row_are_a_heading_each() -> None:
    assert [p.text for p in parted_times(piece("2026 2027 2028"))] == ["2026", "2027", "2028"]
    assert [p.text for p in parted_times(piece("maj juni"))] == ["maj", "juni"]


def test_a_time_twice_a_lone_one_and_other_words_stay_one_heading() -> None:
    for text in ("2026 2026", "2026", "Vem gör", "maj 2026"):
        assert [p.text for p in parted_times(piece(text))] == [text]


def test_the_text_of_a_column_reaches_from_its_first_to_its_last_edge() -> None:
    rows = [row((0, 1, "Byta", 60), (1, 2, "12", 200)), row((0, 1, "Klippa", 62), (1, 2, "7", 205))]
    assert columns_of(rows, 3) == [(60, 92), (200, 210), None]


BETWEEN = [Gutter(150.0, 148.0, 152.0, 3, 0)]
BODY = [row((0, 1, "120", 100), (1, 2, "45", 153), y=120 + 16 * n) for n in range(3)]


def test_headings_a_space_apart_are_cut_where_both_line_up_with_their_columns() -> None:
    head = row((0, 2, "Antal Andel", 100))
    head.items[0].tokens[1].x0 = 153.0
    head.items[0].tokens[1].x1 = 178.0
    head.items[0].tokens[0].x1 = 125.0
    part_tight_heads([head, *BODY], BETWEEN)
    assert spans(head) == [(0, 1, "Antal"), (1, 2, "Andel")]
    assert not head.spans
    assert head.columns == {0, 1}


def test_a_heading_that_lines_up_with_neither_stays_whole() -> None:
    head = row((0, 2, "Alla skador år", 110))
    part_tight_heads([head, *BODY], BETWEEN)
    assert spans(head) == [(0, 2, "Alla skador år")]
    alone = row((0, 2, "Antal Andel", 100))
    part_tight_heads([alone, BODY[0]], BETWEEN)
    assert spans(alone) == [(0, 2, "Antal Andel")]


EXTENTS: Sequence[tuple[float, float] | None] = [(60, 120), (200, 240), (300, 340), (400, 440)]
LOWER = row((0, 1, "Åtgärd", 60), (1, 2, "Antal", 207), (2, 3, "Andel", 307), (3, 4, "Vem", 412), y=116)


def test_a_heading_centred_over_two_columns_spans_them() -> None:
    upper = row((1, 2, "Skador", 255))
    widen_heads([upper, LOWER], 2, EXTENTS, [])
    assert spans(upper) == [(1, 3, "Skador")]
    assert upper.spans
    assert upper.columns == {1, 2}


def test_a_heading_in_line_with_its_own_column_keeps_to_it() -> None:
    upper = row((1, 2, "Skador", 200))
    widen_heads([upper, LOWER], 2, EXTENTS, [])
    assert spans(upper) == [(1, 2, "Skador")]


def test_a_rule_under_a_heading_shows_the_columns_it_spans() -> None:
    upper = row((1, 2, "Skador", 200))
    widen_heads([upper, LOWER], 2, EXTENTS, [(104.0, 198.0, 442.0)])
    assert spans(upper) == [(1, 4, "Skador")]


def test_the_first_columns_heading_and_the_lowest_headings_stay() -> None:
    upper = row((0, 1, "Åtgärder", 120))
    widen_heads([upper, LOWER], 2, EXTENTS, [])
    assert spans(upper) == [(0, 1, "Åtgärder")]
    only = row((1, 2, "Skador", 255))
    widen_heads([only], 1, EXTENTS, [])
    assert spans(only) == [(1, 2, "Skador")]


def test_words_over_years_span_as_many_as_they_are_centred_over() -> None:
    years = row((0, 1, "Åtgärd", 60), (1, 2, "2026", 210), (2, 3, "2027", 310), (3, 4, "2028", 410), y=116)
    upper = row((2, 3, "Skador", 305))
    widen_heads([upper, years], 2, EXTENTS, [])
    assert spans(upper) == [(1, 4, "Skador")]
