"""The command line: `python -m handbook check` and its sisters."""

from __future__ import annotations

from handbook.cli import main

if __name__ == "__main__":
    main(prog_name="python -m handbook")
