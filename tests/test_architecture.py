"""Who may import whom, and what each part leaves alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.trees import ROOT

ENGINE = sorted((ROOT / "handbook").rglob("*.py"))
HOOKS = sorted((ROOT / "hooks").glob("*.py"))
SEARCH_SCRIPTS = sorted((ROOT / "theme" / "assets" / "handbook" / "search").rglob("*.js"))


def name_of(path: Path) -> str:
    """Return the path from the repository's root, as the name of a test."""
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    """Yield the packages that a module imports anywhere, also within a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


@pytest.mark.parametrize("path", ENGINE, ids=name_of)
def test_the_engine_knows_no_site_generator(path: Path) -> None:
    """mkdocs-material will end; what knows nothing of it stays."""
    forbidden = {"mkdocs", "material", "mkdocs_static_i18n", "hooks"}
    assert forbidden.isdisjoint(imported(path))


@pytest.mark.parametrize("path", ENGINE + HOOKS, ids=name_of)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    """In its docstring, in a sentence."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring
    assert docstring[0].isupper() or docstring[0] == "`"


@pytest.mark.parametrize("path", HOOKS, ids=name_of)
def test_a_hook_decides_nothing_about_entries(path: Path) -> None:
    """It asks the engine: it reads no YAML and opens no file of the content."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert "yaml" not in imported(path)
    opening = {"open", "read_text", "read_bytes", "glob", "rglob", "iterdir", "walk"}
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    assert opening.isdisjoint(called)


def test_the_core_of_the_engine_imports_downwards() -> None:
    """What reads and checks content knows nothing of how it is shown."""
    showing = {"pages", "rendering", "staging", "frame", "cli", "urls", "history"}
    for name in ("problems", "characters", "source", "schema", "model", "inline", "shape",
                 "references", "catalog", "sitewords", "interface", "guides", "drafts",
                 "synonyms"):  # fmt: skip
        tree = ast.parse((ROOT / "handbook" / f"{name}.py").read_text(encoding="utf-8"))
        used: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "handbook":
                used |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                used.add(node.module.removeprefix("handbook."))
        assert showing.isdisjoint(used), name


@pytest.mark.parametrize("path", SEARCH_SCRIPTS, ids=name_of)
def test_the_search_engine_runs_without_a_page(path: Path) -> None:
    """It works in a worker and in Node, so it names neither the document nor the window."""
    code = path.read_text(encoding="utf-8")
    without_comments = re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", code, flags=re.DOTALL)
    assert re.findall(r"\b(?:document|window)\s*[.\[]", without_comments) == []
