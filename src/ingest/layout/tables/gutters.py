"""Columns from alignment: gutters that rows agree on.

Every visual row votes for the white space between its own pieces and against what its pieces cover; white space
outside a row's reach counts neither way. A gutter is a stretch of x with enough votes and few against it, so that
titles, group headings and spanning headings may cross it. (The idea of common gutters is that of
T. Kieninger's T-Recs and of R. Rastan et al., TEXUS; the voting is our own.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ingest.layout.tables.model import MeasuredWord

__all__ = ["Gutter", "Phrase", "gutters", "is_marker", "is_value", "pieces"]

JOIN = 0.75
"""Font sizes of white space within which words are one piece; justified text seldom stretches further."""
_SCALE = 2
"""Bins a point."""

_MARKER = re.compile(
    r"[•▪◦●○■□➢►✓*·‣⁃–—\-oo§]|\(?[0-9]{1,2}[.):]?|\(?[a-zA-ZåäöÅÄÖ][.)]|[ivxIVX]{1,4}[.)]|\d+(\.\d+)+\.?"
)
_BULLET = re.compile(r"[•▪◦●○■□➢►✓·‣⁃–—\-\uf0b7\uf0a7]|\(?\d{1,2}[.)]|\(?[a-zåäö]\)")
_LEADERS = "._…·"
_CURRENCY = frozenset({"$", "€", "£", "US$", "USD", "EUR", "kr"})
_VALUE = re.compile(
    r"[(\[<>≤≥~±+\-–−]*[$€£]?[(+\-–−]?\d[\d.,:/\u00a0 '’]*\d?[%‰)*†‡\]a-z]{0,3}"
    r"|[:–—\-−*x]{1,3}|\.{2,3}|[$€£]|n\.?[/]?a\.?|N/?A|[.,]\d+%?"
)


@dataclass(slots=True)
class Phrase:
    """Words that run together on one visual row."""

    x0: float
    x1: float
    tokens: list[MeasuredWord]

    @property
    def text(self) -> str:
        return " ".join([t.text for t in self.tokens])


@dataclass(frozen=True, slots=True)
class Gutter:
    """White space between columns: `at` is its best x in points; `votes` and `against` count rows."""

    at: float
    lo: float
    hi: float
    votes: int
    against: int
    start: float | None = None
    """The left edge that the lines of the column on its right share, where they do."""


def is_marker(text: str) -> bool:
    """A bullet or an item's number, which is no column of its own."""
    return _MARKER.fullmatch(text) is not None or (len(text) == 1 and not text.isalnum())


def is_value(text: str) -> bool:
    """A number, a share, an amount or a sign for none of them."""
    return _VALUE.fullmatch(text) is not None


def pieces(row: Sequence[MeasuredWord], join: float = JOIN) -> list[Phrase]:
    """A visual row cut where the white space is wider than `join` font sizes; markers stay with what follows."""
    out: list[Phrase] = []
    for t in row:
        if out:
            last = out[-1]
            before = last.tokens[-1]
            space = t.x0 - last.x1
            size = t.size if t.size < before.size else before.size
            limit = join * size
            if before.text[-1] in _LEADERS and t.text[-1] not in _LEADERS and _led(last.tokens):
                limit = -1.0  # what a row of dots leads to stands in a column of its own
            elif before.text in _CURRENCY and is_value(t.text):
                limit = 6 * size
            elif t.text == "." and before.text[-1:] == ".":
                limit = 2 * size
            elif limit * 0.45 < space <= limit and is_value(t.text) and is_value(before.text):
                # Two values beside each other: wider than the space inside a grouped number parts them.
                limit = 0.0
            if space <= limit or (space <= 4.5 * size and len(last.tokens) == 1 and _introduces(before, t)):
                last.tokens.append(t)
                if t.x1 > last.x1:
                    last.x1 = t.x1
                continue
        out.append(Phrase(t.x0, t.x1, [t]))
    return out


def _led(tokens: Sequence[MeasuredWord]) -> bool:
    """Whether words end in a row of leader dots, drawn as one word or as many."""
    dots = 0
    for t in reversed(tokens):
        tail = len(t.text) - len(t.text.rstrip("._…·"))
        dots += tail * (3 if t.text[-1:] == "…" else 1)
        if tail < len(t.text) or dots >= 4:
            break
    return dots >= 4


def _introduces(mark: MeasuredWord, t: MeasuredWord) -> bool:
    """A bullet or an item's number with the text that it stands before."""
    return _BULLET.fullmatch(mark.text) is not None and not is_value(t.text)


def gutters(
    rows: Sequence[Sequence[Phrase]],
    known: Sequence[float] = (),
    *,
    least: int = 2,
    tolerance: float = 0.25,
    width: float = 0.0,
) -> list[Gutter]:
    """The gutters of rows of pieces, left to right.

    Args:
        rows: each visual row's pieces.
        known: x of borders drawn elsewhere in the same table; a gutter there needs one vote only and stands there.
        least: votes that a gutter needs.
        tolerance: rows against it for each vote.
        width: least width in points of the stretch without doubt.
    """
    spans = [[(p.x0, p.x1) for p in row] for row in rows if row]
    if not spans:
        return []
    left = min(s[0][0] for s in spans)
    right = max(b for s in spans for _, b in s)
    bins = int((right - left) * _SCALE) + 3
    votes = np.zeros(bins, dtype=np.int32)
    against = np.zeros(bins, dtype=np.int32)

    def at(x: float) -> int:
        return int((x - left) * _SCALE) + 1

    for row in spans:
        cover = np.zeros(bins, dtype=bool)
        for a, b in row:
            cover[at(a) : max(at(a) + 1, at(b))] = True
        against += cover
        first, last = at(row[0][0]), max(at(b) for _, b in row)
        votes[first:last] += ~cover[first:last]
    good = (votes >= least) & (against <= np.maximum(tolerance * votes, 0))
    near = np.zeros(bins, dtype=bool)
    for x in known:
        i = at(x)
        if 0 < i < bins - 1:
            near[max(0, i - 3 * _SCALE) : i + 3 * _SCALE + 1] = True
    good |= near & (votes >= 1) & (against <= tolerance * max(4, len(spans)))
    out: list[Gutter] = []
    edges = np.flatnonzero(np.diff(np.concatenate(([0], good.view(np.int8), [0]))))
    for a, b in edges.reshape(-1, 2).tolist():
        lo, hi = left + (a - 1) / _SCALE, left + (b - 1) / _SCALE
        if lo <= left or hi >= right:
            continue
        doubt = against[a:b]
        least_doubt = int(doubt.min())
        clear = np.flatnonzero(doubt == least_doubt)
        # The longest stretch of least doubt, and there the most votes.
        runs = np.split(clear, np.flatnonzero(np.diff(clear) > 1) + 1)
        run = max(runs, key=len)
        best = int(votes[a:b][run].max())
        peak = run[votes[a:b][run] == best]
        if len(run) / _SCALE < width and not near[a:b].any():
            continue
        place = left + (a - 1 + (int(peak[0]) + int(peak[-1]) + 1) / 2) / _SCALE
        for border in known:
            if lo - 3 <= border <= hi + 3:
                place = border
        clear_lo, clear_hi = left + (a - 1 + int(run[0])) / _SCALE, left + (a + int(run[-1])) / _SCALE
        out.append(Gutter(place, clear_lo, clear_hi, best, least_doubt))
    return out
