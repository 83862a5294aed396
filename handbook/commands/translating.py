"""Commands for translators: what is to be done, and that it has been done."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

from handbook import fingerprints, staleness, status
from handbook.commands import common
from handbook.commands.common import examples, root_option, yes_option
from handbook.model import Value
from handbook.staleness import StaleText, Unchanged, as_text
from handbook.writing import Plan


@click.command(
    "status",
    epilog=examples(
        "status",
        "status --language uk --gaps",
        "status --format markdown --since origin/main",
    ),
)
@root_option
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="text: for a terminal; json: for other programs; markdown: for a job summary.",
)
@click.option("--language", "locale", metavar="LANG", help="Only this language.")
@click.option("--collection", "collection_id", metavar="COLLECTION", help="Only this collection.")
@click.option("--gaps", is_flag=True, help="Only entries with something missing or stale.")
@click.option(
    "--since",
    metavar="REVISION",
    help="First say what the edits since this git revision made stale (not in JSON).",
)
def status_command(
    root: Path,
    output_format: str,
    locale: str | None,
    collection_id: str | None,
    gaps: bool,  # noqa: FBT001 - click passes it by name
    since: str | None,
) -> None:
    """Show what each language has of each entry.

    A field is stale when its origin has changed since it was translated. Core is what helps on a
    running call: title, summary, the first move or statement, and the phrases; full is all.

    Exit code 0, also where much is missing; 'check' is the command that fails.
    """
    catalog, log = common.load(root)
    if log.errors():
        found = common.counted(len(log.errors()), "error")
        click.echo(f"The content has {found}, so this may not be all: see 'check'.", err=True)
    rows = status.status(catalog)
    if locale is not None:
        common.find_language(catalog, locale, "--language")
        rows = [row for row in rows if row.locale == locale]
    if collection_id is not None:
        common.find_collection(collection_id, "--collection")
        rows = [row for row in rows if row.collection == collection_id]
    counted = status.totals(catalog, rows)
    if gaps:
        ids = {row.entry_id for row in rows if row.missing or row.stale}
        rows = [row for row in rows if row.entry_id in ids]
    if since is not None and output_format != "json":
        try:
            made = status.made_stale_since(root, catalog, since)
        except ValueError:
            raise common.bad(f"git knows no revision '{since}' here", "--since") from None
        click.echo(status.since_as_markdown(since, made) + "\n")
    if output_format == "json":
        click.echo(status.status_as_json(counted, rows))
    elif output_format == "markdown":
        click.echo(status.status_as_markdown(counted, rows))
    else:
        click.echo(status.status_as_text(counted, rows))


@click.command(epilog=examples("stale impatient uk"))
@root_option
@click.argument("entry_id", metavar="ID")
@click.argument("locale", metavar="LANG")
def stale(root: Path, entry_id: str, locale: str) -> None:
    """Show the stale fields of an entry in a language: old origin, new origin, translation.

    The old text comes from git; where git does not know it, only the new one is shown.

    Exit code 0; 1 if the words cannot be read; 2 for an unknown id or language.
    """
    catalog, log = common.load(root)
    entry = common.find_entry(catalog, entry_id)
    common.find_language(catalog, locale)
    if locale == entry.origin:
        message = f"'{locale}' is the origin language of '{entry_id}'; it cannot be stale"
        raise common.bad(message, "LANG")
    common.need_words(catalog, log, entry_id, (entry.origin, locale))
    texts = staleness.stale_texts(root, catalog, locale, entry_id)
    unmarked = catalog.unmarked_fields(locale, entry_id)
    for text in texts:
        click.echo("\n".join(_comparison(entry.origin, locale, text)) + "\n")
    if unmarked:
        names = ", ".join(unmarked)
        click.echo(f"Not marked, so nobody knows whether they are stale: {names}")
    path = catalog.translations[locale, entry_id].path
    if texts:
        click.echo(f"Bring {path} up to date, then run:", err=True)
        click.echo(f"  python -m handbook translated {entry_id} {locale}", err=True)
    elif not unmarked:
        click.echo(f"{path}: nothing is stale.", err=True)


def _comparison(origin: str, locale: str, text: StaleText) -> Iterator[str]:
    yield click.style(text.name, bold=True)
    known = f"was ({text.seen})" if text.seen else "was"
    missing = f"(not known: git has no text with the mark {text.mark})"
    yield from _labelled(f"{origin} {known}", text.was, missing)
    yield from _labelled(f"{origin} is", text.now, "")
    yield from _labelled(f"{locale} is", text.here, "(not there)")


def _labelled(label: str, value: Value | None, otherwise: str) -> Iterator[str]:
    yield f"  {label}:"
    yield textwrap.indent(as_text(value) or otherwise, "    ")


@click.command(
    epilog=examples(
        "translated impatient uk",
        "translated impatient",
        "translated impatient uk --field say --field respond.name-a-deadline",
        "translated --all",
    )
)
@root_option
@click.argument("entry_id", metavar="ID", required=False)
@click.argument("locale", metavar="[LANG]", required=False)
@click.option("--field", "fields", metavar="FIELD", multiple=True, help="Only this field.")
@click.option("--all", "everything", is_flag=True, help="All entries instead of one.")
def translated(
    root: Path,
    entry_id: str | None,
    locale: str | None,
    fields: tuple[str, ...],
    everything: bool,  # noqa: FBT001 - click passes it by name
) -> None:
    """Record that a translation was brought up to date with its origin.

    Writes, as the last key of the file, which text of the origin each field was made from.
    Without LANG it is recorded for all languages.

    Exit code 0: recorded; 1: the words cannot be read or written; 2: an unknown id or language.
    """
    if everything is (entry_id is not None):
        raise click.UsageError("name an entry, or say --all")
    catalog, log = common.load(root)
    if locale is not None:
        common.find_language(catalog, locale)
    chosen = [common.find_entry(catalog, entry_id).id] if entry_id else list(catalog.entries)
    if entry_id:
        common.find_fields(catalog.entries[entry_id], fields)
    else:
        common.find_fields_anywhere(fields)
    if entry_id and locale == catalog.entries[entry_id].origin:
        message = f"'{locale}' is the origin language of '{entry_id}'; nothing is translated there"
        raise common.bad(message, "LANG")
    common.need_origins(catalog, log, chosen)
    plan = Plan(root, "translated")
    count = 0
    for chosen_id in chosen:
        origin = catalog.entries[chosen_id].origin
        there = [name for name in catalog.settings.languages if name != origin]
        locales = [name for name in there if locale in {None, name}]
        if entry_id:
            common.need_words(catalog, log, chosen_id, locales)
        for name in locales:
            words = catalog.translations.get((name, chosen_id))
            if words and words.is_written:
                count += len(staleness.mark_translated(plan, catalog, name, chosen_id, fields))
    plan.commit()
    fields_, files = common.counted(count, "field"), common.counted(len(plan), "file")
    click.echo(f"Marked as up to date: {fields_} in {files}.", err=True)


@click.command(
    epilog=examples(
        "unchanged impatient",
        "unchanged impatient --field say --yes",
        "unchanged impatient --from 3fa9c01b",
    )
)
@root_option
@click.argument("entry_ids", metavar="ID...", nargs=-1, required=True)
@click.option("--field", "fields", metavar="FIELD", multiple=True, help="Only this field.")
@click.option(
    "--from", "mark", metavar="HASH", default="", help="Mark of the text before the edit."
)
@yes_option
def unchanged(
    root: Path,
    entry_ids: tuple[str, ...],
    fields: tuple[str, ...],
    mark: str,
    yes: bool,  # noqa: FBT001 - click passes it by name
) -> None:
    """Say that an edit of the origin did not change the meaning (a typo, a comma).

    The translations that were current before the edit are current again. A translation that was
    stale already stays stale.

    Exit code 0: recorded, or nothing to do; 1: not confirmed or not possible; 2: a wrong call.
    """
    if mark and not fingerprints.PATTERN.fullmatch(mark):
        message = f"'{mark}' is no mark: they are {fingerprints.LENGTH} digits from 0 to f"
        raise common.bad(message, "--from")
    catalog, log = common.load(root)
    plan = Plan(root, "unchanged")
    found = 0
    for entry_id in dict.fromkeys(entry_ids):
        entry = common.find_entry(catalog, entry_id)
        common.find_fields(entry, fields)
        common.need_origins(catalog, log, [entry_id])
        texts = list(staleness.unchanged_texts(root, catalog, entry_id, fields, mark))
        for text in texts:
            click.echo("\n".join(_edit(entry_id, entry.origin, text)))
        staleness.mark_unchanged(plan, catalog, entry_id, texts)
        found += len(texts)
    if not plan:
        why = "No translation was current before" if found else "No translation is stale"
        click.echo(f"{why}: nothing to record.", err=True)
        return
    common.confirm("Do the texts mean the same as before?", yes=yes)
    plan.commit()
    common.say_written(plan, "Marked as up to date")


def _edit(entry_id: str, origin: str, text: Unchanged) -> Iterator[str]:
    yield click.style(f"{entry_id}.{text.name}", bold=True)
    yield from _labelled(f"{origin} was", text.was, "(not known to git)")
    yield from _labelled(f"{origin} is", text.now, "")
    if text.locales:
        yield f"  up to date again: {', '.join(text.locales)}"
    if text.older:
        yield f"  made from an older text, stays stale: {', '.join(text.older)}"
