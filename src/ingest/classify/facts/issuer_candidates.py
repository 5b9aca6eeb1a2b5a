"""The bodies and other names on a document's front, margins and last lines that may be its issuers, with where each
stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from ingest.classify.facts.bodies import bare, before_kind, bodies_of, is_invented, mentioned, undated
from ingest.classify.facts.facts_words import is_of_measure
from ingest.classify.facts.title_page import (
    Front,
    FrontParagraph,
    fold,
    front_labels,
    has_kind,
    has_title_word,
    is_section_name,
    is_stamp,
    labelled_facts,
    tells_who_met,
    words,
)
from ingest.classify.facts.units import is_unit
from ingest.document import Document, Table, paragraphs
from ingest.language.patterns import expression, pattern, word_list, word_set
from ingest.normalise import Registers, as_actor, find_actors
from ingest.plan import Actor

__all__ = ["PLACES", "IssuerCandidate", "Mention", "Place", "candidates"]

Place = Literal[
    "label", "keeper", "decider", "above", "under", "beside", "inside", "table", "title_end", "title", "header",
    "footer", "subject", "decided", "text", "last", "signs", "author",
]  # fmt: skip
PLACES: tuple[Place, ...] = (
    "label", "keeper", "decider", "above", "under", "beside", "inside", "table", "title_end", "title", "header",
    "footer", "subject", "decided", "text", "last", "signs", "author",
)  # fmt: skip
"""Where a name may stand.

