"""Stale texts: what becomes stale, how a translator sees it, and how it is current again.

In the good handbook `law-ask-first` was first written in Romanian, `outage` in Ukrainian.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from handbook.fingerprints import fingerprint
from tests.commands.running import catalog_of, commit, edit, git, run, snapshot, well
from tests.trees import load

LAW = "docs/ro/laws/law-ask-first.yml"
OLD = "Ce nu știi, întreabă; o presupunere costă încă un apel."
NEW = "Ce nu știi, întreabă mereu; ghicitul costă încă un apel."


def stale(root: Path, entry_id: str) -> dict[str, tuple[str, ...]]:
    """Return the stale fields of an entry by language."""
    catalog = catalog_of(root)
    found = {name: catalog.stale_fields(name, entry_id) for name in catalog.settings.languages}
    return {name: fields for name, fields in found.items() if fields}


def test_a_changed_sentence_makes_exactly_that_field_stale(book: Path) -> None:
    """In every other language, and nothing else anywhere."""
    edit(book, LAW, OLD, NEW)
    assert stale(book, "law-ask-first") == {"en": ("summary",), "uk": ("summary",)}
    others = [entry_id for entry_id in catalog_of(book).entries if entry_id != "law-ask-first"]
    assert [entry_id for entry_id in others if stale(book, entry_id)] == []


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (LAW, "aliases: [", "aliases: [încă un cuvânt, "),
        ("docs/ro/signals/calls-again.yml", "heard:\n", "heard:\n  - Tot eu sunt.\n"),
    ],
    ids=["aliases", "heard"],
)
def test_what_every_language_words_itself_makes_nothing_stale(
    book: Path, path: str, old: str, new: str
) -> None:
    """Words to search for, and what clients say, are not translated; they have no marks either."""
    edit(book, path, old, new)
    entry_id = Path(path).stem
    assert stale(book, entry_id) == {}
    assert catalog_of(book).unmarked_fields("uk", entry_id) == ()
    marks = catalog_of(book).translations["uk", entry_id].translated_from
    assert {"aliases", "heard"}.isdisjoint(marks)
    assert "title" in marks


def test_needless_marks_are_removed_by_fix(book: Path) -> None:
    """Older files have them: the check hints at it, and everything else stays."""
    path = "docs/uk/laws/law-ask-first.yml"
    text = (book / path).read_text(encoding="utf-8")
    edit(book, path, "translated_from:\n", 'translated_from:\n  aliases: "3fa9c01b"\n')
    hints = [str(problem) for problem in load(book)[1].hints()]
    assert len(hints) == 1
    assert "translated_from.aliases: 'aliases' needs no mark" in hints[0]
    well(book, "fix", str(book / path))
    assert (book / path).read_text(encoding="utf-8") == text


def test_mending_the_origin_makes_nothing_stale(book: Path) -> None:
    """A doubled space or a quotation mark is no change of meaning; what was stale stays so."""
    edit(book, LAW, OLD, NEW)
    edit(book, LAW, "statement: ", 'statement: Spune "da" când știi. ')
    well(book, "translated", "law-ask-first", "--field", "statement")
    well(book, "fix")
    assert "„da”" in (book / LAW).read_text(encoding="utf-8")
    assert stale(book, "law-ask-first") == {"en": ("summary",), "uk": ("summary",)}


def test_a_text_for_one_strategy_is_stale_by_itself(book: Path) -> None:
    """Not all of `respond`."""
    text = (book / "docs/uk/situations/outage.yml").read_text(encoding="utf-8")
    words = yaml.load(text, yaml.BaseLoader)["respond"]["ask-back"]  # noqa: S506 - only strings
    first = words.split()[0]
    edit(book, "docs/uk/situations/outage.yml", f"ask-back: {first}", "ask-back: Спершу")
    assert stale(book, "outage") == {"en": ("respond.ask-back",), "ro": ("respond.ask-back",)}


def test_laying_the_text_out_anew_makes_nothing_stale(book: Path) -> None:
    """Folded lines and quotes are not the text."""
    edit(book, LAW, f"summary: {OLD}", f"summary: >-\n  {OLD.replace('; ', ';' + chr(10) + '  ')}")
    assert stale(book, "law-ask-first") == {}
    assert fingerprint("one  two\n") == fingerprint("one two")
    assert fingerprint(("a", "b")) != fingerprint(("a b",))


def test_unmarked_is_not_stale(good: Path) -> None:
    """Nobody knows what it was made from, so it is counted apart."""
    edit(good, LAW, OLD, NEW)
    assert stale(good, "law-ask-first") == {}
    assert "summary" in catalog_of(good).unmarked_fields("en", "law-ask-first")
    assert catalog_of(good).unmarked_fields("ro", "law-ask-first") == ()


def test_marks_are_the_last_key_and_nothing_else_changes(good: Path) -> None:
    """The file keeps its layout, its comments and its line ends."""
    path = good / "docs/en/laws/law-ask-first.yml"
    text = "# A comment\n" + path.read_text(encoding="utf-8")
    path.write_bytes(text.replace("\n", "\r\n").encode())
    well(good, "translated", "law-ask-first", "en")
    written = path.read_bytes().decode()
    assert written.startswith(text.replace("\n", "\r\n") + "translated_from:\r\n  title: ")
    assert written.count("\n") == written.count("\r\n")


def test_translated_again_changes_nothing(book: Path) -> None:
    """The same marks: no file is written."""
    before = snapshot(book)
    result = well(book, "translated", "--all")
    assert "0 fields in 0 files" in result.stderr
    assert snapshot(book) == before


def test_stale_shows_old_and_new_origin_beside_the_translation(book: Path) -> None:
    """With the commit that the old text is from, and the command for afterwards."""
    edit(book, LAW, OLD, NEW)
    commit(book)
    edit(book, LAW, NEW, NEW.replace("mereu", "totdeauna"))
    result = well(book, "stale", "law-ask-first", "uk")
    begin, day = git(book, "log", "-1", "--skip=1", "--format=%h %cs").split()
    assert result.stdout.splitlines()[:2] == ["summary", f"  ro was ({begin}, {day}):"]
    assert f"    {OLD}\n  ro is:\n    {NEW.replace('mereu', 'totdeauna')}" in result.stdout
    assert "  uk is:\n    Чого не знаєш" in result.stdout
    assert "python -m handbook translated law-ask-first uk" in result.stderr


def test_stale_says_when_git_does_not_know_the_old_text(good: Path) -> None:
    """Outside a repository, only the new text and the translation are shown."""
    well(good, "translated", "--all")
    edit(good, LAW, OLD, NEW)
    result = well(good, "stale", "law-ask-first", "uk")
    assert "(not known: git has no text with the mark" in result.stdout
    assert NEW in result.stdout


def test_nothing_stale_is_said(book: Path) -> None:
    """And where nobody has marked anything, that is said instead."""
    assert "nothing is stale" in well(book, "stale", "outage", "en").stderr
    path = book / "docs/en/situations/outage.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("translated_from")], encoding="utf-8")
    assert (
        "nobody knows whether they are stale: title" in well(book, "stale", "outage", "en").stdout
    )


def test_translated_makes_one_language_current(book: Path) -> None:
    """The other one stays stale."""
    edit(book, LAW, OLD, NEW)
    well(book, "translated", "law-ask-first", "uk")
    assert stale(book, "law-ask-first") == {"en": ("summary",)}
    well(book, "translated", "law-ask-first")
    assert stale(book, "law-ask-first") == {}


def test_translated_of_one_field_leaves_the_others(book: Path) -> None:
    """A translator may do one text today and one tomorrow."""
    edit(book, LAW, OLD, NEW)
    edit(book, LAW, "O linie roșie sus.", "O linie roșie, sus de tot.")
    well(book, "translated", "law-ask-first", "en", "--field", "example")
    assert stale(book, "law-ask-first") == {"en": ("summary",), "uk": ("summary", "example")}


def test_an_unchanged_meaning_makes_nothing_stale(book: Path) -> None:
    """A typo in the origin, marked so: both texts are shown first."""
    edit(book, LAW, OLD, OLD.replace("încă un apel", "încă un  telefon"))
    result = well(book, "unchanged", "law-ask-first", answer="y\n")
    assert OLD in result.stdout
    assert "up to date again: en, uk" in result.stdout
    assert stale(book, "law-ask-first") == {}


def test_unchanged_leaves_what_was_stale_before(book: Path) -> None:
    """A translation of a still older text must be looked at all the same."""
    edit(book, LAW, OLD, NEW)
    commit(book, "Another meaning")
    well(book, "translated", "law-ask-first", "en")
    commit(book, "English follows")
    edit(book, LAW, NEW, NEW.replace("apel.", "apel!"))
    result = well(book, "unchanged", "law-ask-first", "--yes")
    assert "up to date again: en" in result.stdout
    assert "made from an older text, stays stale: uk" in result.stdout
    assert stale(book, "law-ask-first") == {"uk": ("summary",)}


def test_unchanged_without_git_goes_by_the_marks(good: Path) -> None:
    """If all translations were made from the same text, that is the one before."""
    well(good, "translated", "--all")
    edit(good, LAW, OLD, NEW)
    well(good, "unchanged", "law-ask-first", "--yes")
    assert stale(good, "law-ask-first") == {}


def test_unchanged_without_git_and_with_different_marks_asks(good: Path) -> None:
    """It names the marks, and `--from` chooses one."""
    well(good, "translated", "--all")
    edit(good, LAW, OLD, NEW)
    well(good, "translated", "law-ask-first", "en")
    edit(good, LAW, NEW, NEW.replace("apel.", "apel!"))
    result = run(good, "unchanged", "law-ask-first", "--yes")
    assert result.exit_code == 1
    assert "were made from different texts" in result.stderr
    mark = fingerprint(NEW)
    assert f"en: {mark}" in result.stderr
    well(good, "unchanged", "law-ask-first", "--yes", "--from", mark)
    assert stale(good, "law-ask-first") == {"uk": ("summary",)}


@pytest.mark.parametrize("answer", ["n\n", ""])
def test_nothing_is_written_without_a_yes(book: Path, answer: str) -> None:
    """No, or no answer at all."""
    edit(book, LAW, OLD, NEW)
    before = snapshot(book)
    result = run(book, "unchanged", "law-ask-first", answer=answer)
    assert result.exit_code == 1
    assert "nothing was changed" in result.stderr
    assert snapshot(book) == before


def test_nothing_to_record_is_no_failure(book: Path) -> None:
    """It is said, and why."""
    assert "No translation is stale: nothing to record" in well(book, "unchanged", "outage").stderr
    edit(book, LAW, OLD, NEW)
    asked = well(book, "unchanged", "law-ask-first", "--from", "0badcafe")
    assert "No translation was current before: nothing to record" in asked.stderr


def test_a_mark_of_a_text_that_is_gone_is_dropped(book: Path) -> None:
    """A strategy less in the facts: its texts go by hand, its marks by the next command."""
    edit(
        book, "data/situations.yml", "strategies: [name-a-time, ask-back]", "strategies: [ask-back]"
    )
    edit(book, "docs/uk/situations/outage.yml", "title: ", "title: Ще одна ")
    well(book, "translated", "outage", "en")
    text = (book / "docs/en/situations/outage.yml").read_text(encoding="utf-8")
    assert "respond.name-a-time: " not in text
    assert "respond.ask-back: " in text


# --- status ----------------------------------------------------------------------------------


def test_status_as_a_matrix(book: Path) -> None:
    """Each entry in each language, and the totals below."""
    edit(book, LAW, OLD, NEW)
    (book / "docs/uk/strategies/ask-back.yml").unlink()
    lines = well(book, "status").stdout.splitlines()
    rows = {line.split()[0]: line.split()[1:] for line in lines if line}
    assert rows["law-ask-first"] == ["~1", "o", "~1"]
    assert rows["ask-back"] == ["o", "ok", "-9"]
    assert rows["outage"] == ["ok", "ok", "o"]
    assert "uk ask-back: missing: title, aliases, summary, " in "\n".join(lines)
    assert "en law-ask-first: stale: summary" in lines
    assert lines[-3].split() == ["en", "87", "%", "87", "%", "0", "1", "0"]
    assert lines[-1].split() == ["uk", "75", "%", "75", "%", "9", "1", "0"]


def test_core_is_what_helps_on_a_call(book: Path) -> None:
    """A stale example leaves the core of the entry as it is."""
    edit(book, LAW, "O linie roșie sus.", "O linie roșie, sus de tot.")
    found = json.loads(well(book, "status", "--format", "json").stdout)
    english = found["languages"][0]
    assert (english["core"], english["full"], english["stale"]) == (8, 7, 1)
    law = [e for e in found["entries"] if (e["id"], e["language"]) == ("law-ask-first", "en")]
    assert law[0]["stale"] == ["example"]


def test_status_of_one_language_and_of_gaps(book: Path) -> None:
    """The totals count all entries, the matrix shows those with something to do."""
    edit(book, LAW, OLD, NEW)
    output = well(book, "status", "--language", "uk", "--gaps").stdout
    assert "law-ask-first" in output
    assert "outage" not in output
    assert output.splitlines()[-1].split() == ["uk", "87", "%", "87", "%", "0", "1", "0"]


def test_status_for_a_pull_request(book: Path) -> None:
    """What the edits since a revision made stale, and the totals, as Markdown."""
    edit(book, LAW, OLD, NEW)
    commit(book)
    output = well(book, "status", "--format", "markdown", "--since", "HEAD~1").stdout
    assert "- `law-ask-first`: `summary` in en, uk" in output
    assert "python -m handbook unchanged law-ask-first" in output
    assert "| uk | 87 % (7/8) | 87 % (7/8) | 0 | 1 | 0 |" in output
    assert "| `law-ask-first` | ~1 | o | ~1 |" in output
    later = well(book, "status", "--format", "markdown", "--since", "HEAD").stdout
    assert later.startswith("Nothing became stale since `HEAD`.")


# --- wrong calls -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["stale", "law-ask-frist", "uk"], "did you mean 'law-ask-first'?"),
        (["stale", "say-the-hour", "uk"], "'say-the-hour' is called 'name-a-time' now"),
        (["stale", "outage", "ua"], "no language 'ua'; choose one of en, ro, uk"),
        (["stale", "outage", "uk"], "'uk' is the origin language of 'outage'"),
        (["stale", "outage"], "Missing argument 'LANG'"),
        (["translated"], "name an entry, or say --all"),
        (["translated", "outage", "--all"], "name an entry, or say --all"),
        (["translated", "outage", "uk"], "'uk' is the origin language"),
        (["translated", "outage", "en", "--field", "sey"], "did you mean 'say'?"),
        (["translated", "outage", "en", "--feld", "say"], "--field"),
        (["translated", "outage", "en", "--field", "aliases"], "every language has its own"),
        (["translated", "--all", "--field", "sey"], "no field 'sey' that is translated; did you"),
        (["translated", "--all", "--field", "heard"], "no field 'heard' that is translated"),
        (["unchanged", "nowhere-near"], "no entry 'nowhere-near'"),
        (["unchanged", "outage", "--from", "soon"], "'soon' is no mark: they are 8 digits"),
        (["unchanged", "outage", "--field", "x"], "no field 'x' in situations; choose one of"),
        (["status", "--language", "xx"], "no language 'xx'"),
        (["status", "--collection", "lows"], "did you mean 'laws'?"),
        (["status", "--since", "no-such-branch"], "git knows no revision 'no-such-branch'"),
        (["status", "--format", "xml"], "'xml'"),
        (["statsu"], "did you mean 'status'?"),
    ],
)
def test_a_wrong_call_is_explained(book: Path, arguments: list[str], message: str) -> None:
    """Exit code 2, and nothing is written."""
    before = snapshot(book)
    result = run(book, *arguments)
    assert result.exit_code == 2, result.output
    assert message in result.stderr
    assert snapshot(book) == before


def test_words_that_cannot_be_read_are_named(book: Path) -> None:
    """Exit code 1, with the line."""
    path = book / "docs/uk/laws/law-ask-first.yml"
    path.write_text("<<<<<<< HEAD\ntitle: Так\n=======\n", encoding="utf-8")
    before = snapshot(book)
    for command in (["translated", "law-ask-first", "uk"], ["stale", "law-ask-first", "uk"]):
        result = run(book, *command)
        assert result.exit_code == 1
        assert "docs/uk/laws/law-ask-first.yml:1:1: '<<<<<<<': a merge left two" in result.stderr
    path.unlink()
    assert "is not there yet" in run(book, "translated", "law-ask-first", "uk").stderr
    before.pop("docs/uk/laws/law-ask-first.yml")
    assert snapshot(book) == before


@pytest.mark.parametrize("data", [b"<<<<<<< HEAD\n", b"", b"title: \xff\n", b"a: [\n", None])
def test_an_origin_that_cannot_be_read_takes_no_marks_away(book: Path, data: bytes | None) -> None:
    """Not in one entry and not in all: whatever was marked is marked afterwards."""
    (book / LAW).unlink()
    if data is not None:
        (book / LAW).write_bytes(data)
    before = snapshot(book)
    for command in (
        ["translated", "--all"],
        ["translated", "law-ask-first"],
        ["unchanged", "law-ask-first"],
    ):
        result = run(book, *command)
        assert result.exit_code == 1
        assert LAW in result.stderr
    assert "fix" not in run(book, "fix").stdout
    assert snapshot(book) == before
    assert "this may not be all: see 'check'" in well(book, "status").stderr


def test_a_half_written_origin_takes_no_marks_away(book: Path) -> None:
    """The marks of what is missing in it just now stay for when it is back."""
    text = (book / LAW).read_text(encoding="utf-8")
    (book / LAW).write_text(text[: text.index("say:")], encoding="utf-8")
    before = catalog_of(book).translations["uk", "law-ask-first"].translated_from
    well(book, "translated", "--all")
    (book / LAW).write_text(text, encoding="utf-8")
    assert catalog_of(book).translations["uk", "law-ask-first"].translated_from == before


def test_a_file_in_braces_is_not_changed(book: Path) -> None:
    """What cannot be done safely is not done."""
    path = book / "docs/en/signals/speaks-fast.yml"
    path.write_text('{"title": "Speaks fast"}\n', encoding="utf-8")
    result = run(book, "translated", "speaks-fast", "en")
    assert result.exit_code == 1
    assert path.read_text(encoding="utf-8") == '{"title": "Speaks fast"}\n'
