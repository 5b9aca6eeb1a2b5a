"""Crime-prevention plans as clean, checkable rows: orsak, mål, åtgärd, vem, när.

>>> import ingest
>>> plan = ingest.convert("plan.docx")  # doctest: +SKIP
>>> plan.rows[0].åtgärd.text  # doctest: +SKIP
'Utbildning av ANDTS-coacher.'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.batch.archive import frames
    from ingest.batch.many_documents import convert_many
    from ingest.errors import IngestError
    from ingest.options import Limits, Options
    from ingest.pipeline import convert
    from ingest.plan import Plan
    from ingest.repair import repair_text

__version__ = "0.2.0"

__all__ = ["IngestError", "Limits", "Options", "Plan", "convert", "convert_many", "frames", "repair_text"]

_PUBLIC = {
    "IngestError": "ingest.errors",
    "Limits": "ingest.options",
    "Options": "ingest.options",
    "Plan": "ingest.plan",
    "convert": "ingest.pipeline",
    "convert_many": "ingest.batch.many_documents",
    "frames": "ingest.batch.archive",
    "repair_text": "ingest.repair",
}


def __getattr__(name: str) -> Any:
    # Loaded on first use: `ingest --help` must not wait for pandas and models.
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'ingest' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
