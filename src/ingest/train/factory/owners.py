"""Draws whose a plan is, and the pieces of a front page that say so: head and foot, letterhead, lines, labels, signs.

Every owner of the answer is printed where a reader looks for it; besides them stand bodies that are none: those who
took part, those who follow up, a consultant, subtitles that look like names.
"""

from __future__ import annotations

import calendar
import random
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from ingest.train.factory.grammar import Grammar
from ingest.train.factory.model import Actor, OwnedFront

__all__ = ["draw_owned"]

_TYPES: Mapping[str, str] = {
    "municipality": "kommun",
    "region": "region",
    "office": "förvaltning",
    "board": "nämnd",
    "unit_of_region": "förvaltning",
    "school": "skola",
    "association": "förening",
    "company": "företag",
    "tenants": "förening",
    "authority": "myndighet",
    "police": "myndighet",
}
"""Types of actors in the words of the schema; all others are `annat`."""
_MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
           "december")  # fmt: skip
_YEARS = (2008, 2031)
_MORE_YEARS = (0, 0, 0, 1, 1, 2, 3)
_CAPITAL_CHANCE = 0.25
_STAD_CHANCE = 0.08
_OF_CHANCE = 0.16
_SUBTITLE_CHANCE = 0.3
_TOLD_CHANCE = 0.5
_DATED_CHANCE = 0.8
_CLOSING_LINES = (0, 0, 1, 2, 3)
_PIECES = (0, 1, 1, 2, 3)
_REPEAT_CHANCE = 0.35
_LOWER_CHANCE = 0.5
_PARAGRAPHS = (1, 3)


