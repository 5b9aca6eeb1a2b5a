#!/usr/bin/env python3
"""The invitation among the seeds, clean, scanned and with a bad text layer, against its gold answer.

    python benchmarks/letters.py [--seeds DIR] [--name inbjudan]

Statements are scored by the shared scorer (text alike to 0.9 and the same field; those of annat left out); the meeting
days are the days of all *när* statements that name one day.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from ingest.pipeline import convert
from material import SHARED


def days(plan: dict) -> set[str]:
    """The single days that the statements of field när name."""
    times = (t for s in plan["statements"] if s["field"] == "när" for t in s.get("times") or [])
    return {t["start"] for t in times if t["start"] and t["start"] == t["end"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=Path, default=SHARED / "seeds")
    parser.add_argument("--name", default="inbjudan")
    args = parser.parse_args()
    sys.path.insert(0, str(SHARED / "bench"))
    from score_plans import score_statements

    gold = json.loads((args.seeds / f"{args.name}.gold.json").read_text(encoding="utf-8"))
    print(f"{'file':26} days  title period issuers  rows  statements F1")
    for path in sorted(args.seeds.glob(f"{args.name}*")):
        if path.suffix == ".json":
            continue
        plan = convert(str(path)).to_dict()
        document, wanted = plan["document"], gold["document"]
        names = {i["name"].casefold() for i in document["issuers"]}
        print(
            f"{path.name:26} {len(days(plan) & days(gold))}/{len(days(gold))}"
            f"{document['title'] == wanted['title']!s:>7}{document['period'] == wanted['period']!s:>7}"
            f"{names == {i['name'].casefold() for i in wanted['issuers']}!s:>8}{len(plan['rows']):6}"
            f"{score_statements(gold, plan, []):11.3f}"
        )


if __name__ == "__main__":
    main()
