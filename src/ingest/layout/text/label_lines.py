"""Labels on lines of their own that were joined with the title above or the value below.

Where a title is the longest line of its card, nothing shows that the label below it (`Varför` over the reason) had
found room beside it; a value that begins in small letters looks like the label's second line. The other cards of the
document tell: there the same words are a paragraph of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Block, Line, Paragraph
from ingest.language.letters import fold

__all__ = ["with_label_lines"]

FEWEST = 3
"""How often the words stand on a line of their own."""
ALONE = 2
"""How often they are a paragraph of their own, over text that is set otherwise."""
MOSTLY = 0.7
"""Share of their lines that are paragraphs of their own, from which they are a label wherever they stand first."""
LONGEST = 4
"""Words of such a label."""


def with_label_lines(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks, each label that ends a title in bold or begins a card's value as a paragraph of its own."""
    paragraphs = [b for b in blocks if isinstance(b, Paragraph)]
    lines = Counter(name for p in paragraphs for line in p.lines if (name := _name(line)))
    alone = Counter(name for p in paragraphs if len(p.lines) == 1 and (name := _name(p.lines[0])))
    labels = {name for name, count in lines.items() if count >= FEWEST and alone[name] >= ALONE}
    mostly = {name for name in labels if alone[name] >= MOSTLY * lines[name]}
    out: list[Block] = []
    for block in blocks:
        parted = isinstance(block, Paragraph) and block.role == "body" and len(block.lines) > 1
        out += _parted(block, labels, mostly) if parted and isinstance(block, Paragraph) else [block]
    return out


def _parted(block: Paragraph, labels: set[str], mostly: set[str]) -> list[Paragraph]:
    """A title and the label below it, or a label and its value; else the paragraph alone."""
    first, last = block.lines[0], block.lines[-1]
    bold = all(w.bold for line in block.lines for w in line.words)
    at = 0
    if bold and _name(last) in labels and not any(_name(line) in labels for line in block.lines[:-1]):
        at = len(block.lines) - 1
    elif not bold and block.part is not None and _name(first) in mostly:
        at = 1
    return [replace(block, lines=held) for held in (block.lines[:at], block.lines[at:]) if held]


def _name(line: Line) -> str:
    """What a line says, folded, where it may be a label; empty else."""
    text = " ".join(w.raw for w in line.words)
    fits = 0 < len(line.words) <= LONGEST and text[:1].isupper() and not text.endswith((".", ","))
    return fold(text.rstrip(" :?")) if fits else ""
