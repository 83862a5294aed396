"""The tests that are written in JavaScript, `*.test.mjs`: one here for each file there."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.search.engine import HERE, node


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.mjs")), ids=lambda path: path.name)
def test_module(path: Path) -> None:
    """`node --test` finds no fault."""
    done = subprocess.run(
        [node(), "--test", str(path)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
