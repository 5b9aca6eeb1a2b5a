"""Families of slides printed as PDF: tables, boxes, bullets and columns side by side, one theme a slide."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.train.factory.families import family
from ingest.train.factory.model import (
    FIELDS,
    ContentBank,
    DrawnContent,
    DrawnDocument,
    DrawnFront,
    FieldName,
    Measure,
    Office,
    Section,
    Theme,
)
from ingest.train.factory.phrases import phrase
from ingest.train.factory.picker import Picker, kept
from ingest.train.factory.plain_outline import PlainPlan, plan
from ingest.train.factory.word import packed, value

__all__: list[str] = []

_DEED: tuple[FieldName, ...] = ("åtgärd",)
# Sizes of a slide in centimetres.
_WIDTH, _HEIGHT, _MARGIN, _TOP = 33.87, 19.05, 1.6, 3.6
# Boxes of a slide: left, top, width, height in centimetres. On the first slide lines stand over and under the title.
_ABOVE, _TITLE, _BELOW, _FACTS = (2, 1.2, 28, 2), (2, 5, 29, 3), (2, 9, 28, 2), (2, 12, 28, 4)
_HEADING = (_MARGIN, 0.8, _WIDTH - 2 * _MARGIN, 1.8)
_FOOTER, _NUMBER = (_MARGIN, _HEIGHT - 1.3, 20, 0.8), (_WIDTH - 3.5, _HEIGHT - 1.3, 2, 0.8)
_OPENING, _BODY = (_MARGIN, _TOP, 28, 8), (_MARGIN, _TOP, 29, 12)
_TINTS = ("DDEBF7", "E2EFDA", "FFF2CC", "FCE4D6", "EDEDED", None)


_SIZES_PT = (11, 12, 13)


class _Deck:
    """A presentation in one random look; python-pptx is asked for when it is made (extra `train`)."""

    def __init__(self, rng: random.Random) -> None:
        from pptx import Presentation
        from pptx.util import Cm

        self.rng = rng
        self.deck: Any = Presentation()
        self.deck.slide_width, self.deck.slide_height = Cm(_WIDTH), Cm(_HEIGHT)
        self.tint = rng.choice(_TINTS)
        self.size = rng.choice(_SIZES_PT)
        self.footer = phrase(rng, "slide_footers") if rng.random() < 0.5 else ""
        self.signs = rng.choice(("•", "–", "·"))

    def front(self, front: DrawnFront) -> None:
        """Draw the title slide with all facts."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[6])
        self.box(slide, *_ABOVE, "\n".join(front.above), size=16)
        self.box(slide, *_TITLE, front.title, size=34, bold=True)
        self.box(slide, *_BELOW, "\n".join(front.below), size=18)
        lines = [*(f"{label}: {text}" for label, text in front.facts), *front.closing]
        self.box(slide, *_FACTS, "\n".join(lines), size=14)

    def slide(self, title: str) -> Any:
        """Draw a slide with a title and a footer."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[6])
        self.box(slide, *_HEADING, title, size=26, bold=True)
        number = len(self.deck.slides)
        if self.footer:
            self.box(slide, *_FOOTER, self.footer, size=10)
            self.box(slide, *_NUMBER, str(number), size=10)
        return slide

    def box(
        self, slide: Any, x: float, y: float, width: float, height: float, text: str, *,
        size: float = 12, bold: bool = False, head: str = "", bullets: bool = False, tint: bool = False,
    ) -> None:  # fmt: skip
        """Draw a box of text (centimetres, points), with a bold line over it or none."""
        from pptx.util import Cm, Pt

        if not text and not head:
            return
        shape = slide.shapes.add_textbox(Cm(x), Cm(y), Cm(width), Cm(height))
        if tint and self.tint:
            shape.fill.solid()
            shape.fill.fore_color.rgb = self._colour(self.tint)
        frame = shape.text_frame
        frame.word_wrap = True
        lines = [*([(head, True)] if head else []), *((line, bold) for line in text.split("\n"))]
        for n, (line, strong) in enumerate(lines):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = f"{self.signs} {line}" if bullets and not (head and n == 0) else line
            run.font.size, run.font.bold = Pt(size), strong

    def _colour(self, tint: str) -> Any:
        from pptx.dml import color

        made: Any = color.RGBColor
        return made.from_string(tint)

    def table(self, slide: Any, drawn: PlainPlan, measures: Sequence[Measure]) -> None:
        """Draw a table of measures."""
        from pptx.util import Cm, Pt

        columns = drawn.columns
        frame = slide.shapes.add_table(
            len(measures) + 1, len(columns), Cm(_MARGIN), Cm(_TOP), Cm(_WIDTH - 2 * _MARGIN), Cm(2)
        )
        table = frame.table
        for row, texts in enumerate(
            [[c.heading for c in columns], *([value(m, c) for c in columns] for m in measures)]
        ):
            for at, text in enumerate(texts):
                cell = table.cell(row, at)
                cell.text = text
                for paragraph in cell.text_frame.paragraphs:
                    for run in paragraph.runs:
                        run.font.size = Pt(self.size)

    def office(self) -> Office:
        """Return the finished deck as a body."""

        def write(path: Path) -> None:
            self.deck.save(str(path))
            path.write_bytes(packed(path.read_bytes()))

        return Office(".pptx", write, ".pdf")


def _opened(rng: random.Random, bank: ContentBank, picker: Picker) -> _Deck:
    deck = _Deck(rng)
    deck.front(picker.front)
    for _ in range(rng.randint(0, 2)):
        slide = deck.slide(phrase(rng, "prose_headings"))
        deck.box(slide, *_OPENING, bank.paragraph(rng), size=18)
    return deck


_ROWS = (1, 3)


@family("slide-tables")
def slide_tables(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A slide with a table for each theme."""
    picker = Picker(rng, bank)
    drawn = plan(picker, rng, rows=_ROWS, longest=90, one_line=True, chapter=0.0, problems=0.0)
    deck = _opened(rng, bank, picker)
    for part in drawn.parts:
        deck.table(deck.slide(part.heading), drawn, part.measures)
    return DrawnDocument(drawn.content(), deck.office())


