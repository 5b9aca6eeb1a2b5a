#!/usr/bin/env python3
"""The quality report of 1,000 documents: seconds and bytes; and whether its expected share of right fields is true.

    python benchmarks/report.py [--documents 1000] [--converted OUT] [--gold DIR] [--keep DIR]

Size and time: plans of the samples (and of OUT, if given) are varied by a seeded draw (names, titles, dates, issuers,
order of rows, confidences) until there are enough, put into a ledger that points at their source files, and reported
in one file and split. Limits: 60 s and 20 MB for the index.

Share: the plans of OUT (`ingest convert` of `../shared/plans-dev`, made here when not given; minutes) are compared
with their gold answers by the shared scorer; each field of a plan with a confidence counts, in rows that no gold row
answers as wrong. The model was trained on these documents, so that figure is in-sample; the held-out one is that of
the model's card, families held out over documents.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib.util
import json
import os
import platform
import random
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psutil

from ingest.artefacts import root
from ingest.batch.engine import Job, Outcome
from ingest.batch.inputs.finder import Input
from ingest.batch.ledger import Ledger
from ingest.plan import FIELDS, Plan, Row
from ingest.quality.confidence import load as load_model
from ingest.report.build import Choices, write_report
from ingest.report.share import Stated, expected_share
from ingest.write.plan_json import dumps
from material import SHARED

HERE = Path(__file__).resolve().parent.parent
LIMIT_SECONDS, LIMIT_BYTES = 60.0, 20e6


def converted(folder: Path, out: Path) -> Path:
    """An output folder of every document in a folder that has a gold answer."""
    files = [p for g in sorted(folder.glob("*.gold.json")) for p in sorted(folder.glob(g.name[:-9] + "*")) if p != g]
    command = [sys.executable, "-m", "ingest", "convert", *map(str, files), "-o", str(out), "--format", "json"]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return out


def held(out: Path) -> list[tuple[Plan, str]]:
    """The plans of a ledger with the addresses of their files."""
    with Ledger(out, create=False) as ledger:
        uris = {e.name: e.uri for e in ledger.entries()}
        return [(plan, uris[plan.document.source]) for plan in ledger.plans()]


def varied(plan: Plan, number: int, draw: random.Random) -> Plan:
    """The plan as another document's: what a report counts is different, what it shows still stands on the page."""

    def row(one: Row) -> Row:
        changed: dict[str, Any] = {}
        for name in FIELDS:
            value = one[name]
            if value is None or draw.random() < 0.03:
                changed[name] = None
                continue
            confidence = value.confidence if draw.random() < 0.85 else round(draw.uniform(0.3, 0.95), 4)
            changed[name] = replace(value, confidence=confidence)
        filled = [v.confidence for v in changed.values() if v is not None]
        return replace(one, **changed, confidence=round(min(filled, default=0.0), 4))

    facts = plan.document
    day = date(2019, 1, 1) + timedelta(days=draw.randrange(2500))
    issuer = draw.choice([*facts.issuers, *facts.issuers, None])
    facts = replace(
        facts,
        source=f"arkiv/{day.year}/{number:05}-{facts.source}",
        title=f"{facts.title or 'Plan'} nr {number}",
        dated=day,
        issuers=(issuer,) if issuer is not None else (),
    )
    rows = [row(r) for r in plan.rows]
    return replace(plan, document=facts, rows=tuple(rows))


def fill(out: Path, plans: Sequence[tuple[Plan, str]]) -> None:
    """A ledger of these plans. Their names share contents, so each stands under a hash of its own."""
    with Ledger(out) as ledger:
        ledger.register([Input(p.document.source, uri, 1) for p, uri in plans])
        for plan, uri in plans:
            ledger.identify({plan.document.source: plan.document.id})
            job = Job(Input(plan.document.source, uri, 1), plan.document.id)
            ledger.record(Outcome(job, "done", dumps(plan)), "benchmark", "benchmark")


def processor_seconds() -> float:
    """Of this process, the server that starts its children, and the children that have ended."""
    total = time.process_time()
    for child in psutil.Process().children(recursive=True):
        spent = child.cpu_times()
        total += spent.user + spent.system + spent.children_user + spent.children_system
    return total


