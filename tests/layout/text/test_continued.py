"""Headings said again on a later page."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import Line, Page, Paragraph
from ingest.layout.text.continued import with_headings_once
from tests.layout.pages import page, words


def head(text: str, number: int, level: int = 1) -> Paragraph:
    return Paragraph((Line(tuple(words(text, 60, 60, size=20)), number),), "heading", level)


def roles(*blocks: Paragraph, wide: bool = True) -> list[str]:
    pages: list[Page] = [page(number=n) for n in (1, 2, 3)]
    if wide:
        pages = [replace(one, width=842.0, height=595.0) for one in pages]
    return [b.role for b in with_headings_once(blocks, pages) if isinstance(b, Paragraph)]


def test_a_heading_that_says_that_it_goes_on_is_a_header() -> None:
    assert roles(head("Åtgärder", 1, 2), head("Åtgärder, forts.", 2, 2), wide=False) == ["heading", "header"]
    assert roles(head("Åtgärder", 1), head("Åtgärder (2/2)", 2), wide=False) == ["heading", "header"]
    # Another one stood between them.
    other = (head("Åtgärder", 1, 2), head("Mål", 1, 2), head("Åtgärder, forts.", 2, 2))
    assert roles(*other) == ["heading", "heading", "heading"]


def test_the_title_of_the_slide_before_is_a_header() -> None:
    assert roles(head("Åtgärder", 1), head("Åtgärder", 2)) == ["heading", "header"]
    assert roles(head("Åtgärder", 1), head("Åtgärder", 2), wide=False) == ["heading", "heading"]
    assert roles(head("Åtgärder", 1), head("Åtgärder", 3)) == ["heading", "heading"]
