"""Lines under words, which run through the feet of g, p and y."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.document import BBox, Rule
from ingest.read.ocr.engines.tesseract import OcrWord
from ingest.read.ocr.images import Gray
from ingest.read.ocr.preprocess import Prepared
from ingest.read.ocr.recognise import _first_readings
from ingest.read.ocr.text_lines import ink_of, runs

SCALE = 300 / 72
LEFT, RIGHT, HEAD, FOOT, LINE = 100, 560, 90, 120, 124


class Engine:
    """Reads g only where it sees the line that its foot lies on."""

    has_second = False

    def __init__(self) -> None:
        self.asked = 0

    def words(self, patch: Gray, dpi: float, *_: object, **__: object) -> list[OcrWord]:
        self.asked += 1
        dark = patch < 128
        lined = bool((dark.sum(axis=1) > 0.95 * (RIGHT - LEFT)).any())
        left, right = np.flatnonzero(dark.any(axis=0))[[0, -1]]
        text = "bedömning" if lined else "bedömnina"
        return [OcrWord(text, (float(left), 10.0, float(right), 40.0), 0.9, 0, 20.0, 40.0)]


def page(rules: tuple[Rule, ...]) -> Prepared:
    text = np.full((250, 800), 250, np.uint8)
    for x in range(LEFT, RIGHT, 23):
        text[HEAD:FOOT, x : x + 15] = 20
    ruled = text.copy()
    ruled[LINE : LINE + 3, LEFT:RIGHT] = 20
    return Prepared(text, ruled, SCALE, 800 / SCALE, 250 / SCALE, np.eye(3), rules, (), 30.0, 0.0)


def read(rules: tuple[Rule, ...]) -> tuple[str, int]:
    prepared, engine = page(rules), Engine()
    ink = ink_of(prepared.text, prepared.letter_height)
    found = runs(ink, prepared.rules, prepared.scale)
    assert len(found) == 1
    (words,) = _first_readings(prepared, engine, ink, found)  # type: ignore[arg-type]
    return " ".join(w.text for w in words), engine.asked


def rule(top: float, x0: float = LEFT, x1: float = RIGHT) -> Rule:
    return Rule(BBox(x0 / SCALE, top / SCALE, x1 / SCALE, (top + 3) / SCALE), True, 3 / SCALE)


def test_an_underlined_word_is_read_with_its_line_too() -> None:
    assert read((rule(LINE),)) == ("bedömning", 2)


@pytest.mark.parametrize("rules", [(), (rule(LINE + 40),), (rule(LINE, x1=LEFT + 40, x0=LEFT - 400),)])
def test_what_no_line_runs_under_is_read_once(rules: tuple[Rule, ...]) -> None:
    assert read(rules) == ("bedömnina", 1)
