"""Families of Word files, as an office worker makes them, and their exports to PDF, ODT, RTF and old Word."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from docx.enum.text import WD_BREAK
from docx.shared import Mm, Pt

from ingest.train.factory.families import family
from ingest.train.factory.model import (
    FIELDS,
    ContentBank,
    DrawnContent,
    DrawnDocument,
    FieldName,
    Measure,
    Office,
    Section,
)
from ingest.train.factory.phrases import phrase, phrases
from ingest.train.factory.picker import Column, Picker, kept
from ingest.train.factory.plain_outline import PlainPlan, PlainTheme, plan, tailed
from ingest.train.factory.tails import Tail
from ingest.train.factory.word import WordFile, value

__all__ = ["sections"]

DrawFamily = Callable[[random.Random, ContentBank], DrawnDocument]
_MANY_COLUMNS = 5
_WITH_CONTENTS = 0.12
_DEED: tuple[FieldName, ...] = ("åtgärd",)


_LANDSCAPE_WIDE_CHANCE = 0.75
_LANDSCAPE_CHANCE = 0.15
_RUNNING_HEAD_CHANCE = 0.6
_BREAK_BEHIND_FRONT_CHANCE = 0.1


def _opened(rng: random.Random, bank: ContentBank, picker: Picker, *, wide: bool = False) -> WordFile:
    """Return a Word file with its front page and prose drawn."""
    word = WordFile(rng, landscape=rng.random() < (_LANDSCAPE_WIDE_CHANCE if wide else _LANDSCAPE_CHANCE))
    running = getattr(bank, "running", None)
    if running is not None and rng.random() < _RUNNING_HEAD_CHANCE:
        word.running(*running(rng, picker.front))
    word.front(picker.front)
    if rng.random() < _BREAK_BEHIND_FRONT_CHANCE:
        word.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    word.prose(bank)
    return word


def _closed(word: WordFile, drawn: PlainPlan, content: DrawnContent, convert_to: str = "") -> DrawnDocument:
    word.closing(drawn.front)
    return DrawnDocument(content, word.office(convert_to))


def _chapter(word: WordFile, drawn: PlainPlan) -> int:
    """Draw the chapter's heading and return the level of those under it."""
    if drawn.chapter is None:
        return word.rng.choice((1, 2))
    word.heading(1, drawn.chapter_number, drawn.chapter)
    return 2


_PROBLEM_CHANCE = 0.3


def _head(word: WordFile, level: int, part: PlainTheme) -> None:
    """Draw the heading of a part with its problem and its target."""
    if part.problem and word.rng.random() < _PROBLEM_CHANCE and not part.theme.title.endswith((".", "?")):
        word.heading(level, part.number, f"{part.theme.title}. {part.problem}")
    else:
        word.heading(level, part.number, part.theme.title)
        if part.problem:
            word.paragraph(part.problem)
    if part.goal:
        word.paragraph(f"{phrase(word.rng, 'goal_labels')}: {part.goal}")


def _table(
    word: WordFile, drawn: PlainPlan, measures: Sequence[Measure], into: object = None, share: float = 1.0
) -> None:
    table: Any = word.table(drawn.columns, into)
    for measure in measures:
        word.row(table, drawn.columns, measure)
    word.fit(table, drawn.columns, share)


_TEXT_BELOW_CHANCE = 0.1


def sections(
    rng: random.Random,
    bank: ContentBank,
    body: Callable[[WordFile, PlainPlan, PlainTheme], None],
    fits: Callable[[PlainPlan, WordFile], bool] | None = None,
    **settings: Any,
) -> DrawnDocument:
    """Draw a plan whose parts have a heading and a body each; `fits` says whether the plan has room in the file."""
    picker = Picker(rng, bank)
    drawn = plan(picker, rng, **settings)
    word = _opened(rng, bank, picker, wide=fits is not None or len(drawn.columns) >= _MANY_COLUMNS)
    while fits is not None and not fits(drawn, word):
        drawn = plan(picker, rng, **settings)
    if rng.random() < _WITH_CONTENTS:
        word.contents([p.heading for p in drawn.parts])
    level = _chapter(word, drawn)
    for part in drawn.parts:
        _head(word, level, part)
        body(word, drawn, part)
        if rng.random() < _TEXT_BELOW_CHANCE:
            word.paragraph(bank.paragraph(rng))
    return _closed(word, drawn, drawn.content())


