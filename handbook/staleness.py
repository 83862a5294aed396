"""Which texts of a translation have fallen behind their origin, and how they are marked.

A translation file remembers, as its last key, the hash of each origin text that it was made from:

    translated_from:
      title: "3fa9c01b"
      respond.name-a-deadline: "77e0aa19"

A text whose mark is not the hash of the origin's present text is *stale*. A text without a mark is
*unmarked*: nobody has said what it was made from, so it counts as current, and apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from handbook import editing, fingerprints, history, schema
from handbook.model import Catalog, Entry, Value, is_filled
from handbook.problems import ProblemLog
from handbook.schema import Kind
from handbook.shape import Reader
from handbook.source import Mapping as MappingNode
from handbook.source import SourceFile, parse
from handbook.writing import CommandError, Plan


@dataclass(frozen=True, slots=True)
class StaleText:
    """A text that has fallen behind."""

    name: str
    """The field: `say`, `respond.stay-calm`."""
    mark: str
    """Hash of the text that it was made from."""
    was: Value | None
    """That text; None when git does not know it."""
    seen: str
    """Commit and day of that text: `eb3434a, 2026-11-22`; empty when it is not known."""
    now: Value
    """The present text of the origin."""
    here: Value | None
    """The translation."""


def stale_texts(root: Path, catalog: Catalog, locale: str, entry_id: str) -> list[StaleText]:
    """Return everything that is stale in an entry's translation, with the texts to compare."""
    entry = catalog.entries[entry_id]
    names = catalog.stale_fields(locale, entry_id)
    words = catalog.translations[locale, entry_id]
    origin = catalog.translations[entry.origin, entry_id]
    past = _past_texts(root, catalog, entry) if names else {}
    texts = []
    for name in names:
        mark = words.translated_from[name]
        was, seen = past.get((name, mark), (None, ""))
        now = piece(origin.fields, name)
        assert now is not None
        texts.append(StaleText(name, mark, was, seen, now, piece(words.fields, name)))
    return texts


def piece(fields: Mapping[str, Value], name: str) -> Value | None:
    """Return a field by the name of its mark: `respond.stay-calm` is one text of `respond`."""
    field, _, key = name.partition(".")
    value = fields.get(field)
    if not key:
        return value
    return value.get(key) if isinstance(value, Mapping) else None


def _past_texts(
    root: Path, catalog: Catalog, entry: Entry
) -> dict[tuple[str, str], tuple[Value, str]]:
    """Return every text that the origin ever had, by its name and hash."""
    declared = schema.collection(entry.collection)
    path = catalog.translations[entry.origin, entry.id].path
    # Git follows a renamed file only when the new name is committed.
    paths = [path, *(path.replace(f"/{entry.id}.yml", f"/{old}.yml") for old in entry.former_ids)]
    renamed = {former: e.id for e in catalog.entries.values() for former in e.former_ids}
    past: dict[tuple[str, str], tuple[Value, str]] = {}
    for version in chain.from_iterable(history.versions(root, name) for name in paths):
        fields = fields_of(declared, path, version.text)
        for name, mark in fingerprints.fingerprints(fields, declared).items():
            value = piece(fields, name)
            assert value is not None
            field, dot, key = name.partition(".")
            present = f"{field}{dot}{renamed.get(key, key)}"
            past.setdefault((present, mark), (value, f"{version.commit}, {version.day}"))
    return past


def fields_of(declared: schema.Collection, path: str, text: str) -> dict[str, Value]:
    """Read the fields of a file of words as well as it goes, whatever is wrong with it."""
    log = ProblemLog()
    node = parse(SourceFile(path, text.replace("\r\n", "\n")), log)
    fields: dict[str, Value] = {}
    if not isinstance(node, MappingNode):
        return fields
    for field in declared.fields:
        value_node = node.get(field.name)
        if value_node is None:
            continue
        keys = list(value_node.pairs) if isinstance(value_node, MappingNode) else ()
        value = Reader(log, "").read(field, value_node, keys if field.kind is Kind.KEYED else ())
        if value:
            fields[field.name] = value
    return fields


# --- marking ---------------------------------------------------------------------------------


def text_names(entry: Entry) -> tuple[str, ...]:
    """Return the names of all texts of an entry that can be translated: `say`, `respond.stay-calm`."""
    names = []
    for field in schema.collection(entry.collection).fields:
        if field.kind is Kind.KEYED:
            names += [f"{field.name}.{key}" for key in entry.links.get(field.keyed_by, ())]
        elif field.translated:
            names.append(field.name)
    return tuple(names)


def mark_translated(
    plan: Plan, catalog: Catalog, locale: str, entry_id: str, fields: Collection[str] = ()
) -> list[str]:
    """Plan the marks that say: this translation was made from the origin's present text.

    `fields` limits it to some; all others keep their marks. Returns the names that change.
    """
    words = catalog.translations[locale, entry_id]
    old = words.translated_from
    present = catalog.origin_marks(entry_id)
    new = {}
    for name in text_names(catalog.entries[entry_id]):
        chosen = not fields or name in fields or name.partition(".")[0] in fields
        if name in present and chosen and is_filled(piece(words.own_fields, name)):
            new[name] = present[name]
        elif name in old:  # Also where the origin is half-written just now.
            new[name] = old[name]
    write_marks(plan, words.path, new)
    return [name for name, mark in new.items() if old.get(name) != mark]


