"""*När* to dates, *vem* to actors."""

from __future__ import annotations

from ingest.normalise.actors import Registers, as_actor, find_actors, load_registers, split_actors
from ingest.normalise.dates import parse_times, read_times
from ingest.normalise.resolve import resolve

__all__ = [
    "Registers",
    "as_actor",
    "find_actors",
    "load_registers",
    "parse_times",
    "read_times",
    "resolve",
    "split_actors",
]
