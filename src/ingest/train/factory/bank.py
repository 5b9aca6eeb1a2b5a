"""The words of the factory: themes, measures, actors, times, headings, front pages, running text and negative tables.

Everything is put together from phrases in `data/`, written for the factory; no municipality, person or plan in it is
real. `Bank()` draws each text in a manner of its own; `Bank().document(rng)` gives the bank of one document, which
keeps one manner throughout (full stops, forms of the verb, separators of actors) and one municipality.
"""

from __future__ import annotations

import calendar
import csv
import random
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from ingest.train.factory.actors import SEPARATORS, ActorNames, draw_who
from ingest.train.factory.fronts import draw_front
from ingest.train.factory.grammar import Grammar, Source
from ingest.train.factory.model import DrawnFront, FieldName, Measure, OwnedFront, Period, Theme, When, Who
from ingest.train.factory.owners import draw_owned
from ingest.train.factory.times import draw_when
from ingest.train.factory.wording import Manner, Verbs, Wording

__all__ = ["NEGATIVE_KINDS", "Bank"]

_DATA = files("ingest.train.factory") / "data"
# How often a heading is common, rare or one that no vocabulary lists.
_HEADING_WEIGHTS = {"common": 0.55, "rare": 0.27, "unlisted": 0.18}
_NEIGHBOUR = 0.2


@dataclass(frozen=True, slots=True)
class _Material:
    """The data files, read."""

    words: Mapping[str, Any]
    themes: Mapping[str, Mapping[str, Any]]
    neighbours: frozenset[str]
    actors: ActorNames
    headings: Mapping[str, Any]
    front: Mapping[str, Any]
    paragraphs: Sequence[str]
    negatives: Mapping[str, Mapping[str, Any]]
    verbs: Verbs
    places: frozenset[str]


@lru_cache(maxsize=1)
def _material() -> _Material:
    words = _toml(_DATA / "words.toml")
    crime = _toml(_DATA / "themes" / "crime.toml")["theme"]
    neighbours = _toml(_DATA / "themes" / "neighbours.toml")["theme"]
    actors = _toml(_DATA / "actors.toml")
    with (_DATA / "verbs.csv").open(encoding="utf-8") as file:
        verbs = Verbs({row["infinitive"]: row for row in csv.DictReader(file)})
    with (files("ingest.normalise") / "registers" / "kommuner.csv").open(encoding="utf-8") as file:
        places = frozenset(row["place"].casefold() for row in csv.DictReader(file))
    return _Material(
        words,
        {t["key"]: t for t in (*crime, *neighbours)},
        frozenset(t["key"] for t in neighbours),
        ActorNames(actors["common"], actors["weights"]),
        _toml(_DATA / "headings.toml"),
        _toml(_DATA / "front.toml"),
        _toml(_DATA / "prose.toml")["paragraphs"]["list"],
        _toml(_DATA / "negatives.toml"),
        verbs,
        places,
    )


def _toml(path: Traversable) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _negative_kinds() -> tuple[str, ...]:
    return tuple(_material().negatives)


class _Kinds(Sequence[str]):
    """The kinds of negative tables; the data are read when they are first asked for."""

    def __len__(self) -> int:
        return len(_negative_kinds())

    def __getitem__(self, at: Any) -> Any:
        return _negative_kinds()[at]


NEGATIVE_KINDS: Sequence[str] = _Kinds()


