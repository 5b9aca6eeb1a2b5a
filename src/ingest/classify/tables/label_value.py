"""Tables of labels beside values: one record a block, a column or a pair of columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from ingest.classify.fields.folding import heading_key
from ingest.classify.fields.heading import Label
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.tables.cells import Slot, SlotGrid
from ingest.classify.tables.header_rows import label_key, says_fields
from ingest.classify.tables.parsed import Band, Event, ParsedRecord, ParsedTable, TablePart, heading_text
from ingest.language.patterns import word_set

__all__ = ["explains_words", "label_reading", "label_rows"]


def label_rows(grid: SlotGrid, words: Vocabulary, label_columns: frozenset[tuple[str, ...]]) -> ParsedTable | None:
    """Read a table as labels and values; None for any other table."""
    if grid.columns < 2:
        return None
    if grid.columns > 2 and _only_numbers(grid):
        inner = label_rows(grid.without_first(), words, label_columns)
        if inner is not None:
            return inner
    recurs = label_key(grid) in label_columns
    labels = _labels_of(grid, words, recurs=recurs)
    if labels is None or _heads_columns(grid, words, labels):
        return None
    alike = _look_like_labels(grid, labels, label_columns) if grid.columns == 2 else _pairs_by_look(grid)
    alike = alike or (recurs and labels.pairs and len(_fields_of_pairs(grid, words)) >= _FEWEST_FIELDS)
    if not labels.known_enough and not alike:
        return None
    if grid.columns == 2:
        return label_reading(grid, words, [1], _shared(grid, label_columns))
    return _pair_reading(grid, words) if labels.pairs else _wide_reading(grid, words, labels)


def explains_words(grid: SlotGrid) -> bool:
    """Return whether a table is a list of words and what they mean: `Mål` stands there as a word, and no label."""
    head = [heading_key(s.text) for s in grid.own(0)]
    return len(head) == len(_GLOSSARY) and all(text in names for text, names in zip(head, _GLOSSARY, strict=True))


_GLOSSARY = tuple(
    frozenset(map(heading_key, word_set("classify", f"label_value.{name}"))) for name in ("term", "meaning")
)
_KNOWN_SHARE = 0.6
"""Share of the labels that the vocabulary knows, at least."""
_KNOWN_PAIRS = 0.8
"""The same where nothing but them tells pairs from columns."""
_KNOWN_AGAIN = 0.5
"""The same in forms that come again, whose long values reach over the pairs."""
_FEWEST_FIELDS = 2
"""Fields that the labels of such a form name, at least."""
_MOST_COLUMNS = 6
"""Columns of a table of labels beside values at most, unless labels stand in every second one."""
_HEADER_FIELDS = 3
"""Fields that a first column names where it holds labels even under a row that reads like headings."""
_PAIRED = (4, 6)
"""Columns of a table in which every second one holds labels."""
_KNOWN_HEADING = 0.97
"""How well the vocabulary knows a column's heading that may as well stand before a value."""
_LABEL_WORDS = 6
"""Words of a label at most."""


@dataclass(frozen=True, slots=True)
class _Labels:
    """The cells that would be labels, and what the vocabulary says of them."""

    slots: list[Slot]
    texts: list[str]
    known: int
    """How many of them are labels or facts of a document's front."""
    fields: set[Label]
    """What they name, without `other`."""
    front: bool
    """Whether one is a fact of a document's front."""
    pairs: bool
    """Whether labels stand in every second column."""

    @property
    def known_enough(self) -> bool:
        several = len(self.fields) >= 2 or self.known >= 2
        return self.known >= _KNOWN_SHARE * len(self.texts) and several and (bool(self.fields) or self.front)


def _labels_of(grid: SlotGrid, words: Vocabulary, *, recurs: bool) -> _Labels | None:
    """The first column's own cells, or every second one of a single row of pairs; None where all are blank."""
    pairs = _label_pairs(grid, words, recurs=recurs)
    slots = [s for r in range(grid.rows) if (s := grid.slot(r, 0)) is not None and not s.inherited and not s.blank]
    if grid.columns == 2:
        # A title across both columns is no label.
        slots = [s for s in slots if s.cell.colspan == 1]
    if pairs and len(slots) == 1:
        # Labels of one line stand side by side.
        slots = [s for s in grid.own(slots[0].cell.row) if s.cell.column % 2 == 0]
    if not slots:
        return None
    texts = [s.text.replace("\n", " ") for s in slots]
    meanings = [words.label(t) for t in texts]
    front = [words.is_front(t) for t in texts]
    known = sum(m is not None or f for m, f in zip(meanings, front, strict=True))
    return _Labels(slots, texts, known, {m for m in meanings if m is not None and m != "other"}, any(front), pairs)


