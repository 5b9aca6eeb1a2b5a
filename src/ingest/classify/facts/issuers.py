"""Who issued a document: the bodies over or under its title, in its first sentence, its margins or its signature."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise

from ingest.classify.facts.title_page import Front, fold, labelled_facts, words
from ingest.normalise import Registers, as_actor, parse_times, split_actors
from ingest.plan import Actor

__all__ = ["bodies_of", "issuers"]

_BODIES = frozenset({"kommun", "region", "myndighet", "nämnd", "förvaltning"})
_MOST_WORDS = 18
_MOST_LETTERS = 1000
"""Longer lines name something else as well; the patterns below take time by the square of a line's length."""
_INVENTED = re.compile(
    r"^(?:[A-ZÅÄÖ][\wåäöÅÄÖ-]*(?: [A-ZÅÄÖ][\wåäö-]+)?s? (?:kommun|KOMMUN|[Ss]tad|stads kommun)"
    r"|(?:Region|[Ll]okalpolisområde|[Pp]olisområde|[Nn]ärpolisområde) [A-ZÅÄÖ][\wåäöÅÄÖ-]*(?: [A-ZÅÄÖ][\wåäö-]+)?)$"
)
"""Bodies that no register needs to know: they are built as municipalities, regions and police areas are."""
_YEARS_BEHIND = re.compile(r"[ ,(]+(?:19|20)\d\d(?:\s?[-–/]\s?(?:(?:19|20)?\d\d))?\)?$")
"""The years that a line under the title holds behind the body (`Nora kommun 2025–2026`)."""
_PARTS = re.compile(r"\s{2,}|[|\t·•]")
"""What parts the facts of a header, a footer or a line of logotypes."""
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
    flat = _YEARS_BEHIND.sub("", _undated(flat))
    flat = re.sub(r"^(?:[Mm]ellan|[Uu]tgiven av|[Ff]ramtagen av|[Aa]v) (?=[A-ZÅÄÖ])", "", flat)
    if not flat or len(flat.split()) > _MOST_WORDS or any(c.isdigit() for c in flat):
        return ()
    actors = _owner(split_actors(flat, registers))
    if not actors or not all(_issuing(a, registers) for a in actors):
        return ()
    return _restored(actors, registers)


def _owner(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """`Nora kommun, Kommunstaben` is Nora kommun: what follows says where in it."""
    if len(actors) != 2 or not (_INVENTED.match(actors[0].name) or actors[0].type in ("kommun", "region")):
        return actors
    unit = actors[1].name
    return actors[:1] if " " not in unit and fold(unit).endswith(_units()) else actors


@cache
def _units() -> tuple[str, ...]:
    return tuple(fold(w) for w in words()["issuing"]["units"])


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
    found: list[Actor] = []
    for place in _PLACES:
        found = list(place(front, registers))
        if found:
            break
    return _agencies(tuple({a.id or a.name: a for a in reversed(found)}.values())[::-1])


def _title_block(front: Front, registers: Registers) -> Iterator[Actor]:
    """Labels that name the owner, and the lines around the title that name bodies and nothing else."""
    for label, value, _ in front.labels:
        if _is_label(label, "labels"):
            yield from bodies_of(value, registers)
    for line in front.lines:
        if "|" not in line.text and not labelled_facts(line.text):
            yield from bodies_of(line.text, registers)
    for upper, lower in pairwise(front.lines):
        # A logotype in two lines: `Nora` over `kommun`.
        if len(upper.text.split()) <= _LOGOTYPE and len(lower.text.split()) <= _LOGOTYPE:
            joined = f"{upper.text} {lower.text}"
            apart = [*bodies_of(upper.text, registers), *bodies_of(lower.text, registers)]
            if not apart and _INVENTED.match(" ".join(joined.split())):
                yield from bodies_of(joined, registers)


_LOGOTYPE = 2
"""Words of a line of a logotype at most."""


def _barred(front: Front, registers: Registers) -> Iterator[Actor]:
    """A bar parts the pieces of a running head that layout took for text."""
    for line in front.lines:
        if not labelled_facts(line.text):
            yield from bodies_of(line.text, registers)


def _speaker(front: Front, registers: Registers) -> Iterator[Actor]:
    sentences = [line for line in front.lines if len(line.text.split()) > _SHORT]
    for line in [*sentences, *front.text[:1]]:
        yield from _subject(line.text, registers)


_SHORT = 7
"""Words of a line that is no sentence."""


def _between(front: Front, registers: Registers) -> Iterator[Actor]:
    mentioned = re.search(r"\bmellan (.+)$", front.title_text or "")
    if mentioned:
        yield from _mentioned(mentioned[1], registers)


def _named_again(front: Front, registers: Registers) -> Iterator[Actor]:
    """Who the title says that it is for, where a margin or the last lines name the same: an association, a company."""
    joined = "|".join(map(re.escape, words()["issuing"]["of"]))
    name = re.search(rf"(?:^|\s)(?:{joined}) ([A-ZÅÄÖ][^,.:;]*)$", _YEARS_BEHIND.sub("", front.title_text or ""))
    if name is None:
        return
    parts = [p.strip() for line in (*front.margins, *front.last, *front.lines) for p in _PARTS.split(line.text)]
    if fold(name[1]) in {fold(p) for p in parts}:
        yield as_actor(name[1], registers)


def _deciders(front: Front, registers: Registers) -> Iterator[Actor]:
    for label, value, _ in front.labels:
        if _is_label(label, "deciding"):
            yield from bodies_of(value, registers)


def _signatures(front: Front, registers: Registers) -> Iterator[Actor]:
    for line in front.last:
        for part in _PARTS.split(line.text):
            yield from _signature(part, registers)


def _told(front: Front, registers: Registers) -> Iterator[Actor]:
    """Bodies that the first line of running text that names any names by their place."""
    for line in front.text[:2]:
        found = _mentioned(line.text, registers)
        if found:
            yield from found
            return


def _in_title(front: Front, registers: Registers) -> Iterator[Actor]:
    yield from _mentioned(front.title_text or "", registers)


def _agencies(found: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Beside agencies alone, Brottsförebyggande rådet is the national one."""
    others = [a for a in found if a.id != "brottsforebyggande-radet"]
    if others and all(a.type == "myndighet" for a in others):
        return tuple(Actor(a.name, a.id, "myndighet") for a in found)
    return found


def _margins(front: Front, registers: Registers) -> Iterator[Actor]:
    for line in front.margins:
        text = line.text.replace(front.title_text, "|") if front.title_text else line.text
        for part in _PARTS.split(text):
            yield from bodies_of(part, registers)


@cache
def _labels(kind: str) -> frozenset[str]:
    return frozenset(fold(w) for w in words()["issuing"][kind])


def _is_label(label: str, kind: str) -> bool:
    return fold(label) in _labels(kind)


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


_PLACES: tuple[Callable[[Front, Registers], Iterable[Actor]], ...] = (
    _title_block,
    _barred,
    _speaker,
    _between,
    _margins,
    _named_again,
    _signatures,
    _told,
    _in_title,
    _deciders,
)
"""Where a plan says whose it is, the surest first."""
