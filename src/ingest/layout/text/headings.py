"""Which paragraphs are headings, and at which level: by size, weight, capitals and printed number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.document import Block, Paragraph, Table, paragraphs
from ingest.language.patterns import pattern
from ingest.language.sentences import is_quotation
from ingest.layout.text.lines import size_of

__all__ = ["mark_headings"]

_NUMBER = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,4}|[A-Z](?:\.\d{1,2}){1,3}|[A-Z]|[IVX]{1,5})[.)]?$")
_LEADER = re.compile(r"(?:\.\s?){5,}|…{2,}|_{5,}")
_CAPTION = pattern("layout", "headings.caption", re.IGNORECASE)
_MAX_WORDS = 22
_LARGER = 1.12
"""Share of the body's size from which a line is set larger."""


@dataclass(frozen=True, slots=True)
class _Look:
    size: float
    bold: bool
    capitals: bool
    italic: bool

    @property
    def rank(self) -> tuple[float, bool, bool, bool]:
        """Larger sorts first."""
        return (-self.size, not self.bold, not self.capitals, self.italic)


def mark_headings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Give role and level to the headings among top-level paragraphs; captions get theirs too."""
    body = _body_size(blocks)
    found: dict[int, _Look] = {}
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph) and block.role == "body":
            look = _look(block)
            if _is_heading(block, look, body, blocks, index):
                found[index] = look
    levels = _levels(found)
    out: list[Block] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph) and index in found:
            block = replace(block, role="heading", level=levels[found[index]])
        elif isinstance(block, Paragraph) and block.role == "body" and _CAPTION.match(block.raw):
            beside = [blocks[i] for i in (index - 1, index + 1) if 0 <= i < len(blocks)]
            if any(isinstance(b, Table) for b in beside) and len(block.raw.split()) < 30:
                block = replace(block, role="caption")
        out.append(block)
    return tuple(out)


def _body_size(blocks: Sequence[Block]) -> float:
    """The size that most running text has; that of the tables where there is hardly any text outside them."""
    weights: Counter[float] = Counter()
    inside: Counter[float] = Counter()
    for index, block in enumerate(blocks):
        outside = _heads_smaller(blocks, index)
        for paragraph in paragraphs([block]):
            for line in paragraph.lines:
                for word in line.words:
                    size = word.size or (word.bbox.height if word.bbox else 0)
                    counter = weights if block is paragraph and not outside else inside
                    counter[round(size * 2) / 2] += len(word.raw)
    if sum(weights.values()) < 0.15 * sum(inside.values()) or not weights:
        weights = weights + inside
    # Of sizes that are about as frequent, the smaller is the text and the larger the headings.
    if not weights:
        return 10.0
    most = max(weights.values())
    return min(s for s, n in weights.items() if n >= 0.7 * most)


def _heads_smaller(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a line stands right above a table that is set smaller: no running text."""
    block, below = blocks[index], blocks[index + 1] if index + 1 < len(blocks) else None
    if not isinstance(block, Paragraph) or not isinstance(below, Table) or len(block.lines) > 1:
        return False
    held = [w for p in paragraphs([below]) for line in p.lines for w in line.words]
    return size_of(block.lines[0].words) >= _LARGER * size_of(held) > 0


def _look(paragraph: Paragraph) -> _Look:
    """Of the first line's first word's style: a heading may have running text behind it on the same line."""
    words = [w for line in paragraph.lines for w in line.words]
    lead = [w for w in words if w.bold == words[0].bold] if words else []
    letters = [c for w in lead for c in w.raw if c.isalpha()]
    return _Look(
        size=round(size_of(lead) * 2) / 2,
        bold=bool(words)
        and words[0].bold
        and (len(words) == 1 or _NUMBER.match(words[0].raw) is None or words[1].bold),
        capitals=len(letters) > 3 and all(c.isupper() for c in letters),
        italic=bool(words) and all(w.italic for w in words),
    )


_MOST_WORDS = 60
"""Words of a paragraph that can be a heading with a statement behind it."""
_SENTENCE_WORDS, _SHORT_WORDS = 12, 4
"""Words of a whole sentence that may be set as a heading; and of one that must be no heading by its size alone."""
_MUCH_LARGER, _SMALLER = 1.35, 0.92
"""Shares of the body's size: whole sentences in type that much larger may be headings, smaller type heads nothing."""
_CAPITALS_WORDS = 12
"""Words of a heading in capitals at most."""


def _is_heading(p: Paragraph, look: _Look, body: float, blocks: Sequence[Block], index: int) -> bool:
    words = [w for line in p.lines for w in line.words]
    text = p.raw
    if not words or len(words) > _MOST_WORDS or not _could_head(text):
        return False
    numbered = len(words) > 1 and bool(_NUMBER.match(words[0].raw)) and any(c.isalpha() for c in words[1].raw[:2])
    sentence = text.rstrip().endswith((".", ",", ";")) and not numbered
    if look.size >= _LARGER * body:
        return _is_large_heading(len(words), look, body, sentence)
    all_bold = all(w.bold for w in words)
    if look.size < _SMALLER * body and not (numbered and all_bold):
        return False
    if all_bold:
        open_end = text.rstrip().endswith((",", ";"))
        return len(words) <= _MAX_WORDS and not open_end and not (sentence and len(words) > _SENTENCE_WORDS)
    if look.bold and numbered:
        return True  # a bold heading with its problem statement behind it
    capitals = look.capitals and not sentence and not any(c.islower() for c in text)
    if capitals and len(words) <= _CAPITALS_WORDS:
        return True
    # A number alone is evidence only with a deeper form ("2.1 Skolfrånvaro") and something below it to head.
    deep = numbered and "." in words[0].raw.strip(".") and words[1].raw[:1].isupper()
    return deep and len(p.lines) <= 2 and index + 1 < len(blocks)


def _could_head(text: str) -> bool:
    """Whether a text has letters, no leaders to a page number, and is no quotation set large beside the text."""
    return any(c.isalpha() for c in text) and _LEADER.search(text) is None and not is_quotation(text)


def _is_large_heading(count: int, look: _Look, body: float, sentence: bool) -> bool:
    """Whether type larger than the body's is a heading: no running text, and a sentence only if it is set apart."""
    if not sentence:
        return count <= _MAX_WORDS * 2
    apart = look.bold or look.size >= _MUCH_LARGER * body or count <= _SHORT_WORDS
    return apart and count <= _SENTENCE_WORDS


def _levels(found: dict[int, _Look]) -> dict[_Look, int]:
    """Looks to levels, the largest being 1."""
    distinct = sorted(set(found.values()), key=lambda look: look.rank)
    out: dict[_Look, int] = {}
    level, last = 0, None
    for look in distinct:
        key = (look.size, look.bold, look.capitals)
        if key != last:
            level += 1
            last = key
        out[look] = min(level, 9)
    return out
