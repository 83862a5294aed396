"""A new entry, as an editor begins it: scaffolded, checked, filled, checked again."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from handbook import schema
from tests.commands.running import edit, errors, run, snapshot, well

ARCHETYPE = (
    "new", "archetypes", "name-dropper", "--origin", "uk",
    "--strategies", "name-a-time,ask-back", "--signals", "calls-again", "--source", "phone-manual:4",
)  # fmt: skip


def words(root: Path, path: str) -> dict[str, object]:
    """Read a file of words as plain values."""
    loaded = yaml.load((root / path).read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - only strings
    assert isinstance(loaded, dict)
    return loaded


@pytest.mark.parametrize("declared", schema.COLLECTIONS, ids=lambda declared: declared.id)
def test_every_collection_can_be_scaffolded(good: Path, declared: schema.Collection) -> None:
    """All keys in the order of the schema, in every language, and only gaps are wrong then."""
    group = ["--group", declared.groups[0]] if declared.groups else []
    links = (
        ["--strategies", "ask-back"] if any(k.name == "strategies" for k in declared.links) else []
    )
    sourced = ["--source", "phone-manual:9"] if declared.sourced else []
    well(good, "new", declared.id, "brand-new", "--origin", "ro", *group, *links, *sourced)
    wanted = [f.name for f in declared.fields if f.keyed_by != "confusable"]
    for locale in ("en", "ro", "uk"):
        path = f"docs/{locale}/{declared.id}/brand-new.yml"
        assert list(words(good, path)) == wanted
        text = (good / path).read_text(encoding="utf-8")
        assert text.startswith(
            f"# yaml-language-server: $schema=../../../schema/{declared.id}.json\n"
        )
    problems = errors(good)
    assert problems
    gaps = ("empty", "of at least", "no entry links here")
    assert [line for line in problems if not any(gap in line for gap in gaps)] == []
    for field in wanted:
        assert any(f"ro/{declared.id}/brand-new.yml" in p and f": {field}" in p for p in problems)


def test_the_facts_are_written_as_the_file_writes_them(good: Path) -> None:
    """One line in braces where its neighbours stand so, else a block; the rest stays."""
    before = (good / "data/signals.yml").read_text(encoding="utf-8")
    well(good, "new", "signals", "whispers", "--origin", "uk", "--group", "tone")
    after = (good / "data/signals.yml").read_text(encoding="utf-8")
    assert after == before + "whispers: {group: tone, origin: uk}\n"
    before = (good / "data/archetypes.yml").read_text(encoding="utf-8")
    well(good, *ARCHETYPE)
    after = (good / "data/archetypes.yml").read_text(encoding="utf-8")
    assert after.startswith(before)
    assert after.removeprefix(before) == (
        "\nname-dropper:\n"
        "  origin: uk\n"
        '  sources: [{document: phone-manual, place: "4"}]\n'
        "  signals: [calls-again]\n"
        "  strategies: [name-a-time, ask-back]\n"
        "  related: []\n"
        "  confusable: []\n"
    )


def test_a_law_gets_the_next_number(good: Path) -> None:
    """Behind the last one."""
    well(good, "new", "laws", "law-write-it-down", "--origin", "ro")
    assert "law-write-it-down:\n  number: 2\n" in (good / "data/laws.yml").read_text("utf-8")


def test_an_entry_from_scaffold_to_clean(good: Path) -> None:
    """Half filled, each gap is named; filled, the check is clean."""
    well(good, "new", "signals", "whispers", "--origin", "uk", "--group", "tone")
    filled = {
        "en": ("Speaks in a whisper", "The caller whispers, as if somebody must not hear the call.", "so quiet"),
        "ro": ("Vorbește în șoaptă", "Vorbește încet, ca și cum cineva nu trebuie să audă apelul.", "așa încet"),
        "uk": ("Говорить пошепки", "Говорить тихо, наче хтось не повинен почути цієї розмови.", "так тихо"),
    }  # fmt: skip
    for locale, (title, summary, word) in filled.items():
        path = f"docs/{locale}/signals/whispers.yml"
        items = "".join(
            f"  - {word} {'і' if locale == 'uk' else 'a'} {'о' * n if locale == 'uk' else 'o' * n}\n"
            for n in range(1, 7)
        )
        edit(good, path, "title:\n", f"title: {title}\n")
        edit(good, path, "summary:\n", f"summary: {summary}\n")
        edit(good, path, "aliases:\n  -\n", f"aliases:\n{items}")
    gaps = errors(good)
    assert {gap.split(": ")[1].split("[")[0] for gap in gaps if "docs/" in gap} == {"heard"}
    for locale in filled:
        path = f"docs/{locale}/signals/whispers.yml"
        letter = "ш" if locale == "uk" else "s"
        edit(
            good,
            path,
            "heard:\n  -\n",
            "heard:\n" + "".join(f"  - {letter * n}\n" for n in range(2, 8)),
        )
    edit(
        good,
        "data/archetypes.yml",
        "signals: [calls-again, speaks-fast]",
        "signals: [whispers, calls-again, speaks-fast]",
    )
    assert errors(good) == []


def test_schemas_follow(good: Path) -> None:
    """Where there are any, the new id is offered at once."""
    well(good, "schema")
    well(good, "new", "signals", "whispers", "--origin", "uk", "--group", "tone")
    well(good, "schema", "--check")
    assert "whispers" in (good / "schema/data-archetypes.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["{}\n", "# None yet\n{}\n"])
def test_the_first_entry_of_a_collection(good: Path, text: str) -> None:
    """Where a team has none yet, or has removed the samples; its comments stay."""
    path = good / "data/laws.yml"
    path.write_text(text, encoding="utf-8")
    well(good, "new", "laws", "law-one", "--origin", "ro", "--source", "phone-manual:1")
    written = path.read_text(encoding="utf-8")
    assert written.startswith(text.replace("{}\n", "") + "law-one:\n  number: 1\n")


@pytest.mark.parametrize(
    "command",
    [
        ["new", "signals", "whispers", "--origin", "uk", "--group", "tone"],
        ["rename", "outage", "breakdown", "--yes"],
        ["schema"],
    ],
    ids=lambda command: command[0],
)
def test_facts_that_cannot_be_read_stop_what_needs_all_ids(good: Path, command: list[str]) -> None:
    """An id may stand in the file that nobody could read."""
    well(good, "schema")
    path = good / "data/laws.yml"
    path.write_text("<<<<<<< HEAD\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    before = snapshot(good)
    result = run(good, *command)
    assert result.exit_code == 1
    assert "data/laws.yml:1:1: '<<<<<<<': a merge left two versions here" in result.stderr
    assert snapshot(good) == before


def test_a_file_in_the_way_is_kept(good: Path) -> None:
    """And nothing else is written then."""
    mine = good / "docs/ro/signals/whispers.yml"
    mine.write_text("title: A mea\n", encoding="utf-8")
    before = snapshot(good)
    result = run(good, "new", "signals", "whispers", "--origin", "uk", "--group", "tone")
    assert result.exit_code == 1
    assert "docs/ro/signals/whispers.yml: is there already; nothing was written" in result.stderr
    assert snapshot(good) == before


def test_facts_that_cannot_be_read_are_not_written(good: Path) -> None:
    """A merge left two versions in the file: that is said, with the line."""
    path = good / "data/signals.yml"
    text = f"<<<<<<< HEAD\n{path.read_text(encoding='utf-8')}=======\n>>>>>>> other\n"
    path.write_text(text, encoding="utf-8")
    result = run(good, "new", "signals", "whispers", "--origin", "uk", "--group", "tone")
    assert result.exit_code == 1
    assert "data/signals.yml:1:1: '<<<<<<<': a merge left two versions here" in result.stderr
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["lows", "x", "--origin", "ro"], "no collection 'lows'; did you mean 'laws'?"),
        (["laws", "Law_X", "--origin", "ro"], "'Law_X' is no id; use lower-case"),
        (["laws", "index", "--origin", "ro"], "'index' is the name of a collection's own"),
        (["laws", "outage", "--origin", "ro"], "'outage' is one of the situations already"),
        (["laws", "say-the-hour", "--origin", "ro"], "was an id of 'name-a-time'"),
        (["laws", "x", "--origin", "ua"], "no language 'ua'"),
        (["laws", "x"], "Missing option '--origin'"),
        (["signals", "x", "--origin", "ro"], "signals are sorted into groups; choose one of tone"),
        (["signals", "x", "--origin", "ro", "--group", "loud"], "no group 'loud'"),
        (["laws", "x", "--origin", "ro", "--group", "tone"], "laws have no groups"),
        (["laws", "x", "--origin", "ro", "--strategies", "ask-bck"], "did you mean 'ask-back'?"),
        (["laws", "x", "--origin", "ro", "--strategies", "outage"], "is one of the situations, not"),
        (["signals", "x", "--origin", "ro", "--group", "tone", "--related", "outage"], "have no related"),
        (["laws", "x", "--origin", "ro", "--source", "phone-manul:1"], "did you mean 'phone-manual'?"),
        (["laws", "x", "--origin", "ro", "--source", "phone-manual"], "write phone-manual:PLACE"),
        (["laws", "x", "--origin", "ro", "--strategie", "ask-back"], "--strategies"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_explained(good: Path, arguments: list[str], message: str) -> None:
    """Exit code 2, and nothing is written."""
    before = snapshot(good)
    result = run(good, "new", *arguments)
    assert result.exit_code == 2, result.output
    assert message in result.stderr
    assert snapshot(good) == before
