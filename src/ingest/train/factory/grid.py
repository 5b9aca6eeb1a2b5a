"""Tables of measures as HTML: rules, tints, bands, merged cells, comment rows, head rows of several kinds."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from html import escape

from ingest.train.factory.look import TINTS, DrawnLook
from ingest.train.factory.markup import Bullets, text
from ingest.train.factory.model import FieldName, Measure
from ingest.train.factory.phrases import words_by_field
from ingest.train.factory.picker import Column

__all__ = ["BandLine", "CommentLine", "GridStyle", "Rules", "column_widths"]

Rules = str
# What part of a table's width a column usually takes.
_SHARE = {"orsak": 20, "mål": 19, "åtgärd": 30, "vem": 14, "när": 11}
_OTHER_SHARE = 11
_BORDERS = {
    "ruled": "th,td {{ border: {w}pt solid {c}; }}",
    "half": "tr > * {{ border-bottom: {w}pt solid {c}; }}",
    "head": "thead th, tr.head th {{ border-bottom: {w}pt solid {c}; border-top: {w}pt solid {c}; }}",
    "zebra": "tbody tr:nth-child(even) > * {{ background: {t}; }}",
    "zebra-half": "tbody tr:nth-child(odd) > * {{ background: {t}; }} tr > * {{ border-bottom: {w}pt solid {c}; }}",
    "frame": "table.g {{ border: {w}pt solid {c}; }} tr > * {{ border-bottom: {w}pt solid {c}; }}",
    "vertical": "th,td {{ border-left: {w}pt solid {c}; border-right: {w}pt solid {c}; }}",
    "none": "",
}


@dataclass(frozen=True, slots=True)
class BandLine:
    """A row across the whole table."""

    text: str
    strong: bool = True


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment row across the table, for the row above it."""

    label: str
    text: str


_RULES_PT = (0.25, 0.5, 0.5, 0.75, 1.0)
_DARK_HEAD_CHANCE = 0.3
_BOLD_FIRST_CHANCE = 0.15
_SIZES = (1.0, 1.0, 0.95, 0.9)
"""Font sizes of a table in shares of the text's."""


