"""What a text suffers from, weighed word by word: how much likelier each word is under each damage than in health.

The sums over a passage, its page and its document are log-likelihood ratios; a passage's prior is what its page
tells, a page's what the document tells, so that little text leans on more, and much text stands for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log2

from ingest.language.letters import core, fold
from ingest.language.lexicon import LONGEST, lexicon, readings
from ingest.language.lexicon import log2 as score_log2
from ingest.repair.models.candidates import CERTAIN, LETTER, UNKNOWN, lost
from ingest.repair.models.misreadings import NEAR, cost_of, shape, variants
from ingest.repair.models.ocr_channel import base, channel
from ingest.repair.models.restorer import CODE, HEALTHY, DamageRates

__all__ = ["KINDS", "Bits", "judge", "posterior", "tells", "weigh"]

KINDS = (
    HEALTHY,
    DamageRates(0.15),
    DamageRates(0.5),
    DamageRates(0.85),
    DamageRates(1.0),
    DamageRates(1.0, 0.03),
    DamageRates(0.01, 0.02, older=True),
)  # fmt: skip
"""Healthy, and six damages."""
_NEW, _OLD = 5, 6
"""Which of them an engine without Swedish has caused, and which a program of the 1990s with it."""
PRIOR = (0.0, -4.0, -2.5, -3.5, -2.2, -2.6, -5.0)
"""log2 odds against health before any word is read."""
MOST, FIRST, NAME, SURNAME, TITLE, ACCENT = 6.0, 3.0, 1.5, 0.5, 0.5, 1.5
"""The most bits that one word may speak for a damage: any word, a sentence's first (which may be a name), a name,
which may be foreign, one behind another (`Anette Fors`), a small word inside one (`Forum for Urban Security`), and a
word that lacks only an accent (é), which many leave out."""
PLAIN = 1.5
"""The most bits that a slip among the letters a–z may speak for OCR: any misspelling and many names look like one."""
WEAK = 0.75
"""How much the evidence counts of a word that may stand as it is ('innebar'), or is only put together ('förinten')."""
AGAINST = -8.0
SLIP, OLD_SLIP = -0.25, -0.1
"""Bits that a word without slips speaks against an OCR engine that makes them: without Swedish, and with it."""
SHORTEST_OLD = 3
"""Letters of a word whose digits may be letters."""
SHARED = 0.9
"""How surely a passage has what its page has, a page what its document has."""

Bits = tuple[float, ...]


def weigh(tokens: Iterable[str], silent: Iterable[bool] = ()) -> Bits:
    """Bits by which the tokens speak for each of `KINDS` against health; a word counts twice at most.

    Those that are `silent` (words of another language, changed ones) only stand beside the others.
    """
    said = tuple(tokens)
    return _weigh(said, tuple(silent) or (False,) * len(said))


@lru_cache(maxsize=4096)
def _weigh(tokens: tuple[str, ...], silent: tuple[bool, ...]) -> Bits:
    sums = [0.0] * len(KINDS)
    seen: dict[str, int] = {}
    inside = named = False
    for at, token in enumerate(tokens):
        if silent[at]:
            inside = True
            continue
        start, end = core(token)
        word = token[start:end]
        most = TITLE if _is_in_title(tokens, at) else _most(word, inside, named)
        n = seen.get(word, 0)
        if word and n < MOST_TIMES and len(word) <= LONGEST:
            seen[word] = n + 1
            plain = word.isalpha() and (word[1:].islower() or word.isupper() or len(word) == 1)
            found = _word(word.lower()) if plain else _odd(word)
            for i, bits in enumerate(found or ()):
                sums[i] += min(bits, most)
        inside = end == len(token) and not token[:1].isdigit()
        named = word.istitle()
    return tuple(sums)


MOST_TIMES = 2
"""How often a word counts."""


def _is_in_title(tokens: Sequence[str], at: int) -> bool:
    """Whether a small word stands between two with capitals, as in names and in titles of other languages."""
    if not 0 < at < len(tokens) - 1 or not tokens[at].islower():
        return False
    before, after = tokens[at - 1], tokens[at + 1]
    return all(t[:1].isupper() and t[1:].islower() for t in (before, after)) and before[-1:].isalpha()


def _most(word: str, inside: bool, named: bool) -> float:
    """Bits that a word speaks at most: less with a capital, least inside a sentence, where it is a name's, and behind
    another such word (`named`)."""
    if not word[:1].isupper() or word.isupper():
        return MOST
    if inside and named:
        return SURNAME
    return NAME if inside else FIRST


@lru_cache(maxsize=200_000)
def _word(word: str) -> Bits | None:
    """The evidence of one lower-case word; None where it has none."""
    folded = fold(word)
    found = [reading for reading in readings(folded) if len(reading.text) == len(word)]
    forms = [(reading.text, 2.0**reading.log2) for reading in found]
    # Whether the lexicon has the word with other marks only: then it says more than a word that may stand as it is.
    certain = bool(found) and found[0].number >= 0 and all(text != word for text, _ in forms)
    if not any(text == word for text, _ in forms):
        forms.append((word, 2.0 ** (UNKNOWN + LETTER * len(word))))
    if all(text == folded for text, _ in forms):
        return _odd(word) if len(forms) == 1 and forms[0][1] < 2.0**UNKNOWN else None
    rates = [min(kind.stripped, CERTAIN) for kind in KINDS[:_OLD]]
    sums = [sum(weight * lost(word, text, rate) for text, weight in forms) for rate in rates]
    bits = [max(AGAINST, log2(max(value, 1e-30) / max(sums[0], 1e-30))) for value in sums]
    if not certain:
        bits = [value * WEAK if value > 0 else value for value in bits]
    new, old = _slips_of_unknown(word, sums)
    # An engine without Swedish makes an é of ö: the mark is no sign then that marks were kept.
    bits[_NEW] = new or bits[_NEW] + SLIP
    bits.append(old or OLD_SLIP)
    if folded == word and forms[0][0].replace("é", "e") == folded:
        bits = [min(value, ACCENT) for value in bits]
    return tuple(bits)


def _slips_of_unknown(word: str, sums: Sequence[float]) -> tuple[float, float]:
    """Bits of the slips of engines without Swedish and with it, of a word that none knows."""
    unknown = sums[0] <= 2.0**UNKNOWN
    new = _slips(word, _NEW) if unknown and sums[_NEW] <= 2.0**UNKNOWN else 0.0
    return new, _slips(word, _OLD) if unknown else 0.0


def _odd(word: str) -> Bits | None:
    """The evidence of a string that is no word: only OCR explains it, or nothing does."""
    letters = sum(letter.isalpha() for letter in word)
    if len(word) < 2 or letters * 2 < len(word) or not all(c.isalnum() or c in "&@|€$£" for c in word):
        return None
    slip = _slips(shape(word), _NEW)
    old = _slips(shape(word), _OLD) if len(word) >= SHORTEST_OLD and not CODE.fullmatch(word) else 0.0
    return (*[0.0] * _NEW, slip, old) if max(slip, old) > 0 else None


@lru_cache(maxsize=50_000)
def _slips(seen: str, kind: int) -> float:
    """Bits by which a word outside the lexicon is likelier a known one misread than a word of its own.

    Args:
        seen: as `shape` gives it.
        kind: which of `KINDS` the reading suffers from.
    """
    if kind == _NEW and any(letter > "z" and base(letter) != fold(letter) for letter in seen):
        return 0.0  # names of other languages, and bytes in the wrong code page
    if any(reading.number >= 0 and reading.text == seen for reading in readings(fold(seen))):
        return 0.0  # however rare, a word as it stands would be taken for a slip of itself
    damage = KINDS[kind]
    medium = channel(damage.stripped, damage.ocr, older=damage.older)
    lex = lexicon()
    best = -99.0
    for text, pieces, _ in variants(seen, medium, NEAR):
        for i in lex.forms(text):
            if lex.score[i]:
                best = max(best, score_log2(lex.score[i]) - cost_of(lex.word(i), pieces, medium))
    own = UNKNOWN + LETTER * len(seen)
    return max(0.0, min(PLAIN if seen.isascii() and seen.isalpha() and seen.islower() else MOST, best - own - 6.0))


def posterior(bits: Sequence[float], prior: Sequence[float]) -> Bits:
    """Probabilities of `KINDS`, from evidence and prior probabilities."""
    sums = [b + log2(max(p, 1e-12)) for b, p in zip(bits, prior, strict=True)]
    top = max(sums)
    weights = [2.0 ** (value - top) for value in sums]
    total = sum(weights)
    return tuple(weight / total for weight in weights)


def judge(passages: Sequence[tuple[object, Bits]]) -> list[Bits]:
    """Probabilities of `KINDS` for each passage.

    Args:
        passages: page (anything that can be compared) and evidence of each passage of one document.
    """
    base = posterior([0.0] * len(KINDS), [2.0**b for b in PRIOR])
    pages: dict[object, list[float]] = {}
    whole = [0.0] * len(KINDS)
    for page, bits in passages:
        sums = pages.setdefault(page, [0.0] * len(KINDS))
        for i, value in enumerate(bits):
            sums[i] += value
            whole[i] += value
    # What a page has told is left out of what the document tells it, a passage's out of what its page tells:
    # nothing counts twice.
    before = {page: _mixed(posterior(_less(whole, bits), base), base) for page, bits in pages.items()}
    return [posterior(bits, _mixed(posterior(_less(pages[page], bits), before[page]), base)) for page, bits in passages]


def tells(passages: Iterable[Bits]) -> bool:
    """Return whether the passages of a document hold evidence of a damage at all: as much as one word at a beginning.

    Words that may stand as they are (`bar`) and names (`Anette Fors`) say a little less; where all else is silent, the
    prior alone would then decide.
    """
    sums = [sum(values) for values in zip(*passages, strict=True)]
    return max(sums, default=0.0) >= FIRST


def _less(larger: Sequence[float], part: Sequence[float]) -> Bits:
    return tuple(a - b for a, b in zip(larger, part, strict=True))


def _mixed(larger: Bits, base: Bits) -> Bits:
    return tuple(SHARED * a + (1.0 - SHARED) * b for a, b in zip(larger, base, strict=True))
