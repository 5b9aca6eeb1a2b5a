"""Signs that a machine took for letters, told by the words around them."""

from __future__ import annotations

import pytest

from ingest.document import Method
from ingest.repair.rules.ocr_signs import mend_lone_signs, mend_scanned
from ingest.repair.working_text import Body, Passage, WorkingWord


def mended(text: str) -> str:
    passage = Passage([[WorkingWord(w, 0.9) for w in text.split()]], Method.OCR)
    mend_lone_signs(Body([passage]), [passage])
    return " ".join(t.text for t in passage.tokens())


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("ordningsvakter enligt LOV 3 S.", "ordningsvakter enligt LOV 3 §."),
        ("3 S ordningslagen", "3 § ordningslagen"),
        ("l gång/år", "1 gång/år"),
        ("| gång per år", "1 gång per år"),
        ("$kolorna arbetar", "Skolorna arbetar"),
    ],
)
def test_a_sign_is_told_by_its_neighbours(read: str, meant: str) -> None:
    assert mended(read) == meant
    assert mended(meant) == meant


@pytest.mark.parametrize(
    "text", ["Zon 3 S vid torget", "arbetet är l gång", "I gång sedan 2024", "S 3", "100 $ per år"]
)
def test_what_the_neighbours_do_not_tell_stays(text: str) -> None:
    assert mended(text) == text


def scanned(
    *texts: str, column: tuple[int, int] | None = (4, 2), method: Method = Method.OCR, sure: float = 0.9
) -> list[str]:
    passages = [Passage([[WorkingWord(w, sure) for w in text.split()]], method, column=column) for text in texts]
    body = Body(passages)
    mend_scanned(body)
    first = [" ".join(t.text for t in p.tokens() if t.text) for p in passages]
    count = body.changed
    mend_scanned(body)
    assert body.changed == count, "what was mended is mended again"
    assert all(t.changes or t.text for p in passages for t in p.tokens())
    return first


STOPPED = [f"Nämnden ser över {what}." for what in ("parken", "torget", "bron", "skolan", "gången")]
BARE = [text[:-1] for text in STOPPED]


def test_cells_of_a_column_end_as_its_sentences_do() -> None:
    assert scanned(*STOPPED, "Rektorn ser över schemat")[-1] == "Rektorn ser över schemat."
    assert scanned(*STOPPED, "Rektorn ser över schemat,")[-1] == "Rektorn ser över schemat."
    assert scanned(*BARE, "Rektorn ser över schemat,")[-1] == "Rektorn ser över schemat"
    assert scanned(*BARE, "Rektorn ser över schemat.")[-1] == "Rektorn ser över schemat"
    assert scanned("Mål: Nämnden ser över ån.", *BARE)[0] == "Mål: Nämnden ser över ån.", "a goal across the table"


def test_names_headings_and_text_layers_keep_their_ends() -> None:
    assert scanned(*STOPPED, "Tekniska kontoret")[-1] == "Tekniska kontoret"
    assert scanned(*STOPPED, "Handlingsplan för ett tryggt Granlid", column=None)[-1].endswith("Granlid")
    assert scanned(*STOPPED, "Rektorn ser över schemat", method=Method.TEXT_LAYER)[-1].endswith("schemat")
    assert scanned(*STOPPED[:3], "Rektorn ser över schemat")[-1].endswith("schemat")


def test_spans_take_the_dash_of_most_of_them() -> None:
    most = ["2020–2021", "2021–2022", "2022–2023", "2023–2024", "2024–2025"]
    assert scanned(*most, "2025-2026")[-1] == "2025–2026"
    assert scanned(*most[:2], "2025-2026")[-1] == "2025–2026"
    assert scanned(*most[:1], "2025-2026")[-1] == "2025-2026"
    assert scanned(*most, "2025-03-14")[-1] == "2025-03-14"
    assert scanned(*most, "08-6")[-1] == "08-6"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("senast 2O25", "senast 2025"),
        ("klart 2025-l2-0I", "klart 2025-12-01"),
        ("dialog tili alla", "dialog till alla"),
        ("senast i aprit,", "senast i april,"),
        ('"Människohandel ska upptäckas', "Människohandel ska upptäckas"),
    ],
)
def test_letters_and_figures_that_look_alike(read: str, meant: str) -> None:
    assert scanned(read) == [meant]


