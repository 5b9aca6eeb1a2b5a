"""Colons behind labels that a worn page lost."""

from __future__ import annotations

from ingest.read.ocr.engines.tesseract import OcrWord
from ingest.read.ocr.signs.label_colons import with_colons


def read(*lines: str) -> list[str]:
    words = [OcrWord(t, (0.0, 0.0, 1.0, 1.0), 0.9, n) for n, line in enumerate(lines) for t in line.split()]
    return [w.text for w in with_colons(words)]


def test_a_label_has_the_colon_that_it_has_on_the_page() -> None:
    labels = ["VEM: Polisen", "VEM: Skolan", "VEM. Biblioteket", "Kortsiktigt mål: Lugn", "Kortsiktigt mål: Ro"]
    mended = read(*labels, "VEM Kultur", "Kortsiktigt mål. Färre brott")
    assert mended[4:6] == ["VEM:", "Biblioteket"]
    assert mended[-6:] == ["VEM", "Kultur", "Kortsiktigt", "mål:", "Färre", "brott"]


def test_a_sentence_that_ends_early_in_its_line_keeps_its_stop() -> None:
    lines = ["Polisen: ansvarar", "Polisen. Nästa möte", "Polisen. Sedan", "Polisen. Och", "Skolan: ja", "Skolan. Nej"]
    assert read(*lines) == " ".join(lines).split()
