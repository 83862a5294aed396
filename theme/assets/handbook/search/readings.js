/** Other ways to read what was typed: with slips, the wrong keyboard layout, and Cyrillic in Latin letters. */

import { isCyrillic } from "./analysis.js";

const QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./";
const LAYOUTS = {
  ru: "ёйцукенгшщзхъфывапролджэячсмитьбю.",
  uk: "’йцукенгшщзхїфівапролджєячсмитьбю.",
};
const SHIFTED = '~{}:"<>?';
const UNSHIFTED = "`[];',./";

/** How many slips a word of so many letters may have: in a short one every slip makes another word. */
export const mostSlips = (length) => (length >= 8 ? 2 : length >= 4 ? 1 : 0);

/** What the same keys give on the other layout, each text once: Cyrillic ones for Latin text, QWERTY for Cyrillic. */
export function otherLayouts(text) {
  const lower = unshift(text.toLowerCase());
  const retyped = Object.values(LAYOUTS).map((layout) =>
    isCyrillic(lower) ? retype(lower, layout, QWERTY) : retype(lower, QWERTY, layout),
  );
  return [...new Set(retyped)];
}

const unshift = (text) => [...text].map((c) => UNSHIFTED[SHIFTED.indexOf(c)] ?? c).join("");

function retype(text, from, to) {
  return [...text].map((key) => to[from.indexOf(key)] ?? key).join("");
}

/**
 * How Latin letters may spell folded Cyrillic ones, in the usual schemes and in chats.
 * Folding has made и of і ї ы й ъ and е of є э ё, which is why few choices remain.
 */
const SPELLINGS = {
  shch: ["щ"], szcz: ["щ"], sch: ["щ", "ш"], shh: ["щ"], sh: ["ш", "щ"],
  zh: ["ж", "зг"], ch: ["ч", "х"], cz: ["ч"], kh: ["х"], ts: ["ц", "тс"], tz: ["ц"], ph: ["ф"],
  ck: ["к"], oo: ["у"], ee: ["и"], ou: ["у", "оу"], gh: ["г"], rz: ["рз", "ж"],
  ya: ["я"], ja: ["я"], ia: ["я", "иа", "ия"], iya: ["ия"], ija: ["ия"], iia: ["ия"], yia: ["ия"],
  yu: ["ю"], ju: ["ю"], iu: ["ю", "иу"], yo: ["е", "ио"], jo: ["е", "ио"], io: ["ио", "е"],
  ye: ["е", "ие"], je: ["е", "ие"], ie: ["е", "ие"], yi: ["и", "ии"], ji: ["и"], iy: ["ии", "и"],
  ij: ["ии", "и"], yj: ["ии", "и"], yy: ["ии"], ii: ["ии", "и"], oy: ["ои"], ay: ["аи"],
  x: ["х", "кс"], qu: ["кв"], sz: ["ш", "сз"], č: ["ч"], š: ["ш"], ž: ["ж"], ż: ["ж"], ł: ["л"],
  a: ["а", "я"], b: ["б"], c: ["ц", "к", "с"], d: ["д"], e: ["е"], f: ["ф"], g: ["г", "ж"],
  h: ["х", "г"], i: ["и"], j: ["и", "ж"], k: ["к"], l: ["л"], m: ["м"], n: ["н"], o: ["о"],
  p: ["п"], q: ["к", "я"], r: ["р"], s: ["с"], t: ["т"], u: ["у", "ю"], v: ["в"], w: ["в", "ш", "щ"],
  y: ["и", "у"], z: ["з"], 4: ["ч"], 6: ["ш"], "’": ["ь", ""], "'": ["ь", ""],
};
const LONGEST_SPELLING = 4;

/** The Cyrillic spellings that may begin at `position` of a Latin word: [length, letters][]. */
export function spellingsAt(word, position) {
  const found = [];
  for (let length = Math.min(LONGEST_SPELLING, word.length - position); length > 0; length--) {
    for (const letters of SPELLINGS[word.slice(position, position + length)] ?? []) {
      found.push([length, letters]);
    }
  }
  return found;
}
