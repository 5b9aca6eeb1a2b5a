"""The contextual restorer: å, ä, ö, é that lost their marks, letters an OCR engine took for others, broken spaces.

The rooms around it decide what a text suffers from (`Damage`); this module decides, word by word and in context,
what was written. With `HEALTHY` damage every word stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from ingest.repair.candidates import manner_of, marked_readings
from ingest.repair.lattice import Candidate, decode
from ingest.repair.letters import MARKED, core, fold, recase
from ingest.repair.lexicon import frequency, known, lexicon, readings
from ingest.repair.sequences import UNIT

__all__ = ["HEALTHY", "Damage", "Restored", "Rule", "estimate", "fill", "frequency", "known", "restore"]

Rule = Literal["diacritics", "ocr", "space"]

LOST = frozenset("?\ufffd")


@dataclass(frozen=True, slots=True)
class Damage:
    """What a text suffers from, as rates that hold for the whole text (a document, or a page of it)."""

    stripped: float = 0.0
    """Share of its å, ä, ö, é that lost the mark: 1 in stripped text, about 0.5 where only some are lost, 0 in
    healthy text."""
    ocr: float = 0.0
    """Share of its letters that an OCR engine misread, marks apart: 0.02–0.05 for the English model on Swedish
    print, 0.005 for the Swedish model, 0 for text that was never read from a picture."""


HEALTHY = Damage()


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


def restore(tokens: Sequence[str], *, damage: Damage, confidences: Sequence[float] | None = None) -> list[Restored]:
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
    spans: list[list[tuple[int, int, int]]] = []
    places: list[Sequence[Candidate]] = []
    start = len(lexicon().score) + 1
    end = (Candidate("", (start, start), (0.0, 0.0), 0.0),)
    number = (Candidate("", (start + 1,), (-5.0,), 0.0),)
    fresh, last_lower = True, False
    for token in tokens:
        found = []
        for match in UNIT.finditer(token):
            unit = match.group()
            if unit[0].isalpha():
                manner = "any" if fresh or not last_lower else manner_of(unit)
                found.append((match.start(), match.end(), len(places)))
                places.append(marked_readings(unit.lower(), damage.stripped, manner))
                fresh, last_lower = False, unit.islower()
            elif unit[0].isdigit():
                places.append(number)
            else:
                places.append(end)
                fresh = True
        spans.append(found)
    choices = decode(places, start)
    restored = []
    for token, found in zip(tokens, spans, strict=True):
        text, surest, at = [], 1.0, 0
        for begin, stop, place in found:
            reading = places[place][choices[place].number].text
            text += [token[at:begin], recase(reading, token[begin:stop])]
            surest = min(surest, choices[place].probability)
            at = stop
        made = "".join([*text, token[at:]])
        restored.append(Restored(made, "diacritics" if made != token else None, surest))
    return restored


def estimate(texts: Sequence[Sequence[str]]) -> Damage:
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
    return Damage(stripped=lost / (lost + kept) if lost + kept else 0.0)


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
        word = pattern[start:stop]
        holes = [i for i, letter in enumerate(word) if letter in LOST]
        if not holes or len(holes) > 6:
            continue
        for plain in product("aoe", repeat=len(holes)):
            letters = list(word.lower())
            for i, letter in zip(holes, plain, strict=True):
                letters[i] = letter
            for reading, score, *_ in readings(fold("".join(letters))):
                if len(reading) == len(word) and all(
                    (reading[i] in MARKED) if i in holes else (reading[i] == letters[i]) for i in range(len(word))
                ):
                    like = "".join("x" if letter in LOST else letter for letter in word)
                    if word[0] in LOST and word[1:2].isupper():
                        like = "X" + like[1:]
                    if like.replace("x", "X").isupper() and sum(map(str.isupper, like)) > 1:
                        like = like.upper()
                    text = pattern[:start] + recase(reading, like) + pattern[stop:]
                    best[text] = max(best.get(text, 0.0), 2.0**score)
    if not best:
        return Restored(pattern, None, 0.0)
    text = max(best, key=lambda key: (best[key], key))
    return Restored(text, "diacritics", best[text] / sum(best.values()))


def _without_marks(pattern: str, start: int, end: int) -> int:
    """The word's end if the question marks at it are question marks."""
    while end > start and pattern[end - 1] == "?":
        end -= 1
    return end
