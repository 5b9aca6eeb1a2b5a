"""Plans into a database: PostgreSQL, MariaDB/MySQL, SQLite, DuckDB, through SQLAlchemy 2.

Each transaction holds whole documents, a group of them (the round trips are what costs; PostgreSQL takes a group by
COPY), so that a reader sees a whole document or none, and a load that is killed leaves whole documents only. Loading
again replaces what changed (told by a digest of the records), touches nothing else and leaves no orphan. Two loads at
once wait for each other.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Literal

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.schema import AddConstraint, CreateSchema, DropConstraint

from ingest.errors import MissingTool, OutputError, UsageError
from ingest.plan import Plan
from ingest.system.locks import lock
from ingest.write.records import Record, Stored, digest, records
from ingest.write.sql_schema import ARCHIVE_LENGTH, KEY_LENGTHS, MIGRATIONS, SCHEMA_VERSION, Naming, build, find, views
from ingest.write.sql_writer import SqlWriter, StoredDocument, sent_ahead
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
    kept: int = 0
    """Loaded before, still in the input, and without a new result: left as they are."""


def connect(url: str | sa.URL) -> sa.Engine:
    """An engine for a database URL; `postgresql://` takes psycopg 3, `mysql://` and `mariadb://` PyMySQL.

    Raises:
        UsageError: not a database URL, or of a database that is not supported.
        MissingTool: the driver is not installed.
    """
    try:
        parsed = sa.make_url(url)
        if parsed.drivername in _DRIVERS:
            parsed = parsed.set(drivername=_DRIVERS[parsed.drivername])
        engine = sa.create_engine(parsed)
        if engine.dialect.name == "duckdb":
            import_module("pyarrow")  # rows go into DuckDB as columns
    except (ImportError, NoSuchModuleError) as error:
        scheme = str(url).split(":", 1)[0].split("+", 1)[0]
        if scheme not in _EXTRAS:
            raise UsageError(
                f"databases at {scheme}:// are not supported.",
                remedy="Supported are postgresql://, mariadb://, mysql://, sqlite:/// and duckdb:///.",
            ) from None
        remedy = f"Run: pip install 'ingest[{_EXTRAS[scheme]}]'."
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
    waiting: Collection[str] = (),
    archive: str | None = None,
    vanished: Literal["mark", "delete"] = "mark",
    dry_run: bool = False,
    progress: Callable[[str], None] | None = None,
) -> LoadSummary:
    """Bring the database up to date with the plans.

    Args:
        engine: from `connect`.
        plans: all plans of an output folder; documents not among them have vanished.
        waiting: documents that are in the input but have no plan (not converted yet, or skipped): they keep what
            was loaded of them before.
        archive: a name under which the plans stand beside those of other folders in the same tables; it comes before
            each document's name, and only documents under it can vanish.
        naming: schema, prefix and column names.
        vanished: mark documents that are gone, or delete them.
        dry_run: count only; nothing is written, tables are not made.
        progress: called with each document's source.

    Raises:
        OutputError: the database refuses (its message is kept), or another load does not end.
        UsageError: the tables are of a newer ingest, or a name is both a folder's and an archive's.
    """
    names = naming or Naming()
    meta = build(names, engine.dialect.name)
    try:
        with _exclusive(engine, names, dry_run):
            if not dry_run:
                _prepare(engine, meta, names)
            place = _place(engine, meta, names, archive, dry_run)
            summary = _load(engine, meta, names, plans, place, waiting, vanished, dry_run, progress)
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
    if kind not in ("mysql", "postgresql"):
        with _only_one(engine):
            yield
        return
    if dry_run:
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


@contextmanager
def _only_one(engine: sa.Engine) -> Iterator[None]:
    """One load at a time for the same database file: SQLite locks it for a transaction only, DuckDB lets nobody wait.

    The lock is on a file of its own beside the database, which goes with the load.
    """
    database = engine.url.database
    if not database or database == ":memory:" or not Path(database).parent.is_dir():
        yield
        return
    path = Path(f"{database}.lock")
    try:
        file = _held(path)
    except OSError:
        # A folder that may not be written: nobody can load there, and whoever counts only needs no lock.
        yield
        return
    try:
        yield
    finally:
        # DuckDB holds its file as long as a connection is open, also one that lies in the pool.
        engine.dispose()
        with suppress(OSError):
            path.unlink()
        file.close()


def _held(path: Path) -> IO[str]:
    """The file, open and locked; waits for whoever holds it, and for the next where that one took it away."""
    while True:
        file = path.open("a", encoding="utf-8")
        try:
            lock(file)
            if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        except FileNotFoundError:
            pass
        except BaseException:
            file.close()
            raise
        file.close()


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
    place: _Place,
    waiting: Collection[str],
    vanished: str,
    dry_run: bool,
    progress: Callable[[str], None] | None,
) -> LoadSummary:
    documents = find(meta, naming, "documents")
    known: dict[str, tuple[str, bool]] = {}
    with engine.connect() as connection:
        if sa.inspect(connection).has_table(documents.name, schema=naming.schema):
            query = sa.select(documents.c.document, documents.c.digest, documents.c.vanished)
            known = {d: (g, v) for d, g, v in connection.execute(query) if place.holds(d)}
    waiting = {place.before + name for name in waiting}
    added = changed = unchanged = count = 0
    seen: set[str] = set()
    writer = SqlWriter(meta, naming)
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql" and not dry_run:
            # A crash of the server may cost the last documents, never half of one; loading again brings them.
            connection.execute(sa.text("SET synchronous_commit = off"))
            connection.commit()
        with sent_ahead(lambda g: writer.replace(connection, g), ahead=engine.dialect.name in _SERVERS) as write:
            group: list[StoredDocument] = []
            for plan in plans:
                source = place.before + (plan.source if isinstance(plan, Stored) else plan.document.source)
                if not place.holds(source):
                    raise UsageError(
                        f"{source} would stand among the documents of the archive {source.partition('/')[0]!r}.",
                        remedy="Load this folder under a name of its own (--archive), or with a --prefix.",
                    )
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
        kept = [d for d, (_, marked) in known.items() if d not in seen and d in waiting and not marked]
        seen.update(waiting)
        gone = sorted(d for d, (_, marked) in known.items() if d not in seen and (vanished == "delete" or not marked))
        for start in range(0, len(gone) if not dry_run else 0, GROUP):
            with connection.begin():
                part = gone[start : start + GROUP]
                if vanished == "delete":
                    writer.delete(connection, part)
                else:
                    connection.execute(documents.update().where(documents.c.document.in_(part)).values(vanished=True))
    return LoadSummary(added, changed, unchanged, len(gone), count, len(kept))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the documents of a load stand among those of others: `before` comes before their names."""

    before: str
    others: Set[str]
    """Names of the archives that are not this one."""

    def holds(self, document: str) -> bool:
        if self.before:
            return document.startswith(self.before)
        return document.partition("/")[0] not in self.others


