"""Tables whose columns are told apart by runs of spaces alone: which lines begin a row."""

from __future__ import annotations

from ingest.document import Table
from ingest.read.text.aligned import aligned
from ingest.read.text.lines import TextLine
from ingest.read.text.row_lines import row_starts

HEAD = ("Mål", "Aktivitet", "Vem gör?", "Klart")
ROWS = (
    ("Färre sprängningar", "Vi inrättar en insatsgrupp för unga.", "Närpolisen", "kv 3 2031"),
    ("Minska antalet avhopp", "Samordnaren följer upp varje fall.", "Handlarna", "löpande"),
    ("Ingen ny rekrytering. Fler avhopp.", "Förvaltningen ordnar två möten.", "", "Januari 2031"),
)


def lines(*rows: tuple[str, ...], widths: tuple[int, ...] = (38, 42, 14, 0)) -> list[TextLine]:
    return [TextLine("".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()) for row in rows]


def texts(table: Table) -> list[list[str]]:
    out = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        out[cell.row][cell.column] = " ".join(cell.text.split())
    return out


def test_lines_that_never_go_on_in_small_letters_are_a_row_each() -> None:
    ((first, end, table),) = aligned(lines(HEAD, *ROWS))
    assert (first, end) == (0, 4)
    assert texts(table) == [list(HEAD), *map(list, ROWS)]


def test_wrapped_cells_stay_in_their_row() -> None:
    wrapped = (
        ("Färre sprängningar", "Vi inrättar en insatsgrupp för", "Närpolisen", "kv 3 2031"),
        ("", "unga", "", ""),
    )
    ((_, _, table),) = aligned(lines(HEAD, *wrapped, ROWS[1]))
    assert texts(table)[1:] == [
        ["Färre sprängningar", "Vi inrättar en insatsgrupp för unga", "Närpolisen", "kv 3 2031"],
        list(ROWS[1]),
    ]


def test_a_line_mostly_in_small_letters_leaves_it_to_the_votes() -> None:
    grid = [["Färre sprängningar under", "Närpolisen i"], ["hela perioden", "kommunen"], ["Fler avhopp", "Skolan"]]
    assert row_starts(grid, [False] * 3, [26, 14]) == [True, False, True]


def test_rules_across_all_columns_and_specks_between_them_end_no_table() -> None:
    head, *rows = lines(HEAD, *ROWS)
    rule = TextLine("-" * 104)
    speck = TextLine(rows[1].text.ljust(118) + ".", 0)
    ((first, end, table),) = aligned([head, rule, rows[0], speck, rows[2], rule])
    assert (first, end) == (0, 6)
    assert table.header_rows == 1
    assert texts(table)[1:] == [list(row) for row in ROWS]


def test_a_lone_mark_at_a_columns_edge_is_a_value() -> None:
    rows = [(a, b, "–", d) for a, b, _, d in ROWS]
    ((_, _, table),) = aligned(lines(HEAD, *rows))
    assert [row[2] for row in texts(table)[1:]] == ["–"] * 3


def test_a_row_goes_on_below_the_headings_that_a_printer_repeats_and_its_last_line_is_none() -> None:
    widths = (4, 28, 32, 14)
    rule = TextLine("--  --------------------------  ------------------------------  ------------")
    first = lines(("NR", "MÅL", "ÅTGÄRD", "TID"), widths=widths)
    rows = lines(
        ("1", "Färre rattfulla i länet", "Prov vid alla kontroller", "maj 1989"),
        ("2", "Återfall skall förebyggas", "Den som misstänks erbjuds", "Juni 1990"),
        widths=widths,
    )
    rest = lines(
        ("", "", "samtal hos landstinget", ""),
        ("3", "Nyktra båtförare", "Prov i hamnen", "Juli 1989"),
        ("4", "Nyktra elever", "Två lektioner i skolan", "Hösten 1989"),
        widths=widths,
    )
    one = [TextLine(line.text, gap, 1) for line, gap in zip([*first, rule, *rows], (0, 0, 0, 1), strict=True)]
    two = [TextLine(line.text, gap, 2) for line, gap in zip([*first, rule, *rest], (1, 0, 0, 1, 1), strict=True)]
    end = TextLine("*** SLUT ***", 1, 2)
    ((_, _, table),) = aligned([*one, *two, end])
    assert [row[2] for row in texts(table)] == [
        "ÅTGÄRD", "Prov vid alla kontroller", "Den som misstänks erbjuds samtal hos landstinget", "Prov i hamnen",
        "Två lektioner i skolan",
    ]  # fmt: skip


