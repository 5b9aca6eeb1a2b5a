"""Fits the decision what a text over rows is to them: goal, problem or neither.

Material: drawn documents with their answers. Each is classified as it would be; each text that is asked about is given
the true answer (a goal of the document's rows, the problem of a section, neither), so that what comes after it is
right. Few families have a goal over their rows that no label names, so that leads are put together besides: texts of
the bank and of `data/leads.toml` in each place, every kind a family of its own. Figures are of whole families left
out: no model saw a document of the family that it judges.
"""

from __future__ import annotations

import json
import random
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

from ingest.classify import classify
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.fields.vocabulary import load as load_words
from ingest.classify.text import leads
from ingest.classify.text.leads import FEATURES, PURPOSES, Lead, Purpose
from ingest.errors import UsageError
from ingest.options import Options
from ingest.pipeline import arrange
from ingest.source import Source
from ingest.train.factory.bank import Bank
from ingest.train.held_out import FOLDS, DecisionSamples, fit
from ingest.train.linear import Sample, ablation, arrays, drawn, judged, worst_families

__all__ = ["train"]

DIGITS = 4
"""Decimals of the weights."""
TABLES, FEWEST_BANDS, MOST_BANDS = 60, 1, 6
"""Tables that are put together for each kind of row across, and how many such rows each has."""
PARAGRAPHS = 120
"""Paragraphs and tails that are put together for each kind."""
NUMBERED = {"title": 0.4, "goal": 0.15}
"""Share of the tables whose rows across are numbered."""
_OTHERWISE: Mapping[str, Purpose] = {"goal": "goal", "problem": "problem", "phase_goal": "goal"}
"""What texts of a pool are to the rows below, where they are anything."""
_PHASES = (
    "{n} Fas {n}",
    "Fas {n}: Förberedelse",
    "Etapp {n}",
    "Steg {n}: Genomförande",
    "Period {n}",
    "Fas {n} – avslut",
)
_TIMES = ("Hösten 2030", "Januari–mars 2030", "Våren 2031", "2030", "September")
"""Headings over what is told of a phase."""
_AIMS = {
    "goal": ("Mål", "Mål", "Målet", "Övergripande mål", "Syfte", "Syfte och mål"),
    "aim_none": ("Syfte", "Syfte", "Mål", "Syfte och mål"),
}
"""Headings over what is aimed at."""
TOLD_AT_LENGTH = 0.3
"""Share of the problems that take two sentences."""
LISTED = 0.7
"""Share of the paragraphs over no table that stand over a list."""
ALIKE = 0.7
"""Share of the phases whose texts are all of one kind."""
UNNAMED = 0.3
"""Share of the phases whose heading does not say so."""
CUT_STOP = 0.4
"""Share of the tables and paragraphs that end in no full stop."""
_BY_HAND = "71.0 % of 1823 drawn before phases, `Syfte` and lists were asked about, mean over families 69.9 %"
"""What the rules by hand that the model took the place of (`is_goal` and others at d95ade9) decided right."""
_PARTS: Mapping[str, tuple[str, ...]] = {
    "what its words say": FEATURES[:4],
    "signs": FEATURES[4:27],
    "its form": FEATURES[27:33],
    "where it stands": FEATURES[33:49],
    "the others beside it": FEATURES[49:],
}


