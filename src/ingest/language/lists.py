"""How lists and lines go on: bullets, typed numbers, labels at a line's beginning, ends that leave a sentence open.

Pages, text dumps and Word files ask here, so that a line means the same wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.document import Word
from ingest.language.patterns import pattern, word_set

__all__ = ["BULLETS", "begins_with_label", "counts_on", "lower_start", "open_end", "split_bullet", "without_continued"]

BULLETS = frozenset("•●○◦▪■□◻▫☐☑☒‣⁃∙·➢➤➔→▶►▸✓✗❑❒❖◆◇★–—-*\uf0b7\uf0a7\uf0d8\uf0fc")
"""What stands before a typed list item; always with a space after it."""
_BOX = re.compile(r"\[[xX_]?\]")
_LABEL = re.compile(r"[A-ZÅÄÖ][\w /&()-]{1,40}[:?](?:\s|$)")
_CONTINUED = pattern("language", "lists.continued")
_OPEN_ENDS = word_set("language", "lists.open_ends")


def _typed_box(line: Sequence[Word]) -> tuple[str, int] | None:
    """A box to tick made of brackets (`[ ] Ring polisen`), as it is typed, and of how many words it is."""
    if _BOX.fullmatch(line[0].raw):
        return line[0].raw, 1
    return ("[ ]", 2) if line[0].raw == "[" and line[1].raw == "]" else None


def split_bullet(line: Sequence[Word]) -> tuple[str | None, Sequence[Word]]:
    """Return a line's typed bullet and the words after it; a bullet alone is no bullet (an empty cell's sign)."""
    if len(line) < 2:
        return None, line
    first = line[0].raw
    box = _typed_box(line)
    if box is not None and len(line) > box[1]:
        return box[0], line[box[1] :]
    if len(first) == 1 and first in BULLETS:
        return first, line[1:]
    # A letter as bullet: what Word's "o" of Courier New becomes in text.
    if first == "o" and re.match(r"[A-ZÅÄÖ]", line[1].raw):
        return first, line[1:]
    return None, line


def counts_on(marker: str, after: str) -> bool:
    """Return whether a typed number or letter is the next one after another (`2.` after `1)`, `c)` after `b)`)."""
    one, two = re.sub(r"\W", "", marker), re.sub(r"\W", "", after)
    if one.isdigit() and two.isdigit():
        return int(two) == int(one) + 1
    return len(one) == len(two) == 1 and ord(two) == ord(one) + 1


def begins_with_label(text: str) -> bool:
    """Return whether a line begins as a label does (`Ansvarig:`, `Mål (vad ska uppnås)?`)."""
    return _LABEL.match(text) is not None


def lower_start(line: Sequence[Word]) -> bool:
    """Return whether a line begins as the middle of a sentence does."""
    return bool(line) and line[0].raw[:1].islower()


def open_end(word: str) -> bool:
    """Return whether a text that ends with this word goes on: a comma, a hyphen, a slash, or a word that joins."""
    return word.endswith((",", "-", "/", "–", "&")) or word.lower() in _OPEN_ENDS


def without_continued(title: str) -> str:
    """Return a title without the words that it goes on (`Åtgärder, forts.`, `Åtgärder (2/3)`)."""
    return _CONTINUED.sub("", title).strip()
