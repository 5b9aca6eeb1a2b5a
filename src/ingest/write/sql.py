"""Plans into a database: PostgreSQL, MariaDB/MySQL, SQLite, DuckDB, through SQLAlchemy 2.

Each transaction holds whole documents, so that a reader sees a whole document or none, and a load that is killed
leaves whole documents only: a document that is replaced has a transaction of its own, new ones share one in groups
(the round trips are what costs; PostgreSQL takes a group by COPY). Loading again replaces what changed (told by a
digest of the plan), touches nothing else and leaves no orphan. Two loads at once wait for each other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.schema import CreateSchema

from ingest.errors import MissingTool, OutputError, UsageError
from ingest.plan import Plan
from ingest.write.sql_schema import KEY_LENGTHS, MIGRATIONS, SCHEMA_VERSION, Naming, build, find, views
from ingest.write.tables import TABLES, Record, records

__all__ = ["LoadSummary", "connect", "load", "read_records"]

# New documents of one transaction.
GROUP = 100
_EXTRAS = {"postgresql": "postgres", "mysql": "mariadb", "mariadb": "mariadb", "duckdb": "duckdb"}
_DRIVERS = {"postgresql": "postgresql+psycopg", "mysql": "mysql+pymysql", "mariadb": "mariadb+pymysql"}


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """What a load did, in documents; `rows` counts the action rows written."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: int = 0
    rows: int = 0


def connect(url: str) -> sa.Engine:
    """An engine for a database URL; `postgresql://` takes psycopg 3, `mysql://` and `mariadb://` PyMySQL.

    Raises:
        UsageError: not a database URL.
        MissingTool: the driver is not installed.
    """
    try:
        parsed = sa.make_url(url)
        if parsed.drivername in _DRIVERS:
            parsed = parsed.set(drivername=_DRIVERS[parsed.drivername])
        engine = sa.create_engine(parsed)
    except (ImportError, NoSuchModuleError) as error:
        scheme = url.split(":", 1)[0].split("+", 1)[0]
        extra = _EXTRAS.get(scheme)
        remedy = f"Run: pip install 'ingest[{extra}]'." if extra else "See docs/databases.md."
        raise MissingTool(f"the driver for {scheme} is not installed ({error}).", remedy=remedy) from None
    except (ArgumentError, ValueError):
        raise UsageError(
            "the address is no database URL.", remedy="Example: postgresql://user@host/database."
        ) from None
    if engine.dialect.name == "sqlite":

        @sa.event.listens_for(engine, "connect")
        def _enforce(connection: Any, _: Any) -> None:
            connection.execute("PRAGMA foreign_keys = ON")

    return engine


def load(
    engine: sa.Engine,
    plans: Iterable[Plan],
    *,
    naming: Naming | None = None,
    vanished: Literal["mark", "delete"] = "mark",
    dry_run: bool = False,
    progress: Callable[[str], None] | None = None,
) -> LoadSummary:
    """Bring the database up to date with the plans.

    Args:
        engine: from `connect`.
        plans: all plans of an output folder; documents not among them have vanished.
        naming: schema, prefix and column names.
        vanished: mark documents that are gone, or delete them.
        dry_run: count only; nothing is written, tables are not made.
        progress: called with each document's source.

    Raises:
        OutputError: the database refuses; its message is kept.
        UsageError: the tables are of a newer ingest.
    """
    names = naming or Naming()
    meta = build(names, engine.dialect.name)
    try:
        with _exclusive(engine, names, dry_run):
            if not dry_run:
                _prepare(engine, meta, names)
            return _load(engine, meta, names, plans, vanished, dry_run, progress)
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        raise OutputError(
            f"the database refused ({type(cause).__name__}: {str(cause).strip().partition(chr(10))[0]}).",
            remedy="Check the address, the rights and the space; what was loaded before is whole.",
        ) from error


@contextmanager
def _exclusive(engine: sa.Engine, naming: Naming, dry_run: bool) -> Iterator[None]:
    """One load at a time for the same tables; the lock goes with the connection, also when we are killed."""
    name = f"ingest:{naming.schema or ''}:{naming.prefix}"
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    statements: dict[str, tuple[str, str, dict[str, Any]]] = {
        "postgresql": ("SELECT pg_advisory_lock(:n)", "SELECT pg_advisory_unlock(:n)", {"n": number}),
        "mysql": ("SELECT GET_LOCK(:n, 3600)", "SELECT RELEASE_LOCK(:n)", {"n": name[:64]}),
    }
    found = statements.get("mysql" if engine.dialect.name == "mariadb" else engine.dialect.name)
    if dry_run or found is None:
        # SQLite and DuckDB lock the file themselves for each transaction.
        yield
        return
    take, give, parameters = found
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text(take), parameters)
        try:
            yield
        finally:
            connection.execute(sa.text(give), parameters)


def _prepare(engine: sa.Engine, meta: sa.MetaData, naming: Naming) -> None:
    """Make the tables and views, or bring older ones up to this version."""
    versions = find(meta, naming, "ingest_schema")
    with engine.begin() as connection:
        inspector = sa.inspect(connection)
        if naming.schema and naming.schema not in inspector.get_schema_names():
            connection.execute(CreateSchema(naming.schema))
        has_versions = inspector.has_table(versions.name, schema=naming.schema)
        found = connection.execute(sa.select(versions.c.version)).scalar() if has_versions else None
        if found is None:
            # The version goes last: where DDL commits by itself, a killed first load is begun again here.
            meta.create_all(connection)
            _make_views(connection, meta, naming)
            connection.execute(versions.insert().values(version=SCHEMA_VERSION))
            return
    if found > SCHEMA_VERSION:
        raise UsageError(
            f"the tables have version {found}, this ingest knows {SCHEMA_VERSION}.", remedy="Use a newer ingest."
        )
    for step in range(found, SCHEMA_VERSION):
        with engine.begin() as connection:
            MIGRATIONS[step](connection, meta)
            connection.execute(versions.update().values(version=step + 1))
            _make_views(connection, meta, naming)


