/**
 * Numbers that a seed decides (mulberry32): the same seed and name give the same choices again.
 * @param {number} seed
 * @param {string} name so that each process draws from a stream of its own
 */
export function randomOf(seed, name) {
  let state = seed >>> 0
  for (const char of name) state = (Math.imul(state, 31) + (char.codePointAt(0) ?? 0)) >>> 0

  /** From 0 up to, not including, 1. */
  function next() {
    state = (state + 0x6d2b79f5) >>> 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }

  return {
    next,
    /** A whole number from `low` to `high`, both included. */
    whole: (/** @type {number} */ low, /** @type {number} */ high) =>
      low + Math.floor(next() * (high - low + 1)),
    chance: (/** @type {number} */ share) => next() < share,
    /** @template T @param {readonly T[]} from @returns {T} */
    pick: from => from[Math.floor(next() * from.length)],
  }
}

/** @typedef {ReturnType<typeof randomOf>} Random */
