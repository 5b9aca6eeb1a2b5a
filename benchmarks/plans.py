#!/usr/bin/env python3
"""Convert a folder of plans with gold answers through the library and score them with the shared scorer.

    python benchmarks/plans.py [--gold DIR] [--out DIR] [--only TEXT] [--tier T1,T2] [--jobs 2] [--worst N]
                                [--second-engine rapidocr]

Only the chosen documents are converted. Prints the scorer's table; exceptions are listed at the end.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from material import SHARED


def _convert(job: tuple[str, str, str | None]) -> tuple[str, float, str]:
    from ingest.options import Options
    from ingest.pipeline import convert

    path, out, second = job
    start = time.perf_counter()
    try:
        plan = convert(path, Options(second_engine=second))
    except Exception:
        return path, time.perf_counter() - start, traceback.format_exc(limit=-4)
    Path(out).write_text(json.dumps(plan.to_dict(), ensure_ascii=False, indent=1), encoding="utf-8")
    return path, time.perf_counter() - start, ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=SHARED / "plans-dev")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--tier", default="", help="comma-separated")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--second-engine", choices=["rapidocr"])
    parser.add_argument("--json")
    args = parser.parse_args()
    out = args.out or Path(tempfile.mkdtemp(prefix="ingest-plans-"))
    out.mkdir(parents=True, exist_ok=True)
    manifest = args.gold / "manifest.csv"
    tiers = {}
    if manifest.exists():
        with manifest.open(encoding="utf-8", newline="") as handle:
            tiers = {r["name"]: r["tier"] for r in csv.DictReader(handle)}
    wanted = set(filter(None, args.tier.split(",")))
    jobs = []
    links = Path(tempfile.mkdtemp(prefix="ingest-gold-"))
    for path in sorted(args.gold.iterdir()):
        name = path.name.split(".")[0]
        if args.only not in name or (wanted and tiers.get(name) not in wanted):
            continue
        if path.suffix == ".json":
            (links / path.name).symlink_to(path.resolve())
        elif (path.parent / f"{name}.gold.json").exists():
            jobs.append((str(path), str(out / f"{path.name}.json"), args.second_engine))
    if manifest.exists():
        (links / "manifest.csv").symlink_to(manifest.resolve())
    with ProcessPoolExecutor(args.jobs) as pool:
        results = list(pool.map(_convert, jobs))
    command = [
        sys.executable,
        str(SHARED / "bench" / "score_plans.py"),
        str(links),
        str(out),
        "--worst",
        str(args.worst),
    ]
    subprocess.run(command + (["--json", args.json] if args.json else []), check=False)
    for path, _, error in results:
        if error:
            print(f"\n{Path(path).name}\n{error}")
    print(f"{sum(s for _, s, _ in results):.1f} s of conversion for {len(results)} documents; output in {out}")


if __name__ == "__main__":
    main()
