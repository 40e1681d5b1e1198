import { memberName } from "../catalog/memberName.ts";
import type { CallExpression, Identifier, Statement } from "../syntax/ast.ts";
import type { CallFact } from "../plan/facts.ts";
import { indentationAt, newlineOf, replace, siteIn, sourceOf, startsLine } from "./edits.ts";
import { defineRule, type Fix } from "./rule.ts";
import { batchWrites } from "./writerCalls.ts";
import { parentOf, receiverOf } from "./surroundings.ts";

/** `df = df.show()`: the name holds None from then on; `df.show().filter(…)` raises at once. */
export const noneAssigned = defineRule({
  id: "none-assigned",
  summary: "Using what show(), a write or the like gives: None",
  category: "columns",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  calls: {
    names: [
      ...[
        "show",
        "printSchema",
        "explain",
        "foreach",
        "foreachPartition",
        "createTempView",
        "createGlobalTempView",
      ],
      ...["createOrReplaceTempView", "createOrReplaceGlobalTempView"],
    ]
      .map((method) => `DataFrame.${method}`)
      .concat(batchWrites),
    check(call, { report }) {
      const { statement } = call.context;
      const next = chainedOn(call);
      if (next)
        report({
          site: siteIn(call.unit, next),
          message: `\`${memberName(call.name)}()\` gives nothing, so Python raises at \`.${next.id}\`. Call \`${memberName(call.name)}()\` last, or in a statement of its own.`,
        });
      const print = printOf(call);
      if (print)
        report({
          site: siteIn(call.unit, print.callee),
          message: `\`${memberName(call.name)}()\` gives nothing, so \`print\` writes \`None\`. Call it without \`print\`.`,
          fix: {
            title: "Leave out `print`",
            safety: "suggested",
            edits: () => [replace(call.unit, print, sourceOf(call.unit, call.node))],
          },
        });
      if (statement.kind !== "Assign" || statement.value !== call.node) return;
      const [target, ...others] = statement.targets;
      if (target?.kind !== "Name" || others.length > 0 || target.id.startsWith("_")) return;
      const method = memberName(call.name);
      const fix = splitFix(call, statement, target.id);
      report({
        site: siteIn(call.unit, target),
        message: `\`${target.id}\` is \`None\` from here on: \`${method}()\` gives nothing. Assign the DataFrame, and call \`${method}()\` in a statement of its own.`,
        ...(fix && { fix }),
      });
    },
  },
});

/** `print(frame.show())`, with nothing else to print. */
function printOf({ context: { statement }, node }: CallFact): CallExpression | null {
  const print = parentOf(statement, node);
  if (print?.kind !== "Call" || print.callee.kind !== "Name" || print.callee.id !== "print") return null;
  const [only, ...others] = print.args;
  return only?.value === node && only.name === null && only.unpack === "" && others.length === 0
    ? print
    : null;
}

/** The name behind the dot of `frame.show().…`. */
function chainedOn({ context, node }: CallFact): Identifier | null {
  const parent = parentOf(context.statement, node);
  return parent?.kind === "Attribute" ? parent.name : null;
}

/** `df = frame.show()` → `df = frame`, `df.show()`; the plain call where the name stands for the frame already. */
function splitFix({ node, unit, name }: CallFact, statement: Statement, target: string): Fix | null {
  const receiver = name.startsWith("DataFrame.") ? receiverOf(node) : null;
  if (!receiver || !startsLine(unit, statement.start)) return null;
  const frame = sourceOf(unit, receiver);
  const call = `${target}${unit.text.slice((receiver.parens ?? receiver).end, node.end).trimStart()}`;
  if (call.includes("\n")) return null;
  return {
    title: frame === target ? "Leave out the assignment" : `Assign the DataFrame to \`${target}\` first`,
    safety: "suggested",
    edits: (facts) => {
      const newline = `${newlineOf(facts.module.text)}${indentationAt(unit, statement.start)}`;
      return [replace(unit, statement, frame === target ? call : `${target} = ${frame}${newline}${call}`)];
    },
  };
}
