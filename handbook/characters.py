"""Which characters and letters content may hold, and what looks like something else.

Sources: the Unicode Character Database (properties Bidi_Control and General_Category) and
Unicode Technical Standard 39 for look-alike letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.problems import Rule


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a text that should not be there."""

    index: int
    """Index of its first character in the text."""
    piece: str
    """The character or word itself."""
    rule: Rule
    message: str
    hint: str


_BIDI_CONTROL = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u2800"
    "\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0080-\U000e0fff"
)
_TAGS = "\U000e0000-\U000e007f"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff"
_LOST = "\ufffc\ufffd"
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"

_FORBIDDEN: tuple[tuple[Rule, str, str, str], ...] = (
    (Rule.BYTE_ORDER_MARK, "\ufeff", "byte order mark", "save the file as UTF-8 without BOM"),
    (Rule.TAB, "\t", "tab", "use spaces"),
    (Rule.CONTROL_CHARACTER, _CONTROL, "control character", "remove it"),
    (Rule.BIDI_CONTROL, _BIDI_CONTROL, "character that turns the writing direction", "remove it"),
    (Rule.INVISIBLE_CHARACTER, _INVISIBLE, "invisible character", "remove it"),
    (Rule.TAG_CHARACTER, _TAGS, "invisible tag character", "remove it"),
    (Rule.PRIVATE_USE, _PRIVATE, "private-use character", "remove it"),
    (Rule.NOT_UTF8, _LOST, "mark of a lost character", "retype what stood here"),
    (Rule.ODD_SPACE, _SPACES, "unusual space", "use an ordinary space"),
)
_FORBIDDEN_PATTERN = re.compile("|".join(f"([{span}])" for _, span, _, _ in _FORBIDDEN))
_ANY_FORBIDDEN = re.compile(f"[{''.join(span for _, span, _, _ in _FORBIDDEN)}]")
"""Tells in a tenth of the time that a text has none, as nearly all have."""


def find_forbidden(text: str) -> Iterator[Finding]:
    """Find characters that no content needs; the first of each kind, to keep the list short."""
    if not _ANY_FORBIDDEN.search(text):
        return
    seen: set[Rule] = set()
    for match in _FORBIDDEN_PATTERN.finditer(text):
        rule, _, name, hint = _FORBIDDEN[(match.lastindex or 1) - 1]
        if rule in seen:
            continue
        seen.add(rule)
        character = match.group()
        message = f"{name} U+{ord(character):04X}"
        yield Finding(match.start(), character, rule, message, hint)


def without_forbidden(text: str) -> str:
    """Return a text without the characters that `find_forbidden` finds; spaces become plain ones."""

    def plain(match: re.Match[str]) -> str:
        rule, *_ = _FORBIDDEN[(match.lastindex or 1) - 1]
        return " " if rule in {Rule.ODD_SPACE, Rule.TAB} else ""

    return _FORBIDDEN_PATTERN.sub(plain, text)


_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ALPHABETS = {
    "en": _LATIN,
    "pl": _LATIN + "ąćęłńóśźż",
    "ro": _LATIN + "ăâîșț",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}
_CYRILLIC_LOCALES = frozenset({"ru", "uk"})
_OUTSIDE_ALPHABET = {
    locale: re.compile(rf"[^\W\d_{letters}{letters.upper()}]")
    for locale, letters in _ALPHABETS.items()
}
"""Finds the letters that make a closer look necessary; most texts hold none."""

# Latin letters that have a Cyrillic twin in print (UTS 39, confusables.txt), lower case and upper.
_LATIN_TWINS = frozenset("aceiopxyABCEHIKMOPTXY")
_CEDILLAS = {"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț"}
CEDILLAS = str.maketrans(_CEDILLAS)
"""Turns Romanian letters with a cedilla into those with a comma below."""
WORD = re.compile(r"[^\W\d_]+")
_TO_CYRILLIC = str.maketrans("aceiopxyABCEHIKMOPTXY", "асеіорхуАВСЕНІКМОРТХУ")
_TO_LATIN = str.maketrans("асеіорхуАВСЕНІКМОРТХУ", "aceiopxyABCEHIKMOPTXY")
_JOINED_TO_LATIN = re.compile(r"(?<=[A-Za-z][-+/.])|(?=[A-Za-z]+[-+/.][A-Za-z])")


