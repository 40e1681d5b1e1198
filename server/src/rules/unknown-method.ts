import type { AttributeExpression, CallExpression, Expression, Identifier } from "../syntax/ast.ts";
import type { OperationFact } from "../plan/facts.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { sparkAlternatives, type SparkValue, type Value } from "../plan/value.ts";
import { certainly } from "./columnOperands.ts";
import { insert, replace, siteIn, sourceOf, spelled } from "./edits.ts";
import { missingParentheses, shownArguments } from "./missingParentheses.ts";
import { misspeltMethod } from "./misspeltMethod.ts";
import { defineRule, type Edit, type Fix, type RuleContext } from "./rule.ts";

/**
 * A method that the object does not have: pandas' or SQL's words on a Column or a frame, a Column's method on a text,
 * a frame's method on groups. Only names that we know the right word for count: libraries add methods of their own.
 */
export const unknownMethod = defineRule({
  id: "unknown-method",
  summary: "Method that a Column, DataFrame or text does not have",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "safe",
  profiles: ["relaxed", "recommended", "strict"],
  operations(operation, context) {
    switch (operation.operation) {
      case "call":
        checkCall(operation, context);
        return;
      case "textMethod":
        checkText(operation, context);
        return;
      case "missing":
        checkMissing(operation, context);
        return;
      default:
        return;
    }
  },
});

/** Pandas' methods, and how Spark says it. */
const frameWords: Readonly<Record<string, string>> = {
  append: "`unionByName()`",
  apply: "functions of Spark, or `mapInPandas()`",
  applymap: "functions of Spark",
  assign: "`withColumns()`",
  astype: "`withColumn()` with `cast()`",
  concat: "`unionByName()`",
  flatMap: "`explode`, or `.rdd.flatMap()`",
  isna: "`isNull()` on its columns",
  isnull: "`isNull()` on its columns",
  iterrows: "`toLocalIterator()`",
  itertuples: "`toLocalIterator()`",
  map: "functions of Spark, or `.rdd.map()`",
  merge: "`join()`",
  nunique: "the function `count_distinct`",
  pivot_table: "`groupBy().pivot()`",
  rename: "`withColumnsRenamed()`",
  reset_index: "nothing: rows have no index",
  set_index: "nothing: rows have no index",
  sort_values: "`orderBy()`",
  to_csv: "`write.csv()`",
  to_dict: "`collect()` and `asDict()` of its rows",
  to_json: "`write.json()`, or `toJSON()`",
  to_parquet: "`write.parquet()`",
  value_counts: "`groupBy().count()`",
};

/** What people call methods of Columns elsewhere, and their names here. */
const columnWords: Readonly<Record<string, string>> = {
  notNull: "isNotNull",
  notnull: "isNotNull",
  isnull: "isNull",
  isna: "isNull",
  notna: "isNotNull",
  is_null: "isNull",
  is_not_null: "isNotNull",
  as_type: "astype",
  starts_with: "startswith",
  ends_with: "endswith",
  startsWith: "startswith",
  endsWith: "endswith",
  is_in: "isin",
  isIn: "isin",
};

function checkCall({ node, operands, unit }: OperationFact, context: RuleContext): void {
  if (node.kind !== "Call" || node.callee.kind !== "Attribute" || !certainly(operands[1], "Column")) return;
  const { name, object } = node.callee;
  const column = certainly(operands[0], "Column");
  const frame = certainly(operands[0], "DataFrame");
  const { api } = context.catalog;
  if (frame && Object.hasOwn(frameWords, name.id))
    context.report({
      site: siteIn(unit, name),
      message: `A DataFrame has no method \`${name.id}\`: Python raises here. Spark's word for it is ${frameWords[name.id] ?? ""}.`,
      evidence: frame.evidence,
    });
  if (frame) checkSpelling(frame, name, unit, context);
  if (!column || api.member("Column", name.id) !== null) return;
  const meant = columnWords[name.id];
  if (meant !== undefined) {
    context.report({
      site: siteIn(unit, name),
      message: `A Column has no method \`${name.id}\`: Python takes it for a field, and raises when it is called. Use \`${meant}\`.`,
      evidence: column.evidence,
      fix: { title: `Write \`${meant}\``, safety: "safe", edits: () => [replace(unit, name, meant)] },
    });
    return;
  }
  if (api.functionSignature(`functions.${name.id}`, context.sparkVersion) === null) return;
  if (object.kind === "Attribute" && isPerhapsExtension(column)) return;
  const isByPosition = node.args.every((argument) => argument.name === null);
  context.report({
    site: siteIn(unit, name),
    message: `A Column has no method \`${name.id}\`: Python takes it for a field, and raises when it is called. It is a function: \`${name.id}(column)\`.`,
    evidence: column.evidence,
    ...(isByPosition && { fix: functionFix(node, object, unit, name.id) }),
  });
}

