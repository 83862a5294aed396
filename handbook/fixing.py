"""Mends what a machine can mend safely, in place, without touching the layout of the rest.

What needs a decision stays as it is, and `check` names it: a word that could be either script, a
quotation mark without its partner, a character that turns the writing direction.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from handbook import characters, editing, schema, staleness, synonyms
from handbook.editing import Edit
from handbook.model import Catalog
from handbook.problems import ProblemLog
from handbook.scaffolding import modeline
from handbook.source import Mapping, Node, Scalar, Sequence, SourceFile, parse
from handbook.writing import Plan


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotation marks of a language: outer and inner."""

    outer: tuple[str, str]
    inner: tuple[str, str]


QUOTES = {
    "pl": Quotes(("„", "”"), ("«", "»")),
    "uk": Quotes(("«", "»"), ("„", "“")),
    "ru": Quotes(("«", "»"), ("„", "“")),
    "ro": Quotes(("„", "”"), ("«", "»")),
    "en": Quotes(("“", "”"), ("‘", "’")),
}
"""Languages that are not here keep whatever quotation marks they have."""

_WITH_APOSTROPHE = frozenset({"en", "pl", "uk"})
_PAIRS = (("„", "”"), ("„", "“"), ("“", "”"), ("«", "»"))
_MARKS = '„“”«»"'


# --- one piece of text -----------------------------------------------------------------------


def mend_text(text: str, locale: str) -> str:
    """Mend the text between two line breaks of the source, or a whole value.

    >>> mend_text("Say  the hour, don't guess .", "en")
    'Say the hour, don’t guess .'
    """
    text = re.sub(r"(?<=\S) {2,}(?=\S)", " ", text)
    text = re.sub(r"(?<=\w) +(?=[,;](?:\s|$))", "", text)
    if locale in _WITH_APOSTROPHE:
        text = re.sub(r"(?<=[^\W\d_])['ʼ´`‘](?=[^\W\d_])", "’", text)
    if locale == "ro":
        text = text.translate(characters.CEDILLAS)
    return characters.WORD.sub(lambda match: characters.one_script(match.group(), locale), text)


def mend_quotes(text: str, locale: str) -> str:
    """Put the language's own quotation marks in the place of others, if they pair up clearly."""
    quotes = QUOTES.get(locale)
    if quotes is None or not any(mark in text for mark in _MARKS):
        return text
    marks = [character for character in text if character in _MARKS]
    if set(marks) == {'"'}:
        return _mend_straight(text, quotes)
    # Marks within marks do not alternate, and are left alone.
    found = _pair_of(marks)
    if found is None or found == quotes.outer:
        return text
    return text.translate(dict(zip(map(ord, found), quotes.outer, strict=True)))


def _pair_of(marks: list[str]) -> tuple[str, str] | None:
    """Return the one pair that all marks alternate between, if they do."""
    for pair in _PAIRS:
        if len(marks) % 2 == 0 and marks == list(pair) * (len(marks) // 2):
            return pair
    return None


def _mend_straight(text: str, quotes: Quotes) -> str:
    places = [match.start() for match in re.finditer('"', text)]
    if len(places) % 2:
        return text
    pieces = list(text)
    for opening, closing in zip(places[::2], places[1::2], strict=True):
        before, behind = text[opening - 1 : opening], text[closing + 1 : closing + 2]
        inside = text[opening + 1 : closing]
        clear = inside and not inside[0].isspace() and not inside[-1].isspace()
        if not clear or (before and before not in " \n([—–-") or (behind and behind.isalnum()):
            return text
        pieces[opening], pieces[closing] = quotes.outer
    return "".join(pieces)


# --- a whole file ----------------------------------------------------------------------------

_SPACES = dict.fromkeys(map(ord, "\u00a0\u1680\u202f\u205f\u3000"), " ")
_SPACES |= dict.fromkeys(range(0x2000, 0x200B), " ")
_NOTHING: dict[int, None] = dict.fromkeys((0xFEFF, 0x00AD, 0x200B, 0x2060))


def mend_bytes(text: str) -> str:
    """Mend what concerns any file: line ends, the mark at the beginning, spaces, composed letters.

    A tab at the beginning of a line stays: nobody knows how many spaces it stands for.
    """
    text = text.replace("\r\n", "\n").translate(_NOTHING).translate(_SPACES)
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"(?<=[^\s])[ \t]*\t[ \t]*(?=\S)", " ", text)
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    return text.rstrip("\n") + "\n" if text.strip() else text


