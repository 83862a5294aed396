/**
 * The search of the handbook, for the page, a worker, or Node 20.
 *
 *     import { createSearch } from ".../assets/handbook/search/index.js";
 *     const { search } = createSearch({ base: "https://example.org/handbook/" });
 *     const results = await search("client shouts", { language: "en", limit: 5 });
 *
 * Files are fetched when they are first needed.
 */

import { foldedWords } from "./analysis.js";
import { DEFAULTS, Index, Synonyms, highlights, rank } from "./engine.js";
import { exchanger } from "./unpacking.js";
import { readQuery } from "./query.js";
import { nearTitles } from "./titles.js";

const FOLDER = "search/";

/**
 * Makes a search over the handbook at `base`, the address of its root, with or without a slash at its end.
 * `load(url)` resolves to the parsed JSON at an address; by default it is `fetch`.
 */
export function createSearch({ base, load = fetchJson }) {
  const root = new URL(FOLDER, String(base).replace(/\/?$/, "/"));
  const files = new Map();
  // No search waits for these.
  const arrivedTexts = new Map();
  const once = (name, make) => {
    if (!files.has(name)) {
      const made = make();
      files.set(name, made);
      // A failed download may succeed the next time.
      made.catch(() => files.delete(name));
    }
    return files.get(name);
  };
  const manifest = () => once("manifest", () => load(new URL("manifest.json", root)));
  const part = (language, kind) =>
    once(`${language}/${kind}`, async () => {
      const { languages } = await manifest();
      return load(new URL(languages[language][kind], root));
    });
  const core = (language) =>
    once(`index ${language}/core`, async () => new Index(await part(language, "core"), piece));
  /** What is read beside the core. */
  const beside = (language, kind, Part) =>
    once(`index ${language}/${kind}`, async () => {
      const [data, its] = await Promise.all([part(language, kind), core(language)]);
      return new Part(data, piece, its);
    });
  const rest = (language) => beside(language, "rest", Index);
  const synonyms = (language) => beside(language, "synonyms", Synonyms);
  const piece = (name) => once(name, () => load(new URL(name, root)));
  /** One document's item of every list in `columns`, which a large index has cut into pieces. */
  const row = async (columns, document) => {
    const { folder, size, letters, ...whole } = columns;
    const lists = folder ? await piece(`${folder}/${Math.floor(document / size)}.json`) : whole;
    const at = folder ? document % size : document;
    const readable = exchanger(letters);
    const read = (text) => (Array.isArray(text) ? text.map(read) : readable(text));
    const items = Object.entries(lists).map(([name, list]) => [name, name === "ids" ? list[at] : read(list[at])]);
    return Object.fromEntries(items);
  };

  /** The words of all titles; none of a large handbook, which has them in pieces. */
  const titles = (language) =>
    once(`titles ${language}`, async () => {
      const { letters, titles: all = [] } = (await part(language, "shown")).entries;
      return all.map(exchanger(letters)).map(foldedWords);
    });

  /** The languages of the handbook; the first one stands at the root of the site. */
  const languages = async () => Object.keys((await manifest()).languages);

  /**
   * Finds entries for a reader of `language`: at most `limit`, and only of one `collection` if it is named.
   * Resolves to a ranked list of { id, collection, language, title, url, summary, first_move,
   * score, guess, matched }. `url` is relative to `base`; `language` is the one that the words of
   * the query were found in; `guess` says that no word was found as it was typed.
   */
  async function search(query, { language, limit = 10, collection: only } = {}) {
    const known = await languages();
    const reader = known.includes(language) ? language : known[0];
    const text = String(query).slice(0, DEFAULTS.longestText);
    if (!text.trim()) return [];
    const [own, shown] = await Promise.all([core(reader), part(reader, "shown")]);
    const others = known.filter((other) => other !== reader);
    const failures = [];
    /** Further indexes with the words that begin so, as many as can be had: one's own language answers without them too. */
    const more = async (kind, letters) => {
      const wanted = {
        rest: () => [rest(reader), synonyms(reader)],
        foreign: () => others.map(core),
        synonyms: () => others.map(synonyms),
      };
      const prepare = async (coming) => {
        const index = await coming;
        await index.prepareWords(letters);
        return index;
      };
      const got = await Promise.allSettled(wanted[kind]().map(prepare));
      failures.push(...got.flatMap(({ status, reason }) => (status === "rejected" ? [reason] : [])));
      return got.flatMap(({ status, value }) => (status === "fulfilled" ? [value] : []));
    };
    const { read, letters } = await readQuery(text, own, more, DEFAULTS);
    const kinds = [...shown.kinds].map((kind) => shown.collections[parseInt(kind, 36)]);
    const named = isUnsure(read) ? nearTitles(text, await titles(reader), own.lexicon) : [];
    const ranked = rank(read, { kinds, signals: shown.signals, named });
    // "Nothing found" would be a lie.
    if (!ranked.length && failures.length) throw failures[0];
    const texts = arrivedTexts.get(reader);
    const prefix = reader === known[0] ? "" : `${reader}/`;
    const wanted = only ? ranked.filter(({ document }) => kinds[document] === only) : ranked;
    const results = wanted.slice(0, limit).map(async (entry) => {
      const [about, lines] = await Promise.all([
        row(shown.entries, entry.document),
        texts && row(texts, entry.document),
      ]);
      const collection = kinds[entry.document];
      return {
        id: about.ids,
        collection,
        language: entry.language ?? reader,
        title: about.titles,
        url: `${prefix}${collection}/${about.ids}/`,
        summary: about.summaries,
        first_move: about.leads,
        score: entry.score,
        guess: entry.guess,
        matched: matched(entry, own, about, lines?.lines, letters),
      };
    });
    return Promise.all(results);
  }

  /** Fetches the lines that show what matched; results have them from then on. */
  const loadTexts = async (language) => {
    arrivedTexts.set(language, await part(language, "texts"));
  };

  return { search, languages, loadTexts };
}

/** Whether a query typed by hand has words that no text has, as they stand or but for marks. */
const isUnsure = (read) => read.length <= DEFAULTS.shortQuery && read.some(({ candidates }) => !candidates.some(isSure));
const isSure = ({ quality }) => quality >= DEFAULTS.quality.folded;

/** What of an entry matched: [{ field, text, ranges }], the fields that every result shows first. */
function matched(entry, core, about, lines, letters) {
  const { document, hits } = entry;
  const mine = hits.flatMap((hit) => hit.word.candidates).filter(({ index }) => index === core);
  const terms = new Set(mine.map(({ term }) => term));
  if (!terms.size) return [];
  const always = [["title", about.titles], ["summary", about.summaries], ["first_move", about.leads]];
  const found = always
    .map(([field, text]) => ({ field, text, ranges: highlights(text, terms, core, letters) }))
    .filter(({ ranges }) => ranges.length);
  const line = lines && bestTextLine(hits, core, document);
  const text = line && core.textOf(lines, line.number);
  if (line && !always.some(([, other]) => other === text)) {
    found.push({ field: line.field, text, ranges: highlights(text, terms, core, letters) });
  }
  return found;
}

/** The line that holds most of the words that matched. */
function bestTextLine(hits, core, document) {
  const counts = new Map();
  for (const hit of hits) {
    const own = hit.lines.filter(({ index }) => index === core).map(({ line }) => line);
    for (const line of new Set(own)) counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? [];
  if (best === undefined) return null;
  return { number: best, field: core.fields[core.line(document, best).field][0] };
}

async function fetchJson(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

export { DEFAULTS };
