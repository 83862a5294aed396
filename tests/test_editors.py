"""What helps in an editor: every file of the content meets one schema, and hooks name commands that exist."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import Any

import yaml
from click.testing import CliRunner

from handbook.cli import main
from handbook.jsonschemas import schemas
from tests.trees import ROOT, load_here


def settings() -> dict[str, Any]:
    """The settings for VS Code; a line of comment begins with two slashes."""
    text = (ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8")
    loaded = json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))
    assert isinstance(loaded, dict)
    return loaded


def associations() -> list[tuple[str, str]]:
    """Which schema is for which files."""
    return [
        (path, pattern)
        for path, patterns in settings()["yaml.schemas"].items()
        for pattern in ([patterns] if isinstance(patterns, str) else patterns)
    ]


def test_every_file_of_facts_and_words_meets_exactly_one_schema() -> None:
    """Two schemas at once would show each one's keys as mistakes."""
    paths = [ROOT / "handbook.yml", *ROOT.glob("data/*.yml"), *ROOT.glob("docs/*/*/*.yml")]
    wrong = {}
    for path in paths:
        name = PurePosixPath("/", path.relative_to(ROOT).as_posix())
        found = {schema for schema, pattern in associations() if name.match(pattern)}
        if len(found) != 1:
            wrong[str(name)] = found
    assert len(paths) > 600
    assert wrong == {}


def test_every_schema_is_used_and_every_used_schema_is_made() -> None:
    """The names are those that `python -m handbook schema` writes."""
    made = {f"./{path}" for path, _ in schemas(load_here()[0])}
    assert {path for path, _ in associations()} == made


def test_hooks_before_a_commit_call_commands_that_exist() -> None:
    """With options that they know."""
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    (repository,) = yaml.safe_load(text)["repos"]
    called = [hook["entry"].split(" -m handbook ") for hook in repository["hooks"]]
    commands = [words[1].split() for words in called if len(words) == 2]
    assert [words[0] for words in commands] == ["fix", "check", "schema"]
    for name, *options in commands:
        help_text = CliRunner().invoke(main, [name, "--help"]).output
        assert all(option in help_text for option in options)
