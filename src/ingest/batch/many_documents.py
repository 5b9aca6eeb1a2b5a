"""Many documents from Python: isolated and limited like those of a run, without an output folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.batch.engine import Failure, Job
from ingest.batch.inputs.finder import find_inputs
from ingest.batch.inputs.opened import place_of, read_inputs
from ingest.batch.workers.local import LocalEngine
from ingest.errors import IngestError
from ingest.options import Options
from ingest.plan import Plan

__all__ = ["convert_many"]


def convert_many(
    paths: Iterable[str | Path], options: Options | None = None, *, workers: int = 1
) -> Iterator[tuple[str, Plan | IngestError]]:
    """Convert files, folders, globs, ZIP archives or addresses; yield each document's name with its plan or its error.

    Documents come as they are finished. Each is converted in a process of its own, within the limits of `options`; a
    script must keep its own start behind `if __name__ == "__main__":`.

    Args:
        paths: as `ingest convert` takes them.
        options: how to convert.
        workers: documents at a time.

    Raises:
        UsageError: a path that does not exist.
    """
    chosen = options or Options()
    found = find_inputs([str(p) for p in paths], limits=chosen.limits, masked=chosen.mask_personal_data)
    read = read_inputs(found, chosen)
    jobs = []
    for item in read.items:
        content = read.contents[place_of(item)]
        if isinstance(content, IngestError):
            yield item.name, content
        else:
            jobs.append(Job(item, content))
    for outcome in LocalEngine(workers).run(jobs, chosen):
        name = outcome.job.item.name
        if outcome.plan is not None:
            yield name, Plan.from_dict(json.loads(outcome.plan))
        else:
            yield name, _error(name, outcome.failure)


def _error(name: str, failure: Failure | None) -> IngestError:
    if failure is None:
        return IngestError("no answer.", source=name)
    error = IngestError(failure.message, source=name, remedy=failure.remedy)
    error.code = failure.code
    return error
