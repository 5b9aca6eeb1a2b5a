"""Fits the two decisions of page segmentation: what a gutter parts, and what a gap ends.

Material: pages of the document factory that Chromium prints. Their tags say of each word at which place of the reading
order it stands, in which block (card, box, column) and in which table; the blocks are marked for the fit only, and the
features never look at tags. The same code as in a conversion proposes gutters and gaps; the tags answer. Figures come
from whole families left out.
"""

from __future__ import annotations

import ctypes
import json
import random
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from ingest.document import Page
from ingest.layout.blocks.features import GUTTER, gutter_features, surroundings
from ingest.layout.blocks.frames import frames_of
from ingest.layout.blocks.gaps import GAP, gap_features
from ingest.layout.blocks.runs import GutterRun
from ingest.layout.blocks.split import SplitDecisions, parts_of
from ingest.layout.tables.finder import find_tables
from ingest.layout.tables.model import tokens_of
from ingest.options import Options
from ingest.read.pdf.bindings import c
from ingest.read.pdf.characters import page_text
from ingest.read.pdf.frame import Frame
from ingest.read.pdf.reader import read_page
from ingest.train.factory.draw import choose, drawing_of, load_bank
from ingest.train.factory.families import Family
from ingest.train.factory.model import DrawnDocument, Html
from ingest.train.factory.produce import Producers

__all__ = ["train"]

COUNT = 12
"""Documents of each family whose blocks stand beside each other, and a third of that of each other family."""
SEED_STEP = 1000
FOLDS = 8
TREES, DEPTH, RATE, LEAST, RIDGE = 90, 4, 0.12, 12, 2.0
_BLOCKS = re.compile(r'<div class="(card|box|side|measures|half|form|lane|step|quote|article)"')
_WITH_BLOCKS = re.compile(
    r"card|box|brochure|sidebar|slides-|form|two-pages|column|magazine|facts|newsletter|parallel|label-value|label-columns"
)
_PURE = 0.95
"""Share of the pairs of words that must stand in one order for that order to be the page's."""
_UNKNOWN_ORDER = 0.5
"""Share of the samples whose drawing order is hidden: other programs draw in another order than Chromium."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What the tags say of a word: its place in reading order, the blocks around it, and its table (-1: none)."""

    order: int
    blocks: frozenset[int]
    table: int


@dataclass
class _Samples:
    """Features, answers and the family of each sample."""

    values: list[list[float]] = field(default_factory=list)
    answers: list[bool] = field(default_factory=list)
    families: list[str] = field(default_factory=list)

    def add(self, values: list[float], answer: bool, family: str) -> None:
        self.values.append(values)
        self.answers.append(answer)
        self.families.append(family)

    def arrays(self) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.str_]]:
        """Return features, shape (samples, features), answers and families, shape (samples,)."""
        return np.array(self.values), np.array(self.answers), np.array(self.families)


def train(material: Path, out: Path, seed: int = 0) -> None:
    """Rebuild the artefact.

    Args:
        material: not read: all pages are drawn.
        out: folder the artefact's files go to.
        seed: of the drawn pages and of the folds.
    """
    out.mkdir(parents=True, exist_ok=True)
    gutters, gaps = _samples(seed)
    card = _card_head(gutters, gaps, seed)
    for file, title, samples, names in (
        ("gutters.json", "Gutters", gutters, GUTTER),
        ("gaps.json", "Gaps", gaps, GAP),
    ):
        model = _fit(*samples.arrays(), seed)
        data = {"names": names, **model}
        (out / file).write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")
        card += _card_part(title, samples, names, seed)
    (out / "README.md").write_text("\n".join(card) + "\n", encoding="utf-8")


# ---------------------------------------------------------------- samples


def _samples(seed: int) -> tuple[_Samples, _Samples]:
    gutters, gaps = _Samples(), _Samples()
    rng = random.Random(seed)
    bank = load_bank()
    with Producers() as producers, tempfile.TemporaryDirectory() as folder:
        for family in choose(()):
            count = COUNT if _WITH_BLOCKS.search(family.name) else COUNT // 3
            for number in range(1, count + 1):
                drawing = drawing_of(family, bank, seed * SEED_STEP + 1, number)
                if not isinstance(drawing.body, Html):
                    break
                path = producers.produce(_marked(drawing).body, Path(folder) / f"{family.name}-{number}")
                for page, told in _pages(path):
                    _observe(page, told, family, gutters, gaps, rng)
                path.unlink()
    return gutters, gaps


