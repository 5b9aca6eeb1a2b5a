"""What a value's own words say against it: cut at an end, of another field, patched together, in no lexicon."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from math import log

from ingest.classify.fields.cell_scores import by_both
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.draft import Value
from ingest.language.letters import fold
from ingest.language.lexicon import LONGEST, known, lexicon, readings
from ingest.plan import FieldName

__all__ = ["FIT_FEATURES", "TEXT_FEATURES", "fit_clues", "left_open", "text_clues"]

TEXT_FEATURES = (
    "unknown_words",
    "unknown_short",
    "misread",
    "odd_signs",
    "hyphen_left",
    "hyphen_end",
    "lower_start",
    "open_end",
    "mark_start",
    "stop_inside",
    "unbalanced",
    "stray_number",
    "capital_inside",
    "repeated_word",
    "repeated_share",
    "label_inside",
    "label_whole",
    "label_start",
    "parts",
    "lower_part",
    "words",
    "one_word",
    "few_letters",
)
FIT_FEATURES = (
    "fit_doubt",
    "fit_other",
    "no_time",
    "time_foreign",
    "unknown_actors",
    "actor_long",
    "actor_verb",
    "actor_time",
    "action_short",
    "action_body",
    "reason_short",
)
_ODD = frozenset("|~^_<>{}[]\\*=«»¤¦¬¢£€@•·●▪■□○")
_MARKS = frozenset(".,;:)!?/–-")
_PAIRS = ("()", "”“", "[]")
_NUMBER = re.compile(r"^\d{1,3}(?:[.,]\d+)?\s?%?$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_TOKEN = re.compile(r"[^\W\d_]+")
_TOKEN_OR_NUMBER = re.compile(r"[^\W_]+")
_AROUND = ".,;:()!?”“\"'"
_UNKNOWN = 0.5
"""Doubt from which a word counts as unknown."""
_LONG_ENOUGH = 5
"""Letters of a word from which one confusion away says something."""
_SHORT = 3
"""Letters of a fragment: what is no word and so short was cut off one."""
_FEW_LETTERS = 8
"""Letters and digits of a text below which it may be what is left of one: "P" of "Parkförvaltningen"."""
_MANY_WORDS = 8
"""Words of a body's name beyond which it is rather a sentence."""
_LABEL_WORDS = 3
"""Words of a label at most."""
_FEW_WORDS = 3
"""Words of a measure or a reason below which it is rather a heading, a body or a date."""


