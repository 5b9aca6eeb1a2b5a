"""Tables whose columns are told apart by runs of spaces alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from ingest.document import Line, Table
from ingest.read.text.lines import TextLine
from ingest.read.text.row_lines import Spaced, row_starts
from ingest.read.text.tabs import table_of, wrapped_blocks
from ingest.read.words import words

__all__ = ["aligned", "tabs_again"]

_WINDOW = 40
"""Lines that are looked at to find where columns begin."""
_STROKES = re.compile(r"[-=_─═]{2,}")
_SPECK = re.compile(r"(?<=\S {3})(?P<white> *)[.,;:'`~·](?=\s{3}|\s*$)|^ *[.,;:'`~·](?= {3})")
_DECORATED = re.compile(r"\s*([*=#~_-])\1{2,}\s+[^\W\d_].*[\w.]\s+\1{3,}\s*")
_SHORTEST_RULE = 8
"""Characters of a rule across columns."""
_FEWEST_LINES = 3
"""Lines of a table."""
_FEWEST_ROWS = 2
"""Rows of a table, its headings counted."""
_MOST_SISTERS = 20
"""Tables of the same columns that one is compared with: more tell no more, and would take time in their square."""
_FEWEST_PIECES = 3
"""Pieces of a line whose tabs became spaces; two may be justified prose."""
_BEGUN = 0.08
"""Share of lines that begin a piece of text at a column's edge, two at least; at an edge of the first line two do."""
_NARROWEST = 3
"""Characters between two columns' edges."""
_THROUGH = 0.15
"""Share of lines that may have a word running through a column's edge: headings across, long words."""
_CROSSED = 4
"""One line may run through one edge in so many."""
_AGREED = 0.6
"""Share of lines that fall into the usual number of pieces, where tabs became spaces."""


class _Evidence(NamedTuple):
    """What lines with text in two columns and more must be at least, to be a table: a number, and a share of all."""

    lines: int
    share: float


_EVIDENCE = {2: _Evidence(4, 0.5), 3: _Evidence(3, 0.3)}
"""By number of columns."""
_EVIDENCE_OF_MANY = _Evidence(2, 0.12)
_WIDE_GAPS = 0.8
"""Share of the lines with text in both of two columns that stand apart by three spaces, or are a label and its value:
justified prose has two spaces."""
_LABELS = 0.6
"""Share of first cells that end in a colon or come again, from which two columns are labels and values."""


