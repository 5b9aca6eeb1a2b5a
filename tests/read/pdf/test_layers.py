"""Layers that are switched off are no words of the page, and an issue quotes them; the file inside a PDF is named."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from reportlab.pdfgen.canvas import Canvas

from ingest import Options
from ingest.document import Document
from ingest.read.pdf.layers import without_hidden_layers
from ingest.read.pdf.reader import read
from ingest.source import Source

SHOWN = "Vakter vid hallen"


def page() -> pikepdf.Pdf:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(40, 700, SHOWN)
    canvas.save()
    return pikepdf.open(buffer)


def layered(default: dict[str, object], content: bytes, *, membership: Dictionary | None = None) -> bytes:
    """The page with content in the layer /Lager, switched as `default` says (`"OFF": True` switches it off)."""
    pdf, out = page(), io.BytesIO()
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Utkast"))
    switches = {f"/{k}": Array([group]) if v is True else v for k, v in default.items()}
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(switches))
    if membership is not None:
        membership.OCGs = group
    pdf.pages[0].Resources.Properties = Dictionary(Lager=group if membership is None else membership)
    pdf.pages[0].contents_add(content)
    pdf.save(out)
    return out.getvalue()


def of(data: bytes) -> tuple[str, list[str]]:
    document: Document = read(Source.from_bytes(data, "plan.pdf"), Options(ocr="never"))
    quoted = [n.message for n in document.notes if n.code == "hidden-text"]
    return " ".join(w.text for w in document.pages[0].words), quoted


DRAFT = b"/OC /Lager BDC BT /F1 11 Tf 40 650 Td (utkast 2019) Tj ET EMC"
NESTED = b"/OC /Lager BDC /Span BMC BT /F1 11 Tf 40 650 Td 14 TL (utkast) Tj (2019) ' ET EMC EMC"


@pytest.mark.parametrize("content", [DRAFT, NESTED])
@pytest.mark.parametrize(
    ("default", "hidden"),
    [
        ({"OFF": True}, True),
        ({"ON": True}, False),
        ({"BaseState": Name.OFF}, True),
        ({"BaseState": Name.OFF, "ON": True}, False),
    ],
)
def test_a_layer_switched_off_is_left_out_and_quoted(content: bytes, default: dict[str, object], hidden: bool) -> None:
    text, quoted = of(layered(default, content))
    assert text == (SHOWN if hidden else f"{SHOWN} utkast 2019")
    assert [q.split(": ")[-1] for q in quoted] == (["utkast 2019"] if hidden else [])


@pytest.mark.parametrize(("policy", "hidden"), [("AnyOn", True), ("AllOn", True), ("AnyOff", False), ("AllOff", False)])
def test_memberships_follow_their_policy(policy: str, hidden: bool) -> None:
    membership = Dictionary(Type=Name.OCMD, P=Name(f"/{policy}"))
    text, _ = of(layered({"OFF": True}, DRAFT, membership=membership))
    assert (text == SHOWN) is hidden


def test_a_hidden_form_is_left_out() -> None:
    pdf, out = page(), io.BytesIO()
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Utkast"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    form = Stream(pdf, b"BT /F1 11 Tf 40 650 Td (utkast) Tj ET")
    form.Type, form.Subtype, form.BBox, form.OC = Name.XObject, Name.Form, Array([0, 0, 595, 842]), group
    form.Resources = Dictionary(Font=pdf.pages[0].Resources.Font)
    pdf.pages[0].Resources.XObject = Dictionary(Gammal=pdf.make_indirect(form))
    pdf.pages[0].contents_add(b"/Gammal Do")
    pdf.save(out)
    assert of(out.getvalue())[0] == SHOWN


def test_without_layers_nothing_is_written_anew() -> None:
    out = io.BytesIO()
    page().save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert without_hidden_layers(out.getvalue()) is None
    assert without_hidden_layers(b"%PDF-1.7 /OCProperties and nothing else") is None


@pytest.mark.parametrize("pinned", [False, True])
def test_a_file_inside_is_named_with_what_to_do(pinned: bool) -> None:
    pdf, out = page(), io.BytesIO()
    if pinned:
        stream = Stream(pdf, b"PK", Type=Name.EmbeddedFile)
        file = Dictionary(Type=Name.Filespec, UF="handlingsplan 2031.docx", EF=Dictionary(F=stream))
        note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), FS=file)
        pdf.pages[0].Annots = Array([pdf.make_indirect(note)])
    else:
        pdf.attachments["handlingsplan 2031.docx"] = b"PK"
    pdf.save(out)
    document = read(Source.from_bytes(out.getvalue(), "brev.pdf"), Options(ocr="never"))
    notes = [n for n in document.notes if n.code == "embedded-document"]
    assert len(notes) == 1
    assert notes[0].severity == "warning"
    assert "handlingsplan 2031.docx" in notes[0].message
    assert "convert it" in notes[0].message
