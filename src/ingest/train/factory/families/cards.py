"""Families of cards and boxes: a measure a card with its labels, or boxes side by side for an area."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.train.factory.families import family
from ingest.train.factory.labelled import DrawnLabels, draw_labels
from ingest.train.factory.look import ACCENTS, TINTS, DrawnLook, look
from ingest.train.factory.markup import Bullets, heading, page, text
from ingest.train.factory.model import (
    ContentBank,
    DrawnContent,
    DrawnDocument,
    Measure,
    Section,
    Theme,
)
from ingest.train.factory.outline import outline
from ingest.train.factory.phrases import phrase, phrases
from ingest.train.factory.picker import Picker
from ingest.train.factory.tails import Tail

__all__: list[str] = []

_LABEL_PLACES = ("inside", "beside", "above")
_SHORT = 110


def _frame(rng: random.Random, page_look: DrawnLook) -> str:
    """Return CSS declarations for a box: border, tint, corners."""
    border = rng.choice(
        (
            f"border:0.75pt solid {page_look.accent};",
            "border:0.5pt solid #999;",
            f"border-left:3pt solid {page_look.accent};",
            f"border-top:2pt solid {page_look.accent};",
            "",
        )
    )
    tint = f"background:{rng.choice((page_look.tint, *TINTS))};" if not border or rng.random() < 0.5 else ""
    radius = f"border-radius:{rng.choice((0, 0, 3, 6))}pt;" if "left" not in border else ""
    return f"{border}{tint}{radius}padding:{rng.uniform(4, 10):.1f}pt {rng.uniform(5, 11):.1f}pt;"


_LANDSCAPE_CHANCE = 0.15
_THREE_ABREAST = 3
_LANDSCAPE_ABREAST_CHANCE = 0.7
_TITLED_CHANCE = 0.45
_GAP_PT = (5, 14)
_MOST_CARDS = 5


def _cards(rng: random.Random, bank: ContentBank, *, abreast: int, place: str) -> DrawnDocument:
    picker = Picker(rng, bank)
    fields = picker.fields(must=("åtgärd", "vem"))
    page_look = look(rng, landscape=_LANDSCAPE_CHANCE if abreast < _THREE_ABREAST else _LANDSCAPE_ABREAST_CHANCE)
    labels = draw_labels(rng, bank, fields, titled=rng.random() < _TITLED_CHANCE)
    frame = _frame(rng, page_look)
    gap = rng.uniform(*_GAP_PT)
    bullets = Bullets(rng)

    def draw(theme: Theme) -> Sequence[Measure]:
        return [
            _with_other(m, labels, rng) for m in picker.measures(theme, 1, _MOST_CARDS, fields, one_line=labels.titled)
        ]

    def card(measure: Measure) -> str:
        return f'<div class="card">{labels.markup(measure, place, bullets)}</div>'

    def body(measures: Sequence[Measure], _: Theme) -> str:
        return f'<div class="cards">{"".join(card(m) for m in measures)}</div>'

    key = "measure_headings" if rng.random() < 0.5 else "chapter_headings"
    plan = outline(picker, rng, draw, body, fields, key=key)
    content = _titled(plan.content) if labels.titled else plan.content
    css = labels.css(place, page_look) + (
        f".cards {{ display:grid; grid-template-columns:repeat({abreast}, minmax(0, 1fr)); gap:{gap:.0f}pt; "
        f"margin:4pt 0 10pt; align-items:{rng.choice(('start', 'stretch'))}; }}"
        f".card {{ {frame} break-inside:avoid; overflow-wrap:break-word; }}"
    )
    return DrawnDocument(content, page(picker, page_look, rng, plan.markup, css, titles=plan.titles))


def _with_other(measure: Measure, labels: DrawnLabels, rng: random.Random) -> Measure:
    return replace(measure, other={h: v for h, draw in labels.others.items() if (v := draw(rng))})


def _titled(content: DrawnContent) -> DrawnContent:
    """Return an answer in which each measure stands under a section that its own heading names."""

    def deeper(section: Section) -> Section:
        own = tuple(Section(m.åtgärd or "", None, None, (m,)) for m in section.measures)
        return replace(section, measures=(), children=(*own, *(deeper(c) for c in section.children)))

    return replace(content, sections=tuple(deeper(s) for s in content.sections))


@family("cards-labels-inside")
def cards_inside(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """One card below the other; `Label: value` in running lines."""
    return _cards(rng, bank, abreast=1, place="inside")


@family("cards-labels-beside")
def cards_beside(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """One card below the other; labels in a column of their own."""
    return _cards(rng, bank, abreast=1, place="beside")


@family("cards-labels-above")
def cards_above(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """One card below the other; each label over its value."""
    return _cards(rng, bank, abreast=1, place="above")


@family("cards-two-abreast")
def cards_two(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Two cards side by side."""
    return _cards(rng, bank, abreast=2, place=rng.choice(_LABEL_PLACES))


