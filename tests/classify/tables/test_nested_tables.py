"""A table inside a cell: rows of the plan where its headings say so, text of the cell elsewhere, and in the dump."""

from __future__ import annotations

from ingest import Options
from ingest.pipeline import process
from ingest.source import Source
from ingest.write.plain_text import plain_text
from tests.read.docx_builder import docx, p, tbl, tc, tr

HEAD = tr(tc("Orsak"), tc("Mål"), tc("Åtgärd"), tc("Vem"), tc("När"))


def converted(*cells: str) -> tuple[list[str], str]:
    """What stands under Åtgärd in each row, and the plain text, of a plan with these cells under Åtgärd."""
    rows = [tr(tc("Skadegörelse"), tc("Hela skolor"), tc(cell), tc("Rektorn"), tc("2031")) for cell in cells]
    result = process(Source.from_bytes(docx(p("Handlingsplan 2031") + tbl(HEAD, *rows)), "plan.docx"), Options())
    values = [row.åtgärd.text if row.åtgärd else "" for row in result.plan.rows]
    return values, plain_text(result.document)


def inner(*rows: tuple[str, ...]) -> str:
    return tbl(*(tr(*(tc(c) for c in row)) for row in rows)) + p()


def test_a_small_table_is_text_of_its_cell_row_by_row() -> None:
    steps = inner(("Först", "Måla planket"), ("Sedan", "Sätta upp belysning"))
    values, text = converted(steps, "Vakter på lördagar")
    assert values == ["Först Måla planket\nSedan Sätta upp belysning", "Vakter på lördagar"]
    assert text.index("Först\tMåla planket") < text.index("Rektorn") < text.index("Vakter på lördagar")


def test_text_around_the_small_table_keeps_its_order() -> None:
    values, _ = converted(p("Gör så här:") + inner(("Vecka 1", "Måla planket")) + p("Klart."), "Vakter")
    assert values[0] == "Gör så här:\nVecka 1 Måla planket\nKlart."


def test_a_table_in_a_table_in_a_table_is_told_too() -> None:
    deep = tbl(tr(tc("Ytterst"), tc(inner(("Innerst", "Måla planket"))))) + p()
    values, text = converted(deep, "Vakter")
    assert values[0] == "Ytterst Innerst Måla planket"
    assert "Innerst\tMåla planket" in text


def test_a_layout_table_gives_all_its_text() -> None:
    plan = inner(("Plats", "Antal"), ("Ekbacken", "sextio"))
    body = p("Nyhetsbrev") + tbl(tr(tc("Ytterruta")), tr(tc(plan)))
    document = process(Source.from_bytes(docx(body), "brev.docx"), Options()).document
    assert plain_text(document).splitlines() == ["Nyhetsbrev", "Ytterruta", "Plats\tAntal", "Ekbacken\tsextio"]


def test_what_stands_over_a_table_in_a_frame_is_a_heading_of_its_rows() -> None:
    def framed(title: str, who: str) -> str:
        plan = tbl(tr(tc("Orsak"), tc("Åtgärd"), tc("Vem")), tr(tc("Slitage"), tc(f"{who} målar planket"), tc(who)))
        return tbl(tr(tc(p(title) + plan + p())))

    titles = {"1 Drift och skötsel": "Parkenheten", "2 Unga i riskzon": "Skolan", "3 Trygg som äldre": "Hemtjänsten"}
    body = p("Handlingsplan 2031") + p().join(framed(title, who) for title, who in titles.items())
    plan = process(Source.from_bytes(docx(body), "plan.docx"), Options()).plan
    assert [(row.mål, row.vem.text if row.vem else "") for row in plan.rows] == [(None, who) for who in titles.values()]
    assert [section.title for section in plan.sections] == [title[2:] for title in titles]
