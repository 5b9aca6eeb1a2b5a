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
from ingest.quality.confidence import ConfidenceModel, Forest, Logistic
from ingest.quality.features import FEATURES, DraftLook
from ingest.quality.missing import Missing
from ingest.quality.missing_clues import MISSING_FEATURES, MissingLook
from ingest.train.confidence.card import card, diagram, reliability_bins
from ingest.train.confidence.damage import damaged
from ingest.train.confidence.drafts import Material, converted, listed
from ingest.train.confidence.fit import FieldSamples, fit_model
from ingest.train.confidence.missing import fit_missing, lost
from ingest.train.matching import one_spaced, similarity

__all__ = ["as_json", "pair", "samples_of", "train"]

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
    samples, empty = samples_of(material, corpus / KEPT)
    fitted = fit_model(samples, seed, _say)
    missing = fit_missing(empty, seed)
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "model.json", as_json(fitted.model, missing.model))
    (out / "README.md").write_text(card(samples, fitted, missing, seed), encoding="utf-8")
    (out / "reliability.svg").write_text(diagram(fitted.confidence, fitted.samples.right), encoding="utf-8")
    bins = {"held_out": True, "bins": reliability_bins(fitted.confidence, fitted.samples.right)}
    (out / "reliability.json").write_text(json.dumps(bins, indent=1) + "\n", encoding="utf-8")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def samples_of(material: Sequence[Material], kept: Path) -> tuple[FieldSamples, FieldSamples]:
    """Convert documents; return their fields with whether each is right, and the fields that their rows do not fill
    with whether the answer states them."""
    words = load_vocabulary(None)
    filled, empty = _Gathered(len(FEATURES)), _Gathered(len(MISSING_FEATURES))
    for one, draft, kind in _changed(converted(list(material), kept, say=_say)):
        counted = _counted(draft)
        answers = pair(one.answer()["rows"], [draft.rows[i] for i in counted])
        by_row = {i: answers.get(j) for j, i in enumerate(counted)}
        if kind != "lost":
            look = DraftLook(draft, words)
            for line, (index, name) in enumerate(look.targets):
                if name in FIELDS and index in by_row:
                    answer = by_row[index]
                    said = one_spaced(draft.rows[index].fields[name].text)
                    right = answer is not None and said == _stated(answer, name)
                    filled.add(one, kind != "", index, look.table[line], right)
        if kind not in ("damaged", "taken"):
            lacks = MissingLook(draft, words)
            table = lacks.table()
            for line, (index, name) in enumerate(lacks.targets):
                if (answer := by_row.get(index)) is not None:
                    empty.add(one, kind != "", index, table[line], bool(_stated(answer, name)))
    return filled.samples(), empty.samples()


class _Gathered:
    """Fields of documents, as they come."""

    def __init__(self, features: int) -> None:
        self._features = features
        self._numbers: list[Any] = []
        self._of: list[tuple[bool, str, str, str, int, bool]] = []

    def add(self, one: Material, made: bool, row: int, numbers: Any, right: bool) -> None:
        name = f"{one.path.parent.name}/{one.name}{'*' if made else ''}"
        self._numbers.append(numbers)
        self._of.append((right, one.family, one.producer, name, row, made))

    def samples(self) -> FieldSamples:
        right, family, producer, document, rows, made = zip(*self._of, strict=True) if self._of else ((),) * 6
        return FieldSamples(
            np.array(self._numbers).reshape(-1, self._features),
            np.array(right, dtype=float),
            np.array(family, dtype=np.str_),
            np.array(producer, dtype=np.str_),
            np.array(document, dtype=np.str_),
            np.array(rows, dtype=np.int64),
            np.array(made, dtype=np.bool_),
        )


def _stated(answer: Mapping[str, Any], name: str) -> str:
    return one_spaced((answer[name] or {}).get("text"))


def _changed(
    drafts: Iterable[tuple[Material, Draft | None, Draft | None]],
) -> Iterator[tuple[Material, Draft, str]]:
    """Yield each draft with rows as it is (""), with what was taken for measures ("taken"), with a fault of structure
    put into it ("damaged"), and with a field lost ("lost")."""
    for one, draft, taken in drafts:
        if taken is not None:
            yield one, taken, "taken"
        if draft is None or not draft.rows:
            continue
        yield one, draft, ""
        worse = damaged(draft, random.Random(one.name))
        if worse is not None:
            yield one, worse, "damaged"
        less = lost(draft, random.Random(one.name))
        if less is not None:
            yield one, less, "lost"


def _counted(draft: Draft) -> list[int]:
    """Return the rows that count: those put together from prose only where there are no others, as scorers do."""
    others = [i for i, row in enumerate(draft.rows) if row.origin != "prose"]
    return others or list(range(len(draft.rows)))


def pair(gold: Sequence[Mapping[Any, Any]], found: Sequence[DraftRow]) -> dict[int, Mapping[Any, Any]]:
    """Return for found rows the gold row that is theirs, so that the summed similarity is greatest."""
    if not gold or not found:
        return {}
    answers = [tuple(one_spaced((g[n] or {}).get("text")) for n in FIELDS) for g in gold]
    texts = [tuple(one_spaced(r.fields[n].text) if n in r.fields else "" for n in FIELDS) for r in found]
    table = np.zeros((len(found), len(gold)))
    for i, a in enumerate(texts):
        for j, b in enumerate(answers):
            # Rows that say the same are told apart by their order.
            table[i, j] = similarity(a, b) - 1e-6 * abs(i / len(found) - j / len(gold))
    pairs = zip(*linear_sum_assignment(-table), strict=True)
    return {int(i): gold[int(j)] for i, j in pairs if table[i, j] > _PAIRED}


def as_json(model: ConfidenceModel, missing: Missing) -> dict[str, Any]:
    """Return the models as `quality.confidence.of_json` and `quality.missing.of_json` read them."""
    return {
        "features": list(FEATURES),
        "share": model.share,
        "fields": [list(k) for k in model.fields],
        "rows": [list(k) for k in model.rows],
        "spread": {"family": model.spread.family, "document": model.spread.document, "kind": model.spread.kind},
        "logistic": _of_logistic(model.logistic),
        "novelty": {
            "columns": model.novelty.columns.tolist(),
            "mean": model.novelty.mean.tolist(),
            "directions": model.novelty.directions.tolist(),
            "bound": model.novelty.bound,
        },
        "trees": _of_forest(model.forest),
        "missing": {
            "features": list(MISSING_FEATURES),
            "knots": [list(k) for k in missing.knots],
            "logistic": _of_logistic(missing.logistic),
            "trees": _of_forest(missing.forest),
        },
    }


def _of_logistic(model: Logistic) -> dict[str, Any]:
    return {
        "weights": model.weights.tolist(),
        "bias": model.bias,
        "low": model.low.tolist(),
        "high": model.high.tolist(),
    }


def _of_forest(model: Forest) -> dict[str, Any]:
    return {
        "feature": model.feature.tolist(),
        "threshold": model.threshold.tolist(),
        "leaf": model.leaf.tolist(),
        "bias": model.bias,
    }


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, separators=(",", ":")) + "\n", encoding="utf-8")
