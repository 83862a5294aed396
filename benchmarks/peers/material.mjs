/**
 * Material's own search, as its pages run it: the theme's worker (lunr) with the site's search_index.json.
 * Cases as JSON lines on stdin, results as JSON lines on stdout.
 */

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import vm from "node:vm";

const [worker, indexFile] = process.argv.slice(2);
const index = JSON.parse(readFileSync(indexFile, "utf8"));

const context = { console: { ...console, warn() {} }, setTimeout, URL };
context.self = context.globalThis = context;
let answer;
let listen;
context.postMessage = (message) => answer(message);
context.addEventListener = (_, listener) => (listen = listener);
context.importScripts = (...files) => {
  for (const file of files) vm.runInContext(readFileSync(join(dirname(worker), file), "utf8"), context);
};
vm.createContext(context);
vm.runInContext(readFileSync(worker, "utf8"), context);

const ask = (type, data) =>
  new Promise((resolve) => {
    answer = resolve;
    listen({ data: { type, data } });
  });

await ask(0, { ...index, options: { suggest: false } });
for await (const line of createInterface({ input: process.stdin })) {
  const { query } = JSON.parse(line);
  const start = performance.now();
  const { data } = await ask(2, query);
  const milliseconds = performance.now() - start;
  console.log(JSON.stringify({ pages: data.items.slice(0, 30).map(([page]) => page.location), milliseconds }));
}
