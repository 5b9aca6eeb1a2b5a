"""Trains what tells orsak, mål, åtgärd, vem, när and annat apart, and the recogniser of actors and times.

Material of the classifier: invented sentences and cells (`data/sentences.toml`); the development plans' gold rows and
letters; names of the registers and of `data/entities.toml`; sentences of the corpus of government text that bear an
unmistakable sign (weak labels, the sign itself left out half of the time). Its figures come from cross-validation over
whole patterns and whole documents; the model kept is trained on all.
"""

from __future__ import annotations

import json
import lzma
import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression

from ingest.classify.fields.classifier import BUCKETS, LABELS, Classifier, Vectors, features
from ingest.language.sentences import sentences
from ingest.plan import FIELDS
from ingest.train.recogniser import Scores, invented_names, train_recogniser
from ingest.train.vectors import train_vectors

__all__ = ["train"]

FILLINGS = 10
WEAK_LINES = 15_000
WEAK_PER_LABEL = 400
FOLDS = 5
INVERSE_PENALTY = 5.0
ROUNDS = 80
# What an example of each source weighs beside an invented pattern.
WEIGHTS = {"invented": 1.0, "cells": 0.2, "letters": 0.7, "names": 0.2, "weak": 0.05}
CROSS_VALIDATED = ("invented", "cells", "letters")


@dataclass(frozen=True, slots=True)
class _Example:
    text: str
    label: int
    weight: float
    source: str
    group: str
    """The pattern or document that it comes from: never both in and out of a fold."""


def train(corpus: Path, out: Path, seed: int = 0) -> None:
    """Rebuild the artefact.

    Args:
        corpus: folder with `corpus/train.txt.xz`, `ner/train_corpus.txt`, `ner/test_corpus.txt` and, in any folder but
            `seeds`, which is kept for measuring, `*.gold.json`; gold answers that are not there are done without.
        out: folder the artefact's files go to.
        seed: of the fillings, of the folds and of the recogniser.
    """
    out.mkdir(parents=True, exist_ok=True)
    vectors = train_vectors(corpus / "corpus" / "train.txt.xz", seed)
    examples = [*_invented(seed), *_plans(corpus), *_names(seed), *_weak(corpus, seed)]
    matrix = _matrix([e.text for e in examples], vectors)
    unseen = cross_validate(examples, matrix, seed)
    temperature = _temperature(unseen, examples)
    model = _model(_fit(matrix, examples), vectors, temperature)
    model.save(out / "classifier.npz")
    scores = train_recogniser(corpus, out, seed)
    (out / "README.md").write_text(_card(examples, unseen, temperature, scores), encoding="utf-8")


def _invented(seed: int) -> Iterator[_Example]:
    data = tomllib.loads(resources.files("ingest.train").joinpath("data/sentences.toml").read_text(encoding="utf-8"))
    slots: dict[str, list[str]] = data["slots"]
    chance = random.Random(seed)
    for label, name in enumerate(LABELS):
        for pattern in data[name]["patterns"]:
            seen: set[str] = set()
            for _ in range(FILLINGS if "{" in pattern else 1):
                text = re.sub(r"\{(\w+)\}", lambda m: chance.choice(slots[m.group(1)]), pattern)
                seen.add(text[0].upper() + text[1:])
            # A pattern with slots says more than one without, but not as often as it has fillings.
            weight = WEIGHTS["invented"] * (1.5 if len(seen) > 1 else 1.0) / len(seen)
            for text in sorted(seen):
                yield _Example(text, label, weight, "invented", f"{name} {pattern}")


def _plans(corpus: Path) -> Iterator[_Example]:
    seen: set[tuple[str, int]] = set()
    for path in sorted(p for p in corpus.rglob("*.gold.json") if "seeds" not in p.parts):
        gold: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        found = [(row[f]["text"], LABELS.index(f)) for row in gold["rows"] for f in FIELDS if row[f]]
        found += [(v["text"], LABELS.index("annat")) for row in gold["rows"] for v in row["other"].values()]
        found += [(s["problem"], LABELS.index("orsak")) for s in gold["sections"] if s["problem"]]
        found += [(s["title"], LABELS.index("annat")) for s in gold["sections"]]
        for text, label in found:
            if (text, label) not in seen:
                seen.add((text, label))
                yield _Example(text, label, WEIGHTS["cells"], "cells", path.name)
        for statement in gold["statements"]:
            label = LABELS.index(statement["field"])
            yield _Example(statement["text"], label, WEIGHTS["letters"], "letters", path.name)


