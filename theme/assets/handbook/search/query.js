/**
 * Reads a query: which terms of which index each of its words may mean.
 *
 * A query is read as a whole first - as it stands, on another keyboard layout, in Latin letters, in
 * another language - because its words were typed by one hand in one way. Only the words that the
 * best such reading leaves open are then read one by one, the likeliest way first.
 */

import { fold, isCyrillic, isLatin, tokens, words } from "./analysis.js";
import { mostSlips, otherLayouts, spellingsAt } from "./readings.js";

/** No word that somebody means is longer; looking for its like would only take time. */
const LONGEST = 40;
const MOST_PIECES = 8;
const CYRILLIC = new Set(["ru", "uk"]);
/** A folded match with other letters may be another language's word: "пароль" is not "пароли". */
const OWN_LETTERS = {
  ru: /^[а-яё’]+$/,
  uk: /^[абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’]+$/,
  pl: /^[a-ząćęłńóśźż’]+$/,
  ro: /^[a-zăâîșțşţ’]+$/,
  en: /^[a-z’]+$/,
};

/**
 * Resolves to the words of a query: [{ word, candidates, guess }], where a candidate is
 * { index, term, quality }. A word that nothing knows has no candidates. With them come the `letters`
 * that words may begin with, in any reading: { read, letters }.
 *
 * `own` is the core index of the reader's language; `more(kind, letters)` resolves to what else may know
 * its words, with all that begin so: "rest" to the rest of its text and its synonyms, "foreign" to the cores of the other languages, "synonyms" to theirs.
 */
export async function readQuery(query, own, more, options) {
  const context = contextOf(query, own, options);
  const letters = firstLetters(context);
  const bring = (kind) => more(kind, letters);
  await own.prepareWords(letters);
  const read = (await readByCore(context, bring)) ?? (await readByAll(context, bring));
  return { read: await withPostings(read, own), letters };
}

/** Brings where the terms stand; what other indexes cannot bring is as if they did not know it. */
async function withPostings(read, own) {
  const terms = new Map();
  for (const { index, term } of read.flatMap((word) => word.candidates)) {
    terms.set(index, [...(terms.get(index) ?? []), term]);
  }
  const indexes = [...terms.keys()];
  const got = await Promise.allSettled(indexes.map((index) => index.prepareTerms(terms.get(index))));
  const lost = new Map(indexes.map((index, i) => [index, got[i].reason]).filter(([, reason]) => reason));
  if (lost.has(own)) throw lost.get(own);
  const isHere = ({ index }) => !lost.has(index);
  return lost.size ? read.map((word) => ({ ...word, candidates: word.candidates.filter(isHere) })) : read;
}

/**
 * The letters that the words of a query may begin with. On another layout these are not the words' own
 * keys alone: ",fyrjv" is "банком", and no word begins with a comma.
 */
function firstLetters({ found, layouts }) {
  const typed = found.map(({ word }) => word);
  const retyped = layouts.flatMap((chunk) => chunk.words);
  const spelled = typed.flatMap((word) => spellingsAt(word, 0).map(([, letters]) => letters[0]));
  return new Set([...typed.map(firstOf), ...retyped.map(firstOf), ...spelled]);
}

const firstOf = (word) => fold(word)[0];

/** Cuts a query into its words, on the layout that it was typed on and on others. */
function contextOf(query, own, options) {
  const whole = query.normalize("NFC");
  const all = tokens(whole).slice(0, options.mostWords);
  const text = all.length < options.mostWords ? whole : whole.slice(0, all.at(-1).end);
  // Whoever types a word twice means it; a pasted message only repeats itself.
  const found = all.length > options.shortQuery ? unique(all) : all;
  const isTyping = !/\s$/.test(query) && found.length <= options.shortQuery;
  return { text, found, own, options, isTyping, layouts: layoutChunks(text, found) };
}

