"""Families that reportlab draws: tables, lists and cards placed by a program, untagged, with fonts of its own."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

from ingest.train.factory.families import family
from ingest.train.factory.grid import column_widths
from ingest.train.factory.look import ACCENTS, TINTS
from ingest.train.factory.model import (
    Canvas,
    ContentBank,
    DrawnContent,
    DrawnDocument,
    DrawnFront,
    FieldName,
    Measure,
    Section,
)
from ingest.train.factory.phrases import phrase
from ingest.train.factory.picker import Column, Picker
from ingest.train.factory.tails import Tail

__all__: list[str] = []

_BASE_FONTS = (("Helvetica", "Helvetica-Bold"), ("Times-Roman", "Times-Bold"), ("Helvetica", "Helvetica-Bold"))
_MILLIMETRE = 72 / 25.4
# Left and right of a cell of reportlab, in points.
_CELL_PADDING = 12.5
_MANY_COLUMNS = 5
_LINE = 150


@dataclass(frozen=True, slots=True)
class _Style:
    """The look of one document; lengths in points."""

    font: str
    bold: str
    size: float
    accent: str
    tint: str
    landscape: bool
    margin: float
    footer: str


_DENSE_SIZES_PT = (7.5, 8.0, 8.5, 9.0)
_SIZES_PT = (9.0, 9.5, 10.0, 11.0)
_RULED_DENSE_CHANCE = 0.8
_RULED_CHANCE = 0.2
_MARGIN_MM = (14, 26)


def _style(rng: random.Random, columns: int) -> _Style:
    font, bold = rng.choice(_BASE_FONTS)
    dense = columns >= _MANY_COLUMNS
    return _Style(
        font,
        bold,
        rng.choice(_DENSE_SIZES_PT) if dense else rng.choice(_SIZES_PT),
        rng.choice(ACCENTS),
        rng.choice(TINTS),
        rng.random() < (_RULED_DENSE_CHANCE if dense else _RULED_CHANCE),
        rng.uniform(*_MARGIN_MM) * _MILLIMETRE,
        rng.choice(("Sida {n}", "{n}", "", "Sid {n}")),
    )


Story = list[Any]
Build = Callable[[_Style, "_Kit"], Story]


_LEADING = 1.22
"""Shares of the font size: leading of text, of titles and of headings, and sizes of headings."""
_TITLE_LEADING = 2.4
_HEADING_SIZE = 1.35
_HEADING_LEADING = 1.7
_SMALL_HEADING_SIZE = 1.12


class _Kit:
    """reportlab's flowables in the style of a document."""

    def __init__(self, style: _Style) -> None:
        from reportlab.lib.colors import HexColor
        from reportlab.lib.styles import ParagraphStyle

        self.style = style
        self.color = HexColor
        leading = style.size * _LEADING
        self.body = ParagraphStyle("body", fontName=style.font, fontSize=style.size, leading=leading, spaceAfter=4)
        self.strong = ParagraphStyle("strong", parent=self.body, fontName=style.bold)
        self.white = ParagraphStyle("white", parent=self.strong, textColor=HexColor("#ffffff"))
        self.title = ParagraphStyle(
            "title", parent=self.strong, fontSize=style.size * 2, leading=style.size * _TITLE_LEADING, spaceAfter=10,
            textColor=HexColor(style.accent),
        )  # fmt: skip
        self.heading = ParagraphStyle(
            "heading", parent=self.strong, fontSize=style.size * _HEADING_SIZE,
            leading=style.size * _HEADING_LEADING, spaceBefore=10, spaceAfter=5, keepWithNext=True,
            textColor=HexColor(style.accent),
        )  # fmt: skip
        self.small = ParagraphStyle(
            "small", parent=self.heading, fontSize=style.size * _SMALL_HEADING_SIZE, spaceBefore=6
        )

    def p(self, value: str | None, style: Any = None) -> Any:
        """Return a paragraph; lines of a text stand on lines of their own."""
        from reportlab.platypus import Paragraph

        return Paragraph("<br/>".join(escape(line) for line in (value or "").split("\n")), style or self.body)

    def front(self, front: DrawnFront, facts_in_line: bool) -> Story:
        """Return the lines of the front, in order."""
        story = [self.p(line) for line in front.above]
        story.append(self.p(front.title, self.title))
        story += [self.p(line) for line in front.below]
        pairs = [f"{k}: {v}" for k, v in front.facts]
        story += [self.p("     ".join(pairs))] if facts_in_line and pairs else [self.p(x) for x in pairs]
        return story


