"""The registers of known actors, and looking one up by any of its spellings.

The data stand in `ingest/normalise/registers/`: `kommuner.csv` (the 290 municipalities with Statistics Sweden's
codes), `lan.csv` (the 21 counties), `actors.toml` (bodies, roles, associations) and `patterns.toml` (how unknown
names are built). A user's own file has the form of `actors.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from ingest.language.patterns import expression, pattern, word_list, word_set
from ingest.normalise.actors.names import Patterns, key, slug, stem
from ingest.plan import ActorType

__all__ = ["KnownActor", "Registers", "SeparatedName"]

_LONGEST_ENDING = 24
"""Letters of the longest ending in `patterns.toml`, and some."""
_COMPANY = word_set("normalise", "registers.companies")
_POLICE_REGIONS = word_set("normalise", "registers.police_regions")


_BEFORE_PLACES = word_set("normalise", "registers.before_places")
_BEFORE_NAMES = word_set("normalise", "registers.before_names")
_OWNERS = word_set("normalise", "registers.owners")
_MUNICIPALITY = pattern("normalise", "registers.municipality")
_COUNTY_BOARD = pattern("normalise", "registers.county_board")
_POLICE_REGION = pattern("normalise", "registers.police_region")
_POLICE_AREA = pattern("normalise", "registers.police_area")
_POLICE_AREAS = dict([word_list("normalise", "registers.short_police_area")])
_COUNTY_BOARD_ID = expression("normalise", "registers.county_board_id")
_POLICE_REGION_ID = expression("normalise", "registers.police_region_id")
_COUNTY = expression("normalise", "registers.county")
_MISREAD = pattern("normalise", "registers.misread")
_AFTER_HEAD = pattern("normalise", "registers.after_head")


@dataclass(frozen=True, slots=True)
class KnownActor:
    """One known actor."""

    id: str
    type: ActorType


@dataclass(frozen=True, slots=True)
class SeparatedName:
    """A name that holds a separator; `word` is its longest word, case folded: a text without it is not searched."""

    name: str
    word: str

    @classmethod
    def of(cls, name: str) -> SeparatedName:
        """Return a name as one to search for."""
        return cls(name, max(name.casefold().split(), key=len))

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where it stands in a text as words of their own."""
        return (found.span() for found in _separated(self.name).finditer(text))


