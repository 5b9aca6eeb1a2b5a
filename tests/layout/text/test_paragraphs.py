"""Typed and scanned text: labels nearer to their values than lines to each other, values that hang under labels."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import Line
from ingest.layout.text.paragraphs import leading_of, paragraphs_of
from tests.layout.pages import words


def line(text: str, x: float, y: float) -> Line:
    return Line(tuple(words(text, x, y)), 1)


def paragraphs(*lines: Line, right: float = 400.0, cell: bool = True) -> list[str]:
    found = paragraphs_of(lines, leading_of([lines]), 60.0, right, cell=cell, jitter=0.25)
    return [" ".join(w.text for one in p.lines for w in one.words) for p in found]


def test_leading_is_that_of_lines_in_which_a_sentence_runs_on() -> None:
    label = [line("Mål", 60, 100), line("Alla elever ska kunna röra sig fritt i", 60, 110), line("skolan.", 60, 124)]
    assert leading_of([label, [line("Datum", 60, 300), line("1999-06-11", 60, 310)]]) == {20: 14.0}
    assert leading_of([[line("Mål", 60, 100), line("Fritt i skolan.", 60, 110)]]) == {20: 10.0}


def test_the_second_line_of_a_value_goes_on_with_it_below_a_label_that_stands_near() -> None:
    first = "Rastvakter finns alltid två och två i skåphallen på rasten"
    assert paragraphs(
        line("Åtgärd", 60, 100), line(first, 60, 110), line("klockan 11 till 13.", 60, 124), right=360.0
    ) == ["Åtgärd", f"{first} klockan 11 till 13."]


def test_a_line_that_begins_with_a_word_of_binding_goes_on_wherever_it_was_broken() -> None:
    broken = line("Bommen vid parkeringen lagas", 60, 100)
    assert len(paragraphs(broken, line("och låses nattetid.", 60, 112))) == 1
    assert len(paragraphs(broken, line("häckar klipps ned.", 60, 112))) == 2


def test_a_value_that_hangs_under_its_label_goes_on() -> None:
    hanging = (line("Mål: Antalet anmälda skador", 60, 100), line("ska minska.", 85, 112))
    assert len(paragraphs(*hanging, cell=False)) == 1
    assert len(paragraphs(hanging[0], line("Skador ska minska.", 85, 112), cell=False)) == 2


def test_labels_that_follow_their_text_begin_no_paragraph_where_they_wrap() -> None:
    texts = (
        ("Nyckel: Alla ledare visar utdrag. Ansvarig: Kansliet. Klart:", 100), ("maj 2030.", 112),
        ("Kurs: Alla nya ledare går en kurs varje termin om trygghet.", 140), ("Ansvarig: Chefen. Klart: juni.", 152),
        ("Dusch: Två vuxna är alltid i närheten av duschen. Ansvarig:", 180), ("Lagledaren. Klart: juli 2030.", 192),
    )  # fmt: skip
    found = paragraphs(*(line(text, 60, y) for text, y in texts), right=365.0, cell=False)
    assert [one.split()[0] for one in found] == ["Nyckel:", "Kurs:", "Dusch:"]


def test_a_clause_goes_on_with_its_line_and_a_list_of_clauses_stays_one() -> None:
    found = paragraphs(line("Många äldre väljer då", 60, 100), line("att stanna hemma.", 60, 112), cell=False)
    assert found == ["Många äldre väljer då att stanna hemma."]
    clauses = paragraphs(
        line("att minska klottret i stan", 60, 100), line("att göra parken ljus.", 60, 112), cell=False
    )
    assert len(clauses) == 2


def test_a_bold_label_with_its_value_begins_anew_under_a_bold_title() -> None:
    title = Line(tuple(words("Laga bommen vid badet", 60, 100, bold=True)), 1)
    label, value = words("Utförs av:", 60, 112, bold=True), words("Parkenheten och Hamnen", 115, 112)
    assert len(paragraphs(title, Line((*label, *value), 1), cell=False)) == 2
    wrapped = Line(tuple(words("Ansvar: Parkenheten", 60, 112, bold=True)), 1)
    assert len(paragraphs(title, wrapped, right=170.0, cell=False)) == 1


def test_a_bold_title_goes_on_in_small_letters_wherever_it_was_broken() -> None:
    title = [line(t, 60, y) for t, y in (("Måla alla räcken under den", 60 + 40), ("mörka årstiden.", 112))]
    bold = [Line(tuple(replace(w, bold=True) for w in one.words), 1) for one in title]
    found = [paragraphs_of(held, leading_of([held]), 60.0, 500.0) for held in (bold, title)]
    assert [len(one) for one in found] == [1, 2]


def test_an_item_whose_lines_go_back_to_its_mark_is_one_where_another_hangs() -> None:
    rows = (
        ("• Beslut om lampor på torget och i", 60.0, 100.0),
        ("parken intill skolan.", 70.0, 112.0),
        ("• uppföljning av statistiken i samband med", 60.0, 136.0),
        ("mässan i maj. Start sker i", 60.0, 148.0),
        ("Hammarvången därefter.", 60.0, 160.0),
    )
    found = paragraphs(*(line(*row) for row in rows), right=250, cell=False)
    assert found[-1].endswith("Start sker i Hammarvången därefter.")


def test_a_line_that_ends_with_a_preposition_goes_on_with_a_name() -> None:
    first = line("Många undviker gången vid", 60, 100)
    assert len(paragraphs(first, line("Hedtorget när det är mörkt.", 60, 112), cell=False)) == 1
    assert (
        len(paragraphs(line("Kommunen ser över", 60, 100), line("Hedtorget när det är mörkt.", 60, 112), cell=False))
        == 2
    )
