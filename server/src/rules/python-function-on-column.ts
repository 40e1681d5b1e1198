import type { CallExpression } from "../syntax/ast.ts";
import type { OperationFact } from "../plan/facts.ts";
import { certainly } from "./columnOperands.ts";
import { asPrimary, insert, replace, siteIn, spelled } from "./edits.ts";
import { defineRule, type Edit, type Fix } from "./rule.ts";

/** One of Python's own functions gets a Column, or `len` a frame: Python looks for a value and raises. */
export const pythonFunctionOnColumn = defineRule({
  id: "python-function-on-column",
  summary: "Python's own function called with a Column",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "safe",
  profiles: ["relaxed", "recommended", "strict"],
  operations(operation, { report, catalog, sparkVersion }) {
    const { operation: kind, node, name = "", operands, unit } = operation;
    if (kind !== "function" || node.kind !== "Call") return;
    if (name === "len" && certainly(operands[0], "DataFrame") && operands.length === 1) {
      report({
        site: siteIn(unit, node.callee),
        message: "`len()` does not count the rows of a DataFrame: Python raises here. Use `count()`.",
        evidence: certainly(operands[0], "DataFrame")?.evidence ?? [],
        fix: countFix(operation, node),
      });
      return;
    }
    const column = operands.map((each) => certainly(each, "Column")).find((each) => each !== null);
    const says = column ? refusal(name, operands.length, operands[0]) : null;
    if (!column || says === null || node.args.some(({ unpack }) => unpack !== "")) return;
    const fix = replacement(operation, node, (each) =>
      Boolean(catalog.api.functionSignature(`functions.${each}`, sparkVersion)),
    );
    report({
      site: siteIn(unit, node.callee),
      message: `Python's \`${name}()\` ${says} and raises on a Column, which has no value before Spark runs. ${advice(name, operands.length)}.`,
      evidence: column.evidence,
      ...(fix && { fix }),
    });
  },
});

/** What iterates over its only argument (NOT_ITERABLE). */
const iterating: ReadonlySet<string> = new Set([
  "sum",
  "max",
  "min",
  "any",
  "all",
  "sorted",
  "list",
  "tuple",
  "set",
  "frozenset",
  "iter",
  "enumerate",
]);

/** Why Python raises; null where it does not, or where it depends on what else is given. */
function refusal(
  name: string,
  count: number,
  first: OperationFact["operands"][number] | undefined,
): string | null {
  if (iterating.has(name) && count === 1) return "iterates over its argument";
  if ((name === "max" || name === "min") && certainly(first, "Column")) return "compares its arguments";
  if (!certainly(first, "Column")) return null;
  if (/^(round|abs|int|float|len)$/.test(name)) return "wants a value";
  return name.startsWith("math.") ? "wants a number" : null;
}

function advice(name: string, count: number): string {
  if (name === "int" || name === "float") return `Use \`.cast("${castTypes[name]}")\``;
  if (name === "len") return "Use the function `length` for texts, `size` for arrays and maps";
  if (/^(list|tuple|set|frozenset|iter|enumerate)$/.test(name))
    return "Collect the rows first, or use Spark's functions";
  if (/^(any|all)$/.test(name)) return `Use the function \`bool_${name === "any" ? "or" : "and"}\``;
  if (name === "sorted") return "Use `orderBy()` for rows, the function `sort_array` for arrays";
  return `Use Spark's function \`${sparkName(name, count)}\``;
}

const castTypes = { int: "int", float: "double" } as const;

/** The function of Spark that does for rows, or for the columns given, what Python's does. */
function sparkName(name: string, count: number): string {
  if (count > 1 && name === "max") return "greatest";
  if (count > 1 && name === "min") return "least";
  return name.replace("math.", "").replace(/^(fabs)$/, "abs");
}

function replacement(
  { unit, operands }: OperationFact,
  node: CallExpression,
  exists: (name: string) => boolean,
): Fix | null {
  const { callee, args } = node;
  const name = unit.text.slice(callee.start, callee.end);
  if (args.some((argument) => argument.name !== null)) return null;
  const [only, ...others] = args;
  if (only && others.length === 0 && (name === "int" || name === "float")) {
    return {
      title: `Use \`.cast("${castTypes[name]}")\``,
      safety: "safe",
      edits: () => [replace(unit, node, `${asPrimary(unit, only.value)}.cast("${castTypes[name]}")`)],
    };
  }
  if (!/^(sum|max|min|abs|round|math\.\w+)$/.test(name)) return null;
  const wanted = sparkName(name, args.length);
  const isList = wanted === "greatest" || wanted === "least";
  if (!exists(wanted) || (isList && !operands.every(isColumnOrConstant))) return null;
  return {
    title: `Use Spark's \`${wanted}\``,
    safety: "safe",
    edits(facts): readonly Edit[] {
      const spelling = spelled(facts, `pyspark.sql.functions.${wanted}`);
      const constants = isList ? args.filter((_, index) => !certainly(operands[index], "Column")) : [];
      const lit = constants.length > 0 ? spelled(facts, "pyspark.sql.functions.lit") : null;
      const imports = [...spelling.edits, ...(lit?.edits ?? [])].filter(
        (edit, index, all) => all.findIndex((other) => other.newText === edit.newText) === index,
      );
      return [
        ...imports,
        replace(unit, callee, spelling.text),
        ...constants.flatMap(({ value }) => [
          insert(unit, value.parens?.start ?? value.start, `${lit?.text ?? "lit"}(`),
          insert(unit, value.parens?.end ?? value.end, ")"),
        ]),
      ];
    },
  };
}

const isColumnOrConstant = (value: OperationFact["operands"][number]): boolean =>
  certainly(value, "Column") !== null || /^(number|boolean)$/.test(value.kind);

/** `len(frame)` → `frame.count()`. */
function countFix({ unit }: OperationFact, node: CallExpression): Fix {
  const [frame] = node.args;
  const text = frame ? asPrimary(unit, frame.value) : "";
  return {
    title: "Use `count()`",
    safety: "safe",
    edits: () => [replace(unit, node, `${text}.count()`)],
  };
}
