"""Trains the classifier of meanings: orsak, mål, åtgärd, vem, när or none of them, of a cell or sentence.

Material: the cells of the development plans' gold rows; invented sentences (`data/sentences.toml`); sentences of the
corpus of government text that bear an unmistakable sign (weak labels, the sign itself left out half of the time).
Held out: every fifth pattern, every fifth plan, all letters of the development set and the seeds.
"""

from __future__ import annotations

import json
import lzma
import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.classify.nlp import BUCKETS, LABELS, Classifier, hashed, sentences
from ingest.plan import FIELDS

__all__ = ["train"]

FILLINGS = 45
WEAK_LINES = 15_000
WEAK_PER_LABEL = 1500
EPOCHS = 12
RATE = 0.5
DECAY = 2e-6


@dataclass(frozen=True, slots=True)
class _Example:
    text: str
    label: int
    weight: float
    source: str
    held_out: bool


def train(corpus: Path, out: Path, seed: int = 0) -> None:
    """Rebuild the artefact.

    Args:
        corpus: folder with `plans-dev/*.gold.json`, `seeds/*.gold.json` and `corpus/train.txt.xz`; what is not there
            is done without.
        out: folder the artefact's files go to.
        seed: of the fillings and of the order of learning.
    """
    examples = [*_invented(seed), *_plans(corpus), *_weak(corpus, seed)]
    learn = [e for e in examples if not e.held_out]
    model = _fit(learn, seed)
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        out / "classifier.npz",
        weights=model.weights.astype(np.float16),
        bias=model.bias,
        temperature=np.float32(model.temperature),
    )
    (out / "README.md").write_text(_card(model, examples), encoding="utf-8")


def _invented(seed: int) -> Iterator[_Example]:
    path = Path(__file__).parent / "data" / "sentences.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    slots: dict[str, list[str]] = data["slots"]
    chance = random.Random(seed)
    for label, name in enumerate(LABELS):
        for n, pattern in enumerate(data[name]["patterns"]):
            seen: set[str] = set()
            for _ in range(FILLINGS if "{" in pattern else 1):
                text = re.sub(r"\{(\w+)\}", lambda m: chance.choice(slots[m.group(1)]), pattern)
                text = text[0].upper() + text[1:]
                if text not in seen:
                    seen.add(text)
            # A pattern counts the same however many fillings it has.
            for text in sorted(seen):
                yield _Example(text, label, 12.0 / len(seen), "invented", n % 5 == 4)


def _plans(corpus: Path) -> Iterator[_Example]:
    for path in sorted(corpus.rglob("*.gold.json")):
        gold: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if gold["rows"]:
            number = int(re.sub(r"\D", "", path.name) or 0)
            for row in gold["rows"]:
                for name in FIELDS:
                    if row[name]:
                        yield _Example(row[name]["text"], LABELS.index(name), 1.0, "cells", number % 5 == 4)
            for section in gold["sections"]:
                if section["problem"]:
                    yield _Example(section["problem"], 0, 1.0, "cells", number % 5 == 4)
        for statement in gold["statements"]:
            yield _Example(statement["text"], LABELS.index(statement["field"]), 1.0, "letters", True)


# Signs that leave no doubt, at the beginning of a sentence or in its main clause.
_SIGNS: tuple[tuple[str, str], ...] = (
    ("mål", r"^(målet|syftet|avsikten|ambitionen|målsättningen|tanken) (är|med)\b"),
    ("mål", r"\b(syftar|strävar) (till|efter) att\b"),
    ("mål", r"\bska (minska|öka|halveras|förbättras|stärkas)\b"),
    ("orsak", r"\b(brist(en|er)? på|saknas|saknar|har ökat kraftigt|orsaken är|beror på att|problemet är)\b"),
    ("orsak", r"\b(utredningen|rapporten|kartläggningen|statistiken) visar att\b"),
    ("åtgärd", r"^regeringen (avsätter|inför|föreslår|beslutar|ger|stärker|inrättar|förlänger|satsar)\b"),
    ("åtgärd", r"\bska (genomföra|ta fram|utveckla|inrätta|utbilda|erbjuda|utarbeta|införa)\b"),
    ("åtgärd", r"\bbjuder in till\b"),
    ("vem", r"\b(ansvarar för|är ansvarig för|har ansvaret för|vänder sig till|riktar sig till|i gruppen ingår)\b"),
    (
        "när",
        r"\b(äger rum|träder i kraft|föreslås träda i kraft|ska redovisas|ska slutredovisas|redovisas) (den|senast)\b",
    ),
    ("när", r"^(uppdraget|utredningen|insatsen) (pågår|redovisas|ska redovisas)\b.*\d"),
    ("annat", r"^(tack|varmt|välkommen|god morgon|kära|bästa|hej|jag|foto|läs mer|mer information|kontakt)\b"),
    ("annat", r"\b(förordning|lagen|paragraf|punkten|kapitlet|stycket)\b.*\b(gäller|avses|framgår)\b"),
)


