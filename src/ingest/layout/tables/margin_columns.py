"""Tasks in running text with who and when in narrow columns at its side, as in minutes of meetings.

The columns have one head a page, or none; beside most of the text they are empty. What stands in them belongs to the
paragraph that begins at the same height: it is a row of a table, the paragraphs around it are text. Such columns are
looked for in the whole document, since a page may hold a single task.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise

from ingest.document import BBox, Line, Page
from ingest.language.calendar import time_unit
from ingest.language.patterns import pattern
from ingest.layout.tables.gutters import is_marker
from ingest.layout.tables.model import FoundCell, FoundTable, Token, tokens_of, visual_rows
from ingest.layout.text.paragraphs import Leading, leading_of, paragraphs_of

__all__ = ["MarginColumns", "margin_columns", "margin_tables"]

METHOD = "margin"
_CONFIDENCE = 0.9
"""Confidence in a table whose rows are found by the heights of what stands beside them."""
_APART = 0.7
"""Font sizes of white space from which a word may begin a column."""
_SAME_EDGE = 3.0
"""Points within which left edges are one; a scan's rows drift."""
_CROSSED = 0.1
"""Share of the rows beside a column, at most, that run across its left edge: headings, a line of facts."""
_MOST_COLUMNS = 3
_MOST_EDGES = 8
"""Columns, and left edges that may be such, at most."""
_FEWEST = 3
"""Tasks of a document; under heads one fewer."""
_ANCHORED = 0.75
"""Share of what stands in the columns that begins at the height of a paragraph, at least."""
_MOST_TASKS = 0.75
"""Share of tasks among the paragraphs beside the columns, at most: more are a table."""
_FREE = 2
"""Headings, and paragraphs of text, without a task's columns, at least."""
_PROSE = 5
"""Words of a paragraph of text."""
_HEADING = 9
"""Words of a heading."""
_LONGEST = 12
"""Words of one entry of a column."""
_NUMBERED = 3
"""Numbered headings by which names alone, without a head, are told to be of minutes."""
_HEAD_WORDS = 3
"""Words of a column's head."""
_TIMES = 0.5
"""Share of the tasks that have a time in one column, where no head and no number tells that they are tasks."""
_MASS = 0.6
"""Words of the columns to those of the text, at most."""
_GAP, _PARTED = 1.0, 0.1
"""Line heights of white space that part a line of text, and the share of its lines so parted, at most."""
_LEVEL = 0.6
"""Font sizes by which the first lines of a task and of what stands beside it differ in height."""
_WRAPPED = 1.9
"""Font sizes from a line of an entry to its next."""
_WITHIN = 6
"""Paragraphs before the first task of a page and behind the last that are of the meeting."""
_BEGINNING = 60
"""Words in which a document says what it is."""
_MEETING = pattern("layout", "margins.meeting")
_ITEM = "§"
_ITEM_NUMBER = re.compile(r"§+|(?:§\s?)?\d{1,3}(?:\.\d{1,2})*[.:)]?")
_STOP = re.compile(r"[.!?:][\"”’)\]]*$")


@dataclass(frozen=True, slots=True)
class MarginColumns:
    """Where the text and the columns beside it stand: left edges, in points, and the heads of all, left to right."""

    edges: tuple[float, ...]
    main: int
    """Which of the columns is the text."""
    right: float
    """Right edge of the text, in points."""
    begin: tuple[int, float] = (0, 0.0)
    """Page and height (points) at which the first numbered item begins; nothing above it is a task."""
    ends: tuple[float, ...] = ()
    """The right edge of the words in each column, in points."""
    heads: tuple[Line, ...] = ()
    """A line a column, () where there are none; the text's own has no words where it has no head."""


@dataclass(slots=True)
class _Row:
    """A visual row, by column."""

    columns: list[list[Token]]
    crossing: bool
    """Whether it runs across a column's edge."""

    @property
    def tokens(self) -> list[Token]:
        return [t for column in self.columns for t in column]


