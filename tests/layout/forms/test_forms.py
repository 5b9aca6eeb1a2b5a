"""Forms: records of labels beside their values, told by labels that come again in their order over a document."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document import Page, Word
from ingest.layout.forms.labels import form_labels
from ingest.layout.tables.finder import FoundTable, find_tables
from ingest.options import Options
from tests.layout.pages import page, words

LABELS, VALUES, SECOND, LAST = 60.0, 150.0, 340.0, 430.0
FORM = [
    ["Vad vi gör", "Vandra i parken varje fredag under hösten."],
    ["Lägesbild", "Parken är mörk."],
    ["Enhet", "Parkenheten", "Genomförande", "2030-05-01"],
    ["Vikt", "Hög"],
    ["Vad vi gör", "Byta lampor vid dammen."],
    ["Lägesbild", "Lamporna är trasiga."],
    ["Enhet", "Gatuenheten", "Genomförande", "2030-06-01"],
    ["Vikt", "Låg"],
]


def lines(rows: Sequence[Sequence[str]], top: float = 120.0, pitch: float = 18.0) -> list[Word]:
    """Rows of texts at the left edges of two pairs of label and value; "" leaves its place empty."""
    out: list[Word] = []
    for i, row in enumerate(rows):
        for x, text in zip((LABELS, VALUES, SECOND, LAST), row, strict=False):
            out += words(text, x, top + pitch * i) if text else []
    return out


def texts(table: FoundTable) -> list[list[str]]:
    out = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        out[cell.row][cell.column] = " ".join(cell.text.split())
    return out


def found(*pages: Page) -> list[list[list[str]]]:
    labels = form_labels(pages)
    tables = [t for p in pages for t in find_tables(p, Options(), labels=labels)]
    return [texts(t) for t in tables if t.method == "labels"]


def test_each_record_is_a_table_and_a_pair_behind_a_value_a_row_of_it() -> None:
    assert found(page(lines(FORM))) == [
        [
            ["Vad vi gör", "Vandra i parken varje fredag under hösten."],
            ["Lägesbild", "Parken är mörk."],
            ["Enhet", "Parkenheten"],
            ["Genomförande", "2030-05-01"],
            ["Vikt", "Hög"],
        ],
        [
            ["Vad vi gör", "Byta lampor vid dammen."],
            ["Lägesbild", "Lamporna är trasiga."],
            ["Enhet", "Gatuenheten"],
            ["Genomförande", "2030-06-01"],
            ["Vikt", "Låg"],
        ],
    ]


def test_records_on_pages_of_their_own_teach_each_others_labels() -> None:
    first, second = found(page(lines(FORM[:4])), page(lines(FORM[4:])))
    assert first[2:4] == [["Enhet", "Parkenheten"], ["Genomförande", "2030-05-01"]]
    assert second[0] == ["Vad vi gör", "Byta lampor vid dammen."]


def test_what_wraps_goes_on_with_the_value_or_the_label_that_it_stands_under() -> None:
    wrapped = [*FORM[:3], ["", "samt Skolan", "(tid)", "till juni"], *FORM[3:7], ["", "", "(tid)", ""], FORM[7]]
    first, second = found(page(lines(wrapped, pitch=13.0)))
    assert first[2:4] == [["Enhet", "Parkenheten samt Skolan"], ["Genomförande (tid)", "2030-05-01 till juni"]]
    assert second[3] == ["Genomförande (tid)", "2030-06-01"]


def test_a_label_of_two_lines_is_one() -> None:
    def record(cause: str, who: str) -> list[list[str]]:
        return [["Insats", "Byta lampor vid dammen."], ["Bakomliggande", ""], ["orsaker", cause], ["Enhet", who]]

    rows = [*record("Mörka stigar.", "Parkenheten"), *record("Trasiga lampor.", "Gatuenheten")]
    assert [t[1] for t in found(page(lines(rows, pitch=13.0)))] == [
        ["Bakomliggande orsaker", "Mörka stigar."],
        ["Bakomliggande orsaker", "Trasiga lampor."],
    ]


def test_a_table_whose_first_column_comes_again_is_no_form() -> None:
    table = [
        [who, "Vandrar i parken", "Varje fredag", "Pågår"]
        for who in ("Polisen", "Skolan", "Vakten", "Polisen", "Skolan")
    ]
    assert found(page(lines([*table, *table]))) == []


def test_bodies_in_no_order_are_no_labels() -> None:
    names = ("Polisen", "Skolan", "Polisen", "Vakten", "Vakten", "Skolan", "Polisen", "Skolan", "Vakten", "Polisen")
    assert found(page(lines([[who, f"Vandrar i parken kväll {i}."] for i, who in enumerate(names)]))) == []


def test_a_form_of_one_record_teaches_no_labels() -> None:
    assert found(page(lines(FORM[:4]))) == []


def test_second_lines_of_values_that_come_again_are_no_labels() -> None:
    def wrapped(who: str, when: str) -> list[list[str]]:
        return [["Enhet", f"{who}, Tekniska", "Genomförande", when], ["", "förvaltningen", "", "till juni"]]

    rows = [*FORM[:2], *wrapped("Skolan", "2030-05-01"), FORM[3], *FORM[4:6], *wrapped("Parken", "2031-05-01"), FORM[7]]
    first, second = found(page(lines(rows, pitch=13.0)))
    assert first[2] == ["Enhet", "Skolan, Tekniska förvaltningen"]
    assert second[3] == ["Genomförande", "2031-05-01 till juni"]


def test_labels_beside_each_other_above_their_values_head_two_columns() -> None:
    def record(top: float, task: str, who: str, when: str) -> list[Word]:
        return [
            *lines([["Vad vi gör", task]], top),
            *lines([["Enhet eller", "", "Datum"]], top + 20.0),
            *lines([["person", who, "", when]], top + 28.0),
            *lines([["Vikt", "Hög"]], top + 50.0),
        ]

    first = record(120.0, "Vandra i parken varje fredag under hösten.", "Parkenheten", "2030-05-01")
    second = record(200.0, "Byta lampor vid dammen.", "Gatuenheten", "2030-06-01")
    assert [t[1:3] for t in found(page([*first, *second]))] == [
        [["Enhet eller person", "Parkenheten"], ["Datum", "2030-05-01"]],
        [["Enhet eller person", "Gatuenheten"], ["Datum", "2030-06-01"]],
    ]


def test_a_value_at_half_the_height_of_a_label_of_two_lines_stands_beside_it() -> None:
    def record(top: float, task: str, who: str, when: str) -> list[Word]:
        return [
            *lines([["VAD VI GÖR", task]], top),
            *lines([["ANSVARIG", "", "DATUM"]], top + 20.0),
            *lines([["", who, "", when]], top + 27.0),
            *lines([["verksamhet"]], top + 32.0),
            *lines([["VIKT", "Hög"]], top + 55.0),
        ]

    first = record(120.0, "Vandra i parken varje fredag under hösten.", "Parkenheten", "2030-05-01")
    second = record(205.0, "Byta lampor vid dammen.", "Gatuenheten", "2030-06-01")
    assert [t[1:3] for t in found(page([*first, *second]))] == [
        [["ANSVARIG verksamhet", "Parkenheten"], ["DATUM", "2030-05-01"]],
        [["ANSVARIG verksamhet", "Gatuenheten"], ["DATUM", "2030-06-01"]],
    ]


def test_a_label_whose_colon_is_worn_is_the_same_label() -> None:
    rows = [
        ["Orsak:", "Elever lämnas utan vuxna."], ["Mål:", "Det finns två vuxna ute."], ["När", "september 1993"],
        ["Orsak:", "Yngre elever blir hotade."], ["Mål.", "Ingen elev är rädd."], ["När.", "löpande"],
        ["Orsak'", "Bråk på bussen."], ["Mål:", "Lugna resor för alla."], ["När.", "hösten 1993"],
    ]  # fmt: skip
    tables = found(page(lines(rows)))
    assert [len(t) for t in tables] == [3, 3, 3]
    assert tables[1][2] == ["När.", "löpande"]


def test_a_tables_heading_row_that_comes_again_is_no_label_with_its_value() -> None:
    slides = [
        [["Varför?", "Väntsalen är tom"], ["Vad vill vi?", "Resenärer är trygga"], ["Insats", "Vem", "Tid", "Läge"]],
        [["Varför?", "Lampan är trasig"], ["Vad vill vi?", "Barn leker i parken"], ["Insats", "Vem", "Tid", "Läge"]],
    ]
    assert set(form_labels([page(lines(rows)) for rows in slides]).order) == {"varför?", "vad vill vi?"}
