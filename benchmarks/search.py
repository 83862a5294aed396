"""Measures the search on queries that agents type, clean and with every kind of noise.

    python benchmarks/search.py
    python benchmarks/search.py --languages pl,uk --show misses
    python benchmarks/search.py --root ../another-handbook
    python benchmarks/search.py --peers

Queries stand in `benchmarks/queries/<lang>.yml`, with the entries that answer them; noise is added
by `noise.py` with a fixed seed. A signal that leads to a right answer does not count as one.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypedDict, cast

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import noise  # noqa: E402  (the path above comes first)
from benchmarks.in_node import ask_in_node  # noqa: E402
from handbook import cache  # noqa: E402
from handbook.catalog import load_catalog  # noqa: E402
from handbook.model import Catalog  # noqa: E402
from handbook.problems import ProblemLog  # noqa: E402
from handbook.search.index import write_index  # noqa: E402

_SEARCH_WORDS_STEP = 5
"""Every so many search words of the handbook are asked: all would take most of the time."""
ENGINE = ROOT / "theme/assets/handbook/search/index.js"
RUNNER = ROOT / "benchmarks/search_runner.mjs"


@dataclass(frozen=True)
class Case:
    """A query with what it should find."""

    kind: str
    reader: str
    query: str
    ids: tuple[str, ...]
    """Entries that answer it; empty when nothing does."""


class Result(TypedDict):
    """What the engine answers to one query."""

    ids: list[str]
    languages: list[str]
    guess: bool
    milliseconds: float


@dataclass
class Score:
    """What the results of a class of queries came to."""

    cases: int = 0
    first: int = 0
    third: int = 0
    reciprocal: float = 0.0
    zero: int = 0
    milliseconds: list[float] = field(default_factory=list)

    def add(self, case: Case, result: Result) -> bool:
        """Count one result; return whether it was right at the first place."""
        ids = result["ids"]
        self.cases += 1
        self.milliseconds.append(result["milliseconds"])
        self.zero += not ids
        if not case.ids:
            right = not ids or result["guess"]
            self.first += right
            self.third += right
            return right
        rank = next((i for i, found in enumerate(ids) if found in case.ids), None)
        if rank is None:
            return False
        self.first += rank == 0
        self.third += rank < 3
        self.reciprocal += 1 / (rank + 1)
        return rank == 0


def main() -> None:
    """Run the benchmark and print its tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="the handbook to search")
    parser.add_argument("--languages", default="", help="only these, joined by commas")
    parser.add_argument("--seed", type=int, default=1, help="seed of the noise")
    parser.add_argument("--show", choices=["misses"], help="list what went wrong")
    parser.add_argument(
        "--peers", action="store_true", help="ask Material's search, Pagefind and MiniSearch too"
    )
    arguments = parser.parse_args()
    log = ProblemLog()
    catalog = load_catalog(arguments.root, log)
    if log.errors():
        sys.exit(f"{len(log.errors())} errors in the content; run python -m handbook check")
    languages = (
        arguments.languages.split(",") if arguments.languages else list(catalog.settings.languages)
    )
    cases = list(make_cases(catalog, languages, arguments.seed))
    results = run(catalog, cases)
    report(cases, results, show_misses=arguments.show == "misses")
    if arguments.peers:
        compare(catalog, cases, results)


def compare(catalog: Catalog, cases: list[Case], results: list[Result]) -> None:
    """Ask the other searches the same, and print all side by side."""
    from benchmarks.search_peers import Peer, measure, ours_in_browser

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "peers").mkdir()
        (Path(folder) / "ours").mkdir()
        index = Path(folder) / "search"
        write_index(catalog, index, ROOT / cache.FOLDER)
        sent, latency = ours_in_browser(index, cases, Path(folder) / "ours")
        peers = [Peer("ours", results, sent), *measure(catalog, cases, Path(folder) / "peers")]
    scores = {peer.name: by_kind(cases, peer.results) for peer in peers}
    for heading, value in METRICS.items():
        print_table(heading, sorted(scores["ours"]), scores, value)
    print(f"\n{'bytes before the first result':30}" + "".join(f"{name:>12}" for name in scores))
    for reader in sent:
        cells = "".join(f"{peer.bytes_before_first[reader]:12}" for peer in peers)
        print(f"{reader:30}{cells}")
    print("milliseconds are of Node, but Pagefind's of Chromium")
    print(f"ours in Chromium: median {latency:.2f} ms")


def by_kind(cases: list[Case], results: list[Result]) -> dict[str, Score]:
    """Count the results of each class of queries, and of all of them."""
    scores: dict[str, Score] = defaultdict(Score)
    for case, result in zip(cases, results, strict=True):
        # Nobody sees more than the first ten.
        shown: Result = {**result, "ids": result["ids"][:10]}
        scores[case.kind].add(case, shown)
        scores["~ all"].add(case, shown)
    return scores


