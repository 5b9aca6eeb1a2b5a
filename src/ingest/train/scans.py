"""Fits how much the letters of a scan say against its values, on top of the confidence model.

Material: folders of scanned documents with their answers, a folder an author (the even rounds of `tests/strangers`), as
they are and once more as worn copies: smaller, softer, with grain. All figures are of folders left out.
"""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.optimize import minimize

from ingest.classify import classify
from ingest.classify.fields.vocabulary import load as load_words
from ingest.draft import Draft
from ingest.errors import UsageError
from ingest.normalise import resolve
from ingest.options import Options
from ingest.pipeline import arrange
from ingest.plan import FIELDS, SURE, FieldName
from ingest.quality import scan_doubts
from ingest.quality.confidence import load as load_model
from ingest.quality.confidence import sigmoid
from ingest.quality.features import DraftLook
from ingest.quality.recalibration import log_odds
from ingest.quality.scan_doubts import SCAN_DOUBTS
from ingest.read.ocr.images import Gray, image_pages
from ingest.source import Source
from ingest.train.confidence import pair
from ingest.train.confidence.card import auroc, calibration_error

__all__ = ["train"]

Floats = NDArray[np.float64]
_WRONG = 2.5
"""Weight of a wrong field, so that what is stated in the mean (.898) is what was right at first sight of eight archives
(.895, rounds 36 to 52); after what was mended since, .95 are right."""
_PENALTY = 2.0
_SCALES, _BLURS, _GRAINS = (0.78, 0.66, 0.6, 0.72), (0.6, 0.45, 0.5, 0.8), (10.0, 14.0, 8.0, 6.0)
"""Of the four kinds of worn copies: size, softness in pixels and grain in grey levels."""
_COPIED, _FAINT = 1, 3
"""The kinds that are black and white, and pale."""
_DARKNESS = 0.62
_MOST_DPI = 250.0
_BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)


@dataclass(frozen=True, slots=True)
class ScanSamples:
    """Fields of scans: which folder each is of, what was stated, its doubts of shape (fields, doubts), and whether it
    is right."""

    folder: NDArray[np.str_]
    stated: Floats
    doubts: Floats
    right: Floats

    @property
    def table(self) -> Floats:
        """The numbers that are weighed: the stated log-odds, then each doubt against it."""
        logits = np.array([log_odds(float(p)) for p in self.stated])
        return np.column_stack([logits, -self.doubts])


def train(material: Path, out: Path, seed: int = 0) -> None:
    """Fit the weights, and write them with their card.

    Raises:
        UsageError: the material holds no scan with its answer.
    """
    fields = [field for path in _scans(material) for field in _fields(path, seed)]
    if not fields:
        raise UsageError(f"no scans with answers in {material}.", remedy="Give the folder tests/strangers.")
    samples = ScanSamples(
        np.array([f[0] for f in fields]),
        np.array([f[1] for f in fields]),
        np.array([[f[2].get(name, 0.0) for name in SCAN_DOUBTS] for f in fields]),
        np.array([f[3] for f in fields], dtype=float),
    )
    out.mkdir(parents=True, exist_ok=True)
    weights = fit(samples.table, samples.right)
    named = dict(zip(("bias", "slope", *SCAN_DOUBTS), (round(float(w), 4) for w in weights), strict=True))
    (out / scan_doubts.FILE).write_text(json.dumps(named, indent=1) + "\n", encoding="utf-8")
    (out / "README.md").write_text(card(samples), encoding="utf-8")


