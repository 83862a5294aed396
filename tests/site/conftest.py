"""One strict build, one server on this machine and one browser, shared by all tests of the site."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.site.built import Site, build_site
from tools.chromium import launch_options
from tools.pages_server import served


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site, built strictly from the repository's own content.

    While working on the theme: HANDBOOK_SITE=site looks at a site that is already built.
    """
    if built := os.environ.get("HANDBOOK_SITE"):
        return Site(Path(built).resolve())
    return build_site(tmp_path_factory.mktemp("built") / "site")


@pytest.fixture(scope="session")
def base_url(site: Site) -> Iterator[str]:
    """The site served like GitHub Pages does: below a path, and with 404.html for what is not there."""
    with served(site.folder, urlsplit(site.url).path) as url:
        yield url


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, started once."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A real Chromium. Without one the tests fail, they are never skipped."""
    with playwright.chromium.launch(**launch_options()) as started:
        yield started
