"""Small mistakes mended by the machine, and nothing else touched."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from handbook import fixing, schema
from handbook.characters import one_script
from tests.commands.running import catalog_of, edit, run, snapshot, well
from tests.trees import cases, read_case

PAGE = "docs/en/laws/law-ask-first.yml"


@pytest.mark.parametrize("path", cases("commands/fix"), ids=lambda path: path.stem)
def test_a_file_before_and_after(path: Path) -> None:
    """Each file in `fix/` is a case; mending twice does no more than once."""
    case = read_case(path)
    assert case.keys() <= {"about", "locale", "collection", "before", "after"}
    declared = case.get("collection")
    order = [field.name for field in schema.collection(declared).fields] if declared else []
    mended = fixing.mend_words("x.yml", case["before"], case["locale"], order)
    assert mended == case["after"]
    assert fixing.mend_words("x.yml", mended, case["locale"], order) == mended


def test_good_files_are_left_as_they_are(good: Path) -> None:
    """Byte for byte."""
    before = snapshot(good)
    result = well(good, "fix")
    assert result.stdout == ""
    assert "0 files mended" in result.stderr
    assert snapshot(good) == before


def test_every_change_is_shown(good: Path) -> None:
    """As a diff; what cannot be seen is written as a number."""
    edit(good, PAGE, "Ask before you answer.", "Ask  before you\u00a0answer.")
    result = well(good, "fix")
    assert "--- a/docs/en/laws/law-ask-first.yml\n" in result.stdout
    assert "-statement: Ask  before you\\u00a0answer.\n" in result.stdout
    assert "+statement: Ask before you answer.\n" in result.stdout
    assert "1 file mended" in result.stderr


def test_check_changes_nothing_and_fails(good: Path) -> None:
    """For CI and before a commit."""
    edit(good, PAGE, "Ask before you answer.", "Ask  before you answer.")
    before = snapshot(good)
    result = run(good, "fix", "--check")
    assert result.exit_code == 1
    assert "+statement: Ask before you answer." in result.stdout
    assert snapshot(good) == before
    well(good, "fix")
    assert run(good, "fix", "--check").exit_code == 0


def test_one_file_alone(good: Path) -> None:
    """The others wait."""
    edit(good, PAGE, "Ask before you answer.", "Ask  before you answer.")
    edit(good, "docs/en/index.md", "\n---\n", "\n--- \n")
    well(good, "fix", PAGE)
    assert "Ask before you answer." in (good / PAGE).read_text(encoding="utf-8")
    assert run(good, "fix", "--check").exit_code == 1


def test_marks_in_the_origin_go(good: Path) -> None:
    """Its words were made from nothing."""
    path = good / "docs/ro/laws/law-ask-first.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f'{text}translated_from:\n  say: "3fa9c01b"\n', encoding="utf-8")
    well(good, "fix")
    assert path.read_text(encoding="utf-8") == text


def test_a_file_gets_the_line_that_names_its_schema(good: Path) -> None:
    """Once there are schemas; a comment at the top stays below it."""
    well(good, "schema")
    well(good, "fix")
    first = (good / PAGE).read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../../schema/laws.json"
    index = (good / "docs/uk/signals/index.yml").read_text(encoding="utf-8").splitlines()[0]
    assert index == "# yaml-language-server: $schema=../../../schema/index-signals.json"
    for path in good.rglob("*.yml"):
        if path.name not in {"handbook.yml", "language.yml"}:
            line = path.read_text(encoding="utf-8").splitlines()[0]
            assert (path.parent / line.partition("$schema=")[2]).resolve().is_file()
    assert run(good, "fix", "--check").exit_code == 0
    assert catalog_of(good).entries


@pytest.mark.parametrize(
    ("path", "message"),
    [("docs/en/nothing.yml", "no file"), ("/etc/passwd", "no file"), ("docs", "no file")],
)
def test_a_wrong_file_is_explained(good: Path, path: str, message: str) -> None:
    """Exit code 2."""
    result = run(good, "fix", path)
    assert result.exit_code == 2
    assert message in result.stderr


def test_the_style_sheet_is_not_mended(good: Path) -> None:
    """It shows what is wrong on purpose."""
    style = good / "docs/en/STYLE.md"
    style.write_text("Not  so.\r\n", encoding="utf-8", newline="")
    result = run(good, "fix", "docs/en/STYLE.md")
    assert result.exit_code == 2
    assert "is not a file that can be mended" in result.stderr
    assert style.read_bytes() == b"Not  so.\r\n"


_WORDS = st.text(
    st.sampled_from("aeсіо «»„“”\"'’\u00a0\t,.-—\n#:[]{}>|éş" + "\u0301"),
    max_size=40,
)


@given(_WORDS, st.sampled_from(["en", "pl", "uk", "ru", "ro", "de"]))
def test_mending_never_breaks_a_text(text: str, locale: str) -> None:
    """Whatever stands there: it stays YAML of the same shape, and a second time changes nothing."""
    dumped = yaml.safe_dump({"title": text, "say": [text]}, allow_unicode=True)
    mended = fixing.mend_words("x.yml", dumped, locale, ["title", "say"])
    assert fixing.mend_words("x.yml", mended, locale, ["title", "say"]) == mended
    before, after = (yaml.load(t, yaml.BaseLoader) for t in (dumped, mended))  # noqa: S506 - only strings
    assert after.keys() == before.keys()
    assert len(after["say"]) == 1
    assert bool(after["title"].strip()) == bool(before["title"].strip("\u00ad\u200b \n\t\u00a0"))


@pytest.mark.parametrize(
    ("word", "locale", "wanted"),
    [
        ("кл" + "i" + "єнт", "uk", "клієнт"),
        ("Вi" + "ндовс", "ru", "Вi" + "ндовс"),
        ("РC", "uk", "РC"),
        ("соm", "en", "com"),
        ("plain", "en", "plain"),
        ("xсx", "de", "xсx"),
    ],
)
def test_a_word_in_two_scripts(word: str, locale: str, wanted: str) -> None:
    """One script, where there is only one that it can be."""
    assert one_script(word, locale) == wanted
