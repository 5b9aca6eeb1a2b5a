"""Plans as pandas frames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from ingest.plan import Plan

__all__ = ["frames", "rows_frame"]


def rows_frame(plans: Iterable[Plan]) -> pd.DataFrame:
    """The wide rows of several plans as one frame."""
    return pd.DataFrame([r.to_dict() for p in plans for r in p.rows])


def frames(out: str | Path) -> Mapping[str, pd.DataFrame]:
    """The tables of an output folder, by name."""
    raise NotImplementedError(out)
