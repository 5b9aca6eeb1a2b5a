"""Narrow justified columns are running text; labels and their values are not. Every text is invented."""

from __future__ import annotations

from ingest.document import BBox, Paragraph, Table, Word
from tests.layout.pages import arranged, page, words

WIDTH = 150.0
"""Points of the narrow column."""


def justified(rows: list[str], x: float, top: float, *, last: bool = True) -> list[Word]:
    """Lines set to one width by their spaces, but for the last of a paragraph; 5 points a letter."""
    out: list[Word] = []
    for number, text in enumerate(rows):
        parts = text.split()
        free = WIDTH - sum(5.0 * len(p) for p in parts)
        space = 5.0 if last and number == len(rows) - 1 else free / max(1, len(parts) - 1)
        at, foot = x, top + 12 * number
        for part in parts:
            out.append(Word(part, part, BBox(at, foot - 7.5, at + 5 * len(part), foot + 2.2), size=10.0))
            at += 5 * len(part) + space
    return out


def bullet(x: float, baseline: float) -> list[Word]:
    return words("•", x, baseline)


def test_stretched_lines_go_on_in_their_item_and_make_no_table() -> None:
    first = [
        "Gångvägen bakom",
        "idrottshallen får",
        "nya stolpar med ljus och",
        "nödknapp –",
        "Parkenheten, maj",
        "2031",
    ]
    second = ["Nattvandrarna utökas med", "tjugo nya ledare från", "föreningarna –", "Fritid, juni 2031"]
    texts = [justified(first, 72, 100), justified(second, 72, 190)]
    blocks = arranged(page(bullet(60, 100), texts[0], bullet(60, 190), texts[1])).blocks
    assert not any(isinstance(b, Table) for b in blocks)
    assert [b.text for b in blocks if isinstance(b, Paragraph)] == [" ".join(first), " ".join(second)]


def test_labels_beside_their_values_stay_apart() -> None:
    pairs = [("Ansvarig", "Parken"), ("Klart", "maj 31"), ("Plats", "Torget"), ("Status", "Pågår.")]
    placed = [w for n, (a, b) in enumerate(pairs) for w in (*words(a, 72, 100 + 14 * n), *words(b, 192, 100 + 14 * n))]
    texts = [b.text for b in arranged(page(placed)).blocks]
    assert not any("Parken Klart" in t.replace("\n", " ") for t in texts if "\t" not in t)
