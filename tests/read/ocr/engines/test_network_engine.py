"""A line network as the only engine: words and their places, blocks cut into lines."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ingest.errors import MissingTool
from ingest.read.ocr.engines import choice as engines
from ingest.read.ocr.engines.network_engine import NetworkEngine
from ingest.read.ocr.engines.second_engine import LineReading
from ingest.read.ocr.engines.tesseract import BLOCK, LINE
from ingest.read.ocr.images import Gray

WORDS = ("Fler", "vuxna", "ute")


def picture(lines: int) -> Gray:
    """Lines of three words, 60 pixels apart, the first word's left edge at 20."""
    gray = np.full((60 * lines + 20, 420), 255, np.uint8)
    for k in range(lines):
        cv2.putText(gray, " ".join(WORDS), (20, 60 * k + 50), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2)
    return gray


def network(gray: Gray) -> LineReading:
    """Reads the same everywhere, with letters spread evenly over the ink."""
    columns = np.flatnonzero((gray < 128).any(axis=0))
    if not columns.size:
        return LineReading("", ())
    text = " ".join(WORDS)
    left, width = float(columns[0]), float(columns[-1] - columns[0])
    centres = tuple(left + width * (i + 0.5) / len(text) for i in range(len(text)))
    sure = tuple(0.5 if c == "u" else 1.0 for c in text)
    return LineReading(text, sure, centres)


def test_words_stand_where_their_letters_were_seen() -> None:
    gray = picture(1)
    words = NetworkEngine(network).words(gray, 200.0, LINE)
    assert [w.text for w in words] == list(WORDS)
    edges = [edge for w in words for edge in (w.box[0], w.box[2])]
    assert edges == sorted(edges)
    ink = np.argwhere(gray < 128)
    assert words[0].box[0] == pytest.approx(ink[:, 1].min(), abs=3)
    assert words[-1].box[2] == pytest.approx(ink[:, 1].max(), abs=3)
    assert {(w.box[1], w.box[3]) for w in words} == {(ink[:, 0].min(), ink[:, 0].max() + 1)}
    assert words[1].confidence == pytest.approx(0.9)
    assert {w.line for w in words} == {0}


@pytest.mark.parametrize("lines", [1, 3])
def test_a_block_is_read_line_by_line(lines: int) -> None:
    words = NetworkEngine(network).words(picture(lines), 200.0, BLOCK)
    assert [w.line for w in words] == [k for k in range(lines) for _ in WORDS]
    tops = [w.box[1] for w in words[::3]]
    assert np.diff(tops).tolist() == pytest.approx([60.0] * (lines - 1), abs=1)


def test_white_paper_holds_no_words() -> None:
    white = np.full((100, 300), 255, np.uint8)
    for mode in (LINE, BLOCK):
        assert NetworkEngine(network).words(white, 200.0, mode) == []


def test_the_network_is_taken_where_there_is_no_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "language_data", lambda: None)
    monkeypatch.setattr(engines, "_running", {})
    monkeypatch.setattr(engines, "model", lambda: "a network")
    monkeypatch.setattr(engines, "second_engine", lambda name: network)
    running = engines.engine()
    assert isinstance(running, NetworkEngine)
    assert engines.engine() is running
    assert (running.whole, running.has_second) == (True, False)
    assert [w.text for w in running.words(picture(1), 200.0)] == list(WORDS)


def test_without_any_engine_each_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_running", {})
    monkeypatch.setattr(engines, "model", lambda: None)
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    with pytest.raises(MissingTool) as caught:
        engines.engine()
    assert "tesserocr" in caught.value.remedy
    assert "rapidocr" in caught.value.remedy
