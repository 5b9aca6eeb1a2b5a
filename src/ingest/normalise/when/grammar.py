"""From atoms to clauses: which words are bound to which time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, cast

from ingest.normalise.when.clause import Bound, Clause, State
from ingest.normalise.when.labels import label_text
from ingest.normalise.when.lexer import Atom, atoms
from ingest.normalise.when.text import fold
from ingest.normalise.when.units import Part, Unit
from ingest.plan import Recurrence

__all__ = ["Clause", "parse"]

_FILLERS = frozenset({"skip", "clock", "duration"})


class _Parser:
    def __init__(self, text: str, prose: bool) -> None:
        self.text = text
        self.prose = prose
        self.atoms = [a for a in atoms(text) if not (a.kind == "sep" and a.value == ":")]
        if any(a.value == "start" for a in self.atoms if a.kind == "role"):
            # Beside a start, "slut" is its end and no part of a month or year.
            self.atoms = [self._closing(a) for a in self.atoms]
        self.state = State()
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

    def _hard(self, atom: Atom) -> bool:
        return atom.kind == "sep" and atom.value in (";", "\n", ".")

    # -- the walk ------------------------------------------------------------------------------------------------

    def run(self) -> list[Clause]:
        at = 0
        while at < len(self.atoms):
            at = self._step(at)
        self._close()
        return self.out

    def _step(self, at: int) -> int:
        atom, state = self.atoms[at], self.state
        match atom.kind:
            case "unit":
                return self._unit(at)
            case "role":
                return self._role(at)
            case "prelim":
                if state.emitted:
                    self._after(at)
                    if self._binds_back(at):
                        state.emitted[-1].preliminary = True
                        return at + 1
                state.preliminary = True
            case "bound":
                self._bound(at)
            case "part":
                if self._unit_ahead(at + 1) is not None:
                    self._fresh()
                    state = self.state
                    value = atom.value
                    state.end_part = value == "end"
                    state.part = cast(Part, "late" if value == "end" else value)
                else:
                    self._label(atom)
            case "rec":
                return self._recurrence(at)
            case "onwards":
                if state.emitted and state.emitted[-1].unit is not None and state.emitted[-1].last is None:
                    state.emitted[-1].bound = state.emitted[-1].bound or "onwards"
                    if "lopande" in fold(self.text[atom.start : atom.end]):
                        state.emitted[-1].recurrence = "continuous"
            case "sep":
                return self._separator(at)
            case "dash":
                return self._dash(at)
            case "till" | "skip" | "clock" | "duration":
                if atom.kind == "till" and state.recurrence == "continuous" and self._unit_ahead(at + 1) is not None:
                    # "Pågår till 2026"
                    state.bound = state.bound or "until"
                if state.words and not state.emitted:
                    state.words.append(atom)
                elif state.emitted:
                    state.dangling.append(atom)
            case "open" | "close":
                if atom.kind == "open" and state.recurrence is not None and self._unit_ahead(at + 1) is None:
                    # "löpande (uppföljning i december)"
                    self._emit_recurrence()
            case _:
                self._label(atom)
        return at + 1

    def _closing(self, atom: Atom) -> Atom:
        slut = atom.kind == "part" and self.text[atom.start : atom.end].lower() == "slut"
        return replace(atom, kind="role", value="done") if slut else atom

    def _label(self, atom: Atom) -> None:
        (self.state.dangling if self.state.emitted else self.state.words).append(atom)

    def _fresh(self) -> None:
        """Begin a new clause if this one has its time already and something of another one comes."""
        if self.state.emitted:
            words = self.state.dangling
            self._close(keep=True)
            self.state.words = words

    def _binds_back(self, at: int) -> bool:
        """Whether a word after a time belongs to it: nothing but an end or a separator follows before the next time."""
        at = self._next(at + 1, frozenset({"word", "verb", "skip", "close", "clock", "duration", "open"}))
        return at >= len(self.atoms) or self.atoms[at].kind == "sep"

    def _after(self, at: int) -> None:
        if not self._binds_back(at):
            self._fresh()

    def _role(self, at: int) -> int:
        atom, state = self.atoms[at], self.state
        if state.emitted:
            if self._binds_back(at):
                state.emitted[-1].roles.add(atom.value)
                state.own_roles = True
                if atom.noun:
                    state.dangling.append(atom)
                return at + 1
            self._fresh()
        self.state.roles.add(atom.value)
        self.state.words.append(atom)
        return at + 1

    def _bound(self, at: int) -> None:
        atom = self.atoms[at]
        value = atom.value
        if value == "between":
            self._fresh()
            self.state.between = True
            return
        if self.state.emitted:
            self._fresh()
        if self.state.bound not in ("by", "before") or value in ("by", "before"):
            self.state.bound = cast(Bound, value)
        if value == "from":
            self.state.roles.add("start")
        elif value in ("by", "before"):
            self.state.roles.add("done")

    def _recurrence(self, at: int) -> int:
        atom, state = self.atoms[at], self.state
        value = cast(Recurrence, atom.value)
        word = fold(self.text[atom.start : atom.end]).rstrip(".")
        if self.prose and (word.startswith("pag") or (word.endswith(" behov") and not word.startswith("vid"))):
            # In a sentence *pågår* is its verb, and *utifrån behov* says little of when.
            self._label(replace(atom, kind="verb"))
            return at + 1
        if state.emitted and state.emitted[-1].unit is not None and state.emitted[-1].recurrence is None:
            if self._unit_ahead(at + 1) is None or word.startswith(("varje ar", "arligen")):
                # "i mars varje år": bound to all times of the clause before it.
                for clause in state.emitted:
                    clause.recurrence = clause.recurrence or value
                    clause.exact = clause.exact and atom.exact
                return at + 1
            self._fresh()
        elif state.emitted:
            self._fresh()
        if self.state.recurrence is not None and not (
            self.state.recurrence == "continuous" and self._kind(at - 1) == "rec"
        ):
            # "återkommande varje år" is one; two with a separator are two.
            self._emit_recurrence()
        self.state.recurrence = value
        self.state.rec_exact = atom.exact
        return at + 1

    # -- separators ----------------------------------------------------------------------------------------------

    def _separator(self, at: int) -> int:
        atom, state = self.atoms[at], self.state
        if atom.value == ".":
            following = self.text[atom.end : atom.end + 1]
            if following and not following.isspace():
                return at + 1
        if self._hard(atom):
            waits = (
                atom.value == "\n"
                and not state.emitted
                and state.recurrence is None
                and len([a for a in state.words if a.kind in ("word", "role", "verb")]) <= 3
                and (self._unit_ahead(at + 1) is not None)
            )
            if not waits:
                self._close()
            return at + 1
        if state.emitted:
            following_unit = self._unit_ahead(at + 1)
            if following_unit is not None:
                if atom.value == "/" and self._joins(at):
                    return self._span(at, at + 1)
                part = self.atoms[self._next(at + 1)]
                label = self._label_text(state.dangling, after=True)
                if label is not None:
                    # "Hösten 2024 planering, våren 2025 genomförande": each has its own.
                    state.emitted[-1].label = state.emitted[-1].label or label
                    state.own_label = True
                state.dangling.clear()
                if part.kind == "part":
                    state.part = cast(Part, "late" if part.value == "end" else part.value)
                return self._unit(following_unit, inherit=True)
            ahead = self._next(at + 1)
            if (
                self._kind(ahead) == "bound"
                and self.atoms[ahead].value == "until"
                and state.emitted[-1].bound == "from"
                and self._unit_ahead(ahead + 1) is not None
            ):
                return self._span(at, ahead + 1)
            if self._kind(ahead) == "rec" and atom.value == "," and self._closes_year(ahead):
                state.emitted[-1].recurrence = cast(Recurrence, self.atoms[ahead].value)
                return ahead + 1
            if self._kind(ahead) == "prelim" and self._kind(self._next(ahead + 1)) in ("end", "sep", "close"):
                state.emitted[-1].preliminary = True
                return ahead + 1
            self._close()
            return at + 1
        if state.recurrence is not None:
            if atom.value in (",", "/") and self._merges(at + 1):
                return at + 1
            if atom.value == "och" and state.words == [] and self._kind(self._next(at + 1)) == "rec":
                self._emit_recurrence()
                return at + 1
            self._close()
            return at + 1
        if state.roles and atom.value == "," and self._kind(self._next(at + 1)) in ("role", "bound"):
            # "Påbörjad, klart 2024": the first says nothing of when.
            self.state = State()
            return at + 1
        if state.words:
            state.words.append(atom)
        return at + 1

    def _closes_year(self, at: int) -> bool:
        """`2025, löpande`: a recurrence that ends the clause of a bare year."""
        last = self.state.emitted[-1]
        bare = last.unit is not None and last.unit.kind == "year" and not (last.roles or last.label or last.recurrence)
        return bare and self._kind(at + 1) in ("end", "sep") and self._kind(at - 1) == "sep"

    def _joins(self, at: int) -> bool:
        """`maj/juni`: neighbouring units of one kind with a slash are one time."""
        before, after = self.state.emitted[-1], self._unit_ahead(at + 1)
        if after is None or before.unit is None or before.last is not None:
            return False
        unit = self.atoms[after].unit
        if unit is None or unit.kind != before.unit.kind:
            return False
        return unit.kind == "year" or (unit.kind == "month" and unit.number == before.unit.number % 12 + 1)

    def _merges(self, at: int) -> bool:
        """Whether a comma parts a recurrence from the bare date that it comes with (*Årligen, senast 31/3*)."""
        at = self._next(at)
        if self._kind(at) == "unit" or (self._kind(at) == "part" and self._unit_ahead(at) is not None):
            return True
        yearly = self.state.recurrence not in ("continuous", "as-needed")
        return yearly and self._kind(at) == "bound" and self.atoms[at].value in ("by", "until", "before")

    def _dash(self, at: int) -> int:
        state = self.state
        if state.emitted and state.emitted[-1].unit is not None and state.emitted[-1].last is None:
            if not state.dangling and self._unit_ahead(at + 1) is not None:
                return self._span(at, at + 1)
            following = self._kind(at + 1)
            if following in ("end",) or (following == "sep" and self._hard(self.atoms[at + 1])):
                state.emitted[-1].bound = state.emitted[-1].bound or "onwards"
        elif state.words and not state.emitted:
            state.words.append(self.atoms[at])
        return at + 1

    # -- times ---------------------------------------------------------------------------------------------------

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

    def _with_part(self, index: int, first: int) -> Unit:
        unit = self.atoms[index].unit
        assert unit is not None
        atom = self.atoms[first]
        if atom.kind == "part":
            return replace(unit, part=cast(Part, "late" if atom.value == "end" else atom.value))
        return unit

    def _genitive(self, index: int) -> int:
        """Read *slut* in *årets slut*; returns the index after it."""
        following = self._next(index + 1, frozenset())
        atom = self.atoms[index]
        if following < len(self.atoms):
            word = self.atoms[following]
            shown = fold(self.text[word.start : word.end])
            if atom.unit is not None and fold(self.text[atom.start : atom.end]).endswith("s"):
                part = _GENITIVE.get(shown)
                if part is not None:
                    clause = self.state.emitted[-1]
                    target = clause.last or clause.unit
                    assert target is not None
                    changed = replace(target, part="late" if part == "end" else part)
                    if part == "end" and clause.bound in ("by", "until", "before"):
                        changed = target
                        clause.bound = "by" if clause.bound == "before" else clause.bound
                    if clause.last is not None:
                        clause.last = changed
                    else:
                        clause.unit = changed
                    return following + 1
        return index + 1

    def _unit(self, at: int, inherit: bool = False) -> int:
        atom, state = self.atoms[at], self.state
        unit = atom.unit
        assert unit is not None
        if state.emitted and not inherit:
            last = state.emitted[-1]
            words = [a for a in state.dangling if a.kind != "skip"]
            tail = bool(state.dangling) and self._kind(at - 1) in ("till",)
            if (
                last.unit is not None
                and last.last is None
                and (tail or not state.dangling)
                and self._range_kind(last, unit, tail)
            ):
                return self._span(at, at)
            carried = state.dangling if words else []
            self._close(keep=bool(words))
            self.state.words = carried
            state = self.state
        part = state.part
        clause = Clause(unit=replace(unit, part=part) if part is not None else unit)
        clause.period = atom.value == "period"
        if inherit and state.emitted:
            model = state.emitted[-1]
            clause.roles = set() if state.own_roles else set(model.roles)
            clause.bound = None if model.bound == "onwards" else model.bound
            if model.last is not None and "start" in state.roles:
                clause.roles.discard("start")
            clause.preliminary = model.preliminary
            clause.recurrence = model.recurrence
            clause.exact = model.exact
            clause.label = None if state.own_label else model.label
        else:
            clause.roles = set(state.roles)
            clause.bound = state.bound
            clause.preliminary = state.preliminary
            clause.recurrence = state.recurrence
            clause.exact = state.rec_exact
            clause.label = self._label_text(state.words)
        if state.end_part and clause.bound in ("by", "until", "before"):
            clause.unit = unit
            clause.bound = "by" if clause.bound == "before" else clause.bound
        state.part, state.end_part = None, False
        state.recurrence = None
        state.emitted.append(clause)
        state.dangling = []
        following = self._genitive(at)
        if state.between and following < len(self.atoms):
            link = self._next(following)
            is_and = self._kind(link) == "sep" and self.atoms[link].value == "och"
            if (is_and or self._kind(link) in ("dash", "till")) and self._unit_ahead(link + 1) is not None:
                state.between = False
                return self._span(link, link + 1)
        link = self._next(following)
        if (
            self._kind(link) == "bound"
            and self.atoms[link].value == "until"
            and clause.bound in (None, "from", "earliest")
            and clause.last is None
            and self._unit_ahead(link + 1) is not None
        ):
            return self._span(link, link + 1)
        if self._kind(following) == "till" and clause.bound in (None, "from", "earliest"):
            ahead = self._unit_ahead(following + 1)
            if ahead is not None:
                return self._span(following, following + 1)
        return following

    def _range_kind(self, last: Clause, unit: Unit, tail: bool) -> bool:
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

    def _emit_recurrence(self) -> None:
        state = self.state
        if state.recurrence is None:
            return
        clause = Clause(recurrence=state.recurrence, exact=state.rec_exact, preliminary=state.preliminary)
        clause.roles = set(state.roles) - ({"start"} if state.bound == "from" else set())
        clause.label = self._label_text(state.words)
        self.out.append(clause)
        self.state = State()

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
        self.state = State()

    def _label_text(self, found: Sequence[Atom], after: bool = False) -> str | None:
        return None if self.prose else label_text(self.text, found, after)


_GENITIVE: dict[str, Part | Literal["end"]] = {
    "slut": "end",
    "utgang": "end",
    "avslutning": "end",
    "borjan": "early",
    "inledning": "early",
    "ingang": "early",
    "mitt": "mid",
}


def parse(text: str, prose: bool = False) -> list[Clause]:
    """The times of a text as clauses, in order; in `prose` no labels are read."""
    return _Parser(text, prose).run()
