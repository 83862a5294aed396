"""JSON Schemas for editors: current, complete, and never stricter than the check."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from handbook import fixing, schema
from tests.commands.running import edit, run, well
from tests.trees import ROOT


def faults(value: object, rules: dict[str, Any], where: str = "") -> Iterator[str]:
    """Judge a value by the few words of JSON Schema that ours use."""
    if "enum" in rules:
        if value not in rules["enum"]:
            yield f"{where}: {value!r} is none of {rules['enum']}"
    elif isinstance(value, dict):
        assert rules["type"] == "object", where
        yield from _faults_of_object(value, rules, where)
    elif isinstance(value, list):
        assert rules["type"] == "array", where
        if not rules.get("minItems", 0) <= len(value) <= rules.get("maxItems", 1000):
            yield f"{where}: {len(value)} items"
        for number, item in enumerate(value):
            yield from faults(item, rules["items"], f"{where}[{number}]")
    elif rules["type"] == "integer":
        assert str(value).isdecimal()
    else:
        yield from _faults_of_text(str(value).strip(), rules, where)


def _faults_of_object(value: dict[str, object], rules: dict[str, Any], where: str) -> Iterator[str]:
    yield from (f"{where}: no {key}" for key in rules.get("required", ()) if key not in value)
    if not rules.get("minProperties", 0) <= len(value) <= rules.get("maxProperties", 1000):
        yield f"{where}: {len(value)} keys"
    for key, item in value.items():
        inner = rules.get("properties", {}).get(key, rules.get("additionalProperties", {}))
        if inner is False:
            yield f"{where}: unknown {key}"
        else:
            yield from faults(item, inner, f"{where}.{key}")


def _faults_of_text(text: str, rules: dict[str, Any], where: str) -> Iterator[str]:
    assert "string" in rules["type"], where
    if not rules.get("minLength", 0) <= len(text) <= rules.get("maxLength", 10_000):
        yield f"{where}: {len(text)} characters"
    if not re.search(rules.get("pattern", ""), text):
        yield f"{where}: {text!r} is not as {rules['pattern']}"


def schema_name(path: str) -> str:
    """Return the schema of a file of the content."""
    if path.startswith("data/"):
        return "data-" + Path(path).stem
    return "settings" if path == "handbook.yml" else fixing.schema_of(path)


def judged(root: Path) -> list[str]:
    """Return what the schemas say against the content."""
    found = []
    for file in sorted(root.rglob("*.yml")):
        path = file.relative_to(root).as_posix()
        if path.startswith(("data/", "docs/", "handbook.yml")) and file.name != "language.yml":
            rules = json.loads((root / f"schema/{schema_name(path)}.json").read_bytes())
            value = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - only strings
            found += list(faults(value, rules, path))
    return found


def test_good_content_is_good_for_the_schemas_too(good: Path) -> None:
    """A red line under good text would teach editors to overlook red lines."""
    well(good, "schema")
    well(good, "translated", "--all")
    assert judged(good) == []


def test_a_mistake_is_seen_while_typing(good: Path) -> None:
    """An unknown key, a missing one, an unknown id, a number out of bounds."""
    well(good, "schema")
    edit(good, "docs/en/laws/law-ask-first.yml", "statement: ", "statment: ")
    edit(
        good, "data/situations.yml", "strategies: [name-a-time, ask-back]", "strategies: [ask-bak]"
    )
    found = judged(good)
    assert "docs/en/laws/law-ask-first.yml: unknown statment" in found
    assert "docs/en/laws/law-ask-first.yml: no statement" in found
    assert any("'ask-bak' is none of ['name-a-time', 'ask-back']" in fault for fault in found)


def test_every_field_explains_itself(good: Path) -> None:
    """On hover: what belongs there, and how much of it."""
    well(good, "schema")
    for declared in schema.COLLECTIONS:
        rules = json.loads((good / f"schema/{declared.id}.json").read_bytes())
        for field in declared.fields:
            description = rules["properties"][field.name]["description"]
            assert description.startswith(field.description)
            assert str(field.length.most) in description or field.record_length


def test_check_tells_whether_they_are_current(good: Path) -> None:
    """Missing, changed, and one too many."""
    assert run(good, "schema", "--check").exit_code == 1
    well(good, "schema")
    assert run(good, "schema", "--check").exit_code == 0
    (good / "schema/laws.json").write_text("{}", encoding="utf-8")
    (good / "schema/old.json").write_text("{}", encoding="utf-8")
    result = run(good, "schema", "--check")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "schema/laws.json: is not current; run: python -m handbook schema",
        "schema/old.json: is not current; run: python -m handbook schema",
    ]
    well(good, "schema")
    assert not (good / "schema/old.json").exists()


def test_the_repository_follows_its_own_schemas() -> None:
    """They are current, and nothing of the content stands against them."""
    assert run(ROOT, "schema", "--check").stdout == ""
    assert judged(ROOT) == []
