"""Pieces of HTML that the families put together: texts, front page, running lines, prose, and the whole page."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from html import escape

from ingest.train.factory.look import DrawnLook
from ingest.train.factory.model import DrawnFront, Html
from ingest.train.factory.phrases import phrase, words_by_field
from ingest.train.factory.picker import Picker

__all__ = ["Bullets", "closing", "contents", "front_block", "heading", "page", "prose", "text", "watermark"]

# A vowel and a consonant before, a consonant and a vowel after: where Swedish words are broken at a line's end.
_BREAK = re.compile(r"(?<=\w\w[aeiouyåäö][bdfgklmnprstv])(?=[bdfghjklmnprstv][aeiouyåäö]\w)")
_LONG_WORD = re.compile(r"\w{11,}")


# How often a plan has a table without measures beside those with measures.
_SIDE_TABLE = 0.15


class Bullets:
    """How the lines of a text of several lines are drawn: as a list, with printed signs, as paragraphs or lines."""

    def __init__(self, rng: random.Random, *, soft_hyphens: float = 0.0) -> None:
        self.kind = rng.choice(("ul", "ul", "ol", "br", "p", "sign"))
        self.sign = rng.choice(("•", "–", "-", "·", "▪", "*"))
        self.hyphens = rng.random() < soft_hyphens

    def __call__(self, value: str | None) -> str:
        """Return the markup of a text of one or several lines."""
        if not value:
            return ""
        lines = [text(line, self.hyphens) for line in value.split("\n")]
        if len(lines) == 1:
            return lines[0]
        if self.kind in ("ul", "ol"):
            items = "".join(f"<li>{line}</li>" for line in lines)
            return f"<ul>{items}</ul>"
        if self.kind == "p":
            return "".join(f"<p>{line}</p>" for line in lines)
        sign = f"{self.sign} " if self.kind == "sign" else ""
        return "<br>".join(sign + line for line in lines)

    def plain(self, value: str | None) -> str:
        """Return the markup with line breaks only, as names and dates stand under each other."""
        return "<br>".join(text(line, self.hyphens) for line in (value or "").split("\n"))


def text(value: str, soft_hyphens: bool = False) -> str:
    """Return a text as markup, long words with places to break them where wanted."""
    if soft_hyphens:
        value = _LONG_WORD.sub(lambda m: _BREAK.sub("\u00ad", m.group()), value)
    return escape(value, quote=False)


def heading(level: int, number: str | None, title: str, rng: random.Random) -> str:
    """Return a heading with its number, as it is printed."""
    gap = rng.choice((" ", "&nbsp;&nbsp; ", ". ")) if number else ""
    return f"<h{level}>{number or ''}{gap}{escape(title, quote=False)}</h{level}>"


_COVER_CHANCE = 0.22
_FACTS_BEFORE_TEXT_CHANCE = 0.2


def front_block(front: DrawnFront, look: DrawnLook, rng: random.Random) -> str:
    """Return the letterhead, the title, the lines under it and the block of facts; on a page of its own or not."""
    above = "".join(f"<div>{escape(line)}</div>" for line in front.above)
    below = "".join(f"<div>{escape(line)}</div>" for line in front.below)
    facts = _facts(front.facts, look, rng)
    cover = rng.random() < _COVER_CHANCE
    align = rng.choice(("left", "left", "center", "right"))
    title_align = rng.choice(("left", "left", "left", "center"))
    parts = [
        f'<div class="above" style="text-align:{align};font-size:{rng.uniform(0.8, 1.2):.2f}em;'
        f'color:{rng.choice((look.accent, "#111", "#555"))}">{above}</div>'
        if above
        else "",
        f'<h1 style="text-align:{title_align};margin-top:{rng.uniform(45, 90) if cover else rng.uniform(4, 18):.0f}mm">'
        f"{escape(front.title)}</h1>",
        f'<div class="below" style="text-align:{title_align};margin-bottom:6mm">{below}</div>' if below else "",
        facts,
    ]
    if rng.random() < _FACTS_BEFORE_TEXT_CHANCE:
        parts = [parts[0], parts[1], parts[3], parts[2]] if facts and below else parts
    return "".join(parts) + ('<div style="break-after:page"></div>' if cover else "")


_LINE_LETTERS = 90
"""Characters of facts that fit into one line."""
_SPACES = (3, 8)


def _facts(facts: Sequence[tuple[str, str]], look: DrawnLook, rng: random.Random) -> str:
    if not facts:
        return ""
    style = rng.choice(("table", "ruled", "lines", "one-line", "two-columns", "bold"))
    pairs = [(escape(k), escape(v)) for k, v in facts]
    if style == "one-line" and sum(len(k) + len(v) for k, v in facts) > _LINE_LETTERS:
        style = "lines"
    if style in ("table", "ruled", "two-columns"):
        rule = f"border:0.5pt solid {rng.choice((look.accent, '#999'))};" if style != "table" else ""
        cells = [
            f'<td style="{rule}padding:2pt 8pt 2pt {2 if rule == "" else 4}pt;font-weight:'
            f'{"bold" if style != "two-columns" else "normal"}">{k}</td><td style="{rule}padding:2pt 8pt">{v}</td>'
            for k, v in pairs
        ]
        abreast = 2 if style == "two-columns" else 1
        rows = ["".join(cells[i : i + abreast]) for i in range(0, len(cells), abreast)]
        body = "".join(f"<tr>{r}</tr>" for r in rows)
        return f'<table style="border-collapse:collapse;margin:0 0 8mm;font-size:0.92em">{body}</table>'
    if style == "one-line":
        gap = "&nbsp;" * rng.randint(*_SPACES)
        return f"<p>{gap.join(f'{k}: {v}' for k, v in pairs)}</p>"
    weight = "bold" if style == "bold" else "normal"
    lines = "".join(f'<div><span style="font-weight:{weight}">{k}:</span> {v}</div>' for k, v in pairs)
    return f'<div style="margin-bottom:7mm">{lines}</div>'


_PARAGRAPHS = (1, 3)


def prose(picker: Picker, rng: random.Random, *, least: int = 0, most: int = 2, key: str = "prose_headings") -> str:
    """Return headings with running text that gives no rows."""
    titles = []
    for _ in range(rng.randint(least, most)):
        title = phrase(rng, key)
        if title not in titles:
            titles.append(title)
    out = []
    for title in titles:
        paragraphs = "".join(f"<p>{text(picker.bank.paragraph(rng))}</p>" for _ in range(rng.randint(*_PARAGRAPHS)))
        out.append(f"<h2>{title}</h2>{paragraphs}")
    return "".join(out)


def side_table(picker: Picker, look: DrawnLook, rng: random.Random) -> str:
    """Return a table without measures under a heading of its own, as plans have beside their measures."""
    kind = rng.choice(("participants", "revisions", "definitions", "contacts", "accounts", "documents", "indicators"))
    headings, rows = picker.bank.negative(rng, kind)
    rule = rng.choice((f"border:0.5pt solid {look.accent}", "border-bottom:0.5pt solid #999", "border:none"))
    style = f"{rule};padding:2pt 6pt;text-align:left;vertical-align:top"
    head = "".join(f'<th style="{style}">{text(h)}</th>' for h in headings)
    body = "".join(
        "<tr>" + "".join(f'<td style="{style}">{text(value)}</td>' for value in row) + "</tr>" for row in rows
    )
    title = rng.choice(words_by_field("negative_headings")[kind].split("|"))
    table = f'<table style="border-collapse:collapse;margin-bottom:8pt"><tr>{head}</tr>{body}</table>'
    return f"<h2>{text(title)}</h2>{table}"


_LEADER = 400
_BREAK_CHANCE = 0.6


def contents(titles: Sequence[str], rng: random.Random) -> str:
    """Return a list of contents with leaders and page numbers."""
    number = 2
    lines = []
    for title in titles:
        number += rng.randint(0, 2)
        leader = '<span style="flex:1;overflow:hidden;white-space:nowrap">' + "." * _LEADER + "</span>"
        lines.append(f'<div style="display:flex">{escape(title)}&nbsp;{leader}&nbsp;{number}</div>')
    end = '<div style="break-after:page"></div>' if rng.random() < _BREAK_CHANCE else ""
    return f"<h2>{phrase(rng, 'contents_titles')}</h2>{''.join(lines)}{end}"


def closing(front: DrawnFront) -> str:
    """Return the lines at the document's end, such as place and date over signatures."""
    lines = "".join(f"<div style='margin-top:5mm'>{escape(line)}</div>" for line in front.closing)
    return f'<div style="margin-top:12mm;break-inside:avoid">{lines}</div>' if lines else ""


