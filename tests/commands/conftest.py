"""What tests of the commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.running import commit, well


@pytest.fixture
def book(good: Path) -> Path:
    """The good handbook under git, with all translations marked as up to date."""
    well(good, "translated", "--all")
    commit(good, "Begin")
    return good