function checkSpelling(
  frame: SparkValue,
  name: Identifier,
  unit: OperationFact["unit"],
  { report, catalog, sparkVersion }: RuleContext,
): void {
  const meant = misspeltMethod(catalog.api, "DataFrame", name.id, sparkVersion);
  if (meant === null || Object.hasOwn(frameWords, name.id)) return;
  report({
    site: siteIn(unit, name),
    message: `Did you mean \`${meant}\`? A DataFrame has no method \`${name.id}\`: Python raises here.`,
    evidence: frame.evidence,
    fix: { title: `Write \`${meant}\``, safety: "suggested", edits: () => [replace(unit, name, meant)] },
  });
}

/** `frame.name` that is no column we know of: libraries hang their own objects on frames (`frame.cols.median("a")`). */
function isPerhapsExtension({ column }: SparkValue): boolean {
  if (column?.kind !== "reference" || !column.of) return false;
  const schema = schemaOf(column.of);
  return !(schema.kind !== "unknown" && schema.attributes.some(({ name }) => name === column.name));
}

/** `column.lower()` → `F.lower(column)`. */
function functionFix(
  node: CallExpression,
  object: Expression,
  unit: OperationFact["unit"],
  name: string,
): Fix {
  return {
    title: `Use the function \`${name}\``,
    safety: "safe",
    edits(facts): readonly Edit[] {
      const spelling = spelled(facts, `pyspark.sql.functions.${name}`);
      const { start, end } = object.parens ?? object;
      return [
        ...spelling.edits,
        insert(unit, start, `${spelling.text}(`),
        replace(unit, { start: end, end: node.argumentList.start + 1 }, node.args.length > 0 ? ", " : ""),
      ];
    },
  };
}

function checkText({ node, name = "", unit, operands }: OperationFact, { report }: RuleContext): void {
  if (node.kind !== "Call" || node.callee.kind !== "Attribute") return;
  const { object } = node.callee;
  const [text] = operands;
  if (object.kind !== "String" || text?.kind !== "string") return;
  const evidence = { level: "certain", site: siteIn(unit, object), because: "a text" } as const;
  report({
    site: siteIn(unit, node.callee.name),
    message: `\`${name}\` is a method of Columns, and ${sourceOf(unit, object)} is a text: Python raises here. Make a Column of it with \`col\`.`,
    evidence,
    fix: {
      title: "Make it a Column with `col()`",
      safety: "safe",
      edits(facts) {
        const col = spelled(facts, "pyspark.sql.functions.col");
        const { start, end } = object.parens ?? object;
        return [...col.edits, insert(unit, start, `${col.text}(`), insert(unit, end, ")")];
      },
    },
  });
}

/** `frame.groupBy.count()`: the method itself is asked. */
function checkUncalled(
  { object }: AttributeExpression,
  { receiver, name: method }: Extract<Value, { kind: "method" }>,
  name: string,
  unit: OperationFact["unit"],
  { report, catalog: { api }, sparkVersion }: RuleContext,
): void {
  const [owner] = certainTypes.flatMap((type) => certainly(receiver, type) ?? []);
  // That the object has the method is no evidence here: what stands behind it says that it is none.
  if (owner?.evidence.level !== "certain" || (object.kind !== "Name" && object.kind !== "Attribute")) return;
  const form = api.signature(owner.type, method, sparkVersion)?.form;
  if (object.kind === "Name") {
    report({
      site: siteIn(unit, object),
      message: `\`${object.id}\` is the method \`${method}\` itself, which was not called: it has no \`${name}\`, and Python raises. Write \`${method}(${shownArguments(form)})\` where \`${object.id}\` is made.`,
      evidence: owner.evidence,
    });
    return;
  }
  report({
    site: siteIn(unit, object.name),
    message: `\`${method}\` is not called here: the method itself has no \`${name}\`, and Python raises. Write \`${method}(${shownArguments(form)})\`.`,
    evidence: owner.evidence,
    ...missingParentheses(unit, { named: method, end: object.name.end, form, safety: "safe" }),
  });
}

/** Classes whose methods are no objects of a library that it hangs on them. */
const certainTypes = [
  "DataFrame",
  "Column",
  "GroupedData",
  "DataFrameReader",
  "DataFrameWriter",
  "DataStreamReader",
  "DataStreamWriter",
] as const;

function checkMissing({ node, operands, name = "", unit }: OperationFact, context: RuleContext): void {
  if (node.kind !== "Attribute") return;
  if (operands[0]?.kind === "method") {
    checkUncalled(node, operands[0], name, unit, context);
    return;
  }
  const { report, catalog } = context;
  const owners: readonly SparkValue[] = operands[0] ? sparkAlternatives(operands[0]) : [];
  const [owner] = owners;
  if (!owner || catalog.api.member("DataFrame", name) === null) return;
  const advice = {
    GroupedData: "Aggregate the groups first, with `agg()`, `count()` and the like",
    DataFrameReader: "Load the data first, with `load()`, `parquet()` and the like",
    DataFrameWriter: "The frame itself has it",
  }[owner.type];
  if (advice === undefined) return;
  report({
    site: siteIn(unit, node.name),
    message: `${owner.type} has no \`${name}\`, a DataFrame has: Python raises here. ${advice}.`,
    evidence: owner.evidence,
  });
}
