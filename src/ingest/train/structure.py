"""Fits the decision where a row of a table begins.

Material: drawn documents whose PDF is tagged (Chromium's), so that the row of every word is known. They are laid out as
if they had no tags; each decision is asked for and given the true answer, so that what comes after it is right. Figures
are of whole families left out: no model saw a document of the family that it judges.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ingest import layout
from ingest.document import Document
from ingest.errors import UsageError
from ingest.layout.tables import row_begins
from ingest.layout.tables.visual_rows import VisualRow
from ingest.options import Options
from ingest.read import read
from ingest.source import Source
from ingest.train.held_out import FOLDS, DecisionSamples
from ingest.train.linear import Sample, ablation, arrays, drawn, judged, worst_families, write_yes_no

__all__ = ["train"]

_LEFT = (
    "What was tried and left: boosted trees of depth 2, 3 and 4 learnt the families by heart (of 7601 decisions 95.0,",
    "92.9 and 90.5 %; the logistic model of that day 95.6 %). Whether a row goes on over a page break was fitted",
    "too (18 clues): of 157 decisions 97.5 % either way, mean over families 95.9 % against 97.1 % of the rule by",
    "hand, which stayed.",
)
_PARTS: Mapping[str, tuple[str, ...]] = {
    "white space": row_begins.FEATURES[:11],
    "which columns": row_begins.FEATURES[11:24],
    "what stands in them": row_begins.FEATURES[24:43],
    "the table": row_begins.FEATURES[43:],
}
_BY_HAND = "87.9 % of 4093 of them, mean over families 91.8 %"
"""What the rule by hand that the model took the place of (`_doubt` at 661009b) decided right of the same decisions."""


def train(material: Path, out: Path, seed: int = 0) -> None:
    """Rebuild the artefact.

    Args:
        material: folder with folders of drawn documents (`ingest train factory -o`), searched for all.
        out: folder the artefact's files go to.
        seed: of the folds.

    Raises:
        UsageError: the folder holds no tagged PDF with tables.
    """
    samples = [s for path, family in drawn(material, _is_tagged) for s in _samples(path, family)]
    if not samples:
        raise UsageError("no tagged PDF of drawn tables.", remedy="Draw some: ingest train factory -o DIR.")
    fitted = arrays(samples)
    write_yes_no(fitted, row_begins.FEATURES, out / "row_begins.json")
    (out / "README.md").write_text(_card(fitted, seed), encoding="utf-8")


def _is_tagged(row: Mapping[str, str]) -> bool:
    return row["ext"] == "pdf" and row["producer"] == "chromium"


class _Truth:
    """What the tags say, and the samples of what was asked."""

    def __init__(self, document: Document, family: str) -> None:
        self.family = family
        self.samples: list[Sample] = []
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
        self.samples.append(Sample(self.family, row_begins.clues(group, row, following, spacing), right))
        return 1.0 if right else -1.0

    def _mode(self, rows: Sequence[VisualRow]) -> tuple[int, int, int] | None:
        found = Counter(
            self.row_of[id(t.word)] for r in rows for i in r.items for t in i.tokens if id(t.word) in self.row_of
        )
        return found.most_common(1)[0][0] if found else None


def _samples(path: Path, family: str) -> list[Sample]:
    options = Options()
    document = read(Source.open(path, None, options.limits), options)
    truth = _Truth(document, family)
    if truth.row_of:
        bare = replace(document, pages=tuple(replace(p, tags=None) for p in document.pages))
        with row_begins.watched(truth.begins):
            layout.arrange(bare, options)
    return truth.samples


def _card(samples: DecisionSamples, seed: int) -> str:
    held = judged(samples, seed)
    right, mean, loss = held.figures
    lines = [
        "# Where a row of a table begins",
        "",
        "`row_begins.json`: whether a visual row begins a row of its table, where no rule parts the rows: a logistic",
        "model over named clues (`ingest.layout.tables.row_begins`), made by `ingest train structure` from drawn",
        f"documents of {len(set(samples.families.tolist()))} families with tagged PDFs; they are laid out without",
        f"their tags. All figures are of families left out, in {FOLDS} parts.",
        "",
        f"{len(held.hits)} decisions, {samples.answers.mean():.1%} of them yes. Right: {right:.2%}, mean over families",
        f"{mean:.2%}; log loss {loss:.4f}. The rule by hand before: {_BY_HAND}.",
        "",
        *ablation(samples, seed, row_begins.FEATURES, _PARTS),
        "",
        *worst_families(samples, held.hits, "family told worst | decisions"),
    ]
    return "\n".join([*lines, "", *_LEFT, ""])
