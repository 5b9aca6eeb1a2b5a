"""Text files that are one delimited table: comma-separated values and their kin."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from ingest.document import Line, Table
from ingest.long_cells import long_cells
from ingest.read.text.lines import TextLine
from ingest.read.text.tabs import cell_blocks, table_of
from ingest.read.words import inline_words

__all__ = ["delimited", "semicolons"]


def delimited(text: str, name: str) -> tuple[Table, list[str]] | None:
    """A file that is one table with `;`, `,`, `|` or tabs between its cells, and the lines that stand above it.

    Quoted cells may hold delimiters and line breaks (RFC 4180). None where the file is no such table.
    """
    named = name.lower().endswith((".csv", ".tsv", ".tab"))
    sample = text.lstrip("\ufeff")
    if re.match(r"sep=.\r?\n", sample, re.IGNORECASE):
        return _delimited(sample.split("\n", 1)[1], sample[4], named=True)
    found: list[tuple[Table, list[str]]] = []
    for delimiter in ("\t", ";", ",", "|") if named else (";", ","):
        result = _delimited(sample, delimiter, named=named)
        if result is not None:
            found.append(result)
    return max(found, key=lambda f: f[0].columns, default=None)


FEWEST_DELIMITERS = 2
"""Semicolons in each line of a table within a text."""
LONGEST_HEADING = 40
"""Characters of a cell in its first line."""


def semicolons(lines: Sequence[TextLine]) -> list[tuple[int, int, Table]]:
    """Tables within a text whose cells are parted by semicolons, as (first line, line after the last, table).

    Lines close together with equally many semicolons, under a first one of short cells.
    """
    out: list[tuple[int, int, Table]] = []
    at = 0
    while at < len(lines):
        cells = _split(lines[at])
        end = at + 1
        if len(cells) > FEWEST_DELIMITERS and all(0 < len(c) <= LONGEST_HEADING for c in cells):
            while end < len(lines) and not lines[end].gap and len(_split(lines[end])) == len(cells):
                end += 1
        if end - at > 1:
            rows = [[cell_blocks([Line(inline_words(c), line.page)]) for c in _split(line)] for line in lines[at:end]]
            pages = tuple(sorted({line.page for line in lines[at:end] if line.page is not None}))
            table = table_of(rows, method="delimited", pages=pages)
            if table is not None:
                out.append((at, end, table))
        at = end
    return out


def _split(line: TextLine) -> list[str]:
    if ";" not in line.text:
        return []
    return [cell.strip() for cell in next(csv.reader([line.stripped], delimiter=";", strict=False))]


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Records as RFC 4180 has them; a quote that is never closed is a letter of its own line alone."""
    lines = io.StringIO(text, newline="").readlines()
    expected = max((line.count(delimiter) for line in lines[:_FIRST_LINES]), default=0)
    at = 0
    while at < len(lines):
        # Read on until a quote runs away; its line is taken by itself, and reading begins anew behind it.
        reader = csv.reader(islice(lines, at, None), delimiter=delimiter, strict=False)
        begun = at
        for record in reader:
            end = begun + reader.line_num
            if end - at > 1 and _is_runaway(lines[at + 1 : end], delimiter, expected):
                yield [_unquoted(c) for c in next(csv.reader([lines[at]], delimiter=delimiter, quoting=csv.QUOTE_NONE))]
                at += 1
                break
            yield record
            at = end
        else:
            return


_FIRST_LINES = 5
"""Lines at a file's beginning among which one is the heading row: it has a delimiter for each column."""


def _unquoted(cell: str) -> str:
    """A cell without the quotes that stand around it, or without the one that nobody closed."""
    inner = cell.strip()
    if len(inner) > 1 and inner[0] == inner[-1] == '"':
        return inner[1:-1].replace('""', '"')
    return inner[1:] if inner.startswith('"') and inner.count('"') == 1 else cell


def _is_runaway(lines: Sequence[str], delimiter: str, expected: int) -> bool:
    """Return whether lines behind an open quote are records of their own: whole ones, without a quote to end it."""
    return any('"' not in line and line.count(delimiter) >= max(1, expected) for line in lines)


_FEWEST_COLUMNS, _FEWEST_RECORDS, _MOST_BEFORE = 3, 3, 3
"""Of a table in a file whose name does not say that it is one: columns, records, and lines before the heading."""
_REGULAR = 0.95
"""Share of its records that have all columns."""
_LONGEST_HEADING = 40
"""Characters of a column's heading."""


def _is_table(records: Sequence[Sequence[str]], width: int, delimiter: str) -> bool:
    """Whether records are a table's: prose has commas too.

    Every record must agree, the heading be short, and no cell run over sentences unquoted.
    """
    regular = sum(1 for r in records if len(r) == width)
    if len(records) < _FEWEST_RECORDS or regular < _REGULAR * len(records):
        return False
    if any(len(c) > _LONGEST_HEADING for c in records[0]):
        return False
    return delimiter != "," or not any(c.startswith(" ") for r in records for c in r)


def _delimited(text: str, delimiter: str, *, named: bool) -> tuple[Table, list[str]] | None:
    try:
        with long_cells(2**27):
            records = [record for record in _records(text, delimiter) if any(map(str.strip, record))]
    except csv.Error:
        return None
    counts = Counter(len(r) for r in records)
    if not counts:
        return None
    width = max((n for n in counts if n > 1), key=lambda n: counts[n] * n, default=1)
    if width < (2 if named else _FEWEST_COLUMNS):
        return None
    start = next((at for at, r in enumerate(records) if len(r) == width), 0)
    body = records[start:]
    if not named and (start > _MOST_BEFORE or not _is_table(body, width, delimiter)):
        return None
    rows = [
        [cell_blocks(Line(inline_words(part)) for part in re.split(r"[\r\n\v]+", cell)) for cell in record]
        for record in body
    ]
    table = table_of(rows, method="delimited")
    return None if table is None else (table, [delimiter.join(r).strip() for r in records[:start]])
