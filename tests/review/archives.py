"""Archives under review, made of given plans without converting anything."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from ingest.batch.engine import Job, Outcome
from ingest.batch.inputs.finder import Input
from ingest.batch.ledger import Ledger
from ingest.options import Options
from ingest.plan import Plan
from ingest.write import Style
from ingest.write.plan_json import dumps


def archive(out: Path, plans: Iterable[Plan], sources: dict[str, Path] | None = None) -> Path:
    """An output folder that holds these plans as a conversion leaves it."""
    held = list(plans)
    with Ledger(out) as ledger:
        ledger.settings = {
            "paths": [],
            "formats": ["json", "csv"],
            "style": asdict(Style()),
            "with_text": False,
            "options": Options().to_dict(),
            "corrections": None,
        }
        items = [Input(p.document.source, str((sources or {}).get(p.document.source, out / "none")), 1) for p in held]
        ledger.register(items)
        for plan, item in zip(held, items, strict=True):
            ledger.identify({item.name: plan.document.id})
            ledger.record(Outcome(Job(item, plan.document.id), "done", dumps(plan)), "c", "v")
    return out


def plan_in(out: Path, source: str) -> Plan:
    """What the ledger holds under a name."""
    with Ledger(out, create=False) as ledger:
        plan = ledger.plan(source)
    assert plan is not None
    return Plan.from_dict(json.loads(dumps(plan)))
