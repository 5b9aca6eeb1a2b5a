"""Fits the decision whether a list item or sentence is a measure on drawn documents and invented examples.

Every figure of the card is of families that the weights had not seen: each family of drawn documents, and each kind
of invented example, is held out in turn. Each run is learnt twice, with and without what stands above it, so that
what a text says must carry the decision where headings say nothing.
"""

from __future__ import annotations

import csv
import json
import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from ingest.classify import classify
from ingest.classify.fields.vocabulary import load as load_words
from ingest.classify.text import list_heads
from ingest.classify.text.list_heads import HEADS, HeadModel, vector_of
from ingest.classify.text.listing import TOLD, TOLD_OF_US
from ingest.classify.text.measures import FEATURES, Form, MeasureCandidate, MeasureSetting, values_of
from ingest.errors import UsageError
from ingest.normalise import load_registers
from ingest.options import Options
from ingest.pipeline import arrange
from ingest.plan import Kind
from ingest.source import Source
from ingest.train.linear import on_top

__all__ = ["train", "weigh_added"]

Matrix = NDArray[np.float64]
SAME = 88.0
"""Likeness (0..100) from which a text is the measure of a gold row."""
STRENGTH = 0.1
"""Inverse strength of the ridge penalty on standardised clues."""
SENTENCES = 0.33
"""Share of invented runs that are sentences of running text."""
INVENTED = 1.5
"""Weight of an invented list beside a drawn one: their kinds are few, and no family draws them."""
RUNS = 300
"""Invented lists, half of them of measures."""
PAIRED = 60
"""Lists of each kind that only what stands above them tells apart."""
PAIRED_WEIGHT = 0.6
"""Weight of such a list beside a drawn one."""
_KINDS: tuple[Kind, ...] = ("handlingsplan", "handlingsplan", "åtgärdsplan", "annat", "rapport", "strategi")
"""Kinds of the documents that those lists stand in."""
REVISED = 0.1
"""Share of lists under a past time that are measures all the same: plans that were dated anew, years read wrong."""
BELOW = 0.3
"""Share of those that stand below an area, the words that tell further up."""
HEAD_STRENGTH = 3.0
"""Inverse strength of the penalty on the weights of the words of headings."""
HEAD_FOLDS = 2
"""Parts of the headings: a list is put together with one part, its heads told by the model of the others."""
_SPOKEN_OF = ("paired: years gone", "paired: years ahead", "minutes: decided", "minutes: under items", "programmes")
"""Kinds of examples that added clues speak of."""
_FOLDS = 5
"""Parts of the examples that clues are added on."""
HEAD_DIGITS = 3
"""Decimals of the weights of headings."""


@dataclass(frozen=True)
class MeasureExample:
    """The clues of one candidate, whether it is a measure, its family and its weight."""

    family: str
    values: tuple[float, ...]
    right: bool
    weight: float


def train(material: Path, out: Path, seed: int = 0) -> None:
    """Rebuild the artefact.

    Args:
        material: folder with folders of drawn documents (`ingest train factory -o`), searched for all.
        out: folder the artefact's files go to.
        seed: of the invented lists.

    Raises:
        UsageError: the folder holds no drawn documents.
    """
    heads = _heads()
    texts = [(text, kind) for kind, own in heads.items() for text in own]
    model = _fit_heads(texts)
    fit_all(_all_examples(material, model, heads, seed), out)
    data = {
        "heads": HEADS,
        "weights": [[round(float(w), HEAD_DIGITS) for w in row] for row in model.weights],
        "bias": [round(float(b), HEAD_DIGITS) for b in model.bias],
    }
    (out / "heads.json").write_text(json.dumps(data) + "\n", encoding="utf-8")
    with (out / "README.md").open("a", encoding="utf-8") as card:
        card.write(_card_of_heads(texts))


