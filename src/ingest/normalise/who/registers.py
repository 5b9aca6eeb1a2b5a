"""The registers of known actors, and looking one up by any of its spellings.

The data stand in `ingest/normalise/registers/`: `kommuner.csv` (the 290 municipalities with Statistics Sweden's
codes), `lan.csv` (the 21 counties), `actors.toml` (bodies, roles, associations) and `patterns.toml` (how unknown
names are built). A user's own file has the form of `actors.toml`.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, cast, get_args

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from ingest.errors import UsageError
from ingest.plan import ActorType

__all__ = ["Entry", "Registers", "key", "load_registers", "slug"]

_PACKAGE = "ingest.normalise.registers"
_ACCENTS = str.maketrans("åäöéèüáà", "aaoeeuaa")
_MIN_STEM = 4
_COMPANY = frozenset({"ab", "hb", "kb", "aktiebolag"})
_POLICE_REGIONS = ("syd", "vast", "ost", "nord", "mitt", "bergslagen", "stockholm")


@lru_cache(maxsize=20_000)
def key(text: str) -> str:
    """A name for comparison: lower case, no diacritics, one space, dashes alike, no punctuation at the ends."""
    low = unicodedata.normalize("NFC", text).lower().translate(_ACCENTS)
    low = re.sub(r"[‐‑‒–—−]", "-", low).replace("&", "och").replace("\u00a0", " ")
    return " ".join(low.split()).strip(" .,;:-–•·*\"'”")


def slug(text: str) -> str:
    """A name as part of an identifier: ASCII letters and digits with single hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", key(text)).strip("-")


def stem(folded: str) -> str:
    """The last word without its inflection, the others as they are."""
    head, space, last = folded.rpartition(" ")
    for ending in _patterns().inflections:
        if last.endswith(ending) and len(last) - len(ending) >= _MIN_STEM:
            last = last[: -len(ending)]
            break
    return f"{head}{space}{last}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One known actor."""

    id: str
    type: ActorType


@dataclass(frozen=True, slots=True)
class Patterns:
    """`patterns.toml`, folded for matching."""

    suffixes: Mapping[str, ActorType]
    weak: frozenset[str]
    domains: frozenset[str]
    prefixes: tuple[str, ...]
    trailers: tuple[str, ...]
    joiners: tuple[str, ...]
    heads: tuple[str, ...]
    definite: tuple[str, ...]
    rejoined: tuple[str, ...]
    belonging: tuple[str, ...]
    areal: tuple[str, ...]
    inflections: tuple[str, ...]
    common_places: frozenset[str]


