"""Documents by hand: blocks from short Python values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ingest.classify import classify
from ingest.classify.fields.cell_scores import by_both, by_signs
from ingest.classify.fields.vocabulary import load
from ingest.classify.section_builder import SectionBuilder
from ingest.classify.tables.document_tables import read_meanings
from ingest.classify.tables.parse import read_table
from ingest.classify.tables.parsed import ParsedTable
from ingest.classify.text.measures import MeasureSetting, fitted_judge
from ingest.document import Cell, Document, Line, Method, Paragraph, Table, Word
from ingest.draft import Draft
from ingest.layout import numbered
from ingest.normalise import load_registers
from ingest.options import Options


def p(text: str, role: str = "body", level: int | None = None, *, marker: str | None = None, bold: bool = False,
      size: float | None = None, lead: str = "") -> Paragraph:  # fmt: skip
    """A paragraph; `lead` is a bold beginning."""
    words = [Word(w, w, bold=True, size=size) for w in lead.split()]
    words += [Word(w, w, bold=bold, size=size) for w in text.split()]
    return Paragraph((Line(tuple(words)),), role, level, marker)  # type: ignore[arg-type]


def h(text: str, level: int = 1, marker: str | None = None) -> Paragraph:
    return p(text, "heading", level, marker=marker)


def li(text: str, level: int = 0, marker: str = "•") -> Paragraph:
    return p(text, "list-item", level, marker=marker)


def t(rows: Sequence[Sequence[Any]], *, number: int = 1, bold_header: bool = False, fills: Sequence[int] = ()) -> Table:
    """A table. A cell is a text (`\\n` parts paragraphs), a list of blocks, None (under a span), or a dict with
    `c` (content) and `cols`, `rows`."""
    cells = []
    columns = 0
    for r, row in enumerate(rows):
        c = 0
        for item in row:
            if item is None:
                c += 1
                continue
            spec = item if isinstance(item, dict) else {"c": item}
            content = spec["c"]
            if isinstance(content, str):
                blocks = tuple(p(x, bold=bold_header and r == 0) for x in content.split("\n") if x)
            else:
                blocks = tuple(p(x) if isinstance(x, str) else x for x in content)
            cells.append(
                Cell(
                    r, c, blocks, spec.get("rows", 1), spec.get("cols", 1), fill=(0.8, 0.8, 0.8) if r in fills else None
                )
            )
            c += spec.get("cols", 1)
        columns = max(columns, c)
    return Table(tuple(cells), len(rows), columns, number)


def wide(content: Any, cols: int) -> dict[str, Any]:
    return {"c": content, "cols": cols}


def tall(content: Any, rows: int) -> dict[str, Any]:
    return {"c": content, "rows": rows}


def doc(*blocks: Paragraph | Table) -> Document:
    return Document("0" * 64, "x.docx", "text/plain", Method.WORD, blocks=tuple(blocks))


def draft(*blocks: Paragraph | Table, options: Options | None = None) -> Draft:
    return classify(doc(*blocks), options or Options())


def rows(*blocks: Paragraph | Table) -> list[dict[str, str | None]]:
    """The five texts of each row, and `other` under its headings."""
    out = []
    for row in draft(*blocks).rows:
        values: dict[str, str | None] = {n: row.fields[n].text for n in row.fields}  # type: ignore[misc]
        values.update({f"+{k}": v.text for k, v in row.other.items()})
        out.append(values)
    return out


def sections(*blocks: Paragraph | Table) -> list[tuple[str | None, str, str | None, str | None]]:
    return [(s.number, s.title, s.problem, s.parent) for s in draft(*blocks).sections]


def reading(table: Table, block: int = 0) -> ParsedTable:
    """A table taken apart."""
    return read_table(table, block, load(), frozenset())


def builder(*blocks: Paragraph | Table) -> SectionBuilder:
    """A section builder over the blocks, its tables read and nothing else known of the document."""
    document = numbered(doc(*blocks))
    words = load()
    readings = {i: reading(b, i) for i, b in enumerate(document.blocks) if isinstance(b, Table)}
    meanings = read_meanings(list(readings.values()), words, by_both)
    setting = MeasureSetting(words, load_registers())
    return SectionBuilder(document, setting, fitted_judge, by_signs, readings, meanings, "Handlingsplan")
