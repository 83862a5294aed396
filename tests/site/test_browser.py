"""The site in a real Chromium: every kind of page, in every language, light and dark, on a phone and on a desktop."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urljoin

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
)

from tests.site.built import ENTRIES, KINDS, LANGUAGES, ROOT, address, longest, words

pytestmark = [pytest.mark.site, pytest.mark.browser]

AXE = ROOT / "tools" / "checkers" / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """async (rules) => {
  const options = { preload: false, resultTypes: ["violations"], ...(rules.length && { runOnly: rules }) };
  return (await axe.run(options)).violations.map(
    (found) => `${found.id} (${found.impact}): ${found.nodes.map((node) => node.target).join(" | ")}`);
}"""

DESKTOP = ViewportSize(width=1366, height=768)
PHONE = ViewportSize(width=360, height=740)
SIZES = {"desktop": DESKTOP, "phone": PHONE}
NOWHERE = "no/such/page/"

Scheme = Literal["light", "dark"]

each_language = pytest.mark.parametrize("language", LANGUAGES)
each_other_language = pytest.mark.parametrize("language", LANGUAGES[1:])
each_kind = pytest.mark.parametrize("kind", [*KINDS, "error page"])
each_collection = pytest.mark.parametrize(
    "collection", [name for name, ids in ENTRIES.items() if ids]
)
each_collection_with_phrases = pytest.mark.parametrize(
    "collection",
    [name for name in ("archetypes", "situations", "laws", "strategies") if ENTRIES.get(name)],
)

ENTRY = f"situations/{ENTRIES['situations'][0]}/"
"""The entry that stands for all where one is enough."""


@dataclass
class Watch:
    """What a page did that it should not have done."""

    base_url: str
    faults: list[str] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        """Listen to a page from before it loads."""
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("request", self.on_request)
        page.on("requestfailed", self.on_failure)
        page.on("response", self.on_response)

    def on_console(self, message: ConsoleMessage) -> None:
        """Keep errors and warnings; that a missing page is missing is none."""
        if message.type in {"error", "warning"} and not message.location.get("url", "").endswith(
            NOWHERE
        ):
            self.faults.append(f"console {message.type}: {message.text}")

    def on_request(self, request: Request) -> None:
        """Keep requests to anyone else."""
        if not request.url.startswith((self.base_url, "data:", "blob:")):
            self.faults.append(f"foreign request: {request.url}")

    def on_failure(self, request: Request) -> None:
        """Keep what did not arrive, unless the reader went on to another page meanwhile."""
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.url} {request.failure}")

    def on_response(self, response: Response) -> None:
        """Keep own requests that failed."""
        if not response.ok and response.status != 304 and not response.url.endswith(NOWHERE):
            self.faults.append(f"{response.status}: {response.url}")


@contextmanager
def opened(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """A fresh browser profile."""
    context = browser.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce", **options})
    yield context
    context.close()


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """One profile for all tests that leave nothing behind in it: making one costs more than a page."""
    with opened(browser) as context:
        yield context


@dataclass
class Tab:
    """A page of a profile that many tests use in turn: opening one costs more than a test."""

    page: Page
    watch: Watch

    @classmethod
    def of(cls, context: BrowserContext, base_url: str) -> Tab:
        """Open one."""
        tab = cls(context.new_page(), Watch(base_url))
        tab.watch.attach(tab.page)
        return tab

    def used(self) -> Iterator[Page]:
        """Lend it to a test; what the page did wrong fails the test at its end."""
        self.watch.faults.clear()
        self.page.set_viewport_size(DESKTOP)
        self.page.emulate_media(color_scheme="light")
        yield self.page
        self.page.goto("about:blank")  # So that nothing goes on in the next test.
        assert self.watch.faults == []


@pytest.fixture(scope="module")
def tab(visitor: BrowserContext, base_url: str) -> Tab:
    """The page that the tests of this file use in turn."""
    return Tab.of(visitor, base_url)


@pytest.fixture
def page(tab: Tab) -> Iterator[Page]:
    """A page on a desktop; what it did wrong fails the test at its end."""
    yield from tab.used()


@pytest.fixture
def newcomer(browser: Browser, base_url: str) -> Iterator[Page]:
    """The same in a profile of its own: for tests that make a choice which the site remembers."""
    with opened(browser, permissions=["clipboard-read", "clipboard-write"]) as context:
        yield from Tab.of(context, base_url).used()


def axe(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What axe finds in a page, by all of its rules or some; the browser brings it in, so no policy forbids it."""
    if not page.evaluate("'axe' in window"):
        assert AXE.is_file(), "axe-core is not installed; run `make test`"
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(RUN_AXE, list(rules))
    assert isinstance(found, list)
    return found