@pytest.mark.parametrize(
    "text",
    ["Ol kl 18", "lokal IT", "”Trygg kväll” i parken", 'en skärm på 15"', "plan B2l", "Tili Bengtsson", "i väg"],
)
def test_what_may_stand_so_stays(text: str) -> None:
    assert scanned(text) == [text]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Pojkar nås inte av dagens. insatser på skolan.", "Pojkar nås inte av dagens insatser på skolan."),
        ("Polisen / Skolverket./ Kommunstyrelsen", "Polisen / Skolverket / Kommunstyrelsen"),
        ("Barn vistas ute'sent på kvällarna.", "Barn vistas ute sent på kvällarna."),
        ("Kommunen driver.hemtjänst i egen regi.", "Kommunen driver hemtjänst i egen regi."),
    ],
)
def test_specks_between_words_go(read: str, meant: str) -> None:
    assert scanned(*STOPPED, read, column=None)[-1] == meant


@pytest.mark.parametrize(
    "text",
    ["Rektor ansvarar enl. riktlinjen för skolan.", "Start prel. oktober i parken.", "Se www.polisen.se för mer."],
)
def test_abbreviations_and_addresses_keep_their_stops(text: str) -> None:
    assert scanned(*STOPPED, text, column=None)[-1] == text


def test_stops_stay_where_sentences_begin_in_small_letters() -> None:
    small = [text.lower() for text in STOPPED]
    text = "antalet stölder ska minska. parken ska vara trygg."
    assert scanned(*small, text, column=None)[-1] == text


def test_an_empty_cell_has_no_specks() -> None:
    assert scanned(*STOPPED, "", column=None)[-1] == ""


def test_a_lone_apostrophe_is_a_speck() -> None:
    assert scanned(*STOPPED, "Ökad ' trygghet", column=None)[-1].split() == ["Ökad", "trygghet"]


def test_cells_of_a_column_begin_as_nearly_all_do_where_the_letter_has_the_capitals_shape() -> None:
    assert scanned(*STOPPED, "villkor skrivs in i avtalen.")[-1] == "Villkor skrivs in i avtalen."
    assert scanned(*STOPPED, "skolan, bolaget")[-1] == "Skolan, bolaget", "also shorter cells of such a column"
    assert scanned("Rektorn", "Nämnden", "skolan, bolaget")[-1] == "skolan, bolaget", "names alone say nothing"
    assert scanned(*STOPPED, "v. 38 till 40 varje år.")[-1] == "v. 38 till 40 varje år."
    assert scanned(*STOPPED, "arbete pågår i parken.")[-1] == "arbete pågår i parken."
    lower = [text.lower() for text in STOPPED]
    assert scanned(*lower, "villkor skrivs in i avtalen.")[-1] == "villkor skrivs in i avtalen."


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Enhetschef bam och unga", "Enhetschef barn och unga"),
        ("Erfarenhetema sammanställs", "Erfarenheterna sammanställs"),
        ("Vårdcentralen/Kommunkoncemen", "Vårdcentralen/Kommunkoncernen"),
    ],
)
def test_letters_that_have_run_together_are_parted(read: str, meant: str) -> None:
    assert scanned(read) == [meant]
    assert scanned(meant) == [meant]


@pytest.mark.parametrize(
    "text", ["Familjen i Kumla", "fem timmar hos Hjalmar Holm", "kommun och hem", "extra fältning i maj"]
)
def test_words_with_an_m_and_names_stay(text: str) -> None:
    assert scanned(text) == [text]


def test_a_name_is_read_as_the_document_has_it_elsewhere() -> None:
    right = ["Polisen i Trastgårdet", "Skolan i Trastgårdet"]
    assert scanned(*right, "Brå i Trastgardet")[-1] == "Brå i Trastgårdet"
    assert scanned("Polisen i Trastgårdet", "Brå i Trastgardet")[-1] == "Brå i Trastgardet", (
        "one against one says nothing"
    )


def test_no_cell_ends_in_a_comma() -> None:
    assert scanned(*STOPPED[:2], "Elever röker på skolgården,")[-1] == "Elever röker på skolgården."
    assert scanned(*BARE[:2], "Elever röker på skolgården,")[-1] == "Elever röker på skolgården"


def test_a_sentence_that_begins_in_a_capital_follows_a_full_stop() -> None:
    text = "Alla får skriftligt material, Rutinen gås igenom vid start. Rektorn följer upp arbetet."
    assert scanned(*STOPPED, text)[-1] == text.replace("material,", "material.")
    listed = "Polisen, Skolan, Socialtjänsten, Region Norr, Kyrkan, Bostadsbolaget, Kuratorn, Rektorn"
    assert scanned(*STOPPED, listed)[-1].rstrip(".") == listed


