"""What the labels of a whole document say of its records: which stand above their values, and in which order.

One record alone does not tell whether `Åtgärder` heads a list or names a value, nor whether a missing `Problem` ended
the record before. A document sets all its records alike, so it is asked as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.classify.fields.cell_scores import Scorer
from ingest.classify.fields.folding import fold
from ingest.classify.fields.heading import Label
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.spans import Piece
from ingest.classify.text.headings import SKIPPED
from ingest.classify.text.labels import label_segments, told_by
from ingest.document import Block, Paragraph, Table

__all__ = ["label_order", "labels_above"]

LONGEST = 5
"""Words of a label on a line of its own."""
LONGEST_VALUE = 2
"""Paragraphs below a label before the next one, in a stretch of labels above values; the items of a list count as one.
"""
FEWEST = 3
"""Labels in such a stretch."""
FEWEST_FIELDS = 2
"""Different fields that its labels name."""
KNOWN = 0.5
"""How sure the vocabulary must be of a label's words (`Meaning.known`)."""
_FIRST: Mapping[Label | None, int] = {"orsak": 0, "mål": 1, "åtgärd": 1, "other": 2, None: 2, "vem": 3, "när": 4}
"""How late a record may begin: with why and what, seldom with when."""


@dataclass(frozen=True)
class _Line:
    """A paragraph of running text; `name` is its folded text where it may be a label, `field` what that names."""

    text: str
    name: str | None
    field: Label | None
    item: bool


def labels_above(blocks: Sequence[Block], words: Vocabulary, content: Scorer) -> dict[str, Label]:
    """Return the labels that stand on lines of their own above their values, record after record.

    Such labels alternate with values: at least `FEWEST` of them in a stretch, naming `FEWEST_FIELDS` fields, with one
    or two paragraphs or a list below each. A line that no vocabulary knows is one where it comes again between known
    ones; its field is told by its values.

    Args:
        blocks: of the document.
        words: heading words.
        content: scores the words of values.

    Returns:
        The field of each label, by its folded text.
    """
    found: dict[str, Label] = {}
    values: dict[str, list[str]] = {}
    for lines in _stretches_of_lines(blocks, words):
        times = Counter(line.name for line in lines if line.name is not None)
        for stretch in _alternating(lines, times):
            for label, value in stretch:
                assert label.name is not None
                values.setdefault(label.name, []).extend(v.text for v in value)
                if label.field is not None:
                    found[label.name] = label.field
    for name, said in values.items():
        if name not in found:
            found[name] = told_by(name, said, words, content)
    return found


def _stretches_of_lines(blocks: Sequence[Block], words: Vocabulary) -> Iterator[list[_Line]]:
    """The paragraphs between two tables."""
    lines: list[_Line] = []
    for block in blocks:
        if isinstance(block, Table):
            yield lines
            lines = []
        elif block.role not in SKIPPED and block.text.strip():
            lines.append(_line(block, words))
    yield lines


def _line(block: Paragraph, words: Vocabulary) -> _Line:
    text = block.text.strip()
    bare = text.rstrip(" :?").strip()
    may = (
        block.role != "list-item"
        and block.marker is None
        and 0 < len(bare.split()) <= LONGEST
        and bare[0].isupper()
        and not text.endswith((".", ",", ";", "!"))
        and not any(c.isdigit() for c in bare)
    )
    if not may:
        return _Line(text, None, None, block.role == "list-item")
    label = words.label(bare)
    if label is None:
        meaning = words.heading(text)
        label = meaning.best if meaning.known >= KNOWN else None
    return _Line(text, fold(bare), None if words.is_front(bare) else label, False)


def _alternating(lines: Sequence[_Line], times: Counter[str]) -> Iterator[list[tuple[_Line, list[_Line]]]]:
    """Stretches in which a label follows each value."""
    at = 0
    while at < len(lines):
        pairs: list[tuple[_Line, list[_Line]]] = []
        while at < len(lines) and _is_label(lines[at], times):
            label = lines[at]
            at += 1
            value: list[_Line] = []
            while at < len(lines) and not _is_label(lines[at], times) and _takes(value, lines[at]):
                value.append(lines[at])
                at += 1
            if not value:
                break
            pairs.append((label, value))
            if at < len(lines) and not _is_label(lines[at], times):
                # A heading, a title or running text between two records.
                break
        fields = {label.field for label, _ in pairs} - {None, "other"}
        listed = any(v.item for _, vs in pairs for v in vs)
        again = max((times[label.name or ""] for label, _ in pairs), default=0) > 1
        # One record with a list may as well be a heading over a list of measures.
        if len(pairs) >= FEWEST and len(fields) >= FEWEST_FIELDS and (again or not listed):
            yield pairs
        if not pairs:
            at += 1


def _takes(value: Sequence[_Line], line: _Line) -> bool:
    """Whether a paragraph may be part of a value."""
    if line.item:
        return all(v.item for v in value[1:])
    return sum(not v.item for v in value) < LONGEST_VALUE and not any(v.item for v in value)


def _is_label(line: _Line, times: Counter[str]) -> bool:
    return line.name is not None and (line.field is not None or times[line.name] > 1)


def label_order(blocks: Sequence[Block], words: Vocabulary, above: Mapping[str, Label]) -> dict[str, int]:
    """Return the place of each label in a record, by its folded text.

    Records follow one order and may lack labels, so that a label which stands before the last one seen begins a new
    record. Of the rotations of the order in the longest stretch without a repeated label the one is taken that cuts the
    document into the fewest records; of equal ones that which begins with why or what.

    Args:
        blocks: of the document.
        words: heading words, with the labels that the document itself teaches.
        above: the labels above their values.
    """
    stretches = [s for s in _stretches_of_labels(blocks, words, above) if s]
    longest: list[str] = []
    for stretch in stretches:
        for start in range(len(stretch)):
            window: list[str] = []
            for name, _ in stretch[start:]:
                if name in window:
                    break
                window.append(name)
            if len(window) > len(longest):
                longest = window
    if len(longest) < FEWEST_FIELDS:
        return {}
    fields = {name: label for stretch in stretches for name, label in stretch}
    turns = [longest[k:] + longest[:k] for k in range(len(longest))]
    best = min(turns, key=lambda turn: (_records(stretches, turn), _FIRST[fields[turn[0]]]))
    return {name: place for place, name in enumerate(best)}


def _records(stretches: Sequence[Sequence[tuple[str, Label | None]]], turn: Sequence[str]) -> int:
    places = {name: place for place, name in enumerate(turn)}
    count = 0
    for stretch in stretches:
        last = len(turn)
        for name, _ in stretch:
            place = places.get(name)
            if place is not None:
                count += place <= last if last < len(turn) else 1
                last = place
    return count


def _stretches_of_labels(
    blocks: Sequence[Block], words: Vocabulary, above: Mapping[str, Label]
) -> Iterator[list[tuple[str, Label | None]]]:
    """Labels with their fields, in order, between two headings or tables."""
    stretch: list[tuple[str, Label | None]] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            yield stretch
            stretch = []
            continue
        if block.role in SKIPPED or not block.text.strip():
            continue
        name = fold(block.text.strip().rstrip(" :?"))
        if name in above:
            stretch.append((name, above[name]))
        elif block.role == "heading":
            yield stretch
            stretch = []
        else:
            stretch += [(fold(s.heading), s.label) for s in label_segments(Piece(block, index), words)]
    yield stretch
