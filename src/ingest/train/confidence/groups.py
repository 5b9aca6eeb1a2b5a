"""Broad kinds of layout: groups of families that are held out whole, to imitate a kind that nobody drew.

A family held out still has near relatives among those that are learned (`cards-two-abreast` and `cards-three-abreast`).
What a stranger brings has none; a group held out is the nearest thing to it.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

__all__ = ["GROUPS", "group_of"]

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "negatives: what was done or said",
        (
            "no-rows-done*",
            "no-rows-events",
            "no-rows-courses",
            "no-rows-granted",
            "no-rows-cases",
            "no-rows-minutes",
            "no-rows-agenda",
            "no-rows-lists",
            "no-rows-attendance",
        ),
    ),
    ("negatives", ("no-rows-*", "*-other-tables")),
    (
        "cards, boxes, slides, forms",
        (
            "slide-*",
            "slides-*",
            "cards-*",
            "program-cards",
            "boxes-*",
            "brochure",
            "forms-*",
            "prose-with-sidebar",
            "parallel-theme-columns",
            "web-page-export",
            "two-pages-on-a-sheet",
            "framed-tables",
        ),
    ),
    (
        "labels",
        (
            "label*",
            "definition-lists",
            "pairs-in-a-line",
            "word*-label*",
            "word-content-controls",
            "table-per-measure",
            "text-labels*",
        ),
    ),
    (
        "lists and prose",
        (
            "bullets-*",
            "goal-over-list",
            "checklist-*",
            "prose-*",
            "numbered-*",
            "program-list",
            "minutes-*",
            "typed-minutes-*",
            "memo-with-margin-columns",
            "notes-with-columns-at-left",
            "periods-*",
            "responsible-*",
            "tending-*",
            "word*-list",
            "word*-tails",
            "word*-measure-headings",
            "text-list*",
            "typed-page",
        ),
    ),
    (
        "matrices and calendars",
        (
            "month-*",
            "actor-matrix",
            "tick-*",
            "lettered-*",
            "scorecard-*",
            "phase-*",
            "milestones",
            "two-columns-of-one-field",
            "many-empty-cells",
            "column-without-heading",
        ),
    ),
    ("tables without lines", ("borderless-*", "*open-table", "*column-by-column", "*tab-columns", "sheet-borderless")),
    ("text files", ("text-*",)),
    ("sheets and systems", ("sheet-*", "spreadsheet-*", "program-*", "project-*", "report-*")),
    ("Word files", ("word-*",)),
    ("drawn tables", ("*",)),
)
"""The groups with the patterns of their families; the first pattern that fits decides."""


def group_of(family: str) -> str:
    """Return the group that a family belongs to."""
    return next(name for name, patterns in GROUPS if any(fnmatchcase(family, p) for p in patterns))