@cache
def _data() -> Mapping[str, Any]:
    text = (files("ingest.train.factory") / "data" / "owners.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


class _Draw:
    """One front while it is drawn."""

    def __init__(self, rng: random.Random, grammar: Grammar, topics: Sequence[str], against: Sequence[str]) -> None:
        self.rng = rng
        first = rng.randint(*_YEARS)
        last = first + rng.choice(_MORE_YEARS)
        self.period = (f"{first}-01-01", f"{last}-12-31")
        years = str(first) if last == first else f"{first}{rng.choice('–-')}{last}"
        month = rng.randint(1, len(_MONTHS))
        day = rng.randint(1, calendar.monthrange(first - 1, month)[1])
        self.day = f"{first - 1}-{month:02d}-{day:02d}"
        printed = rng.choice((self.day, f"{day} {_MONTHS[month - 1]} {first - 1}"))
        self.words = {"år": years, "år1": str(first), "datum": printed, "topic": rng.choice(topics),
                      "mot": rng.choice(against), "nr": str(rng.randint(1, len(_MONTHS))),
                      "sida": "1", "sidor": "3"}  # fmt: skip
        self.grammar = grammar

    def say(self, phrase: str) -> str:
        lists = {k: [v] for k, v in self.words.items()}
        return self.grammar.extended(lists).draw(phrase, self.rng)

    def spanned(self, title: str) -> tuple[str, str] | None:
        """Return the first and last day of the years that a title names."""
        if self.words["år"] in title:
            return self.period
        year = self.words["år1"]
        return (f"{year}-01-01", f"{year}-12-31") if year in title else None

    def one(self, *path: str) -> str:
        values: Any = _data()
        for step in path:
            values = values[step]
        return self.say(self.rng.choice(values))


def draw_owned(
    rng: random.Random, grammar: Grammar, place: str, topics: Sequence[str], against: Sequence[str]
) -> OwnedFront:
    """Return the front of a document of the municipality `place`, or of a body in it."""
    draw = _Draw(rng, grammar, topics, against)
    sets = _data()["owners"]["sets"]
    (chosen,) = rng.choices([s for s, _ in sets], [w for _, w in sets])
    kinds = chosen.split()
    names = [_name(draw, kind, place) for kind in kinds]
    owner = names[0]
    draw.words |= {"a": owner, "b": names[-1], "x": draw.one("names", "office"), "y": draw.one("names", "council")}
    kind, title, printed = _title(draw, kinds, names)
    front = OwnedFront(title, kind, [Actor(n, _TYPES.get(k, "annat")) for k, n in zip(kinds, names, strict=True)])
    draw.words["titel"] = title
    _place_owners(front, draw, kinds, names, printed)
    if kind != "protokoll":
        front.period = draw.spanned(title)
    if rng.random() < _SUBTITLE_CHANCE:
        front.below.append((draw.one("subtitles", "list"),))
    if rng.random() < _DATED_CHANCE and not any("Besluts" in label for label, _ in front.facts):
        front.facts.append((rng.choice(("Datum", "Upprättad", "Senast uppdaterad")), draw.words["datum"]))
    _unit_in_margins(front, draw, kinds, owner)
    draw.words |= {"a": owner, "b": names[-1]}
    for pieces in (front.head, front.foot):
        pieces += [draw.one("furniture", "pieces") for _ in range(rng.choice(_PIECES))]
        rng.shuffle(pieces)
    _tell(front, draw)
    told = [
        *front.head,
        *front.foot,
        *(v for _, v in front.facts),
        *front.closing,
        *(p for r in front.below for p in r),
    ]
    front.dated = draw.day if any(draw.words["datum"] in text for text in told) else None
    return front


def _name(draw: _Draw, kind: str, place: str) -> str:
    if kind == "municipality":
        genitive = f"{place}{'' if place[-1] in 'sxz' else 's'}"
        name = (
            f"{place} stad"
            if draw.rng.random() < _STAD_CHANCE
            else draw.rng.choice((f"{genitive} kommun", f"{place} kommun"))
        )
        return name.upper() if draw.rng.random() < _CAPITAL_CHANCE else name
    if kind == "region":
        return f"Region {place}"
    return draw.one("names", kind)


_MINUTES_CHANCE = 0.6
_REPORT_CHANCE = 0.1
_AGREEMENT_CHANCE = 0.5


def _title(draw: _Draw, kinds: Sequence[str], names: Sequence[str]) -> tuple[str, str, set[str]]:
    """Return the kind of document, its title and the owners that the title names."""
    rng = draw.rng
    family, kind = "plan", "handlingsplan"
    if kinds[-1] == "council" and rng.random() < _MINUTES_CHANCE:
        family, kind = "minutes", "protokoll"
    elif kinds[-1] == "police" and rng.random() < _AGREEMENT_CHANCE:
        family, kind = "agreement", "överenskommelse"
    elif rng.random() < _REPORT_CHANCE:
        family, kind = "report", "rapport"
    elif rng.random() < _OF_CHANCE:
        family = "of"
    title = draw.one("titles", family)
    return kind, title.strip(" –"), {n for n in names if n in title}


def _place_owners(
    front: OwnedFront, draw: _Draw, kinds: Sequence[str], names: Sequence[str], printed: set[str]
) -> None:
    """Print each owner at a place where a reader looks for it, one or several of them together."""
    rng = draw.rng
    rest = [(k, n) for k, n in zip(kinds, names, strict=True) if n not in printed or rng.random() < _REPEAT_CHANCE]
    boards = [(k, n) for k, n in rest if k == "board" and kinds[0] != "board"]
    for _, name in boards:
        if rng.random() < 1 - _LOWER_CHANCE / 2:
            _decided(front, draw, name)
            rest = [r for r in rest if r[1] != name]
    together = [_decorated(draw, n) for _, n in rest]
    if names[-1].casefold().startswith(_AREA) and rng.random() < _ALIAS_CHANCE:
        # The letterhead of the police over the name of the area: one body.
        front.above.append((rng.choice(("Polisen", "POLISEN", "Polismyndigheten")),))
    if not together:
        return
    _print_together(front, draw, together)
    if rng.random() < _REPEAT_CHANCE:
        rng.choice((front.head, front.foot, front.closing)).append(rng.choice(together))


def _print_together(front: OwnedFront, draw: _Draw, together: Sequence[str]) -> None:
    """Print owners at one drawn place."""
    rng = draw.rng
    way = rng.choice(("above", "above", "above", "lines", "below", "below", "head", "head", "foot", "label", "apart"))
    if way == "above":
        front.above.append(_line(draw, together))
    elif way == "lines":
        front.above += [(n,) for n in together]
    elif way == "below":
        front.below += [_line(draw, together)] if rng.random() < _TOLD_CHANCE else [(n,) for n in together]
    elif way == "head":
        front.head += _running(draw, together)
    elif way == "foot":
        front.foot += _running(draw, together)
    else:
        for at, name in enumerate(together):
            _apart(front, draw, name, at, way)


def _decorated(draw: _Draw, name: str) -> str:
    """A name with something else on its line: grades of a school, the kind of document, a place and date."""
    if draw.rng.random() >= _DECORATED_CHANCE:
        return name
    draw.words["a"] = name
    return draw.one("decorated", "list")


_DECORATED_CHANCE = 0.12
_ALIAS_CHANCE = 0.5
_AREA = "lokalpolisområde "


def _line(draw: _Draw, names: Sequence[str]) -> tuple[str, ...]:
    """One line of a letterhead: names between commas or joined in words, or pieces far apart."""
    if len(names) == 2 and draw.rng.random() < _JOINT_CHANCE:
        draw.words |= {"a": names[0], "b": names[1]}
        return (draw.one("joint", "list"),)
    return (", ".join(names),) if draw.rng.random() < _TOLD_CHANCE else tuple(names)


def _running(draw: _Draw, names: Sequence[str]) -> list[str]:
    """Pieces of a head or foot: a name each, or all between commas, with the page's number behind or none."""
    pieces = list(names) if draw.rng.random() < _TOLD_CHANCE else [", ".join(names)]
    if draw.rng.random() >= _NUMBERED_CHANCE:
        return pieces
    draw.words["a"] = pieces[-1]
    return [*pieces[:-1], draw.one("numbered", "list")]


_JOINT_CHANCE = 0.4
_NUMBERED_CHANCE = 0.3


def _apart(front: OwnedFront, draw: _Draw, name: str, at: int, way: str) -> None:
    if way == "label" and (at or draw.rng.random() < _DATED_CHANCE):
        front.facts.append((draw.rng.choice(_data()["owned"]["labels"]), name))
    elif at:
        draw.rng.choice((front.below, front.above)).append((name,))
    else:
        front.head.append(name)


def _decided(front: OwnedFront, draw: _Draw, name: str) -> None:
    rng = draw.rng
    if rng.random() < _TOLD_CHANCE:
        spelt = name[0].lower() + name[1:] if rng.random() < _LOWER_CHANCE else name
        draw.words["x"] = spelt
        # A decision that is told in a sentence makes nobody an owner beside one that the front names.
        front.owners = [a for a in front.owners if a.name != name]
        front.below.append((draw.one("decided", "told"),))
        return
    general = rng.random() < _INSTANCE_CHANCE
    if general:
        front.owners = [a for a in front.owners if a.name != name]
    front.facts.append((rng.choice(_data()["decided"]["instances" if general else "labels"]), name))
    front.facts.append(("Beslutsdatum", draw.words["datum"]))


_INSTANCE_CHANCE = 0.3
_UNIT_CHANCE = 0.4


def _unit_in_margins(front: OwnedFront, draw: _Draw, kinds: Sequence[str], owner: str) -> None:
    """Print a unit in the foot, or a council in the head, behind the municipality: no owner where the title block names
    the municipality and no unit."""
    blocks = (piece for line in (*front.above, *front.below) for piece in line)
    alone = kinds[0] == "municipality" and set(kinds) <= {"municipality", "police"}
    if not alone or not any(owner in piece for piece in blocks) or draw.rng.random() >= _UNIT_CHANCE:
        return
    margin, kind = draw.rng.choice(
        ((front.foot, "office"), (front.foot, "office"), (front.foot, "board"), (front.head, "council"))
    )
    margin += _running(draw, [owner, draw.one("names", kind)])


_NAMES_OF_OTHERS = ("office", "council", "police", "school", "company", "consultant", "association")
_SPEAKER_CHANCE = 0.4
_OTHER_LINE_CHANCE = 0.25


def _tell(front: OwnedFront, draw: _Draw) -> None:
    """Draw running text, last lines and labels in which others are named too."""
    rng = draw.rng
    for _ in range(rng.randint(*_PARAGRAPHS)):
        draw.words |= {
            "x": draw.one("names", rng.choice(_NAMES_OF_OTHERS)),
            "y": draw.one("names", rng.choice(_NAMES_OF_OTHERS)),
        }
        front.opening.append(draw.one("openings", "owner" if rng.random() < _SPEAKER_CHANCE else "others"))
    for _ in range(rng.choice(_CLOSING_LINES)):
        front.closing.append(draw.one("closings", "signs"))
    if rng.random() < _OTHER_LINE_CHANCE:
        front.facts.append((rng.choice(_data()["owned"]["answering"]),
                            rng.choice((draw.words["x"], "Säkerhetschefen", "Samtliga förvaltningar"))))  # fmt: skip
    if rng.random() < _OTHER_LINE_CHANCE:
        front.foot.append(draw.one("names", "consultant"))
