/** A search over a handbook of a few lines, packed by hand: every word is its own only form. */

import { fold, words } from "../../theme/assets/handbook/search/analysis.js";
import { createSearch } from "../../theme/assets/handbook/search/index.js";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const FIELDS = [["title", 8], ["aliases", 6]];
export const BASE = "https://example.org/handbook/";

/**
 * Makes the files of a search by their address: `handbook` gives for each language its entries,
 * { id: [title, alias, ...] }, all with the same ids in the same order; `synonyms` gives groups of words.
 */
export function filesOf(handbook, synonyms = {}) {
  const languages = {};
  const files = {};
  for (const [language, entries] of Object.entries(handbook)) {
    const core = searched(language, "core", FIELDS, Object.values(entries));
    const parts = {
      core: core.data,
      rest: searched(language, "rest", [["meaning", 1]], Object.values(entries).map(() => [])).data,
      synonyms: grouped(language, synonyms[language] ?? [], core.order),
      shown: shown(entries),
      texts: { lines: Object.values(entries) },
    };
    languages[language] = Object.fromEntries(Object.keys(parts).map((part) => [part, `${language}-${part}.json`]));
    for (const [part, data] of Object.entries(parts)) files[`${BASE}search/${language}-${part}.json`] = data;
  }
  files[`${BASE}search/manifest.json`] = { version: 4, languages };
  return files;
}

/** A search over such a handbook; `asked` collects what it loads. */
export function tiny(handbook, { base = BASE, asked = [], fails = () => false, synonyms = {} } = {}) {
  const files = filesOf(handbook, synonyms);
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
  const { order, lexicon } = packed(places.keys());
  const data = {
    version: 4,
    language,
    part,
    size: entries.length,
    fields,
    layout: entries.map((lines) => lines.map((line, n) => `${n ? "B" : "A"}${words(line).length}`).join("")),
    ...lexicon,
    ...(part === "core" ? {} : { letters: null, endings: [] }),
    weak: "",
    void: "",
    postings: order.map((word) => posting(places.get(word))).join(""),
  };
  return { data, order };
}

function packed(words) {
  const byLetter = new Map();
  for (const word of [...words].sort()) {
    const letter = fold(word)[0];
    byLetter.set(letter, [...(byLetter.get(letter) ?? []), word]);
  }
  const order = [];
  const lexicon = {};
  for (const [letter, own] of byLetter) {
    lexicon[letter] = [order.length, own.map((word) => `0${word},0`).join(";")];
    order.push(...own);
  }
  return { order, lexicon: { letters: "", endings: [""], lexicon } };
}

function grouped(language, groups, terms) {
  const { order, lexicon } = packed(new Set(groups.flat()));
  const numbers = (group, known) => {
    const found = group.map((word) => known.indexOf(word)).filter((number) => number >= 0).sort((a, b) => a - b);
    return [found.length, ...found.map((number, i) => number - (found[i - 1] ?? 0))];
  };
  const meanings = groups.flatMap((group) => numbers(group, terms));
  const own = order.map((word) => groups.flatMap((group, number) => (group.includes(word) ? [number] : [])));
  const its = own.flatMap((found) => numbers(found, [...groups.keys()]));
  const written = (list) => list.map((number) => DIGITS[number]).join("");
  return { version: 4, language, part: "synonyms", ...lexicon, letters: null, endings: [], meanings: written(meanings), groups: written(its) };
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
