"""Wrong uses that people make, and what they are told: the cause, and what to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import ingest
from ingest.cli import main
from ingest.errors import ExitCode


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (["convert", "{txt}", "-o", "{file}"], ExitCode.USAGE, "is a file and no folder. Give another folder."),
        (["load", "{out}", "postgres://x/y"], ExitCode.USAGE, "Supported are postgresql://"),
        (["load", "{out}", "oracle://x/y"], ExitCode.USAGE, "databases at oracle:// are not supported."),
        (["compare", "{docx}", "{docx}"], ExitCode.ALL_FAILED, "is no plan: a plan is JSON. Give what"),
        (["convert", "{txt}", "-o", "{out}", "--formt", "csv"], ExitCode.USAGE, "--format"),
        (["convert", "{txt}", "-o", "{out}", "--format", "xslx"], ExitCode.USAGE, "Known: csv, duckdb, json"),
    ],
)
def test_what_is_told(
    line: list[str], code: int, said: str, tmp_path: Path, samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = {
        "txt": samples / "ekdalen-flikar.txt",
        "docx": samples / "bjorkeby-tabeller.docx",
        "file": tmp_path / "fil",
        "out": tmp_path / "ut",
    }
    names["file"].write_text("en fil")
    if line[0] == "load":
        assert main(["convert", str(names["txt"]), "-o", str(names["out"]), "-q"], standalone_mode=False) == 0
    assert main(["--lang", "en", *(p.format(**names) for p in line)], standalone_mode=False) == code
    assert said in capsys.readouterr().err


def test_options_are_checked_when_they_are_made() -> None:
    with pytest.raises(ValueError, match="known: auto, force, never"):
        ingest.Options(ocr="alltid")
    with pytest.raises(ValueError, match="known: rapidocr"):
        ingest.Options(second_engine="annan")


def test_the_help_waits_for_nothing_heavy() -> None:
    heavy = ("numpy", "pandas", "spacy", "scipy", "rich", "lxml", "sqlalchemy", "jinja2", "fsspec")
    code = (
        "import sys; from ingest.cli import main; main(['--help'], standalone_mode=False); "
        f"print([m for m in {heavy} if m in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"