def test_spans_of_months_take_the_dash_of_the_others() -> None:
    spans = ["mars–april", "juni–augusti", "2025–2026"]
    assert scanned(*spans, "september-oktober") == [*spans, "september–oktober"]
    assert scanned("mars–april", "september-oktober")[-1] == "september-oktober"
    assert scanned(*spans, "barn-ungdom")[-1] == "barn-ungdom"


def test_signs_before_lines_are_bullets_where_the_document_has_some() -> None:
    assert scanned("• Anställ en kurator", "« Pröva tillstånd")[-1] == "• Pröva tillstånd"
    assert scanned("Anställ en kurator", "« Pröva tillstånd")[-1] == "« Pröva tillstånd"


def test_specks_inside_a_sentence_go() -> None:
    assert scanned(*STOPPED, "Tunneln målas .i ljus färg")[-1] == "Tunneln målas i ljus färg."
    assert scanned(*STOPPED, "Nämnden i. samråd med polisen")[-1] == "Nämnden i samråd med polisen."
    assert scanned(*STOPPED, "Möte kl. fem varje dag")[-1] == "Möte kl. fem varje dag."


def test_a_date_that_a_wide_space_parts_is_one() -> None:
    assert scanned("Klart 1987 -02-01") == ["Klart 1987-02-01"]
    assert scanned("Under 1987 - 89 platser") == ["Under 1987 - 89 platser"]


def test_an_exclamation_mark_inside_a_sentence_is_a_worn_l() -> None:
    assert scanned("direkt til! vakthavande befäl") == ["direkt till vakthavande befäl"]
    assert scanned("Ring! polisen svarar") == ["Ring! polisen svarar"]


def test_a_lone_stroke_inside_a_sentence_is_a_preposition() -> None:
    assert scanned("kontrollköp görs I samtliga butiker") == ["kontrollköp görs i samtliga butiker"]
    assert scanned("möten hålls l gång per år") == ["möten hålls l gång per år"]


def test_signs_that_end_a_cell_by_themselves_are_specks() -> None:
    assert scanned("Föräldrar går runt om kvällen –") == ["Föräldrar går runt om kvällen"]


def test_a_label_is_read_as_the_document_has_it_elsewhere() -> None:
    goal = "Mål: Skadegörelsen skall minska"
    assert scanned(goal, "nål: Alla gårdar skall vara öppna", column=None)[-1] == "Mål: Alla gårdar skall vara öppna"
    assert scanned(goal, "Mål. • Alla gårdar skall vara öppna", column=None)[-1].startswith("Mål: Alla")
    assert scanned(goal, "Målet nås i maj", column=None)[-1] == "Målet nås i maj"
    assert scanned("Skadegörelsen skall minska", "nål: Alla gårdar", column=None)[-1].startswith("nål:")


def test_a_short_label_worn_beyond_its_last_letter_is_the_documents_own() -> None:
    goals = ["Mål: Skadegörelsen skall minska", "Mål: Alla gårdar skall vara öppna"]
    assert scanned(*goals, "nil: Ingen skall skadas", column=None)[-1] == "Mål: Ingen skall skadas"
    assert scanned(goals[0], "nil: Ingen skall skadas", column=None)[-1].startswith("nil:")
    assert scanned(*goals, "När: Hela året", column=None)[-1].startswith("När:")


def test_dots_below_letters_are_specks() -> None:
    assert scanned("räknat med ẹ@n tredjedel") == ["räknat med en tredjedel"]
    assert scanned("till anna@exempel.se") == ["till anna@exempel.se"]


def test_a_sentence_that_goes_on_below_has_no_stop() -> None:
    assert scanned(*STOPPED, "Ingen elev skall tro att det är", "riskfritt att snatta i affärer.")[-2].endswith(" är")
    assert scanned(*STOPPED, "mobilen ligger kvar i skåpet")[-1].endswith("skåpet")


def test_a_name_is_read_as_it_stands_elsewhere_its_first_letter_too() -> None:
    assert scanned("Mopedgården stängs", "Mopedgården öppnas", "Nopedgården städas")[-1] == "Mopedgården städas"


def test_no_number_stands_before_a_definite_form() -> None:
    assert scanned("ingen elev 1 grundskolan ska utsättas") == ["ingen elev i grundskolan ska utsättas"]
    assert scanned("elever i årskurs 1 får simma") == ["elever i årskurs 1 får simma"]


