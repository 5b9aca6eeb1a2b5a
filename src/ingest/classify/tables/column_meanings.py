"""What the columns of a part of a table mean: a field each, marks and months, and whether its rows are measures.

A part is a heading row and what stands below it. Its columns get their fields from `column_fields`, its marks and
months from `crosstab`; whether its rows are measures `gives_rows` decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.classify.fields.cell_scores import Scorer, by_both, by_signs
from ingest.classify.fields.heading import Label, Meaning
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.tables.captions import Above
from ingest.classify.tables.column_fields import Assignment, assign, clues_of
from ingest.classify.tables.crosstab import Crosstab, find_matrix
from ingest.classify.tables.gives_rows import THRESHOLD, about_probability, rows_probability
from ingest.classify.tables.kind_features import TableClues, are_codes, class_of, kind_features
from ingest.classify.tables.parsed import ParsedRecord, TablePart
from ingest.language.patterns import pattern

__all__ = ["PartMeaning", "TableJudge", "meaning_of_column", "sure_of_action", "texts_of"]

_KNOWN = 0.8
"""How well the vocabulary knows a heading by its deciding part."""
_SURE = 0.97
"""The same by one of its words."""
_FACTS = 2
"""Labels of a document's facts from which a block is of these."""
_TASK_COLUMNS = 3
"""The most unmarked columns of a matrix of tasks against actors."""
_WHO_COLUMNS = 2
"""Columns of a table that says who and hardly anything else."""
_TASKS_SURE = 0.6
"""How sure the column of tasks in such a matrix is."""


@dataclass(frozen=True)
class PartMeaning:
    """The columns of one part, and whether its rows are measures."""

    part: TablePart
    labels: tuple[Label, ...]
    probabilities: tuple[float, ...]
    matrix: Crosstab
    action: bool
    """It has an åtgärd or mål column and its rows are measures."""
    about: bool
    """It says who (and when) but not what: its heading may."""
    rows_probability: float = 1.0
    """Probability that its rows are measures."""
    clues: tuple[float, ...] = ()
    """What that was decided on (`kind_features.FEATURES`)."""

    def has(self, label: Label) -> bool:
        """Return whether a column is of this field."""
        return label in self.labels

    @property
    def gives(self) -> bool:
        """Whether lines of it can be rows."""
        return self.action or self.about


_AREA = pattern("classify", "column_meanings.area")
_OCCASIONS = ("meeting", "letter", "mandate", "revision")
"""Classes of headings that name when or where something came up."""
_TOLD: tuple[Label, ...] = ("orsak", "mål", "åtgärd")
"""Fields that a text says in words."""


