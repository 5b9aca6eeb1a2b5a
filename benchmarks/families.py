#!/usr/bin/env python3
"""Plans of the document factory, converted and scored by family: where the product fails by kind of layout.

    python benchmarks/families.py --work DIR [--seed 3] [--count 2] [--families NAMES] [--damages NAMES] [-o FILE]

Draws `--count` documents of each family into DIR/drawn (unless it holds a manifest), converts them into DIR/converted
(unless it is there), and prints the table. Families that were used in fitting are no first look: the seed of the table
is one that no fit uses.

What the figures mean (rows and fields as `first_look.py` counts them)
  exact       gold rows whose five texts are all equal
  row F1      pairs with a mean similarity of at least 0.8
  ECE, AUROC  of the confidence of fields
  false rows  rows found in documents that hold none, and in how many of these documents
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from first_look import Answer, Seen, documents

COLUMNS = ("family", "documents", "rows", "found", "exact", "row F1", "ECE", "AUROC", "sure", "sure right")


def drawn(work: Path, seed: int, count: int, families: str, damages: str = "") -> Path:
    """Return the folder of drawn documents; draw them where it has no manifest."""
    folder = work / "drawn"
    if not (folder / "manifest.csv").exists():
        command = ["train", "factory", "--families", families, "--seed", str(seed), "--count", str(count)]
        _ingest([*command, "--damages", damages, "-o", str(folder)])
    return folder


def converted(work: Path, folder: Path) -> Path:
    """Return the folder of the converted documents; convert them where it is absent."""
    out = work / "converted"
    if not out.exists():
        sources = sorted(str(p) for p in folder.iterdir() if p.suffix not in (".json", ".csv"))
        _ingest(["convert", *sources, "-o", str(out), "--format", "json", "--jobs", "1"])
    return out


def _ingest(arguments: Sequence[str]) -> None:
    # convert ends with its own code where a single file fails; what it wrote is scored.
    subprocess.run([sys.executable, "-m", "ingest", *arguments], check=False, stdout=subprocess.DEVNULL)


def by_family(folder: Path, out: Path) -> tuple[dict[str, Seen], dict[str, list[int]]]:
    """Return what was seen of each family with rows, and the rows found in each document of the others."""
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        family = {row["name"]: row["tier"] for row in csv.DictReader(file)}
    seen: dict[str, Seen] = {}
    false: dict[str, list[int]] = {}
    for name, gold, plan in documents(folder, out):
        if gold["rows"]:
            seen.setdefault(family[name], Seen()).add(name, gold, plan)
        else:
            false.setdefault(family[name], []).append(len(_rows(plan)))
    return seen, false


def _rows(plan: Answer | None) -> Sequence[Any]:
    return plan["rows"] if plan is not None else ()


def report(seen: Mapping[str, Seen], false: Mapping[str, list[int]]) -> str:
    """Return the tables as Markdown, the worst families first."""
    lines = ["| " + " | ".join(COLUMNS) + " |", "| --- " * len(COLUMNS) + "|"]
    figures = {name: s.figures() for name, s in seen.items()}
    ranked = sorted(figures, key=lambda n: (figures[n]["exact_rows"], n))
    lines += [_line(name, figures[name]) for name in ranked]
    total = Seen()
    for s in seen.values():
        total.documents += s.documents
        total.gold_rows += s.gold_rows
        total.found_rows += s.found_rows
        total.pairs += s.pairs
        total.exact += s.exact
        total.fields += s.fields
        total.row_confidences += s.row_confidences
    if seen:
        lines.append(_line("**all**", total.figures()))
        mean = sum(f["exact_rows"] for f in figures.values()) / len(figures)
        lines += ["", f"Mean over {len(figures)} families: {100 * mean:.1f} % exact rows."]
    counts = [n for rows in false.values() for n in rows]
    if counts:
        bad = sum(n > 0 for n in counts)
        lines += ["", f"Documents without rows: {bad} of {len(counts)} gave rows ({sum(counts)} in all).", ""]
        lines += ["| family without rows | documents | with rows | false rows |", "| --- | --- | --- | --- |"]
        for name, rows in sorted(false.items(), key=lambda item: (-sum(item[1]), item[0])):
            if sum(rows):
                lines.append(f"| {name} | {len(rows)} | {sum(n > 0 for n in rows)} | {sum(rows)} |")
    return "\n".join(lines) + "\n"


def _line(name: str, f: Mapping[str, Any]) -> str:
    def percent(value: float | None) -> str:
        return "–" if value is None else f"{100 * value:.1f}"

    def number(value: float | None) -> str:
        return "–" if value is None else f"{value:.3f}"

    cells = [name, str(f["documents"]), str(f["rows"]), str(f["found_rows"]), percent(f["exact_rows"])]
    cells += [percent(f["row_f1"]), number(f["ece"]), number(f["auroc"]), percent(f["sure"]), percent(f["sure_right"])]
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder for the drawn and converted documents")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--count", type=int, default=2)
    parser.add_argument("--families", default="")
    parser.add_argument("--damages", default="", help="each document with these damages too")
    parser.add_argument("-o", "--out", type=Path, help="write the note here")
    options = parser.parse_args()
    folder = drawn(options.work, options.seed, options.count, options.families, options.damages)
    tables = report(*by_family(folder, converted(options.work, folder)))
    print(tables)
    if options.out:
        command = f"python benchmarks/families.py --work DIR --seed {options.seed} --count {options.count}"
        head = f"# Families of the document factory\n\nMade by `{command}`. Percent, but for ECE and AUROC.\n\n"
        options.out.write_text(head + tables, encoding="utf-8")


if __name__ == "__main__":
    main()
