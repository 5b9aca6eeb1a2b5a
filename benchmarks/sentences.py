#!/usr/bin/env python3
"""How well the classifier of meanings tells orsak, mål, åtgärd, vem, när and annat apart, on texts of another author.

    python benchmarks/sentences.py [--data FILE] [--speed]

The texts (`benchmarks/data/sentences-heldout.toml`) were written by somebody who knew neither patterns nor models;
they are for measuring only. Prints precision, recall and F1 of each class, the table of confusions, the expected
calibration error and, with --speed, sentences a second on one core. Never prints a text.
"""

from __future__ import annotations

import argparse
import time
import tomllib
from pathlib import Path

import numpy as np

from ingest.classify.fields.classifier import LABELS, classifier

HELD_OUT = Path(__file__).resolve().parent / "data" / "sentences-heldout.toml"


def scores(table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Precision, recall and F1 of each class from a table of confusions (gold in rows)."""
    right = np.diag(table).astype(float)
    precision = right / np.maximum(1, table.sum(axis=0))
    recall = right / np.maximum(1, table.sum(axis=1))
    return precision, recall, 2 * precision * recall / np.maximum(1e-9, precision + recall)


def calibration(probabilities: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error over ten bins of the highest probability."""
    best = probabilities.max(axis=1)
    error = 0.0
    for low in np.arange(0, 1, 0.1):
        here = (best > low) & (best <= low + 0.1)
        if here.any():
            error += here.mean() * abs(best[here].mean() - right[here].mean())
    return float(error)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HELD_OUT)
    parser.add_argument("--speed", action="store_true")
    args = parser.parse_args()
    items = tomllib.loads(args.data.read_text(encoding="utf-8"))["sentence"]
    model = classifier()
    for kind in ("all", "sentence", "cell"):
        chosen = [i for i in items if kind in ("all", i["kind"])]
        gold = np.array([LABELS.index(i["label"]) for i in chosen])
        probabilities = np.asarray(model([i["text"] for i in chosen]))
        said = probabilities.argmax(axis=1)
        table = np.zeros((len(LABELS), len(LABELS)), dtype=int)
        np.add.at(table, (gold, said), 1)
        precision, recall, f1 = scores(table)
        error = calibration(probabilities, said == gold)
        print(f"\n{kind}: {len(chosen)} texts, macro F1 {f1.mean():.3f}, accuracy {(said == gold).mean():.3f}, "
              f"calibration error {error:.3f}")  # fmt: skip
        print(f"{'gold / said':12}" + "".join(f"{n:>9}" for n in LABELS) + "     P      R      F1")
        for k, name in enumerate(LABELS):
            row = "".join(f"{v:9}" for v in table[k])
            print(f"{name:12}{row}  {precision[k]:.3f}  {recall[k]:.3f}  {f1[k]:.3f}")
    if args.speed:
        texts = [i["text"] for i in items if i["kind"] == "sentence"] * 30
        model(texts[:200])
        start = time.process_time()
        model(texts)
        print(f"\n{len(texts) / (time.process_time() - start):.0f} sentences a second")


if __name__ == "__main__":
    main()
