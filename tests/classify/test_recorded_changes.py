"""What was read and the recorded changes give the text: every word of every value, title and name of an actor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import normalise
from ingest.classify import classify
from ingest.classify.accounting import flat
from ingest.document import Change, Document, words_of
from ingest.draft import Draft, Value
from ingest.options import Options
from ingest.pipeline import arrange
from ingest.source import Source
from tests.classify.build import doc, h, p, t

SAMPLES = Path(__file__).parents[2] / "samples"
STRANGERS = Path(__file__).parents[1] / "strangers"
SUFFIXES = (".pdf", ".docx", ".txt", ".png")
# A list's mark before a text is no word of it.
MARK = re.compile(r"(?:\d{1,2}|[a-zåäö])[.)]")


def replayed(raw: str, changes: Sequence[Change]) -> list[str]:
    """The words of `raw` after the changes, which are in reading order."""
    waiting = list(changes)
    words: list[str] = []
    for read in raw.split():
        word = read
        while waiting and waiting[0].before == word:
            word = waiting.pop(0).after
        words += word.split()
    return words


def proves(value: Value) -> bool:
    """Whether the raw words and the changes give the text, but for bullets, list marks and separators at cuts."""
    made = replayed(value.raw, value.changes)
    for word in value.text.split():
        while made and made[0] != word and not (word in made[0] and flat(made[0]) == flat(word)):
            if flat(made[0]) and not MARK.fullmatch(made[0]):
                return False
            made.pop(0)
        if not made:
            return False
        made.pop(0)
    return not any(flat(word) for word in made)


def wrong(document: Document) -> Iterator[str]:
    """What the recorded changes do not explain in the draft of a document."""
    for word in words_of(document.blocks):
        made = word.raw
        for change in word.changes:
            made = change.after if change.before == made else made
        if made != word.text:
            yield f"word {word.raw!r} became {word.text!r}"
    draft = normalise.resolve(classify(document, Options()), Options())
    for where, value in values(draft):
        if not proves(value):
            yield f"{where}: {value.raw!r} became {value.text!r}"
    read = flat(" ".join(word.text for word in words_of(document.blocks)))
    told = " ".join(n.message for n in draft.notes if n.code == "actor-respelled")
    names = [a.name for a in draft.facts.issuers]
    names += [a.name for _, v in values(draft) for a in v.actors or () if a.name not in told]
    title = draft.facts.title or ""
    if title != document.properties.title and not draft.facts.changes:
        names.append(title)
    names += [s.title for s in draft.sections]
    yield from (f"{name!r} stands nowhere" for name in names if flat(name) not in read)


def values(draft: Draft) -> Iterator[tuple[str, Value]]:
    for row in draft.rows:
        yield from ((f"{row.id}.{name}", v) for name, v in (*row.fields.items(), *row.other.items()))
    yield from ((s.id, s.value) for s in draft.statements)


def converted(path: Path) -> Document:
    return arrange(Source.open(str(path), None, Options().limits), Options())


def files(folder: Path) -> list[Path]:
    return sorted(f for f in folder.rglob("*") if f.suffix in SUFFIXES and f.parent.name not in ("plans", "run"))


@pytest.mark.parametrize("path", files(SAMPLES), ids=lambda f: f.name)
def test_samples_are_explained_by_their_changes(path: Path) -> None:
    assert list(wrong(converted(path))) == []


@pytest.mark.slow
@pytest.mark.parametrize("path", files(STRANGERS), ids=lambda f: f.name)
def test_strangers_are_explained_by_their_changes(path: Path) -> None:
    assert list(wrong(converted(path))) == []


@pytest.mark.parametrize("stripped", [False, True])
def test_damaged_text_is_explained_by_its_changes(stripped: bool) -> None:
    lines = (SAMPLES / "myrby-lista.txt").read_text(encoding="utf-8")
    text = (
        lines.translate(str.maketrans("åäöÅÄÖ", "aaoAAO")) if stripped else lines.replace("ö", "Ã¶").replace("ä", "Ã¤")
    )
    assert list(wrong(arrange(Source.from_bytes(text.encode(), "plan.txt"), Options()))) == []


def test_a_word_changed_without_a_record_is_found() -> None:
    document = doc(h("Plan 2030"), t([["Åtgärd", "Vem"], ["Måla bänkar", "Parken"]]), p("Slut"))
    block = document.blocks[0]
    word = block.lines[0].words[0]  # type: ignore[union-attr]
    line = replace(block.lines[0], words=(replace(word, text="Plans"), *block.lines[0].words[1:]))  # type: ignore[union-attr]
    assert list(wrong(replace(document, blocks=(replace(block, lines=(line,)), *document.blocks[1:]))))  # type: ignore[arg-type]