/** What the core of the reader's language makes of a query; null if it knows too little. */
async function readByCore(context, bring) {
  const { found, own, options, isTyping } = context;
  const direct = readDirectly(context, [own]);
  if (isClear(direct, options)) {
    const reading = isTyping ? withUnfinished(direct, context) : direct;
    // A large handbook's rest would cost more than it tells.
    if (found.length < options.sentence || own.isCut) return finish(context, reading);
    return finish(context, withRest(reading, context, await bring("rest")));
  }
  const begun = isTyping && readBeginning(context, direct);
  if (begun) return finish(context, begun);
  const retyped = readLayout(context, [own], 1);
  return retyped?.every((hits) => hits.length) ? finish(context, retyped) : null;
}

/** The same with all that the reader's language has; then with the others, as far as it takes. */
async function readByAll(context, bring) {
  const { found, own, options } = context;
  const home = [own, ...(await bring("rest"))];
  const direct = readDirectly(context, home);
  if (isClear(direct, options)) return finish(context, direct);
  const cores = (await bring("foreign")).map((core) => [core]);
  const readings = wholeReadings(context, home, cores);
  const all = [...readings.typed, ...readings.spelled];
  // A long text has strange words in plenty; a large handbook's query has fetched enough.
  const isEnough = found.length > options.shortQuery || own.isCut;
  if (isEnough || found.every((_, i) => all.some((reading) => reading[i].length))) {
    return fillGaps(context, readings, home, cores);
  }
  const synonyms = await bring("synonyms");
  const foreign = cores.map(([core]) => [core, ...synonyms.filter(({ language }) => language === core.language)]);
  return fillGaps(context, wholeReadings(context, home, foreign), home, foreign);
}

const unique = (found) => [...new Map([...found].reverse().map((token) => [token.word, token])).values()].reverse();
const isClear = (reading, { quality }) => reading.every((hits) => strength(hits) > quality.strange);

function finish({ found, options }, reading, guesses = new Set()) {
  return found.map(({ word }, i) => ({ word, candidates: besides(reading[i], options), guess: guesses.has(i) }));
}

/** Beside the word itself, what means the same counts less. */
function besides(hits, { quality }) {
  if (hits.every(({ synonym }) => synonym)) return hits;
  return hits.map((hit) => (hit.synonym ? { ...hit, quality: hit.quality * quality.besides } : hit));
}

// --- readings of the whole query ---------------------------------------------------------------

function readDirectly({ found, options }, indexes, factor = 1) {
  return found.map(({ word }) => lookup(word, indexes, options.quality, factor));
}

/** What the indexes of one language know of a word. */
function lookup(word, indexes, quality, factor = 1) {
  if (word.length > LONGEST) return [];
  const strange = !(OWN_LETTERS[indexes[0].language]?.test(word) ?? true) && /\p{L}/u.test(word);
  return indexes.flatMap((index) =>
    index.lexicon.lookup(word).flatMap(({ term, exact }) =>
      index.candidates(term, factor * (exact ? quality.exact : strange ? quality.strange : quality.folded), quality),
    ),
  );
}

/** What the same keys give on another layout; null where the letters do not fit the language. */
function readLayout({ found, layouts, options }, indexes, factor) {
  const reading = found.map(() => []);
  let fits = false;
  for (const { words: retyped, at } of layouts) {
    if (isCyrillic(retyped[0]) !== isWrittenInCyrillic(indexes)) continue;
    fits = true;
    const hits = retyped.map((word) => lookup(word, indexes, options.quality, factor * options.quality.layout));
    // One word on this layout may be two on the other, where punctuation keys are letters.
    const whole = retyped.length === at.length ? hits : at.map(() => (hits.every((h) => h.length) ? hits.flat() : []));
    at.forEach((i, n) => {
      if (better(whole[n], reading[i])) reading[i] = whole[n];
    });
  }
  return fits ? reading : null;
}

const strength = (hits) => Math.max(0, ...hits.map((hit) => hit.quality));
const better = (hits, others) => strength(hits) > strength(others);

/** Cyrillic words in Latin letters; null for a language that is not written in Cyrillic. */
function readSpelling({ found, options }, indexes, factor) {
  if (!isWrittenInCyrillic(indexes) || !found.every(({ word }) => !isCyrillic(word))) return null;
  return found.map(({ word }) => spelled(word, indexes, 0, options.quality, factor));
}

