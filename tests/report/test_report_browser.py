"""The report in a real browser: nothing fetched, nothing in the console, controls, pictures, accessibility, print."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from ingest.batch.engine import Failure
from ingest.report.build import Choices, write_report

from .ledgers import NASTY, golden, ledger, nasty, simple

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

CHROMIUM = Path(os.environ.get("INGEST_CHROMIUM", "/usr/bin/chromium"))


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    required = os.environ.get("INGEST_REQUIRE_SERVICES") == "1"
    if not CHROMIUM.exists() and not required:
        pytest.skip(f"no browser at {CHROMIUM} (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # CI runs as root in a container, where Chromium's own sandbox cannot start.
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield started
        started.close()


@dataclass
class Opened:
    """A page with all that went wrong on it."""

    page: object
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture
def open_page(browser: Any) -> Iterator[object]:
    contexts = []

    def opened(path: Path, **options: object) -> Opened:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        out = Opened(page)
        page.on("console", lambda message: out.messages.append(message.text))
        page.on("pageerror", lambda error: out.messages.append(str(error)))
        page.on("request", lambda request: out.requests.append(request.url))
        page.goto(path.as_uri())
        return out

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    plans = [
        golden("almvik-linjerad.pdf", samples, {("r1", "vem"): 0.41, ("r2", "mål"): 0.72, ("r3", "åtgärd"): 0.9}),
        golden("norrhamn-linjelos.pdf", samples),
        golden("bjorkeby-tabeller.docx", samples, {("r1", "åtgärd"): 0.55}),
        (nasty(), None),
    ]
    plans += [
        (simple(f"liten-{n:02}.txt", {"åtgärd": f"Utbilda personal grupp{n}"}, 0.97 + n / 1000), None) for n in range(9)
    ]
    return ledger(
        tmp_path_factory.mktemp("browser") / "out",
        plans,
        failures=[("låst.pdf", Failure("encrypted", "is protected by a password.", "Save a copy without."))],
    )


@pytest.fixture(scope="module")
def reports(archive: Path) -> dict[str, Path]:
    """The one-file report in both languages, and the split one with a document's page."""
    out = {"sv": write_report(str(archive)).page}
    out["en"] = write_report(str(archive), archive / "en.html", Choices("en", pictures=False)).page
    (archive / "split").mkdir()
    split = write_report(str(archive), archive / "split" / "index.html", Choices(split=True))
    out["split"] = split.page
    out["document"] = next(p for p in split.documents if p.name.startswith("almvik"))
    return out


@pytest.mark.parametrize("name", ["sv", "en", "split", "document"])
def test_opens_from_disk_without_a_message_or_a_request(open_page: Any, reports: dict[str, Path], name: str) -> None:
    opened = open_page(reports[name])
    opened.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    opened.page.wait_for_timeout(100)
    assert opened.messages == []
    outside = [u for u in opened.requests if not u.startswith(("data:", reports[name].as_uri()))]
    assert outside == []
    # Nothing of a hostile text ran or became an element.
    assert opened.page.evaluate("document.scripts.length") == 2
    assert opened.page.locator("main b").count() == 0


def test_the_policy_stops_what_would_run_or_load(open_page: Any, reports: dict[str, Path]) -> None:
    opened = open_page(reports["sv"])
    opened.page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s);"
        "const i = new Image(); i.src = 'https://example.invalid/x.png'; document.body.append(i); }"
    )
    opened.page.wait_for_timeout(100)
    assert opened.page.evaluate("window.ran") is None
    assert opened.page.evaluate("document.images[document.images.length - 1].naturalWidth") == 0
    assert sum("Content Security Policy" in m for m in opened.messages) == 2


def told(page: Any, name: str, start: str) -> None:
    """Wait until the status line begins so."""
    from playwright.sync_api import expect

    expect(page.locator(f"#{name}")).to_have_text(re.compile("^" + re.escape(start)))


def visible_documents(page: Any) -> list[str]:
    return page.locator("#document-table > tbody > tr:not(.detail):visible th button").all_text_contents()


