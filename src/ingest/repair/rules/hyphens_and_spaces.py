"""Hyphens and spaces: words cut at a line's end, hyphens left inside a line, words glued together or split.

A hyphen is taken out only where the joined word is right: a word of the lexicon or of the document, a compound
of such, or the name of a body. Hanging hyphens (`barn- och ungdom`) and hyphens after acronyms (`ANDTS-coacher`)
stay.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise, zip_longest
from typing import Literal

from ingest.document import Method
from ingest.language.calendar import is_calendar_name
from ingest.language.letters import fold
from ingest.language.lexicon import frequency, readings
from ingest.language.patterns import expression, pattern, word_set
from ingest.language.tokens import LONGEST
from ingest.language.words import is_name, is_word
from ingest.plan import RepairRule
from ingest.repair.working_text import Body, Passage, WorkingWord

__all__ = ["mend_inner_hyphens", "mend_line_ends", "mend_spaces", "mend_spans"]

_HYPHENS = "-\u00ad\u2010\u2011¬\ufffe"
_SOFT = frozenset("\u00ad\u2010\u2011\ufffe¬")
_END = re.compile(rf"^(.*[^\W\d_])([{_HYPHENS}])$", re.S)
_INNER = re.compile(r"(?<![\w–-])([^\W\d_]{2,})-([a-zåäöé]{2,})(?![\w–-])")
_HEAD = re.compile(r"^[^\W\d_]+")
_TAIL = re.compile(r"[^\W\d_]+$")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)[-–—]((?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LIGATURE_END = re.compile(r"f[fijl]$|ffi$|ffl$", re.I)
_SURE, _KNOWN = 0.9, 0.97
"""Certainty of a join that only one reading allows; of one that makes a word which the lexicon or the document has."""
_NAME, _NO_WORDS_APART, _COMPOUND = 0.8, 0.85, 0.7
"""Certainty of a name's hyphen; of parts that are no words by themselves; of two words never seen together."""
_ENDING, _SOFT_LEFT_OUT, _SOFT_IN_NO_WORD = 0.8, 0.95, 0.5
"""Certainty of an inflection joined to its word; of soft hyphens left out; of those in what is too long for a word."""
_SPAN_OF_YEARS, _PARTED, _PARTED_OCH, _GLUED_SMALL = 0.85, 0.95, 0.85, 0.8
"""Certainty of a dash put back between years; of a blank after a hanging hyphen, before *och*, after a small word."""
_PAIR, _SHORT_PAIR = 0.9, 0.85
"""Certainty of one word made of two parts; of one whose first part is a short non-word."""
_LONGEST_SPAN = 10
"""Years; what lies further apart is two years."""
_COMMON = 10.0
"""Uses in a million words from which a word is common."""
_IN_USE, _OFTEN_ENOUGH, _WELL_KNOWN = 0.5, 1.0, 3.0
"""Uses in a million words of what is left after a small word; beside a single letter; of a whole with a short part."""
_LIGATURE_PART = 0.1
"""How rare a part must be beside the whole word, so that a ligature's width was taken for a blank."""
_SHORTEST_STEM = 8
"""Letters of a word before an inflection that stands alone on the next line."""
_SHORTEST_CUT = 4
"""Letters of the first part of a word that was broken without a hyphen, unless the second is no word; of what follows a
small word glued to it."""
_SHORTEST_BODY, _SHORTEST_GENITIVE, _SHORTEST_FIRST = 5, 5, 3
"""Letters before the name of a body, of a part with a joining s, of a first part, with a hyphen after it."""
_SHORTEST_GLUED, _SHORTEST_OCH = 6, 7
"""Letters of two words in one; of a word with *och* at its end."""
_SHORTEST_SPLIT, _SHORTEST_LEFT, _SHORTEST_PART = 5, 5, 3
"""Letters of a word that was split; of its first part and of either part, where neither is known by its use."""
_GLUED_HYPHEN = pattern("repair", "hyphens_and_spaces.glued_hyphen", re.I)
_AND = expression("repair", "hyphens_and_spaces.and")


@dataclass(frozen=True, slots=True)
class _Lists:
    conjunctions: frozenset[str]
    hyphenated: frozenset[str]
    bodies: frozenset[str]
    glued: tuple[str, ...]
    spans: frozenset[str]


