"""Which files a run is about: local files, folders and globs, ZIP archives, and whatever fsspec knows.

Names that results carry are safe relative paths: no `..`, no drive, no control character, no longer than a file
system takes; two inputs never share a name.
"""

from __future__ import annotations

import glob
import hashlib
import os
import re
import stat
import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.batch.inputs import zips
from ingest.batch.inputs.globbing import LINKED_FOLDER, LITTER, is_link, matches, why_refused
from ingest.batch.inputs.places import missing_package
from ingest.errors import FileTooLarge, IngestError, UnreadableFile, UsageError
from ingest.options import Limits
from ingest.privacy.detect import mask_text

__all__ = ["Input", "find_inputs", "is_remote", "local_path", "named", "read_bytes", "safe_name"]

_REMOTE = re.compile(r"^[a-z][a-z0-9+.-]+(::|://)", re.IGNORECASE)
LEDGER = ".ingest"
"""The folder inside OUT that holds its ledger."""
# Bytes of a whole name: a key of the databases, with room for what the results add.
MAX_NAME = 500
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\\u202a-\u202e\u2066-\u2069]')


@dataclass(frozen=True, slots=True)
class Input:
    """One file: `name` is what results call it, `uri` where it is, `size` in bytes (0 where unknown)."""

    name: str
    uri: str
    size: int
    member: str | None = None
    """Name inside the ZIP archive at `uri`."""
    refused: str | None = None
    """Why it will not be read."""
    inside: tuple[str, ...] = ()
    """The names that lead to a document inside this one (`ingest.read.enclosed`)."""


def local_path(path: str) -> Path:
    """A path of this machine as it was given: plain, or after `file://`."""
    return Path(path.removeprefix("file://"))


def is_remote(path: str) -> bool:
    """Is this an address for fsspec rather than a local path?"""
    return bool(_REMOTE.match(path)) and not path.startswith("file://")


def safe_name(name: str) -> str:
    """A relative path with forward slashes that stays below the folder it is joined to."""
    parts: list[str] = []
    # Names of old shares need not be UTF-8.
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    for part in unicodedata.normalize("NFC", name).replace("\\", "/").split("/"):
        clean = _FORBIDDEN.sub("_", part).rstrip(". ") or ("_" if part.strip(". ") else "")
        if not clean:
            continue
        # 255 bytes is what common file systems take; the results add a suffix and a temporary prefix.
        if len(clean.encode()) > 200:
            digest = hashlib.sha256(clean.encode()).hexdigest()[:12]
            stem, dot, suffix = clean.rpartition(".")
            tail = f"{dot}{suffix}" if stem and len(suffix) <= 5 else ""
            clean = clean.encode()[:160].decode(errors="ignore") + "-" + digest + tail
        parts.append(clean)
    # A folder must not take the name of another document's result.
    folders = [f"{p}_" if p.endswith((".json", ".txt")) else p for p in parts[:-1]]
    joined = "/".join([*folders, *parts[-1:]]) or "_"
    if len(joined.encode()) > MAX_NAME:
        digest = hashlib.sha256(joined.encode()).hexdigest()[:12]
        joined = joined.encode()[: MAX_NAME - 100].decode(errors="ignore").rstrip("/") + "-" + digest
    return joined


def find_inputs(
    paths: Sequence[str],
    *,
    exclude: Path | None = None,
    limits: Limits | None = None,
    masked: bool = False,
    passed_over: list[str] | None = None,
) -> list[Input]:
    """Expand files, folders, globs, ZIP archives and remote addresses.

    Args:
        paths: as given on the command line; local ones may hold wildcards.
        exclude: a folder whose files are left out (the output, if it lies inside an input folder).
        limits: bounds for ZIP archives.
        masked: personal data in names is masked; `uri` still tells where the file is.
        passed_over: takes the names of what is never a document: hidden and lock files, whole folders of that name,
            pipes and devices.

    Returns:
        Inputs in order of their names; a name that two inputs would share gets the parent folder's name, then
        a number.

    Raises:
        UsageError: a path that does not exist.
    """
    passed: list[str] = []
    chosen = _chosen(paths, exclude, limits or Limits(), passed)
    shown = mask_text if masked else str
    if passed_over is not None:
        passed_over += dict.fromkeys(map(shown, passed))
    return named(replace(i, name=shown(i.name)) for i in chosen)


