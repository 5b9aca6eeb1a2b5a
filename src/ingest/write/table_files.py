"""Tables of any document as files: one CSV a table, and all of them in one JSON file.

The JSON is the form that scorers of table structure read: ``{"tables": [{"page", "bbox", "cells": [{"row", "col",
"rowspan", "colspan", "text"}]}]}``, pages from 1, boxes in points from the page's top left corner.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ingest.layout.tables.export import ExportedTable
from ingest.write.atomic import write_bytes
from ingest.write.package import guard

__all__ = ["grid_files", "grids_json", "write_grids"]

_NUMBER = re.compile(r"[+-] ?(?:\d+|\d{1,3}(?:[ \u00a0\u202f.]\d{3})+)(?:[.,]\d+)?[ \u00a0\u202f]?[%‰]?")
"""A number with its sign: no program takes it for a formula that does anything."""


def grids_json(found: Sequence[ExportedTable]) -> dict[str, Any]:
    """All tables as one JSON value; see the module's head."""
    return {
        "tables": [
            {
                "page": grid.page,
                "bbox": [round(v, 2) for v in grid.bbox] if grid.bbox is not None else None,
                "method": grid.method,
                "confidence": grid.confidence,
                "cells": [
                    {"row": c.row, "col": c.column, "rowspan": c.rowspan, "colspan": c.colspan, "text": c.text}
                    for c in grid.cells
                ],
            }
            for grid in found
        ]
    }


def grid_files(found: Sequence[ExportedTable]) -> dict[str, str]:
    """What is written for a document: endings of names (`.json`, `-table-NN.csv`) to texts."""
    files = {".json": json.dumps(grids_json(found), ensure_ascii=False, indent=1) + "\n"}
    for number, grid in enumerate(found, start=1):
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\r\n").writerows([_cell(text) for text in line] for line in grid.records())
        files[f"-table-{number:02d}.csv"] = buffer.getvalue()
    return files


def _cell(text: str) -> str:
    """A text that is harmless for spreadsheets; a number is one as it is."""
    return text if _NUMBER.fullmatch(text) else guard(text)


def write_grids(files: Mapping[str, str], folder: Path, stem: str) -> list[Path]:
    """Write what `grid_files` gave: `<stem>.json` and one `<stem>-table-NN.csv` a table (UTF-8, RFC 4180).

    Raises:
        OutputError: the files cannot be written.
    """
    for ending, text in files.items():
        write_bytes(folder / f"{stem}{ending}", text.encode("utf-8", "replace"))
    return [folder / f"{stem}{ending}" for ending in files]
