"""The real handbook with its index, made once for all tests of the search."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.model import Catalog
from tests.search.engine import CACHE, load_real, write_site


@pytest.fixture(scope="session")
def real() -> Catalog:
    """The handbook of this repository."""
    return load_real()


@pytest.fixture(scope="session")
def real_site(real: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds its index, as the site does."""
    return write_site(real, tmp_path_factory.mktemp("real"), CACHE)
