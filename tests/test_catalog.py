"""Reading whole handbooks."""

from __future__ import annotations

from handbook.model import Catalog


def test_the_good_handbook_is_good(catalog: Catalog) -> None:
    """Every collection has an entry, in every language."""
    assert len(catalog.entries) == 8
    assert len(catalog.shown_collections()) == 6
