"""How sure, and what a person should look at."""

from __future__ import annotations

from ingest.draft import Draft
from ingest.options import Options
from ingest.plan import Facts, Plan

__all__ = ["judge"]


def judge(draft: Draft, options: Options) -> Plan:
    """The plan: confidences out of evidence, repairs and issues collected."""
    document, facts = draft.document, draft.facts
    return Plan(
        Facts(
            document.id,
            document.source,
            document.media_type,
            document.page_count,
            facts.title,
            facts.kind,
            facts.dated,
            facts.period,
            facts.issuers,
            facts.language,
            (),
        )
    )
