"""Office formats that no reader of ours reads: LibreOffice turns them into ones that are read.

Old text documents (.doc, .rtf, .odt) become Word files, old and other sheets (.xls, .xlsb, .ods) workbooks, and
presentations (.ppt, .odp) those of PowerPoint. A deck of pictures alone becomes a PDF file, whose pages are read by
OCR (decision 255).

LibreOffice runs without a window in a profile that is made for this one file and thrown away: macros off, links
never updated, every network request sent to a closed port, and no network at all where the system can give it none.
It and all its children are killed when time is up or when we are gone (supervisor.py).
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import psutil

from ingest.document import Document
from ingest.errors import EncryptedFile, LimitExceeded, MissingTool, TruncatedFile
from ingest.options import Limits, Options
from ingest.read.docx import reader as word
from ingest.read.pdf import reader as pages
from ingest.read.sheets import reader as sheets
from ingest.read.slides import reader as slides
from ingest.source import DOC, DOCX, ODP, ODS, ODT, PPT, PPTX, RTF, XLS, XLSB, XLSX, Source
from ingest.system.memory import family_bytes
from ingest.system.processes import end_group, own_group, owner_id
from ingest.system.programs import OfficePart, has_office_part, install_command, libreoffice

__all__ = ["convert", "read", "read_deck"]


@dataclass(frozen=True, slots=True)
class _Route:
    """How a kind of file is turned into another: its ending, the filters that may read it, and what becomes of it.

    The import filter is named, so that a file cannot choose another by its content (a web page in an .rtf, say).
    """

    ending: str
    filters: tuple[str, ...]
    made: str
    """The ending of the result, and with a colon the filter that writes it."""
    part: OfficePart
    """The program of LibreOffice that does it."""


_WORD = "docx:MS Word 2007 XML"
_WORKBOOK = "xlsx:Calc MS Excel 2007 XML"
_DECK = "pptx:Impress MS PowerPoint 2007 XML"
_PAGES = "pdf:impress_pdf_Export"
_ROUTES: dict[str, _Route] = {
    DOC: _Route("doc", ("MS Word 97",), _WORD, "writer"),
    RTF: _Route("rtf", ("Rich Text Format",), _WORD, "writer"),
    ODT: _Route("odt", ("writer8",), _WORD, "writer"),
    XLS: _Route("xls", ("MS Excel 97", "MS Excel 95", "MS Excel 5.0/95"), _WORKBOOK, "calc"),
    XLSB: _Route("xlsb", ("Calc MS Excel 2007 Binary",), _WORKBOOK, "calc"),
    ODS: _Route("ods", ("calc8",), _WORKBOOK, "calc"),
    PPTX: _Route("pptx", ("Impress MS PowerPoint 2007 XML",), _PAGES, "impress"),
    PPT: _Route("ppt", ("MS PowerPoint 97",), _DECK, "impress"),
    ODP: _Route("odp", ("impress8",), _DECK, "impress"),
}
_OPEN_DOCUMENTS = (ODT, ODS, ODP)
_SAVE_AS = {_WORD: ".docx", _WORKBOOK: ".xlsx", _DECK: ".pptx", _PAGES: ".pdf"}
_WORD_97, _WORD_6 = b"\xec\xa5", b"\xdc\xa5"
"""How the stream of a Word document begins: Word 97 to 2003 ([MS-DOC] 2.5.2, wIdent), Word 6 and 95."""
_OLDER_WORD = ("MS Word 95", "MS WinWord 6.0", "MS Word 97")
"""LibreOffice's filters for Word 6 and 95, in the order in which they are tried."""
_NO_REASON = ("javaldx", "warning: failed to read path")
"""What LibreOffice says at each start, and what is no reason why a file cannot be read."""
_TRIES = 2
"""How often a LibreOffice that was killed from outside, by the system for want of memory say, is started."""
_LEAST_ROOM = 2**20
"""Bytes free on the disk of temporary files; with fewer, a failure is the disk's and not the document's."""
_SECONDS = 180.0
"""The longest that LibreOffice may take for one file, in seconds."""
_SPACE = 4 * 2**30
"""Bytes of address space that LibreOffice maps without touching them, over what it may need of memory."""

