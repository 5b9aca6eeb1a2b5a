"""What was read and is told nowhere: every word of a document stands in a row, fact, section, statement or issue.

Words are compared without case, marks and spaces, so that a hyphen or a bullet that repair took away misses nowhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from textwrap import wrap

from ingest.classify.unplaced import MOST, quoted
from ingest.document import Document, Note, Page, Paragraph, paragraphs, words_of
from ingest.draft import Draft
from ingest.language.sentences import sentences

__all__ = ["flat", "told_text", "untold"]

SHORTEST = 2
"""Words in a row that stand together in what is told, for a paragraph that was taken apart; one alone may be chance."""


_SIGNS = re.compile(r"[\W_]+")
_PIECE = re.compile(r"[^\W_]+")


@lru_cache(maxsize=8192)
def flat(text: str) -> str:
    """Return letters and digits alone, in lower case."""
    return _SIGNS.sub("", text.casefold())


def told_text(draft: Draft) -> str:
    """Return all that a draft tells, as letters and digits."""
    return "\n".join(flat(t) for t in _told(draft))


def _told(draft: Draft) -> Iterator[str]:
    yield draft.facts.title or ""
    yield from (a.name for a in draft.facts.issuers)
    for section in draft.sections:
        yield f"{section.number or ''} {section.title}"
        yield section.problem or ""
    for row in draft.rows:
        yield from (v.text for v in row.fields.values())
        for name, value in row.other.items():
            yield name
            yield value.text
    yield from (s.value.text for s in draft.statements)
    yield from draft.printed
    yield from (n.message for n in (*draft.document.notes, *draft.notes))


def untold(draft: Draft) -> tuple[Note, ...]:
    """Return notes that quote what nothing else tells: furniture, lines of facts, contents, words beside the text."""
    texts = list(_told(draft))
    spaced = "".join(f" {_spaced(t)} \n" for t in texts)
    lines = {flat(line) for text in texts for line in text.split("\n")}
    beside: dict[str, None] = {}
    rest: dict[str, None] = {}
    for paragraph in paragraphs(draft.document.blocks):
        text = f"{paragraph.marker or ''} {paragraph.text}".strip()
        plain = flat(paragraph.text)
        # Most paragraphs are told as they stand; only the others are looked for in the whole of what is told.
        if plain and plain not in lines and not _stands(paragraph, spaced, lines):
            (beside if paragraph.role in ("header", "footer", "side") else rest).setdefault(text)
    notes = [
        *_notes("Running heads and feet, which are no part of the plan", list(beside)),
        *_notes("Lines that stand in no row, section or statement", list(rest)),
    ]
    # A running head is told once for all its pages.
    told = "\n".join(flat(t) for t in (*texts, *(n.message for n in notes)))
    return (*notes, *_lost_words(draft.document, told))


def _spaced(text: str) -> str:
    """The words of a text in lower case, one space between them and no signs."""
    return " ".join(_PIECE.findall(text.casefold()))


def _stands(paragraph: Paragraph, told: str, lines: Collection[str]) -> bool:
    """Return whether all words of a paragraph stand in what is told, in one piece or in a few.

    A piece is some words in a row, whole lines of what is told (the body or the month at a bullet's end), or a number
    beside such. Words are whole ones: `Plan B` does not stand in `handlingsplan … bänk`.
    """
    text = paragraph.text
    if all(not said or said in lines for said in (flat(text[start:end]) for start, end in sentences(text))):
        # Statements are whole sentences, and what is told may be long: it is looked through for the others alone.
        return True
    words = _PIECE.findall(text.casefold())
    at = 0
    numbers_alone = len(words) > 1
    while at < len(words):
        end = at
        piece = " "
        found = 0
        # What goes on stands where its beginning stands, or behind.
        while end < len(words) and (found := told.find(f"{piece}{words[end]} ", found)) >= 0:
            piece += f"{words[end]} "
            end += 1
        short = end - at < min(SHORTEST, len(words))
        if end == at or (short and not words[at].isdigit() and words[at] not in lines):
            return False
        numbers_alone &= short and words[at].isdigit()
        at = end
    return not numbers_alone


def _notes(what: str, texts: Sequence[str], target: str = "document") -> Iterator[Note]:
    """Notes that quote texts in full, several where they are long."""
    group: list[str] = []
    size = 0
    for text in (piece for t in texts for piece in _pieces(t)):
        if group and size + len(text) > MOST:
            yield Note("text-not-placed", "info", f"{what}: {quoted(group)}.", target)
            group, size = [], 0
        group.append(text)
        size += len(text) + len(" | ")
    if group:
        yield Note("text-not-placed", "info", f"{what}: {quoted(group)}.", target)


def _pieces(text: str) -> list[str]:
    """A text in pieces that one note can quote, parted between words where it has any."""
    return wrap(text, MOST, break_on_hyphens=False) if len(text) > MOST else [text]


def _lost_words(document: Document, told: str) -> Iterator[Note]:
    """Words of a page that layout put into no block: turned text, marks beside it."""
    placed = Counter(w.raw for w in words_of(document.blocks))
    # What is lost on one page is on many: a running head, a stamp. Each word is looked for once in all that is told.
    is_told = cache(told.__contains__)
    for page in document.pages:
        lost = [r for r in _raw(page) if any(map(str.isalnum, r)) and not _taken(r, placed)]
        missing = [r for r in lost if flat(r) != str(page.number) and not is_told(flat(r))]
        yield from _notes(f"Words beside the text of page {page.number}", missing, f"page{page.number}")


def _raw(page: Page) -> Iterable[str]:
    return (w.raw for w in (*page.words, *page.rotated))


def _taken(raw: str, placed: Counter[str]) -> bool:
    if placed[raw] > 0:
        placed[raw] -= 1
        return True
    return False
