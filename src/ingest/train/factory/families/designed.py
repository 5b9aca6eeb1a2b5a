"""Families as designers set out pages: phase columns, posters, magazines, mixed grids of boxes, forms of systems."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from ingest.train.factory.families import family
from ingest.train.factory.look import TINTS, DrawnLook, look
from ingest.train.factory.markup import heading, page, text
from ingest.train.factory.model import (
    FIELDS,
    ContentBank,
    DrawnContent,
    DrawnDocument,
    FieldName,
    Measure,
    Section,
    Theme,
)
from ingest.train.factory.phrases import phrase, phrases
from ingest.train.factory.picker import Picker, phase_period
from ingest.train.factory.tails import Tail

__all__: list[str] = []

_SHORT = 100
_LAST_MONTH = 12


_TINTED_CHANCE = 0.55


def _frame(rng: random.Random, page_look: DrawnLook) -> str:
    """Return CSS declarations of a box's frame."""
    border = rng.choice(
        (
            f"border:0.75pt solid {page_look.accent};",
            "border:0.5pt solid #999;",
            f"border-left:3pt solid {page_look.accent};",
            f"border-top:2pt solid {page_look.accent};",
            f"border-bottom:1pt solid {page_look.accent};",
            "box-shadow:1pt 1pt 3pt #999;background:#fff;",
            "",
        )
    )
    tint = f"background:{rng.choice((page_look.tint, *TINTS))};" if rng.random() < _TINTED_CHANCE else ""
    radius = f"border-radius:{rng.choice((0, 0, 3, 8))}pt;"
    return f"{border}{tint}{radius}padding:{rng.uniform(4, 10):.1f}pt {rng.uniform(5, 11):.1f}pt;"


_GAP_PT = (5, 14)


def _grid(rng: random.Random, abreast: int) -> str:
    """Return CSS of cards abreast."""
    gap = rng.uniform(*_GAP_PT)
    return f".cards {{ display:grid; grid-template-columns:repeat({abreast}, minmax(0, 1fr)); gap:{gap:.0f}pt; }}"


def _stopless(measure: Measure) -> Measure:
    return replace(measure, åtgärd=(measure.åtgärd or "").rstrip("."))


# ---------------------------------------------------------------- columns of time


def _head_shape(rng: random.Random, page_look: DrawnLook) -> str:
    """Return CSS of the head of a column: an arrow, a bar, a line."""
    dark = f"background:{page_look.accent};color:#fff;"
    return rng.choice(
        (
            f"{dark}clip-path:polygon(0 0, 90% 0, 100% 50%, 90% 100%, 0 100%);",
            f"{dark}border-radius:3pt;",
            f"background:{page_look.tint};",
            f"border-bottom:2pt solid {page_look.accent};color:{page_look.accent};",
            "",
        )
    )


def _step(rng: random.Random, measure: Measure, style: str, label: str) -> str:
    """Return the box of one measure, with its responsible in one of a few ways."""
    who = measure.text("vem")
    deed = text(measure.åtgärd or "")
    if not who:
        return f'<div class="step"><div>{deed}</div></div>'
    if style == "label":
        return f'<div class="step"><div>{deed}</div><div class="who">{label}: {text(who)}</div></div>'
    if style == "above":
        return f'<div class="step"><div>{deed}</div><div class="lab">{label}</div><div>{text(who)}</div></div>'
    return f'<div class="step"><div>{deed} ({text(who)})</div></div>'


_PHASES_KNOWN = 5
_TIME_COLUMNS = (3, 4)
_MOST_OF_COLUMN = 4
_TIME_GAP_PT = (3, 12)