def _marked(drawing: DrawnDocument) -> DrawnDocument:
    """The drawing with its blocks marked for the tags."""
    body = drawing.body
    assert isinstance(body, Html)
    return replace(
        drawing, body=replace(body, markup=_BLOCKS.sub(r'<div role="article" class="\1"', body.markup), tagged=True)
    )


def _pages(path: Path) -> Iterator[tuple[Page, dict[int, _Told]]]:
    """Each page with what its tags say of its words, by their position."""
    pdf = pypdfium2.PdfDocument(path)
    try:
        for index in range(len(pdf)):
            page, _ = read_page(pdf, index, Options())
            raw = pdf[index]
            width, height = raw.get_size()
            text = page_text(raw.raw, Frame(0.0, 0.0, width, height))
            marks = {(w.text, w.bbox): m for w, m in zip(text.words, text.marks, strict=True)}
            by_mark = _tree(raw.raw)
            told = {
                i: by_mark[m] for i, w in enumerate(page.words) if (m := marks.get((w.text, w.bbox), -1)) in by_mark
            }
            raw.close()
            yield replace(page, tags=None), told
    finally:
        pdf.close()


def _tree(page: Any) -> dict[int, _Told]:
    """What the structure tree says of each marked-content number."""
    out: dict[int, _Told] = {}
    tree = c.FPDF_StructTree_GetForPage(page)
    if not tree:
        return out
    buffer = ctypes.create_string_buffer(128)
    count = 0

    def walk(element: Any, blocks: frozenset[int], table: int) -> None:
        nonlocal count
        count += 1
        own = count
        size = c.FPDF_StructElement_GetType(element, buffer, 128)
        kind = buffer.raw[: max(0, min(size, 128) - 2)].decode("utf-16-le", "replace")
        if kind == "Art":
            blocks = blocks | {own}
        if kind == "Table" and table < 0:
            table = own
        for i in range(c.FPDF_StructElement_CountChildren(element)):
            child = c.FPDF_StructElement_GetChildAtIndex(element, i)
            if child:
                walk(child, blocks, table)
            else:
                mark = c.FPDF_StructElement_GetChildMarkedContentID(element, i)
                if mark >= 0:
                    count += 1
                    out[mark] = _Told(count, blocks, table)

    for i in range(c.FPDF_StructTree_CountChildren(tree)):
        child = c.FPDF_StructTree_GetChildAtIndex(tree, i)
        if child:
            walk(child, frozenset(), -1)
    c.FPDF_StructTree_Close(tree)
    return out


def _observe(
    page: Page, told: Mapping[int, _Told], family: Family, gutters: _Samples, gaps: _Samples, rng: random.Random
) -> None:
    """Go through a page as a conversion does, with the tags' answers, and keep what was asked."""
    tokens = [t for t in tokens_of(page.words) if t.index in told]
    if len(tokens) < 8:
        return
    tables = find_tables(page, Options())
    around = surroundings(page, tokens, frames_of(page), tables, ordered=rng.random() >= _UNKNOWN_ORDER)
    asked: set[tuple[int, ...]] = set()

    def gutter(run: GutterRun, whole: GutterRun, columns: Sequence[float]) -> float:
        answer = _parts(run, told)
        key = (round(run.x), *sorted(t.index for t in run.tokens))
        if answer is None or key in asked:
            return float(answer or 0.0)
        asked.add(key)
        gutters.add(gutter_features([(run, whole, columns)], around)[0].tolist(), answer, family.name)
        return float(answer)

    def gaps_of(run: GutterRun, columns: Sequence[float]) -> list[float]:
        out = []
        for at, values in enumerate(gap_features([(run, columns)], around).tolist(), 1):
            answer = _ends(run, at, told)
            key = (-1, round(run.x), at, *sorted(run.indices))
            if answer is not None and key not in asked:
                asked.add(key)
                gaps.add(values, answer, family.name)
            out.append(float(answer or 0.0))
        return out

    decide = SplitDecisions(
        lambda asked, _: [gutter(*one) for one in asked],
        lambda asked, _: [gaps_of(*one) for one in asked],
    )
    parts_of(tokens, around, (), decide)


