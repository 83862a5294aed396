/**
 * Lets Python ask the engine: a job as JSON on each line of stdin, its answer as JSON on a line of stdout.
 * One process does them all, for starting Node.js costs more than most jobs.
 */

import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

import { fold, words } from "../../theme/assets/handbook/search/analysis.js";
import { createSearch } from "../../theme/assets/handbook/search/index.js";
import { Lexicon } from "../../theme/assets/handbook/search/lexicon.js";
import { unpackLayout, unpackNumbers, unpackPostings } from "../../theme/assets/handbook/search/postings.js";

const load = async (url) => JSON.parse(await readFile(url, "utf8"));
const searchOf = (site) => createSearch({ base: pathToFileURL(`${site}/`).href, load });

function inLexicon(data, asked, find) {
  const lexicon = new Lexicon(data);
  return asked.map((word) => find(lexicon, word));
}

const JOBS = {
  /** texts: [text] -> [{ words, folded }] */
  analyse: ({ texts }) => texts.map((text) => ({ words: words(text), folded: words(text).map(fold) })),

  /** data: a lexicon, words -> what `method` finds for each word */
  lookup: ({ data, words: asked }) => inLexicon(data, asked, (lexicon, word) => lexicon.lookup(word)),
  withPrefix: ({ data, words: asked }) => inLexicon(data, asked, (lexicon, word) => lexicon.withPrefix(word, 1000)),

  numbers: ({ packed }) => unpackNumbers(packed),
  postings: ({ packed }) => unpackPostings(packed),
  layout: ({ packed }) => unpackLayout(packed),

  /** site, queries: [{ query, language }], limit -> [[result]] */
  async search({ site, queries, limit }) {
    const { search } = searchOf(site);
    const answers = [];
    for (const { query, language } of queries) answers.push(await search(query, { language, limit }));
    return answers;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  console.log(JSON.stringify(await JOBS[job.do](job)));
}
