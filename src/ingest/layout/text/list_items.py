"""List items that only their neighbours give away: typed numbers that count up, and brackets that end a line below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.document import Block, Line, Paragraph

__all__ = ["list_items"]

_NUMBER = re.compile(r"\(?(?:(?P<number>\d{1,2})|(?P<letter>[a-zA-Z]))(?:\)|\.\)?)")
_LONGEST_REST = 160
"""Characters of what closes a bracket: a line or two."""


def list_items(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with typed numbers as markers, and items in one piece whose bracket closes in the next block.

    Args:
        blocks: of a document, in reading order.
    """
    return tuple(_counted(_closed(blocks)))


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
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if (
            isinstance(last, Paragraph)
            and isinstance(block, Paragraph)
            and last.role == "list-item"
            and block.role == "body"
            and (_open_bracket(last.text) or _ends_in_brackets(last.text, block.text))
            and _closes(block.text)
        ):
            out[-1] = replace(last, lines=(*last.lines, *block.lines))
        else:
            out.append(block)
    return out


def _open_bracket(text: str) -> bool:
    return text.count("(") > text.count(")") and text.rfind("(") > text.rfind(")")


def _ends_in_brackets(text: str, below: str) -> bool:
    """Whether a line is nothing but the brackets at the end of the item above."""
    return below.startswith("(") and not text.rstrip().endswith((")", ".", ":"))


def _closes(text: str) -> bool:
    bare = text.removeprefix("(")
    closing, opening = bare.find(")"), bare.find("(")
    return closing > 0 and (opening < 0 or closing < opening) and len(text) <= _LONGEST_REST
