import { frameSchemas, type FrameSchema } from "../features/frameSchemas.ts";
import type { Style } from "../report/style.ts";
import { analysisSpecs, analyzedFiles } from "./analyzedFiles.ts";
import { readArguments } from "./arguments.ts";
import { askedForColour } from "./output.ts";
import { styleFor, type Terminal } from "./terminal.ts";

interface PlacedSchema extends Omit<FrameSchema, "start" | "reason" | "ddl"> {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** As DDL; null unless every column is known with its type. */
  readonly schema: string | null;
  /** Why the schema is not closed, and the line to mend. */
  readonly reason: { readonly text: string; readonly line: number | null } | null;
}

/** `schema PATHS…`: what is known of the columns of every named DataFrame. Returns the exit status. @throws {UsageError} */
export async function schema(argv: readonly string[], terminal: Terminal): Promise<number> {
  const args = readArguments(argv, analysisSpecs);
  const format = args.choice("output-format", ["text", "json"]);
  const { files, failed } = await analyzedFiles(args, terminal);
  const schemas = files.flatMap(({ file, analysis, lines }) =>
    frameSchemas(analysis.facts).map(({ start, reason, ...rest }): PlacedSchema => {
      const { line, character } = lines.positionAt(start);
      return {
        file,
        line: line + 1,
        column: character + 1,
        name: rest.name,
        function: rest.function,
        schema: rest.ddl,
        complete: rest.complete,
        columns: rest.columns,
        reason: reason && {
          text: reason.text,
          line: reason.at === null ? null : lines.positionAt(reason.at).line + 1,
        },
        streaming: rest.streaming,
      };
    }),
  );
  if (format === "json") terminal.out(`${JSON.stringify({ version: 1, schemas }, null, 2)}\n`);
  else terminal.out(schemaText(schemas, styleFor(terminal, askedForColour(args))));
  return failed ? 2 : 0;
}

function schemaText(schemas: readonly PlacedSchema[], style: Style): string {
  if (schemas.length === 0) return "No name is bound to a DataFrame.\n";
  return schemas
    .map(({ file, line, column, name, schema: ddl, columns, complete, reason, streaming }) => {
      const head = `${style.bold(name)} ${style.dim(`${file}:${line}:${column}${streaming ? ", streaming" : ""}`)}`;
      const known = ddl ?? columns.join(", ");
      const why =
        complete === "closed" || reason === null
          ? ""
          : `\n  ${style.dim(`${complete}: ${reason.text}${reason.line === null ? "" : ` (line ${reason.line})`}`)}`;
      return `${head}${known === "" ? "" : `\n  ${known}`}${why}\n`;
    })
    .join("");
}
