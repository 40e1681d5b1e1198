import assert from "node:assert/strict";
import { atomic, kindOf, type DataType } from "../../server/src/catalog/dataType.ts";
import { parseDataType, simpleString } from "../../server/src/catalog/dataTypeText.ts";
import { rebuilt } from "../../server/src/catalog/nullabilityRule.ts";
import type { PrettyExpression } from "../../server/src/catalog/prettySql.ts";
import { catalog } from "../catalog/catalogFixture.ts";
import { seededNumbers } from "../../scripts/catalog/seededNumbers.mjs";

/** An expression in SQL with what we say of its column. */
export interface Said {
  readonly sql: string;
  readonly pretty: PrettyExpression;
  readonly type: DataType;
  /** Null when we do not know. */
  readonly nullable: boolean | null;
  readonly exact: boolean;
}

const columnTypes = [
  "boolean",
  "tinyint",
  "int",
  "bigint",
  "double",
  "decimal(7,3)",
  "decimal(12,0)",
  "string",
  "binary",
  "date",
  "timestamp",
  "interval day to second",
  "array<bigint>",
  "array<string>",
  "array<array<date>>",
  "map<string,double>",
  "struct<p:int,q:array<string>>",
];
/** They read files, fail when analysed, are random, or stand only in some places. */
const left =
  /^(java_method|reflect|try_reflect|raise_error|assert_true|input_file.*|current_.*|session_user|user|grouping.*|window.*|session_window|parse_json|try_parse_json|schema_of.*|st_.*|.*_protobuf|.*_avro|uuid|rand.*|shuffle|uniform|monotonic.*|.*sketch.*|theta.*|tuple.*|vector.*)$/;

const typeOf = (text: string): DataType => {
  const type = parseDataType(text);
  assert.ok(type, text);
  return type;
};

/** Columns of each type, three of each: never null, null with nothing null inside, null everywhere. */
export const columns = columnTypes.flatMap((text, at) =>
  [0, 1, 2].map((nulls) => ({
    name: `c${at}_${nulls}`,
    type: rebuilt(typeOf(text), [], () => nulls === 2),
    nullable: nulls > 0,
  })),
);

const literals: readonly (readonly [sql: string, value: string | number | boolean | null, type: string])[] = [
  ["3", 3, "int"],
  ["-7", -7, "int"],
  ["1.50", "1.50", "decimal(3,2)"],
  ["2.5D", 2.5, "double"],
  ["1e10", 1e10, "double"],
  ["0.00001D", 0.00001, "double"],
  ["'it, is'", "it, is", "string"],
  ["''", "", "string"],
  ["true", true, "boolean"],
  ["NULL", null, "void"],
  ["DATE'2020-01-02'", "2020-01-02", "date"],
  ["TIMESTAMP'2020-01-02 03:04:05.600'", "2020-01-02 03:04:05.600", "timestamp"],
  ["X'4a4B'", "4a4b", "binary"],
  ["INTERVAL '1 02:03' DAY TO MINUTE", 93_780_000_000, "interval day to minute"],
  ["INTERVAL '1-2' YEAR TO MONTH", 14, "interval year to month"],
];
const infix = ["+", "-", "*", "/", "%", "=", "<", ">=", "<=>", "!=", "&", "|", "div", "and", "or", "||"];

/** Random nested expressions over `columns` that we believe Spark takes; the same for the same seed. */
export class RandomExpressions {
  readonly #random: (below: number) => number;
  readonly #names: readonly string[];
  readonly mode: { readonly version: string; readonly ansi: boolean };

  constructor(seed: number, version: string, ansi: boolean) {
    this.#random = seededNumbers(seed);
    this.mode = { version, ansi };
    this.#names = catalog.sqlFunctions
      .names(version)
      .filter(
        (name) =>
          /^[a-z]\w*$/.test(name) &&
          catalog.sqlFunctions.find(name, version)?.kind === "scalar" &&
          !left.test(name),
      );
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#random(list.length)] as T;
  }

