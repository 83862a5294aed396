"""A knowledge base of any size, made of random words in five languages: for measuring, not for reading.

`make_knowledge_base(300)` gives the entries, their links and their words; `write_handbook` lays them out in the format
of this repository, `write_plain_site` as the Markdown pages of a plain mkdocs-material site. Both hold the same text.
The same size and seed give the same bytes.
"""

from __future__ import annotations

import itertools
import random
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

LANGUAGES: Final = ("en", "pl", "uk", "ru", "ro")

SHARES: Final = {
    "archetypes": 9,
    "situations": 9,
    "laws": 8,
    "practices": 9,
    "strategies": 30,
    "signals": 35,
}
"""How many of a hundred entries each collection holds, as in the real handbook."""

CASES: Final = ("archetypes", "situations", "laws")
"""The collections whose entries are recognised by signals and handled by strategies."""

SINGULAR: Final = {
    "archetypes": "archetype",
    "situations": "situation",
    "laws": "law",
    "practices": "practice",
    "strategies": "strategy",
    "signals": "signal",
}

SOURCE: Final = "random-words"
"""The document that the entries say they come from."""

GROUPS: Final = ("tone", "words", "demands", "behaviour", "circumstances")

# Consonants and vowels that make pronounceable words in the right alphabet, and nothing outside it.
LETTERS: Final = {
    "en": ("b c d f g h k l m n p r s t v w st tr sh ch", "a e i o u ea ou"),
    "pl": ("b c ć d f g k l ł m n ń p r s ś t w z ż cz sz", "a ą e ę i o ó u y"),
    "uk": ("б в г ґ д ж з к л м н п р с т х ц ч ш ст", "а е є и і ї о у ю я"),
    "ru": ("б в г д ж з к л м н п р с т х ц ч ш щ ст", "а е ё и о у ы э ю я"),
    "ro": ("b c d f g h l m n p r s ș t ț v z st tr", "a ă â e i î o u"),
}

WORD: Final = re.compile(r"(?<![\w-])(?:[a-zăâîșțąćęłńóśźż]+|[а-яёіїєґ]+)(?![\w’'-])")
"""A word in one script; what is joined to something else (Wi-Fi, e-mail, об’єкт) is left out."""

Text: TypeAlias = str | list[str] | dict[str, str] | list[dict[str, str]]
"""The words of one field: a sentence, a list, a text per entry id, or a list of small mappings."""

Words: TypeAlias = dict[str, Text]
"""The words of one entry in one language, by field."""


@dataclass(frozen=True)
class Entry:
    """One thing the knowledge base speaks about, the same in every language."""

    id: str
    collection: str
    number: int | None = None
    group: str | None = None
    signals: tuple[str, ...] = ()
    strategies: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    confusable: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnowledgeBase:
    """Entries in display order, and their words by language and entry id."""

    entries: tuple[Entry, ...]
    words: Mapping[str, Mapping[str, Words]]

    def of(self, collection: str) -> list[Entry]:
        """The entries of a collection, in display order."""
        return [entry for entry in self.entries if entry.collection == collection]


