"""Tasks in running text with who and when in narrow columns at its side, as in minutes of meetings.

The columns have one head a page, or none; beside most of the text they are empty. What stands in them belongs to the
paragraph that begins at the same height: it is a row of a table, the paragraphs around it are text. Such columns are
looked for in the whole document, since a page may hold a single task.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, groupby, pairwise

from ingest.document import BBox, Line, Page
from ingest.language.patterns import pattern
from ingest.layout.tables.gutters import is_marker
from ingest.layout.tables.margin_columns.clues import are_headed, heads_table, is_head_alone, odds
from ingest.layout.tables.margin_columns.tasks import (
    APART,
    ITEM_NUMBER,
    SAME_EDGE,
    MarginColumns,
    MarginTask,
    PageTasks,
    read_tasks,
    without_specks,
)
from ingest.layout.tables.model import FoundCell, FoundTable, MeasuredWord, tokens_of, visual_rows

__all__ = ["MarginColumns", "margin_columns", "margin_tables", "of_meeting"]

METHOD = "margin"
_CONFIDENCE = 0.9
"""Confidence in a table whose rows are found by the heights of what stands beside them."""
_CROSSED = 0.3
"""Share of the rows beside a column, at most, that run across its left edge: headings, a line of facts."""
_MOST_COLUMNS = 3
_MOST_EDGES = 8
"""Columns, and left edges that may be such, at most."""
_SAMPLE, _LIKELIEST = 24, 4
"""Pages on which all choices of columns are tried, and choices that are tried on all pages of a longer document."""
_SAME_ROW = 0.5
"""Font sizes between the middles of a line of text and of what stands beside it."""
_ITEMS = 3
"""Numbered items by which a document is told to be of a meeting."""
_BEGINNING = 60
"""Words in which a document says what it is."""
_MEETING = pattern("layout", "margins.meeting")
_HEADED = -3.0
"""Log-odds from which columns are such whose heads say who and when: of 161 documents of other families none has above
-6 with such heads, but one of minutes, in which they are right."""
_SAME_LINE = 0.5
"""Share of a word's height that another word's middle lies within of its own, on one line."""
_ITEM = "§"


def of_meeting(pages: Sequence[Page]) -> bool:
    """Return whether a document says at its beginning that it is of a meeting, or numbers its items as minutes do."""
    first = pages[0].words[:_BEGINNING] if pages else ()
    if any(_MEETING.match(w.text) for w in first):
        return True
    return sum(w.text.startswith(_ITEM) for page in pages for w in page.words) >= _ITEMS


def _has_heads_alone(pages: Sequence[Page]) -> bool:
    """Return whether words for who and when stand alone on a line: over columns beside a text, which has no head."""
    for page in pages:
        for word in page.words:
            if word.bbox is None or not is_head_alone([word]):
                continue
            middle, reach = (word.bbox.top + word.bbox.bottom) / 2, _SAME_LINE * word.bbox.height
            level = [w for w in page.words if w.bbox and abs((w.bbox.top + w.bbox.bottom) / 2 - middle) <= reach]
            if is_head_alone(sorted(level, key=lambda w: w.bbox.x0 if w.bbox else 0.0)):
                return True
    return False


def margin_columns(pages: Sequence[Page]) -> MarginColumns | None:
    """Return the columns beside a document's text; None where it has none.

    Other documents than minutes of meetings have such only where their heads say who and when.

    Args:
        pages: of the document, without running heads.
    """
    meeting = of_meeting(pages)
    if not meeting and not _has_heads_alone(pages):
        return None
    rows = [visual_rows(tokens_of(page.words)) for page in pages]
    edges = _edges(rows)
    if len(edges) < 2:
        return None
    begin = _begin(rows, [page.number for page in pages])
    choices = [MarginColumns(chosen, main, _right(rows, chosen, main), begin) for main, chosen in _choices(edges, rows)]
    if len(pages) > _SAMPLE:
        # A long document: what is likeliest on some of its pages is looked at on all.
        some = range(0, len(pages), -(-len(pages) // _SAMPLE))
        rated = _read([pages[n] for n in some], [rows[n] for n in some], choices)
        choices = [columns for _, columns, _ in sorted(rated, key=lambda r: -r[0])[:_LIKELIEST]]
    read = [r for r in _read(pages, rows, choices) if meeting or are_headed(r[2], r[1])]
    best, columns, found = max(read, key=lambda r: r[0], default=(0.0, None, []))
    if columns is None or best <= (_HEADED if are_headed(found, columns) else 0.0):
        return None
    heads = next((page.heads for page in found if page.heads), ())
    return replace(columns, ends=_ends(found, columns), heads=heads)


def _read(
    pages: Sequence[Page], rows: Sequence[Sequence[Sequence[MeasuredWord]]], choices: Iterable[MarginColumns]
) -> list[tuple[float, MarginColumns, list[PageTasks]]]:
    """Return the log-odds of each choice that leaves no column empty, and what the pages hold by it."""
    out: list[tuple[float, MarginColumns, list[PageTasks]]] = []
    clean: dict[float, list[list[list[MeasuredWord]]]] = {}
    for columns in choices:
        left = columns.edges[0]
        if left not in clean:
            clean[left] = [[without_specks(row, left) for row in page] for page in rows]
        found = [read_tasks(own, columns, page.number) for own, page in zip(clean[left], pages, strict=True)]
        held = {k for page in found for p in page.paragraphs for k in p.beside}
        heads = any(heads_table(p) for page in found for p in page.paragraphs)
        if len(held) >= len(columns.edges) - 1 and not heads:
            out.append((odds(found, columns), columns, found))
    return out


def margin_tables(page: Page, tokens: Sequence[MeasuredWord], columns: MarginColumns | None) -> list[FoundTable]:
    """Return the tasks of a page, those right below each other in one table.

    Args:
        page: the page.
        tokens: its words.
        columns: those of the document; without any there are no such tables.
    """
    if columns is None:
        return []
    rows = [without_specks(row, columns.edges[0]) for row in _rows_by_column(tokens, columns)]
    found = read_tasks(rows, columns, page.number)
    heads = replace(columns, heads=found.heads) if found.heads else columns
    index = {id(t.word): t.index for t in tokens}
    out: list[FoundTable] = []
    taken = frozenset(index[id(w)] for line in found.heads for w in line.words)
    for is_task, run in groupby(found.paragraphs, key=lambda p: bool(p.beside)):
        if is_task:
            out.append(_table(page, list(run), heads, index, taken))
            taken = frozenset()
    return out


def _rows_by_column(tokens: Sequence[MeasuredWord], columns: MarginColumns) -> list[list[MeasuredWord]]:
    """Return a page's rows, the text's lines whole: lines of another distance beside them take no words from them."""
    starts = [x - SAME_EDGE for x in columns.edges]
    held: dict[bool, list[MeasuredWord]] = {True: [], False: []}
    for t in tokens:
        held[max(0, bisect_right(starts, t.x0) - 1) == columns.main].append(t)
    out = visual_rows(held[True])
    own = [(sum(t.ym for t in row) / len(row), row) for row in out]
    for beside in visual_rows(held[False]):
        at = sum(t.ym for t in beside) / len(beside)
        size = beside[0].size
        near = [(abs(y - at), row) for y, row in own if abs(y - at) <= _SAME_ROW * max(size, row[0].size)]
        if near:
            row = min(near, key=lambda found: found[0])[1]
            row += beside
            row.sort(key=lambda t: t.x0)
        else:
            out.append(beside)
    return sorted(out, key=lambda row: sum(t.ym for t in row) / len(row))


# ---------------------------------------------------------------- columns


def _begins(row: Sequence[MeasuredWord]) -> Iterator[MeasuredWord]:
    """The words of a row that stand first or behind white space."""
    words = [t for t in row if any(ch.isalnum() for ch in t.text)]
    yield from words[:1]
    for before, token in pairwise(words):
        if token.x0 - before.x1 > APART * min(token.size, before.size):
            yield token


def _edges(pages: Sequence[Sequence[Sequence[MeasuredWord]]]) -> list[float]:
    """The left edges that words of several rows begin at and few rows run across, left to right."""
    places = sorted((t.x0, n, k) for n, page in enumerate(pages) for k, row in enumerate(page) for t in _begins(row))
    groups: list[list[tuple[float, int, int]]] = []
    for place in places:
        if groups and place[0] - groups[-1][-1][0] <= SAME_EDGE:
            groups[-1].append(place)
        else:
            groups.append([place])
    held = [g for g in groups if len(g) > 1 and not _is_crossed(g, pages)]
    most = sorted(held, key=len, reverse=True)[:_MOST_EDGES]
    return sorted(g[0][0] for g in most)


def _is_crossed(group: Sequence[tuple[float, int, int]], pages: Sequence[Sequence[Sequence[MeasuredWord]]]) -> bool:
    x, last = group[0][0], group[-1][0]
    at = sorted(g[1:] for g in group)
    (first, begin), (final, end) = at[0], at[-1]
    rows = [
        row
        for n in range(first, final + 1)
        for k, row in enumerate(pages[n])
        if (n > first or k >= begin) and (n < final or k <= end)
    ]
    return sum(_runs_across(row, x, last) for row in rows) > _CROSSED * len(rows)


def _runs_across(row: Sequence[MeasuredWord], x: float, last: float) -> bool:
    """Return whether a row's words run across a left edge between `x` and `last`, a space of the text at most there."""
    if any(t.x0 < x - 1 and t.x1 > x + 1 for t in row):
        return True
    return any(
        a.x1 <= x + 1 and x - 1 <= b.x0 <= last + 1 and b.x0 - a.x1 <= APART * min(a.size, b.size)
        for a, b in pairwise(row)
    )