def _make_views(connection: sa.Connection, meta: sa.MetaData, naming: Naming) -> None:
    preparer = connection.dialect.identifier_preparer
    where = f"{preparer.quote(naming.schema)}." if naming.schema else ""
    for name, query in views(meta, naming).items():
        text = query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        target = where + preparer.quote(naming.table(name))
        connection.execute(sa.text(f"DROP VIEW IF EXISTS {target}"))
        # A colon would be taken for a parameter.
        connection.execute(sa.text(f"CREATE VIEW {target} AS {text}".replace(":", "\\:")))


def _load(
    engine: sa.Engine,
    meta: sa.MetaData,
    naming: Naming,
    plans: Iterable[Plan],
    vanished: str,
    dry_run: bool,
    progress: Callable[[str], None] | None,
) -> LoadSummary:
    documents = find(meta, naming, "documents")
    known: dict[str, tuple[str, bool]] = {}
    with engine.connect() as connection:
        if sa.inspect(connection).has_table(documents.name, schema=naming.schema):
            query = sa.select(documents.c.document, documents.c.digest, documents.c.vanished)
            known = {d: (g, v) for d, g, v in connection.execute(query)}
    added = changed = unchanged = count = 0
    seen: set[str] = set()
    writer = _Writer(meta, naming)
    group: list[tuple[Plan, str]] = []
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql" and not dry_run:
            # A crash of the server may cost the last documents, never half of one; loading again brings them.
            connection.execute(sa.text("SET synchronous_commit = off"))
            connection.commit()
        for plan in plans:
            source = plan.document.source
            if len(source) > KEY_LENGTHS["document"]:
                raise OutputError(f"{source[:60]}… is too long for a key.", remedy="Shorten the folders' names.")
            seen.add(source)
            digest = _digest(plan)
            if known.get(source) == (digest, False):
                unchanged += 1
                continue
            added += source not in known
            changed += source in known
            count += len(plan.rows)
            if not dry_run and source in known:
                with connection.begin():
                    writer.delete(connection, source)
                    writer.add(connection, [(plan, digest)])
            elif not dry_run:
                group.append((plan, digest))
                if len(group) == GROUP:
                    writer.commit(connection, group)
                    group = []
            if progress is not None:
                progress(source)
        if group:
            writer.commit(connection, group)
        gone = sorted(d for d, (_, marked) in known.items() if d not in seen and (vanished == "delete" or not marked))
        for source in gone if not dry_run else ():
            with connection.begin():
                if vanished == "delete":
                    writer.delete(connection, source)
                else:
                    mark = documents.update().where(documents.c.document == source).values(vanished=True)
                    connection.execute(mark)
    return LoadSummary(added, changed, unchanged, len(gone), count)


class _Writer:
    """Statements made once: building them costs more than running them."""

    def __init__(self, meta: sa.MetaData, naming: Naming) -> None:
        self._tables = {t.name: find(meta, naming, t.name) for t in TABLES}
        self._names = {t.name: [naming.column(c.name) for c in t.columns] for t in TABLES}
        self._inserts = {name: table.insert() for name, table in self._tables.items()}
        self._deletes = [
            self._tables[t.name].delete().where(self._tables[t.name].c.document == sa.bindparam("d"))
            for t in reversed(TABLES)
        ]

    def delete(self, connection: sa.Connection, source: str) -> None:
        for statement in self._deletes:
            connection.execute(statement, {"d": source})

    def commit(self, connection: sa.Connection, group: Sequence[tuple[Plan, str]]) -> None:
        """Add new documents in one transaction."""
        with connection.begin():
            self.add(connection, group)

    def add(self, connection: sa.Connection, group: Sequence[tuple[Plan, str]]) -> None:
        """Add documents inside a transaction, table by table."""
        gathered: dict[str, list[tuple[Any, ...]]] = {t.name: [] for t in TABLES}
        for plan, digest in group:
            for name, lines in records(plan).items():
                gathered[name] += [(*line, digest, False) for line in lines] if name == "documents" else lines
        for name, lines in gathered.items():
            if not lines:
                continue
            keys = [*self._names[name], *(("digest", "vanished") if name == "documents" else ())]
            if connection.dialect.name == "postgresql":
                self._copy(connection, self._tables[name], keys, lines)
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


def _digest(plan: Plan) -> str:
    """SHA-256 of the plan's compact JSON."""
    return hashlib.sha256(json.dumps(plan.to_dict(), ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def read_records(engine: sa.Engine, *, naming: Naming | None = None) -> dict[str, list[Record]]:
    """All records of all tables, as `records` gave them, in order of document and position."""
    names = naming or Naming()
    meta = build(names, engine.dialect.name)
    out: dict[str, list[Record]] = {}
    with engine.connect() as connection:
        for table in TABLES:
            found = find(meta, names, table.name)
            columns = [found.c[names.column(c.name)] for c in table.columns]
            order = [found.c.document, *([found.c.target] if table.name in ("actors", "times") else [])]
            if "position" in found.c:
                order.append(found.c.position)
            out[table.name] = [tuple(line) for line in connection.execute(sa.select(*columns).order_by(*order))]
    return out
