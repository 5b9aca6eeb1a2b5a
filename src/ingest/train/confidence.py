"""Trains the confidence of fields and rows on documents with gold answers.

Cross-validated over documents: every stated figure is of fields whose document the model had not seen. The weights
that ship are of all documents, the calibration of the held-out predictions.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from scipy.optimize import linear_sum_assignment

from ingest import classify, normalise
from ingest.draft import Draft, DraftRow
from ingest.errors import IngestError
from ingest.options import Options
from ingest.pipeline import arrange
from ingest.plan import FIELDS
from ingest.quality.confidence import interpolate
from ingest.quality.features import FEATURES, features, surroundings
from ingest.source import Source

__all__ = ["train"]

Matrix = NDArray[np.float64]
FOLDS = 10
# Even the surest field may be wrong in a way that no feature shows.
CEILING = 0.995


@dataclass(frozen=True, slots=True)
class _Sample:
    document: str
    plan: str
    """Its printings and scans are held out together."""
    tier: str
    row: int
    values: tuple[float, ...]
    right: bool


def train(corpus: Path, out: Path, seed: int = 0) -> None:
    """Rebuild the artefact.

    Args:
        corpus: folder with folders of documents beside NAME.gold.json (`plans-dev`, `seeds`); searched for all.
        out: folder the artefact's files go to.
        seed: of the split into folds.
    """
    samples = list(_samples(corpus))
    x = np.array([s.values for s in samples])
    y = np.array([s.right for s in samples], dtype=float)
    documents = np.array([s.plan for s in samples])
    raw = _held_out(x, y, documents, seed)
    knots = _isotonic(raw, y)
    held_out = _calibrated_held_out(raw, y, documents, seed)
    weights, bias = _fit(x, y)
    rows_x, rows_y, rows_doc = _rows(samples, held_out)
    row_knots = _isotonic(rows_x, rows_y)
    del rows_doc
    out.mkdir(parents=True, exist_ok=True)
    value = {
        "features": list(FEATURES),
        "weights": [round(float(w), 4) for w in weights],
        "bias": round(float(bias), 4),
        "fields": knots,
        "rows": row_knots,
    }
    (out / "model.json").write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
    (out / "README.md").write_text(_card(samples, held_out, y, weights), encoding="utf-8")
    (out / "reliability.svg").write_text(_diagram(held_out, y), encoding="utf-8")
    bins = {"held_out": True, "bins": _bins(held_out, y)}
    (out / "reliability.json").write_text(json.dumps(bins, indent=1) + "\n", encoding="utf-8")


def _samples(corpus: Path) -> Iterator[_Sample]:
    for gold_path in sorted(corpus.rglob("*.gold.json")):
        gold = json.loads(gold_path.read_text(encoding="utf-8"))
        if not gold["rows"]:
            continue
        stem = gold_path.name.removesuffix(".gold.json")
        for path in sorted(gold_path.parent.glob(f"{stem}*")):
            if path.suffix == ".json" or not (path.stem == stem or path.stem == f"{stem}-scan"):
                continue
            try:
                draft = _draft(path)
            except IngestError:
                continue
            yield from _of_document(path, stem, draft, gold)


def _draft(path: Path) -> Draft:
    options = Options()
    document = arrange(Source.open(path, limits=options.limits), options)
    return normalise.resolve(classify.classify(document, options), options)


def _of_document(path: Path, stem: str, draft: Draft, gold: dict[str, Any]) -> Iterator[_Sample]:
    around = surroundings(draft)
    pairs = _pair(gold["rows"], draft.rows)
    for i, row in enumerate(draft.rows):
        answer = pairs.get(i)
        for name in FIELDS:
            if name in row.fields:
                value = row.fields[name]
                right = answer is not None and _fold(value.text) == _fold((answer[name] or {}).get("text"))
                values = tuple(features(value, name, row, around))
                yield _Sample(str(path), stem, _tier(path, stem), i, values, right)


def _tier(path: Path, stem: str) -> str:
    """What the card counts apart: the development plans by tier, other folders by their names."""
    return stem.split("-")[0].upper() if path.parent.name == "plans-dev" else path.parent.name


def _pair(gold: Sequence[dict[str, Any]], found: Sequence[DraftRow]) -> dict[int, dict[str, Any]]:
    """Found rows to gold rows, so that the summed similarity of the five fields is greatest."""
    if not gold or not found:
        return {}
    table = np.zeros((len(found), len(gold)))
    for i, row in enumerate(found):
        for j, answer in enumerate(gold):
            both = [
                (_fold(row.fields[n].text if n in row.fields else None), _fold((answer[n] or {}).get("text")))
                for n in FIELDS
            ]
            table[i, j] = sum(Levenshtein.normalized_similarity(a, b) for a, b in both if a or b)
            # Rows that say the same are told apart by their order.
            table[i, j] -= 1e-6 * abs(i / len(found) - j / len(gold))
    return {int(i): gold[int(j)] for i, j in zip(*linear_sum_assignment(-table), strict=True)}


def _fold(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()) if text else ""


def _fit(x: Matrix, y: Matrix) -> tuple[Matrix, float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=0.5, max_iter=2000).fit(x, y)
    return model.coef_[0], float(model.intercept_[0])


def _folds(documents: NDArray[Any], seed: int) -> Iterator[NDArray[np.bool_]]:
    names = np.unique(documents)
    np.random.default_rng(seed).shuffle(names)
    for k in range(FOLDS):
        yield np.isin(documents, names[k::FOLDS])


def _held_out(x: Matrix, y: Matrix, documents: NDArray[Any], seed: int) -> Matrix:
    out = np.zeros(len(y))
    for test in _folds(documents, seed):
        weights, bias = _fit(x[~test], y[~test])
        out[test] = 1 / (1 + np.exp(-(x[test] @ weights + bias)))
    return out


def _calibrated_held_out(raw: Matrix, y: Matrix, documents: NDArray[Any], seed: int) -> Matrix:
    """Each fold calibrated by the others, for honest figures."""
    out = np.zeros(len(y))
    for test in _folds(documents, seed + 1):
        knots = _isotonic(raw[~test], y[~test])
        out[test] = [interpolate(knots, float(v)) for v in raw[test]]
    return out


def _isotonic(raw: Matrix, y: Matrix) -> list[tuple[float, float]]:
    """Knots of the rising line; two per step, so that steps stay steps but never fall."""
    from sklearn.isotonic import IsotonicRegression

    model = IsotonicRegression(y_min=0.02, y_max=CEILING).fit(raw, y)
    # Centred over bins of equal mass: plain isotonic steps jump at single examples.
    order = np.argsort(raw)
    bins = np.array_split(order, max(4, min(40, len(raw) // 40)))
    fitted = model.predict(raw)
    # Laplace's rule keeps a bin of few examples from certainty.
    points = [(float(raw[b].mean()), float((fitted[b].sum() + 0.5) / (len(b) + 0.55))) for b in bins if len(b)]
    knots: list[tuple[float, float]] = []
    for px, py in points:
        level = min(CEILING, max(py, knots[-1][1] if knots else 0.0))
        if not knots or px > knots[-1][0] + 1e-9:
            knots.append((round(px, 5), round(level, 4)))
    return knots


def _rows(samples: Sequence[_Sample], held_out: Matrix) -> tuple[Matrix, Matrix, list[str]]:
    rows: dict[tuple[str, int], tuple[float, bool]] = {}
    for sample, confidence in zip(samples, held_out, strict=True):
        product, right = rows.get((sample.document, sample.row), (1.0, True))
        rows[sample.document, sample.row] = (product * float(confidence), right and sample.right)
    values = list(rows.values())
    return np.array([v[0] for v in values]), np.array([float(v[1]) for v in values]), [k[0] for k in rows]


def expected_calibration_error(confidence: Matrix, right: Matrix, bins: int = 10) -> float:
    """Mean gap between stated and true share right over ten bins of equal width (Guo et al. 2017)."""
    which = np.minimum(bins - 1, (confidence * bins).astype(int))
    return float(
        sum(
            (which == b).mean() * abs(confidence[which == b].mean() - right[which == b].mean())
            for b in range(bins)
            if (which == b).any()
        )
    )


def _card(samples: Sequence[_Sample], held_out: Matrix, y: Matrix, weights: Matrix) -> str:
    high = held_out >= 0.95
    lines = [
        "# Confidence of fields and rows",
        "",
        "A logistic model over the evidence that a value gathered on its way (`ingest.quality.features`),",
        "calibrated by isotonic regression. Made on 2026-11-22 by `ingest train confidence`, seed 0.",
        "",
        f"Trained on the fields of {len({s.document for s in samples})} development documents "
        f"({len(samples)} fields), each called right where its text equals the gold's.",
        "",
        f"Held out, {FOLDS} folds over documents:",
        "",
        "| documents | fields | right | mean confidence | expected calibration error |",
        "| --- | --: | --: | --: | --: |",
    ]
    tiers = np.array([s.tier for s in samples])
    for tier in ["all", *sorted(set(tiers))]:
        mask = np.ones(len(y), dtype=bool) if tier == "all" else tiers == tier
        error = expected_calibration_error(held_out[mask], y[mask])
        lines.append(f"| {tier} | {mask.sum()} | {y[mask].mean():.4f} | {held_out[mask].mean():.4f} | {error:.4f} |")
    lines += [
        "",
        f"Fields with a confidence of at least 0.95: {high.mean():.3f} of all, {y[high].mean():.4f} of them right.",
        "",
        "![Reliability diagram](reliability.svg)",
        "",
        "| stated | fields | right |",
        "| --- | --: | --: |",
    ]
    for b in range(10):
        mask = np.minimum(9, (held_out * 10).astype(int)) == b
        if mask.any():
            lines.append(f"| {b / 10:.1f}–{(b + 1) / 10:.1f} | {mask.sum()} | {y[mask].mean():.3f} |")
    lines += [
        "",
        "Weights (of the logistic model on the numbers as they are):",
        "",
        "| feature | weight |",
        "| --- | --: |",
    ]
    lines += [f"| {name} | {w:+.2f} |" for name, w in zip(FEATURES, weights, strict=True)]
    lines += [
        "",
        "Limits: the development documents are drawn by one generator; on documents of other kinds the order of",
        "confidences should hold better than their level. Add your own documents with gold answers and train again",
        "(docs/training.md).",
        "",
    ]
    return "\n".join(lines)


def _bins(held_out: Matrix, y: Matrix) -> list[dict[str, float]]:
    """The reliability diagram as numbers, for the report: each filled tenth with its means."""
    out: list[dict[str, float]] = []
    for b in range(10):
        mask = np.minimum(9, (held_out * 10).astype(int)) == b
        if mask.any():
            means = {"stated": float(held_out[mask].mean()), "right": float(y[mask].mean())}
            rounded = {name: round(mean, 4) for name, mean in means.items()}
            out.append({"low": b / 10, "high": (b + 1) / 10, "fields": int(mask.sum()), **rounded})
    return out


def _diagram(held_out: Matrix, y: Matrix) -> str:
    """A reliability diagram as SVG: stated confidence across, share right upward, circles by number of fields."""
    points = []
    for b in range(10):
        mask = np.minimum(9, (held_out * 10).astype(int)) == b
        if mask.any():
            radius = 3 + 12 * float(np.sqrt(mask.mean()))
            cx, cy = 40 + 300 * float(held_out[mask].mean()), 320 - 300 * float(y[mask].mean())
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