def _parts(run: GutterRun, told: Mapping[int, _Told]) -> bool | None:
    """Whether the gutter of a run parts blocks; None where the tags do not say."""
    left = [told[t.index] for t in run.tokens if t.mid < run.x]
    right = [told[t.index] for t in run.tokens if t.mid >= run.x]
    tables = {w.table for w in left} & {w.table for w in right} - {-1}
    in_table = sum(w.table in tables for w in (*left, *right)) / (len(left) + len(right))
    if in_table > 0.5:
        return False
    shared = frozenset().union(*(w.blocks for w in left)) & frozenset().union(*(w.blocks for w in right))
    inner = sum(bool(w.blocks & shared) for w in (*left, *right)) / (len(left) + len(right))
    if inner > 0.5:
        return False
    before = _before(left, right)
    if max(before, 1 - before) >= _PURE and before >= 0.5:
        return True
    own = sum(bool(w.blocks) for w in (*left, *right)) / (len(left) + len(right))
    if own > 0.9 and not shared:
        return True
    return False if in_table or before > 0.2 else None


def _before(first: Sequence[_Told], second: Sequence[_Told]) -> float:
    """Share of the pairs of words of which the first's stands earlier."""
    later = np.sort([w.order for w in second])
    return float(np.mean([len(later) - np.searchsorted(later, w.order) for w in first]) / len(later))


def _ends(run: GutterRun, at: int, told: Mapping[int, _Told]) -> bool | None:
    """Whether the gap before a band ends the blocks above it; None where it makes no difference."""
    above = [told[t.index] for b in run.bands[:at] for t in b.tokens]
    below = [told[t.index] for b in run.bands[at:] for t in b.tokens]
    beside = [t.mid < run.x for b in run.bands[at:] for t in b.tokens]
    near = [told[t.index] for b in run.bands[max(0, at - 1) : at + 1] for t in b.tokens]
    tables = {w.table for w in near}
    if len(tables) == 1 and tables != {-1}:
        return False
    shared = frozenset().union(*(w.blocks for w in above)) & frozenset().union(*(w.blocks for w in below))
    if shared:
        return False
    if _before(above, below) < _PURE:
        return False
    if not any(beside) or all(beside):
        # Text of one side alone below: it may as well be the column's end.
        left = [told[t.index] for b in run.bands[:at] for t in b.tokens if (t.mid < run.x)]
        right = [told[t.index] for b in run.bands[:at] for t in b.tokens if (t.mid >= run.x)]
        if not left or not right:
            return None
    return True


# ---------------------------------------------------------------- the fit


def _fit(
    values: NDArray[np.float64], answers: NDArray[np.bool_], families: NDArray[np.str_], seed: int
) -> dict[str, Any]:
    """Return boosted trees as plain arrays."""
    model = _boosted(values, answers, families, seed)
    inner = 2**DEPTH - 1
    features, thresholds, leaves = [], [], []
    for (tree,) in model._predictors:
        feature, threshold, leaf = [0] * inner, [1e9] * inner, [0.0] * (inner + 1)
        _unfold(tree.nodes, 0, 0, feature, threshold, leaf)
        features.append(feature)
        thresholds.append([round(x, 4) for x in threshold])
        leaves.append([round(x, 4) for x in leaf])
    bias = round(float(np.ravel(model._baseline_prediction)[0]), 4)
    return {"features": features, "thresholds": thresholds, "leaves": leaves, "bias": bias}


