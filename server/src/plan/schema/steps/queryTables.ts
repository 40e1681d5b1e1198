import { atomic } from "../../../catalog/dataType.ts";
import type { SqlTableChange } from "../../../sql/tableDefinitions.ts";
import { sameName, type Session } from "../../session.ts";
import type { Site } from "../../../syntax/module.ts";
import type { PlanNode } from "../../logicalPlan.ts";
import { statedEffects } from "../../statedEffect.ts";
import { analysisOf, type StepAnalysis } from "../analysis.ts";
import { claimedAttributes } from "../claimedSchema.ts";
import { withoutLengths } from "../expressions/casts.ts";
import { allNullable } from "../nullability.ts";
import { attribute, attributesOf, shownType, type Attribute, type Schema } from "../schema.ts";
import { inputSchema, openness, resolveAll, scopeOf, unknownSchema, type Step } from "../step.ts";
import { insertedRows } from "./insertedRows.ts";
import { problemsBelow } from "./queries.ts";

/** Tables that the program makes, and statements that change tables. */
export const queryTableSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "SQL.StoredTable": stored,
  "SQL.Command": command,
  "SQL.Listing": listing,
  "SQL.Insert": insertedRows,
  "SQL.Script": script,
  "SQL.Transform": transform,
  "SQL.Change": change,
};

/** What is stored may be null everywhere, and partitions come last (FileSourceStrategy and DDL, 3.3 to 4.3). */
function stored({ node, session }: Step): StepAnalysis {
  const { table = {} } = node.details.query ?? {};
  const { defined, from, partitions = [], perhaps } = table;
  const source: Schema = defined
    ? {
        kind: "closed",
        attributes: defined.map(({ text, site, dataType }) =>
          attribute({ name: text, dataType, nullable: true }, { origin: site }),
        ),
      }
    : from
      ? analysisOf(from).schema
      : unknownSchema("the table is made without a schema in the code", node.site);
  if (source.kind === "unknown") return { schema: source };
  if (perhaps) return { schema: perhapsMade(source, node) };
  const attributes = source.attributes.map(storedColumn);
  const last = partitions.flatMap(
    (name) => attributes.find((each) => sameName(session, each.name, name)) ?? [],
  );
  const schema: Schema = {
    ...source,
    attributes: [...attributes.filter((each) => !last.includes(each)), ...last],
  };
  return { schema: table.change ? changed(schema, table.change, session) : schema };
}

/** A table that may be another one, of before: its columns are a guess. */
const perhapsMade = (
  { attributes }: { readonly attributes: readonly Attribute[] },
  node: PlanNode,
): Schema => ({
  kind: "open",
  attributes: claimedAttributes(
    attributes.map((each) => ({ ...each, dataType: shownType(each) })),
    originOfColumn,
  ),
  reason: {
    text: "a table of this name may have been there before, with other columns",
    site: node.nameSite,
  },
});

const originOfColumn = ({ id }: Attribute): Site | null => id.origin ?? id.expression?.site ?? null;

function storedColumn(column: Attribute): Attribute {
  const { name, dataType, declared } = column;
  const type = allNullable(withoutLengths(dataType));
  const stored = attribute({ name, dataType: type, nullable: true }, { origin: originOfColumn(column) });
  return declared ? { ...stored, declared } : stored;
}

/** A table's columns behind ALTER TABLE. */
function changed(schema: Schema, by: SqlTableChange, session: Session): Schema {
  if (schema.kind === "unknown") return schema;
  const { attributes } = schema;
  switch (by.kind) {
    case "addColumns": {
      const added = by.columns.map(({ name, dataType }) =>
        attribute({ name: name.text, dataType: allNullable(withoutLengths(dataType)), nullable: true }),
      );
      return { ...schema, attributes: by.first ? [...added, ...attributes] : [...attributes, ...added] };
    }
    case "dropColumns":
      return {
        ...schema,
        attributes: attributes.filter(
          ({ name }) => !by.columns.some(({ text }) => sameName(session, text, name)),
        ),
      };
    case "renameColumn":
      return {
        ...schema,
        attributes: attributes.map((each) =>
          sameName(session, each.name, by.from.text)
            ? attribute({ ...each, name: by.to.text }, { origin: each.id.origin, reads: [each] })
            : each,
        ),
      };
    case "changeColumns":
      return unknownSchema("ALTER TABLE has changed its columns", null);
    default:
      return schema;
  }
}

/** A statement has no columns; the mistakes of its queries are raised where it runs. */
function command(step: Step): StepAnalysis {
  const { node } = step;
  return {
    schema: { kind: "closed", attributes: [] },
    problems: [
      ...problemsBelow(step),
      ...statedEffects(node.details.states).flatMap(({ plan }) =>
        plan && isOwn(plan, node) ? analysisOf(plan).problems : [],
      ),
    ],
  };
}

/** Whether a plan stands in the statement itself: what it names may stand in another one. */
const isOwn = ({ method, site }: PlanNode, { site: whole }: PlanNode): boolean =>
  method.startsWith("SQL.") && site.unit === whole.unit && site.start >= whole.start && site.end <= whole.end;

function listing({ node, session }: Step): StepAnalysis {
  const { format = "" } = node.details;
  const fields = session.catalog.sourceSchemas.columns(format ?? "", new Map());
  return {
    schema: fields
      ? { kind: "closed", attributes: fields.map((field) => attribute(field)) }
      : unknownSchema("what the statement lists is not known", node.site),
  };
}

/** What the last query of a script gives; the mistakes are those of all its statements. */
function script(step: Step): StepAnalysis {
  const reason = step.node.details.query?.reason;
  return {
    schema: reason === undefined ? inputSchema(step) : unknownSchema(reason, step.node.site),
    problems: problemsBelow(step),
  };
}

/** What a command of the shell writes: texts called key and value unless it is said (SparkSqlAstBuilder, 3.3 to 4.3). */
function transform(step: Step): StepAnalysis {
  const columns =
    step.node.details.query?.written ??
    ["key", "value"].map((text) => ({ text, dataType: textType, site: null }));
  return {
    schema: {
      kind: "closed",
      attributes: columns.map(({ text, dataType, site }) =>
        attribute({ name: text, dataType, nullable: true }, { origin: site }),
      ),
    },
    problems: problemsBelow(step),
  };
}

const textType = atomic("string");

/** UPDATE, DELETE and MERGE name columns of the table and of what MERGE reads. */
function change(step: Step): StepAnalysis {
  const { change: parts = { target: [], source: [], both: [] } } = step.node.details.query ?? {};
  const scope = scopeOf(step);
  const side = (index: number) => {
    const schema = step.inputs[index]?.schema;
    return schema
      ? { ...scope, attributes: attributesOf(schema), open: openness(schema) }
      : { ...scope, attributes: [] };
  };
  return {
    schema: unknownSchema("what it gives depends on the table's source", step.node.site),
    resolved: [
      ...resolveAll(parts.target, side(0)),
      ...resolveAll(parts.source, side(1)),
      ...resolveAll(parts.both, scope),
    ],
    problems: problemsBelow(step),
  };
}
