"""`ingest correct`: corrections out of an edited file, undone, or applied anew, without converting anything."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from ingest.batch.commands import tell_edited
from ingest.batch.corrections import chosen_path, corrected_content, notices, refresh, store_of
from ingest.batch.hand_edits import Current, Findings, Signature, differences
from ingest.batch.inputs.finder import is_remote, local_path
from ingest.batch.ledger import Ledger
from ingest.batch.outputs import Outputs
from ingest.batch.own_files import OwnFiles
from ingest.corrections import Correction, Subject, new_id, sketch
from ingest.corrections.model import now
from ingest.errors import ExitCode, UsageError
from ingest.html.text import shown
from ingest.messages import t
from ingest.options import Options
from ingest.plan import Plan
from ingest.write import Style
from ingest.write.correction_store import CorrectionStore
from ingest.write.edited_tables import read_edited

__all__ = ["Asked", "correct", "current_documents", "write_out"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What `ingest correct` is asked to do."""

    sign: Signature
    edited: Path | None = None
    """A workbook or CSV file that `ingest` wrote and a person changed."""
    corrections: str | None = None
    mine: bool = False
    deletions: bool = False
    dry_run: bool = False
    undo: tuple[str, ...] = ()
    history: bool = False


def correct(out: str, asked: Asked) -> ExitCode:
    """Do what is asked and bring OUT in step with the corrections.

    Raises:
        UsageError: OUT holds no conversion, another run holds it, an unknown correction is to be undone.
        UnreadableFile: the edited file is no table of ours.
        OutputError: the corrections or OUT cannot be written.
    """
    if is_remote(out):
        raise UsageError(f"{out} is not a folder of this machine.", remedy="Correct a local copy of it.")
    folder = local_path(out)
    store = store_of(chosen_path(asked.corrections, out, folder))
    assert store is not None
    console = Console(stderr=True, soft_wrap=True)

    def say(text: str) -> None:
        console.print(shown(text), markup=False, highlight=False)

    for line in notices(store):
        say(line)
    if asked.history:
        for c in store.book:
            say(_told(c, undone=c.id in store.book.gone))
        return ExitCode.OK
    with Ledger(folder, create=False, lock=True) as ledger:
        options = Options.from_dict(ledger.settings["options"])
        own = OwnFiles(folder, ledger)
        # What was edited is compared with what it was made of, not with what follows now.
        own.keep_bases(own.edited())
        if asked.undo:
            _undo(store, asked)
        refresh(ledger, store.book, options)
        found = Findings()
        if asked.edited is not None:
            found = _compare(ledger, own, store, options, asked, asked.edited)
            for line in (*found.ignored, *(f"conflict: {c}" for c in found.conflicts)):
                say(line)
            say(_sum(found, dry_run=asked.dry_run))
            if asked.dry_run:
                return ExitCode.EDITED if found.conflicts else ExitCode.OK
            if found.corrections:
                store.append(found.corrections)
                refresh(ledger, store.book, options)
            path = asked.edited.absolute()
            if not found.conflicts and path.is_relative_to(folder.absolute()):
                own.accept(folder / path.relative_to(folder.absolute()))
        left = write_out(folder, ledger)
    tell_edited(console, out, left)
    return ExitCode.EDITED if found.conflicts or left else ExitCode.OK


def _told(c: Correction, *, undone: bool) -> str:
    where = f"{c.subject.source} {c.anchor.hint}.{c.anchor.field or ''}" if c.subject and c.anchor else ""
    new = json.dumps(c.new, ensure_ascii=False)
    return f"{c.id} {c.when[:19]} {c.who} {c.kind} {where} {new[:120]}{' (undone)' if undone else ''}"


def _sum(found: Findings, *, dry_run: bool) -> str:
    text = (
        "{n} correction would be saved, {conflicts} in conflict|{n} corrections would be saved, {conflicts} in conflict"
        if dry_run
        else "{n} correction saved, {conflicts} in conflict|{n} corrections saved, {conflicts} in conflict"
    )
    return t(text, n=len(found.corrections), conflicts=len(found.conflicts))


def _undo(store: CorrectionStore, asked: Asked) -> None:
    for id in asked.undo:
        if store.book.get(id) is None:
            raise UsageError(f"there is no correction {id}.", remedy="See `ingest correct OUT --history`.")
    sign = asked.sign
    store.append([Correction(new_id(), now(), sign.who, "undo", new={"id": id}, why=sign.why) for id in asked.undo])


def _compare(
    ledger: Ledger, own: OwnFiles, store: CorrectionStore, options: Options, asked: Asked, path: Path
) -> Findings:
    edited = read_edited(path)
    current = current_documents(ledger, store, options)
    absolute = own.folder / path.absolute().relative_to(own.folder.absolute()) if _inside(path, own) else path
    return differences(edited, own.base(absolute), current, asked.sign, mine=asked.mine, deletions=asked.deletions)


def _inside(path: Path, own: OwnFiles) -> bool:
    return path.absolute().is_relative_to(own.folder.absolute())


def current_documents(ledger: Ledger, store: CorrectionStore, options: Options) -> Mapping[str, Current]:
    """Every document of the ledger as corrections have it now, by name; identical files are corrected as one."""
    found: dict[str, Current] = {}
    for content in list(ledger.contents()):
        data = ledger.machine_plan(content.sha256)
        result = corrected_content(ledger, content, store.book, options)
        if data is None or result is None:
            continue
        machine = Plan.from_dict(json.loads(data))
        for name in content.names:
            subject = Subject(content.sha256, sketch(machine), name)
            found[name] = Current(subject, result.plan, result.origins, machine)
    return found


def write_out(folder: Path, ledger: Ledger) -> Sequence[str]:
    """Write what the last run was asked for, as its ledger holds it now; gives the files that a person has changed."""
    settings = ledger.settings
    outputs = Outputs(folder, ledger, settings["formats"], Style(**settings["style"]), with_text=settings["with_text"])
    try:
        outputs.everything(lambda _: None)
    finally:
        outputs.close()
    return sorted(outputs.edited)
