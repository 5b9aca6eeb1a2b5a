"""Families without rows: tables, lists and prose that hold no measures, whatever their headings are called."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.train.factory.families import family
from ingest.train.factory.grid import Grid
from ingest.train.factory.look import look
from ingest.train.factory.markup import contents, heading, page, text
from ingest.train.factory.model import Content, ContentBank, Drawing, Front, Measure
from ingest.train.factory.phrases import phrase, phrases, words_by_field
from ingest.train.factory.picker import Column, Picker

__all__: list[str] = []

_RULES = ("ruled", "half", "zebra", "none", "head", "frame")
# The kinds of the bank's tables, and which of them stand together in one document.
_TOGETHER = {
    "participants": ("participants", "agenda", "minutes", "distribution"),
    "elections": ("elections", "members", "participants"),
    "accounts": ("accounts", "statistics"),
    "statistics": ("statistics", "indicators"),
    "indicators": ("indicators", "statistics", "definitions"),
    "delegations": ("delegations", "revisions"),
    "letters": ("letters", "distribution"),
    "distribution": ("distribution", "contacts", "revisions"),
    "revisions": ("revisions", "documents", "definitions"),
    "definitions": ("definitions", "documents"),
    "form": ("form",),
    "done": ("done", "statistics"),
    "agenda": ("agenda", "participants"),
    "minutes": ("participants", "minutes", "agenda"),
    "contacts": ("contacts", "opening"),
    "documents": ("documents", "revisions"),
    "risks": ("risks", "definitions"),
    "members": ("members", "elections"),
    "opening": ("opening", "contacts"),
}


def _other_front(rng: random.Random, front: Front, kind: str) -> Front:
    """Return a front page that is none of a plan: a title of the kind, the issuer, a date."""
    titles = words_by_field("negative_titles")
    title, _, document_kind = titles.get(kind, titles["documents"]).partition("|")
    dated = front.dated
    facts = (("Datum", dated),) if dated else ()
    issuers = front.issuers[:1]
    return Front(title, document_kind, issuers, None, dated, tuple(a.name for a in issuers), (), facts)


def _negative(rng: random.Random, bank: ContentBank, kind: str) -> Drawing:
    picker = Picker(rng, bank)
    if rng.random() < 0.6:
        picker.front = _other_front(rng, picker.front, kind)
    page_look = look(rng, landscape=0.2)
    padding = (rng.uniform(1.5, 5), rng.uniform(3, 8))
    grid = Grid(rng, page_look, rng.choice(_RULES), padding, repeat_head=rng.random() < 0.7)
    kinds = [kind, *(k for k in _TOGETHER[kind][1:] if rng.random() < 0.4)]
    titles = words_by_field("negative_headings")
    parts = []
    for i, each in enumerate(kinds, 1):
        title = rng.choice(titles[each].split("|"))
        number = str(i) if len(kinds) > 1 and rng.random() < 0.3 else None
        words = f"<p>{text(bank.paragraph(rng))}</p>" if rng.random() < 0.4 else ""
        parts.append(heading(2, number, title, rng) + words + _table(rng, bank, grid, each))
    return Drawing(Content(picker.front), page(picker, page_look, rng, "".join(parts), grid.css()))


def _table(rng: random.Random, bank: ContentBank, grid: Grid, kind: str) -> str:
    headings, rows = bank.negative(rng, kind)
    columns = [Column(h) for h in headings]
    lines = [Measure(other=dict(zip(headings, row, strict=True))) for row in rows]
    return grid.table(columns, lines)


def _register(kind: str) -> None:
    def draw(rng: random.Random, bank: ContentBank) -> Drawing:
        return _negative(rng, bank, kind)

    family(f"no-rows-{kind}", negative=True)(draw)


for _kind in _TOGETHER:
    _register(_kind)


def _running_text(
    rng: random.Random, bank: ContentBank, body: Callable[[Picker], str], *, around: bool = True
) -> Drawing:
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.05)
    return Drawing(Content(picker.front), page(picker, page_look, rng, body(picker), around=around))


def _paragraphs(lines: Sequence[str], kind: str) -> str:
    if kind == "ul":
        return "<ul>" + "".join(f"<li>{text(line)}</li>" for line in lines) + "</ul>"
    return "".join(f"<p>{text(line)}</p>" for line in lines)


@family("no-rows-prose-about-things", negative=True)
def prose_about_things(rng: random.Random, bank: ContentBank) -> Drawing:
    """Prose whose *ska* is said of things: no one gets a task."""

    def body(_: Picker) -> str:
        parts = []
        for title in rng.sample(phrases("prose_headings"), 3):
            lines = [bank.paragraph(rng), *rng.sample(phrases("things_that_shall"), rng.randint(1, 4))]
            rng.shuffle(lines)
            parts.append(heading(2, None, title, rng) + _paragraphs(lines, "p"))
        return "".join(parts)

    return _running_text(rng, bank, body, around=False)


@family("no-rows-contents-alone", negative=True)
def contents_alone(rng: random.Random, bank: ContentBank) -> Drawing:
    """A front page, a list of contents and prose: the plan's measures are in another file."""

    def body(picker: Picker) -> str:
        titles = [*rng.sample(phrases("prose_headings"), 3), phrase(rng, "chapter_headings")]
        titles += [t.title for t in picker.themes(3, 6)]
        return contents(titles, rng)

    return _running_text(rng, bank, body)


@family("no-rows-done-last-year", negative=True)
def done_last_year(rng: random.Random, bank: ContentBank) -> Drawing:
    """A report of what was done in the year that went, under headings that a plan has too."""
    kind = rng.choice(("ul", "p"))

    def body(picker: Picker) -> str:
        year = picker.first_year - 1
        parts = []
        for theme in picker.themes(2, 4):
            _, rows = bank.negative(rng, "done")
            lines = [f"{', '.join(row)} deltog." for row in rows[: rng.randint(2, 4)]]
            title = f"{phrase(rng, 'done_headings')} {year}"
            parts.append(heading(2, None, theme.title, rng) + heading(3, None, title, rng) + _paragraphs(lines, kind))
        return "".join(parts)

    drawing = _running_text(rng, bank, body, around=False)
    return replace(drawing, content=Content(drawing.content.front))


@family("no-rows-prose-only", negative=True)
def prose_only(rng: random.Random, bank: ContentBank) -> Drawing:
    """Running text under headings, nothing else."""

    def body(_: Picker) -> str:
        parts = []
        for title in rng.sample(phrases("prose_headings"), rng.randint(3, 6)):
            lines = [bank.paragraph(rng) for _ in range(rng.randint(1, 4))]
            parts.append(heading(2, None, title, rng) + _paragraphs(lines, "p"))
        return "".join(parts)

    return _running_text(rng, bank, body, around=False)
