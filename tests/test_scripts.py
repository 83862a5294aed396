"""The browser's files: every address of one names the version of all, so that none is mixed with another."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from handbook.rendering import Renderer
from handbook.scripts import joined, prepare_scripts, version_of, with_versions
from tests.search.engine import node
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
    assert code.count(".js?v=1") >= 5
    assert re.findall(r"""\.js["']""", code) == []


def test_the_search_is_one_module_that_works(assets: Path) -> None:
    """What its index.js imports comes with it: one request instead of seven in three steps."""
    prepare_scripts(assets, "1")
    assert [path.name for path in (assets / "search").iterdir()] == ["index.js"]
    code = (
        "import { pathToFileURL } from 'node:url';"
        "const found = await import(pathToFileURL(process.argv[1]));"
        "const { search } = found.createSearch({ base: 'https://example.org/',"
        "  load: async () => ({ languages: { en: {} } }) });"
        "console.log(Object.keys(found).sort().join(), (await search(' ', {})).length)"
    )
    command = [node(), "--input-type=module", "-e", code, str(assets / "search" / "index.js")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.stderr) == ("DEFAULTS,createSearch 0\n", "")


def write_modules(folder: Path, **modules: str) -> Path:
    """Write modules by name; return the entry."""
    for name, code in modules.items():
        (folder / f"{name}.js").write_text(code, encoding="utf-8")
    return folder / "index.js"


def test_a_module_comes_before_what_needs_it_and_once(tmp_path: Path) -> None:
    """Else a constant would be asked for before it has a value."""
    entry = write_modules(
        tmp_path,
        index='import { b } from "./b.js";\nimport { c } from "./c.js";\nexport const a = b + c;\n',
        b='import { c } from "./c.js";\nexport const b = c;\n',
        c="export const c = 1;\n",
        worker="postMessage(1);\n",
    )
    code, paths = joined(entry)
    assert code == "const c = 1;\nconst b = c;\nexport const a = b + c;\n"
    assert {path.name for path in paths} == {"index.js", "b.js", "c.js"}


@pytest.mark.parametrize(
    ("index", "other", "told"),
    [
        ('import { b } from "./b.js";\nconst c = b;\n', "const c = 1;\nexport const b = c;\n",
         "declared twice: c"),
        ('import { b as c } from "./b.js";\n', "export const b = 1;\n", "cannot join 'import"),
        ("import { b } from './b.js';\n", "export const b = 1;\n", "cannot join 'import"),
        ('import { b } from "./b.js";\n', "const b = 1;\nexport { b };\n", "cannot join 'export"),
    ],
)  # fmt: skip
def test_what_cannot_be_joined_is_refused(
    tmp_path: Path, index: str, other: str, told: str
) -> None:
    """The site would have a search that does not start."""
    with pytest.raises(ValueError, match=told):
        joined(write_modules(tmp_path, index=index, b=other))


def test_icons_of_a_page_name_the_version(good: Path) -> None:
    """The sprite has it before its #."""
    html = Renderer(load_well(good), version="1").entry("uk", "hurried").html
    assert "assets/handbook/icons.svg?v=1#say" in html
    assert "icons.svg#" not in html
