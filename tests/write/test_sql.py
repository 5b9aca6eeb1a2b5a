"""Every database: SQLite and DuckDB always, PostgreSQL and MariaDB where a server answers."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import MissingTool, OutputError, UsageError
from ingest.plan import Actor, Facts, Field, Place, Plan, Row, Section, Time
from ingest.write import Style, sql, sql_schema
from ingest.write.records import Stored, digest, records
from ingest.write.sql import connect, load, read_records
from ingest.write.sql_files import write_duckdb, write_sqlite
from ingest.write.sql_schema import Naming, build, views
from ingest.write.tables import TABLES
from tests.strategies import plans

SERVERS = {
    "postgresql": os.environ.get("INGEST_TEST_POSTGRES_URL", "postgresql://root@127.0.0.1:5432/test"),
    "mariadb": os.environ.get("INGEST_TEST_MARIADB_URL", "mariadb://root@127.0.0.1:3306/test"),
}
KINDS = ["sqlite", "duckdb", *(pytest.param(s, marks=pytest.mark.services) for s in SERVERS)]


def drop(engine: sa.Engine, naming: Naming) -> None:
    meta = build(naming, engine.dialect.name)
    with engine.begin() as connection:
        for name in views(meta, naming):
            connection.execute(sa.text(f"DROP VIEW IF EXISTS {naming.table(name)}"))
        meta.drop_all(connection)


def server(kind: str, naming: Naming) -> sa.Engine:
    """An engine for a server with none of our tables; skips where none answers."""
    engine = connect(SERVERS[kind])
    try:
        engine.connect().close()
    except sa.exc.OperationalError as error:
        if os.environ.get("INGEST_REQUIRE_SERVICES") == "1":
            raise
        pytest.skip(f"no {kind} answers: {error.orig}")
    drop(engine, naming)
    return engine


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[sa.Engine, Naming]]:
    # The prefix keeps parallel test processes out of each other's tables.
    naming = Naming(prefix=f"t{os.getpid()}_")
    if request.param not in SERVERS:
        engine = connect(f"{request.param}:///{tmp_path / 'test.db'}")
        yield engine, naming
        engine.dispose()
        return
    engine = server(request.param, naming)
    yield engine, naming
    drop(engine, naming)
    engine.dispose()


def plan(source: str = "å/plan.docx", text: str = "Utbildning för «krögare»\nå ä ö Å Ä Ö 😀 'x' \\n %s :p") -> Plan:
    def field(value: str) -> Field:
        return Field(value, value, 0.75, (Place(3, (1, 2, 3, 4)),))

    vem = replace(field("Polisen"), actors=(Actor("Polisen", "polismyndigheten", "myndighet"),))
    när = replace(field("maj 2024"), times=(Time("2024-05", date(2024, 5, 1), date(2024, 5, 31)),))
    return Plan(
        Facts("0" * 64, source, "text/plain", None, "Plan", "åtgärdsplan", None, None, (), "sv", ()),
        (Section("s1", "1", "Våld"), Section("s2", None, "Krog", None, "s1")),
        (
            Row("r1", "s2", "table", orsak=None, mål=field("Mål"), åtgärd=field(text), vem=vem, när=när),
            Row("r2", "s1", "table", åtgärd=field("Utan tid")),
        ),
    )


def sorted_records(found: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    return {name: sorted(lines, key=repr) for name, lines in found.items()}


def expected(all_plans: list[Plan]) -> dict[str, list[tuple[object, ...]]]:
    return sorted_records({t.name: [r for p in all_plans for r in records(p)[t.name]] for t in TABLES})


def test_load_replace_vanish(database: tuple[sa.Engine, Naming]) -> None:
    engine, naming = database
    both = [plan("a.docx"), plan("b.docx")]
    assert load(engine, both, naming=naming).added == 2
    assert sorted_records(read_records(engine, naming=naming)) == expected(both)
    assert load(engine, both, naming=naming).unchanged == 2
    changed = [plan("a.docx", "Annat"), both[1]]
    summary = load(engine, changed, naming=naming)
    assert (summary.added, summary.changed, summary.unchanged) == (0, 1, 1)
    assert sorted_records(read_records(engine, naming=naming)) == expected(changed)
    before = read_records(engine, naming=naming)
    assert load(engine, [], naming=naming, dry_run=True).vanished == 2
    assert read_records(engine, naming=naming) == before
    assert load(engine, changed[:1], naming=naming).vanished == 1
    assert load(engine, changed[:1], naming=naming).vanished == 0
    with engine.connect() as connection:
        marked = connection.execute(sa.text(f"SELECT document FROM {naming.table('documents')} WHERE vanished")).all()
    assert marked == [("b.docx",)]
    assert load(engine, changed, naming=naming).changed == 1
    assert load(engine, changed[:1], naming=naming, vanished="delete").vanished == 1
    assert sorted_records(read_records(engine, naming=naming)) == expected(changed[:1])


def test_views_answer_the_usual_questions(database: tuple[sa.Engine, Naming]) -> None:
    engine, naming = database
    without = replace(plan("utan.docx"), rows=(Row("r1", None, "table", åtgärd=plan().rows[1].åtgärd),))
    load(engine, [plan("a.docx"), plan("b.docx"), without], naming=naming)

    def ask(view: str, what: str = "*") -> list[tuple[object, ...]]:
        with engine.connect() as connection:
            return [tuple(r) for r in connection.execute(sa.text(f"SELECT {what} FROM {naming.table(view)}"))]

    assert ask("actions_per_actor", "actor, actions, documents") == [("polismyndigheten", 2, 2)]
    assert {r[0] for r in ask("overdue_actions", "document")} == {"a.docx", "b.docx"}
    assert ask("plans_without_when", "document") == [("utan.docx",)]
    assert len(ask("doubtful_fields")) == 5 + 5 + 1
    gone = load(engine, [], naming=naming)
    assert gone.vanished == 3
    assert ask("actions_per_actor") == []


def test_ascii_names(database: tuple[sa.Engine, Naming]) -> None:
    engine, naming = database
    ascii_naming = replace(naming, ascii_names=True)
    load(engine, [plan()], naming=ascii_naming)
    with engine.connect() as connection:
        found = connection.execute(sa.text(f"SELECT atgard, mal FROM {naming.table('rows')} WHERE id = 'r1'")).one()
    assert found == (plan().rows[0].åtgärd.text, "Mål")  # type: ignore[union-attr]


def test_a_newer_database_is_left_alone(database: tuple[sa.Engine, Naming]) -> None:
    engine, naming = database
    load(engine, [], naming=naming)
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {naming.table('ingest_schema')} SET version = 99"))
    with pytest.raises(UsageError, match="version 99"):
        load(engine, [plan()], naming=naming)


def test_an_older_database_is_migrated(database: tuple[sa.Engine, Naming], monkeypatch: pytest.MonkeyPatch) -> None:
    engine, naming = database
    load(engine, [plan()], naming=naming)
    table = naming.table("documents")

    def add_column(connection: sa.Connection, meta: sa.MetaData) -> None:
        connection.execute(sa.text(f"ALTER TABLE {table} ADD COLUMN note VARCHAR(20)"))

    monkeypatch.setattr("ingest.write.sql.SCHEMA_VERSION", sql_schema.SCHEMA_VERSION + 1)
    monkeypatch.setattr("ingest.write.sql.MIGRATIONS", {sql_schema.SCHEMA_VERSION: add_column})
    assert load(engine, [plan()], naming=naming).unchanged == 1
    with engine.connect() as connection:
        assert connection.execute(sa.text(f"SELECT note FROM {table}")).all() == [(None,)]
        version = connection.execute(sa.text(f"SELECT version FROM {naming.table('ingest_schema')}")).scalar_one()
    assert version == sql_schema.SCHEMA_VERSION + 1


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(found=st.lists(plans(), max_size=2, unique_by=lambda p: p.document.source))
def test_what_is_loaded_reads_back_equal(database: tuple[sa.Engine, Naming], found: list[Plan]) -> None:
    engine, naming = database
    load(engine, found, naming=naming, vanished="delete")
    assert sorted_records(read_records(engine, naming=naming)) == expected(found)


def _load_many(url: str, prefix: str, start: int) -> None:
    engine = connect(url)
    load(engine, [plan(f"{n:04}.docx", f"Åtgärd {start}") for n in range(300)], naming=Naming(prefix=prefix))


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_two_loads_into_one_file_wait_for_each_other(kind: str, tmp_path: Path) -> None:
    url = f"{kind}:///{tmp_path / 'test.db'}"
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_load_many, args=(url, "", n)) for n in (1, 2, 3)]
    for process in both:
        process.start()
    for process in both:
        process.join(120)
        assert process.exitcode == 0
    engine = connect(url)
    try:
        found = read_records(engine)
        everything = [[plan(f"{n:04}.docx", f"Åtgärd {k}") for n in range(300)] for k in (1, 2, 3)]
        assert sorted_records(found) in [expected(plans_) for plans_ in everything]
    finally:
        engine.dispose()


def test_what_waits_for_its_conversion_has_not_vanished(database: tuple[sa.Engine, Naming]) -> None:
    engine, naming = database
    load(engine, [plan("a.docx"), plan("b.docx"), plan("c.docx")], naming=naming)
    done = load(engine, [plan("a.docx")], naming=naming, waiting={"b.docx"}, vanished="delete")
    assert (done.vanished, done.kept) == (1, 1)
    assert sorted(d[0] for d in read_records(engine, naming=naming)["documents"]) == ["a.docx", "b.docx"]


def test_archives_stand_beside_each_other(database: tuple[sa.Engine, Naming]) -> None:
    engine, naming = database

    def names() -> list[str]:
        return sorted(str(d[0]) for d in read_records(engine, naming=naming)["documents"])

    load(engine, [plan("a.docx"), plan("norr/c.docx")], naming=naming)
    load(engine, [plan("a.docx"), plan("b.docx")], naming=naming, archive="syd")
    assert names() == ["a.docx", "norr/c.docx", "syd/a.docx", "syd/b.docx"]
    assert load(engine, [plan("a.docx"), plan("norr/c.docx")], naming=naming, vanished="delete").unchanged == 2
    assert load(engine, [plan("b.docx")], naming=naming, archive="syd", vanished="delete").vanished == 1
    assert names() == ["a.docx", "norr/c.docx", "syd/b.docx"]
    for wrong in ("norr", "", "a/b"):
        with pytest.raises(UsageError):
            load(engine, [plan("a.docx")], naming=naming, archive=wrong)
    with pytest.raises(UsageError, match="archive 'syd'"):
        load(engine, [plan("syd/x.docx")], naming=naming)
    assert names() == ["a.docx", "norr/c.docx", "syd/b.docx"]


@pytest.mark.services
@pytest.mark.parametrize("kind", SERVERS)
def test_killed_and_simultaneous_loads_leave_whole_documents(kind: str) -> None:
    naming = Naming(prefix=f"k{os.getpid()}_")
    engine = server(kind, naming)
    context = multiprocessing.get_context("spawn")
    try:
        process = context.Process(target=_load_many, args=(SERVERS[kind], naming.prefix, 1))
        process.start()
        found: Any = {}
        deadline = time.monotonic() + 30
        while len(found.get("documents", [])) < 20 and time.monotonic() < deadline:
            time.sleep(0.02)
            try:
                found = read_records(engine, naming=naming)
            except sa.exc.SQLAlchemyError:
                continue
        process.kill()
        process.join()
        found = read_records(engine, naming=naming)
        assert len(found["documents"]) >= 20
        whole = [plan(str(d[0]), "Åtgärd 1") for d in found["documents"]]
        assert sorted_records(found) == expected(whole)
        both = [context.Process(target=_load_many, args=(SERVERS[kind], naming.prefix, n)) for n in (2, 2)]
        for process in both:
            process.start()
        for process in both:
            process.join(60)
            assert process.exitcode == 0
        everything = [plan(f"{n:04}.docx", "Åtgärd 2") for n in range(300)]
        assert sorted_records(read_records(engine, naming=naming)) == expected(everything)
    finally:
        drop(engine, naming)
        engine.dispose()


@pytest.mark.services
def test_a_killed_first_load_gets_its_foreign_keys_from_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    naming = Naming(prefix=f"f{os.getpid()}_")
    engine = server("postgresql", naming)
    try:

        def killed(engine: sa.Engine, meta: sa.MetaData) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("ingest.write.sql._add_references", killed)
            with pytest.raises(KeyboardInterrupt):
                load(engine, [plan("a.docx")], naming=naming)
        rows = naming.table("rows")
        assert sa.inspect(engine).get_foreign_keys(rows) == []
        assert load(engine, [plan("a.docx")], naming=naming).unchanged == 1
        found = sa.inspect(engine).get_foreign_keys(rows)
        assert {tuple(key["constrained_columns"]) for key in found} == {("document",), ("document", "section")}
        with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
            connection.execute(sa.text(f"UPDATE {rows} SET section = 's99'"))
    finally:
        drop(engine, naming)
        engine.dispose()


@pytest.mark.services
@pytest.mark.parametrize("kind", SERVERS)
def test_a_lock_that_is_not_given_is_an_error(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    naming = Naming(prefix=f"l{os.getpid()}_")
    engine = server(kind, naming)
    monkeypatch.setattr("ingest.write.sql.LOCK_SECONDS", 1)
    try:

        def during() -> Iterator[Plan]:
            with pytest.raises(OutputError, match=r"another load|lock timeout"):
                load(engine, [plan("b.docx")], naming=naming)
            # Other tables are nobody's business.
            other = replace(naming, prefix=naming.prefix + "o_")
            assert load(engine, [plan("c.docx")], naming=other).added == 1
            drop(engine, other)
            yield plan("a.docx")

        assert load(engine, during(), naming=naming).added == 1
        assert [d[0] for d in read_records(engine, naming=naming)["documents"]] == ["a.docx"]
    finally:
        drop(engine, naming)
        engine.dispose()


def test_unchanged_documents_are_never_fetched(database: tuple[sa.Engine, Naming]) -> None:
    engine, naming = database
    fetched: list[str] = []

    def stored(source: str, text: str) -> Stored:
        found = plan(source, text)

        def fetch() -> Plan:
            fetched.append(source)
            return found

        return Stored(source, digest(records(found)), fetch)

    many = [stored(f"{n}.docx", "Ett") for n in range(sql.GROUP + 5)]
    assert load(engine, many, naming=naming).added == len(many)
    assert len(fetched) == len(many)
    fetched.clear()
    # Plans at hand and plans that lie somewhere have the same digests.
    assert load(engine, [plan(f"{n}.docx", "Ett") for n in range(len(many))], naming=naming).unchanged == len(many)
    again = [*many[:-1], stored("104.docx", "Två")]
    summary = load(engine, again, naming=naming)
    assert (summary.changed, summary.unchanged, fetched) == (1, len(many) - 1, ["104.docx"])


def test_many_replaced_documents_leave_no_orphan(database: tuple[sa.Engine, Naming]) -> None:
    engine, naming = database
    count = 2 * sql.GROUP + 3
    load(engine, [plan(f"{n}.docx", "Ett") for n in range(count)], naming=naming)
    new = [plan(f"{n}.docx", "Två" if n % 2 else "Ett") for n in range(count + 2)]
    summary = load(engine, new, naming=naming)
    assert (summary.added, summary.changed, summary.unchanged) == (2, count // 2, count - count // 2)
    assert sorted_records(read_records(engine, naming=naming)) == expected(new)


def test_what_the_database_refuses_stops_the_load_and_leaves_whole_documents(
    database: tuple[sa.Engine, Naming],
) -> None:
    engine, naming = database
    bad = plan("bad.docx")
    # Two rows of one name break the key.
    bad = replace(bad, rows=(bad.rows[0], bad.rows[0]))
    before = [plan(f"{n:03}.docx") for n in range(sql.GROUP)]
    with pytest.raises(OutputError, match="the database refused"):
        load(engine, [*before, plan("c.docx"), bad], naming=naming)
    assert sorted_records(read_records(engine, naming=naming)) == expected(before)


@pytest.mark.parametrize("name", ["a?b", "50% av #1", "å;x=1&y"])
def test_database_files_stand_in_any_folder(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    for write, scheme in ((write_sqlite, "sqlite"), (write_duckdb, "duckdb")):
        (path,) = write(folder, [plan()], Style())
        assert path.parent == folder
        # DuckDB itself can open no such path for writing.
        moved = path.replace(tmp_path / path.name)
        engine = connect(sa.URL.create(scheme, database=str(moved)))
        assert sorted_records(read_records(engine)) == expected([plan()])
        engine.dispose()
    assert list(folder.iterdir()) == []


def test_the_digest_does_not_know_the_name_and_knows_the_rest() -> None:
    one = digest(records(plan("a.docx", "Ett")))
    assert one == digest(records(plan("b/c.docx", "Ett")))
    assert one != digest(records(plan("a.docx", "Två")))


def test_bad_addresses_are_typed_errors(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no database URL"):
        connect("nonsense")
    # No driver would help.
    with pytest.raises(UsageError, match="not supported"):
        connect("oracle+nothing://x")
    with pytest.raises(MissingTool):
        connect("postgresql+nothing://x")
    with pytest.raises(OutputError, match="the database refused"):
        load(connect(f"sqlite:///{tmp_path}/no/such/folder.db"), [plan()])
