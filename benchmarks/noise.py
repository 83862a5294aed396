"""Turns a clean query into what fingers really type: one kind of noise a function, all seeded."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

from handbook.search.analysis import words
from handbook.search.dictionaries import dictionary

_CYRILLIC = frozenset({"ru", "uk"})
_QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./?"
_LAYOUT = {
    "ru": "ёйцукенгшщзхъфывапролджэячсмитьбю.,",
    "uk": "’йцукенгшщзхїфівапролджєячсмитьбю.,",
}
_LOOK_ALIKE = {
    "latin": dict(zip("aceopxy", "асеорху", strict=True)),
    "cyrillic": dict(zip("асеорху", "aceopxy", strict=True)),
}
_BUREAU = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "yo", "є": "ye",
    "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "’": "",
}  # fmt: skip
_CHAT = _BUREAU | {
    "х": "h", "щ": "sch", "ю": "ju", "я": "ja", "й": "j", "ц": "c", "ё": "e", "є": "e", "ї": "i",
}  # fmt: skip
_UKRAINIAN = _BUREAU | {"г": "h", "и": "y", "й": "i", "ґ": "g"}


def inflected(query: str, locale: str, rng: random.Random) -> str | None:
    """Put one word into another form of the same word."""
    parts = words(query)
    order = sorted(range(len(parts)), key=lambda _: rng.random())
    for i in order:
        forms = {f for lexeme in dictionary(locale).lexemes(parts[i]) for f in lexeme.common}
        others = sorted(forms - {parts[i]})
        if others and len(parts[i]) > 3:
            return " ".join([*parts[:i], rng.choice(others), *parts[i + 1 :]])
    return None


def folded(query: str, locale: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Leave out the diacritics; for Russian write е for ё, for Ukrainian leave the apostrophe out."""
    if locale in _CYRILLIC:
        made = query.replace("ё", "е").replace("’", "").replace("ґ", "г")
    else:
        made = "".join(
            c for c in unicodedata.normalize("NFD", query.replace("ł", "l").replace("Ł", "L"))
            if not unicodedata.combining(c)
        )  # fmt: skip
    return made if made != query else None


def look_alike(query: str, locale: str, rng: random.Random) -> str | None:
    """Type some letters in the other alphabet."""
    table = _LOOK_ALIKE["cyrillic" if locale in _CYRILLIC else "latin"]
    places = [i for i, c in enumerate(query) if c in table]
    if not places or not any(len(word) > 2 for word in query.split()):
        return None
    chosen = rng.choice(places)
    return query[:chosen] + table[query[chosen]] + query[chosen + 1 :]


def layout(query: str, locale: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Type on the wrong keyboard layout."""
    if locale in _CYRILLIC:
        return query.lower().translate(str.maketrans(_LAYOUT[locale], _QWERTY))
    plain = folded(query, locale, random.Random(0)) or query
    return plain.lower().translate(str.maketrans(_QWERTY, _LAYOUT["ru"]))


def transliterated(query: str, locale: str, rng: random.Random) -> str | None:
    """Spell Cyrillic in Latin letters, in one of the usual ways."""
    if locale not in _CYRILLIC:
        return None
    table = rng.choice([_BUREAU, _CHAT, _UKRAINIAN if locale == "uk" else _BUREAU])
    return "".join(table.get(c, c) for c in query.lower())


def typo(query: str, locale: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Slip once inside a word of five letters or more: leave out, double, exchange, or mistype."""
    parts = query.split()
    long = [i for i, part in enumerate(parts) if len(part) >= 5 and part.isalpha()]
    if not long:
        return None
    i = rng.choice(long)
    word = parts[i]
    at = rng.randrange(1, len(word) - 1)
    alphabet = sorted({c for part in parts for c in part.lower() if c.isalpha()})
    kinds: list[Callable[[], str]] = [
        lambda: word[:at] + word[at + 1 :],
        lambda: word[:at] + word[at] + word[at:],
        lambda: word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        lambda: word[:at] + rng.choice(alphabet) + word[at + 1 :],
    ]
    slipped = rng.choice(kinds)()
    return " ".join([*parts[:i], slipped, *parts[i + 1 :]]) if slipped != word else None


def unfinished(query: str, locale: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Stop before the last word is whole."""
    parts = query.split()
    if len(parts[-1]) < 6:
        return None
    cut = rng.randint(1, min(3, len(parts[-1]) - 4))
    return " ".join([*parts[:-1], parts[-1][:-cut]])


def two_slips(query: str, locale: str, rng: random.Random) -> str | None:
    """Two kinds of noise at once."""
    first = rng.choice([folded, layout, transliterated, inflected, look_alike])
    slipped = typo(query, locale, rng)
    return first(slipped, locale, rng) if slipped else None


KINDS: dict[str, Callable[[str, str, random.Random], str | None]] = {
    "inflected": inflected,
    "folded": folded,
    "look-alike": look_alike,
    "layout": layout,
    "transliterated": transliterated,
    "typo": typo,
    "two slips": two_slips,
    "unfinished": unfinished,
}
