"""Masking: a document's words, before anything is made of them; and, as a second fence, every text of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, NamedTuple

from ingest.document import Block, Document, Line, Paragraph, Word
from ingest.plan import Field, Plan, Section, Statement
from ingest.privacy.detect import Finding, find, mask_text

__all__ = ["mask_document", "mask_plan", "texts"]

_CELL_END = "\x1f"
"""Stands between cells in the stream that is looked at: no number goes from one cell into the next."""
_KEPT = frozenset({"id", "source", "media_type", "edtf", "section", "parent", "target", "code", "rule", "severity"})
"""Fields of a plan that are no text of the document: identifiers, hashes, the name of the file (masked by itself)."""


def mask_document(document: Document) -> Document:
    """The document with every finding in its words, properties and notes replaced by its kind in brackets.

    A finding is looked for in the words as they were read and as repair left them, over line ends and paragraphs. Of a
    word that holds a part of one, the raw reading becomes what the text is, and its repairs go: they would tell it.
    """
    words = _masked_words(document)
    blocks = tuple(_block(b, words) for b in document.blocks) if words else document.blocks
    known = document.properties
    properties = replace(
        known, title=_masked(known.title), author=_masked(known.author), subject=_masked(known.subject)
    )
    notes = tuple(replace(n, message=mask_text(n.message), target=mask_text(n.target)) for n in document.notes)
    return replace(document, blocks=blocks, properties=properties, notes=notes, source=mask_text(document.source))


def _masked(text: str | None) -> str | None:
    return None if text is None else mask_text(text)


class _Seen(NamedTuple):
    """A stream of characters: `owners[i]` is the number of the word that character i belongs to and its place there."""

    text: str
    owners: Sequence[tuple[int, int] | None]


def _masked_words(document: Document) -> dict[int, Word]:
    """The words to be replaced, by the identity of the word that stands in the document."""
    words = [*_stream(document.blocks)]
    in_text = _found_in(_seen(words, raw=False))
    in_raw = _found_in(_seen(words, raw=True))
    result: dict[int, Word] = {}
    for number in _with_joined(words, {*in_text, *in_raw}):
        word = words[number]
        assert isinstance(word, Word)
        parts = in_text.get(number) or (in_raw.get(number) if word.raw == word.text else None)
        is_first = _before(words, number) not in {*in_text, *in_raw}
        # Where only the raw reading shows it, offsets say nothing of the text: the whole word goes.
        start, end, mark = parts or (0, len(word.text), in_raw.get(number, (0, 0, ""))[2])
        text = (word.text[:start] if is_first else "") + (mark if is_first else "") + word.text[end:]
        result[id(word)] = replace(word, text=text, raw=text, changes=())
    return result


def _found_in(view: _Seen) -> dict[int, tuple[int, int, str]]:
    """For each word that a finding touches: its first character, the one after its last, and the mark."""
    found: dict[int, tuple[int, int, str]] = {}
    for finding in find(view.text):
        for number, start, end in _parts(view, finding):
            start_before, end_before, mark = found.get(number, (start, end, f"[{finding.kind}]"))
            found[number] = (min(start, start_before), max(end, end_before), mark)
    return found


def _with_joined(words: Sequence[Word | str], found: set[int]) -> list[int]:
    """The numbers found, and of the words after them those whose text repair has put into the one before."""
    numbers = set(found)
    for number in found:
        for after in range(number + 1, len(words)):
            word = words[after]
            if isinstance(word, Word):
                if word.text:
                    break
                numbers.add(after)
    return sorted(numbers)


def _before(words: Sequence[Word | str], number: int) -> int | None:
    """The number of the word before; None at the start of a cell or of the document."""
    for before in range(number - 1, -1, -1):
        word = words[before]
        if isinstance(word, Word):
            return before
        if word == _CELL_END:
            return None
    return None


def _stream(blocks: Iterable[Block]) -> Iterator[Word | str]:
    """Every word in reading order, with what stands between them."""
    for block in blocks:
        if isinstance(block, Paragraph):
            for line in block.lines:
                for i, word in enumerate(line.words):
                    if i:
                        yield " "
                    yield word
                yield "\n"
        else:
            for cell in block.cells:
                yield from _stream(cell.blocks)
                yield _CELL_END


def _seen(words: Sequence[Word | str], *, raw: bool) -> _Seen:
    text: list[str] = []
    owners: list[tuple[int, int] | None] = []
    for number, word in enumerate(words):
        if isinstance(word, str):
            # Between words of which one is empty (repair joined them) there is nothing.
            if text and text[-1] == word == " ":
                continue
            text.append(word)
            owners.append(None)
        else:
            part = word.raw if raw else word.text
            text.append(part)
            owners.extend((number, i) for i in range(len(part)))
    return _Seen("".join(text), owners)


def _parts(view: _Seen, finding: Finding) -> Iterator[tuple[int, int, int]]:
    """The words that a finding touches: (number, first character, after the last)."""
    spans: dict[int, list[int]] = {}
    for owner in view.owners[finding.start : finding.end]:
        if owner is not None:
            spans.setdefault(owner[0], []).append(owner[1])
    for number, places in spans.items():
        yield number, min(places), max(places) + 1


def _block(block: Block, words: dict[int, Word]) -> Block:
    if isinstance(block, Paragraph):
        if not any(id(w) in words for line in block.lines for w in line.words):
            return block
        lines = tuple(_line(line, words) for line in block.lines)
        return replace(block, lines=lines)
    cells = tuple(replace(c, blocks=tuple(_block(b, words) for b in c.blocks)) for c in block.cells)
    return replace(block, cells=cells)


def _line(line: Line, words: dict[int, Word]) -> Line:
    return replace(line, words=tuple(words.get(id(w), w) for w in line.words))


def mask_plan(plan: Plan) -> Plan:
    """The plan with every finding replaced by its kind in brackets, in texts, raw readings and repairs alike."""
    masked: Plan = _walk(plan)
    return masked


def _walk(value: Any) -> Any:
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, tuple):
        return tuple(_walk(v) for v in value)
    if isinstance(value, dict):
        return {_walk(k): _walk(v) for k, v in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _walk(getattr(value, f.name)) for f in fields(value) if f.name not in _KEPT})
    return value


def texts(plan: Plan) -> Iterator[tuple[str, str]]:
    """(target, text) of everything in a plan that a person reads."""
    if plan.document.title:
        yield "document.title", plan.document.title
    for section in plan.sections:
        yield from _of(section, f"{section.id}.title")
    for row in plan.rows:
        for name, value in [*row.fields(), *row.other.items()]:
            if value is not None:
                yield from _of(value, f"{row.id}.{name}")
    for statement in plan.statements:
        yield from _of(statement, statement.id)


def _of(value: Section | Field | Statement, target: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Section):
        yield target, value.title
        if value.problem:
            yield target.replace(".title", ".problem"), value.problem
    else:
        yield target, value.text
