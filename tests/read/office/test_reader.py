"""Old formats through LibreOffice: what it reads, and that it is kept on a short lead."""

from __future__ import annotations

import io
import os
import socket
import stat
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import openpyxl
import psutil
import pytest

from ingest.document import Table, paragraphs
from ingest.errors import EncryptedFile, IngestError, LimitExceeded, MissingTool, TruncatedFile
from ingest.options import Limits, Options
from ingest.read.office import reader as office
from ingest.source import Source
from tests.read.docx_builder import docx, p

needs_libreoffice = pytest.mark.skipif(office.libreoffice() is None, reason="LibreOffice is not installed")

RTF = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\info{\author Kommunen}}"
    rb"\pard\b Handlingsplan\b0\par \trowd\cellx3000\cellx6000\intbl Orsak\cell M\'e5l\cell\row"
    rb"\trowd\cellx3000\cellx6000\intbl Unga\cell \'d6kad kunskap\cell\row\pard Slut.\par}"
)


@needs_libreoffice
def test_rtf_keeps_text_table_and_its_own_identity() -> None:
    source = Source("a/plan.rtf", RTF)
    document = office.read(source, Options())
    assert (document.id, document.source, document.media_type) == (source.id, "a/plan.rtf", "application/rtf")
    (table,) = (b for b in document.blocks if isinstance(b, Table))
    assert table.text == "Orsak\tMål\nUnga\tÖkad kunskap"
    assert [p.text for p in paragraphs(document.blocks)][-1] == "Slut."
    assert document == office.read(source, Options())


@needs_libreoffice
def test_rubbish_is_an_error() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "WordDocument".encode("utf-16-le") + b"\xff" * 3000
    with pytest.raises(IngestError):
        office.read(Source("x.doc", data), Options())


def test_missing_program_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "libreoffice", lambda: None)
    with pytest.raises(MissingTool) as caught:
        office.read(Source("plan.rtf", RTF), Options())
    assert "libreoffice" in caught.value.remedy


def script(path: Path, text: str) -> str:
    path.write_text("#!/bin/sh\n" + text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_time_is_bounded_and_children_die_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = script(tmp_path / "soffice", f"sh -c 'echo $$ > {tmp_path}/child; exec sleep 60' &\nsleep 60\n")
    monkeypatch.setattr(office, "libreoffice", lambda: slow)
    with pytest.raises(LimitExceeded) as caught:
        # Long enough for the launcher and its program to start on a busy machine.
        office.read(Source("plan.rtf", RTF), Options(limits=Limits(wall_seconds=3)))
    assert caught.value.source == "plan.rtf"
    child = (tmp_path / "child").read_text().strip()
    found = subprocess.run(["ps", "-o", "stat=", "-p", child], capture_output=True, text=True, check=False)
    assert found.stdout.strip() in ("", "Z")


RUNAWAY = """setsid sh -c 'echo $$ >> {log}; exec sleep 300' &
(sh -c 'echo $$ >> {log}; exec sleep 300' &)
echo $$ >> {log}
sleep 300
"""
"""A program that leaves one child in a session of its own, one orphan, and hangs itself."""


def _gone(pids: list[str], seconds: float = 10.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = subprocess.run(["ps", "-o", "stat=", "-p", ",".join(pids)], capture_output=True, text=True, check=False)
        if all(state.startswith("Z") for state in found.stdout.split()):
            return True
        time.sleep(0.05)
    return False


def _lines(path: Path, number: int) -> list[str]:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        lines = path.read_text().split() if path.exists() else []
        if len(lines) == number:
            return lines
        time.sleep(0.05)
    raise AssertionError(f"{path} has not got {number} lines")


def test_when_we_are_killed_libreoffice_dies_too_and_its_folder_goes(tmp_path: Path) -> None:
    slow = script(tmp_path / "soffice", RUNAWAY.format(log=tmp_path / "pids"))
    code = (
        "from ingest.read.office import reader as office\n"
        "from ingest.source import Source; from ingest.options import Options\n"
        f"office.libreoffice = lambda: {slow!r}; office.read(Source('plan.rtf', {RTF!r}), Options())"
    )
    # A colon parts paths elsewhere: what stands before it must not be taken for a folder of ours.
    temporary, neighbour = tmp_path / "t:mp", tmp_path / "t"
    for folder in (temporary, neighbour):
        folder.mkdir()
    us = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "TMPDIR": str(temporary)})
    pids = _lines(tmp_path / "pids", 3)
    assert list(temporary.iterdir())
    us.kill()
    us.wait()
    assert _gone(pids)
    # The launcher tidies up after the last of them is dead.
    until = time.monotonic() + 5
    while list(temporary.iterdir()) and time.monotonic() < until:
        time.sleep(0.05)
    assert not list(temporary.iterdir())
    assert neighbour.is_dir()