def _scans(material: Path) -> Iterator[Path]:
    for gold in sorted(material.rglob("*.gold.json")):
        stem = gold.name.removesuffix(".gold.json")
        folder = gold.parent.name
        if folder.removeprefix("round").isdigit() and int(folder.removeprefix("round")) % 2:
            continue
        for path in sorted(gold.parent.glob(f"{stem}.*")):
            if path.suffix.lower() in (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"):
                yield path


Field = tuple[str, float, Mapping[str, float], bool]


def _fields(path: Path, seed: int) -> Iterator[Field]:
    """Yield the fields of a scan, and of a worn copy of it: folder, what is stated, doubts, and whether it is right."""
    options = Options()
    answer = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    rows = [{name: row.get(name) for name in FIELDS} for row in answer["rows"]]
    source = Source.open(path, None, options.limits)
    yield from _judged(path.parent.name, _draft(source, options), rows)
    if path.suffix.lower() != ".pdf":
        rng = np.random.default_rng([seed, zlib.crc32(path.name.encode())])
        kind = zlib.crc32(path.name.encode()) % len(_SCALES)
        pages = [(worn(page.gray, page.dpi, kind, rng), page.dpi) for page in image_pages(source, options.limits)]
        copy = Source.from_bytes(_as_tiff(pages), f"{path.stem}.tif", options.limits)
        yield from _judged(path.parent.name, _draft(copy, options), rows)


def _draft(source: Source, options: Options) -> Draft:
    return resolve(classify(arrange(source, options), options), options)


def _judged(folder: str, draft: Draft, rows: Sequence[Mapping[FieldName, Any]]) -> Iterator[Field]:
    look = DraftLook(draft, load_words(None))
    stated = dict(zip(look.targets, load_model().confidences(look.table), strict=True))
    pairs = pair(rows, draft.rows)
    for (index, name), doubts in scan_doubts.doubts_of_scans(draft).items():
        field = next((n for n in FIELDS if n == name), None)
        if field is not None:
            meant = pairs[index].get(field) if index in pairs else None
            found = " ".join(draft.rows[index].fields[field].text.split())
            yield folder, stated[index, name], doubts, meant is not None and " ".join(meant["text"].split()) == found


def worn(gray: Gray, dpi: float, kind: int, rng: np.random.Generator) -> Gray:
    """Return a page as a poor copy shows it: of four kinds, one of them black and white and one pale."""
    height, width = gray.shape
    scale = _SCALES[kind] * min(1.0, _MOST_DPI / dpi)
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.float32)
    soft = cv2.GaussianBlur(small, (0, 0), _BLURS[kind]) + rng.normal(0.0, _GRAINS[kind], small.shape)
    if kind == _COPIED:
        soft = (soft > rng.integers(135, 185)) * 255.0
    elif kind == _FAINT:
        soft = 255.0 - (255.0 - soft) * _DARKNESS
    kept = np.clip(soft, 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(kept, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def _as_tiff(pages: Sequence[tuple[Gray, float]]) -> bytes:
    pictures = [Image.fromarray(gray) for gray, _ in pages]
    out, dpi = io.BytesIO(), pages[0][1]
    pictures[0].save(out, "TIFF", save_all=True, append_images=pictures[1:], dpi=(dpi, dpi), compression="tiff_lzw")
    return out.getvalue()


def fit(table: Floats, right: Floats, wrong: float = _WRONG) -> Floats:
    """Return bias, slope and a weight a doubt of a logistic model whose weights are never below 0.

    Args:
        table: as `ScanSamples.table`.
        right: 1 where a field is right, 0 elsewhere.
        wrong: weight of a wrong field.
    """
    scale = table.std(axis=0)
    scale[scale == 0] = 1.0
    scale[0] = 1.0
    scaled, weight = table / scale, np.where(right == 1, 1.0, wrong)
    start = np.zeros(table.shape[1] + 1)
    start[1] = 1.0

    def loss(weights: Floats) -> tuple[float, Floats]:
        logits = scaled @ weights[1:] + weights[0]
        apart = weights - start
        apart[0] = 0.0
        value = float((weight * np.logaddexp(0.0, np.where(right == 1, -logits, logits))).sum())
        slope = weight * (1 / (1 + np.exp(-logits)) - right)
        return value + _PENALTY * float(apart @ apart) / 2, np.append(slope.sum(), scaled.T @ slope) + _PENALTY * apart

    bounds = [(None, None), *[(0.0, None)] * table.shape[1]]
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    found[1:] /= scale
    return found


def corrected(samples: ScanSamples, wrong: float = _WRONG) -> Floats:
    """Return the confidences of fields, each by weights that its folder had no part in."""
    table, out = samples.table, np.zeros(len(samples.right))
    for folder in np.unique(samples.folder):
        own = samples.folder == folder
        weights = fit(table[~own], samples.right[~own], wrong)
        out[own] = np.minimum(samples.stated[own], sigmoid(table[own] @ weights[1:] + weights[0]))
    return out


def card(samples: ScanSamples) -> str:
    """Return the card: what the weights are worth on folders left out, and the reliability in bins."""
    lines = [
        "# What the letters of a scan say against a value",
        "",
        "`weights.json`: bias, slope of the stated log-odds, and a weight a doubt (`quality/scan_doubts.py`), made by",
        f"`ingest train scans` from {len(samples.right)} fields of scans by strangers and of worn copies of them, in",
        f"{len(np.unique(samples.folder))} folders. A wrong field counts {_WRONG:g} times: what was mended since the",
        "first looks is not wrong any more here, and will be on the next archive. All figures are of folders left out.",
        "",
        "| | fields | right | stated | ECE | AUROC | ≥ .9 | of these right | wrong and ≥ .9 |",
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    found = {"the confidence model": samples.stated, "and the doubts of scans": corrected(samples)}
    for name, confidence in found.items():
        sure, bad = confidence >= SURE, samples.right == 0
        cells = (
            len(samples.right), f"{samples.right.mean():.3f}", f"{confidence.mean():.3f}",
            f"{calibration_error(confidence, samples.right):.3f}", f"{auroc(confidence, samples.right) or 0.0:.3f}",
            f"{sure.mean():.2f}", f"{samples.right[sure].mean():.3f}", f"{(sure & bad).sum()} of {bad.sum()}",
        )  # fmt: skip
        lines.append(f"| {name} | {' | '.join(map(str, cells))} |")
    lines += ["", "| stated | fields | mean | right |", "| --- | --: | --: | --: |"]
    last = found["and the doubts of scans"]
    for low, high in pairwise(_BINS):
        own = (last >= low) & (last < high)
        if own.any():
            mean, right = last[own].mean(), samples.right[own].mean()
            lines.append(f"| {low:.2f}–{min(high, 1.0):.2f} | {own.sum()} | {mean:.3f} | {right:.3f} |")
    return "\n".join([*lines, ""])
