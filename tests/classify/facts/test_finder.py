"""What a document is, from fronts of many kinds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.classify.facts.finder import find_facts
from ingest.document import Block, Cell, Document, Line, Method, Paragraph, Table, Word

BODY = (
    "Det brottsförebyggande arbetet i kommunen bedrivs långsiktigt och utgår från en gemensam lägesbild som tas fram"
    " av kommunen och polisen tillsammans varje år, och den ligger till grund för arbetet. Sedan den 1 juli 2023"
    " har kommunerna ett lagstadgat ansvar för detta."
)


def para(text: str, size: float | None = 11.0, role: Any = "body", level: int | None = None) -> Paragraph:
    words = tuple(Word(t, t, size=size) for t in text.split())
    return Paragraph((Line(words, 1),), role, level)


def head(text: str, size: float = 20.0) -> Paragraph:
    return para(text, size, "heading", 1)


def table(*rows: tuple[str, ...]) -> Table:
    cells = tuple(Cell(i, j, (para(c),)) for i, row in enumerate(rows) for j, c in enumerate(row))
    return Table(cells, len(rows), max(len(r) for r in rows))


def document(*blocks: Block, method: Method = Method.WORD) -> Document:
    return Document("0" * 64, "plan.docx", "x", method, blocks=blocks)


Y = (date(2024, 1, 1), date(2027, 12, 31))
FRONTS: dict[str, tuple[tuple[Block, ...], dict[str, Any]]] = {
    "cover page": (
        (
            para("Sundsvalls kommun", 14),
            head("Trygghetsplan", 28),
            para("för Sundsvalls kommun 2024–2027", 16),
            para("Antagen av kommunfullmäktige 2024-02-26 § 34"),
            head("Innehåll", 14),
            para("1 Inledning 3"),
            para(BODY),
        ),
        {
            "title": "Trygghetsplan",
            "kind": "handlingsplan",
            "dated": date(2024, 2, 26),
            "period": Y,
            "issuers": ["Sundsvalls kommun"],
        },
    ),
    "label table": (
        (
            para("STYRDOKUMENT", 9),
            head("Våld i nära relationer", 26),
            table(
                ("Dokumenttyp", "Handlingsplan"),
                ("Datum", "2022-11-23"),
                ("Giltighetstid", "2024-01-01 – 2027-12-31"),
                ("Gäller för", "Socialförvaltningen"),
            ),
            head("Bakgrund", 14),
            para(BODY),
        ),
        {
            "title": "Våld i nära relationer",
            "kind": "handlingsplan",
            "dated": date(2022, 11, 23),
            "period": Y,
            "issuers": [],
        },
    ),
    "labels over values": (
        (
            table(("Handläggare", "Datum", "Diarienummer"), ("Anna Ek", "2024-05-06", "KS 2024/12")),
            head("Verksamhetsplan 2025"),
            para("Socialnämnden", 12),
            para(BODY),
        ),
        {
            "title": "Verksamhetsplan 2025",
            "kind": "verksamhetsplan",
            "dated": date(2024, 5, 6),
            "period": (date(2025, 1, 1), date(2025, 12, 31)),
            "issuers": ["Socialnämnden"],
        },
    ),
    "agreement told in a sentence": (
        (
            head("Samverkansöverenskommelse", 22),
            para("mellan Härryda kommun och Lokalpolisområde Storgöteborg Syd", 14),
            para("Överenskommelsen gäller från och med 2024-01-01 till och med 2027-12-31."),
            head("Inledning", 14),
            para(BODY),
        ),
        {
            "title": "Samverkansöverenskommelse",
            "kind": "överenskommelse",
            "dated": None,
            "period": Y,
            "issuers": ["Härryda kommun", "Lokalpolisområde Storgöteborg Syd"],
        },
    ),
    "one end only": (
        (head("Brottsförebyggande program"), para("Giltighetstid: 31 december 2026"), para("Region Skåne"), para(BODY)),
        {
            "title": "Brottsförebyggande program",
            "kind": "handlingsplan",
            "dated": None,
            "period": (None, date(2026, 12, 31)),
            "issuers": ["Region Skåne"],
        },
    ),
    "from only": (
        (head("Riktlinje mot klotter"), para("Gäller från och med 2024-03-01"), para("Nacka kommun"), para(BODY)),
        {
            "title": "Riktlinje mot klotter",
            "kind": "riktlinje",
            "dated": None,
            "period": (date(2024, 3, 1), None),
            "issuers": ["Nacka kommun"],
        },
    ),
    "revised": (
        (
            head("Handlingsplan mot hot och våld"),
            para("Antagen: 2021-05-05. Reviderad: 2024-02-02."),
            para("Gäller from 2021-06-01 tom 2025-12-31"),
            para("Eskilstuna kommun"),
            para(BODY),
        ),
        {
            "title": "Handlingsplan mot hot och våld",
            "kind": "handlingsplan",
            "dated": date(2021, 5, 5),
            "period": (date(2021, 6, 1), date(2025, 12, 31)),
            "issuers": ["Eskilstuna kommun"],
        },
    ),
    "until further notice": (
        (
            head("Riktlinjer för trygghetskameror"),
            para("Fastställd av kommunstyrelsen den 4 april 2023. Gäller tills vidare."),
            para("Nacka kommun"),
            head("1 Inledning", 13),
            para(BODY),
        ),
        {
            "title": "Riktlinjer för trygghetskameror",
            "kind": "riktlinje",
            "dated": date(2023, 4, 4),
            "period": None,
            "issuers": ["Nacka kommun"],
        },
    ),
    "letter": (
        (
            para("Länsstyrelsen Skåne", 10),
            para("Malmö den 3 maj 2024", 10),
            para("Till samtliga kommuner i länet", 10),
            head("Inbjudan till konferens om trygga miljöer", 16),
            para("Länsstyrelsen Skåne bjuder in till konferens den 5 juni 2024."),
            para(BODY),
        ),
        {
            "title": "Inbjudan till konferens om trygga miljöer",
            "kind": "inbjudan",
            "dated": date(2024, 5, 3),
            "period": None,
            "issuers": ["Länsstyrelsen Skåne"],
        },
    ),
    "invitation without a letterhead": (
        (
            head("Motorburen ungdom"),
            para("Inbjudan till arbetsgrupp under 2024–2027", 11, "heading", 3),
            para(
                "Länsstyrelsen Västra Götaland, Polisregion Väst och Brottsförebyggande rådet bjuder in till en grupp."
            ),
            para(BODY),
        ),
        {
            "title": "Motorburen ungdom",
            "kind": "inbjudan",
            "dated": None,
            "period": Y,
            "issuers": ["Länsstyrelsen Västra Götaland", "Polisregion Väst", "Brottsförebyggande rådet"],
        },
    ),
    "minutes": (
        (
            head("Protokoll 2024"),
            para("Lokala brottsförebyggande rådet", 12),
            para("2024-03-05"),
            para("Tid: kl 13.00-15.00"),
            para(BODY),
        ),
        {
            "title": "Protokoll 2024",
            "kind": "protokoll",
            "dated": date(2024, 3, 5),
            "period": None,
            "issuers": ["Lokala brottsförebyggande rådet"],
        },
    ),
    "a year to aim at": (
        (head("Strategi för ett tryggare Lund – mot 2030"), para("Lunds kommun"), para(BODY)),
        {
            "title": "Strategi för ett tryggare Lund – mot 2030",
            "kind": "strategi",
            "dated": None,
            "period": None,
            "issuers": ["Lunds kommun"],
        },
    ),
    "follow-up": (
        (head("Uppföljning av handlingsplan mot våld 2023"), para("Kalmar kommun", 12), para(BODY)),
        {
            "title": "Uppföljning av handlingsplan mot våld 2023",
            "kind": "rapport",
            "dated": None,
            "period": (date(2023, 1, 1), date(2023, 12, 31)),
            "issuers": ["Kalmar kommun"],
        },
    ),
    "school year, date in the footer": (
        (
            head("Plan mot kränkande behandling"),
            para("Läsåret 2024/2025", 14),
            para("Björkskolan", 14),
            para(BODY),
            para("Fastställd av rektor 2024-09-12", 9, "footer"),
        ),
        {
            "title": "Plan mot kränkande behandling",
            "kind": "handlingsplan",
            "dated": date(2024, 9, 12),
            "period": (date(2024, 7, 1), date(2025, 6, 30)),
            "issuers": ["Björkskolan"],
        },
    ),
    "bodies in the first sentence": (
        (
            head("Åtgärdsplan 2024 - trygghet"),
            para("daterad 2024-05-06"),
            para(
                "Under 2023 har Region Gotland och Polisområde Gotland tagit fram lägesbilder för brottsligheten. "
                + BODY
            ),
        ),
        {
            "title": "Åtgärdsplan 2024 - trygghet",
            "kind": "åtgärdsplan",
            "dated": date(2024, 5, 6),
            "period": (date(2024, 1, 1), date(2024, 12, 31)),
            "issuers": ["Region Gotland", "Polisområde Gotland"],
        },
    ),
    "running head with a bar": (
        (
            para("Växjö kommun | Brottsförebyggande rådet", 8, "header"),
            head("Handlingsplan 2024"),
            para("Växjö kommun"),
            para(BODY),
        ),
        {
            "title": "Handlingsplan 2024",
            "kind": "handlingsplan",
            "dated": None,
            "period": (date(2024, 1, 1), date(2024, 12, 31)),
            "issuers": ["Växjö kommun", "Brottsförebyggande rådet"],
        },
    ),
    "running head with an institution": (
        (
            para("Lövholmens skola, Växjö kommun", 8, "header"),
            head("Handlingsplan 2024"),
            para(BODY),
        ),
        {
            "title": "Handlingsplan 2024",
            "kind": "handlingsplan",
            "dated": None,
            "period": (date(2024, 1, 1), date(2024, 12, 31)),
            "issuers": ["Lövholmens skola", "Växjö kommun"],
        },
    ),
    "two lines of one title": (
        (
            head("Strategi för det trygghetsskapande", 24),
            head("arbetet 2024–2027", 24),
            para("Växjö kommun"),
            para(BODY),
        ),
        {
            "title": "Strategi för det trygghetsskapande arbetet 2024–2027",
            "kind": "strategi",
            "dated": None,
            "period": Y,
            "issuers": ["Växjö kommun"],
        },
    ),
    "no sizes at all": (
        (
            para("Enköpings kommun och Lokalpolisområde Enköping", None),
            para("Åtgärdsplan 2024–2027 - insatser", None),
            para("Fastställd 24 mars 2022", None),
            para("Bakgrund", None),
            para(BODY, None),
        ),
        {
            "title": "Åtgärdsplan 2024–2027 - insatser",
            "kind": "åtgärdsplan",
            "dated": date(2022, 3, 24),
            "period": Y,
            "issuers": ["Enköpings kommun", "Lokalpolisområde Enköping"],
        },
    ),
    "promise": (
        (
            head("Medborgarlöfte 2024–2027"),
            para("Örnsköldsviks kommun"),
            para("Handlingsplan", 9, "header"),
            para(BODY),
        ),
        {
            "title": "Medborgarlöfte 2024–2027",
            "kind": "annat",
            "dated": None,
            "period": Y,
            "issuers": ["Örnsköldsviks kommun"],
        },
    ),
    "body and date on one line": (
        (head("Handlingsplan mot våld 2024–2027"), para("Höörs kommun, antagen 2023-10-20"), para(BODY)),
        {
            "title": "Handlingsplan mot våld 2024–2027",
            "kind": "handlingsplan",
            "dated": date(2023, 10, 20),
            "period": Y,
            "issuers": ["Höörs kommun"],
        },
    ),
    "pages out of the middle: their first section is no title": (
        (head("3 Boende", 20.5), para(BODY), head("4 Trafik", 18.5), para(BODY)),
        {"title": None, "kind": "annat", "dated": None, "period": None, "issuers": []},
    ),
    "labels of a measure": (
        (
            head("Handlingsplan mot våld 2024–2027"),
            para("Region Sörmland"),
            para("Aktivitet: Byta glas"),
            para("Tidplan: våren 2025"),
            para(BODY),
        ),
        {
            "title": "Handlingsplan mot våld 2024–2027",
            "kind": "handlingsplan",
            "dated": None,
            "period": Y,
            "issuers": ["Region Sörmland"],
        },
    ),
}


@pytest.mark.parametrize(("blocks", "expected"), FRONTS.values(), ids=FRONTS.keys())
def test_fronts(blocks: tuple[Block, ...], expected: dict[str, Any]) -> None:
    facts = find_facts(document(*blocks)).facts
    found = {
        "title": facts.title,
        "kind": facts.kind,
        "dated": facts.dated,
        "period": None if facts.period is None else (facts.period.start, facts.period.end),
        "issuers": [a.name for a in facts.issuers],
    }
    assert found == expected


def test_blocks_that_state_facts_are_told() -> None:
    blocks, _ = FRONTS["revised"]
    assert find_facts(document(*blocks)).consumed == {0, 1, 2, 3}


def test_running_text_is_not_consumed() -> None:
    for blocks, _ in FRONTS.values():
        consumed = find_facts(document(*blocks)).consumed
        assert not [i for i in consumed if isinstance(blocks[i], Paragraph) and len(blocks[i].text.split()) > 25]


def test_a_scan_with_specks_and_a_stamp() -> None:
    blocks = (para("REGISTRERAD", 26), para("[ Mölndals stad", 10), para("O Handlingsplan 2025-2C27", 20), para(BODY))
    facts = find_facts(document(*blocks, method=Method.OCR)).facts
    assert (facts.title, [a.name for a in facts.issuers]) == ("Handlingsplan 2025-2027", ["Mölndals stad"])
    assert [c.rule for c in facts.changes] == ["ocr"]


def test_language() -> None:
    english = "The plan is for the safety of the town and it will be used by all of us in the work that we do. " * 4
    assert find_facts(document(head("Safety plan"), para(english))).facts.language == "en"
    assert find_facts(document(head("Plan"), para(BODY))).facts.language == "sv"


def test_file_properties_date_nothing() -> None:
    assert find_facts(document(head("Handlingsplan"), para(BODY))).facts.dated is None


@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_document_has_facts(texts: list[str]) -> None:
    find_facts(document(*(para(t) for t in texts)))


def test_nothing_at_all() -> None:
    facts = find_facts(document()).facts
    assert (facts.title, facts.kind, facts.issuers) == (None, "annat", ())


@pytest.mark.shared
@pytest.mark.parametrize("name", ["atgardsplan.docx", "atgardsplan.txt"])
def test_seed(shared: Path, name: str) -> None:
    from ingest.options import Options
    from ingest.pipeline import arrange
    from ingest.source import Source

    options = Options()
    path = shared / "seeds" / name
    facts = find_facts(arrange(Source.open(path, None, options.limits), options)).facts
    assert facts.title == "Åtgärdsplan 2024 - brottsförebyggande insatser"
    assert facts.dated == date(2024, 5, 6)
    assert {a.name for a in facts.issuers} == {"Region Gotland", "Polisområde Gotland"}


def test_a_heading_with_its_day_is_the_title_and_who_was_there_issued_nothing() -> None:
    blocks: list[Block] = [
        para("Anteckningar 30-09-24", None, "heading", 1),
        para("Närvarande: Trafikverket, Bolagsverket, Naturvårdsverket", None),
        para("Att göra till nästa gång", None, "heading", 2),
        para("Fråga varvet om bojarna", None, "list-item"),
    ]
    facts = find_facts(Document("0" * 64, "plan.txt", "x", Method.TEXT, blocks=tuple(blocks))).facts
    assert (facts.title, facts.dated, facts.issuers) == ("Anteckningar 30-09-24", date(2030, 9, 24), ())
