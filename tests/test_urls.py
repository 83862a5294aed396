"""Addresses of pages, and the way from one to another."""

from __future__ import annotations

import doctest
from urllib.parse import urljoin

from hypothesis import given
from hypothesis import strategies as st

from handbook import urls
from handbook.model import Settings

SETTINGS = Settings(("en", "ro", "uk"))
PARTS = st.sampled_from([(), ("laws",), ("laws", "ask"), ("signals",), ("signals", "ask"), ("uk",)])
PAGES = st.builds(
    lambda locale, parts: urls.page_url(SETTINGS, locale, *parts),
    st.sampled_from(SETTINGS.languages),
    PARTS,
)
BASES = st.sampled_from(["https://example.org/", "https://example.org/deep/down/", "file:///site/"])


@given(PAGES, PAGES, BASES)
def test_a_relative_link_leads_from_any_page_to_any_other(start: str, end: str, base: str) -> None:
    """It joins back to its target, wherever the site stands."""
    link = urls.relative_url(start, end)
    assert urljoin(base + start, link) == base + end
    assert link
    assert not link.startswith("/")


def test_the_first_language_stands_at_the_root() -> None:
    """The other languages have a folder each."""
    assert urls.page_url(SETTINGS, "en") == ""
    assert urls.page_url(SETTINGS, "en", "laws", "ask") == "laws/ask/"
    assert urls.page_url(SETTINGS, "uk") == "uk/"
    assert urls.page_url(SETTINGS, "uk", "laws", "ask") == "uk/laws/ask/"


def test_a_link_to_a_file_keeps_its_name() -> None:
    """Not everything in the site is a folder."""
    assert urls.relative_url("uk/laws/", "search/uk.json") == "../../search/uk.json"


def test_the_examples_in_the_docstrings_hold() -> None:
    """They are the documentation."""
    assert doctest.testmod(urls).failed == 0
