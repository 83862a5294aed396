"""When each file of the content was last changed, as git knows it."""

from __future__ import annotations

import os
import subprocess
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
