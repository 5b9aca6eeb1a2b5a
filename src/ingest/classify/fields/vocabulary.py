"""Heading words: what a column heading or a label says of the field below or beside it.

The words are data (`data/headings.toml`); a user's own file of the same form adds to them. A heading is compared
without case, accents, punctuation and spaces, so that OCR and lost diacritics do little harm, and by edit distance
where nothing equals it. Swedish puts the deciding part last (`Åtgärdsansvarig` is a *vem*) and before a preposition
(`Ansvarig för genomförandet`); that decides headings that stand in no list.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from copy import copy
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, cast

from rapidfuzz.distance import Levenshtein

from ingest.classify.fields.examples import Examples
from ingest.classify.fields.folding import allowed_edits, compact, confused, heading_key, is_language, stems_of
from ingest.classify.fields.heading import LABELS, PRIOR, Label, Meaning, meaning_of, mixed
from ingest.errors import UsageError
from ingest.language.lexicon import readings
from ingest.language.lists import without_continued
from ingest.language.patterns import pattern, word_list, word_set

__all__ = ["Vocabulary", "load", "time_words"]

_STANDING = word_set("classify", "vocabulary.standing")
_NO_FORMS = word_set("classify", "vocabulary.no_forms")
_HELPING = word_set("classify", "vocabulary.helping")
_PREPOSITIONS = word_set("classify", "vocabulary.prepositions")
_QUESTIONS: Mapping[str, Label] = dict(word_list("classify", "vocabulary.questions"))
_QUESTION_TURNS: tuple[tuple[str, Label], ...] = word_list("classify", "vocabulary.turns")
_BOUND = pattern("classify", "vocabulary.bound")
_MARKER = pattern("classify", "vocabulary.marker")
_YEARS_BEHIND = pattern("classify", "vocabulary.years_behind")
_WAYS = pattern("classify", "vocabulary.ways")
_LONGEST_LABEL = 60
"""Letters of a label at most."""
_CHOICES = pattern("classify", "vocabulary.choices")
_PROMISE = pattern("classify", "vocabulary.promise")
_UNTIL = pattern("classify", "vocabulary.until")


_OF_A_PERSON = 0.97
"""Probability of a field that a person has told a heading to be: as much as a pattern of ours says."""
# Probability of the field that a heading names, by how it was found in the lists.
_LISTED = 0.97
_LISTED_FACT = 0.96
_LEAST_CONFUSABLE = 3
"""Letters of a heading that can be told when OCR confuses them."""
_SHORT_HEADING = range(3, 5)
"""Letters of a heading that is told by shapes alone."""
_IN_USE = -22.0
"""log2 probability of a word from which a heading may be meant as it stands (0.2 uses in a million words)."""
_SHAPES: tuple[tuple[str, str], ...] = word_list("classify", "vocabulary.shapes")
"""Letters, and what recognition takes them for."""
_PROMISE_WORDS = 8
_WITHOUT_BRACKETS = 0.97
_WITHOUT_TIME = 0.95
_TURN = 0.85
_LIKE, _NEARLY = 0.8, 0.9
"""How well the vocabulary knows a heading that is like a listed one, or is one but for its ending or a letter."""
_QUESTION = 0.8
_SINGLE = 0.86
_HEAD = 0.84
_VOTED = 0.62
_LEAST_STEM = 3
_INFLECTED = 0.96
_KEPT = 20_000
"""Texts whose nearest heading is kept."""
_LONG = 8
"""Letters of a heading in which one wrong letter leaves no doubt."""
_FOR_EACH_ERROR = 0.04


class Vocabulary:
    """Heading words, ready to ask; built by `load`."""

    def __init__(self, data: Mapping[str, Any], own: Mapping[str, Any] | None = None) -> None:
        """Take the words of a file, and of the user's own once more: what a person is sure of no pattern overrules."""
        fields_of_own = cast("Mapping[str, Mapping[str, list[str]]]", (own or {}).get("fields", {}))
        self._own: dict[str, Label] = {
            compact(word): cast(Label, name) for name, lists in fields_of_own.items() for word in lists.get("sure", ())
        }
        self.confidence: Mapping[str, tuple[float, float]] = {
            name: (float(pair[0]), float(pair[1])) for name, pair in data.get("confidence", {}).items()
        }
        """What corrections have taught of the confidence: the factor of a field's log-odds, and what is added."""
        self._exact: dict[str, tuple[Label, float]] = {}
        self._heads: dict[str, Label] = {}
        self._parts: list[tuple[str, Label]] = []
        fields = cast("Mapping[str, Mapping[str, list[str]]]", data["fields"])
        for name, lists in fields.items():
            label = cast(Label, name)
            for kind, probability in (("likely", 0.72), ("open", 0.5)):
                for word in lists.get(kind, ()):
                    self._exact.setdefault(compact(word), (label, probability))
            for word in lists.get("partners", ()):
                self._exact[compact(word)] = (label, _LISTED)
            for word in lists.get("heads", ()):
                self._heads[heading_key(word)] = label
            self._parts += [(heading_key(word).replace(" ", ""), label) for word in lists.get("parts", ())]
        # Words that say their field alone win over the same word as a likely one.
        for name, lists in fields.items():
            for word in lists.get("sure", ()):
                self._exact[compact(word)] = (cast(Label, name), _LISTED_FACT)
        self._confusable = {confused(key): key for key in self._exact if len(key) >= _LEAST_CONFUSABLE}
        self._misread = _misreadings(self._exact)
        self._lengths: dict[int, list[str]] = {}
        for key in self._exact:
            self._lengths.setdefault(len(key), []).append(key)
        self._patterns = [
            (re.compile(pattern), cast(Label, name))
            for name, patterns in cast("Mapping[str, list[str]]", data.get("patterns", {})).items()
            for pattern in patterns
        ]
        units = cast("Mapping[str, list[str]]", data.get("units", {}))
        self._units = [re.compile(sign) for sign in units.get("signs", ())]
        self._sets: dict[str, frozenset[str]] = {}
        for group in ("front", "foreign", "prose", "records", "comments", "due"):
            for kind, words in cast("Mapping[str, list[str]]", data.get(group, {})).items():
                self._sets[f"{group}.{kind}"] = frozenset(compact(w) for w in words)
        self._lists: dict[str, Label] = {
            compact(word): cast(Label, name)
            for name, words in cast("Mapping[str, list[str]]", data.get("lists", {})).items()
            for word in words
        }
        marks = cast("Mapping[str, list[str]]", data.get("marks", {}))
        self.yes = frozenset(m.casefold() for m in marks.get("yes", ()))
        self.no = frozenset(m.casefold() for m in marks.get("no", ()))
        times = cast("Mapping[str, list[str]]", data.get("times", {}))
        self._times = frozenset(compact(t) for t in times.get("columns", ()))
        signs = cast("Mapping[str, list[str]]", data.get("signs", {}))
        self.signs = {name: tuple(re.compile(p) for p in patterns) for name, patterns in signs.items()}
        """Patterns on sentences in lower case, by the name of what they are a sign of."""
        self.examples = Examples(data.get("examples", ()))
        """What a person has decided of single texts, for the fitted decisions."""
        self._learned: Mapping[str, Label] = {}
        self._cache: dict[str, Meaning] = {}
        self._labels: dict[str, Label | None] = {}
        """By the folded text the field of a label, as far as no document has taught another."""
        self._told: dict[str, Label | None] = {}
        """By the text as it stands the field of a label, those that the document has taught among them."""
        self._near: dict[str, tuple[Label, float, float] | None] = {}
        self._near_lists: dict[str, Label | None] = {}
        """What was looked up with edits, most recently."""
        limits = ((word, allowed_edits(len(word)), label) for word, label in self._lists.items())
        self._list_words = [one for one in limits if one[1]]
        """Words for lists that an edit or two leave what they are, with how many do."""

    def heading(self, text: str) -> Meaning:
        """The meaning of a column heading or label."""
        if text not in self._cache:
            self._cache[text] = self._heading(text)
        return self._cache[text]

    def label(self, text: str) -> Label | None:
        """The field of a label that stands in the lists, with an edit or two at most; None for any other text."""
        try:
            return self._told[text]
        except KeyError:
            if len(self._told) >= _KEPT:
                self._told.clear()
            label = self._told[text] = self._label_of(text)
            return label

    def _label_of(self, text: str) -> Label | None:
        key = heading_key(text)
        if key in self._learned:
            return self._learned[key]
        if key not in self._labels:
            if len(self._labels) >= _KEPT:
                self._labels.clear()
            self._labels[key] = self._label(key)
        return self._labels[key] or self._said_twice(text)

    def _said_twice(self, text: str) -> Label | None:
        """The field of a label that says it in two ways (`Brist eller risk – vad har vi sett?`)."""
        if len(text) > _LONGEST_LABEL:
            return None
        parts = [p for p in _WAYS.split(text) if heading_key(p)]
        labels = {self.label(p) for p in parts} if len(parts) > 1 else set()
        return labels.pop() if len(labels) == 1 else None

    def _label(self, key: str) -> Label | None:
        found = self._lookup(key)
        if found is not None:
            return found[0]
        return next((label for sign, label in self._patterns if label != "other" and sign.search(key)), None)

    def with_labels(self, labels: Mapping[str, Label]) -> Vocabulary:
        """Return these heading words with the labels (folded) that one document uses again and again."""
        more = copy(self)
        more._learned = {**self._learned, **labels}
        more._told = {}
        return more

    def list_field(self, text: str) -> Label | None:
        """The field of what stands below a heading, where the heading is nothing but a field word (`Åtgärder`)."""
        text = without_continued(text)
        key = compact(text)
        if key in self._lists:
            return self._lists[key]
        if self._learned.get(heading_key(text), "other") != "other":
            return self._learned[heading_key(text)]
        if text.rstrip().endswith("?") and self._exact.get(key, ("other", 0.0))[0] != "other":
            # A question that heads a column heads a list as well.
            return self._exact[key][0]
        # "Åtgärder, mål 11-12", "Mål 3", "Åtgärder:" carry numbers that bind goals and measures.
        bare = _BOUND.sub("", key)
        if bare and bare != key and self._lists.get(bare) in ("mål", "åtgärd") and ": " not in text:
            return self._lists[bare]
        if _PROMISE.search(heading_key(text)) and len(text.split()) <= _PROMISE_WORDS:
            return "åtgärd"
        if key not in self._near_lists:
            if len(self._near_lists) >= _KEPT:
                self._near_lists.clear()
            self._near_lists[key] = self._nearest_list(key)
        return self._near_lists[key]

    def is_due(self, text: str) -> bool:
        """Return whether a heading says what is to be done by the next meeting (`Att göra till nästa möte`)."""
        head = _UNTIL.sub("", heading_key(text))
        if not head or head == heading_key(text):
            return False
        return compact(head) in self._sets["due.heads"] or self._lists.get(compact(head)) == "åtgärd"

    def _nearest_list(self, key: str) -> Label | None:
        """The field of the first word for a list that a folded text is but for an edit or two."""
        for word, limit, label in self._list_words:
            if abs(len(word) - len(key)) <= limit and Levenshtein.distance(word, key, score_cutoff=limit) <= limit:
                return label
        return None

    def is_front(self, text: str, *, strong: bool = False) -> bool:
        """Return whether a label belongs to the block of document facts on the front page."""
        return compact(text) in self._sets["front.strong" if strong else "front.labels"]

    def is_foreign(self, text: str) -> bool:
        """Return whether a column heading tells a table of another kind (budget, contents, risks, addresses)."""
        return compact(text) in self._sets["foreign.headings"]

    def is_foreign_title(self, text: str) -> bool:
        """Return whether a heading tells that what follows holds no measures."""
        return compact(text) in self._sets["foreign.titles"]

    def is_prose_title(self, text: str) -> bool:
        """Return whether a heading opens running text at the front or the end of a plan (`Inledning`)."""
        return compact(text) in self._sets["prose.titles"]

    def is_comment(self, text: str) -> bool:
        """Return whether a label opens a comment on the row above (`Kommentar:`)."""
        return compact(text) in self._sets["comments.labels"]

    def is_record_marker(self, text: str, *, titled: bool = False) -> bool:
        """Return whether a text only numbers the record that follows (`Åtgärd 1`).

        Args:
            text: a line, or what stands before its title.
            titled: whether a title follows; of some words it is then a theme's (`Löfte 1: Lugnare trafik`).
        """
        match = _MARKER.fullmatch(heading_key(text))
        names = self._sets["records.markers"] | (frozenset() if titled else self._sets["records.themes"])
        return match is not None and match.group(1) in names

    def is_time_heading(self, text: str) -> bool:
        """Return whether a column heading is a month, quarter, term or year."""
        key = compact(text)
        bare = re.sub(r"(19|20)\d\d$|\d\d$", "", key)
        return key in self._times or bare in self._times or re.fullmatch(r"20\d\d(20\d\d|\d\d)?", key) is not None

    def _heading(self, text: str) -> Meaning:
        key = heading_key(text)
        if not key:
            return Meaning(PRIOR, 0.0)
        if compact(text) in self._own:
            return meaning_of(self._own[compact(text)], _OF_A_PERSON, 1.0)
        if any(sign.search(text.casefold()) for sign in self._units):
            return meaning_of("other", _LISTED, 1.0)
        for sign, label in self._patterns:
            if sign.search(key):
                return meaning_of(label, _LISTED, 1.0)
        found = self._lookup(key)
        if found is not None:
            return meaning_of(*found)
        bare = " ".join(re.sub(r"\([^)]*\)?", " ", key).split())
        if bare and bare != key:
            found = self._lookup(bare)
            if found is not None:
                return meaning_of(found[0], found[1] * _WITHOUT_BRACKETS, found[2])
        key = bare or key
        dateless = _YEARS_BEHIND.sub("", key)
        if dateless != key:
            found = self._lookup(dateless)
            if found is not None:
                return meaning_of(found[0], found[1] * _WITHOUT_TIME, found[2])
        for turn, label in _QUESTION_TURNS:
            if re.search(turn, key):
                return meaning_of(label, _TURN, _LIKE)
        choices = [p for p in _CHOICES.split(text) if heading_key(p)]
        if len(choices) > 1:
            meanings = [self.heading(p) for p in choices]
            if any(m.known >= 0.5 for m in meanings):
                return mixed(meanings)
        return self._by_parts(key)

    def _by_parts(self, key: str) -> Meaning:
        tokens = key.split()
        stop = next((i for i, t in enumerate(tokens) if i and t in _PREPOSITIONS), len(tokens))
        phrase = tokens[:stop]
        if tokens[0] in _QUESTIONS and len(tokens) > 1:
            return meaning_of(_QUESTIONS[tokens[0]], _QUESTION, _LIKE)
        # The noun that decides a Swedish phrase stands last in it, an adjective or owner before it.
        for token in (phrase[-1], *phrase[:-1]):
            single = self._lookup(token, exact=True)
            if single is not None:
                return meaning_of(_of_phrase(single[0], phrase), min(single[1], _SINGLE), _LIKE)
        for token in (phrase[-1], *phrase[:-1]):
            head = self._head(token)
            if head is not None:
                return meaning_of(_helped(head, phrase), _HEAD, _LIKE)
        joined = key.replace(" ", "")
        hits = {label: max(len(p) for p, la in self._parts if la == label and p in joined)
                for part, label in self._parts if part in joined}  # fmt: skip
        if hits:
            return meaning_of(max(hits, key=lambda label: hits[label]), _VOTED, 0.5)
        return Meaning(PRIOR, 0.0)

    def _head(self, token: str) -> Label | None:
        if token in _NO_FORMS:
            return None
        stems = stems_of(token)
        for stem in stems:
            if stem in self._heads:
                return self._heads[stem]
        # Two letters and a linking s or not: at least a short first part before the head. The longest head decides.
        for length in range(max(map(len, stems), default=0) - _LEAST_STEM, 2, -1):
            ends = {stem[-length:] for stem in stems if len(stem) >= length + _LEAST_STEM} & self._heads.keys()
            if ends:
                return self._heads[min(ends, key=list(self._heads).index)]
        return None

    def _lookup(self, key: str, exact: bool = False) -> tuple[Label, float, float] | None:
        joined = key.replace(" ", "")
        if joined in self._exact:
            label, probability = self._exact[joined]
            return label, probability, 1.0
        if exact or joined in self._times:
            # `Maj` is no misread `Mål`.
            return None
        seen_as = self._confusable.get(confused(joined))
        if seen_as is not None:
            label, probability = self._exact[seen_as]
            return label, probability * _INFLECTED, _NEARLY
        if joined in self._misread:
            label, probability = self._exact[self._misread[joined]]
            return label, probability * (1 - _FOR_EACH_ERROR), _LIKE
        if key not in self._near:
            if len(self._near) >= _KEPT:
                self._near.clear()
            self._near[key] = self._nearest(key, joined)
        return self._near[key]

    def _nearest(self, key: str, joined: str) -> tuple[Label, float, float] | None:
        """The heading that a folded text (`joined`: without its spaces) is but for an edit or two."""
        # Digits are not misread for each other without a trace: `maj 2027` is no `mål 2027`.
        limit = allowed_edits(sum(map(str.isalpha, joined)))
        if not limit or is_language(key):
            return None
        best: tuple[int, str] | None = None
        for length in range(len(joined) - limit, len(joined) + limit + 1):
            most = min(limit, allowed_edits(length))
            for word in self._lengths.get(length, ()):
                cut = min(most, best[0] - 1) if best else most
                if length < _LONG and word[0] != joined[0]:
                    continue
                distance = Levenshtein.distance(word, joined, score_cutoff=cut)
                if distance <= cut:
                    best = (distance, word)
        if best is None:
            return None
        label, probability = self._exact[best[1]]
        # In short words an edit is often another word (utföra, utförd).
        return label, probability * (1 - _FOR_EACH_ERROR * best[0]), _NEARLY if len(joined) >= _LONG else _LIKE


