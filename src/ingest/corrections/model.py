"""The record of one correction, as a line of `corrections.jsonl` holds it (`corrections.schema.json`)."""

from __future__ import annotations

import json
import re
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any, cast, get_args

from ingest.plan import FIELDS, CorrectionKind, Place

__all__ = ["KINDS", "Anchor", "Correction", "Subject", "dumps", "loads", "new_id", "now", "schema"]

SCHEMA_VERSION = "1.0"
KINDS: tuple[CorrectionKind, ...] = get_args(CorrectionKind)
FACTS = ("title", "kind", "dated", "period", "issuers")
# Of a document: everything but what concerns one's own word lists and the file of corrections itself.
_WITHOUT_DOCUMENT = frozenset({"known-actor", "heading-word", "undo"})
_WITH_ROW = frozenset({"field", "accepted", "actor", "time", "row-removed", "row-split", "rows-merged", "row-moved"})
# Longest name of a reviewer and longest reason, in characters: both stand in every output.
MAX_WHO = 200
MAX_TEXT = 100_000
_WHEN = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$")
_ID = re.compile(r"^[A-Za-z0-9_-]{8,64}$")


@dataclass(frozen=True, slots=True)
class Subject:
    """The document that a correction is of: SHA-256 of its bytes, its sketch (see `sketch`), its name then."""

    sha256: str
    sketch: str
    source: str

    def to_dict(self) -> dict[str, Any]:
        return {"sha256": self.sha256, "sketch": self.sketch, "source": self.source}

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Subject:
        return cls(str(d["sha256"]), str(d["sketch"]), str(d["source"]))


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a correction was made against.

    `field` is a field's name, `other:HEADING` for a column beyond the five, or the name of a document fact; `raw` its
    raw reading (None: nothing was read). `row` holds the raw readings of the row's filled fields, `place` the first
    place of the value or row. A row that another correction made is named by that one and its part (from 0). `hint`
    is the identifier that the row had.
    """

    field: str | None = None
    raw: str | None = None
    row: Mapping[str, str] | None = None
    place: Place | None = None
    made_by: str | None = None
    part: int = 0
    hint: str = ""

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = {"field": self.field, "raw": self.raw, "hint": self.hint}
        if self.row is not None:
            out["row"] = dict(self.row)
        if self.place is not None:
            out["place"] = self.place.to_dict()
        if self.made_by is not None:
            out.update(made_by=self.made_by, part=self.part)
        return out

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Anchor:
        place = Place.from_dict(d["place"]) if d.get("place") is not None else None
        row = {str(k): str(v) for k, v in d["row"].items()} if d.get("row") is not None else None
        return cls(d["field"], d["raw"], row, place, d.get("made_by"), int(d.get("part", 0)), str(d.get("hint", "")))


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction. `when` is UTC with microseconds; (`when`, `id`) is the order in which corrections hold.

    What `new` holds, by kind: `field` a `text` (None empties it), and `actors`, `times`, `places` where they are given
    too; `actor` `actors`; `time` `times`; `row-added` `fields` (texts by name) and `section`; `row-split` `parts`
    (texts by name, one a row); `rows-merged` `rows` (anchors of the others) and `fields`; `row-moved` `section`
    (number and title); `column` `to`; `fact` `value`; `known-actor` `id`, `type`, `names`; `heading-word` `field`,
    `word`; `undo` the `id` of what is undone; the others None. `old` is what stood there when it was made.
    """

    id: str
    when: str
    who: str
    kind: CorrectionKind
    subject: Subject | None = None
    anchor: Anchor | None = None
    old: Any = None
    new: Any = None
    why: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    """What a newer version wrote and this one does not know: kept as it is."""

    @property
    def order(self) -> tuple[str, str]:
        return (self.when, self.id)

    @property
    def key(self) -> str:
        """What two corrections of the same value share: the document, the row and the field."""
        if self.subject is None or self.anchor is None:
            return f"{self.kind} {json.dumps(self.new, sort_keys=True, ensure_ascii=False)}"
        anchor = self.anchor.to_dict()
        for name in ("raw", "hint", "place"):
            if name != "place" or self.anchor.row is not None:
                anchor.pop(name, None)
        place = self.anchor.place
        spot = None if place is None else (place.page, place.table, place.row, place.bbox)
        return json.dumps([self.subject.sha256, anchor, spot], sort_keys=True, ensure_ascii=False)

    def to_dict(self) -> dict[str, Any]:
        return {
            "schema_version": SCHEMA_VERSION,
            "id": self.id,
            "when": self.when,
            "who": self.who,
            "kind": self.kind,
            "document": None if self.subject is None else self.subject.to_dict(),
            "anchor": None if self.anchor is None else self.anchor.to_dict(),
            "old": self.old,
            "new": self.new,
            "why": self.why,
            **self.extra,
        }

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Correction:
        """The inverse of `to_dict`.

        Raises:
            ValueError: it is no correction of this version; the message says why.
        """
        try:
            return cls._checked(d)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"is no correction ({type(error).__name__}: {error})") from error

    @classmethod
    def _checked(cls, d: Mapping[str, Any]) -> Correction:
        if d["schema_version"] != SCHEMA_VERSION:
            raise ValueError(f"has version {d['schema_version']!r}; this ingest reads {SCHEMA_VERSION!r}")
        kind = d["kind"]
        if kind not in KINDS:
            raise ValueError(f"is of an unknown kind {str(kind)[:40]!r}")
        who, why = d["who"], d["why"]
        if not isinstance(who, str) or not who.strip() or len(who) > MAX_WHO:
            raise ValueError(f"names nobody, or somebody with more than {MAX_WHO} characters, as its author")
        if why is not None and (not isinstance(why, str) or len(why) > MAX_TEXT):
            raise ValueError("gives a reason that is no text")
        if not _WHEN.match(str(d["when"])) or not _ID.match(str(d["id"])):
            raise ValueError("has a bad time or identifier")
        subject = None if d["document"] is None else Subject.from_dict(d["document"])
        anchor = None if d["anchor"] is None else Anchor.from_dict(d["anchor"])
        if kind not in _WITHOUT_DOCUMENT and (subject is None or anchor is None):
            raise ValueError(f"of kind {kind} names no document and place")
        _check_new(cast(CorrectionKind, kind), anchor, d["new"])
        known = {"schema_version", "id", "when", "who", "kind", "document", "anchor", "old", "new", "why"}
        extra = {k: v for k, v in d.items() if k not in known}
        return cls(d["id"], d["when"], who, kind, subject, anchor, d["old"], d["new"], why, extra)