def train(material: Path, out: Path, seed: int = 0) -> None:
    """Rebuild the artefact.

    Args:
        material: folder with folders of drawn documents (`ingest train factory -o`), searched for all.
        out: folder the artefact's files go to.
        seed: of the folds.

    Raises:
        UsageError: the folder holds no drawn documents.
    """
    samples = [s for path, family in drawn(material, lambda _: True) for s in _samples(path, family)]
    if not samples:
        raise UsageError("no drawn documents.", remedy="Draw some: ingest train factory -o DIR.")
    samples += _made(random.Random(seed))
    out.mkdir(parents=True, exist_ok=True)
    fitted = arrays(samples)
    model = fit(fitted)
    names = [str(c) for c in model.classes_]
    data = {
        "features": FEATURES,
        "weights": {p: [round(float(v), DIGITS) for v in model.coef_[names.index(p)]] for p in PURPOSES},
        "bias": {p: round(float(model.intercept_[names.index(p)]), DIGITS) for p in PURPOSES},
    }
    (out / "model.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    (out / "README.md").write_text(_card(fitted, seed), encoding="utf-8")


class _Truth:
    """What the answers say, and the samples of what was asked."""

    def __init__(self, family: str, gold: Mapping[str, Any]) -> None:
        self.family = family
        self.samples: list[Sample] = []
        told = (row["mål"]["text"] for row in gold["rows"] if row["mål"])
        self.goals = {_folded(part) for text in told for part in (text, *text.split("\n"))}
        self.problems = {_folded(s["problem"]) for s in gold["sections"] if s.get("problem")}

    def __call__(self, lead: Lead, words: Vocabulary) -> Mapping[Purpose, float]:
        text = _folded(lead.text)
        right: Purpose = "goal" if text in self.goals else "problem" if text in self.problems else "neither"
        self.samples.append(Sample(self.family, leads.clues(lead, words), right))
        return {p: float(p == right) for p in PURPOSES}


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def _samples(path: Path, family: str) -> list[Sample]:
    answer = path.with_suffix(".gold.json")
    if not answer.exists():
        return []
    gold = json.loads(answer.read_text(encoding="utf-8"))
    options = Options()
    document = arrange(Source.open(path, None, options.limits), options)
    truth = _Truth(family, gold)
    with leads.watched(truth):
        classify(document, options)
    return truth.samples


def _pools(rng: random.Random) -> dict[str, list[str]]:
    """Texts by kind: those written by hand, and as many drawn from the bank."""
    file = resources.files("ingest.train").joinpath("data/leads.toml")
    pools: dict[str, list[str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    for _ in range(TABLES):
        bank = Bank.load().document(rng)
        theme = bank.theme(rng)
        measure = bank.measure(rng, theme, None)
        pools["goal"] += [t for t in (theme.goal, measure.mål) if t and "\n" not in t]
        pools["problem"] += [t for t in (theme.problem, measure.orsak) if t and "\n" not in t]
        pools["title"].append(theme.title)
        pools["neither"].append(bank.paragraph(rng))
    return pools


_Pools = Mapping[str, Sequence[str]]


def _made(rng: random.Random) -> Iterator[Sample]:
    """Put leads together: bands of one kind in a table, and texts below or behind a heading."""
    words, pools = load_words(), _pools(rng)
    for draw in (_bands, _paragraphs, _phases, _aims, _below_bands):
        for kind, lead in draw(rng, pools):
            place = "" if not lead.heading else ", table" if lead.before_table else ", list"
            right = _OTHERWISE.get(kind, "neither")
            yield Sample(f"made: {kind}, {lead.form}{place}", leads.clues(lead, words), right)


def _bands(rng: random.Random, pools: _Pools) -> Iterator[tuple[str, Lead]]:
    """Rows across tables, which name areas or goals; a note across one is rare."""
    for kind, count in (("goal", TABLES), ("title", TABLES), ("neither", TABLES // 10)):
        for _ in range(count):
            texts = rng.sample(pools[kind], rng.randint(FEWEST_BANDS, MOST_BANDS))
            if rng.random() < CUT_STOP:
                texts = [t.rstrip(".") for t in texts]
            if rng.random() < NUMBERED.get(kind, 0.0):
                texts = [
                    f"{n}. {t}" if kind == "goal" else f"{n} {t.rstrip('.')}." for n, t in enumerate(texts, start=1)
                ]
            cause = rng.random() < 0.5
            for i, text in enumerate(texts):
                yield kind, Lead(text, "band", lacks_cause=cause, peers=tuple(texts[:i] + texts[i + 1 :]))


def _paragraphs(rng: random.Random, pools: _Pools) -> Iterator[tuple[str, Lead]]:
    """First paragraphs below headings, and what follows the title in a heading."""
    for kind, count in (("goal", PARAGRAPHS), ("problem", PARAGRAPHS), ("neither", PARAGRAPHS // 3)):
        for _ in range(count):
            text = rng.choice(pools[kind])
            if kind == "problem" and rng.random() < TOLD_AT_LENGTH:
                text = " ".join(f"{one.rstrip('.')}." for one in rng.sample(pools[kind], 2))
            cut = text.rstrip(".") if rng.random() < CUT_STOP / 2 else text
            table, cause, alone = rng.random() < 0.6, rng.random() < 0.5, rng.random() < 0.7
            lead = Lead(cut, "paragraph", before_table=table, lacks_cause=cause, alone=alone)
            # A document that tells problems or goals under its headings does so under most; an introduction comes once.
            peers = rng.sample(pools[kind], rng.randint(0, MOST_BANDS if kind != "neither" else 1))
            listed = not table and rng.random() < LISTED
            yield kind, replace(lead, peers=tuple(peers), before_list=listed) if table or listed else lead
            if kind != "neither":
                yield kind, replace(lead, form="tail")


def _phases(rng: random.Random, pools: _Pools) -> Iterator[tuple[str, Lead]]:
    """Paragraphs below the heading of a phase, over a table or a list."""
    for kind in ("phase_goal", "phase_none"):
        for _ in range(PARAGRAPHS // 2):
            texts = rng.sample(pools[kind], rng.randint(1, MOST_BANDS))
            text, table, timed = texts[0], rng.random() < 0.6, rng.random() < UNNAMED
            heading = rng.choice(_TIMES if timed else _PHASES).format(n=rng.randint(1, MOST_BANDS))
            # What is told of a phase stands among goals as well.
            peers = texts[1:] if rng.random() < ALIKE else rng.sample(pools["phase_goal"], 2)
            lead = Lead(text, "paragraph", before_table=table, before_list=not table, heading=heading, under_time=timed)
            yield kind, replace(lead, alone=rng.random() < 0.8, peers=tuple(p for p in peers if p != text))


def _aims(rng: random.Random, pools: _Pools) -> Iterator[tuple[str, Lead]]:
    """Paragraphs below `Mål` and `Syfte`."""
    for kind, headings in _AIMS.items():
        for _ in range(PARAGRAPHS // 3):
            text, heading = rng.choice(pools[kind]), rng.choice(headings)
            yield kind, Lead(text, "paragraph", before_table=False, alone=rng.random() < 0.6, heading=heading)


def _below_bands(rng: random.Random, pools: _Pools) -> Iterator[tuple[str, Lead]]:
    """Rows across a table right below another one."""
    for kind in ("problem", "goal", "title"):
        for _ in range(TABLES):
            yield kind, Lead(rng.choice(pools[kind]), "band", under_band=True, lacks_cause=rng.random() < 0.5)


def _card(samples: DecisionSamples, seed: int) -> str:
    held = judged(samples, seed, PURPOSES)
    right, mean, loss = held.figures
    told = [PURPOSES[i] for i in held.chances.argmax(axis=1)]
    counts = Counter(zip(samples.answers.tolist(), told, strict=True))
    sums = Counter(samples.answers.tolist())
    lines = [
        "# What a text over rows is to them",
        "",
        "`model.json`: whether a row across a table, what follows the title in a heading, or the first paragraph below",
        "one is the goal of the rows below, their problem, or neither: a multinomial logistic model over named clues",
        "(`ingest.classify.text.leads`), made by `ingest train leads` from drawn documents of",
        f"{len(set(samples.families.tolist()))} families. All figures are of families left out, in {FOLDS} parts.",
        "",
        f"{len(told)} texts ({', '.join(f'{sums[p]} {p}' for p in PURPOSES)}). Right: {right:.2%}, mean over",
        f"families {mean:.2%}; log loss {loss:.4f}. By hand before: {_BY_HAND}.",
        "",
        *ablation(samples, seed, FEATURES, _PARTS, PURPOSES),
        "",
        "| | told goal | told problem | told neither |",
        "| --- | --: | --: | --: |",
        *(f"| {true} | {' | '.join(str(counts[true, p]) for p in PURPOSES)} |" for true in PURPOSES),
        "",
        *worst_families(samples, held.hits, "family told worst | texts"),
    ]
    return "\n".join([*lines, ""])
