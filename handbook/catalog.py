"""Reads the content of a handbook: `handbook.yml`, `data/` and `docs/<lang>/`.

    load_catalog(root) -> Catalog, with every problem in the log

Reading never stops at the first problem: an entry with a mistake is kept as far as it can be read,
so that one run names everything. Who uses the catalogue must look at the log's errors first.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from handbook import fingerprints, references, schema
from handbook.model import (
    Catalog,
    Citation,
    Entry,
    Settings,
    SourceDocument,
    Translation,
    Value,
    is_filled,
)
from handbook.problems import Place, ProblemLog, Rule
from handbook.schema import COLLECTIONS, Collection, Kind
from handbook.shape import Reader, check_keys, join, read_words
from handbook.sitewords import SiteWords
from handbook.source import (
    MAX_DATA_BYTES,
    MAX_WORDS_BYTES,
    Node,
    Scalar,
    read_mapping,
    type_name,
    wrong_type,
)
from handbook.source import Mapping as MappingNode
from handbook.source import Sequence as SequenceNode
from handbook.writing import JOURNAL

MAX_LANGUAGES = 50
MAX_GAPS = 10
"""Most entries without words in a language of a draft that are named one by one."""
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ID = re.compile(schema.ID_PATTERN)
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_WORDS_PATH = re.compile(r"docs/([^/]+)/([^/]+)/([^/]+)\.yml")


def load_catalog(root: Path, log: ProblemLog) -> Catalog:
    """Read all content below `root`; what is wrong with it goes to `log`."""
    if os.path.lexists(root / JOURNAL):
        message = "a command was stopped while it wrote, and only half of it is done"
        log.add(Rule.UNFINISHED, Place(JOURNAL), "", message, "finish it: python -m handbook check")
    settings = _read_settings(root, log)
    if not settings.languages:
        # Everything else would only be reported as unknown.
        return Catalog(settings, {}, {}, {}, {}, {}, {})
    loader = _Loader(root, log, settings)
    words = SiteWords(root, log, settings)
    documents = loader.documents()
    facts = loader.facts(documents)
    catalog = Catalog(
        settings=settings,
        entries={entry_id: fact.entry for entry_id, fact in facts.items()},
        translations=loader.translations(facts),
        collections=words.collections(),
        homes=words.homes(),
        interface=words.interfaces(),
        documents=documents or {},
        guides=words.guides(),
        synonyms=words.synonyms(),
        frame_gaps=words.gaps,
        unread=frozenset(loader.unread),
    )
    loader.unknown_files(words.files)
    places = {entry_id: fact.places for entry_id, fact in facts.items()}
    references.check(catalog, places, [*loader.texts, *words.texts], log, loader.unread)
    return catalog


@dataclass(frozen=True, slots=True)
class _Fact:
    """An entry with the places of what the facts say of it."""

    entry: Entry
    places: references.LinkPlaces


def _read_settings(root: Path, log: ProblemLog) -> Settings:
    node = read_mapping(root, schema.SETTINGS_FILE, log, MAX_DATA_BYTES)
    if node is None:
        return Settings(())
    known = ("languages", "completeness")
    check_keys(log, node, "", known, ("languages",), "the settings are")
    languages: list[str] = []
    listed = _scalars(node.get("languages"), "languages", log)
    if len(listed) > MAX_LANGUAGES:
        message = f"{len(listed)} languages (at most {MAX_LANGUAGES})"
        log.add(Rule.TOO_MANY, node.place, "languages", message, "keep those that are written")
    for name, scalar in listed[:MAX_LANGUAGES]:
        if _LANGUAGE.fullmatch(scalar.value) and scalar.value not in languages:
            languages.append(scalar.value)
        else:
            message = f"'{scalar.value[:20]}' is not a language code of its own"
            log.add(Rule.NOT_A_CHOICE, scalar.place, name, message, "write a code such as 'pl'")
    value = node.get("languages")
    if isinstance(value, SequenceNode) and not value.items:
        hint = "list the languages, the site's first one first"
        log.add(Rule.TOO_FEW, value.place, "languages", "no language", hint)
    return Settings(tuple(languages), _read_completeness(node, log))


def _read_completeness(node: MappingNode, log: ProblemLog) -> str:
    value = node.get("completeness")
    if value is None:
        return schema.COMPLETENESS[0]
    if isinstance(value, Scalar) and value.value in schema.COMPLETENESS:
        return value.value
    word = f"'{value.value[:20]}'" if isinstance(value, Scalar) else type_name(value)
    hint = f"choose one of {', '.join(schema.COMPLETENESS)}"
    log.add(Rule.NOT_A_CHOICE, value.place, "completeness", f"{word} is not known", hint)
    return schema.COMPLETENESS[0]


def _scalars(node: Node | None, name: str, log: ProblemLog) -> list[tuple[str, Scalar]]:
    """Return the texts of a list with their field names; report what is not one."""
    if node is None:
        return []
    if not isinstance(node, SequenceNode):
        wrong_type(log, node, name, "a list", "write [first, second]")
        return []
    scalars = []
    for number, item in enumerate(node.items, 1):
        if isinstance(item, Scalar) and item.value:
            scalars.append((f"{name}[{number}]", item))
        else:
            wrong_type(log, item, f"{name}[{number}]", "one word", "write one word")
    return scalars


def _is_blank(node: Node) -> bool:
    """Whether a node holds no text anywhere, as a scaffold does."""
    if isinstance(node, Scalar):
        return not node.value.strip()
    if isinstance(node, SequenceNode):
        return all(_is_blank(item) for item in node.items)
    return all(_is_blank(item) for _, item in node.pairs.values())


def _completed(own: Translation | None, origin: Translation, locale: str, path: str) -> Translation:
    """Return a translation whose gaps are filled with the origin's words."""
    fields = dict(own.fields) if own else {}
    foreign = set()
    for name, value in origin.fields.items():
        present = fields.get(name)
        if isinstance(value, Mapping):
            texts = present if isinstance(present, Mapping) else {}
            foreign |= {f"{name}.{key}" for key in value if key not in texts}
            fields[name] = {key: texts.get(key, text) for key, text in value.items()}
        elif not is_filled(present):
            foreign.add(name)
            fields[name] = value
    if own is None:
        return Translation(
            locale, path, fields, {}, frozenset(foreign), origin.locale, is_written=False
        )
    return replace(
        own, fields=fields, foreign_fields=frozenset(foreign), foreign_locale=origin.locale
    )


