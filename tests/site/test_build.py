"""What holds for the build itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.built import Site, build_site

pytestmark = pytest.mark.site


def test_same_input_gives_the_same_bytes(site: Site, tmp_path: Path) -> None:
    """Another build does not differ in a single file."""
    first, second = files_of(site), files_of(build_site(tmp_path / "site"))
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def files_of(site: Site) -> dict[str, bytes]:
    """All files of a built site."""
    paths = (path for path in site.folder.rglob("*") if path.is_file())
    return {path.relative_to(site.folder).as_posix(): path.read_bytes() for path in paths}
