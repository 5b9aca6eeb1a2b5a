"""The Word reader, one feature a test."""

from __future__ import annotations

import pytest

from ingest.document import Document, Paragraph, Table, paragraphs
from ingest.errors import HostileFile, InputError, TruncatedFile
from ingest.options import Limits, Options
from ingest.read.docx.reader import read
from ingest.source import Source
from tests.read.docx_builder import docx, level, numbered, numbering, p, part, styled, tbl, tc, tr


def of(body: str, **kwargs: object) -> Document:
    return read(Source("plan.docx", docx(body, **kwargs)), Options())  # type: ignore[arg-type]


def texts(document: Document) -> list[str]:
    return [b.text for b in paragraphs(document.blocks)]


def table(document: Document) -> Table:
    (found,) = (b for b in document.blocks if isinstance(b, Table))
    return found


def shape(found: Table) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in found.cells]


# -- tables


def test_cells_merged_over_columns() -> None:
    found = table(of(tbl(tr(tc("a", '<w:gridSpan w:val="2"/>'), tc("b")), tr(tc("c"), tc("d"), tc("e")))))
    assert (found.rows, found.columns) == (2, 3)
    assert shape(found) == [
        (0, 0, 1, 2, "a"),
        (0, 2, 1, 1, "b"),
        (1, 0, 1, 1, "c"),
        (1, 1, 1, 1, "d"),
        (1, 2, 1, 1, "e"),
    ]


