"""Tables of typewriters and of minutes: headings set apart by capitals or because they come again, items by numbers."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import Document, Method, Page, Table, Word
from ingest.layout import arrange
from ingest.layout.tables.below_headings.recurring import recurring_heads
from ingest.options import Options
from tests.layout.pages import grid, lines, page, words

HEADS = ["Åtgärd", "Ansvarig", "Tid"]
AT = [60.0, 290.0, 420.0]


def typed(*parts: list[Word], number: int = 1, **fields: object) -> Page:
    return replace(page(*parts, number=number, **fields), method=Method.OCR)  # type: ignore[arg-type]


def tables(*pages: Page) -> list[Table]:
    scan = Document("0" * 64, "plan.pdf", "application/pdf", Method.OCR, pages=pages)
    return [b for b in arrange(scan, Options()).blocks if isinstance(b, Table)]


def texts(table: Table) -> list[list[str]]:
    out = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        out[cell.row][cell.column] = " ".join(cell.text.split())
    return out


def heads(names: list[str], y: float) -> list[Word]:
    return [w for x, name in zip(AT, names, strict=True) for w in words(name, x, y)]


def row(y: float, what: list[str], who: str = "", when: str = "") -> list[Word]:
    return lines(what, AT[0], y) + (words(who, AT[1], y) if who else []) + (words(when, AT[2], y) if when else [])


def minutes(*, numbered: bool = True) -> list[Word]:
    """A box with upright rules alone: items, and who answers for what stands at its height."""
    out = heads(["Ärende", "Ansvarig", "Klart"], 100)
    for i, (title, what, who) in enumerate(
        (
            ("Protokollet", ["Det lades till handlingarna."], ""),
            ("Torget", ["Lampor sätts upp vid alla fyra", "infarterna till torget."], "Gatukontoret"),
            ("Skolan", ["Vuxna går ut på rasterna under", "hela vårterminen."], "Rektor"),
            ("Parken", ["Häckarna klipps ned till en meter."], "Parkenheten"),
        )
    ):
        y = 130 + 70 * i
        out += words(f"{i + 1}. {title}" if numbered else title, AT[0], y)
        out += row(y + 13, what, who, "maj 1996" if who else "")
    return out


def test_rows_of_one_ruled_box_are_told_by_who_stands_beside_them() -> None:
    box = grid([50, 280, 410, 540], [85, 108, 400])
    (table,) = tables(typed(minutes(), rules=box))
    found = texts(table)
    assert ["Lampor sätts upp vid alla fyra infarterna till torget.", "Gatukontoret", "maj 1996"] in found
    assert ["Vuxna går ut på rasterna under hela vårterminen.", "Rektor", "maj 1996"] in found
    assert ["3. Skolan", "", ""] in found


def test_one_row_of_long_cells_in_such_a_box_stays_one() -> None:
    body = heads(HEADS, 100) + row(124, ["Lampor sätts upp vid", "infarterna till torget", "och vid stationen."])
    body += lines(["Gatukontoret,", "energiverket"], AT[1], 124) + words("maj 1996", AT[2], 124)
    (table,) = tables(typed(body, rules=grid([50, 280, 410, 540], [85, 108, 180])))
    assert table.rows == 2


def test_numbers_of_paragraphs_begin_rows_and_leave_the_next_column_the_first() -> None:
    body = [w for x, n in zip((290.0, 420.0), HEADS[1:], strict=True) for w in words(n, x, 100, bold=True)]
    y = 130.0
    for number, title, tasks in (
        ("§ 12", "Mötet öppnas", [("Alla hälsades välkomna.", "", "")]),
        ("§ 13", "Torget", [("Lampor sätts upp.", "Gatukontoret", "Maj"), ("Kuren målas.", "Fritid", "Juni")]),
        ("§ 14", "Skolan", [("Vuxna går ut.", "Rektor", "Hösten")]),
    ):
        body += words(number, 60, y, bold=True) + words(title, 110, y, bold=True)
        for what, who, when in tasks:
            y += 25
            body += words(what, 110, y) + (words(who, AT[1], y) + words(when, AT[2], y) if who else [])
        y += 25
    found = [[c for c in line if c] for table in tables(typed(body)) for line in texts(table)]
    assert ["Lampor sätts upp.", "Gatukontoret", "Maj"] in found
    assert ["Kuren målas.", "Fritid", "Juni"] in found
    assert ["§ 14", "Skolan"] in found


def test_headings_in_capitals_are_a_row_and_so_is_a_heading_between_rows() -> None:
    body = heads(["ÅTGÄRD", "ANSVARIG", "TIDPUNKT"], 100) + words("1. GÅRDARNA VID SKOLAN", AT[0], 124)
    body += row(148, ["Gården får ny", "belysning."], "Gatukontoret", "april") + words("1996", AT[2], 160)
    body += row(184, ["Skador antecknas i", "en liggare."], "Skolkontoret", "löpande")
    body += words("2. TORGET OCH GATAN", AT[0], 208) + row(232, ["Rutor byts ut."], "Kontoret", "maj 1996")
    body += row(256, ["Vuxna vandrar."], "Föräldrar", "juni 1996")
    (table,) = tables(typed(body))
    found = texts(table)
    assert found[0] == ["ÅTGÄRD", "ANSVARIG", "TIDPUNKT"]
    assert ["Gården får ny belysning.", "Gatukontoret", "april 1996"] in found
    assert ["2. TORGET OCH GATAN", "", ""] in found


def test_headings_that_come_again_begin_tables_though_nothing_sets_them_apart() -> None:
    def side(number: int, *, again: bool = True) -> Page:
        body = words(f"{number}. Inbrott i sommarstugor", AT[0], 100)
        body += words("Antalet inbrott i stugor vid sjön ska minska till högst tjugo under året.", AT[0], 124)
        body += heads(HEADS if again or number == 1 else ["Insats", "Roll", "Dag"], 160)
        body += row(184, ["Brev hem till alla", "som har stuga där."], f"Kontor {number}", "Vecka 22")
        body += row(220, ["Fest utan öl för", "alla i parken."], "Fritid", "30 april")
        return typed(body, number=number)

    assert recurring_heads([side(1), side(2)]) == {("atgard", "ansvarig", "tid")}
    assert recurring_heads([side(1), side(2, again=False)]) == frozenset()
    found = [texts(t) for t in tables(side(1), side(2))]
    assert [t[0] for t in found] == [HEADS, HEADS]
    assert found[1][1] == ["Brev hem till alla som har stuga där.", "Kontor 2", "Vecka 22"]


def test_values_that_come_again_are_no_headings() -> None:
    body = heads(HEADS, 100)
    for i, who in enumerate(("Polisen", "Polisen", "Skolan")):
        body += row(124 + 24 * i, ["Vandring"], who, "Löpande")
    assert recurring_heads([typed(body)]) == frozenset()