function spelled(word, indexes, slips, quality, factor = 1) {
  if (!isLatin(word) || word.length < 1 + 3 * slips || word.length > LONGEST) return [];
  for (const index of indexes) {
    const hits = index.lexicon.spelled(word, slips);
    // Walking a lexicon takes time; the core comes first.
    if (hits.length) {
      const surely = factor * quality.spelled * (slips ? quality.slip : 1);
      return hits.flatMap(({ term }) => index.candidates(term, surely, quality));
    }
  }
  return [];
}

/** The ways to read a query as a whole; `own` and each of `foreign` are the indexes of a language. */
function wholeReadings(context, own, foreign) {
  const factorOf = (indexes) => (indexes === own ? 1 : context.options.quality.foreign);
  const readAll = (...ways) =>
    ways.flatMap((read) => [own, ...foreign].map((indexes) => read(context, indexes, factorOf(indexes)))).filter(Boolean);
  return { typed: readAll(readDirectly, readLayout), spelled: readAll(readSpelling) };
}

/** The reading that knows most of the words; longer words say more. Equal ones count together. */
function best(readings, { found, options }) {
  let most = 0;
  let chosen = [];
  for (const reading of readings) {
    const sum = reading.reduce((part, hits, i) => part + strength(hits) * weightOf(found[i].word), 0);
    // Words that another language has all of are hardly a sentence of one that lacks some.
    const known = isClear(reading, options) ? sum * WHOLE : sum;
    if (known > most + CLOSE) [most, chosen] = [known, [reading]];
    else if (known > most - CLOSE) chosen.push(reading);
  }
  return found.map((_, i) => chosen.flatMap((reading) => reading[i]));
}

const CLOSE = 1e-6;
const WHOLE = 1.25;
const isWrittenInCyrillic = ([index]) => CYRILLIC.has(index.language);
const weightOf = (word) => Math.min(word.length, 8);

// --- words that are still open ------------------------------------------------------------------

/** What the rest of the text has of the same words; a sentence asks for more than names. */
function withRest(reading, { found, options }, rest) {
  if (found.length < options.sentence) return reading;
  return reading.map((hits, i) => [
    ...hits,
    ...(rest.length ? lookup(found[i].word, rest, options.quality) : []),
  ]);
}

/** The last word may be the beginning of a longer one even where it is a word itself. */
function withUnfinished(reading, { found, own, options }) {
  const last = found.length - 1;
  const hits = reading[last];
  if (!hits?.length || found[last].word.length < options.shortest) return reading;
  const known = new Set(hits.map((hit) => hit.term));
  const longer = begun(found[last].word, [own], options)
    .filter(({ term }) => !known.has(term))
    .map((hit) => ({ ...hit, quality: hit.quality * options.quality.unfinished }));
  return [...reading.slice(0, last), [...hits, ...longer]];
}

/** The last word may be unfinished, when all others are known: [hits] for each word, or null. */
function readBeginning({ found, own, options }, direct) {
  const last = found.length - 1;
  if (!direct.every((hits, i) => strength(hits) > options.quality.strange || i === last)) return null;
  const hits = begun(found[last].word, [own], options);
  return hits.length ? [...direct.slice(0, last), hits] : null;
}

function begun(word, indexes, { quality, shortest }) {
  if (word.length < shortest || word.length > LONGEST) return [];
  return indexes.flatMap((index) =>
    index.lexicon
      .withPrefix(word, 30)
      .flatMap(({ term, extra }) => index.candidates(term, quality.prefix / (1 + extra / 10), quality)),
  );
}

