"""What a run reads before it converts: each input's hash, and the documents inside inputs as inputs of their own.

A document inside another is called by both names (`letter.pdf/plan.docx`), as a member of an archive is. Files that may
hold documents are opened in a worker: only there is a file of others parsed.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.batch.engine import Done, Job
from ingest.batch.inputs.finder import Input, named, read_bytes
from ingest.batch.workers.local import LocalEngine
from ingest.errors import IngestError
from ingest.options import Options
from ingest.privacy.detect import mask_text
from ingest.read.enclosed import enclosed, may_enclose
from ingest.source import Source

__all__ = ["OpenedInputs", "Place", "place_of", "read_inputs"]

Place = tuple[str, str | None, tuple[str, ...]]
"""Address, member of an archive, and the names that lead to a document inside."""


@dataclass(frozen=True, slots=True)
class OpenedInputs:
    """The inputs, those inside others included, and for each place its content's SHA-256 or why it cannot be had."""

    items: list[Input]
    contents: dict[Place, str | IngestError]


def place_of(item: Input) -> Place:
    """What tells an input from every other one, whatever it is called."""
    return item.uri, item.member, item.inside


def read_inputs(items: Sequence[Input], options: Options) -> OpenedInputs:
    """Read every input once."""
    contents: dict[Place, str | IngestError] = {}
    holders: list[Job] = []
    for item in items:
        try:
            data = read_bytes(item, options.limits)
            Source.from_bytes(data, item.name, options.limits)
        except IngestError as error:
            contents[place_of(item)] = error
            continue
        sha256 = hashlib.sha256(data).hexdigest()
        contents[place_of(item)] = sha256
        if may_enclose(data):
            holders.append(Job(item, sha256))
        del data
    found: list[Input] = []
    # A file that makes the worker fail is met again when it is converted, and told then.
    for outcome in _engine().run(holders, options) if holders else ():
        item = outcome.job.item
        for path, size, sha256 in json.loads(outcome.plan or b"[]"):
            shown = "/".join(path)
            name = f"{item.name}/{mask_text(shown) if options.mask_personal_data else shown}"
            part = replace(item, name=name, size=size, inside=tuple(path))
            contents[place_of(part)] = sha256
            found.append(part)
    return OpenedInputs(named([*items, *found]) if found else list(items), contents)


def _engine() -> LocalEngine:
    """A worker that need not wait for models."""
    return LocalEngine(1, _listed, multiprocessing.get_context("spawn"))


def _listed(job: Job, options: Options) -> Done:
    """The documents inside one: names, bytes, SHA-256."""
    data = read_bytes(job.item, options.limits)
    found = [(e.path, len(e.data), hashlib.sha256(e.data).hexdigest()) for e in enclosed(data, options.limits)]
    return Done(json.dumps(found).encode())
