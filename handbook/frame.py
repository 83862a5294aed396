"""What surrounds the inside of a page: its head, navigation, language switch and foot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode, urljoin

from babel.dates import format_date

from handbook import urls
from handbook.model import Catalog, CollectionWords, Home, Translation
from handbook.pages import NavSection, PageBuilder

HOME = ("", "")
"""The collection and entry id of a home page."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the site and its repository stand."""

    site: str
    """Absolute address of the site's root, with a slash at the end."""
    repository: str
    """Address of the repository; empty when there is none."""
    branch: str = "main"
    forms: frozenset[str] = frozenset()
    """Languages that have issue forms in the repository."""


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another language, or in this one."""

    locale: str
    name: str
    """The language's own name."""
    url: str
    """Address from the site's root."""
    absolute_url: str
    current: bool
    translated: bool = True
    """Whether the page is in that language; else it only shows another language's words."""


@dataclass(frozen=True, slots=True)
class GuideLink:
    """A guide, as the foot of every page names it."""

    title: str
    url: str
    """Address from the site's root."""
    current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything around a page."""

    locale: str
    collection_id: str
    """Empty on a home page and on a guide."""
    entry_id: str
    """Empty on the page of a collection, on a home page and on a guide."""
    guide_id: str
    """Empty on all pages but guides."""
    url: str
    """Address from the site's root."""
    home_url: str
    """The home page of the same language, from the site's root."""
    site_title: str
    title: str
    """For the browser's tab: unique in the site."""
    description: str
    canonical: str
    alternates: list[Alternate]
    x_default: str
    navigation: list[NavSection]
    guides: list[GuideLink]
    edit_url: str
    """Empty when there is no repository."""
    is_new: bool
    """Whether the page has no file of its own yet: then that link begins one."""
    report_url: str
    missing_url: str
    """Begins a report that the search found nothing; empty when there is no repository."""
    changed: str
    """Date of the last change in this language, in words; empty when it is not known."""
    changed_iso: str

    def link(self, to_url: str) -> str:
        """Return the relative link from this page to an address from the site's root."""
        return urls.relative_url(self.url, to_url)