@dataclass
class Writer:
    """Writes random text of a wanted length in one language."""

    language: str
    random: random.Random
    vocabulary: list[str] = field(default_factory=list)
    """Words to write with, the commonest first; some are coined if there are none."""
    _words: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        if not self.vocabulary:
            self.vocabulary = sorted(self._coin_words(4000))
            self.random.shuffle(self.vocabulary)
        self._words = self._endless_words()

    def _coin_words(self, count: int) -> set[str]:
        consonants, vowels = (letters.split() for letters in LETTERS[self.language])
        words: set[str] = set()
        while len(words) < count:
            syllables = self.random.choices((1, 2, 3, 4), (2, 5, 5, 2))[0]
            words.add(
                "".join(
                    self.random.choice(consonants) + self.random.choice(vowels)
                    for _ in range(syllables)
                )
            )
        return words

    def _endless_words(self) -> Iterator[str]:
        # A few words are very common and most are rare, as in any language (Zipf): search and packing depend on it.
        weights = list(
            itertools.accumulate(1 / rank for rank in range(2, len(self.vocabulary) + 2))
        )
        while True:
            yield from self.random.choices(self.vocabulary, cum_weights=weights, k=20_000)

    def phrase(self, shortest: int, longest: int) -> str:
        """Words with a length in characters between the two bounds, no full stop."""
        wanted = self.random.randint(shortest + 1, longest)
        text = next(self._words)
        while len(text) < wanted:
            longer = f"{text} {next(self._words)}"
            if len(longer) > longest:
                break
            text = longer
        return text.ljust(shortest, text[-1]).capitalize()

    def sentence(self, shortest: int, longest: int) -> str:
        """The same, ended by a full stop."""
        return self.phrase(shortest - 1, longest - 1) + "."

    def prose(self, shortest: int, longest: int, links: Sequence[str] = ()) -> str:
        """Sentences up to the wanted length, with a link to each of the given entries near the front."""
        wanted = self.random.randint(shortest, longest) - 80
        sentences: list[str] = [
            f"{self.phrase(10, 30)} [[{link}]] {next(self._words)}." for link in links
        ]
        while sum(map(len, sentences)) + len(sentences) < max(wanted, shortest):
            sentences.append(self.sentence(40, 80))
        return " ".join(sentences)


Make: TypeAlias = Callable[[Writer, Entry, str], Text]
"""Makes the words of one field of an entry; the last argument is an id that the text may link to."""


def _sentence(shortest: int, longest: int) -> Make:
    return lambda writer, _entry, _link: writer.sentence(shortest, longest)


def _phrase(shortest: int, longest: int) -> Make:
    return lambda writer, _entry, _link: writer.phrase(shortest, longest)


def _prose(shortest: int, longest: int) -> Make:
    return lambda writer, _entry, link: writer.prose(shortest, longest, [link] if link else [])


def _list(fewest: int, most: int, shortest: int, longest: int) -> Make:
    def make(writer: Writer, _entry: Entry, _link: str) -> Text:
        wanted = writer.random.randint(fewest, most)
        items: set[str] = set()  # no two alike
        while len(items) < wanted:
            items.add(writer.phrase(shortest, longest))
        return sorted(items)

    return make


def _respond(writer: Writer, entry: Entry, _link: str) -> Text:
    return {strategy: writer.prose(160, 260) for strategy in entry.strategies}


def _differs(writer: Writer, entry: Entry, _link: str) -> Text:
    return {other: writer.prose(90, 200) for other in entry.confusable}


def _avoid(writer: Writer, _entry: Entry, _link: str) -> Text:
    return [
        {"mistake": writer.sentence(20, 70), "instead": writer.sentence(20, 90)} for _ in range(3)
    ]


def _points(writer: Writer, _entry: Entry, _link: str) -> Text:
    count = writer.random.randint(3, 6)
    return [
        {"title": writer.phrase(10, 40), "text": writer.sentence(80, 240)} for _ in range(count)
    ]


def _example(writer: Writer, _entry: Entry, _link: str) -> Text:
    turns = writer.random.randint(4, 8)
    return [{("client", "agent")[turn % 2]: writer.sentence(30, 150)} for turn in range(turns)]


# Lengths lie within the bounds of the schema, around what our writers write.
_COMMON: Final = {
    "title": _phrase(12, 45),
    "aliases": _list(14, 24, 5, 30),
    "summary": _sentence(60, 140),
}
_ASKED: Final = {"asked": _list(8, 12, 40, 120)}
_TALK: Final = {"say": _list(4, 6, 30, 100), "avoid": _avoid}
FIELDS: Final[dict[str, dict[str, Make]]] = {
    "archetypes": _COMMON
    | {
        "first_move": _sentence(40, 120),
        "signs": _list(4, 6, 40, 110),
        "wants": _prose(150, 350),
        "respond": _respond,
    }
    | _TALK
    | {"hand_over": _prose(110, 280), "differs": _differs, "example": _example}
    | _ASKED,
    "situations": _COMMON
    | {
        "first_move": _sentence(40, 120),
        "signs": _list(4, 6, 40, 110),
        "stakes": _prose(150, 350),
        "respond": _respond,
    }
    | _TALK
    | {
        "hand_over": _prose(110, 280),
        "afterwards": _prose(110, 280),
        "differs": _differs,
        "example": _example,
    }
    | _ASKED,
    "laws": _COMMON
    | {"statement": _sentence(40, 120), "meaning": _prose(400, 700), "respond": _respond}
    | _TALK
    | {"limits": _prose(150, 320), "differs": _differs, "example": _example}
    | _ASKED,
    "practices": _COMMON
    | {"purpose": _prose(150, 400), "points": _points, "try_it": _prose(110, 300)}
    | _ASKED,
    "strategies": _COMMON
    | {"first_move": _sentence(40, 120), "purpose": _prose(150, 350), "steps": _list(3, 6, 40, 140)}
    | _TALK
    | {"limits": _prose(150, 320)}
    | _ASKED,
    "signals": _COMMON | {"heard": _list(6, 12, 10, 80)},
}
PROSE: Final = frozenset(
    {"wants", "stakes", "meaning", "hand_over", "afterwards", "limits", "purpose", "try_it"}
)


