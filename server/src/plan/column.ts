import type { DataType } from "../catalog/dataType.ts";
import type { Site } from "../syntax/module.ts";
import type { PlanNode } from "./logicalPlan.ts";
import type { UdfDefinition, Value } from "./value.ts";

/** A column expression before resolution: what the code says, not yet what it means for a schema. */
export type ColumnExpression =
  | {
      readonly kind: "reference";
      readonly name: string;
      /** The frame in `df.name` and `df["name"]`; null for `col("name")` and plain strings. */
      readonly of: PlanNode | null;
      readonly site: Site;
    }
  | {
      readonly kind: "literal";
      /** As text for dates, decimals and the like. */
      readonly value: string | number | boolean | null;
      readonly dataType: DataType;
      readonly site: Site;
    }
  | {
      readonly kind: "call";
      /** "functions.upper", "Column.alias", an operator such as "==" or "&", or "udf". */
      readonly function: string;
      /** By position: keyword arguments stand where the signature has them, `absent` ones hold left-out places. */
      readonly args: readonly ColumnExpression[];
      /** For "udf": what is called, where the code tells. */
      readonly udf?: UdfDefinition;
      readonly site: Site;
    }
  /** `*`, `a.*`, or all columns of a frame. */
  | {
      readonly kind: "star";
      readonly qualifier: string | null;
      readonly of: PlanNode | null;
      readonly site: Site;
    }
  /** Text in Spark SQL that stands for one expression: `F.expr("…")`, `selectExpr("…")`, `filter("…")`. */
  | {
      readonly kind: "sql";
      /** Empty where the program does not tell it all. */
      readonly text: string;
      /** The string that it is. */
      readonly value?: Value;
      readonly site: Site;
    }
  /** A Python list, tuple or set of columns or values: `isin([…])`, `F.struct([…])`. */
  | { readonly kind: "list"; readonly items: readonly ColumnExpression[]; readonly site: Site }
  /** A type object, as in `cast(IntegerType())`. */
  | { readonly kind: "type"; readonly dataType: DataType; readonly site: Site }
  | {
      readonly kind: "window";
      readonly partition: readonly ColumnExpression[];
      readonly order: readonly ColumnExpression[];
      readonly frame: WindowFrame | null;
      readonly site: Site;
    }
  | {
      readonly kind: "lambda";
      readonly parameters: readonly LambdaVariable[];
      readonly body: ColumnExpression;
      readonly site: Site;
    }
  | { readonly kind: "variable"; readonly variable: LambdaVariable; readonly site: Site }
  /**
   * A query in parentheses, in SQL text: its one value, whether it has rows, or whether `operands` are among its rows.
   */
  | {
      readonly kind: "subquery";
      readonly form: "scalar" | "exists" | "in";
      readonly plan: PlanNode;
      /** Those of IN; of a tuple each of its items. */
      readonly operands: readonly ColumnExpression[];
      readonly site: Site;
    }
  /** A parameter that the call leaves out before one that it gives. */
  | { readonly kind: "absent"; readonly site: Site }
  | { readonly kind: "unknown"; readonly site: Site };

/** A parameter of a lambda; compared by identity. */
export interface LambdaVariable {
  readonly name: string;
  /** In SQL text: the name that a field of a struct gets of it. Python's variables get names of their own. */
  readonly fieldName?: string;
}

/** Bounds as Spark counts them: null where the code does not tell; infinite for an unbounded side. */
export interface WindowFrame {
  readonly type: "rows" | "range";
  readonly lower: number | null;
  readonly upper: number | null;
}

/** All expressions inside, the expression itself first. Expressions may share parts: each is given once. */
export function columnParts(root: ColumnExpression): ColumnExpression[] {
  const parts = new Set([root]);
  for (const part of parts) for (const inner of innerColumns(part)) parts.add(inner);
  return [...parts];
}

/** The expressions directly in one; of a text of SQL none. */
export function innerColumns(part: ColumnExpression): readonly ColumnExpression[] {
  switch (part.kind) {
    case "call":
      return part.args;
    case "list":
      return part.items;
    case "subquery":
      return part.operands;
    case "window":
      return [...part.partition, ...part.order];
    case "lambda":
      return [part.body];
    default:
      return [];
  }
}
