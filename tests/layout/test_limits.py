"""Words and paragraphs beyond sense are cut, and no letter is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Cell, Document, Line, Method, Paragraph, Table, Word, words_of
from ingest.layout.limits import MOST_LETTERS, MOST_WORD, bounded


def document(*blocks: Paragraph | Table) -> Document:
    return Document("0" * 64, "x.txt", "text/plain", Method.TEXT, blocks=blocks)


def paragraph(*words: str, marker: str | None = None) -> Paragraph:
    return Paragraph((Line(tuple(Word(w, w) for w in words)),), "list-item", 0, marker)


def test_what_authors_write_is_left_alone() -> None:
    value = document(paragraph(*["ord"] * 2000), paragraph("a" * MOST_WORD))
    assert bounded(value) is value


@given(st.lists(st.integers(1, 3 * MOST_WORD), min_size=1, max_size=60))
def test_no_letter_is_lost_and_nothing_stays_too_long(sizes: list[int]) -> None:
    words = ["abcdefghij"[n % 10] * n for n in sizes]
    table = Table((Cell(0, 0, (paragraph(*words),)),), 1, 1)
    for whole in (document(paragraph(*words, marker="1.")), document(table)):
        cut = bounded(whole)
        assert "".join(w.raw for w in words_of(cut.blocks)) == "".join(words)
        assert max(len(w.raw) for w in words_of(cut.blocks)) <= MOST_WORD
        blocks = [b for b in cut.blocks if isinstance(b, Paragraph)] or list(cut.blocks[0].cells[0].blocks)  # type: ignore[union-attr]
        assert all(len(b.text) <= MOST_LETTERS for b in blocks)
        assert [b.marker for b in blocks if isinstance(b, Paragraph)][1:] == [None] * (len(blocks) - 1)
        assert (cut is whole) == (not any(n.code == "long-text" for n in cut.notes))
