import type { ClassStatement, Expression, FunctionStatement, LambdaExpression } from "../syntax/ast.ts";
import type { DataType, Field } from "../catalog/dataType.ts";
import type { Site, Unit } from "../syntax/module.ts";
import type { ColumnExpression } from "./column.ts";
import type { BoundArgument } from "./facts.ts";
import type { PlanNode } from "./logicalPlan.ts";
import type { ModuleExports } from "./moduleExports.ts";
import type { Scope } from "./python/scope.ts";
import type { Session } from "./session.ts";
import type { TextOrigin } from "./strings/textOrigin.ts";

/**
 * How we know that a value is Spark's. "certain": by its origin (a constructor resolved through imports, an
 * annotation, a known return type). "structural": by methods that only PySpark has, in a file that imports pyspark.
 * "names": by the variable's name alone.
 */
export type EvidenceLevel = "certain" | "structural" | "names";

/**
 * One reason to take a value for Spark's. What is made from a Spark object keeps that object's evidence behind its own,
 * so that together they are a chain of places; objects made from the same one share it.
 */
export interface Evidence {
  /** Of the whole chain: that of its first place. */
  readonly level: EvidenceLevel;
  readonly site: Site;
  /** For people, such as "annotated as DataFrame". */
  readonly because: string;
  /** Why the object is Spark's that this one was made from. */
  readonly from?: Evidence;
}

/** An object of Spark's API. */
export interface SparkValue {
  readonly kind: "spark";
  /** The class without its package for pyspark.sql and pyspark ("DataFrame", "RDD"), else in full ("pyspark.ml.Pipeline"). */
  readonly type: string;
  /** For DataFrames, and for what still belongs to one (GroupedData, DataFrameWriter …). */
  readonly plan: PlanNode | null;
  /** For Column values. */
  readonly column: ColumnExpression | null;
  readonly evidence: Evidence;
  /** What builder-like objects have gathered: session and reader options, window parts, grouping keys. */
  readonly state: BuilderState | null;
  /** For UDF values: what was wrapped. */
  readonly udf: UdfDefinition | null;
  /** For data types, fields and rows: what they say. */
  readonly data: SparkData | null;
  /** For a StructType, which `add` changes. */
  readonly cell?: Cell;
}

/** What objects of pyspark.sql.types say. */
export type SparkData =
  /** `IntegerType()`, `StructType([…])`. Parts that the code does not tell are of unknown type. */
  | { readonly kind: "type"; readonly dataType: DataType }
  /** `StructField(…)`. */
  | { readonly kind: "field"; readonly field: Field }
  /** `Row(a=1)`, or, with `names` null, `Row(1)`. */
  | {
      readonly kind: "row";
      readonly names: readonly RowName[] | null;
      readonly values: readonly Value[];
    }
  /** `Row("a", "b")` or `namedtuple("P", "a b")`, waiting to be called. */
  | {
      readonly kind: "rowClass";
      readonly names: readonly RowName[];
      /** For the last names, as `defaults=` of a named tuple has them. */
      readonly defaults?: readonly Value[];
    }
  /** The elements of an RDD, as far as the code tells. */
  | { readonly kind: "elements"; readonly elements: Value };

/** The name of a row's field, and where the code spells it. */
export interface RowName {
  readonly name: string;
  readonly site: Site | null;
}

/** One call on a builder-like object, for what schemas and plans need of its arguments. */
export interface BuilderCall {
  readonly method: string;
  readonly args: readonly BoundArgument[];
  /** The unit that the arguments stand in. */
  readonly unit: Unit;
}

export interface BuilderState {
  /** Keys in lower case for readers and writers, as written for configurations. Null: not a constant. */
  readonly options: ReadonlyMap<string, string | null>;
  readonly format: string | null;
  readonly hasSchema: boolean;
  /** Methods called so far: "partitionBy", "orderBy", "rowsBetween" … */
  readonly called: readonly string[];
  readonly columns: readonly ColumnExpression[];
  /** All calls so far, in order. */
  readonly calls: readonly BuilderCall[];
}

export interface UdfDefinition {
  /**
   * "row" for udf(), "pandas" for pandas_udf(), "arrow" for arrow_udf(). "element" and "partition": no UDF, but a
   * function handed to a method that runs it on the workers for each element, or for many at once.
   */
  readonly form: UdfForm | "element" | "partition";
  /** The Python function, when the code shows it. */
  readonly function: FunctionValue | null;
  /** The name the UDF is bound to, when it is bound by `name = udf(…)` or `@udf def name`. */
  readonly name: string | null;
  /** The return type as written: a DDL string, or the text of the expression; null for the default (string). */
  readonly returnType: string | null;
  /** The same as a type; unknown where the code does not tell. */
  readonly returns: DataType;
  /** The `udf(…)` call, or the decorator; the argument, for a function handed to a method. */
  readonly site: Site;
}

export type UdfForm = "row" | "pandas" | "arrow";

/**
 * The identity of an object that can change: a list, a set, a dict, an instance, a class. A value says what its
 * object held when the value was made; `python/heap.ts` knows what it holds now.
 */
export interface Cell {
  /** The run that made the object. */
  readonly run: object;
  /** Its place among the objects that the run made. */
  readonly order: number;
}

