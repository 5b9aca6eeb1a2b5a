"""The text reader: encodings, flattened and drawn tables, running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Document, Paragraph, Table, paragraphs
from ingest.errors import EmptyFile, IngestError
from ingest.options import Options
from ingest.read.text.encoding import as_saved, decode, twice_decoded
from ingest.read.text.reader import blocks_of, read
from ingest.source import Source
from tests.grids import assert_each_place_once

SWEDISH = "Åtgärder för ökad trygghet i Östersund: skolan, äldre och å ena sidan – 5 § lagen. HÄLSA"


def of(text: str, name: str = "plan.txt") -> Document:
    return read(Source(name, text.encode()), Options())


def shown(text: str, name: str = "plan.txt") -> list[object]:
    """Blocks in short: paragraphs as (role, marker, text), tables as rows of texts."""
    out: list[object] = []
    for block in blocks_of(text, name):
        if isinstance(block, Table):
            out.append(block.text.split("\n"))
        else:
            out.append((block.role, block.marker, block.text))
    return out


def only_table(text: str, name: str = "plan.txt") -> Table:
    (table,) = (b for b in blocks_of(text, name) if isinstance(b, Table))
    return table


# -- encodings


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
    ],
)
def test_encodings(encoding: str, name: str) -> None:
    assert decode(SWEDISH.encode(encoding)) == (SWEDISH, name, 0)


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "latin-1"])
def test_older_code_pages(encoding: str) -> None:
    text = "Åtgärder för ökad trygghet i Östersund: skolan, äldre och å ena sidan. HÄLSA"
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850", "cp437"])
@pytest.mark.parametrize("text", ["Mål", "Åtgärd", "Orsak\tMål\tÅtgärd\tVem\tNär", "GÖTEBORGS KOMMUN", "å", "ÄLDRE"])
def test_little_evidence_is_enough(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding))[0] == text


def test_lines_of_two_encodings() -> None:
    data = "Första raden är på åländska\n".encode() * 3 + "Andra raden är äldre\n".encode("cp1252")
    text, name, lost = decode(data)
    assert text.endswith("Andra raden är äldre\n")
    assert text.startswith("Första raden är på åländska")
    assert (name, lost) == ("utf-8+cp1252", 0)


def test_wrongly_decoded_text_is_left_to_repair() -> None:
    damaged = "Åtgärd för Östersund".encode().decode("latin-1")
    document = of(damaged)
    assert [w.raw for p in paragraphs(document.blocks) for line in p.lines for w in line.words] == damaged.split(" ")


def test_seven_bit_swedish_is_left_to_repair() -> None:
    assert decode(b"]tg{rder f|r {ldre")[0] == "]tg{rder f|r {ldre"


@given(st.text(alphabet="abcåäöÅÄÖ é–\n\t", min_size=1))
def test_utf8_is_always_read_as_it_is(text: str) -> None:
    assert decode(text.encode())[0] == text


def test_seven_bit_letters_are_no_strokes() -> None:
    text = "- Ansvarig akt|r: Kriminalv}rden\n- N{r ska det g|ras? Under v}ren\n- F|r vem: ungdomar f|re 18\n"
    assert not [b for b in blocks_of(text) if isinstance(b, Table)]


# -- flattened tables


def test_tabs_make_a_table_with_spanning_rows() -> None:
    table = only_table("1 Narkotika\t\t\nOrsak\tMål\tÅtgärd\na\tb\tc\n1.1 Våld\t\t\nd\te\tf\n")
    assert [(c.row, c.colspan, c.text) for c in table.cells if c.colspan > 1] == [
        (0, 3, "1 Narkotika"),
        (3, 3, "1.1 Våld"),
    ]
    assert (table.rows, table.columns, table.method) == (5, 3, "tabs")


def test_spanning_rows_whose_tabs_were_stripped() -> None:
    table = only_table("Orsak\tMål\tÅtgärd\na\tb\tc\n1.1 Våld i nära relation\nd\te\tf\n")
    assert [c.text for c in table.cells if c.colspan == 3] == ["1.1 Våld i nära relation"]


def test_wrapped_cells_are_put_together() -> None:
    text = (
        "Orsak\tMål\tÅtgärd\tVem\n"
        "Unga saknar\nkunskap\tÖkad kunskap\tUtbildning\tPolisen,\nskolan\n"
        "Bristande\tBättre\nsamverkan\tMöten varje\nmånad\tSocialtjänsten\n"
    )
    assert only_table(text).text.split("\n") == [
        "Orsak\tMål\tÅtgärd\tVem",
        "Unga saknar kunskap\tÖkad kunskap\tUtbildning\tPolisen, skolan",
        "Bristande\tBättre samverkan\tMöten varje månad\tSocialtjänsten",
    ]


def test_rows_with_stripped_tabs_stay_rows() -> None:
    text = "Orsak\tMål\tÅtgärd\tVem\nA\tB\nC\tD\tE\nF\tG\tH\tI\n"
    assert [line.split("\t") for line in only_table(text).text.split("\n")] == [
        ["Orsak", "Mål", "Åtgärd", "Vem"],
        ["A", "B", "", ""],
        ["C", "D", "E", ""],
        ["F", "G", "H", "I"],
    ]


def test_repeated_headings_and_blank_lines_stay_one_table() -> None:
    text = "Orsak\tMål\tÅtgärd\na\tb\tc\n\nOrsak\tMål\tÅtgärd\nd\te\tf\n"
    assert only_table(text).rows == 4


def test_label_and_value_with_uneven_tabs() -> None:
    assert only_table("Dokumenttyp:\t\tPlan\nBeslutad:\t\t\t2024-01-01\nGäller:\tAlla\n").columns == 2


def test_one_tabbed_line_is_no_table() -> None:
    assert not [b for b in blocks_of("Ort och datum\tUnderskrift\n") if isinstance(b, Table)]


def test_table_of_contents_is_no_table() -> None:
    text = "Innehåll\n\nBakgrund\t2\nMål\t3\nÅtgärder\t5\n\nHär börjar planen."
    assert not [b for b in blocks_of(text) if isinstance(b, Table)]


def test_line_breaks_inside_cells() -> None:
    table = only_table("Orsak\tMål\tVem\na\tb\tPolisen\vSkolan\n")
    assert table.cells[-1].text == "Polisen\nSkolan"


# -- delimited files


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_delimited_files_with_quotes(delimiter: str) -> None:
    rows = [["Orsak", "Mål", "Åtgärd"], ["a", f'"b{delimiter} b"', '"rad 1\nrad 2"'], ["c", '"säg ""hej"""', "d"]]
    text = "\r\n".join(delimiter.join(r) for r in rows)
    table = only_table(text, "plan.csv")
    assert table.columns == 3
    assert [c.text for c in table.cells[3:]] == [
        "a",
        " ".join(f"b{delimiter} b".split()),
        "rad 1 rad 2",
        "c",
        'säg "hej"',
        "d",
    ]


