#!/usr/bin/env python3
"""Load the rows of many documents into a database, and again, and say how fast.

    python benchmarks/databases.py [--url postgresql://root@127.0.0.1:5432/test] [--documents 10000] [--rows 5]

The documents are made here: `--rows` action rows each, every row with two actors and a time. Prints, in action rows
per second and in records (lines of all tables) per second: the first load of plans at hand; the same again, where
nothing changes; a load in which every document is replaced; the first load from an output folder as `ingest load`
does it, where plans are unpacked from the ledger; and again from there. Beside it, in the same run, the time of
pandas' own `to_sql` for the wide rows alone (no keys, no actors, no times).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from ingest.batch.engine import Job, Outcome
from ingest.batch.inputs.finder import Input
from ingest.batch.ledger import Ledger
from ingest.plan import Actor, Extraction, Facts, Field, Place, Plan, Row, Section, Time
from ingest.write.frames import rows_frame
from ingest.write.plan_json import dumps
from ingest.write.records import records
from ingest.write.sql import LoadSummary, connect, load
from ingest.write.sql_schema import Naming, build, views

NAMING = Naming(prefix="bench_")


def plans(documents: int, rows: int, words: str = "Åtgärd") -> Iterator[Plan]:
    def field(text: str) -> Field:
        return Field(text, text, 0.9, (Place(1, (0, 0, 100, 20)),))

    for n in range(documents):
        vem = Field(
            "Polisen, Socialtjänsten",
            "Polisen, Socialtjänsten",
            0.9,
            (),
            (
                Actor("Polisen", "polismyndigheten", "myndighet"),
                Actor("Socialtjänsten", "socialtjänsten", "verksamhet"),
            ),
        )
        time_ = Time("2024-05", date(2024, 5, 1), date(2024, 5, 31))
        när = Field("maj 2024", "maj 2024", 0.9, (), None, (time_,))
        yield Plan(
            Facts(
                f"{n:064x}",
                f"arkiv/{n % 100:02}/plan-{n:05}.docx",
                "application/pdf",
                3,
                "Åtgärdsplan",
                "åtgärdsplan",
                None,
                None,
                (),
                "sv",
                (Extraction(1, "text-layer", 1.0),),
            ),
            (Section("s1", "1", "Våld"),),
            tuple(
                Row(f"r{k}", "s1", "table", field("Orsak"), field("Mål"), field(f"{words} {n} {k}"), vem, när)
                for k in range(1, rows + 1)
            ),
        )


def drop(engine: sa.Engine) -> None:
    meta = build(NAMING, engine.dialect.name)
    with engine.begin() as connection:
        for name in views(meta, NAMING):
            connection.execute(sa.text(f"DROP VIEW IF EXISTS {NAMING.table(name)}"))
        meta.drop_all(connection)
        connection.execute(sa.text("DROP TABLE IF EXISTS bench_pandas"))


def fill(out: Path, made: Sequence[Plan]) -> None:
    """An output folder as a conversion leaves it."""
    items = [Input(plan.document.source, f"/none/{plan.document.source}", 1) for plan in made]
    with Ledger(out) as ledger:
        ledger.register(items)
        for plan, item in zip(made, items, strict=True):
            ledger.identify({item.name: plan.document.id})
            ledger.record(Outcome(Job(item, plan.document.id), "done", dumps(plan)), "", "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="postgresql://root@127.0.0.1:5432/test")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--rows", type=int, default=5)
    args = parser.parse_args()
    engine = connect(args.url)
    made = list(plans(args.documents, args.rows))
    changed = list(plans(args.documents, args.rows, "Uppdrag"))
    count = sum(len(lines) for p in made for lines in records(p).values())

    def measure(what: str, work: Callable[[], LoadSummary]) -> float:
        start = time.perf_counter()
        done = work()
        seconds = time.perf_counter() - start
        print(f"{what}: {done.added} added, {done.changed} replaced, {done.unchanged} unchanged in {seconds:.1f} s")
        if done.rows:
            print(f"  {done.rows / seconds:.0f} rows/s, {count / seconds:.0f} records/s")
        return done.rows / seconds

    def from_folder(out: Path) -> LoadSummary:
        with Ledger(out, create=False) as ledger:
            return load(engine, ledger.stored(), naming=NAMING)

    drop(engine)
    first = measure("first load", lambda: load(engine, made, naming=NAMING))
    measure("the same again", lambda: load(engine, made, naming=NAMING))
    measure("every document changed", lambda: load(engine, changed, naming=NAMING))
    with TemporaryDirectory() as folder:
        fill(Path(folder), made)
        drop(engine)
        measure("first load from an output folder", lambda: from_folder(Path(folder)))
        measure("again from there", lambda: from_folder(Path(folder)))
    frame = rows_frame(made[: max(1, args.documents // 10)])
    start = time.perf_counter()
    frame.to_sql("bench_pandas", engine, index=False, method=None)
    rate = len(frame) / (time.perf_counter() - start)
    print(f"pandas to_sql, the wide rows alone: {rate:.0f} rows/s; ratio {first / rate:.2f}")
    drop(engine)


if __name__ == "__main__":
    main()