export interface FunctionValue {
  readonly kind: "function";
  readonly node: FunctionStatement | LambdaExpression;
  readonly unit: Unit;
  readonly closure: Scope;
  /** The instance for bound methods, the class for class methods. */
  readonly self: Value | null;
  /** What a decorator of Python's own makes of it. */
  readonly role?: "property" | "static" | "class" | "contextManager";
  /** Arguments that `functools.partial` has given already. */
  readonly bound?: readonly BoundArgument[];
  /** The class that defines it, for methods. */
  readonly owner?: ClassValue;
}

export interface ClassValue {
  readonly kind: "class";
  readonly node: ClassStatement;
  readonly unit: Unit;
  readonly closure: Scope;
  /** Class attributes and methods by name, inherited ones too. */
  readonly members: ReadonlyMap<string, Value>;
  /** What the class is derived from, as written. */
  readonly bases: readonly Value[];
  /** What makes instances of it: its own constructor, or one that Python writes from the fields. */
  readonly form: "plain" | "dataclass" | "namedTuple" | "enum";
  /** The annotated names of dataclasses and named tuples, inherited ones first. */
  readonly fields: readonly ClassField[];
  /** For classes that declare the columns of frames. */
  readonly schema?: SchemaClass;
  readonly cell?: Cell;
}

/** The columns that a class declares in the way of a library of schemas. */
export interface SchemaClass {
  readonly library: "typedspark" | "pandera";
  readonly fields: readonly Field[];
}

export interface ClassField {
  readonly name: string;
  readonly annotation: Expression;
  /** Null where a value has to be given. */
  readonly defaultValue: Value | null;
  /** `field(default_factory=list)`: called for each instance. */
  readonly factory: Value | null;
}

export interface InstanceValue {
  readonly kind: "instance";
  readonly class: ClassValue;
  /** Attributes set so far. */
  readonly attributes: ReadonlyMap<string, Value>;
  readonly cell?: Cell;
}

/** What an expression evaluates to, as far as the text tells. */
export type Value =
  | { readonly kind: "unknown" }
  | { readonly kind: "none" }
  /** `value` is null for a string of unknown content; `constant` is false when input from outside may be part of it. */
  | {
      readonly kind: "string";
      readonly value: string | null;
      readonly constant: boolean;
      /** The literal that it is, where it is one. */
      readonly site?: Site;
      /** Of what it is made, its unknown parts included, where the program tells. */
      readonly origin?: TextOrigin;
      /** The member of an enumeration of texts that it is: its name, and what `str` makes of it. */
      readonly member?: { readonly name: string; readonly text: string };
    }
  /** `isFloat`: a Python float, also where its value is whole. */
  | {
      readonly kind: "number";
      readonly value: number | null;
      readonly isFloat?: true;
    }
  | { readonly kind: "boolean"; readonly value: boolean | null }
  /** `exact`: these are all the elements. */
  | {
      readonly kind: "sequence";
      readonly type: "list" | "tuple" | "set";
      readonly elements: readonly Value[];
      readonly exact: boolean;
      readonly cell?: Cell;
    }
  | {
      readonly kind: "dict";
      readonly entries: readonly {
        readonly key: Value;
        readonly value: Value;
      }[];
      readonly exact: boolean;
      /** What a defaultdict calls for a key that is not there. */
      readonly factory?: Value;
      readonly cell?: Cell;
    }
  /** A module by its dotted name. */
  | {
      readonly kind: "module";
      readonly name: string;
      /** For modules of the workspace. */
      readonly exports?: ModuleExports;
    }
  /** A function or class of an imported package by its qualified name, "pyspark.sql.functions.col". */
  | { readonly kind: "api"; readonly name: string }
  /** What a call of a library class or function gives: "datetime.date", "decimal.Decimal", "pandas.DataFrame". */
  | {
      readonly kind: "library";
      readonly type: string;
      readonly args: readonly BoundArgument[];
      /** What was called on it since, for objects that gather: an argument parser. */
      readonly calls?: readonly BuilderCall[];
      readonly cell?: Cell;
    }
  /** The state of the Spark session; bound to names that Python cannot spell. */
  | { readonly kind: "session"; readonly session: Session }
  /** A method of a Spark object, not yet called. */
  | {
      readonly kind: "method";
      readonly receiver: SparkValue;
      readonly name: string;
    }
  /** A method of one of Python's own objects (a string, a list, a library's object), not yet called. */
  | {
      readonly kind: "ownMethod";
      readonly receiver: Value;
      readonly name: string;
    }
  | SparkValue
  | FunctionValue
  | ClassValue
  | InstanceValue
  /** One of several, after branches met. At most four. */
  | { readonly kind: "union"; readonly values: readonly Value[] };

export const unknown: Value = { kind: "unknown" };

/** The Spark object that a value is, if all its alternatives of known kind are of one Spark type: the first of them. */
export function sparkValue(value: Value | undefined, type?: string): SparkValue | null {
  if (value?.kind === "union") {
    const sparks = value.values.map((each) => sparkValue(each, type));
    const known = sparks.filter((each) => each !== null);
    return known.length > 0 &&
      value.values.every((each) => sparkValue(each, type) !== null || each.kind === "none")
      ? (known[0] ?? null)
      : null;
  }
  return value?.kind === "spark" && (type === undefined || value.type === type) ? value : null;
}

/** Every Spark object that a value may be. */
export function sparkAlternatives(value: Value): SparkValue[] {
  if (value.kind === "union") return value.values.flatMap(sparkAlternatives);
  return value.kind === "spark" ? [value] : [];
}

export { joinValues } from "./joinedValues.ts";
