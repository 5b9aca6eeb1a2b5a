#!/usr/bin/env python3
"""First look at a folder of plans by a stranger: what was right, and whether the product knew.

    python benchmarks/first_look.py GOLD_DIR PRED_DIR [--list] [--json FILE]

GOLD_DIR holds NAME.gold.json, PRED_DIR the JSON that `ingest convert` wrote (searched for `*.json` with rows). Rows
are paired as `plans-dev`'s scorer does: so that the mean similarity of the five fields is highest.

What the figures mean
  exact rows  gold rows whose five texts are all equal, of all gold rows
  row F1      pairs with a mean similarity of at least 0.8, against gold and found rows
  fields      every filled field of every found row, with its stated confidence; right where its text equals the gold's.
              A field of a row that the gold does not have (a false row, or one paired below 0.3) is wrong.
  ECE         mean gap between stated and true over ten bins of equal width (Guo et al. 2017)
  AUROC       probability that a right field is surer than a wrong one
  sure        stated at 0.9 or more: share of all fields, and how many of them are right
  unflagged   wrong fields that carry 0.9 or more and that no issue names (field, row, section of its page or document)
  missed      fields that the gold has and the found row lacks, and how many of these an issue names; fields that both
              lack, and how many of these an issue asks for all the same
  expected    the report's expected share of right fields with its interval, beside the truth
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz.distance import Levenshtein
from scipy.optimize import linear_sum_assignment

from ingest.plan import FIELDS

SURE = 0.9
# The scorer's bounds: a pair below the first is no pair, from the second it counts as found.
PAIRED, FOUND = 0.3, 0.8
# Wider issues than these say nothing of one field.
_SEVERE = ("warning", "error")

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldSeen:
    """One filled field of the output, and what the gold says."""

    document: str
    row: str
    name: str
    confidence: float
    text: str
    gold: str | None
    """None where the gold has no such row."""
    issues: tuple[str, ...]
    """Codes of issues that name the field or its row."""

    @property
    def right(self) -> bool:
        return self.text == self.gold

    @property
    def unflagged(self) -> bool:
        return not self.right and self.confidence >= SURE and not self.issues


@dataclass
class Seen:
    """Everything counted over some documents."""

    documents: int = 0
    failed: list[str] = field(default_factory=list)
    gold_rows: int = 0
    found_rows: int = 0
    pairs: int = 0
    exact: int = 0
    fields: list[FieldSeen] = field(default_factory=list)
    missed: int = 0
    missed_named: int = 0
    lacking: int = 0
    lacking_asked: int = 0
    row_confidences: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, name: str, gold: Answer, plan: Answer | None) -> None:
        """Count one document; `plan` None where the product gave nothing."""
        self.documents += 1
        if plan is None:
            self.failed.append(name)
        answers = gold["rows"]
        rows = _counted(plan["rows"] if plan is not None else ())
        self.gold_rows += len(answers)
        self.found_rows += len(rows)
        partner = align(answers, rows)
        named = _issues(plan) if plan is not None else {}
        for j, row in enumerate(rows):
            i, similarity = partner.get(j, (None, 0.0))
            answer = answers[i] if i is not None else None
            self.pairs += similarity >= FOUND
            exact = answer is not None and all(text(row, f) == text(answer, f) for f in FIELDS)
            self.exact += exact
            self.row_confidences.append((float(row.get("confidence", 0.0)), exact))
            self._add_fields(name, row, answer, named)

    def _add_fields(self, name: str, row: Answer, answer: Answer | None, named: Mapping[str, list[str]]) -> None:
        for f in FIELDS:
            said = text(row, f)
            issues = tuple(dict.fromkeys((*named.get(f"{row['id']}.{f}", ()), *named.get(row["id"], ()))))
            if said:
                gold = text(answer, f) if answer is not None else None
                confidence = float(row[f]["confidence"])
                self.fields.append(FieldSeen(name, row["id"], f, confidence, said, gold, issues))
            elif answer is not None and text(answer, f):
                self.missed += 1
                self.missed_named += bool(issues)
            elif answer is not None:
                self.lacking += 1
                self.lacking_asked += "missing-field" in named.get(f"{row['id']}.{f}", ())

    def figures(self) -> dict[str, Any]:
        """The figures by name; shares 0..1, None where there is nothing to count."""
        confidence = np.array([f.confidence for f in self.fields])
        right = np.array([f.right for f in self.fields], dtype=float)
        sure = confidence >= SURE
        wrong = int((right == 0).sum())
        unflagged = sum(f.unflagged for f in self.fields)
        rows = np.array([c for c, _ in self.row_confidences])
        rows_right = np.array([float(r) for _, r in self.row_confidences])
        return {
            "documents": self.documents,
            "failed": len(self.failed),
            "rows": self.gold_rows,
            "found_rows": self.found_rows,
            "exact_rows": _share(self.exact, self.gold_rows),
            "row_f1": _share(2 * self.pairs, self.gold_rows + self.found_rows),
            "fields": len(self.fields),
            "right": float(right.mean()) if len(right) else None,
            "stated": float(confidence.mean()) if len(right) else None,
            "ece": calibration_error(confidence, right),
            "auroc": auroc(confidence, right),
            "row_ece": calibration_error(rows, rows_right),
            "row_auroc": auroc(rows, rows_right),
            "sure": _share(int(sure.sum()), len(self.fields)),
            "sure_right": float(right[sure].mean()) if sure.any() else None,
            "wrong": wrong,
            "unflagged": unflagged,
            "unflagged_share": _share(unflagged, wrong),
            "missed": self.missed,
            "missed_named": self.missed_named,
            "lacking": self.lacking,
            "lacking_asked": self.lacking_asked,
        }


def text(row: Answer, name: str) -> str:
    """Return the text of a field in NFC with single spaces; empty where the row has none."""
    value = row.get(name)
    found = value if isinstance(value, str) else (value or {}).get("text")
    return " ".join(unicodedata.normalize("NFC", found).split()) if found else ""


def similarity(a: Answer, b: Answer) -> float:
    """Return the mean similarity of the fields that either row fills."""
    both = [(text(a, f), text(b, f)) for f in FIELDS]
    filled = [Levenshtein.normalized_similarity(x, y) if x and y else 0.0 for x, y in both if x or y]
    return sum(filled) / len(filled) if filled else 1.0


def align(gold: Sequence[Answer], found: Sequence[Answer]) -> dict[int, tuple[int, float]]:
    """Return for found rows the gold row that is theirs and how similar the two are."""
    if not gold or not found:
        return {}
    table = np.zeros((len(gold), len(found)))
    for i, a in enumerate(gold):
        for j, b in enumerate(found):
            # Rows that say the same are told apart by their order.
            table[i, j] = similarity(a, b) + 1e-6 * (1 - abs(i / len(gold) - j / len(found)))
    pairs = zip(*linear_sum_assignment(-table), strict=True)
    return {int(j): (int(i), float(table[i, j])) for i, j in pairs if table[i, j] > PAIRED}


def calibration_error(confidence: np.ndarray[Any, Any], right: np.ndarray[Any, Any], bins: int = 10) -> float | None:
    """Return the expected calibration error, None without values."""
    if not len(confidence):
        return None
    which = np.minimum(bins - 1, (confidence * bins).astype(int))
    parts = [which == b for b in range(bins)]
    return float(sum(p.mean() * abs(confidence[p].mean() - right[p].mean()) for p in parts if p.any()))


def auroc(confidence: np.ndarray[Any, Any], right: np.ndarray[Any, Any]) -> float | None:
    """Return the area under the ROC curve (ties count half), None where all are right or all wrong."""
    good, bad = confidence[right == 1], confidence[right == 0]
    if not len(good) or not len(bad):
        return None
    ordered = np.sort(bad)
    below = np.searchsorted(ordered, good, side="left")
    ties = np.searchsorted(ordered, good, side="right") - below
    return float((below + 0.5 * ties).sum() / (len(good) * len(bad)))


def load(folder: Path) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """Return the plans of an output folder by the names of their sources, and by those of their files."""
    by_source: dict[str, Answer] = {}
    by_stem: dict[str, Answer] = {}
    for path in sorted(folder.rglob("*.json")):
        if path.name.endswith(".gold.json"):
            continue
        plan = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(plan, dict) or "rows" not in plan:
            continue
        by_source.setdefault(Path(str(plan["document"].get("source", ""))).name, plan)
        by_stem.setdefault(path.name.removesuffix(".json"), plan)
    return by_source, by_stem


def documents(gold_dir: Path, pred_dir: Path) -> Iterator[tuple[str, Answer, Answer | None]]:
    """Yield name, answer and plan (None where there is none) of every gold answer in a folder."""
    by_source, by_stem = load(pred_dir)
    for path in sorted(gold_dir.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        name = path.name.removesuffix(".gold.json")
        source = Path(str(gold["document"].get("source") or name)).name
        keys = (source, name)
        plan = next((by[k] for k in keys for by in (by_source, by_stem) if k in by), None)
        yield name, gold, plan


def _counted(rows: Sequence[Answer]) -> list[Answer]:
    """Rows of prose count only where there are no others, as in the shared scorer."""
    others = [r for r in rows if r.get("origin") != "prose"]
    return others or list(rows)


def _issues(plan: Answer) -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for issue in plan.get("issues", ()):
        if issue["severity"] in _SEVERE or issue["code"] == "missing-field":
            named.setdefault(issue["target"], []).append(issue["code"])
    return named


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _percent(value: float | None, digits: int = 1) -> str:
    return "–" if value is None else f"{100 * value:.{digits}f} %"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def expected(plans: Sequence[Answer]) -> dict[str, Any] | None:
    """Return the report's expected share of right fields over plans, as its JSON has it."""
    from ingest.plan import Plan
    from ingest.quality.confidence import load as load_model
    from ingest.report.figures import Figures

    figures = Figures(load_model().spread)
    for plan in plans:
        figures.add(Plan.from_dict(plan), 0)
    share: dict[str, Any] | None = figures.to_dict()["expected_right"]
    return share


