// Numbers that look random and follow from a seed, so that what went wrong can be made to happen again. It must not
// know what is chosen by them.

/** A generator of its own for each list of `parts`: what one draws shifts nothing for another. */
export function generator(...parts) {
  let state = hash(parts.join("\n"));
  // mulberry32, by Tommy Ettinger: good enough to shuffle, and a line long.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end) => Math.floor(next() * end);
  return {
    /** From 0 up to, and without, 1. */
    next,
    /** A whole number of `low` up to and with `high`. */
    between: (low, high) => low + below(high - low + 1),
    /** True this often, of 1. */
    chance: (often) => next() < often,
    pick: (list) => list[below(list.length)],
    shuffled(list) {
      const left = [...list];
      return Array.from(list, () => left.splice(below(left.length), 1)[0]);
    },
  };
}

/** A generator that deals every one of `list` before any comes again: a short run meets all of them, too. */
export function dealer(list, ...parts) {
  const draw = generator(...parts);
  let left = [];
  return () => {
    if (left.length === 0) left = draw.shuffled(list);
    return left.pop();
  };
}

/** FNV-1a: strings that differ a little give numbers that differ much. */
function hash(text) {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ char.codePointAt(0), 0x01000193);
  return value;
}
