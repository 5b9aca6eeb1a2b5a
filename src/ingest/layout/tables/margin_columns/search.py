"""Tasks in running text with who and when in narrow columns at its side, as in minutes of meetings.

The columns have one head a page, or none; beside most of the text they are empty. What stands in them belongs to the
paragraph that begins at the same height: it is a row of a table, the paragraphs around it are text. Such columns are
looked for in the whole document, since a page may hold a single task.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, groupby, pairwise
from math import inf

from ingest.document import BBox, Line, Page
from ingest.layout.tables.gutters import is_marker
from ingest.layout.tables.margin_columns.ceiling import Ceiling
from ingest.layout.tables.margin_columns.clues import (
    heads_columns,
    heads_table,
    is_watched,
    may_head_beside,
    may_head_columns,
    odds,
    said,
)
from ingest.layout.tables.margin_columns.glance import MarginChoice, likeliest
from ingest.layout.tables.margin_columns.sheets import flush, sideways_shifts
from ingest.layout.tables.margin_columns.tasks import (
    APART,
    ITEM_NUMBER,
    MOST_COLUMNS,
    SAME_EDGE,
    MarginColumns,
    MarginTask,
    PageTasks,
    is_word,
    read_tasks,
    without_specks,
)
from ingest.layout.tables.model import FoundCell, FoundTable, MeasuredWord, tokens_of, visual_rows

__all__ = ["MarginColumns", "margin_columns", "margin_tables"]

METHOD = "margin"
_CONFIDENCE = 0.9
"""Confidence in a table whose rows are found by the heights of what stands beside them."""
_CROSSED = 0.3
"""Share of the rows beside a column, at most, that run across its left edge: headings, a line of facts."""
_MOST_EDGES = 8
"""Left edges that may be those of columns at most."""
_LEAST = -0.5
"""Log-odds above which the best choice is taken: training sees many wrong choices of a document for a right one."""
_LEAST_HEADED = -3.0
"""The same where all heads of the columns are words for who or when: in 161 drawn documents of families without such
columns, wrong choices with such heads have -6 at most (benchmarks/scan.md)."""
_ROUNDED = 1e-6
"""Log-odds by which the order of a sum may change it."""


def margin_columns(pages: Sequence[Page]) -> MarginColumns | None:
    """Return the columns beside a document's text; None where it has none.

    Args:
        pages: of the document, without running heads.
    """
    rows = [visual_rows(tokens_of(page.words)) for page in pages]
    shifts = sideways_shifts(pages, rows)
    level = [flush(own, shifts.get(page.number, 0.0)) for page, own in zip(pages, rows, strict=True)]
    edges = _edges(level)
    if len(edges) < 2:
        return None
    begin = _begin(rows, [page.number for page in pages])
    likely = likeliest(list(_choices(edges, level)), [row for page in level for row in page])
    moved = tuple(sorted(shifts.items()))
    choices = [MarginColumns(chosen, main, inf, begin, shifts=moved) for main, chosen in likely]
    _, columns, found = max(_read(pages, level, choices), key=lambda r: r[0], default=(0.0, None, []))
    if columns is None:
        return None
    heads = next((page.heads for page in found if page.heads), ())
    return replace(columns, ends=_ends(found, columns), heads=heads)


def _is_said(columns: MarginColumns, pages: Sequence[PageTasks]) -> bool:
    """Return whether all heads of the columns beside the text are words for who or when, on a page of some, and none
    stands over the text, as over a table's first columns (`Aktivitet Mål`)."""
    heads = [page.heads for page in pages if page.heads]
    return any(said(row, columns.main) == 1.0 for row in heads) and not any(row[columns.main].words for row in heads)


