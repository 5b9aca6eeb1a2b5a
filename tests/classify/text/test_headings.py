"""Sections: numbers, titles, problem statements, parents."""

from __future__ import annotations

from ingest.classify.text.headings import contents_blocks
from tests.classify.build import draft, h, p, sections, t, wide

TITLE = p("Åtgärdsplan 2024 - brottsförebyggande insatser", "heading", 1)
HEAD = ["Orsak", "Mål", "Åtgärd", "Vem?", "När?"]
ROW = ["Mörka stråk.", "Tryggare stråk.", "Ny belysning.", "Tekniska förvaltningen", "2024"]


def table(number: int = 1):  # type: ignore[no-untyped-def]
    return t([HEAD, ROW], number=number)


def test_headings_bands_and_problems() -> None:
    one = t(
        [
            [wide("1 Narkotika", 5)],
            [wide("1.1 Kriminella nätverk. Unga insocialiseras i kriminella nätverk.", 5)],
            HEAD,
            ROW,
            [wide("1.2 Unga i utanförskap", 5)],
            [wide("Unga i utanförskap riskerar att börja använda narkotika.", 5)],
            HEAD,
            ROW,
        ]
    )
    assert sections(TITLE, one, h("2 Våld"), h("2.1 Krogvåld", 2), p("Berusade gäster orsakar problem."), table(2)) == [
        ("1", "Narkotika", None, None),
        ("1.1", "Kriminella nätverk", "Unga insocialiseras i kriminella nätverk.", "s1"),
        ("1.2", "Unga i utanförskap", "Unga i utanförskap riskerar att börja använda narkotika.", "s1"),
        ("2", "Våld", None, None),
        ("2.1", "Krogvåld", "Berusade gäster orsakar problem.", "s4"),
    ]


def test_rows_know_their_section() -> None:
    found = draft(TITLE, h("1 A-hus"), h("1.1 Inbrott", 2), table(), h("1.2 Skadegörelse", 2), table(2))
    assert [(r.id, r.section) for r in found.rows] == [("r1", "s2"), ("r2", "s3")]


def test_headings_without_rows_are_no_sections() -> None:
    found = sections(
        TITLE, h("Inledning"), p("Text om planen."), h("1 Våld"), table(), h("2 Uppföljning"), p("Årligen.")
    )
    assert found == [("1", "Våld", None, None)]


def test_levels_by_style_without_numbers() -> None:
    found = sections(
        TITLE, h("Våld", 1), h("Krogvåld", 2), table(), h("Hedersvåld", 2), table(2), h("Trafik", 1), table(3)
    )
    assert [(s[1], s[3]) for s in found] == [("Våld", None), ("Krogvåld", "s1"), ("Hedersvåld", "s1"), ("Trafik", None)]


def test_levels_by_look_without_styles() -> None:
    found = sections(
        TITLE,
        p("Våld", bold=True, size=16),
        p("Krogvåld", bold=True, size=13),
        p("Berusade gäster orsakar problem på kvällarna i centrum och många anmäler aldrig.", size=10),
        table(),
        p("Trafik", bold=True, size=16),
        p("Rattfylleri", bold=True, size=13),
        table(2),
    )
    assert [(s[1], s[3]) for s in found] == [
        ("Våld", None),
        ("Krogvåld", "s1"),
        ("Trafik", None),
        ("Rattfylleri", "s3"),
    ]


def test_bands_of_one_look_nest_where_one_holds_nothing_of_its_own() -> None:
    one = t(
        [
            HEAD,
            [wide("Våld", 5)],
            [wide("Krogvåld\nBerusade gäster orsakar problem.", 5)],
            ROW,
            [wide("Trafik", 5)],
            [wide("Rattfylleri\nMånga kör berusade.", 5)],
            ROW,
        ]
    )
    assert sections(TITLE, one) == [
        (None, "Våld", None, None),
        (None, "Krogvåld", "Berusade gäster orsakar problem.", "s1"),
        (None, "Trafik", None, None),
        (None, "Rattfylleri", "Många kör berusade.", "s3"),
    ]


def test_a_pointer_to_the_table_is_no_problem_statement() -> None:
    found = sections(TITLE, h("1 Våld"), p("I tabellen nedan redovisas åtgärderna."), table())
    assert found == [("1", "Våld", None, None)]


def test_places_of_sections_and_values() -> None:
    found = draft(TITLE, h("1 Våld"), table())
    assert found.sections[0].place is not None
    place = found.rows[0].fields["vem"].places[0]
    assert (place.table, place.row, place.column) == (1, 2, 4)


def test_a_heading_that_counts_itself_keeps_its_title() -> None:
    table = t([["Åtagande", "Vem", "När"], ["Fotpatrullera", "Polisen", "2025"]])
    blocks = (p("Medborgarlöfte 2025", "heading", 1), h("Löfte 1: Polisen syns mer i centrum", 2), table)
    assert sections(*blocks) == [(None, "Löfte 1: Polisen syns mer i centrum", None, None)]


def test_the_only_heading_over_rows_is_a_section_though_it_names_bodies() -> None:
    table = t([["Åtgärd", "Vem", "När"], ["Stänga infarten", "Polisen", "2025"]])
    blocks = (p("Åtgärdsplan 2025", "heading", 1), p("Vara kommun"), h("Trafikmiljö vid skolorna", 2), table)
    assert sections(*blocks) == [(None, "Trafikmiljö vid skolorna", None, None)]


def test_a_title_set_in_several_lines_opens_no_section() -> None:
    table = t([["Åtgärd", "Vem", "När"], ["Fotpatrullera", "Polisen", "2025"]])
    lines = (p("Handlingsplan", "heading", 1), p("mot narkotika 2025", "heading", 1))
    assert sections(*lines, h("Narkotika", 1), table) == [(None, "Narkotika", None, None)]


def test_numbers_in_a_column_of_their_own_with_a_last_line_below_them() -> None:
    head = t([["B", "Bedrägerier"], ["B.1\når.", "Bedrägerier mot äldre. Telefonbedrägerier har fördubblats på två"]])
    table = t([["Åtgärd", "Vem", "När"], ["Föreläsningar", "Polisen", "2025"]], number=2)
    assert sections(p("Åtgärdsplan 2025", "heading", 1), head, table) == [
        ("B", "Bedrägerier", None, None),
        ("B.1", "Bedrägerier mot äldre", "Telefonbedrägerier har fördubblats på två år.", "s1"),
    ]


def test_headings_that_count_up_are_no_list_of_contents() -> None:
    counted = [h(f"Kvartal {n}", 2) for n in (1, 2, 3)]
    assert contents_blocks(counted) == frozenset()
    listed = [p("Trygga stråk 3"), p("Belysning 4"), h("Trygga stråk i centrum"), h("Belysning")]
    assert contents_blocks(listed) == {0, 1}
