"""`ingest correct`: take over what was changed by hand, undo, or apply corrections anew."""

from __future__ import annotations

from pathlib import Path

import click

from ingest.cli.options import corrections_option

__all__ = ["command"]


@click.command("correct")
@click.argument("out")
@click.option("--from", "edited", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
              help="A workbook (.xlsx) or CSV file that ingest wrote and you have changed.")  # fmt: skip
@click.option("--who", help="Your name, as it will stand beside the corrections [your account's].")
@click.option("--why", help="The reason.")
@click.option("--mine", is_flag=True, help="Where somebody has corrected the same since, the file wins.")
@click.option("--deletions", is_flag=True, help="Rows gone from the file are deleted, even if they are most of them.")
@click.option("--dry-run", is_flag=True, help="Say what would be saved; save nothing.")
@click.option("--undo", multiple=True, metavar="ID", help="Undo this correction; may be repeated.")
@click.option("--history", is_flag=True, help="List every correction with who and when; do nothing else.")
@corrections_option
def command(
    out: str,
    edited: Path | None,
    who: str | None,
    why: str | None,
    mine: bool,
    deletions: bool,
    dry_run: bool,
    undo: tuple[str, ...],
    history: bool,
    corrections: str | None,
) -> int:
    """Turn what was changed by hand into corrections, and bring OUT in step with all corrections.

    Differences only: a changed cell, a row added or deleted. Without --from the corrections of the file are applied
    to OUT, without converting anything. A correction that contradicts another one is reported and not saved (code 11).
    """
    from ingest.batch.correct import Asked, correct
    from ingest.batch.hand_edits import Signature, reviewer

    reason = why if why is not None else f"from {edited.name}" if edited is not None else None
    sign = Signature(reviewer(who), reason)
    return correct(out, Asked(sign, edited, corrections, mine, deletions, dry_run, undo, history))
