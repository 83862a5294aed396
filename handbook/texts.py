"""Every piece of text that readers see or search, and where in its file it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from handbook import guides, inline
from handbook.model import Catalog, CollectionWords, Guide, Home, Value
from handbook.problems import Place, ProblemLog
from handbook.shape import join
from handbook.source import (
    MAX_WORDS_BYTES,
    Node,
    Scalar,
    Sequence,
    SourceFile,
    parse,
    read_text,
)
from handbook.source import Mapping as MappingNode

_FILLER = "\u00b7"
"""Takes the place of an id in a text: neither a letter nor a space."""
_NAME = re.compile(r"\{[a-z_]+\}")
_BUTTON = re.compile(r"\*\*[^*\n]+\*\*")
"""Bold words of a guide name buttons of another program, in its language."""


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text in one language."""

    locale: str
    path: str
    name: str
    """Where in the file: `say[2]`, `respond.stay-calm`."""
    value: str
    """As it is read, but with fillers for ids of entries."""
    entry_id: str = ""
    """The entry that it belongs to, if it does."""

    @property
    def field(self) -> str:
        """The field that it belongs to: `say`."""
        return self.name.split("[")[0].split(".")[0]


def texts(root: Path, catalog: Catalog) -> Iterator[Text]:
    """Yield all texts of the handbook, language by language."""
    for locale in catalog.settings.languages:
        for (language, entry_id), words in catalog.translations.items():
            if language == locale:
                for name, value in words.own_fields.items():
                    yield from _of_value(locale, words.path, name, value, entry_id)
        if catalog.settings.is_draft:
            continue  # What frames the entries may still be copies from another language.
        for (language, _), collection in catalog.collections.items():
            if language == locale:
                yield from _of_collection(locale, collection)
        for section, labels in catalog.interface.get(locale, {}).items():
            yield from _of_value(locale, f"docs/{locale}/ui.yml", section, labels)
        yield from _of_pages(root, catalog, locale)


def _of_collection(locale: str, words: CollectionWords) -> Iterator[Text]:
    for name in ("title", "label", "summary", "introduction"):
        yield from _of_value(locale, words.path, name, getattr(words, name))
    yield from _of_value(locale, words.path, "groups", words.groups)


def _of_value(
    locale: str, path: str, name: str, value: Value, entry_id: str = ""
) -> Iterator[Text]:
    if isinstance(value, str):
        yield Text(locale, path, name, _without_ids(value), entry_id)
    elif isinstance(value, Mapping):
        for key, text in value.items():
            yield from _of_value(locale, path, join(name, key), text, entry_id)
    else:
        items: Iterable[Value] = value
        for number, item in enumerate(items, 1):
            yield from _of_value(locale, path, f"{name}[{number}]", item, entry_id)


def _of_pages(root: Path, catalog: Catalog, locale: str) -> Iterator[Text]:
    pages: list[Home | Guide] = [catalog.homes[locale]] if locale in catalog.homes else []
    pages += [guide for (language, _), guide in catalog.guides.items() if language == locale]
    for page in pages:
        yield Text(locale, page.path, "title", page.title)
        yield Text(locale, page.path, "description", page.description)
        file = read_text(root, page.path, ProblemLog(), max_bytes=MAX_WORDS_BYTES)
        if file:
            yield Text(locale, page.path, "body", _body(file).value)


def _body(file: SourceFile) -> Scalar:
    """Return a page's Markdown; every letter of prose is where it is in the file."""
    start = file.text.find("\n---\n", 3)
    start = start + 5 if file.text.startswith("---\n") and start >= 0 else 0
    body = file.text[start:]
    letters = zip(body, guides.prose(body), strict=True)
    value = "".join(_FILLER if old != new else old for old, new in letters)
    value = _BUTTON.sub(lambda match: re.sub(r"\S", _FILLER, match[0]), value)
    return Scalar(file, _without_ids(value), start, len(file.text))


def _without_ids(text: str) -> str:
    """Put fillers in the place of ids and `{names}`; the words of `[[links]]` remain."""
    if "{" in text:
        text = _NAME.sub(lambda match: _FILLER * len(match[0]), text)
    return inline.ENTRY_LINK.sub(_fill, text) if "[[" in text else text


def _fill(match: re.Match[str]) -> str:
    words = match[2] or ""
    before = len(match[0]) - 2 - len(words)
    return f"{_FILLER * before}{words}{_FILLER * 2}"


@dataclass
class Places:
    """Finds the places of texts; reads a file again only when something is found in it."""

    root: Path
    _files: dict[str, dict[str, Scalar]] = field(default_factory=dict)

    def of(self, text: Text, index: int = 0, piece: str = "") -> Place:
        """Return where `piece`, which stands at `index` of the text, is in its file."""
        scalar = self._scalars(text.path).get(text.name)
        if scalar is None:
            return Place(text.path)
        if text.name == "body" and text.path.endswith(".md"):
            return scalar.file.place_at(scalar.start + index)
        # A folded text has other spaces in the file, and quoted text other signs: so count.
        word = piece.split(" ", maxsplit=1)[0]
        if not word:
            return scalar.place
        earlier = text.value[:index].count(word)
        raw = scalar.file.text
        start = raw.find("\n", scalar.start) if raw[scalar.start] in "|>" else scalar.start
        for _ in range(earlier + 1):
            found = raw.find(word, start, scalar.end)
            if found < 0:
                return scalar.place
            start = found + len(word)
        return scalar.file.place_at(start - len(word))

    def _scalars(self, path: str) -> dict[str, Scalar]:
        if path not in self._files:
            self._files[path] = dict(self._read(path))
        return self._files[path]

    def _read(self, path: str) -> Iterator[tuple[str, Scalar]]:
        log = ProblemLog()
        file = read_text(self.root, path, log, max_bytes=MAX_WORDS_BYTES)
        if file is None:
            return
        if path.endswith(".md"):
            body = _body(file)
            yield "body", body
            # Only what stands behind the front matter is cut off: lines keep their numbers.
            file = SourceFile(path, "\n" + file.text[4 : max(body.start - 4, 4)])
        node = parse(file, log)
        if node is not None:
            yield from _named(node, "")


def _named(node: Node, name: str) -> Iterator[tuple[str, Scalar]]:
    if isinstance(node, Scalar):
        yield name, node
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items, 1):
            yield from _named(item, f"{name}[{number}]")
    elif isinstance(node, MappingNode):
        for key, (_, item) in node.pairs.items():
            yield from _named(item, join(name, key))
