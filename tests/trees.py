"""Small handbooks on disk: the good one, and what a case does to it."""

from __future__ import annotations

import functools
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from handbook import interface, schema
from handbook.catalog import load_catalog
from handbook.model import Catalog
from handbook.problems import ProblemLog

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
GOOD = TESTS / "content" / "good"
LANGUAGES = ("en", "ro", "uk")


def make_good(root: Path) -> Path:
    """Copy the good handbook to `root`, with a word for every key of the interface.

    The words are made up from the keys (`SAY en`), so that a new key needs no edit here.
    """
    shutil.copytree(GOOD, root, dirs_exist_ok=True)
    for locale in LANGUAGES:
        text = ""
        for section, keys in _sections():
            text += f"{section}:\n"
            text += "".join(f"  {key}: {_made_up(key)} {locale}\n" for key in keys)
        (root / "docs" / locale / "ui.yml").write_text(text, encoding="utf-8")
        _rules_path(root, locale).write_text(f"words: [{_words(locale)}]\n", encoding="utf-8")
    return root


def _rules_path(root: Path, locale: str) -> Path:
    return root / "docs" / locale / schema.LANGUAGE_RULES


def _words(locale: str) -> str:
    """Return the made-up words for the rules of a language, all in one line as `_sections` may grow."""
    words = {
        word.lower() for _, keys in _sections() for key in keys for word in re.split("[_-]", key)
    }
    return ", ".join(f'"{word}"' for word in sorted({*words, locale}))


def _sections() -> list[tuple[str, tuple[str, ...]]]:
    """Put the sections that never change first, so that their lines stay where they are."""
    steady = ("source_kinds", "records", "speakers")
    return sorted(interface.sections().items(), key=lambda pair: pair[0] not in steady)


def _made_up(key: str) -> str:
    return re.sub("[_-]", " ", key).upper()


def load(root: Path) -> tuple[Catalog, ProblemLog]:
    """Load a handbook together with what is wrong with it."""
    log = ProblemLog()
    return load_catalog(root, log), log


@functools.cache
def load_here() -> tuple[Catalog, ProblemLog]:
    """Load the repository's own content, once for all tests; none of them may change it."""
    return load(ROOT)


def load_well(root: Path) -> Catalog:
    """Load a handbook that has no errors."""
    catalog, log = load(root)
    assert [str(problem) for problem in log.errors()] == []
    return catalog


def change(root: Path, steps: Iterable[Mapping[str, Any]]) -> None:
    """Do to the handbook at `root` what a case says, step by step.

    {file: PATH, replace: OLD, with: NEW}    OLD must stand in the file exactly once
    {file: PATH, write: TEXT}                a new text, or a new file
    {file: PATH, append: TEXT}               text behind the end of the file
    {..., times: NUMBER}                     the same text so many times
    {file: PATH, hex: BYTES}                 the same in bytes, as hexadecimal digits
    {file: PATH, link: TARGET}               a symbolic link
    {folder: PATH}                           an empty folder in the file's place
    {remove: PATH}                           a file or folder less
    """
    for step in steps:
        if "remove" in step:
            _remove(root / step["remove"])
        elif "folder" in step:
            _remove(root / step["folder"])
            (root / step["folder"]).mkdir(parents=True)
        else:
            _change_file(root / step["file"], step)


def _change_file(path: Path, step: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if "replace" in step:
        text = path.read_text(encoding="utf-8")
        assert text.count(step["replace"]) == 1, f"{path}: {step['replace']!r} not exactly once"
        _write(path, text.replace(step["replace"], step["with"]))
    elif "append" in step:
        _write(path, path.read_text(encoding="utf-8") + step["append"] * step.get("times", 1))
    elif "hex" in step:
        path.write_bytes(bytes.fromhex(step["hex"]))
    elif "link" in step:
        _remove(path)
        path.symlink_to(step["link"])
    else:
        _write(path, step["write"] * step.get("times", 1))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def read_case(path: Path) -> dict[str, Any]:
    """Read a case; every key of it must be known to the test that uses it."""
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(loaded, dict), path
    return loaded


def cases(folder: str) -> list[Path]:
    """Find the cases of a folder below `tests/`: dropping a file there adds a test."""
    found = sorted((TESTS / folder).glob("*.yml"))
    assert found, folder
    return found
