"""Tables that alignment shows: region, columns, rows, verdict."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document import BBox, Fill, Page
from ingest.layout.table_build import build, compact
from ingest.layout.table_judge import credence
from ingest.layout.table_model import FoundTable, Token
from ingest.layout.table_regions import Region, regions
from ingest.layout.table_rows import aligned_lattice, itemise
from ingest.layout.table_rules import Segment

__all__ = ["aligned_tables"]


def aligned_tables(
    page: Page, tokens: Sequence[Token], hs: Sequence[Segment], fills: Sequence[Fill], obstacles: Sequence[BBox]
) -> list[FoundTable]:
    """Tables among tokens that no grid took."""
    out: list[FoundTable] = []
    for region in regions(tokens, hs, fills, obstacles):
        table = _solve(page, region, hs, fills)
        if table is not None:
            out.append(table)
    return out


def _solve(page: Page, region: Region, hs: Sequence[Segment], fills: Sequence[Fill]) -> FoundTable | None:
    box = region.bbox
    edges = [box.x0 - 1, *(g.at for g in region.gutters), box.x1 + 1]
    rows = []
    for row in region.rows:
        visual = itemise(row.tokens, edges)
        visual.barrier = row.barrier
        rows.append(visual)
    sure = credence(region, rows, len(edges) - 1, hs)
    if sure < 0.5:
        return None
    top = max([box.top - 4, *(y for y in region.rules if y <= box.top + 2)])
    bottom = min([box.bottom + 4, *(y for y in region.rules if y >= box.bottom - 2)])
    lattice, heads = aligned_lattice(rows, edges, top=min(top, box.top), bottom=max(bottom, box.bottom))
    lattice = compact(lattice)
    if len(lattice.xs) < 3 or len(lattice.ys) < 3:
        return None
    return build(page, lattice, fills, "aligned", sure, header_rows=heads)
