"""Starts another handbook from this one, and adds a language to an existing one."""

from __future__ import annotations

import re
import shutil
import tempfile
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from handbook import editing, interface, jsonschemas, schema, staleness
from handbook.catalog import load_catalog
from handbook.editing import Edit
from handbook.model import Catalog, Entry, Value
from handbook.problems import ProblemLog
from handbook.scaffolding import modeline
from handbook.schema import COLLECTIONS
from handbook.source import Scalar
from handbook.source import Sequence as SequenceNode
from handbook.synonyms import synonyms_path
from handbook.writing import CommandError, Plan

HERE = Path(__file__).resolve().parent.parent
"""The handbook that this engine belongs to."""
MKDOCS_FILE = "mkdocs.yml"

SAMPLE = (
    "panicker",
    "panic-call",
    "law-nobodys-punching-bag",
    "staying-composed",
    "stay-calm",
    "frightened-voice",
)
"""The entries that a new handbook begins with: one of each collection."""

_COPIED = (
    ".ci", ".editorconfig", ".github/ISSUE_TEMPLATE", ".github/dependabot.yml",
    ".github/workflows", ".gitignore", ".pre-commit-config.yaml", ".vscode",
    "LICENSE", "LICENSE-CONTENT", "Makefile", "handbook", "hooks", "mkdocs.yml", "pyproject.toml",
    "requirements-build.in", "requirements-build.txt",
    "requirements-dev.in", "requirements-dev.txt", "requirements.in", "requirements.txt", "tests",
    "theme", "tools",
)  # fmt: skip
"""What makes a handbook work, and is not about its content."""
_ABOUT_CONTENT = (
    "tests/commands/test_start.py", "tests/search", "tests/site/test_example.py",
    "tests/site/test_search.py", "tests/test_benchmarks.py",
    "tests/test_editors.py", "tests/test_forms.py", "tests/test_language.py",
    "tests/test_real_content.py", "tests/test_tools.py", "tests/test_workflows.py",
    "tools/screenshots.py",
)  # fmt: skip
"""What is about the content or the house of this handbook, and stays here."""
_LEFT_BY_TOOLS = shutil.ignore_patterns("__pycache__", "node_modules", ".*_cache", ".cache")

_TEST = '''\
"""The content of this handbook has no errors, and the schemas for editors are current."""

from __future__ import annotations

from handbook import jsonschemas
from tests.trees import ROOT, load_well


def test_the_content_is_good() -> None:
    """Every problem is named; `python -m handbook check` says the same."""
    load_well(ROOT)


def test_the_schemas_are_current() -> None:
    """Else run `python -m handbook schema`."""
    for path, text in jsonschemas.schemas(load_well(ROOT)):
        assert (ROOT / path).read_text(encoding="utf-8") == text, path
'''

_README = """\
# {name}

A handbook in {languages}, with an entry of each kind to begin with.

    make serve    # look at it on this machine; every edit shows at once
    make test     # check the content and the program

The facts of the entries stand in `data/`, the words in `docs/<language>/`. `python -m handbook new --help` tells how to
begin an entry, `python -m handbook check` names every gap, and `python -m handbook status` what is missing or stale.

Next: write your own `docs/<language>/index.md`, replace the sample entries, and say in `mkdocs.yml` where the site and
its repository stand.
"""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a new handbook shall be."""

    languages: tuple[str, ...]
    names: Mapping[str, str]
    """What it is called, by language."""
    site: str = "https://example.org/"
    repository: str = "https://github.com/example/handbook"
    hue: int = 250
    """Of its own colour: 0 to 359."""


def start(target: Path, wishes: Wishes) -> None:
    """Make a new handbook in `target`, which must not exist or be empty; else FileExistsError.

    It is made beside its place and moved there as a whole.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FileExistsError(target)
    log = ProblemLog()
    catalog = load_catalog(HERE, log)
    if not set(SAMPLE) <= catalog.entries.keys() or log.errors():
        raise CommandError("this handbook has errors; run: python -m handbook check")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".handbook-") as folder:
        made = Path(folder) / "new"
        _copy_program(made)
        _write_house(made, wishes)
        _write_content(made, catalog, wishes)
        _check(made)
        if target.exists():
            target.rmdir()
        shutil.move(made, target)


