"""Labels at the right of the paragraphs that they belong to."""

from __future__ import annotations

from ingest.document import Line, Paragraph
from ingest.layout.blocks.labels_at_right import behind_texts
from tests.layout.pages import words


def paragraph(text: str, x: float, top: float) -> Paragraph:
    return Paragraph(tuple(Line(tuple(words(t, x, top + 12 * n)), 1) for n, t in enumerate(text.split("|"))))


def order(*blocks: Paragraph) -> list[str]:
    return [b.text for b in behind_texts(blocks)]


LAMPS, POLES = paragraph("Lampor byts|vid ån.", 60, 100), paragraph("Stolpar räknas fram.", 60, 150)
BESIDE = (
    paragraph("Ansvarig: Parken", 320, 100),
    paragraph("Klart: maj 2030", 320, 112),
    paragraph("Ansvarig: Gatan", 320, 150),
    paragraph("Klart: juni 2030", 320, 162),
)


def test_labels_go_behind_the_paragraph_at_whose_height_they_begin() -> None:
    assert order(LAMPS, POLES, *BESIDE) == [
        LAMPS.text,
        *(b.text for b in BESIDE[:2]),
        POLES.text,
        *(b.text for b in BESIDE[2:]),
    ]


def test_paragraphs_above_that_have_nothing_beside_them_stay_above() -> None:
    above = paragraph("Gruppen talade om parken i maj.", 60, 60)
    assert order(above, LAMPS, POLES, *BESIDE)[:2] == [above.text, LAMPS.text]


def test_labels_below_texts_and_texts_at_the_right_stay() -> None:
    below = (LAMPS, POLES, paragraph("Ansvarig: Parken", 60, 180), paragraph("Ansvarig: Gatan", 60, 195))
    assert order(*below) == [b.text for b in below]
    right = (LAMPS, POLES, paragraph("Parken växer", 320, 100), paragraph("och gatan", 320, 150))
    assert order(*right) == [b.text for b in right]
