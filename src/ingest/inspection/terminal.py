"""The outline, tables, rows and doubts of one conversion as rich renderables."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.markup import escape as escape_markup
from rich.table import Table as Grid
from rich.text import Text
from rich.tree import Tree

from ingest.document import Document, Paragraph, Table, tables_of
from ingest.html.text import shown
from ingest.pipeline import Conversion
from ingest.plan import FIELDS, Field, Issue, Plan, Row, Section

__all__ = ["views"]

_SURE, _FAIR = 0.9, 0.7
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def views(conversion: Conversion) -> Iterator[RenderableType]:
    """Facts, outline, tables, rows and doubts, in this order; empty ones are left out."""
    document, plan = conversion.document, conversion.plan
    yield _facts(plan)
    yield _outline(document, plan)
    tables = list(tables_of(document.blocks))
    if tables:
        yield _table_list(tables)
    if plan.rows:
        yield _rows(plan)
    if plan.statements:
        yield _statements(plan)
    if plan.issues:
        yield _doubts(plan.issues)


def _plain(text: str) -> str:
    """Text of a document on its way into a cell: neither markup nor what a terminal would obey."""
    return escape_markup(shown(text))


def _facts(plan: Plan) -> RenderableType:
    facts = plan.document
    grid = Grid.grid(padding=(0, 2))
    grid.add_column(style="bold")
    grid.add_column(overflow="fold")
    period = facts.period
    read = ", ".join(
        f"{'file' if e.page is None else f'page {e.page}'} {e.method} {e.quality:.2f}" for e in facts.extraction
    )
    lines: list[tuple[str, str | None]] = [
        ("file", facts.source),
        ("title", facts.title),
        ("kind", facts.kind),
        ("dated", None if facts.dated is None else facts.dated.isoformat()),
        ("period", None if period is None else f"{period.start or '..'} – {period.end or '..'}"),
        ("issuers", ", ".join(a.name for a in facts.issuers) or None),
        ("read by", read or None),
        ("repairs", str(len(plan.repairs)) if plan.repairs else None),
    ]
    for label, value in lines:
        if value is not None:
            grid.add_row(label, _plain(value))
    return grid


def _outline(document: Document, plan: Plan) -> RenderableType:
    """Sections as a tree where the plan has any; else the headings that layout saw."""
    tree = Tree(Text("outline", style="bold"))
    if not plan.sections:
        for block in document.blocks:
            if isinstance(block, Paragraph) and block.role == "heading":
                tree.add(Text(shown("  " * ((block.level or 1) - 1) + block.text)))
        return tree
    count = {s.id: sum(1 for r in plan.rows if r.section == s.id) for s in plan.sections}
    nodes: dict[str | None, Tree] = {None: tree}
    for section in plan.sections:
        parent = nodes.get(section.parent, tree)
        nodes[section.id] = parent.add(_heading(section, count[section.id]))
    return tree


def _heading(section: Section, rows: int) -> Text:
    text = Text(shown(f"{section.number} ") if section.number else "", style="cyan")
    text.append(shown(section.title), style="bold")
    if section.problem:
        text.append(shown(f"  {section.problem}"), style="italic")
    if rows:
        text.append(f"  ({rows} rows)", style="dim")
    return text


def _table_list(tables: list[Table]) -> RenderableType:
    grid = Grid(title="tables", title_justify="left", title_style="bold")
    for name in ("no", "pages", "grid", "found by", "sure", "joined"):
        grid.add_column(name, no_wrap=True, min_width=max(5, len(name)))
    grid.add_column("first row", overflow="ellipsis", no_wrap=True, ratio=1)
    for table in tables:
        first = " | ".join(c.text.replace("\n", " ") for c in table.cells if c.row == 0)
        grid.add_row(
            str(table.number),
            ", ".join(map(str, table.pages)) or "–",
            f"{table.rows}x{table.columns}",
            table.method,
            f"{table.confidence:.2f}",
            ", ".join(str(r + 1) for r in sorted(table.joined_rows)) or "",
            _plain(first),
        )
    return grid


def _rows(plan: Plan) -> RenderableType:
    grid = Grid(title="rows", title_justify="left", title_style="bold", show_lines=True)
    grid.add_column("id", no_wrap=True)
    for name in FIELDS:
        grid.add_column(name, overflow="fold", ratio=1)
    if any(row.other for row in plan.rows):
        grid.add_column("other", overflow="fold", ratio=1)
    for row in plan.rows:
        cells: list[RenderableType] = [_identity(row)]
        cells += [_value(field) for _, field in row.fields()]
        if any(r.other for r in plan.rows):
            cells.append(Text(shown("\n".join(f"{k}: {v.text}" for k, v in row.other.items()))))
        grid.add_row(*cells)
    return grid


def _identity(row: Row) -> Text:
    return Text(f"{row.id}\n{row.section or ''}\n{row.confidence:.2f}", style=_style(row.confidence))


def _value(field: Field | None) -> Text:
    if field is None:
        return Text("–", style="dim")
    text = Text(shown(field.text), style="" if field.confidence >= _SURE else _style(field.confidence))
    if field.actors:
        text.append("\n→ " + shown("; ".join(a.id or a.name for a in field.actors)), style="dim")
    if field.times:
        text.append("\n→ " + "; ".join(t.edtf or t.recurrence or "?" for t in field.times), style="dim")
    return text


def _style(confidence: float) -> str:
    return "green" if confidence >= _SURE else "yellow" if confidence >= _FAIR else "red"


def _statements(plan: Plan) -> RenderableType:
    grid = Grid(title="statements", title_justify="left", title_style="bold")
    for name in ("id", "field", "text"):
        grid.add_column(name, overflow="fold")
    for statement in plan.statements:
        grid.add_row(statement.id, statement.field, _plain(statement.text))
    return grid


def _doubts(issues: tuple[Issue, ...]) -> RenderableType:
    grid = Grid(title="doubts", title_justify="left", title_style="bold")
    for name in ("severity", "code", "target", "message"):
        grid.add_column(name, overflow="fold")
    for issue in issues:
        severity = Text(issue.severity, style=_COLOURS[issue.severity])
        grid.add_row(severity, issue.code, _plain(issue.target), _plain(issue.message))
    return grid