def test_search_finds_rows_of_documents_and_tells_the_count(open_page: Any, reports: dict[str, Path]) -> None:
    page = open_page(reports["sv"]).page
    status = page.locator("#document-result")
    assert status.get_attribute("role") == "status"
    assert status.text_content() == "13 av 13 dokument visas"
    page.get_by_role("searchbox", name="Sök i titlar, filnamn").fill("GRUPP7 utbilda")
    told(page, "document-result", "1 av")
    assert visible_documents(page) == ["liten-07.txt"]
    page.get_by_role("button", name="Rensa").click()
    told(page, "document-result", "13 av")


def test_filters_choose_by_kind_method_and_doubt(open_page: Any, reports: dict[str, Path]) -> None:
    page = open_page(reports["sv"]).page
    page.locator("#document-method").select_option("text-layer")
    assert len(visible_documents(page)) == 2
    page.locator("#document-method").select_option("")
    page.get_by_label("Bara dokument med fält att titta på").check()
    shown = visible_documents(page)
    assert 0 < len(shown) < 13
    assert "liten-01.txt" not in shown
    # Two filters show what passes both.
    page.locator("#document-kind").select_option("överenskommelse")
    both = visible_documents(page)
    page.get_by_label("Bara dokument med fält att titta på").uncheck()
    assert set(both) == set(shown) & set(visible_documents(page))
    assert set(both) < set(shown)


def test_columns_sort_by_keyboard_both_ways_and_say_so(open_page: Any, reports: dict[str, Path]) -> None:
    page = open_page(reports["sv"]).page
    header = page.locator("#document-table thead th", has_text="Rader")
    header.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert header.get_attribute("aria-sort") == "ascending"
    rows = [int(v) for v in page.locator("#document-table > tbody > tr > td:nth-child(4)").all_text_contents()]
    assert rows == sorted(rows)
    page.keyboard.press("Enter")
    assert header.get_attribute("aria-sort") == "descending"
    rows = [int(v) for v in page.locator("#document-table > tbody > tr > td:nth-child(4)").all_text_contents()]
    assert rows == sorted(rows, reverse=True)
    assert "sorterat efter Rader, fallande" in page.locator("#document-result").text_content()
    page.locator("#document-table thead th", has_text="Datum").get_by_role("button").click()
    assert header.get_attribute("aria-sort") is None
    days = page.locator("#document-table .day").all_text_contents()
    assert days == sorted(days, key=lambda d: ("", d) if d != "–" else ("", ""))


def test_a_document_opens_its_rows_and_closes_again(open_page: Any, reports: dict[str, Path]) -> None:
    page = open_page(reports["sv"]).page
    button = page.locator("#document-table tbody th button", has_text="<script>")
    button.focus()
    page.keyboard.press("Space")
    assert button.get_attribute("aria-expanded") == "true"
    detail = page.locator("tr.detail")
    assert detail.locator("td.text").first.text_content().startswith(NASTY)
    page.keyboard.press("Space")
    assert not detail.is_visible()


def test_the_doubts_can_be_searched_filtered_and_ordered(open_page: Any, reports: dict[str, Path]) -> None:
    page = open_page(reports["sv"]).page
    cards = page.locator("#first-list > article:visible")
    total = cards.count()
    stated = [float(v) for v in cards.evaluate_all("es => es.map(e => e.dataset.confidence)")]
    assert stated == sorted(stated)
    page.locator("#first-field").select_option("vem")
    assert 0 < cards.count() < total
    assert set(cards.evaluate_all("es => es.map(e => e.dataset.field)")) == {"vem"}
    assert page.locator("#first-result").text_content().startswith(f"{cards.count()} av {total}")
    page.locator("#first-field").select_option("")
    page.locator("#first-order").select_option("number")
    numbers = [int(v) for v in cards.evaluate_all("es => es.map(e => e.dataset.number)")]
    assert numbers == sorted(numbers)
    page.locator("#first-search").fill("finns inte i detta arkiv")
    told(page, "first-result", "0 av")
    assert cards.count() == 0


def test_a_cutout_is_drawn_and_described(open_page: Any, reports: dict[str, Path]) -> None:
    page = open_page(reports["sv"]).page
    card = page.locator("article", has_text="almvik-linjerad.pdf").first
    image = card.locator("img")
    image.scroll_into_view_if_needed()
    assert image.evaluate("async e => { await e.decode(); return e.naturalWidth }") > 200
    words = card.locator("[data-part=text]").text_content().split()
    assert all(w in image.get_attribute("alt") for w in words)


