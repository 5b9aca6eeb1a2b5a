"""Families of lists set with tabs whose cells are wrapped by hand, in Word and in plain text."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from docx.text.paragraph import Paragraph

from ingest.train.factory.families import family
from ingest.train.factory.families.dumps import in_columns, widths_of
from ingest.train.factory.families.dumps import sections as text_sections
from ingest.train.factory.families.word import sections as word_sections
from ingest.train.factory.model import ContentBank, DrawnDocument, FieldName
from ingest.train.factory.picker import Column
from ingest.train.factory.plain_outline import PlainPlan, PlainTheme
from ingest.train.factory.word import WordFile, value

__all__: list[str] = []

_LINE_CHARACTERS = (70, 110)
"""Characters of a line of a text file, its columns together."""
_MM_A_POINT = 0.18
"""Mean width of a letter in parts of the type's size, as millimetres a point."""
_MM_AN_EMU = 1 / 36000
_GUTTER = 2
"""Characters between columns."""
_EARLY_CHANCE = 0.15
"""Cells that are broken before they are full, as a hand does."""
_EARLY = 0.7
"""Share of the column's width that those take."""
_UNWRAPPED_CHANCE = 0.25
"""Lists of short texts, whose columns are as wide as the longest."""
_EMPTY_CHANCE, _EMPTY_SHORT_CHANCE = 0.06, 0.3
"""Cells that are empty, in wrapped lists and in those of short texts."""
_STRIPPED_CHANCE = 0.5
"""Lists whose lines have no tabs behind their last text."""
_MOST_OTHERS = 1
_BOLD_HEAD_CHANCE = 0.8
_LONGEST: tuple[tuple[int, ...], tuple[float, ...]] = (45, 70, 110), (0.4, 0.4, 0.2)
"""Characters of a measure's text at most."""
_ROWS = (2, 6)
_LEFT_OUT: tuple[tuple[FieldName, ...], ...] = (("orsak",), ("orsak", "mål"))
Lines = list[list[str]]


def _lines(rng: random.Random, drawn: PlainPlan, part: PlainTheme, widths: Sequence[int]) -> list[Lines]:
    """Return the rows of a part, each as its lines, each of these as its fields."""
    columns: Sequence[Column] = drawn.columns
    rows = [[value(m, c) for c in columns] for m in part.measures]
    longest = [max((len(w) for row in rows for w in row[i].split()), default=1) for i in range(len(columns))]
    out: list[Lines] = []
    for row in rows:
        share = _EARLY if rng.random() < _EARLY_CHANCE else 1.0
        out.append(in_columns(row, [max(round(w * share), word) for w, word in zip(widths, longest, strict=True)]))
    return out


def _joined(fields: Sequence[str], *, stripped: bool) -> str:
    line = "\t".join(fields)
    return line.rstrip("\t") if stripped else line


@family("word-tabs-by-hand")
def word_tabs_by_hand(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Columns at tab stops, the cells wrapped by hand: with line breaks in one paragraph a measure, or with a paragraph
    a line, and then an empty one between the measures or none."""
    unwrapped = rng.random() < _UNWRAPPED_CHANCE
    parted = rng.choice(("breaks", "breaks", "paragraphs", "spaced"))
    stripped = rng.random() < _STRIPPED_CHANCE
    bold = rng.random() < _BOLD_HEAD_CHANCE

    def body(word: WordFile, drawn: PlainPlan, part: PlainTheme) -> None:
        millimetres = word.size * _MM_A_POINT
        room = round(word.width * _MM_AN_EMU / millimetres) - _GUTTER * len(drawn.columns)
        widths = _longest(drawn) if unwrapped else widths_of(rng, drawn, room)
        stops = [sum(w + _GUTTER for w in widths[: i + 1]) * millimetres for i in range(len(widths) - 1)]
        word.tab_line([c.heading for c in drawn.columns], stops, bold=bold)
        for row in _lines(rng, drawn, part, widths):
            texts = [_joined(fields, stripped=stripped) for fields in row]
            if parted == "breaks":
                word.tab_line(["\n".join(texts)], stops)
                continue
            if parted == "spaced":
                word.document.add_paragraph()
            for text in texts:
                paragraph: Paragraph = word.tab_line([text], stops)
                paragraph.paragraph_format.space_after = 0

    return word_sections(rng, bank, body, **_settings(rng, short=unwrapped))


@family("text-tabs-by-hand")
def text_tabs_by_hand(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Cells wrapped by hand and set with tabs, a blank line between the rows or none."""
    unwrapped = rng.random() < _UNWRAPPED_CHANCE
    total = rng.randint(*_LINE_CHARACTERS)
    blank = rng.random() < 0.5
    stripped = rng.random() < _STRIPPED_CHANCE

    def body(_: object, drawn: PlainPlan, part: PlainTheme) -> list[str]:
        widths = _longest(drawn) if unwrapped else widths_of(rng, drawn, total)
        out = ["\t".join(c.heading for c in drawn.columns)]
        for row in _lines(rng, drawn, part, widths):
            out += [""] if blank else []
            out += [_joined(fields, stripped=stripped) for fields in row]
        return out

    return text_sections(rng, bank, body, **_settings(rng, short=unwrapped))


def _longest(drawn: PlainPlan) -> list[int]:
    return [max(len(c.heading), *(len(value(m, c)) for m in drawn.measures)) for c in drawn.columns]


def _settings(rng: random.Random, *, short: bool) -> dict[str, Any]:
    """Return what both kinds of plans have alike."""
    lengths, weights = _LONGEST
    longest = lengths[0] if short else rng.choices(lengths, weights)[0]
    return {
        "one_line": True, "longest": longest, "others": rng.randint(0, _MOST_OTHERS),
        "never": rng.choice(_LEFT_OUT), "rows": _ROWS, "problems": 0.2,
        "empty": _EMPTY_SHORT_CHANCE if short else _EMPTY_CHANCE,
    }  # fmt: skip
