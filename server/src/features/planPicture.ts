/** Where each step of a plan stands in a picture, in columns and rows of boxes. */
export interface PlanPicture {
  readonly places: readonly { readonly column: number; readonly row: number }[];
  readonly width: number;
  readonly height: number;
}

/**
 * Lays out a plan given by each step's inputs, step 0 being the last: what it reads stands below it, side by side, and a
 * step that several read below the lowest of them.
 */
export function placeSteps(inputs: readonly (readonly number[])[]): PlanPicture {
  const rows = rowsOf(inputs);
  const columns = new Map<number, number>();
  let width = 0;
  // Inputs are placed before the steps that read them, from left to right; a step stands over the middle of its inputs.
  const waiting: { readonly step: number; readonly isReady: boolean }[] = [{ step: 0, isReady: false }];
  const entered = new Set<number>();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { step, isReady } = next;
    const below = inputs[step] ?? [];
    if (isReady) {
      const taken = below.flatMap((input) => columns.get(input) ?? []);
      const [first, last] = [Math.min(...taken), Math.max(...taken)];
      columns.set(step, taken.length === 0 ? width++ : (first + last) / 2);
      continue;
    }
    if (entered.has(step)) continue;
    entered.add(step);
    waiting.push({ step, isReady: true });
    for (const input of below.toReversed()) waiting.push({ step: input, isReady: false });
  }
  return {
    places: inputs.map((_, step) => ({ column: columns.get(step) ?? 0, row: rows[step] ?? 0 })),
    width: Math.max(width, 1),
    height: Math.max(...rows, 0) + 1,
  };
}

/** The longest way from the last step to each. Plans have no cycles; the order of `inputs` puts readers first only mostly. */
function rowsOf(inputs: readonly (readonly number[])[]): readonly number[] {
  const readers = inputs.map(() => 0);
  for (const below of inputs) for (const input of below) readers[input] = (readers[input] ?? 0) + 1;
  const rows = inputs.map(() => 0);
  const ready = readers.flatMap((count, step) => (count === 0 ? [step] : []));
  for (const step of ready)
    for (const input of inputs[step] ?? []) {
      rows[input] = Math.max(rows[input] ?? 0, (rows[step] ?? 0) + 1);
      readers[input] = (readers[input] ?? 0) - 1;
      if (readers[input] === 0) ready.push(input);
    }
  return rows;
}
