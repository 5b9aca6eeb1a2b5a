"""How sure, and what a person should look at."""

from __future__ import annotations

from ingest.classify.fields.vocabulary import load as load_vocabulary
from ingest.draft import Draft
from ingest.options import Options
from ingest.plan import Plan
from ingest.privacy.mask import mask_plan
from ingest.quality import missing
from ingest.quality.assemble import assemble
from ingest.quality.checks import check
from ingest.quality.confidence import load

__all__ = ["judge"]


def judge(draft: Draft, options: Options) -> Plan:
    """The plan: confidences out of evidence, repairs and issues collected, personal data reported or masked."""
    plan = check(assemble(draft, load(), missing.load(), load_vocabulary(options.vocabulary)))
    return mask_plan(plan) if options.mask_personal_data else plan
