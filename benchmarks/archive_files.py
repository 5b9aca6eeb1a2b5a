"""An archive for `archive.py`: as many distinct files as asked for, drawn from the samples' plans, some of them bad.

Every file is a plan of the samples with another place, other years, other rows and a number of its own, drawn by
`samples/draw.py`; the same seed gives the same files. Bad files are damaged, locked or hostile for real; those that
hang, spin, eat memory or crash are healthy text with a mark that `work` obeys in the child.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import random
import re
import signal
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ingest.batch.engine import Job
from ingest.batch.workers.worker import Answer, convert
from ingest.options import Options

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "samples"))

from lines import cells_of
from pdf_files import pdf
from plans import ALMVIK, BJORKEBY, BREV, EKDALEN, GRANVIK, HAVSNAS, LOVSTRAND, MYRBY, NORRHAMN, STENBY, TALLMO, Sample
from scans import scan_png
from text_files import STRIPPED, text_list, text_tables
from word_files import word_blocks, word_letter, word_one_table, word_tables

__all__ = ["BAD", "Made", "make", "work"]

MARK = b"INGEST-BENCHMARK-FAULT "
_FIRST = "Al Berg Björk Ek En Gran Hav Häll Kalv Lind Löv Norr Ny Ro Sjö Sten Stor Sund Söder Tall Vik Vinter Ås Öster"
_LAST = "berga boda by dal fors hamn holm köping lunda mark mora näs rum sala strand sta tuna vad vik åker"


@dataclass(frozen=True, slots=True)
class Made:
    """One file: its name, its content's hash, the number that stands in its text, and what must become of it."""

    name: str
    sha256: str
    number: str
    code: str | None = None
    """Error code that it must be set aside with; None for a healthy file."""
    message: str = ""
    """Regular expression that the reason must match."""
    kind: str = ""


# -- healthy files


def _varied(sample: Sample, chance: random.Random, number: str) -> Sample:
    """The plan of another place, in other years, with some of the rows, and a number of its own in front."""
    place = chance.choice(_FIRST.split()) + chance.choice(_LAST.split())
    shift = chance.randint(-9, 3)
    old = sample.issuers[0].split()[0].removesuffix("s") if sample.issuers else ""

    def text(value: str) -> str:
        value = value.replace(old, place) if old else value
        return re.sub(r"\b20[12]\d\b", lambda m: str(int(m[0]) + shift), value)

    parts = []
    for part in sample.parts:
        few = [r for r in part.rows if chance.random() < 0.85] or list(part.rows)
        parts.append(
            replace(
                part,
                title=text(part.title),
                problem=text(part.problem),
                rows=tuple(
                    replace(r, orsak=text(r.orsak), mål=text(r.mål), åtgärd=text(r.åtgärd), när=text(r.när))
                    for r in few
                ),
            )
        )
    return replace(
        sample,
        title=text(sample.title),
        issuers=tuple(text(i) for i in sample.issuers),
        issuer_line=text(sample.issuer_line),
        dated_line=f"{text(sample.dated_line)}. Diarienummer {number}",
        intro=tuple(text(i) for i in sample.intro),
        parts=tuple(parts),
        statements=tuple((field, text(sentence)) for field, sentence in sample.statements),
    )


