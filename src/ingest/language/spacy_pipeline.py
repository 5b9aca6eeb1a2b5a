"""Tokens and sentences of administrative Swedish (spaCy).

Built on `spacy.blank("sv")`: tokenizer exceptions for the abbreviations that plans and letters are full of, and a
sentence splitter by rule (statistical ones need a parser). Importing this module loads spaCy (0.5 s): see `sentences`.
"""

from __future__ import annotations

from importlib import resources
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

__all__ = ["blank"]

_END = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’»)]")


def blank() -> Language:
    """`spacy.blank("sv")` with the tokenizer's exceptions and the sentence splitter."""
    nlp = spacy.blank("sv")
    tokenizer: Any = nlp.tokenizer
    known = resources.files("ingest.language").joinpath("data/abbreviations.txt").read_text(encoding="utf-8")
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
    starts: list[int] = []
    for i, token in enumerate(doc):
        is_start = i == 0 or (start_next and token.text not in _CLOSERS and not token.is_space)
        starts.append(1 if is_start else -1)
        if is_start:
            start_next = False
        if token.text and set(token.text) <= _END:
            start_next = _ends(doc, i)
        elif token.is_space and "\n" in token.text:
            start_next = True
    # All at once: setting a token's own mark asks the whole text whether it was parsed.
    if starts:
        marks = np.array(starts, dtype=np.int64).view(np.uint64)
        doc.from_array(["SENT_START"], marks.reshape(-1, 1))  # type: ignore[arg-type]
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
