"""Paragraphs, headings, lists, columns and page furniture out of words at places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import BBox, Page, Paragraph, Rule, Table, Word, words_of
from tests.layout.pages import arranged, grid, lines, page, words

FULL = [
    "Trygghet är en grundläggande förutsättning för att människor ska kunna leva ett gott",
    "liv och alla som bor verkar och vistas här ska kunna känna sig trygga oavsett var de",
    "befinner sig.",
]


def paragraphs(*pages: Page) -> list[Paragraph]:
    return [b for b in arranged(*pages).blocks if isinstance(b, Paragraph)]


def texts(*pages: Page) -> list[str]:
    return [p.text for p in paragraphs(*pages)]


def test_wrapped_lines_are_joined_and_distance_parts() -> None:
    assert texts(page(lines(FULL, 72, 100), lines(FULL, 72, 150))) == [" ".join(FULL)] * 2


def test_a_line_with_room_left_was_broken_by_its_author() -> None:
    short = ["Ansvarig är kommunen.", "Uppföljning sker årligen."]
    assert texts(page(lines([*FULL, *short], 72, 100))) == [" ".join(FULL), *short]


def test_an_indented_first_line_starts_a_paragraph() -> None:
    first = [*FULL[:2], FULL[0]]
    body = lines(first, 72, 100) + lines([FULL[1][:80]], 90, 136) + lines(FULL[:2], 72, 148)
    found = texts(page(body))
    assert len(found) == 2
    assert found[1].startswith("liv och")


def test_headings_by_size_weight_and_number_have_levels() -> None:
    made = page(
        lines(["Handlingsplan för trygghet"], 72, 80, size=20, bold=True),
        lines(["1 Narkotika"], 72, 120, size=14, bold=True),
        lines(["1.1 Unga i riskzon"], 72, 150, bold=True),
        lines(FULL, 72, 170),
        lines(["Bostadsområden"], 72, 230, bold=True),
        lines(FULL, 72, 250),
    )
    found = paragraphs(made)
    assert [(p.role, p.level) for p in found] == [
        ("heading", 1),
        ("heading", 2),
        ("heading", 3),
        ("body", None),
        ("heading", 3),
        ("body", None),
    ]


def test_what_somebody_says_set_large_is_no_heading() -> None:
    made = page(
        lines(["Bostadsområden"], 72, 80, size=14, bold=True),
        lines(FULL, 72, 110),
        lines(["”Vi hjälps åt här”"], 72, 170, size=14),
        lines(FULL, 72, 210),
    )
    assert [p.role for p in paragraphs(made)] == ["heading", "body", "body", "body"]


def test_a_heading_keeps_the_sentence_behind_it() -> None:
    line = words("1.1 Kriminella nätverk.", 72, 100, bold=True)
    end = line[-1].bbox
    assert end is not None
    made = page(line + words("Unga dras in.", end.x1 + 5, 100), lines(FULL, 72, 130))
    first = paragraphs(made)[0]
    assert first.role == "heading"
    assert first.text == "1.1 Kriminella nätverk. Unga dras in."
    assert [w.bold for w in first.lines[0].words] == [True] * 3 + [False] * 3


def test_italic_sentences_under_a_heading_are_no_headings() -> None:
    made = page(
        lines(["1 Hatbrott"], 72, 100, size=14, bold=True),
        lines(["Hatbrott anmäls sällan."], 72, 118, size=11, italic=True),
        lines(FULL, 72, 140),
    )
    assert [p.role for p in paragraphs(made)] == ["heading", "body", "body"]


def test_bullets_become_markers_with_levels() -> None:
    made = page(
        words("•", 72, 100) + words("Belysning i parken som är lång", 84, 100),
        words("och mörk", 84, 112),
        words("•", 72, 124) + words("Trygghetsvandring", 84, 124),
        words("–", 90, 136) + words("Höst", 102, 136),
    )
    found = paragraphs(made)
    assert [(p.role, p.marker, p.level) for p in found] == [
        ("list-item", "•", 0),
        ("list-item", "•", 0),
        ("list-item", "–", 1),
    ]
    assert found[0].text == "Belysning i parken som är lång och mörk"


def test_numbers_are_list_markers_only_in_a_row_of_them() -> None:
    made = page(
        lines(["1. Kartlägg läget.", "2. Välj åtgärder."], 72, 100),
        lines(["Beslutas den", "1. juni 2025 av nämnden."], 72, 160, leading=12),
    )
    found = paragraphs(made)
    assert [p.marker for p in found if p.marker] == ["1.", "2."]
    assert "1. juni" in " ".join(p.text for p in found)


def test_bullets_glued_to_their_text_are_parted() -> None:
    found = paragraphs(page(lines(["•Polisen", "•Skolan"], 72, 100)))
    assert [(p.marker, p.text) for p in found] == [("•", "Polisen"), ("•", "Skolan")]


COLUMN = [
    "Kommunen och polisen har en",
    "gemensam bild av de problem som",
    "finns och hur de ska lösas under",
    "de år som planen gäller för alla",
    "invånare i kommunen och dess",
]


def test_columns_are_read_one_after_the_other() -> None:
    right = [t.replace("Kommunen", "Regionen") for t in COLUMN]
    made = page(
        lines(["En rubrik som går över båda spalterna på sidan här"], 72, 80, size=14, bold=True),
        lines(COLUMN, 72, 110),
        lines(right, 320, 110),
        lines(["Sist står en rad som går över hela sidans bredd igen under båda spalterna"], 72, 200),
    )
    found = texts(made)
    assert found[1] == " ".join(COLUMN)
    assert found[2] == " ".join(right)
    assert found[3].startswith("Sist")


def test_columns_need_no_common_baselines() -> None:
    right = [t.replace("Kommunen", "Regionen") for t in COLUMN]
    assert texts(page(lines(COLUMN, 72, 110), lines(right, 320, 116))) == [" ".join(COLUMN), " ".join(right)]


def test_labels_and_values_side_by_side_stay_on_their_rows() -> None:
    made = page(
        lines(["Dokumenttyp", "Antagen av", "Gäller till", "Diarienummer"], 72, 110, leading=20),
        lines(["Handlingsplan", "Kommunfullmäktige", "31 december 2026", "KS 12"], 250, 110, leading=20),
    )
    assert texts(made)[0] == "Dokumenttyp Handlingsplan"


def headed(number: int, *body: list[Word]) -> Page:
    return page(
        words("Tyresö kommun", 72, 40, size=8),
        *body,
        words("Handlingsplan", 72, 810, size=8) + words(f"Sida {number} av 3", 480, 810, size=8),
        number=number,
    )


def test_headers_and_footers_stand_once_at_the_end() -> None:
    made = [headed(n, lines(FULL, 72, 100 + 20 * n)) for n in (1, 2, 3)]
    found = paragraphs(*made)
    assert [p.role for p in found] == ["body"] * 3 + ["header", "footer"]
    assert found[-2].text == "Tyresö kommun"
    assert found[-1].text == "Handlingsplan Sida 1 av 3"


def test_a_label_of_records_that_two_pages_ends_cut_alike_is_no_header() -> None:
    def record(top: float) -> list[Word]:
        return lines(["Brist: Larmet hörs inte.", "Ansvarig: Tekniska kontoret", "Tid: 2028"], 72, top, leading=24)

    cut = words("Ansvarig: Tekniska kontoret", 72, 84)
    made = [headed(1, record(200), record(400)), *(headed(n, cut, record(300)) for n in (2, 3))]
    found = paragraphs(*made)
    assert [p.text for p in found if p.role == "header"] == ["Tyresö kommun"]
    assert sum(p.text == "Ansvarig: Tekniska kontoret" for p in found) == 6


def test_a_label_in_the_margin_alone_is_a_header() -> None:
    made = [headed(n, words("Ansvarig: Tekniska kontoret", 72, 84), lines(FULL, 72, 100 + 20 * n)) for n in (1, 2, 3)]
    assert "Ansvarig: Tekniska kontoret" in [p.text for p in paragraphs(*made) if p.role == "header"]


def test_a_page_number_alone_is_furniture_on_a_single_page() -> None:
    found = paragraphs(page(lines(FULL, 72, 100), words("Sida 1", 480, 810)))
    assert [p.role for p in found] == ["body", "footer"]


def test_a_date_at_the_foot_of_a_letter_is_no_page_number() -> None:
    found = paragraphs(page(lines(FULL, 72, 100), words("12 mars 2025", 72, 780)))
    assert [p.role for p in found] == ["body", "body"]


def test_a_sentence_runs_on_over_the_page_break() -> None:
    first = headed(1, lines(FULL[:2], 72, 740))
    second = headed(2, lines(FULL[2:], 72, 80), lines(["Nytt stycke börjar här."], 72, 120))
    found = paragraphs(first, second)
    assert found[0].text == " ".join(FULL)
    assert [line.page for line in found[0].lines] == [1, 1, 2]


def test_turned_text_is_kept_as_a_side_note() -> None:
    side = words("Diarienummer KS 2024/12", 20, 400)
    found = paragraphs(page(lines(FULL, 72, 100), rotated=tuple(side)))
    assert [(p.role, p.text) for p in found][-1] == ("side", "Diarienummer KS 2024/12")


def test_tables_are_numbered_and_stand_in_their_place() -> None:
    def table(top: float) -> list[Word]:
        return lines(["Mål", "Trygghet"], 76, top, leading=20) + lines(["Vem", "Polisen"], 256, top, leading=20)

    rules = grid([72, 252, 432], [186, 206, 226]) + grid([72, 252, 432], [386, 406, 426])
    made = page(lines(FULL, 72, 100), table(200), lines(FULL, 72, 300), table(400), rules=rules)
    blocks = arranged(made).blocks
    assert [b.number if isinstance(b, Table) else b.role for b in blocks] == ["body", 1, "body", 2]
    first = blocks[1]
    assert isinstance(first, Table)
    assert first.text == "Mål\tVem\nTrygghet\tPolisen"


def test_an_arranged_document_is_the_same_when_arranged_again() -> None:
    made = page(lines(FULL, 72, 100), lines(["Rubrik"], 72, 160, bold=True, size=14))
    assert arranged(made) == arranged(made)


@st.composite
def scattered(draw: Any) -> Any:
    count = draw(st.integers(1, 40))
    out = []
    for i in range(count):
        x, y = draw(st.floats(0, 560)), draw(st.floats(0, 820))
        size = draw(st.sampled_from([8.0, 10.0, 10.0, 10.0, 14.0, 20.0]))
        text = draw(st.sampled_from(["mål", "1.", "•", "Sida 2", "brotts-", "–", "Polisen,", "2024"])) + str(i)
        box = BBox(x, y, x + 0.5 * size * len(text), y + size)
        out.append(Word(text, text, box, size=size, bold=draw(st.booleans())))
    return out


@given(st.lists(scattered(), min_size=1, max_size=3))
def test_no_word_is_lost_or_doubled_wherever_it_stands(scatter: Any) -> None:
    pages = [page(ws, number=i + 1) for i, ws in enumerate(scatter)]
    found = sorted(_letters(w.raw for w in words_of(arranged(*pages).blocks)))
    markers = _letters(p.marker or "" for p in _all(arranged(*pages).blocks))
    kept = sorted(found + list(markers))
    furniture = {w.raw for ws in scatter for w in ws}
    assert set("".join(furniture)) >= set(kept)
    if len(pages) == 1:
        assert kept == sorted(_letters(w.raw for ws in scatter for w in ws))


def _letters(texts: Any) -> list[str]:
    return list("".join(texts))


def _all(blocks: Any) -> Any:
    from ingest.document import paragraphs as every

    return every(blocks)


@pytest.mark.shared
def test_the_seed_is_arranged_in_order(shared: Path) -> None:
    from ingest.layout import arrange
    from ingest.options import Options
    from ingest.read.pdf.reader import read
    from ingest.source import Source

    document = arrange(read(Source.open(shared / "seeds" / "atgardsplan.pdf"), Options()), Options())
    rows = sum(b.rows for b in document.blocks if isinstance(b, Table))
    headings = [b.text for b in document.blocks if isinstance(b, Paragraph) and b.role == "heading"]
    assert rows >= 15
    assert headings[0] == "Åtgärdsplan 2024 - brottsförebyggande insatser"
    assert "2.2.1 Sexuellt våld. Unga kvinnor utätts för sexuellt våld." in headings


def test_headings_of_one_column_beside_text_of_the_other_are_two_columns_of_text() -> None:
    left = [
        *words("1. Bostadsinbrott", 60, 100, size=14, bold=True),
        *words("Inbrotten ökar när många reser bort på vintern.", 60, 125),
        *words("Insatser", 60, 150, bold=True),
        *words("Informera nyinflyttade om grannsamverkan här.", 60, 170),
        *words("2. Bedrägerier", 60, 196, size=14, bold=True),
        *words("Äldre luras av personer som ringer dem ofta.", 60, 220),
    ]
    right = [
        *words("Dela ut telefonkort med råd om samtal.", 320, 101),
        *words("3. Strandliv", 320, 127, size=14, bold=True),
        *words("Störande fester på stranden ger oro här.", 320, 151),
        *words("Utöka renhållningen under juni och juli.", 320, 171),
        *words("Sätta ut värdar på lördagskvällar i juli.", 320, 195),
        *words("Ordna drogfria arrangemang varje år.", 320, 221),
    ]
    found = arranged(page(left, right)).blocks
    assert not any(isinstance(b, Table) for b in found)
    order = [b.text for b in found if isinstance(b, Paragraph)]
    assert order.index("2. Bedrägerier") < order.index("3. Strandliv")


def test_columns_of_headings_lists_and_short_lines_are_read_one_after_the_other() -> None:
    def column(x: float, top: float, names: list[str]) -> list[Word]:
        out = words(names[0], x, top, size=14, bold=True) + words(names[1], x, top + 25, bold=True)
        out += words(names[2], x, top + 45) + words(names[3], x, top + 65, bold=True)
        for i, text in enumerate(names[4:]):
            out += words("•", x + 15, top + 85 + 12 * i) + words(text, x + 25, top + 85 + 12 * i)
        return out

    left = ["Näthat", "Hur ser det ut idag?", "Elever hånas i många chattar.", "Vad ska vi göra?"]
    right = ["Bilder", "Hur ser det ut idag?", "Bilder sprids utan samtycke.", "Vad ska vi göra?"]
    body = column(60, 104, [*left, "Bjuda in föreläsare till alla högstadieskolor.", "Ta fram en guide för alla."])
    body += column(330, 87, [*right, "Samverka med ungdomspolisen i ärenden.", "Erbjuda stödsamtal till alla."])
    found = texts(page(body))
    assert found.index("Ta fram en guide för alla.") < found.index("Bilder")


def test_a_list_whose_lines_wrap_to_the_marker_keeps_them() -> None:
    items = lines(["• Vi bildar ett nätverk för handlarna –", "Näringslivskontoret, mars 2031"], 72, 100)
    items += lines(["• Vi går igenom butikernas larm i båda", "husen – Hyresgästföreningen, maj"], 72, 130)
    found = paragraphs(page(items))
    assert [p.role for p in found] == ["list-item", "list-item"]
    assert found[0].text == "Vi bildar ett nätverk för handlarna – Näringslivskontoret, mars 2031"


def test_text_at_the_marker_is_no_part_of_a_list_whose_lines_hang() -> None:
    items = lines(["• Vi bildar ett nätverk för handlarna –"], 72, 100) + lines(["Näringslivskontoret, mars"], 82, 112)
    found = paragraphs(page(items, lines(["Polisen och kommunen följer upp arbetet varje år"], 72, 124)))
    assert [p.role for p in found] == ["list-item", "body"]


def test_a_dash_before_a_number_is_a_bullet_where_other_dashes_are() -> None:
    listed = page(lines(["– Bygga ett utegym", "– 30 ledare utbildas"], 72, 100, leading=20))
    assert [p.role for p in paragraphs(listed)] == ["list-item", "list-item"]
    assert [p.role for p in paragraphs(page(lines(["– 30 procent av dem"], 72, 100)))] == ["body"]


def test_a_dash_below_the_text_of_a_bullet_goes_on_where_others_have_one_inside() -> None:
    inside = lines(["• Bygga ett utegym vid badet – Park"], 72, 100)
    wrapped = lines(["• Klippa alla buskar längs vägarna"], 72, 120) + lines(
        ["– Kommunens parkenhet"], 82, 132, italic=True
    )
    found = paragraphs(page(inside, wrapped))
    assert [p.text for p in found] == [
        "Bygga ett utegym vid badet – Park",
        "Klippa alla buskar längs vägarna – Kommunens parkenhet",
    ]
    below = page(lines(["• Klippa alla buskar längs vägarna"], 72, 120), lines(["– Kommunens parkenhet"], 82, 132))
    assert len(paragraphs(below)) == 2


def test_lines_over_tables_set_smaller_are_headings_though_most_text_outside_tables_is_theirs() -> None:
    def part(top: float, title: str) -> tuple[list[Word], list[Rule]]:
        head = words(title, 60, top, size=16)
        cells = [w for i in (0, 1) for x in (64, 304) for w in words("Ett kort ord", x, top + 30 + 20 * i)]
        return [*head, *cells], grid([60, 300, 540], [top + 15, top + 36, top + 56])

    parts = [part(150.0 * i, f"Brott mot de äldsta (Huvudansvarig: Förvaltning {i})") for i in (1, 2, 3)]
    made = page(*(w for w, _ in parts), words("Ett levande dokument", 60, 60), rules=[r for _, rs in parts for r in rs])
    roles = [b.role for b in arranged(made).blocks if isinstance(b, Paragraph)]
    assert roles == ["body", "heading", "heading", "heading"]


def test_a_bracket_under_the_text_of_an_item_goes_on_with_it_whatever_room_there_was() -> None:
    listed = [
        *words("1.", 60, 100), *words("Buskarna längs gångstråket klipps ner.", 75, 100),
        *words("(Parkavdelningen, april 2003)", 75, 112),
        *words("2.", 60, 124), *words("Trasiga lampor byts inom tre dagar från det att felet har anmälts.", 75, 124),
        *words("(Gatukontoret, löpande)", 75, 136),
    ]  # fmt: skip
    found = [p.text for p in paragraphs(page(listed)) if p.role == "list-item"]
    assert [t.endswith(")") for t in found] == [True, True]


def test_a_sentence_runs_on_from_the_foot_of_a_column_to_the_head_of_the_next() -> None:
    left = [f"Rad {n} i vänster spalt är lika lång som alla" for n in range(9)] + [
        "Uppdraget är att beskriva allt som finns nu"
    ]
    right = ["behov på fem års sikt."] + [f"Rad {n} i höger spalt är lika lång som alla" for n in range(9)]
    made = page(words("Rubrik över båda", 60, 60, size=16, bold=True), lines(left, 60, 100), lines(right, 330, 100))
    assert any("finns nu behov på fem" in b.text for b in arranged(made).blocks if isinstance(b, Paragraph))


def test_a_cards_last_words_do_not_go_on_in_the_head_beside_it() -> None:
    texts, boxes = [], []
    for x, head, tops in ((60.0, "mars 2030", (115.0, 165.0)), (320.0, "april 2030", (115.0, 180.0))):
        texts.append(lines([head], x + 10, 105, bold=True))
        for top in tops:
            texts.append(
                lines(["Måla väggen och bron", "Ansvar: Parkchefen och Hamnenheten"], x + 10, top + 15, bold=True)
            )
            boxes += grid([x, x + 200], [top, top + 40])
    found = [b.text for b in arranged(page(*texts, rules=boxes)).blocks if isinstance(b, Paragraph)]
    assert "april 2030" in found
