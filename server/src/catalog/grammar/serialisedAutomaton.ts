const statesWithEnd: ReadonlySet<number> = new Set([3, 4, 5]);
const loopEnd = 12;

/** The numbers of ANTLR's format 4 out of a serialised automaton, whichever of 3 (Spark 3.x) and 4 it has. @throws {Error} for another format */
export function automatonNumbers(text: string): readonly number[] {
  const codes = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  if (codes[0] === 3) return fromFormat3(codes.map((code, at) => (at === 0 ? code : (code - 2) & 0xffff)));
  if (codes[0] !== 4) throw new Error(`The automaton is of format ${codes[0]}, which is unknown.`);
  const found: number[] = [];
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] ?? 0;
    if ((code & 0x8000) === 0) {
      found.push(code);
      continue;
    }
    const low = codes[++at] ?? 0;
    found.push(code === 0xffff && low === 0xffff ? -1 : ((code & 0x7fff) << 16) | low);
  }
  return found;
}

/** Format 3 has an identifier, states that may not be greedy, and sets in two lists, which 4 joins. */
function fromFormat3(codes: readonly number[]): readonly number[] {
  let at = 9;
  const found = [4];
  const next = (): number => codes[at++] ?? 0;
  const copy = (count: number): void => {
    for (let left = count; left > 0; left--) {
      const code = next();
      found.push(code === 0xffff ? -1 : code);
    }
  };
  const copied = (): number => {
    const code = next();
    found.push(code);
    return code;
  };
  const each = (action: () => void): void => {
    for (let left = copied(); left > 0; left--) action();
  };
  const isParser = copied() === 1;
  copied();
  each(() => {
    const kind = copied();
    if (kind !== 0) copy(kind === loopEnd || statesWithEnd.has(kind) ? 2 : 1);
  });
  copy(copied());
  copy(copied());
  each(() => copy(isParser ? 1 : 2));
  copy(copied());
  const sets: (readonly number[])[] = [];
  for (const isWide of [false, true])
    for (let left = next(); left > 0; left--) {
      const size = next();
      const set = [size, next()];
      for (let bounds = 2 * size; bounds > 0; bounds--) set.push(isWide ? next() | (next() << 16) : next());
      sets.push(set);
    }
  found.push(sets.length, ...sets.flat());
  each(() => copy(6));
  copy(copied());
  if (!isParser) each(() => copy(3));
  return found;
}
