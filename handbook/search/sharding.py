"""Cuts the index of a large handbook into pieces, so that one query downloads little.

Most of a small handbook's index is a few files that are read whole; only the lexicon of its synonyms
is cut, by first letter. From `LARGE` entries on, the other lexicons are cut too, the postings by
term and what results show by document. The files that remain whole name the folder of their
pieces. `theme/assets/handbook/search/` reads both forms alike.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from handbook.search.lexicon import PackedLexicon, endings_in

LARGE = 1_000
"""From this many entries on an index is cut into pieces."""
POSTINGS_BYTES = 6_000
"""About how large a piece of the postings is; a text file shrinks to half on its way."""
DOCUMENTS = 4
"""How many documents share a piece of what results show."""


@dataclass
class Pieces:
    """Files of an index in the making: by name, without the hash of what they hold."""

    is_large: bool
    """Whether the index must be cut."""
    files: dict[str, bytes] = field(default_factory=dict)

    def add_all(self, stem: str, values: Sequence[object]) -> str:
        """Add numbered files in a folder of their own, and return the folder's name.

        The folder's name ends with a hash over all of them: whoever has the name of an old folder
        still finds old files, or none, but never a mixture.
        """
        contents = [to_json(value) for value in values]
        digest = hashlib.sha256(b"\n".join(contents)).hexdigest()[:12]
        folder = f"{stem}.{digest}"
        self.files |= {f"{folder}/{n}.json": content for n, content in enumerate(contents)}
        return folder

    def add(self, stem: str, value: object) -> str:
        """Add one file, and return its name with the hash."""
        content = to_json(value)
        name = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.json"
        self.files[name] = content
        return name


def to_json(value: object) -> bytes:
    """Write JSON as short as it goes, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def cut_lexicon(pieces: Pieces, stem: str, lexicon: PackedLexicon) -> dict[str, object]:
    """Cut a lexicon by first letter: `{"letters": "abc", "folder": name}`.

    Each piece has the endings that it uses, by their numbers: all of them together would be the
    largest part of a query's download.
    """
    parts = [
        (first, packed, {number: lexicon.endings[number] for number in endings_in(packed)})
        for first, packed in lexicon.buckets.values()
    ]
    return {
        "letters": "".join(lexicon.buckets),
        "folder": pieces.add_all(f"{stem}-lexicon", parts),
    }


def cut_postings(pieces: Pieces, stem: str, terms: Sequence[str]) -> dict[str, object]:
    """Cut the packed postings of all terms: `{"starts": [0, …], "folder": name}`.

    `starts` holds the first term of each piece.
    """
    starts, texts = [], []
    for start, text in _packets(terms):
        starts.append(start)
        texts.append(text)
    return {"starts": starts, "folder": pieces.add_all(f"{stem}-postings", texts)}


def _packets(terms: Sequence[str]) -> Iterator[tuple[int, str]]:
    start, text = 0, ""
    for number, packed in enumerate(terms):
        if text and len(text) + len(packed) > POSTINGS_BYTES:
            yield start, text
            start, text = number, ""
        text += packed
    if text:
        yield start, text


def cut_columns(
    pieces: Pieces, stem: str, columns: Mapping[str, Sequence[object]]
) -> dict[str, object]:
    """Cut lists that have one item a document: `{"size": 4, "folder": name}`."""
    count = len(next(iter(columns.values())))
    parts = [
        {name: values[start : start + DOCUMENTS] for name, values in columns.items()}
        for start in range(0, count, DOCUMENTS)
    ]
    return {"size": DOCUMENTS, "folder": pieces.add_all(stem, parts)}
