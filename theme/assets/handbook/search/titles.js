/** Titles that a query may be although several of its words have slips. */

import { fold, isCyrillic, isLatin, words } from "./analysis.js";
import { otherLayouts } from "./readings.js";

/** What Cyrillic and its many Latin spellings have in common: one way to write each sound. */
const SOUNDS = {
  а: "a", б: "b", в: "v", г: "g", д: "d", е: "e", ж: "zh", з: "z", и: "i", к: "k", л: "l", м: "m", н: "n", о: "o", п: "p",
  р: "r", с: "s", т: "t", у: "u", ф: "f", х: "h", ц: "c", ч: "ch", ш: "sh", щ: "sch", ь: "", ю: "iu", я: "ia",
  shch: "sch", kh: "h", x: "h", ts: "c", w: "v", y: "i", j: "i", ye: "e", je: "e", ie: "e", yo: "e", jo: "e",
};
const SOUND = /shch|kh|ts|[yji]e|[yj]o|[xwyj]|[а-я]/g;

const soundsOf = (word) => word.replace(SOUND, (letters) => SOUNDS[letters] ?? letters).replace(/i+/g, "i");

export const foldedWords = (text) => words(text).map(fold);

/**
 * The numbers of the titles, lists of folded words, that have as many words as `text`, each of which
 * is the same, nearly the same, or a form of the same word; on any layout, or in Latin letters.
 */
export function nearTitles(text, titles, lexicon) {
  const typed = [text, ...otherLayouts(text)].map(foldedWords);
  const isNear = (query, title) => query.length === title.length && title.every((word, i) => isLike(query[i], word, lexicon));
  return [...titles.keys()].filter((number) => typed.some((query) => isNear(query, titles[number])));
}

function isLike(typed, word, lexicon) {
  if (typed === word) return true;
  if (isCyrillic(word) && isLatin(typed)) return isSlip(soundsOf(typed), soundsOf(word));
  if (isSlip(typed, word)) return true;
  const terms = new Set(lexicon.lookup(word).map(({ term }) => term));
  return lexicon.lookup(typed).some(({ term }) => terms.has(term));
}

/** Whether one slip makes one word of the other, or two in a long one. */
function isSlip(one, other) {
  const most = other.length >= 8 ? 2 : other.length >= 4 ? 1 : 0;
  if (Math.abs(one.length - other.length) > most) return false;
  return distance(one, other) <= most;
}

/** Edit distance with neighbours exchanged: optimal string alignment. */
function distance(one, other) {
  let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
      if (one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[other.length];
}
