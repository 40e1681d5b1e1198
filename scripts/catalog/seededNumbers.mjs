/**
 * Random numbers that are the same in each run: a function that gives one from 0 up to `below`, not included.
 * @param {number} seed @returns {(below: number) => number}
 */
export function seededNumbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
