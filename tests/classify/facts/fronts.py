"""Fronts of documents, for tests of facts."""

from __future__ import annotations

from ingest.document import BBox, Block, BlockRole, Document, Line, Method, Paragraph, Properties, Word
from ingest.normalise import load_registers

REGISTERS = load_registers()


def paragraph(text: str, role: BlockRole = "body", level: int | None = None) -> Paragraph:
    words = tuple(Word(w, w, BBox(0, 0, 1, 1), size=16.0 if level else 10.0) for w in text.split())
    return Paragraph((Line(words, 1),), role=role, level=level)


def document(*blocks: Block, author: str | None = None) -> Document:
    return Document(
        "0" * 64, "plan.pdf", "application/pdf", Method.TEXT_LAYER, blocks=blocks, properties=Properties(author=author)
    )


TITLE = paragraph("Handlingsplan för trygghet", "heading", 1)
MEASURE = paragraph("Vi ska laga alla bänkar i parken och se till att lamporna lyser.")
