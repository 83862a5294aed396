/** The wrong keyboard layout, both ways, and the order in which a query is read. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { otherLayouts } from "../../theme/assets/handbook/search/readings.js";

const onLatin = (text) => otherLayouts(text).map((reading) => reading.text);

test("Latin keys give Russian and Ukrainian", () => {
  assert.deepEqual(onLatin("ghbdtn"), ["привет", "привет"]);
  assert.deepEqual(onLatin("rkbtyn"), ["клиент", "клиент"]);
  assert.deepEqual(onLatin("rks'yn"), ["клыэнт", "клієнт"]);
  assert.deepEqual(onLatin("dbylb]d"), ["виндиъв", "виндиїв"]);
  assert.deepEqual(otherLayouts("a").map(({ locale }) => locale), ["ru", "uk"]);
});

test("punctuation keys are letters there, with Shift too", () => {
  assert.deepEqual(onLatin(";fkj,f"), ["жалоба", "жалоба"]);
  assert.deepEqual(onLatin(":FKJ<F"), ["жалоба", "жалоба"]);
  assert.deepEqual(onLatin("t`;br"), ["еёжик", "е’жик"]);
});

test("Cyrillic keys give Latin letters, once if both layouts agree", () => {
  assert.deepEqual(onLatin("сдшуте"), ["client"]);
  assert.ok(onLatin("зфыыцщкв").includes("password"));
  assert.ok(onLatin("зфііцщкв").includes("password"));
});

test("digits, spaces and what no key gives stay as they are", () => {
  assert.deepEqual(onLatin("12 😡\n"), ["12 😡\n", "12 😡\n"]);
  assert.deepEqual(onLatin(""), ["", ""]);
});

const RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";
const UKRAINIAN = "абвгдежзийклмнопрстуфхцчшщьюяіїє’";

test("there and back again, every letter", () => {
  for (const [alphabet, n] of [[RUSSIAN, 0], [UKRAINIAN, 1]]) {
    for (const letter of alphabet) {
      // An apostrophe alone is no sign of Cyrillic.
      const latin = onLatin(`ф${letter}`).map((text) => text.slice(1));
      assert.ok(latin.some((key) => onLatin(`a${key}`)[n] === `ф${letter}`), letter);
    }
  }
});
