"""A real Ray cluster of two nodes on this machine, one of which is lost in the middle of a run.

The nodes are started by the commands of docs/bulk.md. Once the second node's processes are killed; once, where we may
make network namespaces, its network is cut: then it goes on computing, but nobody hears of it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from copies import write_copies

ROOT = Path(__file__).resolve().parents[3]
RAY = Path(sys.executable).parent / "ray"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(420),
    pytest.mark.skipif(not RAY.exists(), reason="Ray is not installed"),
]
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": str(ROOT / "src"),
    "RAY_USAGE_STATS_ENABLED": "0",
    "OMP_NUM_THREADS": "1",
    # Nobody else's token on this machine.
    "RAY_AUTH_MODE": "disabled",
}
DOCUMENTS = 36
# The two ends of the cable of the second test.
LINK, NEAR, FAR = "ingest0", "10.231.77.1", "10.231.77.2"


@dataclass
class Nodes:
    """What was started, by session: `ray start` ends, its daemons keep the session that it was started in."""

    folder: Path
    sessions: dict[str, int] = field(default_factory=dict)

    def start(self, name: str, *arguments: str, prefix: tuple[str, ...] = (), path: Path = ROOT / "src") -> None:
        command = [*prefix, str(RAY), "start", *arguments, "--num-cpus=1", "--disable-usage-stats"]
        command += [f"--temp-dir={self.folder / name}", "--object-store-memory=100000000"]
        with (self.folder / f"{name}.out").open("wb") as out:
            environment = {**ENVIRONMENT, "PYTHONPATH": str(path)}
            process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, start_new_session=True)
            self.sessions[name] = process.pid
            assert process.wait(90) == 0, (self.folder / f"{name}.out").read_text()

    def processes(self, name: str) -> list[psutil.Process]:
        found: dict[int, psutil.Process] = {}
        for process in psutil.process_iter():
            with suppress(psutil.Error, ProcessLookupError):
                if os.getsid(process.pid) == self.sessions[name]:
                    found[process.pid] = process
                    found.update({p.pid: p for p in process.children(recursive=True)})
        return [p for p in found.values() if _lives(p)]

    def names(self, name: str) -> Counter[str]:
        """Names of a node's processes that live."""
        found: Counter[str] = Counter()
        for process in self.processes(name):
            with suppress(psutil.Error):
                found[process.name()] += 1
        return found

    def kill(self, name: str) -> None:
        """As when the power goes: all at once."""
        for _ in range(5):
            for process in self.processes(name):
                with suppress(psutil.Error):
                    process.kill()

    def close(self) -> None:
        for name in self.sessions:
            self.kill(name)


