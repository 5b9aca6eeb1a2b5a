"""Whether narrow columns beside a text hold who and when of tasks in it: one logistic model over named clues.

The weights come from `ingest train margins`, judged with families of documents held out; what they are worth, and what
the rules by hand before them were, stands in `models/margins/README.md`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise
from math import log2
from statistics import median

from ingest.artefacts import linear_weights
from ingest.decision_overrides import Watched
from ingest.document import BBox, Line
from ingest.language.calendar import time_unit
from ingest.language.letters import fold
from ingest.language.patterns import pattern, word_set
from ingest.layout.tables.margin_columns.tasks import (
    MOST_COLUMNS,
    SAME_EDGE,
    MarginColumns,
    MarginTask,
    PageTasks,
    is_heading,
    says,
)
from ingest.layout.tables.model import MeasuredWord
from ingest.layout.text.lines import size_of
from ingest.layout.text.paragraphs import names_body

__all__ = [
    "FEATURES",
    "LONG",
    "SOME",
    "clues",
    "heads_columns",
    "heads_table",
    "is_named",
    "is_parted",
    "is_parted_text",
    "is_timed",
    "is_watched",
    "may_head_beside",
    "may_head_columns",
    "odds",
    "said",
    "watched",
    "weights",
]

FEATURES: tuple[str, ...] = (
    # The tasks.
    "tasks", "lost", "crossing", "crossing_beside", "task_share", "heading_tasks",
    # The text around them.
    "headings", "prose", "parted",
    # What stands in the columns.
    "bodies", "labels", "headed", "heads_say", "heads_again",
    "columns", "longest", "mass", "ticks", "named", "timed", "paired", "parted_entries",
)  # fmt: skip
_WITHIN = 6
"""Paragraphs before the first task of a page and behind the last that are of the meeting."""
_PROSE = 5
"""Words of a paragraph of text at least."""
_GAP = 1.0
"""Line heights of white space that part a line of text."""
_WIDER, _FEWEST_GAPS = 2.0, 3
"""How many times wider than the usual space of its line such white is, where that has so many."""
_ASKED = ("who", "when")
_MANY = 16
"""Tasks beyond which more say no more; of other things a quarter of them."""
LONG = 20
"""Words of an entry beyond which more say no more."""
SOME = 0.25
"""Share of lines beyond which more of a fault say no more."""
_HEADING, _LARGER = 9, 1.1
"""Words of a heading at most, and how many times larger than the text its letters are at least."""
_DATE = re.compile(r"\d{1,2}[./]\d{1,2}|\d{4}-\d{2}(-\d{2})?")
_TIME = pattern("layout", "margins.time")

Watch = Callable[[Sequence[PageTasks], MarginColumns], float]
_WATCHED: Watched[Watch] = Watched("margins")
watched = _WATCHED.by
"""Let something else decide in a context, and see what it is asked: training knows the truth."""


def is_watched() -> bool:
    """Return whether something else decides in this context, which is to be asked about all choices."""
    return _WATCHED.current() is not None


def odds(pages: Sequence[PageTasks], columns: MarginColumns) -> float:
    """Return the log-odds that what was found beside the text is who and when of tasks.

    Args:
        pages: the document's, read by these columns.
        columns: the text's and those beside it.
    """
    watch = _WATCHED.current()
    if watch is not None:
        return watch(pages, columns)
    fitted, bias = weights()
    return bias + sum(w * v for w, v in zip(fitted, clues(pages, columns), strict=True))


@cache
def weights() -> tuple[tuple[float, ...], float]:
    return linear_weights("margins", "margin_columns.json", FEATURES)


def clues(pages: Sequence[PageTasks], columns: MarginColumns) -> tuple[float, ...]:
    """Return the numbers in the order of `FEATURES`, each between 0 and 1."""
    paragraphs = [p for page in pages for p in _within(page.paragraphs)]
    tasks = [p for p in paragraphs if p.beside]
    if not tasks:
        return (0.0,) * len(FEATURES)
    found = _of_tasks(pages, paragraphs, tasks) | _of_text(paragraphs) | _of_entries(paragraphs, tasks, columns)
    found["heads_again"] = float(any(page.again for page in pages))
    found["headed"] = float(any(page.heads for page in pages))
    found["heads_say"] = max((said(page.heads, columns.main) for page in pages), default=0.0)
    return tuple(found[name] for name in FEATURES)


def said(heads: Sequence[Line], main: int) -> float:
    """The share of the columns' heads that are words for who or when."""
    names = [[w.text for w in line.words if any(map(str.isalnum, w.text))] for line in heads]
    beside = [_key(" ".join(said)) for k, said in enumerate(names) if k != main]
    return _share(text in _heads(*_ASKED) for text in beside)


