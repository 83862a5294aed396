"""Lists the forms of words from a Hunspell dictionary (`.aff` and `.dic`).

Hunspell libraries check and suggest, but none lists every form of a word, so this reads the affix
rules itself: `SFX`/`PFX` classes with their conditions, cross products and flags on suffixes, as
the hunspell(5) manual page describes them. What spelling alone needs (compounds, replacements) is
left aside.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Affix:
    """One rule: what to take off a word, what to put on, and when."""

    flag: str
    is_suffix: bool
    cross: bool
    """Whether it may stand together with an affix at the other end."""
    strip: str
    add: str
    condition: re.Pattern[str]
    flags: frozenset[str]
    """Flags of further affixes that the result takes."""

    def apply(self, stem: str) -> str | None:
        """Return the form of `stem`, or None where the rule does not hold."""
        if self.is_suffix:
            # Most rules fall here already; looking at the ending is far cheaper than a pattern.
            if not stem.endswith(self.strip) or not self.condition.search(stem):
                return None
            return stem[: len(stem) - len(self.strip)] + self.add
        if not self.condition.search(stem):
            return None
        return self.add + stem[len(self.strip) :]

    def undo(self, form: str) -> str | None:
        """Return the word that `form` may come from, or None."""
        if self.is_suffix:
            if not form.endswith(self.add) or len(form) <= len(self.add):
                return None
            stem = form[: len(form) - len(self.add)] + self.strip
        else:
            if not form.startswith(self.add) or len(form) <= len(self.add):
                return None
            stem = self.strip + form[len(self.add) :]
        return stem if self.condition.search(stem) else None


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the dictionary, perhaps with a prefix (`re` + `quest`)."""

    stem: str
    prefix: Affix | None = None
    flags: frozenset[str] | None = None
    """For a guessed word: the flags that it is inflected by, since the dictionary has none."""

    @property
    def lemma(self) -> str:
        """The word as a dictionary lists it."""
        if self.prefix is None:
            return self.stem
        return self.prefix.add + self.stem[len(self.prefix.strip) :]


