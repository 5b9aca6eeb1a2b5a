"""Columns that go on past a gap: headings that count down them, words drawn one column after the other."""

from __future__ import annotations

import pytest

from ingest.layout.blocks.counting import counts_past, drawn_past
from ingest.layout.blocks.runs import GutterRun, HeightBand
from ingest.layout.tables.model import tokens_of
from tests.layout.pages import words

X = 300.0
Pair = tuple[str, str]


def run(*lines: Pair, bold: bool = True) -> GutterRun:
    bands = []
    for n, (left, right) in enumerate(lines):
        made = [
            word
            for text, x in ((left, 60.0), (right, 320.0))
            if text
            for word in words(text, x, 100.0 + 20 * n, bold=bold and text[0].isdigit())
        ]
        bands.append(HeightBand((tuple(tokens_of(tuple(made))),)))
    return GutterRun(X, tuple(bands))


COLUMNS: tuple[Pair, ...] = (
    ("Om planen", "Parken sköter detta"),
    ("och läget", "3 Resor i tjänsten"),
    ("1 Gång och cykel", "Bilarna delas av alla"),
    ("Banan byggs", "4 Underlag"),
    ("2 Buller", "Kartorna finns här"),
)


def test_headings_that_count_down_the_columns_go_past_a_gap() -> None:
    assert counts_past(run(*COLUMNS), 0, 2)


@pytest.mark.parametrize(
    "lines",
    [
        # Across, then down: blocks that end.
        (("1 Gång", "2 Buller"), ("Banan byggs", "Asfalt läggs"), ("3 Resor", "4 Underlag"), ("Bilar", "Kartor")),
        # A numbered table: nothing on the right counts.
        (("1 Gång", "Parken"), ("2 Buller", "Gatan"), ("3 Resor", "Personal"), ("4 Kartor", "Alla")),
        # Two numbers are no count.
        (("Om planen", "2 Buller"), ("1 Gång", "Asfalt läggs"), ("Banan byggs", "")),
    ],
)
def test_other_numbers_say_nothing(lines: tuple[Pair, ...]) -> None:
    assert not any(counts_past(run(*lines), 0, at) for at in range(1, len(lines)))


def test_numbers_in_running_text_are_no_headings() -> None:
    assert not counts_past(run(*COLUMNS, bold=False), 0, 2)


def drawn(*, down: bool) -> GutterRun:
    """Two columns, drawn one after the other (`down`) or block by block."""
    texts = (("Inledning om parken", "Åtgärder på torget"), ("Vägar och gator", "Ordlista till planen"))
    order = [(0, 0), (1, 0), (0, 1), (1, 1)] if down else [(0, 0), (0, 1), (1, 0), (1, 1)]
    made = [w for row, side in order for w in words(texts[row][side], (60.0, 320.0)[side], 100.0 + 40 * row)]
    tokens = tokens_of(tuple(made))
    return GutterRun(X, tuple(HeightBand((tuple(t for t in tokens if (t.ym > 120) == low),)) for low in (False, True)))


def test_columns_drawn_one_after_the_other_go_past_a_gap() -> None:
    assert drawn_past(drawn(down=True), 0, 1)
    assert not drawn_past(drawn(down=False), 0, 1)
