import {
  CompletionItemKind,
  CompletionItemTag,
  MarkupKind,
  type CompletionItem,
  type CompletionList,
  type Connection,
} from "vscode-languageserver";
import { analyze, type Engine } from "../analysis/analyze.ts";
import { argumentCompletion } from "../features/argumentCompletion.ts";
import { columnCompletion } from "../features/columnCompletion.ts";
import { noCompletion, type Completion, type CompletionChoice } from "../features/completionItem.ts";
import { sparkConfigCompletion, sparkDefaultsCompletion } from "../features/sparkConfigCompletion.ts";
import { sqlCompletion } from "../features/sqlCompletion.ts";
import { suppressionCompletion } from "../features/suppressionMarks.ts";
import { toOffset, toRange } from "./convert.ts";
import { timeBudget, type CheckedDocument } from "./documents.ts";
import { throwIfCancelled } from "./guard.ts";
import type { ServerContext } from "./serverContext.ts";
import type { ShownDocument } from "./shownDocument.ts";

/** Characters after which an editor asks by itself: inside strings, keys, lists of rules and of arguments. */
export const completionTriggers = ['"', "'", ".", "[", "=", ",", "("];

/** Answers textDocument/completion. */
export function registerCompletion(connection: Connection, context: ServerContext): void {
  const { guard, documents, engine } = context;
  connection.onCompletion(({ textDocument, position }, token) =>
    guard("textDocument/completion", null, async (): Promise<CompletionList | null> => {
      const known = await engine;
      const checked = await documents.check(textDocument.uri);
      throwIfCancelled(token);
      if (checked === null) return null;
      const { document } = checked;
      const offset = toOffset(document, position);
      const { choices, complete } = completionIn(checked, offset, known);
      if (choices.length === 0) return null;
      const { labelDetails } = context.client();
      const items = choices.map((choice, index) => toItem(document, offset, choice, index, labelDetails));
      return { isIncomplete: !complete, items };
    }),
  );
}

function completionIn(
  { document, kind, analysis, settings }: CheckedDocument,
  offset: number,
  engine: Engine,
): Completion {
  const { configs } = engine.catalog;
  if (!settings.enabled) return noCompletion;
  if (kind === "spark-defaults")
    return sparkDefaultsCompletion(configs, document.getText(), offset, settings.options.sparkVersion);
  if (analysis === null) return noCompletion;
  const inComment = suppressionCompletion(analysis, offset);
  if (inComment.choices.length > 0) return inComment;
  const reanalyze = (text: string) => analyze(engine, text, settings.options, analysis, timeBudget());
  const inSql = sqlCompletion(engine.catalog, analysis, offset, reanalyze);
  if (inSql !== null)
    return settings.completesColumns
      ? inSql
      : { ...inSql, choices: inSql.choices.filter(({ kind }) => kind !== "column") };
  const columns = settings.completesColumns
    ? columnCompletion(engine.catalog, analysis, offset, reanalyze)
    : noCompletion;
  if (columns.choices.length > 0) return columns;
  const ofConfigs = sparkConfigCompletion(configs, analysis, offset, reanalyze);
  if (ofConfigs.choices.length > 0) return ofConfigs;
  return argumentCompletion(engine.catalog, analysis, offset, reanalyze);
}

const kinds: Readonly<Record<CompletionChoice["kind"], CompletionItemKind>> = {
  column: CompletionItemKind.Field,
  table: CompletionItemKind.Struct,
  alias: CompletionItemKind.Variable,
  type: CompletionItemKind.TypeParameter,
  keyword: CompletionItemKind.Keyword,
  "configuration key": CompletionItemKind.Property,
  "configuration prefix": CompletionItemKind.Module,
  option: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  function: CompletionItemKind.Function,
  rule: CompletionItemKind.Constant,
  directive: CompletionItemKind.Keyword,
};

function toItem(
  document: ShownDocument,
  offset: number,
  choice: CompletionChoice,
  index: number,
  labelDetails: boolean,
): CompletionItem {
  const typed = document.getText(toRange(document, { start: choice.start, end: offset }));
  // A configuration that was found by other words than those of its name would be filtered out again by the editor.
  const isNamed =
    !choice.kind.startsWith("configuration") || choice.text.toLowerCase().startsWith(typed.toLowerCase());
  // Columns stand before the methods that other extensions list.
  const rank = choice.kind === "column" || choice.isRanked ? "00" : choice.isLikely ? "0" : "1";
  return {
    label: choice.text,
    kind: kinds[choice.kind],
    filterText: isNamed ? choice.text : typed,
    sortText: `${rank}${String(index).padStart(4, "0")}`,
    textEdit: { range: toRange(document, choice), newText: choice.text },
    ...(choice.detail !== "" &&
      // Types of columns are read beside all names, and not only beside the chosen one.
      (labelDetails && choice.kind === "column"
        ? { labelDetails: { description: choice.detail } }
        : { detail: choice.detail })),
    ...(choice.documentation !== null && {
      documentation: { kind: MarkupKind.Markdown, value: choice.documentation },
    }),
    ...(choice.takenBy !== undefined && { commitCharacters: [choice.takenBy] }),
    ...(choice.isDeprecated && { tags: [CompletionItemTag.Deprecated] }),
    ...(choice.isLikely && { preselect: true }),
  };
}
