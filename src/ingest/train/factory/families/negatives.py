"""Families without rows: tables, lists and prose that hold no measures, whatever their headings are called."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.train.factory.families import family
from ingest.train.factory.grid import GridStyle
from ingest.train.factory.look import look
from ingest.train.factory.markup import contents, heading, page, text
from ingest.train.factory.model import FIELDS, ContentBank, DrawnContent, DrawnDocument, DrawnFront, Measure
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
    "events": ("events", "accounts", "indicators", "courses"),
    "places": ("places", "statistics", "likely", "revisions"),
    "offers": ("offers", "contacts", "opening"),
    "attendance": ("attendance", "members"),
    "courses": ("courses", "events", "attendance"),
    "bodies": ("bodies", "documents", "definitions"),
    "stock": ("stock", "studies"),
    "granted": ("granted", "accounts"),
    "wishes": ("wishes", "studies", "statistics"),
    "cases": ("cases", "statistics"),
    "studies": ("studies", "documents"),
    "likely": ("likely", "risks", "places"),
}


def _other_front(rng: random.Random, front: DrawnFront, kind: str) -> DrawnFront:
    """Return a front page that is none of a plan: a title of the kind, the issuer, a date."""
    titles = words_by_field("negative_titles")
    title, _, document_kind = titles.get(kind, titles["documents"]).partition("|")
    dated = front.dated
    facts = (("Datum", dated),) if dated else ()
    issuers = front.issuers[:1]
    return DrawnFront(title, document_kind, issuers, None, dated, tuple(a.name for a in issuers), (), facts)


_OTHER_FRONT_CHANCE = 0.6
_PADDING_PT = (1.5, 5)
_SIDE_PADDING_PT = (3, 8)
_REPEAT_HEAD_CHANCE = 0.7
_TOGETHER_CHANCE = 0.4
_NUMBERED_CHANCE = 0.3
_TEXT_CHANCE = 0.4


def _negative(rng: random.Random, bank: ContentBank, kind: str) -> DrawnDocument:
    picker = Picker(rng, bank)
    if rng.random() < _OTHER_FRONT_CHANCE:
        picker.front = _other_front(rng, picker.front, kind)
    page_look = look(rng, landscape=0.2)
    padding = (rng.uniform(*_PADDING_PT), rng.uniform(*_SIDE_PADDING_PT))
    grid = GridStyle(rng, page_look, rng.choice(_RULES), padding, repeat_head=rng.random() < _REPEAT_HEAD_CHANCE)
    kinds = [kind, *(k for k in _TOGETHER[kind][1:] if rng.random() < _TOGETHER_CHANCE)]
    titles = words_by_field("negative_headings")
    parts = []
    for i, each in enumerate(kinds, 1):
        title = rng.choice(titles[each].split("|"))
        number = str(i) if len(kinds) > 1 and rng.random() < _NUMBERED_CHANCE else None
        words = f"<p>{text(bank.paragraph(rng))}</p>" if rng.random() < _TEXT_CHANCE else ""
        parts.append(heading(2, number, title, rng) + words + _table(rng, bank, grid, each))
    return DrawnDocument(DrawnContent(picker.front), page(picker, page_look, rng, "".join(parts), grid.css()))


def _table(rng: random.Random, bank: ContentBank, grid: GridStyle, kind: str) -> str:
    headings, rows = bank.negative(rng, kind)
    columns = [Column(h) for h in headings]
    lines = [Measure(other=dict(zip(headings, row, strict=True))) for row in rows]
    return grid.table(columns, lines)


def _register(kind: str) -> None:
    def draw(rng: random.Random, bank: ContentBank) -> DrawnDocument:
        return _negative(rng, bank, kind)

    family(f"no-rows-{kind}", negative=True)(draw)


for _kind in _TOGETHER:
    _register(_kind)


def _running_text(
    rng: random.Random, bank: ContentBank, body: Callable[[Picker], str], *, around: bool = True
) -> DrawnDocument:
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.05)
    return DrawnDocument(DrawnContent(picker.front), page(picker, page_look, rng, body(picker), around=around))


def _paragraphs(lines: Sequence[str], kind: str) -> str:
    if kind == "ul":
        return "<ul>" + "".join(f"<li>{text(line)}</li>" for line in lines) + "</ul>"
    return "".join(f"<p>{text(line)}</p>" for line in lines)


_HEADINGS = 3
_SENTENCES = (1, 4)


@family("no-rows-prose-about-things", negative=True)
def prose_about_things(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Prose whose *ska* is said of things: no one gets a task."""

    def body(_: Picker) -> str:
        parts = []
        for title in rng.sample(phrases("prose_headings"), _HEADINGS):
            lines = [bank.paragraph(rng), *rng.sample(phrases("things_that_shall"), rng.randint(*_SENTENCES))]
            rng.shuffle(lines)
            parts.append(heading(2, None, title, rng) + _paragraphs(lines, "p"))
        return "".join(parts)

    return _running_text(rng, bank, body, around=False)


_CHAPTERS = (3, 6)


