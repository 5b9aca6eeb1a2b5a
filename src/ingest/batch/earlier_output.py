"""What earlier runs left in an output folder: one rule, everything stays until `--prune`.

A document keeps the name that it was first given. It is recognised by the file it was read from; so a folder, one file
out of it, and the folder once more give each document once. A name that another file bears already is not taken from
it while that file is there: the newcomer gets another name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.batch.inputs.finder import Input, is_remote, named
from ingest.errors import UsageError
from ingest.privacy.detect import mask_text

__all__ = ["as_before", "is_gone", "is_member", "refuse_unmasked", "stored_uri"]


def stored_uri(uri: str) -> str:
    """An address as the ledger can hold it: names of old shares need not be UTF-8."""
    return uri.encode("utf-8", "backslashreplace").decode()


def is_gone(uri: str) -> bool:
    """Return whether a file of this machine is no longer where it was read; of other places nobody knows."""
    return not is_remote(uri) and not Path(uri).exists()


def as_before(items: Sequence[Input], earlier: Mapping[str, str], *, masked: bool) -> tuple[list[Input], set[str]]:
    """The inputs under the names that earlier runs gave them, and earlier names that they now bear another one for.

    Args:
        items: what was found, under safe names.
        earlier: addresses by name, as the ledger holds them.
        masked: personal data is masked now; an earlier run may have noted the clear address.
    """
    names = {_place(name, uri): name for name, uri in earlier.items()}
    known: list[Input] = []
    fresh: list[Input] = []
    superseded: set[str] = set()
    for item in items:
        uri = stored_uri(item.uri)
        clear = names.get(_place(item.name, uri))
        name = names.get(_place(item.name, mask_text(uri))) if masked else clear
        if name is not None:
            known.append(replace(item, name=name))
        else:
            fresh.append(item)
        if clear is not None and clear != name:
            superseded.add(clear)
    held = {item.name for item in known}
    # Where the file is gone, whoever comes under its name is taken for the same document, moved with its archive.
    held |= {name for name, uri in earlier.items() if name not in superseded and not is_gone(uri)}
    return sorted([*known, *named(fresh, held)], key=lambda i: i.name), superseded


def _place(name: str, uri: str) -> tuple[str, str]:
    """The file and, inside an archive of many, the member: what makes two names one document."""
    base = uri.replace("\\", "/").rpartition("/")[2]
    inside = name.rpartition(f"{base}/")[2] if base and f"{base}/" in name else ""
    return uri, inside


def is_member(name: str, uri: str) -> bool:
    """Return whether a name is that of a member of an archive (ZIP)."""
    return bool(_place(name, uri)[1])


def refuse_unmasked(kept: int, *, masks: bool, masked: bool) -> None:
    """Masking that an archive's older documents lack would promise what it does not hold.

    Raises:
        UsageError: documents that were converted without masking would stay beside masked ones.
    """
    if kept and masks and not masked:
        raise UsageError(
            f"{kept} documents of earlier runs were converted without masking and would stay in OUT.",
            remedy="Give their files too, add --prune so that they leave OUT, or choose another output folder.",
        )
