"""Review at size: 1,000 documents and 10,000 corrections.

    python benchmarks/review.py [DOCUMENTS] [CORRECTIONS]

Measures the list, a document's page, saving a correction, and applying all corrections, each as the median of some
tries. What applying them adds to a conversion is told in processor time, in rounds: the plan's own document converted,
then the corrections of some documents applied as a run does it; the median of the rounds' ratios counts.
"""

from __future__ import annotations

import hashlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from starlette.testclient import TestClient

from ingest.batch.corrections import corrected_outcome, refresh
from ingest.batch.engine import Job, Outcome, Tally
from ingest.batch.inputs.finder import Input
from ingest.batch.ledger import Ledger
from ingest.corrections import Correction, CorrectionBook, Subject, field_anchor, new_id, sketch
from ingest.corrections.model import now
from ingest.options import Options
from ingest.pipeline import convert
from ingest.plan import Plan
from ingest.review.app import create_app
from ingest.review.desk import Desk
from ingest.write import Style
from ingest.write.correction_store import open_store
from ingest.write.plan_json import dumps, read_plan

DOCUMENT = Path(__file__).resolve().parents[1] / "samples" / "almvik-linjerad.pdf"
SAMPLE = Path(__file__).resolve().parents[1] / "tests" / "golden" / "almvik-linjerad.pdf.json"


def plans(count: int) -> list[Plan]:
    """Plans of one invented kind, each with words of its own."""
    model = read_plan(SAMPLE)
    out = []
    for n in range(count):
        rows = tuple(
            replace(r, **{f: replace(v, raw=" ".join(f"{w}{n}" for w in v.raw.split())) for f, v in r.fields() if v})
            for r in model.rows
        )
        sha = hashlib.sha256(str(n).encode()).hexdigest()
        out.append(replace(model, document=replace(model.document, id=sha, source=f"plan{n:05}.pdf"), rows=rows))
    return out


def median(work: Callable[[], object], tries: int = 5) -> float:
    """Seconds."""
    times = []
    for _ in range(tries):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def added(made: list[Plan], book: CorrectionBook, rounds: int = 5, each: int = 40) -> str:
    """What applying corrections adds to a conversion."""
    outcomes = [
        Outcome(Job(Input(p.document.source, "none", 1), p.document.id), "done", dumps(p), tally=Tally.of(p))
        for p in made[: each * rounds]
    ]
    ratios, milliseconds = [], []
    convert(DOCUMENT)
    for n in range(rounds):
        started = time.process_time()
        for _ in range(3):
            convert(DOCUMENT)
        conversion = (time.process_time() - started) / 3
        some = outcomes[n::rounds]
        started = time.process_time()
        for outcome in some:
            corrected_outcome(outcome, book, [outcome.job.item.name], Options())
        seconds = (time.process_time() - started) / len(some)
        ratios.append(seconds / conversion)
        milliseconds.append(1000 * seconds)
    return (
        f"{statistics.median(milliseconds):.1f} ms of processor time, {statistics.median(ratios):.1%} of a conversion"
    )


def main(documents: int, corrections: int) -> None:
    """Print one line a measure."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "ut"
        made = plans(documents)
        with Ledger(out) as ledger:
            ledger.settings = {
                "formats": ["json"], "style": asdict(Style()), "with_text": False,
                "options": Options().to_dict(), "corrections": None, "paths": [],
            }  # fmt: skip
            items = [Input(p.document.source, "none", 1) for p in made]
            ledger.register(items)
            for plan, item in zip(made, items, strict=True):
                ledger.identify({item.name: plan.document.id})
                ledger.record(Outcome(Job(item, plan.document.id), "done", dumps(plan)), "c", "v")
        store = open_store(out.with_name("ut.corrections.jsonl"))
        found = []
        for n in range(corrections):
            plan = made[n % documents]
            row = plan.rows[n // documents % len(plan.rows)]
            name = ("vem", "när", "mål")[n // documents // len(plan.rows) % 3]
            subject = Subject(plan.document.id, sketch(plan), plan.document.source)
            new = {"text": f"Rättat {n}"}
            found.append(Correction(new_id(), now(), "Anna", "field", subject, field_anchor(row, name), None, new))
        store.append(found)
        print(f"{documents} documents, {len(store.book)} corrections, {store.path.stat().st_size / 1e6:.1f} MB")
        print(f"apply those of a document in a run: {added(made, store.book)}")
        print(f"read the corrections: {median(lambda: open_store(store.path)):.2f} s")
        with Ledger(out) as ledger:
            started = time.perf_counter()
            changed = refresh(ledger, store.book, Options())
            seconds = time.perf_counter() - started
            print(f"apply all: {seconds:.1f} s, {1000 * seconds / changed:.1f} ms a document")
            print(f"apply all again, nothing new: {median(lambda: refresh(ledger, store.book, Options()), 3):.2f} s")
            refresh(ledger, CorrectionBook(), Options())
            refresh(ledger, store.book, Options())
        desk = Desk(str(out))
        with TestClient(create_app(desk, "token", ("127.0.0.1",)), base_url="http://127.0.0.1") as client:
            sha = made[0].document.id
            print(f"open the list: {median(lambda: client.get('/token/')):.2f} s")
            print(f"open a document: {median(lambda: client.get(f'/token/documents/{sha}')):.2f} s")
            say = {"kind": "accepted", "target": f"{made[1].rows[0].id}.orsak"}
            print(f"save: {median(lambda: desk.save(made[1].document.id, say, 'Anna'), 1):.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
