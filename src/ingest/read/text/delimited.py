"""Text files that are one delimited table: comma-separated values and their kin."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from ingest.document import Line, Table
from ingest.long_cells import long_cells
from ingest.read.text.tabs import cell_blocks, table_of
from ingest.read.words import inline_words

__all__ = ["delimited"]


def delimited(text: str, name: str) -> tuple[Table, list[str]] | None:
    """A file that is one table with `;`, `,` or tabs between its cells, and the lines that stand above it.

    Quoted cells may hold delimiters and line breaks (RFC 4180). None where the file is no such table.
    """
    named = name.lower().endswith((".csv", ".tsv", ".tab"))
    sample = text.lstrip("\ufeff")
    if re.match(r"sep=.\r?\n", sample, re.IGNORECASE):
        return _delimited(sample.split("\n", 1)[1], sample[4], named=True)
    found: list[tuple[Table, list[str]]] = []
    for delimiter in ("\t", ";", ",") if named else (";", ","):
        result = _delimited(sample, delimiter, named=named)
        if result is not None:
            found.append(result)
    return max(found, key=lambda f: f[0].columns, default=None)


def _delimited(text: str, delimiter: str, *, named: bool) -> tuple[Table, list[str]] | None:
    try:
        with long_cells(2**27):
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
            records = [record for record in reader if any(map(str.strip, record))]
    except csv.Error:
        return None
    counts = Counter(len(r) for r in records)
    if not counts:
        return None
    width = max((n for n in counts if n > 1), key=lambda n: counts[n] * n, default=1)
    if width < (2 if named else 3):
        return None
    start = next((at for at, r in enumerate(records) if len(r) == width), 0)
    body = records[start:]
    regular = sum(1 for r in body if len(r) == width)
    # Prose has commas too: every record must agree, the heading be short, and no cell run over sentences unquoted.
    if not named and (start > 3 or len(body) < 3 or regular < 0.95 * len(body) or any(len(c) > 40 for c in body[0])):
        return None
    if not named and delimiter == "," and any(c.startswith(" ") for r in body for c in r):
        return None
    rows = [
        [cell_blocks(Line(inline_words(part)) for part in re.split(r"[\r\n\v]+", cell)) for cell in record]
        for record in body
    ]
    table = table_of(rows, method="delimited")
    return None if table is None else (table, [delimiter.join(r).strip() for r in records[:start]])
