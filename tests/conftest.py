"""What tests of the engine share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from handbook.model import Catalog
from tests.trees import load_well, make_good

# A busy machine is no failure, and CI looks at the same examples as everybody.
settings.register_profile("handbook", deadline=None, derandomize=True, max_examples=100)
settings.load_profile("handbook")


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A copy of the good handbook that a test may spoil."""
    return make_good(tmp_path / "handbook")


@pytest.fixture(scope="session")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The good handbook, loaded once."""
    return load_well(make_good(tmp_path_factory.mktemp("good") / "handbook"))
