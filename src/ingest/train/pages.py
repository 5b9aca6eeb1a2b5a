"""Fits how many words of a page are expected to be wrong, for readings by OCR and for text layers.

Material: drawn documents with their scans (`--damages 'scan-*'`) and with broken text layers (`'layer-*'`), beside the
undamaged PDF that says what stands on each page. A layer is broken in all its words or, mixed with the sound one, in
some of them, as where one font of several lost its map. Errors are counted without order: the words of the page, as
often as they stand there, against those read. Figures are of whole families left out.
"""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from ingest.document import Document, Page, Word
from ingest.errors import IngestError, UsageError
from ingest.options import Options
from ingest.read import read
from ingest.read.page_error import FEATURES, Reading, clues
from ingest.source import Source
from ingest.train.factory.model import UNDAMAGED

__all__ = ["train"]

FOLDS = 12
INVERSE_PENALTY = 1.0
LEAST_WORDS = 5
"""Words of a page below which its share of wrong ones is chance."""
MIXED = (0.05, 0.15, 0.4)
"""Shares of a layer's words that come from the broken one."""
BANDS = (0.0, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 1.0)
_PARTS: Mapping[str, tuple[str, ...]] = {
    "what the engine says": FEATURES[:4],
    "what the lexicon says": FEATURES[4:8],
    "what the signs say": FEATURES[8:],
}
_READINGS: tuple[Reading, ...] = ("ocr", "layer")
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Sample:
    """A page: its clues, its wrong words and all of them, and the family of its document."""

    reading: Reading
    family: str
    values: tuple[float, ...]
    wrong: int
    words: int


def train(material: Path, out: Path, seed: int = 0) -> None:
    """Rebuild the artefact.

    Args:
        material: folder with folders of drawn documents (`ingest train factory -o`), searched for all.
        out: folder the artefact's files go to.
        seed: of the folds, and of the words that are mixed.

    Raises:
        UsageError: the folder holds no scans, or no broken layers, of PDF documents that it holds too.
    """
    rng = random.Random(seed)
    samples = [s for folder in sorted(material.rglob("manifest.csv")) for s in _samples(folder, rng)]
    models: dict[str, Any] = {}
    for reading in _READINGS:
        own = [s for s in samples if s.reading == reading]
        if len({s.family for s in own}) < 2:
            raise UsageError(
                f"no pages to learn {reading} from.",
                remedy="Draw some: ingest train factory --damages 'scan-*,layer-*' -o DIR.",
            )
        model = _fit(own)
        weights = [round(float(v), 5) for v in model.coef_[0]]
        models[reading] = {"weights": weights, "bias": round(float(model.intercept_[0]), 5)}
    out.mkdir(parents=True, exist_ok=True)
    data = {"features": FEATURES, "models": models}
    (out / "word_error.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    (out / "README.md").write_text(_card(samples, seed), encoding="utf-8")


def _samples(manifest: Path, rng: random.Random) -> Iterator[_Sample]:
    with manifest.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    sound: dict[str, Document] = {}
    for row in rows:
        if row["ext"] == "pdf" and row["damage"] == UNDAMAGED:
            found = _read(manifest.parent / f"{row['name']}.pdf", Options())
            if found is not None:
                sound[row["name"]] = found
                yield from (_sample("layer", row["family"], p.words, p) for p in found.pages if _enough(p))
    for row in rows:
        true = sound.get(row["name"].split("+")[0])
        if true is not None and row["damage"].startswith(("scan-", "layer-")):
            yield from _damaged_samples(manifest.parent, row, true, rng)


def _damaged_samples(folder: Path, row: Mapping[str, str], true: Document, rng: random.Random) -> Iterator[_Sample]:
    """Samples of a damaged document's pages beside the true ones; of broken layers also mixed with the true words."""
    scan = row["damage"].startswith("scan-")
    seen = _read(folder / f"{row['name']}.{row['ext']}", Options() if scan else Options(ocr="never"))
    if seen is None or len(seen.pages) != len(true.pages):
        return  # two pages on a sheet
    for page, right in zip(seen.pages, true.pages, strict=True):
        if not _enough(right) or not page.words:
            continue
        yield _sample("ocr" if scan else "layer", row["family"], page.words, right)
        if not scan and len(page.words) == len(right.words):
            for share in MIXED:
                yield _sample("layer", row["family"], _mixed(page.words, right.words, share, rng), right)


def _read(path: Path, options: Options) -> Document | None:
    try:
        return read(Source.open(path, None, options.limits), options)
    except IngestError:
        return None


def _enough(page: Page) -> bool:
    return len(page.words) >= LEAST_WORDS


def _mixed(broken: Sequence[Word], sound: Sequence[Word], share: float, rng: random.Random) -> list[Word]:
    """Words of which a share, in one stretch as those of a font often stand, come from the broken layer."""
    count = round(share * len(sound))
    start = rng.randrange(max(1, len(sound) - count))
    return [*sound[:start], *broken[start : start + count], *sound[start + count :]]


def _sample(reading: Reading, family: str, words: Sequence[Word], page: Page) -> _Sample:
    seen, true = _counted(words), _counted(page.words)
    total = max(seen.total(), true.total())
    return _Sample(reading, family, clues(words), total - (seen & true).total(), total)


def _counted(words: Sequence[Word]) -> Counter[str]:
    return Counter(w.raw for w in words if any(c.isalnum() for c in w.raw))


def _fit(samples: Sequence[_Sample], without: Sequence[int] = ()) -> LogisticRegression:
    """A logistic model of the share of wrong words; a page counts as the root of its words."""
    x = np.array([s.values for s in samples])
    x[:, list(without)] = 0.0
    wrong = np.array([s.wrong for s in samples], dtype=np.float64)
    words = np.maximum(1.0, np.array([s.words for s in samples], dtype=np.float64))
    weight = np.concatenate([wrong, words - wrong]) / np.sqrt(np.concatenate([words, words]))
    y = np.concatenate([np.ones(len(x)), np.zeros(len(x))])
    used = weight > 0
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=5000)
    model.fit(np.concatenate([x, x])[used], y[used], sample_weight=weight[used])
    return model


