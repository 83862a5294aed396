"""Commands for editors and CI. They speak English; the handbook speaks the reader's language."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from handbook import language, problems
from handbook.catalog import load_catalog
from handbook.commands import machinery, translating, writing
from handbook.commands.common import Commands, counted, finish, in_the_way, root_option
from handbook.model import Catalog
from handbook.problems import ProblemLog
from handbook.staging import stage as stage_catalog


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Write, check and translate the content of a handbook, and turn it into pages."""


for _command in (
    translating.status_command,
    translating.stale,
    translating.translated,
    translating.unchanged,
    writing.new,
    writing.rename,
    writing.fix,
    writing.schema_command,
    machinery.init,
    machinery.add_language,
):
    main.add_command(_command)


@main.command(
    epilog="""\b
Examples:
  python -m handbook check
  python -m handbook check --format github
  python -m handbook check --root ../another-handbook --format json
"""
)
@root_option
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    show_default=True,
    help="text: one problem a line; github: workflow annotations; json: for other programs.",
)
def check(root: Path, output_format: str) -> None:
    """Name everything that is wrong with the content: files, links, letters, language.

    Exit code 0: no errors (there may be hints); 1: errors.
    """
    finish(root)
    log = ProblemLog()
    catalog = load_catalog(root, log)
    language.check(root, catalog, log)
    errors, hints = log.errors(), log.hints()
    if output_format == "json":
        click.echo(problems.as_json(errors, hints))
    elif output_format == "github":
        _echo_lines(problems.as_github([*errors, *hints]))
    else:
        _echo_lines(problems.as_text(errors))
        _echo_hints(problems.as_text(hints))
        click.echo(_verdict(catalog, len(errors), len(hints)), err=True)
    sys.exit(1 if errors else 0)


@main.command(
    epilog="""\b
Examples:
  python -m handbook stage build/markdown
"""
)
@root_option
@click.argument("out", type=click.Path(path_type=Path))
def stage(root: Path, out: Path) -> None:
    """Write the handbook as plain Markdown into OUT, one folder per language.

    Headings carry their ids as attribute lists: `## Say {#say}`. OUT must be new or empty.

    Exit code 0: written; 1: the content has errors, or OUT holds something.
    """
    finish(root)
    log = ProblemLog()
    catalog = load_catalog(root, log)
    errors = log.errors()
    if errors:
        _echo_lines(problems.as_text(errors))
        click.echo(_verdict(catalog, len(errors), len(log.hints())), err=True)
        sys.exit(1)
    try:
        count = stage_catalog(catalog, out)
    except FileExistsError as error:
        raise in_the_way(Path(error.filename or out)) from None
    except OSError as error:
        click.echo(f"{out}: cannot be written ({error.strerror}); nothing was changed", err=True)
        sys.exit(1)
    click.echo(f"{out}: {counted(count, 'page')}", err=True)


def _echo_lines(text: str) -> None:
    if text:
        click.echo(text)


def _echo_hints(text: str) -> None:
    if text:
        click.echo(click.style("Hints (these do not fail):", dim=True), err=True)
        click.echo(text, err=True)


def _verdict(catalog: Catalog, errors: int, hints: int) -> str:
    languages = counted(len(catalog.settings.languages), "language")
    size = f"{len(catalog.entries)} entries in {languages}"
    if errors:
        found = f"{counted(errors, 'error')}, {counted(hints, 'hint')}"
        return click.style(f"{size}: {found}.", fg="red")
    return click.style(f"{size}: no errors, {counted(hints, 'hint')}.", fg="green")
