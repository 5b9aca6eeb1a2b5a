"""Numbered headings that count down two columns."""

from __future__ import annotations

import pytest

from ingest.layout.blocks.counting import counts_past
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
