"""*När* to dates, *vem* to actors."""

from __future__ import annotations

from ingest.normalise.resolve import resolve
from ingest.normalise.when import parse_times, read_times
from ingest.normalise.who import Registers, as_actor, find_actors, load_registers, split_actors

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
