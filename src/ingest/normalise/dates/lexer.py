"""The words of a *när* as atoms: units of time, the words that bind them, separators, and everything else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache

from ingest.language.patterns import expression, word_list, word_set
from ingest.normalise.dates import recurrence
from ingest.normalise.dates.first_match import first_match
from ingest.normalise.dates.folding import alternatives, fold_in_place, words
from ingest.normalise.dates.patterns import date_patterns
from ingest.normalise.dates.token import Atom, AtomKind, Handler

__all__ = ["atoms", "fill"]


def _simple(kind: AtomKind) -> Handler:
    return lambda found, text: [Atom(kind, found.start(), found.end())]


@cache
def _ignored() -> tuple[tuple[str, Handler], ...]:
    """Times of the day, lengths of time, steps with a number: no dates."""
    hour = r"[0-2]?[0-9](?:[.:][0-5][0-9])?"
    lengths = expression("normalise", "lexer.lengths")
    counts = "|".join(fold_in_place(w) for w in words()["counts"]["words"])
    steps = expression("normalise", "lexer.steps")
    span = rf"(?:[0-9]{{1,3}}(?:[,.][0-9]+)?|{counts})(?:[ ]?-[ ]?[0-9]{{1,3}})?"
    before = expression("normalise", "lexer.before_length")
    patterns: tuple[tuple[str, AtomKind], ...] = (
        (expression("normalise", "lexer.clock", hour=hour), "clock"),
        (r"[0-2]?[0-9][.:][0-5][0-9][ ]?-[ ]?[0-2]?[0-9][.:][0-5][0-9](?![0-9.])", "clock"),
        (r"[0-2]?[0-9]:[0-5][0-9](?![0-9])", "clock"),
        (rf"(?:{steps})[ ]?[0-9]{{1,2}}[a-d]?(?![a-z0-9/:])(?![.][0-9])", "word"),
        (rf"{before}{span}[ ]?(?:{lengths})(?![a-z0-9])(?:/(?:{lengths}))?", "duration"),
        (r"[0-9]+(?::[0-9]+|/[0-9]{3,})", "word"),
    )
    return tuple((p, _simple(kind)) for p, kind in patterns)


class _Rules:
    """The rules for what begins with a digit or with a letter."""

    def __init__(self, digit_first: bool) -> None:
        self._all = (*date_patterns(digit_first), *_ignored())
        self.asked = 0
        """How often so far."""

    def worth(self, folded: str, at: int) -> Sequence[tuple[str, Handler]]:
        """Return the rules from the first on that may match at an offset.

        Which is the first tells a pattern of all of them joined; to make it takes longer than a short document has
        atoms to try all rules on.
        """
        self.asked += 1
        return self._all[self.first(folded, at) :] if self.asked > _FEW else self._all

    @cached_property
    def first(self) -> Callable[[str, int], int]:
        return first_match([rule for rule, _ in self._all])


@cache
def _rules(digit_first: bool) -> _Rules:
    return _Rules(digit_first)


def fill() -> None:
    """Make ready for long documents: for a process that others are copies of."""
    for digit_first in (False, True):
        rules = _rules(digit_first)
        rules.first("", 0)
        rules.asked = _FEW


# Each is compiled when a text first needs it.
_compiled = cache(re.compile)


@cache
def _phrases() -> Mapping[str, tuple[str, tuple[tuple[AtomKind, str, bool], ...]]]:
    """By first character, one expression over all its word phrases, the longest first, and what each means."""
    table = words()
    entries: dict[str, tuple[AtomKind, str, bool]] = {}

    def add(phrases: Iterable[str], kind: AtomKind, value: str, noun: bool = False) -> None:
        for phrase in phrases:
            entries.setdefault(fold_in_place(phrase), (kind, value, noun))

    for value, phrases in table["bounds"].items():
        add(phrases, "bound", value)
    for value, phrases in table["parts"].items():
        add(phrases, "part", value)
    for value, lists in table["roles"].items():
        add(lists["bare"], "role", value)
        add(lists["noun"], "role", value, True)
    add(table["preliminary"]["words"], "prelim", "")
    for value, phrases in table["recurrence"].items():
        add(phrases, "rec", value)
    add(table["onwards"]["words"], "onwards", "")
    add(word_list("normalise", "lexer.yearly"), "rec", "yearly")
    add(word_list("normalise", "lexer.and"), "sep", "and")
    add(word_list("normalise", "lexer.to"), "to", "")
    add(table["ignored"]["weekdays"], "skip", "")
    add(table["ignored"]["verbs"], "verb", "")
    add(table["ignored"]["words"], "skip", "")
    by_first: dict[str, list[str]] = {}
    for phrase in sorted(entries, key=lambda p: (-len(p), p)):
        by_first.setdefault(phrase[0], []).append(phrase)
    return {
        first: (
            rf"(?:{'|'.join(f'({alternatives([p])})' for p in phrases)})\.?(?![a-z0-9])",
            tuple(entries[p] for p in phrases),
        )
        for first, phrases in by_first.items()
    }


@cache
def _suffixes() -> tuple[tuple[str, str], ...]:
    pairs = [(fold_in_place(s), role) for role, lists in words()["roles"].items() for s in lists.get("suffix", ())]
    return tuple(sorted(pairs, key=lambda p: -len(p[0])))


_WORD = re.compile(r"[a-z0-9]+(?:[-':./][a-z0-9]+)*-?|[^\sa-z0-9]")
_NOT_START = word_set("normalise", "lexer.not_start")


def _word(folded: str, at: int) -> Atom:
    found = _WORD.match(folded, at)
    if found is None:
        return Atom("word", at, at + 1)
    token = found[0]
    if token in _SIGNS:
        kind, value = _SIGNS[token]
        return Atom(kind, at, found.end(), value)
    for suffix, role in _suffixes():
        if token.endswith(suffix) and len(token) > len(suffix) + 2 and token not in _NOT_START:
            return Atom("role", at, found.end(), role, noun=True)
    if len(token) > _SHORT_VERB and re.fullmatch(r"[a-z]+(?:[^s]as|erats|erat|erad|erade)", token):
        return Atom("verb", at, found.end())
    return Atom("word", at, found.end())


_FEW = 400
"""Atoms for which all rules are tried, of those that begin with a digit and of the others."""
_SHORT_VERB = 4
"""Letters of a word that is too short to be told as a verb by its ending."""
_SIGNS: dict[str, tuple[AtomKind, str]] = {
    **{sign: ("sep", sign) for sign in (",", "/", ":", ";")},
    **dict.fromkeys((".", "!"), ("sep", ".")),
    **dict.fromkeys(("•", "·", "*", "|"), ("sep", "\n")),
    "-": ("dash", "-"),
    **dict.fromkeys(("(", "["), ("open", "")),
    **dict.fromkeys((")", "]"), ("close", "")),
    **dict.fromkeys((">", "→"), ("onwards", "")),
}
"""The kind of a sign's atom and what it stands for: all bullets part like a line's end."""


@lru_cache(maxsize=2048)
def atoms(text: str) -> tuple[Atom, ...]:
    """The atoms of a text (NFC) from left to right; their offsets are those of `text`.

    A line is asked for its date, its period and its times: what was read last stays at hand.
    """
    return tuple(_atoms(text))


def _atoms(text: str) -> Iterator[Atom]:
    folded = fold_in_place(text)
    at, size = 0, len(folded)
    while at < size:
        char = folded[at]
        if char == "\n":
            yield Atom("sep", at, at + 1, "\n")
            at += 1
            continue
        if char.isspace():
            at += 1
            continue
        found = _atom(text, folded, at) if char.isalnum() or char in "&+" else [_word(folded, at)]
        yield from found
        at = max(found[-1].end, at + 1)


def _atom(text: str, folded: str, at: int) -> list[Atom]:
    if at and (folded[at - 1].isalnum() and not (folded[at].isdigit() and folded[at - 1].isalpha())):
        return [_word(folded, at)]
    counted = recurrence.match(folded, at)
    if counted is not None:
        end, category, exact = counted
        if category is None:
            return [Atom("duration", at, end, "rate")]
        return [Atom("rec", at, end, category, exact=exact)]
    for rule, handler in _rules(folded[at].isdigit()).worth(folded, at):
        found = _compiled(rule).match(folded, at)
        if found is not None and found.end() > at:
            result = handler(found, text)
            if result:
                return result
    pattern, meanings = _phrases().get(folded[at], ("", ()))
    phrase = _compiled(pattern).match(folded, at) if pattern else None
    if phrase is not None and phrase.lastindex is not None:
        kind, value, noun = meanings[phrase.lastindex - 1]
        return [Atom(kind, at, phrase.end(), value, noun=noun)]
    return [_word(folded, at)]
