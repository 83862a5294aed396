"""The handbook as plain Markdown: whole pages, and a tree that any generator builds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from handbook.model import Catalog
from handbook.staging import stage, staged_pages
from tests.trees import cases, change, load_well, read_case

PLAIN_MKDOCS = """\
site_name: Any site
docs_dir: {docs}
site_dir: {site}
theme: {{name: mkdocs}}
markdown_extensions: [attr_list]
plugins: []
validation: {{anchors: warn, links: {{not_found: warn, unrecognized_links: warn}}}}
"""


@pytest.mark.parametrize("path", cases("rendering"), ids=lambda path: path.stem)
def test_a_page_in_markdown(path: Path, good: Path) -> None:
    """Each file in `rendering/` is a case: a change of the good handbook and one whole page."""
    case = read_case(path)
    assert case.keys() <= {"about", "page", "change", "markdown"}
    assert case["about"]
    change(good, case.get("change", []))
    assert dict(staged_pages(load_well(good)))[case["page"]] == case["markdown"]


def test_every_page_is_staged_in_every_language(catalog: Catalog) -> None:
    """A home page, a page for each collection and one for each entry."""
    paths = [path for path, _ in staged_pages(catalog)]
    assert len(paths) == len(set(paths)) == 3 * (1 + 6 + 8)
    in_language = {
        locale: [path.removeprefix(f"{locale}/") for path in paths if path.startswith(locale)]
        for locale in ("en", "ro", "uk")
    }
    assert in_language["en"] == in_language["ro"] == in_language["uk"]


def test_the_same_content_gives_the_same_bytes(good: Path, catalog: Catalog) -> None:
    """Another folder, another run: no difference."""
    assert list(staged_pages(load_well(good))) == list(staged_pages(catalog))


def test_a_tree_is_written_into_a_new_or_empty_folder(catalog: Catalog, tmp_path: Path) -> None:
    """Folders above it are made; nothing else is left behind."""
    new = tmp_path / "deep" / "new"
    assert stage(catalog, new) == 45
    assert len(list(new.rglob("*.md"))) == 45
    (tmp_path / "empty").mkdir()
    assert stage(catalog, tmp_path / "empty") == 45
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep", "empty"]
    assert [path.name for path in new.parent.iterdir()] == ["new"]


def test_a_folder_that_holds_something_is_left_alone(catalog: Catalog, tmp_path: Path) -> None:
    """Neither a file in it nor a file of that name is touched."""
    kept = tmp_path / "full" / "kept.txt"
    kept.parent.mkdir()
    kept.write_text("mine", encoding="utf-8")
    for out in (kept.parent, kept):
        with pytest.raises(FileExistsError):
            stage(catalog, out)
    assert kept.read_text(encoding="utf-8") == "mine"
    assert list(tmp_path.rglob("*")) == [kept.parent, kept]


def test_an_interrupted_run_leaves_nothing(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tree appears as a whole or not at all."""
    written = []

    def stop_at_the_tenth(path: Path, _text: str, **_options: str) -> int:
        written.append(path)
        if len(written) == 10:
            raise KeyboardInterrupt
        return 0

    monkeypatch.setattr(Path, "write_text", stop_at_the_tenth)
    with pytest.raises(KeyboardInterrupt):
        stage(catalog, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def build_with_plain_mkdocs(folder: Path) -> Path:
    """Build a staged tree without any of our hooks; return the site."""
    site = folder / "site"
    config = folder / "mkdocs.yml"
    config.write_text(PLAIN_MKDOCS.format(docs=folder / "out", site=site), encoding="utf-8")
    build = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", config],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (build.returncode, build.stdout, build.stderr) == (0, "", "")
    return site


def test_plain_mkdocs_builds_the_tree_and_finds_every_link(good: Path, tmp_path: Path) -> None:
    """With no hook and one extension, strictly, anchors too; and no text has become markup."""
    evil = next(path for path in cases("rendering") if path.stem == "no-markup-gets-out")
    change(good, read_case(evil)["change"])
    stage(load_well(good), tmp_path / "out")
    site = build_with_plain_mkdocs(tmp_path)
    page = (site / "uk" / "laws" / "law-ask-first" / "index.html").read_text(encoding="utf-8")
    for section in ("statement", "meaning", "respond", "say", "avoid", "limits", "example"):
        assert f'<h2 id="{section}">' in page
    assert ">1. Спершу спитай</h1>" in page
    assert '<a href="https://example.org/ask">посібнику</a>' in page
    assert "<em>слухає</em>" in page
    evil_page = (site / "en" / "signals" / "calls-again" / "index.html").read_text(encoding="utf-8")
    body = evil_page.split('role="main"')[1].split("<footer")[0]
    assert "onclick=alert(1)}" in body
    assert " onclick=" not in body.replace(": onclick=alert(1)}", "")
    assert 'href="javascript:' not in evil_page
    assert 'class="c"' not in body
    assert "<ol>" not in body