@cache
def _lists() -> _Lists:
    text = resources.files("ingest.repair").joinpath("data/joints.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return _Lists(
        frozenset(table["conjunctions"]),
        frozenset(table["hyphenated"]),
        frozenset(table["bodies"]),
        tuple(table["glued"]),
        frozenset(table["spans"]),
    )


def _is_word_folded(word: str) -> bool:
    """Whether the word, or one that it is without its marks, is known."""
    return is_word(word) or bool(readings(fold(word)))


def _is_in_lexicon(word: str) -> bool:
    """Whether the word itself, marks apart, is in the lexicon: compounds with `och` in them are no words."""
    return any(reading.number >= 0 for reading in readings(fold(word)))


def _vocabulary(body: Body) -> Counter[str]:
    """The document's own words, hyphens kept, in lower case."""
    seen: Counter[str] = Counter()
    for token in body.tokens():
        word = token.text.strip(".,;:!?()[]\"”’'").lower()
        if word:
            seen[word] += 1
    return seen


def mend_line_ends(body: Body) -> None:
    """Words that were cut at the end of a line; soft hyphens anywhere."""
    soft = [t for t in body.tokens() if not t.text.isascii() and not _SOFT.isdisjoint(t.text)]
    if soft:
        soft_is_hard = _soft_is_hard(body)
        for token in soft:
            _mend_soft(body, token, soft_is_hard)
    _mend_lone_hyphens(body)
    _mend_narrow(body)
    seen: Counter[str] | None = None
    for passage in body.passages:
        for last, first in _line_ends(passage) if len(passage.lines) > 1 else ():
            if passage.broken and _runs_on(last, first, passage.method):
                body.join(last, first, last.text + first.text, "space", _SURE)
            elif last.text[-1] in _HYPHENS + "–":
                seen = _vocabulary(body) if seen is None else seen
                _mend_line_end(body, last, first, seen)


def _mend_lone_hyphens(body: Body) -> None:
    """A hyphen that a wide letter space has parted from its word at a scanned line's end (`Hälsovårds -`)."""
    for passage in body.passages:
        if passage.method is not Method.OCR:
            continue
        for line, below in pairwise(passage.lines):
            last, after = [t for t in line if t.text][-2:], next((t for t in below if t.text), None)
            if len(last) < len(("word", "-")) or after is None or last[1].text != "-" or not last[0].text.isalpha():
                continue
            head = _HEAD.match(after.text)
            if head is not None and head[0].islower() and is_word(last[0].text.lower() + head[0]):
                body.join(last[0], last[1], last[0].text + "-", "space", _PARTED_OCH)


def _line_ends(passage: Passage) -> Iterator[tuple[WorkingWord, WorkingWord]]:
    """The last token of each line that holds text with the first one of the next; lines are asked as they are now."""
    last: WorkingWord | None = None
    for line in passage.lines:
        first = next((t for t in line if t.text), None)
        if last is not None and first is not None:
            yield last, first
        # A line of which nothing is left leaves the word before it open for the next one.
        last = next((t for t in reversed(line) if t.text), last)


_ENDINGS = word_set("repair", "hyphens_and_spaces.endings")


def _mend_narrow(body: Body) -> None:
    """Words that a program broke without a hyphen, since a table's column was too narrow (`Tillståndsenhe` `ten`).

    Such a word has its line to itself. The parts are joined where one of them is no word, or less of one than both
    together; where the line fills its column to the letter, as soon as the lexicon holds the whole for likelier than
    the parts side by side; an inflection alone on its line, once the document has shown that its words are broken so.
    """
    doubtful: list[tuple[WorkingWord, WorkingWord, float]] = []
    broken = False
    for passage in body.passages:
        if passage.broken and len(passage.lines) > 1 and passage.method in (Method.TEXT_LAYER, Method.OCR):
            broken |= _mend_chains(body, passage)
            broken |= _mend_pairs(body, passage, doubtful)
    for last, first, sureness in doubtful if broken else ():
        if last.text and first.text:
            body.join(last, first, last.text + first.text, "space", sureness)


def _mend_pairs(body: Body, passage: Passage, doubtful: list[tuple[WorkingWord, WorkingWord, float]]) -> bool:
    """Join the words that a narrow column broke once, and add to `doubtful` those that may be such, with how sure that
    is; whether there were some."""
    broken = False
    lines = [(i, tokens) for i, line in enumerate(passage.lines) if (tokens := [t for t in line if t.text])]
    for (at, above), (_, below) in pairwise(lines):
        last, first = above[-1], below[0]
        if not (last.text and first.text):
            continue
        match _narrow(above, below, at in passage.full):
            case "word":
                broken |= body.join(last, first, last.text + first.text, "space", _SURE)
            case "perhaps":
                doubtful.append((last, first, _NO_WORDS_APART))
            case "ending":
                doubtful.append((last, first, _ENDING))
    return broken


