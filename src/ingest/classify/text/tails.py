"""Who and when at the end of a line: `… Parkenheten, maj 2030`, `… – Parkenheten`, `… (Parkenheten, maj 2030)`.

Lists of `label: date` end in the same way (`Ritning klar: 3 maj 2030`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from ingest.classify.fields.cell_scores import by_signs
from ingest.classify.fields.vocabulary import tail_signs, time_words
from ingest.classify.spans import Piece, part
from ingest.classify.tables.rows import FoundValue
from ingest.language.patterns import pattern
from ingest.normalise.actors import Registers, actor_spans
from ingest.normalise.dates import read_times, time_spans
from ingest.plan import FieldName

__all__ = [
    "Ending",
    "borne_out",
    "endings_of",
    "flat",
    "is_actor",
    "is_body",
    "is_span",
    "is_time",
    "parted_by_ends",
    "split_tail",
]

LONGEST = 18
"""Words of a tail; what is longer is a sentence of its own."""
FEWEST = 1
"""Words of the text before a tail."""
ACTOR = 0.5
TIME = 0.6
"""Probabilities, by the signs in a short text, that it names actors or a time."""
_NAME_WORDS = 6
LONGEST_NAME = 4
"""Words of a name that only its signs tell: more of them may be a sentence about the body."""
BEAR_OUT = 2
"""Paragraphs that surely end in who and when, at least, to bear out the others."""
LOST_DASH = 0.75
"""Heights of a line of white space between words where a dash may have been lost; a space is a third of one."""
LONGEST_TIME = 12
"""Words of a time."""
_STOP = re.compile(r"[.!?]\s+")
_SENTENCES = re.compile(r"\w{4,}[.!?]\s+[A-ZÅÄÖ]")
_DASH = re.compile(r"\s[–—-]\s+")
_COLON = re.compile(r":\s+")
_LAW = re.compile(r"\d{4}:\d")
_COMMA = re.compile(r"[,;]\s+")
_COMMA_OR_STOP = re.compile(r"[,;.]\s+")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_SHORT = re.compile(r"\b[A-ZÅÄÖ]{2}\b")
"""Short names of bodies (`KS, september`)."""
_APART = ("brackets", "dash")
"""Styles that set the tail apart from what is done."""
_BETWEEN = pattern("classify", "tails.between")
_PERSON = pattern("classify", "meetings.person")
_EVERYBODY = pattern("classify", "tails.everybody")
_NAME_FIRST = pattern("classify", "tails.name_first")
_FIRST_NAME = re.compile(r"[A-ZÅÄÖ][a-zåäöéü]+(?:-[A-ZÅÄÖ][a-zåäöéü]+)?(?: [A-ZÅÄÖ])?")


@dataclass(frozen=True)
class Ending:
    """A line parted into what is done, who does it and when; `style`: "brackets", "dash", "colon" or "sentence"."""

    action: Piece
    who: Piece | None
    when: Piece | None
    style: str
    sure: bool
    """Whether what stands there is known as actor and time; else only its neighbours can bear it out."""

    def fields(self, probability: float) -> dict[FieldName, tuple[FoundValue, ...]]:
        """Return vem and när as a row takes them."""
        found: dict[FieldName, tuple[FoundValue, ...]] = {}
        if self.who is not None:
            found["vem"] = (FoundValue((self.who,), probability),)
        if self.when is not None:
            found["när"] = (FoundValue((self.when,), probability),)
        return found


def split_tail(piece: Piece, registers: Registers, styles: frozenset[str] = frozenset()) -> Ending | None:
    """Return the parts of a line that ends in who or when; None where it does not.

    Args:
        piece: a paragraph or list item.
        registers: of known actors.
        styles: how other lines of the same list end: in these a name that no register knows counts.
    """
    found = _tail(piece.paragraph.text, registers, styles)
    if found is None:
        return None
    who = None if found.who is None else _piece(piece, *found.who)
    when = None if found.when is None else _piece(piece, *found.when)
    return Ending(_piece(piece, 0, found.end), who, when, found.style, found.sure)


@dataclass(frozen=True, slots=True)
class _Tail:
    """Where the action ends in a text, and where who and when stand."""

    style: str
    end: int
    who: tuple[int, int] | None
    when: tuple[int, int] | None
    sure: bool


@lru_cache(maxsize=4096)
def _tail(text: str, registers: Registers, styles: frozenset[str]) -> _Tail | None:
    """The same in a text; kept, for a list's items are asked again with what the lists beside it bear out."""
    for style, end, start, stop in _cuts(text):
        tail = text[start:stop]
        if len(tail.split()) > LONGEST or len(text[:end].split()) < FEWEST:
            continue
        cut = _read(tail, registers, style in styles, style)
        if cut is None:
            continue
        who_end, when_start, sure = cut
        who = (start, start + who_end) if who_end else None
        return _Tail(style, end, who, None if when_start is None else (start + when_start, stop), sure)
    return None


