"""Heading rows: found by words, look, repetition or shape, read over one level or two."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from ingest.classify.fields.folding import heading_key
from ingest.classify.fields.heading import Meaning
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.tables.cells import Slot, SlotGrid
from ingest.classify.tables.parsed import TablePart, heading_text
from ingest.document import Table, tables_of

__all__ = ["header_part", "header_rows", "inner_header", "label_key", "repeated_rows", "says_fields", "shared_labels"]

_FEWEST_SHARED = 3
"""Labels that two tables share, at least, though each has others too."""
_SHARED = 0.6
"""The same as a share of the labels of the longer one."""
EXACT = 0.9
"""How well the vocabulary knows a heading that stands in it word for word."""


def repeated_rows(tables: Iterable[Table]) -> frozenset[tuple[str, ...]]:
    """Texts of short rows that stand in several places of the document: heading rows, whatever their words.

    One of these places is above all other rows of a table: lines of data come again, too, below the same headings.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    leading: set[tuple[str, ...]] = set()
    for table in tables_of(tables):
        grid = SlotGrid(table, 0)
        keys = [texts for r in range(grid.rows) if len(texts := _row_key(grid, r)) >= 2]
        seen.update(keys)
        leading.update(keys[:1])
    return frozenset(k for k in leading if seen[k] > 1 and len(set(k)) == len(k) and all(len(t) <= 40 for t in k))


def shared_labels(tables: Iterable[Table]) -> frozenset[tuple[str, ...]]:
    """First columns that several tables of labels and values share, whatever their words: of two columns, or wider ones
    in which a value reaches over all that stand beside its label.

    Some of the tables may lack a label, or have one more; a title across the columns is no label.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for table in tables_of(tables):
        if table.rows >= 2 and (table.columns == 2 or _reaches_over_pairs(table)):
            seen[label_key(SlotGrid(table, 0))] += 1
    short = [k for k in seen if len(k) >= 2 and all(len(t) <= 40 for t in k)]
    out = {k for k in short if seen[k] > 1}
    for a, b in combinations(short, 2):
        if len(set(a) & set(b)) >= max(_FEWEST_SHARED, _SHARED * max(len(a), len(b))):
            out |= {a, b}
    return frozenset(out)


def _reaches_over_pairs(table: Table) -> bool:
    """Return whether a value beside the first column reaches over pairs of labels and values."""
    over = any(c.column == 1 and c.colspan == table.columns - 1 for c in table.cells)
    return table.columns in (4, 6) and over


def label_key(grid: SlotGrid) -> tuple[str, ...]:
    """Return the texts of a first column, folded, but for those of rows across the table."""
    slots = (s for r in range(grid.rows) if (s := grid.slot(r, 0)) is not None and not s.blank)
    return tuple(sorted({heading_key(s.text) for s in slots if s.cell.colspan == 1}))


def _row_key(grid: SlotGrid, row: int) -> tuple[str, ...]:
    return tuple(heading_key(s.text) for s in grid.own(row))


def header_rows(grid: SlotGrid, words: Vocabulary, repeated: frozenset[tuple[str, ...]]) -> set[int]:
    if grid.beside_text:
        # The heads of columns beside a text are known; over the text itself none may stand.
        return set(range(min(grid.table.header_rows, grid.rows)))
    rows = {r for r in range(grid.rows) if says_fields(grid, r, words)}
    rows = _looking_alike(grid, rows, words)
    rows |= {r for r in range(grid.rows) if _row_key(grid, r) in repeated and not _is_data(grid, r)}
    first = next((r for r in range(grid.rows) if len(grid.own(r)) > 1), None)
    if first is not None and not any(r <= first for r in rows):
        marked = range(min(grid.table.header_rows, grid.rows))
        if (
            (first in marked and _can_head(grid, first, words))
            or _set_apart(grid, first)
            or _short_above_long(grid, first, words)
            or _names_times(grid, first, words)
            or _above_marks(grid, first, words)
        ):
            rows.add(first)
    return rows


def _looking_alike(grid: SlotGrid, rows: set[int], words: Vocabulary) -> set[int]:
    """Of the rows whose words say fields those that can be headings by their look.

    Where the first of them is set apart, in bold or on a ground, a plain row in the midst of the table is a line whose
    words happen to name fields, unless headings are all that it holds.
    """
    first = min(rows, default=0)
    if not all(s.styled for s in grid.own(first)):
        return rows
    return {r for r in rows if r == first or any(s.styled for s in grid.own(r)) or _only_headings(grid, r, words)}


def _only_headings(grid: SlotGrid, row: int, words: Vocabulary) -> bool:
    return all(words.heading(s.text.replace("\n", " ")).known >= EXACT for s in grid.own(row))


def says_fields(grid: SlotGrid, row: int, words: Vocabulary) -> bool:
    """Return whether the vocabulary knows most cells of a row, and for two labels at least."""
    own = grid.own(row)
    if grid.columns == 1:
        return len(own) == 1 and row == 0 and words.list_field(own[0].text) is not None and grid.rows > 1
    return _could_head(grid, row, own) and _names_fields(grid, row, own, words)


KNOWN = 0.8
"""How well the vocabulary knows a heading that it can tell the field of."""
_HEADING_WORDS, _HEADING_LETTERS = 9, 70
"""Longest heading of a column."""
_BRIEF_WORDS = 5
"""Words of a heading that is known only by likeness."""


def _could_head(grid: SlotGrid, row: int, own: Sequence[Slot]) -> bool:
    """Whether the cells of a row are several, short and no sentences, and none reaches down from above."""
    if len(own) < 2 or any(s.inherited and not s.blank for s in grid.distinct(row)):
        return False
    return not any(
        s.tables
        or len(s.text) > _HEADING_LETTERS
        or len(s.text.split()) > _HEADING_WORDS
        or (s.text.rstrip().endswith((".", ",", ";")) and len(s.text.split()) > 2)
        for s in own
    )


def _names_fields(grid: SlotGrid, row: int, own: Sequence[Slot], words: Vocabulary) -> bool:
    """Whether the vocabulary knows most of the headings, word for word or, at a place for headings, by likeness."""
    meanings = [words.heading(s.text.replace("\n", " ")) for s in own]
    known = [m for m in meanings if m.known >= KNOWN]
    exact = _exact(meanings, own)
    fields = {m.best for m in known}
    if len(known) * 2 < len(own) or not fields - {"other"}:
        return False
    if len(fields) < 2:
        alike = len({heading_key(s.text) for s in own}) < len(own)
        return exact == len(own) and not alike
    first = next((r for r in range(grid.rows) if len(grid.own(r)) > 1), row)
    # In a table's midst a body and a year (`Fastighet`, `2031`) are a line of it; a heading row says a field there.
    certain = any(m.known >= EXACT and m.best != "other" for m in meanings)
    if exact >= 2 and (row == first or (certain and _may_stand_in_midst(own, words))):
        return True
    # Words that only resemble the lists' ones head a table, they do not stand in its midst.
    return len(known) >= 2 and (row == first or all(s.styled for s in own)) and _all_brief(own)


def _exact(meanings: Sequence[Meaning], own: Sequence[Slot]) -> int:
    """How many cells the vocabulary knows word for word; years and numbers head columns only beside words that do."""
    known = [s.text for m, s in zip(meanings, own, strict=True) if m.known >= EXACT]
    return len(known) if any(c.isalpha() for text in known for c in text) else 0


def _all_brief(own: Sequence[Slot]) -> bool:
    """Whether words that only resemble the lists' ones may be headings: few, without numbers or commas."""
    return all(len(s.text.split()) <= _BRIEF_WORDS and not re.search(r"\d|[,;]", s.text) for s in own)