@dataclass(frozen=True)
class Registers:
    """All names in tables made for fast lookup; make one with `load_registers`."""

    patterns: Patterns
    exact: Mapping[str, Entry]
    """Abbreviations, by their letter case."""
    folded: Mapping[str, Entry]
    stems: Mapping[str, Entry]
    places: Mapping[str, str]
    """Folded place names, with and without genitive s, to municipality codes ("" for counties)."""
    lan: Mapping[str, str]
    accented: Mapping[str, str] = field(default_factory=dict)
    """Municipalities in lower case with their diacritics, with and without genitive s, to their codes."""
    spellings: Mapping[str, str] = field(default_factory=dict)
    """Names and places without their diacritics to the same in lower case with them."""
    with_separator: tuple[re.Pattern[str], ...] = ()
    _found: dict[tuple[str, bool], Entry | None] = field(default_factory=dict, repr=False, compare=False)
    _names: tuple[str, ...] = ()

    def find(self, name: str, *, damaged: bool = True) -> Entry | None:
        """The known actor that a name means.

        Args:
            name: one actor's name as written.
            damaged: also take names a letter or two away, for misreadings of long names.
        """
        memo = (name, damaged)
        if memo not in self._found:
            self._found[memo] = self._find(name, damaged)
        return self._found[memo]

    def known(self, name: str) -> Entry | None:
        """A whole name from the registers, inflected or not, without guessing at places or damage."""
        bare = name.strip(" .,;:")
        if bare in self.exact:
            return self.exact[bare]
        folded = key(name)
        return self.folded.get(folded) or self.stems.get(stem(folded)) or self.geographic(name)

    def _find(self, name: str, damaged: bool) -> Entry | None:
        for candidate in _candidates(name):
            if (entry := self.known(candidate)) is not None:
                return entry
        folded = key(re.sub(r"\([^)]*\)?", " ", name))
        if (entry := self._headed(folded)) is not None:
            return entry
        code = self.accented.get(name.strip(" .,").lower()) or self.places.get(folded)
        if code and folded not in self.patterns.common_places and name[:1].isupper():
            return Entry(f"kommun-{code}", "kommun")
        return self._damaged(folded) if damaged else None

    def restored(self, name: str) -> str:
        """The name with the diacritics that a register gives it, where it was read without any."""
        if re.search("[åäöÅÄÖ]", name):
            return name
        return re.sub(r"[A-Za-z]+(?:[ -][A-Za-z]+)*", lambda found: self._accented(found[0]), name)

    def _accented(self, words: str) -> str:
        parts = re.split(r"([ -])", words)
        out, at = [], 0
        while at < len(parts):
            for size in range(min(7, len(parts) - at), 0, -1):
                spelling = self.spellings.get("".join(parts[at : at + size]).lower())
                if spelling is not None:
                    written = "".join(parts[at : at + size])
                    out.append("".join(c.upper() if w.isupper() else c for c, w in zip(spelling, written, strict=True)))
                    break
            else:
                size = 1
                out.append(parts[at])
            at += size
        return "".join(out)

    def geographic(self, name: str) -> Entry | None:
        """Bodies named by their place: municipalities, county boards, police regions and areas."""
        folded = key(name)
        if found := re.fullmatch(r"(.+?) (?:kommun|kommuns|stad|stads|kommunen)", folded):
            # Håbo and Habo differ by their ring alone.
            code = self.accented.get(name.strip().lower()[: found.end(1)]) or self.places.get(found[1])
            return Entry(f"kommun-{code}", "kommun") if code else None
        if found := re.fullmatch(r"(?:lansstyrelsen|lansstyrelse|lst)s? (?:i )?(.+?)(?: lan)?s?", folded):
            lan = self.lan.get(found[1])
            return Entry(f"lansstyrelsen-{lan}", "myndighet") if lan else None
        if found := re.fullmatch(r"(?:polisregion|(?:polisen|polismyndigheten),? (?:polis)?region) (\w+)", folded):
            region = found[1]
            return Entry(f"polisregion-{region}", "myndighet") if region in _POLICE_REGIONS else None
        if found := re.fullmatch(
            r"(?:(?:polisen|polismyndigheten|polisens),? )?"
            r"(lokalpolisomrade|polisomrade|narpolisomrade|lpo)t? (?:i )?(.+)",
            folded,
        ):
            area = name.split()[-len(found[2].split()) :]
            if len(area) > 1 and not all(w[:1].isupper() or key(w) in self.places or w == "län" for w in area):
                return None
            kind = "lokalpolisomrade" if found[1] == "lpo" else found[1]
            return Entry(f"{kind}-{slug(found[2])}", "myndighet")
        return None

    def mended(self, name: str) -> str:
        """A name that was misread by a letter or two, as the registers spell it; any other as it is."""
        whole = self.restored(name)
        if self.known(whole) is not None or "(" in name:
            return whole
        folded = key(whole)
        nearest = self._nearest(folded, self._names)
        if nearest is not None:
            spelling = self.spellings.get(nearest, nearest) if nearest.isascii() else nearest
            return spelling[:1].upper() + spelling[1:] if name[:1].isupper() else spelling
        if found := re.fullmatch(
            r"(lansstyrelsen(?: i)?|region|polisomrade|lokalpolisomrade) (.+)|(.+?) (kommun|stad)", folded
        ):
            place = found[2] or found[3]
            near = self._nearest(place, tuple(sorted(self.lan if found[2] else self.places)))
            if near is not None:
                right = " ".join(w.capitalize() for w in self.spellings.get(near, near).split())
                start = found.start(2) if found[2] else found.start(3)
                return whole[:start] + right + whole[start + len(place) :]
        return whole

    @staticmethod
    def _nearest(folded: str, names: tuple[str, ...]) -> str | None:
        """The one name within a letter (two from twelve on); None where none or several are."""
        if len(folded) < 6:
            return None
        limit = 1 if len(folded) < 12 else 2
        best = process.extract(folded, names, scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=3)
        close = [name for name, distance, _ in best if distance == best[0][1]]
        return close[0] if len(close) == 1 else None

    def _headed(self, folded: str) -> Entry | None:
        """A known head before a place or a name (*Polisen Kalmar*), or after a genitive (*kommunens kommunpolis*)."""
        words = folded.split()
        for size in range(len(words) - 1, 0, -1):
            head = " ".join(words[:size])
            rest = words[size]
            if rest in ("i", "pa", "vid", "inom", "for", "av", "hos", "fran") or rest in self.places or size == 1:
                entry = self.folded.get(head)
                if entry is not None and (
                    rest in self.places or rest in ("i", "pa", "vid", "hos") or entry.type == "myndighet"
                ):
                    return entry
        if len(words) > 1 and words[0].endswith("s") and (owner := words[0]) and not owner.endswith("ss"):
            tail = " ".join(words[1:])
            if (
                words[0] in ("kommunens", "stadens", "regionens", "polisens", "lokalpolisomradets", "respektive")
                or words[0] in self.places
            ):
                return self.folded.get(tail) or self.stems.get(stem(tail))
        return None

    def _damaged(self, folded: str) -> Entry | None:
        if len(folded) < 7 or not folded.replace(" ", "").isalpha():
            return None
        limit = 1 if len(folded) < 12 else 2
        best = process.extract(folded, self._names, scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=3)
        ids = {self.folded[name].id for name, distance, _ in best if distance == best[0][1]}
        return self.folded[best[0][0]] if len(ids) == 1 else None

    def type_of(self, name: str) -> ActorType | None:
        """The type that the ending of an unknown name tells, None where it tells nothing."""
        bare = re.sub(r"\([^)]*\)?", " ", unicodedata.normalize("NFC", name))
        folded = key(bare)
        head = re.split(r" (?:i|pa|for|mot|vid|inom|av|hos|fran|med) ", folded)[0]
        words = head.split()
        if len(words) > 1 and not _COMPANY.isdisjoint(words):
            return "företag"
        # The first word first: "chef elevhälsan", "föreningen Hem och skola".
        for word in [words[0], words[-1]] if len(words) > 1 else words:
            for start in range(len(word)):
                kind = self.patterns.suffixes.get(word[start:])
                if kind is not None and (start or word not in self.patterns.weak):
                    return kind
        return None


