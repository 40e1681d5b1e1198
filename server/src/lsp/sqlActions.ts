import { CodeActionKind, type CodeAction, type CodeActionParams } from "vscode-languageserver";
import type { TextEdit } from "../analysis/finding.ts";
import { dataFrameToSql } from "../features/dataFrameToSql.ts";
import { formatSqlAt } from "../features/sqlFormat.ts";
import { sqlToDataFrame } from "../features/sqlToDataFrame.ts";
import { formatSqlKind, toDataFrameKind, toSqlKind } from "../protocol/codeActionKinds.ts";
import { toEdits, toOffset } from "./convert.ts";
import type { CheckedDocument } from "./documents.ts";
import type { ClientFeatures } from "./clientFeatures.ts";
import { workspaceEdit } from "./workspaceEdits.ts";

/** The most characters on a line of formatted SQL. */
export const sqlWidth = 100;

/** What is offered for SQL at the cursor. A refusal is shown by clients that show disabled actions. */
export function sqlActions(
  params: CodeActionParams,
  checked: CheckedDocument,
  client: ClientFeatures,
  wants: (kind: string) => boolean,
): CodeAction[] {
  const { analysis, document, settings, version, kind } = checked;
  if (analysis === null || kind !== "python") return [];
  const offset = toOffset(document, params.range.start);
  const style = { keywordCase: settings.sqlKeywordCase, width: sqlWidth };
  const action = (
    title: string,
    actionKind: string,
    result: { readonly edits: readonly TextEdit[] } | { readonly refusal: string } | null,
  ): CodeAction[] => {
    if (result === null) return [];
    const base = { title, kind: actionKind };
    if ("refusal" in result)
      return client.disabledActions ? [{ ...base, disabled: { reason: result.refusal } }] : [];
    if (result.edits.length === 0) return [];
    const edits = toEdits(document, result.edits);
    return [{ ...base, edit: workspaceEdit(client, document.uri, version, edits) }];
  };
  return [
    ...(wants(formatSqlKind)
      ? action("Format SQL", formatSqlKind, formatSqlAt(analysis.facts, offset, style))
      : []),
    ...(wants(toDataFrameKind)
      ? action("Convert to DataFrame code", toDataFrameKind, sqlToDataFrame(analysis.facts, offset))
      : []),
    ...(wants(toSqlKind)
      ? action("Convert to SQL", toSqlKind, dataFrameToSql(analysis.facts, offset, style))
      : []),
  ];
}

export const sqlActionKinds = [CodeActionKind.RefactorRewrite];
