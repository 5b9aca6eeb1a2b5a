"""Text files: formulas, control characters, encodings that lie, shapes that quadratic code cannot bear."""

from __future__ import annotations

import random

from tests.hostile.case import Bait, case
from tests.read.docx_builder import docx, p

HELD = ("Polisen",)
LINE = "Åtgärd: Polisen ska genomföra ronder i centrum under 2024.\n"
FORMULAS = (
    '=HYPERLINK("http://x","klicka")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0",
    "=DDE(\"cmd\";\"/C calc\";\"x\")", "%0A=1+1", "|=1+1", "＝1+1", " =1+1", "=1+1;=2+2", "'=1+1", "=WEBSERVICE(\"http://x\")",
)  # fmt: skip


@case("formulas.csv", "done", holds=("=WEBSERVICE",))
def formulas(bait: Bait) -> bytes:
    rows = [
        f'"{f.replace(chr(34), chr(34) * 2)}";"{g.replace(chr(34), chr(34) * 2)}";Polisen;2024'
        for f in FORMULAS
        for g in FORMULAS[:3]
    ]
    return ("Åtgärd;Mål;Vem;När\n" + "\n".join(rows)).encode()


@case("formulas-in-lines.txt", "done", holds=("WEBSERVICE",))
def formula_lines(bait: Bait) -> bytes:
    return (LINE + "".join(f"Mål: {f}\nÅtgärd: {f}\nVem: {f}\nNär: {f}\n\n" for f in FORMULAS)).encode()


@case("control-characters.txt", "done", holds=HELD)
def control(bait: Bait) -> bytes:
    marks = "\x07\x08\x1b[2J\x1b]0;x\x07\x7f\u202e\u2066\ufeff\u200b\u00ad\x85\u2028\u2029"
    return (LINE * 40 + f"Åtgärd: Pol{marks}isen\n").encode()


@case("nul-characters.txt", "unsupported")
def nul(bait: Bait) -> bytes:
    return (LINE * 5).encode() + b"Pol\x00isen " * 5


@case("byte-order-marks.txt", "done", holds=HELD)
def marks(bait: Bait) -> bytes:
    return b"\xef\xbb\xbf" * 5 + (LINE + "\ufeff" + LINE).encode()


@case("utf16-mark-on-utf8.txt", "done")
def wrong_mark(bait: Bait) -> bytes:
    return b"\xff\xfe" + LINE.encode() * 3 + b"x"


@case("lone-surrogates.txt", "done", holds=HELD)
def surrogates(bait: Bait) -> bytes:
    return (
        b"\xff\xfe"
        + (LINE * 5).encode("utf-16-le")
        + b"\x00\xd8A\x00\x00\xdc\x00\xdc"
        + LINE.encode("utf-16-le")
        + b"\xd8"
    )


@case("utf32.txt", "done", "unsupported")
def utf32(bait: Bait) -> bytes:
    return (LINE * 5).encode("utf-32")


@case("overlong-utf8.txt", "done", "unsupported")
def overlong(bait: Bait) -> bytes:
    return (
        LINE.encode() * 5
        + b"\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf\xed\xa0\x80\xf8\x88\x80\x80\x80\xff\xfe "
        + LINE.encode()
    )


@case("nothing.txt", "empty")
def nothing(bait: Bait) -> bytes:
    return b""


@case("nothing.docx", "empty")
def nothing_word(bait: Bait) -> bytes:
    return b""


@case("nothing.pdf", "empty")
def nothing_pdf(bait: Bait) -> bytes:
    return bytes(5000)


@case("white.txt", "empty")
def white(bait: Bait) -> bytes:
    return b"\xef\xbb\xbf \t\r\n\x0c" * 1000


@case("program.txt", "unsupported")
def program(bait: Bait) -> bytes:
    return b"\x7fELF\x02\x01\x01" + random.Random(5).randbytes(50_000)


@case("word-named.txt", "done", holds=("Handlingsplan",))
def named_text(bait: Bait) -> bytes:
    return docx(p("Handlingsplan"))


@case("text-named.docx", "done", holds=HELD)
def named_word(bait: Bait) -> bytes:
    return LINE.encode() * 3


@case("text-named.pdf", "done", holds=HELD)
def named_pdf(bait: Bait) -> bytes:
    return LINE.encode() * 3


@case("web-without-a-head.txt", "hostile", "too-large")
def web_tables(bait: Bait) -> bytes:
    return b"<table><tr><td>" * 20_000 + b"Plan" + b"</td></tr></table>" * 20_000


@case("data.xml", "unsupported")
def xml_data(bait: Bait) -> bytes:
    return b"<?xml version='1.0'?><plan>" + LINE.encode() + b"</plan>"


@case("data.json", "unsupported")
def data(bait: Bait) -> bytes:
    return b'{"a":' * 100_000


@case("soft-hyphens.txt", "done")
def soft_hyphens(bait: Bait) -> bytes:
    return LINE.encode() + ("a\u00ad" * 50_000).encode()


@case("hyphens.txt", "done")
def hyphens(bait: Bait) -> bytes:
    return LINE.encode() + b"ab-" * 30_000 + b"\n" + b"a-\n" * 3_000


