"""Text files as other programs leave them: wrong encodings, lost letters, marks of hyphenation."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from ingest.train.factory.damage import Damage

__all__ = ["DAMAGES", "as_code_page", "mojibake", "without_marks"]

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
}


def _damage(name: str, kind: Callable[[str, random.Random], str]) -> Damage:
    def apply(path: Path, stem: Path, rng: random.Random) -> Path | None:
        text = _read(path.read_bytes())
        damaged = kind(text, rng)
        if damaged == text:
            return None
        target = stem.with_name(stem.name + path.suffix)
        target.write_bytes(damaged.encode("utf-8"))
        return target

    return Damage(name, ".txt", apply)


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
