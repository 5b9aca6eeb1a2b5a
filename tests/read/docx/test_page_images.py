"""Word documents that hold pictures of pages."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from functools import cache

import docx
import pypdfium2
import pytest
from lxml import etree
from PIL import Image, ImageDraw, ImageFilter, ImageOps
from reportlab.lib import colors
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from ingest.document import Method, paragraphs
from ingest.errors import FileTooLarge, MissingTool, UnsupportedFile
from ingest.inspection.overlay import overlays
from ingest.options import Limits, Options
from ingest.pipeline import process
from ingest.plan import FIELDS, Plan
from ingest.read.docx import reader as word
from ingest.read.docx.picture_marks import shown
from ingest.read.ocr import reader as scan
from ingest.read.ocr.engines.tesseract import language_data
from ingest.source import Source
from tests.read.docx_builder import SPACES

TITLE = "Handlingsplan mot brott i Granvik 2024"
HEAD = ("Orsak", "Mål", "Åtgärd", "Ansvarig", "När")
ROWS = (
    ("Skadegörelse vid skolan", "Färre anmälda brott", "Ronder i centrum varje vecka", "Polisen", "Hösten 2024"),
    ("Otrygghet vid stationen", "Tryggare resenärer", "Belysning byts ut", "Tekniska förvaltningen", "Juni 2025"),
    ("Narkotika bland unga", "Tidig upptäckt", "Föräldramöten i alla årskurser", "Socialtjänsten", "2024"),
)
BEFORE = (
    "Handlingsplan för Granviks kommun 2024",
    "Planen beslutades av kommunstyrelsen. Åtgärderna står i tabellen nedan och följs upp varje år.",
)
AFTER = "Uppföljning sker i december av trygghetsrådet och redovisas för kommunstyrelsen."

Part = str | bytes


@cache
def picture(rows: Sequence[Sequence[str]] = ROWS, title: str = TITLE, kind: str = "PNG") -> bytes:
    """A page with a ruled table, as a scanner would give it."""
    styles = getSampleStyleSheet()
    table = Table([[Paragraph(x, styles["Normal"]) for x in row] for row in (HEAD, *rows)])
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.7, colors.black)]))
    out = io.BytesIO()
    SimpleDocTemplate(out).build([Paragraph(title, styles["Title"]), table])
    with pypdfium2.PdfDocument(out.getvalue()) as pdf:
        image = pdf[0].render(scale=200 / 72).to_pil().convert("L")
    return _saved(image, kind)


def _saved(image: Image.Image, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def document(*parts: Part, share: float = 1.0) -> bytes:
    """Paragraphs and pictures of `share` of the text's width."""
    made = docx.Document()
    section = made.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    for part in parts:
        if isinstance(part, bytes):
            made.add_picture(io.BytesIO(part), width=round(width * share))
        else:
            made.add_paragraph(part)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The package with parts changed, or left out where `change` gives None."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            kept = change(name, old.read(name))
            if kept is not None:
                new.writestr(name, kept)
    return out.getvalue()


def source(data: bytes) -> Source:
    return Source.from_bytes(data, "p.docx", Limits())


def convert(data: bytes, options: Options | None = None) -> Plan:
    return process(source(data), options or Options()).plan


def fields(plan: Plan) -> list[tuple[str, ...]]:
    return [tuple(f.text if f else "" for f in (row[n] for n in FIELDS)) for row in plan.rows]


def codes(plan: Plan) -> set[str]:
    return {issue.code for issue in plan.issues}


ocr = pytest.mark.skipif(language_data() is None, reason="Tesseract's language data is not installed")


@ocr
def test_a_scan_pasted_into_word_gives_the_rows_of_its_text() -> None:
    plan = convert(document(picture()))
    assert fields(plan) == [*ROWS]
    assert plan.document.title == TITLE
    assert [(e.page, e.method) for e in plan.document.extraction] == [(1, "ocr")]
    assert plan.document.pages == 1
    assert "no-text" not in codes(plan)
    for row in plan.rows:
        for place in row.åtgärd.places if row.åtgärd else ():
            assert place.page == 1
            assert place.bbox is not None


