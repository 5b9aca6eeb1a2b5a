#!/usr/bin/env python3
"""Where the time goes: milliseconds and calls by step and kind of file; and whether cost grows in line with size.

    python benchmarks/steps.py [--kinds word pdf text scan] [--rounds 3]
    python benchmarks/steps.py --growth [--most 1000] [--svg FILE]
    python benchmarks/steps.py --cold

Milliseconds are processor time a page (of a Word or text file: a document), the best of the rounds in one warm
process, after a first pass: words and texts that were seen before are known (`speed.py` takes a first pass). Calls are
those of Python and C functions, counted by the interpreter: they are the same on every machine and at any load, and
tell a change of a few per cent that a clock does not. `--growth` makes documents of 1 to 1,000 pages and tables of 10
to 10,000 rows, no text twice, and prints cost a page and a row. `--cold` starts a process for each measurement, as a
user of the library or the command does.
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from ingest import classify, layout, normalise, pipeline, quality, read, repair
from ingest.options import Options
from ingest.source import Source
from long_documents import long_pdf, tall_word
from material import SHARED

STEPS: tuple[tuple[str, Any, str], ...] = (
    ("read", read, "read"),
    ("layout", layout, "arrange"),
    ("repair", repair, "mend"),
    ("classify", classify, "classify"),
    ("times, actors", normalise, "resolve"),
    ("quality", quality, "judge"),
)
KINDS = {"word": ("T1", "docx"), "pdf": ("T2 T3", "pdf"), "text": ("T9", "txt"), "scan": ("T4", "pdf")}


@contextmanager
def watched(seen: Callable[[str, Callable[[], Any]], Any]) -> Iterator[None]:
    """Have every step of the pipeline called by `seen(step, call)`."""

    def around(name: str, job: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args, **kwargs: seen(name, lambda: job(*args, **kwargs))

    before = [(room, attribute, getattr(room, attribute)) for _, room, attribute in STEPS]
    try:
        for name, room, attribute in STEPS:
            setattr(room, attribute, around(name, getattr(room, attribute)))
        yield
    finally:
        for room, attribute, job in before:
            setattr(room, attribute, job)


def clocked(job: Callable[[], Any]) -> dict[str, float]:
    """Processor milliseconds by step."""
    spent: dict[str, float] = defaultdict(float)

    def seen(name: str, call: Callable[[], Any]) -> Any:
        start = time.process_time()
        try:
            return call()
        finally:
            spent[name] += 1000 * (time.process_time() - start)

    with watched(seen):
        job()
    return spent


def counted(job: Callable[[], Any]) -> dict[str, float]:
    """Thousands of calls by step."""
    calls: dict[str, float] = defaultdict(float)

    def seen(name: str, call: Callable[[], Any]) -> Any:
        count = 0

        def event(frame: FrameType, kind: str, arg: object) -> None:
            nonlocal count
            count += kind in ("call", "c_call")

        sys.setprofile(event)
        try:
            return call()
        finally:
            sys.setprofile(None)
            calls[name] += count / 1000

    with watched(seen):
        job()
    return calls


def written(path: Path) -> float:
    """Processor milliseconds that the result as JSON takes."""
    plan = pipeline.convert(path)
    start = time.process_time()
    json.dumps(plan.to_dict(), ensure_ascii=False)
    return 1000 * (time.process_time() - start)


def by_kind(gold: Path, kinds: list[str], rounds: int) -> None:
    with (gold / "manifest.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    names = [name for name, _, _ in STEPS]
    print(f"| {'kind':5} | documents | pages | " + " | ".join(f"{n:>13}" for n in [*names, "JSON", "all"]) + " |")
    print("| --- " * (len(names) + 5) + "|")
    for kind in kinds:
        tiers, ending = KINDS[kind]
        paths = [gold / f"{r['name']}.{ending}" for r in rows if r["tier"] in tiers.split() and r["ext"] == ending]
        pages = sum(pipeline.convert(p).document.pages or 1 for p in paths)
        runs = [clocked(lambda: [pipeline.convert(p) for p in paths]) for _ in range(rounds)]  # noqa: B023
        best = min(runs, key=lambda run: sum(run.values()))
        calls = counted(lambda: [pipeline.convert(p) for p in paths])  # noqa: B023
        write = sum(written(p) for p in paths)
        ms = [best[n] / pages for n in names]
        line = [*ms, write / pages, sum(ms) + write / pages]
        print(f"| {kind:5} | {len(paths)} | {pages} | " + " | ".join(f"{v:10.2f} ms" for v in line) + " |")
        thousand = [calls[n] / pages for n in names]
        line = [f"{v:12.1f}k" for v in thousand]
        print(f"| {'':5} | | | " + " | ".join([*line, f"{'':13}", f"{sum(thousand):12.1f}k"]) + " |")


def growth(most: int, svg: Path | None) -> None:
    """Cost a page and a row as documents grow."""
    drawn: dict[str, list[tuple[int, float]]] = {}
    jobs: tuple[tuple[str, str, Callable[[int], bytes], int], ...] = (
        ("pages", "plan.pdf", long_pdf, most),
        ("rows", "plan.docx", tall_word, 10 * most),
    )
    for what, name, make, last in jobs:
        size = 1 if what == "pages" else 10
        pipeline.convert_source(Source.from_bytes(make(size), name), Options())
        while size <= last:
            data = make(size)
            start = time.process_time()
            plan = pipeline.convert_source(Source.from_bytes(data, name), Options())
            each = 1000 * (time.process_time() - start) / size
            drawn.setdefault(what, []).append((size, each))
            print(f"{what} {size:6d}: {each:8.2f} ms each, {len(plan.rows)} rows found", flush=True)
            size *= 10
    if svg is not None:
        svg.write_text(_drawing(drawn), encoding="utf-8")


def _drawing(drawn: dict[str, list[tuple[int, float]]]) -> str:
    """A small chart of milliseconds each (upwards, from 0) by size (tenfold a step)."""
    wide, high, left, foot = 640, 240, 60, 200
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="12">',
        f'<path d="M{left} 20V{foot}H{wide - 20}" fill="none" stroke="#555"/>',
    ]
    top = 1.2 * max(ms for points in drawn.values() for _, ms in points)
    for number, (what, points) in enumerate(drawn.items()):
        colour = ("#1b5e8c", "#b3541e")[number]
        places = [(left + 130 * (len(str(n)) - 1) + 20, foot - 180 * ms / top) for n, ms in points]
        line = " ".join(f"{x:.0f},{y:.0f}" for x, y in places)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for (n, ms), (x, y) in zip(points, places, strict=True):
            parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="{colour}"/>')
            parts.append(f'<text x="{x:.0f}" y="{y - 8:.0f}" fill="{colour}" text-anchor="middle">{ms:.1f}</text>')
            parts.append(f'<text x="{x:.0f}" y="{foot + 16 + 14 * number}" text-anchor="middle">{n:,} {what}</text>')
    return "\n".join([*parts, '<text x="4" y="14">ms each</text>', "</svg>\n"])


_COLD = """
import sys, time
from ingest.pipeline import convert
convert(sys.argv[1])
print(time.process_time())
"""


def cold(gold: Path, rounds: int) -> None:
    """Processor seconds from a process's start to its first converted document, and of `ingest --help`."""
    jobs = {
        "first Word file": ["-c", _COLD, str(gold / "t1-01-tables.docx")],
        "first PDF": ["-c", _COLD, str(gold / "t2-01-tables.pdf")],
        "first text file": ["-c", _COLD, str(gold / "t9-04-onetable.txt")],
        "ingest --help": ["-m", "ingest", "--help"],
    }
    import resource

    for name, arguments in jobs.items():
        took = []
        for _ in range(rounds):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        print(f"{name:16} {statistics.median(took):.2f} s (median of {rounds}, processor time)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=SHARED / "plans-dev")
    parser.add_argument("--kinds", nargs="+", choices=list(KINDS), default=["word", "pdf", "text"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--most", type=int, default=1000, help="pages of the longest document; ten times as many rows")
    parser.add_argument("--svg", type=Path, help="where the growth is drawn")
    parser.add_argument("--cold", action="store_true")
    args = parser.parse_args()
    if args.growth:
        growth(args.most, args.svg)
    elif args.cold:
        cold(args.gold, args.rounds)
    else:
        by_kind(args.gold, args.kinds, args.rounds)


if __name__ == "__main__":
    main()
