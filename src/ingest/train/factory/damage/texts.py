"""Text files as other programs leave them: wrong encodings, lost letters, marks of hyphenation, slips of old OCR."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from ingest.train.factory.damage import DamageMethod

__all__ = ["DAMAGES", "as_code_page", "mojibake", "with_slips", "without_marks"]

_LETTERS = "åäöÅÄÖ"
_LONG_WORD = re.compile(r"\b(\w{4,})(\w{4,})\b")


def mojibake(text: str, wrong: str) -> str:
    """Return UTF-8 read in a code page: `för` gives `fÃ¶r` in "cp1252"."""
    return "".join(_read_as(c, "utf-8", wrong) for c in text)


def as_code_page(text: str, right: str, wrong: str) -> str:
    """Return one code page read as another: `för` of "cp1252" gives `fˆr` in "mac_roman"."""
    return "".join(_read_as(c, right, wrong) for c in text)


def _read_as(letter: str, right: str, wrong: str) -> str:
    if letter.isascii():
        return letter
    try:
        return letter.encode(right).decode(wrong)
    except (UnicodeEncodeError, UnicodeDecodeError):
        return letter


def without_marks(text: str) -> str:
    """Return a text whose letters have lost their rings and dots."""
    return "".join(unicodedata.normalize("NFD", c)[0] if c in _LETTERS else c for c in text)


def _lost(sign: str) -> Callable[[str, random.Random], str]:
    return lambda text, _: "".join(sign if c in _LETTERS else c for c in text)


def _soft_hyphens(text: str, rng: random.Random) -> str:
    """Return a text with the marks of another program's hyphenation in some of its long words."""
    mark = rng.choice(("\u00ad", "¬"))
    return _LONG_WORD.sub(lambda m: f"{m[1]}{mark}{m[2]}" if rng.random() < 0.2 else m[0], text)


def _spaces(text: str, rng: random.Random) -> str:
    """Return a text whose spaces are no-break spaces and thin spaces, as a page program leaves them."""
    space = rng.choice(("\u00a0", "\u2002", "\u202f"))
    return re.sub(r"(?<=\w) (?=\w)", lambda m: space if rng.random() < 0.3 else m[0], text)


_SLIPS: tuple[tuple[str, str], ...] = (
    ("l", "1"), ("l", "I"), ("i", "l"), ("o", "0"), ("ö", "6"), ("å", "a"), ("ä", "a"), ("m", "rn"), ("rn", "m"),
    ("h", "b"), ("e", "c"), ("c", "e"), ("d", "cl"), ("t", "f"), ("u", "n"), ("s", "5"),
)  # fmt: skip
"""What programs of the 1990s took letters for; one program makes a few of them, again and again."""
_KINDS_OF_SLIP = (3, 6)
_SLIP_RATES = (0.02, 0.12)
"""Share of a letter's uses that are misread, where the program misreads it at all."""
_SPECKS = ".,'~"
_SPECK_CHANCE = 0.1
"""Chance that a line without text holds a speck."""


def with_slips(text: str, rng: random.Random) -> str:
    """Return a text as a program of the 1990s read its letters."""
    for meant, read in rng.sample(_SLIPS, rng.randint(*_KINDS_OF_SLIP)):
        rate = rng.uniform(*_SLIP_RATES)
        parts = text.split(meant)
        text = parts[0] + "".join((read if rng.random() < rate else meant) + part for part in parts[1:])
    return text


def _old_ocr(text: str, rng: random.Random) -> str:
    """Return a text as a program of the 1990s read it from a page: letters misread, specks on blank lines."""
    return "\n".join(
        " " * rng.randint(0, 60) + rng.choice(_SPECKS) if not line and rng.random() < _SPECK_CHANCE else line
        for line in with_slips(text, rng).split("\n")
    )


_KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "text-mojibake": lambda text, _: mojibake(text, "cp1252"),
    "text-mac-roman": lambda text, _: mojibake(text, "mac_roman"),
    "text-code-page": lambda text, _: as_code_page(text, "cp1252", "cp437"),
    "text-without-marks": lambda text, _: without_marks(text),
    "text-question-marks": _lost("?"),
    "text-replacement": _lost("\ufffd"),
    "text-decomposed": lambda text, _: unicodedata.normalize("NFD", text),
    "text-soft-hyphens": _soft_hyphens,
    "text-odd-spaces": _spaces,
    "text-old-ocr": _old_ocr,
}


def _damage(name: str, kind: Callable[[str, random.Random], str]) -> DamageMethod:
    def apply(path: Path, stem: Path, rng: random.Random) -> Path | None:
        text = _read(path.read_bytes())
        damaged = kind(text, rng)
        if damaged == text:
            return None
        target = stem.with_name(stem.name + path.suffix)
        target.write_bytes(damaged.encode("utf-8"))
        return target

    return DamageMethod(name, ".txt", apply)


def _read(data: bytes) -> str:
    """Return the text of a file that the factory wrote in one of its encodings."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("the file is in none of the factory's encodings")


DAMAGES = tuple(_damage(name, kind) for name, kind in _KINDS.items())