@ocr
def test_a_table_runs_on_over_two_pictures() -> None:
    plan = convert(document(picture(ROWS[:2]), picture(ROWS[2:], "Fortsättning", "JPEG")))
    assert fields(plan) == [*ROWS]
    assert [e.page for e in plan.document.extraction] == [1, 2]


@ocr
def test_text_and_a_scanned_page_in_their_order() -> None:
    done = process(source(document(*BEFORE, picture(title="Bilaga"), AFTER)), Options())
    plan = done.plan
    assert fields(plan) == [*ROWS]
    assert [(e.page, e.method) for e in plan.document.extraction] == [(None, "word"), (1, "ocr")]
    assert done.document.method is Method.WORD
    texts = [p.text for p in paragraphs(done.document.blocks)]
    assert texts.index(BEFORE[1]) < texts.index(ROWS[0][2]) < texts.index(AFTER)
    assert "picture-read" in codes(plan)


@ocr
def test_a_picture_in_a_frame_of_one_cell() -> None:
    made = docx.Document()
    cell = made.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].add_run().add_picture(io.BytesIO(picture()), width=docx.shared.Inches(5.9))
    out = io.BytesIO()
    made.save(out)
    assert fields(convert(out.getvalue())) == [*ROWS]


@ocr
def test_the_same_picture_is_read_once() -> None:
    read = word.read(source(document(picture(), picture())), Options())
    assert len(read.pages) == 1


@ocr
def test_a_turned_picture_is_read_as_displayed() -> None:
    with Image.open(io.BytesIO(picture())) as image:
        lying = _saved(image.rotate(90, expand=True))

    def change(name: str, data: bytes) -> bytes:
        if name == "word/document.xml":
            data = data.replace(b"<a:xfrm>", b'<a:xfrm rot="5400000">', 1)
        return data

    read = word.read(source(changed(document(lying), change)), Options())
    assert len(read.pages) == 1
    assert read.pages[0].height > read.pages[0].width
    assert "Skadegörelse" in [w.raw for w in read.pages[0].words]


@ocr
def test_what_is_cropped_away_is_not_read() -> None:
    def change(name: str, data: bytes) -> bytes:
        if name == "word/document.xml":
            # python-docx writes a:fillRect inside a:stretch; the crop stands before it.
            data = data.replace(b"<a:stretch>", b'<a:srcRect t="13000"/><a:stretch>', 1)
        return data

    words = [w.raw for w in word.read(source(changed(document(picture()), change)), Options()).pages[0].words]
    assert "Skadegörelse" in words
    assert "Handlingsplan" not in words


@pytest.mark.parametrize("share", [0.2, 0.5])
def test_small_pictures_stay_pictures(share: float) -> None:
    read = word.read(source(document(*BEFORE, picture(), share=share)), Options())
    assert read.pages == ()
    assert {n.code for n in read.notes} == {"image"}


def test_a_photograph_is_no_page() -> None:
    # Grain and large shapes of every brightness, as foliage has.
    grain = Image.effect_noise((1400, 1000), 100).filter(ImageFilter.GaussianBlur(2))
    photograph = ImageOps.autocontrast(grain)
    ImageDraw.Draw(photograph).ellipse((300, 200, 900, 800), fill=90)
    read = word.read(source(document(*BEFORE, _saved(photograph))), Options())
    assert read.pages == ()
    assert read.method is Method.WORD
    assert {n.code for n in read.notes} == {"image"}
    read = word.read(source(document(_saved(photograph))), Options())
    assert {n.code for n in read.notes} >= {"picture-not-read", "no-text"}


