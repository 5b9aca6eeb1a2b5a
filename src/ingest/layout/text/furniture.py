"""Page headers, footers and page numbers: what returns at the same height from page to page.

They are taken out of the text and kept at the document's end, once each. A table's repeated heading row also
returns at the same height; rules and fills around it, its many columns, or the same words elsewhere on a page
tell it apart. So does a label (`Ansvarig: …`, or `Ansvarig` above its value) that begins other lines of the text: two
records that a page's end cuts alike are no header.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from ingest.document import BBox, BlockRole, Line, Method, Page, Paragraph
from ingest.language.patterns import pattern
from ingest.layout.text.lines import Segment, segments

__all__ = ["Furniture", "split_furniture"]

TOP, BOTTOM = 0.12, 0.88
"""Where furniture may stand, in shares of the page's height."""
_PAGE_NUMBER = pattern("layout", "furniture.page_number", re.IGNORECASE)
_BESIDE, _ENDS = 20.0, 4.0
"""Points from the left side of a form's box to its text, at most; points within which its sides end at one height."""
_FRAME, _FORM_RULES = 0.7, 4
"""Share of the page's height from which a box frames the page; level rules of a form's box, at least."""
_JOIN = 1.5
"""Points by which the ends of two rules of one table may be apart."""
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LABEL = re.compile(r"[^\W\d][^:]{0,40}:(?=\s|$)")
_OFTENER = 2
"""How many times as often as in the margins a line stands between them that is the text's."""
SAME_PLACE, SHIFTED = 4.0, 9.0
"""Points by which what returns stands higher or lower on another page; on another sheet that was laid on a glass."""
MISREAD, LEAST_MISREAD = 85.0, 8
"""Likeness (per cent) of two readings of one line on scanned pages, and its least letters."""
_FEW_SLIDES = 3
"""Slides that may share a title however few there are."""
_TITLE = 1.3
"""How many times larger than its text a slide's title is, at least."""
_RECURS = 2
"""Lines of the text itself that a label begins, at least, if one in the margin is the text's too."""


@dataclass(frozen=True, slots=True)
class Furniture:
    pages: tuple[Page, ...]
    """The pages without their furniture."""
    blocks: tuple[Paragraph, ...]
    """Headers and footers, each wording once, with the role `header` or `footer`."""


@dataclass(slots=True)
class _Row:
    page: int
    """Index."""
    parts: list[Segment]
    box: BBox
    top: bool
    rank: int
    """0 for the outermost row."""

    @property
    def key(self) -> str:
        return _DIGITS.sub("#", self.text).strip().lower()

    @property
    def label(self) -> str:
        """What stands before a colon at its beginning, with the colon; else nothing."""
        found = _LABEL.match(self.text)
        return found[0] if found else ""

    @property
    def text(self) -> str:
        return " ".join(w.raw for s in self.parts for w in s.words)


def split_furniture(pages: Sequence[Page]) -> Furniture:
    """Part every page's furniture from its text."""
    marginal, everywhere, labels = _marginal(pages)
    marginal_times = Counter(r.key for r in marginal)
    returning = [
        r
        for r in _returning(marginal, pages)
        if not _is_of_text(r, everywhere[r.key], marginal_times[r.key]) and labels[r.label] < _RECURS
    ]
    returning = _without_slide_titles(returning, pages)
    framed = _framed_heads(returning, pages)
    chosen = [r for r in returning if id(r) in framed or not _in_table(r, pages[r.page])]
    chosen += [r for r in _outermost(marginal, chosen) if _is_page_number(r, pages[r.page], marginal)]
    chosen = _contiguous(chosen, marginal)
    gone = {id(w) for r in chosen for s in r.parts for w in s.words}
    if not gone:
        return Furniture(tuple(pages), ())
    frames = [(r.page, framed[id(r)]) for r in chosen if id(r) in framed]
    kept = tuple(_without(p, gone) for p in _unframed(pages, frames))
    return Furniture(kept, tuple(_blocks(chosen, pages, framed)))