`label`: behind a label of who issued; `keeper`: of whose the document is or who answers for it; `decider`: of who
decided; `above`, `under`: a line over or below the title that names it alone; `beside`: a piece of such a line that
holds more; `inside`: words of such a line or of a margin; `table`: a cell of a table on the front that is no block of
labels; `title_end`: the title's last words; `title`: inside it; `header`, `footer`: a piece of a margin; `subject`: of
the first sentence; `decided`: told as who decided; `text`: in the first running text; `last`, `signs`: alone or behind
*För* in the last lines; `author`: the file's properties.
"""
_PARTS = re.compile(r"\s{2,}|[|\t·•]|\s[–—-]\s")
"""What parts the facts of a header, a footer or a line of logotypes."""
_NAMED_LAST = pattern("classify", "issuers.named_last")
_SIGNS_FOR = pattern("classify", "issuers.signs_for")
_YEARS_BEHIND = re.compile(r"[ ,(]+(?:19|20)\d\d(?:\s?[-–/]\s?(?:(?:19|20)?\d\d))?\)?$")
"""The years that a line under the title holds behind the body (`Nora kommun 2025–2026`)."""
_MOST_NAME_WORDS = 7
"""Words of a name that no shape tells."""
_FEWEST_LETTERS = 4
_MOST_CELLS = 12
"""Cells of a table on the front that sets out a letterhead."""
_MOST_ROWS = 2
_FIRST_TABLES = 6
"""Blocks within which a letterhead may be set as a table."""
_AND = expression("classify", "issuers.and")
_NEVER_FIRST = word_set("classify", "issuers.never_first")
_NEVER_LAST = word_set("classify", "issuers.never_last")
_OWNERS: frozenset[Place] = frozenset(("label", "above", "under", "beside", "title_end"))
"""Places in which two names are two issuers."""
_POLICE = expression("classify", "issuers.police_id")
_POLICE_AREAS = tuple(word_list("classify", "issuers.police_areas"))
_FIRST_TEXT = 3
"""Paragraphs of running text that may tell who issued."""
_LOGOTYPE = 2
"""Words of a line of a logotype at most."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at one place. `order` counts mentions from the front's top; `size` is the line's font size beside the
    largest of the front (0..1); `label` what stands before it: a label, or the word that binds it to the title."""

    actor: Actor
    place: Place
    order: int
    shaped: bool = True
    """Whether the form of the name says that it is a body."""
    size: float = 0.0
    label: str = ""


@dataclass(slots=True)
class IssuerCandidate:
    """A name with all its mentions."""

    actor: Actor
    mentions: list[Mention] = field(default_factory=list)
    count: int = 0
    """How often the whole document names it."""

    @property
    def shaped(self) -> bool:
        """Whether the form of the name says that it is a body."""
        return any(m.shaped for m in self.mentions)

    @property
    def places(self) -> frozenset[Place]:
        return frozenset(m.place for m in self.mentions)


def candidates(document: Document, front: Front, registers: Registers) -> tuple[IssuerCandidate, ...]:
    """Return the candidates in the order in which they are first named."""
    found: dict[str, IssuerCandidate] = {}
    for order, mention in enumerate(_mentions(document, front, registers)):
        key = _key(mention.actor)
        candidate = found.setdefault(key, IssuerCandidate(mention.actor))
        candidate.mentions.append(replace(mention, order=order))
    text = _whole(document)
    kept = {
        k: c
        for k, c in found.items()
        if (not c.places <= {"text"} or c.mentions[0].shaped) and not _is_of_many(c.actor.name)
    }
    _join_police(kept)
    for candidate in kept.values():
        candidate.actor = _named(candidate)
        candidate.count = text.count(fold(candidate.actor.name))
    return tuple(kept.values())


def _join_police(found: dict[str, IssuerCandidate]) -> None:
    """Give what is said of the police to the one police area that is named elsewhere: they are one body."""
    areas = [c for c in found.values() if fold(c.actor.name).startswith(_POLICE_AREAS)]
    police = found.get(_POLICE)
    if police is not None and len(areas) == 1 and not police.places & areas[0].places & _OWNERS:
        del found[_POLICE]
        areas[0].mentions += [replace(m, actor=areas[0].actor) for m in police.mentions]


def _is_of_many(name: str) -> bool:
    """Whether a name begins with what any body of its kind is called (`Kommunen och Polismyndigheten`)."""
    return fold(name).split(" ")[0] in word_set("classify", "issuers.of_many")


@cache
def _short_forms() -> tuple[tuple[str, str], ...]:
    return tuple((fold(long), fold(short)) for short, long in words()["issuing"]["short"].items())


def _key(actor: Actor) -> str:
    if actor.id is not None:
        return actor.id
    name = fold(actor.name)
    for long, short in _short_forms():
        name = re.sub(rf"(?<!\S){long}(?!\S)", short, name)
    return name


def _named(candidate: IssuerCandidate) -> Actor:
    """The form of the name at its surest place; of a short and a long form of one word, the long one."""
    best = min(candidate.mentions, key=lambda m: (PLACES.index(m.place) if m.place != "text" else len(PLACES), m.order))
    spelt = [m.actor for m in candidate.mentions if _key(m.actor) == _key(best.actor) and m.actor.id is None]
    # Of a name in capitals and as it is spelt the latter.
    forms = [best.actor, *spelt]
    return max(forms, key=lambda a: (len(a.name), not a.name.isupper())) if best.actor.id is None else best.actor


def _whole(document: Document) -> str:
    return "\n".join(fold(p.text) for p in paragraphs(document.blocks))


def _mentions(document: Document, front: Front, registers: Registers) -> Iterator[Mention]:
    largest = max((line.size for line in (*front.lines, *front.title) if line.size is not None), default=None)
    title = front.title[0].index if front.title else 0
    yield from _of_lines(front, title, largest, registers)
    yield from _of_title(front.title_text or "", registers)
    yield from _of_labels(front, registers)
    yield from _of_tables(document, title, registers)
    for line in front.margins:
        yield from _of_margin(line, front.title_text, registers)
    yield from _of_text(front, registers)
    yield from _of_last(front, registers)
    author = document.properties.author
    if author is not None and (shaped := _shaped(author, registers)):
        yield from (Mention(a, "author", 0) for a in shaped)


def _shaped(text: str, registers: Registers) -> tuple[Actor, ...]:
    """The bodies that a piece names by their form, where it names nothing else."""
    piece = _introduced().sub("", bare(text.strip(" .,;_")))
    found = _apart(piece, registers) or _one_shape(piece, registers)
    return tuple(a for a in found if _is_name(a.name))


def _one_shape(piece: str, registers: Registers) -> tuple[Actor, ...]:
    return bodies_of(piece, registers) or ((as_actor(piece, registers),) if is_unit(piece) else ())


def _apart(piece: str, registers: Registers) -> tuple[Actor, ...]:
    """The names of a piece that two make without a mark between them, or with *och* (`Region Nora Primärvården`)."""
    parts = piece.split()
    if not 1 < len(parts) <= _MOST_NAME_WORDS:
        return ()
    for at in range(len(parts) - 1, 0, -1):
        rest = parts[at + 1 :] if fold(parts[at]) == _AND else parts[at:]
        if not rest or not rest[0][:1].isupper() or fold(parts[at - 1]) in _NEVER_LAST:
            continue
        first, second = (_one_shape(" ".join(p).strip(" ,"), registers) for p in (parts[:at], rest))
        if first and second:
            return (*first, *second)
    return ()


def _is_name(name: str) -> bool:
    """Whether a text that has the form of a body can be its name: neither a sentence nor an abbreviation of a file."""
    parts = name.split()
    if len(parts) > _MOST_NAME_WORDS or sum(c.isalpha() for c in name) < _FEWEST_LETTERS:
        return False
    head = fold(parts[0]).strip(".")
    if head in _NEVER_FIRST or head in front_labels() or has_kind(head) or has_title_word(head) or is_stamp(head):
        return False
    return not is_section_name(parts[0]) and not any(fold(w) in _never_inside() for w in parts)


@cache
def _never_inside() -> frozenset[str]:
    return frozenset(fold(w) for w in words()["issuing"]["never_inside"])


@cache
def _introduced() -> re.Pattern[str]:
    """What stands before a body on its line: `Antagen av`, `i samarbete med`."""
    joined = "|".join(re.escape(w) for w in (*words()["issuing"]["deciding"], *words()["issuing"]["introducing"]))
    return re.compile(rf"^(?i:{joined}):? ")


def _within(text: str, registers: Registers) -> Iterator[Actor]:
    """The bodies that words of a line name by their form, the longest first, none over another."""
    parts = text.split()
    at = 0
    while at < len(parts) and len(parts) <= _MOST_LINE_WORDS:
        size = next((n for n in range(_MOST_RUN, 0, -1) if _is_run(parts[at : at + n], n, registers)), 0)
        if size:
            yield from _shaped(" ".join(parts[at : at + size]), registers)
        at += size or 1


def _is_run(run: Sequence[str], size: int, registers: Registers) -> bool:
    """Whether some words beside each other name bodies, the first by a capital, with no mark inside."""
    if len(run) < size or not run[0][:1].isupper() or any(w[-1] in ".,;:()|" for w in run[:-1]):
        return False
    return not has_kind(" ".join(run)) and bool(_shaped(" ".join(run), registers))


_MOST_LINE_WORDS = 16
"""Words of a line whose words are gone through for names."""
_MOST_RUN = 6
"""Words of a name inside a line."""


def _of_lines(front: Front, title: int, largest: float | None, registers: Registers) -> Iterator[Mention]:
    goes_on, lone = -1, _lone_item(front, title)
    for at, line in enumerate(front.lines):
        place: Place = "above" if line.index < title else "under"
        if at == goes_on or _tells_else(line, alone=at == lone):
            continue
        size = line.size / largest if line.size is not None and largest else 0.0
        below = front.lines[at + 1] if at + 1 < len(front.lines) else None
        whole = _shaped(line.text, registers) or before_kind(line.text, registers)
        if below is not None and len(line.text.split()) == 1 and (longer := _over_place(line, below, registers)):
            whole, goes_on = longer, at + 1
        if whole:
            yield from (Mention(a, place, 0, size=size) for a in whole)
            continue
        if _is_sentence(line):
            continue  # its subject is asked about
        beside = list(_beside(line.text, size, registers))
        yield from beside or _inside(line, below, place, size, registers)


def _lone_item(front: Front, title: int) -> int:
    """The place of the only list item above the title among the front's lines; -1 where there are none or several."""
    items = [n for n, line in enumerate(front.lines) if line.role == "list-item" and line.index < title]
    return items[0] if len(items) == 1 else -1


