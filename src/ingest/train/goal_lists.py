"""Fits the decision whether the lists that stand alike in a document are of goals or of measures.

Material: none. Lists are drawn from the factory's bank, the goals and measures of one theme each, below headings of
measures, of goals, of phases, of the theme, or none. Figures are of whole themes left out.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.classify.fields.classifier import meanings
from ingest.classify.fields.vocabulary import load as load_words
from ingest.classify.text import goal_lists
from ingest.classify.text.measures import MeasureCandidate, MeasureSetting, values_of
from ingest.normalise import load_registers
from ingest.train.factory.bank import Bank
from ingest.train.factory.phrases import phrase
from ingest.train.held_out import FOLDS, DecisionSamples
from ingest.train.linear import Sample, ablation, arrays, judged, worst_families, write_yes_no

__all__ = ["train"]

LISTS = 24
"""Lists of each theme, half of them of goals."""
MOST = 6
"""Items of a list."""
PARTS = 4
"""Parts of the short tasks and levels that the bank does not draw."""
_ABOVE = 0.4
"""Share of lists of measures with a heading of measures further up."""


def train(_: Path, out: Path, seed: int = 0) -> None:
    """Rebuild the artefact.

    Args:
        out: folder the artefact's files go to.
        seed: of the lists and the parts.
    """
    drawn = list(_lists(seed))
    samples = arrays([Sample(theme, goal_lists.clues(values), goal) for theme, goal, values, _ in drawn])
    write_yes_no(samples, goal_lists.FEATURES, out / "goal_lists.json")
    (out / "README.md").write_text(_card(samples, np.array([hand for *_, hand in drawn]), seed), encoding="utf-8")


def _lists(seed: int) -> Iterator[tuple[str, bool, list[tuple[float, ...]], bool]]:
    """Return lists as (theme, whether of goals, clues of the items, what the rule by hand said)."""
    rng = random.Random(seed)
    text = resources.files("ingest.train").joinpath("data/list_examples.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    leads: list[str] = data["measures"]["leads"]
    for key in Bank.load().theme_keys:
        for number in range(LISTS):
            bank = Bank.load().document(rng)
            theme = bank.theme_of(rng, key)
            goals = number % 2 == 0
            made = [bank.measure(rng, theme, None) for _ in range(rng.randint(1, MOST))]
            items = [t for t in ((m.mål if goals else m.åtgärd) for m in made) if t]
            own = [theme.title, "", phrase(rng, "goal_labels") if goals else rng.choice(leads)]
            above = (phrase(rng, "measure_headings"),) if not goals and rng.random() < _ABOVE else ()
            if items:
                yield _seen(key, goals, items, rng.choice(own), above)
    invented = {"tasks": data["measures"]["tasks"], "levels": data["none"]["levels"]}
    for name, every in invented.items():
        for part in range(PARTS):
            # No text stands in two parts, so that each is new to the models that judge it.
            pool = every[part::PARTS]
            for _ in range(LISTS // 2):
                drawn = rng.sample(pool, rng.randint(1, min(len(pool), MOST)))
                lead = rng.choice(leads) if name == "tasks" else ""
                yield _seen(f"{name} {part + 1}", name == "levels", drawn, lead, ())


def _seen(
    family: str, goals: bool, items: Sequence[str], lead: str, above: tuple[str, ...]
) -> tuple[str, bool, list[tuple[float, ...]], bool]:
    setting = replace(MeasureSetting(load_words(), load_registers(None)), kind="handlingsplan")
    said = list(meanings(items))
    hand = sum(s["mål"] for s in said) > sum(s["åtgärd"] for s in said)
    return family, goals, values_of([MeasureCandidate(t, "item", lead, above) for t in items], setting), hand


def _card(samples: DecisionSamples, hand: NDArray[np.bool_], seed: int) -> str:
    held = judged(samples, seed)
    right, mean, loss = held.figures
    by_hand = float((hand == samples.answers).mean())
    lines = [
        "# Whether a list without who and when is of goals",
        "",
        "`goal_lists.json`: whether lists that stand alike are of goals rather than measures, a logistic model over",
        "the means of their items' clues (`ingest.classify.text.goal_lists`), made by `ingest train goal-lists`, seed",
        f"{seed}: {LISTS} lists of each of {len(Bank.load().theme_keys)} themes of the factory's bank, and of",
        f"short tasks and levels (`list_examples.toml`). All figures are of themes left out, in {FOLDS} parts.",
        "",
        f"{len(held.hits)} lists, right: {right:.2%}, mean over themes {mean:.2%}; log loss {loss:.4f}. By hand before",
        f"(the larger of what the sentences' meanings say): {by_hand:.2%}.",
        "",
        *ablation(samples, seed, goal_lists.FEATURES, {name: (name,) for name in goal_lists.FEATURES}),
        "",
        *worst_families(samples, held.hits, "theme told worst | lists"),
    ]
    return "\n".join([*lines, ""])
