"""Damages of drawn documents: the answer stays, pages or layers change as they say, the same seed gives the same."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas as PdfCanvas

from ingest.errors import UsageError
from ingest.train.factory.bank import Bank
from ingest.train.factory.damage import DamageMethod, choose_damages, damages
from ingest.train.factory.damage.layers import read_map, write_map
from ingest.train.factory.damage.pages import KINDS
from ingest.train.factory.damage.scans import MOST_PAGES, two_up
from ingest.train.factory.damage.texts import as_code_page, mojibake, with_slips, without_marks
from ingest.train.factory.draw import damaged, draw
from ingest.train.factory.families import families

LINE = "Åtgärder för ökad trygghet på torget"


def page_pdf(path: Path, pages: int = 1) -> Path:
    canvas = PdfCanvas(str(path), pagesize=A4, invariant=1)
    for _ in range(pages):
        canvas.setFont("Helvetica", 14)
        canvas.drawString(80, 700, LINE)
        canvas.showPage()
    canvas.save()
    return path


def layer(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return str(document[0].get_textpage().get_text_range())


def pixels(path: Path) -> np.ndarray:
    with pypdfium2.PdfDocument(path) as document:
        return np.array(document[0].render(scale=1, grayscale=True).to_numpy())


def apply(name: str, path: Path, seed: int = 1) -> Path | None:
    return damages()[name].apply(path, path.with_name(f"{path.stem}+{name}+{seed}"), random.Random(seed))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("layer-without-marks", "Atgarder for okad trygghet pa torget"),
        ("layer-mojibake", mojibake(LINE, "cp1252")),
        ("layer-code-page", as_code_page(LINE, "cp1252", "mac_roman")),
    ],
)
def test_a_layer_changes_and_the_page_does_not(name: str, expected: str, tmp_path: Path) -> None:
    clean = page_pdf(tmp_path / "a.pdf")
    worse = apply(name, clean)
    assert worse is not None
    assert layer(worse).strip() == expected
    assert np.array_equal(pixels(clean), pixels(worse))


def test_a_layer_of_private_signs_says_nothing(tmp_path: Path) -> None:
    worse = apply("layer-private-use", page_pdf(tmp_path / "a.pdf"))
    assert worse is not None
    assert not any(c.isalpha() for c in layer(worse) if ord(c) < 0xE000)


def test_what_a_damage_does_not_hurt_is_left_out(tmp_path: Path) -> None:
    clean = page_pdf(tmp_path / "a.pdf")
    assert apply("layer-ligatures", clean) is None
    assert apply("layer-one-font", clean) is None
    assert apply("scan-two-up", clean) is None
    assert apply("scan-office", page_pdf(tmp_path / "long.pdf", MOST_PAGES + 1)) is None


def test_the_font_that_shows_most_loses_its_letters(tmp_path: Path) -> None:
    path = tmp_path / "two.pdf"
    canvas = PdfCanvas(str(path), pagesize=A4, invariant=1)
    for font, line, y in (("Helvetica-Bold", "Plan", 760), ("Courier", LINE, 700)):
        canvas.setFont(font, 14)
        canvas.drawString(80, y, line)
    canvas.save()
    worse = apply("layer-one-font", path)
    assert worse is not None
    assert "Plan" in layer(worse)
    assert LINE not in layer(worse)


def test_a_map_is_read_as_it_was_written() -> None:
    texts = {3: "å", 4: "fi", 260: "€", 261: "𝛼"}
    assert read_map(write_map(texts, wide=True)) == texts


def test_ranges_of_a_map_are_read() -> None:
    data = (
        b"2 beginbfrange <01> <03> <0041> <05> <06> [<0061> <00620063>] endbfrange 1 beginbfchar <09> <00E5> endbfchar"
    )
    assert read_map(data) == {1: "A", 2: "B", 3: "C", 5: "a", 6: "bc", 9: "å"}


@pytest.mark.parametrize("kind", ["office", "folded", "holed", "edged", "photo", "two-up", "reduced-copy"])
def test_scans_are_pictures_and_the_same_for_the_same_seed(kind: str, tmp_path: Path) -> None:
    clean = page_pdf(tmp_path / "a.pdf", 2)
    one, two = (apply(f"scan-{kind}", clean, seed) for seed in (4, 4))
    assert one is not None
    first = one.read_bytes()
    assert two is not None
    assert first == two.read_bytes()
    if one.suffix == ".pdf":
        assert not layer(one).strip()
        assert pixels(one).min() < 200
    else:
        with Image.open(one) as picture:
            assert np.asarray(picture.convert("L")).std() > 1


def test_every_kind_of_page_gives_a_picture() -> None:
    page = np.full((1200, 850), 255, np.uint8)
    page[300:320, 100:700] = 0
    for name, kind in KINDS.items():
        picture, dpi = kind(page.copy(), 100.0, np.random.default_rng(2))
        assert picture.dtype == np.uint8, name
        assert 100 <= dpi <= 400


def test_two_pages_stand_side_by_side() -> None:
    pages = [np.full((1400, 1000), tone, np.uint8) for tone in (0, 120, 60)]
    sheets = two_up(pages)
    assert [s.shape for s in sheets] == [(1000, 1400)] * 2
    assert (sheets[0][500, 350], sheets[0][500, 1050]) == (0, 120)
    assert (sheets[1][500, 350], sheets[1][500, 1050]) == (60, 255)


def test_texts_break_as_encodings_do() -> None:
    assert mojibake("för", "cp1252") == "fÃ¶r"
    assert as_code_page("för", "cp1252", "mac_roman") == "fˆr"
    assert without_marks("Åtgärd é") == "Atgard é"


def test_one_program_makes_few_kinds_of_slips_again_and_again() -> None:
    text = f"{LINE} och i hela kommunen tillsammans med polisen och socialtjänsten " * 20
    read = with_slips(text, random.Random(7))
    assert read != text
    assert read == with_slips(text, random.Random(7))
    assert sum(a == b for a, b in zip(text.split(), read.split(), strict=True)) > 0.5 * len(text.split())


def test_a_damaged_document_keeps_its_answer(tmp_path: Path) -> None:
    clean = draw([families()["text-tabs"]], Bank.load(), tmp_path, seed=5, worse=choose_damages(["text-*"]))
    names = {d.damage for d in clean}
    assert {"none", "text-mojibake", "text-without-marks"} <= names
    for d in clean:
        assert d.gold["rows"] == clean[0].gold["rows"]
        assert d.gold["document"]["source"] == d.files[0].name
    lines = (tmp_path / "manifest.csv").read_text(encoding="utf-8").splitlines()
    assert any(line.split(",")[2] == "text-tabs+text-mojibake" for line in lines)


def test_a_damage_of_another_kind_of_file_is_left_out(tmp_path: Path) -> None:
    (drawn,) = draw([families()["text-tabs"]], Bank.load(), tmp_path)
    never = DamageMethod("never", ".pdf", lambda path, stem, rng: pytest.fail("applied"))
    assert damaged(drawn, never, tmp_path) is None


def test_an_unknown_damage_is_an_error() -> None:
    with pytest.raises(UsageError, match="no damage"):
        choose_damages(["scan-fancy"])
