"""When each file of the content was last changed, as git knows it."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

_MARK = "\x01"


def last_changes(root: Path) -> dict[str, date]:
    """Return the day of each file's last commit, by its path from `root`.

    One walk through the history serves all files. Empty outside a git checkout or without git:
    a page then shows no date, which is better than a wrong one.
    """
    command = ["git", "log", f"--format={_MARK}%cs", "--name-only", "--no-renames", "--relative"]
    try:
        output = subprocess.run(
            [*command, "--", "data", "docs"],
            cwd=root, capture_output=True, text=True, check=True, timeout=60,
        ).stdout  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return {}
    return _parse(output)


def _parse(log: str) -> dict[str, date]:
    """Read the log, newest commit first: the first mention of a file is its last change."""
    changes: dict[str, date] = {}
    day = date.min
    for line in log.splitlines():
        if line.startswith(_MARK):
            day = date.fromisoformat(line.removeprefix(_MARK))
        elif line:
            changes.setdefault(line, day)
    return changes
