"""Keeps what takes long to find out, by a hash of everything that it depends on."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

FOLDER = Path(".cache") / "handbook"
"""Where a handbook keeps it, from the content's root."""
_KEPT = 4
"""Newest answers of a kind that stay: whoever changes branches finds both again."""


def key_of(parts: Iterable[str]) -> str:
    """Return a short hash of everything that an answer depends on."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Cache:
    """Answers of several kinds in a folder, each as JSON behind a hash of itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, kind: str, key: str) -> Any:  # noqa: ANN401 - what `write` got
        """Return what was written; None if there is nothing, or something damaged."""
        try:
            digest, _, content = self._path(kind, key).read_bytes().partition(b"\n")
        except OSError:
            return None
        if digest.decode("ascii", "replace") != hashlib.sha256(content).hexdigest():
            return None
        return json.loads(content)

    def write(self, kind: str, key: str, value: object) -> None:
        """Keep an answer, which appears only when it is complete; a folder may be read-only."""
        content = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._put(self._path(kind, key), hashlib.sha256(content).hexdigest().encode(), content)
            self._forget_oldest(kind)

    def _put(self, path: Path, digest: bytes, content: bytes) -> None:
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as draft:
            place = Path(draft.name)
        try:
            place.write_bytes(digest + b"\n" + content)
            if path.is_dir():
                shutil.rmtree(path)
            place.replace(path)
        finally:
            place.unlink(missing_ok=True)

    def _forget_oldest(self, kind: str) -> None:
        kept = sorted(self._folder.glob(f"{kind}-*.json"), key=_age)
        for path in kept[_KEPT:]:
            path.unlink(missing_ok=True)

    def _path(self, kind: str, key: str) -> Path:
        return self._folder / f"{kind}-{key}.json"


def _age(path: Path) -> float:
    return -path.stat().st_mtime
