"""Families that programs write: report systems, project lists, web pages, minutes in a form, two pages on one sheet."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from ingest.train.factory.families import family
from ingest.train.factory.grid import BandLine, CommentLine, GridStyle
from ingest.train.factory.look import DrawnLook, look
from ingest.train.factory.markup import front_block, heading, page, text
from ingest.train.factory.model import ContentBank, DrawnContent, DrawnDocument, FieldName, Measure, Section, Time, When
from ingest.train.factory.phrases import phrase, phrases
from ingest.train.factory.picker import Column, Picker
from ingest.train.factory.tails import Tail

__all__: list[str] = []

_DAYS = 360
_SHORT = 110


_LEAST_DAYS = 60
"""Days from the start of a measure to the end of the year at least."""
_DURATION_DAYS = (20, 300)


def _start_and_end(picker: Picker) -> tuple[str, str]:
    """Return two ISO dates of the plan's first year, in order."""
    rng = picker.rng
    first = date(picker.first_year, 1, 1) + timedelta(days=rng.randint(0, _DAYS - _LEAST_DAYS))
    last = first + timedelta(days=rng.randint(*_DURATION_DAYS))
    return first.isoformat(), last.isoformat()


def _day(text_: str) -> Time:
    return Time(text_, text_, text_)


_REPORT_PADDING_PT = (3.5, 5.0)
_DATES_CHANCE = 0.6
_FIRST_NUMBER = (1, 3)
_NOTES_CHANCE = 0.4
_THEMES = (2, 4)
_MEASURES = (1, 4)


