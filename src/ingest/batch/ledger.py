"""What has been done: one SQLite file in the output folder, the single source of the written results.

A result is keyed by the content's hash, the configuration's hash and the version of code and models; a name in
the input points to its content. Every change is one transaction in a write-ahead log: a SIGKILL at any moment
leaves finished documents finished and running ones to be done again.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, Any

from ingest.batch.earlier_output import is_member, stored_uri
from ingest.batch.engine import Failure, Outcome, Tally
from ingest.batch.inputs.finder import Input, is_remote
from ingest.errors import OutputError, UsageError
from ingest.plan import Plan
from ingest.system.locks import lock as lock_file
from ingest.write.records import Stored, digest, records

__all__ = ["Ledger", "LedgerContent", "LedgerEntry", "LedgerPlans", "Progress", "Totals"]

SCHEMA_VERSION = 3
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS inputs (
    name TEXT PRIMARY KEY, uri TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT, present INTEGER NOT NULL,
    written TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS results (
    sha256 TEXT PRIMARY KEY, configuration TEXT NOT NULL, version TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'failed')),
    attempts INTEGER NOT NULL, seconds REAL NOT NULL, memory_bytes INTEGER NOT NULL, finished REAL NOT NULL,
    code TEXT, message TEXT, remedy TEXT, plan BLOB, text BLOB,
    rows INTEGER NOT NULL, fields INTEGER NOT NULL, doubts INTEGER NOT NULL, digest TEXT,
    expected REAL, before REAL, unsure INTEGER, looked INTEGER, title TEXT, sketch TEXT,
    machine BLOB, corrections TEXT NOT NULL DEFAULT '', stale INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS inputs_sha256 ON inputs (sha256);
"""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One name in the ledger and what became of it; `state` is "pending" where nothing is known yet."""

    name: str
    uri: str
    sha256: str | None
    state: str
    attempts: int = 0
    seconds: float = 0.0
    failure: Failure | None = None


# Columns of version 3, by name.
_NEW_COLUMNS = {
    "expected": "REAL",
    "before": "REAL",
    "unsure": "INTEGER",
    "looked": "INTEGER",
    "title": "TEXT",
    "sketch": "TEXT",
    "machine": "BLOB",
    "corrections": "TEXT NOT NULL DEFAULT ''",
    "stale": "INTEGER NOT NULL DEFAULT 0",
}
# Values of `inputs.present`: left the folder, asked for by the last run, kept from an earlier one.
_GONE, _ASKED, _KEPT = 0, 1, 2
# What decides the bytes of a document's own files, besides their look.
_MADE_OF = "r.sha256 || configuration || version || r.corrections"


@dataclass(frozen=True, slots=True)
class LedgerContent:
    """One converted content for the corrections: its names, its sketch, what was applied to it."""

    sha256: str
    names: tuple[str, ...]
    sketch: str | None
    corrections: str
    finished: float


@dataclass(frozen=True, slots=True)
class Progress:
    """What people have looked at in one document; `before` and `expected` are fields expected to be right."""

    name: str
    sha256: str
    title: str | None
    rows: int
    fields: int
    looked: int
    unsure: int
    before: float
    expected: float
    stale: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the names present: documents by state, rows, filled fields, doubts, failures by code."""

    documents: int
    done: int
    failed: int
    pending: int
    rows: int
    fields: int
    doubts: int
    failures: dict[str, int]
    seconds: float
    looked: int = 0
    """Fields that a person has corrected or accepted."""
    stale: int = 0
    """Corrections that no longer fit what the machine reads."""


