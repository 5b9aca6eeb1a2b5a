"""Actors named inside a sentence, where no cell border tells what is a name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ingest.normalise.actors.names import key
from ingest.normalise.actors.registers import Registers
from ingest.normalise.actors.split import as_actor
from ingest.normalise.bounds import LONGEST
from ingest.plan import Actor, ActorType

__all__ = ["actor_spans", "find_actors"]

_TOKEN = re.compile(r"[\wåäöÅÄÖéÉ]+(?:[-/&][\wåäöÅÄÖéÉ]+)*-?|[^\w\s]")
_LONGEST = 6
_OWNERS = frozenset(("kommunens", "polisens", "regionens", "stadens", "skolans", "länsstyrelsens", "socialtjänstens"))
_ENVOYS = frozenset(
    ("representanter", "företrädare", "representant", "personal", "medarbetare", "chefer", "handläggare")
)
_LINKS = frozenset(("från", "för", "i", "inom", "på", "vid"))
# Types whose endings are too common in running text to be taken without a register.
_SURE: frozenset[ActorType] = frozenset(("förvaltning", "nämnd", "funktion", "skola", "myndighet", "förening"))
# Known actors that running text uses as everyday words.
_VAGUE = frozenset(
    [
        "kommunerna",
        "alla",
        "boende",
        "elever",
        "arbetsgruppen",
        "personal",
        "chefer",
        "media",
        "foreningslivet",
        "styrgruppen",
    ]
)
_SMALL = frozenset(("och", "för", "i", "mot", "om", "på", "av", "&", "län", "kommun", "stad", "-", "samt"))
_APART = frozenset(".,;:()")
_COUNTED = re.compile(r"^(?:\d+|två|tre|fyra|fem|sex|sju|åtta|nio|tio|flera|många|några|alla|varje|olika|andra)$")


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
    first = words[at].text
    if not first[:1].isalpha():
        return 0
    lower = first.lower()
    ahead = words[at + 1].text.lower() if at + 1 < len(words) else ""
    if lower in _ENVOYS and ahead in _LINKS:
        inner = _name_at(words, at + 2, flat, registers) if at + 2 < len(words) else 0
        if inner:
            return inner + 2
    if lower in _OWNERS or (first[:1].isupper() and lower.endswith("s") and len(lower) > 4 and ahead.isalpha()):
        inner = _name_at(words, at + 1, flat, registers) if at + 1 < len(words) else 0
        if inner and (lower in _OWNERS or words[at + 1].text[:1].islower()):
            return inner + 1
    for size in range(min(_LONGEST, len(words) - at), 0, -1):
        name = flat[words[at].start : words[at + size - 1].end]
        if size > 1 and not _may_follow(words[at + 1 : at + size]):
            continue
        entry = registers.known(name)
        if entry is None or (entry.id in _VAGUE) or (len(name) < 4 and not name.isupper()):
            continue
        if size == 1 and (key(name) in registers.places or not _sure(name, registers)):
            continue
        if entry.type == "kommun" and at and _COUNTED.match(words[at - 1].text.lower()):
            continue
        return size
    if len(first) > 6 and registers.type_of(first) in _SURE and not _COUNTED.match(ahead):
        return 1
    return 0


def _sure(name: str, registers: Registers) -> bool:
    """A single word as a register has it, or long enough that its inflection hides no other word."""
    return name in registers.exact or key(name) in registers.folded or len(name) >= 8


def _may_follow(words: list[_Word]) -> bool:
    """Whether words can go on a name: capitals, or the small words that names hold."""
    for word in words:
        text = word.text
        if text in _APART or not (len(text) > 3 or text[:1].isupper() or text.lower() in _SMALL):
            return False
    return True
