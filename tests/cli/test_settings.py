"""Settings from `ingest.toml`."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.batch.ledger import Ledger
from ingest.cli import main
from ingest.errors import ExitCode

TEXT = "Handlingsplan 2030\n\nÅtgärd\tAnsvarig\tNär\nKlippa häckar\tParkenheten\tmaj 2030\n"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "a" / "arkiv").mkdir(parents=True)
    (tmp_path / "a" / "arkiv" / "nora.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b").mkdir()
    monkeypatch.chdir(tmp_path / "b")
    return tmp_path / "a" / "arkiv"


def run(*arguments: object) -> int:
    return main([str(a) for a in arguments], standalone_mode=False)


def test_settings_beside_the_input_hold_and_the_command_line_wins(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (archive.parent / "ord.toml").write_text('[fields.vem]\nsure = ["Utförare"]\n', encoding="utf-8")
    (archive.parent / "ingest.toml").write_text(
        'jobs = 1\nlimit = 3\n[convert]\nformat = ["json", "xlsx"]\nvocabulary = "ord.toml"\n', encoding="utf-8"
    )
    out = tmp_path / "ut"
    assert run("convert", archive, "-o", out) == ExitCode.OK
    assert "ingest.toml" in capsys.readouterr().err
    assert (out / "ingest.xlsx").exists()
    with Ledger(out, create=False) as ledger:
        assert ledger.settings["options"]["vocabulary"] == str(archive.parent / "ord.toml")
    assert run("convert", archive, "-o", tmp_path / "annan", "--format", "csv", "-q") == ExitCode.OK
    assert capsys.readouterr().err == ""
    assert not (tmp_path / "annan" / "ingest.xlsx").exists()
    assert run("config", archive) == ExitCode.OK
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == f"# {archive.parent / 'ingest.toml'}"
    assert 'format = ["json", "xlsx"]' in shown
    assert "sure = 0.8  # default" in shown


def test_settings_inside_the_input_do_not_hold_and_are_no_document(archive: Path, tmp_path: Path) -> None:
    (archive / "ingest.toml").write_text('[convert]\nformat = ["xlsx"]\n', encoding="utf-8")
    out = tmp_path / "ut"
    assert run("convert", archive, "-o", out, "--jobs", "1") == ExitCode.OK
    assert not (out / "ingest.xlsx").exists()


@pytest.mark.parametrize("said", ["[convert]\nformats = 3\n", "gissning = 1\n", "format = [\n"])
def test_wrong_settings_end_the_command_at_once(
    said: str, archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (archive.parent / "ingest.toml").write_text(said, encoding="utf-8")
    assert run("convert", archive, "-o", tmp_path / "ut") == ExitCode.USAGE
    assert "the settings" in capsys.readouterr().err
    assert not (tmp_path / "ut").exists()


@pytest.mark.parametrize("wrong", [("--vocabulary", "ord.toml"), ("--actors", "ord.toml"), ("--format", "excel")])
def test_wrong_options_end_the_run_before_the_first_document(
    wrong: tuple[str, str], archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("ord.toml").write_text("[fields.vem\n", encoding="utf-8")
    assert run("convert", archive, "-o", tmp_path / "ut", *wrong) == ExitCode.USAGE
    assert "to convert" not in capsys.readouterr().err
    assert not (tmp_path / "ut").exists()


@pytest.mark.parametrize(
    ("option", "text", "is_right"),
    [("--timeout", "10m", True), ("--timeout", "1.5h", True), ("--timeout", "0s", False), ("--timeout", "x", False),
     ("--memory", "2GB", True), ("--memory", "1,5GB", False), ("--memory", "3GiB", True), ("--memory", "0", False)],
)  # fmt: skip
def test_times_and_sizes_as_people_write_them(
    option: str, text: str, is_right: bool, archive: Path, tmp_path: Path
) -> None:
    code = run("convert", archive, "-o", tmp_path / "ut", "--jobs", "1", option, text)
    assert code == (ExitCode.OK if is_right else ExitCode.USAGE)


def test_show_gives_rows_with_their_names(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "ut"
    long = "Samhällsbyggnadsförvaltningen"
    (archive / "nora.txt").write_text(TEXT.replace("Parkenheten", long), encoding="utf-8")
    run("convert", archive, "-o", out, "--jobs", "1", "-q")
    for width in ("40", "80", "160"):
        monkeypatch.setenv("COLUMNS", width)
        capsys.readouterr()
        assert run("show", out) == ExitCode.OK
        shown = capsys.readouterr().out
        assert "Klippa häckar" in shown
        assert "r1" in shown
        assert width == "160" or long in shown
    assert run("show", out, "--document", "saknas", "--json") == ExitCode.OK
    assert capsys.readouterr().out == ""
    assert run("show", out, "--document", "NORA", "--json") == ExitCode.OK
    assert capsys.readouterr().out.startswith('{"schema_version"')
