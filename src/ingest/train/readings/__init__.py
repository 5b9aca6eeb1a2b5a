"""Fits the vote between several readings of a line of print (`ingest.read.ocr.engines.voting`).

Material: lines of Swedish print, drawn in the fonts at hand and made worse as archives do (`print_lines`), each read in
all the ways in which the reader reads a doubted line. Of the texts that readings give for a stretch of a line those are
right that leave the line nearest to the truth. A conditional logit is fitted; figures are of whole damages and whole
fonts left out.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from scipy.optimize import minimize

from ingest.errors import UsageError
from ingest.read.ocr.engines.choice import engine
from ingest.read.ocr.engines.tesseract import OcrWord
from ingest.read.ocr.engines.voting import FEATURES, clues, stretches, word_bits
from ingest.read.ocr.recognise import all_readings, is_doubted
from ingest.train.factory.damage.pages import KINDS
from ingest.train.readings.print_lines import ARCHIVE, DPI, LINES, cut, drawn, fonts, texts

__all__ = ["ReadLine", "Rivals", "fit", "rivals", "train"]

PAGES = 45
"""Drawn pages: every damage with every font."""
PENALTY = 0.3
"""Of the weights' squares."""
DIGITS = 4
"""Decimals of the weights."""
_LEAST = 1e-12
"""Chance below which no right text is taken to be."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line's readings, the usual one first, and what stands there."""

    kind: str
    font: str
    truth: str
    readings: tuple[tuple[OcrWord, ...], ...]
    swedish: int | None
    """Which reading is by the Swedish data."""


@dataclass(frozen=True, slots=True)
class Rivals:
    """The texts of one stretch of a line."""

    values: Floats
    """Clues: (texts, features)."""
    wrong: NDArray[np.int64]
    """Letters wrong in the line with each text."""

    @property
    def right(self) -> NDArray[np.bool_]:
        """Return which texts leave the fewest letters wrong."""
        found: NDArray[np.bool_] = self.wrong == self.wrong.min()
        return found


