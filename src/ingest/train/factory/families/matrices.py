"""Families in which a heading or a mark gives a field: tables a measure, months, matrices of actors, phases, frames."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from ingest.train.factory.families import family
from ingest.train.factory.grid import BandLine, CommentLine, GridStyle
from ingest.train.factory.look import DrawnLook, look
from ingest.train.factory.markup import heading, page, text
from ingest.train.factory.model import (
    Actor,
    ContentBank,
    DrawnContent,
    DrawnDocument,
    FieldName,
    Measure,
    Section,
    Time,
    When,
    Who,
)
from ingest.train.factory.phrases import phrase, phrases
from ingest.train.factory.picker import Column, Picker, month_when, months_when

__all__: list[str] = []

_LETTERS = "ABCDEFGH"
_SHORT = 90


_PADDING_PT = (2, 5)
_SIDE_PADDING_PT = (3, 7)


def _grid(rng: random.Random, page_look: DrawnLook, *rules: str, **settings: object) -> GridStyle:
    padding = (rng.uniform(*_PADDING_PT), rng.uniform(*_SIDE_PADDING_PT))
    return GridStyle(rng, page_look, rng.choice(rules), padding, keep_rows=True, **settings)  # type: ignore[arg-type]


_WITH_WHEN_CHANCE = 0.8
_TEXT_ABOVE_CHANCE = 0.4
_NUMBERED_CHANCE = 0.6
_TABLES_OF_THEME = (1, 3)
_MEASURES = (1, 4)


@family("table-per-measure")
def table_per_measure(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Each measure a heading, perhaps with a paragraph, over a small table of who and when."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.1)
    fields: list[FieldName] = ["vem", "när"] if rng.random() < _WITH_WHEN_CHANCE else ["vem"]
    cols = picker.columns(fields, most_others=1, number=0.0)
    grid = _grid(rng, page_look, "ruled", "half", "none", "zebra", "head")
    with_text = rng.random() < _TEXT_ABOVE_CHANCE
    with_goal = rng.random() < 0.5
    # Two headings above the table, only a label makes a sentence its goal without doubt.
    label = phrase(rng, "goal_labels")
    numbered = rng.random() < _NUMBERED_CHANCE
    parts, sections = [], []
    for i, theme in enumerate(picker.themes(1, 3), 1):
        number = str(i) if numbered else None
        parts.append(heading(2, number, theme.title, rng))
        if with_goal:
            parts.append(f"<p>{label}: {text(theme.goal)}</p>")
        children = []
        for j in range(1, rng.randint(*_TABLES_OF_THEME) + 1):
            first = picker.measure(theme, one_line=True, longest=_SHORT)
            title = (first.åtgärd or "").rstrip(".")
            more = bank.paragraph(rng) if with_text else ""
            deed = f"{title}\n{more}" if more else title
            goal = theme.goal if with_goal else None
            drawn = [
                picker.filled(picker.measure(theme, fields), cols, empty=0.08) for _ in range(rng.randint(*_MEASURES))
            ]
            rows = [replace(m, åtgärd=deed, mål=goal) for m in drawn if m.vem is not None or m.när is not None]
            own = f"{i}.{j}" if numbered else None
            if rows:
                parts.append(heading(3, own, title, rng) + (f"<p>{text(more)}</p>" if more else ""))
                parts.append(grid.table(cols, rows))
                children.append(Section(title, own, None, tuple(rows)))
        sections.append(Section(theme.title, number, None, (), tuple(children)))
    return DrawnDocument(
        DrawnContent(picker.front, tuple(sections)),
        page(picker, page_look, rng, "".join(parts), grid.css(), around=False),
    )


_SHORT_MONTHS_CHANCE = 0.2
_YEAR_IN_HEADING_CHANCE = 0.3
_WHEEL_LEVELS = (2, 3)
_MONTHS_OF_YEAR = 12
_WHEEL_MONTHS = (4, 9)


@family("month-wheel")
def month_wheel(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A month a heading, with a table of what is done in it and by whom; the month is the när of its rows."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.15)
    fields: list[FieldName] = ["åtgärd", "vem"]
    cols = picker.columns(fields, most_others=1, number=0.0)
    grid = _grid(rng, page_look, "ruled", "half", "zebra")
    theme = picker.theme()
    short = rng.random() < _SHORT_MONTHS_CHANCE
    names = phrases("months_short" if short else "months")
    with_year = picker.year is not None and rng.random() < _YEAR_IN_HEADING_CHANCE
    level = rng.choice(_WHEEL_LEVELS)
    parts, sections = [], []
    months = sorted(rng.sample(range(_MONTHS_OF_YEAR), rng.randint(*_WHEEL_MONTHS)))
    for month in months:
        title = f"{names[month]} {picker.year}" if with_year else names[month]
        when = month_when(month + 1, picker.year, title)
        drawn = [
            picker.filled(picker.measure(theme, fields, longest=_SHORT), cols) for _ in range(rng.randint(*_MEASURES))
        ]
        rows = tuple(replace(m, när=when) for m in drawn)
        parts.append(heading(level, None, title, rng) + grid.table(cols, rows))
        sections.append(Section(title, None, None, rows))
    return DrawnDocument(
        DrawnContent(picker.front, tuple(sections)),
        page(picker, page_look, rng, "".join(parts), grid.css(), around=False),
    )


_WITH_WHO_CHANCE = 0.7
_SHORT_MONTHS_IN_GRID_CHANCE = 0.7
_MOST_MARKS = (1, 1, 3)
_GRID_ROWS = (4, 9)


@family("month-grid")
def month_grid(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Measures down, months across, a mark in the month of each measure."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.9, small=True)
    fields: list[FieldName] = ["åtgärd", "vem"] if rng.random() < _WITH_WHO_CHANCE else ["åtgärd"]
    cols = picker.columns(fields, most_others=0, number=0.0)
    grid = _grid(rng, page_look, "ruled", "ruled", "zebra-half")
    mark = rng.choice(("X", "x", "✓", "X"))
    names = phrases("months_short" if rng.random() < _SHORT_MONTHS_IN_GRID_CHANCE else "months")
    most = rng.choice(_MOST_MARKS)
    heads = "".join(f"<th>{text(c.heading)}</th>" for c in cols) + "".join(f"<th>{n}</th>" for n in names)
    theme = picker.theme()
    lines, measures = [], []
    for _ in range(rng.randint(*_GRID_ROWS)):
        measure = picker.measure(theme, fields, longest=_SHORT)
        marked = sorted(rng.sample(range(_MONTHS_OF_YEAR), rng.randint(1, most)))
        times = tuple(month_when(m + 1, picker.year, "").times[0] for m in marked)
        when = When("\n".join(names[m] for m in marked), times)
        measures.append(replace(measure, när=when))
        cells = "".join(f"<td>{grid.value(c, measure)}</td>" for c in cols)
        cells += "".join(
            f'<td style="text-align:center">{mark if m in marked else ""}</td>' for m in range(_MONTHS_OF_YEAR)
        )
        lines.append(f"<tr>{cells}</tr>")
    table = f'<table class="g"><thead><tr class="head">{heads}</tr></thead><tbody>{"".join(lines)}</tbody></table>'
    title = phrase(rng, "measure_headings")
    content = DrawnContent(picker.front, (Section(title, None, None, tuple(measures)),))
    return DrawnDocument(content, page(picker, page_look, rng, f"<h2>{title}</h2>{table}", grid.css()))


_WHEN_OF_TASK_CHANCE = 0.6
_ACTORS = (3, 5)
_MOST_ACTORS_OF_TASK = 3


@family("actor-matrix")
def actor_matrix(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Measures down, actors across, a mark for each that takes part."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.6, small=True)
    fields: list[FieldName] = ["åtgärd", "när"] if rng.random() < _WHEN_OF_TASK_CHANCE else ["åtgärd"]
    cols = picker.columns(fields, most_others=0, number=0.0)
    grid = _grid(rng, page_look, "ruled")
    mark = rng.choice(("X", "x", "Ja", "✓"))
    theme = picker.theme()
    actors = _actors(picker, rng.randint(*_ACTORS))
    lines, measures = [], []
    lead = [c for c in cols if c.field == "åtgärd"]
    end = [c for c in cols if c.field != "åtgärd"]
    heads = "".join(f"<th>{text(c.heading)}</th>" for c in lead)
    heads += "".join(f"<th>{text(a.name)}</th>" for a in actors) + "".join(f"<th>{text(c.heading)}</th>" for c in end)
    for _ in range(rng.randint(*_GRID_ROWS)):
        measure = picker.measure(theme, fields, longest=_SHORT)
        marked = sorted(rng.sample(range(len(actors)), rng.randint(1, min(_MOST_ACTORS_OF_TASK, len(actors)))))
        chosen = tuple(actors[i] for i in marked)
        measures.append(replace(measure, vem=Who("\n".join(a.name for a in chosen), chosen)))
        cells = "".join(f"<td>{grid.value(c, measure)}</td>" for c in lead)
        for i in range(len(actors)):
            cells += f'<td style="text-align:center">{mark if i in marked else ""}</td>'
        cells += "".join(f"<td>{grid.value(c, measure)}</td>" for c in end)
        lines.append(f"<tr>{cells}</tr>")
    table = f'<table class="g"><thead><tr class="head">{heads}</tr></thead><tbody>{"".join(lines)}</tbody></table>'
    title = phrase(rng, "measure_headings")
    content = DrawnContent(picker.front, (Section(title, None, None, tuple(measures)),))
    return DrawnDocument(content, page(picker, page_look, rng, f"<h2>{title}</h2>{table}", grid.css()))


_ACTOR_TRIES = 60
"""How often the bank is asked for each actor of a table."""


def _actors(picker: Picker, count: int) -> list[Actor]:
    """Return so many different actors, each alone in a *vem* of the bank."""
    found: dict[str, Actor] = {}
    for _ in range(count * _ACTOR_TRIES):
        who = bank_who(picker)
        if len(found) == count:
            break
        if who and len(who.actors) == 1 and who.text == who.actors[0].name and "\n" not in who.text:
            found.setdefault(who.text.casefold(), who.actors[0])
    return list(found.values())


def bank_who(picker: Picker) -> Who | None:
    """Return some *vem* of the bank."""
    return picker.bank.measure(picker.rng, picker.bank.theme(picker.rng), picker.period).vem


_NUMBERS_CHANCE = 0.3
_LETTERED_THEMES = (3, 5)
_TASKS = (2, 4)
_WHO_LETTERS = 34
"""Characters of a responsible that fits into its cell."""


@family("lettered-tasks-in-a-cell")
def lettered_tasks(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Minutes or a log: each point a row of a table, its tasks lettered in one cell, each responsible at its height."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.3)
    sign = rng.choice(("{})", "{}.", "({})"))
    numbers = rng.random() < _NUMBERS_CHANCE
    names = (rng.choice(phrases("number_headings")), bank.heading(rng, "åtgärd"), bank.heading(rng, "vem"))
    border = rng.choice(("0.5pt solid #000", "0.5pt solid #999"))
    inside = "padding:2pt 5pt;vertical-align:top"
    style = f"border:{border};{inside}"
    lines, measures = [], []
    for i, theme in enumerate(picker.themes(*_LETTERED_THEMES), 1):
        drawn = [
            picker.measure(theme, ("åtgärd", "vem"), one_line=True, longest=70) for _ in range(rng.randint(*_TASKS))
        ]
        drawn = [m if len(m.vem.text if m.vem else "") < _WHO_LETTERS else replace(m, vem=None) for m in drawn]
        marks = [sign.format(j + 1 if numbers else _LETTERS[j]) for j in range(len(drawn))]
        inner = "".join(
            f'<tr><td style="{inside};width:70%">{s} {text(m.åtgärd or "")}</td>'
            f'<td style="{inside};border-left:{border}">{text(m.text("vem") or "")}</td></tr>'
            for s, m in zip(marks, drawn, strict=True)
        )
        table = f'<table style="border-collapse:collapse;width:100%">{inner}</table>'
        lines.append(
            f'<tr><td style="{style};width:9%">{i}</td>'
            f'<td style="border:{border};padding:0" colspan="2">{table}</td></tr>'
        )
        measures += [replace(m, other={names[0]: str(i)}) for m in drawn]
    heads = "".join(
        f'<th style="{style};text-align:left{w}">{text(n)}</th>'
        for n, w in zip(names, (";width:9%", ";width:63.7%", ""), strict=True)
    )
    title = phrase(rng, "measure_headings")
    body = (
        f'<h2>{title}</h2><table style="border-collapse:collapse;width:100%"><tr>{heads}</tr>{"".join(lines)}</table>'
    )
    content = DrawnContent(picker.front, (Section(title, None, None, tuple(measures)),))
    return DrawnDocument(content, page(picker, page_look, rng, body))


_THEMES = (2, 4)


@family("framed-tables")
def framed_tables(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Each goal in a frame of one cell: the goal as a band, then a table of its measures inside."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.4)
    fields = picker.fields(never=("mål",))
    cols = picker.columns(fields, most_others=1, number=0.0)
    grid = _grid(rng, page_look, "ruled", "half", "none")
    label = phrase(rng, "goal_labels")
    frame = f"border:{rng.choice((0.75, 1.0, 1.5))}pt solid {page_look.accent}"
    parts, sections = [], []
    for theme in picker.themes(*_THEMES):
        drawn = [picker.filled(picker.measure(theme, fields), cols) for _ in range(rng.randint(*_MEASURES))]
        rows = tuple(replace(m, mål=theme.goal) for m in drawn)
        shade = f"background:{page_look.tint};font-weight:bold;padding:4pt 6pt"
        band = f'<div style="{shade}">{label}: {text(theme.goal)}</div>'
        inner = f'{band}<div style="padding:3pt 6pt">{grid.table(cols, rows)}</div>'
        parts.append(
            f'{heading(2, None, theme.title, rng)}<table style="width:100%;border-collapse:collapse;margin-bottom:8pt">'
            f'<tr><td style="{frame};padding:0">{inner}</td></tr></table>'
        )
        child = Section(f"{label}: {theme.goal}", None, None, rows)
        sections.append(Section(theme.title, None, None, (), (child,)))
    content = DrawnContent(picker.front, tuple(sections))
    return DrawnDocument(content, page(picker, page_look, rng, "".join(parts), grid.css(), around=False))


_TARGET = (3, 400)


@family("scorecard-with-measures")
def scorecard(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A scorecard: bands of perspectives; goal, indicator with values by year, measure and responsible in columns."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.9, small=True)
    grid = _grid(rng, page_look, "ruled", "half", merged=("mål",))
    year = picker.first_year
    indicator = phrase(rng, "indicator_headings")
    target = f"{phrase(rng, 'target_words')} {year}"

    def value(r: random.Random) -> str:
        return r.choice((f"{r.randint(5, 95)} %", str(r.randint(*_TARGET)), f"{r.randint(1, 9)},{r.randint(0, 9)}"))

    cols = [
        Column(bank.heading(rng, "mål"), "mål"),
        Column(indicator, None, lambda r: f"{phrase(r, 'indicator_words')} {r.choice(phrases('indicator_things'))}"),
        Column(target, None, value),
        Column(bank.heading(rng, "åtgärd"), "åtgärd"),
        Column(bank.heading(rng, "vem"), "vem"),
    ]
    if len({c.heading.casefold() for c in cols}) < len(cols):
        cols[3] = Column(phrases("deed_labels")[1], "åtgärd")
    lines: list[Measure | BandLine | CommentLine] = []
    sections = []
    for theme in picker.themes(*_THEMES):
        rows = []
        for _ in range(rng.randint(1, 2)):
            first = picker.measure(theme, ("mål", "åtgärd", "vem"))
            group = [first, *picker.measures(theme, 0, 2, ("åtgärd", "vem"))]
            rows += [picker.filled(replace(m, mål=first.mål), cols, empty=0.0) for m in group]
        lines += [BandLine(theme.title), *rows]
        sections.append(Section(theme.title, None, None, tuple(rows)))
    title = phrase(rng, "chapter_headings")
    table = grid.table(cols, lines)
    content = DrawnContent(picker.front, (Section(title, None, None, (), tuple(sections)),))
    return DrawnDocument(content, page(picker, page_look, rng, f"<h2>{title}</h2>{table}", grid.css()))


@family("periods-as-headings")
def periods_as_headings(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Seasons or terms as headings over tables without a column of times."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.3)
    fields = picker.fields(never=("när",))
    cols = picker.columns(fields, most_others=1)
    grid = _grid(rng, page_look, "ruled", "half", "zebra", "none")
    year = picker.first_year
    theme = picker.theme()
    parts, sections = [], []
    for name, when in _periods(rng, year):
        drawn = [picker.filled(picker.measure(theme, fields), cols) for _ in range(rng.randint(*_MEASURES))]
        rows = tuple(replace(m, när=when) for m in drawn)
        parts.append(heading(2, None, name, rng) + grid.table(cols, rows))
        sections.append(Section(name, None, None, rows))
    content = DrawnContent(picker.front, tuple(sections))
    return DrawnDocument(content, page(picker, page_look, rng, "".join(parts), grid.css(), around=False))


_ENDS_OF_QUARTERS = (3, 6, 9, 12)
"""Their last months."""
_SEASONS = (("Våren", 21, 3, 5), ("Sommaren", 22, 6, 8), ("Hösten", 23, 9, 11))
"""Name, code of ISO 8601-2, first and last month."""


def _periods(rng: random.Random, year: int) -> Sequence[tuple[str, When]]:
    """Return periods of one year and the next, by the name that heads them."""
    kind = rng.choice(("season", "term", "quarter", "half"))
    if kind == "quarter":
        return [
            (name := f"Kvartal {q} {year}", _span(name, f"{year}-{32 + q}", year, last - 2, last))
            for q, last in enumerate(_ENDS_OF_QUARTERS, 1)
        ]
    if kind == "term":
        spring, autumn = f"Vårterminen {year}", f"Höstterminen {year}"
        return [(spring, _span(spring, f"{year}-40", year, 1, 6)), (autumn, _span(autumn, f"{year}-41", year, 7, 12))]
    if kind == "half":
        first, second = f"Första halvåret {year}", f"Andra halvåret {year}"
        return [(first, _span(first, f"{year}-40", year, 1, 6)), (second, _span(second, f"{year}-41", year, 7, 12))]
    return [(f"{n} {year}", _span(f"{n} {year}", f"{year}-{code}", year, a, b)) for n, code, a, b in _SEASONS]


def _span(name: str, edtf: str, year: int, first: int, last: int) -> When:
    time = months_when(first, last, year, name).times[0]
    return When(name, (Time(edtf, time.start, time.end),))


_IN_HEADING_CHANCE = 0.4
_TRIES = 99


@family("responsible-in-the-heading")
def responsible_in_heading(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A line `Ansvarig: …` under each heading, over a table without a column of responsibles."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.3)
    fields = picker.fields(never=("vem",))
    cols = picker.columns(fields, most_others=1)
    grid = _grid(rng, page_look, "ruled", "half", "zebra")
    label = phrase(rng, "responsible_labels")
    inside = rng.random() < _IN_HEADING_CHANCE
    parts, sections = [], []
    for theme in picker.themes(*_THEMES):
        who = next(w for _ in range(_TRIES) if (w := bank_who(picker)) is not None and "\n" not in w.text)
        drawn = [picker.filled(picker.measure(theme, fields), cols) for _ in range(rng.randint(*_MEASURES))]
        rows: tuple[Measure, ...] = tuple(replace(m, vem=who) for m in drawn)
        line = f"{label}: {who.text}"
        title = f"{theme.title} ({line})" if inside else theme.title
        parts.append(heading(2, None, title, rng) + ("" if inside else f"<p>{text(line)}</p>") + grid.table(cols, rows))
        sections.append(Section(title, None, None, rows))
    content = DrawnContent(picker.front, tuple(sections))
    return DrawnDocument(content, page(picker, page_look, rng, "".join(parts), grid.css(), around=False))
