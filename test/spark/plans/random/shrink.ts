import type { RandomProgram } from "./randomProgram.ts";

/**
 * The program with as few statements as still make `fails` true: leaves out one after the other, from the end, as long
 * as that helps.
 */
export async function shrunk(
  program: RandomProgram,
  fails: (smaller: RandomProgram) => Promise<boolean>,
): Promise<RandomProgram> {
  let best = program;
  for (let index = best.statements.length - 1; index >= 0; index -= 1) {
    const statements = best.statements.filter((_, at) => at !== index);
    const smaller = { ...best, statements };
    if (statements.length > 0 && (await fails(smaller))) best = smaller;
  }
  return best;
}
