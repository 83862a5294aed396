/**
 * How text becomes words for the search; `handbook/search/analysis.py` does the same.
 * Both sides read tests/search/analysis.json, so they cannot drift apart.
 */

/** What pasted text has inside of words: soft hyphens, joiners, stress marks. */
const UNSEEN = "[\\u00ad\\u0300-\\u036f\\u200c\\u200d\\u2060\\ufeff]";
// To Unicode one of the apostrophes is a letter, and could begin a word.
const WORD = new RegExp(`(?:(?!ʼ)[\\p{L}\\p{N}]${UNSEEN}*)+(?:['’ʼ\`](?:(?!ʼ)[\\p{L}\\p{Nl}\\p{No}]${UNSEEN}*)+)*`, "gu");
const LEAVE_OUT = new RegExp(UNSEEN, "g");

const LETTERS = {
  // Marks that Unicode does not decompose.
  ł: "l", đ: "d", ø: "o", ß: "ss", æ: "ae", ı: "i",
  // Cyrillic letters that people type for each other, above all on a Russian keyboard.
  і: "и", ї: "и", ы: "и", ъ: "и", й: "и", є: "е", э: "е", ё: "е", ґ: "г",
  "'": "", "’": "", "ʼ": "", "`": "",
};
const LETTER = /[łđøßæıіїыъйєэёґ'’ʼ`]/gu;
const MARK = /\p{M}/gu;

const LATIN_TWINS = "aceiopxykmthb";
const CYRILLIC_TWINS = "асеіорхукмтнв";

/** Splits text into lower-case words, numbers included: [{ word, start, end }]. */
export function tokens(text) {
  const script = scriptOf(text.toLowerCase());
  return [...text.matchAll(WORD)].map((match) => {
    const end = match.index + match[0].length;
    return { word: normalize(match[0], isPrefix(text, match, end) ? 0 : script), start: match.index, end };
  });
}

/** Whether it is one letter before a hyphen: the e of e-mail stays, whatever the text around it. */
const isPrefix = (text, [word], end) => word.length === 1 && /[-\u2011]/.test(text[end] ?? "");

/** The lower-case words of a text. */
export const words = (text) => tokens(text.normalize("NFC")).map((token) => token.word);

/** The words of a text, as somebody in a hurry types them. */
export const foldedWords = (text) => words(text).map(fold);

/** A word as somebody in a hurry types it: no marks, look-alike letters as one. */
export function fold(word) {
  const plain = word.replace(LETTER, (letter) => LETTERS[letter]);
  // Most words are done here; taking marks apart is what costs time.
  if (/^[a-z0-9а-я]*$/.test(plain)) return plain;
  return plain.normalize("NFD").replace(MARK, "").replace(LETTER, (letter) => LETTERS[letter]);
}

export const isCyrillic = (text) => /[\u0400-\u04ff]/.test(text);
export const isLatin = (text) => /[a-z]/i.test(text);

function normalize(word, script) {
  // In this order: a capital letter may become a small one with a mark (İ).
  const lower = word.normalize("NFC").replace(LEAVE_OUT, "").toLowerCase().replace(LEAVE_OUT, "");
  return oneScript(lower.replace(/['ʼ`]/g, "’"), script);
}

/** How many letters more of a text are Cyrillic than Latin. */
const scriptOf = (text) => count(text, /[\u0400-\u04ff]/g) - count(text, /[a-z]/g);

/**
 * Retypes the minority of a word that mixes Latin and Cyrillic letters that look alike; where there
 * is none, and in a word of one letter, those that the whole text has fewer of.
 */
function oneScript(word, textScript) {
  if (word.length > 1 && (!isCyrillic(word) || !isLatin(word))) return word;
  if (word.length === 1 && !textScript) return word;
  const script = word.length > 1 ? scriptOf(word) || textScript : textScript;
  return script >= 0 ? exchange(word, LATIN_TWINS, CYRILLIC_TWINS) : exchange(word, CYRILLIC_TWINS, LATIN_TWINS);
}

const count = (text, pattern) => (text.match(pattern) ?? []).length;

function exchange(word, from, to) {
  return [...word].map((letter) => to[from.indexOf(letter)] ?? letter).join("");
}