def _plan(*texts_of_lines: str) -> list[TextLine]:
    out, gap = [], 0
    for text in texts_of_lines:
        if text:
            out.append(TextLine(text, gap))
        gap = 0 if text else gap + 1
    return out


def test_tables_of_the_same_columns_tell_each_other_that_blank_lines_part_rows() -> None:
    head = ("INSATS                ANSVAR           TID", "-" * 46)
    short = (
        *head,
        "Renare stigar         Parkenheten      maj-juni",
        "vid ån                                 1994",
        "",
        "Renare stigar         Friluftsrådet    1995",
        "vid sjön",
    )
    long = (
        *head,
        "Nya bänkar            Gatukontoret     hösten",
        "i hamnen                               1994",
        "",
        "Fler papperskorgar    Gatukontoret     1995",
        "längs kajen",
        "",
        "Stängslet lagas       Hamnen           1996",
        "och målas",
        "",
        "Bryggan byggs om      Hamnen och       1996",
        "                      kommunen",
    )
    found = aligned(_plan(*short, "", "", "", "2. Hamnen", "", "", *long))
    assert [texts(table)[1:] for _, _, table in found] == [
        [["Renare stigar vid ån", "Parkenheten", "maj-juni 1994"], ["Renare stigar vid sjön", "Friluftsrådet", "1995"]],
        [
            ["Nya bänkar i hamnen", "Gatukontoret", "hösten 1994"],
            ["Fler papperskorgar längs kajen", "Gatukontoret", "1995"],
            ["Stängslet lagas och målas", "Hamnen", "1996"],
            ["Bryggan byggs om", "Hamnen och kommunen", "1996"],
        ],
    ]


TIP = ("Tippen täcks          Gatukontoret     1995", "", "Grinden målas         Gatukontoret     1996")


def test_a_row_that_a_page_cuts_goes_on_below_the_headings_of_the_next() -> None:
    head = ("ÅTGÄRD                ANSVARIG         TID", "-" * 46)
    first = (*head, "Vattnet provtas       Miljö- och       maj 1994", "i rören               hälsoskydds-")
    second = (*head, "                      kontoret", "", *TIP)
    pages = [TextLine(line.text, line.gap, 1) for line in _plan(*first)]
    pages += [TextLine(line.text, line.gap or 3 * (n == 0), 2) for n, line in enumerate(_plan(*second))]
    found = [texts(table)[1:] for _, _, table in aligned(pages)]
    assert found == [
        [["Vattnet provtas i rören", "Miljö- och hälsoskydds- kontoret", "maj 1994"]],
        [["Tippen täcks", "Gatukontoret", "1995"], ["Grinden målas", "Gatukontoret", "1996"]],
    ]


def test_the_longest_label_may_fill_its_column() -> None:
    values = ("Mål:      Belysta stråk", "Åtgärd:   Solceller", "Ansvarig: Gatuenheten", "När:      maj 2031")
    found = aligned([TextLine(text) for text in values * 2])
    assert [(first, end, table.columns) for first, end, table in found] == [(0, 8, 2)]
    prose = ("Vi gick och såg på parken", "Den är mörk och stor och", "Alla ville ha mer ljus där") * 2
    assert aligned([TextLine(text.replace(" och", ":  och", 1)) for text in prose]) == []
