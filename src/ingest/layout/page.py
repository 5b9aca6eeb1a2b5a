"""From pages of words, rules and fills to blocks in reading order."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from statistics import median

from ingest.document import BBox, Block, Cell, Document, Line, Method, Page, Paragraph, Rule, Table, Word, union
from ingest.layout.blocks.drawn_lanes import drawn_lanes
from ingest.layout.blocks.features import Surroundings, surroundings
from ingest.layout.blocks.frames import frames_of
from ingest.layout.blocks.headed_stacks import headed_stacks
from ingest.layout.blocks.heads_over import with_heads
from ingest.layout.blocks.label_column import Pair, label_pairs, pairs_in_the_open
from ingest.layout.blocks.label_rows import LabelRow, label_rows
from ingest.layout.blocks.labelled_boxes import labelled_boxes
from ingest.layout.blocks.labels_at_right import behind_texts
from ingest.layout.blocks.lanes import Lane, continued, joined, lanes_at_end
from ingest.layout.blocks.margins import behind_headings
from ingest.layout.blocks.part_pages import pages_of
from ingest.layout.blocks.ruled_lists import ruled_lists
from ingest.layout.blocks.sheets import pages_on
from ingest.layout.blocks.split import WordGroup, fitted, parts_of
from ingest.layout.blocks.twin_lanes import twin_lanes
from ingest.layout.blocks.twin_tables import twin_tables
from ingest.layout.forms.below import with_labels_below
from ingest.layout.forms.labels import FormLabels, form_labels
from ingest.layout.forms.page_ends import with_rests
from ingest.layout.recurring_rows import split_recurring
from ingest.layout.tables.below_headings.headings import head_plan, names_fields
from ingest.layout.tables.below_headings.recurring import recurring_heads
from ingest.layout.tables.finder import FoundCell, FoundTable, find_tables
from ingest.layout.tables.margin_columns.search import margin_columns
from ingest.layout.tables.model import MeasuredWord, tokens_of
from ingest.layout.tables.page_breaks import PagePart, column_of, join_parts, rest_of_row, same_columns
from ingest.layout.tables.regions import rows_of
from ingest.layout.tables.sideways import is_strip, with_strips
from ingest.layout.tables.tagged import with_tagged
from ingest.layout.text.continued import with_headings_once
from ingest.layout.text.furniture import split_furniture
from ingest.layout.text.headings import mark_headings
from ingest.layout.text.label_lines import with_label_lines
from ingest.layout.text.lines import rows, segments
from ingest.layout.text.paragraphs import (
    Leading,
    cell_paragraphs,
    join_lines,
    joins,
    leading_of,
    paragraphs_of,
)
from ingest.layout.text.reading_order import OrderItem, TextRegion, region_of, with_columns
from ingest.layout.text.scanned_headings import with_periods_over_tables
from ingest.layout.watermarks import is_mark, text_size, with_marks_aside
from ingest.options import Options

__all__ = ["flow"]

_WHOLE = frozenset({"tagged", "labels", "margin"})
"""Methods of tables that no gutter parts."""
_SURE, _ROWS = 0.95, 3
"""Confidence and rows from which no gutter parts a table under the headings of a plan."""
LABELS = 0.9
"""Confidence in labels and values that only their left edges show."""

_SAME_EDGE = 2.0
"""Points by which the edges of a table that goes on may miss those on the page before."""


_Part = Callable[[Sequence[MeasuredWord]], list[WordGroup]]
"""Words to the parts in which they are read."""


@dataclass(slots=True)
class _Zone:
    """A part of a page that is read by itself: `page` holds its words, rules and fills alone."""

    page: Page
    tables: list[FoundTable]
    region: TextRegion
    boxes: dict[int, int]
    """Of each word (its `id`) the drawn box around it."""
    unsure: float = 0.0
    """How unsure its borders are, 0 to 1."""


@dataclass(slots=True)
class _Laid:
    """One page with its parts in reading order."""

    page: Page
    zones: list[_Zone]

    @property
    def jitter(self) -> float:
        return 0.25 if self.page.method is Method.OCR else 0.0


def flow(document: Document, options: Options) -> tuple[Block, ...]:
    """All blocks of a paginated document in reading order; headers and footers stand at the end."""
    furniture = split_furniture([with_marks_aside(page) for page in document.pages])
    labels = replace(
        form_labels(furniture.pages),
        heads=recurring_heads(furniture.pages),
        margins=margin_columns(furniture.pages),
    )
    laid: list[_Laid] = []
    for page in (one for sheet in furniture.pages for one in pages_on(sheet)):
        laid.append(_lay(page, options, labels, _open_columns(laid[-1]) if laid else ()))
    _join_lanes(laid)
    leading = leading_of(_lines(zone.region.items, one.page.number) for one in laid for zone in one.zones)
    parts = itertools.count(1)
    boxes = {word: box for one in laid for zone in one.zones for word, box in zone.boxes.items()}
    blocks: list[Block] = []
    sheets = {page.number: page for page in document.pages}
    open_part: PagePart | None = None
    for one in laid:
        if open_part is not None and blocks:
            grown = _rest_of_row(open_part, one)
            if grown is not None:
                open_part = grown
                blocks[-1] = grown.table
        for index, (block, part) in enumerate(_page_blocks(one, leading, parts)):
            if part is not None and open_part is not None and index == 0 and blocks:
                columns = same_columns(open_part, part)
                if columns is not None and not is_strip(open_part, part, sheets):
                    open_part = join_parts(open_part, part, columns)
                    blocks[-1] = open_part.table
                    continue
            begins = index == 0 or _next_column(blocks, block, boxes)
            if begins and isinstance(block, Paragraph) and blocks and _runs_on(blocks[-1], block):
                last = blocks[-1]
                assert isinstance(last, Paragraph)
                blocks[-1] = join_lines(last, block)
                continue
            blocks.append(block)
            open_part = part
    blocks = with_rests(blocks)
    blocks = with_label_lines(split_recurring(with_labels_below(blocks)))
    # What lies across a page parts no table from its rest on the next.
    across = [p for one in laid for p in _turned(one, marks=True)]
    scanned = frozenset(p.number for p in document.pages if p.method is Method.OCR)
    marked = with_periods_over_tables(mark_headings(with_strips(blocks, document.pages)), scanned)
    once = with_headings_once(behind_texts(behind_headings(marked)), document.pages)
    return (*once, *across, *furniture.blocks)


def _join_lanes(laid: Sequence[_Laid]) -> None:
    """Put what goes on with a column of its own head on the next page behind that column."""
    home: _Laid | None = None
    places: list[list[_Zone]] = []
    lanes: list[Lane] = []
    for number, one in enumerate(laid):
        if home is not None and len(one.zones) == 1:
            one.zones[:] = _parted_below(one.zones[0], lanes)
        blocks = [_lane(z) for z in one.zones]
        if home is not None:
            goes_on = continued(lanes, blocks)
            for zone, lane in zip(one.zones, goes_on, strict=False):
                zone.region.column = True
                # A word may be longer than its column is wide.
                zone.region.right = min(zone.region.right, lanes[lane].right)
                places[lane].append(zone)
            del one.zones[: len(goes_on)]
            home.zones[-sum(map(len, places)) + len(goes_on) :] = [z for place in places for z in place]
            if goes_on and (not one.zones or any(one.page.number == z.page.number for z in laid[number + 1 :][:1])):
                # Nothing else stands here, or this is the left half of a sheet.
                continue
            # The zones that went home are none of this page's.
            blocks = blocks[len(goes_on) :]
        counts = lanes_at_end(blocks)
        starts = [len(blocks) - sum(counts[n:]) for n in range(len(counts) + 1)]
        home = one if counts else None
        places = [one.zones[a:b] for a, b in itertools.pairwise(starts)]
        lanes = [joined(blocks[a:b]) for a, b in itertools.pairwise(starts)]


def _parted_below(zone: _Zone, lanes: Sequence[Lane]) -> list[_Zone]:
    """A page of one part in two, where it begins with a card of a column and goes on with text outside of it."""
    items = zone.region.items
    first = items[0] if items else None
    if first is None or first.segment is None or zone.tables or _box_of(first, zone) < 0:
        return [zone]
    box = _box_of(first, zone)
    count = next((n for n, i in enumerate(items) if i.segment is None or _box_of(i, zone) != box), len(items))
    if count == len(items) or not any(abs(first.box.x0 - x) <= _SAME_EDGE for lane in lanes for x in lane.lefts):
        return [zone]
    return [replace(zone, region=region_of(held, beside=zone.region.column)) for held in (items[:count], items[count:])]


def _lane(zone: _Zone) -> Lane:
    pieces = [i.segment for i in zone.region.items if i.segment is not None]
    bold = [all(w.bold for w in piece.words) for piece in pieces]
    head = bool(zone.region.items) and zone.region.items[0].segment is not None and bold[0] and not all(bold)
    lefts = tuple(i.box.x0 for i in zone.region.items) or (zone.region.left,)
    top = min((i.box.top for i in zone.region.items), default=0.0)
    size = median(piece.size for piece in pieces) if pieces else 0.0
    several = [i.box.x1 for i in zone.region.items if i.segment is None or len(i.segment.words) > 1]
    right = max(several, default=zone.region.right)
    return Lane(lefts, right, top, head, zone.region.column, size, bool(bold) and all(bold))


def _rest_of_row(part: PagePart, one: _Laid) -> PagePart | None:
    """Take text at the page's top that carries on a table's last row, where too little of it was left for a table."""
    if not one.zones:
        return None
    region = one.zones[0].region
    taken: list[OrderItem] = []
    for item in region.items:
        if item.segment is None:
            break
        if taken and item.box.top > max(t.box.bottom for t in taken) + 0.6 * item.segment.size:
            break
        taken.append(item)
    held: dict[int, list[Word]] = {}
    for item in taken:
        column = column_of(item.box, part.edges)
        if column is None or item.segment is None:
            return None
        held.setdefault(column, []).extend(item.segment.words)
    if not held or len(taken) > 40:
        return None
    number = one.page.number
    cells = []
    for column, words in sorted(held.items()):
        lines = [Line(tuple(row), number) for row in rows(words)]
        cells.append(Cell(0, column, cell_paragraphs(lines, None, leading_of([lines]), jitter=one.jitter)))
    box = union(t.box for t in taken)
    assert box is not None
    grown = rest_of_row(part, cells, number, box)
    if grown is not None:
        gone = {id(t) for t in taken}
        region.items[:] = [i for i in region.items if id(i) not in gone]
    return grown


def _runs_on(last: Block, block: Paragraph) -> bool:
    """Whether a paragraph goes on at the top of the next page or column."""
    if not isinstance(last, Paragraph) or last.role == "side" or block.role != "body":
        return False
    a, b = last.lines[-1], block.lines[0]
    sizes = [w.size for line in (a, b) for w in line.words if w.size]
    apart = a.page != b.page or last.part != block.part
    return apart and joins(a, b) and (not sizes or max(sizes) < 1.08 * min(sizes))


def _next_column(blocks: Sequence[Block], block: Block, boxes: Mapping[int, int]) -> bool:
    """Whether a block begins a column at the right of the last one, whose foot has no room for the block's first word
    and stands lower.

    Args:
        blocks: before it.
        block: the first one of its part, or any other.
        boxes: of words (their `id`) the drawn box around them: text in a card does not go on beside it.
    """
    last = blocks[-1] if blocks else None
    if not isinstance(last, Paragraph) or not isinstance(block, Paragraph) or last.part is None or block.part is None:
        return False
    above, first = last.lines[-1].bbox, block.lines[0].words[0].bbox
    if last.part == block.part or above is None or first is None or last.lines[-1].page != block.lines[0].page:
        return False
    own = (b for b in blocks if isinstance(b, Paragraph) and b.part == last.part)
    right = max(box.x1 for b in own for line in b.lines if (box := line.bbox) is not None)
    around = {_box_around(last.lines[-1], boxes), _box_around(block.lines[0], boxes)}
    # Columns may have a box each (rules between them); the head beside a card has none.
    return (len(around) == 1 or None not in around) and _ends_full(above, first, right)


def _ends_full(above: BBox, first: BBox, right: float) -> bool:
    """Whether the last line of a column that ends at `right` has no room for a word beside the column, higher up."""
    return first.x0 >= right and first.top < above.top and above.x1 + first.width > right


def _box_around(line: Line, boxes: Mapping[int, int]) -> int | None:
    return boxes.get(id(line.words[0]))


def _open_columns(one: _Laid) -> tuple[float, ...]:
    """The column edges of a table that a page ends with; () where text stands below it or it has drawn columns."""
    zone = one.zones[-1] if one.zones else None
    last = max(zone.tables, key=lambda t: t.bbox.bottom, default=None) if zone is not None else None
    if zone is None or last is None or last.method == "ruled":
        return ()
    below = any(
        w.bbox is not None and w.bbox.top > last.bbox.bottom - 2 and i not in last.words
        for i, w in enumerate(zone.page.words)
    )
    return () if below else last.column_edges


def _lay(page: Page, options: Options, labels: FormLabels, known: Sequence[float] = ()) -> _Laid:
    tables = with_tagged(page, find_tables(page, options, known, labels))
    tokens = tokens_of(page.words)
    frames = frames_of(page)
    around = surroundings(page, tokens, frames, tables, ordered=page.method is Method.TEXT_LAYER)
    # On a scan headings may be misread, and lines between them lost.
    plans = [t.bbox for t in tables if page.method is Method.TEXT_LAYER and _is_plan(t)]
    walls = [*plans, *(t.bbox for t in tables if t.method in _WHOLE or _goes_on(t, known))]

    def look(side: Sequence[MeasuredWord]) -> Surroundings:
        """The surroundings of words that were parted from the rest, with their own tables."""
        (own,) = pages_of(page, [WordGroup(tuple(side), beside=True)])
        places = sorted(t.index for t in side)
        found = find_tables(own, options, labels=labels)
        return replace(around, tables=tuple(replace(t, words=frozenset(places[i] for i in t.words)) for t in found))

    parts = _with_stacks(
        tokens, frames, page.rules, tables, lambda held: parts_of(held, around, walls, fitted(), look=look)
    )
    drawn = frozenset[int]().union(*(t.words for t in tables if t.method != "aligned"))
    parts = with_heads(parts, around.boxes, drawn)
    boxes = {id(t.word): around.boxes[t.index] for t in tokens if t.index in around.boxes}
    if len(parts) < 2:
        doubt = parts[0].unsure if parts else 0.0
        return _Laid(page, [_zone(page, tables, boxes, beside=False, unsure=doubt)] if page.words else [])
    own_pages = pages_of(page, parts)
    zones = []
    for part, own, found in zip(parts, own_pages, _tables_of(own_pages, options, labels), strict=True):
        zones.append(_zone(own, with_tagged(own, found), boxes, beside=part.beside, unsure=part.unsure))
    return _Laid(page, zones)


def _tables_of(parts: Sequence[Page], options: Options, labels: FormLabels) -> list[list[FoundTable]]:
    """The tables of each part of a page; those under the same headings tell each other how they are spaced."""
    found = [find_tables(own, options, labels=labels) for own in parts]
    for at, own in enumerate(parts):
        heads = {t.headings for t in found[at] if t.headings}
        others = [t for n, tables in enumerate(found) if n != at for t in tables if t.headings in heads and t.body]
        if others:
            sisters = {head: [t.body for t in others if t.headings == head] for head in heads}
            found[at] = find_tables(own, options, labels=labels, sisters=sisters)
    return found


def _with_stacks(
    tokens: Sequence[MeasuredWord],
    frames: Sequence[BBox],
    rules: Sequence[Rule],
    tables: Sequence[FoundTable],
    part: _Part,
) -> list[WordGroup]:
    """The parts of a page: those of what stands above stacks, lanes or boxes of cards, these, and those of the rest."""
    boxes = labelled_boxes(tokens, frames)
    # Two tables abreast may be the last lines of cards abreast: their borders tell.
    stacks = ([] if boxes else twin_tables(tokens)) or headed_stacks(tokens) or drawn_lanes(tokens, frames, rules)
    # No gutter parts the labels abreast of one card.
    whole = [[WordGroup(tuple(held))] if label_rows(held) else part(held) for held in boxes]
    stacks = stacks or [replace(p, beside=True) for parts in whole for p in parts]

    def again(below: Sequence[MeasuredWord]) -> list[WordGroup]:
        return _with_stacks(below, frames, rules, tables, part)

    if stacks:
        return _around(stacks, tokens, part, again if boxes else part)
    parted = _around(twin_lanes(tokens, rules), tokens, part, again)
    lists = ruled_lists(tokens, rules)
    listed = {t.index for one in lists for t in one.tokens}
    # A table that holds all of them, and that nothing parts, has their heads too.
    together = any(listed <= t.words for t in tables) and any(listed <= {t.index for t in g.tokens} for g in parted)
    return parted if not lists or together else _around(lists, tokens, part, again)


def _around(stacks: Sequence[WordGroup], tokens: Sequence[MeasuredWord], above: _Part, below: _Part) -> list[WordGroup]:
    """The parts above stacks, these, and what is below their top otherwise."""
    if not stacks:
        return above(tokens)
    held = {t.index for stack in stacks for t in stack.tokens}
    top = min(t.top for stack in stacks for t in stack.tokens)
    rest = [t for t in tokens if t.index not in held]
    return [*above([t for t in rest if t.ym < top]), *stacks, *below([t for t in rest if t.ym >= top])]


def _is_plan(table: FoundTable) -> bool:
    """Whether a table that alignment shows surely has the headings of a plan over all columns of several rows."""
    whole = len(table.headings) == table.columns and table.rows >= _ROWS
    return whole and table.confidence >= _SURE and head_plan(table.headings)


def _goes_on(table: FoundTable, known: Sequence[float]) -> bool:
    """Whether a table has the columns that the page before ended with."""
    edges = table.column_edges
    return 2 < len(edges) == len(known) and all(
        abs(a - b) <= _SAME_EDGE for a, b in zip(edges[1:-1], known[1:-1], strict=True)
    )


def _zone(page: Page, tables: list[FoundTable], boxes: dict[int, int], *, beside: bool, unsure: float) -> _Zone:
    abreast = _label_rows(page, tables, boxes)
    held = {t.index for row in abreast for t in row.tokens}
    tables = [t for t in tables if not t.words & held]
    inside = held.union(*(t.words for t in tables))
    outside = [w for i, w in enumerate(page.words) if i not in inside]
    items = [OrderItem(s.box, s) for s in segments(outside)]
    items += [OrderItem(t.bbox, None, i) for i, t in enumerate(tables)]
    region = region_of(items, beside=beside)
    return _Zone(page, tables, with_columns(region, _read_down(abreast, region.right)), boxes, unsure)


def _label_rows(page: Page, tables: Sequence[FoundTable], boxes: dict[int, int]) -> list[LabelRow]:
    """The labels abreast over their values in each drawn box, where nothing else of the part stands beside them."""
    tokens = tokens_of(page.words) if boxes else []
    drawn = frozenset[int]().union(*(t.words for t in tables if t.method != "aligned"))
    held: dict[int, list[MeasuredWord]] = {}
    for token in tokens:
        if id(token.word) in boxes and token.index not in drawn:
            held.setdefault(boxes[id(token.word)], []).append(token)
    out: list[LabelRow] = []
    for row in (row for own in held.values() for row in label_rows(own)):
        words = {t.index for t in row.tokens}
        top, bottom = min(t.top for t in row.tokens), max(t.bottom for t in row.tokens)
        beside = any(top < t.ym < bottom and t.index not in words for t in tokens)
        if _heads_table(row, tables):
            continue
        if not beside and not any(t.words & words and not t.words <= words for t in tables):
            out.append(row)
    return out


def _heads_table(row: LabelRow, tables: Sequence[FoundTable]) -> bool:
    """Whether labels abreast head the columns of a found table: they name what is done, and who or when."""
    labels = [t for column in row.columns for t in column[0]]
    words = {t.index for t in labels}
    return any(words <= t.words for t in tables) and all(names_fields(r) for r in rows_of(labels))


def _read_down(abreast: Sequence[LabelRow], right: float) -> list[list[OrderItem]]:
    """Labels and values abreast, label by label, up to the right edge of their part; no two lines are pieces of one
    row."""
    rows, numbers = itertools.count(1), itertools.count(1)
    runs = []
    for labels in abreast:
        run: list[OrderItem] = []
        for column, end in zip(labels.columns, [*labels.lefts[1:], right], strict=True):
            for lines in (column,) if labels.within else (column[:1], column[1:]):
                number = next(numbers)
                pieces = [p for line in lines for p in segments([t.word for t in line], inf)]
                run += [OrderItem(p.box, replace(p, row=-next(rows)), column=number, right=end) for p in pieces]
        runs.append(run)
    return runs


def _lines(items: Sequence[OrderItem], page: int) -> list[Line]:
    """Lines of items in reading order, segments of one row side by side in one."""
    out: list[Line] = []
    words: list[Word] = []
    row = -1
    for item in items:
        if item.segment is None or (words and item.segment.row != row):
            if words:
                out.append(Line(tuple(words), page))
            words = []
        if item.segment is not None:
            words += item.segment.words
            row = item.segment.row
    if words:
        out.append(Line(tuple(words), page))
    return out


def _page_blocks(one: _Laid, leading: Leading, numbers: Iterator[int]) -> list[tuple[Block, PagePart | None]]:
    out: list[tuple[Block, PagePart | None]] = []
    right = max((z.region.right for z in one.zones if not z.region.column), default=one.page.width)
    left = min((z.region.left for z in one.zones if not z.region.column), default=0.0)
    for zone in one.zones:
        edges = (zone.region.left, zone.region.right) if zone.region.column else (left, right)
        out += _zone_blocks(zone, edges, leading, one.jitter, numbers)
    return out + [(p, None) for p in _turned(one, marks=False)]


def _zone_blocks(
    zone: _Zone, edges: tuple[float, float], leading: Leading, jitter: float, numbers: Iterator[int]
) -> list[tuple[Block, PagePart | None]]:
    out: list[tuple[Block, PagePart | None]] = []
    own = next(numbers) if zone.region.column else None
    groups = list(_groups_of(zone))
    framed = {_box_of(g[0], zone) for g in groups if g[0].segment is not None} - {-1}
    # The head of the one box of a column belongs to it.
    alone = own is not None and len(framed) == 1
    last: tuple[int, int | None] = (-1, None)
    for group in groups:
        if group[0].segment is None:
            part = _part(zone.tables[group[0].index], zone.page, jitter)
            if zone.region.column:
                part = replace(part, table=_doubted(part.table, zone.unsure))
            out.append((part.table, part))
            continue
        box = _box_of(group[0], zone)
        number = own if box < 0 or alone else last[1] if box == last[0] else next(numbers)
        last = box, number
        inner = edges if box < 0 else (min(i.box.x0 for i in group), min(edges[1], max(i.box.x1 for i in group)))
        inner = (group[0].box.x0, group[0].right) if group[0].column else inner
        out += [(b, None) for b in _text_blocks(zone, group, number, leading, inner, jitter)]
    return out


def _text_blocks(
    zone: _Zone,
    group: Sequence[OrderItem],
    number: int | None,
    leading: Leading,
    edges: tuple[float, float],
    jitter: float,
) -> list[Block]:
    """The paragraphs of pieces of text that stand together, or the tables of their labels and values."""
    lines = _lines(group, zone.page.number)
    pairs = label_pairs(lines) if number is not None else None
    if pairs is not None:
        made = _labelled(pairs, number, zone.page, leading, edges, jitter)
        return [_doubted(b, zone.unsure) if isinstance(b, Table) else b for b in made]
    out: list[Block] = []
    done = 0
    opened = pairs_in_the_open(lines) if number is None and not jitter else []
    for start, end, held in [*opened, (len(lines), len(lines), [])]:
        found = paragraphs_of(lines[done:start], leading, *edges, jitter=jitter)
        out += [replace(p, part=number, unsure=zone.unsure) for p in found]
        out += [_label_table(held, zone.page, leading, jitter)] if held else []
        done = end
    return out


def _labelled(
    pairs: Sequence[Pair], number: int | None, page: Page, leading: Leading, edges: tuple[float, float], jitter: float
) -> list[Block]:
    """Labels beside their values as tables of two columns; lines between them stand alone."""
    out: list[Block] = []
    rows_: list[Pair] = []
    loose: list[Line] = []
    for pair in [*pairs, None]:
        if rows_ and (pair is None or not pair.label):
            out.append(replace(_label_table(rows_, page, leading, jitter), part=number))
            rows_ = []
        if loose and (pair is None or pair.label):
            right = max(edges[1], *(line.bbox.x1 for line in loose if line.bbox is not None))
            out += [replace(p, part=number) for p in paragraphs_of(loose, leading, edges[0], right, jitter=jitter)]
            loose = []
        if pair is not None and pair.label:
            rows_.append(pair)
        elif pair is not None:
            loose += pair.value
    return out


def _label_table(pairs: Sequence[Pair], page: Page, leading: Leading, jitter: float) -> Table:
    cells: list[Cell] = []
    for row, pair in enumerate(pairs):
        for column, lines in enumerate((pair.label, pair.value)):
            box = union(b for line in lines if (b := line.bbox) is not None)
            blocks = cell_paragraphs(lines, box, leading, jitter=jitter)
            cells.append(Cell(row, column, blocks, bbox=box))
    whole = union(c.bbox for c in cells if c.bbox is not None)
    assert whole is not None
    return Table(
        tuple(cells),
        len(pairs),
        2,
        method="labels",
        confidence=LABELS,
        pages=(page.number,),
        boxes=((page.number, whole),),
    )


def _doubted(table: Table, unsure: float) -> Table:
    """A table in a part of a page is no surer than the part's borders."""
    return replace(table, confidence=table.confidence * (1 - unsure / 2))