def _check_new(kind: CorrectionKind, anchor: Anchor | None, new: Any) -> None:
    """Raise ValueError or TypeError where `new` does not fit its kind."""
    if kind in _WITH_ROW and anchor is not None and anchor.row is None and anchor.made_by is None:
        raise ValueError(f"of kind {kind} names no row")
    if kind in ("field", "accepted") and anchor is not None and not _is_field(anchor.field):
        raise ValueError(f"of kind {kind} names no field")
    check = _CHECKS.get(kind)
    if check is not None and not check(new):
        raise ValueError(f"of kind {kind} has a wrong value")
    if kind == "fact" and (anchor is None or anchor.field not in FACTS):
        raise ValueError(f"names no fact of a document ({', '.join(FACTS)})")


def _is_field(name: str | None) -> bool:
    return name is not None and (name in FIELDS or name.startswith("other:"))


def _is_text(value: Any) -> bool:
    return value is None or (isinstance(value, str) and len(value) <= MAX_TEXT)


def _are_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(k in FIELDS and _is_text(v) for k, v in value.items())


def _has(value: Any, name: str, kind: type) -> bool:
    return isinstance(value, dict) and isinstance(value.get(name), kind)


_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "field": lambda new: isinstance(new, dict) and "text" in new and _is_text(new["text"]),
    "actor": lambda new: _has(new, "actors", list),
    "time": lambda new: _has(new, "times", list),
    "row-added": lambda new: _has(new, "fields", dict) and _are_texts(new["fields"]) and any(new["fields"].values()),
    "row-split": lambda new: (
        _has(new, "parts", list) and len(new["parts"]) > 1 and all(_are_texts(p) for p in new["parts"])
    ),
    "rows-merged": lambda new: _has(new, "rows", list) and bool(new["rows"]) and _are_texts(new.get("fields", {})),
    "row-moved": lambda new: isinstance(new, dict) and "section" in new,
    "column": lambda new: _has(new, "to", str) and (new["to"] in FIELDS or new["to"] == "other"),
    "fact": lambda new: isinstance(new, dict) and "value" in new,
    "known-actor": lambda new: _has(new, "id", str) and _has(new, "type", str) and _has(new, "names", list),
    "heading-word": lambda new: _has(new, "field", str) and _has(new, "word", str) and bool(new["word"].strip()),
    "undo": lambda new: _has(new, "id", str),
}


def new_id() -> str:
    """An identifier that no other correction of any file has."""
    return secrets.token_hex(12)


_MOMENT = timedelta(microseconds=1)
_clock = threading.Lock()
_last = datetime.min.replace(tzinfo=UTC)


def now() -> str:
    """This moment, as corrections note it; later than every moment that this process was given before."""
    global _last
    with _clock:
        _last = max(datetime.now(UTC), _last + _MOMENT)
        return _last.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def dumps(correction: Correction) -> str:
    """The correction as one line of JSON, without its line end."""
    return json.dumps(correction.to_dict(), ensure_ascii=False, separators=(",", ":"))


def loads(line: str) -> Correction:
    """The inverse of `dumps`.

    Raises:
        ValueError: the line is no correction.
    """
    try:
        value = json.loads(line)
    except RecursionError as error:
        raise ValueError("nests its values beyond all sense") from error
    if not isinstance(value, dict):
        raise ValueError("is no JSON object")
    return Correction.from_dict(value)


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema (draft 2020-12) of one line of a corrections file."""
    text = resources.files("ingest").joinpath("corrections.schema.json").read_text(encoding="utf-8")
    return cast(Mapping[str, Any], json.loads(text))
