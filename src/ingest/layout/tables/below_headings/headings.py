"""A heading row by its look: where it begins and ends, and the headings side by side in it.

It is set apart by bold type, a fill or a rule, holds several short texts side by side, and what marks it ends with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.document import Fill
from ingest.language.calendar import time_unit
from ingest.language.patterns import word_set
from ingest.layout.tables.below_headings.columns import parted_times
from ingest.layout.tables.gutters import Phrase, is_value
from ingest.layout.tables.regions import PieceRow, numbered, painted_box

__all__ = [
    "OTHER_SIZE",
    "Head",
    "are_headings",
    "fields_named",
    "head_at",
    "head_plan",
    "heading_columns",
    "is_bold",
    "names_fields",
]

MOST_HEADING_WORDS = 9
"""Words of a column's heading; longer ones are text."""
SHORT = 8
"""Letters of an abbreviated heading with its full stop."""
MOST_BEGUN_WORDS = 4
"""Words of a heading that is known by its first word alone."""
MOST_HEADING_ROWS = 4
"""Visual rows that a heading is wrapped over."""
LARGER = 1.1
"""How much larger than the line below a chapter's heading is; headings of columns are no larger than their texts."""
OTHER_SIZE, OFF_EDGE = 0.06, 2.0
"""Share by which the sizes of two lines of one heading may differ, and points by which their edges or middles may."""
LEAST_HEADINGS, LEAST_MARKED = 3, 2
"""Headings of a heading row at least; fewer where bold type and a fill or rule mark it."""


@dataclass(frozen=True, slots=True)
class Head:
    """Headings side by side: rows [`first`, `end`) of the page; without `columns` where headings stand over others."""

    first: int
    end: int
    columns: tuple[Phrase, ...]


def head_at(rows: Sequence[PieceRow], at: int, fills: Sequence[Fill]) -> Head | None:
    """The heading row that begins at a visual row; None where there is none."""
    mark = _mark(rows, at, fills)
    if mark is None:
        return None
    end = at + 1
    while end < len(rows) and end - at < MOST_HEADING_ROWS and _same_head(rows, end, mark, fills):
        end += 1
    if end >= len(rows):
        return None
    band = rows[at:end]
    if len(band) > 1 and _is_title(band[0], band[1]):
        return Head(at, at + 1, ())
    if any(r.barrier for r in band[1:]) or _stacked(band):
        return Head(at, at + 1 if _titles(band) else end, ())
    columns = heading_columns(band)
    return Head(at, end, tuple(columns)) if _heads_columns(columns, rows[end], mark, fills) else None


@dataclass(frozen=True, slots=True)
class _Mark:
    """What sets a heading row apart: its weight, a fill (box) of its own, or rules alone where it has neither."""

    first: PieceRow
    bold: bool
    paint: tuple[float, float, float, float] | None


def _mark(rows: Sequence[PieceRow], at: int, fills: Sequence[Fill]) -> _Mark | None:
    """How a visual row is set apart as headings are; None for a plain row, and for a chapter's heading."""
    first = rows[at]
    bold = is_bold(first)
    paint = painted_box(first, fills)
    if paint is not None and at and painted_box(rows[at - 1], fills) == paint:
        paint = None
    if not bold and paint is None and not first.head and not _over_rule(rows, at):
        return None
    if numbered(first) and at + 1 < len(rows) and first.size > LARGER * rows[at + 1].size:
        return None  # a chapter's number and its heading, a tab between
    return _Mark(first, bold, paint)


def _heads_columns(columns: Sequence[Phrase], below: PieceRow, mark: _Mark, fills: Sequence[Fill]) -> bool:
    """Whether texts side by side are headings, and what marks them ends with them: the row below is set otherwise."""
    if mark.paint is not None and painted_box(below, fills) == mark.paint:
        return False
    doubly = (mark.bold and (mark.paint is not None or below.barrier)) or names_fields(mark.first)
    if len(columns) < (LEAST_MARKED if doubly else LEAST_HEADINGS) or not are_headings(columns):
        return False
    only_bold = mark.bold and mark.paint is None
    return not (only_bold and below.many and is_bold(below))


