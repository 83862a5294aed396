"""Fills the gaps of a draft: what frames the entries, in a language that has no words for it yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from handbook.model import Foreign, Guide

Texts = Mapping[str, str]
"""Texts by their keys."""


def filled(
    languages: Sequence[str], written: Mapping[str, Texts], keys: Iterable[str]
) -> dict[str, dict[str, str]]:
    """Return the texts of every language; gaps hold those of the first language that has them.

    `written` is what each language has. A key that no language has is missing in all.

    >>> filled(["en", "de"], {"en": {"a": "One", "b": "Two"}, "de": {"a": "Eins"}}, ["a", "b"])
    {'en': {'a': 'One', 'b': 'Two'}, 'de': {'a': 'Eins', 'b': 'Two'}}
    """
    texts: dict[str, dict[str, str]] = {locale: {} for locale in languages}
    for key in keys:
        having = [locale for locale in languages if written.get(locale, {}).get(key)]
        for locale in languages if having else ():
            first = having[0]
            own = locale in having
            text = written[locale if own else first][key]
            texts[locale][key] = text if own else Foreign(text, first)
    return texts


def gaps(texts: Texts) -> list[str]:
    """Return the keys whose texts are another language's."""
    return [key for key, text in texts.items() if isinstance(text, Foreign)]


def filled_guides(
    languages: Sequence[str], written: Mapping[str, Guide], path: str
) -> dict[str, Guide]:
    """Return one guide in every language; where it is not written, it is the first language's.

    `path` is where it should stand, with `{}` for the language.
    """
    first = next(locale for locale in languages if locale in written)
    origin = written[first]
    return {
        locale: written.get(locale)
        or replace(
            origin,
            title=Foreign(origin.title, first),
            description=Foreign(origin.description, first),
            path=path.format(locale),
            lang=first,
        )
        for locale in languages
    }
