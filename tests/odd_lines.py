"""Plans with lines in odd places, as Word, web, PDF and text files, and what of them is told nowhere.

A document is a list of pieces; each format shows those that it has, and says which lines those were.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.plan import FIELDS, Plan
from tests.read import docx_builder as word

__all__ = ["FORMATS", "Piece", "documents", "left_out", "lines_of"]

PieceKind = Literal[
    "heading", "body", "bullets", "numbers", "table", "caption", "box", "footnote", "header", "footer", "nested",
    "across", "cell-note", "side", "records", "endnote", "control", "in-item", "quote", "definition", "typed", "turned",
    "typed-on",
]  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """Lines of one kind; of a table or records the cells, row by row (`rows`)."""

    kind: PieceKind
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = field(default=())


ODD = (
    "Ensam rad här.", "Se bilaga", "Planen är klar", "Ingen åtgärd", "Slut på listan", "Kajens framtid",
    "Foto Anna Berg", "Hela staden", "Stängt i juli", "Ring oss gärna", "Utkast", "Version 3", "Sid 4 av 9",
    "Obs! Gäller bara norra sidan.", "* avser endast hamnen", "1) Preliminär siffra", "Källa: hamnens mätning",
    "Tabell 7. Läget vid kajen", "Fortsättning följer", "Rad: utan innehåll", "Kontakt: Ulla Berg, 12 34 56",
    "www.hamnen.example", "Diarienummer KS 2030/14", "Bilaga 2", "Förkortningar", "Resurser och mål i övrigt",
    "Status grön", "Kommentar från Ulla", "Tidsplan saknas ännu", "KLART NU", "42", "Summa 300 tkr", "(forts.)",
    "– – –  vänd  – – –", "Ansvaret är delat", "Målet är nått", "Orsaken är okänd", "Hur går det?", "Tack!",
    "Beslutet gäller från måndag.", "Bryggan stängs när isen ligger.", "Detta är en anmärkning utan rubrik",
    "Delmål enligt ovan", "Uppföljning i höst", "Datum ej satt", "Nästa möte blir senare", "Läs mer på nästa sida",
    "Plan B", "Insats nummer tre är struken", "Rektor tar över", "Gul stjärna betyder nytt", "Prioritet ett",
)  # fmt: skip
"""Lines that are neither a measure nor surely anything else; many hold a word that heads columns."""
_WORDS = (
    "klar", "ansvar", "mål", "status", "ej", "hela", "året", "skolan", "Anna", "rad", "se", "nedan", "kvar", "nytt",
    "gäller", "alla", "från", "bilaga", "möte", "budget", "saknas", "4", "2,5", "vid", "behov", "och", "plan", "tid",
    "effekt", "blankett", "OBS", "forts", "§ 7", "(3)", "a)", "ja", "x", "st", "kr", "nr", "jfr", "m.m.", "löpande",
)  # fmt: skip
"""Words of lines put together by chance."""
_DO = ("Måla", "Laga", "Städa", "Rensa", "Bygga", "Mäta", "Lysa upp", "Flytta")
_WHAT = ("bänkarna vid kajen", "belysningen på torget", "gången under bron", "häcken vid skolan", "lekplatsen i parken")
_WHO = ("Parkenheten", "Gatukontoret", "Polisen", "Fritidsgården", "Socialtjänsten")
_WHEN = ("maj 2030", "juni 2030", "hösten 2030", "2031", "senast 1 mars 2031")
_TITLE = "Handlingsplan för hamnen 2030"
_HEADINGS = ("Åtgärder", "Trygghet i hamnen", "2 Belysning", "Mål", "Bakgrund", "Aktiviteter", "Skötsel av parken")
_FIELD_WORDS = frozenset(("Åtgärder", "Mål", "Bakgrund", "Aktiviteter", _TITLE))
"""Of them those that have their place by the rows below or by the facts."""
_COLUMNS = (
    ("Åtgärd", "Ansvarig", "När"),
    ("Mål", "Åtgärd", "Ansvarig", "Klart"),
    ("Aktivitet", "Vem", "Tidsplan"),
    ("Namn", "Telefon", "Roll"),
)


def _measure(draw: st.DrawFn) -> tuple[str, str, str]:
    doing = f"{draw(st.sampled_from(_DO))} {draw(st.sampled_from(_WHAT))}"
    return doing, draw(st.sampled_from(_WHO)), draw(st.sampled_from(_WHEN))


@st.composite
def _table(draw: st.DrawFn) -> Piece:
    columns = draw(st.sampled_from(_COLUMNS))
    rows = [columns]
    for _ in range(draw(st.integers(1, 3))):
        doing, who, when = _measure(draw)
        rows.append((doing, who, when) if len(columns) == 3 else (f"Trygg plats {len(rows)}", doing, who, when))
    return Piece("table", rows=tuple(rows))


@st.composite
def _list(draw: st.DrawFn) -> Piece:
    items = [_measure(draw) for _ in range(draw(st.integers(1, 4)))]
    full = draw(st.booleans())
    kind: PieceKind = draw(st.sampled_from(("bullets", "numbers")))
    return Piece(kind, tuple(f"{a} – {b}, {c}" if full else a for a, b, c in items))


@st.composite
def _records(draw: st.DrawFn) -> Piece:
    doing, who, when = _measure(draw)
    return Piece("records", rows=(("Åtgärd", doing), ("Ansvarig", who), ("När", when)))


ODD_KINDS: tuple[PieceKind, ...] = (
    "body", "body", "body", "bullets", "numbers", "caption", "box", "footnote", "header", "footer", "nested", "across",
    "cell-note", "side", "heading", "endnote", "control", "in-item", "quote", "definition", "typed", "turned",
    "typed-on",
)  # fmt: skip


_by_chance = st.builds(
    lambda words, end: " ".join(words) + end,
    st.lists(st.sampled_from(_WORDS), min_size=2, max_size=6, unique=True),
    st.sampled_from(("", "", ".", ":", "?", " –")),
)


@st.composite
def documents(draw: st.DrawFn) -> list[Piece]:
    """A plan's pieces with lines in odd places; no line stands twice."""
    odd = draw(st.lists(st.sampled_from(ODD) | _by_chance, min_size=1, max_size=5, unique=True))
    pieces = [Piece("heading", (_TITLE,))] if draw(st.booleans()) else []
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            pieces.append(Piece("heading", (draw(st.sampled_from(_HEADINGS)),)))
        pieces.append(draw(st.one_of(_table(), _list(), _records())))
    for line in odd:
        kind = draw(st.sampled_from(ODD_KINDS))
        pieces.insert(draw(st.integers(0, len(pieces))), Piece(kind, (line,)))
    return pieces