def watermark(rng: random.Random) -> str:
    """Return a word that stands across each page."""
    return (
        f'<div style="position:fixed;top:42%;left:8%;width:84%;text-align:center;font-size:{rng.randint(60, 90)}pt;'
        f'font-weight:bold;color:rgba(120,120,120,0.13);transform:rotate({rng.randint(-50, -25)}deg);z-index:-1">'
        f"{phrase(rng, 'watermarks')}</div>"
    )


_PROSE_BEFORE_CHANCE = 0.55
_PROSE_AFTER_CHANCE = 0.3
_CONTENTS_CHANCE = 0.18
_WATERMARK_CHANCE = 0.06
_TAGGED_CHANCE = 0.6


def _around(picker: Picker, look: DrawnLook, rng: random.Random) -> tuple[str, str]:
    """What stands before and after the body: prose, a small table of something else, or nothing."""
    before = prose(picker, rng) if rng.random() < _PROSE_BEFORE_CHANCE else ""
    closing = rng.random() < _PROSE_AFTER_CHANCE
    after = prose(picker, rng, least=1, most=2, key="closing_headings") if closing else ""
    beside = side_table(picker, look, rng) if rng.random() < _SIDE_TABLE else ""
    if beside and rng.random() < 0.5:
        return before + beside, after
    return before, beside + after


