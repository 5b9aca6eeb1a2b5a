"""Actors named inside a sentence, where no cell border tells what is a name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ingest.language.patterns import pattern, word_set
from ingest.normalise.actors.names import key
from ingest.normalise.actors.registers import Registers
from ingest.normalise.actors.split import as_actor
from ingest.normalise.limits import LONGEST
from ingest.plan import Actor, ActorType

__all__ = ["actor_spans", "find_actors"]

_TOKEN = re.compile(r"[\wåäöÅÄÖéÉ]+(?:[-/&][\wåäöÅÄÖéÉ]+)*-?|[^\w\s]")
_LONGEST = 6
_OWNERS = word_set("normalise", "prose.owners")
_ENVOYS = word_set("normalise", "prose.envoys")
_LINKS = word_set("normalise", "prose.links")
# Types whose endings are too common in running text to be taken without a register.
_SURE: frozenset[ActorType] = frozenset(("förvaltning", "nämnd", "funktion", "skola", "myndighet", "förening"))
# Known actors that running text uses as everyday words.
_VAGUE = word_set("normalise", "prose.vague")
_SMALL = word_set("normalise", "prose.small")
_APART = frozenset(".,;:()")
_COUNTED = pattern("normalise", "prose.counted")
_SHORTEST_PLACE = 5
"""Letters of a place's genitive before its actor (*Norrhamns*)."""
_SHORTEST_NAME = 4
"""Letters of a name that is no acronym."""
_SHORTEST_BY_ENDING = 7
"""Letters of a word that its ending alone makes an actor; *råd* and *nämnd* by themselves name no actor."""
_SHORTEST_SURE = 8
"""Letters from which an inflected form hides no other word."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


def find_actors(text: str, registers: Registers) -> tuple[Actor, ...]:
    """The actors that a sentence (its first `LONGEST` characters) names, in order, each once."""
    flat = " ".join(unicodedata.normalize("NFC", text[:LONGEST]).split())
    found: dict[str, Actor] = {}
    for start, end in actor_spans(flat, registers):
        found.setdefault(key(flat[start:end]), as_actor(flat[start:end], registers))
    return tuple(found.values())


# A sentence is asked by the judge of measures, by its statement and by the times and actors of it.
@lru_cache(maxsize=4096)
def actor_spans(text: str, registers: Registers) -> tuple[tuple[int, int], ...]:
    """(start, end) of each actor that a text in NFC with single spaces names, in order, none over another."""
    words = [_Word(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        size = _name_at(words, at, text, registers)
        if size:
            found.append((words[at].start, words[at + size - 1].end))
        at += size or 1
    return tuple(found)


def _name_at(words: list[_Word], at: int, flat: str, registers: Registers) -> int:
    """How many words from `at` on are one actor's name; 0 for none."""
    if at >= len(words) or not words[at].text[:1].isalpha():
        return 0
    return (
        _envoys(words, at, flat, registers)
        or _owned(words, at, flat, registers)
        or _registered(words, at, flat, registers)
        or _by_ending(words, at, registers)
    )


def _lower(words: list[_Word], at: int) -> str:
    return words[at].text.lower() if at < len(words) else ""


def _envoys(words: list[_Word], at: int, flat: str, registers: Registers) -> int:
    """*representanter från polisen*"""
    if _lower(words, at) not in _ENVOYS or _lower(words, at + 1) not in _LINKS:
        return 0
    inner = _name_at(words, at + 2, flat, registers)
    return inner + 2 if inner else 0


def _owned(words: list[_Word], at: int, flat: str, registers: Registers) -> int:
    """*kommunens fritidsgårdar*, *Norrhamns fritidsgårdar*"""
    first, lower = words[at].text, _lower(words, at)
    owner = lower in _OWNERS
    place = first[:1].isupper() and lower.endswith("s") and len(lower) >= _SHORTEST_PLACE
    if not owner and not (place and _lower(words, at + 1).isalpha()):
        return 0
    inner = _name_at(words, at + 1, flat, registers)
    return inner + 1 if inner and (owner or words[at + 1].text[:1].islower()) else 0


def _registered(words: list[_Word], at: int, flat: str, registers: Registers) -> int:
    """The longest run of words that a register knows as an actor."""
    for size in range(min(_LONGEST, len(words) - at), 0, -1):
        if size > 1 and not _may_follow(words[at + 1 : at + size]):
            continue
        name = flat[words[at].start : words[at + size - 1].end]
        entry = registers.known(name)
        if entry is None or entry.id in _VAGUE or _too_short(name, registers):
            continue
        if size == 1 and (key(name) in registers.places or not _sure(name, registers)):
            continue
        if entry.type == "kommun" and at and _COUNTED.match(_lower(words, at - 1)):
            continue
        return size
    return 0


def _by_ending(words: list[_Word], at: int, registers: Registers) -> int:
    """A single word whose ending says that it is an actor (*socialnämnden*)."""
    first = words[at].text
    long = len(first) >= _SHORTEST_BY_ENDING
    return int(long and registers.type_of(first) in _SURE and not _COUNTED.match(_lower(words, at + 1)))


def _too_short(name: str, registers: Registers) -> bool:
    """Whether a name has so few letters that it is most often another word."""
    return len(name) < _SHORTEST_NAME and not name.isupper() and name not in registers.exact


def _sure(name: str, registers: Registers) -> bool:
    """A single word as a register has it, or long enough that its inflection hides no other word."""
    return name in registers.exact or key(name) in registers.folded or len(name) >= _SHORTEST_SURE


def _may_follow(words: list[_Word]) -> bool:
    """Whether words can go on a name: capitals, or the small words that names hold."""
    for word in words:
        text = word.text
        if text in _APART or not (len(text) >= _SHORTEST_NAME or text[:1].isupper() or text.lower() in _SMALL):
            return False
    return True