def train(material: Path, out: Path, seed: int = 0) -> None:
    """Rebuild the artefact.

    Args:
        material: folder with `corpus/dev.txt.xz` (sentences that the lexicon was not counted on).
        out: folder the artefact's files go to.
        seed: of the lines and the damages.

    Raises:
        UsageError: the corpus is missing.
        MissingTool: OCR or its language data is not installed.
    """
    corpus = material / "corpus" / "dev.txt.xz"
    if not corpus.is_file():
        raise UsageError(f"{corpus} is missing.", remedy="Give the folder with the repair corpus.")
    lines = list(_read(corpus, seed))
    found = [(line, rivals(line)) for line in lines]
    weights = fit([r for _, rs in found for r in rs])
    out.mkdir(parents=True, exist_ok=True)
    data = {"features": FEATURES, "weights": [round(float(w), DIGITS) for w in weights], "bias": 0.0}
    (out / "model.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    (out / "README.md").write_text(_card(found, weights), encoding="utf-8")


def _read(corpus: Path, seed: int) -> Iterator[ReadLine]:
    """The doubted lines of the drawn pages, each twice: read as the reader reads it, and in all ways."""
    rng = random.Random(seed)
    pool, faces, running = texts(corpus, rng), fonts(), engine()
    for page in range(PAGES):
        kind, face = ARCHIVE[page % len(ARCHIVE)], faces[page % len(faces)]
        truth = [pool.pop() for _ in range(LINES)]
        gray, dpi = KINDS[kind](drawn(truth, face), DPI, np.random.default_rng((seed, page)))
        for line in cut(gray, dpi, truth):
            first = running.words(line.patch, line.dpi)
            if is_doubted(first, line.run):
                # As it is read, and in all ways, as lines are read that are worse than drawn ones.
                for every in (False, True):
                    readings, swedish = all_readings(running, line.patch, line.dpi, line.run, first, every=every)
                    yield ReadLine(kind, face.stem, line.truth, tuple(tuple(r) for r in readings), swedish)


def rivals(line: ReadLine) -> list[Rivals]:
    """The stretches of a line of which its readings differ."""
    given = {i: r for i, r in enumerate(line.readings) if r}
    if len(given) < 2:
        return []
    parted: list[dict[str, tuple[float, ...]]] = []
    for left, right in stretches(list(given.values())):
        parts = {i: tuple(w for w in r if left <= (w.box[0] + w.box[2]) / 2 < right) for i, r in given.items()}
        parted.append(clues(parts, word_bits, line.swedish))
    agreed = FEATURES.index("agreement")
    usual = [max(texts, key=lambda t: texts[t][agreed]) for texts in parted]
    out = []
    for i, told in enumerate(parted):
        if len(told) > 1:
            whole = [" ".join(filter(None, (*usual[:i], text, *usual[i + 1 :]))) for text in told]
            wrong = np.array([Levenshtein.distance(text, line.truth) for text in whole])
            out.append(Rivals(np.array(list(told.values())), wrong))
    return out


def fit(samples: Sequence[Rivals]) -> Floats:
    """The weights under which the right texts are likeliest, held near nought by `PENALTY`."""
    told = [s for s in samples if not s.right.all()]

    def loss(weights: Floats) -> tuple[float, Floats]:
        value, slope = PENALTY * float(weights @ weights), 2 * PENALTY * weights
        for sample in told:
            chance = _chances(sample, weights)
            right = max(_LEAST, float(chance[sample.right].sum()))
            value -= float(np.log(right))
            slope = slope - sample.values.T @ (np.where(sample.right, chance, 0.0) / right - chance)
        return value, slope

    found: Floats = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B").x
    return found


def _chances(sample: Rivals, weights: Floats) -> Floats:
    worth = sample.values @ weights
    chance: Floats = np.exp(worth - worth.max())
    return chance / chance.sum()


def _card(found: Sequence[tuple[ReadLine, list[Rivals]]], weights: Floats) -> str:
    stretched = [r for _, rs in found for r in rs]
    faces, kinds = ({of(line) for line, _ in found} for of in (_font, _kind))
    lines = [
        "# Which of several readings stands in a line",
        "",
        "`model.json`: a conditional logit over the texts that readings of a doubted line give for one stretch of it",
        "(`ingest.read.ocr.engines.voting`), made by `ingest train readings` from lines of Swedish print drawn in",
        f"{len(faces)} fonts and made worse in {len(kinds)} ways;",
        f"{len(found) // 2} lines were doubted; each counts as the reader reads it and as read in all ways,",
        f"{len(stretched)} of their stretches read differently.",
        "",
        "Stretches with another text than the best of those read, by models that saw no line of the damage, or font:",
        "",
        "| left out | stretches | the surest reading | most readings | the vote | letters wrong by the vote |",
        "| --- | --: | --: | --: | --: | --: |",
    ]
    parts: tuple[tuple[str, Callable[[ReadLine], str]], ...] = (("damage", _kind), ("font", _font))
    for name, of in parts:
        groups = sorted({of(line) for line, _ in found})
        total = np.zeros(5, int)
        for group in groups:
            model = fit([r for line, rs in found if of(line) != group for r in rs])
            total += _judged([r for line, rs in found if of(line) == group for r in rs], model)
        lines.append(f"| {name} | " + " | ".join(map(str, total)) + " |")
    lines += ["", "| clue | weight |", "| --- | --: |"]
    lines += [f"| {name} | {weight:.2f} |" for name, weight in zip(FEATURES, weights, strict=True)]
    return "\n".join(lines) + "\n"


def _kind(line: ReadLine) -> str:
    return line.kind


def _font(line: ReadLine) -> str:
    return line.font


def _judged(samples: Sequence[Rivals], weights: Floats) -> NDArray[Any]:
    """Stretches; those that the surest text, the one read most, and the vote get wrong; letters wrong by the vote."""
    out = np.zeros(5, int)
    surest, agreed = FEATURES.index("surest"), FEATURES.index("agreement")
    for sample in samples:
        chosen = int(_chances(sample, weights).argmax())
        tries = (int(sample.values[:, surest].argmax()), int(sample.values[:, agreed].argmax()), chosen)
        out += [1, *(int(not sample.right[k]) for k in tries), int(sample.wrong[chosen] - sample.wrong.min())]
    return out
