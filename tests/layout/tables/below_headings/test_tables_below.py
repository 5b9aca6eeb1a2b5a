"""Tables under a row of headings: columns that nearly touch, rows parted by rules, what stands across."""

from __future__ import annotations

from ingest.document import BBox, Fill, Rule, Table, Word
from ingest.layout.tables.finder import FoundTable, find_tables
from ingest.options import Options
from tests.layout.pages import arranged, lines, page, words

OPTIONS = Options()


def texts(table: FoundTable) -> list[list[str]]:
    out = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        out[cell.row][cell.column] = " ".join(cell.text.split())
    return out


def heads(xs: list[float], names: list[str], y: float) -> list[Word]:
    return [w for x, name in zip(xs, names, strict=True) for w in words(name, x, y, bold=True)]


def test_columns_a_space_apart_are_parted_at_the_left_edge_that_their_lines_share() -> None:
    xs = [60.0, 180.0, 330.0]
    body = heads(xs, ["Orsak", "Insats", "Vem"], 100)
    for i, (a, b, c) in enumerate(
        (("Mörkt vid stationsparken", "Ny belysning", "Gatukontoret"), ("Få vuxna ute", "Vandringar", "Skolan"))
    ):
        body += words(a, 60, 124 + 30 * i) + words(b, 181, 124 + 30 * i) + words(c, 330, 124 + 30 * i)
    (table,) = find_tables(page(body), OPTIONS)
    assert texts(table) == [
        ["Orsak", "Insats", "Vem"],
        ["Mörkt vid stationsparken", "Ny belysning", "Gatukontoret"],
        ["Få vuxna ute", "Vandringar", "Skolan"],
    ]


def test_a_comment_between_two_rules_is_one_cell_across() -> None:
    xs = [60.0, 200.0, 350.0, 460.0]
    body = heads(xs, ["Mål", "Åtgärd", "Ansvar", "Klart"], 100)
    for i, row in enumerate((["Lugn", "Måla muren", "Park", "Maj"], ["Ljus", "Byta lampor", "Gata", "Juni"])):
        body += [w for x, t in zip(xs, row, strict=True) for w in words(t, x, 120 + 40 * i)]
    comment = "Kommentar: arbetet väntar på att fasaden torkar och att färgen kommer till förrådet."
    body += words(comment, 60, 140, italic=True)
    rules = [Rule(BBox(55, y, 520, y), True) for y in (88, 106, 126, 146, 166)]
    (table,) = find_tables(page(body, rules=rules), OPTIONS)
    assert [c.colspan for c in table.cells if c.text.startswith("Kommentar")] == [4]
    assert texts(table)[3] == ["Ljus", "Byta lampor", "Gata", "Juni"]


def test_a_cell_over_two_rows_stays_whole_where_rules_leave_it_out() -> None:
    xs = [60.0, 200.0, 380.0]
    body = heads(xs, ["Mål", "Åtgärd", "Ansvar"], 100)
    body += words("Trygga parker", 60, 132)
    for y, a, b in ((120, "Klippa häckar", "Park"), (144, "Byta lampor", "Gata"), (168, "Laga bänkar", "Park")):
        body += words(a, 200, y) + words(b, 380, y)
    body += words("Färre klagomål", 60, 168)
    rules = [Rule(BBox(55, y, 500, y), True) for y in (88, 106, 152, 176)]
    rules.append(Rule(BBox(195, 128, 500, 128), True))
    (table,) = find_tables(page(body, rules=rules), OPTIONS)
    assert [(c.row, c.rowspan) for c in table.cells if c.text == "Trygga parker"] == [(1, 2)]
    assert [row[1] for row in texts(table)] == ["Åtgärd", "Klippa häckar", "Byta lampor", "Laga bänkar"]


def test_a_column_without_a_heading_is_a_column() -> None:
    body = heads([200.0, 330.0, 450.0], ["Orsak", "Vem", "När"], 100)
    for i, row in enumerate((["Måla", "Klotter", "Park", "Maj"], ["Byta", "Mörker", "Gata", "Juni"])):
        body += [w for x, t in zip([60.0, 200.0, 330.0, 450.0], row, strict=True) for w in words(t, x, 124 + 30 * i)]
    (table,) = find_tables(page(body), OPTIONS)
    assert texts(table) == [
        ["", "Orsak", "Vem", "När"],
        ["Måla", "Klotter", "Park", "Maj"],
        ["Byta", "Mörker", "Gata", "Juni"],
    ]


