"""Sentences of running text outside the tables: what each says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.classify.assemble import Leftover
from ingest.classify.fields.classifier import meanings
from ingest.classify.spans import Piece, part, value
from ingest.document import Document
from ingest.draft import DraftStatement
from ingest.language.patterns import pattern
from ingest.language.sentences import sentences
from ingest.normalise.dates import read_times
from ingest.plan import Actor, StatementField

__all__ = ["is_closing", "state"]

# Six meanings share the probability: below this the best of them says little.
LEAST = 0.4
# A capital that does not begin a sentence, or a long first word that does something.
_NAME = pattern("classify", "statements.name")
# What stands between greeting and signature says nothing of the fields, whatever its words.
_GREETING = pattern("classify", "statements.greeting", re.IGNORECASE)
_CLOSING = pattern("classify", "statements.closing", re.IGNORECASE)
_ADDRESS = re.compile(r"@|\bwww\.|https?:|\b0\d{1,3}[- ]\d{2,3}[ -]?\d{2}")


def is_closing(text: str) -> bool:
    """Return whether a line takes leave as letters do, over the name of who signs."""
    return _CLOSING.match(text) is not None


@dataclass(frozen=True, slots=True)
class _Sentence:
    piece: Piece
    section: str | None


def _sentences(leftovers: Sequence[Leftover]) -> Iterator[_Sentence]:
    for leftover in leftovers:
        paragraph = leftover.piece.paragraph
        if paragraph.role in ("header", "footer"):
            continue
        for start, end in sentences(paragraph.text):
            if any(c.isalpha() for c in paragraph.text[start:end]):
                yield _Sentence(replace(leftover.piece, paragraph=part(paragraph, start, end)), leftover.section)


def _contacts(leftovers: Sequence[Leftover]) -> set[int]:
    """Blocks of a contact: an address of mail or telephone and the short lines over it; the signature of a letter."""
    out: set[int] = set()
    texts = [leftover.piece.text for leftover in leftovers]
    for i, text in enumerate(texts):
        if is_closing(text):
            for j in range(i + 1, min(i + 6, len(texts))):
                if texts[j].endswith((".", ":", "!")) or len(texts[j].split()) > 8:
                    break
                out.add(leftovers[j].piece.block)
        if not _ADDRESS.search(text) or len(text.split()) > 8:
            continue
        for j in range(i, max(-1, i - 4), -1):
            if j < i and (texts[j].endswith((".", ":", "!")) or len(texts[j].split()) > 8):
                break
            out.add(leftovers[j].piece.block)
    return out


def state(leftovers: Sequence[Leftover], document: Document) -> tuple[DraftStatement, ...]:
    """One statement a sentence, of the field that it most probably speaks of; `annat` where it says nothing."""
    found = list(_sentences(leftovers))
    contacts = _contacts(leftovers)
    out: list[DraftStatement] = []
    for sentence, scores in zip(found, meanings([s.piece.text for s in found]), strict=True):
        field, probability = _decide(sentence.piece, scores)
        if sentence.piece.block in contacts:
            field, probability = "annat", 0.9
        words = value([sentence.piece], document, column=probability)
        if words is not None:
            out.append(DraftStatement(f"t{len(out) + 1}", sentence.section, field, words))
    return _with_unseen(out)


def _with_unseen(statements: Sequence[DraftStatement]) -> tuple[DraftStatement, ...]:
    """The statements with the actors that no register knows; only a name inside a sentence can be one."""
    asked = [s for s in statements if s.field not in ("annat", "när") and _NAME.search(s.value.text)]
    if not asked:
        return tuple(statements)
    # spaCy and the recogniser take most of a second to load: only where there is something to ask.
    from ingest.classify.fields.named_entities import unseen_actors

    found = dict(zip((s.id for s in asked), unseen_actors([s.value.text for s in asked]), strict=True))
    return tuple(
        replace(s, value=replace(s.value, actors=tuple(Actor(e.text, None, "annat") for e in found[s.id])))
        if found.get(s.id)
        else s
        for s in statements
    )


def _decide(piece: Piece, scores: dict[StatementField, float]) -> tuple[StatementField, float]:
    text = piece.text
    if piece.paragraph.role in ("heading", "caption", "footnote") or _GREETING.match(text) or _ADDRESS.search(text):
        return "annat", 0.9
    if piece.paragraph.role == "list-item" or len(text.split()) <= 8:
        # A line that is little but a date.
        times = read_times(text, period=None, dated=None, prose=True).times
        if times and sum(c.isdigit() for c in text) > 0.2 * sum(not c.isspace() for c in text):
            return "när", 0.9
    if text.endswith(":") and not any(c.isdigit() for c in text):
        # It announces what follows and says nothing itself.
        return "annat", 0.8
    field = max(scores, key=lambda name: scores[name])
    return (field, scores[field]) if scores[field] >= LEAST else ("annat", 1 - scores[field])
