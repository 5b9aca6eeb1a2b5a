"""The marks of a web page's list items as a browser prints them (HTML, 4.4.5 and 4.4.8)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from ingest.read.office_xml import integer

__all__ = ["BULLET", "ItemMarks"]

BULLET = "•"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST_ROMAN = 39
"""Items of a list with Roman numbers; one with more has plain numbers here."""


@dataclass(slots=True)
class ItemMarks:
    """Counts the items of one list; without a style they have bullets."""

    style: str | None = None
    number: int = 1
    step: int = 1

    @classmethod
    def of(cls, element: etree._Element) -> ItemMarks:
        """The marks of an `ol`, with its start and its direction, or of any other list."""
        if element.tag != "ol":
            return cls()
        back = element.get("reversed") is not None
        first = integer(element.get("start"))
        if first is None:
            first = sum(1 for _ in element.iterchildren("li")) if back else 1
        return cls(element.get("type") or "1", first, -1 if back else 1)

    def marker(self, own: int | None) -> str:
        """The next item's mark; `own` is the number that the item itself gives."""
        if self.style is None:
            return BULLET
        number = self.number if own is None else own
        self.number = number + self.step
        return f"{_printed(number, self.style)}."


def _printed(number: int, style: str) -> str:
    if style in ("a", "A") and 0 < number <= len(_LETTERS):
        text = _LETTERS[number - 1]
    elif style in ("i", "I") and 0 < number <= _MOST_ROMAN:
        text, rest = "", number
        for value, sign in _ROMAN:
            text += sign * (rest // value)
            rest %= value
    else:
        return str(number)
    return text.upper() if style.isupper() else text
