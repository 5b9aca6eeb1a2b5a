"""Whose a plan is: every place where offices say so, and what is none."""

from __future__ import annotations

from datetime import date

import pytest

from ingest import Options
from ingest.classify.facts.finder import _doubts
from ingest.classify.facts.issuers import Issuers, sureness
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
        (["Handlingsplan 2031", "Lövstads kommun, Kommunstaben"], ["Lövstads kommun", "Kommunstaben"]),
        (["Lövstads kommun", "Trygghetsenheten", "Handlingsplan 2031"], ["Lövstads kommun", "Trygghetsenheten"]),
        (
            ["Lövstads kommun", "Trygghetsrådet i Lövstad", "Protokoll 1/2031"],
            ["Lövstads kommun", "Trygghetsrådet i Lövstad"],
        ),
        (
            ["Lövstads kommun", "Protokoll 1/2031 – Trygghetsrådet i Lövstad"],
            ["Lövstads kommun", "Trygghetsrådet i Lövstad"],
        ),
        (["Lövhults Studentkår", "Verksamhetsplan 2031"], ["Lövhults Studentkår"]),
        (["POLISMYNDIGHETEN LÖVSTADS KOMMUN", "Medborgarlöfte 2031"], ["POLISMYNDIGHETEN", "LÖVSTADS KOMMUN"]),
        (["Lövstads kommun HANDLINGSPLAN", "Handlingsplan ANDT"], ["Lövstads kommun"]),
        (["Föreningen Trygga Lövstad", "Verksamhetsplan 2031"], ["Föreningen Trygga Lövstad"]),
        (["LÖVSTADS KOMMUN 2031-11-27", "Åtgärdsplan mot droger"], ["LÖVSTADS KOMMUN"]),
        (["Handlingsplan 2031", "Vem: Tekniska kontoret"], []),
        (["Lövstads kommun", "Handlingsplan 2031", "Antagen av kommunstyrelsen 2031-02-01"], ["Lövstads kommun"]),
        (
            ["Handlingsplan", "Organisation: Lövstads kommun Datum: 2031-02-17 Styrgrupp: Trygghetsrådet"],
            ["Lövstads kommun"],
        ),
        (["Handlingsplan 2031", "Antagen av: Kommunstyrelsen"], ["Kommunstyrelsen"]),
        (
            ["Handlingsplan 2031", "Lövstads kommun", "Antagen av: Kommunstyrelsen"],
            ["Lövstads kommun", "Kommunstyrelsen"],
        ),
        (["Verksamhetsplan 2031 för Nattvandrarna i Lövstad"], ["Nattvandrarna i Lövstad"]),
        (["Lövstads IK", "Verksamhetsplan 2031"], ["Lövstads IK"]),
        (["STUDENTKÅREN LÖVGÅRDEN", "Verksamhetsplan 2031"], ["STUDENTKÅREN LÖVGÅRDEN"]),
        (["Bondeföreningen Lövslätten", "Åtgärdsplan 2031"], ["Bondeföreningen Lövslätten"]),
        (["Lövholmens skola", "Handlingsplan 2031"], ["Lövholmens skola"]),
        (["Länsstyrelsen i Lövdals län", "Regional plan 2031"], ["Länsstyrelsen i Lövdals län"]),
        (["Åtgärdsplan 2031", "Tidig trygghet i skolan"], []),
        (["Åtgärdsplan 2031", "Kommunen och Polismyndigheten har en gemensam bild av läget."], []),
        (["Protokoll fört vid möte i Lövstads IF"], ["Lövstads IF"]),
        (
            ["Rapport 2031", "Lövbackens gymnasieförbund driver tre skolor i Lövstad och en i Lövhult."],
            ["Lövbackens gymnasieförbund"],
        ),
        (
            ["Lövstads kommun Lokalpolisområde Lövstad", "Handlingsplan 2031"],
            ["Lövstads kommun", "Lokalpolisområde Lövstad"],
        ),
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


def test_a_line_of_a_measure_dates_nothing() -> None:
    assert facts("Lövstads kommun", "Handlingsplan 2031", "Städdag", "När: 18 april 2031").dated is None


def test_a_label_behind_a_number_of_the_register() -> None:
    assert facts("Handlingsplan mot brott", "Dnr KS 2030/412 Fastställd: 2030-12-09").dated == date(2030, 12, 9)


def test_facts_behind_a_number_of_the_register_with_the_body_that_decided() -> None:
    found = facts(
        "Rutin för skolor", "Diarienummer BUN 31/4 Fastställd av: Styrgruppen 2031-02-03 Gäller till: 2032-12-31"
    )
    assert found.dated == date(2031, 2, 3)
    assert found.period is not None
    assert found.period.end == date(2032, 12, 31)


def test_a_period_behind_a_decision_without_a_comma() -> None:
    found = facts("Handlingsplan mot hot", "Antagen av kommunstyrelsen 2029-05-15 Giltighetstid: 2030–2031")
    assert found.period is not None
    assert (found.period.start, found.period.end) == (date(2030, 1, 1), date(2031, 12, 31))
    assert found.dated == date(2029, 5, 15)


