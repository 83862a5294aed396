"""What is wrong with the content, where it stands, and what to do about it.

Checks never raise for bad content: they report `Problem`s and go on, so that an editor sees
everything in one run.
"""

from __future__ import annotations

import difflib
import enum
import json
from collections.abc import Iterable
from dataclasses import dataclass


class Rule(enum.Enum):
    """Every rule that content can break; `tests/content/bad` holds a case for each."""

    # The file as bytes and characters.
    UNFINISHED = "unfinished"
    UNREADABLE = "unreadable"
    OUTSIDE_TREE = "outside-tree"
    TOO_LARGE = "too-large"
    LONG_LINE = "long-line"
    MANY_DIGITS = "many-digits"
    NOT_UTF8 = "not-utf8"
    BYTE_ORDER_MARK = "byte-order-mark"
    CONTROL_CHARACTER = "control-character"
    TAB = "tab"
    BIDI_CONTROL = "bidi-control"
    INVISIBLE_CHARACTER = "invisible-character"
    TAG_CHARACTER = "tag-character"
    PRIVATE_USE = "private-use"
    ODD_SPACE = "odd-space"
    MERGE_CONFLICT = "merge-conflict"
    # YAML.
    SYNTAX = "syntax"
    DUPLICATE_KEY = "duplicate-key"
    YAML_TAG = "yaml-tag"
    ANCHOR = "anchor"
    MERGE_KEY = "merge-key"
    TOO_DEEP = "too-deep"
    # The shape that the schema declares.
    UNKNOWN_FIELD = "unknown-field"
    MISSING_FIELD = "missing-field"
    WRONG_TYPE = "wrong-type"
    EMPTY_TEXT = "empty-text"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    TOO_FEW = "too-few"
    TOO_MANY = "too-many"
    NOT_A_NUMBER = "not-a-number"
    NOT_A_CHOICE = "not-a-choice"
    NOT_ONE_WORD = "not-one-word"
    WORD_TWICE = "word-twice"
    # Ids and links.
    ID_FORM = "id-form"
    DUPLICATE_ID = "duplicate-id"
    UNKNOWN_ID = "unknown-id"
    WRONG_COLLECTION = "wrong-collection"
    SELF_LINK = "self-link"
    LINK_TWICE = "link-twice"
    ONE_SIDED = "one-sided"
    UNREACHABLE = "unreachable"
    SAME_NUMBER = "same-number"
    # Files that should be there and files that should not.
    NO_WORDING = "no-wording"
    ORPHAN_WORDING = "orphan-wording"
    TRANSLATION_MARK = "translation-mark"
    UNKNOWN_FILE = "unknown-file"
    # The text itself.
    BAD_LINK = "bad-link"
    MARKUP = "markup"
    MIXED_SCRIPTS = "mixed-scripts"
    LOOK_ALIKE = "look-alike"
    CEDILLA = "cedilla"
    FOREIGN_LETTER = "foreign-letter"
    DECOMPOSED_LETTER = "decomposed-letter"
    # The language; `handbook.language` looks for these.
    UNKNOWN_WORD = "unknown-word"
    WRONG_SIGN = "wrong-sign"
    OPEN_QUOTE = "open-quote"
    SPACING = "spacing"
    WORD_TO_AVOID = "word-to-avoid"
    OTHER_TERM = "other-term"
    SAME_SENTENCE = "same-sentence"
    SAME_IN_TWO_LANGUAGES = "same-in-two-languages"
    # Hints: worth a look, never a failure.
    SAME_SUMMARY = "same-summary"
    ALIAS_IS_TITLE = "alias-is-title"
    LONELY_SIGNAL = "lonely-signal"
    WORD_ORDER = "word-order"
    IDLE_SYNONYMS = "idle-synonyms"
    NOT_YET_WRITTEN = "not-yet-written"
    NEEDLESS_MARK = "needless-mark"

    @property
    def is_hint(self) -> bool:
        """Whether breaking the rule is only worth a look."""
        return self in _HINTS


