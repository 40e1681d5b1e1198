import { documentRange } from "../analysis/resolveFinding.ts";
import type { CallFact, ModuleFacts } from "../plan/facts.ts";
import { sqlParserOf } from "../plan/sqlParser.ts";
import { sparkValue } from "../plan/value.ts";
import { indentationAt, newlineOf } from "../rules/edits.ts";
import { formatSql, textOfPieces, type SqlStyle } from "../sql/formatSql.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { NotConverted } from "./conversion/columnCode.ts";
import { chainSql, finished, frameMark, type ChainContext } from "./conversion/chainSql.ts";
import { stringLiteral } from "./conversion/pythonCode.ts";
import { callsStandingIn } from "./heldValues.ts";
import type { Conversion } from "./sqlToDataFrame.ts";

/** Writes the chain of DataFrame methods at an offset as `spark.sql("…")`; null where there is none. */
export function dataFrameToSql(facts: ModuleFacts, offset: number, style: SqlStyle): Conversion | null {
  const placed = unitAt(facts.module, offset);
  if (placed === undefined) return null;
  const calls = callsStandingIn(facts, placed.unit);
  const chain = outermost(calls, offset - placed.offset);
  if (chain === null) return null;
  try {
    return converted(facts, calls, chain, style);
  } catch (problem) {
    if (problem instanceof NotConverted) return { refusal: problem.message };
    throw problem;
  }
}

/** The longest chain around an offset that gives a frame. */
function outermost(calls: readonly CallFact[], at: number): CallFact | null {
  let found: CallFact | null = null;
  for (const fact of calls) {
    if (fact.node.start > at || fact.node.end < at) continue;
    const value = sparkValue(fact.result);
    if (!/^(?:DataFrame|GroupedData)\./.test(fact.name) || value?.type !== "DataFrame") continue;
    if (found === null || fact.node.end - fact.node.start > found.node.end - found.node.start) found = fact;
  }
  return found;
}

function converted(
  facts: ModuleFacts,
  calls: readonly CallFact[],
  chain: CallFact,
  style: SqlStyle,
): Conversion {
  const { node, unit } = chain;
  const plan = sparkValue(chain.result)?.plan;
  if (!plan) throw new NotConverted("This chain is not known.");
  if (unit.comments.some(({ start, end }) => start >= node.start && end <= node.end))
    throw new NotConverted("Comments in the chain would be lost. Take them out first.");
  const { session } = plan;
  const context: ChainContext = {
    unit,
    session,
    calls: new Map(calls.map((call) => [call.node, call])),
    frames: new Set(),
    sessions: [],
  };
  const sql = finished(chainSql(node, context));
  const tree = sqlParserOf(session)(sql, "statement", session.version);
  const start = node.start - unit.text.lastIndexOf("\n", node.start - 1) - 1;
  const indentation = indentationAt(unit, node.start);
  const line = formatSql(tree, { ...style, width: Math.max(40, style.width - start - 14) });
  const page = formatSql(tree, { ...style, width: Math.max(40, style.width - indentation.length - 4) });
  if (line === null || page === null)
    throw new NotConverted("This chain has no form in SQL that Spark reads.");
  const { frames, sessions } = context;
  const [firstFrame] = frames;
  const form = session.catalog.api.signature("SparkSession", "sql", session.version)?.form;
  if (frames.size > 0 && form?.parameters.some(({ kind }) => kind === "keywordRest") !== true)
    throw new NotConverted("This version of Spark takes no frames as arguments of sql().");
  const sessionCode = sessions[0] ?? (firstFrame === undefined ? null : `${firstFrame}.sparkSession`);
  if (sessionCode === null) throw new NotConverted("No session is known here.");
  const brace = (text: string): string => (frames.size > 0 ? bracesFor(text, frames) : text);
  const flat = brace(textOfPieces(line));
  const newline = newlineOf(facts.module.text);
  const indent = `${newline}${indentation}    `;
  const text = flat.includes("\n")
    ? `"""${indent}${brace(textOfPieces(page)).replaceAll("\\", "\\\\").replaceAll("\n", indent)}${newline}${indentation}"""`
    : stringLiteral(flat);
  const args = [...frames].map((name) => `, ${name}=${name}`).join("");
  const range = documentRange(facts.module, { unit, start: node.start, end: node.end });
  if (range === null || text.slice(3, -3).includes('"""'))
    throw new NotConverted("This text has no literal.");
  return { edits: [{ ...range, newText: `${sessionCode}.sql(${text}${args})` }] };
}

/** Frames stand in the text as names while it is laid out; braces of the text itself are doubled. */
const bracesFor = (text: string, frames: ReadonlySet<string>): string => {
  let result = text.replaceAll(/[{}]/g, "$&$&");
  for (const name of frames)
    result = result.replaceAll(new RegExp(`\\b${frameMark}${name}\\b`, "g"), `{${name}}`);
  return result;
};
