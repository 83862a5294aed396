/** Ranks entries for a query that has been read. Touches neither the page nor the network. */

import { fold, tokens } from "./analysis.js";
import { Lexicon } from "./lexicon.js";
import { unpackLayout, unpackLists, unpackNumbers } from "./unpacking.js";

export const DEFAULTS = {
  /** How much a reading of a word counts against the word as it stands in a text. */
  quality: {
    exact: 1,
    folded: 0.93,
    strange: 0.6,
    layout: 0.9,
    foreign: 0.85,
    spelled: 0.8,
    prefix: 0.75,
    unfinished: 0.5,
    slip: 0.6,
    slips: 0.4,
    beginning: 0.35,
    synonym: 0.87,
    /** What a synonym counts beside hits of the word itself. */
    besides: 0.4,
  },
  /** How soon further occurrences of a word stop to matter (BM25's k1, for weighted counts). */
  saturation: 12,
  /** What a match in the rest of the text counts against one in the core fields. */
  restWeight: 1.15,
  /** From this share of a title on, in words as they were typed, an entry counts as called by name. */
  wholeTitle: 0.55,
  /** What words that every text has ("do", "how") count against telling ones. */
  weakWeight: 0.45,
  /** What function words count, which only titles keep. */
  voidWeight: 0.15,
  /** How much a line that holds the whole query adds. */
  lineBonus: 1.4,
  /** How much an entry gains whose title is the query, no more and no less. */
  titleBonus: 3,
  /** The same for one of its search words, or for what it hears; a signal gains less, for it only points to the answer. */
  aliasBonus: 3,
  signalAliasBonus: 1,
  /** Lines that stand for the entry: only these can earn the bonus in full. */
  lineFields: { title: 1.25, aliases: 1, heard: 0.9, summary: 1.3 },
  /** What an entry without all words of the query keeps. */
  partial: 0.35,
  /** How much an entry gains from the signals that give it away. */
  fromSignals: 0.4,
  /** Kinds of entry that answer a question first, others being equal. */
  kinds: { archetypes: 1, situations: 1, laws: 1.03, strategies: 1.03, practices: 0.92, signals: 0.45 },
  /** The shortest word that counts as the beginning of another. */
  shortest: 3,
  /** From so many words on a query is a sentence: the rest of the text is worth its download. */
  sentence: 5,
  /** Up to so many words a query is typed by hand, so its words may be unfinished or mistyped. */
  shortQuery: 12,
  /** In a longer text slips are only looked for when more than this share of it is unknown. */
  mostlyUnknown: 0.6,
  /** Words that are guessed at, at most. */
  guessedWords: 8,
  /** Longer queries are cut; a message that somebody pastes has about a hundred words. */
  mostWords: 200,
  longestText: 20000,
};

/** As `_LINES` in handbook/search/index.py: how many numbers a large index keeps for each field of a document. */
const LINES = 32;
/** Nor does it say how long its lines are. */
const USUAL_LENGTH = 4;

function pieceOf(term, starts) {
  let number = 0;
  while (number + 1 < starts.length && starts[number + 1] <= term) number++;
  return number;
}

/**
 * One index: what is searched of a language. `load` resolves to the JSON of a file beside it; only
 * a large index, which is cut into pieces, needs it. What is not the core is packed on it.
 */
export class Index {
  #places;
  #layout;
  #numbersOf = new Map();
  #load;
  #pieces = new Map();
  #postings;
  #postingsOf = new Map();

  constructor(data, load, core) {
    this.language = data.language;
    this.lexicon = new Lexicon(data, core?.lexicon);
    this.fields = data.fields;
    this.size = data.size;
    this.weak = new Set(unpackNumbers(data.weak));
    this.void = new Set(unpackNumbers(data.void));
    this.isCore = data.part === "core";
    this.#layout = data.layout?.map(unpackLayout);
    /** For each line, through all documents, where it stands: [document, line]. */
    this.#places = this.#layout?.flatMap(({ fields }, document) => fields.map((_, line) => [document, line]));
    this.#postings = data.postings;
    this.#load = load;
    /** Whether the index is large and cut into pieces. */
    this.isCut = !data.layout;
  }

  /** What a query means by one of the terms. */
  candidates(term, quality) {
    return [{ index: this, term, quality }];
  }