def _names(seed: int) -> Iterator[_Example]:
    """Cells that hold nothing but the names of actors."""
    chance = random.Random(seed)
    names = invented_names(chance, 500)
    for i, name in enumerate(names):
        form = chance.choice(("{0}", "{0}", "{0}", "{0}, {1}", "{0} och {1}", "{0}/{1}", "{0} i samverkan med {1}"))
        text = form.format(name, chance.choice(names))
        yield _Example(text, LABELS.index("vem"), WEIGHTS["names"], "names", f"name {i}")


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
                yield _Example(" ".join(text.split()), label, WEIGHTS["weak"], "weak", f"weak {sum(counts)}")


def _matrix(texts: Sequence[str], vectors: Vectors) -> Any:
    """Features of the texts as the classifier sees them, shape (texts, BUCKETS + 3 * dimensions), sparse."""
    columns: list[NDArray[np.int64]] = []
    values: list[NDArray[np.float32]] = []
    ends = [0]
    dense = np.empty((len(texts), 3 * vectors.size), dtype=np.float32)
    for i, text in enumerate(texts):
        groups, dense[i] = features(text, vectors)
        for buckets in groups:
            columns.append(buckets)
            values.append(np.full(len(buckets), 1 / np.sqrt(max(1, len(buckets))), dtype=np.float32))
        ends.append(ends[-1] + sum(len(b) for b in groups))
    hashed = sparse.csr_matrix((np.concatenate(values), np.concatenate(columns), ends), (len(texts), BUCKETS))
    return sparse.hstack([hashed, sparse.csr_matrix(dense)]).tocsr()


def _fit(matrix: Any, examples: Sequence[_Example]) -> LogisticRegression:
    """Multinomial logistic regression, classes weighted to equal mass."""
    labels = np.array([e.label for e in examples])
    weights = np.array([e.weight for e in examples])
    mass = np.bincount(labels, weights, minlength=len(LABELS))
    weights = weights / np.maximum(mass, 1e-9)[labels] * 2000
    model = LogisticRegression(C=INVERSE_PENALTY / 2, max_iter=ROUNDS, tol=1e-3)
    return model.fit(matrix, labels, sample_weight=weights)


def cross_validate(examples: Sequence[_Example], matrix: Any, seed: int) -> NDArray[np.float64]:
    """Logits of each example of the cross-validated sources from a model that saw nothing of its group."""
    groups = sorted({e.group for e in examples})
    random.Random(seed).shuffle(groups)
    fold = {group: i % FOLDS for i, group in enumerate(groups)}
    folds = np.array([fold[e.group] if e.source in CROSS_VALIDATED else -1 for e in examples])
    logits = np.zeros((len(examples), len(LABELS)))
    for k in range(FOLDS):
        kept = np.flatnonzero(folds != k)
        out = np.flatnonzero(folds == k)
        logits[out] = _fit(matrix[kept], [examples[i] for i in kept.tolist()]).decision_function(matrix[out])
    return logits


def _temperature(logits: NDArray[np.float64], examples: Sequence[_Example]) -> float:
    """The divisor of the logits under which unseen patterns and letters are likeliest."""
    chosen = np.array([i for i, e in enumerate(examples) if e.source in ("invented", "letters")])
    labels = np.array([examples[i].label for i in chosen])
    weights = np.array([examples[i].weight for i in chosen])

    def loss(temperature: float) -> float:
        scaled = logits[chosen] / temperature
        return float(weights @ (logsumexp(scaled, axis=1) - scaled[np.arange(len(chosen)), labels]))

    return float(minimize_scalar(loss, bounds=(0.3, 5.0), method="bounded").x)


