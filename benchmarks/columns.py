#!/usr/bin/env python3
"""How many columns get their right field when the headings do not help.

    python benchmarks/columns.py [--gold DIR] [--tier T1,T9] [--miss] [--seed 1]

Reads the development plans whose columns can be known from the gold answers, changes their heading rows and asks
classification for the field of every column:

- `as written`: the headings as they are;
- `synonyms`: each heading replaced by one of the words below that stand in no list of the vocabulary;
- `blank`: all heading cells emptied;
- `shuffled`: emptied, the columns of each table in random order and one of them, not the åtgärd, left out;
- `strangers`: tables without headings made of the cells of `benchmarks/data/sentences-heldout.toml`, which is another
  author's: the columns in random order, three to six rows, one field in four left out.

`--content` chooses what scores the cells: `signs`, the rules alone; `trained`, the classifier alone; `both`, the
package's own.

A column is right when its label is the field whose gold texts stand in it. Letters and lists have no columns.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import tomllib
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

from ingest.classify.fields.cell_scores import by_both, by_signs, by_words
from ingest.classify.fields.folding import heading_key
from ingest.classify.fields.vocabulary import load
from ingest.classify.tables.cells import SlotGrid
from ingest.classify.tables.document_tables import read_meanings
from ingest.classify.tables.header_rows import header_rows, repeated_rows, shared_labels
from ingest.classify.tables.parse import read_table
from ingest.document import Cell, Document, Line, Method, Paragraph, Table, Word
from ingest.options import Options
from ingest.pipeline import arrange
from ingest.source import Source
from material import SHARED
from sentences import HELD_OUT

Truth = dict[tuple[int, int], str]
"""(table index, column) to field."""
SCORERS = {"signs": by_signs, "trained": by_words, "both": by_both}

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
                where[heading_key(value if isinstance(value, str) else value["text"])][name] += 1
        for value in row["other"].values():
            where[heading_key(value["text"])]["other"] += 1
    out = {}
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Table):
            continue
        grid = SlotGrid(block, index)
        for c in range(grid.columns):
            votes: Counter[str] = Counter()
            for text in grid.column_texts(c, range(grid.rows)):
                found = where.get(heading_key(text))
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
            grid = SlotGrid(block, index)
            rows = header_rows(grid, words, repeated)
            cells = []
            for cell in block.cells:
                if cell.row in rows:
                    label = truth.get((index, cell.column), "other")
                    old = heading_key(cell.text)
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


def _shuffle(document: Document, truth: Truth, rng: random.Random) -> tuple[Document, Truth]:
    """Columns of plain tables (no cell over some columns only) in another order, one of them left out; the same order
    in all tables of a document with the same columns."""
    blocks = list(document.blocks)
    orders: dict[tuple[tuple[int, str], ...], list[int]] = {}
    moved: Truth = {}
    for index, block in enumerate(blocks):
        known = {c: label for (i, c), label in truth.items() if i == index}
        if not known:
            continue
        assert isinstance(block, Table)
        if any(1 < cell.colspan < block.columns for cell in block.cells):
            moved.update({(index, c): label for c, label in known.items()})
            continue
        key = tuple(sorted(known.items()))
        if key not in orders:
            orders[key] = rng.sample(range(block.columns), block.columns)
            spare = [c for c in orders[key] if known.get(c) not in ("åtgärd", "mål", None)]
            if len(spare) > 1:
                orders[key].remove(rng.choice(spare))
        order = orders[key]
        place = {old: new for new, old in enumerate(order)}
        cells = []
        for cell in block.cells:
            if cell.colspan > 1:
                cells.append(replace(cell, column=0, colspan=len(order)))
            elif cell.column in place:
                cells.append(replace(cell, column=place[cell.column]))
        cells.sort(key=lambda cell: (cell.row, cell.column))
        blocks[index] = replace(block, cells=tuple(cells), columns=len(order))
        moved.update({(index, place[c]): label for c, label in known.items() if c in place})
    return replace(document, blocks=tuple(blocks)), moved


def _strangers(rng: random.Random) -> tuple[Document, Truth]:
    """One document with one table of another author's cells."""
    items = tomllib.loads(HELD_OUT.read_text(encoding="utf-8"))["sentence"]
    pools = {
        name: [i["text"] for i in items if i["kind"] == "cell" and i["label"] == ("annat" if name == "other" else name)]
        for name in SYNONYMS
    }
    chosen = [n for n in SYNONYMS if n in ("åtgärd", "vem") or rng.random() < (0.3 if n == "other" else 0.75)]
    rng.shuffle(chosen)
    rows = rng.randint(3, 6)
    columns = [rng.sample(pools[name], rows) for name in chosen]
    cells = [
        Cell(r, c, (Paragraph((Line(tuple(Word(w, w) for w in columns[c][r].split())),)),))
        for r in range(rows)
        for c in range(len(chosen))
    ]
    table = Table(tuple(cells), rows, len(chosen))
    return Document("", "", "text/plain", Method.TEXT, blocks=(table,)), {(0, c): name for c, name in enumerate(chosen)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=SHARED / "plans-dev")
    parser.add_argument("--tier", default="T1,T2,T3,T9")
    parser.add_argument("--seeds", type=int, default=3, help="draws of synonyms")
    parser.add_argument("--tables", type=int, default=200, help="tables of another author's cells")
    parser.add_argument("--content", choices=SCORERS, default="both")
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
    content = SCORERS[args.content]
    for mode in ("as written", "synonyms", "blank", "shuffled", "strangers"):
        right: Counter[str] = Counter()
        total: Counter[str] = Counter()
        for seed in range(args.seeds if mode in ("synonyms", "shuffled") else 1):
            rng = random.Random(seed)
            if mode == "strangers":
                cases = [(f"stranger {n}", *_strangers(rng)) for n in range(args.tables)]
            else:
                cases = [(n, _change(d, t, "blank" if mode == "shuffled" else mode, words, rng), t)
                         for n, d, t in documents]  # fmt: skip
            for name, changed, truth in cases:
                if mode == "shuffled":
                    changed, truth = _shuffle(changed, truth, rng)
                tables = {i: b for i, b in enumerate(changed.blocks) if isinstance(b, Table)}
                repeated = repeated_rows(tables.values())
                shared = shared_labels(tables.values())
                readings = {i: read_table(t, i, words, repeated, shared) for i, t in tables.items()}
                meanings = read_meanings(list(readings.values()), words, content)
                for (index, column), label in sorted(truth.items()):
                    reading = readings[index]
                    parts = [meanings[id(reading)][r.part] for r in reading.records()]
                    got = parts[0].labels[column] if parts and column < len(parts[0].labels) else "no row"
                    right[label] += got == label
                    total[label] += 1
                    if args.miss and got != label and mode != "strangers":
                        heading = parts[0].part.headings[column] if parts and column < len(parts[0].labels) else ""
                        print(f"  {mode:10} {name} table {index} column {column}: {label} → {got} ({heading})")
        share = ", ".join(f"{k} {right[k] / total[k]:.3f}" for k in SYNONYMS if total[k])
        print(f"{mode:10} {right.total() / total.total():.4f} of {total.total()} columns   {share}")


if __name__ == "__main__":
    main()
