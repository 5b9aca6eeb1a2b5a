#!/usr/bin/env python3
"""Load the rows of many documents into a database, twice, and say how fast.

    python benchmarks/databases.py [--url postgresql://root@127.0.0.1:5432/test] [--documents 10000] [--rows 12]

The documents are made here: `--rows` action rows each, every row with two actors and a time. Prints action rows per
second and records (lines of all tables) per second of the first load, and what the second one changed. Beside it, in
the same run, the time of pandas' own `to_sql` for the wide rows alone (no keys, no actors, no times).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa

from ingest.plan import Actor, Extraction, Facts, Field, Place, Plan, Row, Section, Time
from ingest.write.frames import rows_frame
from ingest.write.sql import connect, load
from ingest.write.sql_schema import Naming, build, views
from ingest.write.tables import records

NAMING = Naming(prefix="bench_")


def plans(documents: int, rows: int) -> Iterator[Plan]:
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
                Row(f"r{k}", "s1", "table", field("Orsak"), field("Mål"), field(f"Åtgärd {n} {k}"), vem, när)
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="postgresql://root@127.0.0.1:5432/test")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--rows", type=int, default=12)
    args = parser.parse_args()
    engine = connect(args.url)
    drop(engine)
    made = list(plans(args.documents, args.rows))
    count = sum(len(lines) for p in made for lines in records(p).values())
    start = time.perf_counter()
    summary = load(engine, made, naming=NAMING)
    seconds = time.perf_counter() - start
    print(f"first load: {summary.rows} rows, {count} records in {seconds:.1f} s")
    print(f"  {summary.rows / seconds:.0f} rows/s, {count / seconds:.0f} records/s")
    start = time.perf_counter()
    again = load(engine, made, naming=NAMING)
    print(f"second load: {again.added + again.changed} documents changed, {time.perf_counter() - start:.1f} s")
    part = made[: max(1, args.documents // 10)]
    frame = rows_frame(part)
    start = time.perf_counter()
    frame.to_sql("bench_pandas", engine, index=False, method=None)
    rate = len(frame) / (time.perf_counter() - start)
    print(f"pandas to_sql, the wide rows alone: {rate:.0f} rows/s; ratio {summary.rows / seconds / rate:.2f}")
    drop(engine)


if __name__ == "__main__":
    main()