def weigh_added(material: Path, before: Path, out: Path, clues: Sequence[str], seed: int = 0) -> str:
    """Add clues to weights that stand, all others kept: their weights alone, fitted with the rest as an offset.

    A whole refit on other draws moves every weight, and is no better on families held out.

    Args:
        material: folder with folders of drawn documents.
        before: a `model.json`, with or without these clues.
        out: file that the model goes to.
        clues: names of clues.
        seed: of the invented lists.

    Returns:
        the figures, a fifth of the examples left out in turn, as lines of the card.
    """
    data = json.loads(before.read_text(encoding="utf-8"))
    examples = _all_examples(material, None, _heads(), seed)
    x = np.array([e.values for e in examples])
    y, w = np.array([e.right for e in examples]), np.array([e.weight for e in examples])
    families = np.array([e.family for e in examples])
    added = [FEATURES.index(name) for name in clues]
    stand = np.array([0.0 if n in clues else data["weights"][n] for n in FEATURES])
    odds = x @ stand + data["bias"]
    found = np.zeros(len(odds))
    # One kind of list may hold all that the clue speaks of: parts of all examples are left out, not kinds.
    for fold in range(_FOLDS):
        test = np.arange(len(odds)) % _FOLDS == fold
        found[test] = odds[test] + x[test][:, added] @ _added(x[~test][:, added], y[~test], w[~test], odds[~test])
    weights = _added(x[:, added], y, w, odds)
    data["weights"] = {n: data["weights"].get(n, 0.0) for n in FEATURES}
    data["weights"] |= {n: round(float(v), 4) for n, v in zip(clues, weights, strict=True)}
    out.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    about = [f for f in _SPOKEN_OF if (families == f).any()]
    lines = [f"| {', '.join(clues)} | F1 | {' | '.join(about)} |", "| --- |" + " --: |" * (len(about) + 1)]
    for name, said in (("without", odds), ("with, fifths left out", found)):
        right = [f"{float(((said >= 0) == y)[families == f].mean()):.1%}" for f in about]
        lines.append(f"| {name} | {_f1(y, 1 / (1 + np.exp(-said)), w):.3f} | {' | '.join(right)} |")
    return "\n".join(lines)


def _added(x: Matrix, y: NDArray[np.bool_], w: Matrix, odds: Matrix) -> Matrix:
    """Weights of added clues, penalised as `_fit` penalises: on standardised clues."""
    spread = x.std(axis=0)
    spread[spread == 0] = 1.0
    weights: Matrix = on_top(x / spread, y, w, odds, 1 / STRENGTH) / spread
    return weights


def _all_examples(
    material: Path, model: HeadModel | None, heads: Mapping[str, Sequence[str]], seed: int
) -> list[MeasureExample]:
    """Drawn, invented and paired lists; `model` tells what heads lists, the package's own where it is None."""
    with list_heads.watched(model) if model is not None else nullcontext():
        examples = [*_drawn(material), *_invented(seed)]
    if not any(e.family for e in examples if not e.family.startswith("invented")):
        raise UsageError("no drawn documents.", remedy="Draw some: ingest train factory -o DIR.")
    return [*examples, *_paired(seed, heads), *_of_minutes(seed, heads), *_of_programmes(seed, heads)]


def fit_all(examples: Sequence[MeasureExample], out: Path) -> None:
    """Fit, judge with each family held out, and write model and card."""
    x = np.array([e.values for e in examples])
    y = np.array([e.right for e in examples])
    w = np.array([e.weight for e in examples])
    families = np.array([e.family for e in examples])
    held = _held_out(x, y, w, families)
    weights, bias = _fit(x, y, w)
    out.mkdir(parents=True, exist_ok=True)
    value = {"weights": {n: round(float(v), 4) for n, v in zip(FEATURES, weights, strict=True)}, "bias": round(bias, 4)}
    (out / "model.json").write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (out / "README.md").write_text(_card(x, y, w, families, held, weights), encoding="utf-8")


def _drawn(material: Path) -> Iterator[MeasureExample]:
    for manifest in sorted(material.rglob("manifest.csv")):
        with manifest.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            path = manifest.parent / f"{row['name']}.{row['ext']}"
            gold = json.loads((manifest.parent / f"{row['name']}.gold.json").read_text(encoding="utf-8"))
            yield from examples_of(path, row["family"], gold)


def examples_of(path: Path, family: str, gold: Mapping[str, Any]) -> list[MeasureExample]:
    """Return the examples of one drawn document."""
    options = Options()
    document = arrange(Source.open(path, None, options.limits), options)
    recorder = Recorder()
    classify(document, options, judge=recorder)
    measures = [r["åtgärd"]["text"] for r in gold["rows"] if r["åtgärd"]]
    out: list[MeasureExample] = []
    for run, setting in recorder.runs:
        told = [_is_measure(c, measures) for c in run]
        out += _examples(run, told, setting, family)
    return out


