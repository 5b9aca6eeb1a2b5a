"""Lanes of one form side by side: cards that gutters or upright rules alone part, under the same labels in one order.

A row of a table says other things in each column. Where one row of the page has the same label in each of several
places (`Vad?` and `Vad?`), or one word with running numbers (`Löfte 2`, `Löfte 3`), and further such labels come below
each of them in the same order over different texts, each place is the left edge of a card that is read down to its end
before the next. Whether the lines of cards stand at one height is chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from ingest.document import Rule
from ingest.language.letters import fold
from ingest.layout.blocks.split import WordGroup
from ingest.layout.tables.model import MeasuredWord, visual_rows

__all__ = ["twin_lanes"]

_FEWEST, _MOST = 2, 5
"""Lanes side by side."""
_LABELS = 2
"""Labels that all lanes have, at least."""
_LABEL_WORDS = 5
_ENDED_WORDS = 4
"""Words of a label that ends in a colon or a question mark before its value."""
_OUT = 4.0
"""Points that text may stand out at the left of its lane."""
_GAP = 0.7
"""Font sizes of white between two lanes, at least."""
_BELOW = 4.0
"""Font sizes of white that end the lanes."""
_ABOVE = 2.0
"""Font sizes within which the title of a card stands above its first label."""
_TITLE_WORDS = 8
_FREE = 1.2
"""Font sizes of white above which a row begins cards."""
_SAID = 0.5
"""Share of a lane's lines that all lanes have, at most: what is more alike are no cards."""
_SMALLER = 0.06
"""Share by which a label differs from the text below it in size."""
_ENDS = (":", "?")
_NUMBER = re.compile(r"\d+")

Row = list[MeasuredWord]


def twin_lanes(tokens: Sequence[MeasuredWord], rules: Sequence[Rule] = ()) -> list[WordGroup]:
    """Return the uppermost lanes of one form on a page, left to right; [] without any.

    Args:
        tokens: the page's words.
        rules: drawn on it; one that goes on from lane to lane parts rows of a table.
    """
    rows = visual_rows(list(tokens))
    end = 0
    for at, row in enumerate(rows):
        lefts = _lefts(row) if at >= end else []
        if not lefts:
            continue
        end = _end(rows, at, lefts)
        start = _start(rows, at, lefts)
        if not _numbered(row) and not _stands_free(rows, start, lefts):
            # Cards that begin further up with something else; what stands below is the rest of them or their like.
            end = next((n for n, below in enumerate(rows) if n > at and _crosses(below, lefts)), len(rows))
            continue
        held = list(chain.from_iterable(rows[start:end]))
        lanes = [[t for t in held if _lane(t, lefts) == n] for n in range(len(lefts))]
        if _are_cards(lanes, lefts) and not _ruled(held, lefts, rules):
            return [WordGroup(tuple(lane), beside=True) for lane in lanes]
    return []


def _lefts(row: Row) -> list[float]:
    """Where the label that a row begins with comes again; [] where it does not."""
    pieces = list(_pieces(row))
    first = _key(pieces[0])
    if first is None:
        return []
    places = [n for n, p in enumerate(pieces) if _key(p) == first]
    step = len(pieces) // len(places)
    if places != list(range(0, len(pieces), step)):
        # Something else stands beside them.
        return []
    same = [pieces[n] for n in places]
    numbers = [_NUMBER.findall(" ".join(t.text for t in p)) for p in same]
    running = [int(n[0]) for n in numbers if n]
    fits = not running or (len(running) == len(same) and all(b == a + 1 for a, b in pairwise(running)))
    return [p[0].x0 for p in same] if _FEWEST <= len(same) <= _MOST and fits else []


def _pieces(row: Row) -> Iterator[Row]:
    """Words of a row between which no more than a space stands."""
    piece: Row = []
    for token in row:
        if piece and token.x0 - piece[-1].x1 > _GAP * min(token.size, piece[-1].size):
            yield piece
            piece = []
        piece.append(token)
    yield piece


def _key(piece: Row) -> str | None:
    """What a piece may be called by, without numbers: its label, or all of it; None for a sentence."""
    words = [t.text for t in piece]
    end = next((n for n, w in enumerate(words[:_ENDED_WORDS], start=1) if w.endswith(_ENDS)), None)
    if end is None and len(words) > _LABEL_WORDS:
        return None
    text = fold(_NUMBER.sub("", " ".join(words[:end]))).strip()
    return text if words[0][:1].isupper() and any(c.isalpha() for c in text) else None


