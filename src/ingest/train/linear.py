"""What the trainers of linear decisions share: their samples, the model's file, and the tables of its card."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.train.factory.model import UNDAMAGED
from ingest.train.held_out import (
    INVERSE_PENALTY,
    DecisionSamples,
    HeldOutFigures,
    Matrix,
    figures,
    fit,
    held_out,
    worst,
)

__all__ = [
    "YES_NO", "Judged", "Sample", "ablation", "arrays", "drawn", "judged", "on_top", "worst_families", "write_yes_no",
]  # fmt: skip

YES_NO = (False, True)
_STEPS, _LONGEST_STEP = 40, 0.5
"""Newton steps, and how far one may go: a handful is enough for a few weights."""
DIGITS = 5
"""Decimals of the weights."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The clues of one decision, its true answer, and the family of its document."""

    family: str
    values: tuple[float, ...]
    answer: bool | str


@dataclass(frozen=True, slots=True)
class Judged:
    """Decisions by models that never saw their families: chances (decisions, classes), hits (decisions), figures."""

    chances: Matrix
    hits: NDArray[np.bool_]
    figures: HeldOutFigures


def drawn(material: Path, wanted: Callable[[Mapping[str, str]], bool]) -> Iterator[tuple[Path, str]]:
    """Return the undamaged documents of drawn material with their families.

    Args:
        material: folder with folders of drawn documents (`ingest train factory -o`), searched for all.
        wanted: whether a row of a manifest is of a document that teaches something.
    """
    for manifest in sorted(material.rglob("manifest.csv")):
        with manifest.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["damage"] == UNDAMAGED and wanted(row):
                    yield manifest.parent / f"{row['name']}.{row['ext']}", row["family"]


def arrays(samples: Sequence[Sample], inverse_penalty: float = INVERSE_PENALTY) -> DecisionSamples:
    """Return samples as arrays, in their order; the smaller the inverse penalty, the nearer to nought the weights."""
    return DecisionSamples(
        np.array([s.values for s in samples]),
        np.array([s.answer for s in samples]),
        np.array([s.family for s in samples]),
        inverse_penalty,
    )


def write_yes_no(samples: DecisionSamples, features: Sequence[str], path: Path) -> None:
    """Fit a decision of yes or no and write its file, which `artefacts.linear_weights` reads."""
    model = fit(samples)
    data = {
        "features": features,
        "weights": [round(float(v), DIGITS) for v in model.coef_[0]],
        "bias": round(float(model.intercept_[0]), DIGITS),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def judged(
    samples: DecisionSamples, seed: int, classes: Sequence[object] = YES_NO, *, without: Sequence[int] = ()
) -> Judged:
    """Return how samples are judged by models that never saw their families.

    Args:
        samples: the decisions.
        seed: of the parts that the families are dealt into.
        classes: the answers that there are.
        without: columns of clues that the models do not see.
    """
    chances = held_out(samples, classes, seed, without)
    right = np.array([classes.index(answer) for answer in samples.answers.tolist()])
    hits = chances.argmax(axis=1) == right
    return Judged(chances, hits, figures(samples.families, hits, chances[np.arange(len(right)), right]))


def ablation(
    samples: DecisionSamples,
    seed: int,
    features: Sequence[str],
    parts: Mapping[str, Sequence[str]],
    classes: Sequence[object] = YES_NO,
) -> list[str]:
    """Return a card's table of what models are worth without each part of their clues, the parts by name."""
    lines = ["| left out | right | mean over families | log loss |", "| --- | --: | --: | --: |"]
    for part, names in parts.items():
        found = judged(samples, seed, classes, without=[features.index(n) for n in names]).figures
        title = part if tuple(names) == (part,) else f"{part} ({len(names)})"
        lines.append(f"| {title} | {found.right:.2%} | {found.mean:.2%} | {found.loss:.4f} |")
    return lines


def worst_families(samples: DecisionSamples, hits: NDArray[np.bool_], head: str) -> list[str]:
    """Return a card's table of the families told worst, under its head (`family | decisions`)."""
    lines = [f"| {head} | right |", "| --- | --: | --: |"]
    return lines + [f"| {family} | {asked} | {right:.1%} |" for family, asked, right in worst(samples.families, hits)]


def on_top(x: Matrix, right: NDArray[np.bool_], weights: Matrix, odds: Matrix, penalty: float) -> Matrix:
    """Return the weights of added clues, given the log-odds that stood before: penalised likelihood, Newton steps.

    Args:
        x: the added clues (samples, clues).
        right: the true answers.
        weights: of the samples.
        odds: what the standing weights say of each, in log-odds.
        penalty: of the squared weights, halved.
    """
    out = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(odds + x @ out, -30, 30)))
        slope = x.T @ (weights * (p - right)) + penalty * out
        bend = (x * (weights * p * (1 - p))[:, None]).T @ x + penalty * np.eye(x.shape[1])
        step = np.linalg.solve(bend, slope)
        # Newton's step overshoots where what stood is sure and wrong.
        out = out - step * min(1.0, _LONGEST_STEP / max(float(np.abs(step).max()), _LONGEST_STEP))
    return out
