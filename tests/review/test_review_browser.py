"""A person's whole way in a real browser: convert, look, correct by keyboard, convert again, undo."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ingest.batch.commands import convert, load
from ingest.batch.correct import Asked, correct
from ingest.batch.hand_edits import Signature
from ingest.errors import ExitCode
from ingest.options import Options
from ingest.plan import Plan
from ingest.write.correction_store import open_store
from ingest.write.plan_json import read_plan
from ingest.write.sql import connect
from ingest.write.sql_schema import Naming

from ..corrections.plans import ROWS, plan
from ..write.test_sql import SERVERS, drop
from .archives import archive

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
CHROMIUM = Path(os.environ.get("INGEST_CHROMIUM", "/usr/bin/chromium"))
WAIT = 30_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists() and os.environ.get("INGEST_REQUIRE_SERVICES") != "1":
        pytest.skip(f"no browser at {CHROMIUM} (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield started
        started.close()


class Server:
    """`ingest review` in a process of its own."""

    def __init__(self, out: Path, *more: str) -> None:
        command = [sys.executable, "-m", "ingest", "review", str(out), "--no-browser", *more]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        for line in self.process.stderr:
            found = re.search(r"http://\S+", line)
            if found:
                self.address = found[0]
                return
        raise AssertionError("the server said no address")

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(60)


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    started: list[Server] = []

    def start(out: Path, *more: str) -> Server:
        started.append(Server(out, *more))
        return started[-1]

    yield start
    for server in started:
        server.process.kill()
        server.process.wait()


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    contexts: list[Any] = []

    def opened(address: str, who: str = "Anna", **options: Any) -> Any:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.messages = []
        page.on("console", lambda m: page.messages.append(m.text))
        page.on("pageerror", lambda e: page.messages.append(str(e)))
        page.set_default_timeout(WAIT)
        page.goto(address)
        page.locator("#who").fill(who)
        page.locator("#who").blur()
        return page

    yield opened
    for context in contexts:
        context.close()


class Database:
    """A database that an output folder is loaded into."""

    def __init__(self, address: str, naming: Naming) -> None:
        self.address, self.naming = address, naming

    def loaded(self, out: Path) -> list[str | None]:
        """What its rows of the scan name as *vem*, after the folder was loaded."""
        load(str(out), self.address, self.naming)
        engine = connect(self.address)
        query = f"SELECT vem FROM {self.naming.table('rows')} WHERE document = 'sjofors-skannad.pdf' ORDER BY position"
        with engine.connect() as connection:
            found = [vem for (vem,) in connection.execute(sa.text(query))]
        engine.dispose()
        return found


@pytest.fixture
def databases(tmp_path: Path) -> Iterator[list[Database]]:
    """SQLite, and PostgreSQL where a server answers."""
    found = [Database(f"sqlite:///{tmp_path / 'plans.sqlite'}", Naming())]
    naming = Naming(prefix=f"b{os.getpid()}_")
    engine = connect(SERVERS["postgresql"])
    try:
        engine.connect().close()
    except sa.exc.OperationalError:
        if os.environ.get("INGEST_REQUIRE_SERVICES") == "1":
            raise
        yield found
        return
    drop(engine, naming)
    yield [*found, Database(SERVERS["postgresql"], naming)]
    drop(engine, naming)
    engine.dispose()


def said(page: Any, start: str) -> None:
    from playwright.sync_api import expect

    expect(page.locator("#status")).to_have_text(re.compile("^" + re.escape(start)), timeout=WAIT)


def shows(page: Any, target: str, text: str) -> None:
    from playwright.sync_api import expect

    expect(page.locator(f'.field[data-target="{target}"] .value')).to_have_text(text, timeout=WAIT)


def enter(page: Any, text: str) -> None:
    page.locator("#dialog[open] #in-text").fill(text)
    page.keyboard.press("Control+Enter")


def focus(page: Any, target: str) -> None:
    field = page.locator(f'.field[data-target="{target}"]')
    field.wait_for()
    page.locator("html[data-ready]").wait_for()  # A key pressed before the script has run is lost.
    field.focus()


def axe(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    return [v["id"] for v in Axe().run(page).response["violations"]]


def field_texts(found: Plan, name: str) -> list[str | None]:
    return [None if r[name] is None else r[name].text for r in found.rows]  # type: ignore[index,union-attr]


@pytest.mark.slow
def test_the_whole_way(
    tmp_path: Path,
    samples: Path,
    serve: Callable[..., Server],
    visit: Callable[..., Any],
    databases: list[Database],
) -> None:
    folder, out = tmp_path / "in", tmp_path / "ut"
    folder.mkdir()
    for name in ("sjofors-skannad.pdf", "lovstrand-entabell.docx"):
        shutil.copy(samples / name, folder / name)
    # A text file whose reading will change.
    lines = ("Åtgärd\tVem\tNär", "Måla bänkar\tParken\tmaj 2030", "Byta lås\tSkolan\tjuni 2030", "Hej\tIngen\tmaj 2030")
    text = "Plan 2030\n\n" + "\n".join(lines) + "\n"
    (folder / "nora.txt").write_text(text, encoding="utf-8")

    def run(*, redo: bool = False) -> ExitCode:
        return convert([str(folder)], str(out), Options(), formats=("json", "csv", "xlsx"), redo=redo)

    def read(name: str) -> Plan:
        return read_plan(out / "plans" / f"{name}.json")

    assert run() == ExitCode.OK
    machine = {p.name: p.read_bytes() for p in (out / "plans").iterdir()}
    server = serve(out)
    page = visit(server.address)
    assert "fält sedda" in page.locator("#progress").text_content()
    page.get_by_role("link", name="Åtgärdsplan mot ungdomsbrott").click()
    # The page beside the rows, with the chosen field's box on it.
    page.locator(".page svg rect.chosen").first.wait_for(state="attached")
    assert page.locator(".page img").first.evaluate("i => i.naturalWidth") > 500
    # Three fields by keyboard alone.
    for target, new in (("r1.vem", "Polisen"), ("r2.vem", "Skolan"), ("r3.när", "juli 2024")):
        focus(page, target)
        page.keyboard.press("e")
        enter(page, new)
        said(page, f"Sparat: {target}")
    focus(page, "r4.åtgärd")
    page.keyboard.press("s")
    enter(page, "Starta en nattvandrargrupp\n\nKöpa västar")
    said(page, "Sparat: r4")
    # A box is drawn anew and read again; the person takes what was read.
    focus(page, "r2.orsak")
    page.keyboard.press("r")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    page.locator("#dialog[open] #in-text").wait_for()
    assert "Unga k" in page.locator("#in-text").input_value()
    page.keyboard.press("Control+Enter")
    said(page, "Sparat: r2.orsak")
    assert axe(page) == []
    page.get_by_role("link", name="Alla dokument").click()
    assert axe(page) == []
    page.get_by_role("link", name="nora.txt").or_(page.get_by_role("link", name="Plan 2030")).first.click()
    focus(page, "r3.åtgärd")
    page.keyboard.press("x")
    said(page, "Sparat: r3")
    focus(page, "r2.vem")
    page.keyboard.press("e")
    enter(page, "Fastighet")
    said(page, "Sparat: r2.vem")
    assert page.messages == []
    # The end of the server brings the files in step.
    assert server.end() == ExitCode.OK

    def holds() -> None:
        scan = read("sjofors-skannad.pdf")
        assert field_texts(scan, "vem")[:2] == ["Polisen", "Skolan"]
        assert field_texts(scan, "när")[2] == "juli 2024"
        assert field_texts(scan, "åtgärd")[3:] == ["Starta en nattvandrargrupp", "Köpa västar"]

    holds()
    assert field_texts(read("nora.txt"), "vem") == ["Parken", "Fastighet"]
    corrected = {p.name: p.read_bytes() for p in (out / "plans").iterdir()}
    # Touched: the same bytes. Converted anew: the same bytes.
    os.utime(folder / "sjofors-skannad.pdf")
    assert run() == ExitCode.OK
    assert run(redo=True) == ExitCode.OK
    assert {p.name: p.read_bytes() for p in (out / "plans").iterdir()} == corrected
    # A changed file keeps what fits; a changed reading is stale and is told.
    (folder / "nora.txt").write_text(text.replace("Skolan", "Huset"), encoding="utf-8")
    assert run() == ExitCode.OK
    nora = read("nora.txt")
    assert field_texts(nora, "vem") == ["Parken", "Huset"]
    assert [i.target for i in nora.issues if i.code == "correction-stale"] == ["r2.vem"]
    holds()
    for database in databases:
        assert database.loaded(out)[:2] == ["Polisen", "Skolan"]
    # Undo brings the old values back.
    ids = tuple(c.id for c in open_store(tmp_path / "ut.corrections.jsonl").book)
    assert correct(str(out), Asked(Signature("Anna"), undo=ids)) == ExitCode.OK
    assert (out / "plans" / "sjofors-skannad.pdf.json").read_bytes() == machine["sjofors-skannad.pdf.json"]
    for database in databases:
        assert database.loaded(out) == field_texts(read("sjofors-skannad.pdf"), "vem")


def test_two_browsers_and_a_killed_server(
    tmp_path: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    out = archive(tmp_path / "ut", [plan()])
    server = serve(out)
    address = f"{server.address}documents/{plan().document.id}"
    anna, bo = visit(address), visit(address, "Bo")
    for page, text in ((anna, "Annas"), (bo, "Bos")):
        focus(page, "r2.vem")
        page.keyboard.press("e")
        page.locator("#dialog[open] #in-text").fill(text)
    anna.keyboard.press("Control+Enter")
    said(anna, "Sparat")
    bo.keyboard.press("Control+Enter")
    said(bo, "Anna har rättat samma sak")
    # What Anna wrote is what Bo sees now; he decides.
    shows(bo, "r2.vem", "Annas")
    focus(bo, "r2.vem")
    bo.keyboard.press("e")
    enter(bo, "Bos")
    said(bo, "Sparat")
    server.end(signal.SIGKILL)
    focus(anna, "r1.vem")
    anna.keyboard.press("e")
    enter(anna, "Förlorat")
    said(anna, "Det gick inte att spara")
    store = open_store(tmp_path / "ut.corrections.jsonl")
    assert [c.new["text"] for c in store.book] == ["Annas", "Bos"]
    assert store.unreadable == []
    again = serve(out)
    page = visit(f"{again.address}documents/{plan().document.id}")
    shows(page, "r2.vem", "Bos")


def test_hostile_texts_run_nothing_and_other_sites_reach_nothing(
    tmp_path: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    nasty = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>"\'><svg onload=window.ran=1>'
    row = replace(ROWS[0], åtgärd=replace(ROWS[0].åtgärd, text=nasty, raw=nasty + "x"))  # type: ignore[type-var]
    found = plan((row, *ROWS[1:]), source=f"{nasty}.txt".replace("/", "-"))
    found = replace(found, document=replace(found.document, title=nasty, media_type="text/plain", pages=None))
    server = serve(archive(tmp_path / "ut", [found]))
    page = visit(server.address, nasty[:150])
    page.get_by_role("link", name="window.ran").first.click()
    focus(page, "r1.vem")
    page.keyboard.press("e")
    enter(page, nasty)
    said(page, "Sparat")
    focus(page, "r1.åtgärd")
    assert page.locator("#choices button").count() == 1
    page.reload()
    assert page.evaluate("window.ran") is None
    assert page.locator("#rows img, #rows script, #rows svg").count() == 0
    # A page of another site.
    page.goto("about:blank")
    got = page.evaluate(
        "url => fetch(url, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{}'})"
        ".then(() => 'read', () => 'refused')",
        f"{server.address}write",
    )
    assert got == "refused"


@pytest.mark.parametrize("width", [390, 640])
def test_narrow_and_zoomed_pages_are_whole(
    tmp_path: Path, serve: Callable[..., Server], visit: Callable[..., Any], width: int
) -> None:
    """390 px is a telephone; 640 px is a window of 1,280 px at 200 % zoom."""
    server = serve(archive(tmp_path / "ut", [plan()]), "--language", "en")
    for address in (server.address, f"{server.address}documents/{plan().document.id}"):
        page = visit(address, viewport={"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe(page) == []


def test_every_action_has_a_button_and_a_key(
    tmp_path: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    server = serve(archive(tmp_path / "ut", [plan()]))
    page = visit(f"{server.address}documents/{plan().document.id}")
    # The first doubt is chosen at once; Enter goes on from one to the next.
    chosen = page.locator(".field[aria-current]")
    first = chosen.get_attribute("data-target")
    assert chosen.get_attribute("data-state") == "doubt"
    chosen.focus()
    page.keyboard.press("Enter")
    said(page, f"Sparat: {first}")
    page.locator(f'.field[aria-current]:focus:not([data-target="{first}"])').wait_for()
    focus(page, "r1.other:Status")
    page.keyboard.press("c")
    page.locator("#in-to").select_option("mål")
    page.locator("#save").click()
    said(page, "Sparat")
    shows(page, "r1.mål", "Ej påbörjad")
    focus(page, "r2.vem")
    page.keyboard.press("a")
    page.locator("#in-type").select_option("myndighet")
    page.locator("#save").click()
    said(page, "Noterat")
    focus(page, "r2.vem")
    page.keyboard.press("m")
    said(page, "Sparat: r2")
    focus(page, "r2.åtgärd")
    page.keyboard.press("i")
    enter(page, "En ny rad")
    said(page, "Sparat: r2")
    page.get_by_text("En ny rad").first.wait_for()
    focus(page, "r1.vem")
    page.keyboard.press("u")
    said(page, "Ångrat")
    # The keys disturb nobody's typing.
    page.locator("#who").fill("")
    page.locator("#who").press_sequentially("nexs")
    assert page.locator("#who").input_value() == "nexs"
    # The archive's only page is not there to be drawn.
    assert [m for m in page.messages if "422" not in m] == []
