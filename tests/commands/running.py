"""A handbook under git, and commands run on it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from click.testing import CliRunner, Result

from handbook.cli import main
from handbook.model import Catalog
from tests.trees import load


def run(root: Path, *arguments: str, answer: str = "") -> Result:
    """Run a command on the handbook at `root`; `answer` is what the person types."""
    command, *others = arguments
    where = [] if command == "init" else ["--root", str(root)]
    return CliRunner().invoke(main, [command, *where, *others], input=answer)


def well(root: Path, *arguments: str, answer: str = "") -> Result:
    """Run a command that must succeed."""
    result = run(root, *arguments, answer=answer)
    assert result.exit_code == 0, result.output
    return result


def git(root: Path, *arguments: str) -> str:
    """Run git in a folder."""
    command = ["git", "-c", "user.name=An editor", "-c", "user.email=editor@example.org"]
    done = subprocess.run(
        [*command, *arguments], cwd=root, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


def commit(root: Path, message: str = "An edit") -> None:
    """Commit everything as it is."""
    if not (root / ".git").exists():
        git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", message)


def edit(root: Path, path: str, old: str, new: str) -> None:
    """Put other words in the place of some, as an editor does."""
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old)
    file.write_text(text.replace(old, new), encoding="utf-8")


def snapshot(root: Path) -> dict[str, bytes]:
    """Return every file of a handbook but those of git."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(root).parts
    }


def errors(root: Path) -> list[str]:
    """Return what is wrong with the content; the layer that proof-reads is left out."""
    return [str(problem) for problem in load(root)[1].errors()]


def catalog_of(root: Path) -> Catalog:
    """Load the handbook, whatever is wrong with it."""
    return load(root)[0]
