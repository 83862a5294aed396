/** The public module: what it loads and when, and in which order a query is read. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createSearch } from "../../theme/assets/handbook/search/index.js";
import { BASE, filesOf, tiny } from "./tiny.mjs";

const HANDBOOK = {
  en: { angry: ["Angry client", "shouting"], lost: ["Forgotten password", "login"], fast: ["Impatient client"] },
  pl: { angry: ["Zły klient", "krzyczy"], lost: ["Zapomniane hasło", "login"], fast: ["Niecierpliwy klient"] },
  ru: { angry: ["Злой клиент", "кричит"], lost: ["Забытый пароль", "логин"], fast: ["Нетерпеливый клиент"] },
  uk: { angry: ["Лютий клієнт", "кричить"], lost: ["Забутий пароль", "логін"], fast: ["Нетерплячий клієнт"] },
};
const ids = (results) => results.map((result) => result.id);

async function find(query, language = "en", options = {}) {
  return tiny(HANDBOOK, options).search(query, { language });
}

// --- Results -------------------------------------------------------------------------------------

test("a result has all that a page shows", async () => {
  const [found] = await find("angry", "en");
  const { score, ...rest } = found;
  assert.ok(score > 0);
  assert.deepEqual(rest, {
    id: "angry",
    collection: "archetypes",
    language: "en",
    title: "Angry client",
    url: "archetypes/angry/",
    summary: "About angry",
    first_move: "",
    guess: false,
    matched: [
      { field: "title", text: "Angry client", ranges: [[0, 5]] },
      { field: "summary", text: "About angry", ranges: [[6, 11]] },
    ],
  });
});

test("all languages but the first have a folder", async () => {
  assert.equal((await find("klient", "pl"))[0].url, "pl/archetypes/angry/");
});

test("as many results as asked for, and by itself ten", async () => {
  const many = { en: Object.fromEntries(Array.from({ length: 25 }, (_, n) => [`e${n}`, [`client ${n + 100}`]])) };
  const { search } = tiny(many);
  assert.equal((await search("client", { language: "en" })).length, 10);
  assert.equal((await search("client", { language: "en", limit: 3 })).length, 3);
  assert.equal((await search("client", { language: "en", limit: 100 })).length, 25);
  assert.deepEqual(await search("client", { language: "en", limit: 0 }), []);
});

test("of one collection only, if it is named", async () => {
  const only = (collection) => tiny(HANDBOOK).search("client", { language: "en", collection });
  assert.equal((await only("archetypes")).length, 2);
  assert.deepEqual(await only("laws"), []);
  assert.deepEqual(await only("__proto__"), []);
  assert.equal((await only("")).length, 2);
});

test("entries that match alike keep the order of the handbook", async () => {
  const { search } = tiny({ en: { b: ["same"], a: ["same"], c: ["same"] } });
  assert.deepEqual(ids(await search("same", { language: "en" })), ["b", "a", "c"]);
});

test("nothing asked, nothing found, and nothing loaded but the manifest", async () => {
  for (const query of ["", " ", "\t\n", null, undefined, "…?!", "😡"]) {
    const asked = [];
    const results = await find(query ?? "", "en", { asked });
    assert.deepEqual(results, []);
    if (!String(query ?? "").trim()) assert.deepEqual(asked, ["search/manifest.json"]);
  }
});

test("what is not text is read as text", async () => {
  const { search } = tiny({ en: { a: ["null"], b: ["42"] } });
  assert.deepEqual(ids(await search(null, { language: "en" })), ["a"]);
  assert.deepEqual(ids(await search(42, { language: "en" })), ["b"]);
});

test("of what somebody pastes by accident the beginning is read", async () => {
  assert.deepEqual(ids(await find(`angry ${"x".repeat(5_000_000)}`)), ["angry"]);
});

test("a language that the handbook has not is its first", async () => {
  for (const language of ["de", "", undefined, "__proto__", "constructor", "toString"]) {
    assert.equal((await tiny(HANDBOOK).search("angry", { language }))[0].title, "Angry client");
  }
  assert.equal((await tiny(HANDBOOK).search("angry"))[0].title, "Angry client");
});

test("the languages are those of the handbook, the first one first", async () => {
  assert.deepEqual(await tiny(HANDBOOK).languages(), ["en", "pl", "ru", "uk"]);
});

test("texts show which line matched once they are loaded", async () => {
  const { search, loadTexts } = tiny(HANDBOOK);
  const lineOf = async () => (await search("krzyczy", { language: "pl" }))[0].matched;
  assert.deepEqual(await lineOf(), []);
  await loadTexts("pl");
  assert.deepEqual(await lineOf(), [{ field: "aliases", text: "krzyczy", ranges: [[0, 7]] }]);
});

// --- Downloads -----------------------------------------------------------------------------------

test("a query in the reader's language loads nothing of the others, and nothing twice", async () => {
  const asked = [];
  const { search } = tiny(HANDBOOK, { asked });
  await search("angry", { language: "en" });
  await search("client", { language: "en" });
  assert.deepEqual(asked.sort(), ["search/en-core.json", "search/en-shown.json", "search/manifest.json"]);
});

for (const { why, query, more } of [
  { why: "is a synonym loads the rest and the synonyms", query: "furious", more: [] },
  { why: "is another language's loads their cores too", query: "krzyczy", more: ["pl-core", "ru-core", "uk-core"] },
  {
    why: "nobody knows loads the other languages' synonyms last", query: "xqzvw",
    more: ["pl-core", "pl-synonyms", "ru-core", "ru-synonyms", "uk-core", "uk-synonyms"],
  },
]) {
  test(`a word that ${why}`, async () => {
    const asked = [];
    await find(query, "en", { asked, synonyms: { en: [["furious", "angry"]] } });
    const words = query === "furious" ? ["en-words/1"] : [];
    const wanted = ["en-core", "en-rest", "en-shown", "en-synonyms", ...words, "manifest", ...more];
    assert.deepEqual(asked.sort(), wanted.map((name) => `search/${name}.json`));
  });
}

test("queries at the same time share their downloads", async () => {
  const asked = [];
  const { search } = tiny(HANDBOOK, { asked });
  await Promise.all(["angry", "client", "login"].map((query) => search(query, { language: "en" })));
  assert.equal(asked.length, new Set(asked).size);
});

for (const lost of ["manifest", "en-core", "en-shown"]) {
  test(`a failed download of ${lost} is told, and tried again the next time`, async () => {
    let broken = true;
    const { search } = tiny(HANDBOOK, { fails: (url) => broken && url.includes(lost) });
    await assert.rejects(search("angry", { language: "en" }), /no https/);
    await assert.rejects(search("angry", { language: "en" }), /no https/);
    broken = false;
    assert.deepEqual(ids(await search("angry", { language: "en" })), ["angry"]);
  });
}

test("when only the other languages fail, one's own still answers", async () => {
  let broken = true;
  const { search } = tiny(HANDBOOK, { fails: (url) => broken && /rest|pl-core/.test(url) });
  assert.deepEqual(ids(await search("angri", { language: "en" })), ["angry"]);
  // What stands in what is missing, nobody can know: that is not "nothing found".
  await assert.rejects(search("krzyczy", { language: "en" }), /no https/);
  broken = false;
  assert.deepEqual(ids(await search("krzyczy", { language: "en" })), ["angry"]);
});

test("a piece of the synonyms that does not come is no reason to find nothing", async () => {
  const { search } = tiny(HANDBOOK, { synonyms: SYNONYMS, fails: (url) => url.includes("words") });
  assert.deepEqual(ids(await search("furious client", { language: "en" })), ["angry", "fast"]);
});

test("no search waits for the texts", async () => {
  let arrive;
  const files = filesOf(HANDBOOK);
  const load = (url) => (String(url).includes("texts") ? new Promise((resolve) => (arrive = resolve)) : Promise.resolve(files[url]));
  const { search, loadTexts } = createSearch({ base: BASE, load });
  await search("angry", { language: "en" });
  const loading = loadTexts("en");
  assert.deepEqual(ids(await search("angry", { language: "en" })), ["angry"]);
  arrive(files[`${BASE}search/en-texts.json`]);
  await loading;
});

test("texts that do not come are no reason to find nothing", async () => {
  const { search, loadTexts } = tiny(HANDBOOK, { fails: (url) => url.includes("texts") });
  await assert.rejects(loadTexts("en"), /no https/);
  assert.deepEqual(ids(await search("angry", { language: "en" })), ["angry"]);
});

for (const base of [BASE, BASE.slice(0, -1), new URL(BASE)]) {
  test(`the handbook at ${typeof base} ${base}`, async () => {
    assert.deepEqual(ids(await find("angry", "en", { base })), ["angry"]);
  });
}

test("by itself it fetches, and says what it could not have", async () => {
  const files = filesOf(HANDBOOK);
  const before = globalThis.fetch;
  globalThis.fetch = async (url) => ({ ok: String(url) in files, status: 404, json: async () => files[url] });
  try {
    assert.deepEqual(ids(await createSearch({ base: BASE }).search("angry", { language: "en" })), ["angry"]);
    const elsewhere = createSearch({ base: "https://example.org/elsewhere/" });
    await assert.rejects(elsewhere.search("angry"), /elsewhere\/search\/manifest\.json: 404/);
  } finally {
    globalThis.fetch = before;
  }
});

// --- The order of readings -----------------------------------------------------------------------

const READINGS = [
  { why: "as it stands", query: "krzyczy", language: "pl", id: "angry", in: "pl" },
  { why: "without marks", query: "zly", language: "pl", id: "angry", in: "pl" },
  { why: "in another language", query: "krzyczy", language: "en", id: "angry", in: "pl" },
  { why: "in another language without marks", query: "haslo", language: "en", id: "lost", in: "pl" },
  { why: "on the other layout", query: "gfhjkm", language: "ru", id: "lost", in: "ru" },
  { why: "on the Ukrainian layout", query: "rks'yn", language: "uk", id: "angry", in: "uk" },
  { why: "Latin words on a Cyrillic layout", query: "сдшуте", language: "en", id: "angry", in: "en" },
  { why: "in Latin letters", query: "parol", language: "ru", id: "lost", in: "ru" },
  { why: "in Latin letters, from another language's page", query: "neterpelivyy", language: "en", id: "fast", in: "ru" },
  { why: "on the other layout, from another language's page", query: "ytnthgtkbdsq", language: "pl", id: "fast", in: "ru" },
  { why: "unfinished", query: "niecierp", language: "pl", id: "fast", in: "pl" },
  { why: "with a slip", query: "niecerpliwy", language: "pl", id: "fast", in: "pl", guess: false },
  { why: "Russian letters on a Ukrainian page", query: "клиент", language: "uk", id: "angry", in: null },
];

for (const { why, query, language, id, in: expected } of READINGS) {
  test(`a word ${why}: ${query}`, async () => {
    const results = await find(query, language);
    assert.equal(results[0]?.id, id);
    if (expected) assert.equal(results[0].language, expected);
  });
}

test("a direct hit beats every fall-back", async () => {
  // "login" is Polish and English; "parol" a slip of "patrol" before it is Russian.
  const { search } = tiny({
    en: { slip: ["patrol"], latin: ["aaa"], direct: ["ghbdtn"] },
    ru: { slip: ["ббб"], latin: ["пароль"], direct: ["привет"] },
  });
  assert.deepEqual(ids(await search("ghbdtn", { language: "en" })), ["direct"]);
  assert.deepEqual(ids(await search("parol", { language: "en" })), ["latin"]);
  assert.deepEqual(ids(await search("parol", { language: "ru" })), ["latin"]);
  assert.deepEqual(ids(await search("petrol", { language: "en" })), ["slip"]);
});

test("a whole search word beats its words in longer ones", async () => {
  const { search } = tiny({
    en: {
      many: ["Client in a hurry", "wants a refund of last week at once", "wants this", "refund first", "a refund he wants"],
      whole: ["Money back", "wants a refund"],
    },
  });
  assert.deepEqual(ids(await search("wants a refund", { language: "en" })), ["whole", "many"]);
});

test("an exact form beats its folded twin", async () => {
  const { search } = tiny({ pl: { folded: ["wyzywa"], exact: ["wyżywa"] } });
  assert.deepEqual(ids(await search("wyżywa", { language: "pl" })), ["exact", "folded"]);
  assert.deepEqual(ids(await search("wyzywa", { language: "pl" })), ["folded", "exact"]);
});

test("the reader's language comes before another one that has the word too", async () => {
  const { search } = tiny({ en: { other: ["xxx"], own: ["login"] }, pl: { other: ["login"], own: ["yyy"] } });
  assert.deepEqual(ids(await search("login", { language: "en" })), ["own"]);
  assert.deepEqual(ids(await search("login", { language: "pl" })), ["other"]);
});

test("a word is only unfinished while it is being typed", async () => {
  const { search } = tiny({ en: { whole: ["log"], longer: ["logical"] } });
  assert.deepEqual(ids(await search("log", { language: "en" })), ["whole", "longer"]);
  assert.deepEqual(ids(await search("log ", { language: "en" })), ["whole"]);
});

const SYNONYMS = { en: [["furious", "angry"], ["code", "login", "password"]], pl: [["wrzeszczy", "krzyczy"]] };

for (const { why, query, language, found } of [
  { why: "leads to the word that the text has", query: "furious", language: "en", found: ["angry"] },
  { why: "may have a slip", query: "furoius", language: "en", found: ["angry"] },
  { why: "may be unfinished", query: "furio", language: "en", found: ["angry"] },
  { why: "may be typed on the other layout", query: "агкшщгы", language: "en", found: ["angry"] },
  { why: "helps the other words of the query", query: "furious client", language: "en", found: ["angry", "fast"] },
  { why: "of another language leads to its text", query: "wrzeszczy", language: "en", found: ["angry"] },
  { why: "of another page's language is known there too", query: "code", language: "pl", found: ["lost"] },
]) {
  test(`a synonym ${why}: ${query}`, async () => {
    assert.deepEqual(ids(await find(query, language, { synonyms: SYNONYMS })), found);
  });
}

test("a synonym is no guess, and shows which word it stands for", async () => {
  const [first] = await find("furious", "en", { synonyms: SYNONYMS });
  assert.equal(first.guess, false);
  assert.deepEqual(first.matched[0], { field: "title", text: "Angry client", ranges: [[0, 5]] });
});

test("the word itself beats its synonyms", async () => {
  const { search } = tiny(
    { en: { other: ["boss"], own: ["manager"] } },
    { synonyms: { en: [["boss", "manager"]] } },
  );
  assert.deepEqual(ids(await search("manager", { language: "en" })), ["own"]);
  assert.deepEqual(ids(await search("manager unheard-of", { language: "en" })), ["own", "other"]);
});

// --- Titles with slips ---------------------------------------------------------------------------

const TITLES = {
  en: {
    clear: ["Quick answers first", "agents promise a call"], named: ["Promise a time at once", "later"],
    other: ["Promise a place at once", "x"],
  },
  ru: {
    clear: ["Ответы", "обещайте время сразу клиенту"], named: ["Клиент уже звонил", "x"],
    other: ["Обещайте решение", "звонил клиент"],
  },
};

for (const { why, query, language, first } of [
  { why: "two slips in two words", query: "promisse a time at onse", language: "en", first: "named" },
  { why: "a slip on the other layout", query: "зкщьшыу ф ешьу фе щтыу", language: "en", first: "named" },
  { why: "slips in Latin letters", query: "klent uje zvonill", language: "ru", first: "named" },
  { why: "exactly in Latin letters, with a slip", query: "obeschajte reshenie", language: "ru", first: "other" },
]) {
  test(`a title is recognized by ${why}: ${query}`, async () => {
    assert.equal(ids(await tiny(TITLES).search(query, { language }))[0], first);
  });
}

test("a title of one word with slips that no way to look it up finds is a guess", async () => {
  const titles = { ru: { named: ["Паникёр", "x"], other: ["Клиент", "y"] } };
  const found = await tiny(titles).search("pankyior", { language: "ru" });
  assert.deepEqual(found.map(({ id, guess }) => [id, guess]), [["named", true]]);
  assert.ok(found[0].score > 0);
});

test("a query with more or fewer words is no title with slips", async () => {
  assert.notEqual(ids(await tiny(TITLES).search("agents promisse a call", { language: "en" }))[0], "named");
});

// --- Guesses -------------------------------------------------------------------------------------

const GUESSES = [
  ["angry", false], ["angry client", false], ["angyr client", false],
  ["angyr", true], ["angyr cleint", true], ["angyr xqzv vvqx", true], ["angry xqzv vvqx", true],
  ["ang", false], ["krzyczy", false],
];

for (const [query, guess] of GUESSES) {
  test(`${query} is ${guess ? "a" : "no"} guess`, async () => {
    const [first] = await find(query, "en");
    assert.equal(first.id, "angry");
    assert.equal(first.guess, guess);
  });
}
