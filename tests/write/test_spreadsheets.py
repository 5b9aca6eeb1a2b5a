"""What LibreOffice Calc makes of our XLSX and of our CSV for a Swedish Excel."""

from __future__ import annotations

import csv
import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from ingest.plan import Facts, Field, Issue, Period, Plan, Row, Section, Time
from ingest.system.programs import libreoffice
from ingest.write import Style
from ingest.write.package import unguard, write_package
from ingest.write.records import Value, records
from ingest.write.sheet_columns import SHEETS, contract_names
from ingest.write.tables import TABLES, SchemaColumn, SchemaTable
from ingest.write.xlsx import write as write_xlsx

pytestmark = pytest.mark.slow

NASTY = (
    "=1+1",
    '=HYPERLINK("http://x.example","klicka")',
    "+46 70",
    "-minus",
    "@SUM(A1)",
    "'apostrof",
    "'=fälla",
    "åäö ÅÄÖ é ü – ’ €",
    "rad ett\nrad två\n\nrad fyra",
    'ett "citat"; och, komma',
    "  mellanrum runt om  ",
    "007",
    "2024",
    "1,5",
    "1.5",
    "12 %",
    "3/4",
    "2024-05-01",
    "maj 2024",
    "1.2",
    "TRUE",
    "SANT",
    "1E5",
    "😀 utanför planet",
    "_x0041_",
    "tabb\tmitt i",
    # The column `other` packs it into JSON, which must fit a cell too.
    "x" * 32_700,
)
# Texts that a spreadsheet which guesses types may take for numbers, dates or truth values (docs/targets/excel.md).
GUESSED = re.compile(
    r"^\s*[-+]?[\d.,:/ %eE-]+$|^(true|false|sant|falskt)$|^\w+ \d{4}$|^\d{1,2} \w+( \d{4})?$", re.IGNORECASE
)


@pytest.fixture(scope="module")
def plans() -> list[Plan]:
    """Documents whose every text column holds each nasty text, with dates, nulls, numbers and truth values."""

    def field(text: str) -> Field:
        return Field(text, text, 0.4321, (), ())

    when = (Time("2024-05", date(2024, 5, 1), date(2024, 5, 31), "deadline", True, None, None),)
    rows = tuple(
        Row(
            f"r{n}",
            "s1" if n % 2 else None,
            "table",
            mål=field(text) if n % 3 else None,
            åtgärd=field(text),
            när=replace(field(text), times=when),
            other={"Uppföljning": field(text)},
            confidence=0.1234,
        )
        for n, text in enumerate(NASTY, 1)
    )
    facts = Facts(
        "0" * 64,
        "mapp/å.docx",
        "text/plain",
        3,
        "=Plan",
        "annat",
        date(1999, 12, 31),
        Period(date(2024, 1, 1), None),
        (),
        "sv",
        (),
    )
    issues = tuple(Issue("low-confidence", "warning", f"r{n}.mål", text) for n, text in enumerate(NASTY, 1))
    return [Plan(facts, (Section("s1", "1.2", "Våld", "Rad ett\nrad två"),), rows, issues=issues)]


