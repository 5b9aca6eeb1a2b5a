"""The report of one output folder: read from its ledger, written as one HTML file, or an index and one a document."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ingest.batch.inputs.finder import is_remote, local_path
from ingest.batch.ledger import Ledger, LedgerEntry
from ingest.errors import UsageError
from ingest.plan import Plan
from ingest.plan.doubt import doubted
from ingest.quality.confidence import load as load_model
from ingest.report.charts import reliability, timeline
from ingest.report.cutouts import Cutout, CutoutTask, Problem, Request, draw_all, task
from ingest.report.doubts import Doubt, RowDoubt, Worst, doubtful_rows, doubts, is_masked
from ingest.report.figures import Figures
from ingest.report.render import Aside, Card, Renderer
from ingest.report.words import Language
from ingest.report.words import load as load_words
from ingest.write.atomic import write_bytes

__all__ = ["Choices", "Written", "write_report"]

# One file holds this many documents; a larger archive is split.
MAX_TOGETHER = 1000
# Bounds on what one file carries beside the table of documents.
PICTURE_BYTES = 7 * 2**20
DETAIL_BYTES = 9 * 2**20
# Cut-outs of a split report, where they burden no index.
PICTURES_SPLIT = 200
# Rows listed by the probability that something in them is wrong.
ROWS = 20


@dataclass(frozen=True, slots=True)
class Choices:
    """How to make the report: how many doubtful fields are listed (`first`); `split` None decides by size."""

    language: Language = "sv"
    first: int = 50
    split: bool | None = None
    pictures: bool = True
    workers: int = 1
    sources: Path | None = None
    """Where the source files are now, by their names in the results; for files that are not where they were read."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the page, the JSON, and the documents' pages of a split report."""

    page: Path
    data: Path
    documents: tuple[Path, ...]
    pictures: int


def write_report(out: str, target: Path | None = None, choices: Choices | None = None) -> Written:
    """Write the report of the output folder `out` to `target`, `out`/report.html by default, with a JSON beside it.

    Raises:
        UsageError: `out` is no output folder, or is an address; `target` has the name of its own JSON.
        OutputError: the report cannot be written.
    """
    if is_remote(out):
        raise UsageError("a report needs a local output folder.", remedy="Copy it here and give the copy.")
    folder = local_path(out)
    page = target or folder / "report.html"
    if page.is_dir():
        page = page / "report.html"
    if page.suffix.lower() == ".json":
        raise UsageError(f"{page.name} is the name of the JSON beside the page.", remedy="Give a name in .html.")
    if not page.absolute().parent.is_dir():
        raise UsageError(f"the folder of {page} is not there.", remedy="Make it first.")
    with Ledger(folder, create=False) as ledger:
        return _Report(ledger, page, choices or Choices()).write()