def _chosen(paths: Sequence[str], exclude: Path | None, bounds: Limits, passed: list[str]) -> Iterable[Input]:
    """Each input once, under the first name that it was met by."""
    chosen: dict[tuple[str, str | None, bool], Input] = {}
    for path in paths:
        # Where the output folder lies above the inputs, they are inputs all the same.
        skip = exclude if exclude is not None and not is_remote(path) and not _below(path, exclude) else None
        for item in _expand(path, bounds, passed):
            if skip is not None and _inside(item.uri, skip):
                continue
            # One file, however it was named; a link to it is an input of its own.
            uri = item.uri if is_remote(path) else str(Path(item.uri).absolute())
            place = (uri, item.member, item.member is not None and item.refused is not None)
            # Who names a link means it, also where it was met in a folder before.
            if place not in chosen or (chosen[place].refused and not item.refused):
                chosen[place] = item
    return chosen.values()


def named(items: Iterable[Input], held: Container[str] = ()) -> list[Input]:
    """The inputs under safe names of which no two are the same, and none is `held` by another document."""
    found: dict[str, Input] = {}
    # The last number given to a name: an archive may have a hundred thousand members of one name.
    numbers: defaultdict[str, int] = defaultdict(lambda: 1)
    for item in items:
        name = safe_name(item.name)
        if name in found or name in held:
            name = safe_name(f"{mask_text(Path(item.uri).parent.name)}/{name}")
        stem = name
        head, dot, suffix = stem.rpartition(".")
        while name in found or name in held:
            numbers[stem] += 1
            name = f"{head} ({numbers[stem]}){dot}{suffix}" if dot else f"{stem} ({numbers[stem]})"
        found[name] = replace(item, name=name)
    return sorted(found.values(), key=lambda i: i.name)


def _below(path: str, folder: Path) -> bool:
    """Whether a given path lies inside a folder, and is not that folder itself."""
    return _inside(path, folder) and _real(local_path(path)) != _real(folder)


def _inside(path: str, folder: Path) -> bool:
    return _real(local_path(path)).is_relative_to(_real(folder))


def _real(path: Path) -> Path:
    # pathlib's `resolve` raises at a link to itself, and one in the folder would end the run.
    return Path(os.path.realpath(path))


def _expand(path: str, limits: Limits, passed: list[str]) -> Iterator[Input]:
    if is_remote(path):
        yield from _remote(path, passed)
        return
    local = local_path(path)
    if local.is_dir():
        yield from _folder(local, limits, passed)
    elif local.exists():
        yield from _file(local, local.name, limits, passed)
    else:
        found = False
        for match, refused in matches(local):
            found = True
            if refused is not None:
                yield Input(match.name, str(match), 0, refused=refused)
            else:
                yield from (
                    _folder(match, limits, passed) if match.is_dir() else _file(match, match.name, limits, passed)
                )
        if not found:
            raise UsageError(
                f"{path} does not exist.", remedy="Check the path; quote wildcards that ingest is to expand."
            )


def _folder(root: Path, limits: Limits, passed: list[str]) -> Iterator[Input]:
    errors: list[OSError] = []
    for folder, folders, files in os.walk(root, onerror=errors.append):
        at = Path(folder).relative_to(root)
        passed += [(at / f).as_posix() for f in sorted(folders) if LITTER.match(f) and f != LEDGER]
        folders[:] = sorted(f for f in folders if not LITTER.match(f))
        for name in folders:
            path = Path(folder) / name
            if is_link(path):
                yield Input(path.relative_to(root).as_posix(), str(path), 0, refused=LINKED_FOLDER)
        for name in sorted(files):
            path = Path(folder) / name
            inner = (at / name).as_posix()
            if LITTER.match(name):
                passed.append(inner)
                continue
            if is_link(path) and (why := why_refused(path, root)):
                yield Input(inner, str(path), 0, refused=why)
            elif _is_document(path):
                yield from _file(path, inner, limits, passed)
            else:
                passed.append(inner)
    yield from _unreadable(root, errors)


def _unreadable(root: Path, errors: list[OSError]) -> Iterator[Input]:
    """Folders that may not be listed: inputs that will be skipped, so that nobody takes them for empty."""
    for error in errors:
        path = Path(str(error.filename))
        yield Input(path.name if path == root else path.relative_to(root).as_posix(), str(path), 0)


def _is_document(path: Path) -> bool:
    """No pipe, socket or device; what the system does not tell of is an input that will be skipped."""
    try:
        return path.is_file()
    except OSError:
        return True


def _file(path: Path, name: str, limits: Limits, passed: list[str]) -> Iterator[Input]:
    try:
        size = path.stat().st_size
        if zips.is_archive(path):
            yield from _archive(path, name, limits, passed)
            return
    except OSError:
        # Unreadable: kept as an input, so that it is reported and not lost.
        size = 0
    yield Input(name, str(path), size)


