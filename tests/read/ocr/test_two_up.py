"""Two pages on one sheet are two pages; a landscape page is one."""

from __future__ import annotations

import numpy as np

from ingest.document import BBox, Method, Page, Rule, Word
from ingest.read.ocr.images import PageImage
from ingest.read.ocr.two_up import facing_pages, split_sheet


def column(left: float, right: float, lines: int = 8, top: float = 60.0) -> list[Word]:
    """Lines of words between two edges."""
    words = []
    for i in range(lines):
        y = top + 20 * i
        x = left
        while x + 40 <= right:
            words.append(Word("ord", "ord", BBox(x, y, x + 40, y + 11)))
            x += 44
    return words


def sheet(words: list[Word], *, width: float = 842.0, height: float = 595.0, rules: tuple[Rule, ...] = ()) -> Page:
    return Page(3, width, height, Method.OCR, words=tuple(words), rules=rules)


def test_two_pages_are_parted_and_keep_number_and_places() -> None:
    words = column(50, 370) + column(472, 800)
    left, right = split_sheet(sheet(words))
    assert (left.number, right.number) == (3, 3)
    assert all(w.bbox is not None and w.bbox.x1 < 421 for w in left.words)
    assert all(w.bbox is not None and w.bbox.x0 > 421 for w in right.words)
    assert left.words + right.words == tuple(words)


def test_a_landscape_table_is_one_page() -> None:
    words = column(50, 250) + column(270, 560) + column(585, 800)
    assert split_sheet(sheet(words)) == (sheet(words),)


def test_a_rule_through_the_gap_holds_the_sheet_together() -> None:
    words = column(50, 370) + column(472, 800)
    page = sheet(words, rules=(Rule(BBox(50, 55, 800, 56), True, 1.0),))
    assert split_sheet(page) == (page,)


def test_a_portrait_page_in_two_columns_and_a_wide_slide_are_one_page() -> None:
    words = column(50, 260) + column(340, 550)
    assert len(split_sheet(sheet(words, width=595, height=842))) == 1
    slide = column(50, 400) + column(560, 900)
    assert len(split_sheet(sheet(slide, width=960, height=440))) == 1


def test_a_page_number_alone_is_no_page() -> None:
    words = column(50, 370) + column(760, 800, lines=1)
    assert len(split_sheet(sheet(words))) == 1


def book(shade: float) -> PageImage:
    """Two pages at 100 dpi with lines of print, and between them a shadow that leaves `shade` of the light."""
    gray = np.full((827, 1169), 235, np.float32)
    for y in range(100, 700, 24):
        gray[y : y + 8, 60:520] = gray[y : y + 8, 650:1110] = 60
    distance = np.abs(np.arange(1169) - 585)
    gray *= 1 - (1 - shade) * np.exp(-distance / 15)
    return PageImage(gray.astype(np.uint8), 100.0)


def test_an_opened_book_is_parted_at_its_gutter() -> None:
    left, right = facing_pages(book(0.2))
    assert abs(left.gray.shape[1] - 585) < 12
    assert left.gray.shape[1] + right.gray.shape[1] == 1169
    x, y, w = right.to_displayed @ np.array([10.0, 20.0, 1.0])
    assert (round(x / w - left.gray.shape[1] * 0.72, 3), y / w) == (10.0, 20.0)


def test_a_sheet_without_a_gutter_s_shadow_stays_whole() -> None:
    assert len(facing_pages(book(0.95))) == 1
    folded = book(1.0)
    folded.gray[:, 585:588] = 90
    assert len(facing_pages(folded)) == 1
    upright = book(0.2)
    assert len(facing_pages(PageImage(np.ascontiguousarray(upright.gray.T), 100.0))) == 1
