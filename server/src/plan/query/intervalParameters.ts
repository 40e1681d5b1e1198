import { simpleString } from "../../catalog/dataTypeText.ts";
import type { DataType } from "../../catalog/dataType.ts";
import { nodesBelow, parameterNodes } from "../../sql/tree.ts";
import type { ColumnExpression } from "../column.ts";
import type { CallFact } from "../facts.ts";
import type { EmbeddedSql, SqlProblem } from "./embeddedSql.ts";
import { parameterReader } from "./sqlArguments.ts";

/** What may stand in an interval: a whole number that is an INT, or a text. */
const taken: ReadonlySet<string> = new Set(["int", "string"]);
/** Types of which no value may; another one may be a smaller number when it runs. */
const refused: ReadonlySet<string> = new Set(["void", "double", "float", "boolean", "date", "timestamp"]);

/**
 * Spark (from 4.1) writes the values of parameters into the text and reads that: an interval of 1.5, None or a date is
 * none, which is a mistake of syntax. Null where every value fits or is not known.
 */
export function intervalParameterProblem(
  sql: EmbeddedSql,
  { name, args, unit }: CallFact,
): SqlProblem | null {
  const { root } = sql.tree;
  if (root === null || name !== "SparkSession.sql" || !sql.isRead) return null;
  const markers = [...nodesBelow(root)].flatMap((node) =>
    node.rule === "interval" ? parameterNodes(node) : [],
  );
  if (markers.length === 0) return null;
  const read = parameterReader(name, args, unit, sql.tree);
  for (const { start, end } of markers) {
    const written = sql.text.slice(start, end);
    const given = read(written.replace(/^[:?]\s*/, "") || null, { start, end });
    const type = given === null || given === "unbound" ? null : refusedType(given);
    if (type === null) continue;
    const value = simpleString(type) === "void" ? "NULL" : simpleString(type);
    const message = `an interval takes a whole number or a text, and \`${written}\` is ${value}.`;
    return { condition: "PARSE_SYNTAX_ERROR", start, end, message, fix: null };
  }
  return null;
}

/** The type of a value that no interval takes; null for others. */
function refusedType(given: ColumnExpression): DataType | null {
  if (given.kind === "literal") return taken.has(simpleString(given.dataType)) ? null : given.dataType;
  const type = given.kind === "call" && given.function === "Column.cast" ? given.args[1] : undefined;
  return type?.kind === "type" && refused.has(simpleString(type.dataType)) ? type.dataType : null;
}
