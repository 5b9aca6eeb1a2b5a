"""The drop page without a browser: what it says, which files stand behind it, rows and exports of jobs."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from starlette.testclient import TestClient

from ingest.options import Limits, Options
from ingest.plan import Issue, Plan
from ingest.serve.app import create_app
from ingest.serve.drop import words
from ingest.serve.problems import language_of
from ingest.serve.rows import view
from ingest.serve.settings import Settings
from tests import faults

from ..corrections.plans import plan as sample_plan

SETTINGS = Settings(
    options=Options(limits=Limits(wall_seconds=20, cpu_seconds=30, memory_bytes=400 * 2**20)), hosts=("testserver",)
)


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(create_app(SETTINGS, faults.work)) as found:
        yield found


def job(client: TestClient, text: str, name: str, **headers: str) -> str:
    found = client.post(
        "/plans", content=text.encode(), params={"filename": name}, headers={"Prefer": "respond-async", **headers}
    )
    assert found.status_code == 202, found.text
    id = str(found.json()["id"])
    while client.get(f"/jobs/{id}", headers=headers).json()["state"] in ("waiting", "running"):
        pass
    return id


@pytest.mark.parametrize(
    ("asked", "headers", "language"),
    [
        ("/", {"Accept-Language": "sv-SE,sv;q=0.9,en;q=0.8"}, "sv"),
        ("/", {"Accept-Language": "en-GB,en;q=0.9,sv;q=0.1"}, "en"),
        ("/", {"Accept-Language": "fi;q=1.0, sv;q=0.5"}, "sv"),
        ("/", {}, "en"),
        ("/?lang=sv", {"Accept-Language": "en"}, "sv"),
        ("/?lang=de", {"Accept-Language": "sv;q=x, en"}, "en"),
    ],
)
def test_the_page_speaks_the_readers_language(
    client: TestClient, asked: str, headers: dict[str, str], language: str
) -> None:
    page = client.get(asked, headers=headers)
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    # Nothing of others, nothing inline that would run.
    assert not re.search(r"https?://|//cdn|<style|style=|onclick=", page.text)
    for name in re.findall(r'(?:src|href)="(page/[^"]+)"', page.text):
        assert client.get(f"/{name}").status_code == 200
    assert client.get("/page/zip.js").headers["content-type"].startswith("text/javascript")
    assert client.get("/page/app.py").status_code == 404


def test_both_languages_have_the_same_words() -> None:
    def keys(value: dict[str, dict[str, str]]) -> dict[str, list[str]]:
        return {f"{s}.{k}": sorted(re.findall(r"\{\w+\}", t)) for s, part in value.items() for k, t in part.items()}

    swedish, english = words("sv").texts, words("en").texts
    assert {k: sorted(set(v)) for k, v in keys(swedish).items()} == {
        k: sorted(set(v)) for k, v in keys(english).items()
    }


def test_a_page_that_leads_to_a_review_and_asks_for_a_token() -> None:
    settings = replace(SETTINGS, token="hemlig", review="http://127.0.0.1:9/x/?a=1&b=<")
    with TestClient(create_app(settings, faults.work)) as client:
        page = client.get("/").text
        assert 'href="http://127.0.0.1:9/x/?a=1&amp;b=&lt;"' in page
        assert 'id="token"' in page
        assert "hemlig" not in page
        assert client.post("/exports/xlsx", json={"jobs": ["x"]}).status_code == 401
        assert client.get("/jobs/x/rows").status_code == 401
        key = {"Authorization": "Bearer hemlig"}
        id = job(client, "rows", "a.txt", **key)
        assert client.get(f"/jobs/{id}/rows", headers=key).status_code == 200


def test_rows_say_what_is_doubtful_and_why() -> None:
    plan = sample_plan()
    issues = (
        Issue(
            "low-confidence",
            "warning",
            "r1.vem",
            "right with a probability of 0.71: the text seems cut at an end. Compare the text with the page.",
        ),
        Issue("unused-text", "warning", "document", "something"),
        Issue("note", "info", "r1.orsak", "only a note"),
    )
    found = view(replace(plan, issues=issues), "sv")
    assert found.headings[:5] == ("orsak", "mål", "åtgärd", "vem", "när")
    assert "Status" in found.headings
    assert next(c.why for c in found.rows[0].cells if c.why).startswith("rätt med sannolikheten 0.71")
    assert sum(bool(c.why) for row in found.rows for c in row.cells) == 1
    assert found.about == ("something",)
    assert found.doubts == 2


def test_rows_of_a_job_are_a_piece_of_html_without_anything_that_runs(client: TestClient) -> None:
    nasty = 'rows <img src=x onerror=alert(1)><script>alert(1)</script>"'
    id = job(client, nasty, "a.txt")
    found = client.get(f"/jobs/{id}/rows", params={"lang": "sv"})
    assert found.status_code == 200
    assert "Fler ronder" in found.text
    assert "Säkerhet" in found.text
    assert "<script" not in found.text
    assert "<img" not in found.text
    assert "Confidence" in client.get(f"/jobs/{id}/rows", params={"lang": "en"}).text
    assert client.get(f"/jobs/{id}/rows", params={"lang": "de"}).status_code == 422
    assert client.get("/jobs/none/rows").status_code == 404
    empty = job(client, "good", "b.txt")
    assert "Inga åtgärder hittades" in client.get(f"/jobs/{empty}/rows").text


def test_jobs_come_as_one_file(client: TestClient) -> None:
    ids = [job(client, f"rows {n}", "mapp/plan.txt") for n in range(3)]

    def fetch(name: str, jobs: list[str], **more: str) -> Any:
        found = client.post(f"/exports/{name}", json={"jobs": jobs, **more})
        assert found.status_code == 200, found.text
        assert found.headers["cache-control"] == "no-store"
        return found

    book = openpyxl.load_workbook(io.BytesIO(fetch("xlsx", ids).content))
    assert book.sheetnames[0] == "Åtgärder"
    assert book.worksheets[0].max_row == 4
    assert openpyxl.load_workbook(io.BytesIO(fetch("xlsx", ids, headings="en").content)).sheetnames[0] == "Actions"
    found = fetch("csv", ids, dialect="excel-sv")
    assert 'filename="ingest-csv.zip"' in found.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(found.content)) as packed:
        assert {"datapackage.json", "tables/rows.csv", "tables/documents.csv"} <= set(packed.namelist())
        lines = packed.read("tables/rows.csv").decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert ";" in lines[0]
    # The same plans give the same bytes; plans of one name stay apart.
    assert fetch("csv", ids, dialect="excel-sv").content == found.content
    with zipfile.ZipFile(io.BytesIO(fetch("json", ids).content)) as packed:
        names = packed.namelist()
        assert names == [f"plans/mapp/plan{end}.txt.json" for end in (" (2)", " (3)", "")]
        plans = [Plan.from_dict(json.loads(packed.read(name))) for name in names]
    assert {p.document.title for p in plans} == {"rows 0", "rows 1", "rows 2"}
    # One job alone is its plan; a job asked for twice is there once.
    alone = fetch("json", ids[:1] * 2)
    assert alone.headers["content-type"] == "application/json"
    assert alone.content == client.get(f"/jobs/{ids[0]}/plan").content
    assert fetch("jsonl", ids).content.count(b"\n") == 3
    assert fetch("sqlite", ids).content.startswith(b"SQLite format 3")
    store = client.app.state.store  # type: ignore[attr-defined]
    assert {p.name for p in store._home.path.iterdir()} == {"lock", *ids}


def test_sqlite_holds_the_rows(client: TestClient, tmp_path: Path) -> None:
    id = job(client, "rows", "a.txt")
    path = tmp_path / "x.sqlite"
    path.write_bytes(client.post("/exports/sqlite", json={"jobs": [id]}).content)
    with sqlite3.connect(path) as database:
        assert database.execute('select "åtgärd" from rows').fetchall() == [("Fler ronder",)]


@pytest.mark.parametrize(
    ("name", "body", "status", "code"),
    [
        ("xlsx", {"jobs": []}, 422, "invalid-parameter"),
        ("xlsx", {"jobs": ["x"] * 1001}, 422, "invalid-parameter"),
        ("xlsx", {"jobs": ["nobody"]}, 404, "not-found"),
        ("docx", {"jobs": ["nobody"]}, 422, "invalid-parameter"),
        ("xlsx", {}, 422, "invalid-parameter"),
    ],
)
def test_exports_that_cannot_be(client: TestClient, name: str, body: Any, status: int, code: str) -> None:
    found = client.post(f"/exports/{name}", json=body, headers={"Accept-Language": "sv"})
    assert (found.status_code, found.json()["code"]) == (status, code)
    assert found.headers["content-language"] == "sv"


def test_other_sites_get_nothing(client: TestClient) -> None:
    id = job(client, "rows", "a.txt")
    found = client.post("/exports/json", json={"jobs": [id]}, headers={"Origin": "http://evil.example"})
    assert found.status_code == 403


def test_problems_are_told_in_swedish_where_that_is_asked_for(client: TestClient) -> None:
    id = job(client, "bad", "a.txt")
    told = client.get(f"/jobs/{id}", headers={"Accept-Language": "sv"}).json()["problem"]
    assert told["title"] == "Dokumentet är skyddat med lösenord"
    assert told["detail"] == "Filen är skyddad med lösenord."
    assert client.get(f"/jobs/{id}").json()["problem"]["detail"] == "The document is protected by a password."
    failed = client.get(f"/jobs/{id}/plan", headers={"Accept-Language": "sv"})
    assert failed.json()["title"] == "Dokumentet är skyddat med lösenord"
    export = client.post("/exports/xlsx", json={"jobs": [id]})
    assert export.json()["code"] == "unfinished"


def test_the_language_of_strange_headers() -> None:
    assert [language_of({"accept-language": v}) for v in ("", "*", "sv;q=0", ";;;,", "SV")] == [
        *("en", "en", "sv", "en"),
        "sv",
    ]