  #column(): Said {
    const { name, type, nullable } = this.#pick(columns);
    return { sql: name, pretty: { kind: "column", path: [name] }, type, nullable, exact: true };
  }

  #literal(): Said {
    const [sql, value, text] = this.#pick(literals);
    const dataType = typeOf(text);
    return {
      sql,
      pretty: { kind: "literal", value, dataType },
      type: dataType,
      nullable: value === null,
      exact: true,
    };
  }

  #argument(depth: number): Said {
    if (depth > 0 && this.#random(3) === 0) return this.any(depth - 1);
    return this.#random(6) === 0 ? this.#literal() : this.#column();
  }

  /** A call that we believe Spark takes; null when these arguments do not fit. */
  #call(name: string, args: readonly Said[], sql: string): Said | null {
    const types = args.map(({ type }) => type);
    const { version, ansi } = this.mode;
    const typeName = name === "!=" ? "=" : name === "||" ? "concat" : name;
    const result = catalog.types.functionResult(typeName, types, version, { ansi });
    if (result.kind !== "type") return null;
    const { nullable, type, exact } = catalog.outputs.nullable(name, args, result.type, this.mode);
    return {
      sql,
      pretty: { kind: "call", function: name, args: args.map(({ pretty }) => pretty), types },
      type,
      nullable,
      exact: exact && args.every((arg) => arg.exact),
    };
  }

  #cast(input: Said): Said | null {
    const text = this.#pick(columnTypes.filter((each) => !/[<]/.test(each)));
    const to = typeOf(text);
    const isTry = this.#random(4) === 0;
    const { version, ansi } = this.mode;
    const legal = catalog.types.canCast(input.type, to, isTry ? "try" : ansi ? "ansi" : "legacy", version);
    if (legal !== true || input.nullable === null) return null;
    return {
      sql: `${isTry ? "TRY_CAST" : "CAST"}(${input.sql} AS ${text})`,
      pretty: { kind: "cast", input: input.pretty, to, isTry },
      type: to,
      nullable: catalog.outputs.castNullable(
        input.type,
        to,
        input.nullable,
        this.mode,
        isTry ? "try" : "cast",
      ),
      exact: input.exact,
    };
  }

  #case(depth: number): Said | null {
    const condition = columns[this.#random(3)] ?? columns[0];
    assert.ok(condition);
    const value = this.#argument(depth);
    const other = columns.filter(({ type }) => kindOf(type) === kindOf(value.type))[this.#random(3)];
    if (other === undefined || simpleString(other.type) !== simpleString(value.type)) return null;
    const hasElse = this.#random(2) === 0;
    const { nullable, type, exact } = catalog.outputs.nullable(
      "case",
      [{ ...condition }, value, ...(hasElse ? [other] : [])],
      value.type,
      this.mode,
    );
    return {
      sql: `CASE WHEN ${condition.name} THEN ${value.sql}${hasElse ? ` ELSE ${other.name}` : ""} END`,
      pretty: {
        kind: "case",
        branches: [[{ kind: "column", path: [condition.name] }, value.pretty]],
        otherwise: hasElse ? { kind: "column", path: [other.name] } : null,
      },
      type,
      nullable,
      exact: exact && value.exact,
    };
  }

  #element(): Said | null {
    const { name, type, nullable } = this.#pick(columns.filter((each) => /array|map/.test(each.type.type)));
    const key: Said =
      type.type === "map"
        ? {
            sql: "'k'",
            pretty: { kind: "literal", value: "k", dataType: atomic("string") },
            type: atomic("string"),
            nullable: false,
            exact: true,
          }
        : {
            sql: "c2_0",
            pretty: { kind: "column", path: ["c2_0"] },
            type: atomic("int"),
            nullable: false,
            exact: true,
          };
    const resultType = type.type === "map" ? type.value : type.type === "array" ? type.element : null;
    if (resultType === null) return null;
    const args = [{ type, nullable }, key];
    const result = catalog.outputs.nullable("[]", args, resultType, this.mode);
    return {
      sql: `${name}[${key.sql}]`,
      pretty: {
        kind: "call",
        function: "[]",
        args: [{ kind: "column", path: [name] }, key.pretty],
        types: [type, key.type],
      },
      ...result,
    };
  }

  #field(): Said {
    const { name, type, nullable } = this.#pick(columns.filter((each) => each.type.type === "struct"));
    assert.ok(type.type === "struct");
    const field = this.#pick(type.fields);
    return {
      sql: `${name}.${field.name}`,
      pretty: { kind: "column", path: [name, field.name] },
      type: field.dataType,
      nullable: nullable || field.nullable,
      exact: true,
    };
  }

  #window(): Said {
    const [value, by] = [this.#column(), this.#pick(columns.slice(0, 12)).name];
    const order = this.#pick(columns.slice(3, 12)).name;
    const descending = this.#random(2) === 0;
    const call = this.#random(2) === 0 ? this.#call("count", [value], `count(${value.sql})`) : null;
    const lag = catalog.outputs.nullable("lag", [value], value.type, this.mode);
    const inner: Said = call ?? {
      sql: `lag(${value.sql})`,
      pretty: { kind: "call", function: "lag", args: [value.pretty], types: [value.type] },
      ...lag,
    };
    return {
      ...inner,
      sql: `${inner.sql} OVER (PARTITION BY ${by} ORDER BY ${order}${descending ? " DESC" : ""})`,
      pretty: {
        kind: "window",
        input: inner.pretty,
        partition: [{ kind: "column", path: [by] }],
        order: [{ kind: "order", input: { kind: "column", path: [order] }, descending, nullsFirst: null }],
        frame: null,
      },
    };
  }

  any(depth: number): Said {
    for (;;) {
      const made = this.#attempt(depth);
      if (made !== null) return made;
    }
  }

  #attempt(depth: number): Said | null {
    switch (this.#random(12)) {
      case 0:
        return this.#cast(this.#argument(depth));
      case 1:
        return this.#case(depth);
      case 2:
        return this.#element();
      case 3:
        return this.#field();
      case 4:
        return depth === 2 ? this.#window() : null;
      case 5:
      case 6:
      case 7: {
        const [name, one, other] = [this.#pick(infix), this.#argument(depth), this.#argument(depth)];
        return this.#call(name, [one, other], `(${one.sql}) ${name} (${other.sql})`);
      }
      default: {
        const name = this.#pick(this.#names);
        const args = Array.from({ length: 1 + this.#random(3) }, () => this.#argument(depth));
        return this.#call(name, args, `\`${name}\`(${args.map(({ sql }) => sql).join(", ")})`);
      }
    }
  }
}
