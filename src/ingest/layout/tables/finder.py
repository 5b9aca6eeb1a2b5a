"""Find the tables of a page: drawn grids, half-drawn ones, and those that only alignment shows.

One engine for all: drawn borders make a lattice (`grid`), where borders are missing the text's own alignment completes
it (`gutters`, `visual_rows`, `rows`), and what no border shows is found by its gutters (`regions`). Interpretation of
tables (headings, rows of a plan, continuation over pages) is not done here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ingest.document import BBox, Page
from ingest.layout.blocks.frames import frames_of, stand_in_stacks, words_in
from ingest.layout.blocks.label_rows import label_rows
from ingest.layout.forms.labels import FormLabels
from ingest.layout.forms.stacks import stacked
from ingest.layout.forms.tables import form_tables
from ingest.layout.tables.below_headings.above import with_heads_above
from ingest.layout.tables.borderless import aligned_tables, headed_tables
from ingest.layout.tables.margin_columns.search import margin_tables
from ingest.layout.tables.model import FoundCell, FoundTable, MeasuredWord, tokens_of
from ingest.layout.tables.ruled import ruled_tables
from ingest.layout.tables.rules import PageEvidence, clean_fills, segments
from ingest.layout.tables.visual_rows import VisualRow
from ingest.options import Options

__all__ = ["FoundCell", "FoundTable", "find_tables"]

FRAME_TEXTS = 2
"""Cells with text of a frame around a table: what stands over it, and a mark across the page."""

_MOST = 0.6
"""Share of a table's words in boxes of their own from which it may be stacks of boxes."""
_STRAY = 0.03
"""Share of a table's words outside a painted grid, at most, that is all of it."""
_FEWEST_CARDS = 2
"""Boxes with the same labels side by side that are cards."""
_COLUMN = 0.8
"""Share of a table's width that a box in one of its columns has at most."""


Sisters = Mapping[tuple[str, ...], Sequence[Sequence[VisualRow]]]
"""The bodies of tables by their headings."""
_NO_SISTERS: Sisters = {}


def find_tables(
    page: Page,
    options: Options,
    known: Sequence[float] = (),
    labels: FormLabels | None = None,
    sisters: Sisters = _NO_SISTERS,
) -> list[FoundTable]:
    """All tables of a page, top to bottom, then left to right; nested ones stand in their cells.

    Args:
        page: words, rules and fills in points; works for text layers and OCR alike.
        options: the conversion's options.
        known: column edges in points of a table that the page before ended with; it may go on at this page's top.
        labels: those of the document's forms; by default it has none.
        sisters: the bodies of tables in other parts of the page, by their headings: they are spaced alike.
    """
    tokens = tokens_of(page.words)
    if not tokens:
        return []
    labels = labels or FormLabels()
    fills = clean_fills(page)
    hs, vs = segments(page, fills)
    beside, found = _beside(page, tokens, lambda held: ruled_tables(page, held, hs, vs, fills, known), labels)
    tokens = _free(tokens, beside)
    grids = [t for t in found if t.method == "ruled"]
    forms = form_tables(page, _free(tokens, grids), labels)
    # A part of a form that fills or some rules draw says less than its labels.
    found = [t for t in found if not any(t.words & f.words for f in forms)]
    tokens = _free(tokens, forms)
    walls = [t.bbox for t in (*forms, *beside)]
    # What only fills draw is often a part of a table: its headings, every other row.
    painted = [t for t in found if t.method == "painted"]
    drawn = [t for t in found if t.method != "painted" and not any(_is_frame(t, o) for o in found)]
    evidence = PageEvidence(hs, fills, [*walls, *(t.bbox for t in drawn)], known, labels.heads, sisters)
    headed = headed_tables(page, _free(tokens, drawn), evidence)
    kept = [t for t in painted if not any(t.words & h.words and not _holds(t, h) for h in headed)]
    under = [t for t in kept if any(h.words & t.words for h in headed)]
    headed = [_at_paint(h, painted) for h in headed if not any(h.words & t.words for t in kept)]
    # One that its headings show too may go on on the next page as those do.
    kept = [replace(t, method="mixed" if any(t is u for u in under) else "ruled") for t in kept]
    found = [*drawn, *kept, *headed]
    evidence = replace(evidence, obstacles=[*walls, *(t.bbox for t in found)])
    found += aligned_tables(page, _free(tokens, found), evidence)
    grids = [*drawn, *kept]
    found = [*grids, *_without_cards([t for t in found if not any(t is g for g in grids)], tokens, frames_of(page))]
    found = stacked(page, found, tokens, fills)
    found = with_heads_above(page.number, found, tokens)
    return sorted([*found, *forms, *beside], key=lambda t: (t.bbox.top, t.bbox.x0))


