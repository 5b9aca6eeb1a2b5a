"""Labels with their values at the right of the paragraphs that they belong to: `Ansvarig: Park` beside each task.

Such a column is read after the texts at its left, and the labels of several stand together then. Each goes behind the
paragraph at whose height it begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.document import BBox, Block, Paragraph, union

__all__ = ["behind_texts"]

_LABELLED = re.compile(r"[^\W\d_][\w /-]{1,24}: ?\S")
"""A label and its value."""
_LEVEL = 0.7
"""Heights of a label's line by which it may begin above its paragraph."""
_FEWEST = 2
"""Paragraphs that have labels beside them, at least: those of one stand where they should."""

Placed = tuple[Paragraph, int, BBox]


def behind_texts(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the labels at the right of several paragraphs behind each of them."""
    out: list[Block] = []
    at = 0
    while at < len(blocks):
        texts = _run(blocks, at, labelled=False)
        labels = _run(blocks, at + len(texts), labelled=True) if texts else []
        while texts and labels and not _are_beside(texts, labels):
            # Paragraphs further up may reach under the labels, as those above both do.
            out.append(texts.pop(0)[0])
            at += 1
        if texts and labels:
            out += _woven(texts, labels)
            at += len(texts) + len(labels)
        elif texts:
            out += [text for text, _, _ in texts]
            at += len(texts)
        else:
            out.append(blocks[at])
            at += 1
    return out


def _run(blocks: Sequence[Block], start: int, *, labelled: bool) -> list[Placed]:
    """The paragraphs from a place on, of one page, that are labels with values, or that are none."""
    out: list[Placed] = []
    for block in blocks[start:]:
        if not isinstance(block, Paragraph) or block.role != "body" or not block.lines:
            break
        page = block.lines[0].page
        box = union(line.bbox for line in block.lines if line.bbox is not None)
        if page is None or box is None or (out and page != out[0][1]):
            break
        if (_LABELLED.match(block.text) is not None) != labelled:
            break
        out.append((block, page, box))
    return out


def _are_beside(texts: Sequence[Placed], labels: Sequence[Placed]) -> bool:
    """Whether labels stand at the right of texts, the first of each at one height."""
    if texts[0][1] != labels[0][1]:
        return False
    first = labels[0][2]
    height = first.height / len(labels[0][0].lines)
    apart = max(box.x1 for _, _, box in texts) <= min(box.x0 for _, _, box in labels)
    return apart and abs(texts[0][2].top - first.top) <= _LEVEL * height


def _woven(texts: Sequence[Placed], labels: Sequence[Placed]) -> list[Block]:
    """The texts, each with the labels that begin beside it."""
    held: list[list[Block]] = [[] for _ in texts]
    for label, _, box in labels:
        height = box.height / len(label.lines)
        above = [k for k, (_, _, own) in enumerate(texts) if own.top <= box.top + _LEVEL * height]
        held[above[-1] if above else 0].append(label)
    if sum(map(bool, held)) < _FEWEST:
        return [block for block, _, _ in (*texts, *labels)]
    return [block for (text, _, _), own in zip(texts, held, strict=True) for block in (text, *own)]