def overflow(page: Page) -> list[str]:
    """By how much the page is wider than its window, and the elements that make it so."""
    code = """() => {
      const width = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= width) return [];
      return [...document.querySelectorAll("body *")]
        .filter((node) => node.getBoundingClientRect().right > width + 1)
        .slice(0, 5).map((node) => `${node.tagName}.${node.className}`);
    }"""
    found = page.evaluate(code)
    return [f"wider than the window: {node}" for node in found]


def bottom(page: Page, selector: str) -> float:
    """How far down the page an element ends, in pixels from the top."""
    box = page.locator(selector).first.bounding_box()
    assert box is not None, f"{selector} is not shown"
    return box["y"] + box["height"]


@each_kind
@each_language
def test_page_is_accessible_quiet_and_fits(
    page: Page, base_url: str, language: str, kind: str
) -> None:
    """No axe violation, no console message, no failed or foreign request, no sideways scrolling."""
    page.goto(base_url + address(language, KINDS.get(kind, NOWHERE)))
    found = []
    # The dark scheme changes nothing but colours, so only their contrast is looked at again.
    schemes: tuple[tuple[Scheme, list[str]], ...] = (("light", []), ("dark", ["color-contrast"]))
    for (scheme, rules), (name, size) in itertools.product(schemes, SIZES.items()):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        found += [f"{scheme}, {name}: {fault}" for fault in (*axe(page, rules), *overflow(page))]
    assert found == []


def test_dark_is_dark(page: Page, base_url: str) -> None:
    """The page follows the reader's system."""
    backgrounds = set()
    schemes: tuple[Scheme, Scheme] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        page.goto(base_url + ENTRY)
        backgrounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(backgrounds) == 2


def test_notices_can_be_read_wherever_they_stand(page: Page, base_url: str) -> None:
    """That a text is out of date: on the page, in the coloured boxes, light and dark."""
    page.goto(base_url + ENTRY)
    count = page.evaluate(
        """() => {
          const places = document.querySelectorAll(".head, .lead, .entry section, .deck > li");
          for (const place of places) {
            const notice = document.createElement("p");
            notice.className = "stale";
            notice.textContent = "The original has changed.";
            place.append(notice);
          }
          return places.length;
        }"""
    )
    assert count > 6
    schemes: tuple[Scheme, Scheme] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        assert axe(page, ["color-contrast"]) == [], scheme
    size = "getComputedStyle(document.querySelector('.lead .stale')).fontSize"
    assert page.evaluate(size) == page.evaluate(size.replace(".lead", ".head"))


def test_chosen_theme_stays(newcomer: Page, base_url: str) -> None:
    """The toggle changes the colours at once, and the next page keeps them."""
    newcomer.goto(base_url + ENTRY)
    background = "getComputedStyle(document.body).backgroundColor"
    before = newcomer.evaluate(background)
    newcomer.locator("button[data-theme-toggle]").first.click()
    chosen = newcomer.evaluate(background)
    assert chosen != before
    newcomer.goto(base_url)
    assert newcomer.evaluate(background) == chosen


@each_other_language
def test_language_switch_keeps_page_and_section(
    newcomer: Page, base_url: str, language: str
) -> None:
    """From a section in the first language to the same section of the same entry, and back."""
    newcomer.goto(f"{base_url}{address(LANGUAGES[0], ENTRY)}#say")
    for target in (language, LANGUAGES[0]):
        # A click as the page sees it, wherever the theme puts the list (a menu may have to be opened first).
        newcomer.locator(f"nav[data-languages] a[hreflang={target}]").first.dispatch_event("click")
        newcomer.wait_for_url(f"{base_url}{address(target, ENTRY)}#say")
        assert newcomer.locator("html").get_attribute("lang") == target


@each_language
def test_copy_button_copies_the_phrase(newcomer: Page, base_url: str, language: str) -> None:
    """What lands in the clipboard is the editor's text, nothing around it; Enter does the same as a click."""
    newcomer.goto(base_url + address(language, ENTRY))
    buttons = newcomer.locator("#say button[data-copy]")
    phrases = words(language, *ENTRY.strip("/").split("/"))["say"]
    assert buttons.count() == len(phrases)
    buttons.last.click()
    assert newcomer.evaluate("navigator.clipboard.readText()") == phrases[-1]
    buttons.first.focus()
    newcomer.keyboard.press("Enter")
    assert newcomer.evaluate("navigator.clipboard.readText()") == phrases[0]


