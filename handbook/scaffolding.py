"""Writes the skeleton of a new entry: its facts, and a file of words in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from handbook import editing, schema
from handbook.model import Catalog, Entry
from handbook.schema import Bounds, Collection, Field, Kind
from handbook.source import Mapping as MappingNode
from handbook.writing import Plan

_WIDTH = 100


def plan_entry(plan: Plan, catalog: Catalog, entry: Entry) -> None:
    """Plan the facts and the words of a new entry; both hold gaps that `check` names."""
    declared = schema.collection(entry.collection)
    path = f"data/{declared.id}.yml"
    plan.write(path, _with_facts(path, plan.read(path), declared, entry))
    for locale in catalog.settings.languages:
        text = words_skeleton(declared, entry, locale)
        plan.create(f"docs/{locale}/{declared.id}/{entry.id}.yml", text)


def next_number(catalog: Catalog, collection_id: str) -> int:
    """Return the first number behind those of a collection's entries."""
    return max((entry.number or 0 for entry in catalog.entries_of(collection_id)), default=0) + 1


# --- facts -----------------------------------------------------------------------------------


def _with_facts(path: str, text: str, declared: Collection, entry: Entry) -> str:
    """Return the text of a data file with a new entry as its last one, in the style of the file."""
    node = editing.parse_mapping(path, text)
    if not node.pairs:  # Nothing but {}
        text = text[: node.start]
    facts = list(_facts(declared, entry))
    if _is_one_line(node):
        inside = ", ".join(f"{key}: {value}" for key, value in facts if value != "[]")
        block = f"{entry.id}: {{{inside}}}\n"
    else:
        lines = [f"  {key}: {value}".rstrip() for key, value in facts]
        block = "\n".join([f"{entry.id}:", *lines]) + "\n"
        if node.pairs:
            block = f"\n{block}"
    result = text.rstrip("\n") + "\n" * bool(text.strip()) + block
    editing.parse_mapping(path, result)
    return result


def _is_one_line(node: MappingNode) -> bool:
    """Whether the entries of a data file stand in braces, one a line."""
    if not node.pairs:
        return False
    key, value = node.pairs[list(node.pairs)[-1]]
    return not hasattr(value, "value") and node.file.text[key.end :].lstrip(": ").startswith("{")


def _facts(declared: Collection, entry: Entry) -> Iterator[tuple[str, str]]:
    if declared.numbered:
        yield "number", str(entry.number)
    if declared.groups:
        yield "group", entry.group
    yield "origin", entry.origin
    if declared.sourced:
        cited = (f'{{document: {c.document}, place: "{c.place}"}}' for c in entry.citations)
        yield "sources", f"[{', '.join(cited)}]"
    for link in declared.links:
        yield link.name, f"[{', '.join(entry.links.get(link.name, ()))}]"


# --- words -----------------------------------------------------------------------------------


def words_skeleton(declared: Collection, entry: Entry, locale: str) -> str:
    """Return a file of words with every key that the entry needs, each under a comment."""
    role = "the original" if locale == entry.origin else f"a translation from '{entry.origin}'"
    lines = [
        modeline(f"docs/{locale}/{declared.id}/{entry.id}.yml", declared.id),
        f"# {entry.id} in the language '{locale}': {role}. Lines with # are help; remove them if you like.",
    ]
    for field in declared.fields:
        keys = entry.links.get(field.keyed_by, ())
        if field.kind is Kind.KEYED and not keys:
            where = f"'{field.keyed_by}' in data/{declared.id}.yml"
            lines.append(f"# {field.name}: only when {where} names entries; one text for each.")
        else:
            lines += [f"# {part}" for part in _wrapped(describe(field))]
            lines += _empty(field, keys)
    return "\n".join(lines) + "\n"


def modeline(path: str, schema_name: str) -> str:
    """Return the line that tells editors which schema a file follows."""
    up = "../" * path.count("/")
    return f"# yaml-language-server: $schema={up}schema/{schema_name}.json"


def describe(field: Field) -> str:
    """Say what belongs into a field, and how much of it."""
    if field.kind in {Kind.LINES, Kind.RECORDS, Kind.DIALOGUE}:
        size = f"{_range(field.count)} items, {_lengths(field)}"
    elif field.kind is Kind.KEYED:
        size = f"One text for each, {_range(field.length)} characters"
    else:
        size = f"{_range(field.length)} characters"
    rules = f" {_FORMS[field.kind]}" if field.kind in _FORMS else ""
    links = " [[entry-id]] and [[entry-id|other words]] are links." if field.links else ""
    own = "" if field.translated else " Every language has its own: do not translate them."
    return f"{field.description} {size}.{rules}{links}{own}"


_FORMS = {
    Kind.PROSE: "An empty line parts paragraphs.",
    Kind.LINES: "One a line, each after '- '.",
    Kind.DIALOGUE: "One turn a line: '- client: …' or '- agent: …'.",
}


def _range(bounds: Bounds) -> str:
    return str(bounds.most) if bounds.least == bounds.most else f"{bounds.least} to {bounds.most}"


def _lengths(field: Field) -> str:
    if not field.record_length:
        return f"{_range(field.length)} characters each"
    pairs = zip(field.record, field.record_length, strict=True)
    return "; ".join(f"'{key}' {_range(bounds)} characters" for key, bounds in pairs)


def _wrapped(text: str) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > _WIDTH:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


def _empty(field: Field, keys: Sequence[str]) -> list[str]:
    if field.kind is Kind.KEYED:
        return [f"{field.name}:", *(f"  {key}:" for key in keys)]
    if field.kind is Kind.LINES:
        return [f"{field.name}:", "  -"]
    if field.kind is Kind.RECORDS:
        first, *others = field.record
        return [f"{field.name}:", f"  - {first}:", *(f"    {key}:" for key in others)]
    if field.kind is Kind.DIALOGUE:
        return [f"{field.name}:", *(f"  - {speaker}:" for speaker in field.record)]
    return [f"{field.name}:"]


_ID = re.compile(schema.ID_PATTERN)


def id_fault(catalog: Catalog, entry_id: str) -> str:
    """Say why an id cannot be given to a new entry; empty if it can."""
    if entry_id == schema.RESERVED_ID:
        return f"'{entry_id}' is the name of a collection's own file; choose another id"
    if not _ID.fullmatch(entry_id) or len(entry_id) > schema.MAX_ID:
        form = f"lower-case English words joined by hyphens, at most {schema.MAX_ID} letters"
        return f"'{entry_id[:60]}' is no id; use {form}"
    if entry_id in catalog.entries:
        return f"'{entry_id}' is one of the {catalog.entries[entry_id].collection} already"
    owners: Mapping[str, str] = {f: e.id for e in catalog.entries.values() for f in e.former_ids}
    if entry_id in owners:
        return f"'{entry_id}' was an id of '{owners[entry_id]}'; an id is never used again"
    return ""
