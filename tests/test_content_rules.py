"""Bad content and the whole of what an editor is told about it.

Each file in `content/bad/` is a case: what to do to the good handbook (`trees.change`), and every
message that must come of it, in order. A new file there is a new test.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.problems import Rule
from tests.trees import cases, change, load, read_case

CASES = cases("content/bad")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_mistake_is_named_with_its_place_and_what_to_do(path: Path, good: Path) -> None:
    """The list is complete: nothing is missing in it, and nothing is reported besides."""
    case = read_case(path)
    assert case.keys() <= {"about", "breaks", "change", "errors", "hints"}
    assert case["about"]
    change(good, case["change"])
    _, log = load(good)
    assert [str(problem) for problem in log.errors()] == case.get("errors", [])
    assert [str(problem) for problem in log.hints()] == case.get("hints", [])
    if "breaks" in case:
        broken = {problem.rule.value for problem in (*log.errors(), *log.hints())}
        assert case["breaks"] in broken


def test_every_rule_has_a_case() -> None:
    """A rule without a case is a rule that nobody has seen at work.

    Those of the language have theirs in `content/language/` (`test_language`).
    """
    shown = {read_case(path).get("breaks") for path in (*CASES, *cases("content/language"))}
    assert sorted(rule.value for rule in Rule if rule.value not in shown) == []


def test_a_second_look_says_the_same(good: Path) -> None:
    """The same content gives the same messages in the same order."""
    change(good, read_case(next(p for p in CASES if p.stem == "twenty-mistakes"))["change"])
    first, second = (list(map(str, load(good)[1].errors())) for _ in range(2))
    assert first == second
    assert len(first) == 20
