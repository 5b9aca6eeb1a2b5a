"""The registers from their files, made for fast lookup."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, cast, get_args

from ingest.errors import UsageError
from ingest.language.patterns import pattern, word_list
from ingest.normalise.actors.names import ACCENTS, PACKAGE, key, patterns, read_toml, slug, stem
from ingest.normalise.actors.registers import KnownActor, Registers, SeparatedName
from ingest.plan import ActorType

__all__ = ["load_registers"]


def _csv(name: str) -> list[dict[str, str]]:
    text = resources.files(PACKAGE).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _own(path: str) -> dict[str, Any]:
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(
            f"the file of further actors {Path(path).name} cannot be read: {reason}.",
            remedy="Write it as docs/when-and-who.md shows, in UTF-8.",
        ) from None
    types = get_args(ActorType)
    for kind, table in data.items():
        right = isinstance(table, dict) and all(
            isinstance(names, list) and names and all(isinstance(n, str) and n.strip() for n in names)
            for names in table.values()
        )
        if kind not in types or not right:
            raise UsageError(
                f"the file of further actors {Path(path).name} has a bad table {kind!r}.",
                remedy=f"Tables are named by type ({', '.join(types)}); each line is an id and a list of names.",
            )
    return data


@cache
def _places() -> tuple[dict[str, str], dict[str, str]]:
    places: dict[str, str] = {}
    lan: dict[str, str] = {}
    for row in _csv("lan.csv"):
        for name in {row["name"], row["genitive"]}:
            lan[key(name)] = slug(row["name"])
            lan[key(name) + " lan"] = slug(row["name"])
            places[key(name)] = ""
    for row in _csv("kommuner.csv"):
        name = key(row["place"])
        places[name] = row["code"]
        places[name if name.endswith(("s", "x", "z")) else name + "s"] = row["code"]
    return places, lan


_SEPARATOR = pattern("normalise", "load.separator")


def _accented() -> dict[str, str]:
    names = [(row["place"].lower(), row["code"]) for row in _csv("kommuner.csv")]
    return {form: code for name, code in names for form in (name, name + "s")}


@cache
def load_registers(own: str | None = None) -> Registers:
    """The registers, with a user's own file of further actors where `own` names one; its names win.

    Raises:
        UsageError: the file cannot be read or has another form than `actors.toml`.
    """
    tables = [read_toml("actors.toml")] + ([_own(own)] if own is not None else [])
    exact: dict[str, KnownActor] = {}
    folded: dict[str, KnownActor] = {}
    stems: dict[str, KnownActor | None] = {}
    separated: set[str] = set()
    for table in tables:
        for kind, actors in table.items():
            for identifier, names in actors.items():
                entry = KnownActor(identifier, cast(ActorType, kind))
                own_table = table is not tables[0]
                for name in names:
                    if len(name) <= 6 and name.isupper():
                        exact[name] = entry
                    if own_table:
                        folded[key(name)] = entry
                    else:
                        folded.setdefault(key(name), entry)
                    _stem(stems, name, entry, own_table)
                    if _SEPARATOR.search(name):
                        separated.add(name)
    places, lan = _places()
    separators = tuple(map(SeparatedName.of, sorted(separated, key=lambda n: (-len(n), n))))
    unambiguous = {s: e for s, e in stems.items() if e is not None}
    names = tuple(sorted(n for n in folded if len(n) >= 7))
    spellings = _spellings([n for table in tables for kind in table.values() for names in kind.values() for n in names])
    return Registers(
        patterns(), exact, folded, unambiguous, places, lan, _accented(), spellings, separators, _names=names
    )


def _spellings(names: list[str]) -> dict[str, str]:
    """Names by their letters without diacritics; those that are words without them too are left out."""
    places = [row["place"] for row in _csv("kommuner.csv")]
    counties = [row["genitive"] for row in _csv("lan.csv")] + [row["name"] for row in _csv("lan.csv")]
    fixed = word_list("normalise", "load.bodies")
    directions = word_list("normalise", "load.directions")
    every = [*names, *places, *(p if p.endswith("s") else p + "s" for p in places), *counties, *fixed, *directions]
    folded: dict[str, set[str]] = {}
    for name in every:
        low = name.lower()
        folded.setdefault(low.translate(ACCENTS), set()).add(low)
    return {f: next(iter(s)) for f, s in sorted(folded.items()) if len(s) == 1 and f not in s and len(f) > 2}


def _stem(stems: dict[str, KnownActor | None], name: str, entry: KnownActor, wins: bool) -> None:
    if len(name) <= 6 and name.isupper():
        return
    root = stem(key(name))
    other = stems.get(root, entry)
    stems[root] = entry if wins or other is None or other.id == entry.id else None