def make_knowledge_base(count: int, seed: int = 1, repository: Path | None = None) -> KnowledgeBase:
    """A knowledge base of `count` entries in five languages.

    With a repository its own words are used, each as common as there, so that dictionaries know them;
    without one the words are coined.
    """
    entries = tuple(make_entries(count, random.Random(seed)))
    words = {}
    for language in LANGUAGES:
        known = handbook_words(repository, language) if repository else []
        writer = Writer(language, random.Random(f"{seed} {language}"), known)
        words[language] = _words_of(writer, entries)
    return KnowledgeBase(entries, words)


def handbook_words(repository: Path, language: str) -> list[str]:
    """The words that a repository's entries use in a language, the commonest first."""
    cyrillic = language in {"uk", "ru"}
    count: Counter[str] = Counter()
    for path in sorted((repository / "docs" / language).glob("*/*.yml")):
        text = "\n".join(line.split(": ", 1)[-1] for line in path.read_text("utf-8").splitlines())
        count.update(word for word in WORD.findall(text.lower()) if (word[0] >= "а") == cyrillic)
    return [word for word, _ in sorted(count.items(), key=lambda item: (-item[1], item[0]))]


def make_entries(count: int, rng: random.Random) -> Iterator[Entry]:
    """The entries and their links: each is linked from another one, and `confusable` always goes both ways."""
    ids = {collection: _ids(collection, amount) for collection, amount in _split(count).items()}
    strategies, signals = _endless(ids["strategies"]), _endless(ids["signals"])
    for collection, own in ids.items():
        for position, id_ in enumerate(own):
            case, signal = collection in CASES, collection == "signals"
            yield Entry(
                id=id_,
                collection=collection,
                number=position + 1 if collection == "laws" else None,
                group=GROUPS[position * len(GROUPS) // len(own)] if signal else None,
                strategies=_take(strategies, rng.randint(2, 4)) if case else (),
                signals=_take(signals, rng.randint(2, 4)) if case else (),
                related=() if signal else (own[(position + 1) % len(own)],),
                confusable=_twin(own, position) if case else (),
            )


def _split(count: int) -> dict[str, int]:
    amounts = {collection: max(2, count * share // 100) for collection, share in SHARES.items()}
    amounts["strategies"] += max(0, count - sum(amounts.values()))
    return amounts


def _ids(collection: str, amount: int) -> list[str]:
    return [f"{SINGULAR[collection]}-{position:04}" for position in range(amount)]


def _endless(ids: Sequence[str]) -> Iterator[str]:
    return itertools.cycle(ids)


def _take(ids: Iterator[str], amount: int) -> tuple[str, ...]:
    # dict.fromkeys: in a tiny knowledge base the ids come round before the entry has enough.
    return tuple(dict.fromkeys(itertools.islice(ids, amount)))


def _twin(ids: Sequence[str], position: int) -> tuple[str, ...]:
    """Every second pair of neighbours is hard to tell apart."""
    neighbour = position ^ 1
    chosen = position // 2 % 2 == 0
    return (ids[neighbour],) if chosen and neighbour < len(ids) else ()


def _words_of(writer: Writer, entries: Sequence[Entry]) -> dict[str, Words]:
    ids = [entry.id for entry in entries]
    return {
        entry.id: _write_entry(writer, entry, _link_target(entry, ids, writer.random))
        for entry in entries
    }


def _link_target(entry: Entry, ids: Sequence[str], rng: random.Random) -> str:
    """Something for the text to link to: never the entry itself."""
    return next(id_ for id_ in iter(lambda: rng.choice(ids), None) if id_ != entry.id)


def _write_entry(writer: Writer, entry: Entry, link: str) -> Words:
    fields = FIELDS[entry.collection]
    words = {
        name: make(writer, entry, link if name in PROSE else "") for name, make in fields.items()
    }
    if not entry.confusable:
        words.pop("differs", None)
    return words


# --- in our format ---------------------------------------------------------------------------------------------------


def write_handbook(base: KnowledgeBase, repository: Path, target: Path) -> None:
    """Write the knowledge base as `data/` and `docs/` of this repository, with the repository's engine and theme."""
    _copy_frame(repository, target)
    _write(
        target / "data" / "sources.yml",
        [f"{SOURCE}:", "  language: en", "  title: Random words", "  kind: article"],
    )
    for collection in SHARES:
        lines = (line for entry in base.of(collection) for line in _data_lines(entry))
        _write(target / "data" / f"{collection}.yml", lines)
    for language, words in base.words.items():
        for entry in base.entries:
            path = target / "docs" / language / entry.collection / f"{entry.id}.yml"
            _write(path, _yaml_lines(words[entry.id]))


def _copy_frame(repository: Path, target: Path) -> None:
    """Copy all that is not an entry: the theme, the hooks, the labels, the introductions."""
    for name in (
        name for name in ("handbook", "hooks", "theme", "data") if (repository / name).is_dir()
    ):
        shutil.copytree(
            repository / name, target / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    for settings in repository.glob("*.yml"):
        shutil.copy(settings, target)
    for language in LANGUAGES:
        source, own = repository / "docs" / language, target / "docs" / language
        shutil.copytree(source, own, ignore=_entry_files)
        for collection in SHARES:
            (own / collection).mkdir(exist_ok=True)
        for page in own.glob("*.md"):
            page.write_text(_without_links(page.read_text(encoding="utf-8")), encoding="utf-8")
    for extra in (path for path in (repository / "docs").iterdir() if path.name not in LANGUAGES):
        (shutil.copytree if extra.is_dir() else shutil.copy)(extra, target / "docs" / extra.name)


def _without_links(text: str) -> str:
    """Keep the words of `[[links]]`: the entries that they lead to are not in a synthetic handbook."""
    return re.sub(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]", r"\1", text)


def _entry_files(folder: str, names: list[str]) -> list[str]:
    """Those of the names in a folder that are entries: what `copytree` shall leave out."""
    if Path(folder).name in LANGUAGES:
        return []
    return [name for name in names if name.endswith(".yml") and name != "index.yml"]


def _data_lines(entry: Entry) -> Iterator[str]:
    yield f"{entry.id}:"
    if entry.number is not None:
        yield f"  number: {entry.number}"
    if entry.group is not None:
        yield f"  group: {entry.group}"
    yield "  origin: en"
    yield f"  sources: [{{document: {SOURCE}, place: all}}]"
    for name in ("signals", "strategies", "related", "confusable"):
        if ids := getattr(entry, name):
            yield f"  {name}: [{', '.join(ids)}]"


def _yaml_lines(words: Words) -> Iterator[str]:
    for name, value in words.items():
        match value:
            case str():
                yield from _yaml_text("", name, value)
            case dict():
                yield f"{name}:"
                for key, text in value.items():
                    yield from _yaml_text("  ", key, text)
            case list():
                yield f"{name}:"
                for item in value:
                    yield from _yaml_item(item)


def _yaml_text(indent: str, key: str, text: str) -> Iterator[str]:
    """A short text stands beside its key, a long one folded below it."""
    if len(text) <= 100:
        yield f"{indent}{key}: {text}"
        return
    yield f"{indent}{key}: >-"
    words = text.split(" ")
    for start in range(0, len(words), 12):
        yield f"{indent}  {' '.join(words[start : start + 12])}"


def _yaml_item(item: str | dict[str, str]) -> Iterator[str]:
    if isinstance(item, str):
        yield f"  - {item}"
        return
    for dash, (key, text) in zip(
        itertools.chain("-", itertools.repeat(" ")), item.items(), strict=False
    ):
        yield f"  {dash} {key}: {text}"


# --- as a plain Markdown site ----------------------------------------------------------------------------------------

LINK: Final = re.compile(r"\[\[([a-z0-9-]+)\]\]")


def write_plain_site(base: KnowledgeBase, target: Path, features: Sequence[str] = ()) -> None:
    """Write the same pages as a careful author would for mkdocs-material with static-i18n: Markdown in folders."""
    _write(target / "mkdocs.yml", _plain_config(features))
    collection_of = {entry.id: entry.collection for entry in base.entries}
    backlinks = _backlinks(base.entries)
    for language, words in base.words.items():
        titles = {id_: str(text["title"]) for id_, text in words.items()}
        folder = target / "docs" / language
        for entry in base.entries:
            page = _plain_page(entry, words[entry.id], backlinks[entry.id])
            text = _resolve_links("\n".join(page), titles, collection_of)
            _write(folder / entry.collection / f"{entry.id}.md", [text])
        for collection in SHARES:
            _write(
                folder / collection / "index.md",
                _plain_list(collection, base.of(collection), titles),
            )
        _write(
            folder / "index.md",
            ["# Handbook", "", *(f"- [{name}]({name}/index.md)" for name in SHARES)],
        )


def _plain_config(features: Sequence[str]) -> Iterator[str]:
    yield "site_name: Handbook"
    yield "site_url: https://example.github.io/support-handbook/"
    yield "theme:"
    yield "  name: material"
    yield f"  features: [{', '.join(features)}]"
    yield "markdown_extensions: [attr_list, admonition, def_list]"
    yield "plugins:"
    yield "  - search"
    yield "  - i18n:"
    yield "      docs_structure: folder"
    yield "      languages:"
    for language in LANGUAGES:
        default = str(language == "en").lower()
        yield f"        - {{locale: {language}, name: {language}, build: true, default: {default}}}"


def _backlinks(entries: Sequence[Entry]) -> dict[str, list[str]]:
    """For each entry the ids of those that name it."""
    backlinks: dict[str, list[str]] = {entry.id: [] for entry in entries}
    for entry in entries:
        for target in (*entry.signals, *entry.strategies):
            backlinks[target].append(entry.id)
    return backlinks


def _plain_page(entry: Entry, words: Words, backlinks: Sequence[str]) -> Iterator[str]:
    yield from (
        "---",
        f"description: {words['summary']}",
        "---",
        "",
        f"# {words['title']}",
        "",
        str(words["summary"]),
    )
    for name, value in words.items():
        if name not in ("title", "summary", "aliases"):
            yield from ("", f"## {name.replace('_', ' ').capitalize()} {{#{name}}}", "")
            yield from _plain_field(value)
    for name, ids in (
        ("signals", entry.signals),
        ("related", entry.related),
        ("backlinks", backlinks),
    ):
        if ids:
            yield from (
                "",
                f"## {name.capitalize()} {{#{name}}}",
                "",
                *(f"- [[{id_}]]" for id_ in ids),
            )


def _plain_field(value: Text) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for id_, text in value.items():
                yield from (f"### [[{id_}]] {{#to-{id_}}}", "", text, "")
        case list():
            for item in value:
                yield "- " + (
                    item
                    if isinstance(item, str)
                    else " ".join(f"**{k}** {v}" for k, v in item.items())
                )


def _plain_list(
    collection: str, entries: Sequence[Entry], titles: Mapping[str, str]
) -> Iterator[str]:
    yield from (f"# {collection.capitalize()}", "")
    for entry in entries:
        yield f"- [{titles[entry.id]}]({entry.id}.md)"


def _resolve_links(text: str, titles: Mapping[str, str], collection_of: Mapping[str, str]) -> str:
    return LINK.sub(
        lambda found: f"[{titles[found[1]]}](../{collection_of[found[1]]}/{found[1]}.md)", text
    )


def _write(path: Path, lines: Iterator[str] | Sequence[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
