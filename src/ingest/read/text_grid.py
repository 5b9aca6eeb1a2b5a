"""Tables drawn with characters: pipes and boxes, columns aligned with spaces, comma-separated files."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ingest.document import Line, Table
from ingest.read.flat import table_of
from ingest.read.text_lines import TextLine
from ingest.read.words import inline_words, words

__all__ = ["aligned", "delimited", "piped"]

Region = tuple[int, int, Table]
"""First line, line after the last, table."""

_BOX = str.maketrans(dict.fromkeys("│┃║┆┇┊┋╎╏¦", "|"))
_RULE = re.compile(r"[\s|+\-=_:─━═┄┅┈┉╌╍┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╒╓╕╖╘╙╛╜╞╟╡╢╤╥╧╨╪╫┍┎┏┑┒┓┕┖┗┙┚┛┝┠┡┢┣┥┨┩┪┫┯┰┳┷┸┻┿╂╋]+")
_PIPE = re.compile(r"(?<!\\)\|")


# -- pipes and boxes


def piped(lines: Sequence[TextLine], *, markdown: bool) -> list[Region]:
    """Tables whose cells stand between vertical strokes."""
    out: list[Region] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and (end == at or not lines[end].gap) and _drawn(lines[end]):
            end += 1
        table = _piped(lines[at:end], markdown) if end - at >= 2 else None
        if table is not None:
            out.append((at, end, table))
        at = max(end, at + 1)
    return out


def _drawn(line: TextLine) -> bool:
    text = line.stripped.translate(_BOX)
    return bool(_PIPE.search(text)) or (_is_rule(text) and ("+" in text or len(text) > 3))


def _is_rule(text: str) -> bool:
    return bool(_RULE.fullmatch(text)) and bool(re.search(r"[-=_:─━═┄┈╌]", text))


def _piped(lines: Sequence[TextLine], markdown: bool) -> Table | None:
    texts = [line.stripped.translate(_BOX) for line in lines]
    rules = [at for at, text in enumerate(texts) if _is_rule(text)]
    content = [at for at in range(len(texts)) if at not in rules]
    counts = Counter(len(_cells(texts[at])) for at in content)
    if not counts or max(counts) < 2:
        return None
    framed = sum(1 for at in content if texts[at].startswith("|")) >= 0.8 * len(content)
    if not framed and not rules and (len(counts) > 1 or len(content) < 2):
        return None
    # A rule after every row (a drawn grid): what stands between two rules is one row of wrapped lines.
    grid = len(rules) >= 3 or any(texts[at].startswith(("+", "┌", "╔", "├", "╠")) for at in rules)
    rows: list[list[list[Line]]] = []
    header_rows = 0
    fresh = True
    for at, text in enumerate(texts):
        if at in rules:
            if rows and not header_rows and (not grid or "=" in text or "═" in text or len(rows) == 1):
                header_rows = len(rows)
            fresh = True
            continue
        cells = [_lines(cell, lines[at].page, markdown) for cell in _cells(text)]
        if grid and not fresh and rows:
            row = rows[-1]
            for column, cell in enumerate(cells):
                if column < len(row):
                    row[column].extend(cell)
                else:
                    row.append(cell)
        else:
            rows.append(cells)
        fresh = False
    pages = sorted({line.page for line in lines if line.page is not None})
    return table_of(rows, method="pipes", header_rows=header_rows if header_rows < len(rows) else 0, pages=tuple(pages))


def _cells(text: str) -> list[str]:
    text = text.removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    return [cell.replace("\\|", "|").strip() for cell in _PIPE.split(text)]


def _lines(cell: str, page: int | None, markdown: bool) -> list[Line]:
    parts = re.split(r"<br\s*/?>", cell, flags=re.IGNORECASE)
    return [Line(inline_words(part, markdown=markdown), page) for part in parts if part.strip()]


# -- columns aligned with spaces


def aligned(lines: Sequence[TextLine]) -> list[Region]:
    """Tables whose columns are told apart by runs of spaces alone."""
    out: list[Region] = []
    at = 0
    while at < len(lines):
        end = _aligned_end(lines, at) if _gapped(lines[at].text) else at
        table = _aligned(lines[at:end]) if end - at >= 3 else None
        if table is None:
            at += 1
        else:
            out.append((at, end, table))
            at = end
    return out


def _gapped(text: str) -> bool:
    return "\t" not in text and bool(re.search(r"\S {2,}\S", text)) and "|" not in text


def _gutters(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Runs of at least two columns that are blank in every line, with text on both sides."""
    width = max(map(len, lines))
    blank = [all(len(line) <= x or line[x] == " " for line in lines) for x in range(width)]
    out: list[tuple[int, int]] = []
    start = None
    for x in range(width):
        if blank[x] and start is None:
            start = x
        elif not blank[x] and start is not None:
            if start > 0 and x - start >= 2:
                out.append((start, x))
            start = None
    return [g for g in out if any(line[: g[0]].strip() for line in lines)]


