"""Documents inside documents are found with their names; what is no document, damaged or hostile gives none."""

from __future__ import annotations

import io
import zipfile
from struct import pack

import openpyxl
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, AttachedFileSpec, Dictionary, Name

from ingest.options import Limits
from ingest.read.enclosed import DEEPEST, enclosed, find, may_enclose
from ingest.read.office.compound import SIGNATURE, embedded_file, streams

TEXT = "Åtgärd: Måla bänkar\n".encode()


def pdf(*attached: tuple[str, bytes], pinned: bool = False) -> bytes:
    """A PDF of one empty page with files attached to the whole, or pinned to the page without a number of their own."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page()
        for name, data in attached:
            if pinned:
                stream = made.make_stream(data, Type=Name.EmbeddedFile)
                spec = Dictionary(Type=Name.Filespec, F=name, EF=Dictionary(F=stream))
                note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=spec)
                page.obj["/Annots"] = Array([note])
            else:
                made.attachments[name] = AttachedFileSpec(
                    made, data, description="", filename=name, mime_type="", creation_date="", mod_date=""
                )
        # Object streams hide names, as most programs write them.
        made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>", **parts}.items():
            archive.writestr(name, data)
    return out.getvalue()


def compound(name: str, data: bytes) -> bytes:
    """A compound file of one stream, small (in the short-sector stream) or large."""
    small = len(data) < 4096
    unit = 64 if small else 512
    length = -(-len(data) // unit)
    body = data.ljust(length * unit, b"\x00")
    pieces = -(-len(body) // 512)
    body = body.ljust(pieces * 512, b"\x00")
    # Sectors: table, directory, table of short sectors, content.
    chain = [0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, *(3 + i + 1 for i in range(pieces - 1)), 0xFFFFFFFE]
    table = pack("<128I", *(chain + [0xFFFFFFFF] * 128)[:128])
    minis = pack("<128I", *([*range(1, length), 0xFFFFFFFE] + [0xFFFFFFFF] * 128)[:128])

    def entry(title: str, kind: int, start: int, size: int) -> bytes:
        wide = title.encode("utf-16-le") + b"\x00\x00"
        head = wide.ljust(64, b"\x00") + pack("<HBB", len(wide), kind, 1)
        return (head + b"\xff" * 12 + b"\x00" * 36 + pack("<II", start, size)).ljust(128, b"\x00")

    root = entry("Root Entry", 5, 3 if small else 0xFFFFFFFE, len(body) if small else 0)
    directory = (root + entry(name, 2, 0 if small else 3, len(data))).ljust(512, b"\x00")
    header = SIGNATURE.ljust(24, b"\x00") + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    header += pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, 2, 1, 0xFFFFFFFE, 0, 0)
    return header.ljust(512, b"\xff") + table + directory + minis + body


def native(name: str, data: bytes) -> bytes:
    """What a packager stores: label, path, temporary path, file."""
    text = name.encode("cp1252") + b"\x00"
    content = pack("<H", 2) + text + b"C:\\" + text + pack("<I", 3 << 16) + pack("<I", len(text)) + text
    content += pack("<I", len(data)) + data
    return pack("<I", len(content)) + content


def paths(data: bytes) -> list[tuple[str, ...]]:
    return [e.path for e in enclosed(data, Limits())]


def test_files_attached_and_pinned() -> None:
    inner = pdf()
    for pinned in (False, True):
        (found,) = enclosed(pdf(("plan 2026.pdf", inner), pinned=pinned), Limits())
        assert found.path == ("plan 2026.pdf",)
        assert found.data == inner


def test_a_locked_file_gives_nothing() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(("plan.txt", TEXT)))) as made:
        made.save(out, encryption=pikepdf.Encryption(owner="a", user="b", R=4))
    assert paths(out.getvalue()) == []


def test_data_for_programs_is_no_document() -> None:
    assert paths(pdf(("factur-x.xml", b"<?xml version='1.0'?><a/>"), ("a.joboptions", TEXT), ("plan.txt", TEXT))) == [
        ("plan.txt",)
    ]


@pytest.mark.parametrize("size", [0, 5000])
def test_objects_of_word(size: int) -> None:
    inner = pdf() + b"\n%" + b"x" * size
    parts = {
        "word/embeddings/oleObject1.bin": compound("CONTENTS", inner),
        "word/embeddings/oleObject2.bin": compound("\x01Ole10Native", native("bilaga å.pdf", inner)),
        "word/embeddings/oleObject3.bin": inner,
        "word/embeddings/oleObject4.bin": compound("Equation Native", b"\x1c" * 60),
        "word/embeddings/Microsoft_Excel_Worksheet.xlsx": b"PK",
        "word/embeddings/Dokument.docx": package({}),
    }
    assert paths(package(parts)) == [("oleObject1.pdf",), ("bilaga å.pdf",), ("oleObject3.pdf",), ("Dokument.docx",)]
    assert [e.data for e in enclosed(package(parts), Limits())][:3] == [inner] * 3


def test_one_name_twice_and_folders_in_names() -> None:
    inner = pdf()
    parts = {f"word/embeddings/o{i}.bin": compound("\x01Ole10Native", native("..\\a.pdf", inner)) for i in range(3)}
    assert paths(package(parts)) == [("a.pdf",), ("a (2).pdf",), ("a (3).pdf",)]
    assert find(package(parts), ("a (2).pdf",), Limits()) == inner
    assert find(package(parts), ("b.pdf",), Limits()) is None


def test_as_deep_as_sense_goes() -> None:
    data = pdf()
    for _ in range(DEEPEST + 2):
        data = pdf(("a.pdf", data))
    assert [len(p) for p in paths(data)] == list(range(1, DEEPEST + 1))


def test_what_holds_nothing_is_not_opened() -> None:
    assert not may_enclose(pdf())
    assert not may_enclose(package({"word/embeddings/Sheet1.dat": b"PK"}))


@given(st.binary(max_size=3000), st.integers(0, 2600))
def test_damaged_compound_files_give_nothing_and_end(noise: bytes, at: int) -> None:
    whole = compound("CONTENTS", TEXT * 20)
    assert dict(streams(whole)) == {"CONTENTS": TEXT * 20}
    embedded_file(SIGNATURE + noise)
    embedded_file(whole[:at] + noise + whole[at + len(noise) :])
    assert paths(package({"word/embeddings/a.bin": whole[:at]})) == []


def test_a_sheet_in_a_letter_is_a_document_and_the_figures_of_a_chart_are_none() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Åtgärd"])
    out = io.BytesIO()
    book.save(out)
    rels = b'<Relationships><Relationship Target="../embeddings/Microsoft_Excel_Sheet1.xlsx"/></Relationships>'
    letter = package(
        {
            "word/embeddings/Microsoft_Excel_Sheet1.xlsx": out.getvalue(),
            "word/embeddings/plan.xlsx": out.getvalue(),
            "word/charts/_rels/chart1.xml.rels": rels,
        }
    )
    assert [e.path for e in enclosed(letter, Limits())] == [("plan.xlsx",)]
