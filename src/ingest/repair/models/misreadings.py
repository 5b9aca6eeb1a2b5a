"""What an OCR engine may have misread: readings of a word within a few confusions, each with its cost."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from ingest.language.letters import fold
from ingest.language.lexicon import COMPOUND, SHORTEST, Reading, lexicon, log2, readings
from ingest.repair.models.candidates import FAR, LETTER, SHORT, UNKNOWN, Manner, is_abbreviation, written
from ingest.repair.models.ocr_channel import FOREIGN, Channel, base, channel
from ingest.repair.models.viterbi import Candidate

__all__ = ["misread_readings", "shape"]

SURE, RARE = -20.0, -26.0
"""log2 probabilities of words that need no far-fetched rivals, and of words that need them."""
NEAR, MIDDLE, WIDE = 8.0, 15.0, 21.0
"""Bits of all confusions together that are tried for sure, rare and unknown words."""
VARIANTS = 400
STEPS = 20_000
"""Steps of one search; words need some hundred, rows of like letters would need millions."""
MOST = 12
"""Candidates kept for a word."""
VALID, SLIPS = 6.0, 10.0
"""Bits that letters misread cost more where the word may stand as it is, and what its own lost marks may cost then."""
SPACE = 12.0
"""Bits of a lost blank."""
VERY_COMMON = -9.5
"""log2 probability of a word that may stand glued to another."""

Piece = tuple[str, int]
"""Letters read, and how many letters they stand for."""
Variant = tuple[str, tuple[Piece, ...], float]
"""A reading without marks, how it came about, bits of its likeliest marks."""
_Heads = dict[int, list[Variant]]


def shape(seen: str) -> str:
    """The word as the channel sees it: in lower case but for capitals where there should be none."""
    letters = [letter for letter in seen if letter.isalpha()]
    upper = sum(letter.isupper() for letter in letters)
    if upper > 1 and upper * 2 > len(letters):
        return seen.lower()
    return seen[:1].lower() + seen[1:]


def variants(
    seen: str, medium: Channel, limit: float, *, lost: bool = False, free: bool = False, heads: _Heads | None = None
) -> list[Variant]:
    """Readings without marks within so many bits, cheapest first.

    Args:
        seen: as `shape` gives it.
        medium: the channel.
        limit: in bits.
        lost: whether letters may have been lost.
        free: also readings that no word begins with, as compounds of the run time need them.
        heads: where given, collects for each place in `seen` the beginnings of compounds read up to there.
    """
    keys = lexicon().keys
    n = len(seen)
    options = [_options(seen, i, medium) for i in range(n)]
    found: dict[str, Variant] = {}
    stack: list[tuple[int, str, tuple[Piece, ...], float, int]] = [(0, "", (), 0.0, 0)]
    for _ in range(STEPS):
        if not stack:
            break
        i, text, pieces, bits, slips = stack.pop()
        if not free and len(text) >= 3:
            low, high = _span(text[:3])
            at = bisect_left(keys, text, low, high)
            if at == high or not keys[at].startswith(text):
                continue
            if heads is not None and keys[at] == text and i < n:
                heads.setdefault(i, []).append((text, pieces, bits))
        if i == n:
            old = found.get(text)
            if old is None or bits < old[2]:
                found[text] = (text, pieces, bits)
            continue
        for size, plain, piece, cost, slip in options[i]:
            if bits + cost <= limit and slips + slip <= 3:
                stack.append((i + size, text + plain, (*pieces, piece), bits + cost, slips + slip))
        if lost and slips < 2:
            for plain, cost in medium.missing:
                if bits + cost <= limit:
                    stack.append((i, text + plain, (*pieces, ("", len(plain))), bits + cost, slips + 2))
    return sorted(found.values(), key=lambda variant: (variant[2], variant[0]))[:VARIANTS]


@lru_cache(maxsize=20_000)
def _span(start: str) -> tuple[int, int]:
    """Where the folded words begin and end that start with these letters."""
    keys = lexicon().keys
    return bisect_left(keys, start), bisect_left(keys, start + "\uffff")


def _options(seen: str, i: int, medium: Channel) -> list[tuple[int, str, Piece, float, int]]:
    """What may begin at a letter: letters read, what they stand for, the piece, bits, whether it is a slip."""
    letter = seen[i]
    made: list[tuple[int, str, Piece, float, int]] = []
    if letter.isalpha():
        made.append((1, fold(letter), (letter, 1), 0.0 if letter.islower() else 6.0, 0))
        if letter > "z" and base(letter) != fold(letter):
            made.append((1, base(letter), (letter, 1), FOREIGN, 1))
    for size in (1, 2):
        read = seen[i : i + size]
        if len(read) == size:
            made += [(size, plain, (read, len(plain)), cost, 1) for plain, cost in medium.rules.get(read, ())]
    return made


def cost_of(form: str, pieces: tuple[Piece, ...], medium: Channel) -> float:
    """Bits of reading this word through these pieces."""
    at, bits = 0, 0.0
    for read, size in pieces:
        bits += medium.cost(form[at : at + size], read)
        at += size
    return bits


@lru_cache(maxsize=100_000)
def misread_readings(seen: str, stripped: float, ocr: float, manner: Manner) -> tuple[Candidate, ...]:
    """Readings of a word (letters, digits and signs that stand for letters) from an OCR engine.

    Args:
        seen: the word as `shape` gives it.
        stripped: see `restorer.Damage`.
        ocr: see `restorer.Damage`.
        manner: how it is written inside a sentence, "any" where that tells nothing.
    """
    medium = channel(stripped, ocr)
    lex = lexicon()
    unknown = len(lex.score)
    found: dict[str, Candidate] = {}

    def take(text: str, number: int, own: float, bits: float, case: int) -> None:
        candidate = Candidate(text, (number if number >= 0 else unknown,), (own,), written(case, manner) - bits)
        old = found.get(text)
        if old is None or own + candidate.channel > old.own[0] + old.channel:
            found[text] = candidate

    def look(tries: list[Variant]) -> float:
        best = -99.0
        for text, pieces, _ in tries:
            for i in lex.forms(text):
                if lex.score[i]:
                    word, own = lex.word(i), log2(lex.score[i])
                    bits = cost_of(word, pieces, medium)
                    take(word, i, own, bits, lex.case[i])
                    best = max(best, own - bits)
        return best

    whole = fold(seen)
    if whole not in lex.first and whole.isalpha():
        pieces = tuple((letter, 1) for letter in seen)
        for reading in readings(whole):
            bits = cost_of(reading.text, pieces, medium)
            take(reading.text, reading.number, reading.log2, bits, reading.case)
    best = max([look(variants(seen, medium, NEAR)), *(c.own[0] + c.channel for c in found.values())])
    if best < SURE and len(seen) > 1:
        best = max(best, look(variants(seen, medium, MIDDLE, lost=True)))
    if best < RARE - 4 and (len(seen) > 3 or seen[:1] == "|"):
        for text, pieces, _ in variants(seen, medium, NEAR, free=True)[:12]:
            if text not in lex.first:
                for reading in readings(text):
                    bits = cost_of(reading.text, pieces, medium)
                    take(reading.text, reading.number, reading.log2, bits, reading.case)
                    best = max(best, reading.log2 - bits)
        if best < RARE - 14:
            look(variants(seen, medium, WIDE if len(seen) < 12 else MIDDLE, lost=True))
            for text, own, bits in _put_together(seen, medium):
                take(text, -1, own, bits, 255)
        for candidate in _split(seen):
            found.setdefault(candidate.text, candidate)
    as_seen = seen.lower()
    if any(fold(candidate.text) == whole and candidate.channel > -SLIPS for candidate in found.values()):
        # What may stand as it was read is not changed for a likelier word without need.
        for text, candidate in found.items():
            if fold(text) != whole:
                found[text] = candidate._replace(channel=candidate.channel - VALID)
    if as_seen not in found:
        own = SHORT if is_abbreviation(as_seen, manner) else UNKNOWN + LETTER * len(seen)
        take(as_seen, -1, own, cost_of(as_seen, tuple((letter, 1) for letter in seen), medium), 255)
    ranked = sorted(found.values(), key=lambda c: (-(c.channel + sum(c.own)), c.text))
    top = ranked[0].channel + sum(ranked[0].own)
    return tuple(c for c in ranked[:MOST] if c.channel + sum(c.own) > top - FAR or c.text == as_seen)


def _put_together(seen: str, medium: Channel) -> Iterator[tuple[str, float, float]]:
    """Compounds of two parts, each misread on its own: text, log2 probability, bits."""
    lex = lexicon()
    heads: _Heads = {}
    variants(seen, medium, MIDDLE, heads=heads)
    for cut, tries in sorted(heads.items()):
        firsts = _parts(tries, lex.modifier, medium)
        if firsts and len(seen) - cut >= SHORTEST:
            for last, own, bits in _parts(variants(seen[cut:], medium, MIDDLE), lex.head, medium):
                for first, own_first, bits_first in firsts:
                    yield first + last, COMPOUND + own_first + own, bits_first + bits


def _parts(tries: list[Variant], scores: bytes, medium: Channel) -> list[tuple[str, float, float]]:
    """Parts of compounds that these variants may stand for: text, log2 probability, bits; the best three."""
    lex = lexicon()
    found: dict[str, tuple[str, float, float]] = {}
    for text, pieces, _ in tries:
        for i in lex.forms(text):
            if scores[i]:
                word = lex.word(i)
                part = (word, log2(scores[i]), cost_of(word, pieces, medium))
                if word not in found or part[2] < found[word][2]:
                    found[word] = part
    return sorted(found.values(), key=lambda part: (part[2] - part[1], part[0]))[:3]


def _split(seen: str) -> Iterator[Candidate]:
    """Two words whose blank was lost: both common, one of them as common as 'den', or it may be a compound."""
    for cut in range(1, len(seen)):
        left = _common("i" if seen[:cut] == "|" else seen[:cut])
        right = _common(seen[cut:]) if left else None
        if left and right and max(left.log2, right.log2) > VERY_COMMON:
            texts = f"{left.text} {right.text}"
            yield Candidate(texts, (left.number, right.number), (left.log2, right.log2), -SPACE)


def _common(seen: str) -> Reading | None:
    """The common word that these letters stand for without their marks; short ones must be very common."""
    if fold(seen) not in lexicon().first:
        return None
    reading = readings(fold(seen))
    best = reading[0] if reading else None
    return best if best and best.number >= 0 and best.log2 > (-11.0 if len(seen) < 3 else -16.0) else None
