"""*Vem*: a cell's text as single actors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ingest.language.patterns import expression, pattern, word_list, word_set
from ingest.normalise.actors.names import domain, key
from ingest.normalise.actors.registers import KnownActor, Registers
from ingest.normalise.limits import LONGEST
from ingest.plan import Actor

__all__ = ["as_actor", "split_actors"]

_WORD = r"[\wÅÄÖåäöÉé]"
_DASH = "-‐‑–"
# Where the text may be cut; the group tells how.
_SEPARATOR = pattern("normalise", "split.separator")
_OPEN_END = pattern("normalise", "split.open_end", word=_WORD)
_GOES_ON = pattern("normalise", "split.goes_on")
_STRONG_AND = expression("normalise", "split.strong_and")
_CLOSED = pattern("normalise", "split.closed")
_HANGING = pattern("normalise", "split.hanging", word=_WORD)
_ADJECTIVE = pattern("normalise", "split.adjective", word=_WORD)
_JOINED = pattern("normalise", "split.joined")
_NEVER_LAST = word_set("normalise", "split.never_last")
_NEVER_FIRST = word_set("normalise", "split.never_first")
_OF = pattern("normalise", "split.of")
_LONG_DASH = pattern("normalise", "split.long_dash")
_OWNING = word_set("normalise", "split.owning")
_RESPONSIBLE_FOR = pattern("normalise", "split.responsible_for")
_BULLET = re.compile(r"^\s*(?:[-–—*•·●▪◦o]\s+|\(?\d{1,2}[.)]\s+)")
_STRIP = " \t.,;:/&+|–—-*•·●▪◦\"'”“"
_LONGEST_NAME = 200
_NOTHING = word_set("normalise", "split.nothing")
_SECOND_PLACE = pattern("normalise", "split.second_place")
_OF_PLACES = expression("normalise", "split.of_places")
_EVERYBODY = expression("normalise", "split.everybody")
_POLICE = expression("normalise", "split.police")
_POLICE_IDS = word_list("normalise", "split.police_ids")


@dataclass(frozen=True, slots=True)
class _Cut:
    """A place where the line may be cut."""

    start: int
    end: int
    how: str


def split_actors(text: str, registers: Registers, *, mend: bool = False) -> tuple[Actor, ...]:
    """The single actors of a *vem*, in order, as written.

    Args:
        text: the cell, repaired; line feeds part paragraphs and list items. Its first `LONGEST` characters are
            looked at.
        registers: the known actors, from `load_registers`.
        mend: the text was read by a machine: names a letter or two from a known one are spelled like it.
    """
    actors: list[Actor] = []
    for line in _lines(unicodedata.normalize("NFC", text[:LONGEST])):
        for piece in _pieces(line, registers):
            for part in _comma_missing(piece, registers):
                name = _clean(part, registers)
                if key(name) not in _NOTHING and any(c.isalpha() for c in name):
                    actors.append(as_actor(registers.mended(name) if mend else name, registers))
    return tuple(actors)


def as_actor(name: str, registers: Registers) -> Actor:
    """One name with the identifier and type of the actor that it means."""
    entry = registers.find(name)
    if entry is not None:
        return Actor(name, entry.id, entry.type)
    return Actor(name, None, registers.type_of(name) or "annat")


def _lines(text: str) -> list[str]:
    """Lines, those rejoined that end in the middle of a name."""
    lines: list[str] = []
    for raw in text.split("\n"):
        line = " ".join(_BULLET.sub("", raw.replace("\u00a0", " ")).replace("\t", ";").split())
        if (lines and _OPEN_END.search(lines[-1])) or (
            lines and _GOES_ON.match(line) and re.search(rf"{_WORD}-,?$", lines[-1])
        ):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return [line for line in lines if line]


def _pieces(line: str, registers: Registers) -> list[str]:
    line = _joiner(registers.patterns.joiners).sub("; ", line)
    cuts = _cuts(line, registers)
    bounds = [0, *(x for cut in cuts for x in (cut.start, cut.end)), len(line)]
    return [line[bounds[i] : bounds[i + 1]] for i in range(0, len(bounds), 2)]


def _cuts(line: str, registers: Registers) -> list[_Cut]:
    """Those separators at which two actors part."""
    found = [_Cut(m.start(), m.end(), m.lastgroup or "") for m in _SEPARATOR.finditer(line)]
    if not found:
        return []
    held = _held(line, registers)
    found = [cut for cut in found if not any(a < cut.end and cut.start < b for a, b in held)]
    kept: list[_Cut] = []
    for index, cut in enumerate(found):
        left = line[kept[-1].end if kept else 0 : cut.start]
        right = line[cut.end : found[index + 1].start if index + 1 < len(found) else len(line)]
        if _parts(left, right, cut, found[index + 1 :], line, registers):
            kept.append(cut)
    return kept


def _held(line: str, registers: Registers) -> list[tuple[int, int]]:
    """Spans that no cut may touch: brackets and known names that hold a separator."""
    spans = [m.span() for m in re.finditer(r"\([^()]*\)", line)]
    folded = line.casefold()
    for name in registers.with_separator:
        if name.word in folded:
            spans += [span for span in name.spans(line) if not any(a <= span[0] < b for a, b in spans)]
    return spans


def _parts(left: str, right: str, cut: _Cut, later: Sequence[_Cut], line: str, registers: Registers) -> bool:
    """Whether a separator stands between two actors rather than inside one's name."""
    left, right = left.strip(), right.strip()
    if cut.how == "strong":
        return True
    if cut.how != "dash" and re.search(rf"{_WORD}[{_DASH}]$", left):
        # Elliptic: Kultur-, fritids- och tekniska förvaltningen.
        return False
    if not left or not right:
        return True
    if cut.how == "comma":
        return not _domain_chain(left, right, later, line, registers)
    if cut.how in ("dash", "stop"):
        return all(registers.known(side) or registers.type_of(side) for side in (left, right))
    return _parts_weakly(left, right, cut, line[cut.start : cut.end], registers)


