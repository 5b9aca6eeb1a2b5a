"""An officer's way in a real browser: drop files, see rows, fetch the workbook; by keyboard, on a phone."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.read.test_enclosed import pdf as attached

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
CHROMIUM = Path(os.environ.get("INGEST_CHROMIUM", "/usr/bin/chromium"))
WAIT = 90_000
LINES = ("Åtgärd\tVem\tNär", "Måla bänkar\tParken\tmaj 2030", "Byta lås\tSkolan\tjuni 2030")
PLAN = ("Plan 2030\n\n" + "\n".join(LINES) + "\n").encode()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists() and os.environ.get("INGEST_REQUIRE_SERVICES") != "1":
        pytest.skip(f"no browser at {CHROMIUM} (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield started
        started.close()


def start(*more: str) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "ingest", "serve", "--port", "0", "-j", "1", *more], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for line in process.stderr:
        found = re.search(r"(http://\S+?:\d+)", line)
        if found:
            return process, found[1] + "/"
    raise AssertionError("the server said no address")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    process, address = start("--max-bytes", "1MB")
    yield address
    process.terminate()
    process.wait(60)
    process.stderr.close()  # type: ignore[union-attr]


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    contexts: list[Any] = []

    def opened(address: str, **options: Any) -> Any:
        context = browser.new_context(**{"locale": "sv-SE", **options})
        contexts.append(context)
        page = context.new_page()
        page.messages = []
        page.on("console", lambda m: page.messages.append(m.text))
        page.on("pageerror", lambda e: page.messages.append(str(e)))
        page.set_default_timeout(WAIT)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


def said(page: Any, text: str) -> None:
    from playwright.sync_api import expect

    expect(page.locator("#status")).to_have_text(re.compile(text), timeout=WAIT)


def axe(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    return [v["id"] for v in Axe().run(page).response["violations"]]


def file(name: str, data: bytes = PLAN) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def states(page: Any) -> dict[str, str]:
    lines = page.locator("#documents li")
    return {x.locator(".name").inner_text(): x.get_attribute("data-state") for x in lines.all()}


def test_files_become_rows_and_a_workbook(
    server: str, visit: Callable[..., Any], samples: Path, tmp_path: Path
) -> None:
    page = visit(server)
    assert page.title().startswith("Planer till rader")
    assert axe(page) == []
    word = (samples / "lovstrand-entabell.docx").read_bytes()
    packed = zipped({"2030/nora å.txt": PLAN, "__MACOSX/._x": b"x", "2030/": b"", "trasig.pdf": b"%PDF-1.7 trasig"})
    page.locator("#files").set_input_files([file("lovstrand.docx", word), file("arkiv.zip", packed)])
    said(page, "Klart: 2 av 3")
    assert states(page) == {"lovstrand.docx": "done", "2030/nora å.txt": "done", "trasig.pdf": "failed"}
    # Why, and what to do, in Swedish.
    why = page.locator("#documents .why").inner_text()
    assert why.startswith("Filen ")
    assert "document" not in why
    # In the order of the files; a doubtful value says why.
    assert page.locator("#rows .plan").count() == 2
    second = page.locator("#rows .plan").nth(1)
    assert "Måla bänkar" in second.inner_text()
    assert second.locator("tbody tr").count() == 2
    assert axe(page) == []
    for name, start_of in (("xlsx", b"PK"), ("csv", b"PK"), ("json", b"PK")):
        with page.expect_download() as waited:
            page.locator(f'[data-format="{name}"]').click()
        path = tmp_path / waited.value.suggested_filename
        waited.value.save_as(path)
        assert path.read_bytes().startswith(start_of)
        said(page, f"Hämtad: {re.escape(path.name)}")
    book = openpyxl.load_workbook(tmp_path / "ingest.xlsx")
    assert book.sheetnames[0] == "Åtgärder"
    texts = [str(c.value) for row in book.worksheets[0].iter_rows() for c in row]
    assert "Måla bänkar" in texts
    # Removed one by one, or all.
    page.get_by_role("button", name="Ta bort 2030/nora å.txt").click()
    assert page.locator("#rows .plan").count() == 1
    page.locator("#clear").click()
    said(page, "Allt är borttaget")
    assert page.locator("#documents li").count() == 0
    assert page.messages == []


def test_the_way_by_keyboard_alone(server: str, visit: Callable[..., Any]) -> None:
    page = visit(server)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    with page.expect_file_chooser() as waited:
        for _ in range(6):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "files":
                page.keyboard.press("Enter")
                break
    waited.value.set_files([file("plan.txt")])
    said(page, "Klart: 1 av 1")
    reached = set()
    with page.expect_download() as got:
        for _ in range(30):
            page.keyboard.press("Tab")
            name = page.evaluate(
                "[document.activeElement.id, document.activeElement.dataset.format, document.activeElement.tagName]"
                ".filter(Boolean)[0]"
            )
            if name == "csv":
                page.keyboard.press("Enter")
            reached.add(name)
    assert got.value.suggested_filename == "ingest-csv.zip"
    assert {"xlsx", "csv", "json", "clear", "SUMMARY"} <= reached
    # The rows scroll by keyboard.
    assert page.locator(".wide[tabindex='0']").count() == 1


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (640, "dark"), (320, "light")])
def test_narrow_and_zoomed_pages_are_whole(server: str, visit: Callable[..., Any], width: int, scheme: str) -> None:
    """390 px is a telephone; 640 px is a window of 1,280 px at 200 % zoom; 320 px one at 400 %."""
    page = visit(f"{server}?lang=en", viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.locator("#files").set_input_files([file("en-fil-med-ett-mycket-långt-namn" * 3 + ".txt")])
    said(page, "Done: 1 of 1")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []


def test_dropped_files_and_what_cannot_be_taken(server: str, visit: Callable[..., Any]) -> None:
    page = visit(server)
    transfer = page.evaluate_handle(
        """text => { const t = new DataTransfer(); t.items.add(new File([text], "släppt.txt")); return t; }""",
        PLAN.decode(),
    )
    page.dispatch_event("#zone", "drop", {"dataTransfer": transfer})
    said(page, "Klart: 1 av 1")
    bomb = zipped({"stor.txt": b"x" * 3_000_000})
    locked = bytearray(zipped({"låst.txt": PLAN}))
    directory = bytes(locked).rindex(b"PK\x01\x02")
    locked[directory + 8] |= 1
    # What a ZIP says of a size need not be so.
    lying = bytearray(bomb)
    entry = bytes(lying).rindex(b"PK\x01\x02")
    lying[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    old = bytearray(zipped({"Xtg.txt": PLAN}, zipfile.ZIP_STORED).replace(b"Xtg", b"\x8ftg"))  # Å in code page 850
    page.locator("#files").set_input_files(
        [
            *(file("bomb.zip", bomb), file("lås.zip", bytes(locked)), file("ljuger.zip", bytes(lying))),
            *(file("trasig.zip", b"PK trasig"), file("tom.zip", zipped({})), file("gammal.zip", bytes(old))),
            file("stor.bin", b"x" * 2_000_000),
        ]
    )
    said(page, "Klart: 2 av 8")
    found = {x.locator(".name").inner_text(): x.locator(".why").all_inner_texts()
             for x in page.locator("#documents li").all()}  # fmt: skip
    assert found["Åtg.txt"] == []
    for name in ("bomb.zip", "ljuger.zip", "stor.bin"):
        assert "större än servern tar emot" in found[name][0], name
    assert found["lås.zip"] == ["låst.txt är skyddad med lösenord i ZIP-filen. Packa upp den först."]
    assert found["trasig.zip"] == ["ZIP-filen går inte att läsa. Packa upp den och släpp filerna."]
    assert found["tom.zip"] == ["ZIP-filen är tom."]
    assert page.messages == []


def test_documents_inside_documents_have_rows_of_their_own(server: str, visit: Callable[..., Any]) -> None:
    page = visit(server)
    letter = attached(("plan.txt", PLAN), ("bilaga.txt", PLAN.replace(b"2030", b"2031")))
    page.locator("#files").set_input_files([file("brev.pdf", letter), file("sist.txt")])
    said(page, "Klart: 4 av 4")
    assert list(states(page)) == ["brev.pdf", "brev.pdf/plan.txt", "brev.pdf/bilaga.txt", "sist.txt"]
    second = page.locator("#rows .plan").nth(2)
    assert "brev.pdf/bilaga.txt" in second.inner_text()
    assert "maj 2031" in second.inner_text()
    with page.expect_download() as waited:
        page.locator('[data-format="json"]').click()
    with zipfile.ZipFile(waited.value.path()) as archive:
        assert len(archive.namelist()) == 4
    assert page.messages == []


def test_a_server_with_a_token_and_a_review(visit: Callable[..., Any]) -> None:
    process, address = start("--token", "hemlig-nyckel-1234", "--review", "http://127.0.0.1:9/abc/")
    try:
        page = visit(address)
        page.locator("#files").set_input_files([file("plan.txt")])
        said(page, "Skriv nyckeln")
        page.locator("#token").fill("fel")
        page.locator("#files").set_input_files([file("plan.txt")])
        said(page, "Klart: 0 av 1")
        assert "nyckel" in page.locator(".why").inner_text()
        page.locator("#clear").click()
        page.locator("#token").fill("hemlig-nyckel-1234")
        page.locator("#files").set_input_files([file("plan.txt")])
        said(page, "Klart: 1 av 1")
        assert page.locator("#review").get_attribute("href") == "http://127.0.0.1:9/abc/"
        with page.expect_download() as waited:
            page.locator('[data-format="json"]').click()
        assert waited.value.suggested_filename == "plan.txt.json"
        assert axe(page) == []
        # A server that went away is told.
        process.kill()
        process.wait(10)
        page.locator("#files").set_input_files([file("sen.txt")])
        page.get_by_text("Servern svarar inte").wait_for()
    finally:
        process.kill()
        process.wait(10)
        process.stderr.close()  # type: ignore[union-attr]


def test_texts_of_documents_run_nothing(server: str, visit: Callable[..., Any]) -> None:
    nasty = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>'
    text = f"Plan {nasty}\n\nÅtgärd\tVem\tNär\n{nasty} måla\tParken\tmaj 2030\nByta lås\tSkolan\tjuni 2030\n"
    page = visit(server)
    page.locator("#files").set_input_files([file("<img src=x onerror=window.ran=1>.txt", text.encode())])
    said(page, "Klart: 1 av 1")
    assert page.evaluate("window.ran") is None
    assert page.locator("#rows img, #rows script, #documents img").count() == 0
    assert page.messages == []
