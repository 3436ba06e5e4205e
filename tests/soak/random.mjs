// Random-looking numbers that depend on a seed, so that a failure can be repeated.

/** Each list of `parts` has its own generator, so that draws do not affect each other. */
export function generator(...parts) {
  let state = hash(parts.join("\n"));
  // mulberry32, by Tommy Ettinger: good enough to shuffle, and short.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end) => Math.floor(next() * end);
  return {
    /** From 0 up to but not including 1. */
    next,
    /** An integer from `low` to `high`, both included. */
    between: (low, high) => low + below(high - low + 1),
    /** True with this probability. */
    chance: (often) => next() < often,
    pick: (list) => list[below(list.length)],
    shuffled(list) {
      const left = [...list];
      return Array.from(list, () => left.splice(below(left.length), 1)[0]);
    },
  };
}

/** A generator that deals every item of `list` before any repeats, so that even a short run meets all of them. */
export function dealer(list, ...parts) {
  const draw = generator(...parts);
  let left = [];
  return () => {
    if (left.length === 0) left = draw.shuffled(list);
    return left.pop();
  };
}

/** FNV-1a: similar strings give very different numbers. */
function hash(text) {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ char.codePointAt(0), 0x01000193);
  return value;
}
