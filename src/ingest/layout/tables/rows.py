"""Rows from alignment: which visual rows are one row of the table, and which cells span columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log
from statistics import median

from ingest.layout.tables.centred_rows import centred_rows
from ingest.layout.tables.grid import Area, Lattice
from ingest.layout.tables.model import MeasuredWord
from ingest.layout.tables.parallel_lists import lists_abreast
from ingest.layout.tables.row_begins import Spacing, begins, is_watched, probability, surely_wrapped
from ingest.layout.tables.visual_rows import VisualRow

__all__ = ["aligned_lattice", "body_groups", "heading_rows", "rows_apart"]

_PARAGRAPH = re.compile(r"§+ ?\d{1,3}[a-z]?[.:]?")
"""The number of an item of minutes."""
_NEAR, _APART = 1.15, 1.4
"""Times the pitch of a text's lines up to which a line is the next one of a text, and beyond which it is none."""
_EVEN = 1.1
"""Ratio of the widest to the narrowest pitch of lines that are equally far apart."""


def aligned_lattice(
    rows: Sequence[VisualRow],
    edges: Sequence[float],
    *,
    bias: float = 0.0,
    top: float,
    bottom: float,
    heads: int | None = None,
    sisters: Sequence[Sequence[VisualRow]] = (),
) -> tuple[Lattice, int]:
    """Join visual rows to table rows.

    Args:
        rows: visual rows top to bottom, with barriers marked.
        edges: column edges.
        bias: added to every doubt; positive values keep visual rows apart, negative ones join them.
        top, bottom: the table's outer edges.
        heads: how many of the rows are headings, where that is known.
        sisters: the bodies of tables under the same headings, which are spaced alike.

    Returns:
        The lattice and how many of its rows are headings without doubt (0: unknown).
    """
    columns = len(edges) - 1
    head = heading_rows(rows) if heads is None else heads
    groups: list[list[VisualRow]] = []
    if head:
        groups += _head_groups(rows[:head])
    header_rows = len(groups)
    body = list(rows[head:])
    if body:
        groups += body_groups(body, columns, bias, sisters)
    ys = [top]
    for a, b in pairwise(groups):
        upper = max(r.bottom for r in a)
        lower = min(r.top for r in b)
        ys.append((upper + lower) / 2 if lower > upper else (a[-1].mid + b[0].mid) / 2)
    ys.append(bottom)
    areas: list[Area] = []
    for r, group in enumerate(groups):
        own = [Area(r, 0, r + 1, columns, _all(group))] if _band(group) else _cells(group, r, columns)
        doubt = _doubt(group, groups[r + 1] if r + 1 < len(groups) else ())
        areas += [replace(area, unsure=doubt) for area in own] if doubt else own
    if header_rows > 1:
        barred = [group[0].barrier for group in groups[:header_rows]]
        areas = _tall_heads(areas, header_rows, barred)
    sure = header_rows if head and (heads is not None or _marked(rows, head)) else 0
    return Lattice(list(edges), ys, areas), sure


def _doubt(group: Sequence[VisualRow], following: Sequence[VisualRow]) -> float:
    """How unsure it is that a table row begins and ends where it does and holds no second one: 0 to 1."""
    return round(max(row.unsure for row in (*group, *following[:1])), 4)


def _marked(rows: Sequence[VisualRow], head: int) -> bool:
    """Whether the heading rows are set apart from the body by weight, by values under them, or by the only borders."""
    top, body = rows[:head], rows[head:]
    if all(r.bold for r in top) and not all(r.bold for r in body):
        return True
    if not any(r.values for r in top) and sum(bool(r.values) for r in body) >= 0.5 * len(body):
        return True
    return rows[head].barrier and sum(r.barrier for r in body[1:]) <= 0.15 * len(body)


def _cells(group: Sequence[VisualRow], r: int, columns: int) -> list[Area]:
    """One table row's areas; items that overlap in columns become one spanning area."""
    spans: list[list[int]] = []
    for item in sorted((i for row in group for i in row.items), key=lambda i: (i.c0, i.c1)):
        if spans and item.c0 < spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], item.c1)
        else:
            spans.append([item.c0, item.c1])
    out: list[Area] = []
    c = 0
    for c0, c1 in [*spans, [columns, columns]]:
        out += [Area(r, k, r + 1, k + 1) for k in range(c, c0)]
        if c1 > c0:
            tokens = [t for row in group for i in row.items if c0 <= i.c0 < c1 for t in i.tokens]
            out.append(Area(r, c0, r + 1, c1, tokens))
        c = c1
    return out


