"""From atoms to clauses: which words are bound to which time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from ingest.language.patterns import expression, word_list
from ingest.normalise.dates.builder import ClauseBuilder
from ingest.normalise.dates.clause import Bound, Clause, ClauseState
from ingest.normalise.dates.folding import fold_in_place
from ingest.normalise.dates.lexer import atoms
from ingest.normalise.dates.token import Atom
from ingest.normalise.dates.units import Part
from ingest.plan import Recurrence

__all__ = ["parse"]


_LABEL_WORDS = 3
"""Words that a label above its time has at most (*Uppföljning* over *2025*); more are a sentence."""
_MONTHS = 12


class _Parser(ClauseBuilder):
    def __init__(self, text: str, prose: bool) -> None:
        found = [a for a in atoms(text) if not (a.kind == "sep" and a.value == ":")]
        super().__init__(text, found, prose)
        if any(a.value == "start" for a in found if a.kind == "role"):
            # Beside a start, "slut" is its end and no part of a month or year.
            self.atoms = [self._closing(a) for a in found]

    # -- the walk ------------------------------------------------------------------------------------------------

    def run(self) -> list[Clause]:
        at = 0
        while at < len(self.atoms):
            at = self._step(at)
        self._close()
        return self.out

    def _step(self, at: int) -> int:
        """Read the atom at an index; return the index after what was used up."""
        return _STEPS.get(self.atoms[at].kind, _Parser._word)(self, at)

    def _preliminary(self, at: int) -> int:
        state = self.state
        if state.emitted:
            self._after(at)
            if self._binds_back(at):
                state.emitted[-1].preliminary = True
                return at + 1
        state.preliminary = True
        return at + 1

    def _part_of_unit(self, at: int) -> int:
        """*slutet av*, *mitten av* before a time; a word like any other elsewhere."""
        if self._unit_ahead(at + 1) is None:
            return self._word(at)
        self._fresh()
        value = self.atoms[at].value
        self.state.end_part = value == "end"
        self.state.part = _part(value)
        return at + 1

    def _onwards(self, at: int) -> int:
        atom, emitted = self.atoms[at], self.state.emitted
        if emitted and emitted[-1].unit is not None and emitted[-1].last is None:
            emitted[-1].bound = emitted[-1].bound or "onwards"
            if _GOING_ON_ALWAYS in fold_in_place(self.text[atom.start : atom.end]):
                emitted[-1].recurrence = "continuous"
        return at + 1

    def _filler(self, at: int) -> int:
        atom, state = self.atoms[at], self.state
        if atom.kind == "to" and state.recurrence == "continuous" and self._unit_ahead(at + 1) is not None:
            # "Pågår till 2026"
            state.bound = state.bound or "until"
        if state.words and not state.emitted:
            state.words.append(atom)
        elif state.emitted:
            state.dangling.append(atom)
        return at + 1

    def _bracket(self, at: int) -> int:
        opens = self.atoms[at].kind == "open"
        if opens and self.state.recurrence is not None and self._unit_ahead(at + 1) is None:
            # "löpande (uppföljning i december)"
            self._emit_recurrence()
        return at + 1

    def _word(self, at: int) -> int:
        self._label(self.atoms[at])
        return at + 1

    def _closing(self, atom: Atom) -> Atom:
        slut = atom.kind == "part" and self.text[atom.start : atom.end].lower() == "slut"
        return replace(atom, kind="role", value="done") if slut else atom

    def _label(self, atom: Atom) -> None:
        (self.state.dangling if self.state.emitted else self.state.words).append(atom)

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

    def _bound(self, at: int) -> int:
        value = self.atoms[at].value
        if value == "between":
            self._fresh()
            self.state.between = True
            return at + 1
        if self.state.emitted:
            self._fresh()
        if self.state.bound not in ("by", "before") or value in ("by", "before"):
            self.state.bound = cast(Bound, value)
        if value == "from":
            self.state.roles.add("start")
        elif value in ("by", "before"):
            self.state.roles.add("done")
        return at + 1

    def _recurrence(self, at: int) -> int:
        atom, state = self.atoms[at], self.state
        value = cast(Recurrence, atom.value)
        word = fold_in_place(self.text[atom.start : atom.end]).rstrip(".")
        if self.prose and _is_verb(word):
            self._label(replace(atom, kind="verb"))
            return at + 1
        if state.emitted:
            open_time = state.emitted[-1].unit is not None and state.emitted[-1].recurrence is None
            if open_time and (self._unit_ahead(at + 1) is None or word.startswith(_YEARLY)):
                # "i mars varje år": bound to all times of the clause before it.
                for clause in state.emitted:
                    clause.recurrence = clause.recurrence or value
                    clause.exact = clause.exact and atom.exact
                return at + 1
            self._fresh()
        goes_on = self.state.recurrence == "continuous" and self._kind(at - 1) == "rec"
        if self.state.recurrence is not None and not goes_on:
            # "återkommande varje år" is one; two with a separator are two.
            self._emit_recurrence()
        self.state.recurrence = value
        self.state.rec_exact = atom.exact
        return at + 1

    # -- separators ----------------------------------------------------------------------------------------------

    def _hard(self, atom: Atom) -> bool:
        return atom.kind == "sep" and atom.value in (";", "\n", ".")

    def _separator(self, at: int) -> int:
        atom, state = self.atoms[at], self.state
        if atom.value == "." and self.text[atom.end : atom.end + 1].strip():
            # A point inside a word or number.
            return at + 1
        if self._hard(atom):
            if not self._waits(at):
                self._close()
            return at + 1
        if state.emitted:
            return self._separator_after_time(at)
        if state.recurrence is not None:
            return self._separator_after_recurrence(at)
        if state.roles and atom.value == "," and self._kind(self._next(at + 1)) in ("role", "bound"):
            # "Påbörjad, klart 2024": the first says nothing of when.
            self.state = ClauseState()
            return at + 1
        if state.words:
            state.words.append(atom)
        return at + 1

    def _waits(self, at: int) -> bool:
        """Return whether a line's end stands between a short label and its time, so that the clause goes on."""
        state = self.state
        if self.atoms[at].value != "\n" or state.emitted or state.recurrence is not None:
            return False
        words = sum(1 for a in state.words if a.kind in ("word", "role", "verb"))
        return words <= _LABEL_WORDS and self._unit_ahead(at + 1) is not None

    def _separator_after_time(self, at: int) -> int:
        following_unit = self._unit_ahead(at + 1)
        if following_unit is not None:
            return self._another_time(at, following_unit)
        last, ahead = self.state.emitted[-1], self._next(at + 1)
        if self._is_until(ahead) and last.bound == "from":
            return self._span(at, ahead + 1)
        following = self._kind(ahead)
        if following == "rec" and self.atoms[at].value == "," and self._closes_year(ahead):
            last.recurrence = cast(Recurrence, self.atoms[ahead].value)
            return ahead + 1
        if following == "prelim" and self._kind(self._next(ahead + 1)) in ("end", "sep", "close"):
            last.preliminary = True
            return ahead + 1
        self._close()
        return at + 1

    def _another_time(self, at: int, unit: int) -> int:
        """Read the time at index `unit`, which a separator at `at` parts from the one before it."""
        state = self.state
        if self.atoms[at].value == "/" and self._joins(at):
            return self._span(at, at + 1)
        part = self.atoms[self._next(at + 1)]
        label = self._label_text(state.dangling, after=True)
        if label is not None:
            # "Hösten 2024 planering, våren 2025 genomförande": each has its own.
            state.emitted[-1].label = state.emitted[-1].label or label
            state.own_label = True
        state.dangling.clear()
        if part.kind == "part":
            state.part = _part(part.value)
        return self._unit(unit, inherit=True)

    def _separator_after_recurrence(self, at: int) -> int:
        atom, state = self.atoms[at], self.state
        if atom.value in (",", "/") and self._merges(at + 1):
            return at + 1
        if atom.value == "and" and state.words == [] and self._kind(self._next(at + 1)) == "rec":
            self._emit_recurrence()
            return at + 1
        self._close()
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
        follows = unit.number == before.unit.number % _MONTHS + 1
        return unit.kind == "year" or (unit.kind == "month" and follows)

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