@case("combining.txt", "done")
def combining(bait: Bait) -> bytes:
    return (LINE + "a" + "\u030a\u0308" * 50_000 + " " + "e\u0301" * 20_000).encode()


@case("question-marks.txt", "done", "too-large", "limit", group="limit")
def lost(bait: Bait) -> bytes:
    return (LINE + "f?r?ndr?" * 8_000 + " " + "\ufffd" * 30_000 + " " + "Ã¥" * 30_000 + " " + "ÃƒÂ¥" * 10_000).encode()


@case("one-word.txt", "done", "too-large", "limit", group="limit")
def one_word(bait: Bait) -> bytes:
    return (LINE + "".join(random.Random(6).choices("abcdeåäö", k=300_000))).encode()


@case("digits.txt", "done", "too-large", "limit", group="limit")
def digits(bait: Bait) -> bytes:
    return (LINE + "När: " + "1" * 100_000 + "\nNär: " + "2024-" * 20_000 + "\nNär: " + "1/2 " * 20_000).encode()


@case("times.txt", "done", "too-large", "limit", group="limit")
def times(bait: Bait) -> bytes:
    many = "varje måndag i januari, februari och mars 2024–2027 samt vår och höst, " * 1_000
    return (LINE + f"När: {many}\n" + f"Tidplan: {'före ' * 20_000}2024\n").encode()


@case("actors.txt", "done", "too-large", "limit", group="limit")
def actors(bait: Bait) -> bytes:
    many = "Polisen/socialtjänsten och skolan (rektor), " * 2_000
    return (LINE + f"Vem: {many}\nAnsvarig: {'och ' * 30_000}\nVem: {'(' * 30_000}\nVem: {'/' * 30_000}\n").encode()


@case("labels.txt", "done", "too-large", "limit", group="limit")
def labels(bait: Bait) -> bytes:
    return (LINE + "Åtgärd: " * 20_000 + "\n" + "Mål:" * 20_000 + "\n" + ": " * 30_000).encode()


@case("numbers-of-headings.txt", "done", "too-large", "limit", group="limit")
def headings(bait: Bait) -> bytes:
    return (LINE + "1." * 30_000 + " Mål\n" + "".join(f"{'1.' * (n % 60)} Rubrik {n}\n" for n in range(3_000))).encode()


@case("spaces.txt", "done", "too-large", "limit", group="limit")
def spaces(bait: Bait) -> bytes:
    return (LINE + " " * 500_000 + "x\n" + ("a" + " " * 300) * 500 + "\n" + "\t" * 200_000 + "x\n").encode()


@case("pipes.txt", "done", "too-large", "limit", group="limit")
def pipes(bait: Bait) -> bytes:
    return (
        LINE + "|" * 30_000 + "\n" + "|-" * 10_000 + "|\n" + "| a " * 5_000 + "|\n" + ("+--" * 500 + "+\n") * 20
    ).encode()


@case("quotes.csv", "done", "too-large", "limit", group="limit")
def quotes(bait: Bait) -> bytes:
    return ("Åtgärd;Vem\n" + '"' * 50_001 + "\n" + 'a;"b\n' * 3_000).encode()


@case("wide.csv", "done", "too-large", "limit", group="limit")
def wide(bait: Bait) -> bytes:
    return ("Åtgärd;" * 20_000 + "\n" + "x;\n" * 2_000 + ";" * 50_000).encode()


@case("carriage-returns.txt", "done", holds=HELD)
def returns(bait: Bait) -> bytes:
    return LINE.replace("\n", "\r").encode() * 50 + b"\r\n\n\r\x0b\x0c\x85" * 50


@case("form-feeds.txt", "done", "too-large", "limit", group="limit")
def feeds(bait: Bait) -> bytes:
    return LINE.encode() + b"x\x0c" * 20_000


@case("box-characters.txt", "done", "too-large", "limit", group="limit")
def box(bait: Bait) -> bytes:
    return (LINE + "┌┬┐├┼┤└┴┘│─" * 3_000 + "\n" + ("│ a │ b │\n├───┼───┤\n" * 1_000)).encode()


@case("wrapped.txt", "done", group="slow")
def wrapped(bait: Bait) -> bytes:
    rng = random.Random(7)
    words = ["polisen", "kommunen", "ska", "och", "förebygga", "brott", "-", "skolan,"]
    return "\n".join(" ".join(rng.choices(words, k=9)) for _ in range(30_000)).encode()


@case("fifty-megabytes-in-a-line.txt", "done", "too-large", "limit", group="limit")
def one_line(bait: Bait) -> bytes:
    return b"a" * (50 << 20)


@case("fifty-megabytes-of-words.txt", "done", "too-large", "limit", group="limit")
def many_words(bait: Bait) -> bytes:
    return b"polisen och " * (50 << 20 // 12 // 4)


@case("million-lines.txt", "done", "too-large", "limit", group="limit")
def lines(bait: Bait) -> bytes:
    return b"".join(b"rad %d i filen\n" % n for n in range(1_000_000))


@case("three-million-lines.txt", "too-large", group="limit")
def more_lines(bait: Bait) -> bytes:
    return b"x\n" * 3_000_000
