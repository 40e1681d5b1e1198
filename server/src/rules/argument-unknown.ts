import type { Catalog } from "../catalog/catalog.ts";
import { closestName } from "../catalog/closestName.ts";
import { memberName } from "../catalog/memberName.ts";
import { literalText } from "../syntax/literalText.ts";
import { callEvidence } from "../plan/evidence.ts";
import { argument, constantString, type BoundArgument, type CallFact } from "../plan/facts.ts";
import { nodeAt } from "../syntax/walk.ts";
import { replace, siteIn } from "./edits.ts";

import { defineRule, type Fix } from "./rule.ts";

/** A word of a closed list of Spark's that is not in it: a join type, a mode, a format. */
export const argumentUnknown = defineRule({
  id: "argument-unknown",
  summary: "Join type, mode or format that Spark does not know",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  calls: {
    names: [
      "DataFrame.join",
      "DataFrame.explain",
      ...["mode", "save", "saveAsTable", "parquet", "csv", "json", "orc", "format"].map(
        (method) => `DataFrameWriter.${method}`,
      ),
      ...["outputMode", "start", "toTable", "format"].map((method) => `DataStreamWriter.${method}`),
      ...["format", "load"].flatMap((method) => [`DataFrameReader.${method}`, `DataStreamReader.${method}`]),
    ],
    check(call, { report, catalog, sparkVersion }) {
      for (const { list, at } of places(call)) {
        const word = constantString(at.value);
        const known = word === null ? null : listed(catalog, list, sparkVersion, word);
        if (word === null || known === null || known.includes(normal(list, word))) continue;
        const meant = closestName(word, known);
        // Other packages bring formats of their own.
        if (list === "format" && meant === null) continue;
        const fix = meant === null ? null : fixOf(call, at, meant);
        const others = meant === null ? ` It knows ${shown(known)}.` : "";
        report({
          site: siteIn(call.unit, at.node),
          message: `${meant === null ? "" : `Did you mean \`${meant}\`? `}Spark knows no ${words[list]} \`${word}\` and raises.${others}`,
          evidence: callEvidence(call),
          ...(fix && { fix }),
        });
      }
    },
  },
});

type List = "joinTypes" | "saveModes" | "outputModes" | "explainModes" | "format";

const words: Readonly<Record<List, string>> = {
  joinTypes: "join type",
  saveModes: "save mode",
  outputModes: "output mode",
  explainModes: "explain mode",
  format: "format",
};

/** Where a call takes a word of a list: by position and keyword. */
const parameters: Readonly<Record<string, readonly [List, number, string]>> = {
  "DataFrame.join": ["joinTypes", 2, "how"],
  "DataFrame.explain": ["explainModes", 1, "mode"],
  "DataFrameWriter.mode": ["saveModes", 0, "saveMode"],
  "DataFrameWriter.parquet": ["saveModes", 1, "mode"],
  "DataFrameWriter.csv": ["saveModes", 1, "mode"],
  "DataFrameWriter.json": ["saveModes", 1, "mode"],
  "DataFrameWriter.orc": ["saveModes", 1, "mode"],
  "DataFrameWriter.save": ["saveModes", 2, "mode"],
  "DataFrameWriter.saveAsTable": ["saveModes", 2, "mode"],
  "DataStreamWriter.outputMode": ["outputModes", 0, "outputMode"],
  "DataStreamWriter.start": ["outputModes", 2, "outputMode"],
  "DataStreamWriter.toTable": ["outputModes", 2, "outputMode"],
};

/** Where the same calls take a format. */
const formats: Readonly<Record<string, readonly [number, string]>> = {
  format: [0, "source"],
  load: [1, "format"],
  save: [1, "format"],
  saveAsTable: [1, "format"],
  start: [1, "format"],
  toTable: [1, "format"],
};

function* places(call: CallFact): Generator<{ readonly list: List; readonly at: BoundArgument }> {
  const [list, position, keyword] = parameters[call.name] ?? [];
  const at = list === undefined ? null : argument(call, position ?? -1, keyword ?? "");
  if (list !== undefined && at) yield { list, at };
  // `explain` takes the mode in the place of its first argument, too.
  const first = call.name === "DataFrame.explain" ? argument(call, 0, "extended") : null;
  if (first) yield { list: "explainModes", at: first };
  const [index, name] = formats[memberName(call.name)] ?? [];
  const format = index === undefined ? null : argument(call, index, name ?? "");
  if (format) yield { list: "format", at: format };
}

/** Case does not count, nor do underscores in types of joins (JoinType.apply, Spark 4.3). */
const normal = (list: List, word: string): string =>
  list === "joinTypes" ? word.toLowerCase().replaceAll("_", "") : word.toLowerCase();

/** The words that Spark takes; null where another package may bring the word. */
function listed(
  { lists, dataSources }: Catalog,
  list: List,
  version: string,
  word: string,
): readonly string[] | null {
  switch (list) {
    case "joinTypes":
      return [...new Set([...lists.joinTypes(version).keys()].flatMap((name) => [name, normal(list, name)]))];
    case "saveModes":
      return [...lists.saveModes(version).keys()];
    case "outputModes":
      return [...lists.outputModes(version).keys()];
    case "explainModes":
      return lists.explainModes(version);
    case "format":
      return word.length > 2 && /^\w+$/.test(word)
        ? dataSources.formats(version).map(({ name }) => name.toLowerCase())
        : null;
  }
}

const shown = (known: readonly string[]): string =>
  [...new Set(known.map((each) => each.replaceAll("_", "")))]
    .slice(0, 8)
    .map((each) => `\`${each}\``)
    .join(", ");

function fixOf({ unit }: CallFact, { node, value }: BoundArgument, meant: string): Fix | null {
  const site = value.kind === "string" ? value.site : undefined;
  if (!site || site.unit !== unit || site.start < node.start || site.end > node.end) return null;
  const literal = nodeAt(unit, site.start).find(
    (each) => each.kind === "String" && each.start === site.start,
  );
  const inner = literal?.kind === "String" ? literalText(literal, unit.text) : null;
  return (
    inner && { title: `Write \`${meant}\``, safety: "suggested", edits: () => [replace(unit, inner, meant)] }
  );
}
