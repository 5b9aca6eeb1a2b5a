"""Splitting and linking of *vem*."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import UsageError
from ingest.normalise import as_actor, load_registers, split_actors

REGISTERS = load_registers()

SPLITS = {
    "Socialtjänsten, Grundskolan, Polisen": ["Socialtjänsten", "Grundskolan", "Polisen"],
    "Polisen; Trafikskolorna": ["Polisen", "Trafikskolorna"],
    "Idrottsföreningarna/RF-SISU": ["Idrottsföreningarna", "RF-SISU"],
    "Polisen / Räddningstjänsten": ["Polisen", "Räddningstjänsten"],
    "Socialförvaltningen\nMiljöenheten": ["Socialförvaltningen", "Miljöenheten"],
    "Rektorerna samt Elevråden": ["Rektorerna", "Elevråden"],
    "HR-avdelningen & kommunens säkerhetschef": ["HR-avdelningen", "kommunens säkerhetschef"],
    "Regionstyrelse-förvaltningen Länsstyrelsen, Wisbygymnasiet": [
        "Regionstyrelseförvaltningen",
        "Länsstyrelsen",
        "Wisbygymnasiet",
    ],
    "Barn- och utbildningsförvaltningen (BUF) och Polisen": ["Barn- och utbildningsförvaltningen (BUF)", "Polisen"],
    "Kultur-, fritids- och tekniska förvaltningen": ["Kultur-, fritids- och tekniska förvaltningen"],
    "Kultur-, fritids- och tekniska förvaltningen, Polisen": [
        "Kultur-, fritids- och tekniska förvaltningen",
        "Polisen",
    ],
    "Polisområde Kalmar/Kronoberg": ["Polisområde Kalmar/Kronoberg"],
    "Polisområde Kalmar/Kronoberg/Länsstyrelsen": ["Polisområde Kalmar/Kronoberg", "Länsstyrelsen"],
    "Svenska Budo- & Kampsportsförbundet": ["Svenska Budo- & Kampsportsförbundet"],
    "Social- och äldrenämnden samt Kommunstyrelsen": ["Social- och äldrenämnden", "Kommunstyrelsen"],
    "Inspektionen för vård och omsorg och Socialförvaltningen": [
        "Inspektionen för vård och omsorg",
        "Socialförvaltningen",
    ],
    "Myndigheten för samhällsskydd och beredskap": ["Myndigheten för samhällsskydd och beredskap"],
    "Polisens demokrati- och hatbrottsgrupp, Trossamfunden": [
        "Polisens demokrati- och hatbrottsgrupp",
        "Trossamfunden",
    ],
    "Enheten för trygghet och säkerhet och Polisen": ["Enheten för trygghet och säkerhet", "Polisen"],
    "Kultur och fritid, Polisen": ["Kultur och fritid", "Polisen"],
    "HR & miljöchef": ["HR & miljöchef"],
    "Vård och omsorg samt IFO": ["Vård och omsorg", "IFO"],
    "Bygg, miljö och hälsa": ["Bygg, miljö och hälsa"],
    "Polisen (kommunpolis, områdespolis), Socialtjänsten": ["Polisen (kommunpolis, områdespolis)", "Socialtjänsten"],
    "Region Gotland, Länsstyrelsen, RF Sisu Gotland": ["Region Gotland", "Länsstyrelsen", "RF Sisu Gotland"],
    "Socialförvaltningen i samverkan med Polisen": ["Socialförvaltningen", "Polisen"],
    "Ansvarig: Socialförvaltningen": ["Socialförvaltningen"],
    "Genom KLF/OHAB": ["KLF", "OHAB"],
    "Polisen, Socialtjänsten m.fl.": ["Polisen", "Socialtjänsten"],
    "• Polisen\n• Elevhälsan": ["Polisen", "Elevhälsan"],
    "- Polisen\n- Elevhälsan": ["Polisen", "Elevhälsan"],
    "1. Polisen\n2. Elevhälsan": ["Polisen", "Elevhälsan"],
    "Polisen.": ["Polisen"],
    "Barn- och\nutbildningsförvaltningen": ["Barn- och utbildningsförvaltningen"],
    "polisen socialtjänsten": ["polisen", "socialtjänsten"],
    "Grundskolan Gymnasieskolan Elevhälsan": ["Grundskolan", "Gymnasieskolan", "Elevhälsan"],
    "Socialtjänsten. Polisen": ["Socialtjänsten", "Polisen"],
    "Rektor Wisbygymnasiet": ["Rektor Wisbygymnasiet"],
    "Kvinnojouren Ljuset": ["Kvinnojouren Ljuset"],
    "Räddningstjänsten Västra Blekinge": ["Räddningstjänsten Västra Blekinge"],
    "Kommunstyrelsen (KS)": ["Kommunstyrelsen (KS)"],
    "Social-förvaltningen\nResursteam heder": ["Socialförvaltningen", "Resursteam heder"],
    "Länsstyrelsen Västra Götaland, Polisregion Väst och Brottsförebyggande rådet": [
        "Länsstyrelsen Västra Götaland",
        "Polisregion Väst",
        "Brottsförebyggande rådet",
    ],
    "Kultur och Fritid, Barn och Utbildning": ["Kultur och Fritid", "Barn och Utbildning"],
    "Tekniska, kultur- och fritidsförvaltningen": ["Tekniska, kultur- och fritidsförvaltningen"],
    "Alla skolor": ["Alla skolor"],
    "Socialförvaltningen, IFO barn och unga": ["Socialförvaltningen", "IFO barn och unga"],
    "Ansvarig för genomförande: Polisen": ["Polisen"],
    "Utförare: Fältgruppen\nStöd: Polisen": ["Fältgruppen", "Polisen"],
    "Polisen, m.fl. aktörer": ["Polisen"],
    "Samordnare för våldsprevention och ANDT": ["Samordnare för våldsprevention och ANDT"],
    "Samhäll/tekniska": ["Samhäll/tekniska"],
    "Näringslivschef/Miljösam.": ["Näringslivschef", "Miljösam"],
    "Malmö stad, Region Skåne, Polisen Malmö": ["Malmö stad", "Region Skåne", "Polisen Malmö"],
    "Enköpings kommun Polisen": ["Enköpings kommun", "Polisen"],
    "Polisen Region Syd": ["Polisen Region Syd"],
    "Länsstyrelsen Region Gotland": ["Länsstyrelsen", "Region Gotland"],
    "Socialnämnden Enköpings kommun": ["Socialnämnden Enköpings kommun"],
    "Lokalpolisområde Laholm/Halmstad": ["Lokalpolisområde Laholm/Halmstad"],
    "Kommun och polis": ["Kommun", "polis"],
    "Hem och skola": ["Hem och skola"],
    "Teknik- och serviceförvaltningen": ["Teknik- och serviceförvaltningen"],
    "Avdelningen för barn och unga, Polisen": ["Avdelningen för barn och unga", "Polisen"],
    "Individ– och familjeomsorgen, HR–avdelningen": ["Individ- och familjeomsorgen", "HR-avdelningen"],
    "Ej utsett": [],
    "-": [],
    "…": [],
    "": [],
}

SAME = [
    (["Polisen", "Polismyndigheten", "polis", "polisens", "POLISEN"], "polismyndigheten"),
    (["Socialtjänsten", "socialtjänst", "socialtjänstens"], "socialtjansten"),
    (
        ["BUF", "Barn- och utbildningsförvaltningen (BUF)", "barn- och utbildningsförvaltningen"],
        "barn-och-utbildningsforvaltningen",
    ),
    (["KS", "Kommunstyrelsen (KS)", "kommunstyrelsen"], "kommunstyrelsen"),
    (["Lst", "Länsstyrelsen"], "lansstyrelsen"),
    (
        ["Länsstyrelsen Skåne", "Länsstyrelsen i Skåne län", "Lst Skåne", "Länsstyrelsen Skåne län"],
        "lansstyrelsen-skane",
    ),
    (["Länsstyrelsen Kronoberg", "Länsstyrelsen i Kronobergs län"], "lansstyrelsen-kronoberg"),
    (["Trollhättans Stad", "Trollhättans stad", "Trollhättan kommun"], "kommun-1488"),
    (["Håbo kommun"], "kommun-0305"),
    (["Habo kommun"], "kommun-0643"),
    (["Höganäs kommun", "höganäs kommun", "Hoganas kommun"], "kommun-1284"),
    (["Polisregion Väst", "Polisen region Väst"], "polisregion-vast"),
    (["Lokalpolisområde Enköping", "LPO Enköping"], "lokalpolisomrade-enkoping"),
    (["IVO", "Inspektionen för vård och omsorg"], "ivo"),
    (["IFO", "Individ- och familjeomsorgen", "Individ och familj"], "individ-och-familjeomsorgen"),
    (["rektor", "Rektorerna", "rektorer"], "rektor"),
    (["kommunpolis", "kommunpoliser", "Kommunpolisen"], "kommunpolis"),
    (["Socialtjansten", "Socialljänsten"], "socialtjansten"),
]

TYPES = {
    "Tekniska nämnden": "nämnd",
    "Lärandeförvaltningen": "förvaltning",
    "Solskolan": "skola",
    "Stadsarkitekt": "funktion",
    "Krukmakarna AB": "företag",
    "Norrby idrottsförening": "förening",
    "Trygghetsenheten": "verksamhet",
    "Livsmedelsverket": "myndighet",
    "Enköpings kommun": "kommun",
    "Region Kronoberg": "region",
    "Region Lövmark": "region",
    "Lövö stad": "kommun",
    "Brf Lövgården": "förening",
    "Lövviks IF": "förening",
    "Kalle Anka": "annat",
    "Chef för trygghetsfrågor": "funktion",
    "Chef elevhälsan": "funktion",
    "Bostads AB Mimer": "företag",
    "Föreningen Hem och Skola": "förening",
}


@pytest.mark.parametrize(("text", "names"), SPLITS.items())
def test_split(text: str, names: list[str]) -> None:
    assert [a.name for a in split_actors(text, REGISTERS)] == names


@pytest.mark.parametrize(("names", "identifier"), SAME)
def test_spellings_of_one_actor(names: list[str], identifier: str) -> None:
    assert {as_actor(name, REGISTERS).id for name in names} == {identifier}


@pytest.mark.parametrize(("name", "kind"), TYPES.items())
def test_types(name: str, kind: str) -> None:
    assert as_actor(name, REGISTERS).type == kind


def test_places_are_complete() -> None:
    codes = set(REGISTERS.accented.values())
    assert len(codes) == 290
    assert len(set(REGISTERS.lan.values())) == 21
    per_county = {c: sum(1 for code in codes if code[:2] == c) for c in {code[:2] for code in codes}}
    # Municipalities by county, Statistics Sweden's division since 2007.
    assert per_county == {
        "01": 26, "03": 8, "04": 9, "05": 13, "06": 13, "07": 8, "08": 12, "09": 1, "10": 5, "12": 33, "13": 6,
        "14": 49, "17": 16, "18": 12, "19": 10, "20": 15, "21": 10, "22": 7, "23": 8, "24": 15, "25": 14,
    }  # fmt: skip


def test_regions_are_complete() -> None:
    regions = {
        e.id for e in REGISTERS.folded.values() if e.type == "region" and e.id.startswith(("region-", "vastra-"))
    }
    assert len(regions) == 21


@given(st.lists(st.sampled_from(sorted(SPLITS)), min_size=1, max_size=3), st.sampled_from(["; ", "\n"]))
def test_strong_separators_part_lists(texts: list[str], joiner: str) -> None:
    whole = [a.name for a in split_actors(joiner.join(texts), REGISTERS)]
    parts = [n for text in texts for n in SPLITS[text]]
    assert whole == parts


@given(st.text(max_size=80))
def test_any_text_is_split(text: str) -> None:
    for actor in split_actors(text, REGISTERS):
        assert actor.name.strip()
        assert "\n" not in actor.name


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "text", ["x" * 20000, "Polisen " * 300, "Barn- och " * 300, "a-" * 3000, "(" * 3000, ", " * 3000]
)
def test_hostile_texts_end(text: str) -> None:
    split_actors(text, REGISTERS)


def test_own_actors(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('["företag"]\nohab = ["OHAB", "Ortens Hus AB"]\n', encoding="utf-8")
    registers = load_registers(str(own))
    assert as_actor("Ortens Hus AB", registers).id == "ohab"
    assert as_actor("OHAB", registers).type == "företag"
    assert as_actor("OHAB", REGISTERS).id is None


@pytest.mark.parametrize(
    "text", ["[[", '[bolag]\nx = ["y"]', "[kommun]\nx = 3", "[kommun]\nx = []", "kommun = 1", '[kommun]\nx = [""]']
)
def test_bad_own_actors(tmp_path: Path, text: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError):
        load_registers(str(own))


def test_missing_own_actors(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        load_registers(str(tmp_path / "none.toml"))
