import { bytesRead } from "../dataFiles/dataFiles.ts";
import type { Evaluation } from "../evaluation.ts";
import { text } from "./text.ts";
import type { Value } from "../value.ts";

/**
 * What reading a file gives: the text of a file of SQL in the workspace, up to 64 KB; of others nobody knows. It is the
 * project's own, as a literal would be.
 */
export function textOfFile({ session }: Evaluation, path: Value | undefined): Value {
  const location = path?.kind === "string" ? path.value : null;
  if (location === null || !/\.(sql|hql|ddl)$/i.test(location)) return text(null, false);
  const [file, ...others] = session.files?.find(location)?.files ?? [];
  const content =
    file === undefined || others.length > 0 || file.size > bytesRead
      ? null
      : (session.files?.head(file.file, bytesRead) ?? null);
  if (content === null) return text(null, false);
  const value = content.replace(/^\ufeff/, "").replaceAll(/\r\n?/g, "\n");
  return { kind: "string", value, constant: true };
}
