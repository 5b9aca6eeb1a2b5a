"""Plans as JSON: one file a document, or one line a document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.plan import Plan
from ingest.write.atomic import replacing, write_bytes
from ingest.write.tables import ASCII_NAMES

if TYPE_CHECKING:
    from ingest.write import Style

__all__ = ["dumps", "plan_path", "read_lines", "read_plan", "write", "write_lines"]


def dumps(plan: Plan, *, ascii_names: bool = False) -> bytes:
    """The plan as UTF-8 JSON with a final line feed; the same plan gives the same bytes.

    With `ascii_names` the five field names lose their marks (`mal`, `atgard`, `nar`); such a file is for systems
    that need it and no longer valid against the published schema.
    """
    value = plan.to_dict()
    if ascii_names:
        value["rows"] = [{ASCII_NAMES.get(k, k): v for k, v in row.items()} for row in value["rows"]]
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def plan_path(out: Path, source: str) -> Path:
    """Where the plan of `source` stands: OUT/plans/<source>.json."""
    return out / "plans" / f"{source}.json"


def read_plan(path: Path) -> Plan:
    """The plan of a file that `write` wrote, with field names of either kind.

    Raises:
        ValueError, LookupError, TypeError, AttributeError: the file is no plan of this version.
    """
    return _plan(path.read_text(encoding="utf-8"))


def read_lines(path: Path) -> Iterator[Plan]:
    """The plans of a file that `write_lines` wrote; raises as `read_plan` does."""
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            yield _plan(line)


def _plan(text: str) -> Plan:
    try:
        return Plan.from_dict(_with_marks(json.loads(text)))
    except RecursionError as error:
        raise ValueError("nests its values beyond all sense") from error


def _with_marks(value: dict[str, Any]) -> dict[str, Any]:
    back = {v: k for k, v in ASCII_NAMES.items()}
    value["rows"] = [{back.get(k, k): v for k, v in row.items()} for row in value["rows"]]
    return value


def write(out: Path, plans: Iterable[Plan], style: Style) -> list[Path]:
    """The format `json`: OUT/plans/<source>.json for each plan."""
    paths = []
    for plan in plans:
        path = plan_path(out, plan.document.source)
        write_bytes(path, dumps(plan, ascii_names=style.ascii_names))
        paths.append(path)
    return paths


def write_lines(out: Path, plans: Iterable[Plan], style: Style) -> list[Path]:
    """The format `jsonl`: OUT/plans.jsonl, one plan a line."""
    path = out / "plans.jsonl"
    with replacing(path) as temporary, temporary.open("wb") as handle:
        for plan in plans:
            value = json.loads(dumps(plan, ascii_names=style.ascii_names))
            handle.write((json.dumps(value, ensure_ascii=False) + "\n").encode())
    return [path]
