import { atomic, unknownType } from "../../../catalog/dataType.ts";
import { countsText, takesCount } from "../../../catalog/sqlFunctionCatalog.ts";
import { memberName } from "../../../catalog/memberName.ts";
import { caseWhen } from "./conditionals.ts";
import { between, nullTest } from "./columnMethods.ts";
import { argumentsOf, callTree, flagsOf, functionCall, unknownCall } from "./functionCall.ts";
import { functionOutput } from "./functionOutput.ts";
import { generators } from "./generators.ts";
import { higherOrderCall } from "./lambdas.ts";
import { fromText } from "./parsing.ts";
import { starExcept } from "./starExcept.ts";
import { seesFirst } from "./pythonCalls.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import { arraysZip, namedStruct, struct, tuple } from "./structs.ts";
import { sessionWindow, timeWindow } from "./timeWindows.ts";
import { flag } from "../../session.ts";
import { typed, type Typed } from "./typed.ts";
import { otherProblem } from "./problems.ts";
import { countCall } from "./counts.ts";

type Form = (call: CallExpression, resolution: Resolution) => Typed;

/** What SQL writes as calls and operators, where more than types decides. */
const forms: Readonly<Record<string, Form>> = {
  ...generators,
  arrays_zip: arraysZip,
  "-": minus,
  between: (call, resolution) => {
    const result = between(call, resolution);
    const args = argumentsOf(resolution, call.args);
    return { ...result, tree: args && callTree("between", args) };
  },
  decode,
  case: (call, resolution) => {
    const parts = argumentsOf(resolution, call.args);
    return parts === null ? unknownCall([]) : caseWhen(resolution, parts, call);
  },
  count: countCall,
  except: starExcept,
  exists: (call, resolution) => typed(atomic("boolean"), false, inside(call, resolution)),
  "filter where": filtered,
  from_csv: (call, resolution) => fromText("from_csv", call, resolution),
  from_json: (call, resolution) => fromText("from_json", call, resolution),
  from_xml: (call, resolution) => fromText("from_xml", call, resolution),
  "in subquery": (call, resolution) => typed(atomic("boolean"), null, inside(call, resolution)),
  isnotnull: nullTest("isnotnull"),
  isnull: nullTest("isnull"),
  named_struct: namedStruct,
  session_window: sessionWindow,
  struct,
  tuple,
  "unbound parameter": unbound,
  window: timeWindow,
  "within group": withinGroup,
};

const inside = (call: CallExpression, resolution: Resolution): Partial<Typed> =>
  flagsOf(argumentsOf(resolution, call.args) ?? []);

/** A function or operator of SQL by its name. */
export function sqlCall(name: string, call: CallExpression, resolution: Resolution): Typed {
  // Without brackets these words are columns before they are functions (LiteralFunctionResolution, 3.3 to 4.3).
  if (bareWords.has(name) && call.site.end - call.site.start === name.length)
    return resolution.of({ kind: "reference", name, of: null, site: call.site });
  miscounted(name, call, resolution);
  const higher = higherOrderCall(name, call, resolution);
  if (higher) return higher;
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (form) return form(call, resolution);
  const args = argumentsOf(resolution, call.args);
  const { session } = resolution.scope;
  const isWord = /^[a-z]\w*$/.test(name);
  const found = isWord ? session.catalog.sqlFunctions.find(name, session.version) : null;
  if (args === null || (isWord && !found && !words.has(name)))
    return unknownCall(args ?? [], { aggregates: found?.kind === "aggregate" });
  return functionCall(resolution, name, seesFirst.has(name) ? args.slice(0, 1) : args, call.site);
}

const bareWords = new Set(["current_date", "current_timestamp", "current_user", "session_user", "user"]);

/** Functions that operators stand for, with as many operands as the operator has. */
const operators = new Set(
  "and between case except exists ilike in isnotnull isnull like like_any not or rlike tuple".split(" "),
);

