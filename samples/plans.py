"""What the samples say: invented municipalities, their plans and the right answers.

Each row gives the five fields as printed, the actors in *vem* and the times in *när*; `draw.py` turns a plan into
a file and its gold answer. No place, plan or person here is real.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class When:
    """One time: its EDTF notation says the days, see `draw.bounds`."""

    edtf: str | None = None
    role: str = "during"
    recurrence: str | None = None
    preliminary: bool = False
    label: str | None = None


@dataclass(frozen=True)
class Action:
    """A row; "" is an empty field."""

    orsak: str
    mål: str
    åtgärd: str
    vem: str
    actors: tuple[str, ...]
    när: str
    times: tuple[When, ...]
    other: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A section with its rows; `number` "" is none, `level` counts from 1."""

    number: str
    title: str
    problem: str = ""
    rows: tuple[Action, ...] = ()
    level: int = 1


@dataclass(frozen=True)
class Sample:
    title: str
    kind: str
    dated: str | None
    dated_line: str
    period: tuple[str, str] | None
    issuers: tuple[str, ...]
    issuer_line: str
    columns: tuple[tuple[str, str], ...]
    """(printed heading, field) in order; a field that is none of the five is the heading itself."""
    parts: tuple[Part, ...]
    intro: tuple[str, ...] = ()
    origin: str = "table"
    statements: tuple[tuple[str, str], ...] = field(default=())
    """(field, sentence) of a letter."""


TYPES = {
    "Polisen": "myndighet",
    "Polismyndigheten": "myndighet",
    "polisen": "myndighet",
    "Länsstyrelsen": "myndighet",
    "Kriminalvården": "myndighet",
    "Frivården": "myndighet",
    "Åklagarmyndigheten": "myndighet",
    "Skatteverket": "myndighet",
    "Tullverket": "myndighet",
    "Kommunstyrelsen": "nämnd",
    "Socialnämnden": "nämnd",
    "Socialtjänsten": "verksamhet",
    "socialtjänsten": "verksamhet",
    "Elevhälsan": "verksamhet",
    "elevhälsan": "verksamhet",
    "Fältgruppen": "verksamhet",
    "Fritidsgårdarna": "verksamhet",
    "fritidsgårdarna": "verksamhet",
    "Biblioteket": "verksamhet",
    "Hemtjänsten": "verksamhet",
    "Räddningstjänsten": "verksamhet",
    "räddningstjänsten": "verksamhet",
    "Tillståndsenheten": "verksamhet",
    "Parkenheten": "verksamhet",
    "Fastighetsenheten": "verksamhet",
    "Upphandlingsenheten": "verksamhet",
    "Familjerådgivningen": "verksamhet",
    "Barn- och utbildningsförvaltningen": "förvaltning",
    "Kultur- och fritidsförvaltningen": "förvaltning",
    "Samhällsbyggnadsförvaltningen": "förvaltning",
    "Socialförvaltningen": "förvaltning",
    "Tekniska förvaltningen": "förvaltning",
    "Grundskolan": "skola",
    "Gymnasiet": "skola",
    "Skolan": "skola",
    "Trygghetssamordnaren": "funktion",
    "trygghetssamordnaren": "funktion",
    "Kommunpolisen": "funktion",
    "kommunpolisen": "funktion",
    "Rektorerna": "funktion",
    "Säkerhetschefen": "funktion",
    "kommunala trygghetssamordnare": "funktion",
    "kommunpoliser": "funktion",
    "rektorer": "funktion",
    "Brottsofferjouren": "förening",
    "Kvinnojouren": "förening",
    "Nattvandrarna": "förening",
    "Hyresgästföreningen": "förening",
    "Fastighetsägarna": "förening",
    "Idrottsföreningarna": "förening",
    "Företagarna": "förening",
    "Bostadsbolaget": "företag",
    "bostadsbolaget": "företag",
    "Krögarna": "företag",
    "Butikerna": "företag",
}

FIVE = (("Orsak", "orsak"), ("Mål", "mål"), ("Åtgärd", "åtgärd"), ("Vem", "vem"), ("När", "när"))

