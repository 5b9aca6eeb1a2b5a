"""Families of plain text: what is left of a plan that was pasted, exported or typed without a layout program."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.train.factory.families import family
from ingest.train.factory.model import (
    FIELDS,
    ContentBank,
    DrawnContent,
    DrawnDocument,
    DrawnFront,
    FieldName,
    Measure,
    Section,
    TextFile,
)
from ingest.train.factory.phrases import phrase
from ingest.train.factory.picker import Picker, kept
from ingest.train.factory.plain_outline import PlainPlan, PlainTheme, plan, tailed
from ingest.train.factory.tails import Tail
from ingest.train.factory.word import value

__all__ = ["DumpStyle", "in_columns", "sections", "typed", "widths_of"]

Body = Callable[["DumpStyle", PlainPlan, PlainTheme], list[str]]
_ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8", "cp1252", "cp1252", "utf-8-sig", "utf-16")
_DEED: tuple[FieldName, ...] = ("åtgärd",)


_WIDTHS = (0, 0, 72, 80, 100)
"""Characters of a line; 0 for paragraphs in one line."""
_CAPITALS_CHANCE = 0.15
_CRLF_CHANCE = 0.4
_BLANK_LINE_CHANCE = 0.6
_PROBLEM_CHANCE = 0.3


class DumpStyle:
    """A text file in one random manner: blank lines, width, marks of headings, ends of lines."""

    def __init__(self, rng: random.Random, bank: ContentBank, picker: Picker) -> None:
        self.rng = rng
        self.bank = bank
        self.front = picker.front
        self.apart = rng.choice((0, 1, 1, 2))
        self.width = rng.choice(_WIDTHS)
        self.capitals = rng.random() < _CAPITALS_CHANCE
        self.underline = rng.choice(("", "", "", "=", "-"))
        self.crlf = rng.random() < _CRLF_CHANCE
        self.lines: list[str] = []

    def open(self) -> None:
        """Write the front page and some running text."""
        front: DrawnFront = self.front
        joint = self.rng.choice((": ", ": ", "\t"))
        self.add(*front.above, gap=True)
        self.add(front.title, *([self.underline * len(front.title)] if self.underline else ()), gap=True)
        self.add(*front.below, gap=True)
        self.add(*(f"{label}{joint}{text}" for label, text in front.facts), gap=True)
        for _ in range(self.rng.randint(0, 2)):
            if self.rng.random() < _BLANK_LINE_CHANCE:
                self.add(phrase(self.rng, "prose_headings"), gap=self.rng.random() < 0.5)
            self.add(*self.wrapped(self.bank.paragraph(self.rng)), gap=True)

    def add(self, *lines: str, gap: bool = False) -> None:
        """Write lines, and a blank line after them where there are any."""
        self.lines.extend(lines)
        if gap and lines:
            self.lines.append("")

    def blank(self) -> None:
        """Write the blank lines that stand between the parts of this file."""
        self.lines.extend([""] * self.apart)

    def heading(self, part: PlainTheme) -> None:
        """Write a part's heading, its problem and its target."""
        title = part.theme.title
        text = f"{part.number} {title}" if part.number else title
        if part.problem and self.rng.random() < _PROBLEM_CHANCE:
            self.add(f"{text}. {part.problem}")
        else:
            self.add(text)
            if part.problem:
                self.blank()
                self.add(*self.wrapped(part.problem))
        if part.goal:
            self.add(f"{phrase(self.rng, 'goal_labels')}: {part.goal}")
        self.blank()

    def wrapped(self, text: str, first: str = "", later: str = "") -> list[str]:
        """Return a text in lines of this file's width, or as one line."""
        if not self.width:
            return [first + text]
        return textwrap.wrap(text, self.width, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)

    def text(self) -> TextFile:
        """Return the finished file."""
        for line in self.front.closing:
            self.add("", line)
        text = "\n".join(self.lines).rstrip("\n") + "\n"
        encoding = self.rng.choice(_ENCODINGS)
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            encoding = "utf-8"
        return TextFile(text.replace("\n", "\r\n") if self.crlf else text, encoding)


