"""Cards, boxes and forms with labels: a row each, whatever their layout. Every example is invented for its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.document import BBox, Cell, Paragraph, Table
from ingest.draft import DraftRow
from ingest.plan import FieldName
from tests.classify.build import draft, h, li, p, t

PLAN = h("Handlingsplan för en trygg hamn 2030")
FIELDS: tuple[FieldName, ...] = ("mål", "åtgärd", "vem", "när")


def inside(part: int, *blocks: Paragraph) -> list[Paragraph]:
    return [replace(b, part=part) for b in blocks]


def said(found: Sequence[DraftRow], *names: FieldName) -> list[tuple[str | None, ...]]:
    return [tuple(r.fields[n].text if n in r.fields else None for n in names) for r in found]


def test_labels_above_their_values_in_cards() -> None:
    first = inside(1, p("Åtgärd"), p("Måla om tunneln."), p("Ansvarig"), p("Gatukontoret"), p("När"), p("maj 2030"))
    second = inside(2, p("Åtgärd"), p("Klippa buskarna."), p("Ansvarig"), p("Parkenheten"), p("När"), p("juni 2030"))
    assert said(draft(PLAN, h("Torget", 2), *first, *second).rows, "åtgärd", "vem", "när") == [
        ("Måla om tunneln.", "Gatukontoret", "maj 2030"),
        ("Klippa buskarna.", "Parkenheten", "juni 2030"),
    ]


def test_the_title_of_a_card_is_the_measure_where_no_label_says_so() -> None:
    first = inside(1, h("Måla om tunneln.", 3), p("Ansvarig: Gatukontoret"), p("När: maj 2030"))
    second = inside(2, h("Klippa buskarna.", 3), p("Ansvarig: Parkenheten"), p("När: juni 2030"))
    assert said(draft(PLAN, h("Torget", 2), *first, *second).rows, "åtgärd", "vem", "när") == [
        ("Måla om tunneln.", "Gatukontoret", "maj 2030"),
        ("Klippa buskarna.", "Parkenheten", "juni 2030"),
    ]


def test_labels_that_no_vocabulary_knows_come_again() -> None:
    cards = [
        inside(n, p("Åtgärd: Måla om tunneln."), p(f"Ansv.: {who}"), p(f"När: {when}"))
        for n, who, when in ((1, "Gatukontoret", "maj 2030"), (2, "Parkenheten", "juni 2030"))
    ]
    found = draft(PLAN, *cards[0], *cards[1]).rows
    assert said(found, "vem", "när") == [("Gatukontoret", "maj 2030"), ("Parkenheten", "juni 2030")]


def test_a_long_line_with_a_colon_that_comes_again_is_a_label() -> None:
    cards = [
        inside(
            n,
            p("Åtgärd:"),
            p(what),
            p("Hur märker man att det lyckats då:"),
            p(aim),
            p("Ansvarig:"),
            p(who),
        )
        for n, what, aim, who in (
            (1, "Måla om tunneln.", "Antalet inbrott ska minska med 20 %.", "Gatukontoret"),
            (2, "Klippa buskarna.", "Antalet stölder ska minska med 30 %.", "Parkenheten"),
            (3, "Byta lampor.", "Antalet rån ska minska med 10 %.", "Gatukontoret"),
        )
    ]
    found = draft(PLAN, *(b for card in cards for b in card)).rows
    assert said(found, "mål", "åtgärd", "vem") == [
        ("Antalet inbrott ska minska med 20 %.", "Måla om tunneln.", "Gatukontoret"),
        ("Antalet stölder ska minska med 30 %.", "Klippa buskarna.", "Parkenheten"),
        ("Antalet rån ska minska med 10 %.", "Byta lampor.", "Gatukontoret"),
    ]


def test_boxes_of_a_field_each_are_one_record() -> None:
    found = draft(
        PLAN,
        h("Trygga hållplatser", 2),
        *inside(1, p("Mål"), p("Fler ska känna sig trygga.")),
        *inside(2, p("Åtgärd"), p("Sätta upp ny belysning.")),
        *inside(3, p("Ansvarig"), p("Gatukontoret")),
    ).rows
    assert said(found, "mål", "åtgärd", "vem") == [
        ("Fler ska känna sig trygga.", "Sätta upp ny belysning.", "Gatukontoret")
    ]


def test_a_box_with_a_list_of_measures_gives_a_row_each() -> None:
    found = draft(
        PLAN,
        h("Trygga hållplatser", 2),
        *inside(1, p("Mål"), p("Fler ska känna sig trygga.")),
        *inside(2, p("Åtgärder"), li("Sätta upp ny belysning"), li("Klippa buskarna vid hållplatsen")),
    ).rows
    assert said(found, "mål", "åtgärd") == [
        ("Fler ska känna sig trygga.", "Sätta upp ny belysning"),
        ("Fler ska känna sig trygga.", "Klippa buskarna vid hållplatsen"),
    ]


def test_a_problem_and_a_goal_beside_a_list_are_those_of_its_measures() -> None:
    listed = inside(1, h("Insatser", 3), li("Sätta upp ny belysning. Gatukontoret"), li("Klippa buskar. Parkenheten"))
    reasons = (h("Orsak", 3), p("Det är mörkt vid hållplatsen."), h("Mål", 3), p("Fler ska känna sig trygga."))
    wanted = [
        ("Det är mörkt vid hållplatsen.", "Fler ska känna sig trygga.", "Sätta upp ny belysning.", "Gatukontoret"),
        ("Det är mörkt vid hållplatsen.", "Fler ska känna sig trygga.", "Klippa buskar.", "Parkenheten"),
    ]
    topic = h("Trygga hållplatser", 2)
    for blocks in (
        [topic, *inside(1, *reasons), *inside(2, *listed)],
        [topic, *listed, *inside(2, *reasons)],
        # The list's heading stands higher than both columns.
        [topic, replace(listed[0], part=None), *inside(1, *reasons), *inside(2, *listed[1:])],
    ):
        assert said(draft(PLAN, *blocks).rows, "orsak", "mål", "åtgärd", "vem") == wanted


def test_a_problem_and_a_goal_over_a_heading_that_no_label_knows_stay_with_its_list() -> None:
    topics = [
        block
        for n, (topic, deed) in enumerate((("Hållplatser", "Sätta upp ny belysning"), ("Tunnlar", "Måla om tunneln")))
        for block in (
            h(topic, 2),
            *inside(3 * n, p("Problem"), p("Det är mörkt.")),
            *inside(3 * n + 1, p("Mål"), p("Fler ska känna sig trygga.")),
            *inside(3 * n + 2, h("Åtgärder under perioden", 3), li(f"{deed}. Gatukontoret"), li("Klippa gräset. Park")),
        )
    ]
    assert said(draft(PLAN, *topics).rows, "orsak", "mål", "åtgärd") == [
        ("Det är mörkt.", "Fler ska känna sig trygga.", deed)
        for deed in ("Sätta upp ny belysning.", "Klippa gräset. Park", "Måla om tunneln.", "Klippa gräset. Park")
    ]


def test_boxes_of_problem_and_goal_over_a_list_are_no_table() -> None:
    boxes = t([["Problem", "Mål"], ["Det är mörkt vid hållplatsen.", "Fler ska känna sig trygga."]])
    looks = replace(boxes, method="aligned")
    listed = inside(
        1, h("Aktiviteter", 3), li("Sätta upp ny belysning – Gatukontoret"), li("Klippa buskar – Parkenheten")
    )
    found = draft(PLAN, h("Trygga hållplatser", 2), looks, *listed).rows
    assert said(found, "orsak", "mål", "åtgärd") == [
        ("Det är mörkt vid hållplatsen.", "Fler ska känna sig trygga.", deed)
        for deed in ("Sätta upp ny belysning", "Klippa buskar")
    ]


def test_cards_set_out_in_the_cells_of_a_table() -> None:
    deeds = ("Måla om tunneln", "Klippa buskarna", "Ställa ut bänkar", "Byta lampor")
    bodies = ("Gatukontoret", "Parkenheten", "Fritidsenheten", "Polisen")
    cells = [
        f"Dit vill vi: Fler på torget\nÅtgärd: {deed}\nAnsvarig: {who}\nNär: maj 2030"
        for deed, who in zip(deeds, bodies, strict=True)
    ]
    found = draft(PLAN, h("Torget", 2), t([cells[:2], cells[2:]])).rows
    assert said(found, "mål", "åtgärd", "vem", "när") == [
        ("Fler på torget", deed, who, "maj 2030") for deed, who in zip(deeds, bodies, strict=True)
    ]
    # Alignment has cut the cards across: a card is what stands in a column.
    lines = [cell.split("\n") for cell in cells[:2]]
    cut = replace(t([[lines[0][i], lines[1][i]] for i in range(len(lines[0]))]), method="mixed")
    assert said(draft(PLAN, h("Torget", 2), cut).rows, "åtgärd", "vem") == [
        ("Måla om tunneln", "Gatukontoret"),
        ("Klippa buskarna", "Parkenheten"),
    ]


def test_a_table_with_labels_in_one_column_stays_a_table() -> None:
    table = t([["Åtgärd", "Uppgifter"], ["Måla om tunneln", "Ansvarig: Park\nNär: maj 2030"]], bold_header=True)
    assert [r.fields["åtgärd"].text for r in draft(PLAN, h("Torget", 2), table).rows] == ["Måla om tunneln"]


def test_a_small_label_over_a_heading_makes_it_the_goal_of_the_cards_below() -> None:
    cards = [
        inside(n, h(deed, 3), p("Ansvarig: Parkenheten"), p("När: maj 2030"))
        for n, deed in ((2, "Måla om tunneln."), (3, "Klippa buskarna."))
    ]
    band = inside(1, p("MÅL"), h("Fler ska trivas på torget", 2))
    found = draft(PLAN, *band, *cards[0], *cards[1]).rows
    assert said(found, "mål", "åtgärd") == [
        ("Fler ska trivas på torget", "Måla om tunneln."),
        ("Fler ska trivas på torget", "Klippa buskarna."),
    ]


def test_labels_above_values_in_the_open_when_they_come_again() -> None:
    found = draft(
        PLAN,
        h("Torget", 2),
        *(p("Åtgärd"), p("Måla om tunneln."), p("Ansvarig"), p("Gatukontoret"), p("Kalender"), p("maj 2030")),
        *(p("Åtgärd"), p("Klippa buskarna."), p("Ansvarig"), p("Parkenheten"), p("Kalender"), p("juni 2030")),
        *(p("Åtgärd"), p("Ställa ut bänkar."), p("Ansvarig"), p("Parkenheten"), p("Kalender"), p("juli 2030")),
    ).rows
    assert said(found, "åtgärd", "vem") == [
        ("Måla om tunneln.", "Gatukontoret"),
        ("Klippa buskarna.", "Parkenheten"),
        ("Ställa ut bänkar.", "Parkenheten"),
    ]


def test_a_field_word_that_heads_a_chapter_is_no_label_of_the_records_below_it() -> None:
    def record(why: str, what: str, who: str) -> list[Paragraph]:
        return [h("Nuläge", 4), p(why), h("Insatser", 4), p(what), h("Ansvariga", 4), p(who)]

    found = draft(
        PLAN,
        h("Kartläggning", 2),
        p("Vi frågade 200 båtägare i mars."),
        h("Förebyggande åtgärder", 2),
        h("Område: Bryggan", 3),
        *record("Var femte båtägare är orolig.", "Grinden låses klockan 21.", "Hamnvakten"),
        h("Område: Parken", 3),
        *record("Bänkarna är trasiga.", "Bänkarna byts ut.", "Parkenheten"),
    ).rows
    assert said(found, "orsak", "vem") == [
        ("Var femte båtägare är orolig.", "Hamnvakten"),
        ("Bänkarna är trasiga.", "Parkenheten"),
    ]


WALKS = (["Ronder går", "Polisen", "maj"], ["Fika i väntsalen", "Fältgruppen", "juni 2030"])
LAMPS = (["Byta lampan", "Gatukontoret", "juni"], ["Klippa buskarna", "Parkenheten", "maj 2030"])


def test_a_problem_and_a_goal_beside_their_labels_over_a_table_are_those_of_its_rows() -> None:
    def slide(number: int, why: str, goal: str, *rows: list[str]) -> list[Paragraph | Table]:
        reasons = replace(
            t([["Varför händer det?", why], ["Vad vill vi uppnå?", goal]], number=number), method="labels"
        )
        head = ["Vad gör vi?", "Vem håller i?", "Till när?"]
        return [h(f"Plats {number}", 2), reasons, t([head, *rows], number=number + 1)]

    found = draft(
        PLAN,
        *slide(1, "Väntsalen är tom på kvällen.", "Resenärer ska vara trygga.", *WALKS),
        *slide(3, "Lampan vid gungan är trasig.", "Barn ska leka i parken.", *LAMPS),
    ).rows
    assert said(found, "orsak", "mål", "åtgärd") == [
        ("Väntsalen är tom på kvällen.", "Resenärer ska vara trygga.", "Ronder går"),
        ("Väntsalen är tom på kvällen.", "Resenärer ska vara trygga.", "Fika i väntsalen"),
        ("Lampan vid gungan är trasig.", "Barn ska leka i parken.", "Byta lampan"),
        ("Lampan vid gungan är trasig.", "Barn ska leka i parken.", "Klippa buskarna"),
    ]


def form(*rows: tuple[str, ...]) -> Table:
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            label, _, value = text.partition("|")
            cells.append(Cell(r, c, (p(label), p(value)), colspan=2 if len(row) == 1 else 1))
    return Table(tuple(cells), len(rows), 2, method="ruled")


def test_a_form_says_its_labels_inside_its_boxes() -> None:
    found = draft(
        PLAN,
        h("Torget", 2),
        form(
            ("Åtgärd|Måla om tunneln.",),
            ("Ansvarig|Gatukontoret", "När|maj 2030"),
            ("Åtgärd|Klippa buskarna.",),
            ("Ansvarig|Parkenheten", "När|juni 2030"),
        ),
    ).rows
    assert said(found, "åtgärd", "vem", "när") == [
        ("Måla om tunneln.", "Gatukontoret", "maj 2030"),
        ("Klippa buskarna.", "Parkenheten", "juni 2030"),
    ]


def test_cards_of_contacts_give_no_rows() -> None:
    cards = [
        inside(n, p(name), p(f"Telefon: 0123-45 6{n}"), p("E-post: info@example.se"))
        for n, name in ((1, "Fritidsgården"), (2, "Biblioteket"))
    ]
    assert not draft(h("Kontakt"), *cards[0], *cards[1]).rows


def test_a_form_to_be_filled_in_gives_no_rows_though_its_last_label_is_unknown() -> None:
    labels = ("Orsak", "Delmål", "Åtgärder", "Huvudansvarig", "På gång")
    assert draft(PLAN, h("Åtgärder 1", 3), *inside(1, *(p(label) for label in labels))).rows == ()


def test_the_sentences_behind_a_title_in_a_tables_own_row_stay_one_text_with_it() -> None:
    rows = [
        t([[{"c": what, "cols": 2}], ["Ansvarig:", who], ["Tidplan:", when]])
        for what, who, when in (
            ("Utbilda personalen i samtal vid tre tillfällen. Tolk finns vid behov.", "Gatukontoret", "maj 2030"),
            ("Utbilda mentorer i samtal vid fyra tillfällen. Sex personer deltar.", "Parkenheten", "juni 2030"),
        )
    ]
    assert said(draft(PLAN, h("Torget", 2), *rows).rows, "åtgärd", "vem", "när") == [
        ("Utbilda personalen i samtal vid tre tillfällen. Tolk finns vid behov.", "Gatukontoret", "maj 2030"),
        ("Utbilda mentorer i samtal vid fyra tillfällen. Sex personer deltar.", "Parkenheten", "juni 2030"),
    ]


def test_a_phase_over_a_card_is_no_title_of_its_measure() -> None:
    months = ("januari 2030", "februari 2030")
    said_so = ("Måla om tunneln.", "Klippa buskarna.")
    cards = [
        inside(n, h(month, 3), p(what), p("Ansvariga"), p("Gatukontoret"))
        for n, (month, what) in enumerate(zip(months, said_so, strict=True), 1)
    ]
    found = draft(PLAN, h("Åtgärder", 2), *cards[0], *cards[1]).rows
    assert said(found, "åtgärd", "vem", "när") == [
        ("Måla om tunneln.", "Gatukontoret", "januari 2030"),
        ("Klippa buskarna.", "Gatukontoret", "februari 2030"),
    ]


def test_cards_of_one_paragraph_under_phases_are_items_of_a_list() -> None:
    blocks = [
        h("Åtgärder", 2),
        *inside(1, h("januari 2030", 3)),
        *inside(2, p("Måla alla bänkar vid torget.")),
        *inside(3, p("Bygg en brygga vid badet.")),
        *inside(4, h("maj 2030", 3)),
        *inside(5, p("Klipp buskarna längs stigen.")),
    ]
    assert said(draft(PLAN, *blocks).rows, "åtgärd", "när") == [
        ("Måla alla bänkar vid torget.", "januari 2030"),
        ("Bygg en brygga vid badet.", "januari 2030"),
        ("Klipp buskarna längs stigen.", "maj 2030"),
    ]


def test_sentences_over_tables_of_labels_are_the_measures_with_their_full_stops() -> None:
    ways = (
        "Gatukontoret ska måla om tunneln under järnvägen och byta ut alla lampor i den.",
        "Buskarna klipps.",
        "Klotter tas bort.",
    )
    blocks: list[Paragraph | Table] = [h("Trygga platser", 2), p("Tunneln upplevs som mörk.")]
    for n, way in enumerate(ways):
        rows = [["Mål:", f"Trygga vägar {n}"], ["Ansvariga:", "Gatukontoret"], ["Tidsplan:", "maj 2030"]]
        blocks += [h(way, 3), replace(t(rows, number=n + 1), method="labels")]
    assert said(draft(PLAN, *blocks).rows, "åtgärd") == [(way,) for way in ways]


def test_several_measures_with_one_label_each_in_a_column_under_a_phase() -> None:
    blocks = [
        h("Åtgärder", 2),
        *inside(
            1,
            h("Steg 1: Bygget (januari 2030)", 3),
            p("måla om tunneln"),
            h("Huvudansvarig: Gatukontoret", 3),
            p("klippa buskarna"),
            h("Huvudansvarig: Parkenheten", 3),
        ),
        *inside(2, h("Steg 2: Bruket (maj 2030)", 3), p("tömma korgarna"), h("Huvudansvarig: Renhållningen", 3)),
    ]
    assert said(draft(PLAN, *blocks).rows, "åtgärd", "vem", "när") == [
        ("måla om tunneln", "Gatukontoret", "Steg 1: Bygget (januari 2030)"),
        ("klippa buskarna", "Parkenheten", "Steg 1: Bygget (januari 2030)"),
        ("tömma korgarna", "Renhållningen", "Steg 2: Bruket (maj 2030)"),
    ]


def test_tables_that_share_most_of_their_labels_have_labels_though_nobody_knows_these() -> None:
    ways = (("Måla om tunneln", "Parkenheten"), ("Klippa buskarna", "Gatukontoret"), ("Tömma korgarna", "Bostäder AB"))
    tables: list[Table] = []
    for n, (way, who) in enumerate(ways):
        rows: list[list[object]] = [
            [{"c": way, "cols": 2}],
            ["Lokal bild:", "Tunneln upplevs som mörk av många"],
            ["Sikte:", "Tryggare vägar till stationen"],
            ["Sköts av:", who],
            ["På gång:", "den 27 mars 2030"],
        ]
        tables.append(t(rows if n else [*rows, ["Utfall 2030:", "tolv"]], number=n + 1))
    assert said(draft(PLAN, h("Åtgärder", 2), *tables).rows, "åtgärd", "vem", "när") == [
        (way, who, "den 27 mars 2030") for way, who in ways
    ]


def test_a_label_behind_a_value_in_capitals() -> None:
    blocks = [
        b
        for way, who in (("Starta vandringar.", "Villaägarna"), ("Måla tunneln.", "Gatan"))
        for b in (h(way, 3), p("Mål: Tryggare vägar"), p(f"Vem: {who} Leveransdatum: maj 2030"))
    ]
    assert said(draft(PLAN, h("Torget", 2), *blocks).rows, "vem", "när") == [
        ("Villaägarna", "maj 2030"),
        ("Gatan", "maj 2030"),
    ]


def test_who_and_when_side_by_side_at_a_cards_foot_are_of_the_card() -> None:
    first = inside(1, h("Entré", 3), p("Hinder i dag"), p("Porten är tung."), p("Det här gör vi"), p("Byta dörren."))
    second = inside(2, h("Hörsel", 3), p("Hinder i dag"), p("Slingan saknas."), p("Det här gör vi"), p("Köpa slingor."))
    feet = [
        t([["Ansvarig", "När"], ["Fastighetsansvarig", "maj 2030"]]),
        t([["Ansvarig", "När"], ["Teknikern", "juni"]]),
    ]
    found = draft(h("Program för tillgänglighet 2030", 1), *first, feet[0], *second, feet[1]).rows
    assert said(found, "åtgärd", "vem", "när") == [
        ("Byta dörren.", "Fastighetsansvarig", "maj 2030"),
        ("Köpa slingor.", "Teknikern", "juni"),
    ]


def test_a_column_of_text_with_labels_here_and_there_is_no_card() -> None:
    column = inside(
        1,
        h("1. Trafik", 2),
        p("Kapitlet gäller dem som bor här."),
        h("Löfte 1", 3),
        p("Vi förlänger linjen till hamnen."),
        p("Vem: Kommunen"),
        p("När: maj 2030"),
        h("Löfte 2", 3),
        p("Vi rustar väntkurerna. (Gatukontoret, 2031)"),
        h("Löfte 3", 3),
        p("Vi märker ut lederna. (Parkenheten, juni 2030)"),
    )
    assert said(draft(PLAN, *column).rows, "åtgärd", "vem", "när") == [
        ("Vi förlänger linjen till hamnen.", "Kommunen", "maj 2030"),
        ("Vi rustar väntkurerna.", "Gatukontoret", "2031"),
        ("Vi märker ut lederna.", "Parkenheten", "juni 2030"),
    ]


def test_a_promise_with_a_title_is_a_theme_and_no_measure() -> None:
    found = draft(
        PLAN,
        h("Löfte 1: Lugnare trafik", 2),
        p("Mål: Farten ska minska."),
        p("Det här lovar vi att göra:"),
        li("Vi mäter farten vid skolan (Polisen, maj 2030)"),
        li("Vi sätter upp farthinder (Gatukontoret, juni 2030)"),
    ).rows
    assert said(found, "mål", "vem") == [
        ("Farten ska minska.", "Polisen"),
        ("Farten ska minska.", "Gatukontoret"),
    ]


def test_a_small_goal_with_its_number_over_a_heading_makes_it_the_goal() -> None:
    band = inside(1, p("MÅL 1"), h("Fler ska trivas på torget", 2), p("Torget är slitet."), h("Det här ska vi göra", 3))
    items = inside(1, li("Måla om tunneln (Gatukontoret, maj 2030)"), li("Klippa buskarna (Parkenheten, juni 2030)"))
    found = draft(PLAN, h("Våra mål", 1), *band, *items).rows
    assert {row.fields["mål"].text for row in found} == {"Fler ska trivas på torget"}
    assert len(found) == len(items)


def test_the_goal_of_one_topic_is_not_that_of_the_next() -> None:
    found = draft(
        PLAN,
        h("Mötesplatsen", 2),
        p("Mål: Öppet fyra kvällar i veckan."),
        p("Under året gör vi detta:"),
        li("Anställa en fritidsledare (Styrelsen, maj 2030)"),
        li("Rusta köket (Kassören, juni 2030)"),
        h("Ekonomi", 2),
        p("Åtgärder:"),
        li("Söka stöd för nästa år (Kassören, maj 2030)"),
        li("Se över hyresavtalet (Styrelsen, juni 2030)"),
    ).rows
    assert said(found, "mål") == [("Öppet fyra kvällar i veckan.",)] * 2 + [(None,)] * 2


def test_each_item_of_a_promise_in_a_card_is_a_measure_with_the_time_at_its_foot() -> None:
    def lane(part: int, why: str, first: list[str], second: list[str], when: str) -> list[Paragraph]:
        lists = (h("Polisen lovar att", 3), *map(li, first)), (h("Kommunen lovar att", 3), *map(li, second))
        told = h("Så har ni sagt", 3), p(why), h("Mål", 3), p("Fler ska trivas i hamnen.")
        placed = [at(b, 60.0 if b.marker is None else 72.0) for b in (*told, *lists[0], *lists[1], p(f"När: {when}"))]
        return inside(part, p(f"LÖFTE {part}"), h(f"Plats {part}", 2), *placed)

    cards = [
        *lane(1, "Många är rädda på kajen.", ["gå förbi varje kväll"], ["måla räcket", "byta lampan"], "maj 2030"),
        *lane(
            2,
            "Bilar kör för fort där.",
            ["mäta farten", "stå vid skolan"],
            ["bygga en mittrefug vid skolan"],
            "hela 2030",
        ),
    ]
    assert said(draft(PLAN, *cards).rows, "åtgärd", "vem", "när") == [
        ("gå förbi varje kväll", "Polisen", "maj 2030"),
        ("måla räcket", "Kommunen", "maj 2030"),
        ("byta lampan", "Kommunen", "maj 2030"),
        ("mäta farten", "Polisen", "hela 2030"),
        ("stå vid skolan", "Polisen", "hela 2030"),
        ("bygga en mittrefug vid skolan", "Kommunen", "hela 2030"),
    ]


def test_labels_at_the_left_of_a_list_below_it_are_of_all_its_items() -> None:
    items = [at(li(text), 72.0) for text in ("klippa häckarna", "måla bänkarna")]
    foot = [at(p(text), 60.0) for text in ("Ansvarig: Parkenheten", "När: maj 2030")]
    found = draft(PLAN, h("Parken", 2), at(p("Vi ska"), 60.0), *items, *foot).rows
    assert said(found, "åtgärd", "vem", "när") == [
        ("klippa häckarna", "Parkenheten", "maj 2030"),
        ("måla bänkarna", "Parkenheten", "maj 2030"),
    ]


def at(paragraph: Paragraph, left: float) -> Paragraph:
    """The paragraph with its words at a left edge (points)."""
    words = tuple(replace(w, bbox=BBox(left, 0.0, left + 10, 10.0)) for w in paragraph.lines[0].words)
    return replace(paragraph, lines=(replace(paragraph.lines[0], words=words, page=1),))


def test_a_title_across_a_table_that_is_its_measure_is_no_goal_as_well() -> None:
    def form(title: str, who: str, when: str) -> Table:
        return t([[{"c": title, "cols": 2}, None], ["Nuläge:", "Räcket är löst."], ["Vem:", who], ["När:", when]])

    found = draft(
        PLAN,
        h("Hamnen", 2),
        form("Väktare i hamnen ska utbildas.", "Hamnkontoret", "maj 2030"),
        form("Antalet livbojar ska följas upp.", "Parkenheten", "juni 2030"),
    ).rows
    assert [("mål" in r.fields, r.fields["åtgärd"].text) for r in found] == [
        (False, "Väktare i hamnen ska utbildas."),
        (False, "Antalet livbojar ska följas upp."),
    ]


def test_the_leave_that_a_letter_takes_is_of_no_value() -> None:
    first = inside(1, p("Åtgärd: Måla om tunneln."), p("Ansvarig: Gatukontoret"), p("När: maj 2030"))
    last = inside(1, p("Åtgärd: Klippa buskarna."), p("Ansvarig: Parkenheten"), p("När: juni 2030"))
    leave = inside(1, p("Med vänlig hälsning"), p("Kim Zwil, parkchef"))
    assert said(draft(PLAN, *first, *last, *leave).rows, "åtgärd", "vem", "när") == [
        ("Måla om tunneln.", "Gatukontoret", "maj 2030"),
        ("Klippa buskarna.", "Parkenheten", "juni 2030"),
    ]


def test_a_value_in_a_card_may_be_set_as_a_heading_is() -> None:
    cards = [
        inside(
            n,
            p("Problemet"),
            p("Gången är mörk."),
            p("Det här gör vi"),
            h(what, 3),
            p("Vem"),
            p(who),
            p("När"),
            p("maj"),
        )
        for n, (what, who) in enumerate((("Polisen går i gången varje kväll", "Polisen"), ("Lampor byts", "Park")), 1)
    ]
    assert said(draft(PLAN, *cards[0], *cards[1]).rows, "orsak", "åtgärd", "vem", "när") == [
        ("Gången är mörk.", "Polisen går i gången varje kväll", "Polisen", "maj"),
        ("Gången är mörk.", "Lampor byts", "Park", "maj"),
    ]


def test_items_with_labels_below_them_in_a_column_are_a_list_and_no_cards() -> None:
    column = inside(
        2,
        p("Ansvarig: Gatukontoret"),
        p("Tid: maj 2030"),
        li("Väktare får avvisa personer från gallerian."),
        p("Ansvarig: Galleriabolaget"),
        p("Tid: juni 2030"),
        li("Larmknappar provas."),
        p("Ansvarig: Väktarbolaget"),
        p("Tid: varje vecka"),
    )
    first = inside(1, h("Butiker", 2), p("Mål: Färre stölder."), h("Åtgärder", 3), li("En chattgrupp startas."))
    assert said(draft(PLAN, *first, *column).rows, "mål", "åtgärd", "vem", "när") == [
        ("Färre stölder.", "En chattgrupp startas.", "Gatukontoret", "maj 2030"),
        ("Färre stölder.", "Väktare får avvisa personer från gallerian.", "Galleriabolaget", "juni 2030"),
        ("Färre stölder.", "Larmknappar provas.", "Väktarbolaget", "varje vecka"),
    ]


def test_a_goal_over_cards_under_headings_is_of_all_of_them() -> None:
    band = inside(1, h("Stationen", 2), p("Mål: Fler känner sig trygga."))
    first = inside(2, p("Byta lampor i gången"), p("Vem: Gatukontoret"), p("När: maj 2030"))
    second = inside(3, h("Klippa häcken", 3), p("Vem: Parkenheten"), p("När: juni 2030"))
    assert said(draft(PLAN, *band, *first, *second).rows, "mål", "åtgärd") == [
        ("Fler känner sig trygga.", "Byta lampor i gången"),
        ("Fler känner sig trygga.", "Klippa häcken"),
    ]
