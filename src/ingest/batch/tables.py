"""All tables of many files, plan or not; each file in a worker process, within the limits of a conversion."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import PurePosixPath

from ingest import layout, repair
from ingest.batch.engine import Done, Job
from ingest.batch.inputs.finder import Input, find_inputs, is_remote, local_path, read_bytes
from ingest.batch.inputs.opened import read_inputs
from ingest.batch.workers.local import LocalEngine
from ingest.batch.workers.worker import Answer
from ingest.document import Document
from ingest.errors import ExitCode, OutputError, UsageError
from ingest.layout.tables.export import grids
from ingest.options import Options
from ingest.read import read
from ingest.source import Source
from ingest.write.table_files import grid_files, write_grids

__all__ = ["extract_tables", "tables_of"]


def extract_tables(
    paths: Sequence[str],
    out: str,
    options: Options,
    say: Callable[[str], None],
    *,
    repaired: bool = False,
    workers: int = 1,
) -> ExitCode:
    """Write every table of every input below `out`; a file that cannot be read is named and passed over.

    Documents inside inputs are inputs of their own, as they are for a conversion.

    Args:
        say: takes one line of report a file.
        repaired: arrange the document and repair its texts (lost letters, hyphens at line ends) instead of giving the
            tables page by page as read; a table over several pages is then one.
        workers: worker processes; a file that kills one, or breaks a limit, is passed over like any other bad file.

    Raises:
        UsageError: a path that does not exist, or an `out` that is no local folder.
        OutputError: the output cannot be written.
    """
    if is_remote(out):
        raise UsageError(f"{out} is no local folder.", remedy="Write the tables to a local folder and copy that.")
    folder = local_path(out)
    inputs = read_inputs(find_inputs(paths, exclude=folder, limits=options.limits), options).items
    if not inputs:
        return ExitCode.NO_INPUT
    taken: set[str] = set()
    stems = {item.name: _stem(item, taken) for item in inputs}
    codes: list[str] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        engine = LocalEngine(workers, partial(tables_of, repaired=repaired))
        for outcome in engine.run([Job(item, "") for item in inputs], options):
            name, failure = outcome.job.item.name, outcome.failure
            if failure is not None or outcome.plan is None:
                codes.append(failure.code if failure else "internal")
                say(f"{name}: {failure.message} {failure.remedy}" if failure else f"{name}: no answer.")
                continue
            files: dict[str, str] = json.loads(outcome.plan)
            write_grids(files, folder, stems[name])
            say(f"{name}: {_count(len(files) - 1)}")
    except OSError as error:
        raise OutputError(f"the output cannot be written ({error.strerror or error}).") from error
    if len(codes) == len(inputs):
        return ExitCode.MISSING_TOOL if set(codes) == {"missing-tool"} else ExitCode.ALL_FAILED
    return ExitCode.SOME_FAILED if codes else ExitCode.OK


def tables_of(job: Job, options: Options, *, repaired: bool) -> Answer:
    """The files of one document's tables as JSON (see `grid_files`), made in a worker."""
    source = Source.from_bytes(read_bytes(job.item, options.limits), job.item.name, options.limits)
    document = read(source, options)
    found = grids(_mended(document, options) if repaired else document, options)
    return Done(json.dumps(grid_files(found)).encode())


def _mended(document: Document, options: Options) -> Document:
    return repair.mend(layout.arrange(document, options), options)


def _stem(item: Input, taken: set[str]) -> str:
    """The file's name without folders and suffix; with its suffix where two files share the stem.

    Of a document inside another the names of both.
    """
    parts = PurePosixPath(item.name).parts[-1 - len(item.inside) :]
    whole = "-".join(parts)
    short = "-".join(PurePosixPath(part).stem for part in parts)
    for candidate in (short, whole, *(f"{whole}-{n}" for n in range(2, 10_000))):
        if candidate not in taken:
            taken.add(candidate)
            return candidate
    return item.name.replace("/", "_")


def _count(found: int) -> str:
    return "1 table" if found == 1 else f"{found} tables"