_TRIES = 50
_BOX_GAP = 0.6
_BOX_HEIGHT = 9
_BODY_WIDTH = 28
_ROW_GAP = 0.3


@family("slide-boxes")
def slide_boxes(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A slide for each measure: a box for each field, side by side or under each other."""
    picker = Picker(rng, bank)
    drawn = plan(picker, rng, rows=(1, 1), longest=120, one_line=True, others=0, number_column=0.0, chapter=0.0,
                 problems=0.0, must=("åtgärd", "vem"), empty=0.0)  # fmt: skip
    labels: dict[FieldName, str] = {}
    for name in FIELDS:
        labels[name] = next(w for w in (bank.label(rng, name) for _ in range(_TRIES)) if w not in labels.values())
    across = rng.random() < 0.5
    deck = _opened(rng, bank, picker)
    for part in drawn.parts:
        (measure,) = part.measures
        slide = deck.slide(part.heading)
        shown = [(labels[f], text) for f in FIELDS if (text := measure.text(f)) and f in drawn.fields]
        for n, (label, text) in enumerate(shown):
            if across:
                width = (_WIDTH - 2 * _MARGIN) / len(shown)
                deck.box(
                    slide,
                    _MARGIN + n * width,
                    _TOP,
                    width - _BOX_GAP,
                    _BOX_HEIGHT,
                    text,
                    size=deck.size + 1,
                    head=label,
                    tint=True,
                )
            else:
                height = (_HEIGHT - _TOP - 2) / len(shown)
                deck.box(
                    slide,
                    _MARGIN,
                    _TOP + n * height,
                    _BODY_WIDTH,
                    height - _ROW_GAP,
                    text,
                    size=deck.size + 2,
                    head=label,
                    tint=True,
                )
    return DrawnDocument(drawn.content(), deck.office())


_THEMES = (2, 4)
_DEEDS = (2, 5)


@family("slide-bullets")
def slide_bullets(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A slide with bullets under a heading that means measures for each theme."""
    picker = Picker(rng, bank)
    deck = _opened(rng, bank, picker)
    title = phrase(rng, "measure_headings")
    sections: list[Section] = []
    for theme in picker.themes(*_THEMES):
        measures = _deeds(picker, theme, rng.randint(*_DEEDS))
        slide = deck.slide(theme.title)
        deck.box(slide, *_BODY, _lines(measures), size=18, head=title, bullets=True)
        sections.append(Section(theme.title, None, None, (), (Section(title, None, None, measures),)))
    return DrawnDocument(DrawnContent(picker.front, tuple(sections)), deck.office())


_THREE = (3, 3)
_COLUMN_DEEDS = (2, 4)
_COLUMN_GAP = 0.7
_COLUMN_HEIGHT = 12


@family("slide-columns")
def slide_columns(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """One slide of measures: a column for each theme, with bullets of its own."""
    picker = Picker(rng, bank)
    deck = _opened(rng, bank, picker)
    title = phrase(rng, "measure_headings")
    themes = picker.themes(*_THREE)
    slide = deck.slide(title)
    width = (_WIDTH - 2 * _MARGIN) / len(themes)
    children: list[Section] = []
    for n, theme in enumerate(themes):
        measures = _deeds(picker, theme, rng.randint(*_COLUMN_DEEDS))
        deck.box(slide, _MARGIN + n * width, _TOP, width - _COLUMN_GAP, _COLUMN_HEIGHT, _lines(measures), size=14,
                 head=theme.title, bullets=True, tint=True)  # fmt: skip
        children.append(Section(theme.title, None, None, measures))
    return DrawnDocument(DrawnContent(picker.front, (Section(title, None, None, (), tuple(children)),)), deck.office())


def _deeds(picker: Picker, theme: Theme, count: int) -> tuple[Measure, ...]:
    drawn = (picker.measure(theme, _DEED, one_line=True, longest=110) for _ in range(count))
    return tuple(replace(kept(m, _DEED), origin="list") for m in drawn)


def _lines(measures: Sequence[Measure]) -> str:
    return "\n".join(m.åtgärd or "" for m in measures)
