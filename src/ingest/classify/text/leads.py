"""What a text that stands over rows is to them: their goal, their problem, or neither.

Such a text is a row across a table (`band`), what follows the title in a heading or band (`tail`), or the first
paragraph below a heading (`paragraph`). The decision is a logistic model over named clues (weights in
`models/leads/model.json`, made by `ingest train leads` on drawn documents, the family held out).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import exp, log
from statistics import fmean
from typing import Literal, cast

from ingest.artefacts import artefact
from ingest.classify.fields.cell_scores import by_both
from ingest.classify.fields.heading import Label
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.decision_overrides import Watched
from ingest.language.patterns import pattern
from ingest.language.sentences import is_quotation

__all__ = [
    "FEATURES",
    "PURPOSES",
    "Form",
    "Lead",
    "Purpose",
    "chances",
    "clues",
    "common_purpose",
    "purpose",
    "watched",
]

Purpose = Literal["goal", "problem", "neither"]
PURPOSES: tuple[Purpose, ...] = ("goal", "problem", "neither")
Form = Literal["band", "tail", "paragraph"]

_SIGNS = ("shall", "we", "need", "state", "stays", "thing", "done", "lead", "question", "law",
          "infinitive", "noun", "wanted", "state_wanted", "outcome", "target", "by_year", "goal_word",
          "goal_opening", "none_of", "harm", "often", "pointer")  # fmt: skip
_SAID: tuple[Label, ...] = ("orsak", "mål", "other")
"""What a text over rows may say; a measure or a name seldom stands there, and a scorer that reads one there errs."""
_OF_NOW = ("sign_done", "sign_harm", "sign_often", "sign_state")
FEATURES: tuple[str, ...] = (
    *(f"says_{name}" for name in _SAID),
    "says_doing",
    *(f"sign_{name}" for name in _SIGNS),
    "full_stop", "colon_end", "sentences", "length", "short", "digit",
    "band", "tail", "paragraph", "numbered", "under_band", "before_table", "before_list", "alone", "lacks_goal",
    "lacks_cause", "shall_over_table", "doing_over_list", "under_phase", "phase_outcome", "under_goal", "under_aim",
    "peers", "peers_band", "peers_goal", "peers_cause", "peers_full_stop", "peers_wanted", "band_full_stop",
)  # fmt: skip
"""The clues, in the order of the model's weights."""
_LIMIT = 5.0
"""Log-odds beyond which a clue says no more."""
_LONG = 8.0
"""Words of a usual goal; `length` is the logarithm of the ratio to it."""
_SHORT = 4
"""Words below which a text is a title more often than a sentence."""
_NUMBER = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*|[A-ZÅÄÖ])[.):]?\s+\S")
_SURE = 0.95
"""How sure a sentence is a goal that says so itself, below a heading."""
_GOAL_SAID = pattern("classify", "leads.said")
_LABEL = re.compile(r"^[^\W\d]{2,12}: (?=\S)")
_LONGEST = 420
"""Characters beyond which a paragraph is running text."""


@dataclass(frozen=True)
class Lead:
    """A text over rows, and what it stands over."""

    text: str
    form: Form
    under_band: bool = False
    """It stands in a row across a table, or right below one."""
    before_table: bool = True
    """A table follows rather than a list or text."""
    before_list: bool = False
    """List items or labelled lines follow."""
    heading: str = ""
    """The heading that a paragraph stands under: a phase, `Mål` or `Syfte` says something of what follows it."""
    under_time: bool = False
    """That heading names a time (`Hösten 2030`)."""
    alone: bool = True
    """No other paragraph stands between it and the rows."""
    lacks_goal: bool = True
    """The rows have no goals of their own."""
    lacks_cause: bool = True
    """The rows have no causes of their own."""
    peers: tuple[str, ...] = ()
    """Texts that stand in the same place over other rows of the table, or below other headings of the document."""