def make_cases(catalog: Catalog, languages: Iterable[str], seed: int) -> Iterator[Case]:
    """Yield all queries: as written, noisy, in other languages, every title, some search words."""
    known = set(catalog.entries)
    for locale in languages:
        rng = random.Random(f"{seed} {locale}")
        written = yaml.safe_load(
            (ROOT / f"benchmarks/queries/{locale}.yml").read_text(encoding="utf-8")
        )
        for row in written:
            ids = tuple(i for i in row["ids"] if i in known)
            if row["ids"] and not ids:
                continue
            yield Case(row["class"], locale, row["query"], ids)
            if row["class"] == "keyword":
                for kind, make in noise.KINDS.items():
                    noisy = make(row["query"], locale, rng)
                    if noisy:
                        yield Case(f"keyword {kind}", locale, noisy, ids)
                for reader in catalog.settings.languages:
                    if reader != locale:
                        yield Case("keyword foreign", reader, row["query"], ids)
        yield from _titles(catalog, locale, rng)
        yield from _search_words(catalog, locale)


def _search_words(catalog: Catalog, locale: str) -> Iterator[Case]:
    """Yield some of the handbook's own search words, and of what its signals heard.

    Right is what they stand in, and what such a signal gives away.
    """
    having: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in catalog.entries.values():
        for text in catalog.translations[locale, entry.id].fields.get("aliases", ()):
            having["alias", str(text)].append(entry.id)
        for signal in (entry.id, *entry.links.get("signals", ())):
            for text in catalog.translations[locale, signal].fields.get("heard", ()):
                having["heard phrase", str(text)].append(entry.id)
    for (kind, text), ids in islice(having.items(), 0, None, _SEARCH_WORDS_STEP):
        yield Case(kind, locale, text, tuple(ids))


def _titles(catalog: Catalog, locale: str, rng: random.Random) -> Iterator[Case]:
    for entry in catalog.entries.values():
        title = catalog.translations[locale, entry.id].title
        twins = tuple(
            other.id
            for other in catalog.entries.values()
            if catalog.translations[locale, other.id].title.casefold() == title.casefold()
        )
        yield Case("title", locale, title, twins)
        for kind, make in noise.KINDS.items():
            noisy = make(title, locale, rng)
            if noisy:
                yield Case(f"title {kind}", locale, noisy, twins)
        for reader in catalog.settings.languages:
            if reader != locale:
                yield Case("title foreign", reader, title, twins)


def run(catalog: Catalog, cases: list[Case]) -> list[Result]:
    """Ask the engine in Node all queries; one result for each, in order."""
    with tempfile.TemporaryDirectory() as folder:
        write_index(catalog, Path(folder) / "search", ROOT / cache.FOLDER)
        questions = [(case.query, case.reader) for case in cases]
        return cast("list[Result]", ask_in_node([str(RUNNER), str(ENGINE), folder], questions))


def report(cases: list[Case], results: list[Result], *, show_misses: bool) -> None:
    """Print the figures per class and language."""
    by_language: dict[str, dict[str, Score]] = defaultdict(lambda: defaultdict(Score))
    misses = []
    for case, result in zip(cases, results, strict=True):
        right = by_language[case.reader][case.kind].add(case, result)
        by_language["all"][case.kind].add(case, result)
        if not right:
            misses.append((case, result))
    columns = {
        reader: by_language[reader] for reader in [*sorted({c.reader for c in cases}), "all"]
    }
    for heading, value in {"queries": lambda score: score.cases, **METRICS}.items():
        print_table(heading, sorted(by_language["all"]), columns, value)
    every = sorted(ms for score in by_language["all"].values() for ms in score.milliseconds)
    print(
        f"\nmedian {statistics.median(every):.2f} ms, 99th percentile {every[int(len(every) * 0.99)]:.2f} ms"
    )
    if show_misses:
        for case, result in misses:
            print(
                f"{case.kind} [{case.reader}] {case.query[:90]!r}: {', '.join(case.ids)} <- {result['ids'][:3]}"
            )


METRICS: dict[str, Callable[[Score], float]] = {
    "success@1, %": lambda score: 100 * score.first / score.cases,
    "success@3, %": lambda score: 100 * score.third / score.cases,
    "MRR@10": lambda score: score.reciprocal / score.cases,
    "no result, %": lambda score: 100 * score.zero / score.cases,
    "median ms": lambda score: statistics.median(score.milliseconds),
}


def print_table(
    heading: str,
    kinds: Iterable[str],
    columns: Mapping[str, Mapping[str, Score]],
    value: Callable[[Score], float],
) -> None:
    """Print a line for each class of queries, with a figure in each column that has such queries."""
    print(f"\n{heading:30}" + "".join(f"{name:>12}" for name in columns))
    for kind in kinds:
        scores = [of.get(kind, Score()) for of in columns.values()]
        figures = [f"{value(s):.2f}".removesuffix(".00") if s.cases else "-" for s in scores]
        cells = "".join(f"{figure:>12}" for figure in figures)
        print(f"{kind:30}{cells}")


if __name__ == "__main__":
    main()
