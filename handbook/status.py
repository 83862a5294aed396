"""What each language has of each entry, and what is missing or stale in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook import fingerprints, history, schema
from handbook.model import Catalog, Entry, Translation, is_filled
from handbook.schema import Area, Kind
from handbook.staleness import fields_of

LEVELS = ("core", "full")
"""How much of an entry counts: what helps within five seconds, or everything."""


@dataclass(frozen=True, slots=True)
class EntryStatus:
    """One entry in one language."""

    entry_id: str
    collection: str
    locale: str
    is_origin: bool
    missing: tuple[str, ...]
    """Fields that it must have and has not: `say`, `respond.stay-calm`."""
    stale: tuple[str, ...]
    """Fields whose origin has changed since."""
    unmarked: tuple[str, ...]
    """Translated fields that do not say what they were made from."""

    def is_done(self, level: str) -> bool:
        """Whether nothing is missing or stale at a level."""
        names = (*self.missing, *self.stale)
        if level == "full":
            return not names
        core = core_fields(schema.collection(self.collection))
        return not any(name.partition(".")[0] in core for name in names)


@dataclass(frozen=True, slots=True)
class Totals:
    """The counts of a language."""

    locale: str
    entries: int
    done: tuple[int, ...]
    """Entries without anything missing or stale, by level as in `LEVELS`."""
    missing: int
    """Fields, over all entries."""
    stale: int
    unmarked: int
    frame: Mapping[str, tuple[str, ...]]
    """What is not written yet outside the entries: by file the keys, or none for a whole file."""


def core_fields(declared: schema.Collection) -> frozenset[str]:
    """Return the fields that help on a running call: title, summary, the line to act on, phrases."""
    names = {"title", "summary", "say"}
    names |= {field.name for field in declared.fields if field.area is Area.LEAD}
    return frozenset(names)


def status(catalog: Catalog) -> list[EntryStatus]:
    """Return the state of every entry in every language, entry by entry."""
    return [
        _entry_status(catalog, entry, locale)
        for entry in catalog.entries.values()
        for locale in catalog.settings.languages
    ]


def _entry_status(catalog: Catalog, entry: Entry, locale: str) -> EntryStatus:
    return EntryStatus(
        entry_id=entry.id,
        collection=entry.collection,
        locale=locale,
        is_origin=locale == entry.origin,
        missing=tuple(missing_fields(entry, catalog.translations.get((locale, entry.id)))),
        stale=catalog.stale_fields(locale, entry.id),
        unmarked=catalog.unmarked_fields(locale, entry.id),
    )


def missing_fields(entry: Entry, words: Translation | None) -> Iterator[str]:
    """Yield the fields that an entry's words must have and have not."""
    own = words.own_fields if words else {}
    for field in schema.collection(entry.collection).fields:
        value = own.get(field.name)
        if field.kind is Kind.KEYED:
            have = value if isinstance(value, Mapping) else {}
            keys = entry.links.get(field.keyed_by, ())
            yield from (f"{field.name}.{key}" for key in keys if not have.get(key))
        elif field.required and not is_filled(value):
            yield field.name


def totals(catalog: Catalog, rows: Sequence[EntryStatus]) -> list[Totals]:
    """Count by language."""
    counted = []
    for locale in dict.fromkeys(row.locale for row in rows):
        own = [row for row in rows if row.locale == locale]
        counted.append(
            Totals(
                locale=locale,
                entries=len(own),
                done=tuple(sum(row.is_done(level) for row in own) for level in LEVELS),
                missing=sum(len(row.missing) for row in own),
                stale=sum(len(row.stale) for row in own),
                unmarked=sum(len(row.unmarked) for row in own),
                frame=catalog.frame_gaps.get(locale, {}),
            )
        )
    return counted


def made_stale_since(
    root: Path, catalog: Catalog, revision: str
) -> dict[str, dict[str, list[str]]]:
    """Return what the edits since a git revision made stale: by entry and field the languages.

    ValueError if git does not know the revision.
    """
    if not history.knows(root, revision):
        raise ValueError(revision)
    changed = set(history.changed_since(root, revision))
    made: dict[str, dict[str, list[str]]] = {}
    for entry in catalog.entries.values():
        origin = catalog.translations.get((entry.origin, entry.id))
        if origin is None or origin.path not in changed:
            continue
        declared = schema.collection(entry.collection)
        old_text = history.text_at(root, revision, origin.path) or ""
        old_fields = fields_of(declared, origin.path, old_text)
        old = fingerprints.fingerprints(old_fields, declared)
        present = catalog.origin_marks(entry.id)
        for locale in catalog.settings.languages:
            for name in catalog.stale_fields(locale, entry.id):
                if old.get(name) != present[name]:
                    made.setdefault(entry.id, {}).setdefault(name, []).append(locale)
    return made


# --- as text, JSON, Markdown -----------------------------------------------------------------

_LEGEND = (
    "ok complete · o origin · -2 fields missing · ~1 stale · ? not marked what it was made from"
)


def _cell(row: EntryStatus) -> str:
    parts = [f"-{len(row.missing)}"] * bool(row.missing)
    parts += [f"~{len(row.stale)}"] * bool(row.stale)
    if not parts and row.is_origin:
        return "o"
    if not parts:
        return "?" if row.unmarked else "ok"
    return " ".join(parts)