@cache
def _data() -> Mapping[str, frozenset[str]]:
    text = resources.files("ingest.quality").joinpath("data/clues.toml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(text).items()}


def text_clues(text: str, vocabulary: Vocabulary) -> dict[str, float]:
    """Return the doubts about a text whatever its field; names of `TEXT_FEATURES`, absent where 0.

    `vocabulary` knows the words of labels, which belong in no value.
    """
    words = text.split()
    if not words:
        return {}
    letters = [w for w in words if any(map(str.isalpha, w))]
    doubts = [1 - known(w) for w in letters]
    parts = [p for p in text.split("\n") if p.strip()]
    bare = [w.strip(".,;:()!?”“\"'").casefold() for w in words]
    last = bare[-1] if bare else ""
    return {
        "unknown_words": log(1 + sum(doubts)),
        "unknown_short": log(
            1 + sum(d for d, w in zip(doubts, letters, strict=True) if len(w.strip(".,;:()")) <= _SHORT and w.islower())
        ),
        "misread": log(
            1 + sum(d > _UNKNOWN and _misread(w.strip(_AROUND)) for d, w in zip(doubts, letters, strict=True))
        ),
        "odd_signs": log(1 + sum(map(_ODD.__contains__, text))),
        "hyphen_left": float(any(left_open(a, b) for a, b in itertools.pairwise(words))),
        "hyphen_end": float(words[-1].endswith(("-", "\u00ad")) and len(words[-1]) > 1),
        "lower_start": float(text[0].islower()),
        "open_end": float(last in _data()["open_ends"] or text.rstrip().endswith((",", ":", "(", "/", "&"))),
        "mark_start": float(text[0] in _MARKS),
        "stop_inside": float(any(_stops(a, b) for a, b in itertools.pairwise(words))),
        "unbalanced": float(any(text.count(p[0]) != text.count(p[1]) for p in _PAIRS)),
        "stray_number": float(_stray(words)),
        "capital_inside": float(_capital_after_no_stop(words)),
        "repeated_word": float(any(a == b and len(a) > 1 for a, b in itertools.pairwise(bare))),
        "repeated_share": _repeated(bare),
        "label_inside": float(_labelled(text, vocabulary)),
        "label_whole": float(len(words) <= _LABEL_WORDS and vocabulary.label(text.rstrip(" :")) is not None),
        "label_start": float(_begins_with_label(words, vocabulary)),
        "parts": log(len(parts)) if parts else 0.0,
        "lower_part": float(any(p[0].islower() for p in parts[1:])),
        "words": log(1 + len(words)) / 4,
        "one_word": float(len(words) == 1),
        "few_letters": max(0.0, 1 - sum(map(str.isalnum, text)) / _FEW_LETTERS),
    }


@lru_cache(maxsize=8192)
def _misread(word: str) -> bool:
    """Return whether a word that no lexicon knows is a known one but for its marks or one confusion of like shapes."""
    if not _LONG_ENOUGH <= len(word) <= LONGEST or not word.isalpha():
        return False
    lower, words = fold(word.lower()), lexicon()
    if any(known(r.text) > _UNKNOWN for r in readings(lower)):
        return True
    return any(
        words.holds(lower[:at] + meant + lower[at + len(read) :])
        for read, meant in _confused()
        for at in range(len(lower))
        if lower.startswith(read, at)
    )


@cache
def _confused() -> tuple[tuple[str, str], ...]:
    """Return letters as an OCR engine reads them, and what may stand there, both ways."""
    pairs = [tuple(pair.split("=")) for pair in _data()["confused"]]
    return tuple(sorted({(a, b) for one, other in pairs for a, b in ((one, other), (other, one))}))


def left_open(word: str, after: str) -> bool:
    """Return whether a hyphen amid a text joins nothing: "100- årsflöde", but not "barn- och ungdom"."""
    return word.endswith("-") and len(word) > 1 and after.strip(_AROUND).casefold() not in _data()["joining"]


def _stops(word: str, after: str) -> bool:
    """Return whether a full stop stands amid a sentence: after a whole word, before small letters or digits."""
    bare = word.rstrip(".")
    return (
        word.endswith(".")
        and len(bare) > _SHORT
        and bare.isalpha()
        and (after[0].islower() or after[0].isdigit())
        and known(bare) >= 1.0
    )


def _repeated(words: list[str]) -> float:
    """Return the share of words that are said again at once, alone or as the second half of the text."""
    again = sum(a == b and len(a) > 1 for a, b in itertools.pairwise(words)) / len(words)
    half = len(words) // 2
    return max(again, float(len(words) > 1 and words[:half] == words[half:]))


def _labelled(text: str, vocabulary: Vocabulary) -> bool:
    """Return whether a part of the text is a label, or begins with one and a colon."""
    for part in text.split("\n"):
        words = part.split()
        if len(words) <= _LABEL_WORDS and vocabulary.label(part.rstrip(" :")) is not None and part != text:
            return True
        for end, word in enumerate(words, 1):
            if word.endswith(":"):
                starts = range(max(0, end - _LABEL_WORDS), end)
                if any(vocabulary.label(" ".join(words[s:end]).rstrip(":")) is not None for s in starts):
                    return True
    return False


def _begins_with_label(words: list[str], vocabulary: Vocabulary) -> bool:
    """Return whether a label without a colon stands before the text: "När I slutet av maj"."""
    return any(
        (words[end][0].isupper() or words[end][0].isdigit())
        and words[0].casefold() not in _data()["time_words"]
        and vocabulary.label(" ".join(words[:end]).rstrip(" :")) is not None
        for end in range(1, min(_LABEL_WORDS + 1, len(words)))
    )


def _stray(words: list[str]) -> bool:
    """Return whether a bare number or per cent stands at an end of a text that is more than this number."""
    ends = [words[0], words[-1]] if len(words) > 1 else []
    return any(_NUMBER.match(w) and not _YEAR.match(w) for w in ends)


def _capital_after_no_stop(words: list[str]) -> bool:
    """Return whether a common word begins with a capital amid a sentence: two texts may have run together."""
    for before, word in itertools.pairwise(words):
        stem = word.strip(".,;:()”“\"'")
        if (
            len(stem) > _SHORT
            and stem[0].isupper()
            and stem[1:].islower()
            and before[-1:].isalpha()
            and before.islower()
            and known(stem.lower()) >= 1.0
        ):
            return True
    return False


def fit_clues(value: Value, name: FieldName | None) -> dict[str, float]:
    """Return the doubts whether a text suits its field; names of `FIT_FEATURES`, absent where 0.

    Args:
        value: the value with its actors and times.
        name: its field; None for a column beyond the five, which nothing is known of.
    """
    if name is None:
        return {}
    (scores,) = by_both([value.text])
    own = scores[name]
    best = max(p for label, p in scores.items() if label != name)
    out = {"fit_doubt": 1 - own, "fit_other": max(0.0, best - own)}
    words = value.text.split()
    said = value.text.casefold()
    lower = {w.strip(".,;:()").casefold() for w in words}
    if name == "när":
        out["no_time"] = float(not value.times)
        tokens = [t.casefold() for t in _TOKEN.findall(value.text)]
        foreign = sum(t not in _data()["time_words"] for t in tokens)
        out["time_foreign"] = log(1 + foreign)
    elif name == "vem":
        out["unknown_actors"] = log(1 + sum(a.id is None and a.type == "annat" for a in value.actors or ()))
        longest = max((len(a.name.split()) for a in value.actors or ()), default=len(words))
        out["actor_long"] = float(longest > _MANY_WORDS)
        out["actor_verb"] = float(bool(lower & _data()["verbs"]))
        out["actor_time"] = float(any(_YEAR.match(w) or w in _data()["months"] for w in _TOKEN_OR_NUMBER.findall(said)))
    elif name == "åtgärd":
        out["action_short"] = float(len(words) < _FEW_WORDS)
        out["action_body"] = max(scores["vem"], scores["när"])
    else:
        out["reason_short"] = float(len(words) < _FEW_WORDS)
    return out
