"""Which words the interface needs in every language (`docs/<lang>/ui.yml`)."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

from handbook import references, schema

LANGUAGE = "interface.language"
"""Section and key of what a language is called in itself."""

INTERFACE: dict[str, str] = {
    "language": "The language's own name: Polski, Українська.",
    "sources": "Heading over the documents that an entry was written from.",
    "report_prompt": "First line of a report about a page: what is wrong here?",
    "skip": "Link to the content, the first one on every page.",
    "home": "Link to the home page.",
    "breadcrumbs": "Name of the way from the home page to this one.",
    "contents": "Name of the navigation and of the button that opens it on a phone.",
    "show_all": "Link from a shortened list of entries to all of them.",
    "languages": "Name of the language switch.",
    "dark": "The switch between light and dark colours.",
    "search": "The search: its button and its window.",
    "search_prompt": "Inside the empty search field.",
    "search_hint": "Below the empty search field: what one may type.",
    "search_results": "Name of the list of results.",
    "search_count": "Number of results, for screen readers; {count} is the number.",
    "search_none": "Nothing was found.",
    "search_none_hint": "What to do when nothing was found; followed by a link to the signals.",
    "search_filter": "Name of the buttons that show results of one collection only.",
    "search_all": "The button that shows results of all collections.",
    "search_guess": "Over results that are only near what was typed.",
    "search_missing": "Link to a report that the search did not find something.",
    "search_failed": "The search could not be loaded.",
    "search_needs_script": "Shown where the search cannot run: no JavaScript, or opened from a file.",
    "close": "Closes a window.",
    "copy_phrase": "The button beside a phrase.",
    "copied": "A phrase was copied.",
    "copy_failed": "The browser refused to copy.",
    "keyboard": "Heading over the list of keys.",
    "keys_search": "What / s f and Ctrl+K do.",
    "keys_choose": "What the arrow keys do.",
    "keys_open": "What Enter does.",
    "keys_close": "What Esc does.",
    "keys_copy": "What the digits do on an entry.",
    "keys_help": "What ? does.",
    "notice": "Heading over the signals on the home page.",
    "collections": "Heading over the collections on the home page.",
    "how": "Heading over the explanation on the home page.",
    "step_notice": "First of three steps.",
    "step_is": "Second of three steps.",
    "step_do": "Third of three steps.",
    "entry_count": "How many entries a collection has; {count} is the number.",
    "sections": "Name of the list of sections of a page.",
    "changed": "Before the date of the last change in this language.",
    "stale": "Over a text whose origin has changed since it was translated.",
    "not_translated": "Over a text that is not translated yet; {language} is the one it is in.",
    "edit": "Link to the file of this page.",
    "translate": "The same link where this language has no such file yet.",
    "report": "Link to a report about this page.",
    "licence_content": "Licence of the texts.",
    "licence_code": "Licence of the program.",
    "repository": "Link to the repository.",
    "offer": "Offers this language to a first-time visitor of the English home page.",
    "offer_open": "Accepts the offer.",
    "offer_close": "Declines the offer.",
    "not_found": "Heading of the error page.",
    "not_found_text": "Text of the error page.",
    "not_found_home": "Link from the error page to the home page.",
    "not_found_search": "Link from the error page to the search.",
}
"""Words that are not the heading of a field: key and what it is for."""


def sections() -> dict[str, tuple[str, ...]]:
    """Return the sections of `ui.yml` with the keys that each must have."""
    return {
        "interface": tuple(INTERFACE),
        "fields": tuple(schema.page_fields()),
        "relations": references.RELATIONS,
        "speakers": ("client", "agent"),
        "records": ("mistake", "instead"),
        "source_kinds": schema.SOURCE_KINDS,
    }


def language_name(locale: str) -> str:
    """Return what a language is called in itself: `Polski`; its code if nobody knows.

    >>> language_name("de"), language_name("xx")
    ('Deutsch', 'xx')
    """
    try:
        name = Locale.parse(locale).get_display_name(locale) or locale
    except (UnknownLocaleError, ValueError):
        return locale
    return name[:1].upper() + name[1:]
