"""Worn full stops that were read as commas."""

from __future__ import annotations

import pytest

from ingest.read.ocr.engines.tesseract import OcrWord
from ingest.read.ocr.signs.stops_for_commas import with_stops


def read(*lines: str) -> list[str]:
    words = [OcrWord(t, (0.0, 0.0, 1.0, 1.0), 0.9, n) for n, line in enumerate(lines) for t in line.split()]
    return [w.text for w in with_stops(words)]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("1, SKOLORNA", "1. SKOLORNA"),
        ("12, Torget belyses", "12. Torget belyses"),
        ("2,", "2."),
        ("fr o.m, 1 februari", "fr o.m. 1 februari"),
        ("buskar m.m, vid torget", "buskar m.m. vid torget"),
    ],
)
def test_a_stop_is_one_again(line: str, text: str) -> None:
    assert read("Inledning", line) == ["Inledning", *text.split()]


@pytest.mark.parametrize("line", ["Den 1, Torget", "1, torget och parken", "torget, Parken", "3,5 Miljoner"])
def test_other_commas_stay(line: str) -> None:
    assert read("Inledning", line) == ["Inledning", *line.split()]
