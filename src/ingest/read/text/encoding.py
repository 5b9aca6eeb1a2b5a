"""Which encoding a text is in, by evidence: marks, validity, then what the letters would mean."""

from __future__ import annotations

import html
import re
from collections import Counter
from functools import cache
from itertools import groupby

from ingest.language.words import is_word
from ingest.read.words import windows_signs

__all__ = ["as_saved", "decode", "twice_decoded", "without_entities"]

_FREE = frozenset("\x81\x8d\x8f\x90\x9d")
"""Bytes that Windows-1252 gives no sign, as characters."""
_AT_FREE = re.compile(f"([{''.join(sorted(_FREE))}])")
# In order of preference where the evidence is even.
_CODE_PAGES = ("cp1252", "mac_roman", "cp850", "cp437", "cp865")
_LETTERS = frozenset("åäöÅÄÖ")
_FOREIGN = frozenset("éÉüÜèÈàÀáÁæøÆØëïíóôêçñßãõ")
_SIGNS = frozenset("–—’‘”“„…•§°½¼¾´»«·€±×²³©®™¶\u00a0\u00ad")


def decode(data: bytes) -> tuple[str, str, int]:
    """The text, the encoding's name, and how many bytes no reading fits (they stand as U+FFFD).

    UTF-8 and UTF-16 prove themselves; among code pages the one wins whose letters stand where letters stand.
    In ASCII, braces and strokes may be letters (ISO 646-SE), which the words show that they would make; a file put
    together from several may be so in some parts alone.
    A text that was wrongly decoded before and saved as UTF-8 is given as it is: repair knows what to do. Only control
    characters U+0080 to U+009F, which no text means, become the signs of Windows-1252 that stand at their numbers
    (WHATWG Encoding, as browsers do).
    """
    text, name, lost = _decoded(data)
    if data.isascii() and _is_seven_bit(text):
        return _of_seven_bits(text), "iso646-se", lost
    if not data.isascii():
        parts = _in_seven_bits(text)
        if parts != text:
            text, name = parts, f"{name}+iso646-se"
    return windows_signs(text), name, lost


_SEVEN_BIT = str.maketrans("}{|][\\", "åäöÅÄÖ")
"""ISO 646-SE (SEN 850200 annex B)."""
_ACCENT = re.compile(r"(?<=[^\W\d_])`")
"""The grave accent after a letter, where the same standard has é."""
_BRACED = re.compile(r"[A-Za-z}{|\]\[\\]*[A-Za-z][}{|][A-Za-z}{|]*[A-Za-z][A-Za-z}{|]*")
_FEWEST_BRACED, _KNOWN_BRACED = 3, 0.6
"""Different words with such a letter inside, at least, and the share of them that the lexicon must know."""
_SAMPLE = 2**16


def _of_seven_bits(text: str) -> str:
    return _ACCENT.sub("é", text.translate(_SEVEN_BIT))


def _in_seven_bits(text: str) -> str:
    """The text with those runs of ASCII lines as Swedish that are so by their words."""
    lines = text.splitlines(keepends=True)
    out: list[str] = []
    for ascii_only, run in groupby(lines, key=str.isascii):
        part = "".join(run)
        out.append(_of_seven_bits(part) if ascii_only and _is_seven_bit(part) else part)
    return "".join(out)


def _is_seven_bit(text: str) -> bool:
    """Whether ASCII text has braces and strokes for å, ä and ö: most words with such signs inside are known then."""
    sample = text[:_SAMPLE]
    if not any(sign in sample for sign in "{}"):
        return False
    words = {word.translate(_SEVEN_BIT).lower() for word in _BRACED.findall(sample)}
    return len(words) >= _FEWEST_BRACED and sum(map(is_word, words)) >= _KNOWN_BRACED * len(words)


def twice_decoded(text: str) -> str | None:
    """The text that was saved as UTF-8, read as Windows-1252 and saved again; None where it was not all so.

    What it means has the widths that its author saw, so that columns set with spaces stand below each other.
    """
    if text.isascii():
        return None
    try:
        # Bytes that Windows-1252 leaves free stand as Latin-1's controls (`_table`).
        data = b"".join(p.encode("latin-1" if p in _FREE else "cp1252") for p in _AT_FREE.split(text))
        meant = data.decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    return meant if meant != text else None


def as_saved(meant: str) -> str:
    """The inverse of `twice_decoded`: the text as it stands in the file."""
    return _with_page(meant.encode("utf-8"), "cp1252")


