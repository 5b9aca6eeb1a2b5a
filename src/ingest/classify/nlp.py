"""Tokens and sentences of administrative Swedish (spaCy), and the trained classifier of meanings.

Built on `spacy.blank("sv")`: tokenizer exceptions for the abbreviations that plans and letters are full of, and a
sentence splitter by rule (statistical ones need a parser). The classifier is linear over hashed words, word pairs and
groups of letters (`models/meaning`).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

from ingest.artefacts import artefact
from ingest.plan import StatementField

__all__ = ["LABELS", "Classifier", "blank", "classifier", "hashed", "meanings", "sentences"]

LABELS: tuple[StatementField, ...] = ("orsak", "mål", "åtgärd", "vem", "när", "annat")
BUCKETS = 1 << 16

_END = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’»)]")


def blank() -> Language:
    """`spacy.blank("sv")` with the tokenizer's exceptions and the sentence splitter."""
    nlp = spacy.blank("sv")
    tokenizer: Any = nlp.tokenizer
    known = resources.files("ingest.classify").joinpath("data/abbreviations.txt").read_text(encoding="utf-8")
    for word in known.split():
        for form in (word, word.capitalize()):
            tokenizer.add_special_case(form, [{"ORTH": form}])
    # "ANDTS-coacher", "2024-2026", "barn- och ungdom", "Kalmar/Kronoberg" stay as they are written.
    infixes = [p for p in map(str, nlp.Defaults.infixes or ()) if "/" not in p and "-" not in p]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    nlp.add_pipe("swedish_sentences")
    return nlp


@Language.component("swedish_sentences", assigns=["token.is_sent_start", "doc.sents"])
def _split(doc: Doc) -> Doc:
    start_next = False
    for i, token in enumerate(doc):
        token.is_sent_start = i == 0 or (start_next and token.text not in _CLOSERS and not token.is_space)
        if token.is_sent_start:
            start_next = False
        if token.text and set(token.text) <= _END:
            start_next = _ends(doc, i)
        elif token.is_space and "\n" in token.text:
            start_next = True
    return doc


def _ends(doc: Doc, i: int) -> bool:
    """Whether a full stop ends a sentence: not after an initial or ordinal, not before a small letter or digit."""
    if i + 1 >= len(doc):
        return True
    following = next((t for t in doc[i + 1 :] if t.text not in _CLOSERS and not t.is_space), None)
    if following is None:
        return True
    if doc[i].text == ".":
        before = doc[i - 1].text if i else ""
        if len(before) == 1 and before.isalpha() and before.isupper():
            return False
        if before.isdigit() and len(before) <= 2 and not following.text[0].isupper():
            return False
    return not following.text[0].islower()


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence in a text, without the white space around it."""
    nlp = _splitter()
    with nlp.memory_zone():
        spans = [(s.start_char, s.end_char) for s in nlp(text).sents]
    out = []
    for start, end in spans:
        part = text[start:end]
        lead = len(part) - len(part.lstrip())
        if part.strip():
            out.append((start + lead, start + lead + len(part.strip())))
    return out


@cache
def _splitter() -> Language:
    return blank()


# -- classifier

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+(?:[.:/-]\d+)*|[^\w\s]", re.UNICODE)
_DIGITS = re.compile(r"\d")


@cache
def _of_word(word: str) -> tuple[int, ...]:
    """Buckets of a word: itself, its beginning and its end (Swedish bends and compounds at both)."""
    out = [_bucket("w", word)]
    if len(word) > 4 and word.isalpha():
        out += [_bucket("p", word[:4]), _bucket("e", word[-4:]), _bucket("e", word[-6:]), _bucket("p", word[:6])]
    return tuple(out)


def _bucket(kind: str, text: str) -> int:
    return zlib.crc32(f"{kind}\x00{text}".encode()) % BUCKETS


def hashed(text: str) -> NDArray[np.int64]:
    """Feature buckets of a text: words, beginnings and ends of words, pairs of words, its first words, its form."""
    words = [_DIGITS.sub("0", w) for w in _WORD.findall(text.casefold())]
    if len(words) > 60:
        words = words[:60]
    found: set[int] = set()
    for word in words:
        found.update(_of_word(word) if len(word) < 30 else ())
    for a, b in pairwise(words):
        found.add(zlib.crc32(f"b\x00{a}\x00{b}".encode()) % BUCKETS)
    for i, word in enumerate(words[:3]):
        found.add(_bucket(f"f{i}", word))
    count = len(words)
    found.add(_bucket("n", str(min(12, count if count < 6 else 6 + count // 6))))
    if text and text[-1] in ".!?:":
        found.add(_bucket("t", text[-1]))
    if text[:1].isupper():
        found.add(_bucket("c", "capital"))
    return np.fromiter(sorted(found), dtype=np.int64, count=len(found))


@dataclass(frozen=True)
class Classifier:
    """Linear weights, shape (BUCKETS, 6) in float16, and biases; probabilities in the order of `LABELS`."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float = 1.0

    @classmethod
    def load(cls, path: Path) -> Classifier:
        with np.load(path) as data:
            return cls(data["weights"].astype(np.float32), data["bias"], float(data["temperature"]))

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Probabilities, shape (texts, 6)."""
        scores = np.empty((len(texts), len(LABELS)), dtype=np.float32)
        for i, text in enumerate(texts):
            buckets = hashed(text)
            # The square root keeps long sentences from certainty.
            scores[i] = self.bias + self.weights[buckets].sum(axis=0) / np.sqrt(max(1, len(buckets)))
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