def _weak(corpus: Path, seed: int) -> Iterator[_Example]:
    path = corpus / "corpus" / "train.txt.xz"
    if not path.exists():
        return
    signs = [(LABELS.index(name), re.compile(sign, re.IGNORECASE)) for name, sign in _SIGNS]
    chance = random.Random(seed)
    counts = [0] * len(LABELS)
    with lzma.open(path, "rt", encoding="utf-8") as handle:
        lines = handle.read().splitlines()
    chance.shuffle(lines)
    for line in lines[:WEAK_LINES]:
        for start, end in sentences(line[:600]):
            text = line[start:end]
            hits = {label for label, sign in signs if sign.search(text)}
            if len(hits) != 1 or not 20 <= len(text) <= 240:
                continue
            label = hits.pop()
            if counts[label] >= WEAK_PER_LABEL:
                continue
            counts[label] += 1
            if chance.random() < 0.5:
                # The rest of the sentence must speak for itself now and then.
                for own, sign in signs:
                    if own == label:
                        text = sign.sub(" ", text)
            if len(text.split()) >= 4:
                yield _Example(" ".join(text.split()), label, 0.25, "weak", False)


def _fit(examples: Sequence[_Example], seed: int) -> Classifier:
    """Multinomial logistic regression by AdaGrad on sparse hashed features, classes weighted to equal mass."""
    weights = np.zeros((BUCKETS, len(LABELS)), dtype=np.float32)
    bias = np.zeros(len(LABELS), dtype=np.float32)
    squares = np.full((BUCKETS, len(LABELS)), 1e-3, dtype=np.float32)
    rows = [hashed(e.text) for e in examples]
    mass = np.zeros(len(LABELS))
    for e in examples:
        mass[e.label] += e.weight
    share = mass.sum() / len(LABELS) / np.maximum(mass, 1e-9)
    order = np.arange(len(examples))
    generator = np.random.default_rng(seed)
    for _ in range(EPOCHS):
        generator.shuffle(order)
        for i in order.tolist():
            example, buckets = examples[i], rows[i]
            scale = 1 / np.sqrt(max(1, len(buckets)))
            scores = bias + weights[buckets].sum(axis=0) * scale
            gradient = np.exp(scores - scores.max())
            gradient /= gradient.sum()
            gradient[example.label] -= 1
            gradient *= min(4.0, example.weight * share[example.label])
            step = gradient * scale
            squares[buckets] += step * step
            weights[buckets] -= RATE * (step / np.sqrt(squares[buckets]) + DECAY * weights[buckets])
            bias -= 0.01 * gradient
    return Classifier(weights, bias, 1.0)


def _confusion(model: Classifier, examples: Sequence[_Example]) -> NDArray[np.int64]:
    table = np.zeros((len(LABELS), len(LABELS)), dtype=np.int64)
    if examples:
        for e, row in zip(examples, model([e.text for e in examples]), strict=True):
            table[e.label, int(row.argmax())] += 1
    return table


def macro_f1(table: NDArray[np.int64]) -> float:
    """Mean F1 over the classes that occur."""
    scores = []
    for k in range(len(table)):
        if table[k].sum():
            precision = table[k, k] / max(1, table[:, k].sum())
            recall = table[k, k] / table[k].sum()
            scores.append(2 * precision * recall / max(1e-9, precision + recall))
    return float(np.mean(scores)) if scores else 0.0


def _card(model: Classifier, examples: Sequence[_Example]) -> str:
    lines = [
        "# Classifier of meanings",
        "",
        "A multinomial logistic regression over hashed words, word pairs, beginnings and ends of words",
        f"({BUCKETS} buckets, float16). Made on 2026-11-22 by `ingest train meaning`, seed 0.",
        "",
        "Learnt from:",
        "",
        "| source | examples | held out |",
        "| --- | --: | --: |",
    ]
    for source in ("invented", "cells", "weak", "letters"):
        of = [e for e in examples if e.source == source]
        lines.append(f"| {source} | {sum(not e.held_out for e in of)} | {sum(e.held_out for e in of)} |")
    lines += [
        "",
        "*invented*: patterns with slots (`src/ingest/train/data/sentences.toml`); *cells*: gold rows of the",
        "development plans; *weak*: sentences of government text with an unmistakable sign, the sign left out half",
        "of the time; *letters*: gold statements of letters. They are no training examples, but the invented patterns",
        "were written after reading them and some come close to their wording: this figure is flattered.",
    ]
    for source in ("invented", "cells", "letters"):
        held = [e for e in examples if e.source == source and e.held_out]
        table = _confusion(model, held)
        lines += [
            "",
            f"## Held out: {source}",
            "",
            f"Macro F1 {macro_f1(table):.3f}, accuracy {np.trace(table) / max(1, table.sum()):.3f}.",
            "",
            "| gold \\ said | " + " | ".join(LABELS) + " |",
            "| --- |" + " --: |" * len(LABELS),
        ]
        lines += [f"| {name} | " + " | ".join(str(v) for v in table[k]) + " |" for k, name in enumerate(LABELS)]
    return "\n".join([*lines, ""])