def heads_table(page: PageTasks, columns: MarginColumns) -> bool:
    """Return whether a page holds the heading row of a table (`Åtgärd | Ansvarig`): over a text with columns beside it
    no head of measures stands."""
    headed = bool(page.heads) and _key(page.heads[columns.main].text) in _heads("what")
    return headed or any(map(_is_heading_row, page.paragraphs))


def may_head_columns(row: Sequence[MeasuredWord]) -> bool:
    """Return whether a row of words may be a heading row by some columns: each word is one of heads."""
    known = _words_of_heads("what", *_ASKED)
    return all(_key(t.text) in known for t in row)


def may_head_beside(row: Sequence[MeasuredWord]) -> bool:
    """Return whether a row of words may hold the heads of columns for who and when, by some columns."""
    known = _words_of_heads(*_ASKED)
    return all(_key(t.text) in known for t in row)


@cache
def _words_of_heads(*names: str) -> frozenset[str]:
    """The words of heads by what they ask, and "" for marks that stand alone."""
    return frozenset(_key(word) for head in _heads(*names) for word in head.split()) | {""}


def heads_columns(row: Sequence[MeasuredWord], columns: MarginColumns) -> bool:
    """Return whether a row of words is such a heading row, wherever it stands: above the first item too."""
    held: list[list[str]] = [[] for _ in columns.edges]
    for t in row:
        held[max(0, bisect_right(columns.edges, t.x0 + SAME_EDGE) - 1)].append(t.text)
    texts = [_key(" ".join(words)) for words in held]
    main = texts.pop(columns.main)
    return main in _heads("what") and any(texts) and all(text in _heads(*_ASKED) for text in texts if text)


def _is_heading_row(task: MarginTask) -> bool:
    entries = [_key(" ".join(t.text for row in rows for t in row)) for rows in task.beside.values()]
    return bool(entries) and _key(_text(task)) in _heads("what") and all(e in _heads(*_ASKED) for e in entries)


def _key(text: str) -> str:
    """A head without the marks around it."""
    return fold(text).strip(" :?")


@cache
def _heads(*names: str) -> frozenset[str]:
    """Heads of columns by what they ask, without marks: a worn print loses or adds some."""
    return frozenset(fold(word) for name in names for word in word_set("layout", f"field_headings.{name}"))


def _of_tasks(
    pages: Sequence[PageTasks], paragraphs: Sequence[MarginTask], tasks: Sequence[MarginTask]
) -> dict[str, float]:
    lost = sum(page.lost for page in pages)
    rows = max(1, sum(page.rows for page in pages))
    crossing, beside = sum(page.crossing for page in pages), sum(page.crossing_beside for page in pages)
    return {
        "tasks": log2(min(len(tasks), _MANY)) / log2(_MANY),
        "lost": min(1.0, lost / len(tasks)),
        "crossing": min(1.0, crossing / rows / SOME),
        "crossing_beside": min(1.0, beside / rows / SOME),
        "task_share": len(tasks) / len(paragraphs),
        "heading_tasks": sum(map(is_heading, tasks)) / len(tasks),
    }


def _of_text(paragraphs: Sequence[MarginTask]) -> dict[str, float]:
    free = [p for p in paragraphs if not p.beside]
    size = size_of([w for p in paragraphs for line in p.lines for w in line.words])
    headings = [p for p in free if is_heading(p) or _is_larger(p, size)]
    prose = [p for p in free if not is_heading(p) and len(_text(p).split()) >= _PROSE]
    parted = [is_parted_text(line) for p in paragraphs for line in p.lines]
    few = _MANY / 4
    return {
        "headings": min(len(headings), few) / few,
        "prose": min(len(prose), few) / few,
        "parted": min(1.0, sum(parted) / len(parted) / SOME),
    }


def _numbers(line: Line) -> int:
    """How many words of a line its item's number may be: its first one, or a sign and a number (`§ 3`)."""
    numbered = len(line.words) > 1 and len(line.words[0].text) == 1 and line.words[1].text.rstrip(".").isdigit()
    return 2 if numbered else 1


