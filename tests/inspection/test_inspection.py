"""What `ingest inspect` shows and draws."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image
from rich.console import Console

from ingest.cli.inspect import command
from ingest.inspection.overlay import COLOURS, overlays
from ingest.inspection.terminal import views
from ingest.options import Options
from ingest.pipeline import Conversion, process
from ingest.plan import Actor, Field, Issue, Statement
from ingest.source import Source


@pytest.fixture(scope="module")
def ruled(samples: Path) -> tuple[Source, Conversion]:
    path = next(samples.glob("*linjerad.pdf"))
    source = Source.open(path)
    return source, process(source, Options())


def shown(conversion: Conversion) -> str:
    out = io.StringIO()
    console = Console(file=out, width=200)
    for view in views(conversion):
        console.print(view)
    return out.getvalue()


def test_the_terminal_shows_title_outline_tables_and_every_row(ruled: Any) -> None:
    text = shown(ruled[1])
    plan = ruled[1].plan
    assert plan.rows
    assert plan.document.title
    assert plan.document.title in text
    for word in ("outline", "tables", "rows"):
        assert word in text
    for row in plan.rows:
        assert f"{row.id} " in text
    for section in plan.sections:
        assert section.title.split()[0] in text


def test_overlays_colour_the_fields_where_they_stand(ruled: Any) -> None:
    source, conversion = ruled
    pictures = list(overlays(source, conversion, Options(), dpi=72))
    assert len(pictures) == len(conversion.document.pages)
    row = next(r for r in conversion.plan.rows if r.åtgärd is not None)
    assert row.åtgärd is not None
    place = row.åtgärd.places[0]
    assert place.page is not None
    assert place.bbox is not None
    plain = next(iter(overlays(source, Conversion(conversion.document, _bare(conversion.plan)), Options(), dpi=72)))
    picture = pictures[place.page - 1]
    x0, top, x1, bottom = (round(v) for v in place.bbox)
    drawn = picture.crop((x0 + 1, top + 1, x1 - 1, bottom - 1))
    bare = plain.crop((x0 + 1, top + 1, x1 - 1, bottom - 1)) if place.page == 1 else Image.new("RGB", drawn.size)
    assert drawn.tobytes() != bare.tobytes()
    red, _, blue = (sum(band.tobytes()) for band in drawn.split())
    assert COLOURS["åtgärd"][2] > COLOURS["åtgärd"][0]
    assert blue > red


def _bare(plan: Any) -> Any:

    return replace(plan, rows=(), sections=(), statements=())


def test_the_command_writes_one_picture_a_page(samples: Path, tmp_path: Path) -> None:
    path = next(samples.glob("*linjerad.pdf"))
    result = CliRunner().invoke(command, [str(path), "--overlay", str(tmp_path / "out"), "--dpi", "50"])
    assert result.exit_code == 0, result.output
    pictures = sorted((tmp_path / "out").iterdir())
    assert [p.name for p in pictures] == [f"{path.stem}-{i + 1}.png" for i in range(len(pictures))]
    with Image.open(pictures[0]) as picture:
        assert min(picture.size) > 200


def test_a_text_file_has_no_pages_to_draw_on(tmp_path: Path) -> None:
    from ingest.errors import UnsupportedFile

    path = tmp_path / "plan.txt"
    path.write_text("Handlingsplan\n\nMål\nTrygghet\n", encoding="utf-8")
    result = CliRunner().invoke(command, [str(path), "--overlay", str(tmp_path)])
    assert isinstance(result.exception, UnsupportedFile)


def test_what_a_terminal_would_obey_is_shown_as_a_sign(ruled: Any) -> Any:
    clear = "\x1b[2J\x9b31m\x07 [red]"
    document, plan = ruled[1].document, ruled[1].plan

    def row(r: Any) -> Any:
        return replace(r, åtgärd=Field(f"Utbilda{clear}", "", 0.9, ()), other={clear: Field(clear, clear, 0.9, ())})

    worse = replace(
        plan,
        document=replace(plan.document, source=clear, title=clear, issuers=(Actor(clear),)),
        sections=tuple(replace(s, number=clear, title=clear, problem=clear) for s in plan.sections),
        rows=tuple(row(r) for r in plan.rows),
        statements=(Statement("t1", None, "annat", clear, clear, 0.9, ()),),
        issues=(Issue("long-text", "info", clear, clear),),
    )
    for text in (shown(Conversion(document, worse)), shown(Conversion(document, replace(worse, sections=())))):
        assert "␛[2J" in text
        assert "[red]" in text
        assert not any((ord(c) < 0x20 and c != "\n") or 0x7F <= ord(c) < 0xA0 for c in text)
