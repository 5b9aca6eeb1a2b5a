"""List numbers as Word prints them.

Counting follows ECMA-376 part 1, 17.9: levels of one abstract list share their counters over all lists made of
it, an override restarts them where its list first appears, and a level restarts after a higher one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from lxml import etree

from ingest.read.docx.styles import Styles
from ingest.read.docx.symbol_fonts import symbol
from ingest.read.office_xml import W, on

__all__ = ["ListMarker", "Numbering"]


class ListMarker(NamedTuple):
    """A printed number or bullet; `text` is "" for a list level that prints nothing."""

    text: str
    depth: int
    bullet: bool


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str | None = None
    restart: int | None = None
    legal: bool = False
    font: str | None = None
    picture: bool = False


_LEVELS = 9
"""Levels of a list (ECMA-376, 17.9.6)."""


def _shown(level: _Level, levels: Mapping[int, _Level], counters: Mapping[int, int]) -> str:
    """A level's text with the number of each level that it shows in place of `%1`, `%2`, …"""
    text = level.text
    for other in range(_LEVELS):
        if f"%{other + 1}" in text:
            shown = levels.get(other, _Level())
            form = "decimal" if level.legal and shown.form != "decimalZero" else shown.form
            text = text.replace(f"%{other + 1}", _format(counters.get(other, shown.start), form))
    return text


class Numbering:
    """The numbering part with the counters of one story. `next` must be called in document order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._link: dict[str, str] = {}
        self._num: dict[str, str] = {}
        self._start: dict[str, dict[int, int]] = {}
        self._own: dict[str, dict[int, _Level]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._seen: set[tuple[str, int]] = set()
        if root is None:
            return
        for abstract in root.iterchildren(W + "abstractNum"):
            key = abstract.get(W + "abstractNumId") or ""
            self._abstract[key] = dict(map(_level, abstract.iterchildren(W + "lvl")))
            link = abstract.find(W + "numStyleLink")
            if link is not None:
                self._link[key] = link.get(W + "val") or ""
        for num in root.iterchildren(W + "num"):
            key = num.get(W + "numId") or ""
            of = num.find(W + "abstractNumId")
            self._num[key] = (of.get(W + "val") if of is not None else None) or ""
            for override in num.iterchildren(W + "lvlOverride"):
                depth = _int(override.get(W + "ilvl"), 0)
                start, own = override.find(W + "startOverride"), override.find(W + "lvl")
                if own is not None:
                    self._own.setdefault(key, {})[depth] = _level(own)[1]
                if start is not None:
                    self._start.setdefault(key, {})[depth] = _int(start.get(W + "val"), 1)

    def depth_of_style(self, number: str, styles: tuple[str, ...]) -> int:
        """The level of a list that is linked to the nearest of these styles; 0 where none is."""
        levels = self._levels(number)
        for style in styles:
            for depth, level in sorted(levels.items()):
                if level.style == style:
                    return depth
        return 0

    def next(self, number: str | None, depth: int) -> ListMarker | None:
        """Count one paragraph of list `number` (numId) at `depth` (ilvl); None where it is in no list."""
        if number is None or number == "0" or number not in self._num:
            return None
        levels = self._levels(number)
        depth = min(max(depth, 0), _LEVELS - 1)
        level = levels.get(depth)
        if level is None:
            return None
        counters = self._count(number, depth, levels)
        if level.form == "bullet" or level.picture:
            text = "•" if level.picture else "".join(symbol(c, level.font) for c in level.text)
            return ListMarker(text.strip() or "•", depth, True)
        return ListMarker(_shown(level, levels, counters).strip(), depth, False)

    def _count(self, number: str, depth: int, levels: Mapping[int, _Level]) -> dict[int, int]:
        """Count one paragraph and start the deeper levels anew; the list's counters by level."""
        counters = self._counters.setdefault(self._root(number), {})
        first = (number, depth) not in self._seen
        self._seen.add((number, depth))
        override = self._start.get(number, {}).get(depth)
        if first and override is not None:
            counters[depth] = override
        elif depth in counters:
            counters[depth] += 1
        else:
            counters[depth] = levels[depth].start
        for deeper in [d for d in counters if d > depth]:
            restart = levels.get(deeper, _Level()).restart
            if restart != 0 and (restart is None or depth < restart):
                del counters[deeper]
        return counters

    def _root(self, number: str) -> str:
        """The abstract list behind a list, links through numbering styles followed."""
        key, seen = self._num.get(number, ""), set[str]()
        while key in self._link and key not in seen:
            seen.add(key)
            target = self._styles.list_of(self._link[key])
            if target is None or target not in self._num:
                break
            key = self._num[target]
        return key

    def _levels(self, number: str) -> dict[int, _Level]:
        levels = self._abstract.get(self._root(number), {})
        own = self._own.get(number)
        return {**levels, **own} if own else levels


def _level(element: etree._Element) -> tuple[int, _Level]:
    def val(path: str) -> str | None:
        child = element.find(path)
        return None if child is None else child.get(W + "val")

    form = element.find(W + "numFmt")
    if form is None:
        # Formats added later stand in an alternate content; Fallback holds one of the old ones.
        form = element.find(f".//{W}numFmt")
    fonts = element.find(f"{W}rPr/{W}rFonts")
    restart = val(W + "lvlRestart")
    level = _Level(
        start=_int(val(W + "start"), 0 if val(W + "start") is None else 1),
        form=(form.get(W + "val") if form is not None else None) or "decimal",
        text=val(W + "lvlText") or "",
        style=val(W + "pStyle"),
        restart=None if restart is None else _int(restart, 0),
        legal=bool(on(element.find(W + "isLgl"))),
        font=None if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi"),
        picture=element.find(W + "lvlPicBulletId") is not None,
    )
    if form is not None and form.get(W + "format", "").startswith("0"):
        level = replace(level, form="decimalZero")
    return _int(element.get(W + "ilvl"), 0), level


_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def roman(value: int) -> str:
    """A number from 1 to 3999 in small Roman digits; others in Arabic ones."""
    if not 0 < value < 4000:
        return str(value)
    out = ""
    for unit, digits in _ROMAN:
        count, value = divmod(value, unit)
        out += digits * count
    return out


def _format(value: int, form: str) -> str:
    if form == "none" or form == "bullet":
        return ""
    if form == "upperRoman":
        return roman(value).upper()
    if form == "lowerRoman":
        return roman(value)
    if form in ("upperLetter", "lowerLetter"):
        # a … z, aa, bb … (17.18.59): the letter is repeated.
        if not 0 < value <= 780:
            return str(value)
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form == "decimalZero":
        return f"{value:02d}"
    if form == "ordinal":
        return f"{value}:{'a' if value % 10 in (1, 2) and value % 100 not in (11, 12) else 'e'}"
    if form == "numberInDash":
        return f"- {value} -"
    return str(value)


def _int(value: str | None, default: int) -> int:
    try:
        return int(value) if value is not None else default
    except ValueError:
        return default
