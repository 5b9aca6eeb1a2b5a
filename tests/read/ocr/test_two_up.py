"""Two pages on one sheet are two pages; a landscape page is one."""

from __future__ import annotations

from ingest.document import BBox, Method, Page, Rule, Word
from ingest.read.ocr.two_up import split_sheet


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
