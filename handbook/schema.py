"""Which collections there are and which fields their entries have: declared here, once.

Checking, rendering, search weights, JSON Schema and JSON all follow from these declarations. A new
field is one `Field` in a `Collection` and its heading in `docs/<lang>/ui.yml`; a new collection is
one `Collection`, its file in `data/`, and an `index.yml` in every language.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass


class Kind(enum.Enum):
    """What a field of words holds."""

    LINE = "line"
    """One line of plain text: no markup, no links."""
    PROSE = "prose"
    """Paragraphs, with a blank line between them."""
    LINES = "lines"
    """A list of lines."""
    KEYED = "keyed"
    """Prose for each entry that a link of the facts names, in that order (`Field.keyed_by`)."""
    RECORDS = "records"
    """A list of mappings that all have the same keys (`Field.record`)."""
    DIALOGUE = "dialogue"
    """A list of turns, each one key (who speaks, one of `Field.record`) and what is said."""


class Area(enum.Enum):
    """Where on an entry's page a field stands."""

    HEAD = "head"
    """Title and summary."""
    LEAD = "lead"
    """The one line to act on."""
    FIRST_SCREEN = "first-screen"
    """Side by side below the lead."""
    BODY = "body"
    """A section of its own, in declared order."""
    HIDDEN = "hidden"
    """Not shown: words for the search only."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Least and most, both allowed."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Field:
    """One field of words."""

    name: str
    """The key in the file of words and the id of the section on the page."""
    kind: Kind
    description: str
    """What an editor should write; shown by editors on hover."""
    length: Bounds
    """Characters of each piece of text."""
    count: Bounds = Bounds(1, 1)
    """Number of pieces, where the field is a list."""
    area: Area = Area.BODY
    weight: float = 1.0
    """How much a word counts in search, against 1 for ordinary text; 0 keeps it out."""
    core: bool = False
    """Whether the search has it before its first answer; the rest of the text follows by need."""
    required: bool = True
    """Whether it must be there; a `KEYED` field must be there if its link names anything."""
    links: bool = False
    """Whether `[[links]]` are allowed in the text."""
    translated: bool = True
    """Whether the other languages translate the origin's text; else each has words of its own, such
    as what its clients say, and a change in one makes nothing stale in the others."""
    keyed_by: str = ""
    """For `KEYED`: the link in the facts whose ids are the keys."""
    record: tuple[str, ...] = ()
    """For `RECORDS` the keys of each record, for `DIALOGUE` the speakers."""
    record_length: tuple[Bounds, ...] = ()
    """For `RECORDS`: the bounds of each key's text, where they differ from `length`."""


