"""What a sentence or cell says: orsak, mål, åtgärd, vem, när or none of them (annat). Made by `ingest train meaning`.

Multinomial logistic regression over four views of a text: hashed words, word pairs, beginnings and ends of words;
groups of letters inside words; the classes that its words belong to; and the mean of its words' vectors. Vectors and
classes come from administrative Swedish (`ingest.train.vectors`), so that a word no example had behaves like those
that are used as it is. A word without a vector takes that of its longest known ending, the head of a Swedish compound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ingest.artefacts import artefact
from ingest.language.patterns import word_list
from ingest.plan import StatementField
from ingest.system.worked_out import worked_out

__all__ = ["BUCKETS", "LABELS", "Classifier", "Vectors", "classifier", "features", "meanings", "split"]

LABELS: tuple[StatementField, ...] = ("orsak", "mål", "åtgärd", "vem", "när", "annat")
BUCKETS = 1 << 17
LONGEST = 60
"""Words of a text that are looked at."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+(?:[.:/-]\d+)*|[^\w\s]", re.UNICODE)
_DIGITS = re.compile(r"\d")
_RARE = 300
"""Rank from which on a word counts in full in the mean; the commonest ones say little."""
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(form, re.IGNORECASE)) for name, form in word_list("classify", "classifier.forms")
)


def _bucket(kind: str, text: str) -> int:
    return crc32(f"{kind}\x00{text}".encode()) % BUCKETS


_GROUPS = crc32(b"c\x00")
"""The checksum of what stands before a group of letters."""


def split(text: str) -> list[str]:
    """Words, numbers and marks in lower case, every digit as 0."""
    return [_DIGITS.sub("0", w) for w in _WORD.findall(text.casefold())]


@lru_cache(maxsize=1 << 15)
def _of_word(word: str) -> tuple[int, ...]:
    """Buckets of a word: itself, its beginning and its end (Swedish bends and compounds at both)."""
    if len(word) >= 30:
        return ()
    out = [_bucket("w", word)]
    if len(word) > 4 and word.isalpha():
        out += [_bucket("p", word[:4]), _bucket("e", word[-4:]), _bucket("e", word[-6:]), _bucket("p", word[:6])]
    return tuple(out)


@lru_cache(maxsize=1 << 15)
def _letters(word: str) -> tuple[int, ...]:
    """Buckets of the groups of two to five letters of a word, its borders marked."""
    whole = f"<{word[:29]}>"
    size = len(whole)
    groups = {whole[i : i + n] for n in (2, 3, 4, 5) for i in range(size - n + 1)}
    # As `_bucket("c", group)`: what stands before each group is summed up once.
    return tuple({crc32(group.encode(), _GROUPS) % BUCKETS for group in groups})


def _hashed(text: str, words: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Feature buckets of a text: of its words, pairs, first words and form; of its groups of letters."""
    found: set[int] = set()
    letters: set[int] = set()
    for word in words:
        found.update(_of_word(word))
        letters.update(_letters(word))
    for a, b in pairwise(words):
        found.add(_bucket("b", f"{a}\x00{b}"))
    for i, word in enumerate(words[:3]):
        found.add(_bucket(f"f{i}", word))
    count = len(words)
    found.add(_bucket("n", str(min(12, count if count < 6 else 6 + count // 6))))
    if text and text[-1] in ".!?:":
        found.add(_bucket("t", text[-1]))
    if text[:1].isupper():
        found.add(_bucket("k", "capital"))
    for name, pattern in _FORMS:
        if pattern.search(text):
            found.add(_bucket("form", name))
            found.add(_bucket("form", f"{name} {min(3, count // 4)}"))
    return np.fromiter(sorted(found), np.int64, len(found)), np.fromiter(sorted(letters), np.int64, len(letters))


@dataclass(frozen=True)
class Vectors:
    """Word vectors, shape (words, dimensions), the commonest word first, and the class of each word at three grains,
    shape (words, 3)."""

    words: tuple[str, ...]
    values: NDArray[np.float32]
    classes: NDArray[np.int64]

    @worked_out
    def _index(self) -> dict[str, int]:
        return {word: i for i, word in enumerate(self.words)}

    @worked_out
    def _found(self) -> dict[str, int]:
        return {}

    @worked_out
    def _weights(self) -> NDArray[np.float32]:
        return np.minimum(1.0, (np.arange(len(self.words)) + 30) / _RARE).astype(np.float32)

    @property
    def size(self) -> int:
        return int(self.values.shape[1])

    def knows(self, word: str) -> bool:
        """Return whether a word in lower case has a vector of its own."""
        return word in self._index

    def index(self, word: str) -> int:
        """Place of a word or of its longest known ending of four letters or more; -1 for none."""
        known = self._index.get(word)
        if known is not None:
            return known
        if word not in self._found:
            if len(self._found) > 1 << 15:
                self._found.clear()
            endings = (self._index.get(word[i:], -1) for i in range(1, len(word) - 3))
            self._found[word] = next((i for i in endings if i >= 0), -1)
        return self._found[word]

    def mean(self, places: Sequence[int]) -> NDArray[np.float32]:
        """The mean of a text's word vectors at length one, then those of its first two words, in one row."""
        size = self.size
        row = np.zeros(3 * size, dtype=np.float32)
        known = [i for i in places if i >= 0]
        if known:
            total = self._weights[known] @ self.values[known]
            row[:size] = total / max(1e-6, float(np.linalg.norm(total)))
        for k, i in enumerate(places[:2]):
            if i >= 0:
                row[(k + 1) * size : (k + 2) * size] = 0.6 * self.values[i]
        return row

    def buckets(self, places: Sequence[int]) -> NDArray[np.int64]:
        """Feature buckets of the classes of a text's words, of pairs of them and of the first three."""
        found: set[int] = set()
        for grain in range(self.classes.shape[1]):
            classes = [int(self.classes[i, grain]) if i >= 0 else -1 for i in places]
            found.update(_class("u", grain, c, 0) for c in classes)
            if grain < 2:
                found.update(_class("v", grain, a, b) for a, b in pairwise(classes))
            found.update(_class("s", grain, c, k) for k, c in enumerate(classes[:3]))
        return np.fromiter(sorted(found), np.int64, len(found))


@lru_cache(maxsize=1 << 16)
def _class(kind: str, grain: int, first: int, second: int) -> int:
    return _bucket(kind, f"{grain} {first} {second}")


def features(
    text: str, vectors: Vectors
) -> tuple[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], NDArray[np.float32]]:
    """Three groups of buckets, each to be scaled to length one, and a dense row of `3 * vectors.size` numbers."""
    words = split(text[: LONGEST * 12])[:LONGEST]
    places = [vectors.index(w) for w in words]
    spoken, letters = _hashed(text, words)
    return (spoken, letters, vectors.buckets(places)), vectors.mean(places)


