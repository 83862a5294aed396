"""What holds for the HTML of every page, without a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest

from tests.site.built import ENTRIES, LANGUAGES, Page, Site, address

pytestmark = pytest.mark.site

LOADING = {
    "script[src]": "src",
    "img[src]": "src",
    "source[src]": "src",
    "video[src]": "src",
    "audio[src]": "src",
    "iframe[src]": "src",
    "embed[src]": "src",
    "object[data]": "data",
    "use[href]": "href",
    "form[action]": "action",
    "link[rel~=stylesheet]": "href",
    "link[rel~=icon]": "href",
    "link[rel~=manifest]": "href",
    "link[rel~=preload]": "href",
    "link[rel~=modulepreload]": "href",
    "link[rel~=prefetch]": "href",
    "link[rel~=preconnect]": "href",
    "link[rel~=dns-prefetch]": "href",
}
"""Elements that make a browser fetch something (or talk to someone), and the attribute that says what."""

SCRIPT_TYPES = ("", "module", "text/javascript", "application/javascript")
"""Types of `<script>` that run; others hold data, which the policy does not concern."""


def hash_source(text: str) -> str:
    """How a Content-Security-Policy names an inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy_of(page: Page) -> dict[str, list[str]]:
    """The page's Content-Security-Policy by directive."""
    (policy,) = page.values('meta[http-equiv="Content-Security-Policy" i]', "content")
    directives = (directive.split() for directive in policy.split(";"))
    return {directive[0]: directive[1:] for directive in directives if directive}


def repeated(values: Iterator[tuple[str, str, str]]) -> list[str]:
    """What stands on more than one page of a language; takes (language, value, address)."""
    seen: dict[tuple[str, str], list[str]] = {}
    for language, value, where in values:
        seen.setdefault((language, value), []).append(where)
    return [
        f"{value!r}: {', '.join(where)}" for (_, value), where in seen.items() if len(where) > 1
    ]


def test_every_page_asks_for_one_version_of_our_files(site: Site) -> None:
    """A new page with a style sheet or an icon that the browser kept from before would look broken."""
    asked = {
        link.split("#")[0].rpartition("assets/handbook/")[2]
        for page in site.pages
        for selector, attribute in LOADING.items()
        for link in page.values(selector, attribute)
        if "assets/handbook/" in link
    }
    names, versions = zip(*(link.split("?v=") for link in asked), strict=True)
    assert set(names) == {
        "handbook.css", "icons.svg", "lost.js", "main.js", "mark.svg", "scheme.js"
    }  # fmt: skip
    assert len(set(versions)) == 1
    assert (site.folder / "assets/handbook/search/index.js").is_file()


def test_every_entry_has_its_page_in_every_language(site: Site) -> None:
    """No entry is lost on the way, and nothing comes out twice."""
    entries = [f"{collection}/{entry}/" for collection, ids in ENTRIES.items() for entry in ids]
    expected = {address(language, page) for language in LANGUAGES for page in ("", *entries)}
    assert expected - set(site.by_address) == set()


def test_says_its_language(site: Site) -> None:
    """Screen readers and translators go by `lang`."""
    assert [
        page.address for page in site.content if page.values("html", "lang") != [page.language]
    ] == []


def test_has_one_main_heading(site: Site) -> None:
    """One h1, and it says something."""
    headings = {
        page.address: [node.text(strip=True) for node in page.all("h1")] for page in site.content
    }
    assert {
        where: found for where, found in headings.items() if len(found) != 1 or not found[0]
    } == {}


def test_ids_are_unique_in_a_page(site: Site) -> None:
    """A fragment leads to one place."""
    doubled = {
        page.address: [id_ for id_, n in Counter(page.values("[id]", "id")).items() if n > 1]
        for page in site.pages
    }
    assert {where: ids for where, ids in doubled.items() if ids} == {}


def test_titles_are_unique(site: Site) -> None:
    """A tab, a bookmark and a search result tell pages apart."""
    titles = (
        (page.language, page.all("head > title")[0].text(strip=True), page.address)
        for page in site.content
    )
    assert repeated(titles) == []


def test_descriptions_are_there_and_unique(site: Site) -> None:
    """What search engines show below the title."""
    found = {
        page.address: page.values("meta[name=description]", "content") for page in site.content
    }
    assert [
        where for where, values in found.items() if len(values) != 1 or not values[0].strip()
    ] == []
    assert (
        repeated((page.language, found[page.address][0], page.address) for page in site.content)
        == []
    )


