"""Other searches over the same content, each as its users get it.

- **Material**: a plain mkdocs-material site with static-i18n; its worker with its `search_index.json`, run in Node.
  One index holds all languages, so a hit in any of them counts.
- **Pagefind**: its index of that site, asked in Chromium on a page of the reader's language.
- **MiniSearch**: one index a language over titles, aliases and text, with the options of its manual, run in Node.

All of them get what only the search knows too (aliases, questions), as plain text. Their packages
are installed on demand into `benchmarks/peers/`, by a lock that pins them by hash.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import yaml

from benchmarks.in_node import ask_in_node
from handbook.model import Catalog
from handbook.scripts import prepare_scripts, version_of
from handbook.search.documents import Document, search_documents
from tools.chromium import launch_options
from tools.node import node_command
from tools.pages_server import served

if TYPE_CHECKING:
    from benchmarks.search import Case, Result

HERE = Path(__file__).resolve().parent / "peers"
ENGINE = HERE.parents[1] / "theme" / "assets" / "handbook"
SITE_PATH = "/handbook/"
SHOWN = 5
"""How many results Pagefind's own interface shows at first; it fetches a file for each."""
FIRST = {"en": "client", "pl": "klient", "uk": "клієнт", "ru": "клиент", "ro": "client"}
"""A query whose first result is waited for, to count what has been sent by then."""

ASK_PAGEFIND = """async ([cases, most]) => {
  const pagefind = await import(new URL("pagefind/pagefind.js", document.baseURI).href);
  await pagefind.init();
  const answers = [];
  for (const query of cases) {
    const start = performance.now();
    const { results } = await pagefind.search(query);
    const first = await Promise.all(results.slice(0, most).map((result) => result.data()));
    answers.push({ pages: first.map(({ url }) => url), milliseconds: performance.now() - start });
  }
  return answers;
}"""
ASK_OURS = """async ([cases, language]) => {
  const { createSearch } = await import(new URL("assets/handbook/search/index.js", document.baseURI).href);
  const { search } = createSearch({ base: document.baseURI });
  const times = [];
  for (const query of cases) {
    const start = performance.now();
    await search(query, { language });
    times.push(performance.now() - start);
  }
  return times;
}"""


@dataclass(frozen=True)
class Peer:
    """What one search answered."""

    name: str
    results: list[Result]
    bytes_before_first: dict[str, int]
    """By language: what is sent, compressed, until the first result is there."""


def measure(catalog: Catalog, cases: Sequence[Case], folder: Path) -> list[Peer]:
    """Build the peers' sites and indexes in `folder`, and ask them all queries."""
    install()
    documents = {locale: search_documents(catalog, locale) for locale in catalog.settings.languages}
    site = build_plain_site(documents, folder)
    known = catalog.entries
    return [
        ask_material(site, cases, known),
        ask_pagefind(site, cases, known),
        ask_minisearch(documents, cases, folder, known),
    ]


def install() -> None:
    """Install the peers' packages, unless they are there."""
    if not (HERE / "node_modules" / "pagefind").is_dir():
        # Not "npm ci": that wants the programs of all platforms in the lock, also of those unreached.
        command = node_command(["npm", "install", "--no-save", "--prefix", str(HERE)])
        subprocess.run(command, check=True, stdout=sys.stderr)


# --- The plain site -----------------------------------------------------------------------------------


def build_plain_site(documents: dict[str, list[Document]], folder: Path) -> Path:
    """Write the entries as Markdown, and build them with mkdocs-material and static-i18n."""
    default, *others = documents
    languages = [{"locale": default, "name": default, "build": True, "default": True}]
    languages += [{"locale": locale, "name": locale, "build": True} for locale in others]
    config = {
        "site_name": "Handbook",
        "site_url": f"https://example.org{SITE_PATH}",
        "theme": {"name": "material"},
        "plugins": ["search", {"i18n": {"docs_structure": "folder", "languages": languages}}],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    for locale, entries in documents.items():
        write(folder / "docs" / locale / "index.md", ["# Handbook"])
        for entry in entries:
            path = folder / "docs" / locale / entry.collection / f"{entry.id}.md"
            write(path, page(entry))
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder / "site")],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=True,
        stdout=sys.stderr,
    )
    return folder / "site"


