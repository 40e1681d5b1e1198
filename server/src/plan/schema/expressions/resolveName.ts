import { atomic } from "../../../catalog/dataType.ts";
import { flag, type Session } from "../../session.ts";
import { modesOf } from "./sessionModes.ts";
import type { ColumnExpression } from "../../column.ts";
import { schemaOf } from "../analysis.ts";
import type { Problem } from "../resolved.ts";
import { attributesOf, type Attribute } from "../schema.ts";
import { columnByFrame } from "./columnsByFrame.ts";
import { field, nestedField } from "./fieldAccess.ts";
import { callTree } from "./functionCall.ts";
import { nameIndex } from "./nameIndex.ts";
import { nameParts } from "./nameParts.ts";
import { ambiguousColumn, otherProblem, unknownColumn } from "./problems.ts";
import type { Resolution } from "./resolution.ts";
import { severalColumns, typed, unknownTyped, type Typed } from "./typed.ts";

type Reference = Extract<ColumnExpression, { kind: "reference" }>;
type Star = Extract<ColumnExpression, { kind: "star" }>;

/** The column that a name means. */
export function resolveReference(reference: Reference, resolution: Resolution): Typed {
  const { name, of, site } = reference;
  if (name === "") return unknownTyped();
  const parts = nameParts(name);
  if (parts === null) {
    resolution.problem(
      otherProblem("INVALID_ATTRIBUTE_NAME_SYNTAX", name, `\`${name}\` is no name of a column`, site),
    );
    return unknownTyped();
  }
  return of === null ? byName(resolution, reference, parts) : ofFrame(resolution, reference, of, parts);
}

function byName(resolution: Resolution, { name, site }: Reference, parts: readonly string[]): Typed {
  const { scope } = resolution;
  for (const attributes of [scope.attributes, ...(scope.hidden ?? []), scope.lateral, scope.generated]) {
    if (attributes === undefined) continue;
    const found = matching(resolution, attributes, parts);
    if (found.attributes.length === 0) continue;
    if (attributes === scope.lateral && found.attributes.length > 1) {
      resolution.problem(ambiguousAlias(found.written, found.attributes.length, site));
      return unknownTyped({ name: found.written });
    }
    const column = chosen(resolution, found, name, site);
    return attributes === scope.lateral && column.tree
      ? { ...column, tree: { kind: "udf", name: "lateralAliasReference", args: [column.tree] } }
      : column;
  }
  const metadata = metadataField(parts);
  if (metadata) return metadata;
  const literal = parts.length === 1 ? functionWithoutBrackets(parts[0] ?? "") : null;
  if (literal) return literal;
  const outer = scope.open === null ? ofQueriesAround(resolution, parts, name, site) : null;
  if (outer) return outer;
  const variable = variableOf(scope.session, parts);
  if (variable) return variable;
  // A field of a variable.
  if (scope.session.variables?.has(parts[0]?.toLowerCase() ?? "") === true)
    return unknownTyped({ name: parts.at(-1) ?? null });
  const last = parts.at(-1) ?? null;
  const mayBeElsewhere =
    Boolean(scope.hiddenOpen) || scope.around?.some(({ open }) => open !== null) === true;
  const isPattern = flag(scope.session, "spark.sql.parser.quotedRegexColumnNames") !== false;
  if (scope.open === null && !mayBeElsewhere && !(isPattern && /[^\w.]/.test(name)) && !isMetadata(parts))
    resolution.problem(
      unknownColumn(
        parts,
        name,
        scope.attributes.map((each) => each.name),
        site,
      ),
    );
  const head = parts[0] ?? "";
  return unknownTyped({
    name: last,
    ...(parts.length === 1 && { tree: { kind: "column", path: [head] } as const }),
  });
}

const ambiguousAlias = (name: string, count: number, site: Reference["site"]): Problem =>
  otherProblem(
    "AMBIGUOUS_LATERAL_COLUMN_ALIAS",
    name,
    `${count} items of the list are called \`${name}\``,
    site,
  );

/** Whether a name is that of the hidden column of files, `_metadata`, or of something in it. */
const isMetadata = (parts: readonly string[]): boolean =>
  parts.slice(-2).some((part) => part.toLowerCase() === "_metadata");

/** What files tell of themselves (FileFormat.BASE_METADATA_FIELDS and Parquet's row_index, 3.3 to 4.3). */
const metadataTypes: Readonly<Record<string, string>> = {
  file_path: "string",
  file_name: "string",
  file_size: "bigint",
  file_block_start: "bigint",
  file_block_length: "bigint",
  file_modification_time: "timestamp",
  row_index: "bigint",
};

/** `_metadata.file_name`, `t._metadata.file_name`: no list of columns has it. */
function metadataField(parts: readonly string[]): Typed | null {
  const [column = "", name = ""] = parts.slice(-2).map((part) => part.toLowerCase());
  const type = column === "_metadata" && Object.hasOwn(metadataTypes, name) ? metadataTypes[name] : undefined;
  return type === undefined ? null : typed(atomic(type), null, { name: parts.at(-1) ?? name });
}

