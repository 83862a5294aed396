"""Problems and the three ways to write them down."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from handbook import problems
from handbook.problems import Place, ProblemLog, Rule


def log_of(*texts: str) -> ProblemLog:
    """Return a log with one error for each message."""
    log = ProblemLog()
    for line, text in enumerate(texts, 1):
        log.add(Rule.SYNTAX, Place("docs/en/x.yml", line, 2), "say[1]", text, "mend it")
    return log


def test_a_problem_is_one_line() -> None:
    """An editor can click on it."""
    assert problems.as_text(log_of("it is wrong").errors()) == (
        "docs/en/x.yml:1:2: say[1]: it is wrong; mend it"
    )


@given(st.text(), st.text(), st.text())
def test_no_content_can_fake_a_second_line(path: str, field: str, message: str) -> None:
    """What comes from the content is written so that it prints, and can be encoded."""
    log = ProblemLog()
    log.add(Rule.SYNTAX, Place(path), field, message, "mend it")
    text = problems.as_text(log.errors())
    assert text.isprintable()
    assert problems.as_github(log.errors()).isprintable()
    assert json.loads(problems.as_json(log.errors(), []))["errors"][0]["line"] == 1
    text.encode()


def test_problems_are_sorted_and_said_once() -> None:
    """By file, line and column; the same thing twice is one thing."""
    log = ProblemLog()
    places = [Place("b", 1), Place("a", 10), Place("a", 9, 2), Place("a", 9, 1), Place("a", 10)]
    for place in places:
        log.add(Rule.SYNTAX, place, "", "wrong", "mend it")
    assert [str(problem.place) for problem in log.errors()] == [
        str(place) for place in (places[3], places[2], places[1], places[0])
    ]
    assert len(log) == 5


def test_hints_and_errors_are_never_mixed() -> None:
    """A hint does not fail a build."""
    log = log_of("it is wrong")
    log.add(Rule.SAME_SUMMARY, Place("a"), "summary", "the same", "say more")
    assert [problem.rule for problem in log.errors()] == [Rule.SYNTAX]
    assert [problem.rule for problem in log.hints()] == [Rule.SAME_SUMMARY]


def test_annotations_are_escaped_as_github_reads_them() -> None:
    """A percent sign, a colon or a comma in a text must not end a property."""
    log = ProblemLog()
    log.add(Rule.SYNTAX, Place("docs/a,b:c%.yml", 3, 4), "say", "100% wrong: a, b", "mend it")
    log.add(Rule.LONELY_SIGNAL, Place("data/signals.yml"), "", "alone", "share it")
    assert problems.as_github([*log.errors(), *log.hints()]).splitlines() == [
        (
            "::error file=docs/a%2Cb%3Ac%25.yml,line=3,col=4,title=syntax::"
            "say: 100%25 wrong: a, b; mend it"
        ),
        "::notice file=data/signals.yml,line=1,col=1,title=lonely-signal::alone; share it",
    ]


def test_json_holds_both_lists() -> None:
    """For other programs."""
    assert json.loads(problems.as_json(log_of("wrong").errors(), [])) == {
        "errors": [
            {
                "path": "docs/en/x.yml",
                "line": 1,
                "column": 2,
                "field": "say[1]",
                "rule": "syntax",
                "message": "wrong",
                "hint": "mend it",
            }
        ],
        "hints": [],
    }


def test_a_suggestion_is_the_nearest_word() -> None:
    """Or none, where nothing is near."""
    log = ProblemLog()
    assert log.did_you_mean("outrage", ["hurried", "outage"]) == "did you mean 'outage'?"
    assert log.did_you_mean("xyzzy", ["hurried", "outage"]) == ""
    assert log.did_you_mean("outrage", []) == ""


def test_suggestions_end_before_they_cost_seconds() -> None:
    """Thousands of wrong names are no slips of the finger."""
    log = ProblemLog()
    known = [f"word-{number}" for number in range(10_000)]
    suggestions = [log.did_you_mean("word-1x", known) for _ in range(100)]
    assert suggestions[0] == "did you mean 'word-1'?"
    assert suggestions[-1] == ""