def test_delimited_by_content_alone() -> None:
    assert only_table("Orsak;Mål;Åtgärd\na;b;c\nd;e;f\n").rows == 3


def test_prose_with_commas_is_no_table() -> None:
    text = "Polisen, skolan, socialtjänsten\nKommunen, regionen, länsstyrelsen\nVi, ni, de\n"
    assert not [b for b in blocks_of(text) if isinstance(b, Table)]


# -- drawn and aligned tables


def test_markdown_table() -> None:
    table = only_table("| Orsak | Mål |\n|---|:--:|\n| a \\| b | C<br>D |\n| **e** | |\n", "plan.md")
    assert table.header_rows == 1
    assert [c.text for c in table.cells] == ["Orsak", "Mål", "a | b", "C\nD", "e", ""]
    assert table.cells[4].blocks[0].bold  # type: ignore[union-attr]


def test_drawn_grid_with_wrapped_cells() -> None:
    text = (
        "+--------+-----------+\n| Orsak  | Mål       |\n+========+===========+\n"
        "| Unga   | Ökad      |\n| saknar | kunskap   |\n+--------+-----------+\n"
        "| b      | c         |\n+--------+-----------+\n"
    )
    assert only_table(text).text.split("\n") == ["Orsak\tMål", "Unga saknar\tÖkad kunskap", "b\tc"]


