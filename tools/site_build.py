"""The command that builds the site, as CI builds it."""

from __future__ import annotations

import sys
from pathlib import Path


def build_command(site: Path) -> list[str]:
    """Return the command line that builds the handbook of the working folder strictly into `site`."""
    options = ["--strict", "--quiet", "--site-dir", str(site)]
    return [sys.executable, "-m", "mkdocs", "build", *options]