@dataclass(slots=True)
class _Task:
    """A paragraph of the text and what stands beside it, by column."""

    lines: list[Line]
    beside: dict[int, list[list[Token]]] = field(default_factory=dict)
    begins: bool = False
    """Whether what stands beside it begins where it does."""


@dataclass(slots=True)
class _Found:
    """What a page holds: its paragraphs in order, tasks among them, the row of heads, and what belongs to nothing."""

    paragraphs: list[_Task]
    heads: _Row | None
    lost: int


def _of_meeting(pages: Sequence[Page]) -> bool:
    """Whether a document says at its beginning that it is of a meeting, or numbers its items as minutes do."""
    first = pages[0].words[:_BEGINNING] if pages else ()
    if any(_MEETING.match(w.text) for w in first):
        return True
    return sum(w.text.startswith(_ITEM) for page in pages for w in page.words) >= _NUMBERED


def margin_columns(pages: Sequence[Page]) -> MarginColumns | None:
    """Return the columns beside a document's text; None where it has none.

    Args:
        pages: of the document, without running heads.
    """
    if not _of_meeting(pages):
        # Elsewhere they are those of tables, and looking for them takes longer than all the rest of a page.
        return None
    rows = [visual_rows(tokens_of(page.words)) for page in pages]
    edges = _edges(rows)
    if len(edges) < 2:
        return None
    begin = _begin(rows, [page.number for page in pages])
    best = 0
    out: MarginColumns | None = None
    for main, chosen in _choices(edges, rows):
        columns = MarginColumns(chosen, main, _right(rows, chosen, main), begin)
        found = [_found(own, columns, page.number) for own, page in zip(rows, pages, strict=True)]
        worth = _entries(found)
        if worth > best and _convinces(found, columns):
            best = worth
            heads = next(((f.heads, p.number) for f, p in zip(found, pages, strict=True) if f.heads is not None), None)
            out = replace(columns, ends=_ends(found, columns))
            out = out if heads is None else _with_heads(out, *heads)
    return out


def margin_tables(page: Page, tokens: Sequence[Token], columns: MarginColumns | None) -> list[FoundTable]:
    """Return the tasks of a page, those right below each other in one table.

    Args:
        page: the page.
        tokens: its words.
        columns: those of the document; without any there are no such tables.
    """
    if columns is None:
        return []
    found = _found(visual_rows(list(tokens)), columns, page.number)
    heads = columns if found.heads is None else _with_heads(columns, found.heads, page.number)
    index = {id(t.word): t.index for t in tokens}
    out: list[FoundTable] = []
    taken = frozenset(t.index for t in found.heads.tokens) if found.heads is not None else frozenset()
    for run in _runs(found.paragraphs):
        out.append(_table(page, run, heads, index, taken))
        taken = frozenset()
    return out


# ---------------------------------------------------------------- columns


def _begins(row: Sequence[Token]) -> Iterator[Token]:
    """The words of a row that stand first or behind white space."""
    words = [t for t in row if any(ch.isalnum() for ch in t.text)]
    yield from words[:1]
    for before, token in pairwise(words):
        if token.x0 - before.x1 > _APART * min(token.size, before.size):
            yield token


def _edges(pages: Sequence[Sequence[Sequence[Token]]]) -> list[float]:
    """The left edges that words of several rows begin at and few rows run across, left to right."""
    places = sorted((t.x0, n, k) for n, page in enumerate(pages) for k, row in enumerate(page) for t in _begins(row))
    groups: list[list[tuple[float, int, int]]] = []
    for place in places:
        if groups and place[0] - groups[-1][-1][0] <= _SAME_EDGE:
            groups[-1].append(place)
        else:
            groups.append([place])
    held = [g for g in groups if len(g) > 1 and not _is_crossed(g, pages)]
    most = sorted(held, key=len, reverse=True)[:_MOST_EDGES]
    return sorted(g[0][0] for g in most)


