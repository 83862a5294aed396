"""The search in a real Chromium: opened, typed into, read and left as a reader does it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from tests.site.built import LANGUAGES, Site, address, words
from tests.site.test_browser import PHONE, Tab, axe, opened, overflow

pytestmark = [pytest.mark.site, pytest.mark.browser]

NARROW = ViewportSize(width=320, height=600)
"""The sidebar of a help desk."""
HERE = "situations/"
"""A page without a search field of its own."""
SOUGHT = "impatient"
"""The entry that the tests look for."""

# The keys that open the search, as a Cyrillic layout sends them: (code, key there).
CYRILLIC_KEYS = {"KeyS": "ы", "KeyF": "а", "Slash": "."}
CONTROL = 2
"""Ctrl, as the browser's protocol numbers it."""

HOSTILE = (
    "<img src=x onerror=document.title='x'>", "<script>document.title='x'</script>",
    '"><b onmouseover=alert(1)>', "__proto__", "constructor", "toString", "{{7*7}}",
    "javascript:alert(1)", "\u202eabc", "(a+)+$", "x" * 4000,
)  # fmt: skip


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """One profile for all tests of this file."""
    with opened(browser) as context:
        yield context


@pytest.fixture(scope="module")
def tab(reader: BrowserContext, base_url: str) -> Tab:
    """The page that the tests of this file use in turn."""
    return Tab.of(reader, base_url)


@pytest.fixture
def page(tab: Tab) -> Iterator[Page]:
    """A page whose faults are named when the test is over."""
    yield from tab.used()


def press(page: Page, code: str, key: str, *, control: bool = False) -> None:
    """Press a key as a keyboard does: its place, and what the layout makes of it."""
    session = page.context.new_cdp_session(page)
    event = {"code": code, "key": key, "modifiers": CONTROL if control else 0}
    text = {} if control else {"text": key}
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", **event, **text})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})
    session.detach()


def dialog(page: Page) -> Locator:
    """The window of the search."""
    return page.locator("dialog#search")


def field(page: Page) -> Locator:
    """Its field."""
    return dialog(page).get_by_role("combobox")


def options(page: Page) -> Locator:
    """Its results."""
    return dialog(page).get_by_role("option")


def open_search(page: Page, url: str) -> None:
    """Go to a page and open the search there."""
    page.goto(url)
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()


def search_for(page: Page, query: str) -> None:
    """Type, and wait for the first result."""
    field(page).fill(query)
    expect(options(page).first).to_be_visible()


def title(language: str) -> str:
    """The title of the entry that the tests look for."""
    return str(words(language, "archetypes", SOUGHT)["title"])


# --- Opening and closing ----------------------------------------------------------------------------


@pytest.mark.parametrize("code", CYRILLIC_KEYS)
@pytest.mark.parametrize("layout", ["latin", "cyrillic"])
def test_opens_by_the_place_of_the_key(page: Page, base_url: str, layout: str, code: str) -> None:
    """On any layout, and the key's letter does not land in the field."""
    page.goto(base_url + address("ru", HERE))
    latin = "/" if code == "Slash" else code[-1].lower()
    press(page, code, latin if layout == "latin" else CYRILLIC_KEYS[code])
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")


@pytest.mark.parametrize("key", ["k", "л"])
def test_control_k_opens_from_anywhere(page: Page, base_url: str, key: str) -> None:
    """From a page, and from the field of the home page."""
    for place in (HERE, ""):
        page.goto(base_url + address("uk", place))
        press(page, "KeyK", key, control=True)
        expect(field(page)).to_be_focused()


def test_keys_are_letters_where_one_types(page: Page, base_url: str) -> None:
    """The field of the home page takes them, and the one of the window."""
    page.goto(base_url)
    home = page.locator("[data-ask] input")
    home.focus()
    for key in "/sf":
        page.keyboard.press(key)
    expect(home).to_have_value("/sf")
    expect(dialog(page)).to_be_hidden()
    open_search(page, base_url + HERE)
    for key in "/sf":
        page.keyboard.press(key)
    expect(field(page)).to_have_value("/sf")


def test_escape_closes_and_gives_the_focus_back(page: Page, base_url: str) -> None:
    """To the control that opened it, with nothing left in the address."""
    page.goto(base_url + HERE)
    button = page.locator("button[data-search-open]").first
    button.focus()
    page.keyboard.press("Enter")
    expect(field(page)).to_be_focused()
    search_for(page, "client")
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    expect(button).to_be_focused()
    assert urlsplit(page.url).query == ""


def test_focus_stays_inside(page: Page, base_url: str) -> None:
    """However often the reader presses Tab."""
    open_search(page, base_url + HERE)
    search_for(page, "client")
    for _ in range(20):
        page.keyboard.press("Tab")
        inside = "document.activeElement === document.body || document.activeElement.closest('dialog') !== null"
        assert page.evaluate(inside), page.evaluate("document.activeElement.outerHTML")


