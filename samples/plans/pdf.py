"""Plans that are drawn as PDF files and scans."""

from __future__ import annotations

from plans.form import FIVE, Action, Part, Sample, When

ALMVIK = Sample(
    title="Överenskommelse om samverkan mot brott 2025–2027",
    kind="överenskommelse",
    dated="2025-01-20",
    dated_line="2025-01-20",
    period=("2025-01-01", "2027-12-31"),
    issuers=("Almviks kommun", "Lokalpolisområde Almvik"),
    issuer_line="Almviks kommun och Lokalpolisområde Almvik",
    intro=(
        "Kommunen och polisen har enats om tre områden där samverkan gör störst nytta. Varje åtgärd har en "
        "utpekad aktör och en tidpunkt.",
    ),
    columns=(
        ("Problem", "orsak"),
        ("Delmål", "mål"),
        ("Insats", "åtgärd"),
        ("Aktör", "vem"),
        ("Tid", "när"),
    ),
    parts=(
        Part(
            "1",
            "Våld i nära relation",
            "De flesta utsatta söker aldrig hjälp.",
            (
                Action(
                    "Personal frågar inte om våld",
                    "Alla klienter får frågan",
                    "Införa rutinfrågor i mottagningen",
                    "Socialförvaltningen",
                    ("Socialförvaltningen",),
                    "Klart mars 2025",
                    (When("2025-03", "done"),),
                ),
                Action(
                    "Skyddat boende ligger långt bort",
                    "Plats inom tre mil",
                    "Avtal med två grannkommuner om delade platser",
                    "Socialnämnden, Kvinnojouren",
                    ("Socialnämnden", "Kvinnojouren"),
                    "2025–2026",
                    (When("2025/2026"),),
                ),
                Action(
                    "Den som slår får inget stöd att sluta",
                    "Tio personer om året fullföljer behandling",
                    "Samtalsgrupp för den som har utövat våld",
                    "Familjerådgivningen, Frivården",
                    ("Familjerådgivningen", "Frivården"),
                    "Påbörjas hösten 2025",
                    (When("2025-23/..", "start"),),
                ),
            ),
        ),
        Part(
            "2",
            "Nyrekrytering till gäng",
            "Barn i tolvårsåldern erbjuds pengar för att bära väskor.",
            (
                Action(
                    "Syskon till kriminella lämnas ensamma",
                    "Varje syskon får en egen plan",
                    "Sociala insatsgrupper med en ansvarig handläggare",
                    "Socialtjänsten, Skolan, Polisen",
                    ("Socialtjänsten", "Skolan", "Polisen"),
                    "Löpande 2025–2027",
                    (When("2025/2027", recurrence="continuous"),),
                ),
                Action(
                    "Skolan vet inte vem den ska ringa",
                    "Svar inom ett dygn",
                    "Gemensamt journummer för skolpersonal",
                    "Barn- och utbildningsförvaltningen",
                    ("Barn- och utbildningsförvaltningen",),
                    "Senast 31 augusti 2025",
                    (When("../2025-08-31", "done"),),
                ),
                Action(
                    "Få alternativ på kvällstid",
                    "Hundra unga i ny verksamhet",
                    "Öppen idrottshall med ledare från orten",
                    "Idrottsföreningarna och Fritidsgårdarna",
                    ("Idrottsföreningarna", "Fritidsgårdarna"),
                    "Vårterminen 2026",
                    (When("2026-40"),),
                ),
            ),
        ),
        Part(
            "3",
            "Fusk med välfärdsmedel",
            "Kontrollen av utförare sker bara på papper.",
            (
                Action(
                    "Fakturor granskas av en enda person",
                    "Stickprov varje kvartal",
                    "Bilda en kontrollgrupp över förvaltningsgränserna",
                    "Upphandlingsenheten, Skatteverket",
                    ("Upphandlingsenheten", "Skatteverket"),
                    "Kvartalsvis",
                    (When(None, recurrence="quarterly"),),
                ),
                Action(
                    "Falska intyg godtas",
                    "Inga tillstånd på falska intyg",
                    "Utbildning i att granska handlingar",
                    "Tillståndsenheten, Tullverket",
                    ("Tillståndsenheten", "Tullverket"),
                    "Oktober 2025",
                    (When("2025-10"),),
                ),
            ),
        ),
    ),
)