def _is_crossed(group: Sequence[tuple[float, int, int]], pages: Sequence[Sequence[Sequence[Token]]]) -> bool:
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


def _runs_across(row: Sequence[Token], x: float, last: float) -> bool:
    """Return whether a row's words run across a left edge between `x` and `last`, a space of the text at most there."""
    if any(t.x0 < x - 1 and t.x1 > x + 1 for t in row):
        return True
    return any(
        a.x1 <= x + 1 and x - 1 <= b.x0 <= last + 1 and b.x0 - a.x1 <= _APART * min(a.size, b.size)
        for a, b in pairwise(row)
    )


def _choices(
    edges: Sequence[float], pages: Sequence[Sequence[Sequence[Token]]]
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


def _begin(pages: Sequence[Sequence[Sequence[Token]]], numbers: Sequence[int]) -> tuple[int, float]:
    """Page and height at which the first of several numbered items begins; the start where there are none."""
    found = [
        (number, row[0].top)
        for page, number in zip(pages, numbers, strict=True)
        for row in page
        if len(row) > 1 and _ITEM_NUMBER.fullmatch(row[0].text) and (row[0].bold or not row[0].text.isdigit())
    ]
    return found[0] if len(found) > 1 else (0, 0.0)


def _counts(x: float, until: float, tokens: Sequence[Token]) -> bool:
    """Return whether all that stands between two edges is numbers of items or bullets."""
    return all(is_marker(t.text) or _ITEM_NUMBER.fullmatch(t.text) for t in tokens if x - 1 <= t.x0 < until - 1)


def _right(pages: Sequence[Sequence[Sequence[Token]]], edges: Sequence[float], main: int) -> float:
    """The text's right edge: the furthest word before the next column."""
    end = edges[main + 1] if main + 1 < len(edges) else float("inf")
    return max(
        (t.x1 for page in pages for row in page for t in row if edges[main] - 1 <= t.x0 and t.x1 < end),
        default=edges[main],
    )


# ---------------------------------------------------------------- tasks


def _found(rows: Sequence[Sequence[Token]], columns: MarginColumns, number: int) -> _Found:
    split = [r for row in rows if (r := _row(row, columns)).tokens]
    at = _heads_at(split, columns)
    heads = split[at] if at is not None else None
    body = split if at is None else split[at + 1 :]
    if at is None and number <= columns.begin[0]:
        body = [r for r in body if number == columns.begin[0] and r.tokens[0].top >= columns.begin[1] - 1]
    blocks: list[list[_Row]] = [[]]
    for row in body:
        if row.crossing:
            blocks.append([])
        else:
            blocks[-1].append(row)
    lines = [
        [Line(tuple(t.word for t in r.columns[columns.main]), number) for r in b if r.columns[columns.main]]
        for b in blocks
    ]
    leading = leading_of(lines)
    paragraphs: list[_Task] = []
    lost = 0
    for block, own in zip(blocks, lines, strict=True):
        made = _paragraphs(own, leading, columns, _starts(block, columns))
        lost += _place(block, made, columns)
        paragraphs += made
    # Heads that come again on the page are those of tables.
    again = heads is not None and any(_texts(row) == _texts(heads) for row in body)
    return _Found(paragraphs, heads, lost + (len(body) if again else 0))


def _texts(row: _Row) -> list[str]:
    return [t.text for t in row.tokens]


def _row(row: Sequence[Token], columns: MarginColumns) -> _Row:
    edges = columns.edges
    held: list[list[Token]] = [[] for _ in edges]
    row = _without_specks(row, edges[0])
    for t in row:
        held[max(0, sum(t.x0 >= x - _SAME_EDGE for x in edges) - 1)].append(t)
    crossing = any(t.x0 < edges[0] - _SAME_EDGE and any(ch.isalnum() for ch in t.text) for t in row)
    for k, x in enumerate(edges[1:], start=1):
        before = [t for column in held[:k] for t in column]
        end = max((t.x1 for t in before), default=0.0)
        behind = held[k]
        crossing |= end > x + 1 or bool(behind and before and behind[0].x0 - end < 0.3 * behind[0].size)
        # A line of text whose word happens to begin there.
        crossing |= bool(behind) and behind[0].x0 > x + 3 * _SAME_EDGE
    return _Row(held, crossing)


def _without_specks(row: Sequence[Token], left: float) -> list[Token]:
    """Return a row without signs that stand alone behind its words, or far at the left of them."""
    out: list[Token] = []
    for n, t in enumerate(row):
        if any(ch.isalnum() for ch in t.text):
            out.append(t)
            continue
        before = t.x0 - row[n - 1].x1 if n else left - t.x0 - t.size
        after = row[n + 1].x0 - t.x1 if n + 1 < len(row) else t.size
        if before <= _APART * t.size or (n and after <= _APART * t.size):
            out.append(t)
    return out


def _heads_at(rows: Sequence[_Row], columns: MarginColumns) -> int | None:
    """Return which row holds the heads of a page's columns: words over all of them, but no text beside them."""
    for at, row in enumerate(rows):
        beside = [c for k, c in enumerate(row.columns) if k != columns.main]
        if row.crossing or not all(0 < len(c) <= _HEAD_WORDS and _says(c) for c in beside):
            continue
        if any(ch.isdigit() or ch in ",;" for c in beside for t in c for ch in t.text):
            continue
        if _titled(rows, at, columns) if row.columns[columns.main] else not _wraps(rows, at, columns):
            return at
    return None


def _wraps(rows: Sequence[_Row], at: int, columns: MarginColumns) -> bool:
    """Return whether a row is the second line of what stands in the columns above it."""
    above = rows[at - 1] if at else None
    if above is None or above.crossing or not any(c for k, c in enumerate(above.columns) if k != columns.main):
        return False
    first = rows[at].tokens[0]
    return first.top - above.tokens[0].top <= _WRAPPED * first.size


def _titled(rows: Sequence[_Row], at: int, columns: MarginColumns) -> bool:
    """Return whether what a meeting calls its items stands over the text, set as the heads are."""
    main, words = rows[at].columns[columns.main], rows[at].tokens
    if len(main) >= _HEAD_WORDS or _STOP.search(main[-1].text):
        return False
    below = next((r.columns[columns.main] for r in rows[at + 1 :] if r.columns[columns.main]), [])
    titled = bool(below) and below[0].bold and len({t.size for t in words}) == 1
    return titled or all(t.bold for t in words) or all(t.word.italic for t in words)


def _with_heads(columns: MarginColumns, row: _Row, page: int) -> MarginColumns:
    heads = tuple(Line(tuple(t.word for t in c), page) for c in row.columns)
    return replace(columns, heads=heads)


def _starts(block: Sequence[_Row], columns: MarginColumns) -> frozenset[int]:
    """The first words (ids) of lines of text that something begins beside."""
    return frozenset(
        id(r.columns[columns.main][0].word)
        for r in block
        if r.columns[columns.main] and any(c for k, c in enumerate(r.columns) if k != columns.main)
    )


def _paragraphs(lines: Sequence[Line], leading: Leading, columns: MarginColumns, starts: frozenset[int]) -> list[_Task]:
    """The text's paragraphs, parted too where a sentence has ended and something begins beside the next line."""
    out: list[_Task] = []
    whole = {id(w): line for line in lines for w in line.words}
    for paragraph in paragraphs_of(lines, leading, columns.edges[columns.main], columns.right):
        open_ = _Task([])
        for part in paragraph.lines:
            # A marker glued to its text (`1.Brev`) is cut off a word, which is another then.
            line = next((whole[id(w)] for w in part.words if id(w) in whole), part)
            if open_.lines and line.words and id(line.words[0]) in starts and _STOP.search(open_.lines[-1].text):
                out.append(open_)
                open_ = _Task([])
            open_.lines.append(line)
        out.append(open_)
    return out


def _place(block: Sequence[_Row], paragraphs: Sequence[_Task], columns: MarginColumns) -> int:
    """Put what stands in the columns to the paragraphs it belongs to; the number of rows that belong to none."""
    lost = 0
    owner: dict[int, tuple[_Task, float]] = {}
    for row in block:
        main = row.columns[columns.main]
        for k, own in enumerate(row.columns):
            if k == columns.main or not own:
                continue
            top = min(t.top for t in own)
            size = own[0].size
            last = owner.get(k)
            here, begins = _beside(paragraphs, own, main)
            near = last is not None and top - last[1] <= _WRAPPED * size
            if near and last is not None and (here is None or not begins or here is last[0]):
                last[0].beside[k].append(own)
                owner[k] = last[0], top
            elif here is None:
                lost += 1
            else:
                here.beside.setdefault(k, []).append(own)
                here.begins |= begins
                owner[k] = here, top
    return lost


def _beside(paragraphs: Sequence[_Task], own: Sequence[Token], main: Sequence[Token]) -> tuple[_Task | None, bool]:
    """Return the paragraph that stands at the height of some words, and whether it begins there."""
    at = sum(t.ym for t in own) / len(own)
    size = max(t.size for t in (*own, *main))
    for task in paragraphs:
        first, last = task.lines[0].bbox, task.lines[-1].bbox
        if first is None or last is None:
            continue
        if abs((first.top + first.bottom) / 2 - at) <= _LEVEL * size:
            return task, True
        if first.top <= at <= last.bottom:
            return task, False
    return None, False


# ---------------------------------------------------------------- whether


def _convinces(pages: Sequence[_Found], columns: MarginColumns) -> bool:
    """Return whether what was found is tasks in text: most begin a paragraph, and much of the text has no task."""
    paragraphs = [p for page in pages for p in _within(page.paragraphs)]
    tasks = [p for p in paragraphs if p.beside]
    headed = any(page.heads is not None for page in pages)
    lost = sum(page.lost for page in pages)
    if len(tasks) < _FEWEST - headed or sum(t.begins for t in tasks) < _ANCHORED * (len(tasks) + lost):
        return False
    if any(_is_heading(t) for t in tasks) or not _go_together(tasks, columns):
        return False
    if not _runs_between(paragraphs, tasks) or not _are_short(paragraphs, tasks) or not _are_who_or_when(tasks):
        return False
    return headed or _told(paragraphs, columns)


def _runs_between(paragraphs: Sequence[_Task], tasks: Sequence[_Task]) -> bool:
    """Return whether headings and text of one column stand between the tasks."""
    free = [p for p in paragraphs if not p.beside]
    headings = [p for p in free if _is_heading(p)]
    prose = [p for p in free if not _is_heading(p) and len(_text(p).split()) >= _PROSE]
    enough = len(headings) >= _FREE and len(prose) >= _FREE and len(tasks) <= _MOST_TASKS * len(paragraphs)
    return enough and _is_one_column([line for p in paragraphs for line in p.lines])


def _are_short(paragraphs: Sequence[_Task], tasks: Sequence[_Task]) -> bool:
    """Return whether what stands in the columns is short, and little beside the text."""
    entries = [sum(map(len, lines)) for task in tasks for lines in task.beside.values()]
    if any(not _says(row) for task in tasks for lines in task.beside.values() for row in lines):
        return False
    words = sum(len(_text(p).split()) for p in paragraphs)
    return max(entries) <= _LONGEST and sum(entries) <= _MASS * words


def _are_who_or_when(tasks: Sequence[_Task]) -> bool:
    """Return whether most entries of each column begin as names do, or many are times; parts of a sentence do not."""
    by_column: dict[int, list[list[Token]]] = {}
    for task in tasks:
        for k, rows in task.beside.items():
            by_column.setdefault(k, []).append([t for row in rows for t in row])
    for entries in by_column.values():
        named = sum(entry[0].text[:1].isupper() for entry in entries)
        timed = sum(any(_is_time(t.text) for t in entry) for entry in entries)
        if named < _ANCHORED * len(entries) and timed < _TIMES * len(entries):
            return False
    return True


def _says(row: Sequence[Token]) -> bool:
    """Return whether some words are more than ticks."""
    return any(sum(ch.isalnum() for ch in t.text) > 1 for t in row)


def _told(paragraphs: Sequence[_Task], columns: MarginColumns) -> bool:
    """Return whether columns without heads hold times, or names beside numbered items."""
    beside = [[row for lines in p.beside.values() for row in lines] for p in paragraphs if p.beside]
    if sum(any(_is_time(t.text) for row in rows for t in row) for rows in beside) >= _TIMES * len(beside):
        return True
    named = all(lines[0][0].text[:1].isupper() for p in paragraphs for lines in p.beside.values())
    headings = [p for p in paragraphs if not p.beside and _is_heading(p)]
    numbered = sum(_ITEM_NUMBER.fullmatch(p.lines[0].words[0].text) is not None for p in headings)
    return columns.main == 0 and named and numbered >= _NUMBERED


def _is_one_column(lines: Sequence[Line]) -> bool:
    """Return whether few lines of the text are parted by white space, numbers of items apart."""
    parted = 0
    for line in lines:
        boxes = [w.bbox for w in line.words[1:] if w.bbox is not None]
        parted += any(b.x0 - a.x1 > _GAP * b.height for a, b in pairwise(boxes))
    return parted <= _PARTED * len(lines)


def _entries(pages: Sequence[_Found]) -> int:
    """Return how many entries stand beside paragraphs that begin where they do, less those that belong to nothing."""
    return sum(len(t.beside) * t.begins for page in pages for t in page.paragraphs) - sum(page.lost for page in pages)


def _go_together(tasks: Sequence[_Task], columns: MarginColumns) -> bool:
    """Return whether each column has entries, half of them at least with one in another column beside it."""
    for k in range(len(columns.edges)):
        own = [t for t in tasks if k in t.beside]
        if k != columns.main and (
            not own or (len(columns.edges) > 2 and 2 * sum(len(t.beside) > 1 for t in own) < len(own))
        ):
            return False
    return True


def _within(paragraphs: Sequence[_Task]) -> Sequence[_Task]:
    """The paragraphs from the heading or text before the first task to what follows the last."""
    at = [n for n, p in enumerate(paragraphs) if p.beside]
    return paragraphs[max(0, at[0] - _WITHIN) : at[-1] + 1 + _WITHIN] if at else ()


def _text(task: _Task) -> str:
    return " ".join(line.text for line in task.lines)


def _is_heading(task: _Task) -> bool:
    words = [w for line in task.lines for w in line.words]
    numbered = len(words) > 1 and _ITEM_NUMBER.fullmatch(words[0].text) is not None
    if len(words) > _HEADING or _STOP.search(words[-1].text):
        return False
    return numbered or all(w.bold for w in words)


def _is_time(word: str) -> bool:
    return (
        time_unit(word) is not None or re.fullmatch(r"\d{1,2}[./]\d{1,2}[.,]?|\d{4}-\d{2}(-\d{2})?", word) is not None
    )


# ---------------------------------------------------------------- tables


def _runs(paragraphs: Sequence[_Task]) -> Iterator[list[_Task]]:
    run: list[_Task] = []
    for paragraph in paragraphs:
        if paragraph.beside:
            run.append(paragraph)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _table(
    page: Page, run: Sequence[_Task], columns: MarginColumns, index: dict[int, int], taken: frozenset[int]
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


def _ends(pages: Sequence[_Found], columns: MarginColumns) -> tuple[float, ...]:
    entries = [(k, line[-1].x1) for page in pages for p in page.paragraphs for k, e in p.beside.items() for line in e]
    return tuple(
        columns.right if k == columns.main else max(x for column, x in entries if column == k)
        for k in range(len(columns.edges))
    )
