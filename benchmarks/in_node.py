"""Asks a search that runs in Node.js all queries of the benchmark."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from typing import Any

from tools.node import node_command


def ask_in_node(arguments: list[str], questions: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Run a script over queries, each with its reader's language; return one answer for each.

    The script gets a line of JSON for each query on its standard input, and prints one.
    """
    lines = "\n".join(json.dumps({"query": query, "reader": reader}) for query, reader in questions)
    done = subprocess.run(
        node_command(arguments), input=lines, stdout=subprocess.PIPE, text=True, check=True
    )
    # Not `splitlines`: text may hold line separators that JSON need not escape.
    return [json.loads(line) for line in done.stdout.split("\n") if line]
