"""*När* to dates, *vem* to actors."""

from __future__ import annotations

from ingest.normalise.resolve import resolve
from ingest.normalise.when import parse_times, read_times

__all__ = ["parse_times", "read_times", "resolve"]