def lines_of(pieces: Sequence[Piece]) -> list[str]:
    """All lines of the pieces, those of cells too, but for the words that head columns, records and lists."""
    out: list[str] = []
    for piece in pieces:
        out += [line for line in piece.lines if line not in _FIELD_WORDS]
        rows = piece.rows[1:] if piece.kind == "table" else [row[1:] for row in piece.rows]
        out += [cell for row in rows for cell in row]
    return out


# -- what a plan tells


def _told(plan: Plan) -> Iterator[str]:
    yield plan.document.title or ""
    yield from (a.name for a in plan.document.issuers)
    for section in plan.sections:
        yield f"{section.number or ''} {section.title}"
        yield section.problem or ""
    for row in plan.rows:
        for value in (getattr(row, name) for name in FIELDS):
            if value is not None:
                yield from (value.text, value.raw)
        for name, value in row.other.items():
            yield from (name, value.text, value.raw)
    for statement in plan.statements:
        yield from (statement.text, statement.raw)
    yield from (i.message for i in plan.issues)


def left_out(plan: Plan, lines: Sequence[str]) -> list[str]:
    """The lines of which a word stands in no row, fact, section, statement or issue."""
    texts = [f" {' '.join(_words(text))} " for text in _told(plan)]
    whole = {text.strip() for text in texts}
    told = "\n".join(texts)
    return [line for line in lines if not _stands(_words(line), told, whole)]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _stands(words: Sequence[str], told: str, whole: Set[str]) -> bool:
    """Return whether words stand in a row, or in halves of which each is told as a whole or has two words."""
    if not words or f" {' '.join(words)} " in told:
        return True
    halves = ((words[:at], words[at:]) for at in range(1, len(words)))
    return any(_half(a, told, whole) and _stands(b, told, whole) and _half(b, told, whole) for a, b in halves)


