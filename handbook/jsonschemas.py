"""JSON Schemas for editors, from the declarations: completion and help while somebody types.

They say less than `check` does: an editor's red line must never stand under good content.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from handbook import fingerprints, interface, schema, synonyms
from handbook.model import Catalog
from handbook.scaffolding import describe
from handbook.schema import COLLECTIONS, Bounds, Collection, Field, Kind

Schema = dict[str, Any]
FOLDER = "schema"
_DRAFT = "http://json-schema.org/draft-07/schema#"


def schemas(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield every schema as its path from the root and its text."""
    for name, found in _schemas(catalog):
        of_words = not name.startswith(("data-", "settings"))
        made = _with_gaps(found) if of_words and catalog.settings.is_draft else found
        text = json.dumps({"$schema": _DRAFT, **made}, ensure_ascii=False, indent=2)
        yield f"{FOLDER}/{name}.json", f"{text}\n"


def _schemas(catalog: Catalog) -> Iterator[tuple[str, Schema]]:
    languages = catalog.settings.languages
    ids = {c.id: [entry.id for entry in catalog.entries_of(c.id)] for c in COLLECTIONS}
    for declared in COLLECTIONS:
        yield declared.id, _words(declared, ids)
        yield f"data-{declared.id}", _facts(declared, ids, languages, list(catalog.documents))
        if declared.groups:
            yield f"index-{declared.id}", _collection_words(declared.groups)
    yield "index", _collection_words(())
    yield "data-sources", _sources()
    yield "settings", _settings()
    yield "ui", _interface()
    yield "synonyms", _synonyms()


def _with_gaps(made: Schema) -> Schema:
    """Return a schema of a draft's words: no key has to be there yet; lists stay whole."""
    if "properties" not in made:
        return made
    properties = {name: _with_gaps(found) for name, found in made["properties"].items()}
    return {**made, "properties": properties, "required": []}


def _object(
    properties: Mapping[str, Schema], required: Iterable[str], description: str, **more: object
) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


# --- words -----------------------------------------------------------------------------------


def _words(declared: Collection, ids: Mapping[str, list[str]]) -> Schema:
    properties = {field.name: _field(declared, field, ids) for field in declared.fields}
    properties[schema.MARKS] = {
        "type": "object",
        "description": "Which texts of the origin this translation was made from. "
        "Written by 'python -m handbook translated', never by hand.",
        "additionalProperties": {"type": "string", "pattern": f"^{fingerprints.PATTERN.pattern}$"},
    }
    required = [f.name for f in declared.fields if f.required and f.kind is not Kind.KEYED]
    return _object(properties, required, f"The words of one of the {declared.id} in one language.")


def _field(declared: Collection, field: Field, ids: Mapping[str, list[str]]) -> Schema:
    description = describe(field)
    if field.kind is Kind.KEYED:
        link = next(link for link in declared.links if link.name == field.keyed_by)
        keys = {key: _text(field.length) for target in link.targets for key in ids[target]}
        return {
            "type": "object",
            "description": description,
            "properties": keys,
            "additionalProperties": False,
        }
    if field.kind is Kind.LINES:
        return _list(_text(field.length), field.count, description)
    if field.kind is Kind.RECORDS:
        pairs = zip(field.record, field.record_length, strict=True)
        texts = {key: _text(bounds) for key, bounds in pairs}
        return _list(_object(texts, field.record, field.description), field.count, description)
    if field.kind is Kind.DIALOGUE:
        texts = {speaker: _text(field.length) for speaker in field.record}
        turn = _object(texts, (), field.description, minProperties=1, maxProperties=1)
        return _list(turn, field.count, description)
    return {**_text(field.length), "description": description}


def _text(bounds: Bounds) -> Schema:
    return {"type": "string", "minLength": bounds.least, "maxLength": bounds.most}


def _list(items: Schema, count: Bounds, description: str) -> Schema:
    return {
        "type": "array",
        "description": description,
        "items": items,
        "minItems": count.least,
        "maxItems": count.most,
    }


def _collection_words(groups: tuple[str, ...]) -> Schema:
    fields = schema.COLLECTION_FIELDS
    properties = {f.name: {**_text(f.length), "description": describe(f)} for f in fields}
    if groups:
        heading = {"type": "string", "minLength": 1}
        texts = dict.fromkeys(groups, heading)
        properties["groups"] = _object(texts, groups, "The headings of the groups.")
    return _object(properties, properties, "A collection's own words in one language.")