def _tells_else(line: FrontParagraph, *, alone: bool) -> bool:
    """Whether a line is an item, a fact of the document, who was at a meeting or a part of a measure; a mark before the
    one line above a title (`alone`) is drawn beside a name."""
    stated = bool(labelled_facts(line.text)) or tells_who_met(line.text)
    return (line.role == "list-item" and not alone) or stated or is_of_measure(line.text)


def _is_sentence(line: FrontParagraph) -> bool:
    return len(line.text.split()) > _SHORT and _verbs().match(" ".join(line.text.split())) is not None


def _beside(text: str, size: float, registers: Registers) -> Iterator[Mention]:
    """The bodies among the pieces of a line, and what else stands beside one."""
    pieces = [p for p in _PARTS.split(_YEARS_BEHIND.sub("", text)) if p.strip()]
    named = [(p, _in_piece(p, registers)) for p in pieces]
    yield from (Mention(a, "beside", 0, size=size) for _, actors in named for a in actors)
    if any(actors for _, actors in named):
        others = (bare(p) for p, actors in named if not actors)
        yield from (m for p in others for m in _unshaped(p, "beside", registers, size=size))


def _inside(
    line: FrontParagraph, below: FrontParagraph | None, place: Place, size: float, registers: Registers
) -> Iterator[Mention]:
    """The bodies that a line of which no piece is one names all the same, or makes with the line below it."""
    within = list(_within(line.text, registers))
    yield from (Mention(a, "inside", 0, size=size) for a in within)
    if below is not None and (logo := _logotype(line, below, registers)):
        yield from (Mention(a, place, 0, size=size) for a in logo)
    elif not within:
        yield from _unshaped(bare(line.text), place, registers, size=size)


