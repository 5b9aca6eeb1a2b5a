"""Which files of an output folder are as we wrote them: what a person has changed is never overwritten.

A workbook or CSV file that was changed by hand is compared with what it said before (`ingest correct`): the plans
that it was made of are kept as its base before the ledger goes on without it.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from ingest.batch.ledger import Ledger
from ingest.plan import Plan
from ingest.write.atomic import replacing

__all__ = ["TABULAR", "OwnFiles"]

# Formats that `ingest correct` takes changes from.
TABULAR = ("csv", "xlsx")
_CHUNK_BYTES = 2**20


class OwnFiles:
    """The files of one output folder, compared with what the ledger notes of them."""

    def __init__(self, out: Path, ledger: Ledger) -> None:
        self._out = out
        self._ledger = ledger

    @property
    def folder(self) -> Path:
        return self._out

    def name(self, path: Path) -> str:
        """The path in the folder, with slashes."""
        return path.relative_to(self._out).as_posix()

    def note(self, path: Path) -> None:
        """A file was just written by us."""
        with suppress(FileNotFoundError):
            state = path.stat()
            self._ledger.note_file(self.name(path), _digest(path), state.st_size, state.st_mtime_ns)

    def is_edited(self, path: Path) -> bool:
        """Return whether a file of ours is there and says something else than we wrote; touched alone is not edited."""
        try:
            state = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        noted = self._ledger.file(self.name(path))
        if noted is None or (noted[1], noted[2]) == (state.st_size, state.st_mtime_ns):
            return False
        return _digest(path) != noted[0]

    def edited(self) -> list[str]:
        """All files that a person has changed, as paths in the folder."""
        return [name for name in self._ledger.files() if self.is_edited(self._out / name)]

    def accept(self, path: Path) -> None:
        """What a person wrote in a file has been taken over: it may be written anew."""
        self.note(path)
        self._base(self.name(path)).unlink(missing_ok=True)

    def _base(self, name: str) -> Path:
        return self._out / ".ingest" / "bases" / (name.replace("/", "-") + ".jsonl.zlib")

    def keep_bases(self, names: Iterable[str]) -> None:
        """Keep what each edited file was made of, unless that is kept already."""
        for name in names:
            if self.is_edited(self._out / name) and not self._base(name).exists():
                with replacing(self._base(name)) as temporary, temporary.open("wb") as handle:
                    pack = zlib.compressobj(1)
                    for plan in self._ledger.plans():
                        line = json.dumps(plan.to_dict(), ensure_ascii=False) + "\n"
                        handle.write(pack.compress(line.encode("utf-8", "surrogatepass")))
                    handle.write(pack.flush())

    def forget_bases(self, names: Iterable[str]) -> None:
        """The files were written anew."""
        for name in names:
            self._base(name).unlink(missing_ok=True)

    def base(self, path: Path) -> Iterator[Plan]:
        """The plans that a file was made of: as they were kept, else as the ledger holds them."""
        kept = self._base(self.name(path)) if path.is_relative_to(self._out) else None
        if kept is None or not kept.exists():
            yield from self._ledger.plans()
            return
        text = zlib.decompress(kept.read_bytes()).decode("utf-8", "surrogatepass")
        for line in text.split("\n"):
            if line:
                yield Plan.from_dict(json.loads(line))


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
