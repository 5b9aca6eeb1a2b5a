"""Fuzzing of each reader: real samples, mutated where their format has its joints, with a seed and a time box.

``python -m tests.hostile.fuzz TARGET SECONDS SEED FOLDER`` runs one target. Each input is written to
FOLDER/current before it is tried, so that one which kills the process is there to be looked at; each finding (an
error that is not typed, or a case over `SLOW` seconds of processor time) is kept as FOLDER/TARGET-N with its reason.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import sys
import time
import traceback
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import IngestError
from ingest.options import Limits, Options
from ingest.source import Source

__all__ = ["TARGETS", "Target", "main"]

ROOT = Path(__file__).resolve().parents[2]
SLOW = 10.0
LIMITS = Limits(file_bytes=2**24, unpacked_bytes=2**26, pages=20, pixels=4_000_000, objects=100_000)
OPTIONS = Options(ocr="never", limits=LIMITS)
ODD = (0, 1, 0x7F, 0x80, 0xFF)
NUMBERS = (
    b"0",
    b"-1",
    b"65536",
    b"2147483647",
    b"4294967296",
    b"-2147483649",
    b"1e999",
    b"NaN",
    b"99999999999999999999",
)

Mutate = Callable[[bytes, random.Random], bytes]


@dataclass(frozen=True)
class Target:
    """A reader: its samples, how they are mutated, what is called, and which errors besides typed ones are promised."""

    samples: Callable[[], Sequence[bytes]]
    mutate: Mutate
    run: Callable[[bytes], object]
    promised: tuple[type[Exception], ...] = ()


# -- mutators


def flip(data: bytes, rng: random.Random) -> bytes:
    """Bytes changed, runs taken away, doubled, moved or overwritten, numbers made absurd."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16, 64))):
        if not out:
            break
        at, size = rng.randrange(len(out)), rng.choice((1, 2, 4, 16, 256, 4096))
        match rng.randrange(7):
            case 0:
                out[at] ^= 1 << rng.randrange(8)
            case 1:
                out[at] = rng.choice(ODD)
            case 2:
                del out[at : at + size]
            case 3:
                out[at:at] = out[at : at + size] * rng.choice((1, 2, 50))
            case 4:
                to = rng.randrange(len(out))
                out[at : at + size] = out[to : to + size]
            case 5:
                digits = [i for i in range(at, min(at + 500, len(out))) if 48 <= out[i] <= 57]
                if digits:
                    out[digits[0] : digits[0] + 1] = rng.choice(NUMBERS)
            case _:
                out[at : at + size] = rng.randbytes(min(size, len(out) - at))
    return bytes(out[: 2**21])


def members(data: bytes, rng: random.Random) -> bytes:
    """A container with one member's XML or bytes mutated, a member lost or doubled; at times the container itself."""
    if rng.random() < 0.15:
        return flip(data, rng)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(n, archive.read(n)) for n in archive.namelist()]
    at = rng.randrange(len(parts))
    name, content = parts[at]
    kind = rng.random()
    if kind < 0.05:
        del parts[at]
    elif kind < 0.1:
        parts.append((rng.choice(parts)[0] + rng.choice(("", "x", "/..")), content))
    elif kind < 0.3:
        parts[at] = name, flip(content, rng)
    else:
        main = [i for i, (n, _) in enumerate(parts) if n.endswith((".xml", ".rels"))]
        at = rng.choice(main)
        parts[at] = parts[at][0], nodes(parts[at][1], rng)
    out = io.BytesIO()
    with contextlib.suppress(ValueError), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def nodes(data: bytes, rng: random.Random) -> bytes:
    """XML with elements taken away, copied, moved into each other, renamed, with absurd attributes and texts."""
    from lxml import etree

    root = etree.fromstring(data)
    for _ in range(rng.choice((1, 2, 8, 30))):
        every = list(root.iter(etree.Element))
        if len(every) < 3:
            break
        one, other = rng.choice(every[1:]), rng.choice(every)
        parent = one.getparent()
        match rng.randrange(6):
            case 0:
                if parent is not None:
                    parent.remove(one)
            case 1:
                if len(every) < 20_000:
                    other.append(etree.fromstring(etree.tostring(one)))
            case 2:
                if other not in one.iter() and one is not other:
                    other.append(one)
            case 3:
                one.tag = other.tag
            case 4:
                for key in list(one.attrib)[:2] or [rng.choice([k for e in every for k in e.attrib] or ["x"])]:
                    one.set(key, rng.choice((*(n.decode() for n in NUMBERS), "", "x" * 300, "on", "å\u202e")))
            case _:
                one.text = rng.choice(("", "x" * 5000, "\u00ad" * 50, "=1+1", "1/1–31/12", " ", None))
    return bytes(etree.tostring(root))