def _held_out(samples: Sequence[_Sample], seed: int, without: Sequence[int] = ()) -> Floats:
    """The expected error of each page by a model that never saw its family, clues `without` left out."""
    families = sorted({s.family for s in samples})
    random.Random(seed).shuffle(families)
    fold_of = {f: i % FOLDS for i, f in enumerate(families)}
    folds = np.array([fold_of[s.family] for s in samples])
    x = np.array([s.values for s in samples])
    x[:, list(without)] = 0.0
    out = np.zeros(len(samples))
    for fold in sorted(set(folds.tolist())):
        model = _fit([s for s, f in zip(samples, folds, strict=True) if f != fold], without)
        out[folds == fold] = model.predict_proba(x[folds == fold])[:, 1]
    return out


def _true(samples: Sequence[_Sample]) -> Floats:
    return np.array([s.wrong / max(1, s.words) for s in samples])


def _card(samples: Sequence[_Sample], seed: int) -> str:
    lines = [
        "# How many words of a page are wrong",
        "",
        "`word_error.json`: the share of a page's words that are expected to differ from those printed, for pages",
        "read by OCR and for text layers: two logistic models over the same clues (`ingest.read.page_error`), made by",
        "`ingest train pages` from drawn documents, their scans and their broken layers. A page's `quality` in every",
        "output and in the report is one less that share; the choice between a layer and OCR takes the lesser.",
        "All figures are of families left out. Words are counted without regard to order.",
    ]
    for reading in _READINGS:
        own = [s for s in samples if s.reading == reading]
        found, true = _held_out(own, seed), _true(own)
        constant = float(np.abs(true - true.mean()).mean())
        lines += [
            "",
            f"## {'Pages read by OCR' if reading == 'ocr' else 'Text layers'}",
            "",
            f"{len(own)} pages of {len({s.family for s in own})} families; wrong words {true.mean():.1%}, expected",
            f"{found.mean():.1%}; mean miss {np.abs(found - true).mean():.3f} (of one figure for all pages",
            f"{constant:.3f}).",
            "",
            "| expected | pages | expected, mean | wrong, mean |",
            "| --- | --: | --: | --: |",
        ]
        for low, high in pairwise(BANDS):
            inside = (found >= low) & (found < high)
            if inside.any():
                means = f"{found[inside].mean():.1%} | {true[inside].mean():.1%}"
                lines.append(f"| {low:.0%} to {high:.0%} | {inside.sum()} | {means} |")
        lines += ["", "| left out | mean miss |", "| --- | --: |"]
        for group, names in _PARTS.items():
            less = _held_out(own, seed, [FEATURES.index(n) for n in names])
            lines.append(f"| {group} ({len(names)}) | {np.abs(less - true).mean():.3f} |")
    return "\n".join([*lines, ""])
