import { simpleString } from "../../server/src/catalog/dataTypeText.ts";
import { createSqlParser } from "../../server/src/sql/parse.ts";
import type {
  NamePart,
  SqlCall,
  SqlExpression,
  SqlSortItem,
  SqlWindow,
} from "../../server/src/sql/sqlExpression.ts";
import type { SqlNode, SqlPart } from "../../server/src/sql/tree.ts";
import { catalog } from "../catalog/catalogFixture.ts";

/** The real parser. */
export const parseSql = createSqlParser(catalog.sqlGrammars);

/** A tree as nested lists of rules and tokens. */
export const shown = (part: SqlPart): string =>
  part.kind === "token" ? part.type : `(${[part.rule, ...part.children.map(shown)].join(" ")})`;

/** The root of a text that must parse, or be repaired. */
export function rootOf(text: string, entry: "statement" | "expression", version = "4.3"): SqlNode {
  const { root } = parseSql(text, entry, version);
  if (root === null) throw new Error(`no tree for ${text}`);
  return root;
}

const joined = (names: readonly NamePart[]): string => names.map(({ text }) => text).join(".");
const list = (expressions: readonly SqlExpression[]): string => expressions.map(spelt).join(", ");

const sortItem = ({ expression, descending, nulls }: SqlSortItem): string =>
  `${spelt(expression)}${descending ? " desc" : ""}${nulls === null ? "" : ` nulls ${nulls}`}`;

function windowText({ name, partition, order, frame }: SqlWindow): string {
  const parts = [
    name?.text ?? "",
    partition.length === 0 ? "" : `by ${list(partition)}`,
    order.length === 0 ? "" : `order ${order.map(sortItem).join(", ")}`,
    frame === null ? "" : `${frame.type} ${frame.lower}..${frame.upper}`,
  ];
  return `over <${parts.filter((part) => part !== "").join("; ")}>`;
}

function callText(call: SqlCall): string {
  const args = call.args.map(
    (arg, at) => `${call.argNames[at] ? `${call.argNames[at]}=>` : ""}${spelt(arg)}`,
  );
  const parts = [
    `${joined(call.name)}(${call.distinct ? "distinct " : ""}${args.join(", ")})`,
    call.within.length === 0 ? "" : `within <${call.within.map(sortItem).join(", ")}>`,
    call.filter === null ? "" : `filter <${spelt(call.filter)}>`,
    call.nulls ?? "",
    call.over === null ? "" : windowText(call.over),
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** An expression in one unambiguous line: operators in front, literals with their types. */
export function spelt(expression: SqlExpression): string {
  switch (expression.kind) {
    case "literal":
      return `${JSON.stringify(expression.value)}:${simpleString(expression.dataType)}`;
    case "name":
      return joined(expression.parts);
    case "star": {
      const except = expression.except.map(joined).join(", ");
      return `${expression.qualifier.map(({ text }) => `${text}.`).join("")}*${except === "" ? "" : ` except ${except}`}`;
    }
    case "call":
      return callText(expression);
    case "cast":
      return `${expression.isTry ? "try_cast" : "cast"}(${spelt(expression.operand)} as ${simpleString(expression.dataType)})`;
    case "operation":
      return `[${expression.operator} ${list(expression.operands)}]`;
    case "case": {
      const branches = expression.branches.map(({ when, then }) => `${spelt(when)} -> ${spelt(then)}`);
      const subject = expression.subject === null ? "" : `${spelt(expression.subject)}: `;
      return `case(${subject}${branches.join("; ")}${expression.otherwise === null ? "" : ` | ${spelt(expression.otherwise)}`})`;
    }
    case "lambda":
      return `(${joined(expression.parameters).replaceAll(".", ", ")} -> ${spelt(expression.body)})`;
    case "field":
      return `${spelt(expression.operand)}.${expression.name.text}`;
    case "subscript":
      return `${spelt(expression.operand)}[${spelt(expression.index)}]`;
    case "tuple":
      return `(${list(expression.items)})`;
    case "alias":
      return `${spelt(expression.operand)} as ${expression.names.map(({ text }) => text).join(", ")}`;
    case "subquery":
      return "<query>";
    case "parameter":
      return `:${expression.name ?? "?"}`;
    case "unknown":
      return "unknown";
  }
}
