import type { Field } from "../catalog/dataType.ts";
import { ddlString } from "../catalog/dataTypeText.ts";
import { constantString, type CallFact } from "../plan/facts.ts";
import type { CallExpression } from "../syntax/ast.ts";
import { nodeAt } from "../syntax/walk.ts";
import { insertBeforeMethod, replace } from "./edits.ts";
import type { Edit } from "./rule.ts";

/** Columns as a Python string in Spark's DDL, a blank behind each comma between them. */
export const ddlLiteral = (fields: readonly Field[]): string =>
  JSON.stringify(fields.map((field) => ddlString([field])).join(", "));

/**
 * Gives a read its schema (Python code): in the place of the option `inferSchema`; where there is none, in front of
 * the read. Null where no method is called.
 */
export function readSchemaEdit(call: CallFact, schema: string): Edit | null {
  const { unit, node, nameSite } = call;
  const keyword = node.args.find(({ name }) => name?.id === "inferSchema");
  if (keyword?.name)
    return replace(unit, { start: keyword.name.start, end: keyword.value.end }, `schema=${schema}`);
  const option = optionCall(call);
  if (option?.callee.kind === "Attribute")
    return replace(unit, { start: option.callee.name.start, end: option.end }, `schema(${schema})`);
  return insertBeforeMethod(nameSite, `.schema(${schema})`);
}

/** The call `option("inferSchema", …)` that the reader has been through, in the same unit. */
function optionCall({ receiver, unit }: CallFact): CallExpression | null {
  const given = receiver?.state?.calls.findLast(
    ({ method, args }) =>
      method === "option" && constantString(args[0]?.value)?.toLowerCase() === "inferschema",
  );
  const key = given?.unit === unit ? given.args[0]?.node : undefined;
  const around = key ? nodeAt(unit, key.start) : [];
  const found = around.findLast(
    (each) => each.kind === "Call" && each.args.some(({ value }) => value === key),
  );
  return found?.kind === "Call" ? found : null;
}
