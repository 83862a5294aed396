"""What the commands share: finding what a word on the command line means, and saying what is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from handbook import problems, schema
from handbook.catalog import SETTINGS_FILE, load_catalog
from handbook.model import Catalog, Entry
from handbook.problems import ProblemLog
from handbook.writing import CommandError, Plan, finish_interrupted

root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    show_default="the current folder",
    help=f"Folder that holds {SETTINGS_FILE}, data/ and docs/.",
)
yes_option = click.option("--yes", "-y", is_flag=True, help="Do it without asking.")


class Commands(click.Group):
    """Commands that suggest the nearest name for a wrong one, and fail without a traceback."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; a wrong name is explained."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            near = did_you_mean(args[0], self.list_commands(ctx))
            hint = near or f"the commands are: {', '.join(self.list_commands(ctx))}"
            raise click.UsageError(f"no command '{args[0]}'; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click declares it
        """Run the command."""
        try:
            return super().invoke(ctx)
        except CommandError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            reason = f"{error.filename or ''}: {error.strerror or error}".lstrip(": ")
            raise click.ClickException(reason) from error


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the nearest known word: `did you mean 'polish'?`, else nothing."""
    near = difflib.get_close_matches(word[:100], sorted(known), n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else ""


def finish(root: Path) -> None:
    """Finish what an earlier command was stopped in, and say so."""
    command = finish_interrupted(root)
    if command:
        click.echo(f"Finished what '{command}' was stopped in.", err=True)


def load(root: Path) -> tuple[Catalog, ProblemLog]:
    """Load the content, with all its problems; a command works in spite of most of them."""
    finish(root)
    log = ProblemLog()
    catalog = load_catalog(root, log)
    if not catalog.settings.languages:
        raise CommandError(problems.as_text(log.errors()))
    return catalog, log


def find_entry(catalog: Catalog, entry_id: str, name: str = "ID") -> Entry:
    """Return the entry with an id; a wrong one is explained."""
    if entry_id in catalog.entries:
        return catalog.entries[entry_id]
    for entry in catalog.entries.values():
        if entry_id in entry.former_ids:
            raise bad(f"'{entry_id}' is called '{entry.id}' now", name)
    hint = did_you_mean(entry_id, catalog.entries) or "the ids stand in data/"
    raise bad(f"no entry '{entry_id}'; {hint}", name)


def find_language(catalog: Catalog, locale: str, name: str = "LANG") -> str:
    """Return a language of the handbook; a wrong one is explained."""
    if locale in catalog.settings.languages:
        return locale
    known = ", ".join(catalog.settings.languages)
    raise bad(f"no language '{locale}'; choose one of {known}", name)


def find_collection(collection_id: str, name: str = "COLLECTION") -> schema.Collection:
    """Return a declared collection; a wrong one is explained."""
    known = [declared.id for declared in schema.COLLECTIONS]
    if collection_id in known:
        return schema.collection(collection_id)
    hint = did_you_mean(collection_id, known) or f"choose one of {', '.join(known)}"
    raise bad(f"no collection '{collection_id}'; {hint}", name)


def find_fields(entry: Entry, names: Iterable[str], name: str = "--field") -> tuple[str, ...]:
    """Return fields of an entry, given as `say` or `respond.stay-calm`; a wrong one is explained."""
    declared = schema.collection(entry.collection)
    known = [field.name for field in declared.fields]
    keyed = [
        f"{field.name}.{key}"
        for field in declared.fields
        for key in entry.links.get(field.keyed_by, ())
    ]
    for field in names:
        if field not in known and field not in keyed:
            hint = did_you_mean(field, [*known, *keyed]) or f"choose one of {', '.join(known)}"
            raise bad(f"no field '{field}' in {entry.collection}; {hint}", name)
    return tuple(names)


def bad(message: str, name: str) -> click.BadParameter:
    """Return the error for a wrong word on the command line (exit code 2)."""
    return click.BadParameter(message, param_hint=name)


def confirm(question: str, *, yes: bool) -> None:
    """Ask before something is written; no answer is a no."""
    if yes:
        return
    try:
        agreed = click.confirm(question, err=True)
    except click.Abort as error:
        raise CommandError("no answer, so nothing was changed; --yes does it unasked") from error
    if not agreed:
        raise CommandError("nothing was changed")


def diff(plan: Plan) -> str:
    """Write what a plan changes as a unified diff."""
    lines: list[str] = []
    for path, (before, after) in plan.changes().items():
        old = (before or "").splitlines(keepends=True)
        new = (after or "").splitlines(keepends=True)
        from_path = f"a/{path}" if before is not None else "/dev/null"
        to_path = f"b/{path}" if after is not None else "/dev/null"
        found = difflib.unified_diff(old, new, from_path, to_path, n=1)
        lines += [line if line.endswith("\n") else f"{line}\n" for line in found]
    return _visible("".join(lines))


def _visible(text: str) -> str:
    """Show characters that would not be seen, so that a diff tells what went."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in text)


def say_written(plan: Plan, did: str) -> None:
    """Name the files that were written."""
    paths = list(plan.changes())
    shown = paths if len(paths) <= 12 else [*paths[:10], f"… and {len(paths) - 10} more"]
    click.echo(f"{did} ({len(paths)} files):", err=True)
    for path in shown:
        click.echo(f"  {path}", err=True)


def examples(*lines: str) -> str:
    """Lay out the examples of a command's help."""
    return "\b\nExamples:\n" + "".join(f"  python -m handbook {line}\n" for line in lines)
