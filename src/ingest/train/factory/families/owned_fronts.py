"""Families of front pages: whose a document is, printed in heads, letterheads, logo lines, labels and signatures.

The measures are few and plain; what varies is the front. They are the material of the decision about issuers.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from html import escape
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from ingest.train.factory.families import family
from ingest.train.factory.look import DrawnLook, look
from ingest.train.factory.model import (
    ContentBank,
    DrawnContent,
    DrawnDocument,
    DrawnFront,
    FieldName,
    Html,
    Measure,
    OwnedFront,
    TextFile,
)
from ingest.train.factory.picker import Picker
from ingest.train.factory.word import WordFile

__all__: list[str] = []

_FIELDS: tuple[FieldName, ...] = ("åtgärd", "vem", "när")
_HEADINGS = ("Åtgärd", "Ansvarig", "När")
_ROWS = (2, 4)
_COVER_CHANCE = 0.25
_SIZES_EM = (0.8, 1.5)
_BOX_CHANCE = 0.2
_BREAK_CHANCE = 0.3
_TAGGED_CHANCE = 0.5
_RUNNING_PT = 8
_TITLE_PT = (16, 20, 26)
_SIDE_MM = 165
_WIDE = 78
_LEFT = 40


def _drawn(rng: random.Random, bank: ContentBank) -> tuple[OwnedFront, DrawnContent, list[Measure]]:
    owned = bank.owned(rng)
    picker = Picker(rng, bank)
    measures = [picker.measure(picker.theme(), _FIELDS, one_line=True) for _ in range(rng.randint(*_ROWS))]
    front = DrawnFront(owned.title, owned.kind, tuple(owned.owners), owned.period, owned.dated)
    return owned, DrawnContent(front, measures=tuple(measures)), measures


def _line(pieces: Sequence[str], rng: random.Random) -> str:
    if len(pieces) == 1:
        return escape(pieces[0])
    way = rng.choice(("flex", "bar", "dot"))
    if way != "flex":
        return (" | " if way == "bar" else " · ").join(map(escape, pieces))
    spans = "".join(f"<span>{escape(p)}</span>" for p in pieces)
    return f'<span style="display:flex;justify-content:space-between">{spans}</span>'


def _block(lines: Sequence[tuple[str, ...]], paper: DrawnLook, rng: random.Random) -> str:
    if not lines:
        return ""
    size, weight = rng.uniform(*_SIZES_EM), rng.choice(("normal", "bold"))
    colour = rng.choice((paper.accent, "#111", "#666"))
    spacing = rng.choice(("normal", "normal", "0.08em"))
    box = f"border:1pt solid {paper.accent};padding:2mm;" if rng.random() < _BOX_CHANCE else ""
    style = f"{box}font-size:{size:.2f}em;font-weight:{weight};color:{colour};letter-spacing:{spacing};margin:0 0 3mm"
    return f'<div style="{style}">' + "".join(f"<div>{_line(x, rng)}</div>" for x in lines) + "</div>"


def _facts(front: OwnedFront, rng: random.Random) -> str:
    pairs = [(escape(k), escape(v)) for k, v in front.facts]
    if not pairs:
        return ""
    if rng.random() < _BREAK_CHANCE:
        return "<table>" + "".join(f"<tr><td><b>{k}</b></td><td>{v}</td></tr>" for k, v in pairs) + "</table>"
    return "".join(f"<div>{k}: {v}</div>" for k, v in pairs)


def _table(measures: Sequence[Measure]) -> str:
    rows = "".join(_row([m.text(f) for f in _FIELDS]) for m in measures)
    return f'<table style="border-collapse:collapse">{_row(_HEADINGS)}{rows}</table>'


def _row(values: Sequence[str | None]) -> str:
    cells = "".join(f'<td style="border:0.5pt solid #888;padding:3pt">{escape(v or "")}</td>' for v in values)
    return f"<tr>{cells}</tr>"


def _running(pieces: Sequence[str], paper: DrawnLook) -> str:
    if not pieces:
        return ""
    spans = "".join(f"<span>{escape(p)}</span>" for p in pieces)
    style = (
        f"width:100%;padding:0 {paper.margins[3]:.1f}mm;font-size:{_RUNNING_PT}pt;display:flex;"
        "justify-content:space-between"
    )
    return f'<div style="{style}">{spans}</div>'


def _printed(rng: random.Random, bank: ContentBank, paper: DrawnLook) -> DrawnDocument:
    owned, content, measures = _drawn(rng, bank)
    above, below = _block(owned.above, paper, rng), _block(owned.below, paper, rng)
    title = f"<h1>{escape(owned.title)}</h1>"
    facts = _facts(owned, rng)
    middle = [title, below, facts] if rng.random() < 1 - _BREAK_CHANCE else [title, facts, below]
    if rng.random() < _COVER_CHANCE:
        middle.append('<div style="break-after:page"></div>')
    text = "".join(f"<p>{escape(p)}</p>" for p in owned.opening)
    heading = rng.choice(("<h2>Bakgrund</h2>", "<h2>1 Inledning</h2>", "", ""))
    ends = "".join(f"<div>{escape(line)}</div>" for line in owned.closing)
    ends = f"<div style='margin-top:9mm'>{ends}</div>"
    body = f"{above}{''.join(middle)}{heading}{text}<h2>Åtgärder</h2>{_table(measures)}{ends}"
    markup = (
        f'<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>{escape(owned.title)}</title>'
        f"<style>{paper.css()}</style></head><body>{body}</body></html>"
    )
    head, foot = _running(owned.head, paper), _running(owned.foot, paper)
    margins = paper.margins if head or foot else None
    return DrawnDocument(content, Html(markup, head, foot, margins, tagged=rng.random() < _TAGGED_CHANCE))


@family("owned-front-printed")
def printed(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A printed page with letterhead, title and facts."""
    return _printed(rng, bank, look(rng, landscape=0.1))


