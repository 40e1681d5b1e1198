import { argumentKindWords, type ArgumentKind } from "../catalog/argumentKinds.ts";
import type { SignatureForm } from "../catalog/apiSignature.ts";
import { callEvidence } from "../plan/evidence.ts";
import type { CallFact, UdfFact } from "../plan/facts.ts";
import type { FunctionValue, Value } from "../plan/value.ts";
import { boundParameters, calledForm, type BoundParameter } from "./boundParameters.ts";
import { arityProblem } from "./callArity.ts";
import { outerSpan, replace, siteIn, sourceOf } from "./edits.ts";
import { missingParentheses } from "./missingParentheses.ts";
import { defineRule, type Fix, type RuleContext } from "./rule.ts";
import { nodeAt } from "../syntax/walk.ts";

/** An argument of a kind that PySpark refuses, such as a method without its parentheses. */
export const argumentKind = defineRule({
  id: "argument-kind",
  summary: "Argument of a kind that PySpark refuses",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "safe",
  profiles: ["relaxed", "recommended", "strict"],
  yieldsTo: ["argument-unknown", "method-not-called", "not-a-column", "refused-step", "value-refused"],
  udfs: checkReturnType,
  calls: {
    names: ["*"],
    check(call, context) {
      const refuses = context.catalog.argumentKinds(call.name, context.sparkVersion);
      const signature = refuses && formOfCall(call, context);
      if (!signature) return;
      const told = toldOf(call.name);
      for (const bound of boundParameters(signature, call.args)) {
        const { node, value } = bound.given;
        // What a comparison or a test of Columns gives is another rule's.
        const kinds = value.kind === "boolean" && node.kind !== "Constant" ? null : kindsOf(value, context);
        const takes = (kind: ArgumentKind): boolean => !refuses(bound.parameter.name, kind);
        const [kind] = kinds ?? [];
        if (kind === undefined || !kinds?.every((each) => told.includes(each) && !takes(each))) continue;
        // Which parameter gets what is certain only where Python binds them all.
        if (arityProblem(signature, call.args)) return;
        context.report({
          site: siteIn(call.unit, node),
          message: messageFor(call, bound, kind),
          evidence: callEvidence(call),
          ...fixFor(call, bound, kind, takes, context),
        });
      }
    },
  },
});

/** How the callable is called; stages of pyspark.ml are named by their paths. */
function formOfCall(call: CallFact, { catalog: { api }, sparkVersion }: RuleContext): SignatureForm | null {
  if (!call.name.startsWith("pyspark.ml.")) return calledForm(call, api, sparkVersion);
  const signature = api.signatureAt(call.name, sparkVersion);
  return signature?.availability === "present" ? signature.form : null;
}

/** `udf(f, IntegerType)`: raises when the UDF is made or called (3.3 to 4.3). */
function checkReturnType({ udf, evidence }: UdfFact, { report, catalog, sparkVersion }: RuleContext): void {
  const written = udf.returnType ?? "";
  const name = /(?:^|\.)(\w+Type)$/.exec(written)?.[1];
  const isUdf = udf.form === "row" || udf.form === "pandas" || udf.form === "arrow";
  if (name === undefined || !isUdf || udf.returns.type !== "unknown" || !catalog.api.isClass(name)) return;
  const { unit, start, end } = udf.site;
  const call = nodeAt(unit, start).find((node) => node.kind === "Call" && node.end === end);
  const args = call?.kind === "Call" ? call.args : [];
  const given = args.find(({ value }) => sourceOf(unit, value) === written)?.value;
  if (!given) return;
  report({
    site: siteIn(unit, given),
    message: classMessage(written, "udf"),
    evidence,
    ...missingParentheses(unit, {
      named: written,
      end: outerSpan(given).end,
      form: catalog.api.signature(name, "__init__", sparkVersion)?.form,
      safety: "safe",
    }),
  });
}

const classMessage = (written: string, taker: string): string =>
  `\`${written}\` is a class, and \`${taker}()\` takes types made of it: PySpark raises. Call it.`;

/** What stands for something that is still to be called. */
const uncalled = "umk";

/**
 * Spark Connect makes literals of plain values where Spark without it wants Columns, and takes Columns where that wants
 * values: for functions and methods of Column only what both refuse is told (`lit`, `_to_col` of PySpark 3.5 to 4.3).
 */
const toldOf = (callable: string): string =>
  /^(functions|Column)\./.test(callable) ? uncalled : `sifbltedr${uncalled}`;

