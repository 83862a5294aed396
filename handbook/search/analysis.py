"""How text becomes words for the search; `theme/assets/handbook/search/analysis.js` does the same.

Both sides read `tests/search/analysis.json`, so they cannot drift apart.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_UNSEEN = "\u00ad\u0300-\u036f\u200c\u200d\u2060\ufeff"
"""What pasted text has inside of words: soft hyphens, joiners, stress marks."""
# To Unicode one of the apostrophes is a letter, and could begin a word.
_WORD = re.compile(f"(?:[^\\W_ʼ][{_UNSEEN}]*)+(?:['’ʼ`](?:[^\\W\\d_ʼ][{_UNSEEN}]*)+)*")
_LEAVE_OUT = re.compile(f"[{_UNSEEN}]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[a-z]")
_PLAIN = re.compile(r"[a-z0-9а-я]*")
_LETTERS = str.maketrans({
    # Marks that Unicode does not decompose.
    "ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "ı": "i",
    # Cyrillic letters that people type for each other, above all on a Russian keyboard.
    "і": "и", "ї": "и", "ы": "и", "ъ": "и", "й": "и",
    "є": "е", "э": "е", "ё": "е", "ґ": "г",
    "'": None, "’": None, "ʼ": None, "`": None,
})  # fmt: skip
_LATIN_TWINS = "aceiopxykmthb"
_CYRILLIC_TWINS = "асеіорхукмтнв"
_TO_CYRILLIC = str.maketrans(_LATIN_TWINS, _CYRILLIC_TWINS)
_TO_LATIN = str.maketrans(_CYRILLIC_TWINS, _LATIN_TWINS)


def words(text: str) -> list[str]:
    """Split text into lower-case words, numbers included.

    >>> words("E-mail: 2 razy, зв’язок!")
    ['e', 'mail', '2', 'razy', 'зв’язок']
    """
    composed = unicodedata.normalize("NFC", text)
    script = _script(composed.lower())
    # Only the side matters, and few values are well remembered.
    side = (script > 0) - (script < 0)
    return [
        _normalize(found[0], 0 if _is_prefix(composed, found) else side)
        for found in _WORD.finditer(composed)
    ]


def _is_prefix(text: str, found: re.Match[str]) -> bool:
    """Tell whether it is one letter before a hyphen: the e of e-mail stays, whatever the text."""
    return len(found[0]) == 1 and text[found.end() : found.end() + 1] in ("-", "\u2011")


@cache
def _normalize(word: str, script: int) -> str:
    # In this order: a capital letter may become a small one with a mark (İ).
    lower = _LEAVE_OUT.sub("", _LEAVE_OUT.sub("", word).lower())
    return _one_script(re.sub("['ʼ`]", "’", lower), script)


def fold(word: str) -> str:
    """Return the word as somebody in a hurry types it: no marks, look-alike letters as one.

    >>> fold("żółć"), fold("ştie"), fold("ёлка"), fold("зв’язок")
    ('zolc', 'stie', 'елка', 'звязок')
    """
    plain = word.translate(_LETTERS)
    # Most words are done here; taking marks apart is what costs time.
    return plain if _PLAIN.fullmatch(plain) else "".join(map(_unmark, plain)).translate(_LETTERS)


@cache
def _unmark(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    # Not by their combining class: marks of a few alphabets have none.
    return "".join(part for part in parts if unicodedata.category(part)[0] != "M")


def _script(text: str) -> int:
    """Count how many letters more are Cyrillic than Latin."""
    return len(_CYRILLIC.findall(text)) - len(_LATIN.findall(text))


def _one_script(word: str, script: int) -> str:
    """Retype the minority of a word that mixes Latin and Cyrillic letters that look alike.

    Where there is none, and in a word of one letter, those that the whole text has fewer of.
    """
    if len(word) > 1:
        if not _CYRILLIC.search(word) or not _LATIN.search(word):
            return word
        script = _script(word) or script
    elif not script:
        return word
    return word.translate(_TO_CYRILLIC if script >= 0 else _TO_LATIN)
