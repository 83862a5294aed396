/**
 * Lets Python ask the engine: a job as JSON on each line of stdin, its answer as JSON on a line of stdout.
 * One process does them all, for starting Node.js costs more than most jobs.
 */

import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

import { fold, words } from "../../theme/assets/handbook/search/analysis.js";
import { Index } from "../../theme/assets/handbook/search/engine.js";
import { createSearch } from "../../theme/assets/handbook/search/index.js";
import { Lexicon } from "../../theme/assets/handbook/search/lexicon.js";
import { exchanger, unpackLayout, unpackNumbers } from "../../theme/assets/handbook/search/unpacking.js";

const load = async (url) => JSON.parse(await readFile(url, "utf8"));
const searchOf = (site) => createSearch({ base: pathToFileURL(`${site}/`).href, load });

function inLexicon(data, asked, find) {
  const lexicon = new Lexicon(data);
  return asked.map((word) => find(lexicon, word));
}

const FIELDS = {
  id: "string", collection: "string", language: "string", title: "string", url: "string", summary: "string",
  first_move: "string", score: "number", guess: "boolean",
};

/** What is wrong with a list of results. */
function faultsOf(results, known) {
  if (!Array.isArray(results)) return [`no list: ${results}`];
  const faults = [];
  results.forEach((result, i) => {
    for (const [name, type] of Object.entries(FIELDS)) {
      if (typeof result[name] !== type) faults.push(`${name}: ${result[name]}`);
    }
    if (!known.includes(result.language)) faults.push(`language: ${result.language}`);
    if (!(Number.isFinite(result.score) && result.score > 0)) faults.push(`score: ${result.score}`);
    if (i > 0 && result.score > results[i - 1].score) faults.push(`score: ${result.score} after a lower one`);
    for (const { field, text, ranges } of result.matched) {
      if (typeof field !== "string" || typeof text !== "string") faults.push(`matched: ${field}, ${text}`);
      let last = 0;
      for (const [from, to] of ranges) {
        if (!(last <= from && from < to && to <= text.length)) faults.push(`range: ${from}, ${to}`);
        last = to;
      }
    }
  });
  const ids = results.map((result) => result.id);
  if (new Set(ids).size < ids.length) faults.push(`twice: ${ids}`);
  return faults;
}

/** The names that every object has: a query that changes one of them changes the page. */
const inherited = () => JSON.stringify([Object.prototype, Array.prototype, Map.prototype].map((object) => Reflect.ownKeys(object).map(String)));

const JOBS = {
  /** texts: [text] -> [{ words, folded }] */
  analyse: ({ texts }) => texts.map((text) => ({ words: words(text), folded: words(text).map(fold) })),

  /** data: a lexicon, words -> what `method` finds for each word */
  lookup: ({ data, words: asked }) => inLexicon(data, asked, (lexicon, word) => lexicon.lookup(word)),
  withPrefix: ({ data, words: asked }) => inLexicon(data, asked, (lexicon, word) => lexicon.withPrefix(word, 1000)),

  numbers: ({ packed }) => unpackNumbers(packed),
  /** data: an index, terms -> the documents and lines of each term */
  postings: ({ data, terms }) => {
    const index = new Index(data);
    return terms.map((term) => index.postings(term));
  },
  exchange: ({ letters, texts }) => texts.map(exchanger(letters)),
  layout: ({ packed }) => unpackLayout(packed),

  /** site, queries: [{ query, language }], slow: milliseconds -> { asked, faults: [text] } */
  async fuzz({ site, queries, slow }) {
    const { search, languages, loadTexts } = searchOf(site);
    const known = await languages();
    const before = inherited();
    // Warm: every file read, every bucket unpacked, the code compiled.
    for (const language of known) {
      await loadTexts(language);
      for (const query of ["qwertyui", "йцукенгш", "shchyuya"]) await search(query, { language });
    }
    const faults = [];
    let slowest = 0;
    for (const { query, language } of queries) {
      const named = JSON.stringify(query.slice(0, 80));
      try {
        // The time of the processor, and the best of three: a busy machine or a sweep of the memory is no fault.
        let least = Infinity;
        for (let tries = 0; tries < 3 && least > slow; tries++) {
          const start = process.cpuUsage();
          const results = await search(query, { language });
          const { user, system } = process.cpuUsage(start);
          least = Math.min(least, (user + system) / 1000);
          faults.push(...faultsOf(results, known).map((fault) => `${named} [${language}]: ${fault}`));
        }
        slowest = Math.max(slowest, least);
        if (least > slow) faults.push(`${named} [${language}]: ${Math.round(least)} ms`);
      } catch (error) {
        faults.push(`${named} [${language}]: ${error.stack}`);
      }
    }
    if (inherited() !== before) faults.push("an inherited name was changed");
    return { asked: queries.length, slowest, faults: faults.slice(0, 20) };
  },

  /** site, queries: [{ query, language }], limit, texts: whether to show the lines that matched -> [[result]] */
  async search({ site, queries, limit, texts }) {
    const { search, loadTexts } = searchOf(site);
    if (texts) for (const { language } of queries) await loadTexts(language);
    const answers = [];
    for (const { query, language } of queries) answers.push(await search(query, { language, limit }));
    return answers;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  console.log(JSON.stringify(await JOBS[job.do](job)));
}
