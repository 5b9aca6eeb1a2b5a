"""Word vectors and word classes of administrative Swedish, from the corpus of government text.

Positive pointwise mutual information of words within five of each other, the nearer the heavier, context counts raised
to 3/4, factored by a truncated singular value decomposition (Levy, Goldberg & Dagan 2015, "Improving Distributional
Similarity with Lessons Learned from Word Embeddings"); classes are its k-means clusters at three grains.
"""

from __future__ import annotations

import lzma
from collections import Counter
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds
from sklearn.cluster import MiniBatchKMeans

from ingest.classify.fields.classifier import Vectors, split

__all__ = ["train_vectors"]

DIMENSIONS = 80
WORDS = 25_000
LEAST = 8
WINDOW = 5
CLASSES = (64, 300, 1200)


def train_vectors(path: Path, seed: int = 0) -> Vectors:
    """Vectors of the words of a text file (.xz, a paragraph a line)."""
    counts: Counter[str] = Counter()
    lines: list[list[str]] = []
    with lzma.open(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            words = split(line)
            lines.append(words)
            counts.update(words)
    ranked = sorted(counts, key=lambda w: (-counts[w], w))
    chosen = tuple(w for w in ranked[:WORDS] if counts[w] >= LEAST)
    index = {w: i for i, w in enumerate(chosen)}
    # Lines are kept apart by places that hold no word.
    ids = np.array([i for words in lines for i in (*(index.get(w, -1) for w in words), *(-1,) * WINDOW)])
    together = sparse.csr_matrix((len(chosen), len(chosen)), dtype=np.float64)
    for distance in range(1, WINDOW + 1):
        a, b = ids[:-distance], ids[distance:]
        both = (a >= 0) & (b >= 0)
        pairs = sparse.coo_matrix((np.full(int(both.sum()), 1 / distance), (a[both], b[both])), together.shape).tocsr()
        together = together + pairs + pairs.T
    total = np.asarray(together.sum(axis=1)).ravel()
    context = total**0.75
    context /= context.sum()
    cells = together.tocoo()
    information = np.log(cells.data / (total[cells.row] * context[cells.col]))
    positive = information > 0
    matrix = sparse.csr_matrix((information[positive], (cells.row[positive], cells.col[positive])), together.shape)
    start = np.random.default_rng(seed).standard_normal(len(chosen))
    left, strength, _ = svds(matrix, k=DIMENSIONS, v0=start)
    # The sign of a singular vector is arbitrary: its largest entry is made positive.
    left = left * np.sign(left[np.abs(left).argmax(axis=0), np.arange(left.shape[1])])
    values = (left * np.sqrt(strength)).astype(np.float32)
    values /= np.linalg.norm(values, axis=1, keepdims=True) + 1e-9
    # As they will be read back: training must see the very numbers that running sees.
    scale = np.abs(values).max() / 127
    values = (np.round(values / scale) * scale).astype(np.float32)
    classes = [
        MiniBatchKMeans(min(n, len(chosen)), random_state=seed, n_init=2, batch_size=2048).fit_predict(values)
        for n in CLASSES
    ]
    return Vectors(chosen, values, np.stack(classes, axis=1).astype(np.int64))
