"""A simulated reviewer: looks only at fields under a threshold, with the gold answers as oracle.

    python benchmarks/review_curve.py GOLD_DIR OUT/plans

GOLD_DIR holds NAME.gold.json; a plan is matched by the name of its source. Rows are paired with the gold so that the
mean similarity of their texts is highest. A field is every one of the five that the machine or the gold fills. The
reviewer looks at a filled field whose confidence is below the threshold, or that a warning names, and puts it right;
one of a row that is no measure makes him remove the row. What the machine left empty or missed is not looked at and
stays wrong. Prints one line a threshold: share looked at, share right before and after.

What such a reviewer's looks would teach the confidence (`ingest train --from-corrections`) is printed below: log loss
and mean stated against right, of fields of documents left out, where he looks below 0.95 and where he looks at all.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein
from scipy.optimize import linear_sum_assignment

from ingest.plan import FIELDS, Plan, Row
from ingest.quality.recalibration import recalibrated
from ingest.train.from_corrections import FOLDS
from ingest.train.recalibration import Looked, fit, loss
from ingest.write.plan_json import read_plan

PAIR = 0.5
THRESHOLDS = (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.98, 0.985, 0.99, 0.993, 0.995, 1.01)


@dataclass(frozen=True)
class Judged:
    """One field: its confidence (None where the machine left it empty), whether a warning names it, whether right."""

    confidence: float | None
    warned: bool
    right: bool
    row: int
    name: str = ""
    document: str = ""


def fold(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def gold_text(row: dict, name: str) -> str:
    return fold((row.get(name) or {}).get("text"))


def text(row: Row, name: str) -> str:
    value = row[name]
    return fold(value.text if value is not None else None)


def similarity(row: Row, gold: dict) -> float:
    pairs = [(text(row, n), gold_text(gold, n)) for n in FIELDS if text(row, n) or gold_text(gold, n)]
    return sum(Levenshtein.normalized_similarity(a, b) for a, b in pairs) / len(pairs) if pairs else 0.0


def judge(plan: Plan, gold: list[dict]) -> list[Judged]:
    """Every field of a plan and of what it misses."""
    grave = {i.target for i in plan.issues if i.severity != "info"}
    pairs: dict[int, int] = {}
    if plan.rows and gold:
        table = np.array([[similarity(r, g) for g in gold] for r in plan.rows])
        pairs = {i: j for i, j in zip(*linear_sum_assignment(-table), strict=True) if table[i, j] >= PAIR}
    out = []
    for i, row in enumerate(plan.rows):
        wanted = gold[pairs[i]] if i in pairs else None
        for name in FIELDS:
            value = row[name]
            expected = gold_text(wanted, name) if wanted is not None else ""
            if value is None and not expected:
                continue
            right = wanted is not None and text(row, name) == expected
            out.append(
                Judged(
                    value.confidence if value else None, f"{row.id}.{name}" in grave, right, i, name, plan.document.id
                )
            )
    missed = [g for j, g in enumerate(gold) if j not in pairs.values()]
    out += [Judged(None, False, False, -1) for g in missed for n in FIELDS if gold_text(g, n)]
    return out


def learning(filled: list[Judged], threshold: float) -> None:
    """Print what the looks teach the confidence, by documents left out."""
    looked = [
        Looked(j.document, j.name, j.confidence, j.right)
        for j in filled
        if j.confidence is not None and (j.confidence < threshold or j.warned)
    ]
    everything = [Looked(j.document, j.name, j.confidence, j.right) for j in filled if j.confidence is not None]
    names = sorted({one.document for one in everything})
    before = after = stated = said = 0.0
    for left_out in range(FOLDS):
        test = {n for i, n in enumerate(names) if i % FOLDS == left_out}
        learnt = fit([one for one in looked if one.document not in test])
        mine = [one for one in everything if one.document in test]
        before += len(mine) * loss(mine, {})
        after += len(mine) * loss(mine, learnt)
        stated += sum(one.stated for one in mine)
        said += sum(recalibrated(o.stated, *learnt[o.field]) if learnt else o.stated for o in mine)
    count = len(everything)
    right = sum(one.right for one in everything)
    print(
        f"looks at {len(looked)} of {count} fields: log loss {before / count:.4f}, after learning {after / count:.4f}; "
        f"mean stated {stated / count:.3f}, after {said / count:.3f}, right {right / count:.3f}; "
        f"of all: {fit(looked)}"
    )


def main(golds: Path, plans: Path) -> None:
    """Print the curve."""
    found: list[Judged] = []
    documents = 0
    for path in sorted(plans.rglob("*.json")):
        plan = read_plan(path)
        source = Path(plan.document.source)
        gold = golds / source.parent / f"{source.stem}.gold.json"
        if gold.is_file():
            documents += 1
            found += judge(plan, json.loads(gold.read_text(encoding="utf-8"))["rows"])
    total = len(found)
    right = sum(j.right for j in found)
    empty = sum(j.confidence is None for j in found)
    print(f"{documents} documents, {total} fields, {empty} of them empty or missed by the machine")
    print("| threshold | looked at | right before | right after | right of the filled after |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    filled = [j for j in found if j.confidence is not None]
    for threshold in THRESHOLDS:
        looked = [j for j in filled if threshold and (j.confidence < threshold or j.warned)]
        after = right + sum(not j.right for j in looked)
        of_filled = sum(j.right for j in filled) + sum(not j.right for j in looked)
        shares = (len(looked) / total, right / total, after / total, of_filled / len(filled))
        print(f"| {threshold:g} | " + " | ".join(f"{s:.1%}" for s in shares) + " |")
    for threshold in (0.95, 1.01):
        learning(filled, threshold)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
