"""The dictionaries give all forms of a word, and only those."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from handbook.search.dictionaries import dictionary
from tests.search.engine import rows

CASES = rows("dictionaries.yml")
LANGUAGES = ("en", "pl", "ro", "ru", "uk")


@pytest.mark.parametrize("case", CASES, ids=[f"{c['language']} {c['form']}" for c in CASES])
def test_word_has_these_forms(case: Mapping[str, Any]) -> None:
    """The lemma, forms that it must have, forms that are rare, and forms of other words."""
    found = {lexeme.lemma: lexeme for lexeme in dictionary(case["language"]).lexemes(case["form"])}
    assert case["lemma"] in found
    lexeme = found[case["lemma"]]
    rare = set(case.get("rare", ()))
    assert {case["form"], *case["forms"]} - set(lexeme.common) == set()
    assert rare - set(lexeme.forms) == set()
    assert rare & set(lexeme.common) == set()
    assert set(case.get("without", ())) & set(lexeme.forms) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_word_has_no_reading(language: str) -> None:
    """Neither numbers nor nonsense nor text that is hostile to a dictionary's own syntax."""
    for text in ("qzx", "/", "0", ";", "constructor/S"):
        lexemes = dictionary(language).lexemes(text)
        assert all(lexeme.forms for lexeme in lexemes), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_are_lower_case_without_repetition(language: str) -> None:
    """The lexicon relies on it; common forms are forms."""
    for form in ("a", "client", "klient", "клиент", "клієнт", "london", "internet", "sms"):
        for lexeme in dictionary(language).lexemes(form):
            assert [f for f in lexeme.forms if f != f.lower()] == []
            assert len(set(lexeme.forms)) == len(lexeme.forms)
            assert set(lexeme.common) <= set(lexeme.forms)


@pytest.mark.parametrize(
    ("language", "word"), [("pl", "i"), ("pl", "dla"), ("ru", "или"), ("ru", "они"), ("ru", "для")]
)
def test_function_words_are_told_apart(language: str, word: str) -> None:
    """They tell nothing about an entry."""
    lexemes = dictionary(language).lexemes(word)
    assert any(lexeme.is_function_word for lexeme in lexemes)


def test_a_word_that_is_also_a_particle_is_none() -> None:
    """The noun «правда» says something."""
    assert not any(lexeme.is_function_word for lexeme in dictionary("ru").lexemes("правда"))


def test_a_language_without_a_dictionary_knows_no_words() -> None:
    """Another team's language is searched without inflection, not refused."""
    assert dictionary("xx").lexemes("word") == []
