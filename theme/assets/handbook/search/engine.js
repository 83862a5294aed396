/**
 * Finds entries for a query. Touches neither the page nor the network: it is given indexes, and a
 * function that brings further ones when a word is not known.
 */

import { fold, isCyrillic, isLatin, tokens, words } from "./analysis.js";
import { Lexicon } from "./lexicon.js";
import { unpackLayout, unpackPostings } from "./postings.js";
import { otherLayouts } from "./readings.js";

export const DEFAULTS = {
  /** How much a reading of a word counts against the word as it stands in a text. */
  quality: {
    exact: 1,
    folded: 0.93,
    layout: 0.9,
    foreign: 0.85,
    spelled: 0.8,
    prefix: 0.75,
    unfinished: 0.4,
    slip: 0.6,
    slips: 0.4,
    beginning: 0.35,
  },
  /** How soon further occurrences of a word stop to matter (BM25's k1, for weighted counts). */
  saturation: 4,
  /** What a match in the rest of the text counts against one in the core fields. */
  restWeight: 0.35,
  /** How much a line that holds the whole query adds. */
  lineBonus: 1.6,
  /** Lines that stand for the entry: only these can earn the bonus in full. */
  lineFields: { title: 1.25, aliases: 1, heard: 0.9, summary: 0.5, first_move: 0.4, statement: 0.6, signs: 0.6 },
  /** What an entry without all words of the query keeps. */
  partial: 0.25,
  /** How much an entry gains from the signals that give it away. */
  fromSignals: 0.3,
  /** Kinds of entry that answer a question first, others being equal. */
  kinds: { archetypes: 1, situations: 1, laws: 0.97, strategies: 0.95, practices: 0.92, signals: 0.8 },
  /** Words that are read in other ways than as they stand, at most. */
  guessedWords: 8,
  /** Longer queries are cut here; a message that somebody pastes has about a hundred words. */
  longest: 200,
};

/** One index: what is searched of a language. */
export class Index {
  constructor(data) {
    this.language = data.language;
    this.lexicon = new Lexicon(data);
    this.fields = data.fields;
    this.size = data.layout.length;
    this.#layout = data.layout;
    this.#packed = data.postings;
  }

  #layout;
  #layouts = new Map();
  #packed;
  #postings;

  postings(term) {
    this.#postings ??= unpackPostings(this.#packed);
    return this.#postings[term] ?? [];
  }

  layout(document) {
    let known = this.#layouts.get(document);
    if (!known) this.#layouts.set(document, (known = unpackLayout(this.#layout[document])));
    return known;
  }

  /** How much a term tells: the rarer, the more; nothing for a word that has no postings. */
  weight(term) {
    const count = this.postings(term).length;
    return count ? Math.log(1 + (this.size - count + 0.5) / (count + 0.5)) : 0;
  }
}

/**
 * Reads the words of a query.
 *
 * `own` is the core index of the reader's language; `more(kind)` resolves to further indexes:
 * "rest" for the rest of its text, "foreign" for the cores of the other languages.
 * Returns for each word { word, candidates: [{ index, term, quality, kind }], void, guess }.
 */
export async function readQuery(query, own, more, options = DEFAULTS) {
  const text = query.normalize("NFC").slice(0, 20000);
  const found = tokens(text).slice(0, options.longest);
  const unfinished = !/\s$/.test(query);
  const read = found.map((token, i) => {
    const last = unfinished && i === found.length - 1 && found.length <= 12;
    return readPlain(token.word, own, last, options);
  });
  const unknown = () => read.filter((word) => !word.known).length;
  if (unknown()) await readOtherwise(text, found, read, own, more, options);
  return read;
}

function readPlain(word, own, last, { quality }) {
  const hits = direct(word, own, quality);
  const candidates = last ? withUnfinished(word, own, hits, quality) : hits;
  return { word, candidates, known: hits.length > 0, guess: false, kind: "direct" };
}

function direct(word, index, quality, factor = 1) {
  return index.lexicon.lookup(word).map(({ term, exact }) => ({
    index,
    term,
    quality: factor * (exact ? quality.exact : quality.folded),
    exact,
  }));
}

/** The last word may be unfinished: what begins with it counts too, a little. */
function withUnfinished(word, own, hits, quality) {
  if (word.length < 3) return hits;
  const known = new Set(hits.map((hit) => hit.term));
  const begun = own.lexicon
    .withPrefix(word, 12)
    .filter(({ term }) => !known.has(term))
    .map(({ term, extra }) => ({ index: own, term, quality: quality.unfinished / (1 + extra / 8) }));
  return hits.length ? [...hits, ...begun] : hits;
}

