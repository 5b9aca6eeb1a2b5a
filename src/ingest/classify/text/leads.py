"""What a text that stands over rows is to them: their goal, their problem, or neither.

Such a text is a row across a table (`band`), what follows the title in a heading or band (`tail`), or the first
paragraph below a heading (`paragraph`). The decision is a logistic model over named clues (weights in
`models/leads/model.json`, made by `ingest train leads` on drawn documents, the family held out).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log
from statistics import fmean
from typing import Literal, cast

from ingest.artefacts import artefact
from ingest.classify.fields.cell_scores import by_both
from ingest.classify.fields.heading import Label
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.decisions import Watched
from ingest.language.sentences import is_quotation

__all__ = ["FEATURES", "PURPOSES", "Form", "Lead", "Purpose", "chances", "clues", "purpose", "watched"]

Purpose = Literal["goal", "problem", "neither"]
PURPOSES: tuple[Purpose, ...] = ("goal", "problem", "neither")
Form = Literal["band", "tail", "paragraph"]

_SIGNS = ("shall", "we", "need", "state", "stays", "thing", "done", "lead", "question", "law",
          "infinitive", "noun", "wanted", "state_wanted", "target", "goal_word",
          "goal_opening", "none_of", "harm", "often", "pointer")  # fmt: skip
_SAID: tuple[Label, ...] = ("orsak", "mål", "other")
"""What a text over rows may say; a measure or a name seldom stands there, and a scorer that reads one there errs."""
_OF_NOW = ("sign_done", "sign_harm", "sign_often", "sign_state")
FEATURES: tuple[str, ...] = (
    *(f"says_{name}" for name in _SAID),
    "says_doing",
    *(f"sign_{name}" for name in _SIGNS),
    "full_stop", "colon_end", "sentences", "length", "short", "digit",
    "band", "tail", "paragraph", "numbered", "under_band", "before_table", "alone", "lacks_goal", "lacks_cause",
    "shall_over_table", "doing_over_list",
    "peers", "peers_band", "peers_goal", "peers_cause", "peers_full_stop", "band_full_stop",
)  # fmt: skip
"""The clues, in the order of the model's weights."""
_LIMIT = 5.0
"""Log-odds beyond which a clue says no more."""
_LONG = 8.0
"""Words of a usual goal; `length` is the logarithm of the ratio to it."""
_SHORT = 4
"""Words below which a text is a title more often than a sentence."""
_NUMBER = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*|[A-ZÅÄÖ])[.):]?\s+\S")
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


def purpose(lead: Lead, words: Vocabulary) -> Purpose:
    """Return the likeliest purpose of a text; rows with goals of their own take none from above."""
    found = chances(lead, words)
    return max((p for p in PURPOSES if p != "goal" or lead.lacks_goal), key=lambda p: found[p])


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
    said, others = scores[0], scores[1:]
    lower = " ".join(lead.text.casefold().split())
    count = len(lower.split())
    found = {f"says_{name}": one for name, one in _among(said).items()}
    found["says_doing"] = said["åtgärd"]
    found |= {f"sign_{n}": float(any(p.search(lower) for p in words.signs.get(n, ()))) for n in _SIGNS}
    shall = found["sign_shall"] > 0
    if shall:
        # What is or was stands in a clause of the sentence then; what shall be is what it says.
        found |= dict.fromkeys(_OF_NOW, 0.0)
    if found["sign_state_wanted"]:
        # A state that shall be is wanted, what somebody shall do is a measure.
        found |= dict.fromkeys(("sign_shall", "sign_wanted"), 0.0)
    full = lower.endswith((".", "!"))
    found |= {
        "full_stop": float(full),
        "colon_end": float(lower.endswith(":")),
        "sentences": min(4.0, sum(lower.count(stop) for stop in (". ", "! "))),
        "length": max(-2.0, min(2.0, log(max(1, count) / _LONG))),
        "short": float(count < _SHORT),
        "digit": float(any(c.isdigit() for c in lower)),
        "band": float(lead.form == "band"),
        "tail": float(lead.form == "tail"),
        "paragraph": float(lead.form == "paragraph"),
        "numbered": float(_NUMBER.match(lead.text) is not None),
        "under_band": float(lead.under_band),
        "before_table": float(lead.before_table),
        "alone": float(lead.alone),
        "lacks_goal": float(lead.lacks_goal),
        "lacks_cause": float(lead.lacks_cause),
        # Over a list, what somebody shall do is more often a measure itself.
        "shall_over_table": float(lead.before_table and shall),
        "doing_over_list": 0.0 if lead.before_table else said["åtgärd"],
        "peers": min(3, len(others)) / 3,
        "peers_band": float(bool(others) and lead.form == "band"),
        "peers_goal": fmean(_among(s)["mål"] for s in others) if others else 0.0,
        "peers_cause": fmean(_among(s)["orsak"] for s in others) if others else 0.0,
        "peers_full_stop": fmean(_stopped(p) for p in lead.peers) if others else 0.0,
        "band_full_stop": float(full and lead.form == "band"),
    }
    return tuple(found[name] for name in FEATURES)


def _among(said: Mapping[Label, float]) -> dict[Label, float]:
    """The log-odds of cause, goal and anything else among the three."""
    whole = sum(said[name] for name in _SAID)
    return {name: _odds(said[name] / whole if whole else 1 / len(_SAID)) for name in _SAID}


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
