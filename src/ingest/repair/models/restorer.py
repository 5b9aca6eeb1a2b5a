"""The contextual restorer: å, ä, ö, é that lost their marks, letters an OCR engine took for others, broken spaces.

The rooms around it decide what a text suffers from (`DamageRates`); this module decides, word by word and in context,
what was written. With `HEALTHY` damage every word stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from ingest.language.letters import MARKED, cased, core, fold, recase
from ingest.language.lexicon import LONGEST, frequency, known, lexicon, log2, readings
from ingest.repair.models.candidates import Manner, manner_of, marked_readings
from ingest.repair.models.misreadings import misread_readings, shape
from ingest.repair.models.trigrams import UNIT
from ingest.repair.models.viterbi import WordCandidate, decode

__all__ = ["HEALTHY", "DamageRates", "Restored", "Rule", "estimate", "fill", "frequency", "known", "restore"]

Rule = Literal["diacritics", "ocr", "space"]

READ = re.compile(r"(?:[^\W_]|[&@|€$£])+|[.!?:;•●]")
"""Words as OCR gives them: with the digits and signs it takes letters for."""
CODE = re.compile(r"[A-ZÅÄÖ]{1,3}\d{1,4}|\d{1,3}[A-ZÅÄÖ]{1,2}")
"""Paper sizes, road and form numbers, quarters: A4, E20, Q1, 6G."""
PREPOSITION = 11.0
"""Bits of the word I being read as the number 1."""
ENDS = frozenset(".!?:;•●")
ENDINGS = frozenset(["", "a", "e", "n", "na", "ns", "r", "rs", "s", "t", "ts"])
"""How forms of a word differ behind what they share."""
SHORTEST_STEM, KNOWN_FORM = 6, 0.7
"""Letters that two forms share, at least; how well a form must be known to stay."""
LOST = frozenset("?\ufffd")


@dataclass(frozen=True, slots=True)
class DamageRates:
    """What a text suffers from, as rates that hold for the whole text (a document, or a page of it)."""

    stripped: float = 0.0
    """Share of its å, ä, ö, é that lost the mark: 1 in stripped text, about 0.5 where only some are lost, 0 in
    healthy text."""
    ocr: float = 0.0
    """Share of its letters that an OCR engine misread, marks apart: 0.02–0.05 for the English model on Swedish
    print, 0.005 for the Swedish model, 0 for text that was never read from a picture."""
    older: bool = False
    """Whether a program of the 1990s read it: with digits for letters (`sko1an`), `rn` for m."""


HEALTHY = DamageRates()


@dataclass(frozen=True, slots=True)
class Restored:
    """One token as it should read.

    `text` may hold a blank (the token was two words) or be empty (the token belongs to the word before it, whose
    result holds both); `rule` is then "space". An unchanged token has the rule None.
    """

    text: str
    rule: Rule | None
    confidence: float
    """Probability that `text` is what was written."""


def restore(
    tokens: Sequence[str], *, damage: DamageRates, confidences: Sequence[float] | None = None
) -> list[Restored]:
    """Restore the tokens (between blanks, with their punctuation) of one paragraph or cell, in reading order.

    Args:
        tokens: n tokens.
        damage: what may be changed at all.
        confidences: n word confidences of the OCR engine, 0–1, where there are any.

    Returns:
        n results. Restoring what was restored changes nothing.
    """
    if damage == HEALTHY:
        return [Restored(token, None, 1.0) for token in tokens]
    upper = sum(token.isupper() for token in tokens)
    sheet = _Sheet(damage, shouted=upper * 2 > sum(any(map(str.isalpha, token)) for token in tokens))
    for i, token in enumerate(tokens):
        sheet.add(token, 0.9 if confidences is None else confidences[i])
    return sheet.restored(tokens)


class _Sheet:
    """The places of a paragraph and where in its tokens they stand."""

    def __init__(self, damage: DamageRates, *, shouted: bool) -> None:
        self.shouted = shouted
        """Whether most of it is in capitals, so that capitals mean nothing."""
        self.damage = damage
        self.start = len(lexicon().score) + 1
        self.end = (WordCandidate("", (self.start, self.start), (0.0, 0.0), 0.0),)
        self.number = (WordCandidate("", (self.start + 1,), (-5.0,), 0.0),)
        self.one = (WordCandidate("1", (self.start + 1,), (-5.0,), 0.0),)
        i = lexicon().find("i")
        self.preposition = (WordCandidate("i", (i,), (log2(lexicon().score[i]),), -PREPOSITION),)
        self.spans: list[list[tuple[int, int, int]]] = []
        """For each token begin, end and place of its words."""
        self.places: list[Sequence[WordCandidate]] = []
        self.fresh_at: list[bool] = []
        """For each place whether a sentence starts there."""
        self.inside: list[bool] = []
        """For each place whether it stands after a word in lower case: then a capital means something."""
        self.fresh, self.last_lower = True, False

    def add(self, token: str, confidence: float) -> None:
        found = []
        for match in (READ if self.damage.ocr else UNIT).finditer(token):
            unit = match.group()
            inside = self.last_lower and not self.fresh
            if unit[0] in ENDS:
                self._put(self.end, False)
                self.fresh = True
            elif len(unit) > LONGEST:
                self.fresh, self.last_lower = False, False
            elif not _is_word(unit):
                if unit == "1" and self.damage.ocr:
                    # 'I' and 'i' are read as 1; only what follows can tell.
                    found.append((match.start(), match.end(), len(self.places)))
                    self._put((*self.one, *self.preposition), inside)
                elif unit[0].isdigit():
                    self._put(self.number, False)
            else:
                found.append((match.start(), match.end(), len(self.places)))
                manner = manner_of(unit) if inside or (unit.isupper() and not self.shouted) else "any"
                self._put(self._readings(unit, manner, confidence), inside)
                self.fresh, self.last_lower = False, unit.islower()
        self.spans.append(found)

    def _put(self, candidates: Sequence[WordCandidate], inside: bool) -> None:
        self.places.append(candidates)
        self.inside.append(inside)
        self.fresh_at.append(self.fresh)

    def _readings(self, unit: str, manner: Manner, confidence: float) -> Sequence[WordCandidate]:
        stripped, ocr = self.damage.stripped, self.damage.ocr
        if not ocr:
            return marked_readings(unit.lower(), stripped, manner)
        # A word read without doubt has few slips, a doubted one many; in four steps.
        step = 0.3 if confidence > 0.95 else 1.0 if confidence > 0.75 else 2.0 if confidence > 0.5 else 3.0
        return misread_readings(shape(unit), stripped, ocr * step, manner, older=self.damage.older)

    def restored(self, tokens: Sequence[str]) -> list[Restored]:
        choices = decode(self.places, self.start)
        cases = lexicon().case
        quoted = any("’" in token for token in tokens)
        made = []
        for token, found in zip(tokens, self.spans, strict=True):
            text, surest, at, rule = [], 1.0, 0, None
            for begin, stop, place in found:
                reading = self.places[place][choices[place].number]
                seen = token[begin:stop]
                case = cases[reading.ids[0]] if reading.ids[0] < len(cases) else 255
                word = cased(
                    reading.text,
                    seen,
                    fresh=self.fresh_at[place],
                    inside=self.inside[place],
                    case=case,
                    ocr=self.damage.ocr > 0,
                )
                if _inflected(seen, word):
                    word = seen
                if word != seen:
                    changed: Rule = "space" if " " in word else "ocr" if fold(word) != fold(seen) else "diacritics"
                    rule = changed if rule in (None, "diacritics") else rule
                text += [token[at:begin], word]
                surest = min(surest, choices[place].probability)
                at = stop
            whole = "".join([*text, token[at:]])
            if self.damage.ocr:
                rest = _without_specks(whole, quoted)
                rule = rule if rest == whole else "ocr"
                whole = rest
            made.append(Restored(whole, rule, surest))
        return made


def _inflected(seen: str, word: str) -> bool:
    """Whether a word and what it would become are forms of one noun or verb, and the word is known as it stands: which
    form is commoner says nothing (`fältassistenten`, `fältassistenter`)."""
    if seen == word or " " in word:
        return False
    shared = next((i for i, (a, b) in enumerate(zip(seen, word, strict=False)) if a != b), min(len(seen), len(word)))
    tails = seen[shared:], word[shared:]
    return shared >= SHORTEST_STEM and all(t in ENDINGS for t in tails) and known(seen.lower()) >= KNOWN_FORM


def _without_specks(token: str, quoted: bool) -> str:
    """The token without what specks and ruled lines before a word are read as; § where $ was read."""
    if token.rstrip(".,;)") == "$":
        return token.replace("$", "§")
    start = 0
    while start < len(token) and (token[start] in "_`~" or (token[start] == "‘" and not quoted)):
        start += 1
    return token[start:] if start < len(token) and token[start].isalnum() else token


def _is_word(unit: str) -> bool:
    """Letters, perhaps with a digit or sign that stands for one; not numbers, dates, references."""
    letters = sum(letter.isalpha() for letter in unit)
    return (letters * 2 >= len(unit) and not CODE.fullmatch(unit)) or unit == "|"


def estimate(texts: Sequence[Sequence[str]]) -> DamageRates:
    """The rate of lost marks over a document's texts: marks that its plain words lack against marks that are there."""
    lost = kept = 0.0
    for tokens in texts:
        for token in tokens:
            word = token[slice(*core(token))].lower()
            if not word.isalpha():
                continue
            options = readings(fold(word))
            if not options or len(options[0].text) != len(word):
                continue
            # Only words whose commonest reading outweighs all others by far say what was meant.
            if len(options) > 1 and options[0].log2 - options[1].log2 < 5.6:
                continue
            for seen, meant in zip(word, options[0].text, strict=True):
                if meant in MARKED:
                    kept += seen == meant
                    lost += seen != meant
    return DamageRates(stripped=lost / (lost + kept) if lost + kept else 0.0)


