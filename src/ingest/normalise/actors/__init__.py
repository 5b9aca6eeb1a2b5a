"""*Vem*: actors as people write them, to names, identifiers and types. Told in docs/when-and-who.md."""

from __future__ import annotations

from ingest.normalise.actors.load import load_registers
from ingest.normalise.actors.prose import actor_spans, find_actors
from ingest.normalise.actors.registers import KnownActor, Registers
from ingest.normalise.actors.split import as_actor, split_actors

__all__ = ["KnownActor", "Registers", "actor_spans", "as_actor", "find_actors", "load_registers", "split_actors"]
