"""List items that only their neighbours give away: typed numbers that count up, brackets that end a line below, marks
of a scan that are worn away, and the rest of an item at the top of the next column or page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace

from ingest.document import Block, Line, Paragraph

__all__ = ["list_items"]

_NUMBER = re.compile(r"\(?(?:(?P<number>\d{1,2})|(?P<letter>[a-zA-Z]))(?:\)|\.\)?)")
_BRACKETS = re.compile(r"\([^()]+\)\.?")
_BULLETS = frozenset("-–—•*·o")
_DOTS = frozenset("•*·.'`")
_MISREAD = frozenset("e¢©®«°»>¤")
"""What a bullet is misread as."""
_SAME, _SET_IN = 3.0, 6.0
"""Points within which left edges are one on a scan, and by which an item's text stands in, at least."""
_LONGEST_REST = 160
"""Characters of what closes a bracket: a line or two."""


def list_items(blocks: Sequence[Block], scanned: Set[int] = frozenset()) -> tuple[Block, ...]:
    """Return the blocks with typed numbers as markers, items in one piece whose bracket closes in the next block, and
    items that lost their mark.

    Args:
        blocks: of a document, in reading order.
        scanned: numbers of the pages that were read from a picture.
    """
    return tuple(_over_columns(_worn(_counted(_closed(_without_specks(blocks, scanned))), scanned)))


def _joined(blocks: Sequence[Block], goes_on: Callable[[Paragraph, Paragraph], bool]) -> list[Block]:
    """Blocks in which a paragraph that goes on with the list item above it belongs to the item."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if (
            isinstance(last, Paragraph)
            and isinstance(block, Paragraph)
            and last.role == "list-item"
            and goes_on(last, block)
        ):
            out[-1] = replace(last, lines=(*last.lines, *block.lines))
        else:
            out.append(block)
    return out


# ---------------------------------------------------------------- over columns and pages


def _over_columns(blocks: Sequence[Block]) -> list[Block]:
    """Blocks in which what stands at the top of the next column or page, where the text of the items below it begins,
    goes on with the item before it."""
    tops = {
        id(block)
        for above, block, below in zip(blocks, blocks[1:], blocks[2:], strict=False)
        if isinstance(above, Paragraph) and isinstance(block, Paragraph) and isinstance(below, Paragraph)
        if _rests_at_top(above, block, below)
    }
    return _joined(blocks, lambda _, block: id(block) in tops)


def _rests_at_top(item: Paragraph, block: Paragraph, below: Paragraph) -> bool:
    """Return whether a paragraph at the top of the next column or page begins where the item below it does."""
    if (item.role, block.role, below.role) != ("list-item", "body", "list-item") or item.marker != below.marker:
        return False
    first, under, last = block.lines[0], below.lines[0], item.lines[-1]
    if first.bbox is None or under.bbox is None or last.bbox is None or first.page != under.page:
        return False
    moved = first.page != last.page or (first.bbox.bottom <= last.bbox.top and first.bbox.x0 > last.bbox.x0)
    bold = {w.bold for w in first.words} | {w.bold for w in last.words}
    alike = abs(first.bbox.height - last.bbox.height) <= _SAME and len(bold) == 1
    return moved and alike and abs(first.bbox.x0 - under.bbox.x0) <= _SAME


# ---------------------------------------------------------------- specks


def _without_specks(blocks: Sequence[Block], scanned: Set[int]) -> list[Block]:
    """Blocks in which a line that a speck of a scan made an item goes on with the item above: it begins in small
    letters behind another sign, and the item above has not ended."""
    return _joined(
        blocks,
        lambda item, block: (
            block.role == "list-item"
            and block.marker in _DOTS
            and item.marker not in _DOTS
            and _place_of(block)[1] in scanned
            and block.text[:1].islower()
            and not item.text.rstrip().endswith((".", ":", ";", ")"))
        ),
    )


# ---------------------------------------------------------------- marks worn away


def _worn(blocks: Sequence[Block], scanned: Set[int]) -> list[Block]:
    """Blocks in which a paragraph of a scan beside list items, set in as their text is, is an item too.

    On a page read from a picture a dash or a dot may be too faint to be seen; a second paragraph of an item would
    stand there as well, but plans and minutes have none.
    """
    out = list(blocks)
    if not scanned:
        return out
    margins = _margins(blocks)
    for at in (*range(len(out)), *reversed(range(len(out)))):
        block = _without_misread(out[at])
        x, page = _place_of(block)
        if not isinstance(block, Paragraph) or block.role != "body" or page not in scanned:
            continue
        if x - margins[page] <= _SET_IN or not block.text[:1].isupper():
            continue
        beside = (out[n] for n in (at - 1, at + 1) if 0 <= n < len(out))
        item = next((b for b in beside if isinstance(b, Paragraph) and _is_level(b, x, page)), None)
        if item is not None:
            out[at] = replace(block, role="list-item", level=item.level, marker=item.marker)
    return out


def _without_misread(block: Block) -> Block:
    """A paragraph without the sign at its beginning that a bullet may have been misread as (`« Prova verken`)."""
    if not isinstance(block, Paragraph) or block.role != "body" or not block.lines:
        return block
    first, *others = block.lines
    if len(first.words) < 2 or first.words[0].raw not in _MISREAD:
        return block
    return replace(block, lines=(replace(first, words=first.words[1:]), *others))


def _is_level(item: Paragraph, x: float, page: int) -> bool:
    """Whether a list item with a dash or bullet has its text at a place."""
    own, at = _place_of(item)
    return item.role == "list-item" and item.marker in _BULLETS and at == page and abs(own - x) <= _SAME


def _place_of(block: Block) -> tuple[float, int]:
    """The left edge of a paragraph's first line (points), and its page; page 0 for anything else."""
    if not isinstance(block, Paragraph) or not block.lines or not block.lines[0].words:
        return 0.0, 0
    box = block.lines[0].words[0].bbox
    return (0.0, 0) if box is None else (box.x0, block.lines[0].page or 0)


