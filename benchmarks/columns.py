#!/usr/bin/env python3
"""How many columns get their right field when the headings do not help.

    python benchmarks/columns.py [--gold DIR] [--tier T1,T9] [--miss] [--seed 1]

Reads the development plans whose columns can be known from the gold answers, changes their heading rows and asks
classification for the field of every column:

- `as written`: the headings as they are;
- `synonyms`: each heading replaced by one of the words below that stand in no list of the vocabulary;
- `blank`: all heading cells emptied.

A column is right when its label is the field whose gold texts stand in it. Letters and lists have no columns.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

from ingest.classify.content import by_signs
from ingest.classify.grid import Grid
from ingest.classify.header_rows import header_rows, repeated_rows, shared_labels
from ingest.classify.meanings import read_meanings
from ingest.classify.tables import read_table
from ingest.classify.vocabulary import fold, load
from ingest.document import Document, Line, Paragraph, Table, Word
from ingest.options import Options
from ingest.pipeline import arrange
from ingest.source import Source
from plans import SHARED

# Written without looking at the vocabulary; what it happens to hold is left out below.
SYNONYMS = {
    "orsak": [
        "Utlösande faktorer",
        "Vad ligger bakom problemet",
        "Konstaterade svagheter",
        "Det vi ser idag",
        "Problemets bakgrund",
        "Omständigheter",
        "Varför uppstår det",
        "Underliggande faktorer",
        "Drivande faktorer",
        "Identifierad problematik",
        "Brottsorsaker",
        "Så är läget",
        "Rådande situation",
        "Upplevda brister",
        "Kända problem",
        "Anledning till insats",
        "Nulägesbedömning",
        "Skäl till åtgärd",
        "Vad är bekymret?",
        "Problembakgrund",
    ],
    "mål": [
        "Det här ska vi nå",
        "Önskat utfall för gruppen",
        "Vad vi strävar efter",
        "Målläge",
        "Eftersträvat resultat",
        "Ambitionsnivå",
        "Måluppfyllelse vi siktar på",
        "Vart ska det leda",
        "Slutmål",
        "Vad ska det leda till",
        "Förväntad förändring",
        "Vårt mål",
        "Resultat vi vill se",
        "Så vill vi ha det",
        "Målsättning med arbetet",
        "Avsikten med insatsen",
        "Tänkt effekt",
        "Vad hoppas vi uppnå?",
        "Delmålsättning",
        "Bidrar till målet",
    ],
    "åtgärd": [
        "Det här ska göras",
        "Tänkt åtgärd",
        "Planerat arbete",
        "Vad vi tänker göra",
        "Åtgärdspaket",
        "Arbetsinsats",
        "Genomförda och planerade aktiviteter",
        "Insatsbeskrivning",
        "Konkret aktivitet",
        "Så ska det gå till",
        "Våra insatser",
        "Aktivitetsbeskrivning",
        "Hur ska vi arbeta",
        "Verksamhetsinsats",
        "Föreslagen insats",
        "Vad kommer att göras?",
        "Handlingar",
        "Åtgärdens innehåll",
        "Utföra",
        "Punktinsatser",
    ],
    "vem": [
        "Huvudman",
        "Ägs av",
        "Ansvarshållare",
        "Görs av vem",
        "Leds av",
        "Utförande verksamhet",
        "Ansvarig avdelning",
        "Vem driver?",
        "Vem håller i det",
        "Driver frågan",
        "Utpekad ansvarig",
        "Åligger",
        "Ansvarstagare",
        "Vilka är med",
        "Ansvarig för att det blir gjort",
        "Genomförande part",
        "Uppdraget ligger hos",
        "Lead",
        "Vilken förvaltning?",
        "Aktörsansvar",
    ],
    "när": [
        "Klart vid",
        "Ska ske",
        "Tidsåtaganden",
        "Tidpunkt för start och slut",
        "Tidsbestämning",
        "Planerad tidpunkt",
        "Hur snart",
        "Ska vara genomfört",
        "Genomförs under",
        "Datum för genomförande",
        "Slutfört senast",
        "Start och mål i tid",
        "Tidsmässig planering",
        "Kalendertid",
        "Färdigställt",
        "När är vi klara?",
        "Tidslinje",
        "Utförs under",
        "Tidsspann",
        "Sista dag",
    ],
    "other": [
        "Uppskattad insats i kronor",
        "Hur går det?",
        "Läget just nu",
        "Så mäter vi",
        "Viktighet",
        "Rangordning",
        "Medel",
        "Mätpunkt",
        "Uppskattat pris",
        "Kostnadsram",
        "Färg",
        "Fortskridande",
        "Hur vet vi det",
        "Uppföljs genom",
        "Statusmarkering",
        "Genomförandestatus",
        "Mätbart värde",
        "Finansieringskälla",
        "Angelägenhet",
        "Prioritetsordning",
    ],
}


def _truth(document: Document, gold: dict) -> dict[tuple[int, int], str]:
    """(table index, column) → field, by the gold texts that stand in the column."""
    where: dict[str, Counter[str]] = defaultdict(Counter)
    for row in gold["rows"]:
        for name in ("orsak", "mål", "åtgärd", "vem", "när"):
            value = row[name]
            if value:
                where[fold(value if isinstance(value, str) else value["text"])][name] += 1
        for value in row["other"].values():
            where[fold(value["text"])]["other"] += 1
    out = {}
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Table):
            continue
        grid = Grid(block, index)
        for c in range(grid.columns):
            votes: Counter[str] = Counter()
            for text in grid.column_texts(c, range(grid.rows)):
                found = where.get(fold(text))
                if found:
                    votes[found.most_common(1)[0][0]] += 1
            if votes and votes.most_common(1)[0][1] >= 0.6 * votes.total():
                out[index, c] = votes.most_common(1)[0][0]
    return out


def _change(document: Document, truth: dict[tuple[int, int], str], mode: str, words, rng: random.Random) -> Document:
    repeated = repeated_rows(b for b in document.blocks if isinstance(b, Table))
    chosen: dict[str, str] = {}
    blocks = []
    for index, block in enumerate(document.blocks):
        if isinstance(block, Table) and any(i == index for i, _ in truth) and mode != "as written":
            grid = Grid(block, index)
            rows = header_rows(grid, words, repeated)
            cells = []
            for cell in block.cells:
                if cell.row in rows:
                    label = truth.get((index, cell.column), "other")
                    old = fold(cell.text)
                    # One plan calls a column the same throughout.
                    drawn = chosen.setdefault(old, rng.choice(_unseen(label, words)))
                    text = Paragraph((Line(tuple(Word(w, w) for w in drawn.split())),))
                    cell = replace(cell, blocks=(text,) if mode == "synonyms" else ())
                cells.append(cell)
            block = replace(block, cells=tuple(cells), header_rows=0 if mode == "blank" else block.header_rows)
        blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _unseen(label: str, words) -> list[str]:
    return [s for s in SYNONYMS[label] if words.heading(s).known < 1.0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=SHARED / "plans-dev")
    parser.add_argument("--tier", default="T1,T2,T3,T9")
    parser.add_argument("--seeds", type=int, default=3, help="draws of synonyms")
    parser.add_argument("--miss", action="store_true", help="print the columns that were wrong")
    args = parser.parse_args()
    with (args.gold / "manifest.csv").open(encoding="utf-8", newline="") as handle:
        wanted = [r for r in csv.DictReader(handle) if r["tier"] in args.tier.split(",")]
    words, options = load(), Options()
    print("unseen synonyms: " + ", ".join(f"{k} {len(_unseen(k, words))} of {len(v)}" for k, v in SYNONYMS.items()))
    documents = []
    for row in wanted:
        document = arrange(Source.open(args.gold / f"{row['name']}.{row['ext']}"), options)
        gold = json.loads((args.gold / f"{row['name']}.gold.json").read_text(encoding="utf-8"))
        documents.append((row["name"], document, _truth(document, gold)))
    for mode in ("as written", "synonyms", "blank"):
        right: Counter[str] = Counter()
        total: Counter[str] = Counter()
        for seed in range(args.seeds if mode == "synonyms" else 1):
            rng = random.Random(seed)
            for name, document, truth in documents:
                changed = _change(document, truth, mode, words, rng)
                tables = {i: b for i, b in enumerate(changed.blocks) if isinstance(b, Table)}
                repeated = repeated_rows(tables.values())
                shared = shared_labels(tables.values())
                readings = {i: read_table(t, i, words, repeated, shared) for i, t in tables.items()}
                meanings = read_meanings(list(readings.values()), words, by_signs)
                for (index, column), label in sorted(truth.items()):
                    reading = readings[index]
                    parts = [meanings[id(reading)][r.part] for r in reading.records()]
                    got = parts[0].labels[column] if parts and column < len(parts[0].labels) else "no row"
                    right[label] += got == label
                    total[label] += 1
                    if args.miss and got != label:
                        heading = parts[0].part.headings[column] if parts and column < len(parts[0].labels) else ""
                        print(f"  {mode:10} {name} table {index} column {column}: {label} → {got} ({heading})")
        share = ", ".join(f"{k} {right[k] / total[k]:.3f}" for k in SYNONYMS if total[k])
        print(f"{mode:10} {right.total() / total.total():.4f} of {total.total()} columns   {share}")


if __name__ == "__main__":
    main()
