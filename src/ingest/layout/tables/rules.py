"""Rules and fills of a page as clean segments, and which of them make one drawing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ingest.document import BBox, Fill, Page
from ingest.layout.tables.visual_rows import VisualRow
from ingest.layout.union_find import root

__all__ = [
    "PageEvidence",
    "RuleSegment",
    "clean_fills",
    "components",
    "extent",
    "is_typed_rule",
    "joined_across",
    "segments",
]

DOUBLE = 4.6
"""Points: two parallel lines closer than this are one border; the smallest print needs more for a row."""
TOUCH = 3.0
"""Points that lines may miss each other at a corner."""
SHORTEST_TYPED = 4
"""Signs of a typed rule, at least."""
_GAP = 3.5
"""Points that a border may be broken, at crossings for the most part."""
_LIGHT = 0.97


@dataclass(frozen=True, slots=True)
class RuleSegment:
    """A border: `at` is its y (horizontal) or x (vertical), from `lo` to `hi` along the other axis."""

    at: float
    lo: float
    hi: float
    soft: bool = False
    """The edge of a painted area, no drawn line."""


@dataclass(frozen=True, slots=True)
class PageEvidence:
    """What a page and its document say of its tables, beside the words themselves."""

    hs: Sequence[RuleSegment] = ()
    """Horizontal borders."""
    fills: Sequence[Fill] = ()
    """Painted areas."""
    obstacles: Sequence[BBox] = ()
    """Boxes of tables that are found already; no further one reaches over them."""
    known: Sequence[float] = ()
    """Column edges (x in points) of a table that the page before ended with; it may go on at this page's top."""
    heads: frozenset[tuple[str, ...]] = frozenset()
    """Rows of headings that come again in the document (`recurring_heads`)."""
    sisters: Mapping[tuple[str, ...], Sequence[Sequence[VisualRow]]] = field(default_factory=dict)
    """The bodies of tables in other parts of the page, by their headings."""


def segments(page: Page, fills: Sequence[Fill]) -> tuple[list[RuleSegment], list[RuleSegment]]:
    """Horizontal and vertical borders; broken and double lines joined, edges of `fills` added where no line is."""
    hs: list[RuleSegment] = []
    vs: list[RuleSegment] = []
    for rule in page.rules:
        x0, top, x1, bottom = rule.bbox
        if rule.horizontal:
            hs.append(RuleSegment((top + bottom) / 2, x0, x1))
        else:
            vs.append(RuleSegment((x0 + x1) / 2, top, bottom))
    for fill in fills:
        x0, top, x1, bottom = fill.bbox
        hs += [RuleSegment(top, x0, x1, True), RuleSegment(bottom, x0, x1, True)]
        vs += [RuleSegment(x0, top, bottom, True), RuleSegment(x1, top, bottom, True)]
    return _joined(hs), _joined(vs)


def _joined(raw: list[RuleSegment]) -> list[RuleSegment]:
    out: list[RuleSegment] = []
    for cluster in _tracks(raw):
        runs: list[list[RuleSegment]] = []
        reach = 0.0
        for segment in sorted(cluster, key=lambda s: s.lo):
            if runs and segment.lo - reach <= _GAP:
                runs[-1].append(segment)
                reach = max(reach, segment.hi)
            else:
                runs.append([segment])
                reach = segment.hi
        for run in runs:
            drawn = [s for s in run if not s.soft] or run
            total = sum(s.hi - s.lo for s in drawn) or 1.0
            at = sum(s.at * (s.hi - s.lo) for s in drawn) / total
            out.append(RuleSegment(at, min(s.lo for s in run), max(s.hi for s in run), all(s.soft for s in run)))
    return out


def _tracks(raw: list[RuleSegment]) -> list[list[RuleSegment]]:
    """Parallel segments close enough to be one border."""
    out: list[list[RuleSegment]] = []
    for segment in sorted(raw, key=lambda s: s.at):
        if out and segment.at - out[-1][0].at <= DOUBLE and segment.at - out[-1][-1].at <= DOUBLE / 1.5:
            out[-1].append(segment)
        else:
            out.append([segment])
    return out


