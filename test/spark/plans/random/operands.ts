import type { Choices } from "./choices.ts";
import {
  bigint,
  boolean,
  ddl,
  double,
  int,
  isAtom,
  isNumber,
  namedColumns,
  string,
  unknownKind,
  type Frame,
  type Kind,
  type NamedColumn,
} from "./model.ts";

/** A Column expression of Python, with its type as far as the generator follows it. */
export interface Expression {
  readonly code: string;
  readonly kind: Kind;
  /** The name of a column that is only referred to, or an alias; null for a name that Spark makes. */
  readonly name: string | null;
}

export const wrapped = (code: string): string =>
  /^[\w.]+(?:\([^()]*\)|\[[^[\]]*\])?$/.test(code) ? code : `(${code})`;

/** A way to refer to the column. */
export function refer(choices: Choices, frame: Frame, { name }: NamedColumn): string {
  const ways = [
    `F.col("${name}")`,
    `F.col("${name}")`,
    `${frame.variable}["${name}"]`,
    `F.col("${name.toUpperCase()}")`,
    ...(/^[A-Za-z_]\w*$/.test(name) ? [`${frame.variable}.${name}`] : []),
  ];
  const way = choices.pick(ways);
  return /\.(?:count|index|first|key|value|max|min)$/.test(way) ? `F.col("${name}")` : way;
}

export function reference(choices: Choices, frame: Frame, fits?: (kind: Kind) => boolean): Expression | null {
  const columns = namedColumns(frame).filter(({ kind }) => fits?.(kind) ?? true);
  const column = choices.pickMaybe(columns);
  if (column === undefined) return null;
  const code = refer(choices, frame, column);
  const name = code.includes(`"${column.name.toUpperCase()}"`) ? column.name.toUpperCase() : column.name;
  return { code, kind: column.kind, name };
}

export const wrongReference = (choices: Choices, frame: Frame): Expression => ({
  code: choices.pick([`F.col("missing")`, `${frame.variable}["absent"]`, `F.col("nothing.x")`]),
  kind: int,
  name: "missing",
});

export function literal(choices: Choices): Expression {
  const [value, kind] = choices.pick([
    ["1", int],
    ["3000000000", bigint],
    ["2.5", double],
    ['"x"', string],
    ["True", boolean],
    ["None", string],
  ] as const);
  return { code: `F.lit(${value})`, kind, name: null };
}

/** An expression of a fitting type: mostly a column, else a literal or a cast. */
export function fitting(choices: Choices, frame: Frame, kind: Kind): string {
  const found = reference(choices, frame, (each) => ddl(each) === ddl(kind));
  if (found && !choices.once(8)) return found.code;
  if (isAtom(kind, "string") || kind === unknownKind) return `F.lit("x")`;
  if (isNumber(kind)) return choices.pick(["F.lit(2)", "F.lit(1.5)"]);
  if (isAtom(kind, "boolean")) return "F.lit(True)";
  if (isAtom(kind, "date")) return "F.current_date()";
  if (isAtom(kind, "timestamp")) return "F.current_timestamp()";
  return ddl(kind).includes("?") ? "F.lit(None)" : `F.lit(None).cast("${ddl(kind)}")`;
}

export const number = (choices: Choices, frame: Frame): Expression | null =>
  reference(choices, frame, isNumber);
export const text = (choices: Choices, frame: Frame): Expression | null =>
  reference(choices, frame, (kind) => isAtom(kind, "string"));
export const list = (choices: Choices, frame: Frame): Expression | null =>
  reference(choices, frame, (kind) => kind.type === "array");
export const some = (code: string, kind: Kind): Expression => ({ code, kind, name: null });

export const literalNumber = (choices: Choices): Expression =>
  choices.pick([some("F.lit(2)", int), some("2", int), some("0.5", double), some("F.lit(1.5)", double)]);

/** A condition over the frame. */
export function condition(choices: Choices, frame: Frame): string {
  if (choices.once(40)) return choices.pick([`F.col("missing") > 1`, `F.lit("x") + 1`]);
  const value = reference(choices, frame, (kind) => kind.type === "atom");
  if (!value) return "F.lit(True)";
  const fit = fitting(choices, frame, value.kind);
  return choices.pick([
    `${value.code} == ${fit}`,
    `${value.code} < ${fit}`,
    `${value.code}.isNotNull()`,
    `${value.code}.isNull()`,
  ]);
}
