"""What a page's own style sheet says of how its elements stand: which of those within lines have lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

__all__ = ["apart"]

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SELECTOR = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<names>(?:[.#][\w-]+)*)")
_CONTAINER = re.compile(r"display\s*:\s*(?:inline-)?(?:flex|grid)\b", re.IGNORECASE)
_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|list-item|table)\b", re.IGNORECASE)
_WITHIN = frozenset(("span", "a", "label", "time", "data", "output"))
"""Elements within lines that say nothing of their own."""
_LONGEST = 400_000
"""Characters of style sheets that are looked at."""

_Simple = tuple[str, frozenset[str]]
"""A tag ("" for any), and the classes (`.name`) and id (`#name`) that an element must have."""


def apart(body: etree._Element) -> frozenset[etree._Element]:
    """Return the elements within lines that a page sets apart, as a block does: by their own `display`, or as a part of
    a flex or grid container (CSS Flexbox 4, CSS Grid 6: their parts are blocks).

    Simple selectors of the page's `<style>` elements and `style` attributes are read; style sheets in files of their
    own are not there.
    """
    sheet = "".join(str(e.text or "") for e in body.getroottree().iter("style"))
    rules = list(_rules(_COMMENT.sub("", sheet[:_LONGEST])))
    holders = [one for one, said in rules if _CONTAINER.search(said)]
    blocks = [one for one, said in rules if _BLOCK.search(said)]
    found: set[etree._Element] = set()
    for element in body.iter(*_WITHIN):
        parent = element.getparent()
        own = _has(element, blocks, _BLOCK)
        if own or (parent is not None and _has(parent, holders, _CONTAINER)):
            found.add(element)
    return frozenset(found)


def _rules(sheet: str) -> Iterator[tuple[_Simple, str]]:
    for selectors, said in _RULE.findall(sheet):
        if "display" not in said:
            continue
        for selector in selectors.split(","):
            simple = _SELECTOR.fullmatch(selector.strip())
            if simple is not None and simple[0]:
                yield (simple["tag"] or "", frozenset(re.findall(r"[.#][\w-]+", simple["names"]))), said


def _has(element: etree._Element, rules: list[_Simple], display: re.Pattern[str]) -> bool:
    if display.search(element.get("style") or ""):
        return True
    names = {f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
    return any(tag in ("", element.tag) and wanted <= names for tag, wanted in rules)
