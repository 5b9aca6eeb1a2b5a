"""Phrases with choices: `[a|b]` draws one, `{name}` draws from a list of that name.

Choices nest; an empty one (`[|mycket ]`) leaves the words out. The drawn text has single spaces and no space before a
comma or a full stop.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

__all__ = ["Grammar", "Source", "capitalised"]

Source = Callable[[random.Random], str]
# A phrase in parts: a text, the choices of a bracket, or the name of a list.
_Part = str | tuple["_Phrase", ...] | frozenset[str]
_Phrase = tuple[_Part, ...]
_TOKENS = re.compile(r"[\[\]|]|\{[^{}]*\}|[^\[\]|{}]+")
_SPACES = re.compile(r" {2,}")
_BEFORE_SIGN = re.compile(r" +(?=[,.;:!?)])")


class Grammar:
    """Lists by name, and the phrases that draw from them.

    `sources` are lists whose entries are made and not listed, such as names of places.
    """

    def __init__(self, lists: Mapping[str, Sequence[str]], sources: Mapping[str, Source]) -> None:
        self._lists = dict(lists)
        self._sources = dict(sources)

    def extended(self, lists: Mapping[str, Sequence[str]]) -> Grammar:
        """Return a grammar that knows further lists, which hide those of the same name."""
        return Grammar({**self._lists, **lists}, self._sources)

    def draw(self, phrase: str, rng: random.Random) -> str:
        """Return one text of a phrase.

        Raises:
            KeyError: the phrase names a list that the grammar lacks.
            ValueError: the brackets of the phrase do not match.
        """
        text = self._drawn(_parsed(phrase), rng)
        return _BEFORE_SIGN.sub("", _SPACES.sub(" ", text)).strip()

    def _drawn(self, phrase: _Phrase, rng: random.Random) -> str:
        parts: list[str] = []
        for part in phrase:
            if isinstance(part, str):
                parts.append(part)
            elif isinstance(part, frozenset):
                (name,) = part
                parts.append(self._named(name, rng))
            else:
                parts.append(self._drawn(rng.choice(part), rng))
        return "".join(parts)

    def _named(self, name: str, rng: random.Random) -> str:
        if name in self._lists:
            return self._drawn(_parsed(rng.choice(self._lists[name])), rng)
        return self._sources[name](rng)


@lru_cache(maxsize=1 << 14)
def _parsed(phrase: str) -> _Phrase:
    tokens = _TOKENS.findall(phrase)
    if "".join(tokens) != phrase:
        raise ValueError(f"unmatched brace in {phrase!r}")
    choices, end = _choices(tokens, 0)
    if end != len(tokens) or len(choices) != 1:
        raise ValueError(f"unmatched bracket or bar in {phrase!r}")
    return choices[0]


def _choices(tokens: Sequence[str], at: int) -> tuple[tuple[_Phrase, ...], int]:
    """Return the choices from a token on, and the index of the token that ends them."""
    choices: list[_Phrase] = []
    parts: list[_Part] = []
    while at < len(tokens) and tokens[at] != "]":
        token = tokens[at]
        if token == "[":
            inner, at = _choices(tokens, at + 1)
            if at >= len(tokens):
                raise ValueError(f"bracket without its end in {''.join(tokens)!r}")
            parts.append(inner)
        elif token == "|":
            choices.append(tuple(parts))
            parts = []
        elif token.startswith("{"):
            parts.append(frozenset([token[1:-1]]))
        else:
            parts.append(token)
        at += 1
    choices.append(tuple(parts))
    return tuple(choices), at


def capitalised(text: str) -> str:
    """Return a text whose first letter is a capital."""
    return text[:1].upper() + text[1:]
