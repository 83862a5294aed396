"""Reads which words mean the same to somebody who searches: `docs/<lang>/synonyms.yml`.

Agents know a thing by another word than the text has. Aliases help for one entry; a group of
synonyms helps for every entry that has one of its words, those still to be written as well.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from handbook.model import Groups
from handbook.problems import Place, Rule
from handbook.search.analysis import words
from handbook.shape import Reader
from handbook.source import MAX_WORDS_BYTES, Node, Scalar, parse, read_text, wrong_type
from handbook.source import Sequence as SequenceNode

FILE = "synonyms.yml"
LEAST = 2
"""Fewest words of a group."""
MOST = 12
"""Most words of a group: a longer one is a subject, not a meaning."""


def synonyms_path(locale: str) -> str:
    """Return where the synonyms of a language stand, from the content's root."""
    return f"docs/{locale}/{FILE}"


def read_synonyms(root: Path, locale: str, reader: Reader) -> Groups:
    """Read the synonyms of a language; a language may do without, and a bad word is left out."""
    return tuple(group for _, group in placed_synonyms(root, locale, reader))


def placed_synonyms(
    root: Path, locale: str, reader: Reader
) -> tuple[tuple[Place, tuple[str, ...]], ...]:
    """Read the synonyms of a language, each group with the place where it begins."""
    path = synonyms_path(locale)
    if not os.path.lexists(root / path):
        return ()
    file = read_text(root, path, reader.log, max_bytes=MAX_WORDS_BYTES)
    node = parse(file, reader.log) if file else None
    if node is None:
        return ()
    if not isinstance(node, SequenceNode):
        wrong_type(reader.log, node, "", "a list", "write '- [word, another]', one group a line")
        return ()
    groups = (
        (item.place, _group(item, f"[{number}]", reader))
        for number, item in enumerate(node.items, 1)
    )
    return tuple((place, group) for place, group in groups if group)


def _group(node: Node, name: str, reader: Reader) -> tuple[str, ...]:
    if not isinstance(node, SequenceNode):
        wrong_type(reader.log, node, name, "a list of words", "write '- [word, another]'")
        return ()
    if not LEAST <= len(node.items) <= MOST:
        rule = Rule.TOO_FEW if len(node.items) < LEAST else Rule.TOO_MANY
        words_there = "1 word" if len(node.items) == 1 else f"{len(node.items)} words"
        message = f"{words_there} ({LEAST} to {MOST} make a group)"
        hint = "keep together only what means the same; drop a word that stands alone"
        reader.log.add(rule, node.place, name, message, hint)
    return tuple(_words(node, name, reader))


def _words(group: SequenceNode, name: str, reader: Reader) -> Iterator[str]:
    seen: set[str] = set()
    for number, item in enumerate(group.items, 1):
        field = f"{name}[{number}]"
        if not isinstance(item, Scalar):
            wrong_type(reader.log, item, field, "a word", "write the word alone")
            continue
        reader.check_text(item, item.value, field, links=False)
        found = words(item.value)
        if len(found) != 1:
            message = f"'{item.value[:60]}' is not one word" if item.value.strip() else "empty"
            hint = "write one word in its dictionary form; phrases belong to the aliases of entries"
            reader.log.add(Rule.NOT_ONE_WORD, item.place, field, message, hint)
        elif found[0] in seen:
            message = f"'{item.value[:60]}' stands here twice"
            reader.log.add(Rule.WORD_TWICE, item.place, field, message, "keep it once")
        else:
            seen.add(found[0])
            yield found[0]
