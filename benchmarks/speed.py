#!/usr/bin/env python3
"""Pages per second and peak memory over PDF plans, beside pdfplumber's `extract_tables` on the same pages.

    python benchmarks/speed.py [--gold DIR] [--tiers T2 T3] [--rounds 5]

Each contestant runs in a process of its own, in turns, so that a busy machine slows all alike; the best round
counts. "ingest, whole job" is `ingest.convert`: reading, tables, repair, rows, times, actors, confidences.
"ingest, tables" is reading and arranging only. Where the time goes: `steps.py`.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from material import SHARED

WARM = 1
"""Documents converted before the clock starts: imports and artefacts are loaded once per process, not per page."""


def _ingest(path: Path) -> int:
    from ingest.pipeline import convert

    return convert(path).document.pages or 0


def _arrange(path: Path) -> int:
    from ingest import layout, read
    from ingest.options import Options
    from ingest.source import Source

    options = Options()
    return len(layout.arrange(read.read(Source.open(path), options), options).pages)


def _pdfplumber(path: Path) -> int:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_tables()
            page.close()
        return len(pdf.pages)


CONTESTANTS = {
    "ingest, whole job": _ingest,
    "ingest, tables": _arrange,
    "pdfplumber extract_tables": _pdfplumber,
}


def _run(name: str, paths: list[Path]) -> None:
    job = CONTESTANTS[name]
    for path in paths[:WARM]:
        job(path)
    start, cpu = time.perf_counter(), time.process_time()
    pages = sum(job(path) for path in paths)
    print(
        json.dumps(
            {
                "pages": pages,
                "seconds": time.perf_counter() - start,
                "cpu": time.process_time() - cpu,
                "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=SHARED / "plans-dev")
    parser.add_argument("--tiers", nargs="+", default=["T2", "T3"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--contestant", choices=list(CONTESTANTS), help=argparse.SUPPRESS)
    args = parser.parse_args()
    with (args.gold / "manifest.csv").open(encoding="utf-8", newline="") as handle:
        names = [r["name"] for r in csv.DictReader(handle) if r["tier"] in args.tiers and r["ext"] == "pdf"]
    paths = [args.gold / f"{name}.pdf" for name in names]
    if args.contestant:
        _run(args.contestant, paths)
        return
    best: dict[str, dict[str, float]] = {}
    for _ in range(args.rounds):
        for name in CONTESTANTS:
            command = [sys.executable, __file__, "--gold", str(args.gold), "--contestant", name]
            command += ["--tiers", *args.tiers]
            out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            result = json.loads(out.strip().splitlines()[-1])
            if name not in best or result["cpu"] < best[name]["cpu"]:
                best[name] = result
    peer = best["pdfplumber extract_tables"]
    print(f"{' '.join(args.tiers)}: {len(paths)} documents, {peer['pages']} pages, best of {args.rounds} rounds")
    print(f"{'':28} {'pages/s':>8} {'ms/page':>8} {'cpu ms':>8} {'peak MB':>8} {'times as fast (cpu)':>20}")
    for name, r in best.items():
        pages = r["pages"]
        print(
            f"{name:28} {pages / r['seconds']:8.1f} {1000 * r['seconds'] / pages:8.1f} {1000 * r['cpu'] / pages:8.1f}"
            f" {r['peak']:8.0f} {peer['cpu'] / r['cpu']:20.2f}"
        )


if __name__ == "__main__":
    main()
