"""The labels of a document's forms: words that come again in one order at the left of lines, white space behind them.

What a form prints before its values is told by no vocabulary here: record after record has the same labels in the same
order, and their values stand beside them. A table whose first column comes again has no such order, or further columns.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median, quantiles

from ingest.document import Page, usual
from ingest.layout.tables.gutters import Phrase, is_marker, is_value, pieces
from ingest.layout.tables.margin_columns.tasks import MarginColumns
from ingest.layout.tables.model import MeasuredWord, tokens_of, visual_rows

__all__ = ["SAME", "FormLabels", "FormRow", "form_labels", "form_rows", "key_of"]

SAME = 2.0
"""Points within which left edges agree."""
GAP = 0.42
"""Font sizes of white space between a label and its value, at least."""
WIDER = 1.4
"""How many times the usual space between words that white is at least."""
WRAPPED = 0.6
"""Font sizes of white space, at most, over which a label goes on in the next line."""
TIGHT = 0.5
"""White space between the lines of one label in capitals, at most, as a share of that between labels."""
LONGEST = 5
"""Words of a label."""
WORN_COLONS = ".;,'’`´·"
"""Signs that a colon is read as where one of its dots is worn or swollen."""
LETTERS = 40
"""Characters of a label."""
FEWEST = 3
"""Labels of a record; two do where a colon ends each."""
TWICE = 2
"""How often a label comes again, and records of a form, at least."""
WHOLE = 1.4
"""Records that the labels' order cuts the lines into, at most, as a multiple of the commonest label's count."""
COLUMNS_OF_TABLE = 3
"""Pieces of a row that may be a table's heading row, at least."""
FULL = 0.5
"""Share of the labels that a record has, at least, on average."""
MOSTLY = 0.5
"""Share of the lines with a label that have another one beside its value, for that to be a label."""
COLUMNS = 0.3
"""Share of the lines with a further piece at one left edge, from which that is a column of a table."""


@dataclass(slots=True)
class FormRow:
    """A visual row in pieces that white space parts; `wraps`: its first piece goes on with the label above."""

    page: int
    pieces: list[Phrase]
    top: float
    bottom: float
    size: float
    wraps: bool = False
    valued: bool = False
    """Whether a value stands beside its first piece, or beside a further line of that label."""
    name: str = ""
    """The folded text of its first piece where that may be a label, with the lines that it wraps to."""
    below: list[Phrase] = field(default_factory=list)
    """What stands beside the further lines of its first piece."""

    @property
    def x0(self) -> float:
        return self.pieces[0].x0

    @property
    def tokens(self) -> list[MeasuredWord]:
        return [t for p in self.pieces for t in p.tokens]


@dataclass(frozen=True, slots=True)
class FormLabels:
    """The labels of a document's forms, folded."""

    order: Mapping[str, int] = field(default_factory=dict)
    """The place in a record of each label at the left."""
    beside: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For a label at the left the labels that stand behind its value in the same line."""
    heads: frozenset[tuple[str, ...]] = frozenset()
    """Rows of headings that come again over the document's tables (`recurring_heads`)."""
    margins: MarginColumns | None = None
    """Columns of who and when beside the document's text (`margin_columns`)."""


def key_of(text: str) -> str:
    """A label's text without its colon, or what a worn print has left of that, in small letters."""
    return text.casefold().rstrip(" :•*" + WORN_COLONS)