def _half(words: Sequence[str], told: str, whole: Set[str]) -> bool:
    return " ".join(words) in whole or len(words) > 1


# -- the formats


def as_word(pieces: Sequence[Piece]) -> bytes:
    """A Word file with everything."""
    body: list[str] = []
    heads: list[str] = []
    feet: list[str] = []
    notes: list[str] = []
    ends: list[str] = []
    for piece in pieces:
        if piece.kind == "header":
            heads += piece.lines
        elif piece.kind == "footer":
            feet += piece.lines
        elif piece.kind == "footnote":
            notes += piece.lines
            body.append(
                f'<w:p><w:r><w:t>Fotnot</w:t></w:r><w:r><w:footnoteReference w:id="{len(notes) + 1}"/></w:r></w:p>'
            )
        elif piece.kind == "endnote":
            ends += piece.lines
            body.append(
                f'<w:p><w:r><w:t>Slutnot</w:t></w:r><w:r><w:endnoteReference w:id="{len(ends) + 1}"/></w:r></w:p>'
            )
        elif piece.kind in ("nested", "across", "cell-note") and body and body[-1].startswith("<w:tbl>"):
            body[-1] = _into_table(body[-1], piece)
        elif piece.kind == "in-item" and body and body[-1].startswith("<w:p>"):
            # On a line of its own in the paragraph above.
            body[-1] = body[-1].removesuffix("</w:p>") + f"<w:r><w:br/><w:t>{escape(piece.lines[0])}</w:t></w:r></w:p>"
        else:
            body += _word_piece(piece)
    parts = {
        "styles": _STYLES,
        "numbering": word.part(
            "numbering",
            f'<w:abstractNum w:abstractNumId="0">{word.level(0, "•", "bullet")}</w:abstractNum>'
            f'<w:abstractNum w:abstractNumId="1">{word.level(0, "%1.")}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
            '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>',
        ),
    }
    section = ""
    if heads:
        parts["header1"] = word.part("hdr", "".join(map(word.p, map(escape, heads))))
        section += '<w:headerReference w:type="default" r:id="header1"/>'
    if feet:
        parts["footer1"] = word.part("ftr", "".join(map(word.p, map(escape, feet))))
        section += '<w:footerReference w:type="default" r:id="footer1"/>'
    for name, said in (("footnote", notes), ("endnote", ends)):
        if said:
            parts[f"{name}s"] = word.part(
                f"{name}s",
                "".join(f'<w:{name} w:id="{n}">{word.p(escape(t))}</w:{name}>' for n, t in enumerate(said, start=2)),
            )
    return word.docx("".join(body), parts=parts, section=section)


def _style(name: str, shown: str) -> str:
    return f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/></w:style>'


_STYLES = word.part("styles", _style("H1", "heading 1") + _style("Caption", "caption"))


def _word_piece(piece: Piece) -> list[str]:
    lines = [escape(line) for line in piece.lines]
    if piece.kind == "heading":
        return [word.styled(line, "H1") for line in lines]
    if piece.kind in ("bullets", "numbers"):
        return [word.numbered(line, 1 if piece.kind == "bullets" else 2) for line in lines]
    if piece.kind == "caption":
        return [word.styled(line, "Caption") for line in lines]
    if piece.kind in ("box", "side"):
        return [f"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{word.p(line)}</w:txbxContent></v:textbox>"
                f"</v:shape></w:pict></w:r></w:p>" for line in lines]  # fmt: skip
    if piece.kind == "control":
        return [f"<w:sdt><w:sdtContent>{word.p(line)}</w:sdtContent></w:sdt>" for line in lines]
    if piece.kind == "quote":
        return [word.p(line, '<w:ind w:left="720"/>') for line in lines]
    if piece.kind == "typed":
        return [f"<w:p><w:r><w:tab/><w:t>{line}</w:t><w:tab/></w:r></w:p>" for line in lines]
    if piece.kind == "table":
        return ["<w:tbl>" + "".join(word.tr(*(word.tc(escape(c)) for c in row)) for row in piece.rows) + "</w:tbl>"]
    if piece.kind == "records":
        return [word.p(f"{label}: {escape(value)}") for label, value in piece.rows]
    return [word.p(line) for line in lines]