def _mend_chains(body: Body, passage: Passage) -> bool:
    """Words that a narrow column broke more than once (`Trygghet` `svandrin` `gar`), and the full stops and commas that
    it left on a line of their own; whether there were such words."""
    lines = [(i, tokens) for i, line in enumerate(passage.lines) if (tokens := [t for t in line if t.text])]
    broken = False
    for at in range(len(lines) - 1):
        for count in range(min(_MOST_PARTS, len(lines) - at), 2, -1):
            chain = lines[at : at + count]
            # The first part may stand behind other words, the others have their lines to themselves.
            parts = [chain[0][1][-1], *(tokens[0] for _, tokens in chain[1:])]
            lone = all(len(tokens) == 1 for _, tokens in chain[1:-1])
            if lone and all(i in passage.full for i, _ in chain[:-1]) and _is_chain(parts):
                for part in parts[1:]:
                    broken |= body.join(parts[0], part, parts[0].text + part.text, "space", _SURE)
                break
    for (_, above), (_, below) in pairwise(lines):
        sign, last = below[0], next((t for t in reversed(above) if t.text), None)
        if last is not None and sign.text in _SIGNS and last.text[-1].isalnum():
            body.join(last, sign, last.text + sign.text, "space", _PARTED)
    return broken


_MOST_PARTS = 5
_SIGNS = frozenset(".,;:!?")


def _is_chain(parts: Sequence[WorkingWord]) -> bool:
    """Whether words that fill a line each are one word together, and the first of them is none with the next alone."""
    halves = [_halves(parts[0], parts[1]), *(_HEAD.match(p.text) for p in parts[1:])]
    inner = parts[1:-1]
    if None in halves or not all(p.text.isalpha() and p.text.islower() and not p.immune for p in inner):
        return False
    heads = [p.text for p in inner]
    last = _HEAD.match(parts[-1].text)
    left = parts[0].text.rpartition("/")[2].lstrip("(\"”’'")
    if last is None or not last[0].islower() or parts[-1].immune or last[0] in _lists().conjunctions:
        return False
    pieces = [left, *heads, last[0]]
    whole = "".join(pieces)
    if len(whole) > LONGEST or _bits(whole) <= _NO_WORD:
        return False
    # `Konstnärlig` `utsmy` `cknin` `g`: the first of them is a word by itself, and the others are one.
    parted = max(_bits("".join(pieces[:n])) + _bits("".join(pieces[n:])) for n in range(1, len(pieces)))
    return _bits(whole) - max(parted, sum(map(_bits, pieces))) > _WHOLE


def _narrow(
    above: Sequence[WorkingWord], below: Sequence[WorkingWord], full: bool
) -> Literal["word", "perhaps", "ending"] | None:
    """Whether the end of a line and the beginning of the next are one word, perhaps are one, or perhaps a word and its
    inflection.

    Args:
        full: the line above fills its column to less than a letter.
    """
    alone = len(above) == 1
    parts = _halves(above[-1], below[0])
    if parts is None or not (alone or full):
        return None
    left, right = parts
    both = is_word(left) and is_word(right)
    if full and (alone or not both) and _likelier_whole(left, right, _WHOLE):
        return "word"
    return _alone(left, right, single=len(below) == 1, full=full) if alone else None


def _alone(left: str, right: str, *, single: bool, full: bool) -> Literal["word", "perhaps", "ending"] | None:
    """The same of a word that has its line to itself; `single`: the next one, too."""
    if is_word(left + right):
        if not (is_word(left) and is_word(right)) or not _likelier_apart(left, right):
            return "word"
        if single and _is_inflected(left, right):
            return "ending"
    shown = full and (_likelier_whole(left, right, _WHOLE_SHOWN) or _unknown_name(left, right))
    return "perhaps" if shown else None


def _is_inflected(stem: str, ending: str) -> bool:
    return ending in _ENDINGS and len(stem) >= _SHORTEST_STEM


