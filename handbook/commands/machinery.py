"""Commands for the house: another handbook, another language."""

from __future__ import annotations

import re
from pathlib import Path

import click

from handbook import interface, starting
from handbook.commands import common
from handbook.commands.common import examples, root_option, yes_option
from handbook.commands.writing import renew_schemas
from handbook.starting import Wishes
from handbook.writing import Plan

_CODE = re.compile(r"[a-z]{2,3}")
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")


@click.command(
    epilog=examples(
        "init ../my-handbook --languages pl,uk --name pl=Podręcznik --name uk=Довідник",
        "init ../my-handbook --languages de --name Werkstatt-Handbuch --hue 140 "
        "--repository https://github.com/example/werkstatt",
    )
)
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--languages", required=True, metavar="LANG,LANG", help="The site's first one first.")
@click.option(
    "--name",
    "names",
    metavar="NAME",
    multiple=True,
    default=("Handbook",),
    show_default=True,
    help="What it is called, in all languages or in one: --name uk=Довідник.",
)
@click.option("--site", default="https://example.org/", show_default=True, help="Its address.")
@click.option(
    "--repository",
    default="https://github.com/example/handbook",
    show_default=True,
    help="Address of its repository, for the links to edit a page and to report a mistake.",
)
@click.option(
    "--hue", type=click.IntRange(0, 359), default=250, show_default=True, help="Its colour."
)
def init(
    target: Path, languages: str, names: tuple[str, ...], site: str, repository: str, hue: int
) -> None:
    """Begin another handbook in DIR: the same program, one entry of each kind.

    Languages that this handbook has get its words; in others it begins as a draft, without words.

    Exit code 0: made; 1: DIR holds something or cannot be written; 2: a wrong call.
    """
    codes = tuple(part.strip() for part in languages.split(","))
    for code in codes:
        _check_code(code, "--languages")
    if len(set(codes)) < len(codes):
        raise common.bad("a language stands there twice", "--languages")
    for address, option in ((site, "--site"), (repository, "--repository")):
        if address and not _ADDRESS.fullmatch(address):
            raise common.bad(f"'{address}' is no address that begins with https://", option)
    wishes = Wishes(
        codes, _names(codes, names), site.rstrip("/") + "/", repository.rstrip("/"), hue
    )
    try:
        starting.start(target, wishes)
    except FileExistsError as error:
        raise common.in_the_way(Path(error.filename or target)) from None
    click.echo(f"{target}: a handbook in {', '.join(codes)}. Next:", err=True)
    click.echo(f"  cd {target}\n  make serve", err=True)


def _names(codes: tuple[str, ...], given: tuple[str, ...]) -> dict[str, str]:
    """Return the handbook's name in each language."""
    names: dict[str, str] = {}
    for name in given:
        code, equals, words = name.partition("=")
        if equals and code not in codes:
            raise common.bad(f"'{code}' is none of its languages", "--name")
        names |= {code: words} if equals else dict.fromkeys(codes, name)
    if set(names) < set(codes):
        missing = ", ".join(code for code in codes if code not in names)
        raise common.bad(f"no name in {missing}", "--name")
    if not all(3 <= len(name) <= 40 and name.isprintable() for name in names.values()):
        raise common.bad("give it a name of 3 to 40 characters", "--name")
    return names


def _check_code(code: str, option: str) -> None:
    if not _CODE.fullmatch(code):
        raise common.bad(f"'{code}' is no language code such as 'pl'", option)


@click.command("add-language", epilog=examples("add-language de --name Deutsch"))
@root_option
@click.argument("locale", metavar="LANG")
@click.option("--name", default="", help="What the language is called in itself.")
@yes_option
def add_language(root: Path, locale: str, name: str, yes: bool) -> None:  # noqa: FBT001 - click's way
    """Add a language to the handbook, as a draft.

    Every page shows the words of another language, and says so, until somebody writes its own. The
    words of the interface stand as comments in the new file docs/LANG/ui.yml, to be translated.

    Exit code 0: added; 1: not confirmed, or the files cannot be changed; 2: a wrong call.
    """
    catalog, _ = common.load(root)
    _check_code(locale, "LANG")
    if locale in catalog.settings.languages:
        raise common.bad(f"the handbook has the language '{locale}' already", "LANG")
    name = name or interface.language_name(locale)
    if not (len(name) <= 40 and name.isprintable() and name.strip()):
        raise common.bad("give it a name of 1 to 40 characters", "--name")
    plan = Plan(root, f"add-language {locale}")
    starting.plan_language(plan, catalog, locale, name)
    common.confirm(f"Add {name} ('{locale}') as a draft, {len(plan)} files?", yes=yes)
    plan.commit()
    common.say_written(plan, f"{name} is a language of the handbook")
    renew_schemas(root)
    click.echo(f"Translate docs/{locale}/ui.yml first; what else is missing says:", err=True)
    click.echo(f"  python -m handbook status --language {locale}", err=True)