def _percent(count: int, of: int) -> str:
    # Rounded down: 100 % means all.
    return f"{100 * count // of} %" if of else "–"


def _matrix(rows: Sequence[EntryStatus]) -> Iterator[tuple[EntryStatus, list[EntryStatus]]]:
    """Yield each entry's first row and all its rows, in order."""
    by_entry: dict[str, list[EntryStatus]] = {}
    for row in rows:
        by_entry.setdefault(row.entry_id, []).append(row)
    yield from ((own[0], own) for own in by_entry.values())


def status_as_text(counted: Sequence[Totals], rows: Sequence[EntryStatus]) -> str:
    """Write the matrix of `rows` and the totals for a terminal."""
    languages = [total.locale for total in counted]
    width = max((len(row.entry_id) for row in rows), default=0)
    lines = []
    collection = ""
    for first, own in _matrix(rows):
        if first.collection != collection:
            collection = first.collection
            lines += ["", f"{collection:<{width}}  " + "".join(f"{name:>8}" for name in languages)]
        lines.append(f"{first.entry_id:<{width}}  " + "".join(f"{_cell(row):>8}" for row in own))
    for row in rows:
        lines += [f"{row.locale} {row.entry_id}: missing: {', '.join(row.missing)}"] * bool(
            row.missing
        )
        lines += [f"{row.locale} {row.entry_id}: stale: {', '.join(row.stale)}"] * bool(row.stale)
    for total in counted:
        lines += [f"{total.locale} {line}" for line in _frame_lines(total)]
    lines += ["", _LEGEND, ""]
    heads = ("core done", "full done", "missing", "stale", "unmarked")
    lines.append("language  " + "".join(f"{head:>12}" for head in heads))
    for total in counted:
        cells = [
            *(_percent(done, total.entries) for done in total.done),
            *map(str, (total.missing, total.stale, total.unmarked)),
        ]
        lines.append(f"{total.locale:<10}" + "".join(f"{cell:>12}" for cell in cells))
    return "\n".join(lines).lstrip("\n")


def status_as_json(counted: Sequence[Totals], rows: Sequence[EntryStatus]) -> str:
    """Write everything for other programs."""
    return json.dumps(
        {
            "languages": [
                {
                    "language": total.locale,
                    "entries": total.entries,
                    **dict(zip(LEVELS, total.done, strict=True)),
                    "missing": total.missing,
                    "stale": total.stale,
                    "unmarked": total.unmarked,
                    "frame": total.frame,
                }
                for total in counted
            ],
            "entries": [
                {
                    "id": row.entry_id,
                    "collection": row.collection,
                    "language": row.locale,
                    "origin": row.is_origin,
                    "missing": row.missing,
                    "stale": row.stale,
                    "unmarked": row.unmarked,
                }
                for row in rows
            ],
        },
        ensure_ascii=False,
        indent=2,
    )


def status_as_markdown(counted: Sequence[Totals], rows: Sequence[EntryStatus]) -> str:
    """Write the totals, what is to be done, and the folded matrix, for a job summary."""
    lines = ["| language | core | full | missing | stale | unmarked |", "|---|--:|--:|--:|--:|--:|"]
    for total in counted:
        done = [
            f"{_percent(count, total.entries)} ({count}/{total.entries})" for count in total.done
        ]
        cells = [total.locale, *done, *map(str, (total.missing, total.stale, total.unmarked))]
        lines.append(f"| {' | '.join(cells)} |")
    todo = [row for row in rows if row.missing or row.stale]
    if todo:
        lines += ["", "| language | entry | missing | stale |", "|---|---|---|---|"]
        lines += [
            f"| {row.locale} | `{row.entry_id}` | {_codes(row.missing)} | {_codes(row.stale)} |"
            for row in todo
        ]
    framed = [(total.locale, line) for total in counted for line in _frame_lines(total)]
    lines += [""] * bool(framed) + [f"- {locale} {line}" for locale, line in framed]
    languages = [total.locale for total in counted]
    lines += ["", "<details><summary>Every entry in every language</summary>", ""]
    lines += [f"| entry | {' | '.join(languages)} |", "|---" * (len(languages) + 1) + "|"]
    lines += [
        f"| `{first.entry_id}` | {' | '.join(_cell(row) for row in own)} |"
        for first, own in _matrix(rows)
    ]
    lines += ["", _LEGEND, "", "</details>"]
    return "\n".join(lines)


def _frame_lines(total: Totals) -> Iterator[str]:
    """Say what a language lacks besides the entries: words of the interface, introductions, guides."""
    for path, keys in total.frame.items():
        missing = ", ".join(keys)
        yield f"{path}: missing: {missing}" if keys else f"{path}: is not there yet"


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def since_as_markdown(revision: str, made: dict[str, dict[str, list[str]]]) -> str:
    """Write what the edits since a revision made stale."""
    if not made:
        return f"Nothing became stale since `{revision}`."
    lines = [f"These edits since `{revision}` made translations stale:", ""]
    for entry_id, fields in made.items():
        lines += [
            f"- `{entry_id}`: `{name}` in {', '.join(locales)}" for name, locales in fields.items()
        ]
    ids = " ".join(made)
    lines += ["", f"Same meaning as before? Then run `python -m handbook unchanged {ids}`."]
    return "\n".join(lines)
