"""What an element of a web page is: by its tag, its ARIA role, its names, and whether a reader sees it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import resources

from lxml import etree

from ingest.document import BlockRole
from ingest.read.office_xml import integer

__all__ = [
    "BLOCKS",
    "UNSEEN",
    "Visible",
    "furniture",
    "heading_level",
    "is_title",
    "kind",
    "names",
    "plain_text",
    "text_outside",
]

UNSEEN = frozenset((
    "head", "script", "style", "template", "noscript", "link", "meta", "base", "param", "track", "source", "area",
    "map", "datalist", "col", "colgroup", "rp",
))  # fmt: skip
"""Elements that show nothing themselves."""
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "p", "pre", "search", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption", "tablist", "tabpanel",
))  # fmt: skip
"""Elements that stand on lines of their own (HTML, 15.3), and what ARIA roles make of others."""
_BY_ROLE = {
    "table": "table", "grid": "table", "treegrid": "table", "rowgroup": "tbody", "row": "tr", "cell": "td",
    "gridcell": "td", "columnheader": "th", "rowheader": "th", "list": "ul", "listitem": "li", "navigation": "nav",
    "menu": "nav", "menubar": "nav", "banner": "header", "contentinfo": "footer", "main": "main",
    "complementary": "aside",
    "search": "search", "dialog": "dialog", "tablist": "tablist", "tabpanel": "tabpanel", "heading": "h2",
}  # fmt: skip
"""What an ARIA role makes of an element (WAI-ARIA 1.2, 5.3)."""
_TABLE_PARTS = frozenset(["table", "tbody", "thead", "tfoot", "tr", "td", "th"])
_CONTENT = ("main", "article", "h1")
"""Elements that say that the page's own text stands in what holds them."""
_LEVELS = 6
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_CONTROLS = ("aria-controls", "data-target", "data-bs-target", "aria-owns")
_NOT_PLAIN = re.compile(r"[ \t\r\n\f]+")


@cache
def _patterns(part: str, name: str) -> re.Pattern[str]:
    text = resources.files("ingest.read.html").joinpath("page_names.toml").read_text(encoding="utf-8")
    return re.compile("|".join(f"(?:{p})" for p in tomllib.loads(text)[part][name]))


def kind(element: etree._Element) -> str:
    """The tag that an element behaves as: its own, or that of its role."""
    tag = str(element.tag)
    role = (element.get("role") or "").strip().lower()
    if not role:
        return tag
    if role in ("presentation", "none"):
        return "div" if tag in BLOCKS else "span"
    return tag if tag in _TABLE_PARTS else _BY_ROLE.get(role, tag)


def heading_level(element: etree._Element, tag: str) -> int | None:
    """The outline level of a heading; None for anything else."""
    if len(tag) != len("h1") or tag[0] != "h" or tag[1] not in "123456":
        return None
    own = integer(element.get("aria-level"))
    return int(tag[1]) if own is None else max(1, min(own, _LEVELS))


def names(element: etree._Element) -> Iterator[str]:
    """The classes and the id of an element, in small letters."""
    yield from (element.get("class") or "").lower().split()
    yield from (element.get("id") or "").lower().split()


def _named(element: etree._Element, part: str, name: str) -> bool:
    pattern = _patterns(part, name)
    return any(pattern.fullmatch(own) for own in names(element))


def is_title(element: etree._Element) -> bool:
    """Return whether a paragraph is the title of a document that a word processor saved."""
    return _named(element, "title", "names")


def furniture(element: etree._Element, tag: str) -> BlockRole | None:
    """The role of what belongs to the web site and not to the text; None for the text."""
    if tag in ("nav", "search", "dialog", "tablist"):
        return "side"
    if tag == "aside":
        # A box beside the text belongs to it, one beside the main part to the web site.
        inner = any(a.tag in ("article", "main") or kind(a) == "main" for a in element.iterancestors())
        return None if inner else "side"
    if tag in ("header", "footer"):
        inner = any(a.tag in ("article", "section", "main") for a in element.iterancestors())
        return None if inner else ("header" if tag == "header" else "footer")
    if tag not in BLOCKS or tag in _CONTENT or tag in ("body", "table", "tr", "td", "li", "p"):
        return None
    roles: tuple[BlockRole, ...] = ("side", "footer", "header")
    role = next((r for r in roles if _named(element, "furniture", r)), None)
    if role is not None and any(True for _ in element.iter(*_CONTENT)):
        return None
    return role


def plain_text(element: etree._Element) -> str:
    """All characters of an element on one line."""
    return _NOT_PLAIN.sub(" ", "".join(map(str, element.itertext()))).strip()


def text_outside(element: etree._Element, left_out: Callable[[etree._Element], bool]) -> str:
    """The characters of an element but for those of the elements in it that are left out, as they are written."""
    said = [element.text or ""]
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, child in walk:
        if child is element:
            continue
        if event == "end":
            said.append(child.tail or "")
        elif left_out(child):
            walk.skip_subtree()
        else:
            said.append(child.text or "")
    return "".join(said)


class Visible:
    """Tells what a page shows, at once or on a click: the closed parts of an accordion are text like any other."""

    def __init__(self, root: etree._Element) -> None:
        self._opened = frozenset(_targets(root.iter(etree.Element)))
        self._tabs = {e.get("id") or "": e for e in root.iter(etree.Element) if e.get("role") == "tab"}

    def tab_of(self, panel: etree._Element) -> str:
        """What stands on the tab that shows a panel; nothing where no tab does."""
        found = (self._tabs.get(name) for name in (panel.get("aria-labelledby") or "").split())
        return " ".join(self.text(tab) for tab in found if tab is not None)

    def hidden(self, element: etree._Element, tag: str) -> bool:
        """Return whether nobody sees an element who does not ask the program for it."""
        if tag == "dialog" and element.get("open") is None and element.tag == "dialog":
            return True
        if _named(element, "hidden", "names"):
            return True
        mute = (element.get("aria-hidden") or "").strip().lower() == "true"
        if mute and tag not in BLOCKS:
            # Drawn signs: letters of icon fonts, arrows.
            return True
        closed = element.get("hidden") is not None or _UNSEEN_STYLE.search(element.get("style") or "") is not None
        return closed and not self._opens(element, tag)

    def text(self, element: etree._Element) -> str:
        """The characters of an element that are shown, on one line."""
        said = text_outside(element, lambda child: kind(child) in UNSEEN or self.hidden(child, kind(child)))
        return _NOT_PLAIN.sub(" ", said).strip()

    def _opens(self, element: etree._Element, tag: str) -> bool:
        if tag == "tabpanel" or element.get("role") == "region" or (element.get("id") or "") in self._opened:
            return True
        before = element.getprevious()
        return before is not None and any(_is_switch(e) for e in before.iter(etree.Element))


def _targets(elements: Iterable[etree._Element]) -> Iterator[str]:
    """The ids of what the switches of a page open."""
    for element in elements:
        for attribute in _CONTROLS:
            yield from (element.get(attribute) or "").replace("#", " ").replace(",", " ").split()
        href = element.get("href") or ""
        if len(href) > 1 and href[0] == "#" and _is_switch(element):
            yield href[1:]


def _is_switch(element: etree._Element) -> bool:
    return (
        element.tag == "button"
        or element.get("aria-expanded") is not None
        or element.get("data-toggle") is not None
        or element.get("data-bs-toggle") is not None
        or (element.get("role") or "") in ("button", "tab")
    )
