"""Families of tables with a measure a row: rules of every kind, bands, merged cells, head rows, breaks over pages."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from ingest.train.factory.families import family
from ingest.train.factory.grid import BandLine, CommentLine, GridStyle
from ingest.train.factory.look import DrawnLook, look
from ingest.train.factory.markup import page, text
from ingest.train.factory.model import (
    Actor,
    ContentBank,
    DrawnContent,
    DrawnDocument,
    FieldName,
    Measure,
    Section,
    Theme,
    When,
    Who,
)
from ingest.train.factory.outline import outline
from ingest.train.factory.phrases import phrase, phrases
from ingest.train.factory.picker import Column, Picker, months_when, share

__all__: list[str] = []

MakeGrid = Callable[[random.Random, DrawnLook], GridStyle]
# From this many columns a page is mostly wider than high.
_MANY_COLUMNS = 5
_PUSHED_DOWN = 0.35
_MOST_DRAWS = 12


_LANDSCAPE_WIDE_CHANCE = 0.75
_LANDSCAPE_CHANCE = 0.25


def _plan(
    rng: random.Random,
    bank: ContentBank,
    make: MakeGrid,
    *,
    rows: tuple[int, int] = (2, 6),
    must: Sequence[FieldName] = ("åtgärd",),
    never: Sequence[FieldName] = (),
    columns: Callable[[Picker, list[Column]], list[Column]] | None = None,
    shared: Collection[FieldName] = (),
    notes: float = 0.0,
    empty: float = 0.06,
    others: int = 2,
    single: float = 0.3,
    longest: int | None = None,
) -> DrawnDocument:
    """Draw a plan of tables with the same columns under the headings of an outline."""
    picker = Picker(rng, bank)
    fields = picker.fields(must=must, never=never)
    cols = picker.columns(fields, most_others=others)
    if columns is not None:
        cols = columns(picker, cols)
    wide = len(cols) >= _MANY_COLUMNS
    page_look = look(rng, landscape=_LANDSCAPE_WIDE_CHANCE if wide else _LANDSCAPE_CHANCE, small=wide)
    grid = make(rng, page_look)
    label = phrase(rng, "comment_labels")

    def draw(theme: Theme) -> Sequence[Measure]:
        drawn = [picker.measure(theme, fields, longest=longest) for _ in range(rng.randint(*rows))]
        for name in shared:
            drawn = list(share(rng, drawn, name))
        filled = [picker.filled(m, cols, empty=0.0 if shared else empty) for m in drawn]
        return [
            replace(m, other={**m.other, label: bank.paragraph(rng)}) if rng.random() < notes else m for m in filled
        ]

    def body(measures: Sequence[Measure], _: Theme) -> str:
        lines: list[Measure | BandLine | CommentLine] = []
        for measure in measures:
            lines.append(measure)
            if notes and label in measure.other:
                lines.append(CommentLine(label, measure.other[label]))
        return grid.table(cols, lines)

    plan = outline(picker, rng, draw, body, fields, single=single)
    return DrawnDocument(plan.content, page(picker, page_look, rng, plan.markup, grid.css(), titles=plan.titles))


_PADDING_PT = (1.5, 6)
_SIDE_PADDING_PT = (2.5, 7)
_REPEAT_HEAD_CHANCE = 0.7
_KEEP_ROWS_CHANCE = 0.6
_SOFT_HYPHENS_CHANCE = 0.2


def _grid(rules: Sequence[str], **settings: object) -> MakeGrid:
    def make(rng: random.Random, page_look: DrawnLook) -> GridStyle:
        chosen: dict[str, object] = {
            "padding": (rng.uniform(*_PADDING_PT), rng.uniform(*_SIDE_PADDING_PT)),
            "repeat_head": rng.random() < _REPEAT_HEAD_CHANCE,
            "keep_rows": rng.random() < _KEEP_ROWS_CHANCE,
            "soft_hyphens": _SOFT_HYPHENS_CHANCE,
            **settings,
        }
        return GridStyle(rng, page_look, rng.choice(rules), **chosen)  # type: ignore[arg-type]

    return make


@family("ruled-table")
def ruled_table(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """All rules drawn."""
    return _plan(rng, bank, _grid(["ruled"]))


@family("half-ruled-table")
def half_ruled_table(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Horizontal rules only, or rules round the head row only."""
    return _plan(rng, bank, _grid(["half", "half", "head", "frame"]))


_RULED_PADDING_PT = (4, 8)
_RULED_SIDE_PADDING_PT = (3, 6)


