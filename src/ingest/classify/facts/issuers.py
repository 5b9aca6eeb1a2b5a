"""Who issued a document: one fitted decision over the names on its front, in its margins and in its last lines.

A logistic model (weights in `models/issuers/model.json`, made by `ingest train issuers`) tells for each candidate
whether it is an issuer; what contradicts itself (a short and a long form of one name) is settled by the likelier.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from ingest.artefacts import artefact
from ingest.classify.facts.issuer_candidates import IssuerCandidate, Place, candidates
from ingest.classify.facts.issuer_features import FEATURES, IssuerSetting, values_of
from ingest.classify.facts.title_page import Front, fold
from ingest.document import Document, Method
from ingest.language.patterns import expression
from ingest.normalise import Registers
from ingest.plan import Actor, Kind

__all__ = ["LEAST_SURE", "Issuers", "chosen", "issuers", "sureness"]

_COUNCIL = expression("classify", "issuers.council")
"""The identifier of a council that each municipality has, and the country too."""
EVEN = 0.5
LEAST = 0.2
"""Probability from which the likeliest name is taken where none is likelier than not: few plans have no issuer."""
LEAST_SURE = 0.5
"""Probability of the whole answer below which an issue names it."""
_STEEPEST = 30.0
"""Log-odds beyond which a probability is 0 or 1."""


@dataclass(frozen=True, slots=True)
class Issuers:
    """The issuing bodies in the order in which the document names them, how sure the whole answer is (0..1), and the
    names that may be issuers besides."""

    actors: tuple[Actor, ...] = ()
    chance: float = 1.0
    others: tuple[str, ...] = ()


def issuers(document: Document, front: Front, kind: Kind, registers: Registers) -> Issuers:
    """Return who issued a document.

    Args:
        document: arranged and repaired.
        front: its front, divided.
        kind: what it is.
        registers: the known actors.
    """
    found = candidates(document, front, registers)
    setting = IssuerSetting(front.title_text or "", kind, document.method is Method.OCR, registers)
    chances = [_model().probability(values) for values in values_of(found, setting)]
    taken = chosen(found, chances)
    sure = sureness(chances, taken, _model().none)
    others = [found[i].actor.name for i in _by_chance(chances) if i not in taken and chances[i] >= LEAST]
    return Issuers(_agencies(tuple(found[i].actor for i in taken)), sure, tuple(others))


def sureness(chances: Sequence[float], taken: Sequence[int], none: float) -> float:
    """Return how sure a whole answer is (0..1): that each candidate taken is an issuer and no other one is.

    Where none is taken, the issuer may stand where no candidate was found; `none` is how often there is no issuer then.
    """
    sure = 1.0 if taken else none
    for at, chance in enumerate(chances):
        sure *= chance if at in taken else 1 - chance
    return sure


def chosen(found: Sequence[IssuerCandidate], chances: Sequence[float]) -> tuple[int, ...]:
    """Return the indices of the issuers among the candidates of one document, given how likely each is one."""
    likely = [i for i, c in enumerate(chances) if c >= EVEN]
    if all(found[i].places <= _TOLD for i in likely):
        # None, or those of a sentence alone, which names its bodies together.
        likely = sorted({*likely, *_likeliest(found, chances)})
    taken: list[int] = []
    for i in sorted(likely, key=lambda i: -chances[i]):
        name = fold(found[i].actor.name)
        others = [fold(found[j].actor.name) for j in taken]
        if not any(name in other or other in name for other in others):
            taken.append(i)
    return tuple(sorted(taken))


def _likeliest(found: Sequence[IssuerCandidate], chances: Sequence[float]) -> list[int]:
    """The likeliest candidate that has the form of a body and stands where owners do, with those at its very places."""
    able = [i for i, c in enumerate(found) if chances[i] >= LEAST and c.shaped and not c.places <= _WEAK]
    best = max(able, key=lambda i: chances[i], default=None)
    return [] if best is None else [i for i in able if found[i].places == found[best].places]


_TOLD: frozenset[Place] = frozenset(("subject", "text"))
_WEAK: frozenset[Place] = frozenset(("keeper", "table", "last", "author"))
"""Places where many are named that own nothing."""


def _by_chance(chances: Sequence[float]) -> list[int]:
    return sorted(range(len(chances)), key=lambda i: -chances[i])


@dataclass(frozen=True, slots=True)
class _Model:
    """Weights by the names of the clues, the bias, and how often a document of which no name is taken has no issuer."""

    weights: Mapping[str, float]
    bias: float
    none: float

    def probability(self, values: Sequence[float]) -> float:
        z = self.bias + sum(self.weights.get(n, 0.0) * v for n, v in zip(FEATURES, values, strict=True))
        return 1 / (1 + exp(-max(-_STEEPEST, min(_STEEPEST, z))))


@cache
def _model() -> _Model:
    """Return the model that comes with the package.

    Raises:
        MissingTool: the artefact is missing.
    """
    data = json.loads(artefact("issuers", "model.json").read_text(encoding="utf-8"))
    return _Model(data["weights"], float(data["bias"]), float(data["none"]))


def _agencies(found: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Beside agencies alone, Brottsförebyggande rådet is the national one."""
    others = [a for a in found if a.id != _COUNCIL]
    if others and all(a.type == "myndighet" for a in others):
        return tuple(Actor(a.name, a.id, "myndighet") for a in found)
    return found
