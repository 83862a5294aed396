"""The repository's own content: complete in every language, without an error."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from handbook import schema
from handbook.model import Catalog
from handbook.problems import ProblemLog
from tests.trees import ROOT, load_here

LANGUAGES = ("en", "pl", "uk", "ru", "ro")
ARCHETYPES = ["impatient", "non-technical", "panicker", "know-it-all", "forgetful"]
SITUATIONS = ["profanity", "threats", "flirting", "favour-demanded", "panic-call"]
LAWS = [
    "law-client-rarely-right",
    "law-every-error-has-a-code",
    "law-search-first",
    "law-client-needs-truth",
    "law-not-a-counsellor",
    "law-anger-at-the-situation",
    "law-only-your-job",
    "law-nothing-works-forever",
    "law-nobodys-punching-bag",
    "law-keep-learning",
]

Real = tuple[Catalog, ProblemLog]


@pytest.fixture(scope="module")
def real() -> Real:
    """The repository's content, and what is wrong with it."""
    return load_here()


def test_the_content_has_no_errors(real: Real) -> None:
    """Each line of a failure is one thing to mend: file, line, and what to do."""
    assert [str(problem) for problem in real[1].errors()] == []


def test_the_handbook_speaks_five_languages(real: Real) -> None:
    """English stands at the root."""
    assert real[0].settings.languages == LANGUAGES


def test_every_entry_of_the_catalogue_is_there(real: Real) -> None:
    """In the order of the sources, with the numbers of the laws."""
    catalog = real[0]
    assert [entry.id for entry in catalog.entries_of("archetypes")][:5] == ARCHETYPES
    assert [entry.id for entry in catalog.entries_of("situations")][:5] == SITUATIONS
    laws = catalog.entries_of("laws")
    assert [entry.id for entry in laws][:10] == LAWS
    assert [entry.number for entry in laws][:10] == list(range(1, 11))
    assert len(catalog.entries_of("strategies")) >= 30
    assert len(catalog.entries_of("signals")) >= 30


@pytest.mark.parametrize("locale", LANGUAGES)
def test_nothing_is_missing_in_a_language(real: Real, locale: str) -> None:
    """Every piece that every other language has: entries, introductions, home page, words."""
    catalog = real[0]
    missing = []
    for entry in catalog.entries.values():
        words = catalog.translations.get((locale, entry.id))
        required = [
            field.name
            for field in schema.collection(entry.collection).fields
            if field.required and (not field.keyed_by or entry.links.get(field.keyed_by))
        ]
        have = words.fields if words else {}
        missing += [f"{locale}/{entry.id}: {name}" for name in required if not have.get(name)]
    for declared in catalog.shown_collections():
        texts = catalog.collections.get((locale, declared.id))
        if not (texts and texts.title and texts.summary and texts.introduction):
            missing.append(f"{locale}/{declared.id}/index.yml")
    home = catalog.homes.get(locale)
    if not (home and home.title and home.description and home.body):
        missing.append(f"{locale}/index.md")
    if not (ROOT / "docs" / locale / "STYLE.md").is_file():
        missing.append(f"{locale}/STYLE.md")
    assert missing == []


def _shape(words: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    return {section: list(keys) for section, keys in words.items()}


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_interface_has_the_same_keys_in_every_language(real: Real, locale: str) -> None:
    """A key that one language lacks would show another language's word, or none."""
    interface = real[0].interface
    assert {name: sorted(keys) for name, keys in _shape(interface[locale]).items()} == {
        name: sorted(keys) for name, keys in _shape(interface["en"]).items()
    }


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_title_of_a_collection_is_its_own(real: Real, locale: str) -> None:
    """Two entries of a collection with one title could not be told apart in a list."""
    catalog = real[0]
    for declared in schema.COLLECTIONS:
        ids = [entry.id for entry in catalog.entries_of(declared.id)]
        titles = [catalog.translations[locale, entry_id].title.casefold() for entry_id in ids]
        assert len(set(titles)) == len(titles)


def test_no_language_is_a_copy_of_another(real: Real) -> None:
    """A summary that is word for word the same in two languages was not translated."""
    catalog = real[0]
    copies = []
    for entry_id in catalog.entries:
        texts = [catalog.translations[locale, entry_id].summary for locale in LANGUAGES]
        copies += [entry_id] * (len(set(texts)) < len(texts))
    assert copies == []