def borne_out(pieces: Iterable[Piece], registers: Registers) -> frozenset[str]:
    """Return the styles in which several paragraphs end in a known actor and a time: others that end so, with a name
    that no register knows, end in who and when too."""
    ends = (split_tail(piece, registers) for piece in pieces)
    styles = Counter(e.style for e in ends if e is not None and e.sure and e.who is not None and e.when is not None)
    return frozenset(style for style, count in styles.items() if count >= BEAR_OUT)


def endings_of(
    items: Sequence[Sequence[Piece]], registers: Registers, beside: frozenset[str] = frozenset()
) -> list[Ending | None]:
    """Return how each item of a list ends; what one item bears out, another may leave unknown.

    Args:
        items: the paragraphs of each item.
        registers: known actors.
        beside: styles of ends that other lists of the document bear out.
    """
    first = [split_tail(item[-1], registers) if item else None for item in items]
    styles = [e.style for e in first if e is not None and e.sure]
    borne = beside.union(s for s in styles if styles.count(s) >= max(2, len(items) / 3))
    borne |= _named_again(items, registers)
    return [
        e if (e is not None and e.sure) or not item else _borne_tail(item[-1], registers, borne)
        for e, item in zip(first, items, strict=True)
    ]


_BEHIND_BRACKET = re.compile(r"\)\.?\s+(?=[A-ZÅÄÖ])")
"""Where a sentence begins behind a bracket."""


def parted_by_ends(piece: Piece, registers: Registers) -> list[Piece]:
    """Return a paragraph of several measures, each of which ends in who and when in brackets, as a piece a measure;
    any other paragraph as it is."""
    text = piece.paragraph.text
    cuts = [0, *(found.end() for found in _BEHIND_BRACKET.finditer(text)), len(text)]
    if len(cuts) == 2:
        return [piece]
    parts = [_piece(piece, start, stop) for start, stop in pairwise(cuts)]
    ends = endings_of([[p] for p in parts], registers)
    told = sum(end is not None and end.style == "brackets" and end.when is not None for end in ends)
    return parts if told >= max(2, len(parts) - 1) else [piece]


def _borne_tail(piece: Piece, registers: Registers, styles: frozenset[str]) -> Ending | None:
    """The parts of a line that ends as others of its list do; where a dash was lost, white space shows."""
    found = split_tail(piece, registers, styles)
    if found is not None or "dash" not in styles:
        return found
    text = piece.paragraph.text
    for tail in _behind_white(piece):
        start = len(text) - len(tail)
        if not text.endswith(tail) or text[:start].rstrip().endswith((".", ",")):
            continue
        cut = _read(tail, registers, False, "dash")
        if cut is not None and cut[0] and cut[1] is not None and cut[2]:
            who, when = _piece(piece, start, start + cut[0]), _piece(piece, start + cut[1], len(text))
            return Ending(_piece(piece, 0, len(text[:start].rstrip())), who, when, "dash", True)
    return None


def _behind_white(piece: Piece) -> Iterator[str]:
    """What stands behind white space as wide as a dash in a paragraph's lines, or begins one, with a capital; the last
    first."""
    words = [(w, at == 0) for line in piece.paragraph.lines for at, w in enumerate(line.words) if w.text]
    for at in range(len(words) - 1, 0, -1):
        (before, _), (word, begins) = words[at - 1], words[at]
        if not word.text[:1].isupper():
            continue
        if not begins and (before.bbox is None or word.bbox is None):
            continue
        wide = before.bbox and word.bbox and word.bbox.x0 - before.bbox.x1 >= LOST_DASH * word.bbox.height
        if begins or wide:
            yield " ".join(w.text for w, _ in words[at:])