Watch = Callable[[Lead, Vocabulary], Mapping[Purpose, float]]
_WATCHED: Watched[Watch] = Watched("leads")
watched = _WATCHED.by
"""Let something else decide in a context, and see what it is asked: training knows the truth."""


def calls_itself_goal(text: str) -> bool:
    """Return whether a sentence says of itself that it is the goal (`Målet är att …`)."""
    return _GOAL_SAID.match(text) is not None


def purpose(lead: Lead, words: Vocabulary) -> Purpose:
    """Return the likeliest purpose of a text; rows with goals of their own take none from above."""
    return common_purpose(lead, (), words)


def common_purpose(lead: Lead, level: Sequence[str], words: Vocabulary) -> Purpose:
    """Return the likeliest purpose of a text and of those of its level, which have one and the same.

    Args:
        lead: the text.
        level: texts among its peers that stand over rows just as it does.
        words: heading words and signs.
    """
    texts = (lead.text, *lead.peers)
    others = [replace(lead, text=t, peers=tuple(p for p in texts if p is not t)) for t in level]
    found = [chances(one, words) for one in (lead, *others)]
    return max((p for p in PURPOSES if p != "goal" or lead.lacks_goal), key=lambda p: sum(one[p] for one in found))


def chances(lead: Lead, words: Vocabulary) -> Mapping[Purpose, float]:
    """Return the probability of each purpose of a text over rows.

    Args:
        lead: the text and where it stands.
        words: heading words and signs.
    """
    watch = _WATCHED.current()
    if watch is not None:
        return watch(lead, words)
    if not lead.text.strip() or len(lead.text) > _LONGEST or is_quotation(lead.text):
        return {"goal": 0.0, "problem": 0.0, "neither": 1.0}
    if lead.form == "paragraph" and lead.heading and _GOAL_SAID.match(lead.text):
        return {"goal": _SURE, "problem": (1 - _SURE) / 2, "neither": (1 - _SURE) / 2}
    weights, bias = _load()
    values = clues(lead, words)
    logits = {p: bias[p] + sum(w * v for w, v in zip(weights[p], values, strict=True)) for p in PURPOSES}
    for answer, weight in words.examples.pull("leads", lead.text).items():
        logits[cast("Purpose", answer)] += weight
    top = max(logits.values())
    odds = {p: exp(one - top) for p, one in logits.items()}
    return {p: one / sum(odds.values()) for p, one in odds.items()}


def clues(lead: Lead, words: Vocabulary) -> tuple[float, ...]:
    """Return the clues of a text over rows, in the order of `FEATURES`."""
    scores = by_both([lead.text, *lead.peers])
    said = scores[0]
    # A label that nobody knows, or that a scan misread, says nothing of what follows it.
    lower = _LABEL.sub("", " ".join(lead.text.casefold().split()))
    shall = float(_has("shall", lower, words))
    found = {f"says_{name}": one for name, one in _among(said).items()}
    found["says_doing"] = said["åtgärd"]
    found |= _signs(lower, words) | _form(lead.text, lower) | _place(lead, words) | _beside(lead, scores[1:], words)
    # Over a list, what somebody shall do is more often a measure itself.
    found["shall_over_table"] = lead.before_table * shall
    found["doing_over_list"] = 0.0 if lead.before_table else said["åtgärd"]
    found["phase_outcome"] = found["under_phase"] * found["sign_outcome"]
    found["band_full_stop"] = found["band"] * found["full_stop"]
    return tuple(found[name] for name in FEATURES)


def _signs(lower: str, words: Vocabulary) -> dict[str, float]:
    found = {f"sign_{n}": float(_has(n, lower, words)) for n in _SIGNS}
    if found["sign_shall"]:
        # What is or was stands in a clause of the sentence then; what shall be is what it says.
        found |= dict.fromkeys(_OF_NOW, 0.0)
    if found["sign_state_wanted"] or found["sign_outcome"] or found["sign_target"]:
        # A state that shall be is wanted, what somebody shall do is a measure.
        found |= dict.fromkeys(("sign_shall", "sign_wanted"), 0.0)
    return found


