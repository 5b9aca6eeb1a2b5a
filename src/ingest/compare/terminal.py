"""A comparison as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ingest.compare.model import Comparison, DocumentChange, FieldChange, RowText
from ingest.html.text import shown
from ingest.plan import FIELDS

__all__ = ["tables"]


def tables(found: Comparison, *, limit: int = 20) -> Iterator[RenderableType]:
    """The figures, the documents that differ, and the changes of the first `limit` of them, one by one."""
    yield _figures(found)
    if not found.documents:
        yield Text("Nothing changed.")
        return
    yield _documents(found)
    for document in found.documents[:limit]:
        if document.facts or document.appeared or document.vanished or document.changed:
            yield _changes(document)
    if len(found.documents) > limit:
        yield Text(f"{len(found.documents) - limit} more documents changed: see --format json, -o or --limit.")


def _figures(found: Comparison) -> Table:
    table = Table("", "old", "new", "change", title="Figures", title_justify="left")
    for column in table.columns[1:]:
        column.justify = "right"

    def count(name: str, old: int, new: int) -> None:
        table.add_row(name, str(old), str(new), f"{new - old:+d}" if new != old else "")

    def share(name: str, old: float | None, new: float | None) -> None:
        points = round(100 * (new - old), 1) if old is not None and new is not None else 0.0
        moved = f"{points:+.1f}" if points else ""
        table.add_row(name, *("" if v is None else f"{v:.1%}" for v in (old, new)), moved)

    count("documents", found.old.documents, found.new.documents)
    count("skipped", found.old.failed, found.new.failed)
    count("rows", found.old.rows, found.new.rows)
    count("filled fields", found.old.fields, found.new.fields)
    share("expected right", found.old.expected_right, found.new.expected_right)
    for name in FIELDS:
        share(f"{name}: rows with it", found.old.fill.get(name), found.new.fill.get(name))
        share(f"{name}: expected right", found.old.expected.get(name), found.new.expected.get(name))
    return table


def _documents(found: Comparison) -> Table:
    table = Table("document", "", "rows +", "rows –", "rows ≠", title="Documents", title_justify="left")
    table.columns[0].overflow = "fold"
    for column in table.columns[2:]:
        column.justify = "right"
    for d in found.documents:
        why = [f"{code}" for code in (d.old_failure, d.new_failure) if code]
        state = d.state + (f" ({' → '.join(why)})" if why else "")
        counts = (len(d.appeared), len(d.vanished), len(d.changed))
        table.add_row(Text(shown(d.label)), Text(state), *(str(n) if n else "" for n in counts))
    table.add_section()
    totals = (found.rows_appeared, found.rows_vanished, found.rows_changed)
    states = ", ".join(
        f"{found.count(s)} {s}" for s in ("new", "gone", "failed", "mended", "changed") if found.count(s)
    )
    table.add_row(f"{len(found.documents)} documents", states, *(str(n) for n in totals))
    return table


def _changes(document: DocumentChange) -> Table:
    table = Table(
        "row", "field", "old", "new", title=Text(shown(document.label)), title_justify="left", show_lines=True
    )
    for column in table.columns[2:]:
        column.overflow = "fold"
        column.ratio = 1
    table.expand = True
    for fact in document.facts:
        table.add_row("", Text(shown(fact.field)), _side(fact, "old"), _side(fact, "new"))
    for row in document.changed:
        name = row.new_id if row.old_id == row.new_id else f"{row.old_id} → {row.new_id}"
        for n, change in enumerate(row.fields):
            table.add_row(
                Text(shown(name) if n == 0 else ""),
                Text(shown(change.field)),
                _side(change, "old"),
                _side(change, "new"),
            )
    for row_text in document.vanished:
        table.add_row(Text(shown(f"– {row_text.id}")), "", _row(row_text), "")
    for row_text in document.appeared:
        table.add_row(Text(shown(f"+ {row_text.id}")), "", "", _row(row_text))
    return table


def _side(change: FieldChange, side: str) -> Text:
    text: str | None = getattr(change, side)
    lines = [text] if text is not None else []
    if "times" in change.what:
        lines.append("times: " + ("; ".join(getattr(change, f"{side}_times")) or "–"))
    if "actors" in change.what:
        lines.append("actors: " + ("; ".join(getattr(change, f"{side}_actors")) or "–"))
    confidence: float | None = getattr(change, f"{side}_confidence")
    if confidence is not None and "confidence" in change.what:
        lines.append(f"confidence: {confidence:.2f}")
    return Text(shown("\n".join(lines)) if lines else "–")


def _row(row: RowText) -> Text:
    return Text(shown("\n".join(f"{name}: {text}" for name, text in row.fields.items())))
