"""Files that no reader reads: each says what it is and what its owner can do."""

from __future__ import annotations

import io
import zipfile

import pytest

from ingest.errors import UnsupportedFile
from ingest.source import Source


def packed(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


MAIL = b"From: a@b.example\r\nSubject: Plan\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed\r\n\r\nHej"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64, "JPEG or PNG"),
        (packed("Index/Document.iwa", "Metadata/Properties.plist"), "Word"),
        (packed("a.docx"), "Unpack"),
        (b"7z\xbc\xaf\x27\x1c" + b"\x00" * 64, "Unpack"),
        (MAIL, "attachment"),
        (b"\x00\x00\x00\x1cftypavif" + b"\x00" * 64, "JPEG or PNG"),
    ],
)
def test_the_remedy_fits_the_kind_of_file(data: bytes, says: str) -> None:
    with pytest.raises(UnsupportedFile) as caught:
        _ = Source.from_bytes(data, "plan").media_type
    assert says in caught.value.remedy


@pytest.mark.parametrize(("name", "says"), [("a.numbers", "Numbers"), ("a.key", "Keynote"), ("a.pages", "Pages")])
def test_what_apples_programs_make_is_told_by_its_ending(name: str, says: str) -> None:
    with pytest.raises(UnsupportedFile) as caught:
        _ = Source.from_bytes(packed("Index/Document.iwa", "Metadata/Properties.plist"), name).media_type
    assert says in caught.value.remedy


def test_a_plan_that_quotes_a_mail_is_text() -> None:
    text = "Handlingsplan 2031\n\nFrom: Polisen\nTo: Kommunen\nSubject: Ronder\n"
    assert Source.from_bytes(text.encode(), "plan.txt").media_type == "text/plain"
