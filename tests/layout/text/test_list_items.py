"""List items that their neighbours, or boxes made of brackets, give away."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import BBox, Line, Method, Paragraph
from ingest.layout.text.list_items import list_items
from tests.classify.build import h, li, p
from tests.layout.pages import arranged, page, words


def made(*blocks: Paragraph) -> list[tuple[str | None, str]]:
    return [(b.marker, b.text) for b in list_items(blocks) if isinstance(b, Paragraph)]


def test_typed_numbers_that_count_up_are_marks() -> None:
    found = made(p("1) Måla skjulet"), p("2) Laga bron"), p("3) Byta lås"))
    assert found == [("1)", "Måla skjulet"), ("2)", "Laga bron"), ("3)", "Byta lås")]


def test_a_number_alone_and_numbers_that_do_not_count_from_one_stay_text() -> None:
    assert made(p("1) Måla skjulet"), p("Text"), p("5) Laga bron"), p("6) Byta lås"))[0] == (None, "1) Måla skjulet")
    assert made(p("12. maj"), p("13. maj")) == [(None, "12. maj"), (None, "13. maj")]


def test_bold_numbered_lines_are_headings_and_no_items() -> None:
    assert made(p("1. Torget", bold=True), p("2. Hamnen", bold=True))[0][0] is None


def test_what_closes_an_items_bracket_belongs_to_it() -> None:
    found = made(li("Måla skjulet (Parkenheten, maj"), p("2030)"), li("Laga bron"), p("(Fastighet, juni 2030)"))
    assert [t for _, t in found] == ["Måla skjulet (Parkenheten, maj 2030)", "Laga bron (Fastighet, juni 2030)"]


def test_brackets_of_another_text_stay_apart() -> None:
    assert len(made(li("Måla skjulet:"), p("(Se bilaga 1)"))) == 2
    assert len(made(li("Måla skjulet (en gång"), h("Laga (snart)"))) == 2


def test_boxes_of_brackets_are_marks() -> None:
    texts = ("[ ] Ring polisen", "[x] Lås porten", "☐ Släck lyset")
    at = page(*(words(t, 60, 100 + 14 * i) for i, t in enumerate(texts)))
    found = [(b.marker, b.text) for b in arranged(at).blocks if isinstance(b, Paragraph)]
    assert found == [("[ ]", "Ring polisen"), ("[x]", "Lås porten"), ("☐", "Släck lyset")]


def test_marks_that_hang_beside_wrapped_items_are_no_column() -> None:
    rows = (
        "Samordna tillsyn av krogar tre gånger",
        "Bjud in trossamfunden till ett möte",
        "Se över lokalerna i hela kommunen",
    )
    parts = []
    for i, text in enumerate(rows):
        top = 100 + 32 * i
        parts += [
            words("•", 60, top + 3, size=5),
            words(text, 73, top),
            words("året (Nämnden, maj 2030)", 73, top + 14),
        ]
    found = [b for b in arranged(page(*parts)).blocks if isinstance(b, Paragraph)]
    assert [b.marker for b in found] == ["•"] * 3


def test_brackets_below_an_items_full_stop_belong_to_it() -> None:
    found = made(li("Måla skjulet."), p("(Kassören, 28 februari)"))
    assert [t for _, t in found] == ["Måla skjulet. (Kassören, 28 februari)"]


def _item(text: str, marker: str, y: float) -> Paragraph:
    return Paragraph((Line(tuple(words(text, 80, y)), 1),), role="list-item", marker=marker)


def test_a_speck_of_a_scan_makes_no_item_of_the_next_line() -> None:
    blocks = [_item("Cykelkontroll med besiktning av bromsar", "–", 100), _item("anordnas på torget", "·", 112)]
    joined = ["Cykelkontroll med besiktning av bromsar anordnas på torget"]
    assert [b.text for b in list_items(blocks, frozenset({1})) if isinstance(b, Paragraph)] == joined
    assert len(list_items(blocks)) == 2
    assert len(list_items([blocks[0], _item("Brev till alla", "·", 112)], frozenset({1}))) == 2


def in_columns(rest_at: float) -> list[tuple[str | None, str]]:
    """A list set in two columns whose second item goes on at the top of the second one."""

    def at(block: Paragraph, x0: float, top: float) -> Paragraph:
        (line,) = block.lines
        placed = [replace(w, bbox=BBox(x0 + 40 * k, top, x0 + 40 * k + 35, top + 10)) for k, w in enumerate(line.words)]
        return replace(block, lines=(Line(tuple(placed), 1),))

    left = at(li("Måla skjulet."), 70, 100), at(li("Laga bron."), 70, 115)
    return made(*left, at(p("Parkenheten, maj"), rest_at, 100), at(li("Byta lås."), 300, 115))


def test_an_item_goes_on_at_the_top_of_the_next_column() -> None:
    assert [t for _, t in in_columns(300)] == ["Måla skjulet.", "Laga bron. Parkenheten, maj", "Byta lås."]
    # Where the marks stand, no text of an item begins.
    assert len(in_columns(285)) == 4


def test_a_bullet_that_was_misread_as_another_sign_is_one_beside_others() -> None:
    at = page(
        words("Åtgärder i vinter", 60, 80),
        *(words(sign, 72, 100 + 20 * k) for k, sign in enumerate("«••")),
        *(words(text, 90, 100 + 20 * k) for k, text in enumerate(("Prova verken", "Byta lås", "Laga bron"))),
    )
    found = [b for b in arranged(replace(at, method=Method.OCR)).blocks if isinstance(b, Paragraph)]
    assert [(b.role, b.text) for b in found][1:] == [
        ("list-item", "Prova verken"),
        ("list-item", "Byta lås"),
        ("list-item", "Laga bron"),
    ]
