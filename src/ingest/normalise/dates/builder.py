"""Units of time into clauses: single times, spans, parts, and what a clause closes with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, cast

from ingest.language.patterns import word_list
from ingest.normalise.dates.clause import Bound, Clause, ClauseState
from ingest.normalise.dates.folding import fold_in_place
from ingest.normalise.dates.labels import label_text
from ingest.normalise.dates.token import Atom
from ingest.normalise.dates.units import Part, TimeUnit

__all__ = ["ClauseBuilder"]

_FILLERS = frozenset({"skip", "clock", "duration"})
_GENITIVE: dict[str, Part | Literal["end"]] = dict(word_list("normalise", "dates_builder.genitive"))


_DEADLINES: frozenset[Bound | None] = frozenset({"by", "until", "before"})


def _by_end(bound: Bound | None) -> Bound | None:
    """*före årets slut* is by its end."""
    return "by" if bound == "before" else bound


class ClauseBuilder:
    """Atoms with a place among them, and the clauses made so far; the grammar says which atom does what."""

    def __init__(self, text: str, found: Sequence[Atom], prose: bool) -> None:
        self.text = text
        self.prose = prose
        self.atoms = found
        self.state = ClauseState()
        self.out: list[Clause] = []

    # -- looking ahead -------------------------------------------------------------------------------------------

    def _next(self, at: int, skipping: frozenset[str] = _FILLERS) -> int:
        while at < len(self.atoms) and self.atoms[at].kind in skipping:
            at += 1
        return at

    def _kind(self, at: int) -> str:
        return self.atoms[at].kind if at < len(self.atoms) else "end"

    def _unit_ahead(self, at: int) -> int | None:
        """Index of a unit that follows with nothing but fillers and a part (*slutet av*) before it."""
        at = self._next(at)
        if self._kind(at) == "part":
            at = self._next(at + 1)
        return at if self._kind(at) == "unit" else None

    # -- times ---------------------------------------------------------------------------------------------------

    def _unit(self, at: int, inherit: bool = False) -> int:
        """Read a time; return the index after it and what belongs to it.

        Args:
            inherit: the time has roles, bound and label of the one before it (*våren 2024 och 2025*).
        """
        unit = self.atoms[at].unit
        assert unit is not None
        if self.state.emitted and not inherit:
            if self._ends_range(at, unit):
                return self._span(at, at)
            words = any(a.kind != "skip" for a in self.state.dangling)
            carried = self.state.dangling if words else []
            self._close(keep=words)
            self.state.words = carried
        state = self.state
        part = state.part
        clause = Clause(unit=replace(unit, part=part) if part is not None else unit)
        clause.period = self.atoms[at].value == "period"
        if inherit and state.emitted:
            self._inherit(clause, state.emitted[-1])
        else:
            self._take_over(clause)
        if state.end_part and clause.bound in _DEADLINES:
            clause.unit = unit
            clause.bound = _by_end(clause.bound)
        state.part, state.end_part = None, False
        state.recurrence = None
        state.emitted.append(clause)
        state.dangling = []
        return self._range_after(clause, self._genitive(at))

    def _ends_range(self, at: int, unit: TimeUnit) -> bool:
        """Return whether a time is the end of the one right before it."""
        last, dangling = self.state.emitted[-1], self.state.dangling
        tail = bool(dangling) and self._kind(at - 1) == "to"
        single = last.unit is not None and last.last is None
        return single and (tail or not dangling) and self._range_kind(last, unit, tail)

    def _inherit(self, clause: Clause, model: Clause) -> None:
        state = self.state
        clause.roles = set() if state.own_roles else set(model.roles)
        clause.bound = None if model.bound == "onwards" else model.bound
        if model.last is not None and "start" in state.roles:
            clause.roles.discard("start")
        clause.preliminary = model.preliminary
        clause.recurrence = model.recurrence
        clause.exact = model.exact
        clause.label = None if state.own_label else model.label

    def _take_over(self, clause: Clause) -> None:
        """Give a clause what the words before its time have said."""
        state = self.state
        clause.roles = set(state.roles)
        clause.bound = state.bound
        clause.preliminary = state.preliminary
        clause.recurrence = state.recurrence
        clause.exact = state.rec_exact
        clause.label = self._label_text(state.words)

    def _range_after(self, clause: Clause, following: int) -> int:
        """Read the end of a range that a dash, *till* or *och* joins to a time; return the index after it."""
        link = self._next(following)
        if self.state.between and self._links(link) and self._unit_ahead(link + 1) is not None:
            self.state.between = False
            return self._span(link, link + 1)
        if clause.bound not in (None, "from", "earliest"):
            return following
        if clause.last is None and self._is_until(link):
            return self._span(link, link + 1)
        if self._kind(following) == "to" and self._unit_ahead(following + 1) is not None:
            return self._span(following, following + 1)
        return following

    def _links(self, at: int) -> bool:
        """Return whether an atom joins the two ends of *mellan … och …*."""
        return self._kind(at) in ("dash", "to") or (self._kind(at) == "sep" and self.atoms[at].value == "and")

    def _is_until(self, at: int) -> bool:
        """Return whether an atom is *till och med* with a time behind it."""
        return self._kind(at) == "bound" and self.atoms[at].value == "until" and self._unit_ahead(at + 1) is not None

    def _span(self, at: int, after: int) -> int:
        """Close the last time with the unit that follows."""
        index = self._unit_ahead(after)
        assert index is not None
        clause = self.state.emitted[-1]
        unit = self._with_part(index, self._next(after))
        clause.last = unit
        if clause.bound in ("from", "earliest", "onwards") or (clause.roles == {"start"}):
            clause.bound = None
            clause.roles.discard("start")
        return self._genitive(index)

    def _with_part(self, index: int, first: int) -> TimeUnit:
        unit = self.atoms[index].unit
        assert unit is not None
        atom = self.atoms[first]
        if atom.kind == "part":
            return replace(unit, part=cast(Part, "late" if atom.value == "end" else atom.value))
        return unit

    def _genitive(self, index: int) -> int:
        """Read *slut* in *årets slut*; returns the index after it."""
        if index + 1 >= len(self.atoms):
            return index + 1
        atom, word = self.atoms[index], self.atoms[index + 1]
        if atom.unit is None or not fold_in_place(self.text[atom.start : atom.end]).endswith("s"):
            return index + 1
        part = _GENITIVE.get(fold_in_place(self.text[word.start : word.end]))
        if part is None:
            return index + 1
        clause = self.state.emitted[-1]
        target = clause.last or clause.unit
        assert target is not None
        if part == "end" and clause.bound in _DEADLINES:
            clause.bound = _by_end(clause.bound)
        else:
            target = replace(target, part="late" if part == "end" else part)
        if clause.last is not None:
            clause.last = target
        else:
            clause.unit = target
        return index + 2

    def _range_kind(self, last: Clause, unit: TimeUnit, tail: bool) -> bool:
        """Two times side by side: a lost dash where months or years ascend; days are a list."""
        first = last.unit
        if first is None or last.bound in ("by", "before", "until"):
            return False
        if tail:
            return True
        if first.kind != unit.kind or unit.kind not in ("month", "year"):
            return False
        if first.year is not None and unit.year is not None:
            return (first.year, first.number) < (unit.year, unit.number)
        return first.year is None and first.number < unit.number

    # -- closing -------------------------------------------------------------------------------------------------

    def _fresh(self) -> None:
        """Begin a new clause if this one has its time already and something of another one comes."""
        if self.state.emitted:
            words = self.state.dangling
            self._close(keep=True)
            self.state.words = words

    def _emit_recurrence(self) -> None:
        state = self.state
        if state.recurrence is None:
            return
        clause = Clause(recurrence=state.recurrence, exact=state.rec_exact, preliminary=state.preliminary)
        clause.roles = set(state.roles) - ({"start"} if state.bound == "from" else set())
        clause.label = self._label_text(state.words)
        self.out.append(clause)
        self.state = ClauseState()

    def _close(self, keep: bool = False) -> None:
        """End the clause. With `keep` its trailing words go to the next one, so they are no label here."""
        state = self.state
        if state.recurrence is not None:
            self._emit_recurrence()
        if state.emitted:
            if not keep and state.dangling:
                label = self._label_text(state.dangling, after=True)
                for clause in state.emitted[-1:]:
                    if clause.label is None:
                        clause.label = label
            self.out.extend(state.emitted)
        self.state = ClauseState()

    def _label_text(self, found: Sequence[Atom], after: bool = False) -> str | None:
        return None if self.prose else label_text(self.text, found, after)
