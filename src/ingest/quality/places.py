"""Places of a plan, from the frame that a page was read in to the page as displayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from ingest.document import BBox, Page
from ingest.plan import Place, Plan

__all__ = ["on_page"]


def on_page(plan: Plan, pages: Sequence[Page]) -> Plan:
    """The plan with every place mapped by its page's `Page.upright`; the same plan where no page needs it."""
    turned = {p.number: p for p in pages if p.upright is not None}
    if not turned:
        return plan
    moved: Plan = _moved(plan, turned)
    return moved


def _moved(value: Any, pages: Mapping[int, Page]) -> Any:
    if isinstance(value, Place):
        if value.page is None or value.page not in pages or value.bbox is None:
            return value
        box = pages[value.page].displayed(BBox(*value.bbox))
        return replace(value, bbox=(box.x0, box.top, box.x1, box.bottom))
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for item in fields(value):
            old = getattr(value, item.name)
            new = _moved(old, pages)
            if new is not old:
                changed[item.name] = new
        return replace(value, **changed) if changed else value
    if isinstance(value, tuple):
        moved = tuple(_moved(v, pages) for v in value)
        return moved if any(a is not b for a, b in zip(moved, value, strict=True)) else value
    if isinstance(value, Mapping):
        new_map = {k: _moved(v, pages) for k, v in value.items()}
        return new_map if any(new_map[k] is not value[k] for k in new_map) else value
    return value
