"""What must hold for any document."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.classify import classify
from ingest.classify.spans import part
from ingest.document import Cell, Paragraph, Table, words_of
from ingest.options import Options

from .build import doc, p

WORDS = [
    "Orsak",
    "Mål",
    "Åtgärd",
    "Åtgärder:",
    "Vem?",
    "När",
    "Ansvarig:",
    "1",
    "1.1",
    "•",
    "-",
    "Polisen",
    "2025",
    "ska",
    "Ökad",
    "trygghet.",
    "Kommentar:",
    "X",
    "Ja",
    "Januari",
    "Februari",
    "Innehåll",
    "3",
    "utbilda",
    "saknas",
    "Nr",
    "Klart",
]
texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join) | st.text(max_size=12)
roles = st.sampled_from(["body", "heading", "list-item", "header", "footer"])
paragraphs = st.builds(
    lambda text, role, level, marker, bold: p(text, role, level, marker=marker, bold=bold),
    texts, roles, st.none() | st.integers(0, 4), st.sampled_from([None, "1.", "1.2", "•", "a)"]), st.booleans(),
)  # fmt: skip


@st.composite
def tables(draw: st.DrawFn, depth: int = 0) -> Table:
    columns, rows = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    taken: set[tuple[int, int]] = set()
    cells = []
    for r in range(rows):
        for c in range(columns):
            if (r, c) in taken:
                continue
            width = draw(st.sampled_from([1, 1, 1, 2, columns - c]))
            height = draw(st.sampled_from([1, 1, 1, 2]))
            places = {
                (y, x) for y in range(r, min(r + height, rows)) for x in range(c, min(c + max(1, width), columns))
            }
            if places & taken:
                places = {(r, c)}
            taken |= places
            content: list[Paragraph | Table] = list(draw(st.lists(paragraphs, max_size=2)))
            if depth < 1 and draw(st.integers(0, 15)) == 0:
                content.append(draw(tables(depth=depth + 1)))
            cells.append(
                Cell(r, c, tuple(content), 1 + max(y for y, _ in places) - r, 1 + max(x for _, x in places) - c)
            )
    return Table(tuple(cells), rows, columns, draw(st.integers(0, 3)), header_rows=draw(st.integers(0, 2)))


documents = st.lists(paragraphs | tables(), max_size=8).map(lambda blocks: doc(*blocks))


@given(documents)
def test_any_document_gives_a_draft_of_its_own_words(document) -> None:  # type: ignore[no-untyped-def]
    found = classify(document, Options())
    said = {token for w in words_of(document.blocks) for token in w.text.split()}
    ids = {s.id for s in found.sections}
    assert [s.id for s in found.sections] == [f"s{n}" for n in range(1, len(found.sections) + 1)]
    assert [r.id for r in found.rows] == [f"r{n}" for n in range(1, len(found.rows) + 1)]
    assert all(s.parent is None or s.parent in ids for s in found.sections)
    for row in found.rows:
        assert row.section is None or row.section in ids
        assert {"åtgärd", "mål"} & set(row.fields) or row.fields
        for value in (*row.fields.values(), *row.other.values()):
            assert value.text.strip()
            assert 0 <= value.evidence.column <= 1
            # Nothing is made up: each word stands in the document, whole or cut at a label's colon.
            assert all(any(token in word for word in said) for token in value.text.split())
    # The same document gives the same draft.
    assert classify(document, Options()) == found


@given(texts, st.integers(0, 40), st.integers(0, 40))
def test_a_part_of_a_paragraph_has_the_text_of_that_part(text: str, start: int, length: int) -> None:
    paragraph = p(text)
    cut = part(paragraph, start, start + length)
    assert cut.text.split() == paragraph.text[start : start + length].split()