def write_marks(plan: Plan, path: str, marks: Mapping[str, str]) -> None:
    """Plan the marks of a translation file; empty ones remove them."""
    plan.write(path, with_marks(path, plan.read(path), marks))


def with_marks(path: str, text: str, marks: Mapping[str, str]) -> str:
    """Return the text of a translation file with these marks in the place of its own."""
    lines = [f"{schema.MARKS}:", *(f'  {name}: "{mark}"' for name, mark in marks.items())]
    block = "\n".join(lines) + "\n" if marks else ""
    return editing.with_block(path, text, schema.MARKS, block)


def keep_marks(plan: Plan, catalog: Catalog, new_ids: Mapping[str, str]) -> None:
    """Keep translations current whose origin the plan changes without changing what it says.

    A command that renames an entry, or mends a quotation mark, must not make four languages stale.
    `new_ids` names the entries that the plan renames. What was stale before stays stale.
    """
    for entry in catalog.entries.values():
        name = f"{entry.collection}/{new_ids.get(entry.id, entry.id)}.yml"
        path = f"docs/{entry.origin}/{name}"
        if (entry.origin, entry.id) not in catalog.translations or path not in plan.changes():
            continue
        before = catalog.origin_marks(entry.id)
        declared = schema.collection(entry.collection)
        after = fingerprints.fingerprints(fields_of(declared, path, plan.read(path)), declared)
        for locale in catalog.settings.languages:
            words = catalog.translations.get((locale, entry.id))
            if words and words.translated_from:
                marks = _marks_after(words.translated_from, before, after, new_ids)
                write_marks(plan, f"docs/{locale}/{name}", marks)


def _marks_after(
    marks: Mapping[str, str],
    before: Mapping[str, str],
    after: Mapping[str, str],
    new_ids: Mapping[str, str],
) -> dict[str, str]:
    """Return a translation's marks when the origin's texts have other hashes than before."""
    kept = {}
    for name, mark in marks.items():
        field, dot, key = name.partition(".")
        renamed = f"{field}{dot}{new_ids.get(key, key)}"
        kept[renamed] = after.get(renamed, mark) if before.get(name) == mark else mark
    return kept


@dataclass(frozen=True, slots=True)
class Unchanged:
    """An origin text that was edited without a change of its meaning."""

    name: str
    mark: str
    """Hash of the text before the edit."""
    was: Value | None
    """That text; None when git does not know it."""
    now: Value
    locales: tuple[str, ...]
    """Translations that were current before the edit, and will be again."""
    older: tuple[str, ...]
    """Translations made from a still older text: they stay stale."""


def unchanged_texts(
    root: Path, catalog: Catalog, entry_id: str, fields: Collection[str], mark: str = ""
) -> Iterator[Unchanged]:
    """Find the stale texts of an entry and which translations were current before the last edit.

    The text before is the newest one in git that differs from the present one. Where git does not
    know it, the marks themselves tell, if all stale translations bear the same one. `mark` names
    it instead.
    """
    entry = catalog.entries[entry_id]
    origin = catalog.translations[entry.origin, entry_id]
    present = catalog.origin_marks(entry_id)
    stale: dict[str, dict[str, str]] = {}
    for locale in catalog.settings.languages:
        for name in catalog.stale_fields(locale, entry_id):
            if not fields or name in fields or name.partition(".")[0] in fields:
                marks = catalog.translations[locale, entry_id].translated_from
                stale.setdefault(name, {})[locale] = marks[name]
    past = _past_texts(root, catalog, entry) if stale else {}
    for name in (name for name in present if name in stale):
        marks = stale[name]
        known = [m for n, m in past if n == name and m != present[name]]
        if mark:
            before = mark
        elif known:
            before = known[0]
        elif len(set(marks.values())) == 1:
            before = next(iter(marks.values()))
        else:
            each = ", ".join(f"{locale}: {old}" for locale, old in marks.items())
            raise CommandError(
                f"{entry_id}.{name}: the translations were made from different texts ({each}), and "
                "git does not tell which one stood here before; name it with --from"
            )
        now = piece(origin.fields, name)
        assert now is not None
        yield Unchanged(
            name=name,
            mark=before,
            was=past.get((name, before), (None, ""))[0],
            now=now,
            locales=tuple(locale for locale, old in marks.items() if old == before),
            older=tuple(locale for locale, old in marks.items() if old != before),
        )


def mark_unchanged(
    plan: Plan, catalog: Catalog, entry_id: str, texts: Iterable[Unchanged]
) -> list[str]:
    """Plan the marks for texts whose meaning did not change; return the files."""
    present = catalog.origin_marks(entry_id)
    renewed: dict[str, dict[str, str]] = {}
    for text in texts:
        for locale in text.locales:
            renewed.setdefault(locale, {})[text.name] = present[text.name]
    paths = []
    for locale, marks in renewed.items():
        words = catalog.translations[locale, entry_id]
        write_marks(plan, words.path, {**words.translated_from, **marks})
        paths.append(words.path)
    return paths


def as_text(value: Value | None) -> str:
    """Write what a field holds as lines of text, for a comparison."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {text}" for key, text in value.items())
    lines = []
    for item in value:
        text = item if isinstance(item, str) else "; ".join(f"{k}: {t}" for k, t in item.items())
        lines.append(f"- {text}")
    return "\n".join(lines)