class Recorder:
    """A judge that calls everything a measure and remembers what it was asked."""

    def __init__(self) -> None:
        self.runs: list[tuple[tuple[MeasureCandidate, ...], MeasureSetting]] = []

    def __call__(self, run: Sequence[MeasureCandidate], setting: MeasureSetting) -> Sequence[float]:
        self.runs.append((tuple(run), setting))
        return [1.0] * len(run)


def _is_measure(candidate: MeasureCandidate, measures: Sequence[str]) -> bool | None:
    """Whether a candidate is the measure of a gold row; None where it is a part of one."""
    text = _flat(candidate.text)
    partly = False
    for measure in measures:
        whole = _flat(measure)
        if text == whole or fuzz.ratio(text, whole) >= SAME:
            return True
        partly = partly or text in whole or whole in text
    return None if partly else False


def _flat(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(" .")


def _examples(
    run: Sequence[MeasureCandidate],
    told: Sequence[bool | None],
    setting: MeasureSetting,
    family: str,
    share: float = 1.0,
) -> Iterator[MeasureExample]:
    bare = [replace(c, lead="", above=()) for c in run]
    known = sum(t is not None for t in told)
    for candidates, weight in ((run, 1.0), (bare, 0.5)):
        for right, values in zip(told, values_of(candidates, setting), strict=True):
            if right is not None:
                # A long list says the same again and again.
                yield MeasureExample(family, values, right, share * weight / known**0.5)


def _invented(seed: int) -> Iterator[MeasureExample]:
    text = resources.files("ingest.train").joinpath("data/list_examples.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    rng = random.Random(seed)
    setting = MeasureSetting(load_words(), load_registers(None))
    good, none = data["measures"], dict(data["none"])
    leads = none.pop("none_leads")
    kinds = list(none)
    for i in range(RUNS):
        here = replace(setting, kind=rng.choice(("handlingsplan", "annat", "protokoll", "policy")), other_rows=False)
        right = i % 2 == 0
        form: Form = "sentence" if rng.random() < SENTENCES else "item"
        kind = rng.choice(kinds)
        pool = (good["tasks"] if form == "item" else good["sentences"]) if right else none[kind]
        drawn = rng.sample(pool, min(len(pool), rng.randint(2, 6)))
        lead = rng.choice(good["leads"] if right else leads)
        run = [MeasureCandidate(t, form, lead, ()) for t in drawn]
        family = f"invented: {'measures, ' + form if right else kind}"
        yield from _examples(run, [right] * len(run), here, family, INVENTED)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("ingest.train").joinpath(f"data/{name}").read_text(encoding="utf-8"))


def _heads() -> dict[str, list[str]]:
    """Return the headings of each kind."""
    return _toml("list_heads.toml")


def _fit_heads(texts: Sequence[tuple[str, str]]) -> HeadModel:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=HEAD_STRENGTH, max_iter=3000)
    model.fit(np.array([vector_of(text) for text, _ in texts]), [HEADS.index(kind) for _, kind in texts])
    return HeadModel(model.coef_.astype(np.float32), model.intercept_.astype(np.float32))


def _parts(texts: Sequence[tuple[str, str]], count: int) -> list[tuple[list[tuple[str, str]], HeadModel]]:
    """Return each part of the headings with the model of the other parts."""
    return [
        (list(texts[i::count]), _fit_heads([t for j, t in enumerate(texts) if j % count != i])) for i in range(count)
    ]


def _card_of_heads(texts: Sequence[tuple[str, str]]) -> str:
    told = [(kind, max((p := model(text)), key=lambda name: p[name]))
            for part, model in _parts(texts, 10) for text, kind in part]  # fmt: skip
    right = sum(kind == found for kind, found in told) / len(told)
    tasks = sum((kind == "todo") == (found == "todo") for kind, found in told) / len(told)
    return "\n".join([
        "",
        f"`heads.json`: what the words over a list say of it ({', '.join(HEADS)}), a multinomial logistic model over",
        f"word vectors, fitted on {len(told)} headings of `train/data/list_heads.toml`. Left out, in ten parts,",
        f"{right:.1%} of them are told right, {tasks:.1%} whether they head things to do: a clue, no decision.",
        "",
    ])  # fmt: skip


