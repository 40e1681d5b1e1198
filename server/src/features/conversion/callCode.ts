import type { SqlCall, SqlExpression } from "../../sql/sqlExpression.ts";
import {
  columnCode,
  columnOrName,
  functionCode,
  literal,
  operandCode,
  valueCode,
  type CodeContext,
} from "./columnCode.ts";
import { whole, type PythonCode } from "./pythonCode.ts";

/** Functions whose Python form takes something else than the SQL function of that name, or makes more of it. */
const different: ReadonlySet<string> = new Set([
  "aggregate",
  "any_value",
  "broadcast",
  "bucket",
  "call_function",
  "col",
  "column",
  "days",
  "exists",
  "expr",
  "filter",
  "first",
  "first_value",
  "forall",
  "from_avro",
  "from_csv",
  "from_json",
  "from_protobuf",
  "hours",
  "last",
  "last_value",
  "lit",
  "map_filter",
  "map_zip_with",
  "months",
  "named_struct",
  "nth_value",
  "rand",
  "randn",
  "random",
  "reduce",
  "schema_of_csv",
  "schema_of_json",
  "session_window",
  "transform",
  "transform_keys",
  "transform_values",
  "typeof",
  "udf",
  "uniform",
  "uuid",
  "when",
  "window",
  "window_time",
  "years",
  "zip_with",
]);

/** A call by the function of pyspark.sql.functions that makes the same call; null where there is none. */
export function callCode(sql: SqlCall, context: CodeContext): PythonCode | null {
  const { name, args, argNames, distinct, filter, nulls, within } = sql;
  const [only] = name;
  if (only === undefined || name.length > 1 || argNames.some((each) => each !== null)) return null;
  if (filter !== null || nulls !== null || within.length > 0) return null;
  const word = only.text.toLowerCase();
  if (word === "count") return countCode(args, distinct, context);
  if (distinct) return null;
  const [first, second, third] = args;
  if (word === "if" && first && second && third)
    return {
      docs: [
        ...functionCode(context, "when", [columnCode(first, context), operandCode(second, context)]).docs,
        ...otherwise(operandCode(third, context)).docs,
      ],
      binding: "whole",
    };
  return different.has(word) ? null : sameCall(word, args, context);
}

const otherwise = (value: PythonCode): PythonCode => ({
  docs: [...whole(".otherwise(").docs, ...value.docs, ...whole(")").docs],
  binding: "whole",
});

function countCode(
  args: readonly SqlExpression[],
  distinct: boolean,
  context: CodeContext,
): PythonCode | null {
  if (args.some(({ kind }) => kind === "star"))
    return args.length === 1 && !distinct ? functionCode(context, "count", [literal("*")]) : null;
  if (distinct)
    return functionCode(
      context,
      "countDistinct",
      args.map((each) => columnOrName(each, context)),
    );
  const [only] = args;
  return only === undefined || args.length > 1
    ? null
    : functionCode(context, "count", [columnOrName(only, context)]);
}

/** The function of the same name, when it hands all arguments on as they are. */
function sameCall(word: string, args: readonly SqlExpression[], context: CodeContext): PythonCode | null {
  const { catalog, version } = context.session;
  const signature = catalog.api.functionSignature(`functions.${word}`, version);
  if (signature === null || catalog.sqlFunctions.find(word, version) === null) return null;
  const made = catalog.pythonCalls(word, args.length, version);
  const isSame =
    made.kind === "call" &&
    made.function === word &&
    !made.distinct &&
    made.args.length === args.length &&
    made.args.every((place, at) => place === at);
  if (!isSame) return null;
  const { parameters } = signature.form;
  const rest = parameters.find(({ kind }) => kind === "rest");
  const required = parameters.filter((each) => each.defaultText === null && each.kind !== "rest").length;
  if (args.length < required) return null;
  const codes: PythonCode[] = [];
  for (const [at, arg] of args.entries()) {
    const place = parameters[at];
    const parameter = place === undefined || place.kind === "keyword" ? rest : place;
    if (parameter === undefined || parameter.kind === "keywordRest") return null;
    const code = argumentCode(arg, parameter.annotation ?? "", context);
    if (code === null) return null;
    codes.push(code);
  }
  return functionCode(context, word, codes);
}

function argumentCode(arg: SqlExpression, annotation: string, context: CodeContext): PythonCode | null {
  const value = valueCode(arg);
  if (/\bColumnOrName\b/.test(annotation)) {
    const isInt = arg.kind === "literal" && typeof arg.value === "number";
    if (value !== null && isInt && /\bint\b/.test(annotation)) return value;
    return columnOrName(arg, context);
  }
  if (arg.kind !== "literal" || value === null)
    return /\bColumn\b/.test(annotation) ? columnCode(arg, context) : null;
  if (typeof arg.value === "string") return /\bstr\b|\bAny\b/.test(annotation) ? value : null;
  if (typeof arg.value === "number") return /\bint\b|\bAny\b/.test(annotation) ? value : null;
  if (typeof arg.value === "boolean") return /\bbool\b|\bAny\b/.test(annotation) ? value : null;
  return /\bAny\b/.test(annotation) ? value : null;
}