class Bank:
    """Draws the words of documents; see `ContentBank` in `model` for what each method promises."""

    def __init__(self, manner: Manner | None = None, municipality: str = "") -> None:
        self._material = _material()
        self._manner = manner
        self._municipality = municipality
        self._grammar = Grammar(self._material.words["lists"], self._sources())

    @classmethod
    def load(cls) -> Bank:
        """Return the bank that comes with the factory."""
        return cls()

    def document(self, rng: random.Random) -> Bank:
        """Return the bank of one document: one manner of wording, one municipality."""
        return Bank(Manner.drawn(rng), self._new_municipality(rng))

    # What the themes say

    def theme(self, rng: random.Random) -> Theme:
        """Return a theme: mostly of crime prevention, now and then of a neighbouring kind of plan."""
        material = self._material
        near = rng.random() < _NEIGHBOUR
        key = rng.choice([k for k in material.themes if (k in material.neighbours) == near])
        return self.theme_of(rng, key)

    def theme_of(self, rng: random.Random, key: str) -> Theme:
        """Return the theme of a key, with one of its headings.

        Raises:
            KeyError: no theme has this key.
        """
        wording = self._wording(rng, key)
        title = rng.choice(self._material.themes[key]["titles"])
        return Theme(key, title, _closed(wording.problem(rng)), _closed(wording.goal(rng)))

    @property
    def theme_keys(self) -> tuple[str, ...]:
        """The keys of all themes."""
        return tuple(self._material.themes)

    def measure(self, rng: random.Random, theme: Theme, period: Period | None) -> Measure:
        """Return a measure of a theme with all five fields; its times are those of a plan of `period`."""
        wording = self._wording(rng, theme.key)
        return Measure(
            wording.cause(rng), wording.goal(rng), wording.action(rng), self.who(rng), self.when(rng, period)
        )

    def who(self, rng: random.Random) -> Who:
        """Return a *vem*."""
        separators = self._manner.separators if self._manner else tuple(SEPARATORS)
        return draw_who(self._material.actors, self._grammar, rng, separators)

    def when(self, rng: random.Random, period: Period | None) -> When:
        """Return a *när* as a plan of that period prints it."""
        return draw_when(rng, period)

    def action(self, rng: random.Random, theme: Theme) -> str:
        """Return a measure's text alone."""
        return self._wording(rng, theme.key).action(rng)

    def task(self, rng: random.Random, theme: Theme) -> str:
        """Return a measure as it stands after *ska*: `genomföra trygghetsvandringar i centrum`."""
        return self._wording(rng, theme.key).infinitive(rng)

    # What stands around them

    def heading(self, rng: random.Random, name: FieldName) -> str:
        """Return a column heading for a field."""
        words = self._material.headings[name]
        (kind,) = rng.choices(list(_HEADING_WEIGHTS), list(_HEADING_WEIGHTS.values()))
        heading: str = rng.choice(words[kind])
        return heading.upper() if self._manner and self._manner.capital_headings else heading

    def label(self, rng: random.Random, name: FieldName) -> str:
        """Return a label for a field, without a colon."""
        return self.heading(rng, name)

    def other_column(self, rng: random.Random) -> tuple[str, Callable[[random.Random], str]]:
        """Return the heading of a column beyond the five, and a function that draws its values."""
        columns = self._material.headings["other"]
        heading: str = rng.choice(list(columns))
        grammar = self._grammar.extended(self._material.headings["values"])
        return heading, lambda r: _clean(grammar.draw(r.choice(columns[heading]), r))

    def front(self, rng: random.Random) -> DrawnFront:
        """Return the facts of a plan with the lines that print them."""
        return draw_front(self._material.front, self._grammar, rng, self._municipality_of(rng))

    def owned(self, rng: random.Random) -> OwnedFront:
        """Return the front of a document whose owners are of many kinds, with all the pieces that name them."""
        front = self._material.front
        topics, against = front["topics"]["list"], front["against"]["list"]
        return draw_owned(rng, self._grammar, self._municipality_of(rng), topics, against)

    def running(self, rng: random.Random, front: DrawnFront) -> tuple[str, str]:
        """Return a running header and footer; `{sida}` and `{sidor}` in them stand for page numbers."""
        running = self._material.front["running"]
        name = self._municipality_of(rng)
        bare = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
        years = "–".join(sorted({day[:4] for day in front.period or () if day}))
        words = {"titel": front.title, "år": years, "m_ascii": bare, "sida": "\ue000", "sidor": "\ue001"}
        grammar = self._grammar.extended({k: [v] for k, v in words.items()})
        header, footer = (grammar.draw(rng.choice(running[part]), rng) for part in ("headers", "footers"))
        return header, footer.replace("\ue000", "{sida}").replace("\ue001", "{sidor}")

    def paragraph(self, rng: random.Random) -> str:
        """Return running text that gives no rows."""
        return self._grammar.draw(rng.choice(self._material.paragraphs), rng)

    def negative(self, rng: random.Random, kind: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return a table without measures: its headings and its rows.

        Raises:
            KeyError: the kind is none of `NEGATIVE_KINDS`.
        """
        table = self._material.negatives[kind]
        count = rng.randint(*table["rows"])
        rows = tuple(tuple(self._grammar.draw(v, rng) for v in table["values"]) for _ in range(count))
        return tuple(self._grammar.draw(h, rng) for h in table["headings"]), rows

    # How they are put together

    def _wording(self, rng: random.Random, key: str) -> Wording:
        theme = self._material.themes[key]
        manner = self._manner or Manner.drawn(rng)
        return Wording(theme, self._material.words, self._material.verbs, self._grammar, manner)

    def _municipality_of(self, rng: random.Random) -> str:
        return self._municipality or self._new_municipality(rng)

    def _new_municipality(self, rng: random.Random) -> str:
        parts = self._material.words["compounds"]
        while True:
            name = str(rng.choice(parts["municipality_first"]) + rng.choice(parts["municipality_last"]))
            if name.casefold() not in self._material.places:
                return name

    def _sources(self) -> dict[str, Source]:
        parts = self._material.words["compounds"]
        organs = [n for kind in ("förvaltning", "nämnd", "verksamhet") for n in self._material.actors.names[kind]]
        councils = self._material.actors.names["nämnd"]

        def person(rng: random.Random) -> str:
            return f"{rng.choice(parts['given'])} {rng.choice(parts['surname'])}"

        def body(names: Sequence[str]) -> Source:
            return lambda rng: self._grammar.draw(rng.choice([n for n in names if n[0].isupper()]), rng)

        return {
            "ort": lambda rng: str(rng.choice(parts["first"]) + rng.choice(parts["last"])),
            "m": self._municipality_of,
            "k": lambda rng: with_word(self._municipality_of(rng)),
            "p": person,
            "e": lambda rng: str(rng.choice(parts["surname"])),
            "nummer": lambda rng: str(rng.randint(100, 998)),
            "siffra": lambda rng: str(rng.randint(1, 9)),
            "år4": lambda rng: str(rng.randint(2021, 2027)),
            "datum": _date,
            "organ": body(organs),
            "nämnd": body(councils),
        }


def with_word(name: str) -> str:
    """Return a municipality's name with the word: `Ekeby` gives `Ekeby kommun`, `Tallvike` gives `Tallvikes kommun`."""
    return f"{name}{'' if name[-1] in 'sxz' else 's'} kommun"


def _date(rng: random.Random) -> str:
    year, month = rng.randint(2021, 2026), rng.randint(1, 12)
    return f"{year}-{month:02d}-{rng.randint(1, calendar.monthrange(year, month)[1]):02d}"


def _closed(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else text + "."


def _clean(value: str) -> str:
    return "" if value in ("-", "–") else value
