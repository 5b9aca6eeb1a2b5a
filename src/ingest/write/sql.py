"""Plans into a database: PostgreSQL, MariaDB/MySQL, SQLite, DuckDB, through SQLAlchemy 2.

Each transaction holds whole documents, a group of them (the round trips are what costs; PostgreSQL takes a group by
COPY), so that a reader sees a whole document or none, and a load that is killed leaves whole documents only. Loading
again replaces what changed (told by a digest of the records), touches nothing else and leaves no orphan. Two loads at
once wait for each other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.schema import AddConstraint, CreateSchema, DropConstraint

from ingest.errors import MissingTool, OutputError, UsageError
from ingest.plan import Plan
from ingest.write.records import Record, Stored, digest, records
from ingest.write.sql_schema import KEY_LENGTHS, MIGRATIONS, SCHEMA_VERSION, Naming, build, find, views
from ingest.write.sql_writer import Document, Writer, sent_ahead
from ingest.write.tables import TABLES

__all__ = ["LoadSummary", "connect", "load", "read_records"]

# Documents of one transaction.
GROUP = 100
# How long a load waits for another one.
LOCK_SECONDS = 3600
_EXTRAS = {"postgresql": "postgres", "mysql": "mariadb", "mariadb": "mariadb", "duckdb": "duckdb"}
_DRIVERS = {"postgresql": "postgresql+psycopg", "mysql": "mysql+pymysql", "mariadb": "mariadb+pymysql"}
_SERVERS = frozenset({"postgresql", "mysql", "mariadb"})


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """What a load did, in documents; `rows` counts the action rows written."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: int = 0
    rows: int = 0


def connect(url: str | sa.URL) -> sa.Engine:
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
        scheme = str(url).split(":", 1)[0].split("+", 1)[0]
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
    plans: Iterable[Plan | Stored],
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
        OutputError: the database refuses (its message is kept), or another load does not end.
        UsageError: the tables are of a newer ingest.
    """
    names = naming or Naming()
    meta = build(names, engine.dialect.name)
    try:
        with _exclusive(engine, names, dry_run):
            if not dry_run:
                _prepare(engine, meta, names)
            summary = _load(engine, meta, names, plans, vanished, dry_run, progress)
            if not dry_run:
                _add_references(engine, meta)
            return summary
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as error:
        # COPY goes past SQLAlchemy, and so do its errors.
        cause = getattr(error, "orig", None) or error
        raise OutputError(
            f"the database refused ({type(cause).__name__}: {str(cause).strip().partition(chr(10))[0]}).",
            remedy="Check the address, the rights and the space; what was loaded before is whole.",
        ) from error


@contextmanager
def _exclusive(engine: sa.Engine, naming: Naming, dry_run: bool) -> Iterator[None]:
    """One load at a time for the same tables; the lock goes with the connection, also when we are killed."""
    kind = "mysql" if engine.dialect.name == "mariadb" else engine.dialect.name
    if dry_run or kind not in ("mysql", "postgresql"):
        # SQLite and DuckDB lock the file themselves for each transaction.
        yield
        return
    # Locks of MariaDB are the server's, those of PostgreSQL the database's.
    name = f"{engine.url.database}:{naming.schema or ''}:{naming.prefix}"
    key = hashlib.sha256(name.encode()).digest()
    if kind == "mysql":
        take, give = f"SELECT GET_LOCK(:n, {LOCK_SECONDS})", "SELECT RELEASE_LOCK(:n)"
        value: dict[str, Any] = {"n": f"ingest:{key.hex()[:48]}"}
    else:
        take, give = "SELECT pg_advisory_lock(:n) IS NOT NULL", "SELECT pg_advisory_unlock(:n)"
        value = {"n": int.from_bytes(key[:8], "big", signed=True)}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if kind == "postgresql":
            connection.execute(sa.text(f"SET lock_timeout = '{LOCK_SECONDS}s'"))
        if not connection.execute(sa.text(take), value).scalar():
            # GET_LOCK gives 0 after the time and NULL where it failed, and no error.
            raise OutputError(
                "another load holds these tables and does not end.", remedy="Wait for it, or end it, and load again."
            )
        try:
            yield
        finally:
            connection.execute(sa.text(give), value)


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
            for constraint in _late_references(connection, meta):
                connection.execute(DropConstraint(constraint))
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


def _late_references(connection: sa.Connection, meta: sa.MetaData) -> list[sa.ForeignKeyConstraint]:
    """Foreign keys that a first load adds at its end.

    PostgreSQL checks them by one query a line, a third of the load's time; for all lines at once it takes no time.
    """
    if connection.dialect.name != "postgresql":
        return []
    return [c for table in meta.sorted_tables for c in table.foreign_key_constraints]


def _add_references(engine: sa.Engine, meta: sa.MetaData) -> None:
    """Add the foreign keys that are not there yet: after a first load, or after one that was killed."""
    with engine.begin() as connection:
        inspector = sa.inspect(connection)
        for constraint in _late_references(connection, meta):
            table = constraint.table
            there = {key["name"] for key in inspector.get_foreign_keys(table.name, schema=table.schema)}
            if constraint.name not in there:
                connection.execute(AddConstraint(constraint))


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
    plans: Iterable[Plan | Stored],
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
    writer = Writer(meta, naming)
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql" and not dry_run:
            # A crash of the server may cost the last documents, never half of one; loading again brings them.
            connection.execute(sa.text("SET synchronous_commit = off"))
            connection.commit()
        with sent_ahead(lambda g: writer.replace(connection, g), ahead=engine.dialect.name in _SERVERS) as write:
            group: list[Document] = []
            for plan in plans:
                source = plan.source if isinstance(plan, Stored) else plan.document.source
                if len(source) > KEY_LENGTHS["document"]:
                    raise OutputError(f"{source[:60]}… is too long for a key.", remedy="Shorten the folders' names.")
                seen.add(source)
                document = _document(plan, source, known)
                if document is None:
                    unchanged += 1
                    continue
                added += not document.replaces
                changed += document.replaces
                count += len(document.records["rows"])
                if not dry_run:
                    group.append(document)
                if len(group) == GROUP:
                    write(group)
                    group = []
                if progress is not None:
                    progress(source)
            if group:
                write(group)
        gone = sorted(d for d, (_, marked) in known.items() if d not in seen and (vanished == "delete" or not marked))
        for start in range(0, len(gone) if not dry_run else 0, GROUP):
            with connection.begin():
                part = gone[start : start + GROUP]
                if vanished == "delete":
                    writer.delete(connection, part)
                else:
                    connection.execute(documents.update().where(documents.c.document.in_(part)).values(vanished=True))
    return LoadSummary(added, changed, unchanged, len(gone), count)


def _document(plan: Plan | Stored, source: str, known: Mapping[str, tuple[str, bool]]) -> Document | None:
    """The document to be written; None where the database holds the same."""
    if isinstance(plan, Stored):
        # Most documents of a load are unchanged: those are never fetched.
        if known.get(source) == (plan.digest, False):
            return None
        return Document(source, plan.digest, records(plan.fetch()), source in known)
    found = records(plan)
    digested = digest(found)
    if known.get(source) == (digested, False):
        return None
    return Document(source, digested, found, source in known)


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
