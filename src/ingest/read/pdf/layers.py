"""Layers of a PDF that are switched off (optional content): nobody sees their words, so they are no words of the page.

PDFium draws pages without them, but its text page holds all text whatever its layer (ISO 32000-1, 8.11), so the marked
content and the forms of hidden layers are taken out of the file before it is read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Stream

from ingest.read.pdf.access import FAILURES

__all__ = ["without_hidden_layers"]

_PAINTS_PATH = frozenset({"f", "F", "f*", "S", "s", "B", "B*", "b", "b*"})
_SHOWS = frozenset({"Tj", "TJ", "Do", "sh", "INLINE IMAGE"})
_BEGINS = frozenset({"BMC", "BDC"})
_DEEPEST = 16
"""Forms inside forms, and groups inside expressions, that are followed."""

Groups = set[tuple[int, int]]
"""Object and generation numbers of layers that are switched off."""


def without_hidden_layers(data: bytes) -> bytes | None:
    """The file without what stands in layers that are switched off; None where no layer hides anything."""
    # The name stands in the catalog, which may be packed into an object stream.
    if b"/OCProperties" not in data and b"/ObjStm" not in data:
        return None
    with suppress(*FAILURES), pikepdf.open(io.BytesIO(data)) as pdf:
        properties = pdf.Root.get("/OCProperties")
        hidden = _switched_off(properties) if isinstance(properties, Dictionary) else set()
        if not hidden:
            return None
        cleaner = _Cleaner(pdf, hidden)
        for page in pdf.pages:
            cleaner.page(page)
        if cleaner.changed:
            out = io.BytesIO()
            pdf.save(out)
            return out.getvalue()
    return None


def _switched_off(properties: Dictionary) -> Groups:
    """Layers that a viewer does not show, by the file's default configuration (8.11.4.3)."""
    default = properties.get("/D")
    if not isinstance(default, Dictionary):
        return set()
    everything = {g.objgen for g in _groups(properties.get("/OCGs"))}
    off = everything if default.get("/BaseState") == "/OFF" else set()
    off = off | {g.objgen for g in _groups(default.get("/OFF"))}
    off -= {g.objgen for g in _groups(default.get("/ON"))}
    for automatic in _members(default.get("/AS")):
        if isinstance(automatic, Dictionary) and automatic.get("/Event") == "/View":
            for group in _groups(automatic.get("/OCGs")):
                state = _view_state(group)
                if state is not None:
                    off = off | {group.objgen} if state == "/OFF" else off - {group.objgen}
    return off


def _view_state(group: Dictionary) -> Any:
    usage = group.get("/Usage")
    view = usage.get("/View") if isinstance(usage, Dictionary) else None
    return view.get("/ViewState") if isinstance(view, Dictionary) else None


def _members(value: Any) -> Iterator[Any]:
    if isinstance(value, Array):
        yield from value
    elif value is not None:
        yield value


def _groups(value: Any) -> Iterator[Dictionary]:
    return (g for g in _members(value) if isinstance(g, Dictionary))


