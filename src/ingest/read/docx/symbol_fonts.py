"""Characters of symbol fonts as Unicode."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

__all__ = ["is_symbol_font", "symbol"]


@cache
def _tables() -> dict[str, dict[int, str]]:
    text = resources.files("ingest.read.docx").joinpath("word_symbols.toml").read_text(encoding="utf-8")
    return {font.lower(): {int(k, 16): v for k, v in table.items()} for font, table in tomllib.loads(text).items()}


def is_symbol_font(font: str | None) -> bool:
    """Return whether the font's codes are shapes, not letters."""
    return font is not None and font.lower() in _tables()


def symbol(character: str, font: str | None) -> str:
    """The Unicode character of a code in a font.

    Codes of unknown fonts, and unknown codes of known ones, stay as they are: repair sees the private-use
    character and says so. A bullet code without a named font is Symbol's, as Word takes it.
    """
    code = ord(character)
    private = 0xF000 <= code <= 0xF0FF
    table = _tables().get((font or "").lower())
    if table is None:
        if not private:
            return character
        table = _tables()["symbol" if font is None or code != 0xF0A7 else "wingdings"]
    return table.get(code - 0xF000 if private else code, character)
