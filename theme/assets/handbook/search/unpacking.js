/** Unpacks what handbook/search/index.py packs: numbers, lines, texts. */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = DIGITS.indexOf(String.fromCharCode(code));
  return value < 0 ? 0 : value;
});

/** Reads numbers of five bits a letter, the lowest first; the sixth bit says that more follow. */
function reader(packed) {
  let position = 0;
  const done = () => position >= packed.length;
  const next = () => {
    let number = 0;
    for (let shift = 0; ; shift += 5) {
      const value = VALUES[packed.charCodeAt(position++)];
      number |= (value & 31) << shift;
      if (value < 32) return number;
    }
  };
  /** Reads ascending numbers: how many there are, and the steps between them. */
  const ascending = () => {
    const numbers = [];
    let number = 0;
    for (let more = next(); more > 0; more--) numbers.push((number += next()));
    return numbers;
  };
  return { next, done, ascending };
}

/** Unpacks ascending numbers that are packed as the steps between them. */
export function unpackNumbers(packed) {
  const { next, done } = reader(packed);
  const numbers = [];
  for (let number = 0; !done(); ) numbers.push((number += next()));
  return numbers;
}

/** Unpacks lists of ascending numbers, as handbook/search/index.py packs them. */
export function unpackLists(packed) {
  const { done, ascending } = reader(packed);
  const lists = [];
  while (!done()) lists.push(ascending());
  return lists;
}

/**
 * Unpacks which field each line of a document belongs to and how many words it has:
 * "A3B22" is one line of 3 words in the first field and two of 2 words in the second.
 */
export function unpackLayout(packed) {
  const fields = [];
  const lengths = [];
  let field = 0;
  for (const letter of packed) {
    if (letter >= "A" && letter <= "Z") {
      field = letter.charCodeAt(0) - 65;
    } else {
      fields.push(field);
      lengths.push(parseInt(letter, 36));
    }
  }
  return { fields, lengths };
}

const LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Makes the function that lets letters of another alphabet and ours change places again (alphabets.py). */
export function exchanger(letters) {
  if (!letters) return (text) => text;
  const pairs = [...letters].flatMap((letter, i) => [[letter, LATIN[i]], [LATIN[i], letter]]);
  const others = new Map(pairs);
  return (text) => text.replace(/\p{L}/gu, (letter) => others.get(letter) ?? letter);
}
