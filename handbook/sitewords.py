"""Reads the words that belong to no entry: `ui.yml`, collections, home pages, guides, synonyms.

In a draft, a language may do without any of them; the first language that has them fills the gap.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from handbook import characters, drafts, guides, interface, schema
from handbook.model import CollectionWords, Foreign, Groups, Guide, Home, Settings, language_of
from handbook.problems import Place, ProblemLog, Rule
from handbook.references import LinkedText, linked_texts
from handbook.schema import COLLECTIONS, Collection
from handbook.shape import Reader, check_keys, read_words
from handbook.source import (
    MAX_WORDS_BYTES,
    Node,
    Scalar,
    SourceFile,
    parse_mapping,
    read_mapping,
    read_text,
)
from handbook.source import Mapping as MappingNode
from handbook.synonyms import read_synonyms, synonyms_path

_FRONT_MATTER = re.compile(r"---\n(.*?\n)---\n", re.DOTALL)


class SiteWords:
    """Reads them kind by kind; every method reports to the same log."""

    def __init__(self, root: Path, log: ProblemLog, settings: Settings) -> None:
        self._root = root
        self._log = log
        self._settings = settings
        self.files: set[str] = set()
        """Every file that was looked for, from the content's root."""
        self.texts: list[LinkedText] = []
        """What was read and holds links."""
        self.gaps: dict[str, dict[str, tuple[str, ...]]] = {}
        """Of a draft: for each language its files with gaps, and which texts they lack."""

    def collections(self) -> dict[tuple[str, str], CollectionWords]:
        """Read the collections' own words in every language."""
        words = {}
        for declared in COLLECTIONS:
            file = f"{declared.id}/index.yml"
            written = {}
            for locale, path in self._places(file):
                node = read_mapping(self._root, path, self._log, MAX_WORDS_BYTES)
                if node:
                    written[locale] = self._collection(declared, node, locale)
            keys = [field.name for field in schema.COLLECTION_FIELDS]
            keys += [f"groups.{group}" for group in declared.groups]
            for locale, texts in self._completed(file, written, keys).items():
                groups = {group: texts.get(f"groups.{group}", "") for group in declared.groups}
                own = {name: texts.get(name, "") for name in keys if "." not in name}
                path = f"docs/{locale}/{file}"
                words[locale, declared.id] = CollectionWords(
                    **own, groups=groups, path=path, is_written=locale in written
                )
        return words

    def _collection(self, declared: Collection, node: MappingNode, locale: str) -> dict[str, str]:
        names = [field.name for field in schema.COLLECTION_FIELDS]
        names += ["groups"] * bool(declared.groups)
        check_keys(self._log, node, "", names, self._required(names), "a collection has")
        reader = self._reader(locale)
        texts: dict[str, str] = {}
        for field in schema.COLLECTION_FIELDS:
            value_node = node.get(field.name)
            value = value_node and reader.read(field, value_node)
            texts |= {field.name: value} if isinstance(value, str) else {}
            if value_node and field.links:
                self.texts += linked_texts(value_node, "", field.name)
        groups_node = node.get("groups")
        if groups_node and declared.groups:
            labels = self._labels(groups_node, "groups", declared.groups, reader)
            texts |= {f"groups.{name}": text for name, text in labels.items()}
        return texts

    def homes(self) -> dict[str, Home]:
        """Read every language's `index.md`."""
        written = {}
        for locale, path in self._places("index.md"):
            file = read_text(self._root, path, self._log, max_bytes=MAX_WORDS_BYTES)
            if file:
                written[locale] = self._home(file, locale)
        keys = [*(field.name for field in schema.HOME_FIELDS), "body"]
        return {
            locale: Home(
                **{key: texts.get(key, "") for key in keys},
                path=f"docs/{locale}/index.md",
                is_written=locale in written,
            )
            for locale, texts in self._completed("index.md", written, keys).items()
        }

    def _home(self, file: SourceFile, locale: str) -> dict[str, str]:
        fields = schema.HOME_FIELDS
        required = self._required([field.name for field in fields])
        texts, body = self._front_matter(file, locale, fields, required, "the home page has")
        self._reader(locale).check_text(body, body.value, "body", links=True)
        self.texts += linked_texts(body, "", "body")
        folded = "\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", body.value))
        return {**texts, "body": folded.strip()}

    def guides(self) -> dict[tuple[str, str], Guide]:
        """Read the guides in every language; one that no language has is not missed."""
        found: dict[tuple[str, str], Guide] = {}
        for guide_id in schema.GUIDES:
            own = self._written_guides(guide_id)
            self._check_sections(list(own.values()))
            if own and self._settings.is_draft:
                own = self._completed_guides(guide_id, own)
            found |= {(locale, guide_id): guide for locale, guide in own.items()}
        return found

    def _written_guides(self, guide_id: str) -> dict[str, Guide]:
        paths = {locale: f"docs/{locale}/{guide_id}.md" for locale in self._settings.languages}
        written = [path for path in paths.values() if os.path.lexists(self._root / path)]
        self.files.update(paths.values())
        found = {}
        for locale, path in paths.items():
            if path in written:
                file = read_text(self._root, path, self._log, max_bytes=MAX_WORDS_BYTES)
                if file:
                    found[locale] = self._guide(file, locale, guide_id)
            elif written and not self._settings.is_draft:
                message = f"'{guide_id}' has no words in the language '{locale}'"
                place, hint = Place(written[0]), f"write {path}"
                self._log.add(Rule.NO_WORDING, place, guide_id, message, hint)
        return found

    def _completed_guides(self, guide_id: str, own: Mapping[str, Guide]) -> dict[str, Guide]:
        where = f"docs/{{}}/{guide_id}.md"
        complete = drafts.filled_guides(self._settings.languages, own, where)
        for locale, guide in complete.items():
            if guide.lang:
                self._note_gap(locale, f"{guide_id}.md", (), guide.lang)
        return complete

    def _guide(self, file: SourceFile, locale: str, guide_id: str) -> Guide:
        fields = schema.GUIDE_FIELDS
        required = [field.name for field in fields]
        texts, body = self._front_matter(file, locale, fields, required, "a guide has")
        letters = guides.prose(body.value)
        scalar = Scalar(file, letters, body.start, body.end)
        for finding in characters.find_letters(letters, self._reader(locale).locale):
            place = scalar.place_of(finding.piece)
            self._log.add(finding.rule, place, "body", finding.message, finding.hint)
        for fault in guides.faults(body.value):
            place = scalar.place_of(fault.piece)
            self._log.add(fault.rule, place, "body", fault.message, fault.hint)
        self.texts += linked_texts(scalar, "", "body")
        return Guide(guide_id, **texts, body=body.value, path=file.path)

    def _check_sections(self, written: Sequence[Guide]) -> None:
        """Demand the sections of the first language in all others, so that links survive."""
        ids = {guide.path: [s.id for s in guides.sections(guide.body) if s.id] for guide in written}
        for guide in written[1:]:
            first = written[0]
            for name in (name for name in ids[first.path] if name not in ids[guide.path]):
                hint = f"add '## … {{#{name}}}' as in {first.path}"
                self._log.add(Rule.MISSING_FIELD, Place(guide.path), name, "missing section", hint)
            for name in (name for name in ids[guide.path] if name not in ids[first.path]):
                message = f"a section that is not in {first.path}"
                hint = "use the same ids in all languages"
                self._log.add(Rule.UNKNOWN_FIELD, Place(guide.path), name, message, hint)

    def _front_matter(
        self,
        file: SourceFile,
        locale: str,
        fields: Sequence[schema.Field],
        required: Sequence[str],
        known_are: str,
    ) -> tuple[dict[str, str], Scalar]:
        """Read the texts between the two lines `---` of a Markdown file; return the rest as well."""
        names = [field.name for field in fields]
        match = _FRONT_MATTER.match(file.text)
        if not match:
            message = "no 'title:' and 'description:' between two lines '---'"
            hint = "begin the file with them"
            self._log.add(Rule.MISSING_FIELD, Place(file.path), "title", message, hint)
            return dict.fromkeys(names, ""), Scalar(file, file.text, 0, len(file.text))
        # Keep the lines' numbers: only what stands behind the front matter is cut off.
        node = parse_mapping(SourceFile(file.path, "\n" + match.group(1)), self._log)
        texts = {}
        reader = self._reader(locale)
        if node:
            check_keys(self._log, node, "", names, required, known_are)
        for field in fields:
            value = node and node.get(field.name)
            text = reader.read(field, value) if value else ""
            texts[field.name] = text if isinstance(text, str) else ""
        return texts, Scalar(file, file.text[match.end() :], match.end(), len(file.text))

    def interfaces(self) -> dict[str, dict[str, dict[str, str]]]:
        """Read every language's `ui.yml`."""
        sections = interface.sections()
        written = {}
        for locale, path in self._places("ui.yml"):
            node = read_mapping(self._root, path, self._log, MAX_WORDS_BYTES)
            if node:
                written[locale] = self._interface(node, locale, sections)
        keys = [f"{name}.{key}" for name, keys in sections.items() for key in keys]
        complete = self._completed("ui.yml", written, keys)
        for locale, texts in complete.items():
            # A language without words can still be called by its own name.
            if isinstance(texts.get(interface.LANGUAGE), Foreign):
                texts[interface.LANGUAGE] = interface.language_name(locale)
        return {
            locale: {
                name: {key: text for key in keys if (text := texts.get(f"{name}.{key}"))}
                for name, keys in sections.items()
            }
            for locale, texts in complete.items()
        }

    def _interface(
        self, node: MappingNode, locale: str, sections: Mapping[str, Sequence[str]]
    ) -> dict[str, str]:
        check_keys(
            self._log, node, "", sections, self._required(list(sections)), "the sections are"
        )
        reader = self._reader(locale)
        return {
            f"{name}.{key}": text
            for name, keys in sections.items()
            if (section := node.get(name)) is not None
            for key, text in self._labels(section, name, keys, reader).items()
        }

    def synonyms(self) -> dict[str, Groups]:
        """Read every language's `synonyms.yml`, where there is one."""
        locales = self._settings.languages
        self.files.update(map(synonyms_path, locales))
        return {
            locale: read_synonyms(self._root, locale, self._reader(locale)) for locale in locales
        }

    # --- what all of them need -----------------------------------------------------------------

    def _places(self, file: str) -> Iterator[tuple[str, str]]:
        """Yield the languages that a file is read in, each with the file's path."""
        for locale in self._settings.languages:
            path = f"docs/{locale}/{file}"
            self.files.add(path)
            if not self._is_gap(locale, file):
                yield locale, path

    def _reader(self, locale: str) -> Reader:
        """Return the reader of words that in a draft may still be a copy from another language."""
        return Reader(self._log, "" if self._settings.is_draft else locale)

    def _labels(self, node: Node, name: str, keys: Sequence[str], reader: Reader) -> dict[str, str]:
        labels = read_words(self._log, node, name, self._required(keys), keys)
        for key, scalar in labels.items():
            reader.check_text(scalar, scalar.value, f"{name}.{key}", links=False)
        return {key: scalar.value for key, scalar in labels.items()}

    def _required(self, names: Sequence[str]) -> Sequence[str]:
        """Return what must stand in a file: in a draft nothing."""
        return () if self._settings.is_draft else names

    def _is_gap(self, locale: str, file: str) -> bool:
        """Whether a language does without a file: in a draft, if another language has it.

        One that no language has is missed once, in the first.
        """
        if not self._settings.is_draft or os.path.lexists(self._root / "docs" / locale / file):
            return False
        if locale != self._settings.default_language:
            return True
        folders = (self._root / "docs" / other for other in self._settings.languages)
        return any(os.path.lexists(folder / file) for folder in folders)

    def _completed(
        self, file: str, written: Mapping[str, Mapping[str, str]], keys: Sequence[str]
    ) -> dict[str, dict[str, str]]:
        """Fill the gaps of a draft, and hint at them; else return what is written."""
        if not self._settings.is_draft:
            return {locale: dict(texts) for locale, texts in written.items()}
        languages = self._settings.languages
        complete = drafts.filled(languages, written, keys)
        first = Place(f"docs/{next(iter(written), languages[0])}/{file}")
        for key in (key for key in keys if written and key not in complete[languages[0]]):
            hint = f"add '{key.rpartition('.')[2]}:' in one language"
            self._log.add(Rule.MISSING_FIELD, first, key, "missing in every language", hint)
        for locale, texts in complete.items():
            found = drafts.gaps(texts)
            if found:
                others = ", ".join(dict.fromkeys(language_of(texts[key]) for key in found))
                self._note_gap(locale, file, found if locale in written else (), others)
        return complete

    def _note_gap(self, locale: str, file: str, keys: Sequence[str], shown_in: str) -> None:
        """Note that a language has not all words of a file yet, or not the file; say so once."""
        path = f"docs/{locale}/{file}"
        self.gaps.setdefault(locale, {})[path] = tuple(keys)
        until = f"until then they are shown in '{shown_in}'"
        if keys:
            names = ", ".join(keys[:3]) + ", …" * (len(keys) > 3)
            message = f"{len(keys)} texts are not written yet ({names})"
            self._log.add(Rule.NOT_YET_WRITTEN, Place(path), "", message, f"write them; {until}")
        else:
            message = f"the language '{locale}' has no {path} yet"
            hint = f"write it as in docs/{shown_in.split(', ', maxsplit=1)[0]}/{file}; {until}"
            place = Place(schema.SETTINGS_FILE)
            self._log.add(Rule.NOT_YET_WRITTEN, place, "languages", message, hint)