@dataclass
class TableJudge:
    """What all decisions about the tables of one document share."""

    words: Vocabulary
    content: Scorer
    pool: Mapping[str, Sequence[str]]
    """Texts of all cells below each heading (by `TablePart.key`)."""
    above: Above = field(default_factory=Above)
    """What stands above the tables."""
    decide: Callable[[Sequence[float]], float] = rows_probability
    """Gives the probability that rows are measures from the clues."""
    decide_about: Callable[[Sequence[float]], float] = about_probability
    """The same of a table of who and when below a measure's heading."""
    cache: dict[tuple[str, ...], Assignment] = field(default_factory=dict)

    def assignment(self, part: TablePart) -> Assignment:
        """Return the fields of a part's columns, all tables with the same headings taken together."""
        key = (*part.key, *part.uppers)
        if key not in self.cache:
            texts = [self.pool.get(name, ()) for name in part.key]
            found = assign(
                [
                    clues_of(heading, meaning_of_column(part, c, self.words), texts[c], self.content)
                    for c, heading in enumerate(part.headings)
                ]
            )
            # A cell that only refers to a risk or goal elsewhere (`R1`) does not say it.
            said = (la in _TOLD and are_codes(own) for la, own in zip(found.labels, texts, strict=True))
            labels = tuple("other" if code else la for code, la in zip(said, found.labels, strict=True))
            meanings = [meaning_of_column(part, c, self.words) for c in range(len(part.headings))]
            self.cache[key] = replace(found, labels=_giving_way(part.headings, labels, meanings))
        return self.cache[key]

    def judge(
        self, part: TablePart, records: Sequence[ParsedRecord], assignment: Assignment, block: int
    ) -> PartMeaning:
        """Return what a part means, its columns' fields given.

        Args:
            part: the part.
            records: its lines.
            assignment: the fields of its columns.
            block: index of the block that holds the table.
        """
        meanings = [meaning_of_column(part, c, self.words) for c in range(len(part.headings))]
        # The classifier learnt cells, not headings: whether those are actors the signs tell.
        names = by_signs if self.content is by_both else self.content
        matrix = find_matrix(part, records, self.words, names) if part.kind == "columns" else Crosstab()
        decided = assignment
        tasks = _task_column(part, meanings, assignment.labels, matrix, self.words)
        if tasks is not None:
            decided = _with_tasks(assignment, tasks, part)
        labels = tuple(matrix.marked.get(c, la) for c, la in enumerate(decided.labels))
        clues = self.clues(part, records, replace(decided, labels=labels), block)
        probability = self.decide(clues)
        action = self._acts(part, meanings, labels, matrix, probability * sure_of_action(labels, decided.probabilities))
        stated = self._states_facts(part, meanings)
        about = not (action or stated) and tells_who(labels) and (sure := self.decide_about(clues)) >= THRESHOLD
        probability = sure if about else probability
        return PartMeaning(part, labels, decided.probabilities, matrix, action, about, probability, clues)

    def _acts(
        self,
        part: TablePart,
        meanings: Sequence[Meaning],
        labels: Sequence[Label],
        matrix: Crosstab,
        probability: float,
    ) -> bool:
        """Return whether the rows of a part are measures.

        Args:
            probability: that they are, and that the column which holds them is told right.
        """
        acts = any(la in ("åtgärd", "mål") for la in labels)
        # Months as columns, actors as columns and themes as columns are built for measures and nothing else.
        built = bool(matrix.calendar) or (acts and (part.parallel or "vem" in matrix.marked.values()))
        none = self._states_facts(part, meanings) or _themed(part) or _unnamed(meanings, labels)
        return built or (acts and probability >= THRESHOLD and not none)

    def _states_facts(self, part: TablePart, meanings: Sequence[Meaning]) -> bool:
        """Return whether a part is a block of labels and values that states facts of the document, which holds no rows
        by the contract."""
        strong = any(self.words.is_front(h, strong=True) for h in part.headings)
        several = sum(self.words.is_front(h) for h in part.headings) >= _FACTS
        front = part.kind == "labels" and (strong or several)
        return front and not any(m.best == "åtgärd" and m.known >= _KNOWN for m in meanings)

    def clues(
        self, part: TablePart, records: Sequence[ParsedRecord], assignment: Assignment, block: int
    ) -> tuple[float, ...]:
        """Return what speaks for the part's rows being measures, if its columns are of these fields."""
        clues = TableClues(
            part.headings,
            [meaning_of_column(part, c, self.words) for c in range(len(part.headings))],
            assignment.labels,
            assignment.probabilities,
            texts_of(part, records),
            len(records),
            part.kind,
            self.above.titles.get(block, ""),
            self.above.leads.get(block, ""),
            self.above.document,
            self.above.year,
        )
        return tuple(kind_features(clues, self.words, self.content))


def _giving_way(headings: Sequence[str], labels: Sequence[Label], meanings: Sequence[Meaning]) -> tuple[Label, ...]:
    """The fields of columns, less those whose heading names an area or an occasion beside one that says the field
    itself (`Riskområde` beside `Orsak`, `Från möte` beside `Senast`), or names a meeting's item beside the measures
    that came of it (`Ärende` beside `Åtgärd`)."""
    weak = [_AREA.search(h) is not None or not class_of(h).isdisjoint(_OCCASIONS) for h in headings]
    columns = list(zip(labels, meanings, weak, strict=True))
    said = {la for la, m, w in columns if not w and m.best == la and m.known >= _SURE}
    items = {la for la, m, w in columns if w and m.best == "other" and "åtgärd" in said and la != "åtgärd"}
    return tuple("other" if w and la in said | items else la for la, _, w in columns)


def sure_of_action(labels: Sequence[Label], probabilities: Sequence[float]) -> float:
    """Return how sure it is that a table has a column of measures or goals: that of its surest one; 0 for none."""
    return max((p for la, p in zip(labels, probabilities, strict=False) if la in ("åtgärd", "mål")), default=0.0)


