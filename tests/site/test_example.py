"""The example for integrators: another site's page that asks the handbook, under a policy of its own."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.site.built import Site

pytestmark = [pytest.mark.site, pytest.mark.browser]

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "search"
HELP_DESK = "https://helpdesk.example/"


def answer(route: Route, folder: Path, root: str) -> None:
    """Serve a file as another origin does that allows everybody to read."""
    name = urlsplit(route.request.url).path.removeprefix(urlsplit(root).path)
    path = folder / (name or "index.html")
    if not path.is_file():
        route.fulfill(status=404)
        return
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    headers = {"Access-Control-Allow-Origin": "*", "Content-Type": kind}
    route.fulfill(status=200, headers=headers, body=path.read_bytes())


def test_another_site_shows_what_the_handbook_suggests(browser: Browser, site: Site) -> None:
    """The example as it stands, without one violation of its policy."""
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/*", lambda route: route.abort())
        page.route(f"{HELP_DESK}**", lambda route: answer(route, EXAMPLE, HELP_DESK))
        page.route(f"{site.url}**", lambda route: answer(route, site.folder, site.url))
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(HELP_DESK)
        links = page.locator("#suggestions a")
        expect(links.first).to_be_visible()
        found = [link.get_attribute("href") or "" for link in links.all()]
        assert len(found) == 5
        assert {url.removeprefix(site.url) for url in found} <= set(site.by_address)
        first = links.first.text_content() or ""
        page.fill("#message", "How do I reset my password?")
        expect(links.first).not_to_have_text(first)
        assert said == []
