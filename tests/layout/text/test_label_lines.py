"""Labels on lines of their own are told by the other cards of the document."""

from __future__ import annotations

from ingest.document import Line, Paragraph
from ingest.layout.text.label_lines import with_label_lines
from tests.layout.pages import words


def p(*texts: str, bold: bool = False, part: int = 1) -> Paragraph:
    held = tuple(Line(tuple(words(t, 60, 100 + 12 * n, bold=bold)), 1) for n, t in enumerate(texts))
    return Paragraph(held, "body", None, None, part=part)


def read(*blocks: Paragraph) -> list[str]:
    return [b.text for b in with_label_lines(blocks)]


def test_a_label_that_ends_a_title_is_a_paragraph_where_other_cards_have_it() -> None:
    others = [p("Varför", bold=True), p("Räcket är löst."), p("Varför", bold=True), p("Lampan är trasig.")]
    assert read(*others, p("Måla räcket på kajen", "Varför", bold=True))[-2:] == ["Måla räcket på kajen", "Varför"]
    assert len(read(*others[2:], p("Måla räcket på kajen", "Varför", bold=True))) == 3, "one other card tells nothing"


def test_a_value_in_small_letters_is_not_its_labels_second_line() -> None:
    others = [p("Aktör"), p("Hamnen"), p("Aktör"), p("Parken"), p("Aktör"), p("Skolan")]
    assert read(*others, p("Aktör", "socialtjänsten"))[-2:] == ["Aktör", "socialtjänsten"]
    assert read(p("Aktör", "socialtjänsten")) == ["Aktör socialtjänsten"]
