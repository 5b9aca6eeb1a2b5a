"""Engines by name."""

from __future__ import annotations

from ingest.batch.engine import JobEngine
from ingest.registry import Registry

__all__ = ["ENGINES", "make_engine"]

ENGINES = Registry(
    "engine",
    {
        "local": "ingest.batch.workers.local:make",
        "ray": "ingest.batch.ray.engine:make",
    },
)


def make_engine(name: str, *, workers: int, address: str | None) -> JobEngine:
    """An engine ready to run.

    Raises:
        UsageError: an address for an engine that takes none.
        MissingTool: the engine's packages are not installed.
        ClusterError: nothing answers at the address.
    """
    engine: JobEngine = ENGINES[name](workers=workers, address=address)
    return engine
