"""The outline of drawn plans: headings over tables or lists, with problem and target sentences under them."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from html import escape

from ingest.train.factory.markup import heading, text
from ingest.train.factory.model import DrawnContent, FieldName, Measure, Section, Theme
from ingest.train.factory.phrases import phrase
from ingest.train.factory.picker import Picker

__all__ = ["DrawnOutline", "outline"]

Body = Callable[[Sequence[Measure], Theme], str]
Draw = Callable[[Theme], Sequence[Measure]]


@dataclass(frozen=True, slots=True)
class DrawnOutline:
    """The answer of a plan, its markup, and its headings as a list of contents prints them."""

    content: DrawnContent
    markup: str
    titles: tuple[str, ...]


_FIRST_CHAPTER = (1, 4)
_DEEPER_CHANCE = 0.25
_TEXT_CHANCE = 0.12


def outline(
    picker: Picker,
    rng: random.Random,
    draw: Draw,
    body: Body,
    fields: Collection[FieldName],
    *,
    sections: tuple[int, int] = (1, 4),
    single: float = 0.3,
    problems: float = 0.25,
    goals: float = 0.45,
    key: str = "chapter_headings",
    chapters: float = 0.4,
) -> DrawnOutline:
    """Draw a plan of sections with a body each, or of one body under a chapter's heading.

    Args:
        picker: the document's source of measures.
        rng: the source of chance.
        draw: returns the measures of a theme.
        body: returns the markup of measures, below their heading.
        fields: the fields that the body prints; a target sentence may stand under a heading where mål is not one.
        sections: the least and most sections.
        single: the probability of one body for the whole plan.
        problems: the probability of a problem sentence under the headings.
        goals: the probability of a target sentence under the headings, where the body has none.
        key: the phrases that name a chapter.
        chapters: the probability of a chapter over the sections. Lists need one that means measures.
    """
    if rng.random() < single:
        return _single(picker, rng, draw, body, key)
    themes = picker.themes(*sections)
    chapter = phrase(rng, key) if rng.random() < chapters else None
    first = rng.randint(*_FIRST_CHAPTER)
    numbered = rng.random() < 0.5
    with_problem = rng.random() < problems
    with_goal = "mål" not in fields and rng.random() < goals
    goal_label = rng.choice((phrase(rng, "goal_labels") + ": ", phrase(rng, "goal_labels") + ": ", ""))
    level = 3 if chapter else 2
    if chapter is None and rng.random() < _DEEPER_CHANCE:
        level = 3
    made: list[Section] = []
    parts: list[str] = []
    for i, theme in enumerate(themes, 1):
        number = (f"{first}.{i}" if chapter else f"{i}") if numbered else None
        problem = theme.problem if with_problem else None
        measures = list(draw(theme))
        title = heading(level, number, theme.title, rng) + (f"<p>{text(problem)}</p>" if problem else "")
        if with_goal:
            measures = [replace(m, mål=theme.goal) for m in measures]
            more = f"<p>{goal_label}{text(theme.goal)}</p>"
        else:
            more = f"<p>{phrase(rng, 'table_intros')}</p>" if rng.random() < _TEXT_CHANCE and not problem else ""
        parts.append(title + more + body(measures, theme))
        made.append(Section(theme.title, number, problem, tuple(measures)))
    titles = [_numbered(s.number, s.title) for s in made]
    if chapter is None:
        return DrawnOutline(DrawnContent(picker.front, tuple(made)), "".join(parts), tuple(titles))
    number = str(first) if numbered else None
    top = Section(chapter, number, None, (), tuple(made))
    markup = heading(2, number, chapter, rng) + "".join(parts)
    titles.insert(0, _numbered(number, chapter))
    return DrawnOutline(DrawnContent(picker.front, (top,)), markup, tuple(titles))


def _numbered(number: str | None, title: str | None) -> str:
    return f"{number} {title}" if number else title or ""


_THEMES = (1, 3)
_NUMBER = (2, 5)
_NUMBERED_CHANCE = 0.35
_LEVELS = (2, 2, 3)


def _single(picker: Picker, rng: random.Random, draw: Draw, body: Body, key: str) -> DrawnOutline:
    measures: list[Measure] = []
    for theme in picker.themes(*_THEMES):
        measures.extend(draw(theme))
    title = phrase(rng, key)
    number = str(rng.randint(*_NUMBER)) if rng.random() < _NUMBERED_CHANCE else None
    section = Section(title, number, None, tuple(measures))
    level = rng.choice(_LEVELS)
    return DrawnOutline(
        DrawnContent(picker.front, (section,)),
        heading(level, number, title, rng) + body(measures, theme),
        (escape(title),),
    )
