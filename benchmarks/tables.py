#!/usr/bin/env python3
"""Table structure on real documents, with time per page beside pdfplumber's `extract_tables` in the same run.

    python benchmarks/tables.py [--gold DIR] [--per-doc] [--no-peer] [--save DIR]

Reads every PDF of the folder, finds its tables and scores them with the shared scorer (adjacency relations as the
ICDAR-2013 competition defines them, and a GriTS-like score). Our time holds everything from the file's bytes to
cells: reading, geometry, tables; pdfplumber's holds opening and `extract_tables` with its default (ruling lines). Both
are processor seconds, for the machine may be busy. Both run in one process, document by document in turn.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from pathlib import Path
from typing import Any

from ingest.layout.tables.export import grids
from ingest.options import Options
from ingest.read import read
from ingest.source import Source
from ingest.write.table_files import grids_json
from material import SHARED


def _scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score_icdar", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_icdar"] = module
    spec.loader.exec_module(module)
    return module


def _peer(path: Path) -> list[dict[str, Any]]:
    import pdfplumber

    out = []
    with pdfplumber.open(path) as pdf:
        for number, page in enumerate(pdf.pages, start=1):
            for table in page.extract_tables():
                cells = [
                    {"row": r, "col": c, "text": text or ""}
                    for r, row in enumerate(table)
                    for c, text in enumerate(row)
                ]
                out.append({"page": number, "bbox": None, "cells": cells})
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=SHARED / "tables" / "icdar2013-eu")
    parser.add_argument("--scorer", type=Path, default=SHARED / "tables" / "score_icdar.py")
    parser.add_argument("--per-doc", action="store_true")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--save", type=Path, help="Keep our predictions here.")
    args = parser.parse_args()
    scorer = _scorer(args.scorer)
    gold = scorer.load_gold(str(args.gold))
    options = Options(ocr="never")
    rows: dict[str, list[Any]] = {"ingest": [], "pdfplumber": []}
    seconds = {"ingest": 0.0, "pdfplumber": 0.0}
    pages = 0
    # Imports and tables that are loaded once are no part of the time of either.
    first = Path(next(iter(gold.values())).pdf)
    grids(read(Source.open(first), options), options)
    if not args.no_peer:
        _peer(first)
    for stem, doc in gold.items():
        path = Path(doc.pdf)
        start = time.process_time()
        found = grids_json(grids(read(Source.open(path), options), options))
        seconds["ingest"] += time.process_time() - start
        pages += doc.n_pages or 1
        rows["ingest"].append(scorer.score_doc(doc, found["tables"]))
        if args.save:
            args.save.mkdir(parents=True, exist_ok=True)
            (args.save / f"{stem}.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        if not args.no_peer:
            start = time.process_time()
            peer = _peer(path)
            seconds["pdfplumber"] += time.process_time() - start
            rows["pdfplumber"].append(scorer.score_doc(doc, peer))
    if args.per_doc:
        for r in rows["ingest"]:
            print(
                f"{r['doc']:9s} P {r['p']:.3f} R {r['r']:.3f} F1 {r['f1']:.3f} grits {r['grits']:.3f} "
                f"relations {r['hit']}/{r['pred']}/{r['gold']} tables {r['found']}/{r['gold_tables']} "
                f"(predicted {r['pred_tables']})"
            )
    for name, scored in rows.items():
        if not scored:
            continue
        s = scorer.summarise(scored)
        print(
            f"{name:10s} P {s['P']:.4f} R {s['R']:.4f} F1 {s['F1']:.4f} F1doc {s['F1doc']:.4f} "
            f"F1micro {s['F1micro']:.4f} grits {s['grits']:.4f} found {s['found']}/{s['gold_tables']} "
            f"predicted {s['pred_tables']}  {1000 * seconds[name] / pages:.1f} ms a page"
        )
    if not args.no_peer:
        print(f"time: pdfplumber takes {seconds['pdfplumber'] / seconds['ingest']:.1f} times as long ({pages} pages)")


if __name__ == "__main__":
    main()