/** Tries other readings of the words that are not known, the likeliest first. */
async function readOtherwise(text, found, read, own, more, options) {
  const { quality } = options;
  const open = () => read.filter((word) => !word.known).slice(0, options.guessedWords);
  const settle = (word, candidates, kind, guess = false) => {
    if (!candidates.length) return;
    Object.assign(word, { candidates, known: true, guess, kind });
  };
  const long = found.length > 12;
  const least = found.length === 1 ? 2 : 3;

  for (const word of open()) {
    if (word.word.length < least) continue;
    const begun = own.lexicon.withPrefix(word.word, 30);
    settle(word, begun.map(({ term, extra }) => ({
      index: own, term, quality: quality.prefix / (1 + extra / 10),
    })), "prefix");
  }
  readLayouts(text, found, read, [own], quality.layout, settle);
  if (!open().length) return;

  const rest = await more("rest");
  for (const word of open()) {
    for (const index of rest) settle(word, direct(word.word, index, quality), "rest");
  }
  if (!open().length) return;

  // A query whose other words are the reader's language is most likely a slip in it.
  const ownWords = read.filter((word) => word.known && word.kind === "direct").length;
  if (ownWords && !long) {
    for (const word of open()) if (word.word.length > 5) settle(word, near(word.word, own, 1, quality), "slip", true);
  }
  if (!open().length) return;

  const foreign = await more("foreign");
  for (const word of open()) {
    const hits = foreign.flatMap((index) => direct(word.word, index, quality, quality.foreign));
    settle(word, hits, "foreign");
  }
  readLayouts(text, found, read, foreign, quality.layout * quality.foreign, settle);
  for (const word of open()) settle(word, spelled(word.word, [own, ...foreign], 0, quality), "spelled");
  if (long) return;
  for (const word of open()) settle(word, guesses(word.word, own, foreign, quality), "slip", true);
  readLayoutSlips(text, found, read, [own, ...foreign], quality, settle);
  for (const word of open()) settle(word, spelled(word.word, [own, ...foreign], 1, quality), "slip", true);
  for (const word of open()) {
    const begun = own.lexicon.withBeginning(word.word);
    settle(word, begun.map(({ term }) => ({ index: own, term, quality: quality.beginning })), "slip", true);
  }
}

/** Reads the whole text as typed on another layout: punctuation keys are letters there. */
function layoutWords(text, found) {
  const readings = [];
  for (const { text: other, locale } of otherLayouts(text)) {
    let from = 0;
    for (const chunk of other.split(/(\s+)/)) {
      const to = from + chunk.length;
      const inside = found.map((token, i) => [token, i]).filter(([t]) => t.start >= from && t.end <= to);
      if (inside.length) readings.push({ locale, words: words(chunk), at: inside.map(([, i]) => i) });
      from = to;
    }
  }
  return readings;
}

function readLayouts(text, found, read, indexes, factor, settle) {
  if (read.every((word) => word.known)) return;
  for (const { words: retyped, at } of layoutWords(text, found)) {
    if (at.every((i) => read[i].known) || !retyped.length) continue;
    const quality = { exact: factor, folded: factor * 0.93 };
    const hits = retyped.map((word) => indexes.flatMap((index) => fits(word, index) ? direct(word, index, quality) : []));
    if (!hits.every((list) => list.length)) continue;
    at.forEach((i, n) => settle(read[i], hits[Math.min(n, hits.length - 1)], "layout"));
  }
}

function readLayoutSlips(text, found, read, indexes, quality, settle) {
  if (read.every((word) => word.known)) return;
  for (const { words: retyped, at } of layoutWords(text, found)) {
    if (at.every((i) => read[i].known) || retyped.length !== 1) continue;
    for (const index of indexes) {
      if (!fits(retyped[0], index) || retyped[0].length < 4) continue;
      const begun = index.lexicon.withPrefix(retyped[0], 12).map(({ term, extra }) => ({
        index, term, quality: (quality.prefix * quality.layout) / (1 + extra / 10),
      }));
      const hits = begun.length ? begun : near(retyped[0], index, 1, quality);
      for (const i of at) if (!read[i].known) settle(read[i], hits, "layout", !begun.length);
    }
  }
}

const CYRILLIC = new Set(["ru", "uk"]);
const fits = (word, index) => isCyrillic(word) === CYRILLIC.has(index.language);

function spelled(word, indexes, slips, quality) {
  if (!isLatin(word) || word.length < 3 + slips) return [];
  return indexes
    .filter((index) => CYRILLIC.has(index.language))
    .flatMap((index) => index.lexicon.spelled(word, slips).map(({ term, slips: used }) => ({
      index, term, quality: quality.spelled * (used ? quality.slip : 1),
    })));
}

function near(word, index, most, quality) {
  if (word.length < 4 || word.length > 40 || !fits(word, index)) return [];
  return index.lexicon.near(word, most).map(({ term, distance }) => ({
    index, term, quality: distance > 1 ? quality.slips : quality.slip,
  }));
}