def _time_columns(rng: random.Random, bank: ContentBank, *, slide: bool) -> DrawnDocument:
    picker = Picker(rng, bank)
    page_look = look(rng, slide=True) if slide else look(rng, landscape=0.9, small=True)
    style = rng.choice(("label", "label", "above", "brackets", "none"))
    label = phrase(rng, "responsible_labels")
    word = phrase(rng, "phase_words") if rng.random() < 0.5 else ""
    names = rng.sample(phrases("phases"), _PHASES_KNOWN)
    theme = picker.theme()
    count = rng.randint(*_TIME_COLUMNS)
    month, year = 1, picker.first_year
    columns, sections = [], []
    fields: tuple[FieldName, ...] = ("åtgärd",) if style == "none" else ("åtgärd", "vem")
    for i in range(1, count + 1):
        last = min(_LAST_MONTH, month + rng.randint(0, 2))
        when = phase_period(rng, month, last, year)
        month, year = (last + 1, year) if last < _LAST_MONTH else (1, year + 1)
        title = when.text if not word else f"{word} {i}: {names[i - 1]} ({when.text})"
        when = replace(when, text=title)
        drawn = picker.measures(theme, 1, _MOST_OF_COLUMN, fields, origin="list", one_line=True, longest=_SHORT)
        plain = [replace(m, vem=None if m.vem is None else replace(m.vem, text=m.vem.text.rstrip("."))) for m in drawn]
        measures = tuple(replace(_stopless(m) if style == "brackets" else m, när=when) for m in plain)
        steps = "".join(_step(rng, m, style, label) for m in measures)
        columns.append(f'<div class="lane"><div class="head">{text(title)}</div>{steps}</div>')
        sections.append(Section(title, None, None, measures))
    top = phrase(rng, "measure_headings")
    gap = rng.uniform(*_TIME_GAP_PT)
    css = (
        f".lanes {{ display:grid; grid-template-columns:repeat({count}, minmax(0, 1fr)); gap:{gap:.0f}pt; }}"
        f".head {{ {_head_shape(rng, page_look)} font-weight:bold; padding:5pt 8pt; margin-bottom:5pt; }}"
        f".step {{ {_frame(rng, page_look)} margin-bottom:{rng.uniform(3, 8):.0f}pt; break-inside:avoid; }}"
        f".who {{ {rng.choice(('font-style:italic', 'color:#555', 'font-size:0.9em', 'font-weight:bold'))}; }}"
        f".lab {{ font-weight:bold; font-size:0.85em; color:{page_look.accent}; }}"
    )
    body = heading(2, None, top, rng) + f'<div class="lanes">{"".join(columns)}</div>'
    content = DrawnContent(picker.front, (Section(top, None, None, (), tuple(sections)),))
    return DrawnDocument(content, page(picker, page_look, rng, body, css, around=False))