def _lives(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


@pytest.fixture
def nodes() -> Iterator[Nodes]:
    # Ray's sockets need a short path.
    folder = Path(tempfile.mkdtemp(prefix="ray-", dir="/tmp"))
    started = Nodes(folder)
    try:
        yield started
    finally:
        started.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Distinct files made of the samples, two that are damaged, and one name too many for a content."""
    folder = tmp_path_factory.mktemp("in")
    write_copies(folder, DOCUMENTS, digits=2)
    (folder / "cut.docx").write_bytes((folder / "01-bjorkeby-tabeller.docx").read_bytes()[:9000])
    (folder / "empty.pdf").write_bytes(b"")
    shutil.copy(folder / "00-almvik-linjerad.pdf", folder / "same.pdf")
    return folder


@pytest.fixture(scope="module")
def undisturbed(inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the local engine makes of the same input."""
    out = tmp_path_factory.mktemp("local")
    assert begin(inputs, out, "--jobs", "2").wait(300) == 3
    return files_of(out)


def begin(inputs: Path, out: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a conversion, in a folder whose files must not be taken for modules (-P: Python itself doesn't)."""
    folder = out.parent / "elsewhere"
    folder.mkdir(exist_ok=True)
    for module in ("ingest", "numpy", "lxml", "pypdfium2", "spacy", "docx"):
        (folder / f"{module}.py").write_text(f"open({str(folder / 'trapped')!r}, 'w')\nraise SystemExit\n")
    command = [sys.executable, "-P", "-m", "ingest", "convert", str(inputs), "-o", str(out), "--text", *arguments]
    with (out.parent / f"{out.name}.err").open("wb") as err:
        return subprocess.Popen(command, env=ENVIRONMENT, stderr=err, cwd=folder)


def files_of(out: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(out)): p.read_bytes()
        for p in sorted(out.rglob("*"))
        if p.is_file() and ".ingest" not in p.parts
    }


def recorded(out: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{out}/.ingest/ledger.sqlite?mode=ro", uri=True)) as ledger:
            return int(ledger.execute("SELECT count(*) FROM results WHERE state = 'done'").fetchone()[0])
    except sqlite3.Error:
        return 0


def until(what: Callable[[], object], seconds: float, why: str) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, why
        time.sleep(0.05)


def lose_midway(nodes: Nodes, address: str, inputs: Path, out: Path, lose: Callable[[], None]) -> list[dict[str, str]]:
    """Convert on the cluster, lose the second node while it converts, and give the run's log."""
    log = out.parent / "log.jsonl"
    process = begin(inputs, out, "--engine", "ray", "--address", address, "--log", str(log), "--log-format", "json")
    try:
        until(lambda: recorded(out) >= 6, 150, "nothing is converted")
        # Only when it has a document under way is there something to be lost.
        until(lambda: converting(nodes, "worker"), 60, "it idles")
        assert recorded(out) < DOCUMENTS - 6, "too late to lose anything"
        assert outside(nodes) == []
        lose()
        assert process.wait(240) == 3, said(out)
    finally:
        process.kill()
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def said(out: Path) -> str:
    return (out.parent / f"{out.name}.err").read_text(encoding="utf-8")


def converting(nodes: Nodes, name: str) -> list[str]:
    """Command lines of a node's workers that have a document, and of the children that they convert in."""
    found = []
    for process in nodes.processes(name):
        with suppress(psutil.Error):
            line = " ".join(process.cmdline())
            if "ray::ingest" in line or "forkserver" in line:
                found.append(line)
    return found


def outside(nodes: Nodes) -> list[str]:
    """Connections of the nodes' processes to anybody but the nodes: Ray would report its use to its makers."""
    own = {a.address.split("%")[0] for group in psutil.net_if_addrs().values() for a in group} | {FAR}
    told = []
    for name in nodes.sessions:
        for process in nodes.processes(name):
            with suppress(psutil.Error):
                for connection in process.net_connections("inet"):
                    address = connection.raddr.ip.removeprefix("::ffff:") if connection.raddr else "127.0.0.1"
                    if not address.startswith("127.") and address not in own:
                        told.append(f"{process.name()} {address}")
    return told


def check(log: list[dict[str, str]], out: Path, undisturbed: dict[str, bytes], first: str, second: str) -> None:
    """Nothing lost, nothing twice, the same bytes, and the loss hit a document."""
    done = Counter(line["document"] for line in log if line["event"] == "document")
    with closing(sqlite3.connect(out / ".ingest" / "ledger.sqlite")) as ledger:
        rows = ledger.execute("SELECT state, attempts, code FROM results").fetchall()
        names = ledger.execute("SELECT count(*) FROM inputs WHERE present = 1").fetchone()[0]
    assert names == DOCUMENTS + 3
    assert len(rows) == DOCUMENTS + 2
    assert Counter(state for state, _, _ in rows) == {"done": DOCUMENTS, "failed": 2}
    assert sorted(code for state, _, code in rows if state == "failed") == ["empty", "truncated"]
    # A lost node is no attempt of the document's.
    assert {attempts for _, attempts, _ in rows} == {1}
    assert set(done.values()) == {1}
    assert len(done) == DOCUMENTS + 2
    where = Counter(line["node"] for line in log if "node" in line)
    assert set(where) == {first, second}
    lost = [line["document"] for line in log if line["event"] == "lost"]
    assert lost, "no document was under way on the node that was lost"
    assert {line["node"] for line in log if line["event"] == "document" and line["document"] in lost} == {first}
    assert files_of(out) == undisturbed
    assert not (out.parent / "elsewhere" / "trapped").exists()


def test_a_node_that_is_killed_costs_nothing(
    nodes: Nodes, inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    head, address = start_head(nodes)
    nodes.start("worker", f"--address={address}", "--node-ip-address=127.0.0.2")
    log = lose_midway(nodes, address, inputs, tmp_path / "out", lambda: nodes.kill("worker"))
    assert nodes.processes("worker") == []
    check(log, tmp_path / "out", undisturbed, head, "127.0.0.2")
    # The run is over: its workers and their children are gone, the cluster is not.
    until(lambda: not converting(nodes, "head"), 20, "workers are left")
    assert nodes.names("head")["raylet"] == 1
    # Not one report of use was made, and none is due.
    assert not list(nodes.folder.rglob("usage_stats.json"))
    # A second run finds everything done, on any engine.
    assert begin(inputs, tmp_path / "out", "--jobs", "1").wait(60) == 3
    assert files_of(tmp_path / "out") == undisturbed


@pytest.fixture
def namespace() -> Iterator[tuple[str, ...]]:
    """A network namespace of its own for the second node, joined to this one by a pair of interfaces."""
    ip = shutil.which("ip", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    name = "ingest-far"
    commands = [
        f"netns add {name}",
        f"link add {LINK} type veth peer name {LINK}-far netns {name}",
        f"address add {NEAR}/30 dev {LINK}",
        f"link set {LINK} up",
        f"-n {name} address add {FAR}/30 dev {LINK}-far",
        f"-n {name} link set {LINK}-far up",
        f"-n {name} link set lo up",
    ]
    if ip is None or os.geteuid() != 0:
        pytest.skip("network namespaces need iproute2 and root")
    try:
        for command in commands:
            done = subprocess.run([ip, *command.split()], capture_output=True, text=True, check=False)
            if done.returncode:
                pytest.skip(f"no network namespaces here: {done.stderr.strip()}")
        yield (ip, "netns", "exec", name)
    finally:
        for command in (f"link delete {LINK}", f"netns delete {name}"):
            subprocess.run([ip, *command.split()], capture_output=True, check=False)


def test_a_node_that_is_cut_off_costs_nothing_though_it_goes_on(
    namespace: tuple[str, ...], nodes: Nodes, inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    head, address = start_head(nodes, NEAR)
    nodes.start("worker", f"--address={address}", f"--node-ip-address={FAR}", prefix=namespace)

    def cut() -> None:
        subprocess.run([namespace[0], "-n", namespace[-1], "link", "set", f"{LINK}-far", "down"], check=True)

    log = lose_midway(nodes, address, inputs, tmp_path / "out", cut)
    check(log, tmp_path / "out", undisturbed, head, FAR)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_stopped_run_leaves_the_cluster_and_goes_on_later(
    number: signal.Signals, nodes: Nodes, inputs: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    _, address = start_head(nodes)
    out = tmp_path / "out"
    process = begin(inputs, out, "--engine", "ray", "--address", address)
    try:
        until(lambda: recorded(out) >= 3, 150, "nothing is converted")
        process.send_signal(number)
        assert process.wait(30) == (-number if number == signal.SIGKILL else 130), said(out)
    finally:
        process.kill()
    until(lambda: not converting(nodes, "head"), 30, "workers are left")
    assert nodes.names("head")["raylet"] == 1
    assert 3 <= recorded(out) < DOCUMENTS
    assert begin(inputs, out, "--jobs", "2").wait(300) == 3
    assert files_of(out) == undisturbed


def test_nodes_that_cannot_convert_as_this_machine_does_are_refused_by_name(
    nodes: Nodes, inputs: Path, tmp_path: Path
) -> None:
    other, broken = tmp_path / "other", tmp_path / "broken"
    shutil.copytree(ROOT / "src", other / "src", ignore=shutil.ignore_patterns("__pycache__"))
    (other / "models").symlink_to(ROOT / "models")
    with (other / "src" / "ingest" / "pipeline.py").open("a") as handle:
        handle.write("# one more line\n")
    (broken / "ingest").mkdir(parents=True)
    (broken / "ingest" / "__init__.py").write_text("raise ImportError('half installed')\n")
    _, address = start_head(nodes)
    for number, (path, words) in enumerate(((other / "src", "other code or models"), (broken, "cannot run ingest"))):
        far = f"127.0.0.{number + 2}"
        nodes.start(f"far{number}", f"--address={address}", f"--node-ip-address={far}", path=path)
        out = tmp_path / f"out{number}"
        assert begin(inputs, out, "--engine", "ray", "--address", address).wait(120) == 9
        assert f"node {far}" in said(out), said(out)
        assert words in said(out)
        assert recorded(out) == 0
        nodes.kill(f"far{number}")


def start_head(nodes: Nodes, address: str | None = None) -> tuple[str, str]:
    """Start the head; its own address and that of the cluster."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        if address is None:
            # This machine's address as Ray sees it: the route to a documentation address; nothing is sent.
            try:
                probe.connect(("198.51.100.1", 9))
                address = str(probe.getsockname()[0])
            except OSError:
                address = "127.0.0.1"
    with closing(socket.socket()) as probe:
        probe.bind(("", 0))
        port = probe.getsockname()[1]
    nodes.start("head", "--head", f"--port={port}", f"--node-ip-address={address}", "--include-dashboard=false")
    return address, f"{address}:{port}"
