"""The Containerfile, gone through step by step without an engine: what can run here runs, as its user, off the net."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from ingest.cli import group

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "Containerfile").read_text(encoding="utf-8")
USER = 10001


@dataclass(frozen=True)
class Step:
    name: str
    rest: str

    @property
    def words(self) -> list[str]:
        """The exec form of a command (JSON)."""
        return [str(w) for w in json.loads(self.rest[self.rest.index("[") :])]


def steps() -> list[list[Step]]:
    """The steps of each stage."""
    stages: list[list[Step]] = []
    for line in TEXT.splitlines():
        if not line or line.startswith("#"):
            continue
        name, _, rest = line.partition(" ")
        if name == "FROM":
            stages.append([])
        stages[-1].append(Step(name, rest))
    return stages


def only(name: str, stage: int = -1) -> Step:
    (found,) = (s for s in steps()[stage] if s.name == name)
    return found


def runs(stage: int) -> list[str]:
    return [s.rest for s in steps()[stage] if s.name == "RUN"]


def test_every_step_is_one_that_engines_know() -> None:
    known = {"FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "EXPOSE", "HEALTHCHECK", "CMD"}
    assert {s.name for stage in steps() for s in stage} == known
    images = {s.rest.split()[0] for stage in steps() for s in stage if s.name == "FROM"}
    assert len(images) == 1
    assert all(re.fullmatch(r"docker\.io/library/python:3\.11-slim-[a-z]+", image) for image in images)


def test_what_is_copied_is_there_and_is_enough_for_the_wheel() -> None:
    copied = [w for s in steps()[0] if s.name == "COPY" for w in s.rest.split()[:-1]]
    assert all((ROOT / name).exists() for name in copied)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {project["project"]["readme"], *project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]}
    needed |= {p.split("/")[0] for p in project["project"]["license-files"]}
    assert needed | {"src", "pyproject.toml"} <= set(copied)


def test_the_system_packages_are_those_of_the_setup() -> None:
    setup = (ROOT / ".ci" / "setup").read_text(encoding="utf-8")
    basic = set(" ".join(re.findall(r'^basic="(?:\$basic )?(.*)"$', setup, re.MULTILINE)).split())
    found = re.search(r"apt-get install -y --no-install-recommends ([^&]+)&&", TEXT)
    assert found is not None
    # The image brings Python, and needs no environment of its own.
    assert set(found[1].split()) == basic - {"python3-venv"}
    if shutil.which("apt-cache"):
        for name in found[1].split():
            assert subprocess.run(["apt-cache", "show", name], capture_output=True, check=False).returncode == 0, name


def test_the_python_packages_are_the_locked_ones(tmp_path: Path) -> None:
    shutil.copy(ROOT / ".ci" / "locked.txt", tmp_path / "locked.txt")
    (constraints,) = (r for r in runs(0) if "constraints.txt" in r and r.startswith("grep"))
    subprocess.run(["sh", "-c", constraints], cwd=tmp_path, check=True)
    lines = (tmp_path / "constraints.txt").read_text().splitlines()
    locked = (ROOT / ".ci" / "locked.txt").read_text().count("==")
    assert len(lines) == locked
    assert any(line.startswith("fastapi==") for line in lines)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for text in (*runs(0), *runs(1)):
        for extras in re.findall(r"\[([a-z,]+)\]'", text):
            assert set(extras.split(",")) <= set(project["optional-dependencies"])
    # Every package that the extras name has a locked version.
    names = {line.partition("==")[0].lower().replace("_", "-") for line in lines}
    for extra in ("serve", "postgres"):
        for need in project["optional-dependencies"][extra]:
            assert re.split(r"[\[>=<]", need)[0].lower() in names, need
    # What runs fetches nothing: the wheels come from the first stage.
    install = next(r for r in runs(1) if "pip install" in r)
    assert "--no-index" in shlex.split(install)
    assert "from=wheel" in install


def test_it_runs_as_nobody() -> None:
    assert only("USER").rest == f"{USER}:{USER}"
    assert any(f"useradd --uid {USER} --user-group" in r for r in runs(1))
    order = [s.name for s in steps()[-1]]
    # Nothing is installed after the rights are given up, and the command has none.
    assert "RUN" not in order[order.index("USER") :]
    assert order.index("USER") < order.index("CMD")


def test_the_command_is_one_that_ingest_takes() -> None:
    program, name, *arguments = only("CMD").words
    assert program == "ingest"
    command = group.get_command(click.Context(group), name)
    assert command is not None
    made = command.make_context(name, arguments, resilient_parsing=False)
    assert str(made.params["port"]) == only("EXPOSE").rest


def _environment(tmp: Path) -> dict[str, str]:
    told = dict(pair.split("=", 1) for pair in shlex.split(only("ENV").rest))
    path = f"{tmp}:{os.environ['PATH']}"
    kept = {"PYTHONPATH": os.environ.get("PYTHONPATH", ""), "PATH": path, "TMPDIR": str(tmp)}
    return {**told, **kept, "HOME": str(tmp)}


def _free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _can_be_apart() -> bool:
    """Whether a process here may have users and a network of its own."""
    if not sys.platform.startswith("linux") or shutil.which("unshare") is None:
        return False
    asked = ["unshare", "-n", "unshare", "-U", f"--map-user={USER}", f"--map-group={USER}", "true"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


@pytest.mark.timeout(150)
def test_the_command_runs_as_that_user_off_the_net_and_answers_its_health_check(tmp_path: Path) -> None:
    if not _can_be_apart():
        pytest.skip("no users and networks of one's own here")
    for name, what in (("ingest", "-m ingest"), ("python", "")):
        (tmp_path / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {what} "$@"\n')
        (tmp_path / name).chmod(0o755)
    port = only("EXPOSE").rest
    own = str(_free())
    command = shlex.join(w if w != port else own for w in only("CMD").words)
    check = shlex.join(w.replace(f":{port}/", f":{own}/") for w in only("HEALTHCHECK").words)
    script = f"""
        {command} & server=$!
        for n in $(seq 100); do sleep 1; {check} 2>/dev/null && echo healthy && break; done
        echo user $(id -u)
        python -c "import socket; socket.create_connection(('198.51.100.1', 80), 3)" 2>/dev/null && echo online
        kill $server; wait $server; echo ended $?
    """
    # A network of its own has a loopback that is down; this sets IFF_UP with SIOCSIFFLAGS.
    up = "import fcntl,socket,struct;fcntl.ioctl(socket.socket(),0x8914,struct.pack('16sh22x',b'lo',1))"
    as_user = f"unshare -U --map-user={USER} --map-group={USER} sh -c {shlex.quote(script)}"
    apart = f"python -c {shlex.quote(up)}; exec {as_user}"
    ran = subprocess.run(["unshare", "-n", "sh", "-c", apart], cwd=tmp_path, env=_environment(tmp_path),
                         capture_output=True, text=True, check=False)  # fmt: skip
    assert ran.stdout.splitlines() == ["healthy", f"user {USER}", "ended 0"], ran.stderr
