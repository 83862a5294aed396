// The error page holds all languages; this leaves the one of the address, or else the browser's.

import { firstKnown } from "./languages.js";

const sections = [...document.querySelectorAll("[data-lost]")];
// The first language stands at the root, so every address begins with its home page: try it last.
const byPath = sections.slice(1).find((section) => location.pathname.startsWith(section.dataset.lost));
const byBrowser = firstKnown(navigator.languages, sections.map((section) => section.lang));
const shown = byPath ?? sections.find((section) => section.lang === byBrowser) ?? sections[0];

for (const section of sections) section.hidden = section !== shown;
document.documentElement.lang = shown.lang;
document.title = `404 – ${shown.dataset.name}`;
document.querySelector(".brand").href = shown.dataset.lost;
document.querySelector(".brand [data-name]").textContent = shown.dataset.name;

// The last part of the address is often what the reader wanted: `pl/laws/law-serch-first/`.
const wanted = location.pathname.split("/").filter(Boolean).at(-1) ?? "";
const words = wanted.replace(/\.html?$|[-_]+|%[0-9a-f]{0,2}/gi, " ").trim();
shown.querySelector("[data-seek]").search = new URLSearchParams({ q: words });