@each_language
def test_reads_and_navigates_without_scripts(
    browser: Browser, base_url: str, language: str
) -> None:
    """From the home page to a collection to an entry by plain links, and the phrases are there."""
    with opened(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(base_url + address(language, ""))
        for target in (address(language, "situations/"), address(language, ENTRY)):
            click_link_to(page, base_url + target)
            assert page.url == base_url + target
            assert page.locator("h1").is_visible()
        assert page.locator("#first_move").is_visible()
        assert page.locator("#say li").first.is_visible()


def click_link_to(page: Page, url: str) -> None:
    """Click the first visible link that leads to an address."""
    for link in page.locator("a[href]").all():
        if urljoin(page.url, link.get_attribute("href") or "") == url and link.is_visible():
            link.click()
            page.wait_for_load_state()
            return
    pytest.fail(f"no visible link from {page.url} to {url}")


def test_error_page_speaks_the_language_of_the_path(page: Page, base_url: str) -> None:
    """One 404.html for all: it shows the part in the reader's language, with a way home."""
    headings = []
    for language in LANGUAGES:
        response = page.goto(base_url + address(language, NOWHERE))
        assert response is not None
        assert response.status == 404
        assert page.locator("html").get_attribute("lang") == language
        (heading,) = [text for text in page.locator("h1:visible").all_inner_texts() if text]
        headings.append(heading)
        click_link_to(page, base_url + address(language, ""))
    assert len(set(headings)) == len(LANGUAGES)


def test_error_page_without_scripts_says_something(browser: Browser, base_url: str) -> None:
    """Not a blank page."""
    with opened(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(base_url + address(LANGUAGES[-1], NOWHERE))
        assert page.locator("h1:visible").count() >= 1


@each_collection
@each_language
def test_entry_prints_on_one_page(
    page: Page, base_url: str, language: str, collection: str
) -> None:
    """The longest entry of each collection fits on one sheet of A4."""
    entry = longest(language, collection)
    page.goto(base_url + address(language, f"{collection}/{entry}/"))
    pdf = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1, entry


@each_collection_with_phrases
@each_language
def test_first_screen_of_a_desktop_shows_what_to_do(
    page: Page, base_url: str, language: str, collection: str
) -> None:
    """First move (a law: its statement), say and avoid without scrolling, on the entry with the longest of them."""
    entry, lead = entry_with_longest_start(language, collection)
    page.goto(base_url + address(language, f"{collection}/{entry}/"))
    ends = {selector: bottom(page, selector) for selector in (lead, "#say", "#avoid")}
    assert {selector: end for selector, end in ends.items() if end > DESKTOP["height"]} == {}, entry


@each_collection_with_phrases
@each_language
def test_first_screen_of_a_phone_shows_the_first_phrase(
    page: Page, base_url: str, language: str, collection: str
) -> None:
    """First move and the first phrase without scrolling, on the entry with the longest of them."""
    page.set_viewport_size(PHONE)
    entry, lead = entry_with_longest_start(language, collection)
    page.goto(base_url + address(language, f"{collection}/{entry}/"))
    ends = {selector: bottom(page, selector) for selector in (lead, "#say li")}
    assert {selector: end for selector, end in ends.items() if end > PHONE["height"]} == {}, entry


def entry_with_longest_start(language: str, collection: str) -> tuple[str, str]:
    """The entry whose first screen holds the most text, and the selector of its lead."""
    lead = "statement" if collection == "laws" else "first_move"
    return longest(language, collection, "title", "summary", lead, "say", "avoid"), f"#{lead}"


@each_language
def test_search_opens_ready_to_type(page: Page, base_url: str, language: str) -> None:
    """The search button puts the cursor into the field, and the open search is accessible."""
    page.goto(base_url + address(language, ENTRY))
    page.locator("button[data-search-open]").first.click()
    page.wait_for_function("document.activeElement.matches('input')")
    assert axe(page) == []


def test_no_module_is_loaded_twice_or_without_its_version(page: Page, base_url: str) -> None:
    """From the page to the last module of the search, all are of one version."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/assets/handbook/" in request.url:
            asked.append(request.url.rpartition("/assets/handbook/")[2])

    page.on("request", note)
    page.goto(base_url + ENTRY)
    page.locator("button[data-search-open]").first.click()
    title = words(LANGUAGES[0], *ENTRY.strip("/").split("/"))["title"]
    page.locator("#search input").fill(title)
    page.locator("#search [role=option]").first.wait_for()
    page.remove_listener("request", note)
    modules = [name for name in asked if ".js" in name]
    assert len({name.split("?v=")[1] for name in modules}) == 1, modules
    assert {"main.js", "search-view.js", "search/index.js"} <= {
        name.split("?")[0] for name in modules
    }
    assert len(set(modules)) == len(modules)


def test_every_control_is_reached_by_tab(page: Page, base_url: str) -> None:
    """The search takes at most four stops, and whatever has the focus shows it."""
    page.goto(base_url + ENTRY)
    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                "document.activeElement.matches('[data-search-open], [data-search] input')"
            )
        )
        outline = page.evaluate(
            "(({outlineStyle, boxShadow}) => outlineStyle + boxShadow)(getComputedStyle(document.activeElement))"
        )
        assert outline != "nonenone", page.evaluate("document.activeElement.outerHTML")
    assert True in stops[:4]
