"""`ingest train`: rebuild the trained artefacts, and draw documents to train on."""

from __future__ import annotations

from pathlib import Path

import click

from ingest.messages import t, translated

__all__ = ["command"]

_FOLDER = click.Path(file_okay=False, path_type=Path)


class _Train(click.Group):
    """Takes what is no command of its own for the names of artefacts: `ingest train restorer --material DIR`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if any(a.partition("=")[0] == "--from-corrections" for a in args):
            args = ["corrections", *args]
        elif not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["artefacts", *args]
        return super().parse_args(ctx, args)


@click.group("train", cls=_Train)
def command() -> None:
    """Rebuild trained artefacts (`artefacts`, also without this word), or draw documents to train on (`material`,
    `factory`)."""


@command.command("artefacts")
@click.argument("names", nargs=-1)
@click.option(
    "--material",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the training material (see docs/training.md).",
)
@click.option("--models", default="models", show_default=True, type=_FOLDER, help="Folder the artefacts go to.")
@click.option("--seed", default=0, show_default=True)
def artefacts(names: tuple[str, ...], material: Path, models: Path, seed: int) -> int:
    """Rebuild the artefacts NAMES, all of them by default, each into a folder of its own."""
    from ingest.train import train

    train(names, material, models, seed, say=click.echo)
    return 0


@command.command("corrections")
@click.option("--from-corrections", "path", required=True, metavar="FILE",
              type=click.Path(exists=True, dir_okay=False, path_type=Path), help="File of corrections.")  # fmt: skip
@click.option("--into", type=_FOLDER, metavar="DIR", help="Folder of what is learnt [FILE.learned].")
@click.option("--undo", "back", is_flag=True, help="Bring back what stood there before the last time.")
def corrections(path: Path, into: Path | None, back: bool) -> int:
    """Learn heading words and actors from corrections (also `ingest train --from-corrections FILE`)."""
    from ingest.train.from_corrections import train, undo

    if back:
        click.echo(t("{} is as it was before").format(undo(path, into)))
    else:
        train(path, into, lambda line: click.echo(translated(line)))
    return 0


@command.command("factory")
@click.option("--families", default="", metavar="NAMES", help="Families by name, with commas; * is any text. [all]")
@click.option("--seed", default=0, show_default=True, help="The same seed draws the same documents.")
@click.option("--count", default=1, show_default=True, type=click.IntRange(min=1), help="Documents of each family.")
@click.option(
    "--damages", default="", metavar="NAMES", help="Draw each document with these damages too, such as scan-*. [none]"
)
@click.option("--list", "listed", is_flag=True, help="Print the families and damages and draw nothing.")
@click.option("-o", "--out", type=_FOLDER, help="Folder the documents go to.")
def factory(families: str, seed: int, count: int, damages: str, listed: bool, out: Path | None) -> int:
    """Draw invented plans with exact answers, a number of each family, into a folder with a manifest."""
    from ingest.train.factory.damage import choose_damages
    from ingest.train.factory.damage import damages as all_damages
    from ingest.train.factory.draw import choose, draw, load_bank

    chosen = choose(_names(families))
    worse = choose_damages(_names(damages))
    if listed:
        for family in chosen:
            click.echo(f"{family.name}\t{t('no rows')}" if family.negative else family.name)
        for name in all_damages():
            click.echo(f"{name}\t{t('damage')}")
        return 0
    if out is None:
        raise click.UsageError("say with -o which folder the documents go to.")
    drawn = draw(chosen, load_bank(), out, seed=seed, count=count, worse=worse, say=click.echo)
    rows = sum(len(d.gold["rows"]) for d in drawn)
    click.echo(t("{} documents, {} rows in {}").format(len(drawn), rows, out))
    return 0


@command.command("material")
@click.option("-o", "--out", required=True, type=_FOLDER, help="Folder the documents go to.")
def material(out: Path) -> int:
    """Draw the documents that the confidence model learns from (about twelve minutes)."""
    from ingest.train.material import draw_material, folders

    count = draw_material(out, folders(), click.echo)
    click.echo(t("{} documents in {}").format(count, out))
    return 0


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