def aligned(lines: Sequence[TextLine]) -> list[tuple[int, int, Table]]:
    """Aligned tables as (first line, line after the last, table)."""
    lines = [_without_specks(line) for line in lines]
    found: list[tuple[int, int, _Columns]] = []
    at = 0
    while at < len(lines):
        end = _end(lines, at) if _gapped(lines[at].text) else at
        columns = _columns_of(lines[at:end]) if end - at >= _FEWEST_LINES else None
        if columns is None or len(_rows_of(lines[at:end], columns, ())[0]) < _FEWEST_ROWS:
            # Half of what was looked at in vain is passed over, so that no text takes time in its square.
            at += max(1, (end - at) // 2)
        else:
            found.append((at, end, columns))
            at = end
    made: list[_Rows] = []
    for n, (at, end, columns) in enumerate(found):
        alike = (one.spaced for _, _, one in found if one is not columns and one.alike(columns))
        sisters = list(islice(alike, _MOST_SISTERS))
        made.append(_Rows(*_rows_of(lines[at:end], columns, sisters)))
        if n and found[n - 1][2].alike(columns) and lines[at].page != lines[found[n - 1][0]].page:
            _carry(made[n - 1], made[n])
    tables = [_made(lines[at:end], columns, rows) for (at, end, columns), rows in zip(found, made, strict=True)]
    return [(at, end, table) for (at, end, _), table in zip(found, tables, strict=True) if table is not None]


class _Rows(NamedTuple):
    """The rows of a table, each the lines of its cells, and how many of them stand over its first rule."""

    rows: list[list[list[Line]]]
    heads: int


def _carry(above: _Rows, below: _Rows) -> None:
    """Give a row that a page's end has cut its rest, which stands below the headings of the next page."""
    rest = below.rows[below.heads] if below.heads < len(below.rows) else None
    if (
        rest is None
        or not below.heads
        or len(above.rows) <= above.heads
        or not _goes_on([" ".join(line.text for line in cell) for cell in rest])
    ):
        return
    for cell, more in zip(above.rows[-1], rest, strict=True):
        cell.extend(more)
    del below.rows[below.heads]


def _without_specks(line: TextLine) -> TextLine:
    """A line without the points and commas that an OCR program read out of dirt: alone, with wide white around."""
    text = _SPECK.sub(lambda found: " " * len(found[0]), line.text)
    return line if text == line.text else TextLine(text, line.gap, line.page)


def _gapped(text: str) -> bool:
    return "\t" not in text and bool(re.search(r"\S {2,}\S", text)) and "|" not in text


def _is_rule(text: str) -> bool:
    """Whether a line is one stroke across the columns."""
    return len(text.strip()) >= _SHORTEST_RULE and _STROKES.fullmatch(text.strip()) is not None


def _chunks(text: str) -> list[int]:
    """Where text begins after the line's start or after two spaces and more."""
    return [m.start() for m in re.finditer(r"(?:(?<=  )|^)\S|(?<=^ )\S", text)]


def _edges(lines: Sequence[str]) -> list[int]:
    """Where columns begin: places where many lines begin a piece of text and few have one running through."""
    texts = [text for text in lines if not _is_rule(text)]
    if not texts:
        return []
    counts = Counter(x for text in texts for x in _chunks(text))
    least = max(2, round(_BEGUN * len(texts)))
    head = set(_chunks(texts[0]))
    found: list[int] = []
    for x in sorted(counts):
        close = found and x - found[-1] < _NARROWEST
        if close or counts[x] + counts.get(x + 1, 0) < (2 if x in head else least):
            continue
        reaching = [text for text in texts if len(text) > x]
        through = sum(1 for text in reaching if x > 0 and text[x - 1] != " " and text[x] != " ")
        if through <= _THROUGH * len(reaching):
            found.append(x)
    return found


def _fits(text: str, edges: Sequence[int]) -> bool:
    """Whether a line could stand in columns that begin at these edges; a rule across all of them does."""
    if _is_rule(text):
        return True
    crossed = sum(1 for x in edges[1:] if len(text) > x and text[x - 1] != " " and text[x] != " ")
    stray = [x for x in _chunks(text) if not any(abs(x - edge) <= 1 for edge in edges)]
    return crossed <= (len(edges) - 1) // _CROSSED and not stray


def _end(lines: Sequence[TextLine], start: int) -> int:
    """How far the columns that begin at `start` go on."""
    window: list[TextLine] = []
    for line in lines[start : start + _WINDOW]:
        if window and (line.gap > 1 or _is_otherwise(line)):
            break
        window.append(line)
    end = _fitting(lines, start, window)
    # The next table may stand a blank line below, in columns of its own.
    block = next((k for k, line in enumerate(window) if k and line.gap), len(window))
    return end if end - start >= _FEWEST_LINES else max(end, _fitting(lines[: start + block], start, window[:block]))


def _fitting(lines: Sequence[TextLine], start: int, window: Sequence[TextLine]) -> int:
    """How far the columns go on that the lines of a window show."""
    edges = _edges([line.text.rstrip() for line in window])
    if len(edges) < 2:
        return start
    end = start
    while end < len(lines) and (end == start or lines[end].gap <= 1):
        if _is_otherwise(lines[end]) or not _fits(lines[end].text.rstrip(), edges):
            break
        end += 1
    # A paragraph after the table fits into its first column if it is short.
    while end > start and lines[end - 1].gap and len(lines[end - 1].text.rstrip()) <= edges[1]:
        end -= 1
    return end


def _is_otherwise(line: TextLine) -> bool:
    """Whether a line's columns are parted by tabs or strokes, and not by spaces, or signs stand around it
    (`*** SLUT ***`)."""
    return "\t" in line.text or "|" in line.text or _DECORATED.fullmatch(line.text) is not None


def tabs_again(lines: Sequence[TextLine]) -> list[TextLine]:
    """Lines whose tabs an editor turned into spaces, with tabs.

    Such columns do not stand under each other; what tells them is that neighbouring lines fall into equally many
    pieces, three or more, at runs of spaces.
    """
    out = list(lines)
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and not lines[end].gap:
            end += 1
        pieces = [re.split(r" {2,}", line.stripped) if "\t" not in line.text else [] for line in lines[start:end]]
        counts = Counter(len(found) for found in pieces if len(found) > 1)
        width, support = max(counts.items(), key=lambda c: c[1], default=(0, 0))
        if width >= _FEWEST_PIECES and support >= 2 and support >= _AGREED * sum(counts.values()):
            for at, found in enumerate(pieces, start):
                if len(found) > 1:
                    out[at] = TextLine("\t".join(found), lines[at].gap, lines[at].page)
        start = end
    return out


def _columns(text: str, edges: Sequence[int]) -> list[str]:
    """The words of each column; a word belongs to the last column that begins at or before it."""
    out: list[list[str]] = [[] for _ in edges]
    for match in re.finditer(r"\S+", text):
        column = max((k for k, x in enumerate(edges) if x <= match.start() + 1), default=0)
        out[column].append(match[0])
    return [" ".join(found) for found in out]


class _Columns(NamedTuple):
    """Lines cut at the edges of columns, in characters, with what of them is no rule."""

    edges: Sequence[int]
    grid: Sequence[Sequence[str]]
    spaced: Spaced

    @property
    def widest(self) -> list[int]:
        """The longest text of each column, in characters."""
        return [max(len(row[column]) for row in self.grid) for column in range(len(self.edges))]

    def alike(self, other: _Columns) -> bool:
        """Whether two tables have the same columns under the same headings."""
        return list(self.edges) == list(other.edges) and list(self.grid[0]) == list(other.grid[0])


def _columns_of(lines: Sequence[TextLine]) -> _Columns | None:
    """The columns of lines that are a table; None where they are none."""
    texts = [line.text.rstrip() for line in lines]
    edges = _edges(texts)
    if len(edges) < 2:
        return None
    grid = [_columns(text, edges) for text in texts]
    if not _is_table(texts, grid, len(edges)):
        return None
    content = [(row, bool(line.gap)) for row, line in zip(grid, lines, strict=True) if not _is_ruled(row)]
    return _Columns(edges, grid, Spaced([row for row, _ in content], [gap for _, gap in content]))


def _is_ruled(row: Sequence[str]) -> bool:
    return all(not cell or _STROKES.fullmatch(cell) for cell in row)


def _made(lines: Sequence[TextLine], columns: _Columns, made: _Rows) -> Table | None:
    """The table of some rows; None where there is none but headings."""
    widest = columns.widest
    rows, header_rows = made
    if len(rows) < _FEWEST_ROWS:
        return None
    pages = sorted({line.page for line in lines if line.page is not None})
    return table_of(
        [[wrapped_blocks(cell, widest[column]) for column, cell in enumerate(row)] for row in rows],
        method="aligned-text",
        header_rows=header_rows if header_rows < len(rows) else 0,
        pages=tuple(pages),
    )


def _rows_of(
    lines: Sequence[TextLine], columns: _Columns, sisters: Sequence[Spaced]
) -> tuple[list[list[list[Line]]], int]:
    """The rows of a table, each the lines of its cells, and how many of them stand over the first rule."""
    grid, edges = columns.grid, columns.edges
    rules = [_is_ruled(row) for row in grid]
    again = _heads_again(lines, grid, rules)
    content = [k for k, rule in enumerate(rules) if not rule and k not in again]
    after_rule = [k > 0 and rules[k - 1] for k in content]
    own = Spaced([grid[k] for k in content], [bool(lines[k].gap) for k in content])
    body = next((at for at, ruled in enumerate(after_rule) if ruled and at), None)
    opened = _opened(own, edges, columns.widest, sisters, body)
    rows: list[list[list[Line]]] = []
    for k, opens, ruled in zip(content, opened, after_rule, strict=True):
        cut = {k - 1, k - 2} & again and _goes_on(grid[k])
        if not rows or ((opens or ruled) and not cut):
            rows.append([[] for _ in edges])
        for column, cell in enumerate(grid[k]):
            if cell:
                rows[-1][column].append(Line(words(cell), lines[k].page))
    return rows, _heads(opened, after_rule)


def _heads_again(lines: Sequence[TextLine], grid: Sequence[Sequence[str]], rules: Sequence[bool]) -> frozenset[int]:
    """The lines of headings over the first rule that a printer repeats on each page."""
    first = next((k for k, rule in enumerate(rules) if rule), 0)
    heads = [row for row, rule in zip(grid[:first], rules[:first], strict=True) if not rule]
    return frozenset(k for k in range(first + 1, len(grid)) if grid[k] in heads and lines[k].page != lines[0].page)


def _goes_on(row: Sequence[str]) -> bool:
    """Whether a line at a page's top goes on with the row that the page's end has cut: nothing in its first column, and
    no capital where it begins."""
    return not row[0] and next((cell for cell in row if cell), "X")[0].islower()


def _heads(opened: Sequence[bool], after_rule: Sequence[bool]) -> int:
    """How many rows stand over the first rule that has one above it; 0 where none has."""
    rows = 0
    for opens, ruled in zip(opened, after_rule, strict=True):
        if ruled and rows:
            return rows
        rows += not rows or opens or ruled
    return 0


def _is_table(texts: Sequence[str], grid: Sequence[Sequence[str]], columns: int) -> bool:
    """Return whether lines in columns are a table.

    Two columns may be a letterhead or justified prose; more evidence is asked for than of three.
    """
    evidence = _EVIDENCE.get(columns, _EVIDENCE_OF_MANY)
    full = sum(1 for row in grid if sum(map(bool, row)) >= 2)
    if full < evidence.lines or full < evidence.share * len(grid):
        return False
    wide = sum(1 for text, row in zip(texts, grid, strict=True) if re.search(r"\S {3,}\S", text) or _names(row))
    return columns > 2 or wide >= _WIDE_GAPS * full


def _names(row: Sequence[str]) -> bool:
    """Whether a line of two columns is a label and its value: the longest label (`Ansvarig: Fritidsenheten`) has but
    one space after it."""
    return row[0].endswith(":") and bool(row[1])


def _opened(
    own: Spaced, edges: Sequence[int], widest: Sequence[int], sisters: Sequence[Spaced], body: int | None
) -> list[bool]:
    """Which lines begin a row; in two columns of labels and values each label does."""
    grid = own.grid
    names = Counter(row[0] for row in grid)
    labels = [row[0].endswith(":") or names[row[0]] > 1 for row in grid if row[0]]
    if len(edges) == 2 and sum(labels) >= _LABELS * len(labels):
        return [k == 0 or bool(row[0]) for k, row in enumerate(grid)]
    pitch = [right - left - 2 for left, right in pairwise(edges)]
    widths = [max(a, b) for a, b in zip([*pitch, round(sum(pitch) / len(pitch))], widest, strict=True)]
    return row_starts(grid, own.blanks, widths, sisters=sisters, body=body)
