"""The helpers of the set-up say clearly what is missing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tools import chromium
from tools.node import node_command, node_program

ROOT = Path(__file__).resolve().parent.parent


def test_named_chromium_that_is_missing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever names a browser wants that one, not another."""
    monkeypatch.setenv("CHROMIUM", "/no/such/chromium")
    with pytest.raises(chromium.NoChromiumError, match="CHROMIUM names '/no/such/chromium'"):
        chromium.find_chromium()


def test_named_chromium_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """CHROMIUM=/path/to/chromium comes before all others."""
    mine = tmp_path / "mine"
    mine.touch(mode=0o755)
    monkeypatch.setenv("CHROMIUM", str(mine))
    assert chromium.find_chromium() == mine


def test_without_any_chromium_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line on stderr, exit code 1."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(chromium, "_of_playwright", lambda: None)
    assert chromium.main(["--find"]) == 1
    assert capsys.readouterr() == ("", f"chromium: {chromium.ADVICE}\n")


def test_node_comes_with_the_packages() -> None:
    """No Node.js needs to stand on the machine."""
    answer = subprocess.run(
        [str(node_program()), "--version"], capture_output=True, text=True, check=True
    )
    assert int(answer.stdout.removeprefix("v").split(".")[0]) >= 20
    assert Path(node_command(["npm", "ci"])[1]).is_file()


def test_make_lists_its_targets() -> None:
    """Plain `make` is the help."""
    make = shutil.which("make")
    assert make is not None
    answer = subprocess.run(
        [make, "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    listed = [line.split()[1] for line in answer.stdout.splitlines()]
    expected = [
        "serve",
        "build",
        "check",
        "test",
        "lint",
        "format",
        "benchmark",
        "screenshots",
        "clean",
    ]
    assert [name for name in expected if name not in listed] == []


@pytest.mark.parametrize(
    "name", ["requirements-build.txt", "requirements.txt", "requirements-dev.txt"]
)
def test_requirements_are_pinned_by_hash_and_name_no_server(name: str) -> None:
    """Where packages come from is the business of the machine that installs them."""
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert [line for line in pins if "==" not in line or not line.endswith("\\")] == []
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in text


def test_checkers_are_pinned_by_hash_and_name_no_server() -> None:
    """The same for the checkers that come from the other registry."""
    text = (ROOT / "tools" / "checkers" / "package-lock.json").read_text(encoding="utf-8")
    assert text.count('"integrity": "sha512-') == text.count('"node_modules/')
    assert "://" not in text
