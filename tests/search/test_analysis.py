"""Text becomes the same words in Python, which makes the index, and in the browser, which asks it."""

from __future__ import annotations

import json
import random
import unicodedata
from typing import Any

import pytest

from handbook.search.analysis import fold, words
from tests.search.engine import HERE, ask

CASES = json.loads((HERE / "analysis.json").read_text(encoding="utf-8"))

SCRIPTS = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ąćęłńóśźżĄĆĘŁŃÓŚŹŻăâîșțşţĂÂÎȘȚŞŢßẞæøđıİ",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯёЁіїєґІЇЄҐ",
    "0123456789²½Ⅷ٣",
    "'’ʼ`-–—_.,:;!?()/\\\"„”«» \t\n\r\u00a0\u2009\u2028",
    "\u0301\u0306\u0307\u0308\u0327\u0302\u00ad\u200b\u200c\u200d\u2060\ufeff\u0000\u001b",
    "😡👍🏽👨🇺🇦☎№§€東京ΑΣσςעברไทยकि",
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_text_becomes_these_words(case: dict[str, Any]) -> None:
    """The Python side; `analysis.test.mjs` reads the same file."""
    assert words(case["text"]) == case["words"]
    assert [fold(word) for word in case["words"]] == case["folded"]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_composed_and_decomposed_text_are_the_same(case: dict[str, Any]) -> None:
    """A Mac pastes letters and marks apart."""
    assert words(unicodedata.normalize("NFD", case["text"])) == case["words"]


def test_both_sides_agree_on_any_text() -> None:
    """Random texts of everything that a keyboard and a clipboard give, asked in one batch."""
    rng = random.Random(5)  # noqa: S311 - the same texts every time
    texts = [random_text(rng) for _ in range(5000)]
    (answers,) = ask({"do": "analyse", "texts": texts})
    different = [
        (text, mine, answer)
        for text, answer in zip(texts, answers, strict=True)
        if (mine := {"words": words(text), "folded": [fold(word) for word in words(text)]})
        != answer
    ]
    assert different[:5] == []


def test_folding_twice_changes_nothing() -> None:
    """So a folded form can be looked up like a typed one."""
    rng = random.Random(6)  # noqa: S311 - the same texts every time
    found = {word for _ in range(2000) for word in words(random_text(rng))}
    assert [word for word in found if fold(fold(word)) != fold(word)] == []


def random_text(rng: random.Random) -> str:
    """Letters mostly of one script, as in real text, with everything else in between."""
    home = rng.choice(SCRIPTS)
    return "".join(
        rng.choice(home if rng.random() < 0.6 else rng.choice(SCRIPTS))
        for _ in range(rng.randint(0, 30))
    )
