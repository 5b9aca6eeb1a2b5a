"""The lexicon of the restorer: words with frequencies from the corpus and from free word lists, parts of compounds."""

from __future__ import annotations

import gzip
import json
import lzma
import math
import random
import re
import shutil
import subprocess
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from ingest.language.letters import fold

__all__ = ["WORD", "CountedLexicon", "build_lexicon", "plan_lines", "read_lines"]

WORD = re.compile(r"[^\W\d_]+")
LETTERS = re.compile(r"[a-zåäöéèüàêëçáíóñôæøšž]+")
VOWELS = re.compile(r"[aeiouyåäöéèü]")

# Weight of the corpus' register against general Swedish in the frequency of a word.
DOMAIN = 0.5
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip
PHRASE = 30
"""Times that each phrase of plans counts beside the prose."""


_BYTE = 255
_STEPS = 6
"""Steps of a byte for each power of two."""


def quantise(log2: float) -> int:
    """A log2 probability from 0 to -42.3 in one byte, 255 = certain; 0 is kept for 'none'."""
    return max(1, min(_BYTE, round(_BYTE + log2 * _STEPS)))


def read_lines(corpus: Path) -> list[str]:
    """Paragraphs of the corpus and sentences of the named-entity corpus beside it."""
    with lzma.open(corpus / "corpus" / "train.txt.xz", "rt", encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file]
    entities = corpus / "ner" / "train_corpus.txt"
    if entities.is_file():
        sentence: list[str] = []
        for row in entities.read_text(encoding="utf-8").splitlines():
            token = row.split("\t")[0].strip()
            if token:
                sentence.append(token)
            elif sentence:
                lines.append(" ".join(sentence))
                sentence = []
    return lines


_YEARS = (2010, 2032)
"""Numbers that are put into the lines of plans."""
_SHORT_YEARS = (10, 32)
_MONTHS = (1, 12)
_DAYS = (1, 31)


def plan_lines(seed: int) -> list[str]:
    """The phrases of `data/plan_phrases.txt`, each some thirty times, with changing dates."""
    chance = random.Random(seed)
    short = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "sept", "okt", "nov", "dec"]
    lines = []
    phrases = resources.files("ingest.train").joinpath("data/plan_phrases.txt").read_text(encoding="utf-8")
    for phrase in phrases.splitlines():
        if phrase and not phrase.startswith("#"):
            for _ in range(PHRASE):
                line = phrase
                while "{" in line:
                    line = line.replace("{month}", chance.choice(MONTHS), 1)
                    line = line.replace("{mon}", chance.choice(short), 1)
                    line = line.replace("{year}", str(chance.randint(*_YEARS)), 1)
                    line = line.replace("{yy}", str(chance.randint(*_SHORT_YEARS)), 1)
                    line = line.replace("{n}", str(chance.randint(*_MONTHS)), 1)
                    line = line.replace("{day}", str(chance.randint(*_DAYS)), 1)
                lines.append(line)
    return lines


_COMPRESSION = 9


@dataclass(frozen=True)
class CountedLexicon:
    words: list[str]
    """In order of (fold, word); also compound modifiers that are no words of their own."""
    score: np.ndarray
    """uint8: log2 probability of the word, 0 = not a word."""
    modifier: np.ndarray
    """uint8: log2 probability as first part of a compound, 0 = never."""
    head: np.ndarray
    """uint8: log2 probability as last part of a compound, 0 = never."""
    case: np.ndarray
    """uint8: share of the word's uses inside sentences that begin with a capital (0–15), times 16, plus the share in
    capitals throughout (0–15); 255 = not known."""

    def save(self, path: Path) -> None:
        packed = zlib.compress(
            "\n".join(self.words).encode(), _COMPRESSION
        )  # lzma would save 0.3 MB and take four times as long
        with path.open("wb") as file:
            np.savez_compressed(
                file,
                words=np.frombuffer(packed, np.uint8),
                score=self.score,
                modifier=self.modifier,
                head=self.head,
                case=self.case,
            )


