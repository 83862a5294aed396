"""The index is the same from the same content, cheap to download, and its cache is never wrong."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handbook.model import Catalog
from handbook.scripts import joined, without_comments
from handbook.search import index, lexicon
from handbook.search.dictionaries import Lexeme
from handbook.search.index import build_index, sizes
from tests.search.engine import ENGINE, ROOT
from tests.trees import change, load_well

FIRST_RESULT = 60_000
"""What the first result may cost in the reader's language, engine included: bytes, compressed."""
FOREIGN = 45_000
"""What another language may cost, when it is needed."""
LANGUAGES = ("en", "pl", "ro", "ru", "uk")


def transferred(path: Path) -> int:
    """How many bytes a static host sends for a file."""
    return len(gzip.compress(path.read_bytes(), 9))


def languages_of(site: Path) -> dict[str, Any]:
    """What the manifest says of each language."""
    manifest = json.loads((site / "search/manifest.json").read_bytes())
    assert isinstance(manifest["languages"], dict)
    return manifest["languages"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_result_is_cheap(real_site: Path, language: str) -> None:
    """Manifest, core, what results show, and the engine, as they are sent."""
    files = languages_of(real_site)[language]
    wanted = [
        real_site / "search/manifest.json",
        *(real_site / "search" / files[part] for part in ("core", "shown")),
    ]
    sizes = {path.name: transferred(path) for path in wanted}
    engine = without_comments(joined(ENGINE / "index.js")[0])
    sizes["index.js"] = len(gzip.compress(engine.encode(), 9))
    assert sum(sizes.values()) <= FIRST_RESULT, sizes


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_language_is_cheap(real_site: Path, language: str) -> None:
    """Of a foreign language only the core is fetched."""
    assert transferred(real_site / "search" / languages_of(real_site)[language]["core"]) <= FOREIGN


def test_same_content_gives_the_same_bytes(good: Path) -> None:
    """In another process, whatever order its sets have."""
    code = (
        "import hashlib, sys; from pathlib import Path; from handbook.catalog import load_catalog;"
        "from handbook.problems import ProblemLog; from handbook.search.index import build_index, sizes;"
        "files = build_index(load_catalog(Path(sys.argv[1]), ProblemLog()));"
        "print({name: hashlib.sha256(data).hexdigest() for name, data in files.items()})"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code, str(good)],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    (answer,) = answers
    assert "manifest.json" in answer


def test_file_names_follow_their_content(good: Path) -> None:
    """A changed text gets a new name, everything else keeps the old one."""
    before = build_index(load_well(good))
    say_otherwise(good)
    after = build_index(load_well(good))
    changed = {name.split(".")[0] for name in after.keys() - before.keys()}
    assert changed
    assert all(stem.startswith("en-") for stem in changed)
    assert after["manifest.json"] != before["manifest.json"]


def test_a_field_that_leaves_the_core_makes_the_index_anew(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text is the same, but not which file holds it."""
    before = build_index(catalog, tmp_path)
    kept = dict(index._CORE)
    kept.pop("summary")
    monkeypatch.setattr(index, "_CORE", kept)
    assert build_index(catalog, tmp_path).keys() != before.keys()


def say_otherwise(root: Path) -> None:
    """Change a sentence of one language."""
    change(
        root,
        [
            {
                "file": "docs/en/archetypes/hurried.yml",
                "replace": title_line(root),
                "with": "title: The unhurried client",
            }
        ],
    )


def title_line(root: Path) -> str:
    """The line with the title of the entry that the tests change."""
    text = (root / "docs/en/archetypes/hurried.yml").read_text(encoding="utf-8")
    return next(line for line in text.splitlines() if line.startswith("title:"))


def test_sizes_are_those_of_all_files(catalog: Catalog) -> None:
    """By language and part, as a host sends them; only the manifest belongs to no language."""
    files = build_index(catalog)
    by_language = sizes(files)
    assert sorted(by_language) == sorted(catalog.settings.languages)
    assert set(by_language["en"]) == {"core", "shown", "rest", "synonyms", "texts"}
    sent = sum(len(gzip.compress(data)) for data in files.values())
    manifest = len(gzip.compress(files["manifest.json"]))
    assert sum(sum(parts.values()) for parts in by_language.values()) == sent - manifest


def test_the_cache_gives_what_was_built(catalog: Catalog, tmp_path: Path) -> None:
    """The first time and every other time, with nothing left lying about."""
    plain = build_index(catalog)
    assert build_index(catalog, tmp_path) == plain
    assert build_index(catalog, tmp_path) == plain
    kinds = {path.name.partition("-")[0] for path in tmp_path.iterdir()}
    assert kinds == {"index", "lexemes"}


def test_changed_text_is_built_anew(good: Path, tmp_path: Path) -> None:
    """Of that language only; the others come from the cache."""
    build_index(load_well(good), tmp_path / "cache")
    before = {path.name for path in (tmp_path / "cache").iterdir()}
    say_otherwise(good)
    catalog = load_well(good)
    assert build_index(catalog, tmp_path / "cache") == build_index(catalog)
    after = {path.name for path in (tmp_path / "cache").iterdir()}
    new = sorted(name.rpartition("-")[0] for name in after - before)
    assert new == ["index-en"]


def test_only_new_words_are_looked_up(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dictionary's answers for all other words are kept."""
    build_index(load_well(good), tmp_path / "cache")
    say_otherwise(good)
    asked = []

    def look_up(locale: str, word: str) -> list[Lexeme]:
        asked.append((locale, word))
        return [Lexeme(word, (word,), (word,))]

    monkeypatch.setattr(lexicon, "_look_up", look_up)
    build_index(load_well(good), tmp_path / "cache")
    assert asked == [("en", "client"), ("en", "unhurried")]


def empty(path: Path) -> None:
    """Leave nothing in it."""
    path.write_bytes(b"")


def cut_short(path: Path) -> None:
    """Leave only the beginning, as a full disk does."""
    path.write_bytes(path.read_bytes()[:500])


def turn_a_bit(path: Path) -> None:
    """Change one letter somewhere inside."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def scribble(path: Path) -> None:
    """Put something else there."""
    path.write_bytes(b"\xff\x00\n{}")


def remove(path: Path) -> None:
    """Take it away."""
    path.unlink()


def put_a_folder(path: Path) -> None:
    """Put a folder in its place, with something in it."""
    path.unlink()
    path.mkdir()
    (path / "en-core.json").write_bytes(b"{")


DAMAGES = (empty, cut_short, turn_a_bit, scribble, remove, put_a_folder)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_heals(
    catalog: Catalog, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """The build gives the same files as without a cache, and the next one finds it whole."""
    plain = build_index(catalog, tmp_path)
    for path in list(tmp_path.iterdir()):
        damage(path)
    assert build_index(catalog, tmp_path) == plain
    healed = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert build_index(catalog, tmp_path) == plain
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == healed


def test_leftovers_of_a_build_that_died_do_no_harm(catalog: Catalog, tmp_path: Path) -> None:
    """A draft that never got its name."""
    (tmp_path / "tmpabc").write_bytes(b"{")
    assert build_index(catalog, tmp_path) == build_index(catalog)
