"""Cards without labels: a title that is the measure, and below it who does it, and when, each in a line or chip.

Posters and boards are set so. One such card is any heading over a short line; where the titles of several are set
alike, what stands below them is alike and short, and the one says measures and the other bodies and times, each becomes
a table of label and value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean

from ingest.classify.card_labels import Look, look_of
from ingest.classify.fields.cell_scores import Scorer
from ingest.classify.fields.classifier import meanings
from ingest.classify.spans import part
from ingest.classify.text.tails import is_time
from ingest.document import Block, Cell, Line, Paragraph, Table, Word, union

__all__ = ["with_bare_cards"]

_FEWEST = 3
"""Cards of a document, at least."""
_MOST_LINES = 3
"""Lines or chips below a title."""
_MOST_WORDS = 7
"""Words of one."""
_TITLE_WORDS = 3
"""Words of a title that says a measure, at least."""
_MEASURES = 0.35
"""Mean probability of a goal or measure from which titles over bodies and times say measures."""
_WHO = 0.45
"""Mean probability of a body or role from which what stands below titles says who."""
_SHARE = 0.7
"""Share of the titles set alike that have such lines below them, at least."""
_CHIP = 1.2
"""Font sizes of white between two chips of one line, at least."""
_SURE = 0.7
"""Confidence in the structure of such a card: nothing printed names its fields."""
_TITLE, _LABEL_WHO, _LABEL_WHEN = "åtgärd", "vem", "när"
"""Labels that the card leaves out."""


_LAST_COMMA = re.compile(r"\s*,\s+(?=[^,]+$)")


@dataclass(frozen=True, slots=True)
class _Card:
    """The blocks `at` (its title) up to `end`; `chips` are what stands below the title, one each."""

    at: int
    end: int
    title: Paragraph
    chips: tuple[Paragraph, ...]


def with_bare_cards(blocks: Sequence[Block], content: Scorer) -> tuple[Block, ...]:
    """Return the blocks with cards without labels as tables (not numbered yet); the same blocks where there are none.

    Args:
        blocks: of an arranged document.
        content: scores the words of cells.
    """
    cards = list(_cards(blocks))
    looks = {look_of(c.title) for c in cards}
    kept = [c for look in looks for c in _of_one_look(blocks, look, cards, content)]
    if not kept:
        return tuple(blocks)
    at = {c.at: c for c in kept}
    out: list[Block] = []
    index = 0
    while index < len(blocks):
        card = at.get(index)
        out.append(blocks[index] if card is None else _as_table(card))
        index = index + 1 if card is None else card.end
    return tuple(out)


def _of_one_look(blocks: Sequence[Block], look: Look, cards: Sequence[_Card], content: Scorer) -> list[_Card]:
    """The cards whose titles are set alike; [] where they are too few, or do not say what measures and bodies say."""
    found = [c for c in cards if look_of(c.title) == look]
    titles = sum(isinstance(b, Paragraph) and b.part is not None and look_of(b) == look for b in blocks)
    said = [s["mål"] + s["åtgärd"] for s in meanings([c.title.text for c in found])]
    if len(found) < max(_FEWEST, _SHARE * titles) or fmean(said) < _MEASURES:
        return []
    who = [chip.text for c in found for chip in c.chips if not is_time(chip.text)]
    if not who or fmean(s["vem"] for s in content(who)) < _WHO:
        return []
    return found


def _cards(blocks: Sequence[Block]) -> Iterator[_Card]:
    """Titles in parts of a page with a few short lines below them, set otherwise, up to the next title or part."""
    for at, title in enumerate(blocks):
        if not isinstance(title, Paragraph) or not _is_title(title):
            continue
        end = at + 1
        while end < len(blocks) and _goes_on(title, blocks[end]):
            end += 1
        chips = tuple(chip for b in blocks[at + 1 : end] if isinstance(b, Paragraph) for chip in _chips(b))
        if 0 < len(chips) <= _MOST_LINES and all(_is_chip(c) for c in chips):
            yield _Card(at, end, title, chips)


def _is_title(block: Paragraph) -> bool:
    told = block.part is not None and block.role in ("heading", "body") and block.marker is None
    return told and len(block.text.split()) >= _TITLE_WORDS and not block.text.rstrip().endswith(":")


def _goes_on(title: Paragraph, block: Block) -> bool:
    # A sign before who or when (a person, a calendar) is read as a bullet.
    same = isinstance(block, Paragraph) and block.role in ("body", "list-item") and block.part == title.part
    return same and isinstance(block, Paragraph) and look_of(block) != look_of(title)


def _is_chip(chip: Paragraph) -> bool:
    text = chip.text.strip()
    return 0 < len(text.split()) <= _MOST_WORDS and not text.endswith((".", ":", "!", "?"))


def _chips(block: Paragraph) -> list[Paragraph]:
    """The chips of a paragraph: those of one line stand apart."""
    if len(block.lines) != 1:
        return [block]
    words = block.lines[0].words
    cuts = [0, *(i for i, (a, b) in enumerate(pairwise(words), 1) if _apart(a, b)), len(words)]
    out: list[Paragraph] = []
    for a, b in pairwise(cuts):
        out += _who_and_when(replace(block, lines=(Line(words[a:b], block.lines[0].page),)))
    return out


def _who_and_when(chip: Paragraph) -> list[Paragraph]:
    """A body and a time behind the last comma of a chip (`Turistbyrån, 1–30 juni`), each for itself."""
    match = _LAST_COMMA.search(chip.text)
    if match is None or is_time(chip.text) or not is_time(chip.text[match.end() :]):
        return [chip]
    return [part(chip, 0, match.start()), part(chip, match.end())]


def _apart(a: Word, b: Word) -> bool:
    if a.bbox is None or b.bbox is None:
        return False
    return b.bbox.x0 - a.bbox.x1 > _CHIP * (a.size or a.bbox.height)


def _as_table(card: _Card) -> Table:
    """The table of label and value of a card."""
    when = tuple(c for c in card.chips if is_time(c.text))
    who = tuple(c for c in card.chips if not is_time(c.text))
    rows = [(n, held) for n, held in ((_TITLE, (card.title,)), (_LABEL_WHO, who), (_LABEL_WHEN, when)) if held]
    cells: list[Cell] = []
    for row, (name, held) in enumerate(rows):
        label = Paragraph((Line((Word(name, ""),)),))
        box = union(line.bbox for p in held for line in p.lines if line.bbox is not None)
        value = tuple(replace(p, role="body", level=None) for p in held)
        cells += [Cell(row, 0, (label,)), Cell(row, 1, value, bbox=box)]
    page = card.title.lines[0].page
    boxes = [c.bbox for c in cells if c.bbox is not None]
    around = union(boxes)
    placed = ((page, around),) if page is not None and around is not None else ()
    return Table(
        tuple(cells), len(rows), 2, method="labels", confidence=_SURE, pages=tuple(p for p, _ in placed), boxes=placed
    )
