"""Find a Chromium for the browser tests and the screenshots, or install one.

`python tools/chromium.py` prints the path of a browser, after installing one if need be; exit 1 and one clear message
if there is none to be had. With `--find` it only looks. Needs nothing but the standard library.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

COMMANDS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
APT_PACKAGES = ("chromium", "fonts-dejavu-core")
"""The browser, and the lightest font with all Cyrillic and Romanian letters: without one every letter is a box."""

ADVICE = (
    "no Chromium found and none could be installed. "
    "Install one (Debian: apt-get install chromium fonts-dejavu-core) or name it: CHROMIUM=/path/to/chromium"
)


class NoChromiumError(RuntimeError):
    """There is no browser; the message says what to do about it."""


def find_chromium() -> Path | None:
    """The browser to use: the one that $CHROMIUM names, one on PATH, or the one that Playwright downloaded."""
    return _named() or _on_path() or _of_playwright()


def require_chromium() -> Path:
    """The browser to use, or a `NoChromiumError`: a test that needs a browser must not pass without one."""
    found = find_chromium()
    if found is None:
        raise NoChromiumError("no Chromium found; `make chromium` finds or installs one")
    return found


def launch_options() -> dict[str, Any]:
    """The arguments of Playwright's `chromium.launch`."""
    # Chromium refuses its sandbox to root, who runs in containers; it only ever sees our own pages.
    return {
        "executable_path": require_chromium(),
        "args": ["--no-sandbox"] if os.geteuid() == 0 else [],
    }


def install_chromium() -> Path | None:
    """Install a browser with apt if that is possible here, otherwise with Playwright; where it is, or None."""
    for install in (_install_with_apt, _install_with_playwright):
        if install() and (found := find_chromium()):
            return found
    return None


def main(arguments: list[str] | None = None) -> int:
    """The command line; the exit code is 0 when a browser was found or installed."""
    parser = argparse.ArgumentParser(description="Find or install a Chromium and print its path.")
    parser.add_argument("--find", action="store_true", help="only look, install nothing")
    only_look = parser.parse_args(arguments).find
    try:
        found = find_chromium() or (None if only_look else install_chromium())
    except NoChromiumError as error:
        print(f"chromium: {error}", file=sys.stderr)
        return 1
    if found is None:
        print(f"chromium: {ADVICE}", file=sys.stderr)
        return 1
    print(found)
    return 0


def _named() -> Path | None:
    name = os.environ.get("CHROMIUM")
    if not name:
        return None
    found = shutil.which(name)
    if found is None:
        raise NoChromiumError(f"CHROMIUM names {name!r}, but there is no such program")
    return Path(found)


def _on_path() -> Path | None:
    return next((Path(found) for name in COMMANDS if (found := shutil.which(name))), None)


def _of_playwright() -> Path | None:
    if importlib.util.find_spec("playwright") is None:
        return None
    # In a process of its own: Playwright's event loop must not stay behind in the caller's.
    code = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    path = Path(answer.stdout.strip() or "/nonexistent")
    return path if path.is_file() else None


def _install_with_apt() -> bool:
    if shutil.which("apt-get") is None:
        return False
    prefix = _root_prefix()
    if prefix is None:
        return False
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    install = [*apt, "install", "-y", "--no-install-recommends", *APT_PACKAGES]
    return _run([*apt, "update"]) and _run(install)


def _root_prefix() -> list[str] | None:
    """What to put before a command to run it as root; None if that would need a password."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def _install_with_playwright() -> bool:
    if importlib.util.find_spec("playwright") is None:
        return False
    return _run([sys.executable, "-m", "playwright", "install", "chromium"])


def _run(command: list[str]) -> bool:
    """Run a command with its output on stderr, for stdout is the answer; True if it succeeded."""
    print(f"chromium: {' '.join(command)}", file=sys.stderr, flush=True)
    return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