class FrameBuilder:
    """Builds the frames of a site's pages."""

    def __init__(
        self,
        catalog: Catalog,
        pages: PageBuilder,
        addresses: Addresses,
        changes: dict[str, date],
    ) -> None:
        self._catalog = catalog
        self._pages = pages
        self._addresses = addresses
        self._changes = changes

    def frame(
        self,
        locale: str,
        collection_id: str,
        entry_id: str,
        *,
        title: str,
        description: str,
    ) -> Frame:
        """Return what surrounds a page; ids are empty as in `HOME` where the page has none."""
        words = self._words(locale, collection_id, entry_id)
        return self._frame(
            locale,
            collection_id=collection_id,
            entry_id=entry_id,
            path=words.path,
            is_written=words.is_written,
            title=self._tab_title(locale, collection_id, entry_id, title),
            description=description,
        )

    def guide_frame(self, locale: str, guide_id: str) -> Frame:
        """Return what surrounds a guide."""
        words = self._catalog.guides[locale, guide_id]
        return self._frame(
            locale,
            guide_id=guide_id,
            path=words.path,
            is_written=not words.lang,
            title=f"{words.title} – {self._catalog.homes[locale].title}",
            description=str(words.description),
        )

    def _frame(
        self,
        locale: str,
        *,
        collection_id: str = "",
        entry_id: str = "",
        guide_id: str = "",
        path: str,
        is_written: bool,
        title: str,
        description: str,
    ) -> Frame:
        parts = [part for part in (collection_id, entry_id, guide_id) if part]
        url = urls.page_url(self._catalog.settings, locale, *parts)
        site_title = self._catalog.homes[locale].title
        canonical = self._absolute(self._catalog.shown_in(locale, *parts), parts)
        changed = self._changes.get(path)
        return Frame(
            locale=locale,
            collection_id=collection_id,
            entry_id=entry_id,
            guide_id=guide_id,
            url=url,
            home_url=urls.page_url(self._catalog.settings, locale),
            site_title=site_title,
            title=title,
            description=description,
            canonical=canonical,
            alternates=[self._alternate(other, locale, parts) for other in self._languages],
            x_default=self._absolute(self._x_default(parts), parts),
            navigation=self._pages.navigation(locale, collection_id, entry_id),
            guides=[
                GuideLink(
                    self._pages.guide_title(locale, name),
                    self._pages.guide_url(locale, name),
                    name == guide_id,
                )
                for name in self._catalog.shown_guides()
            ],
            edit_url=self._edit_url(path, is_new=not is_written),
            is_new=not is_written,
            report_url=self._report_url(locale, path, "/".join(parts)),
            missing_url=self._missing_url(locale),
            changed=format_date(changed, "long", locale=locale) if changed else "",
            changed_iso=changed.isoformat() if changed else "",
        )

    def all_alternates(self) -> Iterator[list[Alternate]]:
        """Yield the alternates of every page, for the sitemap; the first one is the x-default."""
        shown = self._catalog.shown_collections()
        pages = [[], *([declared.id] for declared in shown)]
        pages += [[entry.collection, entry.id] for entry in self._catalog.entries.values()]
        pages += [[guide_id] for guide_id in self._catalog.shown_guides()]
        for parts in pages:
            first = self._x_default(parts)
            languages = sorted(self._languages, key=lambda locale: locale != first)
            found = [self._alternate(locale, "", parts) for locale in languages]
            yield [alternate for alternate in found if alternate.translated]

    def _x_default(self, parts: list[str]) -> str:
        """Return the language for readers of none: the first one, or the origin until it has it."""
        return self._catalog.shown_in(self._catalog.settings.default_language, *parts)

    @property
    def _languages(self) -> tuple[str, ...]:
        return self._catalog.settings.languages

    def _tab_title(self, locale: str, collection_id: str, entry_id: str, title: str) -> str:
        site_title = str(self._catalog.homes[locale].title)
        if not collection_id:
            return site_title
        if not entry_id:
            return f"{title} – {site_title}"
        # Two entries of different collections may share a title; the label tells them apart.
        label = self._catalog.collections[locale, collection_id].label
        return f"{title} – {label} – {site_title}"

    def _words(
        self, locale: str, collection_id: str, entry_id: str
    ) -> Translation | CollectionWords | Home:
        if entry_id:
            return self._catalog.translations[locale, entry_id]
        if collection_id:
            return self._catalog.collections[locale, collection_id]
        return self._catalog.homes[locale]

    def _alternate(self, other: str, locale: str, parts: list[str]) -> Alternate:
        return Alternate(
            locale=other,
            name=self._pages.words(other, "interface", "language"),
            url=urls.page_url(self._catalog.settings, other, *parts),
            absolute_url=self._absolute(other, parts),
            current=other == locale,
            translated=self._catalog.shown_in(other, *parts) == other,
        )

    def _absolute(self, locale: str, parts: list[str]) -> str:
        address = urls.page_url(self._catalog.settings, locale, *parts)
        return urljoin(self._addresses.site, address)

    def _edit_url(self, path: str, *, is_new: bool) -> str:
        repository = self._addresses.repository
        if not repository:
            return ""
        branch = self._addresses.branch
        if is_new:
            return f"{repository}/new/{branch}?{urlencode({'filename': path})}"
        return f"{repository}/edit/{branch}/{path}"

    def _missing_url(self, locale: str) -> str:
        repository = self._addresses.repository
        if not repository:
            return ""
        fields = {"title": f"[{locale}] "}
        if locale in self._addresses.forms:
            fields["template"] = f"{locale}-search.yml"
        return f"{repository}/issues/new?{urlencode(fields)}"

    def _report_url(self, locale: str, path: str, page_id: str) -> str:
        repository = self._addresses.repository
        if not repository:
            return ""
        fields = {"title": f"[{locale}] {page_id or 'index'}"}
        page = self._absolute(locale, page_id.split("/") if page_id else [])
        if locale in self._addresses.forms:
            # The ids of the form's fields; see .github/ISSUE_TEMPLATE/.
            fields |= {"template": f"{locale}-correct.yml", "page": page, "file": path}
        else:
            prompt = self._pages.words(locale, "interface", "report_prompt")
            fields["body"] = f"{prompt}\n\n\n---\n{page}\n{path}"
        return f"{repository}/issues/new?{urlencode(fields)}"
