"""Repair measured: the development set, Talbanken and news damaged in the same ways, beside doing nothing and ftfy.

    python benchmarks/repair.py --shared ../shared [--part dev|test] [--kind stripped …] [--errors N]

Columns: share of words right, before and after; the same of the words with å, ä, ö; right words made wrong; words a
second of processor time on one core (tokens between blanks; whole `repair_text`, detection and record included).
Each text is repaired alone, as the scorer of the development set wants it; `--whole` repairs a set's texts as one
document, one paragraph each, which gives the detection more to go by.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import lzma
import platform
import random
import sys
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from types import ModuleType

import ftfy

from ingest.language.letters import MARKED, unmark
from ingest.repair import repair_text
from ingest.train.factory.damage.texts import with_slips

SEED = 20261122
DOCUMENT = 20
"""Sentences that one program has read, with the same slips."""
Texts = list[tuple[str, str]]
"""Damaged and clean."""


def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "repair" / "score.py")
    if spec is None or spec.loader is None:
        sys.exit(f"{shared}/repair/score.py is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def development(shared: Path) -> Iterator[tuple[str, Texts]]:
    with lzma.open(shared / "repair" / "dev.jsonl.xz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for kind in ("stripped", "partial", "mojibake", "ocr-eng", "ocr-swe", "clean"):
        yield kind, [(row["noisy"], row["clean"]) for row in rows if row["kind"] == kind]


def talbanken(shared: Path, part: str) -> Iterator[tuple[str, Texts]]:
    path = shared / "ud" / f"sv_talbanken-ud-{part}.conllu"
    lines = path.read_text(encoding="utf-8").splitlines()
    texts = [line.partition("=")[2].strip() for line in lines if line.startswith("# text =")]
    chance = random.Random(SEED)
    yield f"talbanken-{part} stripped", [(unmark(text), text) for text in texts]
    yield f"talbanken-{part} partial", [(half_unmarked(text, chance), text) for text in texts]
    yield f"talbanken-{part} mojibake", [(text.encode().decode("latin-1"), text) for text in texts]
    documents = ["\n\n".join(texts[at : at + DOCUMENT]) for at in range(0, len(texts), DOCUMENT)]
    yield f"talbanken-{part} old OCR", [(with_slips(text, chance), text) for text in documents]
    yield f"talbanken-{part} clean documents", [(text, text) for text in documents]
    yield f"talbanken-{part} clean", [(text, text) for text in texts]


def news(shared: Path) -> Iterator[tuple[str, Texts]]:
    """Web news of 2012 with many names (the named-entity corpus' test part, CC BY 4.0)."""
    sentences: list[list[str]] = [[]]
    for row in (shared / "ner" / "test_corpus.txt").read_text(encoding="utf-8").splitlines():
        token = row.rpartition(" ")[0].strip()
        if token:
            sentences[-1].append(token)
        elif sentences[-1]:
            sentences.append([])
    texts = [" ".join(sentence) for sentence in sentences if sentence]
    yield "news stripped", [(unmark(text), text) for text in texts]
    yield "news clean", [(text, text) for text in texts]


def half_unmarked(text: str, chance: random.Random) -> str:
    return "".join(unmark(letter) if letter in MARKED and chance.random() < 0.5 else letter for letter in text)


def by_ftfy(text: str) -> str:
    return ftfy.fix_text(text, uncurl_quotes=False)


def each(repair: Callable[[str], str], texts: list[str]) -> list[str]:
    return [repair(text) for text in texts]


def together(repair: Callable[[str], str], texts: list[str]) -> list[str]:
    return repair("\n\n".join(texts)).split("\n\n")


def measure(score: ModuleType, name: str, texts: Texts, repair: Callable[[str], str], errors: int, whole: bool) -> None:
    damaged = [noisy for noisy, _ in texts]
    start = time.process_time()
    made = (together if whole else each)(repair, damaged)
    seconds = time.process_time() - start
    tally = score.Tally()
    for (noisy, clean), text in zip(texts, made, strict=True):
        tally.add(noisy, clean, text)
    result = tally.result()
    speed = sum(len(noisy.split()) for noisy in damaged) / max(seconds, 1e-9)
    print(
        f"{name:34} {result['words']:6} {100 * result['acc_before']:8.2f} {100 * result['acc']:8.2f} "
        f"{100 * (result['umlaut_acc'] or 0):8.2f} {100 * result['harm']:8.3f} {speed:9.0f}",
        flush=True,
    )
    for (meant, got), times in tally.wrong.most_common(errors):
        print(f"      {meant} -> {got or '-'}  {times}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--part", choices=["dev", "test"], default="test", help="part of Talbanken")
    parser.add_argument("--kind", nargs="*", default=[], help="only sets whose name holds one of these")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--no-peer", action="store_true", help="leave ftfy out")
    options = parser.parse_args()
    score = scorer(options.shared)
    repair_text("varm upp: lexikonet laddas nar forsta ordet lases")
    print(f"{platform.machine()}, Python {platform.python_version()}, one core")
    print(f"{'%':34} {'words':>6} {'before':>8} {'after':>8} {'åäö':>8} {'harm':>8} {'words/s':>9}")
    for name, texts in chain(
        development(options.shared), talbanken(options.shared, options.part), news(options.shared)
    ):
        if options.kind and not any(kind in name for kind in options.kind):
            continue
        measure(score, name, texts, repair_text, options.errors, options.whole)
        if not options.no_peer:
            measure(score, f"  ftfy: {name}", texts, by_ftfy, 0, False)


if __name__ == "__main__":
    main()
