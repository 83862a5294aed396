/** The table of word forms of one index, unpacked bucket by bucket as queries need it. */

import { fold } from "./analysis.js";
import { spellingsAt } from "./readings.js";

/** As in handbook/search/lexicon.py: what stands for letters that would take two bytes. */
const SHORT = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&()*+./:<>?@[]^_`{}~";

export class Lexicon {
  #endings;
  #letters;
  #foldedEndings = new Map();
  #packed;
  #buckets = new Map();
  #absent;
  #isCut;

  /**
   * `letters`, `endings` and `lexicon` as handbook/search/lexicon.py packs them; where `letters` is null it is
   * packed on another one, `base`. A large index has the buckets in files of their own, each with the
   * endings that it uses: { letters, folder }.
   */
  constructor({ letters, endings, lexicon }, base) {
    this.#letters = letters === null ? base.#letters : new Map([...letters].map((letter, i) => [SHORT[i], letter]));
    this.#endings = letters === null ? [...base.#endings, ...endings] : endings;
    this.#isCut = typeof lexicon.folder === "string";
    this.#packed = new Map(this.#isCut ? [] : Object.entries(lexicon));
    this.#absent = new Map(this.#isCut ? [...lexicon.letters].map((letter, n) => [letter, `${lexicon.folder}/${n}.json`]) : []);
  }

  /** Brings the buckets of these first letters; `load` resolves to the JSON of a file. */
  async bring(letters, load) {
    const wanted = letters.filter((letter) => this.#absent.has(letter));
    await Promise.all(wanted.map(async (letter) => {
      const [first, packed, endings] = await load(this.#absent.get(letter));
      this.#packed.set(letter, [first, packed]);
      Object.assign(this.#endings, endings);
      this.#absent.delete(letter);
    }));
  }

  /** Terms that have `word` as a form: [{ term, exact }]; `exact` is false when only folded. */
  lookup(word) {
    const folded = fold(word);
    const forms = this.#bucket(folded[0])?.forms.get(folded);
    if (!forms) return [];
    const found = new Map();
    for (const { form, term } of forms) {
      found.set(term, (found.get(term) ?? false) || form === word);
    }
    return [...found].map(([term, exact]) => ({ term, exact }));
  }

  /** Terms that have a form beginning with `word`: [{ term, extra }], the shortest first. */
  withPrefix(word, most = 40) {
    const folded = fold(word);
    const bucket = this.#bucket(folded[0]);
    if (!bucket) return [];
    const found = new Map();
    for (let i = lowerBound(bucket.keys, folded); i < bucket.keys.length; i++) {
      const key = bucket.keys[i];
      if (!key.startsWith(folded)) break;
      for (const { term } of bucket.forms.get(key)) {
        const extra = key.length - folded.length;
        if (extra < (found.get(term) ?? Infinity)) found.set(term, extra);
      }
    }
    const sorted = [...found].map(([term, extra]) => ({ term, extra }));
    return sorted.sort((a, b) => a.extra - b.extra || a.term - b.term).slice(0, most);
  }

  /** Terms within `most` slips of `word`, the nearest only: [{ term, distance }]. */
  near(word, most) {
    const folded = fold(word);
    const found = new Map();
    // One slip can change the first letter, so every bucket may hold the word that was meant; of a
    // cut lexicon only those are looked at that begin as the word does.
    for (const bucket of this.#several([folded[0]])) searchNear(bucket, folded, most, found);
    const nearest = Math.min(...[...found.values()].map((hit) => hit.distance));
    return [...found]
      .filter(([, hit]) => hit.distance === nearest)
      .sort(([a, x], [b, y]) => x.rank - y.rank || a - b)
      .slice(0, 8)
      .map(([term, { distance }]) => ({ term, distance }));
  }

  /** Terms whose form may be spelled with these Latin letters: [{ term, slips }]. */
  spelled(latin, slips) {
    const found = new Map();
    for (const bucket of this.#several(spellingsAt(latin, 0).map(([, letters]) => letters[0]))) {
      searchSpelled(bucket, latin, slips, found);
    }
    const fewest = Math.min(...found.values());
    return [...found]
      .filter(([, used]) => used === fewest)
      .map(([term, used]) => ({ term, slips: used }))
      .sort((a, b) => a.term - b.term)
      .slice(0, 12);
  }

  /**
   * Terms that share at least `share` of `word`, from its beginning: [{ term }].
   * For forms that the table leaves out.
   */
  withBeginning(word, share) {
    const folded = fold(word);
    const bucket = this.#bucket(folded[0]);
    if (!bucket) return [];
    const least = Math.max(4, Math.ceil(folded.length * share));
    for (let length = folded.length - 1; length >= least; length--) {
      const start = folded.slice(0, length);
      const i = lowerBound(bucket.keys, start);
      if (bucket.keys[i]?.startsWith(start)) {
        // What was typed may go on a little longer than the known form, not the reverse.
        const hits = this.withPrefix(start, 8).filter((hit) => hit.extra <= 3);
        if (hits.length) return hits.map(({ term }) => ({ term }));
      }
    }
    return [];
  }

  /**
   * All buckets; where they come one by one, those of these first letters. Which others came for an
   * earlier query must not change the answer to this one.
   */
  *#several(letters) {
    for (const letter of this.#isCut ? new Set(letters) : this.#packed.keys()) {
      const bucket = this.#bucket(letter);
      if (bucket) yield bucket;
    }
  }

  #bucket(letter) {
    if (!this.#packed.has(letter)) return undefined;
    if (!this.#buckets.has(letter)) this.#buckets.set(letter, this.#unpack(letter));
    return this.#buckets.get(letter);
  }

  #unpack(letter) {
    let [next, packed] = this.#packed.get(letter);
    const forms = new Map();
    let stem = "";
    for (const item of this.#spellOut(packed).split(";")) {
      const comma = item.lastIndexOf(",");
      stem = stem.slice(0, parseInt(item[0], 36)) + item.slice(1, comma);
      const [endings, reference] = item.slice(comma + 1).split("=");
      const term = reference === undefined ? next++ : parseInt(reference, 36);
      const foldedStem = fold(stem);
      for (const [ending, foldedEnding] of this.#endingsOf(parseInt(endings, 36))) {
        const key = foldedStem + foldedEnding;
        const known = forms.get(key);
        if (known) known.push({ form: stem + ending, term });
        else forms.set(key, [{ form: stem + ending, term }]);
      }
    }
    const keys = [...forms.keys()].sort((a, b) => (a < b ? -1 : 1));
    return { forms, keys };
  }

  #spellOut(packed) {
    return this.#letters.size ? packed.replace(/[^0-9a-z]/g, (sign) => this.#letters.get(sign) ?? sign) : packed;
  }

  #endingsOf(number) {
    let known = this.#foldedEndings.get(number);
    if (!known) {
      known = this.#spellOut(this.#endings[number]).split("|").map((ending) => [ending, fold(ending)]);
      this.#foldedEndings.set(number, known);
    }
    return known;
  }
}

function lowerBound(keys, wanted, from = 0, to = keys.length) {
  while (from < to) {
    const middle = (from + to) >> 1;
    if (keys[middle] < wanted) from = middle + 1;
    else to = middle;
  }
  return from;
}

/**
 * Compares `word` with all keys at once, by optimal string alignment (Damerau-Levenshtein with
 * neighbouring letters exchanged at most once). The keys are sorted, so what two of them share is
 * computed once, and a beginning that is too far away is passed over with all that begin so.
 */
function searchNear({ forms, keys }, word, most, found) {
  const width = word.length + 1;
  const rows = [Int8Array.from({ length: width }, (_, i) => i)];
  let before = "";
  for (let i = 0; i < keys.length; ) {
    const key = keys[i];
    if (Math.abs(key.length - word.length) > most) {
      i++;
      continue;
    }
    let depth = sharedLength(before, key);
    let cut = 0;
    for (; depth < key.length; depth++) {
      const least = fillRow(rows, depth + 1, word, key);
      if (least > most) {
        cut = depth + 1;
        break;
      }
    }
    if (cut) {
      before = key.slice(0, cut);
      i = lowerBound(keys, before + "\uffff", i + 1);
      continue;
    }
    before = key;
    const distance = rows[key.length][word.length];
    if (distance <= most) note(forms.get(key), key, word, distance, found);
    i++;
  }
}

function fillRow(rows, depth, word, key) {
  const width = word.length + 1;
  const row = (rows[depth] ??= new Int8Array(width));
  const above = rows[depth - 1];
  const letter = key[depth - 1];
  row[0] = Math.min(depth, 100);
  let least = row[0];
  for (let j = 1; j < width; j++) {
    const same = word[j - 1] === letter;
    let cost = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1));
    if (depth > 1 && j > 1 && letter === word[j - 2] && key[depth - 2] === word[j - 1]) {
      cost = Math.min(cost, rows[depth - 2][j - 2] + 1);
    }
    row[j] = cost;
    if (cost < least) least = cost;
  }
  // A later exchange of neighbours may still come out one cheaper than this row.
  return depth > 1 ? Math.min(least, rowLeast(rows[depth - 1])) : least;
}

const rowLeast = (row) => row.reduce((least, cost) => (cost < least ? cost : least), 127);

function note(hits, key, word, distance, found) {
  const rank = (key[0] === word[0] ? 0 : 2) + Math.abs(key.length - word.length) * 0.5;
  for (const { term } of hits) {
    const known = found.get(term);
    if (!known || distance < known.distance || (distance === known.distance && rank < known.rank)) {
      found.set(term, { distance, rank });
    }
  }
}

function sharedLength(a, b) {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** Walks the sorted keys as a tree along all ways to read Latin letters as Cyrillic. */
function searchSpelled({ forms, keys }, latin, slips, found) {
  const seen = new Set();
  const walk = (position, depth, from, to, left) => {
    if (from >= to) return;
    const state = `${position},${depth},${from},${left}`;
    if (seen.has(state)) return;
    seen.add(state);
    const end = keys[from];
    if (position === latin.length && end.length === depth) {
      for (const { term } of forms.get(end)) {
        found.set(term, Math.min(found.get(term) ?? Infinity, slips - left));
      }
    }
    // Soft signs are hardly ever typed.
    const soft = narrow(keys, depth, "ь", from, to);
    if (soft[0] < soft[1]) walk(position, depth + 1, ...soft, left);
    for (const [length, letters] of spellingsAt(latin, position)) {
      let range = [from, to];
      for (let i = 0; i < letters.length && range[0] < range[1]; i++) {
        range = narrow(keys, depth + i, letters[i], ...range);
      }
      walk(position + length, depth + letters.length, ...range, left);
    }
    // A doubled Latin letter for a single one, and the reverse.
    if (position > 0 && latin[position] === latin[position - 1]) {
      walk(position + 1, depth, from, to, left);
    }
    if (position > 0 && depth > 0) {
      const twin = narrow(keys, depth, end[depth - 1], from, to);
      if (twin[0] < twin[1]) walk(position, depth + 1, ...twin, left);
    }
    if (left > 0) walkSlip(position, depth, from, to, left - 1);
  };
  const walkSlip = (position, depth, from, to, left) => {
    if (position < latin.length) walk(position + 1, depth, from, to, left);
    for (let i = from; i < to; ) {
      const letter = keys[i][depth];
      if (letter === undefined) {
        i++;
        continue;
      }
      const range = narrow(keys, depth, letter, i, to);
      walk(position, depth + 1, ...range, left);
      if (position < latin.length) walk(position + 1, depth + 1, ...range, left);
      i = range[1];
    }
  };
  walk(0, 0, 0, keys.length, slips);
}

/** The part of keys[from..to) whose letter at `depth` is `letter`; they share all before it. */
function narrow(keys, depth, letter, from, to) {
  const start = bound(keys, depth, letter, from, to, false);
  return [start, bound(keys, depth, letter, start, to, true)];
}

function bound(keys, depth, letter, from, to, after) {
  while (from < to) {
    const middle = (from + to) >> 1;
    const here = keys[middle][depth] ?? "";
    if (here < letter || (after && here === letter)) from = middle + 1;
    else to = middle;
  }
  return from;
}
