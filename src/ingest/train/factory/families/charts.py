"""Families in which a mark or a bar under a time says when: years with crosses, Gantt charts of months."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.train.factory.families import family
from ingest.train.factory.grid import GridStyle
from ingest.train.factory.look import look
from ingest.train.factory.markup import page, text
from ingest.train.factory.model import ContentBank, DrawnContent, DrawnDocument, FieldName, Measure, Section, Time, When
from ingest.train.factory.phrases import phrase, phrases
from ingest.train.factory.picker import Picker, month_when

__all__: list[str] = []

_SHORT = 80
_COLOURS = ("#4472c4", "#70ad47", "#ed7d31", "#7f7f7f", "#5b9bd5", "#c00000")
_MARKS = ("X", "x", "✓", "●")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A column of time: its heading and the time that it stands for."""

    name: str
    time: Time


def _years(picker: Picker, count: int) -> list[_Unit]:
    years = [picker.first_year + i for i in range(count)]
    return [_Unit(str(y), Time(str(y), f"{y}-01-01", f"{y}-12-31")) for y in years]


def _months(picker: Picker, names: Sequence[str]) -> list[_Unit]:
    return [_Unit(n, month_when(i + 1, picker.year, n).times[0]) for i, n in enumerate(names)]


_WITH_WHO_CHANCE = 0.75
_PADDING_PT = (2, 5)
_ROWS = (4, 9)


def _chart(
    rng: random.Random,
    picker: Picker,
    units: Sequence[_Unit],
    chosen: Callable[[], Sequence[int]],
    cells: Callable[[Sequence[int]], str],
    above: str = "",
) -> DrawnDocument:
    """Measures down, times across: `chosen` gives the columns of a measure, `cells` draws them."""
    page_look = look(rng, landscape=0.9, small=True)
    fields: list[FieldName] = ["åtgärd", "vem"] if rng.random() < _WITH_WHO_CHANCE else ["åtgärd"]
    cols = picker.columns(fields, most_others=0, number=0.0)
    grid = GridStyle(rng, page_look, "ruled", (rng.uniform(*_PADDING_PT), rng.uniform(*_PADDING_PT)), keep_rows=True)
    heads = "".join(f"<th>{text(c.heading)}</th>" for c in cols) + "".join(f"<th>{u.name}</th>" for u in units)
    top = f'<tr class="head"><th colspan="{len(cols)}"></th>{above}</tr>' if above else ""
    theme = picker.theme()
    lines, measures = [], []
    for _ in range(rng.randint(*_ROWS)):
        measure: Measure = picker.measure(theme, fields, one_line=True, longest=_SHORT)
        at = chosen()
        when = When("\n".join(units[i].name for i in at), tuple(units[i].time for i in at))
        measures.append(replace(measure, när=when))
        lines.append("<tr>" + "".join(f"<td>{grid.value(c, measure)}</td>" for c in cols) + cells(at) + "</tr>")
    table = f'<table class="g"><thead>{top}<tr class="head">{heads}</tr></thead><tbody>{"".join(lines)}</tbody></table>'
    title = phrase(rng, "measure_headings")
    content = DrawnContent(picker.front, (Section(title, None, None, tuple(measures)),))
    return DrawnDocument(content, page(picker, page_look, rng, f"<h2>{title}</h2>{table}", grid.css()))


def _marked(mark: str, count: int) -> Callable[[Sequence[int]], str]:
    return lambda at: "".join(f'<td style="text-align:center">{mark if i in at else ""}</td>' for i in range(count))


_YEARS = (3, 5)


@family("year-marks")
def year_marks(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """Measures down, years across, a mark in each year in which it is done: a plan of training over some years."""
    picker = Picker(rng, bank)
    count = rng.randint(*_YEARS)
    most = rng.choice((1, 2, count))

    def chosen() -> list[int]:
        return sorted(rng.sample(range(count), rng.randint(1, most)))

    return _chart(rng, picker, _years(picker, count), chosen, _marked(rng.choice(_MARKS), count))


@family("gantt-marks")
def gantt_marks(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A chart of the year's months under its quarters, with marks from the first month to the last of each measure."""
    picker = Picker(rng, bank)
    above = "".join(f'<th colspan="3">{q}</th>' for q in phrases("quarters")) if rng.random() < 0.5 else ""
    return _chart(
        rng,
        picker,
        _months(picker, phrases("months_short")),
        _span(rng),
        _marked(rng.choice(_MARKS), _MONTHS_OF_YEAR),
        above,
    )


_MONTHS_OF_YEAR = 12


@family("gantt-bars")
def gantt_bars(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """A chart of the year's months with a painted bar from the first month to the last of each measure."""
    picker = Picker(rng, bank)
    colour = rng.choice(_COLOURS)

    def cells(at: Sequence[int]) -> str:
        return "".join(
            f'<td style="background:{colour}"></td>' if i in at else "<td></td>" for i in range(_MONTHS_OF_YEAR)
        )

    return _chart(rng, picker, _months(picker, phrases("months_short")), _span(rng), cells)


_FIRST_MONTH = (0, 11)
_MONTHS_LONG = (1, 5)


def _span(rng: random.Random) -> Callable[[], Sequence[int]]:
    def chosen() -> Sequence[int]:
        first = rng.randint(*_FIRST_MONTH)
        return range(first, min(_MONTHS_OF_YEAR, first + rng.randint(*_MONTHS_LONG)))

    return chosen


_CALENDAR_PADDING_PT = (3.0, 4.0)
_BOARDS = (4, 7)
_ANY_DAY = (1, 28)


@family("no-rows-meeting-calendar", negative=True)
def meeting_calendar(rng: random.Random, bank: ContentBank) -> DrawnDocument:
    """When each board meets: bodies down, months across, a mark or the day of the meeting in each month."""
    picker = Picker(rng, bank)
    page_look = look(rng, landscape=0.9, small=True)
    grid = GridStyle(rng, page_look, "ruled", _CALENDAR_PADDING_PT, keep_rows=True)
    days = rng.random() < 0.5
    mark = rng.choice(_MARKS)
    heads = f"<th>{phrase(rng, 'board_headings')}</th>" + "".join(f"<th>{n}</th>" for n in phrases("months_short"))
    lines = []
    for board in rng.sample(phrases("boards"), rng.randint(*_BOARDS)):
        shown = [str(rng.randint(*_ANY_DAY)) if days else mark for _ in range(_MONTHS_OF_YEAR)]
        cells = "".join(f"<td>{s if rng.random() < 0.8 else ''}</td>" for s in shown)
        lines.append(f"<tr><td>{text(board)}</td>{cells}</tr>")
    table = f'<table class="g"><thead><tr class="head">{heads}</tr></thead><tbody>{"".join(lines)}</tbody></table>'
    title = phrase(rng, "calendar_titles")
    return DrawnDocument(
        DrawnContent(picker.front), page(picker, page_look, rng, f"<h2>{title}</h2>{table}", grid.css())
    )
