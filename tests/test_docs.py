"""What the documentation tells people to type is run: shell, Python, SQL and TOML blocks, page by page, in order.

A page runs in a folder that holds what its commands name: `arkiv/`, `ut` (converted once), `plan.docx` and so on. The
pages' example addresses stand for the test servers. Not run are blocks after a comment that says why
(`<!-- not run: reason -->`), the commands of `NOT_RUN`, and lines with a placeholder.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ingest.write.sql import connect

ROOT = Path(__file__).resolve().parent.parent
TARGETS = sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "docs" / "targets").glob("*.md"))
PAGES = [
    *TARGETS,
    *(
        pytest.param(page, marks=pytest.mark.slow)
        for page in (
            "README.md",
            "docs/guide.md",
            "docs/databases.md",
            "docs/inspect.md",
            "docs/repair.md",
            "docs/serve.md",
            "docs/sv/kom-igang.md",
            "docs/sv/handbok.md",
        )
    ),
]
# Name of a file or folder of the page's working folder, and the sample that it is.
FILES = {
    "plan.docx": "bjorkeby-tabeller.docx",
    "plan.pdf": "almvik-linjerad.pdf",
    "budget.pdf": "norrhamn-linjelos.pdf",
    "gammal.txt": "havsnas-felkodad.txt",
    "brev.txt": "havsnas-felkodad.txt",
    "scan.pdf": "almvik-linjerad.pdf",
    "arkiv/björkeby.docx": "bjorkeby-tabeller.docx",
    "arkiv/ekdalen.txt": "ekdalen-flikar.txt",
    "arkiv/almvik.pdf": "almvik-linjerad.pdf",
}
SERVERS = {
    "postgresql": (
        "postgresql://me@host/database",
        os.environ.get("INGEST_TEST_POSTGRES_URL", "postgresql://root@127.0.0.1:5432/test"),
    ),
    "mariadb": (
        "mariadb://me:secret@host/database",
        os.environ.get("INGEST_TEST_MARIADB_URL", "mariadb://root@127.0.0.1:3306/test"),
    ),
}
NOT_RUN = {
    "pip install": "needs a package registry",
    "sh samples/run": "sets up the machine",
    "sh tests/run": "runs this test",
    "ingest serve": "does not end; this test starts one for the pages that ask it",
}
PLACEHOLDER = re.compile(r"…|\b(OUT|FILE|DIR|RULE|PATH|ID|TOKEN)\b")
RUN = {"sh", "python", "sql", "toml"}
SHOWN = {"powerquery", "json", "text", "mermaid", ""}


@dataclass(frozen=True)
class Block:
    """A block of code: its language, what else its fence says, its text, why it is not run."""

    line: int
    language: str
    info: str
    text: str
    reason: str | None


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a page, and its indented ones as shell."""
    lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
    reason: str | None = None
    n = 0
    while n < len(lines):
        line = lines[n]
        start = n
        if line.startswith("```"):
            language, _, info = line[3:].strip().partition(" ")
            end = lines.index("```", n + 1)
            yield Block(start + 1, language, info, "\n".join(lines[n + 1 : end]), reason)
            n, reason = end + 1, None
        elif line.startswith("    ") and (n == 0 or not lines[n - 1].strip()):
            while n < len(lines) and (lines[n].startswith("    ") or not lines[n].strip()):
                n += 1
            text = "\n".join(s[4:] for s in lines[start:n])
            # Indented blocks show commands here and there; what is no command is a picture of output.
            if re.match(r"(ingest|curl|sh|pip|python) ", text):
                yield Block(start + 1, "sh", "", text, reason)
            reason = None
        else:
            found = re.fullmatch(r"<!-- not run: (.+) -->", line)
            reason = found[1] if found else reason if not line.strip() else None
            n += 1


