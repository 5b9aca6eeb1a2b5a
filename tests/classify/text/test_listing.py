"""Rows from lists, labels in lines and sentences; and what gives none. Every example is invented for its kind."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document import Paragraph, Table
from ingest.draft import DraftRow
from ingest.plan import FieldName
from tests.classify.build import draft, h, li, p, t

PLAN = h("Handlingsplan för en trygg hamn 2030")


def rows(*blocks: Paragraph | Table) -> Sequence[DraftRow]:
    return draft(PLAN, *blocks).rows


def texts(found: Sequence[DraftRow], *names: FieldName) -> list[tuple[str | None, ...]]:
    return [tuple(r.fields[n].text if n in r.fields else None for n in names) for r in found]


def test_a_phase_in_a_heading_gives_its_time_to_bare_bullets() -> None:
    found = rows(
        h("Byggfas (1 mars – 31 maj 2030):", 2, "2."),
        li("Gjuta grunden"),
        li("Resa stommen"),
        li("Lägga taket"),
    )
    when = "1 mars – 31 maj 2030"
    assert texts(found, "åtgärd", "när") == [("Gjuta grunden", when), ("Resa stommen", when), ("Lägga taket", when)]


def test_months_as_headings() -> None:
    found = rows(
        h("Åtgärder", 1),
        h("Mars", 2),
        li("Städa stranden tillsammans med skolan"),
        h("April", 2),
        li("Sätta ut papperskorgar längs kajen"),
    )
    assert texts(found, "när") == [("Mars",), ("April",)]


def test_a_responsible_in_a_heading_is_for_all_below() -> None:
    found = rows(
        h("Åtgärder", 1),
        h("Belysning (ansvarig: Tekniska nämnden)", 2),
        li("Byta lamporna i gångtunneln"),
        li("Sätta upp nya stolpar vid kajen"),
    )
    assert texts(found, "vem") == [("Tekniska nämnden",), ("Tekniska nämnden",)]


def test_a_list_under_an_everyday_heading_is_told_by_what_it_says() -> None:
    found = rows(
        h("Det här tänker vi göra", 2),
        li("Vi målar bänkarna på torget. Parkenheten, maj 2030"),
        li("Vi byter lås på badhuset. Fastighetsenheten, juni 2030"),
    )
    assert texts(found, "åtgärd", "vem", "när") == [
        ("Vi målar bänkarna på torget.", "Parkenheten", "maj 2030"),
        ("Vi byter lås på badhuset.", "Fastighetsenheten", "juni 2030"),
    ]


def test_ongoing_work_below_a_lead() -> None:
    found = rows(
        h("Hamnen", 2),
        p("Pågående satsningar inom Park:"),
        li("Fortsatt samarbete med simklubben om kvällsöppet"),
        li("Utbildningsinsatser för badvakter kring första hjälpen"),
    )
    assert len(found) == 2


def test_a_list_of_labels_and_dates() -> None:
    found = rows(
        h("Milstolpar", 2),
        li("Ritning klar: 3 maj 2030"),
        li("Upphandling av entreprenör: augusti 2030"),
        li("Invigning av bryggan: hösten 2030"),
    )
    assert texts(found, "åtgärd", "när")[0] == ("Ritning klar", "3 maj 2030")
    assert len(found) == 3


def test_sub_headings_under_measures_with_label_lines_below_items() -> None:
    found = rows(
        h("Åtgärder", 1),
        h("Främja", 2),
        li("Bjuda in grannarna till en kväll om lås.", 0, "1."),
        p("Ansvarig: Fritidsenheten"),
        p("Tidplan: mars 2030"),
        li("Rusta upp lekplatsen vid kajen.", 0, "2."),
        p("Ansvarig: Parkenheten Tidplan: hösten 2030"),
    )
    assert texts(found, "åtgärd", "vem", "när") == [
        ("Bjuda in grannarna till en kväll om lås.", "Fritidsenheten", "mars 2030"),
        ("Rusta upp lekplatsen vid kajen.", "Parkenheten", "hösten 2030"),
    ]


def test_pairs_in_a_line() -> None:
    found = rows(
        h("Insatser", 2),
        p("Insats: Måla skjulet"),
        p("Ansvarig: Parkenheten | När: maj 2030"),
        p("Insats: Laga bron"),
        p("Ansvarig: Fastighetsenheten • När: juni 2030"),
    )
    assert texts(found, "vem", "när") == [("Parkenheten", "maj 2030"), ("Fastighetsenheten", "juni 2030")]


def test_a_goal_in_a_heading_is_for_the_list_below() -> None:
    found = rows(h("Hamnen", 1), h("Mål: Färre stölder i hamnen.", 2), h("Aktiviteter", 3), li("Byta lås på bommarna"))
    assert texts(found, "mål") == [("Färre stölder i hamnen.",)]


def test_sentences_with_we_as_subject_and_their_time() -> None:
    found = rows(h("Året som kommer", 2), p("Under 2030 ska vi bygga om omklädningsrummen i badhuset."))
    assert texts(found, "när") == [("Under 2030",)]
    assert found[0].origin == "prose"


def test_needs_levels_and_things_give_no_rows() -> None:
    assert not rows(
        h("Samhällsviktig verksamhet", 2),
        p("Boende ska:"),
        li("ha tillgång till mat och värme"),
        li("kunna nå personal dygnet runt"),
        h("Torget", 2),
        p("Torget ska bevaras. Stigen ska vara minst två meter bred. Avgiften är som förut."),
    )


def test_work_that_is_done_gives_no_rows_even_under_a_heading_of_measures() -> None:
    assert not rows(
        h("Aktiviteter", 2),
        li("Lekplatsen invigdes i juni och fick en ny gunga."),
        li("Två studiebesök genomfördes i hamnen."),
        li("Personalen utbildades i brandskydd under hösten."),
    )


def test_paragraphs_of_minutes_that_end_as_others_do_end_in_who_and_when() -> None:
    found = draft(
        h("Protokoll från styrelsens möte"),
        h("Garaget", 2),
        p("Vi byter lås i båda portarna. Tobias Rehn, 15 mars"),
        h("Gården", 2),
        p("Vi lagar lamporna vid sandlådan. Trägårdsherren, senast 28 februari 2031"),
        h("Brandskydd", 2),
        p("Vi rensar trapphusen från pulkor. Parkenheten, våren 2031"),
    ).rows
    assert texts(found, "vem", "när") == [
        ("Tobias Rehn", "15 mars"),
        ("Trägårdsherren", "senast 28 februari 2031"),
        ("Parkenheten", "våren 2031"),
    ]


def test_an_agenda_gives_no_rows() -> None:
    assert not draft(
        h("Protokoll från styrelsens möte"),
        li("Mötets öppnande", 0, "1."),
        li("Val av justerare", 0, "2."),
        li("Ekonomisk rapport", 0, "3."),
        li("Övriga frågor", 0, "4."),
        p("Informationen antecknas till protokollet."),
    ).rows


def test_rules_of_a_policy_give_no_rows() -> None:
    assert not draft(
        h("Policy mot mutor"),
        h("Gåvor", 2),
        p("Medarbetaren ska anmäla gåvor. Gåvan ska lämnas tillbaka."),
    ).rows


def test_a_list_of_responsibles_is_one_value() -> None:
    found = rows(
        h("Hamnen", 2),
        p("Aktivitet: Hålla öppet på kvällen"),
        p("Vem:"),
        li("Fritidsförvaltningen"),
        li("Seglarklubben"),
        p("Tid: Löpande"),
    )
    assert texts(found, "vem", "när") == [("Fritidsförvaltningen\nSeglarklubben", "Löpande")]


def test_a_labelled_goal_is_for_the_list_below_it() -> None:
    found = rows(
        h("Hamnen", 1),
        p("Målsättning: Färre stölder i hamnen."),
        li("Byta lås på bommarna. Parkenheten, maj 2030"),
        p("Målsättning: Rena bryggor."),
        li("Städa bryggorna. Parkenheten, juni 2030"),
    )
    assert texts(found, "mål") == [("Färre stölder i hamnen.",), ("Rena bryggor.",)]


def test_headings_right_above_a_word_for_measures_are_goals_where_they_say_so() -> None:
    found = rows(
        h("Hamnen", 2),
        h("Minska antalet stölder.", 3),
        h("Aktiviteter", 4),
        li("Byta lås på bommarna"),
        h("Antalet båtar som försvinner ska minska med minst 50 procent till 2031.", 3),
        h("Aktiviteter", 4),
        li("Märka båtmotorer"),
    )
    goals = [("Minska antalet stölder.",), ("Antalet båtar som försvinner ska minska med minst 50 procent till 2031.",)]
    assert texts(found, "mål") == goals


def test_areas_right_above_a_word_for_measures_are_none() -> None:
    found = rows(
        h("Trygghet", 2),
        h("Hamnen", 3),
        h("Aktiviteter", 4),
        li("Byta lås på bommarna"),
        h("Park och natur", 3),
        h("Aktiviteter", 4),
        li("Klippa buskarna"),
    )
    assert texts(found, "mål") == [(None,), (None,)]


def test_titles_of_areas_right_below_the_documents_own_are_no_goals() -> None:
    found = draft(
        h("Handlingsplan för en trygg hamn 2030", 1),
        h("Trygga bryggor", 2),
        h("Aktiviteter", 3),
        li("Byta lås på bommarna"),
        h("Levande strandliv", 2),
        h("Aktiviteter", 3),
        li("Klippa buskarna"),
    ).rows
    assert texts(found, "mål") == [(None,), (None,)]


def test_a_phase_with_number_and_name_opens_no_record() -> None:
    found = rows(
        h("Åtgärder", 1),
        h("Steg 1: Start (januari–februari 2030)", 2),
        li("Följa upp planen"),
        h("Steg 2: Avslut (mars–april 2030)", 2),
        li("Utbilda cheferna"),
    )
    assert texts(found, "åtgärd", "när") == [
        ("Följa upp planen", "Steg 1: Start (januari–februari 2030)"),
        ("Utbilda cheferna", "Steg 2: Avslut (mars–april 2030)"),
    ]


def test_a_phase_in_a_plain_line_over_a_label_and_a_list_is_their_heading() -> None:
    found = rows(
        h("Genomförande", 1),
        p("Fas 1 (januari–mars 2030)", bold=True),
        p("Ansvarig: projektledaren"),
        li("Intervjua boende i hamnen"),
        li("Ta fram en lägesbild"),
        p("Fas 2 (april–juni 2030)", bold=True),
        p("Ansvarig: projektledaren"),
        li("Byta belysning vid kajen"),
    )
    assert texts(found, "åtgärd", "vem", "när") == [
        ("Intervjua boende i hamnen", "projektledaren", "Fas 1 (januari–mars 2030)"),
        ("Ta fram en lägesbild", "projektledaren", "Fas 1 (januari–mars 2030)"),
        ("Byta belysning vid kajen", "projektledaren", "Fas 2 (april–juni 2030)"),
    ]


def test_promises_in_sentences() -> None:
    found = draft(
        h("Medborgarlöfte 2030"),
        h("Synlighet", 2),
        p("Polisen ska patrullera i hamnen under hela 2030. Kommunen åtar sig att ha värdar på torget från maj 2030. "
          "Patrulleringen sker när behovet är störst."),
    ).rows  # fmt: skip
    assert texts(found, "vem") == [("Polisen",), ("Kommunen",)]


def test_an_actor_whom_no_register_knows_is_told_by_the_name() -> None:
    found = rows(
        h("Våra åtgärder", 1),
        h("Hamnen", 2),
        p("Hamnvikens Fastigheter ska laga stängslet längs kajen senast i maj 2030."),
        p("Torget ska bevaras."),
        p("Arbetet ska bidra till trygghet."),
    )
    assert texts(found, "vem") == [("Hamnvikens Fastigheter",)]


def test_a_paragraph_of_tasks_gives_a_row_for_each() -> None:
    found = rows(
        h("Åtgärder", 1),
        p("Polisen ska öva med presidierna varje vecka. Parkenheten ska röja sly från och med kv. 1 2030."),
    )
    assert texts(found, "vem", "när") == [("Polisen", "varje vecka"), ("Parkenheten", "från och med kv. 1 2030")]


def test_weekdays_before_a_date_are_no_part_of_it_and_what_counts_a_day_out_is() -> None:
    found = rows(
        h("Våra åtgärder", 1),
        h("Hamnen", 2),
        p("Kommunen ska placera värdar på torget fredagar och lördagar från den 1 april 2030."),
        p("Polisen ska informera om lås på biblioteket den första måndagen i varje månad."),
    )
    assert texts(found, "när") == [("från den 1 april 2030",), ("den första måndagen i varje månad",)]


def test_a_numbered_period_is_a_heading_and_no_label() -> None:
    found = rows(
        h("Åtgärder", 2),
        h("Period 1: Förankring, januari–februari 2030", 3),
        li("Utse en styrgrupp"),
        h("Period 2: Bygget, mars–april 2030", 3),
        li("Laga bron"),
    )
    assert texts(found, "när") == [
        ("Period 1: Förankring, januari–februari 2030",),
        ("Period 2: Bygget, mars–april 2030",),
    ]


def test_lists_under_phases_are_of_one_kind() -> None:
    found = rows(
        h("Förstudie (2 januari – 15 februari 2030):", 2, "1."),
        li("Intervjuer"),
        li("Skriva kravlista"),
        h("Bygge (16 februari – 30 juni 2030):", 2, "2."),
        li("Programmering"),
        li("Koppling till bokningen"),
        h("Provdrift (1 juli – 30 september 2030):", 2, "3."),
        li("Test med resenärer"),
        li("Felrättning"),
        h("Milstolpar", 2),
        li("Kravlista klar: 15 februari 2030"),
        li("Öppning: 1 oktober 2030"),
    )
    assert [a for (a,) in texts(found, "åtgärd")] == [
        "Intervjuer", "Skriva kravlista", "Programmering", "Koppling till bokningen", "Test med resenärer",
        "Felrättning", "Kravlista klar", "Öppning"]  # fmt: skip
    assert texts(found[-2:], "när") == [("15 februari 2030",), ("1 oktober 2030",)]


def test_lists_below_one_heading_of_measures_are_measures() -> None:
    found = rows(
        h("Åtgärder under perioden", 2),
        h("Förberedelser", 3),
        li("Ett skyddsräcke ska monteras vid kajen"),
        li("Livbojar ska köpas in under våren"),
        h("Direkt efteråt", 3),
        li("En badbrygga ska byggas vid stranden"),
        li("En ramp ska monteras vid bryggan"),
    )
    assert [a for (a,) in texts(found, "åtgärd")][2:] == [
        "En badbrygga ska byggas vid stranden", "En ramp ska monteras vid bryggan"]  # fmt: skip


def test_goals_under_headings_of_years_are_rows() -> None:
    found = draft(
        h("Strategisk plan"),
        h("Studier 2030–2031", 2, "2.1"),
        p("Intresset för kursvärderingar är lågt."),
        li("Öka svarsfrekvensen i kursvärderingarna."),
        li("Fler studentrepresentanter i råden."),
        h("Trivsel 2030–2032", 2, "2.2"),
        li("Alla nya studenter skall känna sig välkomna."),
        li("Minskad ensamhet bland studenterna."),
    ).rows
    assert texts(found, "mål", "när") == [
        ("Öka svarsfrekvensen i kursvärderingarna.", "2030–2031"),
        ("Fler studentrepresentanter i råden.", "2030–2031"),
        ("Alla nya studenter skall känna sig välkomna.", "2030–2032"),
        ("Minskad ensamhet bland studenterna.", "2030–2032"),
    ]


def test_prose_under_a_heading_of_measures_is_judged_sentence_by_sentence() -> None:
    found = draft(
        h("Verksamhetsplan 2030"),
        h("Aktiviteter", 2),
        p("Förra året hölls en uppskattad sommarfest. I år kommer vi att ordna både en städdag och en höstmarknad."),
        p("Kurserna är ett bra tillfälle att visa upp föreningen."),
        h("Medlemmar", 2),
        p("Föreningen har 84 medlemmar. Vi fortsätter under 2030 även arbetet med medlemsregistret."),
    ).rows
    assert texts(found, "åtgärd") == [
        ("I år kommer vi att ordna både en städdag och en höstmarknad.",),
        ("Vi fortsätter under 2030 även arbetet med medlemsregistret.",),
    ]
    assert [r.origin for r in found] == ["prose", "prose"]


def test_the_same_heading_again_has_lists_of_the_same_field() -> None:
    found = rows(
        h("Skola", 1),
        h("Pågående arbete", 2),
        li("Fortsatt utbildning av lärare i årskurs 1"),
        li("Utveckling av skolornas bibliotek tillsammans med kommunen"),
        li("Fortsatt samarbete med polisen kring skolvägarna"),
        h("Fritid", 1),
        h("Pågående arbete", 2),
        li("Tydligare information till medborgarna"),
        li("Fortsatt satsning på fritidsgårdarna"),
    )
    assert all(m is None for (m,) in texts(found, "mål"))
    assert len(found) == 5


def test_a_word_for_time_with_a_number_is_a_phase_and_neither_label_nor_fact() -> None:
    found = draft(
        p("Lillbo kommun"),
        h("Åtgärdsplan 2030"),
        h("Period 1: Förankring, januari–februari 2030", 2),
        li("Träffa föreningarna (Fritidskontoret)"),
        li("Kommunen ska byta ut armaturer runt skolan (Gatukontoret)"),
        h("Period 2, april – maj 2030", 2),
        li("En lathund tas fram till vaktmästarna (Fastighetskontoret)"),
        li("Kontroll av larm på förskolorna (Räddningstjänsten)"),
    ).rows
    assert texts(found, "vem", "när") == [
        ("Fritidskontoret", "Period 1: Förankring, januari–februari 2030"),
        ("Gatukontoret", "Period 1: Förankring, januari–februari 2030"),
        ("Fastighetskontoret", "Period 2, april – maj 2030"),
        ("Räddningstjänsten", "Period 2, april – maj 2030"),
    ]


def test_a_list_of_what_was_done_is_no_phase() -> None:
    found = rows(
        h("Genomförda åtgärder 2031", 2),
        li("Belysningen på Stationsvägen byttes i mars."),
        li("Två trygghetsvandringar genomfördes tillsammans med polisen."),
        h("Prioriterat under 2032", 2),
        li("Ta fram en ny lägesbild tillsammans med polisen"),
        li("Starta grannsamverkan i Norra Tallmo"),
    )
    assert texts(found, "åtgärd", "när") == [
        ("Ta fram en ny lägesbild tillsammans med polisen", "2032"),
        ("Starta grannsamverkan i Norra Tallmo", "2032"),
    ]


def test_years_as_headings_are_phases_from_the_first_on() -> None:
    found = draft(
        h("Underhållsplan för Björkhagens samfällighet"),
        p("Antagen på årsstämman 2031-03-27"),
        h("2031", 2),
        li("Asfaltering av parkeringen, 95 000 kr"),
        h("2032", 2),
        li("Byte av garageportar, 210 000 kr"),
        h("2033", 2),
        li("Målning av förråd, 35 000 kr"),
    ).rows
    assert [w for (w,) in texts(found, "när")] == ["2031", "2032", "2033"]


def test_spans_since_an_event_are_phases_where_they_are_the_whole_heading() -> None:
    found = rows(
        h("Om någon skadas", 2),
        h("Omedelbart", 3),
        li("Ring 112."),
        li("Stanna hos den som är skadad."),
        h("Inom en timme", 3),
        li("Samla krisgruppen."),
        h("Dagen efter", 3),
        li("Informera de anhöriga."),
    )
    assert texts(found, "när") == [("Omedelbart",), ("Omedelbart",), ("Inom en timme",), ("Dagen efter",)]


def test_labels_behind_an_item_under_any_heading() -> None:
    found = rows(
        h("Det nya i år", 2),
        li("Utbilda alla ledare i rutinen. Ansvarig: Fritidschefen. Klart: maj 2030."),
        li("Ta fram en folder om båtlås. Ansvarig: Hamnkontoret. Klart: juni 2030. Kostnad: 4 000 kr."),
    )
    assert texts(found, "åtgärd", "vem", "när") == [
        ("Utbilda alla ledare i rutinen.", "Fritidschefen", "maj 2030"),
        ("Ta fram en folder om båtlås.", "Hamnkontoret", "juni 2030"),
    ]


def test_a_labelled_problem_is_that_of_the_list_under_a_sub_heading_that_no_label_knows() -> None:
    found = rows(
        h("Plats 1. Tunneln vid kajen", 2),
        p("Vad vi såg: Fyra lampor är trasiga."),
        h("Till hösten", 3),
        li("Byta lamporna (Gatukontoret, maj 2030)"),
        h("Plats 2. Parken vid hamnen", 2),
        p("Vad vi såg: Buskarna skymmer sikten."),
        h("Till hösten", 3),
        li("Klippa buskarna (Parkenheten, juni 2030)"),
    )
    assert texts(found, "orsak", "vem") == [
        ("Fyra lampor är trasiga.", "Gatukontoret"),
        ("Buskarna skymmer sikten.", "Parkenheten"),
    ]


def test_a_word_that_only_counts_headings_stays_with_the_name_behind_it() -> None:
    found = draft(PLAN, h("Plats 1. Tunneln under stora Ringleden", 2), li("Byta lamporna (Gatukontoret, maj 2030)"))
    assert found.sections[0].title == "Plats 1. Tunneln under stora Ringleden"


def test_tasks_that_a_council_gives_in_a_list_whatever_the_document_is_called() -> None:
    found = draft(
        h("Mål och uppdrag för hamnen"),
        p("Fullmäktige har beslutat om följande:"),
        li("Socialnämnden får i uppdrag att starta ett avhopparprogram. Redovisas i oktober 2030."),
        li("Tekniska nämnden får i uppdrag att inventera belysningen vid kajen. Redovisas i april 2030."),
    ).rows
    assert texts(found, "vem") == [("Socialnämnden",), ("Tekniska nämnden",)]


def test_what_one_list_shows_of_its_ends_holds_in_the_others() -> None:
    found = rows(
        h("Handlingsplan mot mobbning"),
        h("Trygghet i klassen", 3),
        p("Så här gör vi:"),
        li("Klasserna skriver egna regler (klassföreståndarna, augusti 2029)"),
        li("Sociogram görs i alla klasser (kurator, en gång per termin)"),
        h("Raster", 3),
        p("Så här gör vi:"),
        li("Vuxna är ute på gårdarna (rastvakterna, hela läsåret)"),
        li("Eleverna märker ut otrygga platser (elevrådet, oktober 2029)"),
    )
    assert texts(found, "vem") == [("klassföreståndarna",), ("kurator",), ("rastvakterna",), ("elevrådet",)]


def test_what_a_body_shall_among_other_things_are_measures() -> None:
    found = rows(
        p("Hamnmyndigheten ska bland annat:"),
        li("samla in underlag från båtklubbarna,"),
        li("löpande informera kommunstyrelsen om arbetet och"),
        li("senast den 19 september 2030 redovisa uppdraget."),
    )
    assert texts(found, "mål", "vem", "när") == [
        (None, "Hamnmyndigheten", None),
        (None, "Hamnmyndigheten", "löpande"),
        (None, "Hamnmyndigheten", "senast den 19 september 2030"),
    ]


def test_a_promise_over_the_list_of_what_is_done_for_it_is_no_measure() -> None:
    found = draft(
        h("Kajby – medborgarlöften 2030"),
        p("Kommunen och polisen lovar att arbeta för att minska stölderna i hamnen."),
        p("Detta ska göras genom att:"),
        li("Polisen går en rond varje natt."),
        li("Kommunen bjuder in båtägarna till ett möte."),
    ).rows
    assert texts(found, "vem") == [("Polisen",), ("Kommunen",)]


def test_lists_whose_items_all_end_in_who_and_when_are_rows_beside_tables_that_give_some() -> None:
    table = t([["Åtgärd", "Ansvarig", "Tid"], ["Ny fältgrupp startar", "Socialchef", "maj 2029"]])
    lists = [
        h("Skola", 3), li("Läxhjälp i åk 4 (Rektorer, HT 2029)"), li("Frukost (Kostenheten, från april 2029)"),
        h("Fritid", 3), li("Tjejkvällar (Fritidsgården, varje vecka)"), li("Prova på-kort (Fritidsbanken, maj 2029)"),
    ]  # fmt: skip
    found = draft(h("Lägesrapport", 1), h("Nya aktiviteter", 2), table, h("Vad gör verksamheterna?", 2), *lists)
    assert [(r.fields["åtgärd"].text, r.fields["vem"].text) for r in found.rows[1:]] == [
        ("Läxhjälp i åk 4", "Rektorer"), ("Frukost", "Kostenheten"),
        ("Tjejkvällar", "Fritidsgården"), ("Prova på-kort", "Fritidsbanken"),
    ]  # fmt: skip
