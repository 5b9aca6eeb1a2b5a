"""The ledger across versions, and what it gives to loads."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from ingest.batch.engine import Job, Outcome
from ingest.batch.inputs.finder import Input
from ingest.batch.ledger import SCHEMA_VERSION, Ledger
from ingest.errors import OutputError, UsageError
from ingest.plan import Plan
from ingest.write.records import digest, records
from tests import faults


def fill(out: Path, names: list[str]) -> None:
    with Ledger(out) as ledger:
        ledger.register([Input(n, f"/in/{n}", 1) for n in names])
        # One content under every name.
        ledger.identify(dict.fromkeys(names, "a" * 64))
        data = faults.plan_bytes(names[0], "a" * 64, "Plan")
        ledger.record(Outcome(Job(Input(names[0], "", 1), "a" * 64), "done", data), "c", "v")


def test_one_content_under_two_names_has_one_digest(tmp_path: Path) -> None:
    fill(tmp_path, ["a.txt", "b.txt"])
    with Ledger(tmp_path, create=False) as ledger:
        found = list(ledger.stored())
        assert [s.source for s in found] == ["a.txt", "b.txt"]
        for stored in found:
            plan = stored.fetch()
            assert plan.document.source == stored.source
            assert digest(records(plan)) == stored.digest


def test_a_ledger_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    fill(tmp_path, ["a.txt"])
    path = tmp_path / ".ingest" / "ledger.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("ALTER TABLE results DROP COLUMN digest")
        db.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    with Ledger(tmp_path, create=False) as ledger:
        (stored,) = ledger.stored()
    wanted = Plan.from_dict(json.loads(faults.plan_bytes("a.txt", "a" * 64, "Plan")))
    assert stored.digest == digest(records(wanted))
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone() == (str(SCHEMA_VERSION),)


def test_a_newer_ledger_is_left_alone(tmp_path: Path) -> None:
    fill(tmp_path, ["a.txt"])
    with sqlite3.connect(tmp_path / ".ingest" / "ledger.sqlite") as db:
        db.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    with pytest.raises(UsageError, match="newer ingest"):
        Ledger(tmp_path, create=False)


def test_a_result_that_went_away_meanwhile_is_told(tmp_path: Path) -> None:
    fill(tmp_path, ["a.txt"])
    with Ledger(tmp_path, create=False) as ledger:
        (stored,) = ledger.stored()
        with sqlite3.connect(tmp_path / ".ingest" / "ledger.sqlite") as db:
            db.execute("DELETE FROM results")
        with pytest.raises(OutputError, match="no result any more"):
            stored.fetch()


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may be written; the tests may run as root, who may write everywhere."""
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)


@pytest.mark.usefixtures("sealed")
def test_a_folder_that_may_not_be_written_is_read_as_it_is(tmp_path: Path) -> None:
    fill(tmp_path, ["a.txt"])
    before = {p.name: p.stat().st_mtime_ns for p in (tmp_path / ".ingest", *(tmp_path / ".ingest").iterdir())}
    with Ledger(tmp_path, create=False) as ledger:
        assert ledger.totals().done == 1
        assert [p.document.source for p in ledger.plans()] == ["a.txt"]
        assert not (tmp_path / ".ingest" / "ledger.sqlite-wal").exists()
    assert {p.name: p.stat().st_mtime_ns for p in (tmp_path / ".ingest", *(tmp_path / ".ingest").iterdir())} == before


@pytest.mark.usefixtures("sealed")
def test_what_a_killed_run_left_is_read_there_too(tmp_path: Path) -> None:
    fill(tmp_path / "out", ["a.txt"])
    with Ledger(tmp_path / "out") as ledger:
        ledger.register([Input("b.txt", "/in/b.txt", 1)])
        # As SIGKILL leaves it: the last changes stand in the log alone.
        shutil.copytree(tmp_path / "out", tmp_path / "copy")
    with Ledger(tmp_path / "copy", create=False) as ledger:
        assert [e.name for e in ledger.entries()] == ["a.txt", "b.txt"]


@pytest.mark.usefixtures("sealed")
def test_an_older_ledger_cannot_be_brought_up_to_date_there(tmp_path: Path) -> None:
    fill(tmp_path, ["a.txt"])
    with sqlite3.connect(tmp_path / ".ingest" / "ledger.sqlite") as database:
        database.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    with pytest.raises(UsageError, match="another version"):
        Ledger(tmp_path, create=False)
