"""The clues by which a name on a document's front is told to be its issuer: one table of numbers a candidate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log1p

from ingest.classify.facts.facts_words import fold
from ingest.classify.facts.issuer_candidates import PLACES, IssuerCandidate, Place
from ingest.language.patterns import word_list, word_set
from ingest.normalise import Registers
from ingest.plan import Kind

__all__ = ["FEATURES", "GROUPS", "IssuerSetting", "values_of"]

KINDS = ("municipality", "region", "police", "authority", "board", "office", "unit", "association", "company", "school",
         "other")  # fmt: skip
_KIND_OF: Mapping[str, str] = {
    "kommun": "municipality",
    "region": "region",
    "myndighet": "authority",
    "nämnd": "board",
    "förvaltning": "office",
    "verksamhet": "unit",
    "förening": "association",
    "företag": "company",
    "skola": "school",
}
"""Kinds of candidates by the type of the actor; all others are `other`."""
_FAMILIES: Mapping[str, str] = {
    **dict.fromkeys(("municipality", "region", "police", "authority"), "body"),
    **dict.fromkeys(("board", "office", "unit"), "part"),
    **dict.fromkeys(("association", "company", "school"), "own"),
    "other": "council",
}
_WIDE = ("body", "part", "own", "council", "unshaped")
_PARTS = ("part", "council")
_FRONT: frozenset[Place] = frozenset(("label", "above", "under", "beside", "table", "title_end", "header"))
"""Places where a reader looks for the owner first."""
_FORM = ("registered", "capitals", "small", "words", "with_place")
_BLOCK: frozenset[Place] = frozenset(("label", "above", "under", "title_end"))
"""Places of a title block."""
_RUNNING: frozenset[Place] = frozenset(("header", "footer", "inside", "text", "last"))
"""Places of a name that no title block holds."""
_STANDING = ("first", "size", "lines", "count", "places", "repeated_in_margins", "top_of_margins")
_TITLE = ("in_title", "place_in_title", "title_begins", "title_for", "title_in", "title_dash")
_OTHERS = ("inside_longer", "holds_shorter", "others_front", "body_front", "body_anywhere", "own_front", "part_before",
           "best_place", "alone", "beside_body", "longer_of_kind", "others_of_kind", "head_under_body",
           "foot_under_body", "names_area")  # fmt: skip
_DOCUMENT = ("minutes_council", "minutes_part", "agreement_body", "plan_part", "report_part", "scanned_part",
             "instance")  # fmt: skip
GROUPS: Mapping[str, tuple[str, ...]] = {
    "where it stands": tuple(f"at_{p}" for p in PLACES),
    "what kind of body": (*(f"kind_{k}" for k in KINDS), "unshaped"),
    "kind by place": tuple(f"{w}_{p}" for w in _WIDE for p in PLACES),
    "form of the name": _FORM,
    "how it stands": _STANDING,
    "the title": _TITLE,
    "the others": _OTHERS,
    "the document": _DOCUMENT,
}
FEATURES: tuple[str, ...] = tuple(name for names in GROUPS.values() for name in names)
"""The clues, in the order of the model's weights."""
_DASH = "-"
_FOR, _IN = word_list("classify", "issuers.for_and_in")
_POLICE = tuple(word_list("classify", "issuers.police"))
_INSTANCES = word_set("classify", "issuers.instances")


@dataclass(frozen=True, slots=True)
class IssuerSetting:
    """What the clues of a document's candidates depend on besides them."""

    title: str
    kind: Kind
    scanned: bool
    registers: Registers


def kind_of(candidate: IssuerCandidate) -> str:
    actor = candidate.actor
    if actor.type == "myndighet" and fold(actor.name).startswith(_POLICE):
        return "police"
    return _KIND_OF.get(actor.type, "other")


def values_of(found: Sequence[IssuerCandidate], setting: IssuerSetting) -> list[tuple[float, ...]]:
    """Return the clues of each candidate of one document, in the order of `FEATURES`."""
    kinds = [kind_of(c) for c in found]
    out = []
    for at, candidate in enumerate(found):
        clues = {
            **_of_places(candidate, kinds[at]),
            **_of_form(candidate, setting),
            **_of_standing(candidate, at),
            **_of_title(candidate, setting.title),
            **_of_others(at, found, kinds),
            **_of_document(kinds[at], setting),
            "instance": float(any(m.place == "decider" and m.label in _INSTANCES for m in candidate.mentions)),
        }
        out.append(tuple(float(clues.get(name, 0.0)) for name in FEATURES))
    return out


def _wide(candidate: IssuerCandidate, kind: str) -> str:
    return _FAMILIES[kind] if candidate.shaped else "unshaped"