def _without_slide_titles(returning: Sequence[_Row], pages: Sequence[Page]) -> list[_Row]:
    """The rows without titles that several slides share (`Åtgärder`, and on the next slide the rest of them): the
    largest text of a page that is wider than high, on few of the pages."""
    shown: dict[str, set[int]] = {}
    for row in returning:
        shown.setdefault(row.key, set()).add(row.page)
    few = max(_FEW_SLIDES, len(pages) // 2)
    return [r for r in returning if not (r.top and len(shown[r.key]) <= few and _is_slide_title(r, pages[r.page]))]


def _is_slide_title(row: _Row, page: Page) -> bool:
    sizes = sorted(w.size for w in page.words if w.size)
    if page.width <= page.height or not sizes:
        return False
    size = max(s.size for s in row.parts)
    return len(row.parts) == 1 and size >= _TITLE * sizes[len(sizes) // 2] and size >= sizes[-1] - 0.1


def _is_of_text(row: _Row, inside: int, in_margins: int) -> bool:
    """Return whether what stands in a margin is a line of the text: a heading row's cells, or a label above its values.

    Args:
        row: the line in a margin.
        inside: how often its wording stands between the margins.
        in_margins: how often it stands in one.
    """
    return inside > 0 if len(row.parts) > 1 else inside >= max(_RECURS, _OFTENER * in_margins)


def _marginal(pages: Sequence[Page]) -> tuple[list[_Row], Counter[str], Counter[str]]:
    """The rows in the pages' margins; how often each wording, and each label, stands between the margins."""
    marginal: list[_Row] = []
    everywhere: Counter[str] = Counter()
    labels: Counter[str] = Counter()
    for index, page in enumerate(pages):
        every = _rows(index, page)
        middle = [r for r in every if TOP * page.height < (r.box.top + r.box.bottom) / 2 < BOTTOM * page.height]
        everywhere.update(r.key for r in middle)
        labels.update(r.label for r in middle if r.label)
        tops = [r for r in every if (r.box.top + r.box.bottom) / 2 <= TOP * page.height]
        bottoms = [r for r in every if (r.box.top + r.box.bottom) / 2 >= BOTTOM * page.height][::-1]
        for side, top in ((tops, True), (bottoms, False)):
            for rank, row in enumerate(side):
                row.top, row.rank = top, rank
                marginal.append(row)
    return marginal, everywhere, labels


def _framed_heads(returning: Sequence[_Row], pages: Sequence[Page]) -> dict[int, tuple[float, float]]:
    """Return the rows (ids) of heads and feet that are set as a table, with the top and bottom of its sides, in points.

    What tells them from the repeated heading of a table is a page number that counts on in one of their cells.
    """
    texts: dict[str, set[str]] = {}
    for row in returning:
        texts.setdefault(row.key, set()).add(row.text)
    counted = [
        r for r in returning
        if len(texts[r.key]) > 1 and any(_PAGE_NUMBER.match(" ".join(w.raw for w in s.words)) for s in r.parts)
    ]  # fmt: skip
    out: dict[int, tuple[float, float]] = {}
    for number in counted:
        span = _sides(number, pages[number.page])
        if span is None:
            continue
        for row in returning:
            middle = (row.box.top + row.box.bottom) / 2
            if row.page == number.page and row.top == number.top and span[0] <= middle <= span[1]:
                out[id(row)] = span
    return out


def _sides(row: _Row, page: Page) -> tuple[float, float] | None:
    """Return the top and bottom of the upright rules beside a row, with those that go on from them."""
    middle = (row.box.top + row.box.bottom) / 2
    upright = sorted((r.bbox for r in page.rules if not r.horizontal), key=lambda b: b.top)
    found = [b for b in upright if b.top <= middle <= b.bottom]
    if not found:
        return None
    top, bottom = min(b.top for b in found), max(b.bottom for b in found)
    for box in upright:
        if box.top <= bottom + _JOIN and box.bottom > bottom:
            bottom = box.bottom
    for box in sorted(upright, key=lambda b: -b.bottom):
        if box.bottom >= top - _JOIN and box.top < top:
            top = box.top
    return top, bottom


def _unframed(pages: Sequence[Page], spans: Sequence[tuple[int, tuple[float, float]]]) -> Iterator[Page]:
    """The pages without the rules of heads and feet that are set as tables: (index of the page, top and bottom)."""
    for index, page in enumerate(pages):
        own = [span for at, span in spans if at == index]
        rules = tuple(r for r in page.rules if not any(_within(r.bbox, span) for span in own))
        yield replace(page, rules=rules) if own else page


def _within(box: BBox, span: tuple[float, float]) -> bool:
    return span[0] - _JOIN <= box.top and box.bottom <= span[1] + _JOIN


def _without(page: Page, gone: set[int]) -> Page:
    """The page without some words (ids); what its tags say of the others holds on."""
    kept = [i for i, w in enumerate(page.words) if id(w) not in gone]
    tags = page.tags
    if tags is not None:
        new = {old: i for i, old in enumerate(kept)}

        def moved(group: Sequence[int]) -> tuple[int, ...]:
            return tuple(new[i] for i in group if i in new)

        tables = tuple(
            replace(t, cells=tuple(replace(c, paragraphs=tuple(map(moved, c.paragraphs))) for c in t.cells))
            for t in tags.tables
        )
        tags = replace(tags, tables=tables, headings=tuple((level, moved(group)) for level, group in tags.headings))
    return replace(page, words=tuple(page.words[i] for i in kept), tags=tags)


def _rows(index: int, page: Page) -> list[_Row]:
    out: dict[int, _Row] = {}
    # Only the margins and a count of the rest are needed: body words are not cut into segments twice.
    for segment in segments(page.words, gap=3.0):
        row = out.get(segment.row)
        if row is None:
            out[segment.row] = _Row(index, [segment], segment.box, True, 0)
        else:
            row.parts.append(segment)
            b, c = row.box, segment.box
            row.box = BBox(min(b.x0, c.x0), min(b.top, c.top), max(b.x1, c.x1), max(b.bottom, c.bottom))
    return [out[k] for k in sorted(out)]


def _returning(rows: list[_Row], pages: Sequence[Page]) -> list[_Row]:
    """Rows whose wording (digits apart) returns at the same distance from the page's edge."""
    groups: dict[tuple[str, bool], list[_Row]] = {}
    for row in rows:
        groups.setdefault((row.key, row.top), []).append(row)
    out = []
    for (key, top), members in groups.items():
        if not key:
            continue
        # On scanned pages one line is read in several ways.
        near = [r for (other, end), own in groups.items() if end == top and _same_line(key, other) for r in own]
        scanned = [r for r in near if pages[r.page].method is Method.OCR]
        for row in members:
            others = [*members, *(scanned if pages[row.page].method is Method.OCR else ())]
            if any(o.page != row.page and _same_height(row, o, pages) for o in others):
                out.append(row)
    return out


def _same_line(key: str, other: str) -> bool:
    """Return whether two wordings may be one line, misread."""
    return key != other and len(key) >= LEAST_MISREAD and fuzz.ratio(key, other) >= MISREAD


def _same_height(a: _Row, b: _Row, pages: Sequence[Page]) -> bool:
    first, second = pages[a.page], pages[b.page]
    most = SHIFTED if first.method is second.method is Method.OCR else SAME_PLACE
    if a.top:
        return abs(a.box.top - b.box.top) < most
    return abs((first.height - a.box.bottom) - (second.height - b.box.bottom)) < most


def _in_table(row: _Row, page: Page) -> bool:
    """Whether rules or a fill hold the row as a table's row."""
    if len(row.parts) > 3:
        return True
    box = row.box
    middle = (box.top + box.bottom) / 2
    upright = sum(
        1
        for r in page.rules
        if not r.horizontal and r.bbox.top <= middle <= r.bbox.bottom and box.x0 - 20 <= r.bbox.x0 <= box.x1 + 20
    )
    if upright >= 2 or _in_form(row, page):
        return True
    painted = any(
        f.bbox.x0 <= box.x0 + 1 and f.bbox.x1 >= box.x1 - 1 and f.bbox.top <= middle <= f.bbox.bottom
        and f.bbox.height < 60 and min(f.color) < 0.97
        for f in page.fills
    )  # fmt: skip
    return painted and len(row.parts) > 1


def _in_form(row: _Row, page: Page) -> bool:
    """Whether the row stands in a box of several rows whose sides are rules of one height: a form's, which comes again
    on the next page, as its labels do."""
    middle = (row.box.top + row.box.bottom) / 2
    sides = [r.bbox for r in page.rules if not r.horizontal and r.bbox.top <= middle <= r.bbox.bottom]
    lefts = [b for b in sides if row.box.x0 - _BESIDE <= b.x0 <= row.box.x0 and b.height <= _FRAME * page.height]
    rights = [b for b in sides if b.x0 > row.box.x1]
    return any(_rules_between(a, b, page) >= _FORM_RULES for a in lefts for b in rights)


def _rules_between(left: BBox, right: BBox, page: Page) -> int:
    """Level rules from one side of a box to the other; 0 where these are not the sides of one box."""
    if abs(right.top - left.top) > _ENDS or abs(right.bottom - left.bottom) > _ENDS:
        return 0
    level = [r.bbox for r in page.rules if r.horizontal and left.top - _ENDS <= r.bbox.top <= left.bottom + _ENDS]
    return sum(b.x0 <= left.x0 + _ENDS and b.x1 >= right.x0 - _ENDS for b in level)


def _is_page_number(row: _Row, page: Page, marginal: list[_Row]) -> bool:
    """A page number that cannot return: on a document's only page, or counted in another form."""
    parts = [" ".join(w.raw for w in s.words) for s in row.parts]
    if _in_table(row, page) or not any(_PAGE_NUMBER.match(t) for t in (row.text, *parts)):
        return False
    if len(parts) > 1 and (row.top or any(_YEAR.fullmatch(t) for t in parts)):
        return False  # a bare number beside other words at a page's top is anything, and so is a year
    inner = [r for r in marginal if r.page == row.page and r.top == row.top and r.rank == row.rank + 1]
    gap = min((_distance(row, r) for r in inner), default=99.0)
    return gap > 1.5 * row.box.height


def _distance(a: _Row, b: _Row) -> float:
    return max(a.box.top - b.box.bottom, b.box.top - a.box.bottom)


def _outermost(marginal: Sequence[_Row], chosen: Sequence[_Row]) -> list[_Row]:
    """The rows that are not chosen and have nothing but chosen ones outside of them."""
    marks = {(r.page, r.top, r.rank) for r in chosen}
    left = (r for r in marginal if (r.page, r.top, r.rank) not in marks)
    return [r for r in left if all((r.page, r.top, rank) in marks for rank in range(r.rank))]


def _contiguous(chosen: list[_Row], marginal: list[_Row]) -> list[_Row]:
    """Only rows with nothing but furniture outside of them."""
    marks = {(r.page, r.top, r.rank) for r in chosen}
    return [r for r in chosen if all((r.page, r.top, rank) in marks for rank in range(r.rank))]


def _blocks(chosen: list[_Row], pages: Sequence[Page], framed: Container[int]) -> list[Paragraph]:
    seen: set[tuple[str, bool]] = set()
    out = []
    for row in sorted(chosen, key=lambda r: (r.page, not r.top, r.box.top)):
        if (row.key, row.top) in seen:
            continue
        seen.add((row.key, row.top))
        role: BlockRole = "header" if row.top else "footer"
        # The cells of a head set as a table are lines of their own.
        parts = [s.words for s in row.parts] if id(row) in framed else [[w for s in row.parts for w in s.words]]
        out += [Paragraph((Line(tuple(words), pages[row.page].number),), role) for words in parts]
    return out