BJORKEBY = Sample(
    title="Handlingsplan för ett tryggt Björkeby 2025–2026",
    kind="handlingsplan",
    dated="2025-02-11",
    dated_line="Antagen av kommunstyrelsen den 11 februari 2025",
    period=("2025-01-01", "2026-12-31"),
    issuers=("Björkeby kommun", "Lokalpolisområde Björkeby"),
    issuer_line="Björkeby kommun och Lokalpolisområde Björkeby",
    intro=("Planen bygger på den lägesbild som kommunen och polisen tog fram tillsammans under hösten 2024.",),
    columns=(
        ("Orsak", "orsak"),
        ("Mål", "mål"),
        ("Åtgärd", "åtgärd"),
        ("Vem ansvarar?", "vem"),
        ("När?", "när"),
        ("Uppföljning", "Uppföljning"),
    ),
    parts=(
        Part("1", "Trygga skolvägar"),
        Part(
            "1.1",
            "Trafik och buskörning",
            "Mopedbilar kör fort på cykelvägarna.",
            (
                Action(
                    "Cykelvägen saknar hinder mot genomfart",
                    "Ingen obehörig motortrafik på skolvägarna",
                    "Sätta upp fartdämpande grindar vid fyra infarter",
                    "Samhällsbyggnadsförvaltningen",
                    ("Samhällsbyggnadsförvaltningen",),
                    "Klart juni 2025",
                    (When("2025-06", "done"),),
                    ("Mätning av trafikflödet",),
                ),
                Action(
                    "Föräldrar känner inte till reglerna för A-traktorer",
                    "Vårdnadshavare tar ansvar för hur fordonen används",
                    "Informationskväll på varje högstadieskola",
                    "Polisen, Rektorerna",
                    ("Polisen", "Rektorerna"),
                    "Höstterminen 2025",
                    (When("2025-41"),),
                    ("Antal deltagare",),
                ),
            ),
            2,
        ),
        Part(
            "1.2",
            "Kränkningar i nätgrupper",
            "Elever filmas och hånas i slutna grupper.",
            (
                Action(
                    "Vuxna ser inte vad som händer i nätgrupperna",
                    "Kränkningar upptäcks inom en vecka",
                    "Elevstödjare utbildas i varje årskurs",
                    "Elevhälsan och Polisen",
                    ("Elevhälsan", "Polisen"),
                    "Start augusti 2025",
                    (When("2025-08/..", "start"),),
                    ("Elevenkäten",),
                ),
                Action(
                    "Anmälan stannar i skolan",
                    "Alla brott på nätet polisanmäls",
                    "Gemensam rutin för anmälan och bevis",
                    "Barn- och utbildningsförvaltningen, Polisen",
                    ("Barn- och utbildningsförvaltningen", "Polisen"),
                    "Senast 30 september 2025",
                    (When("../2025-09-30", "done"),),
                    ("-",),
                ),
            ),
            2,
        ),
        Part(
            "2",
            "Inbrott i fritidshus",
            "Fritidshusen står tomma halva året.",
            (
                Action(
                    "Få grannar möts under vintern",
                    "Grannsamverkan i sex byar",
                    "Startmöten i bygdegårdarna med märkning av stöldbegärligt gods",
                    "Kommunpolisen, Trygghetssamordnaren",
                    ("Kommunpolisen", "Trygghetssamordnaren"),
                    "Mars–april 2026",
                    (When("2026-03/2026-04"),),
                    ("Antal nya områden",),
                ),
                Action(
                    "Ägarna nås sällan när något har hänt",
                    "Ägaren kontaktas samma dygn",
                    "Frivilligt kontaktregister hos räddningstjänsten",
                    "Räddningstjänsten",
                    ("Räddningstjänsten",),
                    "Löpande",
                    (When(None, recurrence="continuous"),),
                    ("",),
                ),
            ),
        ),
    ),
)