def _choices(
    edges: Sequence[float], pages: Sequence[Sequence[Sequence[MeasuredWord]]]
) -> Iterator[tuple[int, tuple[float, ...]]]:
    """The text's place among columns that may stand at its right or left, and the edges of all."""
    tokens = [t for page in pages for row in page for t in row]
    for main, x in enumerate(edges):
        left = main
        while left and _counts(edges[left - 1], x, tokens):
            left -= 1
        if left == 0:
            for chosen in _some(edges[main + 1 :]):
                yield 0, (edges[0], *chosen)
        for chosen in _some(edges[:left]):
            yield len(chosen), (*chosen, edges[left])


def _some(edges: Sequence[float]) -> Iterator[tuple[float, ...]]:
    for count in range(1, _MOST_COLUMNS + 1):
        yield from combinations(edges, count)


def _begin(pages: Sequence[Sequence[Sequence[MeasuredWord]]], numbers: Sequence[int]) -> tuple[int, float]:
    """Page and height at which the first of several numbered items begins; the start where there are none."""
    found = [
        (number, row[0].top)
        for page, number in zip(pages, numbers, strict=True)
        for row in page
        if len(row) > 1 and ITEM_NUMBER.fullmatch(row[0].text) and (row[0].bold or not row[0].text.isdigit())
    ]
    return found[0] if len(found) > 1 else (0, 0.0)


