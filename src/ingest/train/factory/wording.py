"""How a measure is worded: forms of the verb, sentences and noun phrases, bullets, full stops."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.train.factory.actors import SEPARATORS
from ingest.train.factory.grammar import Grammar, capitalised
from ingest.train.factory.model import Actor, Who

__all__ = ["Manner", "Verbs", "Wording", "said_to"]

_STOPS = ("sentences", "sentences", "always", "never")
_TYPES: Mapping[str, str] = {
    "Kommunen": "kommun",
    "Förvaltningen": "förvaltning",
    "Socialtjänsten": "verksamhet",
    "Skolan": "skola",
    "Polisen": "myndighet",
    "Trygghetsteamet": "verksamhet",
    "Rektor": "funktion",
    "Samordnaren": "funktion",
    "kommunen": "kommun",
    "bostadsbolaget": "företag",
}
_BODIES = ("Kommunen", "Förvaltningen", "Socialtjänsten", "Skolan", "Polisen och kommunen", "Trygghetsteamet", "Rektor",
           "Samordnaren", "Kommunen och bostadsbolaget")  # fmt: skip


def said_to(text: str) -> Who | None:
    """Return who a measure says shall do it (`Skolan ska …`); None for one that names nobody so."""
    body = next((b for b in _BODIES if text.startswith(f"{b} ska ")), None)
    if body is None:
        return None
    return Who(body, tuple(Actor(name, _TYPES[name]) for name in body.split(" och ")))


_FORMS_OF_PLAN = (1, 2, 3, 5)
_SEPARATORS_OF_PLAN = (1, 2, 3)
_BULLET_SHARES = (0.0, 0.0, 0.1, 0.3)
_LENGTHS = (0.0, 0.15, 0.35, 0.6)
_CAPITAL_HEADINGS_CHANCE = 0.08


@dataclass(frozen=True, slots=True)
class Manner:
    """How one document words its texts.

    Attributes:
        stops: where a text ends in a full stop: after sentences, always or never.
        forms: the forms of measures that it uses (names of methods of `Wording`), one or several.
        separators: what stands between its actors.
        bullets: share of measures that are several lines of a list.
        length: share of texts that go on after their first sentence.
        lower: share of texts that begin in lower case.
        capital_headings: whether headings of columns are in capitals.
    """

    stops: str
    forms: tuple[str, ...]
    separators: tuple[str, ...]
    bullets: float
    length: float
    lower: float
    capital_headings: bool

    @classmethod
    def drawn(cls, rng: random.Random) -> Manner:
        """Return a manner."""
        forms = tuple(sorted(rng.sample(_FORMS, rng.choice(_FORMS_OF_PLAN))))
        known = list(SEPARATORS)
        separators = dict.fromkeys(rng.choices(known, list(SEPARATORS.values()), k=rng.choice(_SEPARATORS_OF_PLAN)))
        return cls(
            rng.choice(_STOPS), forms, tuple(separators), rng.choice(_BULLET_SHARES),
            rng.choice(_LENGTHS), rng.choice((0.0, 0.0, 0.0, 0.0, 0.0, 0.5)), rng.random() < _CAPITAL_HEADINGS_CHANCE,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verbs:
    """The forms of each verb by its infinitive."""

    forms: Mapping[str, Mapping[str, str]]

    def form(self, infinitive: str, name: str) -> str:
        """Return a form of a verb.

        Raises:
            KeyError: the verb is not listed.
        """
        return self.forms[infinitive][name]


_OWN_CAUSE_CHANCE = 0.72
"""Probability that a cause is the measure's own and not its theme's."""
_PROSE_CAUSE_CHANCE = 0.9
_OWN_GOAL_CHANCE = 0.55
_PROSE_GOAL_CHANCE = 0.6
_LINES = (2, 4)
_ENDING_CHANCE = 0.12


class Wording:
    """Draws the texts of one theme in one manner."""

    def __init__(
        self, theme: Mapping[str, Any], words: Mapping[str, Any], verbs: Verbs, grammar: Grammar, manner: Manner
    ) -> None:
        self._theme = theme
        self._generic: Mapping[str, Sequence[str]] = words["generic"]
        self._tails: Mapping[str, Sequence[str]] = words["tails"]
        self._verbs = verbs
        self._grammar = grammar.extended({"färre": theme["färre"]})
        self._manner = manner

    def cause(self, rng: random.Random) -> str:
        """Return an *orsak*."""
        return self._prose(rng, lambda: self._own_or("orsak", _OWN_CAUSE_CHANCE, rng), _PROSE_CAUSE_CHANCE)

    def goal(self, rng: random.Random) -> str:
        """Return a *mål*."""
        return self._prose(rng, lambda: self._own_or("mål", _OWN_GOAL_CHANCE, rng), _PROSE_GOAL_CHANCE)

    def problem(self, rng: random.Random) -> str:
        """Return a sentence that states the problem of the theme."""
        return capitalised(self._own_or("problem", 0.0, rng))

    def action(self, rng: random.Random) -> str:
        """Return an *åtgärd*: one phrase or sentence, several sentences, or lines of a list."""
        if rng.random() < self._manner.bullets:
            lines: dict[str, None] = {}
            while len(lines) < rng.randint(*_LINES):
                lines.setdefault(self.line(rng))
            return "\n".join(lines)
        name = rng.choice(self._manner.forms)
        text = _FORM_OF[name](self, rng)
        sentence = name in _SENTENCES
        if rng.random() < _ENDING_CHANCE:
            text += self._grammar.draw(rng.choice(self._tails["ending"]), rng).join((" ", "")).replace(" ,", ",")
        parts = [text]
        while rng.random() < self._manner.length:
            parts.append(self._grammar.draw(rng.choice(self._tails["sentence"]), rng))
        return self._finished(parts, sentence, rng)

    def line(self, rng: random.Random) -> str:
        """Return a short measure of one line without a full stop."""
        return capitalised(_FORM_OF[rng.choice(("infinitive", "bare", "noun"))](self, rng))

    # Forms of a measure

    def _parts(self, rng: random.Random) -> tuple[str, str, str]:
        """Return the infinitive, the object and the adverbial of a measure."""
        verb, rest = rng.choice(self._theme["göra"]).split(": ", 1)
        thing, adverbial = rest.rsplit(" /", 1)
        return verb, self._grammar.draw(thing, rng), self._grammar.draw(adverbial, rng)

    def _active(self, rng: random.Random, form: str, lead: str = "") -> str:
        verb, thing, adverbial = self._parts(rng)
        return f"{lead}{self._verbs.form(verb, form)} {thing} {adverbial}".strip()

    def infinitive(self, rng: random.Random) -> str:
        """`Genomföra trygghetsvandringar i centrum`."""
        return self._active(rng, "infinitive")

    def imperative(self, rng: random.Random) -> str:
        """`Genomför trygghetsvandringar i centrum`."""
        return self._active(rng, "imperative")

    def we(self, rng: random.Random) -> str:
        """`Vi genomför trygghetsvandringar i centrum`."""
        return self._active(rng, "present", "Vi ")

    def shall(self, rng: random.Random) -> str:
        """`Kommunen ska genomföra trygghetsvandringar i centrum`."""
        return self._active(rng, "infinitive", f"{rng.choice(_BODIES)} ska ")

    def noun(self, rng: random.Random) -> str:
        """`Genomförande av trygghetsvandringar i centrum`."""
        return self._active(rng, "noun")

    def bare(self, rng: random.Random) -> str:
        """`Trygghetsvandringar i centrum`, where this says enough."""
        verb, thing, adverbial = self._parts(rng)
        # Without its verb "Chefer i barnkonventionen" would say nothing.
        lead = "" if self._verbs.form(verb, "bare") == "yes" else self._verbs.form(verb, "noun")
        return f"{lead} {thing} {adverbial}".strip()

    def passive(self, rng: random.Random) -> str:
        """`Trygghetsvandringar genomförs i centrum`."""
        verb, thing, adverbial = self._parts(rng)
        return f"{thing} {self._verbs.form(verb, 'passive')} {adverbial}".strip()

    def passive_shall(self, rng: random.Random) -> str:
        """`Trygghetsvandringar ska genomföras i centrum`."""
        verb, thing, adverbial = self._parts(rng)
        return f"{thing} ska {self._verbs.form(verb, 'passive_infinitive')} {adverbial}".strip()

    # How a text ends and begins

    def _own_or(self, name: str, own: float, rng: random.Random) -> str:
        """Return a text of the theme's own, else one of the general phrases."""
        phrases = self._theme.get(name, ()) if rng.random() < own else self._generic[name]
        return self._grammar.draw(rng.choice(phrases), rng)

    def _prose(self, rng: random.Random, draw: Callable[[], str], longer: float) -> str:
        parts = [draw()]
        while len(parts) < _MOST_PARTS and rng.random() < self._manner.length * longer:
            following = draw()
            if following not in parts:
                parts.append(following)
        return self._finished(parts, len(parts[0].split()) >= _SENTENCE_WORDS, rng)

    def _finished(self, parts: Sequence[str], sentence: bool, rng: random.Random) -> str:
        stops = self._manner.stops
        closed = stops == "always" or (stops == "sentences" and (sentence or len(parts) > 1))
        text = ". ".join(
            capitalised(p).rstrip(".") if i < len(parts) - 1 else capitalised(p) for i, p in enumerate(parts)
        )
        if closed and text[-1] not in ".?!":
            text += "."
        return text[0].lower() + text[1:] if rng.random() < self._manner.lower and not text[1].isupper() else text


# A phrase of so many words counts as a sentence, which may end in a full stop.
_SENTENCE_WORDS = 6
_MOST_PARTS = 5
_FORM_OF: Mapping[str, Callable[[Wording, random.Random], str]] = {
    "infinitive": Wording.infinitive, "imperative": Wording.imperative, "we": Wording.we, "shall": Wording.shall,
    "noun": Wording.noun, "bare": Wording.bare, "passive": Wording.passive, "passive_shall": Wording.passive_shall,
}  # fmt: skip
_FORMS = tuple(_FORM_OF)
_SENTENCES = frozenset({"imperative", "we", "shall", "passive", "passive_shall"})