class _Report:
    """One report under way."""

    def __init__(self, ledger: Ledger, page: Path, choices: Choices) -> None:
        self._ledger = ledger
        self._page = page
        self._choices = choices
        self._renderer = Renderer(load_words(choices.language))
        self._entries = {e.name: e for e in ledger.entries()}
        self._masking = bool(ledger.settings.get("options", {}).get("mask_personal_data"))
        self._covered: set[str] = set()

    def write(self) -> Written:
        done = sum(e.state == "done" for e in self._entries.values())
        split = done > MAX_TOGETHER if self._choices.split is None else self._choices.split
        figures, worst, rows = self._count(max(self._choices.first, PICTURES_SPLIT if split else 0))
        chosen = worst.sorted()
        pictures = self._pictures(chosen)
        numbers = {d.source: d.number for d in figures.documents}
        links = [f"{self._folder.name}/{_file_name(d.source)}" for d in figures.documents] if split else None
        first = chosen[: self._choices.first]
        aside = list(self._aside())
        days = [d.dated for d in figures.documents]
        html = self._renderer.index(
            figures,
            list(self._cards(first, numbers, pictures, links)),
            aside,
            rows=rows.sorted(),
            doubt_total=worst.total,
            details=() if split else self._details(numbers),
            links=[quote(link) for link in links] if links is not None else None,
            timeline=timeline(days, "K" if self._choices.language == "sv" else "Q"),
            reliability=reliability(),
            masking=self._masking or bool(self._covered),
        )
        written = tuple(self._documents(chosen, numbers, pictures)) if split else ()
        _drop_others(self._folder, {p.name for p in written})
        write_bytes(self._page, html.encode("utf-8", "replace"))
        data = self._page.with_suffix(".json")
        write_bytes(
            data,
            _json(
                figures, first, worst.total, rows.sorted(), aside, masked=self._masking, archive=self._ledger.state()
            ),
        )
        drawn = sum(not isinstance(found, str) for found in pictures.values())
        return Written(self._page, data, written, drawn)

    @property
    def _folder(self) -> Path:
        """Where the documents' pages of a split report go."""
        return self._page.with_name(f"{self._page.stem}-documents")

    def _count(self, size: int) -> tuple[Figures, Worst[Doubt], Worst[RowDoubt]]:
        figures = Figures(load_model().spread)
        worst: Worst[Doubt] = Worst(size)
        rows: Worst[RowDoubt] = Worst(ROWS)
        for plan in self._ledger.plans():
            if self._masking or _holds_mask(plan):
                self._covered.add(plan.document.source)
            for doubt in self._doubts(plan):
                worst.add(doubt)
            for row in doubtful_rows(plan):
                rows.add(row)
            figures.add(plan, len(doubted(plan.issues)))
        return figures, worst, rows

    def _doubts(self, plan: Plan) -> Iterator[Doubt]:
        masking = self._masking or plan.document.source in self._covered
        return doubts(plan, masking=masking)

    def _pictures(self, chosen: Sequence[Doubt]) -> dict[str, Sequence[Cutout] | Problem]:
        """Pictures, or why there are none, by `_key`."""
        if not self._choices.pictures:
            return {_key(d): "off" for d in chosen}
        found: dict[str, Sequence[Cutout] | Problem] = {}
        requests: dict[str, list[Request]] = {}
        for doubt in chosen:
            if doubt.masked:
                found[_key(doubt)] = "masked"
            elif doubt.on_sheet or all(p.page is None for p in doubt.places):
                found[_key(doubt)] = "no-pages"
            else:
                covered = doubt.source in self._covered
                requests.setdefault(doubt.source, []).append(Request(_key(doubt), doubt.places, covered))
        tasks: list[CutoutTask] = []
        for source, asked in requests.items():
            entry = self._entries[source]
            tasks.append(task(source, self._address(entry), entry.sha256 or "", asked))
        if tasks:
            found.update(draw_all(tasks, workers=self._choices.workers))
        return found

    def _address(self, entry: LedgerEntry) -> str:
        """Where the source file is: where it was read or, if it is not there, below the folder that was given."""
        folder = self._choices.sources
        if folder is None or is_remote(entry.uri) or Path(entry.uri).exists():
            return entry.uri
        return str(folder / entry.name)

    def _cards(
        self,
        chosen: Iterable[Doubt],
        numbers: Mapping[str, int],
        pictures: Mapping[str, Sequence[Cutout] | Problem],
        links: Sequence[str] | None,
    ) -> Iterator[Card]:
        """Cards of the index: with pictures as far as the bound allows, or with links to the documents' pages."""
        room = PICTURE_BYTES
        for doubt in chosen:
            number = numbers[doubt.source]
            found = pictures.get(_key(doubt), "bound")
            if links is not None:
                yield Card(doubt, number, (), None, quote(links[number - 1]))
                continue
            if not isinstance(found, str):
                room -= sum(len(c.uri) for c in found)
                found = found if room >= 0 else "bound"
            yield _card(doubt, number, found)

    def _details(self, numbers: Mapping[str, int]) -> Iterator[tuple[int, str]]:
        room = DETAIL_BYTES
        for plan in self._ledger.plans():
            number = numbers.get(plan.document.source)
            if number is None:
                # A conversion under way has added it since the count.
                continue
            html = self._renderer.detail(plan)
            room -= len(html.encode("utf-8", "replace"))
            if room < 0:
                html = self._renderer.not_held(f"plans/{plan.document.source}.json")
            yield number, html

    def _documents(
        self,
        chosen: Sequence[Doubt],
        numbers: Mapping[str, int],
        pictures: Mapping[str, Sequence[Cutout] | Problem],
    ) -> Iterator[Path]:
        """Write the documents' pages."""
        up = f"../{quote(self._page.name)}"
        for plan in self._ledger.plans():
            source = plan.document.source
            if source not in numbers:
                continue
            found = list(self._doubts(plan))
            masking = source in self._covered
            cards = [
                _card(d, numbers[source], "masked" if d.masked else pictures.get(_key(d), _unasked(d))) for d in found
            ]
            path = self._folder / _file_name(source)
            html = self._renderer.document(plan, cards, up, masking=masking)
            write_bytes(path, html.encode("utf-8", "replace"))
            yield path

    def _aside(self) -> Iterator[Aside]:
        for entry in self._entries.values():
            if entry.failure is not None:
                yield Aside(entry.name, entry.failure.code, entry.failure.message, entry.failure.remedy)
            elif entry.state != "done":
                yield _pending(entry)