def _model(fitted: LogisticRegression, vectors: Vectors, temperature: float) -> Classifier:
    weights = fitted.coef_.T.astype(np.float32)
    return Classifier(
        weights[:BUCKETS].copy(), weights[BUCKETS:].copy(), fitted.intercept_.astype(np.float32), vectors, temperature
    )


def _confusion(logits: NDArray[np.float64], examples: Sequence[_Example], source: str) -> NDArray[np.float64]:
    """Table of confusions of one source; the fillings of a pattern count as one text together."""
    table = np.zeros((len(LABELS), len(LABELS)))
    for e, row in zip(examples, logits, strict=True):
        if e.source == source:
            table[e.label, int(row.argmax())] += e.weight / WEIGHTS[source]
    return table


def macro_f1(table: NDArray[np.float64]) -> float:
    """Mean F1 over the classes that occur."""
    scores = []
    for k in range(len(table)):
        if table[k].sum():
            precision = table[k, k] / max(1e-9, table[:, k].sum())
            recall = table[k, k] / table[k].sum()
            scores.append(2 * precision * recall / max(1e-9, precision + recall))
    return float(np.mean(scores)) if scores else 0.0


def _card(
    examples: Sequence[_Example], logits: NDArray[np.float64], temperature: float, scores: Sequence[Scores]
) -> str:
    lines = [
        "# Classifier of meanings, and recogniser of actors and times",
        "",
        "`classifier.npz`: multinomial logistic regression over hashed words, pairs, parts of words and groups of",
        "letters, over the classes of words and over their vectors (`ingest.classify.fields.classifier`).",
        "`recogniser.bin`: spaCy's transition-based recogniser over hashed embeddings",
        "(`ingest.classify.fields.named_entities`). Made by `ingest train meaning`, seed 0; no torch is needed to run",
        "or to train either.",
        "",
        "## Classifier",
        "",
        "| learnt from | examples | weight together |",
        "| --- | --: | --: |",
    ]
    for source in WEIGHTS:
        of = [e for e in examples if e.source == source]
        lines.append(f"| {source} | {len(of)} | {sum(e.weight for e in of):.0f} |")
    lines += [
        "",
        "*invented*: patterns with slots (`src/ingest/train/data/sentences.toml`); *cells*: gold rows of the",
        "development plans, their other columns and section titles as annat; *letters*: gold statements of the",
        "development letters; *names*: actors of the registers and made-up ones; *weak*: sentences of government text",
        "with an unmistakable sign, the sign left out half of the time. The vectors come from the same text.",
        f"Temperature {temperature:.2f}, fitted on the cross-validated patterns and letters.",
        "",
        "The tables below are from cross-validation in five parts, whole patterns and whole documents left out. Plans",
        "and letters have one author, whose wordings recur: their figures are flattered. The patterns are written to",
        "differ from each other: their figure is a low estimate. What another author's texts give is measured by",
        "`python benchmarks/sentences.py` and told in `docs/classify.md`; that set is never trained on.",
    ]
    for source in CROSS_VALIDATED:
        table = _confusion(logits, examples, source)
        lines += [
            "",
            f"### {source.capitalize()}",
            "",
            f"Macro F1 {macro_f1(table):.3f}, accuracy {np.trace(table) / max(1e-9, table.sum()):.3f}.",
            "",
            "| gold \\ said | " + " | ".join(LABELS) + " |",
            "| --- |" + " --: |" * len(LABELS),
        ]
        lines += [f"| {name} | " + " | ".join(f"{v:.0f}" for v in table[k]) + " |" for k, name in enumerate(LABELS)]
    lines += [
        "",
        "## Recogniser",
        "",
        "Learnt from web news with organisations marked by hand, government text marked by registers and grammar, and",
        "invented sentences and cells. Exact spans found by the recogniser alone, without the registers, on texts that",
        "training does not see; names and sentences of the invented ones are in no training example either.",
        "",
        "| held out | texts | precision | recall | F1 |",
        "| --- | --: | --: | --: | --: |",
    ]
    lines += [f"| {s.name} | {s.texts} | {s.precision:.3f} | {s.recall:.3f} | {s.f1:.3f} |" for s in scores]
    return "\n".join([*lines, ""])
