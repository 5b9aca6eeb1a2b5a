"""Plans that are drawn as text files."""

from __future__ import annotations

from plans.form import Action, Part, Sample, When

EKDALEN = Sample(
    title="Handlingsplan för trygghet 2025",
    kind="handlingsplan",
    dated="2025-03-04",
    dated_line="Antagen 2025-03-04",
    period=("2025-01-01", "2025-12-31"),
    issuers=("Ekdalens kommun", "Lokalpolisområde Ekdalen"),
    issuer_line="Ekdalens kommun och Lokalpolisområde Ekdalen",
    intro=("Planen har tagits fram av kommunens brottsförebyggande råd och följs upp två gånger om året.",),
    columns=(
        ("Orsak", "orsak"),
        ("Mål", "mål"),
        ("Åtgärd", "åtgärd"),
        ("Vem?", "vem"),
        ("När?", "när"),
    ),
    parts=(
        Part("1", "Narkotika"),
        Part(
            "1.1",
            "Försäljning vid skolan",
            "Elever erbjuds narkotika på rasterna.",
            (
                Action(
                    "Skolgården är öppen mot parkeringen",
                    "Inga obehöriga på skolgården",
                    "Staket och en bemannad entré",
                    "Fastighetsenheten, Rektorerna",
                    ("Fastighetsenheten", "Rektorerna"),
                    "Klart augusti 2025",
                    (When("2025-08", "done"),),
                ),
                Action(
                    "Personalen känner inte igen tecknen",
                    "All personal kan tecken och symtom",
                    "Halvdag om narkotika för skolans personal",
                    "Polisen, Elevhälsan",
                    ("Polisen", "Elevhälsan"),
                    "Preliminärt november 2025",
                    (When("2025-11", preliminary=True),),
                ),
            ),
            2,
        ),
        Part(
            "1.2",
            "Narkotika på krogen",
            "Dörrpersonal ser men säger inget.",
            (
                Action(
                    "Rädsla för hot",
                    "Krogarna larmar varje gång",
                    "Krogar mot knark införs på alla krogar",
                    "Tillståndsenheten, Krögarna, Polisen",
                    ("Tillståndsenheten", "Krögarna", "Polisen"),
                    "Utbildning april 2025, uppföljning oktober 2025",
                    (When("2025-04", label="Utbildning"), When("2025-10", "follow-up", label="uppföljning")),
                ),
            ),
            2,
        ),
        Part(
            "2",
            "Störningar i trapphus",
            "Boende vågar inte säga ifrån.",
            (
                Action(
                    "Ingen vet vem man ska vända sig till",
                    "En väg in för boende",
                    "Störningsjour med eget nummer",
                    "Bostadsbolaget",
                    ("Bostadsbolaget",),
                    "Senast 1 juni 2025",
                    (When("../2025-06-01", "done"),),
                ),
                Action(
                    "Trasiga portar lagas inte",
                    "Portar lagas inom tre dagar",
                    "Trygghetsrond i varje gård",
                    "Bostadsbolaget, Hyresgästföreningen",
                    ("Bostadsbolaget", "Hyresgästföreningen"),
                    "Vår och höst 2025",
                    (When("2025-21"), When("2025-23")),
                ),
            ),
        ),
    ),
)

TALLMO = Sample(
    title="Åtgärdsplan för trygga mötesplatser 2024",
    kind="åtgärdsplan",
    dated="2024-01-30",
    dated_line="Beslutad 2024-01-30",
    period=("2024-01-01", "2024-12-31"),
    issuers=("Tallmo kommun",),
    issuer_line="Tallmo kommun",
    columns=(
        ("Orsak", "orsak"),
        ("Mål", "mål"),
        ("Åtgärd", "åtgärd"),
        ("Ansvarig", "vem"),
        ("Tidsplan", "när"),
    ),
    parts=(
        Part(
            "1",
            "Torget",
            "Många undviker torget på kvällen.",
            (
                Action(
                    "Dålig belysning runt stationen",
                    "Fler känner sig trygga på kvällen",
                    "Ny belysning längs gångvägen",
                    "Tekniska förvaltningen",
                    ("Tekniska förvaltningen",),
                    "Klart oktober 2024",
                    (When("2024-10", "done"),),
                ),
                Action(
                    "Ungdomar saknar egna mötesplatser",
                    "Färre störningar på torget",
                    "Öppna en fritidsgård i centrum",
                    "Kultur- och fritidsförvaltningen",
                    ("Kultur- och fritidsförvaltningen",),
                    "Våren 2024",
                    (When("2024-21"),),
                ),
            ),
        ),
        Part(
            "2",
            "Bussarna",
            "Förare hotas på kvällsturerna.",
            (
                Action(
                    "Förarna arbetar ensamma",
                    "Inga hot mot förare",
                    "Ordningsvakter åker med på utvalda turer",
                    "Polisen, Länsstyrelsen",
                    ("Polisen", "Länsstyrelsen"),
                    "September 2024",
                    (When("2024-09"),),
                ),
            ),
        ),
    ),
)

