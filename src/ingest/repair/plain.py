"""Plain text in, plain text out: white space stays where it was, every change is recorded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from ingest.document import Change
from ingest.repair.steps import mend_body
from ingest.repair.working_text import Body, Passage, WorkingWord

__all__ = ["RepairedText", "TextChange", "repair_record", "repair_text"]

# What Python calls white space, less the control characters that a code page or a font may have meant as letters.
_SPACE = re.compile(
    r"(?:[ \t\n\r\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
    r"|(?<![^\W\d_])[\x0b\x0c]|[\x0b\x0c](?![^\W\d_]))+"
)
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BREAKS = frozenset("\n\r\t\x0b\x0c\u2028\u2029")
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class TextChange:
    """One changed word: the 0-based `line` it stands on, all its changes, and its text before and after."""

    line: int
    before: str
    after: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class RepairedText:
    """A repaired text with the record of what was done; `raw` is the text as it was given."""

    text: str
    raw: str
    changes: tuple[TextChange, ...]


def repair_text(text: str) -> str:
    """Repair plain text; line feeds and tabs are kept."""
    return repair_record(text).text


def repair_record(text: str, *, skip: frozenset[str] = frozenset()) -> RepairedText:
    """Repair plain text and tell what was changed.

    Repairing the result again changes nothing: the steps run until they rest, and a text in which they do not
    come to rest is given back as it was.

    Args:
        text: any text; blank lines part paragraphs, tabs part cells.
        skip: names of repair rules that are switched off.
    """
    current = text
    changes: list[TextChange] = []
    for _ in range(_ROUNDS):
        mended, found = _once(current, skip)
        if mended == current:
            return RepairedText(current, text, tuple(changes))
        changes += found
        current = mended
    return RepairedText(text, text, ())


def _once(text: str, skip: frozenset[str]) -> tuple[str, list[TextChange]]:
    pieces: list[str | WorkingWord] = []
    passages: list[Passage] = []
    where: list[tuple[int, WorkingWord, str]] = []
    line: list[WorkingWord] = []
    passage = Passage([line])
    number = end = 0
    for match in [*_SPACE.finditer(text), None]:
        word = text[end : match.start() if match else len(text)]
        if word:
            token = WorkingWord(word)
            pieces.append(token)
            line.append(token)
            where.append((number, token, word))
        if match is None:
            break
        gap = match[0]
        end = match.end()
        pieces.append(gap)
        if gap == " ":
            continue
        feeds = gap.count("\n") + (gap.count("\r") - gap.count("\r\n"))
        number += feeds
        if feeds == 1 and "\t" not in gap:
            line = []
            passage.lines.append(line)
        elif feeds or "\t" in gap or "\x0c" in gap:
            passages.append(passage)
            line = []
            passage = Passage([line])
    passages.append(passage)
    body = Body([p for p in passages if any(p.lines)], skip)
    mend_body(body)
    found = [TextChange(n, raw, t.text, tuple(t.changes)) for n, t, raw in where if t.changes]
    return _put_together(pieces, "unicode" not in skip), found


def _put_together(pieces: list[str | WorkingWord], plain_spaces: bool) -> str:
    out: list[str] = []
    broken = False
    swallow = False
    for piece, following in pairwise([*pieces, ""]):
        if isinstance(piece, WorkingWord):
            out.append(piece.text)
            # Of the gaps around a word that went to the one before it, one goes too: not the line break.
            swallow = broken and not piece.text
            broken = False
            continue
        gap, breaks = piece, False
        if piece != " ":
            gap = _ODD_SPACE.sub(" ", piece) if plain_spaces else piece
            breaks = not _BREAKS.isdisjoint(gap)
        if not breaks and (swallow or (isinstance(following, WorkingWord) and not following.text)):
            continue
        out.append(gap)
        broken = breaks
        swallow = False
    return "".join(out)