def _parts_weakly(left: str, right: str, cut: _Cut, sign: str, registers: Registers) -> bool:
    """Whether *och*, `&`, a slash or the like stands between two actors: it often stands inside a name."""
    left_word, right_word = left.split()[-1], right.split()[0]
    if cut.how == "slash" and (left_word[-1:].isdigit() or right_word[:1].isdigit()):
        return False
    if sign.strip() == _STRONG_AND or (registers.known(left) is not None and registers.known(right) is not None):
        return True
    if domain(left_word, registers.patterns) and domain(right_word, registers.patterns, prefix=True):
        return False
    if _areal(left, right, registers):
        return False
    if cut.how == "amp":
        return sign != "&" and re.search(r"\b(?:AB|HB|KB)$", right) is None
    return cut.how != "and" or not _continues(left, right, registers)


def _domain_chain(left: str, right: str, later: Sequence[_Cut], line: str, registers: Registers) -> bool:
    """`Bygg, miljö och hälsa`: fields of work with commas, closed by *och*."""
    closed = _CLOSED.fullmatch(right)
    alone = len(left.split()) == 1 and registers.known(left) is None
    if closed is not None and alone and all(domain(w, registers.patterns) for w in (left, closed[1], closed[2])):
        # The last two are a known pair of fields.
        return True
    elliptic = _HANGING.match(right)
    if elliptic is not None and _ADJECTIVE.fullmatch(left) and domain(left, registers.patterns):
        # Tekniska, kultur- och fritidsförvaltningen: an adjective stands for no body alone.
        return registers.known(left) is None
    if _JOINED.search(left) or not later or later[0].how not in ("and", "amp"):
        return False
    return _closes_chain(left, right, line[later[0].end :].split(), registers)


