"""Labels inside the cells of a table: `Varför: …` below the measure, `Vem: …` over `Klart: …` in one column.

Whether a table is set out so is told for all its rows together: one cell with a colon says little.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.classify.fields.heading import Label
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.spans import Piece
from ingest.classify.tables.rows import FoundValue, Seed
from ingest.classify.text.labels import label_segments
from ingest.document import Paragraph
from ingest.plan import FIELDS, FieldName

__all__ = ["with_labels_apart"]

_FEWEST = 2
"""Rows of a table in whose cells a label stands, at least."""
_OWN = 0.6
"""Share of a column's cells that begin with a label of its own field, from which the label is no part of the text."""


@dataclass(frozen=True)
class _LabelledPart:
    """A stretch of a cell: what stands behind a label, or before the first one (`label` is None, no `name`)."""

    name: str
    label: Label | None
    pieces: tuple[Piece, ...]


def with_labels_apart(seeds: Sequence[Seed], words: Vocabulary) -> list[Seed]:
    """Return the rows of a table, what labels inside their cells name put under it; unchanged where the table has none.

    Args:
        seeds: the rows of one table.
        words: heading words.
    """
    cells = [_cells(seed, words) for seed in seeds]
    named = sum(any(p.label in FIELDS and p.label != column for column, ps in c.items() for p in ps) for c in cells)
    if named < _FEWEST:
        return list(seeds)
    own = {name for name in FIELDS if _is_labelled(name, cells)}
    return [_apart(seed, parts, own) for seed, parts in zip(seeds, cells, strict=True)]


def _cells(seed: Seed, words: Vocabulary) -> dict[FieldName, list[_LabelledPart]]:
    """The stretches of each cell of the row's own; the field is its column's."""
    found = ((n, seed.fields[n]) for n in FIELDS if n in seed.fields)
    single = ((n, f[0]) for n, f in found if len(f) == 1 and not f[0].inherited and f[0].text)
    return {n: _parts(f.pieces, words) for n, f in single}


def _parts(pieces: Sequence[Piece], words: Vocabulary) -> list[_LabelledPart]:
    out: list[_LabelledPart] = []
    for piece in (line for p in pieces for line in _at_labels(p, words)):
        segments = label_segments(piece, words)
        if segments and all(s.label is not None and s.value is not None for s in segments):
            out += [_LabelledPart(s.heading.rstrip(" :"), s.label, (s.value,)) for s in segments if s.value is not None]
        elif out:
            out[-1] = replace(out[-1], pieces=(*out[-1].pieces, piece))
        else:
            out.append(_LabelledPart("", None, (piece,)))
    return out


def _at_labels(piece: Piece, words: Vocabulary) -> Iterator[Piece]:
    """A paragraph cut before each of its lines that begins with a label."""
    lines = piece.paragraph.lines
    starts = [n for n in range(1, len(lines)) if label_segments(replace(piece, paragraph=Paragraph(lines[n:])), words)]
    if not starts:
        yield piece
        return
    for start, stop in zip([0, *starts], [*starts, len(lines)], strict=True):
        yield replace(piece, paragraph=replace(piece.paragraph, lines=lines[start:stop]))


def _is_labelled(column: FieldName, cells: Sequence[Mapping[FieldName, Sequence[_LabelledPart]]]) -> bool:
    """Whether the cells of a column begin with a label of its field, and have no second one of it."""
    filled = [c[column] for c in cells if column in c]
    begun = sum(parts[0].label == column and sum(p.label == column for p in parts) == 1 for parts in filled)
    return begun > _OWN * len(filled)


def _apart(seed: Seed, cells: Mapping[FieldName, Sequence[_LabelledPart]], own: set[FieldName]) -> Seed:
    fields: dict[FieldName, tuple[FoundValue, ...]] = dict(seed.fields)
    other = dict(seed.other)
    taken = set(cells)
    for column, parts in cells.items():
        (value,) = seed.fields[column]
        kept: list[Piece] = []
        for stretch in parts:
            target = stretch.label
            if target is None or target == column:
                kept += stretch.pieces
            elif target == "other":
                other[stretch.name] = (*other.get(stretch.name, ()), replace(value, pieces=stretch.pieces))
            elif target not in taken:
                taken.add(target)
                fields[target] = (replace(value, pieces=stretch.pieces),)
            else:
                return seed  # two answers to one question: the cells stay as they are
        if column not in own and column in {p.label for p in parts}:
            return seed
        fields[column] = (replace(value, pieces=tuple(kept)),)
    return replace(seed, fields={n: fields[n] for n in FIELDS if n in fields and fields[n][0].pieces}, other=other)