def sections(rng: random.Random, bank: ContentBank, body: Body, **settings: object) -> DrawnDocument:
    picker = Picker(rng, bank)
    drawn = plan(picker, rng, **{"one_line": True, **settings})  # type: ignore[arg-type]
    sheet = DumpStyle(rng, bank, picker)
    sheet.open()
    if drawn.chapter is not None:
        sheet.add(f"{drawn.chapter_number} {drawn.chapter}" if drawn.chapter_number else drawn.chapter)
        sheet.blank()
    for part in drawn.parts:
        sheet.heading(part)
        sheet.add(*body(sheet, drawn, part))
        sheet.add("")
        sheet.blank()
    return DrawnDocument(drawn.content(), sheet.text())


def _grid(drawn: PlainPlan, part: PlainTheme) -> list[list[str]]:
    """Return the head row and the rows of a part, each cell on one line."""
    rows = [[c.heading for c in drawn.columns]]
    return rows + [[value(m, c) for c in drawn.columns] for m in part.measures]


# Tables


_APART_CHANCE = 0.2


@family("text-tabs")
def tabs(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A row a line, tabs between the cells."""
    apart = rng.random() < _APART_CHANCE

    def body(_: DumpStyle, drawn: PlainPlan, part: PlainTheme) -> list[str]:
        lines = ["\t".join(row) for row in _grid(drawn, part)]
        return [x for line in lines for x in (line, "")][:-1] if apart else lines

    return sections(rng, bank, body)


_BAND_PARTS = (2, 4)


@family("text-tabs-bands")
def tabs_bands(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """One table flattened to tabs; the themes are lines in it, and the head row stands once."""
    picker = Picker(rng, bank)
    drawn = plan(picker, rng, one_line=True, parts=_BAND_PARTS, chapter=0.0)
    sheet = DumpStyle(rng, bank, picker)
    sheet.open()
    ends = "\t" * (len(drawn.columns) - 1) if rng.random() < 0.5 else ""
    sheet.add("\t".join(c.heading for c in drawn.columns))
    for part in drawn.parts:
        text = part.heading + (f". {part.problem}" if part.problem else "")
        sheet.add(text + ends)
        sheet.add(*("\t".join(row) for row in _grid(drawn, part)[1:]))
    return DrawnDocument(drawn.content(), sheet.text())


@family("text-semicolons")
def semicolons(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A row a line with semicolons, cells that hold one in quotes."""

    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if set(';"') & set(text) else text

    def body(_: DumpStyle, drawn: PlainPlan, part: PlainTheme) -> list[str]:
        return [";".join(cell(c) for c in row) for row in _grid(drawn, part)]

    return sections(rng, bank, body)


_OUTER_BARS_CHANCE = 0.7
_RULED_CHANCE = 0.6
_LEAST_DASHES = 3


@family("text-pipes")
def pipes(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Cells between upright strokes, a dashed line under the head row or none."""
    outer = rng.random() < _OUTER_BARS_CHANCE
    ruled = rng.random() < _RULED_CHANCE
    padded = rng.random() < 0.5

    def body(_: DumpStyle, drawn: PlainPlan, part: PlainTheme) -> list[str]:
        rows = _grid(drawn, part)
        widths = [max(len(row[i]) for row in rows) if padded else 0 for i in range(len(rows[0]))]
        lines = [" | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows]
        if outer:
            lines = [f"| {line} |" for line in lines]
        if ruled:
            dashes = "|".join("-" * (max(w, _LEAST_DASHES) + 2) for w in widths)
            lines.insert(1, f"|{dashes}|" if outer else dashes)
        return lines

    return sections(rng, bank, body)


_RULED_GRID_CHANCE = 0.8
_GRID_WIDTH = 110


@family("text-drawn-grid")
def drawn_grid(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A grid drawn with `+--+` and `|`, the cells wrapped in it."""
    ruled = rng.random() < _RULED_GRID_CHANCE

    def body(_: DumpStyle, drawn: PlainPlan, part: PlainTheme) -> list[str]:
        rows = _grid(drawn, part)
        widths = widths_of(rng, drawn, _GRID_WIDTH)
        rule = "+" + "+".join("-" * (w + 2) for w in widths) + "+"
        # Without rules an empty line parts the rows.
        between = rule if ruled else "|" + "|".join(" " * (w + 2) for w in widths) + "|"
        lines = [rule]
        for n, row in enumerate(rows):
            lines.extend(
                "| " + " | ".join(c.ljust(w) for c, w in zip(cells, widths, strict=True)) + " |"
                for cells in in_columns(row, widths)
            )
            lines.append(rule if n in (0, len(rows) - 1) else between)
        return lines

    return sections(rng, bank, body)


_GUTTERS = (2, 3, 4)


@family("text-aligned")
def aligned(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Columns set with spaces, cells wrapped, a blank line between rows."""
    return sections(rng, bank, _aligned(rng, rng.choice(_GUTTERS), blank=True))


@family("text-aligned-close")
def aligned_close(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Columns set with spaces, cells wrapped, and no blank line between rows."""
    return sections(rng, bank, _aligned(rng, rng.choice(_GUTTERS), blank=False))


_LINE_GUTTERS = (2, 3, 5)
_LINE_TEXTS = (30, 70)
"""Characters of a measure's text at most."""


@family("text-aligned-one-line")
def aligned_one_line(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Columns set with spaces, each row on one long line."""
    gutter = rng.choice(_LINE_GUTTERS)

    def body(_: DumpStyle, drawn: PlainPlan, part: PlainTheme) -> list[str]:
        rows = _grid(drawn, part)
        widths = [max(len(row[i]) for row in rows) + gutter for i in range(len(rows[0]))]
        return ["".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows]

    return sections(rng, bank, body, longest=rng.choice(_LINE_TEXTS))


@family("text-typewriter")
def typewriter(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A typed plan: indented, headings in capitals and underlined, page numbers between, columns by the eye."""
    content, sheet = typed(rng, bank, numbers=True)
    return DrawnDocument(content, sheet.text())


_INDENTS = (0, 4, 6)
_TYPEWRITER = 64, False


def typed(rng: random.Random, bank: ContentBank, *, numbers: bool) -> tuple[DrawnContent, DumpStyle]:
    """Return a typed plan and its lines, with numbers of pages between its parts or not."""
    indent = " " * rng.choice(_INDENTS)
    picker = Picker(rng, bank)
    drawn = plan(picker, rng, one_line=True, longest=90, others=0, problems=0.2, chapter=0.0)
    sheet = DumpStyle(rng, bank, picker)
    sheet.width, sheet.crlf = _TYPEWRITER
    sheet.open()
    body = _aligned(rng, 2, blank=True)
    for number, part in enumerate(drawn.parts, 2):
        text = part.heading
        sheet.add(text, "-" * len(text), "")
        if part.problem:
            sheet.add(*sheet.wrapped(part.problem), "")
        sheet.add(*body(sheet, drawn, part))
        if numbers and rng.random() < 0.5:
            sheet.add("", f"{' ' * 34}- {number} -", "")
        sheet.add("")
    sheet.lines = [indent + line if line else "" for line in sheet.lines]
    return drawn.content(), sheet


_ALIGNED_WIDTHS = (90, 110, 130)


def _aligned(rng: random.Random, gutter: int, *, blank: bool) -> Body:
    total = rng.choice(_ALIGNED_WIDTHS)

    def body(_: DumpStyle, drawn: PlainPlan, part: PlainTheme) -> list[str]:
        widths = widths_of(rng, drawn, total)
        lines: list[str] = []
        for n, row in enumerate(_grid(drawn, part)):
            for cells in in_columns(row, widths):
                text = (" " * gutter).join(c.ljust(w) for c, w in zip(cells, widths, strict=True))
                lines.append(text.rstrip())
            if blank and n:
                lines.append("")
        return lines

    return body


_SHARES: dict[FieldName | None, float] = {"orsak": 3, "mål": 3, "åtgärd": 4, "vem": 2.4, "när": 1.8, None: 1.6}


def widths_of(rng: random.Random, drawn: PlainPlan, total: int) -> list[int]:
    """Return the widths of columns in characters; none is narrower than its longest word."""
    shares = [_SHARES[c.field] for c in drawn.columns]
    longest = [max((len(w) for m in drawn.measures for w in value(m, c).split()), default=1) for c in drawn.columns]
    heads = [max(len(w) for w in c.heading.split() or [""]) for c in drawn.columns]
    return [
        max(round(total * s / sum(shares)), word, head) for s, word, head in zip(shares, longest, heads, strict=True)
    ]


def in_columns(row: Sequence[str], widths: Sequence[int]) -> list[list[str]]:
    """Return the lines of a row whose cells are wrapped in their columns."""
    cells = [textwrap.wrap(c, w, break_on_hyphens=False) or [""] for c, w in zip(row, widths, strict=True)]
    height = max(len(c) for c in cells)
    return [[c[i] if i < len(c) else "" for c in cells] for i in range(height)]


# Cells one after the other


_BETWEEN_ROWS_CHANCE = 0.6


@family("text-cell-by-cell")
def cell_by_cell(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A cell a line, row after row; a blank line between rows or between all cells."""
    between_rows = rng.random() < _BETWEEN_ROWS_CHANCE
    between_cells = not between_rows and rng.random() < 0.5

    def body(_: DumpStyle, drawn: PlainPlan, part: PlainTheme) -> list[str]:
        lines: list[str] = []
        for row in _grid(drawn, part):
            for cell in row:
                lines.extend([cell, ""] if between_cells else [cell])
            if between_rows:
                lines.append("")
        return lines

    return sections(rng, bank, body, empty=0.0, others=0, number_column=0.0, must=("åtgärd", "vem", "när"))


_COLUMN_ROWS = (2, 4)


@family("text-column-by-column")
def column_by_column(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A column after the other: its heading, then all its cells with blank lines between."""

    def body(sheet: DumpStyle, drawn: PlainPlan, part: PlainTheme) -> list[str]:
        rows = _grid(drawn, part)
        lines: list[str] = []
        for column in zip(*rows, strict=True):
            for cell in column:
                lines.extend([*sheet.wrapped(cell), ""])
        return lines

    return sections(
        rng, bank, body, empty=0.0, others=0, number_column=0.0, must=("åtgärd", "vem", "när"), rows=_COLUMN_ROWS
    )


_ROWS_OF_PAGE = (2, 4)
_PAGES_TOTAL = (5, 8)
_PAGED_ROWS = (3, 7)


@family("text-pages-between")
def pages_between(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Tabs between the cells, and the running lines of the pages among the rows."""
    sign = rng.choice(("Sida {n} av {m}", "{n} ({m})", "{n}"))
    every = rng.randint(*_ROWS_OF_PAGE)
    total = rng.randint(*_PAGES_TOTAL)
    count = iter(range(1, 100))

    def body(sheet: DumpStyle, drawn: PlainPlan, part: PlainTheme) -> list[str]:
        head, *rows = ["\t".join(row) for row in _grid(drawn, part)]
        lines = [head]
        for n, row in enumerate(rows, 1):
            lines.append(row)
            if n % every == 0 and n < len(rows):
                lines += ["", sign.format(n=next(count), m=total), sheet.front.title, "", head]
        return lines

    return sections(rng, bank, body, rows=_PAGED_ROWS)


# Labels and lists


_LABEL_LINE_CHANCE = 0.4


def _label_body(rng: random.Random, bank: ContentBank, form: Callable[[DumpStyle, str, str], list[str]]) -> Body:
    labels: dict[FieldName, str] = {}
    for name in FIELDS:
        label = bank.label(rng, name)
        while label in labels.values():
            label = bank.label(rng, name)
        labels[name] = label
    order = list(FIELDS)
    if rng.random() < _LABEL_LINE_CHANCE:
        rng.shuffle(order)

    def body(sheet: DumpStyle, drawn: PlainPlan, part: PlainTheme) -> list[str]:
        lines: list[str] = []
        for measure in part.measures:
            for name in order:
                text = measure.text(name)
                if text and name in drawn.fields:
                    lines += form(sheet, labels[name], text)
            lines.append("")
        return lines

    return body


_LABEL_ROWS = (1, 4)


@family("text-labels")
def labels(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """`Åtgärd: …`, a label a line, a blank line between measures."""
    sign = rng.choice(("", "", "- "))
    body = _label_body(rng, bank, lambda s, label, text: s.wrapped(f"{label.rstrip('?:')}: {text}", sign, "  "))
    return sections(rng, bank, body, others=0, number_column=0.0, must=("åtgärd", "vem"), rows=_LABEL_ROWS)


_LABEL_ROOMS = (20, 24, 30)
_LABEL_WIDTH = 64


@family("text-labels-aligned")
def labels_aligned(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Labels in a column of their own, values beside them, wrapped lines under the values."""
    room = rng.choice(_LABEL_ROOMS)

    def form(sheet: DumpStyle, label: str, text: str) -> list[str]:
        lines = textwrap.wrap(text, _LABEL_WIDTH, break_on_hyphens=False)
        return [label[: room - 2].ljust(room) + lines[0], *(" " * room + line for line in lines[1:])]

    return sections(
        rng, bank, _label_body(rng, bank, form), others=0, number_column=0.0, must=("åtgärd", "vem"), rows=_LABEL_ROWS
    )


_FEW_ROWS = (1, 3)


@family("text-labels-above")
def labels_above(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A label on a line of its own, its value on the next."""
    body = _label_body(rng, bank, lambda sheet, label, text: [label, *sheet.wrapped(text)])
    return sections(rng, bank, body, others=0, number_column=0.0, must=("åtgärd", "vem"), rows=_FEW_ROWS)


@family("text-list")
def bullets(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Bullets under a heading that means measures."""
    return _listed(rng, bank, tails=False)


@family("text-list-with-tails")
def bullets_with_tails(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Bullets that end with who and when."""
    return _listed(rng, bank, tails=True)


_LISTED_ROWS = (2, 6)


def _listed(rng: random.Random, bank: ContentBank, *, tails: bool) -> DrawnDocument:
    picker = Picker(rng, bank)
    never: tuple[FieldName, ...] = ("orsak", "mål") if tails else ("orsak", "mål", "vem", "när")
    must: tuple[FieldName, ...] = ("åtgärd", "vem", "när") if tails else _DEED
    drawn = plan(picker, rng, never=never, must=must, others=0, number_column=0.0, empty=0.0,
                 one_line=True, chapter=0.0, longest=160, rows=_LISTED_ROWS)  # fmt: skip
    sheet = DumpStyle(rng, bank, picker)
    sheet.open()
    tail = Tail(rng)
    sign = rng.choice(("- ", "* ", "• ", "– ", "{n}. ", "{n}) "))
    title = phrase(rng, "measure_headings")
    sections: list[Section] = []
    for part in drawn.parts:
        sheet.heading(part)
        sheet.add(title + rng.choice(("", "", ":")), *([""] if sheet.apart else ()))
        measures: list[Measure] = []
        for n, measure in enumerate(part.measures, 1):
            told, text = tailed(tail, measure) if tails else (kept(measure, _DEED), measure.åtgärd or "")
            mark = sign.format(n=n)
            sheet.add(*sheet.wrapped(text, mark, " " * len(mark)))
            measures.append(replace(told, origin="list"))
        sheet.add("")
        child = Section(title, None, None, tuple(measures))
        sections.append(Section(part.theme.title, part.number, part.problem, (), (child,)))
    return DrawnDocument(DrawnContent(drawn.front, tuple(sections)), sheet.text())


# Negative


_TABLES = (1, 3)


@family("text-other-tables", negative=True)
def other_tables(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Tables of participants, accounts, decisions and the like in tabs or set with spaces, and no measure."""
    from ingest.train.factory.bank import NEGATIVE_KINDS

    picker = Picker(rng, bank)
    sheet = DumpStyle(rng, bank, picker)
    sheet.open()
    joint = rng.choice(("\t", ";", " | "))
    for kind in rng.sample(list(NEGATIVE_KINDS), rng.randint(*_TABLES)):
        headings, rows = bank.negative(rng, kind)
        sheet.add(phrase(rng, "closing_headings"), "", joint.join(headings), *(joint.join(row) for row in rows), "")
    return DrawnDocument(DrawnContent(picker.front), sheet.text())
