"""Prepares the browser's files on their way to the reader: smaller, and never two versions mixed."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

_COMMENT_LINES = re.compile(r"^[ \t]*(?:/\*\*.*?\*/|//[^\n]*)[ \t]*\n", re.DOTALL | re.MULTILINE)
_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
_IMPORT = re.compile(r"""(\b(?:from|import)\s*\(?\s*)(["'])(\.{1,2}/[^"'?#]+\.js)\2""")


def without_comments(code: str) -> str:
    """Leave out comments that stand on lines of their own, and the indentation.

    Comments are for people who read the repository; they would be a third of what each reader
    downloads. Code that shares a line with a comment stays as it is, so no parser is needed. Text
    over several lines would lose its indentation; the modules have none.
    """
    return _INDENTATION.sub("", _COMMENT_LINES.sub("", code))


def version_of(folder: Path) -> str:
    """Return a short hash of all files below `folder`: of their names and of what they hold.

    As a query (`handbook.css?v=3fa9c01b`) it is part of every address by which pages and modules
    ask for these files, so a new page never meets a style sheet or a module that a browser or a
    host kept from before. The files keep their names: other sites import the search by its own.
    """
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name, data = path.relative_to(folder).as_posix().encode(), path.read_bytes()
        digest.update(b"%d %d " % (len(name), len(data)) + name + data)
    return digest.hexdigest()[:8]


def with_versions(code: str, version: str) -> str:
    """Name the version in every relative import of a module.

    >>> with_versions('import { fold } from "./analysis.js";', "3fa9c01b")
    'import { fold } from "./analysis.js?v=3fa9c01b";'
    """
    return _IMPORT.sub(rf"\1\2\3?v={version}\2", code)


def prepare_scripts(folder: Path, version: str) -> None:
    """Take the comments out of every script below `folder`, and name the version in its imports."""
    for path in sorted(folder.rglob("*.js")):
        code = with_versions(without_comments(path.read_text("utf-8")), version)
        path.write_text(code, "utf-8", newline="\n")
