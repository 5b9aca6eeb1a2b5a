"""Fits the decision who issued a document on drawn fronts and on plans beside their answers.

Material: what the factory draws (`owned-front-*` above all), a family each, and folders of documents with answers and
no manifest (strangers' rounds), each folder a family. Every figure of the card is of families left out, and counts
documents: a document is right where the set of its issuers is. An answer may be given as it is, or as
`{"value": …, "accept": […]}`; one of `{"any": true}` is left out.
"""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.classify.facts.finder import front_of, kind_of_front
from ingest.classify.facts.issuer_candidates import IssuerCandidate, candidates
from ingest.classify.facts.issuer_features import FEATURES, GROUPS, IssuerSetting, values_of
from ingest.classify.facts.issuers import chosen, sureness
from ingest.document import Document, Method
from ingest.errors import UsageError
from ingest.normalise import Registers, load_registers
from ingest.options import Options
from ingest.pipeline import arrange
from ingest.source import Source
from ingest.train.factory.model import UNDAMAGED
from ingest.train.held_out import FOLDS, DecisionSamples, Matrix, fit, held_out, worst

__all__ = ["Case", "case_of", "fit_all", "train"]

DIGITS = 4
"""Decimals of the weights."""
_ENDINGS = frozenset((".pdf", ".docx", ".txt", ".odt", ".rtf", ".xlsx", ".pptx", ".html", ".tif", ".png", ".jpg"))
_BY_HAND = (
    "118 of 159 text-born documents of strangers' rounds 1 to 27, on which they had been mended, and 21 of 26 of",
    "rounds 29 to 31, which they had not seen",
)
"""What the rules by hand that the model took the place of named right."""