def objects(data: bytes, rng: random.Random) -> bytes:
    """A PDF with values of its objects replaced: by absurd numbers, other objects, loops; or its streams mutated."""
    if rng.random() < 0.4:
        return flip(data, rng)
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for _ in range(rng.choice((1, 2, 6))):
                thing = rng.choice(list(pdf.objects))
                if isinstance(thing, pikepdf.Stream) and rng.random() < 0.5:
                    with contextlib.suppress(pikepdf.PdfError):
                        thing.write(flip(thing.read_bytes(), rng))
                if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) and len(thing.keys()):
                    key = rng.choice(sorted(thing.keys()))
                    value = rng.choice(
                        (0, -1, 2**31 - 1, pikepdf.Name("/X"), pikepdf.String("x"), pikepdf.Array([]), None)
                    )
                    with contextlib.suppress(Exception):
                        if rng.random() < 0.4:
                            thing[key] = rng.choice(list(pdf.objects))
                        elif value is None:
                            del thing[key]
                        else:
                            thing[key] = value
            out = io.BytesIO()
            pdf.save(out)
            return out.getvalue()
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError):
        return flip(data, rng)


WORDS = (
    "Åtgärd:", "Mål", "Vem", "När", "Orsak;", "polisen", "kommunen", "och", "samt", "/", "(", ")", ",", ";", "-", "–", "2024", "Q3",
    "1/1", "31/12", "2024-02-30", "varje", "månad", "hösten", "vt-25", "före", "senast", "löpande", "halvår", "\n", "\t", "|", "\"",
    "\u00ad", "\ufffd", "\u202e", "å", "Ã¥", "}{|", "f?r", "rn", "www.x.se", "a@b.se", "19121212-1212", "1.", "a)", "•", "\x0c", "\r",
    "kl", "vecka", "53", "XIV", "£", "\x00", "\ud83d", "1" * 30, "ord-", "9999-99-99", "0", "-1",
)  # fmt: skip


def phrases(data: bytes, rng: random.Random) -> bytes:
    """Words that the grammars know, in any order, with and without what stands between them."""
    if rng.random() < 0.2:
        return flip(data, rng)
    between = rng.choice((" ", "", " ", "\n", ", "))
    chosen = [rng.choice(WORDS) for _ in range(rng.choice((1, 3, 8, 40)))]
    return between.join(chosen).encode("utf-8", "surrogatepass")


# -- targets


def _samples(*endings: str) -> Callable[[], Sequence[bytes]]:
    return lambda: [p.read_bytes() for p in sorted((ROOT / "samples").iterdir()) if p.name.endswith(endings)]


def _reader(data: bytes) -> object:
    from ingest import layout
    from ingest.read import read

    source = Source.from_bytes(data, "x", LIMITS)
    return layout.arrange(read(source, OPTIONS), OPTIONS)


def _named(module: str, media: str) -> Callable[[bytes], object]:
    """A reader asked for by name, whatever the bytes look like."""

    def run(data: bytes) -> object:
        from importlib import import_module

        source = Source.from_bytes(data, "x.csv" if media == "csv" else "x", LIMITS)
        source.__dict__["media_type"] = "text/plain" if media == "csv" else media
        return import_module(module).read(source, OPTIONS)

    return run


def _pictures(data: bytes) -> object:
    from ingest.read.ocr.images import image_pages

    return [page.gray.shape for page in image_pages(Source.from_bytes(data, "x", LIMITS), LIMITS)]