_HINTS = frozenset(
    {
        Rule.SAME_SUMMARY,
        Rule.ALIAS_IS_TITLE,
        Rule.LONELY_SIGNAL,
        Rule.WORD_ORDER,
        Rule.IDLE_SYNONYMS,
        Rule.NOT_YET_WRITTEN,
        Rule.NEEDLESS_MARK,
    }
)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A point in a file of the content."""

    path: str
    """Path from the content's root, with forward slashes."""
    line: int = 1
    """Line, counted from 1."""
    column: int = 1
    """Column in characters, counted from 1."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, said to an editor."""

    place: Place
    rule: Rule
    field: str
    """Where in the entry: `say[2]`; empty when it concerns the whole file."""
    message: str
    """What is wrong."""
    hint: str
    """What to do."""

    def __str__(self) -> str:
        """Write `path:line:column: field: what is wrong; what to do`."""
        field = f"{self.field}: " if self.field else ""
        where = f"{self.place.path}:{self.place.line}:{self.place.column}"
        return f"{where}: {field}{self.message}; {self.hint}"


class ProblemLog:
    """Collects problems while the content is read; one log per run."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._comparisons_left = _MAX_COMPARISONS

    def add(self, rule: Rule, place: Place, field: str, message: str, hint: str) -> None:
        """Note that `rule` is broken at `place`.

        What the content brings into the texts is made harmless: a key with a line break in it
        must not fake a second problem, nor one with an escape sequence paint the terminal.
        """
        if not place.path.isprintable():
            place = Place(_printable(place.path), place.line, place.column)
        texts = (_printable(field), _printable(message), _printable(hint))
        self._problems.append(Problem(place, rule, *texts))

    def did_you_mean(self, word: str, known: Iterable[str]) -> str:
        """Suggest the known word nearest to `word`: `did you mean 'polish'?`, else nothing.

        Comparing is slow, so there is a limit for the whole run: behind it the suggestions end,
        for a list of thousands of wrong names is no slip of the finger.
        """
        if self._comparisons_left <= 0:
            return ""
        words = sorted(set(known))
        self._comparisons_left -= len(words)
        near = difflib.get_close_matches(word[:100], words[:_MAX_COMPARISONS], n=1, cutoff=0.6)
        return f"did you mean '{near[0]}'?" if near else ""

    def __len__(self) -> int:
        """Count everything noted so far, hints included."""
        return len(self._problems)

    def errors(self) -> list[Problem]:
        """Return what must be mended, sorted by place."""
        return self._sorted(hints=False)

    def hints(self) -> list[Problem]:
        """Return what is only worth a look, sorted by place."""
        return self._sorted(hints=True)

    def _sorted(self, *, hints: bool) -> list[Problem]:
        chosen = {problem for problem in self._problems if problem.rule.is_hint is hints}
        return sorted(chosen, key=lambda p: (p.place, p.field, p.message, p.hint, p.rule.value))


_MAX_COMPARISONS = 20_000
"""How many words a run compares to find suggestions: a fraction of a second."""


def _printable(text: str) -> str:
    """Write characters that do not print (line breaks, escapes, half surrogates) as numbers."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def as_text(problems: Iterable[Problem]) -> str:
    """One problem a line."""
    return "\n".join(str(problem) for problem in problems)


def as_github(problems: Iterable[Problem]) -> str:
    """Write workflow annotations, so that a pull request shows each problem on its line.

    Escapes as GitHub's toolkit does (`packages/core/src/command.ts`).
    """
    lines = []
    for problem in problems:
        level = "notice" if problem.rule.is_hint else "error"
        place = problem.place
        field = f"{problem.field}: " if problem.field else ""
        properties = f"file={_escape_property(place.path)},line={place.line},col={place.column}"
        text = _escape_data(f"{field}{problem.message}; {problem.hint}")
        title = _escape_property(problem.rule.value)
        lines.append(f"::{level} {properties},title={title}::{text}")
    return "\n".join(lines)


def as_json(errors: Iterable[Problem], hints: Iterable[Problem]) -> str:
    """Write both lists as one JSON object, for other programs."""
    return json.dumps(
        {"errors": [_as_dict(p) for p in errors], "hints": [_as_dict(p) for p in hints]},
        ensure_ascii=False,
        indent=2,
    )


def _as_dict(problem: Problem) -> dict[str, str | int]:
    return {
        "path": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "field": problem.field,
        "rule": problem.rule.value,
        "message": problem.message,
        "hint": problem.hint,
    }


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")
