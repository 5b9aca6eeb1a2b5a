"""Two archives to what changed between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.batch.archive import Archive
from ingest.compare.align import align
from ingest.compare.model import Comparison, DocumentChange, FieldChange, RowChange, RowText, Side, State, What
from ingest.compare.successors import successors
from ingest.plan import FIELDS, Actor, Facts, Field, FieldName, Plan, Row, Time

__all__ = ["CONFIDENCE_STEP", "compare"]

# A confidence that moves less says nothing about the text.
CONFIDENCE_STEP = 0.05


def compare(old: Archive, new: Archive, *, step: float = CONFIDENCE_STEP) -> Comparison:
    """What changed from one conversion to another.

    Args:
        old, new: opened archives. Two single files are compared whatever their plans are called.
        step: a confidence counts as changed when it moves by at least so much (0 to 1; more than 0).

    Raises:
        UnreadableFile: a plan cannot be read any more.
    """
    before, after = _Sums(), _Sums()
    documents = []
    for name, other in _pairs(old, new).items():
        here, now = old.plans.get(name), new.plans.get(other)
        past = here.fetch() if here is not None else None
        # What has the same digest says the same in the tables, and is fetched once. The tables hold the texts of
        # columns beyond the five without their confidence: with those, both sides are looked at.
        is_same = here is not None and now is not None and here.digest == now.digest
        is_same = is_same and past is not None and not any(row.other for row in past.rows)
        present = past if is_same else now.fetch() if now is not None else None
        before.add(past, old.failures.get(name))
        after.add(present, new.failures.get(other))
        change = _document(other if now else name, past, present, old.failures.get(name), new.failures.get(other), step)
        if change is not None:
            is_other_file = other != name and not old.is_single
            documents.append(replace(change, old_source=name) if is_other_file else change)
    return Comparison(before.side(), after.side(), tuple(sorted(documents, key=lambda d: d.source)))


def _pairs(old: Archive, new: Archive) -> dict[str, str]:
    """Each document's name in the old archive and in the new one, in order; one name where nothing pairs two."""
    if old.is_single and new.is_single:
        return {next(iter(old.plans)): next(iter(new.plans))}
    names = sorted(old.plans.keys() | new.plans.keys() | old.failures.keys() | new.failures.keys())
    followed = _followed(old, new)
    return {n: followed.get(n, n) for n in names if n not in followed.values()}


def _followed(old: Archive, new: Archive) -> dict[str, str]:
    """Plans that only one side has by name, and that are one plan of two years: old names to new ones."""
    here = old.plans.keys() | old.failures.keys()
    there = new.plans.keys() | new.failures.keys()
    before = {n: old.plans[n].fetch().document for n in old.plans.keys() - there}
    after = {n: new.plans[n].fetch().document for n in new.plans.keys() - here} if before else {}
    return successors(before, after)


@dataclass(slots=True)
class _Sums:
    """Counts for a `Side`, a plan at a time."""

    documents: int = 0
    failed: int = 0
    rows: int = 0
    filled: Counter[FieldName] = field(default_factory=Counter)
    sure: dict[FieldName, float] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0.0))

    def add(self, plan: Plan | None, failure: str | None) -> None:
        self.failed += failure is not None
        if plan is None:
            return
        self.documents += 1
        self.rows += len(plan.rows)
        for row in plan.rows:
            for name, value in row.fields():
                if value is not None:
                    self.filled[name] += 1
                    self.sure[name] += value.confidence

    def side(self) -> Side:
        fields = self.filled.total()
        return Side(
            self.documents,
            self.failed,
            self.rows,
            fields,
            _share(sum(self.sure.values()), fields),
            {n: _share(self.filled[n], self.rows) for n in FIELDS},
            {n: _share(self.sure[n], self.filled[n]) for n in FIELDS},
        )


