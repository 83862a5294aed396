"""Short hashes of texts: how a translation remembers which text of the origin it was made from."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence

from handbook.schema import Collection

LENGTH = 8
"""Hexadecimal digits. Only the versions of one field are ever compared with each other."""
PATTERN = re.compile(rf"[0-9a-f]{{{LENGTH}}}")


def fingerprint(value: object) -> str:
    r"""Return the short hash of what a field holds.

    How the text is laid out in the file does not count: folding a line anew changes nothing.

    >>> fingerprint("Name  a\ttime.") == fingerprint("Name a time.")
    True
    """
    text = json.dumps(_canonical(value), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def _canonical(value: object) -> object:
    if isinstance(value, str):
        lines = (" ".join(line.split()) for line in value.split("\n"))
        return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))
    if isinstance(value, Mapping):
        return [[key, _canonical(item)] for key, item in value.items()]
    if isinstance(value, Sequence):
        return [_canonical(item) for item in value]
    raise TypeError(type(value))


def fingerprints(fields: Mapping[str, object], declared: Collection) -> dict[str, str]:
    """Return the hash of every field that is translated, by its name.

    `say`; and `respond.stay-calm` for each key of a field that holds a text for each of several
    entries, so that each text is compared by itself.
    """
    marks: dict[str, str] = {}
    untranslated = declared.untranslated
    for name, value in fields.items():
        if name in untranslated:
            continue
        if name in declared.keyed and isinstance(value, Mapping):
            marks |= {f"{name}.{key}": fingerprint(text) for key, text in value.items()}
        else:
            marks[name] = fingerprint(value)
    return marks