def test_canonical_address_is_its_own(site: Site) -> None:
    """One absolute address for each page."""
    wrong = {page.address: page.values("link[rel=canonical]", "href") for page in site.content}
    assert {where: found for where, found in wrong.items() if found != [site.url + where]} == {}


def alternates(page: Page) -> dict[str, str]:
    """The page's hreflang links: language to URL."""
    nodes = page.all("head link[rel=alternate][hreflang]")
    return {node.attributes["hreflang"] or "": node.attributes["href"] or "" for node in nodes}


def test_names_its_other_languages_absolutely(site: Site) -> None:
    """All languages and x-default, each a page of this site."""
    expected = {*LANGUAGES, "x-default"}
    wrong = [
        f"{page.address}: {sorted(found)}"
        for page in site.content
        if (found := alternates(page)).keys() != expected
        or found["x-default"] != found[LANGUAGES[0]]
    ]
    assert wrong == []
    known = {site.url + page.address for page in site.content}
    assert {url for page in site.content for url in alternates(page).values()} - known == set()


def test_other_languages_name_it_back(site: Site) -> None:
    """An hreflang link that is not returned is ignored by search engines."""
    for page in site.content:
        links = alternates(page)
        assert links[page.language] == site.url + page.address
        for url in links.values():
            other = site.by_address[url.removeprefix(site.url)]
            assert alternates(other) == links, f"{page.address} and {other.address} differ"


def test_policy_allows_nothing_unsafe(site: Site) -> None:
    """Only this site's own files, no inline code that is not known by hash."""
    for page in site.pages:
        policy = policy_of(page)
        sources = {source for values in policy.values() for source in values}
        assert not [source for source in sources if source.startswith("'unsafe-")], page.address
        assert not [
            source for source in sources if "*" in source or source.startswith(("http", "//"))
        ], page.address
        assert policy["default-src"] in (["'none'"], ["'self'"]), page.address
        assert policy["base-uri"] in (["'none'"], ["'self'"]), page.address
        assert policy.get("object-src", policy["default-src"]) == ["'none'"], page.address


def test_policy_stands_before_all_that_it_governs(site: Site) -> None:
    """A policy in a meta element concerns only what comes after it."""
    for page in site.pages:
        names = [
            "policy" if "http-equiv" in node.attributes else node.tag
            for node in page.all("head > *")
        ]
        governed = [names.index(name) for name in ("script", "style", "link") if name in names]
        assert "policy" in names, page.address
        assert names.index("policy") < min(governed, default=len(names)), page.address


def test_inline_code_is_known_by_hash(site: Site) -> None:
    """Contributed text that became a script would not run."""
    for page in site.pages:
        policy = policy_of(page)
        for node in page.all("script:not([src])"):
            if (node.attributes.get("type") or "") in SCRIPT_TYPES:
                assert hash_source(node.text()) in policy["script-src"], (
                    f"{page.address}: {node.text()[:80]}"
                )
        for node in page.all("style"):
            assert hash_source(node.text()) in policy["style-src"], (
                f"{page.address}: {node.text()[:80]}"
            )


def test_no_code_in_attributes(site: Site) -> None:
    """No style="", no onclick="", no javascript: address: the policy would block them."""
    found = [
        f"{page.address}: <{node.tag} {name}>"
        for page in site.pages
        for node in page.all("*")
        for name, value in node.attributes.items()
        if name == "style"
        or name.startswith("on")
        or (value or "").lower().startswith("javascript:")
    ]
    assert found == []


def test_loads_nothing_from_elsewhere(site: Site) -> None:
    """No third party learns who reads what."""
    loaded = [
        f"{page.address}: {selector} {value}"
        for page in site.pages
        for selector, attribute in LOADING.items()
        for value in page.values(selector, attribute)
        if site.resolve(page, value) is None and not value.startswith("data:")
    ]
    assert loaded == []


def test_loads_only_what_is_there(site: Site) -> None:
    """Every script, style and picture exists."""
    missing = {
        target[0]
        for page in site.pages
        for selector, attribute in LOADING.items()
        for value in page.values(selector, attribute)
        if not value.startswith(("#", "data:"))
        and (target := site.resolve(page, value)) is not None
        if not site.file(target[0]).is_file()
    }
    assert missing == set()