def show(seen: Seen, per_document: Mapping[str, Seen], share: Mapping[str, Any] | None, list_all: bool) -> str:
    """Return the figures as text."""
    f = seen.figures()
    lines = [
        f"{f['documents']} documents ({f['failed']} without output), {f['rows']} gold rows, {f['found_rows']} found",
        f"exact rows {_percent(f['exact_rows'])}, row F1 {_percent(f['row_f1'])}",
        f"fields {f['fields']}: right {_percent(f['right'])}, stated {_percent(f['stated'])}",
        f"ECE {_number(f['ece'])}, AUROC {_number(f['auroc'])}; rows: ECE {_number(f['row_ece'])}, "
        f"AUROC {_number(f['row_auroc'])}",
        f"confidence >= {SURE}: {_percent(f['sure'])} of the fields, of these {_percent(f['sure_right'])} right",
        f"wrong {f['wrong']}, of these without an issue and >= {SURE}: {f['unflagged']} "
        f"({_percent(f['unflagged_share'])})",
        f"missed {f['missed']} fields in found rows, {f['missed_named']} named by an issue; "
        f"of {f['lacking']} that the gold lacks too, {f['lacking_asked']}",
    ]
    if share is not None and f["right"] is not None:
        inside = share["low"] <= f["right"] <= share["high"]
        lines.append(
            f"expected share {_percent(share['expected'])} ({_percent(share['low'])} to {_percent(share['high'])}), "
            f"truth {_percent(f['right'])}: {'inside' if inside else 'OUTSIDE'}, "
            f"off by {100 * (share['expected'] - f['right']):+.1f} points"
        )
    lines.append("")
    lines.append(f"{'document':44} {'rows':>9} {'exact':>6} {'rowF1':>6} {'right':>6} {'stated':>6} {'AUROC':>6}")
    for name, one in per_document.items():
        g = one.figures()
        values = [g[k] for k in ("exact_rows", "row_f1", "right", "stated")]
        cells = " ".join(f"{'–' if v is None else f'{100 * v:.1f}':>6}" for v in values)
        found = f"{g['found_rows']}/{g['rows']}"
        lines.append(f"{name[:44]:44} {found:>9} {cells} {_number(g['auroc']):>6}")
    if list_all:
        lines.append("")
        lines.append(f"Wrong fields that carry >= {SURE} and that no issue names:")
        for x in seen.fields:
            if x.unflagged:
                gold = "(no such row)" if x.gold is None else x.gold or "(empty)"
                lines.append(
                    f"- {x.document} {x.row}.{x.name} {x.confidence:.2f}\n    found {x.text}\n    gold  {gold}"
                )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("pred", type=Path)
    parser.add_argument("--list", action="store_true", help="list the wrong fields that nothing warns of")
    parser.add_argument("--json", type=Path, help="write all figures and every field to this file")
    args = parser.parse_args()
    total = Seen()
    per_document: dict[str, Seen] = {}
    plans = []
    for name, gold, plan in documents(args.gold, args.pred):
        one = per_document[name] = Seen()
        for seen in (total, one):
            seen.add(name, gold, plan)
        if plan is not None:
            plans.append({**plan, "rows": _counted(plan["rows"])})
    if not per_document:
        parser.error(f"no gold answers in {args.gold}")
    share = expected(plans)
    print(show(total, per_document, share, args.list))
    if args.json:
        value = {
            **total.figures(),
            "expected_right": share,
            "documents_list": [{"name": n, **one.figures()} for n, one in per_document.items()],
            "wrong_fields": [{**asdict(x), "unflagged": x.unflagged} for x in total.fields if not x.right],
        }
        args.json.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