@family("no-rows-contents-alone", negative=True)
def contents_alone(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A front page, a list of contents and prose: the plan's measures are in another file."""

    def body(picker: Picker) -> str:
        titles = [*rng.sample(phrases("prose_headings"), _HEADINGS), phrase(rng, "chapter_headings")]
        titles += [t.title for t in picker.themes(*_CHAPTERS)]
        return contents(titles, rng)

    return _running_text(rng, bank, body)


_THEMES = (2, 4)


@family("no-rows-done-last-year", negative=True)
def done_last_year(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A report of what was done in the year that went, under headings that a plan has too."""
    kind = rng.choice(("ul", "p"))

    def body(picker: Picker) -> str:
        year = picker.first_year - 1
        parts = []
        for theme in picker.themes(*_THEMES):
            _, rows = bank.negative(rng, "done")
            lines = [f"{', '.join(row)} deltog." for row in rows[: rng.randint(2, 4)]]
            title = f"{phrase(rng, 'done_headings')} {year}"
            parts.append(heading(2, None, theme.title, rng) + heading(3, None, title, rng) + _paragraphs(lines, kind))
        return "".join(parts)

    drawing = _running_text(rng, bank, body, around=False)
    return replace(drawing, content=DrawnContent(drawing.content.front))


_PROSE_HEADINGS = (3, 6)
_PARAGRAPHS = (1, 4)


@family("no-rows-prose-only", negative=True)
def prose_only(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Running text under headings, nothing else."""

    def body(_: Picker) -> str:
        parts = []
        for title in rng.sample(phrases("prose_headings"), rng.randint(*_PROSE_HEADINGS)):
            lines = [bank.paragraph(rng) for _ in range(rng.randint(*_PARAGRAPHS))]
            parts.append(heading(2, None, title, rng) + _paragraphs(lines, "p"))
        return "".join(parts)

    return _running_text(rng, bank, body, around=False)


_DEPENDENCY_PADDING_PT = (3.0, 5.0)
_WORKS = (4, 8)
_NEEDS = (1, 3)


@family("no-rows-dependencies", negative=True)
def dependencies(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """What work depends on what, and how long it manages without: a risk analysis, no plan."""
    picker = Picker(rng, bank)
    picker.front = _other_front(rng, picker.front, "risks")
    page_look = look(rng, landscape=0.3)
    grid = GridStyle(rng, page_look, rng.choice(_RULES), _DEPENDENCY_PADDING_PT)
    heads = [rng.choice(group.split("|")) for group in phrases("dependency_headings")]
    columns = [Column(h) for h in heads]
    lines = []
    for work in rng.sample(phrases("dependency_works"), rng.randint(*_WORKS)):
        needs = rng.sample(phrases("dependency_needs"), rng.randint(*_NEEDS))
        values = (work, ", ".join(needs), f"{rng.choice((2, 4, 8, 12, 24, 48))} timmar")
        lines.append(Measure(other=dict(zip(heads, values, strict=True))))
    title = phrase(rng, "dependency_titles")
    body = f"<h2>{title}</h2>{grid.table(columns, lines)}"
    return DrawnDocument(DrawnContent(picker.front), page(picker, page_look, rng, body, grid.css()))


_DOTS = 60
_LINE = 45
_FORMS_END = (2, 4)


@family("no-rows-empty-form", negative=True)
def empty_form(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A form of labels over dotted lines or empty boxes, to be filled in."""
    boxes = rng.random() < 0.5
    fill = rng.choice(("." * _DOTS, "_" * _LINE))

    def field(label: str) -> str:
        if boxes:
            return f'<div style="border:0.6pt solid #555;padding:2pt 4pt 22pt;font-size:0.85em">{text(label)}</div>'
        return f"<p>{text(label)}: {fill}</p>"

    def body(_: Picker) -> str:
        labels = dict.fromkeys(bank.label(rng, name) for name in FIELDS)
        form = "".join(field(label) for label in labels)
        title = rng.choice(words_by_field("negative_headings")["form"].split("|"))
        parts = [f"<h3>{title} {i}</h3>{form}" for i in range(1, rng.randint(*_FORMS_END))]
        return heading(2, None, title, rng) + "".join(parts)

    return _running_text(rng, bank, body)


_LISTS = (1, 3)
_BULLETS = (3, 7)
_LED_LIST_CHANCE = 0.5


@family("no-rows-lists", negative=True)
def lists_of_things(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Bullets that tell of what was, of what there is and of what is missing, under headings that measures have too."""

    def body(_: Picker) -> str:
        leads, titles = words_by_field("list_leads"), words_by_field("negative_headings")
        parts = []
        for kind in rng.sample(sorted(leads), rng.randint(*_LISTS)):
            rows = bank.negative(rng, kind)[1]
            lines = [", ".join(v for v in row[: rng.randint(1, 2)] if v) for row in rows[: rng.randint(*_BULLETS)]]
            lead = rng.choice(leads[kind].split("|"))
            led = f"<p>{text(lead)}</p>" if rng.random() < _LED_LIST_CHANCE else ""
            parts.append(heading(2, None, rng.choice(titles[kind].split("|")), rng) + led + _paragraphs(lines, "ul"))
        return "".join(parts)

    drawing = _running_text(rng, bank, body, around=False)
    return replace(drawing, content=DrawnContent(drawing.content.front))