@dataclass(frozen=True)
class Classifier:
    """Weights of the buckets, shape (BUCKETS, 6), and of the vectors, shape (3 * dimensions, 6), and biases.

    Scores are divided by `temperature`, fitted on texts that training had not seen.
    """

    weights: NDArray[np.float32]
    dense: NDArray[np.float32]
    bias: NDArray[np.float32]
    vectors: Vectors
    temperature: float = 1.0

    @classmethod
    def load(cls, path: Path) -> Classifier:
        with np.load(path) as data:
            weights = np.zeros((BUCKETS, len(LABELS)), dtype=np.float32)
            weights[data["used"]] = data["weights"].astype(np.float32)
            words = tuple(bytes(data["words"]).decode("utf-8").split("\n"))
            values = data["values"].astype(np.float32) * data["value_scale"]
            vectors = Vectors(words, values, data["classes"].astype(np.int64))
            return cls(weights, data["dense"].astype(np.float32), data["bias"], vectors, float(data["temperature"]))

    def save(self, path: Path) -> None:
        """Write the artefact: weights in half precision without empty rows, vectors as whole numbers of 8 bits."""
        used = np.flatnonzero(np.abs(self.weights).max(axis=1) > 0).astype(np.int32)
        value_scale = np.abs(self.vectors.values).max() / 127
        np.savez_compressed(
            path,
            used=used,
            weights=self.weights[used].astype(np.float16),
            dense=self.dense.astype(np.float32),
            bias=self.bias.astype(np.float32),
            words=np.frombuffer("\n".join(self.vectors.words).encode("utf-8"), dtype=np.uint8),
            values=np.round(self.vectors.values / value_scale).astype(np.int8),
            value_scale=np.float32(value_scale),
            classes=self.vectors.classes.astype(np.uint16),
            temperature=np.float32(self.temperature),
        )

    def scores(self, text: str) -> NDArray[np.float32]:
        """Logits before the temperature, shape (6,)."""
        groups, row = features(text, self.vectors)
        total: NDArray[np.float32] = self.bias + row @ self.dense
        for buckets in groups:
            total = total + self.weights[buckets].sum(axis=0) / np.sqrt(max(1, len(buckets)))
        return total

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Probabilities, shape (texts, 6)."""
        scores = np.empty((len(texts), len(LABELS)), dtype=np.float32)
        for i, text in enumerate(texts):
            scores[i] = self.scores(text)
        scores /= self.temperature
        scores -= scores.max(axis=1, keepdims=True)
        probabilities = np.exp(scores)
        shares: NDArray[np.float32] = probabilities / probabilities.sum(axis=1, keepdims=True)
        return shares


@cache
def classifier() -> Classifier:
    """The trained classifier.

    Raises:
        MissingTool: the artefact is missing.
    """
    return Classifier.load(artefact("meaning", "classifier.npz"))


def meanings(texts: Sequence[str]) -> Iterator[dict[StatementField, float]]:
    """Probabilities of the six meanings for each text."""
    for row in classifier()(texts):
        yield {label: float(p) for label, p in zip(LABELS, row, strict=True)}
