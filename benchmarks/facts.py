#!/usr/bin/env python3
"""Facts of documents: how many titles, issuers, periods and dates are right, by folder.

    python benchmarks/facts.py GOLD_DIR=PRED_DIR [GOLD_DIR=PRED_DIR ...] [--list]
    python benchmarks/facts.py tests/strangers/round* [--list]      # converts them itself, some minutes for scans

GOLD_DIR holds NAME.gold.json with the answer under `document`, PRED_DIR the JSON that `ingest convert` wrote. An answer
may be given as it is, or as `{"value": …, "accept": [other answers that are fair]}`; one of `{"any": true}` is not
counted. `--list` prints each fact that is wrong. A folder given without PRED_DIR is converted here; several folders
have a line of their sum.

What the figures mean
  title    equal but for case, quotation marks, dashes and a full stop at its end
  issuers  the same names, in any order, compared in the same way
  period   the same first and last day (or none)
  dated    the same day (or none)
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import ingest
from first_look import Answer, documents

FACTS = ("title", "issuers", "period", "dated")
_ALIKE = str.maketrans({**dict.fromkeys("“”„»«", '"'), "’": "'", **dict.fromkeys("–—−‐‑", "-"), "\u00ad": None})


def plain(text: str) -> str:
    """Return a text in NFC with single spaces, lower case and plain marks."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_ALIKE).casefold().split()).rstrip(" .,;:")


def said(name: str, value: Any) -> Any:
    """Return a fact in the form that is compared."""
    if name == "issuers":
        return tuple(sorted(plain(a if isinstance(a, str) else a["name"]) for a in value or ()))
    if name == "title":
        return plain(value or "")
    if name == "period":
        return (value["start"], value["end"]) if value else None
    return value


def answers(value: Any) -> list[Any] | None:
    """Return the fair answers of a gold value; None where any will do."""
    if isinstance(value, Mapping) and value.get("any"):
        return None
    if isinstance(value, Mapping) and ("value" in value or "accept" in value):
        return [value.get("value"), *value.get("accept", ())]
    return [value]


def judge(gold: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, bool]:
    """Return for each fact that the answer gives whether the plan has it right."""
    right: dict[str, bool] = {}
    for name in FACTS:
        fair = answers(gold[name]) if name in gold else None
        if fair is not None:
            right[name] = said(name, found.get(name)) in [said(name, a) for a in fair]
    return right


def converted(gold_dir: Path) -> Iterator[tuple[str, Answer, Answer | None]]:
    """Yield name, answer and plan of every document of a folder that has an answer beside it."""
    for path in sorted(gold_dir.glob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        beside = (p for p in sorted(gold_dir.glob(f"{name}.*")) if not p.name.endswith(".json"))
        document = next(beside, None)
        plan = ingest.convert(document).to_dict() if document is not None else None
        yield name, json.loads(path.read_text(encoding="utf-8")), plan


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folders", nargs="+", help="GOLD_DIR=PRED_DIR")
    parser.add_argument("--list", action="store_true", help="print each fact that is wrong")
    args = parser.parse_args()
    all_right: Counter[str] = Counter()
    all_asked: Counter[str] = Counter()
    for pair in args.folders:
        gold_dir, _, pred_dir = pair.partition("=")
        right: Counter[str] = Counter()
        asked: Counter[str] = Counter()
        found_in = documents(Path(gold_dir), Path(pred_dir)) if pred_dir else converted(Path(gold_dir))
        for name, gold, plan in found_in:
            found = plan["document"] if plan is not None else {}
            for fact, good in judge(gold["document"], found).items():
                asked[fact] += 1
                right[fact] += good
                if args.list and not good:
                    wanted = [said(fact, a) for a in answers(gold["document"][fact]) or ()]
                    print(f"{name}: {fact}: {said(fact, found.get(fact))!r}, not {' or '.join(map(repr, wanted))}")
        print(gold_dir, *(f"{f} {right[f]}/{asked[f]}" for f in FACTS if asked[f]), sep="  ")
        all_right += right
        all_asked += asked
    if len(args.folders) > 1:
        print("all", *(f"{f} {all_right[f]}/{all_asked[f]}" for f in FACTS if all_asked[f]), sep="  ")


if __name__ == "__main__":
    main()
