"""What people meet on GitHub: forms in every language that ask the same, and somebody who is asked to review."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from handbook.frame import Addresses, FrameBuilder
from handbook.model import Catalog
from handbook.rendering import Renderer
from tests.trees import ROOT, load_here

GITHUB = ROOT / ".github"
FORMS = GITHUB / "ISSUE_TEMPLATE"
KINDS = ("bug", "correct", "propose", "search")
LANGUAGES = ("en", "pl", "uk", "ru", "ro")


def load(path: Path) -> Any:  # noqa: ANN401 - YAML may hold anything
    """The file as data."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def fields(form: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """What a form asks: kind, id, and whether an answer is needed."""
    return [
        (part["type"], part["id"], part["validations"]["required"])
        for part in form["body"]
        if part["type"] != "markdown"
    ]


def test_every_language_has_a_form_of_every_kind() -> None:
    """No more and no less, so that nobody is sent to a form that is not there."""
    names = {path.name for path in FORMS.glob("*.yml")}
    assert names == {"config.yml", *(f"{lang}-{kind}.yml" for lang in LANGUAGES for kind in KINDS)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_asks_the_same_in_every_language(kind: str) -> None:
    """The same fields in the same order, each with words of its own language."""
    forms = {language: load(FORMS / f"{language}-{kind}.yml") for language in LANGUAGES}
    assert len({str(fields(form)) for form in forms.values()}) == 1
    for language, form in forms.items():
        assert form["title"] == f"[{language}] "
        assert f"lang: {language}" in form["labels"]
        labels = [
            part["attributes"]["label"] for part in form["body"] if part["type"] != "markdown"
        ]
        assert len(set(labels)) == len(labels)
    words = [(form["name"], form["description"]) for form in forms.values()]
    assert len(set(words)) == len(LANGUAGES)


@pytest.fixture(scope="module")
def real() -> Catalog:
    """The repository's content."""
    return load_here()[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_link_on_a_page_fills_the_form_in(real: Catalog, language: str) -> None:
    """Every field that the link names is a field of the form that it opens."""
    addresses = Addresses(
        "https://example.org/", "https://example.org/r", forms=frozenset(LANGUAGES)
    )
    frames = FrameBuilder(real, Renderer(real).pages, addresses, {})
    frame = frames.frame(language, "laws", "law-search-first", title="", description="")
    given = parse_qs(urlsplit(frame.report_url).query)
    form = load(FORMS / given.pop("template")[0])
    assert given.pop("title")[0].startswith(form["title"])
    assert given.keys() <= {name for _, name, _ in fields(form)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guide_links_to_forms_that_are_there(real: Catalog, language: str) -> None:
    """In its own language."""
    page = Renderer(real, "https://example.org/r").guide(language, "contribute").html
    named = {part.split('"')[0] for part in page.split("issues/new?template=")[1:]}
    assert named == {f"{language}-{kind}.yml" for kind in KINDS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guide_links_to_files_that_are_there(real: Catalog, language: str) -> None:
    """Style sheets, folders and the licence."""
    for guide_id in real.shown_guides():
        page = Renderer(real, "https://example.org/r").guide(language, guide_id).html
        for kind in ("tree/main/", "blob/main/"):
            for part in page.split(f"https://example.org/r/{kind}")[1:]:
                assert (ROOT / part.split('"')[0]).exists()


def test_somebody_is_asked_to_review_every_language() -> None:
    """The words of each language have their own owners; so have the workflows."""
    lines = (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    owners = dict(line.split() for line in lines if line and not line.startswith("#"))
    for language in LANGUAGES:
        assert owners[f"/docs/{language}/"] == f"@example/handbook-{language}"
    assert "/.github/workflows/" in owners