class _Loader:
    """Reads the parts of the content; every method reports to the same log."""

    def __init__(self, root: Path, log: ProblemLog, settings: Settings) -> None:
        self._root = root
        self._log = log
        self._settings = settings
        rules = (f"docs/{locale}/{schema.LANGUAGE_RULES}" for locale in settings.languages)
        self._expected = {schema.SETTINGS_FILE, "data/sources.yml", *rules}
        self.texts: list[references.LinkedText] = []
        self._ids: dict[str, list[str]] = {declared.id: [] for declared in COLLECTIONS}
        self.unread: set[str] = set()
        """Collections whose facts could not be read, so that nobody knows what they hold."""

    # --- facts -------------------------------------------------------------------------------

    def documents(self) -> dict[str, SourceDocument] | None:
        """Read `data/sources.yml`; None when it cannot be read."""
        node = read_mapping(self._root, "data/sources.yml", self._log, MAX_DATA_BYTES)
        if node is None:
            return None
        documents = {}
        for document_id, (key, value) in node.pairs.items():
            self._check_id(key, "")
            words = read_words(self._log, value, document_id, ("language", "title", "kind"),
                                ("author", "publisher", "year"))  # fmt: skip
            kind = words.get("kind")
            if kind and kind.value not in schema.SOURCE_KINDS:
                self._not_a_choice(kind, f"{document_id}.kind", schema.SOURCE_KINDS)
            texts = dict.fromkeys(("language", "title", "kind"), "")
            texts |= {name: scalar.value for name, scalar in words.items()}
            documents[document_id] = SourceDocument(id=document_id, **texts)
        return documents

    def facts(self, documents: Mapping[str, SourceDocument] | None) -> dict[str, _Fact]:
        """Read the facts of all entries, in display order."""
        facts: dict[str, _Fact] = {}
        places: dict[str, Place] = {}
        for declared in COLLECTIONS:
            path = f"data/{declared.id}.yml"
            self._expected.add(path)
            hint = "write {} if the collection has no entries"
            node = read_mapping(self._root, path, self._log, MAX_DATA_BYTES, hint)
            if node is None:
                self.unread.add(declared.id)
                continue
            for entry_id, (key, value) in node.pairs.items():
                if entry_id in facts:
                    message = f"'{entry_id}' is also in {places[entry_id].path}"
                    hint = "choose another id: ids are unique over all collections"
                    self._log.add(Rule.DUPLICATE_ID, key.place, entry_id, message, hint)
                    continue
                if not self._check_id(key, ""):
                    continue
                places[entry_id] = key.place
                self._ids[declared.id].append(entry_id)
                facts[entry_id] = self._fact(declared, key, value, documents)
        return facts

    def _fact(
        self,
        declared: Collection,
        key: Scalar,
        node: Node,
        documents: Mapping[str, SourceDocument] | None,
    ) -> _Fact:
        entry_id = key.value
        number = node.get("number") if isinstance(node, MappingNode) else None
        places = references.LinkPlaces(key.place, {}, number.place if number else None)
        if not isinstance(node, MappingNode):
            hint = f"write 'origin: {self._settings.default_language}'"
            wrong_type(self._log, node, entry_id, "a mapping of keys", hint)
            return _Fact(Entry(entry_id, declared.id, ""), places)
        required = ["origin"]
        required += ["number"] * declared.numbered + ["group"] * bool(declared.groups)
        required += ["sources"] * declared.sourced
        link_names = [link.name for link in declared.links]
        known = [*dict.fromkeys([*required, "sources", *link_names, "former_ids"])]
        check_keys(self._log, node, entry_id, known, required, "the facts are")
        links = {
            link.name: self._links(link.name, node, entry_id, places) for link in declared.links
        }
        entry = Entry(
            id=entry_id,
            collection=declared.id,
            origin=self._choice(node, entry_id, "origin", self._settings.languages),
            number=self._number(node, entry_id) if declared.numbered else None,
            group=self._choice(node, entry_id, "group", declared.groups) if declared.groups else "",
            citations=self._citations(node, entry_id, documents),
            links={name: ids for name, ids in links.items() if ids},
            former_ids=self._links("former_ids", node, entry_id, places),
        )
        return _Fact(entry, places)

    def _links(
        self, name: str, node: MappingNode, entry_id: str, places: references.LinkPlaces
    ) -> tuple[str, ...]:
        """Read a list of ids; those of other entries are checked when all entries are known."""
        ids: dict[str, None] = {}
        for item_name, scalar in _scalars(node.get(name), f"{entry_id}.{name}", self._log):
            if scalar.value in ids:
                message = f"'{scalar.value[:60]}' stands twice"
                self._log.add(Rule.LINK_TWICE, scalar.place, item_name, message, "keep one of them")
            elif name != "former_ids" or self._check_id(scalar, item_name):
                places.links[name, scalar.value] = (scalar.place, item_name)
                ids[scalar.value] = None
        return tuple(ids)

    def _number(self, node: MappingNode, entry_id: str) -> int | None:
        scalar = node.get("number")
        if scalar is None:
            return None
        if isinstance(scalar, Scalar) and _NUMBER.fullmatch(scalar.value):
            return int(scalar.value)
        message = "not a number from 1 to 9999"
        self._log.add(
            Rule.NOT_A_NUMBER, scalar.place, f"{entry_id}.number", message, "write digits"
        )
        return None

    def _citations(
        self, node: MappingNode, entry_id: str, documents: Mapping[str, SourceDocument] | None
    ) -> tuple[Citation, ...]:
        value = node.get("sources")
        name = f"{entry_id}.sources"
        if value is None:
            return ()
        if not isinstance(value, SequenceNode) or not value.items:
            hint = 'write [{document: id, place: "1"}]'
            message = "no list of sources"
            self._log.add(Rule.WRONG_TYPE, value.place, name, message, hint)
            return ()
        citations = []
        for number, item in enumerate(value.items, 1):
            words = read_words(self._log, item, f"{name}[{number}]", ("document", "place"))
            document = words.get("document")
            if documents is None:
                continue
            if document and document.value not in documents:
                message = f"no source document '{document.value[:60]}'"
                hint = (
                    self._log.did_you_mean(document.value, documents)
                    or "add it to data/sources.yml"
                )
                field = f"{name}[{number}].document"
                self._log.add(Rule.UNKNOWN_ID, document.place, field, message, hint)
            elif document and "place" in words:
                citations.append(Citation(document.value, words["place"].value))
        return tuple(citations)

    def _choice(self, node: MappingNode, entry_id: str, key: str, choices: Sequence[str]) -> str:
        value = node.get(key)
        if value is None:
            return ""
        if isinstance(value, Scalar) and value.value in choices:
            return value.value
        self._not_a_choice(value, f"{entry_id}.{key}", choices)
        return ""

    def _not_a_choice(self, node: Node, name: str, choices: Iterable[str]) -> None:
        hint = f"choose one of {', '.join(choices)}"
        if not isinstance(node, Scalar) or not node.value:
            wrong_type(self._log, node, name, "one word", hint)
            return
        word = node.value[:60]
        hint = self._log.did_you_mean(word, choices) or hint
        self._log.add(Rule.NOT_A_CHOICE, node.place, name, f"'{word}' is not known", hint)

    def _check_id(self, scalar: Scalar, name: str) -> bool:
        is_id = _ID.fullmatch(scalar.value) and len(scalar.value) <= schema.MAX_ID
        if is_id and scalar.value != schema.RESERVED_ID:
            return True
        if is_id:
            message = f"'{scalar.value}' is the name of the collection's own file"
            hint = "choose another id"
            self._log.add(Rule.ID_FORM, scalar.place, name or scalar.value, message, hint)
            return False
        message = f"'{scalar.value[:60]}' is not an id"
        hint = f"use lower-case English words joined by hyphens, at most {schema.MAX_ID} letters"
        self._log.add(Rule.ID_FORM, scalar.place, name or scalar.value[:60], message, hint)
        return False

    # --- words -------------------------------------------------------------------------------

    def translations(self, facts: Mapping[str, _Fact]) -> dict[tuple[str, str], Translation]:
        """Read the words of every entry in every language.

        In a draft, the origin's words stand in for those that are not written yet.
        """
        translations: dict[tuple[str, str], Translation] = {}
        for locale in self._settings.languages:
            missing: list[tuple[_Fact, str]] = []
            for entry_id, fact in facts.items():
                path = f"docs/{locale}/{fact.entry.collection}/{entry_id}.yml"
                self._expected.add(path)
                if not os.path.lexists(self._root / path):
                    missing.append((fact, path))
                    continue
                words = self._entry_words(fact.entry, locale, path)
                if words is not None:
                    translations[locale, entry_id] = words
            self._no_words(locale, missing)
        if self._settings.is_draft:
            for locale in self._settings.languages:
                for entry_id, fact in facts.items():
                    origin = translations.get((fact.entry.origin, entry_id))
                    if origin and locale != fact.entry.origin:
                        path = f"docs/{locale}/{fact.entry.collection}/{entry_id}.yml"
                        own = translations.get((locale, entry_id))
                        translations[locale, entry_id] = _completed(own, origin, locale, path)
        # Entry by entry within each language, whatever was completed later.
        languages = self._settings.languages
        order = [(locale, entry_id) for locale in languages for entry_id in facts]
        return {key: translations[key] for key in order if key in translations}

    def _no_words(self, locale: str, missing: list[tuple[_Fact, str]]) -> None:
        """Report entries without a file of words; those of a new language as one."""
        gaps = [fact for fact, _ in missing if self._is_gap(fact.entry, locale)]
        if len(gaps) > MAX_GAPS:
            message = f"{len(gaps)} entries have no words in the language '{locale}' yet"
            hint = f"see them with: python -m handbook status --language {locale}"
            self._log.add(
                Rule.NOT_YET_WRITTEN, Place(schema.SETTINGS_FILE), "languages", message, hint
            )
        for fact, path in missing:
            entry = fact.entry
            message = f"'{entry.id}' has no words in the language '{locale}'"
            hint = f"write {path}"
            if not self._is_gap(entry, locale):
                self._log.add(Rule.NO_WORDING, fact.places.entry, entry.id, message, hint)
            elif len(gaps) <= MAX_GAPS:
                hint += f"; until then its page shows those in '{entry.origin}'"
                self._log.add(Rule.NOT_YET_WRITTEN, fact.places.entry, entry.id, message, hint)

    def _is_gap(self, entry: Entry, locale: str) -> bool:
        return self._settings.is_draft and locale != entry.origin

    def _entry_words(self, entry: Entry, locale: str, path: str) -> Translation | None:
        node = read_mapping(self._root, path, self._log, MAX_WORDS_BYTES)
        if node is None:
            return None
        if self._settings.is_draft:
            node = self._without_gaps(entry, locale, node)
        declared = schema.collection(entry.collection)
        fields: dict[str, Value] = {}
        known, required = [], []
        for field in declared.fields:
            keys = entry.links.get(field.keyed_by, ())
            if field.kind is Kind.KEYED and not keys:
                continue
            known.append(field.name)
            if field.required and self._must_stand(entry, locale, field):
                required.append(field.name)
            value_node = node.get(field.name)
            if value_node is None:
                continue
            if self._settings.is_draft and isinstance(value_node, MappingNode):
                keys = tuple(key for key in keys if key in value_node.pairs)
            value = Reader(self._log, locale).read(field, value_node, keys)
            if value is not None:
                fields[field.name] = value
            if field.links:
                self.texts += references.linked_texts(value_node, entry.id, field.name)
        where = f"{entry.collection} have"
        words = {name: pair for name, pair in node.pairs.items() if name != schema.MARKS}
        written = MappingNode(node.file, node.start, words)
        check_keys(self._log, written, "", known, required, where)
        return Translation(locale, path, fields, self._marks(entry, locale, node))

    def _must_stand(self, entry: Entry, locale: str, field: schema.Field) -> bool:
        """Whether a field must be there: in a draft only the origin's name and summary."""
        if not self._settings.is_draft:
            return True
        return locale == entry.origin and field.area is schema.Area.HEAD

    def _without_gaps(self, entry: Entry, locale: str, node: MappingNode) -> MappingNode:
        """Return the words of a draft without the keys that hold nothing; hint at every gap."""
        pairs = {}
        for name, (key, value) in node.pairs.items():
            if isinstance(value, MappingNode) and name != schema.MARKS:
                texts = {k: pair for k, pair in value.pairs.items() if not _is_blank(pair[1])}
                value = MappingNode(value.file, value.start, texts)  # noqa: PLW2901 - the same, less
            if not _is_blank(value):
                pairs[name] = (key, value)
        for field in schema.collection(entry.collection).fields:
            keys = entry.links.get(field.keyed_by, ())
            written = pairs[field.name][1] if field.name in pairs else None
            have = written.pairs if isinstance(written, MappingNode) else {}
            expected = field.required and not self._must_stand(entry, locale, field)
            if field.kind is not Kind.KEYED and expected and written is None:
                self._gap(entry, locale, node, field.name)
            for missing in (key for key in keys if key not in have):
                self._gap(entry, locale, node, f"{field.name}.{missing}")
        return MappingNode(node.file, node.start, pairs)

    def _gap(self, entry: Entry, locale: str, node: MappingNode, name: str) -> None:
        shown = f"; until then the page shows it in '{entry.origin}'" * (locale != entry.origin)
        hint = f"write it{shown}"
        self._log.add(Rule.NOT_YET_WRITTEN, node.place, name, "not written yet", hint)

    def _marks(self, entry: Entry, locale: str, node: MappingNode) -> dict[str, str]:
        """Read which texts of the origin a translation was made from."""
        value = node.get(schema.MARKS)
        if value is None:
            return {}
        if locale == entry.origin:
            message = f"these are the entry's first words, in its origin language '{locale}'"
            hint = f"remove '{schema.MARKS}', or run: python -m handbook fix"
            key = node.pairs[schema.MARKS][0]
            self._log.add(Rule.TRANSLATION_MARK, key.place, schema.MARKS, message, hint)
            return {}
        if not isinstance(value, MappingNode):
            hint = f"run: python -m handbook translated {entry.id} {locale}"
            wrong_type(self._log, value, schema.MARKS, "a mapping of keys", hint)
            return {}
        names = {field.name: field for field in schema.collection(entry.collection).fields}
        marks = {}
        for mark, (key, item) in value.pairs.items():
            name, _, target = mark.partition(".")
            path = join(schema.MARKS, mark[:80])
            hint = f"these are written by: python -m handbook translated {entry.id} {locale}"
            # An id that the facts do not name any more is no fault: the next command drops it.
            if name in names and not names[name].translated:
                message = f"'{name}' needs no mark: every language has its own"
                needless = "run: python -m handbook fix"
                self._log.add(Rule.NEEDLESS_MARK, key.place, path, message, needless)
            elif name not in names or (names[name].kind is Kind.KEYED) is not bool(target):
                message = f"unknown field '{mark[:60]}'"
                self._log.add(Rule.TRANSLATION_MARK, key.place, path, message, hint)
            elif not isinstance(item, Scalar) or not fingerprints.PATTERN.fullmatch(item.value):
                message = f"not the hash of a text ({fingerprints.LENGTH} digits from 0 to f)"
                self._log.add(Rule.TRANSLATION_MARK, item.place, path, message, hint)
            else:
                marks[mark] = item.value
        return marks

    # --- files -------------------------------------------------------------------------------

    def unknown_files(self, others: Iterable[str]) -> None:
        """Report files that nothing reads, `others` aside: a misspelt name, or words without an entry."""
        known = self._expected.union(others)
        for path in self._files():
            if path in known:
                continue
            words = _WORDS_PATH.fullmatch(path)
            if words and words[1] in self._settings.languages and words[2] in self._ids:
                collection_id, entry_id = words[2], words[3]
                if collection_id in self.unread:
                    continue
                message = f"no entry '{entry_id}' in data/{collection_id}.yml"
                near = self._log.did_you_mean(entry_id, self._ids[collection_id])
                hint = near or f"add it to data/{collection_id}.yml, or remove the file"
                self._log.add(Rule.ORPHAN_WORDING, Place(path), "", message, hint)
            else:
                hint = self._unknown_file_hint(path, known)
                message = "a file that the handbook does not read"
                self._log.add(Rule.UNKNOWN_FILE, Place(path), "", message, hint)

    def _unknown_file_hint(self, path: str, known: Iterable[str]) -> str:
        top, _, rest = path.partition("/")
        folder = rest.partition("/")[0]
        if top == "docs" and _LANGUAGE.fullmatch(folder) and folder not in self._settings.languages:
            return f"add '{folder}' to the languages in {schema.SETTINGS_FILE}, or remove the file"
        return self._log.did_you_mean(path, known) or "rename or remove it"

    def _files(self) -> list[str]:
        """List the YAML files of the content; other files in `docs/` are the site's own.

        Hidden files are left out: editors keep their locks and drafts in them.
        """
        found = []
        for top in ("data", "docs"):
            for folder, folders, names in os.walk(self._root / top):
                folders.sort()
                relative = Path(folder).relative_to(self._root).as_posix()
                found += [
                    f"{relative}/{name}"
                    for name in names
                    if name.lower().endswith((".yml", ".yaml")) and not name.startswith(".")
                ]
        return sorted(found)