def test_cells_merged_over_rows() -> None:
    start, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    found = table(of(tbl(tr(tc("a", start), tc("1")), tr(tc("", more), tc("2")), tr(tc("", more), tc("3")))))
    assert shape(found) == [(0, 0, 3, 1, "a"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2"), (2, 1, 1, 1, "3")]


def test_two_merges_in_one_column_stay_apart() -> None:
    start, more = '<w:vMerge w:val="restart"/>', '<w:vMerge w:val="continue"/>'
    found = table(of(tbl(tr(tc("a", start)), tr(tc("", more)), tr(tc("b", start)), tr(tc("", more)))))
    assert shape(found) == [(0, 0, 2, 1, "a"), (2, 0, 2, 1, "b")]


def test_a_merge_that_nothing_began_is_a_cell() -> None:
    assert shape(table(of(tbl(tr(tc("a", "<w:vMerge/>")))))) == [(0, 0, 1, 1, "a")]


def test_old_horizontal_merge() -> None:
    found = table(of(tbl(tr(tc("a", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("b")))))
    assert shape(found) == [(0, 0, 1, 2, "a"), (0, 2, 1, 1, "b")]


def test_rows_that_begin_late() -> None:
    found = table(of(tbl(tr(tc("a"), tc("b")), tr(tc("c"), properties='<w:gridBefore w:val="1"/>'))))
    assert shape(found)[-1] == (1, 1, 1, 1, "c")


def test_widths_stand_in_for_missing_spans() -> None:
    grid = "<w:tblGrid>" + '<w:gridCol w:w="1000"/>' * 4 + "</w:tblGrid>"
    wide = tr(tc("1 Våld", '<w:tcW w:w="4000" w:type="dxa"/>'))
    halves = tr(tc("a", '<w:tcW w:w="3010" w:type="dxa"/>'), tc("b", '<w:tcW w:w="990" w:type="dxa"/>'))
    short = tr(tc("c", '<w:tcW w:w="1000" w:type="dxa"/>'))
    body = tbl(wide, halves, tr(*(tc(x) for x in "defg")), short).replace("</w:tblPr>", "</w:tblPr>" + grid)
    assert shape(table(of(body)))[:3] == [(0, 0, 1, 4, "1 Våld"), (1, 0, 1, 3, "a"), (1, 3, 1, 1, "b")]
    assert shape(table(of(body)))[-1] == (3, 0, 1, 1, "c")


def test_spans_beyond_sense_are_bounded() -> None:
    found = table(of(tbl(tr(tc("a", '<w:gridSpan w:val="999999999"/>')), properties="")))
    assert found.columns <= 1000


def test_nested_table_stays_in_its_cell() -> None:
    inner = tbl(tr(tc("x"), tc("y")))
    found = table(of(tbl(tr(tc(p("a") + inner + p()), tc("b")))))
    (first, second) = found.cells
    assert isinstance(first.blocks[1], Table)
    assert (first.text, first.blocks[1].text, second.text) == ("a", "x\ty", "b")


def test_heading_rows_fill_and_direction() -> None:
    head = tr(
        tc("Orsak", '<w:shd w:val="clear" w:fill="FF0000"/><w:textDirection w:val="btLr"/>'),
        tc("Mål"),
        properties="<w:tblHeader/>",
    )
    found = table(of(tbl(head, tr(tc("a"), tc("b")))))
    assert found.header_rows == 1
    assert found.cells[0].fill == (1.0, 0.0, 0.0)
    assert found.cells[0].rotated
    assert found.cells[1].fill is None


def test_deleted_row_is_dropped_and_inserted_row_kept() -> None:
    gone = tr(tc("gone"), properties='<w:del w:id="1" w:author="x"/>')
    new = tr(tc("new"), properties='<w:ins w:id="2" w:author="x"/>')
    document = of(tbl(tr(tc("a")), gone, new))
    assert [c.text for c in table(document).cells] == ["a", "new"]
    assert [n.code for n in document.notes] == ["tracked-deletions"]


def test_content_controls_at_every_level() -> None:
    def sdt(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    run = f"<w:p>{sdt('<w:r><w:t>run</w:t></w:r>')}</w:p>"
    body = sdt(p("block")) + tbl(sdt(tr(sdt(tc("cell")), tc(run))))
    assert texts(of(body)) == ["block", "cell", "run"]


def test_prompt_of_an_empty_control_is_no_text() -> None:
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + p("Klicka här") + "</w:sdtContent></w:sdt>"
    document = of(prompt + p("a"))
    assert texts(document) == ["a"]
    assert [n.code for n in document.notes] == ["placeholder"]


def test_line_breaks_in_a_cell_part_paragraphs() -> None:
    cell = "<w:p><w:r><w:t>Polisen</w:t><w:br/><w:t>Skolan</w:t></w:r></w:p>"
    assert table(of(tbl(tr(tc(cell))))).cells[0].text == "Polisen\nSkolan"


def test_a_word_cut_by_a_hyphen_at_a_break_stays_one_paragraph() -> None:
    cell = "<w:p><w:r><w:t>Regionstyrelse-</w:t><w:br/><w:t>förvaltningen</w:t></w:r></w:p>"
    (found,) = table(of(tbl(tr(tc(cell))))).cells[0].blocks
    assert isinstance(found, Paragraph)
    assert [line.text for line in found.lines] == ["Regionstyrelse-", "förvaltningen"]


# -- revisions, fields, characters


def test_insertions_kept_deletions_dropped_moves_once() -> None:
    body = (
        "<w:p><w:r><w:t>a</w:t></w:r><w:ins><w:r><w:t>b</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>c</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>d</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>e</w:t></w:r></w:moveTo></w:p>"
    )
    document = of(body)
    assert texts(document) == ["abe"]
    assert {n.code for n in document.notes} == {"tracked-changes", "tracked-deletions"}


def test_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    assert texts(of(p("ett ", "<w:rPr><w:del/></w:rPr>") + p("två"))) == ["ett två"]


def test_field_results_kept_instructions_dropped() -> None:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = f"{char('begin')}<w:r><w:instrText>REF b</w:instrText></w:r>{char('separate')}<w:r><w:t>HIDE</w:t></w:r>"
    body = (
        f"<w:p>{char('begin')}<w:r><w:instrText>IF </w:instrText></w:r>{inner}{char('end')}{char('separate')}"
        f"<w:r><w:t>shown</w:t></w:r>{char('end')}<w:fldSimple w:instr='DATE'><w:r><w:t> 2024</w:t></w:r></w:fldSimple>"
        "</w:p>"
    )
    assert texts(of(body)) == ["shown2024"]


def test_an_unfinished_field_does_not_swallow_the_rest() -> None:
    assert texts(of('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' + p("kvar"))) == ["kvar"]


def test_check_boxes_of_old_forms() -> None:
    def box(state: str) -> str:
        return (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>'
            f'{state}</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        )

    assert texts(of(box("<w:checked/>") + box(""))) == ["☒", "☐"]


@pytest.mark.parametrize(
    ("run", "text"),
    [
        ("<w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t>", "a-b"),
        ("<w:t>för</w:t><w:softHyphen/><w:t>valtning</w:t>", "förvaltning"),
        ("<w:t>a</w:t><w:tab/><w:t>b</w:t>", "a b"),
        ("<w:t>a</w:t><w:cr/><w:t>b</w:t>", "a b"),
        ('<w:sym w:font="Wingdings" w:char="F0FC"/>', "✓"),
        ('<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>\uf0fe</w:t>', "☑"),
        ('<w:sym w:font="Symbol" w:char="F0B3"/>', "≥"),
        ("<w:t> a </w:t>", "a"),
        ("<w:rPr><w:vanish/></w:rPr><w:t>dold</w:t>", ""),
        ('<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>syns</w:t>', "syns"),
    ],
)
def test_characters(run: str, text: str) -> None:
    assert " ".join(texts(of(f"<w:p><w:r>{run}</w:r></w:p>"))) == text


def test_math_ruby_smart_tags_and_links() -> None:
    body = (
        "<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"
        "<w:smartTag><w:r><w:t xml:space='preserve'> tag </w:t></w:r></w:smartTag>"
        "<w:hyperlink r:id='x'><w:r><w:t>länk</w:t></w:r></w:hyperlink>"
        "<w:r><w:ruby><w:rt><w:r><w:t>y</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>b</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        "</w:p>"
    )
    assert texts(of(body)) == ["x=1 tag länkb(y)"]


def test_looks_of_words() -> None:
    styles = part(
        "styles",
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="character" w:styleId="S"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>',
    )
    body = (
        '<w:p><w:r><w:rPr><w:rStyle w:val="S"/></w:rPr><w:t>fe</w:t></w:r><w:r><w:rPr><w:b/><w:i/></w:rPr>'
        '<w:t xml:space="preserve">t ku</w:t></w:r><w:r><w:rPr><w:sz w:val="30"/></w:rPr><w:t>rsiv</w:t></w:r></w:p>'
    )
    (found,) = paragraphs(of(body, parts={"styles": styles}).blocks)
    first, second = found.lines[0].words
    assert (first.text, first.bold, first.italic, first.size) == ("fet", True, False, 11.0)
    assert (second.text, second.bold, second.italic) == ("kursiv", False, False)


# -- boxes and other stories


def test_text_box_is_read_once() -> None:
    box = "<w:txbxContent>" + p("i rutan") + "</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>före</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:inline>"
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert texts(of(body + p("efter"))) == ["före", "i rutan", "efter"]


def test_old_text_box_and_word_art() -> None:
    body = (
        "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>" + p("ruta") + "</w:txbxContent></v:textbox>"
        "<v:textpath string='UTKAST'/></v:shape></w:pict></w:r></w:p>"
    )
    assert texts(of(body)) == ["ruta", "UTKAST"]


def test_headers_and_footers_have_their_roles() -> None:
    parts = {
        "header1": part("hdr", p("Kommunen")),
        "header2": part("hdr", p("Bara första sidan")),
        "header3": part("hdr", p("Aldrig visad")),
        "footer1": part("ftr", p("Sida 1")),
    }
    section = (
        '<w:headerReference w:type="default" r:id="header1"/><w:headerReference w:type="first" r:id="header2"/>'
        '<w:headerReference w:type="even" r:id="header3"/>'
        '<w:footerReference w:type="default" r:id="footer1"/><w:titlePg/>'
    )
    document = of(p("text"), parts=parts, section=section)
    assert [(b.role, b.text) for b in paragraphs(document.blocks)] == [
        ("header", "Kommunen"),
        ("header", "Bara första sidan"),
        ("body", "text"),
        ("footer", "Sida 1"),
    ]


def test_footnotes_follow_with_their_numbers() -> None:
    def reference(number: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'

    notes = part(
        "footnotes",
        f'<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote><w:footnote w:id="2">{p("andra")}</w:footnote>'
        f'<w:footnote w:id="5">{p("första")}</w:footnote>',
    )
    body = f"<w:p><w:r><w:t>ord</w:t></w:r>{reference(5)}<w:r><w:t> mer</w:t></w:r>{reference(2)}</w:p>"
    document = of(body, parts={"footnotes": notes})
    assert [(b.role, b.marker, b.text) for b in paragraphs(document.blocks)] == [
        ("body", None, "ordmer"),
        ("footnote", "1", "första"),
        ("footnote", "2", "andra"),
    ]


def test_comments_are_noted_not_read() -> None:
    comments = part("comments", f'<w:comment w:id="1">{p("Kolla detta")}</w:comment>')
    document = of(p("text"), parts={"comments": comments})
    assert texts(document) == ["text"]
    assert [n.code for n in document.notes] == ["comments"]


def test_embedded_documents_are_noted() -> None:
    assert [n.code for n in of(p("a") + '<w:altChunk r:id="x"/>').notes] == ["embedded-document"]


def test_strict_documents_read_the_same() -> None:
    body = styled("Rubrik", "Rubrik1") + tbl(tr(tc("a", '<w:gridSpan w:val="2"/>')), tr(tc("b"), tc("c")))
    styles = part("styles", '<w:style w:type="paragraph" w:styleId="Rubrik1"><w:name w:val="heading 1"/></w:style>')
    plain, strict = (of(body, parts={"styles": styles}, strict=s) for s in (False, True))
    assert plain.blocks == strict.blocks
    assert plain.blocks[0].role == "heading"  # type: ignore[union-attr]


# -- headings


def heading_styles() -> str:
    return part(
        "styles",
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Rubrik2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Egen"><w:name w:val="KS Avsnitt"/>'
        '<w:basedOn w:val="Rubrik2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Mall"><w:name w:val="Mall Rubrik 3"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Niva"><w:name w:val="Nivå"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Text"><w:name w:val="Brödtext"/><w:basedOn w:val="Rubrik2"/>'
        '<w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Rubrik"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="I1"><w:name w:val="toc 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="a"/><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="b"/><w:basedOn w:val="A"/></w:style>',
    )


@pytest.mark.parametrize(
    ("style", "role", "depth"),
    [
        ("Rubrik2", "heading", 2),
        ("Egen", "heading", 2),
        ("Mall", "heading", 3),
        ("Niva", "heading", 1),
        ("Text", "body", None),
        ("Rubrik", "heading", 1),
        ("I1", "side", None),
        ("A", "body", None),
        ("Rubrik4", "heading", 4),
    ],
)
def test_headings_by_style(style: str, role: str, depth: int | None) -> None:
    (found,) = paragraphs(of(styled("Våld", style), parts={"styles": heading_styles()}).blocks)
    assert (found.role, found.level) == (role, depth)


def test_heading_by_its_own_outline_level() -> None:
    (found,) = paragraphs(of(p("Våld", '<w:outlineLvl w:val="1"/>')).blocks)
    assert (found.role, found.level) == ("heading", 2)


# -- numbers as printed


def markers(document: Document) -> list[str | None]:
    return [b.marker for b in paragraphs(document.blocks)]


def test_levels_count_and_restart() -> None:
    part_ = numbering(level(0, "%1"), level(1, "%1.%2"), level(2, "%3)", "lowerLetter"))
    depths = [0, 1, 1, 2, 2, 0, 1, 2]
    document = of("".join(numbered("x", depth=d) for d in depths), parts={"numbering": part_})
    assert markers(document) == ["1", "1.1", "1.2", "a)", "b)", "2", "2.1", "a)"]
    assert [b.level for b in paragraphs(document.blocks)] == depths


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("upperRoman", ["I.", "II.", "III.", "IV."]),
        ("lowerRoman", ["i.", "ii.", "iii.", "iv."]),
        ("upperLetter", ["A.", "B.", "C.", "D."]),
        ("decimalZero", ["01.", "02.", "03.", "04."]),
        ("ordinal", ["1:a.", "2:a.", "3:e.", "4:e."]),
    ],
)
def test_formats(form: str, printed: list[str]) -> None:
    document = of(numbered("x") * 4, parts={"numbering": numbering(level(0, "%1.", form))})
    assert markers(document) == printed


def test_letters_repeat_after_z() -> None:
    document = of(numbered("x") * 28, parts={"numbering": numbering(level(0, "%1", "lowerLetter"))})
    assert markers(document)[-3:] == ["z", "aa", "bb"]


def test_override_restarts_and_lists_of_one_kind_share_their_count() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/>'
        "</w:lvlOverride></w:num>"
    )
    body = "".join(numbered("x", n) for n in (1, 1, 2, 3, 3))
    document = of(body, parts={"numbering": numbering(level(0, "%1."), nums=nums)})
    assert markers(document) == ["1.", "2.", "3.", "7.", "8."]


def test_level_that_never_restarts_and_legal_numbers() -> None:
    part_ = numbering(
        level(0, "%1", "upperRoman"),
        level(1, "%1.%2", more='<w:lvlRestart w:val="0"/><w:isLgl/>'),
    )
    document = of("".join(numbered("x", depth=d) for d in (0, 1, 0, 1)), parts={"numbering": part_})
    assert markers(document) == ["I", "1.1", "II", "2.2"]


def test_numbers_through_heading_styles() -> None:
    styles = part(
        "styles",
        "".join(
            f'<w:style w:type="paragraph" w:styleId="R{i}"><w:name w:val="heading {i}"/>'
            '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
            for i in (1, 2)
        ),
    )
    part_ = numbering(level(0, "%1", more='<w:pStyle w:val="R1"/>'), level(1, "%1.%2", more='<w:pStyle w:val="R2"/>'))
    body = "".join(styled("x", s) for s in ("R1", "R2", "R2", "R1", "R2"))
    document = of(body, parts={"styles": styles, "numbering": part_})
    assert markers(document) == ["1", "1.1", "1.2", "2", "2.1"]
    assert {b.role for b in paragraphs(document.blocks)} == {"heading"}


def test_numbering_taken_away() -> None:
    document = of(numbered("x", 0), parts={"numbering": numbering(level(0, "%1."))})
    assert [(b.role, b.marker) for b in paragraphs(document.blocks)] == [("body", None)]


def test_bullets_of_symbol_fonts() -> None:
    more = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
    part_ = numbering(level(0, "\uf0b7", "bullet"), level(1, "\uf0a7", "bullet").replace("</w:lvl>", more + "</w:lvl>"))
    document = of(numbered("x") + numbered("y", depth=1), parts={"numbering": part_})
    assert markers(document) == ["•", "▪"]


def test_typed_bullets_become_markers() -> None:
    document = of(p("- ett") + p("• två") + p("-"))
    assert [(b.role, b.marker, b.text) for b in paragraphs(document.blocks)] == [
        ("list-item", "-", "ett"),
        ("list-item", "•", "två"),
        ("body", None, "-"),
    ]


TABBED = "<w:p><w:r><w:t>☐ {}</w:t><w:tab/><w:t>{}</w:t></w:r></w:p>"


def test_list_items_with_a_date_at_the_margin_behind_a_tab_are_rows() -> None:
    body = TABBED.format("Måla alla bänkar", "3 maj") + p("Häcken") + TABBED.format("Klippa hela häcken", "juni")
    found = [b for b in of(body).blocks if isinstance(b, Table)]
    assert [[c.text for c in one.cells] for one in found] == [
        ["Måla alla bänkar", "3 maj"],
        ["Klippa hela häcken", "juni"],
    ]


def test_labels_with_a_tab_before_their_value_are_no_rows() -> None:
    document = of(TABBED.format("Ansvarig:", "Parken") + TABBED.format("Tid:", "maj"))
    assert [b.text for b in paragraphs(document.blocks)] == ["Ansvarig: Parken", "Tid: maj"]


def test_a_cell_with_its_running_number_alone() -> None:
    row = tr(tc(numbered("")), tc("text"))
    document = of(tbl(row, row), parts={"numbering": numbering(level(0, "%1."))})
    assert [c.text for c in table(document).cells] == ["1.", "text", "2.", "text"]


def test_bold_numbered_line_is_a_heading_and_plain_one_a_list_item() -> None:
    bold = numbered("Våld").replace("<w:r>", "<w:r><w:rPr><w:b/></w:rPr>")
    document = of(bold + numbered("Vi ska samverka"), parts={"numbering": numbering(level(0, "%1"))})
    assert [b.role for b in paragraphs(document.blocks)] == ["heading", "list-item"]


# -- damage and harm


def test_document_type_declarations_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    data = docx(p("a"), parts={"styles": bomb + part("styles", "")})
    with pytest.raises(HostileFile):
        read(Source("x.docx", data), Options())


def test_tables_nested_without_end_are_refused() -> None:
    body = p("a")
    for _ in range(30):
        body = tbl(tr(tc(body + p())))
    with pytest.raises(InputError):
        read(Source("x.docx", docx(body)), Options(limits=Limits(nesting=16)))


def test_deep_xml_is_refused() -> None:
    with pytest.raises(InputError):
        of("<w:smartTag>" * 5000 + "</w:smartTag>" * 5000)


def test_broken_styles_are_noted_and_the_text_kept() -> None:
    document = of(p("a"), parts={"styles": "<w:styles"})
    assert texts(document) == ["a"]
    assert [n.code for n in document.notes] == ["damaged-part"]


def test_broken_text_is_an_error_with_the_file_s_name() -> None:
    with pytest.raises(TruncatedFile) as caught:
        of("<w:p>")
    assert caught.value.source == "plan.docx"


def test_no_text_is_noted() -> None:
    assert [n.code for n in of("<w:p/>").notes] == ["no-text"]


def test_properties() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        "<dc:title>Plan</dc:title><dc:creator>Kommunen</dc:creator><dcterms:created>2024-01-15T09:00:00Z</dcterms:created>"
        "</cp:coreProperties>"
    )
    import io
    import zipfile

    data = io.BytesIO(docx(p("a")))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("docProps/core.xml", core)
    text = zipfile.ZipFile(data).read("_rels/.rels").decode()
    relation = '<Relationship Id="c" Type="x/core-properties" Target="docProps/core.xml"/></Relationships>'
    out = io.BytesIO()
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = text.replace("</Relationships>", relation).encode() if name == "_rels/.rels" else old.read(name)
            new.writestr(name, content)
    found = read(Source("x.docx", out.getvalue()), Options()).properties
    assert (found.title, found.author, str(found.created), found.modified) == ("Plan", "Kommunen", "2024-01-15", None)


@pytest.mark.parametrize(
    ("object_", "codes", "says"),
    [
        ('Type="Embed" ProgID="AcroExch.Document.DC"', ["embedded-document"], "PDF"),
        ('Type="Embed" ProgID="Word.Document.12"', ["embedded-document"], "Word document"),
        ('Type="Embed"', ["embedded-document"], "document"),
        ('Type="Embed" ProgID="Equation.3"', ["image"], "picture"),
        ('Type="Link" ProgID="Word.Document.12"', ["image"], "picture"),
    ],
)
def test_a_document_in_the_document_is_told(object_: str, codes: list[str], says: str) -> None:
    shape = '<v:shape id="s1"><v:imagedata r:id="x"/></v:shape>'
    space = 'xmlns:o="urn:schemas-microsoft-com:office:office"'
    body = p("a") + f'<w:p><w:r><w:object>{shape}<o:OLEObject {space} {object_} r:id="y"/></w:object></w:r></w:p>'
    notes = of(body).notes
    assert [n.code for n in notes] == codes
    assert says in notes[0].message


def tabbed(*fields: str) -> str:
    return "<w:p>" + "<w:r><w:tab/></w:r>".join(f"<w:r><w:t>{f}</w:t></w:r>" for f in fields) + "</w:p>"


def test_names_without_tabs_among_lines_with_tabs_are_rows_of_their_table() -> None:
    body = "".join(
        [
            tabbed("Enhet", "Ansvarig", "Tid"),
            tabbed("Skolan"),
            tabbed("Parken", "Parkchef", "maj"),
            tabbed("Badet"),
            tabbed("Hamnen", "Hamnchef"),
            p("Parken"),
            p("Arbetet följs upp av nämnden varje höst."),
        ]
    )
    found = table(of(body))
    assert [(c.row, c.text) for c in found.cells if c.column == 0] == [
        (0, "Enhet"),
        (1, "Skolan"),
        (2, "Parken"),
        (3, "Badet"),
        (4, "Hamnen"),
        (5, "Parken"),
    ]
    assert all(c.colspan == 1 for c in found.cells)
    assert texts(of(body))[-1] == "Arbetet följs upp av nämnden varje höst."


def test_struck_out_words_are_left_out_and_quoted() -> None:
    styles = part("styles", '<w:style w:type="character" w:styleId="S"><w:rPr><w:strike/></w:rPr></w:style>')
    body = (
        '<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t xml:space="preserve">Kyrkan </w:t></w:r><w:r><w:t>Parken</w:t></w:r>'
        "<w:r><w:rPr><w:dstrike/></w:rPr><w:t>maj</w:t></w:r><w:r><w:t>juni</w:t></w:r>"
        '<w:r><w:rPr><w:rStyle w:val="S"/></w:rPr><w:t>2030</w:t></w:r>'
        '<w:r><w:rPr><w:rStyle w:val="S"/><w:strike w:val="0"/></w:rPr><w:t>2031</w:t></w:r></w:p>'
    )
    document = of(body, parts={"styles": styles})
    assert texts(document) == ["Parken juni 2031"]
    assert [n.message for n in document.notes if n.code == "struck-out"] == [
        "Struck-out words are left out: Kyrkan maj 2030"
    ]
