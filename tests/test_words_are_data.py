"""Swedish words and patterns stand in data files: the modules that read a document hold none."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from ingest.language.lexicon import frequency, readings
from ingest.plan import FIELDS, ActorType, Kind

SOURCE = Path(__file__).resolve().parent.parent / "src" / "ingest"
SHOWN = ("cli", "compare", "html", "messages", "report", "review", "serve", "write")
"""Rooms that show texts to people, in Swedish too."""
DRAWN = ("train",)
"""Draws documents to learn from, with the words in them."""
FIELD_WORDS = {*FIELDS, *get_args(ActorType), *get_args(Kind)}
"""The contract's own words."""

SMALL = set(
    re.findall(
        r"\w+",
        """och samt eller av till det som med om att ett ska skall kommer inom vid mot utan enligt genom mellan senast
        från för på hos är inte vi detta dessa så här där fran pa ar nar vad hur vem vart varje alla annan andra
        ernas arnas ornas arna erna orna ens ets""",
    )
)
"""Small words and endings that no other language of the code has."""
FORMATS = set(
    re.findall(
        r"\w+",
        """https com microsoft mac gif usd dos sal prop ros div eng del den var journal opinion money your please
        kommuner alt center dialog legend nav tel video""",
    )
)
"""Names of formats, tags, files and programs, and English of the messages, that stand in no docstring."""
CLASS = re.compile(r"\[(?:\\.|[^\]\\])*\]")
ESCAPES = re.compile(r"\\[A-Za-z]|\(\?P?[<=][\w]+>?|\(\?[aimsx-]+[:)]|\{\w*\}")
TOKEN = re.compile(r"[^\W\d_]+")
MARKED = re.compile(r"[åäöÅÄÖ]")
ALPHABET = 25
"""Letters of a run from which it is an alphabet and no word."""
COMMON = 3.0
"""Uses in a million words from which a word is one of the language."""
QUOTED = re.compile(r"`[^`]*`|\*[^*\n]+\*|\"[^\"]*\"|“[^”]*”")


@cache
def english() -> frozenset[str]:
    """The words of the code's own language: those of its names and of its docstrings, quotations apart."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Expr)
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ):
                found.update(word.lower() for word in TOKEN.findall(QUOTED.sub(" ", node.value.value)))
            elif isinstance(node, ast.Name | ast.Attribute):
                found.update(TOKEN.findall((node.id if isinstance(node, ast.Name) else node.attr).lower()))
            elif isinstance(node, ast.alias):
                found.update(TOKEN.findall(node.name.lower()))
    return frozenset(found)


def swedish_in(source: str) -> list[str]:
    """The string literals of a module that hold Swedish words, as `line: word`."""
    tree = ast.parse(source)
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            found += [f"{node.lineno}: {word}" for word in _words(node.value)]
    return found


def _words(text: str) -> Iterator[str]:
    if text.strip(" -") in FIELD_WORDS:
        return
    for word in TOKEN.findall(ESCAPES.sub(" ", CLASS.sub(" ", text))):
        low = word.lower()
        if low in FIELD_WORDS or len(word) >= ALPHABET:
            continue
        marked = len(word) > 2 and MARKED.search(word) and re.search(r"[b-df-hj-np-tv-z]", low)
        foreign = len(word) < 3 or low in english() or low in FORMATS
        small = low in SMALL or (marked and frequency(low) > 0)
        if small or (not foreign and (frequency(low) >= COMMON or _bared(low))):
            yield word


def _bared(word: str) -> bool:
    """Whether letters are no word but one without its marks (`atgard`)."""
    return len(word) > 4 and not frequency(word) and any(frequency(r.text) >= COMMON for r in readings(word))


@pytest.mark.parametrize(
    "line",
    [
        r'_FINITE = re.compile(r"\b(har|kan|vill|finns)\b")',
        r'_TITLE = re.compile(r"plan\b|planen|strategi|riktlinj")',
        'extra = "dokumenttyp|antagen av|handläggare"',
        r'_CAPTION = re.compile(r"^(?:tabell|figur|diagram)\s+\d")',
        '_MONTH = re.compile(r"^(?:jan|feb|maj|okt)")',
        '_ENDINGS = ("ernas", "arna", "en")',
        '_BEFORE = frozenset(("i", "pa", "vid", "hos"))',
        'open_end = text.endswith((",", " och", " samt"))',
        '_PRONOUNS = frozenset({"vi", "detta"})',
        r'_PROMISE = re.compile(r"(?P<who>\w+) (?:lovar|ska)\b")',
        'is_contents = fold(text) in ("innehall", "atgarder")',
    ],
)
def test_words_in_a_module_are_found(line: str) -> None:
    assert swedish_in(line)


@pytest.mark.parametrize(
    "line",
    [
        '"""Whether a line is a heading: `och` in a docstring is no pattern."""',
        r'_NUMBER = re.compile(r"^[A-ZÅÄÖ][a-zåäö]+\s(?P<page>\d{1,3})$")',
        'MARKED = frozenset("åäöéÅÄÖÉ")',
        'fields = ("mål", "åtgärd", "när")',
        'kind = "överenskommelse"',
        'raise ValueError("the page cannot be read")',
        r'_ADDRESS = re.compile(r"www\.\S+|https?://\S+")',
    ],
)
def test_letters_and_field_words_are_none(line: str) -> None:
    assert not swedish_in(line)


def test_no_module_that_reads_holds_swedish_words() -> None:
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        room = path.relative_to(SOURCE).as_posix()
        if not room.startswith(tuple(f"{r}/" for r in (*SHOWN, *DRAWN))):
            found += [f"{room}:{word}" for word in swedish_in(path.read_text(encoding="utf-8"))]
    assert not found