def test_names_of_a_column_begin_as_nearly_all_do() -> None:
    names = ["Polisen", "Gatukontoret", "Fritidskontoret", "Skolan", "Parkenheten"]
    assert scanned(*names, "socialförvaltningen, Polisen")[-1] == "Socialförvaltningen, Polisen"
    assert scanned(*names, "senast 30 april")[-1] == "senast 30 april"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Pensionärsföreningama deltar", "Pensionärsföreningarna deltar"),
        ("presidiema möts", "presidierna möts"),
        ("båtklubbamas vakter", "båtklubbarnas vakter"),
        ("sommarschema för alla", "sommarschema för alla"),
        ("Kultur- idrotts- och fritidsnämnden", "Kultur-, idrotts- och fritidsnämnden"),
        ("barn- och ungdomsnämnden", "barn- och ungdomsnämnden"),
    ],
)
def test_a_plurals_end_and_two_hanging_hyphens_are_told(read: str, meant: str) -> None:
    assert scanned(read) == [meant]


def test_a_sentence_in_i_begins_in_a_capital_where_all_others_do() -> None:
    others = [f"Byta lampor i parken vid torg {k}" for k in range(12)]
    assert scanned(*others, "inga fler rån i parken", column=None)[-1] == "Inga fler rån i parken"
    small = [text.lower() for text in others]
    assert scanned(*small, "inga fler rån i parken", column=None)[-1] == "inga fler rån i parken"


def test_spans_of_months_follow_no_telephone_numbers() -> None:
    texts = ["Telefon 0510-514 eller 0212-416", "januari–mars 2030", "juni–augusti 2030", "åren 2027-2028"]
    assert scanned(*texts)[1:3] == texts[1:3]


def test_a_letter_that_was_read_well_or_has_another_shape_than_its_capital_stays_small() -> None:
    assert scanned(*STOPPED, "skolan, bolaget", sure=0.97)[-1] == "skolan, bolaget"
    assert scanned(*STOPPED, "ingen vistas i parken.", sure=0.97)[-1] == "Ingen vistas i parken.", "a stroke"
    assert scanned(*STOPPED, "polisen, bolaget")[-1] == "polisen, bolaget"
    assert scanned(*STOPPED, "fältgruppen, bolaget")[-1] == "Fältgruppen, bolaget", "worn, they are alike"


def test_items_of_a_list_keep_the_stop_before_who_answers_for_them() -> None:
    items = [f"Lampor byts i {what}. Tekniska nämnden, maj" for what in ("parken", "gången", "tunneln", "skolan")]
    last = "Buskar gallras vid skolan. bostadsbolaget, juni"
    assert scanned(*items, last, column=None)[-1] == last
    sentences = [f"Lampor byts i {what} varje vår" for what in ("parken", "gången", "tunneln", "skolan", "hamnen")]
    assert scanned(*sentences, last, column=None)[-1] == "Buskar gallras vid skolan bostadsbolaget, juni"


def test_a_month_of_a_year_has_a_hyphen_and_a_school_year_keeps_its_dash() -> None:
    texts = ["Senast 2025–02", "Läsåret 2011–12", "Åren 2025–2027", "Åren 2026–2028"]
    assert scanned(*texts) == ["Senast 2025-02", *texts[1:]]


def test_a_section_sign_behind_a_number_is_per_cent_where_the_document_has_some_and_names_no_act() -> None:
    shares = ["Minst 20 % färre inbrott i parken", "Minst 15 % av avtalen i parken"]
    assert scanned(*shares, "Andelen nöjda ska vara minst 20 §.")[-1] == "Andelen nöjda ska vara minst 20 %."
    assert scanned(*shares, "Färre än 5 $% av alla barn")[-1] == "Färre än 5 % av alla barn"
    assert scanned(*shares, "Planen följer 3 § skollagen")[-1] == "Planen följer 3 § skollagen"
    assert scanned("Andelen nöjda ska vara minst 20 §")[-1] == "Andelen nöjda ska vara minst 20 §"


def test_the_number_of_an_act_has_its_colon() -> None:
    words = ["lagen", "(2023.196).", "Till", "12.196", "kr"]
    passage = Passage([[WorkingWord(w, 0.9) for w in words]], Method.OCR)
    mend_scanned(Body([passage]))
    assert " ".join(t.text for t in passage.tokens()) == "lagen (2023:196). Till 12.196 kr"