@family("report-system-export")
def report_system(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """An export of a report system: perspectives, goals over tables, start and end in columns, status as words."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.4, small=True)
    grid = GridStyle(rng, page_look, rng.choice(("half", "zebra-half", "ruled")), _REPORT_PADDING_PT, keep_rows=True)
    dates = rng.random() < _DATES_CHANCE
    cols = [Column(rng.choice(("Aktivitet", "Åtgärd", "Aktiviteter")), "åtgärd")]
    states = phrases("status_words")
    cols.append(Column("Status", None, lambda r: r.choice((*states, ""))))
    cols.append(Column(phrase(rng, "responsible_labels"), "vem"))
    fields: list[FieldName] = ["åtgärd", "vem"]
    if not dates:
        cols.append(Column(rng.choice(("Slutdatum", "Planerat slutdatum", "Klart senast")), "när"))
    number = rng.randint(*_FIRST_NUMBER)
    with_notes = rng.random() < _NOTES_CHANCE
    label = phrase(rng, "comment_labels")
    goal_label = rng.choice(("Mål", "Nämndmål", "Verksamhetsmål", ""))
    parts, sections = [], []
    for i, theme in enumerate(picker.themes(*_THEMES), 1):
        rows: list[Measure] = []
        for _ in range(rng.randint(*_MEASURES)):
            measure = picker.filled(picker.measure(theme, fields, one_line=True), cols, empty=0.0)
            start, end = _start_and_end(picker)
            when = When(f"{start}\n{end}", (_day(start), _day(end))) if dates else When(end, (_day(end),))
            other = dict(measure.other)
            if with_notes and rng.random() < 0.5:
                other[label] = bank.paragraph(rng)
            rows.append(replace(measure, mål=theme.goal, när=when, other=other))
        own = f"{number}.{i}"
        shown = f"{goal_label}: {theme.goal}" if goal_label else theme.goal
        parts.append(heading(2, own, theme.title, rng))
        parts.append(f'<p style="background:{page_look.tint};padding:3pt 6pt">{text(shown)}</p>')
        parts.append(_export_table(grid, cols, rows, dates, label))
        sections.append(Section(theme.title, own, None, tuple(rows)))
    css = grid.css() + ".g td:nth-child(2) { color:#2e6b2e; }"
    return DrawnDocument(
        DrawnContent(picker.front, tuple(sections)), page(picker, page_look, rng, "".join(parts), css, around=False)
    )


def _export_table(grid: GridStyle, cols: Sequence[Column], rows: Sequence[Measure], dates: bool, label: str) -> str:
    """Return a table of an export; with `dates` two more columns hold start and end."""
    if not dates:
        lines: list[Measure | BandLine | CommentLine] = []
        for row in rows:
            lines.append(row)
            if label in row.other:
                lines.append(CommentLine(label, row.other[label]))
        return grid.table(cols, lines)
    heads = "".join(f"<th>{text(c.heading)}</th>" for c in cols) + "<th>Startdatum</th><th>Slutdatum</th>"
    out = []
    for row in rows:
        start, end = (row.när.text if row.när else "\n").split("\n")
        cells = "".join(f"<td>{grid.value(c, row)}</td>" for c in cols)
        out.append(
            f'<tr>{cells}<td style="white-space:nowrap">{start}</td><td style="white-space:nowrap">{end}</td></tr>'
        )
        if label in row.other:
            words = text(f"{label}: {row.other[label]}")
            out.append(f'<tr><td class="note" colspan="{len(cols) + 2}">{words}</td></tr>')
    return f'<table class="g"><thead><tr class="head">{heads}</tr></thead><tbody>{"".join(out)}</tbody></table>'


_HUNDREDS = (1, 4)
_MOST_LINES = 5
_PERCENT_STEPS_END = 105
_PERCENT_STEP = 5


@family("project-list-export")
def project_list(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A project list: identifiers, summary rows in bold for the goals, percent done, start and end."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=1.0, small=True)
    prefix = rng.choice(("TN-", "P", "A-", ""))
    number = rng.randint(*_HUNDREDS) * 100
    rule = rng.choice(("border:0.4pt solid #bbb", "border-bottom:0.4pt solid #ccc"))
    names = (
        "ID",
        rng.choice(("Aktivitet", "Åtgärd")),
        phrase(rng, "responsible_labels"),
        "Start",
        "Slut",
        rng.choice(("Klart %", "Färdigt %")),
    )
    out, sections = [], []
    for i, theme in enumerate(picker.themes(*_THEMES), 1):
        out.append(
            f'<tr style="background:{page_look.tint}"><td></td>'
            f'<td colspan="{len(names) - 1}"><b>{i} {text(theme.title)}</b></td></tr>'
        )
        rows = []
        for measure in picker.measures(theme, 2, _MOST_LINES, ("åtgärd", "vem"), one_line=True):
            number += 1
            start, end = _start_and_end(picker)
            identifier, done = f"{prefix}{number}", str(rng.randrange(0, _PERCENT_STEPS_END, _PERCENT_STEP))
            cells = (identifier, measure.åtgärd or "", measure.vem.text if measure.vem else "", start, end, done)
            out.append("<tr>" + "".join(f"<td>{text(c)}</td>" for c in cells) + "</tr>")
            when = When(f"{start}\n{end}", (_day(start), _day(end)))
            rows.append(replace(measure, när=when, other={names[0]: identifier, names[5]: done}))
        sections.append(Section(theme.title, str(i), None, tuple(rows)))
    heads = "".join(f'<th style="text-align:left;background:{page_look.accent};color:#fff">{n}</th>' for n in names)
    css = (
        f".x {{ border-collapse:collapse; width:100%; font-size:0.92em; }} .x td, .x th {{ {rule}; padding:2pt 4pt;"
        " vertical-align:top; }"
        " .x td:nth-child(1), .x td:nth-child(4), .x td:nth-child(5) { white-space:nowrap; }"
    )
    table = f'<table class="x"><thead><tr>{heads}</tr></thead><tbody>{"".join(out)}</tbody></table>'
    return DrawnDocument(
        DrawnContent(picker.front, tuple(sections)), page(picker, page_look, rng, table, css, around=False)
    )


def _no_cover(picker: Picker, page_look: DrawnLook, rng: random.Random) -> str:
    """Return a front block that is no page of its own."""
    return front_block(picker.front, page_look, rng).replace("break-after:page", "")


_MENU = 5
_CRUMBS = 3
_ENDS = 3
_AS_TABLE_CHANCE = 0.4
_WEB_PADDING_PT = (4.0, 6.0)
_MOST_ROWS = 4
_WITH_TEXT_CHANCE = 0.7


@family("web-page-export")
def web_page(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A municipal web page printed from the browser: menu, breadcrumbs, headings, lists or a table, address below."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.0)
    tail = Tail(rng)
    menu = " ".join(f'<span style="margin-right:10pt">{m}</span>' for m in rng.sample(phrases("web_menus"), _MENU))
    crumbs = " / ".join(rng.sample(phrases("web_menus"), _CRUMBS))
    ends = "".join(f"<p>{e}</p>" for e in rng.sample(phrases("web_ends"), _ENDS))
    as_table = rng.random() < _AS_TABLE_CHANCE
    fields = picker.fields(must=("åtgärd", "vem", "när"))
    cols = picker.columns(fields, most_others=0, number=0.0)
    grid = GridStyle(rng, page_look, "half", _WEB_PADDING_PT, keep_rows=True)
    parts, sections = [], []
    for theme in picker.themes(*_THEMES):
        title = phrase(rng, "measure_headings")
        words = f"<p>{text(bank.paragraph(rng))}</p>"
        if as_table:
            rows = picker.measures(theme, 2, _MOST_ROWS, fields)
            inner = grid.table(cols, rows)
        else:
            ended = [tail.end(m) for m in picker.measures(
                theme, 2, _MOST_ROWS, ("åtgärd", "vem", "när"), origin="list", one_line=True, longest=_SHORT
            )]  # fmt: skip
            rows = tuple(m for m, _ in ended)
            inner = "<ul>" + "".join(f"<li>{text(line)}</li>" for _, line in ended) + "</ul>"
        parts.append(f"<h2>{text(theme.title)}</h2>{words}<h3>{title}</h3>{inner}")
        sections.append(Section(theme.title, None, None, (), (Section(title, None, None, rows),)))
    front = (
        f'<div style="font-size:0.85em;border-bottom:1pt solid {page_look.accent};padding-bottom:3pt">{menu}</div>'
        f'<div style="font-size:0.8em;color:#666;margin:5pt 0">{crumbs}</div>{_no_cover(picker, page_look, rng)}'
    )
    body = "".join(parts) + f'<div style="font-size:0.85em;color:#555;margin-top:14pt">{ends}</div>'
    html = page(picker, page_look, rng, body, grid.css(), front=front, around=False, running=0.0)
    size = "width:100%;padding:0 12mm;font-size:7pt;display:flex;justify-content:space-between"
    address = f"https://www.exempelkommun.se/trygg/{rng.randint(100, 999)}.html"
    number = '<span><span class="pageNumber"></span>/<span class="totalPages"></span></span>'
    printed = f"{picker.first_year}-0{rng.randint(1, 9)}-1{rng.randint(0, 9)} 10:2{rng.randint(0, 9)}"
    foot = f'<div style="{size}"><span>{address}</span>{number}</div>'
    head = f'<div style="{size}"><span>{printed}</span><span>{text(picker.front.title)}</span></div>'
    if rng.random() < _WITH_TEXT_CHANCE:
        html = replace(html, header=head, footer=foot, margins=page_look.margins)
    return DrawnDocument(DrawnContent(picker.front, tuple(sections)), html)


_WITH_WHEN_CHANCE = 0.4
_ITEMS = (3, 8)


@family("minutes-with-responsible-column")
def minutes_responsible(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Minutes as a table: point, what was said, who does it; points without a responsible are no rows."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.1)
    with_when = rng.random() < _WITH_WHEN_CHANCE
    heads = [
        rng.choice(("Nr", "§", "Punkt")),
        rng.choice(("Ärende", "Uppgift", "Beslut/åtgärd", "Åtgärd")),
        rng.choice(("Ansvarig", "Vem", "Ansvar")),
    ]
    if with_when:
        heads.append(rng.choice(("Klart", "När", "Senast")))
    rule = rng.choice(("border:0.5pt solid #000", "border:0.5pt solid #aaa", "border-bottom:0.5pt solid #888"))
    fields: list[FieldName] = ["åtgärd", "vem", "när"] if with_when else ["åtgärd", "vem"]
    out, measures = [], []
    theme = picker.theme()
    usual = list(phrases("meeting_points"))
    number = 0

    def line(cells: Sequence[str]) -> str:
        return "<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"

    empty = [""] * (len(heads) - 2)
    for title in usual[:4]:
        number += 1
        out.append(line([str(number), f"<b>{title}.</b> {phrase(rng, 'meeting_texts')}", *empty]))
    for _ in range(rng.randint(*_ITEMS)):
        number += 1
        measure = picker.measure(theme, fields, one_line=True)
        cells = [text(measure.text(f) or "") for f in fields]
        out.append(line([str(number), *cells]))
        measures.append(replace(measure, other={heads[0]: str(number)}))
    for title in usual[4:]:
        number += 1
        out.append(line([str(number), title, *empty]))
    head = "".join(f'<th style="text-align:left;background:{page_look.tint}">{h}</th>' for h in heads)
    css = (
        f".m {{ border-collapse:collapse; width:100%; }} .m td, .m th {{ {rule}; padding:3pt 5pt; }}"
        " .m td, .m th { vertical-align:top; }"
        ".m td:nth-child(1) { width:8%; } .m td:nth-child(3) { width:22%; }"
    )
    table = f'<table class="m"><thead><tr>{head}</tr></thead><tbody>{"".join(out)}</tbody></table>'
    return DrawnDocument(
        DrawnContent(picker.front, measures=tuple(measures)), page(picker, page_look, rng, table, css, around=False)
    )


_TWO_UP_PADDING_PT = (2.0, 3.0)
_PAGES = (2, 2, 4)
_ROWS_OF_PAGE = (2, 3)


@family("two-pages-on-a-sheet")
def two_up(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Two pages of a plan side by side on one wide sheet, each with a table or a list of its own."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=1.0, small=True)
    fields = picker.fields()
    cols = picker.columns(fields, most_others=0, number=0.0)
    grid = GridStyle(rng, page_look, rng.choice(("ruled", "half", "zebra")), _TWO_UP_PADDING_PT, keep_rows=True)
    sheets, sections = [], []
    pages = rng.choice(_PAGES)
    halves = []
    for i, theme in enumerate(picker.themes(pages, pages)):
        rows = tuple(
            picker.filled(picker.measure(theme, fields, longest=_SHORT), cols)
            for _ in range(rng.randint(*_ROWS_OF_PAGE))
        )
        first = _no_cover(picker, page_look, rng) if i == 0 else ""
        halves.append(f'<div class="half">{first}{heading(2, None, theme.title, rng)}{grid.table(cols, rows)}</div>')
        sections.append(Section(theme.title, None, None, rows))
    for i in range(0, len(halves), 2):
        end = "break-after:page" if i + 2 < len(halves) else ""
        sheets.append(f'<div class="sheet" style="{end}">{"".join(halves[i : i + 2])}</div>')
    css = grid.css() + (
        f".sheet {{ display:grid; grid-template-columns:1fr 1fr; gap:{rng.uniform(14, 24):.0f}mm; }}"
        f".half:first-child {{ padding-top:{rng.choice((0, 0, 15, 30))}pt; }}"
        " h1 { margin-top:0 !important; }"
    )
    html = page(picker, page_look, rng, "".join(sheets), css, front="", around=False, running=0.3)
    return DrawnDocument(DrawnContent(picker.front, tuple(sections)), html)


_SHEET_SIZES_PT = (6.5, 7.0, 7.5, 8.0)
_SHEET_PADDING_PT = (1.5, 2.5)
_SHEET_ROWS = (2, 5)


@family("spreadsheet-printed-wide")
def spreadsheet_wide(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A spreadsheet printed as it is: grid lines, small type, many columns, the area repeated on each row."""
    picker = Picker(rng, bank)
    page_look = replace(look(rng, landscape=1.0, small=True), size=rng.choice(_SHEET_SIZES_PT))
    fields = picker.fields(must=("åtgärd", "vem", "när"))
    cols = picker.columns(fields, most_others=3, number=0.6)
    area = phrase(rng, "area_headings")
    theme_of: list[str] = []
    place = 1 if cols[0].field is None else 0
    cols.insert(place, Column(area, None, lambda _: theme_of[-1]))
    grid = GridStyle(rng, page_look, "ruled", _SHEET_PADDING_PT, keep_rows=True)
    measures = []
    for theme in picker.themes(*_THEMES):
        theme_of.append(theme.title)
        measures += [picker.filled(picker.measure(theme, fields), cols) for _ in range(rng.randint(*_SHEET_ROWS))]
    return DrawnDocument(
        DrawnContent(picker.front, measures=tuple(measures)),
        page(picker, page_look, rng, grid.table(cols, measures), grid.css(), around=False),
    )


_TENDING_PADDING_PT = (2.5, 4.0)
_YEARS = (3, 5)
_AREAS = (4, 8)


@family("tending-plan-by-year")
def tending_plan(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Measures down, years across, an amount in the year of each: the year is the när, the amount goes beside."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.5, small=True)
    grid = GridStyle(rng, page_look, rng.choice(("ruled", "half")), _TENDING_PADDING_PT, keep_rows=True)
    first = picker.first_year
    years = [str(first + i) for i in range(rng.randint(*_YEARS))]
    deed, who = bank.heading(rng, "åtgärd"), bank.heading(rng, "vem")
    heads = "".join(f"<th>{text(h)}</th>" for h in (deed, who, *years))
    theme = picker.theme()
    out, measures = [], []
    for _ in range(rng.randint(*_AREAS)):
        measure = picker.measure(theme, ("åtgärd", "vem"), one_line=True, longest=_SHORT)
        year, amount = rng.choice(years), f"{rng.randint(5, 400)} tkr"
        measures.append(
            replace(measure, när=When(year, (Time(year, f"{year}-01-01", f"{year}-12-31"),)), other={year: amount})
        )
        cells = [text(measure.åtgärd or ""), text(measure.vem.text if measure.vem else "")]
        cells += [amount if y == year else "" for y in years]
        out.append("<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>")
    table = f'<table class="g"><thead><tr class="head">{heads}</tr></thead><tbody>{"".join(out)}</tbody></table>'
    title = phrase(rng, "measure_headings")
    content = DrawnContent(picker.front, (Section(title, None, None, tuple(measures)),))
    return DrawnDocument(content, page(picker, page_look, rng, f"<h2>{title}</h2>{table}", grid.css()))
