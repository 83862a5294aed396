"""When each file was last changed, as git knows it."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from handbook.history import last_changes


def git(root: Path, *arguments: str, day: str = "2026-01-01") -> None:
    """Run git in a repository as somebody, on some day, whatever this machine's settings are."""
    when = f"{day}T12:00:00+00:00"
    environment = os.environ | {
        "GIT_AUTHOR_DATE": when,
        "GIT_COMMITTER_DATE": when,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }
    who = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org")
    subprocess.run(
        ["git", *who, *arguments], cwd=root, env=environment, check=True, capture_output=True
    )


def write(root: Path, path: str, text: str = "x\n") -> None:
    """Write a file."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


@pytest.fixture(autouse=True)
def _no_outer_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within a git hook these name the repository that the hook runs in."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one commit on New Year's Day, its content in a folder of its own."""
    git(tmp_path, "init", "--quiet")
    for path in ("data/laws.yml", "docs/en/ask.yml", "docs/uk/ask.yml", "README.md"):
        write(tmp_path / "content", path)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "begin")
    return tmp_path


def commit(repository: Path, path: str, day: str) -> None:
    """Change one file of the content on some day."""
    write(repository / "content", path, day)
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", f"change\n\n{path}", day=day)


def test_a_file_has_the_day_of_its_last_commit(repository: Path) -> None:
    """Paths are counted from the content's root; what is no content is left out."""
    commit(repository, "docs/uk/ask.yml", "2026-02-03")
    commit(repository, "docs/uk/ask.yml", "2026-03-04")
    assert last_changes(repository / "content") == {
        "data/laws.yml": date(2026, 1, 1),
        "docs/en/ask.yml": date(2026, 1, 1),
        "docs/uk/ask.yml": date(2026, 3, 4),
    }


@pytest.mark.parametrize("name", ["сигнал.yml", "two words.yml", 'quo"te.yml', "back\\slash.yml"])
@pytest.mark.parametrize("quoting", ["true", "false"])
def test_any_name_of_a_file_is_found(repository: Path, name: str, quoting: str) -> None:
    """Git writes unusual names in quotes, unless it is asked not to."""
    git(repository, "config", "core.quotePath", quoting)
    commit(repository, f"docs/uk/{name}", "2026-02-03")
    assert last_changes(repository / "content")[f"docs/uk/{name}"] == date(2026, 2, 3)


def test_a_change_that_is_not_committed_has_no_day(repository: Path) -> None:
    """Neither a new file nor an edit counts before its commit."""
    write(repository / "content", "docs/en/new.yml")
    write(repository / "content", "docs/en/ask.yml", "edited\n")
    changes = last_changes(repository / "content")
    assert "docs/en/new.yml" not in changes
    assert changes["docs/en/ask.yml"] == date(2026, 1, 1)


def test_a_shallow_clone_knows_no_days(repository: Path, tmp_path: Path) -> None:
    """Its oldest commit would claim every file, and the day would be wrong."""
    commit(repository, "docs/uk/ask.yml", "2026-02-03")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", repository.as_uri(), str(clone))
    assert last_changes(clone / "content") == {}


def test_outside_a_repository_there_are_no_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A downloaded folder has no history."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert last_changes(tmp_path) == {}


def test_a_repository_without_commits_has_no_days(tmp_path: Path) -> None:
    """Git calls that an error; here it is none."""
    git(tmp_path, "init", "--quiet")
    assert last_changes(tmp_path) == {}


def test_without_git_there_are_no_days(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The handbook builds on a machine that has no git."""
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert last_changes(repository / "content") == {}


def test_without_a_folder_there_are_no_days(tmp_path: Path) -> None:
    """A wrong path is reported elsewhere."""
    assert last_changes(tmp_path / "nowhere") == {}