def find_letters(text: str, locale: str) -> Iterator[Finding]:
    """Find letters and words that do not belong into a text of `locale`.

    A locale without a declared alphabet is only checked for words that mix scripts.
    """
    if text.isascii() and locale not in _CYRILLIC_LOCALES:
        return
    if not unicodedata.is_normalized("NFC", text):
        normal = unicodedata.normalize("NFC", text)
        index = next(i for i, (a, b) in enumerate(zip(text, normal, strict=False)) if a != b)
        message = f"the letter '{normal[index]}' is put together from two characters"
        hint = f"type '{normal[index]}' as one letter"
        yield Finding(index, text[index], Rule.DECOMPOSED_LETTER, message, hint)
        text = normal
    outside = _OUTSIDE_ALPHABET.get(locale)
    if outside and not outside.search(text):
        return
    for match in WORD.finditer(text):
        finding = _check_word(match, locale)
        if finding:
            yield finding


def _check_word(match: re.Match[str], locale: str) -> Finding | None:
    word = match.group()
    latin = any(_is_latin(letter) for letter in word)
    cyrillic = any("\u0400" <= letter <= "\u04ff" for letter in word)
    if latin and cyrillic:
        minority = [c for c in word if _is_latin(c) is (locale in _CYRILLIC_LOCALES)]
        script = "Latin" if locale in _CYRILLIC_LOCALES else "Cyrillic"
        letters = ", ".join(dict.fromkeys(minority))
        message = f"'{word}' mixes Latin and Cyrillic letters"
        hint = f"retype the {script} {letters}"
        return Finding(match.start(), word, Rule.MIXED_SCRIPTS, message, hint)
    if locale == "ro" and any(letter in _CEDILLAS for letter in word):
        good = "".join(_CEDILLAS.get(letter, letter) for letter in word)
        message = f"'{word}' is written with a cedilla"
        return Finding(
            match.start(), word, Rule.CEDILLA, message, f"write '{good}', with a comma below"
        )
    if locale in _CYRILLIC_LOCALES and latin:
        return _check_latin_word(match)
    return _check_alphabet(match, locale)


def _check_latin_word(match: re.Match[str]) -> Finding | None:
    """Judge a Latin word in a Cyrillic text: names such as VPN are fine, look-alikes are not."""
    word = match.group()
    joined = _JOINED_TO_LATIN.match(match.string, match.start())  # e-mail, USB-C, Ctrl+C
    looks_cyrillic = all(c in _LATIN_TWINS for c in word)
    if looks_cyrillic and not joined and (len(word) == 1 or not word.isupper()):
        message = f"'{word}' is written with Latin letters that look like Cyrillic ones"
        hint = "retype it in Cyrillic"
        return Finding(match.start(), word, Rule.LOOK_ALIKE, message, hint)
    return _check_alphabet(match, "en")


def _check_alphabet(match: re.Match[str], locale: str) -> Finding | None:
    alphabet = _ALPHABETS.get(locale)
    if alphabet is None:
        return None
    word = match.group()
    for offset, letter in enumerate(word):
        if letter.lower() not in alphabet:
            message = f"'{letter}' in '{word}' is not a letter of the language '{locale}'"
            hint = "retype the word"
            return Finding(match.start() + offset, word, Rule.FOREIGN_LETTER, message, hint)
    return None


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN")


def one_script(word: str, locale: str) -> str:
    """Return a word that mixes Latin and Cyrillic letters in one script, if it is clear in which.

    A word that could be either, such as an abbreviation all of whose letters have twins, stays.

    >>> one_script("кл" + "i" + "єнт", "uk") == "клієнт"
    True
    """
    latin = any(_is_latin(letter) for letter in word)
    if not latin or not any("\u0400" <= letter <= "\u04ff" for letter in word):
        return word
    as_cyrillic, as_latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    cyrillic_locale = locale if locale in _CYRILLIC_LOCALES else ""
    alphabet = _ALPHABETS.get(cyrillic_locale, "")
    can_be_cyrillic = all(
        "\u0400" <= letter <= "\u04ff" and (not alphabet or letter.lower() in alphabet)
        for letter in as_cyrillic
    )
    can_be_latin = all(_is_latin(letter) for letter in as_latin)
    if can_be_cyrillic and can_be_latin:
        if word.isupper() or locale not in _ALPHABETS:
            return word
        return as_cyrillic if cyrillic_locale else as_latin
    if can_be_cyrillic:
        return as_cyrillic
    return as_latin if can_be_latin else word
