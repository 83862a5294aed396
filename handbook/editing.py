"""Changes YAML files in place: only the piece that is meant, never the layout of the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handbook import problems
from handbook.problems import ProblemLog
from handbook.source import Mapping, Node, Scalar, Sequence, SourceFile, check_characters, parse
from handbook.writing import CommandError

_PLAIN = re.compile(r"[^\W_](?:[\w -]*\w)?")


@dataclass(frozen=True, slots=True)
class Edit:
    """A piece of text that takes the place of another."""

    start: int
    end: int
    text: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with all edits done; they must not overlap."""
    pieces = []
    position = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        assert edit.start >= position
        pieces += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*pieces, text[position:]])


def parse_mapping(path: str, text: str) -> Mapping:
    """Parse the text of a file; CommandError with its problems if it is no mapping."""
    log = ProblemLog()
    file = SourceFile(path, text)
    node = parse(file, log) if check_characters(file, log) else None
    if log.errors():
        raise CommandError(
            f"{problems.as_text(log.errors())}\nMend this first; nothing was changed"
        )
    if not isinstance(node, Mapping):
        raise CommandError(f"{path}: holds no 'key: text' lines; nothing was changed")
    return node


def plain(node: Node) -> object:
    """Return a node as plain lists, dictionaries and text, to compare two versions of a file."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(item) for key, (_, item) in node.pairs.items()}


def scalars(node: Node) -> Iterator[Scalar]:
    """Yield every text below a node, but not the keys."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item)
    else:
        for _, item in node.pairs.values():
            yield from scalars(item)


def line_start(text: str, index: int) -> int:
    """Return where the line of `index` begins."""
    return text.rfind("\n", 0, index) + 1


def replace_scalar(scalar: Scalar, word: str) -> Edit:
    """Put another word in the place of one, in the same quotes."""
    raw = scalar.file.text[scalar.start : scalar.end]
    quote = raw[0] if raw[:1] in {'"', "'"} else ""
    return Edit(scalar.start, scalar.end, f"{quote}{word}{quote}")


def block_of(node: Mapping, key: str) -> tuple[int, int]:
    """Return where a key of the file's top level and all that belongs to it stand.

    From the beginning of its line to the line of the next key, or to the first line behind it
    that is not indented.
    """
    text = node.file.text
    start = node.pairs[key][0].start
    if line_start(text, start) != start:
        message = "is written in one line with braces; write one key a line"
        raise CommandError(f"{node.file.path}: {message}; nothing was changed")
    end = text.find("\n", start) + 1 or len(text)
    others = [scalar.start for scalar, _ in node.pairs.values() if scalar.start > start]
    limit = min(others, default=len(text))
    while end < limit:
        line_end = text.find("\n", end) + 1 or len(text)
        if text[end:line_end].strip() and not text[end].isspace() and text[end] not in "]}-":
            break
        end = line_end
    # Blank lines behind the block part it from what follows.
    while text[start:end].endswith("\n\n"):
        end -= 1
    return start, end


def with_block(path: str, text: str, key: str, block: str) -> str:
    """Return a file's text with `block` as its last key, in the place of an older one.

    `block` is empty where the key shall go. CommandError if that cannot be done safely.
    """
    node = parse_mapping(path, text)
    result = text
    if key in node.pairs:
        start, end = block_of(node, key)
        result = text[:start] + text[end:]
    if block:
        result = result.rstrip("\n") + "\n" + block
    before, after = plain(node), plain(parse_mapping(path, result))
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    before.pop(key, None)
    after.pop(key, None)
    if before != after:
        raise CommandError(f"{path}: cannot be changed safely; compare it with a neighbouring file")
    return result


def quoted(text: str) -> str:
    """Write a text so that YAML reads it as it is: in double quotes where it needs them."""
    if _PLAIN.fullmatch(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