_FOOTER_SIZE_PT = 8
_FOOTER_Y_PT = 20
_LEAST_BOTTOM_PT = 40


def _save(path: Path, style: _Style, story: Callable[[_Kit], Story], title: str) -> None:
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.platypus import SimpleDocTemplate

    def foot(canvas: Any, document: Any) -> None:
        if style.footer:
            canvas.setFont(style.font, _FOOTER_SIZE_PT)
            canvas.drawCentredString(document.pagesize[0] / 2, _FOOTER_Y_PT, style.footer.format(n=document.page))

    size = landscape(A4) if style.landscape else A4
    document = SimpleDocTemplate(
        str(path), pagesize=size, leftMargin=style.margin, rightMargin=style.margin, topMargin=style.margin,
        bottomMargin=max(style.margin, _LEAST_BOTTOM_PT), title=title, invariant=1,
    )  # fmt: skip
    document.build(story(_Kit(style)), onFirstPage=foot, onLaterPages=foot)


_FACTS_IN_LINE_CHANCE = 0.3


def _drawing(picker: Picker, content: DrawnContent, style: _Style, body: Callable[[_Kit], Story]) -> DrawnDocument:
    facts_in_line = picker.rng.random() < _FACTS_IN_LINE_CHANCE
    front = picker.front

    def story(kit: _Kit) -> Story:
        ends = [kit.p(line) for line in front.closing]
        return [*kit.front(front, facts_in_line), *body(kit), *ends]

    return DrawnDocument(content, Canvas(lambda path: _save(path, style, story, front.title)))


def _width(style: _Style) -> float:
    from reportlab.lib.pagesizes import A4

    return float((A4[1] if style.landscape else A4[0]) - 2 * style.margin)


def _table(kit: _Kit, columns: Sequence[Column], rows: Sequence[Measure], widths: Sequence[float], rules: str) -> Any:
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import Table, TableStyle

    dark = rules == "dark"
    head = [kit.p(c.heading, kit.white if dark else kit.strong) for c in columns]
    data = [head] + [
        [kit.p(row.text(c.field) if c.field else row.other.get(c.heading, "")) for c in columns] for row in rows
    ]
    style: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    grey = HexColor("#888888")
    if rules in ("ruled", "dark"):
        style.append(("GRID", (0, 0), (-1, -1), 0.5, grey))
    if rules == "half":
        style.append(("LINEBELOW", (0, 0), (-1, -1), 0.5, grey))
    if rules == "zebra":
        style.append(("ROWBACKGROUNDS", (0, 1), (-1, -1), [HexColor("#ffffff"), HexColor(kit.style.tint)]))
    if rules == "head":
        style.append(("LINEBELOW", (0, 0), (-1, 0), 1, grey))
    if dark:
        style.append(("BACKGROUND", (0, 0), (-1, 0), HexColor(kit.style.accent)))
    elif rules in ("ruled", "zebra"):
        style.append(("BACKGROUND", (0, 0), (-1, 0), HexColor(kit.style.tint)))
    points = _points(kit.style, columns, rows, [w * _width(kit.style) / 100 for w in widths], _CELL_PADDING)
    return Table(data, colWidths=points, repeatRows=1, style=TableStyle(style), splitInRow=1)