  /** Brings the words that begin with these letters. */
  prepareWords(letters) {
    return this.lexicon.bring([...letters], this.#load);
  }

  /** Brings the postings of these terms. */
  async prepareTerms(terms) {
    const { starts, folder } = this.#postings;
    if (!starts) return;
    const numbers = new Set(terms.map((term) => pieceOf(term, starts)));
    await Promise.all([...numbers].map((number) => this.#bringPiece(number, starts, folder)));
  }

  #bringPiece(number, starts, folder) {
    if (!this.#pieces.has(number)) {
      const bring = async () => {
        const packed = await this.#load(`${folder}/${number}.json`);
        unpackLists(packed).forEach((lines, i) => this.#numbersOf.set(starts[number] + i, lines));
      };
      this.#pieces.set(number, bring());
      this.#pieces.get(number).catch(() => this.#pieces.delete(number));
    }
    return this.#pieces.get(number);
  }

  /** The lines that hold a term: [[document, lines], ...]. */
  postings(term) {
    if (typeof this.#postings === "string") {
      this.#numbersOf = new Map(unpackLists(this.#postings).entries());
      this.#postings = {};
    }
    const lines = this.#numbersOf.get(term);
    if (lines && !this.#postingsOf.has(term)) this.#postingsOf.set(term, this.#byDocument(lines));
    return this.#postingsOf.get(term) ?? [];
  }

  #byDocument(numbers) {
    const room = this.fields.length * LINES;
    const found = new Map();
    for (const number of numbers) {
      const [document, line] = this.#places ? this.#places[number] : [Math.floor(number / room), number % room];
      if (found.has(document)) found.get(document).push(line);
      else found.set(document, [line]);
    }
    return [...found];
  }

  /** Which field a line belongs to, and how many telling words it has: { field, length }. */
  line(document, line) {
    if (!this.#layout) return { field: Math.floor(line / LINES), length: USUAL_LENGTH };
    const { fields, lengths } = this.#layout[document];
    return { field: fields[line], length: lengths[line] };
  }

  /** The text of a line, among those of its document; a large index has them by field. */
  textOf(lines, line) {
    return this.isCut ? lines[Math.floor(line / LINES)][line % LINES] : lines[line];
  }

  /** How much a term tells: the rarer, the more; nothing for a word that has no postings. */
  weight(term, { weakWeight, voidWeight }) {
    const count = this.postings(term).length;
    if (!count) return 0;
    if (this.void.has(term)) return voidWeight;
    const rarity = Math.log(1 + (this.size - count + 0.5) / (count + 0.5));
    return this.weak.has(term) ? weakWeight * rarity : rarity;
  }
}

/** Words that lead to words of the core, which stand in the text and mean about the same. */
export class Synonyms {
  #core;
  #groups;
  #load;
  #meanings;

  constructor(data, load, core) {
    this.language = data.language;
    this.lexicon = new Lexicon(data);
    this.#core = core;
    this.#load = load;
    /** The groups of each of its words, and the words of the core that each group means. */
    this.#groups = unpackLists(data.groups);
    this.#meanings = unpackLists(data.meanings);
  }

  /** What a query means by one of the terms. */
  candidates(term, quality, { synonym }) {
    const terms = this.#groups[term].flatMap((group) => this.#meanings[group]);
    return terms.map((other) => ({ index: this.#core, term: other, quality: quality * synonym, synonym: true }));
  }

  prepareWords(letters) {
    return this.lexicon.bring([...letters], this.#load);
  }
}

/**
 * Ranks entries for the words of a query: BM25 over weighted fields, and more for a line that
 * holds the whole query, for entries that have all of its words, and for entries whose signals
 * match.
 *
 * `entries` gives `kinds` (a collection's name for each document), `signals` (the documents of
 * its signals) and `named` (documents whose title the query is, but for slips). Returns [{ document, score, guess, language, hits }], best first.
 */
export function rank(read, entries, options = DEFAULTS) {
  const informative = read.filter((word) => word.candidates.some(({ index, term }) => index.weight(term, options)));
  if (!informative.length && !entries.named.length) return [];
  const asked = {
    wordCount: read.filter((word) => !word.candidates.length).length + informative.length,
    telling: read.filter(isAsked).length,
  };
  const scores = new Map();
  let total = 0;
  informative.forEach((word, number) => {
    const idf = Math.max(...word.candidates.map((c) => c.quality * c.index.weight(c.term, options)));
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
    const { line, title, aliases } = bestLine(sum.hits, document, total, asked, options);
    const score = sum.score * (options.partial + (1 - options.partial) * coverage ** 1.5) * (1 + options.lineBonus * line);
    return { document, score, title, aliases, hits: sum.hits };
  });
  return sortEntries(ranked, entries, read, options);
}

/**
 * What one word gives each document: the score of its best candidate there, and the core lines that
 * hold any of its candidates.
 */
function scoreWord(word, options) {
  const best = new Map();
  for (const candidate of word.candidates) {
    const { index, term, quality } = candidate;
    const weight = index.weight(term, options);
    if (!weight) continue;
    const part = quality * weight * (index.isCore ? 1 : options.restWeight);
    for (const [document, lines] of index.postings(term)) {
      let count = 0;
      for (const line of lines) count += index.fields[index.line(document, line).field][1];
      const score = part * (count / (count + options.saturation));
      const known = best.get(document);
      const inLines = [...(known?.lines ?? []), ...(index.isCore ? lines.map((line) => ({ index, line, quality })) : [])];
      const better = !known || score > known.score;
      const chosen = better ? { score, share: Math.min(1, quality + 0.15), candidate } : known;
      best.set(document, { ...chosen, lines: inLines });
    }
  }
  return best;
}

/**
 * How much of the query stands in one line, and how much of the line is the query: 0 to 1.
 * `title` and `aliases` say how well the query is a whole title, or search word, no more and no less.
 */
function bestLine(hits, document, total, { wordCount, telling }, options) {
  const lines = new Map();
  for (const hit of hits) {
    const counted = new Set();
    for (const { index, line, quality } of hit.lines) {
      const key = `${index.language}:${line}`;
      if (counted.has(key)) continue;
      counted.add(key);
      const known = lines.get(key) ?? { index, line, idf: 0, count: 0 };
      known.idf += hit.idf * quality;
      known.count += 1;
      lines.set(key, known);
    }
  }
  let best = 0;
  const named = { title: 0, aliases: 0 };
  for (const { index, line, idf, count } of lines.values()) {
    const { field: number, length } = index.line(document, line);
    const name = index.fields[number][0];
    const field = options.lineFields[name] ?? 0;
    const ofQuery = idf / total;
    const ofLine = count / Math.max(length, count);
    const together = wordCount === 1 ? 0.35 + 0.65 * ofLine : 0.5 + 0.5 * ofLine;
    best = Math.max(best, field * ofQuery ** 0.8 * together);
    // Function words are only found in titles.
    const asked = name === "title" ? wordCount : telling;
    // One telling word may be all that a long search word has.
    const surely = name !== "title" && asked === 1 ? ofQuery / 3 : ofQuery;
    const kind = name === "heard" ? "aliases" : name;
    if (kind in named && count >= length && count === asked) named[kind] = Math.max(named[kind], surely);
  }
  return { line: best, ...named };
}

function sortEntries(ranked, entries, read, options) {
  const found = withNamed(withSignals(ranked, entries, options), entries, read);
  for (const entry of found) {
    const kind = entries.kinds[entry.document];
    const { titleBonus, [kind === "signals" ? "signalAliasBonus" : "aliasBonus"]: aliasBonus } = options;
    const called = titleBonus * (entry.title ?? 0) + aliasBonus * (entry.aliases ?? 0);
    entry.score *= (options.kinds[kind] ?? 1) * (1 + called);
    entry.language = mostFrequent(entry.hits.map((hit) => hit.candidate.index.language));
    entry.guess = isGuess([...entry.hits, ...(entry.given ?? [])], read);
  }
  const highest = Math.max(1, ...found.map(({ score }) => score));
  const isNamed = (entry) => entry.title >= options.wholeTitle || entries.named.includes(entry.document);
  for (const entry of found) if (isNamed(entry)) entry.score += highest;
  return found.sort((a, b) => b.score - a.score || a.document - b.document);
}

/** The same entries; where nobody knows a word, also those whose title the query is though no word led there. */
function withNamed(found, { named }, read) {
  if (read.every((word) => word.candidates.length)) return found;
  const known = new Set(found.map(({ document }) => document));
  const others = named.filter((document) => !known.has(document));
  return [...found, ...others.map((document) => ({ document, score: 0, hits: [] }))];
}

/** The same entries, each with its share of what its signals scored; and those that only have such a share. */
function withSignals(ranked, { signals }, options) {
  const byDocument = new Map(ranked.map((entry) => [entry.document, entry]));
  const own = new Map(ranked.map(({ document, score, hits }) => [document, { score, hits }]));
  signals.forEach((its, document) => {
    const given = its.map((signal) => own.get(signal)).filter(Boolean);
    if (!given.length) return;
    const gain = options.fromSignals * given.reduce((sum, { score }) => sum + score, 0);
    const entry = byDocument.get(document) ?? { document, score: 0, hits: [] };
    entry.score += gain;
    entry.given = given.flatMap(({ hits }) => hits);
    byDocument.set(document, entry);
  });
  return [...byDocument.values()];
}

/** Whether at most half of what was asked is there as it was typed; a slip counts half, what tells nothing not at all. */
function isGuess(all, read) {
  if (!all.length) return true;
  const hits = [...new Map(all.map((hit) => [hit.number, hit])).values()];
  const asked = read.filter(isAsked).length;
  const sure = hits.filter((hit) => tells(hit.word)).reduce((sum, hit) => sum + (hit.word.guess ? 0.5 : 1), 0);
  return asked > 0 && sure <= asked / 2;
}

const isAsked = (word) => !word.candidates.length || tells(word);
const tells = (word) => word.candidates.some(({ index, term }) => !index.void.has(term));

function mostFrequent(names) {
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/**
 * Where words of `text` are forms of the terms that matched: [[from, to], ...]. Of an index that is cut
 * only the words with the query's own `letters` are known: others came, if at all, for an earlier query.
 */
export function highlights(text, terms, index, letters) {
  return tokens(text)
    .filter(({ word }) => !index.isCut || letters.has(fold(word)[0]))
    .filter(({ word }) => index.lexicon.lookup(word).some(({ term }) => terms.has(term)))
    .map(({ start, end }) => [start, end]);
}