@family("owned-front-slide")
def slide(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A slide or a poster with large type."""
    return _printed(rng, bank, look(rng, slide=True))


def _word_running(part: Any, pieces: Sequence[str], rng: random.Random) -> None:
    if not pieces:
        return
    paragraph = part.paragraphs[0]
    way = rng.choice(("tabs", "line", "lines"))
    if way == "lines":
        paragraph.text = pieces[0]
        for piece in pieces[1:]:
            part.add_paragraph(piece)
        return
    if way == "tabs":
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(_SIDE_MM), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.text = ("\t" if way == "tabs" else rng.choice((" · ", " | ", "  "))).join(pieces)


@family("owned-front-word")
def word(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A Word file with head and foot."""
    owned, content, measures = _drawn(rng, bank)
    file = WordFile(rng)
    document = file.document
    section = document.sections[0]
    _word_running(section.header, owned.head, rng)
    _word_running(section.footer, owned.foot, rng)
    _word_lines(document, owned.above, rng)
    style = rng.choice(("Title", "Heading 1", "manual"))
    run = document.add_paragraph(style=None if style == "manual" else style).add_run(owned.title)
    if style == "manual":
        run.bold, run.font.size = True, Pt(rng.choice(_TITLE_PT))
    _word_lines(document, owned.below, rng)
    if owned.facts and rng.random() < _BREAK_CHANCE:
        table = document.add_table(0, 2)
        for label, value in owned.facts:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = label, value
    else:
        for label, value in owned.facts:
            document.add_paragraph(f"{label}: {value}")
    if rng.random() < 1 - _BREAK_CHANCE:
        file.heading(1, None, rng.choice(("Bakgrund", "Inledning", "Om planen")))
    for text in owned.opening:
        document.add_paragraph(text)
    file.heading(1, None, "Åtgärder")
    table = document.add_table(1, len(_FIELDS), style="Table Grid")
    for cell, heading in zip(table.rows[0].cells, _HEADINGS, strict=True):
        cell.text = heading
    for measure in measures:
        for cell, name in zip(table.add_row().cells, _FIELDS, strict=True):
            cell.text = measure.text(name) or ""
    for line in owned.closing:
        document.add_paragraph(line)
    return DrawnDocument(content, file.office(""))


def _word_lines(document: Any, lines: Sequence[tuple[str, ...]], rng: random.Random) -> None:
    if lines and max(map(len, lines)) > 1 and rng.random() < _BREAK_CHANCE:
        table = document.add_table(0, max(map(len, lines)))
        for pieces in lines:
            for cell, piece in zip(table.add_row().cells, pieces, strict=False):
                cell.text = piece
        return
    for pieces in lines:
        paragraph = document.add_paragraph()
        run = paragraph.add_run(rng.choice(("\t", " · ", " | ")).join(pieces))
        run.bold = rng.random() < _BREAK_CHANCE
        run.font.size = Pt(rng.choice((9, 11, 14, 18)))


@family("owned-front-text")
def text(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Plain text, as a dump of another program or a mail holds it."""
    owned, content, measures = _drawn(rng, bank)
    lines = ["    ".join(owned.head), *("    ".join(p) for p in owned.above), "", owned.title, ""]
    lines += ["    ".join(p) for p in owned.below]
    lines += [f"{k}: {v}" for k, v in owned.facts]
    lines += ["", *owned.opening, "", "Åtgärder", ""]
    for measure in measures:
        lines += [f"{h}: {measure.text(f)}" for h, f in zip(_HEADINGS, _FIELDS, strict=True)]
        lines.append("")
    lines += [*owned.closing, "    ".join(owned.foot)]
    return DrawnDocument(content, TextFile("\n".join(lines).strip() + "\n"))