def form_rows(tokens: Sequence[MeasuredWord], page: int) -> list[FormRow]:
    """The visual rows of a page, cut at white space wider than a space, with what may be their labels."""
    rows = visual_rows(list(tokens))
    spaces = [(b.x0 - a.x1) / b.size for row in rows for a, b in pairwise(row)]
    join = max(GAP, WIDER * median(spaces)) if spaces else GAP
    out = [
        FormRow(
            page,
            pieces(row, join),
            min([t.top for t in row]),
            max([t.bottom for t in row]),
            usual([t.size for t in row]),
        )
        for row in rows
    ]
    for row in out:
        row.valued = len(row.pieces) > 1
        row.name = key_of(row.pieces[0].text) if _may_be_label(row.pieces[0]) else ""
    beside = [b.top - a.bottom for a, b in pairwise(out) if a.name and b.name and abs(a.x0 - b.x0) <= SAME]
    white = quantiles(beside, n=4)[-1] if len(beside) > 1 else 0.0
    ended = [row.pieces[0].text.endswith(":") for row in out if row.name and row.valued]
    colons = sum(ended) > MOSTLY * len(ended)
    begun = last = None
    for row in out:
        if begun is not None and last is not None and begun.name:
            if row.x0 > last.pieces[0].x1 and row.top < last.bottom:
                # Values that stand at half the height of a label of two lines.
                begun.below += row.pieces
                continue
            if row.name and (_label_goes_on(begun, last, row, white) or (colons and _colon_below(begun, last, row))):
                row.wraps = True
                begun.below += row.pieces[1:]
                begun.valued |= bool(begun.below)
                begun.name = f"{begun.name} {row.name}"
                row.name = ""
                last = row
                continue
        begun = last = row
    return out


def _may_be_label(piece: Phrase) -> bool:
    text = piece.text
    return (
        len(piece.tokens) <= LONGEST
        and len(text) <= LETTERS
        and any(map(str.isalpha, text))
        and not (len(piece.tokens) > 1 and text.endswith((".", ",", ";")))
        and not is_marker(piece.tokens[0].text)
        and not all(is_value(t.text) for t in piece.tokens)
    )


def _label_goes_on(begun: FormRow, above: FormRow, row: FormRow, usual: float) -> bool:
    """Whether a row begins with a further line of the label above, which `begun` begins.

    A further line is in small letters; one in capitals below such is one where its first word found no room above and
    the white between them is less than that between most labels (`usual`, points).
    """
    first, last = row.pieces[0], above.pieces[0]
    white = row.top - above.bottom
    beside = min((p.x0 for p in (*begun.pieces[1:], *begun.below, *row.pieces[1:])), default=None)
    if abs(row.x0 - begun.x0) > SAME or beside is None or first.x1 >= beside:
        return False
    if last.text.endswith(":") or white > WRAPPED * row.size:
        return False
    if first.text[:1].islower():
        return True
    room = beside - last.x1 > first.tokens[0].x1 - first.x0 + GAP * row.size
    return first.text.isupper() and last.text.isupper() and not room and white <= TIGHT * usual


def _colon_below(begun: FormRow, above: FormRow, row: FormRow) -> bool:
    """Whether a row is the end of the label above, with its colon, where most labels have one.

    Nothing stands beside it, and a value beside what begins the label.
    """
    first, last = row.pieces[0], above.pieces[0]
    alone = len(row.pieces) == 1 and begun.valued and first.text.endswith(":") and not last.text.endswith(":")
    return alone and abs(row.x0 - begun.x0) <= SAME and row.top - above.bottom <= WRAPPED * row.size


def form_labels(pages: Sequence[Page]) -> FormLabels:
    """Return the labels of the forms of a document; none where it has no forms of more than one record.

    Args:
        pages: of the document, without running heads.
    """
    rows = [row for page in pages for row in form_rows(tokens_of(page.words), page.number)]
    held = [row for row in rows if row.name and row.valued]
    times = Counter(row.name for row in held)
    again = [row for row in held if times[row.name] >= TWICE]
    left = median(row.x0 for row in again) if again else 0.0
    # What comes again further right is the second line of a value.
    again = [row for row in again if abs(row.x0 - left) <= SAME]
    heads = _heading_rows(again)
    again = [row for row in again if row.name not in heads]
    order = _order([row.name for row in again], _white_above(again))
    labelled = [row for row in again if row.name in order]
    if not _is_form(labelled, order):
        return FormLabels()
    beside = _beside(labelled)
    if any(name in order for names in beside.values() for name in names) or _has_columns(labelled, beside):
        return FormLabels()  # cards abreast; a table
    return FormLabels(order, beside)


def _heading_rows(rows: Sequence[FormRow]) -> frozenset[str]:
    """The names of rows that say the same in all their pieces each time: heading rows of tables, where a form's values
    differ."""
    said: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for row in rows:
        said[row.name].add(tuple(p.text for p in row.pieces))
    return frozenset(n for n, texts in said.items() if len(texts) == 1 and len(next(iter(texts))) >= COLUMNS_OF_TABLE)


