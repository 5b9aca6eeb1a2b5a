"""What an address needs besides fsspec: the package of its kind of place, and the extra that brings it."""

from __future__ import annotations

from ingest.errors import MissingTool

__all__ = ["missing_package"]

# Protocol: the package that fsspec asks for, and our extra that has it.
_PACKAGES = {
    **dict.fromkeys(("s3", "s3a"), ("s3fs", "s3")),
    **dict.fromkeys(("abfs", "abfss", "az", "adl"), ("adlfs", "azure")),
    **dict.fromkeys(("gs", "gcs"), ("gcsfs", "gcs")),
    **dict.fromkeys(("sftp", "ssh"), ("paramiko", None)),
    **dict.fromkeys(("http", "https"), ("aiohttp", None)),
    "smb": ("smbprotocol", None),
}


def missing_package(address: str, error: ImportError) -> MissingTool:
    """The error that tells which package an address needs, in the place of fsspec's own."""
    protocol = address.partition("://")[0].rpartition("::")[2].lower()
    package, extra = _PACKAGES.get(protocol, (error.name or protocol, None))
    if extra is not None:
        remedy = f"Install it: pip install 'ingest[{extra}]'"
    else:
        remedy = f"Install it: {'pip install ' + str(package)}"
    return MissingTool(f"the package {package} is not installed.", remedy=remedy)
