"""What was changed and what is in doubt: repairs, issues, and what a person put right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingest.plan.contract import CorrectionKind, RepairRule, Severity
from ingest.plan.values import probability

__all__ = ["AppliedCorrection", "Issue", "Repair"]


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that repair made; `target` names the value (`r3.orsak`, `s2.title`, `t5`, `document.title`)."""

    target: str
    before: str
    after: str
    rule: RepairRule
    confidence: float

    def to_dict(self) -> dict[str, Any]:
        return {
            "target": self.target,
            "before": self.before,
            "after": self.after,
            "rule": self.rule,
            "confidence": probability(self.confidence),
        }

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Repair:
        return cls(d["target"], d["before"], d["after"], d["rule"], d["confidence"])


@dataclass(frozen=True, slots=True)
class Issue:
    """A doubt or a loss that a person may want to look at; `code` is stable."""

    code: str
    severity: Severity
    target: str
    message: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "severity": self.severity,
            "target": self.target,
            "message": self.message,
        }

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Issue:
        return cls(d["code"], d["severity"], d["target"], d["message"])


@dataclass(frozen=True, slots=True)
class AppliedCorrection:
    """One correction as it stands in a plan: what it concerns, what the machine had, who put it right and when.

    `target` names the value as issues do (`r3.vem`, `r3`, `document.title`); `machine` and `value` are JSON-ready:
    a text, an object, or None where there was nothing, or nothing is left. `when` is UTC in ISO 8601.
    """

    id: str
    target: str
    kind: CorrectionKind
    machine: Any
    value: Any
    who: str
    when: str
    why: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "target": self.target,
            "kind": self.kind,
            "machine": self.machine,
            "value": self.value,
            "who": self.who,
            "when": self.when,
            "why": self.why,
        }

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> AppliedCorrection:
        return cls(d["id"], d["target"], d["kind"], d["machine"], d["value"], d["who"], d["when"], d["why"])