class _Cleaner:
    def __init__(self, pdf: pikepdf.Pdf, off: Groups) -> None:
        self._pdf = pdf
        self._off = off
        self._done: set[tuple[int, int]] = set()
        self.changed = False

    def page(self, page: pikepdf.Page) -> None:
        resources = page.obj.get("/Resources") or page.resources
        if self._forms(resources, 0):
            self.changed = True
        if self._names(resources):
            made = self._content(page, resources)
            if made is not None:
                page.obj.Contents = Stream(self._pdf, made)
                self.changed = True
        annotations = page.obj.get("/Annots")
        if isinstance(annotations, Array):
            kept = [a for a in annotations if not (isinstance(a, Dictionary) and self._hides(a.get("/OC")))]
            if len(kept) < len(annotations):
                page.obj.Annots = Array(kept)
                self.changed = True

    def _forms(self, resources: Any, depth: int) -> bool:
        """Take hidden forms and pictures out, and the hidden parts of the other forms; whether any was."""
        drawn = resources.get("/XObject") if isinstance(resources, Dictionary) else None
        if not isinstance(drawn, Dictionary) or depth > _DEEPEST:
            return False
        changed = False
        for key in list(drawn.keys()):
            item = drawn[key]
            if not isinstance(item, Stream):
                continue
            if self._hides(item.get("/OC")):
                del drawn[key]
                changed = True
            elif item.get("/Subtype") == "/Form" and item.objgen not in self._done:
                self._done.add(item.objgen)
                own = item.get("/Resources")
                changed = self._forms(own, depth + 1) or changed
                made = self._content(item, own) if self._names(own) else None
                if made is not None:
                    item.write(made)
                    changed = True
        return changed

    def _names(self, resources: Any) -> frozenset[str]:
        """Names by which content says that it belongs to a hidden layer."""
        named = resources.get("/Properties") if isinstance(resources, Dictionary) else None
        if not isinstance(named, Dictionary):
            return frozenset()
        return frozenset(key for key in named.keys() if self._hides(named[key]))  # noqa: SIM118

    def _content(self, holder: pikepdf.Page | Stream, resources: Any) -> bytes | None:
        """The holder's content without what hidden layers show; None where they show nothing."""
        names = self._names(resources)
        try:
            instructions = pikepdf.parse_content_stream(holder)
        except pikepdf.PdfError:
            return None
        out: list[Any] = []
        open_marks: list[bool] = []
        hidden = 0
        changed = False
        for instruction in instructions:
            operands, operator = list(instruction.operands), str(instruction.operator)
            if operator in _BEGINS:
                hides = operator == "BDC" and self._marks_hidden(operands, names)
                open_marks.append(hides)
                hidden += hides
            elif operator == "EMC" and open_marks:
                hidden -= open_marks.pop()
            elif hidden:
                kept = _unseen(operands, operator)
                if kept is not None:
                    out += kept
                    changed = True
                    continue
            out.append(instruction)
        return pikepdf.unparse_content_stream(out) if changed else None

    def _marks_hidden(self, operands: list[Any], names: frozenset[str]) -> bool:
        if len(operands) != 2 or operands[0] != Name.OC:
            return False
        return str(operands[1]) in names if isinstance(operands[1], Name) else self._hides(operands[1])

    def _hides(self, layer: Any, depth: int = 0) -> bool:
        """Whether an optional-content group or membership (8.11.2.2) is switched off."""
        if not isinstance(layer, Dictionary) or depth > _DEEPEST:
            return False
        if layer.get("/Type") != "/OCMD":
            return layer.objgen in self._off
        expression = layer.get("/VE")
        if isinstance(expression, Array):
            return not self._holds(expression, depth)
        states = [g.objgen not in self._off for g in _groups(layer.get("/OCGs"))]
        if not states:
            return False
        match str(layer.get("/P", "/AnyOn")):
            case "/AllOn":
                return not all(states)
            case "/AnyOff":
                return all(states)
            case "/AllOff":
                return any(states)
        return not any(states)

    def _holds(self, expression: Any, depth: int) -> bool:
        if isinstance(expression, Array) and len(expression) > 1 and depth <= _DEEPEST:
            values = [self._holds(e, depth + 1) for e in list(expression)[1:]]
            match str(expression[0]):
                case "/Not":
                    return not values[0]
                case "/And":
                    return all(values)
                case "/Or":
                    return any(values)
        return not self._hides(expression, depth + 1)


def _unseen(operands: list[Any], operator: str) -> list[tuple[list[Any], Operator]] | None:
    """What stands for an operator that would show something; None for one that shows nothing."""
    if operator in _SHOWS:
        return []
    if operator in _PAINTS_PATH:
        return [([], Operator("n"))]
    if operator == "'":
        return [([], Operator("T*"))]
    if operator == '"' and len(operands) == 3:
        return [([operands[0]], Operator("Tw")), ([operands[1]], Operator("Tc")), ([], Operator("T*"))]
    return None
