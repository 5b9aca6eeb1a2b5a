#!/usr/bin/env python3
"""What today's confidence would have said at the first look at each round of strangers' plans, and what to add to it.

    python benchmarks/first_look_confidence.py --samples DIR [--write FILE]

Every round of `data/first_looks.csv` is converted once more by the build that first saw it (checked out of the
repository into a work tree of its own), with the confidence model of this tree: fields that nobody had mended for. The
numbers go to DIR, so that a second run converts nothing. Rounds of scans (even) have doubts of their own and are told
but not fitted.

Printed are the stated and the right share of fields a round, calibration error and AUROC; then Platt's two numbers
(1999) for the rounds born as text, by the greatest likelihood, each round judged by those fitted to the others.
`--write` puts the numbers fitted to all into FILE (`models/confidence/first_looks.json`).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from ingest.plan import FIELDS
from ingest.quality.confidence import ConfidenceModel, load
from ingest.quality.recalibration import log_odds, recalibrated
from ingest.train.confidence.card import auroc, calibration_error

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = ROOT / "tests" / "strangers"
BUILDS = ROOT / "benchmarks" / "data" / "first_looks.csv"
SURE = 0.9
_CLOSE = 0.03
"""Distance of the stated from the right share that is asked for."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Look:
    """The fields of one round at first sight: how sure each was said to be, and whether it is right."""

    number: int
    stated: Floats
    right: Floats

    @property
    def scanned(self) -> bool:
        return self.number % 2 == 0


# Run by the build that first saw a round: its own code converts, and pairs what it found with the answers.
_COLLECT = """
import sys
from pathlib import Path
import numpy as np
from ingest.train.confidence import samples_of
from ingest.train.confidence.drafts import Material

if __name__ == "__main__":
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    material = [
        Material(path, gold, folder.name, path.suffix)
        for gold in sorted(folder.glob("*.gold.json"))
        for path in sorted(folder.glob(gold.name.removesuffix(".gold.json") + ".*"))
        if path.suffix != ".json"
    ]
    filled, _ = samples_of(material, out.with_suffix(".kept"))
    seen = ~filled.made
    np.savez_compressed(
        out, table=filled.table[seen], right=filled.right[seen], document=filled.document[seen], row=filled.row[seen]
    )
"""


def collect(number: int, build: str, out: Path) -> None:
    """Convert a round by the build that first saw it, and keep the numbers of its fields in a file."""
    with tempfile.TemporaryDirectory() as folder:
        tree, answers = Path(folder) / "tree", Path(folder) / f"round{number}"
        subprocess.run(["git", "worktree", "add", "-q", "--detach", tree, build], cwd=ROOT, check=True)
        try:
            _with_all_fields(ROUNDS / answers.name, answers)
            environment = os.environ | {"PYTHONPATH": str(tree / "src"), "OMP_NUM_THREADS": "1"}
            script = Path(folder) / "collect.py"
            script.write_text(_COLLECT, encoding="utf-8")
            subprocess.run([sys.executable, script, answers, out], cwd=tree, env=environment, check=True)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=ROOT, check=True)
            shutil.rmtree(out.with_suffix(".kept"), ignore_errors=True)


def _with_all_fields(source: Path, target: Path) -> None:
    """Copy a round; answers that leave out a field get it as empty, which older builds ask for."""
    shutil.copytree(source, target)
    for gold in target.glob("*.gold.json"):
        answer: dict[str, Any] = json.loads(gold.read_text(encoding="utf-8"))
        for row in answer["rows"]:
            for name in FIELDS:
                row.setdefault(name, None)
        gold.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")


def looks(samples: Path, model: ConfidenceModel) -> list[Look]:
    """Return what is said of each round, converting those that DIR lacks."""
    samples.mkdir(parents=True, exist_ok=True)
    found: list[Look] = []
    with BUILDS.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            kept = samples / f"round{line['round']}.npz"
            if not kept.is_file():
                collect(int(line["round"]), line["build"], kept)
            with np.load(kept) as data:
                found.append(Look(int(line["round"]), np.array(model.confidences(data["table"])), data["right"]))
    return found


def fitted(seen: Sequence[Look]) -> tuple[float, float]:
    """Return the factor and the addend of the log-odds that make what was right likeliest."""
    logits = np.array([log_odds(p) for one in seen for p in one.stated.tolist()])
    signs = np.concatenate([2 * one.right - 1 for one in seen])

    def loss(numbers: Floats) -> float:
        return float(np.logaddexp(0, -(numbers[0] * logits + numbers[1]) * signs).mean())

    factor, addend = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return round(float(factor), 3), round(float(addend), 3)


def moved(one: Look, numbers: tuple[float, float]) -> Look:
    """Return a round with its confidences stretched and moved."""
    return Look(one.number, np.array([recalibrated(p, *numbers) for p in one.stated.tolist()]), one.right)


def line(name: str, stated: Floats, right: Floats) -> str:
    """Return a line of the table."""
    sure = stated >= SURE
    area = auroc(stated, right)
    return (
        f"| {name} | {len(right)} | {right.mean():.3f} | {stated.mean():.3f} | {calibration_error(stated, right):.3f} |"
        f" {'–' if area is None else f'{area:.3f}'} | {sure.mean():.2f} | {right[sure].mean():.3f} |"
    )


def told(name: str, seen: Sequence[Look]) -> str:
    """Return a line of the table for several rounds together, and how many of them are stated close to the truth."""
    close = sum(abs(one.stated.mean() - one.right.mean()) <= _CLOSE for one in seen)
    errors = np.mean([calibration_error(one.stated, one.right) for one in seen])
    whole = line(name, np.concatenate([s.stated for s in seen]), np.concatenate([s.right for s in seen]))
    return f"{whole} {close} of {len(seen)} rounds within {_CLOSE}, ECE of a round in the mean {errors:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=Path, required=True)
    parser.add_argument("--write", type=Path)
    args = parser.parse_args()
    seen = looks(args.samples.resolve(), load())
    print("| round | fields | right | stated | ECE | AUROC | ≥ .9 | of these right |\n| --- " + "| --: " * 7 + "|")
    for one in seen:
        print(line(str(one.number), one.stated, one.right))
    text = [one for one in seen if not one.scanned]
    left_out = [moved(one, fitted([o for o in text if o is not one])) for one in text]
    print(told("**scans, before their own doubts**", [one for one in seen if one.scanned]))
    print(told("**text, as the model says**", text))
    print(told("**text, with two numbers fitted to the other rounds**", left_out))
    factor, addend = fitted(text)
    print(f"fitted to all: factor {factor}, addend {addend}")
    if args.write:
        found = {"factor": factor, "addend": addend, "rounds": [one.number for one in text]}
        args.write.write_text(json.dumps(found) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
