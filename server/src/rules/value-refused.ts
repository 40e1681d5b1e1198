import { callEvidence, evidenceChain } from "../plan/evidence.ts";
import { argument, type BoundArgument, type CallFact } from "../plan/facts.ts";
import type { Evidence, Value } from "../plan/value.ts";
import { insert, replace, siteIn, sourceOf } from "./edits.ts";
import { defineRule, type Fix } from "./rule.ts";
import type { StringExpression } from "../syntax/ast.ts";
import { literalText } from "../syntax/literalText.ts";

/** An argument of a kind, or a word for a type, that PySpark refuses where it looks natural in Python. */
export const valueRefused = defineRule({
  id: "value-refused",
  summary: "Natural value that PySpark refuses here",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "safe",
  profiles: ["relaxed", "recommended", "strict"],
  calls: {
    names: ["DataFrame.join", "DataFrame.sample", "DataFrame.randomSplit", "functions.lit", "StructType.add"],
    check(call, { report }) {
      const found = refusedIn(call);
      if (!found) return;
      report({
        site: siteIn(call.unit, found.argument.node),
        message: found.message,
        evidence: callEvidence(call),
        ...(found.fix && { fix: found.fix }),
      });
    },
  },
});

interface Refused {
  readonly argument: BoundArgument;
  readonly message: string;
  readonly fix: Fix | null;
}

function refusedIn(call: CallFact): Refused | null {
  switch (call.name) {
    case "DataFrame.join":
      return refusedKeys(call);
    case "DataFrame.sample":
      return refusedFraction(call);
    case "DataFrame.randomSplit":
      return refusedWeights(call);
    case "functions.lit":
      return refusedLiteral(call);
    default:
      return refusedType(call);
  }
}

/** Keys of a join that are no list (DataFrame.join, 3.3 to 4.3). */
function refusedKeys(call: CallFact): Refused | null {
  const on = argument(call, 1, "on");
  if (on?.value.kind !== "sequence" || on.value.type === "list") return null;
  const { node } = on;
  const { unit } = call;
  const isWritten = node.kind === "Tuple" || node.kind === "Set";
  const items = isWritten ? node.elements : [];
  const listed = items.map((each) => sourceOf(unit, each)).join(", ");
  return {
    argument: on,
    message: `\`join()\` takes a name, a Column or a list of them, not a ${on.value.type}: Python raises here. Write the keys as a list.`,
    fix:
      items.length > 0 && items.every(({ kind }) => kind !== "Starred")
        ? {
            title: `Write \`[${listed}]\``,
            safety: "safe",
            edits: () => [replace(unit, node.parens ?? node, `[${listed}]`)],
          }
        : {
            title: "Make it a list",
            safety: "safe",
            edits: () => [replace(unit, node.parens ?? node, `list(${sourceOf(unit, node)})`)],
          },
  };
}

/** A fraction that is no float, or no part of the rows (DataFrame.sample, 3.3 to 4.3): only replacement gives more than all. */
function refusedFraction(call: CallFact): Refused | null {
  const first = argument(call, 0, "withReplacement");
  // The first argument is the fraction where it is a float, and may be nothing else than a bool.
  const isFraction = first?.value.kind === "number";
  const fraction = isFraction ? first : argument(call, 1, "fraction");
  const replacement = isFraction ? undefined : first?.value;
  if (fraction?.value.kind !== "number" || fraction.value.value === null) return null;
  if (!fraction.value.isFloat) {
    const isCount = fraction.value.value > 1;
    return {
      argument: fraction,
      message: `\`sample()\` takes a float as its fraction, and raises for an int.${isCount ? " For a number of rows use `limit()`." : ""}`,
      fix: null,
    };
  }
  const { value } = fraction.value;
  const most = replacement === undefined || isFalse(replacement) ? 1 : Infinity;
  if (value >= 0 && value <= most) return null;
  return {
    argument: fraction,
    message: `\`sample()\` takes a fraction between 0 and 1${most === 1 ? " without replacement" : ""}: Spark raises here.`,
    fix: null,
  };
}

const isFalse = (value: Value): boolean => value.kind === "boolean" && value.value === false;

/** Weights that are ints, of which Spark makes no doubles (DataFrame.randomSplit, 3.3 to 4.3; Spark Connect does). */
function refusedWeights(call: CallFact): Refused | null {
  const weights = argument(call, 0, "weights");
  const { node } = weights ?? {};
  if (!weights || node?.kind !== "List" || !isOfOwnSession(callEvidence(call))) return null;
  const numbers = node.elements.filter((each) => each.kind === "Number");
  const wholes = numbers.filter(({ type }) => type === "int");
  if (wholes.length === 0) return null;
  return {
    argument: weights,
    message: "`randomSplit()` takes its weights as floats: Spark raises for an int.",
    fix: {
      title: "Write the weights as floats",
      safety: "safe",
      edits: () => wholes.map((each) => insert(call.unit, each.end, ".0")),
    },
  };
}

/** Whether the program starts the session itself: one that it is given may be a client of Spark Connect. */
function isOfOwnSession(evidence: Evidence): boolean {
  const { unit, start, end } = (evidenceChain(evidence).at(-1) ?? evidence).site;
  return /\bSparkSession\.builder\b/.test(unit.text.slice(start, end)) && !unit.text.includes(".remote(");
}

/** A literal that Spark has no type for. */
function refusedLiteral(call: CallFact): Refused | null {
  const given = argument(call, 0, "col");
  if (!given) return null;
  const word = refusedWord(given.value);
  if (word === null) return null;
  const advice = word === "dict" ? "Build a map with `create_map()`" : "Write a list";
  return {
    argument: given,
    message: `\`lit()\` makes no literal of a ${word}: Spark raises when the column is used. ${advice}.`,
    fix: null,
  };
}

function refusedWord(value: Value): string | null {
  if (value.kind === "dict") return "dict";
  return value.kind === "sequence" && value.type !== "list" ? value.type : null;
}

/** The names that `StructType.add` takes for SQL's names of types (`_parse_datatype_json_value`, 3.3 to 4.3). */
const jsonNames: Readonly<Record<string, string>> = {
  int: "integer",
  bigint: "long",
  smallint: "short",
  tinyint: "byte",
};

function refusedType(call: CallFact): Refused | null {
  const type = argument(call, 1, "data_type");
  const written = type?.value.kind === "string" ? type.value.value : null;
  if (!type || written === null) return null;
  const name = Object.hasOwn(jsonNames, written.toLowerCase()) ? jsonNames[written.toLowerCase()] : undefined;
  if (name === undefined) return null;
  const inner = type.node.kind === "String" ? innerOf(type.node, call) : null;
  return {
    argument: type,
    message: `\`add()\` does not know the type name \`${written}\` and raises: it takes the names of Spark's JSON. Write \`${name}\`.`,
    fix: inner && {
      title: `Write \`${name}\``,
      safety: "safe",
      edits: () => [replace(call.unit, inner, name)],
    },
  };
}

const innerOf = (node: StringExpression, { unit }: CallFact): { start: number; end: number } | null =>
  literalText(node, unit.text);
