/** Runs queries against the engine: cases as JSON lines on stdin, results as JSON lines on stdout. */

import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [module, site, limit = "10"] = process.argv.slice(2);
const { createSearch } = await import(pathToFileURL(module).href);
const load = async (url) => JSON.parse(await readFile(url, "utf8"));
const { search } = createSearch({ base: pathToFileURL(`${site}/`).href, load });

for await (const line of createInterface({ input: process.stdin })) {
  const { query, reader } = JSON.parse(line);
  const start = performance.now();
  const results = await search(query, { language: reader, limit: Number(limit) });
  const milliseconds = performance.now() - start;
  const ids = results.map((result) => result.id);
  const languages = results.map((result) => result.language);
  console.log(JSON.stringify({ ids, languages, guess: results[0]?.guess ?? false, milliseconds }));
}