def _copy_program(made: Path) -> None:
    for name in _COPIED:
        source = HERE / name
        if source.is_dir():
            shutil.copytree(source, made / name, ignore=_LEFT_BY_TOOLS)
        elif source.is_file():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, made / name)
    for name in _ABOUT_CONTENT:
        path = made / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _write_house(made: Path, wishes: Wishes) -> None:
    """Write what bears the new handbook's name, colour and address."""
    path = made / MKDOCS_FILE
    text = path.read_text(encoding="utf-8")
    values = {
        "site_name": wishes.names[wishes.languages[0]],
        "site_url": wishes.site,
        "repo_url": wishes.repository,
    }
    for key, value in values.items():
        line = f"{key}: {editing.quoted(value)}\n" if value else ""
        found = re.search(rf"^{key}:.*\n", text, flags=re.MULTILINE)
        if found:
            text = text[: found.start()] + line + text[found.end() :]
    text = _with_languages(text, wishes.languages)
    path.write_text(text, encoding="utf-8")
    style = made / "theme" / "assets" / "handbook" / "handbook.css"
    css = style.read_text(encoding="utf-8")
    css = re.sub(r"(:root \{.*?--hue: )\d+", rf"\g<1>{wishes.hue}", css, count=1, flags=re.DOTALL)
    style.write_text(css, encoding="utf-8")
    names = " and ".join(interface.language_name(locale) for locale in wishes.languages)
    (made / "README.md").write_text(
        _README.format(name=wishes.names[wishes.languages[0]], languages=names), encoding="utf-8"
    )
    (made / "tests" / "test_content.py").write_text(_TEST, encoding="utf-8")


def _with_languages(text: str, languages: Iterable[str]) -> str:
    """Return `mkdocs.yml` with these languages, the first one as the default."""
    lines = list(re.finditer(r"^ *- \{locale: .*\}\n", text, flags=re.MULTILINE))
    if not lines:
        raise CommandError(f"{MKDOCS_FILE}: no line '- {{locale: …}}' in the languages of i18n")
    indent = " " * (len(lines[0].group()) - len(lines[0].group().lstrip()))
    written = "".join(
        f"{indent}- {{locale: {locale}, name: {editing.quoted(interface.language_name(locale))}"
        f"{', default: true' * (number == 0)}}}\n"
        for number, locale in enumerate(languages)
    )
    return text[: lines[0].start()] + written + text[lines[-1].end() :]


# --- content ---------------------------------------------------------------------------------


def _write_content(made: Path, catalog: Catalog, wishes: Wishes) -> None:
    # Words can only be in languages that this handbook has; if there is none, the first begins as a copy.
    known = [locale for locale in wishes.languages if locale in catalog.settings.languages]
    written = known or [wishes.languages[0]]
    entries = _sample(catalog, written)
    files = dict(_facts(catalog, entries))
    listed = ", ".join(wishes.languages)
    comment = "# The languages of the handbook; the first one stands at the root of the site."
    files[schema.SETTINGS_FILE] = f"{comment}\nlanguages: [{listed}]\n"
    if list(wishes.languages) != known:
        files[schema.SETTINGS_FILE] += (
            "# Texts may be missing; remove this line when all are written.\ncompleteness: draft\n"
        )
    for locale in wishes.languages:
        from_locale = locale if locale in known else catalog.settings.default_language
        if locale in written:
            files |= _words(catalog, entries, from_locale, locale, wishes.names[locale])
        else:
            files |= _first_words(catalog.interface[written[0]], locale, wishes.names[locale])
        for path in (f"docs/{locale}/{schema.LANGUAGE_RULES}", synonyms_path(locale)):
            if locale in known and (HERE / path).is_file():
                files[path] = (HERE / path).read_text(encoding="utf-8")
    for path, text in files.items():
        (made / path).parent.mkdir(parents=True, exist_ok=True)
        (made / path).write_text(text, encoding="utf-8", newline="\n")
    begun = load_catalog(made, ProblemLog())
    marks = Plan(made, "init")
    for entry_id, locale in product(begun.entries, written):
        if locale != begun.entries[entry_id].origin:
            staleness.mark_translated(marks, begun, locale, entry_id)
    marks.commit()
    for path, text in jsonschemas.schemas(begun):
        (made / path).parent.mkdir(parents=True, exist_ok=True)
        (made / path).write_text(text, encoding="utf-8", newline="\n")


def _sample(catalog: Catalog, languages: Sequence[str]) -> list[Entry]:
    """Return the sample entries with links only among themselves, each of them reachable."""
    entries = []
    for entry_id in SAMPLE:
        entry = catalog.entries[entry_id]
        kept = {
            name: tuple(target for target in targets if target in SAMPLE)
            for name, targets in entry.links.items()
        }
        if entry_id == SAMPLE[0]:
            kept["related"] = SAMPLE[1:4]
        links = {name: targets for name, targets in kept.items() if targets}
        origin = entry.origin if entry.origin in languages else languages[0]
        number = 1 if entry.number else None
        entries.append(replace(entry, links=links, origin=origin, number=number, former_ids=()))
    return entries