def _heads_columns(grid: SlotGrid, words: Vocabulary, labels: _Labels) -> bool:
    """Whether the table has columns under headings instead: its first row says fields, or it is too wide for labels."""
    if grid.columns == 2:
        return len(labels.fields) < _HEADER_FIELDS and says_fields(grid, 0, words)
    return not labels.pairs and (grid.columns > _MOST_COLUMNS or says_fields(grid, 0, words))


def _look_like_labels(grid: SlotGrid, labels: _Labels, label_columns: frozenset[tuple[str, ...]]) -> bool:
    """Whether short texts are labels by their look: other tables have the same ones, or they alone are set apart."""
    if not all(len(t.split()) <= _LABEL_WORDS for t in labels.texts):
        return False
    if label_key(grid) in label_columns:
        return True
    values = (s for r in range(grid.rows) for s in grid.own(r) if s.cell.column > 0)
    return labels.known >= 2 and all(s.styled for s in labels.slots) and not all(s.styled for s in values)


def _wide_reading(grid: SlotGrid, words: Vocabulary, labels: _Labels) -> ParsedTable | None:
    """Labels in the first of several columns: one merged value beside each, or a record in each column."""
    width = {s.cell.colspan for r in range(grid.rows) for s in grid.own(r) if s.cell.column > 0}
    if width == {grid.columns - 1}:
        return label_reading(grid, words, [1])
    if len(labels.fields) < 2 or not all(words.label(t) is not None for t in labels.texts[1:]):
        return None
    return label_reading(grid, words, list(range(1, grid.columns)))


def _only_numbers(grid: SlotGrid) -> bool:
    """Whether the first column holds nothing but running numbers and blanks."""
    texts = [s.text for r in range(grid.rows) if (s := grid.slot(r, 0)) is not None and s.cell.colspan == 1]
    return bool(texts) and all(not t or (len(t) <= 5 and any(ch.isdigit() for ch in t)) for t in texts)


def _fields_of_pairs(grid: SlotGrid, words: Vocabulary) -> set[Label]:
    """What the labels in every second column name, without `other`."""
    said = {words.label(s.text) for r in range(grid.rows) for s in grid.own(r) if s.cell.column % 2 == 0}
    return {label for label in said if label is not None and label != "other"}


def _label_pairs(grid: SlotGrid, words: Vocabulary, *, recurs: bool) -> bool:
    """Whether labels stand in every second column (`Ansvarig | X | Tid | Y`); `recurs`: other tables have these labels
    in their first column."""
    if grid.columns not in _PAIRED:
        return False
    if _pairs_by_look(grid):
        return True
    even = [s for r in range(grid.rows) for s in grid.own(r) if s.cell.column % 2 == 0]
    odd = [s for r in range(grid.rows) for s in grid.own(r) if s.cell.column % 2 == 1]
    seconds = [s for s in even if s.cell.column > 0]
    spanned = bool(seconds) and any(s.cell.colspan == grid.columns - 1 for s in odd)
    if spanned:
        # Long values reach over the pairs beside short ones: what stands there needs no known words.
        even = [s for s in even if s.cell.column == 0]
    labelled = sum(_may_label(s.text, words) for s in even)
    least = (_KNOWN_PAIRS, _KNOWN_SHARE, _KNOWN_AGAIN)[spanned * (1 + recurs)]
    return (
        len(odd) > 0
        and labelled >= least * len(even)
        and (spanned or any(words.label(s.text) is not None or words.is_front(s.text) for s in seconds))
        and sum(words.label(s.text) is not None for s in odd) <= 0.2 * len(odd)
    )


def _may_label(text: str, words: Vocabulary) -> bool:
    """Whether words stand before values: a label, a fact of a document's front, or a heading of a column that is none
    of the five (`Utfall 2024`)."""
    return words.label(text) is not None or words.is_front(text) or words.heading(text).known >= _KNOWN_HEADING


