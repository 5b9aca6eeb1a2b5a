"""Families of tables whose lines stand close: rows hardly set apart, cells at any height, columns too narrow."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from ingest.train.factory.families import family
from ingest.train.factory.grid import GridStyle
from ingest.train.factory.look import look
from ingest.train.factory.markup import page, text
from ingest.train.factory.model import ContentBank, DrawnContent, DrawnDocument, FieldName, Measure, Section, Theme
from ingest.train.factory.outline import outline
from ingest.train.factory.phrases import phrase
from ingest.train.factory.picker import Column, Picker

__all__: list[str] = []

_ALIGNED = ("top", "top", "middle", "bottom")


_SIDE_PADDING_PT = (2.5, 8)
_MEASURES = (2, 7)


def _dense(
    rng: random.Random,
    bank: ContentBank,
    rules: Sequence[str],
    padding: tuple[float, float],
    leading: tuple[float, float],
    css: str = "",
    *,
    empty: float = 0.1,
    mixed: bool = False,
    longest: int | None = None,
) -> DrawnDocument:
    """Draw a plan of tables with little white space between rows, each row kept on its page or not."""
    picker = Picker(rng, bank)
    fields = picker.fields(must=("åtgärd", "vem"))
    cols = picker.columns(fields, most_others=2)
    page_look = look(rng, landscape=0.6, small=True)
    side = rng.uniform(*_SIDE_PADDING_PT)
    grid = GridStyle(
        rng, page_look, rng.choice(list(rules)), (rng.uniform(*padding), side), keep_rows=rng.random() < 0.5
    )
    height = rng.uniform(*leading)
    extra = f"table.g td, table.g th {{ line-height: {height:.2f}; }} {css}"
    heights = [rng.choice(_ALIGNED) for _ in cols] if mixed else [rng.choice(_ALIGNED)] * len(cols)
    extra += "".join(f" table.g td:nth-child({i}) {{ vertical-align: {place}; }}" for i, place in enumerate(heights, 1))

    def draw(theme: Theme) -> Sequence[Measure]:
        drawn = [picker.measure(theme, fields, longest=longest) for _ in range(rng.randint(*_MEASURES))]
        return [picker.filled(m, cols, empty=empty) for m in drawn]

    plan = outline(picker, rng, draw, lambda rows, _: grid.table(cols, rows), fields)
    return DrawnDocument(
        plan.content, page(picker, page_look, rng, plan.markup, grid.css() + extra, titles=plan.titles)
    )


_TIGHT_PADDING_PT = (0.3, 1.6)
_TIGHT_LEADING = (1.05, 1.4)


@family("tight-rows-table")
def tight_rows(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """No rule between rows, and hardly more white space between them than between lines."""
    return _dense(rng, bank, ["none", "head", "vertical"], _TIGHT_PADDING_PT, _TIGHT_LEADING)


_LOOSE_PADDING_PT = (0.2, 2.5)
_LOOSE_LEADING = (1.5, 2.0)


@family("loose-leading-table")
def loose_leading(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Lines far apart, rows no further: the pitch tells nothing."""
    return _dense(rng, bank, ["none", "head", "vertical"], _LOOSE_PADDING_PT, _LOOSE_LEADING, empty=0.15)


_ROOMY_PADDING_PT = (2.0, 5.0)
_USUAL_LEADING = (1.1, 1.4)


