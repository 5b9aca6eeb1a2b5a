"""Trains the restorer of damaged Swedish: lexicon, word sequences, OCR confusions.

One command rebuilds `models/restorer/`: `ingest train restorer` with the folder of corpora. The stages are modules of
their own: `lexicon`, `foreign`, `sequences`, `confusions`.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir

from ingest.train.restorer.confusions import build_confusions, read_pages
from ingest.train.restorer.foreign import build_foreign
from ingest.train.restorer.lexicon import build_lexicon, plan_lines, read_lines
from ingest.train.restorer.sequences import build_sequences

__all__ = ["train"]

PAGES = 4000
"""Paragraphs drawn and read by Tesseract to count its confusions: some 25 minutes of one core."""


def train(corpus: Path, out: Path, seed: int = 0) -> None:
    """Rebuild all files of the artefact.

    Args:
        corpus: folder with `corpus/train.txt.xz` (one paragraph a line) and, where it is there, `ner/train_corpus.txt`.
        out: folder the artefact's files go to. What Tesseract read is kept in the folder for temporary files, and a
            second run goes on with it; it is no part of the artefact.
        seed: of the choice and drawing of the paragraphs.
    """
    out.mkdir(parents=True, exist_ok=True)
    prose = read_lines(corpus)
    lines = prose + plan_lines(seed)
    lexicon = build_lexicon(lines)
    lexicon.save(out / "lexicon.npz")
    build_foreign(out / "foreign.npz")
    build_sequences(lines, lexicon, out / "sequences.npz")
    pages = Path(gettempdir()) / f"ingest-restorer-pages-{seed}.jsonl"
    read_pages(prose, pages, PAGES, seed)
    real = Path(__file__).parent.parent / "data" / "real_scans.csv"
    build_confusions(pages.read_text(encoding="utf-8").splitlines()[:PAGES], real, out / "confusions.csv")
