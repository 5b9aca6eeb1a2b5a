"""Letters found again in fonts whose maps were lost or falsified: drawn here with Vera, which reportlab brings."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest.options import Options
from ingest.read.pdf.fonts import recover
from ingest.read.pdf.glyph_shapes import Contour, compose
from ingest.read.pdf.reader import read
from ingest.read.pdf.to_unicode import parse_to_unicode, write_to_unicode
from ingest.source import Source

TEXT = "Åtgärder för ökad trygghet på gågator och torg Ärlig öppenhet Östra älgar Oro Arbete en idé"


def plan(text: str = TEXT) -> bytes:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    canvas.setFont("Vera", 11)
    for i in range(4):
        canvas.drawString(40, 700 - 20 * i, text)
    canvas.save()
    return buffer.getvalue()


def with_map(data: bytes, change: Any) -> bytes:
    """The file with every ToUnicode map changed; None drops it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                fresh = change(parse_to_unicode(item.ToUnicode.read_bytes()))
                if fresh is None:
                    del item["/ToUnicode"]
                else:
                    item.ToUnicode = pdf.make_stream(write_to_unicode(fresh, 1))
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


def words(data: bytes, **options: Any) -> Any:
    return read(Source.from_bytes(data, "plan.pdf"), Options(ocr="never", **options)).pages[0].words


def text(data: bytes) -> str:
    return " ".join(w.text for w in words(data))


SWEDISH = "åäöÅÄÖ"


@pytest.mark.parametrize(
    "change",
    [
        lambda m: {c: t for c, t in m.items() if t not in SWEDISH},
        lambda m: {c: {"å": "a", "ä": "a", "ö": "o", "Å": "A", "Ä": "A", "Ö": "O"}.get(t, t) for c, t in m.items()},
        lambda m: {c: t.encode("mac_roman").decode("cp1252", "replace") if t in SWEDISH else t for c, t in m.items()},
        lambda m: {c: {"å": "a\u02da", "ä": "a\u00a8", "ö": "\u00a8o"}.get(t, t) for c, t in m.items()},
        lambda m: {c: " " if t in SWEDISH else t for c, t in m.items()},
    ],
    ids=["dropped", "base letters", "wrong code page", "spacing accents", "spaces"],
)
def test_swedish_letters_are_read_from_their_outlines(change: Any) -> None:
    damaged = with_map(plan(), change)
    assert text(damaged) == " ".join([TEXT] * 4)
    changed = [w for w in words(damaged) if w.changes]
    assert changed
    for word in changed:
        (step,) = word.changes
        assert (step.before, step.after, step.rule) == (word.raw, word.text, "glyph-map")
        assert word.raw != word.text


def test_the_repair_can_be_switched_off() -> None:
    damaged = with_map(plan(), lambda m: {c: {"å": "a", "ä": "a", "ö": "o"}.get(t, t) for c, t in m.items()})
    off = words(damaged, skip_repairs=frozenset({"glyph-map"}))
    assert not any(w.changes for w in off)
    assert "Åtgarder for okad" in " ".join(w.text for w in off)


def test_a_sound_map_is_left_alone() -> None:
    assert recover(plan()) is None
    assert text(plan()) == " ".join([TEXT] * 4)


def test_private_characters_of_the_file_are_not_taken() -> None:
    damaged = with_map(
        plan(), lambda m: {c: {"å": "a", "ä": "a", "i": "\ue000", "g": "\ue001"}.get(t, t) for c, t in m.items()}
    )
    found = recover(damaged)
    assert found is not None
    assert not {"\ue000", "\ue001"} & set(found.meaning)


def test_maps_are_read_as_they_are_written() -> None:
    mapping = {1: "å", 2: "ﬁ", 3: "a\u0308", 200: "𝐀"}
    assert parse_to_unicode(write_to_unicode(mapping, 1)) == mapping
    ranges = b"1 beginbfrange <0041> <0043> <0061> endbfrange 1 beginbfrange <05> <06> [<00E5> <00E4>] endbfrange"
    assert parse_to_unicode(ranges) == {0x41: "a", 0x42: "b", 0x43: "c", 5: "å", 6: "ä"}
    assert parse_to_unicode(b"beginbfchar <zz> <0041 endbfchar \x00\xff") == {}
    assert re.search(rb"1 beginbfchar", write_to_unicode({1: "x"}, 2))


def _contour(*points: Any) -> Any:
    made = Contour.of(points, 2)
    assert made is not None
    return made


def _square(x: Any, y: Any, size: Any) -> Any:
    return _contour((x, y), (x + size, y), (x + size, y + size), (x, y + size))


def test_accents_are_told_apart_by_shape() -> None:
    a = (_square(0, 0, 400), _square(100, 100, 150))
    two_dots = (*a, _square(60, 500, 90), _square(240, 500, 90))
    ring = (*a, _square(120, 480, 160), _square(160, 520, 80))
    acute = (*a, _contour((150, 480), (200, 480), (330, 640), (250, 640)))
    grave = (*a, _contour((250, 480), (200, 480), (70, 640), (150, 640)))
    level = (*a, _contour((50, 500), (350, 500), (350, 560), (50, 560)))
    below = (*a, _square(150, -150, 90), _square(250, -150, 90))
    outlines = {1: two_dots, 2: ring, 3: acute, 4: grave, 5: level, 6: below, 7: a}
    assert compose({"a": a}, outlines, 1000) == {1: "ä", 2: "å", 3: "á", 4: "à"}