def fill(pattern: str, left: str = "", right: str = "") -> Restored:
    """A word with lost letters, each of them `?` or U+FFFD (one of å, ä, ö, é in either case), made whole.

    Args:
        pattern: the token.
        left: the token before it, or nothing.
        right: the token after it.
    """
    start, end = 0, len(pattern)
    while start < end and not pattern[start].isalnum() and pattern[start] not in LOST:
        start += 1
    while end > start and not pattern[end - 1].isalnum() and pattern[end - 1] not in LOST:
        end -= 1
    best: dict[str, float] = {}
    for stop in sorted({end, _without_marks(pattern, start, end)}):
        for reading, score in _filled(pattern[start:stop]):
            text = pattern[:start] + recase(reading, _case_of(pattern[start:stop])) + pattern[stop:]
            best[text] = max(best.get(text, 0.0), 2.0**score)
    if not best:
        return Restored(pattern, None, 0.0)
    text = max(best, key=lambda key: (best[key], key))
    return Restored(text, "diacritics", best[text] / sum(best.values()))


_MOST_LOST = 6
"""Lost letters of a word at most: all their readings are tried."""


def _filled(word: str) -> Iterator[tuple[str, float]]:
    """The words, with log2 probability, that have a marked letter in each hole and all letters that can be seen."""
    holes = [i for i, letter in enumerate(word) if letter in LOST]
    if not holes or len(holes) > _MOST_LOST:
        return
    for plain in product("aoe", repeat=len(holes)):
        letters = list(word.lower())
        for i, letter in zip(holes, plain, strict=True):
            letters[i] = letter
        for reading, score, *_ in readings(fold("".join(letters))):
            if len(reading) == len(word) and all(
                (reading[i] in MARKED) if i in holes else (reading[i] == letters[i]) for i in range(len(word))
            ):
                yield reading, score


def _case_of(word: str) -> str:
    """Letters in the case that the word is to have: that of the letters that can be seen."""
    like = "".join("x" if letter in LOST else letter for letter in word)
    if word[0] in LOST and word[1:2].isupper():
        like = "X" + like[1:]
    if like.replace("x", "X").isupper() and sum(map(str.isupper, like)) > 1:
        like = like.upper()
    return like


def _without_marks(pattern: str, start: int, end: int) -> int:
    """The word's end if the question marks at it are question marks."""
    while end > start and pattern[end - 1] == "?":
        end -= 1
    return end