def _candidates(name: str) -> Iterator[str]:
    """The name, without what stands in brackets, and what stands in brackets."""
    yield name
    if "(" in name:
        yield re.sub(r"\s*\([^)]*\)?\s*", " ", name).strip()
        if inner := re.search(r"\(([^)]+)\)?", name):
            yield inner[1]


def _csv(name: str) -> list[dict[str, str]]:
    text = resources.files(_PACKAGE).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(_PACKAGE).joinpath(name).read_text(encoding="utf-8"))


@cache
def _patterns() -> Patterns:
    data = _toml("patterns.toml")
    suffixes = {key(s): cast(ActorType, t) for t, listed in data["suffixes"].items() for s in listed}

    def listed(section: str) -> tuple[str, ...]:
        return tuple(sorted({w.lower() for w in data[section]["words"]}, key=lambda w: (-len(w), w)))

    return Patterns(
        suffixes,
        frozenset(key(w) for w in data["weak"]["words"]),
        frozenset(key(w) for w in data["domains"]["words"]),
        listed("prefixes"),
        listed("trailers"),
        listed("joiners"),
        listed("heads"),
        listed("definite"),
        tuple(data["definite"]["rejoined"]),
        listed("belonging"),
        listed("areal"),
        listed("inflections"),
        frozenset(data["common_places"]["words"]),
    )


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