def _paired(seed: int, heads: Mapping[str, Sequence[str]]) -> Iterator[MeasureExample]:
    """Put lists together with headings that the model which tells their heads has not seen."""
    rng = random.Random(seed)
    setting = MeasureSetting(load_words(), load_registers(None))
    parts = _parts([(text, kind) for kind, own in heads.items() for text in own], HEAD_FOLDS)
    for name, pool in _toml("list_pairs.toml").items():
        for _ in range(PAIRED):
            part, model = rng.choice(parts)
            head = rng.choice(pool["heads"])
            lead = rng.choice([text for text, kind in part if kind == head])
            above: tuple[str, ...] = ()
            if "below" in pool or rng.random() < BELOW:
                between = pool.get("below") or [text for text, kind in part if kind == "area"]
                lead, above = rng.choice(between), (lead,)
            drawn = rng.sample(pool["items"], rng.randint(2, 6))
            run = [MeasureCandidate(t, "item", lead, above) for t in drawn]
            with list_heads.watched(model):
                yield from _paired_examples(
                    run, pool["right"], replace(setting, kind=rng.choice(_KINDS)), f"paired: {name}"
                )
    yield from _in_years(rng, setting)


def _in_years(rng: random.Random, setting: MeasureSetting) -> Iterator[MeasureExample]:
    """Put lists that name no verb under times: what was over when the document began is none of its measures."""
    data = _toml("list_years.toml")
    for _ in range(PAIRED):
        for gone in (True, False):
            begins = date(rng.randint(2019, 2034), rng.randint(1, 12), 1)
            year = begins.year - rng.randint(1, 3) if gone else begins.year + rng.randint(1, 3)
            drawn = rng.sample(data["items"], rng.randint(2, 6))
            lead = rng.choice(data["times"]).format(year=year)
            run = [MeasureCandidate(t, "item", lead, ()) for t in drawn]
            here = replace(setting, kind=rng.choice(_KINDS), begins=begins)
            right = not gone or rng.random() < REVISED
            yield from _paired_examples(run, right, here, f"paired: years {'gone' if gone else 'ahead'}")


def _of_minutes(seed: int, heads: Mapping[str, Sequence[str]]) -> Iterator[MeasureExample]:
    """Put together what meetings decide, and what stands under the items of minutes; each text has its own answer."""
    rng = random.Random(seed)
    setting = MeasureSetting(load_words(), load_registers(None), kind="protokoll")
    data = _toml("list_minutes.toml")
    kinds: tuple[tuple[str, Form, str, str, Sequence[str]], ...] = (
        ("decided", "item", "tasks", "formal", data["leads"]),
        ("under items", "sentence", "to_do", "told", heads["area"]),
    )
    for name, form, good, none, leads in kinds:
        answers = {text: text in data[good] for text in (*data[good], *data[none])}
        for _ in range(2 * PAIRED):
            drawn = rng.sample(list(answers), rng.randint(2, 6))
            run = [MeasureCandidate(t, form, rng.choice(leads), ()) for t in drawn]
            told = [answers[t] for t in drawn]
            yield from _told_examples(run, told, setting, f"minutes: {name}")


def _of_programmes(seed: int, heads: Mapping[str, Sequence[str]]) -> Iterator[MeasureExample]:
    """Put together the short bullets of a club's plan that holds a programme."""
    rng = random.Random(seed)
    setting = MeasureSetting(load_words(), load_registers(None), kind="verksamhetsplan", programme=True)
    data = _toml("list_programme.toml")
    for at in range(2 * PAIRED):
        pool = data["none" if at % 3 == 0 else "done"]
        run = [MeasureCandidate(t, "item", rng.choice(heads["area"]), ()) for t in rng.sample(pool, rng.randint(1, 4))]
        yield from _told_examples(run, [at % 3 != 0] * len(run), setting, "programmes")


def _told_examples(
    run: Sequence[MeasureCandidate], told: Sequence[bool], setting: MeasureSetting, family: str
) -> list[MeasureExample]:
    return [
        MeasureExample(family, values, right, PAIRED_WEIGHT / len(run) ** 0.5)
        for right, values in zip(told, values_of(run, setting), strict=True)
    ]


