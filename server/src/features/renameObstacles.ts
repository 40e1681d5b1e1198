import { documentRange } from "../analysis/resolveFinding.ts";
import { callIn, type CallFact, type UnitFacts } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { analysisOf, schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf, type Attribute, type AttributeId } from "../plan/schema/schema.ts";
import type { Value } from "../plan/value.ts";
import type { Site } from "../syntax/module.ts";
import { argumentsOfColumns, partsOf } from "./columnOccurrences.ts";
import { framesOfValue, nodeSpanning } from "./heldValues.ts";
import { hasColumn, type RenamedFamily, type RenameObstacle } from "./renamedFamily.ts";
import { returnsToCallers } from "./returnedFrames.ts";
import { usesOfConstants } from "./constantUses.ts";
import { sqlColumnObstacle } from "./sqlColumnObstacle.ts";

/**
 * The first reason why not every use of a column is understood; null when all are, so that its name can be changed
 * without changing what the program does.
 */
export function renameObstacle(family: RenamedFamily): RenameObstacle | null {
  return (
    elsewhere(family) ??
    sourceObstacle(family) ??
    hiddenName(family) ??
    openSchema(family) ??
    unknownArgument(family) ??
    handedOn(family) ??
    sqlColumnObstacle(family) ??
    returnsToCallers(family) ??
    derivedName(family) ??
    usesOfConstants(family)
  );
}

/** A name that another file spells. */
function elsewhere({ facts, index, ids }: RenamedFamily): RenameObstacle | null {
  const found = index.spelled.find(
    ({ attribute, text }) => ids.has(attribute.id) && documentRange(facts.module, text.site) === null,
  );
  return found ? { text: "names it too", site: found.text.site } : null;
}

/** A column whose name the code does not give: data outside, or Spark, does. */
function sourceObstacle(family: RenamedFamily): RenameObstacle | null {
  const { index, ids, occurrences } = family;
  const named = new Set(
    occurrences.flatMap(({ role, attribute }) => (role === "definition" ? [attribute.id] : [])),
  );
  for (const step of index.steps) {
    const inputs = new Set(step.inputs.flatMap((input) => attributesOf(schemaOf(input)).map(({ id }) => id)));
    for (const attribute of attributesOf(schemaOf(step))) {
      const { id } = attribute;
      if (!ids.has(id) || inputs.has(id)) continue;
      if (fixedByData(step)) return { text: "reads it from data that fixes its name", site: step.nameSite };
      if (!named.has(id) && !isCopy(attribute, ids))
        return id.origin
          ? { text: "gives it its name in a way that cannot be followed", site: id.origin }
          : { text: "makes it, and Spark chooses the name", site: step.nameSite };
    }
  }
  return null;
}

/** Files and tables have their columns by name; those of CSV files go by place. */
function fixedByData({ operator, inputs, details }: PlanNode): boolean {
  if (operator !== "Relation" || inputs.length > 0) return operator === "SqlQuery";
  return details.format !== "csv" || details.options?.get("enforceschema") === "false";
}

const isCopy = ({ id, name }: Attribute, ids: ReadonlySet<AttributeId>): boolean =>
  id.reads.some((read) => ids.has(read.id) && read.name.toLowerCase() === name.toLowerCase());

function hiddenName({ index, ids }: RenamedFamily): RenameObstacle | null {
  const hidden = index.hidden.find(({ attribute }) => ids.has(attribute.id));
  return hidden
    ? { text: "names it in a text that is put together or kept elsewhere", site: hidden.site }
    : null;
}

/** A step behind which the column may go on without our knowing. */
function openSchema(family: RenamedFamily): RenameObstacle | null {
  for (const step of family.index.steps) {
    if (!step.inputs.some((input) => hasColumn(family, input))) continue;
    const { schema } = analysisOf(step);
    if (schema.kind === "closed") continue;
    const { text, site } = schema.reason;
    return { text: `leads to columns that are not known (${text})`, site: site ?? step.nameSite };
  }
  return null;
}