def _all(group: Sequence[VisualRow]) -> list[MeasuredWord]:
    return [t for row in group for i in row.items for t in i.tokens]


def _band(group: Sequence[VisualRow]) -> bool:
    """A heading across the table: painted from side to side, one text on each line, bold or too long for a column."""
    if not all(r.painted and len(r.items) == 1 and r.items[0].c0 == 0 for r in group):
        return False
    return group[0].bold or any(r.spans for r in group)


def heading_rows(rows: Sequence[VisualRow]) -> int:
    """How many visual rows at the top are headings: those over a barrier or over the first values, else those bold.

    None are where the line below goes on with them."""
    heads = _heads_at_top(rows)
    return 0 if 0 < heads < len(rows) and _goes_on(rows, heads) else heads


def _goes_on(rows: Sequence[VisualRow], at: int) -> bool:
    """Whether a line goes on with the row above it, which is no heading then (`Prov tages ofta | juni–augusti`, `vid
    badet | 1979`): it begins in a small letter, leaves out a column, and stands nearer than other lines do."""
    above, row = rows[at - 1], rows[at]
    first = row.items[0]
    if row.barrier or first.c0 != 0 or not first.text[:1].islower() or not row.columns < above.columns:
        return False
    pitches = [b.mid - a.mid for a, b in pairwise(rows)]
    tight = _tight(pitches)
    return pitches[at - 1] <= _NEAR * tight and any(p > _APART * tight for p in pitches)


