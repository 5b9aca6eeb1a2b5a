"""`ingest serve`: conversion over HTTP."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from ingest.cli.convert import limits
from ingest.errors import MissingTool, UsageError

__all__ = ["command"]


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes a free one.")
@click.option("--token", envvar="INGEST_SERVE_TOKEN", show_envvar=True,
              help="Bearer token that requests must carry; the variable keeps it out of `ps`.")  # fmt: skip
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME",
              help="A name that the server may be called by, besides --host; * for any. May be repeated.")  # fmt: skip
@click.option("-j", "--jobs", type=click.IntRange(1), default=None, help="Documents at a time; all cores by default.")
@click.option("--queue", type=click.IntRange(1), default=32, show_default=True, help="Documents that may wait.")
@click.option("--max-bytes", type=click.IntRange(1), default=64 * 2**20, show_default="64 MiB",
              help="Largest document.")  # fmt: skip
@click.option("--max-pages", type=click.IntRange(1), help="Pages a document may have [2000].")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), default=300.0, show_default=True,
              help="Seconds of wall time a document may take.")  # fmt: skip
@click.option("--memory", type=click.IntRange(1), help="Bytes of memory a document may take [3 GiB].")
@click.option("--wait", type=click.FloatRange(0), default=25.0, show_default=True,
              help="Seconds a request is held open before it becomes a job.")  # fmt: skip
@click.option("--keep", type=click.FloatRange(0), default=3600.0, show_default=True,
              help="Seconds that results are kept.")  # fmt: skip
@click.option("--disk", type=click.IntRange(1), default=4 * 2**30, show_default="4 GiB",
              help="Bytes that documents and results may take on disk.")  # fmt: skip
@click.option("--ocr", type=click.Choice(["auto", "force", "never"]), default="auto", show_default=True)
@click.option("--skip-repair", multiple=True, metavar="RULE", help="Switch a repair rule off; may be repeated.")
@click.option("--vocabulary", type=click.Path(exists=True, dir_okay=False), help="Your own heading words (TOML).")
@click.option("--actors", type=click.Path(exists=True, dir_okay=False), help="Your own actors (TOML).")
@click.option("--mask-personal-data", is_flag=True, help="Mask in every plan, whatever a request says.")
@click.option("--log", type=click.Path(dir_okay=False, path_type=Path), help="Write a log to this file.")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(host: str, port: int, **choices: Any) -> int:
    """Convert documents over HTTP, on this machine unless --host says otherwise."""
    from ingest.batch.progress import set_up_logs
    from ingest.options import Options

    try:
        from ingest.serve.server import serve
        from ingest.serve.settings import LOOPBACK_NAMES, Settings, is_loopback
    except ModuleNotFoundError as error:
        raise MissingTool(
            f"the package {error.name} is not installed.", remedy="Run: pip install 'ingest[serve]'."
        ) from None
    if choices["token"] is not None and not choices["token"].strip():
        raise UsageError("the token is empty.", remedy="Give one of at least 16 random letters, or none.")
    names = tuple(n.lower() for n in choices["hosts"])
    hosts = (*LOOPBACK_NAMES, *names) if is_loopback(host) else (*LOOPBACK_NAMES, host, *names) if names else None
    set_up_logs(choices["log"], choices["log_format"])
    settings = Settings(
        options=Options(
            ocr=choices["ocr"],
            skip_repairs=frozenset(choices["skip_repair"]),
            vocabulary=choices["vocabulary"],
            actors=choices["actors"],
            mask_personal_data=choices["mask_personal_data"],
            limits=limits(timeout=choices["timeout"], memory=choices["memory"], max_pages=choices["max_pages"]),
        ),
        workers=choices["jobs"] or os.cpu_count() or 1,
        waiting=choices["queue"],
        body_bytes=choices["max_bytes"],
        wait_seconds=choices["wait"],
        keep_seconds=choices["keep"],
        store_bytes=choices["disk"],
        token=choices["token"],
        hosts=None if hosts is not None and "*" in hosts else hosts,
    )
    return serve(settings, host, port, lambda line: click.echo(f"ingest: {line}", err=True))
