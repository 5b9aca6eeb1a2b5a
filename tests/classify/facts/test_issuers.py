"""Whose a plan is: every place where offices say so, and what is none."""

from __future__ import annotations

from datetime import date

import pytest

from ingest import Options
from ingest.pipeline import process
from ingest.plan import Facts
from ingest.source import Source


def facts(*lines: str) -> Facts:
    text = "\n\n".join([*lines, "Åtgärd: Fler ronder\nAnsvarig: Parkenheten\nNär: maj 2031"])
    return process(Source.from_bytes(text.encode(), "plan.txt"), Options()).plan.document


def names(found: Facts) -> list[str]:
    return [a.name for a in found.issuers]


@pytest.mark.parametrize(
    ("lines", "owners"),
    [
        (["Handlingsplan mot våld", "Lövstads kommun 2031–2032"], ["Lövstads kommun"]),
        (
            ["Åtgärdsplan", "Lövstads kommun och Lokalpolisområde Lövstad 2031"],
            ["Lövstads kommun", "Lokalpolisområde Lövstad"],
        ),
        (["Region Lövmark", "Handlingsplan för trygghet 2031"], ["Region Lövmark"]),
        (["Handlingsplan 2031", "Lövstads kommun, Kommunstaben"], ["Lövstads kommun"]),
        (
            ["Handlingsplan", "Organisation: Lövstads kommun Datum: 2031-02-17 Styrgrupp: Trygghetsrådet"],
            ["Lövstads kommun"],
        ),
        (["Handlingsplan 2031", "Antagen av: Kommunstyrelsen"], ["Kommunstyrelsen"]),
        (["Handlingsplan 2031", "Lövstads kommun", "Antagen av: Kommunstyrelsen"], ["Lövstads kommun"]),
        (["Verksamhetsplan 2031 för Nattvandrarna i Lövstad"], []),
    ],
)
def test_the_owner_of_a_plan(lines: list[str], owners: list[str]) -> None:
    assert names(facts(*lines)) == owners


def test_an_association_is_the_owner_where_a_margin_names_it_too() -> None:
    text = "Verksamhetsplan 2031 för Nattvandrarna i Lövstad\n\nÅtgärd: Vandra\nNär: maj\n\n"
    data = (text + "Nattvandrarna i Lövstad · org.nr 899999-0000").encode()
    assert names(process(Source.from_bytes(data, "plan.txt"), Options()).plan.document) == ["Nattvandrarna i Lövstad"]


def test_facts_that_share_a_line() -> None:
    found = facts("Handlingsplan för trygghet", "Fastställd: 2031-02-11  Gäller: 2031–2033  Dnr 31-0417")
    assert found.dated == date(2031, 2, 11)
    assert found.period is not None
    assert (found.period.start, found.period.end) == (date(2031, 1, 1), date(2033, 12, 31))


def test_a_place_and_a_date_over_the_signatures() -> None:
    text = "Överenskommelse om trygghet\n\nÅtgärd: Ronder\nAnsvarig: Polisen\nNär: maj\n\nLövstad den 3 december 2030\n"
    assert process(Source.from_bytes(text.encode(), "plan.txt"), Options()).plan.document.dated == date(2030, 12, 3)


def test_the_kind_of_paper_over_a_block_of_facts_ends_no_front() -> None:
    found = facts("Handlingsplan mot hot", "Styrdokument", "Datum: 2030-09-30", "Giltighetstid: 2031-01-01–2031-12-31")
    assert found.dated == date(2030, 9, 30)
    assert found.period is not None