def test_the_lead_gives_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True).returncode:
        pytest.skip("this system allows no namespaces")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        port = server.getsockname()[1]
        call = f"import socket; socket.create_connection(('127.0.0.1', {port}), 1)"
        fetching = script(tmp_path / "soffice", f'{sys.executable} -c "{call}"\n')
        monkeypatch.setattr(office, "libreoffice", lambda: fetching)
        with pytest.raises(TruncatedFile, match=r"Network is unreachable|refused"):
            office.read(Source("plan.rtf", RTF), Options())
        with pytest.raises(TimeoutError):
            server.accept()


def test_no_output_is_an_error_without_the_machine_s_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = script(tmp_path / "soffice", 'echo "Error: source file $HOME/input.rtf could not be loaded" >&2\n')
    monkeypatch.setattr(office, "libreoffice", lambda: failing)
    with pytest.raises(TruncatedFile) as caught:
        office.read(Source("plan.rtf", RTF), Options())
    assert "could not be loaded" in caught.value.message
    assert "ingest-office-" not in caught.value.message


def test_locked_files_are_told_apart() -> None:
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504)
    stream = b"\xec\xa5\xc1\x00" + b"\x00" * 6 + b"\x00\x01" + b"\x00" * 500 + "WordDocument".encode("utf-16-le")
    with pytest.raises(EncryptedFile):
        office.read(Source("x.doc", bytes(header) + stream), Options())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", "<manifest><encryption-data/></manifest>")
    with pytest.raises(EncryptedFile):
        office.read(Source("x.odt", out.getvalue()), Options())


@needs_libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("name", ["t9-01-tables.doc", "t9-02-onetable.odt", "t9-03-tables.rtf"])
def test_development_files_hold_their_gold(shared: Path, name: str) -> None:
    import json

    document = office.read(Source.open(shared / "plans-dev" / name), Options())
    gold = json.loads((shared / "plans-dev" / f"{name.rsplit('.', 1)[0]}.gold.json").read_text())
    text = " ".join(" ".join(p.text for p in paragraphs(document.blocks)).split())
    for row in gold["rows"]:
        for field in ("orsak", "mål", "åtgärd", "när"):
            if row[field]:
                for line in row[field]["text"].split("\n"):
                    assert line in text


def ole(mark: bytes) -> bytes:
    """A container whose Word stream begins with `mark` at the second sector."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
    return head.ljust(512, b"\x00") + mark.ljust(512, b"\x00")


def answering(tmp_path: Path, filter_: str) -> str:
    """A LibreOffice that knows one filter alone and writes a Word document with its name."""
    (tmp_path / "made.docx").write_bytes(docx(p(f"läst med {filter_}")))
    return script(
        tmp_path / "soffice",
        f"""for a in "$@"; do last="$a"; case "$a" in --infilter=*) f="${{a#--infilter=}}";; esac; done
[ "$f" = "{filter_}" ] || {{ echo 'Error: source file could not be loaded' >&2; exit 0; }}
cp '{tmp_path}/made.docx' "$(dirname "$last")/out/input.docx"
""",
    )


@pytest.mark.parametrize(
    ("mark", "filter_"),
    [(b"\xec\xa5", "MS Word 97"), (b"\xdc\xa5", "MS Word 95"), (b"\xdc\xa5", "MS WinWord 6.0")],
)
def test_each_age_of_word_has_its_filter(
    mark: bytes, filter_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = answering(tmp_path, filter_)
    monkeypatch.setattr(office, "libreoffice", lambda: program)
    document = office.read(Source("plan.doc", ole(mark)), Options())
    assert [p.text for p in paragraphs(document.blocks)] == [f"läst med {filter_}"]


def test_an_older_word_behind_a_password_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    data = ole(b"\xdc\xa5" + b"\x00" * 8 + b"\x00\x01")
    with pytest.raises(EncryptedFile):
        office.read(Source("plan.doc", data), Options())


def test_a_libreoffice_that_is_killed_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made.docx").write_bytes(docx(p("andra gången")))
    program = script(
        tmp_path / "soffice",
        f"""[ -e '{tmp_path}/once' ] || {{ touch '{tmp_path}/once'; kill -9 $$; }}
