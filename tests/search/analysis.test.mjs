/** Text becomes the same words here as in Python: both read analysis.json. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fold, tokens, words } from "../../theme/assets/handbook/search/analysis.js";

const cases = JSON.parse(readFileSync(new URL("analysis.json", import.meta.url), "utf8"));

for (const { why, text, words: expected, folded } of cases) {
  test(why, () => {
    assert.deepEqual(words(text), expected);
    assert.deepEqual(words(text.normalize("NFD")), expected);
    assert.deepEqual(expected.map(fold), folded);
  });

  test(`places in the text: ${why}`, () => {
    for (const { word, start, end } of tokens(text.normalize("NFC"))) {
      // With the sign behind it: before a hyphen a single letter does not follow the text.
      const there = text.normalize("NFC").slice(start, end + 1);
      assert.equal(words(`${there} ${text}`)[0], word);
    }
  });
}