def _points(
    style: _Style, columns: Sequence[Column], rows: Sequence[Measure], wanted: Sequence[float], padding: float
) -> list[float]:
    """Return the columns' widths in points: as wanted, but none narrower than its longest word where there is room."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    least = []
    for column in columns:
        texts = [
            column.heading,
            *((r.text(column.field) if column.field else r.other.get(column.heading)) for r in rows),
        ]
        words = [word for value in texts for word in (value or "").split()]
        longest = max((stringWidth(word, style.bold, style.size) for word in words), default=0.0)
        least.append(longest + padding)
    if sum(least) > sum(wanted):
        return list(wanted)
    spare = [max(0.0, w - low) for w, low in zip(wanted, least, strict=True)]
    lacking = sum(max(0.0, low - w) for w, low in zip(wanted, least, strict=True))
    share = lacking / sum(spare) if lacking else 0.0
    return [max(low, w - s * share) for w, low, s in zip(wanted, least, spare, strict=True)]


_MEASURES = (2, 7)
_THEMES = (1, 4)
_CHAPTER_CHANCE = 0.4


def _tables(rng: random.Random, bank: ContentBank, rules: Sequence[str]) -> DrawnDocument:
    picker = Picker(rng, bank)
    fields = picker.fields()
    cols = picker.columns(fields, most_others=1)
    style = _style(rng, len(cols))
    widths = column_widths(cols, rng)
    rule = rng.choice(rules)
    drawn = [
        (theme, tuple(picker.filled(picker.measure(theme, fields), cols) for _ in range(rng.randint(*_MEASURES))))
        for theme in picker.themes(*_THEMES)
    ]
    top = phrase(rng, "chapter_headings") if rng.random() < _CHAPTER_CHANCE else ""
    before = [bank.paragraph(rng) for _ in range(rng.randint(0, 2))]

    def body(kit: _Kit) -> Story:
        story = [kit.p(t) for t in before] + ([kit.p(top, kit.heading)] if top else [])
        for theme, rows in drawn:
            story += [kit.p(theme.title, kit.small if top else kit.heading), _table(kit, cols, rows, widths, rule)]
        return story

    sections = tuple(Section(t.title, None, None, rows) for t, rows in drawn)
    content = DrawnContent(picker.front, (Section(top, None, None, (), sections),) if top else sections)
    return _drawing(picker, content, style, body)


@family("program-ruled-table")
def program_ruled(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Tables with rules, drawn by a program."""
    return _tables(rng, bank, ("ruled", "dark"))