def _decoded(data: bytes) -> tuple[str, str, int]:
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe\x00\x00", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            body = data[len(mark) :]
            if name == "utf-8":
                return _utf8(body)
            return _counted(body.decode(name, errors="replace"), name)
    sample = data[: 2**16]
    if b"\x00" in sample:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if max(even, odd) > 0.3 * (len(sample) // 2):
            name = "utf-16-be" if even > odd else "utf-16-le"
            return _counted(data.decode(name, errors="replace"), name)
        data = data.replace(b"\x00", b"")
    return _utf8(data)


def _counted(text: str, name: str) -> tuple[str, str, int]:
    return text, name, text.count("\ufffd")


def _utf8(data: bytes) -> tuple[str, str, int]:
    try:
        return data.decode("utf-8"), "utf-8", 0
    except UnicodeDecodeError:
        pass
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    # Files put together from several: lines that are valid UTF-8 keep that reading, if there are enough of them
    # with letters beyond ASCII.
    pieces = re.split(rb"(?<=\n)|(?<=\r)(?!\n)", data)
    good = [_valid(piece) for piece in pieces]
    page = _code_page(b"".join(piece for piece, text in zip(pieces, good, strict=True) if text is None))
    proven = sum(1 for piece, text in zip(pieces, good, strict=True) if text is not None and not piece.isascii())
    if 4 * proven < sum(1 for text in good if text is None):
        return _with_page(data, _code_page(data)), _code_page(data), 0
    lines = [_with_page(p, page) if text is None else text for p, text in zip(pieces, good, strict=True)]
    return "".join(lines), f"utf-8+{page}" if proven else page, 0


def _valid(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _with_page(data: bytes, page: str) -> str:
    table = _table(page)
    return "".join([table[b] for b in data])


@cache
def _table(page: str) -> tuple[str, ...]:
    """Each byte's character; bytes that the page leaves free are Latin-1's controls, so that none is lost."""
    return tuple(bytes([b]).decode(page, errors="ignore") or chr(b) for b in range(256))


def _code_page(data: bytes) -> str:
    """The best of the code pages: each high byte is judged by its neighbours."""
    contexts = Counter(
        (data[m.start() - 1] if m.start() else 32, m[0][0], data[m.end()] if m.end() < len(data) else 32)
        for m in re.finditer(rb"[\x80-\xff]", data[: 2**20])
    )
    best, best_score = _CODE_PAGES[0], float("-inf")
    for page in _CODE_PAGES:
        table = _table(page)
        score = sum(count * _fits(table[a], table[b], table[c]) for (a, b, c), count in contexts.items())
        if score > best_score:
            best, best_score = page, score
    return best


def _fits(before: str, character: str, after: str) -> float:
    """How well a character stands between its neighbours in Swedish text."""
    beside = before.isalpha() or after.isalpha()
    if before == character == after and character.isalpha():
        # No word has a letter three times: the row is a rule of a drawn table, read with another page.
        return _ODD_BESIDE
    if "\u2500" <= character <= "\u257f" and not beside:
        return _SIGN
    if character in _LETTERS or character in _FOREIGN:
        return _letter_fits(before, character, after)
    if character in _SIGNS:
        apart = not (before.isalpha() and after.isalpha()) or character in "’\u00ad"
        return _SIGN if apart else -_SIGN
    return _ODD_BESIDE if beside else _ODD


_LETTER, _FOREIGN_LETTER, _ALONE, _SMALL_AMONG_CAPITALS, _CAPITAL_INSIDE = 1.0, 0.3, 0.5, -0.5, -0.8
_SIGN, _ODD, _ODD_BESIDE = 0.3, -0.6, -1.0
"""What a character says for a code page: letters; signs at words' edges and, against it, inside words; others."""


def _letter_fits(before: str, letter: str, after: str) -> float:
    """How well a letter stands between its neighbours: å, ä, ö, or one of another language."""
    swedish = letter in _LETTERS
    weight = _LETTER if swedish else _FOREIGN_LETTER
    if not letter.islower():
        # A capital begins a word or stands in a word of capitals.
        return weight if not before.isalpha() or before.isupper() else _CAPITAL_INSIDE
    if not (before.isalpha() or after.isalpha()):
        return _ALONE if swedish else _SMALL_AMONG_CAPITALS
    return _SMALL_AMONG_CAPITALS if before.isupper() and after.isupper() else weight


_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#[0-9]{2,5}|#x[0-9A-Fa-f]{2,4});")
_LETTER_ENTITY = re.compile(
    r"&(?:[A-Za-z]uml|[Aa]ring|[A-Za-z]acute|#(?:228|229|246|196|197|214)|#x(?:E[45]|F6|C[45]|D6));"
)
_FEWEST_ENTITIES = 2
"""Swedish letters that a text out of a web page holds at least as entities; a single one may be an example."""


def without_entities(text: str) -> tuple[str, int]:
    """The text with HTML entities as the characters that they name, and how many they were.

    Only where letters are written so: `&` and `;` mean something else in other texts. References are those of HTML 4.
    """
    if len(_LETTER_ENTITY.findall(text)) < _FEWEST_ENTITIES:
        return text, 0
    return _ENTITY.subn(lambda m: html.unescape(m[0]), text)
