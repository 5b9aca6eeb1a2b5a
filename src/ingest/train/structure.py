"""Fits the decision where a row of a table begins.

Material: drawn documents whose PDF is tagged (Chromium's), so that the row of every word is known. They are laid out as
if they had no tags; each decision is asked for and given the true answer, so that what comes after it is right. Figures
are of whole families left out: no model saw a document of the family that it judges.
"""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from ingest import layout
from ingest.document import Document
from ingest.errors import UsageError
from ingest.layout.tables import row_begins
from ingest.layout.tables.visual_rows import VisualRow
from ingest.options import Options
from ingest.read import read
from ingest.source import Source
from ingest.train.factory.model import UNDAMAGED

__all__ = ["train"]

FOLDS = 12
INVERSE_PENALTY = 0.3
_LEFT = (
    "What was tried and left: boosted trees of depth 2, 3 and 4 learnt the families by heart (of 7601 decisions 95.0,",
    "92.9 and 90.5 %; the logistic model of that day 95.6 %). Whether a row goes on over a page break was fitted",
    "too (18 clues): of 157 decisions 97.5 % either way, mean over families 95.9 % against 97.1 % of the rule by",
    "hand, which stayed.",
)
EVEN_ODDS = 0.5
WORST = 12
"""Families that the card names."""
_LEAST = 1e-4
_PARTS: Mapping[str, tuple[str, ...]] = {
    "white space": row_begins.FEATURES[:11],
    "which columns": row_begins.FEATURES[11:24],
    "what stands in them": row_begins.FEATURES[24:43],
    "the table": row_begins.FEATURES[43:],
}
_BY_HAND = "87.9 % of 4093 of them, mean over families 91.8 %"
"""What the rule by hand that the model took the place of (`_doubt` at 661009b) decided right of the same decisions."""


@dataclass(frozen=True, slots=True)
class _Sample:
    """The clues of one decision, its true answer, and the family of its document."""

    family: str
    values: tuple[float, ...]
    right: bool


def train(material: Path, out: Path, seed: int = 0) -> None:
    """Rebuild the artefact.

    Args:
        material: folder with folders of drawn documents (`ingest train factory -o`), searched for all.
        out: folder the artefact's files go to.
        seed: of the folds.

    Raises:
        UsageError: the folder holds no tagged PDF with tables.
    """
    samples = [s for path, family in _documents(material) for s in _samples(path, family)]
    if not samples:
        raise UsageError("no tagged PDF of drawn tables.", remedy="Draw some: ingest train factory -o DIR.")
    out.mkdir(parents=True, exist_ok=True)
    model = _fit(*_arrays(samples))
    data = {
        "features": row_begins.FEATURES,
        "weights": [round(float(v), 5) for v in model.coef_[0]],
        "bias": round(float(model.intercept_[0]), 5),
    }
    (out / "row_begins.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    (out / "README.md").write_text(_card(samples, seed), encoding="utf-8")


def _documents(material: Path) -> Iterator[tuple[Path, str]]:
    for manifest in sorted(material.rglob("manifest.csv")):
        with manifest.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["ext"] == "pdf" and row["producer"] == "chromium" and row["damage"] == UNDAMAGED:
                    yield manifest.parent / f"{row['name']}.pdf", row["family"]


class _Truth:
    """What the tags say, and the samples of what was asked."""

    def __init__(self, document: Document, family: str) -> None:
        self.family = family
        self.samples: list[_Sample] = []
        self.row_of: dict[int, tuple[int, int]] = {}
        """By the identity of a word: its table and row, as tagged; words of cells over several rows are left out."""
        for page in document.pages:
            for number, table in enumerate(page.tags.tables if page.tags is not None else ()):
                for cell in table.cells:
                    for at in (i for group in cell.paragraphs for i in group):
                        if cell.rowspan == 1:
                            self.row_of[id(page.words[at])] = (page.number * 100 + number, cell.row)

    def begins(
        self,
        group: Sequence[VisualRow],
        row: VisualRow,
        following: VisualRow | None,
        spacing: row_begins.Spacing,
    ) -> float:
        """Answer whether a visual row begins a row, by the tags of its words."""
        own, before = self._mode([row]), self._mode(group)
        if own is None or before is None:
            return 1.0 if row.mid - group[-1].mid > spacing.limit else -1.0
        right = own != before
        self.samples.append(_Sample(self.family, row_begins.clues(group, row, following, spacing), right))
        return 1.0 if right else -1.0

    def _mode(self, rows: Sequence[VisualRow]) -> tuple[int, int] | None:
        found = Counter(
            self.row_of[id(t.word)] for r in rows for i in r.items for t in i.tokens if id(t.word) in self.row_of
        )
        return found.most_common(1)[0][0] if found else None


def _samples(path: Path, family: str) -> list[_Sample]:
    options = Options()
    document = read(Source.open(path, None, options.limits), options)
    truth = _Truth(document, family)
    if truth.row_of:
        bare = replace(document, pages=tuple(replace(p, tags=None) for p in document.pages))
        with row_begins.watched(truth.begins):
            layout.arrange(bare, options)
    return truth.samples


Matrix = NDArray[np.float64]


def _arrays(samples: Sequence[_Sample]) -> tuple[Matrix, NDArray[np.bool_], Matrix]:
    """Return clues, answers and weights: a family counts as the root of its samples."""
    counts = Counter(s.family for s in samples)
    w = np.array([counts[s.family] ** -0.5 for s in samples])
    return np.array([s.values for s in samples]), np.array([s.right for s in samples]), w * len(w) / w.sum()


def _fit(x: Matrix, y: NDArray[np.bool_], w: Matrix) -> LogisticRegression:
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=4000)
    model.fit(x, y, sample_weight=w)
    return model


