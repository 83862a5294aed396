"""Gives an entry another id, everywhere, and keeps the old one as a former id that redirects."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from handbook import editing, problems, schema, staleness
from handbook.catalog import load_catalog
from handbook.editing import Edit
from handbook.model import Catalog, Entry
from handbook.problems import Problem, ProblemLog
from handbook.schema import COLLECTIONS, Kind
from handbook.source import Mapping, Scalar, Sequence
from handbook.writing import CommandError, Plan


def plan_rename(plan: Plan, catalog: Catalog, old: str, new: str) -> None:
    """Plan everything that giving the entry `old` the id `new` changes."""
    entry = catalog.entries[old]
    for declared in COLLECTIONS:
        path = f"data/{declared.id}.yml"
        node = editing.parse_mapping(path, plan.read(path))
        edits = list(_link_edits(node, declared, old, new))
        if declared.id == entry.collection:
            edits += _key_edits(node, entry, new)
        plan.write(path, editing.apply(node.file.text, edits))
    for path in _texts(plan.root):
        text = plan.read(path)
        # Most files do not name the entry at all.
        if old in text:
            plan.write(path, _renamed_words(path, text, old, new))
    for locale in catalog.settings.languages:
        folder = f"docs/{locale}/{entry.collection}"
        if (plan.root / folder / f"{old}.yml").is_file():
            plan.create(f"{folder}/{new}.yml", plan.read(f"{folder}/{old}.yml"))
            plan.remove(f"{folder}/{old}.yml")
    staleness.keep_marks(plan, catalog, {old: new})
    _check(plan, old, new)


def _link_edits(node: Mapping, declared: schema.Collection, old: str, new: str) -> Iterator[Edit]:
    for _, facts in node.pairs.values():
        for link in declared.links if isinstance(facts, Mapping) else ():
            value = facts.get(link.name) if isinstance(facts, Mapping) else None
            for item in value.items if isinstance(value, Sequence) else ():
                if isinstance(item, Scalar) and item.value == old:
                    yield editing.replace_scalar(item, new)


def _key_edits(node: Mapping, entry: Entry, new: str) -> list[Edit]:
    """Rename the key and add the old id to `former_ids`."""
    key, facts = node.pairs[entry.id]
    edits = [editing.replace_scalar(key, new)]
    if not isinstance(facts, Mapping) or not facts.pairs:
        raise CommandError(f"{key.place.path}:{key.place.line}: '{entry.id}' has no facts")
    # Whoever renames back takes the first id again; the one in between is now the former one.
    former = [*(id_ for id_ in entry.former_ids if id_ != new), entry.id]
    written = f"[{', '.join(former)}]"
    text = node.file.text
    value = facts.get("former_ids")
    if value is not None:
        if not isinstance(value, Sequence) or not text.startswith("[", value.start):
            place = value.place
            message = "write the former ids in brackets, [first, second], then run it again"
            raise CommandError(f"{place.path}:{place.line}: {message}; nothing was changed")
        end = text.index("]", value.start) + 1
        edits.append(Edit(value.start, end, written))
        return edits
    first_key, _ = next(iter(facts.pairs.values()))
    is_one_line = text.startswith("{", facts.start)
    if is_one_line:
        end = _end_of_braces(text, facts)
        edits.append(Edit(end, end, f", former_ids: {written}"))
    else:
        indent = " " * (first_key.place.column - 1)
        addition = f"{indent}former_ids: {written}\n"
        end = _end_of_block(text, first_key.start, len(indent))
        edits.append(Edit(end, end, addition if text[end - 1] == "\n" else f"\n{addition}"))
    return edits


def _end_of_braces(text: str, facts: Mapping) -> int:
    """Return where the closing brace of facts in one line stands."""
    last = max(scalar.end for scalar in _all_scalars(facts))
    end = text.index("}", last)
    while text[end - 1] in " ,":
        end -= 1
    # A list that was last has its own bracket between.
    return end


def _all_scalars(node: Mapping) -> Iterator[Scalar]:
    for key, value in node.pairs.values():
        yield key
        yield from editing.scalars(value)


def _end_of_block(text: str, start: int, indent: int) -> int:
    """Return the end of the lines from `start` on that are indented by at least `indent`."""
    end = text.find("\n", start) + 1 or len(text)
    while end < len(text):
        line_end = text.find("\n", end) + 1 or len(text)
        line = text[end:line_end]
        if not line.strip() or len(line) - len(line.lstrip(" ")) < indent:
            break
        end = line_end
    return end


def _texts(root: Path) -> Iterator[str]:
    for path in sorted((root / "docs").rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        if path.suffix in {".yml", ".md"} and path.is_file() and not hidden:
            yield path.relative_to(root).as_posix()


def _renamed_words(path: str, text: str, old: str, new: str) -> str:
    """Return a text with its `[[links]]`, its keys of keyed fields and its marks renamed."""
    result = re.sub(rf"(\[\[\s*){re.escape(old)}(?=\s*(?:\||\]\]))", rf"\g<1>{new}", text)
    if not path.endswith(".yml"):
        return result
    node = editing.parse_mapping(path, result)
    keyed = {field.name for c in COLLECTIONS for field in c.fields if field.kind is Kind.KEYED}
    edits = []
    for name, (_, value) in node.pairs.items():
        if isinstance(value, Mapping) and name in keyed and old in value.pairs:
            edits.append(editing.replace_scalar(value.pairs[old][0], new))
        elif isinstance(value, Mapping) and name == schema.MARKS:
            for mark, (key, _) in value.pairs.items():
                field, _, target = mark.partition(".")
                if target == old:
                    edits.append(editing.replace_scalar(key, f"{field}.{new}"))
    return editing.apply(result, edits)


def _check(plan: Plan, old: str, new: str) -> None:
    """Refuse a plan that would bring new errors into the content."""
    before = ProblemLog()
    load_catalog(plan.root, before)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copy(plan.root / schema.SETTINGS_FILE, root)
        for part in ("data", "docs"):
            shutil.copytree(plan.root / part, root / part, symlinks=True)
        for path, (_, after) in plan.changes().items():
            target = root / path
            if after is None:
                target.unlink()
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(after, encoding="utf-8", newline="")
        log = ProblemLog()
        load_catalog(root, log)
    known = {_without_place(problem, old, new) for problem in before.errors()}
    found = [p for p in log.errors() if _without_place(p, old, new) not in known]
    if found:
        text = problems.as_text(found)
        raise CommandError(f"{text}\nThe new id would bring these errors; nothing was changed")


def _without_place(problem: Problem, old: str, new: str) -> tuple[str, str, str]:
    renamed = replace(problem, field=problem.field.replace(old, new))
    path = problem.place.path.replace(f"/{old}.yml", f"/{new}.yml")
    return path, renamed.field, problem.message.replace(old, new)


def mentions(root: Path, old: str) -> list[str]:
    """Return other files of the repository that name the id: tests, guides, settings."""
    word = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])".encode())
    skipped = {
        "data",
        "docs",
        "schema",
        "handbook",
        "hooks",
        "site",
        "build",
        "node_modules",
        "__pycache__",
    }
    found = []
    for path in sorted(root.iterdir()):
        if path.name in skipped or path.name.startswith("."):
            continue
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            inside = file.relative_to(root)
            if skipped.isdisjoint(inside.parts) and file.is_file():
                small = file.stat().st_size < 1_000_000
                if small and word.search(file.read_bytes()):
                    found.append(inside.as_posix())
    return found
