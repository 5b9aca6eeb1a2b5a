"""Which lines of cards are labels: known words, and words that come again where labels stand and look alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.classify.fields.cell_scores import Scorer
from ingest.classify.fields.folding import heading_key
from ingest.classify.fields.heading import LABELS, Label
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.spans import Piece, part
from ingest.classify.text.labels import label_segments
from ingest.document import Paragraph

__all__ = ["CardEntry", "Learned", "Look", "labels_of", "look_of", "recurring", "told_by_values"]

FEWEST = 2
"""Cards that a label which no vocabulary knows stands in, at least."""
USUAL = 0.6
"""Share of the cards that such a label stands in where it looks like its values."""
LONGEST = 5
"""Words of a label."""
LONGEST_ENDED = 8
"""Words of one that a colon ends, or that the vocabulary knows."""
SURE = 0.45
"""Mean probability of a field from which the values of a label tell it."""
KNOWN = 0.5
"""The same of the label's own words."""
_PREFIX = re.compile(r"^\s*(?P<label>[^\W\d_][^:?\n;]{1,40}?)\s*(?P<end>:|\?)(?=\s|$)")

Look = tuple[bool, bool, float, bool]
"""Weight, slant, size (points, to the half) and capitals of a paragraph."""


@dataclass
class CardEntry:
    """A label with what stands under it; `name` is the label's text, `own_line` whether it has a line for itself."""

    label: Paragraph
    name: str
    values: list[Paragraph] = field(default_factory=list)
    own_line: bool = False


@dataclass(frozen=True)
class Learned:
    """Labels that a document uses again and again: as written (the first time), and folded."""

    names: frozenset[str] = frozenset()
    folded: frozenset[str] = frozenset()


def look_of(paragraph: Paragraph) -> Look:
    """Return how a paragraph is set."""
    words = [w for line in paragraph.lines for w in line.words]
    sizes = [w.size for w in words if w.size]
    size = round(2 * median(sizes)) / 2 if sizes else 0.0
    return all(w.bold for w in words), all(w.italic for w in words), size, paragraph.text.isupper()


def recurring(cards: Sequence[Sequence[Paragraph]], words: Vocabulary) -> Learned:
    """Return labels that no vocabulary knows but that cards have again and again, beside known ones."""
    told = [card for card in cards if any(_known(p.text, words) or _prefixed(p.text, words) for p in card)]
    looks, values = _looks(told, words)
    written: dict[str, str] = {}
    apart: Counter[str] = Counter()
    alike: Counter[str] = Counter()
    for card in told:
        apart.update({heading_key(p.text) for p in card if _short(p.text) and look_of(p) in looks - values})
        alike.update({heading_key(p.text) for p in card[:-1] if _short(p.text) and look_of(p) in looks & values})
        before = [m.group("label").strip() for p in card if (m := _PREFIX.match(p.text)) is not None]
        written.update((heading_key(label), label) for label in before)
        apart.update({heading_key(label) for label in before if _short(label)})
    usual = max(FEWEST + 1, USUAL * len(told))
    folded = {n for n, c in apart.items() if c >= FEWEST} | {n for n, c in alike.items() if c >= usual}
    return Learned(frozenset(written[n] for n in folded if n in written), frozenset(folded))


def _looks(cards: Sequence[Sequence[Paragraph]], words: Vocabulary) -> tuple[set[Look], set[Look]]:
    """How known labels on lines of their own are set, and how what follows them."""
    labels = {look_of(p) for card in cards for p in card if _known(p.text, words)}
    pairs = [(a, b) for card in cards for a, b in pairwise(card) if _known(a.text, words)]
    return labels, {look_of(b) for _, b in pairs if not _known(b.text, words)}


def _bare(text: str) -> str:
    return text.strip().rstrip(":").strip()


def _known(text: str, words: Vocabulary) -> bool:
    bare = _bare(text)
    return bool(bare) and len(bare.split()) <= LONGEST_ENDED and words.label(bare) is not None


def _prefixed(text: str, words: Vocabulary) -> bool:
    match = _PREFIX.match(text)
    return match is not None and words.label(match.group("label")) is not None


def _short(text: str) -> bool:
    bare = text.strip()
    longest = LONGEST_ENDED if bare.endswith(":") else LONGEST
    return 0 < len(bare.split()) <= longest and not bare.endswith(",") and not bare[0].isdigit()


def labels_of(
    paragraph: Paragraph, words: Vocabulary, learned: Learned
) -> list[tuple[Paragraph, str, Paragraph | None]]:
    """Return (label, its text, value) of each label in a paragraph that begins with one."""
    text = paragraph.text
    bare = _bare(text)
    if _known(text, words) or (_short(text) and heading_key(bare) in learned.folded):
        return [(paragraph, bare, None)]
    out: list[tuple[Paragraph, str, Paragraph | None]] = []
    at = 0
    for segment in label_segments(Piece(paragraph, 0), words, learned.names):
        start = text.find(segment.heading, at)
        if start < 0:
            return []
        at = start + len(segment.heading)
        value = None if segment.value is None else segment.value.paragraph
        out.append((part(paragraph, start, at), segment.heading.rstrip(" :"), value))
    match = _PREFIX.match(text) if not out else None
    if match is not None and (heading_key(match.group("label")) in learned.folded or _prefixed(text, words)):
        # A label with a full stop inside (`Ansv.:`).
        rest = part(paragraph, match.end()) if text[match.end() :].strip() else None
        out.append((part(paragraph, 0, match.end()), match.group("label").strip(), rest))
    return out


def told_by_values(entries: Sequence[CardEntry], words: Vocabulary, content: Scorer) -> dict[str, Label]:
    """Return the field of each label (folded) that no vocabulary knows: by its words, or else by all its values."""
    values: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for entry in entries:
        if words.label(entry.name) is None and not words.is_front(entry.name):
            names[heading_key(entry.name)] = entry.name
            values.setdefault(heading_key(entry.name), []).extend(p.text for p in entry.values)
    return {key: _field(names[key], texts, words, content) for key, texts in values.items() if texts}


def _field(name: str, values: Sequence[str], words: Vocabulary, content: Scorer) -> Label:
    meaning = words.heading(name)
    if meaning.known >= KNOWN:
        return meaning.best
    scores: Sequence[Mapping[Label, float]] = content(values)
    means = {label: sum(s[label] for s in scores) / len(scores) for label in LABELS}
    best = max(LABELS, key=lambda label: means[label])
    return best if means[best] >= SURE else "other"
