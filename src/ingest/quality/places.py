"""Places of a plan, from the frame that a page was read in to the page as displayed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from ingest.document import BBox, Document, Page, Table, tables_of
from ingest.plan import Place, Plan

__all__ = ["on_page"]


def on_page(plan: Plan, document: Document) -> Plan:
    """The plan with every place as the file itself has it; the same plan where no place differs.

    Boxes of pages that were read upright are mapped by `Page.upright`. Rows and columns of a workbook's tables become
    those of their sheet: row 7, column 2 of page 3 is the cell B7 of the third sheet.
    """
    turned = {p.number: p for p in document.pages if p.upright is not None}
    sheets = {t.number: t for t in tables_of(document.blocks) if t.sheet_rows}
    if not turned and not sheets:
        return plan
    moved: Plan = _moved(plan, turned, sheets)
    return moved


def _placed(place: Place, pages: Mapping[int, Page], sheets: Mapping[int, Table]) -> Place:
    table = sheets.get(place.table or 0)
    if table is not None and place.row is not None and place.column is not None:
        row, column = place.row - 1, place.column - 1
        if row < len(table.sheet_rows) and column < len(table.sheet_columns):
            return replace(place, row=table.sheet_rows[row], column=table.sheet_columns[column])
        return place
    if place.page is None or place.page not in pages or place.bbox is None:
        return place
    box = pages[place.page].displayed(BBox(*place.bbox))
    return replace(place, bbox=(box.x0, box.top, box.x1, box.bottom))


def _moved(value: Any, pages: Mapping[int, Page], sheets: Mapping[int, Table]) -> Any:
    if isinstance(value, Place):
        return _placed(value, pages, sheets)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for item in fields(value):
            old = getattr(value, item.name)
            new = _moved(old, pages, sheets)
            if new is not old:
                changed[item.name] = new
        return replace(value, **changed) if changed else value
    if isinstance(value, tuple):
        moved = tuple(_moved(v, pages, sheets) for v in value)
        return moved if any(a is not b for a, b in zip(moved, value, strict=True)) else value
    if isinstance(value, Mapping):
        new_map = {k: _moved(v, pages, sheets) for k, v in value.items()}
        return new_map if any(new_map[k] is not value[k] for k in new_map) else value
    return value
