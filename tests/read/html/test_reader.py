"""What is read of a web page: its text in order, what stands around it, and what is only told."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ingest
from ingest.document import Block, Document, Paragraph, Table, words_of
from ingest.errors import EmptyFile, FileTooLarge, HostileFile, IngestError, TruncatedFile, UnsupportedFile
from ingest.options import Limits, Options
from ingest.read.docx.reader import read as read_docx
from ingest.read.html.reader import read
from ingest.source import HTML, MHTML, TEXT, Source
from tests.read import docx_builder as word


def document(body: str | bytes, options: Options | None = None, name: str = "plan.html") -> Document:
    data = body if isinstance(body, bytes) else f"<!doctype html><html><body>{body}</body></html>".encode()
    return read(Source(name, data), options or Options())


def texts(found: Document) -> list[tuple[str, str]]:
    return [(b.role, b.text) for b in found.blocks if isinstance(b, Paragraph)]


def notes(found: Document) -> dict[str, str]:
    return {n.code: n.message for n in found.notes}


def table(found: Document) -> Table:
    return next(b for b in found.blocks if isinstance(b, Table))


# -- text


def test_headings_paragraphs_and_breaks() -> None:
    found = document("<h1>Plan <br>2031</h1><div>Ett<p>Två<br>tre<br><br>fyra</p>fem</div><h3 aria-level=4>Sex</h3>")
    assert texts(found) == [
        ("heading", "Plan 2031"), ("body", "Ett"), ("body", "Två tre"), ("body", "fyra"), ("body", "fem"), ("heading", "Sex"),
    ]  # fmt: skip
    assert [b.level for b in found.blocks if isinstance(b, Paragraph) and b.role == "heading"] == [1, 4]
    assert len(found.blocks[2].lines) == 2


def test_a_label_behind_a_break_begins_a_paragraph() -> None:
    found = document("<p><b>Ansvarig:</b> Polisen<br><b>När:</b> maj<br>- Ronder<br>- Samtal</p>")
    assert texts(found) == [
        ("body", "Ansvarig: Polisen"), ("body", "När: maj"), ("list-item", "Ronder"), ("list-item", "Samtal"),
    ]  # fmt: skip


def test_lists_have_the_marks_that_a_browser_prints() -> None:
    found = document(
        "<ul><li>ett<ol start=3 type=a><li>två<li><p>tre<p>mer</ol>fyra</li></ul>"
        "<ol reversed><li>b<li value=7>a</ol><ol type=I><li>i</ol><li>lös"
    )
    assert [(b.role, b.level, b.marker, b.text) for b in found.blocks] == [
        ("list-item", 0, "•", "ett"), ("list-item", 1, "c.", "två"), ("list-item", 1, "d.", "tre"), ("body", None, None, "mer"),
        ("body", None, None, "fyra"), ("list-item", 0, "2.", "b"), ("list-item", 0, "7.", "a"), ("list-item", 0, "I.", "i"),
        ("list-item", 0, "•", "lös"),
    ]  # fmt: skip


def test_looks_characters_and_spaces() -> None:
    found = document("<p>\n  M&aring;la&nbsp;om <b>sko<i>lan</i></b>, till&shy;sam\u200bmans &#8211; &euro;5 </p>")
    assert texts(found) == [("body", "Måla om skolan, tillsammans – €5")]
    assert [w.raw for w in words_of(found.blocks) if w.bold] == ["skolan,"]
    assert [w.raw for w in words_of(document("<p style='font-weight:700'>a</p><th>").blocks) if w.bold] == ["a"]


def test_typed_text_keeps_its_columns() -> None:
    lines = ["Åtgärd              Ansvarig      När", "Måla tunneln        Parkenheten   maj 2031"]
    lines += ["Byta lampor         Gatukontoret  juni 2031", "Ronder              Polisen       juli 2031"]
    found = document("<pre>" + "\n".join(lines) + "</pre>")
    assert table(found).columns == 3
    assert texts(document("<table><tr><td><pre>a\nb</pre><td>c</table>")) == []


def test_fields_of_a_form_show_what_was_typed() -> None:
    found = document(
        "<p>Namn: <input value='Eva'> <input type=hidden value=x><select><option>A<option selected>B</select>"
        "<input type=checkbox checked> Ja <input type=radio> Nej <textarea>Måla om</textarea></p>"
    )
    assert texts(found) == [("body", "Namn: Eva B ☒ Ja ☐ Nej Måla om")]


def test_accordions_are_read_open_and_their_lines_are_headings() -> None:
    found = document(
        "<h2>Skola</h2><details><summary>Ronder</summary><p>Vuxna går ronder.</p></details>"
        "<button aria-expanded=false aria-controls=x>Samtal <i aria-hidden=true>add</i></button>"
        "<div id=x hidden><p>Samtal hålls.</p></div><div style='display:none'>dolt</div><div class=sr-only>dolt</div>"
    )
    assert texts(found) == [
        ("heading", "Skola"), ("heading", "Ronder"), ("body", "Vuxna går ronder."), ("heading", "Samtal"),
        ("body", "Samtal hålls."),
    ]  # fmt: skip
    assert "2 parts" in notes(found)["hidden-text"]


def test_the_parts_of_tabs_stand_under_their_tabs() -> None:
    found = document(
        "<div role=tablist><button role=tab id=a aria-controls=p>Ett</button></div>"
        "<div role=tabpanel id=p aria-labelledby=a hidden>Text</div>"
    )
    assert texts(found) == [("heading", "Ett"), ("body", "Text")]


# -- tables


def test_spans_heads_and_groups_of_rows() -> None:
    second = table(document(
        "<table><tfoot><tr><td colspan=9>sist</tfoot><thead><tr><th>A<th>B</thead><tbody>"
        "<tr><td rowspan=9>a<td>b<tr><td>c</table>"))  # fmt: skip
    assert second.header_rows == 1
    assert [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in second.cells] == [
        (0, 0, 1, 1, "A"), (0, 1, 1, 1, "B"), (1, 0, 2, 1, "a"), (1, 1, 1, 1, "b"), (2, 1, 1, 1, "c"), (3, 0, 1, 2, "sist"),
    ]  # fmt: skip


def test_a_table_that_sets_a_page_is_no_table() -> None:
    found = document("<table><tr><td>Meny<td><h1>Plan</h1><table><tr><th>A<tr><td>b</table></table>")
    assert [type(b).__name__ for b in found.blocks] == ["Paragraph", "Paragraph", "Table"]
    assert not any(isinstance(b, Table) for b in document("<table role=presentation><tr><td>a<td>b</table>").blocks)


def test_tables_of_roles_and_hidden_rows() -> None:
    found = document(
        "<div role=table><div role=row><b role=columnheader>A</b><b role=columnheader>B</b></div>"
        "<div role=row><i role=cell>a</i><i role=cell>b</i></div><div role=row hidden><i role=cell>x</i></div></div>"
    )
    assert table(found).text == "A\tB\na\tb"
    assert table(found).header_rows == 1


def test_tables_inside_cells_and_captions() -> None:
    found = document(
        "<table><caption>Tabell 1</caption><tr><th>A<th>B<tr><td><table><tr><th>x<tr><td>y</table><td>b</table>"
    )
    assert texts(found) == [("caption", "Tabell 1")]
    assert [type(b) for b in table(found).cells[2].blocks] == [Table]


# -- the web site


def test_all_around_the_main_part_belongs_to_the_web_site() -> None:
    found = document(
        "<div><img alt='Nora kommun'><nav>Meny</nav></div><main><h1>Plan</h1><p>Text<aside>Fakta</aside>"
        "<div class='share-links'>Dela</div><ul><li><a href='#a'>A</a><li><a href='#b'>B</a></ul></main><p>Kontakt"
    )
    assert texts(found) == [
        ("header", "Nora kommun"), ("heading", "Plan"), ("body", "Text"), ("body", "Fakta"), ("footer", "Kontakt"),
    ]  # fmt: skip
    assert notes(found)["site-parts"].endswith("“Meny | Dela | A | B”.")


def test_the_only_title_is_a_heading_wherever_it_stands() -> None:
    assert ("heading", "Plan") in texts(document("<header><h1>Plan</h1></header><main><p>Text</main>"))
    assert ("header", "Nora") in texts(document("<header><h1>Nora</h1></header><main><h1>Plan</h1></main>"))


def test_what_is_no_text_is_told() -> None:
    found = document(
        "<p>Text <del>fel</del><img src=x><iframe src='https://x.example'></iframe><sup><a href='#n'>1</a></sup>"
        "<script>if (a<b) {}</script><style>p{}</style><template>t</template><noscript>n</noscript>"
    )
    assert texts(found) == [("body", "Text")]
    assert set(notes(found)) == {"image", "external-reference", "struck-out"}
    assert notes(document("<img src=a>"))["no-text"] == "The document holds only pictures."


def test_what_a_page_says_of_itself() -> None:
    head = (
        b"<html><head><title>Plan \n 2031</title><meta name=author content=Eva><meta property='article:modified_time' "
    )
    found = document(
        head + b"content='2031-02-03T10:00'><meta name='dcterms.created' content='x'></head><body>a</body></html>"
    )
    assert (found.properties.title, found.properties.author) == ("Plan 2031", "Eva")
    assert str(found.properties.modified) == "2031-02-03"
    assert found.properties.created is None


# -- bytes


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("<html><meta charset=utf-8><p>Åtgärd".encode(), None),
        ("<html><meta charset=iso-8859-1><p>Åtgärd".encode(), None),
        ("<html><meta charset=iso-8859-1><p>Åtgärd –".encode("cp1252"), "cp1252"),
        ("<html><meta charset=macintosh><p>Åtgärd".encode("mac_roman"), "mac-roman"),
        ("<html><meta charset=rot13><p>Åtgärd för vår".encode("cp1252"), "cp1252"),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><html><p>Åtgärd".encode("latin-1"), "cp1252"),
        ("\ufeff<html><p>Åtgärd".encode(), None),
        ("\ufeff<html><p>Åtgärd".encode("utf-16-le"), "utf-16-le"),
        ("\ufeff<html><p>Åtgärd".encode("utf-16-be"), "utf-16-be"),
        ("<html><p>Åtgärd för vår by och plan".encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_encodings(data: bytes, encoding: str | None) -> None:
    source = Source("plan.html", data)
    assert source.media_type == HTML
    found = read(source, Options())
    assert "Åtgärd" in next(words_of(found.blocks)).raw
    assert notes(found).get("encoding") == (encoding and f"The text is read as {encoding}.")


def test_bytes_that_fit_no_reading_are_counted() -> None:
    assert "1 bytes" in notes(document(b"\xef\xbb\xbf<html><p>\xff"))["undecodable"]
    assert next(words_of(document(b"<html><p>Po\x01lis" + b"en " * 900).blocks)).raw == "Po\ufffdlisen"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"<!-- saved -->\n<!DOCTYPE HTML>\n<html>", "x", HTML),
        (b"<h1>Plan</h1>", "x.txt", HTML),
        (b"Plan<br>2031", "x.htm", HTML),
        (b"Plan<br>2031", "x.txt", TEXT),
        (b"<3 alla", "x.txt", TEXT),
        (b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a;\n type="text/html"\n\n', "x", MHTML),
    ],
)
def test_a_page_is_known_by_its_content(data: bytes, name: str, kind: str) -> None:
    assert Source.from_bytes(data, name).media_type == kind


def test_mails_and_data_are_no_pages() -> None:
    mail = b'To: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"\n\n'
    for data in (mail, b"<?xml version='1.0'?><plan/>", b"<svg></svg>", b'{"a": 1}'):
        with pytest.raises(UnsupportedFile):
            _ = Source.from_bytes(data, "x.html").media_type


def test_an_archive_of_a_page_is_read() -> None:
    head = b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
    part = b"--b\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    found = document(head + part + b"<p>=C5tg=E4rd</p>\r\n--b--\r\n", name="plan.mhtml")
    assert texts(found) == [("body", "Åtgärd")]
    with pytest.raises(TruncatedFile, match="without a page"):
        document(head + b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n")


# -- harm


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("<div>" * 100_000, HostileFile),
        ("<table><tr><td>a<td>" * 500, (HostileFile, FileTooLarge)),
        ("<table>" + "<tr><td colspan=1000 rowspan=60000>a<td>b" * 300 + "</table>", FileTooLarge),
        ("<i></i>" * 60_000, FileTooLarge),
    ],
)
def test_pages_built_to_do_harm(body: str, error: type[IngestError]) -> None:
    started = time.process_time()
    with pytest.raises(error):
        document(body, Options(limits=Limits(objects=50_000)))
    assert time.process_time() - started < 10


def test_entities_of_a_page_are_never_expanded() -> None:
    bomb = b'<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]><html><p>x &b; &f;'
    assert "root:" not in " ".join(w.raw for w in words_of(document(bomb).blocks))
    assert len(list(words_of(document(bomb).blocks))) < 20


def test_a_page_without_elements_is_empty() -> None:
    with pytest.raises(EmptyFile):
        document(b"<!-- -->")


def test_tags_that_nobody_closed_keep_all_words() -> None:
    body = "".join(f"<font><b>ord{n} " for n in range(300))
    assert len(list(words_of(document(body).blocks))) == 300
    assert [w.raw for w in words_of(document("<p>a<table><td>b<p>c</table>d</i></div> e &amp f &xyz; < g").blocks)][
        :5
    ] == list("abcde")


def test_time_grows_with_the_size_and_no_faster() -> None:
    row = "<tr><td>Måla<td>Polisen<td>maj 2031"
    body = (
        "<div class='a b menu-x'><p>Text <b>fet</b><ul><li><a href='#x'>ett</a><li>två</ul>" * 1400
        + "<table>"
        + row * 5000
    )
    started = time.process_time()
    document(body)
    assert time.process_time() - started < 20


# -- the same in Word

WORDS = st.text(alphabet="abcåäö", min_size=1, max_size=6)
TEXTS = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
PARTS = st.one_of(
    st.tuples(st.just("h"), st.integers(1, 3), TEXTS),
    st.tuples(st.just("p"), TEXTS),
    st.tuples(st.just("l"), st.lists(TEXTS, min_size=1, max_size=3)),
    st.tuples(st.just("t"), st.integers(1, 3).flatmap(lambda n: st.lists(st.lists(TEXTS, min_size=n, max_size=n), min_size=2, max_size=4))),
)  # fmt: skip


def _as_page(parts: list[tuple]) -> str:  # type: ignore[type-arg]
    out = []
    for kind, *rest in parts:
        if kind == "h":
            out.append(f"<h{rest[0]}>{rest[1]}</h{rest[0]}>")
        elif kind == "p":
            out.append(f"<p>{rest[0]}</p>")
        elif kind == "l":
            out.append("<ul>" + "".join(f"<li>{t}</li>" for t in rest[0]) + "</ul>")
        else:
            rows = ("<tr>" + "".join(f"<td>{t}</td>" for t in row) + "</tr>" for row in rest[0])
            out.append("<table>" + "".join(rows) + "</table>")
    return "\n".join(out)


def _as_word(parts: list[tuple]) -> bytes:  # type: ignore[type-arg]
    out = []
    for kind, *rest in parts:
        if kind == "h":
            out.append(word.styled(rest[1], f"Heading{rest[0]}"))
        elif kind == "p":
            out.append(word.p(rest[0]))
        elif kind == "l":
            out.extend(word.p(f"• {t}") for t in rest[0])
        else:
            out.append(word.tbl(*(word.tr(*(word.tc(word.p(t)) for t in row)) for row in rest[0])))
    return word.docx("".join(out))


def _plain(block: Block) -> tuple[object, ...]:
    if isinstance(block, Table):
        return (block.rows, block.columns, [(c.row, c.column, c.text) for c in block.cells])
    return (block.role, block.level, block.marker, block.text)


@settings(deadline=None, max_examples=40)
@given(st.lists(PARTS.filter(lambda p: p[0] != "t" or len(p[-1]) * len(p[-1][0]) > 1), min_size=1, max_size=6))
def test_a_page_and_a_word_file_of_the_same_text_give_the_same_blocks(parts: list) -> None:  # type: ignore[type-arg]
    page = document("<main>" + _as_page(parts) + "</main>")
    same = read_docx(Source("plan.docx", _as_word(parts)), Options())
    assert [_plain(b) for b in page.blocks] == [_plain(b) for b in same.blocks]


TAGS = (
    "p",
    "div",
    "td",
    "tr",
    "table",
    "li",
    "ul",
    "b",
    "h2",
    "th",
    "dl",
    "dd",
    "main",
    "nav",
    "details",
    "pre",
    "button",
)


@settings(deadline=None, max_examples=80)
@given(st.lists(st.one_of(WORDS, st.sampled_from([f"<{t}>" for t in TAGS] + [f"</{t}>" for t in TAGS])), max_size=25))
def test_no_soup_of_tags_loses_a_word(pieces: list[str]) -> None:
    found = document(" ".join(["start", *pieces]))
    told = " ".join([*(w.raw for w in words_of(found.blocks)), notes(found).get("site-parts", "")])
    wanted = [p for p in ["start", *pieces] if not p.startswith("<")]
    assert sorted(w for w in told.replace("“", " ").replace("”.", " ").split() if w in wanted) == sorted(wanted) or set(
        wanted
    ) <= set(told.replace("“", " ").replace("”", " ").split())


TABLE_TAGS = ("table", "tr", "td", "th", "tbody", "thead", "tfoot", "caption", "p", "form", "div", "li", "br")
_SOUP = st.lists(
    st.sampled_from(["ord", *(f"<{t}>" for t in TABLE_TAGS), *(f"</{t}>" for t in TABLE_TAGS)]), max_size=30
)


@settings(deadline=None, max_examples=150)
@given(_SOUP)
def test_no_soup_of_a_table_loses_a_word(pieces: list[str]) -> None:
    numbered = [f"{piece}{at}" if piece == "ord" else piece for at, piece in enumerate(pieces)]
    found = document(" ".join(["start", "<table>", *numbered]))
    told = {w.raw for w in words_of(found.blocks)}
    assert [p for p in numbered if p.startswith("ord") and p not in told] == []


def test_cells_that_stand_in_no_row_are_a_row() -> None:
    for body in (
        "<table><td>alfa<td>beta<tr><td>gamma</table>",
        "<table><tbody><td>alfa</td><td>beta</td></tbody><tr><td>gamma</table>",
        "<table><th><td>alfa</td><td>beta</td></th><tr><td>gamma</td></tr></table>",
    ):
        assert [w.raw for w in words_of(document(body).blocks)] == ["alfa", "beta", "gamma"]


def test_every_visible_word_is_told() -> None:
    body = (
        "<h1>Handlingsplan 2031</h1><h2>Åtgärder</h2><ul><li>Vi målar tunneln (Parkenheten, maj 2031)</ul><p>En ensam mening om torget."
        "<dl><dt>Begrepp<dd>Betydelse</dl><aside>Sidoruta med fakta</aside><nav>Menyn</nav>"
        "<table><tr><th>År<th>Antal<tr><td>2030<td>elva</table>"
    )
    plan = ingest.convert(f"<!doctype html><body>{body}".encode(), name="plan.html").to_dict()
    told = str(plan)
    for said in ("tunneln", "En ensam mening om torget", "Betydelse", "Sidoruta med fakta", "Menyn", "elva"):
        assert said in told


def test_parts_of_a_flex_box_stand_on_lines_of_their_own() -> None:
    style = "<style>/* kort */ .meta, .rad{display:flex;flex-direction:column} b{color:red}</style>"
    body = "<div class='{}'><span>Vem: Polisen</span><span>När: maj 2031</span></div>"
    assert texts(document(style + body.format("kort meta"))) == [("body", "Vem: Polisen"), ("body", "När: maj 2031")]
    assert texts(document(style + body.format("kort"))) == [("body", "Vem: PolisenNär: maj 2031")]
    own = "<p>Vem: Polisen<span style='display: block'>När: maj 2031</span></p>"
    assert [text for _, text in texts(document(own))] == ["Vem: Polisen", "När: maj 2031"]