def _facts(catalog: Catalog, entries: list[Entry]) -> Iterator[tuple[str, str]]:
    for declared in COLLECTIONS:
        path = f"data/{declared.id}.yml"
        lines = [modeline(path, f"data-{declared.id}")]
        for entry in (entry for entry in entries if entry.collection == declared.id):
            lines.append(f"{entry.id}:")
            lines += [f"  number: {entry.number}"] * bool(entry.number)
            lines += [f"  group: {entry.group}"] * bool(entry.group)
            lines.append(f"  origin: {entry.origin}")
            cited = ", ".join(
                f'{{document: {c.document}, place: "{c.place}"}}' for c in entry.citations
            )
            lines += [f"  sources: [{cited}]"] * bool(cited)
            lines += [f"  {name}: [{', '.join(ids)}]" for name, ids in entry.links.items()]
        yield path, "\n".join(lines) + "\n"
    path = "data/sources.yml"
    lines = [modeline(path, "data-sources")]
    used = dict.fromkeys(citation.document for entry in entries for citation in entry.citations)
    for document_id in used:
        document = catalog.documents[document_id]
        lines.append(f"{document_id}:")
        for key in ("language", "title", "kind", "author", "publisher", "year"):
            value = getattr(document, key)
            lines += [f"  {key}: {editing.quoted(value)}"] * bool(value)
    yield path, "\n".join(lines) + "\n"


def _words(
    catalog: Catalog, entries: list[Entry], from_locale: str, locale: str, name: str
) -> Iterator[tuple[str, str]]:
    """Yield the files of a language, from the words that another one has."""
    folder = f"docs/{locale}"
    home = catalog.homes[from_locale]

    def own(text: str) -> str:
        return _without_strange_links(catalog, from_locale, text)

    body = own(home.body).replace("\n", "\n\n")
    head = (
        f"---\ntitle: {editing.quoted(name)}\ndescription: {editing.quoted(home.description)}\n---"
    )
    yield f"{folder}/index.md", f"{head}\n\n{body}\n"
    labels = {section: dict(keys) for section, keys in catalog.interface[from_locale].items()}
    if from_locale != locale:
        labels["interface"]["language"] = interface.language_name(locale)
    path = f"{folder}/ui.yml"
    yield path, f"{modeline(path, 'ui')}\n{_as_yaml(labels, own)}"
    for declared in COLLECTIONS:
        words = catalog.collections[from_locale, declared.id]
        path = f"{folder}/{declared.id}/index.yml"
        fields: dict[str, Value] = {
            f.name: getattr(words, f.name) for f in schema.COLLECTION_FIELDS
        }
        fields |= {"groups": words.groups} if words.groups else {}
        schema_name = f"index-{declared.id}" if declared.groups else "index"
        yield path, f"{modeline(path, schema_name)}\n{_as_yaml(fields, own)}"
    for entry in entries:
        path = f"{folder}/{entry.collection}/{entry.id}.yml"
        text = _as_yaml(_own_fields(catalog, entry, from_locale), own)
        yield path, f"{modeline(path, entry.collection)}\n{text}"


def _first_words(
    labels: Mapping[str, Mapping[str, str]], locale: str, name: str
) -> Iterator[tuple[str, str]]:
    """Yield the files of a language that has no words yet but its own name and the handbook's."""
    yield f"docs/{locale}/index.md", f"---\ntitle: {editing.quoted(name)}\n---\n"
    path = f"docs/{locale}/ui.yml"
    yield path, words_to_translate(labels, path, interface.language_name(locale))


def words_to_translate(labels: Mapping[str, Mapping[str, str]], path: str, name: str) -> str:
    """Return a file of the words of the interface that has only the name of its language yet.

    All others stand there as comments in the language of `labels`.
    """
    lines = [
        modeline(path, "ui"),
        "# To translate a word, remove the # in front of it and of its section. Until then the handbook",
        "# shows it in the language that it stands here in.",
    ]
    for section, words in labels.items():
        holds_name = interface.LANGUAGE.startswith(f"{section}.")
        lines.append(f"{section}:" if holds_name else f"# {section}:")
        for key, text in words.items():
            if f"{section}.{key}" == interface.LANGUAGE:
                lines.append(f"  {key}: {editing.quoted(name)}")
            else:
                mark = "  # " if holds_name else "#   "
                lines.append(f"{mark}{key}: {editing.quoted(text)}")
    return "\n".join(lines) + "\n"


