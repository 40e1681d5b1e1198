import { frameSchemas, type FrameSchema } from "../features/frameSchemas.ts";
import { lineName, placeJson, placeName, type PlaceInFile } from "../report/placeInFile.ts";
import type { Style } from "../report/style.ts";
import { analysisSpecs, analyzedFiles } from "./analyzedFiles.ts";
import { readArguments } from "./arguments.ts";
import { askedForColour } from "./output.ts";
import { styleFor, type Terminal } from "./terminal.ts";

interface PlacedSchema extends Omit<FrameSchema, "start" | "reason" | "ddl"> {
  readonly file: string;
  readonly place: PlaceInFile;
  /** As DDL; null unless every column is known with its type. */
  readonly schema: string | null;
  /** Why the schema is not closed, and the line to mend. */
  readonly reason: { readonly text: string; readonly at: PlaceInFile | null } | null;
}

/** `schema PATHS…`: what is known of the columns of every named DataFrame. Returns the exit status. @throws {UsageError} */
export async function schema(argv: readonly string[], terminal: Terminal): Promise<number> {
  const args = readArguments(argv, analysisSpecs);
  const format = args.choice("output-format", ["text", "json"]);
  const { files, failed } = await analyzedFiles(args, terminal);
  const schemas = files.flatMap(({ file, analysis, place }) =>
    frameSchemas(analysis.facts).map(({ start, reason, ddl, ...rest }): PlacedSchema => ({
      file,
      place: place(start),
      ...rest,
      schema: ddl,
      reason: reason && { text: reason.text, at: reason.at === null ? null : place(reason.at) },
    })),
  );
  if (format === "json")
    terminal.out(`${JSON.stringify({ version: 1, schemas: schemas.map(schemaJson) }, null, 2)}\n`);
  else terminal.out(schemaText(schemas, styleFor(terminal, askedForColour(args))));
  return failed ? 2 : 0;
}

function schemaJson({ file, place, schema: ddl, reason, ...rest }: PlacedSchema): object {
  return {
    file,
    ...placeJson(place),
    name: rest.name,
    function: rest.function,
    schema: ddl,
    complete: rest.complete,
    columns: rest.columns,
    reason: reason && { text: reason.text, line: reason.at?.line ?? null },
    streaming: rest.streaming,
  };
}

function schemaText(schemas: readonly PlacedSchema[], style: Style): string {
  if (schemas.length === 0) return "No name is bound to a DataFrame.\n";
  return schemas
    .map(({ file, place, name, schema: ddl, columns, complete, reason, streaming }) => {
      const head = `${style.bold(name)} ${style.dim(`${placeName(file, place)}${streaming ? ", streaming" : ""}`)}`;
      const known = ddl ?? columns.join(", ");
      const why =
        complete === "closed" || reason === null
          ? ""
          : `\n  ${style.dim(`${complete}: ${reason.text}${reason.at === null ? "" : ` (${lineName(reason.at)})`}`)}`;
      return `${head}${known === "" ? "" : `\n  ${known}`}${why}\n`;
    })
    .join("");
}
