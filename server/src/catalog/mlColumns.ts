import { atomic, type DataType, type Field } from "./dataType.ts";
import { parseDataType } from "./dataTypeText.ts";

/** What the classes of pyspark.ml make of a frame's columns. */
export interface MlColumns {
  /** A class by the path of its import, "pyspark.ml.feature.StringIndexer"; null for one that transforms no frame. */
  readonly stage: (path: string) => MlStage | null;
  /** The column that a parameter names when it is not set: "features" for featuresCol; null for none. */
  readonly defaultName: (param: string) => string | null;
  /**
   * The columns of the frame that a method of a model makes, by the method's path; null for one that is not listed.
   * `nameOf` gives what a parameter names, null where it is not known.
   */
  readonly frame: (path: string, nameOf: (param: string) => string | null) => readonly Field[] | null;
}

/** An estimator, transformer or model. */
export interface MlStage {
  /** The path of the class. */
  readonly path: string;
  /** The path of the model that `fit` gives; null for what has no `fit`. */
  readonly model: string | null;
  /** The parameter that holds the stages that do the work, one or several; null when it works itself. */
  readonly runs: string | null;
  /** How often `fit`, or `evaluate`, computes the frame that it is given at the least, beside what stages in it do. */
  readonly passes: MlPasses | null;
  /** The columns that `transform` adds, in order; null where they depend on more than parameters. */
  readonly adds: readonly MlColumn[] | null;
  /** The parameters that name the columns which `transform` refuses to do without. */
  readonly needs: readonly string[];
  /** The columns that `transform` replaces by themselves in another type, from a line of Spark on. */
  readonly casts: readonly MlCast[];
}

/** A number of passes over a frame, or one that a parameter multiplies. */
export type MlPasses = number | { readonly times: number; readonly each: string; readonly otherwise: number };

export interface MlCast {
  /** The parameter that names the column. */
  readonly param: string;
  readonly type: DataType;
  /** "4.0". */
  readonly from: string;
}

/** A column that a stage adds. */
export interface MlColumn {
  /** The parameter that names it. Where its plural ("outputCols") is set, there is one for each name in it. */
  readonly param: string;
  /** A parameter that is not set makes a name of the stage's random uid. */
  readonly generated?: true;
  /** Its type, or the parameter that names the column whose type it has. */
  readonly type: DataType | { readonly of: string };
  readonly nullable: MlNullable;
  /** The same before a line of Spark, "4.0". */
  readonly earlier?: { readonly before: string; readonly nullable: MlNullable };
}

/**
 * Whether a column may be null. As the column that a parameter names: with `types` that decides for columns of these
 * types only, and others may be null. `types` alone: the column may be null when it has one of these types.
 */
export type MlNullable =
  | boolean
  | { readonly of: string; readonly types?: readonly string[] }
  | { readonly of?: never; readonly types: readonly string[] };

interface FrameRow {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

interface StageRow {
  readonly model?: string;
  readonly runs?: string;
  readonly needs?: string;
  readonly passes?: MlPasses;
  readonly casts?: readonly { readonly param: string; readonly type: string; readonly from: string }[];
  readonly adds?: readonly (Omit<MlColumn, "type"> & { readonly type: string | { readonly of: string } })[];
}

/** Reads ml-columns.json. */
export function createMlColumns(text: string): MlColumns {
  const { defaults, frames, stages } = JSON.parse(text) as {
    readonly defaults: Readonly<Record<string, string>>;
    readonly frames: Readonly<Record<string, readonly FrameRow[]>>;
    readonly stages: Readonly<Record<string, StageRow>>;
  };
  const names = new Map(Object.entries(defaults));
  const byPath = new Map<string, MlStage>();
  for (const [path, row] of Object.entries(stages)) {
    const module = path.slice(0, path.lastIndexOf(".") + 1);
    const model = row.model === undefined ? null : `${module}${row.model}`;
    const adds = row.adds?.map((each) => ({
      ...each,
      type: typeof each.type === "string" ? typeOf(each.type) : each.type,
    }));
    const casts = row.casts?.map((each) => ({ ...each, type: typeOf(each.type) })) ?? [];
    const shared = { runs: row.runs ?? null, adds: adds ?? null, needs: row.needs?.split(" ") ?? [], casts };
    byPath.set(path, { path, model, passes: row.passes ?? null, ...shared });
    if (model !== null) byPath.set(model, { path: model, model: null, passes: null, ...shared });
  }
  return {
    stage: (path) => byPath.get(path) ?? null,
    defaultName: (param) => names.get(param) ?? null,
    frame(path, nameOf) {
      const rows = Object.hasOwn(frames, path) ? frames[path] : undefined;
      if (rows === undefined) return null;
      const filled = (text: string): string =>
        text.replaceAll(holes, (_, param: string) => nameOf(param) ?? "");
      const isKnown = rows.every(({ name, type }) =>
        [...`${name} ${type}`.matchAll(holes)].every(([, param = ""]) => nameOf(param) !== null),
      );
      if (!isKnown) return null;
      return rows.map(({ name, type, nullable }) => ({
        name: filled(name),
        dataType: typeOf(filled(type)),
        nullable,
      }));
    },
  };
}

/** Where a parameter's value stands in a name or a type. */
const holes = /\{(\w+)\}/g;

/** A type by SQL's name; vectors and matrices have none there. */
function typeOf(text: string): DataType {
  const [, element, notNull] = /^array<(\w+)( not null)?>$/.exec(text) ?? [];
  if (element !== undefined)
    return { type: "array", element: typeOf(element), containsNull: notNull === undefined };
  return parseDataType(text) ?? atomic(text);
}
