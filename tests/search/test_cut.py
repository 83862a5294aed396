"""A large handbook's index is cut into pieces, and answers as if it had them all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from handbook.model import Catalog
from handbook.search import index
from tests.search.engine import ask, searches, write_site

QUERIES = (
    ("calls again", "en"),
    ("hurried", "uk"),
    ("’.dsq", "en"),
    ("швидше", "en"),
    ("hurrid", "en"),
    ("postishaye", "uk"),
    ("[dbkby", "uk"),
    ("говорити", "uk"),
    ("поспішає", "ro"),
    ("said", "en"),
    ("cine vorbește", "ro"),
    ("the client says", "en"),
)


@pytest.fixture(scope="module")
def cut_site(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the small handbook, made like that of a large one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "LARGE", 1)
        return write_site(catalog, tmp_path_factory.mktemp("cut"))


def test_answers_do_not_depend_on_what_was_asked_before(cut_site: Path) -> None:
    """Pieces that came for an earlier query change neither results nor what is marked in them."""
    asked = [*QUERIES, *reversed(QUERIES)]
    together = searches(cut_site, asked)
    assert together == [searches(cut_site, [query])[0] for query in asked]


def test_a_word_that_begins_with_a_key_of_punctuation(cut_site: Path) -> None:
    """On the other layout "[" is the first letter of "хвилин"; its piece is fetched like others."""
    (found,) = searches(cut_site, [("[dbkby", "uk")])
    assert found[0]["id"] == "hurried"


def test_the_line_that_matched_is_shown(cut_site: Path) -> None:
    """From any field, though a large index numbers its lines by field."""
    job = {"do": "search", "site": str(cut_site), "texts": True}
    ((found,),) = ask({**job, "queries": [{"query": "in a rush", "language": "en"}]})
    line = {"field": "aliases", "text": "in a rush", "ranges": [[0, 2], [3, 4], [5, 9]]}
    assert found[0]["matched"][-1] == line


def test_a_piece_that_does_not_come_is_no_reason_to_find_nothing(
    cut_site: Path, tmp_path: Path
) -> None:
    """Of another language or of the rest: one's own core answers without it."""
    site = shutil.copytree(cut_site, tmp_path / "site")
    lost = [
        *site.glob("search/*-rest-lexicon.*"),
        *site.glob("search/*-rest-postings.*"),
        *site.glob("search/[!e]*-core-lexicon.*"),
    ]
    assert lost
    for folder in lost:
        shutil.rmtree(folder)
    (found,) = searches(site, [("hurrid", "en")])
    assert found[0]["id"] == "hurried"


def test_postings_of_another_language_that_do_not_come_are_as_if_it_did_not_know_the_word(
    cut_site: Path, tmp_path: Path
) -> None:
    """What the reader's own language knows of the query is found all the same."""
    site = shutil.copytree(cut_site, tmp_path / "site")
    for folder in site.glob("search/[!e]*-postings.*"):
        shutil.rmtree(folder)
    (found,) = searches(site, [("hurried поспішає", "en")])
    assert found[0]["id"] == "hurried"