def _delimited(sample: Sample) -> bytes:
    """A table for a spreadsheet: one line a row, the number in the heading of a column that is none of the five."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([*(heading for heading, _ in sample.columns), sample.dated_line])
    for part in sample.parts:
        for action in part.rows:
            writer.writerow([*cells_of(sample, action), part.title])
    return out.getvalue().encode("utf-8-sig")


def _rtf(sample: Sample) -> bytes:
    """Rich text: goes through LibreOffice."""
    body = text_list(sample).replace("\\", "\\\\").replace("\n", "\\par\n")
    return b"{\\rtf1\\ansi " + re.sub(r"[^\x00-\x7f]", lambda m: f"\\u{ord(m[0])}?", body).encode() + b"}"


def _bytes(make: Callable[[Sample], bytes]) -> Callable[[Sample, Path], object]:
    return lambda sample, path: path.write_bytes(make(sample))


def _flat(*, spread: bool, coded: Callable[[str], bytes]) -> Callable[[Sample, Path], object]:
    return _bytes(lambda s: coded(text_tables(s, spread=spread)))


_KINDS: tuple[tuple[int, str, Sample, Callable[[Sample, Path], object]], ...] = (
    # (share in percent, suffix, plan, how to draw it). Word and PDF make most of an archive; all PDFs have text.
    (15, "docx", BJORKEBY, word_tables),
    (11, "docx", LOVSTRAND, word_one_table),
    (9, "docx", STENBY, word_blocks),
    (5, "docx", BREV, word_letter),
    (20, "pdf", ALMVIK, lambda s, p: pdf(s, p, ruled=True, wide=False, size=9, gap=168, font="Helvetica")),
    (15, "pdf", NORRHAMN, lambda s, p: pdf(s, p, ruled=False, wide=True, size=10)),
    (4, "txt", EKDALEN, _flat(spread=False, coded=lambda t: t.replace("\n", "\r\n").encode("cp1252", "replace"))),
    (4, "txt", HAVSNAS, _flat(spread=True, coded=lambda t: t.encode().decode("cp1252", "replace").encode())),
    (3, "txt", TALLMO, _flat(spread=True, coded=lambda t: t.translate(STRIPPED).encode())),
    (4, "txt", MYRBY, _bytes(lambda s: text_list(s).encode("utf-8-sig"))),
    (10, "csv", EKDALEN, _bytes(_delimited)),
)
_RTF = ("rtf", MYRBY, _bytes(_rtf))
_SCAN = ("png", GRANVIK, scan_png)


# -- bad files


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: int(len(data) * chance.uniform(0.3, 0.7))]


def _word(path: Path, chance: random.Random, number: str) -> bytes:
    word_blocks(_varied(STENBY, chance, number), path)
    return path.read_bytes()


def _word_with(path: Path, chance: random.Random, number: str, change: Callable[[bytes], bytes]) -> bytes:
    """A Word file whose document part is changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_word(path, chance, number))) as old, zipfile.ZipFile(out, "w", 8) as new:
        for member in old.infolist():
            data = old.read(member)
            new.writestr(member, change(data) if member.filename == "word/document.xml" else data)
    return out.getvalue()


def _cut_word(path: Path, chance: random.Random, number: str) -> bytes:
    return _cut(_word(path, chance, number), chance)


def _bomb(path: Path, chance: random.Random, number: str) -> bytes:
    return _word_with(path, chance, number, lambda d: d + b" " * (64 * 2**20))


def _entities(path: Path, chance: random.Random, number: str) -> bytes:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    doctype = f'<!DOCTYPE w [<!ENTITY a0 "ha">{levels}]>'.encode()

    def change(data: bytes) -> bytes:
        head, mark, rest = data.partition(b"?>")
        return head + mark + doctype + rest.replace(b"</w:t>", b"&a8;</w:t>", 1)

    return _word_with(path, chance, number, change)


def _locked_word(path: Path, chance: random.Random, number: str) -> bytes:
    """The flag of an encrypted member, set in every header of the container."""
    data = bytearray(_word(path, chance, number))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = data.find(signature)
        while found >= 0:
            data[found + at] |= 1
            found = data.find(signature, found + 4)
    return bytes(data)


def _locked_pdf(path: Path, chance: random.Random, number: str) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(f"hemligt{number}", canPrint=0), invariant=1)
    canvas.drawString(72, 700, f"Handlingsplan {number}")
    canvas.save()
    return out.getvalue()


def _cut_pdf(path: Path, chance: random.Random, number: str) -> bytes:
    """Cut off within the first page's content, so that no page can be found again."""
    pdf(_varied(ALMVIK, chance, number), path, ruled=True, wide=False, size=9, font="Helvetica")
    head, _, rest = path.read_bytes().partition(b"\n")
    return head + f"\n% {number}\n".encode() + rest[: rest.index(b"/Type /Page") - 20]


def _empty(path: Path, chance: random.Random, number: str) -> bytes:
    return b" " * chance.randint(0, 20_000) + b"\r\n"


def _unknown(path: Path, chance: random.Random, number: str) -> bytes:
    return b"ID3\x04\x00\x00" + chance.randbytes(chance.randint(2000, 40_000))


def _marked(word: str) -> Callable[[Path, random.Random, str], bytes]:
    def faulty(path: Path, chance: random.Random, number: str) -> bytes:
        # Of any size, so that such files stand anywhere in the order of work, largest first.
        body = text_list(_varied(MYRBY, chance, number)) * chance.randint(1, 40)
        return MARK + word.encode() + b"\n" + body.encode()

    return faulty