# --- Results ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_is_found_while_it_is_typed(page: Page, base_url: str, language: str) -> None:
    """Key by key; Enter opens it."""
    open_search(page, base_url + address(language, HERE))
    sought = title(language)
    for letter in sought.lower()[:-1]:
        press(page, "Unidentified", letter)
    expect(options(page).first.locator(".title")).to_have_text(sought)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base_url}{address(language, f'archetypes/{SOUGHT}/')}*")


def test_arrows_choose_and_enter_opens(page: Page, base_url: str) -> None:
    """Round and round, told to screen readers; the focus stays in the field."""
    open_search(page, base_url + HERE)
    search_for(page, "client")
    count = options(page).count()
    assert count > 2
    chosen = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
        active = field(page).get_attribute("aria-activedescendant")
        selected = dialog(page).locator("[aria-selected=true]")
        expect(selected).to_have_count(1)
        expect(selected).to_have_id(active or "none")
        chosen.append(int((active or "").rsplit("-", 1)[1]))
        expect(field(page)).to_be_focused()
    assert chosen == [1, 2, 1, 0, count - 1]
    page.keyboard.press("ArrowDown")
    target = options(page).first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{target}*")


def test_roles_are_those_of_a_combobox(page: Page, base_url: str) -> None:
    """With its list, the number of results told politely, and no fault that axe finds."""
    open_search(page, base_url + HERE)
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    search_for(page, "password")
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    controlled = field(page).get_attribute("aria-controls")
    listbox = dialog(page).get_by_role("listbox")
    expect(listbox).to_have_id(controlled or "none")
    expect(listbox.get_by_role("option")).to_have_count(options(page).count())
    expect(dialog(page).get_by_role("status")).to_have_text(
        re.compile(rf"\b{options(page).count()}\b")
    )
    assert axe(page) == []


def test_a_result_shows_what_matched(page: Page, base_url: str) -> None:
    """In the word form that the text has; words that the page does not show come with their own line."""
    open_search(page, base_url + address("pl", HERE))
    search_for(page, "niecierpliwego")
    first = options(page).first
    marks = [mark.lower() for mark in first.locator("mark").all_inner_texts()]
    assert marks
    assert {mark[:10] for mark in marks} == {"niecierpli"}
    assert "niecierpliwego" not in marks
    for part in (".kind", ".title", ".summary", ".move"):
        assert first.locator(part).inner_text()
    hidden = alias_of("pl")
    search_for(page, hidden)
    expect(options(page).first.locator(".found mark").first).to_be_visible()
    marks = options(page).first.locator(".found mark").all_inner_texts()
    assert set(marks) <= set(re.findall(r"[\w-]+", hidden.lower())), marks


def alias_of(language: str) -> str:
    """A word that only the aliases of the entry have."""
    entry = words(language, "archetypes", SOUGHT)
    shown = json.dumps(
        {key: text for key, text in entry.items() if key != "aliases"}, ensure_ascii=False
    )
    return next(
        str(alias) for alias in entry["aliases"] if alias[:5] not in shown and " " not in alias
    )


def test_a_word_of_another_language_says_so(page: Page, base_url: str) -> None:
    """The entry stands in the reader's language; a mark names the one of the word."""
    open_search(page, base_url + HERE)
    search_for(page, "нетерпеливый")
    first = options(page).first
    expect(first.locator(".title")).to_have_text(title("en"))
    expect(first.locator(".tongue")).to_have_attribute("lang", "ru")
    search_for(page, "impatient")
    expect(options(page).first.locator(".tongue")).to_have_count(0)


def test_a_guess_is_called_a_guess(page: Page, base_url: str) -> None:
    """And what was found as it was typed is not."""
    open_search(page, base_url + HERE)
    search_for(page, "impatietn")
    expect(options(page).first.locator(".title")).to_have_text(title("en"))
    expect(dialog(page).locator("[data-guessed]")).to_be_visible()
    field(page).fill("impatient")
    expect(dialog(page).locator("[data-guessed]")).to_be_hidden()


def test_filter_shows_one_collection(page: Page, base_url: str) -> None:
    """As many results as there are of it; All takes it back, and so does an empty field."""
    open_search(page, base_url + HERE)
    search_for(page, "client")
    group = dialog(page).get_by_role("group")
    law = group.locator("button[data-kind=laws]")
    law.click()
    expect(law).to_have_attribute("aria-pressed", "true")
    expect(dialog(page).locator("[role=option]:not([data-kind=laws])")).to_have_count(0)
    expect(options(page).first).to_have_attribute("data-kind", "laws")
    group.locator("button").first.click()
    expect(dialog(page).locator("[role=option]:not([data-kind=laws])").first).to_be_visible()
    law.click()
    field(page).fill("")
    expect(group).to_be_hidden()
    search_for(page, "client")
    expect(group.locator("button").first).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_found_offers_a_way_on(page: Page, base_url: str, language: str) -> None:
    """The signals, and a report that says what was asked, in the reader's language."""
    open_search(page, base_url + address(language, HERE))
    field(page).fill("xqzvw ъъщщ")
    nothing = dialog(page).locator("[data-nothing]")
    expect(nothing).to_be_visible()
    expect(options(page)).to_have_count(0)
    expect(nothing.locator("a[href$='#notice']")).to_be_visible()
    report = nothing.locator("a[data-missing]")
    expect(report).to_be_visible()
    asked = parse_qs(urlsplit(report.get_attribute("href") or "").query)
    assert asked["title"] == [f"[{language}] xqzvw ъъщщ"]
    assert "xqzvw ъъщщ" in asked.get("query", []) + asked.get("body", [])
    assert axe(page) == []


