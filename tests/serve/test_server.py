"""The process itself: `ingest serve` on a free port, signals, a missing extra."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from ingest.errors import ExitCode


@contextmanager
def running(tmp: Path, *arguments: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """A server whose temporary files go to `tmp`, and a client of it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ingest", "serve", "--port", "0", "-j", "1", "--wait", "600", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp), **environment},
    )
    try:
        said = ""
        assert process.stderr is not None
        while "serving on" not in said:
            line = process.stderr.readline()
            assert line, said
            said += line
        found = re.search(r"serving on http://\S+?:(\d+)", said)
        assert found is not None
        with httpx.Client(base_url=f"http://127.0.0.1:{found[1]}", timeout=110, trust_env=False) as client:
            client.headers["x-said"] = said.encode().hex()
            yield process, client
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)
        if process.stderr is not None:
            process.stderr.close()


def litter(tmp: Path) -> list[str]:
    return [p.name for p in tmp.iterdir() if p.name.startswith("ingest")]


def test_a_real_server_converts_and_ends_cleanly(tmp_path: Path, samples: Path) -> None:
    log = tmp_path / "serve.log"
    with running(tmp_path, "--log", str(log), "--log-format", "json") as (process, client):
        with (samples / "ekdalen-flikar.txt").open("rb") as handle:
            response = client.post("/plans", files={"file": ("ekdalen-flikar.txt", handle)})
        assert response.status_code == 200, response.text
        assert len(response.json()["rows"]) > 3
        assert client.get("/health", headers={"Host": "rebound.example"}).status_code == 421
        assert len(litter(tmp_path)) == 1
        children = psutil.Process(process.pid).children(recursive=True)
        assert children
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == ExitCode.OK
    assert litter(tmp_path) == []
    psutil.wait_procs(children, timeout=10)
    assert not [c for c in children if c.is_running()]
    assert "Ekdalen" not in log.read_text(encoding="utf-8")
    assert "ekdalen" not in log.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_sigterm_lets_a_held_request_end(tmp_path: Path, samples: Path) -> None:
    with running(tmp_path) as (process, client):
        answers: list[httpx.Response] = []
        data = (samples / "bjorkeby-tabeller.docx").read_bytes()
        # With models loaded it ends well within the grace.
        assert client.post("/plans", content=data).status_code == 200
        thread = threading.Thread(target=lambda: answers.append(client.post("/plans", content=data)))
        thread.start()
        while client.get("/health").json() == {"status": "ok", "running": 0, "waiting": 0}:
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        thread.join(60)
        assert [a.status_code for a in answers] == [200]
        assert process.wait(30) == ExitCode.OK
    assert litter(tmp_path) == []


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_children_that_die_are_replaced_and_a_killed_server_leaves_nothing_for_long(
    tmp_path: Path, samples: Path
) -> None:
    data = (samples / "ekdalen-flikar.txt").read_bytes()
    with running(tmp_path) as (process, client):
        assert client.post("/plans", content=data).status_code == 200
        children = psutil.Process(process.pid).children(recursive=True)
        # The child, and the process that children are forked from: what the system kills when memory is short.
        for child in reversed(children):
            child.kill()
        psutil.wait_procs(children, timeout=10)
        assert client.post("/plans", content=data).status_code == 200
        children = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        process.wait(10)
    gone, alive = psutil.wait_procs(children, timeout=10)
    assert gone
    assert not [c for c in alive if c.is_running() and c.status() != psutil.STATUS_ZOMBIE]
    assert len(litter(tmp_path)) == 1
    with running(tmp_path) as (_, client):
        assert client.post("/plans", content=data).status_code == 200
        assert len(litter(tmp_path)) == 1


def test_more_than_this_machine_is_warned_of(tmp_path: Path) -> None:
    with running(tmp_path, "--host", "0.0.0.0") as (_, client):
        said = bytes.fromhex(client.headers["x-said"]).decode()
    assert "asks for no token" in said
    with running(tmp_path, "--host", "0.0.0.0", INGEST_SERVE_TOKEN="hemlig") as (_, client):
        said = bytes.fromhex(client.headers["x-said"]).decode()
        assert client.post("/plans", content=b"x").status_code == 401
    assert "asks for no token" not in said
    assert "not encrypted" in said


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    with running(tmp_path) as (_, client):
        port = str(client.base_url.port)
        second = subprocess.run(
            [sys.executable, "-m", "ingest", "serve", "--port", port], capture_output=True, text=True, timeout=60
        )
    assert second.returncode == ExitCode.USAGE
    assert "--port" in second.stderr
    assert "Traceback" not in second.stderr


@pytest.mark.parametrize("missing", ["fastapi", "uvicorn", "starlette"])
def test_without_the_extra_the_error_says_what_to_install(missing: str) -> None:
    code = f"import sys; sys.modules[{missing!r}] = None; from ingest.cli import main; sys.argv[1:] = ['serve']; main()"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert result.returncode == ExitCode.MISSING_TOOL
    assert "pip install 'ingest[serve]'" in result.stderr
    assert "Traceback" not in result.stderr