def _misreadings(keys: Mapping[str, object]) -> dict[str, str]:
    """Short headings (`Tid`, too short for an edit) as a scan has misread them by one shape (`Iid`), by what they were
    read as: no word, and no other heading."""
    out: dict[str, str] = {}
    for key in sorted(k for k in keys if len(k) in _SHORT_HEADING and k.isalpha()):
        for meant, read in _SHAPES:
            for at in range(len(key)):
                if key.startswith(meant, at):
                    seen = key[:at] + read + key[at + len(meant) :]
                    if seen not in keys and not any(r.log2 > _IN_USE for r in readings(seen)):
                        out.setdefault(seen, key)
    return out


def _of_phrase(label: Label, phrase: Sequence[str]) -> Label:
    """The field of a phrase by that of its noun: an ordinary or former `vem` is none, nor is one who helps."""
    return "other" if label == "vem" and not _STANDING.isdisjoint(phrase) else _helped(label, phrase)


def _helped(label: Label, phrase: Sequence[str]) -> Label:
    return "other" if label == "vem" and not _HELPING.isdisjoint(phrase) else label


def load(path: str | None = None) -> Vocabulary:
    """The package's heading words, and those of the user's file on top.

    Raises:
        UsageError: the user's file is missing or no TOML of the right form.
    """
    return _load(path, "" if path is None else _digest(path))


