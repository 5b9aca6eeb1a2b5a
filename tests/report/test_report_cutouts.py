"""Cut-outs of pages: the right words, inside the page, and a reason where there is none."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from PIL import Image
from rapidfuzz.distance import Levenshtein

from ingest.options import Options
from ingest.plan import Field, Place
from ingest.report.build import Choices, write_report
from ingest.report.cutouts import LARGEST, LIMITS, Cutout, Request, crop, draw, draw_all, task
from tests import faults, strategies

from .ledgers import golden, ledger, simple

OPTIONS = Options(limits=LIMITS)


def picture(cutout: Cutout) -> Image.Image:
    head, _, data = cutout.uri.partition(",")
    assert head == "data:image/webp;base64"
    image = Image.open(io.BytesIO(base64.b64decode(data)))
    assert image.size == (cutout.width, cutout.height)
    return image.convert("RGB")


def ask(path: Path, key: Any, places: Any, **changes: Any) -> Any:
    sha = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "0" * 64
    found = draw(task(path.name, str(path), changes.pop("sha", sha), [Request(key, tuple(places), **changes)]), OPTIONS)
    return found[key]


def marked(image: Image.Image) -> tuple[int, int, int, int]:
    """The inside of the frame, found by its colour."""
    values = np.asarray(image).astype(int)
    frame = (values[..., 0] > 150) & (values[..., 1] < 130) & (values[..., 2] < 110)
    ys, xs = np.nonzero(frame)
    assert len(xs), "no frame"
    return int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1


def test_the_mark_stands_on_the_fields_words(samples: Path) -> None:
    plan, path = golden("almvik-linjerad.pdf", samples)
    pdf = pypdfium2.PdfDocument(path)
    for row in plan.rows[:3]:
        field = row.åtgärd
        assert field is not None
        (cut,) = ask(path, "k", field.places)
        image = picture(cut)
        x0, top, x1, bottom = marked(image)
        # What PDFium has inside the marked part of the page, back in its own coordinates.
        page = pdf[cut.page - 1]
        boxes = [p.bbox for p in field.places if p.page == cut.page]
        part = crop(boxes, page.get_size())
        scale = image.width / (part[2] - part[0])
        left, right = part[0] + x0 / scale, part[0] + x1 / scale
        high, low = part[1] + top / scale, part[1] + bottom / scale
        height = page.get_height()
        text = page.get_textpage().get_text_bounded(left, height - low, right, height - high)
        assert "".join(text.split()) == "".join(field.raw.split())
    pdf.close()


def test_the_mark_is_read_back_by_ocr(samples: Path) -> None:
    tesseract = pytest.importorskip("ingest.read.ocr.engines.tesseract")
    plan, path = golden("norrhamn-linjelos.pdf", samples)
    field = plan.rows[0].åtgärd
    assert field is not None
    (cut,) = ask(path, "k", field.places)
    image = picture(cut)
    x0, top, x1, bottom = marked(image)
    inside = (
        image.crop((x0 + 4, top + 4, x1 - 4, bottom - 4))
        .convert("L")
        .resize((2 * (x1 - x0 - 8), 2 * (bottom - top - 8)))
    )
    data = tesseract.language_data()
    import tesserocr

    with tesserocr.PyTessBaseAPI(path=str(data.folder), lang=data.languages, psm=tesserocr.PSM.SINGLE_BLOCK) as api:
        api.SetImage(inside)
        read = api.GetUTF8Text().split()
    # Two dots fewer are the eyes of OCR; another word is another place.
    assert Levenshtein.normalized_similarity(" ".join(field.raw.split()), " ".join(read)) > 0.85, read


def test_a_scanned_image_is_cut_in_its_own_points(samples: Path, tmp_path: Path) -> None:
    # A black bar at a known place of a page of 300 dpi.
    image = Image.new("L", (2480, 3508), "white")
    image.paste(0, (600, 900, 1200, 960))
    path = tmp_path / "bild.png"
    image.save(path, dpi=(300, 300))
    box = tuple(v * 72 / 300 for v in (600, 900, 1200, 960))
    (cut,) = ask(path, "k", [Place(1, box)])
    x0, top, x1, bottom = marked(picture(cut))
    grey = np.asarray(picture(cut).convert("L"))
    ys, xs = np.nonzero(grey < 60)
    assert x0 <= xs.min() <= xs.max() < x1
    assert top <= ys.min() <= ys.max() < bottom
    assert (bottom - top) < 3 * (ys.max() - ys.min())


def test_covered_cutouts_show_nothing_but_the_field(samples: Path) -> None:
    plan, path = golden("almvik-linjerad.pdf", samples)
    field = plan.rows[0].vem
    assert field is not None
    (plain,) = ask(path, "k", field.places)
    (covered,) = ask(path, "k", field.places, covered=True)
    x0, top, x1, bottom = marked(picture(covered))
    dark = np.asarray(picture(covered).convert("L")) < 140
    dark[top - 2 : bottom + 2, x0 - 2 : x1 + 2] = False
    assert not dark.any()
    outside = np.asarray(picture(plain).convert("L")) < 140
    outside[top - 2 : bottom + 2, x0 - 2 : x1 + 2] = False
    assert outside.any(), "the plain cut-out shows its surroundings"


@pytest.mark.parametrize(
    ("name", "content", "sha", "problem"),
    [
        ("borta.pdf", None, None, "missing"),
        ("annan.txt", b"Annat", "0" * 64, "changed"),
        ("plan.txt", "Åtgärd".encode(), None, "no-pages"),
    ],
)
def test_no_picture_has_a_reason(tmp_path: Path, name: str, content: Any, sha: Any, problem: Any) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    changes = {"sha": sha} if sha else {}
    assert ask(path, "k", [Place(1, (1, 2, 3, 4))], **changes) == problem


def test_pages_and_boxes_that_are_not_there_do_no_harm(samples: Path) -> None:
    _, path = golden("almvik-linjerad.pdf", samples)
    assert ask(path, "k", [Place(99, (1, 2, 3, 4))]) == "no-place"
    assert ask(path, "k", [Place(1, None)]) == "no-place"
    for box in [
        (-50, -50, -10, -10),
        (5000, 5000, 6000, 6000),
        (100, 100, 100, 100),
        (0, 0, 9999, 9999),
        (50, 60, 10, 20),
    ]:
        (cut,) = ask(path, "k", [Place(1, box)])
        picture(cut)


@given(st.lists(strategies.boxes, min_size=1, max_size=3), st.tuples(st.integers(1, 3000), st.integers(1, 3000)))
def test_a_crop_lies_on_the_page_and_is_bounded(boxes: Any, page: Any) -> None:
    x0, top, x1, bottom = crop(boxes, page)
    assert 0 <= x0 < x1
    assert 0 <= top < bottom
    assert x1 - x0 <= LARGEST[0] + 1
    assert bottom - top <= LARGEST[1] + 1


def test_a_member_of_an_archive_is_found_by_its_hash(samples: Path, tmp_path: Path) -> None:
    plan, path = golden("almvik-linjerad.pdf", samples)
    archive = tmp_path / "arkiv.zip"
    with zipfile.ZipFile(archive, "w") as handle:
        handle.writestr("b/annan.txt", "Annat")
        handle.write(path, "a/plan.pdf")
    field = plan.rows[0].vem
    assert field is not None
    request = Request("k", field.places)
    found = draw(task("arkiv.zip/a/plan.pdf", str(archive), plan.document.id, [request]), OPTIONS)
    assert not isinstance(found["k"], str)
    gone = draw(task("arkiv.zip/a/plan.pdf", str(archive), "0" * 64, [request]), OPTIONS)
    assert gone["k"] in ("changed", "missing")


def test_moved_sources_are_found_where_they_are_now(samples: Path, tmp_path: Path) -> None:
    plan, path = golden("almvik-linjerad.pdf", samples, {("r1", "vem"): 0.41})
    moved = tmp_path / "flyttat" / "a" / "plan.pdf"
    moved.parent.mkdir(parents=True)
    moved.write_bytes(path.read_bytes())
    plan = replace(plan, document=replace(plan.document, source="a/plan.pdf"))
    out = ledger(tmp_path / "out", [(plan, tmp_path / "borta" / "plan.pdf")])
    assert write_report(str(out)).pictures == 0
    assert write_report(str(out), choices=Choices(sources=tmp_path / "flyttat")).pictures == 1


def test_a_masked_conversion_covers_its_cutouts(samples: Path, tmp_path: Path) -> None:
    plan, path = golden("almvik-linjerad.pdf", samples, {("r1", "vem"): 0.41})
    out = ledger(tmp_path / "out", [(plan, path)], masking=True)
    tree = html.fromstring(write_report(str(out)).page.read_bytes())
    images: Any = tree.xpath("//article//img")
    (image,) = images
    shown = picture(Cutout(1, int(image.get("width")), int(image.get("height")), image.get("src")))
    x0, top, x1, bottom = marked(shown)
    dark = np.asarray(shown.convert("L")) < 140
    dark[top - 2 : bottom + 2, x0 - 2 : x1 + 2] = False
    assert not dark.any()


def test_a_file_that_breaks_the_renderer_costs_its_own_pictures_only(samples: Path, tmp_path: Path) -> None:
    plan, path = golden("almvik-linjerad.pdf", samples)
    bad = tmp_path / "trasig.pdf"
    bad.write_bytes(b"%PDF-1.7\n" + b"junk " * 50)
    places = plan.rows[0].vem.places
    tasks = [
        task("trasig.pdf", str(bad), hashlib.sha256(bad.read_bytes()).hexdigest(), [Request("bad", places)]),
        task("hel.pdf", str(path), plan.document.id, [Request("good", places)]),
    ]
    found = dict(draw_all(tasks))
    assert found["bad"] == "failed"
    assert not isinstance(found["good"], str)


def test_a_child_that_dies_costs_its_own_document_only(samples: Path) -> None:
    plan, path = golden("almvik-linjerad.pdf", samples)
    places = plan.rows[0].vem.places
    tasks = [
        task(name, str(path), plan.document.id, [Request(name, places)]) for name in ("a.pdf", "crash.pdf", "b.pdf")
    ]
    found = dict(draw_all(tasks, work=faults.draw))
    assert found["crash.pdf"] == "failed"
    assert not isinstance(found["a.pdf"], str)
    assert not isinstance(found["b.pdf"], str)


def test_the_report_holds_the_cutouts_and_says_where_it_has_none(samples: Path, tmp_path: Path) -> None:
    pdf = golden("almvik-linjerad.pdf", samples, {("r1", "vem"): 0.41})
    word = golden("bjorkeby-tabeller.docx", samples, {("r1", "åtgärd"): 0.55})
    lost = simple("borta.pdf", {"mål": "x"}, 0.2)
    field = replace(lost.rows[0].mål, places=(Place(1, (10, 10, 50, 20)),))
    lost = replace(lost, rows=(replace(lost.rows[0], mål=field),))
    written = write_report(str(ledger(tmp_path / "out", [pdf, word, (lost, None)])))
    tree = html.fromstring(written.page.read_bytes())
    cards = {a.xpath("string(.//*[@class='of'])"): a for a in tree.xpath("//article")}
    image = cards["almvik-linjerad.pdf"].xpath(".//img")[0]
    assert pdf[0].rows[0].vem.raw.split()[0] in image.get("alt")
    assert "tabell 1, rad 2" in cards["bjorkeby-tabeller.docx"].text_content()
    assert "har inga sidor" in cards["bjorkeby-tabeller.docx"].text_content()
    assert "källfilen finns inte kvar" in cards["borta.pdf"].text_content()
    assert isinstance(lost.rows[0].mål, Field)