const callsOf = ({ facts }: RenamedFamily): readonly (CallFact & { readonly home: UnitFacts })[] =>
  facts.units.flatMap((home) =>
    home.facts.flatMap((fact) => (fact.kind === "call" ? [{ ...fact, home }] : [])),
  );

/** An argument that may name the column, and is not known. */
function unknownArgument(family: RenamedFamily): RenameObstacle | null {
  for (const fact of callsOf(family)) {
    const plan = fact.receiver?.plan;
    if (!plan || !hasColumn(family, plan)) continue;
    if (argumentsOfColumns(fact).some(({ value }) => isOpen(value)))
      return { text: "names columns that are not known before it runs", site: fact.nameSite };
  }
  for (const step of family.index.steps) {
    if (!step.inputs.some((input) => hasColumn(family, input))) continue;
    for (const { expression } of analysisOf(step).resolved) {
      const unknown = partsOf(expression, step.session).find(
        (part) => part.kind === "unknown" && (part === expression || isColumnCall(family, part.site)),
      );
      if (unknown) return { text: "names columns that are not known before it runs", site: unknown.site };
    }
  }
  return null;
}

function isColumnCall({ facts }: RenamedFamily, site: Site): boolean {
  const node = nodeSpanning(site);
  if (node?.kind !== "Call") return false;
  const names = facts.units.flatMap((unit) => callIn(unit, node)?.name ?? []);
  return names.some((name) => /^functions\.(col|column|expr)$/.test(name));
}

function isOpen(value: Value): boolean {
  switch (value.kind) {
    case "unknown":
      return true;
    case "string":
      return value.value === null;
    case "sequence":
      return !value.exact || value.elements.some(isOpen);
    case "dict":
      return !value.exact || value.entries.some((entry) => isOpen(entry.key));
    case "union":
      return value.values.some(isOpen);
    default:
      return false;
  }
}

/** Methods that hand rows with their columns' names to Python. */
const toPython =
  /^DataFrame\.(collect|take|first|head|tail|toLocalIterator|toPandas|toArrow|to_pandas_on_spark|pandas_api|foreach|foreachPartition|toJSON|mapInPandas|mapInArrow|rdd)$|^GroupedData\.(apply|applyInPandas|applyInArrow|applyInPandasWithState|transformWithState|transformWithStateInPandas)$|^DataStreamWriter\.(foreach|foreachBatch)$/;

function handedOn(family: RenamedFamily): RenameObstacle | null {
  for (const { receiver, name, nameSite, used } of callsOf(family)) {
    if (!receiver?.plan || !hasColumn(family, receiver.plan)) continue;
    if (toPython.test(name) && used)
      return { text: "hands its rows to Python, where the name may be used", site: nameSite };
  }
  for (const unit of family.facts.units)
    for (const table of unit.mentions)
      for (const [node, value] of table)
        if ("kind" in node && node.kind === "Attribute" && node.name.id === "rdd")
          for (const { type, plan } of framesOfValue(value))
            if (type === "RDD" && hasColumn(family, plan))
              return {
                text: "hands its rows to Python, where the name may be used",
                site: { unit: unit.unit, start: node.name.start, end: node.name.end },
              };
  return null;
}

/** A name that Spark has made of the column's, `sum(amount)`, and that the code uses. */
function derivedName({ index, ids, name }: RenamedFamily): RenameObstacle | null {
  const found = [...index.spelled, ...index.hidden].find(
    ({ attribute: { id, name: other } }) =>
      !ids.has(id) &&
      id.origin === null &&
      id.expression !== null &&
      id.reads.some((read) => ids.has(read.id)) &&
      other.toLowerCase().includes(name.toLowerCase()),
  );
  return found
    ? {
        text: `uses \`${found.attribute.name}\`, a name that Spark makes of it`,
        site: found.text?.site ?? found.site,
      }
    : null;
}