_SIGNALLED = 128
"""Exit codes above this tell the signal that ended a program."""
_END_SECONDS = 5.0
"""How long a killed program may take to end."""
_LOOK_SECONDS = 0.1
"""How often a program is looked at that no kernel bounds."""
_NEEDED_ON_WINDOWS = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT")
"""Without these no program starts there."""

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>1</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse">
<value>1</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse">
<value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse">
<value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse">
<value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse">
<value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse">
<value>9</value></prop></item>
</oor:items>
"""


def read(source: Source, options: Options) -> Document:
    """Read a .doc, .rtf or .odt, a .xls, .xlsb or .ods, a .ppt or .odp.

    Raises:
        MissingTool: LibreOffice is not installed.
        LimitExceeded: it took too long.
        InputError: encrypted, truncated, hostile or too large.
    """
    if source.media_type in _OPEN_DOCUMENTS:
        _check_open_document(source, options.limits)
    if source.media_type == DOC and _encrypted(source.data):
        raise EncryptedFile("is protected by a password.", source=source.name)
    if source.media_type == XLSB:
        source.check_archive(options.limits)
    made = Source.from_bytes(convert(source, options.limits), source.name, options.limits)
    reader = _READERS.get(made.media_type)
    if reader is None:
        raise TruncatedFile("cannot be read by LibreOffice.", source=source.name)
    return replace(reader(made, options), id=source.id, source=source.name, media_type=source.media_type)


def read_deck(source: Source, options: Options) -> Document:
    """Read a .pptx: its slides, or where these are pictures alone, pages that LibreOffice draws of them, by OCR.

    Raises:
        LimitExceeded: drawing the pages took too long.
        InputError: encrypted, truncated, hostile or too large.
    """
    document = slides.read(source, options)
    soffice = libreoffice() if slides.pictures_alone(document) and options.ocr != "never" else None
    if soffice is None or not has_office_part(soffice, _ROUTES[PPTX].part):
        return document
    made = Source.from_bytes(convert(source, options.limits), source.name, options.limits)
    drawn = pages.read(made, options)
    # The notes say what else the file holds; its pictures are read now.
    kept = (note for note in document.notes if note.code not in ("image", "no-text"))
    notes = tuple(dict.fromkeys((*kept, *drawn.notes)))
    return replace(drawn, id=source.id, source=source.name, media_type=source.media_type, notes=notes)


_READERS = {DOCX: word.read, XLSX: sheets.read, PPTX: read_deck}


def _check_open_document(source: Source, limits: Limits) -> None:
    """Look for bombs and passwords in an OpenDocument file.

    Raises:
        EncryptedFile, TruncatedFile, HostileFile, FileTooLarge.
    """
    archive = source.check_archive(limits)
    manifest = next((n for n in archive.namelist() if n.lower() == "meta-inf/manifest.xml"), None)
    try:
        listed = archive.read(manifest) if manifest else b""
    except Exception as error:
        # zipfile, zlib and lzma errors have no common base.
        raise TruncatedFile("is a damaged container.", source=source.name) from error
    if b"encryption-data" in listed:
        raise EncryptedFile("is protected by a password.", source=source.name)


def convert(source: Source, limits: Limits) -> bytes:
    """The file as .docx, .xlsx or .pptx; a .pptx as .pdf.

    Raises:
        MissingTool, LimitExceeded, TruncatedFile.
    """
    route = _ROUTES[source.media_type]
    soffice = libreoffice()
    if soffice is None or not has_office_part(soffice, route.part):
        what = "LibreOffice" if soffice is None else f"LibreOffice {route.part.capitalize()}"
        raise MissingTool(
            f"needs {what}, which is not installed.",
            source=source.name,
            remedy=f"Install it ({install_command('libreoffice')}), or save the file as {_SAVE_AS[route.made]}.",
        )
    if (
        source.media_type == DOC
        and _begins(source.data, _WORD_97) is None
        and _begins(source.data, _WORD_6) is not None
    ):
        route = replace(route, filters=_OLDER_WORD)
    reason = ""
    for import_filter in route.filters:
        made, reason = _converted(soffice, source, route, import_filter, limits)
        if made is not None:
            return made
    raise TruncatedFile(f"cannot be read by LibreOffice ({reason or 'it gave no reason'}).", source=source.name)


def _converted(
    soffice: str, source: Source, route: _Route, import_filter: str, limits: Limits
) -> tuple[bytes | None, str]:
    """What one filter makes of the file, and what LibreOffice said where it makes none.

    Raises:
        LimitExceeded: time was up, or LibreOffice was killed each time.
        OSError: the disk of temporary files is full.
    """
    with tempfile.TemporaryDirectory(prefix="ingest-office-") as folder:
        home = Path(folder)
        (home / "profile" / "user").mkdir(parents=True)
        (home / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        (home / "out").mkdir()
        entry = home / f"input.{route.ending}"
        entry.write_bytes(source.data)
        command = [
            soffice,
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--headless",
            "--nologo",
            "--norestore",
            "--nodefault",
            "--nolockcheck",
            "--nofirststartwizard",
            f"--infilter={import_filter}",
            "--convert-to",
            route.made,
            "--outdir",
            str(home / "out"),
            str(entry),
        ]
        made = home / "out" / f"input.{route.made.partition(':')[0]}"
        for _ in range(_TRIES):
            code, said = _run(command, home, min(_SECONDS, limits.wall_seconds), limits, source.name)
            if made.is_file() and made.stat().st_size:
                return made.read_bytes(), ""
            if shutil.disk_usage(home).free < _LEAST_ROOM:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(home))
            if code < _SIGNALLED:
                return None, said
    signal = code - _SIGNALLED
    raise LimitExceeded(
        f"lost LibreOffice {_TRIES} times: it crashed or was killed (signal {signal}), as when memory is short.",
        source=source.name,
    )


def _run(command: list[str], home: Path, seconds: float, limits: Limits, name: str) -> tuple[int, str]:
    """Run on a lead (supervisor.py), in `home`; the exit code and the last line of the program's complaints."""
    complaints = home / "complaints.txt"
    with complaints.open("wb") as stderr:
        if os.name == "posix":
            code = _on_a_lead(command, home, seconds, limits, stderr)
        else:
            code = _watched(command, home, seconds, limits, stderr)
    if code is None:
        raise LimitExceeded(f"kept LibreOffice busy for over {seconds:.0f} s.", source=name)
    try:
        said = complaints.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        return code, ""
    lines = [line for line in said if not any(part in line for part in _NO_REASON)]
    # What LibreOffice says may name the temporary folder, which differs from run to run.
    return code, lines[-1].replace(str(home), "")[:200] if lines else ""


