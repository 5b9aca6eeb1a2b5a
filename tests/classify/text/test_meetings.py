"""Minutes are told by their items, and give rows only for tasks."""

from __future__ import annotations

from ingest.classify.fields.vocabulary import load
from ingest.classify.text.meetings import is_meeting, names_members, people_of
from ingest.document import Paragraph
from tests.classify.build import draft, h, li, p, rows, t

WORDS = load(None)


def test_a_meeting_is_told_by_its_items() -> None:
    assert is_meeting((h("§ 1 Mötet öppnas"), h("§ 2 Val av justerare"), p("Text.")), WORDS)
    assert not is_meeting((h("Val av metod"), h("2 Hamnen"), p("Text.")), WORDS)


def test_tasks_in_sentences_of_minutes_without_a_title_that_says_so() -> None:
    found = draft(
        h("Trygghetsgruppen 2030"),
        h("§ 1 Mötet öppnas", 2),
        h("§ 2 Val av justerare", 2),
        p("Gruppen tackade för informationen."),
        h("§ 3 Hamnen", 2),
        p("Polisen ska informera båtägarna om lås senast maj 2030."),
    ).rows
    assert [r.fields["vem"].text for r in found] == ["Polisen"]


def test_an_item_without_a_responsible_is_no_task() -> None:
    table = t(
        [
            ["§", "Uppgift", "Ansvarig"],
            ["1", "Mötet öppnas. Läget i området beskrevs kort.", ""],
            ["2", "Val av justerare.", ""],
            ["3", "Måla bänkarna på torget", "Parkenheten"],
            ["4", "Byta lås på badhuset", "Fastighetsenheten"],
            ["5", "Föregående protokoll. Lades till handlingarna.", ""],
        ]
    )
    assert [r["vem"] for r in rows(h("Plan för hamnen 2030"), table)] == ["Parkenheten", "Fastighetsenheten"]


def test_what_somebody_brings_to_the_next_meeting_is_a_task() -> None:
    found = draft(
        h("Protokoll trygghetsrådet 2030"),
        h("§ 1 Lägesbild", 2),
        p("Mats Ehn redovisar statistik för januari."),
        p("Kommunpolisen tar fram en karta över hamnen senast den 28 mars 2030."),
    ).rows
    assert [r.fields["vem"].text for r in found] == ["Kommunpolisen"]


def test_those_at_a_meeting_are_known_by_their_first_names() -> None:
    blocks = (p("Närvarande: Bo Lindh, Eva Karlsson (kassör) och Per-Erik Strand"), p("Ulf Ek skickar en hälsning."))
    assert people_of(blocks, WORDS) == {
        "Bo Lindh", "Bo", "Eva Karlsson", "Eva", "Per-Erik Strand", "Per-Erik"
    }  # fmt: skip


def test_what_somebody_at_the_meeting_does_is_a_task_and_what_they_tell_is_none() -> None:
    found = draft(
        h("Protokoll från byalagets möte 2031"),
        p("Närvarande: Bo Lindh, Eva Karlsson, Mats Ågren"),
        h("§ 1 Badplatsen", 2),
        p("Bryggan är trasig. Mats köper nya bräder och lagar bryggan före midsommar. Eva berättar om vattenproverna."),
        h("§ 2 Midsommar", 2),
        p("Bo och Eva ordnar lotteri till nästa möte. Ulf ordnar ofta lotteri. Bo är nöjd med förra året."),
    ).rows
    assert [(r.fields["vem"].text, r.fields["när"].text) for r in found] == [
        ("Mats", "före midsommar"),
        ("Bo och Eva", "till nästa möte"),
    ]


def told(*blocks: Paragraph) -> list[tuple[str, str | None]]:
    found = draft(*blocks).rows
    return [(r.fields["åtgärd"].text, r.fields["vem"].text if "vem" in r.fields else None) for r in found]


def test_what_is_to_be_done_by_the_next_meeting() -> None:
    assert told(
        h("Anteckningar 30-09-24"),
        p("Närvarande: Hamnrådet, Båtklubben"),
        h("Att göra till nästa möte", 2),
        li("Fråga varvet om priset på bojar - Maja"),
        li("Rensa bland förslagen och ta med dem till nästa träff (vecka 41) - alla"),
        li("Kolla med grannarna - Båtklubben kollar med kiosken, varvet med bryggan."),
        li("Fundera på vilka frågor som är kvar - Maja"),
    ) == [
        ("Fråga varvet om priset på bojar", "Maja"),
        ("Rensa bland förslagen och ta med dem till nästa träff (vecka 41)", "alla"),
        ("Kolla med grannarna - Båtklubben kollar med kiosken, varvet med bryggan.", None),
        ("Fundera på vilka frågor som är kvar", "Maja"),
    ]


def test_what_a_meeting_decided() -> None:
    assert told(
        h("Protokoll från styrelsemöte 2030-03-01"),
        p("Närvarande: K L, Maja, Nils-Olof och Siv."),
        p("7. Förberedelser inför stämman"),
        p("Utöver vad som tidigare sagts beslutades följande:"),
        li("KL ringer Frida om kaffet till stämman."),
        li("Siv kopierar kartan till alla medlemmar."),
    ) == [
        ("KL ringer Frida om kaffet till stämman.", "KL"),
        ("Siv kopierar kartan till alla medlemmar.", "Siv"),
    ]


def test_what_a_meeting_decided_of_its_own_forms_is_no_task() -> None:
    assert not told(
        h("Protokoll från styrelsemöte 2030-03-01"),
        h("7. Ekonomi", 2),
        p("Styrelsen beslutade att:"),
        li("att godkänna rapporten"),
        li("att lägga skrivelsen till handlingarna"),
        li("att fastställa avgiften till 200 kronor"),
    )


def test_sentences_of_what_is_still_to_be_done() -> None:
    found = told(
        h("Protokoll från styrelsemöte 2030-03-01"),
        h("1. Öppnande", 2),
        p("Ordföranden öppnade mötet. Utsänd kallelse godkändes."),
        h("4. Uppföljning av ärenden från föregående möte", 2),
        p("Häcken skall klippas efter midsommar, beställs hos entreprenören."),
        h("5. Vintern", 2),
        p("Sandning har skett vid fyra tillfällen."),
        h("6. Årsmötet", 2),
        p("Kassören sammanställer en ekonomisk rapport till årsmötet."),
        p("Avgiften skall vara bokförd på föreningens konto vid årsmötet."),
    )
    assert [text.split()[0] for text, _ in found] == ["Häcken", "Kassören"]


def test_who_is_of_a_board_is_no_measure() -> None:
    assert names_members("Valberedning: A, B och C.")
    assert names_members("Festkommitté: Siv Ek (sammankallande), Bo, Nils Alm")
    assert not names_members("Polisen: patrullera på kajen och i hamnen")
    assert not names_members("Närvarande: alla")
    assert not told(
        h("Årsberättelse 2029"),
        p("Årsmöte hölls den 8 mars 2029."),
        p("Stugkommitté: A (sammankallande), B, C, D"),
        p("Lotteriansvariga: E och F"),
        p("Valberedning: G, H och I."),
        p("Studieledare: K"),
        p("Kaféansvariga: L och M"),
    )


def test_first_names_and_initials_of_those_present() -> None:
    assert people_of((p("Närvarande: P O, Sture och Britt-Marie."),), WORDS) == {
        "P O",
        "PO",
        "Sture",
        "Britt-Marie",
    }
    assert not people_of((p("Närvarande: Ordföranden; två ledamöter"),), WORDS)
