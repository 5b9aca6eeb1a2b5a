"""How the trained artefacts in `models/` are made; one module an artefact, each with a function `train`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ingest.errors import UsageError
from ingest.registry import Registry

__all__ = ["ARTEFACTS", "train"]

# In the order of their making: the confidence model judges what the others do.
ARTEFACTS = Registry(
    "artefact",
    {
        "restorer": "ingest.train.restorer:train",
        "meaning": "ingest.train.meaning:train",
        "measures": "ingest.train.measures:train",
        "goal-lists": "ingest.train.goal_lists:train",
        "issuers": "ingest.train.issuers:train",
        "leads": "ingest.train.leads:train",
        "columns": "ingest.train.columns:train",
        "tables": "ingest.train.tables:train",
        "structure": "ingest.train.structure:train",
        "text-rows": "ingest.train.text_rows:train",
        "margins": "ingest.train.margins:train",
        "blocks": "ingest.train.blocks:train",
        "pages": "ingest.train.pages:train",
        "confidence": "ingest.train.confidence:train",
        "scans": "ingest.train.scans:train",
    },
)


def train(
    names: Sequence[str], material: Path, models: Path, seed: int = 0, say: Callable[[str], object] = lambda _: None
) -> None:
    """Rebuild artefacts, each into its folder of `models`.

    Raises:
        UsageError: no such artefact.
    """
    unknown = [n for n in names if n not in ARTEFACTS]
    if unknown:
        raise UsageError(f"no artefact {', '.join(unknown)}.", remedy=f"Known: {', '.join(ARTEFACTS)}.")
    for name in ARTEFACTS:
        if not names or name in names:
            say(f"training {name}")
            ARTEFACTS[name](material, models / name, seed)
