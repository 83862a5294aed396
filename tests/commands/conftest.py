"""What tests of the commands share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.running import commit, well
from tests.trees import make_good


@pytest.fixture(scope="session")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good handbook under git, with all translations marked as up to date; `book` copies it."""
    root = make_good(tmp_path_factory.mktemp("marked") / "handbook")
    well(root, "translated", "--all")
    commit(root, "Begin")
    return root


@pytest.fixture
def book(marked: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may spoil."""
    return shutil.copytree(marked, tmp_path / "book")