def _read(
    pages: Sequence[Page], rows: Sequence[Sequence[Sequence[MeasuredWord]]], choices: Iterable[MarginColumns]
) -> list[tuple[float, MarginColumns, list[PageTasks]]]:
    """Return the log-odds of choices that leave no column empty and are likely enough, and what the pages hold by them;
    of those that cannot be the best one nothing. The text's right edge is not known of the choices."""
    out: list[tuple[float, MarginColumns, list[PageTasks]]] = []
    choices = list(choices)
    edges = sorted({x for columns in choices for x in columns.edges})
    seen: dict[float, _Clean] = {}
    # Most rows hold no speck, wherever the columns stand.
    clear = [[(list(row), all(map(is_word, row))) for row in page] for page in rows]
    least = _LEAST_HEADED
    for choice in choices:
        left = choice.edges[0]
        if left not in seen:
            own = [[row if whole else without_specks(row, left) for row, whole in page] for page in clear]
            # Where nothing is a speck the rows are the same for all.
            same = next((clean for clean in seen.values() if clean.pages == own), None)
            seen[left] = same or _Clean(own, [page.number for page in pages], edges)
        clean = seen[left]
        if any(heads_columns(row, choice) for row in clean.may_head):
            continue
        lowest = max(least, _LEAST_HEADED if clean.may_head_alone else _LEAST)
        if not is_watched() and clean.ceiling.odds(choice) + _ROUNDED <= lowest:
            continue
        columns = replace(choice, right=_right(rows, choice.edges, choice.main))
        found = [read_tasks(own, columns, page.number) for own, page in zip(clean.pages, pages, strict=True)]
        held = {k for page in found for p in page.paragraphs for k in p.beside}
        if len(held) >= len(columns.edges) - 1 and not any(heads_table(page, columns) for page in found):
            told = odds(found, columns)
            if told > (_LEAST_HEADED if _is_said(columns, found) else _LEAST):
                out.append((told, columns, found))
                least = max(least, told)
    return out


class _Clean:
    """The rows of a document without specks at the left of its columns."""

    def __init__(self, pages: list[list[list[MeasuredWord]]], numbers: Sequence[int], edges: Sequence[float]) -> None:
        self.pages = pages
        self.may_head = [row for page in self.pages for row in page if may_head_columns(row)]
        """Rows that may be a table's heading."""
        self.may_head_alone = any(may_head_beside(row) for row in self.may_head)
        """Whether one of them may hold the heads of columns beside a text, and nothing else."""
        self.ceiling = Ceiling(self.pages, numbers, edges)


def margin_tables(page: Page, tokens: Sequence[MeasuredWord], columns: MarginColumns | None) -> list[FoundTable]:
    """Return the tasks of a page, those right below each other in one table.

    Args:
        page: the page.
        tokens: its words.
        columns: those of the document; without any there are no such tables.
    """
    if columns is None:
        return []
    columns = columns.on(page.number)
    rows = [without_specks(row, columns.edges[0]) for row in visual_rows(list(tokens))]
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


# ---------------------------------------------------------------- columns


def _begins(row: Sequence[MeasuredWord]) -> Iterator[MeasuredWord]:
    """The words of a row that stand first or behind white space."""
    words = [t for t in row if any(map(str.isalnum, t.text))]
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
    low, high = x - 1, x + 1
    if [t for t in row if t.x0 < low and t.x1 > high]:
        return True
    near = [(a, b) for a, b in pairwise(row) if a.x1 <= high and low <= b.x0 <= last + 1]
    return any([b.x0 - a.x1 <= APART * min(a.size, b.size) for a, b in near])


def _choices(edges: Sequence[float], pages: Sequence[Sequence[Sequence[MeasuredWord]]]) -> Iterator[MarginChoice]:
    """The columns that may stand at the right or left of a text."""
    tokens = [t for page in pages for row in page for t in row]
    for main, x in enumerate(edges):
        left = main
        while left and _counts(edges[left - 1], x, tokens):
            left -= 1
        if left == 0:
            for chosen in _some(edges[main + 1 :]):
                yield MarginChoice(0, (edges[0], *chosen))
        for chosen in _some(edges[:left]):
            yield MarginChoice(len(chosen), (*chosen, edges[left]))


def _some(edges: Sequence[float]) -> Iterator[tuple[float, ...]]:
    for count in range(1, MOST_COLUMNS + 1):
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
    """The text's right edge: the furthest word before the next column, of the lines that end there.

    What was said may run on below the columns: a word in its midst may stand further out than the text of the tasks.
    """
    end = edges[main + 1] if main + 1 < len(edges) else inf
    lasts = (last for page in pages for row in page if (last := _last_of_text(row, edges[main], end)) is not None)
    return max((t.x1 for t in lasts), default=edges[main])


def _last_of_text(row: Sequence[MeasuredWord], left: float, right: float) -> MeasuredWord | None:
    """The last word of a row between two edges; None where there is none, or the row runs across one of them."""
    begin, end = (bisect_left(row, x - SAME_EDGE, key=lambda t: t.x0) for x in (left, right))
    near = [b.x0 - a.x1 <= APART * a.size for at in (begin, end) if at for a, b in [*pairwise(row[at - 1 : at + 1])]]
    return None if begin == end or any(near) or row[end - 1].x1 >= right else row[end - 1]


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