# --- The address ------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["", HERE])
def test_a_shared_address_opens_the_search(page: Page, base_url: str, place: str) -> None:
    """`?q=` fills the field of the home page, and opens the window on all others."""
    page.goto(f"{base_url}{place}?q=impatient")
    found = page.get_by_role("option").first
    expect(found.locator(".title")).to_have_text(title("en"))
    expect(page.locator("input:focus")).to_have_value("impatient")


def test_a_pasted_message_stays_out_of_the_address(page: Page, base_url: str) -> None:
    """It may name a client; addresses are kept in the browser's history and passed on."""
    page.goto(base_url)
    page.locator("[data-ask] input").fill("impatient " + "invoice 4711 is wrong " * 5)
    expect(page.get_by_role("option").first).to_be_visible()
    assert "q=" not in page.url


def test_the_query_outlives_the_language_switch(page: Page, base_url: str) -> None:
    """From the window, and from the home page by the switch at the top."""
    open_search(page, base_url + HERE)
    search_for(page, "impatient")
    dialog(page).locator("[data-tongues] a[hreflang=pl]").click()
    page.wait_for_url(f"{base_url}{address('pl', HERE)}?q=impatient")
    expect(options(page).first.locator(".title")).to_have_text(title("pl"))
    page.goto(base_url)
    page.locator("[data-ask] input").fill("impatient")
    expect(page.get_by_role("option").first).to_be_visible()
    page.locator("nav[data-languages] a[hreflang=ro]").first.dispatch_event("click")
    page.wait_for_url(f"{base_url}{address('ro', '')}?q=impatient")
    expect(page.get_by_role("option").first.locator(".title")).to_have_text(title("ro"))


# --- Where and how it is used -----------------------------------------------------------------------


@pytest.mark.parametrize("size", [PHONE, NARROW], ids=["phone", "sidebar"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_fits_a_phone_and_a_sidebar(
    page: Page, base_url: str, language: str, size: ViewportSize
) -> None:
    """Nothing runs out of the window, a thumb hits a result, and the letters do not make a phone zoom in."""
    page.set_viewport_size(size)
    open_search(page, base_url + address(language, HERE))
    search_for(page, title(language))
    assert overflow(page) == []
    box = options(page).first.bounding_box()
    assert box is not None
    assert box["height"] >= 48
    assert box["width"] <= size["width"]
    assert (
        page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector('#search input')).fontSize)"
        )
        >= 16
    )
    options(page).first.click()
    page.wait_for_url(f"{base_url}{address(language, f'archetypes/{SOUGHT}/')}*")


IN_THE_ADDRESS = 80
"""The longest query that the address keeps."""


def test_no_query_changes_the_page(page: Page, base_url: str) -> None:
    """What is typed is text, wherever it appears."""
    open_search(page, base_url + HERE)
    outside = "[...document.querySelectorAll('body *:not(#search, #search *)')].map((e) => e.outerHTML.length).join()"
    before, heading = page.evaluate(outside), page.title()
    for query in HOSTILE:
        field(page).fill(query)
        if len(query) <= IN_THE_ADDRESS:
            page.wait_for_function("new URLSearchParams(location.search).has('q')")
        expect(dialog(page).locator(".results:visible, [data-nothing]:visible")).to_have_count(1)
        assert dialog(page).locator("img, script, b, [onmouseover]").count() == 0, query
        assert page.evaluate("({}).polluted") is None
    assert page.evaluate(outside) == before
    assert page.title() == heading


def test_a_lost_connection_is_told_and_got_over(browser: Browser, base_url: str) -> None:
    """The reader learns that it failed; the next letter tries again."""
    with opened(browser) as context:
        page = context.new_page()
        context.route("**/search/*-core.*", lambda route: route.abort())
        open_search(page, base_url + HERE)
        field(page).fill("impatien")
        nothing = dialog(page).locator("[data-nothing]")
        failed = dialog(page).get_attribute("data-failed") or ""
        expect(nothing.locator("[data-message]")).to_have_text(failed)
        expect(nothing.locator("[data-missing]")).to_be_hidden()
        context.unroute("**/search/*-core.*")
        search_for(page, "impatient")
        expect(nothing).to_be_hidden()


def test_on_a_file_nothing_pretends_to_search(browser: Browser, site: Site) -> None:
    """Browsers load no modules from files: no button that does nothing, and the home page says why."""
    with opened(browser) as context:
        page = context.new_page()
        page.goto(f"file://{site.folder}/index.html")
        expect(page.locator("button[data-search-open]").first).to_be_hidden()
        expect(page.locator(".no-script")).to_be_visible()
        page.goto(f"file://{site.folder}/situations/index.html")
        expect(page.locator("button[data-search-open]").first).to_be_hidden()
