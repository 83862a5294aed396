"""When each file of the content was last changed, and what stood in it before, as git knows it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_MARK = b"\x01"


def last_changes(root: Path) -> dict[str, date]:
    """Return the day of each file's last commit, by its path from `root`.

    One walk through the history serves all files. Empty outside a git checkout, without git and
    in a shallow clone, whose oldest commit would claim every file: a page then shows no date,
    which is better than a wrong one.
    """
    try:
        if _git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
            return {}
        # -z: git would write "docs/\\320..." for names that are not plain ASCII.
        log = ("log", "-z", "--format=%x01%cs", "--name-only", "--no-renames", "--relative")
        return _parse(_git(root, "-c", "log.showSignature=false", *log, "--", "data", "docs"))
    except (OSError, subprocess.SubprocessError):
        return {}


def last_commit_time(root: Path) -> int:
    """Return when the last commit was made, in seconds since 1970; 0 where git does not know."""
    try:
        return int(_git(root, "-c", "log.showSignature=false", "log", "-1", "--format=%ct"))
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


@dataclass(frozen=True, slots=True)
class Version:
    """A file as one commit left it."""

    commit: str
    """Short id of the commit."""
    day: date
    text: str


def versions(root: Path, path: str) -> Iterator[Version]:
    """Yield what a file held after each of its commits, the newest first, under older names too.

    Nothing outside a git checkout, without git, and for a file that git does not know.
    """
    try:
        log = ("log", "--follow", "-z", "--format=%x01%h %cs", "--name-only", "--relative")
        found = _git(root, "-c", "log.showSignature=false", *log, "--", path)
    except (OSError, subprocess.SubprocessError):
        return
    for part in found.split(_MARK)[1:]:
        line, _, name = part.partition(b"\n")
        commit, day = line.rstrip(b"\0").decode().split(" ")
        name = name.strip(b"\n\0")
        try:
            data = _git(root, "show", f"{commit}:./{os.fsdecode(name)}")
        except (OSError, subprocess.SubprocessError):
            continue  # This commit removed the file.
        yield Version(commit, date.fromisoformat(day), data.decode("utf-8", "replace"))


def text_at(root: Path, revision: str, path: str) -> str | None:
    """Return what a file held at a revision; None if it was not there.

    ValueError if there is no such revision, or no git.
    """
    if not knows(root, revision):
        raise ValueError(revision)
    try:
        return _git(root, "show", f"{revision}:./{path}").decode("utf-8", "replace")
    except (OSError, subprocess.SubprocessError):
        return None


def knows(root: Path, revision: str) -> bool:
    """Tell whether git knows a revision: a branch, a tag or a commit."""
    try:
        _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def changed_since(root: Path, revision: str) -> list[str]:
    """Return the files below `docs/` that differ from a revision, by their paths from `root`."""
    found = _git(
        root, "diff", "--name-only", "-z", "--relative", "--no-renames", revision, "--", "docs"
    )
    return [os.fsdecode(name) for name in found.split(b"\0") if name]


def _git(root: Path, *arguments: str) -> bytes:
    command = ["git", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, check=True, timeout=60).stdout


def _parse(log: bytes) -> dict[str, date]:
    """Read the log, newest commit first: the first mention of a file is its last change."""
    changes: dict[str, date] = {}
    day = date.min
    for part in log.split(b"\0"):
        # Git ends the line of the day with a line break and all else with a zero byte.
        name = part.removeprefix(b"\n")
        if name.startswith(_MARK):
            line, _, name = name.partition(b"\n")
            day = date.fromisoformat(line.removeprefix(_MARK).decode())
        if name:
            changes.setdefault(os.fsdecode(name), day)
    return changes