def _held_out(samples: Sequence[_Sample], seed: int, without: Sequence[int] = ()) -> Matrix:
    """Return the probability of each sample by a model that never saw its family, clues `without` left out."""
    x, y, w = _arrays(samples)
    x[:, list(without)] = 0.0
    names = np.array([s.family for s in samples])
    families = sorted(set(names.tolist()))
    random.Random(seed).shuffle(families)
    fold_of = {f: i % FOLDS for i, f in enumerate(families)}
    folds = np.array([fold_of[f] for f in names.tolist()])
    out = np.zeros(len(y))
    for fold in sorted(set(folds.tolist())):
        test = folds == fold
        out[test] = _fit(x[~test], y[~test], w[~test]).predict_proba(x[test])[:, 1]
    return out


def _figures(samples: Sequence[_Sample], found: Matrix) -> tuple[float, float, float]:
    """Return the share decided right, the mean of that share over families, and the log loss, all unweighted."""
    y = np.array([s.right for s in samples])
    hit = (found >= EVEN_ODDS) == y
    names = np.array([s.family for s in samples])
    means = [float(hit[names == f].mean()) for f in sorted(set(names.tolist()))]
    loss = -np.log(np.clip(np.where(y, found, 1 - found), _LEAST, 1))
    return float(hit.mean()), float(np.mean(means)), float(loss.mean())


def _card(samples: Sequence[_Sample], seed: int) -> str:
    held = _held_out(samples, seed)
    right, mean, loss = _figures(samples, held)
    share = sum(s.right for s in samples) / len(samples)
    lines = [
        "# Where a row of a table begins",
        "",
        "`row_begins.json`: whether a visual row begins a row of its table, where no rule parts the rows: a logistic",
        "model over named clues (`ingest.layout.tables.row_begins`), made by `ingest train structure` from drawn",
        f"documents of {len({s.family for s in samples})} families with tagged PDFs; they are laid out without their",
        f"tags. All figures are of families left out, in {FOLDS} parts.",
        "",
        f"{len(samples)} decisions, {share:.1%} of them yes. Right: {right:.2%}, mean over families {mean:.2%};",
        f"log loss {loss:.4f}. The rule by hand before: {_BY_HAND}.",
        "",
        "| left out | right | mean over families | log loss |",
        "| --- | --: | --: | --: |",
    ]
    for group, names in _PARTS.items():
        without = [row_begins.FEATURES.index(n) for n in names]
        r, m, x = _figures(samples, _held_out(samples, seed, without))
        lines.append(f"| {group} ({len(without)}) | {r:.2%} | {m:.2%} | {x:.4f} |")
    lines += ["", "| family told worst | decisions | right |", "| --- | --: | --: |"]
    y = np.array([s.right for s in samples])
    families = np.array([s.family for s in samples])
    hits = {f: ((held >= EVEN_ODDS) == y)[families == f] for f in set(families.tolist())}
    for family in sorted(hits, key=lambda f: (float(hits[f].mean()), f))[:WORST]:
        lines.append(f"| {family} | {len(hits[family])} | {float(hits[family].mean()):.1%} |")
    return "\n".join([*lines, "", *_LEFT, ""])
