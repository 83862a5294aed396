"""Commands for editors: a new entry, another id, small mistakes mended."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from handbook import fixing, jsonschemas, renaming, scaffolding, schema
from handbook.catalog import load_catalog
from handbook.commands import common
from handbook.commands.common import examples, root_option, yes_option
from handbook.model import Catalog, Citation, Entry
from handbook.problems import ProblemLog
from handbook.writing import CommandError, Plan

_LINKS = tuple(dict.fromkeys(link.name for c in schema.COLLECTIONS for link in c.links))


def _link_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command an option for each link that the schema declares."""
    for name in reversed(_LINKS):
        text = f"Ids of its {name}, parted by commas."
        command = click.option(f"--{name}", metavar="ID,ID", default="", help=text)(command)
    return command


@click.command(
    epilog=examples(
        "new archetypes name-dropper --origin pl --source nine-it-client-types:6",
        "new situations long-silence --origin en --strategies stay-calm,name-a-deadline",
        "new signals whispers --origin uk --group tone",
    )
)
@root_option
@click.argument("collection_id", metavar="COLLECTION")
@click.argument("entry_id", metavar="ID")
@click.option(
    "--origin", required=True, metavar="LANG", help="Language that it is first written in."
)
@click.option("--group", default="", help="Its group, where the collection has groups.")
@click.option(
    "--source", "source", metavar="DOCUMENT:PLACE", default="", help="Where its facts come from."
)
@_link_options
def new(
    root: Path,
    collection_id: str,
    entry_id: str,
    origin: str,
    group: str,
    source: str,
    **links: str,
) -> None:
    """Begin a new entry: its facts in data/, and a file of words in every language.

    The files hold every key that the entry needs, each under a comment that says what belongs
    there. 'check' then names every gap. Nothing that exists is overwritten.

    Exit code 0: written; 1: a file is in the way or cannot be written; 2: a wrong call.
    """
    catalog, log = common.load(root)
    common.need_facts(catalog, log)
    declared = common.find_collection(collection_id)
    fault = scaffolding.id_fault(catalog, entry_id)
    if fault:
        raise common.bad(fault, "ID")
    common.find_language(catalog, origin, "--origin")
    entry = Entry(
        id=entry_id,
        collection=collection_id,
        origin=origin,
        number=scaffolding.next_number(catalog, collection_id) if declared.numbered else None,
        group=_group(declared, group),
        citations=_citations(catalog, declared, source),
        links={
            name: ids
            for name, text in links.items()
            if (ids := _ids(catalog, declared, name, text))
        },
    )
    plan = Plan(root, "new")
    scaffolding.plan_entry(plan, catalog, entry)
    plan.commit()
    common.say_written(plan, "Written")
    renew_schemas(root)
    click.echo("Fill them in, then run: python -m handbook check", err=True)


def _group(declared: schema.Collection, group: str) -> str:
    if not declared.groups:
        if group:
            raise common.bad(f"{declared.id} have no groups", "--group")
        return ""
    if group in declared.groups:
        return group
    known = ", ".join(declared.groups)
    what = f"no group '{group}'" if group else f"{declared.id} are sorted into groups"
    raise common.bad(f"{what}; choose one of {known}", "--group")


def _citations(catalog: Catalog, declared: schema.Collection, source: str) -> tuple[Citation, ...]:
    if not source:
        return ()
    document, _, place = source.partition(":")
    if document not in catalog.documents:
        near = common.did_you_mean(document, catalog.documents)
        hint = near or f"choose one of {', '.join(catalog.documents)}"
        raise common.bad(f"no source document '{document}'; {hint}", "--source")
    if not place or '"' in place or "\\" in place or not place.isprintable():
        raise common.bad(f"write {document}:PLACE, such as {document}:3", "--source")
    if not declared.sourced:
        raise common.bad(f"{declared.id} name no sources", "--source")
    return (Citation(document, place),)


def _ids(catalog: Catalog, declared: schema.Collection, name: str, text: str) -> tuple[str, ...]:
    ids = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if not ids:
        return ()
    link = next((link for link in declared.links if link.name == name), None)
    if link is None:
        raise common.bad(f"{declared.id} have no {name}", f"--{name}")
    for target in ids:
        found = common.find_entry(catalog, target, f"--{name}")
        if found.collection not in link.targets:
            message = (
                f"'{target}' is one of the {found.collection}, not of {', '.join(link.targets)}"
            )
            raise common.bad(message, f"--{name}")
    return ids


