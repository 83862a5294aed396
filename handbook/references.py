"""The graph of the handbook: typed links, computed backlinks, and the checks of both.

Links stand once, in the facts; the way back is always computed, so it is the same in every
language and cannot be forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from handbook import inline, schema
from handbook.model import Catalog, Entry
from handbook.problems import Place, ProblemLog, Rule
from handbook.shape import join
from handbook.source import Node, Scalar
from handbook.source import Sequence as SequenceNode


@dataclass(frozen=True, slots=True)
class LinkPlaces:
    """Where the facts of an entry stand, for messages about its links."""

    entry: Place
    links: dict[tuple[str, str], tuple[Place, str]]
    """By name of the link (or `former_ids`) and target: the place and the field's path."""
    number: Place | None = None
    """Where its number stands, if it has one."""


@dataclass(frozen=True, slots=True)
class LinkedText:
    """A text that holds `[[links]]`."""

    entry_id: str
    """The entry that it belongs to; empty for a collection's or the home page's words."""
    field: str
    scalar: Scalar


def linked_texts(node: Node, entry_id: str, name: str) -> Iterator[LinkedText]:
    """Yield the texts of a field that hold links."""
    if isinstance(node, Scalar):
        if "[[" in node.value:
            yield LinkedText(entry_id, name, node)
    elif isinstance(node, SequenceNode):
        for number, item in enumerate(node.items, 1):
            yield from linked_texts(item, entry_id, f"{name}[{number}]")
    else:
        for key, (_, item) in node.pairs.items():
            yield from linked_texts(item, entry_id, join(name, key))


RELATIONS = ("signals", "related", "applies_to", "named_by_laws", "points_to", "pointed_to_by")
"""The lists of links of a page, in the order in which it shows them."""


@dataclass(frozen=True, slots=True)
class Relations:
    """What other entries an entry's page leads to: ids in display order, one field a list."""

    signals: tuple[str, ...] = ()
    """Signals that give it away."""
    related: tuple[str, ...] = ()
    """Entries that its facts name as related."""
    applies_to: tuple[str, ...] = ()
    """Of a strategy: the archetypes, situations and practices that it helps with."""
    named_by_laws: tuple[str, ...] = ()
    """Of a strategy: the laws that call for it."""
    points_to: tuple[str, ...] = ()
    """Of a signal: what it gives away."""
    pointed_to_by: tuple[str, ...] = ()
    """Entries that name it as related and that it does not name itself."""


def relations(catalog: Catalog) -> dict[str, Relations]:
    """Compute what every entry's page leads to, by entry id."""
    users = _users(catalog)
    return {
        entry_id: _relations_of(catalog, users, entry)
        for entry_id, entry in catalog.entries.items()
    }


def _users(catalog: Catalog) -> Mapping[tuple[str, str], list[str]]:
    """Turn the links around: by name of the link and target, who links there."""
    users: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in catalog.entries.values():
        for name, targets in entry.links.items():
            for target in targets:
                users[name, target].append(entry.id)
    return users


def _relations_of(
    catalog: Catalog, users: Mapping[tuple[str, str], list[str]], entry: Entry
) -> Relations:
    strategy_users = users.get(("strategies", entry.id), [])
    related = entry.links.get("related", ())
    confusable = entry.links.get("confusable", ())
    named = {*related, *confusable}
    return Relations(
        signals=entry.links.get("signals", ()),
        # What it is confused with has a section of its own.
        related=tuple(target for target in related if target not in confusable),
        applies_to=tuple(i for i in strategy_users if catalog.entries[i].collection != "laws"),
        named_by_laws=tuple(i for i in strategy_users if catalog.entries[i].collection == "laws"),
        points_to=tuple(users.get(("signals", entry.id), ())),
        pointed_to_by=tuple(i for i in users.get(("related", entry.id), ()) if i not in named),
    )


def check(
    catalog: Catalog,
    places: Mapping[str, LinkPlaces],
    texts: Iterable[LinkedText],
    log: ProblemLog,
    unread: Collection[str] = (),
) -> None:
    """Report links that lead nowhere, to the wrong kind of entry, or only one way.

    `unread` are the collections whose facts could not be read: links may well lead there.
    """
    for entry in catalog.entries.values():
        _check_links(catalog, entry, places[entry.id], log, unread)
    for text in texts:
        _check_text(catalog, text, log, unread)
    _check_numbers(catalog, places, log)
    _check_former_ids(catalog, places, log)
    if not unread:
        _check_reachable(catalog, places, log)
    _hint_lonely_signals(catalog, places, log)
    _hint_words(catalog, log)


