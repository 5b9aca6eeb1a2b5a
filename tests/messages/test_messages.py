"""Every text that people read has a translation, and says the same with the same things filled in."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

from ingest import doctor, messages
from ingest.batch import commands
from ingest.cli import main
from ingest.errors import ExitCode
from ingest.messages import chosen, t, translated, use
from ingest.read import office_xml
from ingest.read.docx import reader as docx_reader
from ingest.read.sheets import reader as sheets_reader
from ingest.read.slides import reader as slides_reader
from tests.messages.texts import texts_of_help, texts_of_source

CATALOGUE = tomllib.loads((Path(messages.__file__).parent / "sv.toml").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def _english_again() -> object:
    yield
    use(None)


def test_every_text_has_a_translation() -> None:
    missing = {text: at for text, at in {**texts_of_source(), **texts_of_help()}.items() if not _is_known(text)}
    assert missing == {}


def _is_known(text: str) -> bool:
    """Whether a text is in the catalogue, as it is or with what is filled in at its end (a remedy) in its place."""
    open_end = text.removesuffix("{}")
    ends = [known for known in CATALOGUE if open_end not in ("", text) and known.startswith(open_end)]
    return text in CATALOGUE or bool(ends)


def test_what_stands_in_tables_of_the_code_has_a_translation() -> None:
    texts = [what_for for _, _, what_for in doctor.EXTRAS]
    texts += commands._LOADED.values()
    for notes in (docx_reader._NOTES, sheets_reader._NOTES, slides_reader._NOTES, office_xml.LEFT_OUT):
        texts += [message for _, _, message in notes.values()]
    assert [text for text in texts if text not in CATALOGUE] == []


def test_doctor_speaks_swedish(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--lang", "sv", "doctor"], standalone_mode=False)
    said = capsys.readouterr().out
    assert "Modeller" in said
    for english in ("for ", "missing", "not ", "optional", "loading"):
        assert not re.search(rf"(?m)(^|  ){english}", said), english


def test_the_finder_of_texts_finds_them() -> None:
    found = texts_of_source()
    assert "is of the type {}, which no reader knows." in found
    assert "the row has no {}: {}." in found
    assert "{}: the span ends before it starts" not in found  # made of two
    assert "the span ends before it starts" in found
    assert len(found) > 200
    assert len(texts_of_help()) > 90


def _holes(text: str) -> list[str]:
    return sorted(name or "" for part in text.split("|")[-1:] for _, name, _, _ in string.Formatter().parse(part)
                  if name is not None)  # fmt: skip


@pytest.mark.parametrize(("english", "swedish"), CATALOGUE.items())
def test_a_translation_fills_in_the_same(english: str, swedish: str) -> None:
    if "{" in english:
        assert _holes(english) == _holes(swedish)
    assert english.count("|") == swedish.count("|")
    assert re.findall(r"--[a-z-]+", english) == re.findall(r"--[a-z-]+", swedish)


def test_what_is_filled_in_already_is_recognised() -> None:
    assert translated("is of the type image/gif, which no reader knows.", "sv") == (
        "är av typen image/gif, som ingen läsare känner."
    )
    reasons = "the text seems cut at an end; the words do not suit the field"
    whole = f"right with a probability of 0.71: {reasons}. Compare the text with the page."
    assert translated(whole, "sv") == (
        "rätt med sannolikheten 0.71: texten verkar avhuggen i en ände; orden passar inte fältet. "
        "Jämför texten med sidan."
    )
    two = "the row says the same as r1. Delete one of the rows if the plan does not mean both."
    assert translated(two, "sv") == "raden säger detsamma som r1. Ta bort en av raderna om planen inte menar båda."
    assert translated("något som ingen känner", "sv") == "något som ingen känner"
    assert translated(whole, "en") == whole
    # Braces in what is filled in are only text.
    assert translated("{x} {0} does not exist.", "sv") == "{x} {0} finns inte."


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "sv_SE.UTF-8"}, "sv"),
        ({"LANG": "sv_SE.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "C", "INGEST_LANG": "sv"}, "sv"),
        ({"LANG": "de_DE"}, "en"),
        ({}, "en"),
    ],
)
def test_the_environment_chooses(variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("INGEST_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    use(None)
    assert chosen() == language
    assert t("rows") == {"sv": "rader", "en": "rows"}[language]


def test_the_command_line_speaks_swedish(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["--lang", "sv", "convert", "--help"], standalone_mode=False) == ExitCode.OK
    said = capsys.readouterr().out
    assert "Användning: " in said
    assert "Omvandla PATHS" in said
    assert "[krävs]" in said
    assert "Show this message" not in said
    wrong = {
        ("show",): "Något saknas i kommandot: OUT",
        ("shw",): "Kommandot shw finns inte.",
        ("convert", "x", "-o", "y", "--lmit"): "Valet --lmit finns inte.",
        ("convert", str(tmp_path / "saknas"), "-o", str(tmp_path / "ut")): "finns inte. Kontrollera sökvägen",
        ("convert", "x", "-o", "y", "--timeout", "snart"): "snart är ingen tid",
    }
    for arguments, text in wrong.items():
        assert main(["--lang=sv", *arguments], standalone_mode=False) == ExitCode.USAGE
        assert text in capsys.readouterr().err
    assert main(["--lang", "en", "show"], standalone_mode=False) == ExitCode.USAGE
    assert "Missing argument 'OUT'." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("english", "swedish"),
    [
        ("nothing new", "inget nytt"),
        ("headings, held out: 3 of 4 answers right, 5 asked", "headings, undanhållet: 3 av 4 svar rätt, 5 frågade"),
        ("use it: --vocabulary a.toml --actors b.toml", "använd det: --vocabulary a.toml --actors b.toml"),
    ],
)
def test_what_learning_from_corrections_says_has_a_translation(english: str, swedish: str) -> None:
    assert messages.translated(english, "sv") == swedish