def cased_words() -> dict[str, set[str]]:
    """Lower-case words to the ways Tesseract's Swedish word list (Apache 2.0) writes them: lower, capital, upper.

    Empty where Debian's tesseract-ocr-swe and its tools are not installed; then more words have no habit.
    """
    data = next((p for p in Path("/usr/share/tesseract-ocr").glob("*/tessdata/swe.traineddata")), None)
    unpack, dump = shutil.which("combine_tessdata"), shutil.which("dawg2wordlist")
    ways: dict[str, set[str]] = {}
    if data is None or unpack is None or dump is None:
        return ways
    with TemporaryDirectory() as folder:
        stem = f"{folder}/swe."
        subprocess.run([unpack, "-u", str(data), stem], check=True, capture_output=True)
        words = f"{folder}/words"
        subprocess.run(
            [dump, stem + "lstm-unicharset", stem + "lstm-word-dawg", words], check=True, capture_output=True
        )
        for word in Path(words).read_text(encoding="utf-8").split():
            way = "lower" if word.islower() else "upper" if word.isupper() and len(word) > 1 else "capital"
            ways.setdefault(word.lower(), set()).add(way)
    return ways


def word_lists() -> tuple[dict[str, float], set[str]]:
    """Frequencies of general Swedish (wordfreq, CC BY-SA) and inflected forms (SALDO's in spacy-lookups-data, MIT)."""
    from wordfreq import get_frequency_dict

    general = get_frequency_dict("sv", "large")
    packed = resources.files("spacy_lookups_data").joinpath("data/sv_lemma_lookup.json.gz").read_bytes()
    table = json.loads(gzip.decompress(packed))
    return general, {*table, *table.values()}


def count(lines: Iterable[str]) -> tuple[Counter[str], Counter[str], Counter[str], Counter[str]]:
    """Uses of each lower-case word; of those inside sentences: all, with a capital first, in capitals."""
    uses: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    shouted: Counter[str] = Counter()
    for line in lines:
        tokens = WORD.findall(line)
        uses.update(map(str.lower, tokens))
        # Only words after a lower-case word tell how a word is written inside a sentence.
        for left, token in pairwise(tokens):
            if left.islower():
                low = token.lower()
                inside[low] += 1
                if token != low:
                    if len(token) > 1 and token.isupper():
                        shouted[low] += 1
                    elif token[0].isupper():
                        capital[low] += 1
    return uses, inside, capital, shouted


_PROBABILITY_OF_LISTED = 3e-10
"""Of a word that only lists know."""
_MOST_CASE = 254
"""Two shares in fifteenths, a half byte each: of a capital first letter and of capitals alone."""
_HALF_BYTE = 16
_FIFTEENTHS = 15


def build_lexicon(lines: list[str]) -> CountedLexicon:
    uses, inside, capital, shouted = count(lines)
    general, forms = word_lists()
    total = sum(uses.values())
    forms = {w.lower() for w in forms if LETTERS.fullmatch(w.lower())}
    probability: dict[str, float] = {}
    for word, n in uses.items():
        probability[word] = DOMAIN * n / total + (1 - DOMAIN) * general.get(word, 0.0)
    for word, share in general.items():
        if word not in probability and LETTERS.fullmatch(word):
            probability[word] = (1 - DOMAIN) * share
    drop_unmarked(probability, uses, forms)
    modifiers, heads = compounds(probability, uses)
    for word in forms:
        if word in probability or divisible(word, modifiers, heads):
            continue
        if word.endswith("s") and (word[:-1] in forms or word[:-1] in probability):
            continue  # a genitive: the run time takes the s off by itself
        probability[word] = _PROBABILITY_OF_LISTED
    words = sorted({*probability, *modifiers}, key=lambda w: (fold(w), w))
    all_modifiers, all_heads = sum(modifiers.values()), sum(heads.values())

    ways = cased_words()

    def case_of(word: str) -> int:
        n = inside[word]
        if n:
            return min(
                _MOST_CASE, _HALF_BYTE * round(_FIFTEENTHS * capital[word] / n) + round(_FIFTEENTHS * shouted[word] / n)
            )
        if ways.get(word) == {"capital"} or (word in ways and "lower" not in ways[word] and "capital" in ways[word]):
            return _FIFTEENTHS * _HALF_BYTE
        if word in forms or "lower" in ways.get(word, ()):
            return 0
        return _BYTE

    def row(table: dict[str, float], scale: float) -> np.ndarray:
        return np.array([quantise(math.log2(table[w] / scale)) if w in table else 0 for w in words], np.uint8)

    return CountedLexicon(
        words,
        row(probability, 1.0),
        row({w: float(n) for w, n in modifiers.items()}, all_modifiers),
        row({w: float(n) for w, n in heads.items()}, all_heads),
        np.array([case_of(w) for w in words], np.uint8),
    )


