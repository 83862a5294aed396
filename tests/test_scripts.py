"""The browser's files: every address of one names the version of all, so that none is mixed with another."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from handbook.rendering import Renderer
from handbook.scripts import joined, prepare_scripts, version_of, with_versions
from tests.trees import ROOT, load_well

ASSETS = ROOT / "theme" / "assets" / "handbook"


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    """A copy of the files that a test may spoil."""
    return shutil.copytree(ASSETS, tmp_path / "assets")


def test_the_version_is_that_of_what_the_files_hold(assets: Path) -> None:
    """Another folder, another day: the same. Another letter or another name: another version."""
    before = version_of(assets)
    assert re.fullmatch("[0-9a-f]{8}", before)
    assert before == version_of(ASSETS)
    (assets / "handbook.css").touch()
    assert version_of(assets) == before
    style = (assets / "handbook.css").read_text(encoding="utf-8")
    (assets / "handbook.css").write_text(f"{style}\n", encoding="utf-8")
    changed = version_of(assets)
    assert changed != before
    (assets / "handbook.css").rename(assets / "other.css")
    assert version_of(assets) not in {before, changed}


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ('import { a } from "./a.js";', 'import { a } from "./a.js?v=1";'),
        ('import"../b/a.js"', 'import"../b/a.js?v=1"'),
        ('x ??= import("./search/index.js")', 'x ??= import("./search/index.js?v=1")'),
        ("export { a } from './a.js'", "export { a } from './a.js?v=1'"),
        ('import "https://example.org/a.js"', 'import "https://example.org/a.js"'),
        ('const text = "./a.js";', 'const text = "./a.js";'),
    ],
)
def test_relative_imports_name_the_version(code: str, written: str) -> None:
    """Whatever form they have; all else stays."""
    assert with_versions(code, "1") == written
    assert with_versions(written, "1") == written


def test_no_module_is_imported_without_its_version(assets: Path) -> None:
    """Else a browser would load it twice, or an old one."""
    prepare_scripts(assets, "1")
    code = "".join(path.read_text(encoding="utf-8") for path in assets.rglob("*.js"))
    assert code.count(".js?v=1") > 5
    assert re.findall(r"""\.js["']""", code) == []


def test_the_search_is_one_module(assets: Path) -> None:
    """What its index.js imports comes with it: one request instead of seven in three steps."""
    prepare_scripts(assets, "1")
    assert [path.name for path in (assets / "search").iterdir()] == ["index.js"]
    code = (assets / "search/index.js").read_text(encoding="utf-8")
    assert re.findall(r"^(?:import|export)\b.*", code, re.MULTILINE) == [
        "export function createSearch({ base, load = fetchJson }) {",
        "export { DEFAULTS };",
    ]


def test_a_module_comes_before_what_needs_it_and_once(tmp_path: Path) -> None:
    """Else a constant would be asked for before it has a value."""
    for name, code in {
        "index": 'import { b } from "./b.js";\nimport { c } from "./c.js";\nexport const a = b + c;\n',
        "b": 'import { c } from "./c.js";\nexport const b = c;\n',
        "c": "export const c = 1;\n",
    }.items():
        (tmp_path / f"{name}.js").write_text(code, encoding="utf-8")
    expected = "const c = 1;\nconst b = c;\nexport const a = b + c;\n"
    assert joined(tmp_path / "index.js") == expected


def test_a_name_that_two_modules_declare_is_refused(tmp_path: Path) -> None:
    """Each module has names of its own; the joined one would not even start."""
    (tmp_path / "index.js").write_text('import { b } from "./b.js";\nconst c = b;\n', "utf-8")
    (tmp_path / "b.js").write_text("const c = 1;\nexport const b = c;\n", "utf-8")
    with pytest.raises(ValueError, match="declared twice: c"):
        joined(tmp_path / "index.js")


def test_icons_of_a_page_name_the_version(good: Path) -> None:
    """The sprite has it before its #."""
    html = Renderer(load_well(good), version="1").entry("uk", "hurried").html
    assert "assets/handbook/icons.svg?v=1#say" in html
    assert "icons.svg#" not in html
