"""Take pictures of the built site in a real Chromium: the few of the README, or the whole set to look at.

Builds the site first, unless --site names one that is built already.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import itertools
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Literal

import yaml
from playwright.sync_api import Browser, Page, sync_playwright

from tools.chromium import NoChromiumError, require_chromium
from tools.site_build import build_command

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / ".github" / "pictures"
"""Where the README looks for its pictures."""

SIZES = {"desktop": (1366, 768), "phone": (360, 740)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
COLLECTIONS = ("archetypes", "situations", "laws", "practices", "strategies", "signals")
QUERY = {
    "en": "shouting",
    "pl": "krzyczy",
    "uk": "кричить",
    "ru": "кричит",
    "ro": "strigă",
}
"""What to type into the search, by language."""

EXAMPLES = """\
examples:
  python -m tools.screenshots                                  the pictures of the README
  python -m tools.screenshots /tmp/look                        every kind of page in every language
  python -m tools.screenshots /tmp/look --site site --languages uk ro --pages home laws
"""


@dataclass(frozen=True)
class Shot:
    """One picture to take."""

    name: str
    language: str
    page: str
    """A key of `pages_of`, `error` or `search`."""
    size: str
    scheme: Literal["light", "dark"]
    whole: bool = False
    """Whether to show the page down to its foot."""


README_SHOTS = (
    Shot("entry", "en", "archetypes", "desktop", "light"),
    Shot("home", "en", "home", "desktop", "light"),
    Shot("entry-dark-phone", "uk", "situations", "phone", "dark"),
)


def main(arguments: list[str] | None = None) -> int:
    """The command line; exit code 0, or 1 when there is no browser or the site does not build."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.screenshots",
        description=(__doc__ or "").splitlines()[0],
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("out", nargs="?", type=Path, help="folder for the whole set")
    parser.add_argument("--site", type=Path, help="a site that is built already")
    parser.add_argument("--languages", nargs="+", help="only these (default: all)")
    parser.add_argument(
        "--pages", nargs="+", help="only these kinds, such as home, laws, error, search"
    )
    parser.add_argument("--schemes", nargs="+", choices=SCHEMES, default=SCHEMES)
    parser.add_argument("--sizes", nargs="+", choices=tuple(SIZES), default=tuple(SIZES))
    parser.add_argument(
        "--first-screen", action="store_true", help="not down to the foot of the page"
    )
    chosen = parser.parse_args(arguments)
    try:
        browser_path = require_chromium()
        with tempfile.TemporaryDirectory() as folder:
            site = chosen.site or build_site(Path(folder) / "site")
            take(_shots(chosen), site, chosen.out or PICTURES, browser_path)
    except (NoChromiumError, RuntimeError) as error:
        print(f"screenshots: {error}", file=sys.stderr)
        return 1
    return 0


def _shots(chosen: argparse.Namespace) -> list[Shot]:
    if not chosen.out:
        return list(README_SHOTS)
    languages = chosen.languages or _load(ROOT / "handbook.yml")["languages"]
    pages = chosen.pages or [*pages_of("en"), "error", "search"]
    return [
        Shot(
            f"{page}-{language}-{size}-{scheme}", language, page, size, scheme,
            whole=page != "search" and not chosen.first_screen,
        )
        for page, language, size, scheme in itertools.product(
            pages, languages, chosen.sizes, chosen.schemes
        )
    ]  # fmt: skip


def pages_of(language: str) -> dict[str, str]:
    """A page of each kind: its address from the site's root."""
    default = _load(ROOT / "handbook.yml")["languages"][0]
    prefix = "" if language == default else f"{language}/"
    pages = {"home": prefix, "collection": f"{prefix}situations/", "list-of-laws": f"{prefix}laws/"}
    for name in COLLECTIONS:
        ids = list(_load(ROOT / "data" / f"{name}.yml") or [])
        if ids:
            pages[name] = f"{prefix}{name}/{ids[0]}/"
    pages["list-of-signals"] = f"{prefix}signals/"
    pages["guide"] = f"{prefix}contribute/"
    return pages


def build_site(folder: Path) -> Path:
    """Build the site into a folder; RuntimeError with what the build said when it fails."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    build = subprocess.run(
        build_command(folder),
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if build.returncode != 0:
        raise RuntimeError(f"the site does not build:\n{build.stdout}{build.stderr}")
    return folder


def take(shots: list[Shot], site: Path, out: Path, browser_path: Path) -> None:
    """Take all pictures into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with (
        _served(site) as base_url,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=browser_path, args=arguments) as browser,
    ):
        for shot in shots:
            path = out / f"{shot.name}.png"
            _take_one(browser, base_url, shot, path)
            print(path)


def _take_one(browser: Browser, base_url: str, shot: Shot, path: Path) -> None:
    width, height = SIZES[shot.size]
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme=shot.scheme,
        locale=shot.language,
        reduced_motion="reduce",
    )
    pages = pages_of(shot.language)
    if shot.page == "error":
        page.goto(f"{base_url}{pages['home']}laws/law-serch-first/")
    elif shot.page == "search":
        page.goto(base_url + pages["collection"])
        _search(page, QUERY.get(shot.language, QUERY["en"]))
    else:
        page.goto(base_url + pages[shot.page])
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path, full_page=shot.whole)
    page.close()


def _search(page: Page, query: str) -> None:
    page.locator("[data-search-open]").first.click()
    page.locator("#search input").fill(query)
    page.wait_for_timeout(800)


class _SiteHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a site as GitHub Pages does: below its path, with 404.html for what is not there."""

    def __init__(self, *args: object, site: Path, path: str) -> None:
        self.site, self.site_path = site, path
        super().__init__(*args, directory=str(site))  # type: ignore[arg-type] # what the server hands over

    def translate_path(self, path: str) -> str:
        """Take the site's own path away."""
        return super().translate_path(path.removeprefix(self.site_path.rstrip("/")))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Show the site's own error page."""
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        content = (self.site / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is inherited
        """Say nothing."""


@contextmanager
def _served(site: Path) -> Iterator[str]:
    address = _load(ROOT / "mkdocs.yml").get("site_url") or "/"
    path = "/" + address.split("//")[-1].partition("/")[2]
    handler = functools.partial(_SiteHandler, site=site, path=path)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{path}"
        server.shutdown()


def _load(path: Path) -> dict:  # type: ignore[type-arg] # YAML may hold anything
    loaded = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - only makes strings
    return loaded if isinstance(loaded, dict) else {}


if __name__ == "__main__":
    sys.exit(main())