def mend_words(path: str, text: str, locale: str, order: Iterable[str]) -> str:
    """Mend a file of words: its texts, and the order of its keys.

    A file that is no YAML is only mended as far as `mend_bytes` goes.
    """
    text = mend_bytes(text)
    node = _parse(path, text)
    if node is None:
        return text
    mended = editing.apply(text, _text_edits(node, locale))
    after = _parse(path, mended)
    # The keys, lists and lengths of lists must be what they were.
    if after is None or _shape(after) != _shape(node):
        return text
    return with_key_order(path, mended, after, list(order))


def _parse(path: str, text: str) -> Mapping | None:
    log = ProblemLog()
    node = parse(SourceFile(path, text), log)
    return node if isinstance(node, Mapping) and not log.errors() else None


def _shape(node: Node) -> object:
    if isinstance(node, Scalar):
        return bool(node.value.strip())
    if isinstance(node, Sequence):
        return [_shape(item) for item in node.items]
    return [(key, _shape(item)) for key, (_, item) in node.pairs.items()]


def _text_edits(node: Mapping, locale: str) -> Iterator[Edit]:
    for key, (_, value) in node.pairs.items():
        if key == schema.MARKS:
            continue
        for scalar in editing.scalars(value):
            raw = scalar.file.text[scalar.start : scalar.end]
            mended = _mend_raw(raw, locale)
            if mended != raw:
                yield Edit(scalar.start, scalar.end, mended)


def _mend_raw(raw: str, locale: str) -> str:
    """Mend a value as it stands in the file, quotes and folds included."""
    quote = raw[:1] if raw[:1] in {'"', "'"} else ""
    inside = raw[1:-1] if quote else raw
    if quote == '"' and "\\" in inside.replace('\\"', ""):
        return raw  # Escapes: rare, and easy to break.
    if quote == '"':
        inside = inside.replace('\\"', '"')
    elif quote == "'":
        inside = inside.replace("''", "'")
    header = re.match(r"[|>][-+0-9]*\n", inside) if not quote else None
    start = header.end() if header else 0
    lines = inside[start:].split("\n")
    body = "\n".join(_mend_line(line, locale) for line in lines)
    mended = inside[:start] + mend_quotes(body, locale)
    if quote == '"':
        mended = mended.replace('"', '\\"')
    elif quote == "'":
        mended = mended.replace("'", "''")
    return f"{quote}{mended}{quote}"


def _mend_line(line: str, locale: str) -> str:
    text = line.lstrip(" ")
    return line[: len(line) - len(text)] + mend_text(text, locale)


def with_key_order(path: str, text: str, node: Mapping, order: list[str]) -> str:
    """Return the text with its top-level keys in the order that the schema declares.

    A comment goes with the key below it; the comments at the top of the file stay there.
    """
    keys = list(node.pairs)
    wanted = [key for key in order if key in node.pairs]
    if keys == wanted or set(keys) != set(wanted):
        return text
    starts = [node.pairs[key][0].start for key in keys]
    if any(editing.line_start(text, start) != start for start in starts):
        return text
    begin = [starts[0], *(_with_comments(text, start) for start in starts[1:])]
    blocks = {
        key: text[start:end]
        for key, (start, end) in zip(keys, pairwise([*begin, len(text)]), strict=True)
    }
    result = text[: begin[0]] + "".join(
        block if block.endswith("\n") else f"{block}\n" for block in (blocks[k] for k in wanted)
    )
    result = result.rstrip("\n") + "\n"
    after = _parse(path, result)
    return result if after and editing.plain(after) == editing.plain(node) else text


def _with_comments(text: str, start: int) -> int:
    """Return where the comment lines right above `start` begin."""
    while start > 0:
        above = editing.line_start(text, start - 1)
        if not text[above:start].startswith("#"):
            break
        start = above
    return start


def without_needless_marks(path: str, text: str, declared: schema.Collection) -> str:
    """Return the text of a translation without marks of fields that every language words itself."""
    node = _parse(path, text)
    marks = node.get(schema.MARKS) if node else None
    if not isinstance(marks, Mapping) or declared.untranslated.isdisjoint(marks.pairs):
        return text
    kept = {
        name: value.value
        for name, (_, value) in marks.pairs.items()
        if name not in declared.untranslated and isinstance(value, Scalar)
    }
    return staleness.with_marks(path, text, kept)