def _over_rule(rows: Sequence[PieceRow], at: int) -> bool:
    return at + 1 < len(rows) and rows[at + 1].barrier and (at == 0 or rows[at].barrier or rows[at].many)


def _same_head(rows: Sequence[PieceRow], at: int, mark: _Mark, fills: Sequence[Fill]) -> bool:
    """Whether a visual row goes on with the headings above it."""
    row, above = rows[at], rows[at - 1]
    if row.top - above.bottom > 0.9 * row.size:
        return False
    bold = mark.bold and (is_bold(row) or _in_brackets(row, above))
    if row.barrier:
        # Headings of groups have a rule of their own over the headings of their columns.
        return mark.first.many and bold and len(row.pieces) > len(above.pieces)
    if mark.paint is not None:
        return painted_box(row, fills) == mark.paint
    across = not row.many and row.x1 - row.x0 > 0.5 * (mark.first.x1 - mark.first.x0)
    return (bold or (mark.first.head and _ends_over_rule(rows, at))) and not across


def _ends_over_rule(rows: Sequence[PieceRow], at: int) -> bool:
    """Whether a visual row is the last line of one of the headings above it, but for the first, with a rule below: a
    scan does not always show that it is bold (`Mål / 2026`)."""
    row, above = rows[at], rows[at - 1]
    under = [k for k, p in enumerate(above.pieces) if row.x0 < p.x1 and row.x1 > p.x0]
    return not row.many and len(under) == 1 and under[0] > 0 and at + 1 < len(rows) and rows[at + 1].barrier


def _is_title(row: PieceRow, below: PieceRow) -> bool:
    """Whether a line in one piece over headings is what the table is called rather than the first line of one of them:
    set in another size, or at none of the edges of what it stands over."""
    if row.many or not below.many:
        return False
    if abs(row.size - below.size) > OTHER_SIZE * below.size:
        return True
    piece = row.pieces[0]
    under = [p for p in below.pieces if piece.x0 < p.x1 and piece.x1 > p.x0]
    left, right = min((p.x0 for p in under), default=piece.x0), max((p.x1 for p in under), default=piece.x1)
    off = (piece.x0 - left, piece.x1 - right, (piece.x0 + piece.x1 - left - right) / 2)
    return all(abs(x) > OFF_EDGE for x in off)


def _in_brackets(row: PieceRow, above: PieceRow) -> bool:
    """Whether a visual row is a remark in brackets below one of the headings, as a unit is (`Tid / (h)`)."""
    piece, *more = row.pieces
    under = sum(piece.x0 < p.x1 and piece.x1 > p.x0 for p in above.pieces)
    return not more and under == 1 and above.many and piece.text.startswith("(") and piece.text.endswith(")")


def _titles(band: Sequence[PieceRow]) -> bool:
    """Whether the first row of a band is what the table is called: one text that stands over one heading at most, close
    above the others as they are."""
    first, *others = band
    (piece, *more) = first.pieces
    reached = [sum(piece.x0 < p.x1 and piece.x1 > p.x0 for p in r.pieces) for r in others]
    return not more and bool(others) and others[0].many and max(reached) <= 1


def _stacked(band: Sequence[PieceRow]) -> bool:
    """Whether headings stand over groups of other headings: over two of them, or over the space between two."""
    base = max(band, key=lambda r: len(r.pieces))

    def over(piece: Phrase) -> int:
        return sum(piece.x0 < p.x1 and piece.x1 > p.x0 for p in base.pieces)

    def wrapped(piece: Phrase, row: PieceRow) -> bool:
        return any(piece.x0 < q.x1 and piece.x1 > q.x0 for r in band if r.mid > row.mid for q in r.pieces)

    for row in band:
        if row is base:
            continue
        if any(over(p) > 1 or (row.mid < base.mid and not wrapped(p, row)) for p in row.pieces):
            return True
    return False