def page(
    picker: Picker,
    look: DrawnLook,
    rng: random.Random,
    body: str,
    css: str = "",
    *,
    titles: Sequence[str] = (),
    front: str | None = None,
    running: float = 0.65,
    around: bool = True,
) -> Html:
    """Return a whole document: front block, perhaps contents and prose, the body, perhaps prose, the closing lines.

    Args:
        picker: the document's facts.
        look: its page and type.
        rng: the source of chance.
        body: the markup of what the family draws.
        css: more CSS.
        titles: headings for a list of contents; none where empty.
        front: the markup in place of the usual front block.
        running: the probability of running lines at the head or foot of pages.
        around: whether prose may stand before and after the body.
    """
    first = front_block(picker.front, look, rng) if front is None else front
    before, after = _around(picker, look, rng) if around else ("", "")
    toc = contents(titles, rng) if len(titles) > 1 and rng.random() < _CONTENTS_CHANCE else ""
    mark = watermark(rng) if rng.random() < _WATERMARK_CHANCE else ""
    head, foot = _running(picker.front, look, rng) if rng.random() < running else ("", "")
    markup = (
        f'<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>{escape(picker.front.title)}</title>'
        f"<style>{look.css()}{css}</style></head><body>{mark}{first}{toc}{before}{body}{after}"
        f"{closing(picker.front)}</body></html>"
    )
    margins = look.margins if head or foot else None
    room = look.width - look.margins[1] - look.margins[3]
    return Html(markup, head, foot, margins, tagged=rng.random() < _TAGGED_CHANCE, content_width=room)


_REFERENCE_CHANCE = 0.3
_RUNNING_HEAD_CHANCE = 0.4
_RUNNING_SIZES_PT = (7, 8, 9)


def _running(front: DrawnFront, look: DrawnLook, rng: random.Random) -> tuple[str, str]:
    word = phrase(rng, "page_words")
    number = word.format(n='<span class="pageNumber"></span>', m='<span class="totalPages"></span>')
    name = escape(rng.choice((front.title, front.issuers[0].name if front.issuers else front.title, "")))
    reference = f"{phrase(rng, 'reference_labels')}: KS {rng.randint(2015, 2032)}/{rng.randint(10, 999)}"
    pieces = [name, reference if rng.random() < _REFERENCE_CHANCE else "", number]
    if rng.random() < _RUNNING_HEAD_CHANCE:
        pieces.reverse()
    size = rng.choice(_RUNNING_SIZES_PT)
    margin = look.margins[3]
    style = (
        f"width:100%;padding:0 {margin:.1f}mm;font-size:{size}pt;font-family:'{look.font}';display:flex;"
        "justify-content:space-between;color:#444"
    )
    line = f'<div style="{style}">' + "".join(f"<span>{p}</span>" for p in pieces) + "</div>"
    where = rng.choice(("foot", "foot", "head", "both"))
    if where == "foot":
        return "", line
    if where == "head":
        return line, ""
    only_name = f'<div style="{style}"><span>{name}</span></div>'
    return only_name, f'<div style="{style}"><span></span><span>{number}</span></div>'