/** Reads what the core of the reader's language leaves open, with all that there is. */
function fillGaps(context, readings, own, foreign) {
  const { found, options } = context;
  const primary = best([...readings.typed, ...readings.spelled], context);
  const reading = [...primary];
  const guesses = new Set();
  const inOrder = [own, ...foreign];
  const language = languageOf(primary);
  const home = inOrder.find(([index]) => index.language === language) ?? own;
  const others = inOrder.filter((indexes) => indexes !== home);
  const long = found.length > options.shortQuery;
  const ways = [
    (word) => (long ? [] : begun(word, home, options)),
    (_, i) => bestOf(readings.typed.map((other) => other[i])),
  ];
  const guessing = [
    (word) => near(word, home, 1, options),
    (_, i) => bestOf(readings.spelled.map((other) => other[i])),
    (_, i) => layoutSlips(context, i, home),
    (word) => others.flatMap((indexes) => near(word, indexes, 1, options)),
    (word) => beginning(word, home, 0.7, options),
    (word) => near(word, home, 2, options),
    (_, i) => others.flatMap((indexes) => layoutSlips(context, i, indexes)),
    (word) => inOrder.flatMap((indexes) => spelledSlip(word, indexes, options)),
    (word) => others.flatMap((indexes) => near(word, indexes, 2, options)),
    (word) => beginning(word, home, 0.6, options),
  ];
  fill(reading, found, ways, () => {});
  const open = reading.filter((hits) => !hits.length).length;
  if (!long || open > found.length * options.mostlyUnknown) {
    fill(reading, found, guessing, (i) => guesses.add(i), options.guessedWords);
  }
  return finish(context, reading, guesses);
}

function fill(reading, found, ways, note, most = Infinity) {
  let tried = 0;
  found.forEach(({ word }, i) => {
    if (reading[i].length || ++tried > most) return;
    for (const way of ways) {
      const hits = way(word, i);
      if (!hits.length) continue;
      reading[i] = hits;
      note(i);
      return;
    }
  });
}

const bestOf = (lists) => lists.reduce((most, hits) => (better(hits, most) ? hits : most), []);

/** The language that the first known word of a reading was found in. */
function languageOf(reading) {
  return reading.find((hits) => hits.length)?.[0].index.language;
}

function near(word, indexes, most, { quality }) {
  // A number that is nearly another one is no slip.
  const fits = isWrittenInCyrillic(indexes) ? isCyrillic(word) : !isCyrillic(word) && /\p{Script=Latin}/u.test(word);
  if (!fits || most > mostSlips(word.length) || word.length > LONGEST) return [];
  const found = indexes.flatMap((index) => index.lexicon.near(word, most).map((hit) => ({ ...hit, index })));
  const nearest = Math.min(...found.map(({ distance }) => distance));
  return found
    .filter(({ distance }) => distance === nearest)
    .flatMap(({ index, term, distance }) =>
      index.candidates(term, distance > 1 ? quality.slips : quality.slip, quality),
    );
}

/** A word on another layout that is also unfinished or mistyped. */
function layoutSlips({ layouts, options }, i, indexes) {
  for (const { words: retyped, at } of layouts) {
    const word = retyped[at.indexOf(i)];
    if (!word || isCyrillic(word) !== isWrittenInCyrillic(indexes)) continue;
    const hits = begun(word, indexes, options);
    const found = hits.length ? hits : near(word, indexes, 1, options);
    if (found.length) return found.map((hit) => ({ ...hit, quality: hit.quality * options.quality.layout }));
  }
  return [];
}

function spelledSlip(word, indexes, { quality }) {
  return isWrittenInCyrillic(indexes) ? spelled(word, indexes, 1, quality) : [];
}

function beginning(word, indexes, share, { quality }) {
  if (word.length > LONGEST) return [];
  return indexes.flatMap((index) =>
    index.lexicon.withBeginning(word, share).flatMap(({ term }) => index.candidates(term, quality.beginning, quality)),
  );
}

/**
 * Retypes the text on other layouts, chunk by chunk between spaces: punctuation keys are letters
 * there, so a chunk may be one word that looks like two. `at` says which words it covers.
 */
function layoutChunks(text, found) {
  const chunks = [];
  for (const other of otherLayouts(text)) {
    let from = 0;
    for (const chunk of other.split(/(\s+)/)) {
      const to = from + chunk.length;
      const at = found.flatMap((token, i) => (token.start >= from && token.end <= to ? [i] : []));
      const retyped = at.length ? words(chunk) : [];
      // No word has more letters than this that stand on keys of punctuation.
      if (retyped.length && retyped.length <= at.length + MOST_PIECES) chunks.push({ words: retyped, at });
      from = to;
    }
  }
  return chunks;
}
