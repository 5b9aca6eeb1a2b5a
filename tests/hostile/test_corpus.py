"""Hostile files through whole runs of the command, each with the outcome that it must give.

Each group is one run of `ingest convert` with healthy files beside the hostile ones. HOME and TMPDIR are folders of
the test's own; a socket listens where the files point to; every Python process tells what it starts, calls and
writes (trap/sitecustomize.py).
"""

from __future__ import annotations

import csv
import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from ingest.batch.inputs.finder import safe_name
from ingest.batch.ledger import Ledger
from ingest.plan import Plan
from ingest.read.office import reader
from tests.hostile import archives, images, office, pages, pdf, sheets, texts, word, xml
from tests.hostile.case import CASES, Bait, Case, Group

assert all((archives, images, office, pages, pdf, sheets, texts, word, xml))

ROOT = Path(__file__).resolve().parents[2]
# The watch, the kill and the last words of a child wait their turn on a machine that does other things as well.
GRACE = 60.0
NUMBER = re.compile(r"[+-]?\d[\d.,]*")
HEALTHY = ("bjorkeby-tabeller.docx", "almvik-linjerad.pdf", "myrby-lista.txt")


@dataclass(frozen=True)
class Bounds:
    """Limits of a group's run: seconds and bytes a document."""

    timeout: float
    memory: int
    total: float
    """Seconds that the whole run may take; generous, for a machine that does other things as well."""


GROUPS: dict[Group, Bounds] = {
    "quick": Bounds(60, 3 << 29, 600),
    "office": Bounds(60, 3 << 29, 600),
    "limit": Bounds(5, 1 << 30, 900),
    "slow": Bounds(60, 3 << 30, 900),
}


@dataclass(frozen=True)
class Result:
    """What a run left behind: outcomes and plans by input name, everything on disk beside its output."""

    outcomes: dict[str, tuple[str, str]]
    seconds: dict[str, float]
    memory: dict[str, int]
    plans: dict[str, Plan]
    folder: Path
    out: Path
    trapped: list[str]
    calls: int
    before: dict[str, bytes]
    after: dict[str, bytes]
    total: float
    said: str


def _disk(folder: Path, out: Path) -> dict[str, bytes]:
    """Everything below a folder but the output."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path != out and out not in path.parents:
            found[str(path.relative_to(folder))] = path.read_bytes() if path.is_file() else b"/"
    return found


def convert(group: Group, folder: Path, server: socket.socket) -> Result:
    bounds = GROUPS[group]
    inputs, out, home, tmp = (folder / n for n in ("in", "out", "home", "tmp"))
    for path in (inputs, home, tmp):
        path.mkdir()
    secret = folder / "secret.txt"
    secret.write_text(f"Åtgärd: {Bait.SECRET}\n" * 5)
    bait = Bait(f"http://127.0.0.1:{server.getsockname()[1]}", folder / "canary", secret)
    for case in CASES.values():
        if case.group == group:
            (inputs / case.name).write_bytes(case.build(bait))
    for name in HEALTHY:
        (inputs / f"healthy-{name}").write_bytes((ROOT / "samples" / name).read_bytes())
    log = folder / "trap.log"
    log.touch()
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("XDG_")},
        "HOME": str(home),
        "TMPDIR": str(tmp),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent / "trap"), str(ROOT / "src")]),
        "INGEST_TRAP_LOG": str(log),
        "INGEST_TRAP_ALLOWED": os.pathsep.join([str(out), str(tmp)]),
    }
    before = _disk(folder, out)
    command = [sys.executable, "-m", "ingest", "convert", str(inputs), "-o", str(out), "-j", "2", "--text"]
    command += [f"--format={f}" for f in ("json", "csv", "xlsx")]
    command += ["--timeout", str(bounds.timeout), "--memory", str(bounds.memory), "--max-pages", "500"]
    started = time.monotonic()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=bounds.total + 600)
    total = time.monotonic() - started
    after = _disk(folder, out)
    after["trap.log"] = before["trap.log"]
    calls = 0
    server.settimeout(0.05)
    try:
        while True:
            server.accept()[0].close()
            calls += 1
    except TimeoutError:
        pass
    assert done.returncode in (0, 3), done.stderr[-3000:]
    with Ledger(out, create=False) as ledger:
        entries = list(ledger.entries())
        plans = {p.document.source: p for p in ledger.plans()}
    with sqlite3.connect(out / ".ingest" / "ledger.sqlite") as db:
        memory = dict(db.execute("SELECT name, memory_bytes FROM inputs i JOIN results r ON r.sha256 = i.sha256"))
    outcomes = {e.name: (e.failure.code, e.failure.message) if e.failure else (e.state, "") for e in entries}
    seconds = {e.name: e.seconds for e in entries}
    trapped = log.read_text().splitlines()
    return Result(outcomes, seconds, memory, plans, folder, out, trapped, calls, before, after, total, done.stderr)


_RESULTS: dict[Group, Result | None] = {}


@pytest.fixture(scope="session")
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def result(group: Group, server: socket.socket, factory: pytest.TempPathFactory) -> Result:
    """The group's run, made when it is first asked for."""
    if group == "office" and reader.libreoffice() is None:
        pytest.skip("LibreOffice is not installed")
    if group not in _RESULTS:
        _RESULTS[group] = None
        _RESULTS[group] = convert(group, factory.mktemp(group), server)
    ran = _RESULTS[group]
    assert ran is not None, "the run failed; the first test of its group says why"
    return ran