def _into_table(table: str, piece: Piece) -> str:
    line = escape(piece.lines[0])
    if piece.kind == "across":
        row = word.tr(word.tc(line, f'<w:gridSpan w:val="{table.split("</w:tr>")[0].count("<w:tc>")}"/>'))
        return table.removesuffix("</w:tbl>") + row + "</w:tbl>"
    inner = word.tbl(word.tr(word.tc(line))) + word.p() if piece.kind == "nested" else word.p(line)
    at = table.rindex("</w:tc>")
    return table[:at] + inner + table[at:]


def as_web(pieces: Sequence[Piece]) -> bytes:
    """A web page."""
    body: list[str] = []
    for piece in pieces:
        lines = [escape(line) for line in piece.lines]
        if piece.kind in ("nested", "across", "cell-note") and body and body[-1].endswith("</table>"):
            body[-1] = _into_web_table(body[-1], piece)
        elif piece.kind == "in-item" and body and body[-1].endswith(("</ul>", "</ol>")):
            # Behind the last item, in the list.
            body[-1] = f"{body[-1][:-5]}{lines[0]}{body[-1][-5:]}"
        elif piece.kind == "definition":
            body.append(f"<dl><dt>{lines[0]}</dt></dl>")
        elif piece.kind == "control":
            body.append(f'<form><input value="{lines[0]}"></form>')
        elif piece.kind == "turned":
            body.append(f"<details><summary>{lines[0]}</summary></details>")
        elif piece.kind == "typed-on":
            # Between the blocks, in none.
            body.append(lines[0])
        elif piece.kind == "table":
            cells = ["".join(f"<{'td' if n else 'th'}>{escape(c)}</{'td' if n else 'th'}>" for c in row)
                     for n, row in enumerate(piece.rows)]  # fmt: skip
            body.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")
        elif piece.kind == "records":
            body += [f"<p>{label}: {escape(value)}</p>" for label, value in piece.rows]
        elif piece.kind in ("bullets", "numbers"):
            tag = "ul" if piece.kind == "bullets" else "ol"
            body.append(f"<{tag}>{''.join(f'<li>{line}</li>' for line in lines)}</{tag}>")
        else:
            tag = _TAGS.get(piece.kind, "p")
            body += [f"<{tag}>{line}</{tag}>" for line in lines]
    joined = "\n".join(body)
    return f'<!DOCTYPE html><html lang="sv"><meta charset="utf-8"><body>{joined}</body></html>'.encode()


_TAGS: dict[str, str] = {
    "heading": "h2", "caption": "figcaption", "box": "aside", "footnote": "small", "header": "header",
    "footer": "footer", "side": "div", "quote": "blockquote", "typed": "pre", "endnote": "li",
}  # fmt: skip


def _into_web_table(table: str, piece: Piece) -> str:
    line = escape(piece.lines[0])
    if piece.kind == "across":
        return table.removesuffix("</table>") + f'<tr><td colspan="9">{line}</td></tr></table>'
    inner = f"<table><tr><td>{line}</td></tr></table>" if piece.kind == "nested" else f"<p>{line}</p>"
    at = table.rindex("</t", 0, table.rindex("</tr>"))
    return table[:at] + inner + table[at:]


def as_text(pieces: Sequence[Piece]) -> bytes:
    """A text file."""
    out: list[str] = []
    for piece in pieces:
        if piece.kind == "table":
            out += ["\t".join(row) for row in piece.rows]
        elif piece.kind == "records":
            out += [f"{label}: {value}" for label, value in piece.rows]
        elif piece.kind in ("bullets", "numbers"):
            out += [f"{'-' if piece.kind == 'bullets' else f'{n}.'} {line}" for n, line in enumerate(piece.lines, 1)]
        elif piece.kind in ("quote", "control", "typed"):
            out += [{"quote": "> ", "control": "        ", "typed": "\t"}[piece.kind] + line for line in piece.lines]
        else:
            out += piece.lines
        if piece.kind in ("in-item", "cell-note") and len(out) > len(piece.lines) and not out[-1 - len(piece.lines)]:
            # Right below the line above.
            del out[-1 - len(piece.lines)]
        if piece.kind not in ("cell-note", "footnote"):
            out.append("")
    return "\n".join(out).encode()


