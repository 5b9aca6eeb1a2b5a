"""All tables of many files, plan or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from ingest import layout, repair
from ingest.batch.inputs import find_inputs, read_bytes
from ingest.document import Document
from ingest.errors import ExitCode, IngestError
from ingest.layout.grids import Grid, grids
from ingest.options import Options
from ingest.read import read
from ingest.source import Source
from ingest.write.grids import write_grids

__all__ = ["extract_tables"]


def extract_tables(
    paths: Sequence[str],
    out: str,
    options: Options,
    say: Callable[[str], None],
    *,
    repaired: bool = False,
) -> ExitCode:
    """Write every table of every input below `out`; a file that cannot be read is named and passed over.

    Args:
        say: takes one line of report a file.
        repaired: arrange the document and mend its texts (lost letters, hyphens at line ends) instead of giving the
            tables page by page as read; a table over several pages is then one.
    """
    folder = Path(out)
    inputs = find_inputs(paths, exclude=folder, limits=options.limits)
    if not inputs:
        return ExitCode.NO_INPUT
    folder.mkdir(parents=True, exist_ok=True)
    failed = 0
    taken: set[str] = set()
    for item in inputs:
        try:
            source = Source.from_bytes(read_bytes(item, options.limits), item.name, options.limits)
            document = read(source, options)
            found = grids(_mended(document, options) if repaired else document, options)
        except IngestError as error:
            failed += 1
            say(f"{item.name}: {error.message} {error.remedy}")
            continue
        write_grids(found, folder, _stem(item.name, taken))
        say(f"{item.name}: {_count(found)}")
    if failed == len(inputs):
        return ExitCode.ALL_FAILED
    return ExitCode.SOME_FAILED if failed else ExitCode.OK


def _mended(document: Document, options: Options) -> Document:
    return repair.mend(layout.arrange(document, options), options)


def _stem(name: str, taken: set[str]) -> str:
    """The file's name without folders and suffix; with its suffix where two files share the stem."""
    path = PurePosixPath(name)
    for candidate in (path.stem, path.name, *(f"{path.name}-{n}" for n in range(2, 10_000))):
        if candidate not in taken:
            taken.add(candidate)
            return candidate
    return name.replace("/", "_")


def _count(found: Sequence[Grid]) -> str:
    return "1 table" if len(found) == 1 else f"{len(found)} tables"
