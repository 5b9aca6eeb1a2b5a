"""Many documents out of few: copies of the samples that differ in their bytes and say the same."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

__all__ = ["write_copies"]

SAMPLES = Path(__file__).resolve().parent


def write_copies(folder: Path, count: int, *, digits: int = 4) -> None:
    """Write so many files: Word, PDF (one of them scanned) and text in turn, numbered with so many digits."""
    originals = sorted(p for p in SAMPLES.iterdir() if p.suffix in (".docx", ".pdf", ".txt"))
    for n in range(count):
        original = originals[n % len(originals)]
        data = original.read_bytes()
        if original.suffix == ".docx":
            buffer = io.BytesIO(data)
            with zipfile.ZipFile(buffer, "a") as archive:
                archive.comment = f"copy {n}".encode()
            data = buffer.getvalue()
        elif original.suffix == ".pdf":
            data += f"\n%% copy {n}\n".encode()
        else:
            data += f"\nKopia {n}.\n".encode()
        (folder / f"{n:0{digits}d}-{original.name}").write_bytes(data)
