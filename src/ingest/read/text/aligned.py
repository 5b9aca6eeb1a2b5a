"""Tables whose columns are told apart by runs of spaces alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ingest.document import Line, Table
from ingest.read.text.lines import TextLine
from ingest.read.text.tabs import table_of, wrapped_blocks
from ingest.read.words import open_end, words

__all__ = ["aligned", "row_starts", "tabs_again"]

_WINDOW = 40
"""Lines that are looked at to find where columns begin."""


def aligned(lines: Sequence[TextLine]) -> list[tuple[int, int, Table]]:
    """Aligned tables as (first line, line after the last, table)."""
    out: list[tuple[int, int, Table]] = []
    at = 0
    while at < len(lines):
        end = _end(lines, at) if _gapped(lines[at].text) else at
        table = _table(lines[at:end]) if end - at >= 3 else None
        if table is None:
            # Half of what was looked at in vain is passed over, so that no text takes time in its square.
            at += max(1, (end - at) // 2)
        else:
            out.append((at, end, table))
            at = end
    return out


def _gapped(text: str) -> bool:
    return "\t" not in text and bool(re.search(r"\S {2,}\S", text)) and "|" not in text


def _chunks(text: str) -> list[int]:
    """Where text begins after the line's start or after two spaces and more."""
    return [m.start() for m in re.finditer(r"(?:(?<=  )|^)\S|(?<=^ )\S", text)]


def _edges(texts: Sequence[str]) -> list[int]:
    """Where columns begin: places where many lines begin a piece of text and few have one running through."""
    counts = Counter(x for text in texts for x in _chunks(text))
    least = max(2, round(0.08 * len(texts)))
    head = set(_chunks(texts[0]))
    found: list[int] = []
    for x in sorted(counts):
        if counts[x] + counts.get(x + 1, 0) < (2 if x in head else least) or (found and x - found[-1] < 3):
            continue
        reaching = [text for text in texts if len(text) > x]
        through = sum(1 for text in reaching if x > 0 and text[x - 1] != " " and text[x] != " ")
        if through <= 0.15 * len(reaching):
            found.append(x)
    return found


def _fits(text: str, edges: Sequence[int]) -> bool:
    """Whether a line could stand in columns that begin at these edges."""
    crossed = sum(1 for x in edges[1:] if len(text) > x and text[x - 1] != " " and text[x] != " ")
    stray = [x for x in _chunks(text) if not any(abs(x - edge) <= 1 for edge in edges)]
    return crossed <= (len(edges) - 1) // 4 and not stray


def _end(lines: Sequence[TextLine], start: int) -> int:
    """How far the columns that begin at `start` go on."""
    window: list[str] = []
    for line in lines[start : start + _WINDOW]:
        if window and (line.gap > 1 or "\t" in line.text or "|" in line.text):
            break
        window.append(line.text.rstrip())
    edges = _edges(window)
    if len(edges) < 2:
        return start
    end = start
    while end < len(lines) and (end == start or lines[end].gap <= 1):
        text = lines[end].text.rstrip()
        if "\t" in text or "|" in text or not _fits(text, edges):
            break
        end += 1
    # A paragraph after the table fits into its first column if it is short.
    while end > start and lines[end - 1].gap and len(lines[end - 1].text.rstrip()) <= edges[1]:
        end -= 1
    return end


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
        if width >= 3 and support >= 2 and support >= 0.6 * sum(counts.values()):
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


def _table(lines: Sequence[TextLine]) -> Table | None:
    texts = [line.text.rstrip() for line in lines]
    edges = _edges(texts)
    if len(edges) < 2:
        return None
    grid = [_columns(text, edges) for text in texts]
    full = sum(1 for row in grid if sum(map(bool, row)) >= 2)
    # Two columns may be a letterhead or justified prose; more evidence is asked for than of three.
    share = {2: 0.5, 3: 0.3}.get(len(edges), 0.12)
    if (full < (3 if len(edges) > 2 else 4) and len(edges) < 4) or full < max(2, share * len(grid)):
        return None
    if len(edges) == 2 and sum(1 for text in texts if re.search(r"\S {3,}\S", text)) < 0.8 * full:
        return None
    rules = [all(not cell or re.fullmatch(r"[-=_─═]{2,}", cell) for cell in row) for row in grid]
    content = [k for k, rule in enumerate(rules) if not rule]
    forced = [k > 0 and rules[k - 1] for k in content]
    gaps = [bool(lines[k].gap) for k in content]
    widest = [max(len(row[column]) for row in grid) for column in range(len(edges))]
    pitch = [right - left - 2 for left, right in pairwise(edges)]
    widths = [max(a, b) for a, b in zip([*pitch, round(sum(pitch) / len(pitch))], widest, strict=True)]
    opened = row_starts([grid[k] for k in content], gaps, widths)
    names = Counter(grid[k][0] for k in content)
    labels = [grid[k][0].endswith(":") or names[grid[k][0]] > 1 for k in content if grid[k][0]]
    if len(edges) == 2 and sum(labels) >= 0.6 * len(labels):
        # Labels with values set beside them: each has a row.
        opened = [k == 0 or bool(grid[row][0]) for k, row in enumerate(content)]
    rows: list[list[list[Line]]] = []
    header_rows = 0
    for k, opens, after_rule in zip(content, opened, forced, strict=True):
        if after_rule and rows and not header_rows:
            header_rows = len(rows)
        if not rows or opens or after_rule:
            rows.append([[] for _ in edges])
        for column, cell in enumerate(grid[k]):
            if cell:
                rows[-1][column].append(Line(words(cell), lines[k].page))
    if len(rows) < 2:
        return None
    pages = sorted({line.page for line in lines if line.page is not None})
    return table_of(
        [[wrapped_blocks(cell, widest[column]) for column, cell in enumerate(row)] for row in rows],
        method="aligned-text",
        header_rows=header_rows if header_rows < len(rows) else 0,
        pages=tuple(pages),
    )


def row_starts(grid: Sequence[Sequence[str]], gaps: Sequence[bool], widths: Sequence[int]) -> list[bool]:
    """Which lines of a table with wrapped cells begin a row.

    Blank lines between rows settle it, where they are there. Else each column of a line votes: text under an empty
    place begins anew; text that would have fitted on the line above does, too; a small letter goes on.

    Args:
        grid: for each line, the text in each column.
        gaps: for each line, whether a blank line stands before it.
        widths: of the columns, in characters.
    """
    columns = max(1, len(widths))
    votes = [0.0]
    for above, row in pairwise(grid):
        vote = 0.0
        for cell, before, width in zip(row, above, widths, strict=False):
            if not cell:
                continue
            small = cell[0].islower()
            if not before:
                vote += 3.0 if not small else 1.5
            elif len(before) + 1 + len(cell.split()[0]) <= 0.9 * width:
                vote += -0.5 if small or open_end(before.split()[-1]) else 1.0
            else:
                vote += -1.5 if small else -0.3
        # Cells end at different heights: a line with text in few columns goes on, as a rule.
        vote -= 2.0 * sum(1 for cell, before in zip(row, above, strict=False) if before and not cell) / columns
        votes.append(vote)
    spaced = sum(gaps) >= 2 and sum(1 for v, g in zip(votes, gaps, strict=True) if v > 2 and not g) <= 0.1 * len(grid)
    if spaced:
        return [k == 0 or gap for k, gap in enumerate(gaps)]
    return [k == 0 or gap or vote > 0 for k, (vote, gap) in enumerate(zip(votes, gaps, strict=True))]