def _pending(entry: LedgerEntry) -> Aside:
    return Aside(entry.name, "pending", "", "Run `ingest convert` again; it goes on where it stopped.")


def _card(doubt: Doubt, number: int, found: Sequence[Cutout] | Problem) -> Card:
    return Card(doubt, number, (), found) if isinstance(found, str) else Card(doubt, number, found, None)


def _unasked(doubt: Doubt) -> Problem:
    return "no-pages" if doubt.on_sheet or all(p.page is None for p in doubt.places) else "beyond"


def _key(doubt: Doubt) -> str:
    return f"{doubt.source}\n{doubt.row}\n{doubt.field}"


def _holds_mask(plan: Plan) -> bool:
    values = (f for row in plan.rows for f in (*(v for _, v in row.fields()), *row.other.values()) if f is not None)
    texts = [f.text for f in values] + [s.text for s in plan.statements]
    texts += [t for s in plan.sections for t in (s.title, s.problem or "")]
    return any(is_masked(t) for t in texts)


def _file_name(source: str) -> str:
    """A name for the document's page that no other document shares, plain in every file system and address."""
    stem = unicodedata.normalize("NFKD", source.rpartition("/")[2]).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:40] or "document"
    return f"{slug}-{hashlib.sha256(source.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}.html"


_OURS = re.compile(r".*-[0-9a-f]{12}\.html")


def _drop_others(folder: Path, kept: set[str]) -> None:
    """Take away pages of an earlier report; only files that look like ours, and the folder when it is empty."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name) and path.name not in kept:
            with suppress(OSError):
                path.unlink()
    if not kept:
        with suppress(OSError):
            folder.rmdir()


def _json(
    figures: Figures,
    first: Sequence[Doubt],
    total: int,
    rows: Sequence[RowDoubt],
    aside: Sequence[Aside],
    *,
    masked: bool,
    archive: str,
) -> bytes:
    value: dict[str, Any] = {
        "report_version": "1.0",
        "masked": masked,
        "archive": archive,
        **figures.to_dict(),
        "doubts": figures.doubts,
        "doubtful_fields": total,
        "look_first": [d.to_dict() for d in first],
        "look_first_rows": [r.to_dict() for r in rows],
        "set_aside": [{"source": a.source, "code": a.code, "message": a.message, "remedy": a.remedy} for a in aside],
        "document_list": [d.to_dict() for d in figures.documents],
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
