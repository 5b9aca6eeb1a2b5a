"""The page shows every text as text and holds nothing that leads out; the table and the command say the same."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html
from rich.console import Console

import ingest.compare
from ingest.cli import group
from ingest.compare import compare
from ingest.compare.page import page
from ingest.compare.terminal import tables
from ingest.errors import ExitCode
from ingest.plan import Plan
from ingest.write.plan_json import dumps
from tests.compare.test_compare import UTBILDA, VANDRA, archive, field, plan

HOSTILE = "<script>alert(1)</script>\"'>&amp;{{ 7*7 }}{% raw %}=cmd|x [bold]fet[/bold] <img src=x onerror=y>"


def changed(text: str) -> tuple[Plan, Plan]:
    old = plan(f"{text}.docx", UTBILDA, VANDRA)
    row = replace(UTBILDA, åtgärd=field(f"{UTBILDA.åtgärd.text} {text}"), other={text: field(text)})  # type: ignore[union-attr]
    new = replace(plan(f"{text}.docx", row, replace(VANDRA, åtgärd=field(text))))
    return old, replace(new, document=replace(new.document, title=text))


@pytest.mark.parametrize("language", ["sv", "en"])
@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=60))
@example(HOSTILE)
@example("</style></details>")
def test_any_text_shows_as_text(language: str, text: str) -> None:
    old, new = changed(text)
    found = compare(archive([old]), archive([new]))
    tree = html.document_fromstring(page(found, text, text, language))
    assert {e.tag for e in tree.iter()} <= {
        "html", "head", "meta", "link", "title", "style", "body", "a", "header", "div", "h1", "h2", "h3", "p", "main",
        "section", "ul", "li", "strong", "table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary",
        "span", "dl", "dt", "dd", "del", "ins",
    }  # fmt: skip
    attributes = {name for e in tree.iter() for name in e.attrib}
    assert not any(name.startswith("on") or name in ("src", "action") for name in attributes)
    assert {e.get("href") for e in tree.iter() if e.get("href")} == {"#main", "data:,"}
    shown = tree.text_content()
    assert shown.count(text) >= 5


def test_the_words_that_changed_are_marked() -> None:
    old, new = changed("och personal")
    tree = html.document_fromstring(page(compare(archive([old]), archive([new])), "a", "b"))
    assert any("och personal" in ins.text_content() for ins in tree.iter("ins"))
    assert tree.get("lang") == "sv"


def test_nothing_changed_is_said() -> None:
    one = archive([plan("a", UTBILDA)])
    assert "Ingenting har ändrats" in page(compare(one, one), "a", "b")
    assert "Nothing changed" in page(compare(one, one), "a", "b", "en")


def test_both_languages_have_every_text() -> None:
    folder = Path(ingest.compare.__file__).parent / "language"
    sv, en = (tomllib.loads((folder / f"{n}.toml").read_text(encoding="utf-8")) for n in ("sv", "en"))
    assert sv.keys() == en.keys()


def test_the_terminal_shows_markup_as_text() -> None:
    old, new = changed(HOSTILE)
    console = Console(file=StringIO(), width=4000)
    for table in tables(compare(archive([old]), archive([new]))):
        console.print(table)
    shown: Any = console.file
    assert "[bold]fet[/bold]" in shown.getvalue()


def test_a_terminal_gets_no_commands() -> None:
    old, new = changed("\x1b]0;title\x07 \x9b31m")
    console = Console(file=StringIO(), width=4000, force_terminal=False)
    for table in tables(compare(archive([old]), archive([new]))):
        console.print(table)
    said: Any = console.file
    assert not {"\x1b", "\x07", "\x9b"} & set(said.getvalue())
    assert "\N{SYMBOL FOR ESCAPE}]0;title" in said.getvalue()


def test_halves_of_characters_are_shown_by_a_sign(tmp_path: Path) -> None:
    old, new = changed("och")
    plain = json.loads(dumps(new))
    plain["rows"][0]["åtgärd"]["text"] = "halv\ud800"
    (tmp_path / "old.json").write_bytes(dumps(old))
    (tmp_path / "new.json").write_text(json.dumps(plain), encoding="utf-8")
    arguments = ["compare", str(tmp_path / "old.json"), str(tmp_path / "new.json"), "-o", str(tmp_path / "x.html")]
    result = CliRunner().invoke(group, [*arguments, "--format", "json"], standalone_mode=False)
    assert result.exception is None
    assert "halv?" in result.output
    assert "halv\N{REPLACEMENT CHARACTER}" in (tmp_path / "x.html").read_text(encoding="utf-8")


def test_the_command(tmp_path: Path) -> None:
    old, new = changed("och personal")
    for name, one in (("old", old), ("new", new)):
        (tmp_path / f"{name}.json").write_bytes(dumps(one))
    arguments = ["compare", str(tmp_path / "old.json"), str(tmp_path / "new.json")]

    def run(*more: str) -> tuple[int, str]:
        result = CliRunner().invoke(group, [*arguments, *more], standalone_mode=False)
        assert result.exception is None
        return result.return_value, result.output

    code, output = run()
    assert code == ExitCode.OK
    assert "och personal" in " ".join(output.split())
    code, output = run("--format", "json", "--fail-on-change", "-o", str(tmp_path / "x.html"), "--language", "en")
    assert code == ExitCode.CHANGED
    value = json.loads(output)
    assert value["counts"] == {
        "documents": {"new": 0, "gone": 0, "failed": 0, "mended": 0, "changed": 1},
        "rows": {"appeared": 1, "vanished": 1, "changed": 1},
    }
    assert 'lang="en"' in (tmp_path / "x.html").read_text(encoding="utf-8")
    arguments[2] = arguments[1]
    assert run("--fail-on-change")[0] == ExitCode.OK
