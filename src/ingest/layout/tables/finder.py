"""Find the tables of a page: drawn grids, half-drawn ones, and those that only alignment shows.

One engine for all: drawn borders make a lattice (`table_lattice`), where borders are missing the text's own
alignment completes it (`table_columns`, `table_items`, `table_rows`), and what no border shows is found by its gutters
(`table_regions`). Interpretation of tables (headings, rows of a plan, continuation over pages) is not done here.
"""

from __future__ import annotations

from ingest.document import Page
from ingest.layout.tables.borderless import aligned_tables
from ingest.layout.tables.model import FoundCell, FoundTable, tokens_of
from ingest.layout.tables.ruled import ruled_tables
from ingest.layout.tables.rules import clean_fills, segments
from ingest.options import Options

__all__ = ["FoundCell", "FoundTable", "find_tables"]


def find_tables(page: Page, options: Options) -> list[FoundTable]:
    """All tables of a page, top to bottom, then left to right; nested ones stand in their cells.

    Args:
        page: words, rules and fills in points; works for text layers and OCR alike.
        options: the conversion's options.
    """
    tokens = tokens_of(page.words)
    if not tokens:
        return []
    fills = clean_fills(page)
    hs, vs = segments(page, fills)
    found = ruled_tables(page, tokens, hs, vs, fills)
    taken = {i for t in found for i in t.words}
    free = [t for t in tokens if t.index not in taken]
    found += aligned_tables(page, free, hs, fills, [t.bbox for t in found])
    return sorted(found, key=lambda t: (t.bbox.top, t.bbox.x0))
