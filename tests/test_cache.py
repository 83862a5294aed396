"""What takes long is kept; nothing that was kept can do harm."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from handbook.cache import Cache, key_of


def test_what_was_written_is_read(tmp_path: Path) -> None:
    """By its kind and its key; nothing else is there."""
    cache = Cache(tmp_path / "new" / "folder")
    cache.write("lemmas-pl", "abc", {"słowo": ["słowo"]})
    assert cache.read("lemmas-pl", "abc") == {"słowo": ["słowo"]}
    assert cache.read("lemmas-pl", "xyz") is None
    assert cache.read("lemmas-ru", "abc") is None


def test_only_the_newest_answers_of_a_kind_stay(tmp_path: Path) -> None:
    """A cache that only grows fills the disk of who builds every day."""
    cache = Cache(tmp_path)
    cache.write("other", "old", 0)
    for number in range(10):
        cache.write("index-pl", str(number), number)
        os.utime(tmp_path / f"index-pl-{number}.json", (number, number))
    kept = [number for number in range(10) if cache.read("index-pl", str(number)) is not None]
    assert kept == [6, 7, 8, 9]
    assert cache.read("other", "old") == 0


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    """The answer is found out again the next time."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    cache = Cache(tmp_path / "file")
    cache.write("kind", "key", 1)
    assert cache.read("kind", "key") is None


def test_a_key_tells_where_one_part_ends() -> None:
    """Otherwise two different questions would share an answer."""
    assert key_of(["ab", "c"]) != key_of(["a", "bc"])
    assert key_of(["a", ""]) != key_of(["a"])


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_what_cannot_be_kept_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The disk may be full, or the place taken."""

    def refuse(*_: object) -> None:
        raise OSError("no")

    monkeypatch.setattr(Path, step, refuse)
    Cache(tmp_path).write("words", "one", [1])
    assert list(tmp_path.iterdir()) == []
