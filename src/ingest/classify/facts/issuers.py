"""Who issued a document: the bodies over or under its title, in its first sentence, its margins or its signature."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise

from ingest.classify.facts.dates import is_fact_line, without_facts
from ingest.classify.facts.title_page import Front, fold, is_stamp, kind_at, labelled_facts, words
from ingest.classify.facts.units import is_unit
from ingest.language.patterns import expression, pattern, word_set
from ingest.normalise import Registers, as_actor, parse_times, split_actors
from ingest.plan import Actor

__all__ = ["bodies_of", "issuers"]

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
_PARTS = re.compile(r"\s{2,}|[|\t·•]")
"""What parts the facts of a header, a footer or a line of logotypes."""
_CAPITAL = r"[A-ZÅÄÖ][\wåäöÅÄÖé-]*"
_MENTION = pattern("classify", "issuers.mention", capital=_CAPITAL)
_COUNCIL = expression("classify", "issuers.council")
"""The identifier of a council that each municipality has, and the country too."""
_NAMED_LAST = pattern("classify", "issuers.named_last")
_PARTIES = pattern("classify", "issuers.parties")
_SIGNS_FOR = pattern("classify", "issuers.signs_for")


def bodies_of(text: str, registers: Registers) -> tuple[Actor, ...]:
    """The bodies of a line that names nothing else; none for any other line."""
    if len(text) > _MOST_LETTERS:
        return ()
    flat = " ".join(text.replace("|", "; ").split()).strip(" .:;")
    flat = _once(_FURNITURE.sub(" ", without_facts(flat)).strip(" ;,["))
    flat = _YEARS_BEHIND.sub("", _undated(flat))
    flat = _introduced().sub("", flat)
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


def _undated(line: str) -> str:
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


def issuers(front: Front, registers: Registers) -> tuple[Actor, ...]:
    """The issuing bodies, from the surest place that names any."""
    found: list[Actor] = []
    for place in _PLACES:
        found = list(place(front, registers))
        if found:
            break
    found += [*_beside(front, registers), *_deciders(front, registers)]
    return _agencies(tuple({a.id or fold(a.name): a for a in reversed(found)}.values())[::-1])


def _beside(front: Front, registers: Registers) -> Iterator[Actor]:
    """Units, councils and associations that a letterhead or the title names."""
    title = front.title[0].index if front.title else 0
    bodies = {line.index for line in front.lines if bodies_of(line.text, registers)}
    near = {i + step for i in (*bodies, title) for step in (-1, 1)}
    for line in front.lines:
        beside = line.index < title or line.index in near
        if beside and line.index not in bodies and line.role != "list-item" and is_unit(line.text):
            yield as_actor(line.text.strip(" .,;"), registers)
    for line in (m for m in front.margins if m.role == "header"):
        yield from (a for part in _PARTS.split(line.text) for a in _head(part, registers))
    named = _NAMED_LAST.search(front.title_text or "")
    if named is not None and is_unit(_YEARS_BEHIND.sub("", named[1])):
        yield as_actor(_YEARS_BEHIND.sub("", named[1]), registers)


def _head(text: str, registers: Registers) -> Iterator[Actor]:
    """The bodies and institutions of a running head that names nothing else (`Ekbackens skola, Nora kommun`)."""
    pieces = [p.strip() for p in without_facts(text).split(",") if p.strip()]
    named = [bodies_of(p, registers) or ((as_actor(p, registers),) if is_unit(p) else ()) for p in pieces]
    yield from (a for actors in named for a in actors if all(named))


def _title_block(front: Front, registers: Registers) -> Iterator[Actor]:
    """Labels that name the owner, and the lines around the title that name bodies and nothing else."""
    for label, value, _ in front.labels:
        if _is_label(label, "labels"):
            yield from bodies_of(value, registers)
    for line in front.lines:
        if "|" not in line.text and not labelled_facts(line.text):
            yield from bodies_of(line.text, registers) or _before_kind(line.text, registers)
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
    mentioned = _PARTIES.search(front.title_text or "")
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
    """`Antagen av: Kommunstyrelsen`, `Antagen av kommunstyrelsen den 3 maj 2030`."""
    values = [value for label, value, _ in front.labels if _is_label(label, "deciding")]
    for value in values:
        yield from _decider(value, registers)


def _decided_told(front: Front, registers: Registers) -> Iterator[Actor]:
    """`Antagen av kommunstyrelsen den 3 maj 2030`: told, not labelled; used where nothing else names a body."""
    for line in front.lines:
        if (found := _decided().match(" ".join(line.text.split()))) is not None:
            yield from _decider(found[1], registers)


def _decider(value: str, registers: Registers) -> Iterator[Actor]:
    name = _undated(value).strip(" .")
    decides = is_unit(name, inside=True) or fold(name).endswith(tuple(_labels("groups")))
    if decides and (name[:1].isupper() or registers.find(name) is not None):
        yield as_actor(name, registers)
    else:
        yield from bodies_of(name, registers)


@cache
def _decided() -> re.Pattern[str]:
    joined = "|".join(re.escape(w) for w in words()["issuing"]["deciding"])
    return pattern("classify", "issuers.decided", deciding=joined)


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
    others = [a for a in found if a.id != _COUNCIL]
    if others and all(a.type == "myndighet" for a in others):
        return tuple(Actor(a.name, a.id, "myndighet") for a in found)
    return found


def _margins(front: Front, registers: Registers) -> Iterator[Actor]:
    for line in front.margins:
        text = line.text.replace(front.title_text, "|") if front.title_text else line.text
        for part in _PARTS.split(text):
            yield from bodies_of(part, registers) or _before_kind(part, registers)


def _before_kind(text: str, registers: Registers) -> tuple[Actor, ...]:
    """`Nora kommun PROTOKOLL`: the kind of the document, in capitals, ends the head."""
    kind = kind_at(text)
    if kind is None or not kind[1] or len(fold(text)) != len(text) or not text[kind[1] :].isupper():
        return ()
    return bodies_of(text[: kind[1]], registers)


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
    if found is None:
        return ()
    who = found["who"]
    return bodies_of(who, registers) or ((as_actor(who, registers),) if is_unit(who) else ())


def _signature(text: str, registers: Registers) -> tuple[Actor, ...]:
    """`För Säffle kommun`, or a line of a signature that names the body alone."""
    first, *signing = _SIGNS_FOR.split(text)
    # A unit alone on one of the last lines is a measure's, not a party's.
    alone = [b for b in bodies_of(first.strip(" _"), registers) if b.type not in ("nämnd", "förvaltning")]
    return (*alone, *(b for part in signing if part.strip() for b in bodies_of(part.strip(" _"), registers)))


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
    _decided_told,
)
"""Where a plan says whose it is, the surest first."""
