"""Prepares the browser's files on their way to the reader: smaller, and never two versions mixed."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

_COMMENT_LINES = re.compile(r"^[ \t]*(?:/\*\*.*?\*/|//[^\n]*)[ \t]*\n", re.DOTALL | re.MULTILINE)
_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
_IMPORT_LINE = re.compile(r'^import \{ \w+(?:, \w+)* \} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class)\b)", re.MULTILINE)
_DECLARED = re.compile(r"^(?:async )?(?:function\*?|const|let|class) +(\w+)", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_IMPORT = re.compile(r"""(\b(?:from|import)\s*\(?\s*)(["'])(\.{1,2}/[^"'?#]+\.js)\2""")


def without_comments(code: str) -> str:
    """Leave out comments that stand on lines of their own, and the indentation.

    Comments are for people who read the repository; they would be a third of what each reader
    downloads. Code that shares a line with a comment stays as it is, so no parser is needed. Text
    over several lines would lose its indentation; the modules have none.
    """
    return _INDENTATION.sub("", _COMMENT_LINES.sub("", code))


def joined(entry: Path) -> tuple[str, set[Path]]:
    """Return a module and all that it imports from its folder as one module, and their files.

    One file is smaller than many, and asked for at once: a browser learns what a module imports
    only when it has it. Modules here import `{ names }` from `"./name.js"`, a line each, and export
    what they declare, a line each; ValueError if one does otherwise, or declares a name that
    another has.
    """
    modules: dict[Path, str] = {}

    def add(path: Path) -> None:
        code = path.read_text("utf-8")
        for name in _IMPORT_LINE.findall(code):
            if path.with_name(name) not in modules:
                add(path.with_name(name))
        modules[path] = _IMPORT_LINE.sub("", code)

    add(entry)
    inner = "".join(_EXPORT.sub("", code) for path, code in modules.items() if path != entry)
    if strange := _LEFT.search(inner) or re.search(r"^import\b.*", modules[entry], re.MULTILINE):
        raise ValueError(f"{entry.parent.name}: cannot join '{strange[0]}'; write it another way")
    counted = Counter(_DECLARED.findall(inner + _EXPORT.sub("", modules[entry])))
    if twice := sorted(name for name, count in counted.items() if count > 1):
        raise ValueError(f"{entry.parent.name}: declared twice: {', '.join(twice)}; rename one")
    return inner + modules[entry], set(modules)


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
    """Prepare every script below `folder` for the reader.

    A folder with an index.js becomes that one module; comments go; imports name the version.
    """
    for index in sorted(folder.rglob("index.js")):
        code, paths = joined(index)
        for path in paths:
            path.unlink()
        index.write_text(code, "utf-8", newline="\n")
    for path in sorted(folder.rglob("*.js")):
        code = with_versions(without_comments(path.read_text("utf-8")), version)
        path.write_text(code, "utf-8", newline="\n")
