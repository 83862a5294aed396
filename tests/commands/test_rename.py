"""Another id for an entry: everywhere at once, and a way from the old address."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.redirects import redirect_pages
from handbook.rendering import Renderer
from tests.commands.running import catalog_of, commit, edit, git, run, snapshot, well
from tests.trees import load_well


def test_the_id_changes_everywhere(book: Path) -> None:
    """Facts, links, words, keys, marks: the check is clean, and the old id stands only as a former one."""
    well(book, "rename", "name-a-time", "fix-an-hour", "--yes")
    catalog = load_well(book)
    assert catalog.entries["fix-an-hour"].former_ids == ("say-the-hour", "name-a-time")
    assert "name-a-time" not in catalog.entries
    naming = [path for path, data in snapshot(book).items() if b"name-a-time" in data]
    assert naming == ["data/strategies.yml"]
    assert not (book / "docs/uk/strategies/name-a-time.yml").exists()
    assert catalog.entries["hurried"].links["strategies"] == ("fix-an-hour",)


def test_links_in_texts_change_and_their_words_stay(book: Path) -> None:
    """`[[outage|an outage]]` is still about an outage."""
    well(book, "rename", "outage", "breakdown", "--yes")
    text = (book / "docs/en/laws/law-ask-first.yml").read_text(encoding="utf-8")
    assert "[[breakdown|an outage]]" in text
    load_well(book)


def test_nothing_becomes_stale(book: Path) -> None:
    """Another name of a link is no change of the text, neither in marks of keys nor of texts."""
    for old, new in (
        ("outage", "breakdown"),
        ("name-a-time", "fix-an-hour"),
        ("hurried", "in-haste"),
    ):
        well(book, "rename", old, new, "--yes")
    catalog = catalog_of(book)
    for entry_id in catalog.entries:
        for locale in catalog.settings.languages:
            assert catalog.stale_fields(locale, entry_id) == ()
            assert catalog.unmarked_fields(locale, entry_id) == ()


def test_what_was_stale_stays_stale(book: Path) -> None:
    """And its old text is still found, under the old name of the file."""
    edit(book, "docs/ro/strategies/name-a-time.yml", "title: ", "title: Întâi ")
    commit(book)
    well(book, "rename", "name-a-time", "fix-an-hour", "--yes")
    commit(book)
    assert catalog_of(book).stale_fields("en", "fix-an-hour") == ("title",)
    output = well(book, "stale", "fix-an-hour", "en").stdout
    assert "ro was (" in output
    assert "not known" not in output


def test_the_old_text_is_found_before_the_new_name_is_committed(book: Path) -> None:
    """Git does not know the new file yet; the former id leads to the old one."""
    edit(book, "docs/ro/strategies/name-a-time.yml", "title: ", "title: Întâi ")
    well(book, "rename", "name-a-time", "fix-an-hour", "--yes")
    assert "not known" not in well(book, "stale", "fix-an-hour", "en").stdout


def test_git_sees_a_renamed_file(book: Path) -> None:
    """The words are moved, not written anew: their history goes on."""
    well(book, "rename", "ask-back", "ask-again", "--yes")
    git(book, "add", "--all")
    moved = [line for line in git(book, "status", "--short").splitlines() if line.startswith("R")]
    assert len(moved) == 3


def test_an_entry_may_take_its_first_id_again(book: Path) -> None:
    """The one in between becomes the former one."""
    well(book, "rename", "outage", "breakdown", "--yes")
    well(book, "rename", "breakdown", "outage", "--yes")
    assert load_well(book).entries["outage"].former_ids == ("breakdown",)


def test_it_asks_first(book: Path) -> None:
    """It says how many files change; without a yes nothing does."""
    before = snapshot(book)
    result = run(book, "rename", "outage", "breakdown", answer="n\n")
    assert result.exit_code == 1
    assert "Rename 'outage' to 'breakdown' in " in result.stderr
    assert snapshot(book) == before
    well(book, "rename", "outage", "breakdown", answer="y\n")


def test_other_files_that_name_the_id_are_listed(book: Path) -> None:
    """The command does not touch what is no content."""
    (book / "notes").mkdir()
    (book / "notes" / "plan.txt").write_text("see outage, not outages", encoding="utf-8")
    (book / "notes" / "other.txt").write_text("outages", encoding="utf-8")
    result = well(book, "rename", "outage", "breakdown", "--yes")
    assert "notes/plan.txt" in result.stderr
    assert "notes/other.txt" not in result.stderr


def test_a_locked_file_stops_it_all(book: Path) -> None:
    """Exit code 1; every file is as it was."""
    (book / "docs/uk/archetypes/hurried.yml").chmod(0o444)
    before = snapshot(book)
    result = run(book, "rename", "name-a-time", "fix-an-hour", "--yes")
    assert result.exit_code == 1
    assert "docs/uk/archetypes/hurried.yml: is read-only" in result.stderr
    assert snapshot(book) == before


def test_half_written_words_elsewhere_stop_it(book: Path) -> None:
    """A file that cannot be parsed might hold the id."""
    path = book / "docs/en/archetypes/hurried.yml"
    path.write_text(path.read_text(encoding="utf-8") + "say: [name-a-time\n", encoding="utf-8")
    before = snapshot(book)
    result = run(book, "rename", "name-a-time", "fix-an-hour", "--yes")
    assert result.exit_code == 1
    assert "docs/en/archetypes/hurried.yml:" in result.stderr
    assert snapshot(book) == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("outge", "breakdown", "did you mean 'outage'?"),
        ("say-the-hour", "breakdown", "'say-the-hour' is called 'name-a-time' now"),
        ("outage", "hurried", "'hurried' is one of the archetypes already"),
        ("outage", "outage", "the new id is the old one"),
        ("outage", "say-the-hour", "was an id of 'name-a-time'"),
        ("outage", "Break Down", "is no id"),
        ("outage", "../../etc", "is no id"),
    ],
)
def test_a_wrong_call_is_explained(book: Path, old: str, new: str, message: str) -> None:
    """Exit code 2, and nothing is written."""
    before = snapshot(book)
    result = run(book, "rename", old, new, "--yes")
    assert result.exit_code == 2
    assert message in result.stderr
    assert snapshot(book) == before


def test_the_old_address_leads_to_the_new_one(good: Path) -> None:
    """In every language, without a script, and search engines are told the new address."""
    pages = dict(redirect_pages(load_well(good), "https://example.org/book/"))
    assert list(pages) == [
        "strategies/say-the-hour/",
        "ro/strategies/say-the-hour/",
        "uk/strategies/say-the-hour/",
    ]
    page = pages["uk/strategies/say-the-hour/"]
    assert '<html lang="uk">' in page
    assert '<meta http-equiv="refresh" content="0; url=../name-a-time/">' in page
    assert (
        '<link rel="canonical" href="https://example.org/book/uk/strategies/name-a-time/">' in page
    )
    title = Renderer(load_well(good)).entry("uk", "name-a-time").title
    assert f'<a href="../name-a-time/">{title}</a>' in page
    assert "<script" not in page