def _may_stand_in_midst(own: Sequence[Slot], words: Vocabulary) -> bool:
    """Whether cells in a table's midst may be headings: set apart, or of few words each, a year only beside another
    one (a record ends in one, with a word of its progress: `… | 2027 | Klar`)."""
    if all(s.styled for s in own):
        return True
    times = [words.is_time_heading(s.text) for s in own]
    rest = [s for s, time in zip(own, times, strict=True) if not time or sum(times) < _TIMES]
    return _all_brief(rest)


_TIMES = 2
"""Years or months beside each other that head columns."""


def _is_data(grid: SlotGrid, row: int) -> bool:
    return any(re.search(r"\d{2}|[.!]$", s.text) for s in grid.own(row))


def _can_head(grid: SlotGrid, row: int, words: Vocabulary) -> bool:
    """Whether a row that the format marks as heading reads like one; layout's marks are guesses."""
    own = grid.own(row)
    if any(len(s.text.split()) > 9 for s in own):
        return False
    known = any(words.heading(s.text).known >= 0.8 for s in own)
    guessed = grid.table.method not in ("word", "tagged")
    return known or (not guessed and not any(s.text.endswith(".") or any(c.isdigit() for c in s.text) for s in own))


def _set_apart(grid: SlotGrid, row: int) -> bool:
    """Whether the first row is set otherwise than those below: bold or painted, and short."""
    own = grid.own(row)
    below = [s for r in range(row + 1, grid.rows) if len(grid.own(r)) > 1 for s in grid.own(r)]
    if not below or len(own) < max(2, (grid.columns + 1) // 2) or any(len(s.text.split()) > 6 for s in own):
        return False
    return all(s.styled for s in own) and sum(s.styled for s in below) <= 0.34 * len(below)


def _names_times(grid: SlotGrid, row: int, words: Vocabulary) -> bool:
    """Whether a row names months, terms or years: the head of a year wheel."""
    return sum(words.is_time_heading(s.text) for s in grid.own(row)) >= 3


def _above_marks(grid: SlotGrid, row: int, words: Vocabulary) -> bool:
    """Whether words stand over columns that hold nothing but marks (`Ja`, `X`)."""
    found = 0
    for slot in grid.own(row):
        texts = [t.casefold() for t in grid.column_texts(slot.cell.column, range(row + 1, grid.rows))]
        marks = words.yes | words.no
        found += bool(texts) and all(t in marks for t in texts) and slot.text.casefold() not in marks
    return found >= 2


_FORM = re.compile(r"\d|[.,;]$|\n")


def _short_above_long(grid: SlotGrid, row: int, words: Vocabulary) -> bool:
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


def header_part(grid: SlotGrid, row: int, words: Vocabulary, headers: set[int]) -> tuple[TablePart, int]:
    """The part that a heading row opens, and how many rows the heading takes."""
    top = grid.row(row)
    texts = [heading_text(s) for s in top]
    uppers = [""] * grid.columns
    cells = [s.pieces if s is not None else () for s in top]
    used = 1
    below = row + 1
    if below < grid.rows and _second_level(grid, row, words, headers):
        for c in range(grid.columns):
            lower = grid.slot(below, c)
            if lower is not None and not lower.inherited and not lower.blank:
                cells[c] = lower.pieces if uppers[c] or not texts[c] or _spans(top[c]) else (*cells[c], *lower.pieces)
                if texts[c] and top[c] is not None and top[c].cell.colspan > 1:  # type: ignore[union-attr]
                    uppers[c] = texts[c]
                    texts[c] = heading_text(lower)
                else:
                    texts[c] = f"{texts[c]} {heading_text(lower)}".strip()
        used = 2
    elif any(s is not None and s.cell.rowspan > 1 for s in top) and grid.columns > 1:
        used = 1
    starts = tuple(s.cell.column if s is not None and used == 1 else c for c, s in enumerate(top))
    return TablePart(tuple(texts), tuple(uppers), "columns", cells=tuple(cells), spans=starts), used


def _spans(slot: Slot | None) -> bool:
    return slot is not None and slot.cell.colspan > 1


_LOWER_WORDS, _LOWER_LETTERS = 4, 40
"""Longest heading of a second row."""


def _second_level(grid: SlotGrid, row: int, words: Vocabulary, headers: set[int]) -> bool:
    """Whether the row below a heading row goes on with it: headings under a group's, or the second half of each."""
    own = grid.own(row + 1)
    if not own or any(len(s.text.split()) > _LOWER_WORDS or len(s.text) > _LOWER_LETTERS or s.tables for s in own):
        return False
    top = grid.row(row)
    groups = {c for c, s in enumerate(top) if s is not None and 1 < s.cell.colspan < grid.columns and not s.blank}
    covered = {c for s in own for c in range(s.cell.column, s.cell.column + s.cell.colspan)}
    if groups and covered <= groups | {c for c, s in enumerate(top) if s is None or s.blank}:
        return len(own) >= 2 and _under_groups(grid, row + 1, groups, words, headers)
    if len(own) >= len(grid.own(row)) or any(_FORM.search(s.text) for s in own if not s.text.endswith("\n")):
        return False
    return _completes(grid, row, own, words)


def _under_groups(grid: SlotGrid, row: int, groups: set[int], words: Vocabulary, headers: set[int]) -> bool:
    """Whether the cells below headings of groups are headings: known, marked, or with nothing beside the groups."""
    own = grid.own(row)
    if row in headers or row < grid.table.header_rows:
        return True
    if 2 * sum(words.heading(s.text).known >= KNOWN for s in own) >= len(own):
        return True
    # A line of data has something in its first column, too.
    beside = (grid.slot(row, c) for c in range(grid.columns) if c not in groups)
    return 0 not in groups and all(s is None or s.blank or s.inherited for s in beside)


def _completes(grid: SlotGrid, row: int, own: Sequence[Slot], words: Vocabulary) -> bool:
    """Whether headings are broken over two rows: only together do they stand in the vocabulary."""
    top = grid.row(row)
    gains = 0
    for s in own:
        upper = heading_text(top[s.cell.column]) if s.cell.column < len(top) else ""
        both = words.heading(f"{upper} {s.text}").known >= EXACT
        apart = words.heading(upper).known < EXACT and words.heading(s.text).known < 1.0
        gains += both and (apart or upper == "")
    if gains == len(own):
        return True
    # A line of data has something in its first column.
    first = grid.slot(row + 1, 0)
    if not gains or top[0] is None or top[0].blank or (first is not None and not first.blank):
        return False
    return all(words.heading(f"{heading_text(top[s.cell.column])} {s.text}").known >= KNOWN for s in own)


def inner_header(
    grid: SlotGrid, row: int, part_: TablePart, words: Vocabulary
) -> tuple[TablePart, list[Slot | None]] | None:
    """Headings of an inner table that was drawn inside a wide column, beside cells of the outer one.

    Gives the part with the inner headings in place, and the outer cells of that row.
    """
    if part_.kind != "columns" or (len(set(part_.spans)) == len(part_.spans) and not any(part_.uppers)):
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
        inner[c] = heading_text(slot)
    if len(inner) < 2:
        return None
    headings = tuple(inner.get(c, h) for c, h in enumerate(part_.headings))
    uppers = tuple(part_.headings[c] if c in inner else "" for c in range(len(headings)))
    outer = [None if c in inner else s for c, s in enumerate(slots)]
    return TablePart(headings, uppers, "columns", spans=part_.spans), outer