@family("cards-three-abreast")
def cards_three(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Three cards side by side."""
    return _cards(rng, bank, abreast=3, place=rng.choice(("inside", "above")))


_WITH_PROBLEM_CHANCE = 0.75
_ACCENTS_CHANCE = 0.4
_THEMES = (2, 4)
_BOXES = (2, 4)


def _boxes(
    rng: random.Random, bank: ContentBank, page_look: DrawnLook, *, one_a_page: bool
) -> tuple[Picker, list[Section], str, str]:
    """Draw areas with boxes side by side: problem, goal, and the measures as bullets that end in who and when."""
    picker = Picker(rng, bank)
    bullets_sign = rng.choice(("•", "–", "▪", "■"))
    tail = Tail(rng)
    names = {"orsak": phrase(rng, "problem_labels"), "mål": phrase(rng, "goal_labels")}
    deeds = phrase(rng, "measure_headings")
    with_problem = rng.random() < _WITH_PROBLEM_CHANCE
    accents = rng.sample(ACCENTS, 3) if rng.random() < _ACCENTS_CHANCE else [page_look.accent] * 3
    native = rng.random() < 0.5
    sections: list[Section] = []
    parts: list[str] = []
    for theme in picker.themes(*_THEMES):
        drawn = [picker.measure(theme, ("åtgärd", "vem", "när"), origin="list", one_line=True, longest=_SHORT)
                 for _ in range(rng.randint(*_BOXES))]  # fmt: skip
        pairs = [tail.end(m) for m in drawn]
        cause = theme.problem if with_problem else None
        measures = tuple(replace(m, orsak=cause, mål=theme.goal) for m, _ in pairs)
        items = [line for _, line in pairs]
        boxes = [(names["orsak"], text(theme.problem))] if with_problem else []
        boxes.append((names["mål"], text(theme.goal)))
        boxes.append((deeds, _items(items, native, bullets_sign)))
        columns = "".join(
            f'<div class="box"><div class="boxhead" style="background:{accents[i]}">{title}</div>'
            f'<div class="boxbody">{inner}</div></div>'
            for i, (title, inner) in enumerate(boxes)
        )
        widths = " ".join(["1fr"] * (len(boxes) - 1) + [rng.choice(("1fr", "1.6fr", "2fr"))])
        block = f'<div class="boxes" style="grid-template-columns:{widths}">{columns}</div>'
        title = heading(2, None, theme.title, rng)
        after = ' style="break-after:page"' if one_a_page else ' style="break-inside:avoid"'
        parts.append(f"<div{after}>{title}{block}</div>")
        sections.append(Section(theme.title, None, None, measures))
    border = rng.choice(
        (f"border:0.75pt solid {page_look.accent};", f"background:{page_look.tint};", "border:0.5pt solid #aaa;")
    )
    css = (
        f".boxes {{ display:grid; gap:{rng.uniform(5, 14):.0f}pt; margin:6pt 0 12pt; }}"
        f".box {{ {border} }} .boxbody {{ padding:6pt 8pt; }} .boxbody ul {{ padding-left:13pt; margin:0; }}"
        ".boxhead { color:#fff; font-weight:bold; padding:3pt 8pt; } .boxbody div { margin-bottom:3pt; }"
    )
    return picker, sections, "".join(parts), css


def _items(lines: Sequence[str], native: bool, sign: str) -> str:
    if native:
        return "<ul>" + "".join(f"<li>{text(line)}</li>" for line in lines) + "</ul>"
    return "".join(f"<div>{sign} {text(line)}</div>" for line in lines)


@family("boxes-abreast")
def boxes_abreast(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Boxes side by side for each area: problem, goal, measures."""
    page_look = look(rng, landscape=0.6)
    picker, sections, body, css = _boxes(rng, bank, page_look, one_a_page=False)
    return DrawnDocument(
        DrawnContent(picker.front, tuple(sections)), page(picker, page_look, rng, body, css, around=False)
    )


@family("slides-with-boxes")
def slides_with_boxes(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """One area a slide, boxes side by side."""
    page_look = look(rng, slide=True)
    picker, sections, body, css = _boxes(rng, bank, page_look, one_a_page=True)
    front = _title_slide(picker, page_look, rng)
    html = page(picker, page_look, rng, body, css, front=front, around=False, running=0.6)
    return DrawnDocument(DrawnContent(picker.front, tuple(sections)), html)


_WITH_GOAL_CHANCE = 0.6
_SLIDES = (2, 5)
_MOST_BULLETS = 5


@family("slides-with-bullets")
def slides_with_bullets(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """One area a slide, the measures as bullets that end in who and when under their heading."""
    page_look = look(rng, slide=True)
    picker = Picker(rng, bank)
    tail = Tail(rng)
    deeds = phrase(rng, "measure_headings")
    label = phrase(rng, "goal_labels")
    with_goal = rng.random() < _WITH_GOAL_CHANCE
    parts, sections = [], []
    for theme in picker.themes(*_SLIDES):
        drawn = picker.measures(
            theme, 2, _MOST_BULLETS, ("åtgärd", "vem", "när"), origin="list", one_line=True, longest=_SHORT
        )
        pairs = [tail.end(m) for m in drawn]
        goal = theme.goal if with_goal else None
        measures = tuple(replace(m, mål=goal) for m, _ in pairs)
        target = f"<p>{label}: {text(theme.goal)}</p>" if goal else ""
        items = "".join(f"<li>{text(line)}</li>" for _, line in pairs)
        parts.append(
            f'<div style="break-after:page"><h2>{text(theme.title)}</h2>{target}<h3>{deeds}</h3><ul>{items}</ul></div>'
        )
        sections.append(Section(theme.title, None, None, (), (Section(deeds, None, None, measures),)))
    html = page(picker, page_look, rng, "".join(parts), front=_title_slide(picker, page_look, rng), around=False)
    return DrawnDocument(DrawnContent(picker.front, tuple(sections)), html)


_TITLE_TOP_MM = (30, 60)


def _title_slide(picker: Picker, page_look: DrawnLook, rng: random.Random) -> str:
    front = picker.front
    lines = [*front.above, *front.below, *(f"{k}: {v}" for k, v in front.facts)]
    small = "".join(f"<div>{text(line)}</div>" for line in lines)
    align = rng.choice(("left", "center"))
    top = rng.uniform(*_TITLE_TOP_MM)
    return (
        f'<div style="text-align:{align};padding-top:{top:.0f}mm;break-after:page"><h1>{text(front.title)}</h1>'
        f"{small}</div>"
    )


_QUOTES = 3
_MOST_OF_LIST = 4
_PARAGRAPHS = (1, 3)


@family("brochure")
def brochure(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Two columns of prose with boxes of measures and pull quotes."""
    page_look = look(rng, landscape=0.25)
    picker = Picker(rng, bank)
    tail = Tail(rng)
    frame = _frame(rng, page_look)
    parts: list[str] = []
    sections: list[Section] = []
    quotes = rng.sample(phrases("pull_quotes"), _QUOTES)
    for theme in picker.themes(*_THEMES):
        drawn = picker.measures(
            theme, 2, _MOST_OF_LIST, ("åtgärd", "vem", "när"), origin="list", one_line=True, longest=_SHORT
        )
        pairs = [tail.end(m) for m in drawn]
        title = phrase(rng, "measure_headings")
        items = "".join(f"<li>{text(line)}</li>" for _, line in pairs)
        words = "".join(f"<p>{text(bank.paragraph(rng))}</p>" for _ in range(rng.randint(*_PARAGRAPHS)))
        quote = f'<div class="quote">”{quotes.pop()}”</div>' if quotes and rng.random() < 0.5 else ""
        parts.append(
            f"<h2>{text(theme.title)}</h2>{words}{quote}"
            f'<div class="measures"><h3 style="margin-top:0">{title}</h3><ul>{items}</ul></div>'
        )
        child = Section(title, None, None, tuple(m for m, _ in pairs))
        sections.append(Section(theme.title, None, None, (), (child,)))
    css = (
        f".cols {{ column-count:2; column-gap:{rng.uniform(14, 26):.0f}pt;"
        f" column-fill:{rng.choice(('auto', 'balance'))}; }}"
        f".measures {{ {frame} break-inside:avoid; margin:4pt 0 10pt; }}"
        f".quote {{ font-size:1.35em; color:{page_look.accent}; margin:8pt 0; font-style:italic; break-inside:avoid; }}"
    )
    body = f'<div class="cols">{"".join(parts)}</div>'
    return DrawnDocument(
        DrawnContent(picker.front, tuple(sections)), page(picker, page_look, rng, body, css, around=False)
    )


_RIGHT_CHANCE = 0.7
_PARAGRAPHS_BESIDE = (3, 5)


@family("prose-with-sidebar")
def prose_with_sidebar(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Prose in the wide column; the measures of the area in a narrow box beside it."""
    page_look = look(rng, landscape=0.2)
    picker = Picker(rng, bank)
    tail = Tail(rng)
    frame = _frame(rng, page_look)
    right = rng.random() < _RIGHT_CHANCE
    title = phrase(rng, "measure_headings")
    parts: list[str] = []
    sections: list[Section] = []
    for theme in picker.themes(*_THEMES):
        drawn = picker.measures(
            theme, 2, _MOST_OF_LIST, ("åtgärd", "vem", "när"), origin="list", one_line=True, longest=_SHORT
        )
        pairs = [tail.end(m) for m in drawn]
        words = "".join(f"<p>{text(bank.paragraph(rng))}</p>" for _ in range(rng.randint(*_PARAGRAPHS_BESIDE)))
        items = "".join(f"<li>{text(line)}</li>" for _, line in pairs)
        main = f"<div><h2>{text(theme.title)}</h2>{words}</div>"
        side = f'<div class="side"><h3 style="margin-top:0">{title}</h3><ul>{items}</ul></div>'
        widths = "2fr 1.2fr" if right else "1.2fr 2fr"
        order = main + side if right else side + main
        parts.append(f'<div class="pair" style="grid-template-columns:{widths}">{order}</div>')
        child = Section(title, None, None, tuple(m for m, _ in pairs))
        sections.append(
            Section(theme.title, None, None, (), (child,)) if right else Section(title, None, None, child.measures)
        )
    css = (
        f".pair {{ display:grid; gap:{rng.uniform(10, 20):.0f}pt; break-inside:avoid; margin-bottom:8pt; }}"
        f".side {{ {frame} align-self:start; margin-top:{rng.choice((0, 10, 25))}pt; font-size:0.92em; }}"
        f".pair > div:not(.side) {{ padding-top:{rng.choice((0, 0, 12, 30))}pt; }}"
    )
    return DrawnDocument(
        DrawnContent(picker.front, tuple(sections)), page(picker, page_look, rng, "".join(parts), css, around=False)
    )


def _labelled(
    rng: random.Random,
    bank: ContentBank,
    place: str,
    render: Callable[[str], str],
    css: str = "",
    *,
    titled: float = 0.3,
) -> DrawnDocument:
    """Draw measures as labelled blocks that `render` wraps, without a frame round them."""
    picker = Picker(rng, bank)
    fields = picker.fields(must=("åtgärd", "vem"))
    page_look = look(rng, landscape=0.1)
    labels = draw_labels(rng, bank, fields, titled=rng.random() < titled)
    bullets = Bullets(rng)

    def draw(theme: Theme) -> Sequence[Measure]:
        drawn = picker.measures(theme, 1, _MOST_OF_LIST, fields, one_line=labels.titled or place == "line")
        return [_with_other(m, labels, rng) for m in drawn]

    def body(measures: Sequence[Measure], _: Theme) -> str:
        return "".join(render(labels.markup(m, place, bullets)) for m in measures)

    plan = outline(picker, rng, draw, body, fields)
    content = _titled(plan.content) if labels.titled else plan.content
    full = labels.css(place, page_look) + css
    return DrawnDocument(content, page(picker, page_look, rng, plan.markup, full, titles=plan.titles))


@family("labelled-paragraphs")
def labelled_paragraphs(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """`Label: value`, a paragraph each; a gap or a rule between measures."""
    gap = rng.choice(("margin-bottom:12pt", "border-top:0.5pt solid #888;padding-top:5pt;margin-bottom:5pt"))
    return _labelled(rng, bank, "inside", lambda inner: f'<div style="{gap}">{inner}</div>')


@family("label-above-value")
def label_above_value(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Each label on a line of its own over its value."""
    return _labelled(rng, bank, "above", lambda inner: f'<div style="margin-bottom:14pt">{inner}</div>')


@family("definition-lists")
def definition_lists(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Definition lists, the value indented under its label."""
    return _labelled(rng, bank, "definition", lambda inner: f'<dl style="margin:0 0 12pt">{inner}</dl>')


@family("label-value-tables")
def label_value_tables(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A table of two columns for each measure: label and value."""
    rule = rng.choice(("border:0.5pt solid #555;", "border-bottom:0.5pt solid #999;", ""))
    css = (
        ".kv { border-collapse:collapse; width:100%; margin-bottom:10pt; }"
        f" .kv td {{ {rule} padding:3pt 5pt; vertical-align:top; }}"
    )
    return _labelled(rng, bank, "rows", lambda inner: f'<table class="kv">{inner}</table>', css)


@family("forms-filled-in")
def forms_filled_in(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A form a measure: small labels inside ruled boxes, the values under them."""
    css = (
        ".form { display:grid; grid-template-columns:1fr 1fr; border:0.75pt solid #333; margin-bottom:12pt;"
        " break-inside:avoid; }"
    )
    return _labelled(rng, bank, "boxes", lambda inner: f'<div class="form">{inner}</div>', css, titled=0.0)


@family("pairs-in-a-line")
def pairs_in_a_line(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """The measure on a line of its own, then several pairs of label and value on one line."""
    return _labelled(rng, bank, "line", lambda inner: f'<div style="margin-bottom:10pt">{inner}</div>')
