"""What a user can choose about a conversion, in one frozen value that hashes to the configuration's identity."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

__all__ = ["Limits", "OcrMode", "Options", "SecondEngineName"]

OcrMode = Literal["auto", "force", "never"]
SecondEngineName = Literal["rapidocr"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Hard bounds on one document; reaching one gives `FileTooLarge`, `HostileFile` or `LimitExceeded`."""

    file_bytes: int = 512 * 2**20
    unpacked_bytes: int = 2**30
    """Sum of a ZIP container's members (docx, odt)."""
    unpack_ratio: int = 200
    """Unpacked to packed bytes of one ZIP member over 1 MiB."""
    pages: int = 2000
    page_points: float = 14400.0
    """Longest side of a page in points: PDF's own bound of 200 inches."""
    pixels: int = 120_000_000
    """Of one page image."""
    nesting: int = 64
    """Depth of XML elements that carry tables, of lists and archives."""
    objects: int = 2_000_000
    """XML elements of one part, words or rules of one page."""
    wall_seconds: float = 600.0
    cpu_seconds: float = 600.0
    memory_bytes: int = 3 * 2**30


@dataclass(frozen=True, slots=True)
class Options:
    """How to convert. Paths name a user's own additions to the registers (TOML, see docs/guide.md)."""

    ocr: OcrMode = "auto"
    second_engine: SecondEngineName | None = None
    """Asked about lines of a scan that Tesseract doubts."""
    skip_repairs: frozenset[str] = frozenset()
    """Repair rules switched off, by the names of `RepairRule`."""
    vocabulary: str | None = None
    """File with further heading words."""
    actors: str | None = None
    """File with further actors."""
    mask_personal_data: bool = False
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if self.ocr not in get_args(OcrMode):
            raise ValueError(f"ocr={self.ocr!r}; known: {', '.join(get_args(OcrMode))}")
        if self.second_engine is not None and self.second_engine not in get_args(SecondEngineName):
            raise ValueError(f"second_engine={self.second_engine!r}; known: {', '.join(get_args(SecondEngineName))}")

    def fingerprint(self) -> str:
        """SHA-256 over what can change a result: all choices but the limits, and the user's own files' bytes."""
        value = self.to_dict()
        for key in ("vocabulary", "actors"):
            if value[key] is not None:
                value[key] = hashlib.sha256(Path(value[key]).read_bytes()).hexdigest()
        return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready values of all choices but the limits, which decide whether there is a result, not which."""
        value = asdict(self)
        del value["limits"]
        value["skip_repairs"] = sorted(self.skip_repairs)
        return value

    @classmethod
    def from_dict(cls, value: Mapping[str, Any], limits: Limits | None = None) -> Options:
        """The inverse of `to_dict`."""
        choices = {**value, "skip_repairs": frozenset(value["skip_repairs"])}
        if "witness" in choices:  # as the choice was called before version 0.2
            choices["second_engine"] = choices.pop("witness")
        return cls(**choices, limits=limits or Limits())
