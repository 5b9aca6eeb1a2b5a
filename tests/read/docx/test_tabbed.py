"""Rows set out by tab stops in Word: broken first fields, bands, labels below them. Every example is invented."""

from __future__ import annotations

import io

import docx
import pytest

from ingest import Options
from ingest.pipeline import process
from ingest.source import Source


def converted(*lines: tuple[str, bool]) -> list[tuple[str | None, str | None, str | None]]:
    """The rows of a document of paragraphs, each with whether it is bold."""
    document = docx.Document()
    document.add_paragraph("Åtgärdsplan mot stölder i hamnen 2031")
    for text, bold in lines:
        document.add_paragraph().add_run(text).bold = bold
    held = io.BytesIO()
    document.save(held)
    rows = process(Source.from_bytes(held.getvalue(), "plan.docx"), Options()).plan.rows
    return [(r.åtgärd and r.åtgärd.text, r.vem and r.vem.text, r.när and r.när.text) for r in rows]


@pytest.mark.parametrize("band", ["BÅTAR OCH BRYGGOR", "Bryggorna"])
def test_a_first_field_broken_by_hand_goes_on_and_a_label_below_a_band_is_for_its_rows(band: str) -> None:
    found = converted(
        ("Det vi ska göra\tDen som drar i det\tKlart till", True),
        ("Kättingar köps hem gemensamt\tInköpsgruppen\tapril", False),
        ("Larm monteras på de bryggor som\tHamnkaptenen\tsenast 1 juni", False),
        ("ligger närmast vägen", False),
        (band, True),
        ("Ansvarig: Byalaget", False),
        ("Telefonkedja för okända båtar\t\tlöpande", False),
        ("Skyltar om grannsamverkan\t\taugusti 2031", False),
        ("sätts upp vid rampen", False),
    )
    assert found == [
        ("Kättingar köps hem gemensamt", "Inköpsgruppen", "april"),
        ("Larm monteras på de bryggor som ligger närmast vägen", "Hamnkaptenen", "senast 1 juni"),
        ("Telefonkedja för okända båtar", "Byalaget", "löpande"),
        ("Skyltar om grannsamverkan sätts upp vid rampen", "Byalaget", "augusti 2031"),
    ]


def test_bodies_below_each_other_without_tabs_stay_rows() -> None:
    found = converted(
        ("Åtgärd\tAnsvarig\tNär", True),
        ("Måla bryggan\tHamnkontoret\tmaj", False),
        ("Byta lås", False),
        ("Laga grinden\tByalaget\tjuni", False),
    )
    assert [row[0] for row in found] == ["Måla bryggan", "Byta lås", "Laga grinden"]


WRAPPED = (
    ("Rusta upp badplatsen vid\tHamnkontoret\tFler ska kunna bada", "och bygga en ny brygga\t\tsäkert"),
    ("Hålla kurser i simning\tSimklubben,\tAlla sjätteklassare", "för alla som vill\tFörskolan\tska kunna simma"),
    ("Köpa in fler livbojar\tFritidsenheten\tIngen olycka ska sluta", "till alla bryggor\t\tilla"),
)
"""Three measures, each on two lines that were wrapped by hand."""


@pytest.mark.parametrize("parted", ["breaks", "paragraphs", "empty paragraphs"])
def test_cells_wrapped_by_hand_are_one_row_and_facts_above_them_are_none(parted: str) -> None:
    lines = [("Fastställd: 2031-01-25\tPlanperiod: 2031", False), ("Så gör vi\tHåller i\tDit vill vi nå", True)]
    for measure in WRAPPED:
        lines += [("", False)] if parted == "empty paragraphs" else []
        lines += [("\n".join(measure), False)] if parted == "breaks" else [(line, False) for line in measure]
    document = docx.Document()
    document.add_paragraph("Åtgärdsplan för baden")
    for text, bold in lines:
        document.add_paragraph().add_run(text).bold = bold
    held = io.BytesIO()
    document.save(held)
    plan = process(Source.from_bytes(held.getvalue(), "plan.docx"), Options()).plan
    assert [(r.åtgärd and r.åtgärd.text, r.vem and r.vem.text, r.mål and r.mål.text) for r in plan.rows] == [
        ("Rusta upp badplatsen vid och bygga en ny brygga", "Hamnkontoret", "Fler ska kunna bada säkert"),
        ("Hålla kurser i simning för alla som vill", "Simklubben, Förskolan", "Alla sjätteklassare ska kunna simma"),
        ("Köpa in fler livbojar till alla bryggor", "Fritidsenheten", "Ingen olycka ska sluta illa"),
    ]
    assert plan.document.dated is not None
    assert plan.document.period is not None