def _beside(
    page: Page,
    tokens: Sequence[MeasuredWord],
    look: Callable[[list[MeasuredWord]], list[FoundTable]],
    labels: FormLabels,
) -> tuple[list[FoundTable], list[FoundTable]]:
    """Return the tasks with who and when in the margin, and the tables that `look` finds drawn among the other words.

    Where borders stand between as many columns, drawn all or in part, the rows are a table's.
    """
    drawn = look(list(tokens))
    grids = [t for t in drawn if t.method in ("ruled", "mixed")]
    found = margin_tables(page, tokens, labels.margins)
    found = [t for t in found if not any(t.columns <= g.columns and t.words & g.words for g in grids)]
    return found, look(_free(tokens, found)) if found else drawn


def _is_frame(table: FoundTable, inner: FoundTable) -> bool:
    """Return whether a grid that alignment completed is but a frame around another table.

    The other one's headings are painted, or the frame holds no more than a line of its own.
    """
    a, b = table.bbox, inner.bbox
    inside = a.x0 <= b.x0 and a.x1 >= b.x1 and a.top <= b.top and a.bottom >= b.bottom
    apart = table is not inner and inside and not table.words & inner.words
    bare = sum(bool(c.lines) for c in table.cells) <= FRAME_TEXTS
    return table.method == "mixed" and apart and (inner.method == "painted" or bare)


def _holds(painted: FoundTable, headed: FoundTable) -> bool:
    """Return whether a painted grid is all of a table that its headings show, rather than a part of it."""
    whole = len(headed.words - painted.words) <= _STRAY * len(headed.words)
    return whole and painted.columns >= headed.columns and painted.rows > 1


def _at_paint(headed: FoundTable, painted: Sequence[FoundTable]) -> FoundTable:
    """Return a table with the column edges that its painted headings draw: text shows them less well."""
    for grid in painted:
        if grid.words <= headed.words and len(grid.column_edges) == len(headed.column_edges):
            return replace(headed, column_edges=grid.column_edges)
    return headed


def _in_stacks(table: FoundTable, tokens: Sequence[MeasuredWord], boxes: Sequence[BBox]) -> bool:
    """Return whether most words that alignment makes a table of stand in boxes of their own, stacked in columns."""
    held = [t for t in tokens if t.index in table.words]
    around: dict[BBox, int] = {}
    for t in held:
        box = next((b for b in boxes if b.x0 <= t.mid <= b.x1 and b.top <= t.ym <= b.bottom), None)
        if box is not None and box.width < _COLUMN * table.bbox.width:
            around[box] = around.get(box, 0) + 1
    return sum(around.values()) > _MOST * len(held) and stand_in_stacks(list(around))


def _without_cards(
    tables: Sequence[FoundTable], tokens: Sequence[MeasuredWord], boxes: Sequence[BBox]
) -> list[FoundTable]:
    """The tables that alignment shows, less those that it makes of cards."""
    feet = _feet(tokens, boxes) if tables else []
    return [t for t in tables if not _in_stacks(t, tokens, boxes) and not _joins_cards(t, feet)]


def _feet(tokens: Sequence[MeasuredWord], boxes: Sequence[BBox]) -> list[list[frozenset[int]]]:
    """Return the words of the last lines of cards, those of cards with the same labels together: several boxes have
    labels side by side over their values."""
    found: dict[tuple[str, ...], dict[int, frozenset[int]]] = {}
    for inside in words_in(boxes, tokens):
        for row in label_rows([t for t, held in zip(tokens, inside, strict=True) if held]):
            labels = tuple(t.text for column in row.columns for t in column[0])
            # A box in a box has them once.
            found.setdefault(labels, {})[row.tokens[0].index] = frozenset(t.index for t in row.tokens)
    return [list(cards.values()) for cards in found.values()]


def _joins_cards(table: FoundTable, feet: Sequence[Sequence[frozenset[int]]]) -> bool:
    """Return whether alignment makes one table of the last lines of several cards."""
    return any(sum(bool(table.words & foot) for foot in alike) >= _FEWEST_CARDS for alike in feet)


def _free(tokens: Sequence[MeasuredWord], tables: Sequence[FoundTable]) -> list[MeasuredWord]:
    """The tokens that no table holds."""
    taken = {i for t in tables for i in t.words}
    return [t for t in tokens if t.index not in taken]