def test_stylesheets_load_nothing_from_elsewhere(site: Site) -> None:
    """No web font, no picture of another host."""
    pattern = re.compile(r"""(?:url\(|@import)\s*["']?((?:https?:)?//[^"')\s]+)""")
    found = {
        (path.name, url)
        for path in site.folder.rglob("*.css")
        for url in pattern.findall(path.read_text("utf-8"))
    }
    assert found == set()


def test_links_and_fragments_lead_somewhere(site: Site) -> None:
    """Every link within the site, and every section that it names."""
    broken = []
    for page in site.pages:
        for link in page.values("a[href]", "href"):
            target = site.resolve(page, link)
            if target is None:
                continue
            where, fragment = target
            other = site.by_address.get(where)
            if (other is None and not site.file(where).is_file()) or (
                other and fragment and fragment not in other.ids
            ):
                broken.append(f"{page.address}: {link}")
    assert broken == []


def test_links_work_below_any_path(site: Site) -> None:
    """No link begins with a slash: the site also works under another path (only the error page may)."""
    rooted = [
        f"{page.address}: {value}"
        for page in site.content
        for attribute in ("href", "src")
        for value in page.values(f"[{attribute}]", attribute)
        if value.startswith("/")
    ]
    assert rooted == []


def test_language_names_are_marked_as_what_they_are(site: Site) -> None:
    """A screen reader says "Română" in Romanian."""
    for page in site.content:
        links = page.all("nav[data-languages] a[hreflang]")
        assert {link.attributes["hreflang"] for link in links} >= set(LANGUAGES) - {
            page.language
        }, page.address
        assert [
            link for link in links if link.attributes.get("lang") != link.attributes["hreflang"]
        ] == [], page.address


def test_edit_link_opens_the_words_of_this_language(site: Site) -> None:
    """An editor who sees a slip is one click from the line."""
    for page in entry_pages(site):
        words = f"/docs/{page.language}/{page.address.removeprefix(f'{page.language}/').rstrip('/')}.yml"
        found = [link for link in page.values("a[href]", "href") if "/edit/" in link]
        assert [link.endswith(words) for link in found] == [True], f"{page.address}: {found}"


def test_report_link_says_which_page_and_language(site: Site) -> None:
    """Whoever reads the report knows what it is about."""
    for page in entry_pages(site):
        (link,) = [link for link in page.values("a[href]", "href") if "/issues/new?" in link]
        assert page.address.rstrip("/").split("/")[-1] in link, page.address
        assert page.language in link, page.address


def entry_pages(site: Site) -> list[Page]:
    """The pages of single entries."""
    endings = tuple(
        f"{collection}/{entry}/" for collection, ids in ENTRIES.items() for entry in ids
    )
    return [page for page in site.pages if page.address.endswith(endings)]


def test_sitemap_names_every_page(site: Site) -> None:
    """All pages, once, and nothing else."""
    tree = ET.parse(site.folder / "sitemap.xml")  # noqa: S314 - we wrote it ourselves
    listed = [
        node.text for node in tree.iterfind(".//{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]
    assert sorted(str(url) for url in listed) == sorted(
        site.url + page.address for page in site.content
    )


def test_error_page_is_there_and_kept_out_of_indexes(site: Site) -> None:
    """One 404.html for the whole site, without a canonical address."""
    page = site.by_address["404.html"]
    assert page.values("link[rel=canonical]", "href") == []
    assert alternates(page) == {}


def test_no_source_file_is_published(site: Site) -> None:
    """The editors' files stay in the repository."""
    assert [
        path.name for path in site.folder.rglob("*") if path.suffix in {".yml", ".yaml", ".py"}
    ] == []


def test_embedded_data_is_valid(site: Site) -> None:
    """What the pages hand to scripts and search engines can be read."""
    for page in site.pages:
        for node in page.all('script[type$="json"]'):
            json.loads(node.text())


def test_no_inside_of_a_program_shows(site: Site) -> None:
    """A slip in a template prints an object instead of its words; guides show `[[links]]` as code."""
    leak = re.compile(r"(built-in|bound) method|object at 0x|jinja2\.|Undefined|\{\{|\[\[")
    code = re.compile(r"<code>.*?</code>", re.DOTALL)
    assert [
        f"{page.address}: {found[0]}"
        for page in site.pages
        if (found := leak.search(code.sub("", page.html)))
    ] == []
