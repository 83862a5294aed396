// Wires the page to its controls. Everything here is a help: the page reads and navigates without it.

import { copyPhrase } from "./copy.js";
import { offerLanguage, keepPlace } from "./languages.js";
import { recall, remember } from "./memory.js";

const root = document.documentElement;
const keys = document.getElementById("keys");
const search = document.getElementById("search");
const ask = document.querySelector("[data-ask]");

// --- Colours -----------------------------------------------------------------------------------

const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
const themeToggle = document.querySelector("[data-theme-toggle]");

function isDark() {
  return root.dataset.scheme ? root.dataset.scheme === "dark" : systemIsDark.matches;
}

function showScheme() {
  themeToggle?.setAttribute("aria-pressed", String(isDark()));
}

themeToggle?.addEventListener("click", () => {
  const dark = !isDark();
  // A choice that the system makes too is no choice: the page follows the system again.
  const chosen = dark === systemIsDark.matches ? null : dark ? "dark" : "light";
  if (chosen) root.dataset.scheme = chosen;
  else delete root.dataset.scheme;
  remember("scheme", chosen);
  showScheme();
});
systemIsDark.addEventListener("change", showScheme);
showScheme();

// --- Languages ---------------------------------------------------------------------------------

for (const nav of document.querySelectorAll("[data-languages], [data-tongues]")) {
  nav.addEventListener("click", (event) => {
    const link = event.target.closest("a[hreflang]");
    if (!link) return;
    keepPlace(link, location);
    remember("language", link.hreflang);
  });
}
offerLanguage(document.querySelectorAll("[data-offer]"), {
  current: root.lang,
  wanted: navigator.languages,
  chosen: recall("language"),
  choose: (language) => remember("language", language),
});

// --- Copying -----------------------------------------------------------------------------------

const toast = document.querySelector("[data-toast]");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copyPhrase(button, toast);
});

// --- Search: loaded when the reader first reaches for it -----------------------------------------

let searchModule;
const views = new Map();

function loadSearch() {
  searchModule ??= import("./search-view.js").catch((error) => {
    searchModule = undefined; // The next try loads anew.
    throw error;
  });
  return searchModule;
}

async function viewOf(box) {
  const { SearchView } = await loadSearch();
  if (!views.has(box)) views.set(box, new SearchView(box, { ...search.dataset, language: root.lang }));
  return views.get(box);
}

/** Search for what stands in a field, as soon as the search is there. */
async function searchIn(box) {
  try {
    (await viewOf(box)).update();
  } catch (error) {
    console.error(error);
    box.querySelector("[data-hint]").textContent = search.dataset.failed;
  }
}

function openSearch(query = "") {
  if (!search.open) search.showModal();
  const input = search.querySelector("input");
  if (query) input.value = query;
  input.focus();
  input.select();
  return searchIn(search);
}

for (const button of document.querySelectorAll("[data-search-open]")) {
  button.addEventListener("click", () => openSearch());
  // Whoever comes near will most likely click: by then the search is ready.
  for (const near of ["pointerenter", "focus"]) {
    button.addEventListener(near, () => viewOf(search).catch(() => {}), { once: true });
  }
}

const query = new URLSearchParams(location.search).get("q");
const field = ask?.querySelector("input");
if (field) {
  // The field may hold something by then: typed while the search was loading, or left there after going back.
  field.addEventListener("focus", () => searchIn(ask), { once: true });
  if (query) field.value = query;
  if (query !== null) field.focus();
  if (field.value) searchIn(ask);
} else if (query !== null) {
  openSearch(query);
}

// --- Windows -----------------------------------------------------------------------------------

for (const dialog of [search, keys]) {
  dialog?.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
}
search.addEventListener("close", () => views.get(search)?.forget());
document.querySelector("[data-keys-open]")?.addEventListener("click", () => keys.showModal());

// --- Keys: by their place on the keyboard, so that they are the same on a Cyrillic layout ----------

const SEARCH_KEYS = new Set(["Slash", "KeyS", "KeyF"]);

function isTyping(target) {
  return target.closest?.("input, textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  if (event.code === "KeyK" && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
    event.preventDefault();
    openSearch();
    return;
  }
  if (event.ctrlKey || event.metaKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  // By its place too: on a Cyrillic layout the key beside the right Shift gives no question mark.
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) {
    event.preventDefault();
    keys.showModal();
  } else if (SEARCH_KEYS.has(event.code) && !event.shiftKey) {
    event.preventDefault();
    if (field) field.focus();
    else openSearch();
  } else if (/^(?:Digit|Numpad)[1-9]$/.test(event.code) && !event.shiftKey) {
    const button = document.querySelectorAll("#say [data-copy]")[Number(event.code.at(-1)) - 1];
    if (button) copyPhrase(button, toast);
  }
});

// --- Where the reader is in the handbook, and on the page -----------------------------------------------------------

const side = document.getElementById("contents");
const here = side?.querySelector("li li [aria-current=page]");
// Only the list itself may move, never the page.
if (here && side.scrollHeight > side.clientHeight) side.scrollTop = here.offsetTop - side.clientHeight / 2;

const sectionLinks = new Map(
  [...document.querySelectorAll(".sections a")].map((link) => [link.hash.slice(1), link]),
);
if (sectionLinks.size) {
  const seen = new Set();
  const watcher = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes) {
        if (isIntersecting) seen.add(target.id);
        else seen.delete(target.id);
      }
      const first = [...sectionLinks.keys()].find((id) => seen.has(id));
      for (const [id, link] of sectionLinks) {
        if (id === first) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    },
    // A line a little below the bars: the section that crosses it is the one being read.
    { rootMargin: "-25% 0px -70% 0px" },
  );
  for (const id of sectionLinks.keys()) watcher.observe(document.getElementById(id));
}
