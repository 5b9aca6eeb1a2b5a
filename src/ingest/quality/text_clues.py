"""What a value's own words say against it: cut at an end, of another field, patched together, in no lexicon."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from math import log

from ingest.classify.fields.cell_scores import by_both
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.draft import Value
from ingest.language.lexicon import known
from ingest.plan import FieldName

__all__ = ["FIT_FEATURES", "TEXT_FEATURES", "fit_clues", "text_clues"]

TEXT_FEATURES = (
    "unknown_words",
    "unknown_short",
    "odd_signs",
    "hyphen_left",
    "hyphen_end",
    "lower_start",
    "open_end",
    "mark_start",
    "unbalanced",
    "stray_number",
    "capital_inside",
    "repeated_word",
    "repeated_share",
    "label_inside",
    "parts",
    "lower_part",
    "words",
    "one_word",
)
FIT_FEATURES = (
    "fit_doubt",
    "fit_other",
    "no_time",
    "time_foreign",
    "unknown_actors",
    "actor_long",
    "actor_verb",
    "action_short",
    "action_body",
    "reason_short",
)
_ODD = frozenset("|~^_<>{}[]\\*=«»¤¦¬¢£€@")
_MARKS = frozenset(".,;:)!?/–-")
_PAIRS = ("()", "”“", "[]")
_NUMBER = re.compile(r"^\d{1,3}(?:[.,]\d+)?\s?%?$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_TOKEN = re.compile(r"[^\W\d_]+")
_SHORT = 3
"""Letters of a fragment: what is no word and so short was cut off one."""
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
    letters = [w for w in words if any(c.isalpha() for c in w)]
    doubts = [1 - known(w) for w in letters]
    parts = [p for p in text.split("\n") if p.strip()]
    bare = [w.strip(".,;:()!?”“\"'").casefold() for w in words]
    last = bare[-1] if bare else ""
    return {
        "unknown_words": log(1 + sum(doubts)),
        "unknown_short": log(
            1 + sum(d for d, w in zip(doubts, letters, strict=True) if len(w.strip(".,;:()")) <= _SHORT and w.islower())
        ),
        "odd_signs": log(1 + sum(c in _ODD for c in text)),
        "hyphen_left": float(any(w.endswith("-") and len(w) > 1 for w in words[:-1])),
        "hyphen_end": float(words[-1].endswith(("-", "\u00ad")) and len(words[-1]) > 1),
        "lower_start": float(text[0].islower()),
        "open_end": float(last in _data()["open_ends"] or text.rstrip().endswith((",", ":", "(", "/", "&"))),
        "mark_start": float(text[0] in _MARKS),
        "unbalanced": float(any(text.count(p[0]) != text.count(p[1]) for p in _PAIRS)),
        "stray_number": float(_stray(words)),
        "capital_inside": float(_capital_after_no_stop(words)),
        "repeated_word": float(any(a == b and len(a) > 1 for a, b in itertools.pairwise(bare))),
        "repeated_share": _repeated(bare),
        "label_inside": float(_labelled(text, vocabulary)),
        "parts": log(len(parts)) if parts else 0.0,
        "lower_part": float(any(p[0].islower() for p in parts[1:])),
        "words": log(1 + len(words)) / 4,
        "one_word": float(len(words) == 1),
    }


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
    elif name == "åtgärd":
        out["action_short"] = float(len(words) < _FEW_WORDS)
        out["action_body"] = max(scores["vem"], scores["när"])
    else:
        out["reason_short"] = float(len(words) < _FEW_WORDS)
    return out
