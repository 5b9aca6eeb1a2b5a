"""Letters of a scan that have another's shape: `m` for `ni` and `in`, `h` for `li`, capitals that are but larger.

A worn stroke joins its neighbour (`utbildmng`, `mblandade`, `Århgen`), and of letters that a capital only makes larger
(`V`, `K`, `C`) a typewriter's uneven line shows which is meant less well than the word does (`riVs`, `tVå`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.language.calendar import is_calendar_name
from ingest.language.damage import is_foreign_word
from ingest.language.lexicon import frequency, known
from ingest.language.words import is_word
from ingest.repair.working_text import Body, Passage, WorkingWord

__all__ = ["mend_shapes"]

_WORD = re.compile(r"[^\W\d_]{4,}")
_KNOWN, _UNKNOWN = 0.75, 0.1
"""`known` of a word that is to be, and of one that is to be replaced, at least and at most."""
_USED = 0.05
"""Uses among a million words of a word that is put in place of another, at least."""
_COMMON = 300.0
"""The same of a small word that begins in a capital inside a sentence and is no name."""
_ALIKE = "VKCOSWXZ"
"""Letters whose capitals are as the small ones, but larger."""
_INSIDE = re.compile(rf"(?<=[a-zåäö])[{_ALIKE}]+(?=[a-zåäö]|$)")
_DAY = re.compile(r"l|(?!\d\d)[0-3IlOoZ][0-9IlOoSBZ]")
_FIGURES = str.maketrans("IlOoSBZ", "1100582")
"""Letters that figures are taken for, and those figures."""
_LAST_DAY = 31
_FEWEST = 2
"""Words of a document with such a letter inside, from which one that begins a word is as doubtful."""
_LIKELY, _DOUBTED = 0.9, 0.75
_STOPPED = (".", "!", "?", ":", "•", "–", "-")


def mend_shapes(body: Body, passages: Sequence[Passage]) -> None:
    """Give words that are none their letters, where one reading of the strokes makes a word.

    Args:
        body: takes the changes.
        passages: those of it that were read by OCR.
    """
    for passage in passages:
        _mend_days(body, [t for t in passage.tokens() if t.text])
    larger = 0
    for token in (t for passage in passages for t in passage.tokens() if t.text and not t.immune):
        larger += _mend_inside(body, token)
        changed = _WORD.sub(lambda found: _with_strokes(found[0]), token.text)
        body.change(token, changed, "ocr", _LIKELY)
    if larger >= _FEWEST:
        for passage in passages:
            _mend_small_words(body, [t for t in passage.tokens() if t.text])


def _mend_small_words(body: Body, tokens: Sequence[WorkingWord]) -> None:
    """Make the capitals small that small words begin in inside a sentence."""
    for before, token in pairwise(tokens):
        small = token.text.lower()
        inside = token.text[0] in _ALIKE and token.text[1:].islower() and not before.text.endswith(_STOPPED)
        if inside and before.text[-1].islower() and frequency(small) >= _COMMON and not token.immune:
            body.change(token, small, "ocr", _DOUBTED)


def _mend_days(body: Body, tokens: Sequence[WorkingWord]) -> None:
    """Make figures of the letters that a day before its month was read as (`IS oktober`, `l mars`); a lone I may be the
    preposition."""
    for token, after in pairwise(tokens):
        if token.immune or _DAY.fullmatch(token.text) is None or not is_calendar_name(after.text):
            continue
        day = token.text.translate(_FIGURES)
        if 1 <= int(day) <= _LAST_DAY:
            body.change(token, day, "ocr", _LIKELY)


def _mend_inside(body: Body, token: WorkingWord) -> bool:
    """Make the capitals inside a word small ones, where it is a word then; whether there were such."""
    meant = _INSIDE.sub(lambda found: found[0].lower(), token.text)
    word = _WORD.search(meant) or re.search(r"[^\W\d_]{3,}", meant)
    if meant == token.text or word is None or not is_word(word[0].lower()):
        return False
    return body.change(token, meant, "ocr", _LIKELY)


_JOINED = {"m": ("ni", "in"), "h": ("li",)}
"""What strokes that have run together are read as, and what they are."""
_OF_COMPOUNDS = frozenset("h")
"""Those for which a compound that nobody has counted is known well enough."""


def _with_strokes(word: str) -> str:
    """A word that is none with `ni` or `in` for one `m`, or `li` for one `h`, where that makes the one known word."""
    low = word.lower()
    if _JOINED.keys().isdisjoint(low) or not word[1:].islower() or known(low) > _UNKNOWN or is_foreign_word(word):
        return word
    others = {
        (low[:i] + strokes + low[i + 1 :], c)
        for i, c in enumerate(low)
        for strokes in _JOINED.get(c, ())
        if i or c == "m"
    }
    sure = [o for o, c in others if known(o) >= _KNOWN and (frequency(o) >= _USED or c in _OF_COMPOUNDS)]
    if len(sure) != 1:
        return word
    return sure[0].capitalize() if word[0].isupper() else sure[0]
