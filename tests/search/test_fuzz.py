"""No query throws, takes long or gives anything but results."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from handbook.model import Catalog
from tests.search.engine import ask

LANGUAGES = ("en", "pl", "uk", "ru", "ro")
SLOW = 100
"""Milliseconds of the processor that one query may take, once the index is there. By the clock it would be a test of
how busy the machine is; see `driver.mjs`."""

LETTERS = (
    "abcdefghijklmnopqrstuvwxyz",
    "ąćęłńóśźżăâîșț",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ",
    "0123456789",
    "'’`\"„”«»-–—_.,:;!?/\\|@#$%^&*()[]{}<>=+~",
    " \t\n\r\u00a0\u2028\u2029\u0000\u0007\u001b\u007f\u0085\u200b\u200e\u202e\ufeff\ufffe",
    "😡👍🏽👨\u200d👩🇺🇦\u0301\u0338\u20dd",
    "\ud800\udbff\udc00\udfff",
    "עברית東京ไทยΑΣαςⅧ½ﬁ𝐚",
)

HOSTILE = (
    "__proto__", "constructor", "toString", "hasOwnProperty", "__defineGetter__", "valueOf",
    "constructor.prototype", "__proto__[polluted]=1", "prototype", "undefined", "null", "NaN",
    ".*", "(a+)+$", "[", "(?<=", "\\", "\\u0000", "^$", "$&", "a|b", "(((((((((((((((((((((",
    "<img src=x onerror=alert(1)>", "javascript:alert(1)", "{{7*7}}", "${7*7}", "%00", "../../etc",
    "\u202eabc", "'; DROP TABLE", "\ud83d", "İ", "ß", "ŉ", "ﬃ", "\u1e9e", "’", "’’’", "ʼclient", "ь", "ъъъ",
)  # fmt: skip


def huge_queries() -> list[str]:
    """What somebody pastes by accident."""
    return [
        "x" * 100_000,
        "ж" * 100_000,
        "ab " * 34_000,
        "клиент " * 15_000,
        "klient-" * 15_000,
        "a’" * 50_000,
        " " * 100_000,
        "😡" * 50_000,
        "\u0301" * 100_000,
        "a" + "\u0301" * 100_000,
        "niecierpliwy" * 420,
        "neterpelivyy" * 420,
        "аб" * 2_500,
        "shch" * 10,
        "iyaiyaiyaiyaiyaiyaiyaiyaiyaiyaiyaiya",
        "ououououououououououououououououououou",
        "<script>" * 10_000,
    ]


def random_query(rng: random.Random, vocabulary: list[str]) -> str:
    """Half of it real words, damaged; half of it anything."""
    parts = []
    for _ in range(rng.choice([1, 1, 1, 1, 1, 1, 2, 2, 3, 20])):
        kind = rng.random()
        if kind < 0.65:
            word = list(rng.choice(vocabulary))
            for _ in range(rng.choice([0, 0, 1, 2])):
                word[rng.randrange(len(word))] = rng.choice(rng.choice(LETTERS))
            parts.append("".join(word))
        elif kind < 0.75:
            parts.append(rng.choice(HOSTILE))
        else:
            home = rng.choice(LETTERS)
            parts.append("".join(rng.choices(home, k=rng.randint(1, 20))))
    return rng.choice([" ", " ", "", "\n", "-"]).join(parts)


def test_ten_thousand_queries(real: Catalog, real_site: Path) -> None:
    """Every one answered in time and in good form, and no object of the engine is changed by any."""
    rng = random.Random(20)  # noqa: S311 - the same queries every time
    vocabulary = sorted(
        {word for words in real.translations.values() for word in words.summary.split()}
    )
    queries = [*HOSTILE, *huge_queries()]
    queries += [random_query(rng, vocabulary) for _ in range(10_000 - len(queries))]
    rows = [{"query": query, "language": rng.choice(LANGUAGES)} for query in queries]
    (answer,) = ask({"do": "fuzz", "site": str(real_site), "queries": rows, "slow": SLOW})
    assert answer["faults"] == []
    assert answer["asked"] == 10_000


@pytest.mark.parametrize("limit", [0, 1, 1000])
def test_limit_is_kept(real_site: Path, limit: int) -> None:
    """Never more results than asked for."""
    queries: list[dict[str, Any]] = [{"query": "client", "language": "en"}]
    job = {"do": "search", "site": str(real_site), "queries": queries, "limit": limit}
    ((results,),) = ask(job)
    assert len(results) <= limit
    assert limit == 0 or results