_STEPS: dict[str, Callable[[_Parser, int], int]] = {
    "unit": _Parser._unit,
    "role": _Parser._role,
    "prelim": _Parser._preliminary,
    "bound": _Parser._bound,
    "part": _Parser._part_of_unit,
    "rec": _Parser._recurrence,
    "onwards": _Parser._onwards,
    "sep": _Parser._separator,
    "dash": _Parser._dash,
    "to": _Parser._filler,
    "skip": _Parser._filler,
    "clock": _Parser._filler,
    "duration": _Parser._filler,
    "open": _Parser._bracket,
    "close": _Parser._bracket,
}
"""Kind of an atom → what reads it; all other kinds are words."""


def _part(value: str) -> Part:
    """The part of a unit that a word names; *slutet av* is its late part."""
    return cast(Part, "late" if value == "end" else value)


_YEARLY = word_list("normalise", "grammar.yearly")
_GOING_ON_ALWAYS = expression("normalise", "grammar.always")
_GOING_ON = expression("normalise", "grammar.going_on")
_NEEDED = expression("normalise", "grammar.needed")
_AT = expression("normalise", "grammar.at")


def _is_verb(word: str) -> bool:
    """Return whether a folded word of recurrence is a verb in a sentence (*pågår*), or no time (*utifrån behov*)."""
    return word.startswith(_GOING_ON) or (word.endswith(_NEEDED) and not word.startswith(_AT))


def parse(text: str, prose: bool = False) -> list[Clause]:
    """The times of a text as clauses, in order; in `prose` no labels are read."""
    return _Parser(text, prose).run()
