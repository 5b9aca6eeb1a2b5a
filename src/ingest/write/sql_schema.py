"""The nine tables as SQL: types, keys, indexes, comments, views, versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.mysql import LONGTEXT

from ingest.plan import FIELDS, SURE
from ingest.write.tables import TABLES, SchemaColumn, SchemaTable, ascii_name

__all__ = ["ARCHIVE_LENGTH", "KEY_LENGTHS", "MIGRATIONS", "SCHEMA_VERSION", "Naming", "build", "find", "views"]

SCHEMA_VERSION = 3


def _add_missing_tables(connection: sa.Connection, meta: sa.MetaData) -> None:
    meta.create_all(connection)


MIGRATIONS: Mapping[int, Callable[[sa.Connection, sa.MetaData], None]] = {
    # The table of corrections; digests are over it too, so that the next load fills it.
    1: _add_missing_tables,
    # The table of archives.
    2: _add_missing_tables,
}
"""From version N to N+1; each runs in one transaction with the change of the version number.

One that adds columns sets `documents.digest` to '', so that the next load fills them."""

# MariaDB indexes at most 3072 bytes: 600 characters of four bytes leave room for the rest of a key.
ARCHIVE_LENGTH = 100
KEY_LENGTHS = {"document": 600, "id": 40, "target": 60, "section": 40, "parent": 40, "row": 40}


@dataclass(frozen=True, slots=True)
class Naming:
    """Where tables stand and what columns are called."""

    schema: str | None = None
    prefix: str = ""
    ascii_names: bool = False

    def column(self, name: str) -> str:
        return ascii_name(name) if self.ascii_names else name

    def table(self, name: str) -> str:
        return f"{self.prefix}{name}"


def _key_columns(table: SchemaTable) -> set[str]:
    return set(table.key) | {f for here, _, _ in table.references for f in here}


def _type(column: SchemaColumn, is_key: bool) -> sa.types.TypeEngine[Any]:
    if column.type == "integer":
        return sa.Integer()
    if column.type == "number":
        return sa.Double()
    if column.type == "boolean":
        return sa.Boolean()
    if column.type == "date":
        return sa.Date()
    if is_key:
        length = KEY_LENGTHS[column.name]
        # Names are compared letter by letter everywhere: MariaDB would take a for å and A.
        exact = sa.String(length, collation="utf8mb4_bin")
        return sa.String(length).with_variant(exact, "mysql", "mariadb")
    if column.values:
        return sa.String(40)
    return sa.Text().with_variant(LONGTEXT(collation="utf8mb4_bin"), "mysql", "mariadb")


def build(naming: Naming, dialect: str) -> sa.MetaData:
    """The tables for a dialect; besides the contract's columns, documents have `digest` and `vanished`."""
    meta = sa.MetaData(schema=naming.schema)
    is_duckdb = dialect == "duckdb"
    for table in TABLES:
        keys = _key_columns(table)
        columns = [
            sa.Column(
                naming.column(c.name),
                _type(c, c.name in keys),
                primary_key=c.name in table.key,
                nullable=not c.required,
                comment=c.description,
                autoincrement=False,
            )
            for c in table.columns
        ]
        constraints: list[sa.schema.SchemaItem] = []
        if table.name == "documents":
            columns += [
                sa.Column("digest", sa.String(64), nullable=False, comment="SHA-256 of the document's records"),
                sa.Column("vanished", sa.Boolean(), nullable=False, comment="no longer in the converted folder"),
            ]
        # DuckDB checks foreign keys row by row even inside a transaction, so a document could not be replaced.
        for here, there, fields in () if is_duckdb else table.references:
            target = f"{naming.schema}." if naming.schema else ""
            constraints.append(
                sa.ForeignKeyConstraint(
                    [naming.column(f) for f in here],
                    [f"{target}{naming.table(there)}.{naming.column(f)}" for f in fields],
                    name=f"fk_{naming.prefix}{table.name}_{'_'.join(here)}",
                    # InnoDB checks line by line: a section goes together with those below it.
                    ondelete="CASCADE",
                    # Sections name their parents: all of a document's sections go in one statement.
                    initially="DEFERRED" if dialect == "postgresql" else None,
                    deferrable=True if dialect in ("postgresql", "sqlite") else None,
                )
            )
        sa.Table(
            naming.table(table.name),
            meta,
            *columns,
            *constraints,
            comment=table.description,
            mysql_charset="utf8mb4",
            mysql_engine="InnoDB",
            mariadb_charset="utf8mb4",
            mariadb_engine="InnoDB",
        )
    _index(meta, naming, "actors", "id")
    _index(meta, naming, "rows", "end")
    _index(meta, naming, "issues", "code")
    sa.Table(
        naming.table("ingest_schema"),
        meta,
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        comment="Version of these tables; ingest migrates older ones",
    )
    sa.Table(
        naming.table("ingest_archives"),
        meta,
        sa.Column("name", sa.String(ARCHIVE_LENGTH), primary_key=True),
        comment="Archives loaded under a name of their own; their documents begin with it and a slash",
    )
    return meta


