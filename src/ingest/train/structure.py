"""Fits the decision where a row of a table begins.

Material: drawn documents whose PDF is tagged (Chromium's), so that the row of every word is known. They are laid out as
if they had no tags; each decision is asked for and given the true answer, so that what comes after it is right. Figures
are of whole families left out: no model saw a document of the family that it judges.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest import layout
from ingest.document import Document
from ingest.errors import UsageError
from ingest.layout.tables import row_begins
from ingest.layout.tables.visual_rows import VisualRow
from ingest.options import Options
from ingest.read import read
from ingest.source import Source
from ingest.train.factory.model import UNDAMAGED
from ingest.train.held_out import FOLDS, Figures, Matrix, Samples, figures, fit, held_out, worst

__all__ = ["train"]

_LEFT = (
    "What was tried and left: boosted trees of depth 2, 3 and 4 learnt the families by heart (of 7601 decisions 95.0,",
    "92.9 and 90.5 %; the logistic model of that day 95.6 %). Whether a row goes on over a page break was fitted",
    "too (18 clues): of 157 decisions 97.5 % either way, mean over families 95.9 % against 97.1 % of the rule by",
    "hand, which stayed.",
)
EVEN_ODDS = 0.5
DIGITS = 5
"""Decimals of the weights."""
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
    model = fit(_arrays(samples))
    data = {
        "features": row_begins.FEATURES,
        "weights": [round(float(v), DIGITS) for v in model.coef_[0]],
        "bias": round(float(model.intercept_[0]), DIGITS),
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
        self.row_of: dict[int, tuple[int, int, int]] = {}
        """By the identity of a word: its page, table and row, as tagged; words of cells over several rows are left
        out."""
        for page in document.pages:
            for number, table in enumerate(page.tags.tables if page.tags is not None else ()):
                for cell in table.cells:
                    for at in (i for group in cell.paragraphs for i in group):
                        if cell.rowspan == 1:
                            self.row_of[id(page.words[at])] = (page.number, number, cell.row)

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

    def _mode(self, rows: Sequence[VisualRow]) -> tuple[int, int, int] | None:
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


def _arrays(samples: Sequence[_Sample]) -> Samples:
    return Samples(
        np.array([s.values for s in samples]),
        np.array([s.right for s in samples]),
        np.array([s.family for s in samples]),
    )


def _yes(samples: Samples, seed: int, without: Sequence[int] = ()) -> Matrix:
    """Return the probability of yes by models that never saw the decision's family."""
    yes: Matrix = held_out(samples, (False, True), seed, without)[:, 1]
    return yes


def _hit(samples: Samples, yes: Matrix) -> NDArray[np.bool_]:
    hit: NDArray[np.bool_] = (yes >= EVEN_ODDS) == samples.answers
    return hit


def _figures(samples: Samples, yes: Matrix) -> Figures:
    return figures(samples.families, _hit(samples, yes), np.where(samples.answers, yes, 1 - yes))


def _card(samples: Sequence[_Sample], seed: int) -> str:
    arrays = _arrays(samples)
    held = _yes(arrays, seed)
    right, mean, loss = _figures(arrays, held)
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
        found = _figures(arrays, _yes(arrays, seed, without))
        lines.append(f"| {group} ({len(without)}) | {found.right:.2%} | {found.mean:.2%} | {found.loss:.4f} |")
    lines += ["", "| family told worst | decisions | right |", "| --- | --: | --: |"]
    hits = _hit(arrays, held)
    lines += [f"| {family} | {asked} | {right:.1%} |" for family, asked, right in worst(arrays.families, hits)]
    return "\n".join([*lines, "", *_LEFT, ""])