def _own_fields(catalog: Catalog, entry: Entry, locale: str) -> dict[str, Value]:
    """Return an entry's fields without texts about entries that the sample has not."""
    fields: dict[str, Value] = {}
    declared = schema.collection(entry.collection)
    for name, value in catalog.translations[locale, entry.id].fields.items():
        if name in declared.keyed and isinstance(value, Mapping):
            keys = entry.links.get(declared.field(name).keyed_by, ())
            texts = {key: value[key] for key in keys}
            fields |= {name: texts} if texts else {}
        else:
            fields[name] = value
    return fields


def _without_strange_links(catalog: Catalog, locale: str, text: str) -> str:
    """Keep `[[links]]` to the sample; of all others only the words."""

    def words(match: re.Match[str]) -> str:
        target = match[1].strip()
        if target in SAMPLE:
            return match.group()
        entry = catalog.translations.get((locale, target))
        return (match[2] or "").strip() or (entry.title if entry else target)

    return re.sub(r"\[\[([^\[\]|]+)(?:\|([^\[\]]*))?\]\]", words, text)


_Rewriter = Callable[[str], str]


def _as_yaml(fields: Mapping[str, object], own: _Rewriter) -> str:
    lines: list[str] = []
    for name, value in fields.items():
        lines += _lines(f"{name}:", value, own, "")
    return "\n".join(lines) + "\n"


def _lines(head: str, value: object, own: _Rewriter, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"{indent}{head}"
        for key, item in value.items():
            yield from _lines(f"{key}:", item, own, f"{indent}  ")
    elif isinstance(value, tuple):
        yield f"{indent}{head}"
        for item in value:
            if isinstance(item, Mapping):
                for number, (key, text) in enumerate(item.items()):
                    mark = "  " if number else "- "
                    yield f"{indent}  {mark}{key}: {editing.quoted(own(text))}"
            else:
                yield f"{indent}  - {editing.quoted(own(str(item)))}"
    else:
        text = own(str(value))
        if "\n" in text or len(text) > 160:
            yield f"{indent}{head} >-"
            paragraphs = (textwrap.wrap(part, 100) for part in text.split("\n"))
            for number, paragraph in enumerate(paragraphs):
                yield from [""] * bool(number)
                yield from (f"{indent}  {line}" for line in paragraph)
        else:
            yield f"{indent}{head} {editing.quoted(text)}"


def _check(made: Path) -> None:
    log = ProblemLog()
    load_catalog(made, log)
    if log.errors():
        first = log.errors()[0]
        raise CommandError(f"the sample does not fit these languages: {first}")


# --- another language ------------------------------------------------------------------------


def plan_language(plan: Plan, catalog: Catalog, locale: str, name: str) -> None:
    """Plan what an existing handbook needs to have one more language, as a draft.

    Only the words of the interface get a file, with the language's own name in it and all others
    as comments, to be translated one by one; nothing pretends to be translated that is not.
    """
    _plan_settings(plan, locale)
    text = plan.read(MKDOCS_FILE)
    if re.search(rf"\{{locale: {locale}\b", text) is None:
        lines = list(re.finditer(r"^( *)- \{locale: .*\}\n", text, flags=re.MULTILINE))
        if not lines:
            message = f"no line '- {{locale: …}}' to stand behind; add '{locale}' there by hand"
            raise CommandError(f"{MKDOCS_FILE}: {message}; nothing was changed")
        line = f"{lines[-1][1]}- {{locale: {locale}, name: {editing.quoted(name)}}}\n"
        plan.write(MKDOCS_FILE, text[: lines[-1].end()] + line + text[lines[-1].end() :])
    path = f"docs/{locale}/ui.yml"
    if not (plan.root / path).exists():
        labels = catalog.interface[catalog.settings.default_language]
        plan.create(path, words_to_translate(labels, path, name))


def _plan_settings(plan: Plan, locale: str) -> None:
    text = plan.read(schema.SETTINGS_FILE)
    node = editing.parse_mapping(schema.SETTINGS_FILE, text)
    languages = node.get("languages")
    assert isinstance(languages, SequenceNode)
    last = languages.items[-1]
    assert isinstance(last, Scalar)
    if text.startswith("[", languages.start):
        edits = [Edit(last.end, last.end, f", {locale}")]
    else:
        begin = editing.line_start(text, last.start)
        edits = [Edit(last.end, last.end, f"\n{text[begin : last.start]}{locale}")]
    completeness = node.get("completeness")
    if isinstance(completeness, Scalar):
        edits.append(editing.replace_scalar(completeness, "draft"))
    text = editing.apply(text, edits)
    if completeness is None:
        text = text.rstrip("\n") + (
            "\n# Entries may lack a language; they show their origin's words there.\n"
            "completeness: draft\n"
        )
    plan.write(schema.SETTINGS_FILE, text)