@dataclass(frozen=True, slots=True)
class Link:
    """A typed link in the facts of an entry."""

    name: str
    targets: tuple[str, ...]
    """Collections that it may point to."""
    mutual: bool = False
    """Whether the other side must name it too."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A kind of entry."""

    id: str
    """Its folder, its file in `data/` and its part of the URL."""
    fields: tuple[Field, ...]
    links: tuple[Link, ...]
    numbered: bool = False
    """Whether its entries carry a number."""
    sourced: bool = True
    """Whether its entries must name the document that they were written from."""
    groups: tuple[str, ...] = ()
    """Ids of the groups that its entries are sorted into; their headings stand in `index.yml`."""

    def field(self, name: str) -> Field:
        """Return the field called `name`; KeyError if there is none."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    @property
    def keyed(self) -> frozenset[str]:
        """The names of the fields that hold a text for each of several entries."""
        return frozenset(field.name for field in self.fields if field.kind is Kind.KEYED)

    @property
    def untranslated(self) -> frozenset[str]:
        """The names of the fields that every language fills with words of its own."""
        return frozenset(field.name for field in self.fields if not field.translated)

    @property
    def lead(self) -> Field | None:
        """The field that tells the reader what to do at once, if the collection has one."""
        return next((field for field in self.fields if field.area is Area.LEAD), None)


_TITLE = Field(
    "title", Kind.LINE, "The name that colleagues use for it.",
    Bounds(3, 60), area=Area.HEAD, weight=6.0, core=True,
)  # fmt: skip
_SUMMARY = Field(
    "summary", Kind.LINE,
    "What it is, in one sentence; search results and search engines show it.",
    Bounds(30, 160), area=Area.HEAD, weight=2.0, core=True,
)  # fmt: skip
_FIRST_MOVE = Field(
    "first_move", Kind.LINE, "One sentence in the imperative: what to do in the first ten seconds.",
    Bounds(15, 150), area=Area.LEAD,
)  # fmt: skip
_SAY = Field(
    "say", Kind.LINES, "Phrases that can be spoken or pasted as they are.",
    Bounds(6, 140), Bounds(4, 7), area=Area.FIRST_SCREEN,
)  # fmt: skip
_AVOID = Field(
    "avoid", Kind.RECORDS, "What people really do wrong, each with the better move.",
    Bounds(6, 140), Bounds(3, 6), area=Area.FIRST_SCREEN,
    record=("mistake", "instead"), record_length=(Bounds(6, 110), Bounds(6, 140)),
)  # fmt: skip
_SIGNS = Field(
    "signs", Kind.LINES, "What can be seen or heard: said, written or done.",
    Bounds(10, 170), Bounds(3, 8), weight=3.0,
)  # fmt: skip
_RESPOND = Field(
    "respond", Kind.KEYED, "How each strategy looks here; the method itself has its own page.",
    Bounds(40, 450), keyed_by="strategies", links=True,
)  # fmt: skip
_DIFFERS = Field(
    "differs", Kind.KEYED, "The one question that tells it from what it is confused with.",
    Bounds(40, 350), keyed_by="confusable", links=True,
)  # fmt: skip
_HAND_OVER = Field(
    "hand_over", Kind.PROSE, "To whom, when and with which facts, so that the client need not repeat them.",
    Bounds(50, 500), links=True,
)  # fmt: skip
_EXAMPLE = Field(
    "example", Kind.DIALOGUE, "A short dialogue that turns from trouble to work.",
    Bounds(2, 260), Bounds(4, 8), record=("client", "agent"), weight=0.5,
)  # fmt: skip


def _aliases(least: int) -> Field:
    return Field(
        "aliases", Kind.LINES,
        "What an agent types to find it: verbs, slang, the client's own words.",
        Bounds(2, 60), Bounds(least, 30), area=Area.HIDDEN, weight=5.0, core=True, translated=False,
    )  # fmt: skip


_ASKED = Field(
    "asked", Kind.LINES,
    "Whole questions of agents, messages of clients, and rarer search words that it answers.",
    Bounds(2, 300), Bounds(1, 20), area=Area.HIDDEN, weight=2.0, required=False, translated=False,
)  # fmt: skip


def _prose(name: str, description: str, least: int, most: int) -> Field:
    return Field(name, Kind.PROSE, description, Bounds(least, most), links=True)


_SIGNALS = Link("signals", ("signals",))
_STRATEGIES = Link("strategies", ("strategies",))
_CASES = ("archetypes", "situations", "laws", "practices")
_RELATED = Link("related", _CASES)
_CONFUSABLE = Link("confusable", _CASES, mutual=True)

COLLECTIONS: tuple[Collection, ...] = (
    Collection(
        "archetypes",
        (
            _TITLE, _aliases(8), _SUMMARY, _FIRST_MOVE, _SIGNS,
            _prose("wants", "What this client is really after.", 60, 500),
            _RESPOND, _SAY, _AVOID, _HAND_OVER, _DIFFERS, _EXAMPLE, _ASKED,
        ),
        (_SIGNALS, _STRATEGIES, _RELATED, _CONFUSABLE),
    ),
    Collection(
        "situations",
        (
            _TITLE, _aliases(8), _SUMMARY, _FIRST_MOVE, _SIGNS,
            _prose("stakes", "What is at risk for client, agent and company.", 60, 500),
            _RESPOND, _SAY, _AVOID, _HAND_OVER,
            _prose("afterwards", "What to do after the call.", 50, 500),
            _DIFFERS, _EXAMPLE, _ASKED,
        ),
        (_SIGNALS, _STRATEGIES, _RELATED, _CONFUSABLE),
    ),
    Collection(
        "laws",
        (
            _TITLE, _aliases(8), _SUMMARY,
            Field("statement", Kind.LINE, "The law in one sharp sentence.",
                  Bounds(15, 150), area=Area.LEAD),
            _prose("meaning", "What the law says, and why.", 200, 1200),
            _RESPOND, _SAY, _AVOID,
            _prose("limits", "Which other law sets its bounds, and when each holds.", 60, 500),
            _DIFFERS, _EXAMPLE, _ASKED,
        ),
        (_SIGNALS, _STRATEGIES, _RELATED, _CONFUSABLE),
        numbered=True,
    ),
    Collection(
        "practices",
        (
            _TITLE, _aliases(8), _SUMMARY,
            _prose("purpose", "Why the team works this way.", 60, 600),
            Field("points", Kind.RECORDS, "The parts of the practice.", Bounds(30, 450),
                  Bounds(2, 8), record=("title", "text"),
                  record_length=(Bounds(3, 60), Bounds(30, 450)), links=True),
            _prose("try_it", "A small exercise for today.", 50, 500),
            _RESPOND, _ASKED,
        ),
        (_SIGNALS, _STRATEGIES, _RELATED, _CONFUSABLE),
    ),
    Collection(
        "strategies",
        (
            _TITLE, _aliases(8), _SUMMARY, _FIRST_MOVE,
            _prose("purpose", "Why it works.", 60, 500),
            Field("steps", Kind.LINES, "The method, in order.", Bounds(15, 220), Bounds(3, 7)),
            _SAY, _AVOID,
            _prose("limits", "When it does not work or must stop.", 50, 500),
            _ASKED,
        ),
        (Link("related", ("strategies",)),),
        sourced=False,
    ),
    Collection(
        "signals",
        (
            _TITLE, _aliases(3), _SUMMARY,
            Field("heard", Kind.LINES, "What clients say, write or do, word for word.",
                  Bounds(2, 120), Bounds(6, 15), weight=4.0, core=True, translated=False),
        ),
        (),
        sourced=False,
        groups=("tone", "words", "demands", "behaviour", "circumstances"),
    ),
)  # fmt: skip

COLLECTION_FIELDS: tuple[Field, ...] = (
    Field("title", Kind.LINE, "The collection's name.", Bounds(2, 40)),
    Field("label", Kind.LINE, "One of its entries, in the singular.", Bounds(2, 30)),
    Field("summary", Kind.LINE, "Which question it answers, in one sentence.", Bounds(30, 160)),
    Field("introduction", Kind.PROSE, "How to use the collection.", Bounds(100, 900), links=True),
)
"""The fields of a collection's own `index.yml`; one with groups has their headings too."""