def _environment(home: Path) -> dict[str, str]:
    """What LibreOffice is told of the world: nothing but where it may write, and no way to a network."""
    kept = {name: os.environ[name] for name in _NEEDED_ON_WINDOWS if name in os.environ}
    return kept | {
        "HOME": str(home),
        "TMPDIR": str(home),
        "TEMP": str(home),
        "TMP": str(home),
        "LANG": "C.UTF-8",
        "PATH": os.environ.get("PATH", os.defpath),
        "SAL_USE_VCLPLUGIN": "svp",
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }


def _on_a_lead(command: list[str], home: Path, seconds: float, limits: Limits, stderr: IO[bytes]) -> int | None:
    """Run under the supervisor, bounded by the kernel; the exit code, None when time was up."""
    bounds = (limits.cpu_seconds, limits.unpacked_bytes, limits.memory_bytes + _SPACE)
    litter = [str(home), _socket((home / "profile").as_uri())]
    launcher = str(Path(__file__).with_name("supervisor.py"))
    lead = [sys.executable, "-I", "-S", launcher, *(f"{b:.0f}" for b in bounds), *litter, "--"]
    process = subprocess.Popen(
        [*lead, *command],
        cwd=home,
        env=_environment(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=stderr,
        **own_group(),
    )
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _let_go(process)
        if process.returncode is not None and process.returncode < 0:
            # The supervisor itself was killed: what it looked after goes on, and would write its folders anew.
            _end_those_in(home)
            with contextlib.suppress(OSError):
                Path(litter[1]).unlink()


def _end_those_in(home: Path) -> None:
    """Kill the programs that were told to work in a temporary folder of ours."""
    victims = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if any(str(home) in part for part in process.cmdline()) and process.pid != os.getpid():
                process.kill()
                victims.append(process)
    psutil.wait_procs(victims, timeout=_END_SECONDS)


def _watched(command: list[str], home: Path, seconds: float, limits: Limits, stderr: IO[bytes]) -> int | None:
    """Run where no kernel bounds a program (Windows): we look at it often, and kill it with all that it started."""
    process = subprocess.Popen(
        command,
        cwd=home,
        env=_environment(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=stderr,
        **own_group(),
    )
    end = time.monotonic() + seconds
    try:
        while process.poll() is None:
            with contextlib.suppress(psutil.Error):
                if family_bytes(process.pid) > limits.memory_bytes + _SPACE:
                    return None
            if time.monotonic() > end:
                return None
            time.sleep(_LOOK_SECONDS)
        return process.returncode
    finally:
        end_group(process)


def _socket(profile: str) -> str:
    """Where LibreOffice puts the socket that other windows would call: in /tmp, whatever TMPDIR says.

    The name is the profile's address as MD5 of its UTF-16, each byte in hexadecimal without leading zeros
    (LibreOffice, desktop/source/app/officeipcthread.cxx). Only a killed program leaves it behind.
    """
    digest = hashlib.md5(profile.encode("utf-16-le"), usedforsecurity=False).digest()
    return f"/tmp/OSL_PIPE_{owner_id()}_SingleOfficeIPC_" + "".join(f"{b:x}" for b in digest)


def _let_go(process: subprocess.Popen[bytes]) -> None:
    """Close the lead's pipe: it kills what still runs."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        end_group(process)


def _encrypted(data: bytes) -> bool:
    """The flag fEncrypted in the header of a Word stream ([MS-DOC] 2.5.2; Word 6 and 95 have it at the same place)."""
    at = _begins(data, _WORD_97)
    at = _begins(data, _WORD_6) if at is None else at
    return at is not None and bool(int.from_bytes(data[at + 10 : at + 12], "little") & 0x0100)


def _begins(data: bytes, mark: bytes) -> int | None:
    """Where a Word stream with this mark begins: at a sector's start."""
    return next((at for at in range(512, min(len(data) - 12, 2**22), 512) if data[at : at + 2] == mark), None)
