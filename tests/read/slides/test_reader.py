"""What is read of a presentation: titles, texts in the order of their places, tables, and what is only told."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Cm

from ingest.document import Document, Paragraph, Table
from ingest.errors import FileTooLarge, IngestError
from ingest.options import Limits, Options
from ingest.read.office import reader as office
from ingest.read.slides.reader import pictures_alone, read
from ingest.source import PPTX, Source


def source(fill: Callable[..., object]) -> Source:
    deck = Presentation()
    fill(deck)
    out = io.BytesIO()
    deck.save(out)
    return Source("plan.pptx", out.getvalue())


def document(fill: Callable[..., object], options: Options | None = None) -> Document:
    return read(source(fill), options or Options())


def texts(found: Document) -> list[tuple[str, str]]:
    return [(b.role, b.text) for b in found.blocks if isinstance(b, Paragraph)]


def notes(found: Document) -> dict[str, str]:
    return {n.code: n.message for n in found.notes}


def listed(deck, title: str = "Mål 1", hidden: bool = False):  # type: ignore[no-untyped-def]
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = title
    slide.placeholders[1].text_frame.text = "Måla muren"
    deeper = slide.placeholders[1].text_frame.add_paragraph()
    deeper.text, deeper.level = "Parkenheten, maj 2030", 1
    if hidden:
        slide._element.set("show", "0")
    return slide


def test_titles_are_headings_and_the_body_is_a_list() -> None:
    found = document(listed)
    assert source(listed).media_type == PPTX
    assert texts(found) == [("heading", "Mål 1"), ("list-item", "Måla muren"), ("list-item", "Parkenheten, maj 2030")]
    assert [b.level for b in found.blocks if isinstance(b, Paragraph)] == [1, 0, 1]
    assert {line.page for b in found.blocks if isinstance(b, Paragraph) for line in b.lines} == {1}


def test_a_title_said_again_is_a_running_header() -> None:
    found = document(lambda deck: (listed(deck), listed(deck)))
    assert [role for role, text in texts(found) if text == "Mål 1"] == ["heading", "header"]


def test_a_title_that_says_that_it_goes_on_is_a_running_header() -> None:
    found = document(lambda deck: (listed(deck, "Mål 1"), listed(deck, "Mål 1 (forts.)")))
    assert [role for role, text in texts(found) if text.startswith("Mål 1")] == ["heading", "header"]


def boxes(deck, *placed: tuple[str, float, float]) -> None:  # type: ignore[no-untyped-def]
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for text, x, y in placed:
        slide.shapes.add_textbox(Cm(x), Cm(y), Cm(6), Cm(1)).text_frame.text = text


def test_a_text_that_stands_twice_in_one_place_is_read_once() -> None:
    found = document(lambda deck: boxes(deck, ("Måla muren", 2, 5), ("Måla muren", 2.1, 5.1), ("Måla muren", 2, 9)))
    assert [text for _, text in texts(found)] == ["Måla muren", "Måla muren"]


def test_lanes_of_a_board_are_read_to_their_end() -> None:
    heads = [("Att göra", 1, 4), ("Pågår", 8, 4), ("Klart", 15, 4)]
    cards = [("Måla", 1, 6), ("Byta lås", 8, 6), ("Klippa", 15, 6), ("Röja", 1, 8)]
    found = document(lambda deck: boxes(deck, *heads, *cards))
    assert [t for _, t in texts(found)] == ["Att göra", "Måla", "Röja", "Pågår", "Byta lås", "Klart", "Klippa"]
    rows = document(lambda deck: boxes(deck, ("Vad", 1, 4), ("Vem", 8, 4), *cards))
    assert [t for _, t in texts(rows)] == ["Vad", "Vem", "Måla", "Byta lås", "Klippa", "Röja"]


def test_boxes_are_read_by_their_places_also_inside_groups() -> None:
    def fill(deck) -> None:  # type: ignore[no-untyped-def]
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        group = slide.shapes.add_group_shape()
        for text, x, y in (("nere", 2, 14), ("höger", 15, 5.2), ("vänster", 2, 5)):
            group.shapes.add_textbox(Cm(x), Cm(y), Cm(5), Cm(2)).text_frame.text = text
        slide.shapes.add_textbox(Cm(2), Cm(1), Cm(5), Cm(2)).text_frame.text = "överst"

    found = document(fill)
    assert [text for _, text in texts(found)] == ["överst", "vänster", "höger", "nere"]
    parts = [b.part for b in found.blocks if isinstance(b, Paragraph)]
    assert len(set(parts)) == 4
    assert None not in parts


def test_tables_keep_their_merged_cells() -> None:
    def fill(deck) -> None:  # type: ignore[no-untyped-def]
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        table = slide.shapes.add_table(3, 2, Cm(1), Cm(1), Cm(20), Cm(8)).table
        for r, row in enumerate((("Orsak", "Åtgärd"), ("Klotter", "Måla"), ("", "Tvätta"))):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        table.cell(1, 0).merge(table.cell(2, 0))

    (table,) = (b for b in document(fill).blocks if isinstance(b, Table))
    assert (table.rows, table.columns, table.header_rows, table.pages) == (3, 2, 1, (1,))
    assert [(c.text, c.rowspan) for c in table.cells if c.column == 0] == [("Orsak", 1), ("Klotter", 2)]


def test_what_is_not_shown_is_told() -> None:
    def fill(deck) -> None:  # type: ignore[no-untyped-def]
        listed(deck).notes_slide.notes_text_frame.text = "Säg något om budgeten"
        listed(deck, hidden=True)

    found = document(fill)
    assert notes(found) == {
        "hidden-text": "1 hidden slides are left out.",
        "speaker-notes": "The speaker's notes of 1 slides are left out.",
    }


def with_picture(deck) -> None:  # type: ignore[no-untyped-def]
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "PNG")
    deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_picture(picture, 0, 0, Cm(20))


def test_a_deck_of_pictures_alone_needs_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    found = document(with_picture)
    assert pictures_alone(found)
    assert not pictures_alone(document(lambda deck: [f(deck) for f in (with_picture, listed)]))
    monkeypatch.setattr(office, "libreoffice", lambda: None)
    assert office.read_deck(source(with_picture), Options()) == found
    assert notes(found)["no-text"] == "The document holds only pictures."


def test_limits_and_damage() -> None:
    with pytest.raises(FileTooLarge):
        document(listed, Options(limits=Limits(objects=5)))
    with pytest.raises(IngestError):
        read(Source("plan.pptx", source(listed).data[:9000]), Options())


def test_a_box_is_read_behind_the_head_right_above_it() -> None:
    def fill(deck) -> None:  # type: ignore[no-untyped-def]
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        for column, month in enumerate(("Maj", "Juni")):
            left = Cm(1 + 8 * column)
            slide.shapes.add_textbox(left, Cm(3), Cm(7), Cm(1.5)).text_frame.text = month
            slide.shapes.add_textbox(left, Cm(5), Cm(7), Cm(9)).text_frame.text = f"Vandring i {month.lower()}"

    assert [text for _, text in texts(document(fill))] == ["Maj", "Vandring i maj", "Juni", "Vandring i juni"]


def test_boxes_as_high_as_those_above_them_are_read_row_by_row() -> None:
    def fill(deck) -> None:  # type: ignore[no-untyped-def]
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        for text, x, y in (("ett", 1, 3), ("två", 9, 3), ("tre", 1, 8), ("fyra", 9, 8)):
            slide.shapes.add_textbox(Cm(x), Cm(y), Cm(7), Cm(4.5)).text_frame.text = text

    assert [text for _, text in texts(document(fill))] == ["ett", "två", "tre", "fyra"]
