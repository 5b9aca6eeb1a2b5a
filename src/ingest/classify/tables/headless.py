"""Parts of tables without a heading row: what their columns are, told by the table before them and by their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from ingest.classify.fields.cell_scores import Scorer
from ingest.classify.tables.column_fields import Assignment, assign, clues_of, column_evidence
from ingest.classify.tables.column_meanings import PartMeaning, TableJudge, meaning_of_column, sure_of_action, texts_of
from ingest.classify.tables.crosstab import Crosstab
from ingest.classify.tables.gives_rows import THRESHOLD
from ingest.classify.tables.parsed import ParsedRecord, TablePart

__all__ = ["headless_meaning"]

_SUITS = 0.8
"""Mean log-probability a column by which cells may suit the headings before them worse than their best reading."""
_SUITS_NARROWED = 0.7
"""The same for the worst column of a table that goes on with fewer columns."""
_CARRIED, _NARROWED = 0.9, 0.8
"""How sure columns are that were carried over, of what they were."""
_WORDS = 3
"""Words that a cell of a sentence has at least."""


def headless_meaning(
    judge: TableJudge,
    part: TablePart,
    records: Sequence[ParsedRecord],
    before: PartMeaning | None,
    follows: PartMeaning | None,
    block: int,
) -> PartMeaning:
    """Return what a part without a heading row means.

    Args:
        judge: what all tables of the document share.
        part: the part.
        records: its lines.
        before: the last part with headings over as many columns; those that come where there was none.
        follows: the last part with headings, if this table goes on right below it.
        block: index of the block that holds the table.
    """
    carried = _carried(judge, part, records, before, block)
    if carried is not None:
        return carried
    alone = _alone(judge, part, records, block)
    if not alone.action and follows is not None:
        return _narrowed(part, records, follows, judge.content) or alone
    return alone


def _carried(
    judge: TableJudge, part: TablePart, records: Sequence[ParsedRecord], before: PartMeaning | None, block: int
) -> PartMeaning | None:
    """Return the meaning under the headings of the part before, where the cells suit it; None where they do not.

    A meaning is never carried to a table of another kind: its own cells must be measures under those headings.
    """
    if before is None:
        return None
    own = _own_texts(part, records)
    columns = [clues_of("", judge.words.heading(""), t, judge.content) for t in own]
    evidence = [c.content for c in columns]
    if not any(judge.pool.get(name) for name in before.part.key):
        # Headings that layout has parted from all their lines: they and these cells are one table's witnesses.
        headed = replace(before.part, kind="columns")
        under = [
            replace(c, heading=headed.headings[i], meaning=meaning_of_column(headed, i, judge.words))
            for i, c in enumerate(columns)
        ]
        judged = judge.judge(headed, records, assign(under), block)
        if judged.gives:
            return replace(judged, part=replace(headed, kind="none"))
    free = assign(columns)
    reused = sum(e[la] for e, la in zip(evidence, before.labels, strict=True))
    best = sum(e[la] for e, la in zip(evidence, free.labels, strict=True))
    if reused < best - _SUITS * len(own):
        return None
    probabilities = tuple(_CARRIED * p for p in before.probabilities)
    taken = replace(before, part=replace(before.part, kind="none"), probabilities=probabilities)
    if before.action and not before.matrix.calendar and not before.matrix.marked:
        headed = replace(before.part, kind="columns")
        clues = judge.clues(headed, records, Assignment(before.labels, before.probabilities, 0.0), block)
        probability = judge.decide(clues)
        if probability < THRESHOLD:
            return None
        return replace(taken, rows_probability=probability, clues=clues)
    return taken


def _alone(judge: TableJudge, part: TablePart, records: Sequence[ParsedRecord], block: int) -> PartMeaning:
    """Return what the cells alone say."""
    texts = [judge.pool.get(name, ()) for name in part.key]
    columns = [clues_of("", judge.words.heading(""), t, judge.content) for t in texts]
    assignment = _with_action(assign(columns), texts, judge.content)
    clues = judge.clues(part, records, assignment, block)
    probability = judge.decide(clues)
    said = set(assignment.labels)
    sure = probability * sure_of_action(assignment.labels, assignment.probabilities)
    action = bool(said & {"åtgärd", "mål"} and said & {"vem", "när"}) and sure >= THRESHOLD
    return PartMeaning(part, assignment.labels, assignment.probabilities, Crosstab(), action, False, probability, clues)


def _own_texts(part: TablePart, records: Sequence[ParsedRecord]) -> list[list[str]]:
    """Return the filled texts of each column, cells over several columns left out."""
    return [
        [s.text for r in records if (s := r.slots[c]) is not None and s.text and s.cell.colspan == 1]
        for c in range(len(part.headings))
    ]


def _narrowed(
    part: TablePart, records: Sequence[ParsedRecord], before: PartMeaning, content: Scorer
) -> PartMeaning | None:
    """Return the meaning of a table that goes on with fewer columns, since one is empty there: its columns put under
    the ones before; None where they do not suit.

    Columns keep their order; which one is missing, the cells decide.
    """
    count = len(part.headings)
    if not 1 < count < len(before.labels):
        return None
    evidence = [column_evidence(t, content) for t in texts_of(part, records)]

    def fit(chosen: Sequence[int]) -> float:
        return sum(e[before.labels[k]] for e, k in zip(evidence, chosen, strict=True))

    best = max(combinations(range(len(before.labels)), count), key=fit)
    # Each column must suit its label about as well as any other: signatures below a plan are two names side by side.
    doubts = [max(e.values()) - e[before.labels[k]] for e, k in zip(evidence, best, strict=True)]
    if max(doubts) > _SUITS_NARROWED or all(before.labels[k] in ("vem", "other") for k in best):
        return None
    taken = TablePart(tuple(before.part.headings[k] for k in best), kind="none", spans=tuple(range(count)))
    labels = tuple(before.labels[k] for k in best)
    probabilities = tuple(_NARROWED * before.probabilities[k] for k in best)
    return PartMeaning(taken, labels, probabilities, Crosstab(), before.action, before.about, before.rows_probability)


def _with_action(assignment: Assignment, texts: Sequence[Sequence[str]], content: Scorer) -> Assignment:
    """Return the fields, the one column of sentences beside who and when being the åtgärd where it was none."""
    labels, probabilities = assignment.labels, assignment.probabilities
    worded = [c for c, t in enumerate(texts) if _worded(t)]
    if {"orsak", "mål", "åtgärd"} & set(labels) or not {"vem", "när"} <= set(labels) or len(worded) != 1:
        return assignment
    (column,) = worded
    if labels[column] != "other":
        return assignment
    sure = 0.6
    return Assignment(
        tuple("åtgärd" if c == column else la for c, la in enumerate(labels)),
        tuple(sure if c == column else p for c, p in enumerate(probabilities)),
        assignment.score,
    )


def _worded(texts: Sequence[str]) -> bool:
    """Return whether most cells hold three words or more."""
    return sum(len(re.findall(r"[^\W\d_]{2,}", t)) >= _WORDS for t in texts) >= 0.7 * len(texts) > 0