@dataclass(frozen=True, slots=True)
class Case:
    """The candidates of one document with their clues, the answers that are fair, and the document's family."""

    family: str
    found: tuple[IssuerCandidate, ...]
    values: tuple[tuple[float, ...], ...]
    fair: tuple[frozenset[str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The candidates' names as they are compared."""
        return tuple(_plain(c.actor.name) for c in self.found)

    @property
    def true(self) -> tuple[bool, ...]:
        """Whether each candidate is an issuer in one of the fair answers."""
        return tuple(any(n in fair for fair in self.fair) for n in self.names)

    def right(self, chances: Sequence[float]) -> bool:
        """Whether the issuers that these chances give are a fair answer."""
        names = self.names
        return frozenset(names[i] for i in chosen(self.found, chances)) in self.fair

    def sure(self, chances: Sequence[float], none: float) -> float:
        """How sure the whole answer is that these chances give (0..1); `none` as in `sureness`."""
        return sureness(chances, chosen(self.found, chances), none)

    def is_empty(self, chances: Sequence[float]) -> bool:
        """Whether these chances name nobody."""
        return not chosen(self.found, chances)


def train(material: Path, out: Path, seed: int = 0) -> None:
    """Rebuild the artefact.

    Args:
        material: folder with folders of drawn documents (`ingest train factory -o`) and of documents with answers,
            searched for all.
        out: folder the artefact's files go to.
        seed: of the folds.

    Raises:
        UsageError: the folder holds no documents with answers.
    """
    registers = load_registers(None)
    cases = []
    for path, family, gold in _documents(material):
        options = Options()
        document = arrange(Source.open(path, None, options.limits), options)
        if (case := case_of(document, family, gold, registers)) is not None:
            cases.append(case)
    if not cases:
        raise UsageError("no documents with answers.", remedy="Draw some: ingest train factory -o DIR.")
    fit_all(cases, out, seed)


def case_of(document: Document, family: str, gold: Mapping[str, Any], registers: Registers) -> Case | None:
    """Return the case of an arranged document; None where its answer lets any issuers be right."""
    fair = _fair(gold["document"].get("issuers"))
    if not fair:
        return None
    front = front_of(document, registers)
    found = candidates(document, front, registers)
    setting = IssuerSetting(front.title_text or "", kind_of_front(front), document.method is Method.OCR, registers)
    return Case(family, found, tuple(values_of(found, setting)), fair)


def fit_all(cases: Sequence[Case], out: Path, seed: int) -> None:
    """Fit, judge with each family held out, and write model and card."""
    model = fit(_arrays(cases))
    weights = {n: round(float(v), DIGITS) for n, v in zip(FEATURES, model.coef_[0], strict=True)}
    none = round(_none(cases, _held_out(cases, seed)), DIGITS)
    data = {"weights": weights, "bias": round(float(model.intercept_[0]), DIGITS), "none": none}
    out.mkdir(parents=True, exist_ok=True)
    (out / "model.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    (out / "README.md").write_text(_card(cases, seed), encoding="utf-8")


def _documents(material: Path) -> Iterator[tuple[Path, str, Mapping[str, Any]]]:
    for answer in sorted(material.rglob("*.gold.json")):
        folder, name = answer.parent, answer.name.removesuffix(".gold.json")
        family: str | None = folder.name
        if (folder / "manifest.csv").exists():
            family = _drawn(folder / "manifest.csv").get(name)
        path = next((p for p in sorted(folder.glob(f"{name}.*")) if p.suffix in _ENDINGS), None)
        if family is not None and path is not None:
            yield path, family, json.loads(answer.read_text(encoding="utf-8"))


def _drawn(manifest: Path) -> dict[str, str]:
    """Families of the undamaged documents of a manifest, by name."""
    with manifest.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["family"] for row in csv.DictReader(file) if row["damage"] == UNDAMAGED}


def _fair(value: Any) -> tuple[frozenset[str], ...]:
    if isinstance(value, Mapping):
        answers = [] if value.get("any") else [value.get("value"), *value.get("accept", ())]
    else:
        answers = [value]
    return tuple(frozenset(_plain(a if isinstance(a, str) else a["name"]) for a in answer or ()) for answer in answers)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split()).rstrip(" .,;:")


def _arrays(cases: Sequence[Case]) -> DecisionSamples:
    return DecisionSamples(
        np.array([v for c in cases for v in c.values]),
        np.array([t for c in cases for t in c.true]),
        np.array([c.family for c in cases for _ in c.values]),
    )


def _judged(
    cases: Sequence[Case], seed: int, without: Sequence[int] = ()
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Whether each document is right by a model that saw none of its family, and how sure that model's answer is."""
    chances = _held_out(cases, seed, without)
    none = _none(cases, chances)
    hit = [case.right(own) for case, own in zip(cases, chances, strict=True)]
    sure = [case.sure(own, none) for case, own in zip(cases, chances, strict=True)]
    return np.array(hit), np.array(sure)


def _held_out(cases: Sequence[Case], seed: int, without: Sequence[int] = ()) -> list[list[float]]:
    """Return the chances of the candidates of each document by a model that saw none of its family."""
    chances: Matrix = held_out(_arrays(cases), (False, True), seed, without)[:, 1]
    ends = np.cumsum([len(case.values) for case in cases])[:-1]
    return [part.tolist() for part in np.split(chances, ends)]


def _none(cases: Sequence[Case], chances: Sequence[Sequence[float]]) -> float:
    """Return how often a document of which nobody is named has no issuer, by Laplace's rule of succession."""
    empty = [frozenset() in case.fair for case, own in zip(cases, chances, strict=True) if case.is_empty(own)]
    return (sum(empty) + 1) / (len(empty) + 2)


_SURE = (0.5, 0.7, 0.9)
"""Bounds of the card's parts of how sure an answer is."""


def _calibration(hit: NDArray[np.bool_], sure: NDArray[np.float64], drawn: NDArray[np.bool_]) -> list[str]:
    """The table that says how often answers of each sureness are right."""
    lines = [
        "How sure the whole answer is, by those models, beside how often it is right (`issuer-unsure` tells those",
        f"below {_SURE[0]}):",
        "",
        "| sure | documents | mean | right | strangers' | mean | right |",
        "| --- | --: | --: | --: | --: | --: | --: |",
    ]
    for low, high in zip((0.0, *_SURE), (*_SURE, 1.0), strict=True):
        inside = (sure >= low) & ((sure < high) | (high == 1.0))
        parts = [f"{p.sum()} | {_mean(sure[p])} | {_mean(hit[p])}" for p in (inside, inside & ~drawn)]
        lines.append(f"| {low}–{high} | {' | '.join(parts)} |")
    return [*lines, ""]


def _mean(values: NDArray[Any]) -> str:
    return f"{values.mean():.0%}" if len(values) else "–"


def _share(hit: NDArray[np.bool_]) -> str:
    return f"{hit.mean():.1%} of {len(hit)}" if len(hit) else "none"


def _card(cases: Sequence[Case], seed: int) -> str:
    hit, sure = _judged(cases, seed)
    families = np.array([c.family for c in cases])
    drawn = np.array(["-" in c.family for c in cases])
    named = np.array([any(fair <= frozenset(c.names) for fair in c.fair) for c in cases])
    lines = [
        "# Who issued a document",
        "",
        "`model.json`: whether a name on a document's front, in its margins or last lines is one of its issuers: a",
        "logistic model over named clues (`ingest.classify.facts.issuer_features`), made by `ingest train issuers`",
        f"from drawn fronts and strangers' plans of {len(set(families.tolist()))} families. All figures count",
        "documents whose whole set of issuers is right, by models that saw none of the document's family, in",
        f"{FOLDS} parts.",
        "",
        f"{len(cases)} documents with {sum(len(c.values) for c in cases)} candidates. Right: {hit.mean():.1%}",
        f"(drawn {_share(hit[drawn])}, strangers' {_share(hit[~drawn])}). All issuers are among the candidates in",
        f"{named.mean():.1%}. The rules by hand named {_BY_HAND[0]}",
        f"{_BY_HAND[1]}; figures of documents that were never fitted on stand in",
        "`docs/decisions/253-issuers-are-a-fitted-decision.md`.",
        "",
        "Where nobody is named, the answer is as sure as the share `none` of `model.json`: how often such documents",
        "have no issuer.",
        "",
        *_calibration(hit, sure, drawn),
        "| left out | clues | right | strangers' right |",
        "| --- | --: | --: | --: |",
    ]
    for group, names in GROUPS.items():
        found, _ = _judged(cases, seed, [FEATURES.index(n) for n in names])
        lines.append(f"| {group} | {len(names)} | {found.mean():.1%} | {_share(found[~drawn])} |")
    lines += ["", "| family told worst | documents | right |", "| --- | --: | --: |"]
    lines += [f"| {family} | {count} | {right:.1%} |" for family, count, right in worst(families, hit)]
    return "\n".join([*lines, ""])