_KNOWN_FORM = 20
"""How many times rarer a word with a known form may be than its likeness without marks."""


def drop_unmarked(probability: dict[str, float], uses: Counter[str], forms: set[str]) -> None:
    """Leave out general words that are only careless spellings of words with marks ('ar' for 'är', 'atgard')."""
    best: dict[str, float] = {}
    for word, p in probability.items():
        key = fold(word)
        if key != word:
            best[key] = max(best.get(key, 0.0), p)
    for word, p in best.items():
        own = probability.get(word)
        if own is None:
            continue
        if word not in uses and own < (p / _KNOWN_FORM if word in forms else p):
            del probability[word]


_LEAST_PART = 3
"""Letters of a part of a compound."""
_COMMON_PART = 3e-8
"""Probability from which a word may be part of compounds."""
_LEAST_COMPOUND = 7
"""Letters of a compound."""
_COMMON_COMPOUND = 2e-8
"""Probability from which a long word is looked at."""
_OFTEN = 3
_VERY_OFTEN = 8
_COMMON_WORD = 1e-7
"""Probability from which a compound of two parts counts more, and from which its head is common."""
_LETTER_WEIGHT = 0.3
_COMMON_USE = 3e-7


def compounds(probability: dict[str, float], uses: Counter[str]) -> tuple[Counter[str], Counter[str]]:
    """First parts (with their joining letters) and last parts, by the number of different words they stand in."""
    strong = {w for w, p in probability.items() if len(w) >= _LEAST_PART and p > _COMMON_PART and VOWELS.search(w)}
    candidates: Counter[str] = Counter()
    splits: list[list[tuple[str, str]]] = []
    for word, p in probability.items():
        if len(word) < _LEAST_COMPOUND or (p < _COMMON_COMPOUND and word not in uses):
            continue
        found = [(word[:i], word[i:]) for i in range(_LEAST_PART, len(word) - 2) if word[i:] in strong]
        if found:
            splits.append(found)
            candidates.update(first for first, _ in found)
    modifiers: Counter[str] = Counter()
    heads: Counter[str] = Counter()
    for found in splits:
        best = _best_split(found, candidates, probability)
        if best is not None:
            first, last, own = best
            modifiers[first] += 1
            # What follows no word is mostly an ending: plane-rad says nothing of the word rad.
            heads[last] += own > _COMMON_USE
    return (
        Counter({w: n for w, n in modifiers.items() if n >= 2 and len(w) >= _LEAST_PART}),
        Counter({w: n for w, n in heads.items() if n}),
    )


def _best_split(
    splits: Sequence[tuple[str, str]], candidates: Counter[str], probability: dict[str, float]
) -> tuple[str, str, float] | None:
    """The split whose first part is known best: a word, a word with a joining s, or a part of many other words.

    Returns:
        First part, last part and the first part's own probability; None where no first part is known.
    """
    rated = []
    for first, last in splits:
        stem = first[:-1] if first.endswith("s") else first
        own = probability.get(first, 0.0) + probability.get(stem, 0.0)
        n = candidates[first]
        if n >= _OFTEN and (own > 0 or n >= _VERY_OFTEN):
            rated.append(
                (math.log(n) + (1.0 if own > _COMMON_WORD else 0.0) + _LETTER_WEIGHT * len(last), first, last, own)
            )
    return max(rated)[1:] if rated else None


def divisible(word: str, modifiers: Counter[str], heads: Counter[str]) -> bool:
    """Whether the run-time compound splitter finds the word by itself; such forms need no place in the lexicon."""
    return any(
        modifiers.get(word[:i], 0) >= _OFTEN and heads.get(word[i:], 0) >= 1 for i in range(_LEAST_PART, len(word) - 2)
    )
