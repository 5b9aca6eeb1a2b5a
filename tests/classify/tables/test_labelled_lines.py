"""Labels inside the cells of a table: what they name stands under their fields."""

from __future__ import annotations

from tests.classify.build import rows, t

FIELDS = ("orsak", "mål", "åtgärd", "vem", "när")
HEAD = ["Uppgift", "Ansvar och tid"]


def read(*lines: list[str], head: list[str] = HEAD) -> list[tuple[str, ...]]:
    found = rows(t([head, *lines], bold_header=True))
    return [tuple(r.get(name) or "" for name in FIELDS) for r in found]


def test_labels_below_the_measure_and_in_the_column_of_who_and_when() -> None:
    found = read(
        ["Sätt upp räcken längs kajen.\nOrsak: Barn leker nära kanten.", "Ansvarig: Hamnkontoret\nKlart: 2 april 2031"],
        ["Räkna livbojarna.", "Ansvarig: Sjöräddningen"],
        ["Byt lampor på piren.\nMål: Ljus hela natten.", "Ansvarig: Gatukontoret\nKlart: 14 maj 2031"],
    )
    assert found == [
        ("Barn leker nära kanten.", "", "Sätt upp räcken längs kajen.", "Hamnkontoret", "2 april 2031"),
        ("", "", "Räkna livbojarna.", "Sjöräddningen", ""),
        ("", "Ljus hela natten.", "Byt lampor på piren.", "Gatukontoret", "14 maj 2031"),
    ]


def test_a_label_of_none_of_the_fields_stands_beside_them() -> None:
    found = rows(
        t(
            [
                ["Åtgärd", "Ansvarig"],
                ["Bygg två gupp.\nMål: Lugnare trafik.\nIndikator: färre som kör fort", "Gatukontoret"],
                ["Mät farten igen.\nMål: Högst 30 på gatan.\nIndikator: lägre fart", "Gatukontoret"],
            ],
            bold_header=True,
        )
    )
    assert [(r.get("åtgärd"), r.get("mål")) for r in found] == [
        ("Bygg två gupp.", "Lugnare trafik."),
        ("Mät farten igen.", "Högst 30 på gatan."),
    ]


def test_a_column_of_the_field_keeps_the_label_where_it_is() -> None:
    found = read(
        ["Färre stölder", "Märk cyklar på lördagar.\nMål: hundra cyklar", "Polisen"],
        ["Färre fall", "Sanda trappan.\nMål: varje morgon", "Parkenheten"],
        head=["Mål", "Åtgärd", "Ansvarig"],
    )
    assert [f[1:3] for f in found] == [
        ("Färre stölder", "Märk cyklar på lördagar.\nMål: hundra cyklar"),
        ("Färre fall", "Sanda trappan.\nMål: varje morgon"),
    ]


def test_one_cell_with_a_label_says_nothing_of_the_table() -> None:
    found = read(
        ["Märk cyklar på lördagar.\nMål: hundra cyklar", "Polisen"],
        ["Sanda trappan.", "Parkenheten"],
        head=["Åtgärd", "Ansvarig"],
    )
    assert [f[2] for f in found] == ["Märk cyklar på lördagar.\nMål: hundra cyklar", "Sanda trappan."]