def _themed(part: TablePart) -> bool:
    """Return whether all columns are themes side by side: `Tema: Natur`, `Tema: Hälsa`; no row binds their cells."""
    heads = [h.split(":", 1) for h in dict.fromkeys(part.headings)]
    kinds = {h[0].strip().casefold() for h in heads}
    return len(heads) > 1 and len(kinds) == 1 and all(len(h) > 1 and h[1].strip() for h in heads)


def _unnamed(meanings: Sequence[Meaning], labels: Sequence[Label]) -> bool:
    """Return whether a table is one of kinds of things: no heading says a field, and all columns say why or what.

    What is told of each kind (`Bygg`, `Handel`, `Industri`) reads like causes, goals and measures.
    """
    said = [m.known for m in meanings if m.known >= _KNOWN and m.best != "other"]
    # One heading that holds a field's word (`Hantering av avlidna`) names a kind of thing among the others.
    known = max(said, default=0.0) >= _SURE or len(said) > 1
    return not known and set(labels) <= {"orsak", "mål", "åtgärd"} and len(set(labels)) > 1


def tells_who(labels: Sequence[Label]) -> bool:
    """Return whether columns say who and when of a measure that a heading may name, or who and hardly anything else."""
    return "vem" in labels and ("när" in labels or labels.count("vem") > 1 or len(labels) <= _WHO_COLUMNS)


def texts_of(part: TablePart, records: Sequence[ParsedRecord]) -> list[list[str]]:
    """Return the filled texts of each column."""
    return [
        [s.text for r in records if c < len(r.slots) and (s := r.slots[c]) is not None and s.text]
        for c in range(len(part.headings))
    ]


def meaning_of_column(part: TablePart, column: int, words: Vocabulary) -> Meaning:
    """Return what a column's heading says, the upper line of a two-level heading taken with it."""
    heading = part.headings[column]
    own = words.heading(heading)
    upper = part.uppers[column] if part.uppers else ""
    if not upper:
        return own
    above = words.heading(upper)
    if own.known < _KNOWN and _names_group(part, column, above, words):
        return own
    if own.known < _KNOWN:
        return max((above, words.heading(f"{upper} {heading}")), key=lambda m: m.known)
    return above if above.known >= _KNOWN and above.best == "other" else own


def _names_group(part: TablePart, column: int, above: Meaning, words: Vocabulary) -> bool:
    """Return whether the upper heading over a column is the name of a group: another column under it says a field of
    its own (`Genomförande` over `Ansvarig` and `Tidsrymd`)."""
    pairs = enumerate(zip(part.headings, part.uppers, strict=True))
    beside = [words.heading(h) for c, (h, u) in pairs if c != column and u == part.uppers[column]]
    return any(m.known >= _SURE and m.best not in (above.best, "other") for m in beside)


def _task_column(
    part: TablePart, meanings: Sequence[Meaning], labels: Sequence[Label], matrix: Crosstab, words: Vocabulary
) -> int | None:
    """Return the column of tasks of a matrix of tasks against actors: the second one under a heading over two, else the
    first unmarked one, where no column is an åtgärd or mål."""
    if "vem" not in matrix.marked.values():
        return None
    rest = [c for c in range(len(labels)) if c not in matrix.marked]
    if len(rest) > _TASK_COLUMNS or any(words.is_foreign(h) for h in part.headings):
        return None
    first = next((c for c in rest if meanings[c].best != "other" or meanings[c].known < _KNOWN), None)
    if first is None or meanings[first].best in ("vem", "när"):
        return None
    if first + 1 in rest and part.spans[first + 1 :][:1] == (first,):
        # One heading over a column of groups and one of tasks.
        return first + 1
    return None if {"åtgärd", "mål"} & set(labels) else first


def _with_tasks(assignment: Assignment, column: int, part: TablePart) -> Assignment:
    """Return the fields with one column the åtgärd; what stands under the same heading beside it is a group's name."""
    beside = {c for c, at in enumerate(part.spans) if at == part.spans[column] and c != column}
    labels: tuple[Label, ...] = tuple(
        "åtgärd" if c == column else "other" if c in beside else la for c, la in enumerate(assignment.labels)
    )
    sure = tuple(_TASKS_SURE if c == column else p for c, p in enumerate(assignment.probabilities))
    return Assignment(labels, sure, assignment.score)