def _of_places(candidate: IssuerCandidate, kind: str) -> dict[str, float]:
    wide = _wide(candidate, kind)
    clues = {f"kind_{kind}": 1.0, "unshaped": float(not candidate.shaped)}
    for place in candidate.places:
        clues[f"at_{place}"] = 1.0
        clues[f"{wide}_{place}"] = 1.0
    return clues


def _of_form(candidate: IssuerCandidate, setting: IssuerSetting) -> dict[str, float]:
    name = candidate.actor.name
    return {
        "registered": float(setting.registers.known(name) is not None),
        "capitals": float(name.isupper()),
        "small": float(name[:1].islower()),
        "words": log1p(len(name.split())),
        "with_place": float(any(w[:1].isupper() for w in name.split()[1:])),
    }


def _of_standing(candidate: IssuerCandidate, at: int) -> dict[str, float]:
    margins = [m for m in candidate.mentions if m.place in ("header", "footer")]
    front = [m for m in candidate.mentions if m.place in ("above", "under", "beside", "table")]
    return {
        "first": float(at == 0),
        "size": max((m.size for m in front), default=0.0),
        "lines": log1p(len(front)),
        "count": log1p(candidate.count),
        "places": log1p(len(candidate.places)),
        "repeated_in_margins": float(len(margins) > 1),
        "top_of_margins": float(bool(margins) and not front),
    }


def _of_title(candidate: IssuerCandidate, title: str) -> dict[str, float]:
    folded, name = fold(title), fold(candidate.actor.name)
    place = name.split()[0].rstrip("s") if name else ""
    return {
        "in_title": float(bool(name) and name in folded),
        "place_in_title": float(len(place) > 2 and place in folded),
        "title_begins": float(bool(name) and folded.startswith(name)),
        "title_for": float(any(m.place == "title_end" and m.label == _FOR for m in candidate.mentions)),
        "title_in": float(any(m.place == "title_end" and m.label == _IN for m in candidate.mentions)),
        "title_dash": float(any(m.place == "title_end" and m.label == _DASH for m in candidate.mentions)),
    }


def _of_others(at: int, found: Sequence[IssuerCandidate], kinds: Sequence[str]) -> dict[str, float]:
    candidate = found[at]
    name = fold(candidate.actor.name)
    others = [(c, k) for i, (c, k) in enumerate(zip(found, kinds, strict=True)) if i != at]
    fronts = [(c, _wide(c, k)) for c, k in others if c.places & _FRONT]
    shaped = [(c, w) for c, w in fronts if w != "unshaped"]
    rank = _rank(candidate)
    near = {m.order for m in candidate.mentions}
    bodies = [c for c, k in others if _wide(c, k) == "body"]
    part = _wide(candidate, kinds[at]) in _PARTS and any(c.places & _BLOCK for c in bodies)
    alike = [fold(c.actor.name) for c, k in others if k == kinds[at] and c.places & _FRONT]
    return {
        "inside_longer": float(any(name in fold(c.actor.name) for c, _ in others)),
        "holds_shorter": float(any(fold(c.actor.name) in name for c, _ in others)),
        "others_front": log1p(len(shaped)),
        "body_front": float(any(w == "body" for _, w in fronts)),
        "body_anywhere": float(bool(bodies)),
        "own_front": float(any(w == "own" for _, w in fronts)),
        "part_before": float(any(_wide(c, k) == "part" for c, k in list(zip(found, kinds, strict=True))[:at])),
        "best_place": float(all(rank <= _rank(c) for c, _ in others)),
        "alone": float(not shaped),
        "longer_of_kind": float(any(len(n) > len(name) for n in alike)),
        "others_of_kind": log1p(len(alike)),
        # `Nora kommun, Kommunstaben Sid 3` under a page whose title block names the municipality alone.
        "head_under_body": float(part and candidate.places <= _RUNNING and "header" in candidate.places),
        "foot_under_body": float(part and candidate.places <= _RUNNING and "header" not in candidate.places),
        "names_area": float(kinds[at] == "police" and " " not in name and kinds.count("police") > 1),
        "beside_body": float(any(abs(m.order - n) == 1 for c in bodies for m in c.mentions for n in near)),
    }


def _rank(candidate: IssuerCandidate) -> int:
    return min(PLACES.index(p) for p in candidate.places)


def _of_document(kind: str, setting: IssuerSetting) -> dict[str, float]:
    wide = _FAMILIES[kind]
    return {
        "minutes_council": float(setting.kind == "protokoll" and wide == "council"),
        "minutes_part": float(setting.kind == "protokoll" and wide == "part"),
        "agreement_body": float(setting.kind == "överenskommelse" and wide == "body"),
        "plan_part": float(setting.kind in ("handlingsplan", "åtgärdsplan") and wide == "part"),
        "report_part": float(setting.kind == "rapport" and wide == "part"),
        "scanned_part": float(setting.scanned and wide == "part"),
    }
