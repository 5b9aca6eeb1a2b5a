"""The files of an output folder: written from the ledger and kept in step with it.

A format that a conversion or `export` once put into the folder stays and is written anew by every later conversion, so
that nothing in the folder is older than its ledger; `--prune` takes away what this conversion is not asked for, a
person by deleting the files. Never a file that is not ours. A report that is older than the ledger says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path

from ingest.batch.engine import Outcome
from ingest.batch.inputs.remote import is_mirror
from ingest.batch.ledger import Ledger, LedgerPlans
from ingest.batch.own_files import TABULAR, OwnFiles
from ingest.batch.workers.file_writer import Shelf
from ingest.write import FILES, FORMATS, Style, Writer, files_of
from ingest.write.atomic import write_bytes
from ingest.write.plan_json import dumps, plan_path

__all__ = ["Outputs", "export_into", "stamp_report"]

# What `atomic.replacing` leaves behind when a run is killed in the middle of a write.
_PART = re.compile(r"^\..+\.\d+\.part(\.zip)?$")


def _look(json: Style | None, with_text: bool) -> str:
    return f"{json} {with_text}"


_NOTHING = _look(None, with_text=False)


class Outputs:
    """The files of one output folder, for one conversion."""

    def __init__(
        self,
        out: Path,
        ledger: Ledger,
        formats: Sequence[str],
        style: Style,
        *,
        with_text: bool,
        prune: bool = False,
    ) -> None:
        """Nothing is written yet.

        Args:
            out: the folder.
            ledger: its ledger, held for writing.
            formats: what the conversion was asked for, names of `FORMATS`.
            style: how those are to look.
            with_text: plain text of each document too.
            prune: formats of earlier runs leave the folder.
        """
        self._out = out
        self._ledger = ledger
        self._with_text = with_text
        self._styles = dict.fromkeys(formats, style)
        self._shelf = Shelf(self._written)
        # What earlier runs put into the folder, and nobody has deleted since.
        for name, noted in ledger.formats.items() if not prune else ():
            if name in FORMATS and name not in self._styles and self._is_there(name):
                self._styles[name] = Style(**noted["style"])
        self._own = OwnFiles(out, ledger)
        self.edited: set[str] = set()
        """Files that a person has changed since we wrote them, as paths in the folder: they are left as they are."""
        self.report_is_old = False
        """Whether the folder holds a report of an earlier state: it says so."""
        self._recognise()
        self._own.keep_bases([f for name in TABULAR for f in FILES[name]])

    def close(self) -> None:
        """Write nothing any more: after an error, files still to be written are left to the next run."""
        self._shelf.close()

    def _recognise(self) -> None:
        """Note files that were in place when a run was killed, and not in the ledger yet: nobody changed them."""
        for name in self._ledger.unwritten(self._look):
            paths = [plan_path(self._out, name)] * ("json" in self._styles) + [self._text_path(name)] * self._with_text
            if any(map(self._own.is_edited, paths)):
                for path, content in self._files_of(name, self._plan_bytes(name, None)):
                    if self._own.is_edited(path) and path.read_bytes() == content:
                        self._own.note(path)

    def _is_there(self, name: str) -> bool:
        return any((self._out / file).exists() for file in files_of(name))

    def _written(self, name: str) -> None:
        self._ledger.note_written(name, self._look)
        for path in [plan_path(self._out, name)] * ("json" in self._styles) + [self._text_path(name)] * self._with_text:
            if self._own.name(path) not in self.edited:
                self._own.note(path)

    def _may_write(self, path: Path) -> bool:
        """Whether a file is ours to write; one that a person has changed is noted."""
        if self._own.is_edited(path):
            self.edited.add(self._own.name(path))
            return False
        return True

    @property
    def _look(self) -> str:
        """What besides the result decides the bytes of a document's own files."""
        return _look(self._styles.get("json"), self._with_text)

    def document(self, names: Iterable[str], fresh: Outcome | None = None) -> None:
        """Write (or take away) the files of each name soon, and note in the ledger then what they were made from.

        `fresh` is the outcome that stands under these names now, where it is at hand.
        """
        for name in names:
            data = self._plan_bytes(name, fresh)
            if data is None or not ("json" in self._styles and self._with_text):
                self._drop_own(name, plan=data is None or "json" not in self._styles)
            if data is None:
                continue
            files = [(path, content) for path, content in self._files_of(name, data) if self._may_write(path)]
            self._shelf.put(name, partial(_write, files))

    def _files_of(self, name: str, data: bytes | None) -> list[tuple[Path, bytes]]:
        """The files of a document of its own, and what they are to hold; `data` is its plan's."""
        files = [(plan_path(self._out, name), data)] if data is not None and "json" in self._styles else []
        text = self._ledger.text(name) if self._with_text else None
        if text is not None:
            files.append((self._text_path(name), text.encode("utf-8", "replace")))
        return files

    def _drop_own(self, name: str, *, plan: bool) -> None:
        """Take away files of a name that an earlier run wrote and this one will not: once noted, nobody knows."""
        files = [plan_path(self._out, name)] * plan + [self._text_path(name)] * (not self._with_text)
        there = [file for file in files if file.exists()]
        if there and name in self._ledger.touched(_NOTHING):
            # This takes away folders that it leaves empty: not while a file is being put into one.
            self._shelf.settle()
            for file in there:
                self._remove(file)

    def _plan_bytes(self, name: str, fresh: Outcome | None) -> bytes | None:
        """The plan's file; as the worker made it where name and look are its own."""
        ascii_names = self._styles.get("json", Style()).ascii_names
        if fresh is not None and fresh.plan is not None and fresh.job.item.name == name and not ascii_names:
            return fresh.plan
        plan = self._ledger.plan(name)
        return None if plan is None else dumps(plan, ascii_names=ascii_names)

    def _text_path(self, name: str) -> Path:
        return self._out / "text" / f"{name}.txt"

    def everything(self, writing: Callable[[str], None]) -> None:
        """Write every format from the ledger, so that all outputs agree with each other and with it.

        Args:
            writing: called with each format's name before it is written.

        Raises:
            OutputError: the output cannot be written.
        """
        self._shelf.settle()
        self._drop_stale()
        if self._ledger.settings.get("options", {}).get("mask_personal_data"):
            self._drop_clear_report()
            # The names themselves may say who: masked ones stand in their place.
            self._ledger.forget_for_good(self._ledger.dropped())
        for name, style in self._styles.items():
            # Noted before: what is written in part when we are killed can be taken away too.
            self._ledger.note_format(name, asdict(style))
        self._complete_documents()
        # What is sent elsewhere leads nowhere from there.
        plans = LedgerPlans(self._ledger, None if is_mirror(self._out) else self._out)
        for name, style in self._styles.items():
            # All or none: the files of one format belong together.
            if name != "json" and all(list(map(self._may_write, (self._out / f for f in files_of(name))))):
                writing(name)
                writer: Writer = FORMATS[name]
                for path in writer(self._out, plans, style):
                    self._own.note(path)
                self._own.forget_bases(files_of(name))
        self.report_is_old = stamp_report(self._out, self._ledger.state())

    def _complete_documents(self) -> None:
        """Write what an earlier run left unwritten when it was killed, what looks otherwise now, or what is gone."""
        stale = set(self._ledger.unwritten(self._look))
        for entry in self._ledger.entries():
            files = [plan_path(self._out, entry.name)] * ("json" in self._styles)
            files += [self._text_path(entry.name)] * self._with_text
            if entry.state == "done" and (entry.name in stale or not all(f.is_file() for f in files)):
                self.document([entry.name])
        self._shelf.settle()

    def _drop_stale(self) -> None:
        """Remove the files of names that are gone or failed now, and of formats that are wanted no more."""
        touched = self._ledger.touched(_NOTHING)
        for name in touched.intersection(self._ledger.dropped()):
            self._remove(plan_path(self._out, name))
            self._remove(self._text_path(name))
        for name in touched if "json" not in self._styles else ():
            self._remove(plan_path(self._out, name))
        for name in touched if not self._with_text else ():
            self._remove(self._text_path(name))
        for name in self._ledger.formats.keys() - self._styles.keys():
            for file in files_of(name) if name in FORMATS and name != "json" else ():
                self._remove(self._out / file)
            self._ledger.forget_format(name)
        self._drop_parts()

    def _drop_clear_report(self) -> None:
        """Remove a report that was made before masking was asked for: it shows what this conversion masks."""
        data = self._out / "report.json"
        try:
            made = json.loads(data.read_bytes())
        except (OSError, ValueError):
            return
        if isinstance(made, dict) and "report_version" in made and not made.get("masked"):
            for path in (data, data.with_suffix(".html"), *(self._out / "report-documents").glob("*.html")):
                self._remove(path)

    def _remove(self, path: Path) -> None:
        """Remove a file of ours, and the folders below OUT that it leaves empty; never one that a person changed."""
        if not self._may_write(path):
            return
        self._ledger.forget_file(self._own.name(path))
        with suppress(FileNotFoundError, NotADirectoryError):
            path.unlink()
            for folder in path.parents:
                if folder == self._out or any(folder.iterdir()):
                    break
                folder.rmdir()

    def _drop_parts(self) -> None:
        for folder in (self._out, *(self._out / f for f in ("tables", "parquet"))):
            for path in folder.iterdir() if folder.is_dir() else ():
                if _PART.match(path.name):
                    path.unlink()
        for name in ("plans", "text"):
            for path in (self._out / name).rglob(".*.part"):
                if _PART.match(path.name):
                    path.unlink()


def _write(files: Sequence[tuple[Path, bytes]]) -> None:
    for path, data in files:
        write_bytes(path, data)


# The report holds this sentence out of sight until it is true (`report/templates`).
_STALE = (b'id="stale" hidden', b'id="stale"')


def stamp_report(out: Path, state: str) -> bool:
    """Make a report of another state of the ledger say that it is old; whether there is one."""
    data = out / "report.json"
    try:
        made = json.loads(data.read_bytes())
    except (OSError, ValueError):
        return False
    if not isinstance(made, dict) or "report_version" not in made or made.get("archive") == state:
        return False
    for page in (data.with_suffix(".html"), *(out / "report-documents").glob("*.html")):
        with suppress(OSError):
            text = page.read_bytes()
            if _STALE[0] in text:
                write_bytes(page, text.replace(*_STALE, 1))
    return True


def export_into(ledger: Ledger, formats: Sequence[str], style: Style) -> None:
    """Note that these formats are exported into the ledger's own folder; a later conversion keeps them in step.

    Files of documents are written anew by the next conversion where it wants them otherwise.
    """
    for name in formats:
        ledger.note_format(name, asdict(style))
        if name == "json":
            ledger.forget_written()