def _lane(token: MeasuredWord, lefts: Sequence[float]) -> int:
    return sum(token.x0 >= left - _OUT for left in lefts[1:])


def _crosses(row: Row, lefts: Sequence[float]) -> bool:
    """Whether a row goes on from lane to lane, or stands out at their left."""
    if row[0].x0 < lefts[0] - _OUT:
        return True
    return any(p[0].x0 < left - _OUT and p[-1].x1 > left - _OUT for p in _pieces(row) for left in lefts[1:])


def _end(rows: Sequence[Row], at: int, lefts: Sequence[float]) -> int:
    """The row that ends the lanes: text across two of them or behind white, or the labels that begin the next cards."""
    foot = max(t.bottom for t in rows[at])
    first = _key(next(_pieces(rows[at])))
    for end in range(at + 1, len(rows)):
        row = rows[end]
        if min(t.top for t in row) - foot > _BELOW * row[0].size or _crosses(row, lefts):
            return end
        if _key(next(_pieces(row))) == first and [round(x) for x in _lefts(row)] == [round(x) for x in lefts]:
            return _start(rows, end, lefts)
        foot = max(foot, *(t.bottom for t in row))
    return len(rows)


def _start(rows: Sequence[Row], at: int, lefts: Sequence[float]) -> int:
    """The row of the cards' titles above their first labels, where each lane has one; else that of these labels."""
    above = rows[at - 1] if at else []
    if not above or min(t.top for t in rows[at]) - max(t.bottom for t in above) > _ABOVE * above[0].size:
        return at
    pieces = list(_pieces(above))
    placed = len(pieces) == len(lefts) and all(
        abs(p[0].x0 - left) <= _OUT and len(p) <= _TITLE_WORDS for p, left in zip(pieces, lefts, strict=True)
    )
    larger = above[0].size > (1 + _SMALLER) * rows[at][-1].size
    titles = placed and not any(t.text.endswith(_ENDS) for t in above) and (larger or all(t.bold for t in above))
    return at - 1 if titles else at


def _numbered(row: Row) -> bool:
    return all(any(_NUMBER.search(t.text) for t in piece) for piece in _pieces(row))


def _stands_free(rows: Sequence[Row], start: int, lefts: Sequence[float]) -> bool:
    """Whether cards begin with a row: nothing of them stands close above it."""
    above = rows[start - 1] if start else []
    white = min(t.top for t in rows[start]) - max((t.bottom for t in above), default=0.0)
    return not above or white > _FREE * rows[start][0].size or _crosses(above, lefts)


def _are_cards(lanes: Sequence[Row], lefts: Sequence[float]) -> bool:
    """Whether lanes have the same labels in one order, over texts of their own."""
    named = [list(_labels(lane, left)) for lane, left in zip(lanes, lefts, strict=True)]
    shared = set(named[0]).intersection(*named)
    orders = [list(dict.fromkeys(name for name in names if name in shared)) for names in named]
    if len(shared) < _LABELS or any(order != orders[0] for order in orders):
        return False
    said = [{" ".join(t.text for t in line) for line in visual_rows(list(lane))} for lane in lanes]
    alike = set(said[0]).intersection(*said)
    return all(len(alike) <= _SAID * len(lines) for lines in said)


def _labels(lane: Row, left: float) -> Iterator[str]:
    """The labels of a lane from top to bottom: what ends in a colon or question mark, has a number, or is set apart
    from what is below."""
    lines = visual_rows(list(lane))
    for line, below in zip(lines, [*lines[1:], None], strict=True):
        piece = next(_pieces(line))
        key = _key(piece) if abs(piece[0].x0 - left) <= _OUT else None
        if key is not None and (key.endswith(_ENDS) or _NUMBER.search(piece[-1].text) or _set_apart(line, below)):
            yield key


def _set_apart(line: Row, below: Row | None) -> bool:
    """Whether a line is a label by its looks: bold over what is not, or of another size."""
    if below is None:
        return False
    bold = all(t.bold for t in line) and not any(t.bold for t in below)
    return bold or abs(line[0].size - below[0].size) > _SMALLER * below[0].size


def _ruled(held: Row, lefts: Sequence[float], rules: Sequence[Rule]) -> bool:
    """Whether a rule goes on from lane to lane between the words."""
    top, bottom = min(t.ym for t in held), max(t.ym for t in held)
    level = [r.bbox for r in rules if r.horizontal and top < r.bbox.top < bottom]
    return any(box.x0 < left - _OUT and box.x1 > left + _OUT for box in level for left in lefts[1:])