def test_painted_headings_over_a_body_without_paint_are_one_table_with_it() -> None:
    xs = [60.0, 200.0, 380.0]
    body = heads(xs, ["Mål", "Åtgärd", "Ansvar"], 100)
    for i, row in enumerate((["Lugn", "Måla muren", "Park"], ["Ljus", "Byta lampor", "Gata"])):
        body += [w for x, t in zip(xs, row, strict=True) for w in words(t, x, 124 + 30 * i)]
    blue = (0.1, 0.2, 0.5)
    fills = tuple(Fill(BBox(a, 88, b, 108), blue) for a, b in ((55, 195), (195, 375), (375, 500)))
    (table,) = find_tables(page(body, fills=fills), OPTIONS)
    assert texts(table) == [
        ["Mål", "Åtgärd", "Ansvar"],
        ["Lugn", "Måla muren", "Park"],
        ["Ljus", "Byta lampor", "Gata"],
    ]
    assert table.header_rows == 1


def test_the_last_row_alone_on_the_next_page_keeps_the_columns() -> None:
    xs = [60.0, 200.0, 380.0]
    first = heads(xs, ["Mål", "Åtgärd", "Ansvar"], 700)
    for i, row in enumerate((["Lugn", "Måla muren", "Park"], ["Ljus", "Byta lampor", "Gata"])):
        first += [w for x, t in zip(xs, row, strict=True) for w in words(t, x, 724 + 24 * i)]
    second = [w for x, t in zip(xs, ["Liv", "Öppna kiosken", "Fritid"], strict=True) for w in words(t, x, 110)]
    after = lines(["Planen följs upp varje år av kommunstyrelsen och redovisas för fullmäktige i mars."], 60, 200)
    document = arranged(page(first), page(second, after, number=2))
    (table,) = (b for b in document.blocks if hasattr(b, "cells"))
    assert table.text.splitlines()[-1].split("\t") == ["Liv", "Öppna kiosken", "Fritid"]


def test_years_a_space_apart_head_a_column_each() -> None:
    xs = [60.0, 260.0]
    body = heads(xs, ["Insats", "Ansvarig"], 100) + words("2030 2031 2032", 360, 100, bold=True)
    for i, (a, b, at) in enumerate((("Måla muren", "Park", 1), ("Byta lampor", "Gata", 0), ("Laga räcket", "Gata", 2))):
        y = 124 + 30 * i
        body += words(a, 60, y) + words(b, 260, y) + words("9", 360 + 25 * at, y)
    rules = [Rule(BBox(55, 106 + 30 * i, 440, 106 + 30 * i), True) for i in range(4)]
    (table,) = find_tables(page(body, rules=rules), OPTIONS)
    assert texts(table) == [
        ["Insats", "Ansvarig", "2030", "2031", "2032"],
        ["Måla muren", "Park", "", "9", ""],
        ["Byta lampor", "Gata", "9", "", ""],
        ["Laga räcket", "Gata", "", "", "9"],
    ]


def test_a_row_far_below_the_last_one_belongs_to_the_table_whose_columns_it_keeps() -> None:
    xs = [60.0, 220.0, 380.0]
    body = heads(xs, ["Mål", "Åtgärd", "Ansvar"], 100)
    for y, row in ((114, ["Lugn", "Måla muren", "Park"]), (190, ["Ljus", "Byta lampor", "Gata"])):
        body += [w for x, t in zip(xs, row, strict=True) for w in words(t, x, y)]
    body += words("Planen gäller tills vidare.", 60, 260)
    (table,) = find_tables(page(body), OPTIONS)
    assert texts(table)[1:] == [["Lugn", "Måla muren", "Park"], ["Ljus", "Byta lampor", "Gata"]]


