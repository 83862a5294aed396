"""No file makes the loader crash, hang, or fill the memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.hostile import nasty_files
from tests.trees import ROOT, make_good

MOST_SECONDS = 5.0
"""The promise is one second; five, because a machine that runs these tests may be slow or busy."""
MOST_MEGABYTES = 200
NAMES = [name for name, _, _ in nasty_files()]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What each nasty file cost, by its name; a file that crashed the loader is not in it."""
    root = make_good(tmp_path_factory.mktemp("hostile") / "handbook")
    run = subprocess.run(
        [sys.executable, ROOT / "tests" / "hostile.py", root],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        timeout=300,
    )
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    return {line["name"]: line for line in lines}


@pytest.mark.parametrize("name", NAMES)
def test_a_nasty_file_costs_little_and_is_reported(
    name: str, results: dict[str, dict[str, Any]]
) -> None:
    """It ends in problems, soon; not in an exception, nor in gigabytes."""
    assert name in results, "the loader crashed on this file or on one before it"
    result = results[name]
    assert result["reported"]
    assert result["seconds"] < MOST_SECONDS
    assert result["megabytes"] < MOST_MEGABYTES


def test_a_pipe_is_not_waited_for(good: Path) -> None:
    """A named pipe, which would block a reader for ever, is refused at once."""
    path = good / "docs" / "en" / "laws" / "law-ask-first.yml"
    path.unlink()
    os.mkfifo(path)
    check = subprocess.run(
        [sys.executable, "-m", "handbook", "check", "--root", good],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    place = "docs/en/laws/law-ask-first.yml:1:1"
    assert check.stdout == f"{place}: not an ordinary file; put a text file here\n"
