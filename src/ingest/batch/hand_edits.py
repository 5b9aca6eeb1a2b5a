"""What a person changed in a workbook or CSV file, as corrections: differences only, conflicts told.

Three texts meet in a cell: what `ingest` wrote (the base), what the person made of it, and what stands in the archive
now. What was changed on both sides is a conflict and is left alone.
"""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args

from ingest.corrections import Anchor, Correction, Origin, Subject, fact_anchor, field_anchor, new_id, row_anchor
from ingest.corrections.anchors import fact_value, folded, value_of
from ingest.corrections.model import now
from ingest.errors import UsageError
from ingest.normalise import as_actor, load_registers
from ingest.plan import FIELDS, CorrectionKind, Field, Kind, Plan, Row
from ingest.write.edited_tables import EditedTables
from ingest.write.records import records
from ingest.write.sheet_columns import OTHER
from ingest.write.tables import TABLES

__all__ = ["Current", "Findings", "Signature", "differences", "reviewer"]

# A sheet that was filtered before it was saved lacks rows that nobody meant to delete.
MOST_DELETED = 0.5
# Archives of a few rows may well lose half of them.
FEW_ROWS = 10
# Columns of `rows` that are made of others: a change there cannot be taken over.
_DERIVED = ("actors", "start", "end", "section_title", "other", "origin", "page", "confidence")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who corrects and why."""

    who: str
    why: str | None = None


def reviewer(given: str | None = None) -> str:
    """The name under which a person corrects: as given, else that of the account."""
    try:
        return (given or getpass.getuser()).strip() or "unknown"
    except (KeyError, OSError):
        return "unknown"


@dataclass(frozen=True, slots=True)
class Current:
    """One document as the archive has it now: the corrected plan, where its rows come from, the machine's plan."""

    subject: Subject
    plan: Plan
    origins: Mapping[str, Origin]
    machine: Plan


@dataclass(slots=True)
class Findings:
    """Corrections to be saved, conflicts, and changes that cannot be taken over, as sentences."""

    corrections: list[Correction] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Comparison:
    edited: EditedTables
    sign: Signature
    mine: bool
    found: Findings

    def add(self, current: Current, kind: CorrectionKind, anchor: Anchor, old: Any, new: Any) -> Correction:
        made = Correction(new_id(), now(), self.sign.who, kind, current.subject, anchor, old, new, self.sign.why)
        self.found.corrections.append(made)
        return made

    def conflict(self, source: str, target: str, why: str) -> None:
        self.found.conflicts.append(f"{source}: {target}: {why}")


def differences(
    edited: EditedTables,
    base: Iterable[Plan],
    current: Mapping[str, Current],
    sign: Signature,
    *,
    mine: bool = False,
    deletions: bool = False,
) -> Findings:
    """Compare an edited file with what it was made of and with what the archive holds now.

    Args:
        edited: the file as read.
        base: the plans that it was made of.
        current: documents as they are now, by source.
        sign: who corrects and why.
        mine: the file wins over what others corrected since.
        deletions: rows that are gone from the file were deleted, however many they are.

    Raises:
        UsageError: more than half of the rows are gone, and `deletions` is not set.
    """
    comparison = _Comparison(edited, sign, mine, Findings())
    lines: dict[str, list[Mapping[str, str | None]]] = {}
    for line in edited.tables.get("rows", ()):
        lines.setdefault(line.get("document") or "", []).append(line)
    documents = {line.get("document"): line for line in edited.tables.get("documents", ())}
    rows = gone = 0
    for plan in base:
        source = plan.document.source
        now_there = current.get(source)
        if now_there is None:
            if source in lines:
                comparison.conflict(source, "document", "it is not in the archive any more")
            continue
        if "rows" in edited.tables:
            rows += len(plan.rows)
            gone += _compare_rows(comparison, plan, now_there, lines.pop(source, []))
        if source in documents:
            _compare_facts(comparison, plan, now_there, documents[source])
    for source in lines:
        comparison.found.ignored.append(f"{source or 'rows without a document'}: no such document in the archive")
    if rows > FEW_ROWS and gone > rows * MOST_DELETED and not deletions:
        raise UsageError(
            f"{gone} of {rows} rows are gone from the file.",
            remedy="Was it filtered before it was saved? If the rows are to be deleted, add --deletions.",
        )
    return comparison.found