def _named_again(items: Sequence[Sequence[Piece]], registers: Registers) -> frozenset[str]:
    """Styles in which at least half of the items of a list end in a name, one or several of them again and again
    (`… (Josef)`, `… (alla)`): first names that no register knows."""
    found: dict[str, list[str]] = {}
    for item in items:
        for style, _, start, stop in _cuts(item[-1].paragraph.text) if item else ():
            tail = item[-1].paragraph.text[start:stop].strip()
            if style in _APART and _is_first_name(tail, registers):
                found.setdefault(style, []).append(flat(tail))
                break
    return frozenset(
        style
        for style, names in found.items()
        if len(names) >= max(BEAR_OUT, len(items) / 2) and len(set(names)) < len(names)
    )


def _is_first_name(text: str, registers: Registers) -> bool:
    """Whether a text may be the first name of one or several people, or all of them: no word in capitals."""
    if _EVERYBODY.fullmatch(text) is not None:
        return True
    names = [n for n in _BETWEEN.split(text) if n.strip()]
    return bool(names) and all(_FIRST_NAME.fullmatch(n.strip()) or _known(n, registers) for n in names)


def _piece(piece: Piece, start: int, stop: int) -> Piece:
    return replace(piece, paragraph=part(piece.paragraph, start, stop))


def _cuts(text: str) -> Iterator[tuple[str, int, int, int]]:
    """(style, end of the action, start and end of the tail) of each way to read a line, the likeliest first."""
    bare = len(text.rstrip(" ."))
    if text[:bare].endswith(")"):
        opening = _opening(text, bare - 1)
        if opening < 0 and text[:bare].endswith("))"):
            # One bracket too many.
            bare -= 1
            opening = _opening(text, bare - 1)
        if opening > 0:
            yield "brackets", len(text[:opening].rstrip()), opening + 1, bare - 1
    colons = list(_COLON.finditer(text))
    if len(colons) == 1:
        yield "colon", colons[0].start(), colons[0].end(), bare
    times = time_spans(text)
    for match in reversed(list(_DASH.finditer(text))):
        # The dash of a range (`15 april – 28 maj`) parts nothing.
        if not any(start < match.start() and match.end() < end for start, end in times):
            yield "dash", match.start(), match.end(), bare
    stops = [m for m in _STOP.finditer(text) if m.end() < bare]
    for match in stops[-3:]:
        # An abbreviation in the tail (`kv. 1`, `v. 12`) is no full stop: the longest tail that can be read wins.
        yield "sentence", match.start() + 1, match.end(), bare