/** The mistake of calling a function with more or fewer arguments than it takes; Spark looks at that first. */
function miscounted(name: string, { args, site }: CallExpression, resolution: Resolution): void {
  const { session } = resolution.scope;
  const found =
    /^[a-z]\w*$/.test(name) && !operators.has(name)
      ? session.catalog.sqlFunctions.find(name, session.version)
      : null;
  if (found === null || takesCount(found, args.length)) return;
  if (name === "count" && flag(session, "spark.sql.legacy.allowParameterlessCount") !== false) return;
  // A star stands for any number of columns.
  if (args.some(({ kind }) => kind === "star" || kind === "unknown")) return;
  const given =
    args.length === 0 ? "none is given" : `${args.length} ${args.length === 1 ? "is" : "are"} given`;
  const [signature = "", ...others] = found.signatures;
  const shown = `\`${found.name}${others.length === 0 ? signature : ""}\``;
  const text = `${shown} takes ${countsText(found) ?? ""}, and ${given}`;
  // The condition has had parts since 3.5.
  const isOld = Number(session.version) < 3.5;
  resolution.problem(
    otherProblem(
      `WRONG_NUM_ARGS${isOld ? "" : `.WITH${name === "count" ? "" : "OUT"}_SUGGESTION`}`,
      found.name,
      text,
      site,
    ),
  );
}

/** Operators that are words, and functions that have no entry of their own. */
const words = new Set(
  "and or not div like ilike rlike in negative positive timestampadd timestampdiff".split(" "),
);

/** A parameter that the call gives no value for. */
function unbound({ args: [name], site }: CallExpression, resolution: Resolution): Typed {
  const written = name?.kind === "literal" && name.value !== "?" ? `:${String(name.value)}` : "?";
  const text = `nothing is given for \`${written}\`; add it to \`args\``;
  resolution.problem(otherProblem("UNBOUND_SQL_PARAMETER", written, text, site));
  return unknownCall([]);
}

/** With one operand it is a sign. */
function minus(call: CallExpression, resolution: Resolution): Typed {
  const args = argumentsOf(resolution, call.args) ?? [];
  if (args.length !== 1) return functionCall(resolution, "-", args, call.site);
  return functionCall(resolution, "negative", args, call.site, { tree: callTree("-", args) });
}

/** `decode(x, 1, 'a', 2, 'b', 'z')` chooses as CASE does; with two arguments it reads binary text. */
function decode(call: CallExpression, resolution: Resolution): Typed {
  const args = argumentsOf(resolution, call.args) ?? [];
  if (args.length < 3) return functionCall(resolution, "decode", args, call.site);
  const values = args.filter((_, at) => at > 1 && (at % 2 === 0 || at === args.length - 1));
  const { session } = resolution.scope;
  const { dataType } = functionOutput(session, "coalesce", values);
  const { nullable } = functionOutput(session, "decode", args, dataType);
  return typed(dataType, nullable, { ...flagsOf(args), tree: callTree("decode", args) });
}

/** `count(DISTINCT a, b)`. */
export function distinctCall(name: string, call: CallExpression, resolution: Resolution): Typed {
  const args = argumentsOf(resolution, call.args);
  if (args === null) return unknownCall([], { aggregates: true });
  return functionCall(resolution, name, args, call.site, { tree: callTree(name, args, true) });
}

/** `sum(x) FILTER (WHERE condition)`. */
function filtered({ args: [value, condition] }: CallExpression, resolution: Resolution): Typed {
  if (!value || !condition) return unknownCall([]);
  const [base, filter] = [resolution.of(value), resolution.of(condition)];
  const tree = base.tree?.kind === "call" ? { ...base.tree, filter: filter.tree } : null;
  return { ...base, name: null, tree: filter.tree && tree };
}

/** `percentile_cont(0.5) WITHIN GROUP (ORDER BY x)`: its type follows from what is ordered by. */
function withinGroup({ args: [value, ...orders] }: CallExpression, resolution: Resolution): Typed {
  if (!value) return unknownCall([]);
  const [base, first] = [resolution.of(value), orders[0] && resolution.of(orders[0])];
  const name = value.kind === "call" ? memberName(value.function) : "";
  const within = orders.flatMap((each) => {
    const { tree } = resolution.of(each);
    return tree?.kind === "order" ? [tree] : [];
  });
  const tree =
    base.tree?.kind === "call" && within.length === orders.length ? { ...base.tree, within } : null;
  const isText = name === "listagg" || name === "string_agg";
  const isCont =
    name === "percentile_cont" &&
    first &&
    numbers.has(
      first.dataType.type === "decimal"
        ? "decimal"
        : first.dataType.type === "atomic"
          ? first.dataType.name
          : "",
    );
  const isMode = name === "mode" && first;
  const dataType = isText ? base.dataType : isCont ? atomic("double") : isMode ? first.dataType : unknownType;
  return typed(dataType, true, { aggregates: true, tree });
}

const numbers = new Set("tinyint smallint int bigint float double decimal".split(" "));
