"""The same rows laid out in every way that text files keep tables: each must come back whole."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.document import Table
from ingest.read.text.reader import blocks_of

ROOT = Path(__file__).resolve().parents[3]
FIELDS = ("orsak", "mål", "åtgärd", "vem", "när")
HEAD = ["Orsak", "Mål", "Åtgärd", "Ansvarig", "När"]
PLANS = {
    path.name.removesuffix(".gold.json"): [
        [row[f]["text"] if row[f] else "" for f in FIELDS]
        for row in json.loads(path.read_text(encoding="utf-8"))["rows"]
    ]
    for path in sorted((ROOT / "samples").glob("*.gold.json"))
    if "brev" not in path.name
}
Rows = list[list[str]]


def wrapped(row: list[str], widths: list[int]) -> list[list[str]]:
    cells = [textwrap.wrap(c, w, break_long_words=False) or [""] for c, w in zip(row, widths, strict=True)]
    return [[c[k] if k < len(c) else "" for c in cells] for k in range(max(map(len, cells)))]


def widths_of(rows: Rows) -> list[int]:
    return [max(18, *(len(word) for row in rows for word in row[k].split())) for k in range(5)]


def aligned(rows: Rows, *, rule: bool = False, blank: bool = False) -> str:
    widths = widths_of(rows)
    out: list[str] = []
    for at, row in enumerate([HEAD, *rows]):
        lines = wrapped(row, widths)
        out += ["".join(c.ljust(w + 3) for c, w in zip(line, widths, strict=True)).rstrip() for line in lines]
        if rule and at == 0:
            out.append("   ".join("-" * w for w in widths))
        if blank:
            out.append("")
    return "\n".join(out)


def grid(rows: Rows) -> str:
    widths = widths_of(rows)
    rule = "+" + "+".join("-" * w for w in widths) + "+"
    out = [rule]
    for row in [HEAD, *rows]:
        out += [
            "|" + "|".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) + "|" for line in wrapped(row, widths)
        ]
        out.append(rule)
    return "\n".join(out)


def padded(rows: Rows) -> str:
    return "\n".join(line for line in grid(rows).split("\n") if not line.startswith("+"))


def markdown(rows: Rows) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in [HEAD, *rows]]
    return "\n".join([lines[0], "|---|---|---|---|---|", *lines[1:]])


def tabs(rows: Rows, *, wrap: int = 0, quote: bool = False) -> str:
    def cell(text: str) -> str:
        text = "\n".join(textwrap.wrap(text, wrap, break_long_words=False, break_on_hyphens=False)) if wrap else text
        return '"' + text.replace('"', '""') + '"' if quote and "\n" in text else text

    return "\n".join("\t".join(map(cell, row)) for row in [HEAD, *rows])


LAYOUTS: dict[str, Callable[[Rows], str]] = {
    "aligned": aligned,
    "aligned, rule under the heading": lambda rows: aligned(rows, rule=True),
    "aligned, blank lines between rows": lambda rows: aligned(rows, blank=True),
    "grid": grid,
    "strokes without rules": padded,
    "markdown": markdown,
    "tabs": tabs,
    "tabs turned into spaces": lambda rows: tabs(rows).replace("\t", "    "),
    "tabs, cells wrapped": lambda rows: tabs(rows, wrap=30),
    "tabs, cells wrapped and quoted": lambda rows: tabs(rows, wrap=30, quote=True),
    "semicolons": lambda rows: "\n".join(";".join(f'"{c}"' for c in row) for row in [HEAD, *rows]),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("plan", PLANS)
def test_every_row_comes_back(plan: str, layout: str) -> None:
    rows = PLANS[plan]
    text = (
        f"Handlingsplan\n\n\n1 Ett område\n\nProblemet är stort.\n\n{LAYOUTS[layout](rows)}\n\n\n2 Ett annat\n\nText.\n"
    )
    if layout == "semicolons":
        text = LAYOUTS[layout](rows)
    (table,) = (b for b in blocks_of(text) if isinstance(b, Table))
    found = [[" ".join(cell.split()) for cell in line.split("\t")] for line in table.text.split("\n")]
    assert found == [HEAD, *rows]


def test_labels_with_values_set_beside_them_have_a_row_each() -> None:
    text = (
        "Problem:    Inbrott dagtid när ingen är hemma\n"
        "Mål:        Antalet inbrott ska minska\n"
        "Åtgärd:     Grannsamverkan startas i tre områden\n"
        "            och följs upp\n"
        "Ansvarig:   Närpolisen\n"
        "Tid:        våren 2005\n"
    )
    (table,) = (b for b in blocks_of(text) if isinstance(b, Table))
    cells = {c.row: " ".join(b.text for b in c.blocks if not isinstance(b, Table)) for c in table.cells if c.column}
    assert table.rows == 5
    assert cells[2] == "Grannsamverkan startas i tre områden och följs upp"


def test_a_short_line_below_a_short_one_is_a_cell_of_its_own_whatever_its_first_letter() -> None:
    """Pasted cells: only a full line, or one that ends open, goes on in small letters."""
    cells = ["Fältgruppen", "senast den 2 oktober", "Polisen och", "skolan", "löpande"]
    long = "Vi går igenom alla platser som eleverna pekar ut och sätter upp ljus där det saknas i hela kommunen."
    found = [b.text for b in blocks_of("\n".join([long, "", *cells, "", long]))]
    assert found == [long, "Fältgruppen", "senast den 2 oktober", "Polisen och skolan", "löpande", long]


def test_labels_on_their_own_lines_stay_apart_from_their_values() -> None:
    found = [b.text for b in blocks_of("Vem\nrektorer\nNär\nmaj\n\nVem\nskolan\nNär\nhösten 2030\n")]
    assert found == ["Vem", "rektorer", "När", "maj", "Vem", "skolan", "När", "hösten 2030"]


def test_a_stroke_at_a_lines_end_parts_an_empty_cell_off_where_the_table_has_no_frame() -> None:
    text = "ORSAK | ÅTGÄRD | VEM | DOKUMENT\n | Öppna en låda | Rektor | Rutin 8\nKlotter | Sanera | Parken | \n"
    (table,) = (b for b in blocks_of(text) if isinstance(b, Table))
    assert [c.text for c in table.cells] == [
        "ORSAK", "ÅTGÄRD", "VEM", "DOKUMENT",
        "", "Öppna en låda", "Rektor", "Rutin 8",
        "Klotter", "Sanera", "Parken", "",
    ]  # fmt: skip
