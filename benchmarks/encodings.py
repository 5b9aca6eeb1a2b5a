#!/usr/bin/env python3
"""How often a text's encoding is found: ours beside chardet and charset-normalizer, in one run.

    python benchmarks/encodings.py [--gold DIR]

Texts are the fields, rows and whole plans of the gold answers that have a letter beyond ASCII; each is written in
each encoding and read back. A reading is right when the text comes back exactly.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

from ingest.read.text.encoding import decode
from material import SHARED

ENCODINGS = ("utf-8", "utf-16-le", "cp1252", "mac_roman", "cp850")


def peer(name: str) -> Callable[[bytes], str] | None:
    try:
        module = __import__(name)
    except ImportError:
        return None

    def read(data: bytes) -> str:
        return data.decode(module.detect(data)["encoding"] or "ascii")

    return read


def texts(folder: Path) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {"field": [], "row": [], "plan": []}
    for path in sorted(folder.glob("*.gold.json")):
        rows = [
            [row[f]["text"] for f in ("orsak", "mål", "åtgärd", "vem", "när") if row[f]]
            for row in json.loads(path.read_text(encoding="utf-8"))["rows"]
        ]
        out["field"] += [text for row in rows for text in row]
        out["row"] += ["\t".join(row) for row in rows]
        out["plan"].append("\n".join("\t".join(row) for row in rows))
    return {k: sorted({t for t in v if not t.isascii()}) for k, v in out.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=SHARED / "plans-dev")
    args = parser.parse_args()
    readers = {"ingest": lambda data: decode(data)[0], **{n: peer(n) for n in ("chardet", "charset_normalizer")}}
    print(f"{'text':6} {'encoding':10} {'texts':>6} " + " ".join(f"{n:>20}" for n in readers))
    spent = dict.fromkeys(readers, 0.0)
    for kind, found in texts(args.gold).items():
        for encoding in ENCODINGS:
            able = []
            for text in found[:400]:
                try:
                    able.append((text, text.encode(encoding)))
                except UnicodeEncodeError:
                    continue
            shares = []
            for name, reader in readers.items():
                right = 0
                start = time.perf_counter()
                for text, data in able if reader else []:
                    try:
                        right += reader(data) == text  # type: ignore[misc]
                    except (LookupError, UnicodeError):
                        continue
                spent[name] += time.perf_counter() - start
                shares.append(f"{100 * right / max(1, len(able)):20.1f}" if reader else f"{'absent':>20}")
            print(f"{kind:6} {encoding:10} {len(able):6d} " + " ".join(shares))
    print("seconds " + ", ".join(f"{name} {seconds:.2f}" for name, seconds in spent.items()))


if __name__ == "__main__":
    main()