def test_box_drawing() -> None:
    text = "┌────┬────┐\n│ A  │ B  │\n├────┼────┤\n│ c  │ d  │\n└────┴────┘\n"
    assert only_table(text).text.split("\n") == ["A\tB", "c\td"]


def test_columns_aligned_with_spaces() -> None:
    text = (
        "Orsak             Åtgärd              Vem\n"
        "Unga saknar       Utbildning av       Polisen,\n"
        "kunskap           lärare              skolan\n"
        "Otrygghet         Belysning           Kommunen\n"
    )
    assert only_table(text).text.split("\n") == [
        "Orsak\tÅtgärd\tVem",
        "Unga saknar kunskap\tUtbildning av lärare\tPolisen, skolan",
        "Otrygghet\tBelysning\tKommunen",
    ]


def test_prose_with_double_spaces_is_no_table() -> None:
    text = "Planen gäller.  Den följs upp varje år.\nVi samverkar.  Det gör alla parter i kommunen.\nSlut.  Tack.\n"
    assert not [b for b in blocks_of(text) if isinstance(b, Table)]


# -- running text


def test_wrapped_lines_join_and_paragraphs_part() -> None:
    text = (
        "Det brottsförebyggande arbetet är långsiktigt och kunskapsbaserat\n"
        "och bygger på samverkan mellan kommunen, polisen och civilsam-\n"
        "hället i hela länet. Planen gäller för alla nämnder och bolag.\n\nEn ny början med ett stycke.\n"
    )
    found = [b for b in blocks_of(text) if isinstance(b, Paragraph)]
    assert [len(p.lines) for p in found] == [3, 1]


def test_bullets_numbers_and_depth() -> None:
    text = "Vi ska:\n- samverka\n  - ofta\n- följa upp\n1. Först\n2. Sedan\n"
    found = [b for b in blocks_of(text) if isinstance(b, Paragraph)]
    assert [(p.role, p.marker, p.level) for p in found] == [
        ("body", None, None),
        ("list-item", "-", 0),
        ("list-item", "-", 1),
        ("list-item", "-", 0),
        ("list-item", "1.", 0),
        ("list-item", "2.", 0),
    ]


def test_headings() -> None:
    text = (
        "Handlingsplan 2024\n\n\n1 Våld\n\n1.1 Våld i nära relation. Många utsätts.\n\nText som löper på här.\n\n"
        "Uppföljning\n\nPlanen följs upp."
    )
    assert [(p.role, p.level) for p in blocks_of(text) if isinstance(p, Paragraph)] == [
        ("heading", 1),
        ("heading", 1),
        ("heading", 2),
        ("body", None),
        ("heading", 2),
        ("body", None),
    ]


def test_markdown_headings_links_and_emphasis() -> None:
    found = blocks_of("# Plan\n\nMål\n---\n\nSe [lagen](https://example.org/a) om *brott* och __straff__.\n", "a.md")
    assert [(p.role, p.level, p.text) for p in found if isinstance(p, Paragraph)] == [
        ("heading", 1, "Plan"),
        ("heading", 2, "Mål"),
        ("body", None, "Se lagen om brott och straff."),
    ]


def test_emphasis_becomes_look() -> None:
    (found,) = (b for b in blocks_of("Text *kursiv text* och 2*3*4 * samt *ej.") if isinstance(b, Paragraph))
    assert found.text == "Text kursiv text och 2*3*4 * samt *ej."
    assert [w.text for w in found.lines[0].words if w.italic] == ["kursiv", "text"]


def test_form_feeds_are_pages_and_running_lines_are_told_apart() -> None:
    text = "\f".join(
        f"Kommunens plan\n\n{['En', 'Två', 'Tre'][n - 1]} rader står här.\n\nSida {n} av 3" for n in (1, 2, 3)
    )
    document = of(text)
    roles = [(p.role, p.lines[0].page) for p in paragraphs(document.blocks)]
    assert roles == [("header", 1), *(("body", n) for n in (1, 2, 3)), *(("footer", n) for n in (1, 2, 3))]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    assert shown(f"Ett.{end}{end}Två.{end}") == [("body", None, "Ett."), ("body", None, "Två.")]