/** What a value can be; null where the code does not tell, or where it is nothing that was asked for. */
function kindsOf(value: Value, context: RuleContext): readonly ArgumentKind[] | null {
  switch (value.kind) {
    case "string":
      return ["s"];
    case "number":
      return value.isFloat ? ["f"] : ["i", "f"];
    case "boolean":
      return ["b"];
    case "sequence":
      return [({ list: "l", tuple: "t", set: "e" } as const)[value.type]];
    case "dict":
      return ["d"];
    case "function":
      return isPlain(value) ? ["u"] : null;
    case "method":
      return ["m"];
    case "api":
      return apiKind(value.name, context);
    case "spark":
      return value.type === "DataFrame" ? ["r"] : null;
    case "union": {
      const kinds = value.values.map((each) => kindsOf(each, context));
      return kinds.includes(null) ? null : kinds.flatMap((each) => each ?? []);
    }
    default:
      return null;
  }
}

/** Decorators may make a property of a function. */
const isPlain = ({ node, role }: FunctionValue): boolean =>
  role === undefined && (node.kind === "Lambda" || node.decorators.length === 0);

function apiKind(name: string, { catalog, sparkVersion }: RuleContext): readonly ArgumentKind[] | null {
  const [, module, own = ""] = /^pyspark\.sql\.(functions|types)\.(\w+)$/.exec(name) ?? [];
  if (module === "types") return own.endsWith("Type") && catalog.api.isClass(own) ? ["k"] : null;
  return module === "functions" && catalog.api.functionSignature(`functions.${own}`, sparkVersion)
    ? ["u"]
    : null;
}

function messageFor(call: CallFact, { given, parameter }: BoundParameter, kind: ArgumentKind): string {
  const taker = ownName(call.name);
  const source = sourceOf(call.unit, given.node);
  const written = source.length <= mostShown ? `\`${source}\`` : "The argument";
  if (kind === "k") return classMessage(source, taker);
  if (kind === "m" || kind === "u")
    return `${written} is not called here: \`${taker}()\` gets the ${argumentKindWords[kind]} itself and raises. Call it.`;
  const taken = parameter.annotation?.replace(/ \| None\b/, "");
  const advice = taken === undefined ? "" : ` It takes \`${taken}\`.`;
  return `\`${taker}()\` takes no ${argumentKindWords[kind]} as \`${parameter.name}\`, and raises.${advice}`;
}

/** Longer code is not repeated in a message. */
const mostShown = 40;

function fixFor(
  { unit }: CallFact,
  { given: { node, value } }: BoundParameter,
  kind: ArgumentKind,
  takes: (kind: ArgumentKind) => boolean,
  context: RuleContext,
): { readonly fix?: Fix } {
  if (uncalled.includes(kind)) {
    const form = formOf(value, context);
    if ((node.kind !== "Name" && node.kind !== "Attribute") || form === null) return {};
    const named = sourceOf(unit, node);
    return missingParentheses(unit, { named, end: outerSpan(node).end, form, safety: "safe" });
  }
  if (kind !== "s" || node.kind !== "String") return {};
  const written = (text: string): { readonly fix: Fix } => ({
    fix: {
      title: `Write \`${text}\``,
      safety: "safe",
      edits: () => [replace(unit, outerSpan(node), text)],
    },
  });
  const text = value.kind === "string" ? (value.value ?? "") : "";
  // Python reads no number with zeros in front.
  if (takes("i") && /^(?:0|[1-9]\d{0,14})$/.test(text)) return written(text);
  return takes("l") ? written(`[${sourceOf(unit, node)}]`) : {};
}

/** The last part of a path: "KMeans" of "pyspark.ml.clustering.KMeans". */
const ownName = (path: string): string => path.slice(path.lastIndexOf(".") + 1);

/** How what is named is called; null where nobody knows. */
function formOf(
  value: Value,
  { catalog: { api }, sparkVersion }: RuleContext,
): SignatureForm | undefined | null {
  if (value.kind === "method")
    return api.signature(value.receiver.type, value.name, sparkVersion)?.form ?? null;
  if (value.kind !== "api") return null;
  const own = ownName(value.name);
  // Most types have no constructor of their own.
  return own.endsWith("Type")
    ? api.signature(own, "__init__", sparkVersion)?.form
    : (api.functionSignature(`functions.${own}`, sparkVersion)?.form ?? null);
}