def _opening(text: str, closing: int) -> int:
    """Where the bracket opens that closes at `closing`; -1 where none does."""
    depth = 0
    for at in range(closing, -1, -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if depth == 0:
            return at
    return -1


def _read(tail: str, registers: Registers, supported: bool, style: str) -> tuple[int, int | None, bool] | None:
    """Where who ends and when begins in a tail, and whether both are known."""
    if is_time(tail):
        return 0, 0, True
    if style == "colon":
        return None
    for match in (_COMMA_OR_STOP if style == "sentence" else _COMMA).finditer(tail):
        if is_time(tail[match.end() :]):
            known = _actor(tail[: match.start()], registers, supported)
            if known is None and _names(tail[: match.start()]):
                # Names that no register knows, told by the time beside them; behind a sentence those of persons alone.
                known = style in _APART or _persons(tail[: match.start()])
            return (match.start(), match.end(), known is True) if known is not None else None
    counted = _counted(tail, registers, supported) if style in _APART else None
    if counted is not None:
        return counted
    known = _actor(tail, registers, supported)
    return (len(tail), None, known) if known is not None else None


def _counted(tail: str, registers: Registers, supported: bool) -> tuple[int, int, bool] | None:
    """Where who ends and when begins in `Parkenheten, till mötet i maj`: the time is known by the word it begins with,
    and by the name before it."""
    for match in _COMMA.finditer(tail):
        who, when = tail[: match.start()], tail[match.end() :]
        if len(when.split()) > LONGEST_TIME or not any(p.match(flat(when)) for p in tail_signs("opening")):
            continue
        known = _actor(who, registers, supported)
        if known is None and _names(who):
            known = True
        return None if known is None else (match.start(), match.end(), known)
    return None


@lru_cache(maxsize=8192)
def is_time(text: str, *, dated: bool = False) -> bool:
    """Return whether a short text names a time and nothing else; `dated`: a date or a recurrence that can be read."""
    if not 0 < len(text.split()) <= LONGEST_TIME or _LAW.search(text) or _NAME_FIRST.match(text):
        return False
    if not dated and any(p.fullmatch(flat(text)) for p in tail_signs("undated")):
        return True
    rest = text
    for start, end in reversed(time_spans(text)):
        rest = rest[:start] + " " + rest[end:]
    beside = [w.casefold() for w in (*_LETTERS.findall(rest), *_SHORT.findall(rest))]
    if read_times(text).times:
        return all(w in time_words() for w in beside)
    if dated or any(w[0].isupper() for w in text.split()[1:]):
        return False
    return by_signs([text])[0]["när"] >= TIME and len(text.split()) <= _NAME_WORDS


def is_span(text: str) -> bool:
    """Return whether a text is nothing but a time counted from when something began (`0–4 timmar`, `första dygnet`)."""
    return any(p.fullmatch(flat(text)) for p in tail_signs("span"))


def _actor(text: str, registers: Registers, supported: bool) -> bool | None:
    """True for known actors, False for what may be one, None for any other text."""
    bare = " ".join(text.split())
    if not bare or bare.endswith(".") or _SENTENCES.search(bare) or not any(c.isalpha() for c in bare):
        return None
    if _EVERYBODY.fullmatch(bare) is not None:
        return True
    if _says(bare):
        return None
    names = [n for n in _BETWEEN.split(bare) if n.strip()]
    if any(len(n.split()) > _NAME_WORDS for n in names):
        return None
    known = sum(_known(n, registers) for n in names)
    if known * 2 >= len(names):
        return True
    return False if supported or known else None


def _names(text: str) -> bool:
    """Whether a text has the form of names: each begins with a capital and is short."""
    if _says(text) or text.rstrip().endswith("."):
        return False
    names = [n.strip() for n in _BETWEEN.split(text) if n.strip()]
    return bool(names) and all(n[0].isupper() and len(n.split()) <= LONGEST_NAME for n in names)


def _says(text: str) -> bool:
    """Whether a text says something; `Tobias Rehn` ends as verbs do (`byggas`) and says nothing."""
    return not _persons(text) and any(p.search(flat(text)) for p in tail_signs("sentence"))


def _persons(text: str) -> bool:
    """Whether a text is names of persons, each a first name and a last name."""
    names = [n.strip() for n in _BETWEEN.split(text) if n.strip()]
    return bool(names) and all(_PERSON.fullmatch(n) for n in names)


def flat(text: str) -> str:
    """Return a text as the patterns of tails read it: lower case, single spaces, no full stop."""
    return " ".join(text.casefold().split()).rstrip(".")


def is_actor(name: str, registers: Registers) -> bool:
    """Return whether a sentence's subject is somebody: known, formed as actors' names are, or a name of two words."""
    first, *others = name.split()
    proper = bool(others) and others[-1][:1].isupper() and first[:1].isupper()
    return proper or _known(name, registers)


def is_body(text: str, registers: Registers) -> bool:
    """Return whether a short text names known actors and says nothing (`Polisen och kommunen`)."""
    return _actor(text.rstrip(" :"), registers, False) is True


def _known(name: str, registers: Registers) -> bool:
    """Return whether a name is an actor's by the register, or ends as actors' names do."""
    covered = sum(end - start for start, end in actor_spans(name, registers))
    if covered * 2 >= len(name):
        return True
    if len(name.split()) > LONGEST_NAME:
        return False
    (score,) = by_signs([name])
    return score["vem"] >= ACTOR and score["vem"] > score["åtgärd"]