def _compare_rows(
    comparison: _Comparison, plan: Plan, current: Current, lines: Sequence[Mapping[str, str | None]]
) -> int:
    """Corrections of one document's rows; gives how many rows are gone from the file."""
    base = {r.id: r for r in plan.rows}
    shown = {str(r[1]): r for r in records(plan)["rows"]}
    there = {r.id: r for r in current.plan.rows}
    seen: set[str] = set()
    before: Anchor | None = None
    for line in lines:
        id = line.get("id")
        if id is None or id not in base or id in seen:
            # A line that was copied to make another one keeps the identifier of the first.
            before = _added(comparison, plan, current, line, before)
            continue
        seen.add(id)
        if id in there:
            before = _anchor(current, id)
        _compare_row(comparison, plan, current, base[id], there.get(id), shown[id], line)
    for id, row in base.items():
        if id in seen or id not in there:
            continue
        if not _reading(row).items() <= _reading(current.origins[id].base).items():
            comparison.conflict(plan.document.source, id, "the row is read otherwise now; it was not removed")
            continue
        comparison.add(current, "row-removed", _anchor(current, id), _texts(there[id]), None)
    return len(base.keys() - seen)


def _anchor(current: Current, id: str, name: str | None = None) -> Anchor:
    origin = current.origins[id]
    row = origin.base
    if name is None:
        found = row_anchor(row, made_by=origin.made_by, part=origin.part)
    else:
        found = field_anchor(row, name, made_by=origin.made_by, part=origin.part)
    return found


def _reading(row: Row) -> dict[str, str]:
    return {n: folded(v.raw) for n, v in row.fields() if v is not None and v.raw}


def _texts(row: Row) -> dict[str, str]:
    return {n: v.text for n, v in row.fields() if v is not None}


def _compare_row(
    comparison: _Comparison,
    plan: Plan,
    current: Current,
    old: Row,
    row: Row | None,
    record: Sequence[Any],
    line: Mapping[str, str | None],
) -> None:
    names = [c.name for c in next(t for t in TABLES if t.name == "rows").columns]
    shown = {name: comparison.edited.shown(value) for name, value in zip(names, record, strict=True)}
    source = plan.document.source
    _name_what_is_made(comparison, plan, old, shown, line)
    if "section" in line and line["section"] != shown["section"]:
        _moved(comparison, plan, current, old, line["section"])
    for column, name in _columns(comparison, plan, line):
        before = shown[name] if name in FIELDS else comparison.edited.shown(_text(value_of(old, name)))
        if line[column] == before:
            continue
        target = f"{old.id}.{name}"
        if row is None:
            comparison.conflict(source, target, "its row is not there any more")
            continue
        base_field = value_of(old, name)
        text = _text(value_of(row, name))
        if comparison.edited.shown(text) == line[column]:
            continue
        origin = value_of(current.origins[old.id].base, name)
        # A field that a correction emptied keeps no reading in the corrected plan.
        was_emptied = base_field is None and any(c.target == target for c in plan.corrections)
        is_made = current.origins[old.id].made_by is not None
        if not (was_emptied or is_made) and folded(_raw(base_field)) != folded(_raw(origin)):
            comparison.conflict(source, target, "the machine reads something else there now")
        elif comparison.edited.shown(text) != before and not comparison.mine:
            who = _last_hand(current.plan, target)
            comparison.conflict(source, target, f"{who} has corrected it since to {text!r}")
        else:
            comparison.add(current, "field", _anchor(current, old.id, name), text, {"text": line[column]})


def _name_what_is_made(
    comparison: _Comparison,
    plan: Plan,
    old: Row,
    shown: Mapping[str, str | None],
    line: Mapping[str, str | None],
) -> None:
    """Changes in columns that are made of others, which cannot be taken over, are told."""
    source = plan.document.source
    for name in _DERIVED:
        is_text = name not in ("confidence", "page")
        if is_text and name in line and line[name] != shown[name]:
            comparison.found.ignored.append(f"{source}: {old.id}: the column {name} is made of others")
    facts = plan.document
    # Only the workbook's sheet has these; they are changed elsewhere.
    told = {"title": facts.title or facts.source, "issuers": "; ".join(a.name for a in facts.issuers) or None}
    for name, value in told.items():
        if name in line and line[name] != comparison.edited.shown(value):
            comparison.found.ignored.append(f"{source}: {old.id}: change the {name} in the sheet of documents")