def with_modeline(path: str, text: str, schema_name: str) -> str:
    """Return a file's text with the line that names its schema as the first one."""
    line = modeline(path, schema_name)
    first = text.partition("\n")[0]
    if first.startswith("# yaml-language-server:"):
        return line + text[len(first) :]
    return f"{line}\n{text}"


# --- all files -------------------------------------------------------------------------------


_FOLDERS = frozenset(declared.id for declared in schema.COLLECTIONS)


def plan_fixes(plan: Plan, catalog: Catalog, paths: Iterable[str] = ()) -> None:
    """Plan everything that can be mended, in some files or in all of the content.

    KeyError for a path that is no file of the content, or holds no texts to mend.
    """
    chosen = set(paths)
    root = plan.root
    menders = dict(_menders(root, catalog))
    unknown = sorted(chosen - menders.keys())
    if unknown:
        raise KeyError(unknown[0])
    for path, mend in menders.items():
        if chosen and path not in chosen:
            continue
        try:
            text = (root / path).read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            continue  # `check` says so.
        mended = mend(text)
        if mended != text:
            plan.write(path, mended, newline="\n")
    staleness.keep_marks(plan, catalog, {})


def _menders(root: Path, catalog: Catalog) -> Iterator[tuple[str, Callable[[str], str]]]:
    """Yield every file that can be mended, with what mends it."""
    yield schema.SETTINGS_FILE, mend_bytes
    for name in (*(declared.id for declared in schema.COLLECTIONS), "sources"):
        if (root / "data" / f"{name}.yml").is_file():
            yield f"data/{name}.yml", _data_mender(root, f"data/{name}.yml", f"data-{name}")
    for locale in catalog.settings.languages:
        folder = root / "docs" / locale
        for file in sorted(folder.rglob("*")):
            path = file.relative_to(root).as_posix()
            hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
            if hidden or not file.is_file() or file.is_symlink() or file.name == "STYLE.md":
                continue
            if path.endswith(".md"):
                yield path, _prose_mender(locale)
            elif file.name == synonyms.FILE:
                yield path, _data_mender(root, path, schema_of(path))
            elif file.name == "ui.yml" or (path.endswith(".yml") and file.parent.name in _FOLDERS):
                yield path, _words_mender(root, catalog, path, locale)


def _data_mender(root: Path, path: str, schema_name: str) -> Callable[[str], str]:
    def mend(text: str) -> str:
        text = mend_bytes(text)
        there = (root / "schema" / f"{schema_name}.json").is_file()
        return with_modeline(path, text, schema_name) if there else text

    return mend


def _prose_mender(locale: str) -> Callable[[str], str]:
    """Mend Markdown: its quotation marks may belong to YAML or to attributes, so they stay."""

    def mend(text: str) -> str:
        lines = mend_bytes(text).split("\n")
        return "\n".join(_mend_line(line, locale) for line in lines)

    return mend


def _words_mender(root: Path, catalog: Catalog, path: str, locale: str) -> Callable[[str], str]:
    name = schema_of(path)
    order = _key_order(name)

    def mend(text: str) -> str:
        text = mend_words(path, text, locale, order)
        entry = catalog.entries.get(Path(path).stem)
        if entry and entry.origin == locale and f"\n{schema.MARKS}:" in text:
            text = editing.with_block(path, text, schema.MARKS, "")
        elif entry:
            text = without_needless_marks(path, text, schema.collection(entry.collection))
        there = (root / "schema" / f"{name}.json").is_file()
        return with_modeline(path, text, name) if there else text

    return mend


def schema_of(path: str) -> str:
    """Return the name of the schema that a file of words follows.

    >>> schema_of("docs/pl/laws/law-search-first.yml"), schema_of("docs/pl/signals/index.yml")
    ('laws', 'index-signals')
    """
    *_, folder, name = path.split("/")
    if name in ("ui.yml", synonyms.FILE):
        return name.removesuffix(".yml")
    if name == "index.yml":
        grouped = any(declared.id == folder and declared.groups for declared in schema.COLLECTIONS)
        return f"index-{folder}" if grouped else "index"
    return folder


def _key_order(schema_name: str) -> list[str]:
    if schema_name.startswith("index"):
        return [*(field.name for field in schema.COLLECTION_FIELDS), "groups"]
    for declared in schema.COLLECTIONS:
        if declared.id == schema_name:
            return [*(field.name for field in declared.fields), schema.MARKS]
    return []
