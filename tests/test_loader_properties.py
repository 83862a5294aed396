"""Whatever stands in a file: the loader returns, and every problem has a place in that file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from handbook.pages import PageBuilder
from handbook.problems import Place
from handbook.staging import staged_pages
from tests.trees import load, make_good

FILES = [
    "handbook.yml",
    "data/archetypes.yml",
    "data/laws.yml",
    "data/signals.yml",
    "data/sources.yml",
    "data/strategies.yml",
    "docs/en/index.md",
    "docs/ro/ui.yml",
    "docs/ro/signals/index.yml",
    "docs/en/laws/law-ask-first.yml",
    "docs/uk/practices/short-notes.yml",
    "docs/uk/situations/outage.yml",
]
PIECES = [
    b": ", b"- ", b"\n", b"  ", b"\t", b"[", b"]", b"{", b"}", b"'", b'"', b"|", b">", b"&a ", b"*a", b"!x ", b"<<: ",
    b"#", b"? ", b"---\n", b"...\n", b"%YAML 1.1\n", b"\xef\xbb\xbf", b"\xff", b"\x00", b"\xc2\x85", b"\r", b"\r\n",
    b"\\ud800", b'"\\ud800"', b"\xed\xa0\x80", b"[[", b"]]", b"[[x|y]]", b"<script>", b"\xd0\xb0", b"null", b"~", b"0",
    b"name-a-time", b"origin", b"title", b"x" * 300, "\u202e".encode(), "e\u0301".encode(), "\U0001f600".encode(),
]  # fmt: skip

NASTY_BYTES = st.lists(st.sampled_from(PIECES) | st.binary(max_size=3), max_size=30).map(b"".join)
some_time = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=70)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A handbook that every example spoils in one file, and mends again."""
    return make_good(tmp_path_factory.mktemp("properties") / "handbook")


def lines_of(path: Path) -> list[str]:
    """Return a file's lines as an editor counts them."""
    text = path.read_bytes().decode("utf-8", errors="replace") if path.is_file() else ""
    return text.replace("\r\n", "\n").split("\n")


def places_outside(root: Path, places: Iterator[Place]) -> list[Place]:
    """Return the places that no editor could jump to (one behind the last character is fine)."""
    outside = []
    for place in places:
        lines = lines_of(root / place.path)
        inside = 1 <= place.line <= len(lines)
        if not inside or not 1 <= place.column <= len(lines[place.line - 1]) + 1:
            outside.append(place)
    return outside


def look_at(root: Path, path: str, content: bytes) -> None:
    """Load the handbook with another content of one file; show all pages if it has no errors."""
    kept = (root / path).read_bytes()
    (root / path).write_bytes(content)
    try:
        catalog, log = load(root)
        problems = [*log.errors(), *log.hints()]
        assert places_outside(root, (problem.place for problem in problems)) == []
        for problem in problems:
            assert str(problem).isprintable()
            assert problem.message
            assert problem.hint
        if not log.errors():
            assert dict(staged_pages(catalog))
            PageBuilder(catalog).home_page(catalog.settings.default_language)
    finally:
        (root / path).write_bytes(kept)


@some_time
@given(path=st.sampled_from(FILES), content=st.binary(max_size=200) | NASTY_BYTES)
@example(path="docs/en/index.md", content=b"---\ntitle: [\n---\n")
@example(path="docs/en/laws/law-ask-first.yml", content=b'title: "\\ud800"\n')
@example(path="docs/en/laws/law-ask-first.yml", content="title: \U0001f600 [".encode())
@example(path="data/strategies.yml", content=b"? ")
def test_any_bytes_end_in_problems_with_a_place(tree: Path, path: str, content: bytes) -> None:
    """No file is so broken that the loader fails."""
    look_at(tree, path, content)


@some_time
@given(
    path=st.sampled_from(FILES),
    start=st.floats(0, 1),
    length=st.integers(0, 40),
    piece=NASTY_BYTES | st.sampled_from(PIECES),
)
def test_any_slip_in_a_good_file_ends_in_problems_with_a_place(
    tree: Path, path: str, start: float, length: int, piece: bytes
) -> None:
    """A piece of a good file is cut out, and another one comes in its place."""
    good = (tree / path).read_bytes()
    index = int(start * len(good))
    look_at(tree, path, good[:index] + piece + good[index + length :])


@some_time
@given(
    path=st.sampled_from(FILES),
    line=st.integers(0, 200),
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)
def test_any_text_as_a_value_ends_in_problems_with_a_place(
    tree: Path, path: str, line: int, text: str
) -> None:
    """What somebody types behind a colon or a dash."""
    lines = (tree / path).read_text(encoding="utf-8").split("\n")
    line %= len(lines)
    head, mark, _ = lines[line].partition(": " if ": " in lines[line] else "- ")
    lines[line] = f"{head}{mark}{text}"
    look_at(tree, path, "\n".join(lines).encode())
