"""The command line: exit codes, the three formats, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handbook.cli import main
from tests.trees import ROOT, cases, change, read_case


def run(*arguments: str | Path) -> Result:
    """Run a command within this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def bad(good: Path) -> Path:
    """A handbook with twenty mistakes and a hint."""
    path = next(path for path in cases("content/bad") if path.stem == "twenty-mistakes")
    change(good, read_case(path)["change"])
    return good


def test_a_good_handbook_passes(good: Path) -> None:
    """Exit code 0, and one line that says how much was looked at."""
    result = run("check", "--root", good)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == "8 entries in 3 languages: no errors, 0 hints.\n"


def test_a_hint_does_not_fail(good: Path) -> None:
    """It stands under its own heading, away from the errors."""
    path = next(path for path in cases("content/bad") if path.stem == "lonely-signal")
    change(good, read_case(path)["change"])
    result = run("check", "--root", good)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "Hints" in result.stderr
    assert "only 'hurried' has this signal" in result.stderr


def test_errors_fail(bad: Path) -> None:
    """Exit code 1; one line for each error, and how many there are."""
    result = run("check", "--root", bad)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 20
    assert "20 errors, 1 hint." in result.stderr


def test_annotations_for_github(bad: Path) -> None:
    """Every line is a workflow command; errors and hints have their own levels."""
    result = run("check", "--root", bad, "--format", "github")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error"] * 20 + ["::notice"]
    place = "docs/en/practices/short-notes.yml,line=8,col=12,title=too-short::"
    assert f"::error file={place}points[2].title: 1 character" in result.stdout


def test_json_for_other_programs(bad: Path) -> None:
    """Both lists, whole; nothing else on the standard output."""
    result = run("check", "--root", bad, "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert (len(found["errors"]), len(found["hints"])) == (20, 1)
    assert found["errors"][0].keys() == {
        "path", "line", "column", "field", "rule", "message", "hint"
    }  # fmt: skip


def test_a_folder_that_is_no_handbook_is_a_wrong_call(good: Path, tmp_path: Path) -> None:
    """Exit code 2; from a folder within a handbook the way to its root is named."""
    result = run("check", "--root", tmp_path)
    assert result.exit_code == 2
    assert f"no handbook.yml in {tmp_path}; go to the handbook's folder" in result.stderr
    result = run("status", "--root", good / "docs" / "en")
    assert result.exit_code == 2
    assert f"did you mean --root {os.path.relpath(good)}?" in result.stderr


def test_staging_writes_the_pages(good: Path, tmp_path: Path) -> None:
    """Exit code 0, and how many there are."""
    result = run("stage", "--root", good, tmp_path / "out")
    assert result.exit_code == 0
    assert result.stderr == f"{tmp_path / 'out'}: 45 pages\n"
    assert (tmp_path / "out" / "uk" / "laws" / "law-ask-first.md").is_file()


def test_staging_refuses_a_folder_that_holds_something(good: Path, tmp_path: Path) -> None:
    """It is left as it was."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    result = run("stage", "--root", good, tmp_path / "out")
    assert result.exit_code == 1
    assert "is not empty" in result.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_staging_refuses_content_with_errors(bad: Path, tmp_path: Path) -> None:
    """The errors are named, and nothing is written."""
    result = run("stage", "--root", bad, tmp_path / "out")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 20
    assert not (tmp_path / "out").exists()


def test_staging_into_a_place_that_cannot_be_written(good: Path) -> None:
    """One line, no traceback."""
    result = run("stage", "--root", good, "/proc/nowhere/out")
    assert result.exit_code == 1
    assert result.stderr.startswith("/proc/nowhere/out: cannot be written")


@pytest.mark.parametrize(
    "arguments",
    [
        ["chek"],
        ["check", "--fromat", "json"],
        ["check", "--format", "xml"],
        ["check", "--root", "/nowhere"],
        ["check", "--root", "/etc/passwd"],
        ["check", "more"],
        ["stage"],
        ["stage", "one", "two"],
    ],
)
def test_a_wrong_call_is_explained(arguments: list[str]) -> None:
    """Exit code 2, told apart from content with errors."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Error: " in result.stderr


@pytest.mark.parametrize("command", ["check", "stage"])
def test_the_help_has_examples(command: str) -> None:
    """And says what the exit codes mean."""
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"python -m handbook {command}" in result.stdout
    assert "Exit code 0" in result.stdout
    assert run("-h").exit_code == 0


def python_m_handbook(
    *arguments: str | Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the program as an editor does."""
    return subprocess.run(
        [sys.executable, "-m", "handbook", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=60,
    )


def test_the_program_as_it_is_called(bad: Path) -> None:
    """The module runs; its exit code and its output are those of the command."""
    result = python_m_handbook("check", "--root", bad)
    assert result.returncode == 1
    assert len(result.stdout.splitlines()) == 20
    assert "Traceback" not in result.stderr


def test_a_file_whose_name_is_no_text_is_named(good: Path) -> None:
    """Names of files are bytes on Linux; a message can be printed all the same."""
    name = os.fsdecode(b"\xff\n.yml")
    (good / "docs" / "en" / name).write_text("x: y\n", encoding="utf-8")
    result = python_m_handbook("check", "--root", good)
    assert result.stderr.splitlines()[-1].endswith("1 error, 0 hints.")
    assert result.stdout.splitlines()[0].startswith(r"docs/en/\udcff\u000a.yml:1:1: a file")
    assert len(result.stdout.splitlines()) == 1


def test_a_narrow_terminal_encoding_is_no_failure(bad: Path) -> None:
    """Windows and some servers cannot print Cyrillic; the exit code still tells the truth."""
    result = python_m_handbook("check", "--root", bad, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert result.returncode == 1
    assert len(result.stdout.splitlines()) == 20
    assert "Traceback" not in result.stderr
