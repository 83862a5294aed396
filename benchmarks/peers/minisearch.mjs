/**
 * MiniSearch, set up as its manual does: one index a language, titles count double, prefixes, and slips by length.
 * Documents from a file, cases as JSON lines on stdin, results as JSON lines on stdout.
 */

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import MiniSearch from "minisearch";

const documents = JSON.parse(readFileSync(process.argv[2], "utf8"));
const indexes = new Map();
for (const [language, own] of Object.entries(documents)) {
  const index = new MiniSearch({ fields: ["title", "aliases", "text"], searchOptions: { boost: { title: 2 }, prefix: true, fuzzy: 0.2 } });
  index.addAll(own);
  indexes.set(language, index);
}

for await (const line of createInterface({ input: process.stdin })) {
  const { query, reader } = JSON.parse(line);
  const start = performance.now();
  const found = indexes.get(reader).search(query);
  const milliseconds = performance.now() - start;
  console.log(JSON.stringify({ pages: found.slice(0, 30).map(({ id }) => id), milliseconds }));
}
