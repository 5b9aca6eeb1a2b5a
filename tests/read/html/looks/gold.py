"""The answers for the pages of `first`, written with them before any was converted, and for those of `second`, which were
written next, in other layouts: `python gold.py` writes them."""

from __future__ import annotations

import json
from pathlib import Path

from ingest.plan import FIELDS

HERE = Path(__file__).resolve().parent
Row = tuple[str, str, str, str, str]

FACTS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "granvik-tabell": ("Handlingsplan för ett tryggare Granvik 2031–2032", ("Granviks kommun",), "2031-01-15"),
    "tallmo-lista": ("Brottsförebyggande plan 2033", ("Tallmo kommun",), "2032-12-12"),
    "solberga-rubriker": ("Trygghetsplan 2030–2031", ("Solberga stadsdelsförvaltning",), ""),
    "havsvik-dragspel": ("Åtgärder mot våld i nära relationer 2032", ("Havsviks kommun",), "2032-01-20"),
    "norrlida-fakta": ("Handlingsplan mot droger 2034", ("Norrlida kommun",), ""),
    "asby-flikar": ("Handlingsplan för trygghet 2033", ("Åsby stad",), ""),
    "ekvik-kort": ("Så gör vi Ekvik tryggare", ("Ekviks kommun",), ""),
    "lundby-falt": ("Handlingsplan mot vandalisering 2030", ("Fastighetskontoret i Lundby",), ""),
    "ljusnas-band": (
        "Samverkansöverenskommelse mellan Ljusnäs kommun och Polisen 2031–2033",
        ("Ljusnäs kommun", "Polisen"),
        "",
    ),
    "regionen-sparad": ("Plan mot bidragsbrott 2034", ("Regionens brottsförebyggande råd",), ""),
    "sjotorp-word": (
        "Handlingsplan för trygga idrottshallar 2032",
        ("Kultur- och fritidsförvaltningen", "Sjötorps kommun"),
        "",
    ),
    "vedhamn-layout": ("Åtgärdsplan 2003", ("Brottsförebyggande rådet i Vedhamn",), "2003-01-20"),
}
"""Title, issuers, and the day of each page."""

