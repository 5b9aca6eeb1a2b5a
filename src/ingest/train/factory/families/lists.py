"""Families of lists and prose: bullets that end in who and when, promises, phases, milestones, minutes in sentences."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from ingest.train.factory.families import family
from ingest.train.factory.look import look
from ingest.train.factory.markup import heading, page, text
from ingest.train.factory.model import (
    ContentBank,
    DrawnContent,
    DrawnDocument,
    FieldName,
    Measure,
    Section,
    Theme,
    When,
)
from ingest.train.factory.outline import outline
from ingest.train.factory.phrases import phrase, phrases
from ingest.train.factory.picker import Picker, phase_period
from ingest.train.factory.sentences import task_sentence
from ingest.train.factory.tails import Tail

__all__: list[str] = []

ENDS: tuple[FieldName, ...] = ("åtgärd", "vem", "när")
_DEED: tuple[FieldName, ...] = ("åtgärd",)
# The most characters of a line that ends in who and when, as far as the bank has such.
_LINE = 150
_SIGNS = ("•", "–", "-", "▪", "➢", "*", "·")


_GAP_PT = (1, 7)


class _Listing:
    """How the items of one document's lists are drawn: native list, printed signs, numbers, or paragraphs."""

    def __init__(self, rng: random.Random, kinds: Sequence[str] = ("ul", "ol", "sign", "hang", "paragraph")) -> None:
        self.kind = rng.choice(kinds)
        self.sign = rng.choice(_SIGNS)
        self.gap = rng.uniform(*_GAP_PT)

    def __call__(self, lines: Sequence[str]) -> str:
        gap = f"margin-bottom:{self.gap:.1f}pt"
        items = [text(line) for line in lines]
        if self.kind in ("ul", "ol"):
            return f"<{self.kind}>" + "".join(f'<li style="{gap}">{i}</li>' for i in items) + f"</{self.kind}>"
        if self.kind == "sign":
            return "".join(f'<p style="{gap}">{self.sign} {i}</p>' for i in items)
        if self.kind == "hang":
            style = f"{gap};padding-left:14pt;text-indent:-14pt"
            return "".join(f'<p style="{style}">{self.sign}&nbsp;&nbsp; {i}</p>' for i in items)
        return "".join(f'<p style="{gap}">{i}</p>' for i in items)


_MOST_BULLETS = 6


def _bullets(rng: random.Random, bank: ContentBank, style: str) -> DrawnDocument:
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.08)
    tail, listing = Tail(rng, style), _Listing(rng)

    def draw(theme: Theme) -> Sequence[Measure]:
        drawn = picker.measures(theme, 2, _MOST_BULLETS, ENDS, origin="list", one_line=True, longest=_LINE)
        return [tail.end(m)[0] for m in drawn]

    def body(measures: Sequence[Measure], _: Theme) -> str:
        return listing([tail.line(m) for m in measures])

    plan = outline(picker, rng, draw, body, ENDS, key="measure_headings", single=0.35, goals=0.3, chapters=1)
    return DrawnDocument(plan.content, page(picker, page_look, rng, plan.markup, titles=plan.titles))