@family("word-table-per-section")
def table_per_section(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A heading and a table for each theme."""
    return sections(rng, bank, lambda word, drawn, part: _table(word, drawn, part.measures))


@family("word-goal-over-table")
def goal_over_table(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """The target stands under each heading, the table has none."""
    return sections(
        rng, bank, lambda word, drawn, part: _table(word, drawn, part.measures), never=("mål",), goals=1.0, problems=0.0
    )


_ONE_TABLE_ROWS = (2, 6)


@family("word-one-table")
def one_table(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """One table for the whole plan."""
    picker = Picker(rng, bank)
    drawn = plan(picker, rng, rows=_ONE_TABLE_ROWS, problems=0.0, chapter=0.6)
    word = _opened(rng, bank, picker, wide=len(drawn.columns) >= _MANY_COLUMNS)
    _chapter(word, drawn)
    _table(word, drawn, drawn.measures)
    return _closed(word, drawn, drawn.flat())


_BAND_PARTS = (2, 4)


@family("word-band-rows")
def band_rows(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """One table; the themes are rows across it, with or without a head row of their own."""
    picker = Picker(rng, bank)
    drawn = plan(picker, rng, parts=_BAND_PARTS, chapter=0.4)
    word = _opened(rng, bank, picker, wide=len(drawn.columns) >= _MANY_COLUMNS)
    _chapter(word, drawn)
    table: Any = word.table(drawn.columns)
    for part in drawn.parts:
        text = part.heading
        if part.problem:
            text += f". {part.problem}"
        word.band(table, text)
        for measure in part.measures:
            word.row(table, drawn.columns, measure)
    return _closed(word, drawn, drawn.content())


_MERGED_BOTH_CHANCE = 0.3
_MERGED_ROWS = (3, 6)


@family("word-merged-cells")
def merged_cells(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Cells of orsak or mål, and of vem perhaps, are merged over several rows."""
    shared: list[FieldName] = [rng.choice(("orsak", "mål"))]
    if rng.random() < _MERGED_BOTH_CHANCE:
        shared.append("vem")

    def body(word: WordFile, drawn: PlainPlan, part: PlainTheme) -> None:
        table: Any = word.table(drawn.columns)
        for measure in part.measures:
            word.row(table, drawn.columns, measure)
        word.fit(table, drawn.columns)
        for at, column in enumerate(drawn.columns):
            if column.field in shared:
                word.merge_equal(table, at, [value(m, column) for m in part.measures])

    return sections(rng, bank, body, rows=_MERGED_ROWS, must=("åtgärd", *shared), shared=shared)


_NESTED_PARTS = (1, 3)
_NESTED_WIDTH = 0.95


@family("word-nested-table")
def nested_table(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A table for layout holds the heading and the table of measures of each theme."""
    picker = Picker(rng, bank)
    drawn = plan(picker, rng, parts=_NESTED_PARTS, chapter=0.3, problems=0.0)
    word = _opened(rng, bank, picker, wide=len(drawn.columns) >= _MANY_COLUMNS)
    _chapter(word, drawn)
    for part in drawn.parts:
        outer = word.document.add_table(1, 1)
        outer.style = rng.choice(("Table Grid", "Normal Table"))
        cell = outer.cell(0, 0)
        cell.paragraphs[0].add_run(part.heading).bold = True
        _table(word, drawn, part.measures, cell, _NESTED_WIDTH)
        cell.add_paragraph()
        word.document.add_paragraph()
    return _closed(word, drawn, drawn.content())


_COMMENT_CHANCE = 0.4


@family("word-comment-rows")
def comment_rows(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Some measures have a comment across the table under them."""
    picker = Picker(rng, bank)
    drawn = plan(picker, rng, problems=0.0)
    taken = {c.heading.casefold() for c in drawn.columns}
    label = next(w for w in phrases("comment_labels") if w.casefold() not in taken)
    parts = tuple(
        replace(
            p,
            measures=tuple(
                replace(m, other={**m.other, label: bank.paragraph(rng)}) if rng.random() < _COMMENT_CHANCE else m
                for m in p.measures
            ),
        )
        for p in drawn.parts
    )
    drawn = replace(drawn, parts=parts)
    word = _opened(rng, bank, picker, wide=len(drawn.columns) >= _MANY_COLUMNS)
    level = _chapter(word, drawn)
    for part in drawn.parts:
        _head(word, level, part)
        table: Any = word.table(drawn.columns)
        for measure in part.measures:
            word.row(table, drawn.columns, measure)
            if label in measure.other:
                cells = table.add_row().cells
                word.write(cells[0].merge(cells[-1]), f"{label}: {measure.other[label]}")
    return _closed(word, drawn, drawn.content())


_FEW_ROWS = (1, 3)


@family("word-measure-headings")
def measure_headings(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Each measure is a heading over a small table of who and when."""
    picker = Picker(rng, bank)
    drawn = plan(picker, rng, must=("åtgärd", "vem", "när"), never=("orsak", "mål"), others=1, rows=_FEW_ROWS,
                 one_line=True, longest=90, problems=0.0, number_column=0.0, empty=0.0, chapter=0.0)  # fmt: skip
    word = _opened(rng, bank, picker)
    columns = [c for c in drawn.columns if c.field != "åtgärd"]
    sections: list[Section] = []
    for i, part in enumerate(drawn.parts, 1):
        word.heading(1, part.number, part.theme.title)
        children: list[Section] = []
        for j, measure in enumerate(part.measures, 1):
            number = f"{i}.{j}" if part.number else None
            title = (measure.åtgärd or "").rstrip(".")
            word.heading(2, number, title)
            table: Any = word.table(columns)
            word.row(table, columns, measure)
            word.document.add_paragraph()
            children.append(Section(title, number, None, (replace(measure, åtgärd=title),)))
        sections.append(Section(part.theme.title, part.number, None, (), tuple(children)))
    return _closed(word, drawn, DrawnContent(drawn.front, tuple(sections)))


# Forms: a label beside its value


def _labels(rng: random.Random, bank: ContentBank, fields: Sequence[FieldName]) -> dict[FieldName, str]:
    labels: dict[FieldName, str] = {}
    for name in fields:
        label = bank.label(rng, name)
        while label in labels.values():
            label = bank.label(rng, name)
        labels[name] = label
    return labels


_SHUFFLED_CHANCE = 0.4


def _blocks(
    rng: random.Random, bank: ContentBank, block: Callable[[WordFile, list[tuple[str, str]]], None], **settings: Any
) -> DrawnDocument:
    """Draw a plan in which each measure is a block of labels and values."""
    labels = _labels(rng, bank, FIELDS)
    order = list(FIELDS)
    if rng.random() < _SHUFFLED_CHANCE:
        rng.shuffle(order)

    def body(word: WordFile, drawn: PlainPlan, part: PlainTheme) -> None:
        for measure in part.measures:
            pairs = [(labels[f], text) for f in order if f in drawn.fields and (text := measure.text(f))]
            block(word, pairs)

    return sections(
        rng, bank, body, others=0, number_column=0.0, must=("åtgärd", "vem"), **{"rows": _FEW_ROWS, **settings}
    )


_LABEL_WIDTH = 0.25
_VALUE_WIDTH = 0.75


@family("word-label-table")
def label_table(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A table of two columns for each measure: labels left, values right."""
    tinted = rng.random() < 0.5

    def block(word: WordFile, pairs: list[tuple[str, str]]) -> None:
        table = word.document.add_table(0, 2)
        table.style = word.table_style
        for label, text in pairs:
            cells = table.add_row().cells
            word.write(cells[0], label, bold=True)
            word.write(cells[1], text)
            if tinted:
                word._shade(cells[0])
            cells[0].width, cells[1].width = int(word.width * _LABEL_WIDTH), int(word.width * _VALUE_WIDTH)
        word.document.add_paragraph()

    return _blocks(rng, bank, block)


_BOLD_LABEL_CHANCE = 0.7
_BLOCK_GAP_PT = 14


@family("word-label-paragraphs")
def label_paragraphs(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """`Åtgärd: …` in paragraphs, the labels bold."""
    bold = rng.random() < _BOLD_LABEL_CHANCE
    apart = rng.random() < 0.5

    def block(word: WordFile, pairs: list[tuple[str, str]]) -> None:
        for label, text in pairs:
            paragraph = word.document.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(2)
            paragraph.add_run(f"{label.rstrip('?:')}:").bold = bold
            paragraph.add_run(f" {text}")
        paragraph.paragraph_format.space_after = Pt(_BLOCK_GAP_PT)
        if apart:
            word.document.add_paragraph()

    return _blocks(rng, bank, block, one_line=True)


_TABS_MM = (35, 45, 55)


@family("word-label-tabs")
def label_tabs(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A label, a tab and its value with a hanging indent."""
    indent = Mm(rng.choice(_TABS_MM))

    def block(word: WordFile, pairs: list[tuple[str, str]]) -> None:
        for label, text in pairs:
            paragraph = word.document.add_paragraph()
            form = paragraph.paragraph_format
            form.left_indent, form.first_line_indent, form.space_after = indent, -indent, Pt(2)
            form.tab_stops.add_tab_stop(indent)
            paragraph.add_run(label).bold = True
            paragraph.add_run(f"\t{text}")
        word.document.add_paragraph()

    return _blocks(rng, bank, block, one_line=True)


@family("word-content-controls")
def content_controls(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A form that is filled in: the values stand in content controls."""

    def block(word: WordFile, pairs: list[tuple[str, str]]) -> None:
        table = word.document.add_table(0, 2)
        table.style = "Table Grid"
        for i, (label, text) in enumerate(pairs):
            cells = table.add_row().cells
            word.write(cells[0], label, bold=True)
            word.write(cells[1], text)
            word.control(cells[1], ("text", "dropdown", "date")[i % 3])
        word.document.add_paragraph()

    return _blocks(rng, bank, block)


@family("word-labels-over-values")
def labels_over_values(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Each label is a line of its own above its value."""

    def block(word: WordFile, pairs: list[tuple[str, str]]) -> None:
        for label, text in pairs:
            paragraph = word.document.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.add_run(label).bold = True
            word.document.add_paragraph(text)

    return _blocks(rng, bank, block, one_line=True, rows=(1, 2))


# Lists


@family("word-bullet-list")
def bullet_list(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Bullets under a heading that means measures; their target perhaps stands above."""
    return _lists(rng, bank, rng.choice(("List Bullet", "List Bullet 2")), "")


@family("word-numbered-list")
def numbered_list(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Measures numbered by Word."""
    return _lists(rng, bank, "List Number", "")


@family("word-typed-list")
def typed_list(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Paragraphs that begin with a typed sign or number."""
    return _lists(rng, bank, None, rng.choice(("- ", "– ", "• ", "* ", "{n}. ", "{n}) ")))


@family("word-bullets-with-tails")
def bullets_with_tails(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Bullets that end with who and when."""
    return _lists(rng, bank, "List Bullet", "", tails=True)


_LIST_ROWS = (2, 6)


def _lists(
    rng: random.Random, bank: ContentBank, style: str | None, sign: str, *, tails: bool = False
) -> DrawnDocument:
    picker = Picker(rng, bank)
    fields: tuple[FieldName, ...] = ("åtgärd", "vem", "när") if tails else ("åtgärd",)
    never = tuple(f for f in FIELDS if f not in fields)
    drawn = plan(picker, rng, must=fields, never=never, others=0, number_column=0.0, empty=0.0, one_line=True,
                 rows=_LIST_ROWS, chapter=0.0, problems=0.3, goals=0.0, longest=160)  # fmt: skip
    tail = Tail(rng)
    word = _opened(rng, bank, picker)
    title = phrase(rng, "measure_headings")
    under = len(drawn.parts) > 1
    sections: list[Section] = []
    if not under:
        word.heading(1, None, title)
    for part in drawn.parts:
        if under:
            _head(word, 1, part)
            word.heading(2, None, title)
        measures: list[Measure] = []
        for n, measure in enumerate(part.measures, 1):
            kept_measure, text = tailed(tail, measure) if tails else (kept(measure, _DEED), measure.åtgärd or "")
            word.paragraph(sign.format(n=n) + text, style)
            measures.append(replace(kept_measure, origin="list"))
        if under:
            child = Section(title, None, None, tuple(measures))
            sections.append(Section(part.theme.title, part.number, part.problem, (), (child,)))
        else:
            sections.append(Section(title, None, None, tuple(measures)))
    return _closed(word, drawn, DrawnContent(drawn.front, tuple(sections)))


# What Word marks, and columns by hand


_TRACKED_CHANCE = 0.3


@family("word-tracked-changes")
def tracked_changes(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A table in which a colleague's insertions and deletions are still marked."""

    def body(word: WordFile, drawn: PlainPlan, part: PlainTheme) -> None:
        table: Any = word.table(drawn.columns)
        for measure in part.measures:
            row = word.row(table, drawn.columns, measure)
            for cell, column in zip(row.cells, drawn.columns, strict=True):
                if column.field and value(measure, column) and rng.random() < _TRACKED_CHANCE:
                    old = bank.measure(rng, part.theme, drawn.front.period).text(column.field) or "gammal text"
                    word.tracked(cell, old.split("\n")[0])

    return sections(rng, bank, body)


_BOLD_HEAD_CHANCE = 0.8
_TAB_ROWS = (2, 4)


@family("word-tab-columns")
def tab_columns(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Columns made with tabs, a measure a paragraph."""

    def body(word: WordFile, drawn: PlainPlan, part: PlainTheme) -> None:
        widths = _char_widths(drawn)
        millimetres = word.size * _MM_A_POINT
        stops = [sum(widths[: i + 1]) * millimetres for i in range(len(widths) - 1)]
        word.tab_line([c.heading for c in drawn.columns], stops, bold=rng.random() < _BOLD_HEAD_CHANCE)
        for measure in part.measures:
            word.tab_line([value(measure, c) for c in drawn.columns], stops)

    def fits(drawn: PlainPlan, word: WordFile) -> bool:
        return sum(_char_widths(drawn)) * word.size * _MM_A_POINT < word.width / Mm(1)

    return sections(
        rng, bank, body, fits, one_line=True, longest=45, problems=0.2, others=0, never=("orsak", "mål"), rows=_TAB_ROWS
    )


# Mean width of a letter in parts of the type's size, as millimetres a point.
_MM_A_POINT = 0.19
_GUTTER = 3


def _char_widths(drawn: PlainPlan) -> list[int]:
    """Return the widths of columns in characters, with the gutter right of each."""
    return [max(len(c.heading), *(len(value(m, c)) for m in drawn.measures)) + _GUTTER for c in drawn.columns]


@family("word-typed-numbers")
def typed_numbers(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A table whose first column holds typed numbers that go on from the heading's."""
    picker = Picker(rng, bank)
    drawn = plan(picker, rng, numbers=1.0, number_column=0.0, chapter=0.0)
    heading = phrase(rng, "number_headings")
    columns = (Column(heading), *(c for c in drawn.columns if c.heading.casefold() != heading.casefold()))
    parts = tuple(
        replace(
            p, measures=tuple(replace(m, other={**m.other, heading: f"{i}.{j}"}) for j, m in enumerate(p.measures, 1))
        )
        for i, p in enumerate(drawn.parts, 1)
    )
    drawn = replace(drawn, columns=columns, parts=parts)
    word = _opened(rng, bank, picker, wide=len(columns) >= _MANY_COLUMNS)
    for part in drawn.parts:
        _head(word, 1, part)
        _table(word, drawn, part.measures)
    return _closed(word, drawn, drawn.content())


_EMPTY_EVERY = 4
_EMPTY_ROWS = (1, 4)
_LONG_ROWS = (3, 9)


@family("word-empty-rows")
def empty_rows(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A table with rows left over, and a head row that is repeated by hand."""

    def body(word: WordFile, drawn: PlainPlan, part: PlainTheme) -> None:
        table: Any = word.table(drawn.columns)
        for n, measure in enumerate(part.measures):
            if n and n % _EMPTY_EVERY == 0:
                for cell, column in zip(table.add_row().cells, drawn.columns, strict=True):
                    word.write(cell, column.heading, bold=word.bold_head)
            word.row(table, drawn.columns, measure)
        for _ in range(rng.randint(*_EMPTY_ROWS)):
            table.add_row()

    return sections(rng, bank, body, rows=_LONG_ROWS)


@family("word-grouped-heads")
def grouped_heads(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A head of two rows: one word spans the columns of vem and när."""
    title = phrase(rng, "group_headings")

    def body(word: WordFile, drawn: PlainPlan, part: PlainTheme) -> None:
        fields = {c.field: c for c in drawn.columns if c.field}
        rest = [c for c in drawn.columns if c.field not in ("vem", "när")]
        columns = [*rest, fields["vem"], fields["när"]]
        table: Any = word.table(columns)
        word.group(table, columns, (len(rest), len(rest) + 1), title)
        for measure in part.measures:
            word.row(table, columns, measure)

    return sections(rng, bank, body, must=("åtgärd", "vem", "när"), chapter=0.0)


_SPLIT_ROWS = (3, 6)


@family("word-split-table")
def split_table(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A table that goes on below an empty line without its head row."""

    def body(word: WordFile, drawn: PlainPlan, part: PlainTheme) -> None:
        cut = rng.randint(1, len(part.measures))
        table: Any = word.table(drawn.columns)
        for measure in part.measures[:cut]:
            word.row(table, drawn.columns, measure)
        word.fit(table, drawn.columns)
        if cut == len(part.measures):
            return
        word.document.add_paragraph()
        rest: Any = word.document.add_table(0, len(drawn.columns))
        rest.style = word.document.styles[word.table_style]
        for measure in part.measures[cut:]:
            word.row(rest, drawn.columns, measure)
        word.fit(rest, drawn.columns)

    return sections(rng, bank, body, rows=_SPLIT_ROWS)


# Negative


_TABLES = (1, 3)


@family("word-other-tables", negative=True)
def other_tables(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Tables of participants, accounts, decisions and the like, and no measure."""
    from ingest.train.factory.bank import NEGATIVE_KINDS

    picker = Picker(rng, bank)
    word = _opened(rng, bank, picker)
    for kind in rng.sample(list(NEGATIVE_KINDS), rng.randint(*_TABLES)):
        headings, rows = bank.negative(rng, kind)
        word.heading(1, None, phrase(rng, "closing_headings"))
        table: Any = word.table([Column(h) for h in headings])
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                word.write(cell, text)
    word.closing(picker.front)
    return DrawnDocument(DrawnContent(picker.front), word.office())


# The same files in other formats


def _exported(draw: DrawFamily, suffix: str) -> DrawFamily:
    def drawn(rng: random.Random, bank: ContentBank) -> DrawnDocument:
        drawing = draw(rng, bank)
        body = drawing.body
        assert isinstance(body, Office)
        return replace(drawing, body=replace(body, convert_to=suffix))

    drawn.__doc__ = draw.__doc__
    return drawn


_EXPORTS: tuple[tuple[str, DrawFamily, str], ...] = (
    ("word-pdf-tables", table_per_section, ".pdf"),
    ("word-pdf-one-table", one_table, ".pdf"),
    ("word-pdf-band-rows", band_rows, ".pdf"),
    ("word-pdf-merged-cells", merged_cells, ".pdf"),
    ("word-pdf-label-table", label_table, ".pdf"),
    ("word-pdf-label-paragraphs", label_paragraphs, ".pdf"),
    ("word-pdf-measure-headings", measure_headings, ".pdf"),
    ("word-pdf-bullets-with-tails", bullets_with_tails, ".pdf"),
    ("word-pdf-tab-columns", tab_columns, ".pdf"),
    ("word-pdf-nested-table", nested_table, ".pdf"),
    ("word-pdf-grouped-heads", grouped_heads, ".pdf"),
    ("word-pdf-split-table", split_table, ".pdf"),
    ("word-pdf-typed-list", typed_list, ".pdf"),
    ("word-pdf-goal-over-table", goal_over_table, ".pdf"),
    ("word-odt-tables", table_per_section, ".odt"),
    ("word-odt-label-table", label_table, ".odt"),
    ("word-rtf-tables", merged_cells, ".rtf"),
    ("word-doc-tables", table_per_section, ".doc"),
)
for _name, _draw, _suffix in _EXPORTS:
    family(_name)(_exported(_draw, _suffix))
family("word-pdf-other-tables", negative=True)(_exported(other_tables, ".pdf"))
