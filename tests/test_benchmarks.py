"""The random knowledge base of the benchmarks is one that the engine accepts."""

from __future__ import annotations

from pathlib import Path

from benchmarks.synthetic import (
    LANGUAGES,
    SHARES,
    make_knowledge_base,
    write_handbook,
    write_plain_site,
)
from tests.trees import load

ROOT = Path(__file__).resolve().parent.parent


def test_the_engine_accepts_it(tmp_path: Path) -> None:
    """Whatever the schema asks, the random words obey: else the benchmark would measure error messages."""
    write_handbook(make_knowledge_base(40, repository=ROOT), ROOT, tmp_path)
    # Its words are in no dictionary, so the language is left out.
    _, log = load(tmp_path)
    assert [str(problem) for problem in log.errors()] == []


def test_has_as_many_entries_as_asked(tmp_path: Path) -> None:
    """In our format and as plain Markdown alike."""
    base = make_knowledge_base(85)
    write_handbook(base, ROOT, tmp_path / "ours")
    write_plain_site(base, tmp_path / "plain")
    assert len(base.entries) == 85
    for language in LANGUAGES:
        for collection in SHARES:
            ours = {
                path.stem
                for path in (tmp_path / "ours" / "docs" / language / collection).glob("*.yml")
            }
            plain = {
                path.stem
                for path in (tmp_path / "plain" / "docs" / language / collection).glob("*.md")
            }
            assert (
                ours - {"index"} == plain - {"index"} == {entry.id for entry in base.of(collection)}
            )


def test_same_seed_gives_the_same_words() -> None:
    """Two runs measure the same thing."""
    assert make_knowledge_base(20) == make_knowledge_base(20)
    assert make_knowledge_base(20) != make_knowledge_base(20, seed=2)


def test_confusable_goes_both_ways_and_links_lead_to_entries() -> None:
    """The links are as sound as those of the real handbook."""
    base = make_knowledge_base(120)
    entries = {entry.id: entry for entry in base.entries}
    for entry in base.entries:
        assert all(entry.id in entries[other].confusable for other in entry.confusable)
        linked = {*entry.signals, *entry.strategies, *entry.related, *entry.confusable}
        assert linked <= entries.keys() - {entry.id}
