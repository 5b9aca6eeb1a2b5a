"""The archive on the reviewers' desk: what is to be looked at, and what they say about it, saved at once.

Each correction goes to the file of corrections first, under its lock and onto the disk; then the document's result
in the ledger is brought in step. The files of OUT follow when the server ends, or when somebody asks for it.
"""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ingest.batch.correct import write_out
from ingest.batch.corrections import chosen_path, corrected_content, notices, refresh, store_of
from ingest.batch.inputs.finder import is_remote, local_path
from ingest.batch.ledger import Ledger, LedgerContent, Progress
from ingest.classify.fields.vocabulary import load as vocabulary_of
from ingest.corrections import (
    Anchor,
    Corrected,
    Correction,
    Subject,
    fact_anchor,
    field_anchor,
    new_id,
    row_anchor,
    sketch,
)
from ingest.corrections.anchors import fact_value, value_of
from ingest.corrections.model import now
from ingest.errors import IngestError, UsageError
from ingest.options import Options
from ingest.plan import FIELDS, SURE, CorrectionKind, Plan
from ingest.quality.recalibration import original

__all__ = ["Conflict", "Desk", "Opened", "latest"]


class Conflict(Exception):
    """Somebody else has corrected the same since it was shown."""

    def __init__(self, who: str, value: Any) -> None:
        super().__init__(f"{who} has corrected it since")
        self.who = who
        self.value = value


@dataclass(frozen=True, slots=True)
class Opened:
    """A document on the desk."""

    name: str
    uri: str
    content: LedgerContent
    result: Corrected
    machine: Plan

    @property
    def plan(self) -> Plan:
        return self.result.plan


def latest(plan: Plan, target: str) -> str:
    """The identifier of the last correction of a value or its row; empty for none."""
    row = target.partition(".")[0]
    whole = (target, row) if target != row else (row,)
    return next((c.id for c in reversed(plan.corrections) if c.target in whole), "")


def _taught(vocabulary: str | None) -> Mapping[str, tuple[float, float]]:
    """What an own vocabulary has done to the confidences of the archive."""
    with suppress(UsageError):
        return vocabulary_of(vocabulary).confidence
    return {}


