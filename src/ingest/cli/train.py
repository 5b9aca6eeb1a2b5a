"""`ingest train`: rebuild the trained artefacts."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["command"]


@click.command("train")
@click.argument("names", nargs=-1)
@click.option(
    "--material",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the training material (see docs/training.md).",
)
@click.option("--models", default="models", show_default=True, type=click.Path(file_okay=False, path_type=Path),
              help="Folder the artefacts go to.")  # fmt: skip
@click.option("--seed", default=0, show_default=True)
def command(names: tuple[str, ...], material: Path, models: Path, seed: int) -> int:
    """Rebuild the artefacts NAMES, all of them by default, each into a folder of its own."""
    from ingest.train import train

    train(names, material, models, seed, say=click.echo)
    return 0