class Ledger:
    """The ledger of one output folder; only one run may hold it for writing."""

    def __init__(self, out: Path, *, create: bool = True, lock: bool | None = None) -> None:
        """Open it.

        Args:
            out: the output folder.
            create: make it where there is none.
            lock: hold it for writing; by default where it may be made.

        Raises:
            UsageError: no ledger there (with `create=False`), another run holds it, or a newer ingest made it.
            OutputError: the folder cannot be written.
        """
        self._folder = out / ".ingest"
        path = self._folder / "ledger.sqlite"
        self._lock: IO[str] | None = None
        if not create and not path.exists():
            raise UsageError(f"{out} holds no conversion.", remedy="Give the folder that `ingest convert -o` wrote.")
        if not create and not lock and not all(os.access(p, os.W_OK) for p in (self._folder, path)):
            self._db = self._read_only(path)
            return
        if out.exists() and not out.is_dir():
            raise UsageError(f"{out} is a file and no folder.", remedy="Give another folder.")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if create if lock is None else lock:
                self._take_lock()
            self._db = sqlite3.connect(path, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise OutputError(f"the ledger in {out} cannot be opened ({error}).") from error
        self._migrate()

    def _read_only(self, path: Path) -> sqlite3.Connection:
        """On a disk that may not be written: SQLite makes files beside a database with a write-ahead log unless it is
        told that nobody changes it; where a killed run left such a log, that is read too."""
        log = path.with_name(f"{path.name}-wal")
        whole = "" if log.exists() and log.stat().st_size else "&immutable=1"
        try:
            database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro{whole}", uri=True, isolation_level=None)
            found = database.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        except sqlite3.Error as error:
            raise OutputError(f"the ledger {path} cannot be read ({error}).") from error
        if found != (str(SCHEMA_VERSION),):
            raise UsageError(
                "the ledger was made by another version of ingest, and its folder cannot be written.",
                remedy="Copy the folder to where it can be written.",
            )
        return database

    def _migrate(self) -> None:
        """Bring an older ledger up to this version."""
        if self._meta("schema") == str(SCHEMA_VERSION):
            return
        self._db.execute("BEGIN IMMEDIATE")
        found = int(self._meta("schema") or 0)
        if found > SCHEMA_VERSION:
            self._db.execute("ROLLBACK")
            raise UsageError("the ledger was made by a newer ingest.", remedy="Use that version, or a new folder.")
        if found == 1:
            # Version 2: digests of the records; a result without one gets it when it is asked for.
            self._db.execute("ALTER TABLE results ADD COLUMN digest TEXT")
        if found in (1, 2):
            # Version 3: corrections; what they need to know of a result is found when it is asked for.
            there = {column[1] for column in self._db.execute("PRAGMA table_info(results)")}
            for name in _NEW_COLUMNS.keys() - there:
                self._db.execute(f"ALTER TABLE results ADD COLUMN {name} {_NEW_COLUMNS[name]}")
        self._set_meta("schema", str(SCHEMA_VERSION))
        self._db.execute("COMMIT")

    def _take_lock(self) -> None:
        self._lock = (self._folder / "lock").open("w")
        try:
            lock_file(self._lock, wait=False)
        except BlockingIOError:
            self._lock.close()
            raise UsageError(
                "another run is writing to this output folder.", remedy="Wait for it, or choose another folder."
            ) from None

    def close(self) -> None:
        self._db.close()
        if self._lock is not None:
            self._lock.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _meta(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def _set_meta(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @property
    def settings(self) -> dict[str, Any]:
        """What the last run was asked for (formats, options), so that `retry` and `export` ask the same."""
        return dict(json.loads(self._meta("settings") or "{}"))

    @settings.setter
    def settings(self, value: dict[str, Any]) -> None:
        self._set_meta("settings", json.dumps(value, sort_keys=True))

    @property
    def formats(self) -> dict[str, dict[str, Any]]:
        """What the output folder holds: by format its `style` (fields of `Style`)."""
        return dict(json.loads(self._meta("formats") or "{}"))

    def note_format(self, name: str, style: dict[str, Any]) -> None:
        """A format stands in the output folder from now on."""
        noted = {**self.formats, name: {"style": style}}
        self._set_meta("formats", json.dumps(noted, sort_keys=True))

    def forget_format(self, name: str) -> None:
        """A format no longer stands there."""
        noted = {k: v for k, v in self.formats.items() if k != name}
        self._set_meta("formats", json.dumps(noted, sort_keys=True))

    def present(self) -> dict[str, str]:
        """Where the documents of the output folder were read, by name."""
        return dict(self._db.execute("SELECT name, uri FROM inputs WHERE present > 0"))

    def register(self, items: Sequence[Input], *, prune: bool = False, superseded: Iterable[str] = ()) -> None:
        """These names are the input of this run.

        Args:
            items: what was found.
            prune: documents of earlier runs that are not among them leave; else they stay, noted as kept.
            superseded: names that leave because their document has another one now.
        """
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute("UPDATE inputs SET present = ? WHERE present > 0", (_GONE if prune else _KEPT,))
        self._db.executemany("UPDATE inputs SET present = 0 WHERE name = ?", [(name,) for name in superseded])
        self._db.executemany(
            "INSERT INTO inputs VALUES (?, ?, ?, NULL, 1, NULL) ON CONFLICT (name) DO UPDATE SET "
            "uri = excluded.uri, size = excluded.size, present = 1",
            [(i.name, stored_uri(i.uri), i.size) for i in items],
        )
        self._db.execute("COMMIT")

    def is_there(self) -> bool:
        """Return whether the ledger's file still is where it was opened: nobody has removed the folder since."""
        return (self._folder / "ledger.sqlite").is_file()

    def kept(self) -> list[tuple[str, str, str | None]]:
        """Documents that the last run was not asked for: name, address, SHA-256."""
        return self._db.execute(
            "SELECT name, uri, sha256 FROM inputs WHERE present = ? ORDER BY name", (_KEPT,)
        ).fetchall()

    def asked(self) -> dict[str, str | None]:
        """SHA-256 by name of the documents that the last run was asked for."""
        return dict(self._db.execute("SELECT name, sha256 FROM inputs WHERE present = ?", (_ASKED,)))

    def leave(self, names: Iterable[str]) -> None:
        """These documents are no longer in the output folder."""
        self._db.executemany("UPDATE inputs SET present = 0 WHERE name = ?", [(name,) for name in names])

    def state(self) -> str:
        """SHA-256 over the names and contents of all results: what is made of the ledger is old where it differs."""
        found = self._db.execute(
            "SELECT name, r.state, r.digest, r.code, r.corrections FROM inputs i LEFT JOIN results r "
            "ON r.sha256 = i.sha256 WHERE present > 0 ORDER BY name"
        )
        return hashlib.sha256(json.dumps(found.fetchall()).encode()).hexdigest()

    def forget_for_good(self, names: Iterable[str]) -> None:
        """Names of earlier runs and their results leave no trace: pages that nothing uses any more are overwritten."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany("DELETE FROM inputs WHERE name = ? AND present = 0", [(name,) for name in names])
        self._db.execute("DELETE FROM results WHERE sha256 NOT IN (SELECT sha256 FROM inputs WHERE sha256 IS NOT NULL)")
        self._db.execute("COMMIT")
        self._db.execute("VACUUM")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def identify(self, contents: Mapping[str, str]) -> None:
        """The content (SHA-256) that stands under each of these names."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany(
            "UPDATE inputs SET sha256 = ? WHERE name = ?", [(sha256, name) for name, sha256 in contents.items()]
        )
        self._db.execute("COMMIT")

    def note_written(self, name: str, look: str) -> None:
        """The files of a name were written from its present result, looking so."""
        self._db.execute(
            f"UPDATE inputs SET written = (SELECT {_MADE_OF} FROM results r "
            "WHERE r.sha256 = inputs.sha256) || ? WHERE name = ?",
            (look, name),
        )

    def forget_written(self) -> None:
        """The documents' own files were written by somebody else: they may look otherwise."""
        self._db.execute(
            "UPDATE inputs SET written = '' WHERE written IS NOT NULL "
            "OR sha256 IN (SELECT sha256 FROM results WHERE state = 'done')"
        )

    def names(self) -> list[str]:
        """All names that ever were input, present or gone."""
        return [name for (name,) in self._db.execute("SELECT name FROM inputs ORDER BY name")]

    def touched(self, nothing: str) -> frozenset[str]:
        """The names of which files were written, as far as was noted: only those are ours to take away.

        `nothing` is the look of a name of which no files are written.
        """
        found = self._db.execute("SELECT name FROM inputs WHERE written NOT LIKE '%' || ?", (nothing,))
        return frozenset(name for (name,) in found)

    def unwritten(self, look: str) -> list[str]:
        """Names whose files were made from another result, or look otherwise."""
        return [
            name
            for (name,) in self._db.execute(
                "SELECT name FROM inputs i JOIN results r ON r.sha256 = i.sha256 WHERE present > 0 "
                f"AND written IS NOT {_MADE_OF} || ?",
                (look,),
            )
        ]

    def dropped(self) -> list[str]:
        """Names whose files must go: no longer in the input, or without a result."""
        return [
            name
            for (name,) in self._db.execute(
                "SELECT name FROM inputs i LEFT JOIN results r ON r.sha256 = i.sha256 "
                "WHERE present = 0 OR state IS NOT 'done'"
            )
        ]

    def is_done(self, sha256: str, configuration: str, version: str) -> bool:
        """Was this content converted with this configuration and version?"""
        row = self._db.execute(
            "SELECT 1 FROM results WHERE sha256 = ? AND configuration = ? AND version = ? AND state = 'done'",
            (sha256, configuration, version),
        ).fetchone()
        return row is not None

    def has_plan(self, sha256: str) -> bool:
        """Is there a plan of this content, whatever made it?"""
        row = self._db.execute("SELECT state FROM results WHERE sha256 = ?", (sha256,)).fetchone()
        return bool(row and row[0] == "done")

    def has_text(self, sha256: str) -> bool:
        row = self._db.execute("SELECT text IS NOT NULL FROM results WHERE sha256 = ?", (sha256,)).fetchone()
        return bool(row and row[0])

    def record(self, outcome: Outcome, configuration: str, version: str) -> None:
        """Keep an outcome; a plan that comes without its tally is read for it."""
        failure, tally = outcome.failure, outcome.tally
        if tally is None and outcome.plan is not None:
            tally = Tally.of(Plan.from_dict(json.loads(outcome.plan)))
        before = outcome.before if outcome.before is not None or tally is None else tally.expected
        try:
            self._db.execute(
                "INSERT OR REPLACE INTO results (sha256, configuration, version, state, attempts, seconds, "
                "memory_bytes, finished, code, message, remedy, plan, text, rows, fields, doubts, digest, expected, "
                "before, unsure, looked, title, sketch, machine, corrections, stale) "
                f"VALUES ({', '.join('?' * 26)})",
                (
                    outcome.job.sha256,
                    configuration,
                    version,
                    outcome.state,
                    outcome.attempts,
                    outcome.seconds,
                    outcome.memory_bytes,
                    time.time(),
                    failure.code if failure else None,
                    failure.message if failure else None,
                    failure.remedy if failure else None,
                    None if outcome.plan is None else zlib.compress(outcome.plan, 1),
                    None if outcome.text is None else zlib.compress(outcome.text.encode("utf-8", "surrogatepass"), 1),
                    *((tally.rows, tally.fields, tally.doubts, tally.digest) if tally else (0, 0, 0, None)),
                    *((tally.expected, before, tally.unsure, tally.looked) if tally else (None,) * 4),
                    *((tally.title, tally.sketch) if tally else (None, None)),
                    None if outcome.machine is None else zlib.compress(outcome.machine, 1),
                    outcome.corrections,
                    outcome.stale,
                ),
            )
        except sqlite3.Error as error:
            raise OutputError(f"the ledger cannot be written ({error}).") from error

    def contents(self) -> Iterator[LedgerContent]:
        """Every converted content that stands under a present name, with those names."""
        names: dict[str, list[str]] = {}
        for name, sha256 in self._db.execute(
            "SELECT name, sha256 FROM inputs WHERE present > 0 AND sha256 IS NOT NULL ORDER BY name"
        ):
            names.setdefault(sha256, []).append(name)
        found = self._db.execute(
            "SELECT sha256, sketch, corrections, finished FROM results WHERE state = 'done' ORDER BY sha256"
        ).fetchall()
        for sha256, sketched, corrections, finished in found:
            if sha256 in names:
                yield LedgerContent(sha256, tuple(names[sha256]), sketched, corrections, finished)

    def content(self, name: str) -> LedgerContent | None:
        """The converted content that stands under a name; None where there is none."""
        row = self._db.execute(
            "SELECT r.sha256, r.sketch, r.corrections, r.finished FROM inputs i JOIN results r ON r.sha256 = i.sha256 "
            "WHERE i.name = ? AND r.state = 'done'",
            (name,),
        ).fetchone()
        if row is None:
            return None
        names = self._db.execute("SELECT name FROM inputs WHERE sha256 = ? AND present > 0 ORDER BY name", (row[0],))
        return LedgerContent(row[0], tuple(n for (n,) in names), row[1], row[2], row[3])

    def origin_of(self, sha256: str) -> tuple[str, str] | None:
        """The first name that a content stands under, and where it was read; None where it is not in the input."""
        row = self._db.execute(
            "SELECT name, uri FROM inputs WHERE sha256 = ? AND present > 0 ORDER BY name LIMIT 1", (sha256,)
        ).fetchone()
        return None if row is None else (row[0], row[1])

    def machine_plan(self, sha256: str) -> bytes | None:
        """The plan of a content as the machine made it, as JSON."""
        row = self._db.execute("SELECT coalesce(machine, plan) FROM results WHERE sha256 = ?", (sha256,)).fetchone()
        return None if row is None or row[0] is None else zlib.decompress(row[0])

    def correct(self, content: LedgerContent, outcome: Outcome) -> bool:
        """Keep a plan with other corrections in it; whether the result is still the one that they were applied to.

        One statement: a run that converts the same document at the same time wins.
        """
        tally = outcome.tally
        assert tally is not None
        assert outcome.plan is not None
        try:
            done = self._db.execute(
                "UPDATE results SET plan = ?, machine = ?, corrections = ?, stale = ?, rows = ?, fields = ?, "
                "doubts = ?, digest = ?, expected = ?, before = ?, unsure = ?, looked = ?, title = ?, sketch = ? "
                "WHERE sha256 = ? AND finished = ?",
                (
                    zlib.compress(outcome.plan, 1),
                    None if outcome.machine is None else zlib.compress(outcome.machine, 1),
                    outcome.corrections,
                    outcome.stale,
                    *(tally.rows, tally.fields, tally.doubts, tally.digest, tally.expected),
                    tally.expected if outcome.before is None else outcome.before,
                    *(tally.unsure, tally.looked, tally.title, tally.sketch),
                    *(content.sha256, content.finished),
                ),
            )
        except sqlite3.Error as error:
            raise OutputError(f"the ledger cannot be written ({error}).") from error
        return done.rowcount == 1

    def progress(self) -> list[Progress]:
        """What people have looked at, by present name, in order of the names."""
        self._complete()
        return [
            Progress(*row)
            for row in self._db.execute(
                "SELECT name, r.sha256, title, rows, fields, looked, unsure, before, expected, stale "
                "FROM inputs i JOIN results r ON r.sha256 = i.sha256 WHERE present > 0 AND state = 'done' ORDER BY name"
            )
        ]

    def _complete(self) -> None:
        """Find what a result of an older version does not tell."""
        old = self._db.execute("SELECT sha256, plan FROM results WHERE plan IS NOT NULL AND expected IS NULL")
        for sha256, blob in old.fetchall():
            tally = Tally.of(Plan.from_dict(json.loads(zlib.decompress(blob))))
            self._db.execute(
                "UPDATE results SET expected = ?, before = ?, unsure = ?, looked = ?, title = ?, sketch = ? "
                "WHERE sha256 = ?",
                (tally.expected, tally.expected, tally.unsure, tally.looked, tally.title, tally.sketch, sha256),
            )

    def note_file(self, path: str, sha256: str, size: int, modified: int) -> None:
        """A file of the output folder stands as we wrote it: its digest, bytes, and time in nanoseconds."""
        self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", (path, sha256, size, modified))

    def forget_file(self, path: str) -> None:
        """A file is no longer ours."""
        self._db.execute("DELETE FROM files WHERE path = ?", (path,))

    def file(self, path: str) -> tuple[str, int, int] | None:
        """Digest, size and time of a file as we wrote it; None for one that we did not."""
        row = self._db.execute("SELECT sha256, size, modified FROM files WHERE path = ?", (path,)).fetchone()
        return None if row is None else (row[0], row[1], row[2])

    def files(self) -> list[str]:
        """Paths of the files that we wrote, in the output folder."""
        return [p for (p,) in self._db.execute("SELECT path FROM files ORDER BY path")]

    def entries(self) -> Iterator[LedgerEntry]:
        """Every present name in order, with its state."""
        for name, uri, sha256, state, attempts, seconds, code, message, remedy in self._db.execute(
            "SELECT name, uri, i.sha256, state, attempts, seconds, code, message, remedy "
            "FROM inputs i LEFT JOIN results r ON r.sha256 = i.sha256 WHERE present > 0 ORDER BY name"
        ):
            failure = Failure(code, message, remedy) if code else None
            yield LedgerEntry(name, uri, sha256, state or "pending", attempts or 0, seconds or 0.0, failure)

    def plan(self, name: str) -> Plan | None:
        """The plan that stands under a name, with that name as its source; None where there is none."""
        row = self._db.execute(
            "SELECT plan FROM results r JOIN inputs i ON i.sha256 = r.sha256 WHERE i.name = ?", (name,)
        ).fetchone()
        return None if row is None or row[0] is None else _named(row[0], name)

    def uri(self, name: str) -> str | None:
        """Where a document was read."""
        row = self._db.execute("SELECT uri FROM inputs WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def _fetch(self, name: str) -> Plan:
        plan = self.plan(name)
        if plan is None:
            raise OutputError(f"{name} has no result any more.", remedy="Another run is at work: try again after it.")
        return plan

    def text(self, name: str) -> str | None:
        """The plain text that stands under a name."""
        row = self._db.execute(
            "SELECT text FROM results r JOIN inputs i ON i.sha256 = r.sha256 WHERE i.name = ?", (name,)
        ).fetchone()
        return None if row is None or row[0] is None else zlib.decompress(row[0]).decode("utf-8", "surrogatepass")

    def plans(self) -> Iterator[Plan]:
        """The plans of all present names, in order of the names."""
        for name, blob in self._db.execute(
            "SELECT i.name, r.plan FROM inputs i JOIN results r ON r.sha256 = i.sha256 "
            "WHERE i.present > 0 AND r.plan IS NOT NULL ORDER BY i.name"
        ):
            yield _named(blob, name)

    def stored(self) -> Iterator[Stored]:
        """The plans of all present names, in order of the names, to be fetched where they are needed."""
        for name, found in self._db.execute(
            "SELECT i.name, r.digest FROM inputs i JOIN results r ON r.sha256 = i.sha256 "
            "WHERE i.present > 0 AND r.plan IS NOT NULL ORDER BY i.name"
        ):
            # A result of an older version has no digest.
            yield Stored(name, found or digest(records(self._fetch(name))), partial(self._fetch, name))

    def totals(self, *, asked: bool = False) -> Totals:
        """Sums for the closing table and for `ingest status`; with `asked` over the last run's documents only."""
        which = f"present = {_ASKED}" if asked else "present > 0"
        documents, done, failed, rows, fields, doubts, seconds, looked, stale = self._db.execute(
            "SELECT count(*), count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE state = 'failed'), "
            "coalesce(sum(rows), 0), coalesce(sum(fields), 0), coalesce(sum(doubts), 0), coalesce(sum(seconds), 0), "
            "coalesce(sum(looked), 0), coalesce(sum(stale), 0) "
            f"FROM inputs i LEFT JOIN results r ON r.sha256 = i.sha256 WHERE {which}"
        ).fetchone()
        failures = dict(
            self._db.execute(
                "SELECT code, count(*) FROM inputs i JOIN results r ON r.sha256 = i.sha256 "
                f"WHERE {which} AND state = 'failed' GROUP BY code ORDER BY code"
            ).fetchall()
        )
        pending = documents - done - failed
        return Totals(documents, done, failed, pending, rows, fields, doubts, failures, seconds, looked, stale)


class LedgerPlans:
    """The ledger's plans, as often as a writer wants to go through them, and where their documents' files are."""

    def __init__(self, ledger: Ledger, target: Path | None = None) -> None:
        """`target` is the folder that is written to; without it (it will be sent elsewhere) no file is linked."""
        self._ledger = ledger
        self._target = target
        self._last: tuple[str, str | None] | None = None

    def __iter__(self) -> Iterator[Plan]:
        return self._ledger.plans()

    def link(self, source: str) -> str | None:
        """The path of a document's file from the target, or its address; None for members of archives and where
        personal data is masked: the file would show it."""
        if self._last is None or self._last[0] != source:
            self._last = (source, self._found(source))
        return self._last[1]

    def _found(self, source: str) -> str | None:
        if self._target is None or self._ledger.settings.get("options", {}).get("mask_personal_data"):
            return None
        uri = self._ledger.uri(source)
        if uri is None or is_member(source, uri) or "#" in uri:
            return None
        if is_remote(uri):
            return uri if uri.startswith(("http://", "https://")) else None
        try:
            return Path(os.path.relpath(uri, self._target)).as_posix()
        except ValueError:
            # Another drive of Windows.
            return uri


def _named(blob: bytes, name: str) -> Plan:
    plan = Plan.from_dict(json.loads(zlib.decompress(blob)))
    if plan.document.source == name:
        return plan
    return replace(plan, document=replace(plan.document, source=name))