Faulty = Callable[[Path, random.Random, str], bytes]
BAD: tuple[tuple[int, str, str, str, str, Faulty], ...] = (
    # (share in percent, kind, suffix, error code, reason, how to make it)
    (18, "cut Word file", "docx", "truncated", r"damaged", _cut_word),
    (14, "cut PDF", "pdf", "truncated", r".", _cut_pdf),
    (12, "locked PDF", "pdf", "encrypted", r"password", _locked_pdf),
    (8, "locked Word file", "docx", "encrypted", r"password", _locked_word),
    (8, "ZIP bomb", "docx", "hostile", r"unpacks", _bomb),
    (6, "XML bomb", "docx", "hostile", r".", _entities),
    (6, "nothing but spaces", "txt", "empty", r"nothing", _empty),
    (10, "sound file", "doc", "unsupported", r"type", _unknown),
    (2, "hangs", "txt", "limit", r"wall_seconds", _marked("hang")),
    (2, "spins", "txt", "limit", r"(wall|cpu)_seconds", _marked("spin")),
    (7, "eats memory", "txt", "limit", r"memory", _marked("eat")),
    (7, "crashes", "txt", "limit", r"SIGSEGV", _marked("die")),
)


def work(job: Job, options: Options) -> Answer:
    """What the children do: `convert`, unless the file carries the mark of a fault."""
    with Path(job.item.uri).open("rb") as handle:
        head = handle.read(64)
    if not head.startswith(MARK):
        return convert(job, options)
    word = head[len(MARK) :].split(b"\n", 1)[0]
    hoard = []
    while word == b"eat":
        # Touched, so that it is resident; a bit at a time, so that the parent's watch has to see it.
        hoard.append(bytearray(os.urandom(1)) * 2**24)
        time.sleep(0.002)
    while word == b"spin":
        pass
    if word == b"die":
        os.kill(os.getpid(), signal.SIGSEGV)
    time.sleep(3600)
    raise AssertionError(word)


# -- all


def make(
    folder: Path, count: int, *, bad: float = 0.02, rtf: int = 0, scans: int = 0, seed: int = 7
) -> tuple[Made, ...]:
    """Make an archive in `folder`, with a list of it beside; one that was made before, to the end, is used again.

    Args:
        count: number of files.
        bad: share of bad ones; where there are enough, of every kind of them at least one.
        rtf, scans: how many of the files are to be Rich Text (needs LibreOffice) and scans (needs Tesseract).
        seed: the same seed gives the same archive.

    Returns:
        What was made, in order of the names.
    """
    notes = folder.with_name(f"{folder.name}.json")
    if notes.exists():
        return tuple(Made(**value) for value in json.loads(notes.read_text(encoding="utf-8")))
    chance = random.Random(seed)
    wrong = round(count * bad)
    kinds: list[int | None] = list(range(min(wrong, len(BAD))))
    kinds += chance.choices(range(len(BAD)), [b[0] for b in BAD], k=wrong - len(kinds))
    kinds += [None] * (count - wrong)
    special = [_RTF] * rtf + [_SCAN] * scans
    chance.shuffle(kinds)
    made: dict[str, Made] = {}
    for at, kind in enumerate(kinds):
        own = random.Random(f"{seed} {at}")
        number = f"KS 20{own.randint(10, 27)}/{at:05d}"
        place = folder / f"hylla-{at // 500:02}" / f"pärm-{at // 50 % 10}"
        place.mkdir(parents=True, exist_ok=True)
        if kind is None:
            _, suffix, sample, drawn = own.choices(_KINDS, [k[0] for k in _KINDS])[0]
            if special:
                suffix, sample, drawn = special.pop()
            path = place / f"plan-{at:05}.{suffix}"
            drawn(_varied(sample, own, number), path)
            facts: tuple[str | None, str, str] = (None, "", sample.issuers[0] if sample.issuers else "letter")
        else:
            _, name, suffix, code, message, faulty = BAD[kind]
            path = place / f"plan-{at:05}.{suffix}"
            path.write_bytes(faulty(path, own, number))
            facts = (code, message, name)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest in made:
            raise AssertionError(f"{path.name} is no other file than {made[digest].name}")
        made[digest] = Made(path.relative_to(folder).as_posix(), digest, number, *facts)
    result = tuple(sorted(made.values(), key=lambda m: m.name))
    notes.write_text(json.dumps([asdict(m) for m in result]), encoding="utf-8")
    return result