def find(meta: sa.MetaData, naming: Naming, name: str) -> sa.Table:
    """A table of the built schema by its contract name."""
    return meta.tables[f"{naming.schema}.{naming.table(name)}" if naming.schema else naming.table(name)]


def _index(meta: sa.MetaData, naming: Naming, table: str, column: str) -> None:
    found = find(meta, naming, table).c[naming.column(column)]
    if isinstance(found.type, sa.Text):
        # Long text takes no plain index everywhere.
        found.type = sa.String(200)
    sa.Index(f"ix_{naming.prefix}{table}_{column}", found)


def views(meta: sa.MetaData, naming: Naming) -> dict[str, sa.SelectBase]:
    """Read-only views for the usual questions, by name."""

    def t(name: str) -> sa.Table:
        return find(meta, naming, name)

    documents, rows, actors, issues = t("documents"), t("rows"), t("actors"), t("issues")
    åtgärd, när, vem = (rows.c[naming.column(n)] for n in ("åtgärd", "när", "vem"))
    present = documents.c.vanished.is_(sa.false())
    joined = rows.join(documents, rows.c.document == documents.c.document)
    doubtful = [
        sa.select(
            rows.c.document,
            rows.c.id.label("row"),
            sa.literal(naming.column(name)).label("field"),
            rows.c[naming.column(name)].label("text"),
            rows.c[naming.column(f"{name}_confidence")].label("confidence"),
            rows.c.page,
        )
        .select_from(joined)
        .where(
            present,
            sa.or_(
                rows.c[naming.column(f"{name}_confidence")] < SURE,
                sa.exists().where(
                    issues.c.document == rows.c.document,
                    issues.c.severity != "info",
                    issues.c.target == rows.c.id + sa.literal(f".{name}"),
                ),
            ),
        )
        for name in FIELDS
    ]
    action = [rows.c.document, documents.c.title, rows.c.id.label("row"), åtgärd, vem, när]
    deadlines = sa.select(*action, rows.c.start, rows.c.end).select_from(joined).where(present, rows.c.end.is_not(None))
    one_name = sa.func.min(actors.c.name).label("name")
    who = sa.func.coalesce(actors.c.id, sa.func.lower(actors.c.name))
    return {
        "actions_per_actor": sa.select(
            who.label("actor"),
            one_name,
            sa.func.count(sa.distinct(rows.c.document + sa.literal("#") + rows.c.id)).label("actions"),
            sa.func.count(sa.distinct(rows.c.document)).label("documents"),
        )
        .select_from(
            actors.join(rows, sa.and_(actors.c.document == rows.c.document, actors.c.row == rows.c.id)).join(
                documents, rows.c.document == documents.c.document
            )
        )
        .where(present)
        .group_by(who),
        "deadlines": deadlines,
        "overdue_actions": deadlines.where(rows.c.end < sa.func.current_date()),
        "doubtful_fields": sa.union_all(*doubtful),
        # What a person should look at, each once: the number that a conversion and the report state.
        "doubts": sa.select(issues.c.document, issues.c.target, sa.func.min(issues.c.message).label("message"))
        .select_from(issues.join(documents, issues.c.document == documents.c.document))
        .where(present, issues.c.severity != "info")
        .group_by(issues.c.document, issues.c.target),
        "plans_without_when": sa.select(documents.c.document, documents.c.title, documents.c.rows)
        .where(present, documents.c.rows > 0)
        .where(~sa.exists().where(rows.c.document == documents.c.document, när.is_not(None))),
    }