def _closes_chain(left: str, right: str, after: Sequence[str], registers: Registers) -> bool:
    """Whether fields of work with a comma between are followed by *och* and another field (`after`, in words)."""
    last = after[0].rstrip(",;") if after else ""
    return (
        len(right.split()) == 1
        and all(domain(w, registers.patterns) for w in (left.split()[-1], right))
        and domain(last, registers.patterns, prefix=True)
        and not (registers.known(left) and registers.known(right))
    )


def _areal(left: str, right: str, registers: Registers) -> bool:
    """`Polisområde Kalmar/Kronoberg`, `Länsstyrelserna i Kalmar och Kronobergs län`: a second place."""
    folded = key(right)
    place = _SECOND_PLACE.sub("", folded)
    if place not in registers.places:
        return False
    if key(left) in registers.places and folded.endswith(_OF_PLACES):
        return True
    words = left.split()
    return len(words) > 1 and any(w in words[0].lower() for w in registers.patterns.areal)


def _continues(left: str, right: str, registers: Registers) -> bool:
    """`Enheten för trygghet och säkerhet`: *och* inside what a body is for."""
    heads = "|".join(registers.patterns.heads)
    inside = re.search(rf"\s(?:{heads})\s+([^,]+)$", left)
    if inside is None or not (right[:1].islower() or right.isupper()):
        return False
    first = right.split()[0]
    return registers.known(first) is None and registers.known(right) is None and registers.type_of(first) is None


def _comma_missing(piece: str, registers: Registers) -> list[str]:
    """Cut where two known actors follow each other with nothing between."""
    piece = piece.strip()
    words = _bracketed(piece)
    if len(words) < 2 or registers.known(piece) is not None:
        return [piece]
    for size in range(len(words) - 1, 0, -1):
        left, right = " ".join(words[:size]), words[size:]
        if _complete(left, registers) and _begins(left, right, registers):
            return [*_comma_missing(left, registers), *_comma_missing(" ".join(right), registers)]
        if registers.known(left) is not None:
            # What follows belongs to this actor; there is no cut inside its own name.
            break
    return [piece]


def _bracketed(piece: str) -> list[str]:
    """Words, each with the bracket that follows it."""
    words: list[str] = []
    depth = 0
    for word in piece.split():
        if words and (depth > 0 or word.startswith("(")):
            words[-1] += " " + word
        else:
            words.append(word)
        depth += word.count("(") - word.count(")")
    return words


def _complete(left: str, registers: Registers) -> bool:
    """Whether a name can end here: a known actor, or a body by its definite ending; no genitive, no bare role."""
    bare = re.sub(r"\s*\([^)]*\)", "", left).strip()
    last = bare.split()[-1].lower() if bare else ""
    if not last[-1:].isalnum() or last in _NEVER_LAST:
        return False
    entry = registers.known(bare)
    if entry is None:
        return last.endswith(registers.patterns.definite) and len(bare.split()) <= 4 and not _OF.search(bare)
    if last.endswith("s") and key(bare) not in registers.folded and bare not in registers.exact:
        return registers.geographic(bare) is not None
    if entry.id == _EVERYBODY:
        # "Alla skolor"
        return False
    return not (entry.type == "funktion" and last.endswith(registers.patterns.belonging))


def _begins(left: str, right: list[str], registers: Registers) -> bool:
    """Whether another actor begins here, rather than the place or owner of the one before."""
    owner = registers.known(re.sub(r"\s*\([^)]*\)", "", left))
    for size in range(len(right), 0, -1):
        name = re.sub(r"\s*\([^)]*\)", "", " ".join(right[:size]))
        entry = registers.known(name)
        if entry is None or (name.lower() == name and len(name) < _LEAST_SMALL_NAME):
            continue
        if name.endswith("s") and key(name) not in registers.folded and size < len(right):
            # A genitive begins a longer name (kommunens säkerhetschef).
            return _may_follow(name, entry, owner, genitive=" ".join(right)[:1].isupper())
        return _may_follow(name, entry, owner)
    first = right[0].lower().strip(".,")
    if first in _NEVER_FIRST:
        return False
    return right[0][:1].isupper() and first.endswith(registers.patterns.definite)