@family("bullets-ending-in-sentence")
def bullets_sentence(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Bullets such as `Vi målar bänkarna. Parkenheten, maj 2030`."""
    return _bullets(rng, bank, "sentence")


@family("bullets-ending-in-dash")
def bullets_dash(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Bullets such as `Måla bänkarna – Parkenheten, maj 2030`."""
    return _bullets(rng, bank, "dash")


@family("bullets-ending-in-brackets")
def bullets_brackets(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Bullets such as `Måla bänkarna (Parkenheten, maj 2030)`."""
    return _bullets(rng, bank, "brackets")


_DEEDS_HEADING_CHANCE = 0.4
_THEMES = (2, 4)
_MOST_UNDER_GOAL = 4


@family("goal-over-list")
def goal_over_list(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Areas, goals as headings under them, and the measures of each goal as bullets."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.08)
    tail, listing = Tail(rng), _Listing(rng)
    label = rng.choice((phrase(rng, "goal_labels"), ""))
    numbered = rng.random() < 0.5 and label
    deeds = phrase(rng, "measure_headings") if rng.random() < _DEEDS_HEADING_CHANCE else ""
    # A list is one of measures where a heading over it says so.
    top = "" if deeds else phrase(rng, "measure_headings")
    number = 0
    sections: list[Section] = []
    parts = [heading(2, None, top, rng)] if top else []
    level = 3 if top else 2
    for theme in picker.themes(*_THEMES):
        parts.append(heading(level, None, theme.title, rng))
        goals = [theme.goal]
        more = picker.measure(theme, ["mål"]).mål
        if more and more != theme.goal and rng.random() < 0.5:
            goals.append(more)
        children = []
        for goal in goals:
            number += 1
            count = f"{label} {number}" if numbered else label
            title = f"{count}: {goal}" if label else goal
            drawn = picker.measures(theme, 1, _MOST_UNDER_GOAL, ENDS, origin="list", one_line=True, longest=_LINE)
            ended = [tail.end(m) for m in drawn]
            parts.append(heading(level + 1, None, title, rng))
            measures = tuple(replace(m, mål=goal) for m, _ in ended)
            if deeds:
                parts.append(heading(level + 2, None, deeds, rng))
                children.append(Section(title, None, None, (), (Section(deeds, None, None, measures),)))
            else:
                children.append(Section(title, None, None, measures))
            parts.append(listing([line for _, line in ended]))
        sections.append(Section(theme.title, None, None, (), tuple(children)))
    under = tuple(sections)
    content = DrawnContent(picker.front, (Section(top, None, None, (), under),) if top else under)
    return DrawnDocument(content, page(picker, page_look, rng, "".join(parts)))


_PHASE_WORD_CHANCE = 0.75
_WITH_WHO_CHANCE = 0.35
_PHASES_KNOWN = 5
_PHASE_LEVELS = (2, 3, 0)
"""Levels of a phase's heading; 0 for a line in bold."""
_PHASES = (3, 5)
_DECEMBER = 12
_MORE_MONTHS = (0, 3)
_NUMBERED_PHASE_CHANCE = 0.3
_MOST_OF_PHASE = 4


def _as_phase(when: When, title: str, word: str) -> When:
    """A phase by its word and number is the *när* as printed; one that only has a name gives its time."""
    return replace(when, text=title) if word else when


@family("phase-plan")
def phase_plan(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Phases with their period in the heading, and bare bullets under them."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.08)
    listing = _Listing(rng, ("ul", "sign", "hang", "ol"))
    word = phrase(rng, "phase_words") if rng.random() < _PHASE_WORD_CHANCE else ""
    form = rng.choice(("({})", "({})", "– {}", ", {}"))
    with_who = rng.random() < _WITH_WHO_CHANCE
    names = rng.sample(phrases("phases"), _PHASES_KNOWN)
    level = rng.choice(_PHASE_LEVELS)
    theme = picker.theme()
    top = phrase(rng, "measure_headings") if rng.random() < 0.5 else ""
    parts, sections = [], []
    if top:
        parts.append(heading(2, None, top, rng))
    month, year = 1, picker.first_year
    for i in range(1, rng.randint(*_PHASES) + 1):
        last = min(_DECEMBER, month + rng.randint(*_MORE_MONTHS))
        when = phase_period(rng, month, last, year)
        month = last + 1
        if month > _DECEMBER:
            month, year = 1, year + 1
        name = names[i - 1]
        title = f"{word} {i}: {name}" if word else name
        if word and rng.random() < _NUMBERED_PHASE_CHANCE:
            title = f"{word} {i}"
        title = f"{title} {form.format(when.text)}".replace(" ,", ",")
        fields: tuple[FieldName, ...] = ("åtgärd", "vem") if with_who else _DEED
        drawn = picker.measures(theme, 2, _MOST_OF_PHASE, fields, origin="list", one_line=True)
        when = _as_phase(when, title, word)
        measures = tuple(replace(m, när=when, åtgärd=(m.åtgärd or "").rstrip(".")) for m in drawn)
        lines = [f"{m.åtgärd} ({m.vem.text})" if m.vem else m.åtgärd or "" for m in measures]
        parts.append(f"<p><b>{text(title)}</b></p>" if level == 0 else heading(level, None, title, rng))
        parts.append(listing(lines))
        sections.append(Section(title, None, None, measures))
    children = tuple(sections)
    content = DrawnContent(picker.front, (Section(top, None, None, (), children),) if top else children)
    return DrawnDocument(content, page(picker, page_look, rng, "".join(parts), around=bool(top)))


_CHECKLIST_FIRST = (0, 3)
_MOST_CHECKS = 5


@family("checklist-by-phase")
def checklist(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A check list under each phase of an event: boxes to tick, some with a responsible in brackets."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.08)
    box = rng.choice(("☐", "□", "[ ]", "❑"))
    top = phrase(rng, "measure_headings")
    with_who = rng.random() < 0.5
    names = phrases("check_phases")
    first = rng.choice(_CHECKLIST_FIRST)
    theme = picker.theme()
    parts, sections = [heading(2, None, top, rng)], []
    for name in names[first : first + 3]:
        fields: tuple[FieldName, ...] = ("åtgärd", "vem") if with_who else _DEED
        drawn = picker.measures(theme, 2, _MOST_CHECKS, fields, origin="list", one_line=True, longest=90)
        measures = tuple(replace(m, åtgärd=(m.åtgärd or "").rstrip(".")) for m in drawn)
        lines = [f"{m.åtgärd} ({m.vem.text})" if m.vem else m.åtgärd or "" for m in measures]
        parts.append(heading(3, None, name, rng))
        parts += [f'<p style="margin-bottom:3pt">{box} {text(line)}</p>' for line in lines]
        sections.append(Section(name, None, None, measures))
    content = DrawnContent(picker.front, (Section(top, None, None, (), tuple(sections)),))
    return DrawnDocument(content, page(picker, page_look, rng, "".join(parts)))


_LEAST_MILESTONES = 3
_MOST_MILESTONES = 7


@family("milestones")
def milestones(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A list of `measure: date` under a heading of measures."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.08)
    listing = _Listing(rng, ("ul", "sign", "hang"))

    def draw(theme: Theme) -> Sequence[Measure]:
        drawn = picker.measures(
            theme, _LEAST_MILESTONES, _MOST_MILESTONES, ("åtgärd", "när"), origin="list", one_line=True, longest=90
        )
        timed = [m for m in drawn if m.när is not None and ":" not in m.när.text and ":" not in (m.åtgärd or "")]
        return [replace(m, åtgärd=(m.åtgärd or "").rstrip(".")) for m in timed]

    def body(measures: Sequence[Measure], _: Theme) -> str:
        return listing([f"{m.åtgärd}: {m.när.text if m.när else ''}" for m in measures])

    plan = outline(
        picker, rng, draw, body, ("åtgärd", "när"), key="measure_headings", single=0.4, goals=0.0, chapters=1
    )
    return DrawnDocument(plan.content, page(picker, page_look, rng, plan.markup, titles=plan.titles))


_TOGETHER_CHANCE = 0.4
_SENTENCES = (2, 4)


@family("prose-plan")
def prose_plan(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Sentences that say who shall do what, and when: `Parkenheten ska måla bänkarna senast maj 2030.`"""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.05)
    together = rng.random() < _TOGETHER_CHANCE
    top = phrase(rng, "measure_headings")
    parts, sections = [heading(2, None, top, rng)], []
    for theme in picker.themes(*_THEMES):
        measures = tuple(task_sentence(picker, theme) for _ in range(rng.randint(*_SENTENCES)))
        parts.append(heading(3, None, theme.title, rng))
        lines = [text(m.åtgärd or "") for m in measures]
        parts.append(f"<p>{' '.join(lines)}</p>" if together else "".join(f"<p>{line}</p>" for line in lines))
        sections.append(Section(theme.title, None, None, measures))
    content = DrawnContent(picker.front, (Section(top, None, None, (), tuple(sections)),))
    return DrawnDocument(content, page(picker, page_look, rng, "".join(parts)))


_BOLD_CHANCE = 0.6
_PROMISES = (3, 6)


@family("numbered-promises")
def numbered_promises(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Numbered promises to the inhabitants: each a heading with the promise and labels under it."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.08)
    top = phrase(rng, "promise_headings")
    labels: dict[FieldName, str] = {f: bank.label(rng, f) for f in ENDS}
    bold = rng.random() < _BOLD_CHANCE
    parts = [heading(2, None, top, rng)]
    sections = []
    for i, theme in enumerate(picker.themes(*_PROMISES), 1):
        measure = picker.measure(theme, ENDS, origin="list", one_line=True)
        parts.append(heading(3, str(i), theme.title, rng))
        for name, label in labels.items():
            value = measure.text(name)
            if value:
                shown = f"<b>{text(label)}:</b>" if bold else f"{text(label)}:"
                parts.append(f'<p style="margin-bottom:2pt">{shown} {text(value)}</p>')
        sections.append(Section(theme.title, str(i), None, (measure,)))
    content = DrawnContent(picker.front, (Section(top, None, None, (), tuple(sections)),))
    return DrawnDocument(content, page(picker, page_look, rng, "".join(parts)))


_THREE = (3, 3)
_NATIVE_CHANCE = 0.6
_LEAST_OF_COLUMN = 3
_MOST_OF_COLUMN = 6


@family("parallel-theme-columns")
def parallel_columns(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Three areas side by side, each a column of a matrix with bullets of its own: a row for each bullet."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.9)
    themes = picker.themes(*_THREE)
    sign = rng.choice(("•", "–", "▪"))
    native = rng.random() < _NATIVE_CHANCE
    title = phrase(rng, "measure_headings")
    border = rng.choice(
        ("border:0.6pt solid #555", "border:0.5pt solid #bbb", "border-left:1pt solid #888", "border:none")
    )
    cells, sections = [], []
    for theme in themes:
        measures = picker.measures(
            theme, _LEAST_OF_COLUMN, _MOST_OF_COLUMN, _DEED, origin="list", one_line=True, longest=100
        )
        items = [text(m.åtgärd or "") for m in measures]
        inner = "".join(f"<li>{i}</li>" for i in items) if native else "".join(f"<p>{sign} {i}</p>" for i in items)
        cells.append(
            f'<td style="vertical-align:top;padding:5pt 8pt;{border}">{f"<ul>{inner}</ul>" if native else inner}</td>'
        )
        sections.append(Section(theme.title, None, None, measures))
    head_style = f"background:{page_look.accent};color:#fff" if rng.random() < 0.5 else f"background:{page_look.tint}"
    heads = "".join(
        f'<th style="{head_style};padding:5pt 8pt;text-align:left;{border}">{text(t.title)}</th>' for t in themes
    )
    table = (
        f'<table style="border-collapse:collapse;width:100%;table-layout:fixed"><tr>{heads}</tr>'
        f"<tr>{''.join(cells)}</tr></table>"
    )
    content = DrawnContent(picker.front, (Section(title, None, None, (), tuple(sections)),))
    return DrawnDocument(content, page(picker, page_look, rng, f"<h2>{title}</h2>{table}"))


_ITEMS = (3, 5)


@family("minutes-tasks-in-sentences")
def minutes_sentences(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Minutes whose points end in a sentence that gives someone a task."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.0)
    sections: list[Section] = []
    parts: list[str] = []
    number = 0
    sign = rng.choice(("§ {}", "{}.", "§{}", "{}"))

    def point(title: str, body: str) -> str:
        nonlocal number
        number += 1
        return f"<h3>{sign.format(number)} {text(title)}</h3>{body}"

    usual = phrases("meeting_points")
    parts.extend(point(title, f"<p>{phrase(rng, 'meeting_texts')}</p>") for title in usual[:3])
    for theme in picker.themes(*_ITEMS):
        lines = [f"<p>{text(bank.paragraph(rng))}</p>"] if rng.random() < 0.5 else []
        measures = [task_sentence(picker, theme) for _ in range(rng.randint(1, 2))]
        lines += [f"<p>{text(m.åtgärd or '')}</p>" for m in measures]
        parts.append(point(theme.title, "".join(lines)))
        shown = sign.format(number)
        numbered = shown.rstrip(".") if shown[0].isdigit() else shown
        sections.append(Section(theme.title, numbered, None, tuple(measures)))
    parts.extend(point(title, f"<p>{phrase(rng, 'meeting_texts')}</p>") for title in usual[4:])
    content = DrawnContent(picker.front, tuple(sections))
    return DrawnDocument(content, page(picker, page_look, rng, "".join(parts), around=False))


_WHO_HEADS = ("Ansvarig", "Vem", "Ansvar", "Utförs av")
_WHEN_HEADS = ("Klart", "När", "Senast", "Tid")
_MARKS = ("", "– ", "• ", "→ ")
_COLUMN_PT = (105, 130)
_MOST_TASKS = 3


@family("minutes-with-margin-columns")
def minutes_margins(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Minutes in running text, tasks in it, who and when beside each in narrow columns, their heads once or not."""
    return _beside_text(rng, bank, _LEFT_CHANCE, ("§ {}", "{}."), "")


@family("notes-with-columns-at-left")
def notes_left(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Notes of a meeting, who and when at the left of the text."""
    return _beside_text(rng, bank, 1.0, ("§{}", "{})", "{}"), "")


@family("typed-minutes-with-margin-columns")
def minutes_typed(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Minutes as a typewriter sets them: one size and weight, headings underlined or in capitals."""
    heading = rng.choice(("text-decoration:underline", "text-transform:uppercase", "letter-spacing:0.1em"))
    typed = f"body, h3 {{ font-family:monospace; font-size:9.5pt; }} h3 {{ font-weight:normal; {heading}; }}"
    return _beside_text(rng, bank, _LEFT_CHANCE, ("§ {}", "{}."), f"{typed} .row .beside {{ font-size:9.5pt; }}")


@family("memo-with-margin-columns")
def memo_margins(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A memo of an inspection or a project: chapters without numbers, who and when of what is to be done beside it."""
    return _beside_text(rng, bank, _LEFT_CHANCE, ("",), "")


def _beside_text(
    rng: random.Random, bank: ContentBank, at_left: float, signs: Sequence[str], typed: str
) -> DrawnDocument:
    """Draw text with who and when beside its tasks.

    Args:
        at_left: the chance that they stand at the left of the text.
        signs: in which an item may be numbered; those of "" are no meeting's.
        typed: style of the page besides.
    """
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.0)
    fields = ENDS[: rng.choice((2, 3, 3))]
    columns = len(fields) - 1
    heads = [rng.choice(_WHO_HEADS), rng.choice(_WHEN_HEADS)][:columns]
    left, mark, sign = rng.random() < at_left, rng.choice(_MARKS), rng.choice(signs)
    sections: list[Section] = []
    parts: list[str] = []

    def row(main: str, beside: Sequence[str]) -> str:
        cells = [f'<div class="beside">{text(one)}</div>' for one in beside]
        body = f"<div>{main}</div>"
        return f'<div class="row">{"".join((*cells, body) if left else (body, *cells))}</div>'

    # What was said may run on below the columns, which are for the tasks alone.
    across = not left and rng.random() < _ACROSS_CHANCE

    def prose(said: str) -> str:
        return f"<div><p>{said}</p></div>" if across else row(f"<p>{said}</p>", empty)

    empty = [""] * columns
    if rng.random() < _HEADED_CHANCE:
        parts.append(row("", heads))
    usual = phrases("meeting_points")
    themes = picker.themes(*_ITEMS)
    titles: list[str | Theme] = [*usual[:3], *themes, *usual[4:]] if sign else [*themes]
    for number, item in enumerate(titles, start=1):
        shown = sign.format(number)
        title = item if isinstance(item, str) else item.title
        parts.append(row(f"<h3>{shown} {text(title)}</h3>", empty))
        said = _said_of(item, rng, bank, brief=bool(sign) and not across)
        parts.append(prose(said))
        if isinstance(item, str):
            continue
        measures = [picker.measure(item, fields, one_line=True) for _ in range(rng.randint(1, _MOST_TASKS))]
        for measure in measures:
            beside = [measure.text(f) or "" for f in fields[1:]]
            parts.append(row(f'<p class="task">{mark}{text(measure.åtgärd or "")}</p>', beside))
        numbered = shown.rstrip(".)") if shown[:1].isdigit() else shown or None
        sections.append(Section(item.title, numbered, None, tuple(measures)))
    narrow = " ".join([f"{rng.uniform(*_COLUMN_PT):.0f}pt"] * columns)
    grid = f"{narrow} 1fr" if left else f"1fr {narrow}"
    rule = rng.choice(("", "border-left:0.5pt solid #999; padding-left:4pt;", f"background:{page_look.tint};"))
    css = (
        f".row {{ display:grid; grid-template-columns:{grid}; column-gap:10pt; }}"
        f" .beside:not(:empty) {{ font-size:85%; {rule} }} .row p {{ margin:0 0 5pt; }} {typed}"
    )
    return DrawnDocument(
        DrawnContent(picker.front, tuple(sections)), page(picker, page_look, rng, "".join(parts), css, around=False)
    )


def _said_of(item: str | Theme, rng: random.Random, bank: ContentBank, *, brief: bool) -> str:
    """What was said of an item: of what every meeting has, or where all is `brief`, a phrase."""
    return phrase(rng, "meeting_texts") if brief or isinstance(item, str) else text(bank.paragraph(rng))


_LEFT_CHANCE = 0.2
_ACROSS_CHANCE = 0.35
_HEADED_CHANCE = 0.75
