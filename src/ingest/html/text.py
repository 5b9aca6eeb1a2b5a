"""Texts on their way into HTML or a terminal, and the style that all pages begin with."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from markupsafe import Markup

__all__ = ["base_style", "finalize", "shown"]

# HTML cannot carry these; each gets the picture that Unicode has for it (or the sign for what cannot be shown).
_UNSHOWN = {
    **{c: 0x2400 + c for c in range(0x20) if c not in (0x09, 0x0A)},
    0x0D: 0x0A,
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
}


def shown(text: str) -> str:
    """The text with what HTML cannot carry, and a terminal would obey, replaced by signs that can be seen."""
    return text.translate(_UNSHOWN)


def finalize(value: Any) -> Any:
    """`shown` for Jinja: every value on its way into a page."""
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def base_style() -> str:
    """The style sheet that all pages begin with: colours in light and dark, type, tables, marked words."""
    return resources.files("ingest.html").joinpath("base.css").read_text(encoding="utf-8").replace("\r\n", "\n")
