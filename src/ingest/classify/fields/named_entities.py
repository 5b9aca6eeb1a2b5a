"""Actors and times in running text: what registers and grammar know, and what a trained recogniser adds.

The spaCy pipeline is that of `nlp.blank()` with two components more: `ner`, spaCy's transition-based recogniser over
hashed embeddings of words, their beginnings, endings and shapes (trained by `ingest train meaning`, run by thinc and
numpy alone), and `registers`, an entity ruler that overrides it wherever a name stands in a register or a time in the
grammar. So known things are as sure as before, and only what nobody knows is guessed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from ingest.artefacts import artefact
from ingest.language.spacy_pipeline import blank
from ingest.normalise.actors import actor_spans, load_registers
from ingest.normalise.dates import time_spans

__all__ = ["ACTOR", "TIME", "Entity", "add_recogniser", "entities", "rule_spans", "unseen_actors"]

ACTOR, TIME = "ACTOR", "TIME"
BATCH = 64
# Of HashEmbedCNN: vectors, convolutions and rows of the table of word forms; about 1.5 MB.
_TOK2VEC: dict[str, Any] = {
    "@architectures": "spacy.HashEmbedCNN.v2",
    "pretrained_vectors": None,
    "width": 64,
    "depth": 3,
    "embed_size": 2000,
    "window_size": 1,
    "maxout_pieces": 2,
    "subword_features": True,
}
_NER: dict[str, Any] = {
    "model": {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 48,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": _TOK2VEC,
    }
}


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor or a time in a text. `known`: a register or the grammar says so, not the recogniser."""

    start: int
    end: int
    text: str
    label: Literal["ACTOR", "TIME"]
    known: bool


def add_recogniser(nlp: Language) -> Any:
    """Put an untrained recogniser into a pipeline; returns the component."""
    return nlp.add_pipe("ner", config=_NER)


def rule_spans(doc: Doc) -> list[Span]:
    """What the registers and the grammar find in a document, no span over another; times before actors."""
    text = unicodedata.normalize("NFC", doc.text)
    if len(text) != len(doc.text):
        return []
    registers = load_registers()
    found = [(s, e, TIME) for s, e in time_spans(text)]
    taken = {i for s, e, _ in found for i in range(s, e)}
    found += [(s, e, ACTOR) for s, e in actor_spans(text, registers) if s not in taken]
    spans = [doc.char_span(s, e, label=label, alignment_mode="expand") for s, e, label in sorted(found)]
    return filter_spans([s for s in spans if s is not None])


@Language.component("registers", assigns=["doc.ents"])
def _registers(doc: Doc) -> Doc:
    known = rule_spans(doc)
    covered = {i for span in known for i in range(span.start, span.end)}
    guessed = [s for s in doc.ents if not any(i in covered for i in range(s.start, s.end))]
    for span in known:
        span.kb_id_ = "known"
    doc.ents = (*known, *guessed)
    return doc


@cache
def _pipeline() -> Language:
    nlp = blank()
    component = add_recogniser(nlp)
    nlp.add_pipe("registers")
    component.from_bytes(artefact("meaning", "recogniser.bin").read_bytes(), exclude=["vocab"])
    return nlp


def entities(texts: Sequence[str]) -> list[tuple[Entity, ...]]:
    """The actors and times of each text.

    Raises:
        MissingTool: the recogniser's artefact is missing.
    """
    nlp = _pipeline()
    with nlp.memory_zone():
        return [tuple(_entities(doc)) for doc in nlp.pipe(texts, batch_size=BATCH)]


def _entities(doc: Doc) -> Iterator[Entity]:
    for span in doc.ents:
        label: Literal["ACTOR", "TIME"] = "ACTOR" if span.label_ == ACTOR else "TIME"
        yield Entity(span.start_char, span.end_char, span.text, label, span.kb_id_ == "known")


def unseen_actors(texts: Iterable[str]) -> list[tuple[Entity, ...]]:
    """Of each text the actors that the recogniser finds and no register knows."""
    return [tuple(e for e in found if e.label == ACTOR and not e.known) for found in entities(list(texts))]