def _place(engine: sa.Engine, meta: sa.MetaData, naming: Naming, archive: str | None, dry_run: bool) -> _Place:
    """The place of an archive, which is noted when it is new; without one that of all that is in no archive."""
    table, documents = find(meta, naming, "ingest_archives"), find(meta, naming, "documents")
    with engine.begin() as connection:
        inspector = sa.inspect(connection)
        there = inspector.has_table(table.name, schema=naming.schema)
        known = set(connection.scalars(sa.select(table.c.name))) if there else set()
        if archive is None:
            return _Place("", known)
        if not archive or "/" in archive or len(archive) > ARCHIVE_LENGTH:
            raise UsageError(f"{archive!r} is no name of an archive.", remedy="Give a short name without a slash.")
        if archive not in known and there:
            inside = documents.c.document.startswith(f"{archive}/", autoescape=True)
            if connection.scalar(sa.select(sa.func.count()).where(inside).select_from(documents)):
                raise UsageError(
                    f"documents of a folder {archive!r} are loaded without an archive.", remedy="Take another name."
                )
            if not dry_run:
                connection.execute(table.insert().values(name=archive))
    return _Place(f"{archive}/", known - {archive})


def _under(plan: Plan, source: str) -> Plan:
    same = plan.document.source == source
    return plan if same else replace(plan, document=replace(plan.document, source=source))


def _document(plan: Plan | Stored, source: str, known: Mapping[str, tuple[str, bool]]) -> StoredDocument | None:
    """The document to be written; None where the database holds the same."""
    if isinstance(plan, Stored):
        # Most documents of a load are unchanged: those are never fetched.
        if known.get(source) == (plan.digest, False):
            return None
        return StoredDocument(source, plan.digest, records(_under(plan.fetch(), source)), source in known)
    found = records(_under(plan, source))
    digested = digest(found)
    if known.get(source) == (digested, False):
        return None
    return StoredDocument(source, digested, found, source in known)


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