@cache
def _separated(name: str) -> re.Pattern[str]:
    words = [re.escape(w) for w in re.split(r"\s+", name)]
    return re.compile(r"(?<![\wåäöÅÄÖ])" + r"\s+".join(words) + r"(?![\wåäöÅÄÖ])", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Registers:
    """All names in tables made for fast lookup; make one with `load_registers`. Equal to itself alone."""

    patterns: Patterns
    exact: Mapping[str, KnownActor]
    """Abbreviations, by their letter case."""
    folded: Mapping[str, KnownActor]
    stems: Mapping[str, KnownActor]
    places: Mapping[str, str]
    """Folded place names, with and without genitive s, to municipality codes ("" for counties)."""
    lan: Mapping[str, str]
    accented: Mapping[str, str] = field(default_factory=dict)
    """Municipalities in lower case with their diacritics, with and without genitive s, to their codes."""
    spellings: Mapping[str, str] = field(default_factory=dict)
    """Names and places without their diacritics to the same in lower case with them."""
    with_separator: tuple[SeparatedName, ...] = ()
    _found: dict[tuple[str, bool], KnownActor | None] = field(default_factory=dict, repr=False, compare=False)
    _names: tuple[str, ...] = ()

    def find(self, name: str, *, damaged: bool = True) -> KnownActor | None:
        """The known actor that a name means.

        Args:
            name: one actor's name as written.
            damaged: also take names a letter or two away, for misreadings of long names.
        """
        memo = (name, damaged)
        if memo not in self._found:
            self._found[memo] = self._find(name, damaged)
        return self._found[memo]

    def with_people(self, names: Collection[str]) -> Registers:
        """Return registers that know people by name as well, as written: those of one document."""
        if not names:
            return self
        return replace(self, exact={**{n: KnownActor(slug(n), "annat") for n in names}, **self.exact}, _found={})

    def known(self, name: str) -> KnownActor | None:
        """A whole name from the registers, inflected or not, without guessing at places or damage."""
        return _known(self, name)

    def _find(self, name: str, damaged: bool) -> KnownActor | None:
        for candidate in _candidates(name):
            if (entry := self.known(candidate)) is not None:
                return entry
        folded = key(re.sub(r"\([^)]*\)?", " ", name))
        if (entry := self._headed(folded)) is not None:
            return entry
        code = self.accented.get(name.strip(" .,").lower()) or self.places.get(folded)
        if code and folded not in self.patterns.common_places and name[:1].isupper():
            return KnownActor(f"kommun-{code}", "kommun")
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

    def geographic(self, name: str) -> KnownActor | None:
        """Bodies named by their place: municipalities, county boards, police regions and areas."""
        folded = key(name)
        if found := _MUNICIPALITY.fullmatch(folded):
            # Håbo and Habo differ by their ring alone.
            code = self.accented.get(name.strip().lower()[: found.end(1)]) or self.places.get(found[1])
            return KnownActor(f"kommun-{code}", "kommun") if code else None
        if found := _COUNTY_BOARD.fullmatch(folded):
            lan = self.lan.get(found[1])
            return KnownActor(f"{_COUNTY_BOARD_ID}-{lan}", "myndighet") if lan else None
        if found := _POLICE_REGION.fullmatch(folded):
            region = found[1]
            return KnownActor(f"{_POLICE_REGION_ID}-{region}", "myndighet") if region in _POLICE_REGIONS else None
        if found := _POLICE_AREA.fullmatch(folded):
            area = name.split()[-len(found[2].split()) :]
            if len(area) > 1 and not all(w[:1].isupper() or key(w) in self.places or w == _COUNTY for w in area):
                return None
            kind = _POLICE_AREAS.get(found[1], found[1])
            return KnownActor(f"{kind}-{slug(found[2])}", "myndighet")
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
        if found := _MISREAD.fullmatch(folded):
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

    def _headed(self, folded: str) -> KnownActor | None:
        """A known head before a place or a name (*Polisen Kalmar*), or after a genitive (*kommunens kommunpolis*)."""
        words = folded.split()
        for size in range(len(words) - 1, 0, -1):
            rest = words[size]
            if rest in _BEFORE_NAMES or rest in self.places or size == 1:
                entry = self.folded.get(" ".join(words[:size]))
                if entry is not None and (rest in self.places or rest in _BEFORE_PLACES or entry.type == "myndighet"):
                    return entry
        owner = words[0] if len(words) > 1 else ""
        if owner.endswith("s") and not owner.endswith("ss") and (owner in _OWNERS or owner in self.places):
            tail = " ".join(words[1:])
            return self.folded.get(tail) or self.stems.get(stem(tail))
        return None

    def _damaged(self, folded: str) -> KnownActor | None:
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
        head = _AFTER_HEAD.split(folded)[0]
        words = head.split()
        if len(words) > 1 and not _COMPANY.isdisjoint(words):
            return "företag"
        if len(words) > 1 and (told := self._told_by_whole_words(words)) is not None:
            return told
        # The first word first: "chef elevhälsan", "föreningen Hem och skola".
        for word in [words[0], words[-1]] if len(words) > 1 else words:
            for start in range(max(0, len(word) - _LONGEST_ENDING), len(word)):
                kind = self.patterns.suffixes.get(word[start:])
                if kind is not None and (start or word not in self.patterns.weak):
                    return kind
        return None

    def _told_by_whole_words(self, words: Sequence[str]) -> ActorType | None:
        return self.patterns.first_words.get(words[0]) or self.patterns.last_words.get(words[-1])


def _candidates(name: str) -> Iterator[str]:
    """The name, without what stands in brackets, and what stands in brackets."""
    yield name
    if "(" in name:
        yield re.sub(r"\s*\([^)]*\)?\s*", " ", name).strip()
        if inner := re.search(r"\(([^)]+)\)?", name):
            yield inner[1]


@lru_cache(maxsize=1 << 15)
def _known(registers: Registers, name: str) -> KnownActor | None:
    bare = name.strip(" .,;:")
    if bare in registers.exact:
        return registers.exact[bare]
    folded = key(name)
    return registers.folded.get(folded) or registers.stems.get(stem(folded)) or registers.geographic(name)
