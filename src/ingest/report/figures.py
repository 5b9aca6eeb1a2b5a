"""The archive in figures: counted plan by plan, so that its size does not matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ingest.plan import FIELDS, FieldName, Plan
from ingest.quality.confidence import Spread
from ingest.report.share import Share, Stated, expected_share

__all__ = ["DocumentFigures", "FieldFigures", "Figures", "when"]


@dataclass(frozen=True, slots=True)
class DocumentFigures:
    """One document in a line. `right` is the mean confidence of its fields, None where it has none."""

    number: int
    source: str
    id: str
    title: str | None
    kind: str
    dated: date | None
    issuers: tuple[str, ...]
    methods: tuple[str, ...]
    pages: int | None
    rows: int
    statements: int
    fields: int
    right: float | None
    doubts: int
    warnings: int
    repairs: int

    def to_dict(self) -> dict[str, Any]:
        return {
            "source": self.source,
            "id": self.id,
            "title": self.title,
            "kind": self.kind,
            "dated": None if self.dated is None else self.dated.isoformat(),
            "issuers": list(self.issuers),
            "methods": list(self.methods),
            "pages": self.pages,
            "rows": self.rows,
            "statements": self.statements,
            "fields": self.fields,
            "expected_right": _rounded(self.right),
            "doubts": self.doubts,
            "warnings": self.warnings,
            "repairs": self.repairs,
        }


@dataclass(frozen=True, slots=True)
class FieldFigures:
    """One of the five fields over all rows; confidences are means, None where no row fills it."""

    name: FieldName
    rows: int
    filled: int
    mean: float | None
    share: Share | None

    @property
    def fill(self) -> float:
        return self.filled / self.rows if self.rows else 0.0


def when(plan: Plan) -> date | None:
    """The day that a document belongs to: its own date, else the start (or end) of its period."""
    facts = plan.document
    if facts.dated is not None:
        return facts.dated
    return None if facts.period is None else facts.period.start or facts.period.end


@dataclass
class Figures:
    """Sums over plans; `add` each once, then read.

    `spread` is how far whole documents stray from what the model states of them.
    """

    spread: Spread = field(default_factory=Spread)
    documents: list[DocumentFigures] = field(default_factory=list)
    rows: int = 0
    statements: int = 0
    repairs: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    years: Counter[int | None] = field(default_factory=Counter)
    issuers: Counter[str] = field(default_factory=Counter)
    methods: Counter[str] = field(default_factory=Counter)
    issues: Counter[tuple[str, str]] = field(default_factory=Counter)
    actors: Counter[str] = field(default_factory=Counter)
    """Rows by actor: an actor named twice in a row counts once."""
    _names: dict[str, Counter[str]] = field(default_factory=dict)
    doubts: int = 0
    _stated: list[Stated] = field(default_factory=list)

    def add(self, plan: Plan, doubts: int) -> DocumentFigures:
        """Count a plan; `doubts` is how many doubts it has (see `plan.doubt`)."""
        facts = plan.document
        values = [f.confidence for row in plan.rows for _, f in row.fields() if f is not None]
        by_field: dict[FieldName, tuple[float, ...]] = {
            n: tuple(v.confidence for row in plan.rows if (v := row[n]) is not None) for n in FIELDS
        }
        for row in plan.rows:
            self._count_actors(row.vem.actors or () if row.vem else ())
        methods = Counter(e.method for e in facts.extraction)
        origins = {row.origin for row in plan.rows}
        filled = {n for n, found in by_field.items() if found}
        kind = " ".join((*sorted(methods), *sorted(origins)))
        self._stated.append(Stated(" ".join((kind, *sorted(filled))), by_field, kind))
        self.doubts += doubts
        dated = when(plan)
        issuers = tuple(a.name for a in facts.issuers)
        one = DocumentFigures(
            len(self.documents) + 1,
            facts.source,
            facts.id,
            facts.title,
            facts.kind,
            dated,
            issuers,
            tuple(sorted(methods)),
            facts.pages,
            len(plan.rows),
            len(plan.statements),
            len(values),
            sum(values) / len(values) if values else None,
            doubts,
            sum(i.severity != "info" for i in plan.issues),
            len(plan.repairs),
        )
        self.documents.append(one)
        self.rows += len(plan.rows)
        self.statements += len(plan.statements)
        self.repairs += len(plan.repairs)
        self.kinds[facts.kind] += 1
        self.years[None if dated is None else dated.year] += 1
        self.issuers.update(list(dict.fromkeys(issuers)) or [""])
        self.methods.update(methods.keys())
        self.issues.update((i.severity, i.code) for i in plan.issues)
        return one

    def _count_actors(self, actors: Iterable[Any]) -> None:
        for key, name in {(a.id or a.name.casefold()): a.name for a in actors}.items():
            self.actors[key] += 1
            self._names.setdefault(key, Counter())[name] += 1

    def actor_name(self, key: str) -> str:
        """The commonest spelling of an actor."""
        return min(self._names[key].items(), key=lambda item: (-item[1], item[0]))[0]

    def fields(self) -> list[FieldFigures]:
        """The five fields in the contract's order."""
        out = []
        for name in FIELDS:
            share = expected_share(self._stated, self.spread, (name,))
            filled, mean = (share.count, share.expected) if share is not None else (0, None)
            out.append(FieldFigures(name, self.rows, filled, mean, share))
        return out

    def share(self) -> Share | None:
        """The expected share of exactly right fields over everything."""
        return expected_share(self._stated, self.spread, FIELDS)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, with everything in a fixed order."""
        return {
            "documents": len(self.documents),
            "rows": self.rows,
            "statements": self.statements,
            "repairs": self.repairs,
            "expected_right": _share(self.share()),
            "fields": [
                {
                    "name": f.name,
                    "rows": f.rows,
                    "filled": f.filled,
                    "fill_rate": _rounded(f.fill),
                    "mean_confidence": _rounded(f.mean),
                    "expected_right": _share(f.share),
                }
                for f in self.fields()
            ],
            "by_kind": _ranked(self.kinds),
            "by_year": [
                {"name": y, "count": n} for y, n in sorted(self.years.items(), key=lambda i: (i[0] is None, i[0] or 0))
            ],
            "by_issuer": [{**e, "name": e["name"] or None} for e in _ranked(self.issuers)],
            "by_method": _ranked(self.methods),
            "actors": [
                {"id": key, "name": self.actor_name(key), "count": n}
                for key, n in sorted(self.actors.items(), key=lambda i: (-i[1], i[0]))
            ],
            "issues": [
                {"severity": severity, "code": code, "count": n}
                for (severity, code), n in sorted(self.issues.items(), key=lambda i: (-i[1], i[0]))
            ],
        }


def _ranked(counts: Counter[str]) -> list[dict[str, Any]]:
    return [{"name": name, "count": n} for name, n in sorted(counts.items(), key=lambda i: (-i[1], i[0]))]


def _share(share: Share | None) -> dict[str, Any] | None:
    if share is None:
        return None
    return {
        "count": share.count,
        "expected": _rounded(share.expected),
        "low": _rounded(share.low),
        "high": _rounded(share.high),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