def _share(part: float, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _document(
    source: str, old: Plan | None, new: Plan | None, old_failure: str | None, new_failure: str | None, step: float
) -> DocumentChange | None:
    state = _state(old, new, old_failure, new_failure)
    if state is None:
        return None
    if old is None or new is None:
        return DocumentChange(
            source,
            state,
            old_failure,
            new_failure,
            appeared=_texts_of(new),
            vanished=_texts_of(old),
            statements_appeared=len(new.statements) if new else 0,
            statements_vanished=len(old.statements) if old else 0,
        )
    pairs = align(old.rows, new.rows)
    said, says = (Counter((s.field, s.text) for s in plan.statements) for plan in (old, new))
    change = DocumentChange(
        source,
        state,
        facts=tuple(_facts(old.document, new.document)),
        appeared=tuple(_text(new.rows[j]) for i, j in pairs if i is None and j is not None),
        vanished=tuple(_text(old.rows[i]) for i, j in pairs if j is None and i is not None),
        changed=tuple(_changed(old, new, pairs, step)),
        statements_appeared=(says - said).total(),
        statements_vanished=(said - says).total(),
    )
    return None if change == DocumentChange(source, state) else change


def _texts_of(plan: Plan | None) -> tuple[RowText, ...]:
    return tuple(_text(row) for row in plan.rows) if plan else ()


def _changed(old: Plan, new: Plan, pairs: Sequence[tuple[int | None, int | None]], step: float) -> Iterator[RowChange]:
    """The rows that both plans have, where a field differs."""
    for i, j in pairs:
        if i is not None and j is not None:
            fields = tuple(_row(old, old.rows[i], new, new.rows[j], step))
            if fields:
                yield RowChange(old.rows[i].id, new.rows[j].id, fields)


def _state(old: Plan | None, new: Plan | None, old_failure: str | None, new_failure: str | None) -> State | None:
    if old is None and old_failure is None:
        return "new"
    if new is None and new_failure is None:
        return "gone"
    if new is None:
        return "failed" if old is not None else "changed" if old_failure != new_failure else None
    return "mended" if old is None else "changed"


def _text(row: Row) -> RowText:
    return RowText(row.id, {name: value.text for name, value in row.fields() if value is not None})


def _row(old: Plan, before: Row, new: Plan, after: Row, step: float) -> Iterator[FieldChange]:
    for name in FIELDS:
        yield from _value(name, before[name], after[name], step)
    for column in sorted(before.other.keys() | after.other.keys()):
        yield from _value(f"other.{column}", before.other.get(column), after.other.get(column), step)
    yield from _plain("section", _section(old, before), _section(new, after))


def _section(plan: Plan, row: Row) -> str | None:
    return next((s.title for s in plan.sections if s.id == row.section), None)


def _value(name: str, old: Field | None, new: Field | None, step: float) -> Iterator[FieldChange]:
    times = _times(old), _times(new)
    actors = _actors(old), _actors(new)
    what: list[What] = []
    if (old and old.text) != (new and new.text):
        what.append("text")
    if times[0] != times[1]:
        what.append("times")
    if actors[0] != actors[1]:
        what.append("actors")
    if old is not None and new is not None and abs(old.confidence - new.confidence) >= step - 1e-9:
        what.append("confidence")
    if what:
        yield FieldChange(
            name,
            tuple(what),
            old.text if old else None,
            new.text if new else None,
            *times,
            *actors,
            old.confidence if old else None,
            new.confidence if new else None,
        )


def _times(value: Field | None) -> tuple[str, ...]:
    return tuple(_time(t) for t in (value.times or ())) if value is not None else ()


def _time(time: Time) -> str:
    """A time in one line: its EDTF, else its days, and what else it says."""
    days = f"{time.start or '..'}/{time.end or '..'}" if time.start or time.end else ""
    parts = (
        time.edtf or days,
        time.role if time.role != "during" else "",
        time.recurrence or "",
        "preliminary" if time.preliminary else "",
        time.label or "",
    )
    return " ".join(p for p in parts if p)


def _actors(value: Field | None) -> tuple[str, ...]:
    return tuple(_actor(a) for a in (value.actors or ())) if value is not None else ()


def _actor(actor: Actor) -> str:
    return f"{actor.name} [{actor.id}]" if actor.id else actor.name


def _facts(old: Facts, new: Facts) -> Iterator[FieldChange]:
    for name in ("title", "kind", "dated", "language", "media_type", "pages"):
        yield from _plain(name, getattr(old, name), getattr(new, name))
    yield from _plain("period", _period(old), _period(new))
    yield from _plain("issuers", _joined(old.issuers), _joined(new.issuers))


def _period(facts: Facts) -> str | None:
    return f"{facts.period.start or '..'}/{facts.period.end or '..'}" if facts.period else None


def _joined(actors: Sequence[Actor]) -> str | None:
    return "; ".join(_actor(a) for a in actors) or None


def _plain(name: str, old: object, new: object) -> Iterator[FieldChange]:
    if old != new:
        yield FieldChange(name, ("text",), None if old is None else str(old), None if new is None else str(new))
