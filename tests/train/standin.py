"""A small bank of invented content, for tests of the families that need no real one."""

from __future__ import annotations

import random
from collections.abc import Callable

from ingest.train.factory.model import Actor, DrawnFront, FieldName, Measure, OwnedFront, Period, Theme, Time, When, Who

THEMES = (
    Theme("torg", "Trygga torg", "Många undviker torget kvällstid.", "Torget ska användas av fler."),
    Theme("skola", "Trygg skola", "Bråk uppstår på skolgården.", "Alla elever ska vara trygga i skolan."),
    Theme("unga", "Unga och droger", "Droger säljs i parken.", "Inga unga ska erbjudas droger."),
    Theme("hem", "Våld i hemmet", "Få som utsätts söker hjälp.", "Fler utsatta ska få stöd i tid."),
)
CAUSES = (
    "Belysningen är trasig längs gångstråket.",
    "Få vuxna rör sig ute på kvällarna.",
    "Kunskapen om tidiga tecken är ojämn mellan skolorna.",
    "Gömda hörn vid cykelstället lockar till klotter och skadegörelse.",
)
GOALS = (
    "Fler ska känna sig trygga på väg hem.",
    "Anmälningarna om klotter ska halveras.",
    "All personal vet vart man vänder sig.",
    "Föräldrar och skola har en gemensam bild.",
)
DEEDS = (
    "Byta armaturer och klippa häckar längs stråket",
    "Genomföra trygghetsvandringar med boende\nSammanställa resultatet för nämnden",
    "Starta nattvandring varje fredag.",
    "Utbilda personal i samtalsmetodik. Kursen ges vid två tillfällen.",
    "Ta fram en gemensam rutin för orosanmälningar",
    "Måla om gångtunneln",
)
WHOS = (
    Who("Tekniska förvaltningen", (Actor("Tekniska förvaltningen", "förvaltning"),)),
    Who("Polisen och kommunen", (Actor("Polisen", "myndighet"), Actor("kommunen", "kommun"))),
    Who("Rektor", (Actor("Rektor", "funktion"),)),
    Who("Socialtjänsten, fältgruppen", (Actor("Socialtjänsten", "verksamhet"), Actor("fältgruppen", "verksamhet"))),
)
OTHERS = (
    ("Status", ("Påbörjad", "Klar", "")),
    ("Uppföljning", ("Enkät", "Antal träffar")),
    ("Kostnad", ("20 tkr", "")),
)
HEADINGS: dict[FieldName, tuple[str, ...]] = {
    "orsak": ("Orsak", "Problem", "Bakgrund"),
    "mål": ("Mål", "Målsättning", "Effektmål"),
    "åtgärd": ("Åtgärd", "Aktivitet", "Insats"),
    "vem": ("Ansvarig", "Vem", "Ansvar"),
    "när": ("När", "Tidplan", "Klart"),
}


class StandIn:
    """Draws from the lists above."""

    def document(self, rng: random.Random) -> StandIn:
        return self

    def owned(self, rng: random.Random) -> OwnedFront:
        owners = [Actor("Lövstads kommun", "kommun"), Actor("Kommunstaben", "förvaltning")]
        return OwnedFront(
            "Handlingsplan för trygghet 2031", "handlingsplan", owners, ("2031-01-01", "2031-12-31"), "2030-12-03",
            head=["Lövstads kommun", "Kommunstaben"], facts=[("Datum", "2030-12-03")], closing=["För Lövstads kommun"],
        )  # fmt: skip

    def theme(self, rng: random.Random) -> Theme:
        return rng.choice(THEMES)

    def measure(self, rng: random.Random, theme: Theme, period: Period | None) -> Measure:
        return Measure(
            rng.choice(CAUSES), rng.choice(GOALS), rng.choice(DEEDS), rng.choice(WHOS), self.when(rng, period)
        )

    def when(self, rng: random.Random, period: Period | None) -> When:
        year = int(((period or (None, None))[0] or "2030")[:4])
        return rng.choice(
            (
                When(f"maj {year}", (Time(f"{year}-05", f"{year}-05-01", f"{year}-05-31"),)),
                When(f"Q2 {year}", (Time(f"{year}-34", f"{year}-04-01", f"{year}-06-30"),)),
                When(f"senast 1 juni {year}", (Time(f"../{year}-06-01", None, f"{year}-06-01", "done"),)),
                When("Löpande", (Time(recurrence="continuous"),)),
            )
        )

    def task(self, rng: random.Random, theme: Theme) -> str:
        return rng.choice(("måla bänkarna", "byta armaturer längs stråket", "starta en nattvandring"))

    def heading(self, rng: random.Random, name: FieldName) -> str:
        return rng.choice(HEADINGS[name])

    def label(self, rng: random.Random, name: FieldName) -> str:
        return rng.choice(HEADINGS[name])

    def other_column(self, rng: random.Random) -> tuple[str, Callable[[random.Random], str]]:
        heading, values = rng.choice(OTHERS)
        return heading, lambda r: r.choice(values)

    def front(self, rng: random.Random) -> DrawnFront:
        year = rng.randrange(2024, 2034)
        return DrawnFront(
            title=f"Handlingsplan för trygghet {year}",
            kind="handlingsplan",
            issuers=(Actor("Almviks kommun", "kommun"),),
            period=(f"{year}-01-01", f"{year}-12-31"),
            dated=f"{year - 1}-11-20",
            above=("Almviks kommun",),
            facts=(("Antagen", f"{year - 1}-11-20"), ("Dnr", "KS 2029/12")),
        )

    def paragraph(self, rng: random.Random) -> str:
        return rng.choice(
            (
                "Det trygghetsskapande arbetet bygger på en lägesbild som parterna delar.",
                "Planen beskriver hur arbetet är organiserat och hur det hänger samman med andra styrdokument.",
            )
        )

    def negative(self, rng: random.Random, kind: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        return ("Namn", "Roll"), (("Ada Alm", "Ordförande"), ("Bo Ek", "Sekreterare"), ("Eva Gran", "Ledamot"))