_LEFT, _RIGHT, _TOP, _BOTTOM, _LINE = 60.0, 535.0, 770.0, 80.0, 15.0


def as_pdf(pieces: Sequence[Piece]) -> bytes:
    """A PDF with ruled tables; heads and feet on each page, boxes framed at the right."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    heads = [line for p in pieces if p.kind == "header" for line in p.lines]
    feet = [line for p in pieces if p.kind == "footer" for line in p.lines]
    notes = [line for p in pieces if p.kind == "footnote" for line in p.lines]
    y = _TOP

    def furnish() -> None:
        canvas.setFont("Helvetica", 8)
        for n, line in enumerate(heads):
            canvas.drawString(_LEFT, 815 - 10 * n, line)
        for n, line in enumerate(feet):
            canvas.drawString(_LEFT, 30 - 10 * n, line)

    def room(height: float) -> None:
        nonlocal y
        if y - height < _BOTTOM:
            furnish()
            canvas.showPage()
            y = _TOP

    for piece in pieces:
        if piece.kind in ("header", "footer", "footnote"):
            continue
        if piece.kind == "table":
            room(_LINE * (len(piece.rows) + 2))
            width = (_RIGHT - _LEFT) / len(piece.rows[0])
            for n, row in enumerate(piece.rows):
                canvas.setFont("Helvetica-Bold" if n == 0 else "Helvetica", 9)
                for c, cell in enumerate(row):
                    canvas.rect(_LEFT + c * width, y - 5, width, _LINE)
                    canvas.drawString(_LEFT + c * width + 3, y, cell)
                y -= _LINE
            y -= 5
            continue
        lines = [f"{label}: {value}" for label, value in piece.rows] or list(piece.lines)
        if piece.kind in ("bullets", "numbers"):
            lines = [f"{'•' if piece.kind == 'bullets' else f'{n}.'} {line}" for n, line in enumerate(lines, 1)]
        if piece.kind == "heading":
            y -= 8
        size = 14 if piece.kind == "heading" else 8 if piece.kind in ("caption", "cell-note") else 10
        for line in lines:
            room(2 * _LINE)
            canvas.setFont("Helvetica-Bold" if piece.kind == "heading" else "Helvetica", size)
            if piece.kind in ("box", "side"):
                if piece.kind == "box":
                    canvas.rect(_RIGHT - 170, y - 5, 170, _LINE)
                canvas.drawString(_RIGHT - 165, y, line)
            elif piece.kind == "turned":
                canvas.saveState()
                canvas.translate(14 + 12 * (len(line) % 4), 300)
                canvas.rotate(90)
                canvas.drawString(0, 0, line)
                canvas.restoreState()
            elif piece.kind == "typed-on" and "–" not in line:
                canvas.acroForm.textfield(value=line, x=_LEFT, y=y - 4, width=220, height=_LINE, fontSize=9,
                                          borderWidth=0)  # fmt: skip
            elif piece.kind == "control":
                canvas.drawCentredString((_LEFT + _RIGHT) / 2, y, line)
            elif piece.kind == "in-item":
                # Right below the line above, a little in.
                y += 5
                canvas.drawString(_LEFT + 12, y, line)
            else:
                canvas.drawString(_LEFT, y, line)
            y -= _LINE
        y -= 6
    canvas.setFont("Helvetica", 7)
    for n, line in enumerate(notes):
        canvas.drawString(_LEFT, 62 - 9 * n, line)
    furnish()
    canvas.save()
    return out.getvalue()


FORMATS = {"plan.docx": as_word, "plan.html": as_web, "plan.txt": as_text, "plan.pdf": as_pdf}
