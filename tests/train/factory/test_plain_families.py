"""Families of Word files, sheets, slides and plain text: what their files say is what their answers say."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from ingest.train.factory.bank import Bank
from ingest.train.factory.draw import drawing_of
from ingest.train.factory.families import families
from ingest.train.factory.model import FIELDS, DrawnDocument, Office, TextFile
from ingest.train.factory.word import packed

MINE = ("word-", "text-", "sheet-", "slide-")
NAMES = sorted(n for n in families() if n.startswith(MINE))
NATIVE = [n for n in NAMES if not re.match("word-(pdf|odt|rtf|doc)-", n)]
LEAST_FAMILIES = 40
# Elements that hold words, and those that part them.
BREAKS = ("t", "p", "tab", "br", "si")


def drawing(name: str, number: int = 1) -> DrawnDocument:
    if name.startswith("slide-"):
        pytest.importorskip("pptx")
    return drawing_of(families()[name], Bank.load(), 3, number)


def text_of(drawing: DrawnDocument, folder: Path) -> str:
    """Return the words of a drawn file, without what was deleted."""
    body = drawing.body
    if isinstance(body, TextFile):
        return body.text
    assert isinstance(body, Office)
    path = folder / f"file{body.suffix}"
    body.write(path)
    words: list[str] = []
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".xml"):
                root = etree.fromstring(archive.read(name))
                elements = [e for e in root.iter() if isinstance(e.tag, str)]
                names = [etree.QName(e).localname for e in elements]
                words += [
                    (e.text or "") if n == "t" else " " for e, n in zip(elements, names, strict=True) if n in BREAKS
                ]
    return "".join(words)


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text))


def test_there_are_many() -> None:
    assert len(NAMES) >= LEAST_FAMILIES


@pytest.mark.parametrize("name", NATIVE)
def test_every_word_of_the_answer_stands_in_the_file(name: str, tmp_path: Path) -> None:
    drawn = drawing(name)
    printed = set(words_of(text_of(drawn, tmp_path)))
    rows = drawn.content.rows()
    assert bool(rows) != families()[name].negative
    for row in rows:
        for text in [row.text(f) or "" for f in FIELDS] + list(row.other.values()):
            assert not set(words_of(text)) - printed, text
    assert not set(words_of(drawn.content.front.title)) - printed


@pytest.mark.parametrize("name", ["word-table-per-section", "word-content-controls", "text-aligned", "sheet-bands"])
def test_the_same_seed_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    written: list[bytes] = []
    for n in range(2):
        body = drawing(name).body
        path = tmp_path / f"{n}.bin"
        if isinstance(body, TextFile):
            path.write_bytes(body.text.encode(body.encoding))
        else:
            assert isinstance(body, Office)
            body.write(path)
        written.append(path.read_bytes())
    assert written[0] == written[1]


def test_another_number_gives_another_document() -> None:
    one, two = (drawing("text-tabs", n).body for n in (1, 2))
    assert one != two


def test_packing_keeps_the_parts_of_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.xml", "<a/>")
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["one.xml"]
    assert packed(path.read_bytes()) == packed(path.read_bytes())


def test_merged_cells_are_one_cell(tmp_path: Path) -> None:
    for number in range(1, 8):
        drawn = drawing("word-merged-cells", number)
        assert isinstance(drawn.body, Office)
        path = tmp_path / "m.docx"
        drawn.body.write(path)
        with zipfile.ZipFile(path) as archive:
            if b"w:vMerge" in archive.read("word/document.xml"):
                return
    pytest.fail("no document of seven has a merged cell")


def test_a_word_file_ends_with_a_paragraph(tmp_path: Path) -> None:
    for number in range(1, 6):
        body = drawing("word-table-per-section", number).body
        assert isinstance(body, Office)
        path = tmp_path / "w.docx"
        body.write(path)
        with zipfile.ZipFile(path) as archive:
            blocks = etree.fromstring(archive.read("word/document.xml"))[0]
        assert etree.QName(blocks[-2]).localname == "p"