def test_broken_and_missing_pictures_are_noted() -> None:
    def cut(name: str, data: bytes) -> bytes:
        return data[: len(data) // 3] if name.startswith("word/media/") else data

    def lost(name: str, data: bytes) -> bytes | None:
        return None if name.startswith("word/media/") else data

    def other(name: str, data: bytes) -> bytes:
        return b"no picture" * 50 if name.startswith("word/media/") else data

    for change in (cut, lost, other):
        read = word.read(source(changed(document(picture()), change)), Options())
        assert {n.code for n in read.notes} >= {"picture-not-read", "no-text"}
        assert all("0x" not in n.message for n in read.notes)


def test_a_linked_picture_is_not_fetched() -> None:
    def change(name: str, data: bytes) -> bytes | None:
        if name == "word/_rels/document.xml.rels":
            return re.sub(rb'Target="media/[^"]*"', b'Target="http://127.0.0.1:9/x.png" TargetMode="External"', data)
        return data.replace(b"r:embed=", b"r:link=") if name == "word/document.xml" else data

    read = word.read(source(changed(document(picture()), change)), Options())
    assert read.pages == ()
    assert {n.code for n in read.notes} >= {"external-reference", "no-text"}


def test_without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise MissingTool("is not installed.", remedy="Install it.")

    monkeypatch.setattr(scan, "engine", missing)
    with pytest.raises(MissingTool):
        word.read(source(document(picture())), Options())
    read = word.read(source(document(*BEFORE, picture(), AFTER)), Options())
    assert "picture-not-read" in {n.code for n in read.notes}
    assert read.method is Method.WORD


def test_ocr_switched_off() -> None:
    read = word.read(source(document(picture())), Options(ocr="never"))
    assert {n.code for n in read.notes} >= {"page-not-read", "no-text"}


def test_limits_of_pages_and_pixels() -> None:
    data = document(picture(), picture(ROWS[:1]))
    with pytest.raises(FileTooLarge, match="pages"):
        word.read(source(data), Options(limits=Limits(pages=1)))
    read = word.read(source(data), Options(limits=Limits(pixels=1_000_000)))
    assert read.pages == ()
    assert "pixels" in " ".join(n.message for n in read.notes)


@ocr
def test_no_pages_to_draw_on() -> None:
    given = source(document(picture()))
    with pytest.raises(UnsupportedFile):
        next(overlays(given, process(given, Options()), Options()))


def _blip(xml: str, tag: str) -> etree._Element:
    found = etree.fromstring(
        f'<x {SPACES} xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
        f'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup">{xml}</x>'
    ).find(f".//{{*}}{tag}")
    assert found is not None
    return found


def test_sizes_of_old_drawings_and_groups() -> None:
    old = (
        '<w:pict><v:shape style="position:absolute;width:{w}pt;height:10cm"><v:imagedata r:id="i"/></v:shape></w:pict>'
    )
    found = shown(_blip(old.format(w="400.5"), "imagedata"), 450.0)
    assert found is not None
    assert (found.relation, found.width) == ("i", 400.5)
    assert found.height == pytest.approx(283.46, abs=0.01)
    assert shown(_blip(old.format(w="100"), "imagedata"), 450.0) is None
    group = (
        '<wp:anchor><wp:extent cx="5715000" cy="5715000"/><wpg:wgp><wpg:grpSpPr><a:xfrm><a:chExt cx="1000" cy="1000"/>'
        '</a:xfrm></wpg:grpSpPr><pic:pic><pic:blipFill><a:blip r:embed="i"/></pic:blipFill><pic:spPr><a:xfrm>'
        '<a:ext cx="{cx}" cy="500"/></a:xfrm></pic:spPr></pic:pic></wpg:wgp></wp:anchor>'
    )
    found = shown(_blip(group.format(cx=900), "blip"), 450.0)
    assert found is not None
    assert (found.width, found.height) == (405.0, 225.0)
    assert shown(_blip(group.format(cx=300), "blip"), 450.0) is None
    for wrong in ("", "x", "9" * 40, "-5"):
        assert shown(_blip(group.format(cx=wrong), "blip"), 450.0) is None
