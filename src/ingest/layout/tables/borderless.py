"""Tables that alignment shows: region, columns, rows, verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.document import BBox, Fill, Line, Page
from ingest.layout.tables.below_headings.columns import columns_of, part_tight_heads, widen_heads
from ingest.layout.tables.below_headings.ruled_rows import heads_over_rules, ruled_rows
from ingest.layout.tables.below_headings.tables_below import headed_regions
from ingest.layout.tables.cells import build, compact
from ingest.layout.tables.is_table import credence
from ingest.layout.tables.model import FoundTable, MeasuredWord, visual_rows
from ingest.layout.tables.partial_rules import merged_by_rules
from ingest.layout.tables.regions import TableRegion, regions
from ingest.layout.tables.rows import aligned_lattice, heading_rows
from ingest.layout.tables.rules import PageEvidence, joined_across
from ingest.layout.tables.visual_rows import VisualRow, itemise
from ingest.layout.text.justified import stretched_lines

__all__ = ["HEADED", "aligned_tables", "headed_tables"]

_JUSTIFIED = 0.6
"""Share of a region's words in lines of justified text from which it is no table."""
HEADED = 0.85
"""Least confidence in a table under a row of headings whose lines keep to their columns."""


def headed_tables(page: Page, tokens: Sequence[MeasuredWord], evidence: PageEvidence) -> list[FoundTable]:
    """Return the tables under a row of headings, among tokens that no drawn grid took."""
    found = headed_regions(tokens, replace(evidence, fills=joined_across(evidence.fills)))
    return _tables(page, [_solved(f.region, evidence, heads=f.heads) for f in found], evidence)


def aligned_tables(page: Page, tokens: Sequence[MeasuredWord], evidence: PageEvidence) -> list[FoundTable]:
    """Return the tables that alignment alone shows, among tokens that nothing else took."""
    justified = _justified(page, tokens)
    solved: list[_Solved | None] = []
    for region in regions(tokens, evidence):
        held = [t.index for row in region.rows for t in row.tokens]
        if sum(i in justified for i in held) <= _JUSTIFIED * len(held):
            solved.append(_solved(region, evidence))
    return _tables(page, solved, evidence)


def _tables(page: Page, solved: Sequence[_Solved | None], evidence: PageEvidence) -> list[FoundTable]:
    """The tables of the regions that hold one; those under the same headings tell each other how they are spaced."""
    known = [one for one in solved if one is not None]
    out: list[FoundTable] = []
    for one in known:
        sisters = [other.body for other in known if other is not one and other.headings == one.headings]
        sisters += evidence.sisters.get(one.headings, ())
        table = _built(page, one, evidence, sisters if one.headings else ())
        out += [table] if table is not None else []
    return out


def _justified(page: Page, tokens: Sequence[MeasuredWord]) -> frozenset[int]:
    """Return the words (indices) of lines that are justified text, whose spaces look like gutters in narrow columns."""
    rows = visual_rows(list(tokens))
    lines = [Line(tuple(t.word for t in row), page.number) for row in rows]
    stretched = stretched_lines(lines)
    held = (row for row, line in zip(rows, lines, strict=True) if id(line.words[-1]) in stretched)
    return frozenset(t.index for row in held for t in row)


@dataclass(frozen=True, slots=True)
class _Solved:
    """A region that holds a table, before its rows are known.

    Attributes:
        region: where it lies.
        rows: its lines in its columns, top to bottom.
        edges: of its columns, in points.
        heads: how many lines are headings, where that is known before the lines are looked at.
        over: headings inside it, over rules.
        sure: how sure it is that it is a table.
    """

    region: TableRegion
    rows: Sequence[VisualRow]
    edges: Sequence[float]
    heads: int | None
    over: bool
    sure: float

    @property
    def _head(self) -> int:
        return heading_rows(self.rows) if self.heads is None else self.heads

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands in its heading rows, column by column; nothing where it has none."""
        return tuple(item.text for row in self.rows[: self._head] for item in row.items)

    @property
    def body(self) -> Sequence[VisualRow]:
        return self.rows[self._head :]


def _solved(region: TableRegion, evidence: PageEvidence, heads: int | None = None) -> _Solved | None:
    """The columns of a region's table, None where it holds none; `heads` are its heading rows where they are known, and
    then it is taken for a table."""
    hs, fills = evidence.hs, evidence.fills
    box = region.bbox
    edges = [box.x0 - 1, *(g.at for g in region.gutters), box.x1 + 1]
    columns = len(edges) - 1
    rows = []
    over = heads_over_rules(region.rows[heads:]) if heads is not None else []
    for row in region.rows:
        visual = itemise(row.tokens, region.gutters)
        visual.barrier = row.barrier or any(row is h for h in over)
        visual.painted = _across(visual, fills, box)
        rows.append(visual)
    if heads is None:
        part_tight_heads(rows, region.gutters)
    sure = credence(region, rows, columns, hs, fills)
    if heads == 0 or (heads is not None and sure > 0):
        sure = max(sure, HEADED)
    if sure < 0.5:
        return None
    short = [
        (s.at, s.lo, s.hi)
        for s in hs
        if box.top < s.at < box.bottom and s.lo >= box.x0 - 4 and s.hi <= box.x1 + 4 and s.hi - s.lo < 0.9 * box.width
    ]
    if heads is None:
        widen_heads(rows, heading_rows(rows), columns_of(rows, columns), short)
    return _Solved(region, rows, edges, heads, bool(over), sure)


def _built(
    page: Page, solved: _Solved, evidence: PageEvidence, sisters: Sequence[Sequence[VisualRow]]
) -> FoundTable | None:
    """The table of a region with its rows."""
    hs, fills = evidence.hs, evidence.fills
    region, edges, heads = solved.region, solved.edges, solved.heads
    box = region.bbox
    top = max([box.top - 4, *(y for y in region.rules if y <= box.top + 2)])
    bottom = min([box.bottom + 4, *(y for y in region.rules if y >= box.bottom - 2)])
    drawn = None
    if heads is not None and not solved.over:
        drawn = ruled_rows(region, heads, edges, hs, joined_across(fills))
    if drawn is None:
        lattice, header_rows = aligned_lattice(
            solved.rows,
            edges,
            top=min(top, box.top),
            bottom=max(bottom, box.bottom),
            heads=heads,
            sisters=sisters,
        )
        merged_by_rules(lattice, hs, header_rows)
    else:
        lattice, header_rows = drawn
    method = "aligned" if drawn is None else "mixed"
    table = build(page, compact(lattice), fills, method, solved.sure, header_rows=header_rows)
    table = replace(table, headings=solved.headings, body=tuple(solved.body))
    # One that goes on from the page before has no headings of its own: a row may be all of it.
    return table if table.rows > (heads != 0) and table.columns > 1 else None


def _across(row: VisualRow, fills: Sequence[Fill], box: BBox) -> bool:
    return any(
        f.bbox.top <= row.mid <= f.bbox.bottom
        and f.bbox.x0 <= box.x0 + 2
        and f.bbox.x1 >= box.x1 - 2
        and f.bbox.height < 0.8 * box.height
        for f in fills
    )
