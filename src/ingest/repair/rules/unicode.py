"""Unicode: one spelling for each character, and no characters that only steer a printer.

Composed forms (NFC), ligatures as letters, odd and invisible spaces, private-use bullets and letters, and
accents that were written beside their letter (`fo¨r`, `f¨or`), as TeX and old typesetters leave them.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib import resources

from ingest.repair.working_text import Body, WorkingWord

__all__ = ["mend_accents", "mend_characters", "tidy"]

_LIGATURES = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "ft",
    "ﬆ": "st",
}
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_INVISIBLE = (
    "\u200b\u200c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\ufeff\ufff9\ufffa\ufffb"
)
_SIMPLE = str.maketrans({**_LIGATURES, **dict.fromkeys(_SPACES, " "), **dict.fromkeys(_INVISIBLE)})
# Letters dressed as mathematics or full width: the same letter in plain dress (Unicode's compatibility forms).
_DRESSED = re.compile("[\uff01-\uff5e\U0001d400-\U0001d7ff]+")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_JOINER = re.compile("(?<=[^\\W\\d_])\u200d|\u200d(?=[^\\W\\d_])")

# Signs of Windows-1252 that were taken for Latin-1 are control characters. Between letters such a character may be a
# letter that a font's map lost: that is for the document as a whole to say (`glyph_maps`).
_WINDOWS_SIGN = re.compile(
    "(?<![A-Za-zÀ-ɏ\x80-\x9f])[\x80\x84\x85\x91-\x97](?![\x80-\x9f])"
    "|(?<![ÃÂâ\x80-\x9f])[\x80\x84\x85\x91-\x97](?![A-Za-zÀ-ɏ\x80-\x9f])"
)

_COMBINING = {"¨": "\u0308", "˚": "\u030a", "´": "\u0301", "°": "\u030a", "º": "\u030a"}
_BEARS = {
    "¨": frozenset("aoAO"),
    "˚": frozenset("aA"),
    "°": frozenset("aA"),
    "º": frozenset("aA"),
    "´": frozenset("eEaA"),
}
_ACCENT = re.compile("[¨˚°º´]")
_TORN = "¨˚"
"""Accents that are nothing else where they stand alone."""
_IN_WORD, _TORN_OFF = 0.99, 0.95
"""Certainty of an accent set on its letter: within a token, over a space."""


@cache
def _symbols() -> dict[str, str]:
    text = resources.files("ingest.repair").joinpath("data/symbols.csv").read_text(encoding="utf-8")
    return {chr(int(code, 16)): mark for code, mark, _ in list(csv.reader(text.splitlines()))[1:]}


_AT_HOME = frozenset(map(chr, range(0x21, 0x7F))) | frozenset("åäöÅÄÖéÉ")
"""Characters of nearly all words, which stay as they are."""


def tidy(text: str) -> str:
    """One token in NFC, without ligatures, odd spaces, invisible and private-use characters that are known."""
    if text.isascii() or _AT_HOME.issuperset(text):
        return text
    if _PRIVATE.search(text):
        text = _private(text)
    text = _WINDOWS_SIGN.sub(lambda m: m[0].encode("latin-1").decode("cp1252"), text).translate(_SIMPLE)
    if "\u200d" in text:
        text = _JOINER.sub("", text)
    text = _DRESSED.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    text = unicodedata.normalize("NFC", text)
    return " ".join(text.split(" ")).strip(" ") if " " in text else text


def _private(text: str) -> str:
    # Windows puts a symbol font's byte b at U+F000+b. A whole word of such characters is text in a font that
    # was marked as symbols by mistake; a single one is a bullet or sign.
    inside = [c for c in text if "\uf020" <= c <= "\uf0ff"]
    if len(inside) >= 2 and len(inside) == len(text):
        plain = bytes(ord(c) - 0xF000 for c in text).decode("cp1252", "replace")
        if sum(c.isalpha() for c in plain) >= 0.6 * len(plain):
            return plain
    table = _symbols()
    out = []
    for i, c in enumerate(text):
        mark = table.get(c)
        if mark is None and i == 0 and len(text) == 1 and "\uf000" <= c <= "\uf0ff":
            mark = "•"
        if mark == "•" and i + 1 < len(text) and text[i + 1] not in _SPACES:
            mark = "• "
        out.append(c if mark is None else mark)
    return "".join(out)


def mend_characters(body: Body) -> None:
    """The step over a whole body."""
    for token in body.tokens():
        text = token.text
        if text and not text.isascii():
            body.change(token, tidy(text), "unicode", 1.0)


def mend_accents(body: Body) -> None:
    """Spacing accents beside their letter; before or after it is decided by the whole document."""
    found: list[tuple[WorkingWord, WorkingWord | None, WorkingWord | None]] = []
    before = after = 0
    for passage in body.passages:
        for line in passage.lines:
            for i, token in enumerate(line):
                if token.text.isascii() or not _ACCENT.search(token.text):
                    continue
                found.append((token, line[i - 1] if i else None, line[i + 1] if i + 1 < len(line) else None))
                left, right = _directions(token.text)
                before, after = before + left, after + right
    accent_first, sure = before > after, any(c in t.text for t, _, _ in found for c in _TORN)
    for token, previous, following in found:
        text = _compose(token.text, accent_first, sure)
        if not _mend_torn(body, token, text, previous, following, accent_first):
            body.change(token, text, "unicode", _IN_WORD)


def _mend_torn(
    body: Body,
    token: WorkingWord,
    text: str,
    previous: WorkingWord | None,
    following: WorkingWord | None,
    accent_first: bool,
) -> bool:
    """Join a word to its neighbour with an accent that a space has torn off; return whether there was one.

    `f¨ or` goes with the next word, `fo ¨r` with the one before; an accent between two spaces as the others do.

    Args:
        text: the token's text with all other accents set on their letters.
        accent_first: whether accents stand before their letter in this document.
    """
    if not text:
        return False
    ahead = text[-1] in _TORN and following is not None and following.text[:1] in _BEARS[text[-1]]
    behind = text[0] in _TORN and previous is not None and previous.text[-1:] in _BEARS[text[0]]
    if ahead and following is not None and not (behind and text in _TORN and not accent_first):
        whole = unicodedata.normalize("NFC", text[:-1] + following.text[0] + _COMBINING[text[-1]])
        body.join(token, following, whole + following.text[1:], "unicode", _TORN_OFF)
        return True
    if behind and previous is not None:
        whole = unicodedata.normalize("NFC", previous.text + _COMBINING[text[0]] + text[1:])
        body.join(previous, token, whole, "unicode", _TORN_OFF)
        return True
    return False


def _directions(text: str) -> tuple[int, int]:
    """How many accents can only belong to the letter after them, and to the one before."""
    left = right = 0
    for match in _ACCENT.finditer(text):
        i = match.start()
        bears = _BEARS[match[0]]
        follows = text[i + 1 : i + 2] in bears if i + 1 < len(text) else False
        precedes = text[i - 1] in bears if i else False
        left += follows and not precedes
        right += precedes and not follows
    if len(text) > 1:
        # Torn off by a blank, an accent still leans on its letter's word: `f¨ or`, `fo ¨r`.
        left += text[-1] in _TORN and text[-2] not in "aoAO"
        right += text[0] in _TORN and text[1] not in "aoAO"
    return left, right


def _compose(text: str, accent_first: bool, sure: bool) -> str:
    out: list[str] = []
    i = 0
    while i < len(text):
        sign = text[i]
        precedes, follows = _bearers(out[-1] if out else "", sign, text[i + 1 : i + 2], sure)
        if follows and (accent_first or not precedes):
            out.append(unicodedata.normalize("NFC", text[i + 1] + _COMBINING[sign]))
            i += 1
        elif precedes:
            out[-1] = unicodedata.normalize("NFC", out[-1] + _COMBINING[sign])
        else:
            out.append(sign)
        i += 1
    return "".join(out)


def _bearers(before: str, sign: str, after: str, sure: bool) -> tuple[bool, bool]:
    """Whether the letters before and behind a sign (empty at the ends) may bear it as an accent."""
    letters = _BEARS.get(sign)
    if letters is None:
        return False, False
    if (sign in "°º" or (sign == "´" and not sure)) and not (before.isalpha() and after.isalpha()):
        # A degree sign or an apostrophe is one unless it stands inside a word.
        return False, False
    return bool(before) and before in letters, bool(after) and after in letters
