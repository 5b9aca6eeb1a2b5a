"""Standard input and output: documents through pipes, and pipes that nobody reads to the end."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from ingest.errors import ExitCode

Ingest = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def ingest(tmp_path: Path) -> Ingest:
    def run(*arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "ingest", "--lang", "en", *arguments]
        return subprocess.run(command, cwd=tmp_path, input=data, capture_output=True, check=False)

    return run


@pytest.fixture(scope="module")
def word(samples: Path) -> bytes:
    return (samples / "bjorkeby-tabeller.docx").read_bytes()


def test_a_document_through_pipes_is_its_plan(ingest: Ingest, word: bytes, tmp_path: Path) -> None:
    ran = ingest("convert", "-", "-o", "-", "--name", "mapp/plan.docx", data=word)
    assert (ran.returncode, ran.stderr) == (ExitCode.OK, b"")
    plan = json.loads(ran.stdout)
    assert plan["document"]["source"] == "plan.docx"
    assert len(plan["rows"]) == 6
    (tmp_path / "plan.docx").write_bytes(word)
    # Byte for byte what a folder gets, and nothing is left behind.
    assert ingest("convert", "plan.docx", "-o", "ut", "-q").returncode == ExitCode.OK
    assert (tmp_path / "ut" / "plans" / "plan.docx.json").read_bytes() == ran.stdout
    assert sorted(p.name for p in tmp_path.iterdir()) == ["plan.docx", "ut"]


def test_formats_for_pipes(ingest: Ingest, word: bytes, samples: Path) -> None:
    rows = ingest("convert", "-", "-o", "-", "--format", "csv", "--csv-dialect", "excel-sv", data=word).stdout
    assert rows.decode("utf-8-sig").splitlines()[0].startswith("document;id;")
    book = openpyxl.load_workbook(io.BytesIO(ingest("convert", "-", "-o-", "--format", "xlsx", data=word).stdout))
    assert book.sheetnames[0] == "Åtgärder"
    # Several documents are a line each.
    both = ingest("convert", "-", str(samples / "ekdalen-flikar.txt"), "-o", "-", data=word)
    assert [json.loads(line)["document"]["source"] for line in both.stdout.splitlines()] == [
        "ekdalen-flikar.txt",
        "stdin",
    ]


@pytest.mark.parametrize(
    ("arguments", "data", "code", "said"),
    [
        (["-", "-o", "ut"], b"x", ExitCode.USAGE, "Save it to a file"),
        (["-", "-o", "-", "--format", "csv", "--format", "xlsx"], b"x", ExitCode.USAGE, "takes one format"),
        (["-", "-o", "-", "--format", "docx"], b"x", ExitCode.USAGE, "unknown format"),
        (["-", "-o", "-"], b"", ExitCode.ALL_FAILED, "holds nothing"),
        (["-", "-o", "-"], b"%PDF-1.7 trasig", ExitCode.ALL_FAILED, "stdin"),
    ],
)
def test_what_cannot_be_said_through_pipes(
    ingest: Ingest, arguments: list[str], data: bytes, code: int, said: str
) -> None:
    ran = ingest("convert", *arguments, data=data)
    assert (ran.returncode, ran.stdout) == (code, b"")
    assert said in ran.stderr.decode()
    assert "Traceback" not in ran.stderr.decode()


def test_several_documents_are_no_json(ingest: Ingest, samples: Path) -> None:
    paths = [str(samples / name) for name in ("ekdalen-flikar.txt", "tallmo-avskalad.txt")]
    ran = ingest("convert", *paths, "-o", "-", "--format", "json")
    assert (ran.returncode, ran.stdout) == (ExitCode.USAGE, b"")
    assert "--format jsonl" in ran.stderr.decode()


@pytest.fixture(scope="module")
def out(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("closed")
    command = [sys.executable, "-m", "ingest", "convert", str(samples / "almvik-linjerad.pdf"), "-o", "ut", "-q"]
    subprocess.run(command, cwd=folder, check=True)
    return folder


@pytest.mark.parametrize(
    ("command", "written"),
    [
        (["show", "ut"], ""),
        (["show", "ut", "--json"], ""),
        (["status", "ut"], ""),
        (["doctor", "--json"], ""),
        (["--help"], ""),
        (["convert", "--help"], ""),
        (["schema"], ""),
        (["convert", "ut/../ut/plans", "-o", "-"], None),
        (["compare", "ut", "ut", "-o", "jämförelse.html"], "jämförelse.html"),
        (["inspect", "{pdf}", "--overlay", "bilder"], "bilder/almvik-linjerad-1.png"),
    ],
)
def test_nobody_reads_on_and_that_is_no_fault(
    out: Path, samples: Path, command: list[str], written: str | None
) -> None:
    if written is None:
        command = ["convert", str(samples / "ekdalen-flikar.txt"), "-o", "-"]
    reader, writer = os.pipe()
    os.close(reader)
    line = [sys.executable, "-m", "ingest", *(c.format(pdf=samples / "almvik-linjerad.pdf") for c in command)]
    ran = subprocess.run(line, cwd=out, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (ran.returncode, ran.stderr.decode()) == (ExitCode.OK, "")
    if written:
        # What was asked for is there, whether or not the rest is read.
        assert (out / written).stat().st_size > 0
