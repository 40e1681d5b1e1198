import { record, siteOf, type Evaluation } from "../evaluation.ts";
import type { BoundArgument, ConfigFact } from "../facts.ts";
import type { Evidence, SparkValue } from "../value.ts";
import { setConfiguration } from "./sessionState.ts";
import { textOf } from "./optionText.ts";

/** Methods that take a configuration's key, by class: where the setting is made, and the key's and value's positions. */
const configMethods: Readonly<Record<string, ConfigFact["where"]>> = {
  "Builder.config": "builder",
  "SparkConf.set": "builder",
  "SparkConf.setIfMissing": "builder",
  "SparkConf.get": "read",
  "SparkConf.contains": "read",
  "RuntimeConfig.set": "runtime",
  "RuntimeConfig.get": "read",
  "RuntimeConfig.unset": "read",
  "RuntimeConfig.isModifiable": "read",
};

const configTypes: ReadonlySet<string> = new Set(["Builder", "SparkConf", "RuntimeConfig"]);

/** The names of all methods that take a configuration's key, or several at once. */
export const configMethodNames: readonly string[] = [
  ...new Set([...Object.keys(configMethods), "SparkConf.setAll"].map((name) => name.split(".")[1] ?? "")),
];

/** Records the configurations that a call sets or reads, where their keys are literals in the code. */
export function recordConfigs(
  evaluation: Evaluation,
  { type, evidence }: SparkValue,
  method: string,
  args: readonly BoundArgument[],
): void {
  const where = configTypes.has(type) ? configMethods[`${type}.${method}`] : undefined;
  if (where !== undefined) {
    const positional = args.filter((each) => each.name === null);
    const key = args.find((each) => each.name === "key") ?? positional[0];
    const value =
      where === "read" ? undefined : (args.find((each) => each.name === "value") ?? positional[1]);
    if (key) recordConfig(evaluation, key.node, textOf(key.value), value, where, evidence);
    const map = args.find((each) => each.name === "map");
    if (map) recordPairs(evaluation, map, where, evidence);
  } else if (type === "SparkConf" && method === "setAll" && args[0])
    recordPairs(evaluation, args[0], "builder", evidence);
}

function recordConfig(
  evaluation: Evaluation,
  keyNode: BoundArgument["node"],
  key: string | null,
  value: { readonly node: BoundArgument["node"]; readonly value: BoundArgument["value"] } | undefined,
  where: ConfigFact["where"],
  evidence: Evidence,
): void {
  if (key !== null && where !== "read") setConfiguration(evaluation, key, value ? textOf(value.value) : null);
  if (key === null || keyNode.kind !== "String") return;
  const { unit, context } = evaluation;
  record(evaluation, {
    kind: "config",
    key,
    keySite: siteOf(evaluation, keyNode),
    value: value ? textOf(value.value) : null,
    valueSite: value ? siteOf(evaluation, value.node) : null,
    where,
    evidence,
    unit,
    context,
  });
}

/** `config(map={…})` and `setAll([(key, value), …])`. */
function recordPairs(
  evaluation: Evaluation,
  argument: BoundArgument,
  where: ConfigFact["where"],
  evidence: Evidence,
): void {
  const { node, value } = argument;
  if (node.kind === "Dict" && value.kind === "dict")
    node.entries.forEach((entry, index) => {
      const pair = value.entries[index];
      if (entry.key && pair)
        recordConfig(
          evaluation,
          entry.key,
          textOf(pair.key),
          { node: entry.value, value: pair.value },
          where,
          evidence,
        );
    });
  if (node.kind === "List" && value.kind === "sequence")
    node.elements.forEach((element, index) => {
      const pair = value.elements[index];
      if (element.kind !== "Tuple" || pair?.kind !== "sequence") return;
      const [keyNode, valueNode] = element.elements;
      const [key, setTo] = pair.elements;
      if (keyNode && valueNode && setTo)
        recordConfig(evaluation, keyNode, textOf(key), { node: valueNode, value: setTo }, where, evidence);
    });
}
