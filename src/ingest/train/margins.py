"""Fits the decision whether narrow columns beside a document's text hold who and when of tasks in it.

Material: drawn PDF documents with their answers. The search for such columns asks about every choice of them; the true
answer is yes where what they give are the document's rows. Figures are of whole families left out: no model saw a
document of the family that it judges.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz

from ingest.errors import UsageError
from ingest.layout.tables.margin_columns import clues as margin_clues
from ingest.layout.tables.margin_columns.search import margin_columns
from ingest.layout.tables.margin_columns.tasks import MarginColumns, MarginTask, PageTasks
from ingest.layout.text.furniture import split_furniture
from ingest.layout.watermarks import with_marks_aside
from ingest.options import Options
from ingest.read import read
from ingest.source import Source
from ingest.train.held_out import FOLDS, DecisionSamples
from ingest.train.linear import Sample, ablation, arrays, drawn, judged, worst_families, write_yes_no

__all__ = ["train"]

_MOST_PAGES = 6
"""Pages of a document that teaches: on more the search takes too long."""
_GIVEN, _FOUND = 0.9, 0.8
"""Share of the tasks that are rows of the answer, and of its fields that are found, from which a choice is right."""
_ALIKE = 80.0
"""Likeness (0..100) from which a text is a field's."""
_BESIDE = (
    "memo-with-margin-columns", "minutes-with-margin-columns", "notes-with-columns-at-left",
    "typed-minutes-with-margin-columns",
)  # fmt: skip
"""Families with such columns. A right choice in another one is of a table, which is read as one: it teaches nothing."""
_OTHERS = 8
"""Other choices of a document for each right one; there are far more."""
_INVERSE_PENALTY = 10.0
_MADE: Mapping[str, Mapping[str, float]] = {
    "columns of ticks": {"ticks": 1.0, "timed": 0.0},
    "parts of sentences": {"named": 0.0, "timed": 0.0},
}
"""What no family draws beside a text, by the clues that tell it from who and when."""
_BY_HAND = (
    "By hand before (`_convinces` at 8390f582) the best choice was right in 71 of 126 documents of the four families",
    "with such columns, wrong in 20. Each family held out, seeds 5501 to 5503: documents that do not call themselves",
    "meetings were not asked before (`of_meeting` at 69f20395), and of all the first weights took a right choice in 99",
    "of 132, a wrong one in 5; these take a right one in 228 of 252, a wrong one in 5, and one in 4 of 478 others.",
)
_TASKS, _TEXT = margin_clues.FEATURES.index("headings"), margin_clues.FEATURES.index("bodies")
_PARTS: Mapping[str, tuple[str, ...]] = {
    "the tasks": margin_clues.FEATURES[:_TASKS],
    "the text around them": margin_clues.FEATURES[_TASKS:_TEXT],
    "what stands in the columns": margin_clues.FEATURES[_TEXT:],
    **{name: (name,) for name in margin_clues.FEATURES},
}


def train(material: Path, out: Path, seed: int = 0) -> None:
    """Rebuild the artefact.

    Args:
        material: folder with folders of drawn documents (`ingest train factory -o`), searched for all.
        out: folder the artefact's files go to.
        seed: of the folds.

    Raises:
        UsageError: the folder holds no PDF documents in which columns were looked for.
    """
    rng = random.Random(seed)
    samples = [s for path, family in drawn(material, _is_pdf) for s in _some(_samples(path, family), rng)]
    if not any(s.answer for s in samples):
        raise UsageError(
            "no drawn documents with margin columns.",
            remedy="Draw some: ingest train factory --families '*-columns*' -o DIR.",
        )
    fitted = arrays(samples, _INVERSE_PENALTY)
    write_yes_no(fitted, margin_clues.FEATURES, out / "margin_columns.json")
    (out / "README.md").write_text(_card(fitted, seed), encoding="utf-8")


def _is_pdf(row: Mapping[str, str]) -> bool:
    return row["ext"] == "pdf"


