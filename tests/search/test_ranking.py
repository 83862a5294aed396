"""What is found first, over the small handbook and over the real one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from handbook.model import Catalog
from handbook.search.analysis import fold, words
from handbook.search.dictionaries import dictionary
from tests.search.engine import rows, searches, write_site

TINY = rows("ranking-tiny.yml")
REAL = rows("ranking-real.yml")
MEASURED = 0.99
"""The share of dictionary forms that must find their entry first; see `test_every_form…`."""


@pytest.fixture(scope="module")
def tiny_answers(
    catalog: Catalog, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[dict[str, Any]]]:
    """The results of all cases over the small handbook."""
    site = write_site(catalog, tmp_path_factory.mktemp("tiny"))
    return answers_of(site, TINY)


@pytest.fixture(scope="module")
def real_answers(real_site: Path) -> dict[str, list[dict[str, Any]]]:
    """The results of all cases over the real handbook."""
    return answers_of(real_site, REAL)


def answers_of(site: Path, cases: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The results by language and query."""
    asked = [(case["query"], case["language"]) for case in cases]
    found = searches(site, asked, limit=50)
    return {name(case): results for case, results in zip(cases, found, strict=True)}


def name(case: Mapping[str, Any]) -> str:
    """A case's name."""
    return f"{case['language']} {case['query'][:40]}"


def judge(case: Mapping[str, Any], results: list[dict[str, Any]]) -> None:
    """Compare results with what a case says of them."""
    ids = [result["id"] for result in results]
    if "order" in case:
        assert ids == case["order"], case["why"]
    else:
        assert ids[: len(case["first"])] == case["first"], case["why"]
    if results:
        assert results[0]["guess"] == case.get("guess", False), case["why"]
        assert results[0]["language"] == case.get("in", case["language"]), case["why"]


@pytest.mark.parametrize("case", TINY, ids=name)
def test_order_in_the_small_handbook(
    tiny_answers: dict[str, list[dict[str, Any]]], case: Mapping[str, Any]
) -> None:
    """See `ranking-tiny.yml`."""
    judge(case, tiny_answers[name(case)])


@pytest.mark.parametrize("case", REAL, ids=name)
def test_order_in_the_real_handbook(
    real_answers: dict[str, list[dict[str, Any]]], case: Mapping[str, Any]
) -> None:
    """See `ranking-real.yml`."""
    judge(case, real_answers[name(case)])


def titles(catalog: Catalog, locale: str) -> dict[str, set[str]]:
    """The titles of a language, each with the entries that bear it."""
    found: dict[str, set[str]] = {}
    for entry in catalog.entries:
        title = catalog.translations[locale, entry].title.casefold()
        found.setdefault(title, set()).add(entry)
    return found


def test_every_title_is_first_from_every_page(real: Catalog, real_site: Path) -> None:
    """In its own language and, from the pages of another one, in that."""
    languages = real.settings.languages
    asked = [
        (title, entries, reader, locale)
        for locale in languages
        for title, entries in titles(real, locale).items()
        for reader in languages
    ]
    found = searches(real_site, [(title, reader) for title, _, reader, _ in asked], limit=1)
    misses = [
        f"{title!r} ({locale}) from {reader}: {[result['id'] for result in results]}"
        for (title, entries, reader, locale), results in zip(asked, found, strict=True)
        # The same words may be a title of the reader's own language too: that one comes first.
        if not {result["id"] for result in results}
        & (entries | titles(real, reader).get(title, set()))
    ]
    assert misses == []


@pytest.mark.parametrize("locale", ["en", "pl", "uk", "ru", "ro"])
def test_every_form_of_a_word_in_a_title_finds_an_entry_with_the_word(
    real: Catalog, real_site: Path, locale: str
) -> None:
    """Every dictionary form of every telling word of every title: the first result has the word in its text."""
    wanted = forms_of_titles(real, locale)
    asked = sorted(wanted)
    found = searches(real_site, [(form, locale) for form in asked], limit=1)
    misses = [
        f"{form}: {results[0]['id'] if results else 'nothing'}"
        for form, results in zip(asked, found, strict=True)
        if not results or results[0]["id"] not in wanted[form]
    ]
    share = 1 - len(misses) / len(asked)
    print(f"{locale}: {share:.2%} of {len(asked)} forms; {misses[:10]}")
    assert share >= MEASURED, misses


def forms_of_titles(catalog: Catalog, locale: str) -> dict[str, set[str]]:
    """The forms of words in titles, and the entries whose text has any form of the same word."""
    having: dict[str, set[str]] = {}
    lemmas: dict[str, set[str]] = {}
    forms: dict[str, set[str]] = {}
    texts = {entry: text_of(catalog, locale, entry) for entry in catalog.entries}
    for entry, text in texts.items():
        for word in set(words(text)):
            for lexeme in dictionary(locale).lexemes(word):
                having.setdefault(lexeme.lemma, set()).add(entry)
    for entry in catalog.entries:
        for word in words(catalog.translations[locale, entry].title):
            for lexeme in dictionary(locale).lexemes(word):
                # What half of the entries have tells none of them apart.
                if lexeme.is_function_word or len(having[lexeme.lemma]) > len(texts) / 2:
                    continue
                for form in lexeme.forms:
                    lemmas.setdefault(fold(form), set()).add(lexeme.lemma)
                    forms.setdefault(form, set()).update(having[lexeme.lemma])
    # A form may belong to several words: whoever has any of them is right.
    return {
        form: entries | {entry for lemma in lemmas[fold(form)] for entry in having[lemma]}
        for form, entries in forms.items()
        if len(form) > 2
    }


def text_of(catalog: Catalog, locale: str, entry: str) -> str:
    """All text of an entry."""

    def flatten(value: object) -> Iterable[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            for part in value.values():
                yield from flatten(part)
        elif isinstance(value, Iterable):
            for part in value:
                yield from flatten(part)

    return "\n".join(flatten(catalog.translations[locale, entry].fields))