def _marks(group: Group) -> list[pytest.MarkDecorator]:
    time_out = pytest.mark.timeout(GROUPS[group].total + 600)
    return [time_out] if group == "quick" else [time_out, pytest.mark.slow]


EVERY = [pytest.param(c, id=c.name, marks=_marks(c.group)) for c in CASES.values()]
RUNS = [pytest.param(g, id=g, marks=_marks(g)) for g in GROUPS]


def test_the_corpus_is_large_enough() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("case", EVERY)
def test_each_file_gives_its_outcome(
    case: Case, server: socket.socket, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ran = result(case.group, server, tmp_path_factory)
    names = [n for n in ran.outcomes if n == safe_name(case.name) or n.startswith(f"{case.name}/")]
    assert names, "lost"
    for name in names:
        code, message = ran.outcomes[name]
        assert code in case.outcomes, f"{name}: {code}: {message}"
        bounds = GROUPS[case.group]
        assert ran.seconds[name] < bounds.timeout + GRACE
        # The watch looks twenty times a second; what is taken between two looks comes on top.
        assert ran.memory[name] < 1.5 * bounds.memory
        plan = ran.plans.get(name)
        if plan is None:
            assert message
            continue
        text = json.dumps(plan.to_dict(), ensure_ascii=False)
        for wanted in case.holds:
            assert wanted in text, f"{wanted} is not in the plan"
        for unwanted in (*case.lacks, Bait.SECRET):
            assert unwanted not in text
        assert set(case.issues) <= {issue.code for issue in plan.issues}


@pytest.mark.parametrize("group", RUNS)
def test_healthy_files_come_out(group: Group, server: socket.socket, tmp_path_factory: pytest.TempPathFactory) -> None:
    ran = result(group, server, tmp_path_factory)
    for name in HEALTHY:
        assert ran.outcomes[f"healthy-{name}"] == ("done", "")
        assert ran.plans[f"healthy-{name}"].rows


@pytest.mark.parametrize("group", RUNS)
def test_nothing_is_fetched_run_or_written_elsewhere(
    group: Group, server: socket.socket, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ran = result(group, server, tmp_path_factory)
    assert ran.calls == 0, "something called the listening socket"
    assert ran.trapped == []
    assert not (ran.folder / "canary").exists()
    assert ran.after.keys() - ran.before.keys() == set(), "something was left in HOME, TMPDIR or beside the output"
    assert ran.after == ran.before
    assert not any(
        Bait.SECRET in p.read_text("utf-8", "replace")
        for p in ran.out.rglob("*")
        if p.suffix in (".json", ".csv", ".txt")
    )
    assert ran.total < GROUPS[group].total


@pytest.mark.parametrize("group", RUNS)
def test_spreadsheets_see_no_formulas(
    group: Group, server: socket.socket, tmp_path_factory: pytest.TempPathFactory
) -> None:
    import openpyxl

    ran = result(group, server, tmp_path_factory)
    cells = 0
    for path in sorted((ran.out / "tables").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.reader(handle):
                for value in row:
                    cells += 1
                    dangerous = value.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
                    assert not dangerous or NUMBER.fullmatch(value), f"{path.name}: {value[:60]!r}"
    assert cells
    (book,) = ran.out.glob("*.xlsx")
    for sheet in openpyxl.load_workbook(book):
        for line in sheet.iter_rows():
            assert all(c.data_type != "f" for c in line)
            # Links are our own: to another sheet, or to the file that the row was read from; never to what a text names.
            for link in (c.hyperlink for c in line if c.hyperlink):
                target = unquote((link.target or "").split("#")[0]).replace("\\", "/")
                assert urlsplit(target).scheme == ""
                assert (ran.out / target).resolve().is_file() if target else link.location