def _boosted(values: NDArray[np.float64], answers: NDArray[np.bool_], families: NDArray[np.str_], seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(
        max_iter=TREES,
        max_depth=DEPTH,
        max_leaf_nodes=None,
        learning_rate=RATE,
        min_samples_leaf=LEAST,
        l2_regularization=RIDGE,
        max_features=0.5,
        early_stopping=False,
        random_state=seed,
    ).fit(values, answers, sample_weight=_weights(families))


def _weights(families: NDArray[np.str_]) -> NDArray[np.float64]:
    """Each family weighs as the root of its samples."""
    _, inverse, counts = np.unique(families, return_inverse=True, return_counts=True)
    found: NDArray[np.float64] = 1 / np.sqrt(counts[inverse])
    weights: NDArray[np.float64] = found / found.mean()
    return weights


def _unfold(nodes: Any, node: int, at: int, feature: list[int], threshold: list[float], leaf: list[float]) -> None:
    """Copy a tree into complete lists; a leaf above the last level is repeated below itself."""
    one = nodes[node]
    if at >= len(feature):
        leaf[at - len(feature)] = float(one["value"])
        return
    if one["is_leaf"]:
        _unfold(nodes, node, 2 * at + 1, feature, threshold, leaf)
        _unfold(nodes, node, 2 * at + 2, feature, threshold, leaf)
        return
    feature[at], threshold[at] = int(one["feature_idx"]), float(one["num_threshold"])
    _unfold(nodes, int(one["left"]), 2 * at + 1, feature, threshold, leaf)
    _unfold(nodes, int(one["right"]), 2 * at + 2, feature, threshold, leaf)


def _held_out(samples: _Samples, seed: int, without: Sequence[int] = ()) -> NDArray[np.float64]:
    """Return each sample's probability by a model that saw no page of its family."""
    values, answers, families = samples.arrays()
    values[:, list(without)] = 0.0
    known = np.unique(families)
    np.random.default_rng(seed).shuffle(known)
    found = np.zeros(len(answers))
    for fold in range(FOLDS):
        out = np.isin(families, known[fold::FOLDS])
        if out.any():
            model = _boosted(values[~out], answers[~out], families[~out], seed)
            found[out] = model.predict_proba(values[out])[:, 1]
    return found


# ---------------------------------------------------------------- the card

_GROUPS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "Gutters": {
        "boxes": ("left_framed", "right_framed", "left_frames", "right_frames", "left_lines_a", "right_lines_a",
                  "inside_frame", "paired", "frame_edges"),
        "what the table engine finds": ("table",),
        "order in the file": ("switches",),
        "rules and fills": ("rule", "fills_across"),
        "words that come again": ("left_again", "right_again", "said_on"),
        "fill of the columns": ("left_fill", "right_fill", "left_full", "right_full", "left_words", "right_words"),
        "heights that agree": ("level", "tops", "same_top", "equal_bands", "two_sided"),
        "white space": ("gutter_", "widest", "columns"),
    },
    "Gaps": {
        "boxes": ("frame_", "inside_frames", "run_framed"),
        "white space": ("gap",),
        "looks": ("larger", "bold", "looks"),
        "words that come again": ("starts_again",),
        "sides": ("left_", "right_", "sole"),
    },
}  # fmt: skip


def _card_head(gutters: _Samples, gaps: _Samples, seed: int) -> list[str]:
    return [
        "# Page segmentation",
        "",
        "Two decisions over the features of `ingest.layout.blocks.features`, boosted trees as arrays: `gutters.json`",
        "(are the blocks on both sides of a gutter read one after the other?) and `gaps.json` (is all above a gap read",
        f"before what is below?). Made by `ingest train blocks`, seed {seed}: {len(gutters.answers)} gutters and",
        f"{len(gaps.answers)} gaps on pages of {len(set(gutters.families))} families of the factory (Chromium);",
        "its tags give the answers, the features do not see them. No document that anybody wrote is among",
        "them.",
        "",
        f"All figures are of whole families left out, in {FOLDS} parts. A gutter's `yes` parts the page; a wrong `yes`",
        "cuts a table or a row of labels, a wrong `no` mixes two blocks. A family weighs as the root of its samples.",
    ]


def _card_part(title: str, samples: _Samples, names: Sequence[str], seed: int) -> list[str]:
    _, answers, families = samples.arrays()
    found = _held_out(samples, seed)
    lines = [
        "",
        f"## {title}",
        "",
        "| left out | yes found | no taken for yes | log loss |",
        "| --- | --: | --: | --: |",
    ]
    lines.append(_figures("nothing", found, answers, families))
    for name, beginnings in _GROUPS[title].items():
        without = [i for i, n in enumerate(names) if n.startswith(beginnings)]
        lines.append(_figures(f"{name} ({len(without)})", _held_out(samples, seed, without), answers, families))
    lines += ["", "Families told worst:", "", "| family | samples | right |", "| --- | --: | --: |"]
    right = {f: ((found >= 0.5) == answers)[families == f] for f in np.unique(families)}
    for name, hits in sorted(right.items(), key=lambda item: (item[1].mean(), item[0]))[:12]:
        lines.append(f"| {name} | {len(hits)} | {hits.mean():.1%} |")
    return lines


def _figures(name: str, found: NDArray[np.float64], answers: NDArray[np.bool_], families: NDArray[np.str_]) -> str:
    weights = _weights(families)
    said = found >= 0.5
    loss = -np.log(np.clip(np.where(answers, found, 1 - found), 1e-4, 1))
    recall, false = (
        np.average(said[answers], weights=weights[answers]),
        np.average(said[~answers], weights=weights[~answers]),
    )
    return f"| {name} | {recall:.1%} | {false:.1%} | {np.average(loss, weights=weights):.3f} |"