class _Truth:
    """What the answer says, and the samples of what was asked."""

    def __init__(self, family: str, rows: Sequence[Mapping[str, Any]]) -> None:
        self.family = family
        self.samples: list[Sample] = []
        self.rows = {_letters(r["åtgärd"]["text"]): _beside(r) for r in rows if r.get("åtgärd")}
        self.fields = sum(1 + len(beside) for beside in self.rows.values())

    def __call__(self, pages: Sequence[PageTasks], columns: MarginColumns) -> float:
        tasks = [task for page in pages for task in page.paragraphs if task.beside]
        given = [self._fields(task) for task in tasks]
        right = sum(map(bool, given)) >= _GIVEN * len(given) and sum(given) >= _FOUND * self.fields > 0
        self.samples.append(Sample(self.family, margin_clues.clues(pages, columns), right))
        return 1.0 if right else -1.0

    def _fields(self, task: MarginTask) -> int:
        """Return how many fields of a row a task gives; 0 where anything of it is none."""
        text = _letters(" ".join(line.text for line in task.lines))
        entries = [_letters(" ".join(t.text for row in rows for t in row)) for rows in task.beside.values()]
        for measure, beside in self.rows.items():
            if _alike(text, measure) and all(any(_alike(e, field) for field in beside) for e in entries):
                return 1 + len(entries)
        return 0


def _alike(found: str, field: str) -> bool:
    """Return whether a text is a field's, or a part of it: where a word is cut, the columns may still be right."""
    return len(found) > 1 and (found in field or field in found or fuzz.ratio(found, field) >= _ALIKE)


def _beside(row: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(_letters(row[field]["text"]) for field in ("vem", "när") if row.get(field))


def _letters(text: str) -> str:
    return "".join(ch for ch in text.casefold() if ch.isalnum())


def _samples(path: Path, family: str) -> list[Sample]:
    options = Options()
    document = read(Source.open(path, None, options.limits), options)
    if len(document.pages) > _MOST_PAGES:
        return []
    answer = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    truth = _Truth(family, answer["rows"])
    with margin_clues.watched(truth):
        margin_columns(split_furniture([with_marks_aside(page) for page in document.pages]).pages)
    return truth.samples


def _some(samples: Sequence[Sample], rng: random.Random) -> list[Sample]:
    """Return the right choices of a document, what is made of them, and a few of the others."""
    right = [s for s in samples if s.answer and s.family in _BESIDE]
    others = [s for s in samples if not s.answer]
    made = [Sample(f"made: {kind}", _with(s, clues), False) for s in right for kind, clues in _MADE.items()]
    return right + made + rng.sample(others, min(len(others), _OTHERS * max(1, len(right))))


def _with(sample: Sample, clues: Mapping[str, float]) -> tuple[float, ...]:
    return tuple(clues.get(name, v) for name, v in zip(margin_clues.FEATURES, sample.values, strict=True))


def _card(samples: DecisionSamples, seed: int) -> str:
    held = judged(samples, seed)
    right, mean, loss = held.figures
    said, is_drawn = held.chances.argmax(axis=1) == 1, ~np.char.startswith(samples.families, "made: ")
    lines = [
        "# Whether columns beside a text hold who and when of tasks",
        "",
        "`margin_columns.json`: whether narrow columns beside a document's text (minutes of meetings) hold who and",
        "when of tasks in it: a logistic model over named clues (`ingest.layout.tables.margin_columns.clues`), made by",
        f"`ingest train margins` from drawn documents of {len(set(samples.families.tolist()))} families, two of them",
        "made up (ticks, parts of sentences beside a text). The search asks about the ten likeliest. All figures",
        f"are of families left out, in {FOLDS} parts; the two made up are the hardest, for nothing else is like them.",
        "",
        f"{len(held.hits)} choices of columns, {samples.answers.sum()} of them right. Told right: {right:.2%}, mean",
        f"over families {mean:.2%}; log loss {loss:.4f}. Of the right ones {said[samples.answers].mean():.1%} are",
        f"found, of the other drawn ones {said[is_drawn & ~samples.answers].mean():.2%} are taken for such.",
        "",
        *_BY_HAND,
        "",
        *ablation(samples, seed, margin_clues.FEATURES, _PARTS),
        "",
        *worst_families(samples, held.hits, "family told worst | choices"),
    ]
    return "\n".join([*lines, ""])