for a in "$@"; do last="$a"; done
cp '{tmp_path}/made.docx' "$(dirname "$last")/out/input.docx"
""",
    )
    monkeypatch.setattr(office, "libreoffice", lambda: program)
    document = office.read(Source("plan.rtf", RTF), Options())
    assert [p.text for p in paragraphs(document.blocks)] == ["andra gången"]


def test_a_libreoffice_that_always_dies_is_no_fault_of_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = script(tmp_path / "soffice", "echo 'Warning: failed to launch javaldx' >&2; kill -9 $$\n")
    monkeypatch.setattr(office, "libreoffice", lambda: program)
    with pytest.raises(LimitExceeded, match="killed"):
        office.read(Source("plan.rtf", RTF), Options())


def test_what_libreoffice_always_says_is_no_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = script(tmp_path / "soffice", "echo 'Warning: failed to launch javaldx - java' >&2\n")
    monkeypatch.setattr(office, "libreoffice", lambda: program)
    with pytest.raises(TruncatedFile, match="gave no reason"):
        office.read(Source("plan.rtf", RTF), Options())


@pytest.mark.skipif(sys.platform != "linux", reason="kills by /proc")
def test_a_program_whose_supervisor_is_killed_ends_too(tmp_path: Path) -> None:
    # Like LibreOffice: the program itself is a child of what the supervisor starts.
    left = Path(office._socket((tmp_path / "profile").as_uri()))
    there = f"[open(name, 'w').close() for name in ({str(left)!r}, {str(tmp_path / 'there')!r})]"
    inner = f"import time; {there}; time.sleep(60)"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}, {str(tmp_path)!r}])"

    def kill() -> None:
        while not (tmp_path / "there").exists():
            time.sleep(0.05)
        for process in psutil.Process().children():
            if any("supervisor.py" in part for part in process.cmdline()):
                process.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    with (tmp_path / "said").open("wb") as said:
        code = office._on_a_lead([sys.executable, "-c", outer, str(tmp_path)], tmp_path, 60, Limits(), said)
    killer.join()
    assert code is not None
    assert code < 0
    assert not [p for p in psutil.process_iter() if str(tmp_path) in " ".join(_command(p))]
    # What LibreOffice puts in /tmp for others to call goes too.
    assert not left.exists()


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline() if process.pid != os.getpid() else []
    except psutil.Error:
        return []


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Orsak", "Mål"])
    book.active.append(["Unga", "ökad kunskap"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@needs_libreoffice
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_other_sheets_are_read_as_workbooks(ending: str, tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(workbook())
    profile = f"-env:UserInstallation={(tmp_path / 'p').as_uri()}"
    command = [office.libreoffice() or "", profile, "--headless", "--convert-to", ending, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "plan.xlsx")], check=True, capture_output=True)
    source = Source.open(tmp_path / f"plan.{ending}")
    document = office.read(source, Options())
    assert (document.id, document.media_type) == (source.id, source.media_type)
    (table,) = (b for b in document.blocks if isinstance(b, Table))
    assert table.text == "Orsak\tMål\nUnga\tökad kunskap"


def test_a_program_of_libreoffice_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("soffice", "libswlo.so"):
        (tmp_path / name).write_bytes(b"")
    monkeypatch.setattr(office, "libreoffice", lambda: str(tmp_path / "soffice"))
    workbook_97 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le") + bytes(4000)
    with pytest.raises(MissingTool) as caught:
        office.read(Source("plan.xls", workbook_97), Options())
    assert "Calc" in caught.value.message
    assert ".xlsx" in caught.value.remedy