HOME_FIELDS: tuple[Field, ...] = (
    Field("title", Kind.LINE, "The name of the handbook.", Bounds(3, 40)),
    Field("description", Kind.LINE, "What it is for, in one sentence.", Bounds(30, 160)),
)
"""The front matter of `index.md`."""

GUIDES = ("use", "contribute", "about")
"""Pages of prose, `docs/<lang>/<id>.md`: how to use the handbook, how to write for it, what it is."""
SOURCES_GUIDE = "about"
"""The guide that lists the source documents below its own text."""
GUIDE_FIELDS: tuple[Field, ...] = (
    Field(
        "title",
        Kind.LINE,
        "The name of the page, as the foot of every page shows it.",
        Bounds(3, 60),
    ),
    Field("description", Kind.LINE, "What one learns there, in one sentence.", Bounds(30, 160)),
)
"""The front matter of a guide."""

SETTINGS_FILE = "handbook.yml"
"""At the content's root: its languages, and whether it is complete."""

LANGUAGE_RULES = "language.yml"
"""Beside STYLE.md in every language: what `handbook.language` reads; a language may do without."""

MARKS = "translated_from"
"""The last key of a translation: which texts of the origin it was made from (written by commands)."""

COMPLETENESS = ("complete", "draft")
"""Whether a missing text is an error, or the origin's text is shown in its place."""

ID_PATTERN = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
"""English kebab-case: an id is part of a URL."""
MAX_ID = 60
RESERVED_ID = "index"
"""The name of a collection's own file, so no entry's id."""

SOURCE_KINDS = ("article", "reading-notes", "book-chapter")


def collection(collection_id: str) -> Collection:
    """Return the declared collection; KeyError if there is none."""
    for candidate in COLLECTIONS:
        if candidate.id == collection_id:
            return candidate
    raise KeyError(collection_id)


def page_fields() -> Iterator[str]:
    """Yield the name of every field that has a heading on some page, once, in declared order."""
    seen: set[str] = set()
    for declared in COLLECTIONS:
        for field in declared.fields:
            shown = field.area not in (Area.HEAD, Area.HIDDEN)
            if shown and field.name not in seen:
                seen.add(field.name)
                yield field.name
