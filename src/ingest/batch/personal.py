"""What looks like personal data in an output folder and was left there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.batch.archive import opened
from ingest.privacy.detect import Kind, look_alikes
from ingest.privacy.mask import texts

__all__ = ["Left", "left_in"]


@dataclass(frozen=True, slots=True)
class Left:
    """One value: in which document, in which of its texts (`r3.vem`), of what kind, and the value itself."""

    source: str
    target: str
    kind: Kind
    value: str


def left_in(out: Path) -> Iterator[Left]:
    """Everything in the plans of a folder that looks like an identity number, a telephone number or an address.

    Raises:
        UsageError: the folder holds no conversion.
    """
    with opened(out) as archive:
        for source in sorted(archive.plans):
            for found in look_alikes(source):
                yield Left(source, "document.source", found.kind, source[found.start : found.end])
            plan = archive.plans[source].fetch()
            for target, text in texts(plan):
                for found in look_alikes(text):
                    yield Left(source, target, found.kind, text[found.start : found.end])