@family("vertical-ruled-table")
def vertical_ruled_table(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Vertical rules only: where a row ends is seen from the texts alone."""
    return _plan(
        rng, bank, _grid(["vertical"], padding=(rng.uniform(*_RULED_PADDING_PT), rng.uniform(*_RULED_SIDE_PADDING_PT)))
    )


@family("zebra-table")
def zebra_table(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Every other row tinted, few or no rules."""
    return _plan(rng, bank, _grid(["zebra", "zebra-half"]))


_WIDE_GUTTER_PT = (8, 16)
_OPEN_PADDING_PT = (3, 7)


@family("borderless-wide-gutters")
def borderless_wide(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """No rules, wide gutters."""
    side = rng.uniform(*_WIDE_GUTTER_PT)
    return _plan(rng, bank, _grid(["none"], padding=(rng.uniform(*_OPEN_PADDING_PT), side)), others=1)


_NARROW_PADDING_PT = (2.5, 6)
_NARROW_GUTTER_PT = (1.8, 3.5)


@family("borderless-narrow-gutters")
def borderless_narrow(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """No rules, gutters hardly wider than a word space."""
    return _plan(
        rng,
        bank,
        _grid(["none"], padding=(rng.uniform(*_NARROW_PADDING_PT), rng.uniform(*_NARROW_GUTTER_PT))),
        others=1,
    )


@family("two-line-heads")
def two_line_heads(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A question in small type under each heading."""
    return _plan(rng, bank, _grid(["ruled", "half", "zebra", "none"], head="hint"))


@family("bilingual-heads")
def bilingual_heads(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """The English word under each heading."""
    return _plan(rng, bank, _grid(["ruled", "half", "zebra"], head="english"))


_LONG_ROWS = (9, 14)


@family("long-table-over-pages")
def long_table(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """One table over several pages, its head row repeated, rows cut by the page break."""
    make = _grid(["ruled", "half", "zebra", "none"], repeat_head=True, keep_rows=False)
    return _plan(rng, bank, make, rows=_LONG_ROWS, single=0.7)


@family("long-table-head-once")
def long_table_head_once(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """One table over several pages that begins again without a head row."""
    make = _grid(["ruled", "half", "zebra"], repeat_head=False, keep_rows=rng.random() < 0.5)
    return _plan(rng, bank, make, rows=_LONG_ROWS, single=0.7)


_BOTH_MERGED_CHANCE = 0.3


@family("merged-causes")
def merged_causes(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Cells of orsak, and of mål perhaps, span several rows."""
    shared: list[FieldName] = ["orsak", "mål"] if rng.random() < _BOTH_MERGED_CHANCE else [rng.choice(("orsak", "mål"))]
    make = _grid(["ruled", "ruled", "half"], merged=shared)
    return _plan(rng, bank, make, must=("åtgärd", *shared), shared=shared)


_WHEN_MERGED_CHANCE = 0.3


@family("merged-actors")
def merged_actors(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Cells of vem, and of när perhaps, span several rows."""
    shared: list[FieldName] = ["vem", "när"] if rng.random() < _WHEN_MERGED_CHANCE else ["vem"]
    return _plan(rng, bank, _grid(["ruled"], merged=shared), must=("åtgärd", *shared), shared=shared)


@family("comment-rows")
def comment_rows(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Some rows have a comment across the table under them."""
    return _plan(rng, bank, _grid(["ruled", "half"]), notes=0.4)


@family("many-empty-cells")
def many_empty_cells(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A table of which a third of the cells is empty."""
    return _plan(rng, bank, _grid(["ruled", "half", "none", "zebra"]), empty=0.33, must=("åtgärd", "vem", "när"))


@family("column-without-heading")
def column_without_heading(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """The column of measures stands first and has no heading."""

    def change(picker: Picker, columns: list[Column]) -> list[Column]:
        others = [c for c in columns if c.field not in (None, "åtgärd")]
        return [Column("", "åtgärd"), *others, *(c for c in columns if c.field is None and c.heading not in _numbers())]

    return _plan(rng, bank, _grid(["ruled", "half", "zebra"]), must=("åtgärd", "vem", "när"), columns=change, others=1)


_STATUSES = (2, 3)


@family("tick-columns")
def tick_columns(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Columns of marks beside the measures: what is begun, what is done."""
    mark = rng.choice(("X", "x", "✓", "Ja"))
    words = rng.sample(phrases("status_words"), rng.randint(*_STATUSES))
    chosen = {"word": words[0]}

    def change(_: Picker, columns: list[Column]) -> list[Column]:
        def first(r: random.Random) -> str:
            chosen["word"] = r.choice(words)
            return mark if chosen["word"] == words[0] else ""

        def later(word: str) -> Callable[[random.Random], str]:
            return lambda _: mark if chosen["word"] == word else ""

        ticks = [Column(words[0], None, first), *(Column(w, None, later(w)) for w in words[1:])]
        return [c for c in columns if c.field is not None] + ticks

    return _plan(rng, bank, _grid(["ruled", "ruled", "zebra-half"]), columns=change, others=0)


_SECOND_ACTOR_CHANCE = 0.8


@family("two-actor-columns")
def two_actor_columns(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A column of responsibles and one of partners, which is none of the five."""

    def change(picker: Picker, columns: list[Column]) -> list[Column]:
        def partner(r: random.Random) -> str:
            who = bank.measure(r, bank.theme(r), picker.period).vem
            return who.text if who and r.random() < _SECOND_ACTOR_CHANCE else ""

        place = next(i for i, c in enumerate(columns) if c.field == "vem") + 1
        return [*columns[:place], Column(phrase(rng, "partner_headings"), None, partner), *columns[place:]]

    return _plan(rng, bank, _grid(["ruled", "half", "zebra"]), must=("åtgärd", "vem"), columns=change, others=1)


def _numbers() -> tuple[str, ...]:
    return phrases("number_headings")


_STRONG_CHANCE = 0.7
_NUMBERED_CHANCE = 0.4
_GOAL_LABEL_CHANCE = 0.6
_BANDS = (2, 5)
_ROWS_OF_BAND = (1, 5)


def _banded(rng: random.Random, bank: ContentBank, *, goal: bool) -> DrawnDocument:
    """Draw one table with a band over each theme's rows; the band names the area, or the goal of its rows."""
    picker = Picker(rng, bank)
    fields = picker.fields(never=("mål",) if goal else ())
    if goal and len(fields) < 2:
        fields = ["åtgärd", "vem", "när"]
    cols = picker.columns(fields, most_others=1)
    page_look = look(rng, landscape=0.5, small=len(cols) >= _MANY_COLUMNS)
    grid = _grid(["ruled", "half", "frame", "zebra-half"])(rng, page_look)
    strong = rng.random() < _STRONG_CHANCE
    numbered = rng.random() < _NUMBERED_CHANCE
    label = phrase(rng, "goal_labels") if goal and rng.random() < _GOAL_LABEL_CHANCE else ""
    lines: list[Measure | BandLine | CommentLine] = []
    children: list[Section] = []
    for i, theme in enumerate(picker.themes(*_BANDS), 1):
        measures = [picker.filled(picker.measure(theme, fields), cols) for _ in range(rng.randint(*_ROWS_OF_BAND))]
        if goal:
            measures = [replace(m, mål=theme.goal) for m in measures]
            number = None
            counted = f"{label} {i}" if numbered else label
            title = f"{counted}: {theme.goal}" if label else theme.goal
        else:
            number, title = (str(i) if numbered else None), theme.title
        lines.append(BandLine(f"{number} {title}" if number else title, strong))
        lines.extend(measures)
        children.append(Section(title, number, None, tuple(measures)))
    table = grid.table(cols, lines)
    if rng.random() < _PUSHED_DOWN:
        # Further down, so that now and then a band stands alone at the foot of a page.
        table = f'<div style="height:{rng.uniform(0.1, 0.6) * page_look.height:.0f}mm"></div>{table}'
    if rng.random() < 0.5:
        title = phrase(rng, "chapter_headings")
        content = DrawnContent(picker.front, (Section(title, None, None, (), tuple(children)),))
        return DrawnDocument(content, page(picker, page_look, rng, f"<h2>{text(title)}</h2>{table}", grid.css()))
    content = DrawnContent(picker.front, tuple(children))
    return DrawnDocument(content, page(picker, page_look, rng, table, grid.css(), around=False))


@family("category-bands")
def category_bands(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """One table whose bands name the areas of the rows under them."""
    return _banded(rng, bank, goal=False)


@family("goal-bands")
def goal_bands(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """One table whose bands are the goals of the rows under them."""
    return _banded(rng, bank, goal=True)


_THEMES = (2, 4)
_ROWS_OF_THEME = (1, 4)


@family("band-columns")
def band_columns(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Areas stand in a first column whose cells span their rows."""
    picker = Picker(rng, bank)
    fields = picker.fields()
    cols = picker.columns(fields, most_others=1, number=0.0)
    area = Column(phrase(rng, "area_headings"), None, lambda _: "")
    page_look = look(rng, landscape=0.7, small=True)
    grid = _grid(["ruled"], keep_rows=True)(rng, page_look)
    head = "".join(f"<th>{text(c.heading)}</th>" for c in (area, *cols))
    rows, measures = [], []
    for theme in picker.themes(*_THEMES):
        drawn = [picker.filled(picker.measure(theme, fields), cols) for _ in range(rng.randint(*_ROWS_OF_THEME))]
        for i, measure in enumerate(drawn):
            first = f'<td rowspan="{len(drawn)}">{text(theme.title)}</td>' if i == 0 else ""
            cells = "".join(f"<td>{grid.value(c, measure) or grid.empty}</td>" for c in cols)
            rows.append(f"<tr>{first}{cells}</tr>")
            measures.append(replace(measure, other={area.heading: theme.title, **measure.other}))
    title = phrase(rng, "chapter_headings")
    table = f'<table class="g"><thead><tr class="head">{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    content = DrawnContent(picker.front, (Section(title, None, None, tuple(measures)),))
    return DrawnDocument(content, page(picker, page_look, rng, f"<h2>{text(title)}</h2>{table}", grid.css()))


_ROWS_OF_FIELDS = (2, 5)


@family("two-columns-of-one-field")
def two_columns_of_one_field(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Body and responsible in two columns, or start and end: both are one field, joined in the order of the columns."""
    picker = Picker(rng, bank)
    twice: FieldName = rng.choice(("vem", "när"))
    fields = picker.fields(must=("åtgärd", "vem", "när"))
    names = tuple(phrase(rng, "pairs_of_actors" if twice == "vem" else "pairs_of_times").split("|"))
    cols: list[Column] = []
    for column in picker.columns(fields, most_others=1):
        if column.heading in names:
            continue
        cols += [Column(n, None, lambda _: "") for n in names] if column.field == twice else [column]
    page_look = look(rng, landscape=0.7, small=True)
    grid = _grid(["ruled", "half", "zebra"])(rng, page_look)

    def draw(theme: Theme) -> Sequence[Measure]:
        drawn = [
            picker.filled(picker.measure(theme, fields), cols, empty=0.0) for _ in range(rng.randint(*_ROWS_OF_FIELDS))
        ]
        if twice == "vem":
            return [replace(m, vem=_both(picker, theme)) for m in drawn]
        return [replace(m, när=_from_to(picker)) for m in drawn]

    def body(measures: Sequence[Measure], _: Theme) -> str:
        shown = []
        for measure in measures:
            first, second = (measure.text(twice) or "\n").split("\n")
            shown.append(replace(measure, other={**measure.other, names[0]: first, names[1]: second}))
        return grid.table(cols, shown)

    plan = outline(picker, rng, draw, body, fields)
    return DrawnDocument(plan.content, page(picker, page_look, rng, plan.markup, grid.css(), titles=plan.titles))


def _both(picker: Picker, theme: Theme) -> Who:
    """Return a body and a person's role as one *vem*, each for a column of its own."""
    bodies = ("förvaltning", "nämnd", "verksamhet", "företag")
    found = {"body": Actor("Kommunstyrelsen", "nämnd"), "role": Actor("Kommunchefen", "funktion")}
    for _ in range(_MOST_DRAWS):
        who = picker.bank.measure(picker.rng, theme, picker.period).vem
        if who and len(who.actors) == 1 and who.text == who.actors[0].name and "\n" not in who.text:
            actor = who.actors[0]
            if actor.type in bodies or actor.type == "funktion":
                found["role" if actor.type == "funktion" else "body"] = actor
    actors = (found["body"], found["role"])
    return Who("\n".join(a.name for a in actors), actors)


_FIRST_MONTH = (1, 11)
_DECEMBER = 12


def _from_to(picker: Picker) -> When:
    """Return a first and a last month of the plan's first year as one *när*."""
    rng, year = picker.rng, picker.first_year
    first = rng.randint(*_FIRST_MONTH)
    last = rng.randint(first + 1, _DECEMBER)
    names = phrases("months")
    iso = rng.random() < 0.5
    whens = [
        months_when(m, m, year, f"{year}-{m:02d}" if iso else f"{names[m - 1].lower()} {year}") for m in (first, last)
    ]
    return When("\n".join(w.text for w in whens), tuple(w.times[0] for w in whens))
