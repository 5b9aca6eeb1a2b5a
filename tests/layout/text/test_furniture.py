"""Running heads and page numbers: what returns from page to page at one height, and what only looks like it."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import BBox, Method, Page, Rule, Word
from ingest.layout.text.furniture import split_furniture
from tests.layout.pages import page, words


def sheet(number: int, *rules: Rule) -> Page:
    box: list[Word] = words("Skola", 60, 40) + words("Ansvarig", 60, 60) + words(f"Rektor {number}", 200, 60)
    text = [w for k in range(20) for w in words(f"Rad {k} på blad {number} om trygga raster.", 60, 200 + 20 * k)]
    return replace(page(box, text, number=number, rules=list(rules)), method=Method.OCR)


def heads(*pages: Page) -> list[str]:
    return [" ".join(w.text for one in b.lines for w in one.words) for b in split_furniture(pages).blocks]


def test_labels_in_the_boxes_of_a_form_are_no_running_head() -> None:
    level = [Rule(BBox(50, y, 540, y), True) for y in (28.0, 46.0, 66.0, 86.0)]
    upright = [Rule(BBox(x, 28, x, 86), False) for x in (50.0, 540.0)]
    assert heads(sheet(1, *level, *upright), sheet(2, *level, *upright)) == []
    assert "Skola" in heads(sheet(1), sheet(2))


def numbered(number: int, *parts: list[Word]) -> Page:
    text = [w for k in range(20) for w in words(f"Rad {k} om {'abcdefgh'[k % 8]} på blad {number}.", 60, 200 + 20 * k)]
    return page(*parts, text, number=number)


def test_a_head_and_a_foot_with_a_counting_number_are_taken_out_and_kept_once() -> None:
    pages = [numbered(n, words("Handlingsplan Nora", 60, 40), words(f"Sida {n}", 280, 810)) for n in (1, 2, 3)]
    found = split_furniture(pages)
    assert [b.role for b in found.blocks] == ["header", "footer"]
    assert found.blocks[0].text == "Handlingsplan Nora"
    assert all("Handlingsplan" not in {w.text for w in p.words} for p in found.pages)


def test_the_head_of_one_page_alone_is_text() -> None:
    assert split_furniture([numbered(1, words("Handlingsplan Nora", 60, 40)), numbered(2)]).blocks == ()


def test_a_label_that_begins_other_lines_of_the_text_is_no_head() -> None:
    def cut(number: int) -> Page:
        top = words("Ansvarig: Parkenheten", 60, 40)
        return numbered(number, top, words("Ansvarig: Parkenheten", 60, 650))

    assert split_furniture([cut(1), cut(2)]).blocks == ()


def cut_below_label(number: int, label: str, times: int) -> Page:
    """A page whose first line is a label above its value, with as many more records below."""
    middle = [w for k in range(times) for w in words(label, 60, 620 + 20 * k)]
    return numbered(number, words(label, 60, 40), words("Parkenheten", 60, 55), middle)


def test_a_label_above_its_value_is_no_head_where_a_page_begins_with_it() -> None:
    assert split_furniture([cut_below_label(n, "Ansvarig:", 1) for n in (1, 2)]).blocks == ()
    assert split_furniture([cut_below_label(n, "Ansvarig", 3) for n in (1, 2)]).blocks == ()


def test_a_head_that_the_text_names_once_is_a_head() -> None:
    head = words("Handlingsplan Nora", 60, 40)
    pages = [numbered(n, head, words("Handlingsplan Nora", 60, 620) if n == 1 else []) for n in (1, 2, 3)]
    assert heads(*pages) == ["Handlingsplan Nora"]


def framed(number: int) -> Page:
    """A page whose head is a table of two rows that counts the pages; below it stands a table with its own heading."""
    head = [*words("Region Granskog", 60, 40), *words("Version: 2", 320, 40)]
    head += [*words("Handlingsplan", 60, 55), *words(f"Sida {number} av 2", 320, 55)]
    table = [*words("Åtgärd", 60, 92), *words("Ansvarig", 320, 92)]
    sides = [(x, top, bottom) for top, bottom in ((36.0, 68.0), (86.0, 200.0)) for x in (56.0, 300.0, 540.0)]
    rules = [Rule(BBox(x, top, x, bottom), False) for x, top, bottom in sides]
    return replace(numbered(number, head, table), rules=tuple(rules))


def test_a_head_set_as_a_table_is_known_by_its_counting_number() -> None:
    found = split_furniture([framed(1), framed(2)])
    assert [b.text for b in found.blocks] == ["Region Granskog", "Version: 2", "Handlingsplan", "Sida 1 av 2"]
    assert all("Åtgärd" in {w.text for w in page.words} for page in found.pages)
    assert all(min(r.bbox.top for r in page.rules) > 80 for page in found.pages)


def test_a_year_beside_the_last_line_of_a_page_is_no_page_number() -> None:
    last = numbered(1, words("skolor i hela staden", 60, 810), words("2030", 400, 810))
    assert split_furniture([last, numbered(2)]).blocks == ()
    assert split_furniture([numbered(1, words("Nora", 60, 810), words("12", 400, 810)), numbered(2)]).blocks != ()


def scanned(number: int, head: str, top: float) -> Page:
    return replace(numbered(number, words(head, 60, top)), method=Method.OCR)


def test_a_head_that_a_scan_read_in_two_ways_is_one() -> None:
    pages = [scanned(1, "HÄLLBERGA KOMMUN 1 (2)", 40), scanned(2, "HÄLLBERGA KOMUN 2 (2)", 46)]
    assert heads(*pages) == ["HÄLLBERGA KOMMUN 1 (2)", "HÄLLBERGA KOMUN 2 (2)"]
    assert heads(*(replace(p, method=Method.TEXT_LAYER) for p in pages)) == []


def test_a_title_that_several_slides_share_is_no_running_head() -> None:
    def slide(number: int, size: float) -> Page:
        text = [w for k in range(6) for w in words(f"Rad {k} på bild {number} om trygga torg.", 60, 200 + 20 * k)]
        title = words("Våra åtgärder", 60, 50, size=size)
        return replace(page(title, text, number=number), width=842.0, height=595.0)

    assert heads(slide(1, 24), slide(2, 24)) == []
    assert heads(slide(1, 10), slide(2, 10)) == ["Våra åtgärder"]
    assert heads(*(slide(n, 24) for n in range(1, 6))) == ["Våra åtgärder"]