/** A variable of SQL: `x`, `session.x`, `system.session.x` (from 3.4). */
function variableOf({ variables }: Session, parts: readonly string[]): Typed | null {
  const [first = "", ...rest] = /^(system\.)?session\./i.test(parts.join("."))
    ? parts.slice(parts[0]?.toLowerCase() === "system" ? 2 : 1)
    : parts;
  const dataType = rest.length === 0 ? variables?.get(first.toLowerCase()) : undefined;
  return dataType === undefined
    ? null
    : // Inside of an expression Spark writes the value that it has when the query is analysed.
      typed(dataType, null, { name: first });
}

/** A column of a query around this one. */
function ofQueriesAround(
  resolution: Resolution,
  parts: readonly string[],
  name: string,
  site: Reference["site"],
): Typed | null {
  for (const { attributes } of resolution.scope.around ?? []) {
    const found = matching(resolution, attributes, parts);
    const [own, ...others] = found.attributes;
    if (own === undefined) continue;
    resolution.readOuter(own);
    if (others.length > 0) return chosen(resolution, found, name, site);
    const path = [...own.qualifier.slice(-1), found.written];
    const column = typed(own.dataType, own.nullable, {
      name: found.nested.length === 0 ? own.name : null,
      tree: { kind: "udf", name: "outer", args: [{ kind: "column", path }] },
    });
    return found.nested.length === 0 ? column : nestedField(resolution, column, found.nested, site);
  }
  return null;
}

/** Columns that a name may mean, and the names of fields behind them. */
interface Matching {
  readonly attributes: readonly Attribute[];
  readonly nested: readonly string[];
  /** The name as written, without aliases of frames and names of fields. */
  readonly written: string;
  /** A database before the alias may tell which of several is meant; it is not kept. */
  readonly hasDatabase?: boolean;
}

/** As AttributeSeq.resolve: first `alias.column`, and only where that is nothing, `column.field`. */
function matching(
  { scope }: Resolution,
  attributes: readonly Attribute[],
  parts: readonly string[],
): Matching {
  const index = nameIndex(attributes);
  const sensitive = modesOf(scope.session).caseSensitive;
  const same = (left: string, right: string): boolean =>
    left === right || (!sensitive && left.toLowerCase() === right.toLowerCase());
  for (let at = Math.min(parts.length - 2, 2); at >= 0; at--) {
    const [qualifier = "", column = ""] = parts.slice(at);
    const found = (index.byQualifier.get(qualifier.toLowerCase()) ?? []).filter(
      (each) => same(each.name, column) && each.qualifier.some((one) => same(one, qualifier)),
    );
    if (found.length > 0)
      return {
        attributes: unique(found),
        nested: parts.slice(at + 2),
        written: column,
        hasDatabase: at > 0,
      };
  }
  const [column = ""] = parts;
  const found = (index.byName.get(column.toLowerCase()) ?? []).filter((each) => same(each.name, column));
  return { attributes: unique(found), nested: parts.slice(1), written: column };
}

/** The same column twice, as in `select("a", "a")`, counts once. */
function unique(attributes: readonly Attribute[]): readonly Attribute[] {
  if (attributes.length < 2) return attributes;
  return [...new Map(attributes.map((each) => [each.id, each])).values()];
}

function chosen(resolution: Resolution, found: Matching, name: string, site: Reference["site"]): Typed {
  const [only, ...others] = found.attributes;
  if (only === undefined) return unknownTyped();
  if (others.length > 0 && found.hasDatabase === true) return unknownTyped({ name: found.written });
  if (others.length > 0) {
    const candidates = found.attributes.map((each) =>
      [...each.qualifier.slice(-1), each.name].map((part) => `\`${part}\``).join("."),
    );
    resolution.problem(ambiguousColumn([found.written, ...found.nested], name, candidates, site));
    return unknownTyped({ name: found.written });
  }
  const column = columnOf(resolution, only, found.written);
  return found.nested.length === 0 ? column : nestedField(resolution, column, found.nested, site);
}

/** A column as an expression, under the name that the code writes. */
export function columnOf(resolution: Resolution, attribute: Attribute, name = attribute.name): Typed {
  resolution.read(attribute);
  return typed(attribute.dataType, attribute.nullable, {
    name,
    attribute,
    tree: { kind: "column", path: [name] },
  });
}

/** What Spark reads as functions when no column is called so (LiteralFunctionResolution). */
const literalFunctions: Readonly<Record<string, string>> = {
  current_date: "date",
  current_timestamp: "timestamp",
  current_user: "string",
  session_user: "string",
  user: "string",
};