def _pairs_by_look(grid: SlotGrid) -> bool:
    """Whether every second cell is short and set apart as headings are, and none of the others, over several rows."""
    if grid.columns not in _PAIRED or grid.rows < 2:
        return False
    own = [grid.own(r) for r in range(grid.rows)]
    if any(len(row) < grid.columns - 1 or row[0].cell.column > 0 for row in own):
        return False
    labels = [s for row in own for s in row if s.cell.column % 2 == 0]
    values = [s for row in own for s in row if s.cell.column % 2 == 1]
    short = all(len(s.text.split()) <= _LABEL_WORDS for s in labels)
    return short and all(s.styled for s in labels) and not any(s.styled for s in values)


def _shared(grid: SlotGrid, label_columns: frozenset[tuple[str, ...]]) -> frozenset[str]:
    """The labels (folded) that other tables have as well."""
    if len(label_columns) == 1:
        return frozenset(*label_columns) if label_key(grid) in label_columns else frozenset()
    often = Counter(chain.from_iterable(label_columns))
    return frozenset(name for name, times in often.items() if times > 1)


def label_reading(
    grid: SlotGrid, words: Vocabulary, values: Sequence[int], shared: frozenset[str] = frozenset()
) -> ParsedTable:
    """Labels in the first column; each column of `values` is a record of its own, repeated labels begin a new one.

    Args:
        grid: the table.
        words: heading words.
        values: its columns of values.
        shared: labels (folded) of other tables of the document: without a value they are no title of what follows.
    """
    events: list[Event] = []
    current: tuple[list[str], dict[int, list[Slot]], int] | None = None
    order: list[Band | tuple[list[str], dict[int, list[Slot]], int]] = []
    for r in range(grid.rows):
        label = grid.slot(r, 0)
        lone = grid.lone(r)
        told = label is not None and heading_key(heading_text(label)) in shared
        across = label is lone and not told and not _dashed(grid, r, values)
        if lone is not None and (lone.cell.colspan > 1 or (across and words.label(lone.text) is None)):
            order.append(Band(lone, r))
            current = None
            continue
        if label is None or label.blank:
            if current is not None and current[0]:
                _extend(grid, r, values, current[1])
            continue
        text = heading_text(label).rstrip(" :")
        if label.inherited and current is not None:
            _extend(grid, r, values, current[1])
            continue
        if current is None or heading_key(text) in {heading_key(t) for t in current[0]}:
            current = ([], {c: [] for c in values}, r)
            order.append(current)
        current[0].append(text)
        for c in values:
            slot = grid.slot(r, c)
            current[1][c].append(slot if slot is not None else Slot(label.cell, ()))
    parts: list[TablePart] = []
    for item in order:
        if isinstance(item, Band):
            events.append(item)
            continue
        headings, columns, row = item
        made = TablePart(tuple(headings), kind="labels", parallel=len(values) > 1, spans=tuple(range(len(headings))))
        if not parts or parts[-1].key != made.key:
            parts.append(made)
        events += [ParsedRecord(len(parts) - 1, tuple(columns[c]), row) for c in values]
    return ParsedTable(grid, tuple(parts), tuple(events))


def _dashed(grid: SlotGrid, row: int, values: Sequence[int]) -> bool:
    """Whether a dash beside it says that a label has no value here."""
    slots = (grid.slot(row, c) for c in values)
    return any(p.paragraph.text.strip() for s in slots if s is not None for p in s.pieces)


def _extend(grid: SlotGrid, row: int, values: Sequence[int], columns: dict[int, list[Slot]]) -> None:
    """Values that go on in a row without a label of its own belong to the label above."""
    for c in values:
        slot = grid.slot(row, c)
        if slot is not None and not slot.blank and not slot.inherited and columns[c]:
            last = columns[c][-1]
            columns[c][-1] = Slot(last.cell, (*last.pieces, *slot.pieces), last.inherited)


def _pair_reading(grid: SlotGrid, words: Vocabulary) -> ParsedTable:
    headings: list[str] = []
    slots: list[Slot | None] = []
    events: list[Event] = []
    parts: list[TablePart] = []
    start = 0

    def close() -> None:
        if headings:
            made = TablePart(tuple(headings), kind="labels", spans=tuple(range(len(headings))))
            if not parts or parts[-1].key != made.key:
                parts.append(made)
            events.append(ParsedRecord(len(parts) - 1, tuple(slots), start))
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
            text = heading_text(label).rstrip(" :")
            if heading_key(text) in {heading_key(h) for h in headings}:
                close()
                start = r
            headings.append(text)
            slots.append(cells[index + 1] if index + 1 < len(cells) else None)
            index += 2
    close()
    return ParsedTable(grid, tuple(parts), tuple(events))
