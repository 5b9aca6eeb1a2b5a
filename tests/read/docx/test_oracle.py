"""Nothing is lost: mammoth, another reader of Word files, must find no word that ours does not."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections import Counter
from pathlib import Path

import mammoth
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.document import Document, Table, paragraphs
from ingest.errors import IngestError
from ingest.options import Options
from ingest.read.docx.reader import read
from ingest.source import Source
from tests.grids import assert_each_place_once
from tests.read.docx_builder import docx, level, numbered, numbering, p, part, styled, tbl, tc, tr


def tokens(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def ours(document: Document) -> Counter[str]:
    """Words of the body and its notes; margins are no part of mammoth's text, nor are printed numbers."""
    return tokens("\n".join(b.text for b in paragraphs(document.blocks) if b.role not in ("header", "footer")))


def theirs(data: bytes) -> Counter[str]:
    return tokens(mammoth.extract_raw_text(io.BytesIO(data)).value)


DELETED = "<w:del><w:r><w:delText>no</w:delText></w:r></w:del>"
TEXT = st.text(alphabet="abcåäö ÅÖ129.-", min_size=1, max_size=12).map(lambda t: t + "x")
PARAGRAPH = st.one_of(
    TEXT.map(p),
    TEXT.map(lambda t: styled(t, "Heading1")),
    TEXT.map(lambda t: numbered(t, depth=1)),
    st.tuples(TEXT, TEXT).map(lambda t: f"<w:p><w:r><w:t>{t[0]}</w:t><w:br/><w:t>{t[1]}</w:t></w:r></w:p>"),
    st.tuples(TEXT, TEXT).map(lambda t: f"<w:p><w:r><w:t>{t[0]}</w:t><w:tab/><w:t>{t[1]}</w:t></w:r></w:p>"),
    TEXT.map(
        lambda t: (
            f"<w:p><w:ins><w:r><w:t>{t}</w:t></w:r></w:ins><w:del><w:r><w:delText>no</w:delText></w:r></w:del></w:p>"
        )
    ),
    TEXT.map(lambda t: f"<w:sdt><w:sdtContent>{p(t)}</w:sdtContent></w:sdt>"),
    TEXT.map(lambda t: f"<w:p><w:hyperlink><w:r><w:t>{t}</w:t></w:r></w:hyperlink></w:p>"),
)


def tables(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    cell = st.tuples(st.lists(inside, max_size=2), TEXT).map(lambda c: tc("".join(c[0]) + p(c[1])))
    return st.lists(st.lists(cell, min_size=1, max_size=3).map(lambda c: tr(*c)), min_size=1, max_size=3).map(
        lambda rows: tbl(*rows)
    )


BODY = st.lists(st.recursive(PARAGRAPH, tables, max_leaves=6), min_size=1, max_size=6).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BODY)
def test_generated_documents_keep_every_word(body: str) -> None:
    data = docx(body, parts={"numbering": numbering(level(0, "%1."), level(1, "%1.%2"))})
    document = read(Source("x.docx", data), Options())
    found = ours(document)
    # Our words part where Word's tabs and breaks do; mammoth's raw text glues runs around a break.
    assert "".join(sorted("".join(found.elements()))) == "".join(sorted("".join(theirs(data).elements())))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BODY)
def test_tables_cover_each_place_once(body: str) -> None:
    document = read(Source("x.docx", docx(body)), Options())

    def check(table: Table) -> None:
        assert_each_place_once(table)
        for cell in table.cells:
            for block in cell.blocks:
                if isinstance(block, Table):
                    check(block)

    for block in document.blocks:
        if isinstance(block, Table):
            check(block)


RICH = docx(
    tbl(
        tr(tc("a", '<w:gridSpan w:val="2"/>')),
        tr(tc("b", '<w:vMerge w:val="restart"/>'), tc(tbl(tr(tc("c"))) + p("d"))),
    )
    + numbered("e", depth=1)
    + styled("f", "R"),
    parts={
        "numbering": numbering(level(0, "%1."), level(1, "%1.%2", "lowerRoman")),
        "styles": part("styles", '<w:style w:type="paragraph" w:styleId="R"><w:name w:val="heading 1"/></w:style>'),
        "footnotes": part("footnotes", ""),
    },
)


def failed_at(data: bytes) -> str | None:
    """The file that a typed error names; None where the bytes gave a document. Other errors come through."""
    try:
        read(Source("x.docx", data), Options())
    except IngestError as error:
        return error.source or "unnamed"
    return None


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 12))
def test_damaged_documents_give_a_document_or_a_typed_error(chance: random.Random, hits: int) -> None:
    """Bytes changed inside the parts (the container is made anew, so that the damage reaches the reader)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(RICH)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        target = chance.choice(names)
        for name in names:
            data = bytearray(old.read(name))
            if name == target and data:
                for _ in range(hits):
                    at = chance.randrange(len(data))
                    if chance.random() < 0.5:
                        data[at] = chance.choice(b'<>"/&0129 azw:=-\x00\xff')
                    else:
                        del data[at : at + chance.randrange(1, 20)]
                    if not data:
                        data = bytearray(b" ")
            new.writestr(name, bytes(data))
    assert failed_at(out.getvalue()) in (None, "x.docx")


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_damaged_containers_give_a_document_or_a_typed_error(chance: random.Random) -> None:
    data = bytearray(RICH)
    for _ in range(chance.randrange(1, 6)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if chance.random() < 0.3:
        del data[chance.randrange(len(data)) :]
    assert failed_at(bytes(data)) in (None, "x.docx")


@pytest.mark.parametrize(
    "name",
    [
        f"plans-dev/{n}"
        for n in ("t1-01-tables", "t1-04-onetable", "t7-01-kv", "t7-04-list", "t7-06-nested", "t7-08-merged")
    ]
    + [f"plans-dev/{n}" for n in ("t7-11-bullets", "t8-01-letter", "t8-02-letter")]
    + ["seeds/atgardsplan"],
)
def test_development_documents_keep_every_word(shared: Path, name: str) -> None:
    path = shared / f"{name}.docx"
    document = read(Source.open(path), Options())
    assert ours(document) == theirs(path.read_bytes())


def test_the_seed_reads_as_it_stands(shared: Path) -> None:
    document = read(Source.open(shared / "seeds" / "atgardsplan.docx"), Options())
    found = [b for b in document.blocks if isinstance(b, Table)]
    assert [(t.rows, t.columns) for t in found] == [(10, 5), (3, 5), (3, 5), (3, 5)]
    assert [b.text for b in document.blocks if not isinstance(b, Table) and b.role == "heading"][:2] == [
        "Åtgärdsplan 2024 - brottsförebyggande insatser",
        "2 Våld",
    ]
