"""Names of bodies that issue plans, told by how they are built: alone on a line, and inside longer texts."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ingest.classify.facts.dates import is_fact_line, without_facts
from ingest.classify.facts.title_page import fold, is_stamp, kind_at, words
from ingest.classify.facts.units import is_unit
from ingest.language.patterns import expression, pattern, word_set
from ingest.normalise import Registers, as_actor, parse_times, split_actors
from ingest.plan import Actor

__all__ = ["bare", "before_kind", "bodies_of", "is_invented", "mentioned", "undated"]

_BODIES = frozenset({"kommun", "region", "myndighet", "nämnd", "förvaltning"})
_MOST_WORDS = 18
_MOST_LETTERS = 1000
"""Longer lines name something else as well; the patterns below take time by the square of a line's length."""
_INVENTED = pattern("classify", "issuers.invented")
"""Bodies that no register needs to know: they are built as municipalities, regions and police areas are."""
_YEARS_BEHIND = re.compile(r"[ ,(]+(?:19|20)\d\d(?:\s?[-–/]\s?(?:(?:19|20)?\d\d))?\)?$")
"""The years that a line under the title holds behind the body (`Nora kommun 2025–2026`)."""
_FURNITURE = pattern("classify", "issuers.furniture")
"""Addresses and page numbers beside the body."""
_CAPITAL = r"[A-ZÅÄÖ][\wåäöÅÄÖé-]*"
_MENTION = pattern("classify", "issuers.mention", capital=_CAPITAL)
_COUNCIL = expression("classify", "issuers.council")
"""The identifier of a council that each municipality has, and the country too."""


def bodies_of(text: str, registers: Registers) -> tuple[Actor, ...]:
    """The bodies of a line that names nothing else; none for any other line."""
    if len(text) > _MOST_LETTERS:
        return ()
    flat = _introduced().sub("", bare(text.replace("|", "; ")))
    if ":" in flat:
        # A label that no document has: `Vem: Polisen` is a measure's.
        return ()
    if not flat or len(flat.split()) > _MOST_WORDS or any(c.isdigit() for c in flat):
        return ()
    actors = tuple(b for a in split_actors(flat, registers) for b in _parted(a, registers))
    if len(actors) > 1 and _placed(actors[0]) and is_unit(actors[1].name, inside=True):
        # `Nora kommun, Kommunstaben`: both are named.
        return actors if all(is_unit(a.name, inside=True) or _issuing(a, registers) for a in actors[1:]) else ()
    return actors if actors and all(_issuing(a, registers) for a in actors) else ()


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """A line or a piece of one without addresses, page numbers, dates, decisions and years."""
    flat = " ".join(text.split()).strip(" .:;")
    flat = _once(_FURNITURE.sub(" ", without_facts(flat)).strip(" ;,["))
    return _mended(_YEARS_BEHIND.sub("", undated(flat)).strip(" ,;[]"))


def _mended(line: str) -> str:
    """A line with words that wide letters broke in two joined: `Nora ko mmun`."""
    parts = line.split()
    for at in range(len(parts) - 1, 0, -1):
        if fold(parts[at - 1] + parts[at]) in word_set("classify", "issuers.broken"):
            parts[at - 1 : at + 1] = [parts[at - 1] + parts[at]]
    return " ".join(parts)


def _once(line: str) -> str:
    """A logotype beside the same name in letters says it twice: `Nora kommun NORA KOMMUN`; stamps say nothing."""
    parts = [w for w in line.split() if not (w.isupper() and is_stamp(w))]
    half = len(parts) // 2
    if len(parts) == 2 * half and fold(" ".join(parts[:half])) == fold(" ".join(parts[half:])):
        return " ".join(parts[:half])
    return " ".join(parts)


def _placed(actor: Actor) -> bool:
    return _INVENTED.match(actor.name) is not None or actor.type in ("kommun", "region")


def _parted(actor: Actor, registers: Registers) -> tuple[Actor, ...]:
    """`POLISMYNDIGHETEN LINDBY KOMMUN` in a letterhead is two bodies, `NORA KOMMUN Kommunstaben` too."""
    spaces = [m.start() for m in re.finditer(" ", actor.name)]
    if len(spaces) > 1:
        for at in spaces:
            first, rest = actor.name[:at], actor.name[at + 1 :]
            if registers.known(first) is not None and _INVENTED.match(rest):
                return as_actor(first, registers), as_actor(rest, registers)
            if _INVENTED.match(first) and (is_unit(rest) or _INVENTED.match(rest)):
                return as_actor(first, registers), as_actor(rest, registers)
    return (actor,)


@cache
def _introduced() -> re.Pattern[str]:
    """What stands before the body on its line: `Utgiven av`, `Mellan`, a label that lost its colon."""
    names = [*words()["issuing"]["before"], *words()["issuing"]["labels"]]
    joined = "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n)))
    return re.compile(rf"^(?i:{joined}):? (?=[A-ZÅÄÖ])")


def undated(line: str) -> str:
    """A line without the date or decision that follows the body (`Säffle kommun, antagen 2025-04-01`)."""
    found = re.match(r"([^\d,;·•–(]+)(?:\s*[,;·•–(]\s*|\s+(?=\d))([^,;·•]*\d[^,;·•]*)$", line)
    if found is None or not any(t.start or t.end for t in parse_times(found[2], prose=True)):
        return line
    # A title may stand behind the body as well: `Nora kommun – Åtgärdslista trygghet 2030`.
    return found[1].strip() if found[2][:1].isdigit() or is_fact_line(found[2]) else line


def _issuing(actor: Actor, registers: Registers) -> bool:
    if _INVENTED.match(actor.name):
        return True
    if actor.id == _COUNCIL:
        return True
    # `Sundviks kommun och lokalpolisområde Sundvik`: a kind of body in small letters, its place in large.
    placed = actor.name[:1].isupper() or re.search(r" [A-ZÅÄÖ]", actor.name) is not None
    if actor.type not in _BODIES or not placed:
        return False
    # A bare place is too little (Mark, Sala), and so is a body of many (nämnderna).
    named = actor.id is not None and registers.known(actor.name) is not None
    return named and actor.id not in word_set("classify", "issuers.of_many")


def is_invented(name: str) -> bool:
    """Whether a name is built as those of municipalities, regions and police areas are."""
    return _INVENTED.match(name) is not None


def before_kind(text: str, registers: Registers) -> tuple[Actor, ...]:
    """`Nora kommun PROTOKOLL`: the kind of the document, in capitals, ends the head."""
    kind = kind_at(text)
    if kind is None or not kind[1] or len(fold(text)) != len(text) or not text[kind[1] :].isupper():
        return ()
    return bodies_of(text[: kind[1]], registers)


def mentioned(text: str, registers: Registers) -> tuple[Actor, ...]:
    """Bodies named by their place inside a text."""
    out = []
    for found in _MENTION.finditer(" ".join(text.split())):
        actor = as_actor(found[0], registers)
        if actor.id is not None or _INVENTED.match(found[0]):
            out.append(actor)
    return tuple(out)