def _digest(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the vocabulary {path!r} cannot be read: {error}", remedy="See docs/classify.md.") from error


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("ingest.classify").joinpath(f"data/{name}").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def time_words() -> frozenset[str]:
    """Words, in lower case, that may stand beside a date in a time."""
    return frozenset(_data("sentences.toml")["tails"]["time"])


@cache
def tail_signs(name: str) -> tuple[re.Pattern[str], ...]:
    """Patterns, on text in lower case, of what may stand at a line's end: "undated" times, or a "sentence"."""
    return tuple(re.compile(sign) for sign in _data("sentences.toml")["tails"][name])


@lru_cache(maxsize=4)
def _load(path: str | None, text: str) -> Vocabulary:
    # `text` is part of the key, so that an edited file is read again.
    data = {**_data("headings.toml"), **_data("sentences.toml")}
    if path is not None:
        try:
            own = tomllib.loads(text)
            data = _merge(data, own)
            _check(data)
            return Vocabulary(data, own)
        except (tomllib.TOMLDecodeError, TypeError, ValueError, AttributeError, KeyError, re.error) as error:
            raise UsageError(f"the vocabulary {path!r} is wrong: {error}", remedy="See docs/classify.md.") from error
    return Vocabulary(data)


def _check(data: Mapping[str, Any]) -> None:
    for name, lists in data["fields"].items():
        if name not in LABELS:
            raise ValueError(f"fields.{name}: the fields are {', '.join(LABELS)}")
        for kind, words in lists.items():
            if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
                raise ValueError(f"fields.{name}.{kind} must be a list of texts")
    for name, pair in data.get("confidence", {}).items():
        if name not in LABELS or not isinstance(pair, list) or len(pair) != len(("factor", "addend")) or pair[0] < 0:
            raise ValueError(f"confidence.{name} must be a field with a factor (0 or more) and an addend")


def _merge(base: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    out = dict(base)
    for key, value in more.items():
        if isinstance(value, Mapping):
            out[key] = _merge(out.get(key, {}), value)
        elif isinstance(value, list):
            out[key] = [*out.get(key, []), *value]
        else:
            raise ValueError(f"{key!r} must be a table or a list")
    return out