HAVSNAS = Sample(
    title="Strategi mot våld i offentlig miljö 2026–2028",
    kind="strategi",
    dated="2025-10-14",
    dated_line="Antagen av kommunfullmäktige 2025-10-14",
    period=("2026-01-01", "2028-12-31"),
    issuers=("Havsnäs kommun",),
    issuer_line="Havsnäs kommun",
    columns=(
        ("Orsak", "orsak"),
        ("Målsättning", "mål"),
        ("Åtgärder", "åtgärd"),
        ("Ansvar", "vem"),
        ("Tidpunkt", "när"),
    ),
    parts=(
        Part(
            "1",
            "Krogmiljö",
            "Hälften av våldet sker efter midnatt.",
            (
                Action(
                    "Överservering på ett fåtal krogar",
                    "Färre misshandelsfall utomhus",
                    "Tillsyn två gånger per år på varje krog",
                    "Tillståndsenheten, Polisen",
                    ("Tillståndsenheten", "Polisen"),
                    "Två gånger per år",
                    (When(None, recurrence="half-yearly"),),
                ),
                Action(
                    "Kön till taxi blir en stridsplats",
                    "Lugn hemfärd",
                    "Flytta taxizonen och bemanna den med värdar",
                    "Samhällsbyggnadsförvaltningen, Krögarna",
                    ("Samhällsbyggnadsförvaltningen", "Krögarna"),
                    "Första halvåret 2026",
                    (When("2026-40"),),
                ),
            ),
        ),
        Part(
            "2",
            "Idrottsevenemang",
            "Hot mot domare har ökat.",
            (
                Action(
                    "Ledare saknar stöd när föräldrar skriker",
                    "Inga avbrutna matcher",
                    "Föräldravärdar på varje ungdomsmatch",
                    "Idrottsföreningarna",
                    ("Idrottsföreningarna",),
                    "Från april 2026",
                    (When("2026-04/..", "start"),),
                ),
            ),
        ),
    ),
)

MYRBY = Sample(
    title="Handlingsplan mot hatbrott 2025–2026",
    kind="handlingsplan",
    dated="2025-04-29",
    dated_line="Antagen 29 april 2025",
    period=("2025-01-01", "2026-12-31"),
    issuers=("Myrby kommun",),
    issuer_line="Myrby kommun",
    columns=(
        ("Orsak", "orsak"),
        ("Mål", "mål"),
        ("Åtgärd", "åtgärd"),
        ("Ansvarig", "vem"),
        ("När", "när"),
    ),
    origin="list",
    parts=(
        Part(
            "1",
            "Förtroende för att anmäla",
            "",
            (
                Action(
                    "Utsatta tror inte att anmälan leder någon vart",
                    "Fler anmäler",
                    "Öppet hus med polisen i samlingslokaler",
                    "Kommunpolisen",
                    ("Kommunpolisen",),
                    "Hösten 2025",
                    (When("2025-23"),),
                ),
                Action(
                    "Blanketten finns bara på svenska",
                    "Alla förstår hur man anmäler",
                    "Översätta informationen till sex språk",
                    "Trygghetssamordnaren",
                    ("Trygghetssamordnaren",),
                    "Klart januari 2026",
                    (When("2026-01", "done"),),
                ),
            ),
        ),
        Part(
            "2",
            "Stöd till utsatta",
            "",
            (
                Action(
                    "Stödet upphör när förundersökningen läggs ner",
                    "Stöd så länge det behövs",
                    "Avtal om samtalsstöd för alla åldrar",
                    "Socialnämnden, Brottsofferjouren",
                    ("Socialnämnden", "Brottsofferjouren"),
                    "1 mars 2026",
                    (When("2026-03-01"),),
                ),
            ),
        ),
    ),
)