def _of_entries(
    paragraphs: Sequence[MarginTask], tasks: Sequence[MarginTask], columns: MarginColumns
) -> dict[str, float]:
    """Return clues of what stands in the columns; `named` of the worst of them, `timed` of the best."""
    held: dict[int, list[list[list[MeasuredWord]]]] = {k: [] for k in range(len(columns.edges)) if k != columns.main}
    for task in tasks:
        for k, rows in task.beside.items():
            held[k].append(rows)
    every = [rows for entries in held.values() for rows in entries]
    longest, words = max(_count(rows) for rows in every), sum(len(_text(p).split()) for p in paragraphs)
    timed = {k: _share(is_timed(rows) for rows in entries) for k, entries in held.items()}
    # What heads a table's columns, or labels a value, stands over or before each.
    begins = [t.lines[0].words[0].text for t in tasks]
    begins += [" ".join(t.text for t in rows[0]) for rows in every]
    # An entry is a name or a time; a column of both is one of either.
    told = {k: _share(is_named(rows[0]) or is_timed(rows) for rows in entries) for k, entries in held.items()}
    return {
        "bodies": max(_share(map(_names_body, entries)) for entries in held.values()),
        "labels": min(1.0, sum(_key(text) in _heads(*_ASKED, "what", "why") for text in begins) / len(tasks)),
        "columns": len(held) / MOST_COLUMNS,
        "longest": min(longest, LONG) / LONG,
        "mass": min(1.0, 2 * sum(map(_count, every)) / words),
        "ticks": _share(not any(map(says, rows)) for rows in every),
        "named": min(told.values()),
        "timed": max(timed.values()),
        "paired": _share(len(t.beside) == len(held) for t in tasks),
        "parted_entries": _share(is_parted([t.word.bbox for t in row]) for rows in every for row in rows),
    }


def _names_body(rows: Sequence[Sequence[MeasuredWord]]) -> bool:
    return any(names_body(t.text) for row in rows for t in row)


def _is_larger(task: MarginTask, size: float) -> bool:
    """Whether a short paragraph is set in larger letters than most of the text (`size`, points)."""
    return len(_text(task).split()) <= _HEADING and size_of(task.lines[0].words) > _LARGER * size


def is_named(row: Sequence[MeasuredWord]) -> bool:
    """Whether an entry begins as a name does: with a capital, of which a scan may have lost one (`per -Olof Dyhr`)."""
    capitals = sum(t.text[:1].isupper() for t in row)
    return row[0].text[:1].isupper() or (len(row) > 1 and row[-1].text[:1].isupper() and 2 * capitals >= len(row) - 1)


def _share(said: Iterable[bool]) -> float:
    values = list(said)
    return sum(values) / max(1, len(values))


def _count(rows: Sequence[Sequence[MeasuredWord]]) -> int:
    return sum(map(len, rows))


def _within(paragraphs: Sequence[MarginTask]) -> Sequence[MarginTask]:
    """Return the paragraphs from the heading or text before the first task to what follows the last."""
    at = [n for n, p in enumerate(paragraphs) if p.beside]
    return paragraphs[max(0, at[0] - _WITHIN) : at[-1] + 1 + _WITHIN] if at else ()


def _text(task: MarginTask) -> str:
    return " ".join(line.text for line in task.lines)


def is_parted_text(line: Line) -> bool:
    """Return whether white space parts a line of text; its first word, an item's number, apart."""
    return is_parted([w.bbox for w in line.words[_numbers(line) :]])


def is_parted(boxes: Sequence[BBox | None]) -> bool:
    """Return whether white space parts words of a line.

    A typewriter's space is nearly as wide as its letters are high: white is wider than most of the line's own. A dash
    of a scan is as high as its stroke: the higher of two words says how high the line is.
    """
    gaps = [
        (b.x0 - a.x1, max(a.bottom - a.top, b.bottom - b.top)) for a, b in pairwise([b for b in boxes if b is not None])
    ]
    wide = [gap for gap, height in gaps if gap > _GAP * height]
    if not wide or len(gaps) < _FEWEST_GAPS:
        return any([gap > 0 for gap in wide])
    return max(wide) > _WIDER * median([gap for gap, _ in gaps])


def is_timed(rows: Sequence[Sequence[MeasuredWord]]) -> bool:
    return any(_tells_time(t.text.strip(".,;:()")) for row in rows for t in row)


def _tells_time(word: str) -> bool:
    return time_unit(word) is not None or any(p.fullmatch(word) is not None for p in (_DATE, _TIME))
