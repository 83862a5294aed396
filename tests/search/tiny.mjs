/** A search over a handbook of a few lines, packed by hand: every word is its own only form. */

import { fold, words } from "../../theme/assets/handbook/search/analysis.js";
import { createSearch } from "../../theme/assets/handbook/search/index.js";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const FIELDS = [["title", 8], ["aliases", 6]];
export const BASE = "https://example.org/handbook/";

/**
 * Makes the files of a search by their address: `handbook` gives for each language its entries,
 * { id: [title, alias, ...] }, all with the same ids in the same order.
 */
export function filesOf(handbook) {
  const languages = {};
  const files = {};
  for (const [language, entries] of Object.entries(handbook)) {
    const parts = {
      core: searched(language, "core", FIELDS, Object.values(entries)),
      rest: searched(language, "rest", [["meaning", 1]], Object.values(entries).map(() => [])),
      shown: shown(entries),
      texts: { lines: Object.values(entries) },
    };
    languages[language] = Object.fromEntries(Object.keys(parts).map((part) => [part, `${language}-${part}.json`]));
    for (const [part, data] of Object.entries(parts)) files[`${BASE}search/${language}-${part}.json`] = data;
  }
  files[`${BASE}search/manifest.json`] = { version: 2, languages };
  return files;
}

/** A search over such a handbook; `asked` collects what it loads. */
export function tiny(handbook, { base = BASE, asked = [], fails = () => false } = {}) {
  const files = filesOf(handbook);
  const load = async (url) => {
    asked.push(String(url).slice(BASE.length));
    if (fails(String(url)) || !files[url]) throw new Error(`no ${url}`);
    return structuredClone(files[url]);
  };
  return createSearch({ base, load });
}

function searched(language, part, fields, entries) {
  const places = new Map();
  entries.forEach((lines, document) => {
    lines.forEach((line, number) => {
      for (const word of new Set(words(line))) {
        if (!places.has(word)) places.set(word, new Map());
        const known = places.get(word).get(document) ?? [];
        places.get(word).set(document, [...known, number]);
      }
    });
  });
  const byLetter = new Map();
  for (const word of [...places.keys()].sort()) {
    const letter = fold(word)[0];
    byLetter.set(letter, [...(byLetter.get(letter) ?? []), word]);
  }
  const order = [];
  const lexicon = {};
  for (const [letter, own] of byLetter) {
    lexicon[letter] = [order.length, own.map((word) => `0${word},0`).join(";")];
    order.push(...own);
  }
  return {
    version: 2,
    language,
    part,
    size: entries.length,
    fields,
    layout: entries.map((lines) => lines.map((line, n) => `${n ? "B" : "A"}${words(line).length}`).join("")),
    endings: [""],
    lexicon,
    weak: "",
    void: "",
    postings: order.map((word) => posting(places.get(word))).join(""),
  };
}

function posting(places) {
  const numbers = [places.size];
  let before = 0;
  for (const [document, lines] of places) {
    numbers.push(document - before, lines.length, ...lines.map((line, i) => line - (lines[i - 1] ?? 0)));
    before = document;
  }
  return numbers.map((number) => DIGITS[number]).join("");
}

function shown(entries) {
  const ids = Object.keys(entries);
  return {
    collections: ["archetypes"],
    kinds: "0".repeat(ids.length),
    signals: ids.map(() => []),
    entries: {
      ids,
      titles: ids.map((id) => entries[id][0]),
      summaries: ids.map((id) => `About ${id}`),
      leads: ids.map(() => ""),
    },
  };
}
