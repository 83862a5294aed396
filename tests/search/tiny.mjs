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
    const { pieces, ...synonymsOf } = grouped(language, synonyms[language] ?? [], core.order);
    Object.assign(files, pieces);
    const parts = {
      core: core.data,
      rest: searched(language, "rest", [["meaning", 1]], Object.values(entries).map(() => [])).data,
      synonyms: synonymsOf,
      shown: shown(entries),
      texts: { letters: "", lines: Object.values(entries) },
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
  entries.flat().forEach((line, number) => {
    for (const word of new Set(words(line))) places.set(word, [...(places.get(word) ?? []), number]);
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
    postings: order.map((word) => list(places.get(word))).join(""),
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
  const meanings = groups.map((group) => group.map((word) => terms.indexOf(word)).filter((number) => number >= 0));
  const own = order.map((word) => [...groups.keys()].filter((number) => groups[number].includes(word)));
  const written = (lists) => lists.map((numbers) => list(numbers.sort((a, b) => a - b))).join("");
  const letters = Object.keys(lexicon.lexicon);
  const folder = `${language}-words`;
  const pieces = letters.map((letter, n) => [`${BASE}search/${folder}/${n}.json`, [...lexicon.lexicon[letter], { 0: "" }]]);
  return {
    version: 4, language, part: "synonyms", letters: "", endings: [], lexicon: { letters: letters.join(""), folder },
    meanings: written(meanings), groups: written(own), pieces: Object.fromEntries(pieces),
  };
}

/** Ascending numbers: how many, and the steps between them. */
function list(numbers) {
  return [numbers.length, ...numbers.map((number, i) => number - (numbers[i - 1] ?? 0))].map(vlq).join("");
}

function vlq(number) {
  return number < 32 ? DIGITS[number] : DIGITS[32 + (number % 32)] + vlq(Math.floor(number / 32));
}

function shown(entries) {
  const ids = Object.keys(entries);
  return {
    collections: ["archetypes"],
    kinds: "0".repeat(ids.length),
    signals: ids.map(() => []),
    entries: {
      letters: "",
      ids,
      titles: ids.map((id) => entries[id][0]),
      summaries: ids.map((id) => `About ${id}`),
      leads: ids.map(() => ""),
    },
  };
}
