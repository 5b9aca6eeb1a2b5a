"""Labels side by side over their values inside a box: the last lines of a card, `Vem` and `När` abreast.

A card reads label by label, and so do these: each label, then what stands below it, then the next. They are no table of
one row, and no lines across the card. What is set as labels are, over what is not, says so; or a colon behind each,
where the value begins in the label's line (`Vem: Polisen och` and `När: maj–` over `föreningarna` and `juni`). No word
list does.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.layout.tables.model import MeasuredWord, visual_rows

__all__ = ["LabelRow", "label_rows"]

_FEWEST, _MOST = 2, 4
"""Labels side by side."""
_LABEL_WORDS = 3
_GAP = 1.0
"""Font sizes of white between two labels, at least."""
_CLEAR = 0.3
"""Font sizes of white between values, at least."""
_SMALLER = 0.06
"""Share by which labels differ from values in size."""
_UNDER = 1.5
"""Font sizes of white between a label and its value at most."""
_CLOSE = 0.8
"""Font sizes of white within which a line goes on with the values above it."""
_OUT = 2.0
"""Points that a value may stand out at the left of its label."""

_Row = list[MeasuredWord]


@dataclass(frozen=True, slots=True)
class LabelRow:
    """Labels side by side, each with the lines of its value below it.

    `within`: the values begin in the labels' lines.
    """

    columns: tuple[tuple[tuple[MeasuredWord, ...], ...], ...]
    """For each label its own line and those of its value."""
    within: bool = False

    @property
    def lefts(self) -> list[float]:
        """Where each label begins (points)."""
        return [column[0][0].x0 for column in self.columns]

    @property
    def tokens(self) -> list[MeasuredWord]:
        return [t for column in self.columns for line in column for t in line]


def label_rows(tokens: Sequence[MeasuredWord]) -> list[LabelRow]:
    """Return the rows of labels over values among the words of one box, from top to bottom.

    Args:
        tokens: the words of the box that no drawn table holds.
    """
    rows = visual_rows(list(tokens))
    out: list[LabelRow] = []
    at = 0
    while at < len(rows) - 1:
        found = _under(rows, at)
        if found is None:
            at += 1
            continue
        row, at = found
        out.append(row)
    return out


def _under(rows: Sequence[_Row], at: int) -> tuple[LabelRow, int] | None:
    """The labels of a row with their values, and the row after these; None for any other row."""
    labels = _labels(rows[at])
    if not labels or not _set_apart(rows[at], rows[at + 1]):
        return _within(rows, at)
    lefts = [label[0].x0 for label in labels]
    columns: list[list[tuple[MeasuredWord, ...]]] = [[tuple(label)] for label in labels]
    end = at + 1
    while end < len(rows) and _goes_on(rows, at, end):
        parts = _parts(rows[end], lefts)
        if parts is None:
            return None
        if end > at + 1 and len(parts) == len(lefts) and _begins(columns[0][-1], parts[0][1], lefts[1]):
            # A second line of all columns, the first of which begins anew, is a second row of a table.
            return None
        for column, line in parts:
            columns[column].append(line)
        end += 1
    if any(len(column) < _FEWEST for column in columns) or _more_rows(rows, end, lefts):
        return None
    return LabelRow(tuple(map(tuple, columns))), end


def _within(rows: Sequence[_Row], at: int) -> tuple[LabelRow, int] | None:
    """The labels of a row that have their values behind colons, with the lines below that go on with these, and the row
    after them; None for any other row, and where no line goes on."""
    pieces = list(_pieces(rows[at]))
    if not _FEWEST <= len(pieces) <= _MOST or not all(_has_label(p) for p in pieces):
        return None
    lefts = [piece[0].x0 for piece in pieces]
    columns: list[list[tuple[MeasuredWord, ...]]] = [[tuple(piece)] for piece in pieces]
    end = at + 1
    while end < len(rows):
        above, row = rows[end - 1], rows[end]
        near = min(t.top for t in row) - max(t.bottom for t in above) <= _CLOSE * row[0].size
        parts = _parts(row, lefts) if near and not any(_has_label(p) for p in _pieces(row)) else None
        if parts is None:
            break
        for column, line in parts:
            columns[column].append(line)
        end += 1
    return (LabelRow(tuple(map(tuple, columns)), within=True), end) if end > at + 1 else None


def _has_label(piece: _Row) -> bool:
    """Whether text begins with a label and its colon."""
    ended = next((n for n, t in enumerate(piece[:_LABEL_WORDS], start=1) if t.text.endswith(":")), 0)
    return ended > 0 and piece[0].text[:1].isupper()


def _labels(row: _Row) -> list[_Row]:
    """The labels side by side in a row; [] where it holds anything else."""
    pieces = list(_pieces(row))
    fit = _FEWEST <= len(pieces) <= _MOST and all(_is_label(p) for p in pieces)
    alike = len({(t.bold, round(2 * t.size)) for t in row}) == 1
    return pieces if fit and alike else []


def _pieces(row: _Row) -> Iterator[_Row]:
    piece = [row[0]]
    for a, b in pairwise(row):
        if b.x0 - a.x1 > _GAP * b.size:
            yield piece
            piece = []
        piece.append(b)
    yield piece


def _is_label(piece: _Row) -> bool:
    text = "".join(t.text for t in piece)
    return (
        len(piece) <= _LABEL_WORDS
        and text[:1].isupper()
        and not any(c.isdigit() for c in text)
        and text[-1] not in ".,"
    )


def _set_apart(labels: _Row, values: _Row) -> bool:
    """Whether labels are set otherwise than the values below them: smaller, bold, or in capitals."""
    size = max(t.size for t in values)
    if abs(labels[0].size - size) > _SMALLER * size or labels[0].bold != values[0].bold:
        return True
    return all(t.text.isupper() for t in labels) and not all(t.text.isupper() for t in values)


def _goes_on(rows: Sequence[_Row], at: int, end: int) -> bool:
    """Whether a row is of the values under the labels of row `at`."""
    above, row = rows[end - 1], rows[end]
    gap = min(t.top for t in row) - max(t.bottom for t in above)
    return gap <= (_UNDER if end == at + 1 else _CLOSE) * row[0].size and _set_apart(rows[at], row)


def _parts(row: _Row, lefts: Sequence[float]) -> list[tuple[int, tuple[MeasuredWord, ...]]] | None:
    """What of a row stands under each label, by its place; None where text runs on from one to the next."""
    out: dict[int, _Row] = {}
    for token in row:
        out.setdefault(max(0, bisect([x - _OUT for x in lefts], token.x0) - 1), []).append(token)
    if row[0].x0 < lefts[0] - _OUT:
        return None
    for a, b in pairwise(sorted(out)):
        if out[b][0].x0 - out[a][-1].x1 < _CLEAR * row[0].size or out[b][0].x0 > lefts[b] + row[0].size:
            return None
    return [(column, tuple(line)) for column, line in sorted(out.items())]


def _begins(above: Sequence[MeasuredWord], line: Sequence[MeasuredWord], until: float) -> bool:
    """Whether a line begins anew under another, in a column `until` the next label, rather than going on with it."""
    first, last = line[0], above[-1]
    room = until - last.x1 - 2 * _CLEAR * first.size > first.x1 - first.x0
    return room and not first.text[:1].islower() and not last.text.endswith((",", "-", "/"))


def _more_rows(rows: Sequence[_Row], end: int, lefts: Sequence[float]) -> bool:
    """Whether a row further down fills the columns again: the labels are headings of a table."""
    if end >= len(rows) or _labels(rows[end]):
        return False
    parts = _parts(rows[end], lefts)
    return parts is not None and len(parts) == len(lefts)