@family("cells-at-any-height")
def cells_at_any_height(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Each column sets its cells at the top, in the middle or at the foot of their row."""
    return _dense(rng, bank, ["none", "zebra", "half", "vertical"], _ROOMY_PADDING_PT, _USUAL_LEADING, mixed=True)


_BROKEN_PADDING_PT = (2.5, 5.0)
_BROKEN_LEADING = (1.15, 1.4)


@family("words-broken-in-cells")
def words_broken(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """An export with narrow columns, whose long words are broken wherever the column ends, without a hyphen."""
    css = "table.g { table-layout: fixed; } table.g td { overflow-wrap: anywhere; word-break: break-word; }"
    return _dense(rng, bank, ["ruled", "half", "zebra"], _BROKEN_PADDING_PT, _BROKEN_LEADING, css)


_EMPTY_SHARES = (0.05, 0.05, 0.7)
_WITH_WHEN_CHANCE = 0.7
_LINE_PADDING_PT = (0.2, 2.0)
_LINE_SIDE_PADDING_PT = (4, 10)
_LINES = (3, 9)


@family("one-line-rows")
def one_line_rows(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A list of short measures as a table without rules, a line each, who and when perhaps said of some only."""
    picker = Picker(rng, bank)
    empty = rng.choice(_EMPTY_SHARES)
    fields: list[FieldName] = ["åtgärd", "vem", "när"] if rng.random() < _WITH_WHEN_CHANCE else ["åtgärd", "vem"]
    cols = picker.columns(fields, most_others=1)
    page_look = look(rng, landscape=0.8, small=True)
    grid = GridStyle(
        rng,
        page_look,
        rng.choice(("none", "head", "zebra")),
        (rng.uniform(*_LINE_PADDING_PT), rng.uniform(*_LINE_SIDE_PADDING_PT)),
    )

    def draw(theme: Theme) -> Sequence[Measure]:
        drawn = [picker.measure(theme, fields, one_line=True, longest=45) for _ in range(rng.randint(*_LINES))]
        return [picker.filled(m, cols, empty=empty) for m in drawn]

    plan = outline(picker, rng, draw, lambda rows, _: grid.table(cols, rows), fields)
    return DrawnDocument(plan.content, page(picker, page_look, rng, plan.markup, grid.css(), titles=plan.titles))


_GAP_PT = (0, 9)
_BLOCK_THEMES = (1, 4)
_BLOCKS = (1, 4)


@family("blocks-of-pairs")
def blocks_of_pairs(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A print-out of a system: a block a measure, its labels in grey, short values two pairs in a line."""
    picker = Picker(rng, bank)
    wide: list[FieldName] = ["åtgärd", *rng.sample(["orsak", "mål"], rng.randint(0, 2))]  # type: ignore[list-item]
    names = {f: bank.heading(rng, f) for f in (*wide, "vem", "när")}
    other = Column(*bank.other_column(rng)[:1], None)
    page_look = look(rng, landscape=0.2)
    rule = rng.choice(("border-bottom:0.5pt solid #bbb", "border:none", f"background:{page_look.tint}"))
    weight = rng.choice(("bold", "normal"))
    label = f"color:#555;font-size:0.85em;padding:2pt 8pt 2pt 3pt;vertical-align:top;font-weight:{weight}"
    value_style = "padding:2pt 4pt"
    gap = rng.uniform(*_GAP_PT)
    parts, sections = [], []
    for theme in picker.themes(*_BLOCK_THEMES):
        blocks, rows = [], []
        for _ in range(rng.randint(*_BLOCKS)):
            measure = picker.measure(theme, (*wide, "vem", "när"), one_line=True)
            lines = "".join(
                f'<tr style="{rule if i % 2 else ""}"><td style="{label};width:16%">{text(names[f])}</td>'
                f'<td colspan="3" style="{value_style}">{text(measure.text(f) or "")}</td></tr>'
                for i, f in enumerate(wide)
            )
            value = rng.choice(("Pågår", "Klar", "Planerad", "Hög", "Låg"))
            for left, right in ((names["vem"], measure.text("vem")), (names["när"], measure.text("när"))):
                width = "16%" if left == names["vem"] else "14%"
                lines += "<tr>" if left == names["vem"] else ""
                lines += f'<td style="{label};width:{width}">{text(left)}</td>'
                lines += f'<td style="{value_style}">{text(right or "")}</td>'
            lines += f'</tr><tr><td style="{label}">{text(other.heading)}</td>'
            lines += f'<td colspan="3" style="{value_style}">{value}</td></tr>'
            style = f"width:100%;border-collapse:collapse;margin:{gap:.1f}pt 0;border-top:1pt solid {page_look.accent}"
            blocks.append(f'<table style="{style}">{lines}</table>')
            rows.append(replace(measure, other={other.heading: value}))
        parts.append(f"<h2>{text(theme.title)}</h2>{''.join(blocks)}")
        sections.append(Section(theme.title, None, None, tuple(rows)))
    content = DrawnContent(picker.front, tuple(sections))
    return DrawnDocument(content, page(picker, page_look, rng, "".join(parts), around=False))


_DITTO_PADDING_PT = (3.0, 5.0)
_DITTO_ROWS = (3, 6)


@family("ditto-marks")
def ditto_marks(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A responsible or time that is the one above is printed as a ditto mark."""
    picker = Picker(rng, bank)
    fields: list[FieldName] = ["åtgärd", "vem", "när"]
    cols = picker.columns(fields, most_others=1, number=0.1)
    page_look = look(rng, landscape=0.4)
    grid = GridStyle(rng, page_look, rng.choice(("ruled", "half", "zebra")), _DITTO_PADDING_PT, keep_rows=True)
    mark = rng.choice(("”", '-"-', "d:o", "–”–", '"'))
    title = phrase(rng, "chapter_headings")
    drawn: list[Measure] = []
    for theme in picker.themes(1, 2):
        for _ in range(rng.randint(*_DITTO_ROWS)):
            measure = picker.filled(picker.measure(theme, fields, one_line=True), cols, empty=0.0)
            if drawn and rng.random() < 0.5 and drawn[-1].vem is not None:
                measure = replace(measure, vem=drawn[-1].vem)
            drawn.append(measure)
    shown: list[Measure] = []
    body = []
    head = "".join(f"<th>{text(c.heading)}</th>" for c in cols)
    for i, measure in enumerate(drawn):
        cells = []
        for c in cols:
            value = grid.value(c, measure) or grid.empty
            same = c.field == "vem" and i and measure.vem is not None and measure.vem is drawn[i - 1].vem
            cells.append(f"<td>{mark if same else value}</td>")
        body.append(f"<tr>{''.join(cells)}</tr>")
        shown.append(measure)
    table = f'<table class="g"><tr class="head">{head}</tr>{"".join(body)}</table>'
    content = DrawnContent(picker.front, (Section(title, None, None, tuple(shown)),))
    return DrawnDocument(content, page(picker, page_look, rng, f"<h2>{text(title)}</h2>{table}", grid.css()))


_UNITS = ("tkr", "%", "st", "")
_GROUPS = ("Norra delen", "Södra delen", "Tätorten", "Landsbygden", "Övrigt", "Hela kommunen", "Centrum")


_FIGURES_PADDING_PT = (0.1, 2.5)
_FIGURES_SIDE_PADDING_PT = (4, 9)
_YEARS = (2, 5)
_DIGITS = (2, 3, 5)
_GROUPS_SHOWN = (1, 3)
_GROUP_LINE_CHANCE = 0.6
_FIGURES_OF_GROUP = (2, 6)
_THEME_AS_LABEL_CHANCE = 0.6
_SUM_CHANCE = 0.4


@family("no-rows-open-figures", negative=True)
def open_figures(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Figures by year without rules: long labels that wrap, groups as lines of their own, sums."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.2)
    rules = rng.choice(("none", "head", "none", "zebra"))
    grid = GridStyle(rng, page_look, rules, (rng.uniform(*_FIGURES_PADDING_PT), rng.uniform(*_FIGURES_SIDE_PADDING_PT)))
    years = [str(picker.first_year - i) for i in range(rng.randint(*_YEARS), 0, -1)]
    unit = rng.choice(_UNITS)
    head = "".join(f'<th style="text-align:right">{y}</th>' for y in years)
    body = []
    digits = rng.choice(_DIGITS)
    for group in rng.sample(_GROUPS, rng.randint(*_GROUPS_SHOWN)):
        if rng.random() < _GROUP_LINE_CHANCE:
            empty = "<td></td>" * len(years)
            body.append(f'<tr><td style="font-weight:{rng.choice(("bold", "normal"))}">{group}</td>{empty}</tr>')
        for _ in range(rng.randint(*_FIGURES_OF_GROUP)):
            label = (
                bank.theme(rng).title
                if rng.random() < _THEME_AS_LABEL_CHANCE
                else bank.theme(rng).problem or "Antal ärenden"
            )
            label = label[: rng.randint(25, 90)].rsplit(" ", 1)[0]
            cells = "".join(f'<td style="text-align:right">{_figure(rng, digits)}</td>' for _ in years)
            body.append(f"<tr><td>{text(label)}</td>{cells}</tr>")
        if rng.random() < _SUM_CHANCE:
            cells = "".join(f'<td style="text-align:right">{_figure(rng, digits)}</td>' for _ in years)
            body.append(f"<tr><td>Summa</td>{cells}</tr>")
    width = f"table.g td:first-child {{ width:{rng.randint(30, 55)}%; }}"
    height = f"table.g td, table.g th {{ line-height:{rng.uniform(1.05, 1.5):.2f}; }}"
    table = f'<table class="g"><tr class="head"><th>{unit}</th>{head}</tr>{"".join(body)}</table>'
    markup = f"<h2>{rng.choice(('Statistik', 'Utveckling i siffror', 'Jämförelse mellan år'))}</h2>{table}"
    return DrawnDocument(DrawnContent(picker.front), page(picker, page_look, rng, markup, grid.css() + width + height))


_NO_FIGURE_CHANCE = 0.08
_DECIMAL_CHANCE = 0.3


def _figure(rng: random.Random, digits: int) -> str:
    """Return a number as tables print it: with a space in it, with a comma, or none."""
    if rng.random() < _NO_FIGURE_CHANCE:
        return rng.choice(("-", "–", ".."))
    value = rng.randint(1, 10**digits)
    if rng.random() < _DECIMAL_CHANCE:
        return f"{value / 10:.1f}".replace(".", ",")
    return f"{value:,}".replace(",", " ")


_DIRECTORY_PADDING_PT = (0.2, 3)
_BODIES = (20, 60)
_ASKED_SHARE = (0.1, 0.6)


@family("no-rows-open-directory", negative=True)
def open_directory(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Bodies one a line without rules, whom to ask and where beside some of them only."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.2)
    grid = GridStyle(
        rng,
        page_look,
        rng.choice(("none", "head", "none", "half")),
        (rng.uniform(*_DIRECTORY_PADDING_PT), rng.uniform(*_FIGURES_SIDE_PADDING_PT)),
    )
    names: dict[str, None] = {}
    for _ in range(rng.randint(*_BODIES)):
        who = picker.bank.measure(rng, bank.theme(rng), picker.period).vem
        if who is not None and "\n" not in who.text and len(who.actors) == 1:
            names.setdefault(who.actors[0].name)
    filled = rng.uniform(*_ASKED_SHARE)
    lines = []
    for name in names:
        asked = rng.random() < filled
        cells = (
            name,
            "Växeln" if asked else "",
            f"0{rng.randint(100, 999)}-{rng.randint(10000, 99999)}" if asked else "",
        )
        lines.append("<tr>" + "".join(f"<td>{text(c)}</td>" for c in cells) + "</tr>")
    heads = (rng.choice(("Förvaltning/bolag", "Verksamhet", "Enhet")), "Kontaktväg", "Telefon")
    head = "".join(f"<th>{h}</th>" for h in heads)
    width = f"table.g td:first-child {{ width:{rng.randint(28, 50)}%; }}"
    table = f'<table class="g"><tr class="head">{head}</tr>{"".join(lines)}</table>'
    markup = f"<h2>{rng.choice(('Kontaktlista', 'Vem gör vad', 'Hit vänder du dig'))}</h2>{table}"
    return DrawnDocument(DrawnContent(picker.front), page(picker, page_look, rng, markup, grid.css() + width))