def _archive(path: Path, name: str, limits: Limits, passed: list[str]) -> Iterator[Input]:
    found = zips.members(path, limits)
    if found is None:
        # Kept as one input: no reader takes it, so it is skipped and reported.
        yield Input(name, str(path), path.stat().st_size)
        return
    for member in found:
        base = member.name.rpartition("/")[2]
        if base and (LITTER.match(base) or member.name.startswith("__MACOSX/")):
            passed.append(f"{name}/{member.name}")
        elif base:
            # What zipfile gives under a name is the last that bears it.
            why = "is hidden in its archive by a later file of the same name." if member.hidden else None
            yield Input(f"{name}/{member.name}", str(path), member.size, member.name, why)


def _remote(address: str, passed: list[str]) -> Iterator[Input]:
    import fsspec

    first, mark, rest = address.partition("::")
    # In the address of a page a question mark begins the query.
    has_magic = glob.has_magic(first) and (not first.lower().startswith("http") or "*" in first)
    try:
        fs, root = fsspec.core.url_to_fs(address)
        detail: dict[str, Any]
        if has_magic:
            detail = fs.glob(root, detail=True)
            base = root[: min(i for i in (root.find(c) for c in "*?[") if i >= 0)].rpartition("/")[0]
        elif fs.isdir(root):
            detail = fs.find(root, detail=True)
            base = root.rstrip("/")
        else:
            detail = {root: fs.info(root)}
            base = root.rpartition("/")[0]
    except MemoryError:
        raise
    except ImportError as error:
        raise missing_package(address, error) from error
    except Exception as error:
        # Back ends raise what their clients raise (botocore's errors, aiohttp's), which have no common base.
        raise UsageError(
            f"{address} cannot be listed ({type(error).__name__}: {error}).",
            remedy="Check the address and the credentials.",
        ) from error
    head = _before(first, root)
    for path, info in sorted(detail.items()):
        if info.get("type") == "directory":
            continue
        name = path[len(base) :].lstrip("/") or path.rpartition("/")[2]
        if LITTER.match(path.rpartition("/")[2]):
            passed.append(name)
            continue
        yield Input(name, f"{head}{path}{mark}{rest}", int(info.get("size") or 0))


def _before(address: str, root: str) -> str:
    """What an address has before the path that its file system uses: scheme, and host where that is left out."""
    address = address.rstrip("/")
    if root and address.endswith(root.rstrip("/")):
        return address[: len(address) - len(root.rstrip("/"))]
    return f"{address.partition('://')[0]}://"


def read_bytes(item: Input, limits: Limits) -> bytes:
    """The bytes of an input, never more than the limit allows.

    Raises:
        UnreadableFile, FileTooLarge.
    """
    data: bytes
    if item.refused is not None:
        remedy = "If you trust it, give the file or folder itself as input."
        if item.member is not None:
            remedy = "Unpack the archive so that each file has a name of its own, and give that folder."
        raise UnreadableFile(item.refused, source=item.name, remedy=remedy)
    try:
        if item.member is not None:
            data = zips.read_member(Path(item.uri), item.member, limits.file_bytes + 1)
        elif is_remote(item.uri):
            import fsspec

            with fsspec.open(item.uri, "rb") as handle:
                data = handle.read(limits.file_bytes + 1)
        else:
            # Opening a pipe would wait for whoever writes to it, reading a device might never end.
            handle_number = os.open(item.uri, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
            with open(handle_number, "rb") as handle:  # noqa: PTH123
                if not stat.S_ISREG(os.fstat(handle_number).st_mode):
                    raise UnreadableFile("is no regular file.", source=item.name)
                data = handle.read(limits.file_bytes + 1)
    except (IngestError, MemoryError):
        raise
    except Exception as error:
        # fsspec back ends raise what their clients raise: all of it means that the file cannot be had.
        raise UnreadableFile(f"cannot be read ({type(error).__name__}: {error}).", source=item.name) from error
    if len(data) > limits.file_bytes:
        raise FileTooLarge(f"is larger than the limit (file_bytes) of {limits.file_bytes}.", source=item.name)
    return _inner(data, item, limits) if item.inside else data


def _inner(data: bytes, item: Input, limits: Limits) -> bytes:
    """The bytes of a document inside another."""
    from ingest.read.enclosed import find

    found = find(data, item.inside, limits)
    if found is None:
        raise UnreadableFile("is no longer in the file that held it.", source=item.name)
    return found
