"""Text layer or OCR: the decision itself, from what a first look at a page gives."""

from __future__ import annotations

import pytest

from ingest.document import BBox, Method, Page, Word
from ingest.options import Options
from ingest.read.decide import Reading, choose
from ingest.read.pdf_look import PageLook

SOUND = [
    "Kommunen",
    "och",
    "polisen",
    "ska",
    "tillsammans",
    "följa",
    "upp",
    "åtgärderna",
    "för",
    "att",
    "öka",
    "tryggheten",
    "i",
    "centrum",
    "under",
    "året",
]
FULL = (BBox(0, 0, 595, 842),)


def page(words: list[str], images: tuple[BBox, ...] = ()) -> Page:
    boxes = tuple(Word(w, w, BBox(50, 50 + 12 * i, 150, 60 + 12 * i)) for i, w in enumerate(words))
    return Page(1, 595, 842, Method.TEXT_LAYER, words=boxes, images=images)


def look(characters: int, images: tuple[BBox, ...] = (), **more: int) -> PageLook:
    return PageLook(1, 595.0, 842.0, characters=characters, images=images, **more)


def test_healthy_layer_is_used() -> None:
    assert choose(page(SOUND * 5), look(500), Options()) is Reading.LAYER


def test_no_layer_is_ocr() -> None:
    assert choose(page([], FULL), look(0, FULL), Options()) is Reading.OCR


@pytest.mark.parametrize("invisible", [0, 1])
def test_stray_letter_on_a_scan_is_no_layer(invisible: int) -> None:
    assert choose(page(["x"], FULL), look(1, FULL, invisible=invisible), Options()) is Reading.OCR


def test_hidden_layer_is_compared() -> None:
    assert choose(page(SOUND * 5, FULL), look(500, FULL, invisible=500), Options()) is Reading.COMPARE


def test_picture_on_a_page_of_text_is_looked_at() -> None:
    picture = (BBox(50, 400, 545, 700),)
    assert choose(page(SOUND * 5, picture), look(500, picture), Options()) is Reading.PARTS


def test_logo_is_not_read() -> None:
    logo = (BBox(50, 20, 120, 50),)
    assert choose(page(SOUND * 5, logo), look(500, logo), Options()) is Reading.LAYER


def test_letters_without_a_meaning_are_ocr() -> None:
    assert choose(page(SOUND * 5), look(500, unmapped=200), Options()) is Reading.OCR


@pytest.mark.parametrize(("mode", "reading"), [("never", Reading.LAYER), ("force", Reading.OCR)])
def test_the_user_can_force_either(mode: str, reading: Reading) -> None:
    options = Options(ocr=mode)  # type: ignore[arg-type]
    assert choose(page(SOUND * 5, FULL), look(500, FULL, invisible=500), options) is reading
