import type { SqlJoin, SqlRelation, SqlTableAlias } from "../../sql/sqlQuery.ts";
import { columnCode, literal, NotConverted } from "./columnCode.ts";
import { queryCode, renamed, type FrameContext } from "./frameCode.ts";
import { chained, list, then, whole, type Chain, type PythonCode } from "./pythonCode.ts";

/** What stands in FROM is written with. */
export interface RelationContext extends FrameContext {
  /** The qualifiers that the query's names have, in lower case. */
  readonly qualifiers: ReadonlySet<string>;
  /** Hints for joins, by the relation's name in lower case. */
  readonly hints: ReadonlyMap<string, string>;
}

/** What stands in FROM as a chain. */
export function relationCode(relation: SqlRelation, context: RelationContext): Chain {
  switch (relation.kind) {
    case "table": {
      if (relation.sampled) throw new NotConverted("TABLESAMPLE is not converted.");
      return tableCode(relation, context);
    }
    case "subquery": {
      if (relation.sampled) throw new NotConverted("TABLESAMPLE is not converted.");
      if (relation.lateral) throw new NotConverted("LATERAL is not converted.");
      return named(queryCode(relation.query, context), relation.alias, context);
    }
    case "aliased":
      return named(relationCode(relation.input, context), relation.alias, context);
    case "join":
      return joinCode(relation, context);
    case "function":
      return rangeCode(relation, context);
    case "lateralView":
      throw new NotConverted("LATERAL VIEW is not converted.");
    case "pivot":
      throw new NotConverted("PIVOT is not converted.");
    case "unpivot":
      throw new NotConverted("UNPIVOT is not converted.");
    case "values":
      throw new NotConverted("VALUES is not converted.");
    default:
      throw new NotConverted("What stands in FROM is not converted.");
  }
}

function tableCode(
  { name, alias, span }: Extract<SqlRelation, { kind: "table" }>,
  context: RelationContext,
): Chain {
  const [only] = name;
  const cte = name.length === 1 && only ? context.ctes.get(only.text.toLowerCase()) : undefined;
  const short = name.at(-1)?.text ?? "";
  if (cte !== undefined)
    return named(cte, alias ?? { name: { text: short, span: nowhere }, columns: [] }, context);
  const written = name
    .map(({ text }) => (/^\w+$/.test(text) ? text : `\`${text.replaceAll("`", "``")}\``))
    .join(".");
  const variable = context.variableOf(span);
  if (variable !== null)
    return named(
      { start: whole(variable), calls: [] },
      alias ?? { name: { text: short, span: nowhere }, columns: [] },
      context,
    );
  const chain: Chain = {
    start: whole(context.sessionCode),
    calls: [{ name: "table", args: [literal(written)] }],
  };
  return alias === null ? hinted(oneCall(chain), short, context) : named(oneCall(chain), alias, context);
}

const nowhere = { start: 0, end: 0 };

/** `spark.table("t")` stays together where the chain is broken. */
const oneCall = ({ start, calls }: Chain): Chain => ({
  start: {
    docs: [
      ...start.docs,
      ...calls.flatMap(({ name, args }) => [
        ...whole(`.${name}(`).docs,
        ...args.flatMap(({ docs }, at) => (at === 0 ? docs : [...whole(", ").docs, ...docs])),
        ...whole(")").docs,
      ]),
    ],
    binding: "whole",
  },
  calls: [],
});

/** With a name, where the query uses it. */
function named(chain: Chain, alias: SqlTableAlias | null, context: RelationContext): Chain {
  if (alias === null) return chain;
  const { text } = alias.name;
  const columns = renamed(chain, alias.columns);
  const result = context.qualifiers.has(text.toLowerCase()) ? then(columns, "alias", literal(text)) : columns;
  return hinted(result, text, context);
}

function hinted(chain: Chain, name: string, { hints }: RelationContext): Chain {
  const hint = hints.get(name.toLowerCase());
  return hint === undefined ? chain : then(chain, "hint", literal(hint));
}

const joinTypes: Readonly<Record<string, string>> = {
  left: "left",
  right: "right",
  full: "full",
  leftsemi: "left_semi",
  leftanti: "left_anti",
};

function joinCode(join: SqlJoin, context: RelationContext): Chain {
  const { type, natural, on, using } = join;
  if (natural) throw new NotConverted("NATURAL JOIN is not converted.");
  if (type === "asof") throw new NotConverted("ASOF JOIN is not converted.");
  const left = relationCode(join.left, context);
  const right = chained(relationCode(join.right, context));
  const how = joinTypes[type];
  if (on === null && using.length === 0) {
    if (how !== undefined) throw new NotConverted("An outer join without a condition is not converted.");
    return then(left, "crossJoin", right);
  }
  const condition: PythonCode =
    on !== null ? columnCode(on, context) : list(using.map(({ text }) => literal(text)));
  return then(left, "join", right, condition, ...(how === undefined ? [] : [literal(how)]));
}

/** `range(10)` */
function rangeCode(relation: Extract<SqlRelation, { kind: "function" }>, context: RelationContext): Chain {
  const { name, args, argNames, alias, lateral } = relation;
  const numbers = args.map((arg) =>
    arg?.kind === "literal" && typeof arg.value === "number" ? whole(String(arg.value)) : null,
  );
  const isRange =
    name.length === 1 && name[0]?.text.toLowerCase() === "range" && !lateral && args.length <= 3;
  if (!isRange || numbers.includes(null) || argNames.some((each) => each !== null))
    throw new NotConverted("A function in FROM is not converted.");
  const chain: Chain = {
    start: whole(context.sessionCode),
    calls: [{ name: "range", args: numbers.filter((each) => each !== null) }],
  };
  return named(oneCall(chain), alias, context);
}
