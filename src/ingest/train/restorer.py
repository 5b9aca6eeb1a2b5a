"""Trains the restorer of damaged Swedish: lexicon, word sequences, letters of unknown words, OCR confusions.

One command rebuilds `models/restorer/` from the corpus: `ingest train restorer --corpus DIR`. The stages are small
modules of their own (`restorer_lexicon`, `restorer_sequences`, `restorer_letters`, `restorer_confusions`).
"""

from __future__ import annotations

from pathlib import Path

from ingest.train.restorer_lexicon import Lexicon, build_lexicon, read_lines
from ingest.train.restorer_sequences import build_sequences

__all__ = ["train"]


def train(corpus: Path, out: Path, seed: int = 0) -> None:
    """Rebuild all files of the artefact.

    Args:
        corpus: folder with `corpus/train.txt.xz` (one paragraph a line) and, where it is there, `ner/train_corpus.txt`.
        out: folder the artefact's files go to.
        seed: of the choices by chance (which words the letter model sees as unknown, drawing of pages).
    """
    out.mkdir(parents=True, exist_ok=True)
    lines = read_lines(corpus)
    lexicon: Lexicon = build_lexicon(lines)
    lexicon.save(out / "lexicon.npz")
    build_sequences(lines, lexicon, out / "sequences.npz")