def _groups_of(zone: _Zone) -> Iterator[list[OrderItem]]:
    """Pieces of text that stand in one drawn box, or in none, or under one of several labels abreast, and tables, in
    reading order."""

    def place(item: OrderItem) -> tuple[int, int]:
        return _box_of(item, zone), item.column

    run: list[OrderItem] = []
    for item in zone.region.items:
        if run and (item.segment is None or place(item) != place(run[-1])):
            yield run
            run = []
        if item.segment is None:
            yield [item]
        else:
            run.append(item)
    if run:
        yield run


def _box_of(item: OrderItem, zone: _Zone) -> int:
    """The drawn box around a piece of text; -1 for none."""
    assert item.segment is not None
    return zone.boxes.get(id(item.segment.words[0]), -1)


def _turned(one: _Laid, *, marks: bool) -> list[Paragraph]:
    """Turned text outside tables: a side note each, so that it is not lost; what lies across the page if `marks`, else
    the rest."""
    size = text_size(one.page)
    left = []
    for zone in one.zones:
        inside = frozenset[int]().union(*(t.rotated for t in zone.tables))
        left += [w for i, w in enumerate(zone.page.rotated) if i not in inside and is_mark(w, size) == marks]
    return [Paragraph((Line(tuple(group), one.page.number),), "side") for group in _turned_groups(left)]