def runnable(text: str) -> str:
    """A shell block without the lines that are not run."""
    kept = []
    for line in text.splitlines():
        command = line.partition("#")[0]
        if PLACEHOLDER.search(command) or command.startswith(tuple(NOT_RUN)):
            continue
        kept.append(line)
    return "\n".join(kept)


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `ingest` and `python` as these tests use them."""
    folder = tmp_path_factory.mktemp("tools")
    for name, what in (("ingest", "-m ingest"), ("python", "")):
        script = folder / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {what} "$@"\n')
        script.chmod(0o755)
    return folder


@pytest.fixture(scope="session")
def converted(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that every page starts from."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "arkiv").mkdir()
    for name, sample in FILES.items():
        shutil.copy(ROOT / "samples" / sample, folder / name)
    shell("ingest convert arkiv/ -o ut --jobs 1", folder, tools)
    # The same archive as it was before, to compare with.
    shutil.copytree(folder / "ut", folder / "gammal")
    return folder


def shell(text: str, folder: Path, tools: Path) -> None:
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", text],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, f"{text}\n{done.stdout[-1000:]}\n{done.stderr[-2000:]}"


def database(kind: str, stack: ExitStack) -> str:
    """The address of an empty database on a test server, gone when the stack closes."""
    name = f"docs{os.getpid()}"
    address = sa.make_url(SERVERS[kind][1])
    server = connect(address.render_as_string(hide_password=False)).execution_options(isolation_level="AUTOCOMMIT")
    stack.callback(server.dispose)
    try:
        server.connect().close()
    except sa.exc.OperationalError as error:
        if os.environ.get("INGEST_REQUIRE_SERVICES") == "1":
            raise
        pytest.skip(f"no {kind} answers: {error.orig}")

    def say(*statements: str) -> None:
        with server.connect() as connection:
            for statement in statements:
                connection.execute(sa.text(statement))

    drop = f"DROP DATABASE IF EXISTS {name}" + (" WITH (FORCE)" if kind == "postgresql" else "")
    say(drop, f"CREATE DATABASE {name}")
    if kind == "postgresql":
        stack.callback(say, f"DROP ROLE IF EXISTS {name}_reader")
    stack.callback(say, drop)
    return address.set(database=name).render_as_string(hide_password=False)


def query(text: str, address: str, folder: Path) -> None:
    """Run statements; what the last one selects must not be nothing."""
    if address.startswith("duckdb:"):
        import duckdb

        path = address.removeprefix("duckdb:")
        with duckdb.connect(str(folder / path) if path else ":memory:") as connection:
            # Paths of a query are relative to the page's folder.
            connection.execute(f"SET file_search_path = '{folder}'")
            assert connection.execute(text).fetchall(), text
        return
    engine = connect(address).execution_options(isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            for statement in filter(str.strip, text.split(";")):
                # Not through `text`, which would take a colon for a parameter.
                result = connection.exec_driver_sql(statement.replace("%", "%%"))
            assert result.fetchall(), text
    finally:
        engine.dispose()


def served(stack: ExitStack, folder: Path) -> str:
    """The host and port of a server that ends with the stack."""
    command = [sys.executable, "-m", "ingest", "serve", "--port", "0", "--jobs", "1"]
    process = stack.enter_context(subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=folder))
    stack.callback(process.terminate)
    assert process.stderr is not None
    found = re.search(r"http://(\S+:\d+)", process.stderr.readline())
    assert found is not None
    return found[1]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("page", PAGES)
def test_what_the_page_says_can_be_done(
    page: str, converted: Path, tools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = list(blocks(page))
    assert found, "a page of commands without commands"
    folder = tmp_path / "page"
    shutil.copytree(converted, folder)
    monkeypatch.chdir(folder)
    whole = "\n".join(b.text for b in found)
    with ExitStack() as stack:
        meant = {"brott_reader": f"docs{os.getpid()}_reader"}
        addresses = {}
        for kind, (example, _) in SERVERS.items():
            if example in whole:
                addresses[kind] = meant[example] = database(kind, stack)
        if "127.0.0.1:8765" in whole and "curl" in whole:
            if shutil.which("curl") is None:
                pytest.skip("curl is not installed")
            meant["127.0.0.1:8765"] = served(stack, folder)
            # A refusal of the server fails the command.
            meant["curl "] = "curl --fail --silent --show-error --noproxy '*' "
        names: dict[str, Any] = {}
        for block in found:
            if block.reason is not None or block.language not in RUN:
                continue
            text = block.text
            for example, real in meant.items():
                text = text.replace(example, real)
            if block.language == "sh":
                shell(runnable(text), folder, tools)
            elif block.language == "toml":
                tomllib.loads(text)
                (folder / "ord.toml").write_text(text, encoding="utf-8")
            elif block.language == "python":
                exec(compile(text, f"{page}:{block.line}", "exec"), names)
            else:
                kind, _, path = block.info.partition(":")
                query(text, f"duckdb:{path}" if kind == "duckdb" else addresses[kind], folder)


@pytest.mark.parametrize("page", TARGETS)
def test_every_block_of_a_target_is_run_or_says_why_not(page: str) -> None:
    for block in blocks(page):
        assert block.language in RUN or (block.language in SHOWN and block.reason), f"{page}:{block.line}"


def test_most_commands_of_the_readme_are_run() -> None:
    commands = [c for b in blocks("README.md") if b.language == "sh" for c in b.text.splitlines()]
    left_out = [c for c in commands if not runnable(c)]
    named = {c.partition("#")[0].strip() for c in left_out if not c.startswith("pip install ")}
    assert named == {"sh samples/run", "sh tests/run", "ingest serve"}
    assert len(commands) - len(left_out) >= 10


def test_links_between_pages_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} links to {target}"