def _margins(blocks: Sequence[Block]) -> dict[int, float]:
    """The leftmost edge of the text on each page."""
    out: dict[int, float] = {}
    for x, page in map(_place_of, blocks):
        out[page] = min(x, out.get(page, x))
    return out


# ---------------------------------------------------------------- typed numbers


def _counted(blocks: Sequence[Block]) -> list[Block]:
    """Blocks in which running text that counts up (`1) …`, `2) …`) is list items."""
    out = list(blocks)
    for run in _runs(blocks):
        for at in run:
            block = out[at]
            assert isinstance(block, Paragraph)
            first, *others = block.lines
            marker, *words = first.words
            out[at] = replace(
                block, lines=(Line(tuple(words), first.page), *others), role="list-item", level=0, marker=marker.raw
            )
    return out


def _runs(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """Two and more blocks right below each other whose numbers count up from the first one."""
    run: list[int] = []
    last: tuple[str, int] | None = None
    for at, block in enumerate(blocks):
        place = _place(block)
        if run and place is not None and last is not None and place == (last[0], last[1] + 1):
            run.append(at)
        else:
            if len(run) > 1:
                yield run
            run = [at] if place is not None and place[1] == 1 else []
        last = place
    if len(run) > 1:
        yield run


def _place(block: Block) -> tuple[str, int] | None:
    """The form of a paragraph's typed number, and the number; None where it has none, or is a heading by its look."""
    if not isinstance(block, Paragraph) or block.role != "body" or block.marker is not None or not block.lines:
        return None
    words = block.lines[0].words
    if len(words) < 2 or all(w.bold for line in block.lines for w in line.words):
        return None
    match = _NUMBER.fullmatch(words[0].raw)
    if match is None:
        return None
    form = words[0].raw.replace(match["number"] or match["letter"], "1" if match["number"] else "a")
    return form, int(match["number"]) if match["number"] else ord(match["letter"].lower()) - ord("a") + 1


# ---------------------------------------------------------------- brackets


def _closed(blocks: Sequence[Block]) -> list[Block]:
    """Blocks in which what closes a list item's bracket belongs to the item."""
    return _joined(
        blocks,
        lambda item, block: (
            block.role == "body"
            and (_open_bracket(item.text) or _ends_in_brackets(item.text, block.text))
            and _closes(block.text)
        ),
    )


def _open_bracket(text: str) -> bool:
    return text.count("(") > text.count(")") and text.rfind("(") > text.rfind(")")


def _ends_in_brackets(text: str, below: str) -> bool:
    """Whether a line is nothing but the brackets at the end of the item above, behind its full stop or in its midst."""
    if _BRACKETS.fullmatch(below.strip()):
        return not text.rstrip().endswith((")", ":"))
    return below.startswith("(") and not text.rstrip().endswith((")", ".", ":"))


def _closes(text: str) -> bool:
    bare = text.removeprefix("(")
    closing, opening = bare.find(")"), bare.find("(")
    return closing > 0 and (opening < 0 or closing < opening) and len(text) <= _LONGEST_REST
