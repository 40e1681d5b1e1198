import { catalogFunctions } from "./catalogFunctions.ts";
import type { Choices } from "./choices.ts";
import { makers } from "./makers.ts";
import {
  bigint,
  double,
  isNumber,
  namedColumns,
  unknownKind,
  type Column,
  type Frame,
  type Kind,
} from "./model.ts";
import { literal, reference, some, wrapped, wrongReference, type Expression } from "./operands.ts";

export { condition, refer, type Expression } from "./operands.ts";

/** A random expression over a frame; now and then one that Spark refuses. */
export function expression(choices: Choices, frame: Frame, depth = 2): Expression {
  if (choices.once(60)) return wrongReference(choices, frame);
  if (depth <= 0 || choices.once(3)) return reference(choices, frame) ?? literal(choices);
  for (let tries = 0; tries < 6; tries += 1) {
    const made = choices.pick(makers)(choices, frame, () => expression(choices, frame, depth - 1));
    if (made) return made;
  }
  return reference(choices, frame) ?? literal(choices);
}

/** The expression under a new name. */
export const aliased = ({ code, kind }: Expression, name: string): Expression => ({
  code: `${wrapped(code)}.alias("${name}")`,
  kind,
  name,
});

export const columnOf = ({ name, kind }: Expression): Column => ({ name, kind });

/** An aggregate under a name of its own or of Spark's making. */
export function aggregate(choices: Choices, frame: Frame, name: string): Expression {
  const value = choices.pickMaybe(namedColumns(frame));
  if (value === undefined) return some(`F.count("*")`, bigint);
  const numeric = isNumber(value.kind);
  if (choices.once(6)) {
    const { name: called, parameters } = choices.pick(catalogFunctions("aggregate"));
    const columns = Array.from({ length: parameters }, () => choices.pick(namedColumns(frame)));
    return some(`F.${called}(${columns.map((column) => `"${column.name}"`).join(", ")})`, unknownKind);
  }
  const functions: readonly (readonly [code: string, kind: Kind])[] = [
    [`F.count("${value.name}")`, bigint],
    [`F.count("*")`, bigint],
    [`F.collect_list("${value.name}")`, { type: "array", element: value.kind }],
    [`F.first("${value.name}")`, value.kind],
    [`F.countDistinct("${value.name}")`, bigint],
    ...(value.kind.type === "atom" ? ([[`F.max("${value.name}")`, value.kind]] as const) : []),
    ...(numeric || choices.once(25)
      ? ([
          [`F.sum("${value.name}")`, value.kind],
          [`F.avg("${value.name}")`, double],
          [`F.stddev("${value.name}")`, double],
          [`F.sum(F.col("${value.name}") * 2)`, value.kind],
        ] as const)
      : []),
  ];
  const [code, kind] = choices.pick(functions);
  return choices.once(3) ? some(code, kind) : { code: `${code}.alias("${name}")`, kind, name };
}