def test_a_table_that_goes_on_over_a_page_break_stays_whole_between_wide_gaps() -> None:
    xs = [60.0, 220.0, 380.0]
    places = ["stationen", "torget", "bron", "skolan", "badet", "kyrkan", "hamnen", "åsen", "hallen", "parken"]
    first = heads(xs, ["Mål", "Åtgärd", "Ansvar"], 100)
    second: list[Word] = []
    for i, place in enumerate(places):
        own, y = (first, 120 + 80 * i) if i < 6 else (second, 100 + 70 * (i - 6))
        row = [f"Trygghet vid {place}", f"Måla muren vid {place}", "Parkenheten"]
        own += [w for x, t in zip(xs, row, strict=True) for w in words(t, x, y)]
    document = arranged(page(first), page(second, number=2))
    assert [b.rows for b in document.blocks if isinstance(b, Table)] == [11]


def year_plan(*, bands: bool) -> list[list[str]]:
    """A year plan of two rows a month, the month in a line of its own where `bands`, a rule under that."""
    xs = [60.0, 300.0, 450.0]
    body = heads(xs, ["Aktivitet", "Ansvarig", "Anmärkning"], 100)
    rules = [Rule(BBox(55, y, 540, y), True) for y in (88, 106)]
    y = 106.0
    for month in ("Januari", "Mars", "Maj"):
        if bands:
            body += words(month, 60, y + 20, bold=True)
            rules.append(Rule(BBox(55, y + 25, 540, y + 25), True))
            y += 24
        for task, who in (("Lamporna i parken byts", "Gatukontoret"), ("Kurs hålls för personal", "Fritidskontoret")):
            body += (
                words(f"{task} {month.lower()}.", 60, y + 18) + words(who, 300, y + 18) + words("Klart", 450, y + 18)
            )
            y += 20
        if not bands:
            rules.append(Rule(BBox(55, y + 5, 540, y + 5), True))
    (table,) = find_tables(page(body, rules=rules), OPTIONS)
    return texts(table)


def test_rules_under_headings_part_no_rows() -> None:
    found = year_plan(bands=True)
    assert [row[0] for row in found if not row[1]] == ["Januari", "Mars", "Maj"]
    assert len(found) == 10
    assert found[5] == ["Lamporna i parken byts mars.", "Gatukontoret", "Klart"]


def test_a_numbered_title_in_capitals_ends_a_table() -> None:
    xs = [60.0, 300.0, 450.0]
    body = heads(xs, ["Åtgärd", "Ansvarig", "Tid"], 100)
    for i, row in enumerate((["Brev skickas ut.", "Polisen", "Maj"], ["Bommar sätts upp.", "Gatukontoret", "Juni"])):
        body += [w for x, t in zip(xs, row, strict=True) for w in words(t, x, 120 + 12 * i)]
    body += words("2. UNGDOM OCH ALKOHOL", 60, 144)
    body += words("Ingen elev i grundskolan ska ha tillgång till alkohol på skoltid eller vid fester.", 60, 156)
    (table,) = find_tables(page(body), OPTIONS)
    assert [row[0] for row in texts(table)] == ["Åtgärd", "Brev skickas ut.", "Bommar sätts upp."]


def test_sentences_over_the_first_figures_are_no_headings() -> None:
    xs = [60.0, 300.0, 450.0]
    rows = (
        ["Tunneln målas om med färg.", "Gatukontoret", "löpande"],
        ["Nya skador anmäls varje gång.", "Fastighetsbolaget", "november"],
        ["Västar och lampor köps in nu.", "Fritidskontoret", "senast december"],
        ["", "", "2006"],
        ["Flera vandrare värvas på möten.", "Föreningen", "oktober"],
    )
    body: list[Word] = []
    for y, row in zip((100, 124, 148, 160, 184), rows, strict=True):
        body += [w for x, t in zip(xs, row, strict=True) if t for w in words(t, x, y)]
    (table,) = find_tables(page(body), OPTIONS)
    assert [row[2] for row in texts(table)] == ["löpande", "november", "senast december 2006", "oktober"]


def test_headings_close_under_what_the_table_is_called_are_headings() -> None:
    xs = [60.0, 240.0, 400.0]
    body = words("Mars 2031", 60, 84, bold=True) + heads([130.0, 270.0, 410.0], ["Uppgift", "Vem leder", "Prov"], 100)
    for y, (a, b, c) in ((124, ("Måla muren", "Park", "Enkät")), (148, ("Byta lampor i tunneln", "Gata", "Samtal"))):
        body += [w for x, t in zip(xs, (a, b, c), strict=True) for w in words(t, x, y)]
    rules = [Rule(BBox(55, y, 520, y), True) for y in (112, 138, 162)]
    (table,) = find_tables(page(body, rules=rules), OPTIONS)
    assert texts(table)[:2] == [["Uppgift", "Vem leder", "Prov"], ["Måla muren", "Park", "Enkät"]]


