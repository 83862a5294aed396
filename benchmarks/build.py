"""Measure how long the handbook takes to build, against a plain mkdocs-material site with the same pages.

Both sites are made of the same random words, built by the same Python in the same run, in turns, each time from a clean
folder. Seconds depend on the machine; the ratios are what counts.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.synthetic import (
    KnowledgeBase,
    make_knowledge_base,
    write_handbook,
    write_plain_site,
)

REPOSITORY: Final = Path(__file__).resolve().parent.parent

EXAMPLES: Final = """
examples:
  python -m benchmarks.build                           both at 85 and 300 entries, three rounds
  python -m benchmarks.build --entries 300 --rounds 5  one size, steadier figures
  python -m benchmarks.build --growth                  ours at 300 and 1,000: is the cost of a page the same?
  python -m benchmarks.build --prune                   the plain site with navigation.prune, its fastest setting
  python -m benchmarks.build --at-most 0.25            exit code 1 if our CPU is over a quarter of the plain site's
"""


@dataclass(frozen=True)
class Measurement:
    """What one build cost."""

    wall: float
    """Seconds on the clock."""
    cpu: float
    """Seconds of processor time, user and system, of the build and all its children."""
    memory: float
    """The most memory held at once, in MiB."""


class BuildFailedError(RuntimeError):
    """A site did not build; the message ends with what MkDocs said."""


def build_once(site: Path, *, keep_cache: bool = False) -> Measurement:
    """Build the MkDocs project in a folder from nothing and measure it.

    `keep_cache` leaves what an earlier build remembered of the search index, as on a machine that
    builds again and again.
    """
    for leftover in ("site", ".cache")[: 1 if keep_cache else 2]:
        shutil.rmtree(site / leftover, ignore_errors=True)
    environment = os.environ | {"PYTHONPATH": str(site), "PYTHONHASHSEED": "0"}
    with (site / "build.log").open("w+", encoding="utf-8") as log:
        start = time.perf_counter()
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict"]
        process = subprocess.Popen(command, cwd=site, env=environment, stdout=log, stderr=log)
        # wait4 tells what this very child used; resource.getrusage(RUSAGE_CHILDREN) would add up all of them.
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            log.seek(0)
            raise BuildFailedError(f"the site in {site} does not build:\n{log.read()[-3000:]}")
    return Measurement(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def measure(sites: Sequence[Path], rounds: int) -> list[Measurement]:
    """The median cost of each site. They take turns, so that a slow moment of the machine meets them all."""
    for site in sites[: len(sites) if rounds > 1 else 0]:
        build_once(site)  # once unmeasured: fills the file cache and writes Python's bytecode
    taken = [[build_once(site) for site in sites] for _ in range(rounds)]
    return [_median(measurements) for measurements in zip(*taken, strict=True)]


def compare(entries: int, rounds: int, folder: Path, features: Sequence[str]) -> float:
    """Measure ours against the plain site at one size and print both; the ratio of CPU time."""
    ours, plain = folder / "ours", folder / "plain"
    base = make_knowledge_base(entries, repository=REPOSITORY)
    write_handbook(base, REPOSITORY, ours)
    write_plain_site(base, plain, features)
    of_first, of_plain = measure([ours, plain], rounds)
    of_ours = _median([build_once(ours, keep_cache=True) for _ in range(rounds)])
    print(
        f"\n{entries} entries in five languages, {_pages(ours)} pages (plain: {_pages(plain)}), median of {rounds}"
    )
    _print_row("", "wall s", "CPU s", "peak MiB")
    rows = (("plain", of_plain), ("ours, first build", of_first), ("ours, index known", of_ours))
    for name, cost in rows:
        _print_row(name, f"{cost.wall:.2f}", f"{cost.cpu:.2f}", f"{cost.memory:.0f}")
    for name, cost in rows[1:]:
        ratios = (cost.wall / of_plain.wall, cost.cpu / of_plain.cpu, cost.memory / of_plain.memory)
        _print_row(name.replace("ours", "ratio"), *(f"{ratio:.3f}" for ratio in ratios))
    return of_ours.cpu / of_plain.cpu


def growth(sizes: tuple[int, int], rounds: int, folder: Path) -> float:
    """Print what a page of ours costs at two sizes; how many times dearer it is at the larger one (1 is linear)."""
    sites = [
        _write(folder / str(size), size, lambda base, at: write_handbook(base, REPOSITORY, at))
        for size in sizes
    ]
    costs = measure(sites, rounds)
    _print_row("\nentries", "pages", "CPU s", "ms a page")
    per_page = []
    for size, site, cost in zip(sizes, sites, costs, strict=True):
        pages = _pages(site)
        per_page.append(cost.cpu / pages)
        _print_row(str(size), str(pages), f"{cost.cpu:.2f}", f"{1000 * cost.cpu / pages:.2f}")
    dearer = per_page[1] / per_page[0]
    print(f"a page costs {dearer:.2f} times as much at {sizes[1]} entries (1.00 is linear growth)")
    return dearer


def measure_plain(entries: int, rounds: int, folder: Path, features: Sequence[str]) -> None:
    """Print what the plain site alone costs."""
    site = _write(folder, entries, lambda base, at: write_plain_site(base, at, features))
    (cost,) = measure([site], rounds)
    print(
        f"{entries} entries, plain alone: {cost.wall:.2f} s wall, {cost.cpu:.2f} s CPU, {cost.memory:.0f} MiB"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; the exit code is 1 when a site does not build or ours is over the bar."""
    options = _parse(arguments)
    features = ["navigation.prune"] if options.prune else []
    try:
        ratio = _run(options, features)
    except BuildFailedError as error:
        print(f"benchmark: {error}", file=sys.stderr)
        return 1
    if options.at_most is not None and ratio > options.at_most:
        print(
            f"benchmark: the ratio {ratio:.3f} is over the bar of {options.at_most}",
            file=sys.stderr,
        )
        return 1
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.build",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--entries", type=int, nargs="+", default=[85, 300], help="sizes to measure (85 300)"
    )
    parser.add_argument(
        "--rounds", type=int, default=3, help="builds of each site after one that warms up (3)"
    )
    parser.add_argument(
        "--growth", action="store_true", help="compare a page of ours at 300 and at 1,000 entries"
    )
    parser.add_argument("--plain-only", action="store_true", help="measure the plain site alone")
    parser.add_argument("--prune", action="store_true", help="give the plain site navigation.prune")
    parser.add_argument(
        "--at-most", type=float, metavar="RATIO", help="fail if the worst ratio is over this"
    )
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace, features: Sequence[str]) -> float:
    """Do what the options say; the worst ratio that came out."""
    with tempfile.TemporaryDirectory(prefix="handbook-benchmark-") as temporary:
        folder = Path(temporary)
        if options.growth:
            return growth((300, 1000), options.rounds, folder)
        if options.plain_only:
            for entries in options.entries:
                measure_plain(entries, options.rounds, folder / str(entries), features)
            return 0.0
        return max(
            compare(entries, options.rounds, folder / str(entries), features)
            for entries in options.entries
        )


def _write(folder: Path, entries: int, write: Callable[[KnowledgeBase, Path], None]) -> Path:
    write(make_knowledge_base(entries, repository=REPOSITORY), folder)
    return folder


def _median(measurements: Sequence[Measurement]) -> Measurement:
    return Measurement(
        statistics.median(one.wall for one in measurements),
        statistics.median(one.cpu for one in measurements),
        statistics.median(one.memory for one in measurements),
    )


def _pages(site: Path) -> int:
    return sum(1 for _ in (site / "site").rglob("*.html"))


def _print_row(name: str, *cells: str) -> None:
    print(f"{name:<20}" + "".join(f"{cell:>10}" for cell in cells))


if __name__ == "__main__":
    sys.exit(main())
