"""Corrections in a run: applied to what was just converted, and to what the ledger holds where they have changed.

The ledger keeps the machine's plan beside the corrected one, so that corrections made or undone since need no new
conversion. Both ways give the same bytes: they are the same function of the machine's plan and the corrections.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ingest.batch.engine import Job, Outcome, Tally
from ingest.batch.inputs.finder import Input, is_remote, local_path
from ingest.batch.ledger import Ledger, LedgerContent
from ingest.corrections import Corrected, CorrectionBook, apply, sketch
from ingest.errors import UsageError
from ingest.options import Options
from ingest.plan import Plan
from ingest.write.correction_store import CorrectionStore, beside, open_store
from ingest.write.plan_json import dumps

__all__ = ["chosen_path", "corrected_content", "corrected_outcome", "notices", "refresh", "store_of"]


def chosen_path(given: str | None, out: str, folder: Path | None = None) -> Path | None:
    """The file of corrections of an output folder: as given, as an earlier run was told, else beside OUT.

    A remote OUT has none unless one is given.

    Args:
        given: what the user chose, if anything.
        out: the output folder as the user named it.
        folder: its local copy, whose ledger knows what an earlier run was told.
    """
    if given is not None:
        if is_remote(given):
            raise UsageError(f"{given} is not a file of this machine.", remedy="Keep the corrections on a local disk.")
        path = local_path(given).absolute()
        if not path.parent.is_dir():
            raise UsageError(f"the folder of {given} is not there.", remedy="Make it first.")
        return path
    if folder is not None and (folder / ".ingest" / "ledger.sqlite").is_file():
        with Ledger(folder, create=False) as ledger:
            noted = ledger.settings.get("corrections")
        if noted is not None and Path(noted).parent.is_dir():
            return Path(noted)
    return None if is_remote(out) else beside(local_path(out))


def store_of(path: Path | None) -> CorrectionStore | None:
    """The store at a path; it need not be there yet."""
    return None if path is None else open_store(path)


def notices(store: CorrectionStore | None) -> list[str]:
    """What a person should know of the file: lines that cannot be read."""
    if store is None or not store.unreadable:
        return []
    lines = ", ".join(str(u.line) for u in store.unreadable[:5])
    more = len(store.unreadable) - 5
    whole = f"{lines} and {more} more" if more > 0 else lines
    why = store.unreadable[0].why
    return [f"{store.path}: line {whole} cannot be read and is passed over ({why}); it stays in the file"]


def corrected_outcome(outcome: Outcome, book: CorrectionBook, names: Sequence[str], options: Options) -> Outcome:
    """The outcome of a conversion with its corrections; the same one where there are none."""
    if outcome.plan is None or not len(book):
        return outcome
    tally = outcome.tally
    found = tally.sketch if tally is not None else sketch(Plan.from_dict(json.loads(outcome.plan)))
    matches = book.of(outcome.job.sha256, names, found)
    if not matches:
        return outcome
    machine = Plan.from_dict(json.loads(outcome.plan))
    made = apply(machine, matches, actors=options.actors, mask=options.mask_personal_data)
    return _outcome(outcome, made, book.digest(matches))


def _outcome(outcome: Outcome, found: Corrected, digest: str) -> Outcome:
    machine = outcome.plan
    assert machine is not None
    old = outcome.tally or Tally.of(Plan.from_dict(json.loads(machine)))
    tally = replace(Tally.of(found.plan), sketch=old.sketch)
    return replace(
        outcome,
        plan=dumps(found.plan),
        tally=tally,
        machine=machine,
        corrections=digest,
        stale=found.stale,
        # A share of the fields that are there now: rows may have come or gone.
        before=round(old.expected * tally.fields / old.fields, 4) if old.fields else 0.0,
    )


def corrected_content(
    ledger: Ledger, content: LedgerContent, book: CorrectionBook, options: Options
) -> Corrected | None:
    """Bring one content of the ledger in step with the corrections; its plan, or None where it has none.

    Nothing is written where the same corrections are in it already.
    """
    data = ledger.machine_plan(content.sha256)
    if data is None:
        return None
    machine = Plan.from_dict(json.loads(data))
    found = sketch(machine)
    matches = book.of(content.sha256, content.names, found)
    digest = book.digest(matches)
    result = apply(machine, matches, actors=options.actors, mask=options.mask_personal_data)
    if digest != content.corrections:
        job = Job(Input(content.names[0], content.names[0], 0), content.sha256)
        before = Tally.of(machine)
        bare = Outcome(job, "done", plan=data, tally=before)
        ledger.correct(content, _outcome(bare, result, digest) if matches else bare)
    return result


def refresh(ledger: Ledger, book: CorrectionBook, options: Options) -> int:
    """Apply corrections anew where others hold than when a document was last corrected; gives how many documents."""
    changed = 0
    for content in list(ledger.contents()):
        if not len(book) and not content.corrections:
            continue
        found = content.sketch
        if found is None:
            data = ledger.machine_plan(content.sha256)
            found = "" if data is None else sketch(Plan.from_dict(json.loads(data)))
        if book.digest(book.of(content.sha256, content.names, found)) != content.corrections:
            corrected_content(ledger, content, book, options)
            changed += 1
    return changed