@family("phase-columns")
def phase_columns(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Phases side by side, each a column under its period with a box a measure."""
    return _time_columns(rng, bank, slide=False)


@family("phase-columns-on-slides")
def slide_phase_columns(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """The same on a slide."""
    return _time_columns(rng, bank, slide=True)


# ---------------------------------------------------------------- posters and mixed grids


_ABREAST_WIDE = (2, 3, 3, 4)
_ABREAST = (2, 2, 3)
_JOINED_CHANCE = 0.3
_THEMES = (1, 3)
_MOST_POSTER_CARDS = 6


@family("poster-cards")
def poster_cards(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Cards abreast without labels for the measure: its title, a line of who and when with labels."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.4)
    abreast = rng.choice(_ABREAST_WIDE) if page_look.width > page_look.height else rng.choice(_ABREAST)
    who, when = phrase(rng, "responsible_labels"), phrase(rng, "time_labels")
    joined = rng.random() < _JOINED_CHANCE
    parts, sections = [], []
    for theme in picker.themes(*_THEMES):
        cards, own = [], []
        for m in picker.measures(theme, 2, _MOST_POSTER_CARDS, ("åtgärd", "vem", "när"), one_line=True, longest=90):
            vem, när = m.text("vem"), m.text("när")
            lines = [f"{label}: {text(value)}" for label, value in ((who, vem), (when, när)) if value]
            if joined and len(lines) > 1:
                lines = [" &nbsp;|&nbsp; ".join(lines)]
            rows = "".join(f'<div class="fact">{line}</div>' for line in lines)
            cards.append(f'<div class="card"><div class="t">{text(m.åtgärd or "")}</div>{rows}</div>')
            own.append(Section(m.åtgärd or "", None, None, (m,)))
        parts.append(heading(2, None, theme.title, rng) + f'<div class="cards">{"".join(cards)}</div>')
        sections.append(Section(theme.title, None, None, (), tuple(own)))
    css = (
        f"{_grid(rng, abreast)}"
        f".card {{ {_frame(rng, page_look)} break-inside:avoid; }}"
        f".t {{ font-weight:bold; color:{page_look.accent}; margin-bottom:4pt; }}"
        f".t {{ font-size:{rng.uniform(1.0, 1.2):.2f}em; }}"
        f".fact {{ {rng.choice(('', 'font-size:0.9em', 'color:#444', 'font-style:italic'))} }}"
    )
    content = DrawnContent(picker.front, tuple(sections))
    return DrawnDocument(content, page(picker, page_look, rng, "".join(parts), css, around=False))


_SLIDE_CHANCE = 0.6
_WITH_GOAL_CHANCE = 0.4
_BOX_WIDTHS = {"mål": 1.4, "åtgärd": 2.2, "vem": 1.2, "när": 0.9}
"""Widths of the fields' boxes, in shares of each other."""
_MOST_BOXES = 4
_BOX_GAP_PT = (4, 12)


@family("boxes-as-table")
def boxes_as_table(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A table of which each cell is a box of its own, with white between the boxes."""
    picker = Picker(rng, bank)
    slide = rng.random() < _SLIDE_CHANCE
    page_look = look(rng, slide=True) if slide else look(rng, landscape=0.5)
    fields = [f for f in FIELDS if f in ("åtgärd", "vem", "när") or (f == "mål" and rng.random() < _WITH_GOAL_CHANCE)]
    heads = {"mål": "goal_labels", "vem": "responsible_labels", "när": "time_labels"}
    names = {f: bank.label(rng, f) if f not in heads else phrase(rng, heads[f]) for f in fields}
    weights = _BOX_WIDTHS
    widths = " ".join(f"{weights[f]}fr" for f in fields)
    parts, sections = [], []
    for theme in picker.themes(*_THEMES):
        drawn = picker.measures(theme, 2, _MOST_BOXES, fields, one_line=True, longest=_SHORT)
        head = "".join(f'<th class="h">{text(names[f])}</th>' for f in fields)
        rows = "".join(
            "<tr>" + "".join(f'<td class="c">{text(m.text(f) or "")}</td>' for f in fields) + "</tr>" for m in drawn
        )
        table = f'<table class="g"><tr>{head}</tr>{rows}</table>'
        after = "break-after:page" if slide else "break-inside:avoid"
        parts.append(f'<div style="{after}">{heading(2, None, theme.title, rng)}{table}</div>')
        sections.append(Section(theme.title, None, None, tuple(drawn)))
    gap = rng.uniform(*_BOX_GAP_PT)
    shares = [weights[f] / sum(weights[f] for f in fields) for f in fields]
    cols = "".join(f".g th:nth-child({i + 1}) {{ width:{100 * s:.0f}%; }}" for i, s in enumerate(shares))
    css = (
        f".g {{ border-collapse:separate; border-spacing:{gap:.0f}pt {rng.uniform(3, 10):.0f}pt; width:100%;"
        f" table-layout:fixed; --w:'{widths}'; }} {cols}"
        f".h {{ text-align:left; padding:4pt 8pt; background:{page_look.accent}; color:#fff; border-radius:3pt; }}"
        f".c {{ {_frame(rng, page_look)} vertical-align:{rng.choice(('top', 'middle'))}; }}"
    )
    return DrawnDocument(
        DrawnContent(picker.front, tuple(sections)), page(picker, page_look, rng, "".join(parts), css, around=False)
    )


# ---------------------------------------------------------------- magazines


def _prose(rng: random.Random, bank: ContentBank, count: int, *, drop_cap: bool = False) -> str:
    paragraphs = [text(bank.paragraph(rng)) for _ in range(count)]
    first = f'<p class="{"cap" if drop_cap else ""}">{paragraphs[0]}</p>'
    return first + "".join(f"<p>{p}</p>" for p in paragraphs[1:])


def _list_box(rng: random.Random, title: str, lines: Sequence[str]) -> str:
    items = "".join(f"<li>{text(line)}</li>" for line in lines)
    return f'<div class="measures"><h3 style="margin-top:0">{title}</h3><ul>{items}</ul></div>'


_WIDE_COLUMNS = 3
_THREE_COLUMNS_CHANCE = 0.3
_QUOTES = 3
_ACROSS_CHANCE = 0.6
_MOST_OF_LIST = 5
_QUOTE_CHANCE = 0.6
_PARAGRAPHS = (2, 4)


@family("magazine")
def magazine(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Two or three columns of prose with drop caps and pull quotes; a box of measures across the page's foot."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.4)
    tail = Tail(rng)
    columns = _WIDE_COLUMNS if page_look.width > page_look.height or rng.random() < _THREE_COLUMNS_CHANCE else 2
    quotes = rng.sample(phrases("pull_quotes"), _QUOTES)
    across = rng.random() < _ACROSS_CHANCE
    parts, sections = [], []
    for theme in picker.themes(*_THEMES):
        drawn = picker.measures(
            theme, 2, _MOST_OF_LIST, ("åtgärd", "vem", "när"), origin="list", one_line=True, longest=_SHORT
        )
        pairs = [tail.end(m) for m in drawn]
        title = phrase(rng, "measure_headings")
        quote = f'<div class="quote">”{quotes.pop()}”</div>' if quotes and rng.random() < _QUOTE_CHANCE else ""
        words = _prose(rng, bank, rng.randint(*_PARAGRAPHS), drop_cap=rng.random() < 0.5)
        prose = f'<div class="cols">{words}{quote}</div>'
        box = _list_box(rng, title, [line for _, line in pairs])
        parts.append(
            f'<div style="break-inside:avoid">{heading(2, None, theme.title, rng)}'
            f"{prose + box if across else f'<div class=cols>{words}{quote}{box}</div>'}</div>"
        )
        child = Section(title, None, None, tuple(m for m, _ in pairs))
        sections.append(Section(theme.title, None, None, (), (child,)))
    css = (
        f".cols {{ column-count:{columns}; column-gap:{rng.uniform(11, 22):.0f}pt; }}"
        ".cap::first-letter { font-size:3em; float:left; line-height:0.9; padding-right:3pt; }"
        f".measures {{ {_frame(rng, page_look)} break-inside:avoid; margin:6pt 0 10pt;"
        f" {'column-count:2;' if across and rng.random() < 0.4 else ''} }} .measures h3 {{ column-span:all; }}"
        f".quote {{ font-size:1.35em; color:{page_look.accent}; margin:8pt 0; break-inside:avoid; }}"
    )
    return DrawnDocument(
        DrawnContent(picker.front, tuple(sections)), page(picker, page_look, rng, "".join(parts), css, around=False)
    )


_LEFT_CHANCE = 0.6
_LEAST_OF_LONG_LIST = 3
_MOST_OF_LONG_LIST = 6


@family("facts-beside-list")
def facts_beside_list(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """One page an area: a narrow column of background and goal, the measures in the wide column beside it."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.5)
    tail = Tail(rng)
    left = rng.random() < _LEFT_CHANCE
    problem, goal = phrase(rng, "problem_labels"), phrase(rng, "goal_labels")
    title = phrase(rng, "measure_headings")
    parts, sections = [], []
    for theme in picker.themes(*_THEMES):
        pairs = [tail.end(m) for m in _list(picker, theme, _LEAST_OF_LONG_LIST, _MOST_OF_LONG_LIST)]
        measures = tuple(replace(m, orsak=theme.problem, mål=theme.goal) for m, _ in pairs)
        side = (
            f'<div class="side"><h3 style="margin-top:0">{problem}</h3><p>{text(theme.problem)}</p>'
            f"<h3>{goal}</h3><p>{text(theme.goal)}</p></div>"
        )
        main = f'<div class="article">{_list_box(rng, title, [line for _, line in pairs])}</div>'
        order = side + main if left else main + side
        widths = "1fr 2.2fr" if left else "2.2fr 1fr"
        parts.append(
            f'<div style="break-inside:avoid">{heading(2, None, theme.title, rng)}'
            f'<div class="pair" style="grid-template-columns:{widths}">{order}</div></div>'
        )
        sections.append(Section(theme.title, None, None, measures))
    css = (
        f".pair {{ display:grid; gap:{rng.uniform(10, 20):.0f}pt; margin-bottom:8pt; }}"
        f".side {{ {_frame(rng, page_look)} font-size:0.95em; }} .measures {{ margin:0; }}"
        f".pair > div:first-child {{ margin-top:{rng.choice((0, 0, 14, 28))}pt; }}"
    )
    return DrawnDocument(
        DrawnContent(picker.front, tuple(sections)), page(picker, page_look, rng, "".join(parts), css, around=False)
    )


def _list(picker: Picker, theme: Theme, least: int, most: int) -> Sequence[Measure]:
    fields: tuple[FieldName, ...] = ("åtgärd", "vem", "när")
    return picker.measures(theme, least, most, fields, origin="list", one_line=True, longest=_SHORT)


# ---------------------------------------------------------------- forms of systems


_FORM_THEMES = (1, 4)
_MOST_FORMS = 4
_EMPTY_PRIORITY_CHANCE = 0.2


@family("record-forms")
def record_forms(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A record a measure as systems print it: labels beside values, long fields alone, short ones two on a line."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.1)
    fields = picker.fields(must=("åtgärd", "vem", "när"))
    names = {f: bank.label(rng, f) for f in FIELDS}
    status = phrases("status_words")
    rule = rng.choice(
        ("border-bottom:0.5pt solid #ccc;", "", "border-bottom:0.5pt dotted #999;", "background:#f4f4f4;")
    )
    top = rng.choice((f"border-top:1.5pt solid {page_look.accent};", "border-top:0.75pt solid #444;", ""))
    parts, sections = [], []
    for theme in picker.themes(*_FORM_THEMES):
        records, own = [], []
        for m in picker.measures(theme, 1, _MOST_FORMS, fields, one_line=True):
            m = replace(m, other={"Status": rng.choice(status)})
            long = "".join(
                f'<tr><td class="k">{text(names[f])}</td><td class="v" colspan="3">{text(value)}</td></tr>'
                for f in FIELDS
                if f in ("orsak", "mål", "åtgärd") and (value := m.text(f))
            )
            short = [(names[f], m.text(f) or "") for f in ("vem", "när")] + [("Status", m.other["Status"])]
            short += [("Prioritet", "")] if rng.random() < _EMPTY_PRIORITY_CHANCE else []
            rows = ""
            for a in range(0, len(short), 2):
                cells = "".join(
                    f'<td class="k">{text(k)}</td><td class="v">{text(v)}</td>' for k, v in short[a : a + 2]
                )
                rows += f"<tr>{cells}</tr>"
            records.append(f'<table class="form">{long}{rows}</table>')
            own.append(m)
        parts.append(heading(2, None, theme.title, rng) + "".join(records))
        sections.append(Section(theme.title, None, None, tuple(own)))
    css = (
        f".form {{ border-collapse:collapse; width:100%; {top} break-inside:avoid; }}"
        f".form {{ margin-bottom:{rng.uniform(6, 14):.0f}pt; }}"
        f".form td {{ {rule} padding:3pt 5pt; vertical-align:top; }}"
        f".k {{ width:17%; {rng.choice(('font-weight:bold', 'color:#555', 'font-size:0.85em'))} }} .v {{ width:33%; }}"
    )
    return DrawnDocument(
        DrawnContent(picker.front, tuple(sections)), page(picker, page_look, rng, "".join(parts), css, around=False)
    )


# ---------------------------------------------------------------- without rows


_CONTACTS_ABREAST = (2, 3)
_LEAST_CONTACTS = 4
_MOST_CONTACTS = 6


@family("no-rows-cards-of-contacts", negative=True)
def contact_cards(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Cards abreast with names, tasks and telephone numbers."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.3)
    abreast = rng.choice(_CONTACTS_ABREAST)
    drawn = picker.measures(
        picker.theme(), _LEAST_CONTACTS, _MOST_CONTACTS, ("åtgärd", "vem"), one_line=True, longest=_SHORT
    )
    cards = "".join(_contact(rng, (m.text("vem") or "Växeln").split(",")[0]) for m in drawn)
    css = (
        f"{_grid(rng, abreast)}"
        f".card {{ {_frame(rng, page_look)} break-inside:avoid; }} .t {{ font-weight:bold; color:{page_look.accent}; }}"
    )
    title = rng.choice(("Kontakt", "Hit kan du vända dig", "Kontaktuppgifter"))
    front = replace(picker.front, title="Kontaktlista", kind="annat")
    picker.front = front
    body = heading(2, None, title, rng) + f'<div class="cards">{cards}</div>'
    return DrawnDocument(DrawnContent(front, ()), page(picker, page_look, rng, body, css, around=False))


def _contact(rng: random.Random, name: str) -> str:
    number = f"0{rng.randint(10, 99)}-{rng.randint(100, 999)} {rng.randint(10, 99)} {rng.randint(10, 99)}"
    return (
        f'<div class="card"><div class="t">{text(name)}</div><div>Telefon: {number}</div>'
        f"<div>E-post: info{rng.randint(1, 99)}@example.se</div>"
        f"<div>Besök: vardagar {rng.randint(8, 10)}–{rng.randint(14, 17)}</div></div>"
    )


_FIGURES_ABREAST = (3, 4)


@family("no-rows-cards-of-figures", negative=True)
def figure_cards(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Cards abreast with a large figure and what it counts, and prose in columns below."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.3)
    abreast = rng.choice(_FIGURES_ABREAST)
    things = rng.sample(phrases("indicator_things"), abreast)
    words = phrases("indicator_words")
    cards = "".join(
        f'<div class="card"><div class="n">{rng.choice((f"{rng.randint(2, 98)} %", str(rng.randint(12, 4800))))}</div>'
        f"<div>{text(f'{rng.choice(words)} {thing}')}</div></div>"
        for thing in things
    )
    css = (
        f"{_grid(rng, abreast)}"
        f".card {{ {_frame(rng, page_look)} }} .n {{ font-size:2em; color:{page_look.accent}; font-weight:bold; }}"
        f".cols {{ column-count:2; column-gap:{rng.uniform(11, 22):.0f}pt; margin-top:10pt; }}"
    )
    front = replace(picker.front, title="Lägesbild i siffror", kind="rapport")
    picker.front = front
    body = f'<div class="cards">{cards}</div><div class="cols">{_prose(rng, bank, rng.randint(3, 5))}</div>'
    return DrawnDocument(DrawnContent(front, ()), page(picker, page_look, rng, body, css, around=False))


_NEWS_COLUMNS = (2, 2, 3)
_NEWS_HEADINGS = 3
_MEETINGS = 4


@family("no-rows-newsletter", negative=True)
def newsletter(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A newsletter of several columns: short articles, a pull quote, dates of meetings in a box."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.3)
    columns = rng.choice(_NEWS_COLUMNS)
    names = rng.sample(phrases("prose_headings"), _NEWS_HEADINGS)
    articles = "".join(f"<h2>{text(name)}</h2>{_prose(rng, bank, rng.randint(1, 3))}" for name in names)
    dates = "".join(
        f"<li>{rng.randint(1, 28)} {rng.choice(phrases('months')).lower()}: rådsmöte</li>" for _ in range(_MEETINGS)
    )
    box = f'<div class="measures"><h3 style="margin-top:0">Kalender</h3><ul>{dates}</ul></div>'
    css = (
        f".cols {{ column-count:{columns}; column-gap:{rng.uniform(11, 22):.0f}pt; }}"
        f".measures {{ {_frame(rng, page_look)} break-inside:avoid; margin:6pt 0; }}"
    )
    front = replace(
        picker.front, title=rng.choice(("Nyhetsbrev", "Medborgarbladet", "Information till boende")), kind="annat"
    )
    picker.front = front
    return DrawnDocument(
        DrawnContent(front, ()),
        page(picker, page_look, rng, f'<div class="cols">{articles}{box}</div>', css, around=False),
    )