def heading_columns(band: Sequence[PieceRow]) -> list[Phrase]:
    """The headings of a band of visual rows: the row of most pieces, with what stands over and under each piece."""
    base = max(band, key=lambda r: len(r.pieces))
    columns = [Phrase(q.x0, q.x1, list(q.tokens)) for p in base.pieces for q in parted_times(p)]
    for row in band:
        if row is base:
            continue
        for piece in row.pieces:
            over = [c for c in columns if piece.x0 < c.x1 and piece.x1 > c.x0]
            if len(over) == 1:
                over[0].x0, over[0].x1 = min(over[0].x0, piece.x0), max(over[0].x1, piece.x1)
                over[0].tokens += piece.tokens
            elif not over:
                columns.append(Phrase(piece.x0, piece.x1, list(piece.tokens)))
    columns.sort(key=lambda c: c.x0)
    return columns


def are_headings(columns: Sequence[Phrase]) -> bool:
    if any(b.x0 <= a.x1 for a, b in pairwise(columns)):
        return False
    if any(len(c.tokens) > MOST_HEADING_WORDS or _is_sentence(c) for c in columns):
        return False
    values = sum(all(is_value(t.text) for t in c.tokens) and not _is_time(c) for c in columns)
    return values <= 0.5 * len(columns) and any(ch.isalpha() for c in columns for t in c.tokens for ch in t.text)


def _is_sentence(column: Phrase) -> bool:
    """Whether a piece ends as no heading does; a word of its own may be short for a longer one (`Ansv.`)."""
    last = column.tokens[-1].text
    return last.endswith(":") or (last.endswith(".") and (len(column.tokens) > 1 or len(last) > SHORT))


def _is_time(column: Phrase) -> bool:
    return all(time_unit(t.text) is not None for t in column.tokens)


def names_fields(row: PieceRow) -> bool:
    """Return whether a row holds headings of plans and nothing else: of what is done, and of who or when."""
    abreast = len(row.pieces) >= LEAST_HEADINGS
    fields = [_field(p.text) or (_field_begun(p.text) if abreast else None) for p in row.pieces]
    unknown = [p.text for p, field in zip(row.pieces, fields, strict=True) if field is None]
    # Beside three that are known, one in words of its own.
    own = len(unknown) == 1 and len(row.pieces) > LEAST_HEADINGS and _may_head(unknown[0])
    # Problem, goal and measures abreast are boxes as often as a table.
    return (own or not unknown) and _WHAT in fields and not _CHARGED.isdisjoint(fields)


def head_plan(headings: Sequence[str]) -> bool:
    """Return whether headings are those of one table of a plan: what is done, and who or when, each heading once; the
    heads of a board (`Att göra`, `Pågår`, `Klart`) are not."""
    fields = [_field(text) for text in headings]
    if all(text.strip(" :").casefold() in word_set("language", "boards.heads") for text in headings):
        return False
    once = len({text.casefold() for text in headings}) == len(headings) >= LEAST_HEADINGS
    return once and _WHAT in fields and not _CHARGED.isdisjoint(fields)


def fields_named(columns: Sequence[Phrase]) -> frozenset[str]:
    """Return which fields of plans headings name: `what`, `who`, `when`, `why`."""
    named = (_field(c.text) or _field_begun(c.text) for c in columns)
    return frozenset(field for field in named if field is not None)


def _may_head(text: str) -> bool:
    """Return whether a text may be a heading: a capital first, no more words than one has, no figure and no stop."""
    return text[:1].isupper() and len(text.split()) <= MOST_HEADING_WORDS and text.replace(" ", "").isalpha()


def _field(text: str) -> str | None:
    folded = text.strip(" :?").casefold()
    return next((name for name in _FIELDS if folded in word_set("layout", f"field_headings.{name}")), None)


def _field_begun(text: str) -> str | None:
    """What a heading of a few words asks by its first one (`Mål med insatsen`, `Åtgärd/aktivitet`)."""
    words = text.replace("/", " ").split()
    return _field(words[0]) if 1 < len(words) <= MOST_BEGUN_WORDS and text[:1].isupper() else None


_WHAT = "what"
_CHARGED = frozenset({"who", "when"})
_FIELDS = (_WHAT, *sorted(_CHARGED), "why")


def is_bold(row: PieceRow) -> bool:
    return all(t.bold for t in row.tokens)
