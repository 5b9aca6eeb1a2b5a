"""Cells read again as a whole: which rectangles are cells, and what their reading may change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ingest.document import BBox, Rule
from ingest.read.ocr.cells import cells, read_again
from ingest.read.ocr.engines import tesseract
from ingest.read.ocr.engines.tesseract import OcrWord, Tesseract
from ingest.read.ocr.images import Gray
from ingest.read.ocr.preprocess import Prepared

SCALE = 2.0


def level(y: float, x0: float, x1: float) -> Rule:
    return Rule(BBox(x0, y - 0.5, x1, y + 0.5), True, 1.0)


def upright(x: float, y0: float, y1: float) -> Rule:
    return Rule(BBox(x - 0.5, y0, x + 0.5, y1), False, 1.0)


GRID = (level(50, 50, 450), level(100, 50, 450), upright(50, 50, 100), upright(250, 50, 100), upright(450, 50, 100))


def page() -> Prepared:
    paper = np.full((400, 1000), 250, np.uint8)
    return Prepared(paper, paper, SCALE, 500, 200, np.eye(3), GRID, (), 20.0, 0.0)


class Reader(Tesseract):
    """Says the same of every picture, at places of the picture; keeps how often it was asked."""

    def __init__(self, words: list[OcrWord]) -> None:
        self.asked = 0
        self._words = words

    @property
    def has_second(self) -> bool:
        return True

    def words(self, gray: Gray, dpi: float, mode: int = tesseract.LINE, *, second: bool = False) -> list[OcrWord]:
        self.asked += 1
        return self._words


def word(text: str, x0: float, x1: float, y0: float = 120, y1: float = 144, *, sure: float = 0.95) -> OcrWord:
    return OcrWord(text, (x0, y0, x1, y1), sure, 0)


def in_cell(seen: OcrWord, line: int = 0) -> OcrWord:
    """As the engine gives a word of the left cell: in pixels of the cell's picture."""
    (found, _) = cells(GRID, SCALE, (400, 1000))
    x, y = found[0] - 18, found[1] - 18
    a, b, c, d = seen.box
    return replace(seen, box=(a - x, b - y, c - x, d - y), line=line)


def texts(words: list[OcrWord]) -> list[str]:
    return [w.text for w in words]


def test_cells_are_closed_in_on_all_sides() -> None:
    found = cells(GRID, SCALE, (400, 1000))
    assert [tuple(round(v / SCALE) for v in box) for box in found] == [(52, 52, 249, 99), (252, 52, 449, 99)]
    assert cells(GRID[:-1], SCALE, (400, 1000)) == found[:1]


def test_a_doubted_word_takes_the_reading_of_its_cell() -> None:
    lines = [[word("Alia", 120, 170, sure=0.6), word("elever", 185, 260)]]
    reader = Reader([in_cell(word("Alla", 120, 170)), in_cell(word("elever", 185, 260))])
    assert texts(read_again(page(), lines, reader)[0]) == ["Alla", "elever"]


@pytest.mark.parametrize(
    "words", [[word("Alia", 120, 170), word("elever", 185, 260)], [word("Alia", 120, 170, 20, 44, sure=0.6)]]
)
def test_sure_words_and_words_outside_tables_are_not_read_again(words: list[OcrWord]) -> None:
    reader = Reader([in_cell(word("Alla", 120, 170))])
    assert read_again(page(), [words], reader) == [words]
    assert reader.asked == 0


def test_a_reading_that_lost_the_end_of_the_line_has_no_vote() -> None:
    lines = [[word("Alia", 120, 170, sure=0.6), word("elever", 185, 260)]]
    assert read_again(page(), lines, Reader([in_cell(word("Alla", 120, 170))])) == lines


def test_lines_that_ran_into_one_are_taken_from_the_cell() -> None:
    lines = [[word("EA", 120, 260, 110, 180, sure=0.3)]]
    reader = Reader([in_cell(word("Alla", 120, 170)), in_cell(word("elever", 120, 200, 150, 174), 1)])
    assert texts(read_again(page(), lines, reader)[0]) == ["Alla", "elever"]


def test_what_another_run_has_does_not_come_twice() -> None:
    lines = [[word("EA", 118, 262, 110, 180, sure=0.3)], [word("elever", 185, 260, 108, 182)]]
    reader = Reader([in_cell(word("elever", 185, 260))])
    assert read_again(page(), lines, reader) == lines


def test_marks_stay_as_the_run_has_them() -> None:
    lines = [[word("anmäls.", 120, 190, sure=0.6), word("Ökad", 205, 260)]]
    reader = Reader([in_cell(word("anmäls,", 120, 190)), in_cell(word("Ökad'", 205, 262))])
    assert texts(read_again(page(), lines, reader)[0]) == ["anmäls.", "Ökad"]