def _turned_groups(words: Sequence[Word]) -> list[list[Word]]:
    """Words of turned text that stand one after the other in the file and in one strip."""
    out: list[list[Word]] = []
    for word in words:
        last = out[-1][-1].bbox if out else None
        box = word.bbox
        near = (
            last is not None
            and box is not None
            and (min(last.x1, box.x1) > max(last.x0, box.x0) or min(last.bottom, box.bottom) > max(last.top, box.top))
            and max(box.x0 - last.x1, last.x0 - box.x1, box.top - last.bottom, last.top - box.bottom)
            < 2 * (word.size or 10)
        )
        if near:
            out[-1].append(word)
        else:
            out.append([word])
    return out


def _part(found: FoundTable, page: Page, jitter: float) -> PagePart:
    """A found table with its words in paragraphs."""
    pads = _pads(found)
    leading = leading_of(c.lines for c in found.cells if not c.rotated)
    cells = []
    for cell in found.cells:
        blocks: list[Block]
        if cell.rotated:
            blocks = [Paragraph(cell.lines)] if cell.lines else []
        else:
            pad = pads.get(cell.column, 2.0)
            blocks = []
            for lines in _groups(cell):
                blocks += cell_paragraphs(lines, cell.bbox, leading, pad, jitter=jitter)
        if cell.unsure:
            blocks = [replace(b, unsure=cell.unsure) if isinstance(b, Paragraph) else b for b in blocks]
        inner = [_part(t, page, jitter).table for t in cell.tables]
        if inner:
            blocks = _stacked(blocks, inner)
        cells.append(
            Cell(
                cell.row,
                cell.column,
                tuple(blocks),
                cell.rowspan,
                cell.colspan,
                cell.fill,
                cell.rotated,
                cell.bbox,
            )
        )
    table = Table(
        tuple(cells),
        found.rows,
        found.columns,
        method=found.method,
        confidence=found.confidence,
        header_rows=found.header_rows,
        pages=(page.number,),
        boxes=((page.number, found.bbox),),
    )
    return PagePart(table, found.column_edges, page.number)


def _groups(cell: FoundCell) -> list[Sequence[Line]]:
    """The cell's lines, by paragraph where the file says it."""
    if sum(cell.groups) != len(cell.lines):
        return [cell.lines]
    out: list[Sequence[Line]] = []
    start = 0
    for count in cell.groups:
        out.append(cell.lines[start : start + count])
        start += count
    return out


def _pads(found: FoundTable) -> dict[int, float]:
    """White space at the left of each column's text: what its right side has too."""
    gaps: dict[int, list[float]] = {}
    for cell in found.cells:
        box = union(line.bbox for line in cell.lines if line.bbox is not None)
        if box is not None and not cell.rotated:
            gaps.setdefault(cell.column, []).append(box.x0 - cell.bbox.x0)
    return {column: min(9.0, max(1.0, median(values))) for column, values in gaps.items()}


def _stacked(blocks: Sequence[Block], inner: Sequence[Table]) -> list[Block]:
    """Paragraphs and nested tables of a cell from top to bottom."""

    def top(block: Block) -> float:
        if isinstance(block, Table):
            return block.boxes[0][1].top
        box: BBox | None = block.lines[0].bbox
        return box.top if box else 0.0

    return sorted([*blocks, *inner], key=top)