def _white_above(rows: Sequence[FormRow]) -> dict[str, float]:
    """The usual white space above each label, in points: that above a record's first one is wider."""
    found: dict[str, list[float]] = defaultdict(list)
    for above, row in pairwise(rows):
        if above.page == row.page and row.top > above.bottom:
            found[row.name].append(row.top - above.bottom)
    return {name: median(gaps) for name, gaps in found.items()}


def _order(names: Sequence[str], white: Mapping[str, float]) -> dict[str, int]:
    """The longest run of different labels, turned so that it cuts the lines into the fewest records, and of such turns
    the one whose first label stands furthest below what is above it (`white`)."""
    longest: list[str] = []
    for start in range(len(names)):
        window: list[str] = []
        for name in names[start:]:
            if name in window:
                break
            window.append(name)
        if len(window) > len(longest):
            longest = window
    turns = [longest[k:] + longest[:k] for k in range(len(longest))]
    best = min(
        turns,
        key=lambda turn: (_records(names, {n: i for i, n in enumerate(turn)}), -white.get(turn[0], 0.0)),
        default=[],
    )
    return {name: place for place, name in enumerate(best)}


def _records(names: Sequence[str], order: Mapping[str, int]) -> int:
    """How many records an order cuts lines into."""
    places = [order[name] for name in names if name in order]
    return sum(at == 0 or place <= places[at - 1] for at, place in enumerate(places))


def _is_form(rows: Sequence[FormRow], order: Mapping[str, int]) -> bool:
    """Whether labels come again in their order, record after record."""
    if len(order) < TWICE or not rows:
        return False
    if len(order) < FEWEST and not all(row.pieces[0].text.endswith((":", "?")) for row in rows):
        return False
    times = Counter(row.name for row in rows)
    records = _records([row.name for row in rows], order)
    return (
        records >= TWICE
        and len(rows) >= max(TWICE, FULL * len(order)) * records
        and records <= WHOLE * max(times.values())
    )


def _beside(rows: Sequence[FormRow]) -> dict[str, frozenset[str]]:
    """The labels behind the values of each label: what stands there again and again, a value behind it (in its line, or
    beside a further line of the label at the left)."""
    values = median(row.pieces[1].x0 for row in rows if len(row.pieces) > 1)
    times = Counter(row.name for row in rows)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    valued: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for name, at in _later(row, values):
            found[row.name][name] += 1
            behind = any(piece.x0 > row.pieces[at].x1 for piece in row.below)
            valued[row.name][name] += behind or at + 1 < len(row.pieces)
    kept = {
        label: {
            name
            for name, count in names.items()
            if count >= max(TWICE, MOSTLY * times[label]) and 2 * valued[label][name] >= count
        }
        for label, names in found.items()
    }
    # A label stands once in a record: what stands behind several is a value in a column.
    owners = Counter(name for names in kept.values() for name in names)
    return {label: frozenset(name for name in names if owners[name] == 1) for label, names in kept.items()}


def _later(row: FormRow, values: float) -> Iterator[tuple[str, int]]:
    """What may be labels behind the first value, with the place of their piece."""
    for at, piece in enumerate(row.pieces):
        if at > 0 and piece.x0 > values + 2 * row.size and _may_be_label(piece) and piece.text[:1].isupper():
            yield key_of(piece.text), at


def _has_columns(rows: Sequence[FormRow], beside: Mapping[str, frozenset[str]]) -> bool:
    """Whether pieces that are neither labels nor their values share a left edge behind the first value."""
    edges: list[float] = []
    for row in rows:
        if len(row.pieces) < TWICE:
            continue
        names = beside.get(row.name, frozenset())
        later = [p for p in row.pieces[2:] if p.tokens[0].x0 - row.pieces[1].x0 > row.size]
        labels = [at for at, p in enumerate(later) if key_of(p.text) in names]
        edges += [p.x0 for p in later[: labels[0] if labels else len(later)]]
    most = max((sum(abs(a - b) <= SAME for b in edges) for a in edges), default=0)
    return most > COLUMNS * len(rows)