def write(path: Path, lines: Iterable[str]) -> None:
    """Write a file, with the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")


def page(entry: Document) -> Iterator[str]:
    """An entry as a careful author would write it: its title, and a section for each field."""
    yield f"# {entry.title}"
    before = ""
    for line in entry.lines:
        if line.field == "title":
            continue
        if line.field != before:
            before = line.field
            yield f"## {before.replace('_', ' ')}"
        yield line.text


# --- The peers ------------------------------------------------------------------------------------------


def ask_material(site: Path, cases: Sequence[Case], known: Container[str]) -> Peer:
    """Material's worker over the site's index."""
    spec = find_spec("material")
    assert spec is not None
    assert spec.origin is not None
    scripts = Path(spec.origin).parent / "templates" / "assets" / "javascripts"
    (worker,) = scripts.glob("workers/search.*.min.js")
    index = site / "search" / "search_index.json"
    answers = in_node("material.mjs", [str(worker), str(index)], cases)
    languages = json.loads(index.read_bytes())["config"]["lang"]
    stemmers = [
        scripts / "lunr" / "min" / f"lunr.{lang}.min.js" for lang in languages if lang != "en"
    ]
    extra = [
        scripts / "lunr" / "min" / f"lunr.{name}.min.js" for name in ("multi", "stemmer.support")
    ]
    sent = sum(map(compressed, [worker, index, *stemmers, *(extra if stemmers else [])]))
    return Peer("Material", results_of(answers, known), dict.fromkeys(FIRST, sent))


def ask_minisearch(
    documents: dict[str, list[Document]], cases: Sequence[Case], folder: Path, known: Container[str]
) -> Peer:
    """MiniSearch over the same texts."""
    own = {locale: [as_fields(entry) for entry in entries] for locale, entries in documents.items()}
    path = folder / "documents.json"
    path.write_text(json.dumps(own, ensure_ascii=False), encoding="utf-8")
    answers = in_node("minisearch.mjs", [str(path)], cases)
    library = HERE / "node_modules" / "minisearch" / "dist" / "es" / "index.js"
    sent = {
        locale: compressed(library)
        + len(gzip.compress(json.dumps(entries, ensure_ascii=False).encode(), 9))
        for locale, entries in own.items()
    }
    return Peer("MiniSearch", results_of(answers, known), sent)


def as_fields(entry: Document) -> dict[str, str]:
    """An entry as a document of MiniSearch."""

    def text(wanted: Callable[[str], bool]) -> str:
        return "\n".join(line.text for line in entry.lines if wanted(line.field))

    return {
        "id": entry.id,
        "title": entry.title,
        "aliases": text(lambda field: field == "aliases"),
        "text": text(lambda field: field not in {"title", "aliases"}),
    }


def in_node(script: str, arguments: list[str], cases: Sequence[Case]) -> list[dict[str, Any]]:
    """Run one of the peers' scripts over all queries."""
    questions = [(case.query, case.reader) for case in cases]
    return ask_in_node([str(HERE / script), *arguments], questions)


