"""Loads nasty files one after another and says what each cost; run by test_hostile_files.py.

A process of its own, so that its memory can be limited and measured, and so that a crash of the
parser's C code would be seen.
"""

from __future__ import annotations

import json
import re
import resource
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from handbook.catalog import load_catalog
from handbook.problems import ProblemLog

WORDS = "docs/en/laws/law-ask-first.yml"
FACTS = "data/strategies.yml"

KIB = 1024
ALMOST_WORDS = 127 * KIB
ALMOST_FACTS = 1023 * KIB


def _fill(piece: str, size: int) -> str:
    """Repeat a piece in lines of less than 5,000 characters, up to a size in characters."""
    line = piece * (4_000 // len(piece)) + "\n"
    return (line * (size // len(line) + 1))[:size]


def _ids(count: int, form: str) -> str:
    return "".join(form.format(number) for number in range(count))


def nasty_files() -> Iterator[tuple[str, str, bytes]]:
    """Yield the name of a case, the file to overwrite, and what it is overwritten with."""

    def words(name: str, text: str) -> tuple[str, str, bytes]:
        return name, WORDS, text.encode()

    def facts(name: str, text: str) -> tuple[str, str, bytes]:
        return name, FACTS, text.encode()

    yield words("a thousand brackets", "title: " + "[" * 1_000)
    yield words("a thousand braces", "title: " + "{" * 1_000)
    yield words("brackets to the limit", _fill("[", ALMOST_WORDS))
    yield words("closing brackets", _fill("]", ALMOST_WORDS))
    yield words("five thousand digits", "title: " + "9" * 5_000)
    yield words("a line of ten megabytes", "title: " + "x" * 10_000_000)
    yield words("ten megabytes of lines", "title: x\n" * 1_000_000)
    yield words(
        "billion laughs",
        "a: &a [x, x, x]\n"
        + "".join(f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcd", "bcde", strict=True)),
    )
    yield words("deep blocks", "".join("  " * depth + "a:\n" for depth in range(200)))
    yield words("deep lists", "- " * 2_000 + "x")
    yield words("deep explicit keys", "? " * 2_000 + "x")
    yield words("very many keys", _ids(13_000, "key{}: x\n"))
    yield words("a very long key", "k" * 4_900 + ": x\n")
    yield words("long keys", _ids(25, "k" * 1_000 + "{}: x\n"))
    yield words("a huge list in one line", "aliases: [" + "x, " * 1_600 + "x]")
    yield words("a huge list in lines", "aliases:\n" + "- ab\n" * 25_000)
    yield words("a huge list of nothing", "aliases:\n" + "-\n" * 40_000)
    yield words("a long text", "meaning: >-\n" + _fill("  word\n  ", ALMOST_WORDS))
    yield words("a long text of wrong letters", "meaning: >-\n  " + _ids(9_000, "я{} жж\n  "))
    yield words(
        "a long text of HTML", "meaning: >-\n  " + _fill("<a ", ALMOST_WORDS).replace("\n", "\n  ")
    )
    yield words(
        "a long text of links",
        "meaning: >-\n  " + _fill("[[a|", ALMOST_WORDS).replace("\n", "\n  "),
    )
    yield words(
        "a long text of good links",
        "limits: >-\n  " + _fill("[[x]] ", ALMOST_WORDS - 99).replace("\n", "\n  "),
    )
    yield words(
        "a long text of addresses",
        "limits: >-\n  " + _fill("[a](x) ", ALMOST_WORDS - 99).replace("\n", "\n  "),
    )
    yield words(
        "a long text of ampersands",
        "limits: >-\n  " + _fill("&#a", ALMOST_WORDS - 99).replace("\n", "\n  "),
    )
    yield words(
        "a long text of stars",
        "limits: >-\n  " + _fill("*a _b", ALMOST_WORDS - 99).replace("\n", "\n  "),
    )
    yield words(
        "put-together letters",
        "meaning: >-\n  " + _fill("e\u0301 ", ALMOST_WORDS // 2).replace("\n", "\n  "),
    )
    yield words("zero bytes", "\0" * ALMOST_WORDS)
    yield words("tabs", "\t" * 4_000)
    yield words("nothing but line breaks", "\n" * ALMOST_WORDS)
    yield words("nothing but spaces", _fill(" ", ALMOST_WORDS))
    for character in "\"'`:%?!&*-#|>@,{}<[":
        yield words(f"nothing but {character}", _fill(character, ALMOST_WORDS))
        yield words(f"nothing but {character} and a space", _fill(f"{character} ", ALMOST_WORDS))
    yield words("quotes after a colon", _fill("a: '", ALMOST_WORDS))
    yield words("escapes", 'title: "' + _fill("\\n", 4_000).strip() + '"')
    yield facts("facts without anything", _ids(24_000, "a{}:\n"))
    yield facts("facts with wrong links", _ids(6_000, "a{0}: {{origin: en, related: [b{0}]}}\n"))
    yield facts(
        "an entry with very many links",
        "a: {origin: en, related:\n" + _ids(45_000, "  - b{}\n") + "}",
    )
    yield facts("an entry with a very long list", "a:\n  related:\n" + _ids(45_000, "  - b{}\n"))
    yield facts("the same key again and again", "a: x\n" * 24_000)
    yield facts("wrong ids", _ids(24_000, "A{}: x\n"))
    yield facts("facts that are one comment", _fill("#", ALMOST_FACTS))
    yield (
        "very many languages",
        "handbook.yml",
        b"languages:\n"
        + b"".join(
            b"- %c%c%c\n" % (97 + i % 26, 97 + i // 26 % 26, 97 + i // 676) for i in range(17_000)
        ),
    )
    yield "a home page of HTML", "docs/en/index.md", _fill("<a", ALMOST_WORDS).encode()
    front = "---\ntitle: Small handbook\ndescription: What to say when the phone rings.\n---\n"
    yield "a home page of links", "docs/en/index.md", (front + _fill("[[", 120 * KIB)).encode()
    yield (
        "a home page of line breaks",
        "docs/en/index.md",
        (front + "\n " * 50_000 + "<b>").encode(),
    )
    yield "front matter that does not end", "docs/en/index.md", b"---\n" + b"a: b\n" * 20_000


def _shrink(root: Path) -> None:
    """Leave one language, to spend the time on the nasty file; it is still without errors."""
    (root / "handbook.yml").write_text("languages: [en]\n", encoding="utf-8")
    for locale in ("ro", "uk"):
        shutil.rmtree(root / "docs" / locale)
    for path in (root / "data").iterdir():
        facts = path.read_text(encoding="utf-8")
        path.write_text(re.sub("origin: (ro|uk)", "origin: en", facts), encoding="utf-8")
    log = ProblemLog()
    load_catalog(root, log)
    assert log.errors() == []


def main(root: Path) -> None:
    """Print a line of JSON for each case: its name, its seconds, and whether it was reported."""
    limit = 1_000 * KIB * KIB  # Generous: address space is more than memory in use.
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    _shrink(root)
    for name, path, content in nasty_files():
        kept = (root / path).read_bytes()
        (root / path).write_bytes(content)
        log = ProblemLog()
        start = time.process_time()
        load_catalog(root, log)
        seconds = time.process_time() - start
        (root / path).write_bytes(kept)
        reported = any(problem.place.path == path for problem in log.errors())
        memory = _peak_memory() // KIB
        result = {
            "name": name, "seconds": seconds, "reported": reported, "megabytes": memory
        }  # fmt: skip
        print(json.dumps(result), flush=True)


def _peak_memory() -> int:
    """Return the most memory that this process had, in KiB.

    Linux counts into `ru_maxrss` what the process that started it had; not so into `VmHWM`.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        return int(re.findall(r"^VmHWM:\s+(\d+)", status.read_text("utf-8"), re.MULTILINE)[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main(Path(sys.argv[1]))