/** The words that were most likely meant: one slip, in the reader's language first; then two. */
function guesses(word, own, foreign, quality) {
  const most = word.length >= 8 ? 2 : 1;
  for (let slips = 1; slips <= most; slips++) {
    const mine = near(word, own, slips, quality);
    if (mine.length) return mine;
    const theirs = foreign.flatMap((index) => near(word, index, slips, quality));
    if (theirs.length) {
      return theirs.map((hit) => ({ ...hit, quality: hit.quality * quality.foreign }));
    }
  }
  return [];
}

/**
 * Ranks entries for the words of a query: BM25 over weighted fields, and more for a line that
 * holds the whole query, for entries that have all of its words, and for entries whose signals
 * match.
 *
 * `entries` gives `kinds` (a collection's name for each document) and `signals` (the documents of
 * its signals). Returns [{ document, score, guess, language, words }], best first.
 */
export function rank(read, entries, options = DEFAULTS) {
  const informative = read.filter((word) => word.candidates.some(({ index, term }) => index.weight(term)));
  if (!informative.length) return [];
  const scores = new Map();
  let total = 0;
  informative.forEach((word, number) => {
    const idf = Math.max(...word.candidates.map((c) => c.quality * c.index.weight(c.term)));
    total += idf;
    for (const [document, hit] of scoreWord(word, options)) {
      const sum = scores.get(document) ?? { score: 0, covered: 0, hits: [] };
      sum.score += hit.score;
      sum.covered += idf * hit.share;
      sum.hits.push({ ...hit, word, number, idf });
      scores.set(document, sum);
    }
  });
  const ranked = [...scores].map(([document, sum]) => {
    const coverage = sum.covered / total;
    const line = bestLine(sum.hits, document, total, informative.length, options);
    const score = sum.score * (options.partial + (1 - options.partial) * coverage ** 2) * (1 + options.lineBonus * line);
    return { document, score, hits: sum.hits };
  });
  return finish(ranked, entries, options);
}

/** What one word gives each document: its best candidate there. */
function scoreWord(word, options) {
  const best = new Map();
  for (const candidate of word.candidates) {
    const { index, term, quality } = candidate;
    const weight = index.weight(term);
    if (!weight) continue;
    for (const [document, lines] of index.postings(term)) {
      const { fields } = index.layout(document);
      let count = 0;
      for (const line of lines) count += index.fields[fields[line]][1];
      const core = index.fields.some(([name]) => name === "title");
      const part = quality * (core ? 1 : options.restWeight);
      const score = part * weight * (count / (count + options.saturation));
      const known = best.get(document);
      if (!known || score > known.score) {
        best.set(document, { score, share: Math.min(1, quality + 0.15), candidate, lines, core });
      }
    }
  }
  return best;
}

/** How much of the query stands in one line, and how much of the line is the query: 0 to 1. */
function bestLine(hits, document, total, wordCount, options) {
  const lines = new Map();
  for (const hit of hits) {
    if (!hit.core) continue;
    for (const line of hit.lines) {
      const key = `${hit.candidate.index.language}:${line}`;
      const known = lines.get(key) ?? { index: hit.candidate.index, line, idf: 0, count: 0 };
      known.idf += hit.idf * hit.candidate.quality;
      known.count += 1;
      lines.set(key, known);
    }
  }
  let best = 0;
  for (const { index, line, idf, count } of lines.values()) {
    const { fields, lengths } = index.layout(document);
    const field = options.lineFields[index.fields[fields[line]][0]] ?? 0;
    const ofQuery = idf / total;
    const ofLine = count / Math.max(lengths[line], count);
    const together = wordCount === 1 ? 0.35 + 0.65 * ofLine : 0.5 + 0.5 * ofLine;
    best = Math.max(best, field * ofQuery ** 1.5 * together);
  }
  return best;
}

function finish(ranked, { kinds, signals }, options) {
  const byDocument = new Map(ranked.map((entry) => [entry.document, entry]));
  const own = new Map(ranked.map((entry) => [entry.document, entry.score]));
  kinds.forEach((_, document) => {
    const given = signals[document].map((signal) => own.get(signal) ?? 0).filter((score) => score > 0);
    if (!given.length) return;
    const gain = options.fromSignals * given.reduce((sum, score) => sum + score, 0);
    const entry = byDocument.get(document);
    if (entry) entry.score += gain;
    else byDocument.set(document, { document, score: gain, hits: [] });
  });
  for (const entry of byDocument.values()) {
    entry.score *= options.kinds[kinds[entry.document]] ?? 1;
    const languages = entry.hits.map((hit) => hit.candidate.index.language);
    entry.language = mostFrequent(languages);
    entry.guess = entry.hits.length > 0 && entry.hits.every((hit) => hit.word.guess);
  }
  return [...byDocument.values()].sort((a, b) => b.score - a.score || a.document - b.document);
}

function mostFrequent(names) {
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** Where words of `text` are forms of the terms that matched: [[from, to], ...]. */
export function highlights(text, terms, index) {
  return tokens(text)
    .filter(({ word }) => index.lexicon.lookup(word).some(({ term }) => terms.has(term)))
    .map(({ start, end }) => [start, end]);
}

export { fold };