def _aligned_end(lines: Sequence[TextLine], start: int) -> int:
    """How far the columns that begin at `start` go on."""
    taken = [lines[start].text.rstrip()]
    gutters = _gutters(taken)
    end = start + 1
    while end < len(lines):
        line = lines[end]
        text = line.text.rstrip()
        if line.gap > 1 or "\t" in text or "|" in text:
            break
        now = _gutters([*taken, text])
        needed = 1 if len(gutters) < 2 else 2
        if len(now) < needed or (line.gap and not _gapped(text) and not _gapped_soon(lines, end)):
            break
        # A line that lies wholly in the first column fits any gutters; it must not carry a table into prose.
        taken.append(text)
        gutters = now
        end += 1
    while end > start and not _columns(lines[end - 1].text, gutters)[1:].count("") < len(gutters):
        end -= 1
    return end


def _gapped_soon(lines: Sequence[TextLine], at: int) -> bool:
    return any(_gapped(line.text) for line in lines[at : at + 3])


def _columns(text: str, gutters: Sequence[tuple[int, int]]) -> list[str]:
    edges = [0, *(g[1] for g in gutters), max(len(text), gutters[-1][1] if gutters else 0)]
    return [text[a:b].strip() for a, b in pairwise(edges)]


def _aligned(lines: Sequence[TextLine]) -> Table | None:
    texts = [line.text.rstrip() for line in lines]
    gutters = _gutters(texts)
    if not gutters:
        return None
    grid = [_columns(text, gutters) for text in texts]
    full = sum(1 for row in grid if sum(map(bool, row)) >= 2)
    # Two columns may be a letterhead or justified prose; more evidence is asked for than of three.
    least = 3 if len(gutters) >= 2 else 4
    if full < min(least, len(grid)) or full < 0.5 * len(grid):
        return None
    if len(gutters) == 1 and not all(g[1] - g[0] >= 3 for g in gutters):
        return None
    rows: list[list[list[Line]]] = []
    spaced = sum(1 for line in lines[1:] if line.gap) >= 0.3 * max(1, len(lines) - 1)
    rule = False
    header_rows = 0
    before: list[str] = []
    for line, row in zip(lines, grid, strict=True):
        if all(not cell or _is_rule(cell) for cell in row):
            header_rows = header_rows or len(rows)
            rule = True
            continue
        first = not rows or rule or (bool(line.gap) if spaced else _opens(row, before, bool(line.gap)))
        if first:
            rows.append([[] for _ in row])
        for column, cell in enumerate(row):
            if cell:
                rows[-1][column].append(Line(words(cell), line.page))
        before, rule = row, False
    if len(rows) < 2:
        return None
    pages = sorted({line.page for line in lines if line.page is not None})
    return table_of(
        [[_one_line(cell) for cell in row] for row in rows],
        method="aligned-text",
        header_rows=header_rows if header_rows < len(rows) else 0,
        pages=tuple(pages),
    )


def _opens(row: Sequence[str], before: Sequence[str], gap: bool) -> bool:
    """Whether a line of an aligned table begins a new row."""
    if gap:
        return True
    if not row[0]:
        return False
    going_on = [
        cell[0].islower() or above.endswith((",", "-", "/", " och"))
        for cell, above in zip(row, before, strict=True)
        if cell and above
    ]
    return not any(going_on)


def _one_line(cell: Sequence[Line]) -> list[Line]:
    """Wrapped lines of a narrow column are one paragraph: a bullet or a new sentence begins another."""
    out: list[list[Line]] = []
    for line in cell:
        text, last = line.text, out[-1][-1].text if out else ""
        if out and not (text[:2] in ("- ", "• ", "* ") or (last.endswith((".", ";")) and not text[0].islower())):
            out[-1].append(line)
        else:
            out.append([line])
    return [Line(tuple(w for line in group for w in line.words), group[0].page) for group in out]


# -- delimited files


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
    csv.field_size_limit(2**27)
    try:
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
        [[Line(inline_words(part)) for part in re.split(r"[\r\n\v]+", cell) if part.strip()] for cell in record]
        for record in body
    ]
    table = table_of(rows, method="delimited")
    return None if table is None else (table, [delimiter.join(r).strip() for r in records[:start]])
