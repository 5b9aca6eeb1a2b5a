"""Draws a plan's front page: facts of the document and the lines that print them."""

from __future__ import annotations

import calendar
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ingest.train.factory.grammar import Grammar
from ingest.train.factory.model import Actor, DrawnFront, Period

__all__ = ["draw_front"]

_KINDS = {
    "handlingsplan": 34,
    "åtgärdsplan": 36,
    "verksamhetsplan": 8,
    "strategi": 8,
    "överenskommelse": 6,
    "policy": 3,
    "riktlinje": 5,
}
_MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
           "december")  # fmt: skip


@dataclass
class _Page:
    """A front page while it is drawn."""

    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    issuers: list[Actor] = field(default_factory=list)

    def issuer(self, actor: Actor) -> None:
        if actor.name.casefold() not in {a.name.casefold() for a in self.issuers}:
            self.issuers.append(actor)


_SUBTITLE_CHANCE = 0.15
_OTHER_FACTS = (0, 0, 0, 1, 2, 3)


def draw_front(data: Mapping[str, Any], grammar: Grammar, rng: random.Random, name: str) -> DrawnFront:
    """Return the front page of a plan of the municipality `name`; every fact in it is printed in one of its lines."""
    period, years = _period(rng)
    (kind,) = rng.choices(list(_KINDS), list(_KINDS.values()))
    phrases: Sequence[str] = data["titles"][kind]
    topic = grammar.draw(rng.choice(data["topics"]["list"]), rng)
    phrase = rng.choice(phrases)
    words = grammar.extended({"topic": [topic], "mot": data["against"]["list"], "år": [years]})
    title = words.draw(phrase, rng)
    page = _Page()
    kommun = f"{name}{'' if name[-1] in 'sxz' else 's'} kommun"
    printed = "{år}" in phrase and bool(years)
    if "{k}" in phrase:
        page.issuer(Actor(kommun, "kommun"))
    rng.choice(_LETTERHEADS)(page, rng, kommun, data)
    if not page.issuers:
        page.below.append(kommun)
        page.issuer(Actor(kommun, "kommun"))
    if rng.random() < _SUBTITLE_CHANCE:
        page.below.append(rng.choice(data["subtitles"]["list"]))
    if period and not printed:
        _print_period(page, rng, data, period, years)
    dated = _dated(page, rng, data, name, period)
    for label, value in rng.sample(data["facts"]["pairs"], rng.choice(_OTHER_FACTS)):
        page.facts.append((label, grammar.draw(value, rng)))
    rng.shuffle(page.facts)
    return DrawnFront(
        title.strip(" –"), kind, tuple(page.issuers), period, dated, tuple(page.above), tuple(page.below),
        tuple(page.facts), tuple(page.closing),
    )  # fmt: skip


_FIRST_YEAR = (2021, 2027)
_OPEN_PERIOD_CHANCE = 0.1
_MORE_YEARS = (0, 0, 0, 0, 1, 1, 2, 3)


def _period(rng: random.Random) -> tuple[Period | None, str]:
    """Return a plan's period and its years as printed."""
    first = rng.randint(*_FIRST_YEAR)
    if rng.random() < _OPEN_PERIOD_CHANCE:
        return None, ""
    last = first + rng.choice(_MORE_YEARS)
    period = (f"{first}-01-01", f"{last}-12-31")
    if last == first:
        return period, str(first)
    return period, f"{first}{rng.choice('–-')}{last}"


_YEARS_ALONE_CHANCE = 0.4
_WHOLE_DAYS_CHANCE = 0.3


def _print_period(page: _Page, rng: random.Random, data: Mapping[str, Any], period: Period, years: str) -> None:
    if rng.random() < _YEARS_ALONE_CHANCE:
        page.below.append(years)
        return
    first, last = (str(day) for day in period)
    value = years
    if rng.random() < _WHOLE_DAYS_CHANCE:
        value = rng.choice((f"{first} – {last}", f"1 januari {first[:4]} – 31 december {last[:4]}"))
    page.facts.append((rng.choice(data["period"]["labels"]), value))


_UNDATED_CHANCE = 0.3
_YEAR_OF_UNDATED = (2021, 2026)
_ANY_MONTH = (1, 12)
_PLACE_AND_DATE_CHANCE = 0.15
_ADOPTED_CHANCE = 0.25


def _dated(page: _Page, rng: random.Random, data: Mapping[str, Any], name: str, period: Period | None) -> str | None:
    """Draw the document's date, which lies near the plan's beginning; return it, None where none is printed."""
    if rng.random() < _UNDATED_CHANCE:
        return None
    year = int(period[0][:4]) - rng.randint(0, 1) if period and period[0] else rng.randint(*_YEAR_OF_UNDATED)
    month = rng.randint(*_ANY_MONTH)
    day = date(year, month, rng.randint(1, calendar.monthrange(year, month)[1]))
    words = f"{day.day} {_MONTHS[month - 1]} {year}"
    if rng.random() < _PLACE_AND_DATE_CHANCE:
        page.closing.append(f"{name} den {words}")
    elif rng.random() < _ADOPTED_CHANCE:
        body = rng.choice(("Kommunstyrelsen", "Kommunfullmäktige", "Socialnämnden"))
        page.facts.append(("Antagen av", body))
        page.issuer(Actor(body, "nämnd"))
        page.facts.append((rng.choice(("Fastställd", "Beslutsdatum")), rng.choice((day.isoformat(), words))))
    else:
        page.facts.append((rng.choice(data["dated"]["labels"]), rng.choice((day.isoformat(), day.isoformat(), words))))
    return day.isoformat()


def _logo(page: _Page, rng: random.Random, kommun: str, data: Mapping[str, Any]) -> None:
    page.above.append(kommun)
    page.issuer(Actor(kommun, "kommun"))


def _capital_logo(page: _Page, rng: random.Random, kommun: str, data: Mapping[str, Any]) -> None:
    page.above.append(kommun.upper())
    page.issuer(Actor(kommun.upper(), "kommun"))


def _letterhead(page: _Page, rng: random.Random, kommun: str, data: Mapping[str, Any]) -> None:
    """`Ekeby kommun, Kommunstaben`, on one line or on two."""
    department = rng.choice(data["departments"]["list"])
    page.issuer(Actor(kommun, "kommun"))
    page.issuer(Actor(department, "förvaltning"))
    page.above.extend([f"{kommun}, {department}"] if rng.random() < 0.5 else [kommun, department])


def _organisation(page: _Page, rng: random.Random, kommun: str, data: Mapping[str, Any]) -> None:
    page.facts.append((rng.choice(("Organisation", "Utfärdare")), kommun))
    page.issuer(Actor(kommun, "kommun"))


def _nothing(page: _Page, rng: random.Random, kommun: str, data: Mapping[str, Any]) -> None:
    """No letterhead: the issuer stands in the title, else under it."""


_Letterhead = Callable[[_Page, random.Random, str, Mapping[str, Any]], None]
_LETTERHEADS: tuple[_Letterhead, ...] = (
    _logo,
    _logo,
    _logo,
    _capital_logo,
    _letterhead,
    _organisation,
    _nothing,
    _nothing,
)