@click.command(epilog=examples("rename impatient in-a-hurry", "rename impatient in-a-hurry --yes"))
@root_option
@click.argument("old", metavar="OLD")
@click.argument("new_id", metavar="NEW")
@yes_option
def rename(root: Path, old: str, new_id: str, yes: bool) -> None:  # noqa: FBT001 - click's way
    """Give an entry another id: in the facts, links, words and marks of all languages.

    The old id becomes a former one: its addresses redirect, and it is never used again.

    Exit code 0: renamed; 1: not confirmed, or the files cannot be changed; 2: a wrong call.
    """
    catalog, log = common.load(root)
    common.need_facts(catalog, log)
    entry = common.find_entry(catalog, old, "OLD")
    if new_id == old:
        raise common.bad("the new id is the old one", "NEW")
    fault = "" if new_id in entry.former_ids else scaffolding.id_fault(catalog, new_id)
    if fault:
        raise common.bad(fault, "NEW")
    plan = Plan(root, f"rename {old} {new_id}")
    renaming.plan_rename(plan, catalog, old, new_id)
    common.confirm(f"Rename '{old}' to '{new_id}' in {len(plan)} files?", yes=yes)
    plan.commit()
    common.say_written(plan, f"'{old}' is called '{new_id}' now")
    renew_schemas(root)
    named = renaming.mentions(root, old)
    if named:
        click.echo(
            "The old id also stands in these files, which you may want to look at:", err=True
        )
        click.echo("\n".join(f"  {path}" for path in named), err=True)


@click.command(
    epilog=examples("fix", "fix --check", "fix docs/ro/laws/law-search-first.yml"),
)
@root_option
@click.argument("paths", metavar="[FILE]...", nargs=-1)
@click.option(
    "--check", "only_check", is_flag=True, help="Change nothing; fail if something would."
)
def fix(root: Path, paths: tuple[str, ...], only_check: bool) -> None:  # noqa: FBT001 - click's way
    """Mend what a machine can mend safely, and show every change.

    Doubled and unusual spaces, the language's own quotation marks and apostrophes, look-alike
    letters, cedillas, letters put together from two characters, line ends, the order of keys. The
    layout of everything else stays as it is.

    Exit code 0: mended, or nothing to mend; 1: with --check, something to mend; 2: a wrong call.
    """
    catalog, _ = common.load(root)
    plan = Plan(root, "fix")
    try:
        fixing.plan_fixes(plan, catalog, [_from_root(root, path) for path in paths])
    except KeyError as error:
        raise common.bad(f"'{error.args[0]}' is not a file that can be mended", "FILE") from None
    click.echo(common.diff(plan), nl=False)
    if only_check:
        click.echo(f"{common.counted(len(plan), 'file')} to mend.", err=True)
        sys.exit(1 if plan else 0)
    plan.commit()
    click.echo(f"{common.counted(len(plan), 'file')} mended.", err=True)


def _from_root(root: Path, path: str) -> str:
    """Return a path as the content counts it, from the root."""
    inside = root.resolve()
    for candidate in (Path(path).resolve(), (root / path).resolve()):
        if candidate.is_relative_to(inside) and candidate.is_file():
            return candidate.relative_to(inside).as_posix()
    raise common.bad(f"no file '{path}' in the handbook", "FILE")


@click.command("schema", epilog=examples("schema", "schema --check"))
@root_option
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; fail if one is not current."
)
def schema_command(root: Path, only_check: bool) -> None:  # noqa: FBT001 - click's way
    """Write the JSON Schemas that help in editors, from the declared fields, into schema/.

    Exit code 0: written, or current; 1: with --check, not current.
    """
    catalog, log = common.load(root)
    common.need_facts(catalog, log)
    plan = _schema_plan(root, catalog)
    if only_check:
        for path in plan.changes():
            click.echo(f"{path}: is not current; run: python -m handbook schema")
        sys.exit(1 if plan else 0)
    plan.commit()
    click.echo(f"{jsonschemas.FOLDER}/: {common.counted(len(plan), 'file')} written.", err=True)


def _schema_plan(root: Path, catalog: Catalog) -> Plan:
    plan = Plan(root, "schema")
    made = dict(jsonschemas.schemas(catalog))
    for path, text in made.items():
        plan.write(path, text)
    for file in sorted((root / jsonschemas.FOLDER).glob("*.json")):
        path = file.relative_to(root).as_posix()
        if path not in made:
            plan.remove(path)
    return plan


def renew_schemas(root: Path) -> None:
    """Bring the schemas up to date after the ids have changed, where there are any."""
    if (root / jsonschemas.FOLDER).is_dir():
        log = ProblemLog()
        catalog = load_catalog(root, log)
        try:
            common.need_facts(catalog, log)
            _schema_plan(root, catalog).commit()
        except CommandError as error:
            click.echo(f"{error}\nRun later: python -m handbook schema", err=True)