def test_a_period_with_an_end_begins_on_the_day_of_the_document() -> None:
    found = facts("Handlingsplan mot hot", "Datum: 2029-05-15", "Giltighetstid: 31 december 2030")
    assert found.period is not None
    assert (found.period.start, found.period.end) == (date(2029, 5, 15), date(2030, 12, 31))


def test_a_plan_pasted_into_a_mail() -> None:
    head = ("Från: Kim Ek", "Till: Bo Ask", "Skickat: den 14 januari 2031 16:22", "Ämne: Planen")
    letter = (
        "Här kommer texten som vi talade om på mötet i måndags. Jag klistrar in den rakt av. Säg till om något saknas."
    )
    found = facts(*head, "Hej Bo!", letter, "TRYGGHETSPLAN 2031", "Lövstads kommun", "Fastställd: 2031-01-08")
    assert (found.title, found.dated) == ("TRYGGHETSPLAN 2031", date(2031, 1, 8))
    assert names(found) == ["Lövstads kommun"]


def test_the_subject_of_a_mail_stands_again_over_what_was_pasted() -> None:
    head = ("Från: Kim Ek", "Till: Områdesgruppen", "Skickat: den 14 januari 2031", "Ämne: VB: Insatser i Lövstad")
    found = facts(*head, "Hej!", "Här kommer listan som vi talade om.", "Insatser i Lövstad", "Lövstads kommun")
    assert (found.title, found.dated) == ("Insatser i Lövstad", date(2031, 1, 14))


def test_the_time_of_measures_is_no_fact_of_the_document() -> None:
    text = "Handlingsplan mot hot\n\n" + "\n\n".join(
        f"Åtgärd: {what}\nAnsvarig: {who}\nTid: {when}"
        for what, who, when in (("Lampor byts", "Parkenheten", "löpande"), ("Lås byts", "Gatukontoret", "maj 2031"))
    )
    rows = process(Source.from_bytes(text.encode(), "plan.txt"), Options()).plan.rows
    assert [row.när.text if row.när else None for row in rows] == ["löpande", "maj 2031"]


def test_a_short_sentence_at_the_end_of_a_note_dates() -> None:
    note = (
        "Källor: kommunens egna register och Statistiska centralbyrån. Sammanställt 2031-02-06. Nästa kommer i augusti."
    )
    assert facts("Lövstads kommun", "Handlingsplan mot hot", note).dated == date(2031, 2, 6)


@pytest.mark.parametrize(
    "line", ["Antagen: 2026-12-14 Gäller: 2027–2030 Dnr KFN 2026/52", "Gäller: 2027–2030, revideras 2032-03-01"]
)
def test_a_period_ends_before_another_label(line: str) -> None:
    found = facts("Biblioteksplan för Hällevik kommun", line)
    assert found.period is not None
    assert (found.period.start, found.period.end) == (date(2027, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("lines", "owners"),
    [
        (["Lövstads ko mmun", "Handlingsplan 2031"], ["Lövstads kommun"]),
        (["Region Lövmark Primärvården", "Handlingsplan 2031"], ["Region Lövmark", "Primärvården"]),
        (["Handlingsplan 2031", "Gäller för: Socialförvaltningen"], []),
        (["Lövstads kommun", "Handlingsplan 2031", "Internt arbetsmaterial för styrelsen"], ["Lövstads kommun"]),
        (["Bostadsrättsföreningen Lövåsen 7", "Underhållsplan 2031"], ["Bostadsrättsföreningen Lövåsen 7"]),
    ],
)
def test_names_that_share_a_line_and_lines_that_name_nobody(lines: list[str], owners: list[str]) -> None:
    assert names(facts(*lines)) == owners


def test_an_answer_less_sure_than_not_is_told() -> None:
    assert [n.code for n in _doubts(Issuers((), 0.4, ("Lövstads kommun",)))] == ["issuer-unsure"]
    assert _doubts(Issuers((), 0.9)) == ()


def test_minutes_are_of_the_day_of_their_meeting() -> None:
    found = facts("Lövstads kommun", "Protokoll från Trygghetsrådet", "Tid: Torsdag 2031-02-19, kl 19:00", "Plats: Ek")
    assert found.dated == date(2031, 2, 19)
    assert found.period is None


def test_a_piece_of_a_line_behind_a_version_dates() -> None:
    assert facts("Handlingsplan mot hot", "Version 1.2 – antagen av Rådet 2031-02-11").dated == date(2031, 2, 11)


def test_an_answer_that_names_nobody_is_as_sure_as_such_answers_were_right() -> None:
    assert sureness([], (), 0.1) == 0.1
    assert sureness([0.2], (), 0.5) == 0.4
    assert sureness([0.9, 0.5], (0,), 0.1) == 0.45