def _form(text: str, lower: str) -> dict[str, float]:
    count = len(lower.split())
    return {
        "full_stop": float(lower.endswith((".", "!"))),
        "colon_end": float(lower.endswith(":")),
        "sentences": min(4.0, sum(lower.count(stop) for stop in (". ", "! "))),
        "length": max(-2.0, min(2.0, log(max(1, count) / _LONG))),
        "short": float(count < _SHORT),
        "digit": float(any(c.isdigit() for c in lower)),
        "numbered": float(_NUMBER.match(text) is not None),
    }


def _place(lead: Lead, words: Vocabulary) -> dict[str, float]:
    above = " ".join(lead.heading.casefold().split())
    return {
        "band": float(lead.form == "band"),
        "tail": float(lead.form == "tail"),
        "paragraph": float(lead.form == "paragraph"),
        "under_band": float(lead.under_band),
        "before_table": float(lead.before_table),
        "before_list": float(lead.before_list),
        "alone": float(lead.alone),
        "lacks_goal": float(lead.lacks_goal),
        "lacks_cause": float(lead.lacks_cause),
        "under_phase": float(lead.under_time or _has("phase", above, words)),
        "under_goal": float(_has("goal_heading", above, words)),
        "under_aim": float(_has("aim_heading", above, words)),
    }


def _beside(lead: Lead, scores: Sequence[Mapping[Label, float]], words: Vocabulary) -> dict[str, float]:
    """The clues of the texts in the same place, given what each says."""
    if not scores:
        return dict.fromkeys((name for name in FEATURES if name.startswith("peers")), 0.0)
    among = [_among(s) for s in scores]
    return {
        "peers": min(3, len(scores)) / 3,
        "peers_band": float(lead.form == "band"),
        "peers_goal": fmean([one["mål"] for one in among]),
        "peers_cause": fmean([one["orsak"] for one in among]),
        "peers_full_stop": fmean([_stopped(p) for p in lead.peers]),
        "peers_wanted": fmean([_wanted(p.casefold(), words) for p in lead.peers]),
    }


def _has(sign: str, lower: str, words: Vocabulary) -> bool:
    """Return whether a text in lower case shows a sign."""
    return _shows(words.signs.get(sign, ()), lower)


@lru_cache(1 << 13)
def _shows(patterns: tuple[re.Pattern[str], ...], lower: str) -> bool:
    return any([p.search(lower) is not None for p in patterns])


def _wanted(lower: str, words: Vocabulary) -> bool:
    """Return whether a text in lower case says a state that shall be."""
    return _has("outcome", lower, words) or _has("state_wanted", lower, words)


def _among(said: Mapping[Label, float]) -> dict[Label, float]:
    """The log-odds of cause, goal and anything else among the three."""
    return dict(zip(_SAID, _odds_among(tuple([said[name] for name in _SAID])), strict=True))


@lru_cache(1 << 12)
def _odds_among(said: tuple[float, ...]) -> tuple[float, ...]:
    whole = sum(said)
    return tuple([_odds(one / whole if whole else 1 / len(said)) for one in said])


def _stopped(text: str) -> float:
    return float(text.rstrip().endswith((".", "!")))


def _odds(probability: float) -> float:
    p = min(1 - 1e-3, max(1e-3, probability))
    return max(-_LIMIT, min(_LIMIT, log(p / (1 - p))))


@cache
def _load() -> tuple[Mapping[Purpose, Sequence[float]], Mapping[Purpose, float]]:
    """Return for each purpose its weights in the order of `FEATURES`, and its bias.

    Raises:
        MissingTool: the model file is not there.
        ValueError: it was made for other clues.
    """
    data = json.loads(artefact("leads", "model.json").read_text(encoding="utf-8"))
    if tuple(data["features"]) != FEATURES:
        raise ValueError("models/leads/model.json was made for other clues: run `ingest train leads`")
    return {p: tuple(data["weights"][p]) for p in PURPOSES}, {p: float(data["bias"][p]) for p in PURPOSES}
