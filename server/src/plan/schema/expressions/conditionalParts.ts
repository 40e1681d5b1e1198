import type { ColumnExpression } from "../../column.ts";

/**
 * The conditions and values of `when(…).when(…).otherwise(…)` in turn, the last one alone for `otherwise`; null for
 * what is no such chain, or one that is not whole.
 */
export function conditionalParts(root: ColumnExpression): readonly ColumnExpression[] | null {
  const branches: (readonly ColumnExpression[])[] = [];
  let otherwise: readonly ColumnExpression[] = [];
  for (let link: ColumnExpression | undefined = root; link?.kind === "call";) {
    const { function: name, args }: Extract<ColumnExpression, { kind: "call" }> = link;
    if (name === "functions.when") {
      branches.push(args);
      return branches.every(({ length }) => length === 2)
        ? [...branches.reverse().flat(), ...otherwise]
        : null;
    }
    if (name === "Column.when") branches.push(args.slice(1));
    else if (name === "Column.otherwise" && link === root && args.length === 2) otherwise = args.slice(1);
    else return null;
    link = args[0];
  }
  return null;
}
