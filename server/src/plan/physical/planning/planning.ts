import { sideTable } from "../../../syntax/sideTable.ts";
import type { PlanNode } from "../../logicalPlan.ts";
import type { Key } from "../columnKey.ts";
import { renamed, type Partitioning } from "../partitioning.ts";
import type { PhysicalNode } from "../physicalNode.ts";
import { physicalSettings, type PhysicalSettings } from "../physicalSettings.ts";
import type { Definitions, Relation } from "../relation.ts";

/** What the steps above ask of a relation. It decides what Spark's optimizer leaves away below. */
export interface Demand {
  /** Tokens that are read; null: all columns. */
  readonly needed: ReadonlySet<string> | null;
  /** Which sorts below make no difference. */
  readonly unordered: "no" | "local" | "all";
  /** Duplicates below make no difference, as below `distinct`. */
  readonly duplicates: boolean;
  /** Columns of which no null gets through. */
  readonly notNull: ReadonlySet<string>;
  /** Nothing stands above: a limit only fetches its first rows. */
  readonly root: boolean;
  /** A union stands above. */
  readonly united: boolean;
}

const nothing: ReadonlySet<string> = new Set();

/** What the end of a plan asks for: everything, as it is. */
export const wholeDemand: Demand = {
  needed: null,
  unordered: "no",
  duplicates: false,
  notNull: nothing,
  root: true,
  united: false,
};

/** The same somewhere inside a plan. */
export const innerDemand: Demand = { ...wholeDemand, root: false };

/** A demand's text: equal demands on a relation make equal plans. */
export const demandText = ({ needed, unordered, duplicates, notNull, root, united }: Demand): string =>
  [
    needed === null ? "*" : [...needed].sort().join(),
    unordered,
    String(duplicates),
    [...notNull].sort().join(),
    String(root),
    String(united),
  ].join("|");

/** The making of one physical plan. */
export interface Planning {
  /** A number for a computation, the same for the same text. */
  readonly identify: (text: string) => number;
}

/** A planning that starts from nothing. */
export function startPlanning(): Planning {
  const numbers = new Map<string, number>();
  return {
    identify(text) {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, numbers.size);
      return numbers.size - 1;
    },
  };
}

export const settingsOf = (node: PlanNode): PhysicalSettings => physicalSettings(node.session);

interface NodeParts {
  readonly operator: string;
  readonly inputs: readonly PhysicalNode[];
  readonly node: PlanNode;
  readonly partitioning: readonly Partitioning[];
  readonly output: readonly string[] | null;
  /** What tells the computation from others on the same inputs. */
  readonly label: string;
  readonly details?: string;
  readonly exchange?: PhysicalNode["exchange"];
  readonly adaptive?: string | null;
  readonly assumes?: string | null;
  readonly subqueries?: readonly PlanNode[];
}

/** An operator on others. */
export function operator(planning: Planning, parts: NodeParts): PhysicalNode {
  const { label, details = "", exchange = null, adaptive = null, assumes = null, subqueries = [] } = parts;
  const { operator: name, inputs, node, partitioning, output } = parts;
  const identity = planning.identify(`${name} ${label} (${inputs.map((input) => input.identity).join()})`);
  return {
    operator: name,
    details,
    inputs,
    node,
    exchange,
    partitioning,
    adaptive,
    assumes,
    identity,
    subqueries,
    output,
  };
}

const outputSets = sideTable<object, ReadonlySet<string>>();

/** The columns of an output as a set, made once. */
export function outputSet(output: readonly string[]): ReadonlySet<string> {
  let set = outputSets.get(output);
  if (!set) outputSets.set(output, (set = new Set(output)));
  return set;
}

/** What is left of an input's partitioning behind new columns. */
export function behindDefinitions(
  partitioning: readonly Partitioning[],
  relation: Relation,
  definitions: Definitions,
): readonly Partitioning[] {
  if (!partitioning.some(({ kind }) => kind === "hash" || kind === "range")) return partitioning;
  const output = relation.output && outputSet(relation.output);
  const aliases = new Map<string, Key[]>();
  for (const [token, definition] of definitions) {
    const key = definition.key();
    if (!key || (output && !output.has(token))) continue;
    const alias: Key = { ...key, id: token, tokens: [token] };
    const known = aliases.get(key.id);
    if (known) known.push(alias);
    else aliases.set(key.id, [alias]);
  }
  return renamed(partitioning, { aliases, keeps: (token) => output === null || output.has(token) });
}
