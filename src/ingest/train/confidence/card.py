"""The card of the confidence model: what it was fitted on, and how it judges what it had not seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ingest.quality.features import FEATURES, GROUPS
from ingest.quality.missing import ASKED
from ingest.report.share import Stated, expected_share
from ingest.train.confidence.fit import (
    MADE,
    FieldSamples,
    Fitted,
    Floats,
    Names,
    calibrated_held_out,
    fit_logistic,
    folds,
    groups_of,
)
from ingest.train.confidence.missing import FittedMissing, card_of_missing

__all__ = ["auroc", "calibration_error", "card", "diagram", "reliability_bins"]

SURE = 0.9
_ABLATION_FOLDS = 3
_SHOWN = 25


def calibration_error(confidence: Floats, right: Floats, bins: int = 10) -> float:
    """Return the mean gap between stated and true share right over bins of equal width (Guo et al. 2017)."""
    which = np.minimum(bins - 1, (confidence * bins).astype(int))
    parts = [which == b for b in range(bins)]
    return float(sum(p.mean() * abs(confidence[p].mean() - right[p].mean()) for p in parts if p.any()))


def auroc(confidence: Floats, right: Floats) -> float | None:
    """Return the area under the ROC curve (ties count half); None where all are right or all wrong."""
    good, bad = confidence[right == 1], np.sort(confidence[right == 0])
    if not len(good) or not len(bad):
        return None
    below = np.searchsorted(bad, good, side="left")
    ties = np.searchsorted(bad, good, side="right") - below
    return float((below + 0.5 * ties).sum() / (len(good) * len(bad)))


_CLIP = 1e-4


def _log_loss(confidence: Floats, right: Floats) -> float:
    p = np.clip(confidence, _CLIP, 1 - _CLIP)
    return float(-(right * np.log(p) + (1 - right) * np.log(1 - p)).mean())


def _line(name: str, confidence: Floats, right: Floats) -> str:
    sure = confidence >= SURE
    area = auroc(confidence, right)
    cells = [
        str(len(right)),
        f"{right.mean():.3f}",
        f"{confidence.mean():.3f}",
        f"{calibration_error(confidence, right):.3f}",
        "–" if area is None else f"{area:.3f}",
        f"{sure.mean():.2f}",
        f"{right[sure].mean():.3f}" if sure.any() else "–",
    ]
    return f"| {name} | {' | '.join(cells)} |"


_HEAD = (
    "| {} | fields | right | stated | ECE | AUROC | ≥ .9 | of these right |",
    "| --- | --: | --: | --: | --: | --: | --: | --: |",
)


def _table(title: str, names: Names, confidence: Floats, right: Floats) -> Iterator[str]:
    yield _HEAD[0].format(title)
    yield _HEAD[1]
    for name in sorted(set(names.tolist())):
        mine = names == name
        yield _line(name, confidence[mine], right[mine])


def card(samples: FieldSamples, fitted: Fitted, missing: FittedMissing, seed: int) -> str:
    """Return the card as Markdown; `samples` are all fields learned from. The ablation fits anew for each line."""
    kept, confidence = fitted.samples, fitted.confidence
    right = kept.right
    spread = fitted.model.spread
    lines = [
        "# Confidence of fields and rows",
        "",
        "Boosted trees with monotone doubts and a logistic model over the numbers of `ingest.quality.features`; the",
        f"mean of their logits is calibrated by isotonic regression. Made by `ingest train confidence`, seed {seed}.",
        "",
        "What it says of values that no OCR read is then stretched and moved by `first_looks.json`, fitted on",
        "strangers' plans at first sight (`benchmarks/first_look_confidence.py`, decision 261): run it again after a",
        "fit.",
        "",
        f"Fitted on {len(kept)} fields of {len(set(kept.document.tolist()))} documents in "
        f"{len(set(kept.family.tolist()))} families that `ingest train factory` drew (see docs/training.md),",
        "converted and compared with their gold answers: a field is right where its text equals the gold's; all fields",
        "of a row that should not be there are wrong. With a weight of "
        f"{MADE} it learned from {int(samples.made.sum())} fields of",
        "the same documents with a fault of structure put in on purpose (rows shifted, torn, merged or read across;",
        "`train/confidence/damage.py`); no figure and no calibration counts these.",
        "",
        "The first two tables hold out whole groups of families (`train/confidence/groups.py`) and calibrate by the",
        "other groups: the nearest thing to a layout that nobody drew. The calibration that ships stands on these.",
        "",
        *_table("group", fitted.groups, confidence, right),
        _line("**all**", confidence, right),
        "",
        *_stated(fitted),
        "",
        _HEAD[0].format("model, groups held out"),
        _HEAD[1],
        _line("as shipped", confidence, right),
        *_models(fitted),
        "",
        "## Families, held out in folds",
        "",
        _HEAD[0].format("family"),
        _HEAD[1],
        _line("**all**", fitted.of_families, right),
        *list(_table("family", kept.family, fitted.of_families, right))[2:],
        "",
        "## Producers and damages (families held out)",
        "",
        *_table("producer", kept.producer, fitted.of_families, right),
        "",
        "## Ablation",
        "",
        f"Each source of features left out in turn: logistic model alone, groups held out in {_ABLATION_FOLDS} folds.",
        "",
        "| without | log loss | ECE | AUROC |",
        "| --- | --: | --: | --: |",
        *_ablation(samples, seed),
        "",
        "## Calibration",
        "",
        "![Reliability diagram](reliability.svg)",
        "",
        "| stated | fields | right |",
        "| --- | --: | --: |",
        *(f"| {b['low']:.1f}–{b['high']:.1f} | {b['fields']} | {b['right']:.3f} |"
          for b in reliability_bins(confidence, right)),
        "",
        f"Whole documents stray from what is stated, in logits: {spread.kind:.2f} between groups, {spread.family:.2f} "
        "between families and "
        f"{spread.document:.2f} between documents of a family (standard deviations of a random effect;",
        "groups held out). The report's interval holds all three.",
        "",
        "## What weighs",
        "",
        "| feature | splits |",
        "| --- | --: |",
        *_splits(fitted),
        "",
        "## Fields that rows lack",
        "",
        "Whether the document states a field that a row does not fill (`quality/missing.py`): boosted trees and a",
        f"logistic model over `quality.missing_clues`; from a probability of {ASKED} on an issue asks for it. It",
        "learned also from the same documents with a field taken out of rows on purpose; groups of families held out,",
        "documents as they are:",
        "",
        *card_of_missing(missing),
        "",
        "Limits: the families are drawn by one factory; how a document of a stranger differs from all of them is not",
        "known. `benchmarks/first_look.py` measures on strangers' plans. Add your own documents with gold answers and",
        "train again (docs/training.md).",
        "",
    ]  # fmt: skip
    return "\n".join(lines)


def _stated(fitted: Fitted) -> Iterator[str]:
    """How far the expected share lies from the truth, and how often its interval holds it, for archives of one kind."""
    kept, spread = fitted.samples, fitted.model.spread
    for kind, names in (("group", fitted.groups), ("family", kept.family)):
        gaps, inside = [], 0
        for name in np.unique(names):
            mine = names == name
            documents = [
                Stated(str(kept.family[of][0]), {"åtgärd": tuple(fitted.confidence[of].tolist())}, name)
                for d in np.unique(kept.document[mine])
                if (of := kept.document == d).any()
            ]
            # All fields count alike, whichever they are.
            share = expected_share(documents, spread, ("åtgärd",))
            if share is not None:
                truth = float(kept.right[mine].mean())
                gaps.append(abs(share.expected - truth))
                inside += share.low <= truth <= share.high
        yield (
            f"Of a {kind} alone the expected share lies {100 * float(np.mean(gaps)):.1f} points from the truth in the "
            f"mean, and its interval holds the truth for {inside} of {len(gaps)}."
        )


def _models(fitted: Fitted) -> Iterator[str]:
    for name, share in (("trees alone", 1.0), ("logistic alone", 0.0)):
        confidence = calibrated_held_out(fitted.logits.mean(share), fitted.samples, fitted.groups)
        yield _line(name, confidence, fitted.samples.right)


def _ablation(samples: FieldSamples, seed: int) -> Iterator[str]:
    natural, groups = ~samples.made, groups_of(samples)
    for name, hidden in (("nothing", ()), *GROUPS.items()):
        table = samples.table.copy()
        table[:, [FEATURES.index(n) for n in hidden]] = 0.0
        seen = replace(samples, table=table)
        logits = np.zeros(len(seen))
        for test in folds(groups, seed, _ABLATION_FOLDS):
            logits[test] = fit_logistic(seen[~test]).logits(seen[test].table)
        kept = seen[natural]
        confidence = calibrated_held_out(logits[natural], kept, groups[natural])
        error = calibration_error(confidence, kept.right)
        area = auroc(confidence, kept.right) or 0.0
        yield f"| {name} | {_log_loss(confidence, kept.right):.4f} | {error:.3f} | {area:.3f} |"


def _splits(fitted: Fitted) -> Iterator[str]:
    used = fitted.model.forest.feature[fitted.model.forest.threshold < 1e8]
    counts = np.bincount(used, minlength=len(FEATURES))
    for i in np.argsort(-counts, kind="stable")[:_SHOWN]:
        yield f"| {FEATURES[i]} | {counts[i]} |"


_BINS = 10
_LAST_BIN = 9
_DECIMALS = 4


def reliability_bins(confidence: Floats, right: Floats) -> list[dict[str, float]]:
    """Return the reliability diagram as numbers, for the report: each filled tenth with its means."""
    out: list[dict[str, float]] = []
    for b in range(_BINS):
        mask = np.minimum(_LAST_BIN, (confidence * _BINS).astype(int)) == b
        if mask.any():
            means = {"stated": float(confidence[mask].mean()), "right": float(right[mask].mean())}
            rounded = {name: round(mean, _DECIMALS) for name, mean in means.items()}
            out.append({"low": b / _BINS, "high": (b + 1) / _BINS, "fields": int(mask.sum()), **rounded})
    return out


_LEAST_RADIUS = 3
_MORE_RADIUS = 12
_LEFT = 40
_SIDE = 300
_BOTTOM = 320


def diagram(confidence: Floats, right: Floats) -> str:
    """Return a reliability diagram as SVG: stated confidence across, share right upward, circles by fields."""
    points = []
    for b in range(_BINS):
        mask = np.minimum(_LAST_BIN, (confidence * _BINS).astype(int)) == b
        if mask.any():
            radius = _LEAST_RADIUS + _MORE_RADIUS * float(np.sqrt(mask.mean()))
            cx, cy = _LEFT + _SIDE * float(confidence[mask].mean()), _BOTTOM - _SIDE * float(right[mask].mean())
            points.append(f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{radius:.1f}" fill="#1f6f8b" fill-opacity="0.7"/>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 360" role="img" '
        'aria-label="Reliability diagram: stated confidence against share right">'
        '<rect x="40" y="20" width="300" height="300" fill="none" stroke="#888"/>'
        '<line x1="40" y1="320" x2="340" y2="20" stroke="#888" stroke-dasharray="4"/>'
        + "".join(points)
        + '<text x="190" y="350" text-anchor="middle" font-size="12">stated confidence</text>'
        '<text x="14" y="170" text-anchor="middle" font-size="12" transform="rotate(-90 14 170)">share right</text>'
        "</svg>\n"
    )
