"""Whole documents into the tables of a database, by the fastest way that each kind of database has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ingest.write.records import Record
from ingest.write.sql_schema import Naming, find
from ingest.write.tables import TABLES

__all__ = ["SqlWriter", "StoredDocument", "sent_ahead"]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document on its way into the tables."""

    source: str
    digest: str
    records: Mapping[str, list[Record]]
    replaces: bool


@contextmanager
def sent_ahead(
    write: Callable[[Sequence[StoredDocument]], None], *, ahead: bool
) -> Iterator[Callable[[Sequence[StoredDocument]], None]]:
    """Give a function that writes a group; with `ahead` it returns while the group is on its way.

    A server works in a process of its own: meanwhile the next group is made ready. One group is on its way at a time;
    its errors come with the next one, or at the end of the block.
    """
    if not ahead:
        yield write
        return
    pending: list[Future[None]] = []

    def push(group: Sequence[StoredDocument]) -> None:
        while pending:
            pending.pop().result()
        pending.append(pool.submit(write, group))

    with ThreadPoolExecutor(1, "ingest-load") as pool:
        yield push
        while pending:
            pending.pop().result()


class SqlWriter:
    """Statements made once: building them costs more than running them."""

    def __init__(self, meta: sa.MetaData, naming: Naming) -> None:
        self._tables = {t.name: find(meta, naming, t.name) for t in TABLES}
        self._names = {t.name: [naming.column(c.name) for c in t.columns] for t in TABLES}
        self._inserts = {name: table.insert() for name, table in self._tables.items()}
        self._deletes = [
            self._tables[t.name].delete().where(self._tables[t.name].c.document.in_(sa.bindparam("d", expanding=True)))
            for t in reversed(TABLES)
        ]

    def delete(self, connection: sa.Connection, sources: Sequence[str]) -> None:
        """Delete documents inside a transaction."""
        for statement in self._deletes:
            connection.execute(statement, {"d": list(sources)})

    def replace(self, connection: sa.Connection, group: Sequence[StoredDocument]) -> None:
        """Write documents in one transaction, table by table, in place of what stands under their names."""
        gathered: dict[str, list[tuple[Any, ...]]] = {t.name: [] for t in TABLES}
        for document in group:
            for name, lines in document.records.items():
                more = (document.digest, False) if name == "documents" else ()
                gathered[name] += [(*line, *more) for line in lines] if more else lines
        old = [document.source for document in group if document.replaces]
        with connection.begin():
            if old:
                self.delete(connection, old)
            for name, lines in gathered.items():
                if not lines:
                    continue
                keys = [*self._names[name], *(("digest", "vanished") if name == "documents" else ())]
                if connection.dialect.name == "postgresql":
                    self._copy(connection, self._tables[name], keys, lines)
                elif connection.dialect.name == "duckdb":
                    self._append(connection, self._tables[name], keys, lines)
                else:
                    connection.execute(self._inserts[name], [dict(zip(keys, line, strict=True)) for line in lines])

    def _copy(
        self, connection: sa.Connection, table: sa.Table, keys: Sequence[str], lines: Sequence[tuple[Any, ...]]
    ) -> None:
        preparer = connection.dialect.identifier_preparer
        columns = ", ".join(preparer.quote(k) for k in keys)
        statement = f"COPY {preparer.format_table(table)} ({columns}) FROM STDIN"
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for line in lines:
                copy.write_row(line)

    def _append(
        self, connection: sa.Connection, table: sa.Table, keys: Sequence[str], lines: Sequence[tuple[Any, ...]]
    ) -> None:
        # DuckDB takes columns at once; line by line it is ten times slower.
        import pyarrow as pa

        preparer = connection.dialect.identifier_preparer
        columns = ", ".join(preparer.quote(k) for k in keys)
        known = {sa.Integer: pa.int32(), sa.Double: pa.float64(), sa.Boolean: pa.bool_(), sa.Date: pa.date32()}
        types = [known.get(type(table.c[k].type), pa.string()) for k in keys]
        arrays = [pa.array(values, type=t) for values, t in zip(zip(*lines, strict=True), types, strict=True)]
        driver: Any = connection.connection.driver_connection
        driver.register("ingest_lines", pa.Table.from_arrays(arrays, names=list(keys)))
        statement = f"INSERT INTO {preparer.format_table(table)} ({columns}) SELECT {columns} FROM ingest_lines"
        try:
            connection.exec_driver_sql(statement)
        finally:
            driver.unregister("ingest_lines")
