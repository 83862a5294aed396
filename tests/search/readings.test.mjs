/** The wrong keyboard layout, both ways, and the order in which a query is read. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { otherLayouts } from "../../theme/assets/handbook/search/readings.js";

test("Latin keys give Russian and Ukrainian, once if both layouts agree", () => {
  assert.deepEqual(otherLayouts("ghbdtn"), ["привет"]);
  assert.deepEqual(otherLayouts("rkbtyn"), ["клиент"]);
  assert.deepEqual(otherLayouts("rks'yn"), ["клыэнт", "клієнт"]);
  assert.deepEqual(otherLayouts("dbylb]d"), ["виндиъв", "виндиїв"]);
});

test("punctuation keys are letters there, with Shift too", () => {
  assert.deepEqual(otherLayouts(";fkj,f"), ["жалоба"]);
  assert.deepEqual(otherLayouts(":FKJ<F"), ["жалоба"]);
  assert.deepEqual(otherLayouts("t`;br"), ["еёжик", "е’жик"]);
});

test("Cyrillic keys give Latin letters, once if both layouts agree", () => {
  assert.deepEqual(otherLayouts("сдшуте"), ["client"]);
  assert.ok(otherLayouts("зфыыцщкв").includes("password"));
  assert.ok(otherLayouts("зфііцщкв").includes("password"));
});

test("digits, spaces and what no key gives stay as they are", () => {
  assert.deepEqual(otherLayouts("12 😡\n"), ["12 😡\n"]);
  assert.deepEqual(otherLayouts(""), [""]);
});

const RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";
const UKRAINIAN = "абвгдежзийклмнопрстуфхцчшщьюяіїє’";

test("there and back again, every letter", () => {
  for (const letter of RUSSIAN + UKRAINIAN) {
    // An apostrophe alone is no sign of Cyrillic.
    const latin = otherLayouts(`ф${letter}`).map((text) => text.slice(1));
    assert.ok(latin.some((key) => otherLayouts(`a${key}`).includes(`ф${letter}`)), letter);
  }
});