def test_white_space_is_an_empty_file() -> None:
    with pytest.raises(EmptyFile):
        read(Source("a.txt", "\ufeff \n\t".encode("utf-16-le")), Options())


# -- always


def visible(text: str) -> list[str]:
    return sorted(c for c in text if c.isalnum())


ALPHABET = "abcÅäö 12.\t\n;|-*#_\f\v\r\"'+=:,\x85\u00a0"


@given(st.text(alphabet=ALPHABET, max_size=200))
def test_no_letter_is_lost(text: str) -> None:
    """Every letter and digit of the text stands in a word or a marker, once."""
    found = blocks_of(text)
    said = [w.raw for p in paragraphs(found) for line in p.lines for w in line.words]
    said += [p.marker or "" for p in paragraphs(found)]
    if "\f" in text:
        # Running lines stand once.
        assert set(visible("".join(said))) == set(visible(text))
    else:
        assert visible("".join(said)) == visible(text)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_document_or_a_typed_error(data: bytes) -> None:
    try:
        document = read(Source("x.txt", data), Options())
    except IngestError:
        return
    for block in document.blocks:
        if isinstance(block, Table):
            assert_each_place_once(block)


def test_a_text_that_was_encoded_twice_keeps_its_columns() -> None:
    meant = (
        "Åtgärd                               Ansvarig               Tid\n\n"
        "Låta två vuxna gå på skolgården      Rektorerna             våren 2030\nunder alla raster\n\n"
        "Måla övergångsställen och sätta      Gatuenheten            hösten 2030\nupp räcken\n\n"
        "Öppna gården även på söndagar        Fritidsenheten         löpande\nnär det är möte\n"
    )
    saved = meant.encode("utf-8").decode("cp1252")
    assert twice_decoded(saved) == meant
    assert as_saved(meant) == saved
    (table,) = (b for b in of(saved).blocks if isinstance(b, Table))
    (plain,) = (b for b in of(meant).blocks if isinstance(b, Table))
    assert (table.rows, table.columns) == (plain.rows, plain.columns)
    # The words stand as in the file: repair mends them and says so.
    assert table.text == as_saved(plain.text)


@pytest.mark.parametrize("text", ["Låta två vuxna gå", "Byta las", "Måla Ã¥ och ≈"])
def test_other_texts_were_not_encoded_twice(text: str) -> None:
    assert twice_decoded(text) is None


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_what_was_encoded_twice_is_told_back(meant: str) -> None:
    saved = as_saved(meant)
    assert twice_decoded(saved) == (meant if meant != saved else None)


def test_a_label_goes_on_in_an_item_that_holds_labels() -> None:
    text = (
        "Mål 1: Färre inbrott\n\n"
        "1. Nya lås monteras på alla källardörrar. Ansvarig: Skogshem AB.\n"
        "   Klart: 1 april 2004.\n"
        "2. Grannsamverkan startar i tre trappuppgångar. Ansvarig:\n"
        "   Hyresgästföreningen. Klart: hösten 2004.\n"
    )
    assert shown(text)[1:] == [
        ("list-item", "1.", "Nya lås monteras på alla källardörrar. Ansvarig: Skogshem AB. Klart: 1 april 2004."),
        (
            "list-item",
            "2.",
            "Grannsamverkan startar i tre trappuppgångar. Ansvarig: Hyresgästföreningen. Klart: hösten 2004.",
        ),
    ]


def test_labels_below_an_item_stay_lines_of_their_own() -> None:
    text = "Åtgärder\n\n1. Nya lås sätts upp\n   Ansvarig: Skogshem\n   Klart: maj\n\n2. Lampor byts\n   Ansvarig: Ek\n"
    assert [b.text for b in blocks_of(text, "")][2:4] == ["Ansvarig: Skogshem", "Klart: maj"]


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("NORRVIKS KOMMUN            1 (2)", "\f                 2 (2)"),
        ("NORRVIKS KOMMUN            1 (2)", "                 2 (2)"),
        ("NORRVIKS KOMMUN", "\f             - 2 -"),
        ("Norrviks kommun", "\f2"),
    ],
)
def test_the_lone_number_of_a_page_is_no_heading(head: str, number: str) -> None:
    text = f"{head}\n\nMål: Färre bränder\n\nÅtgärd: Lås sätts upp\n\n{number}\n\nÅtgärd: Lampor byts\n\n7\n\nSlut.\n"
    headers = {b.text for b in blocks_of(text) if isinstance(b, Paragraph) and b.role == "header"}
    assert number.strip() in headers
    assert "7" not in headers


