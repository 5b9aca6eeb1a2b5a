"""What was changed and what is in doubt: repairs and issues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingest.plan.contract import RepairRule, Severity
from ingest.plan.values import probability

__all__ = ["Issue", "Repair"]


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