def soffice(folder: Path, out: str, files: Sequence[Path], *, infilter: str | None = None) -> None:
    """Convert files to folder/made; skip where Calc is not installed, unless it must be there."""
    found = libreoffice()
    assert found is not None or os.environ.get("INGEST_REQUIRE_SERVICES") != "1"
    if found is None:
        pytest.skip("LibreOffice is not installed")
    command = [found, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += [f"--infilter={infilter}"] if infilter else []
    command += ["--convert-to", out, "--outdir", str(folder / "made"), *map(str, files)]
    environment = {**os.environ, "HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    said = subprocess.run(command, capture_output=True, text=True, timeout=110, env=environment, check=False)
    if not (folder / "made").exists():
        if os.environ.get("INGEST_REQUIRE_SERVICES") == "1":
            pytest.fail(f"LibreOffice Calc wrote nothing: {said.stderr}")
        pytest.skip("LibreOffice Calc (libreoffice-calc) is not installed")


def typed(column: SchemaColumn, cell: str) -> Value:
    """A cell of LibreOffice's CSV as the value that it shows."""
    if cell == "":
        return None
    if column.type == "date":
        return date.fromisoformat(cell)
    if column.type == "boolean":
        return {"TRUE": True, "FALSE": False}[cell]
    if column.type == "integer":
        return int(cell)
    if column.type == "number":
        return round(float(cell.rstrip("%")) / (100 if cell.endswith("%") else 1), 4)
    return cell


def test_xlsx_saved_as_csv_by_libreoffice_has_the_same_values(plans: list[Plan], tmp_path: Path) -> None:
    (path,) = write_xlsx(tmp_path, plans, Style())
    # Comma, double quote, UTF-8, from line 1, no formats, no language, quotes where needed, not as shown, no
    # formulas, -1: every sheet to a file of its own.
    soffice(tmp_path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1", [path])
    for table in (t for t in TABLES if t.name not in SHEETS):
        file = tmp_path / "made" / f"ingest-{table.name}.csv"
        with file.open(encoding="utf-8", newline="") as handle:
            heading, *lines = csv.reader(handle)
        assert heading == [c.name for c in table.columns]
        wanted = [r for p in plans for r in records(p)[table.name]]
        found = [tuple(map(typed, table.columns, line)) for line in lines]
        assert found == wanted, table.name
    for name in ("rows", "documents"):
        table = next(t for t in TABLES if t.name == name)
        with (tmp_path / "made" / f"ingest-{SHEETS[name][0]}.csv").open(encoding="utf-8", newline="") as handle:
            heading, *lines = csv.reader(handle)
        names = contract_names(name, heading)
        for line, record in zip(lines, [r for p in plans for r in records(p)[name]], strict=True):
            shown = {n: c for n, c in zip(names, line, strict=True) if n is not None}
            for column, value in zip(table.columns, record, strict=True):
                if column.name != "other":
                    assert typed(column, shown[column.name]) == value, column.name
    # LibreOffice quotes what is no text here: dates are days, not texts that look like days.
    raw = (tmp_path / "made" / "ingest-times.csv").read_text(encoding="utf-8")
    assert ',"2024-05-01","2024-05-31",' in raw


def opened(path: Path) -> list[tuple[Value, ...]]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [
        tuple(v.date() if isinstance(v, datetime) else v for v in line) for line in sheet.iter_rows(values_only=True)
    ]


# Semicolon, double quote, UTF-8, from line 1; then formats by column; 1053 is sv-SE; numbers are detected.
SWEDISH = "Text - txt - csv (StarCalc):59,34,76,1,{formats},1053,false,true"


@pytest.mark.parametrize("name", ["documents", "rows", "times", "issues"])
def test_swedish_csv_opens_with_the_same_values_when_text_columns_are_named(
    name: str, plans: list[Plan], tmp_path: Path
) -> None:
    write_package(tmp_path, plans, dialect="excel-sv")
    table = next(t for t in TABLES if t.name == name)
    # 2 is text, 5 is year-month-day, 1 is whatever it looks like.
    kinds = {"string": 2, "json": 2, "date": 5}
    formats = "/".join(f"{n}/{kinds.get(c.type, 1)}" for n, c in enumerate(table.columns, 1))
    soffice(tmp_path, "xlsx:Calc MS Excel 2007 XML", [tmp_path / "tables" / f"{name}.csv"], infilter=SWEDISH.format(formats=formats))  # fmt: skip # noqa: E501
    heading, *lines = opened(tmp_path / "made" / f"{name}.xlsx")
    assert list(heading) == [c.name for c in table.columns]
    assert [tuple(map(plain, table.columns, line)) for line in lines] == [r for p in plans for r in records(p)[name]]


def plain(column: SchemaColumn, value: Value) -> Value:
    if column.type == "boolean":
        # A Swedish Excel says SANT and FALSKT; `true` and `false` stay text there.
        return {"true": True, "false": False}[str(value)]
    return unguard(value) if isinstance(value, str) else value


def test_swedish_csv_opens_by_double_click_with_the_same_values_but_for_texts_that_look_like_numbers(
    plans: list[Plan], tmp_path: Path
) -> None:
    paths = [p for p in write_package(tmp_path, plans, dialect="excel-sv") if p.suffix == ".csv"]
    soffice(tmp_path, "xlsx:Calc MS Excel 2007 XML", paths, infilter=SWEDISH.format(formats=""))
    compared = 0
    for table in TABLES:
        _, *lines = opened(tmp_path / "made" / f"{table.name}.xlsx")
        wanted = [r for p in plans for r in records(p)[table.name]]
        assert len(lines) == len(wanted), table.name
        for line, record in zip(lines, wanted, strict=True):
            compared += _same(table, line, record)
    assert compared > 400


def _same(table: SchemaTable, line: Sequence[Value], record: Sequence[Value]) -> int:
    """Compare a line; gives how many filled cells were equal."""
    equal = 0
    for column, found, wanted in zip(table.columns, line, record, strict=True):
        is_text = column.type in ("string", "json")
        if is_text and isinstance(wanted, str) and GUESSED.match(wanted):
            continue
        assert plain(column, found) == wanted, (table.name, column.name)
        equal += wanted is not None
    return equal
