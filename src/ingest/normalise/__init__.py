"""*När* to dates, *vem* to actors."""

from __future__ import annotations

from ingest.draft import Draft
from ingest.options import Options

__all__ = ["resolve"]


def resolve(draft: Draft, options: Options) -> Draft:
    """Give every *vem* its actors, every *när* its times, statements both."""
    return draft