def _check_links(
    catalog: Catalog,
    entry: Entry,
    places: LinkPlaces,
    log: ProblemLog,
    unread: Collection[str],
) -> None:
    for link in schema.collection(entry.collection).links:
        for target in entry.links.get(link.name, ()):
            place, name = places.links[link.name, target]
            other = catalog.entries.get(target)
            if target == entry.id:
                message = "a link to the entry itself"
                log.add(Rule.SELF_LINK, place, name, message, "remove it")
            elif other is None and set(link.targets).isdisjoint(unread):
                hint = log.did_you_mean(target, _ids(catalog, link.targets)) or _where(link.targets)
                message = f"no entry '{target[:60]}'"
                log.add(Rule.UNKNOWN_ID, place, name, message, hint)
            elif other is None:
                continue
            elif other.collection not in link.targets:
                message = f"'{target}' is one of the {other.collection}"
                hint = f"name one of the {' or '.join(link.targets)}"
                log.add(Rule.WRONG_COLLECTION, place, name, message, hint)
            elif link.mutual and entry.id not in other.links.get(link.name, ()):
                message = f"'{target}' does not name '{entry.id}' as {link.name}"
                hint = f"add '{entry.id}' to {target}.{link.name}, or remove it here"
                log.add(Rule.ONE_SIDED, place, name, message, hint)


def _ids(catalog: Catalog, collections: Collection[str]) -> Iterator[str]:
    return (entry.id for entry in catalog.entries.values() if entry.collection in collections)


def _where(collections: Iterable[str]) -> str:
    return "choose an id from " + ", ".join(f"data/{name}.yml" for name in collections)


def _check_text(
    catalog: Catalog, text: LinkedText, log: ProblemLog, unread: Collection[str]
) -> None:
    for link in inline.entry_links(text.scalar.value):
        place = text.scalar.place_of(f"[[{link.target}")
        if link.target == text.entry_id:
            message = "a link to the page that it stands on"
            log.add(Rule.SELF_LINK, place, text.field, message, "write the words without [[ ]]")
        elif text.entry_id == "" and link.target in catalog.shown_guides():
            continue  # Entries do not link to guides: they are read in a call.
        elif link.target not in catalog.entries and not unread:
            hint = log.did_you_mean(link.target, catalog.entries) or "choose an id from data/"
            message = f"no entry '{link.target[:60]}'"
            log.add(Rule.UNKNOWN_ID, place, text.field, message, hint)


def _check_numbers(catalog: Catalog, places: Mapping[str, LinkPlaces], log: ProblemLog) -> None:
    seen: dict[tuple[str, int], str] = {}
    for entry in catalog.entries.values():
        if entry.number is None:
            continue
        first = seen.setdefault((entry.collection, entry.number), entry.id)
        if first != entry.id:
            message = f"'{first}' has the number {entry.number} already"
            place = places[entry.id].number or places[entry.id].entry
            log.add(Rule.SAME_NUMBER, place, f"{entry.id}.number", message, "give it its own")


def _check_former_ids(catalog: Catalog, places: Mapping[str, LinkPlaces], log: ProblemLog) -> None:
    owners: dict[str, str] = {}
    for entry in catalog.entries.values():
        for former in entry.former_ids:
            place, name = places[entry.id].links["former_ids", former]
            hint = "an id is never used again"
            owner = owners.setdefault(former, entry.id)
            if former in catalog.entries:
                message = f"'{former}' is the id of an entry"
                log.add(Rule.DUPLICATE_ID, place, name, message, hint)
            elif owner != entry.id:
                message = f"'{former}' was an id of '{owner}'"
                log.add(Rule.DUPLICATE_ID, place, name, message, hint)


def _check_reachable(catalog: Catalog, places: Mapping[str, LinkPlaces], log: ProblemLog) -> None:
    """Report entries that no entry names and no signal gives away: no reader comes to them."""
    linked = {
        target
        for entry in catalog.entries.values()
        for targets in entry.links.values()
        for target in targets
        if target != entry.id
    }
    for entry in catalog.entries.values():
        if entry.id in linked or entry.links.get("signals"):
            continue
        message = "no entry links here and no signal leads here"
        hint = "name it in another entry's links, or give it signals"
        log.add(Rule.UNREACHABLE, places[entry.id].entry, entry.id, message, hint)


def _hint_lonely_signals(
    catalog: Catalog, places: Mapping[str, LinkPlaces], log: ProblemLog
) -> None:
    users = _users(catalog)
    for entry in catalog.entries_of("signals"):
        pointing = users.get(("signals", entry.id), [])
        if len(pointing) == 1:
            message = f"only '{pointing[0]}' has this signal"
            hint = "a signal that several entries share helps more"
            log.add(Rule.LONELY_SIGNAL, places[entry.id].entry, entry.id, message, hint)


def _hint_words(catalog: Catalog, log: ProblemLog) -> None:
    summaries: dict[tuple[str, str], str] = {}
    for (locale, entry_id), words in catalog.translations.items():
        place = Place(words.path)
        first = summaries.setdefault((locale, words.summary.casefold()), entry_id)
        if words.summary and first != entry_id:
            message = f"the same as in '{first}'"
            hint = "say what is special here: readers see both in a list of results"
            log.add(Rule.SAME_SUMMARY, place, "summary", message, hint)