def test_links_lead_from_the_index_to_the_doubt_and_back(open_page: Any, reports: dict[str, Path]) -> None:
    page = open_page(reports["split"]).page
    page.locator("article .of a").first.click()
    page.wait_for_url("**/*.html#d*")
    assert page.locator("article:target").count() == 1
    page.locator("header nav a").click()
    page.wait_for_url("**/index.html")


def test_the_skip_link_comes_first(open_page: Any, reports: dict[str, Path]) -> None:
    page = open_page(reports["sv"]).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["sv", "en", "document", "split"])
def test_axe_finds_no_fault(open_page: Any, reports: dict[str, Path], name: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(reports[name], color_scheme=scheme, reduced_motion="reduce", bypass_csp=True).page
    if name in ("sv", "en"):
        # An opened document and an opened plot belong to the page.
        page.locator("#document-table tbody th button", has_text="Almvik").or_(
            page.locator("#document-table tbody th button").nth(1)
        ).first.click()
        page.locator("details").evaluate_all("es => es.forEach((e) => { e.open = true })")
        page.locator("#document-table thead button").first.click()
    found = Axe().run(page).response["violations"]
    assert [f"{v['id']}: {v['help']} {[n['html'][:90] for n in v['nodes'][:3]]}" for v in found] == []


def test_narrow_windows_need_no_sideways_scrolling(open_page: Any, reports: dict[str, Path]) -> None:
    for name in ("sv", "document"):
        page = open_page(reports[name], viewport={"width": 360, "height": 700}).page
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_prints_dark_on_white_without_controls(open_page: Any, reports: dict[str, Path]) -> None:
    page = open_page(reports["sv"], color_scheme="dark").page
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("#document-controls").is_visible()
    assert not page.locator("nav").first.is_visible()
    assert page.locator("article").first.is_visible()
    pdf = page.pdf(format="A4")
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) >= 2
        assert "Granskningsrapport" in document[0].get_textpage().get_text_range()


def test_without_scripts_everything_but_the_controls_is_there(open_page: Any, reports: dict[str, Path]) -> None:
    page = open_page(reports["sv"], java_script_enabled=False).page
    assert not page.locator("#document-controls").is_visible()
    assert page.locator("#document-table tbody tr").count() == 13
    assert page.locator("noscript").count() == 1


def test_thousand_documents_answer_at_once(open_page: Any, tmp_path: Path) -> None:
    base = simple("x", {"åtgärd": "Utbilda personal"}, 0.99)
    plans = []
    for n in range(1000):
        facts = replace(base.document, source=f"m/{n:04}.txt", id=f"{n:064x}", title=f"Plan nummer {n}")
        plans.append((replace(base, document=facts), None))
    report = write_report(str(ledger(tmp_path / "out", plans)), choices=Choices(pictures=False)).page
    page = open_page(report).page
    took = page.evaluate(
        "() => { const t = performance.now();"
        "document.querySelector('#document-table thead th:nth-child(3) button').click();"
        "document.querySelector('#document-table').offsetHeight; return performance.now() - t; }"
    )
    assert took < 3000
    page.locator("#document-search").fill("nummer 777")
    told(page, "document-result", "1 av 1")
    assert visible_documents(page) == ["Plan nummer 777"]


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.timeout(600)
def test_the_report_of_development_plans(open_page: Any, shared: Path, tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # A scan first: its fields are the doubtful ones.
    names = ("t4-02", "t1-01", "t8-01")
    files = [p for n in names for p in sorted((shared / "plans-dev").glob(f"{n}*")) if p.suffix != ".json"]
    assert len(files) == len(names)
    command = [sys.executable, "-m", "ingest", "convert", *map(str, files), "-o", str(tmp_path / "out")]
    subprocess.run(command, check=True, capture_output=True)
    written = write_report(str(tmp_path / "out"))
    assert written.pictures > 5
    opened = open_page(written.page, bypass_csp=True, reduced_motion="reduce")
    page = opened.page
    images = page.locator("#first-list img")
    assert images.count() >= written.pictures
    for index in range(0, images.count(), 7):
        # A lazy picture is decoded once it comes near the window, not before.
        images.nth(index).scroll_into_view_if_needed()
        assert images.nth(index).evaluate("async e => { await e.decode(); return e.naturalWidth }") > 100
    assert len(visible_documents(page)) == len(names)
    assert Axe().run(page).response["violations"] == []
    assert opened.messages == []