def _heads_at_top(rows: Sequence[VisualRow]) -> int:
    values = next((i for i, r in enumerate(rows) if len(r.values) >= max(1, len(r.columns) // 2) and not r.bold), None)
    barriers = [i for i, r in enumerate(rows) if r.barrier and i]
    if barriers and barriers[0] <= _MOST_HEADS:
        return _heads_over_barrier(rows, barriers, values)
    bold = next((i for i, r in enumerate(rows) if not r.bold), len(rows))
    if 0 < bold < len(rows) and bold <= _MOST_BOLD_HEADS:
        return bold
    capitals = _heads_in_capitals(rows)
    if capitals:
        return capitals
    if values is None or values > _MOST_HEADS or any(r.values for r in rows[:values]):
        return 0
    if any(_is_sentence(i.text) for r in rows[: values + 1] for i in r.items):
        return 0
    return _heads_over_values(rows, values)


def _is_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, which no heading is: the values below it are but the first figures."""
    words = text.split()
    return text.endswith((".", "!", "?")) and (len(words) >= _SENTENCE or len(words[-1]) > _SHORTENED)


_MOST_HEADS, _MOST_STACKED_HEADS, _MOST_BOLD_HEADS = 6, 8, 5
"""Visual rows of headings over a barrier or values at most; of headings stacked over others; of bold ones."""
_SENTENCE = 3
"""Words of a sentence, at least; shorter texts with a stop are abbreviations (`Ansv. enh.`)."""
_SHORTENED = 8
"""Letters of a word shortened with a stop, at most; a longer one ends the line of a wrapped sentence."""


def _heads_over_barrier(rows: Sequence[VisualRow], barriers: Sequence[int], values: int | None) -> int:
    """How many rows stand over the first barrier, or over a later one where headings are stacked; `values` begin below.

    Stacked headings may have a border of their own; the body begins where values do.
    """
    heads = barriers[0]
    if values is not None:
        if values < heads:
            return 0
        if any(r.spans or 0 not in r.columns for r in rows[:heads]):
            heads = max([heads, *(b for b in barriers if b <= min(values, _MOST_STACKED_HEADS))])
    return heads if heads < len(rows) else 0


def _heads_in_capitals(rows: Sequence[VisualRow]) -> int:
    """How many rows at the top are in capitals, several texts on each, where no other rows of several texts are."""
    capitals = [len(r.items) > 1 and all(i.text.isupper() for i in r.items) for r in rows]
    heads = next((at for at, is_head in enumerate(capitals) if not is_head), len(rows))
    return heads if heads <= _MOST_HEADS and not any(capitals[heads:]) and heads < len(rows) else 0


def _heads_over_values(rows: Sequence[VisualRow], values: int) -> int:
    """How many rows over the first values are headings; a lone group heading just above the values is none of them."""
    heads = values
    while heads > 1 and _is_lone(rows[heads - 1]) and any(len(r.items) > 1 for r in rows[: heads - 1]):
        heads -= 1
    return heads


def _is_lone(row: VisualRow) -> bool:
    """Whether a row holds one text alone, in the first column."""
    return len(row.items) == 1 and row.items[0].c0 == 0


def _head_groups(rows: Sequence[VisualRow]) -> list[list[VisualRow]]:
    """Heading rows: a new one at each border and after each row of spanning headings."""
    out: list[list[VisualRow]] = []
    for row in rows:
        if not out:
            out.append([row])
            continue
        last = out[-1]
        spanned = [i for r in last for i in r.items if i.c1 - i.c0 > 1]
        under = any(i.c1 - i.c0 == 1 and s.c0 <= i.c0 < s.c1 for s in spanned for i in row.items)
        over = [i for i in row.items if i.c1 - i.c0 > 1]
        covers = any(o.c0 <= i.c0 < o.c1 and i.c1 - i.c0 == 1 for o in over for r in last for i in r.items)
        if row.barrier or under or covers:
            out.append([row])
        else:
            last.append(row)
    return out


def _tall_heads(areas: list[Area], heads: int, barred: Sequence[bool]) -> list[Area]:
    """A heading wrapped over several heading rows is one cell: join it with what stands under it, if nothing spans."""
    for c0 in sorted({a.c0 for a in areas if a.r1 <= heads and a.c1 - a.c0 == 1}):
        column = sorted((a for a in areas if a.r0 < heads and a.c0 <= c0 < a.c1), key=lambda a: a.r0)
        if len(column) < 2 or any(a.c1 - a.c0 > 1 for a in column):
            continue
        filled = [a for a in column if a.tokens]
        if not filled:
            continue
        keep = column[0]
        close = all(
            min(t.top for t in b.tokens) - max(t.bottom for t in a.tokens) < 0.9 * a.tokens[0].size
            for a, b in pairwise(filled)
        )
        if not close or any(barred[a.r0] for a in column[1:]):
            continue
        keep.r1 = column[-1].r1
        keep.tokens = [t for a in filled for t in a.tokens]
        areas = [a for a in areas if a is keep or a not in column[1:]]
    return areas


def body_groups(
    rows: Sequence[VisualRow], columns: int, bias: float, sisters: Sequence[Sequence[VisualRow]] = ()
) -> list[list[VisualRow]]:
    """The visual rows of a table's body, table row by table row; `bias` is added to every doubt, `sisters` are the
    bodies of tables under the same headings."""
    if lists_abreast(rows):
        return [list(rows)]
    centred = centred_rows(rows, columns) or _centred_groups(rows, columns)
    if centred:
        return centred
    if columns > 2 and _numbers_first(rows):
        return _with_numbers(rows, columns, bias)
    return _spaced_groups(rows, columns, bias, sisters)


def _spaced_groups(
    rows: Sequence[VisualRow], columns: int, bias: float, sisters: Sequence[Sequence[VisualRow]]
) -> list[list[VisualRow]]:
    """The rows of a body as white space, columns and texts tell them, line by line."""
    spacing = _spacing(rows, _right_edges(rows, columns), sisters)
    cuts = [0, *(i for i, row in enumerate(rows) if i and row.barrier), len(rows)]
    parts = [_likeliest(rows[a:b], spacing, bias) for a, b in pairwise(cuts)]
    if _borders_part(parts):
        for row in rows:
            row.unsure = 0.0
        return [[row for group in part for row in group] for part in parts]
    found = _headed_items(rows, [group for part in parts for group in part], spacing)
    return [part for group in found for part in _without_capitals(group, rows)]


def _likeliest(rows: Sequence[VisualRow], spacing: Spacing, bias: float) -> list[list[VisualRow]]:
    """The likeliest way to part visual rows into rows of a table: what stands below tells of each decision too.

    Of all ways to come to a visual row those are followed that leave a row open which began where another's did not,
    as far as they are not `_HOPELESS` beside the likeliest.
    """
    ways = [_Way(0.0, (0,), ())]
    least = 0.0 if is_watched() else _HOPELESS
    for at, row in enumerate(rows[1:], 1):
        following = rows[at + 1] if at + 1 < len(rows) else None
        grown: list[_Way] = []
        for way in ways:
            odds = begins(rows[way.starts[-1] : at], row, following, spacing) + bias
            grown.append(_Way(way.score + log(probability(-odds)), way.starts, (*way.odds, odds)))
            grown.append(_Way(way.score + log(probability(odds)), (*way.starts, at), (*way.odds, odds)))
        ways = []
        for way in sorted(grown, key=lambda w: -w.score):
            open_rows = {w.starts[-1] for w in ways}
            if way.starts[-1] not in open_rows and (not ways or way.score > ways[0].score - least):
                ways.append(way)
    best = ways[0]
    for row, odds in zip(rows[1:], best.odds, strict=True):
        row.unsure = 2 * probability(-abs(odds))
    return [list(rows[a:b]) for a, b in pairwise((*best.starts, len(rows)))]


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to part visual rows: its log-likelihood, where its rows begin, and the log-odds of each decision."""

    score: float
    starts: tuple[int, ...]
    odds: tuple[float, ...]


_HOPELESS = 4.0
"""Log-likelihood by which a way to part rows may be less likely than the likeliest so far, and win yet."""


def _borders_part(parts: Sequence[Sequence[Sequence[VisualRow]]]) -> bool:
    """Whether what stands between two borders is one row: so if most such parts say so."""
    several = [p for p in parts if sum(map(len, p)) > 1]
    whole = sum(len(p) == 1 for p in several)
    return len(several) >= 2 and len(parts) >= 3 and whole >= 0.6 * len(several)


_SHOUTED = 0.34
"""Share of the lines alone in the first column that are in capitals, at most, where such lines are headings."""


def _without_capitals(group: list[VisualRow], rows: Sequence[VisualRow]) -> Iterator[list[VisualRow]]:
    """The parts of a group before, at and after its lines in capitals (`2. UNGDOM OCH ALKOHOL`), headings between
    rows, where the other lines of the first column are in small letters."""
    first = [r for r in rows if 0 in r.columns]
    headings = {id(r) for r in first if _in_capitals(r)}
    if len(headings) > _SHOUTED * len(first):
        yield group
        return
    part: list[VisualRow] = []
    for row in group:
        if id(row) in headings:
            yield from ([part] if part else [])
            yield [row]
            part = []
        else:
            part.append(row)
    yield from ([part] if part else [])


def _in_capitals(row: VisualRow) -> bool:
    """Whether a line stands alone in the first column, in capitals, several words long."""
    text = row.items[0].text
    return _is_lone(row) and text.isupper() and sum(t.text.isupper() for t in row.items[0].tokens) > 1


_ITEM = re.compile(r"(\d{1,2})[.)]?")
_SPECKS = ".,'`´:·"
"""What dust before a scanned word is read as."""
_FEWEST_ITEMS = 3
"""Numbered lines of a body that head what stands below them, at least."""


def _headed_items(rows: Sequence[VisualRow], groups: list[list[VisualRow]], spacing: Spacing) -> list[list[VisualRow]]:
    """The groups, cut below numbered lines where these are headings (`3. Nattvandring`), as the items of minutes have.

    All of them are: they count on from one to the next, stand alone in the first column, and leave room for the first
    word below, which has a capital.
    """
    heads = [(a, b) for a, b in pairwise(rows) if _number(a) and a.columns == {0}]
    numbers = [_number(a) for a, _ in heads]
    counting = len(heads) >= _FEWEST_ITEMS and all(y == x + 1 for x, y in pairwise(numbers))
    if not counting or not all(_is_headed(a, b, spacing) for a, b in heads):
        return groups
    first = {id(a) for a, _ in heads}
    out: list[list[VisualRow]] = []
    for group in groups:
        at = 1 if id(group[0]) in first else 0
        out += [part for part in (group[:at], group[at:]) if part]
    return out


def _number(row: VisualRow) -> int:
    """The number that a line of the first column begins with; 0 where it has none."""
    item = row.items[0]
    found = _ITEM.fullmatch(item.tokens[0].text) if item.c0 == 0 and len(item.tokens) > 1 else None
    return int(found[1]) if found else 0


def _is_headed(head: VisualRow, below: VisualRow, spacing: Spacing) -> bool:
    """Whether a line below a numbered one begins a text of its own."""
    if _number(below):
        return True
    item = below.items[0]
    word = item.tokens[0]
    room = spacing.right[0] - head.items[0].tokens[-1].x1
    return item.c0 == 0 and word.text.lstrip(_SPECKS)[:1].isupper() and room > word.x1 - word.x0 + below.size


def _centred_groups(rows: Sequence[VisualRow], columns: int) -> list[list[VisualRow]]:
    """Rows of cells set in the middle of their height, or none where cells are not set so.

    Cells of differing numbers of lines, each in the middle, have base lines in between each other: visual rows that
    overlap. Such rows say nothing by their pitch; the white space across all columns parts them, where it is wider
    than the leading inside a cell.
    """
    staggered = sum(
        b.top < a.bottom - 0.2 * b.size and b.mid - a.mid > 0.2 * b.size and not a.columns & b.columns
        for a, b in pairwise(rows)
    )
    if staggered < max(2, 0.15 * len(rows)):
        return []
    last: dict[int, float] = {}
    leading = []
    for row in rows:
        for item in row.items:
            if item.c0 in last:
                leading.append(min(t.top for t in item.tokens) - last[item.c0])
            last[item.c0] = max(t.bottom for t in item.tokens)
    size = median(r.size for r in rows)
    inside = [x for x in leading if x < 0.6 * size]
    if not inside:
        return []
    limit = max(median(inside), 0.0) + 0.35 * size
    out = [[rows[0]]]
    bottom = rows[0].bottom
    for row in rows[1:]:
        if row.barrier or row.top - bottom > limit:
            out.append([row])
        else:
            out[-1].append(row)
        bottom = max(bottom, row.bottom)
    filled = [len(frozenset(c for r in group for c in r.columns)) for group in out]
    return out if len(out) > 1 and sum(filled) >= 0.6 * columns * len(out) else []


def _numbers_first(rows: Sequence[VisualRow]) -> bool:
    """Whether the first column holds nothing but the numbers of paragraphs, as in minutes."""
    numbers = [i for r in rows for i in r.items if i.c0 == 0]
    return len(numbers) > 1 and all(i.c1 == 1 and _PARAGRAPH.fullmatch(i.text) for i in numbers)


def _with_numbers(rows: Sequence[VisualRow], columns: int, bias: float) -> list[list[VisualRow]]:
    """The rows of a body whose first column holds the numbers of paragraphs: those of the other columns.

    A number begins a row, with the words beside it; of all lines below it the next column is the first.
    """
    bare = [_without_number(row) for row in rows]
    index = {id(row): at for at, row in enumerate(bare)}
    out: list[list[VisualRow]] = []
    for group in body_groups(bare, columns - 1, bias):
        for place, row in enumerate(group):
            at = index[id(row)]
            begins_row = 0 in rows[at].columns
            rows[at].unsure = 0.0 if begins_row else row.unsure
            if begins_row or not place:
                out.append([])
            out[-1].append(rows[at])
    return out


def _without_number(row: VisualRow) -> VisualRow:
    items = [replace(i, c0=max(0, i.c0 - 1), c1=i.c1 - 1) for i in row.items if i.c1 > 1]
    columns, values = ({c - 1 for c in held if c} for held in (row.columns, row.values))
    return replace(row, items=items or row.items, columns=frozenset(columns or {0}), values=frozenset(values))


def _between(above: VisualRow, row: VisualRow) -> bool:
    """Whether a line begins beside the one above it, in other columns."""
    return row.top < above.bottom - 0.2 * row.size and not above.columns & row.columns


def rows_apart(rows: Sequence[VisualRow], columns: int) -> list[list[VisualRow]]:
    """Groups parted by white space at which most columns begin anew; one group where there are none."""
    pitches = [b.mid - a.mid for a, b in pairwise(rows)]
    # Lines of different columns that stand at different heights are no leading.
    within = [p for (a, b), p in zip(pairwise(rows), pitches, strict=True) if a.columns & b.columns] or pitches
    tight = _tight(within)
    limit = _limit(within, tight)
    if not any(p <= 1.1 * tight for p in within):
        return [list(rows)]
    out = [[rows[0]]]
    for row, pitch in zip(rows[1:], pitches, strict=True):
        if pitch > limit:
            out.append([row])
        else:
            out[-1].append(row)
    if all(len(group[0].columns) >= max(2, 0.6 * columns) for group in out):
        return out
    return [list(rows)]


def _tight(pitches: Sequence[float]) -> float:
    """The line spacing inside cells: the lower end of all spacings."""
    if not pitches:
        return 1.0
    ordered = sorted(p for p in pitches if p > 0.5) or [1.0]
    return max(1.0, ordered[len(ordered) // 10])


def _limit(pitches: Sequence[float], tight: float) -> float:
    """Spacing over which a row is set apart: the clearest step between the small spacings and the next ones."""
    usual = 1.22 * tight + 0.8
    ordered = sorted(p for p in pitches if p <= 2.2 * tight)
    steps = [(b - a, (a + b) / 2) for a, b in pairwise(ordered) if a <= 1.25 * tight and b >= 1.08 * tight]
    if not steps:
        return usual
    step, middle = max(steps)
    return middle if step >= 0.09 * tight else usual


def _right_edges(rows: Sequence[VisualRow], columns: int) -> list[float]:
    """The furthest right that text of one column reaches."""
    out = [0.0] * columns
    for row in rows:
        for item in row.items:
            if item.c1 - item.c0 == 1:
                out[item.c0] = max(out[item.c0], item.tokens[-1].x1)
    return out


def _limits(rows: Sequence[VisualRow], right: Sequence[float]) -> tuple[float, ...]:
    """How far right each column could reach: the left edge that the next one's text mostly has."""
    lefts: list[list[float]] = [[] for _ in right]
    for row in rows:
        for item in row.items:
            if item.c1 - item.c0 == 1:
                lefts[item.c0].append(item.tokens[0].x0)
    out = []
    for c, edge in enumerate(right):
        after = next((median(x) for x in lefts[c + 1 :] if x), edge)
        out.append(max(edge, after))
    return tuple(out)


def _spacing(rows: Sequence[VisualRow], right: Sequence[float], sisters: Sequence[Sequence[VisualRow]]) -> Spacing:
    """What all lines of a body, and of those spaced like it, tell about its spacing."""
    pairs = [pair for body in (rows, *sisters) for pair in pairwise(body)]
    pitches = [b.mid - a.mid for a, b in pairs]
    # Paragraphs of one cell stand in between the lines of the others: no leading.
    within = [p for (a, b), p in zip(pairs, pitches, strict=True) if not _between(a, b)] or pitches
    tight = _tight(within)
    limit = _limit(within, tight)
    loose = [p > limit for p in pitches]
    subset = sum(1 for (a, b), wide in zip(pairs, loose, strict=True) if not wide and b.columns < a.columns)
    # Rows set apart by white space: lines inside a row are tight, and some rows do hold several lines.
    apart = sum(loose)
    padded = apart >= max(1, 0.12 * len(pitches)) and subset >= max(1, 0.15 * (len(loose) - apart))
    items = [i for r in rows for i in r.items]
    values = sum(i.value for i in items) / max(1, len(items))
    kept = sum(a.columns <= b.columns for a, b in pairs) / max(1, len(pairs))
    wraps = sum(surely_wrapped(a, b) for a, b in pairs) / max(1, len(pairs))
    even = max(pitches, default=0.0) <= _EVEN * min(pitches, default=0.0)
    return Spacing(tight, limit, padded, tuple(right), _limits(rows, right), values, kept, wraps, even)
