"""Signs that a language writes in its own way: quotation marks, apostrophes, dashes, dots.

What each language writes is said in its `docs/<lang>/STYLE.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.characters import Finding
from handbook.fixing import QUOTES
from handbook.problems import Rule


@dataclass(frozen=True, slots=True)
class Signs:
    """What a language writes, besides its quotation marks."""

    dash: str
    apostrophe: str = ""
    """Empty in a language that has none."""
    ellipsis: str = "…"


SIGNS = {
    "en": Signs(dash="–", apostrophe="’"),
    "pl": Signs(dash="–", apostrophe="’"),
    "ro": Signs(dash="–", ellipsis="..."),
    "ru": Signs(dash="—"),
    "uk": Signs(dash="—", apostrophe="’"),
}
"""Languages that are not here are only checked for spaces."""

_SPACES = re.compile(r"(?<=\S) {2,}(?=(\S+))")
_SPACE_BEFORE = re.compile(r"(?<=[^\W_]) +([,;:!?]+|\.(?![\w.]))(?=[\s»”“]|$)")
_ODD = re.compile(r"[\"„“”«»‚‘’'ʼ´`‹›—–…]|--|\.{2,}|(?<=\w) - (?=\w)")
_APOSTROPHES = "'’ʼ´`"
_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_]).(?=[^\W\d_])", re.DOTALL)


def find_signs(text: str, locale: str) -> Iterator[Finding]:
    """Find signs and spaces that the language writes another way."""
    for match in _SPACES.finditer(text):
        yield Finding(match.end(), match[1], Rule.SPACING, "more than one space", "write one")
    for match in _SPACE_BEFORE.finditer(text):
        message = f"a space before '{match[1]}'"
        yield Finding(match.start(1), match[1], Rule.SPACING, message, "remove it")
    signs = SIGNS.get(locale)
    if signs is None:
        return
    for match in _ODD.finditer(text):
        better = _better(match, locale, signs)
        if better:
            message = f"'{match[0].strip()}' is not how this language writes it"
            hint = f"write {better}"
            yield Finding(match.start(), match[0].strip(), Rule.WRONG_SIGN, message, hint)
    yield from _find_open_quotes(text, locale)


def _better(match: re.Match[str], locale: str, signs: Signs) -> str:
    """Return what to write instead of a sign; empty if it is right."""
    sign = match[0].strip()
    if sign in _APOSTROPHES and _BETWEEN_LETTERS.match(match.string, match.start()):
        if not signs.apostrophe:
            return "the word without it, or with a hyphen"
        return "" if sign == signs.apostrophe else signs.apostrophe
    if sign in ("-", "--", "–", "—"):
        joins_numbers = sign == "–" and re.compile(r"(?<=\d).(?=\d)").match(
            match.string, match.start()
        )
        return "" if sign == signs.dash or joins_numbers else f"{signs.dash} with spaces around it"
    if sign == "…" or sign.startswith(".."):
        return "" if sign == signs.ellipsis else signs.ellipsis
    quotes = QUOTES[locale]
    if sign in quotes.outer or sign in quotes.inner or sign == signs.apostrophe:
        return ""
    return f"{'…'.join(quotes.outer)}, and within it {'…'.join(quotes.inner)}"


def _find_open_quotes(text: str, locale: str) -> Iterator[Finding]:
    """Find the first quotation mark that has no partner; ’ may be an apostrophe."""
    quotes = QUOTES[locale]
    closing_of = {quotes.outer[0]: quotes.outer[1], quotes.inner[0]: quotes.inner[1]}
    closing_of.pop("‘", None)
    waiting: list[tuple[str, int]] = []
    for match in re.finditer(f"[{''.join(closing_of)}{''.join(closing_of.values())}]", text):
        sign = match[0]
        if sign in closing_of:
            waiting.append((closing_of[sign], match.start()))
        elif waiting and waiting[-1][0] == sign:
            waiting.pop()
        else:
            waiting.append(("", match.start()))
            break
    if waiting:
        index = waiting[-1][1]
        message = f"the quotation mark {text[index]} has no partner"
        yield Finding(index, text[index], Rule.OPEN_QUOTE, message, "open and close the quotation")
