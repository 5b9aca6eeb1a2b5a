"""The outline of plans that no HTML draws: themes with their headings, problems, target sentences and measures."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from ingest.train.factory.model import DrawnContent, DrawnFront, FieldName, Measure, Section, Theme
from ingest.train.factory.phrases import phrase
from ingest.train.factory.picker import Column, Picker, kept, share
from ingest.train.factory.tails import Tail

__all__ = ["PlainPlan", "PlainTheme", "plan", "tailed"]


@dataclass(frozen=True, slots=True)
class PlainTheme:
    """A theme with its measures.

    Attributes:
        theme: the theme.
        number: its printed number.
        problem: the problem printed under or beside its heading.
        goal: the target sentence under its heading, which each of its measures has as mål.
        measures: its measures, without the fields that the plan lacks.
    """

    theme: Theme
    number: str | None
    problem: str | None
    goal: str | None
    measures: tuple[Measure, ...]

    @property
    def heading(self) -> str:
        """The heading with its number, as one line prints it."""
        return f"{self.number} {self.theme.title}" if self.number else self.theme.title


@dataclass(frozen=True, slots=True)
class PlainPlan:
    """A plan before it is set: columns and parts, and the chapter's heading over them (None: there is none)."""

    front: DrawnFront
    fields: tuple[FieldName, ...]
    columns: tuple[Column, ...]
    parts: tuple[PlainTheme, ...]
    chapter: str | None
    chapter_number: str | None

    def content(self) -> DrawnContent:
        """Return the answer where each part's heading is printed."""
        sections = tuple(Section(p.theme.title, p.number, p.problem, p.measures) for p in self.parts)
        if self.chapter is None:
            return DrawnContent(self.front, sections)
        return DrawnContent(self.front, (Section(self.chapter, self.chapter_number, None, (), sections),))

    def flat(self) -> DrawnContent:
        """Return the answer where no part's heading is printed."""
        rows = tuple(m for p in self.parts for m in p.measures)
        if self.chapter is None:
            return DrawnContent(self.front, (), rows)
        return DrawnContent(self.front, (Section(self.chapter, self.chapter_number, None, rows),))

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All measures in order."""
        return tuple(m for p in self.parts for m in p.measures)


def plan(
    picker: Picker,
    rng: random.Random,
    *,
    parts: tuple[int, int] = (1, 4),
    rows: tuple[int, int] = (2, 5),
    must: Sequence[FieldName] = ("åtgärd",),
    never: Sequence[FieldName] = (),
    others: int = 1,
    empty: float = 0.06,
    shared: Collection[FieldName] = (),
    one_line: bool = False,
    longest: int | None = None,
    problems: float = 0.35,
    goals: float = 0.0,
    numbers: float = 0.55,
    number_column: float = 0.15,
    chapter: float = 0.3,
) -> PlainPlan:
    """Draw a plan.

    Args:
        picker: the document's source of measures.
        rng: the source of chance.
        parts: the least and most themes.
        rows: the least and most measures of a theme.
        must: the fields that it has.
        never: the fields that it lacks.
        others: the most columns beyond the five.
        empty: the probability that a measure lacks a field.
        shared: the fields that several measures in a row have alike.
        one_line: whether no text has several lines.
        longest: the most characters of a measure's text, as far as the bank has such.
        problems: the probability of a problem with each heading.
        goals: the probability of a target sentence with each heading, where mål is no column.
        numbers: the probability of numbered headings.
        number_column: the probability of a first column with numbers.
        chapter: the probability of one heading over all.
    """
    fields = tuple(picker.fields(must=must, never=never))
    columns = tuple(picker.columns(fields, most_others=others, number=number_column))
    top = phrase(rng, "chapter_headings") if rng.random() < chapter else None
    numbered = rng.random() < numbers
    first = rng.randint(2, 5)
    with_problem = rng.random() < problems
    with_goal = "mål" not in fields and rng.random() < goals
    made: list[PlainTheme] = []
    for i, theme in enumerate(picker.themes(*parts), 1):
        number = (f"{first}.{i}" if top else str(i)) if numbered else None
        measures = [
            picker.measure(theme, fields, one_line=one_line, longest=longest) for _ in range(rng.randint(*rows))
        ]
        for name in shared:
            measures = list(share(rng, measures, name))
        measures = [picker.filled(m, columns, empty=0.0 if shared else empty) for m in measures]
        measures = [m for m in measures if m.åtgärd or m.mål]
        goal = theme.goal if with_goal else None
        if goal:
            measures = [replace(m, mål=goal) for m in measures]
        made.append(PlainTheme(theme, number, theme.problem if with_problem else None, goal, tuple(measures)))
    return PlainPlan(picker.front, fields, columns, tuple(made), top, str(first) if numbered and top else None)


# Signs that would make it unclear where the measure ends and who and when begin.
_DEED: tuple[FieldName, ...] = ("åtgärd",)
_UNCLEAR = frozenset("();\n/–—")


def tailed(tail: Tail, measure: Measure) -> tuple[Measure, str]:
    """Return a measure and its line with who and when at its end; where a reader could not part them, without these."""
    vem, när = measure.text("vem") or "", measure.text("när") or ""
    deed = measure.åtgärd or ""
    if not vem or not (measure.när and measure.när.times) or _UNCLEAR & set(vem + när + deed) or "," in när:
        return kept(measure, _DEED), deed
    actors = measure.vem and replace(measure.vem, text=vem.rstrip("."))
    return tail.end(replace(measure, vem=actors))