def measure(count: int, sources: Sequence[tuple[Plan, str]], folder: Path) -> bool:
    draw = random.Random(0)
    plans = []
    for number in range(1, count + 1):
        plan, uri = sources[(number - 1) % len(sources)]
        # A copy of the file of its own: the ledger keys results by content, a comment at the end makes it another.
        path = folder / "files" / f"{number:05}{Path(uri).suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        data = Path(uri).read_bytes() + (f"\n% {number}\n".encode() if path.suffix in (".pdf", ".txt") else b"")
        path.write_bytes(data)
        sha = hashlib.sha256(data).hexdigest()
        one = varied(plan, number, draw)
        if path.suffix not in (".pdf", ".txt"):
            # The same bytes would be the same result: these stand for files that are gone.
            sha = hashlib.sha256(f"{number}".encode()).hexdigest()
        plans.append((replace(one, document=replace(one.document, id=sha)), str(path)))
    out = folder / "out"
    fill(out, plans)
    rows = sum(len(p.rows) for p, _ in plans)
    print(f"{count} documents, {rows} rows, {platform.machine()}, {platform.processor() or 'processor not told'}")
    good = True
    for split in (False, True):
        start, used = time.perf_counter(), processor_seconds()
        written = write_report(str(out), folder / f"report-{split}" / "report.html", Choices(split=split))
        seconds, used = time.perf_counter() - start, processor_seconds() - used
        size = written.page.stat().st_size
        others = sum(p.stat().st_size for p in written.documents)
        good &= seconds < LIMIT_SECONDS and size < LIMIT_BYTES
        how = "split" if split else "together"
        print(f"{how:9} {seconds:6.1f} s ({used:.1f} s of processor time, load {os.getloadavg()[0]:.1f})")
        print(
            f"          index {size / 1e6:.2f} MB, {len(written.documents)} other files {others / 1e6:.2f} MB, "
            f"{written.pictures} fields with cut-outs"
        )
    return good


def scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score_plans", SHARED / "bench" / "score_plans.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def share(out: Path, gold_folder: Path) -> bool:
    """Print stated and true shares by tier; true where they lie within two points over all."""
    score = scorer()
    tiers: dict[str, str] = {}
    if (gold_folder / "manifest.csv").exists():
        with (gold_folder / "manifest.csv").open(encoding="utf-8", newline="") as handle:
            tiers = {r["name"]: r["tier"] for r in csv.DictReader(handle)}
    sums: dict[str, Any] = {}
    for plan, _ in held(out):
        name = unicodedata.normalize("NFC", plan.document.source.rpartition("/")[2])
        path = gold_folder / f"{name.rpartition('.')[0]}.gold.json"
        if not path.exists():
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        if gold["rows"]:
            both = [sums.setdefault(t, score.Sum()) for t in (tiers.get(path.name[:-10], "-"), "all")]
            score.score_doc(gold, plan.to_dict(), both, [], name)
    print("\ntier    fields  stated   95 % interval     true   difference (points)")
    gap = 1.0
    for tier, found in sorted(sums.items()):
        together = Stated("together", {"åtgärd": tuple(c for c, _ in found.cal)})
        stated = expected_share([together], load_model().spread, FIELDS)
        if stated is None:
            continue
        true = sum(right for _, right in found.cal) / len(found.cal)
        gap = stated.expected - true
        inside = "inside" if stated.low <= true <= stated.high else "outside"
        print(
            f"{tier:6} {stated.count:7} {100 * stated.expected:7.2f}  {100 * stated.low:6.2f}–{100 * stated.high:6.2f}"
            f"  {100 * true:7.2f}  {100 * gap:+7.2f}  {inside}"
        )
        if tier == "all":
            whole = gap
    card = (root() / "confidence" / "README.md").read_text(encoding="utf-8")
    line = re.search(r"^\| as shipped \| (\d+) \| ([\d.]+) \| ([\d.]+) \|", card, re.MULTILINE)
    if line is not None:
        fields, right, mean = int(line[1]), float(line[2]), float(line[3])
        print(f"held out (model card): {fields} fields, stated {100 * mean:.2f}, true {100 * right:.2f}, "
              f"difference {100 * (mean - right):+.2f} points")  # fmt: skip
        whole = max(abs(whole), abs(mean - right))
    return abs(whole) <= 0.02


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--converted", type=Path, help="output folder of ../shared/plans-dev, if there is one")
    parser.add_argument("--gold", type=Path, default=SHARED / "plans-dev")
    parser.add_argument("--keep", type=Path, help="folder for what is made; a temporary one by default")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ingest-report-") as temporary:
        folder = args.keep or Path(temporary)
        sources = held(converted(HERE / "samples", folder / "samples"))
        dev = args.converted
        if dev is None and args.gold.is_dir():
            dev = converted(args.gold, folder / "dev")
        if dev is not None:
            sources += [(plan, uri) for plan, uri in held(dev) if plan.rows]
        good = measure(args.documents, sources, folder)
        if dev is not None and (SHARED / "bench" / "score_plans.py").exists():
            good &= share(dev, args.gold)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
