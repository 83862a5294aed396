/** The look-ups in the table of forms, against plain and slow ways to the same answer. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fold } from "../../theme/assets/handbook/search/analysis.js";
import { Lexicon } from "../../theme/assets/handbook/search/lexicon.js";
import { random } from "./random.mjs";

/** A lexicon with one term for each word, in their order by first letter. */
function lexiconOf(words) {
  const buckets = new Map();
  for (const word of [...new Set(words)].sort()) {
    const letter = fold(word)[0];
    buckets.set(letter, [...(buckets.get(letter) ?? []), word]);
  }
  const terms = [];
  const lexicon = {};
  for (const [letter, own] of buckets) {
    lexicon[letter] = [terms.length, own.map((word) => `0${word},0`).join(";")];
    terms.push(...own);
  }
  return { lexicon: new Lexicon({ letters: "", endings: [""], lexicon }), terms };
}

/** Edit distance with neighbours exchanged, no letter touched twice: the textbook's table. */
function distance(a, b) {
  const table = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array(b.length).fill(0)]);
  for (let j = 0; j <= b.length; j++) table[0][j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      table[i][j] = Math.min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
      }
    }
  }
  return table[a.length][b.length];
}

/** Random words over few letters, so that many are near each other. */
function someWords({ integer, pick }, count, letters) {
  return Array.from({ length: count }, () => Array.from({ length: integer(1, 9) }, () => pick(letters)).join(""));
}

for (const most of [1, 2]) {
  test(`near() finds what the textbook finds within ${most}`, () => {
    const source = random(most);
    for (let round = 0; round < 40; round++) {
      const letters = source.pick(["abc", "abż", "абв", "abcdefgh"]);
      const { lexicon, terms } = lexiconOf(someWords(source, 60, letters));
      for (const word of someWords(source, 25, letters)) {
        const all = terms.map((term) => distance(fold(term), fold(word)));
        const nearest = Math.min(...all);
        const found = lexicon.near(word, most);
        const expected = terms.filter((_, i) => all[i] === nearest && nearest <= most);
        assert.equal(found.length, Math.min(8, expected.length), `${word} in ${terms}`);
        for (const hit of found) {
          assert.equal(hit.distance, nearest);
          assert.ok(expected.includes(terms[hit.term]));
        }
      }
    }
  });
}

test("near() puts words with the same first letter and length first", () => {
  const { lexicon, terms } = lexiconOf(["kosa", "rosa", "kos", "kosy"]);
  assert.deepEqual(lexicon.near("kose", 1).map(({ term }) => terms[term]), ["kosa", "kosy", "kos"]);
  assert.deepEqual(lexicon.near("zosa", 1).map(({ term }) => terms[term]), ["kosa", "rosa"]);
});

test("withPrefix() gives the shortest first, and no more than asked for", () => {
  const { lexicon, terms } = lexiconOf(["klient", "klientka", "klienci", "klawisz", "żółw"]);
  const found = (word, most) => lexicon.withPrefix(word, most).map(({ term, extra }) => [terms[term], extra]);
  assert.deepEqual(found("klien"), [["klient", 1], ["klienci", 2], ["klientka", 3]]);
  assert.deepEqual(found("klien", 1), [["klient", 1]]);
  assert.deepEqual(found("KLIEN".toLowerCase()), found("klien"));
  assert.deepEqual(found("zol"), [["żółw", 1]]);
  assert.deepEqual(found("x"), []);
});

test("withBeginning() reads a form that the table leaves out", () => {
  const { lexicon, terms } = lexiconOf(["krzyczeć", "krzyczy", "krowa"]);
  const found = (word, share) => lexicon.withBeginning(word, share).map(({ term }) => terms[term]);
  assert.deepEqual(found("krzyczącymi", 0.6), []);
  assert.deepEqual(found("krzyczano", 0.6), ["krzyczy", "krzyczeć"]);
  assert.deepEqual(found("kropka", 0.7), []);
});

const spellings = JSON.parse(readFileSync(new URL("spellings.json", import.meta.url), "utf8"));
const spellable = lexiconOf(spellings.map(({ word }) => word));

for (const { why, word, typed } of spellings) {
  test(`in Latin letters: ${why}`, () => {
    const found = (latin) => spellable.lexicon.spelled(latin, 0).map(({ term }) => spellable.terms[term]);
    const missed = typed.filter((latin) => !found(latin).includes(word));
    assert.deepEqual(missed, []);
  });
}

test("a slip in Latin letters", () => {
  const found = (latin) => spellable.lexicon.spelled(latin, 1).map(({ term, slips }) => [spellable.terms[term], slips]);
  assert.deepEqual(found("neterpleivyy"), []);
  assert.deepEqual(found("neterpelivvyy"), [["нетерпеливый", 0]]);
  assert.deepEqual(found("netrpelivyy"), [["нетерпеливый", 1]]);
  assert.deepEqual(found("neterpelikyy"), [["нетерпеливый", 1]]);
});

test("what no object has is no word", () => {
  const { lexicon } = lexiconOf(["klient"]);
  for (const word of ["__proto__", "constructor", "toString", "", "’", "\u{1d41a}", "\ud800"]) {
    assert.deepEqual(lexicon.lookup(word), []);
    assert.deepEqual(lexicon.withPrefix(word || "q"), []);
    assert.deepEqual(lexicon.withBeginning(word, 0.6), []);
  }
});
