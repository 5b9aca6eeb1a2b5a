"""Trains the confidence of fields and rows on documents with gold answers, families of documents held out.

Every stated figure is of fields whose family of documents the model had not seen. What ships is fitted on all of them,
its calibration on the held-out judgements.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from ingest.classify.fields.vocabulary import load as load_vocabulary
from ingest.draft import Draft, DraftRow
from ingest.errors import UsageError
from ingest.plan import FIELDS
from ingest.quality.confidence import Model
from ingest.quality.features import FEATURES, Look
from ingest.train.confidence.card import card, diagram, reliability_bins
from ingest.train.confidence.damage import damaged
from ingest.train.confidence.drafts import Material, converted, listed
from ingest.train.confidence.fit import Samples, fit_model
from ingest.train.matching import fold, similarity

__all__ = ["as_json", "samples_of", "train"]

KEPT = ".drafts"
"""Folder in the material that conversions are kept in, for the next fit."""
_PAIRED = 0.3
"""Mean similarity of the five fields below which a row of the output is none of the gold's."""


def train(corpus: Path, out: Path, seed: int = 0) -> None:
    """Rebuild the artefact.

    Args:
        corpus: folder with folders of documents beside NAME.gold.json; those that `ingest train factory` drew carry
            their families and producers in a manifest.
        out: folder the artefact's files go to.
        seed: of the split into folds, and of the trees.

    Raises:
        UsageError: the folder holds no documents with answers.
    """
    material = listed(corpus)
    if not material:
        raise UsageError(f"no NAME.gold.json in {corpus}.", remedy="See docs/training.md.")
    samples = samples_of(material, corpus / KEPT)
    fitted = fit_model(samples, seed, _say)
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "model.json", as_json(fitted.model))
    (out / "README.md").write_text(card(samples, fitted, seed), encoding="utf-8")
    (out / "reliability.svg").write_text(diagram(fitted.confidence, fitted.samples.right), encoding="utf-8")
    bins = {"held_out": True, "bins": reliability_bins(fitted.confidence, fitted.samples.right)}
    (out / "reliability.json").write_text(json.dumps(bins, indent=1) + "\n", encoding="utf-8")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def samples_of(material: Sequence[Material], kept: Path) -> Samples:
    """Convert documents and return their fields with whether each is right."""
    words = load_vocabulary(None)
    tables, right, family, producer, document, rows, made = [], [], [], [], [], [], []
    for one, draft, worse in _twice(converted(list(material), kept, say=_say)):
        look = Look(draft, words)
        counted = _counted(draft)
        answers = _pair(one.answer()["rows"], [draft.rows[i] for i in counted])
        by_row = {i: answers.get(j) for j, i in enumerate(counted)}
        for line, (index, name) in enumerate(look.targets):
            if name not in FIELDS or index not in by_row:
                continue
            answer = by_row[index]
            said = fold(draft.rows[index].fields[name].text)
            tables.append(look.table[line])
            right.append(answer is not None and said == fold((answer[name] or {}).get("text")))
            family.append(one.family)
            producer.append(one.producer)
            document.append(f"{one.path.parent.name}/{one.name}{'*' if worse else ''}")
            rows.append(index)
            made.append(worse)
    return Samples(
        np.array(tables).reshape(-1, len(FEATURES)),
        np.array(right, dtype=float),
        np.array(family, dtype=np.str_),
        np.array(producer, dtype=np.str_),
        np.array(document, dtype=np.str_),
        np.array(rows, dtype=np.int64),
        np.array(made, dtype=np.bool_),
    )


def _twice(drafts: Iterable[tuple[Material, Draft | None]]) -> Iterator[tuple[Material, Draft, bool]]:
    """Yield each draft with rows as it is, and a second time with a fault of structure put into it."""
    for one, draft in drafts:
        if draft is None or not draft.rows:
            continue
        yield one, draft, False
        worse = damaged(draft, random.Random(one.name))
        if worse is not None:
            yield one, worse, True


def _counted(draft: Draft) -> list[int]:
    """Return the rows that count: those put together from prose only where there are no others, as scorers do."""
    others = [i for i, row in enumerate(draft.rows) if row.origin != "prose"]
    return others or list(range(len(draft.rows)))


def _pair(gold: Sequence[Mapping[str, Any]], found: Sequence[DraftRow]) -> dict[int, Mapping[str, Any]]:
    """Return for found rows the gold row that is theirs, so that the summed similarity is greatest."""
    if not gold or not found:
        return {}
    answers = [tuple(fold((g[n] or {}).get("text")) for n in FIELDS) for g in gold]
    texts = [tuple(fold(r.fields[n].text) if n in r.fields else "" for n in FIELDS) for r in found]
    table = np.zeros((len(found), len(gold)))
    for i, a in enumerate(texts):
        for j, b in enumerate(answers):
            # Rows that say the same are told apart by their order.
            table[i, j] = similarity(a, b) - 1e-6 * abs(i / len(found) - j / len(gold))
    pairs = zip(*linear_sum_assignment(-table), strict=True)
    return {int(i): gold[int(j)] for i, j in pairs if table[i, j] > _PAIRED}


def as_json(model: Model) -> dict[str, Any]:
    """Return the model as `quality.confidence.of_json` reads it."""
    return {
        "features": list(FEATURES),
        "share": model.share,
        "fields": [list(k) for k in model.fields],
        "rows": [list(k) for k in model.rows],
        "spread": {"family": model.spread.family, "document": model.spread.document, "kind": model.spread.kind},
        "logistic": {
            "weights": model.logistic.weights.tolist(),
            "bias": model.logistic.bias,
            "low": model.logistic.low.tolist(),
            "high": model.logistic.high.tolist(),
        },
        "novelty": {
            "columns": model.novelty.columns.tolist(),
            "mean": model.novelty.mean.tolist(),
            "directions": model.novelty.directions.tolist(),
            "bound": model.novelty.bound,
        },
        "trees": {
            "feature": model.forest.feature.tolist(),
            "threshold": model.forest.threshold.tolist(),
            "leaf": model.forest.leaf.tolist(),
            "bias": model.forest.bias,
        },
    }


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, separators=(",", ":")) + "\n", encoding="utf-8")