_LEAST_SMALL_NAME = 4
"""Letters of a name in small letters that a lone word can be."""


def _may_follow(name: str, entry: KnownActor, owner: KnownActor | None, *, genitive: bool | None = None) -> bool:
    """Whether a known name right behind another actor is an actor of its own; `genitive`: what it is if one.

    It is none where it says the same actor once more, what a body works with, or the place of one.
    """
    if owner is not None and owner.id == entry.id:
        return False
    if entry.type == "annat" and name[:1].islower():
        # "IFO barn och unga": what a body works with.
        return False
    police = owner is not None and owner.id.startswith(_POLICE)
    if entry.type == "kommun" or (police and entry.id.startswith(_POLICE_IDS)):
        return False
    if entry.type == "region" and " " in name:
        return owner is not None and owner.type == "myndighet" and _POLICE not in owner.id
    return True if genitive is None else genitive


def _clean(piece: str, registers: Registers) -> str:
    """The name alone: no bullets, no *Ansvarig:*, no *m.fl.*, no punctuation at the ends; brackets kept."""
    name = _LONG_DASH.sub("-", " ".join(piece.split())).strip(_STRIP)
    changed = True
    while changed:
        changed = False
        found = _prefix(registers.patterns.prefixes).match(name)
        if found is not None and (found["colon"] or not _owned(found["word"].lower(), name, registers)):
            name, changed = name[found.end() :].strip(_STRIP), True
        trailer = _trailer(registers.patterns.trailers).search(name)
        if trailer is not None and trailer.start() > 0:
            name, changed = name[: trailer.start()].strip(_STRIP), True
    labelled = re.match(r"([^:()]{2,40}):\s+(\S.*)$", name)
    if labelled is not None and registers.known(labelled[1]) is None and _is_actor(labelled[2], registers):
        # "Stöd: Polisen", "Ansvarig för genomförande: Polisen"
        name = labelled[2]
    if re.match(r"m\.? ?fl\b", name):
        return ""
    if name.count("(") > name.count(")"):
        name += ")" if name.count("(") == name.count(")") + 1 else ""
    elif name.endswith(")") and "(" not in name:
        name = name.rstrip(")")
    return _rejoin(name, registers)


def _is_actor(name: str, registers: Registers) -> bool:
    return registers.known(name) is not None or registers.type_of(name) is not None


def _owned(word: str, name: str, registers: Registers) -> bool:
    """Whether *ansvarig* begins the name itself: a known one, or *ansvarig för …*."""
    if word not in _OWNING:
        return False
    return registers.known(name) is not None or _RESPONSIBLE_FOR.match(name) is not None


@cache
def _prefix(words: tuple[str, ...]) -> re.Pattern[str]:
    joined = "|".join(re.escape(w) for w in words)
    return re.compile(rf"(?P<word>{joined})(?P<colon>\s*:)?\s+(?=\S)", re.IGNORECASE)


@cache
def _trailer(words: tuple[str, ...]) -> re.Pattern[str]:
    joined = "|".join(re.escape(w) for w in words)
    return re.compile(rf"(?:^|[\s,])(?:{joined})$", re.IGNORECASE)


@cache
def _joiner(words: tuple[str, ...]) -> re.Pattern[str]:
    joined = "|".join(re.escape(w) for w in words if " " in w)
    return re.compile(rf"\s+(?:{joined})\s+", re.IGNORECASE)


def _rejoin(name: str, registers: Registers) -> str:
    """`Regionstyrelse-förvaltningen`: a hyphen that a line's end left inside a word."""

    def mend(found: re.Match[str]) -> str:
        left, right = found[1], found[2]
        if left.isupper() or len(left) < 4:
            return found[0]
        joined = left + right
        strong = right.endswith(registers.patterns.definite + registers.patterns.rejoined)
        return joined if strong or registers.known(joined) is not None else found[0]

    if "-" not in name or len(name) > _LONGEST_NAME:
        return name
    return re.sub(rf"({_WORD}{{3,}})-([a-zåäö]{{4,}})", mend, name)