NORRHAMN = Sample(
    title="Trygghetsplan 2025 för Norrhamns kommun",
    kind="handlingsplan",
    dated="2024-12-03",
    dated_line="Fastställd 3 december 2024",
    period=("2025-01-01", "2025-12-31"),
    issuers=("Norrhamns kommun",),
    issuer_line="",
    columns=(
        ("Orsak", "orsak"),
        ("Mål", "mål"),
        ("Vad ska göras?", "åtgärd"),
        ("Ansvarig", "vem"),
        ("Klart", "när"),
    ),
    parts=(
        Part(
            "",
            "Centrum och resecentrum",
            "",
            (
                Action(
                    "Mörka hörn vid busstationen",
                    "Resenärer väntar utan oro",
                    "Byta armaturer och beskära häckar",
                    "Parkenheten",
                    ("Parkenheten",),
                    "April 2025",
                    (When("2025-04"),),
                ),
                Action(
                    "Ingen har överblick efter klockan 20",
                    "Personal på plats till sista bussen",
                    "Trygghetsvärdar alla kvällar",
                    "Säkerhetschefen, Fastighetsägarna",
                    ("Säkerhetschefen", "Fastighetsägarna"),
                    "Start maj 2025",
                    (When("2025-05/..", "start"),),
                ),
                Action(
                    "Stölder i små butiker anmäls inte",
                    "Alla stölder anmäls",
                    "Handledning i enkel anmälan via webben",
                    "Butikerna, Polisen",
                    ("Butikerna", "Polisen"),
                    "Under 2025",
                    (When("2025"),),
                ),
            ),
        ),
        Part(
            "",
            "Äldre som luras på pengar",
            "",
            (
                Action(
                    "Bedragare ringer på förmiddagen när anhöriga arbetar",
                    "Färre fullbordade telefonbedrägerier",
                    "Studiecirkel om bedrägerier med övningssamtal",
                    "Biblioteket, Brottsofferjouren",
                    ("Biblioteket", "Brottsofferjouren"),
                    "September–november 2025",
                    (When("2025-09/2025-11"),),
                ),
                Action(
                    "Okända släpps in för att låna toaletten",
                    "Ingen okänd i hemmet",
                    "Hemtjänsten delar ut dörrhängare med kom-ihåg",
                    "Hemtjänsten",
                    ("Hemtjänsten",),
                    "Vecka 40 2025",
                    (When("2025-09-29/2025-10-05"),),
                ),
            ),
        ),
    ),
)

SJOFORS = Sample(
    title="Åtgärdsplan mot ungdomsbrott 2024",
    kind="åtgärdsplan",
    dated="2024-03-05",
    dated_line="Daterad 2024-03-05",
    period=("2024-01-01", "2024-12-31"),
    issuers=("Sjöfors kommun",),
    issuer_line="Sjöfors kommun",
    columns=FIVE,
    parts=(
        Part(
            "1",
            "Snatteri",
            "Snatteri är ofta det första brottet.",
            (
                Action(
                    "Butikerna låter bli att anmäla",
                    "Varje fall följs upp",
                    "Samtal med vårdnadshavare inom en vecka",
                    "Polisen, Socialtjänsten",
                    ("Polisen", "Socialtjänsten"),
                    "Från april 2024",
                    (When("2024-04/..", "start"),),
                ),
                Action(
                    "Unga känner inte till följderna",
                    "Alla i årskurs 7 har fått kunskap",
                    "Rättegångsspel i klassrummet",
                    "Grundskolan",
                    ("Grundskolan",),
                    "Höstterminen 2024",
                    (When("2024-41"),),
                ),
            ),
        ),
        Part(
            "2",
            "Ordningsstörningar",
            "Stökigt vid hamnen på lördagarna.",
            (
                Action(
                    "Inget att göra efter stängning",
                    "Lugnare kvällar i hamnen",
                    "Öppet längre på fritidsgården",
                    "Fritidsgårdarna",
                    ("Fritidsgårdarna",),
                    "Juni 2024",
                    (When("2024-06"),),
                ),
                Action(
                    "Vuxna går hem tidigt",
                    "Vuxna syns ute",
                    "Starta en nattvandrargrupp",
                    "Nattvandrarna, Bostadsbolaget",
                    ("Nattvandrarna", "Bostadsbolaget"),
                    "Klart maj 2024",
                    (When("2024-05", "done"),),
                ),
            ),
        ),
    ),
)

GRANVIK = Sample(
    title="Handlingsplan mot skolbränder 2026",
    kind="handlingsplan",
    dated="2026-01-15",
    dated_line="2026-01-15",
    period=("2026-01-01", "2026-12-31"),
    issuers=("Granviks kommun",),
    issuer_line="Granviks kommun",
    columns=FIVE,
    parts=(
        Part(
            "1",
            "Anlagda bränder",
            "Flera bränder har startat i containrar intill fasaden.",
            (
                Action(
                    "Containrar står nära husen",
                    "Inga bränder vid fasad",
                    "Flytta och låsa alla containrar",
                    "Fastighetsenheten",
                    ("Fastighetsenheten",),
                    "Mars 2026",
                    (When("2026-03"),),
                ),
                Action(
                    "Elever ser elden som ett skämt",
                    "Elever varnar varandra",
                    "Brandmän besöker alla sjuor",
                    "Räddningstjänsten, Skolan",
                    ("Räddningstjänsten", "Skolan"),
                    "Årligen",
                    (When(None, recurrence="yearly"),),
                ),
                Action(
                    "Larmet når fel person",
                    "Larm besvaras inom fem minuter",
                    "Ny larmlista varje termin",
                    "Säkerhetschefen",
                    ("Säkerhetschefen",),
                    "Varje termin",
                    (When(None, recurrence="termly"),),
                ),
            ),
        ),
    ),
)
