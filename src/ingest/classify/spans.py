"""Parts of paragraphs, and values put together from them.

A `Piece` is a paragraph, or a part of one, with the table place it stands at. Everything that classification takes
out of the document is a list of pieces, so that each value keeps its raw reading, its places and its repairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import fmean

from ingest.document import Change, Document, Line, Paragraph, Word
from ingest.draft import Evidence, Value
from ingest.plan import Place

__all__ = ["Piece", "Spot", "bullet", "is_blank", "part", "plain", "text_of", "value"]

_BULLET = re.compile(r"^(?:[•◦▪▫‣·∙●○■□➢➤►▶✓✔\uf0b7\uf0a7\uf0d8\u2043]|§(?!\s?\d)|[-–—*](?=\s))\s*")
_TICKS = frozenset("✓✔●■")
_NUMBERED = re.compile(r"^(\d{1,2}|[a-zåäö])[.)]\s+(?=\S)")
_EMPTY = frozenset({"", "-", "–", "—", "―", "…", "...", "‐", "‑", "−", "--", ". . .", "..", "_"})


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a piece stands in a table: numbers from 1."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or a part of one; `block` is the index of the document's block that holds it."""

    paragraph: Paragraph
    block: int
    source: Spot | None = None

    @property
    def text(self) -> str:
        return plain(self.paragraph.text)


_SAYS = re.compile(r"[^\s_.…\-–—]")


@lru_cache(maxsize=8192)
def is_blank(text: str) -> bool:
    """Return whether a cell says nothing: empty, or a dash or an ellipsis."""
    bare = text.strip()
    return bare in _EMPTY or _SAYS.search(bare) is None


def bullet(text: str) -> bool:
    """Return whether a text begins with a bullet that the reader left in the words."""
    return _BULLET.match(text) is not None


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A paragraph's text without the bullet before it."""
    bare = text.strip()
    # A tick that stands alone in a cell is a mark, no bullet.
    return bare if bare in _TICKS else _BULLET.sub("", bare, count=1)


def part(paragraph: Paragraph, start: int, end: int | None = None) -> Paragraph:
    """The characters `start` to `end` of `paragraph.text`, as a paragraph of the words that carry them."""
    stop = len(paragraph.text) if end is None else end
    lines: list[Line] = []
    at = 0
    taken = False
    for line in paragraph.lines:
        words: list[Word] = []
        for word in line.words:
            if not word.text:
                # Words emptied by repair belong to the word before them, which may end the line above.
                if taken:
                    words.append(word)
                continue
            first, last = at, at + len(word.text)
            at = last + 1
            # A long paragraph of many labels asks this of every word for each label: no calls here.
            taken = not (last <= start or first >= stop or start >= stop)
            if not taken:
                continue
            if start <= first and last <= stop:
                words.append(word)
            else:
                words.append(_cut(word, max(first, start) - first, min(last, stop) - first))
        if words:
            kept = tuple(words)
            lines.append(line if kept == line.words else replace(line, words=kept))
    return replace(paragraph, lines=tuple(lines), marker=paragraph.marker if start == 0 else None)


def _cut(word: Word, low: int, high: int) -> Word:
    raw = word.raw[low:high] if len(word.raw) == len(word.text) else word.raw
    return replace(word, text=word.text[low:high].strip(), raw=raw)


def text_of(pieces: Sequence[Piece]) -> str:
    """The contract's text: paragraphs by line feeds, bullets and list numbers gone; "" for a blank cell."""
    texts = [p.text for p in pieces]
    texts = [t for t in texts if t]
    numbered = [_NUMBERED.match(t) for t in texts]
    if len(texts) > 1 and all(numbered) and _in_order([m.group(1) for m in numbered if m]):
        texts = [t[m.end() :] for t, m in zip(texts, numbered, strict=True) if m]
    joined = "\n".join(texts)
    return "" if is_blank(joined) else joined


def _in_order(numbers: list[str]) -> bool:
    if all(n.isdigit() for n in numbers):
        return [int(n) - int(numbers[0]) for n in numbers] == list(range(len(numbers)))
    return [ord(n) - ord(numbers[0]) for n in numbers if len(n) == 1] == list(range(len(numbers)))


def value(
    pieces: Sequence[Piece],
    document: Document,
    *,
    column: float,
    layout: float = 1.0,
    inherited: bool = False,
    joined: bool = False,
) -> Value | None:
    """A row's value from its pieces; None for a blank one.

    Text from a part of a page whose borders were an unsure decision (`Paragraph.unsure`) has as much less of `layout`,
    half of it where the decision was a coin's toss.
    """
    text = text_of(pieces)
    if not text:
        return None
    words = [w for p in pieces for line in p.paragraph.lines for w in line.words]
    pages = {line.page for p in pieces for line in p.paragraph.lines}
    by_number = document.numbered
    read_on = [by_number[n] for n in sorted(n for n in pages if n is not None) if n in by_number]
    confidences = [w.confidence for w in words if w.text] or [1.0]
    evidence = Evidence(
        method=read_on[0].method if read_on else document.method,
        read=fmean(confidences),
        read_min=min(confidences),
        page=min((p.quality for p in read_on), default=document.quality),
        layout=layout * (1 - max((p.paragraph.unsure for p in pieces), default=0.0) / 2),
        column=column,
        inherited=inherited,
        joined=joined,
    )
    raw = "\n".join(p.paragraph.raw for p in pieces)
    return Value(text, raw, places(pieces), evidence, changes(pieces))


def places(pieces: Iterable[Piece]) -> tuple[Place, ...]:
    """One place a line, with table, row and column where the piece stands in a table."""
    out: dict[Place, None] = {}
    for piece in pieces:
        source = piece.source
        for line in piece.paragraph.lines:
            box = line.bbox
            out[
                Place(
                    line.page,
                    None if box is None else (box.x0, box.top, box.x1, box.bottom),
                    *((source.table, source.row, source.column) if source else (None, None, None)),
                )
            ] = None
    return tuple(out)


def changes(pieces: Iterable[Piece]) -> tuple[Change, ...]:
    """The repairs of all words, in reading order."""
    return tuple(c for p in pieces for line in p.paragraph.lines for w in line.words for c in w.changes)
