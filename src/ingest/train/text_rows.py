"""Fits the decision where a row of a table of plain text begins, its cells wrapped over lines.

Material: drawn text files, and Word files set with tabs, with their answers. A line begins a row where the text of a
measure begins in it; each decision is asked for and given the true answer, so that what comes after it is right.
Figures are of whole families left out: no model saw a document of the family that it judges.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import UsageError
from ingest.options import Options
from ingest.read import read
from ingest.read.text import row_lines
from ingest.source import Source
from ingest.train.held_out import FOLDS, DecisionSamples
from ingest.train.linear import Sample, ablation, arrays, drawn, judged, worst_families, write_yes_no

__all__ = ["train"]

_KINDS = ("txt", "docx")
"""Kinds of files whose columns are set with spaces or tabs."""
_PARTS: Mapping[str, tuple[str, ...]] = {
    "blank lines": row_lines.FEATURES[:6],
    "which columns": row_lines.FEATURES[6:21],
    "what stands in them": row_lines.FEATURES[21:38],
    "the table": row_lines.FEATURES[38:],
}
_BY_HAND = "85.1 % on one line, 97.8 % close, 93.2 % spaced, 92.5 % typed, 20 to 55 % of such tables without a fault"
"""What the votes by hand that the model took the place of (`row_starts` at 46e97e2) decided right of the same."""


def train(material: Path, out: Path, seed: int = 0) -> None:
    """Rebuild the artefact.

    Args:
        material: folder with folders of drawn documents (`ingest train factory -o`), searched for all.
        out: folder the artefact's files go to.
        seed: of the folds.

    Raises:
        UsageError: the folder holds no text file with tables set with spaces.
    """
    samples = [s for path, family in drawn(material, _has_rows) for s in _samples(path, family)]
    if not samples:
        raise UsageError(
            "no drawn text file with tables.", remedy="Draw some: ingest train factory --families 'text-*' -o DIR."
        )
    fitted = arrays(samples)
    write_yes_no(fitted, row_lines.FEATURES, out / "row_lines.json")
    (out / "README.md").write_text(_card(fitted, seed), encoding="utf-8")


@dataclass(slots=True)
class _Truth:
    """What the answer says, and the samples of what was asked."""

    family: str
    measures: Sequence[Sequence[str]]
    """The words of each."""
    headings: frozenset[str] = frozenset()
    """The titles of sections, which may stand as bands in a table."""
    headings_in_one_line: bool = False
    """Whether no heading of a column is wrapped."""
    samples: list[Sample] = field(default_factory=list)
    _known: dict[int, tuple[row_lines.TableLines, frozenset[int]]] = field(default_factory=dict)

    def begins(self, lines: row_lines.TableLines, start: int, at: int) -> float:
        """Answer whether a line begins a row, by the measures' texts."""
        starts = self._starts(lines)
        right = at in starts
        if starts:
            self.samples.append(Sample(self.family, row_lines.clues(lines, start, at), right))
        return 1.0 if right else -1.0

    def _starts(self, lines: row_lines.TableLines) -> frozenset[int]:
        if id(lines) not in self._known:
            found: set[int] = set()
            for column in range(len(lines.widths)):
                cells = [row[column] if column < len(row) else "" for row in lines.grid]
                told = [(word, at) for at, cell in enumerate(cells) for word in cell.split()]
                words = [word for word, _ in told]
                for measure in self.measures:
                    found.update(told[at][1] for at in _places(words, measure))
            if found:
                first = min(found)
                found.update(at for at, row in enumerate(lines.grid) if self._is_apart(lines.grid, at, first))
            # What was asked about is held, so that no other lines get its identity.
            self._known[id(lines)] = lines, frozenset(found)
        return self._known[id(lines)][1]

    def _is_apart(self, grid: row_lines.Grid, at: int, first: int) -> bool:
        """Return whether a line is a row that is no measure: a section's title, a heading row that stands again, or in
        a Word file, where no heading is wrapped, anything above the first measure."""
        filled = [cell for cell in grid[at] if cell]
        told = " ".join(filled)
        band = any(told.startswith(title) or told.partition(" ")[2].startswith(title) for title in self.headings)
        if at < first:
            return self.headings_in_one_line or (band and len(filled) == 1)
        if len(filled) > 1 and any(list(grid[at]) == list(row) for row in grid[:first]):
            return True
        return band and (len(filled) == 1 or filled[0].rstrip(".").isdigit())


def _has_rows(row: Mapping[str, str]) -> bool:
    return row["ext"] in _KINDS and bool(int(row["rows"]))


def _places(words: Sequence[str], sought: Sequence[str]) -> Iterator[int]:
    """Where some words stand one after another."""
    for at in range(len(words) - len(sought) + 1):
        if list(words[at : at + len(sought)]) == list(sought):
            yield at


def _samples(path: Path, family: str) -> list[Sample]:
    options = Options()
    answer = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    texts = [row.get("åtgärd") or row.get("mål") for row in answer["rows"]]
    headings = frozenset(section["title"] for section in answer["sections"] if section["title"])
    truth = _Truth(family, [text["text"].split() for text in texts if text], headings, path.suffix == ".docx")
    with row_lines.watched(truth.begins):
        read(Source.open(path, None, options.limits), options)
    return truth.samples


def _card(samples: DecisionSamples, seed: int) -> str:
    held = judged(samples, seed)
    right, mean, loss = held.figures
    lines = [
        "# Where a row of a table of plain text begins",
        "",
        "`row_lines.json`: whether a line begins a row of its table, where cells are wrapped and no rule parts the",
        "rows, in text files and in Word's lists set with tabs: a logistic model over named clues",
        "(`ingest.read.text.row_lines`), made by `ingest train text-rows` from drawn files of",
        f"{len(set(samples.families.tolist()))} families (40 to 100 documents each). All figures are of families",
        f"left out, in at most {FOLDS} parts.",
        "",
        f"{len(held.hits)} decisions, {samples.answers.mean():.1%} of them yes. Right: {right:.2%}, mean over families",
        f"{mean:.2%}; log loss {loss:.4f}. By hand before: {_BY_HAND}.",
        "",
        *ablation(samples, seed, row_lines.FEATURES, _PARTS),
        "",
        *worst_families(samples, held.hits, "family | decisions"),
    ]
    return "\n".join([*lines, ""])
