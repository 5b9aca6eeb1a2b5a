"""Who issued a document: the bodies over or under its title, in its first sentence, its margins or its signature."""

from __future__ import annotations

import re
from functools import cache

from ingest.classify.facts.title_page import Front, fold, words
from ingest.normalise import Registers, as_actor, parse_times, split_actors
from ingest.plan import Actor

__all__ = ["bodies_of", "issuers"]

_BODIES = frozenset({"kommun", "region", "myndighet", "nämnd", "förvaltning"})
_MOST_WORDS = 18
_MOST_LETTERS = 1000
"""Longer lines name something else as well; the patterns below take time by the square of a line's length."""
_INVENTED = re.compile(r"^[A-ZÅÄÖ][\wåäöÅÄÖ-]*(?: [A-ZÅÄÖ][\wåäö-]+)?s? (?:kommun|[Ss]tad|stads kommun)$")
_CAPITAL = r"[A-ZÅÄÖ][\wåäöÅÄÖé-]*"
_MENTION = re.compile(
    r"(?:Region|Länsstyrelsen(?: i)?|[Ll]okalpolisområde|[Pp]olisområde|[Pp]olisregion|[Nn]ärpolisområde|LPO)"
    rf" {_CAPITAL}(?: {_CAPITAL})*(?: län)?"
    rf"|{_CAPITAL}(?: {_CAPITAL})? (?:kommun|[Ss]tad)\b|Västra Götalandsregionen"
)


def bodies_of(text: str, registers: Registers) -> tuple[Actor, ...]:
    """The bodies of a line that names nothing else; none for any other line."""
    if len(text) > _MOST_LETTERS:
        return ()
    flat = " ".join(text.replace("|", "; ").split()).strip(" .:;")
    flat = re.sub(r"\s*(?:www\.\S+|https?://\S+|\S+@\S+|Sid(?:a|an)?\.? ?\d.*|\d+ ?\(\d+\))\s*", " ", flat).strip(" ;,")
    flat = _undated(flat)
    flat = re.sub(r"^(?:[Mm]ellan|[Uu]tgiven av|[Ff]ramtagen av|[Aa]v) (?=[A-ZÅÄÖ])", "", flat)
    if not flat or len(flat.split()) > _MOST_WORDS or any(c.isdigit() for c in flat):
        return ()
    actors = split_actors(flat, registers)
    if not actors or not all(_issuing(a, registers) for a in actors):
        return ()
    return _restored(actors, registers)


def _undated(line: str) -> str:
    """A line without the date or decision that follows the body (`Säffle kommun, antagen 2025-04-01`)."""
    found = re.match(r"([^\d,;·•–(]+)\s*[,;·•–(]\s*([^,;·•]*\d[^,;·•]*)$", line)
    if found is None or not any(t.start or t.end for t in parse_times(found[2], prose=True)):
        return line
    return found[1].strip()


def _issuing(actor: Actor, registers: Registers) -> bool:
    if _INVENTED.match(actor.name):
        return True
    if actor.id == "brottsforebyggande-radet":
        return True
    # `Sundviks kommun och lokalpolisområde Sundvik`: a kind of body in small letters, its place in large.
    placed = actor.name[:1].isupper() or re.search(r" [A-ZÅÄÖ]", actor.name) is not None
    if actor.type not in _BODIES or not placed:
        return False
    # A bare place is too little (Mark, Sala), and so is a body of many (nämnderna).
    named = actor.id is not None and registers.known(actor.name) is not None
    return named and actor.id not in ("kommunerna", "namnderna", "forvaltningarna", "kommunen", "regionen")


def _restored(actors: tuple[Actor, ...], registers: Registers) -> tuple[Actor, ...]:
    return tuple(Actor(registers.restored(a.name), a.id, a.type) for a in actors)


def issuers(front: Front, registers: Registers) -> tuple[Actor, ...]:
    """The issuing bodies, from the surest place that names any."""
    found = [b for label, value, _ in front.labels if _is_label(label) for b in bodies_of(value, registers)]
    for line in front.lines:
        if "|" not in line.text:
            found += bodies_of(line.text, registers)
    if not found:
        # A bar parts the pieces of a running head that layout took for text.
        found = [b for line in front.lines for b in bodies_of(line.text, registers)]
    if not found:
        sentences = [line for line in front.lines if len(line.text.split()) > 7]
        found = [b for line in [*sentences, *front.text[:1]] for b in _subject(line.text, registers)]
    if not found and front.title_text is not None:
        mentioned = re.search(r"\bmellan (.+)$", front.title_text)
        found = list(_mentioned(mentioned[1], registers)) if mentioned else []
    if not found:
        found = _margins(front, registers)
    if not found:
        found = [b for line in front.last for b in _signature(line.text, registers)]
    if not found:
        for line in front.text[:2]:
            found = list(_mentioned(line.text, registers))
            if found:
                break
    if not found and front.title_text is not None:
        found = list(_mentioned(front.title_text, registers))
    return _agencies(tuple({a.id or a.name: a for a in reversed(found)}.values())[::-1])


def _agencies(found: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Beside agencies alone, Brottsförebyggande rådet is the national one."""
    others = [a for a in found if a.id != "brottsforebyggande-radet"]
    if others and all(a.type == "myndighet" for a in others):
        return tuple(Actor(a.name, a.id, "myndighet") for a in found)
    return found


def _margins(front: Front, registers: Registers) -> list[Actor]:
    found: list[Actor] = []
    for line in front.margins:
        for part in re.split(r"\s{2,}|\||\t", line.text):
            found += bodies_of(part, registers)
    return found


@cache
def _labels() -> frozenset[str]:
    return frozenset(fold(w) for w in words()["issuing"]["labels"])


def _is_label(label: str) -> bool:
    return fold(label) in _labels()


@cache
def _verbs() -> re.Pattern[str]:
    joined = "|".join(re.escape(v) for v in sorted(words()["issuing"]["verbs"], key=lambda v: (-len(v), v)))
    return re.compile(rf"^(?P<who>.+?)\s+(?:{joined})\b")


def _subject(text: str, registers: Registers) -> tuple[Actor, ...]:
    """The subject of the first sentence, where it is bodies that invite or decide."""
    found = _verbs().match(" ".join(text.split()))
    return bodies_of(found["who"], registers) if found is not None else ()


def _signature(text: str, registers: Registers) -> tuple[Actor, ...]:
    """`För Säffle kommun`, or a line of a signature that names the body alone."""
    lines = re.split(r"(?:^|\s)För (?=[A-ZÅÄÖ])", text)
    return tuple(b for part in lines if part.strip() for b in bodies_of(part.strip(" _"), registers))


def _mentioned(text: str, registers: Registers) -> tuple[Actor, ...]:
    """Bodies named by their place inside a text."""
    out = []
    for found in _MENTION.finditer(" ".join(text.split())):
        actor = as_actor(found[0], registers)
        if actor.id is not None or _INVENTED.match(found[0]):
            out.append(actor)
    return tuple(out)
