"""Writing files: all or nothing, at any instant, whatever happens."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from handbook.commands import common
from handbook.writing import JOURNAL, CommandError, Plan, finish_interrupted
from tests.commands.running import run, snapshot
from tests.trees import ROOT, load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files."""
    (tmp_path / "one.yml").write_text("one\n", encoding="utf-8")
    (tmp_path / "two.yml").write_text("two\n", encoding="utf-8")
    return tmp_path


def plan_all(folder: Path) -> Plan:
    """A plan that changes one file, removes one and makes one."""
    plan = Plan(folder, "test")
    plan.write("one.yml", "ONE\n")
    plan.create("deep/er/three.yml", "three\n")
    plan.remove("two.yml")
    return plan


AFTER = {"deep/er/three.yml": b"three\n", "one.yml": b"ONE\n"}


def test_nothing_happens_before_the_commit(folder: Path) -> None:
    """Then everything does, and nothing is left beside it."""
    before = snapshot(folder)
    plan = plan_all(folder)
    assert plan.read("one.yml") == "ONE\n"
    assert snapshot(folder) == before
    plan.commit()
    assert snapshot(folder) == AFTER


@pytest.mark.parametrize("number", range(1, 4))
def test_a_failing_move_takes_all_back(
    folder: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, a file that another program holds: all is as it was."""
    before = snapshot(folder)
    move, moves = Path.replace, []

    def fail_once(source: Path, target: Path) -> Path:
        moves.append(target)
        if len(moves) == number:
            raise PermissionError(13, "Permission denied", str(target))
        return move(source, target)

    monkeypatch.setattr(Path, "replace", fail_once)
    with pytest.raises(CommandError, match="Permission denied; nothing was changed"):
        plan_all(folder).commit()
    assert snapshot(folder) == before
    assert sorted(path.name for path in folder.iterdir()) == ["one.yml", "two.yml"]


@pytest.mark.parametrize("number", range(1, 4))
def test_what_a_power_cut_interrupts_is_finished_by_the_next_command(
    folder: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the journal stands nothing has happened; from then on everything will."""
    before = snapshot(folder)
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from handbook.writing import Plan\n"
        "move, moves = Path.replace, []\n"
        "def die(source, target):\n"
        "    moves.append(target)\n"
        f"    if len(moves) == {number}: os._exit(9)\n"
        "    return move(source, target)\n"
        "Path.replace = die\n"
        "plan = Plan(Path(sys.argv[1]), 'test')\n"
        "plan.write('one.yml', 'ONE\\n')\n"
        "plan.create('deep/er/three.yml', 'three\\n')\n"
        "plan.remove('two.yml')\n"
        "plan.commit()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    died = subprocess.run([sys.executable, "-c", script, folder], check=False, timeout=60)
    assert died.returncode == 9
    assert finish_interrupted(folder) == ("test" if number > 1 else "")
    left = {path: data for path, data in snapshot(folder).items() if "handbook-new" not in path}
    assert left == (AFTER if number > 1 else before)


def test_a_command_says_that_it_finished_another(good: Path) -> None:
    """Also `check`, so that it never judges half a change."""
    new = good / "docs/en/laws/.law-ask-first.yml.1.handbook-new"
    new.write_text("title: x\n", encoding="utf-8")
    steps = {
        "command": "rename a b",
        "move": {"docs/en/laws/law-ask-first.yml": new.relative_to(good).as_posix()},
        "remove": [],
    }
    (good / JOURNAL).write_text(json.dumps(steps), encoding="utf-8")
    result = run(good, "check")
    assert "Finished what 'rename a b' was stopped in." in result.stderr
    assert (good / "docs/en/laws/law-ask-first.yml").read_text(encoding="utf-8") == "title: x\n"
    assert not (good / JOURNAL).exists()


@pytest.mark.parametrize(
    ("journal", "message"),
    [
        ("{", "is not readable"),
        ("[]", "is not readable"),
        ('{"command": "x", "move": {"../a": "../b"}, "remove": []}', "leads out"),
        ('{"command": "x", "move": {}, "remove": ["../../etc/passwd"]}', "leads out"),
        ('{"command": "x", "move": {"a.yml": "one.yml"}, "remove": []}', "not written by"),
    ],
)
def test_a_strange_journal_is_not_followed(folder: Path, journal: str, message: str) -> None:
    """It may come from anybody's pull request."""
    (folder / JOURNAL).write_text(journal, encoding="utf-8")
    before = snapshot(folder)
    with pytest.raises(CommandError, match=message):
        finish_interrupted(folder)
    assert snapshot(folder) == before


def test_a_read_only_file_stays(folder: Path) -> None:
    """Replacing a file asks only its folder; the lock on the file is respected all the same."""
    (folder / "two.yml").chmod(0o444)
    before = snapshot(folder)
    with pytest.raises(CommandError, match=r"two\.yml: is read-only"):
        plan_all(folder).commit()
    assert snapshot(folder) == before


def test_what_changed_meanwhile_is_not_overwritten(folder: Path) -> None:
    """Somebody saved the file in an editor while the command asked its question."""
    plan = plan_all(folder)
    (folder / "one.yml").write_text("mine\n", encoding="utf-8")
    with pytest.raises(CommandError, match="changed by another program"):
        plan.commit()
    assert (folder / "one.yml").read_text(encoding="utf-8") == "mine\n"
    assert (folder / "two.yml").exists()


def test_links_are_not_written_through(folder: Path, tmp_path: Path) -> None:
    """Neither to a file nor into a folder elsewhere."""
    outside = tmp_path / "outside"
    outside.mkdir()
    inside = folder / "inside"
    inside.mkdir()
    (inside / "out").symlink_to(outside)
    (inside / "one.yml").symlink_to(folder / "one.yml")
    for path in ("out/new.yml", "one.yml"):
        plan = Plan(inside, "test")
        plan.write(path, "x\n")
        with pytest.raises(CommandError, match=r"leads out|is a link"):
            plan.commit()
    assert list(outside.iterdir()) == []
    assert (folder / "one.yml").read_text(encoding="utf-8") == "one\n"


def test_a_new_file_can_be_read_by_others(folder: Path) -> None:
    """And a changed one keeps its rights."""
    (folder / "one.yml").chmod(0o640)
    umask = os.umask(0o022)
    try:
        plan_all(folder).commit()
    finally:
        os.umask(umask)
    assert stat.S_IMODE((folder / "one.yml").stat().st_mode) == 0o640
    assert stat.S_IMODE((folder / "deep/er/three.yml").stat().st_mode) == 0o644


def test_a_file_that_is_there_is_not_created(folder: Path) -> None:
    """And one that is not there is not removed."""
    plan = Plan(folder, "test")
    with pytest.raises(CommandError, match="is there already"):
        plan.create("one.yml", "x")
    with pytest.raises(CommandError, match="there is no such file"):
        plan.remove("four.yml")
    (folder / "bad.yml").write_bytes(b"\xff")
    with pytest.raises(CommandError, match="is not UTF-8"):
        plan.read("bad.yml")


def test_a_build_says_that_a_command_was_stopped(good: Path) -> None:
    """It neither shows half a change nor mends it: a build does not write into the content."""
    (good / JOURNAL).write_text("{}", encoding="utf-8")
    found = [str(problem) for problem in load(good)[1].errors()]
    assert len(found) == 1
    assert found[0].endswith("only half of it is done; finish it: python -m handbook check")


def test_what_a_killed_command_left_is_removed(good: Path) -> None:
    """Once it is too old to belong to a command that still runs."""
    old, young = (good / f"docs/en/laws/.{n}.yml.{n}.handbook-new" for n in (1, 2))
    for path in (old, young):
        path.write_text("title: x\n", encoding="utf-8")
    os.utime(old, (0, 0))
    run(good, "status")
    assert (old.exists(), young.exists()) == (False, True)


def test_a_question_that_nobody_can_answer_is_a_no(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program that started the command has closed its input."""
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(CommandError, match="no answer, so nothing was changed; --yes"):
        common.confirm("Sure?", yes=False)
    common.confirm("Sure?", yes=True)


def test_a_killed_rename_leaves_a_valid_handbook(good: Path) -> None:
    """Stopped at any instant, the next command finds the old handbook or the new one."""
    before = snapshot(good)
    kept = {path: data for path, data in before.items() if not path.endswith("handbook-new")}
    for delay in (0.05, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        for path, data in kept.items():
            (good / path).write_bytes(data)
        for path in set(snapshot(good)) - kept.keys():
            (good / path).unlink()
        command = [sys.executable, "-m", "handbook", "rename", "--yes", "--root", str(good)]
        with subprocess.Popen(
            [*command, "name-a-time", "fix-an-hour"], cwd=ROOT, stderr=subprocess.DEVNULL
        ) as process:
            try:
                process.wait(delay)
            except subprocess.TimeoutExpired:
                process.kill()
        run(good, "check")
        catalog, log = load(good)
        assert log.errors() == []
        assert len({"name-a-time", "fix-an-hour"} & catalog.entries.keys()) == 1
