"""Form fields and typed notes are page content, with or without a drawn appearance."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

from ingest import Options
from ingest.pipeline import process
from ingest.read.pdf.reader import read
from ingest.source import Source

FIELD = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, F=4)


def table(columns: list[str], first: list[str]) -> bytes:
    """A page with a ruled table of one row; cells without text are left for whoever fills the form in."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(40, 790, "Handlingsplan 2031")
    canvas.setFont("Helvetica", 10)
    for i, texts in enumerate((columns, first)):
        for j, text in enumerate(texts):
            canvas.rect(40 + 125 * j, 710 - 40 * i, 125, 40)
            canvas.drawString(44 + 125 * j, 730 - 40 * i, text)
    canvas.save()
    return buffer.getvalue()


def with_annotations(data: bytes, annotations: list[Dictionary], *, is_form: bool = True) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        made = Array([pdf.make_indirect(a) for a in annotations])
        pdf.pages[0].Annots = made
        if is_form:
            pdf.Root.AcroForm = Dictionary(Fields=made)
        pdf.save(out)
    return out.getvalue()


def box(column: int, **values: Any) -> Dictionary:
    made = Dictionary(FIELD)
    made.Rect = Array([42 + 125 * column, 672, 163 + 125 * column, 708])
    for key, value in values.items():
        made[f"/{key}"] = value
    return made


def words(data: bytes) -> str:
    return " ".join(w.text for w in read(Source.from_bytes(data, "plan.pdf"), Options(ocr="never")).pages[0].words)


HEAD = ["Mål", "Åtgärd", "Ansvarig", "När"]


def test_a_plan_filled_in_as_a_form_gives_its_row() -> None:
    texts = ["Tryggare torg", "Nattvandra varje helg i hela centrum", "Polisen", "2031"]
    fields = [box(i, T=String(f"f{i}"), V=String(t), DA=String("/F0 9 Tf 0 g")) for i, t in enumerate(texts)]
    data = with_annotations(table(HEAD, ["", "", "", ""]), fields)
    (row,) = process(Source.from_bytes(data, "plan.pdf"), Options(ocr="never")).plan.rows
    assert [f.text if f else None for _, f in row.fields()] == [None, *texts]


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        (box(0, FT=Name.Ch, V=String("b"), Opt=Array([Array([String("b"), String("Parkenheten")])])), "Parkenheten"),
        (box(0, FT=Name.Ch, V=Array([String("maj"), String("juni")])), "maj juni"),
        (box(0, FT=Name.Btn, V=Name.Ja, AS=Name.Ja), "☒"),
        (box(0, FT=Name.Btn, V=Name.Off, AS=Name.Off), ""),
        (box(0, FT=Name.Btn, Ff=1 << 16, V=Name.Ja), ""),
        (box(0, Ff=1 << 13, V=String("hemligt")), ""),
        (box(0, F=2, V=String("dolt")), ""),
        (box(0, V=String("två\rrader")), "två rader"),
        (box(0, Subtype=Name.FreeText, Contents=String("påskrivet")), "påskrivet"),
        (box(0, Subtype=Name.Text, Contents=String("gul lapp")), ""),
        (box(0, Parent=Dictionary(FT=Name.Tx, V=String("ärvt"))), "ärvt"),
    ],
)
def test_what_a_reader_sees_in_an_annotation(field: Dictionary, shown: str) -> None:
    if "/Parent" in field:
        del field["/FT"]
    data = with_annotations(table(["", "", "", ""], ["", "", "", ""]), [field])
    assert words(data) == f"Handlingsplan 2031 {shown}".strip()


def test_typed_notes_need_no_form() -> None:
    note = box(2, Subtype=Name.FreeText, Contents=String("Fritidsgården"))
    data = with_annotations(table(HEAD, ["Tryggare torg", "Nattvandra", "", "2031"]), [note], is_form=False)
    (row,) = process(Source.from_bytes(data, "plan.pdf"), Options(ocr="never")).plan.rows
    assert row.vem is not None
    assert row.vem.text == "Fritidsgården"


def test_a_loop_of_parents_ends() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(table(HEAD, ["", "", "", ""]))) as pdf:
        field = pdf.make_indirect(box(0))
        del field["/FT"]
        field.Parent = field
        pdf.pages[0].Annots = Array([field])
        pdf.save(out)
    assert "Handlingsplan" in words(out.getvalue())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
def test_a_value_kept_in_a_stream(encoding: str) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(table(["", "", "", ""], ["", "", "", ""]))) as pdf:
        field = box(0)
        field.V = pdf.make_stream("Våra vänner".encode(encoding))
        pdf.pages[0].Annots = Array([pdf.make_indirect(field)])
        pdf.save(out)
    assert words(out.getvalue()) == "Handlingsplan 2031 Våra vänner"


def test_fields_of_several_lines_begin_at_their_tops() -> None:
    texts = ["Tryggare\rtorg", "Nattvandra varje\rhelg i hela centrum", "Polis\roch skola", "2031"]
    fields = [
        box(i, Ff=1 << 12, T=String(f"f{i}"), V=String(t), DA=String("/F0 9 Tf 0 g")) for i, t in enumerate(texts)
    ]
    data = with_annotations(table(HEAD, ["", "", "", ""]), fields)
    (row,) = process(Source.from_bytes(data, "plan.pdf"), Options(ocr="never")).plan.rows
    assert [" ".join(f.text.split()) for _, f in row.fields() if f] == [" ".join(t.split()) for t in texts]


def test_what_a_stamp_says_is_told_and_is_no_text() -> None:
    data = table(["Åtgärd", "Ansvarig", "När"], ["Röja sly", "Park", "2031"])
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        look = pdf.make_stream(b"BT /F1 18 Tf 5 5 Td (INKOM 2031-03-04) Tj ET")
        look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 200, 30])
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        look.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
        stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, F=4, Rect=Array([300, 600, 500, 630]))
        stamp.AP = Dictionary(N=look)
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, F=4, Rect=Array([0, 0, 9, 9]), Contents=String("Hej"))
        pdf.pages[0].Annots = Array([pdf.make_indirect(note), pdf.make_indirect(stamp)])
        pdf.save(out)
    document = read(Source.from_bytes(out.getvalue(), "plan.pdf"), Options(ocr="never"))
    assert [n.message for n in document.notes if n.code == "mark-on-page"] == [
        "Page 1: a stamp is left out: INKOM 2031-03-04"
    ]
    assert "INKOM" not in {w.text for w in document.pages[0].words}