def clean_fills(page: Page) -> list[Fill]:
    """Painted areas that may be cells, rows or tables: no white, no whole page, no shading inside the same shade."""
    limit = 0.6 * page.height
    fills = [
        f
        for f in dict.fromkeys(page.fills)
        if min(f.color) < _LIGHT and 5 <= f.bbox.height <= limit and f.bbox.width >= 8
    ]
    if len(fills) > 4000:
        return []
    fills.sort(key=lambda f: -f.bbox.width * f.bbox.height)
    kept: list[Fill] = []
    boxes = np.empty((len(fills), 4))
    colors = np.empty((len(fills), 3))
    for fill in fills:
        n = len(kept)
        b = fill.bbox
        if n:
            inside = (
                (boxes[:n, 0] <= b.x0 + 1)
                & (boxes[:n, 1] <= b.top + 1)
                & (boxes[:n, 2] >= b.x1 - 1)
                & (boxes[:n, 3] >= b.bottom - 1)
                & (np.abs(colors[:n] - fill.color).max(axis=1) < 0.02)
            )
            if inside.any():
                continue
        boxes[n] = b
        colors[n] = fill.color
        kept.append(fill)
    return _stacked(kept)


def _stacked(fills: list[Fill]) -> list[Fill]:
    """Shading painted line by line becomes one area again (same shade, same sides, touching)."""
    out: list[Fill] = []
    for fill in sorted(fills, key=lambda f: (round(f.bbox.x0), round(f.bbox.x1), f.bbox.top)):
        last = out[-1] if out else None
        if (
            last is not None
            and abs(last.bbox.x0 - fill.bbox.x0) < 0.6
            and abs(last.bbox.x1 - fill.bbox.x1) < 0.6
            and abs(fill.bbox.top - last.bbox.bottom) < 0.25
            and fill.bbox.height < 16
            and max(abs(a - b) for a, b in zip(last.color, fill.color, strict=True)) < 0.02
        ):
            out[-1] = Fill(BBox(last.bbox.x0, last.bbox.top, last.bbox.x1, fill.bbox.bottom), last.color)
        else:
            out.append(fill)
    return out


def joined_across(fills: Sequence[Fill]) -> list[Fill]:
    """Return the fills with those of one height and colour that stand side by side put together: cells of a row."""
    out: list[Fill] = []
    for fill in sorted(fills, key=lambda f: (round(f.bbox.top), round(f.bbox.bottom), f.bbox.x0)):
        last = out[-1] if out else None
        b = fill.bbox
        if (
            last is not None
            and abs(last.bbox.top - b.top) < 1.0
            and abs(last.bbox.bottom - b.bottom) < 1.0
            and -1.0 < b.x0 - last.bbox.x1 <= _GAP
            and max(abs(p - q) for p, q in zip(last.color, fill.color, strict=True)) < 0.02
        ):
            out[-1] = Fill(BBox(last.bbox.x0, last.bbox.top, b.x1, last.bbox.bottom), last.color)
        else:
            out.append(fill)
    return out


def components(
    hs: Sequence[RuleSegment], vs: Sequence[RuleSegment]
) -> list[tuple[list[RuleSegment], list[RuleSegment]]]:
    """Borders that touch or cross, as (horizontal, vertical) groups holding both kinds."""
    if not hs or not vs or len(hs) * len(vs) > 4_000_000:
        return []
    h = np.array([(s.at, s.lo, s.hi) for s in hs])
    v = np.array([(s.at, s.lo, s.hi) for s in vs])
    meets = (
        (v[None, :, 0] >= h[:, None, 1] - TOUCH)
        & (v[None, :, 0] <= h[:, None, 2] + TOUCH)
        & (h[:, None, 0] >= v[None, :, 1] - TOUCH)
        & (h[:, None, 0] <= v[None, :, 2] + TOUCH)
    )
    parent = list(range(len(hs) + len(vs)))

    for i, j in np.argwhere(meets).tolist():
        a, b = root(parent, i), root(parent, len(hs) + j)
        if a != b:
            parent[max(a, b)] = min(a, b)
    groups: dict[int, tuple[list[RuleSegment], list[RuleSegment]]] = {}
    for i, segment in enumerate([*hs, *vs]):
        group = groups.setdefault(root(parent, i), ([], []))
        group[0 if i < len(hs) else 1].append(segment)
    return [g for g in groups.values() if g[0] and g[1]]


def extent(parts: Iterable[RuleSegment]) -> tuple[float, float]:
    """From the least `lo` to the largest `hi`."""
    los_his = [(s.lo, s.hi) for s in parts]
    return min(a for a, _ in los_his), max(b for _, b in los_his)


def is_typed_rule(text: str) -> bool:
    """Return whether a text is a rule typed with one sign, as under the headings of typed pages (`-----`)."""
    return len(text) >= SHORTEST_TYPED and set(text) in ({"-"}, {"="}, {"_"})
