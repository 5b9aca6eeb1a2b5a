"""What the columns of all tables of a document mean, decided together.

Tables with the same headings are one witness: their cells are pooled. A part without headings takes those of the
part before it where that suits its cells as well as any other reading; else its contents decide alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from ingest.classify.fields.cell_scores import Scorer, by_both, by_signs
from ingest.classify.fields.heading import Label, Meaning
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.tables.column_fields import Assignment, assign, column_evidence
from ingest.classify.tables.crosstab import Matrix, find_matrix
from ingest.classify.tables.parsed import Part, Reading, Record

__all__ = ["PartMeaning", "read_meanings"]


@dataclass(frozen=True)
class PartMeaning:
    """The columns of one part. `action`: it has an åtgärd or mål column, so its lines are rows of the plan."""

    part: Part
    labels: tuple[Label, ...]
    probabilities: tuple[float, ...]
    matrix: Matrix
    action: bool
    about: bool
    """It says who (and when) but not what: its heading may."""

    def has(self, label: Label) -> bool:
        return label in self.labels


def read_meanings(
    readings: Sequence[Reading], words: Vocabulary, content: Scorer, following: frozenset[int] = frozenset()
) -> dict[int, tuple[PartMeaning, ...]]:
    """For each reading (by its `id`, nested ones included) the meaning of each of its parts.

    `following` are the blocks of tables that stand right after another table, as over a page break.
    """
    everything = [r for top in readings for r in _with_nested(top)]
    pool = _pool(everything)
    out: dict[int, tuple[PartMeaning, ...]] = {}
    cache: dict[tuple[str, ...], Assignment] = {}
    # The headings last seen for a number of columns, for tables that go on without; before any, those that come.
    last: dict[int, PartMeaning] = {}
    for reading in reversed(everything):
        for index, part in enumerate(reading.parts):
            if part.kind == "columns":
                records = [e for e in reading.records() if e.part == index]
                meaning = _judge(part, records, _assignment(part, pool, words, content, cache), words, content)
                if meaning.action or meaning.about:
                    last[len(part.headings)] = meaning
    newest: PartMeaning | None = None
    for reading in everything:
        made: list[PartMeaning] = []
        for index, part in enumerate(reading.parts):
            records = [e for e in reading.records() if e.part == index]
            if part.kind == "none":
                meaning = _headless(part, records, pool, words, content, last.get(len(part.headings)))
                if not meaning.action and newest is not None and reading.grid.block in following:
                    meaning = _narrowed(part, records, newest, content) or meaning
            else:
                assignment = _assignment(part, pool, words, content, cache)
                meaning = _judge(part, records, assignment, words, content)
                if part.kind == "columns" and (meaning.action or meaning.about):
                    last[len(part.headings)] = newest = meaning
            made.append(meaning)
        out[id(reading)] = tuple(made)
    return out


def _with_nested(reading: Reading) -> list[Reading]:
    out = [reading]
    for record in reading.records():
        for inner in record.nested:
            out += _with_nested(inner)
    return out


def _pool(readings: Sequence[Reading]) -> dict[str, list[str]]:
    """Texts of all cells below each heading (by `Part.key`) of the document."""
    pool: dict[str, list[str]] = {}
    for reading in readings:
        for record in reading.records():
            part = reading.parts[record.part]
            for name, slot in zip(part.key, record.slots, strict=False):
                if slot is not None and slot.text and not slot.inherited and (
                    slot.cell.colspan == 1 or part.kind == "labels"):  # fmt: skip
                    pool.setdefault(name, []).append(slot.text)
    return pool


def _meaning_of(part: Part, column: int, words: Vocabulary) -> Meaning:
    heading = part.headings[column]
    own = words.heading(heading)
    upper = part.uppers[column] if part.uppers else ""
    if not upper:
        return own
    above = words.heading(upper)
    if own.known < 0.8 or (above.known >= 0.8 and above.best == "other"):
        whole = words.heading(f"{upper} {heading}")
        return max((above, whole), key=lambda m: m.known) if own.known < 0.8 else above
    return own


def _assignment(part: Part, pool: Mapping[str, list[str]], words: Vocabulary, content: Scorer,
                cache: dict[tuple[str, ...], Assignment]) -> Assignment:  # fmt: skip
    key = (*part.key, *part.uppers)
    if key not in cache:
        texts = [pool.get(name, []) for name in part.key]
        cache[key] = assign(
            [_meaning_of(part, c, words) for c in range(len(part.headings))],
            [column_evidence(t, content) for t in texts],
            [len(t) for t in texts],
        )
    return cache[key]


_MONEY = re.compile(r"^[\s\d.,%–-]*(kr|tkr|mnkr|mkr|sek|st|%|procent|h|tim)?\.?$", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}[.:]\d{2}\b")


def _judge(part: Part, records: Sequence[Record], assignment: Assignment, words: Vocabulary,
           content: Scorer) -> PartMeaning:  # fmt: skip
    meanings = [_meaning_of(part, c, words) for c in range(len(part.headings))]
    labels, probabilities = assignment.labels, assignment.probabilities
    # The classifier learnt cells, not headings: whether those are actors the signs tell.
    names = by_signs if content is by_both else content
    matrix = find_matrix(part, records, words, names) if part.kind == "columns" else Matrix()
    named = [m.known >= 0.8 and m.best == la for m, la in zip(meanings, labels, strict=True)]
    says = {la for la, n in zip(labels, named, strict=True) if n}
    foreign = sum(words.is_foreign(h) for h in part.headings)
    sure = {la for la, p in zip(labels, probabilities, strict=True) if p >= 0.6}
    others = [c for c, la in enumerate(labels) if la == "other"]
    texts = [[s.text for r in records if c < len(r.slots) and (s := r.slots[c]) is not None and s.text]
             for c in range(len(part.headings))]  # fmt: skip
    action = bool(says & {"åtgärd", "mål"})
    if not action and sure & {"åtgärd", "mål"}:
        # No heading says so: the contents must, and some other column must fit a plan.
        action = (
            len(sure - {"other"}) >= 2
            and not foreign
            and not (part.kind == "labels" and any(words.is_front(h) for h in part.headings))
        )
    if action and len(others) == len(labels) - 1:
        filled = [t for c in others for t in texts[c]]
        # Nothing but sums beside it: a budget.
        if filled and all(_MONEY.match(t) for t in filled):
            action = False
    if action and foreign and foreign * 2 > len(labels) and not says & {"vem", "när"}:
        action = False
    for c, la in enumerate(labels):
        # Times of day: the programme of a meeting.
        if la == "när" and texts[c] and sum(bool(_CLOCK.search(t)) for t in texts[c]) > 0.5 * len(texts[c]):
            action = False
    acting = [t for c, la in enumerate(labels) if la in ("åtgärd", "mål") for t in texts[c]]
    if acting and not any(ch.isalpha() for t in acting for ch in t):
        # Numbers where words must stand: page numbers, sums.
        action = False
    values = [t for column in texts for t in column]
    if part.kind == "labels" and sum(t.strip().isdigit() for t in values) * 2 >= len(values) > 0:
        action = False
    if part.kind == "labels":
        front = [h for h in part.headings if words.is_front(h, strong=True)]
        if (front and len(front) * 2 >= len(part.headings) - 1) or (front and not says & {"åtgärd"}):
            action = False
    if matrix.calendar:
        action = True
    if matrix.marked and not action:
        rest = [c for c in range(len(labels)) if c not in matrix.marked]
        # A matrix of tasks against actors: the first unmarked column holds the tasks.
        if rest and "vem" in matrix.marked.values() and not foreign and len(rest) <= 3:
            first = next((c for c in rest if meanings[c].best != "other" or meanings[c].known < 0.8), None)
            if first is not None and meanings[first].best not in ("vem", "när"):
                labels = tuple("åtgärd" if c == first else la for c, la in enumerate(labels))
                probabilities = tuple(0.6 if c == first else p for c, p in enumerate(probabilities))
                action = True
    labels = tuple(matrix.marked.get(c, la) for c, la in enumerate(labels))
    about = (
        not action
        and not foreign
        and "vem" in says
        and (
            "när" in says
            or sum(n and la == "vem" for n, la in zip(named, labels, strict=True)) >= 2
            or len(labels) <= 2
        )
        and (part.kind == "columns" or not any(words.is_front(h, strong=True) for h in part.headings))
    )
    return PartMeaning(part, labels, probabilities, matrix, action, about)


def _headless(part: Part, records: Sequence[Record], pool: Mapping[str, list[str]], words: Vocabulary, content: Scorer,
              before: PartMeaning | None) -> PartMeaning:  # fmt: skip
    own = [[s.text for r in records if (s := r.slots[c]) is not None and s.text and s.cell.colspan == 1]
           for c in range(len(part.headings))]  # fmt: skip
    nothing = words.heading("")
    texts = [pool.get(name, []) for name in part.key]
    if before is not None and not any(pool.get(name) for name in before.part.key):
        # Headings that layout has parted from all their lines: they and these cells are one table's witnesses.
        headed = replace(before.part, kind="columns")
        meanings = [_meaning_of(headed, c, words) for c in range(len(own))]
        joined = assign(meanings, [column_evidence(t, content) for t in own], [len(t) for t in own])
        judged = _judge(headed, records, joined, words, content)
        if judged.action or judged.about:
            return replace(judged, part=replace(headed, kind="none"))
    if before is not None:
        evidence = [column_evidence(t, content) for t in own]
        free = assign([nothing] * len(own), evidence, [len(t) for t in own])
        reused = sum(e[la] for e, la in zip(evidence, before.labels, strict=True))
        best = sum(e[la] for e, la in zip(evidence, free.labels, strict=True))
        if reused >= best - 0.8 * len(own):
            taken = replace(before.part, kind="none")
            return replace(before, part=taken, probabilities=tuple(0.9 * p for p in before.probabilities),
                           matrix=before.matrix)  # fmt: skip
    assignment = assign([nothing] * len(texts), [column_evidence(t, content) for t in texts], [len(t) for t in texts])
    labels, probabilities = _with_action(assignment, texts, content)
    sure = {la for la, p in zip(labels, probabilities, strict=True) if p >= 0.6 and la != "other"}
    mean = {
        la: max((_mean(texts[c], la, content) for c in range(len(texts)) if labels[c] == la), default=0.0)
        for la in sure
    }
    firm = {la for la in sure if mean[la] >= 0.45}
    if {"vem", "när"} <= firm:
        # Beside who and when, sentences that a scorer only half believes are what is done, or wanted.
        firm |= {la for la in sure & {"åtgärd", "mål"} if mean[la] >= 0.15 and _worded(texts[labels.index(la)])}
    filled = sum(len(t) for t in own)
    action = bool(
        firm & {"åtgärd", "mål"}
        and firm & {"vem", "när"}
        and len(part.headings) >= 2
        and (len(firm) >= 3 or len(records) >= 2)
        and filled >= 0.5 * len(records) * len(part.headings)
    )
    if len(part.headings) == 2 and len(records) < 3:
        action = False
    for c, la in enumerate(labels):
        if la == "när" and texts[c] and sum(bool(_CLOCK.search(t)) for t in texts[c]) > 0.5 * len(texts[c]):
            action = False
    return PartMeaning(part, labels, probabilities, Matrix(), action, False)


def _narrowed(part: Part, records: Sequence[Record], before: PartMeaning, content: Scorer) -> PartMeaning | None:
    """A table that goes on with fewer columns, since one is empty there: its columns put under the ones before.

    Columns keep their order; which one is missing, the cells decide.
    """
    count = len(part.headings)
    if not 1 < count < len(before.labels):
        return None
    evidence = [
        column_evidence([s.text for r in records if (s := r.slots[c]) is not None and s.text], content)
        for c in range(count)
    ]

    def fit(chosen: Sequence[int]) -> float:
        return sum(e[before.labels[k]] for e, k in zip(evidence, chosen, strict=True))

    best = max(combinations(range(len(before.labels)), count), key=fit)
    # Each column must suit its label about as well as any other: signatures below a plan are two names side by side.
    doubts = [max(e.values()) - e[before.labels[k]] for e, k in zip(evidence, best, strict=True)]
    if max(doubts) > 0.7 or all(before.labels[k] in ("vem", "other") for k in best):
        return None
    taken = Part(tuple(before.part.headings[k] for k in best), kind="none", spans=tuple(range(count)))
    labels = tuple(before.labels[k] for k in best)
    probabilities = tuple(0.8 * before.probabilities[k] for k in best)
    return PartMeaning(taken, labels, probabilities, Matrix(), before.action, before.about)


def _with_action(
    assignment: Assignment, texts: Sequence[Sequence[str]], content: Scorer
) -> tuple[tuple[Label, ...], tuple[float, ...]]:
    """The labels, with the one column of sentences beside who and when as the åtgärd where it was none of the five."""
    labels, probabilities = assignment.labels, assignment.probabilities
    worded = [c for c, t in enumerate(texts) if _worded(t)]
    if {"orsak", "mål", "åtgärd"} & set(labels) or not {"vem", "när"} <= set(labels) or len(worded) != 1:
        return labels, probabilities
    (column,) = worded
    texts_ = texts[column]
    doing = _mean(texts_, "åtgärd", content)
    if labels[column] != "other" or len(texts_) < 3 or doing < max(_mean(texts_, "mål", content), 0.15):
        return labels, probabilities
    return (
        tuple("åtgärd" if c == column else la for c, la in enumerate(labels)),
        tuple(0.6 if c == column else p for c, p in enumerate(probabilities)),
    )


def _worded(texts: Sequence[str]) -> bool:
    """Whether most cells hold three words or more."""
    return sum(len(re.findall(r"[^\W\d_]{2,}", t)) >= 3 for t in texts) >= 0.7 * len(texts) > 0


def _mean(texts: Sequence[str], label: Label, content: Scorer) -> float:
    sample = list(texts)[:40]
    return sum(s[label] for s in content(sample)) / len(sample) if sample else 0.0
