import {
  SemanticTokensBuilder,
  type Connection,
  type SemanticTokensLegend,
  type SemanticTokensOptions,
} from "vscode-languageserver";
import { sqlColours, type SqlColour } from "../features/sqlColours.ts";
import { shows, toOffset } from "./convert.ts";
import type { CheckedDocument } from "./documents.ts";
import { throwIfCancelled } from "./guard.ts";
import type { ServerContext } from "./serverContext.ts";

/** The protocol's names for what a piece of SQL is. */
const types: Readonly<Record<SqlColour["kind"], string>> = {
  keyword: "keyword",
  function: "function",
  type: "type",
  table: "class",
  column: "property",
  variable: "variable",
  parameter: "parameter",
  namespace: "namespace",
  hint: "macro",
  string: "string",
  number: "number",
  operator: "operator",
  comment: "comment",
};
const typeNames = Object.values(types);
const typeNumbers = new Map(typeNames.map((name, index) => [name, index]));

const legend: SemanticTokensLegend = { tokenTypes: typeNames, tokenModifiers: ["declaration"] };

/** What we announce: colours for SQL, whole, for a range, and as changes. */
export const semanticTokensOptions: SemanticTokensOptions = { legend, full: { delta: true }, range: true };

/** Answers the requests for semantic tokens: colours for SQL in strings, none for Python itself. */
export function registerSemanticTokens(connection: Connection, context: ServerContext): void {
  const { guard, documents } = context;
  /** What each document was last told, for changes. */
  const told = new Map<string, SemanticTokensBuilder>();
  documents.open.onDidClose(({ document: { uri } }) => {
    told.delete(uri);
  });
  const builderOf = (uri: string): SemanticTokensBuilder => {
    const builder = told.get(uri) ?? new SemanticTokensBuilder();
    told.set(uri, builder);
    return builder;
  };

  connection.languages.semanticTokens.on(({ textDocument: { uri } }, token) =>
    guard("textDocument/semanticTokens/full", { data: [] }, async () => {
      const checked = await documents.check(uri);
      throwIfCancelled(token);
      const builder = builderOf(uri);
      // Begins a new list.
      builder.previousResult("");
      push(builder, checked);
      return builder.build();
    }),
  );
  connection.languages.semanticTokens.onDelta(({ textDocument: { uri }, previousResultId }, token) =>
    guard("textDocument/semanticTokens/full/delta", { data: [] }, async () => {
      const checked = await documents.check(uri);
      throwIfCancelled(token);
      const builder = builderOf(uri);
      builder.previousResult(previousResultId);
      push(builder, checked);
      return builder.buildEdits();
    }),
  );
  connection.languages.semanticTokens.onRange(({ textDocument: { uri }, range }, token) =>
    guard("textDocument/semanticTokens/range", { data: [] }, async () => {
      const checked = await documents.check(uri);
      throwIfCancelled(token);
      const builder = new SemanticTokensBuilder();
      if (checked !== null) {
        const { document } = checked;
        push(builder, checked, toOffset(document, range.start), toOffset(document, range.end));
      }
      return builder.build();
    }),
  );
}

function push(
  builder: SemanticTokensBuilder,
  checked: CheckedDocument | null,
  from = 0,
  to = Number.POSITIVE_INFINITY,
): void {
  if (checked === null || checked.analysis === null || !checked.settings.enabled) return;
  const { document, analysis } = checked;
  for (const { start, end, kind, isNew } of sqlColours(analysis.facts)) {
    if (end < from || start > to || !shows(document, { start })) continue;
    const { line, character } = document.positionAt(start);
    builder.push(line, character, end - start, typeNumbers.get(types[kind]) ?? 0, isNew ? 1 : 0);
  }
}