def _likelier_apart(left: str, right: str) -> bool:
    """`Verksamhet` `en gång`: a common word after a common one is no ending."""
    use = frequency(left)
    return frequency(left + right) <= use or (use > 0 and frequency(right) > _COMMON)


def _halves(last: WorkingWord, first: WorkingWord) -> tuple[str, str] | None:
    """The letters at the end of one line and at the beginning of the next that may be two parts of a word."""
    head = _HEAD.match(first.text)
    if head is None or last.immune or first.immune or not first.text[0].islower():
        return None
    # Behind a slash another word begins (`Gatuenheten/Utbildningskont` `oret`).
    left, right = last.text.rpartition("/")[2].lstrip("(\"”’'"), head[0]
    if not left.isalpha() or left.isupper() or len(left) + len(right) > LONGEST:
        return None
    if len(left) < _SHORTEST_CUT and _bits(right) > _NO_WORD:
        return None
    return None if right in _lists().conjunctions else (left, right)


_WHOLE = 8.0
"""Bits by which a word must be likelier than its parts side by side, where its first part fills the line."""
_WHOLE_SHOWN = 2.5
"""The same in a document that has been shown to break its words so (fitted on tables of strangers' texts in narrow
columns, printed by LibreOffice and Chromium: 293 breaks, 155 ends of words; between 2 and 3 one side loses nothing)."""
_NO_WORD = -70.0
"""log2 probability of what is no word of the lexicon, nor put together from such."""
_RARE = -35.0
"""log2 probability below which what begins a line is hardly a word by itself."""


def _bits(word: str) -> float:
    """log2 probability of a word, marks aside: they may be lost."""
    found = readings(fold(word))
    return max(found[0].log2, _NO_WORD) if found else _NO_WORD


def _likelier_whole(left: str, right: str, bits: float) -> bool:
    """Whether the lexicon holds two parts together for likelier than apart, by so many bits."""
    whole = _bits(left + right)
    return whole > _NO_WORD and whole - _bits(left) - _bits(right) > bits


def _unknown_name(left: str, right: str) -> bool:
    """Whether two parts are no words, as those of a name that no lexicon has (`Ekmorabost` `äder`)."""
    return _bits(left) <= _NO_WORD and _bits(right) <= _RARE


def _runs_on(last: WorkingWord, first: WorkingWord, method: Method) -> bool:
    """Whether a line was wrapped behind a slash or dash that parts two words (`Uppföljning/` `indikator`)."""
    machine = method in (Method.TEXT_LAYER, Method.OCR)
    whole = len(last.text) + len(first.text) <= LONGEST and not last.immune and not first.immune
    return machine and whole and re.search(r"\w[/–]$", last.text) is not None and first.text[0].isalnum()


def _soft_is_hard(body: Body) -> bool:
    """Whether the soft hyphen stands where only a real one can: between digits, before `och`, after an acronym."""
    for passage in body.passages:
        for line in passage.lines:
            for token, following in pairwise(line):
                if token.text.endswith("\u00ad") and following.text.lower() in _lists().conjunctions:
                    return True
            for token in line:
                if re.search("\\d\u00ad\\d|[A-ZÅÄÖ]{2}\u00ad[^\\W\\d_]", token.text):
                    return True
    return False


def _mend_soft(body: Body, token: WorkingWord, soft_is_hard: bool) -> None:
    text = token.text.replace("\u2010", "-").replace("\u2011", "-")
    if len(text) > LONGEST:
        # No word: nothing tells which of its hyphens are hard, and looking would take time by the square.
        body.change(token, text.replace("\u00ad", ""), "unicode", _SOFT_IN_NO_WORD)
        return
    for mark in "\u00ad\ufffe¬":
        pieces = text.split(mark)
        text = pieces[0]
        for piece in pieces[1:]:
            text += _soft_joint(text, piece, mark, soft_is_hard) + piece
    body.change(token, text, "unicode", _SOFT_LEFT_OUT)


def _soft_joint(whole: str, piece: str, mark: str, soft_is_hard: bool) -> str:
    """What a soft hyphen between two parts of a token is: itself, a hyphen, or nothing."""
    left, right = _TAIL.search(whole), _HEAD.match(piece)
    if mark == "¬" and not (left and right):
        return mark
    if not piece or whole[-1:].isdigit() or piece[:1].isdigit():
        return "-"
    if not left or not right:
        return ""
    if mark == "\u00ad" and soft_is_hard:
        return "" if _joins(left[0], right[0], Counter()) else "-"
    acronym = len(left[0]) > 1 and left[0].isupper() and not right[0].isupper()
    return "-" if acronym else ""


