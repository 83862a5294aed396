"""The graph: links that the facts name, and the way back that is computed."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook import references
from handbook.model import Catalog
from handbook.pages import PageBuilder
from handbook.references import Relations
from tests.trees import load, load_here


@pytest.fixture(scope="module", params=["good", "real"])
def some_catalog(request: pytest.FixtureRequest, catalog: Catalog) -> Catalog:
    """The good handbook, and the repository's own."""
    return catalog if request.param == "good" else load_here()[0]


def test_relations_of_the_good_handbook(catalog: Catalog) -> None:
    """The whole graph, by hand."""
    assert references.relations(catalog) == {
        "hurried": Relations(
            signals=("calls-again", "speaks-fast"),
            related=("law-ask-first",),
        ),
        "outage": Relations(
            signals=("calls-again", "speaks-fast"),
            related=("short-notes",),
        ),
        "law-ask-first": Relations(pointed_to_by=("hurried",)),
        "short-notes": Relations(related=("outage",)),
        "name-a-time": Relations(related=("ask-back",), applies_to=("hurried", "outage")),
        "ask-back": Relations(
            applies_to=("outage", "short-notes"),
            named_by_laws=("law-ask-first",),
            pointed_to_by=("name-a-time",),
        ),
        "calls-again": Relations(points_to=("hurried", "outage")),
        "speaks-fast": Relations(points_to=("hurried", "outage")),
    }


def test_what_is_confused_stands_in_one_list_only() -> None:
    """An entry that is related and confusable has a section of its own, so no list repeats it."""
    catalog = load_here()[0]
    relations = references.relations(catalog)
    twice = [
        (entry.id, target)
        for entry in catalog.entries.values()
        for target in entry.links.get("confusable", ())
        if target in (*relations[entry.id].related, *relations[entry.id].pointed_to_by)
    ]
    assert twice == []


def test_every_link_leads_back(some_catalog: Catalog) -> None:
    """Whoever names a strategy, a signal or a related entry is found on the other side."""
    relations = references.relations(some_catalog)
    lost = []
    for entry in some_catalog.entries.values():
        for target in entry.links.get("strategies", ()):
            back = relations[target].applies_to + relations[target].named_by_laws
            lost += [(entry.id, "strategies", target)] * (entry.id not in back)
        for target in entry.links.get("signals", ()):
            back = relations[target].points_to
            lost += [(entry.id, "signals", target)] * (entry.id not in back)
        for target in entry.links.get("related", ()):
            other = some_catalog.entries[target].links
            back = relations[target].pointed_to_by + relations[target].related
            back += other.get("confusable", ())
            lost += [(entry.id, "related", target)] * (entry.id not in back)
    assert lost == []


def test_no_way_back_is_made_up(some_catalog: Catalog) -> None:
    """Every computed link has a link in the facts behind it."""
    entries = some_catalog.entries
    for entry_id, found in references.relations(some_catalog).items():
        for user in found.applies_to + found.named_by_laws:
            assert entry_id in entries[user].links["strategies"]
        for user in found.points_to:
            assert entry_id in entries[user].links["signals"]
        for user in found.pointed_to_by:
            assert entry_id in entries[user].links["related"]
        assert all(entries[user].collection == "laws" for user in found.named_by_laws)
        assert all(entries[user].collection != "laws" for user in found.applies_to)


def test_the_graph_is_the_same_in_all_languages(some_catalog: Catalog) -> None:
    """Every page shows the same entries in the same order, whatever its language."""
    pages = PageBuilder(some_catalog)
    for entry_id in some_catalog.entries:
        shown = {
            tuple(
                (relation.name, tuple(card.id for card in relation.cards))
                for relation in pages.entry_page(locale, entry_id).relations
            )
            for locale in some_catalog.settings.languages
        }
        assert len(shown) == 1, entry_id


def test_backlinks_come_in_display_order(good: Path) -> None:
    """In the order of the collections and of the data files, not of the alphabet."""
    path = good / "data" / "archetypes.yml"
    path.write_text(
        path.read_text(encoding="utf-8") + "again:\n  origin: en\n  signals: [calls-again]\n",
        encoding="utf-8",
    )
    catalog, _ = load(good)
    assert references.relations(catalog)["calls-again"].points_to == ("hurried", "again", "outage")
