"""Rows of headings that come again over a document's tables."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import Method, Page, Word
from ingest.layout.tables.below_headings.recurring import is_head, recurring_heads
from ingest.layout.tables.model import tokens_of
from ingest.layout.tables.regions import PieceRow, rows_of
from tests.layout.pages import page, words

XS = (60.0, 220.0, 380.0)
HEAD = ("Åtgärd", "Ansvarig", "Tid")
HEADS = frozenset({("atgard", "ansvarig", "tid")})


def row(texts: tuple[str, ...], y: float) -> list[Word]:
    return [w for t, x in zip(texts, XS, strict=True) for w in words(t, x, y)]


def sheet(number: int, head: tuple[str, ...] = HEAD) -> Page:
    body = [w for k in range(3) for w in row((f"Klippa häck {k}", "parken", f"maj {number}"), 120 + 16 * k)]
    return replace(page(row(head, 100), body, number=number), method=Method.OCR)


def one(*texts: str) -> PieceRow:
    (found,) = rows_of(tokens_of(tuple(row(texts, 100))))
    return found


def test_a_row_of_headings_on_two_scanned_pages_is_known() -> None:
    assert recurring_heads([sheet(1), sheet(2)]) == HEADS
    assert recurring_heads([sheet(1)]) == frozenset()


def test_pages_with_a_text_layer_show_their_headings_by_their_look() -> None:
    assert recurring_heads([replace(sheet(n), method=Method.TEXT_LAYER) for n in (1, 2)]) == frozenset()


def test_values_sentences_and_words_that_stand_in_other_rows_are_no_headings() -> None:
    assert recurring_heads([sheet(n, ("Åtgärd", "Ansvarig", "2030")) for n in (1, 2)]) == frozenset()
    assert recurring_heads([sheet(n, ("Lampor byts.", "Ansvarig", "Tid")) for n in (1, 2)]) == frozenset()
    assert recurring_heads([sheet(n, ("Parken", "Ansvarig", "Parken")) for n in (1, 2)]) == frozenset()


def test_one_heading_may_be_misread() -> None:
    assert is_head(one("Åtgärd", "Ansvarig", "Tld"), HEADS)
    assert not is_head(one("Åtgard", "Polisen", "Maj"), HEADS)
