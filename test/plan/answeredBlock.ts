import { namedSchemas } from "./namedSchemas.ts";
import {
  blockLine,
  foundFor,
  programOf,
  unexpectedErrors,
  type BlockRun,
  type SchemaBlock,
} from "./schemaPages.ts";
import { schemaText } from "./schemaText.ts";

/** What our engine says at each comment of a block, with the mistakes that no comment expects, and what is expected. */
export interface AnsweredBlock {
  readonly answered: readonly string[];
  readonly expected: readonly string[];
  readonly agrees: boolean;
}

/** Gives a block to our engine. */
export function answeredBlock(block: SchemaBlock): AnsweredBlock {
  const { frames, problems } = namedSchemas(programOf(block));
  const run: BlockRun = {
    frames: frames.map(({ line, schema }) => ({
      line: blockLine(line),
      text:
        schema.kind === "closed" ? schemaText(schema.attributes) : `${schema.kind}: ${schema.reason.text}`,
    })),
    errors: problems.map(({ line, condition }) => ({ line: blockLine(line), condition })),
  };
  const found = block.expectations.map((each) => ({ to: each.to, ...foundFor(each, run) }));
  const answered = [...found.map(lineText), ...unexpectedErrors(block, run)];
  const expected = block.expectations.map(lineText);
  return { answered, expected, agrees: answered.join("\n") === expected.join("\n") };
}

const lineText = ({
  to,
  kind,
  text,
}: {
  readonly to: number;
  readonly kind: string;
  readonly text: string;
}) => `line ${to} ${kind}: ${text}`;