def _small_pictures() -> Sequence[bytes]:
    from PIL import Image

    out = []
    for form, mode in (
        ("PNG", "L"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("TIFF", "1"),
        ("TIFF", "I;16"),
    ):
        buffer = io.BytesIO()
        Image.new(mode, (60, 40), 1).save(buffer, form, dpi=(200, 200))
        out.append(buffer.getvalue())
    buffer = io.BytesIO()
    Image.new("L", (60, 40)).save(buffer, "TIFF", save_all=True, append_images=[Image.new("L", (30, 30))] * 3)
    return [*out, buffer.getvalue()]


def _office_front(data: bytes) -> object:
    """Everything before LibreOffice is called."""
    from ingest.read.office import reader as office

    office.libreoffice = lambda: None
    return _reader(data)


def _pages() -> Sequence[bytes]:
    folder = ROOT / "tests" / "read" / "html" / "looks"
    return [p.read_bytes() for p in sorted(folder.rglob("*.*htm*"))]


def _office_samples() -> Sequence[bytes]:
    from tests.hostile import office

    ole = office.OLE + bytes(504) + b"\xec\xa5\xc1\x00" + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(200)
    return [office.odt(office.WORDS), office.rtf(r"\b text"), ole]


def _plan_json(data: bytes) -> object:
    import tempfile

    from ingest.write.plan_json import read_plan

    with tempfile.NamedTemporaryFile(suffix=".json") as handle:
        handle.write(data)
        handle.flush()
        return read_plan(Path(handle.name))


def _plan_samples() -> Sequence[bytes]:
    found = sorted((ROOT / "tests" / "golden").rglob("*.json"), key=lambda p: p.stat().st_size)
    return [p.read_bytes() for p in found[:4]] or [b"{}"]


def _when(data: bytes) -> object:
    from ingest.normalise.dates import read_times

    return [read_times(data.decode("utf-8", "replace"), prose=prose) for prose in (False, True)]


def _who(data: bytes) -> object:
    from ingest.normalise.actors import find_actors, load_registers, split_actors

    text = data.decode("utf-8", "replace")
    return split_actors(text, load_registers(None), mend=True), find_actors(text, load_registers(None))


def _repair(data: bytes) -> object:
    from ingest.repair import repair_text

    return repair_text(data.decode("utf-8", "replace"))


def _odt_or_flip(data: bytes, rng: random.Random) -> bytes:
    return members(data, rng) if data.startswith(b"PK") else flip(data, rng)


TEXTS = _samples(".txt")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TARGETS: dict[str, Target] = {
    "docx": Target(_samples(".docx"), members, _reader),
    "container": Target(_samples(".docx"), flip, _named("ingest.read.docx.reader", DOCX)),
    "office": Target(_office_samples, _odt_or_flip, _office_front),
    "pdf": Target(_samples("linjerad.pdf", "linjelos.pdf"), objects, _reader),
    "images": Target(_small_pictures, flip, _pictures),
    "text": Target(TEXTS, flip, _reader),
    "csv": Target(lambda: [t.replace(b" ", b";") for t in TEXTS()], flip, _named("ingest.read.text.reader", "csv")),
    "page": Target(_pages, flip, _named("ingest.read.html.reader", "html")),
    "plan": Target(_plan_samples, flip, _plan_json, (ValueError, LookupError, TypeError, AttributeError)),
    "when": Target(lambda: [b"varje m\xc3\xa5nad fr.o.m. 1/1 2024"], phrases, _when),
    "who": Target(lambda: [b"Polisen/socialtj\xc3\xa4nsten och skolan"], phrases, _who),
    "repair": Target(
        lambda: [t[:3000] for t in TEXTS()], lambda d, r: phrases(d, r) if r.random() < 0.5 else flip(d, r), _repair
    ),
}


def main(name: str, seconds: float, seed: int, folder: Path) -> int:
    """Run a target for so long (at least once); gives the number of findings."""
    target = TARGETS[name]
    samples = target.samples()
    rng = random.Random(f"{name}-{seed}")
    findings = tried = 0
    until = time.monotonic() + seconds
    while tried == 0 or time.monotonic() < until:
        data = target.mutate(rng.choice(samples), rng)
        (folder / "current").write_bytes(data)
        tried += 1
        started = time.process_time()
        why = ""
        try:
            target.run(data)
        except IngestError as error:
            if not (error.code and error.message and error.remedy):
                why = f"an error without code, message or remedy: {error!r}"
        except target.promised:
            pass
        except Exception:
            why = traceback.format_exc()
        if time.process_time() - started > SLOW:
            why = why or f"took {time.process_time() - started:.1f} s"
        if why:
            findings += 1
            (folder / f"{name}-{findings}").write_bytes(data)
            (folder / f"{name}-{findings}.txt").write_text(why)
    sys.stdout.write(json.dumps({"target": name, "tried": tried, "findings": findings}) + "\n")
    return findings


if __name__ == "__main__":
    names = list(TARGETS) if sys.argv[1] == "all" else [sys.argv[1]]
    sys.exit(min(1, sum(main(n, float(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])) for n in names)))