@dataclass
class HunspellDictionary:
    """The words of a dictionary with their affix flags."""

    stems: dict[str, set[str]] = field(default_factory=dict)
    affixes: dict[str, list[Affix]] = field(default_factory=lambda: defaultdict(list))
    _by_ending: dict[str, list[Affix]] = field(default_factory=lambda: defaultdict(list))
    _long_flags: bool = False
    _numeric_flags: bool = False
    _aliases: list[frozenset[str]] = field(default_factory=list)

    @classmethod
    def load(cls, aff: Path, dic: Path) -> HunspellDictionary:
        """Read both files; OSError when one is missing."""
        made = cls()
        encoding = made._read_affixes(aff)
        made._read_words(dic, encoding)
        return made

    def words_of(self, form: str) -> list[Word]:
        """Return the words that `form` is a form of, the plainest reading first."""
        found = [Word(stem) for stem in self._stems_of(form)]
        for prefix in self._prefixes:
            rest = prefix.undo(form)
            if rest is None:
                continue
            found += [
                Word(stem, prefix)
                for stem in self._stems_of(rest, crossing=True)
                if prefix.flag in self.stems[stem] and (prefix.cross or stem == rest)
            ]
        return found

    def forms_of(self, word: Word) -> list[str]:
        """Return every form of a word, the word itself first."""
        prefix = word.prefix
        forms = dict.fromkeys([word.stem])
        if prefix is None or prefix.cross:
            crossing = prefix is not None
            own = word.flags if word.flags is not None else self.stems.get(word.stem, set())
            for form, flags in self._suffixed(word.stem, own, crossing=crossing):
                forms[form] = None
                for further, _ in self._suffixed(form, flags, crossing=crossing):
                    forms[further] = None
        if prefix is not None:
            return [prefix.add + form[len(prefix.strip) :] for form in forms]
        return list(forms)

    def guess(self, form: str) -> Word | None:
        """Return a word to inflect an unknown `form` like: the commonest pattern of its ending.

        The dictionary stays as it is, so what one word is guessed to be changes no other.
        """
        for length in (5, 4, 3):
            patterns = self._patterns.get(form[-length:]) if len(form) > length else None
            if patterns:
                best = max(patterns.items(), key=lambda item: (item[1], sorted(item[0])))
                return Word(form, flags=best[0])
        return None

    @cached_property
    def _patterns(self) -> dict[str, Counter[frozenset[str]]]:
        """Count the sets of suffix flags by the last letters of the words that have them."""
        patterns: dict[str, Counter[frozenset[str]]] = defaultdict(Counter)
        suffix_flags = {flag for flag, rules in self.affixes.items() if rules[0].is_suffix}
        for stem, flags in self.stems.items():
            used = frozenset(flags & suffix_flags)
            if used and stem.islower():
                for length in (3, 4, 5):
                    patterns[stem[-length:]][used] += 1
        return patterns

    @cached_property
    def _prefixes(self) -> list[Affix]:
        return [rule for rules in self.affixes.values() for rule in rules if not rule.is_suffix]

    def _stems_of(self, form: str, *, crossing: bool = False) -> list[str]:
        found = [form] if form in self.stems else []
        for affix in self._suffixes_of(form):
            stem = affix.undo(form) if affix.cross or not crossing else None
            if stem is not None and affix.flag in self.stems.get(stem, ()) and stem not in found:
                found.append(stem)
        return found

    def _suffixed(
        self, stem: str, flags: set[str] | frozenset[str], *, crossing: bool
    ) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield what suffixes make of a stem; `crossing`: only those that allow a prefix beside them."""
        for flag in sorted(flags):
            for affix in self.affixes.get(flag, ()):
                fits = affix.is_suffix and (affix.cross or not crossing)
                form = affix.apply(stem) if fits else None
                if form:
                    yield form, affix.flags

    def _suffixes_of(self, form: str) -> Iterator[Affix]:
        for length in range(min(len(form), 12) + 1):
            yield from self._by_ending.get(form[len(form) - length :], ())

    def _read_affixes(self, path: Path) -> str:
        encoding = "utf-8"
        raw = path.read_bytes()
        declared = re.search(rb"^SET\s+(\S+)", raw, re.MULTILINE)
        if declared:
            encoding = declared.group(1).decode("ascii")
        crosses: dict[tuple[str, str], bool] = {}
        for line in raw.decode(encoding, "replace").splitlines():
            parts = line.split()
            if not parts:
                continue
            if parts[0] == "FLAG":
                self._long_flags = parts[1] == "long"
                self._numeric_flags = parts[1] == "num"
            elif parts[0] == "AF" and len(parts) > 1 and not parts[1].isdigit():
                self._aliases.append(self._flags(parts[1], alias=False))
            elif parts[0] in ("SFX", "PFX"):
                self._read_affix(parts, crosses)
        return encoding

    def _read_affix(self, parts: list[str], crosses: dict[tuple[str, str], bool]) -> None:
        kind, flag = parts[0], parts[1]
        if (kind, flag) not in crosses:
            crosses[kind, flag] = parts[2] == "Y"
            return
        add, _, flags = parts[3].partition("/")
        condition = parts[4] if len(parts) > 4 and not parts[4].startswith(("#", "+")) else "."
        pattern = f"{condition}$" if kind == "SFX" else f"^{condition}"
        affix = Affix(
            flag,
            kind == "SFX",
            crosses[kind, flag],
            "" if parts[2] == "0" else parts[2],
            "" if add == "0" else add,
            re.compile(pattern.replace("-", r"\-") if "[" not in pattern else pattern),
            self._flags(flags),
        )
        self.affixes[flag].append(affix)
        if affix.is_suffix:
            self._by_ending[affix.add].append(affix)

    def _read_words(self, path: Path, encoding: str) -> None:
        for line in path.read_bytes().decode(encoding, "replace").splitlines()[1:]:
            word, _, flags = line.split("\t")[0].strip().partition("/")
            if word:
                known = self._flags(flags.split(" ")[0])
                self.stems.setdefault(word, set()).update(known)

    def _flags(self, text: str, *, alias: bool = True) -> frozenset[str]:
        if alias and self._aliases and text.isdigit():
            return self._aliases[int(text) - 1]
        if self._numeric_flags:
            return frozenset(text.split(",")) - {""}
        step = 2 if self._long_flags else 1
        return frozenset(text[i : i + step] for i in range(0, len(text), step))
