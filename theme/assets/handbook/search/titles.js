/** Titles that a query may be although several of its words have slips. */

import { foldedWords, isCyrillic, isLatin } from "./analysis.js";
import { mostSlips, otherLayouts } from "./readings.js";

/**
 * Cyrillic in Latin letters, the usual way. To compare words that both may have slips, each needs one
 * form; `spellingsAt` of readings.js gives all the forms that may have been meant, to look them up.
 */
const IN_LATIN = {
  а: "a", б: "b", в: "v", г: "g", д: "d", е: "e", ж: "zh", з: "z", и: "i", к: "k", л: "l", м: "m", н: "n", о: "o", п: "p",
  р: "r", с: "s", т: "t", у: "u", ф: "f", х: "kh", ц: "ts", ч: "ch", ш: "sh", щ: "shch", ь: "", ю: "iu", я: "ia",
};
/** What the schemes of transliteration spell differently becomes one sign. */
const SOUNDS = [
  [/shch|sch/g, "Q"], [/sh/g, "S"], [/ch/g, "C"], [/zh/g, "Z"], [/kh|[xh]/g, "g"], [/ts/g, "c"], [/w/g, "v"], [/[yj]/g, "i"],
  [/i+/g, "i"], [/i[eo]/g, "e"],
];

function soundsOf(word) {
  const latin = word.replace(/[а-я]/g, (letter) => IN_LATIN[letter] ?? letter);
  return SOUNDS.reduce((text, [spelling, sound]) => text.replace(spelling, sound), latin);
}

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

/** Whether so few slips make one word of the other that it may be meant. */
function isSlip(one, other) {
  const most = mostSlips(other.length);
  return Math.abs(one.length - other.length) <= most && distance(one, other) <= most;
}

/** Edit distance with neighbours exchanged: optimal string alignment, as `near` of the lexicon walks it. */
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