def _interface() -> Schema:
    sections = {
        name: _object({key: _label(name, key) for key in keys}, keys, f"Words for the {name}.")
        for name, keys in interface.sections().items()
    }
    return _object(sections, sections, "The words of the interface in one language.")


def _label(section: str, key: str) -> Schema:
    label: Schema = {"type": "string", "minLength": 1}
    description = interface.INTERFACE.get(key) if section == "interface" else None
    return {**label, "description": description} if description else label


def _synonyms() -> Schema:
    word: Schema = {
        "type": "string",
        "pattern": r"^\S+$",
        "description": "One word in the form that dictionaries list.",
    }
    group: Schema = {
        "type": "array",
        "description": "Words that mean about the same to somebody who searches.",
        "items": word,
        "minItems": synonyms.LEAST,
        "maxItems": synonyms.MOST,
        "uniqueItems": True,
    }
    return {
        "type": "array",
        "description": "Groups of words; a word of a group finds every entry that has another.",
        "items": group,
    }


# --- facts -----------------------------------------------------------------------------------

_WORD: Schema = {"type": ["string", "integer"]}
"""Text; a number without quotes is text as well."""


def _facts(
    declared: Collection,
    ids: Mapping[str, list[str]],
    languages: tuple[str, ...],
    documents: list[str],
) -> Schema:
    properties: dict[str, Schema] = {}
    if declared.numbered:
        number = {"type": "integer", "minimum": 1, "maximum": 9999}
        properties["number"] = {**number, "description": "Its number in the collection."}
    if declared.groups:
        properties["group"] = {"enum": list(declared.groups), "description": "Where it is listed."}
    properties["origin"] = {
        "enum": list(languages),
        "description": "The language that it was first written in.",
    }
    required = [*properties, *["sources"] * declared.sourced]
    source = _object(
        {"document": {"enum": documents}, "place": _WORD},
        ("document", "place"),
        "A document of data/sources.yml, and the place in it.",
    )
    properties["sources"] = {
        "type": "array",
        "description": "The documents that it was written from.",
        "items": source,
        "minItems": 1,
    }
    for link in declared.links:
        known = [entry_id for target in link.targets for entry_id in ids[target]]
        mutual = " The other entry must name this one too." if link.mutual else ""
        properties[link.name] = {
            "type": "array",
            "description": f"Ids of {' or '.join(link.targets)}, in order.{mutual}",
            "items": {"enum": known} if known else {"type": "string"},
            "uniqueItems": True,
        }
    properties["former_ids"] = {
        "type": "array",
        "description": "Ids that it had before; written by 'python -m handbook rename'.",
        "items": {"type": "string", "pattern": f"^{schema.ID_PATTERN}$"},
        "uniqueItems": True,
    }
    return {
        "type": "object",
        "description": f"The facts of the {declared.id}, in display order.",
        "propertyNames": {"pattern": f"^{schema.ID_PATTERN}$", "maxLength": schema.MAX_ID},
        "additionalProperties": _object(properties, required, "The facts of an entry."),
    }


def _sources() -> Schema:
    properties: dict[str, Schema] = {
        "language": {"type": "string", "description": "Language of the title."},
        "title": {"type": "string", "description": "The title, in its own language."},
        "kind": {"enum": list(schema.SOURCE_KINDS), "description": "What kind of document it is."},
        "author": {"type": "string"},
        "publisher": {"type": "string"},
        "year": _WORD,
    }
    document = _object(properties, ("language", "title", "kind"), "A document.")
    return {
        "type": "object",
        "description": "The documents that entries were written from, by id.",
        "additionalProperties": document,
    }


def _settings() -> Schema:
    languages: Schema = {
        "type": "array",
        "description": "The languages; the first one stands at the root of the site.",
        "items": {"type": "string", "pattern": "^[a-z]{2,3}$"},
        "minItems": 1,
        "uniqueItems": True,
    }
    completeness: Schema = {
        "enum": list(schema.COMPLETENESS),
        "description": "complete: a missing text is an error. draft: the site shows the origin's "
        "text in its place, with a notice.",
    }
    properties = {"languages": languages, "completeness": completeness}
    return _object(properties, ("languages",), "The settings of the handbook.")
