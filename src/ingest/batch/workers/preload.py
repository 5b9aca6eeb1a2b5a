"""Importing this module loads readers and models and has them used once.

It is what the server process imports that children are forked from (`worker.context`): what is loaded there is shared
by all children, and a child that replaces another has it at once. Nothing else should import it.
"""

from __future__ import annotations

import contextlib
import gc
from importlib import import_module, resources

__all__: list[str] = []

_TEXT = resources.files("ingest.batch.workers").joinpath("preload.txt").read_text(encoding="utf-8")
# As it is, without its marks, and read with the wrong code page: each has models of its own.
_TEXTS = (
    _TEXT.encode(),
    _TEXT.translate(str.maketrans("åäöÅÄÖé", "aaoAAOe")).encode(),
    _TEXT.encode().decode("cp1252", "replace").encode(),
)


def _warm() -> None:
    from ingest.language import foreign
    from ingest.language.lexicon import lexicon
    from ingest.normalise.dates import lexer
    from ingest.options import Options
    from ingest.pipeline import process
    from ingest.source import Source

    for name in (
        "ingest.batch.workers.worker",
        "ingest.privacy.mask",
        "ingest.read.pdf.reader",
        "ingest.read.docx.reader",
        "ingest.read.sheets.reader",
        "ingest.classify.fields.named_entities",
        "scipy.spatial",
        "ingest.write.plain_text",
        "ingest.write.plan_json",
    ):
        import_module(name)
    # What fails here fails again, and is told, in the child that has a document to do.
    with contextlib.suppress(Exception):
        for data in _TEXTS:
            process(Source.from_bytes(data, "warm.txt"), Options())
        lexicon().fill()
        foreign.fill()
        lexer.fill()
    # What is loaded stays: no collection looks at it again, which would cost more than a conversion and copy its pages.
    gc.collect()
    gc.freeze()


_warm()