LOVSTRAND = Sample(
    title="Åtgärdsplan för brottsförebyggande arbete 2026",
    kind="åtgärdsplan",
    dated="2025-11-18",
    dated_line="Beslutad 2025-11-18",
    period=("2026-01-01", "2026-12-31"),
    issuers=("Lövstrands kommun",),
    issuer_line="Lövstrands kommun",
    columns=(
        ("Bakomliggande orsak", "orsak"),
        ("Målsättning", "mål"),
        ("Aktivitet", "åtgärd"),
        ("Ansvarig", "vem"),
        ("Tidplan", "när"),
    ),
    parts=(
        Part(
            "1",
            "Skadegörelse",
            "Klotter och krossade rutor kostar kommunen mer för varje år.",
            (
                Action(
                    "Sanering dröjer flera veckor",
                    "Klotter är borta inom två dygn",
                    "Teckna avtal om saneringsjour",
                    "Fastighetsenheten",
                    ("Fastighetsenheten",),
                    "Q1 2026",
                    (When("2026-33"),),
                ),
                Action(
                    "Sanering dröjer flera veckor",
                    "Klotter är borta inom två dygn",
                    "Öppna en anmälningssida för invånare",
                    "Tekniska förvaltningen, Trygghetssamordnaren",
                    ("Tekniska förvaltningen", "Trygghetssamordnaren"),
                    "Våren 2026",
                    (When("2026-21"),),
                ),
                Action(
                    "Skolgården är folktom på kvällarna",
                    "Halverat antal krossade rutor",
                    "Hyra ut gymnastiksalen till föreningar alla vardagskvällar",
                    "Kultur- och fritidsförvaltningen; Idrottsföreningarna",
                    ("Kultur- och fritidsförvaltningen", "Idrottsföreningarna"),
                    "Höstterminen 2026",
                    (When("2026-41"),),
                ),
            ),
        ),
        Part(
            "2",
            "Berusade ungdomar",
            "Langning sker öppet vid badplatsen.",
            (
                Action(
                    "Langare riskerar sällan att bli upptäckta",
                    "Ingen langning vid badplatsen",
                    "Synlig polis och fältarbetare fredagar och lördagar",
                    "Polisen, Fältgruppen, Nattvandrarna",
                    ("Polisen", "Fältgruppen", "Nattvandrarna"),
                    "Juni–augusti 2026",
                    (When("2026-06/2026-08"),),
                ),
                Action(
                    "Föräldrar bjuder själva på alkohol",
                    "Färre föräldrar bjuder",
                    "Brev hem och samtal på föräldramöten i årskurs 8",
                    "Grundskolan",
                    ("Grundskolan",),
                    "Senast maj 2026",
                    (When("../2026-05", "done"),),
                ),
                Action(
                    "Föräldrar bjuder själva på alkohol",
                    "Färre föräldrar bjuder",
                    "Drogfri skolavslutning med konsert i parken",
                    "Kultur- och fritidsförvaltningen, Nattvandrarna",
                    ("Kultur- och fritidsförvaltningen", "Nattvandrarna"),
                    "12 juni 2026",
                    (When("2026-06-12"),),
                ),
            ),
        ),
    ),
)

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

STENBY = Sample(
    title="Samverkansplan mot våldsbejakande extremism 2025",
    kind="handlingsplan",
    dated="2025-02-03",
    dated_line="2025-02-03",
    period=("2025-01-01", "2025-12-31"),
    issuers=("Stenby kommun",),
    issuer_line="Stenby kommun",
    columns=FIVE,
    parts=(
        Part(
            "1",
            "Tidig upptäckt",
            "",
            (
                Action(
                    "Lärare vet inte vad de ska göra av sin oro",
                    "All oro når rätt person samma vecka",
                    "Utse två kontaktpersoner och sprida deras nummer",
                    "Socialförvaltningen",
                    ("Socialförvaltningen",),
                    "Februari 2025",
                    (When("2025-02"),),
                ),
                Action(
                    "Symboler känns inte igen",
                    "Personal i skola och fritid känner igen symbolerna",
                    "Bildspel och övning på arbetsplatsträffar",
                    "Polisen, Fritidsgårdarna",
                    ("Polisen", "Fritidsgårdarna"),
                    "Vårterminen 2025",
                    (When("2025-40"),),
                ),
            ),
        ),
        Part(
            "2",
            "Stöd till avhoppare",
            "",
            (
                Action(
                    "Ingen vill ta kostnaden",
                    "Varje avhoppare får en plan inom en månad",
                    "Avtal om delad kostnad med grannkommunerna",
                    "Kommunstyrelsen, Kriminalvården",
                    ("Kommunstyrelsen", "Kriminalvården"),
                    "Senast december 2025",
                    (When("../2025-12", "done"),),
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

BREV = Sample(
    title="Inbjudan till utbildningsdag om trygga skolor",
    kind="inbjudan",
    dated="2025-08-21",
    dated_line="21 augusti 2025",
    period=None,
    issuers=("Länsstyrelsen Norrbotten", "Polisregion Nord"),
    issuer_line="Länsstyrelsen Norrbotten och Polisregion Nord",
    columns=(),
    parts=(),
    statements=(
        ("åtgärd", "Länsstyrelsen Norrbotten och Polisregion Nord bjuder in till en utbildningsdag om trygga skolor."),
        ("orsak", "Under våren har flera skolor i länet drabbats av hot och obehöriga besök."),
        ("mål", "Syftet med dagen är att skolorna ska få stöd i att förebygga hot och våld."),
        ("åtgärd", "Under dagen varvas föreläsningar med övningar i grupp."),
        ("vem", "Dagen vänder sig till rektorer, kommunala trygghetssamordnare och kommunpoliser."),
        ("när", "Utbildningsdagen äger rum den 9 oktober 2025 klockan 9–16."),
        ("när", "Anmälan ska ske senast den 12 september 2025."),
        ("annat", "Varmt välkommen!"),
    ),
)