@dataclass
class GridStyle:
    """The style of a document's tables, drawn once; `table` renders lines in it."""

    rng: random.Random
    look: DrawnLook
    rules: Rules
    padding: tuple[float, float] = (3.0, 4.0)
    repeat_head: bool = True
    keep_rows: bool = False
    head: str = "plain"
    soft_hyphens: float = 0.0
    merged: Collection[FieldName] = ()
    bullets: Bullets = field(init=False)
    empty: str = field(init=False)
    weight: float = field(init=False)

    def __post_init__(self) -> None:
        self.bullets = Bullets(self.rng, soft_hyphens=self.soft_hyphens)
        self.empty = self.rng.choice(("", "", "", "-", "–"))
        self.weight = self.rng.choice(_RULES_PT)
        self._colour = self.rng.choice((self.look.accent, "#000", "#777", "#bbb"))
        self._dark = self.rng.random() < _DARK_HEAD_CHANCE
        self._band_tint = self.rng.choice((self.look.tint, "#d9d9d9", *TINTS))
        self._valign = self.rng.choice(("top", "top", "top", "middle"))
        self._head_align = self.rng.choice(("left", "left", "left", "center"))
        self._bold_first = self.rng.random() < _BOLD_FIRST_CHANCE
        self._size = self.rng.choice(_SIZES)

    def css(self) -> str:
        """Return the CSS of the tables."""
        up, side = self.padding
        borders = _BORDERS[self.rules].format(w=self.weight, c=self._colour, t=self.look.tint)
        if self.rules in ("none", "half") and self.rng.random() < 0.5:
            head = "color:#111;font-weight:bold;"
        elif self._dark:
            head = f"background:{self.look.accent};color:#fff;font-weight:bold;"
        else:
            head = f"background:{self.look.tint};color:#111;font-weight:bold;"
        avoid = "tr { break-inside: avoid; }" if self.keep_rows else ""
        return f"""
table.g {{ border-collapse: collapse; width: 100%; margin: 2pt 0 10pt; font-size: {self._size}em; }}
table.g th, table.g td {{ padding: {up}pt {side}pt; text-align: left; vertical-align: {self._valign}; }}
{_scoped(borders)}
table.g th {{ {head} text-align: {self._head_align}; }}
table.g td.band {{ background: {self._band_tint}; font-weight: bold; text-align: left; }}
table.g td.plainband {{ font-weight: bold; text-align: left; padding-top: {up + 4}pt; }}
table.g td.note {{ font-style: italic; }}
{"table.g td:first-child { font-weight: bold; }" if self._bold_first else ""}
{avoid}
"""

    def table(
        self, columns: Sequence[Column], lines: Sequence[Measure | BandLine | CommentLine], *, head: bool = True
    ) -> str:
        """Return a table of measures, bands and comment rows."""
        widths = column_widths(columns, self.rng)
        cols = "".join(f'<col style="width:{w:.1f}%">' for w in widths)
        top = self._head(columns) if head else ""
        body = "".join(self._lines(columns, lines))
        if not self.repeat_head:
            return f'<table class="g"><colgroup>{cols}</colgroup><tbody>{top}{body}</tbody></table>'
        return f'<table class="g"><colgroup>{cols}</colgroup><thead>{top}</thead><tbody>{body}</tbody></table>'

    def _head(self, columns: Sequence[Column]) -> str:
        second: Callable[[Column], str]
        if self.head in ("hint", "english"):
            words = words_by_field("hints" if self.head == "hint" else "english_headings")
            style = self.rng.choice(("font-weight:normal;font-size:0.85em", "font-style:italic;font-weight:normal"))

            def second(column: Column) -> str:
                word = words.get(column.field or "", "")
                return f'<br><span style="{style}">{word}</span>' if word else ""
        else:

            def second(column: Column) -> str:
                return ""

        cells = "".join(f"<th>{escape(c.heading)}{second(c)}</th>" for c in columns)
        return f'<tr class="head">{cells}</tr>'

    def _lines(self, columns: Sequence[Column], lines: Sequence[Measure | BandLine | CommentLine]) -> list[str]:
        out: list[str] = []
        spans = self._spans(lines)
        for i, line in enumerate(lines):
            if isinstance(line, BandLine):
                name = "band" if line.strong else "plainband"
                out.append(f'<tr><td class="{name}" colspan="{len(columns)}">{text(line.text)}</td></tr>')
            elif isinstance(line, CommentLine):
                words = f"{line.label}: {line.text}"
                out.append(f'<tr><td class="note" colspan="{len(columns)}">{text(words)}</td></tr>')
            else:
                out.append("<tr>" + "".join(self._cell(c, line, spans.get((i, c.field), 1)) for c in columns) + "</tr>")
        return out

    def _cell(self, column: Column, measure: Measure, span: int) -> str:
        if span == 0:
            return ""
        attribute = f' rowspan="{span}"' if span > 1 else ""
        return f"<td{attribute}>{self.value(column, measure) or self.empty}</td>"

    def value(self, column: Column, measure: Measure) -> str:
        """Return the markup of what a measure has in a column."""
        if column.field is None:
            return text(measure.other.get(column.heading, ""))
        value = measure.text(column.field)
        return self.bullets.plain(value) if column.field in ("vem", "när") else self.bullets(value)

    def _spans(self, lines: Sequence[Measure | BandLine | CommentLine]) -> dict[tuple[int, FieldName | None], int]:
        """Return how many rows each merged cell spans; 0 for a row whose cell lies under the one above."""
        spans: dict[tuple[int, FieldName | None], int] = {}
        for name in self.merged:
            first: int | None = None
            for i, line in enumerate(lines):
                if not isinstance(line, Measure):
                    first = None
                    continue
                before = lines[first] if first is not None else None
                if first is not None and isinstance(before, Measure) and before.text(name) == line.text(name):
                    spans[first, name] = spans.get((first, name), 1) + 1
                    spans[i, name] = 0
                else:
                    first = i
        return spans


_WIDTH_NOISE = (0.75, 1.3)


def column_widths(columns: Sequence[Column], rng: random.Random) -> list[float]:
    """Return the columns' widths in percent of the table's."""
    shares = [_SHARE.get(c.field or "", _OTHER_SHARE) * rng.uniform(*_WIDTH_NOISE) for c in columns]
    return [100 * s / sum(shares) for s in shares]


def _scoped(css: str) -> str:
    """Return rules for cells and rows with the table's class before each selector."""
    out = []
    for rule in css.split("}"):
        if "{" not in rule:
            continue
        selectors, declarations = rule.split("{", 1)
        scoped = [
            s.strip() if s.strip().startswith("table.g") else f"table.g {s.strip()}" for s in selectors.split(",")
        ]
        out.append(f"{', '.join(scoped)} {{{declarations}}}")
    return "\n".join(out)