def _accented() -> dict[str, str]:
    names = [(row["place"].lower(), row["code"]) for row in _csv("kommuner.csv")]
    return {form: code for name, code in names for form in (name, name + "s")}


@cache
def load_registers(own: str | None = None) -> Registers:
    """The registers, with a user's own file of further actors where `own` names one; its names win.

    Raises:
        UsageError: the file cannot be read or has another form than `actors.toml`.
    """
    tables = [_toml("actors.toml")] + ([_own(own)] if own is not None else [])
    exact: dict[str, Entry] = {}
    folded: dict[str, Entry] = {}
    stems: dict[str, Entry | None] = {}
    separated: set[str] = set()
    for table in tables:
        for kind, actors in table.items():
            for identifier, names in actors.items():
                entry = Entry(identifier, cast(ActorType, kind))
                own_table = table is not tables[0]
                for name in names:
                    if len(name) <= 6 and name.isupper():
                        exact[name] = entry
                    if own_table:
                        folded[key(name)] = entry
                    else:
                        folded.setdefault(key(name), entry)
                    _stem(stems, name, entry, own_table)
                    if re.search(r"[,/&]| och | samt |\.", name):
                        separated.add(name)
    places, lan = _places()
    patterns = tuple(_separated(name) for name in sorted(separated, key=lambda n: (-len(n), n)))
    unambiguous = {s: e for s, e in stems.items() if e is not None}
    names = tuple(sorted(n for n in folded if len(n) >= 7))
    spellings = _spellings([n for table in tables for kind in table.values() for names in kind.values() for n in names])
    return Registers(
        _patterns(), exact, folded, unambiguous, places, lan, _accented(), spellings, patterns, _names=names
    )


def _spellings(names: list[str]) -> dict[str, str]:
    """Names by their letters without diacritics; those that are words without them too are left out."""
    places = [row["place"] for row in _csv("kommuner.csv")]
    counties = [row["genitive"] for row in _csv("lan.csv")] + [row["name"] for row in _csv("lan.csv")]
    fixed = [
        "Länsstyrelsen",
        "Lokalpolisområde",
        "Polisområde",
        "Närpolisområde",
        "Polisregion Väst",
        "Polisregion Öst",
    ]
    directions = ["Västra", "Östra", "Södra", "Nordvästra", "Sydöstra", "Nordöstra", "Sydvästra", "län"]
    every = [*names, *places, *(p if p.endswith("s") else p + "s" for p in places), *counties, *fixed, *directions]
    folded: dict[str, set[str]] = {}
    for name in every:
        low = name.lower()
        folded.setdefault(low.translate(_ACCENTS), set()).add(low)
    return {f: next(iter(s)) for f, s in sorted(folded.items()) if len(s) == 1 and f not in s and len(f) > 2}


def _stem(stems: dict[str, Entry | None], name: str, entry: Entry, wins: bool) -> None:
    if len(name) <= 6 and name.isupper():
        return
    root = stem(key(name))
    other = stems.get(root, entry)
    stems[root] = entry if wins or other is None or other.id == entry.id else None


def _separated(name: str) -> re.Pattern[str]:
    words = [re.escape(w) for w in re.split(r"\s+", name)]
    return re.compile(r"(?<![\wåäöÅÄÖ])" + r"\s+".join(words) + r"(?![\wåäöÅÄÖ])", re.IGNORECASE)


def domain(word: str, patterns: Patterns, prefix: bool = False) -> bool:
    """Whether a word names a field of work, or begins with one."""
    folded = key(word).rstrip("-")
    if folded in patterns.domains:
        return True
    return prefix and any(folded.startswith(d) and len(d) >= 4 and len(folded) > len(d) + 3 for d in patterns.domains)