def _mend_line_end(body: Body, last: WorkingWord, first: WorkingWord, seen: Counter[str]) -> None:
    joint = _joint(last, first, seen)
    if joint is not None:
        body.join(last, first, *joint)


def _joint(last: WorkingWord, first: WorkingWord, seen: Counter[str]) -> tuple[str, RepairRule, float] | None:
    """What two tokens at a hyphen that ends a line are together, and how sure that is; None where they stay two."""
    if _is_cut_span(last.text, first.text) or _has_number(last, first):
        return last.text + _with_hyphen(last.text, first.text), "hyphen", _SURE
    parts = _cut_word(last, first)
    if parts is None:
        return None
    stem, left, right = parts
    hyphenated = stem + "-" + first.text
    if len(left) < 2:
        # `A-` `traktor`, `e-` `post`: a letter keeps its hyphen.
        letter = re.fullmatch(r"[(\"”’']?[^\W\d_]", stem) and len(right) > 2 and is_word(right)
        return (hyphenated, "hyphen", _SURE) if letter else None
    if right[0].isupper() and not (left.isupper() and right.isupper()):
        # `Nordväst-` `Skåne`: a name keeps its hyphen.
        return hyphenated, "hyphen", _NAME
    if _is_hyphenated(stem, left, right, seen):
        return hyphenated, "hyphen", _SURE
    open_end = first.text.endswith("-")
    return stem + first.text, "hyphen", _sureness_without_hyphen(left, right, seen, open_end)


def _is_hyphenated(stem: str, left: str, right: str, seen: Counter[str]) -> bool:
    """Whether a word keeps the hyphen at which it was cut: what has one of its own (`drop-in-` `mottagning`) does."""
    if "-" in stem or seen[f"{left}-{right}".lower()]:
        return True
    return _keeps(left) and (is_word(right) or not is_word(left + right))


def _sureness_without_hyphen(left: str, right: str, seen: Counter[str], open_end: bool) -> float:
    """How sure it is that two parts are one word; with an `open_end` the word is cut a second time."""
    if _is_word_folded(left + right) or seen[(left + right).lower()]:
        return _KNOWN
    if open_end or not (_is_word_folded(left) and _is_word_folded(right)):
        return _NO_WORDS_APART
    # Two words that nobody has seen together: Swedish writes compounds as one word.
    return _COMPOUND


def _is_cut_span(last: str, first: str) -> bool:
    """Return whether a date, a span of years, months or hours, or a term was cut at its dash (`HT-26`, `juni–`
    `augusti`, `2025-` `april`, `7.45-` `8.10`)."""
    if re.search(r"(?:\d|\b[A-ZÅÄÖ]{1,4})-$", last) and re.match(r"\d\d|\d[.:]\d\d", first):
        return True
    return (
        last.endswith(("-", "–")) and is_calendar_name(first) and (last[-2:-1].isdigit() or is_calendar_name(last[:-1]))
    )


def _with_hyphen(last: str, first: str) -> str:
    """The rest of a day whose first hyphen ends the line before, its second one a hyphen too (`2003-` `04–30`)."""
    return first.replace("–", "-", 1) if _YEAR_CUT.search(last) and _REST_OF_DAY.match(first) else first


_YEAR_CUT = re.compile(r"(?:19|20)\d\d-$")
_REST_OF_DAY = re.compile(r"\d\d–\d\d(?!\d)")


def _has_number(last: WorkingWord, first: WorkingWord) -> bool:
    """Return whether a number and the word that it counts were cut at their hyphen (`40-` `gata`, `24-` `timmars`)."""
    word = first.text.strip(".,;:)")
    bound = (
        re.search(r"(?<![^\W\d_])\d+-$", last.text) is not None
        and word[:1].islower()
        and word not in _lists().conjunctions
    )
    return bound and not (last.immune or first.immune) and is_word(word)


def _cut_word(last: WorkingWord, first: WorkingWord) -> tuple[str, str, str] | None:
    """A word that may have been cut at a line's end: all before the hyphen, its letters, the letters after it."""
    match, head = _END.match(last.text), _HEAD.match(first.text)
    if not match or not head or last.immune or first.immune or len(last.text) + len(first.text) > LONGEST:
        return None
    tail = _TAIL.search(match[1])
    if tail is None or first.text.strip(".,;:)").lower() in _lists().conjunctions:
        return None
    return match[1], tail[0], head[0]