def test_a_number_that_counts_no_pages_stays() -> None:
    text = "Åtgärder\n\nAndelen är 1/3\n\nSe punkt\n\n3/4\n\nav planen.\n"
    assert not [b for b in blocks_of(text) if isinstance(b, Paragraph) and b.role == "header"]


def test_a_full_line_that_ends_a_sentence_goes_on_where_blank_lines_part_paragraphs() -> None:
    first = "Vi målar gångtunneln under spåren tillsammans med eleverna på Kajskolan och Hamnskolan varje vår."
    text = f"Kajer\n\n{first}\nTolk finns vid behov.\n\nVi lagar räcket.\n\nVi tänder lyktorna.\n"
    assert ("body", None, f"{first} Tolk finns vid behov.") in shown(text)


GRID = """┌─────────────┬──────────────────┬───────────┐
│ Mål         │ Åtgärd           │ Vem       │
├─────────────┼──────────────────┼───────────┤
│ Lugnare     │ Byta lås i alla  │ Fastighet │
│ kvällar vid │ portar.          │           │
│ torget.     ├──────────────────┼───────────┤
│             │ Sätta upp lampor │ Park      │
├─────────────┴──────────────────┴───────────┤
│ Skolan                                     │
├─────────────┬──────────────────┬───────────┤
│ Trygga      │ Rastvärdar ute   │ Rektor    │
│ raster.     │ hela dagen.      │           │
└─────────────┴──────────────────┴───────────┘
"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp850"])
def test_cells_of_a_drawn_grid_span_rows_and_columns(encoding: str) -> None:
    source = Source("plan.txt", GRID.encode(encoding))
    table = next(b for b in read(source, Options()).blocks if isinstance(b, Table))
    texts = {(c.row, c.column, c.rowspan, c.colspan): " ".join(c.text.split()) for c in table.cells}
    assert texts[1, 0, 2, 1] == "Lugnare kvällar vid torget."
    assert texts[1, 1, 1, 1] == "Byta lås i alla portar."
    assert texts[2, 2, 1, 1] == "Park"
    assert texts[3, 0, 1, 3] == "Skolan"
    assert texts[4, 1, 1, 1] == "Rastvärdar ute hela dagen."


def test_lettered_items_keep_no_letter_where_labels_stand_between() -> None:
    text = (
        "1. Bryggan\n\n  a) Nya stolpar slås ned.\n     Ansvar: Kommittén\n\n"
        "  b) Livbojen ses över till våren, även stegen.\n     Ansvar: Styrelsen\n"
    )
    found = [b for b in of(text).blocks if isinstance(b, Paragraph) and b.role == "list-item"]
    assert [b.text for b in found] == ["Nya stolpar slås ned.", "Livbojen ses över till våren, även stegen."]
    assert [b.marker for b in found] == ["a)", "b)"]


def test_numbered_items_that_hang_are_one_list_whatever_stands_between() -> None:
    text = (
        "Åtgärder\n--------\n\n1. Erbjuda en kurs till all personal som möter\n   invånare i sitt arbete.\n"
        "   Ansvarig: Skolan\n\n2. Höja räcket på bron.\n   Ansvarig: Trafikverket\n\n"
        "Inledning\n\n7. Kapitel\n   Med text under sig.\n"
    )
    found = shown(text)
    assert ("list-item", "1.", "Erbjuda en kurs till all personal som möter invånare i sitt arbete.") in found
    assert ("list-item", "2.", "Höja räcket på bron.") in found
    assert not [one for one in found if isinstance(one, tuple) and one[1] == "7."]