@family("program-open-table")
def program_open(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Tables with few rules or none, drawn by a program."""
    return _tables(rng, bank, ("half", "zebra", "head", "none"))


_MOST_ITEMS = 6


@family("program-list")
def program_list(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Bullets that end in who and when, drawn by a program with hanging signs."""
    picker = Picker(rng, bank)
    style = _style(rng, 1)
    tail = Tail(rng)
    sign = rng.choice(("•", "-", "·", "*"))
    top = phrase(rng, "measure_headings")
    fields: tuple[FieldName, ...] = ("åtgärd", "vem", "när")
    drawn = [
        (
            theme,
            [
                tail.end(m)
                for m in picker.measures(theme, 2, _MOST_ITEMS, fields, origin="list", one_line=True, longest=_LINE)
            ],
        )
        for theme in picker.themes(*_THEMES)
    ]

    def body(kit: _Kit) -> Story:
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.platypus import Paragraph

        hang = ParagraphStyle("hang", parent=kit.body, leftIndent=14, bulletIndent=3)
        story = [kit.p(top, kit.heading)]
        for theme, pairs in drawn:
            story.append(kit.p(theme.title, kit.small))
            story += [Paragraph(escape(line), hang, bulletText=sign) for _, line in pairs]
        return story

    sections = tuple(Section(t.title, None, None, tuple(m for m, _ in pairs)) for t, pairs in drawn)
    content = DrawnContent(picker.front, (Section(top, None, None, (), sections),))
    return _drawing(picker, content, style, body)


_MOST_CARDS = 4
_FEW_THEMES = (1, 3)
_CARD_RULE_PT = 0.8
_CARD_GAP_PT = 7


@family("program-cards")
def program_cards(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Cards one or two abreast with labels inside, drawn by a program."""
    picker = Picker(rng, bank)
    fields = picker.fields(must=("åtgärd", "vem"))
    style = _style(rng, 1)
    labels = {f: bank.label(rng, f) for f in fields}
    if len({w.casefold() for w in labels.values()}) < len(labels):
        labels = {f: phrase(rng, _LABEL_KEYS[f]) for f in fields}
    abreast = rng.choice((1, 2))
    drawn = [(t, picker.measures(t, 2, _MOST_CARDS, fields, one_line=True)) for t in picker.themes(*_FEW_THEMES)]

    def card(kit: _Kit, measure: Measure) -> Story:
        from reportlab.platypus import Paragraph

        pairs = [(labels[f], measure.text(f)) for f in fields]
        bold = kit.style.bold
        return [Paragraph(f'<font name="{bold}">{escape(k)}:</font> {escape(v)}', kit.body) for k, v in pairs if v]

    def body(kit: _Kit) -> Story:
        from reportlab.platypus import Spacer, Table, TableStyle

        story: Story = []
        width = _width(style) / abreast
        look = TableStyle(
            [("BOX", (i, 0), (i, 0), _CARD_RULE_PT, kit.color(style.accent)) for i in range(abreast)]
            + [("VALIGN", (0, 0), (-1, -1), "TOP")]
        )
        for theme, measures in drawn:
            story.append(kit.p(theme.title, kit.heading))
            for i in range(0, len(measures), abreast):
                cells = [card(kit, m) for m in measures[i : i + abreast]]
                cells += [[] for _ in range(abreast - len(cells))]
                story += [Table([cells], colWidths=[width] * abreast, style=look), Spacer(1, _CARD_GAP_PT)]
        return story

    sections = tuple(Section(t.title, None, None, m) for t, m in drawn)
    return _drawing(picker, DrawnContent(picker.front, sections), style, body)


_LABEL_KEYS = {
    "orsak": "problem_labels", "mål": "goal_labels", "åtgärd": "deed_labels", "vem": "responsible_labels",
    "när": "time_labels",
}  # fmt: skip


_GOAL_THEMES = (2, 4)
_ROWS_UNDER_GOAL = (1, 4)


@family("program-goal-over-table")
def program_goal_over_table(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A goal as a line under each heading, its measures in a table, drawn by a program."""
    picker = Picker(rng, bank)
    fields = picker.fields(never=("mål",))
    cols = picker.columns(fields, most_others=1, number=0.0)
    style = _style(rng, len(cols))
    widths = column_widths(cols, rng)
    rule = rng.choice(("ruled", "half", "dark", "none"))
    label = phrase(rng, "goal_labels")
    drawn = []
    for theme in picker.themes(*_GOAL_THEMES):
        rows = [picker.filled(picker.measure(theme, fields), cols) for _ in range(rng.randint(*_ROWS_UNDER_GOAL))]
        drawn.append((theme, tuple(replace(m, mål=theme.goal) for m in rows)))

    def body(kit: _Kit) -> Story:
        story: Story = []
        for theme, rows in drawn:
            story += [kit.p(theme.title, kit.heading), kit.p(f"{label}: {theme.goal}")]
            story.append(_table(kit, cols, rows, widths, rule))
        return story

    sections = tuple(Section(t.title, None, None, rows) for t, rows in drawn)
    return _drawing(picker, DrawnContent(picker.front, sections), style, body)


_GUTTER_PT = (4, 14)
_ROWS = (2, 6)


@family("program-table-column-by-column")
def column_by_column(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A table that a program writes column by column, line by line, on one or several pages, with few rules or none."""
    picker = Picker(rng, bank)
    fields = picker.fields()
    cols = picker.columns(fields, most_others=1)
    style = _style(rng, len(cols))
    widths = column_widths(cols, rng)
    rules = rng.choice(("none", "rows", "all"))
    gap = rng.uniform(*_GUTTER_PT)
    drawn = [
        (theme, tuple(picker.filled(picker.measure(theme, fields), cols) for _ in range(rng.randint(*_ROWS))))
        for theme in picker.themes(*_FEW_THEMES)
    ]
    sections = tuple(Section(t.title, None, None, rows) for t, rows in drawn)
    front = picker.front

    def save(path: Path) -> None:
        _Sheet(path, style, gap, rules).write(front, cols, widths, [(t.title, rows) for t, rows in drawn])

    return DrawnDocument(DrawnContent(front, sections), Canvas(save))


_SHEET_LEADING = 1.25
_SHEET_TITLE_SIZE = 1.8
_LINES_LEFT = 8
_SHEET_HEADING_SIZE = 1.3
_HEADING_GAP = 0.4
_ROW_GAP = 0.6


class _Sheet:
    """Writes tables with the bare canvas: each column of a page from its top to its foot before the next."""

    def __init__(self, path: Path, style: _Style, gap: float, rules: str) -> None:
        from reportlab.lib.pagesizes import A4, landscape
        from reportlab.pdfgen.canvas import Canvas as Pdf

        self.size = landscape(A4) if style.landscape else A4
        self.pdf = Pdf(str(path), pagesize=self.size, invariant=1)
        self.style, self.gap, self.rules = style, gap, rules
        self.leading = style.size * _SHEET_LEADING
        self.y = self.size[1] - style.margin

    def write(
        self, front: DrawnFront, columns: Sequence[Column], widths: Sequence[float], tables: Sequence[tuple[str, Any]]
    ) -> None:
        """Write the front, the tables under their headings, and the closing lines."""
        self.pdf.setTitle(front.title)
        for line in front.above:
            self.line(line, self.style.font, self.style.size)
        self.line(front.title, self.style.bold, self.style.size * _SHEET_TITLE_SIZE)
        for line in (*front.below, *(f"{k}: {v}" for k, v in front.facts)):
            self.line(line, self.style.font, self.style.size)
        room = self.size[0] - 2 * self.style.margin
        wanted = [w * room / 100 for w in widths]
        every = [row for _, rows in tables for row in rows]
        points = _points(self.style, columns, every, wanted, self.gap + 1)
        for title, rows in tables:
            if self.y < self.style.margin + _LINES_LEFT * self.leading:
                self.turn()
            self.y -= self.leading
            self.line(title, self.style.bold, self.style.size * _SHEET_HEADING_SIZE)
            self.y -= self.leading * _HEADING_GAP
            self.table(columns, rows, points)
        for line in front.closing:
            self.line(line, self.style.font, self.style.size)
        self.pdf.save()

    def turn(self) -> None:
        """Begin a new page."""
        self.pdf.showPage()
        self.y = self.size[1] - self.style.margin

    def line(self, value: str, font: str, size: float) -> None:
        """Write a text from the left margin, broken into lines where it must be."""
        from reportlab.lib.utils import simpleSplit

        for part in simpleSplit(value, font, size, self.size[0] - 2 * self.style.margin):
            self.y -= size * _SHEET_HEADING_SIZE
            self.pdf.setFont(font, size)
            self.pdf.drawString(self.style.margin, self.y, part)
        self.y -= 2

    def table(self, columns: Sequence[Column], rows: Sequence[Measure], points: Sequence[float]) -> None:
        """Write the rows, as many on a page as have room, its head row over each page's part."""
        lines = [self._split([c.heading for c in columns], points, self.style.bold)]
        for row in rows:
            values = [(row.text(c.field) if c.field else row.other.get(c.heading)) or "" for c in columns]
            lines.append(self._split(values, points, self.style.font))
        head, rest = lines[0], lines[1:]
        while rest:
            part, top = [head], self._height(head)
            while rest and top + self._height(rest[0]) < self.y - self.style.margin:
                top += self._height(rest[0])
                part.append(rest.pop(0))
            if len(part) == 1:
                if self.y > self.size[1] - self.style.margin - 1:
                    part.append(rest.pop(0))
                else:
                    self.turn()
                    continue
            self._part(part, points)
            if rest:
                self.turn()

    def _part(self, lines: Sequence[Sequence[Sequence[str]]], points: Sequence[float]) -> None:
        start = self.y
        x = self.style.margin
        for i, width in enumerate(points):
            y = start
            for j, cells in enumerate(lines):
                self.pdf.setFont(self.style.bold if j == 0 else self.style.font, self.style.size)
                for k, words in enumerate(cells[i]):
                    self.pdf.drawString(x + self.gap / 2, y - (k + 1) * self.leading, words)
                y -= self._height(cells)
            x += width
        self.y = y
        self._rule(lines, points, start)
        self.y -= self.leading

    def _rule(self, lines: Sequence[Sequence[Sequence[str]]], points: Sequence[float], start: float) -> None:
        left, right = self.style.margin, self.style.margin + sum(points)
        self.pdf.setLineWidth(0.5)
        y = start
        for cells in lines if self.rules != "none" else ():
            self.pdf.line(left, y, right, y)
            y -= self._height(cells)
        if self.rules == "none":
            return
        self.pdf.line(left, y, right, y)
        x = left
        for width in (*points, 0.0) if self.rules == "all" else ():
            self.pdf.line(x, start, x, y)
            x += width

    def _split(self, values: Sequence[str], points: Sequence[float], font: str) -> list[list[str]]:
        from reportlab.lib.utils import simpleSplit

        return [
            simpleSplit(value, font, self.style.size, width - self.gap) or [""]
            for value, width in zip(values, points, strict=True)
        ]

    def _height(self, cells: Sequence[Sequence[str]]) -> float:
        return max(len(c) for c in cells) * self.leading + self.leading * _ROW_GAP