def _keeps(left: str) -> bool:
    """First parts that a hyphen follows by rule: acronyms, single letters and the listed ones."""
    return left.lower() in _lists().hyphenated or any(c.isupper() for c in left[1:])


def mend_inner_hyphens(body: Body) -> None:
    """Hyphens that a cut left inside a line: `förtroende-vald`, `Regionstyrelse-förvaltningen`.

    A text that was poured into new lines holds several; one alone is taken out only where it must be a cut:
    where a part is no word, or in the name of a body.
    """
    seen: Counter[str] | None = None
    found: list[tuple[WorkingWord, str]] = []
    certain = False
    for token in body.tokens():
        text = token.text
        if "-" not in text or token.immune:
            continue
        match = _INNER.search(text)
        if match is None:
            continue
        seen = _vocabulary(body) if seen is None else seen
        sureness = _joins(match[1], match[2], seen)
        if sureness:
            joined = text[: match.end(1)] + text[match.start(2) :]
            if sureness > 1:
                body.change(token, joined, "hyphen", _SURE)
            else:
                found.append((token, joined))
            certain |= sureness > 1 and match[2] not in _lists().bodies
    if certain or len({joined for _, joined in found}) > 1:
        for token, joined in found:
            body.change(token, joined, "hyphen", _NO_WORDS_APART)


def _joins(left: str, right: str, seen: Counter[str]) -> int:
    """Whether a hyphen between two parts, not at a line's end, is one that a machine left: 2 surely, 1 maybe."""
    if _keeps(left) or right in _lists().conjunctions or (left.isupper() and len(left) > 1):
        return 0
    if len(left) < _SHORTEST_FIRST or (left[0].isupper() and is_name(left)):
        return 0
    if right in _lists().bodies:
        return 2 if _names_body(left, right) else 0
    if not is_word(left + right):
        return 0
    # `Trygghets-samordnaren`: a joining s is written only inside a word.
    if len(left) >= _SHORTEST_GENITIVE and _is_genitive(left):
        return 2
    return 0 if left[0].isupper() else _joins_in_text(left, right, seen)


def _is_genitive(word: str) -> bool:
    return word.endswith("s") and is_word(word[:-1])


def _names_body(left: str, right: str) -> bool:
    """Whether two parts name a body; its name may be made of parts that no lexicon has together."""
    if is_word(left + right):
        return True
    return len(left) >= _SHORTEST_BODY and (_is_genitive(left) if left.endswith("s") else is_word(left))


def _joins_in_text(left: str, right: str, seen: Counter[str]) -> int:
    """The same of two parts in small letters that are a word together."""
    joined = left + right
    if frequency(joined) > 0 and not (is_word(left) and is_word(right)):
        return 2
    # `tjänste-pensionsföretag`: a first part that never stands alone. Two words that may stand beside each other
    # as equals (`nordisk-baltisk`) keep their hyphen.
    return 1 if not _stands_alone(left) or seen[joined.lower()] > seen[f"{left}-{right}".lower()] else 0


def _stands_alone(word: str) -> bool:
    return frequency(word) > 0


def mend_spaces(body: Body) -> None:
    """Words that a machine glued together or split; only where one reading is a word and the other is not."""
    glued = _glued_hyphens(body)
    for passage in body.passages:
        machine = passage.method in (Method.TEXT_LAYER, Method.OCR)
        for line in passage.lines:
            tokens = [t for t in line if t.text]
            for token, following in zip_longest(tokens, tokens[1:]):
                if token.immune or not token.text:
                    continue
                match = _GLUED_HYPHEN.match(token.text) if token.text in glued else None
                if match and (machine or len(glued) > 1):
                    body.change(token, f"{match[1]} {match[2]}", "space", _PARTED)
                else:
                    _mend_blank(body, token, following if following is not None and following.text else None, machine)


def _glued_hyphens(body: Body) -> set[str]:
    """The texts of words with a small word glued to their hyphen (`barn-och`)."""
    hyphened = {t.text for t in body.tokens() if "-" in t.text and not t.immune}
    return {text for text in hyphened if _GLUED_HYPHEN.match(text)}


