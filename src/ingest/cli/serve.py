"""`ingest serve`: conversion over HTTP."""

from __future__ import annotations

from typing import Any

import click

from ingest.cli.options import NEW_FILE, SECONDS_OR_NONE, SIZE, chosen, document_options, jobs_option, log_options
from ingest.errors import MissingTool, UsageError

__all__ = ["command"]


def _host_names(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    for name in values:
        if name != "*" and "*" in name.removeprefix("*."):
            raise click.BadParameter(f"{name!r}: a star stands alone, or first in front of a dot (*.example.se).")
    return tuple(name.lower() for name in values)


def _web_address(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.startswith(("http://", "https://")):
        raise click.BadParameter(f"{value!r} is no web address (http://…).")
    return value


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes a free one.")
@click.option("--token", envvar="INGEST_SERVE_TOKEN", show_envvar=True,
              help="Bearer token that requests must carry; the variable keeps it out of `ps`.")  # fmt: skip
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", callback=_host_names,
              help="A name that the server may be called by, besides --host; *.example.se for all names below one, "
                   "* for any. May be repeated.")  # fmt: skip
@jobs_option("Documents at a time; all cores by default.")
@click.option("--queue", type=click.IntRange(1), default=32, show_default=True, help="Documents that may wait.")
@click.option("--max-bytes", type=SIZE, default=64 * 2**20, show_default="64 MiB",
              help="Largest document.")  # fmt: skip
@click.option("--wait", type=SECONDS_OR_NONE, default=25.0, show_default=True,
              help="Time a request is held open before it becomes a job.")  # fmt: skip
@click.option("--keep", type=SECONDS_OR_NONE, default=3600.0, show_default=True,
              help="Time that results are kept.")  # fmt: skip
@click.option("--disk", type=SIZE, default=4 * 2**30, show_default="4 GiB",
              help="Space that documents and results may take on disk.")  # fmt: skip
@click.option("--corrections", type=NEW_FILE, metavar="FILE",
              help="File of corrections that are applied, and that POST /corrections adds to.")  # fmt: skip
@click.option("--review", metavar="ADDRESS", callback=_web_address,
              help="Address of an `ingest review` that the page leads to.")  # fmt: skip
@document_options(timeout=300.0, mask="Mask in every plan, whatever a request says.")
@log_options
def command(host: str, port: int, **choices: Any) -> int:
    """Convert documents over HTTP, on this machine unless --host says otherwise.

    The address itself is a page to drop files on.
    """
    from ingest.batch.progress import set_up_logs

    try:
        from ingest.serve.server import serve
        from ingest.serve.settings import LOOPBACK_NAMES, Settings, is_loopback
    except ModuleNotFoundError as error:
        raise MissingTool(
            f"the package {error.name} is not installed.", remedy="Run: pip install 'ingest[serve]'."
        ) from None
    # Whoever sends it loses the space around it: that is HTTP's.
    token = choices["token"].strip() if choices["token"] is not None else None
    if token == "":
        raise UsageError("the token is empty.", remedy="Give one of at least 16 random letters, or none.")
    names: tuple[str, ...] = choices["hosts"]
    hosts = (
        (*LOOPBACK_NAMES, *names) if is_loopback(host) else (*LOOPBACK_NAMES, host.lower(), *names) if names else None
    )
    set_up_logs(choices["log"], choices["log_format"])
    settings = Settings(
        options=chosen(choices),
        workers=choices["jobs"],
        waiting=choices["queue"],
        body_bytes=choices["max_bytes"],
        wait_seconds=choices["wait"],
        keep_seconds=choices["keep"],
        store_bytes=choices["disk"],
        token=token,
        corrections=choices["corrections"],
        review=choices["review"],
        hosts=None if hosts is not None and "*" in hosts else hosts,
    )
    return serve(settings, host, port, lambda line: click.echo(f"ingest: {line}", err=True))
