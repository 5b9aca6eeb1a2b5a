"""What an OCR engine may have misread: readings of a word within a few confusions, each with its cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.language.letters import fold
from ingest.language.lexicon import COMPOUND, SHORTEST, WordReading, lexicon, log2, readings
from ingest.repair.models.candidates import FAR, LETTER, SHORT, UNKNOWN, Manner, is_abbreviation, written
from ingest.repair.models.ocr_channel import FOREIGN, Channel, base, channel
from ingest.repair.models.viterbi import WordCandidate

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
TELLING = 3
"""Letters from which the lexicon is asked whether a word begins so."""
MOST_SLIPS, LOST_SLIPS = 3, 2
"""Slips of a word at most, and what a lost letter counts."""
NO_COMPOUND, NO_WORD = 4.0, 14.0
"""Bits under a rare word from which compounds are looked for, and words of many slips."""
MOST_FREE = 12
"""Readings that are tried as compounds."""
LONG = 12
"""Letters of a word in which many slips would take too long to try."""
NO_CASE = 255
"""Of what the lexicon does not know: no word on how it is written."""
NOTHING = -99.0
VERY_COMMON = -9.5
"""log2 probability of a word that may stand glued to another."""

LettersRead = tuple[str, int]
"""Letters read, and how many letters they stand for."""
Variant = tuple[str, tuple[LettersRead, ...], float]
"""A reading without marks, how it came about, bits of its likeliest marks."""
_Heads = dict[int, list[Variant]]
_State = tuple[int, str, tuple[LettersRead, ...], float, int]
"""Of a search: place in the word, letters without marks up to there, how they came about, bits, slips."""
_Option = tuple[int, str, LettersRead, float, int]
"""Letters read, what they stand for, the piece, bits, whether it is a slip."""


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
    n = len(seen)
    options = [_options(seen, i, medium) for i in range(n)]
    found: dict[str, Variant] = {}
    stack: list[_State] = [(0, "", (), 0.0, 0)]
    for _ in range(STEPS):
        if not stack:
            break
        state = stack.pop()
        i, text, pieces, bits, _slips = state
        if not free and len(text) >= TELLING:
            first = lexicon().beginning(text)
            if first is None:
                continue
            if heads is not None and first == text and i < n:
                heads.setdefault(i, []).append((text, pieces, bits))
        if i == n:
            if text not in found or bits < found[text][2]:
                found[text] = (text, pieces, bits)
            continue
        stack += _followers(state, options[i], medium.missing if lost else (), limit)
    return sorted(found.values(), key=lambda variant: (variant[2], variant[0]))[:VARIANTS]


def _followers(
    state: _State, options: Sequence[_Option], missing: Sequence[tuple[str, float]], limit: float
) -> Iterator[_State]:
    """States one step further: a letter or two read as something, or a lost letter put in; within `limit` bits."""
    i, text, pieces, bits, slips = state
    for size, plain, piece, cost, slip in options:
        if bits + cost <= limit and slips + slip <= MOST_SLIPS:
            yield (i + size, text + plain, (*pieces, piece), bits + cost, slips + slip)
    if slips < LOST_SLIPS:
        for plain, cost in missing:
            if bits + cost <= limit:
                yield (i, text + plain, (*pieces, ("", len(plain))), bits + cost, slips + LOST_SLIPS)


def _options(seen: str, i: int, medium: Channel) -> list[_Option]:
    """What may begin at a letter: letters read, what they stand for, the piece, bits, whether it is a slip."""
    letter = seen[i]
    made: list[_Option] = []
    if letter.isalpha():
        made.append((1, fold(letter), (letter, 1), 0.0 if letter.islower() else 6.0, 0))
        if letter > "z" and base(letter) != fold(letter):
            made.append((1, base(letter), (letter, 1), FOREIGN, 1))
    for size in (1, 2):
        read = seen[i : i + size]
        if len(read) == size:
            made += [(size, plain, (read, len(plain)), cost, 1) for plain, cost in medium.rules.get(read, ())]
    return made


def cost_of(form: str, pieces: tuple[LettersRead, ...], medium: Channel) -> float:
    """Bits of reading this word through these pieces."""
    at, bits = 0, 0.0
    for read, size in pieces:
        bits += medium.cost(form[at : at + size], read)
        at += size
    return bits


@lru_cache(maxsize=100_000)
def misread_readings(
    seen: str, stripped: float, ocr: float, manner: Manner, *, older: bool = False
) -> tuple[WordCandidate, ...]:
    """Readings of a word (letters, digits and signs that stand for letters) from an OCR engine.

    Args:
        seen: the word as `shape` gives it.
        stripped: see `restorer.DamageRates`.
        ocr: see `restorer.DamageRates`.
        manner: how it is written inside a sentence, "any" where that tells nothing.
        older: see `restorer.DamageRates`.
    """
    search = _Search(seen, channel(stripped, ocr, older=older), manner)
    whole = fold(seen)
    if not lexicon().holds(whole) and whole.isalpha():
        search.read(whole, tuple((letter, 1) for letter in seen))
    best = max([search.look(variants(seen, search.medium, NEAR)), *search.found_bits()])
    if best < SURE and len(seen) > 1:
        best = max(best, search.look(variants(seen, search.medium, MIDDLE, lost=True)))
    if best < RARE - NO_COMPOUND and (len(seen) > TELLING or seen[:1] == "|"):
        _look_far(search, best)
    _prefer_as_read(search, whole)
    as_seen = seen.lower()
    if as_seen not in search.found:
        own = SHORT if is_abbreviation(as_seen, manner) else UNKNOWN + LETTER * len(seen)
        bits = cost_of(as_seen, tuple((letter, 1) for letter in seen), search.medium)
        search.take(as_seen, -1, own, bits, NO_CASE)
    ranked = sorted(search.found.values(), key=lambda c: (-(c.channel + sum(c.own)), c.text))
    top = ranked[0].channel + sum(ranked[0].own)
    return tuple(c for c in ranked[:MOST] if c.channel + sum(c.own) > top - FAR or c.text == as_seen)


@dataclass(slots=True)
class _Search:
    """The readings of a word that are found so far, the best one of each text."""

    seen: str
    medium: Channel
    manner: Manner
    found: dict[str, WordCandidate] = field(default_factory=dict)

    def take(self, text: str, number: int, own: float, bits: float, case: int) -> None:
        ids = (number if number >= 0 else len(lexicon().score),)
        candidate = WordCandidate(text, ids, (own,), written(case, self.manner) - bits)
        old = self.found.get(text)
        if old is None or own + candidate.channel > old.own[0] + old.channel:
            self.found[text] = candidate

    def look(self, tries: Sequence[Variant]) -> float:
        """Take the words that variants stand for; log2 probability of the best one."""
        lex = lexicon()
        best = NOTHING
        for text, pieces, _ in tries:
            for i in lex.forms(text):
                if lex.score[i]:
                    word, own = lex.word(i), log2(lex.score[i])
                    bits = cost_of(word, pieces, self.medium)
                    self.take(word, i, own, bits, lex.case[i])
                    best = max(best, own - bits)
        return best

    def read(self, text: str, pieces: tuple[LettersRead, ...]) -> float:
        """Take the readings of letters without marks, compounds too; log2 probability of the best one."""
        best = NOTHING
        for reading in readings(text):
            bits = cost_of(reading.text, pieces, self.medium)
            self.take(reading.text, reading.number, reading.log2, bits, reading.case)
            best = max(best, reading.log2 - bits)
        return best

    def found_bits(self) -> list[float]:
        return [c.own[0] + c.channel for c in self.found.values()]


def _look_far(search: _Search, best: float) -> None:
    """Far-fetched readings: compounds of the run time, many slips, compounds of two misread parts, a lost blank."""
    seen, medium = search.seen, search.medium
    for text, pieces, _ in variants(seen, medium, NEAR, free=True)[:MOST_FREE]:
        if not lexicon().holds(text):
            best = max(best, search.read(text, pieces))
    if best < RARE - NO_WORD:
        search.look(variants(seen, medium, WIDE if len(seen) < LONG else MIDDLE, lost=True))
        for text, own, bits in _put_together(seen, medium):
            search.take(text, -1, own, bits, NO_CASE)
    for candidate in _split(seen):
        search.found.setdefault(candidate.text, candidate)


def _prefer_as_read(search: _Search, whole: str) -> None:
    """What may stand as it was read (`whole`, folded) is not changed for a likelier word without need."""
    found = search.found
    if any(fold(candidate.text) == whole and candidate.channel > -SLIPS for candidate in found.values()):
        for text, candidate in found.items():
            if fold(text) != whole:
                found[text] = candidate._replace(channel=candidate.channel - VALID)


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


def _split(seen: str) -> Iterator[WordCandidate]:
    """Two words whose blank was lost: both common, one of them as common as 'den', or it may be a compound."""
    for cut in range(1, len(seen)):
        left = _common("i" if seen[:cut] == "|" else seen[:cut])
        right = _common(seen[cut:]) if left else None
        if left and right and max(left.log2, right.log2) > VERY_COMMON:
            texts = f"{left.text} {right.text}"
            yield WordCandidate(texts, (left.number, right.number), (left.log2, right.log2), -SPACE)


def _common(seen: str) -> WordReading | None:
    """The common word that these letters stand for without their marks; short ones must be very common."""
    if not lexicon().holds(fold(seen)):
        return None
    reading = readings(fold(seen))
    best = reading[0] if reading else None
    return best if best and best.number >= 0 and best.log2 > (-11.0 if len(seen) < 3 else -16.0) else None