class Desk:
    """One output folder under review. Safe to use from any thread; other servers may review the same folder."""

    def __init__(self, out: str, corrections: str | None = None) -> None:
        """Open it.

        Raises:
            UsageError: OUT holds no conversion, or is no local folder.
        """
        if is_remote(out):
            raise UsageError(f"{out} is not a folder of this machine.", remedy="Review a local copy of it.")
        self.folder: Path = local_path(out)
        store = store_of(chosen_path(corrections, out, self.folder))
        assert store is not None
        self.store = store
        self._lock = threading.RLock()
        self._unwritten = False
        with self._ledger() as ledger:
            self.options = Options.from_dict(ledger.settings["options"])
            self._taught = _taught(self.options.vocabulary)
            self._unwritten = refresh(ledger, store.book, self.options) > 0

    def _ledger(self) -> Ledger:
        return Ledger(self.folder, create=False)

    @property
    def notices(self) -> list[str]:
        return notices(self.store)

    def documents(self) -> list[Progress]:
        """All documents, those with the most fields expected to be wrong first."""
        with self._ledger() as ledger:
            found = ledger.progress()
        return sorted(found, key=lambda p: (-(p.fields - p.expected) if p.unsure else 0.0, -p.unsure, p.name))

    def open(self, sha256: str) -> Opened:
        """A document with the corrections that hold now.

        Raises:
            LookupError: there is none.
        """
        with self._lock, self._ledger() as ledger:
            self.store.refresh()
            return self._open(ledger, sha256)

    def _open(self, ledger: Ledger, sha256: str) -> Opened:
        place = ledger.origin_of(sha256)
        content = None if place is None else ledger.content(place[0])
        if place is None or content is None:
            raise LookupError(sha256)
        result = corrected_content(ledger, content, self.store.book, self.options)
        data = ledger.machine_plan(sha256)
        if result is None or data is None:
            raise LookupError(sha256)
        return Opened(place[0], place[1], content, result, Plan.from_dict(json.loads(data)))

    def save(self, sha256: str, said: Mapping[str, Any], who: str) -> Correction:
        """Save what a reviewer said about a value.

        Args:
            sha256: the document.
            said: `kind`; `target` (`r3.vem`, `r3`, `document.title`); `new`; `seen` (see `latest`); `why`; `sample`.
            who: the reviewer's name.

        Raises:
            LookupError: no such document, row or field.
            ValueError: what was said is no correction.
            Conflict: somebody was faster.
            OutputError: it cannot be saved.
        """
        with self._lock, self._ledger() as ledger:
            self.store.refresh()
            opened = self._open(ledger, sha256)
            target, kind = str(said["target"]), cast(CorrectionKind, said["kind"])
            anchor, old = self._anchor(opened, target)
            new = self._new(opened, kind, said.get("new"))
            subject = Subject(sha256, sketch(opened.machine), opened.name)
            extra: dict[str, Any] = {"sample": True} if said.get("sample") is True else {}
            stated = self._stated(opened, target) if kind in ("field", "accepted") else None
            if stated is not None:
                extra["confidence"] = stated
            made = Correction(new_id(), now(), who, kind, subject, anchor, old, new, said.get("why") or None, extra)
            made = Correction.from_dict(json.loads(json.dumps(made.to_dict())))

            def check() -> None:
                # Under the lock of the file: other servers may have saved since.
                result = corrected_content(ledger, opened.content, self.store.book, self.options)
                assert result is not None
                if latest(result.plan, target) != str(said.get("seen") or ""):
                    last = next(
                        c for c in reversed(result.plan.corrections) if c.target in (target, target.split(".")[0])
                    )
                    raise Conflict(last.who, last.value)

            self.store.append([made], check)
            content = ledger.content(opened.name)
            assert content is not None
            result = corrected_content(ledger, content, self.store.book, self.options)
            self._unwritten = True
            if result is not None and any(made.id in i.message for i in result.plan.issues):
                raise IngestError("the correction was saved, and does not fit this document.", remedy="Undo it.")
            return made

    def _anchor(self, opened: Opened, target: str) -> tuple[Anchor, Any]:
        id, _, name = target.partition(".")
        if id == "document":
            return (fact_anchor(opened.machine, name), fact_value(opened.plan, name)) if name else (Anchor(), None)
        origin = opened.result.origins[id]
        row = next(r for r in opened.plan.rows if r.id == id)
        if not name:
            texts = {n: v.text for n, v in row.fields() if v is not None}
            return row_anchor(origin.base, made_by=origin.made_by, part=origin.part), texts
        if name not in FIELDS:
            name = f"other:{name.removeprefix('other:')}"
        value = value_of(row, name)
        anchor = field_anchor(origin.base, name, made_by=origin.made_by, part=origin.part)
        return anchor, None if value is None else value.text

    def _stated(self, opened: Opened, target: str) -> float | None:
        """How sure the trained model was of what a field says; None where it said nothing, or a person had said it."""
        id, _, name = target.partition(".")
        if name not in FIELDS or id not in opened.result.origins or opened.result.origins[id].made_by is not None:
            return None
        value = value_of(opened.result.origins[id].base, name)
        if value is None or value.origin is not None:
            return None
        pair = self._taught.get(name)
        return value.confidence if pair is None else original(value.confidence, *pair)

    def _new(self, opened: Opened, kind: str, new: Any) -> Any:
        """Rows are named by their identifiers on the page, and by their anchors in the file."""
        if kind == "rows-merged":
            anchors = []
            for id in new["rows"]:
                origin = opened.result.origins[str(id)]
                anchors.append(row_anchor(origin.base, made_by=origin.made_by, part=origin.part).to_dict())
            return {**new, "rows": anchors}
        return new

    def undo(self, id: str, who: str) -> None:
        """Undo a correction.

        Raises:
            LookupError: there is none.
        """
        with self._lock, self._ledger() as ledger:
            self.store.refresh()
            undone = self.store.book.get(id)
            if undone is None:
                raise LookupError(id)
            self.store.append([Correction(new_id(), now(), who, "undo", new={"id": id})])
            if undone.subject is not None:
                refresh(ledger, self.store.book, self.options)
            self._unwritten = True

    def learn(self, kind: CorrectionKind, new: Mapping[str, Any], who: str) -> None:
        """Note an actor of one's own register or a heading word, for `ingest train --from-corrections`."""
        made = Correction(new_id(), now(), who, kind, new=dict(new))
        self.store.append([Correction.from_dict(json.loads(json.dumps(made.to_dict())))])

    def sample(self) -> tuple[str, str] | None:
        """A sure field that nobody has looked at, by chance: (document, target); None where there is none."""
        with self._ledger() as ledger:
            found = [p for p in ledger.progress() if p.fields - p.looked - p.unsure > 0]
        random.shuffle(found)
        for progress in found[:20]:
            plan = self.open(progress.sha256).plan
            sure = [
                f"{row.id}.{name}"
                for row in plan.rows
                for name, value in row.fields()
                if value is not None and value.origin is None and value.confidence >= SURE
            ]
            if sure:
                return progress.sha256, random.choice(sure)
        return None

    def sampled(self) -> tuple[int, int]:
        """Sure fields that were looked at by chance, and how many of them were right."""
        found = [c for c in self.store.book.holding() if c.extra.get("sample") is True]
        return len(found), sum(c.kind == "accepted" for c in found)

    def write(self) -> list[str] | None:
        """Bring the files of OUT in step; gives those that a person has changed, None where a run is at work."""
        with self._lock:
            try:
                with Ledger(self.folder, create=False, lock=True) as ledger:
                    self.store.refresh()
                    refresh(ledger, self.store.book, self.options)
                    left = list(write_out(self.folder, ledger))
            except UsageError:
                return None
            self._unwritten = False
            return left

    @property
    def unwritten(self) -> bool:
        """Whether the files of OUT lag behind."""
        return self._unwritten
