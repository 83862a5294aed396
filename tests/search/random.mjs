/** Random numbers that are the same in every run. */

/** Returns { integer(from, to), pick(list), chance(share) } of a seed. */
export function random(seed) {
  let state = seed;
  const next = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const integer = (from, to) => from + Math.floor(next() * (to - from + 1));
  return { integer, pick: (list) => list[integer(0, list.length - 1)], chance: (share) => next() < share };
}
