"""Another handbook from this one, another language for it, and builds that are equal byte for byte."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from handbook import interface, schema
from tests.commands.running import catalog_of, commit, errors, run, snapshot, well
from tests.trees import ROOT
from tools.site_build import build_command

OTHER_DAY = """\
import datetime
import time

LATER = 40 * 24 * 60 * 60
now = time.time
time.time = lambda: now() + LATER


class Datetime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime.fromtimestamp(time.time(), tz)


class Date(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())


datetime.datetime, datetime.date = Datetime, Date
"""
"""Loaded by Python before everything else: a clock that is forty days ahead."""


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new handbook in Polish and Ukrainian, under git."""
    folder = tmp_path_factory.mktemp("started") / "mine"
    names = ["--name", "pl=Nasz podręcznik", "--name", "uk=Наш довідник"]
    where = ["--site", "https://example.org/mine", "--repository", "https://example.org/r/"]
    well(folder, "init", str(folder), "--languages", "pl,uk", *names, *where, "--hue", "140")
    commit(folder)
    return folder


def build(folder: Path, site: Path, **environment: str) -> dict[str, bytes]:
    """Build a handbook strictly, with its own program; return the site's files."""
    base = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(
        build_command(site),
        cwd=folder,
        env={**base, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
    return snapshot(site)


def test_a_new_handbook_is_small_and_good(started: Path) -> None:
    """One entry of each collection, links only among them, current schemas, its own name."""
    catalog = catalog_of(started)
    assert errors(started) == []
    assert [entry.collection for entry in catalog.entries.values()] == [
        declared.id for declared in schema.COLLECTIONS
    ]
    assert catalog.settings.languages == ("pl", "uk")
    assert not catalog.settings.is_draft
    assert catalog.unmarked_fields("uk", "panicker") == ()
    assert catalog.homes["uk"].title == "Наш довідник"
    settings = (started / "mkdocs.yml").read_text(encoding="utf-8")
    assert "site_name: Nasz podręcznik\n" in settings
    assert 'site_url: "https://example.org/mine/"\n' in settings
    assert 'repo_url: "https://example.org/r"\n' in settings
    assert "locale: ru" not in settings
    assert "--hue: 140;" in (started / "theme/assets/handbook/handbook.css").read_text("utf-8")
    assert run(started, "schema", "--check").exit_code == 0
    assert run(started, "fix", "--check").output.endswith("0 files to mend.\n")


def test_a_new_handbook_has_the_same_two_commands(started: Path) -> None:
    """`make serve` and `make test`, with the tests that are not about this content.

    The site is built there too: its tests must hold for a handbook with one entry of each kind.
    """
    makefile = (started / "Makefile").read_text(encoding="utf-8")
    assert "\nserve:" in makefile
    assert "\ntest:" in makefile
    assert (started / "requirements-dev.txt").is_file()
    assert not (started / "tests" / "test_real_content.py").exists()
    tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*tests, "tests/test_content.py", "tests/test_architecture.py", "tests/site/test_html.py"],
        cwd=started,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.site
def test_two_builds_are_equal_byte_for_byte(started: Path, tmp_path: Path) -> None:
    """Another folder, day, time zone, locale, umask, order of hashes, and no cache: the same site."""
    there = tmp_path / "elsewhere" / "deep" / "copy"
    shutil.copytree(started, there)
    shutil.rmtree(there / ".cache", ignore_errors=True)
    clock = tmp_path / "clock"
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(OTHER_DAY, encoding="utf-8")
    here = build(started, tmp_path / "one", TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="0")
    umask = os.umask(0o077)
    try:
        other = build(
            there,
            tmp_path / "two",
            TZ="Asia/Tokyo",
            LC_ALL="C",
            PYTHONHASHSEED="4242",
            PYTHONPATH=f"{clock}{os.pathsep}{there}",
        )
    finally:
        os.umask(umask)
    assert sorted(here.keys() ^ other.keys()) == []
    assert [path for path in here if here[path] != other[path]] == []
    assert "index.html" in here
    assert "uk/archetypes/panicker/index.html" in here


def test_languages_that_nobody_has_described_begin_as_a_draft(tmp_path: Path) -> None:
    """German has no dictionary and no alphabet here: its pages show the words of another language.

    Where there is none, the first language begins as a copy.
    """
    folder = tmp_path / "mine"
    well(folder, "init", str(folder), "--languages", "de,en", "--name", "Handbuch")
    assert errors(folder) == []
    catalog = catalog_of(folder)
    assert catalog.settings.is_draft
    assert catalog.interface["de"]["interface"]["language"] == "Deutsch"
    assert catalog.homes["de"].title == "Handbuch"
    assert catalog.entries["panicker"].origin == "en"
    assert not catalog.translations["de", "panicker"].is_written
    assert catalog.shown_in("de", "archetypes") == "en"
    alone = tmp_path / "alone"
    well(alone, "init", str(alone), "--languages", "de", "--name", "Handbuch")
    assert errors(alone) == []
    assert catalog_of(alone).entries["panicker"].origin == "de"


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    """Exit code 1, and it is as it was."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "kept.txt").write_text("mine", encoding="utf-8")
    result = run(tmp_path, "init", str(tmp_path / "mine"), "--languages", "pl")
    assert result.exit_code == 1
    assert "is not empty; name a new folder, nothing was written" in result.stderr
    assert snapshot(tmp_path) == {"mine/kept.txt": b"mine"}
    file = tmp_path / "mine" / "kept.txt"
    for target in (file, file / "deeper"):
        result = run(tmp_path, "init", str(target), "--languages", "pl")
        assert (result.exit_code, result.stderr) == (
            1,
            f"Error: {file}: is no folder; name a new folder, nothing was written\n",
        )
    result = run(tmp_path, "init", "/proc/nowhere/mine", "--languages", "pl")
    assert result.exit_code == 1
    assert "/proc/nowhere" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--languages", "pl,Uk"], "'Uk' is no language code"),
        (["--languages", "pl,pl"], "a language stands there twice"),
        (["--languages", "pl", "--name", "uk=Довідник"], "'uk' is none of its languages"),
        (["--languages", "pl,uk", "--name", "uk=Довідник"], "no name in pl"),
        (["--languages", "pl", "--name", "x"], "a name of 3 to 40 characters"),
        (["--languages", "pl", "--site", "javascript:alert(1)"], "no address that begins with"),
        (["--languages", "pl", "--hue", "400"], "400"),
        ([], "Missing option '--languages'"),
    ],
)
def test_a_wrong_call_is_explained(tmp_path: Path, arguments: list[str], message: str) -> None:
    """Exit code 2, and nothing is made."""
    result = run(tmp_path, "init", str(tmp_path / "mine"), *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert list(tmp_path.iterdir()) == []


# --- another language ------------------------------------------------------------------------


def copy_of_this_handbook(folder: Path) -> Path:
    """Copy what a build of this handbook needs."""
    for name in ("handbook", "hooks", "theme", "data", "docs", "schema"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("handbook.yml", "mkdocs.yml"):
        shutil.copy(ROOT / name, folder)
    if (ROOT / ".cache").is_dir():
        shutil.copytree(ROOT / ".cache" / "handbook", folder / ".cache" / "handbook")
    return folder


@pytest.mark.site
def test_german_is_added_to_this_handbook_and_it_builds(tmp_path: Path) -> None:
    """One command; every German page shows its origin's words, and is kept from search engines."""
    folder = copy_of_this_handbook(tmp_path / "copy")
    well(folder, "add-language", "de", "--name", "Deutsch", "--yes")
    assert errors(folder) == []
    assert run(folder, "schema", "--check").exit_code == 0
    site = build(folder, tmp_path / "site")
    page = site["de/archetypes/impatient/index.html"].decode()
    assert '<html lang="de">' in page
    assert '<h1><span lang="pl">' in page
    assert 'class="stale"' in page
    assert 'rel="alternate" hreflang="de"' not in page
    assert 'hreflang="de" lang="de" aria-current="true">Deutsch</a>' in page
    assert '/pl/archetypes/impatient/">' in page.split('rel="canonical"')[1][:120]
    sitemap = site["sitemap.xml"].decode()
    assert "/de/" not in sitemap
    for path in ("de/index.html", "de/archetypes/index.html", "de/use/index.html", "404.html"):
        shown = site[path].decode()
        assert '<span lang="en">' in shown, path
        assert re.findall(r'="[^"<>]*(?:<|&lt;)span', shown) == [], path
        assert "<title>" in shown
        assert "span" not in shown.split("<title>")[1].split("</title>")[0]


def test_a_language_is_added_to_settings_of_any_form(good: Path) -> None:
    """A list in brackets or one a line, a draft already or not; comments stay."""
    (good / "mkdocs.yml").write_text("languages:\n  - {locale: en, name: English}\n", "utf-8")
    (good / "handbook.yml").write_text(
        "# Ours\ncompleteness: complete # for now\nlanguages:\n  - en\n  - ro\n  - uk\n", "utf-8"
    )
    well(good, "add-language", "de", "--yes")
    assert (good / "handbook.yml").read_text(encoding="utf-8") == (
        "# Ours\ncompleteness: draft # for now\nlanguages:\n  - en\n  - ro\n  - uk\n  - de\n"
    )
    assert "  - {locale: de, name: Deutsch}\n" in (good / "mkdocs.yml").read_text("utf-8")
    assert errors(good) == []
    assert catalog_of(good).interface["de"]["interface"]["language"] == "Deutsch"


def test_adding_a_language_asks_and_overwrites_nothing(good: Path) -> None:
    """A file that is there already stays; without a yes nothing is written."""
    (good / "mkdocs.yml").write_text("languages:\n  - {locale: en, name: English}\n", "utf-8")
    mine = good / "docs/de/index.md"
    mine.parent.mkdir()
    mine.write_text("---\ntitle: Meins\n---\n", encoding="utf-8")
    before = snapshot(good)
    assert run(good, "add-language", "de", answer="n\n").exit_code == 1
    assert snapshot(good) == before
    well(good, "add-language", "de", "--yes")
    assert mine.read_text(encoding="utf-8") == "---\ntitle: Meins\n---\n"


@pytest.mark.parametrize(
    ("locale", "code", "message"),
    [
        ("ro", 2, "the handbook has the language 'ro' already"),
        ("German", 2, "'German' is no language code"),
        ("de", 1, "mkdocs.yml: there is no such file"),
        ("de --name x\ny", 2, "give it a name of 1 to 40 characters"),
        ("de --name  ", 2, "give it a name of 1 to 40 characters"),
    ],
)
def test_a_language_that_cannot_be_added(good: Path, locale: str, code: int, message: str) -> None:
    """It is said, and nothing is written."""
    before = snapshot(good)
    result = run(good, "add-language", *locale.split(" ", maxsplit=2), "--yes")
    assert result.exit_code == code
    assert message in result.stderr
    assert snapshot(good) == before


def test_languages_are_called_as_they_call_themselves() -> None:
    """One that nobody knows keeps its code."""
    names = [interface.language_name(locale) for locale in ("pl", "uk", "de", "zz")]
    assert names == ["Polski", "Українська", "Deutsch", "zz"]
