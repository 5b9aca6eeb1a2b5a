"""Output folders with a ledger of given plans, made without converting anything."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.batch.engine import Failure, Job, Outcome
from ingest.batch.inputs.finder import Input
from ingest.batch.ledger import Ledger
from ingest.plan import FIELDS, Extraction, Facts, Field, FieldName, Issue, Place, Plan, Row
from ingest.write.plan_json import dumps

SURE_FIELD = 0.97
GOLDEN = Path(__file__).resolve().parents[1] / "golden"

NASTY = '<b>fet</b> <script>alert(1)</script> </script><!-- & "citat" \'x\' =HYPERLINK("http://x.se";"y") {{ 7*7 }}'


def ledger(
    out: Path,
    plans: Iterable[tuple[Plan, Path | None]],
    *,
    failures: Iterable[tuple[str, Failure]] = (),
    pending: Iterable[str] = (),
    masking: bool = False,
) -> Path:
    """An output folder that holds these plans, each read from its file (None: from one that is not there)."""
    held, failed, waiting = list(plans), list(failures), list(pending)
    items = [Input(p.document.source, str(path or out / "gone" / "file"), 1) for p, path in held]
    items += [Input(name, str(out / name), 1) for name, _ in failed]
    items += [Input(name, str(out / name), 1) for name in waiting]
    with Ledger(out) as book:
        book.settings = {"options": {"mask_personal_data": masking}}
        book.register(items)
        for (plan, _), item in zip(held, items, strict=False):
            book.identify({item.name: plan.document.id})
            outcome = Outcome(Job(item, plan.document.id), "done", dumps(plan))
            book.record(outcome, "c", "v")
        for name, failure in failed:
            sha = hashlib.sha256(name.encode()).hexdigest()
            book.identify({name: sha})
            job = Job(Input(name, name, 1), sha)
            book.record(Outcome(job, "failed", failure=failure), "c", "v")
    return out


def golden(name: str, samples: Path, doubtful: dict[tuple[str, FieldName], float] | None = None) -> tuple[Plan, Path]:
    """The kept plan of a sample with its file; `doubtful` gives fields (row, name) another confidence.

    All its other fields are sure, whatever the model of the day says of them.
    """
    value: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    plan = Plan.from_dict(value)
    rows = []
    for row in plan.rows:
        for field_name in FIELDS:
            field = row[field_name]
            if field is not None:
                confidence = (doubtful or {}).get((row.id, field_name), max(field.confidence, SURE_FIELD))
                row = replace(row, **{field_name: replace(field, confidence=confidence)})
        rows.append(row)
    issues = tuple(i for i in plan.issues if i.code != "low-confidence")
    path = samples / name
    facts = replace(plan.document, id=hashlib.sha256(path.read_bytes()).hexdigest())
    return replace(plan, document=facts, rows=tuple(rows), issues=issues), path


def simple(source: str, texts: dict[FieldName, str], confidence: float = 0.6, **changes: Any) -> Plan:
    """A plan of one row, read from a text file; further arguments replace fields of the plan."""
    place = (Place(None, None, 1, 2, 3),)
    fields: dict[str, Field] = {}
    for name, text in texts.items():
        actors = () if name == "vem" else None
        times = () if name == "när" else None
        fields[name] = Field(text, text, confidence, place, actors, times)
    facts = Facts(
        hashlib.sha256(source.encode()).hexdigest(),
        source,
        "text/plain",
        None,
        None,
        "annat",
        None,
        None,
        (),
        "sv",
        (Extraction(None, "text", 1.0),),
    )
    row = Row("r1", None, "table", **fields, confidence=confidence)  # type: ignore[arg-type]
    return replace(Plan(facts, rows=(row,)), **changes)


def nasty() -> Plan:
    """A plan whose every text holds markup, a script and a formula."""
    plan = simple("<i>nasty & co</i>.txt", dict.fromkeys(("orsak", "mål", "åtgärd", "vem", "när"), NASTY))
    facts = replace(plan.document, title=NASTY)
    issues = (Issue("no-date-parsed", "warning", "r1.när", NASTY),)
    return replace(plan, document=facts, issues=issues)
