"""Makes the browser's modules smaller on their way to the reader."""

from __future__ import annotations

import re
from pathlib import Path

_COMMENT_LINES = re.compile(r"^[ \t]*(?:/\*\*.*?\*/|//[^\n]*)[ \t]*\n", re.DOTALL | re.MULTILINE)
_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


def without_comments(code: str) -> str:
    """Leave out comments that stand on lines of their own, and the indentation.

    Comments are for people who read the repository; they would be a third of what each reader
    downloads. Code that shares a line with a comment stays as it is, so no parser is needed. Text
    over several lines would lose its indentation; the modules have none.
    """
    return _INDENTATION.sub("", _COMMENT_LINES.sub("", code))


def shorten_scripts(folder: Path) -> None:
    """Take the comments out of every script below `folder`."""
    for path in sorted(folder.rglob("*.js")):
        path.write_text(without_comments(path.read_text("utf-8")), "utf-8", newline="\n")
