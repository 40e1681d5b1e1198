import type { ApiParameter } from "../catalog/apiSignature.ts";
import { memberName } from "../catalog/memberName.ts";
import type { BoundArgument, CallFact } from "../plan/facts.ts";
import type { Value } from "../plan/value.ts";
import { boundParameters, signatureOf } from "./boundParameters.ts";
import { insert, siteIn, spelled } from "./edits.ts";
import { defineRule, type Edit, type Fix, type RuleContext } from "./rule.ts";
import type { Site, Unit } from "../syntax/module.ts";
import type { Expression } from "../syntax/ast.ts";

/** A plain value, or a list, where Spark takes Columns (and names of columns) alone. */
export const notAColumn = defineRule({
  id: "not-a-column",
  summary: "Plain value or list where Spark wants a Column",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "safe",
  profiles: ["relaxed", "recommended", "strict"],
  yieldsTo: ["function-shadows-builtin"],
  calls: {
    names: ["*"],
    check(call, context) {
      if (!isChecked(call)) return;
      const signature = signatureOf(call.name, context.catalog.api, context.sparkVersion);
      for (const { given, parameter } of signature ? boundParameters(signature.form, call.args) : [])
        checkArgument(call, given, parameter, context);
    },
  },
});

function isChecked({ name }: CallFact): boolean {
  const [type = ""] = name.split(".");
  return type === "functions" || (checkedTypes.has(type) && !hasOwnRules.has(name));
}

const checkedTypes: ReadonlySet<string> = new Set(["DataFrame", "GroupedData", "Column"]);
/** Methods that take more than their annotations say (PySpark 3.3 to 4.3). */
const hasOwnRules: ReadonlySet<string> = new Set(["DataFrame.join", "DataFrame.withColumns"]);

function checkArgument(
  call: CallFact,
  { node, value }: BoundArgument,
  parameter: ApiParameter,
  context: RuleContext,
): void {
  const takesNames = parameter.annotation === "ColumnOrName";
  if (!takesNames && parameter.annotation !== "Column" && !isAggregates(call, parameter)) return;
  const site = siteIn(call.unit, node);
  if (
    value.kind === "sequence" &&
    value.type === "list" &&
    parameter.kind === "rest" &&
    starred.has(call.name)
  ) {
    reportList(call, node, site, context);
    return;
  }
  const isPlain = value.kind === "number" || value.kind === "boolean" || value.kind === "none";
  const isText = value.kind === "string" && parameter.annotation === "Column";
  // `None` and values of parameters that may be left out say "nothing", and are taken.
  if ((!isPlain && !isText) || (value.kind === "none" && parameter.defaultText !== null)) return;
  if (
    isText &&
    call.name !== "DataFrame.withColumn" &&
    call.name !== "functions.when" &&
    call.name !== "Column.when"
  )
    return;
  const method = memberName(call.name);
  const isCondition = isText && method === "when";
  context.report({
    site,
    message: `\`${method}()\` takes ${takesNames ? "Columns and names of columns" : "a Column"}, not ${kindOf(value)}: Spark raises. ${advice(isText, isCondition)}.`,
    ...evidenceOf(call, site),
    ...(node.kind !== "Starred" && {
      fix:
        isText && !isCondition
          ? wrapped(call.unit, node, "lit", "suggested")
          : wrapped(call.unit, node, isCondition ? "expr" : "lit", isText ? "suggested" : "safe"),
    }),
  });
}

const advice = (isText: boolean, isCondition: boolean): string =>
  isCondition
    ? "Make it one with `expr()`"
    : isText
      ? "Use `lit()` for the text itself, `col()` for the column of that name"
      : "Wrap it in `lit()`";

/** `agg` of frames and groups takes Columns, and raises for lists of them. */
const isAggregates = ({ name }: CallFact, { kind }: ApiParameter): boolean =>
  kind === "rest" && /^(DataFrame|GroupedData)\.agg$/.test(name);

/** Methods that take columns one by one and no list of them. */
const starred: ReadonlySet<string> = new Set(["DataFrame.drop", "DataFrame.agg", "GroupedData.agg"]);

function reportList(call: CallFact, node: Expression, site: Site, { report }: RuleContext): void {
  const method = memberName(call.name);
  report({
    site,
    message: `\`${method}()\` takes columns one by one, not a list of them: Spark raises. Put a \`*\` before the list.`,
    fix: {
      title: "Unpack the list with `*`",
      safety: "safe",
      edits: () => [insert(call.unit, node.parens?.start ?? node.start, "*")],
    },
  });
}

function evidenceOf(
  { receiver }: CallFact,
  site: Site,
): { readonly evidence?: { level: "certain"; site: Site; because: string } } {
  return receiver ? {} : { evidence: { level: "certain", site, because: "given to a function of Spark's" } };
}

function kindOf(value: Value): string {
  return value.kind === "number"
    ? "a number"
    : value.kind === "boolean"
      ? "a boolean"
      : value.kind === "none"
        ? "`None`"
        : "a text";
}

function wrapped(unit: Unit, node: Expression, name: "lit" | "expr", safety: Fix["safety"]): Fix {
  return {
    title: safety === "safe" ? `Wrap it in \`${name}()\`` : `Make it a Column with \`${name}()\``,
    safety,
    edits(facts): readonly Edit[] {
      const spelling = spelled(facts, `pyspark.sql.functions.${name}`);
      const { start, end } = node.parens ?? node;
      return [...spelling.edits, insert(unit, start, `${spelling.text}(`), insert(unit, end, ")")];
    },
  };
}
