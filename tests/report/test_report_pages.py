"""The written pages: complete, escaped, bounded, deterministic."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from ingest.batch.engine import Failure
from ingest.cli.report import command
from ingest.errors import UsageError
from ingest.plan import Field, Place
from ingest.report import build
from ingest.report.build import Choices, write_report
from ingest.report.doubts import doubts
from ingest.report.figures import Figures
from ingest.report.render import Aside, Card, Renderer, json_script
from ingest.report.words import load
from tests import strategies

from .ledgers import NASTY, golden, ledger, nasty, simple

NO_PICTURES = Choices(pictures=False)


def parsed(path: Path) -> html.HtmlElement:
    return html.fromstring(path.read_bytes())


def folded(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def archive(tmp_path: Path, samples: Path) -> Path:
    return ledger(
        tmp_path / "out",
        [
            golden("almvik-linjerad.pdf", samples, {("r1", "vem"): 0.41, ("r2", "mål"): 0.72}),
            golden("bjorkeby-tabeller.docx", samples, {("r1", "åtgärd"): 0.55}),
            (nasty(), None),
        ],
        failures=[("låst.pdf", Failure("encrypted", "is protected by a password.", "Save a copy without."))],
        pending=["ny.docx"],
    )


def test_the_page_tells_all_and_needs_nothing(archive: Path) -> None:
    written = write_report(str(archive), choices=NO_PICTURES)
    assert written.page == archive / "report.html"
    text = written.page.read_text(encoding="utf-8")
    tree = parsed(written.page)
    assert tree.get("lang") == "sv"
    for element in tree.iter("img", "link", "script", "iframe", "a", "use", "image", "source"):
        for name in ("src", "href", "srcset", "{http://www.w3.org/1999/xlink}href"):
            value = element.get(name)
            assert value is None or value.startswith(("#", "data:")), value
    assert "url(" not in text
    assert "@import" not in text
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert "unsafe" not in policy
    shown = folded(tree.text_content())
    for sentence in (
        "låst.pdf",
        "Filen är skyddad med lösenord",
        "Spara en kopia utan lösenord",
        "ny.docx",
        "Väntar på",
    ):
        assert sentence in shown
    data = json.loads(written.data.read_text(encoding="utf-8"))
    assert data["documents"] == 3
    assert {a["source"]: a["code"] for a in data["set_aside"]} == {"låst.pdf": "encrypted", "ny.docx": "pending"}
    first = data["look_first"]
    assert [e["confidence"] for e in first] == sorted(e["confidence"] for e in first)
    rows = data["look_first_rows"]
    assert rows
    assert [e["confidence"] for e in rows] == sorted(e["confidence"] for e in rows)
    table = tree.xpath("//details[contains(@class, 'worst')]//tbody/tr")
    assert len(table) == len(rows)
    assert all(
        r["row"] in t.text_content() and r["source"] in t.text_content() for r, t in zip(rows, table, strict=True)
    )
    assert (first[0]["source"], first[0]["row"], first[0]["field"]) == ("almvik-linjerad.pdf", "r1", "vem")


def test_ids_are_unique_and_every_reference_is_met(archive: Path) -> None:
    tree = parsed(write_report(str(archive), choices=NO_PICTURES).page)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for reference in tree.xpath("//@aria-labelledby | //label/@for"):
        assert reference in ids
    for reference in tree.xpath("//a/@href[starts-with(., '#')]"):
        assert reference[1:] in ids
    assert all(t.find("caption") is not None for t in tree.iter("table"))
    assert all(i.get("alt") for i in tree.iter("img"))


def test_markup_scripts_and_formulas_are_text(archive: Path) -> None:
    tree = parsed(write_report(str(archive), choices=NO_PICTURES).page)
    assert len(tree.xpath("//script")) == 2
    assert not tree.xpath("//b | //i[not(ancestor::head)]")
    shown = tree.xpath("//article//*[@data-part='text']")
    assert NASTY in {folded(e.text_content()) for e in shown}


def test_the_same_ledger_gives_the_same_bytes(archive: Path) -> None:
    first = write_report(str(archive), choices=NO_PICTURES)
    before = first.page.read_bytes(), first.data.read_bytes()
    again = write_report(str(archive), choices=NO_PICTURES)
    assert (again.page.read_bytes(), again.data.read_bytes()) == before


@pytest.mark.parametrize("language", ["sv", "en"])
def test_each_document_has_a_page_when_split(archive: Path, language: str) -> None:
    written = write_report(str(archive), choices=Choices(language, pictures=False, split=True))
    tree = parsed(written.page)
    links = [a for a in tree.xpath("//tbody//a/@href") if not a.startswith("#")]
    assert len(written.documents) == 3
    for link in links:
        path = written.page.parent / link.partition("#")[0]
        assert path in written.documents
        page = parsed(path)
        assert page.get("lang") == language
        back = page.xpath("//header//a/@href")[0]
        assert (path.parent / back).resolve() == written.page.resolve()
    for link in tree.xpath("//article//a/@href"):
        path, _, anchor = link.partition("#")
        assert parsed(written.page.parent / path).get_element_by_id(anchor) is not None
    # Made in one file again, the pages of the split report go.
    stranger = written.documents[0].parent / "mine.html"
    stranger.write_text("x")
    write_report(str(archive), choices=NO_PICTURES)
    assert not any(p.exists() for p in written.documents)
    assert stranger.exists()


def test_many_documents_are_split_by_themselves(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "MAX_TOGETHER", 2)
    assert len(write_report(str(archive), choices=NO_PICTURES).documents) == 3


def test_rows_that_do_not_fit_are_said_to_be_elsewhere(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "DETAIL_BYTES", 100)
    text = write_report(str(archive), choices=NO_PICTURES).page.read_text(encoding="utf-8")
    assert "plans/almvik-linjerad.pdf.json" in text
    assert "plans/&lt;i&gt;nasty &amp; co&lt;/i&gt;.txt.json" in text


def test_an_empty_archive_has_a_report(tmp_path: Path) -> None:
    written = write_report(str(ledger(tmp_path / "out", [])), choices=NO_PICTURES)
    assert "Inget dokument är omvandlat" in written.page.read_text(encoding="utf-8")
    assert json.loads(written.data.read_text(encoding="utf-8"))["expected_right"] is None


def test_errors_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no conversion"):
        write_report(str(tmp_path))
    assert not (tmp_path / ".ingest").exists()
    with pytest.raises(UsageError, match="local"):
        write_report("s3://bucket/out")
    out = ledger(tmp_path / "out", [])
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(UsageError, match="is not there"):
        write_report(str(out), blocked / "report.html", NO_PICTURES)
    with pytest.raises(UsageError, match="name of the JSON"):
        write_report(str(out), tmp_path / "report.json", NO_PICTURES)


def test_the_command_writes_where_it_is_told(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "granskning.html"
    target.parent.mkdir()
    result = CliRunner().invoke(command, [str(archive), "-o", str(target), "--language", "en", "--no-pictures"])
    assert result.exit_code == 0, result.output
    assert parsed(target).get("lang") == "en"
    assert target.with_suffix(".json").exists()


def test_both_languages_have_the_same_texts() -> None:
    texts = {code: load(code).texts for code in ("sv", "en")}
    for section in texts["sv"]:
        # English keeps the errors' own remedies, and names of kinds are Swedish to begin with.
        if section not in ("remedy", "kind"):
            assert texts["sv"][section].keys() == texts["en"][section].keys(), section
        for key in texts["sv"][section].keys() & texts["en"][section].keys():
            names = [set(re.findall(r"\{(\w+)\}", texts[code][section][key])) for code in texts]
            assert names[0] == names[1], f"{section}.{key}"


def test_every_documented_issue_has_words() -> None:
    table = (Path(__file__).resolve().parents[2] / "docs" / "issues.md").read_text(encoding="utf-8")
    codes = {
        c
        for line in table.splitlines()
        if line.startswith("| `")
        for c in re.findall(r"`([a-z-]+)`", line.split("|")[1])
    }
    assert codes
    for language in ("sv", "en"):
        assert codes <= load(language).texts["issue"].keys()


def test_numbers_are_written_as_the_language_writes_them() -> None:
    sv, en = load("sv"), load("en")
    assert sv.percent(0.9876, 1) == "98,8\N{NO-BREAK SPACE}%"
    assert en.percent(0.9876, 1) == "98.8%"
    assert sv.percent(0.99999) == "99\N{NO-BREAK SPACE}%"
    assert sv.percent(1.0) == "100\N{NO-BREAK SPACE}%"
    assert sv.sure(0.9499) == "94\N{NO-BREAK SPACE}%"
    assert en.sure(0.58) == "58%"
    assert sv.number(12345) == "12\N{NO-BREAK SPACE}345"


def test_json_in_a_script_cannot_end_it() -> None:
    value = {"a": "</script><!--<script>&\u2028"}
    text = json_script(value)
    assert not set("<>&") & set(text)
    assert json.loads(text) == value


@settings(max_examples=30)
@given(strategies.plans())
def test_any_text_of_a_plan_shows_as_text(plan: Any) -> None:
    renderer = Renderer(load("sv"))
    cards = [Card(d, 1, (), "no-pages") for d in doubts(plan)]
    tree = html.fromstring(renderer.document(plan, cards, "../report.html", masking=False))
    assert len(tree.xpath("//script")) == 2
    cells = {folded(e.text_content()) for e in tree.xpath("//table//td | //table//th | //dd | //h1 | //p")}
    parts = {folded(e.text_content()) for e in tree.xpath("//*[@data-part='text']")}
    for card in cards:
        assert folded(card.doubt.text) in parts
    for statement in plan.statements:
        if statement.field != "annat":
            assert folded(statement.text) in cells
    for row in plan.rows:
        for _, value in row.fields():
            if value is not None:
                assert any(c.startswith(folded(value.text)) for c in cells), value.text
        for key, value in row.other.items():
            assert any(folded(f"{key}: {value.text}") in c for c in cells)
    for repair in plan.repairs:
        assert {folded(repair.before), folded(repair.after)} <= cells
    if plan.document.title:
        assert folded(plan.document.title) in cells


@settings(max_examples=20)
@given(st.lists(strategies.plans(), min_size=1, max_size=3), strategies.texts)
def test_any_name_shows_as_text_in_the_index(plans: Any, name: str) -> None:
    figures = Figures()
    for plan in plans:
        figures.add(plan, 0)
    aside = [Aside(name, "other", name, name)]
    renderer = Renderer(load("en"))
    page = renderer.index(
        figures,
        [],
        aside,
        rows=[],
        doubt_total=0,
        details=[(n, renderer.detail(plan)) for n, plan in enumerate(plans, start=1)],
        links=None,
        timeline=None,
        reliability=None,
        masking=False,
    )
    tree = html.fromstring(page)
    assert len(tree.xpath("//script")) == 2
    cells = {folded(e.text_content()) for e in tree.xpath("//td | //th | //span")}
    assert folded(name) in cells
    for plan in plans:
        assert folded(plan.document.title or plan.document.source) in cells
        for issuer in plan.document.issuers:
            assert any(folded(issuer.name) in c for c in cells)


def test_what_html_cannot_carry_is_shown_by_a_sign(tmp_path: Path) -> None:
    plan = simple("a.txt", {"åtgärd": "a\x00b\x1bc\x85d\r\ne"})
    page = write_report(str(ledger(tmp_path / "out", [(plan, None)])), choices=NO_PICTURES).page
    part = parsed(page).xpath("//*[@data-part='text']")[0]
    assert folded(part.text_content()) == "a␀b␛c�d e"


def test_repairs_are_marked_and_told_in_words(tmp_path: Path) -> None:
    plan = simple("a.txt", {"åtgärd": "Utbilda lärare"})
    field = replace(plan.rows[0].åtgärd, raw="Utbilda larare")
    plan = replace(plan, rows=(replace(plan.rows[0], åtgärd=field),))
    tree = parsed(write_report(str(ledger(tmp_path / "out", [(plan, None)])), choices=NO_PICTURES).page)
    assert [e.text_content() for e in tree.xpath("//article//del")] == ["[borttaget: larare]"]
    assert [e.text_content() for e in tree.xpath("//article//ins")] == ["[tillagt: lärare]"]
    assert "tabell 1, rad 2, kolumn 3" in tree.text_content()


def test_readings_that_may_hold_what_was_masked_are_not_shown(tmp_path: Path) -> None:
    # The mask of the text, and a raw reading that broke the number over two lines.
    text, raw = "Ring [telephone]", "Ring 070-123\n45 67"
    field = Field(text, raw, 0.5, (Place(1, (10, 10, 90, 20)),))
    plan = simple("a.txt", {"mål": "x"})
    plan = replace(plan, rows=(replace(plan.rows[0], mål=field),))
    for masking in (True, False):
        out = ledger(tmp_path / f"out{masking}", [(plan, None)], masking=masking)
        written = write_report(str(out))
        assert "070-123" not in written.page.read_text(encoding="utf-8") + written.data.read_text(encoding="utf-8")
        tree = parsed(written.page)
        assert "maskerade personuppgifter" in tree.xpath("//article")[0].text_content()
        assert not tree.xpath("//article//img")


def test_language_files_are_read_as_toml() -> None:
    folder = Path(build.__file__).parent / "language"
    for path in folder.glob("*.toml"):
        assert tomllib.loads(path.read_text(encoding="utf-8"))["page"]["title"]
