"""Draws *vem*: what a cell says and its single actors, split as the contract says."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.train.factory.grammar import Grammar
from ingest.train.factory.model import Actor, Who

__all__ = ["SEPARATORS", "ActorNames", "draw_who"]

# What stands between two actors of a list, by how often plans print it.
SEPARATORS = {", ": 10, "; ": 2, "/": 2, " / ": 1, "\n": 4, " och ": 5, " samt ": 2, " & ": 1, " + ": 1}
_LAST = (" och ", " samt ")
_HOW_MANY = (1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4)
_CLOSED = 0.04
# Share of lists in which the comma between two bodies that everyone knows is missing.
_RUN_TOGETHER = 0.01
_KIND_OF = {
    "Polisen": "myndighet",
    "Länsstyrelsen": "myndighet",
    "Socialtjänsten": "verksamhet",
    "Räddningstjänsten": "verksamhet",
    "Kommunstyrelsen": "nämnd",
    "Socialförvaltningen": "förvaltning",
}
_WELL_KNOWN = tuple(_KIND_OF)
_PAIR = 2
# Between these a slash or a sign would look like a part of the name.
_SIGNS = ("/", "&", "+", "och", "samt")
_INNER = ("/", " & ", ", ", " och ")


@dataclass(frozen=True, slots=True)
class ActorNames:
    """Phrases of names by type of the schema, and how often each type is drawn."""

    names: Mapping[str, Sequence[str]]
    weights: Mapping[str, float]

    def draw(self, grammar: Grammar, rng: random.Random) -> Actor:
        """Return one actor."""
        (kind,) = rng.choices(list(self.weights), list(self.weights.values()))
        return Actor(grammar.draw(rng.choice(self.names[kind]), rng), kind)


def draw_who(names: ActorNames, grammar: Grammar, rng: random.Random, separators: Sequence[str] = ()) -> Who:
    """Return a *vem* of one to four actors.

    Args:
        names: the names.
        grammar: the grammar that draws their parts.
        rng: the generator.
        separators: the separators that this document uses; empty: any.
    """
    if rng.random() < _RUN_TOGETHER:
        pair = rng.sample(_WELL_KNOWN, 2)
        return Who(" ".join(pair), tuple(Actor(name, _KIND_OF[name]) for name in pair))
    actors: list[Actor] = []
    for _ in range(rng.choice(_HOW_MANY)):
        actor = names.draw(grammar, rng)
        if actor.name.casefold() not in {a.name.casefold() for a in actors}:
            actors.append(actor)
    return Who(_list([a.name for a in actors], rng, separators), tuple(actors))


def _list(names: Sequence[str], rng: random.Random, separators: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0] + ("." if rng.random() < _CLOSED and names[0][-1].islower() else "")
    known = separators or tuple(SEPARATORS)
    (separator,) = rng.choices(known, [SEPARATORS[s] for s in known])
    inner = any(sign in name for name in names for sign in _INNER)
    if (separator in _LAST and len(names) > _PAIR) or (inner and separator.strip() in _SIGNS):
        separator = ", "
    last = rng.choice(_LAST) if separator == ", " and not inner and rng.random() < 0.35 else separator
    return separator.join(names[:-1]) + last + names[-1]
