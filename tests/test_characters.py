"""Characters that no content needs, and letters that look like others."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook import characters
from handbook.problems import Rule

# Unicode Character Database, PropList.txt: all characters with the property Bidi_Control.
BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def rules(text: str) -> list[Rule]:
    """Return the rules that the characters of a text break."""
    return [finding.rule for finding in characters.find_forbidden(text)]


def letters(text: str, locale: str) -> list[tuple[Rule, str]]:
    """Return what is wrong with the letters of a text: rule and piece."""
    return [(found.rule, found.piece) for found in characters.find_letters(text, locale)]


def test_unicode_has_twelve_bidi_controls() -> None:
    """The list above is whole; the number is from the standard."""
    assert len(set(BIDI_CONTROLS)) == 12


@pytest.mark.parametrize("character", BIDI_CONTROLS, ids=unicodedata.name)
def test_a_character_that_turns_the_writing_direction_is_found(character: str) -> None:
    """Text that reads other than it is written is how a review is deceived."""
    assert rules(f"a{character}b") == [Rule.BIDI_CONTROL]


@pytest.mark.parametrize(
    "character",
    ["\u00ad", "\u034f", "\u115f", "\u180e", "\u200b", "\u200c", "\u200d", "\u2060",
          "\u2064", "\u2800", "\u3164", "\ufe0f", "\ufff9", "\U0001d173", "\U000e0100"],
    ids=lambda character: f"U+{ord(character):04X}",
)  # fmt: skip
def test_an_invisible_character_is_found(character: str) -> None:
    """It splits a word for the search, and for nobody else."""
    assert rules(f"a{character}b") == [Rule.INVISIBLE_CHARACTER]


def test_every_format_and_control_character_is_refused() -> None:
    """Whatever Unicode calls a control, a format or a private-use character is in some list."""
    kinds = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    odd = (chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in kinds)
    # Arabic and Egyptian marks that belong to their scripts; no alphabet of ours has them.
    scripts = {"ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN"}
    missed = {
        f"U+{ord(character):04X}"
        for character in odd
        if character != "\n"
        and not "\ud800" <= character <= "\udfff"  # UTF-8 has no form for these.
        and not rules(character)
        and unicodedata.name(character, "").split(" ")[0] not in scripts
    }
    assert missed == set()


def test_every_space_but_the_ordinary_one_is_refused() -> None:
    """They look the same, and a search for two words does not find them."""
    spaces = [chr(code) for code in range(0x3001) if unicodedata.category(chr(code)) == "Zs"]
    assert {space for space in spaces if rules(space) != [Rule.ODD_SPACE]} == {" "}


def test_of_each_kind_only_the_first_is_named() -> None:
    """A file full of tabs is one mistake."""
    assert rules("\t\t\u200b\t\u200b") == [Rule.TAB, Rule.INVISIBLE_CHARACTER]


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "Say the hour, “not soon” – and don’t guess: 12:30, 5 €."),
        ("pl", "Zażółć gęślą jaźń, ĄĆĘŁŃÓŚŹŻ"),
        ("ro", "Ăâîșț ĂÂÎȘȚ, „așa” e bine"),
        ("ru", "Съешь ещё этих мягких французских булок, ЁЖ"),
        ("uk", "Щастям б’єш жук їх глицю в фон й ґедзь пріч, ЄЇҐ"),
        ("uk", "Натисніть Ctrl+C, USB-C або Wi-Fi; e-mail і VPN, PC, BIOS"),
        ("ru", "Перезапустите Windows 11 и откройте https://example.org"),
        ("de", "Größe, Straße"),
    ],
)
def test_good_letters_are_not_blamed(locale: str, text: str) -> None:
    """Every language has its alphabet; names in Latin letters are fine in all of them."""
    assert letters(text, locale) == []


@pytest.mark.parametrize(
    ("locale", "text", "rule", "piece"),
    [
        ("ru", "это cон", Rule.MIXED_SCRIPTS, "cон"),
        ("en", "a pаssword", Rule.MIXED_SCRIPTS, "pаssword"),
        ("de", "ein Wоrt", Rule.MIXED_SCRIPTS, "Wоrt"),
        ("ru", "он a она", Rule.LOOK_ALIKE, "a"),
        ("uk", "дім i сад", Rule.LOOK_ALIKE, "i"),
        ("ru", "вот xop", Rule.LOOK_ALIKE, "xop"),
        ("ro", "staţie", Rule.CEDILLA, "staţie"),
        ("ro", "Şi", Rule.CEDILLA, "Şi"),
        ("uk", "дети и мы", Rule.FOREIGN_LETTER, "мы"),
        ("ru", "її", Rule.FOREIGN_LETTER, "її"),
        ("pl", "naïve", Rule.FOREIGN_LETTER, "naïve"),
        ("en", "слово", Rule.FOREIGN_LETTER, "слово"),
        ("ru", "café", Rule.FOREIGN_LETTER, "café"),
        ("en", "а", Rule.FOREIGN_LETTER, "а"),
        ("uk", "и\u0306", Rule.DECOMPOSED_LETTER, "и"),
    ],
)
def test_wrong_letters_are_found(locale: str, text: str, rule: Rule, piece: str) -> None:
    """The eye cannot see most of these; a search stumbles over all of them."""
    assert letters(text, locale) == [(rule, piece)]


@given(st.text(), st.sampled_from(["en", "pl", "ro", "ru", "uk", "de"]))
def test_any_text_can_be_judged(text: str, locale: str) -> None:
    """Findings point into the text, whatever it is."""
    normal = unicodedata.normalize("NFC", text)
    for finding in characters.find_letters(text, locale):
        assert finding.piece in text or finding.piece in normal
        assert finding.message
        assert finding.hint
    for finding in characters.find_forbidden(text):
        assert text[finding.index] == finding.piece
