"""Reads one YAML file into nodes that know their line and column, and trusts nothing.

Every scalar stays text (`No` is not False, `12:30` is not 750). What could make a parser slow,
large or surprising is refused before or while it is parsed: file size, line length, nesting,
tags, anchors, aliases and merge keys.
"""

from __future__ import annotations

import bisect
import errno
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from handbook import characters
from handbook.problems import Place, ProblemLog, Rule

MAX_WORDS_BYTES = 128 * 1024
"""Largest file of words; a long entry has 10 kB."""
MAX_DATA_BYTES = 1024 * 1024
"""Largest file of facts: about 5,000 entries."""
MAX_LINE = 5_000
"""Longest line in characters; a whole field may stand on one line."""
MAX_DIGITS = 20
"""Longest run of digits."""
MAX_DEPTH = 8
"""Deepest nesting; entries use four levels."""
MAX_NODES = 50_000
"""Most values in one file."""

_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?= |$)", re.MULTILINE)
_DIGITS = re.compile(rf"[0-9]{{{MAX_DIGITS + 1},}}")


@dataclass(frozen=True)
class SourceFile:
    """The text of a file, and how to point into it."""

    path: str
    """Path from the content's root."""
    text: str

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def place_at(self, index: int) -> Place:
        """Return the line and column of the character at `index`."""
        line = bisect.bisect_right(self._line_starts, index)
        return Place(self.path, line, index - self._line_starts[line - 1] + 1)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text in a file."""

    file: SourceFile
    value: str
    start: int
    """Index of the first character in the file, its quote included."""
    end: int
    """Index behind the last character in the file."""

    @property
    def place(self) -> Place:
        """Where the text begins."""
        return self.file.place_at(self.start)

    def place_of(self, piece: str) -> Place:
        """Where `piece` stands within the text; the beginning if it is spelled another way."""
        start = self.start
        if self.file.text.startswith(("|", ">"), start):  # The text begins in the next line.
            start = self.file.text.find("\n", start, self.end)
        found = self.file.text.find(piece, start, self.end) if piece else -1
        return self.file.place_at(found if found >= 0 else self.start)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    file: SourceFile
    start: int
    items: list[Node]

    @property
    def place(self) -> Place:
        """Where the list begins."""
        return self.file.place_at(self.start)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values, in the order of the file."""

    file: SourceFile
    start: int
    pairs: dict[str, tuple[Scalar, Node]]

    @property
    def place(self) -> Place:
        """Where the mapping begins."""
        return self.file.place_at(self.start)

    def get(self, key: str) -> Node | None:
        """Return the value of `key`, or None."""
        pair = self.pairs.get(key)
        return pair[1] if pair else None


Node = Scalar | Sequence | Mapping


def type_name(node: Node) -> str:
    """Return what a node is called in a message to an editor."""
    if isinstance(node, Sequence):
        return "a list"
    if isinstance(node, Mapping):
        return "a mapping of keys"
    return "text" if node.value.strip() else "nothing"


def wrong_type(log: ProblemLog, node: Node, name: str, wanted: str, hint: str) -> None:
    """Report a node where something else belongs: `a list where a mapping of keys belongs`."""
    log.add(Rule.WRONG_TYPE, node.place, name, f"{type_name(node)} where {wanted} belongs", hint)


def read_text(root: Path, path: str, log: ProblemLog, *, max_bytes: int) -> SourceFile | None:
    """Read `root/path` as UTF-8 and check its characters.

    Returns None, with the reasons in `log`, when the file is not fit to be parsed. Characters that
    do not belong are reported and left out, so that one run also names what else is wrong.
    """
    data = _read_bytes(root, path, log, max_bytes)
    if data is None:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8")
        place = SourceFile(path, good).place_at(len(good))
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        log.add(Rule.NOT_UTF8, place, "", message, "save the file in the encoding UTF-8")
        return None
    file = SourceFile(path, text.replace("\r\n", "\n"))
    if check_characters(file, log):
        return file
    cleaned = SourceFile(path, characters.without_forbidden(file.text))
    return cleaned if check_characters(cleaned, ProblemLog()) else None


