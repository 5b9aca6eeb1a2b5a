"""What is printed beside the values and has its place by them: column headings, labels, lines of facts, page numbers.

None of it is lost where the row, the fact or the page that it belongs to is there; so no issue needs to quote it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from ingest.classify.facts.dates import fact_words
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.tables.parsed import ParsedRecord, ParsedTable
from ingest.document import paragraphs
from ingest.draft import Draft, DraftFacts
from ingest.language.patterns import pattern
from ingest.normalise import parse_times

__all__ = ["heading_texts", "printed"]

_MOST_LABEL_WORDS = 4
"""Words of a column heading or label (`När ska det göras?`)."""
_KNOWN = 0.8
"""How well the vocabulary knows a heading or label that is one without doubt: by the deciding part of a compound."""
_LABEL = re.compile(r"(?:^|(?<=\s))([^\s:][^:]{0,40}):(?=\s|$)")
_PAGE = pattern("classify", "printed.page")
_MOST_PAGE_WORDS = 4
"""Words of a page's number (`Sida 1 av 9`)."""


def heading_texts(readings: Iterable[ParsedTable], words: Vocabulary) -> Iterator[str]:
    """Return the headings of columns, whole and line by line, that the vocabulary knows.

    Args:
        readings: the document's tables taken apart.
        words: heading words, with those that this document uses.
    """
    for reading in readings:
        for part in reading.parts:
            known = [heading for heading in part.headings if words.heading(heading).known >= _KNOWN]
            yield from known
            yield from (upper for upper in part.uppers if words.heading(upper).known >= _KNOWN)
            for heading, cell in zip(part.headings, part.cells, strict=False):
                yield from (piece.text for piece in cell if heading in known)
        for event in reading.events:
            if isinstance(event, ParsedRecord):
                yield from heading_texts(event.nested, words)


def printed(
    draft: Draft, words: Vocabulary, fact_lines: Collection[str], headings: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the texts that have their place beside a row, a fact or a page.

    Args:
        draft: facts, sections, rows and statements, as found.
        words: heading words, with those that this document uses.
        fact_lines: the texts of the blocks that state facts.
        headings: those of the columns of its tables (`heading_texts`).
    """
    found: dict[str, None] = dict.fromkeys(headings if draft.rows else ())
    pages = len(draft.document.pages)
    for paragraph in paragraphs(draft.document.blocks):
        if draft.rows:
            found.update(dict.fromkeys(_labels(paragraph.text, words)))
        if paragraph.role in ("header", "footer") and _repeats(" ".join(paragraph.text.split()), draft.facts, pages):
            found[" ".join(paragraph.text.split())] = None
    found.update(dict.fromkeys(line for line in fact_lines if states_facts(line, draft.facts)))
    return tuple(found)


def _labels(text: str, words: Vocabulary) -> Iterator[str]:
    """The text itself where it is a label alone, else the labels before its values.

    Only words that stand in the lists, and there for one of the five fields, make a lone text a label: what merely ends
    like one (`Planen är klar`) may be anything, and what names something else (`Bilaga 2`) is nowhere but here.
    """
    flat = " ".join(text.split())
    alone = flat.rstrip(" :?")
    known = words.label(alone) not in (None, "other") or words.is_record_marker(alone)
    if len(flat.split()) <= _MOST_LABEL_WORDS and known:
        yield flat
        return
    for label in _LABEL.finditer(flat):
        last = label[1].split()[-_MOST_LABEL_WORDS:]
        for size in range(len(last), 0, -1):
            if words.label(" ".join(last[-size:])) not in (None, "other"):
                yield " ".join(last[-size:])
                break


def _repeats(text: str, facts: DraftFacts, pages: int) -> bool:
    """Return whether a foot or head is nothing but the number of a page of the document, with or without its facts."""
    words = text.split()
    for size in range(min(_MOST_PAGE_WORDS, len(words)), 0, -1):
        found = _PAGE.fullmatch(" ".join(words[-size:]))
        if found is not None and 0 < int(found[1]) <= max(pages, 1):
            return size == len(words) or states_facts(" ".join(words[:-size]), facts)
    return False


def states_facts(line: str, facts: DraftFacts) -> bool:
    """Return whether every word of a line is a label of a fact, or stands in the fact that was read from it."""
    names = [facts.title or "", *(a.name for a in facts.issuers)]
    known = {w for name in names for w in _words(name)} | fact_words()
    rest = [w for w in _words(line) if w not in known]
    if not rest:
        return True
    days = {d for d in (facts.dated, *_ends(facts)) if d is not None}
    times = parse_times(line, prose=True)
    told = {d for t in times for d in (t.start, t.end) if d is not None}
    if not times or not told <= days:
        return False
    parts = {f"{n:0{width}}" for d in days for n in (d.year, d.month, d.day) for width in (1, 2)}
    parts |= {str(d.year)[2:] for d in days}
    return all(w in parts or (w.isalpha() and _is_month(w)) for word in rest for w in re.findall(r"\d+|\D+", word))


def _ends(facts: DraftFacts) -> tuple[date | None, ...]:
    return (facts.period.start, facts.period.end) if facts.period is not None else ()


def _is_month(word: str) -> bool:
    times = parse_times(f"1 {word} 2030", prose=True)
    return bool(times) and times[0].start is not None and times[0].start == times[0].end


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())
