import { blockLine, programOf, type BlockRun, type SchemaBlock } from "../../plan/schemaPages.ts";
import { schemaText } from "../../plan/schemaText.ts";
import type { BlockAnswer, BlockRequest } from "../session/protocol.ts";
import { fieldsOfJson } from "./sparkFields.ts";
import { recordingOf } from "./truth.ts";

/** How Spark is asked about a block of a page: errors do not end it. */
export const pageRequest = (block: SchemaBlock): BlockRequest => ({
  code: programOf(block),
  prelude: false,
  record: { continueAfterErrors: true },
});

/** What Spark says of a block. */
export function pageRun(answer: BlockAnswer): BlockRun {
  const { bindings, errors } = recordingOf(answer);
  return {
    frames: bindings.map(({ line, schema }) => ({
      line: blockLine(line),
      text: schemaText(fieldsOfJson(schema)),
    })),
    errors: errors.map((error) => ({ line: blockLine(error.line ?? 0), condition: error.class })),
  };
}