def _unshaped(text: str, place: Place, registers: Registers, size: float = 0.0) -> Iterator[Mention]:
    """A name that no form tells, but for that of a place: `Nora` alone is too little."""
    if _may_be_name(text):
        actor = as_actor(text, registers)
        if actor.type != "kommun" or is_invented(text):
            yield Mention(actor, place, 0, shaped=False, size=size)


def _over_place(upper: FrontParagraph, lower: FrontParagraph, registers: Registers) -> tuple[Actor, ...]:
    """A kind of body over its place, in two lines (`Räddningstjänsten` over `Nora`)."""
    if not is_unit(upper.text) and registers.known(upper.text) is None:
        return ()
    if not lower.text[:1].isupper() or len(lower.text.split()) > _LOGOTYPE + 1:
        return ()
    joined = _shaped(f"{upper.text} {lower.text}", registers)
    goes_on = bool(joined) and joined[0].name.startswith(f"{upper.text} ")
    return joined if goes_on and not _shaped(lower.text, registers) else ()


def _logotype(upper: FrontParagraph, lower: FrontParagraph, registers: Registers) -> tuple[Actor, ...]:
    """A logotype in two lines: `Nora` over `kommun`."""
    if len(upper.text.split()) > _LOGOTYPE or len(lower.text.split()) > _LOGOTYPE:
        return ()
    return () if _shaped(lower.text, registers) else bodies_of(f"{upper.text} {lower.text}", registers)


def _in_piece(piece: str, registers: Registers) -> tuple[Actor, ...]:
    """The bodies of a piece of a line, or of its pieces between commas."""
    whole = _shaped(piece, registers)
    if whole:
        return whole
    parts = [p for p in bare(piece).split(",") if p.strip()]
    return tuple(a for p in parts for a in _shaped(p, registers)) if len(parts) > 1 else ()


def _may_be_name(text: str) -> bool:
    """Whether a line can be a name that no shape tells: a few words, a capital, no sign of a sentence."""
    flat = " ".join(text.split()).strip(" .")
    count = len(flat.split())
    if not 0 < count <= _MOST_NAME_WORDS or not flat[:1].isupper() or any(c.isdigit() or c in ":;,?!@/" for c in flat):
        return False
    if not _is_name(flat) or len(set(fold(flat))) < _FEWEST_LETTERS:
        return False
    return not has_kind(flat) and not is_stamp(flat) and not is_section_name(flat)


def _of_title(title: str, registers: Registers) -> Iterator[Mention]:
    dateless = _YEARS_BEHIND.sub("", title)
    last = _NAMED_LAST.search(dateless)
    end: tuple[Actor, ...] = ()
    if last is not None:
        end = _shaped(last[1], registers)
        bound = fold(dateless[: last.start(1)]).split()[-1:]
        yield from (Mention(a, "title_end", 0, label=" ".join(bound)) for a in end)
        if not end:
            yield from _unshaped(last[1].strip(), "title_end", registers)
    known = {fold(a.name) for a in end}
    inside = [*mentioned(title, registers), *_within(dateless, registers)]
    yield from (Mention(a, "title", 0) for a in inside if fold(a.name) not in known)


