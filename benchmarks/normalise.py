#!/usr/bin/env python3
"""Times and actors alone: every gold *när* and *vem* text of a folder of plans through the grammar and the registers.

    python benchmarks/normalise.py [--gold DIR]

Needs no reading of files: the gold's own texts, periods and dates go in. Prints how many lists are exact and how
many cells a second are read; the peer in the same run is dateparser, where it is installed (`pip install dateparser`),
which finds single dates only.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from ingest.normalise import load_registers, parse_times, split_actors
from ingest.plan import Period
from material import SHARED

KEYS = ("edtf", "start", "end", "role", "recurrence", "preliminary", "label")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, nargs="+", default=[SHARED / "plans-dev", SHARED / "seeds"])
    args = parser.parse_args()
    cells: list[tuple[str, list[dict[str, Any]], Period | None, date | None, bool]] = []
    names: list[tuple[str, list[str]]] = []
    for path in sorted(p for folder in args.gold for p in folder.glob("*.gold.json")):
        plan = json.loads(path.read_text(encoding="utf-8"))
        facts = plan["document"]
        period = Period.from_dict(facts["period"]) if facts["period"] else None
        dated = date.fromisoformat(facts["dated"]) if facts["dated"] else None
        for row in plan["rows"]:
            if row.get("när"):
                cells.append((row["när"]["text"], row["när"]["times"], period, dated, False))
            if row.get("vem"):
                names.append((row["vem"]["text"], [a["name"] for a in row["vem"]["actors"]]))
        cells += [
            (s["text"], s.get("times", []), period, dated, True) for s in plan["statements"] if s["field"] == "när"
        ]
    start = time.perf_counter()
    wrong: Counter[str] = Counter()
    for text, gold, period, dated, prose in cells:
        found = parse_times(text, period=period, dated=dated, prose=prose)
        if [_key(t.to_dict()) for t in found] != [_key(t) for t in gold]:
            wrong[text] += 1
    spent = time.perf_counter() - start
    exact = len(cells) - sum(wrong.values())
    rate = len(cells) / spent
    print(f"times: {exact} of {len(cells)} lists exact ({exact / len(cells):.4f}), {rate:.0f} cells a second")
    for text in sorted(wrong):
        print(f"  {text!r}")
    registers = load_registers()
    start = time.perf_counter()
    misses = [(t, g) for t, g in names if [a.name for a in split_actors(t, registers)] != g]
    spent = time.perf_counter() - start
    share, rate = 1 - len(misses) / len(names), len(names) / spent
    print(f"actors: {len(names) - len(misses)} of {len(names)} lists exact ({share:.4f}), {rate:.0f} cells a second")
    for text, _ in misses:
        print(f"  {text!r}")
    _peer([(c[0], c[1]) for c in cells])


def _key(time: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(time.get(k) or None for k in KEYS)


def _peer(cells: list[tuple[str, list[dict[str, Any]]]]) -> None:
    """Dates that dateparser's search finds, counted only where the gold is one exact day."""
    try:
        from dateparser.search import search_dates
    except ImportError:
        print("dateparser is not installed: no peer in this run")
        return
    days = [(t, g[0]["start"]) for t, g in cells if len(g) == 1 and g[0]["start"] and g[0]["start"] == g[0]["end"]]
    right = 0
    start = time.perf_counter()
    for text, day in days:
        found = search_dates(text, languages=["sv"]) or []
        right += len(found) == 1 and found[0][1].date().isoformat() == day
    spent = time.perf_counter() - start
    rate = len(days) / spent
    print(f"dateparser on the {len(days)} cells of one exact day: {right / len(days):.4f}, {rate:.0f} cells a second")


if __name__ == "__main__":
    main()
