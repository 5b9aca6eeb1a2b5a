"""Namespaces of SpreadsheetML and its drawings, as prefixes of lxml's tags."""

from __future__ import annotations

__all__ = ["XDR", "A", "S"]

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