_TRAFIK = "Trafiken i tätorten ska bli säkrare"
_TORGET = "Fler ska våga gå över torget på kvällen"
ROWS: dict[str, tuple[Row, ...]] = {
    "granvik-tabell": (
        ("", _TORGET, "Byta ut belysningen runt fontänen", "Gatukontoret", "Hösten 2031"),
        ("", _TORGET, "Nattvandra varje fredag", "Föreningen Granviks nattvandrare\nFritidsenheten", "Löpande"),
        (
            "",
            "Färre cyklar ska stjälas vid stationen",
            "Bygga ett låst cykelgarage\nMärka cyklar på cykelns dag",
            "Tekniska nämnden",
            "Juni 2032",
        ),
        (
            "",
            "Ingen elev ska känna sig rädd i skolan",
            "Ha vuxna i korridorerna på raster",
            "Rektorerna",
            "Vårterminen 2031",
        ),
    ),
    "tallmo-lista": (
        ("", "", "Vi sanerar klotter inom ett dygn", "Parkenheten", "hela året"),
        ("", "", "Vi sätter upp kameror vid idrottsplatsen.", "Fritidskontoret", "maj 2033"),
        ("", "", "Vi går ronder i centrum med fastighetsägarna", "Säkerhetssamordnaren", "varje månad"),
        ("", "", "Föräldramöten i alla högstadieklasser", "Elevhälsan", "september 2033"),
        ("", "", "Drogtester på praktikplatser", "Arbetsmarknadsenheten", "löpande"),
    ),
    "solberga-rubriker": (
        (
            "",
            "",
            "Säkra källare\nVi går igenom alla källardörrar och byter lås där de är dåliga.",
            "Solberga bostäder",
            "mars 2030",
        ),
        (
            "",
            "",
            "Grannsamverkan\nVi startar grannsamverkan i tio trappuppgångar.",
            "Stadsdelsförvaltningen",
            "hösten 2030",
        ),
        ("", "", "Trygga garage\nVi målar garagen vita och sätter in bättre lampor.", "Solberga parkering", "2031"),
    ),
    "havsvik-dragspel": (
        ("", "", "Alla handläggare frågar om våld vid första mötet", "Socialnämnden", "2032-03-31"),
        ("", "", "Utbilda tandläkare i att se tecken på våld", "Folktandvården", "2032-10-01"),
        ("", "", "Öppna ett skyddat boende med sex platser", "Socialnämnden och Kvinnojouren Fyren", "2032-06-30"),
    ),
    "norrlida-fakta": (
        (
            "",
            "",
            "Lärare och fältare går runt på skolgårdarna vid skoldagens slut",
            "Barn- och utbildningsnämnden",
            "Våren 2034",
        ),
        ("", "", "Bjuda in föräldrar till tre kvällar om droger", "Folkhälsostrategen", "Oktober 2034"),
        ("", "", "Göra kontrollköp på alla krogar", "Miljö- och byggnämnden", "Juni 2034"),
    ),
    "asby-flikar": (
        ("", "", "Portombud i alla trapphus", "Åsbyhem", "Under 2033"),
        ("", "", "Städdagar vår och höst", "Hyresgästföreningen", "April och oktober 2033"),
        ("", "", "Utbilda butikspersonal om snatteri", "Åsby handel och Polisen", "September 2033"),
    ),
    "ekvik-kort": (
        ("", "", "Ljusare hållplatser\nByta glödlampor i väderskydden.", "Trafikkontoret", "maj 2031"),
        ("", "", "Värdar på nattbussen\nAnställa två värdar för helgnätterna.", "Länstrafiken", "augusti 2031"),
        ("", "", "Båtvakt\nBåtägarna går vakt varje natt under sommaren.", "Ekviks båtklubb", "31 augusti 2031"),
    ),
    "lundby-falt": (
        (
            "",
            "Färre krossade fönster på förskolorna",
            "Sätta plexiglas i bottenvåningarna",
            "Driftchefen",
            "Kvartal 2 2030",
        ),
        (
            "",
            "Mindre klotter på gångtunnlarna",
            "Måla tunnlarna med elever\nSanera inom två dygn",
            "Fastighetskontoret",
            "Hela 2030",
        ),
    ),
    "ljusnas-band": (
        ("", _TRAFIK, "Hastighetskontroller vid skolorna", "Polisen", "Vid terminsstart"),
        ("", _TRAFIK, "Farthinder på Storgatan", "Ljusnäs kommun, gatuenheten", "2031"),
        ("", "Äldre ska inte luras", "Informera på träffpunkterna\nDela ut foldrar", "Seniorrådet", "2032–2033"),
    ),
    "regionen-sparad": (
        ("", "", "Dela uppgifter mellan myndigheter", "Försäkringskassan", "januari 2034"),
        ("", "", "Gå igenom gamla utbetalningar", "Kommunens kontrollenhet", "juni 2034"),
    ),
    "sjotorp-word": (
        ("", "", "Sätta lås på alla skåp", "Vaktmästarna", "januari 2032"),
        ("", "", "Ha ledare i rummen vid byten", "Föreningarna", "löpande"),
        ("", "", "Klippa häcken vid infarten", "Parkenheten", "Vecka 20 2032"),
        ("", "", "Sätta upp spegel", "Gatuenheten\nPolisen", "2032-06-01"),
    ),
    "vedhamn-layout": (
        (
            "Ungdomar dricker på stranden",
            "",
            "Vuxna vandrar på stranden på fredagar",
            "Föräldraföreningen",
            "Sommaren 2003",
        ),
        ("Många bilar får rutorna krossade", "", "Fälla buskarna vid parkeringen", "Parkavdelningen", "April 2003"),
        ("Många bilar får rutorna krossade", "", "Bevaka parkeringen", "Polisen", "Löpande"),
    ),
}
"""The rows of each page: orsak, mål, åtgärd, vem, när."""


def main() -> None:
    """Write the answers beside the pages."""
    for name, rows in ROWS.items():
        title, issuers, dated = FACTS[name]
        facts = {"title": title, "issuers": [{"name": n} for n in issuers], "dated": dated or None}
        told = [{f: {"text": t} if t else None for f, t in zip(FIELDS, row, strict=True)} for row in rows]
        text = json.dumps({"document": facts, "rows": told}, ensure_ascii=False, indent=1)
        page = next(HERE.glob(f"*/{name}.*htm*"))
        page.with_suffix(".gold.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