function functionWithoutBrackets(name: string): Typed | null {
  const lower = name.toLowerCase();
  const type = Object.hasOwn(literalFunctions, lower) ? literalFunctions[lower] : undefined;
  if (type === undefined) return lower === "grouping__id" || lower === "current_time" ? unknownTyped() : null;
  return typed(atomic(type), false, {
    tree: type === "string" ? { kind: "udf", name: "current_user", args: [] } : callTree(lower, []),
  });
}

/** `df["x"]`: the column of that very frame, followed by its identity to where it is used. */
function ofFrame(
  resolution: Resolution,
  { name, site }: Reference,
  frame: NonNullable<Reference["of"]>,
  parts: readonly string[],
): Typed {
  const schema = schemaOf(frame);
  const found = matching(resolution, attributesOf(schema), parts);
  const last = parts.at(-1) ?? null;
  const [own, ...others] = found.attributes;
  if (own === undefined) {
    if (schema.kind === "closed")
      resolution.problem(
        unknownColumn(
          parts,
          name,
          schema.attributes.map((each) => each.name),
          site,
        ),
      );
    // A frame that is not known, but is the input itself or shares its columns, may still tell by the name alone.
    if (last === null || parts.length > 1) return unknownTyped({ name: last });
    const tree = { kind: "column", path: [last] } as const;
    if (schema.kind === "closed" || !/^\w+$/.test(last) || isMetadata(parts))
      return unknownTyped({ name: last, tree });
    const column = columnByFrame(frame, last);
    resolution.read(column);
    return unknownTyped({ name: last, tree, attribute: column });
  }
  if (others.length > 0) return chosen(resolution, found, name, site);
  const column = byIdentity(resolution, own, found.written);
  return found.nested.length === 0 ? column : nestedField(resolution, column, found.nested, site);
}

/** A column of another frame among those of the inputs; where it is not there, or twice, its nulls are not known. */
function byIdentity(resolution: Resolution, own: Attribute, name: string): Typed {
  const { scope } = resolution;
  for (const attributes of [scope.attributes, ...(scope.hidden ?? [])]) {
    const [here, ...others] = nameIndex(attributes).byId.get(own.id) ?? [];
    if (here === undefined) continue;
    if (others.every((each) => each.nullable === here.nullable)) return columnOf(resolution, here, name);
    break;
  }
  resolution.read(own);
  return typed(own.dataType, null, { name, tree: { kind: "column", path: [name] } });
}

/** All columns of the inputs, of one of them, or all fields of a struct. */
export function resolveStar({ qualifier, of, site }: Star, resolution: Resolution): Typed {
  const { scope } = resolution;
  if (of !== null) {
    const schema = schemaOf(of);
    const columns = attributesOf(schema).map((each) => byIdentity(resolution, each, each.name));
    return severalColumns(columns, { open: schema.kind === "closed" ? null : schema.reason });
  }
  if (qualifier === null)
    return severalColumns(
      scope.attributes.map((each) => columnOf(resolution, each)),
      { open: scope.open },
    );
  const parts = nameParts(qualifier);
  const alias = parts?.at(-1)?.toLowerCase() ?? "";
  const own = nameIndex(scope.attributes).byQualifier.get(alias) ?? [];
  const open = scope.open ?? { text: `${qualifier}.* is not known`, site };
  if (own.length > 0) {
    // The keys that a join has left out on this side come first (UnresolvedStar.expand, 3.3 to 4.3).
    const keys = scope.hidden?.flatMap((list) => nameIndex(list).byQualifier.get(alias) ?? []) ?? [];
    return severalColumns(
      [...unique(keys), ...own].map((each) => columnOf(resolution, each)),
      { open: scope.open },
    );
  }
  const outer = scope.around?.flatMap(({ attributes }) => nameIndex(attributes).byQualifier.get(alias) ?? []);
  if (outer && outer.length > 0 && parts?.length === 1)
    return severalColumns(
      outer.map((each) => {
        resolution.readOuter(each);
        return typed(each.dataType, each.nullable, {
          name: each.name,
          tree: { kind: "column", path: [each.name] },
        });
      }),
    );
  const found = parts && matching(resolution, scope.attributes, parts);
  if (scope.around !== undefined && found?.attributes.length === 0) return severalColumns([], { open });
  if (!found || found.attributes.length !== 1) {
    if (scope.open === null && parts && !isMetadata(parts))
      resolution.problem(
        otherProblem(
          "CANNOT_RESOLVE_STAR_EXPAND",
          qualifier,
          `\`${qualifier}\` is neither an alias of a frame nor a struct`,
          site,
        ),
      );
    return severalColumns([], { open });
  }
  const base = chosen(resolution, found, qualifier, site);
  if (base.dataType.type !== "struct") return severalColumns([], { open });
  return severalColumns(
    base.dataType.fields.map((each) => {
      const part = field(resolution, base, each.name, site);
      return {
        ...part,
        name: each.name,
        tree: part.tree && { kind: "alias", input: part.tree, name: each.name },
      };
    }),
  );
}
