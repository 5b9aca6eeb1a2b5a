"""Every command is there, explains itself, and the documented exit codes are those of the code."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from ingest.cli import COMMANDS, group, main
from ingest.errors import ExitCode

ROOT = Path(__file__).resolve().parents[2]


def test_help_lists_every_command() -> None:
    result = CliRunner().invoke(group, ["--help"])
    assert result.exit_code == 0
    for name in COMMANDS:
        assert re.search(rf"^  {name} ", result.output, re.MULTILINE), name


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help(name: str) -> None:
    result = CliRunner().invoke(group, [name, "--help"])
    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 4


def test_exit_codes_in_the_readme_are_the_codes() -> None:
    table = dict(re.findall(r"^\| (\d+) \| (.+) \|$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert {int(code) for code in table} == {code.value for code in ExitCode}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ingest", *arguments], capture_output=True, text=True, check=False, timeout=120
    )


def test_errors_are_one_line_with_a_remedy_and_a_code(tmp_path: Path) -> None:
    missing = run("convert", str(tmp_path / "nothing"), "-o", str(tmp_path / "out"))
    assert missing.returncode == ExitCode.USAGE
    assert "does not exist" in missing.stderr
    assert "Traceback" not in missing.stderr
    (tmp_path / "empty").mkdir()
    assert run("convert", str(tmp_path / "empty"), "-o", str(tmp_path / "out")).returncode == ExitCode.NO_INPUT
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 broken")
    bad = run("convert", str(tmp_path / "bad.docx"), "-o", str(tmp_path / "out"))
    assert bad.returncode == ExitCode.ALL_FAILED
    assert "skipped bad.docx" in bad.stderr
    (tmp_path / "good.txt").write_text("Åtgärd\tVem\nUtbilda personal\tPolisen\n", encoding="utf-8")
    both = run("convert", str(tmp_path / "bad.docx"), str(tmp_path / "good.txt"), "-o", str(tmp_path / "out"))
    assert both.returncode == ExitCode.SOME_FAILED
    assert run("status", str(tmp_path / "out")).returncode == ExitCode.SOME_FAILED
    shown = run("show", str(tmp_path / "out"))
    assert shown.returncode == ExitCode.OK
    assert "Utbilda" in shown.stdout
    good = str(tmp_path / "good.txt")
    strict = run("convert", good, "-o", str(tmp_path / "strict"), "--fail-under", "1", "--sure", "1")
    assert strict.returncode == ExitCode.BELOW_THRESHOLD
    lenient = run("convert", good, "-o", str(tmp_path / "strict"), "--fail-under", "1", "--sure", "0.1")
    assert lenient.returncode == ExitCode.OK
    wrong = run("convert", str(tmp_path / "good.txt"), "-o", str(tmp_path / "out"), "--format", "nothing")
    assert wrong.returncode == ExitCode.USAGE


@pytest.mark.parametrize(
    "arguments",
    [
        ["convert", "x", "-o", "y", "--skip-repair", "nonsense"],
        ["convert", "x", "-o", "y", "--timeout", "-1"],
        ["convert", "x", "-o", "y", "--timeout", "0"],
        ["convert", "x", "-o", "y", "--memory", "0"],
        ["convert", "x", "-o", "y", "--max-pages", "-5"],
        ["retry", "y", "--max-pages", "0"],
        ["retry", "y", "--timeout", "-3"],
        ["tables", "x", "-o", "y", "--memory", "-1"],
        ["convert", "x", "-o", "y", "--timeout", "nan"],
        ["convert", "x", "-o", "y", "--timeout", "inf"],
        ["serve", "--timeout", "nan"],
        ["serve", "--skip-repair", "nonsense"],
        ["serve", "--keep", "inf"],
        ["serve", "--wait", "nan"],
        ["serve", "--allow-host", "a*b"],
        ["serve", "--allow-host", "*example.se"],
        ["serve", "--allow-host", "*.*.se"],
    ],
)
def test_choices_that_make_no_sense_are_usage_errors(arguments: list[str]) -> None:
    result = CliRunner().invoke(group, arguments)
    assert result.exit_code == ExitCode.USAGE
    assert "Invalid value" in result.output


def test_a_file_of_ones_own_that_is_gone_is_no_output_error(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Åtgärd\tVem\nUtbilda personal\tPolisen\n", encoding="utf-8")
    (tmp_path / "words.toml").write_text("")
    out = str(tmp_path / "out")
    first = run("convert", str(tmp_path / "good.txt"), "-o", out, "--vocabulary", str(tmp_path / "words.toml"))
    assert first.returncode == ExitCode.OK
    (tmp_path / "words.toml").unlink()
    gone = run("retry", out)
    assert gone.returncode == ExitCode.USAGE
    assert "cannot be read" in gone.stderr
    assert "Traceback" not in gone.stderr


def test_what_a_terminal_would_obey_is_shown_as_a_sign(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.txt"
    damaged.write_text("R\x1b[2JÃ¤tt fÃ¶r alla på\x9b plats\n", encoding="utf-8")
    changed = CliRunner().invoke(group, ["repair", "--diff", str(damaged)], color=True)
    assert changed.exit_code == ExitCode.OK
    assert "R␛[2J" in changed.output
    missing = run("status", str(tmp_path / "a\x1b[2Jb"))
    assert missing.returncode == ExitCode.USAGE
    assert "a␛[2Jb" in missing.stderr
    assert "\x1b" not in missing.stderr


def test_a_helper_that_died_is_no_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    """click takes the EOFError of a broken pipe for the end of what a person types."""

    def gone(*arguments: object, **more: object) -> None:
        raise click.Abort from EOFError("the other end was closed")

    monkeypatch.setattr(group, "main", gone)
    with pytest.raises(EOFError):
        main(["status", "x"], standalone_mode=False)


def test_ctrl_c_three_times_at_once_is_one_quiet_end(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for n in range(200):
        (folder / f"{n}.txt").write_text(f"Åtgärd\tVem\nUtbilda {n}\tPolisen\n", encoding="utf-8")
    order = [sys.executable, "-m", "ingest", "convert", str(folder), "-o", str(out), "-j", "2"]
    process = subprocess.Popen(order, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while not any((out / "plans").glob("*.json")) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    for _ in range(3):
        # A terminal gives it to all its processes.
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.05)
    _, said = process.communicate(timeout=30)
    assert process.returncode == ExitCode.INTERRUPTED
    assert "Traceback" not in said
    assert "Exception ignored" not in said