def _read_bytes(root: Path, path: str, log: ProblemLog, max_bytes: int) -> bytes | None:
    full = root / path
    place = Place(path)
    try:
        if not full.resolve().is_relative_to(root.resolve()):
            message = "the link leads out of the content's folder"
            log.add(Rule.OUTSIDE_TREE, place, "", message, "put the file itself here")
            return None
        # A pipe or a device would block or never end.
        if not stat.S_ISREG(full.stat().st_mode):
            log.add(Rule.UNREADABLE, place, "", "not an ordinary file", "put a text file here")
            return None
        with full.open("rb") as stream:
            data = stream.read(max_bytes + 1)
    except (OSError, RuntimeError) as error:
        message = f"cannot be read ({_reason(error)})"
        log.add(Rule.UNREADABLE, place, "", message, "check that it exists and may be read")
        return None
    if len(data) > max_bytes:
        message = f"larger than {max_bytes // 1024} KiB"
        log.add(Rule.TOO_LARGE, place, "", message, "split it or shorten it")
        return None
    return data


def _reason(error: OSError | RuntimeError) -> str:
    # Python before 3.13 reports a loop of links as a RuntimeError.
    if isinstance(error, RuntimeError) or error.errno == errno.ELOOP:
        return "the link leads to itself"
    return error.strerror or type(error).__name__


def check_characters(file: SourceFile, log: ProblemLog) -> bool:
    """Report characters and lines that no content needs; return whether parsing is safe."""
    found = list(characters.find_forbidden(file.text))
    for finding in found:
        log.add(finding.rule, file.place_at(finding.index), "", finding.message, finding.hint)
    conflict = _CONFLICT.search(file.text)
    if conflict:
        message = f"'{conflict.group()}': a merge left two versions here"
        hint = "keep one of them, and remove the lines <<<<<<<, ======= and >>>>>>>"
        log.add(Rule.MERGE_CONFLICT, file.place_at(conflict.start()), "", message, hint)
        return False
    start = 0
    for line in file.text.split("\n"):
        if len(line) > MAX_LINE:
            message = f"line of {len(line)} characters (at most {MAX_LINE})"
            log.add(Rule.LONG_LINE, file.place_at(start), "", message, "break the line")
            return False
        start += len(line) + 1
    digits = _DIGITS.search(file.text)
    if digits:
        message = f"{len(digits.group())} digits in a row (at most {MAX_DIGITS})"
        hint = "remove or split the number"
        log.add(Rule.MANY_DIGITS, file.place_at(digits.start()), "", message, hint)
    return not found and not digits


