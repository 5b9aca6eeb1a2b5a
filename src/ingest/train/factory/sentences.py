"""Measures as sentences that say who shall do what, and when."""

from __future__ import annotations

from dataclasses import replace

from ingest.train.factory.model import Actor, Measure, Theme, Time, When, Who
from ingest.train.factory.phrases import phrases
from ingest.train.factory.picker import Picker

__all__ = ["task_sentence"]

_TRIES = 40
_YEAR_FIRST = 0.3


def task_sentence(picker: Picker, theme: Theme) -> Measure:
    """Return a measure whose åtgärd is a whole sentence; its vem and när are words of that sentence.

    `Parkenheten ska måla bänkarna senast maj 2030.`, or `Under 2030 ska parkenheten måla bänkarna.`
    """
    rng = picker.rng
    task = _task(picker, theme)
    who = _who(picker, theme)
    if picker.year is not None and rng.random() < _YEAR_FIRST:
        year = picker.year
        när = When(f"Under {year}", (Time(str(year), f"{year}-01-01", f"{year}-12-31"),))
        sentence = f"{när.text} ska {who.text} {task}."
        return Measure(None, None, sentence, who, när, origin="prose")
    who = _capital(who)
    when = _when(picker, theme)
    sentence = f"{who.text} ska {task} {when.text}." if when else f"{who.text} ska {task}."
    return Measure(None, None, sentence, who, when, origin="prose")


def _task(picker: Picker, theme: Theme) -> str:
    """Return a task that names no time of its own, so that the sentence has one time at most."""
    words = phrases("words_of_time")
    for _ in range(_TRIES):
        task = picker.bank.task(picker.rng, theme).rstrip(".")
        if not any(word in task for word in words):
            break
    return task


def _who(picker: Picker, theme: Theme) -> Who:
    """Return a *vem* that a sentence can begin with: one or two bodies without commas, brackets or slashes."""
    for _ in range(_TRIES):
        who = picker.bank.measure(picker.rng, theme, picker.period).vem
        if who is not None and not set(who.text) & set(",/();&+\n.:") and len(who.actors) in (1, 2):
            return who
    return Who("Kommunen", (Actor("Kommunen", "kommun"),))


def _when(picker: Picker, theme: Theme) -> When | None:
    """Return a *när* that can end a sentence, its first letter small; None where the bank gives none."""
    starts = phrases("sentence_time_starts")
    for _ in range(_TRIES):
        when = picker.bank.measure(picker.rng, theme, picker.period).när
        if when is None or "\n" in when.text or any(t.label for t in when.times):
            continue
        lower = when.text[:1].lower() + when.text[1:]
        if lower.startswith(starts) and not set(lower) & set(",;()"):
            return replace(when, text=lower.rstrip("."))
    return None


def _capital(who: Who) -> Who:
    first = who.text[:1].upper() + who.text[1:]
    actors = who.actors
    if actors and who.text.startswith(actors[0].name):
        name = actors[0].name
        actors = (replace(actors[0], name=name[:1].upper() + name[1:]), *actors[1:])
    return Who(first, actors)