def test_rows_in_larger_type_than_their_headings_go_on_below_a_tall_cell() -> None:
    xs = [60.0, 230.0, 330.0]
    body = [w for x, name in zip(xs, ["Insats", "Ansvar", "Klart"], strict=True) for w in words(name, x, 100, size=8)]
    tall = ["Rutiner tas fram för hur", "ordningsvakter talas vid", "om kvällarna", "tillsammans"]
    body += [w for k, line in enumerate(tall) for w in words(line, 60, 120 + 13 * k, size=11)]
    body += words("Skola", 230, 120, size=11) + words("maj", 330, 120, size=11)
    for x, text in zip(xs, ("Byta lampor vid stigen", "Gata", "juni"), strict=True):
        body += words(text, x, 186, size=11)
    paint = Fill(BBox(55, 90, 520, 106), (0.87, 0.93, 0.95))
    rules = [Rule(BBox(55, y, 520, y), True) for y in (168, 195)]
    (table,) = find_tables(page(body, rules=rules, fills=(paint,)), OPTIONS)
    assert texts(table)[1:] == [[" ".join(tall), "Skola", "maj"], ["Byta lampor vid stigen", "Gata", "juni"]]


def test_bold_headings_without_a_rule_below_them_are_a_row_of_their_own() -> None:
    xs = [60.0, 230.0, 330.0]
    body = words("Tryggare torg", 56, 84, bold=True) + heads(xs, ["Insats", "Ansvar", "Klart"], 100)
    for i, row in enumerate((["Laga bänkar", "Park", "maj"], ["Byta lampor", "Gata", "juni"])):
        body += [w for x, t in zip(xs, row, strict=True) for w in words(t, x, 116 + 22 * i)]
    rules = [Rule(BBox(55, y, 520, y), True) for y in (123, 145)]
    (table,) = find_tables(page(body, rules=rules), OPTIONS)
    assert texts(table) == [
        ["Insats", "Ansvar", "Klart"],
        ["Laga bänkar", "Park", "maj"],
        ["Byta lampor", "Gata", "juni"],
    ]


def test_a_comment_over_two_lines_between_rules_ends_no_table() -> None:
    xs = [60.0, 260.0, 400.0]
    body = heads(xs, ["Åtgärd", "Ansvar", "Klart"], 100)
    for y, row in ((120, ["Måla muren", "Park", "Maj"]), (180, ["Byta lampor", "Gata", "Juni"])):
        body += [w for x, t in zip(xs, row, strict=True) for w in words(t, x, y)]
    body += words("Kommentar: arbetet väntar på att fasaden torkar och att färgen kommer", 60, 140)
    body += words("till förrådet.", 60, 152)
    rules = [Rule(BBox(55, y, 520, y), True) for y in (88, 106, 126, 160, 190)]
    (table,) = find_tables(page(body, rules=rules), OPTIONS)
    assert texts(table)[-1] == ["Byta lampor", "Gata", "Juni"]


def test_a_table_that_goes_on_ends_above_the_name_of_one_with_headings() -> None:
    xs = [60.0, 240.0, 400.0]
    body = words("Trygg park", 60, 76)
    body += [w for x, t in zip(xs, ["Orsak", "Insats", "Vem"], strict=True) for w in words(t, x, 100)]
    for y, row in ((124, ["Mörkt", "Måla muren", "Park"]), (148, ["Stökigt", "Byta lampor", "Gata"])):
        body += [w for x, t in zip(xs, row, strict=True) for w in words(t, x, y)]
    fill = Fill(BBox(55, 88, 480, 106), (0.8, 0.8, 0.8))
    (table,) = find_tables(page(body, fills=(fill,)), OPTIONS, known=[58.0, 238.0, 398.0, 460.0])
    assert texts(table)[0] == ["Orsak", "Insats", "Vem"]
    assert len(texts(table)) == 3