def parse(file: SourceFile, log: ProblemLog) -> Node | None:
    """Parse YAML; return its only document, or None with the reasons in `log`."""
    try:
        return _Builder(file, log).build(yaml.parse(file.text, Loader=yaml.CBaseLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # At the end of a file without a last line break libyaml counts one line too many.
        place = file.place_at(min(_index(mark), len(file.text)))
        what = " ".join(part for part in (error.problem, error.context) if part)
        log.add(Rule.SYNTAX, place, "", f"not YAML: {what}", _syntax_hint(what))
    except yaml.YAMLError as error:
        hint = "compare with a neighbouring file"
        log.add(Rule.SYNTAX, Place(file.path), "", f"not YAML: {error}", hint)
    except _RefusedError:
        pass
    return None


_KEYS = "write 'key: text' lines"


def read_mapping(
    root: Path, path: str, log: ProblemLog, max_bytes: int, if_empty: str = _KEYS
) -> Mapping | None:
    """Read and parse `root/path`, which must hold keys; None with the reasons in `log`."""
    file = read_text(root, path, log, max_bytes=max_bytes)
    return parse_mapping(file, log, if_empty) if file else None


def parse_mapping(file: SourceFile, log: ProblemLog, if_empty: str = _KEYS) -> Mapping | None:
    """Parse YAML that must hold keys; `if_empty` is what to do about a file without anything."""
    noted_before = len(log)
    node = parse(file, log)
    if isinstance(node, Mapping):
        return node
    if node is not None:
        wrong_type(log, node, "", "a mapping of keys", _KEYS)
    elif len(log) == noted_before:
        log.add(Rule.WRONG_TYPE, Place(file.path), "", "nothing in the file", if_empty)
    return None


def _fold(literal: str) -> str:
    """Fold a block written with `|` as one with `>` is: a paragraph break is one newline."""
    return "\n".join(
        " ".join(part.split("\n")) for part in re.split(r"\n{2,}", literal.strip("\n"))
    )


_SYNTAX_HINTS = {
    "escape": "write the character itself, and two backslashes for one",
    "mapping values are not allowed": "text that holds ': ' must stand in double quotes",
    "could not find expected ':'": (
        "write 'key: text', or indent the line if it continues the text above"
    ),
    "block mapping": "line up the keys, with two spaces for each level",
    "block collection": "line up the items, with two spaces for each level",
    "quoted scalar": "close the quotation mark",
    "flow sequence": "close the bracket, and part the items with commas",
    "flow mapping": "close the brace, and part the keys with commas",
    "cannot start any token": "text that begins with this character must stand in double quotes",
}
"""What to do about a message of the parser that holds the words; the first one counts."""


def _syntax_hint(what: str) -> str:
    hints = (hint for words, hint in _SYNTAX_HINTS.items() if words in what)
    return next(hints, "compare with a neighbouring file")


def _index(mark: object) -> int:
    """Return where in the text an event stands; the stubs of yaml know two kinds of marks."""
    index = getattr(mark, "index", 0)
    assert isinstance(index, int)
    return index


class _RefusedError(Exception):
    """The file holds something that is refused; the log says what."""


class _Builder:
    """Builds nodes from parser events with a stack of its own, so that depth cannot crash it."""

    def __init__(self, file: SourceFile, log: ProblemLog) -> None:
        self._file = file
        self._log = log
        self._open: list[Sequence | Mapping] = []
        self._keys: list[Scalar | None] = []
        self._root: Node | None = None
        self._count = 0

    def build(self, events: Iterator[yaml.Event]) -> Node | None:
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                self._check_node(event)
                self._add(self._scalar(event))
            elif isinstance(event, yaml.SequenceStartEvent):
                self._check_node(event)
                self._enter(Sequence(self._file, _index(event.start_mark), []))
            elif isinstance(event, yaml.MappingStartEvent):
                self._check_node(event)
                self._enter(Mapping(self._file, _index(event.start_mark), {}))
            elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
                self._open.pop()
                self._keys.pop()
            elif isinstance(event, yaml.AliasEvent):
                self._refuse(Rule.ANCHOR, event, f"alias '*{event.anchor}'", "write the text out")
            elif isinstance(event, yaml.DocumentStartEvent) and self._root is not None:
                hint = "keep one document in a file: remove the line '---'"
                self._refuse(Rule.SYNTAX, event, "a second document", hint)
        return self._root

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        value = _fold(event.value) if event.style == "|" else event.value
        scalar = Scalar(self._file, value, _index(event.start_mark), _index(event.end_mark))
        if event.style == '"':
            # An escape such as \u202e brings in what the raw text does not show.
            for finding in characters.find_forbidden(event.value):
                self._log.add(finding.rule, scalar.place, "", finding.message, finding.hint)
        return scalar

    def _check_node(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        self._count += 1
        if self._count > MAX_NODES:
            message = f"more than {MAX_NODES} values"
            self._refuse(Rule.TOO_LARGE, event, message, "split it or shorten it")
        if event.anchor is not None:
            self._refuse(Rule.ANCHOR, event, f"anchor '&{event.anchor}'", "remove it")
        if event.tag is not None:
            hint = "remove it; quote the text if it begins with '!'"
            self._refuse(Rule.YAML_TAG, event, f"tag '{event.tag}'", hint)

    def _enter(self, node: Sequence | Mapping) -> None:
        self._add(node)
        self._open.append(node)
        self._keys.append(None)
        if len(self._open) > MAX_DEPTH:
            message = f"nested deeper than {MAX_DEPTH} levels"
            self._log.add(Rule.TOO_DEEP, node.place, "", message, "compare with another entry")
            raise _RefusedError

    def _add(self, node: Node) -> None:
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self._keys[-1]
        if key is None:
            self._keys[-1] = self._key(node, parent)
        else:
            parent.pairs[key.value] = (key, node)
            self._keys[-1] = None

    def _key(self, node: Node, parent: Mapping) -> Scalar:
        if not isinstance(node, Scalar):
            hint = "write 'key: text'"
            self._log.add(Rule.SYNTAX, node.place, "", "a key that is not a word", hint)
            raise _RefusedError
        if node.value == "<<":
            hint = "write the keys out"
            self._log.add(Rule.MERGE_KEY, node.place, "", "merge key '<<'", hint)
            raise _RefusedError
        if node.value in parent.pairs:
            first = parent.pairs[node.value][0].place.line
            message = f"'{node.value}' stands twice, first in line {first}"
            self._log.add(Rule.DUPLICATE_KEY, node.place, node.value, message, "keep one of them")
        return node

    def _refuse(self, rule: Rule, event: yaml.Event, message: str, hint: str) -> None:
        place = self._file.place_at(_index(event.start_mark))
        self._log.add(rule, place, "", message, hint)
        raise _RefusedError
