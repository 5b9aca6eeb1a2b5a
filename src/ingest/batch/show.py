"""`ingest show`: the rows of an output folder in the terminal, each with its page, its identifier and its doubts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ingest.batch.commands import local_folder
from ingest.batch.ledger import Ledger
from ingest.errors import ExitCode
from ingest.html.text import shown
from ingest.messages import t
from ingest.plan import FIELDS, SURE, FieldName, Plan, Row
from ingest.plan.doubt import doubted

__all__ = ["ShowOrder", "show"]

# Columns of a terminal below which a row is a list of its fields: in a table words would be broken.
NARROW = 120
# No column of the table is made wider for one long word.
WIDEST_WORD = 24
_MARK = "? "


@dataclass(frozen=True, slots=True)
class ShowOrder:
    """What is to be shown: how many rows of each document, of which documents, only doubtful rows, as JSON."""

    limit: int | None = None
    document: str | None = None
    doubtful: bool = False
    as_json: bool = False


def show(out: str, wanted: ShowOrder) -> ExitCode:
    """Print each document of an output folder with its rows and statements."""
    console = Console(soft_wrap=False)
    with Ledger(local_folder(out), create=False) as ledger:
        for plan in _chosen(ledger.plans(), wanted):
            if wanted.as_json:
                click.echo(json.dumps(plan.to_dict(), ensure_ascii=False))
            elif plan.rows or not wanted.doubtful:
                _print(console, plan, wanted)
    return ExitCode.OK


def _chosen(plans: Iterator[Plan], wanted: ShowOrder) -> Iterator[Plan]:
    part = (wanted.document or "").casefold()
    for plan in plans:
        if part not in plan.document.source.casefold() and part not in (plan.document.title or "").casefold():
            continue
        doubts = {target.partition(".")[0] for target in doubted(plan.issues)}
        yield replace(plan, rows=tuple(r for r in plan.rows if r.id in doubts)) if wanted.doubtful else plan


def _print(console: Console, plan: Plan, wanted: ShowOrder) -> None:
    facts = plan.document
    period = f"{facts.period.start or ''}–{facts.period.end or ''}" if facts.period else t("no period")
    title = Text(shown(f"{facts.source}: {facts.title or t('no title')} ({facts.kind}, {period})"), style="bold")
    doubts = set(doubted(plan.issues))
    rows = plan.rows[: wanted.limit]
    if console.width < NARROW:
        console.print(title)
        for row in rows:
            _as_list(console, row, doubts)
    else:
        console.print(_as_table(title, rows, doubts, console))
    for statement in plan.statements[: wanted.limit] if not wanted.doubtful else ():
        if statement.field != "annat":
            console.print(Text(shown(f"  {statement.field}: {statement.text}")))


def _as_list(console: Console, row: Row, doubts: set[str]) -> None:
    page = f" · {t('page')} {_page(row)}" if _page(row) else ""
    console.print(Text(shown(f"\n{row.id}{page} · {t('sure')} {_sure(row)}"), style="dim"))
    for name in FIELDS:
        if row[name] is not None:
            grid = Table.grid(padding=(0, 1))
            grid.add_column(width=max(map(len, FIELDS)))
            grid.add_column(overflow="fold")
            grid.add_row(name, _cell(row, name, doubts, console))
            console.print(grid)


def _as_table(title: Text, rows: Sequence[Row], doubts: set[str], console: Console) -> Table:
    table = Table(title=title, title_justify="left", show_lines=True, expand=True)
    table.add_column(t("row"), no_wrap=True)
    table.add_column(t("page"), justify="right", no_wrap=True)
    for name in FIELDS:
        texts = [value.text for row in rows if (value := row[name]) is not None]
        words = [word for text in texts for word in text.split()]
        table.add_column(name, min_width=min(WIDEST_WORD, max(map(len, words), default=1)), overflow="fold", ratio=1)
    table.add_column(t("sure"), justify="right", no_wrap=True)
    for row in rows:
        cells = [_cell(row, name, doubts, console) for name in FIELDS]
        table.add_row(shown(row.id), _page(row), *cells, _sure(row))
    return table


def _cell(row: Row, name: FieldName, doubts: set[str], console: Console) -> Text:
    value = row[name]
    text = shown(value.text) if value is not None else ""
    is_doubtful = f"{row.id}.{name}" in doubts or (value is not None and value.confidence < SURE)
    # A sign too: not everybody sees the colour, and a file has none.
    return Text(_MARK + text, style="yellow" if console.is_terminal else "") if is_doubtful else Text(text)


def _page(row: Row) -> str:
    pages = [p.page for _, v in row.fields() if v is not None for p in v.places if p.page is not None]
    return str(min(pages)) if pages else ""


def _sure(row: Row) -> str:
    # Rounded down: what is below a bound must not look like the bound.
    return f"{int(100 * row.confidence + 1e-9)} %"