def ask_pagefind(site: Path, cases: Sequence[Case], known: Container[str]) -> Peer:
    """Pagefind in Chromium, on a bare page in each reader's language."""
    program = HERE / "node_modules" / "pagefind" / "lib" / "runner" / "bin.cjs"
    subprocess.run(node_command([str(program), "--site", str(site)]), check=True, stdout=sys.stderr)
    answers: dict[int, dict[str, Any]] = {}
    sent = {}
    with Browser(site) as browser:
        for reader in dict.fromkeys(case.reader for case in cases):
            # A bare page: the site's own would load Material's search as well.
            place = f"bare-{reader}.html"
            text = f'<!doctype html><html lang="{reader}"><title>x</title></html>'
            (site / place).write_text(text, encoding="utf-8")
            sent[reader] = browser.sent(place, ASK_PAGEFIND, [[FIRST[reader]], SHOWN])
            numbers = [n for n, case in enumerate(cases) if case.reader == reader]
            found = browser.ask(place, ASK_PAGEFIND, [[cases[n].query for n in numbers], 20])
            answers |= dict(zip(numbers, found, strict=True))
    ordered = [answers[n] for n in range(len(cases))]
    return Peer("Pagefind", results_of(ordered, known), sent)


def results_of(answers: Sequence[dict[str, Any]], known: Container[str]) -> list[Result]:
    """Name the entries of the pages that were found; other pages do not count, in no way."""
    return [
        {
            "ids": list(
                dict.fromkeys(id_ for url in answer["pages"] if (id_ := entry_of(url)) in known)
            ),
            "languages": [],
            "guess": False,
            "milliseconds": answer["milliseconds"],
        }
        for answer in answers
    ]


def entry_of(url: str) -> str:
    """The id of the entry at an address; MiniSearch gives the id itself."""
    return urlsplit(url).path.rstrip("/").rpartition("/")[2]


# --- In the browser -------------------------------------------------------------------------------------


class Browser:
    """Chromium over a folder, which it sees as a site."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        from playwright.sync_api import sync_playwright

        (self._folder / "404.html").touch()
        self._server = served(self._folder, SITE_PATH)
        self._url = self._server.__enter__()
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(**launch_options())
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        self._playwright.stop()
        self._server.__exit__(None, None, None)

    def ask(self, place: str, code: str, argument: object) -> Any:  # noqa: ANN401 - what the code gives
        """Run a function on a page; a `<base>` tells it where the site begins."""
        with self._browser.new_context() as context:
            page = context.new_page()
            page.goto(self._url + place, wait_until="load")
            self._add_base(page)
            return page.evaluate(code, argument)

    def sent(self, place: str, code: str, argument: object) -> int:
        """How many bytes were sent, compressed, while a function ran on a fresh page."""
        with self._browser.new_context() as context:
            page = context.new_page()
            page.goto(self._url + place, wait_until="load")
            self._add_base(page)
            files: list[str] = []
            page.on("response", lambda response: files.append(urlsplit(response.url).path))
            page.evaluate(code, argument)
            names = {path.removeprefix(SITE_PATH) for path in files}
            return sum(compressed(self._folder / name) for name in names)

    def _add_base(self, page: Any) -> None:  # noqa: ANN401 - Playwright's page, which only benchmarks need
        page.evaluate(
            "(url) => { const b = document.createElement('base'); b.href = url; document.head.append(b); }",
            self._url,
        )


def compressed(path: Path) -> int:
    """What a static host sends for a file: compressed, unless that makes it no smaller."""
    data = path.read_bytes()
    return min(len(data), len(gzip.compress(data, 9)))


def ours_in_browser(
    index: Path, cases: Sequence[Case], folder: Path
) -> tuple[dict[str, int], float]:
    """What our search sends before the first result in each language, and its median latency in Chromium."""
    shutil.copytree(ENGINE, folder / "assets" / "handbook")
    prepare_scripts(folder / "assets" / "handbook", version_of(ENGINE))
    shutil.copytree(index, folder / "search")
    (folder / "index.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
    times: list[float] = []
    sent = {}
    with Browser(folder) as browser:
        for reader in dict.fromkeys(case.reader for case in cases):
            sent[reader] = browser.sent("", ASK_OURS, [[FIRST[reader]], reader])
            queries = [case.query for case in cases if case.reader == reader]
            times += browser.ask("", ASK_OURS, [queries, reader])
    return sent, statistics.median(times)
