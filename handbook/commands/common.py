"""What the commands share: finding what a word on the command line means, and saying what is wrong."""

from __future__ import annotations

import difflib
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from handbook import problems, schema, staleness
from handbook.catalog import load_catalog
from handbook.model import Catalog, Entry
from handbook.problems import ProblemLog
from handbook.writing import CommandError, Plan, finish_interrupted


def _handbook_root(_: click.Context, __: click.Parameter, root: Path) -> Path:
    """Refuse a folder that is no handbook: most likely the person stands in a sub-folder."""
    if os.path.lexists(root / schema.SETTINGS_FILE):
        return root
    here = root.resolve()
    above = next(
        (folder for folder in here.parents if (folder / schema.SETTINGS_FILE).is_file()), None
    )
    hint = (
        f"did you mean --root {os.path.relpath(above)}?"
        if above
        else "go to the handbook's folder, or name it with --root"
    )
    raise bad(f"no {schema.SETTINGS_FILE} in {here}; {hint}", "--root")


root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    callback=_handbook_root,
    show_default="the current folder",
    help=f"Folder that holds {schema.SETTINGS_FILE}, data/ and docs/.",
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
        except shutil.Error as error:
            # Copying a folder names every file that it could not copy; the first one will do.
            raise click.ClickException(str(error.args[0][0][2])) from error
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


def need_facts(catalog: Catalog, log: ProblemLog) -> None:
    """Refuse to work where not all entries are known: an id could be taken, a link lead to it."""
    unread = {f"data/{collection_id}.yml" for collection_id in catalog.unread}
    found = [problem for problem in log.errors() if problem.place.path in unread]
    if unread:
        raise CommandError(f"{problems.as_text(found)}\nMend this first; nothing was changed")


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
    known = [field.name for field in declared.fields if field.translated]
    texts = staleness.text_names(entry)
    for field in names:
        if field in declared.untranslated:
            raise bad(f"'{field}' is no translation: every language has its own", name)
        if field not in known and field not in texts:
            hint = did_you_mean(field, [*known, *texts]) or f"choose one of {', '.join(known)}"
            raise bad(f"no field '{field}' in {entry.collection}; {hint}", name)
    return tuple(names)


def find_fields_anywhere(names: Iterable[str], name: str = "--field") -> None:
    """Explain a field that no collection has."""
    known = {field.name for c in schema.COLLECTIONS for field in c.fields if field.translated}
    for field in names:
        if field.partition(".")[0] not in known:
            hint = did_you_mean(field, known) or f"choose one of {', '.join(sorted(known))}"
            raise bad(f"no field '{field}' that is translated; {hint}", name)


def need_origins(catalog: Catalog, log: ProblemLog, entry_ids: Iterable[str]) -> None:
    """Refuse to compare translations with an origin that cannot be read."""
    for entry in (catalog.entries[entry_id] for entry_id in entry_ids):
        need_words(catalog, log, entry.id, (entry.origin,))


def need_words(catalog: Catalog, log: ProblemLog, entry_id: str, locales: Iterable[str]) -> None:
    """Refuse to work with words that could not be read."""
    for locale in locales:
        words = catalog.translations.get((locale, entry_id))
        if words and words.is_written:
            continue
        path = f"docs/{locale}/{catalog.entries[entry_id].collection}/{entry_id}.yml"
        found = [problem for problem in log.errors() if problem.place.path == path]
        raise CommandError(problems.as_text(found) or f"{path}: is not there yet")


def bad(message: str, name: str) -> click.BadParameter:
    """Return the error for a wrong word on the command line (exit code 2)."""
    return click.BadParameter(message, param_hint=name)


def confirm(question: str, *, yes: bool) -> None:
    """Ask before something is written; no answer is a no."""
    if yes:
        return
    no_answer = CommandError("no answer, so nothing was changed; --yes does it unasked")
    if sys.stdin is None:  # Closed by whoever started the program.
        raise no_answer
    try:
        agreed = click.confirm(question, err=True)
    except click.Abort as error:
        raise no_answer from error
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


def counted(number: int, noun: str) -> str:
    """Write a number of things.

    >>> counted(1, "file"), counted(0, "file")
    ('1 file', '0 files')
    """
    return f"{number} {noun}{'s' * (number != 1)}"


def in_the_way(target: Path) -> CommandError:
    """Return the error for a place that is not free for a new folder."""
    what = "is not empty" if target.is_dir() else "is no folder"
    return CommandError(f"{target}: {what}; name a new folder, nothing was written")


def say_written(plan: Plan, did: str) -> None:
    """Name the files that were written."""
    paths = list(plan.changes())
    shown = paths if len(paths) <= 12 else [*paths[:10], f"… and {len(paths) - 10} more"]
    click.echo(f"{did} ({counted(len(paths), 'file')}):", err=True)
    for path in shown:
        click.echo(f"  {path}", err=True)


def examples(*lines: str) -> str:
    """Lay out the examples of a command's help."""
    return "\b\nExamples:\n" + "".join(f"  python -m handbook {line}\n" for line in lines)