def _columns(comparison: _Comparison, plan: Plan, line: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """Columns of a line that hold fields, each with the field's name as anchors have it."""
    yield from ((name, name) for name in FIELDS if name in line)
    headings: dict[str, set[str]] = {}
    for row in plan.rows:
        for heading in row.other:
            headings.setdefault(OTHER + " ".join(heading.split()), set()).add(heading)
    for column, text in line.items():
        if column.startswith(OTHER):
            found = headings.get(column, set())
            if len(found) == 1:
                yield column, OTHER + found.pop()
            elif text and not found:
                comparison.found.ignored.append(
                    f"{plan.document.source}: it has no column {column.removeprefix(OTHER)}; {text!r} is left out"
                )


def _text(value: Field | None) -> str | None:
    return None if value is None else value.text


def _raw(value: Field | None) -> str | None:
    return None if value is None else value.raw


def _last_hand(plan: Plan, target: str) -> str:
    hands = [c.who for c in plan.corrections if c.target in (target, target.partition(".")[0])]
    return hands[-1] if hands else "somebody"


def _moved(comparison: _Comparison, plan: Plan, current: Current, row: Row, section: str | None) -> None:
    found = next((s for s in current.plan.sections if s.id == section), None)
    if section is not None and found is None:
        comparison.found.ignored.append(f"{plan.document.source}: {row.id}: there is no section {section}")
        return
    if row.id not in current.origins:
        comparison.conflict(plan.document.source, row.id, "its row is not there any more")
        return
    new = None if found is None else {"number": found.number, "title": found.title}
    comparison.add(current, "row-moved", _anchor(current, row.id), row.section, {"section": new})


def _added(
    comparison: _Comparison, plan: Plan, current: Current, line: Mapping[str, str | None], before: Anchor | None
) -> Anchor | None:
    """A line of the file that is no row of the plan; gives the anchor that the next one follows."""
    texts = {n: line[n] for n in FIELDS if line.get(n)}
    if not texts:
        return before
    wanted = {n: folded(t) for n, t in texts.items()}
    if any({n: folded(t) for n, t in _texts(r).items()} == wanted for r in current.plan.rows):
        # Taken over before, or found by the machine meanwhile.
        return before
    section = next((s for s in current.plan.sections if s.id == line.get("section")), None)
    new: dict[str, Any] = {"fields": texts}
    if section is not None:
        new["section"] = {"number": section.number, "title": section.title}
    made = comparison.add(current, "row-added", before or Anchor(), None, new)
    return Anchor(made_by=made.id)


def _compare_facts(comparison: _Comparison, plan: Plan, current: Current, line: Mapping[str, str | None]) -> None:
    record = records(plan)["documents"][0]
    names = [c.name for c in next(t for t in TABLES if t.name == "documents").columns]
    shown = {name: comparison.edited.shown(value) for name, value in zip(names, record, strict=True)}
    source = plan.document.source
    changed = {n for n, text in line.items() if n in shown and text != shown[n]}
    for name, columns in _FACT_COLUMNS.items():
        if not changed.intersection(columns):
            continue
        old = fact_value(current.plan, name)
        try:
            value = _FACT_VALUES[name](line)
        except ValueError as error:
            comparison.found.ignored.append(f"{source}: document.{name}: {error}")
            continue
        if value == old:
            continue
        if old != fact_value(plan, name) and not comparison.mine:
            comparison.conflict(source, f"document.{name}", "it was corrected or read otherwise since")
            continue
        comparison.add(current, "fact", fact_anchor(current.machine, name), old, {"value": value})
    known = {c for columns in _FACT_COLUMNS.values() for c in columns}
    comparison.found.ignored.extend(
        f"{source}: the column {n} of documents is made by ingest" for n in sorted(changed - known - _COUNTS)
    )


_FACT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "kind": ("kind",),
    "dated": ("dated",),
    "period": ("period_start", "period_end"),
    "issuers": ("issuers",),
}
_COUNTS = {"quality", "rows", "statements", "issues", "pages", "doubts"}


def _date(line: Mapping[str, str | None], name: str) -> str | None:
    text = line.get(name)
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"{text!r} is no day (write 2026-03-31)") from None


def _kind(line: Mapping[str, str | None]) -> str:
    value = line.get("kind")
    if value not in get_args(Kind):
        raise ValueError(f"{value!r} is no kind of document ({', '.join(get_args(Kind))})")
    return str(value)


def _period(line: Mapping[str, str | None]) -> dict[str, str | None] | None:
    start, end = _date(line, "period_start"), _date(line, "period_end")
    return None if start is None and end is None else {"start": start, "end": end}


def _issuers(line: Mapping[str, str | None]) -> list[dict[str, Any]]:
    registers = load_registers()
    names = [n.strip() for n in (line.get("issuers") or "").split(";")]
    return [as_actor(n, registers).to_dict() for n in names if n]


_FACT_VALUES: Mapping[str, Any] = {
    "title": lambda line: line.get("title"),
    "kind": _kind,
    "dated": lambda line: _date(line, "dated"),
    "period": _period,
    "issuers": _issuers,
}