def _paired_examples(
    run: Sequence[MeasureCandidate], right: bool, setting: MeasureSetting, family: str
) -> list[MeasureExample]:
    # Without the words above, nothing tells most of these lists apart: they are learnt with them only.
    return _told_examples(run, [right] * len(run), setting, family)


def _fit(x: Matrix, y: NDArray[np.bool_], w: Matrix) -> tuple[Matrix, float]:
    from sklearn.linear_model import LogisticRegression

    spread = x.std(axis=0)
    spread[spread == 0] = 1.0
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    model.fit(x / spread, y, sample_weight=w)
    return model.coef_[0] / spread, float(model.intercept_[0])


def _probabilities(x: Matrix, weights: Matrix, bias: float) -> Matrix:
    result: Matrix = 1 / (1 + np.exp(-np.clip(x @ weights + bias, -30, 30)))
    return result


def _held_out(x: Matrix, y: NDArray[np.bool_], w: Matrix, families: NDArray[np.str_]) -> Matrix:
    out = np.zeros(len(y))
    for family in sorted(set(families)):
        test = families == family
        weights, bias = _fit(x[~test], y[~test], w[~test])
        out[test] = _probabilities(x[test], weights, bias)
    return out


def _f1(y: NDArray[np.bool_], p: Matrix, w: Matrix) -> float:
    hit = p >= 0.5
    both, said, true = (w * (hit & y)).sum(), (w * hit).sum(), (w * y).sum()
    return float(2 * both / max(said + true, 1e-9))


def _card_of_bars(x: Matrix, y: NDArray[np.bool_], w: Matrix, held: Matrix) -> list[str]:
    """What the bars of sentences (`classify.text.listing`) let through, families held out."""
    sentence, ours = (x[:, FEATURES.index(name)] > 0 for name in ("sentence", "sign_we"))
    lines = ["", "Sentences from a probability on, families held out (`TOLD` and `TOLD_OF_US` are such bars):", "",
             "| of us | from | measures found | of what is found, measures |", "| --- | --: | --: | --: |"]  # fmt: skip
    for of_us in (False, True):
        at = sentence & (ours == of_us)
        for bar in (0.5, TOLD, TOLD_OF_US):
            hit = at & (held >= bar)
            both = (w * (hit & y)).sum()
            found, right = both / max((w * (at & y)).sum(), 1e-9), both / max((w * hit).sum(), 1e-9)
            lines.append(f"| {'yes' if of_us else 'no'} | {bar} | {found:.1%} | {right:.1%} |")
    return lines


def _card(x: Matrix, y: NDArray[np.bool_], w: Matrix, families: NDArray[np.str_], held: Matrix, weights: Matrix) -> str:
    lines = [
        "# What is a measure: list items, paragraphs and sentences",
        "",
        "A logistic model over named clues (`ingest.classify.text.measures`), made by `ingest train measures`.",
        "",
        f"Fitted on {len(y)} examples of {len(set(families))} families (drawn documents and invented lists), each with",
        "and without what stands above it. Each family was held out in turn; weighted F1 of all held-out examples:",
        f"{_f1(y, held, w):.3f}.",
        "",
        "| family held out | examples | measures | right |",
        "| --- | --: | --: | --: |",
    ]
    for family in sorted(set(families)):
        at = families == family
        right = ((held[at] >= 0.5) == y[at]).mean()
        lines.append(f"| {family} | {at.sum()} | {y[at].sum()} | {right:.3f} |")
    lines += _card_of_bars(x, y, w, held)
    lines += ["", "Ablation: the held-out F1 without the clue, and its weight.", "",
              "| clue | weight | F1 without |", "| --- | --: | --: |"]  # fmt: skip
    groups = sorted(set(families))
    folds = {f: i % 8 for i, f in enumerate(groups)}
    by_fold = np.array([f"{folds[f]}" for f in families])
    whole = _f1(y, _held_out(x, y, w, by_fold), w)
    lines.append(f"| all (eight folds of families) | | {whole:.4f} |")
    for i, name in enumerate(FEATURES):
        without = x.copy()
        without[:, i] = 0
        lines.append(f"| {name} | {weights[i]:.3f} | {_f1(y, _held_out(without, y, w, by_fold), w):.4f} |")
    return "\n".join(lines) + "\n"