def _counts(x: float, until: float, tokens: Sequence[MeasuredWord]) -> bool:
    """Return whether all that stands between two edges is numbers of items or bullets."""
    return all(is_marker(t.text) or ITEM_NUMBER.fullmatch(t.text) for t in tokens if x - 1 <= t.x0 < until - 1)


def _right(pages: Sequence[Sequence[Sequence[MeasuredWord]]], edges: Sequence[float], main: int) -> float:
    """The text's right edge: the furthest word before the next column."""
    end = edges[main + 1] if main + 1 < len(edges) else float("inf")
    return max(
        (t.x1 for page in pages for row in page for t in row if edges[main] - 1 <= t.x0 and t.x1 < end),
        default=edges[main],
    )


# ---------------------------------------------------------------- tables


def _table(
    page: Page, run: Sequence[MarginTask], columns: MarginColumns, index: dict[int, int], taken: frozenset[int]
) -> FoundTable:
    """The tasks as rows, under the heads."""
    edges = (*(x - 1 for x in columns.edges), columns.ends[-1] + 1)
    ends = [x + 1 for x in columns.ends]
    cells: list[FoundCell] = []
    if columns.heads:
        cells += [
            FoundCell(0, k, line.bbox or BBox(edges[k], 0, ends[k], 0), (line,) if line.words else ())
            for k, line in enumerate(columns.heads)
        ]
    words: set[int] = set(taken)
    tops: list[float] = []
    bottom = 0.0
    for n, task in enumerate(run, start=len(cells) > 0):
        lines = {columns.main: tuple(task.lines)}
        lines |= {
            k: tuple(Line(tuple(t.word for t in row), page.number) for row in rows) for k, rows in task.beside.items()
        }
        boxes = [line.bbox for own in lines.values() for line in own if line.bbox is not None]
        top, bottom = min(b.top for b in boxes), max(b.bottom for b in boxes)
        tops.append(top - 1)
        for k in range(len(columns.edges)):
            cells.append(FoundCell(n, k, BBox(edges[k], top - 1, ends[k], bottom + 1), lines.get(k, ())))
        words |= {index[id(w)] for own in lines.values() for line in own for w in line.words}
    box = BBox(edges[0], tops[0], edges[-1], bottom + 1)
    heads = int(bool(columns.heads))
    return FoundTable(
        page.number,
        box,
        len(run) + heads,
        len(columns.edges),
        tuple(cells),
        METHOD,
        _CONFIDENCE,
        frozenset(words),
        column_edges=edges,
        header_rows=heads,
    )


def _ends(pages: Sequence[PageTasks], columns: MarginColumns) -> tuple[float, ...]:
    entries = [(k, line[-1].x1) for page in pages for p in page.paragraphs for k, e in p.beside.items() for line in e]
    return tuple(
        columns.right if k == columns.main else max(x for column, x in entries if column == k)
        for k in range(len(columns.edges))
    )