def _mend_blank(body: Body, token: WorkingWord, following: WorkingWord | None, machine: bool) -> None:
    """A blank that a machine left out of a word or set into one; people's blanks only inside a ligature."""
    if following is not None and token.text[-2:-1] in "fF" and _LIGATURE_END.search(token.text):
        _mend_ligature(body, token, following)
    elif machine and not _part(body, token) and following is not None and not following.immune:
        _mend_pair(body, token, following)


def mend_spans(body: Body) -> None:
    """Spans of years that lost their dash (`perioden 2016 2019`), where the document proves that they are spans."""
    spans = {(m[1], m[2]) for t in body.tokens() for m in _SPAN.finditer(t.text)}
    for passage in body.passages:
        for line in passage.lines:
            tokens = [t for t in line if t.text]
            for i in range(len(tokens) - 1):
                first, second = tokens[i].text, tokens[i + 1].text.rstrip(".,;:)")
                years = _YEAR.fullmatch(first) and _YEAR.fullmatch(second)
                if not (years and 0 < int(second) - int(first) <= _LONGEST_SPAN):
                    continue
                before = tokens[i - 1].text.lower() if i else ""
                after = tokens[i + 2].text if i + 2 < len(tokens) else ""
                if before[:1].isdigit() or after[:1].isdigit() or after in _lists().conjunctions:
                    continue
                if (first, second) in spans or before in _lists().spans:
                    body.join(tokens[i], tokens[i + 1], f"{first}–{tokens[i + 1].text}", "unicode", _SPAN_OF_YEARS)


def _part(body: Body, token: WorkingWord) -> bool:
    """`attförverkliga`: a small word glued to the next one, which together are no word."""
    text = token.text
    if len(text) < _SHORTEST_GLUED or not text.startswith(_lists().glued) or not text.isalpha() or not text.islower():
        return False
    if _is_in_lexicon(text):
        return False
    for small in _lists().glued:
        rest = text[len(small) :]
        if text.startswith(small) and len(rest) >= _SHORTEST_CUT and frequency(rest) > _IN_USE:
            return body.change(token, f"{small} {rest}", "space", _GLUED_SMALL)
    return False


def _mend_ligature(body: Body, token: WorkingWord, following: WorkingWord) -> None:
    """`fj ärde`, `off entliga`: a ligature's width was taken for a blank."""
    head = _HEAD.match(following.text)
    if head is None or not head[0].islower() or not token.text.isalpha() or following.immune:
        return
    joined = token.text + head[0]
    if min(frequency(token.text), frequency(head[0])) < _LIGATURE_PART * frequency(joined):
        body.join(token, following, joined + following.text[len(head[0]) :], "space", _PAIR)


def _mend_pair(body: Body, token: WorkingWord, following: WorkingWord) -> None:
    text, after = token.text, following.text
    if not text.isalpha():
        return
    stem = _stem_before_och(text) if text.endswith(_AND) else None
    if stem is not None and after[0].islower() and is_word(after.rstrip(".,;:")):
        # `alkoholoch drogförebyggande`: the hanging hyphen was lost with the blank.
        body.change(token, f"{stem}- {_AND}", "space", _PARTED_OCH)
        return
    head = _HEAD.match(after)
    if head is None or not head[0].islower() or text.isupper():
        return
    sureness = _one_word(text, head[0])
    if sureness is not None:
        body.join(token, following, text + after, "space", sureness)


def _stem_before_och(text: str) -> str | None:
    """The word that *och* is glued to; None where the whole is a word (*epoch*) or the stem is none."""
    if not text.isalpha() or not text.endswith(_AND) or len(text) < _SHORTEST_OCH or _is_in_lexicon(text):
        return None
    stem = text.removesuffix(_AND)
    return stem if is_word(stem) else None


def _one_word(left: str, right: str) -> float | None:
    """How sure it is that two parts with a blank between them are one word; None where they stay two."""
    joined = left + right
    if min(len(left), len(right)) >= _SHORTEST_PART and len(left) >= _SHORTEST_LEFT:
        # A part is no word; what they are together is one of the lexicon.
        split = frequency(joined) > 0 and not (_is_word_folded(left) and _is_word_folded(right))
        return _PAIR if split else None
    if len(left) >= _SHORTEST_LEFT or len(joined) < _SHORTEST_SPLIT or not joined[1:].islower():
        return None
    if frequency(joined) < _WELL_KNOWN or _is_word_folded(left):
        return None
    letter = len(right) > 1 and frequency(right) > _OFTEN_ENOUGH and len(left) == 1
    return None if letter else _SHORT_PAIR