@cache
def _labels(kind: str) -> frozenset[str]:
    return frozenset(fold(w) for w in words()["issuing"][kind])


_LABELLED: tuple[tuple[Place, str], ...] = (("label", "labels"), ("decider", "deciding"), ("keeper", "keeping"))


def _of_labels(front: Front, registers: Registers) -> Iterator[Mention]:
    for label, value, _ in front.labels:
        place = next((p for p, kind in _LABELLED if fold(label) in _labels(kind)), None)
        if place is None:
            continue
        shaped = bodies_of(value, registers) or _decider(value, registers) or _in_piece(value, registers)
        yield from (Mention(a, place, 0, label=fold(label)) for a in shaped)
        if not shaped:
            yield from _unshaped(value.strip(" ."), place, registers)


def _decider(value: str, registers: Registers) -> tuple[Actor, ...]:
    name = undated(value).strip(" .")
    decides = is_unit(name, inside=True) or fold(name).endswith(tuple(_labels("groups")))
    if decides and _is_name(name):
        return (as_actor(name, registers),)
    return _shaped(name, registers)


def _of_tables(document: Document, title: int, registers: Registers) -> Iterator[Mention]:
    for block in document.blocks[: max(_FIRST_TABLES, title)]:
        if isinstance(block, Table) and block.rows <= _MOST_ROWS and block.rows * block.columns <= _MOST_CELLS:
            for cell in block.cells:
                for line in cell.text.split("\n"):
                    yield from (Mention(a, "table", 0) for p in _PARTS.split(line) for a in _in_piece(p, registers))


def _of_margin(line: FrontParagraph, title: str | None, registers: Registers) -> Iterator[Mention]:
    place: Place = "header" if line.role == "header" else "footer"
    text = line.text.replace(title, "|") if title else line.text
    for part in _PARTS.split(text):
        shaped = _in_piece(part, registers) or before_kind(part, registers)
        yield from (Mention(a, place, 0) for a in shaped)
        within = [] if shaped else list(_within(part, registers))
        yield from (Mention(a, "inside", 0) for a in within)
        if not shaped and not within:
            yield from _unshaped(bare(part), place, registers)


@cache
def _verbs() -> re.Pattern[str]:
    joined = "|".join(re.escape(v) for v in sorted(words()["issuing"]["verbs"], key=lambda v: (-len(v), v)))
    return re.compile(rf"^(?P<who>.+?)\s+(?:{joined})\b")


@cache
def _decided() -> re.Pattern[str]:
    joined = "|".join(re.escape(w) for w in words()["issuing"]["deciding"])
    return pattern("classify", "issuers.decided", deciding=joined)


_SHORT = 7
"""Words of a line that is no sentence."""


def _of_text(front: Front, registers: Registers) -> Iterator[Mention]:
    for line in (*front.lines, *front.text[:1]):
        if tells_who_met(line.text):
            continue
        flat = " ".join(line.text.split())
        if (decided := _decided().match(flat)) is not None and not labelled_facts(line.text):
            yield from (Mention(a, "decided", 0) for a in _decider(decided[1], registers))
        if len(flat.split()) > _SHORT and (found := _verbs().match(flat)) is not None:
            yield from (Mention(a, "subject", 0) for a in _shaped(found["who"], registers))
    for line in [one for one in front.text if not tells_who_met(one.text)][:_FIRST_TEXT]:
        placed = {fold(a.name): a for a in mentioned(line.text, registers)}
        others = [a for a in find_actors(line.text, registers) if a.type in _TOLD_TYPES and fold(a.name) not in placed]
        yield from (Mention(a, "text", 0) for a in placed.values())
        # Text alone makes a part, a school or an association no candidate: it is one of many that take part.
        yield from (Mention(a, "text", 0, shaped=False) for a in others)


_TOLD_TYPES = frozenset(word_list("classify", "issuers.told_types"))


def _of_last(front: Front, registers: Registers) -> Iterator[Mention]:
    for line in front.last:
        for part in _PARTS.split(line.text):
            first, *signing = _SIGNS_FOR.split(part)
            yield from (Mention(a, "last", 0) for a in _shaped(first.strip(" _"), registers))
            for name in (s for s in signing if s.strip()):
                yield from (Mention(a, "signs", 0) for a in _shaped(name.strip(" _"), registers))
