"""What the rows of a table are: heading rows, bands across it, comments, records.

A `Reading` is a table taken apart: a list of events in order, and the parts (a heading row and what stands below it)
that the records belong to. Blocks of label and value become parts too, their labels being the headings, so that one
way leads from any layout to rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.classify.grid import Grid, Slot
from ingest.classify.outline import number_of
from ingest.classify.pieces import Piece, part
from ingest.classify.vocabulary import Vocabulary, fold
from ingest.document import Block, Table

__all__ = ["Band", "Comment", "Event", "Part", "Reading", "Record", "read_table", "repeated_rows", "shared_labels"]


@dataclass(frozen=True)
class Band:
    """A row across the table: a section, a goal, or text."""

    slot: Slot
    row: int


@dataclass(frozen=True)
class Comment:
    """A row across the table that comments on the row above."""

    label: str
    pieces: tuple[Piece, ...]
    row: int


@dataclass(frozen=True)
class Record:
    """One line of cells below a heading row; `slots` has one entry a heading."""

    part: int
    slots: tuple[Slot | None, ...]
    row: int
    nested: tuple[Reading, ...] = ()


@dataclass(frozen=True)
class Part:
    """A heading row and its records. `headings` are printed texts, "" where a column has none."""

    headings: tuple[str, ...]
    uppers: tuple[str, ...] = ()
    """The upper line of a two-level heading, a column each; "" where there is none."""
    kind: str = "columns"
    """"columns", "labels" (labels beside values) or "none" (no heading row)."""
    spans: tuple[int, ...] = ()
    """For each column the first column of the heading cell over it."""

    @property
    def key(self) -> tuple[str, ...]:
        """What parts with the same columns share."""
        return tuple(fold(h) or f"#{i}/{len(self.headings)}" for i, h in enumerate(self.headings))


Event = Band | Comment | Record


@dataclass(frozen=True)
class Reading:
    """A table taken apart."""

    grid: Grid
    parts: tuple[Part, ...]
    events: tuple[Event, ...]
    header_rows: frozenset[int] = field(default=frozenset())

    def records(self) -> list[Record]:
        return [e for e in self.events if isinstance(e, Record)]


def repeated_rows(tables: Iterable[Table]) -> frozenset[tuple[str, ...]]:
    """Texts of short rows that stand in several places of the document: heading rows, whatever their words."""
    seen: Counter[tuple[str, ...]] = Counter()
    for table in _all_tables(tables):
        grid = Grid(table, 0)
        for r in range(grid.rows):
            texts = _row_key(grid, r)
            if len(texts) >= 2:
                seen[texts] += 1
    return frozenset(k for k, n in seen.items() if n > 1 and len(set(k)) == len(k) and all(len(t) <= 40 for t in k))


def shared_labels(tables: Iterable[Table]) -> frozenset[tuple[str, ...]]:
    """First columns that several two-column tables share: labels beside values, whatever their words."""
    seen: Counter[tuple[str, ...]] = Counter()
    for table in _all_tables(tables):
        if table.columns == 2 and table.rows >= 2:
            grid = Grid(table, 0)
            texts = {fold(s.text) for r in range(grid.rows) if (s := grid.slot(r, 0)) is not None and not s.blank}
            seen[tuple(sorted(texts))] += 1
    return frozenset(k for k, n in seen.items() if n > 1 and len(k) >= 2 and all(len(t) <= 40 for t in k))


def _all_tables(blocks: Iterable[Block]) -> Iterable[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
            for cell in block.cells:
                yield from _all_tables(cell.blocks)


def _row_key(grid: Grid, row: int) -> tuple[str, ...]:
    return tuple(fold(s.text) for s in grid.own(row))


def read_table(table: Table, block: int, words: Vocabulary, repeated: frozenset[tuple[str, ...]],
               label_columns: frozenset[tuple[str, ...]] = frozenset()) -> Reading:  # fmt: skip
    """Take a table apart.

    Args:
        table: the table.
        block: index of the document's block that holds it.
        words: heading words.
        repeated: `repeated_rows` of the document.
        label_columns: first columns (folded) that several two-column tables of the document share: labels.
    """
    grid = Grid(table, block)
    labels = _label_rows(grid, words, label_columns)
    if labels is not None:
        return labels
    return _read_columns(grid, words, repeated, label_columns)


def _read_columns(grid: Grid, words: Vocabulary, repeated: frozenset[tuple[str, ...]],
                  label_columns: frozenset[tuple[str, ...]]) -> Reading:  # fmt: skip
    headers = _header_rows(grid, words, repeated)
    parts: list[Part] = []
    events: list[Event] = []
    row = 0
    carried: tuple[int, list[Slot | None]] | None = None
    while row < grid.rows:
        if not any(not s.blank for s in grid.distinct(row)):
            row += 1
            continue
        if row in headers:
            part_, used = _header(grid, row, words, headers)
            if not parts or part_.key != parts[-1].key:
                parts.append(part_)
            row += used
            carried = None
            continue
        lone = grid.lone(row)
        if lone is not None and grid.columns > 1:
            comment = _comment(lone, row, words)
            if comment is not None and any(isinstance(e, Record) for e in events):
                events.append(comment)
                row += 1
                continue
            if _is_band(grid, row, lone, headers):
                events.append(Band(lone, row))
                row += 1
                continue
        own = grid.own(row)
        if len(own) == 2 and grid.columns > 2 and words.is_comment(own[0].text) and own[0].cell.column == 0 and (
            own[1].cell.colspan >= grid.columns - 1) and events:  # fmt: skip
            events.append(Comment(own[0].text.rstrip(" :"), own[1].pieces, row))
            row += 1
            continue
        if not parts:
            parts.append(Part(("",) * grid.columns, kind="none", spans=tuple(range(grid.columns))))
        inner = _inner_header(grid, row, parts[-1], words)
        if inner is not None:
            under, outer = inner
            if parts[-1].headings != under.headings:
                parts.append(under)
            carried = (row, outer)
            if not any(s is not None and not s.blank for s in outer):
                carried = None
            row += 1
            continue
        slots = grid.row(row)
        if carried is not None:
            slots = [c if c is not None and not c.blank and (s is None or s.blank) else s
                     for s, c in zip(slots, carried[1], strict=True)]  # fmt: skip
        nested = tuple(
            read_table(t, grid.block, words, repeated, label_columns)
            for s in grid.distinct(row) if not s.inherited for t in s.tables
        )  # fmt: skip
        events.append(Record(len(parts) - 1, tuple(slots), row, nested))
        row += 1
    return Reading(grid, tuple(parts), tuple(events), frozenset(headers))


# ---------------------------------------------------------------- heading rows


def _header_rows(grid: Grid, words: Vocabulary, repeated: frozenset[tuple[str, ...]]) -> set[int]:
    rows = {r for r in range(grid.rows) if _says_fields(grid, r, words)}
    rows |= {r for r in range(grid.rows) if _row_key(grid, r) in repeated and not _is_data(grid, r)}
    first = next((r for r in range(grid.rows) if len(grid.own(r)) > 1), None)
    if first is not None and not any(r <= first for r in rows):
        marked = range(min(grid.table.header_rows, grid.rows))
        if first in marked or _set_apart(grid, first) or _short_above_long(grid, first, words):
            rows.add(first)
    return rows


def _says_fields(grid: Grid, row: int, words: Vocabulary) -> bool:
    """Whether the vocabulary knows most cells of a row, and for two labels at least."""
    own = grid.own(row)
    if grid.columns == 1:
        return len(own) == 1 and row == 0 and words.list_field(own[0].text) is not None and grid.rows > 1
    if len(own) < 2 or any(len(s.text) > 70 or len(s.text.split()) > 9 or s.tables for s in own):
        return False
    if sum(s.inherited and not s.blank for s in grid.distinct(row)) > 0:
        return False
    if any(s.text.rstrip().endswith((".", ",", ";")) and len(s.text.split()) > 2 for s in own):
        return False
    meanings = [words.heading(s.text.replace("\n", " ")) for s in own]
    known = [m for m in meanings if m.known >= 0.8]
    exact = [m for m in meanings if m.known >= 0.9]
    fields = {m.best for m in known}
    if len({fold(s.text) for s in own}) < len(own) and len(fields) < 2:
        return False
    if len(known) * 2 < len(own) or len(fields - {"other"}) < 1:
        return False
    if len(fields) >= 2 and len(exact) >= 2:
        return True
    if len(exact) == len(own) and len(own) >= 2:
        return True
    # One word of the lists is not enough in the midst of a table.
    return len(known) >= 2 and len(fields) >= 2 and (row <= 2 or all(s.styled for s in own))


def _is_data(grid: Grid, row: int) -> bool:
    return any(re.search(r"\d{2}|[.!]$", s.text) for s in grid.own(row))


def _set_apart(grid: Grid, row: int) -> bool:
    """Whether the first row is set otherwise than those below: bold or painted, and short."""
    own = grid.own(row)
    below = [s for r in range(row + 1, grid.rows) if len(grid.own(r)) > 1 for s in grid.own(r)]
    if not below or len(own) < max(2, (grid.columns + 1) // 2) or any(len(s.text.split()) > 6 for s in own):
        return False
    return all(s.styled for s in own) and sum(s.styled for s in below) <= 0.34 * len(below)


_FORM = re.compile(r"\d|[.,;]$|\n")


def _short_above_long(grid: Grid, row: int, words: Vocabulary) -> bool:
    """Whether plain text looks like headings: few words in every column, far fewer than below."""
    own = grid.own(row)
    if len(own) < grid.columns or grid.columns < 2:
        return False
    if any(len(s.text.split()) > 5 or _FORM.search(s.text) for s in own):
        return False
    below = [len(s.text) for r in range(row + 1, grid.rows) if len(grid.own(r)) > 1 for s in grid.own(r)]
    if not below:
        return False
    ratio = (sum(len(s.text) for s in own) / len(own)) / (sum(below) / len(below))
    known = sum(words.heading(s.text).known >= 0.5 for s in own)
    return ratio < (0.6 if known else 0.36)


def _header(grid: Grid, row: int, words: Vocabulary, headers: set[int]) -> tuple[Part, int]:
    """The part that a heading row opens, and how many rows the heading takes."""
    top = grid.row(row)
    texts = [_heading_text(s) for s in top]
    uppers = [""] * grid.columns
    used = 1
    below = row + 1
    if below < grid.rows and _second_level(grid, row, words, headers):
        for c in range(grid.columns):
            lower = grid.slot(below, c)
            if lower is not None and not lower.inherited and not lower.blank:
                if texts[c] and top[c] is not None and top[c].cell.colspan > 1:  # type: ignore[union-attr]
                    uppers[c] = texts[c]
                    texts[c] = _heading_text(lower)
                else:
                    texts[c] = f"{texts[c]} {_heading_text(lower)}".strip()
        used = 2
    elif any(s is not None and s.cell.rowspan > 1 for s in top) and grid.columns > 1:
        used = 1
    starts = tuple(s.cell.column if s is not None and used == 1 else c for c, s in enumerate(top))
    return Part(tuple(texts), tuple(uppers), "columns", starts), used


def _heading_text(slot: Slot | None) -> str:
    if slot is None:
        return ""
    text = " ".join(p.text for p in slot.pieces)
    # A word broken over two lines of a narrow heading cell.
    return re.sub(r"(?<=[a-zåäö])- (?=[a-zåäö])(?!och |eller )", "", text).strip()


def _second_level(grid: Grid, row: int, words: Vocabulary, headers: set[int]) -> bool:
    top = grid.row(row)
    below = row + 1
    own = grid.own(below)
    if not own or any(len(s.text.split()) > 4 or len(s.text) > 40 or s.tables for s in own):
        return False
    wide = {c for c, s in enumerate(top) if s is not None and 1 < s.cell.colspan < grid.columns and not s.blank}
    covered = {c for s in own for c in range(s.cell.column, s.cell.column + s.cell.colspan)}
    if wide and covered <= wide | {c for c, s in enumerate(top) if s is None or s.blank}:
        known = sum(words.heading(s.text).known >= 0.8 for s in own)
        return len(own) >= 2 and (known * 2 >= len(own) or below in headers or below < grid.table.header_rows)
    # One heading broken over two rows: only together do they stand in the vocabulary.
    if len(own) < len(grid.own(row)) and not any(_FORM.search(s.text) for s in own if not s.text.endswith("\n")):
        gains = 0
        for s in own:
            c = s.cell.column
            upper = _heading_text(top[c]) if c < len(top) else ""
            alone, both = words.heading(upper), words.heading(f"{upper} {s.text}")
            lower = words.heading(s.text)
            gains += both.known >= 0.9 and (alone.known < 0.9 or upper == "") and (lower.known < 1.0 or upper == "")
        return gains == len(own)
    return False


def _inner_header(grid: Grid, row: int, part_: Part, words: Vocabulary) -> tuple[Part, list[Slot | None]] | None:
    """Headings of an inner table that was drawn inside a wide column, beside cells of the outer one.

    Gives the part with the inner headings in place, and the outer cells of that row.
    """
    if part_.kind != "columns" or len(set(part_.spans)) == len(part_.spans) and not any(part_.uppers):
        return None
    starts = part_.spans
    inner: dict[int, str] = {}
    slots = grid.row(row)
    for c, slot in enumerate(slots):
        wide = starts.count(starts[c]) > 1
        if not wide:
            continue
        if slot is None or slot.inherited or slot.blank:
            return None
        if words.heading(slot.text).known < 0.9 or len(slot.text.split()) > 6:
            return None
        inner[c] = _heading_text(slot)
    if len(inner) < 2:
        return None
    headings = tuple(inner.get(c, h) for c, h in enumerate(part_.headings))
    uppers = tuple(part_.headings[c] if c in inner else "" for c in range(len(headings)))
    outer = [None if c in inner else s for c, s in enumerate(slots)]
    return Part(headings, uppers, "columns", part_.spans), outer


# ---------------------------------------------------------------- rows across


def _is_band(grid: Grid, row: int, slot: Slot, headers: set[int]) -> bool:
    if slot.tables:
        return False
    if slot.cell.colspan >= grid.columns or slot.cell.colspan >= max(2, 0.6 * grid.columns):
        return True
    if slot.cell.colspan > 1 or slot.cell.column > 0:
        return False
    following = next((r for r in range(row + 1, grid.rows) if grid.own(r)), None)
    if following is not None and following in headers:
        return True
    first = slot.pieces[0].paragraph
    number, _ = number_of(first.text, first.marker)
    if number is not None and first.role != "list-item":
        return True
    rows = [r for r in range(grid.rows) if r not in headers and len(grid.own(r)) > 1]
    others = [s for r in rows for s in grid.own(r) if s.cell.column == 0]
    return slot.styled and bool(others) and sum(s.styled for s in others) <= 0.2 * len(others)


_LABEL = re.compile(r"^\s*([^:\n]{2,40}?)\s*:\s*(?=\S)")


def _comment(slot: Slot, row: int, words: Vocabulary) -> Comment | None:
    if not slot.pieces:
        return None
    first = slot.pieces[0]
    match = _LABEL.match(first.paragraph.text)
    if match is None or not words.is_comment(match.group(1)):
        return None
    rest = Piece(part(first.paragraph, match.end()), first.block, first.source)
    return Comment(match.group(1).strip(), (rest, *slot.pieces[1:]), row)


# ---------------------------------------------------------------- labels beside values


def _label_rows(grid: Grid, words: Vocabulary, label_columns: frozenset[tuple[str, ...]]) -> Reading | None:
    """Read a table as labels and values; None where it is none."""
    if grid.columns < 2:
        return None
    pairs = _label_pairs(grid, words)
    firsts = [s for r in range(grid.rows) if (s := grid.slot(r, 0)) is not None and not s.inherited and not s.blank]
    if not firsts:
        return None
    texts = [s.text.replace("\n", " ") for s in firsts]
    known = [words.label(t) is not None or words.is_front(t) for t in texts]
    fields = {words.label(t) for t in texts if words.label(t) is not None} - {"other"}
    shared = tuple(sorted({fold(t) for t in texts})) in label_columns
    across = _says_fields(grid, 0, words)
    bold = all(s.styled for s in firsts) and not all(
        s.styled for r in range(grid.rows) for s in grid.own(r) if s.cell.column > 0
    )
    short = all(len(t.split()) <= 6 for t in texts)
    enough = sum(known) >= 0.6 * len(texts) and (len(fields) >= 2 or sum(known) >= 2)
    if grid.columns == 2 and across and len(fields) < 3:
        return None
    if grid.columns > 2 and (across or grid.columns > 6) and not pairs:
        return None
    if not (enough and len(fields | ({"other"} if any(words.is_front(t) for t in texts) else set())) >= 1) and not (
        grid.columns == 2 and short and (shared or (bold and sum(known) >= 2))
    ):
        return None
    if grid.columns > 2 and pairs:
        return _pair_reading(grid, words)
    if grid.columns > 2:
        width = {s.cell.colspan for r in range(grid.rows) for s in grid.own(r) if s.cell.column > 0}
        if width == {grid.columns - 1}:
            return _label_reading(grid, words, [1])
        if len(fields) < 2 or not all(words.label(t) is not None for t in texts[1:]):
            return None
        return _label_reading(grid, words, list(range(1, grid.columns)))
    return _label_reading(grid, words, [1])


def _label_pairs(grid: Grid, words: Vocabulary) -> bool:
    """Whether labels stand in every second column (`Ansvarig | X | Tid | Y`)."""
    if grid.columns not in (4, 6):
        return False
    even = [s for r in range(grid.rows) for s in grid.own(r) if s.cell.column % 2 == 0]
    odd = [s for r in range(grid.rows) for s in grid.own(r) if s.cell.column % 2 == 1]
    labelled = sum(words.label(s.text) is not None for s in even)
    seconds = [s for s in even if s.cell.column > 0]
    return (
        len(odd) > 0
        and labelled >= 0.8 * len(even)
        and any(words.label(s.text) is not None for s in seconds)
        and sum(words.label(s.text) is not None for s in odd) <= 0.2 * len(odd)
    )


def _label_reading(grid: Grid, words: Vocabulary, values: Sequence[int]) -> Reading:
    """Labels in the first column; each column of `values` is a record of its own, repeated labels begin a new one."""
    events: list[Event] = []
    current: tuple[list[str], dict[int, list[Slot]], int] | None = None
    order: list[Band | tuple[list[str], dict[int, list[Slot]], int]] = []
    for r in range(grid.rows):
        label = grid.slot(r, 0)
        lone = grid.lone(r)
        if lone is not None and (lone.cell.colspan > 1 or (label is lone and words.label(lone.text) is None)):
            order.append(Band(lone, r))
            current = None
            continue
        if label is None or label.blank:
            if current is not None and current[0]:
                _extend(grid, r, values, current[1])
            continue
        text = _heading_text(label).rstrip(" :")
        if label.inherited and current is not None:
            _extend(grid, r, values, current[1])
            continue
        if current is None or fold(text) in {fold(t) for t in current[0]}:
            current = ([], {c: [] for c in values}, r)
            order.append(current)
        current[0].append(text)
        for c in values:
            slot = grid.slot(r, c)
            current[1][c].append(slot if slot is not None else Slot(label.cell, ()))
    parts: list[Part] = []
    for item in order:
        if isinstance(item, Band):
            events.append(item)
            continue
        headings, columns, row = item
        made = Part(tuple(headings), kind="labels", spans=tuple(range(len(headings))))
        if not parts or parts[-1].key != made.key:
            parts.append(made)
        for c in values:
            events.append(Record(len(parts) - 1, tuple(columns[c]), row))
    return Reading(grid, tuple(parts), tuple(events))


def _extend(grid: Grid, row: int, values: Sequence[int], columns: dict[int, list[Slot]]) -> None:
    """Values that go on in a row without a label of its own belong to the label above."""
    for c in values:
        slot = grid.slot(row, c)
        if slot is not None and not slot.blank and not slot.inherited and columns[c]:
            last = columns[c][-1]
            columns[c][-1] = Slot(last.cell, (*last.pieces, *slot.pieces), last.inherited)


def _pair_reading(grid: Grid, words: Vocabulary) -> Reading:
    headings: list[str] = []
    slots: list[Slot | None] = []
    events: list[Event] = []
    parts: list[Part] = []
    start = 0

    def close() -> None:
        if headings:
            made = Part(tuple(headings), kind="labels", spans=tuple(range(len(headings))))
            if not parts or parts[-1].key != made.key:
                parts.append(made)
            events.append(Record(len(parts) - 1, tuple(slots), start))
            headings.clear()
            slots.clear()

    for r in range(grid.rows):
        lone = grid.lone(r)
        if lone is not None and lone.cell.colspan >= grid.columns:
            close()
            events.append(Band(lone, r))
            continue
        cells = [s for s in grid.distinct(r) if not s.inherited]
        index = 0
        while index < len(cells):
            label = cells[index]
            if label.cell.column % 2 or label.blank:
                index += 1
                continue
            text = _heading_text(label).rstrip(" :")
            if fold(text) in {fold(h) for h in headings}:
                close()
                start = r
            headings.append(text)
            slots.append(cells[index + 1] if index + 1 < len(cells) else None)
            index += 2
    close()
    return Reading(grid, tuple(parts), tuple(events))
